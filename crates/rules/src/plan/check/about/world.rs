//! A few made-up records that are linked with each other, and what a predicate says of one of them.

use std::collections::BTreeMap;

use crate::calculus::Reading;
use crate::names::SystemName;
use crate::predicate::eval::{Value, Witness};
use crate::predicate::{AnchorValue, Join, Predicate, TableRef};

/// Where a record stands among those of its world.
pub(super) type At = usize;

/// A made-up record.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) system: SystemName,
    pub(super) table: TableRef,
    pub(super) columns: BTreeMap<String, Value>,
    /// What the calculus is told of the columns that hold dates.
    pub(super) readings: BTreeMap<String, Reading>,
}

/// One record names another.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) child: At,
    pub(super) parent: At,
    /// (the child's column, the parent's).
    pub(super) on: Vec<(String, String)>,
}

/// Records that are linked with each other.
#[derive(Clone, Debug, Default)]
pub(super) struct World {
    pub(super) records: Vec<Record>,
    pub(super) links: Vec<Named>,
    /// What is particular about it, for an error.
    pub(super) told: Vec<String>,
}

impl World {
    /// The same world, and what is different in it.
    pub(super) fn but(&self, told: impl Into<String>) -> Self {
        let mut other = self.clone();
        other.told.push(told.into());
        other
    }

    pub(super) fn set(&mut self, at: At, column: &str, value: Value) {
        // A column by which a record names another has what the other has.
        let named = self.links.iter().find_map(|link| {
            let (_, theirs) = link.on.iter().find(|(ours, _)| link.child == at && ours == column)?;
            Some((link.parent, theirs.clone()))
        });
        match named {
            Some((parent, theirs)) if parent != at => self.set(parent, &theirs, value),
            _ => {
                if let Some(record) = self.records.get_mut(at) {
                    record.columns.insert(column.to_owned(), value);
                }
                self.settle();
            }
        }
    }

    pub(super) fn link(&mut self, child: At, parent: At, on: Vec<(String, String)>) {
        self.links.push(Named { child, parent, on });
        self.settle();
    }

    /// Writes into every record the keys of those that it names.
    fn settle(&mut self) {
        for link in &self.links {
            for (ours, theirs) in &link.on {
                let value =
                    self.records.get(link.parent).and_then(|parent| parent.columns.get(theirs)).cloned();
                if let (Some(value), Some(child)) = (value, self.records.get_mut(link.child)) {
                    child.columns.insert(ours.clone(), value);
                }
            }
        }
    }

    pub(super) fn witness(&self, at: At) -> Witness {
        let columns = self.records.get(at).map(|record| record.columns.clone()).unwrap_or_default();
        Witness { columns, related: BTreeMap::new() }
    }

    /// The records at the other end of a join.
    pub(super) fn along(&self, at: At, join: &Join) -> Vec<At> {
        let Some(here) = self.records.get(at) else { return Vec::new() };
        let equal = |there: &Record| {
            join.on.iter().all(|(ours, theirs)| {
                let (ours, theirs) = (here.columns.get(ours), there.columns.get(theirs));
                ours.is_some_and(|value| *value != Value::Null) && ours == theirs
            })
        };
        let others =
            self.records.iter().enumerate().filter(|(_, there)| {
                there.system == here.system && there.table == join.table && equal(there)
            });
        others.map(|(at, _)| at).collect()
    }

    /// Whether a predicate holds for a record, by its meaning.
    pub(super) fn holds(&self, predicate: &Predicate, at: At) -> bool {
        match predicate {
            Predicate::All(parts) => parts.iter().all(|part| self.holds(part, at)),
            Predicate::Any(parts) => parts.iter().any(|part| self.holds(part, at)),
            Predicate::Not(inner) => !self.holds(inner, at),
            Predicate::Related { join, is } => {
                self.along(at, join).into_iter().any(|other| self.holds(is, other))
            }
            Predicate::Before { anchor, .. } | Predicate::Unusable { anchor, .. } => {
                predicate.eval(&self.seen(at, anchor))
            }
            Predicate::KeyIn { column, set } => self
                .records
                .get(at)
                .is_some_and(|record| record.columns.contains_key(&crate::keys::told(column, set))),
            Predicate::In { column, .. } | Predicate::Among { column, .. } | Predicate::IsNull { column } => {
                predicate.eval(&self.only(at, [column]))
            }
            Predicate::NotAnonymised { columns } => predicate.eval(&self.only(at, columns.keys())),
        }
    }

    /// Some columns of a record.
    fn only<'c>(&self, at: At, columns: impl IntoIterator<Item = &'c String>) -> Witness {
        let Some(record) = self.records.get(at) else { return Witness::default() };
        let some = columns.into_iter().filter_map(|it| Some((it.clone(), record.columns.get(it)?.clone())));
        Witness { columns: some.collect(), related: BTreeMap::new() }
    }

    /// A record with those from which an anchor is read.
    fn seen(&self, at: At, anchor: &AnchorValue) -> Witness {
        let mut record = self.witness(at);
        if let AnchorValue::Parent { join, of } | AnchorValue::LatestChild { join, of } = anchor {
            let others = self.along(at, join).into_iter().map(|other| self.seen(other, of)).collect();
            record.related.insert(join.clone(), others);
        }
        record
    }
}
