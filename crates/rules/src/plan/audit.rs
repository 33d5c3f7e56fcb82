//! Measuring a promise: what has to be counted to tell whether it is kept, and the verdict on the counts.
//!
//! A plan asks what a run would dispose of; an audit asks what is still there. The two share the reading of the policy
//! ([`super::rule`]) and nothing else. A promise is one activity's `at_most` on one dataset, or its review date.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use super::Question;
use super::draft::Context;
use super::holds::{held, locked};
use super::logic::all;
use super::rule::{Bound, END, Rule, before, counted_from, rule};
use crate::calculus::forward::due_moment;
use crate::calculus::{Calendar, Moment, Side, cutoff};
use crate::hold::Holds;
use crate::inventory::{CountKind, Measure, Shapes};
use crate::names::{ActivityName, DatasetName, SystemName};
use crate::period::Period;
use crate::policy::{Disposal, Policy, PolicySet, Round};
use crate::predicate::{AnchorValue, Cutoff, Predicate};
use crate::reason::Reason;

/// Bars in a histogram of ages.
const BARS: i32 = 24;

/// One promise, in the policy's words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Promise {
    /// The activity that promises.
    pub activity: ActivityName,
    /// The dataset; none where the promise is about the activity itself.
    pub dataset: Option<DatasetName>,
    /// Where that is.
    pub system: Option<SystemName>,
    /// The promise as the policy states it, such as `at_most 2 years after received`.
    pub rule: String,
}

/// What has to be counted for a promise.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The promise.
    pub promise: Promise,
    /// Records whose anchor lies before this day have been kept too long.
    pub line: Date,
    /// Records that are past the promise, whatever keeps them. Answered by [`Measure::disposable`] for those that
    /// nothing keeps and [`Measure::excepted`] for those under a hold.
    pub overdue: Question,
    /// Every record with a usable anchor: how many, and the oldest.
    pub alive: Question,
    scale: Scale,
}

/// How an anchor is compared with days.
#[derive(Clone, Debug)]
struct Scale {
    calendar: Calendar,
    value: AnchorValue,
    since: Date,
    of: Predicate,
    round: Round,
    period: Period,
}

/// One bar of a histogram of ages: records whose anchor lies from one day up to, and not on, another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// First day.
    pub from: Date,
    /// First day no longer in it.
    pub to: Date,
    /// Records before `to`; those of the bars before this one are counted there.
    pub before: Predicate,
}

/// A promise that nobody can count for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unasked {
    /// The promise.
    pub promise: Promise,
    /// What is known without counting.
    pub verdict: Verdict,
}

/// What an audit has to ask.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Promises that can be measured by counting.
    pub asked: Vec<Asked>,
    /// The others.
    pub unasked: Vec<Unasked>,
}

/// What was found about a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No record is older than promised, of those that could be read.
    Kept,
    /// Records are older than promised, and nothing entitles anybody to keep them; or a review day has passed.
    Broken,
    /// It could not be looked at.
    NotChecked {
        /// Why.
        reason: Reason,
    },
}

/// What was counted for a promise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Records with a usable anchor.
    pub alive: u64,
    /// The oldest anchor among them, as a date in the organisation's zone.
    pub oldest: Option<Date>,
    /// Records past the promise that nothing entitles anybody to keep.
    pub overdue: u64,
    /// Records past the promise under a legal hold or a lock of the store's own.
    pub held: u64,
    /// The last day of such a lock, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Date>,
    /// Records past the promise that another promise, or the law, says to keep.
    pub kept_by_law: u64,
    /// Records whose time has not begun.
    pub ongoing: u64,
    /// Records without a usable anchor: not checked.
    pub unreadable: u64,
}

/// Drafts an audit for a moment. Pure.
pub fn draft(policy: &PolicySet, shapes: &Shapes, holds: &Holds, now: Timestamp) -> Draft {
    let mut draft = Draft::default();
    let Ok(calendar) = Calendar::of(&policy.organisation) else { return draft };
    let today = calendar.day_of(now);
    let in_force = holds.0.iter().filter(|hold| hold.until.is_none_or(|last| last >= today)).collect();
    let context = Context { policy, shapes, holds: in_force, now, calendar, anchors: BTreeMap::new() };
    for (name, activity) in &policy.activities {
        if let Some(review) = activity.review {
            let promise = Promise {
                activity: name.clone(),
                dataset: None,
                system: None,
                rule: format!("until_review {review}"),
            };
            let verdict = if review < today { Verdict::Broken } else { Verdict::Kept };
            draft.unasked.push(Unasked { promise, verdict });
        }
    }
    for name in policy.datasets.keys() {
        match rule(&context, name).and_then(|rule| rule.map(|rule| ask(&context, &rule)).transpose()) {
            Ok(asked) => draft.asked.extend(asked.unwrap_or_default()),
            Err(reason) => {
                draft.unasked.extend(promises(policy, name).map(|promise| Unasked {
                    promise,
                    verdict: Verdict::NotChecked { reason: Reason::Told(reason.clone()) },
                }));
            }
        }
    }
    draft
}

/// The promises on a dataset, as the policy alone tells them.
fn promises<'a>(policy: &'a Policy, dataset: &'a DatasetName) -> impl Iterator<Item = Promise> + 'a {
    policy.activities.iter().filter(|(_, activity)| activity.data.contains(dataset)).filter_map(
        move |(name, activity)| {
            let limit = activity.keep.at_most.as_ref()?;
            Some(Promise {
                activity: name.clone(),
                dataset: Some(dataset.clone()),
                system: policy.datasets.get(dataset).map(|dataset| dataset.system.clone()),
                rule: format!("at_most {} after {}", limit.period, counted_from(limit)),
            })
        },
    )
}

fn ask(context: &Context<'_>, rule: &Rule<'_>) -> Result<Vec<Asked>, String> {
    let held = held(context, &rule.place)?.into_iter().map(|(_, when)| when);
    let held: Vec<Predicate> = held.chain(locked(&rule.place)).collect();
    let passed: Vec<Predicate> = rule
        .bounds
        .iter()
        .filter(|bound| bound.side == Side::Floor)
        .map(|bound| bound.by(context, context.now))
        .collect();
    let mut within = vec![rule.within.clone()];
    if let Disposal::Anonymise(columns) = rule.disposal {
        within.push(Predicate::NotAnonymised { columns: columns.clone() });
    }
    let within = all(within);
    let caps = rule.bounds.iter().filter(|bound| bound.side == Side::Cap);
    caps.map(|bound| one(context, rule, bound, &within, &passed, &held)).collect()
}

fn one(
    context: &Context<'_>,
    rule: &Rule<'_>,
    bound: &Bound<'_>,
    within: &Predicate,
    passed: &[Predicate],
    held: &[Predicate],
) -> Result<Asked, String> {
    let place = &rule.place;
    let too_old = all([within.clone(), bound.cap(context, place, context.now)?]);
    let mut counts = bound.stands_out(within);
    if !passed.is_empty() {
        let law = all([too_old.clone(), all(passed.iter().cloned()).negated()]);
        counts.insert(CountKind::KeptBeyondCap, law);
    }
    let question = |due: Predicate, counts, except: &[Predicate]| Question {
        dataset: place.name.clone(),
        system: place.dataset.system.clone(),
        table: place.shape.table.clone(),
        key: place.key().to_vec(),
        within: rule.within.clone(),
        due,
        oldest_of: Some(bound.value.clone()),
        overdue: None,
        counts,
        except: except.to_vec(),
        effects: Vec::new(),
        partitions: Vec::new(),
    };
    let ever = Cutoff { date: END, instant: context.calendar.start_of(END).unwrap_or(Timestamp::MAX) };
    let alive = all([within.clone(), bound.before(ever)]);
    let line = cutoff::cutoff_before(
        &context.calendar,
        bound.limit.round,
        bound.limit.period,
        Side::Cap,
        context.now,
    );
    Ok(Asked {
        promise: Promise {
            activity: bound.by.clone(),
            dataset: Some(place.name.clone()),
            system: Some(place.dataset.system.clone()),
            rule: bound.words(),
        },
        line: line.date,
        overdue: question(all([too_old].into_iter().chain(passed.iter().cloned())), counts, held),
        alive: question(alive, BTreeMap::new(), &[]),
        scale: Scale {
            calendar: context.calendar.clone(),
            value: bound.value.clone(),
            since: bound.anchor.since,
            of: bound.of.clone(),
            round: bound.limit.round,
            period: bound.limit.period,
        },
    })
}

impl Asked {
    /// The bars for records of which the oldest is of this day, as seen on another, oldest first. One begins exactly at
    /// the promised line, so that no bar stands on both sides of it.
    pub fn bars(&self, oldest: Date, today: Date) -> Vec<Bar> {
        let end = today.tomorrow().unwrap_or(END);
        let start = oldest.min(self.line);
        let days = start.until(end).map_or(0, |span| span.get_days());
        let width = (days / BARS).max(1);
        let mut edges = vec![self.line];
        while let Some(next) = edges.last().and_then(|edge| edge.checked_add(width.days()).ok())
            && next < end
        {
            edges.push(next);
        }
        while let Some(earlier) = edges.first().and_then(|edge| edge.checked_sub(width.days()).ok())
            && edges.first().is_some_and(|first| *first > start)
        {
            edges.insert(0, earlier);
        }
        edges.push(end);
        edges.retain(|edge| *edge <= end);
        edges.dedup();
        let bars = edges.iter().zip(edges.iter().skip(1)).map(|(from, to)| {
            let instant = self.scale.calendar.start_of(*to).unwrap_or(Timestamp::MAX);
            let Scale { value, since, of, .. } = &self.scale;
            let cutoff = Cutoff { date: *to, instant };
            Bar { from: *from, to: *to, before: before(value, *since, of, Side::Cap, cutoff) }
        });
        bars.collect()
    }

    /// The last day on which a record with an anchor of this day may still be there; `None` if that is never. Of a
    /// customer's own, shorter time nothing is known here.
    pub fn last_day(&self, anchor: Date) -> Option<Date> {
        let Scale { calendar, round, period, .. } = &self.scale;
        let over = due_moment(calendar, &Moment::Date(anchor), *round, *period, Side::Cap)?;
        calendar.day_of(over).yesterday().ok()
    }

    /// The verdict and the figures, from the answers to the two questions.
    pub fn judge(&self, overdue: &Measure, alive: &Measure) -> (Verdict, Counts) {
        let count = |kind: CountKind| overdue.counts.get(&kind).copied().unwrap_or(0);
        let counts = Counts {
            alive: alive.due,
            oldest: alive.oldest,
            overdue: overdue.disposable,
            held: overdue.excepted.iter().sum(),
            held_until: overdue.held_until,
            kept_by_law: count(CountKind::KeptBeyondCap),
            ongoing: count(CountKind::Ongoing),
            unreadable: count(CountKind::NoAnchor)
                + count(CountKind::ImplausibleAnchor)
                + count(CountKind::NotKnown),
        };
        (if counts.overdue > 0 { Verdict::Broken } else { Verdict::Kept }, counts)
    }
}
