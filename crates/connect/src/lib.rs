//! Connectors: how Gallra looks into a company's systems and carries a step out there.
//!
//! Every system shows itself as tables: a database has them, a log's rows are its lines, a directory tree's rows its
//! files. Every system keeps the same contract, [`contract`]. A connector decides nothing: which records, which
//! exceptions and which bound all stand in the [`gallra_rules::plan::Step`].
//!
//! Databases have one module per kind of work: PostgreSQL, MariaDB (and MySQL) and SQLite share the renderer and differ
//! where their nature does. Logs and files are read record by record, and the predicate is asked of each in memory.

mod catalog;
mod connector;
pub mod contract;
mod db;
mod dispose;
pub mod error;
mod excess;
mod files;
pub mod find;
mod keys;
pub mod live;
mod logs;
mod measure;
mod memo;
mod objects;
pub mod open;
mod papers;
pub mod parts;
mod records;
mod recount;
pub mod residue;
pub mod rights;
pub mod sample;
mod session;
mod settle;
mod shapes;
mod sql;
pub mod survey;
mod tree;
mod wipe;

use gallra_rules::predicate::TableRef;
use jiff::tz::TimeZone;

pub use connector::Connector;
pub use error::{ConnectError, DisposeError, ErrorKind};
pub use objects::s3::LockProbe;
pub use open::{SecretError, Settings, read_secret};
pub use papers::Struck;

/// An open database. Cheap to keep; its connections are made when they are needed.
///
/// Two sets of connections: one on which the database itself refuses to write (for `shapes`, `measure`, `settle`,
/// `recount`) and one for `dispose`.
#[derive(Debug)]
pub(crate) struct Database {
    place: String,
    dialect: sql::dialect::Dialect,
    product: String,
    zone: TimeZone,
    guard_share: u64,
    scan: db::Pool,
    work: db::Pool,
    /// Whether the journal of batches is kept in the same SQLite file, where one writes at a time.
    journal_here: bool,
}

impl Database {
    /// Product and version, such as `PostgreSQL 15.18`.
    pub(crate) fn product(&self) -> &str {
        &self.product
    }

    /// Closes every connection.
    pub(crate) async fn close(&self) {
        self.scan.close().await;
        self.work.close().await;
    }

    /// How errors name a table here.
    pub(crate) fn table_place(&self, table: &TableRef) -> String {
        format!("{}, table {table}", self.place)
    }

    /// A driver's answer, its error told in our words.
    pub(crate) fn ok<T>(&self, answer: Result<T, sqlx::Error>) -> Result<T, ConnectError> {
        answer.map_err(|error| error::told(&error, &self.place))
    }

    /// The same, about one table.
    pub(crate) fn at<T>(&self, table: &TableRef, answer: Result<T, sqlx::Error>) -> Result<T, ConnectError> {
        answer.map_err(|error| error::told(&error, &self.table_place(table)))
    }

    pub(crate) async fn reading(&self) -> Result<db::Tx, ConnectError> {
        self.ok(self.scan.reading().await)
    }

    pub(crate) async fn writing(&self) -> Result<db::Tx, ConnectError> {
        self.ok(self.work.writing().await)
    }
}
