//! Diagnostics for programs.

use serde_json::{Value, json};

use super::{Diagnostic, Lang, Sources};

/// One diagnostic as JSON: `code`, `severity`, `message`, `help`, and `labels` with file, line, column (from 1, in
/// characters), byte range, text and whether it is the primary place.
pub fn diagnostic(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> Value {
    let labels: Vec<Value> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let place = sources.place(label.span);
            json!({
                "file": sources.path(label.span.file),
                "line": place.line,
                "column": place.column,
                "end_line": place.end_line,
                "end_column": place.end_column,
                "start": label.span.start,
                "end": label.span.end,
                "text": label.message.as_ref().map(|message| message.text(lang)),
                "primary": label.primary,
            })
        })
        .collect();
    json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity(),
        "message": diagnostic.message.text(lang),
        "help": diagnostic.help.as_ref().map(|help| help.text(lang)),
        "labels": labels,
    })
}

/// All diagnostics as a JSON list.
pub fn diagnostics(all: &[Diagnostic], sources: &Sources, lang: Lang) -> Value {
    all.iter().map(|one| diagnostic(one, sources, lang)).collect()
}
