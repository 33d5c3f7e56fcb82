//! A document as the data that `page.typ` sets: its tree in JSON, every character one that a font has.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::widths::{HERE, atoms, broken, fit};
use super::world::{advance, has_glyph};
use crate::Edition;
use crate::html::stays_together;
use crate::tree::{Block, Clause, Document, Inline, Section, Table};

/// Longer documents have a list of contents.
const SECTIONS_WITHOUT_CONTENTS: usize = 6;
/// A longer run of characters without a place to end a line gets some.
const LONGEST_RUN: usize = 32;
/// A table with no more characters stays on one page: where to sign, for instance.
const SHORT: usize = 500;
/// With more characters in a cell, rows may go on on the next page: one may be longer than that.
const FULL: usize = 600;
/// Two lines above a page, in em of their size, and of them the most that the company's name takes of a line.
const ABOVE: f64 = 105.0;
const NAME_ABOVE: f64 = 24.0;

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
            "above": cut(&self.text(&document.title), ABOVE - 2.0 * NAME_ABOVE),
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
            "lead": self.blocks(&document.lead, &document.language),
            "summary": document.summary.as_ref().map(|it| self.section(it, &document.language)),
            "sections": document.sections.iter().map(|it| self.section(it, &document.language)).collect::<Vec<_>>(),
            "letterhead": document.letterhead.as_ref().map(|head| self.texts(head)),
        })
    }

    fn section(&mut self, section: &Section, language: &str) -> Value {
        json!({
            "id": section.id,
            "heading": self.text(&section.heading),
            "blocks": self.blocks(&section.blocks, language),
            "sections": section.sections.iter().map(|inner| self.section(inner, language)).collect::<Vec<_>>(),
        })
    }

    fn blocks(&mut self, blocks: &[Block], language: &str) -> Vec<Value> {
        blocks.iter().map(|block| self.block(block, language)).collect()
    }

    fn block(&mut self, block: &Block, language: &str) -> Value {
        match block {
            Block::Table(table) => json!({"table": self.table(table, language)}),
            Block::Clauses(clauses) => json!({"clauses": self.texts(clauses), "width": width(clauses)}),
            other => self.texts(other),
        }
    }

    fn table(&mut self, table: &Table, language: &str) -> Value {
        let mut table = table.clone();
        table.caption = self.text(&table.caption);
        table.head.iter_mut().for_each(|head| *head = self.shown(head));
        let (mut all, mut fullest) = (0, 0);
        for cell in table.rows.iter_mut().flatten() {
            let mut length = 0;
            for piece in cell.iter_mut().flatten() {
                let (Inline::Text(text) | Inline::Link { text, .. }) = piece;
                *text = self.shown(text);
                length += text.chars().count();
            }
            all += length;
            fullest = length.max(fullest);
        }
        let fit = fit(&table, language);
        broken(&mut table, &fit, language);
        json!({
            "caption": table.caption, "head": table.head, "rows": table.rows, "widths": fit.widths,
            "size": fit.size, "pad": fit.pad, "short": all <= SHORT, "whole": fullest <= FULL,
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

    /// A text as it can be set: as it is [`Self::shown`], and a word that is too long for a line may be broken.
    pub(super) fn text(&mut self, text: &str) -> String {
        let shown = self.shown(text);
        let long = |word: &str| word.chars().nth(LONGEST_RUN).is_some();
        if !shown.split(' ').any(long) {
            return shown;
        }
        let mut set = String::with_capacity(shown.len() + 8);
        for word in shown.split_inclusive(' ') {
            if !long(word) {
                set.push_str(word);
                continue;
            }
            for (number, atom) in atoms(word).enumerate() {
                set.extend((number > 0).then_some(HERE));
                for (at, letter) in atom.chars().enumerate() {
                    set.extend((at > 0 && at % LONGEST_RUN == 0).then_some(HERE));
                    set.push(letter);
                }
            }
        }
        set
    }

    /// A text in characters that can be set: what no font has is the sign for that, and a number stays with its unit.
    fn shown(&mut self, text: &str) -> String {
        let mut set = String::with_capacity(text.len());
        let mut before = ' ';
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let after = letters.peek().copied().unwrap_or(' ');
            set.push(match letter {
                ' ' if stays_together(Some(before), Some(after)) => '\u{a0}',
                // Isolates and the like are seen in what they do.
                '\u{2066}'..='\u{2069}' => letter,
                letter if letter.is_whitespace() && letter != '\u{a0}' => ' ',
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

    /// The company's name as it stands above every page.
    pub(super) fn name_above(&mut self, name: &str) -> String {
        cut(&self.text(name), NAME_ABOVE)
    }
}

/// A text that is no wider than this many em, with an ellipsis where it was cut.
fn cut(text: &str, most: f64) -> String {
    let mut used = 0.0;
    let mut letters = text.char_indices();
    let end = letters.find(|(_, letter)| {
        used += if *letter == HERE { 0.0 } else { advance(*letter, false) };
        used > most
    });
    match end {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
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
