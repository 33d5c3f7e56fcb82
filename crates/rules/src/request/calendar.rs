//! Working days: which days a period may end on.
//!
//! Regulation (EEC, Euratom) 1182/71, Art. 2: working days are all days but public holidays, Sundays and Saturdays, and
//! public holidays are those that the member state designates. In Sweden these are the days of lag (1989:253) om allmänna
//! helgdagar; lag (1930:173) om beräkning av lagstadgad tid, 2 §, puts midsummer's, Christmas and New Year's Eve beside
//! them, so a period does not end on those either.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// Whose public holidays count. Where none are known, only Saturdays and Sundays do: a period then ends too early at
/// worst, never too late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holidays {
    /// None known.
    #[default]
    None,
    /// Sweden's, as they have been since 2005.
    Sweden,
}

impl Holidays {
    /// Those of a country, by its ISO 3166-1 alpha-2 code.
    pub fn of(country: &str) -> Self {
        if country.eq_ignore_ascii_case("SE") { Self::Sweden } else { Self::None }
    }

    /// Whether a period may end on the day.
    pub fn is_working_day(self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        !weekend && (self == Self::None || !(is_public_holiday(day) || is_equated_eve(day)))
    }

    /// The day, or the first working day after it. The end of time is its own next day.
    pub fn working_day_from(self, day: Date) -> Date {
        let mut day = day;
        while !self.is_working_day(day) {
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => return day,
            }
        }
        day
    }
}

/// Whether a day is an *allmän helgdag* by lag (1989:253), Sundays included.
pub fn is_public_holiday(day: Date) -> bool {
    // 6 June has been one since 2005, when Whit Monday ceased to be (lag 2004:1320).
    let fixed = matches!((day.month(), day.day()), (1, 1 | 6) | (5, 1) | (6, 6) | (12, 25 | 26));
    let after_easter = |days: i32| {
        let found = easter(day.year()).and_then(|easter| easter.checked_add(days.days()).ok());
        found == Some(day)
    };
    let saturday = day.weekday() == Weekday::Saturday;
    let midsummer = saturday && day.month() == 6 && (20..=26).contains(&day.day());
    let all_saints =
        saturday && ((day.month(), day.day()) == (10, 31) || day.month() == 11 && day.day() <= 6);
    // Good Friday, Easter Day, Easter Monday, Ascension Day, Whit Sunday.
    let moving = [-2, 0, 1, 39, 49].into_iter().any(after_easter);
    day.weekday() == Weekday::Sunday || fixed || moving || midsummer || all_saints
}

/// Whether a day is one of the eves that lag (1930:173), 2 §, treats as a Sunday.
pub fn is_equated_eve(day: Date) -> bool {
    let midsummers = day.weekday() == Weekday::Friday && day.month() == 6 && (19..=25).contains(&day.day());
    midsummers || matches!((day.month(), day.day()), (12, 24 | 31))
}

/// Easter Day of a year in the Gregorian calendar: the computus in Meeus' form (*Astronomical Algorithms*, chapter 8).
/// `None` before 1583 and beyond the calendar.
pub fn easter(year: i16) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let year_number = i32::from(year);
    let (century, in_century) = (year_number / 100, year_number % 100);
    let golden = year_number % 19;
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let exception = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * exception + 114;
    Date::new(year, i8::try_from(sum / 31).ok()?, i8::try_from(sum % 31 + 1).ok()?).ok()
}
