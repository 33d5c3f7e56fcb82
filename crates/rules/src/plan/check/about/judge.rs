//! What the policy makes of a made-up record when somebody asks for erasure, told record by record: whose it is, by the
//! four rules of [`crate::links::theirs`] until nothing changes; what holds or keeps it, by the calculus forward from its
//! dates; and what is then done.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Checker;
use super::world::{At, World};
use crate::calculus::forward;
use crate::inventory::ColumnClass;
use crate::names::DatasetName;
use crate::plan::About;
use crate::policy::{Disposal, Tie, Tied};
use crate::predicate::eval::Value;
use crate::predicate::{Join, Predicate, Replacement, Scalar};

/// What should become of a record of the person's.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fate {
    Erase,
    Blank(BTreeMap<String, Replacement>),
    /// Erased, or left without the person: records that name each other in a circle are decided in some order.
    Either(Option<BTreeMap<String, Replacement>>),
    Stay,
}

/// Records that are a person's, as members of their datasets.
pub(super) type Theirs = BTreeSet<(DatasetName, At)>;

/// Judges the records of one world.
pub(super) struct Judge<'j> {
    pub(super) checker: &'j Checker<'j>,
    pub(super) about: &'j About,
    pub(super) world: &'j World,
    theirs: Theirs,
}

/// Whether records that stay name one that would go.
enum Needed {
    No,
    Yes,
    InACircle,
}

impl<'j> Judge<'j> {
    pub(super) fn new(checker: &'j Checker<'j>, about: &'j About, world: &'j World) -> Self {
        let mut judge = Self { checker, about, world, theirs: Theirs::new() };
        loop {
            let before = judge.theirs.len();
            for name in checker.policy.datasets.keys() {
                for at in 0..world.records.len() {
                    if judge.is_in(name, at) && judge.follows(name, at) {
                        judge.theirs.insert((name.clone(), at));
                    }
                }
            }
            if judge.theirs.len() == before {
                return judge;
            }
        }
    }

    /// The same for a world in which nothing is different that tells whose a record is.
    pub(super) fn like(known: &Judge<'j>, world: &'j World) -> Self {
        Self { checker: known.checker, about: known.about, world, theirs: known.theirs.clone() }
    }

    /// Whether it is the person's, however many links away.
    pub(super) fn is_theirs(&self, name: &DatasetName, at: At) -> bool {
        self.theirs.contains(&(name.clone(), at))
    }

    /// Whether a record is one of a dataset's.
    pub(super) fn is_in(&self, name: &DatasetName, at: At) -> bool {
        let (Some(dataset), Some(shape), Some(record)) = (
            self.checker.policy.datasets.get(name),
            self.checker.shapes.tables.get(name),
            self.world.records.get(at),
        ) else {
            return false;
        };
        record.system == dataset.system
            && record.table == shape.table
            && (dataset.filter.is_empty() || self.checker.matches(name, &self.world.witness(at)))
    }

    fn is_identified(&self, name: &DatasetName, at: At) -> bool {
        self.about.roots.get(name).is_some_and(|roots| self.world.holds(roots, at))
    }

    /// The four rules, once.
    fn follows(&self, name: &DatasetName, at: At) -> bool {
        let is = |other: &DatasetName, record: At| self.is_theirs(other, record);
        let Some(dataset) = self.checker.policy.datasets.get(name) else { return false };
        let (mut some, mut other) = (false, false);
        for (parent, tie) in dataset.ties().filter(|(_, tie)| tie.tied != Tied::Refers) {
            let named = self.named(name, at, parent, &tie);
            if tie.tied == Tied::Shared {
                some |= named.iter().any(|record| is(parent, *record));
                other |= named.iter().any(|record| self.is_in(parent, *record) && !is(parent, *record));
            } else if named.iter().any(|record| is(parent, *record)) {
                return true;
            }
        }
        if some && !other || self.is_identified(name, at) {
            return true;
        }
        // All that share it, over whatever link.
        let (mut some, mut other) = (false, false);
        for (child, tie) in self.sharing(name) {
            for part in self.naming(child, name, at, &tie) {
                let theirs = is(child, part);
                some |= theirs;
                other |= !theirs && self.is_in(child, part);
            }
        }
        some && !other
    }

    /// Whether it is found to be the person's when no dataset is passed more often than the plan says, on any way.
    pub(super) fn is_found(&self, name: &DatasetName, at: At) -> bool {
        self.found(name, at, None, &mut BTreeMap::new())
    }

    fn found(
        &self,
        name: &DatasetName,
        at: At,
        came: Option<(&DatasetName, &Tie)>,
        passed: &mut BTreeMap<DatasetName, usize>,
    ) -> bool {
        let times = passed.get(name).copied().unwrap_or_default();
        let Some(dataset) = self.checker.policy.datasets.get(name) else { return false };
        if times > self.about.depth || !self.is_in(name, at) {
            return false;
        }
        passed.insert(name.clone(), times + 1);
        let back =
            |other: &DatasetName, tie: &Tie| came.is_some_and(|(known, by)| known == other && by == tie);
        let mut is = self.is_identified(name, at);
        let (mut some, mut other) = (false, false);
        for (parent, tie) in
            dataset.ties().filter(|(parent, tie)| !back(parent, tie) && tie.tied != Tied::Refers)
        {
            for record in self.named(name, at, parent, &tie) {
                let through = (tie.tied == Tied::Shares).then_some((name, &*tie));
                let found = self.found(parent, record, through, passed);
                if tie.tied == Tied::Shared {
                    some |= found;
                    other |= !found && self.is_in(parent, record);
                } else {
                    is |= found;
                }
            }
        }
        is |= some && !other;
        let parts = self.sharing(name);
        if !parts.iter().any(|(child, tie)| back(child, tie)) {
            let (mut some, mut other) = (false, false);
            for (child, tie) in parts {
                for record in self.naming(child, name, at, &tie) {
                    let found = self.found(child, record, Some((name, &tie)), passed);
                    some |= found;
                    other |= !found && self.is_in(child, record);
                }
            }
            is |= some && !other;
        }
        passed.insert(name.clone(), times);
        is
    }

    /// The links by which records of others share those of a dataset.
    fn sharing(&self, name: &DatasetName) -> Vec<(&'j DatasetName, Tie)> {
        let all = self.checker.policy.datasets.iter().flat_map(|(child, dataset)| {
            let ties = dataset.ties().filter(|(parent, tie)| *parent == name && tie.tied == Tied::Shares);
            ties.map(move |(_, tie)| (child, tie.into_owned()))
        });
        all.collect()
    }

    /// The records that one names by a link.
    pub(super) fn named(&self, name: &DatasetName, at: At, parent: &DatasetName, tie: &Tie) -> Vec<At> {
        match self.checker.tied(name, parent, tie) {
            Some(join) => self.world.along(at, &join),
            None => Vec::new(),
        }
    }

    /// The records that name one by a link.
    fn naming(&self, child: &DatasetName, name: &DatasetName, at: At, tie: &Tie) -> Vec<At> {
        let Some(up) = self.checker.tied(child, name, tie) else { return Vec::new() };
        let Some(table) = self.checker.shapes.tables.get(child).map(|shape| shape.table.clone()) else {
            return Vec::new();
        };
        let on = up.on.into_iter().map(|(theirs, ours)| (ours, theirs)).collect();
        self.world.along(at, &Join { table, on })
    }

    /// What should become of a record that is the person's.
    pub(super) fn fate(&self, name: &DatasetName, at: At) -> Fate {
        self.fate_but(name, at, &mut Vec::new())
    }

    fn fate_but(&self, name: &DatasetName, at: At, asking: &mut Vec<(DatasetName, At)>) -> Fate {
        if self.is_protected(name, at) || self.is_kept(name, at, false) {
            return Fate::Stay;
        }
        let Some(dataset) = self.checker.policy.datasets.get(name) else { return Fate::Stay };
        let personal: BTreeSet<&String> = dataset.fields.keys().chain(dataset.subject.values()).collect();
        match forward::disposal(self.checker.policy, name) {
            Some(Disposal::Task { .. }) => return Fate::Stay,
            Some(Disposal::Anonymise(columns)) if personal.iter().all(|it| columns.contains_key(*it)) => {
                return Fate::Blank(columns.clone());
            }
            _ => {}
        }
        match self.is_needed(name, at, asking) {
            Needed::No => Fate::Erase,
            Needed::Yes => self.checker.without_the_person(name).map_or(Fate::Stay, Fate::Blank),
            Needed::InACircle => Fate::Either(self.checker.without_the_person(name)),
        }
    }

    /// What the columns of a record of somebody else become: once for each link to a record of the person's.
    pub(super) fn cuts(
        &self,
        name: &DatasetName,
        at: At,
        bounded: bool,
    ) -> Vec<BTreeMap<String, Replacement>> {
        if !self.is_in(name, at) || self.is_protected(name, at) || self.is_kept(name, at, true) {
            return Vec::new();
        }
        let Some(dataset) = self.checker.policy.datasets.get(name) else { return Vec::new() };
        let ties = dataset.ties().filter(|(parent, tie)| {
            matches!(tie.tied, Tied::Refers | Tied::Shared)
                && self.named(name, at, parent, tie).into_iter().any(|record| {
                    if bounded { self.is_found(parent, record) } else { self.is_theirs(parent, record) }
                })
        });
        ties.map(|(_, tie)| tie.cut()).collect()
    }

    /// Whether a hold or the store itself keeps it.
    pub(super) fn is_protected(&self, name: &DatasetName, at: At) -> bool {
        let Some(shape) = self.checker.shapes.tables.get(name) else { return false };
        let locked = shape.columns.iter().any(|(column, it)| {
            it.class == ColumnClass::Lock
                && self
                    .world
                    .records
                    .get(at)
                    .is_some_and(|record| record.columns.get(column) == Some(&Value::Bool(true)))
        });
        locked || self.checker.holds.iter().any(|hold| self.is_held(hold, name, at, &mut Vec::new()))
    }

    fn is_held(&self, hold: &crate::hold::Hold, name: &DatasetName, at: At, seen: &mut Vec<At>) -> bool {
        if seen.contains(&at) {
            return false;
        }
        seen.push(at);
        let Some(table) = self.checker.shapes.tables.get(name).map(|shape| &shape.table) else {
            return false;
        };
        let here = self.checker.over(name, table);
        let record = self.world.witness(at);
        let is = here.iter().any(|name| {
            let direct = **name == hold.dataset && self.checker.matches(name, &record);
            direct
                && hold.only.as_ref().is_none_or(|scope| {
                    let value = record.columns.get(&scope.column);
                    value.is_some_and(|value| scope.values.iter().any(|wanted: &Scalar| value.is(wanted)))
                })
        });
        is || here.into_iter().any(|name| {
            let parents =
                self.checker.policy.datasets.get(name).into_iter().flat_map(|it| it.belongs_to.keys());
            parents.into_iter().any(|parent| {
                let join = self.checker.belonging(name, parent);
                let above = join.map(|join| self.world.along(at, &join)).unwrap_or_default();
                above.into_iter().any(|record| self.is_held(hold, parent, record, seen))
            })
        })
    }

    /// Whether records that stay name it.
    fn is_needed(&self, name: &DatasetName, at: At, asking: &mut Vec<(DatasetName, At)>) -> Needed {
        if asking.iter().any(|(known, record)| known == name && *record == at) {
            return Needed::No;
        }
        asking.push((name.clone(), at));
        let mut needed = Needed::No;
        let system = self.checker.policy.datasets.get(name).map(|dataset| &dataset.system);
        for (child, dataset) in
            self.checker.policy.datasets.iter().filter(|(_, it)| Some(&it.system) == system)
        {
            for (_, tie) in dataset.ties().filter(|(parent, _)| *parent == name) {
                for record in self.naming(child, name, at, &tie) {
                    if !self.is_in(child, record) || !self.stays(child, record, asking) {
                        continue;
                    }
                    if child != name && self.checker.names(name, child) {
                        needed = Needed::InACircle;
                    } else {
                        asking.pop();
                        return Needed::Yes;
                    }
                }
            }
        }
        asking.pop();
        needed
    }

    /// Whether a record stays and goes on naming what it names: one of the person's, or one whose link is not cut.
    fn stays(&self, name: &DatasetName, at: At, asking: &mut Vec<(DatasetName, At)>) -> bool {
        if self.is_theirs(name, at) {
            return matches!(self.fate_but(name, at, asking), Fate::Stay | Fate::Blank(_));
        }
        self.is_protected(name, at) || self.is_kept(name, at, true)
    }

    /// Whether nothing of it is left to take out.
    pub(super) fn is_blank(&self, at: At, columns: &BTreeMap<String, Replacement>) -> bool {
        !Predicate::NotAnonymised { columns: columns.clone() }.eval(&self.world.witness(at))
    }
}
