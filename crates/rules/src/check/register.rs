//! Gallra's own register as a system: what it knows by itself is put where a policy would otherwise have to write it, and what
//! a policy may not say of it is reported.

use std::collections::BTreeMap;

use super::Checker;
use crate::diagnostic::{Arg, Code, Finding, Span};
use crate::policy::{OWN_TENANT, REGISTER_TABLES, RegisterTable, SystemKind};
use crate::predicate::Scalar;
use crate::syntax::surface::{Anchor, Dataset, Disposal, Entry, Field, Got, Source, Sp, Surface};

/// The register's table that a dataset is, if it is in the register and names one that is there.
pub(super) fn table_of(surface: &Surface, dataset: &Dataset) -> Option<&'static RegisterTable> {
    let table = dataset.table.value().filter(|table| table.schema.is_none())?;
    is_register(surface, dataset.system.value()?).then(|| RegisterTable::find(&table.name))?
}

fn is_register(surface: &Surface, system: &str) -> bool {
    let kind = surface.systems.get(system).and_then(|system| system.value.kind.value());
    kind == Some(&SystemKind::Register)
}

/// Gives datasets of the register the anchors, the personal column and the belonging that it knows.
pub(super) fn fill_in(surface: &mut Surface) {
    let known: BTreeMap<String, &'static RegisterTable> = surface
        .datasets
        .iter()
        .filter_map(|(name, dataset)| Some((name.clone(), table_of(surface, &dataset.value)?)))
        .collect();
    for (name, table) in &known {
        let Some(dataset) = surface.datasets.get_mut(name) else { continue };
        let place = dataset.name;
        let good = |value: &str| Got::Good(Sp { value: value.to_owned(), span: place });
        for (anchor, _, missing) in table.anchors {
            let missing = Got::Good(Sp { value: *missing, span: place });
            let anchor_of =
                || Anchor { source: Source::Builtin, missing, since: Got::Absent, means: Got::Absent };
            let entry = || Entry { name: place, value: anchor_of() };
            dataset.value.anchors.entry((*anchor).to_owned()).or_insert_with(entry);
        }
        let (column, category) = table.personal;
        let field = Field { category: good(category), because: Got::Absent };
        dataset.value.fields.entry(column.to_owned()).or_insert(Entry { name: place, value: field });
        let parents = known.iter().filter(|(_, parent)| table.may_belong_to(parent));
        for (parent, _) in parents {
            let columns = ["tenant"].into_iter().chain(table.belongs).map(str::to_owned).collect();
            dataset.value.belongs_to.entry(parent.clone()).or_insert(Entry { name: place, value: columns });
        }
    }
}

/// Which rows: the organisation's own, or those kept for customers, of the kind and state that the table's name says, and what the policy says besides.
pub(super) fn filter(
    table: &RegisterTable,
    written: &BTreeMap<String, Vec<Option<Scalar>>>,
) -> BTreeMap<String, Vec<Option<Scalar>>> {
    let mut filter = written.clone();
    if !table.is_kept_for_customers() {
        filter.insert("tenant".to_owned(), vec![Some(Scalar::Integer(OWN_TENANT))]);
    }
    for (column, values) in table.only {
        let values = values.iter().map(|value| Some(Scalar::Text((*value).to_owned()))).collect();
        filter.insert((*column).to_owned(), values);
    }
    filter
}

impl<'s> Checker<'s> {
    pub(super) fn check_register(&mut self) {
        let mut registers = self
            .surface
            .systems
            .iter()
            .filter(|(_, system)| system.value.kind.value() == Some(&SystemKind::Register));
        if let Some((first, place)) = registers.next() {
            for (_, second) in registers {
                let finding = Finding::new(Code::DoesNotFit, "g082-register").arg("first", first);
                self.findings.push(finding.at(second.name).also(place.name, "first").help("help"));
            }
        }
        for (name, dataset) in &self.surface.datasets {
            if dataset.value.system.value().is_some_and(|system| is_register(self.surface, system)) {
                self.check_of_register(name, dataset);
            }
        }
        for entry in self.surface.activities.values() {
            let own = entry.value.keep.value().and_then(|keep| keep.per_customer.value());
            if let Some(from) = own.and_then(|own| own.from.good())
                && !is_register(self.surface, &from.value)
            {
                let finding = Finding::new(Code::UnknownName, "g030-register").arg("name", &from.value);
                self.report(finding.at(from.span).help("help"));
            }
            if let Some(Sp { value: Disposal::Anonymise(columns), span }) = entry.value.then.good() {
                let of_register = |found: &&Entry<Dataset>| table_of(self.surface, &found.value).is_some();
                let first = self.datasets_of(&entry.value).map(|(_, found)| found).find(of_register);
                if let (Some(found), false) = (first, columns.is_empty()) {
                    let finding = Finding::new(Code::DoesNotFit, "g082-sealed").at(*span);
                    self.report(finding.also(found.name, "dataset").help("help"));
                }
            }
        }
    }

    /// It names one of the register's tables, and none of its columns.
    fn check_of_register(&mut self, name: &str, dataset: &'s Entry<Dataset>) {
        let place = dataset.name;
        let Dataset { table, part, key, filter, subject, fields, not_personal, anchors, .. } = &dataset.value;
        let Some(table) = table.good() else { return };
        let known = RegisterTable::find(&table.value.name).filter(|_| table.value.schema.is_none());
        let Some(known) = known else {
            let names: Vec<&str> = REGISTER_TABLES.iter().map(|table| table.name).collect();
            let finding = Finding::new(Code::UnknownValue, "g011").arg("value", table.value.to_string());
            let finding = finding.arg("known", names.join(", ")).at(table.span);
            self.report(finding.did_you_mean(&table.value.to_string(), names, Some("help")));
            return;
        };
        let mut wrong: Vec<(String, Span)> = Vec::new();
        wrong.extend(part.good().map(|part| ("part".to_owned(), part.span)));
        wrong.extend(key.first().map(|key| ("key".to_owned(), key.span)));
        wrong.extend(subject.keys().next().map(|_| ("subject".to_owned(), place)));
        let named = fields.iter().filter(|(column, _)| *column != known.personal.0).chain(not_personal);
        wrong.extend(named.map(|(column, field)| (format!("fields.{column}"), field.name)));
        let filtered = filter.keys().filter(|column| !known.more.contains(&column.as_str()));
        wrong.extend(filtered.map(|column| (format!("where.{column}"), place)));
        let columns = anchors
            .iter()
            .filter(|(_, anchor)| matches!(anchor.value.source, Source::Column { .. } | Source::Keyed(..)));
        wrong.extend(columns.map(|(anchor, entry)| (format!("anchors.{anchor}"), entry.name)));
        for (key, span) in wrong {
            let owner = Arg::Thing("term-dataset", name.to_owned());
            let finding = Finding::new(Code::DoesNotFit, "g082").arg("key", key).arg("owner", owner);
            self.report(finding.arg("kind", "register").at(span));
        }
    }
}
