//! What can go wrong with the state, where, and what to do.

use std::path::PathBuf;

/// An error of the state folder. No text here holds a value from a record.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder or a file in it cannot be read or written.
    #[error("state folder `{path}`: {source}; check that it exists, is yours and has room")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The state is from a newer Gallra.
    #[error("state folder `{path}` was written by a newer gallra; use that version, nothing was changed")]
    Newer {
        /// Where.
        path: PathBuf,
    },
    /// Somebody else is applying.
    #[error(
        "another gallra is working with state folder `{path}`; wait until it has finished, or stop it with Ctrl-C; nothing was changed"
    )]
    Busy {
        /// Where.
        path: PathBuf,
    },
    /// The disk is full.
    #[error(
        "the disk of the state (`{path}`) is full; make room and run the same command again, it goes on where it stopped"
    )]
    Full {
        /// Where.
        path: PathBuf,
    },
    /// The database cannot be used.
    #[error("state database `{path}`: {source}")]
    Database {
        /// Where.
        path: PathBuf,
        /// Why.
        source: sqlx::Error,
    },
    /// The folder says that its state is in PostgreSQL, and nobody said where.
    #[error(
        "the state of `{path}` is in PostgreSQL; set GALLRA_DATABASE or GALLRA_DATABASE_FILE to its address"
    )]
    Elsewhere {
        /// The folder.
        path: PathBuf,
    },
    /// An address was given, but the folder holds a state of its own.
    #[error(
        "`{path}` holds a state of its own; `gallra store move` takes it to the address, nothing was changed"
    )]
    NotMoved {
        /// The folder.
        path: PathBuf,
    },
    /// What should be the address of a database is none.
    #[error(
        "the address of the state's database cannot be read; it looks like postgres://USER@HOST/NAME, with the password in PGPASSWORD or a file"
    )]
    Address,
    /// The migrations cannot be run.
    #[error("state database `{path}` cannot be brought up to date: {source}")]
    Migrate {
        /// Where.
        path: PathBuf,
        /// Why.
        source: sqlx::migrate::MigrateError,
    },
    /// What is stored cannot be read back: somebody changed it, or the disk did.
    #[error("state database `{path}`: {what} cannot be read back; restore the state folder from a backup")]
    Damaged {
        /// Where.
        path: PathBuf,
        /// What.
        what: &'static str,
    },
    /// The data has what only its key store opens, and there is none.
    #[error(
        "the key store `{path}` is missing, and records in the state are sealed with its keys; put its latest backup in its place; nothing was made anew"
    )]
    KeysMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The key store is another state's.
    #[error(
        "the key store `{path}` is not the one that this state's records are sealed with; put back its own, or its backup; nothing was changed"
    )]
    KeysForeign {
        /// Where it is.
        path: PathBuf,
    },
    /// The key store cannot be read.
    #[error(
        "the key store `{path}` is damaged; move it away and restore its latest backup; nothing was changed"
    )]
    KeysDamaged {
        /// Where it is.
        path: PathBuf,
    },
    /// There is a key store where one should be restored or made anew.
    #[error("the key store `{path}` is there and holds keys; move it away first; nothing was changed")]
    KeysThere {
        /// Where it is.
        path: PathBuf,
    },
    /// The key store holds keys, and the state is a new one.
    #[error(
        "the state `{path}` has no records, and the key store `{keys}` holds the keys of some; put the state's own file back, or say that the empty one is meant; nothing was changed"
    )]
    DataMissing {
        /// The state.
        path: PathBuf,
        /// The key store.
        keys: PathBuf,
    },
    /// A backup of the keys beside the data that they open.
    #[error(
        "`{path}` is in the state folder; name a folder apart from it, for whoever has both can read what was forgotten"
    )]
    BackupPlace {
        /// The folder.
        path: PathBuf,
    },
    /// A change whose precondition no longer holds.
    #[error("{0}")]
    Conflict(Conflict),
    /// A sealed value, a key, or the key-encryption key.
    #[error("the register: {0}")]
    Vault(#[from] gallra_vault::VaultError),
    /// The register does not do that; nothing was changed.
    #[error("the register: {0}; nothing was changed")]
    Register(#[from] crate::register::Refusal),
}

/// A change was refused because the state is another than the change supposes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// There is no such hold, or it has been lifted.
    #[error("there is no hold `{0}` in force; `gallra hold list` shows those there are")]
    NoSuchHold(String),
    /// A hold was placed after the run began.
    #[error("hold `{0}` was placed since the run began; nothing more was disposed of, plan again")]
    HoldPlaced(String),
    /// The plan has been carried out.
    #[error("plan {0} has already been carried out; make a new one with `gallra plan`")]
    AlreadyFinished(String),
    /// Another plan's run is unfinished.
    #[error(
        "the run of plan {0} is not finished; run `gallra apply` with that plan first, it goes on where it stopped"
    )]
    OtherRunUnfinished(String),
    /// The step is not in the state that the change supposes.
    #[error("step `{0}` is not open; the state was changed meanwhile, run the same command again")]
    StepNotOpen(String),
}

impl StoreError {
    /// The same once more, for another who waited for the same commit.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Full { path } => Self::Full { path: path.clone() },
            Self::Damaged { path, what } => Self::Damaged { path: path.clone(), what },
            Self::Busy { path } => Self::Busy { path: path.clone() },
            Self::Elsewhere { path } => Self::Elsewhere { path: path.clone() },
            Self::NotMoved { path } => Self::NotMoved { path: path.clone() },
            Self::KeysMissing { path } => Self::KeysMissing { path: path.clone() },
            Self::KeysForeign { path } => Self::KeysForeign { path: path.clone() },
            Self::KeysDamaged { path } => Self::KeysDamaged { path: path.clone() },
            Self::DataMissing { path, keys } => Self::DataMissing { path: path.clone(), keys: keys.clone() },
            Self::Vault(fault) => Self::Vault(fault.clone()),
            Self::Register(refusal) => Self::Register(refusal.clone()),
            // What the driver says cannot be copied, but for its words, which stand in the error's text in any case.
            Self::Database { path, source } => {
                Self::Database { path: path.clone(), source: sqlx::Error::Protocol(source.to_string()) }
            }
            other => Self::Database {
                path: std::path::PathBuf::new(),
                source: sqlx::Error::Protocol(other.to_string()),
            },
        }
    }
}
