//! The retention calculus: known answers, and that its two halves agree.
#![allow(clippy::unwrap_used, reason = "helper functions of tests, where a panic is the report")]

mod agreement;
mod situations;

use gallra_rules::calculus::Calendar;
use gallra_rules::policy::{MonthDay, Organisation};

pub(crate) fn calendar(zone: &str, country: &str, year_end: (i8, i8)) -> Calendar {
    Calendar::of(&Organisation {
        name: "Exempel AB".to_owned(),
        number: None,
        country: country.to_owned(),
        time_zone: zone.to_owned(),
        financial_year_ends: MonthDay { month: year_end.0, day: year_end.1 },
        contact: None,
        dpo: None,
        representative: None,
        authority: None,
        objection_window: None,
    })
    .unwrap()
}
