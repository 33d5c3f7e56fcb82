//! What a run does, from the approval of its plan to its sums.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Code, Outcome};
use crate::commitment::Commitment;
use crate::counts::{Recount, Residue, RowCounts};
use crate::hash::Hash;

/// A named actor approved a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanApproved {
    /// SHA-256 of the plan.
    pub plan: Hash,
    /// SHA-256 of the policy it follows.
    pub policy: Hash,
    /// SHA-256 of the inventory it was made from.
    pub inventory: Hash,
    /// SHA-256 of the holds it respects.
    pub holds: Hash,
    /// Who approved.
    pub actor: Commitment,
    /// How many steps the plan has.
    pub steps: u64,
    /// How many rows it would touch.
    pub rows: u64,
}

/// The carrying out of a plan began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunStarted {
    /// The run's id.
    pub run: String,
    /// SHA-256 of the plan.
    pub plan: Hash,
}

/// A step is about to be carried out. Written before anything is touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepIntended {
    /// The run's id.
    pub run: String,
    /// The step's number in the plan.
    pub step: u64,
    /// The system's name in the policy.
    pub system: String,
    /// The dataset's name in the policy.
    pub dataset: String,
    /// What is to be done, such as `delete` or `anonymise`.
    pub action: Code,
    /// The date the rule cuts at (ISO 8601).
    pub cutoff: String,
    /// How many rows the plan names.
    pub rows_planned: u64,
}

/// A step ended, with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepFinished {
    /// The run's id.
    pub run: String,
    /// The step's number in the plan.
    pub step: u64,
    /// What came of the step.
    pub outcome: Outcome,
    /// What came of its rows.
    pub rows: RowCounts,
    /// Rows of other tables that went along, by table.
    pub cascaded: BTreeMap<String, u64>,
    /// The independent count afterwards.
    pub recount: Recount,
    /// What the store still keeps.
    pub residue: Vec<Residue>,
}

/// The run ended, with the sums over its steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunFinished {
    /// The run's id.
    pub run: String,
    /// How many steps ended.
    pub steps: u64,
    /// The sum of the steps' rows.
    pub rows: RowCounts,
}

/// The run broke off; it may go on later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunInterrupted {
    /// The run's id.
    pub run: String,
    /// Why.
    pub reason_code: Code,
}
