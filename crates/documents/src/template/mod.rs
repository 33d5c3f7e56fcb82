//! A company's own clause texts, and ours: Markdown with variables such as `{{customer.name}}`.
//!
//! A variable's value is put in after the Markdown was read, so nothing in a name is markup. Headings, paragraphs, lists,
//! tables and links are understood; a paragraph that begins with `(a)` or `7.1` is a clause with that number. HTML is
//! text, and a picture is a fault: a contract is what it says.

mod fault;
mod read;

use std::collections::BTreeMap;

pub use fault::{Cause, TemplateFault};
pub(crate) use read::{read, read_foreign};

/// The longest template, in bytes.
pub const LONGEST: usize = 1 << 20;

/// A text in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What the file is called in the policy's folder.
    pub file: String,
    /// What stands in it.
    pub text: String,
}

/// Names of variables with their values, ready to be shown.
pub(crate) type Variables = BTreeMap<&'static str, String>;

/// Our own clause texts in a language.
pub(crate) fn own(language: &str) -> Option<Template> {
    let text = match language {
        "sv" => include_str!("../../templates/sv/agreement.md"),
        "en" => include_str!("../../templates/en/agreement.md"),
        _ => return None,
    };
    Some(Template { file: format!("templates/{language}/agreement.md"), text: text.to_owned() })
}
