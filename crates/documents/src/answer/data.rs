//! The data, in tables that a person can read: few columns as a table, many as a list for each record.

use gallra_rules::category;

use super::{Answer, Cell, Column, Found, LONGEST, Record, Whose, mark};
use crate::compose::{Composer, Duty};
use crate::safe::shown;
use crate::text::t;
use crate::tree::{Block, Definition, Line, Section, Table, line};
use crate::words::upper_first;

/// A table with more columns, or with more letters in a row, is no table any more, on a screen or on paper.
const MOST_COLUMNS: usize = 9;
const WIDEST: usize = 115;
/// A longer cell is broken into lines.
const BROKEN: usize = 36;
/// Of records with so few values each, a list is as short as a table and easier to read.
const ALONE: usize = 1;

pub(super) fn section(c: &mut Composer<'_>, answer: &Answer) -> Section {
    let mut sections = Vec::new();
    for found in &answer.found {
        sections.push(one(c, found));
    }
    let lead = if sections.is_empty() { "answer-nothing" } else { "answer-data-lead" };
    let lead = vec![Block::Paragraph(line(t!(c.texts, lead)))];
    super::section(c, "data", lead, sections)
}

/// What a dataset is called where people read of it.
pub(super) fn called(c: &mut Composer<'_>, name: &gallra_rules::names::DatasetName) -> String {
    let called = c.policy.datasets.get(name).and_then(|dataset| dataset.called.as_ref());
    let own = called.map(|text| c.own(text, Duty::Categories, &format!("datasets.{name}.called")));
    own.filter(|text| !text.is_empty()).unwrap_or_else(|| upper_first(&spelt(name.as_str())))
}

fn one(c: &mut Composer<'_>, found: &Found) -> Section {
    let heading = called(c, &found.dataset);
    let mut blocks = Vec::new();
    let mut sections = Vec::new();
    for (whose, count) in found.records {
        let first: Vec<&Record> = found.first.iter().filter(|record| record.whose == whose).collect();
        if count == 0 {
            continue;
        }
        let (n, shown) = (number(count), c.texts.number(count));
        let told = match whose {
            Whose::Own => t!(c.texts, "answer-records-own", n = n, shown = shown),
            Whose::Shared => t!(c.texts, "answer-records-shared", n = n, shown = shown),
            Whose::Others => t!(c.texts, "answer-records-others", n = n, shown = shown),
        };
        let columns = used(found, &first);
        if first.len() > ALONE && fits(&first, &columns) {
            blocks.push(table(c, found, (&first, &columns), told));
        } else {
            blocks.push(Block::Paragraph(line(told)));
            for (position, record) in first.iter().enumerate() {
                let terms = list(c, found, record);
                if first.len() == ALONE {
                    blocks.push(terms);
                    continue;
                }
                let id = format!("{}-{}-{}", id_of(found), word(whose), position + 1);
                let heading = t!(c.texts, "answer-record", n = (position + 1).to_string());
                sections.push(Section { id, heading, blocks: vec![terms], sections: Vec::new() });
            }
        }
        if usize::try_from(count).is_ok_and(|count| count > first.len()) {
            let (shown, all) = (c.texts.number(first.len() as u64), c.texts.number(count));
            let file = found.file.clone();
            blocks.push(Block::Note(line(t!(c.texts, "answer-first", n = shown, all = all, file = file))));
        }
    }
    if found.files > 0 {
        let told = t!(c.texts, "answer-files", n = number(found.files), shown = c.texts.number(found.files));
        blocks.push(Block::Paragraph(line(told)));
    }
    Section { id: id_of(found), heading, blocks, sections }
}

fn id_of(found: &Found) -> String {
    format!("data-{}", found.dataset)
}

const fn word(whose: Whose) -> &'static str {
    match whose {
        Whose::Own => "own",
        Whose::Shared => "shared",
        Whose::Others => "others",
    }
}

pub(super) fn number(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The columns in which any of these records has something.
fn used(found: &Found, records: &[&Record]) -> Vec<usize> {
    let has = |column: &usize| {
        records.iter().any(|record| record.cells.get(*column).is_some_and(|cell| *cell != Cell::Empty))
    };
    (0..found.columns.len()).filter(has).collect()
}

/// Whether records can stand in the rows of one table.
fn fits(records: &[&Record], columns: &[usize]) -> bool {
    let width = |column: &usize| {
        let cells = records.iter().filter_map(|record| record.cells.get(*column));
        let letters = cells.map(|cell| match cell {
            Cell::Text(text) => text.chars().count(),
            Cell::File(_) => BROKEN,
            Cell::Empty | Cell::Bool(_) | Cell::Marked(_) => 0,
        });
        letters.max().unwrap_or(0).clamp(8, BROKEN)
    };
    !columns.is_empty() && columns.len() <= MOST_COLUMNS && columns.iter().map(width).sum::<usize>() <= WIDEST
}

fn table(
    c: &Composer<'_>,
    found: &Found,
    (records, columns): (&[&Record], &[usize]),
    caption: String,
) -> Block {
    let restricted = records.iter().any(|record| record.restricted);
    let labels = labels(c, &found.columns);
    let mut head: Vec<String> = columns.iter().map(|column| labels[*column].clone()).collect();
    head.extend(restricted.then(|| t!(c.texts, "answer-restricted")));
    let rows = records.iter().map(|record| {
        let cells = columns.iter().map(|column| vec![cell(c, &record.cells[*column])]);
        let mut cells: Vec<Vec<Line>> = cells.collect();
        if restricted {
            let id = if record.restricted { "answer-yes" } else { "answer-no" };
            cells.push(vec![line(t!(c.texts, id))]);
        }
        cells
    });
    Block::Table(Table { caption, head, rows: rows.collect() })
}

fn list(c: &Composer<'_>, found: &Found, record: &Record) -> Block {
    let labels = labels(c, &found.columns);
    let there = labels.into_iter().zip(&record.cells).filter(|(_, cell)| **cell != Cell::Empty);
    let mut terms: Vec<Definition> =
        there.map(|(term, value)| Definition { term, lines: vec![cell(c, value)] }).collect();
    if record.restricted {
        let lines = vec![line(t!(c.texts, "answer-restricted-words"))];
        terms.push(Definition { term: t!(c.texts, "answer-restricted"), lines });
    }
    Block::Definitions(terms)
}

fn cell(c: &Composer<'_>, cell: &Cell) -> Line {
    line(match cell {
        Cell::Empty => "–".to_owned(),
        Cell::Text(text) => cut(c, text),
        Cell::Bool(true) => t!(c.texts, "answer-yes"),
        Cell::Bool(false) => t!(c.texts, "answer-no"),
        Cell::Marked(why) => mark(&c.texts, *why),
        Cell::File(path) => t!(c.texts, "answer-file", path = shown(path)),
    })
}

fn cut(c: &Composer<'_>, text: &str) -> String {
    let mut letters = text.char_indices();
    match letters.nth(LONGEST) {
        None => shown(text),
        Some((end, _)) => t!(c.texts, "answer-cut", text = shown(&text[..end])),
    }
}

/// What columns are called: as the vocabulary calls what they hold. Two of one kind are told apart by their names.
fn labels(c: &Composer<'_>, columns: &[Column]) -> Vec<String> {
    let label = |column: &Column| {
        let known = column.category.as_deref().and_then(category::category);
        known.map(|category| match c.texts.language.as_str() {
            "sv" | "en" => category.label(c.texts.language.as_str()).to_owned(),
            _ => t!(c.texts, &format!("category-{}", category.name.replace(['.', '_'], "-"))),
        })
    };
    let known: Vec<Option<String>> = columns.iter().map(label).collect();
    let told = columns.iter().zip(&known).map(|(column, label)| match label {
        None => upper_first(&spelt(&column.name)),
        Some(label) if known.iter().filter(|other| *other == &Some(label.clone())).count() > 1 => {
            format!("{label} ({})", spelt(&column.name))
        }
        Some(label) => label.clone(),
    });
    told.collect()
}

/// A name from a system, as words.
fn spelt(name: &str) -> String {
    shown(&name.replace('_', " "))
}
