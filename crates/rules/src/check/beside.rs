//! What another room found in the files that lie beside the policy, told as the policy's own findings are.

use super::Outcome;
use crate::diagnostic::{Arg, Code, FileId, Finding, Severity, Span};

/// Something wrong in a file beside the policy: a company's own texts, its colour, its logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The file, as it is called in the policy's folder.
    pub file: String,
    /// What stands in it; empty if it is no text.
    pub text: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in that line, from 1.
    pub column: usize,
    /// Whether the policy can be used all the same.
    pub warning: bool,
    /// What is wrong, in English and in Swedish.
    pub cause: (String, String),
    /// What to do about it, in English and in Swedish.
    pub cure: (String, String),
}

impl Outcome {
    /// Adds what was found beside the policy. With an error the policy cannot be used.
    pub fn add_beside(&mut self, found: Vec<Beside>) {
        let mut last: Option<(String, FileId)> = None;
        for one in found {
            let file = match &last {
                Some((path, file)) if *path == one.file => *file,
                _ => self.sources.add(&one.file, &one.text),
            };
            last = Some((one.file, file));
            let (code, id) =
                if one.warning { (Code::UnreadTemplate, "g091") } else { (Code::Template, "g090") };
            let ((english, swedish), (cure, cure_sv)) = (one.cause, one.cure);
            let finding = Finding::new(code, id)
                .arg("cause", Arg::Said(english, swedish))
                .arg("cure", Arg::Said(cure, cure_sv))
                .underlined(span(file, &one.text, one.line, one.column))
                .help("help");
            self.diagnostics.push(finding.done());
        }
        if self.count(Severity::Error) > 0 {
            self.policy = None;
        }
    }
}

/// From a place to the end of its line, or of its first word of a variable: `{{name}}`.
fn span(file: FileId, text: &str, line: usize, column: usize) -> Span {
    let mut start = 0;
    for (number, row) in text.split_inclusive('\n').enumerate() {
        if number + 1 == line {
            let within = row.char_indices().nth(column.saturating_sub(1)).map_or(0, |(at, _)| at);
            let rest = row.get(within..).unwrap_or_default().trim_end();
            let length = rest.find("}}").filter(|_| rest.starts_with("{{")).map_or(rest.len(), |at| at + 2);
            let of = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            return Span { file, start: of(start + within), end: of(start + within + length) };
        }
        start += row.len();
    }
    Span { file, start: 0, end: 0 }
}
