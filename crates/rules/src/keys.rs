//! Keys that one system names and another has the dates of: "one month after that customer's agreement was settled",
//! where the data is in a shop and the agreements are in a register.
//!
//! The planner says which sets it needs ([`crate::plan::keys_needed`]), somebody reads them, and tells the planner their
//! hashes ([`crate::inventory::Shapes::keys`]); it never sees a key. A plan names a set by its hash. When a system is
//! asked, [`Predicate::with_keys`](crate::predicate::Predicate::with_keys) puts the keys themselves in.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::hash::ContentHash;
use crate::hold::HoldId;
use crate::names::{AnchorName, DatasetName, SystemName};
use crate::period::Period;
use crate::predicate::{AnchorValue, Predicate, TableRef};

/// No more keys than these are read: about 100 bytes of memory each.
pub const MOST_KEYS: usize = 1_000_000;

/// What a set of keys is called in a plan, such as `agreements.ended by customer_no`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeysName(pub String);

impl KeysName {
    /// The anchors of a dataset, by a column of it.
    pub fn of_anchor(dataset: &DatasetName, anchor: &AnchorName, column: &str) -> Self {
        Self(format!("{dataset}.{anchor} by {column}"))
    }
    /// What customers have set for a dataset, by the key that names them.
    pub fn of_settings(dataset: &DatasetName, by: &str) -> Self {
        Self(format!("settings for {dataset} by {by}"))
    }
    /// Those who have set this period.
    pub fn of_setting(dataset: &DatasetName, period: Period, by: &str) -> Self {
        Self(format!("{dataset} kept {period} by {by}"))
    }
    /// The records of a dataset that a hold covers, by a column of it.
    pub fn of_hold(hold: &HoldId, dataset: &DatasetName, column: &str) -> Self {
        Self(format!("{dataset} held by {} by {column}", hold.0))
    }
    /// The records that a restriction covers, by the column that its scope names.
    pub fn of_restriction(hold: &HoldId, dataset: &DatasetName, column: &str) -> Self {
        Self(format!("{dataset} restricted by {} by {column}", hold.0))
    }
    /// The records of a dataset that a request is about, by a column of it. A request is named by its number.
    pub fn of_request(request: &str, dataset: &DatasetName, column: &str) -> Self {
        Self(format!("{dataset} of {request} by {column}"))
    }
}

impl fmt::Display for KeysName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What a plan tells of a set of keys: enough to see that it has changed, and nothing about anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Hash of the keys and their dates.
    pub hash: ContentHash,
    /// How many keys.
    pub keys: u64,
    /// How many parties of the register have no key of that name: nothing elsewhere is found for them.
    #[serde(default, skip_serializing_if = "is_none")]
    pub without: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
const fn is_none(number: &u64) -> bool {
    *number == 0
}

/// Which keys are to be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyQuestion {
    /// The name of the set.
    pub name: KeysName,
    /// The dataset that is read.
    pub dataset: DatasetName,
    /// Its system.
    pub system: SystemName,
    /// Its table.
    pub table: TableRef,
    /// The column that holds the key. Rows without one are passed over.
    pub column: String,
    /// The column holds a party's number in the register, and the keys of this name that the register opens for it are
    /// what is wanted.
    pub of_party: Option<String>,
    /// Which records.
    pub within: Predicate,
    /// The anchor that is wanted with it; none if the key alone is.
    pub anchor: Option<AnchorValue>,
    /// Earliest plausible date, there: one of a key's records with an earlier one makes the whole key unreadable, for nobody
    /// knows whether it is the latest.
    pub since: Date,
}

/// The date that goes with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// One of the key's records has no date: it is not over.
    Missing,
    /// One of them has something that is no date; nobody knows which is the latest.
    Unreadable,
    /// The latest, a date.
    Day(Date),
    /// The latest, a moment.
    At(Timestamp),
}

impl When {
    /// What two records of one key amount to.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Missing, _) | (_, Self::Missing) => Self::Missing,
            (Self::Unreadable, _) | (_, Self::Unreadable) => Self::Unreadable,
            (one, other) if one.rank() < other.rank() => other,
            (one, _) => one,
        }
    }

    fn rank(self) -> Option<Timestamp> {
        match self {
            Self::Missing | Self::Unreadable => None,
            Self::Day(day) => day.to_zoned(TimeZone::UTC).ok().map(|start| start.timestamp()),
            Self::At(at) => Some(at),
        }
    }
}

/// Keys, as their system writes them, with the date of each. They may be somebody's number: neither shown nor logged.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct KeySet(BTreeMap<String, When>);

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeySet({} keys)", self.0.len())
    }
}

impl KeySet {
    /// Adds a record. Of several with one key the latest counts, unless one of them is not over.
    pub fn add(&mut self, key: String, when: When) {
        self.0.entry(key).and_modify(|known| *known = known.and(when)).or_insert(when);
    }

    /// How many keys.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each key with its date, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, When)> {
        self.0.iter().map(|(key, when)| (key.as_str(), *when))
    }

    /// What a plan tells of it.
    ///
    /// # Errors
    /// See [`ContentHash::of`].
    pub fn seen(&self) -> Result<Seen, serde_json::Error> {
        Ok(Seen { hash: ContentHash::of(self)?, keys: self.0.len() as u64, without: 0 })
    }
}

/// Sets of keys by their hashes.
pub type KeySets = BTreeMap<ContentHash, Arc<KeySet>>;

/// The name under which a [`Witness`](crate::predicate::eval::Witness) has, among its columns, what a set tells of its
/// key. No table has such a column.
pub fn told(column: &str, set: &ContentHash) -> String {
    format!("{column}\u{1f}{set}")
}
