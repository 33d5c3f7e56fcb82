//! The one error of the vault. It names the place, the cause and the cure, and never a value, an identifier or a key.

use std::path::Path;

use crate::KekId;

/// Why something was not sealed, opened or read. May be logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// More than [`crate::MAX_PLAINTEXT`] bytes.
    #[error(
        "the value: {bytes} bytes are more than one sealed value may hold (16,777,216); store it as a file instead"
    )]
    TooLarge {
        /// How long it is.
        bytes: usize,
    },
    /// The first byte names a scheme that this version does not know.
    #[error("the {what}: its scheme {version:#04x} is not known here; open it with a newer version")]
    UnknownVersion {
        /// A sealed value or a wrapped key.
        what: &'static str,
        /// The first byte.
        version: u8,
    },
    /// Not as long as its scheme makes it.
    #[error("the {what}: it is empty, cut or extended; restore it from a copy")]
    WrongLength {
        /// A sealed value, a wrapped key or a token.
        what: &'static str,
    },
    /// The right key, or so it seems, and yet it does not open. A cipher cannot tell the two causes apart.
    #[error(
        "the {what}: it was changed, or it belongs to another tenant, owner, record or field; restore it from a copy"
    )]
    DoesNotOpen {
        /// A sealed value or a wrapped key.
        what: &'static str,
    },
    /// The data is not at fault: the key-encryption key that it names was not given.
    #[error(
        "the key ring: the key-encryption key {kek} is asked for, and was looked for in {looked}; put that key's file there; nothing was changed"
    )]
    KekNotOnRing {
        /// The key that is named.
        kek: KekId,
        /// The places of the keys at hand, each with the id of what is there.
        looked: String,
    },
    /// A key-encryption key could not be read or made.
    #[error("{place}: {fault}")]
    Kek {
        /// The file or the variable.
        place: String,
        /// What is wrong with it.
        fault: KekFault,
    },
    /// Asked for work that guesses of a passphrase would not feel, or that would stop the machine.
    #[error("the passphrase's parameters: {0}")]
    Work(WorkFault),
    /// A shredded owner's rows are still there.
    #[error(
        "the key store: {wrapped_keys} wrapped keys and {index_rows} index rows of the owner are left; delete them and count again"
    )]
    NotShredded {
        /// Rows that hold a wrapped key.
        wrapped_keys: u64,
        /// Rows that hold a token.
        index_rows: u64,
    },
    /// The crypto library or the system's randomness refused to work.
    #[error("the crypto library: it refused to work; run the command again, and report it if it repeats")]
    Provider,
}

/// What is wrong with a key-encryption key. None of these says anything about the data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KekFault {
    /// No such file or variable.
    #[error("the key-encryption key is not there; put it back from where it is kept apart from the data")]
    Missing,
    /// `create` never overwrites.
    #[error("there is something already; a key is never overwritten: choose another name")]
    Exists,
    /// Permission bits for group or others.
    #[error("others can read it; run `chmod 600` on it, and rotate to a new key if they may have")]
    ReadableByOthers,
    /// A folder, a device, a pipe.
    #[error("it is not a regular file; name the file that holds the key")]
    NotAFile,
    /// Cut: as after a crash while it was made.
    #[error("it is shorter than a key; restore it from a copy, or remove it if it was never used")]
    Short,
    /// Some other file.
    #[error("it holds no key-encryption key of this program; name the file that `create` made")]
    NotAKek,
    /// A later form of the file.
    #[error("its form is not known here; open it with a newer version")]
    UnknownVersion,
    /// The key does not have the id written beside it.
    #[error("the key and its check value do not agree: it was damaged; restore it from a copy")]
    Damaged,
    /// A passphrase file, opened without one.
    #[error("it needs a passphrase; give one")]
    NeedsPassphrase,
    /// A key file, opened with a passphrase.
    #[error("it holds a key and takes no passphrase; open it without one")]
    TakesNoPassphrase,
    /// The check value does not agree with what the passphrase gives.
    #[error("the passphrase is not the right one, or the file was changed; nothing was changed here")]
    WrongPassphrase,
    /// Argon2 parameters outside what this program works with.
    #[error("{0}")]
    Work(WorkFault),
    /// The system's word for it.
    #[error("{0}")]
    Io(std::io::ErrorKind),
}

/// Which Argon2 parameter is out of bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorkFault {
    /// Guessing would be cheap.
    #[error("less than 19 MiB of memory, 2 passes or 1 lane; a passphrase could be guessed cheaply")]
    TooWeak,
    /// The machine would stand still.
    #[error(
        "more than 1 GiB of memory, 16 passes, 16 lanes, or 4 GiB of memory over all passes; opening would take too long"
    )]
    TooHeavy,
}

impl VaultError {
    pub(crate) fn kek(path: &Path, fault: KekFault) -> Self {
        Self::Kek { place: path.display().to_string(), fault }
    }
}

impl From<aws_lc_rs::error::Unspecified> for VaultError {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self::Provider
    }
}
