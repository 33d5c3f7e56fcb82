//! Days that cannot be: later than today what has happened, before its beginning what ended.
//!
//! Allowed on purpose: a party from a day to come, a last day to come (both are known beforehand), a contact before somebody
//! became a customer, and a meeting to come.

use jiff::civil::Date;
use jiff::tz::Offset;

use super::{Acting, Refusal};

impl Acting {
    /// The latest day that it is anywhere when it is done (UTC+14), so that nobody's today is refused.
    fn today(&self) -> Date {
        Offset::constant(14).to_datetime(self.at).date()
    }
}

/// Refuses a day to come for what has happened.
pub(super) fn has_come(
    acting: &Acting,
    what: &'static str,
    on: impl Into<Option<Date>>,
) -> Result<(), Refusal> {
    match on.into() {
        Some(on) if on > acting.today() => Err(Refusal::Ahead { what, on }),
        _ => Ok(()),
    }
}

/// Refuses what would come before what it follows.
pub(super) fn follows(
    (earlier, before): (&'static str, Option<Date>),
    (later, on): (&'static str, Option<Date>),
) -> Result<(), Refusal> {
    match (before, on) {
        (Some(before), Some(on)) if on < before => Err(Refusal::Early { earlier, before, later, on }),
        _ => Ok(()),
    }
}
