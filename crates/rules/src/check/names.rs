//! Names: each one used must exist, each one given should be used.

use std::collections::BTreeSet;

use super::Checker;
use crate::diagnostic::{Arg, Code, Finding, Span};
use crate::policy::SystemKind;
use crate::syntax::surface::{Anchor, Entry, Got, Named, Source, Sp, Surface};

/// The moment that a kind of system knows by itself.
pub(crate) const fn builtin_anchor(kind: SystemKind) -> Option<&'static str> {
    match kind {
        SystemKind::Imap | SystemKind::Microsoft365 => Some("received"),
        SystemKind::Files | SystemKind::S3 | SystemKind::Webdav | SystemKind::Sftp | SystemKind::Carddav => {
            Some("modified")
        }
        SystemKind::Logs => Some("logged"),
        SystemKind::Backup => Some("taken"),
        SystemKind::Caldav => Some("ended"),
        SystemKind::Manual => Some("filed"),
        SystemKind::Postgres
        | SystemKind::Mysql
        | SystemKind::Sqlite
        | SystemKind::Website
        | SystemKind::Register => None,
    }
}

/// Gives datasets the anchor that their system knows, unless the policy has one of that name.
pub(crate) fn add_builtin_anchors(surface: &mut Surface) {
    let Surface { systems, datasets, .. } = surface;
    for dataset in datasets.values_mut() {
        let kind = dataset
            .value
            .system
            .value()
            .and_then(|name| systems.get(name))
            .and_then(|it| it.value.kind.value());
        let Some(anchor) = kind.copied().and_then(builtin_anchor) else { continue };
        let name = dataset.name;
        dataset.value.anchors.entry(anchor.to_owned()).or_insert_with(|| Entry {
            name,
            value: Anchor { source: Source::Builtin, missing: Got::Absent, since: Got::Absent },
        });
    }
}

impl<'s> Checker<'s> {
    pub(super) fn check_names(&mut self) {
        let surface = self.surface;
        let mut used = Used::default();
        for system in surface.systems.values() {
            if let Some(name) = system.value.operated_by.good() {
                self.resolve("term-recipient", name, &surface.recipients, &mut used.recipients);
            }
        }
        for (name, dataset) in &surface.datasets {
            let dataset = &dataset.value;
            if let Some(system) = dataset.system.good() {
                self.resolve("term-system", system, &surface.systems, &mut used.systems);
            }
            for group in &dataset.about {
                self.resolve("term-subject", group, &surface.subjects, &mut used.subjects);
            }
            for (parent, entry) in &dataset.belongs_to {
                if surface.datasets.contains_key(parent) {
                    used.datasets.insert(parent);
                } else {
                    let known = surface.datasets.keys().map(String::as_str);
                    self.unknown_name("term-dataset", parent, entry.name, known);
                }
            }
            for anchor in dataset.anchors.values() {
                if let Some(other) = anchor.value.source.other() {
                    self.resolve_anchor_of(name, other, &mut used);
                }
            }
        }
        for activity in surface.activities.values() {
            let activity = &activity.value;
            for name in activity.data.value().into_iter().flatten() {
                self.resolve("term-dataset", name, &surface.datasets, &mut used.datasets);
                used.in_activity.insert(&name.value);
            }
            for name in &activity.recipients {
                self.resolve("term-recipient", name, &surface.recipients, &mut used.recipients);
            }
            for name in activity.measures.value().into_iter().flatten() {
                self.resolve("term-measure", name, &surface.measures, &mut used.measures);
            }
            if let Some(keep) = activity.keep.value() {
                for limit in [&keep.at_least, &keep.at_most].into_iter().filter_map(Got::value) {
                    self.resolve_limit(activity, limit.limit.anchor.as_str(), limit.anchor, &mut used);
                }
            }
        }
        if !self.incomplete {
            self.check_unused(&used);
            self.check_in_activity(&used);
        }
    }

    fn resolve<T>(
        &mut self,
        kind: &'static str,
        name: &'s Sp<String>,
        section: &'s Named<T>,
        used: &mut BTreeSet<&'s str>,
    ) where
        T: 's,
    {
        if section.contains_key(&name.value) {
            used.insert(&name.value);
        } else {
            self.unknown_name(kind, &name.value, name.span, section.keys().map(String::as_str));
        }
    }

    fn unknown_name<'k>(
        &mut self,
        kind: &'static str,
        name: &str,
        span: Span,
        known: impl Iterator<Item = &'k str>,
    ) {
        // A file that could not be read may well hold it.
        if self.incomplete {
            return;
        }
        let finding =
            Finding::new(Code::UnknownName, "g030").arg("thing", Arg::Thing(kind, name.to_owned())).at(span);
        self.report(finding.did_you_mean(name, known, Some("help")));
    }

    /// `agreements.ended` in an anchor of `dataset`.
    fn resolve_anchor_of(&mut self, dataset: &str, other: &'s Sp<(String, String)>, used: &mut Used<'s>) {
        let (wanted, anchor) = &other.value;
        let surface = self.surface;
        match surface.datasets.get(wanted) {
            None => self.unknown_name(
                "term-dataset",
                wanted,
                other.span,
                surface.datasets.keys().map(String::as_str),
            ),
            Some(found) if !found.value.anchors.contains_key(anchor) => {
                self.unknown_anchor(wanted, found.name, &found.value.anchors, anchor, other.span);
            }
            Some(_) => {
                used.anchors.insert((wanted, anchor));
                if wanted != dataset {
                    used.datasets.insert(wanted);
                }
            }
        }
    }

    fn unknown_anchor(
        &mut self,
        dataset: &str,
        place: Span,
        known: &Named<Anchor>,
        anchor: &str,
        span: Span,
    ) {
        let finding =
            Finding::new(Code::UnknownName, "g030-anchor").arg("anchor", anchor).arg("dataset", dataset);
        let names: Vec<&str> = known.keys().map(String::as_str).collect();
        let finding = finding.arg("known", names.join(", ")).at(span).also(place, "dataset");
        let otherwise = if names.is_empty() { "none" } else { "help" };
        self.report(finding.did_you_mean(anchor, names, Some(otherwise)));
    }

    /// The anchor of a limit must be there in every dataset of the activity.
    fn resolve_limit(
        &mut self,
        activity: &'s crate::syntax::surface::Activity,
        anchor: &'s str,
        span: Span,
        used: &mut Used<'s>,
    ) {
        for (name, dataset) in self.datasets_of(activity) {
            if dataset.value.anchors.contains_key(anchor) {
                used.anchors.insert((name, anchor));
            } else if self.kind_of(&dataset.value).is_some() {
                self.unknown_anchor(name, dataset.name, &dataset.value.anchors, anchor, span);
            }
        }
    }

    fn check_unused(&mut self, used: &Used<'_>) {
        let surface = self.surface;
        self.unused("term-recipient", &surface.recipients, &used.recipients);
        self.unused("term-measure", &surface.measures, &used.measures);
        self.unused("term-subject", &surface.subjects, &used.subjects);
        for (name, system) in &surface.systems {
            // A web site is looked at from outside and needs no dataset.
            if !used.systems.contains(name.as_str())
                && system.value.kind.value() != Some(&SystemKind::Website)
            {
                self.unused_name("term-system", name, system.name);
            }
        }
        for (name, dataset) in &surface.datasets {
            let is_personal = !dataset.value.fields.is_empty() || !dataset.value.subject.is_empty();
            if !used.datasets.contains(name.as_str()) && !is_personal {
                self.unused_name("term-dataset", name, dataset.name);
            }
            for (anchor, entry) in &dataset.value.anchors {
                let builtin = matches!(entry.value.source, Source::Builtin);
                if !builtin && !used.anchors.contains(&(name.as_str(), anchor.as_str())) {
                    self.unused_name("term-anchor", anchor, entry.name);
                }
            }
        }
    }

    fn unused<T>(&mut self, kind: &'static str, section: &Named<T>, used: &BTreeSet<&str>) {
        for (name, entry) in section {
            if !used.contains(name.as_str()) {
                self.unused_name(kind, name, entry.name);
            }
        }
    }

    fn unused_name(&mut self, kind: &'static str, name: &str, span: Span) {
        let finding = Finding::new(Code::UnusedName, "g031").arg("thing", Arg::Thing(kind, name.to_owned()));
        self.report(finding.at(span).help("help"));
    }

    /// Art. 5(1)(b), 30: personal data without a purpose.
    fn check_in_activity(&mut self, used: &Used<'_>) {
        for (name, dataset) in &self.surface.datasets {
            let is_personal = !dataset.value.fields.is_empty() || !dataset.value.subject.is_empty();
            if is_personal && !used.in_activity.contains(name.as_str()) {
                let finding = Finding::new(Code::NoActivity, "g050").arg("dataset", name);
                self.report(finding.at(dataset.name).help("help"));
            }
        }
    }
}

/// Names that something refers to.
#[derive(Default)]
struct Used<'s> {
    systems: BTreeSet<&'s str>,
    recipients: BTreeSet<&'s str>,
    measures: BTreeSet<&'s str>,
    subjects: BTreeSet<&'s str>,
    datasets: BTreeSet<&'s str>,
    in_activity: BTreeSet<&'s str>,
    anchors: BTreeSet<(&'s str, &'s str)>,
}
