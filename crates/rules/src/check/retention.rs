//! Whether the periods can be kept: floors under caps, runs often enough, customers' settings, backups, bookkeeping.

use std::collections::BTreeMap;

use super::calendar::{Calendar, Count, rough_days};
use super::{CALENDAR_YEAR_END, Checker};
use crate::diagnostic::{Arg, Code, Finding};
use crate::period::Period;
use crate::policy::{Basis, Role, Round, SystemKind};
use crate::syntax::surface::{Activity, Keep, Sp, SpannedLimit};

/// The anchor itself: what a run may dispose of as soon as it exists.
const AT_ONCE: Count = (Period::ZERO, Round::None);

impl<'s> Checker<'s> {
    pub(super) fn check_retention(&mut self) {
        let organisation = self.surface.organisation.as_ref().map(|entry| &entry.value);
        let year_ends = organisation.and_then(|it| it.financial_year_ends.value().copied());
        let swedish = organisation.and_then(|it| it.country.value()).is_none_or(|country| country == "SE");
        let mut calendar = Calendar::new(year_ends.unwrap_or(CALENDAR_YEAR_END), swedish);
        for (name, entry) in &self.surface.activities {
            let Some(keep) = entry.value.keep.value() else { continue };
            self.check_floor_and_cap(name, keep, &mut calendar);
            self.check_cadence(name, &entry.value, keep, &mut calendar);
            self.check_settings(name, &entry.value, keep, &mut calendar);
            self.check_bookkeeping(name, &entry.value, keep);
        }
        self.check_floors_of_others(&mut calendar);
        self.check_backups();
    }

    fn check_floor_and_cap(&mut self, name: &str, keep: &'s Keep, calendar: &mut Calendar) {
        let (Some(floor), Some(cap)) = (keep.at_least.good(), keep.at_most.good()) else { return };
        let (least, most) = (&floor.value.limit, &cap.value.limit);
        if least.anchor != most.anchor {
            return;
        }
        let Some(worst) = calendar.too_late(count(&floor.value), None, count(&cap.value)) else { return };
        let finding = Finding::new(Code::FloorAboveCap, "g060").arg("activity", name);
        let finding = finding.arg("anchor", worst.anchor).arg("floor", worst.first).arg("cap", worst.last);
        self.report(finding.at(cap.span).also(floor.span, "floor").help("help"));
    }

    /// X1: a run must fall between floor and cap, whichever day the record is from.
    fn check_cadence(&mut self, name: &str, activity: &'s Activity, keep: &'s Keep, calendar: &mut Calendar) {
        let Some(cap) = keep.at_most.good() else { return };
        let Some(every) = cadence(activity) else { return };
        let floor = keep.at_least.good().filter(|floor| floor.value.limit.anchor == cap.value.limit.anchor);
        let first = floor.map_or(AT_ONCE, |floor| count(&floor.value));
        // A floor above the cap has been reported: no cadence could help.
        if calendar.too_late(first, None, count(&cap.value)).is_some() {
            return;
        }
        let Some(worst) = calendar.too_late(first, Some(every), count(&cap.value)) else { return };
        let exact = floor.is_some_and(|floor| count(&floor.value) == count(&cap.value));
        let id = if exact { "g061-exact" } else { "g061" };
        let finding = Finding::new(Code::Cadence, id)
            .arg("activity", name)
            .arg("every", every)
            .arg("anchor", worst.anchor)
            .arg("cap", worst.last)
            .arg("run", worst.first)
            .arg("days", worst.days());
        let finding = match activity.every.good() {
            Some(written) => finding.at(written.span).also(cap.span, "cap"),
            None => finding.at(cap.span),
        };
        let finding = if let Some(floor) = floor { finding.also(floor.span, "floor") } else { finding };
        self.report(finding.help("help"));
    }

    /// Customers choose under the ceiling, above the floor, and no shorter than the runs.
    fn check_settings(
        &mut self,
        name: &str,
        activity: &'s Activity,
        keep: &'s Keep,
        calendar: &mut Calendar,
    ) {
        let Some(per_customer) = keep.per_customer.good() else { return };
        let Some(cap) = keep.at_most.good() else {
            if keep.at_most.is_absent() {
                let finding =
                    Finding::new(Code::NoCeiling, "g065").arg("activity", name).at(per_customer.span);
                self.report(finding.help("help"));
            }
            return;
        };
        let round = cap.value.limit.round;
        let floor = keep.at_least.good().filter(|floor| floor.value.limit.anchor == cap.value.limit.anchor);
        for (customer, setting) in &per_customer.value.settings {
            let own = (setting.value, round);
            if let Some(worst) = calendar.too_late(own, None, count(&cap.value)) {
                let finding = Finding::new(Code::SettingAboveCeiling, "g064").arg("customer", customer);
                let finding =
                    finding.arg("anchor", worst.anchor).arg("own", worst.first).arg("cap", worst.last);
                self.report(finding.at(setting.span).also(cap.span, "cap").help("help"));
                continue;
            }
            if let Some(floor) = floor
                && let Some(worst) = calendar.too_late(count(&floor.value), None, own)
            {
                let finding = Finding::new(Code::FloorAboveCap, "g060-setting").arg("customer", customer);
                let finding =
                    finding.arg("anchor", worst.anchor).arg("floor", worst.first).arg("cap", worst.last);
                self.report(finding.at(setting.span).also(floor.span, "floor").help("help"));
                continue;
            }
            let first = floor.map_or(AT_ONCE, |floor| count(&floor.value));
            if let Some(every) = cadence(activity)
                && let Some(worst) = calendar.too_late(first, Some(every), own)
            {
                let finding = Finding::new(Code::Cadence, "g061-setting")
                    .arg("customer", customer)
                    .arg("every", every)
                    .arg("anchor", worst.anchor)
                    .arg("cap", worst.last)
                    .arg("run", worst.first)
                    .arg("days", worst.days());
                let finding = finding.at(setting.span);
                let finding = match activity.every.good() {
                    Some(written) => finding.also(written.span, "every"),
                    None => finding,
                };
                self.report(finding.help("help"));
            }
        }
    }

    /// X3: bokföringslagen 7:2 counts from the end of the calendar year in which the financial year ended.
    fn check_bookkeeping(&mut self, name: &str, activity: &'s Activity, keep: &'s Keep) {
        if activity.role.value() == Some(&Role::Processor) {
            return;
        }
        let bases = activity.bases.value().into_iter().flatten();
        let Some(basis) = bases.into_iter().find(|basis| names_bookkeeping(&basis.value)) else { return };
        for (limit, id) in [(&keep.at_least, "g063"), (&keep.at_most, "g063-cap")] {
            let Some(limit) = limit.good() else { continue };
            let years = rough_days(limit.value.limit.period, Round::None) >= 365;
            if years && limit.value.limit.round != Round::FinancialYear {
                let finding = Finding::new(Code::StatutoryFloor, id).arg("activity", name);
                let finding = finding.arg("anchor", limit.value.limit.anchor.as_str());
                self.report(finding.at(limit.span).also(basis.span, "basis").help("help"));
            }
        }
    }

    /// Law wins over wish: a duty in one activity that outlasts what another promises for the same records.
    fn check_floors_of_others(&mut self, calendar: &mut Calendar) {
        type Limits<'s> = Vec<(&'s str, &'s Sp<SpannedLimit>)>;
        let mut by_dataset: BTreeMap<&str, (Limits<'s>, Limits<'s>)> = BTreeMap::new();
        for (name, entry) in &self.surface.activities {
            let Some(keep) = entry.value.keep.value() else { continue };
            for (dataset, _) in self.datasets_of(&entry.value) {
                let (floors, caps) = by_dataset.entry(dataset).or_default();
                floors.extend(keep.at_least.good().map(|limit| (name.as_str(), limit)));
                caps.extend(keep.at_most.good().map(|limit| (name.as_str(), limit)));
            }
        }
        for (dataset, (mut floors, caps)) in by_dataset {
            // The longest duty first: one for each promise is enough to say.
            floors.sort_by_key(|(name, floor)| {
                (-rough_days(floor.value.limit.period, floor.value.limit.round), *name)
            });
            for (promise, cap) in caps {
                let found = floors.iter().find_map(|(duty, floor)| {
                    let same_anchor = floor.value.limit.anchor == cap.value.limit.anchor;
                    let may_clash = *duty != promise && same_anchor;
                    let worst =
                        may_clash.then(|| calendar.too_late(count(&floor.value), None, count(&cap.value)));
                    Some((duty, floor, worst.flatten()?))
                });
                let Some((duty, floor, worst)) = found else { continue };
                let finding = Finding::new(Code::LawOutlastsPromise, "g071")
                    .arg("dataset", dataset)
                    .arg("duty", *duty)
                    .arg("promise", promise)
                    .arg("anchor", worst.anchor)
                    .arg("floor", worst.first)
                    .arg("cap", worst.last);
                self.report(finding.at(cap.span).also(floor.span, "floor").help("help"));
            }
        }
    }

    /// X2: gone from the live system is not gone from the backups. Any backup may hold a copy of any live system.
    fn check_backups(&mut self) {
        let mut live: Vec<(&str, &Sp<SpannedLimit>)> = Vec::new();
        let mut backups: Vec<(&str, &Sp<SpannedLimit>)> = Vec::new();
        for (name, entry) in &self.surface.activities {
            let Some(cap) = entry.value.keep.value().and_then(|keep| keep.at_most.good()) else { continue };
            let kinds: Vec<SystemKind> = self
                .datasets_of(&entry.value)
                .filter_map(|(_, dataset)| self.kind_of(&dataset.value))
                .collect();
            if kinds.contains(&SystemKind::Backup) {
                backups.push((name, cap));
            } else if kinds.iter().any(|kind| !matches!(kind, SystemKind::Manual | SystemKind::Website)) {
                live.push((name, cap));
            }
        }
        live.sort_by_key(|(name, cap)| (rough_days(cap.value.limit.period, cap.value.limit.round), *name));
        for (name, backup) in backups {
            let Some((shortest, first)) = live.first() else { continue };
            let mut finding = Finding::new(Code::BackupSum, "g062")
                .arg("activity", name)
                .arg("backup", backup.value.limit.period)
                .arg("shortest", *shortest)
                .arg("live", first.value.limit.period)
                .arg("sum", sum(first.value.limit.period, backup.value.limit.period))
                .at(backup.span);
            for (_, cap) in live.iter().take(5) {
                let sum = sum(cap.value.limit.period, backup.value.limit.period);
                finding = finding.also_with(cap.span, "live-label", "sum", sum);
            }
            self.report(finding.help("help"));
        }
    }
}

fn count(limit: &SpannedLimit) -> Count {
    (limit.limit.period, limit.limit.round)
}

/// How often disposal runs; nothing if what was written is no period.
fn cadence(activity: &Activity) -> Option<Period> {
    if activity.every.is_absent() { Some(Period::DAY) } else { activity.every.value().copied() }
}

/// Two periods one after the other, in words if they do not add up to one.
fn sum(first: Period, second: Period) -> Arg {
    match (first, second) {
        (Period::Calendar { months, days }, Period::Calendar { months: more_months, days: more_days }) => {
            Arg::Period(Period::Calendar { months: months + more_months, days: days + more_days })
        }
        (Period::Hours(hours), Period::Hours(more)) => Arg::Period(Period::Hours(hours + more)),
        (first, second) => Arg::Text(format!("{first} + {second}")),
    }
}

/// Whether a basis is the Swedish bookkeeping act, by any of the names it goes by.
fn names_bookkeeping(basis: &Basis) -> bool {
    let Basis::LegalObligation { source } = basis else { return false };
    let named = |text: &String| {
        let text = text.to_lowercase();
        ["bfl", "bokför", "bokfor", "bookkeeping", "1999:1078"].iter().any(|word| text.contains(word))
    };
    source.0.0.values().any(named)
}
