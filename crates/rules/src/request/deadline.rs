//! When an answer is due.
//!
//! GDPR Art. 12(3): within one month of receipt, and by two further months where that is necessary. How a month is
//! counted: Regulation (EEC, Euratom) 1182/71, Art. 3, as EDPB Guidelines 01/2022 (version 2.1, paragraphs 157–163) read it.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use serde::{Deserialize, Serialize};

use super::calendar::Holidays;

/// What the law asks in numbers; they are settings, because the law moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Months to answer in: Art. 12(3), first sentence.
    pub months: u8,
    /// Months by which that can be extended: Art. 12(3), second sentence.
    pub further_months: u8,
    /// Days after receipt within which a question about identity is prompt and pauses the clock. The law says *without
    /// undue delay* (EDPB 01/2022, paragraph 159); this number is ours.
    pub prompt_days: u8,
    /// Whose public holidays count.
    pub holidays: Holidays,
}

impl Terms {
    /// The law's terms for an organisation in a country (ISO 3166-1 alpha-2).
    pub fn of(country: &str) -> Self {
        Self { months: 1, further_months: 2, prompt_days: 7, holidays: Holidays::of(country) }
    }
}

/// The last day of a period of months that an event sets off, after which the period has run out.
///
/// The day of the event is not counted, so the period ends with the day of the same number (Art. 3(1), 3(2)(c)); if the
/// month has none, with its last day (same point); `paused` days, during which it stood still, come on top. If it would end
/// on a public holiday, a Sunday or a Saturday, it ends with the next working day (Art. 3(4)). 9999-12-31 where the
/// calendar ends before.
pub fn last_day(event: Date, months: u8, paused: u16, holidays: Holidays) -> Date {
    let span = Span::new().months(months);
    // Months are clamped to the month's end before days are added.
    let end = event.saturating_add(span).saturating_add(i32::from(paused).days());
    holidays.working_day_from(end)
}
