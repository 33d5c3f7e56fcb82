//! Forward and backward agree, and both agree with counting on one's fingers.

use gallra_rules::calculus::cutoff::{cutoff, cutoff_before, on_the_wall};
use gallra_rules::calculus::forward::due_moment;
use gallra_rules::calculus::{Calendar, Moment, Side};
use gallra_rules::period::Period;
use gallra_rules::policy::Round;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use proptest::prelude::*;

use super::calendar;

const ZONES: [&str; 8] = [
    "Europe/Stockholm",
    "Pacific/Apia",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/New_York",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "UTC",
];

fn a_calendar() -> impl Strategy<Value = Calendar> {
    let ends =
        prop_oneof![Just((12, 31)), Just((4, 30)), Just((2, 29)), Just((2, 28)), Just((6, 30)), Just((1, 1))];
    (0..ZONES.len(), prop_oneof![Just("SE"), Just("DE")], ends)
        .prop_map(|(zone, country, end)| calendar(ZONES[zone], country, end))
}

fn a_round() -> impl Strategy<Value = Round> {
    prop_oneof![
        Just(Round::None),
        Just(Round::FinancialYear),
        Just(Round::CalendarYear),
        Just(Round::CalendarMonth)
    ]
}

fn a_period() -> impl Strategy<Value = Period> {
    prop_oneof![
        (0..100_u32, prop_oneof![Just(0), 0..40_u32])
            .prop_map(|(months, days)| Period::Calendar { months, days }),
        (0..800_u32).prop_map(Period::days),
        (0..2000_u32).prop_map(Period::Hours),
    ]
}

fn a_side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Floor), Just(Side::Cap)]
}

/// Moments of the last decades, often at a full hour.
fn a_moment() -> impl Strategy<Value = Timestamp> {
    (500_000_000..1_800_000_000_i64, any::<bool>(), 0..1_000_000_000_i32).prop_map(
        |(seconds, whole, nanoseconds)| {
            if whole {
                Timestamp::from_second(seconds - seconds % 3600).unwrap()
            } else {
                Timestamp::new(seconds, nanoseconds).unwrap()
            }
        },
    )
}

/// The last day of a period, counted day by day.
fn on_ones_fingers(
    mut day: Date,
    year_end: (i8, i8),
    swedish: bool,
    round: Round,
    months: u32,
    days: u32,
) -> Date {
    let last_of_month = |day: Date| day.tomorrow().unwrap().day() == 1;
    let ends_financial_year = |day: Date| {
        if year_end.0 == 2 && year_end.1 == 29 {
            day.month() == 2 && last_of_month(day)
        } else {
            (day.month(), day.day()) == year_end
        }
    };
    let stop: Box<dyn Fn(Date) -> bool> = match round {
        Round::None => Box::new(|_| true),
        Round::CalendarMonth => Box::new(last_of_month),
        Round::CalendarYear => Box::new(|day| (day.month(), day.day()) == (12, 31)),
        Round::FinancialYear => Box::new(ends_financial_year),
    };
    while !stop(day) {
        day = day.tomorrow().unwrap();
    }
    while round == Round::FinancialYear && swedish && (day.month(), day.day()) != (12, 31) {
        day = day.tomorrow().unwrap();
    }
    let wanted = day.day();
    let (mut year, mut month) = (day.year(), day.month());
    for _ in 0..months {
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    let mut day = (1..=wanted).rev().find_map(|day| Date::new(year, month, day).ok()).unwrap();
    for _ in 0..days {
        day = day.tomorrow().unwrap();
    }
    day
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn the_due_moment_is_the_start_of_the_day_after_the_last_day(
        end in prop_oneof![Just((12, 31)), Just((4, 30)), Just((2, 29))],
        swedish in any::<bool>(),
        round in a_round(),
        months in 0..100_u32,
        days in 0..40_u32,
        ordinal in 0..20_000_i32,
        zone in 0..ZONES.len(),
    ) {
        let calendar = calendar(ZONES[zone], if swedish { "SE" } else { "DE" }, end);
        let begins = Date::constant(1970, 1, 1).checked_add(ordinal.days()).unwrap();
        let last = on_ones_fingers(begins, end, swedish, round, months, days);
        let due = due_moment(&calendar, &Moment::Date(begins), round, Period::Calendar { months, days }, Side::Cap).unwrap();
        let next = last.tomorrow().unwrap();
        let zone = TimeZone::get(ZONES[zone]).unwrap();
        // The first moment whose wall clock shows that day or a later one, whatever the zone does at midnight.
        let shows = |at: Timestamp| zone.to_datetime(at).date();
        prop_assert!(shows(due) >= next);
        prop_assert!(shows(due.checked_sub(1.nanosecond()).unwrap()) < next || shows(due) > next);
    }

    #[test]
    fn an_anchor_is_before_the_cutoff_exactly_when_its_due_moment_has_come(
        calendar in a_calendar(), round in a_round(), period in a_period(), side in a_side(), by in a_moment(),
        offset in -40..40_i32, second in 0..86_400_i64,
    ) {
        let round = if matches!(period, Period::Hours(_)) { Round::None } else { round };
        let cut = cutoff(&calendar, round, period, side, by);
        let strict = cutoff_before(&calendar, round, period, side, by);
        let near = cut.date.checked_add(offset.days()).unwrap();
        for day in [near, cut.date, cut.date.yesterday().unwrap(), strict.date, strict.date.yesterday().unwrap()] {
            let due = due_moment(&calendar, &Moment::Date(day), round, period, side).unwrap();
            prop_assert_eq!(due <= by, day < cut.date, "{} due {}", day, due);
            prop_assert_eq!(due < by, day < strict.date, "{} due {}", day, due);
        }
        let base = cut.instant;
        let around = calendar.start_of(near).unwrap().checked_add(second.seconds()).unwrap();
        let moments = [base, base.checked_sub(1.nanosecond()).unwrap(), base.checked_add(1.nanosecond()).unwrap(), around, strict.instant];
        for at in moments {
            let due = due_moment(&calendar, &Moment::Instant(at), round, period, side).unwrap();
            prop_assert_eq!(due <= by, at < cut.instant, "{} due {}", at, due);
            prop_assert_eq!(due < by, at < strict.instant, "{} due {}", at, due);
        }
    }

    #[test]
    fn a_wall_clock_reading_is_before_the_cutoff_exactly_when_its_due_moment_has_come(
        calendar in a_calendar(), period in a_period(), side in a_side(), zone in 0..ZONES.len(),
        // Around the changes of the clock, where it matters.
        year in 1996..2024_i16, which in 0..4_usize, minutes in -180..180_i64, ago in -180..180_i64,
    ) {
        let zone = TimeZone::get(ZONES[zone]).unwrap();
        let start = Date::new(year, 1, 1).unwrap().to_zoned(TimeZone::UTC).unwrap().timestamp();
        let Some(change) = zone.following(start).nth(which).map(|change| change.timestamp()) else { return Ok(()) };
        let by = match due_moment(&calendar, &Moment::Instant(change), Round::None, period, side) {
            Some(by) => by.checked_add(ago.minutes()).unwrap(),
            None => return Ok(()),
        };
        let cut = on_the_wall(cutoff(&calendar, Round::None, period, side, by), &zone, side);
        let shown = zone.to_datetime(cut.instant);
        for at in [change, change.checked_add(minutes.minutes()).unwrap()] {
            let at = zone.to_datetime(at);
            for at in [at, at.checked_sub(1.minute()).unwrap(), shown, shown.checked_sub(1.nanosecond()).unwrap()] {
                let moment = Moment::Local { at, zone: zone.clone() };
                let due = due_moment(&calendar, &moment, Round::None, period, side).unwrap();
                prop_assert_eq!(due <= by, at < shown, "{} due {} by {} shown {}", at, due, by, shown);
            }
        }
    }
}
