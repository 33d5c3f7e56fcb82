//! Recipients that have to hear of an erasure, a correction or a restriction (GDPR Art. 19): each gets a notice, its answer is
//! tracked, and the person is told of them if they ask.

use std::collections::BTreeSet;

use gallra_ledger::{Domain, RecipientAnswered, RecipientTold};
use gallra_rules::names::{DatasetName, RecipientName};
use gallra_rules::recipients::uses;
use gallra_store::{About, Told, ToldOutcome};
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::{AppError, Context, evidence};

/// A recipient has so many days to answer; the law names none.
pub const DAYS_TO_ANSWER: i32 = 14;

/// Where a notice stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The notice.
    pub told: Told,
    /// Its registered name, as the policy has it now.
    pub name: Option<String>,
    /// Its last day has passed without an answer.
    pub is_overdue: bool,
}

/// Notes which recipients have to be told, because data in these datasets went to them. The same again changes nothing.
///
/// # Errors
/// The state's.
pub async fn foresee(
    context: &Context,
    request: &str,
    datasets: &BTreeSet<DatasetName>,
    about: About,
) -> Result<Vec<Standing>, AppError> {
    let mut tx = context.store.write().await?;
    for name in context.policy.recipients.keys() {
        if !uses(&context.policy, name).datasets.is_disjoint(datasets) {
            tx.has_to_be_told(request, name, about, context.today()).await?;
        }
    }
    tx.commit().await?;
    list(context, Some(request)).await
}

/// All notices of a request, or of all.
///
/// # Errors
/// The state's.
pub async fn list(context: &Context, request: Option<&str>) -> Result<Vec<Standing>, AppError> {
    let today = context.today();
    let standing = |told: Told| Standing {
        name: context.policy.recipients.get(&told.recipient).map(|recipient| recipient.name.clone()),
        is_overdue: told.outcome.is_none() && told.answer_by.is_some_and(|last| last < today),
        told,
    };
    Ok(context.store.told(request).await?.into_iter().map(standing).collect())
}

/// Records that a recipient was told.
///
/// # Errors
/// [`AppError::Subject`] if it has not to be, or was before, or that day has not come.
pub async fn tell(
    context: &Context,
    (request, recipient, about): (&str, &RecipientName, About),
    on: Date,
    by: &str,
) -> Result<(), AppError> {
    has_come(context, on)?;
    let at = context.now();
    let answer_by = on.saturating_add(DAYS_TO_ANSWER.days());
    let leaf = RecipientTold {
        request: request.to_owned(),
        recipient: recipient.to_string(),
        about: evidence::code(about.word())?,
        on: on.to_string(),
        answer_by: answer_by.to_string(),
        actor: context.keys.commitment.commit(Domain::Actor, by.as_bytes()),
    };
    let mut tx = context.store.write().await?;
    if !tx.was_told((request, recipient, about), on, answer_by).await? {
        return Err(nothing(request, recipient));
    }
    tx.append(&evidence::leaf(at, leaf)?, at, None).await?;
    tx.commit().await?;
    evidence::publish(context).await
}

/// Records what came of it; [`ToldOutcome::Impossible`] also where nobody was told.
///
/// # Errors
/// As [`tell`].
pub async fn answered(
    context: &Context,
    (request, recipient, about): (&str, &RecipientName, About),
    on: Date,
    outcome: ToldOutcome,
    by: &str,
) -> Result<(), AppError> {
    has_come(context, on)?;
    let standing = list(context, Some(request)).await?;
    let known = standing.iter().find(|it| it.told.recipient == *recipient && it.told.about == about);
    if outcome != ToldOutcome::Impossible && known.is_some_and(|it| it.told.told_on.is_none()) {
        return Err(AppError::Subject(format!(
            "`{recipient}` has not been told yet, so it cannot have answered"
        )));
    }
    let at = context.now();
    let leaf = RecipientAnswered {
        request: request.to_owned(),
        recipient: recipient.to_string(),
        about: evidence::code(about.word())?,
        on: on.to_string(),
        outcome: evidence::code(outcome.word())?,
        actor: context.keys.commitment.commit(Domain::Actor, by.as_bytes()),
    };
    let mut tx = context.store.write().await?;
    if !tx.has_answered((request, recipient, about), on, outcome).await? {
        return Err(nothing(request, recipient));
    }
    tx.append(&evidence::leaf(at, leaf)?, at, None).await?;
    tx.commit().await?;
    evidence::publish(context).await
}

fn has_come(context: &Context, on: Date) -> Result<(), AppError> {
    if on > context.today() {
        return Err(AppError::Subject(format!("{on} has not come yet")));
    }
    Ok(())
}

fn nothing(request: &str, recipient: &RecipientName) -> AppError {
    AppError::Subject(format!("{request} has nothing open to tell `{recipient}`, or to hear from it"))
}
