//! One shape for everything that goes wrong: cause, detail, cure, exit code. `docs/errors.md` is its guide.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::exit::Exit;
use super::ui::{Style, Ui};

/// Why a command did not do what it was asked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// A stable word for programs, such as `stale_plan`.
    pub(crate) code: String,
    /// What is wrong and where.
    pub(crate) message: String,
    /// What a system said, in its own words.
    pub(crate) detail: Option<String>,
    /// What helps.
    pub(crate) help: Option<String>,
    /// The policy's diagnostics, for programs; people have seen them already.
    pub(crate) diagnostics: Option<Box<Value>>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { exit, code: code.into(), message: message.into(), detail: None, help: None, diagnostics: None }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    pub(crate) fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    pub(crate) fn with_diagnostics(self, diagnostics: Value) -> Self {
        Self { diagnostics: Some(Box::new(diagnostics)), ..self }
    }

    /// `error: …`, `detail: …`, `help: …`, each on lines of its own.
    pub(crate) fn to_text(&self, ui: &Ui) -> String {
        let word = |style, id: &str| ui.paint_err(style, format!("{}:", ui.texts.plain(id)));
        let mut text = format!("{} {}", word(Style::Bad, "word-error"), self.message);
        for (id, more) in [("word-detail", &self.detail), ("word-help", &self.help)] {
            if let Some(more) = more {
                let _ = write!(text, "\n{} {more}", word(Style::Bold, id));
            }
        }
        text
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut told = json!({
            "error": {
                "code": self.code,
                "message": self.message,
                "detail": self.detail,
                "help": self.help,
            },
            "exit": self.exit.code(),
        });
        if let Some(diagnostics) = &self.diagnostics {
            told["diagnostics"] = Value::clone(diagnostics);
        }
        told
    }
}
