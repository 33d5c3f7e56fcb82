//! What was measured, and what people have attested.

use serde::{Deserialize, Serialize};

use crate::commitment::Commitment;
use crate::hash::Hash;

/// The promises were measured against reality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audited {
    /// SHA-256 of the report, as canonical JSON.
    pub report: Hash,
    /// SHA-256 of the policy that was measured.
    pub policy: Hash,
    /// Promises that were found kept.
    pub kept: u64,
    /// Promises that were found broken.
    pub broken: u64,
    /// Promises that could not be checked.
    pub not_checked: u64,
}

/// A person attested what only a person can look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attested {
    /// The activity's name in the policy.
    pub activity: String,
    /// The dataset's name in the policy.
    pub dataset: String,
    /// The role in which the person spoke, as the policy names it.
    pub role: String,
    /// Who.
    pub actor: Commitment,
    /// What they said.
    pub statement: Commitment,
    /// The last day it is good for (ISO 8601).
    pub until: String,
    /// Rows that were to be struck off the index with it. Written by versions before `index_struck`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub struck: Option<u64>,
    /// The promise as the policy stated it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// Rows were struck off an index of papers, because somebody attested that the papers are gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexStruck {
    /// The activity's name in the policy.
    pub activity: String,
    /// The dataset's name in the policy.
    pub dataset: String,
    /// How many rows.
    pub rows: u64,
}

/// A person attested that a duty was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyAttested {
    /// The duty's name in the policy.
    pub duty: String,
    /// The role or recipient that it was done for, as the policy names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The promise as the policy stated it then.
    pub rule: String,
    /// The role in which the person spoke, as the policy names it.
    pub role: String,
    /// Who.
    pub actor: Commitment,
    /// What they said.
    pub statement: Commitment,
    /// The last day it is good for (ISO 8601).
    pub until: String,
    /// SHA-256 of the certificate's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Hash>,
}
