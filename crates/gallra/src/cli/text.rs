//! Texts in Swedish and English, by Fluent. The texts themselves are in `locales/`.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, static_loader};
use gallra_rules::diagnostic::Lang;
use unic_langid::langid;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| {
            // The marks around values would end up in terminals, in file names that people copy, and in JSON.
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(if is_swedish(&bundle.locales) { swedish_number } else { english_number }));
        },
    };
}

fn is_swedish(locales: &[LanguageIdentifier]) -> bool {
    locales.first().is_some_and(|locale| locale.language.as_str() == "sv")
}

fn swedish_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    number(value, Lang::Sv)
}

fn english_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    number(value, Lang::En)
}

/// Whole numbers are grouped as the language does; everything else keeps its form.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "tested to be a whole number in range"
)]
fn number(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    match value {
        FluentValue::Number(number)
            if number.value >= 0.0 && number.value.fract() == 0.0 && number.value < 9e15 =>
        {
            Some(super::format::grouped(number.value as u64, lang))
        }
        _ => None,
    }
}

/// A value in a text.
pub(crate) type Value = FluentValue<'static>;

/// Texts in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Texts {
    pub(crate) lang: Lang,
}

impl Texts {
    /// The text of a message without values.
    pub(crate) fn plain(self, id: &str) -> String {
        LOCALES.lookup(&self.id(), id)
    }

    /// The text of a message, or of an attribute (`message.attribute`), if there is one.
    pub(crate) fn find(self, id: &str) -> Option<String> {
        LOCALES.try_lookup(&self.id(), id)
    }

    /// The text of a message with values.
    pub(crate) fn with(self, id: &str, values: Vec<(&'static str, Value)>) -> String {
        LOCALES.lookup_with_args(&self.id(), id, &keyed(values))
    }

    fn id(self) -> LanguageIdentifier {
        match self.lang {
            Lang::En => langid!("en"),
            Lang::Sv => langid!("sv"),
        }
    }
}

fn keyed(values: Vec<(&'static str, Value)>) -> HashMap<Cow<'static, str>, Value> {
    values.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect()
}

/// Something that can stand in a text.
pub(crate) trait IntoValue {
    /// As Fluent takes it. Control characters would break the layout or the terminal, and are replaced.
    fn into_value(self) -> Value;
}

impl IntoValue for u64 {
    #[allow(clippy::cast_precision_loss, reason = "counts of records stay far below 2^53")]
    fn into_value(self) -> Value {
        FluentValue::from(self as f64)
    }
}

impl IntoValue for usize {
    fn into_value(self) -> Value {
        (self as u64).into_value()
    }
}

impl IntoValue for u32 {
    fn into_value(self) -> Value {
        u64::from(self).into_value()
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        FluentValue::from(without_controls(&self))
    }
}

impl IntoValue for &str {
    fn into_value(self) -> Value {
        FluentValue::from(without_controls(self))
    }
}

impl IntoValue for &String {
    fn into_value(self) -> Value {
        self.as_str().into_value()
    }
}

fn without_controls(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// `t!(texts, "id")`, `t!(texts, "id", rows = 3_u64, dataset = "mail")`.
macro_rules! t {
    ($texts:expr, $id:expr) => { $texts.plain($id) };
    ($texts:expr, $id:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $texts.with($id, vec![$((stringify!($name), $crate::cli::text::IntoValue::into_value($value))),+])
    };
}
pub(crate) use t;

/// The language of the command line, before it is parsed: `--lang`, else the environment's, else English.
pub(crate) fn choose<'a>(
    args: impl IntoIterator<Item = &'a str>,
    environment: impl Fn(&str) -> Option<String>,
) -> Lang {
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        let given = match arg.split_once('=') {
            Some(("--lang", value)) => Some(value),
            None if arg == "--lang" => args.next(),
            None if arg == "--" => break,
            _ => None,
        };
        // Of several, in which documents are to be written, the first that Gallra speaks.
        let first = |value: &str| value.split(',').find_map(|one| one.trim().parse().ok());
        if let Some(lang) = given.and_then(first) {
            return lang;
        }
    }
    // The first that is set decides (POSIX), also if it names a language that Gallra does not speak.
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| environment(name).filter(|v| !v.is_empty()));
    named.and_then(|value| value.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_wins_over_the_environment_and_the_environment_over_english() {
        let swedish = |name: &str| (name == "LC_MESSAGES").then(|| "sv_SE.UTF-8".to_owned());
        assert_eq!(choose(["gallra", "plan"], swedish), Lang::Sv);
        assert_eq!(choose(["gallra", "--lang", "en", "plan"], swedish), Lang::En);
        assert_eq!(choose(["gallra", "plan", "--lang=sv"], |_| None), Lang::Sv);
        assert_eq!(choose(["gallra", "--lang", "sv,en"], |_| None), Lang::Sv);
        assert_eq!(choose(["gallra"], |_| None), Lang::En);
        assert_eq!(
            choose(["gallra"], |name| (name == "LC_ALL").then(|| "C".to_owned()).or_else(|| swedish(name))),
            Lang::En
        );
        assert_eq!(choose(["gallra", "--lang", "klingon"], swedish), Lang::Sv);
    }

    #[test]
    fn a_value_cannot_move_the_cursor() {
        assert_eq!(without_controls("a\u{1b}[2Jb"), "a\u{fffd}[2Jb");
    }
}
