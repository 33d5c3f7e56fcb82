//! Texts by Fluent. Each language is a folder of `locales/`; which there are is read from it.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::str::FromStr;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, static_loader};
use jiff::civil::Date;

use crate::tree::Labels;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // Values are isolated where they need it (`safe`): marks around every word would stand in files that are copied.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// `t!(texts, "id")`, `t!(texts, "id", name = "x", n = 3_u32)`.
macro_rules! t {
    ($texts:expr, $id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $texts.with($id, &[$((stringify!($name), $crate::text::Value::from($value))),*])
    };
}
pub(crate) use t;

/// A language that documents are written in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(LanguageIdentifier);

/// The text names no language that documents are written in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no documents are written in `{0}`")]
pub struct UnknownLanguage(pub String);

impl Language {
    /// All of them, by code.
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = LOCALES.locales().cloned().map(Self).collect();
        all.sort();
        all
    }

    /// Its code, as `lang` of HTML has it: `sv`.
    pub fn as_str(&self) -> &str {
        self.0.language.as_str()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        let code = text.trim().to_ascii_lowercase();
        Self::all()
            .into_iter()
            .find(|known| known.as_str() == code)
            .ok_or_else(|| UnknownLanguage(text.to_owned()))
    }
}

/// A value in a text.
pub(crate) type Value = FluentValue<'static>;

/// Texts in one language, and which of them it turned out not to have.
#[derive(Debug)]
pub(crate) struct Texts {
    pub(crate) language: Language,
    absent: RefCell<BTreeSet<String>>,
}

impl Texts {
    pub(crate) fn new(language: &Language) -> Self {
        Self { language: language.clone(), absent: RefCell::default() }
    }

    /// A text with values. If the language lacks it, nothing, and [`Texts::absent`] tells it.
    pub(crate) fn with(&self, id: &str, values: &[(&'static str, Value)]) -> String {
        self.find(id, values).unwrap_or_else(|| {
            self.absent.borrow_mut().insert(id.to_owned());
            String::new()
        })
    }

    /// A text with values, if the language has it.
    pub(crate) fn find(&self, id: &str, values: &[(&'static str, Value)]) -> Option<String> {
        let values: HashMap<&str, Value> =
            values.iter().map(|(name, value)| (*name, value.clone())).collect();
        LOCALES.lookup_single_language(&self.language.0, id, Some(&values)).ok()
    }

    /// An article as the language cites it: `13(2)(f)`, in Swedish `13.2 f`.
    pub(crate) fn article(&self, cited: &str) -> String {
        if self.with("article-notation", &[]) != "13.2 f" {
            return cited.to_owned();
        }
        let mut parts = cited.split('(');
        let mut told = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once(')') {
                Some((paragraph, rest)) => {
                    let number = paragraph.chars().all(|c| c.is_ascii_digit());
                    told.extend([if number { "." } else { " " }, paragraph, rest]);
                }
                None => told.extend(["(", part]),
            }
        }
        told
    }

    /// A day, as the language writes it.
    pub(crate) fn day(&self, date: Date) -> String {
        let month = t!(self, &format!("month-{}", date.month()));
        // As text: a year is not grouped.
        t!(self, "date", day = date.day().to_string(), month = month, year = date.year().to_string())
    }

    /// A number with its thousands apart: `12,345`, in Swedish `12 345` with spaces that do not break.
    pub(crate) fn number(&self, count: u64) -> String {
        let digits = count.to_string();
        let mark = t!(self, "thousands").replace(' ', "\u{a0}");
        let mut told = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                told.push_str(&mark);
            }
            told.push(digit);
        }
        told
    }

    /// `a, b and c`.
    pub(crate) fn listed(&self, words: &[String]) -> String {
        match words {
            [] => String::new(),
            [only] => only.clone(),
            [rest @ .., last] => t!(self, "list-end", rest = rest.join(", "), last = last.clone()),
        }
    }

    /// The words that stand around every document.
    pub(crate) fn labels(&self) -> Labels {
        Labels {
            contents: t!(self, "label-contents"),
            skip: t!(self, "label-skip"),
            version: t!(self, "label-version"),
            policy: t!(self, "label-policy"),
            months: (1..=12).map(|month: u8| t!(self, &format!("month-{month}"))).collect(),
            date: t!(self, "date", day = "{day}", month = "{month}", year = "{year}"),
        }
    }

    /// The ids that were asked for in vain.
    pub(crate) fn absent(&self) -> Vec<String> {
        self.absent.borrow().iter().cloned().collect()
    }
}
