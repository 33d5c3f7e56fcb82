//! What came of a step, by name and number.

use std::collections::BTreeMap;

use gallra_connect::contract::{Ended, Recount};
use gallra_ledger::{Outcome, Recount as Counted, RowCounts};
use gallra_rules::inventory::OnDelete;
use gallra_rules::plan::{Action, Step, Why};

use crate::report::StepReport;
use crate::{AppError, evidence};

/// Rows by outcome, from what was disposed of and what the recount saw.
pub(crate) fn rows(step: &Step, disposed: u64, recount: &Recount, ended: Ended) -> RowCounts {
    let mut rows = RowCounts::default();
    match step.action {
        Action::Delete => rows.erased = disposed,
        Action::Anonymise(_) => rows.anonymised = disposed,
    }
    for (exception, left) in step.except.iter().zip(&recount.excepted) {
        match exception.why {
            Why::Held(_) | Why::Locked => rows.held += left,
            Why::Referenced { .. } => rows.kept += left,
        }
    }
    // Rows that match now and did not when the plan was made are another plan's; what the plan covered and is still
    // there has failed.
    match ended {
        Ended::BoundReached => rows.skipped = recount.unexplained(),
        Ended::Finished | Ended::Stopped => rows.failed = recount.unexplained(),
    }
    rows
}

/// The one word for a step.
pub(crate) fn word(step: &Step, rows: &RowCounts, recount: &Recount) -> Result<Outcome, AppError> {
    Ok(if rows.failed > 0 {
        Outcome::Failed { reason: evidence::code("rows_left_after_recount")? }
    } else if rows.erased > 0 {
        Outcome::Erased
    } else if rows.anonymised > 0 {
        Outcome::Anonymised
    } else if rows.held > 0 {
        let locked = (step.except.iter().zip(&recount.excepted))
            .any(|(exception, left)| exception.why == Why::Locked && *left > 0);
        Outcome::Held {
            reason: evidence::code(if locked { "object_lock" } else { "legal_hold" })?,
            until: recount.held_until.map(|day| day.to_string()),
        }
    } else if rows.kept > 0 {
        Outcome::Kept { basis: referenced_by(step), until: None }
    } else if rows.skipped > 0 {
        Outcome::Skipped { reason: evidence::code("beyond_the_plan")? }
    } else {
        Outcome::NothingFound
    })
}

/// Which tables still refer to kept rows.
fn referenced_by(step: &Step) -> String {
    let tables: Vec<String> = step
        .except
        .iter()
        .filter_map(|exception| match &exception.why {
            Why::Referenced { table, .. } => Some(table.to_string()),
            Why::Held(_) | Why::Locked => None,
        })
        .collect();
    format!("referenced by {}", tables.join(", "))
}

/// The recount as evidence words it.
pub(crate) fn counted(recount: &Recount) -> Counted {
    Counted { remaining: recount.still_due, explained: recount.still_due - recount.unexplained() }
}

/// Rows of other tables, by table; changed ones are told apart from deleted ones.
pub(crate) fn cascaded(step: &Step, effects: &[u64]) -> BTreeMap<String, u64> {
    let mut tables = BTreeMap::new();
    for ((effect, _), rows) in step.expected.effects.iter().zip(effects) {
        let Some(last) = effect.path.last() else { continue };
        let name = match effect.action {
            OnDelete::Cascade => last.table.to_string(),
            OnDelete::SetNull | OnDelete::SetDefault | OnDelete::Block => {
                format!("{} (link cut)", last.table)
            }
        };
        *tables.entry(name).or_insert(0) += rows;
    }
    tables.retain(|_, rows| *rows > 0);
    tables
}

/// Whether what comes after a step has to wait.
pub(crate) fn broke_off(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Failed { .. } | Outcome::NotChecked { .. })
}

/// All steps together.
pub(crate) fn sum(steps: &[StepReport]) -> RowCounts {
    steps.iter().fold(RowCounts::default(), |sum, step| sum.checked_add(step.rows).unwrap_or(sum))
}
