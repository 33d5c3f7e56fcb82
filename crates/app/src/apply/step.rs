//! One step: settle what an earlier attempt left open, dispose, count again, record.

use std::collections::BTreeSet;

use gallra_connect::contract::{Disposed, Ended, Limits, Prepared, Settled};
use gallra_connect::{ConnectError, Connector, DisposeError, ErrorKind};
use gallra_ledger::{Outcome, RowCounts, StepFinished, StepIntended};
use gallra_rules::hold::HoldId;
use gallra_rules::plan::{Action, Step};
use gallra_store::{RunId, StepOutcome};

use super::{Pace, is_finished, outcome, residue};
use crate::journal::StepJournal;
use crate::progress::Progress;
use crate::report::StepReport;
use crate::{AppError, Context, evidence};

/// What is needed to work on one step.
pub(crate) struct Work<'a> {
    pub(crate) context: &'a Context,
    pub(crate) run: &'a RunId,
    pub(crate) holds: &'a BTreeSet<HoldId>,
    pub(crate) step: &'a Step,
    pub(crate) number: u64,
    pub(crate) pace: &'a Pace,
    pub(crate) progress: &'a dyn Progress,
}

impl Work<'_> {
    /// Carries the step out, or goes on with it. `None` if the user asked to stop before it was over.
    pub(crate) async fn carry_out(&self, connector: &Connector) -> Result<Option<StepReport>, AppError> {
        let already = match self.resume(connector).await? {
            Resumed::Finished(report) => return Ok(Some(*report)),
            Resumed::GoOn { rows } => rows,
        };
        self.progress.step_begins(self.step, already);
        let mut journal = StepJournal {
            store: &self.context.store,
            run: self.run,
            holds: self.holds,
            step: self.step,
            progress: self.progress,
            uncounted: None,
            fault: None,
        };
        let limits = Limits {
            lock_time: self.pace.lock_time,
            rows_per_second: self.pace.rows_per_second,
            rows: self.step.expected.disposable.saturating_sub(already),
            stop: self.pace.stop.clone(),
        };
        let result = connector.dispose(self.step, &limits, &mut journal).await;
        // Count what is known to be committed before anything else, whatever came of the rest.
        journal.settle().await?;
        if let Some(fault) = journal.fault.take() {
            return Err(fault.into());
        }
        let Disposed { ended, .. } = match result {
            Ok(disposed) => disposed,
            Err(DisposeError::System(fault)) if is_final(fault.kind()) => {
                return self.broke_off(&fault).await.map(Some);
            }
            Err(DisposeError::System(fault)) => return Err(fault.into()),
            Err(DisposeError::Journal(fault)) => return Err(AppError::Leaf(fault.to_string())),
        };
        if ended == Ended::Stopped {
            return Ok(None);
        }
        self.progress.recounting(self.step);
        let recount = connector.recount(self.step).await?;
        let (total, effects) = self.so_far().await?;
        let rows = outcome::rows(self.step, total, &recount, ended);
        let finished = StepFinished {
            run: self.run.0.clone(),
            step: self.number,
            outcome: outcome::word(self.step, &rows, &recount)?,
            rows,
            cascaded: outcome::cascaded(self.step, &effects),
            recount: outcome::counted(&recount),
            residue: residue::of(self, connector, total).await?,
        };
        self.record(finished, None).await.map(Some)
    }

    /// Records that the step is not carried out, unless it already was.
    pub(crate) async fn skip(&self, reason: &str) -> Result<Option<StepReport>, AppError> {
        if let Some(report) = self.finished_before().await? {
            return Ok(Some(report));
        }
        self.context.may_shred(self.step).await?;
        self.intend().await?;
        let (total, effects) = self.so_far().await?;
        let mut rows = self.disposed(total);
        rows.skipped = self.step.expected.disposable.saturating_sub(total);
        let finished = StepFinished {
            run: self.run.0.clone(),
            step: self.number,
            outcome: Outcome::Skipped { reason: evidence::code(reason)? },
            rows,
            cascaded: outcome::cascaded(self.step, &effects),
            recount: gallra_ledger::Recount::default(),
            residue: Vec::new(),
        };
        self.record(finished, Some(reason.to_owned())).await.map(Some)
    }

    /// The step failed for a reason that trying again does not mend (a table that was altered, a missing right).
    async fn broke_off(&self, fault: &ConnectError) -> Result<StepReport, AppError> {
        let (total, effects) = self.so_far().await?;
        let mut rows = self.disposed(total);
        rows.failed = self.step.expected.disposable.saturating_sub(total);
        let finished = StepFinished {
            run: self.run.0.clone(),
            step: self.number,
            outcome: Outcome::Failed { reason: evidence::code(code(fault.kind()))? },
            rows,
            cascaded: outcome::cascaded(self.step, &effects),
            recount: gallra_ledger::Recount::default(),
            residue: Vec::new(),
        };
        self.record(finished, Some(fault.to_string())).await
    }

    /// Where an earlier attempt left the step.
    async fn resume(&self, connector: &Connector) -> Result<Resumed, AppError> {
        if let Some(report) = self.finished_before().await? {
            return Ok(Resumed::Finished(Box::new(report)));
        }
        self.intend().await?;
        let store = &self.context.store;
        let Some(known) = store.step(self.run, &self.step.id).await? else {
            return Ok(Resumed::GoOn { rows: 0 });
        };
        let Some(body) = known.open_batch else { return Ok(Resumed::GoOn { rows: known.rows }) };
        let batch: Prepared = serde_json::from_str(&body)?;
        let settled = connector.settle(self.step, &batch).await?;
        tracing::info!(run = %self.run.0, step = %self.step.id.0, ?settled, "settled the batch that was open");
        let mut tx = store.write().await?;
        match settled {
            Settled::Committed => tx.count_batch(self.run, &self.step.id, batch.rows, &batch.effects).await?,
            Settled::InPart { rows } => tx.count_batch(self.run, &self.step.id, rows, &batch.effects).await?,
            // Unknown counts as not done: the recount tells what is left, and no row is claimed that was not seen.
            Settled::RolledBack | Settled::Unknown => tx.forget_batch(self.run, &self.step.id).await?,
        }
        tx.commit().await?;
        let rows = known.rows
            + match settled {
                Settled::Committed => batch.rows,
                Settled::InPart { rows } => rows,
                Settled::RolledBack | Settled::Unknown => 0,
            };
        Ok(Resumed::GoOn { rows })
    }

    /// Records the intent, once.
    async fn intend(&self) -> Result<(), AppError> {
        let at = self.context.now();
        let cutoff = self.step.because.iter().map(|reason| reason.cutoff.date).max();
        let body = StepIntended {
            run: self.run.0.clone(),
            step: self.number,
            system: self.step.system.to_string(),
            dataset: self.step.dataset.to_string(),
            action: evidence::code(match self.step.action {
                Action::Delete => "delete",
                Action::Anonymise(_) => "anonymise",
            })?,
            cutoff: cutoff.map(|day| day.to_string()).unwrap_or_default(),
            rows_planned: self.step.expected.disposable,
        };
        let leaf = evidence::leaf(at, body)?;
        let mut tx = self.context.store.write().await?;
        if tx.intend_step(self.run, &self.step.id, &self.step.dataset, at).await? {
            tx.append(&leaf, at, Some(self.run)).await?;
        }
        tx.commit().await?;
        // If we crash here: the intent is known and nothing was touched; the same call goes on with the first batch.
        Ok(())
    }

    /// Records the outcome and the leaf that tells of it, in one transaction.
    async fn record(&self, finished: StepFinished, reason: Option<String>) -> Result<StepReport, AppError> {
        let at = self.context.now();
        // If we crash before this is over, the step has no outcome, and the same call, or the next that looks at the
        // register, goes on with it.
        if disposed_rows(&finished.rows) > 0 {
            self.context.shred_who_is_gone(self.step).await?;
        }
        let report = self.report(&finished, reason);
        let outcome =
            StepOutcome { report: serde_json::to_value(&report)?, rows: disposed_rows(&finished.rows) };
        let leaf = evidence::leaf(at, finished)?;
        let mut tx = self.context.store.write().await?;
        tx.finish_step(self.run, &self.step.id, &outcome, at).await?;
        tx.append(&leaf, at, Some(self.run)).await?;
        tx.commit().await?;
        // If we crash here: the step is over; the same call goes on with the next.
        self.progress.step_ends(self.step, outcome.rows);
        Ok(report)
    }

    fn report(&self, finished: &StepFinished, reason: Option<String>) -> StepReport {
        StepReport {
            id: self.step.id.clone(),
            system: self.step.system.clone(),
            dataset: self.step.dataset.clone(),
            outcome: finished.outcome.clone(),
            rows: finished.rows,
            cascaded: finished.cascaded.clone(),
            residue: finished.residue.clone(),
            reason,
        }
    }

    async fn finished_before(&self) -> Result<Option<StepReport>, AppError> {
        let known = self.context.store.step(self.run, &self.step.id).await?;
        let outcome = known.filter(|known| is_finished(known.state)).and_then(|known| known.outcome);
        Ok(outcome.map(|outcome| serde_json::from_value(outcome.report)).transpose()?)
    }

    async fn so_far(&self) -> Result<(u64, Vec<u64>), AppError> {
        let known = self.context.store.step(self.run, &self.step.id).await?;
        Ok(known.map(|known| (known.rows, known.effects)).unwrap_or_default())
    }

    fn disposed(&self, total: u64) -> RowCounts {
        match self.step.action {
            Action::Delete => RowCounts { erased: total, ..RowCounts::default() },
            Action::Anonymise(_) => RowCounts { anonymised: total, ..RowCounts::default() },
        }
    }
}

/// Whether trying the same again cannot mend it: then the step has failed and the run goes on without it. Anything
/// else (a server that is gone, a right that is missing) leaves the run open, and the same command goes on.
fn is_final(kind: ErrorKind) -> bool {
    use ErrorKind::{BadValue, Blocked, Changed, Refused, Unsupported};
    matches!(kind, Changed | Blocked | BadValue | Unsupported | Refused)
}

/// The reason as evidence words it.
fn code(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Changed => "table_changed",
        ErrorKind::Blocked => "constraint_forbids",
        ErrorKind::BadValue => "value_not_readable",
        ErrorKind::Unsupported => "not_supported",
        _ => "system_refused",
    }
}

enum Resumed {
    Finished(Box<StepReport>),
    GoOn { rows: u64 },
}

fn disposed_rows(rows: &RowCounts) -> u64 {
    rows.erased + rows.anonymised
}
