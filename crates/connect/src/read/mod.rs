//! Reading records for the person they are about (GDPR Art. 15, 20): what a predicate covers, column by column, in the type
//! that the system gives it, one record after the other. Nothing is written, and no more than a record of a table, of which no cell
//! is larger than [`LARGEST_CELL`], or a piece of a file, is in memory.
//!
//! A database answers all questions of one call in one transaction that sees one moment. Of logs, folders and services each
//! record is as it is when it is come by: they know no such moment.

mod pump;
mod table;

use std::fmt;
use std::io;

use gallra_rules::inventory::ColumnClass;
use gallra_rules::keys::KeySets;
use gallra_rules::names::DatasetName;
use gallra_rules::predicate::eval::{Value, Witness};
use gallra_rules::predicate::{NoKeys, Predicate, TableRef};

use crate::error::ConnectError;
use crate::sql::keys::not_filled_in;
pub(crate) use pump::{Feed, PIECE, pump};

/// Which records of a dataset are read, and what of them.
#[derive(Clone, Debug)]
pub struct ReadQuestion {
    /// The dataset.
    pub dataset: DatasetName,
    /// The table.
    pub table: TableRef,
    /// Which records. May name sets of keys that the connector [knows](crate::Connector::know).
    pub which: Predicate,
    /// Conditions of which each record tells whether they hold.
    pub marks: Vec<Predicate>,
    /// The columns, in the order in which their values come.
    pub columns: Vec<(String, ColumnClass)>,
    /// Columns that make the order; none where the order does not matter, or the system has none.
    pub order: Vec<String>,
    /// Whether the content of files comes too.
    pub content: bool,
}

/// A value as a system gives it. Personal data: `Debug` does not show it.
#[derive(Clone, PartialEq)]
pub enum Datum {
    /// NULL.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number, as the system writes it.
    Number(String),
    /// Text. Bytes that are none in their encoding are U+FFFD.
    Text(String),
    /// A date (`2026-11-22`), a moment (`2026-11-22T10:00:00Z`) or a date with a time and no offset.
    Date(String),
    /// A JSON document.
    Json(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A value of so many bytes in a cell of a database, which is more than [`LARGEST_CELL`]: it was not read.
    Large(u64),
}

/// A cell of a database comes as a whole, and is in memory then. One with more bytes than this stays where it is.
pub const LARGEST_CELL: u64 = 16 << 20;

impl fmt::Debug for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Bool(_) => "Bool(…)",
            Self::Integer(_) => "Integer(…)",
            Self::Number(_) => "Number(…)",
            Self::Text(_) => "Text(…)",
            Self::Date(_) => "Date(…)",
            Self::Json(_) => "Json(…)",
            Self::Bytes(_) => "Bytes(…)",
            Self::Large(_) => "Large(…)",
        })
    }
}

/// Takes what is read.
pub trait Sink: Send {
    /// A record of the question at this position. An error ends the reading.
    ///
    /// # Errors
    /// The sink's own, such as a full disk.
    fn record(&mut self, question: usize, values: Vec<Datum>, marks: Vec<bool>) -> io::Result<()>;
    /// The next piece of the last record's file.
    ///
    /// # Errors
    /// The sink's own.
    fn content(&mut self, _piece: &[u8]) -> io::Result<()> {
        Ok(())
    }
    /// That file has ended; not `whole` if it could not be read to its end.
    ///
    /// # Errors
    /// The sink's own.
    fn content_ends(&mut self, _whole: bool) -> io::Result<()> {
        Ok(())
    }
}

/// Why reading ended before its end.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system's; of the question at this position.
    #[error("{1}")]
    System(usize, ConnectError),
    /// The sink's.
    #[error("what was read could not be written ({})", .0.kind())]
    Sink(io::Error),
}

impl ReadQuestion {
    /// The same with the keys in their places.
    pub(crate) fn filled(&self, keys: &KeySets) -> Result<Self, ConnectError> {
        let missing = |NoKeys| not_filled_in(&self.table);
        let fill = |predicate: &Predicate| predicate.with_keys(keys).map_err(missing);
        Ok(Self {
            which: fill(&self.which)?,
            marks: self.marks.iter().map(fill).collect::<Result<_, _>>()?,
            ..self.clone()
        })
    }

    /// A record in memory: its values and marks if it is asked for.
    pub(crate) fn of_witness(&self, record: &Witness) -> Option<(Vec<Datum>, Vec<bool>)> {
        self.which.eval(record).then(|| {
            let values = self.columns.iter().map(|(name, _)| datum(record.columns.get(name))).collect();
            (values, self.marks.iter().map(|mark| mark.eval(record)).collect())
        })
    }
}

fn datum(value: Option<&Value>) -> Datum {
    match value {
        None | Some(Value::Null) => Datum::Null,
        Some(Value::Bool(value)) => Datum::Bool(*value),
        Some(Value::Integer(value)) => Datum::Integer(*value),
        Some(Value::Text(text)) => Datum::Text(text.clone()),
        Some(Value::Date(day)) => Datum::Date(day.to_string()),
        Some(Value::Instant(at)) => Datum::Date(at.to_string()),
        Some(Value::Local(at)) => Datum::Date(at.to_string()),
    }
}
