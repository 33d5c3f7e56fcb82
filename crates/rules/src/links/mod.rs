//! How records are reached from a person: identifiers, and links with ownership.
//!
//! What counts as a person's is stated in the policy: the records that `subject` identifies, and what `belongs_to` ties to
//! them as *owned*, *shared*, *refers* or *shares* ([`crate::policy::Tied`]); DELF (SOSP 2020) and K9db (OSDI 2023) make the
//! same distinctions. [`Links::reach`] says which datasets can be reached at all; [`theirs`] says which records, as
//! predicates for the systems to ask.

mod theirs;

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

pub use theirs::{Cut, Found, Roots, Theirs, theirs};

use crate::names::DatasetName;
use crate::policy::{Dataset, Policy, SystemKind, Tie, Tied};

/// Categories of fields by which one person is told from all others.
pub const IDENTIFYING: &[&str] =
    &["contact.email", "contact.phone", "person.national_id", "customer.number", "account.login"];

/// Categories whose text may speak of anybody: searched, and reported as a mention; never counted as reached.
pub const MENTIONING: &[&str] = &[
    "communication.content",
    "communication.email",
    "communication.note",
    "hosted.content",
    "work.evaluation",
];

/// A column by which records are found without going through others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry<'p> {
    /// The policy's `subject`: kind of identifier, column.
    Subject(&'p str, &'p str),
    /// A field of an identifying category: category, column.
    Field(&'p str, &'p str),
    /// The register finds its parties itself, by what lies sealed: table.
    Register(&'p str),
}

/// A step from records of one dataset to those of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hop<'p> {
    /// Down a link: from the record that is named to the one that names it.
    Down(Cow<'p, Tie>),
    /// Up a link of [`Tied::Shares`]: from the part to what is shared.
    Up(Cow<'p, Tie>),
    /// To another system, by a key in a column there: (column here, column there).
    Key(&'p str, &'p str),
}

/// One edge of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge<'p> {
    /// Reached from.
    pub from: &'p DatasetName,
    /// What is reached.
    pub to: &'p DatasetName,
    /// How.
    pub hop: Hop<'p>,
}

/// How a dataset is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached<'p> {
    /// Directly, by these columns.
    pub entries: Vec<Entry<'p>>,
    /// Or over other datasets: the shortest way from one with entries.
    pub way: Vec<Edge<'p>>,
}

/// Values that are found in one place and looked for in another: "identifiers found in one system seed the next".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seed<'p> {
    /// Dataset and column where a value is found.
    pub from: (&'p DatasetName, &'p str),
    /// Where it is looked for.
    pub to: (&'p DatasetName, &'p str),
    /// What both are: a kind of identifier, or the key that `by` names.
    pub of: &'p str,
}

/// The graph of a policy's datasets.
#[derive(Clone, Debug)]
pub struct Links<'p> {
    policy: &'p Policy,
    edges: Vec<Edge<'p>>,
}

impl<'p> Links<'p> {
    /// The graph, in the order of the datasets' names.
    pub fn of(policy: &'p Policy) -> Self {
        let mut edges: Vec<Edge<'_>> = Vec::new();
        for (name, dataset) in &policy.datasets {
            let mut keys = Vec::new();
            for (other, tie) in dataset.ties() {
                let Some(there) = policy.datasets.get(other) else { continue };
                if there.system != dataset.system {
                    keys.extend(by_key((other, there), (name, dataset)));
                    continue;
                }
                if tie.tied == Tied::Shares {
                    edges.push(Edge { from: name, to: other, hop: Hop::Up(tie.clone()) });
                }
                edges.push(Edge { from: other, to: name, hop: Hop::Down(tie) });
            }
            for (other, _, by) in dataset.keyed() {
                let there = policy.datasets.get(other).and_then(|there| there.key_for(by));
                keys.extend(there.map(|key| Edge { from: other, to: name, hop: Hop::Key(key, by) }));
            }
            for edge in keys {
                if !edges.contains(&edge) {
                    edges.push(edge);
                }
            }
        }
        Self { policy, edges }
    }

    /// All edges.
    pub fn edges(&self) -> &[Edge<'p>] {
        &self.edges
    }

    /// The edges to a dataset.
    pub(crate) fn to(&self, name: &DatasetName) -> impl Iterator<Item = &Edge<'p>> {
        self.edges.iter().filter(move |edge| edge.to == name)
    }

    /// Every dataset that can be reached from a person, and how.
    pub fn reach(&self) -> BTreeMap<&'p DatasetName, Reached<'p>> {
        let mut found: BTreeMap<&DatasetName, Reached<'_>> = BTreeMap::new();
        let mut next = VecDeque::new();
        for (name, dataset) in &self.policy.datasets {
            let entries = entries(dataset);
            if !entries.is_empty() {
                found.insert(name, Reached { entries, way: Vec::new() });
                next.push_back(name);
            }
        }
        while let Some(here) = next.pop_front() {
            let way = found.get(here).map(|reached| reached.way.clone()).unwrap_or_default();
            for edge in self.edges.iter().filter(|edge| edge.from == here) {
                if !found.contains_key(edge.to) {
                    let way = way.iter().cloned().chain([edge.clone()]).collect();
                    found.insert(edge.to, Reached { entries: Vec::new(), way });
                    next.push_back(edge.to);
                }
            }
        }
        found
    }

    /// The datasets with personal data that no request can reach. Left out are those that say why nobody can be told apart
    /// in them (`no_subject`, Art. 11), those that a person looks after, and backups, which are copies: what is erased is
    /// erased again after a restore.
    pub fn unreached(&self) -> Vec<&'p DatasetName> {
        let reached = self.reach();
        let by_others = |dataset: &Dataset| {
            let kind = self.policy.systems.get(&dataset.system).map(|system| system.kind);
            matches!(kind, Some(SystemKind::Manual | SystemKind::Backup))
        };
        let open = self.policy.datasets.iter().filter(|(name, dataset)| {
            dataset.is_personal()
                && dataset.no_subject.is_none()
                && !reached.contains_key(*name)
                && !by_others(dataset)
        });
        open.map(|(name, _)| name).collect()
    }

    /// Which values lead from one dataset to another: equal kinds of identifier under `subject`, and keys.
    pub fn seeds(&self) -> Vec<Seed<'p>> {
        let mut seeds = Vec::new();
        for (name, dataset) in &self.policy.datasets {
            for (kind, column) in &dataset.subject {
                for (other, there) in &self.policy.datasets {
                    if let Some(found) = there.subject.get(kind)
                        && (name, column) != (other, found)
                    {
                        seeds.push(Seed { from: (name, column), to: (other, found), of: kind });
                    }
                }
            }
        }
        for edge in &self.edges {
            if let Hop::Key(key, by) = edge.hop {
                seeds.push(Seed { from: (edge.from, key), to: (edge.to, by), of: by });
            }
        }
        seeds.sort();
        seeds.dedup();
        seeds
    }
}

/// The ways to another system's records, where both sides say which column is the key.
fn by_key<'p>(
    (other, there): (&'p DatasetName, &'p Dataset),
    (name, dataset): (&'p DatasetName, &'p Dataset),
) -> Vec<Edge<'p>> {
    let told = dataset.links.get(other).into_iter().flatten().map(|tie| &tie.by);
    let columns = dataset.belongs_to.get(other).into_iter().chain(told);
    let ways = columns.filter_map(|columns| match columns.as_slice() {
        [by] => Some(Edge { from: other, to: name, hop: Hop::Key(there.key_for(by)?, by) }),
        _ => None,
    });
    ways.collect()
}

/// The columns of a dataset by which a person's records are found directly.
pub fn entries(dataset: &Dataset) -> Vec<Entry<'_>> {
    let subject = dataset.subject.iter().map(|(kind, column)| Entry::Subject(kind, column));
    let told = |column: &String| dataset.subject.values().any(|known| known == column);
    let fields = dataset
        .fields
        .iter()
        .filter(|(column, field)| IDENTIFYING.contains(&field.category.as_str()) && !told(column))
        .map(|(column, field)| Entry::Field(&field.category, column));
    let register = dataset.in_register().filter(|table| table.party.is_some());
    subject.chain(fields).chain(register.map(|table| Entry::Register(table.name))).collect()
}
