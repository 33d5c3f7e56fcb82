//! A place for a state that goes away with the test.

use std::path::PathBuf;
use std::rc::Rc;

use gallra_store::{DATABASE, Store, StoreError};
use gallra_testkit::{PgDatabase, PgVersion, Postgres};
use sqlx::{AssertSqlSafe, Row as _};

pub(crate) struct Place {
    folder: Rc<tempfile::TempDir>,
    database: Option<PgDatabase>,
}

/// Table, column, its values in order.
pub(crate) type Dump = Vec<(String, String, Vec<String>)>;

impl Place {
    pub(crate) fn embedded() -> Self {
        Self { folder: Rc::new(tempfile::tempdir().unwrap()), database: None }
    }

    pub(crate) async fn postgres() -> Self {
        let database = Postgres::shared(PgVersion::V15).await.database("state");
        Self { folder: Rc::new(tempfile::tempdir().unwrap()), database: Some(database) }
    }

    /// The state folder.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    pub(crate) fn address(&self) -> String {
        self.database.as_ref().unwrap().url()
    }

    /// The same folder, looked at for a state in a file.
    pub(crate) fn embedded_side(&self) -> Self {
        Self { folder: self.folder.clone(), database: None }
    }

    pub(crate) async fn open(&self) -> Store {
        self.try_open().await.unwrap()
    }

    pub(crate) async fn try_open(&self) -> Result<Store, StoreError> {
        let folder = self.folder();
        match &self.database {
            None => Store::open(&folder).await,
            Some(database) => Store::open_postgres(&folder, &database.url()).await,
        }
    }

    /// What somebody else does to the database.
    pub(crate) async fn sql(&self, sql: &str) {
        match &self.database {
            None => {
                sqlx::query(AssertSqlSafe(sql)).execute(&self.sqlite().await).await.unwrap();
            }
            Some(database) => drop(database.psql(sql)),
        }
    }

    async fn sqlite(&self) -> sqlx::SqlitePool {
        let file = self.folder().join(DATABASE);
        sqlx::SqlitePool::connect(file.to_str().unwrap()).await.unwrap()
    }

    /// The answers to a query, a text each.
    async fn told(&self, sql: &str) -> Vec<String> {
        match &self.database {
            None => {
                let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&self.sqlite().await).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
            Some(database) => database.psql(sql).lines().map(str::to_owned).collect(),
        }
    }

    /// The tables of the state, as the catalog has them.
    pub(crate) async fn tables(&self) -> Vec<String> {
        let sql = match &self.database {
            None => {
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_sqlx%' ORDER BY 1"
            }
            Some(_) => "SELECT relname FROM pg_stat_user_tables WHERE relname NOT LIKE '_sqlx%' ORDER BY 1",
        };
        self.told(sql).await
    }

    /// Everything in it, column by column, written the same way by both engines.
    pub(crate) async fn dump(&self) -> Dump {
        let mut dump = Vec::new();
        for table in self.tables().await {
            let columns = match &self.database {
                None => format!("SELECT name FROM pragma_table_info('{table}') ORDER BY name"),
                Some(_) => format!(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY 1"
                ),
            };
            for name in self.told(&columns).await {
                let column = format!("\"{name}\"");
                let value = match (&self.database, name.as_str()) {
                    (None, "bytes") => format!("lower(hex({column}))"),
                    (Some(_), "bytes") => format!("encode({column}, 'hex')"),
                    _ => format!("CAST({column} AS text)"),
                };
                let sql = format!(
                    "SELECT CASE {value} WHEN '' THEN 'EMPTY' ELSE coalesce({value}, 'NULL') END FROM {table} ORDER BY 1"
                );
                let mut values = self.told(&sql).await;
                values.sort();
                dump.push((table.clone(), name, values));
            }
        }
        dump
    }
}
