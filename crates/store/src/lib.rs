//! Gallra's own state: holds, approvals, runs, and the leaves of the log before they are published.
//!
//! One SQLite file in the state folder (WAL, `secure_delete`, `synchronous = FULL`), or a database in PostgreSQL; the same
//! statements, the same tests ([`sql`]). A change of state and the leaf that tells of it are committed in one transaction ([`WriteTx`]), so evidence cannot lie about state. Each state is
//! moved by one function, with `UPDATE … WHERE state = expected`.

mod approvals;
mod attestations;
mod change;
mod copied;
mod error;
mod holds;
mod key_backup;
mod leaves;
mod lock;
mod measured;
mod moved;
mod network;
mod notices;
mod policies;
mod publications;
pub mod register;
mod runs;
mod sql;

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::SqlSafeStr;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

pub use approvals::{Approval, ApprovedPlan};
pub use attestations::{Attestation, AttestationKind, Striking};
pub use change::{
    About, Changed, KeyedHash, Opposed, OpposedKind, OpposedOutcome, Pending, PendingKind, Suppressed,
    SuppressedKind, SuppressedSource, Told, ToldOutcome,
};
pub use error::{Conflict, StoreError};
pub use holds::{HoldRecord, NewHold};
pub use key_backup::{KeptBackup, KeyBackup, RestoredKeys};
pub use leaves::LeafBytes;
pub use lock::ApplyLock;
pub use measured::{Measured, Past};
pub use moved::{Engine, MoveError, Moved, move_state};
pub use notices::{Notice, NoticeOf, Objection};
pub use publications::{Publication, Published};
pub use runs::{RunId, RunRecord, StepOutcome, StepRecord, StepState};

use sql::{Arg, Pool, Row, Tx};

/// The state, opened: a folder, and a database in it or elsewhere.
#[derive(Clone, Debug)]
pub struct Store {
    pool: Pool,
    folder: PathBuf,
    /// Where the database is, as errors tell it; never an address with a password.
    database: PathBuf,
    /// The key store, opened by who needs it.
    keys: Arc<tokio::sync::OnceCell<Pool>>,
    /// What waits for a commit that it shares.
    together: Arc<register::Together>,
}

/// Name of the database in the state folder.
pub const DATABASE: &str = "gallra.db";
/// How errors name a state in PostgreSQL.
const ON_POSTGRES: &str = "PostgreSQL";

impl Store {
    /// Opens the state in a folder; makes both if they are not there, and brings an older state up to date.
    ///
    /// # Errors
    /// [`StoreError::Newer`] if a newer Gallra wrote it; [`StoreError::Elsewhere`] if it is in PostgreSQL; the disk's own
    /// errors.
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        create_private(folder)?;
        if moved::is_elsewhere(folder) {
            return Err(StoreError::Elsewhere { path: folder.to_owned() });
        }
        Self::embedded(folder).await
    }

    async fn embedded(folder: &Path) -> Result<Self, StoreError> {
        // Two that open a new state at once would both make its tables.
        let _alone = lock::opening(folder).await?;
        let pool = sqlite_file(&folder.join(DATABASE)).await?;
        let store = Self::new(pool, folder, folder.join(DATABASE));
        store.migrate().await?;
        Ok(store)
    }

    /// The same with the database in PostgreSQL, 15 or later: for several that work at once. The folder still holds the
    /// published log and the keys.
    ///
    /// # Errors
    /// [`StoreError::NotMoved`] if the folder holds a state of its own; [`StoreError::Address`] for what is no address. The
    /// address itself is never told.
    pub async fn open_postgres(folder: &Path, address: &str) -> Result<Self, StoreError> {
        create_private(folder)?;
        if !moved::is_elsewhere(folder) {
            if folder.join(DATABASE).exists() {
                return Err(StoreError::NotMoved { path: folder.to_owned() });
            }
            // If we crash here: the folder says where its state is, and the next command makes it there.
            moved::say_elsewhere(folder)?;
        }
        Self::on_postgres(folder, address).await
    }

    async fn on_postgres(folder: &Path, address: &str) -> Result<Self, StoreError> {
        let database = PathBuf::from(ON_POSTGRES);
        // The driver's own words may hold the address.
        let options = PgConnectOptions::from_str(address)
            .map_err(|_| StoreError::Address)?
            .application_name("gallra")
            .options([("lock_timeout", "30s"), ("idle_in_transaction_session_timeout", "60s")]);
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await
            .map_err(|source| StoreError::from_sqlx(&database, source))?;
        let store = Self::new(Pool::Postgres(pool), folder, database);
        store.migrate().await?;
        Ok(store)
    }

    fn new(pool: Pool, folder: &Path, database: PathBuf) -> Self {
        let folder = folder.to_owned();
        Self { pool, folder, database, keys: Arc::default(), together: Arc::default() }
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let run = match &self.pool {
            Pool::Sqlite(pool) => sqlx::migrate!("./migrations/sqlite").run(pool).await,
            Pool::Postgres(pool) => sqlx::migrate!("./migrations/postgres").run(pool).await,
        };
        self.migrated(run)
    }

    fn migrated(&self, run: Result<(), sqlx::migrate::MigrateError>) -> Result<(), StoreError> {
        match run {
            Ok(()) => Ok(()),
            Err(sqlx::migrate::MigrateError::VersionMissing(_)) => {
                Err(StoreError::Newer { path: self.folder.clone() })
            }
            Err(
                sqlx::migrate::MigrateError::Execute(source)
                | sqlx::migrate::MigrateError::ExecuteMigration(source, _),
            ) => Err(self.failed(source)),
            Err(source) => Err(StoreError::Migrate { path: self.database.clone(), source }),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The kind of network file system that an embedded state lies on, if it does: SQLite's log in shared memory then works
    /// for one machine only, and locks are as good as that file system's. Linux; elsewhere nothing is known.
    pub fn on_network(&self) -> Option<&'static str> {
        match &self.pool {
            Pool::Sqlite(_) => network::file_system(&self.folder),
            Pool::Postgres(_) => None,
        }
    }

    /// Begins a change. Nothing is kept unless [`WriteTx::commit`] returns `Ok`, which means it is on disk.
    ///
    /// # Errors
    /// The disk's.
    pub async fn write(&self) -> Result<WriteTx<'_>, StoreError> {
        let tx = self.pool.write().await.map_err(|e| self.failed(e))?;
        // Asked behind the lock: a move that went on meanwhile has left, and what is written here now would be lost.
        self.is_here()?;
        Ok(WriteTx { tx, store: self })
    }

    /// Whether the folder still says that its state is where this was opened.
    pub(crate) fn is_here(&self) -> Result<(), StoreError> {
        match (&self.pool, moved::is_elsewhere(&self.folder)) {
            (Pool::Sqlite(_), true) => Err(StoreError::Elsewhere { path: self.folder.clone() }),
            (Pool::Postgres(_), false) => Err(StoreError::NotMoved { path: self.folder.clone() }),
            _ => Ok(()),
        }
    }

    /// Closes the database; what was committed stays.
    pub async fn close(self) {
        if let Some(keys) = self.keys.get() {
            keys.close().await;
        }
        self.pool.close().await;
    }

    pub(crate) async fn rows(&self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<Vec<Row>, StoreError> {
        self.pool.rows(sql, args).await.map_err(|e| self.failed(e))
    }

    pub(crate) async fn row(&self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<Option<Row>, StoreError> {
        self.pool.row(sql, args).await.map_err(|e| self.failed(e))
    }

    pub(crate) fn failed(&self, source: sqlx::Error) -> StoreError {
        StoreError::from_sqlx(&self.database, source)
    }

    /// Where the key store is, as errors tell it.
    pub(crate) fn keys_place(&self) -> PathBuf {
        match &self.pool {
            Pool::Sqlite(_) => self.folder.join(register::KEYS),
            Pool::Postgres(_) => {
                PathBuf::from(format!("{ON_POSTGRES}, schema {}", register::key_store::SCHEMA))
            }
        }
    }

    pub(crate) fn failed_keys(&self, source: sqlx::Error) -> StoreError {
        self.keys_fault(StoreError::from_sqlx(&self.keys_place(), source))
    }

    /// What is wrong with a damaged key store is mended in another way than what is wrong with the state.
    pub(crate) fn keys_fault(&self, fault: StoreError) -> StoreError {
        match fault {
            StoreError::Damaged { .. } => StoreError::KeysDamaged { path: self.keys_place() },
            fault => fault,
        }
    }

    pub(crate) fn damaged(&self, what: &'static str) -> StoreError {
        StoreError::Damaged { path: self.database.clone(), what }
    }
}

/// One change of state with its leaves: all or nothing.
#[derive(Debug)]
pub struct WriteTx<'s> {
    tx: Tx<'static>,
    store: &'s Store,
}

impl WriteTx<'_> {
    /// Sees one tenant's rows from here on, and is alone with them.
    pub(crate) async fn only(mut self, tenant: i64) -> Result<Tx<'static>, StoreError> {
        self.tx.alone(tenant).await.map_err(|e| self.store.failed(e))?;
        Ok(self.tx)
    }

    /// Makes the change last. If we crash before this returns, the change has either happened wholly or not at all, and
    /// the same call again finds out which.
    ///
    /// # Errors
    /// The disk's; then nothing was changed.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self { tx, store } = self;
        tx.commit().await.map_err(|e| store.failed(e))
    }

    pub(crate) async fn execute(&mut self, sql: impl SqlSafeStr, args: &[Arg]) -> Result<u64, StoreError> {
        self.tx.execute(sql, args).await.map_err(|e| self.store.failed(e))
    }

    pub(crate) async fn row(
        &mut self,
        sql: impl SqlSafeStr,
        args: &[Arg],
    ) -> Result<Option<Row>, StoreError> {
        self.tx.row(sql, args).await.map_err(|e| self.store.failed(e))
    }
}

impl StoreError {
    pub(crate) fn from_sqlx(database: &Path, source: sqlx::Error) -> Self {
        // SQLITE_FULL, SQLITE_IOERR_WRITE and SQLITE_IOERR_SHMSIZE, and disk_full of PostgreSQL: all are what a full disk
        // looks like.
        let code = source
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .map(std::borrow::Cow::into_owned);
        match code.as_deref() {
            Some("13" | "778" | "4874" | "53100") => Self::Full { path: database.to_owned() },
            // SQLITE_CORRUPT with what it adds, and SQLITE_NOTADB.
            Some("11" | "267" | "523" | "779" | "26") => {
                Self::Damaged { path: database.to_owned(), what: "the file" }
            }
            _ => Self::Database { path: database.to_owned(), source },
        }
    }
}

/// A database in a file: what is committed is on disk, what is deleted is overwritten.
async fn sqlite_file(file: &Path) -> Result<Pool, StoreError> {
    // Made by us first, so that nobody else can read it, whatever the folder allows. Its log inherits the mode.
    let mut open = std::fs::OpenOptions::new();
    open.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    open.open(file).map_err(|source| StoreError::Io { path: file.to_owned(), source })?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("secure_delete", "ON")
        .pragma("trusted_schema", "OFF");
    let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await;
    pool.map(Pool::Sqlite).map_err(|source| StoreError::from_sqlx(file, source))
}

/// Makes a folder that only its owner can enter.
fn create_private(folder: &Path) -> Result<(), StoreError> {
    let failed = |source| StoreError::Io { path: folder.to_owned(), source };
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(failed)
}
