//! How records name each other, and what one becomes that is left without the person.

use std::collections::BTreeMap;

use super::super::Checker;
use crate::inventory::ColumnClass;
use crate::names::DatasetName;
use crate::policy::Tie;
use crate::predicate::{Join, Replacement, Scalar};

impl Checker<'_> {
    /// The way from a record to the one that it names by a link.
    pub(super) fn tied(&self, child: &DatasetName, parent: &DatasetName, tie: &Tie) -> Option<Join> {
        let (below, above) = (self.policy.datasets.get(child)?, self.policy.datasets.get(parent)?);
        let shape = self.shapes.tables.get(parent)?;
        let key = if above.key.is_empty() { &shape.primary_key } else { &above.key };
        let fits = below.system == above.system && !key.is_empty() && key.len() == tie.by.len();
        fits.then(|| Join {
            table: shape.table.clone(),
            on: tie.by.iter().cloned().zip(key.iter().cloned()).collect(),
        })
    }

    /// Whether records of one dataset name those of another, over however many links.
    pub(super) fn names(&self, from: &DatasetName, to: &DatasetName) -> bool {
        let mut seen = vec![from];
        let mut at = 0;
        while let Some(name) = seen.get(at).copied() {
            at += 1;
            let parents: Vec<&DatasetName> = self
                .policy
                .datasets
                .get(name)
                .into_iter()
                .flat_map(|it| it.ties().map(|(parent, _)| parent))
                .collect();
            if parents.contains(&to) {
                return true;
            }
            let new: Vec<_> = parents.into_iter().filter(|parent| !seen.contains(parent)).collect();
            seen.extend(new);
        }
        false
    }

    /// What a record's columns become so that nobody can be told from it; none if that cannot be. Its key stays: that is
    /// what others name.
    pub(super) fn without_the_person(&self, name: &DatasetName) -> Option<BTreeMap<String, Replacement>> {
        let (dataset, shape) = (self.policy.datasets.get(name)?, self.shapes.tables.get(name)?);
        let key = if dataset.key.is_empty() { &shape.primary_key } else { &dataset.key };
        let mut columns = BTreeMap::new();
        for column in dataset.fields.keys().chain(dataset.subject.values()).filter(|it| !key.contains(it)) {
            let it = shape.columns.get(column).filter(|it| !it.generated)?;
            let letters = it.type_name.split(['(', ')']).nth(1).and_then(|most| most.trim().parse().ok());
            let is_unique = || shape.unique.iter().flatten().any(|part| part == column);
            let with = match (it.nullable, it.class) {
                (true, _) => Replacement::Null,
                (false, ColumnClass::Text | ColumnClass::Other)
                    if letters.is_none_or(|most| 21_usize <= most) =>
                {
                    Replacement::Token
                }
                (false, ColumnClass::Text | ColumnClass::Other) if !is_unique() => {
                    Replacement::Constant(Scalar::Text(String::new()))
                }
                (false, _) => return None,
            };
            columns.insert(column.clone(), with);
        }
        (!columns.is_empty()).then_some(columns)
    }
}
