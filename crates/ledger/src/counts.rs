//! What a step did and left, in numbers.

use serde::{Deserialize, Serialize};

use crate::body::Code;

/// Rows by what came of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the count of rows with the outcome of that name")]
pub struct RowCounts {
    pub erased: u64,
    pub anonymised: u64,
    pub nothing_found: u64,
    pub kept: u64,
    pub held: u64,
    pub skipped: u64,
    pub not_checked: u64,
    pub failed: u64,
}

impl RowCounts {
    /// Adds `other`, count by count; `None` when a sum leaves the range.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Some(Self {
            erased: self.erased.checked_add(other.erased)?,
            anonymised: self.anonymised.checked_add(other.anonymised)?,
            nothing_found: self.nothing_found.checked_add(other.nothing_found)?,
            kept: self.kept.checked_add(other.kept)?,
            held: self.held.checked_add(other.held)?,
            skipped: self.skipped.checked_add(other.skipped)?,
            not_checked: self.not_checked.checked_add(other.not_checked)?,
            failed: self.failed.checked_add(other.failed)?,
        })
    }
}

/// The independent count after a step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recount {
    /// Rows the rule still covers.
    pub remaining: u64,
    /// Of these, rows that something explains (a hold, a legal period, a change since the plan).
    pub explained: u64,
}

/// What a store keeps of erased records, below what its queries show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residue {
    /// Where, such as `wal` or `index`.
    #[serde(rename = "where")]
    pub place: Code,
    /// What was done about it.
    pub state: ResidueState,
    /// Why it is not otherwise, if there is a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
    /// The day it expires (ISO 8601), if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What makes it go by itself, such as `rewrite`, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_with: Option<Code>,
}

/// What was done about a residue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResidueState {
    /// The bytes were cleared.
    Cleared,
    /// There is no such place, or it is empty.
    NothingKept,
    /// The bytes remain, or nothing rules it out.
    Remains,
    /// Nobody looked, or could.
    NotChecked,
}
