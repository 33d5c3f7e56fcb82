//! What became of a person's data when they asked (GDPR Art. 15–22): the words of a leaf.

use serde::{Deserialize, Serialize};

use crate::body::Code;
use crate::commitment::Commitment;
use crate::ended::EndedKept;

/// What was done with the records of one dataset, or by people in a system without a connector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestedPart {
    /// The system's name in the policy.
    pub system: String,
    /// The dataset's name in the policy.
    pub dataset: String,
    /// What became of it.
    #[serde(flatten)]
    pub found: RequestedFound,
}

/// What became of a dataset. Never merged into “complete”.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum RequestedFound {
    /// It was searched. `matched` is the sum of the others.
    Searched {
        /// Records that are about the person.
        matched: u64,
        /// Gone.
        erased: u64,
        /// Stay, without the person.
        anonymised: u64,
        /// Changed as the person asked: corrected, marked as restricted, taken out of a use.
        changed: u64,
        /// Stay under a hold.
        held: u64,
        /// Stay because of a basis, and until when.
        kept: Vec<EndedKept>,
        /// Nothing was to be done with them: they were shown, or belong to others too.
        untouched: u64,
        /// Were to be changed and were not.
        failed: u64,
    },
    /// A person did it.
    Attested {
        /// Who.
        by: Commitment,
        /// On which day (ISO 8601).
        on: String,
    },
    /// Nobody looked.
    NotChecked {
        /// Why.
        reason: Code,
    },
}

impl RequestedPart {
    /// Whether what it says of its records agrees with itself.
    pub(crate) fn adds_up(&self) -> bool {
        let RequestedFound::Searched { matched, erased, anonymised, changed, held, kept, untouched, failed } =
            &self.found
        else {
            return true;
        };
        let parts = [*erased, *anonymised, *changed, *held, *untouched, *failed];
        let mut all = parts.into_iter().chain(kept.iter().map(|kept| kept.rows));
        all.try_fold(0_u64, u64::checked_add) == Some(*matched)
    }
}
