//! Why, on what basis, and for how long: activities.

use std::collections::BTreeMap;

use super::reader::{Cx, Fields};
use super::shape;
use super::surface::{Activity, Disposal, Got, Keep, Notice, PerCustomer, Sp};
use super::tree::{Key, Kind, Node};
use crate::diagnostic::{Arg, Code, Finding};
use crate::policy::{AutomatedDecisions, Basis, Origin, Source};

impl Cx<'_> {
    pub(crate) fn activity(&mut self, key: &Key, node: &Node) -> Option<Activity> {
        let fields = self.fields(node, &shape::ACTIVITY, &key.text, key.span)?;
        let data = self.required(&fields, "data", |cx, node, fields| cx.names(node, &fields.owner));
        if data.value().is_some_and(Vec::is_empty) {
            self.missing(&fields, "data");
        }
        Some(Activity {
            role: self
                .required(&fields, "role", |cx, node, fields| cx.word(node, &fields.owner, shape::ROLES)),
            purpose: self.required(&fields, "purpose", Self::localised_field),
            bases: self.bases(&fields),
            special_basis: self.field(&fields, "special_basis", Self::owned),
            data,
            keep: self.field(&fields, "keep", Self::keep),
            review: self.field(&fields, "review", Self::date),
            then: self.field(&fields, "then", Self::disposal),
            every: self.field(&fields, "every", Self::cadence),
            recipients: self.names_in(&fields, "recipients"),
            measures: self.field(&fields, "measures", |cx, node, fields| cx.names(node, &fields.owner)),
            notice: self.field(&fields, "notice", Self::notice),
        })
    }

    /// One basis, or a list of them with the primary one first.
    fn bases(&mut self, fields: &Fields<'_>) -> Got<Vec<Sp<Basis>>> {
        let node = match self.field(fields, "basis", |_, _, _| Some(())) {
            Got::Good(_) => fields.get("basis"),
            Got::Bad => return Got::Bad,
            Got::Absent => None,
        };
        let Some(node) = node else { return Got::Absent };
        let nodes: Vec<&Node> = match &node.kind {
            Kind::List(items) => items.iter().map(|item| &**item).collect(),
            _ => vec![node],
        };
        if nodes.is_empty() {
            return Got::Absent;
        }
        let wanted = nodes.len();
        let mut bases = Vec::with_capacity(wanted);
        for one in nodes {
            match &one.kind {
                Kind::Map(entries) if entries.len() > 1 => {
                    // Two keys in one mapping are two bases: each is read, and the checker sees both.
                    let owner = self.fields(one, &shape::BASIS, "", fields.key("basis"));
                    for key in shape::BASIS.keys {
                        let inner = owner.as_ref().and_then(|owner| owner.get(key));
                        bases.extend(inner.and_then(|inner| self.explained(key, inner, fields)));
                    }
                }
                _ => bases.extend(self.basis(one, fields)),
            }
        }
        if bases.len() < wanted { Got::Bad } else { Got::Good(Sp { value: bases, span: node.span }) }
    }

    fn basis(&mut self, node: &Node, fields: &Fields<'_>) -> Option<Sp<Basis>> {
        if let Kind::Map(entries) = &node.kind {
            let inner = self.fields(node, &shape::BASIS, "", fields.key("basis"))?;
            let Some((key, _)) = entries.first() else {
                self.wrong_shape(node, "expect-basis", fields.owner.clone());
                return None;
            };
            let value = inner.get(shape::BASIS.keys.iter().find(|known| **known == key.text)?);
            let basis = match value {
                Some(value) => self.explained(&key.text, value, fields),
                None => self.bare(node, &key.text, fields),
            };
            // The basis' name says more than a block of lines below it.
            return basis.map(|basis| Sp { span: key.span, ..basis });
        }
        let text = self.text(node, &fields.owner)?;
        self.bare(node, text, fields)
    }

    /// A basis by its name alone.
    fn bare(&mut self, node: &Node, name: &str, fields: &Fields<'_>) -> Option<Sp<Basis>> {
        let value = match name {
            "contract" => Basis::Contract,
            "vital_interests" => Basis::VitalInterests,
            "consent" => Basis::Consent { source: None },
            "legitimate_interest" => Basis::LegitimateInterest { interest: None, balancing_test: None },
            "legal_obligation" | "public_task" => {
                let finding = Finding::new(Code::MissingField, "g009-source").arg("basis", name);
                self.report(finding.arg("owner", fields.owner.clone()).at(node.span).help("help"));
                return None;
            }
            other => {
                self.unknown_value(node, other, shape::BASES.iter().copied());
                return None;
            }
        };
        Some(Sp { value, span: node.span })
    }

    /// A basis with what it rests on.
    fn explained(&mut self, name: &str, node: &Node, fields: &Fields<'_>) -> Option<Sp<Basis>> {
        let value = match name {
            "legal_obligation" => {
                Basis::LegalObligation { source: Source(self.localised_field(node, fields)?) }
            }
            "public_task" => Basis::PublicTask { source: Source(self.localised_field(node, fields)?) },
            "consent" => {
                let inner = self.fields(node, &shape::CONSENT, "", fields.key("basis"))?;
                Basis::Consent { source: self.field(&inner, "source", Self::owned).value().cloned() }
            }
            _ => {
                let inner = self.fields(node, &shape::INTEREST, "", fields.key("basis"))?;
                Basis::LegitimateInterest {
                    interest: self.field(&inner, "interest", Self::localised_field).value().cloned(),
                    balancing_test: match self.field(&inner, "balancing_test", Self::date) {
                        // It was written and refused: that is one fault, not two.
                        Got::Bad => return None,
                        got => got.value().copied(),
                    },
                }
            }
        };
        Some(Sp { value, span: node.span })
    }

    fn keep(&mut self, node: &Node, owner: &Fields<'_>) -> Option<Keep> {
        let name = match &owner.owner {
            Arg::Thing(_, name) => name.clone(),
            _ => String::new(),
        };
        let fields = self.fields(node, &shape::KEEP, &name, owner.key("keep"))?;
        Some(Keep {
            at_least: self.field(&fields, "at_least", Self::limit),
            at_most: self.field(&fields, "at_most", Self::limit),
            until_review: self.field(&fields, "until_review", Self::date),
            per_customer: self.field(&fields, "per_customer", Self::per_customer),
        })
    }

    /// What a public notice tells besides (Art. 13, 14): a word of the language, or the company's own text.
    fn notice(&mut self, node: &Node, owner: &Fields<'_>) -> Option<Notice> {
        let name = match &owner.owner {
            Arg::Thing(_, name) => name.clone(),
            _ => String::new(),
        };
        let fields = self.fields(node, &shape::NOTICE, &name, owner.key("notice"))?;
        Some(Notice {
            source: self.field(&fields, "source", |cx, node, fields| {
                let text = cx.localised_field(node, fields)?;
                Some(if text.is_word("person") { Origin::Person } else { Origin::Elsewhere(text) })
            }),
            automated_decisions: self.field(&fields, "automated_decisions", |cx, node, fields| {
                let text = cx.localised_field(node, fields)?;
                let none = text.is_word("none");
                Some(if none { AutomatedDecisions::None } else { AutomatedDecisions::Described(text) })
            }),
            joint_controllers: self.field(&fields, "joint_controllers", Self::localised_field),
        })
    }

    fn per_customer(&mut self, node: &Node, owner: &Fields<'_>) -> Option<PerCustomer> {
        let fields = self.fields(node, &shape::PER_CUSTOMER, "", owner.key("per_customer"))?;
        let inside = fields.owner.clone();
        let read = |cx: &mut Self, _: &Key, node: &Node| {
            cx.period(node, &inside).map(|value| Sp { value, span: node.span })
        };
        let settings = self.named(fields.get("settings"), &inside, false, read);
        let from = self.field(&fields, "from", Self::owned);
        let by = self.field(&fields, "by", Self::owned);
        if from.is_absent() != by.is_absent() {
            self.missing(&fields, if from.is_absent() { "from" } else { "by" });
        }
        Some(PerCustomer {
            from,
            by,
            column: self.required(&fields, "column", Self::owned),
            settings: settings
                .into_iter()
                .map(|(customer, entry)| (customer, entry.value))
                .collect::<BTreeMap<_, _>>(),
        })
    }

    fn disposal(&mut self, node: &Node, owner: &Fields<'_>) -> Option<Disposal> {
        let Kind::Map(entries) = &node.kind else {
            let text = self.text(node, &owner.owner)?;
            if text == "delete" {
                return Some(Disposal::Delete);
            }
            self.unknown_value(node, text, ["delete", "anonymise", "task"].into_iter());
            return None;
        };
        let fields = self.fields(node, &shape::DISPOSAL, "", owner.key("then"))?;
        let (anonymise, task) = (fields.get("anonymise"), fields.get("task"));
        if entries.len() != 1 {
            let finding = Finding::new(Code::DoesNotFit, "g082-then").arg("owner", owner.owner.clone());
            self.report(finding.at(owner.key("then")));
            return None;
        }
        let inside = fields.owner.clone();
        if let Some(task) = task {
            let fields = self.fields(task, &shape::TASK, "", fields.key("task"))?;
            let what = self.required(&fields, "what", Self::localised_field);
            let by = self.required(&fields, "by", Self::owned);
            return Some(Disposal::Task { what: what.value()?.clone(), by: by.value()?.clone() });
        }
        let columns = self.named(anonymise, &inside, false, |cx, _, node| cx.replacement(node, &inside));
        if columns.is_empty() {
            if anonymise.is_none_or(|node| matches!(&node.kind, Kind::Map(entries) if entries.is_empty())) {
                self.wrong_shape(anonymise.unwrap_or(node), "expect-columns", inside);
            }
            return None;
        }
        Some(Disposal::Anonymise(columns))
    }
}
