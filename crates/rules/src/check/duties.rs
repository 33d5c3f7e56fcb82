//! Duties: each comes back, and is about one thing that the policy knows.

use super::Checker;
use crate::diagnostic::{Arg, Code, Finding};
use crate::names::{RecipientName, SystemName};
use crate::policy::{Again, Concerns, Duty, OfRecipients, RecipientRole};
use crate::syntax::shape;
use crate::syntax::surface::{self, Entry, Got, Names};

impl Checker<'_> {
    pub(super) fn check_duties(&mut self) {
        for (name, duty) in &self.surface.duties {
            if let Some(activity) = self.surface.activities.get(name) {
                // `gallra attest NAME` has to mean one thing.
                let finding = Finding::new(Code::NameTwice, "g010").arg("name", name).at(duty.name);
                self.report(finding.also(activity.name, "earlier").help("help"));
            }
            self.check_duty(name, duty);
        }
    }

    fn check_duty(&mut self, name: &str, entry: &Entry<surface::Duty>) {
        let duty = &entry.value;
        let owner = || Arg::Thing("term-duty", name.to_owned());
        let certificate = duty.certification.value() == Some(&true);
        if let (true, Some(every)) = (certificate, duty.every.good()) {
            let finding = Finding::new(Code::DutyUndone, "g073-both").arg("owner", owner()).at(every.span);
            self.report(finding.help("help"));
        } else if !certificate && duty.every.is_absent() && !matches!(duty.certification, Got::Bad) {
            let finding = Finding::new(Code::DutyUndone, "g073-period").arg("owner", owner()).at(entry.name);
            self.report(finding.help("help"));
        }
        let places = [
            duty.roles.good().map(|roles| roles.span),
            duty.of.good().map(|of| of.span),
            duty.system.good().map(|system| system.span),
        ];
        let mut places = places.into_iter().flatten();
        if let (Some(first), Some(second)) = (places.next(), places.next()) {
            let finding = Finding::new(Code::DutyUndone, "g073-several").arg("owner", owner()).at(second);
            self.report(finding.also(first, "first").help("help"));
        }
        let no_processor = !self.incomplete && !self.has_processors();
        let roles = duty.roles.good().filter(|roles| roles.value.is_empty());
        let of = duty.of.good().filter(|of| of.value.is_empty() || is_all(&of.value) && no_processor);
        for nobody in roles.into_iter().chain(of) {
            let finding = Finding::new(Code::DutyUndone, "g073-nobody").arg("owner", owner()).at(nobody.span);
            self.report(finding.help("help"));
        }
    }

    fn has_processors(&self) -> bool {
        self.surface.recipients.values().any(|recipient| {
            let role = recipient.value.role.value();
            // One whose role could not be read may be a processor.
            role.is_none_or(|role| matches!(role, RecipientRole::Processor | RecipientRole::SubProcessor))
        })
    }
}

fn is_all(names: &Names) -> bool {
    matches!(names.as_slice(), [only] if only.value == shape::ALL_RECIPIENTS)
}

/// What was written → a duty; nothing if something is missing that has been reported.
pub(super) fn lower(from: &surface::Duty) -> Option<Duty> {
    let names = |names: &Names| names.iter().map(|name| name.value.clone()).collect::<Vec<_>>();
    let again = match from.every.value() {
        Some(period) => Again::Every(*period),
        None if from.certification.value() == Some(&true) => Again::Certificate,
        None => return None,
    };
    let concerns = if let Some(roles) = from.roles.value() {
        Concerns::Roles(names(roles))
    } else if let Some(of) = from.of.value() {
        Concerns::Recipients(if is_all(of) {
            OfRecipients::Processors
        } else {
            OfRecipients::Named(names(of).into_iter().map(RecipientName::new).collect())
        })
    } else if let Some(system) = from.system.value() {
        Concerns::System(SystemName::new(system.clone()))
    } else {
        Concerns::Organisation
    };
    Some(Duty { what: from.what.value()?.clone(), by: from.by.value()?.clone(), again, concerns })
}
