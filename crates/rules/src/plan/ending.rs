//! The end of an agreement: which records of one customer hang on it, what keeps them, and until when.
//!
//! What hangs on an agreement is what counts from it by a key: an anchor that is read from the register. The questions are of
//! that customer's records alone; a plan, which is of everybody's, asks its own.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::Question;
use super::draft::Context;
use super::holds::{held, locked};
use super::logic::{all, any};
use super::rule::{Bound, END, Rule, before, rule};
use crate::calculus::forward::{due_moment, last_day};
use crate::calculus::{Calendar, Moment, Side};
use crate::hold::Holds;
use crate::inventory::Shapes;
use crate::names::{DatasetName, SystemName};
use crate::period::Period;
use crate::policy::{AnchorSource, Dataset, Disposal, Policy, PolicySet, Role, Round, SystemKind};
use crate::predicate::{AnchorValue, Cutoff, Predicate};

/// Whose records, and under which agreement.
#[derive(Clone, Debug)]
pub struct Whose<'a> {
    /// How other systems write the customer, by the name of the key.
    pub keys: &'a BTreeMap<String, BTreeSet<String>>,
    /// What the customer has set in the register, by dataset.
    pub own: &'a BTreeMap<String, Period>,
    /// The kind of agreement, as the register names it; `None` for whatever hangs on the customer.
    pub kind: Option<&'a str>,
}

/// What has to be counted.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Datasets that can be counted.
    pub asked: Vec<Asked>,
    /// Those that cannot, and why.
    pub gaps: Vec<(DatasetName, SystemName, Gap)>,
}

/// Why a customer's records in a dataset cannot be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// It cannot be looked at.
    NotReached(String),
    /// The register does not know how that system writes this customer: the name of the key.
    NoKey(String),
    /// We process it for customers, and nothing in it tells whose a record is.
    NoLink,
}

/// One dataset.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The dataset.
    pub dataset: DatasetName,
    /// The system.
    pub system: SystemName,
    /// What happens to a record whose time is up.
    pub then: Then,
    /// Every record of this customer. [`crate::inventory::Measure::due`] is their number, `excepted` those that a hold or a
    /// lock keeps; so in the questions below.
    pub theirs: Question,
    /// Those that a floor still keeps; `None` without floors.
    pub law: Option<Question>,
    /// Those whose time is over, and nothing keeps them.
    pub overdue: Question,
    /// Those of which nobody can tell when their time is over.
    pub unknown: Question,
    /// What limits them.
    pub terms: Vec<Term>,
}

/// What happens to a record whose time is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It goes.
    Delete,
    /// It stays, without the person.
    Anonymise,
    /// A person sees to it.
    Task,
}

/// One limit on a dataset.
#[derive(Clone, Debug)]
pub struct Term {
    /// Not shorter, or not longer.
    pub side: Side,
    /// The law, as the policy cites it, for a floor.
    pub basis: Option<String>,
    /// As the policy states it.
    pub rule: String,
    /// Whether it counts from the agreement, and so is one day for all of them.
    pub from_the_agreement: bool,
    /// The same records, with the oldest anchor of this limit wanted.
    pub question: Question,
    periods: Vec<Period>,
    round: Round,
    value: AnchorValue,
    since: Date,
    of: Predicate,
    calendar: Calendar,
}

impl Term {
    /// The first day that a record with an anchor of this day is past the limit; `None` if that is never. With several periods
    /// (the service's and the customer's own) the shortest counts.
    pub fn over(&self, anchor: Date) -> Option<Date> {
        let over = |period| due_moment(&self.calendar, &Moment::Date(anchor), self.round, period, self.side);
        let moment = self.periods.iter().filter_map(|period| over(*period)).min()?;
        Some(self.calendar.day_of(moment))
    }

    /// Records whose anchor lies before a day.
    pub fn before(&self, day: Date) -> Predicate {
        let instant = self.calendar.start_of(day).unwrap_or(Timestamp::MAX);
        before(&self.value, self.since, &self.of, Side::Cap, Cutoff { date: day, instant })
    }

    /// Records with an anchor that can be used.
    pub fn ever(&self) -> Predicate {
        self.before(END)
    }
}

/// Drafts the questions about one customer. Pure.
pub fn draft(policy: &PolicySet, shapes: &Shapes, holds: &Holds, now: Timestamp, whose: &Whose<'_>) -> Draft {
    let mut draft = Draft::default();
    let Ok(calendar) = Calendar::of(&policy.organisation) else { return draft };
    let today = calendar.day_of(now);
    let in_force = holds.0.iter().filter(|hold| hold.until.is_none_or(|last| last >= today)).collect();
    let context = Context { policy, shapes, holds: in_force, now, calendar, anchors: BTreeMap::new() };
    for (name, dataset) in &policy.datasets {
        let gap = |gap| (name.clone(), dataset.system.clone(), gap);
        match link(policy, name, whose.kind) {
            Link::ByKey(by) if !whose.keys.contains_key(by) => {
                draft.gaps.push(gap(Gap::NoKey(by.to_owned())));
            }
            Link::ByKey(_) => {
                let rule =
                    rule(&context, name).and_then(|rule| rule.ok_or("no activity limits it".to_owned()));
                match rule.and_then(|rule| ask(&context, &rule, whose)) {
                    Ok(asked) => draft.asked.push(asked),
                    Err(reason) => draft.gaps.push(gap(Gap::NotReached(reason))),
                }
            }
            Link::Customers => draft.gaps.push(gap(Gap::NoLink)),
            Link::None => {}
        }
    }
    draft
}

/// How long backups are kept after what they copied is gone: the longest `at_most` on a dataset of a backup system.
pub fn backups(policy: &Policy) -> Option<Period> {
    let is_backup = |name: &DatasetName| {
        let system = policy.datasets.get(name).and_then(|dataset| policy.systems.get(&dataset.system));
        system.is_some_and(|system| system.kind == SystemKind::Backup)
    };
    let backing = policy.activities.values().filter(|activity| activity.data.iter().any(is_backup));
    backing.filter_map(|activity| Some(activity.keep.at_most.as_ref()?.period)).max_by_key(|period| {
        match period {
            Period::Calendar { months, days } => (u64::from(*months) * 31 + u64::from(*days)) * 24,
            Period::Hours(hours) => u64::from(*hours),
        }
    })
}

/// The first day on which no backup holds what was gone from the live system on a day (X2: the two are added up).
pub fn gone_from_backups(policy: &Policy, live: Date) -> Option<Date> {
    let calendar = Calendar::of(&policy.organisation).ok()?;
    match backups(policy)? {
        Period::Calendar { months, days } => {
            last_day(&calendar, live, Round::None, months, days)?.tomorrow().ok()
        }
        Period::Hours(hours) => {
            let from = calendar.start_of(live.tomorrow().ok()?)?;
            let until = from.checked_add(jiff::SignedDuration::from_hours(hours.into())).ok()?;
            Some(calendar.day_of(until))
        }
    }
}

/// How a dataset hangs on customers.
enum Link<'a> {
    /// By a key in this column.
    ByKey(&'a str),
    /// We process it for customers, and it does not say for which.
    Customers,
    None,
}

fn link<'a>(policy: &'a Policy, name: &'a DatasetName, kind: Option<&str>) -> Link<'a> {
    let limiting = || policy.activities.values().filter(|activity| activity.data.contains(name));
    let limits = || {
        limiting()
            .flat_map(|activity| [&activity.keep.at_most, &activity.keep.at_least].into_iter().flatten())
    };
    let dataset = policy.datasets.get(name);
    if dataset.is_none_or(|dataset| dataset.register.is_some()) {
        return Link::None;
    }
    for limit in limits() {
        if let Some((there, by)) = read_from(policy, dataset, &limit.anchor, 0)
            && there.in_register().is_some_and(|table| kind.is_none_or(|kind| table.is_of_kind(kind)))
        {
            return Link::ByKey(by);
        }
    }
    // What counts from another kind of agreement is told by that one's certificate; from any other system, here.
    let elsewhere = limits().any(|limit| {
        read_from(policy, dataset, &limit.anchor, 0).is_some_and(|(there, _)| there.register.is_some())
    });
    let for_customers = limiting().any(|activity| activity.role == Role::Processor);
    let is_backup = dataset.and_then(|dataset| policy.systems.get(&dataset.system));
    let is_backup = is_backup.is_some_and(|system| system.kind == SystemKind::Backup);
    if for_customers && !elsewhere && !is_backup { Link::Customers } else { Link::None }
}

/// The dataset in another system that an anchor is read from, and the column here or at an ancestor that holds the key.
fn read_from<'a>(
    policy: &'a Policy,
    dataset: Option<&'a Dataset>,
    anchor: &crate::names::AnchorName,
    hops: usize,
) -> Option<(&'a Dataset, &'a str)> {
    match &dataset?.anchors.get(anchor)?.source {
        AnchorSource::Keyed { dataset, by, .. } => Some((policy.datasets.get(dataset)?, by)),
        // The checker refuses circles; nobody writes a chain this long.
        AnchorSource::Parent { dataset, anchor } if hops < 8 => {
            read_from(policy, policy.datasets.get(dataset), anchor, hops + 1)
        }
        _ => None,
    }
}

fn ask(context: &Context<'_>, rule: &Rule<'_>, whose: &Whose<'_>) -> Result<Asked, String> {
    let place = &rule.place;
    let mine = |bound: &Bound<'_>| Some(all([theirs(&bound.value, whose.keys)?, bound.of.clone()]));
    let theirs = rule.bounds.iter().find_map(mine);
    let theirs = theirs.ok_or("nothing in it tells whose a record is")?;
    let mut parts = vec![rule.within.clone(), theirs];
    if let Disposal::Anonymise(columns) = rule.disposal {
        parts.push(Predicate::NotAnonymised { columns: columns.clone() });
    }
    let theirs = all(parts);
    let held = held(context, place)?.into_iter().map(|(_, when)| when);
    let except: Vec<Predicate> = held.chain(locked(place)).collect();
    let question = |due: Predicate, oldest_of: Option<AnchorValue>| Question {
        dataset: place.name.clone(),
        system: place.dataset.system.clone(),
        table: place.shape.table.clone(),
        key: place.key().to_vec(),
        within: rule.within.clone(),
        due,
        oldest_of,
        overdue: None,
        counts: BTreeMap::new(),
        except: except.clone(),
        effects: Vec::new(),
        partitions: Vec::new(),
    };
    let of = |side| rule.bounds.iter().filter(move |bound: &&Bound<'_>| bound.side == side);
    let passed = all(of(Side::Floor).map(|bound| bound.by(context, context.now)));
    let caps: Vec<Predicate> =
        of(Side::Cap).map(|bound| bound.cap(context, place, context.now)).collect::<Result<_, _>>()?;
    let over = if caps.is_empty() { Predicate::always() } else { any(caps) };
    let unusable =
        rule.bounds.iter().flat_map(|bound| bound.missing_unknown().into_iter().chain([bound.implausible()]));
    // A record without the date that the law counts from is not known to be kept by it.
    let lawful = any(of(Side::Floor).map(|bound| {
        let unusable = bound.missing_unknown().into_iter().chain([bound.implausible()]);
        all([bound.by(context, context.now).negated()].into_iter().chain(unusable.map(Predicate::negated)))
    }));
    let over_and_passed = all([over.clone(), passed.clone()]);
    let unknown = all([theirs.clone(), lawful.clone().negated(), over_and_passed.negated(), any(unusable)]);
    let has_floor = of(Side::Floor).next().is_some();
    let law = has_floor.then(|| question(all([theirs.clone(), lawful]), None));
    let terms = rule.bounds.iter().map(|bound| Term {
        side: bound.side,
        basis: (bound.side == Side::Floor).then(|| bound.basis()).flatten(),
        rule: bound.words(),
        from_the_agreement: bound.value.is_keyed(),
        question: question(all([theirs.clone(), before_ever(bound)]), Some(bound.value.clone())),
        periods: periods(bound, place.name, whose),
        round: bound.limit.round,
        value: bound.value.clone(),
        since: bound.anchor.since,
        of: bound.of.clone(),
        calendar: context.calendar.clone(),
    });
    Ok(Asked {
        dataset: place.name.clone(),
        system: place.dataset.system.clone(),
        then: match rule.disposal {
            Disposal::Delete => Then::Delete,
            Disposal::Anonymise(_) => Then::Anonymise,
            Disposal::Task { .. } => Then::Task,
        },
        law,
        overdue: question(all([theirs.clone(), passed, over]), None),
        unknown: question(unknown, None),
        terms: terms.collect(),
        theirs: question(theirs, None),
    })
}

fn before_ever(bound: &Bound<'_>) -> Predicate {
    bound.before(Cutoff { date: END, instant: Timestamp::MAX })
}

/// The service's period, and what the customer has chosen.
fn periods(bound: &Bound<'_>, dataset: &DatasetName, whose: &Whose<'_>) -> Vec<Period> {
    let mut periods = vec![bound.limit.period];
    if let (Some(own), Side::Cap) = (bound.own(), bound.side) {
        let keys = whose.keys.get(&own.column).into_iter().flatten();
        let chosen =
            keys.filter_map(|key| own.settings.iter().find(|(customer, _)| customer.as_str() == key));
        periods.extend(chosen.map(|(_, period)| *period));
        if own.own.is_some() {
            periods.extend(whose.own.get(dataset.as_str()));
        }
    }
    periods
}

/// That a record is the customer's, told by the way to the key.
fn theirs(value: &AnchorValue, keys: &BTreeMap<String, BTreeSet<String>>) -> Option<Predicate> {
    match value {
        AnchorValue::Keyed { column, .. } => {
            let keys = keys.get(column)?.iter().cloned().collect();
            Some(Predicate::Among { column: column.clone(), keys })
        }
        AnchorValue::Parent { join, of } => {
            let is = Box::new(theirs(of, keys)?);
            Some(Predicate::Related { join: join.clone(), is })
        }
        AnchorValue::Column { .. } | AnchorValue::LatestChild { .. } => None,
    }
}
