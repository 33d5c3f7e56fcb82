//! Content hashes: what was approved is what is carried out.

use std::fmt;

use serde::{Deserialize, Serialize};

/// SHA-256 of a value's canonical JSON (RFC 8785), written as 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContentHash(String);

impl ContentHash {
    /// Hashes a value by its canonical JSON, so that the order of keys and spaces do not matter.
    ///
    /// # Errors
    /// Only if the value cannot be written as JSON (a map whose keys are not text, a number that is not finite).
    pub fn of<T: Serialize>(value: &T) -> Result<Self, serde_json::Error> {
        let bytes = serde_json_canonicalizer::to_vec(value)?;
        Ok(Self::of_bytes(&bytes))
    }

    /// Hashes bytes as they stand.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(hex::encode(sha2::Sha256::digest(bytes)))
    }

    /// The 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first twelve digits: enough for people to tell two apart, never for a program to decide by.
    pub fn short(&self) -> &str {
        self.0.get(..12).unwrap_or(&self.0)
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
