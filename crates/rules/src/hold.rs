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
    /// Whose wish it is. Left out where it is a claim, so that holds from before there was a choice keep their hash.
    #[serde(default, skip_serializing_if = "HoldKind::is_claim")]
    pub kind: HoldKind,
}

/// What a hold is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// Somebody needs the records: a claim, a supervision, a dispute (Art. 17(3)(e)).
    #[default]
    Claim,
    /// The person wants them to be left alone (Art. 18). Its scope names a column and no values: which they are is told as a
    /// set of keys, [`crate::keys::KeysName::of_restriction`], so that no plan and no list of holds holds an identifier.
    Restriction,
}

impl HoldKind {
    /// Whether it is a claim.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
    pub const fn is_claim(&self) -> bool {
        matches!(self, Self::Claim)
    }
}

/// Records whose column has one of these values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldScope {
    /// A column of the dataset's table.
    pub column: String,
    /// The values that are held; none for a restriction.
    pub values: Vec<Scalar>,
}

/// The holds in force when a plan is made, in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Holds(pub Vec<Hold>);
