//! The sections that say who and where: organisation, guard, recipients, systems.

use super::reader::{Cx, Fields};
use super::shape;
use super::surface::{Got, Guard, NotPersonal, Organisation, Recipient, Sp, System};
use super::tree::{Key, Kind, Node};
use crate::diagnostic::{Code, Finding, Span};
use crate::policy::Contact;

impl Cx<'_> {
    pub(crate) fn organisation(&mut self, node: &Node, place: Span) -> Option<Organisation> {
        let fields = self.fields(node, &shape::ORGANISATION, "", place)?;
        Some(Organisation {
            name: self.required(&fields, "name", Self::owned),
            number: self.field(&fields, "number", Self::owned),
            country: self.required(&fields, "country", Self::owned),
            time_zone: self.required(&fields, "time_zone", Self::owned),
            financial_year_ends: self.field(&fields, "financial_year_ends", Self::month_day),
            contact: self.contact(&fields, "contact"),
            dpo: self.contact(&fields, "dpo"),
            representative: self.contact(&fields, "representative"),
            authority: self.field(&fields, "authority", Self::owned),
            objection_window: self.field(&fields, "objection_window", Self::days),
        })
    }

    fn contact(&mut self, owner: &Fields<'_>, key: &str) -> Option<Contact> {
        let node = owner.get(key)?;
        let fields = self.fields(node, &shape::CONTACT, key, owner.key(key))?;
        let mut read = |key| self.field(&fields, key, Self::owned).value().cloned();
        Some(Contact {
            name: read("name"),
            address: read("address"),
            email: read("email"),
            phone: read("phone"),
        })
    }

    pub(crate) fn guard(&mut self, node: &Node, place: Span) -> Option<Guard> {
        let fields = self.fields(node, &shape::GUARD, "", place)?;
        Some(Guard {
            share_percent: self.number(&fields, "share", "%", 1, 100),
            times_last_run: self.number(&fields, "times_last_run", "", 1, 1_000_000),
        })
    }

    /// A whole number in a range, with an optional unit.
    fn number<T: TryFrom<i64>>(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        unit: &str,
        low: i64,
        high: i64,
    ) -> Got<T> {
        let Some(node) = fields.get(key) else { return Got::Absent };
        let Some(text) = self.text(node, &fields.owner) else { return Got::Bad };
        let digits = text.strip_suffix(unit).unwrap_or(text).trim();
        let number = digits.parse::<i64>().ok().filter(|number| (low..=high).contains(number));
        if let Some(value) = number.and_then(|number| T::try_from(number).ok()) {
            return Got::Good(Sp { value, span: node.span });
        }
        let finding = Finding::new(Code::OutOfRange, "g016").arg("value", text);
        // As texts, so that no language puts separators into them.
        self.report(finding.arg("low", low.to_string()).arg("high", high.to_string()).at(node.span));
        Got::Bad
    }

    pub(crate) fn recipient(&mut self, key: &Key, node: &Node) -> Option<Recipient> {
        let fields = self.fields(node, &shape::RECIPIENT, &key.text, key.span)?;
        Some(Recipient {
            name: self.required(&fields, "name", Self::owned),
            role: self.required(&fields, "role", |cx, node, fields| {
                cx.word(node, &fields.owner, shape::RECIPIENT_ROLES)
            }),
            country: self.required(&fields, "country", Self::owned),
            transfer: self.transfer(&fields),
            agreement: self.field(&fields, "agreement", Self::owned),
            purpose: self.field(&fields, "purpose", Self::localised_field),
            contact: self.contact(&fields, "contact"),
            from: self.field(&fields, "from", Self::date),
        })
    }

    fn transfer(&mut self, fields: &Fields<'_>) -> Got<crate::policy::Transfer> {
        self.field(fields, "transfer", |cx, node, fields| cx.word(node, &fields.owner, shape::TRANSFERS))
    }

    pub(crate) fn system(&mut self, key: &Key, node: &Node) -> Option<System> {
        let fields = self.fields(node, &shape::SYSTEM, &key.text, key.span)?;
        Some(System {
            kind: self
                .required(&fields, "kind", |cx, node, fields| cx.word(node, &fields.owner, shape::KINDS)),
            url: self.field(&fields, "url", Self::location),
            path: self.field(&fields, "path", Self::owned),
            format: self.field(&fields, "format", Self::owned),
            country: self.field(&fields, "country", Self::owned),
            transfer: self.transfer(&fields),
            operated_by: self.field(&fields, "operated_by", Self::owned),
            time_zone: self.field(&fields, "time_zone", Self::owned),
            place: self.field(&fields, "place", Self::owned),
            responsible: self.field(&fields, "responsible", Self::owned),
            index: self.field(&fields, "index", Self::owned),
            ca: self.field(&fields, "ca", Self::owned),
            hosts: self.names_in(&fields, "hosts"),
            region: self.field(&fields, "region", Self::owned),
            residue: self
                .field(&fields, "residue", |cx, node, fields| cx.word(node, &fields.owner, shape::RESIDUE)),
            residue_window: self.field(&fields, "residue_window", Self::window),
            not_personal: self.field(&fields, "not_personal", Self::not_personal),
        })
    }

    fn not_personal(&mut self, node: &Node, owner: &Fields<'_>) -> Option<NotPersonal> {
        let fields = self.fields(node, &shape::NOT_PERSONAL, "", owner.key("not_personal"))?;
        let (tables, parts) = (self.names_in(&fields, "tables"), self.names_in(&fields, "parts"));
        if tables.is_empty() && parts.is_empty() {
            self.missing(&fields, "tables");
        }
        Some(NotPersonal { tables, parts, because: self.required(&fields, "because", Self::owned) })
    }

    /// A measure or a group of people: a text, in languages.
    pub(crate) fn described(
        &mut self,
        term: &'static str,
        key: &Key,
        node: &Node,
    ) -> Got<crate::policy::Localised> {
        let owner = crate::diagnostic::Arg::Thing(term, key.text.clone());
        match self.localised(node, &owner) {
            Some(value) => Got::Good(Sp { value, span: node.span }),
            None => Got::Bad,
        }
    }

    /// `gallra: 1`, the version of the language.
    pub(crate) fn version(&mut self, node: &Node) {
        let good = matches!(&node.kind, Kind::Scalar { text, .. } if text.trim() == "1");
        if !good {
            self.report(Finding::new(Code::BadVersion, "g015").at(node.span).help("help"));
        }
    }
}
