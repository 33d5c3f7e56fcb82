//! What a live system holds that the policy does not say: proposals for datasets, and drift between the two.

mod parts;
mod reason;

use std::collections::{BTreeMap, BTreeSet};

use gallra_connect::survey::{Reference, Surveyed};
use gallra_detect::name::{Moment, moment};
use gallra_detect::profile::{Column, TypeClass, judge};
use gallra_rules::inventory::ColumnClass;
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::policy::{AnchorSource, Dataset, REGISTER_TABLES, SystemKind};
use gallra_rules::predicate::TableRef;
use serde::Serialize;

pub use self::parts::{FoundPart, PersonalPart};
pub use self::reason::Why;
use crate::progress::Progress;
use crate::{AppError, Context};

/// Records of each table whose values are looked at.
pub const SAMPLE: u32 = 300;

/// What was found in a system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Discovery {
    /// The system.
    pub system: SystemName,
    /// Product and version.
    pub product: String,
    /// What it is.
    pub kind: SystemKind,
    /// Its tables, if it is a database.
    pub tables: Vec<Found>,
    /// Its logs or folders, if it is not.
    pub parts: Vec<FoundPart>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The table.
    pub table: TableRef,
    /// Rows, as the catalog estimates them.
    pub rows_estimate: Option<u64>,
    /// The policy's datasets over it.
    pub datasets: Vec<DatasetName>,
    /// Columns that look personal.
    pub personal: Vec<Personal>,
    /// Columns that say when a record began or ended, the most useful first: name of an anchor, column.
    pub anchors: Vec<(String, String)>,
    /// What its records belong to: columns here, the other table, whether a foreign key says so.
    pub belongs_to: Vec<(Vec<String>, TableRef, bool)>,
    /// Why no value was read, if none was.
    pub unread: Option<String>,
    /// Whether the policy says that nothing in it is personal.
    pub not_personal: bool,
}

/// A column that looks personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Personal {
    /// The column.
    pub column: String,
    /// As the catalog spells it.
    pub type_name: String,
    /// The category by its name in the policy language.
    pub category: String,
    /// From 50 to 99.
    pub confidence: u8,
    /// What that rests on; no value is in it.
    pub reasons: Vec<Why>,
    /// Whether the policy says what it is, or that it is not personal.
    pub declared: bool,
}

/// Looks at a system of the policy. Reads only.
///
/// # Errors
/// The system's; [`AppError::NoSuchSystem`].
pub async fn discover(
    context: &Context,
    system: &SystemName,
    progress: &dyn Progress,
) -> Result<Discovery, AppError> {
    if context.policy.systems.get(system).is_some_and(|found| found.kind == SystemKind::Register) {
        let tables: Vec<&str> = REGISTER_TABLES.iter().map(|table| table.name).collect();
        return Err(AppError::Register(format!(
            "`{system}` is Gallra's own register, where nothing has to be discovered; its tables are {}",
            tables.join(", ")
        )));
    }
    progress.looking_at(system);
    let connector = context.connect(system).await?;
    let surveyed = connector.survey(SAMPLE).await?;
    let parts = connector.survey_parts().await?;
    let kind = context.policy.systems.get(system).map_or(SystemKind::Manual, |system| system.kind);
    let product = connector.product().to_owned();
    connector.close().await;
    let tables = surveyed.iter().map(|table| found(context, system, table)).collect();
    let parts = parts.iter().map(|part| parts::found(context, system, kind, part)).collect();
    Ok(Discovery { system: system.clone(), product, kind, tables, parts })
}

fn found(context: &Context, system: &SystemName, table: &Surveyed) -> Found {
    let over: Vec<(&DatasetName, &Dataset)> = context
        .policy
        .datasets
        .iter()
        .filter(|(_, dataset)| dataset.system == *system && is_over(dataset, &table.table))
        .collect();
    let declared: BTreeSet<&String> = over.iter().flat_map(|(_, dataset)| columns_of(dataset)).collect();
    let columns: Vec<Column<'_>> = table
        .columns
        .iter()
        .map(|(name, shape)| Column {
            name,
            class: TypeClass::of(&shape.type_name),
            tally: table.tallies.get(name),
        })
        .collect();
    let judged = judge(&table.table.name, &columns);
    let personal = table.columns.iter().zip(judged).filter_map(|((name, shape), finding)| {
        let finding = finding.filter(gallra_detect::profile::Finding::looks_personal)?;
        // What only points at a record elsewhere is told there.
        let points = table.refers.iter().any(|one| one.columns.contains(name));
        (!points).then(|| Personal {
            column: name.clone(),
            type_name: shape.type_name.clone(),
            category: finding.category.to_owned(),
            confidence: finding.confidence,
            reasons: finding.reasons.iter().map(Why::of).collect(),
            declared: declared.contains(name),
        })
    });
    let listed = context.policy.systems.get(system).and_then(|system| system.not_personal.as_ref());
    let belongs = |one: &Reference| (one.columns.clone(), one.to.clone(), one.declared);
    Found {
        table: table.table.clone(),
        rows_estimate: table.rows_estimate,
        datasets: over.iter().map(|(name, _)| (*name).clone()).collect(),
        personal: personal.collect(),
        anchors: anchors(table),
        belongs_to: table.refers.iter().map(belongs).collect(),
        unread: table.unread.clone(),
        not_personal: listed.is_some_and(|listed| listed.has_table(&table.table)),
    }
}

/// Whether a dataset describes a table: by name, and by schema where the policy gives one.
fn is_over(dataset: &Dataset, table: &TableRef) -> bool {
    dataset.table.as_ref().is_some_and(|named| {
        named.name == table.name && (named.schema.is_none() || named.schema == table.schema)
    })
}

/// The columns that a dataset says anything about.
fn columns_of(dataset: &Dataset) -> impl Iterator<Item = &String> {
    let anchors = dataset.anchors.values().filter_map(|anchor| match &anchor.source {
        AnchorSource::Column { column, .. } => Some(column),
        _ => None,
    });
    dataset
        .fields
        .keys()
        .chain(dataset.not_personal.keys())
        .chain(dataset.subject.values())
        .chain(&dataset.key)
        .chain(dataset.filter.keys())
        .chain(dataset.belongs_to.values().flatten())
        .chain(anchors)
}

fn anchors(table: &Surveyed) -> Vec<(String, String)> {
    let mut found: Vec<(u8, String, String)> = table
        .columns
        .iter()
        .filter(|(_, shape)| {
            matches!(
                shape.class,
                ColumnClass::Date | ColumnClass::Instant | ColumnClass::Local | ColumnClass::Text
            )
        })
        .filter_map(|(column, shape)| {
            let (rank, name) = match moment(column)? {
                Moment::Ends => (0, "ended"),
                Moment::LastActive => (1, "last_active"),
                Moment::Begins => (2, "created"),
                Moment::Changes => (3, "changed"),
            };
            // A text is an anchor only where a word says that it is a time.
            let timed = ["at", "on", "date", "time", "datum", "tid"];
            let lower = column.to_lowercase();
            (shape.class != ColumnClass::Text || timed.iter().any(|word| lower.ends_with(word)))
                .then(|| (rank, name.to_owned(), column.clone()))
        })
        .collect();
    found.sort();
    let mut names = BTreeSet::new();
    found
        .into_iter()
        .map(|(_, name, column)| {
            let name = if names.insert(name.clone()) { name } else { plain(&column) };
            (name, column)
        })
        .collect()
}

/// A name as the policy language writes names: lower case, digits and underscores.
pub fn plain(name: &str) -> String {
    let mut plain = String::new();
    for letter in name.to_lowercase().chars() {
        plain.push(match letter {
            'å' | 'ä' => 'a',
            'ö' => 'o',
            'a'..='z' | '0'..='9' => letter,
            _ => '_',
        });
    }
    let plain = plain.trim_matches('_').to_owned();
    if plain.starts_with(|first: char| first.is_ascii_alphabetic()) { plain } else { format!("d_{plain}") }
}

/// A difference between the policy and a live system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Drift {
    /// A table with columns that look personal is in no dataset.
    UnknownTable {
        /// The system.
        system: SystemName,
        /// The table.
        table: TableRef,
        /// Its columns that look personal, with their categories.
        columns: BTreeMap<String, String>,
    },
    /// A column that looks personal is in no dataset over its table.
    UnknownColumn {
        /// The system.
        system: SystemName,
        /// The dataset over its table.
        dataset: DatasetName,
        /// The column.
        column: String,
        /// What it looks like.
        category: String,
    },
    /// A log or a folder that looks personal is in no dataset.
    UnknownPart {
        /// The system.
        system: SystemName,
        /// The part.
        part: String,
        /// What in it looks personal, with its category.
        fields: BTreeMap<String, String>,
    },
    /// What is said not to be personal is not there any more.
    NothingThere {
        /// The system.
        system: SystemName,
        /// The table, column or part.
        what: String,
    },
    /// A dataset's table, column or part has gone, or cannot be seen.
    Gone {
        /// The dataset.
        dataset: DatasetName,
        /// What is missing.
        what: String,
    },
    /// A system could not be looked at.
    NotChecked {
        /// The system.
        system: SystemName,
        /// Why.
        reason: String,
    },
}

/// Compares the policy with every database that it names. Reads only.
///
/// # Errors
/// None of a system's: that is a drift of its own.
pub async fn drift(context: &Context, progress: &dyn Progress) -> Result<Vec<Drift>, AppError> {
    let mut drifts = Vec::new();
    let (shapes, connectors) = crate::planning::look(context, progress).await?;
    for (name, system) in &context.policy.systems {
        if !IN_REACH.contains(&system.kind) {
            continue;
        }
        match discover(context, name, progress).await {
            Ok(discovery) => {
                drifts.extend(discovery.tables.iter().flat_map(|table| unknown(name, table)));
                drifts.extend(discovery.parts.iter().filter_map(|part| unknown_part(name, part)));
                drifts.extend(nothing_there(context, name, &discovery));
            }
            Err(fault) => {
                drifts.push(Drift::NotChecked { system: name.clone(), reason: fault.to_string() });
                continue;
            }
        }
        let gone = context.policy.datasets.iter().filter(|(_, dataset)| dataset.system == *name);
        drifts.extend(gone.filter_map(|(dataset, _)| {
            let what = shapes.not_checked.get(dataset)?.clone();
            Some(Drift::Gone { dataset: dataset.clone(), what })
        }));
        let Some(connector) = connectors.get(name) else { continue };
        for (dataset, described) in context.policy.datasets.iter().filter(|(_, one)| one.system == *name) {
            let part = described.part.as_deref().map_or(".", |part| part.trim_end_matches('/'));
            if let Ok(false) = connector.has_part(part).await {
                drifts.push(Drift::Gone { dataset: dataset.clone(), what: format!("`{part}`") });
            }
        }
    }
    for connector in connectors.values() {
        connector.close().await;
    }
    Ok(drifts)
}

/// Whether what was discovered is tables; otherwise it is parts.
pub fn is_database(kind: SystemKind) -> bool {
    matches!(kind, SystemKind::Postgres | SystemKind::Mysql | SystemKind::Sqlite)
}

/// The kinds of system that can be looked at.
const IN_REACH: [SystemKind; 5] =
    [SystemKind::Postgres, SystemKind::Mysql, SystemKind::Sqlite, SystemKind::Logs, SystemKind::Files];

fn unknown_part(system: &SystemName, part: &FoundPart) -> Option<Drift> {
    let fields: BTreeMap<String, String> = part
        .personal
        .iter()
        .filter(|one| !one.declared)
        .map(|one| (one.field.clone(), one.category.clone()))
        .collect();
    let forgotten = !part.not_personal && !fields.is_empty();
    forgotten.then(|| Drift::UnknownPart { system: system.clone(), part: part.part.clone(), fields })
}

/// What the policy says is not personal and nobody can find: a list that has grown old lies.
fn nothing_there(context: &Context, system: &SystemName, discovery: &Discovery) -> Vec<Drift> {
    let drift = |what: String| Drift::NothingThere { system: system.clone(), what };
    let listed = context.policy.systems.get(system).and_then(|system| system.not_personal.as_ref());
    let tables = listed.into_iter().flat_map(|listed| &listed.tables).filter(|name| {
        let full = |table: &TableRef| table.to_string() == **name || table.name == **name;
        !discovery.tables.iter().any(|table| full(&table.table))
    });
    let parts = listed
        .into_iter()
        .flat_map(|listed| &listed.parts)
        .filter(|name| !discovery.parts.iter().any(|part| part.part == **name));
    tables.chain(parts).map(|name| drift(name.clone())).collect()
}

fn unknown(system: &SystemName, table: &Found) -> Vec<Drift> {
    if table.not_personal {
        return Vec::new();
    }
    let Some(dataset) = table.datasets.first() else {
        if table.personal.is_empty() {
            return Vec::new();
        }
        let columns = table.personal.iter().map(|one| (one.column.clone(), one.category.clone())).collect();
        return vec![Drift::UnknownTable { system: system.clone(), table: table.table.clone(), columns }];
    };
    let columns = table.personal.iter().filter(|one| !one.declared);
    columns
        .map(|one| Drift::UnknownColumn {
            system: system.clone(),
            dataset: dataset.clone(),
            column: one.column.clone(),
            category: one.category.clone(),
        })
        .collect()
}
