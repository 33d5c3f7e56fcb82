//! A record as JSON and as a row of CSV.

use std::io::{self, Write};

use gallra_connect::read::Datum;
use gallra_documents::answer::{Mark, Whose};

use super::own::COVER;

/// A value in the files.
pub(super) enum Written<'a> {
    /// As it is.
    Value(&'a Datum),
    /// Without what is somebody else's.
    Partly(&'a Datum),
    /// Left out.
    Marked(Mark),
    /// A file of the package, by its path.
    File(&'a str),
}

/// What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection); the wide forms are the same to some.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// `{"whose":"own","values":{…},"left_out":{…}}`. A value that is left out is null, and `left_out` says why.
pub(super) fn json(
    out: &mut impl Write,
    (whose, restricted): (Whose, bool),
    values: &[(&str, Written<'_>)],
) -> io::Result<()> {
    write!(out, "{{\"whose\":\"{}\"", word(whose))?;
    if restricted {
        out.write_all(b",\"restricted\":true")?;
    }
    out.write_all(b",\"values\":{")?;
    for (position, (name, value)) in values.iter().enumerate() {
        if position > 0 {
            out.write_all(b",")?;
        }
        serde_json::to_writer(&mut *out, name)?;
        out.write_all(b":")?;
        match value {
            Written::Value(value) | Written::Partly(value) => datum(out, value)?,
            Written::Marked(_) => out.write_all(b"null")?,
            Written::File(path) => {
                out.write_all(b"{\"file\":")?;
                serde_json::to_writer(&mut *out, path)?;
                out.write_all(b"}")?;
            }
        }
    }
    out.write_all(b"}")?;
    let mut first = true;
    for (name, value) in values {
        let why = match value {
            Written::Partly(_) => "in_part".to_owned(),
            Written::Marked(mark) => mark_word(*mark),
            Written::Value(_) | Written::File(_) => continue,
        };
        out.write_all(if first { b",\"left_out\":{" } else { b"," })?;
        first = false;
        serde_json::to_writer(&mut *out, name)?;
        write!(out, ":\"{why}\"")?;
    }
    out.write_all(if first { b"}" } else { b"}}" })
}

fn datum(out: &mut impl Write, value: &Datum) -> io::Result<()> {
    match value {
        // What is too large stands as a mark before it comes here.
        Datum::Null | Datum::Large(_) => out.write_all(b"null"),
        Datum::Bool(value) => write!(out, "{value}"),
        Datum::Integer(value) => write!(out, "{value}"),
        // As the system wrote it: a decimal stays exact.
        Datum::Number(text) if serde_json::from_str::<serde_json::Number>(text).is_ok() => {
            out.write_all(text.as_bytes())
        }
        Datum::Json(text) if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() => {
            out.write_all(text.as_bytes())
        }
        Datum::Number(text) | Datum::Text(text) | Datum::Date(text) | Datum::Json(text) => {
            Ok(serde_json::to_writer(out, text)?)
        }
        Datum::Bytes(bytes) => Ok(serde_json::to_writer(out, &hex::encode(bytes))?),
    }
}

/// A cell of CSV; `words` are those of a mark in the reader's language.
pub(super) fn cell(value: &Written<'_>, words: impl Fn(Mark) -> String) -> String {
    match value {
        Written::Value(value) | Written::Partly(value) => text(value),
        Written::Marked(mark) => words(*mark),
        Written::File(path) => (*path).to_owned(),
    }
}

fn text(value: &Datum) -> String {
    match value {
        Datum::Null | Datum::Large(_) => String::new(),
        Datum::Bool(value) => value.to_string(),
        Datum::Integer(value) => value.to_string(),
        Datum::Number(text) => text.clone(),
        Datum::Text(text) | Datum::Date(text) | Datum::Json(text) => guarded(text),
        Datum::Bytes(bytes) => hex::encode(bytes),
    }
}

/// A cell that no spreadsheet computes, and no reader ends at.
fn guarded(text: &str) -> String {
    let text = text.replace('\0', "\u{fffd}");
    // Spreadsheets take white space in front away before they look.
    if text.trim_start().starts_with(FORMULA) || text.starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text
    }
}

/// The value as the page shows it: no more of it than that.
pub(super) fn shown(value: &Datum) -> String {
    let text = match value {
        Datum::Text(text) | Datum::Json(text) => text.clone(),
        Datum::Date(text) => match text.replacen('T', " ", 1) {
            at if at.ends_with('Z') => at.replacen('Z', " UTC", 1),
            at => at,
        },
        other => text(other),
    };
    match text.char_indices().nth(gallra_documents::answer::LONGEST + COVER.len()) {
        None => text,
        Some((end, _)) => text[..end].to_owned(),
    }
}

pub(super) const fn word(whose: Whose) -> &'static str {
    match whose {
        Whose::Own => "own",
        Whose::Shared => "shared",
        Whose::Others => "others",
    }
}

fn mark_word(mark: Mark) -> String {
    let word = match mark {
        Mark::Other => "other_person",
        Mark::Review => "to_be_reviewed",
        Mark::Secret => "secret",
        Mark::Large(bytes) => return format!("too_large ({bytes} bytes)"),
    };
    word.to_owned()
}
