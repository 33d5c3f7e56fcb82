//! From an anchor's name to the place where it is read.

use std::collections::BTreeMap;

use super::draft::Context;
use super::keys::{is_key, of_anchor};
use super::logic::{all, along};
use super::rule::within;
use crate::calculus::zone;
use crate::inventory::{ColumnClass, TableShape};
use crate::names::{AnchorName, DatasetName};
use crate::policy::{Anchor, AnchorSource, ColumnFormat, Dataset, Policy, RegisterTable};
use crate::predicate::{AnchorValue, Encoding, Join, Predicate, TableRef};

/// A dataset with the table that it is in.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) name: &'a DatasetName,
    pub(super) dataset: &'a Dataset,
    pub(super) shape: &'a TableShape,
}

impl<'a> Place<'a> {
    /// Finds it, or says why it cannot be looked at.
    pub(super) fn find(context: &Context<'a>, name: &'a DatasetName) -> Result<Self, String> {
        let dataset =
            context.policy.datasets.get(name).ok_or_else(|| format!("the policy has no dataset `{name}`"))?;
        match context.shapes.tables.get(name) {
            Some(shape) => Ok(Self { name, dataset, shape }),
            None => Err(context
                .shapes
                .not_checked
                .get(name)
                .cloned()
                .unwrap_or_else(|| no_shape(context.policy, name, dataset))),
        }
    }

    /// The columns that identify a record: the policy's `key`, or the table's primary key.
    pub(super) fn key(&self) -> &'a [String] {
        if self.dataset.key.is_empty() { &self.shape.primary_key } else { &self.dataset.key }
    }

    /// That the table has a column.
    pub(super) fn needs(&self, column: &str) -> Result<(), String> {
        if self.shape.columns.contains_key(column) {
            return Ok(());
        }
        Err(format!("the table `{}` has no column `{column}`", self.shape.table))
    }

    /// The way from a record of `self` to the one that it belongs to in `parent`.
    pub(super) fn to_parent(self, parent: &Place<'_>) -> Result<Join, String> {
        let ours =
            self.dataset.belongs_to.get(parent.name).ok_or_else(|| {
                format!("`{}` does not say that it belongs to `{}`", self.name, parent.name)
            })?;
        let pairs = pair(&self, parent, ours)?;
        Ok(Join { table: parent.shape.table.clone(), on: pairs })
    }

    /// The way from a record of `self` to those of `child` that belong to it.
    pub(super) fn to_children(self, child: &Place<'_>) -> Result<Join, String> {
        let back = child.to_parent(&self)?;
        Ok(Join {
            table: child.shape.table.clone(),
            on: back.on.into_iter().map(|(theirs, ours)| (ours, theirs)).collect(),
        })
    }
}

fn no_shape(policy: &Policy, name: &DatasetName, dataset: &Dataset) -> String {
    let kind = policy.systems.get(&dataset.system).map(|system| system.kind);
    match (kind, &dataset.table) {
        (Some(crate::policy::SystemKind::Manual), _) => {
            format!("`{}` is looked after by people; Gallra cannot count there", dataset.system)
        }
        (_, None) => format!("`{name}` is not a table, and this build cannot look into `{}`", dataset.system),
        _ => format!("the shape of `{name}` in `{}` is not known", dataset.system),
    }
}

fn pair(child: &Place<'_>, parent: &Place<'_>, ours: &[String]) -> Result<Vec<(String, String)>, String> {
    if child.dataset.system != parent.dataset.system {
        return Err(format!(
            "`{}` is in `{}` and `{}` in `{}`; records of two systems cannot be put together",
            child.name, child.dataset.system, parent.name, parent.dataset.system
        ));
    }
    let theirs = parent.key();
    if theirs.is_empty() {
        return Err(format!(
            "the table `{}` has no primary key; give `{}` a `key`",
            parent.shape.table, parent.name
        ));
    }
    if theirs.len() != ours.len() {
        return Err(format!(
            "`{}` is identified by {} columns, but `{}` names {} for it",
            parent.name,
            theirs.len(),
            child.name,
            ours.len()
        ));
    }
    ours.iter().try_for_each(|column| child.needs(column))?;
    theirs.iter().try_for_each(|column| parent.needs(column))?;
    Ok(ours.iter().cloned().zip(theirs.iter().cloned()).collect())
}

/// Where an anchor is read.
pub(super) struct Resolved<'a> {
    pub(super) value: AnchorValue,
    pub(super) anchor: &'a Anchor,
    /// Which records have it: those whose parents, on the way to it, belong to the parents' datasets. A line of a
    /// basket that the dataset of abandoned baskets leaves out is no line of an abandoned basket.
    pub(super) of: Predicate,
}

/// Where an anchor of a dataset is read, or why it cannot be.
pub(super) fn resolve<'a>(
    context: &Context<'a>,
    place: &Place<'a>,
    name: &'a AnchorName,
) -> Result<Resolved<'a>, String> {
    resolve_within(context, place, name, &mut Vec::new())
}

fn resolve_within<'a>(
    context: &Context<'a>,
    place: &Place<'a>,
    name: &'a AnchorName,
    seen: &mut Vec<(&'a DatasetName, &'a AnchorName)>,
) -> Result<Resolved<'a>, String> {
    if seen.contains(&(place.name, name)) {
        return Err(format!("the anchor `{name}` of `{}` leads back to itself", place.name));
    }
    seen.push((place.name, name));
    let anchor =
        place.dataset.anchors.get(name).ok_or_else(|| format!("`{}` has no anchor `{name}`", place.name))?;
    let mut belongs = Predicate::always();
    let value = match &anchor.source {
        AnchorSource::Column { column, format, time_zone } => AnchorValue::Column {
            column: column.clone(),
            encoding: encoding(context.policy, place, column, format.as_ref(), time_zone.as_deref())?,
        },
        AnchorSource::Parent { dataset, anchor } => {
            let chain = chain(context, place, dataset)?;
            let parent = Place::find(context, dataset)?;
            let there = resolve_within(context, &parent, anchor, seen)?;
            let path: Vec<Join> = chain.iter().map(|(join, _)| join.clone()).collect();
            let mut parts = vec![along_if(&path, there.of)];
            for (hops, (_, parent)) in chain.iter().enumerate() {
                parts.push(along_if(path.get(..=hops).unwrap_or_default(), within(parent)?));
            }
            belongs = all(parts);
            let up = |of, join| AnchorValue::Parent { join, of: Box::new(of) };
            path.into_iter().rev().fold(there.value, up)
        }
        AnchorSource::LatestChild { dataset, anchor } => {
            let child = Place::find(context, dataset)?;
            let join = place.to_children(&child)?;
            let there = resolve_within(context, &child, anchor, seen)?;
            if there.value.is_keyed() {
                return Err(format!(
                    "`latest: {dataset}.{anchor}` would have to be read from another system"
                ));
            }
            // An agreement of the register is found by a column that only such a one has.
            let by_itself = child.dataset.in_register().is_some_and(RegisterTable::is_found_by_itself);
            let some_only = !child.dataset.filter.is_empty() && !by_itself;
            if some_only || there.of != Predicate::always() {
                return Err(format!(
                    "`latest: {dataset}.{anchor}` would have to look at some records of `{}` only; \
                     describe the whole table as a dataset and count from that",
                    child.shape.table
                ));
            }
            AnchorValue::LatestChild { join, of: Box::new(there.value) }
        }
        AnchorSource::Keyed { dataset, anchor, by } => {
            is_key(place, by)?;
            let asked = of_anchor(context, dataset, anchor, by)?;
            if asked.system == place.dataset.system {
                return Err(format!("`{dataset}` is in the same system; `by` is for another's"));
            }
            let seen = context.shapes.keys.get(&asked.name).ok_or_else(|| {
                let why = context.shapes.no_keys.get(&asked.name);
                why.cloned().unwrap_or_else(|| format!("the keys of `{dataset}` were not read"))
            })?;
            AnchorValue::Keyed { column: by.clone(), set: seen.hash.clone() }
        }
        // What such a system knows by itself, its table shows as a column of that name.
        AnchorSource::Builtin => {
            let encoding = match place.shape.columns.get(name.as_str()).map(|column| column.class) {
                Some(ColumnClass::Instant) => Encoding::Instant,
                Some(ColumnClass::Date) => Encoding::Date,
                _ => {
                    return Err(format!(
                        "`{name}` is known by itself only outside databases; name the column for it"
                    ));
                }
            };
            AnchorValue::Column { column: name.as_str().to_owned(), encoding }
        }
    };
    seen.pop();
    Ok(Resolved { value, anchor, of: belongs })
}

/// A condition at the end of the way, unless there is none.
fn along_if(path: &[Join], is: Predicate) -> Predicate {
    if is == Predicate::always() { is } else { along(path, is) }
}

/// The way from a record up to an ancestor, over as few `belongs_to` as possible.
fn chain<'a>(
    context: &Context<'a>,
    from: &Place<'a>,
    to: &DatasetName,
) -> Result<Vec<(Join, Place<'a>)>, String> {
    let mut ways: BTreeMap<&DatasetName, Vec<(Join, Place<'a>)>> = BTreeMap::from([(from.name, Vec::new())]);
    let mut next = vec![*from];
    while !next.is_empty() {
        let mut further = Vec::new();
        for place in next {
            for parent in place.dataset.belongs_to.keys().filter(|name| *name != from.name) {
                if ways.contains_key(parent) {
                    continue;
                }
                let direct = parent == to;
                let step =
                    Place::find(context, parent).and_then(|found| Ok((found, place.to_parent(&found)?)));
                match step {
                    Err(reason) if direct => return Err(reason),
                    Err(_) => {}
                    Ok((found, join)) => {
                        let mut way = ways.get(place.name).cloned().unwrap_or_default();
                        way.push((join, found));
                        if direct {
                            return Ok(way);
                        }
                        ways.insert(parent, way);
                        further.push(found);
                    }
                }
            }
        }
        next = further;
    }
    Err(format!("`{}` does not belong to `{to}`", from.name))
}

/// How a column writes a moment.
fn encoding(
    policy: &Policy,
    place: &Place<'_>,
    column: &str,
    format: Option<&ColumnFormat>,
    time_zone: Option<&str>,
) -> Result<Encoding, String> {
    place.needs(column)?;
    let Some(shape) = place.shape.columns.get(column) else { return Err(String::new()) };
    let system = policy.systems.get(&place.dataset.system).and_then(|system| system.time_zone.as_deref());
    let name = time_zone.or(system).unwrap_or(&policy.organisation.time_zone);
    zone(name).map_err(|error| error.to_string())?;
    let wrong = |cure: &str| {
        Err(format!(
            "`{}.{column}` is `{}`, which is not read as a moment; {cure}",
            place.shape.table, shape.type_name
        ))
    };
    match (shape.class, format) {
        (ColumnClass::Date, _) => Ok(Encoding::Date),
        (ColumnClass::Instant, _) => Ok(Encoding::Instant),
        (ColumnClass::Local, _) => Ok(Encoding::Local(name.to_owned())),
        (ColumnClass::Text, None) | (ColumnClass::Text | ColumnClass::Other, Some(ColumnFormat::Iso)) => {
            Ok(Encoding::IsoText(name.to_owned()))
        }
        (ColumnClass::Text | ColumnClass::Other, Some(ColumnFormat::Text(format))) => {
            Ok(Encoding::FormattedText { format: format.clone(), zone: name.to_owned() })
        }
        (ColumnClass::Integer | ColumnClass::Other, Some(ColumnFormat::EpochSeconds)) => {
            Ok(Encoding::EpochSeconds)
        }
        (ColumnClass::Integer | ColumnClass::Other, Some(ColumnFormat::EpochMillis)) => {
            Ok(Encoding::EpochMillis)
        }
        (ColumnClass::Integer, _) => {
            wrong("say `format: epoch_seconds` or `format: epoch_millis` if it is one")
        }
        (ColumnClass::Text, Some(_)) => wrong("a text has `format: iso` or a format such as `%d/%m/%Y`"),
        (ColumnClass::Other, None) => wrong("say which `format` it has"),
        (ColumnClass::Bool | ColumnClass::Network | ColumnClass::Lock, _) => wrong("name another column"),
    }
}

/// The column and encoding at the end of the way.
pub(super) fn leaf(anchor: &AnchorValue) -> (&str, &Encoding) {
    match anchor {
        AnchorValue::Column { column, encoding } => (column, encoding),
        AnchorValue::Keyed { column, .. } => (column, &Encoding::Instant),
        AnchorValue::Parent { of, .. } | AnchorValue::LatestChild { of, .. } => leaf(of),
    }
}

/// The other tables that an anchor is read from, with the column read where it is the last.
pub(super) fn tables_read(anchor: &AnchorValue) -> Vec<(&TableRef, Option<&str>)> {
    match anchor {
        AnchorValue::Column { .. } | AnchorValue::Keyed { .. } => Vec::new(),
        AnchorValue::Parent { join, of } | AnchorValue::LatestChild { join, of } => {
            let column = if let AnchorValue::Column { column, .. } = of.as_ref() {
                Some(column.as_str())
            } else {
                None
            };
            let mut tables = vec![(&join.table, column)];
            tables.extend(tables_read(of));
            tables
        }
    }
}
