//! Legal holds: placing, listing, lifting.

use gallra_ledger::{Domain, HoldAdded, HoldLifted};
use gallra_rules::hold::{Hold, HoldId, HoldKind, HoldScope};
use gallra_rules::names::DatasetName;
use gallra_store::{HoldRecord, NewHold};
use jiff::civil::Date;

use crate::{AppError, Context, evidence};

/// What a user says when placing a hold.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The dataset.
    pub dataset: DatasetName,
    /// Which of its records; `None` for all.
    pub only: Option<HoldScope>,
    /// Why.
    pub reason: String,
    /// The last day, if known.
    pub until: Option<Date>,
    /// Who places it.
    pub by: String,
}

/// Places a hold and tells its id. It counts at once: a plan made before is stale.
///
/// # Errors
/// A dataset that the policy does not have; a last day that has passed; an empty reason.
pub async fn add(context: &Context, wanted: Wanted) -> Result<HoldId, AppError> {
    refuse_nonsense(context, &wanted)?;
    let at = context.now();
    let taken: Vec<String> =
        context.store.holds().await?.into_iter().map(|record| record.hold.id.0).collect();
    let id = HoldId(free_id(at.to_zoned(context.zone()).date(), &taken));
    let scope = serde_json::to_vec(&wanted.only)?;
    let leaf = evidence::leaf(
        at,
        HoldAdded {
            hold: id.0.clone(),
            dataset: wanted.dataset.to_string(),
            scope: context.keys.commitment.commit(Domain::Scope, &scope),
            reason_code: evidence::code("legal_hold")?,
            basis: Some("GDPR 17(3)(e)".to_owned()),
            until: wanted.until.map(|day| day.to_string()),
        },
    )?;
    let hold = Hold {
        id: id.clone(),
        dataset: wanted.dataset,
        only: wanted.only,
        reason: wanted.reason,
        until: wanted.until,
        kind: HoldKind::Claim,
    };
    let mut tx = context.store.write().await?;
    tx.place_hold(&NewHold { hold, at, by: wanted.by, request: None, restricted: Vec::new() }).await?;
    tx.append(&leaf, at, None).await?;
    tx.commit().await?;
    evidence::publish(context).await?;
    Ok(id)
}

/// Every hold there ever was.
///
/// # Errors
/// The state's.
pub async fn list(context: &Context) -> Result<Vec<HoldRecord>, AppError> {
    Ok(context.store.holds().await?)
}

/// Lifts a hold.
///
/// # Errors
/// A hold that is not in force.
pub async fn lift(context: &Context, id: &HoldId, by: &str) -> Result<(), AppError> {
    let restricts = |record: &HoldRecord| record.hold.id == *id && record.hold.kind == HoldKind::Restriction;
    if context.store.holds().await?.iter().any(restricts) {
        return Err(AppError::Hold(format!(
            "`{}` restricts a person's records (GDPR Art. 18); it is lifted with the request that asked for it, after the \
             person has been told",
            id.0
        )));
    }
    let at = context.now();
    let actor = context.keys.commitment.commit(Domain::Actor, by.as_bytes());
    let leaf = evidence::leaf(at, HoldLifted { hold: id.0.clone(), actor })?;
    let mut tx = context.store.write().await?;
    tx.lift_hold(id, at, by).await?;
    tx.append(&leaf, at, None).await?;
    tx.commit().await?;
    evidence::publish(context).await
}

fn refuse_nonsense(context: &Context, wanted: &Wanted) -> Result<(), AppError> {
    if !context.policy.datasets.contains_key(&wanted.dataset) {
        let known: Vec<&str> = context.policy.datasets.keys().map(DatasetName::as_str).collect();
        let cause = format!("the policy has no dataset `{}`; it has {}", wanted.dataset, known.join(", "));
        return Err(AppError::Hold(cause));
    }
    if let Some(day) = wanted.until.filter(|day| *day < context.today()) {
        return Err(AppError::Hold(format!("the hold's last day {day} has already passed")));
    }
    if wanted.reason.trim().is_empty() || wanted.by.trim().is_empty() {
        return Err(AppError::Hold("a hold needs a reason and the name of who places it".to_owned()));
    }
    Ok(())
}

/// `hold-2026-11-22-1`: says when, and nothing about anybody.
pub(crate) fn free_id(day: Date, taken: &[String]) -> String {
    let mut number = 1;
    while taken.contains(&format!("hold-{day}-{number}")) {
        number += 1;
    }
    format!("hold-{day}-{number}")
}
