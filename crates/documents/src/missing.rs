//! What the law asks of a document and the policy does not say.

use serde::Serialize;

use crate::text::{Language, Texts, t};

/// Something that a document lacks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Missing {
    /// The articles of the GDPR that ask for it: `13(2)(f), 14(2)(g)`.
    pub article: &'static str,
    /// Where in the policy it would stand: `activities.support.notice.source`.
    pub place: String,
    /// What is lacking.
    pub lack: Lack,
    /// The code of the language in which it is lacking; none where it is lacking in all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// What can be lacking. Its words and its cure stand in `locales/*/missing.ftl` under `lack-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lack {
    /// No address, e-mail or telephone.
    Contact,
    /// A company outside the EEA without a representative.
    Representative,
    /// No supervisory authority.
    Authority,
    /// No text in the document's language.
    Text,
    /// The company's own text is in other languages only.
    OwnText,
    /// No legal basis.
    Basis,
    /// A legitimate interest that is not named in the document's language.
    Interest,
    /// A legitimate interest that was never weighed, or not on a known day.
    BalancingTest,
    /// No category of personal data.
    Categories,
    /// No group of data subjects.
    Subjects,
    /// A recipient in a third country without a mechanism.
    Transfer,
    /// A processor without an agreement.
    Agreement,
    /// Neither a period nor a day of review.
    Period,
    /// A moment that periods count from, without words for it.
    Means,
    /// Where the data is from is not said.
    Source,
    /// Whether decisions are automated is not said.
    AutomatedDecisions,
    /// Somebody else is controller too, and the essence of the arrangement is not said.
    JointControllers,
    /// No security measure.
    Measures,
    /// Nobody is named on whose behalf data is processed.
    Controllers,
    /// A customer without a name or without contact details.
    Reach,
    /// The language lacks a text of Gallra's own.
    Translation,
}

impl Lack {
    const fn id(self) -> &'static str {
        match self {
            Self::Contact => "lack-contact",
            Self::Representative => "lack-representative",
            Self::Authority => "lack-authority",
            Self::Text => "lack-text",
            Self::OwnText => "lack-own-text",
            Self::Basis => "lack-basis",
            Self::Interest => "lack-interest",
            Self::BalancingTest => "lack-balancing-test",
            Self::Categories => "lack-categories",
            Self::Subjects => "lack-subjects",
            Self::Transfer => "lack-transfer",
            Self::Agreement => "lack-agreement",
            Self::Period => "lack-period",
            Self::Means => "lack-means",
            Self::Source => "lack-source",
            Self::AutomatedDecisions => "lack-automated-decisions",
            Self::JointControllers => "lack-joint-controllers",
            Self::Measures => "lack-measures",
            Self::Controllers => "lack-controllers",
            Self::Reach => "lack-reach",
            Self::Translation => "lack-translation",
        }
    }
}

impl Missing {
    /// The articles as the language cites them.
    pub fn articles(&self, language: &Language) -> String {
        Texts::new(language).article(self.article)
    }

    /// What is lacking, in a language: a sentence without a full stop.
    pub fn cause(&self, language: &Language) -> String {
        let texts = Texts::new(language);
        t!(texts, self.lack.id(), language = self.in_words(&texts))
    }

    /// What to write, and where.
    pub fn cure(&self, language: &Language) -> String {
        let texts = Texts::new(language);
        let code = self.language.clone().unwrap_or_default();
        t!(texts, &format!("{}.cure", self.lack.id()), place = self.place.clone(), code = code)
    }

    /// The language in which it is lacking: by its name, or by its code if that has no name in the reader's.
    fn in_words(&self, texts: &Texts) -> String {
        let code = self.language.as_deref().unwrap_or_default();
        texts.find(&format!("language-{code}"), &[]).unwrap_or_else(|| code.to_owned())
    }
}
