//! Periods of time as a promise states them: `7 years`, `12 months`, `72 hours`.
//!
//! Regulation (EEC, Euratom) 1182/71, Art. 3: a period in days, weeks, months or years ends with the expiry of the
//! last hour of its last day; a period in hours ends with the expiry of its last hour. So the two are never mixed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A length of time, either on the calendar or on the clock. Never negative, never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// Years and months (as months), then weeks and days (as days), on the organisation's calendar.
    Calendar {
        /// Whole months; a year is twelve.
        months: u32,
        /// Whole days; a week is seven.
        days: u32,
    },
    /// Exact hours, whatever the calendar does: 72 h is 72 h.
    Hours(u32),
}

/// Why a text is not a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// Nothing, or something that is no number followed by a unit.
    #[error("expected a number and a unit, such as `7 years` or `30 days`")]
    Shape,
    /// The unit is none of years, months, weeks, days, hours.
    #[error("unknown unit `{0}`; use years, months, weeks, days or hours")]
    Unit(String),
    /// Hours together with calendar units.
    #[error("hours cannot be mixed with days, weeks, months or years")]
    Mixed,
    /// Longer than a thousand years.
    #[error("the period is longer than a thousand years")]
    TooLong,
}

impl Period {
    /// No time at all.
    pub const ZERO: Self = Self::Calendar { months: 0, days: 0 };
    /// One calendar day, the default cadence.
    pub const DAY: Self = Self::Calendar { months: 0, days: 1 };

    /// Whole months.
    pub const fn months(months: u32) -> Self {
        Self::Calendar { months, days: 0 }
    }

    /// Whole days.
    pub const fn days(days: u32) -> Self {
        Self::Calendar { months: 0, days }
    }

    /// Whether the period is empty.
    pub const fn is_zero(self) -> bool {
        matches!(self, Self::Calendar { months: 0, days: 0 } | Self::Hours(0))
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    /// Reads `7 years`, `1 year 6 months`, `90 days`, `72 hours`, also the short ISO forms `P7Y`, `P30D`, `PT72H`
    /// and the Swedish unit names.
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let spaced = match text.trim().strip_prefix(['P', 'p']) {
            Some(iso) => spell_out_iso(iso)?,
            None => text.trim().to_owned(),
        };
        let mut words = spaced.split_whitespace().filter(|word| !matches!(*word, "and" | "och")).peekable();
        let (mut months, mut days, mut hours) = (0_u64, 0_u64, None::<u64>);
        if words.peek().is_none() {
            return Err(PeriodError::Shape);
        }
        while let Some(number) = words.next() {
            let number: u64 = number.parse().map_err(|_| PeriodError::Shape)?;
            if number > 1_000_000 {
                return Err(PeriodError::TooLong);
            }
            let unit = words.next().ok_or(PeriodError::Shape)?;
            match unit.trim_end_matches(',') {
                "year" | "years" | "år" | "y" => months += number * 12,
                "month" | "months" | "månad" | "månader" => months += number,
                "week" | "weeks" | "vecka" | "veckor" => days += number * 7,
                "day" | "days" | "dag" | "dagar" => days += number,
                "hour" | "hours" | "timme" | "timmar" => hours = Some(hours.unwrap_or(0) + number),
                other => return Err(PeriodError::Unit(other.to_owned())),
            }
        }
        match hours {
            Some(_) if months + days > 0 => Err(PeriodError::Mixed),
            Some(hours) if hours > 1000 * 366 * 24 => Err(PeriodError::TooLong),
            Some(hours) => u32::try_from(hours).map(Self::Hours).map_err(|_| PeriodError::TooLong),
            None if months > 12_000 || days > 366_000 => Err(PeriodError::TooLong),
            None => {
                let months = u32::try_from(months).map_err(|_| PeriodError::TooLong)?;
                let days = u32::try_from(days).map_err(|_| PeriodError::TooLong)?;
                Ok(Self::Calendar { months, days })
            }
        }
    }
}

/// `7Y6M` → `7 years 6 months`; `T72H` → `72 hours`.
fn spell_out_iso(iso: &str) -> Result<String, PeriodError> {
    let (mut spelled, mut number, mut in_time) = (String::new(), String::new(), false);
    for letter in iso.chars() {
        let unit = match letter.to_ascii_uppercase() {
            digit @ '0'..='9' => {
                number.push(digit);
                continue;
            }
            'T' if number.is_empty() && !in_time => {
                in_time = true;
                continue;
            }
            'Y' if !in_time => "years",
            'M' if !in_time => "months",
            'W' if !in_time => "weeks",
            'D' if !in_time => "days",
            'H' if in_time => "hours",
            other => return Err(PeriodError::Unit(other.to_string())),
        };
        if number.is_empty() {
            return Err(PeriodError::Shape);
        }
        spelled.extend([number.as_str(), " ", unit, " "]);
        number.clear();
    }
    if number.is_empty() { Ok(spelled) } else { Err(PeriodError::Shape) }
}

impl fmt::Display for Period {
    /// Canonical English, which reads back as the same period: `7 years`, `18 months`, `1 month 3 days`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        let mut part = |number: u32, one: &str, many: &str| {
            parts.push(format!("{number} {}", if number == 1 { one } else { many }));
        };
        match *self {
            Self::Hours(hours) => part(hours, "hour", "hours"),
            Self::Calendar { months: 0, days } => part(days, "day", "days"),
            Self::Calendar { months, days } => {
                if months % 12 == 0 {
                    part(months / 12, "year", "years");
                } else {
                    part(months, "month", "months");
                }
                if days > 0 {
                    part(days, "day", "days");
                }
            }
        }
        f.pad(&parts.join(" "))
    }
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
