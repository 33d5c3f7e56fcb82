//! Looking for people: records whose columns hold an identifier, however it is spelt there.
//!
//! A database is asked in one statement for each column, however many identifiers there are; what it takes for a match is
//! confirmed by [`Looked::compare`] before it counts. Logs, trees and indexes are read once, record by record. Everything that
//! is looked for is bound as a parameter or written as a hexadecimal constant: nothing of it is ever read as SQL.

mod column;
mod content;
mod database;
mod mentions;
mod patterns;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use gallra_rules::inventory::ColumnClass;
use gallra_rules::predicate::eval::{Value, Witness};
use gallra_rules::predicate::{Predicate, TableRef};
use gallra_rules::spelling::{Compared, Looked};

pub(crate) use column::Column;
pub(crate) use content::Content;
pub(crate) use mentions::Reader;
pub use mentions::{Mentioned, Mentions, Texts};
pub use patterns::{Pattern, Patterns, Spotted};

use crate::records::Columns;

/// What is looked for in a table.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The table.
    pub table: TableRef,
    /// Which of its records.
    pub within: Predicate,
    /// What is looked for in each column.
    pub columns: BTreeMap<String, Vec<Sought>>,
    /// Columns whose cells are told of a record that matches.
    pub tell: BTreeSet<String>,
    /// After so many records it ends, and says so.
    pub most: usize,
}

/// An identifier that is looked for in a column.
#[derive(Clone, Debug)]
pub struct Sought {
    /// By which the caller knows it again.
    pub id: usize,
    /// What it is.
    pub what: What,
}

/// How an identifier is compared.
#[derive(Clone)]
pub enum What {
    /// In every spelling.
    Spelt(Arc<Looked>),
    /// To the letter: a key of another system.
    Exact(Arc<str>),
}

impl fmt::Debug for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spelt(looked) => looked.fmt(f),
            Self::Exact(_) => f.write_str("Exact(…)"),
        }
    }
}

/// Records that match.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Each once.
    pub records: Vec<Record>,
    /// Whether there are more than [`Wanted::most`]; these are then not all.
    pub is_cut: bool,
    /// Files and folders that could not be looked into.
    pub closed: u64,
}

/// A record that matches. Personal data: `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// The cells of the columns that were asked for, as they are written; NULL is left out.
    pub cells: BTreeMap<String, String>,
    /// What was found in it, each once.
    pub hits: BTreeSet<Hit>,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({} cells, {:?})", self.cells.len(), self.hits)
    }
}

/// One identifier in one column of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Where.
    pub column: String,
    /// What: [`Sought::id`].
    pub id: usize,
    /// Whether it is that, or may be.
    pub compared: Compared,
}

impl Wanted {
    /// The columns that have to be read.
    pub(crate) fn named(&self) -> impl Iterator<Item = String> {
        self.columns.keys().chain(&self.tell).cloned()
    }

    /// The same, with what the condition asks.
    pub(crate) fn read(&self) -> Columns {
        Columns::named(self.named(), &self.within)
    }
}

/// Puts together what is found.
pub(crate) struct Finder<'w> {
    wanted: &'w Wanted,
    found: Found,
    known: HashMap<Vec<(String, String)>, usize>,
    /// For records that are read one by one; a database is asked column by column.
    columns: Vec<(&'w str, Column<'w>)>,
}

impl<'w> Finder<'w> {
    pub(crate) fn new(wanted: &'w Wanted) -> Self {
        let columns = wanted.columns.iter().map(|(name, sought)| {
            let class = if name == "ip" { ColumnClass::Network } else { ColumnClass::Text };
            (name.as_str(), Column::of(class, sought))
        });
        Self { wanted, found: Found::default(), known: HashMap::new(), columns: columns.collect() }
    }

    /// A record of which one column has matched. False: enough.
    pub(crate) fn add(&mut self, cells: BTreeMap<String, String>, hits: impl Iterator<Item = Hit>) -> bool {
        let key: Vec<(String, String)> =
            cells.iter().map(|(name, cell)| (name.clone(), cell.clone())).collect();
        let at = match self.known.get(&key) {
            Some(at) => *at,
            None if self.found.records.len() >= self.wanted.most => {
                self.found.is_cut = true;
                return false;
            }
            None => {
                self.known.insert(key, self.found.records.len());
                self.found.records.push(Record { cells, hits: BTreeSet::new() });
                self.found.records.len() - 1
            }
        };
        if let Some(record) = self.found.records.get_mut(at) {
            record.hits.extend(hits);
        }
        true
    }

    /// A record that was read.
    pub(crate) fn see(&mut self, record: &Witness) {
        let mut hits = Vec::new();
        for (name, column) in &self.columns {
            let Some(cell) = record.columns.get(*name).and_then(written) else { continue };
            let judged = column.judge(&cell);
            hits.extend(judged.map(|(id, compared)| Hit { column: (*name).to_owned(), id, compared }));
        }
        if hits.is_empty() || !self.wanted.within.eval(record) {
            return;
        }
        let cells =
            self.wanted.tell.iter().filter_map(|name| {
                record.columns.get(name).and_then(written).map(|cell| (name.clone(), cell))
            });
        // Past the limit nothing more is kept, and the rest is read for nothing.
        let _ = self.add(cells.collect(), hits.into_iter());
    }

    pub(crate) fn finish(self) -> Found {
        self.found
    }
}

fn written(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}
