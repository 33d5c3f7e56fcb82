//! The retention calculus: when the time of a record is up.
//!
//! A period on the calendar is counted on civil dates in the organisation's zone and ends with the expiry of its last
//! day (Regulation (EEC, Euratom) 1182/71, Art. 3(2)(c)); the *due moment* is therefore the start of the day after. A
//! period in hours ends with the expiry of its last hour (Art. 3(2)(a)), whatever the calendar does.
//!
//! There are two pieces of code for it, and they share no arithmetic. [`forward`] goes from a record to its due moments
//! and judges it: the checker uses it. [`cutoff`] goes the other way, from a moment to the anchors that are due by
//! then: the planner uses it. A fault in one of them is found by the other.

pub mod cutoff;
pub mod forward;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::policy::{MonthDay, Organisation};

/// The calendar that an organisation counts on.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    year_end: MonthDay,
    swedish: bool,
}

/// The zone is not in the time zone database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone of the IANA database; write one such as `Europe/Stockholm`")]
pub struct UnknownZone(pub String);

/// Looks a zone up by its IANA name.
pub fn zone(name: &str) -> Result<TimeZone, UnknownZone> {
    TimeZone::get(name).map_err(|_| UnknownZone(name.to_owned()))
}

impl Calendar {
    /// The organisation's calendar: its zone, its financial year, and whether bokföringslagen 7:2 applies (country SE).
    pub fn of(organisation: &Organisation) -> Result<Self, UnknownZone> {
        Ok(Self {
            zone: zone(&organisation.time_zone)?,
            year_end: organisation.financial_year_ends,
            swedish: organisation.country.eq_ignore_ascii_case("SE"),
        })
    }

    /// The zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The first moment of a day: midnight, or the first moment after it where the clock skips midnight. A day that the
    /// zone skips altogether (30 December 2011 in Apia) starts when the next one does. `None` at the ends of time.
    pub fn start_of(&self, day: Date) -> Option<Timestamp> {
        let start = day.to_datetime(jiff::civil::Time::midnight()).to_zoned(self.zone.clone());
        start.ok().map(|zoned| zoned.timestamp())
    }

    /// The civil day of a moment: the last day that has started by then, also where the clock is set back over
    /// midnight.
    pub fn day_of(&self, moment: Timestamp) -> Date {
        let mut day = self.zone.to_datetime(moment).date();
        while let Ok(next) = day.tomorrow() {
            if self.start_of(next).is_none_or(|start| start > moment) {
                break;
            }
            day = next;
        }
        day
    }
}

/// A moment as a record states it.
#[derive(Clone, Debug, PartialEq)]
pub enum Moment {
    /// Only a date.
    Date(Date),
    /// An exact moment.
    Instant(Timestamp),
    /// Date and time by the wall clock of a zone. Where the clock is set back it can be one of two moments: a floor
    /// counts from the later one, a cap from the earlier one.
    Local {
        /// What the clock on the wall showed.
        at: DateTime,
        /// Where it hung.
        zone: TimeZone,
    },
}

/// What was read where an anchor should be.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// Nothing.
    Missing,
    /// Something, but no date, or one before the earliest plausible date.
    Implausible,
    /// This.
    At(Moment),
}

/// Whether a period protects a record or limits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// `at_least`: in doubt the period ends later.
    Floor,
    /// `at_most`: in doubt the period ends earlier.
    Cap,
}

/// The moment that a wall clock's reading stands for. A reading that the clock skipped counts as the last moment before
/// the skip, so that the order of readings and the order of moments agree.
pub(crate) fn instant_of(at: DateTime, zone: &TimeZone, side: Side) -> Option<Timestamp> {
    use jiff::tz::AmbiguousOffset::{Fold, Gap, Unambiguous};
    let offset = match zone.to_ambiguous_timestamp(at).offset() {
        Unambiguous { offset } => offset,
        Fold { before, after } => match side {
            Side::Floor => after,
            Side::Cap => before,
        },
        Gap { before, .. } => {
            let behind = before.to_timestamp(at).ok()?;
            let skip = zone.preceding(behind.checked_add(1.nanosecond()).ok()?).next()?;
            return skip.timestamp().checked_sub(1.nanosecond()).ok();
        }
    };
    offset.to_timestamp(at).ok()
}

/// The last day of a month.
fn month_end(year: i16, month: i8) -> Option<Date> {
    Date::new(year, month, 1).ok().map(Date::last_of_month)
}
