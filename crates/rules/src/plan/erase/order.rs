//! In which order the groups of a person's records are carried out: links of others' records are cut first, then records
//! go before those that they name.

use std::collections::BTreeMap;

use super::build::Part;
use crate::inventory::Shapes;
use crate::names::DatasetName;
use crate::policy::{Dataset, Policy};
use crate::predicate::TableRef;

/// A link within a circle that is opened first: records of a dataset forget those of another by these columns.
pub(super) struct Opened {
    pub(super) child: DatasetName,
    pub(super) parent: DatasetName,
    /// (the child's columns, the parent's).
    pub(super) on: Vec<(String, String)>,
}

/// Datasets in order, and the links that are opened before the first of them.
pub(super) type Sorted<'n> = (Vec<&'n DatasetName>, Vec<Opened>);

/// A reference from one table to another.
struct Reference {
    /// (the child's columns, the parent's).
    on: Vec<(String, String)>,
    nullable: bool,
}

/// Sorts the datasets of the parts that take records, children first. Where that is impossible, a link that may be NULL is
/// opened; where there is none, nothing of the circle, or of what waits for it, can be planned.
pub(super) fn sort<'n>(
    policy: &Policy,
    shapes: &Shapes,
    parts: &[Part<'_>],
    names: &[&'n DatasetName],
) -> Result<Sorted<'n>, BTreeMap<DatasetName, String>> {
    let deletes = |name: &DatasetName| parts.iter().any(|part| part.deletes() && part.place.name == name);
    let (mut sorted, mut left, mut opened): (Vec<&DatasetName>, Vec<&DatasetName>, Vec<Opened>) =
        (Vec::new(), names.to_vec(), Vec::new());
    let blocks = |child: &DatasetName, parent: &DatasetName, opened: &[Opened]| -> Vec<Reference> {
        if !deletes(parent) || child == parent {
            return Vec::new();
        }
        let is_open = |on: &[(String, String)]| {
            opened.iter().any(|known| known.child == *child && known.parent == *parent && known.on == on)
        };
        // A step takes rows of a table: whatever names records of the same table as another dataset goes before it too.
        let table = |name: &DatasetName| shapes.tables.get(name).map(|shape| (&shape.system, &shape.table));
        let over = policy.datasets.keys().filter(|name| {
            *name == parent || (table(name) == table(parent) && table(child) != table(parent))
        });
        let all = over.flat_map(|over| references(policy, shapes, child, over));
        all.filter(|it| !is_open(&it.on)).collect()
    };
    while !left.is_empty() {
        let free = |name: &&&DatasetName| !left.iter().any(|child| !blocks(child, name, &opened).is_empty());
        if let Some(next) = left.iter().find(free).copied() {
            left.retain(|name| *name != next);
            sorted.push(next);
            continue;
        }
        let loose = left.iter().find_map(|parent| {
            let children = left.iter().filter(|child| *child != parent);
            children.into_iter().find_map(|child| {
                let all = blocks(child, parent, &opened);
                let loose = !all.is_empty() && all.iter().all(|it| it.nullable);
                loose.then(|| all.into_iter().map(|it| (child, parent, it.on)).collect::<Vec<_>>())
            })
        });
        match loose {
            Some(links) => opened.extend(links.into_iter().map(|(child, parent, on)| Opened {
                child: (*child).clone(),
                parent: (*parent).clone(),
                on,
            })),
            None => return Err(in_a_circle(&left)),
        }
    }
    Ok((sorted, opened))
}

fn in_a_circle(left: &[&DatasetName]) -> BTreeMap<DatasetName, String> {
    let names = left.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let reason = format!("{names} refer to each other in a circle of columns none of which may be NULL");
    left.iter().map(|name| ((*name).clone(), reason.clone())).collect()
}

/// The references by which records of one dataset name those of another: foreign keys, and what the policy says.
fn references(policy: &Policy, shapes: &Shapes, child: &DatasetName, parent: &DatasetName) -> Vec<Reference> {
    let (Some(below), Some(above)) = (shapes.tables.get(child), shapes.tables.get(parent)) else {
        return Vec::new();
    };
    if below.system != above.system {
        return Vec::new();
    }
    let by_policy = |dataset: &Dataset| -> Vec<Reference> {
        let key = policy.datasets.get(parent).map(|it| &it.key).filter(|key| !key.is_empty());
        let key = key.unwrap_or(&above.primary_key);
        let ties = dataset.ties().filter(|(name, _)| *name == parent);
        ties.map(|(_, tie)| Reference {
            nullable: tie.by.iter().all(|it| below.columns.get(it).is_some_and(|column| column.nullable)),
            on: tie.by.iter().cloned().zip(key.iter().cloned()).collect(),
        })
        .collect()
    };
    let mut found = policy.datasets.get(child).map(by_policy).unwrap_or_default();
    if below.table != above.table {
        for link in above.referenced_by.iter().filter(|link| link.join.table == below.table) {
            let on: Vec<_> =
                link.join.on.iter().map(|(ours, theirs)| (theirs.clone(), ours.clone())).collect();
            if !found.iter().any(|known| known.on == on) {
                found.push(Reference { on, nullable: link.nullable });
            }
        }
    }
    found
}

/// Whether records of one table name records of another, by a foreign key or by what the policy says.
pub(super) fn names(policy: &Policy, shapes: &Shapes, child: &DatasetName, table: &TableRef) -> bool {
    let same = shapes.tables.iter().filter(|(_, shape)| shape.table == *table);
    same.into_iter()
        .any(|(parent, _)| parent != child && !references(policy, shapes, child, parent).is_empty())
}
