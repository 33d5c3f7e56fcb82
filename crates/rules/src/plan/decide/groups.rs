//! From a person's records to groups with verdicts.

use std::collections::{BTreeMap, BTreeSet};

use super::basis::Keeper;
use super::needed::Needed;
use super::{Anonymised, Asked, Because, Decided, Group, Until, Verdict};
use crate::calculus::{Calendar, forward};
use crate::hold::Hold;
use crate::links::Theirs;
use crate::names::DatasetName;
use crate::plan::anchors::Place;
use crate::plan::draft::Context;
use crate::plan::fit;
use crate::plan::holds::{held, locked};
use crate::plan::logic::{all, any};
use crate::plan::rule::bounds;
use crate::policy::Disposal;
use crate::predicate::{Predicate, Replacement};

/// Decides about every record that a person's request reaches. Pure.
pub fn decide(asked: &Asked<'_>) -> Decided {
    let mut decided = Decided { not_checked: asked.found.not_checked.clone(), ..Decided::default() };
    let calendar = match Calendar::of(&asked.policy.organisation) {
        Ok(calendar) => calendar,
        Err(error) => {
            let lost = asked.found.theirs.keys().map(|name| (name.clone(), error.to_string()));
            return Decided { not_checked: lost.collect(), ..decided };
        }
    };
    let today = calendar.day_of(asked.now);
    let mut holds: Vec<&Hold> =
        asked.holds.0.iter().filter(|hold| hold.until.is_none_or(|last| last >= today)).collect();
    holds.sort_by(|one, other| one.id.cmp(&other.id));
    let context = Context {
        policy: asked.policy,
        shapes: asked.shapes,
        holds,
        now: asked.now,
        calendar,
        anchors: BTreeMap::new(),
    };
    let mut needed = Needed::new(&context, asked.found);
    for name in needed.children_first() {
        let (Some(theirs), Some((name, _))) =
            (asked.found.theirs.get(name), asked.policy.datasets.get_key_value(name))
        else {
            continue;
        };
        match of_dataset(&context, asked, name, theirs, &needed) {
            Ok(groups) => {
                needed.decided(name, &groups);
                decided.groups.extend(groups);
            }
            Err(reason) => {
                needed.lost(name);
                decided.not_checked.insert(name.clone(), reason);
            }
        }
        if theirs.beyond != Predicate::never() {
            decided.beyond.insert(name.clone(), theirs.beyond.clone());
        }
    }
    decided.questions = decided
        .groups
        .iter()
        .filter_map(|group| match &group.verdict {
            Verdict::Open(question) => Some(question.clone()),
            _ => None,
        })
        .collect();
    decided
}

/// Groups of one dataset, each without the records of those before it.
struct Pile<'p> {
    place: Place<'p>,
    of: Predicate,
    taken: Vec<Predicate>,
    groups: Vec<Group>,
}

impl<'p> Pile<'p> {
    fn new(place: Place<'p>, of: Predicate) -> Self {
        Self { place, of, taken: Vec::new(), groups: Vec::new() }
    }

    fn put(&mut self, when: Predicate, verdict: Verdict) {
        if when == Predicate::never() || self.of == Predicate::never() {
            return;
        }
        let taken = any(self.taken.iter().cloned());
        let not_yet = if taken == Predicate::never() { Predicate::always() } else { taken.negated() };
        let which = all([self.of.clone(), when.clone(), not_yet]);
        self.taken.push(when);
        self.groups.push(Group {
            dataset: self.place.name.clone(),
            system: self.place.dataset.system.clone(),
            table: self.place.shape.table.clone(),
            key: self.place.key().to_vec(),
            which,
            verdict,
        });
    }

    /// What nobody may touch.
    fn protect(&mut self, context: &Context<'p>) -> Result<(), String> {
        for (id, when) in held(context, &self.place)? {
            self.put(when, Verdict::Held(id));
        }
        if let Some(when) = locked(&self.place) {
            self.put(when, Verdict::Locked);
        }
        Ok(())
    }
}

fn of_dataset<'a>(
    context: &Context<'a>,
    asked: &Asked<'_>,
    name: &'a DatasetName,
    theirs: &Theirs,
    needed: &Needed<'_, 'a>,
) -> Result<Vec<Group>, String> {
    let place = Place::find(context, name)?;
    if place.shape.kind == crate::inventory::TableKind::NotATable {
        return Err(format!(
            "`{}` is a view, a foreign or a system table; name the table itself",
            place.shape.table
        ));
    }
    let activities: Vec<_> =
        context.policy.activities.iter().filter(|(_, activity)| activity.data.contains(name)).collect();
    let bounds = bounds(context, &place, &activities)?;
    let mut keeps = Vec::new();
    for (by, activity) in activities {
        let keeper = Keeper { context, place: &place, by, activity, bounds: &bounds, weighed: asked.weighed };
        keeps.extend(keeper.keeps()?);
    }
    let mut pile = Pile::new(place, theirs.goes.clone());
    pile.protect(context)?;
    for (when, verdict) in &keeps {
        pile.put(when.clone(), verdict.clone());
    }
    release(context, &mut pile, needed)?;
    let mut groups = pile.groups;
    let mut earlier = vec![theirs.goes.clone()];
    for cut in &theirs.cut {
        fit::anonymise(&place, &cut.columns)?;
        // A record that loses two links is changed once for each.
        let mut pile = Pile::new(place, cut.which.clone());
        pile.protect(context)?;
        for (when, verdict) in keeps.iter().filter(|(_, verdict)| verdict.keeps_as_it_is()) {
            pile.put(when.clone(), verdict.clone());
        }
        let columns = cut.columns.clone();
        pile.put(Predicate::always(), Verdict::Anonymise { columns, why: Anonymised::Link });
        groups.extend(pile.groups);
        earlier.push(cut.which.clone());
    }
    let mut shared = Pile::new(place, theirs.stays.clone());
    shared.taken = earlier;
    shared.put(Predicate::always(), Verdict::Shared);
    groups.extend(shared.groups);
    Ok(groups)
}

/// What becomes of the records that nothing keeps.
fn release<'a>(context: &Context<'a>, pile: &mut Pile<'a>, needed: &Needed<'_, 'a>) -> Result<(), String> {
    let place = pile.place;
    let personal: BTreeSet<&String> =
        place.dataset.fields.keys().chain(place.dataset.subject.values()).collect();
    match forward::disposal(context.policy, place.name) {
        Some(Disposal::Task { what, by }) => {
            pile.put(Predicate::always(), Verdict::Task { what: what.clone(), by: by.clone() });
            return Ok(());
        }
        // Only if the person is really gone from them.
        Some(Disposal::Anonymise(columns)) if personal.iter().all(|column| columns.contains_key(*column)) => {
            fit::anonymise(&place, columns)?;
            let columns = columns.clone();
            pile.put(Predicate::always(), Verdict::Anonymise { columns, why: Anonymised::Policy });
            return Ok(());
        }
        _ => {}
    }
    let kept = any(pile.groups.iter().map(|group| group.which.clone()));
    let when = needed.by_others(&place, &kept)?;
    if when != Predicate::never() {
        pile.put(when, in_place(&place, &personal));
    }
    pile.put(Predicate::always(), Verdict::Erase);
    Ok(())
}

/// A record that has to stay, without the person; as it is, if there is nothing personal in it or that cannot be taken out.
/// Its key stays: that is what others name.
fn in_place(place: &Place<'_>, personal: &BTreeSet<&String>) -> Verdict {
    let personal: Vec<&String> =
        personal.iter().copied().filter(|column| !place.key().contains(column)).collect();
    let columns: BTreeMap<String, Replacement> = personal
        .iter()
        .filter_map(|column| Some(((*column).clone(), fit::emptied(place, column)?)))
        .collect();
    if personal.is_empty() || columns.len() != personal.len() {
        return Verdict::Keep { by: None, because: Because::Needed, until: Until::NotNeeded };
    }
    Verdict::Anonymise { columns, why: Anonymised::Needed }
}
