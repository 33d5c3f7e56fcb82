//! From a moment to the anchors that are due by then: the calculus backwards, in arithmetic.
//!
//! The due moment never gets earlier when the anchor gets later, so the due anchors are all those before one cutoff,
//! and a database can answer with a range of an index.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _};

use super::{Calendar, Side};
use crate::period::Period;
use crate::policy::Round;
use crate::predicate::Cutoff;

/// Before this date there is nothing to dispose of; databases agree on the dates from here on.
const BEGINNING: Date = Date::constant(1, 1, 1);

/// The cutoff for periods that have run out by a moment (it included): an anchor is covered when it is before.
pub fn cutoff(calendar: &Calendar, round: Round, period: Period, side: Side, by: Timestamp) -> Cutoff {
    let found = match period {
        Period::Calendar { months, days } => by_calendar(calendar, round, months, days, by),
        Period::Hours(hours) => by_hours(calendar, hours, side, by),
    };
    found.filter(|cutoff| cutoff.date >= BEGINNING).unwrap_or_else(|| nothing(calendar))
}

/// The cutoff for periods that have run out before a moment (it not included).
pub fn cutoff_before(
    calendar: &Calendar,
    round: Round,
    period: Period,
    side: Side,
    moment: Timestamp,
) -> Cutoff {
    match moment.checked_sub(1.nanosecond()) {
        Ok(by) => cutoff(calendar, round, period, side, by),
        Err(_) => nothing(calendar),
    }
}

/// The cutoff that no anchor is before.
fn nothing(calendar: &Calendar) -> Cutoff {
    Cutoff { date: BEGINNING, instant: calendar.start_of(BEGINNING).unwrap_or(Timestamp::MIN) }
}

fn by_calendar(calendar: &Calendar, round: Round, months: u32, days: u32, by: Timestamp) -> Option<Cutoff> {
    // The day after the last day of the period must have started.
    let last = last_started(calendar, by)?.yesterday().ok()?;
    let date = first_rounding_past(calendar, round, latest_begin(last, months, days)?)?;
    Some(Cutoff { date, instant: calendar.start_of(date)? })
}

/// The last day that has started by a moment.
fn last_started(calendar: &Calendar, by: Timestamp) -> Option<Date> {
    // The zone's own idea of the day is right to within a day on either side.
    let guess = calendar.zone.to_datetime(by).date().checked_add(2.days()).ok()?;
    (0..5).find_map(|back| {
        let day = guess.checked_sub(back.days()).ok()?;
        (calendar.start_of(day)? <= by).then_some(day)
    })
}

/// The latest date from which a period of so many months and then days ends on the given day or before.
fn latest_begin(last: Date, months: u32, days: u32) -> Option<Date> {
    let target = last.checked_sub(Span::new().try_days(i64::from(days)).ok()?).ok()?;
    let count = i32::from(target.year()) * 12 + i32::from(target.month()) - 1 - i32::try_from(months).ok()?;
    let year = i16::try_from(count.div_euclid(12)).ok()?;
    let month = i8::try_from(count.rem_euclid(12) + 1).ok()?;
    let first = Date::new(year, month, 1).ok()?;
    // From the end of a month every longer month's last days are clamped to it.
    let day = if target.day() == target.days_in_month() {
        first.days_in_month()
    } else {
        target.day().min(first.days_in_month())
    };
    Date::new(year, month, day).ok()
}

/// The first date that is rounded to a day later than the given one.
fn first_rounding_past(calendar: &Calendar, round: Round, day: Date) -> Option<Date> {
    match round {
        Round::None => day.tomorrow().ok(),
        Round::CalendarMonth => {
            let complete = day.day() == day.days_in_month();
            if complete { day.tomorrow().ok() } else { Some(day.first_of_month()) }
        }
        Round::CalendarYear => Date::new(first_incomplete_year(day)?, 1, 1).ok(),
        Round::FinancialYear if calendar.swedish => {
            year_end(calendar, first_incomplete_year(day)?.checked_sub(1)?)?.tomorrow().ok()
        }
        Round::FinancialYear => {
            let this = year_end(calendar, day.year())?;
            let last = if this <= day { this } else { year_end(calendar, day.year().checked_sub(1)?)? };
            last.tomorrow().ok()
        }
    }
}

/// The first year whose 31 December is after the day.
fn first_incomplete_year(day: Date) -> Option<i16> {
    if day.month() == 12 && day.day() == 31 { day.year().checked_add(1) } else { Some(day.year()) }
}

/// The day on which the organisation's financial year ends in a year.
fn year_end(calendar: &Calendar, year: i16) -> Option<Date> {
    let first = Date::new(year, calendar.year_end.month, 1).ok()?;
    let leap_day = calendar.year_end.month == 2 && calendar.year_end.day == 29;
    let day = if leap_day { first.days_in_month() } else { calendar.year_end.day.min(first.days_in_month()) };
    Date::new(year, calendar.year_end.month, day).ok()
}

fn by_hours(calendar: &Calendar, hours: u32, side: Side, by: Timestamp) -> Option<Cutoff> {
    let begun = by.checked_sub(i64::from(hours).hours()).ok()?;
    let started = last_started(calendar, begun)?;
    // An anchor that is only a date: a floor counts from the end of that day, a cap from its start.
    let date = match side {
        Side::Floor => started,
        Side::Cap => started.tomorrow().ok()?,
    };
    Some(Cutoff { date, instant: begun.checked_add(1.nanosecond()).ok()? })
}

/// The same cutoff for a column that holds wall-clock time of a zone, which is compared by the wall clock.
///
/// Where the clock is set back, one reading stands for two moments. A floor takes it for the later one, so a cutoff in
/// the first pass covers none of the repeated readings; a cap takes it for the earlier one, so a cutoff in the second
/// pass covers them all.
pub fn on_the_wall(cutoff: Cutoff, zone: &TimeZone, side: Side) -> Cutoff {
    let Some(back) = set_back_around(cutoff.instant, zone) else { return cutoff };
    let instant = match side {
        Side::Floor if cutoff.instant <= back.at => back.from,
        Side::Cap if cutoff.instant >= back.at => back.until,
        _ => cutoff.instant,
    };
    Cutoff { instant, ..cutoff }
}

/// A clock set back: the repeated readings are those of the moments from `from` to `at`, and again from `at` to `until`.
struct SetBack {
    from: Timestamp,
    at: Timestamp,
    until: Timestamp,
}

/// The setting back whose repeated readings the moment lies among.
fn set_back_around(moment: Timestamp, zone: &TimeZone) -> Option<SetBack> {
    let before = zone.preceding(moment.checked_add(1.nanosecond()).ok()?).next();
    let after = zone.following(moment).next();
    [before, after].into_iter().flatten().find_map(|transition| {
        let at = transition.timestamp();
        let earlier = zone.to_offset(at.checked_sub(1.nanosecond()).ok()?);
        let length = i64::from(earlier.seconds()) - i64::from(transition.offset().seconds());
        let (from, until) = (at.checked_sub(length.seconds()).ok()?, at.checked_add(length.seconds()).ok()?);
        (length > 0 && from < moment && moment < until).then_some(SetBack { from, at, until })
    })
}
