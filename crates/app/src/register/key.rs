//! Where the register's key-encryption key is: never in the state, nor beside the data keys that it opens.

use std::fmt;
use std::path::{Path, PathBuf};

use gallra_store::StoreError;
use gallra_vault::{Kek, KekFault, Keyring, VaultError, Work};

use crate::{AppError, Context};

/// Where the key is to be had.
#[derive(Clone)]
pub enum KeyPlace {
    /// A file that holds it, made with a new register.
    File(PathBuf),
    /// A file that gives it together with a passphrase; made with a new register.
    Passphrase {
        /// The file: a salt, and how much work a guess takes.
        file: PathBuf,
        /// The passphrase.
        passphrase: String,
    },
    /// An environment variable that holds the line of a key file. Never made.
    Variable(&'static str),
}

impl fmt::Debug for KeyPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) | Self::Passphrase { file, .. } => write!(f, "KeyPlace({})", file.display()),
            Self::Variable(name) => write!(f, "KeyPlace(${name})"),
        }
    }
}

impl fmt::Display for KeyPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) | Self::Passphrase { file, .. } => write!(f, "{}", file.display()),
            Self::Variable(name) => f.write_str(name),
        }
    }
}

impl KeyPlace {
    /// Beside a state folder, with its name and `.kek`: whoever copies the folder does not copy the key with it.
    pub fn beside(state: &Path) -> Self {
        let mut name = state.file_name().unwrap_or_default().to_owned();
        name.push(".kek");
        Self::File(state.with_file_name(name))
    }

    pub(super) fn open(&self) -> Result<Kek, VaultError> {
        match self {
            Self::File(file) => Kek::open(file),
            Self::Passphrase { file, passphrase } => Kek::open_with_passphrase(file, passphrase),
            Self::Variable(name) => Kek::from_env(name),
        }
    }

    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Self::File(file) | Self::Passphrase { file, .. } => Some(file),
            Self::Variable(_) => None,
        }
    }

    pub(super) fn create(&self) -> Result<Kek, VaultError> {
        match self {
            Self::File(file) => Kek::create(file),
            Self::Passphrase { file, passphrase } => {
                Kek::create_with_passphrase(file, passphrase, Work::default())
            }
            Self::Variable(name) => Kek::from_env(name),
        }
    }
}

/// The ring with the key of the context. A key is made only where there is no register yet: one that is merely not found
/// must not be replaced.
pub(super) async fn ring(context: &Context) -> Result<Keyring, AppError> {
    match context.key.open() {
        // Those beside it are of a rotation that goes on, or that was.
        Ok(kek) => Ok(super::rotate::others(&context.key)
            .into_iter()
            .fold(Keyring::new(kek), |ring, (other, _)| ring.with_old(other))),
        Err(VaultError::Kek { fault: KekFault::Missing, .. }) if !context.store.has_register().await? => {
            Ok(Keyring::new(context.key.create().map_err(StoreError::from)?))
        }
        Err(fault) => Err(StoreError::from(fault).into()),
    }
}
