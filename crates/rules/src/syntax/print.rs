//! A policy → canonical YAML, which reads back as the same policy.

mod duty;
mod yaml;

use std::collections::BTreeMap;

use super::shape;
use crate::names::DatasetName;
use crate::policy::{
    Activity, Anchor, AnchorSource, AutomatedDecisions, Basis, ColumnFormat, Contact, Dataset, Disposal,
    Field, Keep, Limit, Localised, Location, Notice, Organisation, Origin, Policy, Recipient, RegisterTable,
    Round, System, SystemKind, Tie,
};
use crate::predicate::{Replacement, Scalar};
use yaml::{Yaml, write_block};

/// Writes a policy as one file of YAML, with everything that was left to a default written out. Anchors that systems
/// know by themselves are left out: they cannot be written.
pub fn print(policy: &Policy) -> String {
    let mut top = Fields::default();
    top.put("gallra", plain("1"));
    top.put("organisation", organisation(&policy.organisation));
    let mut guard = Fields::default();
    guard.put("share", plain(&policy.guard.share_percent));
    guard.put("times_last_run", plain(&policy.guard.times_last_run));
    top.put("guard", guard.done());
    if let Some(unreached) = &policy.requests.unreached {
        let mut requests = Fields::default();
        requests.put("unreached", word(shape::UNREACHED, unreached));
        top.put("requests", requests.done());
    }
    top.section("subjects", &policy.subjects, |group| localised(&group.name));
    top.section("recipients", &policy.recipients, recipient);
    top.section("measures", &policy.measures, |measure| localised(&measure.description));
    top.section("systems", &policy.systems, system);
    top.section("datasets", &policy.datasets, dataset);
    top.section("activities", &policy.activities, activity);
    top.section("duties", &policy.duties, duty::duty);
    let mut text = String::new();
    write_block(&mut text, &top.done(), 0);
    text
}

#[derive(Default)]
struct Fields(Vec<(String, Yaml)>);

impl Fields {
    fn put(&mut self, key: &str, value: Yaml) {
        self.0.push((key.to_owned(), value));
    }
    fn text(&mut self, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.put(key, Yaml::Text(value.clone()));
        }
    }
    fn names<T: ToString>(&mut self, key: &str, names: &[T]) {
        if !names.is_empty() {
            self.put(key, Yaml::List(names.iter().map(|name| Yaml::Text(name.to_string())).collect()));
        }
    }
    fn section<K: ToString, V>(&mut self, key: &str, entries: &BTreeMap<K, V>, write: impl Fn(&V) -> Yaml) {
        if !entries.is_empty() {
            let entries = entries.iter().map(|(name, value)| (name.to_string(), write(value)));
            self.put(key, Yaml::Map(entries.collect()));
        }
    }
    fn done(self) -> Yaml {
        Yaml::Map(self.0)
    }
}

fn plain<T: ToString + ?Sized>(value: &T) -> Yaml {
    Yaml::Plain(value.to_string())
}

fn text<T: ToString + ?Sized>(value: &T) -> Yaml {
    Yaml::Text(value.to_string())
}

fn word<T: PartialEq>(words: shape::Words<T>, value: &T) -> Yaml {
    plain(words.iter().find(|(_, known)| known == value).map_or("", |(word, _)| word))
}

fn localised(texts: &Localised) -> Yaml {
    match texts.0.get("") {
        Some(one) => text(one),
        None => Yaml::Map(texts.0.iter().map(|(lang, one)| (lang.clone(), text(one))).collect()),
    }
}

fn organisation(from: &Organisation) -> Yaml {
    let mut fields = Fields::default();
    fields.put("name", text(&from.name));
    fields.text("number", from.number.as_ref());
    fields.put("country", text(&from.country));
    fields.put("time_zone", text(&from.time_zone));
    let ends = from.financial_year_ends;
    fields.put("financial_year_ends", text(&format!("{:02}-{:02}", ends.month, ends.day)));
    for (key, contact) in
        [("contact", &from.contact), ("dpo", &from.dpo), ("representative", &from.representative)]
    {
        if let Some(contact) = contact {
            fields.put(key, reached(contact));
        }
    }
    fields.text("authority", from.authority.as_ref());
    if let Some(window) = &from.objection_window {
        fields.put("objection_window", plain(window));
    }
    fields.done()
}

fn reached(Contact { name, address, email, phone }: &Contact) -> Yaml {
    let mut fields = Fields::default();
    for (key, value) in [("name", name), ("address", address), ("email", email), ("phone", phone)] {
        fields.text(key, value.as_ref());
    }
    fields.done()
}

fn recipient(from: &Recipient) -> Yaml {
    let mut fields = Fields::default();
    fields.put("name", text(&from.name));
    fields.put("role", word(shape::RECIPIENT_ROLES, &from.role));
    fields.put("country", text(&from.country));
    if let Some(transfer) = &from.transfer {
        fields.put("transfer", word(shape::TRANSFERS, transfer));
    }
    fields.text("agreement", from.agreement.as_ref());
    if let Some(purpose) = &from.purpose {
        fields.put("purpose", localised(purpose));
    }
    if let Some(contact) = &from.contact {
        fields.put("contact", reached(contact));
    }
    if let Some(from) = &from.from {
        fields.put("from", plain(from));
    }
    fields.done()
}

fn system(from: &System) -> Yaml {
    let mut fields = Fields::default();
    fields.put("kind", word(shape::KINDS, &from.kind));
    match &from.url {
        Some(Location::Env(name)) => fields.put("url", text(&format!("env:{name}"))),
        Some(Location::File(path)) => fields.put("url", text(&format!("file:{}", path.display()))),
        Some(Location::Plain(url)) => fields.put("url", text(url)),
        None => {}
    }
    if let Some(path) = &from.path {
        let key = if from.kind == SystemKind::Manual { "index" } else { "path" };
        fields.put(key, text(&path.display()));
    }
    fields.text("format", from.format.as_ref());
    fields.text("country", from.country.as_ref());
    if let Some(transfer) = &from.transfer {
        fields.put("transfer", word(shape::TRANSFERS, transfer));
    }
    fields.text("operated_by", from.operated_by.as_ref().map(ToString::to_string).as_ref());
    fields.text("time_zone", from.time_zone.as_ref());
    fields.text("place", from.place.as_ref());
    fields.text("responsible", from.responsible.as_ref());
    fields.text("ca", from.ca.as_ref().map(|path| path.display().to_string()).as_ref());
    fields.names("hosts", &from.hosts);
    fields.text("region", from.region.as_ref());
    if !from.residue.is_usual() {
        fields.put("residue", word(shape::RESIDUE, &from.residue.what));
    }
    fields.text("residue_window", from.residue.window.map(|window| window.to_string()).as_ref());
    if let Some(listed) = &from.not_personal {
        let mut inner = Fields::default();
        inner.names("tables", &listed.tables);
        inner.names("parts", &listed.parts);
        inner.put("because", text(&listed.reason));
        fields.put("not_personal", inner.done());
    }
    fields.done()
}

fn dataset(from: &Dataset) -> Yaml {
    let mut fields = Fields::default();
    fields.put("in", text(&from.system));
    if let Some(known) = from.in_register() {
        return in_register(from, known, fields);
    }
    if let Some(table) = &from.table {
        let mut inner = Fields::default();
        inner.text("schema", table.schema.as_ref());
        inner.put("name", text(&table.name));
        fields.put("table", inner.done());
    }
    fields.text("part", from.part.as_ref());
    fields.names("key", &from.key);
    fields.section("where", &from.filter, |values| {
        Yaml::List(values.iter().map(|value| scalar(value.as_ref())).collect())
    });
    fields.names("about", &from.groups);
    if let Some(called) = &from.called {
        fields.put("called", localised(called));
    }
    fields.section("subject", &from.subject, text);
    let columns: BTreeMap<&String, (&str, Option<&String>)> = from
        .fields
        .iter()
        .map(|(column, Field { category, reason })| (column, (category.as_str(), reason.as_ref())))
        .chain(
            from.not_personal
                .iter()
                .map(|(column, reason)| (column, (shape::NOT_PERSONAL_FIELD, Some(reason)))),
        )
        .collect();
    fields.section("fields", &columns, |(category, reason)| {
        let mut inner = Fields::default();
        inner.put("is", plain(*category));
        inner.text("because", *reason);
        inner.done()
    });
    if let Some(why) = &from.no_subject {
        fields.put("no_subject", localised(why));
    }
    let mut ties: BTreeMap<&DatasetName, Vec<Yaml>> = BTreeMap::new();
    for (other, tie) in from.ties() {
        ties.entry(other).or_default().push(self::tie(&tie));
    }
    let ties: BTreeMap<&DatasetName, Yaml> =
        ties.into_iter().map(|(other, ties)| (other, Yaml::List(ties))).collect();
    fields.section("belongs_to", &ties, Clone::clone);
    let written: BTreeMap<_, _> =
        from.anchors.iter().filter(|(_, anchor)| anchor.source != AnchorSource::Builtin).collect();
    fields.section("anchors", &written, |anchor| self::anchor(anchor));
    fields.done()
}

fn tie(from: &Tie) -> Yaml {
    let mut fields = Fields::default();
    fields.names("by", &from.by);
    fields.put("as", word(shape::TIED, &from.tied));
    fields.section("anonymise", &from.anonymise, replacement);
    fields.done()
}

fn replacement(from: &Replacement) -> Yaml {
    match from {
        Replacement::Null => plain("null"),
        Replacement::Token => plain("token"),
        Replacement::Year => plain("year"),
        Replacement::Network => plain("network"),
        Replacement::Constant(value) => scalar(Some(value)),
    }
}

/// What the register knows by itself is not written.
fn in_register(from: &Dataset, known: &RegisterTable, mut fields: Fields) -> Yaml {
    fields.put("table", text(known.name));
    let written: BTreeMap<_, _> =
        from.filter.iter().filter(|(column, _)| known.more.contains(&column.as_str())).collect();
    fields.section("where", &written, |values| {
        Yaml::List(values.iter().map(|value| scalar(value.as_ref())).collect())
    });
    fields.names("about", &from.groups);
    if let Some(called) = &from.called {
        fields.put("called", localised(called));
    }
    let is_known = |anchor: &Anchor| matches!(anchor.source, AnchorSource::Column { .. });
    let written: BTreeMap<_, _> =
        from.anchors.iter().filter(|(_, anchor)| !is_known(anchor) || anchor.means.is_some()).collect();
    fields.section("anchors", &written, |anchor| match &anchor.means {
        Some(means) if is_known(anchor) => {
            let mut inner = Fields::default();
            inner.put("means", localised(means));
            inner.done()
        }
        _ => self::anchor(anchor),
    });
    fields.done()
}

fn anchor(from: &Anchor) -> Yaml {
    let mut fields = Fields::default();
    match &from.source {
        AnchorSource::Column { column, format, time_zone } => {
            fields.put("column", text(column));
            match format {
                None => {}
                Some(ColumnFormat::Iso) => fields.put("format", plain("iso")),
                Some(ColumnFormat::EpochSeconds) => fields.put("format", plain("epoch_seconds")),
                Some(ColumnFormat::EpochMillis) => fields.put("format", plain("epoch_millis")),
                Some(ColumnFormat::Text(format)) => fields.put("format", text(format)),
            }
            fields.text("time_zone", time_zone.as_ref());
        }
        AnchorSource::Parent { dataset, anchor } => fields.put("from", text(&format!("{dataset}.{anchor}"))),
        AnchorSource::Keyed { dataset, anchor, by } => {
            fields.put("from", text(&format!("{dataset}.{anchor}")));
            fields.put("by", text(by));
        }
        AnchorSource::LatestChild { dataset, anchor } => {
            fields.put("latest", text(&format!("{dataset}.{anchor}")));
        }
        AnchorSource::Builtin => {}
    }
    fields.put("missing", word(shape::MISSING, &from.missing));
    fields.put("since", plain(&from.since));
    if let Some(means) = &from.means {
        fields.put("means", localised(means));
    }
    fields.done()
}

fn scalar(value: Option<&Scalar>) -> Yaml {
    match value {
        None => plain("null"),
        Some(Scalar::Text(value)) => text(value),
        Some(value) => plain(value),
    }
}

fn activity(from: &Activity) -> Yaml {
    let mut fields = Fields::default();
    fields.put("role", word(shape::ROLES, &from.role));
    fields.put("purpose", localised(&from.purpose));
    let bases: Vec<Yaml> = from.basis.iter().chain(&from.other_bases).map(basis).collect();
    if !bases.is_empty() {
        fields.put("basis", Yaml::List(bases));
    }
    fields.text("special_basis", from.special_basis.as_ref());
    fields.names("data", &from.data);
    let keep = keep(&from.keep);
    if !keep.0.is_empty() {
        fields.put("keep", keep.done());
    }
    if let Some(review) = from.review {
        fields.put("review", plain(&review));
    }
    fields.put("then", disposal(&from.then));
    fields.put("every", plain(&from.every));
    fields.names("recipients", &from.recipients);
    fields.names("measures", &from.measures);
    if from.notice != Notice::default() {
        let mut inner = Fields::default();
        match &from.notice.source {
            None => {}
            Some(Origin::Person) => inner.put("source", plain("person")),
            Some(Origin::Elsewhere(text)) => inner.put("source", localised(text)),
        }
        match &from.notice.automated_decisions {
            None => {}
            Some(AutomatedDecisions::None) => inner.put("automated_decisions", plain("none")),
            Some(AutomatedDecisions::Described(text)) => inner.put("automated_decisions", localised(text)),
        }
        if let Some(text) = &from.notice.joint_controllers {
            inner.put("joint_controllers", localised(text));
        }
        fields.put("notice", inner.done());
    }
    fields.done()
}

fn basis(from: &Basis) -> Yaml {
    let explained = |name: &str, value: Yaml| Yaml::Map(vec![(name.to_owned(), value)]);
    match from {
        Basis::Contract => plain("contract"),
        Basis::VitalInterests => plain("vital_interests"),
        Basis::LegalObligation { source } => explained("legal_obligation", localised(&source.0)),
        Basis::PublicTask { source } => explained("public_task", localised(&source.0)),
        Basis::Consent { source } => {
            let mut fields = Fields::default();
            fields.text("source", source.as_ref());
            explained("consent", fields.done())
        }
        Basis::LegitimateInterest { interest, balancing_test } => {
            let mut fields = Fields::default();
            if let Some(interest) = interest {
                fields.put("interest", localised(interest));
            }
            if let Some(date) = balancing_test {
                fields.put("balancing_test", plain(date));
            }
            explained("legitimate_interest", fields.done())
        }
    }
}

fn keep(from: &Keep) -> Fields {
    let mut fields = Fields::default();
    for (key, limit) in [("at_least", &from.at_least), ("at_most", &from.at_most)] {
        if let Some(Limit { period, round, anchor }) = limit {
            let from = match round {
                Round::None => anchor.to_string(),
                Round::FinancialYear => format!("financial_year({anchor})"),
                Round::CalendarYear => format!("calendar_year({anchor})"),
                Round::CalendarMonth => format!("calendar_month({anchor})"),
            };
            fields.put(key, plain(&format!("{period} after {from}")));
        }
    }
    if let Some(own) = &from.per_customer {
        let mut inner = Fields::default();
        inner.put("column", text(&own.column));
        inner.section("settings", &own.settings, plain);
        if let Some(own) = &own.own {
            inner.put("from", text(&own.from));
            inner.put("by", text(&own.by));
        }
        fields.put("per_customer", inner.done());
    }
    fields
}

fn disposal(from: &Disposal) -> Yaml {
    let mut fields = Fields::default();
    match from {
        Disposal::Delete => return plain("delete"),
        Disposal::Anonymise(columns) => {
            fields.section("anonymise", columns, replacement);
        }
        Disposal::Task { what, by } => {
            let mut inner = Fields::default();
            inner.put("what", localised(what));
            inner.put("by", text(by));
            fields.put("task", inner.done());
        }
    }
    fields.done()
}
