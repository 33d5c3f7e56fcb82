//! What is in force: policies, published documents, keys.

use serde::{Deserialize, Serialize};

use super::Code;
use crate::hash::Hash;

/// A policy came into force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyAdopted {
    /// SHA-256 of the policy.
    pub policy: Hash,
}

/// A document was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentPublished {
    /// Which publication: 1, and one more for each that follows.
    pub publication: u64,
    /// Which document, by its word: `notice`.
    pub document: Code,
    /// Its language (ISO 639-1).
    pub language: Code,
    /// Its form: `html`, `md`, `pdf`.
    pub form: Code,
    /// Its version: the beginning of the hash of what it says.
    pub version: Code,
    /// SHA-256 of the file.
    pub file: Hash,
    /// The hash of the policy that it was made from.
    pub policy: Hash,
    /// The day that it bears (ISO 8601).
    pub on: String,
}

/// A signing key came into use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyCreated {
    /// The public key as a C2SP vkey.
    pub public_key: String,
}
