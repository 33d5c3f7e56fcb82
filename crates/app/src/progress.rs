//! What a long piece of work tells while it works. Whoever draws it (a bar, a log line, nothing) implements
//! [`Progress`].

use std::time::Duration;

use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::Step;

/// Hears of what is going on. Every method has an empty default; none may block for long.
pub trait Progress: Send + Sync {
    /// A system is being looked at.
    fn looking_at(&self, _system: &SystemName) {}
    /// A dataset's records are being counted.
    fn counting(&self, _dataset: &DatasetName) {}
    /// A step begins; `already` rows were disposed of by an earlier attempt.
    fn step_begins(&self, _step: &Step, _already: u64) {}
    /// A batch was committed.
    fn batch(&self, _step: &Step, _rows: u64, _took: Duration) {}
    /// The step is being counted again.
    fn recounting(&self, _step: &Step) {}
    /// What the store still keeps is looked for, and cleared if `clearing`.
    fn residue(&self, _step: &Step, _clearing: bool) {}
    /// A step is over.
    fn step_ends(&self, _step: &Step, _rows: u64) {}
    /// Evidence is being published.
    fn publishing(&self, _leaves: u64) {}
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {}
