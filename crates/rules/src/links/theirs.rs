//! Which records are a person's, as predicates.
//!
//! Let R be the records that were identified. What goes with the person, E, is the smallest set with
//! - R ⊆ E;
//! - a record whose *owned* or *shares* link names a record of E is in E;
//! - a record with *shared* links is in E if one of them names a record of E and none names a record outside;
//! - a record that others *share*, over whatever links, is in E if one of these is in E and none is outside.
//!
//! Every rule only ever adds, so E exists and does not depend on the order. A link that is NULL names nobody.

use std::collections::BTreeMap;

use super::{Edge, Hop, Links};
use crate::inventory::{Shapes, TableShape};
use crate::names::DatasetName;
use crate::plan::logic::{all, along, any};
use crate::policy::{Dataset, Policy, Tie, Tied};
use crate::predicate::{Join, Predicate, Replacement, Scalar};

/// The records that were identified as the person's, by dataset.
pub type Roots = BTreeMap<DatasetName, Predicate>;

/// What was found to be a person's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Datasets with something of the person's.
    pub theirs: BTreeMap<DatasetName, Theirs>,
    /// Datasets of which it cannot be told, and why, in English: an answer names them.
    pub not_checked: BTreeMap<DatasetName, String>,
}

/// What of one dataset is a person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theirs {
    /// Records that go with the person.
    pub goes: Predicate,
    /// Records that stay and lose their link.
    pub cut: Vec<Cut>,
    /// Records that the person shares with others, and that stay as they are for them.
    pub stays: Predicate,
    /// Where records belong to records of the same kind, or datasets to each other in a circle, as many links are followed
    /// as was asked. Records one link further. While there is any, `goes` is not all of it, and more have to be followed.
    pub beyond: Predicate,
}

/// Records whose link to somebody's record is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// To which dataset.
    pub from: DatasetName,
    /// Which records.
    pub which: Predicate,
    /// What their columns become.
    pub columns: BTreeMap<String, Replacement>,
}

/// Which records of each dataset are a person's, from those that were identified. `depth` is how many times a dataset is
/// passed again on one way; 0 is enough where nothing leads back to itself.
///
/// Links to another system are not followed here: what they name comes with the roots (see [`Links::seeds`]).
pub fn theirs(policy: &Policy, shapes: &Shapes, roots: &Roots, depth: usize) -> Found {
    let links = Links::of(policy);
    let at = |depth| Walk { policy, shapes, roots, links: &links, depth, passed: BTreeMap::new() };
    let mut found = Found::default();
    for (name, dataset) in &policy.datasets {
        match at(depth).theirs(name, dataset, at(depth + 1)) {
            Ok(theirs) if theirs.is_nothing() => {}
            Ok(theirs) => drop(found.theirs.insert(name.clone(), theirs)),
            Err(reason) => drop(found.not_checked.insert(name.clone(), reason)),
        }
    }
    found
}

impl Theirs {
    fn is_nothing(&self) -> bool {
        let never = Predicate::never();
        self.goes == never && self.stays == never && self.cut.is_empty()
    }
}

struct Walk<'w, 'p> {
    policy: &'p Policy,
    shapes: &'w Shapes,
    roots: &'w Roots,
    links: &'w Links<'p>,
    depth: usize,
    /// How often each dataset is on the way already.
    passed: BTreeMap<&'p DatasetName, usize>,
}

impl<'p> Walk<'_, 'p> {
    fn theirs(
        mut self,
        name: &'p DatasetName,
        dataset: &'p Dataset,
        mut further: Walk<'_, 'p>,
    ) -> Result<Theirs, String> {
        let goes = self.goes(name, None)?;
        let all_of_it = further.goes(name, None)?;
        let beyond =
            if all_of_it == goes { Predicate::never() } else { all([all_of_it, goes.clone().negated()]) };
        let mut cut = Vec::new();
        for (parent, tie) in dataset.ties().filter(|(_, tie)| matches!(tie.tied, Tied::Refers | Tied::Shared))
        {
            let system = self.policy.datasets.get(parent).map(|there| &there.system);
            if system != Some(&dataset.system) {
                continue;
            }
            let theirs = self.goes(parent, None)?;
            if theirs == Predicate::never() {
                continue;
            }
            let link = along(&[self.up(name, parent, &tie)?], theirs);
            let which = all([self.within(name)?, link, stay(&goes)]);
            cut.push(Cut { from: parent.clone(), which, columns: tie.cut() });
        }
        let mut shared = Vec::new();
        for (child, tie) in self.parts(name) {
            let theirs = self.goes(child, None)?;
            if theirs != Predicate::never() {
                shared.push(along(&[self.down(name, child, &tie)?], theirs));
            }
        }
        let stays = all([self.within(name)?, any(shared), stay(&goes)]);
        Ok(Theirs { goes, cut, stays, beyond })
    }

    /// The datasets whose records share those of `name`.
    fn parts(&self, name: &DatasetName) -> Vec<(&'p DatasetName, Tie)> {
        let up = self.links.to(name).filter_map(|edge| match edge {
            Edge { from, hop: Hop::Up(tie), .. } => Some((*from, tie.clone().into_owned())),
            _ => None,
        });
        up.collect()
    }

    /// The records of a dataset that go. `via` is the *shares* link that was followed to get here: it adds nothing to go
    /// straight back along it, because what is shared goes only when all of its parts do.
    fn goes(
        &mut self,
        name: &'p DatasetName,
        via: Option<(&DatasetName, &Tie)>,
    ) -> Result<Predicate, String> {
        let passed = self.passed.entry(name).or_default();
        if *passed > self.depth {
            return Ok(Predicate::never());
        }
        *passed += 1;
        let found = self.goes_by(name, via);
        self.passed.entry(name).and_modify(|passed| *passed -= 1);
        found
    }

    fn goes_by(
        &mut self,
        name: &'p DatasetName,
        via: Option<(&DatasetName, &Tie)>,
    ) -> Result<Predicate, String> {
        let Some((name, dataset)) = self.policy.datasets.get_key_value(name) else {
            return Ok(Predicate::never());
        };
        let mut ways: Vec<Predicate> = self.roots.get(name).cloned().into_iter().collect();
        let (mut some, mut other) = (Vec::new(), Vec::new());
        for (parent, tie) in dataset.ties() {
            let Some((parent, there)) = self.policy.datasets.get_key_value(parent) else { continue };
            if there.system != dataset.system {
                continue;
            }
            let back = via.is_some_and(|(through, known)| through == parent && *known == *tie);
            if tie.tied == Tied::Refers || back {
                continue;
            }
            let theirs = self.goes(parent, (tie.tied == Tied::Shares).then_some((name, &*tie)))?;
            if tie.tied == Tied::Shared {
                let join = self.up(name, parent, &tie)?;
                some.push(along(std::slice::from_ref(&join), theirs.clone()));
                let within = self.within(parent)?;
                other.push(along(&[join], all([within, theirs.negated()])));
            } else if theirs != Predicate::never() {
                ways.push(along(&[self.up(name, parent, &tie)?], theirs));
            }
        }
        ways.push(with_the_last(some, other));
        let parts = self.parts(name);
        // A part that asks is not known to go, so this does not go with its last part.
        let asked_by_a_part = via.is_some_and(|(through, known)| {
            parts.iter().any(|(child, tie)| *child == through && tie == known)
        });
        if !asked_by_a_part {
            let (mut some, mut other) = (Vec::new(), Vec::new());
            for (child, tie) in parts {
                let theirs = self.goes(child, Some((name, &tie)))?;
                let join = self.down(name, child, &tie)?;
                some.push(along(std::slice::from_ref(&join), theirs.clone()));
                let within = self.within(child)?;
                other.push(along(&[join], all([within, theirs.negated()])));
            }
            ways.push(with_the_last(some, other));
        }
        let ways = any(ways.into_iter().filter(|way| *way != Predicate::never()));
        if ways == Predicate::never() { Ok(ways) } else { Ok(all([self.within(name)?, ways])) }
    }

    fn shape(&self, name: &DatasetName) -> Result<&TableShape, String> {
        self.shapes.tables.get(name).ok_or_else(|| {
            let why = self.shapes.not_checked.get(name).cloned();
            why.unwrap_or_else(|| format!("the shape of `{name}` is not known"))
        })
    }

    /// The way from a record to the one that it names.
    fn up(&self, child: &DatasetName, parent: &DatasetName, tie: &Tie) -> Result<Join, String> {
        let (below, above) = (self.shape(child)?, self.shape(parent)?);
        let described = self.policy.datasets.get(parent);
        let key = described.map(|dataset| &dataset.key).filter(|key| !key.is_empty());
        let key = key.unwrap_or(&above.primary_key);
        if key.len() != tie.by.len() {
            return Err(format!(
                "`{parent}` is identified by {} columns, but `{child}` names {} for it",
                key.len(),
                tie.by.len()
            ));
        }
        let missing = |shape: &TableShape, columns: &[String]| {
            columns.iter().find(|column| !shape.columns.contains_key(*column)).cloned()
        };
        for (shape, columns) in [(below, &tie.by), (above, key)] {
            if let Some(column) = missing(shape, columns) {
                return Err(format!("the table `{}` has no column `{column}`", shape.table));
            }
        }
        let on = tie.by.iter().cloned().zip(key.iter().cloned()).collect();
        Ok(Join { table: above.table.clone(), on })
    }

    /// The way from a record to those that name it.
    fn down(&self, parent: &DatasetName, child: &DatasetName, tie: &Tie) -> Result<Join, String> {
        let up = self.up(child, parent, tie)?;
        let table = self.shape(child)?.table.clone();
        Ok(Join { table, on: up.on.into_iter().map(|(theirs, ours)| (ours, theirs)).collect() })
    }

    /// The policy's `where`.
    fn within(&self, name: &DatasetName) -> Result<Predicate, String> {
        let shape = self.shape(name)?;
        let mut columns = Vec::new();
        for (column, values) in self.policy.datasets.get(name).into_iter().flat_map(|found| &found.filter) {
            if !shape.columns.contains_key(column) {
                return Err(format!("the table `{}` has no column `{column}`", shape.table));
            }
            let known: Vec<Scalar> = values.iter().flatten().cloned().collect();
            let is_in = (!known.is_empty()).then(|| Predicate::In { column: column.clone(), values: known });
            let is_null = values.contains(&None).then(|| Predicate::IsNull { column: column.clone() });
            columns.push(any(is_in.into_iter().chain(is_null)));
        }
        Ok(all(columns))
    }
}

/// Some of the several are the person's, and none is anybody else's.
fn with_the_last(some: Vec<Predicate>, other: Vec<Predicate>) -> Predicate {
    let empty = |way: &Predicate| matches!(way, Predicate::Related { is, .. } if **is == Predicate::never());
    let some: Vec<Predicate> = some.into_iter().filter(|way| !empty(way)).collect();
    if some.is_empty() {
        return Predicate::never();
    }
    all([any(some), any(other).negated()])
}

/// Not among those that go.
fn stay(goes: &Predicate) -> Predicate {
    if *goes == Predicate::never() { Predicate::always() } else { goes.clone().negated() }
}
