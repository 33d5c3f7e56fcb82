//! Diagnostics as SARIF 2.1.0 (OASIS), so that code hosts show them beside the lines.

use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostic, Label, Lang, Severity, Sources};
use crate::explain;

/// The log of one run. `root` is the policy folder's path in the repository; empty if it is the repository.
pub fn log(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang, root: &str) -> Value {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code, lang)).collect();
    let results: Vec<Value> = diagnostics.iter().map(|one| result(one, sources, lang, root)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "gallra",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: Code, lang: Lang) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": {"text": explain::title(code, lang)},
        "fullDescription": {"text": explain::page(code, lang)},
        "defaultConfiguration": {"level": code.severity().as_str()},
    })
}

fn result(diagnostic: &Diagnostic, sources: &Sources, lang: Lang, root: &str) -> Value {
    let mut text = diagnostic.message.text(lang);
    if let Some(help) = &diagnostic.help {
        text = format!("{text}\n{}: {}", crate::diagnostic::help_word(lang), help.text(lang));
    }
    let location = |label: &Label| {
        let place = sources.place(label.span);
        let mut location = json!({"physicalLocation": {
            "artifactLocation": {"uri": uri(sources.path(label.span.file), root)},
            "region": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            },
        }});
        if let (Some(message), Some(object)) = (&label.message, location.as_object_mut()) {
            object.insert("message".to_owned(), json!({"text": message.text(lang)}));
        }
        location
    };
    let (primary, related): (Vec<&Label>, Vec<&Label>) =
        diagnostic.labels.iter().partition(|label| label.primary);
    let mut locations: Vec<Value> = primary.into_iter().map(location).collect();
    if locations.is_empty() {
        // Code hosts drop what is nowhere: it is shown at the policy as a whole.
        let first = sources.files().next().map_or("", |(_, file)| &file.path);
        locations.push(json!({"physicalLocation": {
            "artifactLocation": {"uri": uri(first, root)},
            "region": {"startLine": 1},
        }}));
    }
    json!({
        "ruleId": diagnostic.code.as_str(),
        "level": match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        "message": {"text": text},
        "locations": locations,
        "relatedLocations": related.into_iter().map(location).collect::<Vec<_>>(),
    })
}

/// A file of the policy as a relative URI reference (RFC 3986): what is not allowed in one is percent-encoded.
fn uri(path: &str, root: &str) -> String {
    let root = root.trim_end_matches('/');
    let whole = if root.is_empty() { path.to_owned() } else { format!("{root}/{path}") };
    whole
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}
