//! Which days are holidays: known dates, and other ways of finding them.

use gallra_rules::request::Holidays;
use gallra_rules::request::calendar::{easter, is_equated_eve, is_public_holiday};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};

/// Easter Day 2000–2050, from the published tables.
const EASTER: &str = "04-23 04-15 03-31 04-20 04-11 03-27 04-16 04-08 03-23 04-12 \
    04-04 04-24 04-08 03-31 04-20 04-05 03-27 04-16 04-01 04-21 \
    04-12 04-04 04-17 04-09 03-31 04-20 04-05 03-28 04-16 04-01 \
    04-21 04-13 03-28 04-17 04-09 03-25 04-13 04-05 04-25 04-10 \
    04-01 04-21 04-06 03-29 04-17 04-09 03-25 04-14 04-05 04-18 \
    04-10";

/// The public holidays of four years that are no ordinary Sundays, written by hand from almanacs.
const HOLIDAYS: [(&str, &str); 4] = [
    ("2024", "01-01 01-06 03-29 03-31 04-01 05-01 05-09 05-19 06-06 06-22 11-02 12-25 12-26"),
    ("2025", "01-01 01-06 04-18 04-20 04-21 05-01 05-29 06-06 06-08 06-21 11-01 12-25 12-26"),
    ("2026", "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-20 10-31 12-25 12-26"),
    ("2027", "01-01 01-06 03-26 03-28 03-29 05-01 05-06 05-16 06-06 06-26 11-06 12-25 12-26"),
];

/// Midsummer's, Christmas and New Year's Eve of the same years.
const EVES: [(&str, &str); 4] = [
    ("2024", "06-21 12-24 12-31"),
    ("2025", "06-20 12-24 12-31"),
    ("2026", "06-19 12-24 12-31"),
    ("2027", "06-25 12-24 12-31"),
];

fn days(table: &[(&str, &str)]) -> Vec<Date> {
    let of_year = |(year, days): &(&str, &str)| -> Vec<Date> {
        days.split_whitespace().map(|day| format!("{year}-{day}").parse().unwrap()).collect()
    };
    table.iter().flat_map(of_year).collect()
}

fn all_days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    from.series(1.day()).take_while(move |day| *day < to)
}

#[test]
fn easter_is_when_the_tables_say() {
    for (year, day) in (2000_i16..).zip(EASTER.split_whitespace()) {
        let expected: Date = format!("{year}-{day}").parse().unwrap();
        assert_eq!(easter(year), Some(expected));
    }
}

/// Clavius' rule with its tables' epacts: the Sunday after the fourteenth day of the moon that is on or after 21 March.
#[test]
fn easter_is_the_sunday_after_the_paschal_moon() {
    for year in 1583_i16..3000 {
        let (golden, century) = (i32::from(year) % 19 + 1, i32::from(year) / 100 + 1);
        let (solar, lunar) = (3 * century / 4 - 12, (8 * century + 5) / 25 - 5);
        let mut epact = (11 * golden + 20 + lunar - solar).rem_euclid(30);
        if epact == 24 || epact == 25 && golden > 11 {
            epact += 1;
        }
        let mut moon = 44 - epact;
        if moon < 21 {
            moon += 30;
        }
        let full = date(year, 3, 1).checked_add((moon - 1).days()).unwrap();
        let sunday = full.nth_weekday(1, Weekday::Sunday).unwrap();
        assert_eq!(easter(year), Some(sunday), "{year}");
    }
}

#[test]
fn four_years_of_holidays_are_those_of_the_almanac() {
    let found: Vec<Date> = all_days(date(2024, 1, 1), date(2028, 1, 1))
        .filter(|day| is_public_holiday(*day))
        .filter(|day| day.weekday() != Weekday::Sunday || days(&HOLIDAYS).contains(day))
        .collect();
    assert_eq!(found, days(&HOLIDAYS));
    let eves: Vec<Date> =
        all_days(date(2024, 1, 1), date(2028, 1, 1)).filter(|day| is_equated_eve(*day)).collect();
    assert_eq!(eves, days(&EVES));
}

#[test]
fn every_sunday_is_a_holiday_and_every_year_has_its_saturdays() {
    for year in 2005_i16..2105 {
        let holidays: Vec<Date> =
            all_days(date(year, 1, 1), date(year + 1, 1, 1)).filter(|day| is_public_holiday(*day)).collect();
        let sundays =
            all_days(date(year, 1, 1), date(year + 1, 1, 1)).filter(|day| day.weekday() == Weekday::Sunday);
        assert!(sundays.into_iter().all(|day| holidays.contains(&day)), "{year}");
        let saturdays = |month: i8| {
            holidays.iter().any(|day| {
                day.weekday() == Weekday::Saturday
                    && (day.month() == month || month == 11 && day.month() == 10)
            })
        };
        assert!(saturdays(6) && saturdays(11), "{year}");
    }
}

#[test]
fn a_period_may_end_on_other_days_only() {
    let sweden = Holidays::Sweden;
    for (from, to) in [
        ("2026-04-02", "2026-04-02"), // Maundy Thursday is a working day
        ("2026-04-03", "2026-04-07"), // Good Friday to Easter Monday
        ("2026-06-19", "2026-06-22"), // Midsummer's Eve
        ("2026-12-24", "2026-12-28"), // Christmas Eve to the Sunday after
        ("2026-12-31", "2027-01-04"), // New Year's Eve, New Year's Day, a weekend
        ("2026-05-14", "2026-05-15"), // the Friday after Ascension Day is a working day
        ("2025-06-06", "2025-06-09"), // National Day, a Friday; Whit Monday is a working day
    ] {
        let (from, to): (Date, Date) = (from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(sweden.working_day_from(from), to);
    }
    // Elsewhere only weekends are known.
    assert_eq!(Holidays::of("DK").working_day_from(date(2026, 4, 3)), date(2026, 4, 3));
    assert_eq!(Holidays::of("DK").working_day_from(date(2026, 4, 4)), date(2026, 4, 6));
    assert_eq!(Holidays::of("se"), Holidays::Sweden);
    assert_eq!(Holidays::Sweden.working_day_from(Date::MAX), Date::MAX);
}
