//! Legal holds: a floor at infinity for some records, until a named actor lifts it (GDPR Art. 17(3)(e), 18).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::names::DatasetName;
use crate::predicate::Scalar;

/// Identifies a hold in the state and in evidence; says nothing about anybody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HoldId(pub String);

/// One legal hold. It covers the matching records of its dataset **and** all records that belong to them through
/// the policy's `belongs_to` links, however many links away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Who it is.
    pub id: HoldId,
    /// The dataset whose records are held.
    pub dataset: DatasetName,
    /// Which of them; `None` holds the whole dataset.
    pub only: Option<HoldScope>,
    /// Why: a claim, a supervision, a dispute. Written by the person who placed it.
    pub reason: String,
    /// The last day of the hold, after which it no longer counts; `None` until lifted.
    pub until: Option<Date>,
}

/// Records whose column has one of these values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldScope {
    /// A column of the dataset's table.
    pub column: String,
    /// The values that are held.
    pub values: Vec<Scalar>,
}

/// The holds in force when a plan is made, in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Holds(pub Vec<Hold>);
