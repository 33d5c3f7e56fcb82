//! One connection by itself, outside of any transaction: `VACUUM`, `CHECKPOINT` and `ALTER TABLE` want it so.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

use crate::db::{self, Cell, Pool, Rows, Sql};

/// A connection of one of the three kinds. It belongs to no pool: dropped at any point it closes, and what it was doing
/// ends with it.
pub(crate) enum Session {
    Postgres(sqlx::PgConnection),
    Mysql(sqlx::MySqlConnection),
    Sqlite(sqlx::SqliteConnection),
}

impl Pool {
    pub(crate) async fn session(&self) -> Result<Session, sqlx::Error> {
        Ok(match self {
            Self::Postgres(pool) => Session::Postgres(pool.acquire().await?.detach()),
            Self::Mysql(pool) => Session::Mysql(pool.acquire().await?.detach()),
            Self::Sqlite(pool) => Session::Sqlite(pool.acquire().await?.detach()),
        })
    }
}

impl Session {
    /// Every row of the answer.
    pub(crate) async fn rows(&mut self, sql: &Sql) -> Result<Rows, sqlx::Error> {
        match self {
            Self::Postgres(connection) => db::fetch_postgres(connection, sql).await,
            Self::Mysql(connection) => db::fetch_mysql(connection, sql).await,
            Self::Sqlite(connection) => db::fetch_sqlite(connection, sql).await,
        }
    }

    /// The first row; an empty one if there is none.
    pub(crate) async fn row(&mut self, sql: &Sql) -> Result<Vec<Cell>, sqlx::Error> {
        Ok(self.rows(sql).await?.into_iter().next().unwrap_or_default())
    }

    /// The first value of the first row.
    pub(crate) async fn cell(&mut self, sql: &Sql) -> Result<Cell, sqlx::Error> {
        Ok(self.row(sql).await?.into_iter().next().unwrap_or(Cell::Null))
    }

    /// Runs a statement without parameters.
    pub(crate) async fn run(&mut self, text: &str) -> Result<(), sqlx::Error> {
        let sql = sqlx::raw_sql(AssertSqlSafe(text.to_owned()));
        match self {
            Self::Postgres(connection) => connection.execute(sql).await.map(drop),
            Self::Mysql(connection) => connection.execute(sql).await.map(drop),
            Self::Sqlite(connection) => connection.execute(sql).await.map(drop),
        }
    }

    pub(crate) async fn close(self) {
        let closed = match self {
            Self::Postgres(connection) => connection.close().await,
            Self::Mysql(connection) => connection.close().await,
            Self::Sqlite(connection) => connection.close().await,
        };
        drop(closed);
    }
}
