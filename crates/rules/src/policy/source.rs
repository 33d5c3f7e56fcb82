//! What a duty rests on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Localised;

/// The paragraph that a duty rests on: a text, or one in each language. One text alone is written as that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "SourceText", into = "SourceText")]
pub struct Source(pub Localised);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum SourceText {
    One(String),
    Each(BTreeMap<String, String>),
}

impl From<SourceText> for Source {
    fn from(text: SourceText) -> Self {
        match text {
            SourceText::One(text) => Self::from(text.as_str()),
            SourceText::Each(texts) => Self(Localised(texts)),
        }
    }
}

impl From<Source> for SourceText {
    fn from(Source(Localised(mut texts)): Source) -> Self {
        match texts.remove("") {
            Some(text) => Self::One(text),
            None => Self::Each(texts),
        }
    }
}

impl From<&str> for Source {
    fn from(text: &str) -> Self {
        Self(Localised(BTreeMap::from([(String::new(), text.to_owned())])))
    }
}

impl Source {
    /// What stands in plans and in evidence, which are the same in every language: the English text, if there is one.
    pub fn short(&self) -> &str {
        self.0.get("en").unwrap_or_default()
    }

    /// What people read: in the wanted language, or without a language, or in any.
    pub fn get(&self, lang: &str) -> &str {
        self.0.get(lang).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_law_in_one_text_is_kept_as_it_always_was_and_one_in_each_language_by_language() {
        let one: Source = serde_json::from_str("\"BFL 7:2\"").unwrap();
        assert_eq!(serde_json::to_string(&one).unwrap(), "\"BFL 7:2\"", "hashes of policies stay");
        assert_eq!((one.short(), one.get("sv")), ("BFL 7:2", "BFL 7:2"));
        let each = r#"{"en":"The Act","sv":"Lagen"}"#;
        let both: Source = serde_json::from_str(each).unwrap();
        assert_eq!(serde_json::to_string(&both).unwrap(), each);
        assert_eq!((both.short(), both.get("sv"), both.get("fi")), ("The Act", "Lagen", "The Act"));
    }
}
