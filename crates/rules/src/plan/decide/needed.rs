//! Records that have to stay because others that stay name them: an agreement whose invoices the law keeps.

use std::collections::{BTreeMap, BTreeSet};

use super::{Anonymised, Group, Verdict};
use crate::links::Found;
use crate::names::DatasetName;
use crate::plan::anchors::Place;
use crate::plan::draft::Context;
use crate::plan::logic::{along, any};
use crate::policy::{Dataset, Tie};
use crate::predicate::{Join, Predicate};

/// How many links of a self-reference are followed to tell whether a record is needed further down. A longer chain is left
/// by the database, or by the exceptions of the step that deletes.
const SELF_DEPTH: usize = 3;

/// What stays, dataset by dataset, as far as it is decided.
pub(super) struct Needed<'c, 'a> {
    context: &'c Context<'a>,
    found: &'c Found,
    /// Records that stay, of the person's and of those that keep their link to them.
    stays: BTreeMap<DatasetName, Predicate>,
    lost: BTreeSet<DatasetName>,
}

impl<'c, 'a> Needed<'c, 'a> {
    pub(super) fn new(context: &'c Context<'a>, found: &'c Found) -> Self {
        let lost = found.not_checked.keys().cloned().collect();
        Self { context, found, stays: BTreeMap::new(), lost }
    }

    /// The person's datasets, those that name others before these; `refers` does not count where it closes a circle.
    pub(super) fn children_first(&self) -> Vec<&'c DatasetName> {
        let (mut sorted, mut open): (Vec<&DatasetName>, Vec<&DatasetName>) =
            (Vec::new(), self.found.theirs.keys().collect());
        while !open.is_empty() {
            let named_by = |name: &DatasetName, loosely: bool| {
                open.iter().any(|child| {
                    let ties = self.context.policy.datasets.get(*child).into_iter().flat_map(Dataset::ties);
                    let mut ties = ties.filter(|(_, tie)| loosely || tie.belongs());
                    *child != name && ties.any(|(parent, _)| parent == name)
                })
            };
            let free = |loosely| open.iter().position(|name| !named_by(name, loosely));
            let next = free(true).or_else(|| free(false)).unwrap_or(0);
            sorted.push(open.remove(next));
        }
        sorted
    }

    pub(super) fn lost(&mut self, name: &DatasetName) {
        self.lost.insert(name.clone());
    }

    pub(super) fn decided(&mut self, name: &DatasetName, groups: &[Group]) {
        let stay = groups.iter().filter(|group| match &group.verdict {
            Verdict::Erase | Verdict::Shared => false,
            Verdict::Anonymise { why, .. } => *why != Anonymised::Link,
            _ => true,
        });
        self.stays.insert(name.clone(), any(stay.map(|group| group.which.clone())));
    }

    /// The records of a place that records name which stay. `kept` are those of its own that stay in any case.
    pub(super) fn by_others(&self, place: &Place<'a>, kept: &Predicate) -> Result<Predicate, String> {
        let mut ways = Vec::new();
        let mut selves = Vec::new();
        for (name, child) in &self.context.policy.datasets {
            let ties = child.ties().filter(|(parent, _)| *parent == place.name);
            for (_, tie) in ties.filter(|_| child.system == place.dataset.system) {
                if self.lost.contains(name) {
                    return Err(format!(
                        "records of `{name}` name it, and nothing can be decided about these"
                    ));
                }
                if name == place.name {
                    selves.push(join(place, place, &tie)?);
                } else if let Some(stays) = self.stays.get(name).filter(|stays| **stays != Predicate::never())
                {
                    let child = Place::find(self.context, name)?;
                    ways.push(along(&[join(place, &child, &tie)?], stays.clone()));
                }
            }
        }
        let mut needed = any(ways.iter().cloned());
        for _ in 0..SELF_DEPTH {
            let stay = any([kept.clone(), needed.clone()]);
            if stay == Predicate::never() {
                break;
            }
            let own = selves.iter().map(|join| along(std::slice::from_ref(join), stay.clone()));
            needed = any(ways.iter().cloned().chain(own));
        }
        Ok(needed)
    }
}

/// The way from a record to those that name it by a link.
fn join(parent: &Place<'_>, child: &Place<'_>, tie: &Tie) -> Result<Join, String> {
    let key = parent.key();
    if key.len() != tie.by.len() {
        return Err(format!(
            "`{}` is identified by {} columns, but `{}` names {} for it",
            parent.name,
            key.len(),
            child.name,
            tie.by.len()
        ));
    }
    tie.by.iter().try_for_each(|column| child.needs(column))?;
    let on = key.iter().cloned().zip(tie.by.iter().cloned()).collect();
    Ok(Join { table: child.shape.table.clone(), on })
}
