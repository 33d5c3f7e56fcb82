//! Whom a request is about, as the systems know them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use gallra_rules::keys::{KeySet, KeySets, KeysName, Seen, When};
use gallra_rules::links::Roots;
use gallra_rules::names::DatasetName;
use gallra_rules::predicate::Predicate;
use serde::{Deserialize, Serialize};

/// The records that were identified as one person's, and nothing that follows from them. Personal data: it lies sealed in the
/// request, goes to the systems as [`KeySets`], and is never printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// By dataset. A record is identified if one of them names it.
    pub records: BTreeMap<DatasetName, Vec<Identified>>,
    /// Datasets that could not be searched, and why, in English.
    pub not_checked: BTreeMap<DatasetName, String>,
    /// Random, new for each request: it goes into the hashes of the keys, so that nobody can guess a key from a plan.
    pub salt: String,
}

/// Records of a dataset by one column: its primary key if that is one column, else a column that names the person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identified {
    /// The column.
    pub column: String,
    /// What stands in it, as the column writes it.
    pub keys: BTreeSet<String>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({} datasets)", self.records.len())
    }
}

impl fmt::Debug for Identified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identified({} keys in `{}`)", self.keys.len(), self.column)
    }
}

/// A person as rules and systems take them: predicates that name sets of keys by hash, and the sets.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// For [`gallra_rules::links::theirs`].
    pub roots: Roots,
    /// For [`gallra_rules::inventory::Shapes::keys`] and a plan.
    pub seen: BTreeMap<KeysName, Seen>,
    /// For [`gallra_connect::Connector::know`].
    pub sets: KeySets,
}

impl Person {
    /// The person's records as predicates for one request, named as a plan tells of it.
    ///
    /// # Errors
    /// See [`gallra_rules::hash::ContentHash::of`].
    pub fn known(&self, request: &str) -> Result<Known, serde_json::Error> {
        let mut known = Known::default();
        for (dataset, identified) in &self.records {
            let mut ways = Vec::new();
            for Identified { column, keys } in identified.iter().filter(|it| !it.keys.is_empty()) {
                let mut set = KeySet::default();
                for key in keys.iter().chain([&self.salt]) {
                    set.add(key.clone(), When::Missing);
                }
                // The salt is none of the keys.
                let seen = Seen { keys: keys.len() as u64, ..set.seen()? };
                ways.push(Predicate::KeyIn { column: column.clone(), set: seen.hash.clone() });
                known.sets.insert(seen.hash.clone(), Arc::new(set));
                known.seen.insert(KeysName::of_request(request, dataset, column), seen);
            }
            if !ways.is_empty() {
                known.roots.insert(dataset.clone(), Predicate::Any(ways));
            }
        }
        Ok(known)
    }
}

/// What a person is looked for by, as somebody wrote it. Personal data.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// What it is.
    pub kind: GivenKind,
    /// As it was written.
    pub text: String,
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Given({:?})", self.kind)
    }
}

/// What kind of identifier was given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivenKind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A personal or coordination number.
    Number,
    /// A value of the policy's `subject`, such as `customer_no`.
    Subject(String),
    /// A name: finds nobody by itself, and tells apart those whom something else found.
    Name,
}
