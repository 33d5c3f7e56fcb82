//! Texts in Swedish and English, by Fluent; the texts themselves are in `locales/`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::str::FromStr;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, static_loader};
use jiff::civil::Date;
use unic_langid::langid;

use super::sources::mask_passwords;
use crate::period::Period;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // The marks around values would end up in terminals, in JSON and in annotations of code hosts.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// A language that Gallra speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Swedish.
    Sv,
}

/// The text names no language that Gallra speaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no language of Gallra's; it speaks `sv` and `en`")]
pub struct UnknownLang(pub String);

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::En, Self::Sv];

    /// ISO 639-1.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Sv => "sv",
        }
    }

    fn id(self) -> LanguageIdentifier {
        match self {
            Self::En => langid!("en"),
            Self::Sv => langid!("sv"),
        }
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    /// `sv`, `en`, also as locales are written: `sv_SE.UTF-8`, `en-GB`.
    fn from_str(text: &str) -> Result<Self, UnknownLang> {
        match text.split(['_', '-', '.']).next().unwrap_or("").to_ascii_lowercase().as_str() {
            "en" => Ok(Self::En),
            "sv" => Ok(Self::Sv),
            _ => Err(UnknownLang(text.to_owned())),
        }
    }
}

/// A value in a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A name or another text from the policy.
    Text(String),
    /// A number; chooses the plural form.
    Number(i64),
    /// A period, written in the reader's language.
    Period(Period),
    /// A text of our own with a translation, by its message id.
    Term(&'static str),
    /// A text that was made elsewhere, in English and in Swedish.
    Said(String, String),
    /// A text of our own and the name of the thing: activity `invoices`. The name may be empty.
    Thing(&'static str, String),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}
impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<Date> for Arg {
    fn from(date: Date) -> Self {
        Self::Text(date.to_string())
    }
}
impl From<Period> for Arg {
    fn from(period: Period) -> Self {
        Self::Period(period)
    }
}

/// A text with values, in no language yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub(crate) id: &'static str,
    pub(crate) attribute: Option<&'static str>,
    pub(crate) args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// Which text of `locales/` it is: `g061` or, for a label or help, `g061.cap`.
    pub fn key(&self) -> String {
        self.attribute.map_or_else(|| self.id.to_owned(), |attribute| format!("{}.{attribute}", self.id))
    }

    /// The text in a language.
    pub fn text(&self, lang: Lang) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'_>> =
            self.args.iter().map(|(name, arg)| (Cow::Borrowed(*name), value(arg, lang))).collect();
        LOCALES.lookup_with_args(&lang.id(), &self.key(), &args)
    }
}

/// A text without values.
pub(crate) fn plain(id: &'static str, lang: Lang) -> String {
    Message { id, attribute: None, args: Vec::new() }.text(lang)
}

fn value(arg: &Arg, lang: Lang) -> FluentValue<'_> {
    match arg {
        Arg::Text(text) => fit_to_show(text).into(),
        Arg::Number(number) => (*number).into(),
        Arg::Period(period) => period_in_words(*period, lang).into(),
        Arg::Term(id) => plain(id, lang).into(),
        Arg::Said(english, swedish) => match lang {
            Lang::En => fit_to_show(english).into(),
            Lang::Sv => fit_to_show(swedish).into(),
        },
        Arg::Thing(id, name) if name.is_empty() => plain(id, lang).into(),
        Arg::Thing(id, name) => format!("{} `{}`", plain(id, lang), fit_to_show(name)).into(),
    }
}

/// A line break in a value would break the layout, and a control character the terminal. An address may stand where
/// it does not belong, and its password is not shown there either.
fn fit_to_show(text: &str) -> String {
    mask_passwords(text).chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The period in words: `7 years`, `7 år`.
fn period_in_words(period: Period, lang: Lang) -> String {
    let english = period.to_string();
    match lang {
        Lang::En => english,
        Lang::Sv => english
            .split(' ')
            .map(|word| match word {
                "year" | "years" => "år",
                "month" => "månad",
                "months" => "månader",
                "day" => "dag",
                "days" => "dagar",
                "hour" => "timme",
                "hours" => "timmar",
                number => number,
            })
            .collect::<Vec<_>>()
            .join(" "),
    }
}
