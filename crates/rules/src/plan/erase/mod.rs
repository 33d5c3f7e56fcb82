//! The erasure of one person, or of many at once, as a plan: one step for each group of records that
//! [`crate::decide`] erases or anonymises, and a note for every group that stays.
//!
//! A plan says whom it is about by the numbers of the requests and by sets of keys, which it names by salted hashes. What
//! follows from these is written out as predicates, so that a system works on sets and keys need not travel. Two things
//! make a predicate lie once the plan is under way: a record that was found through records which an earlier step takes,
//! and chains of records of one kind. For both [`Draft::remember`] asks for the keys of the records themselves, which then
//! count as identified: nothing new becomes the person's by it, for they are so already.

mod build;
mod order;
mod reads;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::draft::Context;
use super::finish::{adds_up, expected, unusual};
use super::{Note, NoteKind, PLAN_FORMAT, Plan, Question, Step};
use crate::calculus::Calendar;
use crate::decide::{self, Asked, Decided, Group, Verdict, Weighed};
use crate::hash::ContentHash;
use crate::hold::{Hold, Holds};
use crate::inventory::{Effect, Measure, Shapes};
use crate::keys::KeyQuestion;
use crate::links::{Roots, theirs};
use crate::names::DatasetName;
use crate::policy::PolicySet;

/// Whom a plan is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The numbers of the requests.
    pub requests: BTreeSet<String>,
    /// The records that were identified, as sets of keys by their salted hashes.
    pub roots: Roots,
    /// How many times a dataset is passed again on one way: see [`crate::links::theirs`].
    pub depth: usize,
    /// What the handler has weighed.
    pub weighed: Weighed,
}

impl About {
    /// The name of the sets of keys: see [`crate::keys::KeysName::of_request`].
    pub fn name(&self) -> String {
        let mut requests = self.requests.iter();
        let mut name = requests.next().cloned().unwrap_or_default();
        if let more @ 1.. = requests.len() {
            let _ = write!(name, " and {more} more");
        }
        name
    }
}

/// A plan about somebody before anything was counted.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// What is decided.
    pub decided: Decided,
    /// Keys that have to be read and to count as identified before anything is planned; then it is drafted again. Once
    /// these bring nothing new, the draft is good.
    pub remember: Vec<KeyQuestion>,
    items: Vec<Item>,
}

/// A step or a note, and what is to be counted for it.
#[derive(Clone, Debug)]
struct Item {
    /// Position in [`Decided::groups`]; none for a step that only opens a circle.
    group: Option<usize>,
    step: Option<(Step, Vec<Effect>)>,
    question: Question,
}

impl Draft {
    /// What the connectors have to count, in this order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.items.iter().map(|item| &item.question)
    }

    /// The steps in their order, with nothing counted yet.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.items.iter().filter_map(|item| item.step.as_ref().map(|(step, _)| step))
    }

    /// Each group with its number of records, from the answers to [`Draft::questions`].
    pub fn groups<'d>(&'d self, answers: &'d [Measure]) -> impl Iterator<Item = (&'d Group, u64)> {
        self.items
            .iter()
            .zip(answers)
            .filter_map(|(item, answer)| Some((self.decided.groups.get(item.group?)?, answer.due)))
    }

    /// The first dataset whose answer cannot be used, and why.
    pub fn fault(&self, answers: &[Measure]) -> Option<(DatasetName, String)> {
        let asked = self.items.iter().zip(answers);
        let fault = asked.filter(|(item, answer)| !adds_up(&item.question, answer)).map(|(item, _)| {
            let name = &item.question.dataset;
            let cause = format!(
                "the counts of `{name}` do not add up; it is being written to, so make the plan again"
            );
            (name.clone(), cause)
        });
        let mut fault = fault;
        fault.next()
    }
}

/// Drafts the erasure of those whom it is about, for a moment. Pure. `lost` are datasets that could not be searched or
/// counted, and why: nothing is decided about them, nor about what their records name.
pub fn draft(
    policy: &PolicySet,
    shapes: &Shapes,
    holds: &Holds,
    now: Timestamp,
    about: &About,
    lost: &BTreeMap<DatasetName, String>,
) -> Draft {
    let mut lost = lost.clone();
    let Ok(calendar) = Calendar::of(&policy.organisation) else { return Draft::default() };
    let today = calendar.day_of(now);
    let mut in_force: Vec<&Hold> =
        holds.0.iter().filter(|hold| hold.until.is_none_or(|last| last >= today)).collect();
    in_force.sort_by(|one, other| one.id.cmp(&other.id));
    let mut context = Context { policy, shapes, holds: in_force, now, calendar, anchors: BTreeMap::new() };
    for name in policy.datasets.keys() {
        if let Ok(Some(rule)) = super::rule::rule(&context, name) {
            context.anchors.insert(name.clone(), rule.anchors);
        }
    }
    // What turns out not to be plannable changes what may be done with the rest: begin again without it.
    loop {
        let mut found = theirs(policy, shapes, &about.roots, about.depth);
        for (name, why) in &lost {
            found.theirs.remove(name);
            found.not_checked.insert(name.clone(), why.clone());
        }
        let decided =
            decide::decide(&Asked { policy, shapes, holds, found: &found, weighed: &about.weighed, now });
        match build::build(&context, about, &found, decided) {
            Ok(draft) => return draft,
            Err(more) => lost.extend(more),
        }
    }
}

/// Makes the plan from a draft and the answers to its questions, in their order. Pure.
///
/// # Errors
/// See [`ContentHash::of`].
pub fn plan(
    policy: &PolicySet,
    shapes: &Shapes,
    holds: &Holds,
    now: Timestamp,
    about: &About,
    (draft, answers): (&Draft, &[Measure]),
) -> Result<Plan, serde_json::Error> {
    let (mut steps, mut notes) = (Vec::new(), Vec::new());
    for (item, answer) in draft.items.iter().zip(answers) {
        if let Some((step, effects)) = &item.step {
            let mut step = step.clone();
            step.guard = unusual(policy.guard, answer, None);
            step.expected = expected(effects.clone(), answer);
            steps.push(step);
        } else if let Some(group) = item.group.and_then(|at| draft.decided.groups.get(at)) {
            notes.extend(note(group, answer.due));
        }
    }
    let not_checked = draft.decided.not_checked.iter();
    notes.extend(not_checked.map(|(dataset, reason)| Note {
        dataset: dataset.clone(),
        what: NoteKind::NotChecked { reason: reason.clone() },
    }));
    notes.sort_by(|one, other| one.dataset.cmp(&other.dataset));
    Ok(Plan {
        format: PLAN_FORMAT,
        organisation: policy.organisation.name.clone(),
        time_zone: policy.organisation.time_zone.clone(),
        made_at: now,
        policy: policy.hash().clone(),
        shapes: shapes.hash()?,
        holds: ContentHash::of(holds)?,
        keys: shapes.keys.clone(),
        about: Some(about.clone()),
        steps,
        notes,
    })
}

/// What a plan says of records that stay as they are.
fn note(group: &Group, rows: u64) -> Option<Note> {
    if rows == 0 {
        return None;
    }
    let what = match group.verdict.clone() {
        Verdict::Erase | Verdict::Anonymise { .. } => return None,
        Verdict::Keep { by, because, until } => {
            NoteKind::Kept { rows, by, because, until, article: group.verdict.article().map(str::to_owned) }
        }
        Verdict::Held(hold) => NoteKind::Held { rows, hold },
        Verdict::Locked => NoteKind::Locked { rows },
        Verdict::Task { what, by } => {
            NoteKind::Task { rows, what: what.get("en").unwrap_or_default().to_owned(), by }
        }
        Verdict::NotOurs(by) => NoteKind::NotOurs { rows, by },
        Verdict::Open(question) => NoteKind::Open { rows, question },
        Verdict::Shared => NoteKind::Shared { rows },
    };
    Some(Note { dataset: group.dataset.clone(), what })
}

/// What lies one link further than was followed: it has to count none before anything is claimed.
pub fn beyond<'d>(draft: &'d Draft, shapes: &'d Shapes) -> impl Iterator<Item = Question> + 'd {
    draft.decided.beyond.iter().filter_map(|(name, which)| {
        let shape = shapes.tables.get(name)?;
        Some(Question {
            dataset: name.clone(),
            system: shape.system.clone(),
            table: shape.table.clone(),
            key: shape.primary_key.clone(),
            within: which.clone(),
            due: which.clone(),
            oldest_of: None,
            overdue: None,
            counts: BTreeMap::new(),
            except: Vec::new(),
            effects: Vec::new(),
            partitions: Vec::new(),
        })
    })
}
