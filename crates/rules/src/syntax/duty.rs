//! What only people can keep: duties.

use super::reader::Cx;
use super::shape;
use super::surface::{Duty, Got, Sp};
use super::tree::{Key, Node};
use crate::diagnostic::{Code, Finding};
use crate::period::Period;

impl Cx<'_> {
    pub(crate) fn duty(&mut self, key: &Key, node: &Node) -> Option<Duty> {
        let fields = self.fields(node, &shape::DUTY, &key.text, key.span)?;
        let role = |cx: &mut Self, name: Sp<String>| {
            cx.is_name(&Key { text: name.value.clone(), span: name.span }).then_some(name)
        };
        let by = match self.required(&fields, "by", Self::owned) {
            Got::Good(by) => role(self, by).map_or(Got::Bad, Got::Good),
            other => other,
        };
        let roles = self.field(&fields, "for", |cx, node, fields| cx.names(node, &fields.owner));
        let roles = match roles {
            Got::Good(Sp { value, span }) => {
                let value = value.into_iter().filter_map(|name| role(self, name)).collect();
                Got::Good(Sp { value, span })
            }
            other => other,
        };
        Some(Duty {
            what: self.required(&fields, "what", Self::localised_field),
            by,
            every: self.field(&fields, "every", |cx, node, fields| {
                let period = cx.cadence(node, fields)?;
                cx.on_the_calendar(node, period)
            }),
            certification: self.field(&fields, "certification", |cx, node, fields| {
                cx.word(node, &fields.owner, shape::TRUTH)
            }),
            roles,
            of: self.field(&fields, "of", |cx, node, fields| cx.names(node, &fields.owner)),
            system: self.field(&fields, "in", Self::owned),
        })
    }

    /// A period in days, weeks, months or years, and longer than nothing.
    pub(crate) fn days(&mut self, node: &Node, owner: &super::reader::Fields<'_>) -> Option<Period> {
        let period = self.period(node, &owner.owner)?;
        self.on_the_calendar(node, period)
    }

    fn on_the_calendar(&mut self, node: &Node, period: Period) -> Option<Period> {
        if matches!(period, Period::Calendar { .. }) && !period.is_zero() {
            return Some(period);
        }
        let finding = Finding::new(Code::BadPeriod, "g012-days").arg("value", period.to_string());
        self.report(finding.at(node.span).help("help"));
        None
    }
}
