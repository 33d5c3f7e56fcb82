//! What is said not to be personal: with a reason, and never of what identifies somebody.

use super::{Checker, is_database};
use crate::diagnostic::{Arg, Code, Finding};
use crate::syntax::surface::{Dataset, Names, NotPersonal, Sp};

impl Checker<'_> {
    pub(super) fn check_not_personal(&mut self) {
        for dataset in self.surface.datasets.values() {
            for (column, field) in &dataset.value.not_personal {
                let Some(Sp { span, .. }) = field.value.category.good() else { continue };
                let fault = if dataset.value.subject.values().any(|subject| subject == column) {
                    "g072-subject"
                } else if field.value.because.is_absent() {
                    "g072-reason"
                } else {
                    continue;
                };
                let finding = Finding::new(Code::NotPersonal, fault).arg("column", column).at(*span);
                self.report(finding.help("help"));
            }
        }
        for (name, system) in &self.surface.systems {
            let Some(listed) = system.value.not_personal.value() else { continue };
            let Some(kind) = system.value.kind.value().copied() else { continue };
            let (fit, other, key) = if is_database(kind) {
                (&listed.tables, &listed.parts, "parts")
            } else {
                (&listed.parts, &listed.tables, "tables")
            };
            if let Some(first) = other.first() {
                let owner = Arg::Thing("term-system", name.clone());
                let finding = Finding::new(Code::DoesNotFit, "g082").arg("key", key).arg("owner", owner);
                self.report(finding.arg("kind", super::places::kind_word(kind)).at(first.span));
            }
            self.check_listed(name, listed, fit);
        }
    }

    /// A dataset with personal fields over a table says the contrary of a list that has the table.
    fn check_listed(&mut self, system: &str, listed: &NotPersonal, names: &Names) {
        for (name, dataset) in &self.surface.datasets {
            let it = &dataset.value;
            let is_here = it.system.value().is_some_and(|own| own == system);
            let is_personal = !it.fields.is_empty() || !it.subject.is_empty();
            let Some(place) = names.iter().find(|one| is_over(it, &one.value)) else { continue };
            if is_here && is_personal && listed.because.value().is_some() {
                let finding = Finding::new(Code::NotPersonal, "g072-dataset")
                    .arg("table", &place.value)
                    .arg("dataset", name);
                self.report(finding.at(place.span).also(dataset.name, "dataset").help("help"));
            }
        }
    }
}

fn is_over(dataset: &Dataset, listed: &str) -> bool {
    let table = dataset.table.value().is_some_and(|table| {
        let full = table.schema.as_ref().map(|schema| format!("{schema}.{}", table.name));
        table.name == listed || full.as_deref() == Some(listed)
    });
    table || dataset.part.value().is_some_and(|part| part == listed)
}
