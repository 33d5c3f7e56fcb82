//! What people ask for (GDPR Art. 15-22), and what came of it.

use serde::{Deserialize, Serialize};

use super::Code;
use crate::commitment::Commitment;
use crate::hash::Hash;
use crate::requested::RequestedPart;

/// A value is about to be put right in a column (GDPR Art. 16). Written before anything is touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RectifyIntended {
    /// The request's number.
    pub request: String,
    /// The system's name in the policy.
    pub system: String,
    /// The dataset's name in the policy.
    pub dataset: String,
    /// The column.
    pub field: String,
    /// The value as it was: what was found, each spelling once.
    pub before: Commitment,
    /// The value as it is to be.
    pub after: Commitment,
}

/// A value was put right in a column, as it had been intended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rectified {
    /// The request's number.
    pub request: String,
    /// The system's name in the policy.
    pub system: String,
    /// The dataset's name in the policy.
    pub dataset: String,
    /// The column.
    pub field: String,
    /// Records that were changed.
    pub rows: u64,
    /// Records that still have the old value, counted again afterwards.
    pub left: u64,
}

/// A person objected (GDPR Art. 21, 22(3)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opposed {
    /// The request's number.
    pub request: String,
    /// The activity's name in the policy.
    pub activity: String,
    /// To what: `marketing`, `interest` or `automated`.
    pub to: Code,
}

/// An objection was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpposedDecided {
    /// The request's number.
    pub request: String,
    /// The activity's name in the policy.
    pub activity: String,
    /// To what: `marketing`, `interest` or `automated`.
    pub to: Code,
    /// What came of it: `stopped`, `grounds` or `looked_at`.
    pub outcome: Code,
    /// What was weighed.
    pub reasons: Commitment,
    /// Who decided.
    pub actor: Commitment,
}

/// Somebody looked for erased data that has come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replayed {
    /// Datasets that were looked through.
    pub datasets: u64,
    /// Datasets that could not be.
    pub not_checked: u64,
    /// Erased records that were found again.
    pub returned: u64,
    /// Records that are like erased ones and were left alone.
    pub reported: u64,
}

/// A recipient was told of an erasure, a correction or a restriction (GDPR Art. 19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipientTold {
    /// The request's number.
    pub request: String,
    /// The recipient's name in the policy.
    pub recipient: String,
    /// What of: `erased`, `rectified`, `restricted` or `lifted`.
    pub about: Code,
    /// The day (ISO 8601).
    pub on: String,
    /// The last day for an answer (ISO 8601).
    pub answer_by: String,
    /// Who told it.
    pub actor: Commitment,
}

/// What came of that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipientAnswered {
    /// The request's number.
    pub request: String,
    /// The recipient's name in the policy.
    pub recipient: String,
    /// What of.
    pub about: Code,
    /// The day (ISO 8601).
    pub on: String,
    /// What came of it: `done`, `nothing_held`, `not_done` or `impossible`.
    pub outcome: Code,
    /// Who wrote it down.
    pub actor: Commitment,
}

/// A data subject's request came in, or moved on (GDPR Art. 12, 15-22).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestMoved {
    /// Its number.
    pub request: u64,
    /// What is asked for, such as `erase`.
    pub about: Code,
    /// What was done, such as `received` or `located`.
    pub done: Code,
    /// Where it stands now.
    pub state: Code,
    /// On which day (ISO 8601).
    pub day: String,
    /// The last day to answer, as of then (ISO 8601).
    pub last_day: String,
    /// Tasks for people that were open then.
    pub open_tasks: u64,
    /// Names in the policy of systems that were not done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_done: Vec<String>,
    /// Who moved it.
    pub actor: Commitment,
}

/// What became of a person's data when they asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestDone {
    /// The request's number.
    pub request: u64,
    /// What was asked for.
    pub about: Code,
    /// The day it came in (ISO 8601).
    pub received: String,
    /// SHA-256 of the policy that was followed.
    pub policy: Hash,
    /// SHA-256 of the plan that was carried out, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Hash>,
    /// The ids of the runs that carried it out, each with a certificate of its own.
    pub runs: Vec<String>,
    /// What was found and done, by dataset.
    pub parts: Vec<RequestedPart>,
    /// Who issued it.
    pub actor: Commitment,
}
