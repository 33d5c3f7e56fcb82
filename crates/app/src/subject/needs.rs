//! What answering a person takes from the systems: which columns finding and access read, and which steps an erasure or a
//! correction may make. For [`crate::rights`], which asks it of a person whom nobody knows.

use std::collections::{BTreeMap, BTreeSet};

use gallra_connect::Columns;
use gallra_rules::decide::Weighed;
use gallra_rules::hold::Holds;
use gallra_rules::inventory::{ColumnClass, Shapes, TableShape};
use gallra_rules::links::{self, MENTIONING, Theirs};
use gallra_rules::names::{ActivityName, DatasetName};
use gallra_rules::plan::erase::{self, About, Draft};
use gallra_rules::plan::{Action, Expected, Step, StepId};
use gallra_rules::policy::{Dataset, Policy};
use gallra_rules::predicate::{Predicate, Replacement, Scalar};
use gallra_rules::residue::Residue;

use super::access::told;
use super::find::slots;
use super::{Identified, Known, Person};
use crate::{AppError, Context};

/// Links between records of one kind that are followed: one shows the columns of all.
const DEPTH: usize = 1;

/// What answering requests takes.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// Columns that are read.
    pub(crate) reads: Vec<(DatasetName, Columns)>,
    /// What an erasure counts, reads and does.
    pub(crate) erasing: Draft,
    /// Corrections.
    pub(crate) corrections: Vec<Step>,
}

/// Everything that the answer to any person's request may take; nothing if the policy knows no person.
///
/// # Errors
/// See [`Person::known`].
pub(crate) fn needs(context: &Context, shapes: &Shapes, holds: &Holds) -> Result<Needs, AppError> {
    let policy = &context.policy;
    let anybody = anybody(policy, shapes);
    if anybody.records.is_empty() {
        return Ok(Needs::default());
    }
    let about = About { requests: BTreeSet::from(["rights".to_owned()]), depth: DEPTH, ..About::default() };
    let known: Known = anybody.known(&about.name())?;
    let mut shapes = shapes.clone();
    shapes.keys.extend(known.seen);
    let found = links::theirs(policy, &shapes, &known.roots, DEPTH);
    let about = About { roots: known.roots, weighed: over(policy), ..about };
    let erasing = erase::draft(&context.policy, &shapes, holds, context.now(), &about, &BTreeMap::new());
    let tables = shapes.tables.iter().filter_map(|(name, shape)| {
        let dataset = policy.datasets.get(name).filter(|dataset| dataset.register.is_none())?;
        Some((name, dataset, shape, found.theirs.get(name)))
    });
    let tables: Vec<_> = tables.collect();
    let reads = tables.iter().filter_map(|(name, dataset, shape, theirs)| {
        Some(((*name).clone(), read(policy, (name, dataset), shape, *theirs)?))
    });
    let corrections = tables
        .iter()
        .filter_map(|(name, dataset, shape, theirs)| correction((name, dataset), shape, (*theirs)?));
    Ok(Needs { reads: reads.collect(), corrections: corrections.collect(), erasing })
}

/// Somebody who has a record wherever anybody may have one.
fn anybody(policy: &Policy, shapes: &Shapes) -> Person {
    let mut person = Person::default();
    for (name, slots) in slots(policy) {
        let Some(shape) = shapes.tables.get(&name) else { continue };
        let columns = slots.answers.into_keys().chain(shape.primary_key.iter().cloned());
        let columns: BTreeSet<String> = columns.filter(|column| shape.columns.contains_key(column)).collect();
        let keys = BTreeSet::from(["1".to_owned()]);
        let records = columns.into_iter().map(|column| Identified { column, keys: keys.clone() });
        person.records.insert(name, records.collect());
    }
    person
}

/// Whatever has to be weighed is decided for erasing, which takes the most.
fn over(policy: &Policy) -> Weighed {
    let all = || policy.activities.keys().cloned();
    Weighed {
        contracts: all().map(|name| (name, false)).collect(),
        no_exemption: all().collect::<BTreeSet<ActivityName>>(),
        ..Weighed::default()
    }
}

/// What finding and access read of a table; none where neither comes to it.
fn read(
    policy: &Policy,
    (name, dataset): (&DatasetName, &Dataset),
    shape: &TableShape,
    theirs: Option<&Theirs>,
) -> Option<Columns> {
    let known = slots(policy).remove(name);
    let mut columns: BTreeSet<String> = known.into_iter().flat_map(|slots| slots.told()).collect();
    let texts = dataset.fields.iter().filter(|(_, field)| MENTIONING.contains(&field.category.as_str()));
    columns.extend(texts.map(|(column, _)| column.clone()));
    if theirs.is_some() {
        columns.extend(told(dataset, shape).cloned());
    }
    if columns.is_empty() {
        return None;
    }
    // By these a record is named, ordered, and known to be somebody's.
    let ties = dataset.ties().flat_map(|(_, tie)| tie.by.clone()).collect::<Vec<_>>();
    columns.extend(shape.primary_key.iter().chain(&dataset.key).cloned().chain(ties));
    columns.retain(|column| shape.columns.contains_key(column));
    let which = theirs.into_iter().flat_map(|theirs| {
        let cut = theirs.cut.iter().map(|cut| cut.which.clone());
        cut.chain([theirs.goes.clone(), theirs.stays.clone(), theirs.beyond.clone()])
    });
    let within = Predicate::Any(which.chain([super::find::within(dataset)]).collect());
    Some(Columns { table: shape.table.clone(), columns: columns.into_iter().collect(), within })
}

/// A correction of every value that can be put right: a step such as [`super::rectify`] makes for one.
fn correction(
    (name, dataset): (&DatasetName, &Dataset),
    shape: &TableShape,
    theirs: &Theirs,
) -> Option<Step> {
    let names_it = |column: &String| {
        shape.primary_key.contains(column)
            || dataset.key.contains(column)
            || dataset.ties().any(|(_, tie)| tie.by.contains(column))
    };
    let columns: BTreeMap<String, Replacement> = (dataset.fields.keys().chain(dataset.subject.values()))
        .filter(|column| !names_it(column))
        .filter(|column| {
            let known = shape.columns.get(*column);
            known.is_some_and(|known| !known.generated && known.class != ColumnClass::Lock)
        })
        .map(|column| (column.clone(), Replacement::Constant(Scalar::Text(String::new()))))
        .collect();
    let which = vec![theirs.goes.clone(), theirs.stays.clone()];
    let wanted = columns.keys().map(|column| Predicate::Among { column: column.clone(), keys: Vec::new() });
    let wanted: Vec<Predicate> = wanted.collect();
    (!columns.is_empty()).then(|| Step {
        id: StepId(name.to_string()),
        system: shape.system.clone(),
        dataset: name.clone(),
        table: shape.table.clone(),
        key: shape.primary_key.clone(),
        due: Predicate::All(which.into_iter().chain(wanted).collect()),
        action: Action::Anonymise(columns),
        except: Vec::new(),
        unlink: Vec::new(),
        expected: Expected::default(),
        because: Vec::new(),
        after: Vec::new(),
        guard: None,
        residue: Residue::default(),
    })
}
