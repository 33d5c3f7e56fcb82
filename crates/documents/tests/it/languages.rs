//! Every language says everything, with the same values.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;
use gallra_documents::Language;

/// Message or attribute → the values in it.
fn texts(code: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(code);
    let mut found = BTreeMap::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let resource = parse(std::fs::read_to_string(&path).unwrap()).expect("Fluent");
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut put = |id: String, pattern: &Pattern<String>| {
                let mut values = BTreeSet::new();
                collect(pattern, &mut values);
                assert!(found.insert(id.clone(), values).is_none(), "{id} stands twice in {code}");
            };
            if let Some(pattern) = &message.value {
                put(message.id.name.clone(), pattern);
            }
            for attribute in &message.attributes {
                put(format!("{}.{}", message.id.name, attribute.id.name), &attribute.value);
            }
        }
    }
    found
}

fn collect(pattern: &Pattern<String>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let (inline, variants) = match expression {
            Expression::Inline(inline) => (inline, &[][..]),
            Expression::Select { selector, variants } => (selector, &variants[..]),
        };
        if let InlineExpression::VariableReference { id } = inline {
            values.insert(id.name.clone());
        }
        for variant in variants {
            collect(&variant.value, values);
        }
    }
}

#[test]
fn every_language_has_the_same_texts_with_the_same_values() {
    let english = texts("en");
    for language in Language::all() {
        let theirs = texts(language.as_str());
        for (id, values) in &english {
            let found = theirs.get(id).unwrap_or_else(|| panic!("{language} lacks {id}"));
            assert_eq!(found, values, "{language}: {id}");
        }
        assert_eq!(theirs.len(), english.len(), "{language} has texts that English lacks");
    }
}

#[test]
fn a_language_that_nobody_wrote_is_refused_by_name() {
    let codes: Vec<String> = Language::all().iter().map(ToString::to_string).collect();
    assert_eq!(codes, ["en", "sv"]);
    let refused = "tlh".parse::<Language>().unwrap_err();
    assert_eq!(refused.to_string(), "no documents are written in `tlh`");
}

/// What the policy language calls `contact.email` has a word in every language, and English and Swedish have those that the
/// command line uses.
#[test]
fn every_category_of_personal_data_has_a_word_in_every_language() {
    for code in ["en", "sv"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(code).join("categories.ftl");
        let text = std::fs::read_to_string(path).unwrap();
        for category in gallra_rules::category::all() {
            let id = category.name.replace(['.', '_'], "-");
            let line = format!("\ncategory-{id} = {}\n", category.label(code));
            assert!(text.contains(&line), "{code}: {line}");
        }
    }
}
