//! What a run did, step by step, each outcome by its own name.

use gallra_ledger::{Outcome, Residue, RowCounts};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::StepId;
use serde::{Deserialize, Serialize};

/// The report of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The run.
    pub run: String,
    /// The plan's content hash.
    pub plan: String,
    /// Whether the run is over, or waits to go on.
    pub state: RunState,
    /// Its steps so far.
    pub steps: Vec<StepReport>,
    /// Rows by outcome, all steps together.
    pub rows: RowCounts,
    /// The certificate, if the run is over.
    pub certificate: Option<std::path::PathBuf>,
}

impl Report {
    /// Whether everything that was planned was seen done.
    pub fn is_clean(&self) -> bool {
        self.state == RunState::Finished
            && self.steps.iter().all(|step| {
                matches!(
                    step.outcome,
                    Outcome::Erased
                        | Outcome::Anonymised
                        | Outcome::NothingFound
                        | Outcome::Kept { .. }
                        | Outcome::Held { .. }
                ) && step.rows.failed + step.rows.skipped + step.rows.not_checked == 0
            })
    }
}

/// Whether a run is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Every step has an outcome.
    Finished,
    /// It was stopped, and goes on with the same command.
    Interrupted,
}

/// The report of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepReport {
    /// The step.
    pub id: StepId,
    /// Its system.
    pub system: SystemName,
    /// Its dataset.
    pub dataset: DatasetName,
    /// What came of it.
    pub outcome: Outcome,
    /// What came of its rows.
    pub rows: RowCounts,
    /// Rows of other tables that went along, by table.
    pub cascaded: std::collections::BTreeMap<String, u64>,
    /// What the store still keeps of them.
    #[serde(default)]
    pub residue: Vec<Residue>,
    /// The reason in words, where there is one.
    pub reason: Option<String>,
}
