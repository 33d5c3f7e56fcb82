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
const REGISTER: [&str; 8] =
    ["access", "agreement", "entry", "mark", "numbered", "party", "request", "setting"];

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
                let name = if side == Side::Data { DATABASE } else { KEYS };
                if !self.folder().join(name).exists() {
                    return Vec::new();
                }
                let pool = self.sqlite_file(name).await;
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

    /// The columns of the state and of its key store, as the catalogs have them: side, table, name.
    async fn columns(&self) -> Vec<(Side, String, String)> {
        let sql = match &self.database {
            None => {
                "SELECT t.name || '|' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
                 WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '_sqlx%' ORDER BY 1"
            }
            Some(_) => {
                "SELECT table_name || '|' || column_name FROM information_schema.columns
                 WHERE table_schema = current_schema() AND table_name NOT LIKE '_sqlx%'
                   AND is_generated = 'NEVER' ORDER BY 1"
            }
        };
        let mut columns = Vec::new();
        for side in [Side::Data, Side::Keys] {
            for line in self.told(side, sql).await {
                let (table, name) = line.split_once('|').unwrap();
                columns.push((side, table.to_owned(), name.to_owned()));
            }
        }
        columns
    }

    /// The tables of the state and of its key store.
    pub(crate) async fn tables(&self) -> Vec<String> {
        let mut tables: Vec<_> = self.columns().await.into_iter().map(|(_, table, _)| table).collect();
        tables.dedup();
        tables
    }

    /// Everything in it, column by column where there are rows, written the same way by both engines.
    pub(crate) async fn dump(&self) -> Dump {
        self.dump_only(&self.columns().await, "").await
    }

    /// The same of one tenant.
    pub(crate) async fn dump_of(&self, tenant: i64) -> Dump {
        let mut columns = self.columns().await;
        columns.retain(|(side, table, _)| {
            if *side == Side::Keys { table != "mark" } else { REGISTER.contains(&table.as_str()) }
        });
        self.dump_only(&columns, &format!("WHERE tenant = {tenant}")).await
    }

    async fn dump_only(&self, columns: &[(Side, String, String)], only: &str) -> Dump {
        let mut dump = std::collections::BTreeMap::<_, Vec<String>>::new();
        for side in [Side::Data, Side::Keys] {
            let selects = columns.iter().filter(|(of, ..)| *of == side).map(|(_, table, name)| {
                let column = format!("\"{name}\"");
                let bytes = [
                    "bytes", "sealed", "wrapped", "token", "actor", "text_hash", "text", "document", "before",
                    "after", "hash",
                ];
                let value = match (&self.database, bytes.contains(&name.as_str())) {
                    (None, true) => format!("lower(hex({column}))"),
                    (Some(_), true) => format!("encode({column}, 'hex')"),
                    _ => format!("CAST({column} AS text)"),
                };
                format!("SELECT '{table}|{name}|' || CASE WHEN {column} IS NULL THEN 'NULL' ELSE {value} END FROM {table} {only}")
            });
            for line in self.told(side, &selects.collect::<Vec<_>>().join(" UNION ALL ")).await {
                let parts: Vec<&str> = line.splitn(3, '|').collect();
                dump.entry((parts[0].to_owned(), parts[1].to_owned())).or_default().push(parts[2].to_owned());
            }
        }
        let sorted = |mut values: Vec<String>| {
            values.sort();
            values
        };
        dump.into_iter().map(|((table, name), values)| (table, name, sorted(values))).collect()
    }
}
