//! What became of a customer's data when its agreement ended (GDPR Art. 28(3)(g)): the words of a leaf.

use serde::{Deserialize, Serialize};

use crate::body::Code;
use crate::commitment::Commitment;

/// What was found of one dataset when it was counted again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedDataset {
    /// The system's name in the policy.
    pub system: String,
    /// The dataset's name in the policy.
    pub dataset: String,
    /// What became of it.
    #[serde(flatten)]
    pub found: EndedFound,
    /// The ids of the runs that disposed of records of this dataset since the agreement ended. A run takes the records of
    /// several customers: its certificate says how many in all.
    pub runs: Vec<String>,
    /// The first day on which no backup holds what is gone (ISO 8601), if the policy tells how long backups are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backups_until: Option<String>,
    /// Who stated that the customer got the data back, if somebody did. Nothing was counted for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned_by: Option<Commitment>,
}

/// What was found of a dataset. Never merged into “complete”.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum EndedFound {
    /// No record of this customer is left: counted, and none found.
    Deleted,
    /// The records stay, without the person: counted, and none found that says anything of one.
    Anonymised,
    /// Records of this customer are left.
    Left {
        /// How many.
        left: u64,
        /// Of these, how many and why. Their sum is `left`.
        kept: Vec<EndedKept>,
    },
    /// Nobody could count.
    NotChecked {
        /// Why.
        reason: Code,
    },
}

/// Records that are left for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndedKept {
    /// Why: `law`, `hold`, `not_due`, `overdue` or `not_checked`.
    pub why: Code,
    /// How many.
    pub rows: u64,
    /// By which law, as the policy cites it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// The first day on which all of them may be gone (ISO 8601), if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

impl EndedDataset {
    /// Whether what it says of its records agrees with itself.
    pub(crate) fn adds_up(&self) -> bool {
        match &self.found {
            EndedFound::Left { left, kept } => {
                let sum = kept.iter().try_fold(0_u64, |sum, kept| sum.checked_add(kept.rows));
                *left > 0 && sum == Some(*left)
            }
            EndedFound::Deleted | EndedFound::Anonymised | EndedFound::NotChecked { .. } => true,
        }
    }
}
