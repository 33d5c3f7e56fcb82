//! Carrying out an approved plan.
//!
//! There is one way through, and a restart takes the same: [`apply`] finds the run of the plan, passes over the steps
//! that have an outcome, settles the one batch whose fate is not known, and goes on. It takes no options that could
//! change what is done: those stand in the plan. [`Pace`] only says how gently.

mod outcome;
mod residue;
mod step;

use std::collections::BTreeSet;
use std::time::Duration;

use gallra_connect::contract::StopSignal;
use gallra_ledger::{RowCounts, RunFinished, RunInterrupted, RunStarted};
use gallra_rules::hold::HoldId;
use gallra_rules::plan::{Step, StepId};
use gallra_store::{ApprovedPlan, RunId, StepState};

use crate::progress::Progress;
use crate::report::{Report, RunState, StepReport};
use crate::subject::Known;
use crate::{AppError, Context, approval, evidence, planning};

/// How gently a run works. None of it changes which records are disposed of.
#[derive(Clone, Debug)]
pub struct Pace {
    /// A transaction should not take longer than this.
    pub lock_time: Duration,
    /// At most this many rows a second.
    pub rows_per_second: Option<u64>,
    /// Set to stop after the batch at hand.
    pub stop: StopSignal,
}

impl Default for Pace {
    fn default() -> Self {
        Self { lock_time: Duration::from_millis(250), rows_per_second: None, stop: StopSignal::default() }
    }
}

/// Carries out an approved plan, or goes on with it.
///
/// # Errors
/// [`AppError::Store`] with `Busy` if another run is at work; [`AppError::Stale`] if the plan no longer holds, which
/// also ends a run that had begun, its remaining steps `skipped`; a system's error leaves the run unfinished, and the
/// same call goes on with it.
pub async fn apply(
    context: &Context,
    approved: &ApprovedPlan,
    pace: &Pace,
    progress: &dyn Progress,
) -> Result<Report, AppError> {
    apply_for(context, approved, None, pace, progress).await
}

/// The same for a plan that may be about somebody.
pub(crate) async fn apply_for(
    context: &Context,
    approved: &ApprovedPlan,
    about: Option<&Known>,
    pace: &Pace,
    progress: &dyn Progress,
) -> Result<Report, AppError> {
    let _lock = context.store.lock_apply()?;
    let plan = approved.plan();
    approval::is_of(plan, about)?;
    // Before the plan is compared with the holds in force: what is placed after this is noticed by each batch.
    let known = context.store.holds().await?.into_iter().filter(|record| record.lifted_at.is_none());
    let holds: BTreeSet<HoldId> = known.map(|record| record.hold.id).collect();
    let (shapes, connectors) = planning::look_for(context, about, progress).await?;
    let stale = match approval::check(context, plan, &shapes).await {
        Ok(_) => None,
        Err(fault @ (AppError::Stale(_) | AppError::Refused(_))) => Some(fault),
        // A system that does not answer, a disk that is full: the plan may still be good, so nothing is ended.
        Err(fault) => return Err(fault),
    };
    let Some((run, new)) = begin(context, approved, stale.is_some()).await? else {
        // Nothing had begun, so nothing has to be ended.
        return Err(stale.unwrap_or(AppError::NotApproved { plan: approved.hash().short().to_owned() }));
    };
    tracing::info!(run = %run.0, new, steps = plan.steps.len(), "run");

    let mut steps: Vec<StepReport> = Vec::new();
    for (number, step) in plan.steps.iter().enumerate() {
        let work =
            step::Work { context, run: &run, holds: &holds, step, number: number as u64, pace, progress };
        let finished = match &stale {
            Some(_) => work.skip("plan_is_stale").await?,
            None if !ready(step, &steps) => work.skip("an_earlier_step_did_not_finish").await?,
            None => match connectors.get(&step.system) {
                Some(connector) => work.carry_out(connector).await?,
                None => work.skip("system_not_reached").await?,
            },
        };
        match finished {
            Some(report) => steps.push(report),
            None => return interrupted(context, approved, &run, steps).await,
        }
    }
    let report = finish(context, approved, &run, steps, progress).await?;
    match stale {
        Some(fault) => Err(fault),
        None => Ok(report),
    }
}

/// A step waits for those of its children: a parent whose children failed to go is left alone.
fn ready(step: &Step, done: &[StepReport]) -> bool {
    let failed: BTreeSet<&StepId> = done
        .iter()
        .filter(|report| report.rows.failed > 0 || outcome::broke_off(&report.outcome))
        .map(|r| &r.id)
        .collect();
    step.after.iter().all(|id| !failed.contains(id))
}

/// Starts the run or finds it. `None` if it has not begun and may not.
async fn begin(
    context: &Context,
    approved: &ApprovedPlan,
    stale: bool,
) -> Result<Option<(RunId, bool)>, AppError> {
    let known = context.store.runs().await?.into_iter().any(|run| run.plan == approved.hash().as_str());
    if stale && !known {
        return Ok(None);
    }
    let at = context.now();
    let mut tx = context.store.write().await?;
    let (run, new) = tx.begin_run(approved.hash(), at).await?;
    if new {
        let body = RunStarted { run: run.0.clone(), plan: evidence::hash(approved.hash())? };
        tx.append(&evidence::leaf(at, body)?, at, Some(&run)).await?;
    }
    tx.commit().await?;
    // If we crash here: the run is known, none of its steps is; the same call goes on with the first.
    Ok(Some((run, new)))
}

async fn interrupted(
    context: &Context,
    approved: &ApprovedPlan,
    run: &RunId,
    steps: Vec<StepReport>,
) -> Result<Report, AppError> {
    let at = context.now();
    let body = RunInterrupted { run: run.0.clone(), reason_code: evidence::code("stopped_by_user")? };
    let mut tx = context.store.write().await?;
    tx.append(&evidence::leaf(at, body)?, at, Some(run)).await?;
    tx.commit().await?;
    let rows = outcome::sum(&steps);
    evidence::publish(context).await?;
    Ok(Report {
        run: run.0.clone(),
        plan: approved.hash().to_string(),
        state: RunState::Interrupted,
        steps,
        rows,
        certificate: None,
    })
}

async fn finish(
    context: &Context,
    approved: &ApprovedPlan,
    run: &RunId,
    steps: Vec<StepReport>,
    progress: &dyn Progress,
) -> Result<Report, AppError> {
    let at = context.now();
    let rows: RowCounts = outcome::sum(&steps);
    let body = RunFinished { run: run.0.clone(), steps: steps.len() as u64, rows };
    let mut tx = context.store.write().await?;
    tx.finish_run(run, at).await?;
    tx.append(&evidence::leaf(at, body)?, at, Some(run)).await?;
    tx.commit().await?;
    // If we crash here: the run is finished in the state, and the log's folder is behind. Whatever command comes next
    // publishes what is missing, and `gallra certificate` writes the certificate.
    progress.publishing(context.store.leaf_count().await?);
    let certificate = evidence::certify(context, run).await?;
    Ok(Report {
        run: run.0.clone(),
        plan: approved.hash().to_string(),
        state: RunState::Finished,
        steps,
        rows,
        certificate: Some(certificate),
    })
}

/// The outcome of a step that an earlier attempt finished.
pub(crate) fn is_finished(state: StepState) -> bool {
    state == StepState::Finished
}
