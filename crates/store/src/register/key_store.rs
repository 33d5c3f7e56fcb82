//! The key store as a whole: opened, known again by its mark, and checked against the keys at hand.
//!
//! Data and key store know each other by a mark that the key store drew when it was made. So a key store that is missing,
//! or another's, is told and not replaced: a new one would make everybody *forgotten* without a word.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use gallra_vault::{KekId, Keyring};
use sqlx::postgres::PgPoolOptions;

use super::{KEYS, Scope};
use crate::sql::{Pool, Row, Sight, args};
use crate::{Store, StoreError, sqlite_file};

/// The schema on PostgreSQL, to be left out of dumps of the data.
pub(crate) const SCHEMA: &str = "gallra_keys";

/// The least page of an SQLite file: what is no multiple of it was cut.
const PAGE: u64 = 512;

/// What the owner of a state says where Gallra will not decide alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The data is what counts, though it is new, or older than its key store: what it does not have may go, and the next
    /// [`super::Register::sweep`] destroys the keys of it.
    DataCounts,
    /// The key store is lost for good: a new one is made, and whoever was sealed under the old one stays unreadable.
    KeysAreLost,
}

impl Store {
    /// The key store, opened when it is first asked for.
    pub(crate) async fn keys(&self) -> Result<&Pool, StoreError> {
        self.is_here()?;
        self.keys
            .get_or_try_init(|| async {
                self.keys_are_there().await?;
                let keys = open(self).await?;
                match pair(self, &keys).await {
                    Ok(()) => Ok(keys),
                    Err(fault) => {
                        keys.close().await;
                        Err(fault)
                    }
                }
            })
            .await
    }

    /// Carries out what the owner decided. Nothing is destroyed by this itself.
    ///
    /// # Errors
    /// [`StoreError::KeysForeign`] where the key store is another's; [`StoreError::KeysThere`] for keys that are not lost.
    pub async fn decide(&self, decision: Decision) -> Result<(), StoreError> {
        self.is_here()?;
        match decision {
            Decision::DataCounts => {
                self.keys_are_there().await?;
                let keys = alone(self).await?;
                let mark = mark_of(self, keys).await?;
                if self.marked().await?.is_some_and(|known| known != mark) {
                    return Err(StoreError::KeysForeign { path: self.keys_place() });
                }
                self.remember(&mark).await?;
                catch_up(self, keys).await
            }
            Decision::KeysAreLost => {
                if self.keys_are_there().await.is_ok() {
                    return Err(StoreError::KeysThere { path: self.keys_place() });
                }
                let mut tx = self.write().await?;
                tx.execute("DELETE FROM key_store", args![]).await?;
                let mark = mark_of(self, alone(self).await?).await?;
                // If we crash here: a new key store that holds no key, and the old mark; the same call again.
                tx.execute("INSERT INTO key_store (id, mark) VALUES (1, $1)", args![mark]).await?;
                tx.commit().await
            }
        }
    }

    /// Refuses where the data has what only a key store opens, and there is none. Makes nothing.
    pub(super) async fn keys_are_there(&self) -> Result<(), StoreError> {
        let there = match &self.pool {
            Pool::Sqlite(_) => {
                let file = self.folder.join(KEYS);
                // SQLite would take a file that was emptied, or cut to a few bytes, for a new one.
                let length = std::fs::metadata(&file).map_or(0, |about| about.len());
                if length > 0 && !(is_database(&file) && length.is_multiple_of(PAGE)) {
                    return Err(StoreError::KeysDamaged { path: file });
                }
                length > 0
            }
            Pool::Postgres(_) => {
                let sql = "SELECT 1::bigint AS one FROM information_schema.tables
                           WHERE table_schema = $1 AND table_name = 'index_key'";
                self.row(sql, args![SCHEMA]).await?.is_some()
            }
        };
        if there || !self.has_sealed().await? {
            return Ok(());
        }
        Err(StoreError::KeysMissing { path: self.keys_place() })
    }

    /// Whether anything in the data is sealed under a key of the key store.
    pub(super) async fn has_sealed(&self) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin(Sight::Every).await.map_err(|e| self.failed(e))?;
        let sql =
            "SELECT 1 AS one FROM party WHERE sealed IS NOT NULL UNION ALL SELECT 1 FROM request LIMIT 1";
        Ok(tx.row(sql, args![]).await.map_err(|e| self.failed(e))?.is_some())
    }

    /// The mark of the key store that the data knows.
    pub(crate) async fn marked(&self) -> Result<Option<String>, StoreError> {
        let row = self.row("SELECT mark FROM key_store", args![]).await?;
        row.map(|row| row.get("mark").ok_or_else(|| self.damaged("the mark of the key store"))).transpose()
    }

    pub(crate) async fn remember(&self, mark: &str) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        tx.execute("DELETE FROM key_store", args![]).await?;
        tx.execute("INSERT INTO key_store (id, mark) VALUES (1, $1)", args![mark]).await?;
        tx.commit().await
    }
}

/// The key store of a state, without asking whether the two belong together.
pub(crate) async fn alone(store: &Store) -> Result<&Pool, StoreError> {
    store.keys.get_or_try_init(|| open(store)).await
}

/// Whether a file begins as an SQLite database does.
pub(crate) fn is_database(file: &Path) -> bool {
    let mut first = [0; 16];
    let read = File::open(file).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && first == *b"SQLite format 3\0"
}

async fn open(store: &Store) -> Result<Pool, StoreError> {
    match &store.pool {
        Pool::Sqlite(_) => {
            let file = store.keys_place();
            let _alone = crate::lock::opening(&store.folder).await?;
            let keys = sqlite_file(&file).await.map_err(|fault| store.keys_fault(fault))?;
            let migrated = migrate_file(&keys).await;
            store.migrated(migrated).map_err(|fault| store.keys_fault(fault))?;
            Ok(keys)
        }
        Pool::Postgres(data) => {
            // A dump of the data alone does not have it. Asked first, for to make one takes a right of its own.
            let there = "SELECT 1::bigint AS one FROM pg_namespace WHERE nspname = $1";
            if store.row(there, args![SCHEMA]).await?.is_none() {
                let made = sqlx::query("CREATE SCHEMA IF NOT EXISTS gallra_keys").execute(data).await;
                made.map_err(|e| store.failed(e))?;
            }
            let options = (*data.connect_options()).clone().options([("search_path", SCHEMA)]);
            let pool = PgPoolOptions::new().max_connections(4).connect_with(options).await;
            let pool = pool.map_err(|e| store.failed(e))?;
            store.migrated(sqlx::migrate!("./migrations/keys_postgres").run(&pool).await)?;
            Ok(Pool::Postgres(pool))
        }
    }
}

/// Brings a key store in a file up to date.
pub(crate) async fn migrate_file(keys: &Pool) -> Result<(), sqlx::migrate::MigrateError> {
    match keys {
        Pool::Sqlite(pool) => sqlx::migrate!("./migrations/keys_sqlite").run(pool).await,
        Pool::Postgres(_) => Ok(()),
    }
}

/// Makes data and key store known to each other, or refuses.
async fn pair(store: &Store, keys: &Pool) -> Result<(), StoreError> {
    let mark = mark_of(store, keys).await?;
    match store.marked().await? {
        Some(known) if known == mark => Ok(()),
        // What was lost opened nothing: this one takes its place.
        Some(_) if !store.has_sealed().await? && !holds_keys(store, keys).await? => {
            store.remember(&mark).await
        }
        Some(_) => Err(StoreError::KeysForeign { path: store.keys_place() }),
        // A new state, or one of before there were marks.
        None if store.has_sealed().await? || !holds_keys(store, keys).await? => store.remember(&mark).await,
        None => Err(StoreError::DataMissing { path: store.database.clone(), keys: store.keys_place() }),
    }
}

pub(crate) async fn mark_of(store: &Store, keys: &Pool) -> Result<String, StoreError> {
    let row = keys.row("SELECT mark FROM mark", args![]).await.map_err(|e| store.failed_keys(e))?;
    row.and_then(|row| row.get("mark")).ok_or(StoreError::KeysDamaged { path: store.keys_place() })
}

async fn holds_keys(store: &Store, keys: &Pool) -> Result<bool, StoreError> {
    let mut tx = keys.begin(Sight::Every).await.map_err(|e| store.failed_keys(e))?;
    let row = tx.row("SELECT 1 AS one FROM data_key LIMIT 1", args![]).await;
    Ok(row.map_err(|e| store.failed_keys(e))?.is_some())
}

/// Makes the data's numbers those of the key store, so that the data counts as current.
async fn catch_up(store: &Store, keys: &Pool) -> Result<(), StoreError> {
    let mut tx = store.pool.begin(Sight::Every).await.map_err(|e| store.failed(e))?;
    let mut keys = keys.begin(Sight::Every).await.map_err(|e| store.failed_keys(e))?;
    let rows = keys.rows("SELECT tenant, last_id FROM index_key ORDER BY tenant", args![]).await;
    for row in rows.map_err(|e| store.failed_keys(e))? {
        let (Some(tenant), Some(last)) = (row.get::<i64>("tenant"), row.get::<i64>("last_id")) else {
            return Err(StoreError::KeysDamaged { path: store.keys_place() });
        };
        let sql = "INSERT INTO numbered (tenant, last_id) VALUES ($1, $2)
                   ON CONFLICT (tenant) DO UPDATE SET last_id = CASE WHEN numbered.last_id < excluded.last_id
                   THEN excluded.last_id ELSE numbered.last_id END";
        tx.execute(sql, args![tenant, last]).await.map_err(|e| store.failed(e))?;
    }
    // If we crash here: nothing is different, or the data counts as current and was merely told to be old once.
    tx.commit().await.map_err(|e| store.failed(e))?;
    keys.execute("UPDATE index_key SET behind = 0", args![]).await.map_err(|e| store.failed_keys(e))?;
    keys.commit().await.map_err(|e| store.failed_keys(e))
}

/// Whether there is a key store with a key in it.
pub(super) async fn any(store: &Store) -> Result<bool, StoreError> {
    store.keys_are_there().await?;
    if matches!(store.pool, Pool::Sqlite(_)) && !store.folder.join(KEYS).exists() {
        return Ok(false);
    }
    let mut tx = store.keys().await?.begin(Sight::Every).await.map_err(|e| store.failed_keys(e))?;
    let sql = "SELECT 1 AS one FROM index_key UNION ALL SELECT 1 FROM data_key LIMIT 1";
    Ok(tx.row(sql, args![]).await.map_err(|e| store.failed_keys(e))?.is_some())
}

/// For a tenant that has no key yet: whether any KEK that the key store names is on the ring. So a swapped KEK is noticed
/// before anything is wrapped with it, and yet a lost one locks its own tenant only.
pub(super) async fn check_new(store: &Store, keys: &Pool, ring: &Keyring) -> Result<(), StoreError> {
    let mut tx = keys.begin(Sight::Every).await.map_err(|e| store.failed_keys(e))?;
    let sql = "SELECT DISTINCT substr(wrapped, 2, 16) AS kek FROM index_key";
    let mut first = None;
    for row in tx.rows(sql, args![]).await.map_err(|e| store.failed_keys(e))? {
        let damaged = || StoreError::KeysDamaged { path: store.keys_place() };
        let kek: Vec<u8> = row.get("kek").ok_or_else(damaged)?;
        let kek = <[u8; KekId::LEN]>::try_from(kek.as_slice()).map_err(|_| damaged())?;
        match ring.check([KekId::from_bytes(kek)]) {
            Ok(()) => return Ok(()),
            Err(fault) => first = first.or(Some(fault)),
        }
    }
    first.map_or(Ok(()), |fault| Err(fault.into()))
}

/// The KEKs that wrap the keys here, of all tenants. Each is looked up once by an index, however many keys there are.
pub(super) async fn named(store: &Store, keys: &Pool) -> Result<BTreeSet<KekId>, StoreError> {
    let mut tx = keys.begin(Sight::Every).await.map_err(|e| store.failed_keys(e))?;
    let damaged = || StoreError::KeysDamaged { path: store.keys_place() };
    let mut found = BTreeSet::new();
    for table in ["data_key", "index_key"] {
        let mut after = Vec::new();
        loop {
            let sql = format!(
                "SELECT substr(wrapped, 2, 16) AS kek FROM {table} WHERE substr(wrapped, 2, 16) > $1 ORDER BY 1 LIMIT 1"
            );
            let row = tx.row(sqlx::AssertSqlSafe(sql), args![after.as_slice()]).await;
            let Some(row) = row.map_err(|e| store.failed_keys(e))? else { break };
            let kek: Vec<u8> = row.get("kek").ok_or_else(damaged)?;
            let id = <[u8; KekId::LEN]>::try_from(kek.as_slice()).map_err(|_| damaged())?;
            found.insert(KekId::from_bytes(id));
            after = kek;
        }
    }
    Ok(found)
}

/// Whose registers there are.
pub(super) async fn scopes(store: &Store, keys: &Pool) -> Result<Vec<Scope>, StoreError> {
    let mut tx = keys.begin(Sight::Every).await.map_err(|e| store.failed_keys(e))?;
    let rows = tx.rows("SELECT tenant FROM index_key ORDER BY tenant", args![]).await;
    let rows = rows.map_err(|e| store.failed_keys(e))?;
    let damaged = || StoreError::KeysDamaged { path: store.keys_place() };
    let scope = |row: &Row| row.get::<i64>("tenant").and_then(Scope::of_tenant);
    rows.iter().map(|row| scope(row).ok_or_else(damaged)).collect()
}

/// Destroys what the write-ahead log of the key store still holds of deleted rows, and tells in how many places such bytes
/// may be left. On PostgreSQL two, told and not cleared: the pages of the tables until they are rewritten, and the WAL.
pub(super) async fn clear(store: &Store, keys: &Pool) -> Result<u64, StoreError> {
    if matches!(keys, Pool::Postgres(_)) {
        return Ok(2);
    }
    let row = keys.row("PRAGMA wal_checkpoint(TRUNCATE)", args![]).await.map_err(|e| store.failed_keys(e))?;
    // A reader elsewhere keeps the log.
    let busy = row.and_then(|row| row.get::<i64>("busy")).unwrap_or(1);
    Ok(u64::from(busy != 0))
}
