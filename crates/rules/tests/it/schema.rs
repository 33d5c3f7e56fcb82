//! The JSON Schema accepts what the checker accepts, and refuses what an editor should underline.

use gallra_rules::{scaffold, schema};
use jsonschema::Validator;
use serde_json::Value;

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).expect("the schema is one")
}

fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).expect("it is YAML")
}

#[test]
fn every_example_fits() {
    let validator = validator();
    for (kind, _, _) in scaffold::KINDS {
        for (path, text) in scaffold::files(kind) {
            let faults: Vec<String> =
                validator.iter_errors(&yaml(text)).map(|fault| format!("{kind}/{path}: {fault}")).collect();
            assert_eq!(faults, [] as [String; 0]);
        }
    }
}

#[test]
fn slips_do_not_fit() {
    let validator = validator();
    for wrong in [
        "activites: {}",
        "organisation: {name: A, country: Sweden, time_zone: UTC}",
        "organisation: {name: A, time_zone: UTC}",
        "systems: {a: {kind: postgresql}}",
        "datasets: {a: {in: b, fields: {x: person.nam}}}",
        "activities: {a: {role: controller, purpose: x, data: [a], keep: {at_most: 1 year}}}",
        "activities: {a: {role: controller, purpose: x, data: [a], basis: friendship}}",
        "gallra: 2",
        "[]",
    ] {
        assert!(!validator.is_valid(&yaml(wrong)), "{wrong}");
    }
}

#[test]
fn the_schema_as_it_is_given_out() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&schema()).expect("JSON"));
}
