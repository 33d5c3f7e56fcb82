//! What was judged, as it is told to whoever asked.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::names::DatasetName;

use super::judge::{Group, Judged, Record, RecordId, Way};
use super::look::Looking;
use super::name::{Alike, Name};
use super::register::ID;
use super::terms::{Realm, TermId};
use super::{Choice, Doubt, Hop, InDataset, Search, Standing, named};
use crate::AppError;
use crate::subject::person::{Given, GivenKind, Identified, Person};

/// The answer for one person.
pub(super) fn told(
    looking: &Looking<'_>,
    given: &[Option<TermId>],
    names: &[Name],
    judged: &Judged,
) -> Result<Search, AppError> {
    let mut search = Search {
        person: Person { not_checked: looking.not_checked.clone(), salt: salt()?, ..Person::default() },
        silent: looking.silent.clone(),
        hops: hops(looking, &judged.theirs),
        doubtful: choices(looking, judged),
        ..Search::default()
    };
    named(looking.context, &mut search);
    let theirs: Vec<(RecordId, &Record)> =
        judged.theirs.keys().filter_map(|id| Some((*id, looking.seen.records.get(*id)?))).collect();
    let mut by_dataset: BTreeMap<&DatasetName, Vec<(RecordId, &Record)>> = BTreeMap::new();
    for (id, record) in &theirs {
        by_dataset.entry(&record.dataset).or_default().push((*id, record));
    }
    for (dataset, records) in by_dataset {
        let own = InDataset { identified: records.len() as u64, ..InDataset::default() };
        search.datasets.insert(dataset.clone(), own);
        identified(looking, judged, dataset, &records, &mut search);
    }
    entries_of_parties(looking, &mut search);
    let found = |term: &TermId| looking.seen.hits.contains_key(term);
    search.names =
        theirs.iter().map(|(_, record)| record.shown.clone()).filter(|name| !name.is_empty()).collect();
    search.names.sort();
    search.names.dedup();
    let known: Vec<&Name> = theirs.iter().filter_map(|(_, record)| record.name.as_ref()).collect();
    let mut said = names.iter();
    search.given = given
        .iter()
        .map(|term| match term {
            Some(term) => found(term),
            None => said.next().is_some_and(|name| known.iter().any(|one| one.alike(name) == Alike::Same)),
        })
        .collect();
    search.known = known_by(looking, judged);
    Ok(search)
}

/// Random, for one request.
fn salt() -> Result<String, AppError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|fault| AppError::Randomness(fault.to_string()))?;
    Ok(hex::encode(bytes))
}

/// The records of a dataset by their key, or by the columns that name the person.
fn identified(
    looking: &Looking<'_>,
    judged: &Judged,
    dataset: &DatasetName,
    records: &[(RecordId, &Record)],
    search: &mut Search,
) {
    let policy = &looking.context.policy;
    let Some(described) = policy.datasets.get(dataset) else {
        let reason =
            "Gallra's register has records of the person, and no dataset of the policy is about them";
        search.person.not_checked.insert(dataset.clone(), reason.to_owned());
        return;
    };
    let key = match described.in_register() {
        Some(table) => table.party_column(),
        None => looking.key_of(dataset),
    };
    let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, record) in records {
        let named = if described.register.is_some() { Some(ID) } else { key };
        if let (Some(named), Some(key)) = (named, key)
            && let Some(cell) = record.cells.get(named)
        {
            columns.entry(key.to_owned()).or_default().insert(cell.clone());
            continue;
        }
        let Some(Way { to, .. }) = judged.theirs.get(id) else { continue };
        if let Some(cell) = record.cells.get(to) {
            columns.entry(to.clone()).or_default().insert(cell.clone());
        }
    }
    // Without a key of its own a record is named by what it shares with others.
    if key.is_none() {
        let others = judged.groups.values().flat_map(|group| group.ways.keys());
        let others = others.filter(|id| !judged.theirs.contains_key(*id));
        let others =
            others.filter_map(|id| looking.seen.records.get(*id)).filter(|other| other.dataset == *dataset);
        let is_told_apart = |other: &Record| {
            !columns
                .iter()
                .any(|(column, keys)| other.cells.get(column).is_some_and(|cell| keys.contains(cell)))
        };
        if !others.into_iter().all(is_told_apart) {
            let reason = "its records have no key by which the person's could be told from those in doubt";
            search.person.not_checked.insert(dataset.clone(), reason.to_owned());
            return;
        }
    }
    let all = columns.into_iter().map(|(column, keys)| Identified { column, keys });
    search.person.records.insert(dataset.clone(), all.collect());
}

/// What the register keeps of parties that were found, in its other tables.
fn entries_of_parties(looking: &Looking<'_>, search: &mut Search) {
    let policy = &looking.context.policy;
    let mut parties = BTreeSet::new();
    for (name, all) in &search.person.records {
        if policy.datasets.get(name).is_some_and(|dataset| dataset.register.is_some()) {
            parties.extend(all.iter().flat_map(|one| one.keys.iter().cloned()));
        }
    }
    if parties.is_empty() {
        return;
    }
    for (name, dataset) in &policy.datasets {
        let table = dataset.in_register().filter(|table| !table.is_of_parties());
        let Some(column) = table.and_then(|table| table.party_column()) else { continue };
        let by_party = Identified { column: column.to_owned(), keys: parties.clone() };
        search.person.records.entry(name.clone()).or_insert_with(|| vec![by_party]);
        search.datasets.entry(name.clone()).or_default();
    }
}

/// The ways to these records, each with its number of records.
fn hops(looking: &Looking<'_>, ways: &BTreeMap<RecordId, Way>) -> Vec<Hop> {
    let mut counted: BTreeMap<Hop, u64> = BTreeMap::new();
    for (id, way) in ways {
        let Some(record) = looking.seen.records.get(*id) else { continue };
        let from = way.from.as_ref().and_then(|(from, column)| {
            Some((looking.seen.records.get(*from)?.dataset.clone(), column.clone()))
        });
        let by = looking.terms.get(way.term).map(|term| term.realm.word()).unwrap_or_default();
        let hop = Hop { from, to: (record.dataset.clone(), way.to.clone()), by, records: 0 };
        *counted.entry(hop).or_default() += 1;
    }
    counted.into_iter().map(|(hop, records)| Hop { records, ..hop }).collect()
}

fn choices(looking: &Looking<'_>, judged: &Judged) -> Vec<Choice> {
    let apart = judged.apart.iter().map(|(id, standing, terms)| {
        let mut ways = BTreeMap::new();
        for term in terms {
            for hit in looking.seen.hits.get(term).into_iter().flatten() {
                let way = Way { from: None, term: *term, to: hit.column.clone() };
                ways.entry(hit.record).or_insert(way);
            }
        }
        choice(looking, id, Doubt::Apart, *standing, &ways)
    });
    let groups = judged
        .groups
        .values()
        .map(|Group { id, why, standing, ways }| choice(looking, id, *why, *standing, ways));
    apart.chain(groups).collect()
}

fn choice(
    looking: &Looking<'_>,
    id: &str,
    why: Doubt,
    standing: Standing,
    ways: &BTreeMap<RecordId, Way>,
) -> Choice {
    let mut records: BTreeMap<DatasetName, u64> = BTreeMap::new();
    let mut names = BTreeSet::new();
    for record in ways.keys().filter_map(|id| looking.seen.records.get(*id)) {
        *records.entry(record.dataset.clone()).or_default() += 1;
        if !record.shown.is_empty() {
            names.insert(record.shown.clone());
        }
    }
    let names = names.into_iter().collect();
    Choice { id: id.to_owned(), why, standing, records, hops: hops(looking, ways), names }
}

/// The values that the person is known by.
fn known_by(looking: &Looking<'_>, judged: &Judged) -> Vec<Given> {
    if judged.theirs.is_empty() {
        return Vec::new();
    }
    let mut known = BTreeSet::new();
    for term in judged.terms.iter().filter_map(|term| looking.terms.get(*term)) {
        let (kind, text) = match &term.realm {
            Realm::Email => (GivenKind::Email, term.value().to_owned()),
            Realm::Phone => (GivenKind::Phone, format!("+{}", term.value())),
            Realm::Number => (GivenKind::Number, term.value().to_owned()),
            Realm::Of(kind) => (GivenKind::Subject(kind.clone()), term.value().to_owned()),
            Realm::Key(..) | Realm::Party(_) => continue,
        };
        known.insert(Given { kind, text });
    }
    known.into_iter().collect()
}
