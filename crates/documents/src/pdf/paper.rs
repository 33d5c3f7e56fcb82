//! A document as the data that `page.typ` sets: its tree in JSON, every character one that a font has.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::world::has_glyph;
use crate::Edition;
use crate::html::stays_together;
use crate::tree::{Block, Clause, Document, Section, Table, words};

/// Longer documents have a list of contents.
const SECTIONS_WITHOUT_CONTENTS: usize = 6;
/// A run of characters without a place to break a line gets one here.
const LONGEST_RUN: usize = 40;

/// Turns documents into data, and remembers which characters cannot be shown.
#[derive(Debug, Default)]
pub(super) struct Press {
    pub(super) unshown: BTreeSet<char>,
}

impl Press {
    pub(super) fn document(&mut self, document: &Document, edition: &Edition, banner: &[String]) -> Value {
        let all = || document.summary.iter().chain(&document.sections);
        let mut ids = Vec::new();
        all().for_each(|section| names(section, &mut ids));
        json!({
            "title": together(&self.text(&document.title)),
            "language": document.language,
            "labels": {
                "version": document.labels.version, "policy": document.labels.policy,
                "contents": document.labels.contents,
            },
            "version": edition.version,
            "day": document.labels.day(edition.date),
            "policy": self.text(&edition.policy),
            "banner": banner.iter().map(|one| self.text(one)).collect::<Vec<_>>(),
            "contents": document.letterhead.is_none() && document.sections.len() > SECTIONS_WITHOUT_CONTENTS,
            "ids": ids,
            "lead": self.blocks(&document.lead),
            "summary": document.summary.as_ref().map(|section| self.section(section)),
            "sections": document.sections.iter().map(|section| self.section(section)).collect::<Vec<_>>(),
            "letterhead": document.letterhead.as_ref().map(|head| self.texts(head)),
        })
    }

    fn section(&mut self, section: &Section) -> Value {
        json!({
            "id": section.id,
            "heading": self.text(&section.heading),
            "blocks": self.blocks(&section.blocks),
            "sections": section.sections.iter().map(|inner| self.section(inner)).collect::<Vec<_>>(),
        })
    }

    fn blocks(&mut self, blocks: &[Block]) -> Vec<Value> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Block) -> Value {
        match block {
            Block::Table(table) => json!({"table": self.table(table)}),
            Block::Clauses(clauses) => json!({"clauses": self.texts(clauses), "width": width(clauses)}),
            other => self.texts(other),
        }
    }

    fn table(&mut self, table: &Table) -> Value {
        let widths: Vec<f64> = (0..table.head.len()).map(|column| weight(table, column)).collect();
        json!({
            "caption": self.text(&table.caption), "head": self.texts(&table.head),
            "rows": self.texts(&table.rows), "widths": widths,
        })
    }

    /// The JSON of a part of the tree, with every text made fit to be set.
    fn texts(&mut self, part: &impl serde::Serialize) -> Value {
        // A tree of strings always has a JSON.
        let mut value = serde_json::to_value(part).unwrap_or_default();
        self.walk(&mut value);
        value
    }

    fn walk(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(all) => all.iter_mut().for_each(|one| self.walk(one)),
            Value::Object(all) => {
                // Where a link leads is no text.
                for (_, one) in all.iter_mut().filter(|(name, _)| *name != "to") {
                    self.walk(one);
                }
            }
            _ => {}
        }
    }

    /// A text as it can be set: what no font has is the sign for that, a number stays with its unit, and what is
    /// too long for a line may be broken.
    pub(super) fn text(&mut self, text: &str) -> String {
        let mut set = String::with_capacity(text.len());
        let (mut before, mut run) = (' ', 0);
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let after = letters.peek().copied().unwrap_or(' ');
            run = if letter.is_whitespace() { 0 } else { run + 1 };
            if run > LONGEST_RUN {
                set.push('\u{200b}');
                run = 1;
            }
            set.push(match letter {
                ' ' if stays_together(Some(before), Some(after)) => '\u{a0}',
                // Isolates and the like are seen in what they do.
                '\u{2066}'..='\u{2069}' => letter,
                letter if letter.is_whitespace() => ' ',
                letter if private(letter) || !has_glyph(letter) => {
                    self.unshown.insert(letter);
                    '\u{fffd}'
                }
                letter => letter,
            });
            before = letter;
        }
        set
    }
}

/// The last word of a title stays with the one before if it is as short as `AB`: alone on a line it looks lost.
fn together(title: &str) -> String {
    match title.rsplit_once(' ') {
        Some((before, last)) if last.chars().count() <= 3 => format!("{before}\u{a0}{last}"),
        _ => title.to_owned(),
    }
}

/// Characters that mean nothing without an agreement of their own; archives must not hold them (ISO 19005-2, 6.2.11.7).
fn private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

fn names(section: &Section, ids: &mut Vec<String>) {
    ids.push(section.id.clone());
    section.sections.iter().for_each(|inner| names(inner, ids));
}

/// The room that the numbers of clauses need, in em.
fn width(clauses: &[Clause]) -> f64 {
    let longest = clauses.iter().map(|clause| clause.number.chars().count()).max().unwrap_or_default();
    (0.62 * f64::from(u32::try_from(longest).unwrap_or(u32::MAX)) + 0.3).clamp(1.8, 6.0)
}

/// How many characters the longest piece has that no line may end in.
fn unbroken(text: &str) -> f64 {
    let (mut longest, mut run, mut before) = (0_u32, 0_u32, None);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let ends = letter == ' ' && !stays_together(before, letters.peek().copied());
        run = if ends { 0 } else { run + 1 };
        longest = longest.max(run);
        before = Some(letter);
    }
    f64::from(longest)
}

/// How much of a table's width a column gets: by the root of what stands in it, and never less than its longest word.
fn weight(table: &Table, column: usize) -> f64 {
    let cells = || table.rows.iter().filter_map(|row| row.get(column));
    let head = table.head.get(column).map(String::as_str).unwrap_or_default();
    let lines: Vec<String> = cells().flatten().map(|line| words(line)).collect();
    let length = |text: &str| u32::try_from(text.chars().count()).map_or(400.0, f64::from).min(400.0);
    let most =
        cells().map(|cell| cell.iter().map(|line| length(&words(line))).sum::<f64>()).fold(0.0, f64::max);
    let longest = lines.iter().map(|line| unbroken(line)).fold(unbroken(head), f64::max).clamp(8.0, 26.0);
    most.sqrt().mul_add(1.6, longest)
}
