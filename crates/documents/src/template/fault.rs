//! What is wrong with a template, and where.

use serde::Serialize;

use super::{LONGEST, Template, Variables};
use crate::Language;
use crate::text::{Texts, t};

/// A fault in a template. It quotes nothing but names of variables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TemplateFault {
    /// Which file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in that line, from 1.
    pub column: usize,
    /// What is wrong.
    #[serde(flatten)]
    pub cause: Cause,
}

/// What can be wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "cause")]
pub enum Cause {
    /// `{{` without `}}` on the same line.
    Unclosed,
    /// A variable that there is not.
    Unknown {
        /// What was written.
        name: String,
        /// One that is written nearly like it.
        near: Option<String>,
        /// All that there are.
        known: Vec<String>,
    },
    /// A picture.
    Picture,
    /// A heading without words.
    Heading,
    /// Nothing stands in it.
    Empty,
    /// More than [`LONGEST`] bytes.
    TooLong,
}

impl TemplateFault {
    /// What is wrong, in a language.
    pub fn cause(&self, language: &Language) -> String {
        let texts = Texts::new(language);
        match &self.cause {
            Cause::Unclosed => t!(texts, "template-unclosed"),
            Cause::Unknown { name, .. } => t!(texts, "template-unknown", name = crate::safe::shown(name)),
            Cause::Picture => t!(texts, "template-picture"),
            Cause::Heading => t!(texts, "template-heading"),
            Cause::Empty => t!(texts, "template-empty"),
            Cause::TooLong => t!(texts, "template-too-long"),
        }
    }

    /// What to do about it.
    pub fn cure(&self, language: &Language) -> String {
        let texts = Texts::new(language);
        match &self.cause {
            Cause::Unclosed => t!(texts, "template-unclosed.cure"),
            Cause::Unknown { near: Some(near), .. } => {
                t!(texts, "template-unknown.near", near = near.clone())
            }
            Cause::Unknown { known, .. } => t!(texts, "template-unknown.cure", known = known.join(", ")),
            Cause::Picture => t!(texts, "template-picture.cure"),
            Cause::Heading => t!(texts, "template-heading.cure"),
            Cause::Empty => t!(texts, "template-empty.cure"),
            Cause::TooLong => t!(texts, "template-too-long.cure", kilobytes = (LONGEST / 1024).to_string()),
        }
    }
}

/// Whether its size and every variable are as they should be.
pub(super) fn check(template: &Template, variables: &Variables) -> Vec<TemplateFault> {
    let at = |line, column, cause| TemplateFault { file: template.file.clone(), line, column, cause };
    if template.text.len() > LONGEST {
        return vec![at(1, 1, Cause::TooLong)];
    }
    if template.text.trim().is_empty() {
        return vec![at(1, 1, Cause::Empty)];
    }
    let mut faults = Vec::new();
    for (number, line) in template.text.lines().enumerate() {
        let mut rest = line;
        while let Some(begin) = rest.find("{{") {
            let column = line.len() - rest.len() + begin;
            let column = line.get(..column).map_or(0, |before| before.chars().count()) + 1;
            let Some((name, after)) = rest.get(begin + 2..).and_then(|inside| inside.split_once("}}")) else {
                faults.push(at(number + 1, column, Cause::Unclosed));
                break;
            };
            if !variables.contains_key(name.trim()) {
                faults.push(at(number + 1, column, unknown(name.trim(), variables)));
            }
            rest = after;
        }
    }
    faults
}

fn unknown(name: &str, variables: &Variables) -> Cause {
    let closest = variables.keys().map(|known| (strsim::jaro_winkler(known, name), *known));
    let near = closest.max_by(|one, other| one.0.total_cmp(&other.0)).filter(|(alike, _)| *alike > 0.8);
    Cause::Unknown {
        name: name.chars().take(60).collect(),
        near: near.map(|(_, name)| name.to_owned()),
        known: variables.keys().map(|name| (*name).to_owned()).collect(),
    }
}
