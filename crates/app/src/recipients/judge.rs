//! Whether customers were told of a sub-processor before it is used (GDPR Art. 28(2)).

use std::collections::BTreeMap;

use gallra_rules::audit::Verdict;
use gallra_rules::names::RecipientName;
use gallra_rules::reason::Reason;
use gallra_rules::recipients::{Terms, sub_processors};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::{Told, told};
use crate::{AppError, Context};

/// What was found about one sub-processor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sub {
    /// Its name in the policy.
    pub recipient: RecipientName,
    /// Whether the promise to tell customers first is kept.
    pub verdict: Verdict,
    /// Since when audits have found that; the moment of this one if it is the first to.
    pub since: Timestamp,
    /// Why it is so.
    pub why: Why,
    /// From when it is used, if the policy says.
    pub from: Option<Date>,
    /// When customers were last told of it.
    pub announced: Option<Date>,
    /// The last day for objections to that.
    pub window_ends: Option<Date>,
    /// Objections in time that are open.
    pub objections: u64,
}

/// Why a verdict on a sub-processor is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Customers were told, and their time to object is over.
    Announced,
    /// It is not used yet.
    NotYetUsed,
    /// It is used, and nobody was told.
    NotAnnounced,
    /// It is used in another way than customers were told.
    Changed,
    /// It is used while customers can still object.
    WindowOpen,
    /// It is used although a customer's objection is open.
    Objection,
    /// There is no register of customers.
    NoRegister,
}

/// Judges every sub-processor of the policy on a day.
///
/// # Errors
/// The state's.
pub async fn judge_all(context: &Context, at: Timestamp) -> Result<Vec<Sub>, AppError> {
    let notices = context.store.notices().await?;
    let known: BTreeMap<String, Told> = told(&notices)?;
    let objections = context.store.objections().await?;
    let blind = notices.is_empty() && !context.store.has_register().await?;
    let today = context.today();
    let judged = sub_processors(&context.policy).into_iter().map(|(name, terms)| {
        let from = context.policy.recipients.get(name).and_then(|recipient| recipient.from);
        let told = known.get(name.as_str());
        let open = objections
            .iter()
            .filter(|one| one.recipient == name.as_str() && one.settled_on.is_none() && !one.late);
        let objections = open.count() as u64;
        let why = if blind { Why::NoRegister } else { judge(&terms, from, told, objections, today) };
        let verdict = match why {
            Why::Announced | Why::NotYetUsed => Verdict::Kept,
            Why::NoRegister => Verdict::NotChecked { reason: Reason::NoRegister },
            Why::NotAnnounced | Why::Changed | Why::WindowOpen | Why::Objection => Verdict::Broken,
        };
        Sub {
            recipient: name.clone(),
            verdict,
            since: at,
            why,
            from,
            announced: told.map(|told| told.on),
            window_ends: told.map(|told| told.window_ends),
            objections,
        }
    });
    Ok(judged.collect())
}

fn judge(terms: &Terms, from: Option<Date>, told: Option<&Told>, objections: u64, today: Date) -> Why {
    match told {
        _ if from.is_some_and(|from| from > today) => Why::NotYetUsed,
        None => Why::NotAnnounced,
        Some(told) if told.terms != *terms => Why::Changed,
        Some(told) if told.window_ends >= today => Why::WindowOpen,
        Some(_) if objections > 0 => Why::Objection,
        Some(_) => Why::Announced,
    }
}
