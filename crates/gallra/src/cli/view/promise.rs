//! A promise about time, in the reader's words.

use gallra_rules::period::Period;
use gallra_rules::policy::{Activity, Limit, Round};

use crate::cli::text::{Texts, t};

/// All that an activity promises about time: `kept at least 7 years after …; gone at most …`.
pub(crate) fn words(activity: &Activity, texts: Texts) -> String {
    let mut told = Vec::new();
    for (id, limit) in [("demo-at-least", &activity.keep.at_least), ("demo-at-most", &activity.keep.at_most)]
    {
        if let Some(limit) = limit {
            told.push(t!(texts, id, period = period(limit.period, texts), from = from(limit, texts)));
        }
    }
    if let Some(own) = &activity.keep.per_customer {
        told.push(t!(texts, "demo-own-settings", customers = own.settings.len()));
    }
    told.join("; ")
}

fn from(limit: &Limit, texts: Texts) -> String {
    let anchor = limit.anchor.as_str();
    match limit.round {
        Round::None => anchor.to_owned(),
        Round::FinancialYear => t!(texts, "demo-financial-year", anchor = anchor),
        Round::CalendarYear => t!(texts, "demo-calendar-year", anchor = anchor),
        Round::CalendarMonth => t!(texts, "demo-calendar-month", anchor = anchor),
    }
}

/// A period in words.
pub(crate) fn period(period: Period, texts: Texts) -> String {
    match period {
        Period::Hours(hours) => t!(texts, "age-hours", n = hours),
        Period::Calendar { months, days } => {
            let parts = [("age-years", months / 12), ("age-months", months % 12), ("age-days", days)];
            let told: Vec<String> = parts
                .into_iter()
                .filter(|(_, n)| *n > 0)
                .map(|(id, n)| texts.with(id, vec![("n", n.into())]))
                .collect();
            told.join(" ")
        }
    }
}
