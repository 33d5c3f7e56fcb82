//! Which made-up records legal holds cover.

use super::Checker;
use super::world::of_scalar;
use crate::hold::{Hold, HoldId, HoldKind, HoldScope};
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
                    Some(scope) if hold.kind == HoldKind::Restriction => {
                        let set = self.restricted(hold, scope).ok_or_else(|| {
                            format!("which records the restriction `{}` covers was not read", hold.id.0)
                        })?;
                        let mut record = self.ordinary(name);
                        record.columns.insert(set, Value::Bool(true));
                        records.push(record);
                    }
                    Some(scope) => records.extend(scope.values.iter().map(|value| {
                        let mut record = self.ordinary(name);
                        record.columns.insert(scope.column.clone(), of_scalar(value));
                        record
                    })),
                }
            }
            self.sets_are_known(hold, name)?;
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

    /// Under which name a record is told to be one that a restriction covers.
    fn restricted(&self, hold: &Hold, scope: &HoldScope) -> Option<String> {
        let name = KeysName::of_restriction(&hold.id, &hold.dataset, &scope.column);
        Some(told(&scope.column, &self.shapes.keys.get(&name)?.hash))
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

    /// Refuses what cannot be told: a hold that may cover records by another system's keys, which nobody has read.
    fn sets_are_known(&self, hold: &Hold, dataset: &DatasetName) -> Result<(), String> {
        let keyed = self.policy.datasets.get(dataset).into_iter().flat_map(Dataset::keyed);
        for (there, _, by) in keyed.filter(|(there, ..)| self.may_reach(there, &hold.dataset)) {
            let column = self.policy.datasets.get(there).and_then(|dataset| dataset.key_name(by));
            let name = column.map(|column| KeysName::of_hold(&hold.id, there, column));
            if name.is_none_or(|name| !self.shapes.keys.contains_key(&name)) {
                return Err(format!(
                    "which records of `{there}` the hold `{}` covers was not read, so what belongs to them in `{dataset}` cannot be told",
                    hold.id.0
                ));
            }
        }
        Ok(())
    }

    /// Whether a chain of belonging, of keys or of a shared table leads from one dataset to another.
    fn may_reach(&self, from: &DatasetName, to: &DatasetName) -> bool {
        let mut reached = vec![from];
        let mut at = 0;
        while let Some(name) = reached.get(at).copied() {
            at += 1;
            let Some(dataset) = self.policy.datasets.get(name) else { continue };
            let is_next = |other: &DatasetName, described: &Dataset| {
                let same = described.system == dataset.system
                    && described.table.is_some()
                    && described.table == dataset.table;
                same || dataset.belongs_to.contains_key(other)
                    || dataset.keyed().any(|(there, ..)| there == other)
            };
            let next = self.policy.datasets.iter().filter(|(other, described)| is_next(other, described));
            let new: Vec<_> = next.map(|(other, _)| other).filter(|other| !reached.contains(other)).collect();
            reached.extend(new);
        }
        reached.contains(&to)
    }

    /// Whether a hold covers a record.
    pub(super) fn covers(&self, hold: &Hold, dataset: &DatasetName, record: &Witness) -> bool {
        let table = self.shapes.tables.get(dataset).map(|shape| &shape.table);
        let here = table.map_or_else(Vec::new, |table| self.over(dataset, table));
        here.into_iter().any(|name| {
            let directly = *name == hold.dataset
                && self.matches(name, record)
                && hold.only.as_ref().is_none_or(|scope| {
                    if hold.kind == HoldKind::Restriction {
                        let set = self.restricted(hold, scope);
                        return set.is_some_and(|set| record.columns.contains_key(&set));
                    }
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
