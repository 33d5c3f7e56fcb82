//! The texts: each in both languages, with the same values.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use gallra_rules::diagnostic::Lang;

/// The values that each text of a language has, by message or message.attribute.
pub(crate) fn texts(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang.as_str()).join("diagnostics.ftl");
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut message, mut key) = (String::new(), String::new());
    for line in fs::read_to_string(path).expect("it can be read").lines() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        if let Some((name, _)) = line.split_once(" = ").filter(|_| !line.starts_with(' ')) {
            name.clone_into(&mut message);
            key.clone_from(&message);
        } else if let Some((name, _)) =
            line.trim_start().strip_prefix('.').and_then(|rest| rest.split_once(" = "))
        {
            key = format!("{message}.{name}");
        }
        let values = line
            .split('$')
            .skip(1)
            .map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(""));
        all.entry(key.clone()).or_default().extend(values.map(str::to_owned));
    }
    all
}

#[test]
fn each_text_exists_in_both_languages_with_the_same_values() {
    let (english, swedish) = (texts(Lang::En), texts(Lang::Sv));
    assert!(english.len() > 300, "only {} were read", english.len());
    assert_eq!(english, swedish);
}

#[test]
fn languages_are_known_by_their_usual_names() {
    assert_eq!("sv_SE.UTF-8".parse(), Ok(Lang::Sv));
    assert_eq!("en-GB".parse(), Ok(Lang::En));
    assert!("fi".parse::<Lang>().is_err());
}
