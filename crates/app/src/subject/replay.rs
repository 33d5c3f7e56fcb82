//! Erased data that has come back: looked for by the keyed hashes of [`super::pending`], in one pass over the columns that they
//! are of. Nothing is changed here; what came back is a [`Person`] for an erasure that is planned and approved as every other.
//!
//! | What is seen | Then |
//! |---|---|
//! | the key of an erased record, with what tied it to others, and no date in it after the erasure | it came back |
//! | the same, without any date, and an identifier of the person too, or no identifying column and ties that fit | it came back |
//! | the key of an anonymised record, and one of the values that it had | it came back |
//! | two identifiers of a person in a record without a date after the erasure, or a personal number | it came back |
//! | anything else that is like it: one identifier alone, a date after the erasure, a number that was given out again | told, and left |
//!
//! So a person who is a customer again is not erased, nor somebody who got their telephone number.

use std::collections::{BTreeMap, BTreeSet};

use gallra_connect::{Columns, Connector};
use gallra_ledger::Replayed as ReplayedLeaf;
use gallra_rules::decide::Weighed;
use gallra_rules::keys::{MOST_KEYS, When};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::moments;
use gallra_rules::policy::Dataset;
use gallra_rules::predicate::{Predicate, TableRef};
use gallra_rules::spelling::Kind;
use gallra_store::{KeyedHash, Pending, PendingKind};
use jiff::civil::Date;
use serde::Serialize;

use super::erase::{self, Planned};
use super::{Identified, Person, pending, scene};
use crate::progress::Progress;
use crate::{AppError, Context, evidence, keys, planning};

/// A plan of what has come back is about nobody's request.
const REPLAY: &str = "replay";
/// Keys that are asked about together.
const TOGETHER: usize = 5_000;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Only what was erased on this day or later.
    pub since: Option<Date>,
    /// Only in this system.
    pub system: Option<SystemName>,
}

/// What was seen in one dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The dataset.
    pub dataset: DatasetName,
    /// Its system.
    pub system: SystemName,
    /// Records that were looked at.
    pub records: u64,
    /// Erased records that have come back.
    pub returned: u64,
    /// Records that are like erased ones, and are left alone.
    pub reported: u64,
    /// Why it could not be looked through, or not wholly, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_checked: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Replayed {
    /// Dataset by dataset.
    pub lines: Vec<Line>,
    /// What has come back, to be erased again.
    #[serde(skip)]
    pub person: Person,
    /// Records that are like erased ones, by their keys: for a person who decides. Personal data.
    #[serde(skip)]
    pub reported: Person,
    /// Lines of the list that no backup needs any more; they are gone.
    pub expired: u64,
}

impl Replayed {
    /// Whether something has come back.
    pub fn has_returned(&self) -> bool {
        self.lines.iter().any(|line| line.returned > 0)
    }

    /// Whether every dataset was looked through.
    pub fn is_whole(&self) -> bool {
        self.lines.iter().all(|line| line.not_checked.is_none())
    }
}

/// Looks for erased data that has come back. Reads only.
///
/// # Errors
/// The state's. A system that cannot be reached is no error: its datasets are told as not checked.
pub async fn replay(context: &Context, asked: &Asked, progress: &dyn Progress) -> Result<Replayed, AppError> {
    let mut done = Replayed { expired: pending::expire(context).await?, ..Replayed::default() };
    done.person.salt = hex::encode(keys::random()?);
    done.reported.salt.clone_from(&done.person.salt);
    let mut lists: BTreeMap<DatasetName, List> = BTreeMap::new();
    for pending in context.store.pending(asked.since).await? {
        lists.entry(pending.dataset.clone()).or_default().add(pending);
    }
    let system_of = |name: &DatasetName| context.policy.datasets.get(name).map(|it| it.system.clone());
    if let Some(only) = &asked.system {
        lists.retain(|name, _| system_of(name).is_some_and(|system| system == *only));
    }
    let wanted: BTreeSet<SystemName> = lists.keys().filter_map(system_of).collect();
    let (shapes, connectors) =
        planning::look_into(context, progress, |system| wanted.contains(system)).await?;
    for (name, list) in &lists {
        let Some(dataset) = context.policy.datasets.get(name) else { continue };
        progress.counting(name);
        let kind = context.policy.systems.get(&dataset.system).map(|system| system.kind);
        let place = connectors.get(&dataset.system).zip(shapes.tables.get(name));
        let mut line = Line {
            dataset: name.clone(),
            system: dataset.system.clone(),
            records: 0,
            returned: 0,
            reported: 0,
            not_checked: None,
        };
        match place.filter(|_| kind.is_some_and(scene::has_tables)) {
            None => {
                let why = shapes.not_checked.get(name).cloned();
                line.not_checked = Some(why.unwrap_or_else(|| "its system does not answer".to_owned()));
            }
            Some((connector, shape)) => {
                let look = Look {
                    context,
                    name,
                    dataset,
                    list,
                    key: &shape.primary_key,
                    table: &shape.table,
                    connector,
                };
                match look.through(&shapes).await {
                    Err(why) => line.not_checked = Some(why),
                    Ok(seen) => seen.told(&mut line, &mut done),
                }
            }
        }
        done.lines.push(line);
    }
    let at = context.now();
    let count = |of: fn(&Line) -> u64| done.lines.iter().map(of).sum::<u64>();
    let leaf = ReplayedLeaf {
        datasets: done.lines.len() as u64,
        not_checked: count(|line| u64::from(line.not_checked.is_some())),
        returned: count(|line| line.returned),
        reported: count(|line| line.reported),
    };
    let mut tx = context.store.write().await?;
    tx.append(&evidence::leaf(at, leaf)?, at, None).await?;
    tx.commit().await?;
    evidence::publish(context).await?;
    Ok(done)
}

/// Plans the erasure of what has come back: to be approved and carried out with [`erase::approve`] and [`erase::apply`], which
/// take [`Planned::person`]. Every record on the list was decided about once, so no question is open any more: no contract
/// with its person is in force, no exemption applies, and whoever's processor we are has told us.
///
/// # Errors
/// As [`erase::plan`].
pub async fn plan(context: &Context, found: &Replayed, progress: &dyn Progress) -> Result<Planned, AppError> {
    let activities = || context.policy.activities.keys().cloned();
    let weighed = Weighed {
        contracts: activities().map(|name| (name, false)).collect(),
        exemptions: BTreeMap::new(),
        no_exemption: activities().collect(),
        instructed: activities().collect(),
    };
    let name = format!("{REPLAY}-{}", context.today());
    erase::plan(context, &name, &found.person, &weighed, progress).await
}

/// What was erased of one dataset.
#[derive(Default)]
struct List {
    /// Columns of a key → its hashes, with the day.
    erased: BTreeMap<String, BTreeMap<KeyedHash, Date>>,
    altered: BTreeMap<String, BTreeMap<KeyedHash, Date>>,
    identifiers: BTreeMap<String, BTreeMap<KeyedHash, Date>>,
}

impl List {
    fn add(&mut self, pending: Pending) {
        let Some(day) = pending.erased_on else { return };
        let into = match pending.kind {
            PendingKind::Erased => &mut self.erased,
            PendingKind::Altered => &mut self.altered,
            PendingKind::Identifier => &mut self.identifiers,
        };
        into.entry(pending.field).or_default().insert(pending.hash, day);
    }
}

/// A record that is like an erased one.
struct Hit {
    key: Option<String>,
    /// When it was erased, of all that speaks for it the latest.
    on: Date,
    erased: bool,
    altered: bool,
    identifiers: usize,
    number: bool,
}

/// What was seen of a dataset.
#[derive(Default)]
struct Seen {
    records: u64,
    column: String,
    returned: BTreeSet<String>,
    reported: BTreeSet<String>,
    /// Records that cannot be named one by one.
    unnamed: u64,
}

impl Seen {
    fn told(self, line: &mut Line, done: &mut Replayed) {
        line.records = self.records;
        line.returned = self.returned.len() as u64;
        line.reported = self.reported.len() as u64 + self.unnamed;
        if self.unnamed > 0 {
            let why = format!(
                "{} records are like erased ones, and the table has no key of one column by which they could be named",
                self.unnamed
            );
            line.not_checked = Some(why);
        }
        for (keys, into) in [(self.returned, &mut done.person), (self.reported, &mut done.reported)] {
            if !keys.is_empty() {
                let identified = Identified { column: self.column.clone(), keys };
                into.records.entry(line.dataset.clone()).or_default().push(identified);
            }
        }
    }
}

struct Look<'a> {
    context: &'a Context,
    name: &'a DatasetName,
    dataset: &'a Dataset,
    list: &'a List,
    key: &'a [String],
    table: &'a TableRef,
    connector: &'a Connector,
}

impl Look<'_> {
    async fn through(&self, shapes: &gallra_rules::inventory::Shapes) -> Result<Seen, String> {
        let key = if self.key.is_empty() { &self.dataset.key } else { self.key };
        let mut columns = pending::columns_of(self.dataset, key);
        let of_key = columns.len();
        let identifiers: Vec<(&String, Kind, &BTreeMap<KeyedHash, Date>)> = (self.list.identifiers.iter())
            .map(|(column, hashes)| (column, pending::kind_of(self.dataset, column), hashes))
            .collect();
        columns.extend(identifiers.iter().map(|(column, ..)| (*column).clone()));
        let asked =
            Columns { table: self.table.clone(), columns: columns.clone(), within: Predicate::always() };
        let (of_erased, of_altered) = (columns[..of_key].join(","), key.join(","));
        let none = BTreeMap::new();
        let erased = self.list.erased.get(&of_erased).unwrap_or(&none);
        let altered = self.list.altered.get(&of_altered).unwrap_or(&none);
        let (mut hits, mut records, mut full) = (Vec::new(), 0, false);
        let read = self.connector.stream(&asked, |row| {
            records += 1;
            let (cells, others) = row.split_at(of_key.min(row.len()));
            let kinds = [(PendingKind::Erased, erased, of_key), (PendingKind::Altered, altered, key.len())];
            let [gone, changed] = kinds.map(|(kind, hashes, width)| {
                if hashes.is_empty() || width == 0 {
                    return None;
                }
                let hash = pending::of_key(
                    self.context,
                    kind,
                    self.name,
                    columns.get(..width)?,
                    cells.get(..width)?,
                );
                hashes.get(&hash).copied()
            });
            let known: Vec<(Kind, Date)> = (identifiers.iter().zip(others))
                .filter_map(|((_, kind, hashes), cell)| {
                    let hash = pending::of_identifier(self.context, *kind, cell.as_deref()?)?;
                    Some((*kind, *hashes.get(&hash)?))
                })
                .collect();
            let on = gone.into_iter().chain(changed).chain(known.iter().map(|(_, day)| *day)).max();
            if let Some(on) = on.filter(|_| gone.is_some() || !known.is_empty()) {
                hits.push(Hit {
                    key: cells.first().cloned().flatten().filter(|_| key.len() == 1),
                    on,
                    erased: gone.is_some(),
                    altered: changed.is_some(),
                    identifiers: known.len(),
                    number: known.iter().any(|(kind, _)| *kind == Kind::Number),
                });
            }
            full = hits.len() > MOST_KEYS;
            !full
        });
        read.await.map_err(|fault| fault.to_string())?;
        if full {
            return Err(format!("more than {MOST_KEYS} of its records are like erased ones"));
        }
        let column = key.first().cloned().unwrap_or_default();
        let mut seen = Seen { records, column, ..Seen::default() };
        let moments = self.moments(&hits, &seen.column, shapes).await?;
        for hit in hits {
            let Some(key) = hit.key.clone() else {
                seen.unnamed += 1;
                continue;
            };
            let dates = moments.get(&key).map(Vec::as_slice).unwrap_or_default();
            if self.came_back(&hit, dates, of_key > 1) {
                seen.returned.insert(key)
            } else {
                seen.reported.insert(key)
            };
        }
        Ok(seen)
    }

    /// The dates that stand in the records, by their keys.
    async fn moments(
        &self,
        hits: &[Hit],
        column: &str,
        shapes: &gallra_rules::inventory::Shapes,
    ) -> Result<BTreeMap<String, Vec<Date>>, String> {
        let mut dates: BTreeMap<String, Vec<Date>> = BTreeMap::new();
        let keys: BTreeSet<&String> = hits.iter().filter_map(|hit| hit.key.as_ref()).collect();
        let keys: Vec<String> = keys.into_iter().cloned().collect();
        let now = self.context.now();
        for asked in moments(&self.context.policy, shapes, now, self.name, column) {
            for some in keys.chunks(TOGETHER) {
                let among = Predicate::Among { column: column.to_owned(), keys: some.to_vec() };
                let within = Predicate::All(vec![asked.within.clone(), among]);
                let asked = gallra_rules::keys::KeyQuestion { within, ..asked.clone() };
                let set = self.connector.keys(&asked).await.map_err(|fault| fault.to_string())?;
                for (key, when) in set.iter() {
                    let day = match when {
                        When::Day(day) => day,
                        When::At(at) => at.to_zoned(self.context.zone()).date(),
                        When::Missing | When::Unreadable => continue,
                    };
                    dates.entry(key.to_owned()).or_default().push(day);
                }
            }
        }
        Ok(dates)
    }

    /// Whether a record is an erased one, by all that is known of it.
    fn came_back(&self, hit: &Hit, dates: &[Date], tied: bool) -> bool {
        let today = self.context.today();
        // A date that is still to come was planned before, and says nothing.
        let touched = dates.iter().any(|day| *day > hit.on && *day <= today);
        if touched {
            return false;
        }
        let dated = dates.iter().any(|day| *day <= hit.on);
        match hit {
            Hit { altered: true, identifiers: 1.., .. } | Hit { erased: true, identifiers: 1.., .. } => true,
            Hit { erased: true, .. } => dated || (self.list.identifiers.is_empty() && tied),
            Hit { identifiers: 2.., .. } | Hit { number: true, .. } => dated,
            _ => false,
        }
    }
}
