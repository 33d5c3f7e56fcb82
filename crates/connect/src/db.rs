//! One way to run a statement on three native drivers.
//!
//! Every statement that Gallra sends selects whole numbers and text only (the renderer casts), so that one small row
//! type serves all three and no value of a column that nobody asked for is ever fetched.

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff_sqlx::ToSqlx as _;
use sqlx::mysql::{MySqlArguments, MySqlPool, MySqlRow};
use sqlx::postgres::{PgArguments, PgPool, PgRow};
use sqlx::sqlite::{SqliteArguments, SqlitePool, SqliteRow};
use sqlx::{Arguments as _, AssertSqlSafe, Column as _, MySql, Postgres, Row as _, Sqlite, Transaction};
use sqlx::{TypeInfo as _, ValueRef as _};

use crate::sql::anchor::{civil_text, moment_text};

/// A bound parameter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Arg {
    /// A whole number.
    Int(i64),
    /// Texts, for one parameter: an array in PostgreSQL, a JSON array elsewhere.
    Texts(Vec<String>),
    /// The same of whole numbers.
    Ints(Vec<i64>),
    /// Text; what it means is said by a cast in the statement.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A floating-point number (only SQLite's keys).
    Real(f64),
    /// A date, a moment, a date and time. PostgreSQL gets them as such: text with a cast would be converted anew for
    /// every row, because what it means depends on the session.
    Date(Date),
    Instant(Timestamp),
    Local(DateTime),
}

impl Arg {
    /// Those that some systems take as text only, for systems that take them so.
    fn as_text(&self) -> String {
        match self {
            Self::Date(date) => date.to_string(),
            Self::Instant(moment) => moment_text(*moment, &TimeZone::UTC),
            Self::Local(at) => civil_text(*at),
            Self::Texts(texts) => serde_json::Value::from(texts.as_slice()).to_string(),
            Self::Ints(numbers) => serde_json::Value::from(numbers.as_slice()).to_string(),
            Self::Int(_) | Self::Text(_) | Self::Bytes(_) | Self::Real(_) => String::new(),
        }
    }
}

/// A statement with its parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sql {
    pub(crate) text: String,
    pub(crate) args: Vec<Arg>,
}

impl Sql {
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), args: Vec::new() }
    }
    pub(crate) fn with(text: impl Into<String>, args: Vec<Arg>) -> Self {
        Self { text: text.into(), args }
    }
}

/// One value of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    Real(f64),
}

impl Cell {
    pub(crate) fn int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
    pub(crate) fn count(&self) -> u64 {
        self.int().and_then(|value| u64::try_from(value).ok()).unwrap_or(0)
    }
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Int(value) => Some(value.to_string()),
            _ => None,
        }
    }
    pub(crate) fn words(&self) -> String {
        self.text().unwrap_or_default()
    }
    pub(crate) fn is_true(&self) -> bool {
        self.int().is_some_and(|value| value != 0)
    }
}

pub(crate) type Rows = Vec<Vec<Cell>>;

/// A pool of one of the three kinds.
#[derive(Clone, Debug)]
pub(crate) enum Pool {
    Postgres(PgPool),
    Mysql(MySqlPool),
    Sqlite(SqlitePool),
}

/// A transaction of one of the three kinds. Dropped without a commit it rolls back.
pub(crate) enum Tx {
    Postgres(Transaction<'static, Postgres>),
    Mysql(Transaction<'static, MySql>),
    Sqlite(Transaction<'static, Sqlite>),
}

impl Pool {
    /// A transaction in which every statement sees the same state and nothing can be written.
    pub(crate) async fn reading(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
            Self::Mysql(pool) => {
                Tx::Mysql(pool.begin_with("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY").await?)
            }
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin_with("BEGIN DEFERRED").await?),
        })
    }

    /// A transaction that writes, and whose statements see what others have committed in between.
    pub(crate) async fn writing(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE").await?)
            }
            Self::Mysql(pool) => Tx::Mysql(pool.begin_with("START TRANSACTION READ WRITE").await?),
            // IMMEDIATE: the write lock is taken now, so that nobody writes between our count and our delete.
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
        })
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Postgres(pool) => pool.close().await,
            Self::Mysql(pool) => pool.close().await,
            Self::Sqlite(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Every row of the answer. MariaDB keeps its statements prepared: closing one takes no answer, and what is sent
    /// next then waits for the other side's delayed acknowledgement.
    pub(crate) async fn rows(&mut self, sql: &Sql) -> Result<Rows, sqlx::Error> {
        let text = AssertSqlSafe(sql.text.clone());
        match self {
            Self::Postgres(tx) => {
                let rows = sqlx::query_with(text, postgres_args(&sql.args)?)
                    .persistent(false)
                    .fetch_all(&mut **tx)
                    .await?;
                rows.iter().map(postgres_row).collect()
            }
            Self::Mysql(tx) => {
                let rows = sqlx::query_with(text, mysql_args(&sql.args)?).fetch_all(&mut **tx).await?;
                rows.iter().map(mysql_row).collect()
            }
            Self::Sqlite(tx) => {
                let rows = sqlx::query_with(text, sqlite_args(&sql.args)?)
                    .persistent(false)
                    .fetch_all(&mut **tx)
                    .await?;
                rows.iter().map(sqlite_row).collect()
            }
        }
    }

    /// Each row of the answer as it comes, until one is answered with `false`.
    pub(crate) async fn each(
        &mut self,
        sql: &Sql,
        mut see: impl FnMut(Vec<Cell>) -> bool + Send,
    ) -> Result<(), sqlx::Error> {
        let text = AssertSqlSafe(sql.text.clone());
        match self {
            Self::Postgres(tx) => {
                let query = sqlx::query_with(text, postgres_args(&sql.args)?).persistent(false);
                let mut rows = query.fetch(&mut **tx);
                while let Some(row) = rows.try_next().await? {
                    if !see(postgres_row(&row)?) {
                        break;
                    }
                }
            }
            Self::Mysql(tx) => {
                let mut rows = sqlx::query_with(text, mysql_args(&sql.args)?).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await? {
                    if !see(mysql_row(&row)?) {
                        break;
                    }
                }
            }
            Self::Sqlite(tx) => {
                let query = sqlx::query_with(text, sqlite_args(&sql.args)?).persistent(false);
                let mut rows = query.fetch(&mut **tx);
                while let Some(row) = rows.try_next().await? {
                    if !see(sqlite_row(&row)?) {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// The first row; an empty one if there is none.
    pub(crate) async fn row(&mut self, sql: &Sql) -> Result<Vec<Cell>, sqlx::Error> {
        Ok(self.rows(sql).await?.into_iter().next().unwrap_or_default())
    }

    /// The first value of the first row.
    pub(crate) async fn cell(&mut self, sql: &Sql) -> Result<Cell, sqlx::Error> {
        Ok(self.row(sql).await?.into_iter().next().unwrap_or(Cell::Null))
    }

    /// Runs a statement; the number of rows it touched.
    pub(crate) async fn exec(&mut self, sql: &Sql) -> Result<u64, sqlx::Error> {
        let text = AssertSqlSafe(sql.text.clone());
        Ok(match self {
            Self::Postgres(tx) => sqlx::query_with(text, postgres_args(&sql.args)?)
                .persistent(false)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
            Self::Mysql(tx) => {
                sqlx::query_with(text, mysql_args(&sql.args)?).execute(&mut **tx).await?.rows_affected()
            }
            Self::Sqlite(tx) => sqlx::query_with(text, sqlite_args(&sql.args)?)
                .persistent(false)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
        })
    }

    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Postgres(tx) => tx.commit().await,
            Self::Mysql(tx) => tx.commit().await,
            Self::Sqlite(tx) => tx.commit().await,
        }
    }

    pub(crate) async fn rollback(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Postgres(tx) => tx.rollback().await,
            Self::Mysql(tx) => tx.rollback().await,
            Self::Sqlite(tx) => tx.rollback().await,
        }
    }
}

/// The same as [`Tx::rows`], on a PostgreSQL connection of one's own.
pub(crate) async fn fetch_postgres(
    connection: &mut sqlx::PgConnection,
    sql: &Sql,
) -> Result<Rows, sqlx::Error> {
    let text = AssertSqlSafe(sql.text.clone());
    let rows =
        sqlx::query_with(text, postgres_args(&sql.args)?).persistent(false).fetch_all(connection).await?;
    rows.iter().map(postgres_row).collect()
}

/// The same as [`Tx::rows`], on an SQLite connection of one's own.
pub(crate) async fn fetch_sqlite(
    connection: &mut sqlx::SqliteConnection,
    sql: &Sql,
) -> Result<Rows, sqlx::Error> {
    let text = AssertSqlSafe(sql.text.clone());
    let rows =
        sqlx::query_with(text, sqlite_args(&sql.args)?).persistent(false).fetch_all(connection).await?;
    rows.iter().map(sqlite_row).collect()
}

/// The same as [`Tx::rows`], on a MariaDB connection of one's own.
pub(crate) async fn fetch_mysql(
    connection: &mut sqlx::MySqlConnection,
    sql: &Sql,
) -> Result<Rows, sqlx::Error> {
    let text = AssertSqlSafe(sql.text.clone());
    let rows = sqlx::query_with(text, mysql_args(&sql.args)?).fetch_all(connection).await?;
    rows.iter().map(mysql_row).collect()
}

fn postgres_args(args: &[Arg]) -> Result<PgArguments, sqlx::Error> {
    let mut bound = PgArguments::default();
    for arg in args {
        match arg {
            Arg::Int(value) => bound.add(value),
            Arg::Text(value) => bound.add(value.as_str()),
            Arg::Bytes(value) => bound.add(value.as_slice()),
            Arg::Real(value) => bound.add(value),
            Arg::Texts(texts) => bound.add(texts.as_slice()),
            Arg::Ints(numbers) => bound.add(numbers.as_slice()),
            Arg::Date(date) => bound.add(date.to_sqlx()),
            Arg::Instant(moment) => bound.add(moment.to_sqlx()),
            Arg::Local(at) => bound.add(at.to_sqlx()),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(bound)
}

fn mysql_args(args: &[Arg]) -> Result<MySqlArguments, sqlx::Error> {
    let mut bound = MySqlArguments::default();
    for arg in args {
        match arg {
            Arg::Int(value) => bound.add(value),
            Arg::Text(value) => bound.add(value.as_str()),
            Arg::Bytes(value) => bound.add(value.as_slice()),
            Arg::Real(value) => bound.add(value),
            Arg::Texts(_) | Arg::Ints(_) | Arg::Date(_) | Arg::Instant(_) | Arg::Local(_) => {
                bound.add(arg.as_text())
            }
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(bound)
}

fn sqlite_args(args: &[Arg]) -> Result<SqliteArguments, sqlx::Error> {
    let mut bound = SqliteArguments::default();
    for arg in args {
        match arg {
            Arg::Int(value) => bound.add(*value),
            Arg::Text(value) => bound.add(value.clone()),
            Arg::Bytes(value) => bound.add(value.clone()),
            Arg::Real(value) => bound.add(*value),
            Arg::Texts(_) | Arg::Ints(_) | Arg::Date(_) | Arg::Instant(_) | Arg::Local(_) => {
                bound.add(arg.as_text())
            }
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(bound)
}

fn postgres_row(row: &PgRow) -> Result<Vec<Cell>, sqlx::Error> {
    (0..row.len())
        .map(|i| {
            if row.try_get_raw(i)?.is_null() {
                return Ok(Cell::Null);
            }
            Ok(match row.column(i).type_info().name() {
                "INT8" => Cell::Int(row.try_get(i)?),
                "INT4" => Cell::Int(i64::from(row.try_get::<i32, _>(i)?)),
                "BOOL" => Cell::Int(i64::from(row.try_get::<bool, _>(i)?)),
                "BYTEA" => Cell::Bytes(row.try_get(i)?),
                _ => Cell::Text(row.try_get(i)?),
            })
        })
        .collect()
}

fn mysql_row(row: &MySqlRow) -> Result<Vec<Cell>, sqlx::Error> {
    (0..row.len())
        .map(|i| {
            if row.try_get_raw(i)?.is_null() {
                return Ok(Cell::Null);
            }
            let kind = row.column(i).type_info().name().to_owned();
            Ok(if kind.ends_with("UNSIGNED") {
                let value: u64 = row.try_get_unchecked(i)?;
                i64::try_from(value).map_or_else(|_| Cell::Text(value.to_string()), Cell::Int)
            } else if kind.contains("INT") || kind == "BOOLEAN" || kind == "YEAR" {
                Cell::Int(row.try_get_unchecked(i)?)
            } else {
                // information_schema's texts come as VARBINARY or BLOB on some versions: they are UTF-8 all the same.
                let bytes: Vec<u8> = row.try_get_unchecked(i)?;
                String::from_utf8(bytes).map_or_else(|error| Cell::Bytes(error.into_bytes()), Cell::Text)
            })
        })
        .collect()
}

fn sqlite_row(row: &SqliteRow) -> Result<Vec<Cell>, sqlx::Error> {
    (0..row.len())
        .map(|i| {
            let raw = row.try_get_raw(i)?;
            if raw.is_null() {
                return Ok(Cell::Null);
            }
            Ok(match raw.type_info().name() {
                "INTEGER" => Cell::Int(row.try_get_unchecked(i)?),
                "REAL" => Cell::Real(row.try_get_unchecked(i)?),
                "BLOB" => Cell::Bytes(row.try_get_unchecked(i)?),
                _ => Cell::Text(row.try_get_unchecked(i)?),
            })
        })
        .collect()
}
