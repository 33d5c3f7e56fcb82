//! When an answer is due.

use gallra_rules::request::{Clock, Holidays, Kind, Role, last_day};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};
use proptest::prelude::*;

use super::{by, day, handler, received};

#[test]
fn an_answer_is_due_on_the_day_of_the_same_number() {
    for (event, months, paused, ends) in [
        ("2025-03-05", 1, 0, "2025-04-07"), // 5 April is a Saturday
        ("2024-03-05", 1, 0, "2024-04-05"),
        ("2026-08-31", 1, 0, "2026-09-30"), // September has no 31st
        ("2025-01-31", 1, 0, "2025-02-28"),
        ("2024-01-31", 1, 0, "2024-02-29"),
        ("2026-01-31", 1, 0, "2026-03-02"), // 28 February is a Saturday
        ("2026-03-03", 1, 0, "2026-04-07"), // Good Friday
        ("2026-05-19", 1, 0, "2026-06-22"), // Midsummer's Eve
        ("2026-11-24", 1, 0, "2026-12-28"), // Christmas Eve to Sunday
        ("2026-11-22", 1, 0, "2026-12-22"),
        ("2026-11-22", 3, 0, "2027-02-22"),
        ("2025-11-30", 3, 0, "2026-03-02"), // no 30 February, and the 28th is a Saturday
        ("2026-11-22", 1, 4, "2026-12-28"), // 26 December after four days of waiting
    ] {
        assert_eq!(last_day(day(event), months, paused, Holidays::Sweden), day(ends), "{event}");
    }
    assert_eq!(last_day(Date::MAX, 1, 0, Holidays::Sweden), Date::MAX);
}

#[test]
fn a_question_about_identity_stops_the_clock_until_it_is_answered() {
    let mut request = received(Kind::Access, "2026-11-02");
    assert_eq!(request.clock(day("2026-11-02")), Clock::Running { last_day: day("2026-12-02"), late: false });
    request
        .ask_identity(day("2026-11-03"), handler(), "another address than the account's".to_owned())
        .unwrap();
    let paused = Clock::Paused { since: day("2026-11-03"), last_day: day("2026-12-11") };
    assert_eq!(request.clock(day("2026-11-12")), paused);
    request.verify_identity(day("2026-11-13"), handler()).unwrap();
    // Ten days: the 12th is a Saturday.
    let running = Clock::Running { last_day: day("2026-12-14"), late: false };
    assert_eq!(request.clock(day("2026-12-14")), running);
    let late = Clock::Running { last_day: day("2026-12-14"), late: true };
    assert_eq!(request.clock(day("2026-12-15")), late);
}

#[test]
fn a_question_that_comes_late_stops_nothing() {
    let mut request = received(Kind::Access, "2026-11-02");
    request.ask_identity(day("2026-11-10"), handler(), "a doubt".to_owned()).unwrap();
    let running = Clock::Running { last_day: day("2026-12-02"), late: false };
    assert_eq!(request.clock(day("2026-11-20")), running);
}

#[test]
fn an_extension_counts_from_the_receipt() {
    let mut request = received(Kind::Erase, "2026-11-22");
    request.extend(day("2026-12-22"), handler(), "forty systems".to_owned()).unwrap();
    assert_eq!(request.clock(day("2026-12-23")), Clock::Running { last_day: day("2027-02-22"), late: false });
}

#[test]
fn the_clock_of_a_request_that_ended_stands() {
    let mut request = received(Kind::Erase, "2026-11-22");
    request.withdraw(day("2026-11-25"), by(Role::Subject, "subject")).unwrap();
    let stopped = Clock::Stopped { last_day: day("2026-12-22"), late: false };
    assert_eq!(request.clock(day("2028-01-01")), stopped);
}

/// Day by day: the first day that is as many months on and has the number, or else the last of that month.
fn by_counting(event: Date, months: u32, paused: u32) -> Date {
    let (mut day, mut passed) = (event, 0);
    loop {
        let next = day.tomorrow().unwrap();
        if next.day() == 1 {
            passed += 1;
        }
        if passed > months {
            break;
        }
        day = next;
        if passed == months && day.day() == event.day() {
            break;
        }
    }
    for _ in 0..paused {
        day = day.tomorrow().unwrap();
    }
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
        || Holidays::Sweden.working_day_from(day) != day
    {
        day = day.tomorrow().unwrap();
    }
    day
}

proptest! {
    #[test]
    fn counting_on_fingers_gives_the_same_day(from_2005 in 0_i32..40_000, months in 1_u8..4, paused in 0_u16..60) {
        let event = date(2005, 1, 1).checked_add(from_2005.days()).unwrap();
        let ends = last_day(event, months, paused, Holidays::Sweden);
        prop_assert_eq!(ends, by_counting(event, u32::from(months), u32::from(paused)));
    }

    /// Whoever asks later is never answered earlier.
    #[test]
    fn a_later_request_is_not_due_earlier(from_2005 in 0_i32..40_000, months in 1_u8..4) {
        let event = date(2005, 1, 1).checked_add(from_2005.days()).unwrap();
        let due = |event| last_day(event, months, 0, Holidays::Sweden);
        prop_assert!(due(event) <= due(event.tomorrow().unwrap()));
    }
}
