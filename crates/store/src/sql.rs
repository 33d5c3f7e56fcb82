//! One text of SQL for both engines: `$1` for a value, three types (`Text`, `Int`, `Bytes`) in their columns, and what a
//! statement says is what both understand.

use sqlx::postgres::{PgArguments, PgPool, PgRow};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqlitePool, SqliteRow};
use sqlx::{Decode, Postgres, Row as _, SqlSafeStr, Sqlite, Transaction, Type};

/// Where the state is kept.
#[derive(Clone, Debug)]
pub(crate) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A transaction; rolled back when dropped.
#[derive(Debug)]
pub(crate) enum Tx<'p> {
    Sqlite(Transaction<'p, Sqlite>),
    Postgres(Transaction<'p, Postgres>),
}

/// A value in a statement. Each knows its type when it is NULL too, which PostgreSQL wants to know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Arg {
    Text(Option<String>),
    Int(Option<i64>),
    Bytes(Option<Vec<u8>>),
}

/// Values for a statement, in their order.
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::sql::Arg::from($value)),*] };
}
pub(crate) use args;

/// A row of an answer.
#[derive(Debug)]
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// What a column can hold.
pub(crate) trait Cell:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}
impl Cell for String {}
impl Cell for Option<String> {}
impl Cell for i64 {}
impl Cell for Option<i64> {}
impl Cell for Vec<u8> {}
impl Cell for Option<Vec<u8>> {}

impl Row {
    /// The value in a column; `None` if it is of another type, which only a damaged state has.
    pub(crate) fn get<T: Cell>(&self, column: &str) -> Option<T> {
        match self {
            Self::Sqlite(row) => row.try_get(column).ok(),
            Self::Postgres(row) => row.try_get(column).ok(),
        }
    }
}

impl Pool {
    /// Begins to write. One at a time: on SQLite the file is locked, on PostgreSQL a lock that stands for the log is
    /// waited for, so that what is appended to it has no gap.
    pub(crate) async fn write(&self) -> Result<Tx<'static>, sqlx::Error> {
        match self {
            Self::Sqlite(pool) => Ok(Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?)),
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                sqlx::query("SELECT pg_advisory_xact_lock(1196379500, 'leaf'::regclass::oid::bigint::int)")
                    .execute(&mut *tx)
                    .await?;
                Ok(Tx::Postgres(tx))
            }
        }
    }

    /// Begins what sees the rows of one tenant, or of every one. On SQLite the file is locked.
    pub(crate) async fn begin(&self, sight: Sight) -> Result<Tx<'static>, sqlx::Error> {
        match self {
            Self::Sqlite(pool) => Ok(Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?)),
            Self::Postgres(pool) => begin(pool, "BEGIN", sight, "").await,
        }
    }

    /// Begins what sees every tenant, all as it was at one moment, and may write. On SQLite the file is locked.
    pub(crate) async fn begin_as_of(&self) -> Result<Tx<'static>, sqlx::Error> {
        match self {
            Self::Sqlite(_) => self.begin(Sight::Every).await,
            Self::Postgres(pool) => {
                begin(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ", Sight::Every, "").await
            }
        }
    }

    /// The same, and of those who begin so for one tenant only one is at work. Who writes to the log, or moves the state,
    /// is waited for as well.
    pub(crate) async fn begin_alone(&self, tenant: i64) -> Result<Tx<'static>, sqlx::Error> {
        match self {
            Self::Sqlite(_) => self.begin(Sight::Tenant(tenant)).await,
            Self::Postgres(pool) => {
                let locks = format!(
                    ", pg_advisory_xact_lock_shared(1196379500, 'leaf'::regclass::oid::bigint::int),
                     pg_advisory_xact_lock(hashtextextended('party'::regclass::oid::text, {tenant}))"
                );
                begin(pool, "BEGIN", Sight::Tenant(tenant), &locks).await
            }
        }
    }

    /// Begins what only reads the rows of one tenant, all as they were at one moment, and waits for nobody.
    pub(crate) async fn look(&self, tenant: i64) -> Result<Tx<'static>, sqlx::Error> {
        match self {
            Self::Sqlite(pool) => Ok(Tx::Sqlite(pool.begin().await?)),
            Self::Postgres(pool) => {
                begin(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", Sight::Tenant(tenant), "")
                    .await
            }
        }
    }

    /// The rows of an answer.
    pub(crate) async fn rows(&self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<Vec<Row>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(pool) => {
                sqlite(sql, args).fetch_all(pool).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(pool) => {
                postgres(sql, args).fetch_all(pool).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The first row of an answer, if it has one.
    pub(crate) async fn row(&self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<Option<Row>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(pool) => sqlite(sql, args).fetch_optional(pool).await?.map(Row::Sqlite),
            Self::Postgres(pool) => postgres(sql, args).fetch_optional(pool).await?.map(Row::Postgres),
        })
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Begins on PostgreSQL, in one trip to the server where nothing is waited for. No value from outside is in it.
async fn begin(
    pool: &PgPool,
    how: &'static str,
    sight: Sight,
    locks: &str,
) -> Result<Tx<'static>, sqlx::Error> {
    // The same as SET LOCAL.
    let sight = format!("SELECT set_config('gallra.tenant', '{}', true) {locks}", sight.word());
    if locks.is_empty() {
        let sql = format!("{how}; {sight}");
        return Ok(Tx::Postgres(pool.begin_with(sqlx::AssertSqlSafe(sql)).await?));
    }
    // A lock may be waited for too long. The driver takes back only what it knows to have begun.
    let mut tx = pool.begin_with(how).await?;
    sqlx::query(sqlx::AssertSqlSafe(sight)).execute(&mut *tx).await?;
    Ok(Tx::Postgres(tx))
}

/// Whose rows a transaction sees, where tables belong to tenants. On PostgreSQL the server sees to it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sight {
    Tenant(i64),
    Every,
}

impl Sight {
    fn word(self) -> String {
        match self {
            Self::Tenant(tenant) => tenant.to_string(),
            Self::Every => "every".to_owned(),
        }
    }
}

impl Tx<'_> {
    /// Sees one tenant, and waits for whoever else writes for it.
    pub(crate) async fn alone(&mut self, tenant: i64) -> Result<(), sqlx::Error> {
        self.see(Sight::Tenant(tenant)).await?;
        if matches!(self, Tx::Postgres(_)) {
            self.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended('party'::regclass::oid::text, $1))",
                args![tenant],
            )
            .await?;
        }
        Ok(())
    }

    /// Sets whose rows are seen from here on.
    pub(crate) async fn see(&mut self, sight: Sight) -> Result<(), sqlx::Error> {
        if matches!(self, Self::Postgres(_)) {
            // The same as SET LOCAL, which takes no value from outside.
            self.execute("SELECT set_config('gallra.tenant', $1, true)", args![sight.word()]).await?;
        }
        Ok(())
    }

    /// Takes our own timeouts off, for what takes as long as it takes.
    pub(crate) async fn be_patient(&mut self) -> Result<(), sqlx::Error> {
        if matches!(self, Self::Postgres(_)) {
            for timeout in ["idle_in_transaction_session_timeout", "statement_timeout"] {
                self.execute("SELECT set_config($1, '0', true)", args![timeout]).await?;
            }
        }
        Ok(())
    }

    /// Carries a statement out and tells how many rows it touched.
    pub(crate) async fn execute(&mut self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<u64, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(tx) => sqlite(sql, args).execute(&mut **tx).await?.rows_affected(),
            Self::Postgres(tx) => postgres(sql, args).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// The first row of an answer, if it has one.
    pub(crate) async fn row(
        &mut self,
        sql: impl SqlSafeStr,
        args: &[Arg],
    ) -> Result<Option<Row>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(tx) => sqlite(sql, args).fetch_optional(&mut **tx).await?.map(Row::Sqlite),
            Self::Postgres(tx) => postgres(sql, args).fetch_optional(&mut **tx).await?.map(Row::Postgres),
        })
    }

    /// The rows of an answer.
    pub(crate) async fn rows(&mut self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<Vec<Row>, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(tx) => {
                sqlite(sql, args).fetch_all(&mut **tx).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(tx) => {
                postgres(sql, args).fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

fn sqlite<'q>(sql: impl SqlSafeStr, args: &[Arg]) -> Query<'q, Sqlite, SqliteArguments> {
    args.iter().fold(sqlx::query(sql), |query, arg| match arg.clone() {
        Arg::Text(text) => query.bind(text),
        Arg::Int(number) => query.bind(number),
        Arg::Bytes(bytes) => query.bind(bytes),
    })
}

fn postgres<'q>(sql: impl SqlSafeStr, args: &[Arg]) -> Query<'q, Postgres, PgArguments> {
    args.iter().fold(sqlx::query(sql), |query, arg| match arg.clone() {
        Arg::Text(text) => query.bind(text),
        Arg::Int(number) => query.bind(number),
        Arg::Bytes(bytes) => query.bind(bytes),
    })
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}
impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}
impl From<Option<String>> for Arg {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}
impl From<Vec<u8>> for Arg {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Some(bytes))
    }
}
impl From<Option<Vec<u8>>> for Arg {
    fn from(bytes: Option<Vec<u8>>) -> Self {
        Self::Bytes(bytes)
    }
}
impl From<Option<&str>> for Arg {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}
impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}
impl From<Option<i64>> for Arg {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}
impl From<&[u8]> for Arg {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(Some(bytes.to_vec()))
    }
}
impl From<jiff::Timestamp> for Arg {
    fn from(at: jiff::Timestamp) -> Self {
        Self::Text(Some(at.to_string()))
    }
}
impl From<jiff::civil::Date> for Arg {
    fn from(day: jiff::civil::Date) -> Self {
        Self::Text(Some(day.to_string()))
    }
}
impl From<Option<jiff::civil::Date>> for Arg {
    fn from(day: Option<jiff::civil::Date>) -> Self {
        Self::Text(day.map(|day| day.to_string()))
    }
}
