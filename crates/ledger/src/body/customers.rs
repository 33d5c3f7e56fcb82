//! What concerns customers: sub-processors, agreements, the register.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Code;
use crate::commitment::Commitment;
use crate::ended::EndedDataset;
use crate::hash::Hash;

/// Customers were told of sub-processors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubProcessorsAnnounced {
    /// Names in the policy of what is new, by what is new about them: `added`, `changed`, `removed`.
    pub recipients: BTreeMap<String, Code>,
    /// How many customers were written to; none where the agreements name them.
    pub customers: u64,
    /// SHA-256 of what the letters said, without who they were to.
    pub letter: Hash,
    /// The day (ISO 8601).
    pub on: String,
    /// The last day for objections (ISO 8601).
    pub window_ends: String,
    /// Who announced it.
    pub actor: Commitment,
}

/// A customer objected to a sub-processor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionMade {
    /// The recipient's name in the policy.
    pub recipient: String,
    /// Which customer.
    pub subject: Commitment,
    /// What they said.
    pub statement: Commitment,
    /// The day (ISO 8601).
    pub on: String,
    /// Whether the window had passed.
    pub late: bool,
    /// Who wrote it down.
    pub actor: Commitment,
}

/// A customer's objections to a sub-processor were withdrawn or agreed upon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionSettled {
    /// The recipient's name in the policy.
    pub recipient: String,
    /// Which customer.
    pub subject: Commitment,
    /// What was agreed.
    pub statement: Commitment,
    /// The day (ISO 8601).
    pub on: String,
    /// Who wrote it down.
    pub actor: Commitment,
}

/// A stretch of the register's access trail was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrailSealed {
    /// Whose register: 0 is the organisation's own, else the customer's number.
    pub tenant: u64,
    /// First line.
    pub from: u64,
    /// Last line.
    pub to: u64,
    /// SHA-256 of the lines, as the register writes them.
    pub lines: Hash,
}

/// An agreement was drafted, or moved on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementMoved {
    /// Its number.
    pub agreement: u64,
    /// With whom.
    pub customer: Commitment,
    /// What it is about: `service`, `dpa`, `instruction` or `publication`.
    pub about: Code,
    /// How its text came about: `standard`, `negotiated` or `own_instruction`.
    pub mode: Code,
    /// Its version.
    pub version: u64,
    /// SHA-256 of its text.
    pub text: Hash,
    /// What was done, such as `offered`.
    pub done: Code,
    /// Where it stands now.
    pub state: Code,
    /// On which day (ISO 8601), if that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// Who wrote it down.
    pub actor: Commitment,
}

/// A customer's own period was set, or taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingChanged {
    /// Whose.
    pub customer: Commitment,
    /// The dataset's name in the policy.
    pub dataset: String,
    /// The period; none if it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Who wrote it down.
    pub actor: Commitment,
}

/// What became of a customer's data when its agreement ended (GDPR Art. 28(3)(g)), counted now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementEnded {
    /// The agreement's number.
    pub agreement: u64,
    /// With whom.
    pub customer: Commitment,
    /// Its last day (ISO 8601).
    pub last_day: String,
    /// The day it was finally settled (ISO 8601), if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<String>,
    /// SHA-256 of the policy that was followed.
    pub policy: Hash,
    /// What was found, by dataset.
    pub datasets: Vec<EndedDataset>,
    /// Who issued it.
    pub actor: Commitment,
}
