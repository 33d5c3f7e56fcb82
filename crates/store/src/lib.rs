//! Gallra's own state: holds, approvals, runs, and the leaves of the log before they are published.
//!
//! One SQLite file in the state folder (WAL, `secure_delete`, `synchronous = FULL`). A change of state and the leaf
//! that tells of it are committed in one transaction ([`WriteTx`]), so evidence cannot lie about state. Each state is
//! moved by one function, with `UPDATE … WHERE state = expected`.

mod approvals;
mod attestations;
mod error;
mod holds;
mod leaves;
mod lock;
mod measured;
mod policies;
mod runs;

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

pub use approvals::{Approval, ApprovedPlan};
pub use attestations::Attestation;
pub use error::{Conflict, StoreError};
pub use holds::{HoldRecord, NewHold};
pub use leaves::LeafBytes;
pub use lock::ApplyLock;
pub use measured::{Measured, Past};
pub use runs::{RunId, RunRecord, StepOutcome, StepRecord, StepState};

/// The state folder, opened.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
    folder: PathBuf,
}

/// Name of the database in the state folder.
pub const DATABASE: &str = "gallra.db";

impl Store {
    /// Opens the state in a folder; makes both if they are not there, and brings an older state up to date.
    ///
    /// # Errors
    /// [`StoreError::Newer`] if a newer Gallra wrote it; the disk's own errors.
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        create_private(folder)?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join(DATABASE))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("secure_delete", "ON")
            .pragma("trusted_schema", "OFF");
        let pool = SqlitePoolOptions::new()
            .max_connections(2)
            .connect_with(options)
            .await
            .map_err(|source| StoreError::from_sqlx(folder, source))?;
        let store = Self { pool, folder: folder.to_owned() };
        store.migrate().await?;
        Ok(store)
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        match sqlx::migrate!("./migrations").run(&self.pool).await {
            Ok(()) => Ok(()),
            Err(sqlx::migrate::MigrateError::VersionMissing(_)) => {
                Err(StoreError::Newer { path: self.folder.clone() })
            }
            Err(
                sqlx::migrate::MigrateError::Execute(source)
                | sqlx::migrate::MigrateError::ExecuteMigration(source, _),
            ) => Err(StoreError::from_sqlx(&self.folder, source)),
            Err(source) => Err(StoreError::Migrate { path: self.folder.clone(), source }),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Begins a change. Nothing is kept unless [`WriteTx::commit`] returns `Ok`, which means it is on disk.
    ///
    /// # Errors
    /// The disk's.
    pub async fn write(&self) -> Result<WriteTx<'_>, StoreError> {
        let tx = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(|e| self.failed(e))?;
        Ok(WriteTx { tx, store: self })
    }

    /// Closes the database; what was committed stays.
    pub async fn close(self) {
        self.pool.close().await;
    }

    pub(crate) fn failed(&self, source: sqlx::Error) -> StoreError {
        StoreError::from_sqlx(&self.folder, source)
    }

    pub(crate) fn damaged(&self, what: &'static str) -> StoreError {
        StoreError::Damaged { path: self.folder.join(DATABASE), what }
    }
}

/// One change of state with its leaves: all or nothing.
#[derive(Debug)]
pub struct WriteTx<'s> {
    tx: Transaction<'s, Sqlite>,
    store: &'s Store,
}

impl WriteTx<'_> {
    /// Makes the change last. If we crash before this returns, the change has either happened wholly or not at all, and
    /// the same call again finds out which.
    ///
    /// # Errors
    /// The disk's; then nothing was changed.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self { tx, store } = self;
        tx.commit().await.map_err(|e| store.failed(e))
    }
}

impl StoreError {
    pub(crate) fn from_sqlx(folder: &Path, source: sqlx::Error) -> Self {
        // SQLITE_FULL, SQLITE_IOERR_WRITE and SQLITE_IOERR_SHMSIZE: all are what a full disk looks like.
        let code = source
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .map(std::borrow::Cow::into_owned);
        match code.as_deref() {
            Some("13" | "778" | "4874") => Self::Full { path: folder.to_owned() },
            _ => Self::Database { path: folder.join(DATABASE), source },
        }
    }
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
