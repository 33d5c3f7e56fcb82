//! Whether a step disposes of exactly the records that the policy disposes of.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::world::{Readings, Spot, Stamp, of_scalar};
use super::{Checker, PlanFault, fault};
use crate::calculus::Reading;
use crate::calculus::forward::{self, Facts, Verdict};
use crate::inventory::{ColumnClass, OnDelete};
use crate::keys::{KeysName, told};
use crate::names::{AnchorName, DatasetName};
use crate::period::Period;
use crate::plan::{Action, Step, Why};
use crate::policy::OwnSettings;
use crate::predicate::eval::{Value, Witness};
use crate::predicate::{Join, Predicate, TableRef};

/// Anchors that stand at the same place.
struct Anchored<'a> {
    names: Vec<&'a AnchorName>,
    spots: Vec<Spot>,
    since: Date,
}

/// Whose a made-up record is.
enum Whose {
    /// A customer whom the policy names, in a column.
    Named(String, String),
    /// One of whom the register tells periods.
    Known { column: String, all: KeysName, periods: Vec<Period> },
}

/// A made-up record and what the calculus is told about it.
struct Case {
    record: Witness,
    facts: Facts,
    stamps: Vec<Stamp>,
    of_customer: bool,
    filtered_by: Option<String>,
}

impl Case {
    /// The record in words, for an error.
    fn told(&self, anchors: &[Anchored<'_>]) -> String {
        let mut words: Vec<String> = Vec::new();
        for (anchored, stamp) in anchors.iter().zip(&self.stamps) {
            words.extend(anchored.names.iter().map(|name| format!("{name}: {stamp}")));
        }
        if self.of_customer {
            words.push("of a customer with a period of its own".to_owned());
        }
        words.extend(self.filtered_by.as_ref().map(|column| format!("another `{column}`")));
        words.join(", ")
    }
}

impl Checker<'_> {
    pub(super) fn records(&self, step: &Step) -> Vec<PlanFault> {
        let mut faults = match self.anchors(step) {
            Err(cause) => return vec![fault(step, cause)],
            Ok(anchors) => {
                let mut faults = self.around_boundaries(step, &anchors);
                if !anchors.iter().any(|anchored| anchored.spots.iter().any(Spot::is_of_children)) {
                    faults.extend(self.undisturbed(step, &anchors));
                }
                faults
            }
        };
        faults.extend(self.held_are_kept(step));
        faults.extend(self.locked_are_kept(step));
        match step.action {
            Action::Delete => faults.extend(self.referenced_are_kept(step)),
            Action::Anonymise(_) => {
                if step.except.iter().any(|exception| matches!(exception.why, Why::Referenced { .. })) {
                    faults.push(fault(step, "a reference is no reason not to anonymise".to_owned()));
                }
            }
        }
        faults
    }

    fn anchors<'s>(&'s self, step: &'s Step) -> Result<Vec<Anchored<'s>>, String> {
        let mut found: Vec<Anchored<'s>> = Vec::new();
        let limiting = forward::limiting(self.policy, &step.dataset);
        let limits =
            limiting.flat_map(|(_, activity)| activity.keep.at_least.iter().chain(&activity.keep.at_most));
        for name in limits.map(|limit| &limit.anchor) {
            if found.iter().any(|anchored| anchored.names.contains(&name)) {
                continue;
            }
            let unreadable = || format!("the anchor `{name}` cannot be read");
            let spot = self.spot(&step.dataset, name).ok_or_else(unreadable)?;
            let dataset = self.policy.datasets.get(&step.dataset);
            let since = dataset.and_then(|dataset| dataset.anchors.get(name)).ok_or_else(unreadable)?.since;
            let same = |anchored: &&mut Anchored<'_>| {
                anchored.spots.iter().any(|known| known.hops == spot.hops && known.column == spot.column)
            };
            match found.iter_mut().find(same) {
                Some(anchored) => {
                    anchored.names.push(name);
                    anchored.spots.push(spot);
                    anchored.since = anchored.since.max(since);
                }
                None => found.push(Anchored { names: vec![name], spots: vec![spot], since }),
            }
        }
        Ok(found)
    }

    /// Tries every anchor around its boundaries, with the others long past, of today, and missing, for every period that
    /// somebody has.
    fn around_boundaries(&self, step: &Step, anchors: &[Anchored<'_>]) -> Vec<PlanFault> {
        let next_run = forward::next_run(self.policy, &self.calendar, &step.dataset, self.now);
        let mut faults = Faults { step, anchors, next_run, too_much: None, too_little: None };
        let customers = self.customers(&step.dataset);
        let mut covered = None;
        for (position, varied) in anchors.iter().enumerate() {
            let stamps = self.stamps(&step.dataset, &varied.names, varied.since, &step.due);
            for mut others in self.settings_of_others(anchors, position) {
                for stamp in &stamps {
                    others[position] = *stamp;
                    for customer in &customers {
                        let case = self.case(&step.dataset, anchors, &others, customer.as_ref());
                        if self.compare(step, &case, &mut faults) {
                            covered.get_or_insert(case);
                        }
                    }
                }
            }
        }
        if let Some(case) = covered {
            self.outside_the_filter(step, case, &mut faults);
        }
        faults.too_much.into_iter().chain(faults.too_little).collect()
    }

    /// What the other anchors are while one is varied: all long past, all of today, all missing; and each of them of
    /// today or missing while the rest are long past.
    fn settings_of_others(&self, anchors: &[Anchored<'_>], varied: usize) -> Vec<Vec<Stamp>> {
        let today = Stamp::Day(self.calendar.day_of(self.now));
        let past = long_past(anchors);
        let mut settings = vec![past.clone()];
        for other in [today, Stamp::Missing] {
            settings.push(vec![other; anchors.len()]);
            for position in (0..anchors.len()).filter(|position| *position != varied) {
                let mut setting = past.clone();
                setting[position] = other;
                settings.push(setting);
            }
        }
        for setting in &mut settings {
            setting[varied] = Stamp::Missing;
        }
        settings.sort();
        settings.dedup();
        settings
    }

    /// Nobody in particular, and one customer for every period that a customer has.
    fn customers(&self, dataset: &DatasetName) -> Vec<Option<Whose>> {
        let mut seen: Vec<(&str, Period)> = Vec::new();
        let mut customers = vec![None];
        for (_, activity) in forward::limiting(self.policy, dataset) {
            let Some(own) = &activity.keep.per_customer else { continue };
            for (customer, period) in &own.settings {
                if !seen.contains(&(own.column.as_str(), *period)) {
                    seen.push((&own.column, *period));
                    customers.push(Some(Whose::Named(own.column.clone(), customer.as_str().to_owned())));
                }
            }
            let Some(OwnSettings { by, .. }) = &own.own else { continue };
            let all = KeysName::of_settings(dataset, by);
            for period in self.shapes.settings.get(&all).into_iter().flatten() {
                let set = self.shapes.keys.get(&KeysName::of_setting(dataset, *period, by));
                // Without the set nothing tells whose they are, and the plan may not speak of it.
                let Some(seen) = set else { continue };
                let column = told(&own.column, &seen.hash);
                // Who shares a key with another customer shares the set, if they are all of both.
                let same = |known: &&mut Option<Whose>| matches!(known, Some(Whose::Known { column: known, .. }) if *known == column);
                match customers.iter_mut().find(same) {
                    Some(Some(Whose::Known { periods, .. })) => periods.push(*period),
                    _ => customers.push(Some(Whose::Known {
                        column,
                        all: all.clone(),
                        periods: vec![*period],
                    })),
                }
            }
        }
        customers
    }

    fn case(
        &self,
        dataset: &DatasetName,
        anchors: &[Anchored<'_>],
        stamps: &[Stamp],
        customer: Option<&Whose>,
    ) -> Case {
        let mut record = self.ordinary(dataset);
        let mut readings = Readings::new();
        let mut own = BTreeMap::new();
        match customer {
            None => {}
            Some(Whose::Named(column, who)) => {
                record.columns.insert(column.clone(), self.customer(dataset, column, Some(who)));
            }
            Some(Whose::Known { column, all, periods }) => {
                record.columns.insert(column.clone(), Value::Bool(true));
                own.insert(all.clone(), periods.clone());
            }
        }
        for (anchored, stamp) in anchors.iter().zip(stamps) {
            for (name, spot) in anchored.names.iter().zip(&anchored.spots) {
                readings.insert((*name).clone(), self.write(&mut record, spot, *stamp, anchored.since));
            }
        }
        let mut customers = BTreeMap::new();
        for (_, activity) in forward::limiting(self.policy, dataset) {
            let column = activity.keep.per_customer.as_ref().map(|own| &own.column);
            let value = column.and_then(|column| Some((column, record.columns.get(column)?)));
            match value {
                Some((column, Value::Integer(number))) => {
                    customers.insert(column.clone(), number.to_string());
                }
                Some((column, Value::Text(text))) => {
                    customers.insert(column.clone(), text.clone());
                }
                _ => {}
            }
        }
        Case {
            record,
            facts: Facts { anchors: readings, customers, own, held: false },
            stamps: stamps.to_vec(),
            of_customer: customer.is_some(),
            filtered_by: None,
        }
    }

    /// Whether the policy would dispose of the record, and the plan too.
    fn compare(&self, step: &Step, case: &Case, faults: &mut Faults<'_>) -> bool {
        let verdict = forward::judge_until(
            self.policy,
            &self.calendar,
            &step.dataset,
            &case.facts,
            (self.now, faults.next_run),
        );
        let left = match &step.action {
            Action::Delete => true,
            Action::Anonymise(columns) => {
                Predicate::NotAnonymised { columns: columns.clone() }.eval(&case.record)
            }
        };
        let wanted =
            left && self.matches(&step.dataset, &case.record) && matches!(verdict, Verdict::Dispose { .. });
        let planned = step.due.eval(&case.record);
        if planned && !wanted {
            faults.too_much(case);
        }
        if wanted && !planned {
            faults.too_little(case);
        }
        wanted
    }

    /// Records that the policy's `where` leaves out, here or on the way to an anchor, and every value that it lets in.
    fn outside_the_filter(&self, step: &Step, mut case: Case, faults: &mut Faults<'_>) {
        let (record, readings) = (case.record.clone(), case.facts.anchors.clone());
        let named = |one: &'_ Anchored<'_>| -> Vec<(AnchorName, Spot)> {
            one.names.iter().map(|name| (*name).clone()).zip(one.spots.iter().cloned()).collect()
        };
        let spots: Vec<(AnchorName, Spot)> = faults.anchors.iter().flat_map(named).collect();
        for (_, spot) in &spots {
            for (column, other) in self.with_other_ancestors(&record, &spot.hops) {
                // Whose ancestor is no record of the dataset that an anchor is read from has no such anchor.
                let lost = spots.iter().filter(|(_, spot)| !self.on_the_way(&other, &spot.hops));
                case.facts.anchors.extend(lost.map(|(name, _)| (name.clone(), Reading::Missing)));
                case.record = other;
                case.filtered_by = Some(column);
                self.compare(step, &case, faults);
                case.facts.anchors.clone_from(&readings);
            }
        }
        case.record = record;
        let Some(dataset) = self.policy.datasets.get(&step.dataset) else { return };
        for (column, wanted) in &dataset.filter {
            let kept = case.record.columns.get(column).cloned();
            let mut values =
                vec![Value::Null, Value::Text("of no such kind".to_owned()), Value::Integer(i64::MAX)];
            values.extend(wanted.iter().flatten().map(of_scalar));
            for value in values {
                case.record.columns.insert(column.clone(), value);
                case.filtered_by = Some(column.clone());
                self.compare(step, &case, faults);
            }
            case.record.columns.insert(column.clone(), kept.unwrap_or(Value::Null));
        }
    }

    /// A record that no hold covers and nothing refers to is not excepted.
    fn undisturbed(&self, step: &Step, anchors: &[Anchored<'_>]) -> Option<PlanFault> {
        let past = long_past(anchors);
        let record = self.case(&step.dataset, anchors, &past, None).record;
        let excepted = step
            .except
            .iter()
            .any(|exception| exception.when.eval(&record) || exception.foreseen.eval(&record));
        (excepted && self.holds.iter().all(|hold| !self.covers(hold, &step.dataset, &record))).then(|| {
            PlanFault::TooLittle {
                step: step.id.clone(),
                record: "one that no hold covers and that nothing refers to".to_owned(),
            }
        })
    }

    /// Every record that a hold covers is excepted because of that hold.
    pub(super) fn held_are_kept(&self, step: &Step) -> Vec<PlanFault> {
        let mut faults = Vec::new();
        match self.held_records(&step.dataset) {
            Err(cause) => faults.push(fault(step, cause)),
            Ok(records) => {
                let open = records.iter().find(|(hold, record)| {
                    !step.except.iter().any(|exception| {
                        exception.why == Why::Held(hold.clone())
                            && exception.when.eval(record)
                            && exception.foreseen.eval(record)
                    })
                });
                faults.extend(
                    open.map(|(hold, _)| too_much(step, format!("one that the hold `{}` covers", hold.0))),
                );
            }
        }
        faults
    }

    /// A record that the store itself has locked is excepted because of that lock, and only such a one.
    pub(super) fn locked_are_kept(&self, step: &Step) -> Option<PlanFault> {
        let columns = self.shapes.tables.get(&step.dataset).map(|shape| &shape.columns)?;
        let by_lock: Vec<_> = step.except.iter().filter(|exception| exception.why == Why::Locked).collect();
        let kept = |record: &Witness| {
            by_lock.iter().any(|exception| exception.when.eval(record) && exception.foreseen.eval(record))
        };
        let ordinary = self.ordinary(&step.dataset);
        let mut locks = columns.iter().filter(|(_, column)| column.class == ColumnClass::Lock).peekable();
        if locks.peek().is_none() && !by_lock.is_empty() || kept(&ordinary) {
            return Some(fault(step, "it leaves records for a lock that the store does not have".to_owned()));
        }
        let open = locks.any(|(name, _)| {
            let mut record = ordinary.clone();
            record.columns.insert(name.clone(), Value::Bool(true));
            !kept(&record)
        });
        open.then(|| too_much(step, "one that the store itself has locked".to_owned()))
    }

    /// Every record that something still refers to is excepted.
    pub(super) fn referenced_are_kept(&self, step: &Step) -> Vec<PlanFault> {
        let Some(shape) = self.shapes.tables.get(&step.dataset) else { return Vec::new() };
        let mut faults = Vec::new();
        let links = shape.referenced_by.iter().map(|link| (vec![link.join.clone()], link.on_delete));
        let distant = shape.effects.iter().map(|effect| (effect.path.clone(), effect.action));
        let declared: Vec<(Vec<Join>, OnDelete)> = links.chain(distant).collect();
        let stated = self.policy.datasets.keys().flat_map(|child| {
            let here = self.over(&step.dataset, &step.table);
            here.into_iter().filter_map(move |parent| Some((self.offspring(parent, child)?, child)))
        });
        let undeclared = stated.filter(|(join, _)| {
            !declared.iter().any(|(path, _)| {
                path.len() == 1 && path[0].table == join.table && same_columns(&path[0], join)
            })
        });
        // What no foreign key says is said of the records of a dataset, and of no others in its table.
        let undeclared = undeclared.map(|(join, child)| (vec![join], vec![self.filtered(child)]));
        let declared = declared.iter().map(|(path, on_delete)| {
            let table = path.last().map(|join| &join.table);
            let referring = table.map(|table| self.referring(step, table, *on_delete));
            (path.clone(), referring.unwrap_or_default())
        });
        for (path, children) in declared.chain(undeclared) {
            let Some(table) = path.last().map(|join| &join.table) else { continue };
            for child in children {
                let record = path.iter().rev().fold(child, |inner, join| Witness {
                    columns: BTreeMap::new(),
                    related: BTreeMap::from([(join.clone(), vec![inner])]),
                });
                if !step.except.iter().any(|exception| exception.when.eval(&record)) {
                    faults.push(too_much(step, format!("one to which a record of `{table}` refers")));
                    break;
                }
            }
        }
        faults
    }

    /// Records at the end of a reference that have to keep the record that they refer to.
    fn referring(&self, step: &Step, table: &TableRef, on_delete: OnDelete) -> Vec<Witness> {
        let datasets = self.over(&step.dataset, table);
        match on_delete {
            OnDelete::Block => vec![Witness::default()],
            OnDelete::Cascade => datasets.into_iter().map(|name| self.ordinary(name)).collect(),
            OnDelete::SetNull | OnDelete::SetDefault => {
                let held = datasets.into_iter().filter_map(|name| self.held_records(name).ok());
                held.flatten().map(|(_, record)| record).collect()
            }
        }
    }

    /// The datasets over a table in the system of another dataset.
    pub(super) fn over(&self, beside: &DatasetName, table: &TableRef) -> Vec<&DatasetName> {
        let system = self.policy.datasets.get(beside).map(|dataset| &dataset.system);
        let datasets = self.policy.datasets.iter().filter(|(name, dataset)| {
            Some(&dataset.system) == system
                && self.shapes.tables.get(*name).is_some_and(|shape| shape.table == *table)
        });
        datasets.map(|(name, _)| name).collect()
    }
}

/// Every anchor so early that its periods should have run out.
fn long_past(anchors: &[Anchored<'_>]) -> Vec<Stamp> {
    anchors.iter().map(|one| Stamp::Day(one.since.checked_add(3.days()).unwrap_or(one.since))).collect()
}

/// The first fault of each kind: one example tells enough.
struct Faults<'s> {
    step: &'s Step,
    anchors: &'s [Anchored<'s>],
    /// The moment of the next run, found once.
    next_run: jiff::Timestamp,
    too_much: Option<PlanFault>,
    too_little: Option<PlanFault>,
}

impl Faults<'_> {
    fn too_much(&mut self, case: &Case) {
        self.too_much.get_or_insert_with(|| too_much(self.step, case.told(self.anchors)));
    }
    fn too_little(&mut self, case: &Case) {
        let record = || case.told(self.anchors);
        self.too_little
            .get_or_insert_with(|| PlanFault::TooLittle { step: self.step.id.clone(), record: record() });
    }
}

pub(super) fn too_much(step: &Step, record: String) -> PlanFault {
    PlanFault::TooMuch { step: step.id.clone(), record }
}

fn same_columns(one: &Join, other: &Join) -> bool {
    one.on.len() == other.on.len() && one.on.iter().all(|pair| other.on.contains(pair))
}
