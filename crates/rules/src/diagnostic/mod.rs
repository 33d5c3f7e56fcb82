//! What the checker has to say about a policy: where, what, why and what to do about it.
//!
//! A diagnostic holds no finished text but messages with values, so that the same one can be shown in Swedish and in
//! English, for people ([`render`]), as JSON ([`json`]) and as SARIF ([`crate::sarif`]).

mod code;
pub mod json;
pub mod render;
mod sources;
mod text;

pub use code::{Code, UnknownCode};
pub(crate) use render::help_word;
pub use sources::{FileId, Place, SourceFile, Sources, Span};
pub use text::{Arg, Lang, Message, UnknownLang};

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The policy cannot be used.
    Error,
    /// It can be used, and somebody should look at it.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word for it in JSON and in English text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place in the sources and what is to be said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What; the underline alone may be enough.
    pub message: Option<Message>,
    /// Whether this is the place of the fault rather than a related one.
    pub primary: bool,
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Which rule.
    pub code: Code,
    /// What is wrong.
    pub message: Message,
    /// Where, the primary place first; empty if it is about no place in a file.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<Message>,
}

impl Diagnostic {
    /// How serious it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Where the fault is, if it is in a file.
    pub fn span(&self) -> Option<Span> {
        self.labels.iter().find(|label| label.primary).map(|label| label.span)
    }
}

/// A label whose message is not made yet: where, which attribute, whether primary, and values of its own.
type Pending = (Span, Option<&'static str>, bool, Vec<(&'static str, Arg)>);

/// Puts a diagnostic together. All its messages share the values.
pub(crate) struct Finding {
    code: Code,
    id: &'static str,
    args: Vec<(&'static str, Arg)>,
    labels: Vec<Pending>,
    help: Option<&'static str>,
}

impl Finding {
    /// `id` is the Fluent message; its attributes are the texts of labels and help.
    pub(crate) fn new(code: Code, id: &'static str) -> Self {
        Self { code, id, args: Vec::new(), labels: Vec::new(), help: None }
    }

    pub(crate) fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The place of the fault, with the text of the message's attribute `label`.
    pub(crate) fn at(mut self, span: Span) -> Self {
        self.labels.push((span, Some("label"), true, Vec::new()));
        self
    }

    /// The place of the fault, without words: the message says it all.
    pub(crate) fn underlined(mut self, span: Span) -> Self {
        self.labels.push((span, None, true, Vec::new()));
        self
    }

    /// A related place, with the text of the named attribute.
    pub(crate) fn also(mut self, span: Span, attribute: &'static str) -> Self {
        self.labels.push((span, Some(attribute), false, Vec::new()));
        self
    }

    /// A related place whose text has a value of its own.
    pub(crate) fn also_with(
        mut self,
        span: Span,
        attribute: &'static str,
        name: &'static str,
        value: impl Into<Arg>,
    ) -> Self {
        self.labels.push((span, Some(attribute), false, vec![(name, value.into())]));
        self
    }

    /// Help, with the text of the named attribute.
    pub(crate) fn help(mut self, attribute: &'static str) -> Self {
        self.help = Some(attribute);
        self
    }

    /// *Did you mean*, if something close to `wrong` is among the known; otherwise the given help.
    pub(crate) fn did_you_mean<'a>(
        self,
        wrong: &str,
        known: impl IntoIterator<Item = &'a str>,
        otherwise: Option<&'static str>,
    ) -> Self {
        match closest(wrong, known) {
            Some(close) => self.arg("close", close).help("close"),
            None => Self { help: otherwise, ..self },
        }
    }

    pub(crate) fn done(self) -> Diagnostic {
        let Self { code, id, args, labels, help } = self;
        let message = |attribute: Option<&'static str>, more: Vec<(&'static str, Arg)>| Message {
            id,
            attribute,
            args: args.iter().cloned().chain(more).collect(),
        };
        Diagnostic {
            code,
            message: message(None, Vec::new()),
            help: help.map(|attribute| message(Some(attribute), Vec::new())),
            labels: labels
                .into_iter()
                .map(|(span, attribute, primary, more)| Label {
                    span,
                    message: attribute.map(|attribute| message(Some(attribute), more)),
                    primary,
                })
                .collect(),
        }
    }
}

/// The known word nearest to a wrong one, if it is near enough to be what was meant.
pub(crate) fn closest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if wrong.len() > 64 {
        return None;
    }
    let wrong = wrong.to_lowercase();
    known
        .into_iter()
        .filter(|known| !known.is_empty() && known.len() <= 64)
        .map(|known| (strsim::damerau_levenshtein(&wrong, &known.to_lowercase()), known))
        .filter(|(distance, known)| *distance <= (known.chars().count() / 3).max(1))
        .min_by_key(|(distance, known)| (*distance, *known))
        .map(|(_, known)| known)
}
