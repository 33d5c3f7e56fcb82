//! What stands still: legal holds and restrictions.

use serde::{Deserialize, Serialize};

use super::Code;
use crate::commitment::Commitment;

/// A legal hold was placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldAdded {
    /// The hold's id.
    pub hold: String,
    /// The dataset's name in the policy.
    pub dataset: String,
    /// What it covers.
    pub scope: Commitment,
    /// Why.
    pub reason_code: Code,
    /// The legal basis, such as `GDPR 17(3)(e)`, if one is cited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// The day it ends (ISO 8601), if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A legal hold was lifted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldLifted {
    /// The hold's id.
    pub hold: String,
    /// Who lifted it.
    pub actor: Commitment,
}

/// A person's records were restricted (GDPR Art. 18): the hold that stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestrictionAdded {
    /// The hold's id.
    pub hold: String,
    /// The request's number.
    pub request: String,
    /// The dataset's name in the policy.
    pub dataset: String,
    /// Which of the four grounds: `accuracy`, `unlawful`, `claims` or `objection`.
    pub ground: Code,
    /// How many keys it covers.
    pub keys: u64,
}

/// A restriction was lifted, after the person had been told (GDPR Art. 18(3)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestrictionLifted {
    /// The hold's id.
    pub hold: String,
    /// The request's number.
    pub request: String,
    /// The day on which the person was told (ISO 8601).
    pub told_on: String,
    /// Who lifted it.
    pub actor: Commitment,
}
