//! What has to be attested: the promises that only people can keep, one by one, and how far an attestation reaches.

use jiff::civil::Date;

use crate::names::{DutyName, RecipientName};
use crate::period::Period;
use crate::policy::{Again, Concerns, Duty, OfRecipients, Policy, RecipientRole};

/// One thing that somebody attests: a duty, for one role or recipient if it is done for several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct One<'p> {
    /// The duty's name.
    pub name: &'p DutyName,
    /// It.
    pub duty: &'p Duty,
    /// The role or recipient; `None` where the duty is done once.
    pub of: Option<&'p str>,
}

/// Every duty of a policy, by name; for each role or recipient by itself.
pub fn each(policy: &Policy) -> Vec<One<'_>> {
    let one = |name, duty, of| One { name, duty, of };
    policy
        .duties
        .iter()
        .flat_map(|(name, duty)| -> Vec<One<'_>> {
            match &duty.concerns {
                Concerns::Organisation | Concerns::System(_) => vec![one(name, duty, None)],
                Concerns::Roles(roles) => {
                    roles.iter().map(|role| one(name, duty, Some(role.as_str()))).collect()
                }
                Concerns::Recipients(OfRecipients::Named(names)) => {
                    names.iter().map(|of| one(name, duty, Some(of.as_str()))).collect()
                }
                Concerns::Recipients(OfRecipients::Processors) => {
                    processors(policy).map(|of| one(name, duty, Some(of.as_str()))).collect()
                }
            }
        })
        .collect()
}

fn processors(policy: &Policy) -> impl Iterator<Item = &RecipientName> {
    policy.recipients.iter().filter_map(|(name, recipient)| {
        matches!(recipient.role, RecipientRole::Processor | RecipientRole::SubProcessor).then_some(name)
    })
}

/// The last day that an attestation given on `given` and good `until` reaches under a duty as the policy states it now:
/// one that was made under a longer period does not reach further than the shorter one allows.
pub fn reaches(again: Again, given: Date, until: Date) -> Date {
    match again {
        Again::Certificate => until,
        Again::Every(period) => until.min(after(given, period)),
    }
}

/// The day so long after another; the last that there is, if it lies beyond.
pub fn after(day: Date, period: Period) -> Date {
    match period {
        Period::Calendar { months, days } => {
            let span = jiff::Span::new().try_months(months).and_then(|span| span.try_days(days));
            span.map_or(Date::MAX, |span| day.saturating_add(span))
        }
        // The checker lets none through here.
        Period::Hours(hours) => day.saturating_add(jiff::SignedDuration::from_hours(i64::from(hours))),
    }
}

/// Whether what somebody attested when the promise was stated as `then` holds for it as it is stated `now`: for the same
/// one, and for an `at_most` that has become longer. What was gone by a longer limit may be there under a shorter one.
pub fn holds_for(then: &str, now: &str) -> bool {
    then == now
        || matches!((at_most(then), at_most(now)), (Some((old, from)), Some((new, counted)))
        if from == counted && no_longer(old, new))
}

/// `at_most 12 months after filed`.
fn at_most(rule: &str) -> Option<(Period, &str)> {
    let (period, from) = rule.strip_prefix("at_most ")?.split_once(" after ")?;
    Some((period.parse().ok()?, from))
}

/// Whether a period is never longer than another, whatever day it is counted from.
fn no_longer(one: Period, other: Period) -> bool {
    match (one, other) {
        (Period::Hours(one), Period::Hours(other)) => one <= other,
        (Period::Calendar { months, days }, Period::Calendar { months: other_months, days: other_days }) => {
            months <= other_months && days <= other_days
        }
        _ => false,
    }
}
