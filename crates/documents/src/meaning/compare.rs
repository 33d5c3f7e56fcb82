//! What is different between two publications, and who has to be told.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::period::Period;
use gallra_rules::policy::{RecipientRole, Role};
use serde::Serialize;

use super::{Activity, Data, Limit, Looks, Meaning, Recipient, Words};

/// Who has to be told of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Customers whose processor we are: the agreement and its instruction change (Art. 28(3)(a)).
    Customers,
    /// The same, in time to object: a sub-processor is new or moves, or data is kept longer (Art. 28(2)).
    CustomersMayObject,
    /// The people whose data it is, by the public notice (Art. 13(3), 14(4)).
    Public,
    /// Those who do the work: they act on instructions only (Art. 29, 32(4)).
    Staff,
}

/// Whether a period is longer than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Longer.
    Longer,
    /// Shorter.
    Shorter,
    /// It counts from something else, or on another clock: neither can be said.
    Other,
    /// There was none.
    New,
    /// There is none any more.
    Gone,
}

/// Something that is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What the activity is for; none for what is about the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Words>,
    /// What is different.
    pub what: What,
    /// Who has to be told.
    pub told: BTreeSet<Audience>,
}

/// What is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The organisation has another name.
    Name {
        /// Before.
        before: String,
        /// Now.
        after: String,
    },
    /// It is reached otherwise.
    Contact(BTreeSet<String>),
    /// Its data protection officer is another, or reached otherwise; empty if there is none any more.
    Dpo(BTreeSet<String>),
    /// Customers have another time to object.
    Window {
        /// Before.
        before: Option<Period>,
        /// Now.
        after: Option<Period>,
    },
    /// A new purpose.
    PurposeAdded,
    /// A purpose that is no longer pursued.
    PurposeRemoved,
    /// The purpose has other words.
    PurposeReworded(Words),
    /// From controller to processor, or the other way.
    Role,
    /// A new kind of data.
    DataAdded(Words),
    /// A kind of data that is not processed any more.
    DataRemoved(Words),
    /// New categories in a kind of data.
    CategoriesAdded(Words, BTreeSet<String>),
    /// Categories that are gone from a kind of data.
    CategoriesRemoved(Words, BTreeSet<String>),
    /// A new group of people in a kind of data.
    SubjectsAdded(Words, Vec<Words>),
    /// A group that is gone from it.
    SubjectsRemoved(Words, Vec<Words>),
    /// How long something is kept.
    Kept {
        /// What.
        data: Words,
        /// Whether it is the promise (`at_most`) or the least time (`at_least`).
        promise: bool,
        /// Which way.
        how: How,
        /// Before.
        before: Option<Limit>,
        /// Now.
        after: Option<Limit>,
    },
    /// The legal basis.
    Basis {
        /// Before.
        before: Words,
        /// Now.
        after: Words,
    },
    /// Somebody new receives the data.
    RecipientAdded {
        /// Who.
        recipient: Recipient,
        /// Whether as our customers' sub-processor.
        sub: bool,
    },
    /// Somebody no longer does.
    RecipientRemoved {
        /// Who.
        recipient: Recipient,
        /// Whether as our customers' sub-processor.
        sub: bool,
    },
    /// A recipient has another name, country, mechanism or capacity.
    RecipientChanged {
        /// Before.
        before: Recipient,
        /// Now.
        after: Recipient,
    },
    /// The data is stored in further countries.
    StoredAlso(BTreeSet<String>),
    /// It is no longer stored in these.
    StoredNoLonger(BTreeSet<String>),
    /// Something else happens when the time is up.
    Then {
        /// Before.
        before: Words,
        /// Now.
        after: Words,
    },
    /// New security measures.
    MeasuresAdded(Vec<Words>),
    /// Security measures that are gone.
    MeasuresRemoved(Vec<Words>),
    /// Where the data is from.
    Source(Words),
    /// What is decided without a person; empty if nothing is any more.
    Automated(Words),
    /// Who else is controller, and the arrangement with them; empty if nobody is any more.
    Joint(Words),
    /// The logo: new, another, or gone.
    Logo(Look),
    /// The colour: new, another, or gone.
    Colour(Look),
    /// The company's own clause texts for its agreement, and in which languages they are others.
    Clauses(BTreeSet<String>),
    /// The company's general terms, and in which languages: new, others, or gone.
    Terms(Look, BTreeSet<String>),
}

/// What became of a part of the looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// There was none.
    New,
    /// Another.
    Other,
    /// There is none any more.
    Gone,
}

/// What is different, in the order in which documents tell it. Nothing if the two promise the same.
pub fn compare(before: &Meaning, after: &Meaning) -> Vec<Change> {
    let mut changes = Vec::new();
    organisation(before, after, &mut changes);
    looks(&before.looks, &after.looks, &mut changes);
    for (name, now) in &after.activities {
        match before.activities.get(name) {
            None => {
                let told = [audience(now.role, false), Audience::Staff].into();
                changes.push(Change { purpose: Some(now.purpose.clone()), what: What::PurposeAdded, told });
                let mut found = Found { activity: now, changes: Vec::new() };
                recipients(&mut found, (before, None), (after, now));
                changes.extend(found.changes);
            }
            Some(was) => {
                let mut found = Found { activity: now, changes: Vec::new() };
                activity(&mut found, (before, was), (after, now));
                changes.extend(found.changes);
            }
        }
    }
    for (name, was) in &before.activities {
        if !after.activities.contains_key(name) {
            let told = [audience(was.role, false), Audience::Staff].into();
            changes.push(Change { purpose: Some(was.purpose.clone()), what: What::PurposeRemoved, told });
        }
    }
    changes
}

fn organisation(before: &Meaning, after: &Meaning, changes: &mut Vec<Change>) {
    let mut put = |what| {
        let roles = after.activities.values().map(|activity| activity.role);
        let told = roles.map(|role| audience(role, false)).collect();
        changes.push(Change { purpose: None, what, told });
    };
    if before.name != after.name {
        put(What::Name { before: before.name.clone(), after: after.name.clone() });
    }
    if before.contact != after.contact {
        put(What::Contact(after.contact.clone()));
    }
    if before.dpo != after.dpo {
        put(What::Dpo(after.dpo.clone()));
    }
    if before.objection_window != after.objection_window {
        let what = What::Window { before: before.objection_window, after: after.objection_window };
        changes.push(Change { purpose: None, what, told: BTreeSet::from([Audience::Customers]) });
    }
}

/// Colour and logo concern nobody's data, so nobody has to be told. Other clauses are another agreement, and other terms
/// another contract.
fn looks(before: &Looks, after: &Looks, changes: &mut Vec<Change>) {
    let of = |was: &Option<String>, now: &Option<String>| match (was, now) {
        (was, now) if was == now => None,
        (None, _) => Some(Look::New),
        (_, None) => Some(Look::Gone),
        _ => Some(Look::Other),
    };
    let logo = of(&before.logo, &after.logo).map(What::Logo);
    let colour = of(&before.colour, &after.colour).map(What::Colour);
    let shown = [logo, colour].into_iter().flatten();
    changes.extend(shown.map(|what| Change { purpose: None, what, told: BTreeSet::new() }));
    let others = |was: &BTreeMap<String, String>, now: &BTreeMap<String, String>| {
        let codes = was.keys().chain(now.keys());
        let others: BTreeSet<String> =
            codes.filter(|code| was.get(*code) != now.get(*code)).cloned().collect();
        Some(others).filter(|others| !others.is_empty())
    };
    let clauses = others(&before.clauses, &after.clauses).map(What::Clauses);
    let terms = others(&before.terms, &after.terms).map(|languages| {
        let how = match (before.terms.is_empty(), after.terms.is_empty()) {
            (true, _) => Look::New,
            (_, true) => Look::Gone,
            _ => Look::Other,
        };
        What::Terms(how, languages)
    });
    let told = BTreeSet::from([Audience::Customers]);
    let agreed = [clauses, terms].into_iter().flatten();
    changes.extend(agreed.map(|what| Change { purpose: None, what, told: told.clone() }));
}

/// Whoever reads what is told of an activity in this role.
const fn audience(role: Role, may_object: bool) -> Audience {
    match (role, may_object) {
        (Role::Processor, true) => Audience::CustomersMayObject,
        (Role::Processor, false) => Audience::Customers,
        (Role::Controller | Role::JointController, _) => Audience::Public,
    }
}

/// What was found of one activity.
struct Found<'a> {
    activity: &'a Activity,
    changes: Vec<Change>,
}

impl Found<'_> {
    fn put(&mut self, what: What, may_object: bool, staff: bool) {
        let mut told = BTreeSet::from([audience(self.activity.role, may_object)]);
        told.extend(staff.then_some(Audience::Staff));
        self.changes.push(Change { purpose: Some(self.activity.purpose.clone()), what, told });
    }
}

fn activity(
    found: &mut Found<'_>,
    (before, was): (&Meaning, &Activity),
    (after, now): (&Meaning, &Activity),
) {
    let staff = now.role == Role::Processor;
    if was.role != now.role {
        found.put(What::Role, false, true);
        // Both those who were and those who are to be told: a customer learns that it is no longer its own.
        let both = audience(was.role, false);
        if let Some(change) = found.changes.last_mut() {
            change.told.insert(both);
        }
    }
    if was.purpose != now.purpose {
        found.put(What::PurposeReworded(was.purpose.clone()), false, staff);
    }
    if was.basis != now.basis {
        let what = What::Basis { before: was.basis.clone(), after: now.basis.clone() };
        found.put(what, false, false);
    }
    for (name, data) in &now.data {
        match was.data.get(name) {
            None => found.put(What::DataAdded(data.called.clone()), false, staff),
            Some(old) => kind_of_data(found, old, data),
        }
    }
    for (_, gone) in was.data.iter().filter(|(name, _)| !now.data.contains_key(*name)) {
        found.put(What::DataRemoved(gone.called.clone()), false, staff);
    }
    recipients(found, (before, Some(was)), (after, now));
    let (more, less) = both_ways(&was.stored, &now.stored);
    if !more.is_empty() {
        found.put(What::StoredAlso(more), true, false);
    }
    if !less.is_empty() {
        found.put(What::StoredNoLonger(less), false, false);
    }
    if was.then != now.then {
        found.put(What::Then { before: was.then.clone(), after: now.then.clone() }, false, true);
    }
    let (more, less) = named(&was.measures, &now.measures);
    if !more.is_empty() {
        found.put(What::MeasuresAdded(more), false, true);
    }
    if !less.is_empty() {
        found.put(What::MeasuresRemoved(less), false, true);
    }
    if was.source != now.source {
        found.put(What::Source(now.source.clone()), false, false);
    }
    if was.automated != now.automated {
        found.put(What::Automated(now.automated.clone()), false, true);
    }
    if was.joint != now.joint {
        found.put(What::Joint(now.joint.clone()), false, true);
    }
}

fn kind_of_data(found: &mut Found<'_>, was: &Data, now: &Data) {
    let staff = found.activity.role == Role::Processor;
    let (more, less) = both_ways(&was.categories, &now.categories);
    if !more.is_empty() {
        found.put(What::CategoriesAdded(now.called.clone(), more), false, staff);
    }
    if !less.is_empty() {
        found.put(What::CategoriesRemoved(now.called.clone(), less), false, false);
    }
    let (more, less) = named(&was.subjects, &now.subjects);
    if !more.is_empty() {
        found.put(What::SubjectsAdded(now.called.clone(), more), false, staff);
    }
    if !less.is_empty() {
        found.put(What::SubjectsRemoved(now.called.clone(), less), false, false);
    }
    for (promise, before, after) in
        [(true, &was.at_most, &now.at_most), (false, &was.at_least, &now.at_least)]
    {
        if let Some(how) = direction(before.as_ref(), after.as_ref()) {
            // A promise that is gone, or that counts from something else, may let data be kept longer.
            let longer = matches!(
                (promise, how),
                (true, How::Longer | How::Other | How::Gone) | (false, How::Longer | How::Other | How::New)
            );
            let what = What::Kept {
                data: now.called.clone(),
                promise,
                how,
                before: before.clone(),
                after: after.clone(),
            };
            found.put(what, longer, staff);
        }
    }
}

/// Which way a limit moved; nothing if it did not. Words alone are no change.
fn direction(before: Option<&Limit>, after: Option<&Limit>) -> Option<How> {
    match (before, after) {
        (None, None) => None,
        (None, Some(_)) => Some(How::New),
        (Some(_), None) => Some(How::Gone),
        (Some(before), Some(after)) if before.from == after.from && before.period == after.period => None,
        (Some(before), Some(after)) if before.from == after.from => {
            Some(match order(before.period, after.period) {
                Some(std::cmp::Ordering::Less) => How::Longer,
                Some(std::cmp::Ordering::Greater) => How::Shorter,
                _ => How::Other,
            })
        }
        (Some(_), Some(_)) => Some(How::Other),
    }
}

/// How two periods compare whatever the calendar does: a month is 28 to 31 days. Nothing if that depends on it.
fn order(one: Period, other: Period) -> Option<std::cmp::Ordering> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let bounds = |period: Period| match period {
        Period::Hours(hours) => (u64::from(hours), u64::from(hours)),
        Period::Calendar { months, days } => {
            let (months, days) = (u64::from(months), u64::from(days));
            ((months * 28 + days) * 24, (months * 31 + days) * 24)
        }
    };
    if let (Period::Calendar { months: a, days: b }, Period::Calendar { months: c, days: d }) = (one, other) {
        match (a.cmp(&c), b.cmp(&d)) {
            (Equal, days) => return Some(days),
            (months, days) if days == Equal || days == months => return Some(months),
            _ => {}
        }
    }
    let ((least, most), (other_least, other_most)) = (bounds(one), bounds(other));
    if most < other_least {
        Some(Less)
    } else if least > other_most {
        Some(Greater)
    } else {
        None
    }
}

fn recipients(
    found: &mut Found<'_>,
    (before, was): (&Meaning, Option<&Activity>),
    (after, now): (&Meaning, &Activity),
) {
    let none = BTreeSet::new();
    let known = was.map_or(&none, |was| &was.recipients);
    let sub = |recipient: &Recipient| {
        now.role == Role::Processor
            && matches!(recipient.role, RecipientRole::Processor | RecipientRole::SubProcessor)
    };
    for name in &now.recipients {
        let Some(recipient) = after.recipients.get(name) else { continue };
        match before.recipients.get(name).filter(|_| known.contains(name)) {
            None => {
                let sub = sub(recipient);
                found.put(What::RecipientAdded { recipient: recipient.clone(), sub }, sub, false);
            }
            Some(old) if old != recipient => {
                let what = What::RecipientChanged { before: old.clone(), after: recipient.clone() };
                found.put(what, sub(recipient), false);
            }
            Some(_) => {}
        }
    }
    for name in known.iter().filter(|name| !now.recipients.contains(*name)) {
        if let Some(recipient) = before.recipients.get(name) {
            let sub = sub(recipient);
            found.put(What::RecipientRemoved { recipient: recipient.clone(), sub }, false, false);
        }
    }
}

/// What is new, and what is gone.
fn both_ways(before: &BTreeSet<String>, after: &BTreeSet<String>) -> (BTreeSet<String>, BTreeSet<String>) {
    (after.difference(before).cloned().collect(), before.difference(after).cloned().collect())
}

/// The same for what has a name in the policy and words; other words are both.
fn named(before: &BTreeMap<String, Words>, after: &BTreeMap<String, Words>) -> (Vec<Words>, Vec<Words>) {
    let not_in = |one: &BTreeMap<String, Words>, other: &BTreeMap<String, Words>| -> Vec<Words> {
        one.iter()
            .filter(|(name, words)| other.get(*name) != Some(words))
            .map(|(_, words)| words.clone())
            .collect()
    };
    (not_in(after, before), not_in(before, after))
}
