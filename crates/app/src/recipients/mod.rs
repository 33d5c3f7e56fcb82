//! Recipients and sub-processors: where data goes, what customers were told of it before it changed, and who objected
//! (GDPR Art. 28(2), 28(4)).

mod announce;
mod judge;
mod objection;
mod status;

use gallra_rules::names::{ActivityName, RecipientName};
use gallra_rules::period::Period;
use gallra_rules::policy::{Recipient, RecipientRole, Role, Transfer};
use gallra_rules::recipients::{Terms, Uses, sub_processors, uses};
use gallra_store::Notice;
use gallra_store::register::Acting;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

use crate::{AppError, Context};

pub use announce::{Addressee, Change, Draft, HowItChanged, Recorded, again, draft, record};
pub use judge::{Sub, Why, judge_all};
pub use objection::{Objected, Objecting, object, settle};
pub use status::{NoticeTold, ObjectionTold, Status, status};

/// How long customers can object where the policy does not say: what the standard agreements of the trade have.
pub const USUAL_WINDOW: Period = Period::days(30);

/// A recipient, and what goes to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its name in the policy.
    pub recipient: RecipientName,
    /// Its registered name.
    pub name: String,
    /// In which capacity.
    pub role: RecipientRole,
    /// Where.
    pub country: String,
    /// What makes a transfer lawful.
    pub transfer: Option<Transfer>,
    /// The agreement.
    pub agreement: Option<String>,
    /// From when it is used, if the policy says.
    pub from: Option<Date>,
    /// What goes there.
    pub uses: Uses,
    /// Whether customers have to be told of it.
    pub sub_processor: bool,
    /// When customers were told of it as it stands, if they were.
    pub announced: Option<Date>,
}

/// Every recipient of the policy, by name.
///
/// # Errors
/// The state's.
pub async fn list(context: &Context) -> Result<Vec<Line>, AppError> {
    let told = told(&context.store.notices().await?)?;
    let subs = sub_processors(&context.policy);
    let line = |(name, recipient): (&RecipientName, &Recipient)| {
        let terms = subs.get(name);
        let announced = told.get(name.as_str()).filter(|told| Some(&told.terms) == terms);
        Line {
            recipient: name.clone(),
            name: recipient.name.clone(),
            role: recipient.role,
            country: recipient.country.clone(),
            transfer: recipient.transfer,
            agreement: recipient.agreement.clone(),
            from: recipient.from,
            uses: uses(&context.policy, name),
            sub_processor: terms.is_some(),
            announced: announced.map(|told| told.on),
        }
    };
    Ok(context.policy.recipients.iter().map(line).collect())
}

/// What customers were last told of a sub-processor.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    terms: Terms,
    /// Which notice.
    notice: i64,
    on: Date,
    window_ends: Date,
}

/// The list as customers know it: every notice in turn.
fn told(notices: &[Notice]) -> Result<BTreeMap<String, Told>, AppError> {
    let mut known = BTreeMap::new();
    for notice in notices {
        for change in &notice.changes {
            if change.change == HowItChanged::Removed.word() {
                known.remove(&change.recipient);
                continue;
            }
            let terms: Terms = serde_json::from_str(&change.terms)?;
            let (on, window_ends) = (notice.announced_on, notice.window_ends);
            known.insert(change.recipient.clone(), Told { terms, notice: notice.id, on, window_ends });
        }
    }
    Ok(known)
}

/// Who acts, for the first activity that a recipient is used for; for any of ours as processor if it is used for none.
fn acting(context: &Context, by: &str, recipient: Option<&str>) -> Result<Acting, AppError> {
    let policy = &context.policy;
    let used = recipient.map(|name| uses(policy, &RecipientName::new(name)).activities).unwrap_or_default();
    let ours =
        |(_, activity): &(&ActivityName, &gallra_rules::policy::Activity)| activity.role == Role::Processor;
    let activity = used
        .iter()
        .next()
        .or_else(|| policy.activities.iter().find(ours).map(|(name, _)| name))
        .or_else(|| policy.activities.keys().next());
    match activity {
        Some(activity) => context.acting(by, activity.as_str()),
        None => Err(AppError::Register("the policy has no activity to do it for".to_owned())),
    }
}

fn json(terms: &Terms) -> Result<String, AppError> {
    Ok(serde_json::to_string(terms)?)
}
