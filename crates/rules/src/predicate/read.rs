//! Reading an anchor from a record, as its encoding says.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, fmt::strtime};

use super::eval::{Value, Witness};
use super::{AnchorValue, Cutoff, Encoding};

/// What stands where an anchor should be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Read {
    Missing,
    Unreadable,
    Date(Date),
    Instant(Timestamp),
    Local(DateTime, TimeZone),
}

impl Read {
    pub(super) fn is_missing(&self) -> bool {
        *self == Self::Missing
    }

    /// Whether it is readable, not before `since`, and before the cutoff if there is one.
    pub(super) fn is_within(&self, since: Date, cutoff: Option<&Cutoff>) -> bool {
        match self {
            Self::Missing | Self::Unreadable => false,
            Self::Date(date) => since <= *date && cutoff.is_none_or(|cutoff| *date < cutoff.date),
            Self::Instant(at) => {
                let plausible = TimeZone::UTC.to_datetime(*at).date() >= since;
                plausible && cutoff.is_none_or(|cutoff| *at < cutoff.instant)
            }
            Self::Local(at, zone) => {
                at.date() >= since && cutoff.is_none_or(|cutoff| *at < zone.to_datetime(cutoff.instant))
            }
        }
    }

    /// An order for "the latest": date-times by the moment they most likely mean, dates by their start.
    fn rank(&self) -> Option<Timestamp> {
        let (at, zone) = match self {
            Self::Missing | Self::Unreadable => return None,
            Self::Instant(at) => return Some(*at),
            Self::Date(date) => (date.to_datetime(Time::midnight()), &TimeZone::UTC),
            Self::Local(at, zone) => (*at, zone),
        };
        at.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
    }
}

impl AnchorValue {
    /// The day that the anchor has in a record, in a zone where it is a moment; `None` if it is missing or unreadable.
    pub fn day(&self, record: &Witness, zone: &TimeZone) -> Option<Date> {
        match self.read(record) {
            Read::Missing | Read::Unreadable => None,
            Read::Date(day) => Some(day),
            Read::Instant(at) => Some(zone.to_datetime(at).date()),
            Read::Local(at, there) => {
                let at = there.to_ambiguous_timestamp(at).compatible().ok()?;
                Some(zone.to_datetime(at).date())
            }
        }
    }

    pub(super) fn read(&self, record: &Witness) -> Read {
        match self {
            Self::Column { column, encoding } => match record.columns.get(column) {
                None | Some(Value::Null) => Read::Missing,
                Some(value) => encoding.read(value).unwrap_or(Read::Unreadable),
            },
            Self::Parent { join, of } => {
                let parent = record.related.get(join).and_then(|others| others.first());
                parent.map_or(Read::Missing, |parent| of.read(parent))
            }
            Self::LatestChild { join, of } => {
                let reads: Vec<Read> =
                    record.related.get(join).into_iter().flatten().map(|child| of.read(child)).collect();
                if reads.iter().any(Read::is_missing) {
                    return Read::Missing;
                }
                // One that cannot be read may be the latest: then nobody knows.
                if reads.contains(&Read::Unreadable) {
                    return Read::Unreadable;
                }
                reads.into_iter().max_by_key(Read::rank).unwrap_or(Read::Missing)
            }
            Self::Keyed { column, set } => match record.columns.get(&crate::keys::told(column, set)) {
                Some(Value::Null) => Read::Missing,
                Some(Value::Date(day)) => Read::Date(*day),
                Some(Value::Instant(at)) => Read::Instant(*at),
                // Whom the other system does not know, nobody can count for.
                _ => Read::Unreadable,
            },
        }
    }
}

impl Encoding {
    fn read(&self, value: &Value) -> Option<Read> {
        match (self, value) {
            (Self::Date, Value::Date(date)) => Some(Read::Date(*date)),
            (Self::Instant, Value::Instant(at)) => Some(Read::Instant(*at)),
            (Self::Local(zone), Value::Local(at)) => Some(Read::Local(*at, TimeZone::get(zone).ok()?)),
            (Self::IsoText(zone), Value::Text(text)) => iso(text, zone),
            (Self::FormattedText { format, zone }, Value::Text(text)) => formatted(text, format, zone),
            (Self::EpochSeconds, Value::Integer(seconds)) => {
                Timestamp::from_second(*seconds).ok().map(Read::Instant)
            }
            (Self::EpochMillis, Value::Integer(millis)) => {
                Timestamp::from_millisecond(*millis).ok().map(Read::Instant)
            }
            _ => None,
        }
    }
}

/// `2026-11-22`, `2026-11-22 23:10:00`, `2026-11-22T23:10:00+01:00`.
fn iso(text: &str, zone: &str) -> Option<Read> {
    let text = text.trim();
    if text.len() == 10 {
        return text.parse().ok().map(Read::Date);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(Read::Instant(at));
    }
    let at = text.parse::<DateTime>().ok()?;
    Some(Read::Local(at, TimeZone::get(zone).ok()?))
}

fn formatted(text: &str, format: &str, zone: &str) -> Option<Read> {
    let parsed = strtime::parse(format, text.trim()).ok()?;
    let has_time = ["%H", "%M", "%S"].iter().any(|part| format.contains(part));
    let date = parsed.to_date().ok()?;
    if !has_time {
        return Some(Read::Date(date));
    }
    let time = parsed.to_time().unwrap_or(Time::midnight());
    Some(Read::Local(date.to_datetime(time), TimeZone::get(zone).ok()?))
}
