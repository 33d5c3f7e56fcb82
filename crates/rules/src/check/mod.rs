//! What was written → findings, and a [`PolicySet`] if none of them is an error.

mod address;
mod beside;
mod calendar;
mod countries;
mod disposal;
mod duties;
mod legal;
mod links;
mod lower;
mod names;
mod not_personal;
mod numbers;
mod places;
mod reach;
mod register;
mod retention;

use std::path::Path;

use jiff::civil::Date;

pub use address::{AddressFault, check_address};
pub use beside::Beside;
pub use countries::in_eea;
#[cfg(test)]
pub(crate) use countries::is_country;

use crate::diagnostic::render::render_all;
use crate::diagnostic::{Code, Diagnostic, Finding, Lang, Severity, Sources, json};
use crate::policy::{MonthDay, PolicySet};
use crate::syntax::surface::{Activity, Dataset, Entry, Surface, System};
use crate::syntax::{self, Cx, Loaded};

/// What the checker is told beside the policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Today, for review dates; without it they are not looked at.
    pub today: Option<Date>,
}

/// What came of a check.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The policy; only if there is no error.
    pub policy: Option<PolicySet>,
    /// Everything that was found, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub sources: Sources,
}

impl Outcome {
    /// How many diagnostics of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|one| one.severity() == severity).count()
    }

    /// Whether the policy can be used.
    pub fn is_ok(&self) -> bool {
        self.policy.is_some()
    }

    /// All diagnostics for people; empty if there are none. `color` adds ANSI styles.
    pub fn render(&self, lang: Lang, color: bool) -> String {
        render_all(&self.diagnostics, &self.sources, lang, color)
    }

    /// All diagnostics as a JSON list.
    pub fn to_json(&self, lang: Lang) -> serde_json::Value {
        json::diagnostics(&self.diagnostics, &self.sources, lang)
    }

    /// All diagnostics as a SARIF 2.1.0 log, for code hosts. `root` is the policy folder's path in the repository.
    pub fn to_sarif(&self, lang: Lang, root: &str) -> serde_json::Value {
        crate::sarif::log(&self.diagnostics, &self.sources, lang, root)
    }
}

/// Checks a policy folder: reads its files and checks them together.
pub fn check_folder(folder: &Path, options: &Options) -> Outcome {
    check_loaded(syntax::load_folder(folder), options)
}

/// Checks a policy given as (path, text) pairs.
pub fn check<P: Into<String>, T: Into<String>>(
    files: impl IntoIterator<Item = (P, T)>,
    options: &Options,
) -> Outcome {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(path, text);
    }
    let mut diagnostics: Vec<Diagnostic> =
        syntax::check_sizes(&sources).into_iter().map(Finding::done).collect();
    if sources.files().next().is_none() {
        let finding = Finding::new(Code::NothingToRead, "g004-empty").arg("path", ".").help("help");
        diagnostics.push(finding.done());
    }
    if !diagnostics.is_empty() {
        return Outcome { policy: None, diagnostics, sources };
    }
    check_loaded(Loaded { sources, diagnostics }, options)
}

/// Checks what has been read. Files that could not be read count as errors, and the others are checked all the same.
pub fn check_loaded(loaded: Loaded, options: &Options) -> Outcome {
    let Loaded { sources, mut diagnostics } = loaded;
    let mut cx = Cx { sources: &sources, findings: Vec::new(), incomplete: !diagnostics.is_empty() };
    let nothing_read = sources.files().next().is_none();
    let mut surface = syntax::read(&mut cx);
    names::add_builtin_anchors(&mut surface);
    register::fill_in(&mut surface);
    let Cx { findings, incomplete, .. } = cx;
    let mut checker = Checker { surface: &surface, findings, incomplete, today: options.today };
    if !nothing_read {
        checker.run();
    }
    let lowered = if nothing_read { None } else { lower::policy(&surface) };
    if let Some(policy) = &lowered {
        checker.check_reach(policy);
    }
    diagnostics.extend(checker.findings.into_iter().map(Finding::done));
    diagnostics.sort_by_key(|one| (one.span().map(|span| (span.file, span.start)), one.code));
    let failed = diagnostics.iter().any(|one| one.severity() == Severity::Error);
    let policy = lowered.filter(|_| !failed).and_then(|policy| PolicySet::seal(policy).ok());
    debug_assert!(failed || nothing_read || policy.is_some(), "a policy without an error must exist");
    Outcome { policy, diagnostics, sources }
}

/// The kinds of system that answer SQL.
pub(crate) const fn is_database(kind: crate::policy::SystemKind) -> bool {
    use crate::policy::SystemKind::{Mysql, Postgres, Register, Sqlite};
    matches!(kind, Postgres | Mysql | Sqlite | Register)
}

/// When no other is stated, the financial year is the calendar year (bokföringslagen 3:1).
pub(crate) const CALENDAR_YEAR_END: MonthDay = MonthDay { month: 12, day: 31 };

/// One run of all checks over what was written.
pub(crate) struct Checker<'s> {
    surface: &'s Surface,
    findings: Vec<Finding>,
    incomplete: bool,
    today: Option<Date>,
}

impl<'s> Checker<'s> {
    fn run(&mut self) {
        self.check_organisation();
        self.check_names();
        self.check_links();
        self.check_ties();
        self.check_places();
        self.check_addresses();
        self.check_legal();
        self.check_not_personal();
        self.check_duties();
        self.check_retention();
        self.check_disposal();
        self.check_register();
    }

    fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The datasets of an activity that exist.
    fn datasets_of(
        &self,
        activity: &'s Activity,
    ) -> impl Iterator<Item = (&'s str, &'s Entry<Dataset>)> + use<'s> {
        let surface = self.surface;
        activity
            .data
            .value()
            .into_iter()
            .flatten()
            .filter_map(|name| surface.datasets.get_key_value(&name.value))
            .map(|(name, dataset)| (name.as_str(), dataset))
    }

    /// The system of a dataset, if it exists.
    fn system_of(&self, dataset: &Dataset) -> Option<&'s System> {
        self.surface.systems.get(dataset.system.value()?).map(|entry| &entry.value)
    }

    fn kind_of(&self, dataset: &Dataset) -> Option<crate::policy::SystemKind> {
        self.system_of(dataset)?.kind.value().copied()
    }
}
