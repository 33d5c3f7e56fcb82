//! Times as logs write them.

use gallra_rules::predicate::eval::Value;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

/// A time that stands there and cannot be read: implausible, not missing.
pub(super) fn unreadable() -> Value {
    Value::Text("unreadable".to_owned())
}

fn number(text: &[u8]) -> Option<i32> {
    let plain = !text.is_empty() && text.len() <= 9 && text.iter().all(u8::is_ascii_digit);
    plain.then(|| text.iter().fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0')))
}

pub(super) fn month(text: &[u8]) -> Option<i8> {
    const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let at = MONTHS.chunks(3).position(|name| name == text)?;
    i8::try_from(at + 1).ok()
}

fn at(year: i32, month: i8, day: i32, clock: &[u8]) -> Option<DateTime> {
    let mut parts = clock.get(..8)?.split(|byte| *byte == b':');
    let mut next = || parts.next().and_then(number).and_then(|part| i8::try_from(part).ok());
    let (hour, minute, second) = (next()?, next()?, next()?);
    let date = Date::new(i16::try_from(year).ok()?, month, i8::try_from(day).ok()?).ok()?;
    // A leap second is the last of its minute.
    DateTime::new(date.year(), date.month(), date.day(), hour, minute, second.min(59), 0).ok()
}

/// The moment that a clock in a zone shows. In the hour that comes twice it is the later one: kept rather too long.
pub(super) fn in_zone(at: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_zoned(at).later().ok().map(|zoned| zoned.timestamp())
}

/// `22/Nov/2026:07:43:00 +0100`, and how long it is.
pub(super) fn common(text: &[u8]) -> Option<(Timestamp, usize)> {
    let year = number(text.get(7..11)?)?;
    let local = at(year, month(text.get(3..6)?)?, number(text.get(..2)?)?, text.get(12..20)?)?;
    let zone = text.get(21..26)?;
    let minutes = number(zone.get(1..3)?)? * 60 + number(zone.get(3..5)?)?;
    let seconds = if zone[0] == b'-' { -minutes * 60 } else { minutes * 60 };
    let moment = Offset::from_seconds(seconds).ok()?.to_timestamp(local).ok()?;
    (text[2] == b'/' && text[6] == b'/').then_some((moment, 26))
}

/// `2026/11/22 07:43:00`, as nginx writes its error log.
pub(super) fn slashed(text: &[u8], zone: &TimeZone) -> Option<(Timestamp, usize)> {
    let shape = text.get(4) == Some(&b'/') && text.get(7) == Some(&b'/') && text.get(10) == Some(&b' ');
    let (year, month, day) = (number(text.get(..4)?)?, number(text.get(5..7)?)?, number(text.get(8..10)?)?);
    let local = at(year, i8::try_from(month).ok()?, day, text.get(11..19)?)?;
    Some((in_zone(local, zone).filter(|_| shape)?, 19))
}

/// `Sun Nov 22 07:43:00.123456 2026`, as Apache writes its error log.
pub(super) fn spoken(text: &[u8], zone: &TimeZone) -> Option<(Timestamp, usize)> {
    let end = text.iter().position(|byte| *byte == b']')?;
    let year = number(text.get(end.checked_sub(4)?..end)?)?;
    let local = at(year, month(text.get(4..7)?)?, number(text.get(8..10)?)?, text.get(11..19)?)?;
    Some((in_zone(local, zone)?, end))
}

/// RFC 3339 (`2026-11-22T07:43:00.123+01:00`, also with a space and without an offset), up to a blank or a quote.
pub(super) fn rfc3339(text: &[u8], zone: &TimeZone) -> Option<(Timestamp, usize)> {
    if text.get(4) != Some(&b'-') || text.get(7) != Some(&b'-') {
        return None;
    }
    let end = text.iter().skip(11).position(|byte| matches!(byte, b' ' | b'"' | b'\t' | b']'));
    let end = end.map_or(text.len(), |end| end + 11).min(64);
    let text = std::str::from_utf8(text.get(..end)?).ok()?;
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some((moment, end));
    }
    Some((in_zone(text.parse::<DateTime>().ok()?, zone)?, end))
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970, told by how many they are.
pub(super) fn epoch(number: f64) -> Option<Timestamp> {
    let seconds = match number.abs() {
        size if size < 1e11 => number,
        size if size < 1e14 => number / 1e3,
        size if size < 1e17 => number / 1e6,
        _ => number / 1e9,
    };
    #[allow(
        clippy::cast_possible_truncation,
        reason = "whole milliseconds of a moment fit, others are refused"
    )]
    let millis = (seconds * 1e3).floor() as i64;
    Timestamp::from_millisecond(millis).ok()
}

/// `Nov 22 07:43:00` (RFC 3164, without a year): month, day and the clock.
pub(super) fn yearless(text: &[u8]) -> Option<(i8, i32, &[u8])> {
    let day = text.get(4..6)?;
    let day = number(day.strip_prefix(b" ").unwrap_or(day))?;
    let clock = text.get(7..15)?;
    let shape = text.get(3) == Some(&b' ') && text.get(6) == Some(&b' ');
    Some((month(text.get(..3)?)?, day, clock)).filter(|_| shape)
}

/// The years of lines that write none, from the order of the lines: where the month falls back by half a year, the year
/// has turned; where it leaps ahead by as much, a writer is late.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Years {
    pub(super) year: i32,
    month: Option<i8>,
    /// What the last of them was read as.
    pub(super) last: Option<DateTime>,
}

impl Years {
    pub(super) fn from(year: i32) -> Self {
        Self { year, month: None, last: None }
    }

    pub(super) fn at(&mut self, (month, day, clock): (i8, i32, &[u8])) -> Option<DateTime> {
        match self.month.map(|last| month - last) {
            Some(step) if step < -6 => self.year += 1,
            Some(step) if step > 6 => self.year -= 1,
            _ => {}
        }
        self.month = Some(month);
        let read = at(self.year, month, day, clock);
        self.last = read.or(self.last);
        read
    }
}
