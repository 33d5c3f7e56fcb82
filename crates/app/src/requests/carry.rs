//! What is done in the systems, kind by kind, and what is known of it afterwards.

use std::collections::{BTreeMap, BTreeSet};

use gallra_ledger::{EndedKept, RequestedFound, RequestedPart, RowCounts};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::Plan;
use gallra_rules::plan::decide::{Because, Group, Verdict};
use gallra_rules::request::Kind;
use gallra_store::{Conflict, RunId, StoreError};

use super::work::Going;
use super::{Handler, Loaded};
use crate::evidence::code;
use crate::progress::Progress;
use crate::report::StepReport;
use crate::subject::erase;
use crate::{AppError, Context, Stale, approval};

/// Does it. Gives the systems that failed or did not answer.
pub(super) async fn carry(
    context: &Context,
    handler: &Handler,
    loaded: &mut Loaded,
    going: &Going,
    progress: &dyn Progress,
) -> Result<BTreeSet<SystemName>, AppError> {
    let mut failed: BTreeSet<SystemName> = loaded.about.failing.keys().cloned().collect();
    match loaded.kind() {
        Kind::Erase => failed.extend(erased(context, handler, loaded, going, progress).await?),
        Kind::Access | Kind::Port | Kind::Rectify | Kind::Restrict | Kind::Object | Kind::Human => {}
    }
    Ok(failed)
}

async fn erased(
    context: &Context,
    handler: &Handler,
    loaded: &mut Loaded,
    going: &Going,
    progress: &dyn Progress,
) -> Result<BTreeSet<SystemName>, AppError> {
    let Some(plan) = loaded.about.plan.clone() else { return Ok(BTreeSet::new()) };
    let mut done = BTreeMap::new();
    if !plan.steps.is_empty() {
        let approved = approval::find(context, &plan).await?;
        let applied = erase::apply(context, &approved, &loaded.about.person, &going.pace, progress).await;
        match applied {
            Ok(_) => {}
            // It was carried out, and we crashed before that was noted.
            Err(AppError::Store(StoreError::Conflict(Conflict::AlreadyFinished(_)))) => {}
            Err(AppError::Unreachable { system, .. }) => return Ok(BTreeSet::from([system])),
            Err(fault @ AppError::Stale(Stale::Shapes | Stale::Holds | Stale::Policy | Stale::Keys)) => {
                let (on, by) = (context.today(), handler.actor(gallra_rules::request::Role::Gallra));
                loaded.about.plan = None;
                loaded.about.groups.clear();
                loaded.moved(context, handler, |request| request.locate(on, by)).await?;
                return Err(fault);
            }
            Err(fault) => return Err(fault),
        }
        let run = RunId::of(&plan.hash()?);
        done = steps(context, &plan, &run).await?;
        loaded.about.runs.insert(run.0);
    }
    let systems = plan.steps.iter().map(|step| (step.dataset.clone(), step.system.clone())).collect();
    loaded.about.parts = parts(&loaded.about.groups, &done, &systems)?;
    let broken = |part: &&RequestedPart| matches!(part.found, RequestedFound::Searched { failed: 1.., .. });
    Ok(loaded.about.parts.iter().filter(broken).map(|part| SystemName::new(part.system.as_str())).collect())
}

/// The rows of each dataset by what came of them, as the run has recorded them.
async fn steps(
    context: &Context,
    plan: &Plan,
    run: &RunId,
) -> Result<BTreeMap<DatasetName, RowCounts>, AppError> {
    let mut done: BTreeMap<DatasetName, RowCounts> = BTreeMap::new();
    for step in &plan.steps {
        let record = context.store.step(run, &step.id).await?;
        let report = record.and_then(|record| record.outcome).map(|outcome| outcome.report);
        let report: Option<StepReport> = report.map(serde_json::from_value).transpose()?;
        let rows = match report {
            Some(report) => report.rows,
            None => RowCounts { failed: 1, ..RowCounts::default() },
        };
        let sum = done.entry(step.dataset.clone()).or_default();
        *sum = sum.checked_add(rows).unwrap_or(*sum);
    }
    Ok(done)
}

/// What is told of each dataset: what the run did with those that go, and what was decided of those that stay.
fn parts(
    groups: &[(Group, u64)],
    done: &BTreeMap<DatasetName, RowCounts>,
    systems: &BTreeMap<DatasetName, SystemName>,
) -> Result<Vec<RequestedPart>, AppError> {
    let mut datasets: BTreeMap<&DatasetName, &SystemName> = systems.iter().collect();
    datasets.extend(groups.iter().map(|(group, _)| (&group.dataset, &group.system)));
    let mut parts = Vec::new();
    for (dataset, system) in datasets {
        let rows = done.get(dataset).copied().unwrap_or_default();
        let (mut held, mut untouched, mut kept) = (rows.held, 0, Vec::new());
        for (group, number) in groups.iter().filter(|(group, rows)| group.dataset == *dataset && *rows > 0) {
            match &group.verdict {
                Verdict::Erase | Verdict::Anonymise { .. } => {}
                Verdict::Held(_) => held += number,
                Verdict::Shared => untouched += number,
                other => kept.push(why(other, *number)?),
            }
        }
        if rows.kept > 0 {
            kept.push(EndedKept { why: code("law")?, rows: rows.kept, basis: None, until: None });
        }
        let failed = rows.failed + rows.skipped + rows.not_checked;
        let kept_rows: u64 = kept.iter().map(|kept| kept.rows).sum();
        let matched = rows.erased + rows.anonymised + held + kept_rows + untouched + failed;
        parts.push(RequestedPart {
            system: system.to_string(),
            dataset: dataset.to_string(),
            found: RequestedFound::Searched {
                matched,
                erased: rows.erased,
                anonymised: rows.anonymised,
                changed: 0,
                held,
                kept,
                untouched,
                failed,
            },
        });
    }
    Ok(parts)
}

/// Why records stay, in a word, with the law that keeps them.
fn why(verdict: &Verdict, rows: u64) -> Result<EndedKept, AppError> {
    let (word, basis) = match verdict {
        Verdict::Keep { because: Because::Duty { source }, .. } => ("law", Some(source.clone())),
        Verdict::Keep { because: Because::InForce, .. } => ("contract", None),
        Verdict::Keep { because: Because::Exempt(_), .. } => {
            ("exemption", verdict.article().map(str::to_owned))
        }
        Verdict::Keep { because: Because::Needed, .. } => ("needed", None),
        Verdict::Locked => ("locked", None),
        Verdict::Task { .. } => ("task", None),
        Verdict::NotOurs(_) => ("customer_decides", None),
        _ => ("undecided", None),
    };
    Ok(EndedKept { why: code(word)?, rows, basis, until: None })
}
