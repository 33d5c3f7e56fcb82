//! What data there is: datasets, their fields and their anchors.

use std::collections::BTreeMap;

use super::reader::{Cx, Fields};
use super::shape;
use super::surface::{Anchor, Dataset, Entry, Field, Got, Names, Source, Sp};
use super::tree::{Key, Kind, Node};
use crate::diagnostic::{Arg, Code, Finding};
use crate::policy::{ColumnFormat, Tied};
use crate::predicate::Scalar;

impl Cx<'_> {
    pub(crate) fn dataset(&mut self, key: &Key, node: &Node) -> Option<Dataset> {
        let fields = self.fields(node, &shape::DATASET, &key.text, key.span)?;
        let owner = fields.owner.clone();
        let columns = self.named(fields.get("fields"), &owner, false, Self::personal_field);
        let (not_personal, columns) = columns.into_iter().partition(|(_, field)| {
            field.value.category.value().is_some_and(|word| word == shape::NOT_PERSONAL_FIELD)
        });
        let links = self.belongs_to(&fields);
        let belongs_to = links.iter().filter_map(|(other, entry)| {
            let first = entry.value.iter().find(|link| link.tied != Tied::Refers)?;
            Some((other.clone(), Entry { name: entry.name, value: first.by.clone() }))
        });
        Some(Dataset {
            belongs_to: belongs_to.collect(),
            links,
            no_subject: self.field(&fields, "no_subject", Self::localised_field),
            system: self.required(&fields, "in", Self::owned),
            table: self.field(&fields, "table", Self::table),
            part: self.field(&fields, "part", Self::owned),
            key: self.names_in(&fields, "key"),
            filter: self.filter(&fields),
            about: self.names_in(&fields, "about"),
            called: self.field(&fields, "called", Self::localised_field),
            subject: self.subject(&fields),
            fields: columns,
            not_personal,
            anchors: self.named(fields.get("anchors"), &owner, true, Self::anchor),
        })
    }

    pub(crate) fn names_in(&mut self, fields: &Fields<'_>, key: &str) -> Names {
        fields.get(key).and_then(|node| self.names(node, &fields.owner)).unwrap_or_default()
    }

    fn filter(&mut self, fields: &Fields<'_>) -> BTreeMap<String, Vec<Option<Scalar>>> {
        let owner = fields.owner.clone();
        let read = |cx: &mut Self, _: &Key, node: &Node| match &node.kind {
            Kind::List(items) => Some(items.iter().filter_map(|item| cx.scalar(item, &owner).ok()).collect()),
            _ => cx.scalar(node, &owner).ok().map(|value| vec![value]),
        };
        let all = self.named(fields.get("where"), &owner, false, read);
        all.into_iter().map(|(column, entry)| (column, entry.value)).collect()
    }

    fn subject(&mut self, fields: &Fields<'_>) -> BTreeMap<String, String> {
        let owner = fields.owner.clone();
        let read = |cx: &mut Self, _: &Key, node: &Node| cx.text(node, &owner).map(str::to_owned);
        let all = self.named(fields.get("subject"), &owner, true, read);
        all.into_iter().map(|(kind, entry)| (kind, entry.value)).collect()
    }

    /// `person.name`, or with a reason.
    fn personal_field(&mut self, key: &Key, node: &Node) -> Option<Field> {
        if let Kind::Map(_) = &node.kind {
            let fields = self.fields(node, &shape::FIELD, &key.text, key.span)?;
            return Some(Field {
                category: self.required(&fields, "is", Self::owned),
                because: self.field(&fields, "because", Self::owned),
            });
        }
        let owner = Arg::Thing(shape::FIELD.term, key.text.clone());
        let category = match self.text(node, &owner) {
            Some(text) => Got::Good(Sp { value: text.to_owned(), span: node.span }),
            None => Got::Bad,
        };
        Some(Field { category, because: Got::Absent })
    }

    /// A column, or where else the moment is read.
    fn anchor(&mut self, key: &Key, node: &Node) -> Option<Anchor> {
        if !matches!(node.kind, Kind::Map(_)) {
            let owner = Arg::Thing(shape::ANCHOR.term, key.text.clone());
            let source = match self.text(node, &owner) {
                Some(column) => Source::Column { column: column.to_owned(), format: None, time_zone: None },
                None => Source::Bad,
            };
            return Some(Anchor { source, missing: Got::Absent, since: Got::Absent, means: Got::Absent });
        }
        let fields = self.fields(node, &shape::ANCHOR, &key.text, key.span)?;
        Some(Anchor {
            source: self.anchor_source(&fields),
            missing: self
                .field(&fields, "missing", |cx, node, fields| cx.word(node, &fields.owner, shape::MISSING)),
            since: self.field(&fields, "since", Self::date),
            means: self.field(&fields, "means", Self::localised_field),
        })
    }

    fn anchor_source(&mut self, fields: &Fields<'_>) -> Source {
        let column = self.field(fields, "column", Self::owned);
        let from = self.field(fields, "from", Self::dotted);
        let by = self.field(fields, "by", Self::owned);
        let latest = self.field(fields, "latest", Self::dotted);
        let format = self.field(fields, "format", Self::column_format);
        let time_zone = self.field(fields, "time_zone", Self::time_zone);
        let written: Vec<&str> =
            ["column", "from", "latest"].into_iter().filter(|key| fields.get(key).is_some()).collect();
        if written.len() != 1 {
            let id = if written.is_empty() { "g009-anchor" } else { "g082-anchor" };
            let code = if written.is_empty() { Code::MissingField } else { Code::DoesNotFit };
            self.report(Finding::new(code, id).arg("owner", fields.owner.clone()).at(fields.place));
            return Source::Bad;
        }
        if column.is_absent() {
            for key in ["format", "time_zone"].into_iter().filter(|key| fields.get(key).is_some()) {
                let finding = Finding::new(Code::DoesNotFit, "g082-format").arg("key", key);
                self.report(finding.at(fields.key(key)));
            }
        }
        if from.is_absent() && !by.is_absent() {
            self.report(Finding::new(Code::DoesNotFit, "g082-by").at(fields.key("by")));
        }
        match (column, from, latest) {
            (Got::Good(column), _, _) => Source::Column {
                column: column.value,
                format: format.value().cloned(),
                time_zone: time_zone.value().cloned(),
            },
            (_, Got::Good(from), _) => match by {
                Got::Absent => Source::Parent(from),
                Got::Good(by) => Source::Keyed(from, by),
                Got::Bad => Source::Bad,
            },
            (_, _, Got::Good(latest)) => Source::LatestChild(latest),
            _ => Source::Bad,
        }
    }

    /// `agreements.ended`
    fn dotted(&mut self, node: &Node, fields: &Fields<'_>) -> Option<(String, String)> {
        let text = self.text(node, &fields.owner)?;
        match text.split_once('.') {
            Some((dataset, anchor)) if !dataset.is_empty() && !anchor.is_empty() && !anchor.contains('.') => {
                Some((dataset.to_owned(), anchor.to_owned()))
            }
            _ => {
                self.wrong_shape(node, "expect-dotted", fields.owner.clone());
                None
            }
        }
    }

    pub(crate) fn time_zone(&mut self, node: &Node, fields: &Fields<'_>) -> Option<String> {
        let text = self.text(node, &fields.owner)?;
        if jiff::tz::TimeZone::get(text).is_ok() {
            return Some(text.to_owned());
        }
        let zones = [
            "Europe/Stockholm",
            "Europe/Helsinki",
            "Europe/Oslo",
            "Europe/Copenhagen",
            "Europe/Berlin",
            "UTC",
        ];
        let finding = Finding::new(Code::UnknownTimeZone, "g021").arg("value", text).at(node.span);
        self.report(finding.did_you_mean(text, zones, Some("help")));
        None
    }

    /// `iso`, `epoch_seconds`, `epoch_millis` or a format of numeric parts.
    fn column_format(&mut self, node: &Node, fields: &Fields<'_>) -> Option<ColumnFormat> {
        let text = self.text(node, &fields.owner)?;
        match text {
            "iso" => return Some(ColumnFormat::Iso),
            "epoch_seconds" => return Some(ColumnFormat::EpochSeconds),
            "epoch_millis" => return Some(ColumnFormat::EpochMillis),
            _ => {}
        }
        if is_numeric_format(text) {
            return Some(ColumnFormat::Text(text.to_owned()));
        }
        let finding = Finding::new(Code::BadFormat, "g024").arg("value", text).at(node.span);
        let known = ["iso", "epoch_seconds", "epoch_millis"];
        self.report(finding.did_you_mean(text, known, Some("help")));
        None
    }
}

/// Year, month and day each once, time of day in the order hour, minute, second, and nothing else after `%`.
fn is_numeric_format(text: &str) -> bool {
    let mut letters = text.chars();
    let mut seen = String::new();
    while let Some(letter) = letters.next() {
        if letter == '%' {
            match letters.next() {
                Some(part @ ('Y' | 'm' | 'd' | 'H' | 'M' | 'S')) if !seen.contains(part) => seen.push(part),
                _ => return false,
            }
        } else if letter.is_alphanumeric() && letter != 'T' {
            return false;
        }
    }
    let has = |part: char| seen.contains(part);
    has('Y') && has('m') && has('d') && (!has('S') || has('M')) && (!has('M') || has('H'))
}
