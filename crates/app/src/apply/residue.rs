//! What the store still keeps of the rows of a step, as evidence words it.
//!
//! This comes after the rows are gone and counted again: whatever happens here, the step has done what it should. So a
//! failure is no failure of the step, but `not_checked` with its reason.

use gallra_connect::residue::{Place, Reason, Trace, TraceState, Until, Want};
use gallra_connect::{ConnectError, Connector, ErrorKind};
use gallra_ledger::{Residue, ResidueState};
use gallra_rules::residue::ResidueWork;

use super::step::Work;
use crate::{AppError, evidence};

/// Clears or looks, as the plan says. `rows` is how many the step disposed of, over all attempts: of none, none are kept.
pub(super) async fn of(work: &Work<'_>, connector: &Connector, rows: u64) -> Result<Vec<Residue>, AppError> {
    if rows == 0 {
        return Ok(Vec::new());
    }
    let asked = work.step.residue;
    let now = work.context.now().to_zoned(work.context.zone()).time();
    let open = asked.window.is_none_or(|window| window.contains(now));
    let clears = asked.what == ResidueWork::Clear && open;
    work.progress.residue(work.step, clears);
    let want = if clears { Want::Clear } else { Want::Report };
    // If we crash in it: the step has no outcome yet; the same call finds no row left, counts again and comes here again.
    let mut traces = match connector.residue(work.step, rows, want, &work.pace.stop).await {
        Ok(traces) => traces,
        Err(fault) => {
            tracing::warn!(kind = ?fault.kind(), "what the store still keeps could not be looked at");
            vec![Trace::not_checked(Place::Storage, reason(&fault))]
        }
    };
    if asked.what == ResidueWork::Clear && !open {
        traces.insert(0, Trace::not_checked(Place::Storage, Reason::OutsideWindow));
    }
    traces.iter().map(worded).collect()
}

fn reason(fault: &ConnectError) -> Reason {
    match fault.kind() {
        ErrorKind::Gone | ErrorKind::Unreachable => Reason::NotReached,
        ErrorKind::Locked => Reason::Locked,
        ErrorKind::Timeout => Reason::TimedOut,
        ErrorKind::NotPermitted => Reason::NotPermitted,
        _ => Reason::Refused,
    }
}

fn worded(trace: &Trace) -> Result<Residue, AppError> {
    let (until, goes_with) = match trace.until {
        Some(Until::Day(day)) => (Some(day.to_string()), None),
        Some(Until::Event(event)) => (None, Some(evidence::code(event.code())?)),
        None => (None, None),
    };
    Ok(Residue {
        place: evidence::code(trace.place.code())?,
        state: match trace.state {
            TraceState::Cleared => ResidueState::Cleared,
            TraceState::NothingKept => ResidueState::NothingKept,
            TraceState::Remains => ResidueState::Remains,
            TraceState::NotChecked => ResidueState::NotChecked,
        },
        reason: trace.reason.map(|reason| evidence::code(reason.code())).transpose()?,
        until,
        goes_with,
    })
}
