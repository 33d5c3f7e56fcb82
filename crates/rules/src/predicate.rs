//! Which records a step may touch, as a value: written by the planner, read by the connectors and by the checker.
//!
//! A predicate is two-valued. Where SQL would say NULL, an atom here is `false`, and [`Predicate::Not`] of it is
//! `true`; connectors render it so.

pub mod eval;
mod keyed;
mod read;

use std::collections::BTreeMap;
use std::fmt;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::hash::ContentHash;
pub use keyed::NoKeys;

/// A value that a policy or a hold names in a comparison.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Text; also how UUIDs, dates and decimals are written.
    Text(String),
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Text(value) => f.pad(value),
        }
    }
}

/// A table by name, in a schema or in the connection's default one. Unquoted, exactly as the catalog spells it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TableRef {
    /// The schema (PostgreSQL), the database (MariaDB); none for SQLite's `main` and for the connection's default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The table.
    pub name: String,
}

impl fmt::Display for TableRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => f.pad(&format!("{schema}.{}", self.name)),
            None => f.pad(&self.name),
        }
    }
}

/// How to get from a record to related records of another (or the same) table: equal columns, pairwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Join {
    /// The other table.
    pub table: TableRef,
    /// Pairs of (our column, their column).
    pub on: Vec<(String, String)>,
}

/// How a column writes a moment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// A calendar date.
    Date,
    /// A moment with its offset (`timestamptz`, MariaDB's `TIMESTAMP`).
    Instant,
    /// A date and time without offset, in the named IANA zone.
    Local(String),
    /// Text that starts with an ISO date (`2026-11-22…`), optionally followed by a time, in the named zone unless the
    /// text carries an offset.
    IsoText(String),
    /// Text in a `strftime`-like format of numeric parts, such as `%d/%m/%Y`, in the named zone.
    FormattedText {
        /// `%Y %m %d %H %M %S` and literal characters.
        format: String,
        /// IANA zone.
        zone: String,
    },
    /// Whole seconds since 1970-01-01T00:00:00Z.
    EpochSeconds,
    /// Whole milliseconds since 1970-01-01T00:00:00Z.
    EpochMillis,
}

/// Where a record's anchor is read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnchorValue {
    /// A column of the record itself.
    Column {
        /// The column.
        column: String,
        /// How it is written.
        encoding: Encoding,
    },
    /// The anchor of the one record that this one belongs to.
    Parent {
        /// The way there.
        join: Join,
        /// Its anchor.
        of: Box<AnchorValue>,
    },
    /// The latest anchor among the records that belong to this one; missing if there are none or if any of theirs is
    /// missing (an agreement without an end is still in force).
    LatestChild {
        /// The way there.
        join: Join,
        /// Their anchor.
        of: Box<AnchorValue>,
    },
    /// What another system says of the key in a column of the record: see [`crate::keys`]. Unreadable where that system
    /// does not know the key.
    Keyed {
        /// The column that holds the key.
        column: String,
        /// The set of keys, by its hash.
        set: ContentHash,
    },
}

/// The first moment that is *not* covered: an anchor is before it or it is not.
///
/// Date-times without offset are compared by the wall clock: with what the clock in their zone shows at `instant`. A
/// connector whose column is coarser than `instant` rounds the instant **up**, so that the comparison means the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cutoff {
    /// For anchors that are dates: covered when `anchor < date`.
    pub date: Date,
    /// For anchors that are moments: covered when `anchor < instant`.
    pub instant: Timestamp,
}

/// Why an anchor cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unusable {
    /// NULL.
    Missing,
    /// Not NULL, but not a date in the column's encoding, or before the earliest plausible date (year 0001, 1900).
    Implausible,
}

/// A condition on one record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Predicate {
    /// Every one holds; true when empty.
    All(Vec<Predicate>),
    /// At least one holds; false when empty.
    Any(Vec<Predicate>),
    /// It does not hold.
    Not(Box<Predicate>),
    /// The anchor is present, plausible (`since` ≤ anchor) and before the cutoff. For a moment, `since` begins at
    /// 00:00 UTC; for a date-time without offset, at 00:00 by its wall clock.
    Before {
        /// Which anchor.
        anchor: AnchorValue,
        /// First moment not covered.
        cutoff: Cutoff,
        /// Earliest plausible date.
        since: Date,
    },
    /// The anchor cannot be used, for this reason.
    Unusable {
        /// Which anchor.
        anchor: AnchorValue,
        /// The reason asked for.
        why: Unusable,
        /// Earliest plausible date.
        since: Date,
    },
    /// The column has one of the values.
    In {
        /// The column.
        column: String,
        /// The values.
        values: Vec<Scalar>,
    },
    /// The key in the column is in a set of another system's keys, by its hash: see [`crate::keys`].
    KeyIn {
        /// The column that holds the key.
        column: String,
        /// The set.
        set: ContentHash,
    },
    /// The column, as it is written, is exactly one of these keys. In a plan only for customers whom the policy names; what
    /// [`AnchorValue::Keyed`] and [`Predicate::KeyIn`] become when a system is asked.
    Among {
        /// The column.
        column: String,
        /// The keys, sorted.
        keys: Vec<String>,
    },
    /// The column is NULL.
    IsNull {
        /// The column.
        column: String,
    },
    /// There is a related record for which the inner condition holds (seen from that record).
    Related {
        /// The way there.
        join: Join,
        /// What must hold there.
        is: Box<Predicate>,
    },
    /// At least one of these columns does not yet have its anonymised value. NULL has nobody's data in it: it counts as
    /// anonymised, except where a constant is to stand.
    NotAnonymised {
        /// Column → replacement.
        columns: BTreeMap<String, Replacement>,
    },
}

impl Predicate {
    /// Always true.
    pub fn always() -> Self {
        Self::All(Vec::new())
    }
    /// Never true.
    pub fn never() -> Self {
        Self::Any(Vec::new())
    }
    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }
}

/// What an anonymised column holds afterwards. Each is idempotent: applying it twice changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Replacement {
    /// NULL.
    Null,
    /// The same value for everybody.
    Constant(Scalar),
    /// A random token `anon-…`, new for each record; for columns that must be unique.
    Token,
    /// Only the year survives: 1 January of it.
    Year,
    /// Only the network survives: IPv4 /24, IPv6 /48.
    Network,
}
