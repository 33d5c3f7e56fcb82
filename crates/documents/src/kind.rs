//! Which documents there are, and the one way to make them.

use std::fmt;
use std::str::FromStr;

use gallra_rules::policy::{Activity, PolicySet, Role};
use serde::Serialize;

use crate::compose::Composer;
use crate::given::Given;
use crate::template::TemplateFault;
use crate::text::{Texts, t};
use crate::tree::Document;
use crate::{Controller, Language, Missing, agreement, instruction, notice, records, registers, terms};

/// A document that a policy can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The public privacy notice (Art. 13, 14).
    Notice,
    /// The controller's records of processing (Art. 30(1)).
    Records,
    /// The processor's records of processing (Art. 30(2)).
    ProcessorRecords,
    /// The instruction for what is processed on customers' behalf (Art. 28(3)(a)).
    Instruction,
    /// The processor agreement (Art. 28(3)).
    Agreement,
    /// The register of security measures (Art. 32).
    Measures,
    /// The list of sub-processors, with what customers were told of its changes (Art. 28(2)).
    SubProcessors,
    /// What rests on consent (Art. 7), and of it what is stored on or read from devices: the cookie policy (LEK 9:28).
    Cookies,
    /// The company's general terms: its own text, which no policy becomes.
    Terms,
}

/// The text names no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no document; there are notice, records, processor-records, instruction, agreement, measures, sub-processors, cookies and terms"
)]
pub struct UnknownKind(pub String);

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Notice,
        Self::Records,
        Self::ProcessorRecords,
        Self::Instruction,
        Self::Agreement,
        Self::Measures,
        Self::SubProcessors,
        Self::Cookies,
        Self::Terms,
    ];

    /// Its word on the command line and in file names.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Records => "records",
            Self::ProcessorRecords => "processor-records",
            Self::Instruction => "instruction",
            Self::Agreement => "agreement",
            Self::Measures => "measures",
            Self::SubProcessors => "sub-processors",
            Self::Cookies => "cookies",
            Self::Terms => "terms",
        }
    }

    /// Whether the policy has anything that this document is about: a processor alone has no notice to give, and who
    /// processes for nobody has no instruction. General terms follow from no policy.
    pub fn applies(self, policy: &PolicySet) -> bool {
        policy.activities.values().any(|activity| self.is_about(activity))
    }

    /// Whether an activity stands in the document.
    pub(crate) fn is_about(self, activity: &Activity) -> bool {
        let own = matches!(activity.role, Role::Controller | Role::JointController);
        match self {
            Self::Notice | Self::Records => own,
            Self::ProcessorRecords | Self::Instruction | Self::Agreement | Self::SubProcessors => {
                activity.role == Role::Processor
            }
            Self::Measures => true,
            Self::Cookies => own && registers::on_consent(activity),
            Self::Terms => false,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let text = text.trim();
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| UnknownKind(text.to_owned()))
    }
}

/// A document, and what it lacks.
#[derive(Clone, Debug)]
pub struct Built {
    /// The document, as far as the policy goes.
    pub document: Document,
    /// What the law asks for and the policy does not say; in the order of the articles, each once.
    pub missing: Vec<Missing>,
}

impl Built {
    /// Whether it may be published: nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }

    /// What stands above a document that is not to be published, in its language; nothing above one that may.
    pub fn banner(&self) -> Vec<String> {
        let Ok(language) = self.document.language.parse::<Language>() else { return Vec::new() };
        if self.is_complete() {
            return Vec::new();
        }
        let texts = Texts::new(&language);
        let points = self.missing.iter().map(|one| {
            let (place, cause) = (one.place.clone(), one.cause(&language));
            t!(texts, "draft-point", article = texts.article(one.article), cause = cause, place = place)
        });
        std::iter::once(t!(texts, "draft-banner")).chain(points).collect()
    }
}

/// Makes one document in one language. `controllers` are those on whose behalf data is processed; only the processor's
/// records name them. Agreements have our own clause texts and are for every customer.
pub fn build(policy: &PolicySet, kind: Kind, language: &Language, controllers: &[Controller]) -> Built {
    let given = Given { controllers, ..Given::default() };
    build_with(policy, kind, language, &given)
        .unwrap_or_else(|_| unreachable!("a test reads our own clause texts in every language"))
}

/// The same, with everything that a document may need beside the policy.
///
/// # Errors
/// What is wrong with the company's own texts; only agreements and general terms read them.
pub fn build_with(
    policy: &PolicySet,
    kind: Kind,
    language: &Language,
    given: &Given<'_>,
) -> Result<Built, Vec<TemplateFault>> {
    let mut composer = Composer::new(policy, kind, language);
    let document = match kind {
        Kind::Notice => notice::compose(&mut composer),
        Kind::Records => records::controller(&mut composer),
        Kind::ProcessorRecords => records::processor(&mut composer, given.controllers),
        Kind::Instruction => instruction::compose(&mut composer),
        Kind::Agreement => agreement::compose(&mut composer, given)?,
        Kind::Measures => registers::measures(&mut composer),
        Kind::SubProcessors => registers::subs(&mut composer, given),
        Kind::Cookies => registers::cookies(&mut composer),
        Kind::Terms => terms::compose(&mut composer, given)?,
    };
    Ok(Built { document, missing: composer.into_missing() })
}
