//! The order of steps: what refers to a record goes before it, and what an anchor is read from goes after its reader.

use std::collections::{BTreeMap, BTreeSet};

use super::anchors::tables_read;
use super::draft::Context;
use super::rule::Rule;
use crate::names::DatasetName;
use crate::policy::{AnchorSource, Disposal};

/// Datasets in order, each with those that must be finished before it.
pub(super) struct Order {
    pub(super) sorted: Vec<DatasetName>,
    pub(super) before: BTreeMap<DatasetName, BTreeSet<DatasetName>>,
}

/// Why no order was found: these datasets cannot be planned.
pub(super) struct Stuck(pub(super) BTreeMap<DatasetName, String>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Because {
    /// A foreign key or a `belongs_to`.
    Refers { nullable: bool },
    /// An anchor is read from records that the later step disposes of.
    Reads,
}

/// (earlier, later, why).
type Edge = (DatasetName, DatasetName, Because);

/// Finds the order, by name where nothing else decides.
pub(super) fn order(context: &Context<'_>, rules: &BTreeMap<DatasetName, Rule<'_>>) -> Result<Order, Stuck> {
    let mut edges = edges(context, rules);
    loop {
        match sort(rules.keys(), &edges) {
            Ok(sorted) => {
                let mut before: BTreeMap<DatasetName, BTreeSet<DatasetName>> = BTreeMap::new();
                for (earlier, later, _) in edges {
                    before.entry(later).or_default().insert(earlier);
                }
                return Ok(Order { sorted, before });
            }
            Err(circle) => {
                let within = |edge: &Edge| circle.contains(&edge.0) && circle.contains(&edge.1);
                let readers = edges.iter().filter(|edge| within(edge) && edge.2 == Because::Reads);
                let lost: BTreeMap<_, _> =
                    readers.map(|(reader, source, _)| (reader.clone(), loses(reader, source))).collect();
                if !lost.is_empty() {
                    return Err(Stuck(lost));
                }
                // A link that may be NULL does not have to be followed: records that are linked in a circle all the same
                // are kept and reported, the others go.
                let loose = edges
                    .iter()
                    .position(|edge| within(edge) && edge.2 == Because::Refers { nullable: true });
                let Some(loose) = loose else { return Err(Stuck(in_a_circle(&circle))) };
                edges.remove(loose);
            }
        }
    }
}

fn loses(reader: &DatasetName, source: &DatasetName) -> String {
    format!(
        "its period is counted from records of `{source}`, which have to go before it, and the date goes with them; \
         copy the date into a column of `{reader}`, or anonymise one of the two instead of deleting it"
    )
}

fn in_a_circle(circle: &BTreeSet<DatasetName>) -> BTreeMap<DatasetName, String> {
    let names = circle.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let reason = format!("{names} refer to each other in a circle of columns none of which may be NULL");
    circle.iter().map(|name| (name.clone(), reason.clone())).collect()
}

fn edges(context: &Context<'_>, rules: &BTreeMap<DatasetName, Rule<'_>>) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    let mut add = |earlier: &DatasetName, later: &DatasetName, why: Because| {
        if earlier != later
            && !edges.iter().any(|edge| edge.0 == *earlier && edge.1 == *later && edge.2 == why)
        {
            edges.push((earlier.clone(), later.clone(), why));
        }
    };
    for (name, rule) in rules {
        let system = &rule.place.dataset.system;
        let over = |table| {
            context.datasets_over(system, table).into_iter().filter(|other| rules.contains_key(*other))
        };
        for (table, column) in rule.anchors.iter().flat_map(tables_read) {
            for source in over(table).filter(|source| takes_away(rules, source, column)) {
                add(name, source, Because::Reads);
            }
        }
        for source in read_elsewhere(context, rules, rule) {
            add(name, source, Because::Reads);
        }
        if !rule.deletes() {
            continue;
        }
        for link in &rule.place.shape.referenced_by {
            // In the register what belongs to what is known, and followed below. Whatever else refers keeps its record.
            if rule.place.dataset.register.is_some() {
                continue;
            }
            over(&link.join.table)
                .for_each(|child| add(child, name, Because::Refers { nullable: link.nullable }));
        }
        for effect in &rule.place.shape.effects {
            let end = effect.path.last().into_iter().flat_map(|join| over(&join.table));
            for child in end {
                add(
                    child,
                    name,
                    Because::Refers { nullable: effect.action != crate::inventory::OnDelete::Cascade },
                );
            }
        }
        for (child, other) in rules {
            let here = context.datasets_over(system, &rule.place.shape.table);
            let nullable = |columns: &[String]| {
                columns
                    .iter()
                    .all(|column| other.place.shape.columns.get(column).is_some_and(|column| column.nullable))
            };
            // A table of the register says exactly which parties its rows belong to.
            let exactly = rule.place.dataset.register.is_some();
            let belongs = here
                .into_iter()
                .filter(|parent| !exactly || *parent == name)
                .find_map(|parent| other.place.dataset.belongs_to.get(parent));
            if let Some(columns) = belongs {
                add(child, name, Because::Refers { nullable: nullable(columns) });
            }
        }
    }
    edges
}

/// Datasets of other systems from which the dates of a rule are read, and whose step takes these away.
fn read_elsewhere<'a>(
    context: &Context<'a>,
    rules: &BTreeMap<DatasetName, Rule<'_>>,
    rule: &Rule<'_>,
) -> Vec<&'a DatasetName> {
    let mut sources = Vec::new();
    for (dataset, anchor) in rule.bounds.iter().map(|bound| (rule.place.name, &bound.limit.anchor)) {
        let (mut place, mut name, mut elsewhere) = (dataset, anchor, false);
        for _ in 0..=context.policy.datasets.len() {
            let Some(here) = context.policy.datasets.get(place) else { break };
            if elsewhere && let Some(shape) = context.shapes.tables.get(place) {
                let over = context.datasets_over(&here.system, &shape.table);
                sources.extend(over.into_iter().filter(|source| takes_away(rules, source, None)));
            }
            match here.anchors.get(name).map(|anchor| &anchor.source) {
                Some(AnchorSource::Keyed { dataset, anchor, .. }) => {
                    elsewhere = true;
                    (place, name) = (dataset, anchor);
                }
                Some(
                    AnchorSource::Parent { dataset, anchor } | AnchorSource::LatestChild { dataset, anchor },
                ) => (place, name) = (dataset, anchor),
                _ => break,
            }
        }
    }
    sources
}

/// Whether carrying out a dataset's step takes away what another reads in that column.
fn takes_away(rules: &BTreeMap<DatasetName, Rule<'_>>, source: &DatasetName, column: Option<&str>) -> bool {
    rules.get(source).is_some_and(|rule| match rule.disposal {
        Disposal::Delete => true,
        Disposal::Anonymise(columns) => column.is_some_and(|column| columns.contains_key(column)),
        Disposal::Task { .. } => false,
    })
}

/// Sorts, or tells the datasets that are in circles or lie between them.
fn sort<'n>(
    names: impl Iterator<Item = &'n DatasetName>,
    edges: &[Edge],
) -> Result<Vec<DatasetName>, BTreeSet<DatasetName>> {
    let mut left: BTreeSet<DatasetName> = names.cloned().collect();
    let mut sorted = Vec::new();
    while !left.is_empty() {
        let free = |name: &&DatasetName| {
            !edges.iter().any(|(earlier, later, _)| later == *name && left.contains(earlier))
        };
        let Some(next) = left.iter().find(free).cloned() else { return Err(circles(left, edges)) };
        left.remove(&next);
        sorted.push(next);
    }
    Ok(sorted)
}

/// Takes away what only follows a circle, again and again.
fn circles(mut left: BTreeSet<DatasetName>, edges: &[Edge]) -> BTreeSet<DatasetName> {
    loop {
        let last = |name: &&DatasetName| {
            !edges.iter().any(|(earlier, later, _)| earlier == *name && left.contains(later))
        };
        let Some(end) = left.iter().find(last).cloned() else { return left };
        left.remove(&end);
    }
}
