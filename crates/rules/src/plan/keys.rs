//! Which keys have to be read from one system so that the records of another can be judged.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::anchors::{Place, resolve};
use super::draft::Context;
use super::holds;
use super::rule::within;
use crate::calculus::Calendar;
use crate::hold::Holds;
use crate::inventory::{ColumnClass, Shapes};
use crate::keys::{KeyQuestion, KeysName};
use crate::names::{AnchorName, DatasetName};
use crate::policy::PolicySet;
use crate::predicate::Predicate;

/// The sets of keys that a plan or an audit of this moment needs, each once. Pure. Empty for a policy that takes no anchor
/// from another system.
///
/// What cannot be asked for is left out; the datasets that need it are then not checked, for a reason that the draft tells.
pub fn keys_needed(policy: &PolicySet, shapes: &Shapes, holds: &Holds, now: Timestamp) -> Vec<KeyQuestion> {
    let Ok(calendar) = Calendar::of(&policy.organisation) else { return Vec::new() };
    let today = calendar.day_of(now);
    let in_force = holds.0.iter().filter(|hold| hold.until.is_none_or(|last| last >= today)).collect();
    let context = Context { policy, shapes, holds: in_force, now, calendar, anchors: BTreeMap::new() };
    let mut needed: Vec<KeyQuestion> = Vec::new();
    let mut add = |question: Result<Option<KeyQuestion>, String>| {
        if let Ok(Some(question)) = question
            && !needed.iter().any(|known| known.name == question.name)
        {
            needed.push(question);
        }
    };
    for here in policy.datasets.values() {
        for (dataset, anchor, by) in here.keyed() {
            add(of_anchor(&context, dataset, anchor, by).map(Some));
            for hold in &context.holds {
                add(holds::keys_of(&context, hold, dataset, by));
            }
        }
    }
    needed
}

/// The dates that stand in a dataset's own records, by the records' key: one question for each anchor. Pure. What cannot be
/// asked for is left out.
pub fn moments(
    policy: &PolicySet,
    shapes: &Shapes,
    now: Timestamp,
    dataset: &DatasetName,
    key: &str,
) -> Vec<KeyQuestion> {
    let Ok(calendar) = Calendar::of(&policy.organisation) else { return Vec::new() };
    let context = Context { policy, shapes, holds: Vec::new(), now, calendar, anchors: BTreeMap::new() };
    let Some((name, described)) = policy.datasets.get_key_value(dataset) else { return Vec::new() };
    let Ok(place) = Place::find(&context, name) else { return Vec::new() };
    let own = described
        .anchors
        .iter()
        .filter(|(_, anchor)| matches!(anchor.source, crate::policy::AnchorSource::Column { .. }));
    let asked = own.filter_map(|(anchor, _)| {
        is_key(&place, key).ok()?;
        let found = resolve(&context, &place, anchor).ok()?;
        let within = within(&place).ok()?;
        let mut asked = question(&place, KeysName::of_anchor(dataset, anchor, key), key, key, within);
        asked.of_party = None;
        asked.anchor = Some(found.value);
        asked.since = found.anchor.since;
        Some(asked)
    });
    asked.collect()
}

/// The dates of another system's records, by the key that names them there.
pub(super) fn of_anchor<'a>(
    context: &Context<'a>,
    dataset: &'a DatasetName,
    anchor: &'a AnchorName,
    by: &str,
) -> Result<KeyQuestion, String> {
    let there = Place::find(context, dataset)?;
    let column = key_there(&there, by)?;
    let found = resolve(context, &there, anchor)?;
    if found.value.is_keyed() {
        return Err(format!("`{dataset}.{anchor}` is itself read from another system; name that one here"));
    }
    if found.of != Predicate::always() {
        return Err(format!(
            "`{dataset}.{anchor}` is read from records that not every record of `{dataset}` has; \
             describe the whole table there as a dataset and count from that"
        ));
    }
    let name = KeysName::of_anchor(dataset, anchor, name_there(&there, by));
    let mut question = question(&there, name, by, column, within(&there)?);
    question.anchor = Some(found.value);
    question.since = found.anchor.since;
    Ok(question)
}

pub(super) fn question(
    there: &Place<'_>,
    name: KeysName,
    by: &str,
    column: &str,
    within: Predicate,
) -> KeyQuestion {
    KeyQuestion {
        name,
        dataset: there.name.clone(),
        system: there.dataset.system.clone(),
        table: there.shape.table.clone(),
        column: column.to_owned(),
        of_party: there.dataset.register.is_some().then(|| by.to_owned()),
        within,
        anchor: None,
        since: Date::MIN,
    }
}

/// The column of a dataset by which records of other systems name its records.
pub(super) fn key_there<'a>(there: &Place<'a>, by: &str) -> Result<&'a str, String> {
    let column = there.dataset.key_for(by).ok_or_else(|| {
        format!("`{}` does not say which of its columns is `{by}`; give it a `key` of one column", there.name)
    })?;
    is_key(there, column)?;
    Ok(column)
}

/// What a set of its keys is called after.
pub(super) fn name_there<'a>(there: &'a Place<'_>, by: &'a str) -> &'a str {
    there.dataset.key_name(by).unwrap_or(by)
}

/// That a column may hold a key: what is written the same way everywhere.
pub(super) fn is_key(place: &Place<'_>, column: &str) -> Result<(), String> {
    place.needs(column)?;
    match place.shape.columns.get(column) {
        Some(shape)
            if matches!(shape.class, ColumnClass::Integer | ColumnClass::Text)
                || shape.type_name == "uuid" =>
        {
            Ok(())
        }
        _ => Err(format!(
            "`{}.{column}` is neither a whole number nor a text nor a UUID, and cannot be compared with another \
             system's keys",
            place.shape.table
        )),
    }
}
