//! JSON Schema of the policy language, for editors: completion, hints, and a red line under a slip.
//!
//! The reader ([`crate::syntax`]) does not use it, because it has more to say than a schema can; a test holds the two
//! against each other, field by field and word by word.

mod link;
mod notice;
mod system;
mod types;

use serde_json::Value;

/// The schema of a policy file (JSON Schema 2020-12).
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(types::Policy).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), "Gallra policy".into());
    }
    schema
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::schema;
    use crate::syntax::shape;

    /// Every mapping that the reader knows is in the schema with the same fields, and the other way round.
    #[test]
    fn the_reader_and_the_schema_know_the_same_fields() {
        let schema = schema();
        let definitions = schema.get("$defs").and_then(|defs| defs.as_object()).expect("definitions");
        let fields = |value: &serde_json::Value| -> Option<BTreeSet<String>> {
            Some(value.get("properties")?.as_object()?.keys().cloned().collect())
        };
        for shape in shape::ALL {
            let definition = if shape.name == "Policy" { Some(&schema) } else { definitions.get(shape.name) };
            let definition = definition.unwrap_or_else(|| panic!("{} is not in the schema", shape.name));
            let read: BTreeSet<String> = shape.keys.iter().map(|key| (*key).to_owned()).collect();
            assert_eq!(fields(definition), Some(read), "{}", shape.name);
            let closed = definition.get("additionalProperties").and_then(serde_json::Value::as_bool);
            assert_eq!(closed, Some(false), "{}", shape.name);
        }
        let named: BTreeSet<&str> = shape::ALL.iter().map(|shape| shape.name).collect();
        let unread = definitions
            .iter()
            .filter(|(name, value)| fields(value).is_some() && !named.contains(name.as_str()));
        assert_eq!(unread.map(|(name, _)| name.as_str()).collect::<Vec<_>>(), [] as [&str; 0]);
    }

    #[test]
    fn every_field_has_words_for_the_editor() {
        let schema = schema();
        let definitions = schema.get("$defs").and_then(|defs| defs.as_object()).expect("definitions");
        for (name, definition) in definitions.iter().chain([(&"Policy".to_owned(), &schema)]) {
            let Some(fields) = definition.get("properties").and_then(|fields| fields.as_object()) else {
                continue;
            };
            for (field, value) in fields {
                assert!(value.get("description").is_some(), "{name}.{field}");
            }
        }
    }
}
