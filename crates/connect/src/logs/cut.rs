//! What a step takes from a file: which rows, and no more of them than it may.

use gallra_rules::plan::{Action, Step};
use gallra_rules::predicate::Replacement;
use gallra_rules::predicate::eval::Witness;
use std::io;
use std::sync::Arc;

use super::scan::{Row, Visit};
use crate::records::{Fate, fate};

/// Counts rows that go, up to a bound.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    step: Arc<Step>,
    left: u64,
    /// Rows that go.
    pub(super) rows: u64,
    /// Whether there are more than may go.
    pub(super) beyond: bool,
    /// Whether any row stays.
    pub(super) stays: bool,
}

impl Cut {
    pub(super) fn new(step: Arc<Step>, left: u64) -> Self {
        Self { step, left, rows: 0, beyond: false, stays: false }
    }

    /// Whether this row goes.
    pub(super) fn takes(&mut self, record: &Witness) -> bool {
        if fate(&self.step, record) == Fate::Goes {
            if self.rows < self.left {
                self.rows += 1;
                return true;
            }
            self.beyond = true;
        }
        self.stays = true;
        false
    }

    /// What addresses become; `None` where rows go whole.
    pub(super) fn replacement(&self) -> Option<&Replacement> {
        match &self.step.action {
            Action::Delete => None,
            Action::Anonymise(columns) => columns.get("ip"),
        }
    }
}

impl Visit for Cut {
    fn row(&mut self, row: &Row<'_>) -> io::Result<bool> {
        self.takes(row.record);
        Ok(true)
    }
}
