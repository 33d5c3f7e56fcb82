//! What can be proven about two limits counted from the same day.
//!
//! A limit is a function of the anchor's day, and calendar months make it uneven: from 31 January a month is 28 days,
//! from 1 July it is 31. So every day of a leap cycle is tried rather than averages compared, and each distinct question
//! is answered once.

use std::collections::HashMap;

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};

use crate::period::Period;
use crate::policy::{MonthDay, Round};

/// A limit without the name of its anchor.
pub(crate) type Count = (Period, Round);

/// The anchor day for which things are worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Worst {
    /// That day.
    pub(crate) anchor: Date,
    /// The day of the limit that must come first.
    pub(crate) first: Date,
    /// The day of the limit that it must not pass.
    pub(crate) last: Date,
    /// By how many hours it passes it, more than none.
    pub(crate) hours: i64,
}

impl Worst {
    /// Days too late, begun ones included.
    pub(crate) fn days(&self) -> i64 {
        (self.hours + 23) / 24
    }
}

/// Answers questions about limits, each once.
pub(crate) struct Calendar {
    year_ends: MonthDay,
    swedish: bool,
    answers: HashMap<(Count, Count, Option<Period>), Option<Worst>>,
}

impl Calendar {
    /// The organisation's financial year; `swedish` counts from the end of the calendar year in which it ended.
    pub(crate) fn new(year_ends: MonthDay, swedish: bool) -> Self {
        Self { year_ends, swedish, answers: HashMap::new() }
    }

    /// Whether `first` (plus `every`, if given) can fall later than `last` for some anchor day; the worst such day.
    ///
    /// With a floor and a cap it answers whether something must be kept longer than it may. With the floor and the time
    /// between runs it answers whether a run just before the floor leaves the next one too late: the run that disposes
    /// must fall between floor and cap, so floor + every ≤ cap for every anchor day.
    pub(crate) fn too_late(&mut self, first: Count, every: Option<Period>, last: Count) -> Option<Worst> {
        if let Some(answer) = self.answers.get(&(first, last, every)) {
            return *answer;
        }
        let answer = if clearly_in_time(first, every, last) { None } else { self.search(first, every, last) };
        self.answers.insert((first, last, every), answer);
        answer
    }

    fn search(&self, first: Count, every: Option<Period>, last: Count) -> Option<Worst> {
        let mut worst: Option<Worst> = None;
        let mut anchor = FIRST_DAY;
        while anchor < AFTER_LAST_DAY {
            let (first_day, mut first_hours) = self.count(anchor, first);
            let mut reached = first_day;
            if let Some(every) = every {
                let (day, hours) = add(first_day, every);
                reached = day;
                first_hours += hours;
            }
            let (last_day, last_hours) = self.count(anchor, last);
            let hours = (days_between(last_day, reached)) * 24 + first_hours - last_hours;
            if hours > 0 && worst.is_none_or(|worst| hours > worst.hours) {
                worst = Some(Worst {
                    anchor,
                    first: whole(reached, first_hours),
                    last: whole(last_day, last_hours),
                    hours,
                });
            }
            anchor = anchor.tomorrow().unwrap_or(AFTER_LAST_DAY);
        }
        worst
    }

    fn count(&self, anchor: Date, (period, round): Count) -> (Date, i64) {
        add(self.rounded(anchor, round), period)
    }

    /// Bokföringslagen 7:2 counts from the end of the calendar year in which the financial year ended.
    fn rounded(&self, anchor: Date, round: Round) -> Date {
        match round {
            Round::None => anchor,
            Round::CalendarMonth => anchor.last_of_month(),
            Round::CalendarYear => anchor.last_of_year(),
            Round::FinancialYear => {
                let this_year = self.year_end(anchor.year());
                let end = if anchor <= this_year { this_year } else { self.year_end(anchor.year() + 1) };
                if self.swedish { end.last_of_year() } else { end }
            }
        }
    }

    fn year_end(&self, year: i16) -> Date {
        let MonthDay { month, day } = self.year_ends;
        let first = Date::new(year, month, 1).unwrap_or(Date::MIN);
        let day = if (month, day) == (2, 29) { 31 } else { day };
        Date::new(year, month, day.min(first.days_in_month())).unwrap_or(first)
    }
}

/// Whether the limits are so far apart that no day needs to be tried.
fn clearly_in_time(first: Count, every: Option<Period>, last: Count) -> bool {
    // Months from any day are within three days of their mean; moving to a boundary adds up to two years.
    let latest = |(period, round): Count| {
        rough_days(period, Round::None) + 4 + if round == Round::None { 0 } else { 731 }
    };
    let earliest = rough_days(last.0, Round::None) - 4;
    latest(first) + every.map_or(0, |every| latest((every, Round::None))) < earliest
}

/// One leap cycle.
const FIRST_DAY: Date = date(2024, 1, 1);
const AFTER_LAST_DAY: Date = date(2028, 1, 1);

/// Whole days on the calendar, and hours beside them.
fn add(day: Date, period: Period) -> (Date, i64) {
    match period {
        Period::Hours(hours) => (day, i64::from(hours)),
        Period::Calendar { months, days } => {
            let span = Span::new().try_months(months).and_then(|span| span.try_days(days));
            // A period of a thousand years stays within the calendar's ten thousand.
            (span.and_then(|span| day.checked_add(span)).unwrap_or(Date::MAX), 0)
        }
    }
}

fn whole(day: Date, hours: i64) -> Date {
    day.checked_add((hours / 24).days()).unwrap_or(day)
}

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// A rough length in days, for comparing periods counted from different anchors.
pub(crate) fn rough_days(period: Period, round: Round) -> i64 {
    let days = match period {
        Period::Hours(hours) => i64::from(hours) / 24,
        Period::Calendar { months, days } => i64::from(months) * 30_437 / 1000 + i64::from(days),
    };
    days + match round {
        Round::None => 0,
        Round::CalendarMonth => 31,
        Round::CalendarYear | Round::FinancialYear => 366,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECEMBER: MonthDay = MonthDay { month: 12, day: 31 };

    fn months(months: u32) -> Count {
        (Period::months(months), Round::None)
    }

    const ANCHOR: Count = (Period::ZERO, Round::None);

    #[test]
    fn monthly_runs_keep_a_promise_of_one_month_and_thirty_days_do_not() {
        let mut calendar = Calendar::new(DECEMBER, true);
        assert_eq!(calendar.too_late(ANCHOR, Some(Period::months(1)), months(1)), None);
        let worst = calendar.too_late(ANCHOR, Some(Period::days(30)), months(1)).expect("February is short");
        assert_eq!((worst.anchor, worst.last, worst.days()), (date(2025, 1, 31), date(2025, 2, 28), 2));
    }

    #[test]
    fn yearly_runs_break_a_promise_of_six_months() {
        let mut calendar = Calendar::new(DECEMBER, true);
        let worst =
            calendar.too_late(ANCHOR, Some(Period::months(12)), months(6)).expect("half a year too late");
        assert_eq!(worst.days(), 184);
        assert_eq!(calendar.too_late(ANCHOR, Some(Period::months(12)), months(84)), None);
    }

    #[test]
    fn the_bookkeeping_floor_passes_seven_years_from_the_same_day() {
        let mut calendar = Calendar::new(MonthDay { month: 4, day: 30 }, true);
        let floor = (Period::months(84), Round::FinancialYear);
        let worst = calendar.too_late(floor, None, months(84)).expect("the floor is later");
        // Booked on 1 May 2024, in the financial year that ended on 30 April 2025: kept until the end of 2032.
        assert_eq!((worst.anchor, worst.first), (date(2024, 5, 1), date(2032, 12, 31)));
        assert_eq!(calendar.too_late(months(84), None, floor), None);
    }

    #[test]
    fn elsewhere_the_financial_year_itself_counts() {
        let mut calendar = Calendar::new(MonthDay { month: 2, day: 29 }, false);
        assert_eq!(calendar.rounded(date(2025, 3, 1), Round::FinancialYear), date(2026, 2, 28));
        assert_eq!(calendar.rounded(date(2024, 2, 29), Round::FinancialYear), date(2024, 2, 29));
        let zero = (Period::ZERO, Round::FinancialYear);
        assert_eq!(calendar.too_late(ANCHOR, None, zero), None);
    }

    #[test]
    fn hours_are_not_days() {
        let mut calendar = Calendar::new(DECEMBER, true);
        let hours = |hours| (Period::Hours(hours), Round::None);
        assert_eq!(calendar.too_late(hours(72), None, (Period::days(3), Round::None)), None);
        assert!(calendar.too_late(hours(73), None, (Period::days(3), Round::None)).is_some());
        assert!(calendar.too_late(ANCHOR, Some(Period::DAY), hours(23)).is_some());
    }
}
