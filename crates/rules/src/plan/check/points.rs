//! Which moments are worth a witness: those around the boundaries of the rule and of the plan, and the days on which
//! calendars are known to go wrong.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use super::Checker;
use super::world::Stamp;
use crate::calculus::{Moment, Side, forward};
use crate::keys::KeysName;
use crate::names::{AnchorName, DatasetName};
use crate::period::Period;
use crate::policy::Limit;
use crate::predicate::{Cutoff, Predicate};

impl Checker<'_> {
    /// Everything that an anchor of a dataset is tried with.
    pub(super) fn stamps(
        &self,
        dataset: &DatasetName,
        names: &[&AnchorName],
        since: Date,
        due: &Predicate,
    ) -> Vec<Stamp> {
        let (mut days, mut moments) = (BTreeSet::new(), BTreeSet::new());
        let next_run = forward::next_run(self.policy, &self.calendar, dataset, self.now);
        for (limit, side, period) in self.periods(dataset, names) {
            let targets = if side == Side::Floor { vec![self.now] } else { vec![self.now, next_run] };
            for target in targets {
                days.extend(self.boundary(&limit, side, period, target));
                if let Period::Hours(hours) = period {
                    moments.extend(target.checked_sub(i64::from(hours).hours()));
                }
            }
        }
        let mut cutoffs = Vec::new();
        cutoffs_in(due, &mut cutoffs);
        days.extend(cutoffs.iter().map(|cutoff| cutoff.date));
        moments.extend(cutoffs.iter().map(|cutoff| cutoff.instant));
        let today = self.calendar.day_of(self.now);
        days.insert(today);
        let near: BTreeSet<Date> = days.iter().flat_map(|day| self.around(*day)).collect();
        let start = |day: &Date| self.calendar.start_of(*day);
        let neighbours =
            days.iter().flat_map(|day| [day.yesterday().ok(), Some(*day), day.tomorrow().ok()]).flatten();
        moments.extend(neighbours.collect::<BTreeSet<_>>().iter().filter_map(start));
        let moments: BTreeSet<Timestamp> = moments
            .into_iter()
            .flat_map(|moment| {
                let near =
                    [-3_600_000_000_000, -1_000_000_000, -1, 0, 1, 1_000_000_000, 3_600_000_000_000_i64];
                near.map(|nanoseconds| moment.checked_add(nanoseconds.nanoseconds()).ok())
            })
            .flatten()
            .collect();
        // Within two days of `since`, what is plausible depends on the column's zone.
        let sure = |day: Date| since.until(day).is_ok_and(|span| span.get_days().abs() > 2);
        let mut stamps: Vec<Stamp> = near.into_iter().filter(|day| sure(*day)).map(Stamp::Day).collect();
        stamps.extend(moments.into_iter().filter(|at| sure(self.calendar.day_of(*at))).map(Stamp::At));
        stamps.extend([Stamp::Missing, Stamp::Garbage]);
        let far = |day: Date, by: i32| day.checked_add(by.days()).map(Stamp::Day).ok();
        stamps.extend([far(since, 3), far(since, -10), far(today, 1), far(today, 400)].into_iter().flatten());
        // Databases and formats agree on years of four digits.
        let in_range = |stamp: &Stamp| match stamp {
            Stamp::Day(day) => (1..=9998).contains(&day.year()),
            Stamp::At(at) => (1..=9998).contains(&self.calendar.day_of(*at).year()),
            Stamp::Missing | Stamp::Garbage => true,
        };
        stamps.retain(in_range);
        stamps
    }

    /// The limits that count from one of these anchors, each with every period that somebody has.
    fn periods(&self, dataset: &DatasetName, names: &[&AnchorName]) -> Vec<(Limit, Side, Period)> {
        let mut periods = Vec::new();
        for (_, activity) in forward::limiting(self.policy, dataset) {
            let keep = &activity.keep;
            for (limit, side) in [(&keep.at_least, Side::Floor), (&keep.at_most, Side::Cap)] {
                let Some(limit) = limit.as_ref().filter(|limit| names.contains(&&limit.anchor)) else {
                    continue;
                };
                periods.push((limit.clone(), side, limit.period));
                let own = keep.per_customer.as_ref().filter(|_| side == Side::Cap);
                let own = own.into_iter().flat_map(|own| own.settings.values());
                periods.extend(own.map(|period| (limit.clone(), side, *period)));
                let set = keep.per_customer.as_ref().and_then(|own| own.own.as_ref());
                let set = set
                    .filter(|_| side == Side::Cap)
                    .and_then(|own| self.shapes.settings.get(&KeysName::of_settings(dataset, &own.by)));
                periods.extend(set.into_iter().flatten().map(|period| (limit.clone(), side, *period)));
            }
        }
        let mut unique: Vec<(Limit, Side, Period)> = Vec::new();
        for period in periods {
            if !unique.contains(&period) {
                unique.push(period);
            }
        }
        unique
    }

    /// The first day whose period has not run out by a moment, found by trying days forward.
    fn boundary(&self, limit: &Limit, side: Side, period: Period, target: Timestamp) -> Option<Date> {
        let beginning = Date::constant(1, 1, 2);
        let (mut out, mut left) = (0, beginning.until(self.calendar.day_of(target)).ok()?.get_days() + 2);
        while left - out > 1 {
            let middle = out + (left - out) / 2;
            let day = beginning.checked_add(middle.days()).ok()?;
            let due = forward::due_moment(&self.calendar, &Moment::Date(day), limit.round, period, side);
            if due.is_some_and(|due| due <= target) { out = middle } else { left = middle }
        }
        beginning.checked_add(left.days()).ok()
    }

    /// A day and its neighbours: the ends of months and years, leap days, and days on which the clock is changed.
    fn around(&self, day: Date) -> Vec<Date> {
        let mut days: Vec<Date> = (-2..=2).filter_map(|by| day.checked_add(by.days()).ok()).collect();
        for months in [-12, -1, 0, 1, 12] {
            let Ok(other) = day.checked_add(months.months()) else { continue };
            days.extend([other, other.first_of_month(), other.last_of_month()]);
        }
        for year in (day.year().saturating_sub(1))..=(day.year().saturating_add(1)) {
            days.extend([Date::new(year, 2, 28), Date::new(year, 3, 1)].into_iter().flatten());
            days.extend(Date::new(year, 2, 29));
            days.extend([Date::new(year, 12, 31), Date::new(year, 1, 1)].into_iter().flatten());
        }
        if let Some(start) = day.checked_sub(1.years()).ok().and_then(|day| self.calendar.start_of(day)) {
            let changes = self.calendar.zone().following(start).take(4);
            days.extend(
                changes
                    .map(|change| self.calendar.day_of(change.timestamp()))
                    .filter(|change| change.year().abs_diff(day.year()) < 2),
            );
        }
        days
    }
}

fn cutoffs_in(predicate: &Predicate, found: &mut Vec<Cutoff>) {
    match predicate {
        Predicate::Before { cutoff, .. } => found.push(*cutoff),
        Predicate::All(parts) | Predicate::Any(parts) => {
            for part in parts {
                cutoffs_in(part, found);
            }
        }
        Predicate::Not(inner) | Predicate::Related { is: inner, .. } => cutoffs_in(inner, found),
        Predicate::Unusable { .. }
        | Predicate::In { .. }
        | Predicate::KeyIn { .. }
        | Predicate::Among { .. }
        | Predicate::IsNull { .. }
        | Predicate::NotAnonymised { .. } => {}
    }
}
