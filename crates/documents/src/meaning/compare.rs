//! What is different between two publications, and who has to be told.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::period::Period;
use gallra_rules::policy::{RecipientRole, Role};

use super::stands::{of_activity, of_organisation};
use super::{
    Activity, Audience, Change, Data, Fact, Facts, How, Limit, Look, Looks, Meaning, Recipient, What, Words,
};

/// What is different, in the order in which documents tell it. Nothing if the two promise the same.
pub fn compare(before: &Meaning, after: &Meaning) -> Vec<Change> {
    let mut changes = Vec::new();
    organisation(before, after, &mut changes);
    looks(&before.looks, &after.looks, &mut changes);
    for (name, now) in &after.activities {
        match before.activities.get(name) {
            None => {
                changes.push(of_all(now, What::PurposeAdded));
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
            changes.push(of_all(was, What::PurposeRemoved));
        }
    }
    changes
}

/// A whole activity that is new, or gone.
fn of_all(activity: &Activity, what: What) -> Change {
    let told = [audience(activity.role, false), Audience::Staff].into();
    let documents = of_activity(&what, activity);
    Change { purpose: Some(activity.purpose.clone()), what, told, documents }
}

fn organisation(before: &Meaning, after: &Meaning, changes: &mut Vec<Change>) {
    let roles = || after.activities.values().map(|activity| activity.role);
    let mut put = |what, told| {
        let documents = of_organisation(&what);
        changes.push(Change { purpose: None, what, told, documents });
    };
    let everybody = |may_object| roles().map(|role| audience(role, may_object)).collect::<BTreeSet<_>>();
    if before.name != after.name {
        put(What::Name { before: before.name.clone(), after: after.name.clone() }, everybody(false));
    }
    let ways = |fact, was: &BTreeSet<String>, now: &BTreeSet<String>| {
        let known = facts(&before.facts, &after.facts, fact);
        let moved = known.map_or(was != now, |(was, now)| was != now);
        let told = after.facts.get(fact.as_str()).and_then(|words| words.values().next());
        let told = || told.cloned().unwrap_or_else(|| now.iter().cloned().collect::<Vec<_>>().join("; "));
        moved.then(told)
    };
    if let Some(told) = ways(Fact::Contact, &before.contact, &after.contact) {
        put(What::Contact(told), everybody(false));
    }
    if let Some(told) = ways(Fact::Dpo, &before.dpo, &after.dpo) {
        put(What::Dpo(told), everybody(false));
    }
    for fact in [Fact::Number, Fact::Representative, Fact::Authority, Fact::Country, Fact::Backups] {
        if let Some(what) = other(&before.facts, &after.facts, fact, &Words::new()) {
            let longer = fact == Fact::Backups && is_longer(before.backups, after.backups);
            put(what, everybody(longer));
        }
    }
    if before.objection_window != after.objection_window {
        let what = What::Window { before: before.objection_window, after: after.objection_window };
        put(what, BTreeSet::from([Audience::Customers]));
    }
    let (Some(was), Some(now)) = (&before.duties, &after.duties) else { return };
    let told = || everybody(false).into_iter().chain([Audience::Staff]).collect::<BTreeSet<_>>();
    let Named { more, less, reworded } = named(was, now);
    if !more.is_empty() {
        put(What::DutiesAdded(more), told());
    }
    for (before, after) in reworded {
        put(What::Other { fact: Fact::Duty, about: Words::new(), before, after }, told());
    }
    if !less.is_empty() {
        put(What::DutiesRemoved(less), told());
    }
}

/// A fact before and now, if both are known.
fn facts<'f>(before: &'f Facts, after: &'f Facts, fact: Fact) -> Option<(&'f Words, &'f Words)> {
    Some((before.get(fact.as_str())?, after.get(fact.as_str())?))
}

/// A fact that is another.
fn other(before: &Facts, after: &Facts, fact: Fact, about: &Words) -> Option<What> {
    let (was, now) = facts(before, after, fact).filter(|(was, now)| was != now)?;
    Some(What::Other { fact, about: about.clone(), before: was.clone(), after: now.clone() })
}

/// Whether what was erased may lie in backups longer than before, as far as the calendar lets that be told.
fn is_longer(before: Option<Period>, after: Option<Period>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => order(before, after) != Some(std::cmp::Ordering::Greater),
        (_, after) => after.is_none(),
    }
}

/// Colour and logo concern nobody's data, so nobody has to be told. Other clauses are another agreement, and other terms
/// another contract.
fn looks(before: &Looks, after: &Looks, changes: &mut Vec<Change>) {
    let logo = became(before.logo.as_ref(), after.logo.as_ref()).map(What::Logo);
    let colour = became(before.colour.as_ref(), after.colour.as_ref()).map(What::Colour);
    let mut put = |what, told| {
        let documents = of_organisation(&what);
        changes.push(Change { purpose: None, what, told, documents });
    };
    for what in [logo, colour].into_iter().flatten() {
        put(what, BTreeSet::new());
    }
    let told = BTreeSet::from([Audience::Customers]);
    for (how, languages) in by_language(&before.clauses, &after.clauses) {
        put(What::Clauses(how, languages), told.clone());
    }
    for (how, languages) in by_language(&before.terms, &after.terms) {
        put(What::Terms(how, languages), told.clone());
    }
}

fn became(before: Option<&String>, after: Option<&String>) -> Option<Look> {
    match (before, after) {
        (before, after) if before == after => None,
        (None, _) => Some(Look::New),
        (_, None) => Some(Look::Gone),
        _ => Some(Look::Other),
    }
}

/// What became of texts, and in which languages.
fn by_language(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<(Look, BTreeSet<String>)> {
    let of = |how| -> BTreeSet<String> {
        let codes = before.keys().chain(after.keys());
        codes.filter(|code| became(before.get(*code), after.get(*code)) == Some(how)).cloned().collect()
    };
    let all = [Look::New, Look::Other, Look::Gone].into_iter().map(|how| (how, of(how)));
    all.filter(|(_, languages)| !languages.is_empty()).collect()
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
        let documents = of_activity(&what, self.activity);
        self.changes.push(Change { purpose: Some(self.activity.purpose.clone()), what, told, documents });
    }

    /// Something that is another, if it is.
    fn moved(&mut self, (before, after): (&Words, &Words), what: fn(Words, Words) -> What, staff: bool) {
        if before != after {
            self.put(what(before.clone(), after.clone()), false, staff);
        }
    }

    fn fact(&mut self, fact: Fact, (before, after): (&Facts, &Facts), about: &Words, to: (bool, bool)) {
        if let Some(what) = other(before, after, fact, about) {
            self.put(what, to.0, to.1);
        }
    }

    /// What stands in records alone is for the authority.
    fn recorded(&mut self, fact: Fact, both: (&Facts, &Facts), about: &Words) {
        if let Some(what) = other(both.0, both.1, fact, about) {
            self.put(what, false, false);
            self.changes.last_mut().into_iter().for_each(|change| change.told.clear());
        }
    }
}

fn activity(
    found: &mut Found<'_>,
    (before, was): (&Meaning, &Activity),
    (after, now): (&Meaning, &Activity),
) {
    let staff = now.role == Role::Processor;
    if was.role != now.role {
        let what = What::Role { before: was.role, after: now.role };
        let documents = of_activity(&what, was);
        found.put(what, false, true);
        // Both those who were and those who are to be told: a customer learns that it is no longer its own.
        let both = audience(was.role, false);
        if let Some(change) = found.changes.last_mut() {
            change.told.insert(both);
            change.documents.extend(documents);
        }
    }
    let reworded = |before, after| What::PurposeReworded { before, after };
    found.moved((&was.purpose, &now.purpose), reworded, staff);
    found.moved((&was.basis, &now.basis), |before, after| What::Basis { before, after }, false);
    let both = (&was.facts, &now.facts);
    for fact in [Fact::Interest, Fact::Weighed, Fact::Special] {
        found.fact(fact, both, &Words::new(), (false, false));
    }
    kinds_of_data(found, was, now);
    found.fact(Fact::PerCustomer, both, &Words::new(), (false, staff));
    found.fact(Fact::Review, both, &Words::new(), (true, staff));
    recipients(found, (before, Some(was)), (after, now));
    let (more, less) = both_ways(&was.stored, &now.stored);
    if more.is_empty() && less.is_empty() {
        found.fact(Fact::Stored, both, &Words::new(), (true, false));
    }
    if !more.is_empty() {
        found.put(What::StoredAlso(more), true, false);
    }
    if !less.is_empty() {
        found.put(What::StoredNoLonger(less), false, false);
    }
    found.moved((&was.then, &now.then), |before, after| What::Then { before, after }, true);
    found.fact(Fact::Every, both, &Words::new(), (false, true));
    let Named { more, less, reworded } = named(&was.measures, &now.measures);
    if !more.is_empty() {
        found.put(What::MeasuresAdded(more), false, true);
    }
    for (before, after) in reworded {
        found.put(What::Other { fact: Fact::Measure, about: Words::new(), before, after }, false, true);
    }
    if !less.is_empty() {
        found.put(What::MeasuresRemoved(less), false, true);
    }
    found.moved((&was.source, &now.source), |before, after| What::Source { before, after }, false);
    found.moved((&was.automated, &now.automated), |before, after| What::Automated { before, after }, true);
    // That somebody is alone again is told by the role.
    if now.role == Role::JointController {
        let nobody = Words::new();
        let joint = if was.role == now.role { &was.joint } else { &nobody };
        found.moved((joint, &now.joint), |before, after| What::Joint { before, after }, true);
    }
}

fn kinds_of_data(found: &mut Found<'_>, was: &Activity, now: &Activity) {
    let staff = now.role == Role::Processor;
    // Another name in the policy alone is no other kind of data.
    let is_new = |name: &String, data: &Data| {
        let renamed = |(old, it): (&String, &Data)| it == data && !now.data.contains_key(old);
        !was.data.contains_key(name) && !was.data.iter().any(renamed)
    };
    let is_gone = |name: &String, data: &Data| {
        let renamed = |(new, it): (&String, &Data)| it == data && !was.data.contains_key(new);
        !now.data.contains_key(name) && !now.data.iter().any(renamed)
    };
    for (name, data) in &now.data {
        if is_new(name, data) {
            found.put(What::DataAdded(data.called.clone()), false, staff);
        } else if let Some(old) = was.data.get(name) {
            kind_of_data(found, old, data);
        }
    }
    for (_, gone) in was.data.iter().filter(|(name, data)| is_gone(name, data)) {
        found.put(What::DataRemoved(gone.called.clone()), false, staff);
    }
}

fn kind_of_data(found: &mut Found<'_>, was: &Data, now: &Data) {
    let staff = found.activity.role == Role::Processor;
    let (more, less) = both_ways(&was.categories, &now.categories);
    // Without a name of its own it is called by its categories, which are told below.
    let known = facts(&was.facts, &now.facts, Fact::Called);
    let renamed = known.map_or(more.is_empty() && less.is_empty(), |(was, now)| was != now);
    if renamed && was.called != now.called {
        let (before, after) = (was.called.clone(), now.called.clone());
        found.put(What::Other { fact: Fact::Called, about: Words::new(), before, after }, false, staff);
    }
    if !more.is_empty() {
        found.put(What::CategoriesAdded(now.called.clone(), more), false, staff);
    }
    if !less.is_empty() {
        found.put(What::CategoriesRemoved(now.called.clone(), less), false, false);
    }
    let Named { more, less, reworded } = named(&was.subjects, &now.subjects);
    if !more.is_empty() {
        found.put(What::SubjectsAdded(now.called.clone(), more), false, staff);
    }
    for (before, after) in reworded {
        let about = now.called.clone();
        found.put(What::Other { fact: Fact::Subject, about, before, after }, false, staff);
    }
    if !less.is_empty() {
        found.put(What::SubjectsRemoved(now.called.clone(), less), false, false);
    }
    for (promise, before, after) in
        [(true, &was.at_most, &now.at_most), (false, &was.at_least, &now.at_least)]
    {
        limit(found, &now.called, promise, (before.as_ref(), after.as_ref()));
    }
}

fn limit(
    found: &mut Found<'_>,
    data: &Words,
    promise: bool,
    (before, after): (Option<&Limit>, Option<&Limit>),
) {
    let staff = found.activity.role == Role::Processor;
    if let Some(how) = direction(before, after) {
        // A promise that is gone, or that counts from something else, may let data be kept longer.
        let longer = matches!(
            (promise, how),
            (true, How::Longer | How::Other | How::Gone) | (false, How::Longer | How::Other | How::New)
        );
        let (data, before, after) = (data.clone(), before.cloned(), after.cloned());
        found.put(What::Kept { data, promise, how, before, after }, longer, staff);
    } else if let (Some(before), Some(after)) = (before, after)
        && before.words != after.words
    {
        // The same moment for us; whoever reads it may read another, and a longer time.
        let fact = if promise { Fact::AtMost } else { Fact::AtLeast };
        let (before, after) = (before.words.clone(), after.words.clone());
        found.put(What::Other { fact, about: data.clone(), before, after }, true, staff);
    }
}

/// Which way a limit moved; nothing if it did not.
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
                found.put(What::RecipientAdded { recipient: bare(recipient), sub }, sub, false);
            }
            Some(old) => {
                let sub = sub(recipient);
                if !reads_alike(old, recipient) {
                    let what = What::RecipientChanged { before: bare(old), after: bare(recipient), sub };
                    found.put(what, sub, false);
                }
                let about = Words::from([(String::new(), crate::safe::shown(&recipient.name))]);
                let both = (&old.facts, &recipient.facts);
                found.fact(Fact::Does, both, &about, (sub, false));
                found.fact(Fact::From, both, &about, (sub, false));
                found.recorded(Fact::Agreement, both, &about);
            }
        }
    }
    for name in known.iter().filter(|name| !now.recipients.contains(*name)) {
        if let Some(recipient) = before.recipients.get(name) {
            let sub = sub(recipient);
            found.put(What::RecipientRemoved { recipient: bare(recipient), sub }, false, false);
        }
    }
}

/// Somebody without what has changes of its own.
fn bare(recipient: &Recipient) -> Recipient {
    Recipient { facts: Facts::new(), ..recipient.clone() }
}

/// Whether documents tell the same of two: which of our own processors is called a sub-processor says what it does, and within the
/// EEA no mechanism is told.
fn reads_alike(one: &Recipient, other: &Recipient) -> bool {
    let read = |it: &Recipient| {
        let role = if it.role == RecipientRole::SubProcessor { RecipientRole::Processor } else { it.role };
        let transfer = it.transfer.filter(|_| !gallra_rules::check::in_eea(&it.country));
        (it.name.clone(), role, it.country.clone(), transfer)
    };
    read(one) == read(other)
}

/// What is new, and what is gone.
fn both_ways(before: &BTreeSet<String>, after: &BTreeSet<String>) -> (BTreeSet<String>, BTreeSet<String>) {
    (after.difference(before).cloned().collect(), before.difference(after).cloned().collect())
}

/// What became of what has a name in the policy and words.
struct Named {
    more: Vec<Words>,
    less: Vec<Words>,
    /// Before, and now.
    reworded: Vec<(Words, Words)>,
}

/// The same for what has a name in the policy and words. Another name alone is no change.
fn named(before: &BTreeMap<String, Words>, after: &BTreeMap<String, Words>) -> Named {
    let not_in = |one: &BTreeMap<String, Words>, other: &BTreeMap<String, Words>| -> Vec<Words> {
        let alone = one.iter().filter(|(name, _)| !other.contains_key(*name)).map(|(_, words)| words);
        let renamed = |words| other.iter().any(|(name, it)| it == words && !one.contains_key(name));
        alone.filter(|words| !renamed(*words)).cloned().collect()
    };
    let reworded = before.iter().filter_map(|(name, was)| Some((was, after.get(name)?)));
    let reworded = reworded.filter(|(was, now)| was != now);
    Named {
        more: not_in(after, before),
        less: not_in(before, after),
        reworded: reworded.map(|(was, now)| (was.clone(), now.clone())).collect(),
    }
}
