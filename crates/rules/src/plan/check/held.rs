//! Which made-up records legal holds cover.

use super::Checker;
use super::world::of_scalar;
use crate::hold::{Hold, HoldId};
use crate::keys::{KeysName, told};
use crate::names::DatasetName;
use crate::policy::Dataset;
use crate::predicate::eval::{Value, Witness};

impl Checker<'_> {
    /// One for every hold, every value it names, and every way by which a record can belong to a held one.
    pub(super) fn held_records(&self, dataset: &DatasetName) -> Result<Vec<(HoldId, Witness)>, String> {
        let mut found = Vec::new();
        for hold in &self.holds {
            if !self.policy.datasets.contains_key(&hold.dataset) {
                return Err(format!(
                    "the hold `{}` is on a dataset that the policy does not have",
                    hold.id.0
                ));
            }
            let records = self.held_by(hold, dataset, &mut Vec::new())?;
            let really = records.into_iter().filter(|record| self.covers(hold, dataset, record));
            found.extend(really.map(|record| (hold.id.clone(), record)));
        }
        Ok(found)
    }

    fn held_by<'s>(
        &'s self,
        hold: &Hold,
        dataset: &'s DatasetName,
        seen: &mut Vec<&'s DatasetName>,
    ) -> Result<Vec<Witness>, String> {
        let mut records = Vec::new();
        let table = self.shapes.tables.get(dataset).map(|shape| &shape.table);
        let here = table.map_or_else(|| vec![dataset], |table| self.over(dataset, table));
        for name in here {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            if *name == hold.dataset {
                match &hold.only {
                    None => records.push(self.ordinary(name)),
                    Some(scope) => records.extend(scope.values.iter().map(|value| {
                        let mut record = self.ordinary(name);
                        record.columns.insert(scope.column.clone(), of_scalar(value));
                        record
                    })),
                }
            }
            for set in self.sets_of(hold, name) {
                let mut record = self.ordinary(name);
                record.columns.insert(set, Value::Bool(true));
                records.push(record);
            }
            let parents =
                self.policy.datasets.get(name).into_iter().flat_map(|dataset| dataset.belongs_to.keys());
            for parent in parents {
                let above = self.held_by(hold, parent, seen)?;
                let Some(join) = self.belonging(name, parent) else {
                    if above.is_empty() {
                        continue;
                    }
                    return Err(format!(
                        "whether the hold `{}` covers its records cannot be told",
                        hold.id.0
                    ));
                };
                records.extend(above.into_iter().map(|above| {
                    let mut record = self.ordinary(name);
                    record.related.insert(join.clone(), vec![above]);
                    record
                }));
            }
            seen.pop();
        }
        Ok(records)
    }

    /// Under which names a record of a dataset is told to belong to a held one of another system.
    fn sets_of(&self, hold: &Hold, dataset: &DatasetName) -> Vec<String> {
        let keyed = self.policy.datasets.get(dataset).into_iter().flat_map(Dataset::keyed);
        let sets = keyed.filter_map(|(there, _, by)| {
            let column = self.policy.datasets.get(there)?.key_name(by)?;
            let seen = self.shapes.keys.get(&KeysName::of_hold(&hold.id, there, column))?;
            Some(told(by, &seen.hash))
        });
        sets.collect()
    }

    /// Whether a hold covers a record.
    pub(super) fn covers(&self, hold: &Hold, dataset: &DatasetName, record: &Witness) -> bool {
        let table = self.shapes.tables.get(dataset).map(|shape| &shape.table);
        let here = table.map_or_else(Vec::new, |table| self.over(dataset, table));
        here.into_iter().any(|name| {
            let directly = *name == hold.dataset
                && self.matches(name, record)
                && hold.only.as_ref().is_none_or(|scope| {
                    record
                        .columns
                        .get(&scope.column)
                        .is_some_and(|value| scope.values.iter().any(|wanted| value.is(wanted)))
                });
            let parents =
                self.policy.datasets.get(name).into_iter().flat_map(|dataset| dataset.belongs_to.keys());
            let told = |set: String| record.columns.contains_key(&set);
            directly
                || self.sets_of(hold, name).into_iter().any(told)
                || parents.into_iter().any(|parent| {
                    let related = self.belonging(name, parent).and_then(|join| record.related.get(&join));
                    related.into_iter().flatten().any(|above| self.covers(hold, parent, above))
                })
        })
    }
}
