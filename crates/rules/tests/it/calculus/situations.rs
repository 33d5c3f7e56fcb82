use gallra_rules::calculus::cutoff::{cutoff, cutoff_before};
use gallra_rules::calculus::forward::{due_moment, last_day};
use gallra_rules::calculus::{Calendar, Moment, Side};
use gallra_rules::period::Period;
use gallra_rules::policy::Round;
use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::calendar;

fn stockholm() -> Calendar {
    calendar("Europe/Stockholm", "SE", (12, 31))
}

fn last(calendar: &Calendar, begins: Date, round: Round, period: &str) -> Date {
    let Period::Calendar { months, days } = period.parse().unwrap() else { panic!("not on the calendar") };
    last_day(calendar, begins, round, months, days).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn bookkeeping_of_a_year_that_ended_in_april_2025_is_kept_through_2032() {
    // Bokföringslagen 7:2, the example of the law page.
    let calendar = calendar("Europe/Stockholm", "SE", (4, 30));
    let issued = date(2024, 9, 1);
    assert_eq!(last(&calendar, issued, Round::FinancialYear, "7 years"), date(2032, 12, 31));
    assert_eq!(last(&calendar, date(2025, 4, 30), Round::FinancialYear, "7 years"), date(2032, 12, 31));
    assert_eq!(last(&calendar, date(2025, 5, 1), Round::FinancialYear, "7 years"), date(2033, 12, 31));
    let due =
        due_moment(&calendar, &Moment::Date(issued), Round::FinancialYear, Period::months(84), Side::Floor);
    assert_eq!(due, Some(at("2033-01-01T00:00:00+01:00")));
}

#[test]
fn elsewhere_a_financial_year_ends_when_it_ends() {
    let calendar = calendar("Europe/Copenhagen", "DK", (4, 30));
    assert_eq!(last(&calendar, date(2024, 9, 1), Round::FinancialYear, "5 years"), date(2030, 4, 30));
    assert_eq!(last(&calendar, date(2024, 4, 30), Round::FinancialYear, "5 years"), date(2029, 4, 30));
}

#[test]
fn a_financial_year_may_end_with_february() {
    let calendar = calendar("Europe/Copenhagen", "DK", (2, 29));
    assert_eq!(last(&calendar, date(2023, 3, 1), Round::FinancialYear, "0 days"), date(2024, 2, 29));
    assert_eq!(last(&calendar, date(2024, 3, 1), Round::FinancialYear, "0 days"), date(2025, 2, 28));
}

#[test]
fn a_month_from_the_31st_ends_with_the_shorter_month() {
    // Regulation 1182/71, Art. 3(2)(c), second sentence.
    let calendar = stockholm();
    assert_eq!(last(&calendar, date(2026, 1, 31), Round::None, "1 month"), date(2026, 2, 28));
    assert_eq!(last(&calendar, date(2028, 1, 31), Round::None, "1 month"), date(2028, 2, 29));
    assert_eq!(last(&calendar, date(2026, 8, 31), Round::None, "1 month"), date(2026, 9, 30));
    assert_eq!(last(&calendar, date(2026, 3, 5), Round::None, "1 month"), date(2026, 4, 5));
}

#[test]
fn a_year_from_a_leap_day_ends_on_28_february() {
    let calendar = stockholm();
    assert_eq!(last(&calendar, date(2024, 2, 29), Round::None, "1 year"), date(2025, 2, 28));
    assert_eq!(last(&calendar, date(2024, 2, 29), Round::None, "4 years"), date(2028, 2, 29));
}

#[test]
fn months_are_added_before_days() {
    let calendar = stockholm();
    assert_eq!(last(&calendar, date(2026, 1, 31), Round::None, "1 month 3 days"), date(2026, 3, 3));
}

#[test]
fn rounding_to_the_month_and_the_year_moves_to_their_last_day() {
    let calendar = stockholm();
    assert_eq!(last(&calendar, date(2024, 2, 3), Round::CalendarMonth, "1 month"), date(2024, 3, 29));
    assert_eq!(last(&calendar, date(2024, 2, 3), Round::CalendarYear, "2 years"), date(2026, 12, 31));
}

#[test]
fn the_period_ends_when_its_last_day_has_ended() {
    let calendar = stockholm();
    let two_years = Period::months(24);
    let due = due_moment(&calendar, &Moment::Date(date(2024, 11, 22)), Round::None, two_years, Side::Cap);
    assert_eq!(due, Some(at("2026-11-23T00:00:00+01:00")));
    // One nanosecond earlier it is not due, and the cutoff agrees.
    let before = cutoff(&calendar, Round::None, two_years, Side::Cap, at("2026-11-22T22:59:59.999999999Z"));
    assert_eq!(before.date, date(2024, 11, 22));
    let then = cutoff(&calendar, Round::None, two_years, Side::Cap, at("2026-11-22T23:00:00Z"));
    assert_eq!(then.date, date(2024, 11, 23));
    assert_eq!(then.instant, at("2024-11-23T00:00:00+01:00"));
}

#[test]
fn a_day_is_the_organisations_day_and_not_utcs() {
    let calendar = stockholm();
    let late = Moment::Instant(at("2026-06-30T22:30:00Z"));
    // In Stockholm it is already 1 July.
    let due = due_moment(&calendar, &late, Round::CalendarMonth, Period::ZERO, Side::Cap);
    assert_eq!(due, Some(at("2026-08-01T00:00:00+02:00")));
}

#[test]
fn days_are_calendar_days_when_the_clock_is_changed_and_hours_are_hours() {
    let calendar = stockholm();
    let before = Moment::Instant(at("2026-03-28T12:00:00+01:00"));
    let day = due_moment(&calendar, &before, Round::None, Period::DAY, Side::Cap);
    assert_eq!(day, Some(at("2026-03-30T00:00:00+02:00")));
    let hours = due_moment(&calendar, &before, Round::None, Period::Hours(24), Side::Cap);
    assert_eq!(hours, Some(at("2026-03-29T13:00:00+02:00")));
}

#[test]
fn hours_from_a_date_protect_to_its_end_and_limit_from_its_start() {
    let calendar = stockholm();
    let day = Moment::Date(date(2026, 10, 25));
    // 25 October 2026 has 25 hours in Stockholm.
    let floor = due_moment(&calendar, &day, Round::None, Period::Hours(72), Side::Floor);
    assert_eq!(floor, Some(at("2026-10-29T00:00:00+01:00")));
    let cap = due_moment(&calendar, &day, Round::None, Period::Hours(72), Side::Cap);
    assert_eq!(cap, Some(at("2026-10-27T23:00:00+01:00")));
}

#[test]
fn a_reading_of_the_repeated_hour_is_the_later_for_a_floor_and_the_earlier_for_a_cap() {
    let calendar = stockholm();
    let zone = jiff::tz::TimeZone::get("Europe/Stockholm").unwrap();
    let twice = Moment::Local { at: date(2026, 10, 25).at(2, 30, 0, 0), zone };
    let floor = due_moment(&calendar, &twice, Round::None, Period::Hours(1), Side::Floor);
    assert_eq!(floor, Some(at("2026-10-25T03:30:00+01:00")));
    let cap = due_moment(&calendar, &twice, Round::None, Period::Hours(1), Side::Cap);
    assert_eq!(cap, Some(at("2026-10-25T02:30:00+01:00")));
}

#[test]
fn a_day_that_apia_skipped_ends_with_the_day_before_the_skip() {
    // Samoa went from 29 to 31 December 2011.
    let calendar = calendar("Pacific/Apia", "WS", (12, 31));
    let begins = Moment::Date(date(2011, 12, 28));
    let due = |period| due_moment(&calendar, &begins, Round::None, period, Side::Cap);
    let skip = at("2011-12-30T10:00:00Z");
    assert_eq!(due(Period::days(1)), Some(skip));
    assert_eq!(due(Period::days(2)), Some(skip));
    assert_eq!(due(Period::days(3)), Some(at("2011-12-31T10:00:00Z")));
    let at_the_skip = cutoff(&calendar, Round::None, Period::days(2), Side::Cap, skip);
    assert_eq!(at_the_skip.date, date(2011, 12, 29));
}

#[test]
fn a_day_that_starts_at_one_in_the_morning_starts_then() {
    // São Paulo set its clocks forward at midnight until 2018.
    let calendar = calendar("America/Sao_Paulo", "BR", (12, 31));
    let due = due_moment(&calendar, &Moment::Date(date(2018, 11, 2)), Round::None, Period::DAY, Side::Cap);
    assert_eq!(due, Some(at("2018-11-04T01:00:00-02:00")));
}

#[test]
fn no_period_is_so_long_and_no_moment_so_early_that_it_fails() {
    let calendar = stockholm();
    let long = Period::months(12_000);
    assert_eq!(due_moment(&calendar, &Moment::Date(date(9000, 1, 1)), Round::None, long, Side::Floor), None);
    let nothing = cutoff(&calendar, Round::FinancialYear, long, Side::Floor, at("0900-01-01T00:00:00Z"));
    assert_eq!(nothing.date, date(1, 1, 1));
    let nothing = cutoff_before(&calendar, Round::None, long, Side::Cap, Timestamp::MIN);
    assert_eq!(nothing.date, date(1, 1, 1));
}
