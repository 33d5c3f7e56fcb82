//! From a draft and the counts to the plan.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::draft::{Item, draft_but};
use super::{Expected, GuardHit, Note, NoteKind, PLAN_FORMAT, Plan, Step};
use crate::hash::ContentHash;
use crate::hold::Holds;
use crate::inventory::{CountKind, Effect, Inventory, Measure};
use crate::names::DatasetName;
use crate::policy::{Guard, PolicySet};

/// Records that each dataset's last finished run disposed of.
pub type LastRun = BTreeMap<DatasetName, u64>;

/// Below this many records a plan is never unusual for being larger than the last one.
pub const SMALL_RUN: u64 = 100;

/// Makes the plan for a moment from what the connectors saw. Pure: the same input gives the same plan.
///
/// # Errors
/// See [`ContentHash::of`].
pub fn plan(
    policy: &PolicySet,
    inventory: &Inventory,
    holds: &Holds,
    now: Timestamp,
    last: &LastRun,
) -> Result<Plan, serde_json::Error> {
    let mut unmeasured = BTreeMap::new();
    // A dataset without an answer is no part of the plan, which may change what the others can do.
    let draft = loop {
        let draft = draft_but(policy, &inventory.shapes, holds, now, &unmeasured);
        let silent = draft.questions().iter().filter(|question| fault(inventory, question).is_some());
        let more: BTreeMap<_, _> = silent
            .filter_map(|question| Some((question.dataset.clone(), fault(inventory, question)?)))
            .collect();
        if more.is_empty() {
            break draft;
        }
        unmeasured.extend(more);
    };
    let (mut steps, mut notes) = (Vec::new(), draft.notes.clone());
    for item in draft.items {
        let Some(measure) = inventory.measures.get(&item.step.dataset) else { continue };
        notes.extend(counted(&item, measure));
        match &item.task {
            Some((what, by)) => notes.push(Note {
                dataset: item.step.dataset.clone(),
                what: NoteKind::Task { rows: measure.disposable, what: what.clone(), by: by.clone() },
            }),
            None => steps.push(step(policy.guard, item, measure, last)),
        }
    }
    notes.sort_by(|one, other| one.dataset.cmp(&other.dataset));
    Ok(Plan {
        format: PLAN_FORMAT,
        organisation: policy.organisation.name.clone(),
        time_zone: policy.organisation.time_zone.clone(),
        made_at: now,
        policy: policy.hash().clone(),
        shapes: inventory.shapes.hash()?,
        holds: ContentHash::of(holds)?,
        keys: inventory.shapes.keys.clone(),
        about: None,
        steps,
        notes,
    })
}

/// Why there is no usable answer to a question.
fn fault(inventory: &Inventory, question: &super::Question) -> Option<String> {
    let Some(measure) = inventory.measures.get(&question.dataset) else {
        let why = inventory.not_measured.get(&question.dataset);
        return Some(why.cloned().unwrap_or_else(|| format!("`{}` was not counted", question.dataset)));
    };
    (!adds_up(question, measure)).then(|| {
        format!(
            "the counts of `{}` do not add up; it is being written to, so make the plan again",
            question.dataset
        )
    })
}

/// Whether an answer is one to its question.
pub(super) fn adds_up(question: &super::Question, measure: &Measure) -> bool {
    let kept = measure.excepted.iter().try_fold(0_u64, |sum, rows| sum.checked_add(*rows));
    kept.and_then(|kept| kept.checked_add(measure.disposable)) == Some(measure.due)
        && measure.excepted.len() == question.except.len()
        && measure.effects.len() == question.effects.len()
}

fn step(guard: Guard, item: Item, measure: &Measure, last: &LastRun) -> Step {
    let Item { mut step, effects, .. } = item;
    step.guard = unusual(guard, measure, last.get(&step.dataset).copied());
    step.expected = expected(effects, measure);
    step
}

/// What was counted, as a step tells it.
pub(super) fn expected(effects: Vec<Effect>, measure: &Measure) -> Expected {
    Expected {
        total: measure.total,
        total_is_estimate: measure.total_is_estimate,
        due: measure.due,
        oldest: measure.oldest,
        overdue: measure.overdue,
        excepted: measure.excepted.clone(),
        disposable: measure.disposable,
        effects: effects.into_iter().zip(measure.effects.iter().copied()).collect(),
        whole_partitions: measure.whole_partitions.clone(),
        held_until: measure.held_until,
    }
}

/// Whether a step is unusual: a large share of its dataset, or far more than the last run (and more than a handful).
pub(super) fn unusual(guard: Guard, measure: &Measure, last: Option<u64>) -> Option<GuardHit> {
    let rows = u128::from(measure.disposable);
    if rows * 100 > u128::from(measure.total) * u128::from(guard.share_percent) {
        return Some(GuardHit::Share { limit_percent: guard.share_percent });
    }
    let last = last?;
    let many = measure.disposable > SMALL_RUN && rows > u128::from(last) * u128::from(guard.times_last_run);
    many.then_some(GuardHit::Times { limit: guard.times_last_run, last })
}

fn counted(item: &Item, measure: &Measure) -> Vec<Note> {
    let some = measure.counts.iter().filter(|(_, rows)| **rows > 0);
    some.map(|(kind, rows)| {
        let basis = if *kind == CountKind::KeptBeyondCap { item.kept_by.clone() } else { None };
        Note {
            dataset: item.step.dataset.clone(),
            what: NoteKind::Counted { kind: *kind, rows: *rows, basis },
        }
    })
    .collect()
}
