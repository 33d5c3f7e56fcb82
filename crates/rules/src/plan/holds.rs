//! Which records of a table the store's own locks and legal holds cover: their own, and those that belong to held records, however many links
//! away.

use std::collections::BTreeSet;

use super::anchors::Place;
use super::draft::Context;
use super::keys::{is_key, key_there, name_there, question};
use super::logic::{all, along, any};
use super::rule::within;
use crate::hold::{Hold, HoldId, HoldKind};
use crate::inventory::ColumnClass;
use crate::keys::{KeyQuestion, KeysName};
use crate::names::DatasetName;
use crate::policy::Policy;
use crate::predicate::{Join, Predicate, Scalar};

/// The records that the store itself does not give up, if it tells.
pub(super) fn locked(place: &Place<'_>) -> Option<Predicate> {
    let locks = place.shape.columns.iter().filter(|(_, column)| column.class == ColumnClass::Lock);
    let locks: Vec<Predicate> = locks
        .map(|(name, _)| Predicate::In { column: name.clone(), values: vec![Scalar::Bool(true)] })
        .collect();
    (!locks.is_empty()).then(|| any(locks))
}

/// The held records of the dataset's table, by hold; or why that cannot be told, and then nothing there may be touched.
pub(super) fn held<'a>(context: &Context<'a>, place: &Place<'a>) -> Result<Vec<(HoldId, Predicate)>, String> {
    let mut found = Vec::new();
    for hold in &context.holds {
        if !context.policy.datasets.contains_key(&hold.dataset) {
            return Err(format!(
                "the hold `{}` is on `{}`, which the policy does not have, so nobody can tell what it covers; \
                 lift it, or place it on a dataset of this policy",
                hold.id.0, hold.dataset
            ));
        }
        let mut ways = Vec::new();
        climb(context, hold, place, &mut Vec::new(), &mut ways)?;
        if !ways.is_empty() {
            found.push((hold.id.clone(), any(ways)));
        }
    }
    Ok(found)
}

fn climb<'a>(
    context: &Context<'a>,
    hold: &Hold,
    place: &Place<'a>,
    path: &mut Vec<Join>,
    ways: &mut Vec<Predicate>,
) -> Result<(), String> {
    for name in context.datasets_over(&place.dataset.system, &place.shape.table) {
        let here = Place::find(context, name)?;
        if *name == hold.dataset {
            let way = along(path, all([within(&here)?, scope(context, hold, &here)?]));
            // The whole table is held: no way further up can add to it.
            let whole = way == Predicate::always();
            ways.push(way);
            if whole {
                return Ok(());
            }
        }
        for (dataset, _, by) in here.dataset.keyed() {
            if !leads_to(context.policy, dataset, &hold.dataset) {
                continue;
            }
            let cannot = |reason: String| {
                format!(
                    "the hold `{}` on `{}` may cover records of `{name}`, but {reason}",
                    hold.id.0, hold.dataset
                )
            };
            let there = Place::find(context, dataset).map_err(cannot)?;
            key_there(&there, by).map_err(cannot)?;
            is_key(&here, by).map_err(cannot)?;
            let set = KeysName::of_hold(&hold.id, dataset, name_there(&there, by));
            let seen = context.shapes.keys.get(&set);
            let seen = seen.ok_or_else(|| {
                cannot(format!("which records of `{dataset}` it covers was not read from their system"))
            })?;
            let way = along(path, Predicate::KeyIn { column: by.clone(), set: seen.hash.clone() });
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        for parent in here.dataset.belongs_to.keys() {
            if !leads_to(context.policy, parent, &hold.dataset) {
                continue;
            }
            let cannot = |reason: String| {
                format!(
                    "the hold `{}` on `{}` may cover records of `{name}`, but {reason}",
                    hold.id.0, hold.dataset
                )
            };
            let above = Place::find(context, parent).map_err(cannot)?;
            let join = here.to_parent(&above).map_err(cannot)?;
            if here.dataset.register.is_some() && above.shape.table == place.shape.table {
                // A contact belongs to a party that belongs to none: one step, and there is no further one.
                if *parent == hold.dataset {
                    path.push(join);
                    ways.push(along(path, all([within(&above)?, scope(context, hold, &above)?])));
                    path.pop();
                }
                continue;
            }
            let seen =
                above.shape.table == place.shape.table || path.iter().any(|step| step.table == join.table);
            if seen {
                return Err(cannot(format!("`{parent}` belongs to itself, and how far up cannot be told")));
            }
            path.push(join);
            climb(context, hold, &above, path, ways)?;
            path.pop();
        }
    }
    Ok(())
}

/// The keys of the records of another system's dataset that a hold covers; `None` if it cannot cover any.
pub(super) fn keys_of<'a>(
    context: &Context<'a>,
    hold: &Hold,
    dataset: &'a DatasetName,
    by: &str,
) -> Result<Option<KeyQuestion>, String> {
    if !leads_to(context.policy, dataset, &hold.dataset) {
        return Ok(None);
    }
    let there = Place::find(context, dataset)?;
    let column = key_there(&there, by)?;
    let mut ways = Vec::new();
    climb(context, hold, &there, &mut Vec::new(), &mut ways)?;
    let name = KeysName::of_hold(&hold.id, dataset, name_there(&there, by));
    Ok(Some(question(&there, name, by, column, any(ways))))
}

fn scope(context: &Context<'_>, hold: &Hold, place: &Place<'_>) -> Result<Predicate, String> {
    let Some(scope) = &hold.only else { return Ok(Predicate::always()) };
    place.needs(&scope.column).map_err(|reason| {
        format!(
            "the hold `{}` names the column `{}`, but {reason}; lift it and place it anew",
            hold.id.0, scope.column
        )
    })?;
    if hold.kind == HoldKind::Restriction {
        let name = KeysName::of_restriction(&hold.id, &hold.dataset, &scope.column);
        let seen = context.shapes.keys.get(&name).ok_or_else(|| {
            let why = context.shapes.no_keys.get(&name).map_or("their system did not tell", String::as_str);
            format!("which records the restriction `{}` covers is not known: {why}", hold.id.0)
        })?;
        return Ok(Predicate::KeyIn { column: scope.column.clone(), set: seen.hash.clone() });
    }
    Ok(Predicate::In { column: scope.column.clone(), values: scope.values.clone() })
}

/// Whether records of a dataset may belong to records of another, or are the same.
fn leads_to(policy: &Policy, from: &DatasetName, to: &DatasetName) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut next = vec![from];
    while let Some(name) = next.pop() {
        if name == to {
            return true;
        }
        let Some(dataset) = policy.datasets.get(name) else { continue };
        let same_table = policy
            .datasets
            .iter()
            .filter(|(_, other)| {
                dataset.table.is_some() && other.system == dataset.system && other.table == dataset.table
            })
            .map(|(other, _)| other);
        let keyed = dataset.keyed().map(|(other, ..)| other);
        next.extend(
            dataset.belongs_to.keys().chain(keyed).chain(same_table).filter(|name| seen.insert(*name)),
        );
    }
    false
}
