//! What a step takes from a file: which rows, and no more of them than it may.

use gallra_rules::plan::{Action, Step};
use gallra_rules::predicate::Replacement;
use gallra_rules::predicate::eval::Witness;
use std::io;
use std::sync::Arc;

use super::scan::{Row, Visit};
use crate::memo::Memo;
use crate::records::{Fate, fate, memo};

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Goes,
    Stays,
    /// It is due, and stays because no more may go.
    Beyond,
}

/// Counts rows that go, up to a bound.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    step: Arc<Step>,
    memo: Memo<Fate>,
    left: u64,
    /// Rows that go.
    pub(super) rows: u64,
    /// Whether there are more than may go.
    pub(super) beyond: bool,
}

impl Cut {
    pub(super) fn new(step: Arc<Step>, left: u64) -> Self {
        Self { memo: memo(&step), step, left, rows: 0, beyond: false }
    }

    /// The same, with nothing counted yet.
    pub(super) fn afresh(self) -> Self {
        Self::new(self.step, self.left)
    }

    /// Whether this row goes; it is counted.
    pub(super) fn takes(&mut self, record: &Witness) -> bool {
        let turn = self.turn(record);
        self.count(turn);
        turn == Turn::Goes
    }

    fn turn(&mut self, record: &Witness) -> Turn {
        match self.memo.get(record, || fate(&self.step, record)) {
            Fate::Goes if self.rows < self.left => Turn::Goes,
            Fate::Goes => Turn::Beyond,
            Fate::NotDue | Fate::Kept(_) => Turn::Stays,
        }
    }

    fn count(&mut self, turn: Turn) {
        self.rows += u64::from(turn == Turn::Goes);
        self.beyond |= turn == Turn::Beyond;
    }

    /// What addresses become; `None` where rows go whole.
    pub(super) fn replacement(&self) -> Option<&Replacement> {
        match &self.step.action {
            Action::Delete => None,
            Action::Anonymise(columns) => columns.get("ip"),
        }
    }
}

/// Goes over a file's first rows as long as the same becomes of them. Most files lie before the limit or behind it as a
/// whole: of those nothing is written.
pub(super) struct Alike<'a> {
    pub(super) cut: &'a mut Cut,
    /// Whether the first row goes.
    pub(super) goes: Option<bool>,
}

impl Visit for Alike<'_> {
    fn row(&mut self, row: &Row<'_>) -> io::Result<bool> {
        let turn = self.cut.turn(row.record);
        let goes = turn == Turn::Goes;
        if *self.goes.get_or_insert(goes) != goes {
            return Ok(false);
        }
        self.cut.count(turn);
        Ok(true)
    }
}
