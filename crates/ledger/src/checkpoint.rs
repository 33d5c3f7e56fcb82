//! C2SP `tlog-checkpoint`: the signed statement of a log's size and root.

use crate::Hash;
use crate::error::{VerifyCode, VerifyError};
use crate::keys::{SigningKey, VerifyingKey};
use crate::note::Note;
use crate::text;

/// A log's size and root at one moment, with the signed note that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
    note: String,
}

impl Checkpoint {
    /// Signs the root of a log of `size` leaves. The key's name is the origin.
    ///
    /// # Errors
    /// `V010`, only if the key's name cannot stand in a note.
    pub(crate) fn sign(size: u64, root: Hash, key: &SigningKey) -> Result<Self, VerifyError> {
        let origin = key.name().to_owned();
        let note = Note::sign(&format!("{origin}\n{size}\n{}\n", root.to_base64()), key)?;
        Ok(Self { origin, size, root, note })
    }

    /// Reads a checkpoint that `key` signed, for the log that `key` names.
    ///
    /// # Errors
    /// `V010`, `V012`, `V013`, `V014`; `V015` when the origin is not the key's name.
    pub fn open(note: &[u8], key: &VerifyingKey) -> Result<Self, VerifyError> {
        Self::open_with_origin(note, key, key.name())
    }

    /// As [`Checkpoint::open`], for a log whose origin differs from its key's name (as the Go checksum
    /// database's does).
    ///
    /// # Errors
    /// As [`Checkpoint::open`].
    pub fn open_with_origin(note: &[u8], key: &VerifyingKey, origin: &str) -> Result<Self, VerifyError> {
        let parsed = Note::parse(note)?;
        let checkpoint = Self::parse_text(parsed.verify(key)?, note)?;
        if checkpoint.origin != origin {
            let cause = format!("the origin is “{}”, expected “{origin}”", checkpoint.origin);
            return Err(VerifyError::new(VerifyCode::WrongOrigin, "checkpoint, line 1", cause));
        }
        Ok(checkpoint)
    }

    fn parse_text(text: &str, note: &[u8]) -> Result<Self, VerifyError> {
        let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
        let mut line = |number: u8, what: &str| {
            lines
                .next()
                .filter(|line| !line.is_empty())
                .ok_or_else(|| bad(number, format!("the {what} is missing")))
        };
        let origin = line(1, "origin")?.to_owned();
        let size = text::from_decimal(line(2, "tree size")?)
            .ok_or_else(|| bad(2, "the tree size is not a plain decimal number"))?;
        let root = Hash::from_base64(line(3, "root hash")?)
            .ok_or_else(|| bad(3, "the root hash is not 32 bytes in canonical base64"))?;
        // Extension lines are opaque, but each must say something.
        if lines.any(str::is_empty) {
            return Err(bad(4, "an extension line is empty"));
        }
        if size == 0 && root != Hash::empty_root() {
            return Err(bad(3, "an empty log has the root of nothing"));
        }
        // Signed and parsed, hence valid UTF-8: nothing is replaced here.
        let note = String::from_utf8_lossy(note).into_owned();
        Ok(Self { origin, size, root, note })
    }

    /// The log's identity.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many leaves the log has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The Merkle root over these leaves.
    pub fn root(&self) -> Hash {
        self.root
    }

    /// The signed note, exactly as published.
    pub fn note(&self) -> &str {
        &self.note
    }
}

fn bad(line: u8, cause: impl Into<String>) -> VerifyError {
    VerifyError::new(VerifyCode::BadCheckpoint, format!("checkpoint, line {line}"), cause)
}
