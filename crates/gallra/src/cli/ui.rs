//! Where words go: the answer to standard output, everything about the way there to standard error.

use std::cell::RefCell;
use std::io::{self, IsTerminal as _, Write as _};

use gallra_rules::diagnostic::Lang;
use serde_json::Value;

use super::args::{ColorChoice, Global};
use super::failure::Failure;
use super::text::Texts;

/// Lines are made to fit this, whatever the terminal.
pub(crate) const WIDTH: u16 = 80;

/// Emphasis, used sparingly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Bold,
    Good,
    Warn,
    Bad,
}

/// The user interface of one command.
#[derive(Debug)]
pub(crate) struct Ui {
    pub(crate) texts: Texts,
    pub(crate) json: bool,
    pub(crate) quiet: bool,
    /// Whether standard output, and whether standard error, is coloured.
    color: (bool, bool),
    /// The first error of writing to standard output, told at the end.
    broken: RefCell<Option<io::Error>>,
}

impl Ui {
    pub(crate) fn new(lang: Lang, global: &Global) -> Self {
        let wanted = |terminal: bool| match global.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            // https://no-color.org: set and not empty, whatever its value.
            ColorChoice::Auto => {
                terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Self {
            texts: Texts { lang },
            json: global.json,
            quiet: global.quiet,
            color: (wanted(io::stdout().is_terminal()), wanted(io::stderr().is_terminal())),
            broken: RefCell::default(),
        }
    }

    /// Before the command line is understood.
    pub(crate) fn plain(lang: Lang, json: bool) -> Self {
        let color = ColorChoice::Auto;
        Self::new(
            lang,
            &Global { policy: None, state: None, lang: None, json, color, quiet: false, verbose: 0 },
        )
    }

    pub(crate) fn colored(&self) -> bool {
        self.color.0
    }

    pub(crate) fn colored_err(&self) -> bool {
        self.color.1
    }

    /// A line (or several) of the answer, for people; nothing where a program listens.
    pub(crate) fn say(&self, text: impl AsRef<str>) {
        if !self.json {
            self.write(text.as_ref());
        }
    }

    /// The answer as one JSON document, where a program listens.
    pub(crate) fn document(&self, value: &Value) {
        if self.json {
            self.write(&format!("{value:#}"));
        }
    }

    /// Text that is the same for people and programs: a schema, completions, a manual page.
    pub(crate) fn write(&self, text: &str) {
        let mut out = io::stdout().lock();
        let done = out
            .write_all(text.as_bytes())
            .and_then(|()| if text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") });
        if let Err(fault) = done.and_then(|()| out.flush()) {
            self.broken.borrow_mut().get_or_insert(fault);
        }
    }

    /// Something about the way there. Not shown with `--quiet`.
    pub(crate) fn note(&self, text: impl AsRef<str>) {
        if !self.quiet {
            complain(text.as_ref());
        }
    }

    /// Tells why a command did not do what it was asked to.
    pub(crate) fn fail(&self, failure: &Failure) {
        if self.json {
            self.document(&failure.to_json());
        } else {
            complain(&failure.to_text(self));
        }
    }

    /// Why the answer could not be written, if it could not. A reader that went away (`| head`) is no error.
    pub(crate) fn take_broken(&self) -> Option<io::Error> {
        self.broken.borrow_mut().take().filter(|fault| fault.kind() != io::ErrorKind::BrokenPipe)
    }

    /// Emphasis for standard output.
    pub(crate) fn paint(&self, style: Style, text: impl AsRef<str>) -> String {
        paint(self.color.0, style, text.as_ref())
    }

    /// Emphasis for standard error.
    pub(crate) fn paint_err(&self, style: Style, text: impl AsRef<str>) -> String {
        paint(self.color.1, style, text.as_ref())
    }
}

/// A line on standard error. If even that cannot be written, nobody is there to be told.
pub(crate) fn complain(text: &str) {
    drop(writeln!(io::stderr().lock(), "{}", text.trim_end_matches('\n')));
}

fn paint(color: bool, style: Style, text: &str) -> String {
    if !color {
        return text.to_owned();
    }
    let code = match style {
        Style::Bold => "1",
        Style::Good => "32",
        Style::Warn => "33",
        Style::Bad => "1;31",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}
