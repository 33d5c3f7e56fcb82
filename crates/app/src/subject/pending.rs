//! What was erased is remembered, so that it is known again when it comes back: from a backup, an import, another system.
//!
//! The list holds keyed hashes and nothing else of anybody: of the keys of records that went, together with the columns that tie
//! them to others, and of the person's identifiers in their normal form. It is written before the erasure, because afterwards
//! nobody knows them, and counts once the erasure was carried out. When the last backup that may hold the records is gone, so is
//! the list's line; where no policy says when that is, the line stays.

use std::collections::BTreeMap;

use gallra_connect::{Columns, Connector};
use gallra_rules::decide::{Anonymised, Group, Verdict, Weighed};
use gallra_rules::links::IDENTIFYING;
use gallra_rules::names::DatasetName;
use gallra_rules::plan::ending::gone_from_backups;
use gallra_rules::policy::Dataset;
use gallra_rules::spelling::{Kind, Looked};
use gallra_store::{KeyedHash, Pending, PendingKind};
use jiff::civil::Date;

use super::Person;
use super::scene::{self, Respects};
use crate::progress::Progress;
use crate::{AppError, Context};

/// What is on the list because of a request.
#[derive(Clone, Debug, Default)]
pub struct Remembered {
    /// Hashes.
    pub hashes: u64,
    /// Datasets whose records will not be known again, and why, in English.
    pub not_remembered: BTreeMap<DatasetName, String>,
}

/// Puts what an erasure will take on the list: to be called when it is approved, before anything is erased. The same again
/// changes nothing.
///
/// # Errors
/// The state's; a system's that stops answering midway.
pub async fn remember(
    context: &Context,
    request: &str,
    person: &Person,
    weighed: &Weighed,
    progress: &dyn Progress,
) -> Result<Remembered, AppError> {
    let scene = scene::look(context, request, person, (weighed, Respects::Restrictions), progress).await?;
    let mut done = Remembered { not_remembered: scene.not_checked.clone(), ..Remembered::default() };
    let mut found = Vec::new();
    // A record of others that only loses its link loses it again with the record that it names; by itself it is not the person's.
    let theirs = |group: &&Group| {
        group.verdict.changes() && !matches!(group.verdict, Verdict::Anonymise { why: Anonymised::Link, .. })
    };
    for group in scene.decided.groups.iter().filter(theirs) {
        let Some(dataset) = context.policy.datasets.get(&group.dataset) else { continue };
        let kind = context.policy.systems.get(&group.system).map(|system| system.kind);
        let connector = scene.connectors.get(&group.system).filter(|_| kind.is_some_and(scene::has_tables));
        let Some(connector) = connector else {
            let why = "records of its system cannot be compared one by one";
            done.not_remembered.insert(group.dataset.clone(), why.to_owned());
            continue;
        };
        let of = Of::new(dataset, group);
        if of.key.is_empty() && of.identifiers.is_empty() {
            let why = "its records have neither a key nor an identifier";
            done.not_remembered.insert(group.dataset.clone(), why.to_owned());
            continue;
        }
        found.extend(of.read(context, connector, request).await?);
    }
    let mut tx = context.store.write().await?;
    for pending in &found {
        tx.remember_erased(pending).await?;
    }
    tx.commit().await?;
    done.hashes = found.len() as u64;
    Ok(done)
}

/// Says that a request's erasure was carried out. Tells the last day on which a backup may hold what went; `None` if the policy
/// does not say how long backups are kept.
///
/// # Errors
/// The state's.
pub async fn erased(context: &Context, request: &str, on: Date) -> Result<Option<Date>, AppError> {
    let until =
        gone_from_backups(&context.policy, on).and_then(|first_without| first_without.yesterday().ok());
    let mut tx = context.store.write().await?;
    tx.erased(request, on, until).await?;
    tx.commit().await?;
    Ok(until)
}

/// Forgets what was to be erased for a request and never was.
///
/// # Errors
/// The state's.
pub async fn forget(context: &Context, request: &str) -> Result<u64, AppError> {
    let mut tx = context.store.write().await?;
    let gone = tx.forget_unerased(request).await?;
    tx.commit().await?;
    Ok(gone)
}

/// Takes off the list what no backup holds any more.
///
/// # Errors
/// The state's.
pub async fn expire(context: &Context) -> Result<u64, AppError> {
    let mut tx = context.store.write().await?;
    let gone = tx.expire_pending(context.today()).await?;
    tx.commit().await?;
    Ok(gone)
}

/// Which columns of a dataset's records are remembered.
struct Of<'a> {
    group: &'a Group,
    kind: PendingKind,
    /// The key, and for a record that goes the columns that tie it to others: a number that was given out again stands beside
    /// other ones.
    key: Vec<String>,
    identifiers: Vec<(String, Kind)>,
}

impl<'a> Of<'a> {
    fn new(dataset: &'a Dataset, group: &'a Group) -> Self {
        let altered = match &group.verdict {
            Verdict::Anonymise { columns, .. } => Some(columns),
            _ => None,
        };
        let columns: Vec<&String> = match altered {
            Some(columns) => columns.keys().collect(),
            None => identifying(dataset),
        };
        // A key is given out again; it speaks for nobody.
        let columns = columns.into_iter().filter(|column| !group.key.contains(column));
        let identifiers = columns.map(|column| (column.clone(), kind_of(dataset, column)));
        let kind = if altered.is_some() { PendingKind::Altered } else { PendingKind::Erased };
        let key = if group.key.is_empty() || altered.is_some() {
            group.key.clone()
        } else {
            columns_of(dataset, &group.key)
        };
        Self { group, kind, key, identifiers: identifiers.collect() }
    }

    async fn read(
        &self,
        context: &Context,
        connector: &Connector,
        request: &str,
    ) -> Result<Vec<Pending>, AppError> {
        let dataset = &self.group.dataset;
        let new = |field: String, kind, hash| Pending {
            dataset: dataset.clone(),
            field,
            kind,
            hash,
            request: request.to_owned(),
            erased_on: None,
            until: None,
        };
        let columns: Vec<String> =
            self.key.iter().chain(self.identifiers.iter().map(|(column, _)| column)).cloned().collect();
        let asked = Columns { table: self.group.table.clone(), columns, within: self.group.which.clone() };
        let mut found = Vec::new();
        let read = connector.stream(&asked, |row| {
            let (key, cells) = row.split_at(self.key.len().min(row.len()));
            if !key.is_empty() {
                let hash = of_key(context, self.kind, dataset, &self.key, key);
                found.push(new(self.key.join(","), self.kind, hash));
            }
            for ((column, kind), cell) in self.identifiers.iter().zip(cells) {
                let hash = cell.as_ref().and_then(|cell| of_identifier(context, *kind, cell));
                found.extend(hash.map(|hash| new(column.clone(), PendingKind::Identifier, hash)));
            }
            true
        });
        read.await?;
        Ok(found)
    }
}

/// The key of a record with the columns that tie it to others, each once.
pub(crate) fn columns_of(dataset: &Dataset, key: &[String]) -> Vec<String> {
    let mut columns = key.to_vec();
    let ties = dataset.links.values().flatten().flat_map(|tie| &tie.by);
    for column in dataset.belongs_to.values().flatten().chain(ties) {
        if !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    columns
}

/// The hash of a record's key.
pub(crate) fn of_key(
    context: &Context,
    kind: PendingKind,
    dataset: &DatasetName,
    columns: &[String],
    cells: &[Option<String>],
) -> KeyedHash {
    let mut parts = vec![kind.word(), dataset.as_str()];
    for (column, cell) in columns.iter().zip(cells) {
        parts.push(column);
        // NULL is not the empty text.
        parts.extend(if cell.is_some() { ["=", cell.as_deref().unwrap_or_default()] } else { ["NULL", ""] });
    }
    context.keys.recognise(&parts)
}

/// The hash of an identifier however it is written; `None` for an empty one, or what is none of the kind.
pub(crate) fn of_identifier(context: &Context, kind: Kind, cell: &str) -> Option<KeyedHash> {
    let looked = Looked::read(kind, cell, context.today()).ok();
    // What a column of addresses holds may be none: it is known by its letters then.
    let (word, normal) = match &looked {
        Some(looked) => (word(kind), looked.expose().to_owned()),
        None if cell.trim().is_empty() => return None,
        None => (word(Kind::Reference), cell.trim().to_uppercase()),
    };
    Some(context.keys.recognise(&[PendingKind::Identifier.word(), word, &normal]))
}

/// The columns of a dataset by which one person is told from others.
fn identifying(dataset: &Dataset) -> Vec<&String> {
    let fields = dataset.fields.iter().filter(|(_, field)| IDENTIFYING.contains(&field.category.as_str()));
    let mut columns: Vec<&String> =
        fields.map(|(column, _)| column).chain(dataset.subject.values()).collect();
    columns.sort();
    columns.dedup();
    columns
}

/// What kind of identifier a column holds.
pub(crate) fn kind_of(dataset: &Dataset, column: &str) -> Kind {
    let category = dataset.fields.get(column).map(|field| field.category.as_str());
    let is = |kind: &str| dataset.subject.get(kind).is_some_and(|found| found == column);
    match category {
        Some("contact.email") => Kind::Email,
        Some("contact.phone") => Kind::Phone,
        Some("person.national_id" | "organisation.number") => Kind::Number,
        _ if is("email") => Kind::Email,
        _ if is("phone") => Kind::Phone,
        _ => Kind::Reference,
    }
}

const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Email => "email",
        Kind::Phone => "phone",
        Kind::Number => "number",
        Kind::Reference => "reference",
    }
}
