//! What the connectors saw: the shape of the tables and the answers to the planner's questions.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::hash::ContentHash;
use crate::keys::{KeysName, Seen};
use crate::names::{DatasetName, SystemName};
use crate::period::Period;
use crate::predicate::{Join, TableRef};

/// The shape of every dataset that a policy names, as its system tells it. No record is read for this.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shapes {
    /// Which systems answered.
    pub systems: BTreeMap<SystemName, Reach>,
    /// Dataset → its table.
    pub tables: BTreeMap<DatasetName, TableShape>,
    /// Datasets without a shape, and why.
    pub not_checked: BTreeMap<DatasetName, String>,
    /// Sets of keys that were read from one system for the records of another. No part of [`Shapes::hash`]: a plan names
    /// them one by one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub keys: BTreeMap<KeysName, Seen>,
    /// Which periods customers have set in the register, by [`KeysName::of_settings`]; who has set each is a set of keys.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<KeysName, Vec<Period>>,
    /// Sets that could not be read, and why.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub no_keys: BTreeMap<KeysName, String>,
}

impl Shapes {
    /// The hash that a plan is valid for: everything about the tables that the plan rests on. What changes from hour to
    /// hour without changing the plan's meaning is left out: estimates of rows, a server's patch version, and the
    /// partitions, which are tested again when they are dropped.
    ///
    /// # Errors
    /// See [`ContentHash::of`].
    pub fn hash(&self) -> Result<ContentHash, serde_json::Error> {
        let mut lasting: Vec<_> = self.tables.clone().into_iter().collect();
        for (_, table) in &mut lasting {
            table.rows_estimate = None;
            table.partitions.clear();
        }
        ContentHash::of(&(lasting, self.not_checked.keys().collect::<Vec<_>>()))
    }
}

/// Whether a system answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// It did: product and version.
    Reached {
        /// Such as `PostgreSQL 15.18`.
        product: String,
    },
    /// It did not, or this build has no connector for its kind.
    NotReached {
        /// Why; holds no secret.
        reason: String,
    },
}

/// What a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// An ordinary table.
    Table,
    /// A partitioned table (its root).
    Partitioned,
    /// A view, foreign or system table: refused.
    NotATable,
}

/// A table's shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableShape {
    /// Where.
    pub system: SystemName,
    /// The table, with its schema filled in.
    pub table: TableRef,
    /// What it is.
    pub kind: TableKind,
    /// Its columns.
    pub columns: BTreeMap<String, ColumnShape>,
    /// The primary key's columns in order; empty if there is none.
    pub primary_key: Vec<String>,
    /// Columns of each unique constraint or index.
    pub unique: Vec<Vec<String>>,
    /// Foreign keys of this table.
    pub references: Vec<Link>,
    /// Foreign keys of other tables (and of itself) to this one.
    pub referenced_by: Vec<Link>,
    /// Tables that lose or change rows when rows of this one are deleted, through `ON DELETE` actions, however many
    /// steps away. Rows of tables reached by [`OnDelete::Cascade`] are deleted; by the others, changed.
    pub effects: Vec<Effect>,
    /// Names of triggers that fire on delete or update.
    pub triggers: Vec<String>,
    /// Rows, as the catalog estimates them; `None` where it does not.
    pub rows_estimate: Option<u64>,
    /// Partitions that hold rows themselves, for a partitioned table.
    pub partitions: Vec<TableRef>,
}

/// A column's shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnShape {
    /// As the catalog spells it.
    pub type_name: String,
    /// What it amounts to.
    pub class: ColumnClass,
    /// Whether NULL is allowed.
    pub nullable: bool,
    /// Whether the database computes it.
    pub generated: bool,
}

/// What a column's type amounts to, for reading anchors and writing replacements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnClass {
    /// Calendar date.
    Date,
    /// Moment with offset.
    Instant,
    /// Date and time without offset.
    Local,
    /// Text.
    Text,
    /// Whole number.
    Integer,
    /// Boolean.
    Bool,
    /// IP address or network.
    Network,
    /// Whether the store itself refuses to give the record up (an object lock): true or false. What is true here stands
    /// as an exception in every plan.
    Lock,
    /// Anything else.
    Other,
}

/// A foreign key, seen from the table whose shape it is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The constraint's name.
    pub name: String,
    /// From here to there: for `references` (our column, referenced column), for `referenced_by`
    /// (our referenced column, their column).
    pub join: Join,
    /// What happens to the referencing rows.
    pub on_delete: OnDelete,
    /// Whether every referencing column may be NULL.
    pub nullable: bool,
}

/// `ON DELETE …`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDelete {
    /// `NO ACTION`, `RESTRICT`: the delete fails.
    Block,
    /// The referencing rows go too.
    Cascade,
    /// Their columns become NULL.
    SetNull,
    /// Their columns get their default.
    SetDefault,
}

/// A table that a deletion reaches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Effect {
    /// The way from the disposed row to the affected one.
    pub path: Vec<Join>,
    /// What happens to rows at the end of the path.
    pub action: OnDelete,
}

/// Answers to the questions ([`crate::plan::Question`]) about one dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Records in the dataset.
    pub total: u64,
    /// Whether `total` is the catalog's estimate rather than a count.
    pub total_is_estimate: bool,
    /// Records that the rule covers now, before exceptions.
    pub due: u64,
    /// The oldest anchor among the due, as a date in the organisation's zone.
    pub oldest: Option<Date>,
    /// Due records whose cap has already passed: the promise is broken for them.
    pub overdue: u64,
    /// Records that are not due, counted by why they stand out.
    pub counts: BTreeMap<CountKind, u64>,
    /// Due records that an exception keeps, by the exception's position in the question. A record kept by several is
    /// counted at the first.
    pub excepted: Vec<u64>,
    /// Due records that no exception keeps: what a run would dispose of. `due` = `disposable` + sum of `excepted`.
    pub disposable: u64,
    /// Rows that would go or change in other tables, by the effect's position in the table's shape.
    pub effects: Vec<u64>,
    /// Partitions all of whose rows are disposable, with their number of rows.
    pub whole_partitions: Vec<(TableRef, u64)>,
    /// The last day on which a lock of the store's own holds one of the due records, where a lock has an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Date>,
}

/// Why records that are not due are counted all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountKind {
    /// An anchor is missing and nobody knows what that means: not checked.
    NoAnchor,
    /// An anchor is unreadable or implausibly early: not checked.
    ImplausibleAnchor,
    /// The system that has the anchor does not know the record's key, or its date there cannot be used: not checked.
    NotKnown,
    /// An anchor is missing because it has not happened yet.
    Ongoing,
    /// The cap has passed but a floor has not: kept by law, beyond the promise.
    KeptBeyondCap,
    /// An anchor lies in the future: kept, worth a look.
    InFuture,
}

/// Everything the connectors saw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    /// Shapes.
    pub shapes: Shapes,
    /// Answers, by dataset.
    pub measures: BTreeMap<DatasetName, Measure>,
    /// Datasets that could not be measured, and why.
    pub not_measured: BTreeMap<DatasetName, String>,
}
