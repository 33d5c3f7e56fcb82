//! A place for a state that goes away with the test.

use std::path::PathBuf;
use std::rc::Rc;

use gallra_store::register::KEYS;
use gallra_store::{DATABASE, Store, StoreError};
use gallra_testkit::{PgDatabase, PgVersion, Postgres};
use sqlx::{AssertSqlSafe, Row as _};

pub(crate) struct Place {
    folder: Rc<tempfile::TempDir>,
    pub(crate) database: Option<PgDatabase>,
}

/// The tables of the register.
const REGISTER: [&str; 5] = ["access", "agreement", "entry", "party", "setting"];

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Data,
    Keys,
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
        self.sqlite_file(DATABASE).await
    }

    async fn sqlite_file(&self, name: &str) -> sqlx::SqlitePool {
        sqlx::SqlitePool::connect(self.folder().join(name).to_str().unwrap()).await.unwrap()
    }

    /// The answers to a query, a text each.
    pub(crate) async fn told(&self, side: Side, sql: &str) -> Vec<String> {
        match &self.database {
            None => {
                let pool = self.sqlite_file(if side == Side::Data { DATABASE } else { KEYS }).await;
                let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&pool).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
            Some(database) => {
                let path = if side == Side::Data { "public" } else { "gallra_keys" };
                let sql = format!("SET gallra.tenant = 'every'; SET search_path = {path}; {sql}");
                database.psql(&sql).lines().map(str::to_owned).collect()
            }
        }
    }

    /// A number that the engine's own program tells.
    pub(crate) async fn number(&self, side: Side, sql: &str) -> i64 {
        self.told(side, &format!("SELECT CAST(({sql}) AS text)")).await[0].parse().unwrap()
    }

    /// The tables of the state and of its key store, as the catalogs have them.
    pub(crate) async fn tables(&self) -> Vec<(Side, String)> {
        let sql = match &self.database {
            None => {
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_sqlx%' ORDER BY 1"
            }
            Some(_) => {
                "SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema() AND relname NOT LIKE '_sqlx%' ORDER BY 1"
            }
        };
        let mut tables = Vec::new();
        for side in [Side::Data, Side::Keys] {
            tables.extend(self.told(side, sql).await.into_iter().map(|table| (side, table)));
        }
        tables
    }

    /// Everything in it, column by column where there are rows, written the same way by both engines.
    pub(crate) async fn dump(&self) -> Dump {
        self.dump_only(&self.tables().await, "").await
    }

    /// The same of one tenant.
    pub(crate) async fn dump_of(&self, tenant: i64) -> Dump {
        let mut tables = self.tables().await;
        tables.retain(|(side, table)| *side == Side::Keys || REGISTER.contains(&table.as_str()));
        self.dump_only(&tables, &format!("WHERE tenant = {tenant}")).await
    }

    async fn dump_only(&self, tables: &[(Side, String)], only: &str) -> Dump {
        let mut dump = Vec::new();
        for (side, table) in tables.iter().cloned() {
            let columns = match &self.database {
                None => format!("SELECT name FROM pragma_table_info('{table}') ORDER BY name"),
                Some(_) => format!(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY 1"
                ),
            };
            for name in self.told(side, &columns).await {
                let column = format!("\"{name}\"");
                let bytes = ["bytes", "sealed", "wrapped", "token", "actor", "text_hash"];
                let value = match (&self.database, bytes.contains(&name.as_str())) {
                    (None, true) => format!("lower(hex({column}))"),
                    (Some(_), true) => format!("encode({column}, 'hex')"),
                    _ => format!("CAST({column} AS text)"),
                };
                let sql = format!(
                    "SELECT CASE WHEN {column} IS NULL THEN 'NULL' WHEN {value} = '' THEN 'EMPTY' ELSE {value} END FROM {table} {only} ORDER BY 1"
                );
                let mut values = self.told(side, &sql).await;
                values.sort();
                if !values.is_empty() {
                    dump.push((table.clone(), name, values));
                }
            }
        }
        dump
    }
}
