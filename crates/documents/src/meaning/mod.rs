//! What the published documents promise, apart from how they say it: what two versions are compared by.
//!
//! A [`Meaning`] is kept with each publication. [`compare`] tells what is different between two of them, change by change,
//! in words that a customer understands, who has to be told of each, and in which documents it stands. Whatever a policy
//! says that no document tells (connections, tables, columns) is no part of it, so moving a table is no change. What is
//! forgotten here is not passed over: `app::publish` tells each document whose words are others without a change of its own.

mod change;
mod compare;
mod read;
mod stands;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::period::Period;
use gallra_rules::policy::{RecipientRole, Role, Transfer};
use serde::{Deserialize, Serialize};

pub use change::{Audience, Change, Fact, How, Look, What};
pub use compare::compare;

/// A text in each language.
pub type Words = BTreeMap<String, String>;

/// What documents tell beside what has a field of its own, by [`Fact::as_str`]. What is not told has no words. What is not in the
/// list is not known: a publication from before it was kept, with which nothing is compared.
pub type Facts = BTreeMap<String, Words>;

/// What documents promise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// The organisation's registered name.
    pub name: String,
    /// Every way to reach it.
    pub contact: BTreeSet<String>,
    /// Every way to reach its data protection officer.
    pub dpo: BTreeSet<String>,
    /// How long customers can object to sub-processors.
    pub objection_window: Option<Period>,
    /// By name in the policy.
    pub activities: BTreeMap<String, Activity>,
    /// By name in the policy.
    pub recipients: BTreeMap<String, Recipient>,
    /// What the company's templates put into documents.
    #[serde(default, skip_serializing_if = "Looks::is_none")]
    pub looks: Looks,
    /// What else is told of the organisation.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
    /// What only people keep, by name in the policy, with how often; nothing in a publication from before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duties: Option<BTreeMap<String, Words>>,
    /// How long a backup is kept, if that is promised: to tell which way it moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backups: Option<Period>,
}

/// What a company's templates put into documents: no promise, but what is published with it is another document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looks {
    /// The colour of headings, and that for dark pages if it is said.
    pub colour: Option<String>,
    /// The logo's hash.
    pub logo: Option<String>,
    /// Hashes of the company's own clause texts for its agreement, by language.
    pub clauses: BTreeMap<String, String>,
    /// Hashes of the company's general terms, by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub terms: BTreeMap<String, String>,
}

impl Looks {
    /// Whether there are none.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// An activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// In which capacity.
    pub role: Role,
    /// What for.
    pub purpose: Words,
    /// The legal bases, as documents tell them; empty for a processor.
    pub basis: Words,
    /// Kinds of data, by name in the policy.
    pub data: BTreeMap<String, Data>,
    /// Names in the policy of who receives the data.
    pub recipients: BTreeSet<String>,
    /// Countries in which the data is stored.
    pub stored: BTreeSet<String>,
    /// Security measures, by name in the policy.
    pub measures: BTreeMap<String, Words>,
    /// What happens when the time is up.
    pub then: Words,
    /// Where the data is from.
    pub source: Words,
    /// What is decided without a person; empty if nothing is, or if it is not said.
    pub automated: Words,
    /// Who else is controller, and the essence of the arrangement; empty if nobody is.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub joint: Words,
    /// What else is told of it.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
}

/// A kind of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Data {
    /// What it is called.
    pub called: Words,
    /// Categories of personal data, by name in the vocabulary.
    pub categories: BTreeSet<String>,
    /// Groups of people, by name in the policy.
    pub subjects: BTreeMap<String, Words>,
    /// Not shorter.
    pub at_least: Option<Limit>,
    /// Not longer.
    pub at_most: Option<Limit>,
    /// What else is told of it.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
}

/// A period and what it counts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// How long.
    pub period: Period,
    /// From when: the anchor and the calendar's boundary, to tell whether two count from the same.
    pub from: String,
    /// `6 months after the agreement has ended`.
    pub words: Words,
}

/// Who receives data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Registered name.
    pub name: String,
    /// In which capacity.
    pub role: RecipientRole,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The mechanism outside the EEA.
    pub transfer: Option<Transfer>,
    /// What else is told of it.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
}
