//! Objections (GDPR Art. 21), and decisions by machines that a human has to look at (Art. 22(3)).
//!
//! To direct marketing: at once, nothing is weighed; the person goes on the suppression list, also by what the systems know of
//! them, and the register shows it. To a legitimate interest or a public task: somebody weighs compelling grounds, and until
//! then the records can be restricted (Art. 18(1)(d)); without such grounds it stops.

use std::collections::BTreeSet;

use gallra_ledger::{Domain, Opposed as OpposedLeaf, OpposedDecided};
use gallra_rules::names::ActivityName;
use gallra_rules::policy::Dataset;
use gallra_store::register::{Mark, Names, Topic};
use gallra_store::{
    Opposed, OpposedKind, OpposedOutcome, StoreError, Suppressed, SuppressedKind, SuppressedSource,
};
use jiff::civil::Date;
use serde::Serialize;

use super::{Given, GivenKind, Person, restrict, suppressed};
use crate::{AppError, Context, evidence};

/// What came of an objection to direct marketing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stopped {
    /// What is on the suppression list because of it.
    pub suppressed: u64,
    /// Of these, new there.
    pub new: u64,
    /// Parties of the register that are marked.
    pub marked: u64,
}

/// Takes an objection to direct marketing, and does what it asks for. The same again changes nothing.
///
/// # Errors
/// [`AppError::Subject`] if there is nothing that the person is reached by, or the policy has no such activity.
pub async fn to_marketing(
    context: &Context,
    request: &str,
    (person, given): (&Person, &[Given]),
    activities: &BTreeSet<ActivityName>,
    (on, by): (Date, &str),
) -> Result<Stopped, AppError> {
    known(context, activities)?;
    let mut hashes = BTreeSet::new();
    for one in given {
        let kind = match one.kind {
            GivenKind::Email => SuppressedKind::Email,
            GivenKind::Phone => SuppressedKind::Phone,
            GivenKind::Number => SuppressedKind::Number,
            GivenKind::Subject(_) | GivenKind::Name => continue,
        };
        hashes.extend(suppressed::hash(context, kind, &one.text).map(|hash| (kind, hash)));
    }
    for (name, identified) in &person.records {
        let Some(dataset) = context.policy.datasets.get(name) else { continue };
        for one in identified {
            let Some(kind) = reached_by(dataset, &one.column) else { continue };
            let known = one.keys.iter().filter_map(|key| suppressed::hash(context, kind, key));
            hashes.extend(known.map(|hash| (kind, hash)));
        }
    }
    if hashes.is_empty() {
        return Err(AppError::Subject(
            "no e-mail address, telephone number or personal number is known that the person could be recognised by"
                .to_owned(),
        ));
    }
    let mut done = Stopped { suppressed: hashes.len() as u64, ..Stopped::default() };
    let at = context.now();
    let mut tx = context.store.write().await?;
    for (kind, hash) in hashes {
        let line = Suppressed {
            kind,
            hash,
            since: on,
            source: SuppressedSource::Objection,
            request: Some(request.to_owned()),
        };
        done.new += u64::from(tx.suppress(&line).await?);
    }
    for activity in activities {
        let new = Opposed {
            request: request.to_owned(),
            activity: activity.clone(),
            kind: OpposedKind::Marketing,
            made_on: on,
            outcome: Some(OpposedOutcome::Stopped),
            decided_on: Some(context.today()),
            decided_by: Some(by.to_owned()),
            reasons: None,
        };
        if tx.oppose(&new).await? {
            tx.append(&made(at, &new)?, at, None).await?;
        }
    }
    tx.commit().await?;
    // If we crash here: nobody is advertised to, and the register does not show why. The same call marks it.
    done.marked = mark(context, person, activities, by).await?;
    evidence::publish(context).await?;
    Ok(done)
}

/// Takes an objection that has to be weighed, or a wish that a human looks at a decision. The same again changes nothing.
///
/// # Errors
/// [`AppError::Subject`] if the policy has no such activity.
pub async fn take(
    context: &Context,
    request: &str,
    activities: &BTreeSet<ActivityName>,
    kind: OpposedKind,
    on: Date,
) -> Result<(), AppError> {
    known(context, activities)?;
    let at = context.now();
    let mut tx = context.store.write().await?;
    for activity in activities {
        let new = Opposed {
            request: request.to_owned(),
            activity: activity.clone(),
            kind,
            made_on: on,
            outcome: None,
            decided_on: None,
            decided_by: None,
            reasons: None,
        };
        if tx.oppose(&new).await? {
            tx.append(&made(at, &new)?, at, None).await?;
        }
    }
    tx.commit().await?;
    evidence::publish(context).await
}

/// Decides an objection: compelling grounds, or it stops; or that a human has looked. Where it stops the register shows it,
/// and what was kept for that purpose alone is to be erased (Art. 17(1)(c)): that is a request of its own.
///
/// # Errors
/// [`AppError::Subject`] if none is open, without reasons, or if the outcome is none of its kind.
pub async fn decide(
    context: &Context,
    (request, activity, kind): (&str, &ActivityName, OpposedKind),
    outcome: OpposedOutcome,
    person: &Person,
    (by, reasons): (&str, &str),
) -> Result<(), AppError> {
    let fits = match kind {
        OpposedKind::Interest => matches!(outcome, OpposedOutcome::Stopped | OpposedOutcome::Grounds),
        OpposedKind::Automated => matches!(outcome, OpposedOutcome::LookedAt | OpposedOutcome::Stopped),
        OpposedKind::Marketing => false,
    };
    if !fits {
        return Err(AppError::Subject(
            "that is no outcome of such an objection: an interest is stopped or overridden by grounds, a decision by a \
             machine is looked at or stopped, and to direct marketing nothing is weighed"
                .to_owned(),
        ));
    }
    if reasons.trim().is_empty() || by.trim().is_empty() {
        return Err(AppError::Subject("an objection is decided with reasons, by somebody".to_owned()));
    }
    let at = context.now();
    let commit = |domain, text: &str| context.keys.commitment.commit(domain, text.trim().as_bytes());
    let leaf = OpposedDecided {
        request: request.to_owned(),
        activity: activity.to_string(),
        to: evidence::code(kind.word())?,
        outcome: evidence::code(outcome.word())?,
        reasons: commit(Domain::Statement, reasons),
        actor: commit(Domain::Actor, by),
    };
    let mut tx = context.store.write().await?;
    if !tx.decide_opposed((request, activity, kind), outcome, context.today(), (by, reasons)).await? {
        return Err(AppError::Subject(format!(
            "{request} has no open objection to `{activity}` of that kind"
        )));
    }
    tx.append(&evidence::leaf(at, leaf)?, at, None).await?;
    tx.commit().await?;
    if outcome == OpposedOutcome::Stopped {
        mark(context, person, &BTreeSet::from([activity.clone()]), by).await?;
    }
    evidence::publish(context).await
}

/// What a request objected to, and what came of it.
///
/// # Errors
/// The state's.
pub async fn list(context: &Context, request: Option<&str>) -> Result<Vec<Opposed>, AppError> {
    Ok(context.store.opposed(request).await?)
}

async fn mark(
    context: &Context,
    person: &Person,
    activities: &BTreeSet<ActivityName>,
    by: &str,
) -> Result<u64, AppError> {
    if activities.is_empty() {
        return Ok(0);
    }
    let names = Names::new(activities.iter().map(ActivityName::as_str)).map_err(StoreError::from)?;
    restrict::mark_parties(context, person, by, &Mark::Names(Topic::Objections, names)).await
}

fn made(at: jiff::Timestamp, new: &Opposed) -> Result<gallra_store::LeafBytes, AppError> {
    let body = OpposedLeaf {
        request: new.request.clone(),
        activity: new.activity.to_string(),
        to: evidence::code(new.kind.word())?,
    };
    evidence::leaf(at, body)
}

fn known(context: &Context, activities: &BTreeSet<ActivityName>) -> Result<(), AppError> {
    match activities.iter().find(|name| !context.policy.activities.contains_key(*name)) {
        Some(name) => Err(AppError::Subject(format!("the policy has no activity `{name}`"))),
        None => Ok(()),
    }
}

/// What a person is reached by in a column, if anything.
fn reached_by(dataset: &Dataset, column: &str) -> Option<SuppressedKind> {
    let category = dataset.fields.get(column).map(|field| field.category.as_str());
    let is = |kind: &str| dataset.subject.get(kind).is_some_and(|found| found == column);
    match category {
        Some("contact.email") => Some(SuppressedKind::Email),
        Some("contact.phone") => Some(SuppressedKind::Phone),
        Some("person.national_id") => Some(SuppressedKind::Number),
        _ if is("email") => Some(SuppressedKind::Email),
        _ if is("phone") => Some(SuppressedKind::Phone),
        _ => None,
    }
}
