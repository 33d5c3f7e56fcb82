//! What a predicate reads, so that it can be told whether it still says the same after an earlier step.

use std::collections::{BTreeMap, BTreeSet};

use crate::predicate::{AnchorValue, Predicate, TableRef};

/// The columns that a predicate reads.
#[derive(Clone, Debug, Default)]
pub(super) struct Reads {
    /// Of the record itself.
    pub(super) own: BTreeSet<String>,
    /// Of records that it is linked with, by their table.
    pub(super) others: BTreeMap<TableRef, BTreeSet<String>>,
}

impl Reads {
    pub(super) fn of(predicate: &Predicate) -> Self {
        let mut reads = Self::default();
        reads.add(None, predicate);
        reads
    }

    /// Whether it looks at other records of a table.
    pub(super) fn looks_at(&self, table: &TableRef) -> bool {
        self.others.contains_key(table)
    }

    /// Whether it looks at one of these columns in other records of a table.
    pub(super) fn looks_at_any(&self, table: &TableRef, columns: &BTreeSet<String>) -> bool {
        self.others.get(table).is_some_and(|read| !read.is_disjoint(columns))
    }

    fn column(&mut self, at: Option<&TableRef>, column: &str) {
        let columns = match at {
            None => &mut self.own,
            Some(table) => self.others.entry(table.clone()).or_default(),
        };
        columns.insert(column.to_owned());
    }

    fn add(&mut self, at: Option<&TableRef>, predicate: &Predicate) {
        match predicate {
            Predicate::All(parts) | Predicate::Any(parts) => parts.iter().for_each(|part| self.add(at, part)),
            Predicate::Not(inner) => self.add(at, inner),
            Predicate::Before { anchor, .. } | Predicate::Unusable { anchor, .. } => self.anchor(at, anchor),
            Predicate::In { column, .. }
            | Predicate::KeyIn { column, .. }
            | Predicate::Among { column, .. }
            | Predicate::IsNull { column } => self.column(at, column),
            Predicate::Related { join, is } => {
                for (ours, theirs) in &join.on {
                    self.column(at, ours);
                    self.column(Some(&join.table), theirs);
                }
                self.add(Some(&join.table), is);
            }
            Predicate::NotAnonymised { columns } => {
                columns.keys().for_each(|column| self.column(at, column));
            }
        }
    }

    fn anchor(&mut self, at: Option<&TableRef>, anchor: &AnchorValue) {
        match anchor {
            AnchorValue::Column { column, .. } | AnchorValue::Keyed { column, .. } => self.column(at, column),
            AnchorValue::Parent { join, of } | AnchorValue::LatestChild { join, of } => {
                for (ours, theirs) in &join.on {
                    self.column(at, ours);
                    self.column(Some(&join.table), theirs);
                }
                self.anchor(Some(&join.table), of);
            }
        }
    }
}

/// Whether a predicate reads a date of the record itself from other records, of that table.
pub(super) fn anchors_over(predicate: &Predicate, table: &TableRef) -> bool {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter().any(|part| anchors_over(part, table)),
        Predicate::Not(inner) => anchors_over(inner, table),
        Predicate::Before { anchor, .. } | Predicate::Unusable { anchor, .. } => latest_of(anchor, table),
        _ => false,
    }
}

fn latest_of(anchor: &AnchorValue, table: &TableRef) -> bool {
    match anchor {
        AnchorValue::Column { .. } | AnchorValue::Keyed { .. } => false,
        AnchorValue::Parent { join, of } | AnchorValue::LatestChild { join, of } => {
            join.table == *table || latest_of(of, table)
        }
    }
}
