//! Numbers, dates, ages and shares as the reader's language writes them.

use std::time::Duration;

use gallra_rules::diagnostic::Lang;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};

use super::text::{Texts, t};

/// A whole number in groups of three: `12,345` in English, `12 345` (with a space that does not break) in Swedish.
pub(crate) fn grouped(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(if lang == Lang::Sv { '\u{a0}' } else { ',' });
        }
        text.push(digit);
    }
    text
}

/// A number as people write it back: `12,345`, `12 345`, `12345`.
pub(crate) fn parse_number(text: &str) -> Result<u64, std::num::ParseIntError> {
    text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '_')).collect::<String>().parse()
}

impl Texts {
    /// A whole number.
    pub(crate) fn number(self, number: u64) -> String {
        grouped(number, self.lang)
    }

    /// A day: `22 Nov 2026`, `2026-11-22`.
    pub(crate) fn day(self, day: Date) -> String {
        match self.lang {
            Lang::En => day.strftime("%-d %b %Y").to_string(),
            Lang::Sv => day.to_string(),
        }
    }

    /// A moment, to the minute, in a zone.
    pub(crate) fn moment(self, at: Timestamp, zone: &str) -> String {
        let local = at.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
        format!("{} {}", self.day(local.date()), local.strftime("%H:%M"))
    }

    /// A moment that evidence tells as RFC 3339; left as it stands if it is none.
    pub(crate) fn told_moment(self, rfc3339: &str, zone: &str) -> String {
        rfc3339.parse().map_or_else(|_| rfc3339.to_owned(), |at| self.moment(at, zone))
    }

    /// How long ago a day was, in the two largest units that tell: `3 years 8 months`, `12 days`.
    pub(crate) fn age(self, from: Date, to: Date) -> String {
        let Ok(span) = from.until((Unit::Year, to)) else { return String::new() };
        let parts = [
            ("age-years", i64::from(span.get_years())),
            ("age-months", i64::from(span.get_months())),
            ("age-days", i64::from(span.get_days())),
        ];
        let told: Vec<String> = parts
            .into_iter()
            .skip_while(|(_, number)| *number == 0)
            .take(2)
            .filter_map(|(id, number)| {
                u64::try_from(number).ok().filter(|n| *n > 0).map(|n| t!(self, id, n = n))
            })
            .collect();
        if told.is_empty() { t!(self, "age-days", n = 0_u64) } else { told.join(" ") }
    }

    /// A part of a whole in percent. Never `0 %` for something and never `100 %` for less than all.
    pub(crate) fn share(self, part: u64, whole: u64) -> String {
        if whole == 0 {
            return "–".to_owned();
        }
        let percent = (u128::from(part) * 100 + u128::from(whole) / 2) / u128::from(whole);
        let sign = if self.lang == Lang::Sv { "\u{a0}%" } else { "%" };
        match percent {
            0 if part > 0 => format!("<1{sign}"),
            100.. if part < whole => format!(">99{sign}"),
            percent => format!("{percent}{sign}"),
        }
    }

    /// A short time: `0.4 s`, `2 min 5 s`.
    pub(crate) fn short_time(self, time: Duration) -> String {
        let seconds = time.as_secs();
        if seconds >= 60 {
            return format!("{} min {} s", seconds / 60, seconds % 60);
        }
        let tenths = (time.as_millis() + 50) / 100;
        let point = if self.lang == Lang::Sv { ',' } else { '.' };
        format!("{}{point}{} s", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const EN: Texts = Texts { lang: Lang::En };
    const SV: Texts = Texts { lang: Lang::Sv };

    #[test]
    fn numbers_are_grouped_and_can_be_typed_back() {
        for (number, english, swedish) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (12_345, "12,345", "12\u{a0}345"),
            (1_000_000, "1,000,000", "1\u{a0}000\u{a0}000"),
        ] {
            assert_eq!((EN.number(number).as_str(), SV.number(number).as_str()), (english, swedish));
            assert_eq!((parse_number(english), parse_number(swedish)), (Ok(number), Ok(number)));
        }
        assert!(parse_number("12.5").is_err());
        assert!(parse_number("-1").is_err());
    }

    #[test]
    fn numbers_inside_texts_are_grouped_too() {
        assert_eq!(t!(EN, "age-days", n = 12_345_u64), "12,345 days");
        assert_eq!(t!(SV, "age-days", n = 12_345_u64), "12\u{a0}345 dagar");
    }

    #[test]
    fn a_share_never_claims_nothing_or_everything_wrongly() {
        assert_eq!(EN.share(0, 10), "0%");
        assert_eq!(EN.share(1, 1000), "<1%");
        assert_eq!(EN.share(999, 1000), ">99%");
        assert_eq!(SV.share(1000, 1000), "100\u{a0}%");
        assert_eq!(EN.share(0, 0), "–");
    }

    #[test]
    fn dates_and_ages_follow_the_language() {
        assert_eq!(EN.day(date(2026, 11, 22)), "22 Nov 2026");
        assert_eq!(SV.day(date(2026, 11, 22)), "2026-11-22");
        assert_eq!(EN.age(date(2023, 3, 4), date(2026, 11, 22)), "3 years 8 months");
        assert_eq!(SV.age(date(2026, 11, 10), date(2026, 11, 22)), "12 dagar");
        assert_eq!(EN.age(date(2025, 11, 22), date(2026, 11, 22)), "1 year");
        assert_eq!(EN.age(date(2026, 11, 22), date(2026, 11, 22)), "0 days");
    }
}
