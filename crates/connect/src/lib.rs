//! Connectors: how Gallra looks into a company's systems and carries a step out there.
//!
//! One module per kind of work; PostgreSQL, MariaDB (and MySQL) and SQLite share the renderer and differ where their
//! nature does. Every system keeps the same contract, [`contract`], and passes the same suite (`tests/it/contract`). A
//! connector decides nothing: which records, which exceptions and which bound all stand in the
//! [`gallra_rules::plan::Step`].

mod catalog;
pub mod contract;
mod db;
mod dispose;
pub mod error;
mod measure;
pub mod open;
mod recount;
pub mod residue;
pub mod rights;
pub mod sample;
mod session;
mod settle;
mod shapes;
mod sql;

use gallra_rules::predicate::TableRef;
use jiff::tz::TimeZone;

pub use error::{ConnectError, DisposeError, ErrorKind};
pub use open::{SecretError, Settings, read_secret};

/// An open system. Cheap to keep; its connections are made when they are needed.
///
/// Two sets of connections: one on which the database itself refuses to write (for [`Connector::shapes`],
/// [`Connector::measure`], [`Connector::settle`], [`Connector::recount`]) and one for [`Connector::dispose`].
#[derive(Debug)]
pub struct Connector {
    place: String,
    dialect: sql::dialect::Dialect,
    product: String,
    zone: TimeZone,
    guard_share: u64,
    scan: db::Pool,
    work: db::Pool,
}

impl Connector {
    /// Product and version, such as `PostgreSQL 15.18`.
    pub fn product(&self) -> &str {
        &self.product
    }

    /// Closes every connection.
    pub async fn close(&self) {
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
