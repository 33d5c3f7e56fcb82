//! How records belong to other records, as far as a person's request follows them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Dataset;
use crate::names::DatasetName;
use crate::predicate::Replacement;

/// What a record is to the one that its columns name, when that one goes at a person's request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tied {
    /// It goes too.
    #[default]
    Owned,
    /// It is of several: it goes with the last of them, and until then loses its link to the one that goes.
    Shared,
    /// It is not theirs: it stays, and loses the link.
    Refers,
    /// It is a part of something that several share: it goes with that one, and that one goes with the last such part.
    /// What a post is to a thread, and a seat to a table.
    Shares,
}

/// One link from a dataset's records to those of another (or of the same).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// The columns here that hold the other's key, in the order of that key.
    pub by: Vec<String>,
    /// What the record is to the other.
    #[serde(rename = "as")]
    pub tied: Tied,
    /// What the columns of this record hold once the link is cut; the columns of `by` become NULL if nothing is said.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub anonymise: BTreeMap<String, Replacement>,
}

impl Tie {
    /// The usual link.
    pub const fn owned(by: Vec<String>) -> Self {
        Self { by, tied: Tied::Owned, anonymise: BTreeMap::new() }
    }

    /// Whether the record belongs to the other in the sense of `belongs_to`: with a hold, an anchor, an order of disposal.
    pub const fn belongs(&self) -> bool {
        !matches!(self.tied, Tied::Refers)
    }

    /// What the record's columns become when the link is cut.
    pub fn cut(&self) -> BTreeMap<String, Replacement> {
        if self.anonymise.is_empty() {
            self.by.iter().map(|column| (column.clone(), Replacement::Null)).collect()
        } else {
            self.anonymise.clone()
        }
    }
}

impl Dataset {
    /// Every link to other datasets, also those of which [`Dataset::belongs_to`] does not know.
    pub fn ties(&self) -> impl Iterator<Item = (&DatasetName, Cow<'_, Tie>)> {
        let plain = self.belongs_to.iter().filter(|(other, _)| !self.links.contains_key(*other));
        let plain = plain.map(|(other, by)| (other, Cow::Owned(Tie::owned(by.clone()))));
        let told = self.links.iter().flat_map(|(other, ties)| ties.iter().map(move |tie| (other, tie)));
        plain.chain(told.map(|(other, tie)| (other, Cow::Borrowed(tie))))
    }
}

/// What `check` makes of personal data that cannot be reached from any person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreached {
    /// It says so.
    Warn,
    /// The policy is not valid.
    Refuse,
}

/// How the organisation answers data subjects (Art. 12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requests {
    /// What is made of personal data that no request can reach. Nothing said: [`Unreached::Refuse`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreached: Option<Unreached>,
}

impl Requests {
    /// Whether nothing is said.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}
