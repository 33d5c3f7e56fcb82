//! Restriction (GDPR Art. 18): a person's records stand still. It is a hold whose records nobody can read out of it: the state
//! keeps keyed hashes of their keys, and whoever plans compares them with the keys that the system has now. So planner,
//! checker, recount and agreements respect it as they respect every hold.
//!
//! It is lifted only after the person was told (Art. 18(3)).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gallra_connect::{Columns, Connector};
use gallra_ledger::{Domain, RestrictionAdded, RestrictionLifted};
use gallra_rules::hold::{Hold, HoldId, HoldKind, HoldScope};
use gallra_rules::inventory::Shapes;
use gallra_rules::keys::{KeySet, KeySets, KeysName, MOST_KEYS, Seen, When};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::predicate::Predicate;
use gallra_store::register::{Mark, Names, Of, PartyId, Topic};
use gallra_store::{HoldRecord, KeyedHash, NewHold, StoreError};
use jiff::civil::Date;
use serde::Serialize;

use super::{Person, scene};
use crate::{AppError, Context, evidence, holds};

/// What a restriction covers is hashed with this before it.
const RESTRICTED: &str = "restricted";
/// What the register says of a party that is restricted, under `access`.
pub const MARK: &str = "restricted";

/// Why records are restricted (Art. 18(1)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// (a): the person contests that they are right, until that has been looked at.
    Accuracy,
    /// (b): the processing is unlawful, and the person does not want them erased.
    Unlawful,
    /// (c): the person needs them for a legal claim.
    Claims,
    /// (d): the person has objected, until it has been weighed.
    Objection,
}

impl Ground {
    /// The word in evidence.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::Unlawful => "unlawful",
            Self::Claims => "claims",
            Self::Objection => "objection",
        }
    }
}

/// What came of a restriction.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Restricted {
    /// The holds that stand for it, by dataset and column.
    pub holds: Vec<HoldId>,
    /// Identified records, by dataset. What belongs to them is restricted with them.
    pub records: BTreeMap<DatasetName, u64>,
    /// Parties of the register that are marked, so that who reads there sees it.
    pub marked: u64,
    /// Datasets that could not be restricted, and why, in English: a person has to see to it there.
    pub not_restricted: BTreeMap<DatasetName, String>,
}

/// A record that is restricted, for software that asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The dataset.
    pub dataset: DatasetName,
    /// The column whose value the hash is of.
    pub column: String,
    /// Hexadecimal digits of the keyed hash: HMAC-SHA-256 of `restricted`, dataset, column and value, each with its length before
    /// it as eight bytes, cut to 128 bits.
    pub hash: String,
}

/// Restricts a person's records. The same request again changes nothing.
///
/// # Errors
/// The state's; [`AppError::Subject`] for a person of whom no record was identified.
pub async fn restrict(
    context: &Context,
    request: &str,
    person: &Person,
    ground: Ground,
    by: &str,
) -> Result<Restricted, AppError> {
    let mut done = Restricted { not_restricted: person.not_checked.clone(), ..Restricted::default() };
    let all = context.store.holds().await?;
    let earlier = all.iter().filter(|record| is_of(record, request));
    let mut known: BTreeSet<(DatasetName, String)> = BTreeSet::new();
    for record in earlier {
        done.holds.push(record.hold.id.clone());
        known
            .extend(record.hold.only.as_ref().map(|only| (record.hold.dataset.clone(), only.column.clone())));
    }
    let at = context.now();
    let mut taken: Vec<String> = all.iter().map(|record| record.hold.id.0.clone()).collect();
    let mut tx = context.store.write().await?;
    for (dataset, identified) in &person.records {
        let system =
            context.policy.datasets.get(dataset).and_then(|it| context.policy.systems.get(&it.system));
        if !system.is_some_and(|system| scene::has_tables(system.kind)) {
            let why = "its system is no database, so records there cannot be held one by one";
            done.not_restricted.insert(dataset.clone(), why.to_owned());
            continue;
        }
        for one in identified.iter().filter(|one| !one.keys.is_empty()) {
            *done.records.entry(dataset.clone()).or_default() += one.keys.len() as u64;
            if known.contains(&(dataset.clone(), one.column.clone())) {
                continue;
            }
            let id = HoldId(holds::free_id(context.today(), &taken));
            taken.push(id.0.clone());
            let restricted = one.keys.iter().map(|key| hash(context, dataset, &one.column, key)).collect();
            let hold = Hold {
                id: id.clone(),
                dataset: dataset.clone(),
                only: Some(HoldScope { column: one.column.clone(), values: Vec::new() }),
                reason: format!("GDPR Art. 18: {}, {request}", ground.code()),
                until: None,
                kind: HoldKind::Restriction,
            };
            let leaf = RestrictionAdded {
                hold: id.0.clone(),
                request: request.to_owned(),
                dataset: dataset.to_string(),
                ground: evidence::code(ground.code())?,
                keys: one.keys.len() as u64,
            };
            let by = by.to_owned();
            tx.place_hold(&NewHold { hold, at, by, request: Some(request.to_owned()), restricted }).await?;
            tx.append(&evidence::leaf(at, leaf)?, at, None).await?;
            done.holds.push(id);
        }
    }
    if done.holds.is_empty() && done.not_restricted.is_empty() {
        return Err(AppError::Subject(
            "no record was identified as this person's, so there is nothing to restrict".to_owned(),
        ));
    }
    tx.commit().await?;
    // If we crash here: the records stand still, and the register does not show it yet. The same call marks them.
    done.marked = mark(context, person, by, &[MARK]).await?;
    evidence::publish(context).await?;
    Ok(done)
}

/// Whether a restriction of this request is in force.
///
/// # Errors
/// The state's.
pub async fn is_in_force(context: &Context, request: &str) -> Result<bool, AppError> {
    Ok(context.store.holds().await?.iter().any(|record| is_of(record, request)))
}

/// Notes that the person was told that the restriction will be lifted.
///
/// # Errors
/// [`AppError::Subject`] if none is in force, or that is known already.
pub async fn told(context: &Context, request: &str, on: Date) -> Result<(), AppError> {
    if on > context.today() {
        return Err(AppError::Subject(format!("{on} has not come yet")));
    }
    let mut tx = context.store.write().await?;
    if !tx.told_of_lifting(request, on).await? {
        return Err(AppError::Subject(format!(
            "{request} has no restriction in force that the person has not been told of"
        )));
    }
    Ok(tx.commit().await?)
}

/// Lifts a restriction.
///
/// # Errors
/// [`AppError::Subject`] if none is in force, or before the person was told (Art. 18(3)).
pub async fn lift(
    context: &Context,
    request: &str,
    person: &Person,
    by: &str,
) -> Result<Vec<HoldId>, AppError> {
    let holds: Vec<HoldRecord> =
        context.store.holds().await?.into_iter().filter(|record| is_of(record, request)).collect();
    if holds.is_empty() {
        return Err(AppError::Subject(format!("{request} has no restriction in force")));
    }
    let at = context.now();
    let actor = context.keys.commitment.commit(Domain::Actor, by.as_bytes());
    let mut lifted = Vec::new();
    let mut tx = context.store.write().await?;
    for record in holds {
        let Some(told_on) = record.told_on else {
            return Err(AppError::Subject(
                "the person has to be told before their records are used again (GDPR Art. 18(3))".to_owned(),
            ));
        };
        let id = record.hold.id;
        tx.lift_hold(&id, at, by).await?;
        tx.unrestrict(&id).await?;
        let leaf = RestrictionLifted {
            hold: id.0.clone(),
            request: request.to_owned(),
            told_on: told_on.to_string(),
            actor,
        };
        tx.append(&evidence::leaf(at, leaf)?, at, None).await?;
        lifted.push(id);
    }
    tx.commit().await?;
    mark(context, person, by, &[]).await?;
    evidence::publish(context).await?;
    Ok(lifted)
}

/// Every record that is restricted now, for software that has to leave them alone.
///
/// # Errors
/// The state's.
pub async fn list(context: &Context) -> Result<Vec<Line>, AppError> {
    let mut lines = Vec::new();
    for record in context.store.holds().await?.into_iter().filter(in_force) {
        let Some(only) = &record.hold.only else { continue };
        for hash in context.store.restricted(&record.hold.id).await? {
            let (dataset, column) = (record.hold.dataset.clone(), only.column.clone());
            lines.push(Line { dataset, column, hash: hex::encode(hash) });
        }
    }
    Ok(lines)
}

/// Whether a record is restricted itself; what belongs to one that is, is not asked.
///
/// # Errors
/// The state's.
pub async fn is_restricted(
    context: &Context,
    dataset: &DatasetName,
    column: &str,
    value: &str,
) -> Result<bool, AppError> {
    let wanted = hex::encode(hash(context, dataset, column, value));
    let of = |line: &Line| line.dataset == *dataset && line.column == column && line.hash == wanted;
    Ok(list(context).await?.iter().any(of))
}

/// Reads which records the restrictions cover now, and makes every connection know them. What cannot be read is told under
/// the set's name, and then nothing that it may cover is touched.
///
/// # Errors
/// The state's.
pub(crate) async fn read(
    context: &Context,
    shapes: &mut Shapes,
    connectors: &mut BTreeMap<SystemName, Connector>,
) -> Result<(), AppError> {
    let mut sets = KeySets::new();
    for record in context.store.holds().await?.into_iter().filter(in_force) {
        let Hold { id, dataset, only, .. } = &record.hold;
        let Some(only) = only else { continue };
        let name = KeysName::of_restriction(id, dataset, &only.column);
        match covered(context, shapes, connectors, &record.hold, &only.column).await? {
            Err(why) => drop(shapes.no_keys.insert(name, why)),
            Ok(mut set) => {
                let keys = set.len() as u64;
                // Not one of the keys: it keeps everybody from trying keys out on the hash that plans show.
                let salt = context.keys.recognise(&["salt", &id.0]);
                set.add(hex::encode(salt), When::Missing);
                let seen = Seen { keys, ..set.seen()? };
                sets.insert(seen.hash.clone(), Arc::new(set));
                shapes.keys.insert(name, seen);
            }
        }
    }
    for connector in connectors.values_mut() {
        connector.also_know(sets.clone());
    }
    Ok(())
}

/// The keys in the system that a restriction covers.
async fn covered(
    context: &Context,
    shapes: &Shapes,
    connectors: &BTreeMap<SystemName, Connector>,
    hold: &Hold,
    column: &str,
) -> Result<Result<KeySet, String>, AppError> {
    let dataset = &hold.dataset;
    let (Some(described), Some(shape)) = (context.policy.datasets.get(dataset), shapes.tables.get(dataset))
    else {
        return Ok(Err(format!("`{dataset}` could not be looked at")));
    };
    let Some(connector) = connectors.get(&described.system) else {
        return Ok(Err(format!("`{}` does not answer", described.system)));
    };
    let wanted = context.store.restricted(&hold.id).await?;
    let asked = Columns {
        table: shape.table.clone(),
        columns: vec![column.to_owned()],
        within: Predicate::IsNull { column: column.to_owned() }.negated(),
    };
    let mut set = KeySet::default();
    let read = connector
        .stream(&asked, |row| {
            if let Some(Some(value)) = row.into_iter().next()
                && wanted.contains(&hash(context, dataset, column, &value))
            {
                set.add(value, When::Missing);
            }
            set.len() <= MOST_KEYS
        })
        .await;
    Ok(read.map(|()| set).map_err(|fault| fault.to_string()))
}

/// Says in the register, of each party that is this person, who may read it.
async fn mark(context: &Context, person: &Person, by: &str, names: &[&str]) -> Result<u64, AppError> {
    let names = Names::new(names.iter().copied()).map_err(StoreError::from)?;
    mark_parties(context, person, by, &Mark::Names(Topic::Access, names)).await
}

/// Says something of each party of the register that is this person. Tells of how many.
pub(crate) async fn mark_parties(
    context: &Context,
    person: &Person,
    by: &str,
    mark: &Mark,
) -> Result<u64, AppError> {
    let parties = parties(context, person);
    let Some(activity) = context.activity_of_register().filter(|_| !parties.is_empty()) else { return Ok(0) };
    let acting = context.acting(by, activity.as_str())?;
    let register = context.register().await?;
    for party in &parties {
        register.mark(&acting, &Of::Party(*party), mark).await?;
    }
    Ok(parties.len() as u64)
}

/// The person's numbers in the register.
pub(crate) fn parties(context: &Context, person: &Person) -> BTreeSet<PartyId> {
    let of_parties = person.records.iter().filter(|(dataset, _)| {
        let dataset = context.policy.datasets.get(*dataset);
        dataset
            .and_then(gallra_rules::policy::Dataset::in_register)
            .is_some_and(gallra_rules::policy::RegisterTable::is_of_parties)
    });
    let keys = of_parties.flat_map(|(_, identified)| identified).filter(|one| one.column == "id");
    keys.flat_map(|one| &one.keys).filter_map(|key| key.parse().ok()).map(PartyId).collect()
}

fn hash(context: &Context, dataset: &DatasetName, column: &str, value: &str) -> KeyedHash {
    context.keys.recognise(&[RESTRICTED, dataset.as_str(), column, value])
}

fn in_force(record: &HoldRecord) -> bool {
    record.hold.kind == HoldKind::Restriction && record.lifted_at.is_none()
}

fn is_of(record: &HoldRecord, request: &str) -> bool {
    in_force(record) && record.request.as_deref() == Some(request)
}
