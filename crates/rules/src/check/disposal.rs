//! What happens when the time is up: whether it can happen, and whether the activities agree.

use std::collections::BTreeMap;

use super::Checker;
use super::calendar::rough_days;
use crate::diagnostic::{Code, Finding, Span};
use crate::policy::SystemKind;
use crate::predicate::Replacement;
use crate::syntax::surface::{Activity, Dataset, Disposal, Entry, Got, Sp};

impl<'s> Checker<'s> {
    pub(super) fn check_disposal(&mut self) {
        for (name, entry) in &self.surface.activities {
            self.check_only_a_person(name, entry);
            self.check_whole_files(name, entry);
            self.check_anonymised(&entry.value);
            self.check_replacements(&entry.value);
        }
        let by_dataset = self.activities_by_dataset();
        for (dataset, activities) in &by_dataset {
            self.check_agreement(dataset, activities);
        }
        self.check_parents(&by_dataset);
    }

    fn activities_by_dataset(&self) -> BTreeMap<&'s str, Vec<(&'s str, &'s Entry<Activity>)>> {
        let mut all: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for (name, entry) in &self.surface.activities {
            for (dataset, _) in self.datasets_of(&entry.value) {
                all.entry(dataset).or_default().push((name.as_str(), entry));
            }
        }
        all
    }

    /// Paper cannot be deleted by a program: a role is told to, and says when it is done.
    fn check_only_a_person(&mut self, name: &str, entry: &'s Entry<Activity>) {
        let activity = &entry.value;
        let has_limit = activity
            .keep
            .value()
            .is_some_and(|keep| keep.at_most.value().is_some() || keep.at_least.value().is_some());
        if !has_limit
            || matches!(activity.then, Got::Bad | Got::Good(Sp { value: Disposal::Task { .. }, .. }))
        {
            return;
        }
        for (dataset, found) in self.datasets_of(activity) {
            if self.kind_of(&found.value) == Some(SystemKind::Manual) {
                let finding =
                    Finding::new(Code::OnlyAPerson, "g070").arg("activity", name).arg("dataset", dataset);
                let place = activity.then.good().map_or(entry.name, |then| then.span);
                let finding = finding.at(place).also(found.name, "dataset");
                self.report(finding.help("help"));
                return;
            }
        }
    }

    fn is_journal(&self, dataset: &Dataset) -> bool {
        let format = self.system_of(dataset).and_then(|system| system.format.value());
        format.is_some_and(|format| format == "journal") && self.kind_of(dataset) == Some(SystemKind::Logs)
    }

    /// A file of the systemd journal goes when its oldest entry is due, and younger ones go with it.
    fn check_whole_files(&mut self, name: &str, entry: &'s Entry<Activity>) {
        let Some(floor) = entry.value.keep.value().and_then(|keep| keep.at_least.good()) else { return };
        for (dataset, found) in self.datasets_of(&entry.value) {
            if self.is_journal(&found.value) {
                let finding = Finding::new(Code::DoesNotFit, "g082-journal")
                    .arg("activity", name)
                    .arg("dataset", dataset);
                self.report(finding.at(floor.span).also(found.name, "dataset").help("help"));
                return;
            }
        }
    }

    /// Each column that is anonymised should be a personal one, and each personal one should be anonymised.
    fn check_anonymised(&mut self, activity: &'s Activity) {
        let Some(Disposal::Anonymise(columns)) = activity.then.value() else { return };
        let datasets: Vec<_> = self.datasets_of(activity).collect();
        for (column, entry) in columns {
            let known = |(_, dataset): &(&str, &Entry<Dataset>)| {
                let dataset = &dataset.value;
                dataset.fields.contains_key(column)
                    || dataset.subject.values().any(|subject| subject == column)
            };
            if !datasets.is_empty() && !datasets.iter().any(known) {
                let finding =
                    Finding::new(Code::AnonymisesOther, "g068").arg("column", column).at(entry.name);
                let fields =
                    datasets.iter().flat_map(|(_, dataset)| dataset.value.fields.keys()).map(String::as_str);
                self.report(finding.did_you_mean(column, fields, Some("help")));
            }
        }
        let place = activity.then.good().map_or(Span::default(), |then| then.span);
        for (name, dataset) in datasets {
            let left: Vec<_> =
                dataset.value.fields.iter().filter(|(column, _)| !columns.contains_key(*column)).collect();
            let Some((_, first)) = left.first() else { continue };
            let names: Vec<&str> = left.iter().map(|(column, _)| column.as_str()).collect();
            let finding = Finding::new(Code::AnonymisesLess, "g069")
                .arg("dataset", name)
                .arg("columns", names.join(", "));
            self.report(finding.at(place).also(first.name, "field").help("help"));
        }
    }

    /// A file goes or stays; a log's line may lose whose request it was.
    fn check_replacements(&mut self, activity: &'s Activity) {
        let Some(Disposal::Anonymise(columns)) = activity.then.value() else { return };
        for (name, dataset) in self.datasets_of(activity) {
            let wrong = match self.kind_of(&dataset.value) {
                Some(SystemKind::Files) => columns.iter().next().map(|column| (column, "g082-files")),
                Some(SystemKind::Logs) if self.is_journal(&dataset.value) => {
                    columns.iter().next().map(|column| (column, "g082-files"))
                }
                Some(SystemKind::Logs) => {
                    let fits = |column: &str, by: &Replacement| {
                        column == "ip" && matches!(by, Replacement::Network | Replacement::Null)
                    };
                    let wrong = columns.iter().find(|(column, by)| !fits(column, &by.value));
                    wrong.map(|column| (column, "g082-logs"))
                }
                _ => None,
            };
            let Some(((column, entry), id)) = wrong else { continue };
            let finding = Finding::new(Code::DoesNotFit, id).arg("column", column).arg("dataset", name);
            self.report(finding.at(entry.name).also(dataset.name, "dataset").help("help"));
        }
    }

    fn check_agreement(&mut self, dataset: &str, activities: &[(&'s str, &'s Entry<Activity>)]) {
        let mut disposing = activities.iter().filter(|(_, entry)| {
            let keep = entry.value.keep.value();
            keep.is_some_and(|keep| keep.at_most.value().is_some() || keep.at_least.value().is_some())
                && !matches!(entry.value.then, Got::Bad)
        });
        let Some((first_name, first)) = disposing.next() else { return };
        for (name, entry) in disposing {
            if describe(&entry.value) != describe(&first.value) {
                let place =
                    |entry: &Entry<Activity>| entry.value.then.good().map_or(entry.name, |then| then.span);
                let finding = Finding::new(Code::DisposalsDisagree, "g066").arg("dataset", dataset);
                let finding = finding.arg("one", *first_name).arg("other", *name).at(place(entry));
                self.report(finding.also(place(first), "one").help("help"));
            }
        }
    }

    /// A record cannot go while another that belongs to it is kept.
    fn check_parents(&mut self, by_dataset: &BTreeMap<&'s str, Vec<(&'s str, &'s Entry<Activity>)>>) {
        for (child, dataset) in &self.surface.datasets {
            let Some(child_days) = by_dataset.get(child.as_str()).and_then(|all| longest_kept(all)) else {
                continue;
            };
            for (parent, link) in &dataset.value.belongs_to {
                let same_system = self
                    .surface
                    .datasets
                    .get(parent)
                    .is_some_and(|found| found.value.system.value() == dataset.value.system.value());
                if parent == child || !same_system {
                    continue;
                }
                let Some(activities) = by_dataset.get(parent.as_str()) else { continue };
                let Some((parent_days, name, cap)) = soonest_deleted(activities) else { continue };
                if child_days.0 > parent_days {
                    let finding =
                        Finding::new(Code::ParentBlocked, "g067").arg("parent", parent).arg("child", child);
                    let finding = finding
                        .arg("activity", name)
                        .at(cap)
                        .also(child_days.1, "child")
                        .also(link.name, "link");
                    self.report(finding.help("help"));
                }
            }
        }
    }
}

/// A disposal without places, to compare.
fn describe(activity: &Activity) -> String {
    match activity.then.value() {
        None | Some(Disposal::Delete) => "delete".to_owned(),
        Some(Disposal::Task { .. }) => "task".to_owned(),
        Some(Disposal::Anonymise(columns)) => {
            let columns: Vec<String> =
                columns.iter().map(|(column, entry)| format!("{column}={:?}", entry.value)).collect();
            columns.join(";")
        }
    }
}

/// How long records are kept at the longest, roughly, and where that is said.
fn longest_kept(activities: &[(&str, &Entry<Activity>)]) -> Option<(i64, Span)> {
    let limits = activities.iter().filter_map(|(_, entry)| {
        let keep = entry.value.keep.value()?;
        keep.at_least.good().or(keep.at_most.good())
    });
    limits.map(|limit| (rough_days(limit.value.limit.period, limit.value.limit.round), limit.span)).max()
}

/// The promise that deletes records soonest: roughly when, in which activity, and where that is said.
fn soonest_deleted<'s>(activities: &[(&'s str, &'s Entry<Activity>)]) -> Option<(i64, &'s str, Span)> {
    let caps = activities.iter().filter_map(|(name, entry)| {
        let deletes = matches!(entry.value.then, Got::Absent | Got::Good(Sp { value: Disposal::Delete, .. }));
        let cap = entry.value.keep.value().and_then(|keep| keep.at_most.good()).filter(|_| deletes)?;
        Some((rough_days(cap.value.limit.period, cap.value.limit.round), *name, cap.span))
    });
    caps.min_by_key(|(days, ..)| *days)
}
