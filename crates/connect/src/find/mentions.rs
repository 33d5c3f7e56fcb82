//! Searching texts that may speak of anybody: free-text columns, the contents of files, lines of logs.
//!
//! Each text is read once, for everybody who is looked for. PostgreSQL sends its texts by `COPY`, the others row by row.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use gallra_rules::predicate::eval::Witness;
use gallra_rules::predicate::{Predicate, TableRef};
use sqlx::postgres::PgPoolCopyExt as _;

use super::patterns::Patterns;
use super::written;
use crate::Database;
use crate::db::Pool;
use crate::error::ConnectError;
use crate::records::Columns;
use crate::sql::dialect::Dialect;
use crate::sql::render::columns_read;

/// Which texts are searched.
#[derive(Clone, Debug)]
pub struct Texts {
    /// The table.
    pub table: TableRef,
    /// Which of its records.
    pub within: Predicate,
    /// The columns with text.
    pub columns: BTreeSet<String>,
    /// The column by which a record is named.
    pub key: Option<String>,
    /// For whom.
    pub patterns: Arc<Patterns>,
    /// So many finds are told of each pattern; the rest is counted.
    pub most: usize,
}

/// What was found in texts.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// Finds.
    pub found: Vec<Mentioned>,
    /// How many more there are, by pattern.
    pub more: HashMap<usize, u64>,
    /// Texts that could not be read: closed files, files that are no text.
    pub unread: u64,
    /// Why nothing of this kind can be searched, in English.
    pub refused: Option<String>,
}

/// A pattern in a text. Personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Mentioned {
    /// Which pattern.
    pub id: usize,
    /// The column.
    pub column: String,
    /// The record's key, as it is written.
    pub key: Option<String>,
    /// The words around it.
    pub snippet: String,
}

impl std::fmt::Debug for Mentioned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mentioned({} in `{}`)", self.id, self.column)
    }
}

/// Takes finds, so many of each.
pub(crate) struct Reader<'t> {
    texts: &'t Texts,
    told: BTreeMap<usize, usize>,
    pub(crate) mentions: Mentions,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(texts: &'t Texts) -> Self {
        Self { texts, told: BTreeMap::new(), mentions: Mentions::default() }
    }

    pub(crate) fn read(&mut self, column: &str, key: Option<&str>, text: &str) {
        for spotted in self.texts.patterns.spot(text) {
            let told = self.told.entry(spotted.id).or_default();
            if *told >= self.texts.most {
                *self.mentions.more.entry(spotted.id).or_default() += 1;
                continue;
            }
            *told += 1;
            self.mentions.found.push(Mentioned {
                id: spotted.id,
                column: column.to_owned(),
                key: key.map(str::to_owned),
                snippet: spotted.snippet,
            });
        }
    }

    /// A piece of a long text: what stands in two of its pieces is told once.
    pub(crate) fn read_piece(&mut self, column: &str, key: &str, text: &str, goes_on: bool) {
        let before = self.mentions.found.len();
        self.read(column, Some(key), text);
        if goes_on {
            let known: BTreeSet<usize> = self
                .mentions
                .found
                .iter()
                .take(before)
                .rev()
                .take_while(|one| one.key.as_deref() == Some(key))
                .map(|one| one.id)
                .collect();
            let mut at = 0;
            self.mentions.found.retain(|one| {
                at += 1;
                at <= before || !known.contains(&one.id)
            });
        }
    }

    /// The same of a record that was read.
    pub(crate) fn see(&mut self, record: &Witness) {
        if !self.texts.within.eval(record) {
            return;
        }
        let key = self.texts.key.as_ref().and_then(|key| record.columns.get(key)).and_then(written);
        for column in &self.texts.columns {
            if let Some(text) = record.columns.get(column).and_then(written) {
                self.read(column, key.as_deref(), &text);
            }
        }
    }
}

impl Texts {
    pub(crate) fn named(&self) -> Columns {
        Columns::named(self.columns.iter().chain(&self.key).cloned(), &self.within)
    }
}

impl Database {
    /// Searches columns of text, in one pass over the table.
    pub(crate) async fn mentions(&self, texts: &Texts) -> Result<Mentions, ConnectError> {
        let mut tx = self.reading().await?;
        let mut needed: BTreeMap<TableRef, BTreeSet<String>> = BTreeMap::new();
        needed.insert(texts.table.clone(), texts.columns.iter().chain(&texts.key).cloned().collect());
        columns_read(&texts.table, &texts.within, &mut needed);
        let facts = self.facts(&mut tx, &needed).await?;
        let mut w = self.render(&facts);
        let at = w.outer(&texts.table);
        let key =
            texts.key.as_ref().map_or("NULL".to_owned(), |key| self.dialect.as_text(&w.column(&at, key)));
        w.raw(&format!("SELECT {key}"));
        for name in &texts.columns {
            let column = self.dialect.as_text(&w.column(&at, name));
            w.raw(&format!(", {column}"));
        }
        w.raw(&format!(" FROM {} WHERE ", self.dialect.outer(&texts.table)));
        w.predicate(&at, &texts.within)?;
        let sql = w.finish();
        let mut reader = Reader::new(texts);
        if let (Dialect::Postgres, Pool::Postgres(pool), true) =
            (self.dialect, &self.scan, sql.args.is_empty())
        {
            drop(tx.rollback().await);
            let copy = format!("COPY ({}) TO STDOUT", sql.text);
            let mut stream = self.at(&texts.table, pool.copy_out_raw(&copy).await)?;
            let mut rest: Vec<u8> = Vec::new();
            while let Some(bytes) = self.at(&texts.table, stream.try_next().await)? {
                rest.extend_from_slice(&bytes);
                let mut from = 0;
                while let Some(length) = rest.get(from..).and_then(|rest| memchr::memchr(b'\n', rest)) {
                    copied(&mut reader, rest.get(from..from + length).unwrap_or_default());
                    from += length + 1;
                }
                rest.drain(..from);
            }
            return Ok(reader.mentions);
        }
        let read = tx.each(&sql, |row| {
            let mut cells = row.into_iter();
            let key = cells.next().and_then(|cell| cell.text());
            for (column, cell) in texts.columns.iter().zip(cells) {
                if let Some(text) = cell.text() {
                    reader.read(column, key.as_deref(), &text);
                }
            }
            true
        });
        self.at(&texts.table, read.await)?;
        drop(tx.rollback().await);
        Ok(reader.mentions)
    }
}

/// A line of `COPY`: fields between tabs, `\N` for NULL, backslashes before what would be misread.
fn copied(reader: &mut Reader<'_>, line: &[u8]) {
    let mut fields = line.split(|byte| *byte == b'\t');
    let key = fields.next().and_then(field);
    let columns: Vec<String> = reader.texts.columns.iter().cloned().collect();
    for (column, bytes) in columns.iter().zip(fields) {
        if let Some(text) = field(bytes) {
            reader.read(column, key.as_deref(), &text);
        }
    }
}

fn field(bytes: &[u8]) -> Option<String> {
    if bytes == b"\\N" {
        return None;
    }
    let text = String::from_utf8_lossy(bytes);
    if !text.contains('\\') {
        return Some(text.into_owned());
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        match (c, if c == '\\' { letters.next() } else { None }) {
            ('\\', Some('n')) => plain.push('\n'),
            ('\\', Some('t')) => plain.push('\t'),
            ('\\', Some('r')) => plain.push('\r'),
            ('\\', Some(other)) => plain.push(other),
            (c, _) => plain.push(c),
        }
    }
    Some(plain)
}
