//! Who was told of what, who objected, and what is open.

use gallra_rules::names::RecipientName;
use gallra_rules::recipients::sub_processors;
use jiff::civil::Date;
use serde::Serialize;

use super::Change;
use super::announce::changes;
use crate::{AppError, Context};

/// Where notices and objections stand. Customers by their numbers alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Every notice, the last one first.
    pub notices: Vec<NoticeTold>,
    /// Every objection, by day.
    pub objections: Vec<ObjectionTold>,
    /// What customers have not been told yet.
    pub untold: Vec<Change>,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeTold {
    /// Its number.
    pub notice: i64,
    /// The day.
    pub on: Date,
    /// The last day for objections.
    pub window_ends: Date,
    /// Whether that has not passed.
    pub open: bool,
    /// Nobody was written to: the agreements name them.
    pub known: bool,
    /// The customers that were told.
    pub told: Vec<i64>,
    /// What was `added`, `changed` or `removed`.
    pub changes: Vec<(String, String)>,
}

/// An objection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObjectionTold {
    /// The customer.
    pub party: i64,
    /// The recipient's name in the policy.
    pub recipient: String,
    /// When it was made.
    pub on: Date,
    /// After the window had passed.
    pub late: bool,
    /// When it was withdrawn or agreed upon.
    pub settled_on: Option<Date>,
    /// Whether the policy has the recipient still.
    pub in_policy: bool,
}

/// Where everything stands today.
///
/// # Errors
/// The state's.
pub async fn status(context: &Context) -> Result<Status, AppError> {
    let notices = context.store.notices().await?;
    let untold = changes(context, &notices)?;
    let today = context.today();
    let subs = sub_processors(&context.policy);
    let mut told = Vec::new();
    for notice in notices.into_iter().rev() {
        told.push(NoticeTold {
            notice: notice.id,
            on: notice.announced_on,
            window_ends: notice.window_ends,
            open: notice.window_ends >= today,
            known: notice.known,
            told: context.store.informed(notice.id).await?.iter().map(|party| party.0).collect(),
            changes: notice.changes.into_iter().map(|of| (of.recipient, of.change)).collect(),
        });
    }
    let objections = context.store.objections().await?.into_iter().map(|one| ObjectionTold {
        party: one.party.0,
        in_policy: subs.contains_key(&RecipientName::new(one.recipient.as_str())),
        recipient: one.recipient,
        on: one.made_on,
        late: one.late,
        settled_on: one.settled_on,
    });
    Ok(Status { notices: told, objections: objections.collect(), untold })
}
