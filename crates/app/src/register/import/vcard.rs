//! vCard 3.0 (RFC 2426) and 4.0 (RFC 6350): cards of content lines.
//!
//! Our own, although there are crates: they mend a broken card in silence, or tell it without the line it is on
//! (decision 21). What is read is little: lines, their folding, parameters and escapes.

use std::collections::BTreeMap;

use super::csv::line_of;
use super::{BOM, Cell, Column, Raw, Read};
use crate::register::{Cause, DeskError, FileFault, Flaw};

/// One content line.
struct Property<'l> {
    name: String,
    parameters: Vec<(String, &'l str)>,
    value: &'l str,
}

/// What belongs to the card and not to the party.
const ABOUT_THE_CARD: [&str; 6] = ["BEGIN", "END", "VERSION", "PRODID", "REV", "UID"];

pub(super) fn read(bytes: &[u8]) -> Result<Read, DeskError> {
    let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|fault| DeskError::File(FileFault::NotUtf8 { line: line_of(bytes, fault.valid_up_to()) }))?;
    let mut read = Read { raws: Vec::new(), left_out: BTreeMap::new() };
    let (mut flaws, mut card, mut number) = (Vec::new(), None, 0);
    for (line, content) in unfolded(text) {
        let flaw = |card: u64, column: Option<String>, cause| Flaw { line, card: Some(card), column, cause };
        let Some(property) = property(&content) else {
            flaws.push(flaw(number.max(1), None, Cause::Property));
            continue;
        };
        let value = property.value.trim();
        match (property.name.as_str(), &mut card) {
            ("BEGIN", None) => {
                number += 1;
                card = Some(Card {
                    raw: Raw { line, card: Some(number), cells: Vec::new() },
                    version: false,
                    about: Vec::new(),
                });
            }
            ("BEGIN", Some(_)) => {
                flaws.push(flaw(number, Some("END".to_owned()), Cause::NoEnd));
                number += 1;
                card = Some(Card {
                    raw: Raw { line, card: Some(number), cells: Vec::new() },
                    version: false,
                    about: Vec::new(),
                });
            }
            (_, None) => {
                flaws.push(flaw(number + 1, Some("BEGIN".to_owned()), Cause::NoBegin));
                return Err(DeskError::Rows(flaws));
            }
            ("END", Some(_)) => {
                if let Some(done) = card.take() {
                    if !done.version {
                        flaws.push(flaw(number, Some("VERSION".to_owned()), Cause::Version));
                    }
                    read.raws.push(done.whole());
                }
            }
            ("VERSION", Some(open)) => {
                open.version = matches!(value, "3.0" | "4.0");
            }
            (_, Some(open)) => {
                if !open.take(line, &property) && !ABOUT_THE_CARD.contains(&property.name.as_str()) {
                    *read.left_out.entry(property.name).or_default() += 1;
                }
            }
        }
    }
    if let Some(open) = card {
        let (line, card) = (open.raw.line, open.raw.card);
        flaws.push(Flaw { line, card, column: Some("END".to_owned()), cause: Cause::NoEnd });
    }
    if number == 0 && flaws.is_empty() {
        return Err(DeskError::File(FileFault::Empty));
    }
    if flaws.is_empty() { Ok(read) } else { Err(DeskError::Rows(flaws)) }
}

/// A card that is being read.
struct Card {
    raw: Raw,
    version: bool,
    /// Title, organisation and notes, which become one text.
    about: Vec<String>,
}

impl Card {
    /// Takes a property in; false for one that means nothing here.
    fn take(&mut self, line: u64, property: &Property<'_>) -> bool {
        let text = unescaped(property.value);
        let plain = |scheme: &str| {
            let begins = text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
            if begins { text[scheme.len()..].to_owned() } else { text.clone() }
        };
        let (column, value) = match property.name.as_str() {
            "FN" => (Column::Name, text.trim().to_owned()),
            "N" if !self.raw.cells.iter().any(|cell| cell.column == Column::Name) => {
                (Column::Name, named(property.value))
            }
            "N" => return true,
            "EMAIL" => (Column::Email, plain("mailto:")),
            "TEL" => (Column::Phone, plain("tel:")),
            "ADR" => (Column::Address, parts(property.value).join(", ")),
            "TITLE" | "NOTE" => {
                self.about.push(text);
                return true;
            }
            "ORG" => {
                self.about.push(parts(property.value).join(", "));
                return true;
            }
            "X-GALLRA-ID" => (Column::Id, text),
            "X-GALLRA-KIND" => (Column::Kind, text),
            "X-GALLRA-ROLE" => (Column::Role, text),
            "X-GALLRA-OF" => (Column::Of, text),
            "X-GALLRA-NUMBER" => (Column::Number, text),
            "X-GALLRA-REFERENCE" => (Column::Reference, text),
            "X-GALLRA-SINCE" => (Column::Since, text),
            "X-GALLRA-LAST-CONTACT" => (Column::LastContact, text),
            "X-GALLRA-LEFT" => (Column::Left, text),
            "X-GALLRA-KEY" => {
                let name = property.parameters.iter().find(|(name, _)| name == "NAME").map(|(_, name)| *name);
                (Column::Key(name.unwrap_or_default().to_owned()), text)
            }
            _ => return false,
        };
        let several = column.is_several() || column == Column::Name;
        let there = self.raw.cells.iter().position(|cell| cell.column == column);
        match there {
            // FN wins over N, and the first of several addresses over the others.
            Some(at) if property.name == "FN" => {
                if let Some(cell) = self.raw.cells.get_mut(at) {
                    cell.text = value;
                }
            }
            Some(_) if !several => {}
            _ => self.raw.cells.push(Cell { line, column, name: property.name.clone(), text: value }),
        }
        true
    }

    fn whole(mut self) -> Raw {
        if !self.about.is_empty() {
            let text = self.about.join("\n");
            let cell = Cell { line: self.raw.line, column: Column::About, name: "NOTE".to_owned(), text };
            self.raw.cells.push(cell);
        }
        self.raw.cells.retain(|cell| !cell.text.trim().is_empty());
        self.raw
    }
}

/// Logical lines with the number of their first physical one: a line that begins with white space goes on with the one before
/// (RFC 6350, 3.2).
fn unfolded(text: &str) -> Vec<(u64, String)> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    for (number, line) in (1..).zip(text.split('\n')) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some((_, last))) => last.push_str(more),
            _ if line.trim().is_empty() => {}
            _ => lines.push((number, line.to_owned())),
        }
    }
    lines
}

/// `[group.]NAME(;PARAMETER=value)*:value`, where a parameter's value may stand in quotation marks.
fn property(line: &str) -> Option<Property<'_>> {
    let mut quoted = false;
    let colon = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    })?;
    let (head, value) = (&line[..colon.0], &line[colon.0 + 1..]);
    let mut inside = false;
    let mut parts = head.split(|c| {
        inside ^= c == '"';
        c == ';' && !inside
    });
    let name = parts.next()?.rsplit('.').next()?.trim();
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return None;
    }
    let parameters = parts.filter_map(|part| {
        let (name, value) = part.split_once('=')?;
        Some((name.to_ascii_uppercase(), value.trim_matches('"')))
    });
    Some(Property { name: name.to_ascii_uppercase(), parameters: parameters.collect(), value })
}

/// A value without its escapes (RFC 6350, 3.4).
fn unescaped(value: &str) -> String {
    let (mut text, mut rest) = (String::with_capacity(value.len()), value.chars());
    while let Some(c) = rest.next() {
        match (c, c == '\\') {
            (_, true) => match rest.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(escaped) => text.push(escaped),
                None => text.push('\\'),
            },
            (c, false) => text.push(c),
        }
    }
    text
}

/// The components of a structured value that say something.
fn parts(value: &str) -> Vec<String> {
    let mut escaped = false;
    let components = value.split(|c| {
        let splits = c == ';' && !escaped;
        escaped = c == '\\' && !escaped;
        splits
    });
    components.map(unescaped).filter(|part| !part.trim().is_empty()).collect()
}

/// `Berg;Anna;Maria;;` is Anna Maria Berg.
fn named(value: &str) -> String {
    let mut names = parts(value);
    if !names.is_empty() {
        names.rotate_left(1);
    }
    names.join(" ")
}
