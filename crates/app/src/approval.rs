//! Approval: a named person says yes to exactly one plan.

use gallra_ledger::{Domain, PlanApproved};
use gallra_rules::inventory::{Reach, Shapes};
use gallra_rules::keys::KeysName;
use gallra_rules::plan::{CheckedPlan, GuardHit, Plan, check_plan};
use gallra_rules::policy::Dataset;
use gallra_store::{Approval, ApprovedPlan, RunId};

use crate::progress::Silent;
use crate::subject::Known;
use crate::{AppError, Context, Stale, evidence, planning};

/// Approves a plan: it must be fresh, pass the checker, and where the guard asks for it, the approver must name the
/// number of records. Approving it again changes nothing: the first approval stands.
///
/// # Errors
/// [`AppError::Stale`], [`AppError::Refused`], [`AppError::Guard`], [`AppError::Unexpected`]; then nothing was changed.
pub async fn approve(
    context: &Context,
    plan: &Plan,
    by: &str,
    expected: Option<u64>,
) -> Result<ApprovedPlan, AppError> {
    approve_for(context, plan, None, by, expected).await
}

/// The same for a plan that may be about somebody.
pub(crate) async fn approve_for(
    context: &Context,
    plan: &Plan,
    known: Option<&Known>,
    by: &str,
    expected: Option<u64>,
) -> Result<ApprovedPlan, AppError> {
    is_of(plan, known)?;
    let (shapes, _) = planning::look_for(context, known, &Silent).await?;
    let checked = check(context, plan, &shapes).await?;
    guard(plan, expected)?;
    let at = context.now();
    let leaf = evidence::leaf(
        at,
        PlanApproved {
            plan: evidence::hash(&plan.hash()?)?,
            policy: evidence::hash(&plan.policy)?,
            inventory: evidence::hash(&plan.shapes)?,
            holds: evidence::hash(&plan.holds)?,
            actor: context.keys.commitment.commit(Domain::Actor, by.as_bytes()),
            steps: plan.steps.len() as u64,
            rows: plan.rows(),
        },
    )?;
    let mut tx = context.store.write().await?;
    if tx.approve(&checked, &Approval { at, by: by.to_owned(), expected }).await? {
        tx.append(&leaf, at, Some(&RunId::of(&plan.hash()?))).await?;
    }
    tx.commit().await?;
    find(context, plan).await
}

/// The approval of a plan, if there is one.
///
/// # Errors
/// [`AppError::NotApproved`].
pub async fn find(context: &Context, plan: &Plan) -> Result<ApprovedPlan, AppError> {
    let hash = plan.hash()?;
    let approved = context.store.approved(&hash).await?;
    approved.ok_or_else(|| AppError::NotApproved { plan: hash.short().to_owned() })
}

/// That the person whom a plan is about is at hand, and is the same: a plan names records by hashes of keys alone.
pub(crate) fn is_of(plan: &Plan, known: Option<&Known>) -> Result<(), AppError> {
    match (&plan.about, known) {
        (None, _) => Ok(()),
        (Some(about), None) => {
            Err(AppError::AboutSomebody(about.requests.iter().cloned().collect::<Vec<_>>().join(", ")))
        }
        (Some(about), Some(known)) if about.roots == known.roots => Ok(()),
        (Some(_), Some(_)) => Err(AppError::Stale(Stale::Person)),
    }
}

/// That a plan still holds for the policy, the tables and the legal holds of this moment, and that the checker, which
/// shares no code with the planner, finds nothing in it that the policy keeps.
pub(crate) async fn check(context: &Context, plan: &Plan, shapes: &Shapes) -> Result<CheckedPlan, AppError> {
    let holds = context.store.holds_in_force(context.today()).await?;
    if plan.policy != *context.policy.hash() {
        return Err(AppError::Stale(Stale::Policy));
    }
    if plan.holds != gallra_rules::hash::ContentHash::of(&holds)? {
        return Err(AppError::Stale(Stale::Holds));
    }
    for step in &plan.steps {
        if let Some(Reach::NotReached { reason }) = shapes.systems.get(&step.system) {
            return Err(AppError::Unreachable { system: step.system.clone(), reason: reason.clone() });
        }
    }
    if !plan.keys.is_empty() {
        refuse_without_keys(context, plan, shapes)?;
    }
    if plan.keys != shapes.keys {
        return Err(AppError::Stale(Stale::Keys));
    }
    if plan.shapes != shapes.hash()? {
        return Err(AppError::Stale(Stale::Shapes));
    }
    check_plan(plan, &context.policy, shapes, &holds)
        .map_err(|faults| AppError::Refused(faults.iter().map(ToString::to_string).collect()))
}

/// That the systems that have the dates of others' records answered: a plan that cannot be judged is not stale.
fn refuse_without_keys(context: &Context, plan: &Plan, shapes: &Shapes) -> Result<(), AppError> {
    let datasets = &context.policy.datasets;
    let lost = plan.keys.keys().any(|name| !shapes.keys.contains_key(name));
    let own = context.policy.activities.values().filter_map(|it| Some((it, it.keep.per_customer.as_ref()?)));
    for (activity, own) in own.filter_map(|(it, settings)| Some((it, settings.own.as_ref()?))) {
        let unread = activity
            .data
            .iter()
            .find_map(|dataset| shapes.no_keys.get(&KeysName::of_settings(dataset, &own.by)));
        if let (Some(reason), true) = (unread, lost) {
            return Err(AppError::Unreachable { system: own.from.clone(), reason: reason.clone() });
        }
    }
    for there in datasets.values().flat_map(Dataset::keyed).filter_map(|(name, ..)| datasets.get(name)) {
        let silent = match shapes.systems.get(&there.system) {
            Some(Reach::NotReached { reason }) => Some(reason),
            _ => shapes.no_keys.iter().find(|(name, _)| plan.keys.contains_key(*name)).map(|(_, why)| why),
        };
        if let Some(reason) = silent {
            return Err(AppError::Unreachable { system: there.system.clone(), reason: reason.clone() });
        }
    }
    Ok(())
}

/// An unusual plan needs the approver to name its size.
fn guard(plan: &Plan, expected: Option<u64>) -> Result<(), AppError> {
    let plan_rows = plan.rows();
    if let Some(expected) = expected {
        return if expected == plan_rows {
            Ok(())
        } else {
            Err(AppError::Unexpected { expected, actual: plan_rows })
        };
    }
    let hit = plan.steps.iter().find_map(|step| step.guard.as_ref().map(|hit| (step, hit)));
    let Some((step, hit)) = hit else { return Ok(()) };
    let why = match hit {
        GuardHit::Share { limit_percent } => format!("more than {limit_percent} % of the dataset"),
        GuardHit::Times { limit, last } => format!("more than {limit} times the {last} of the last run"),
    };
    Err(AppError::Guard {
        dataset: step.dataset.clone(),
        rows: step.expected.disposable,
        total: step.expected.total,
        why,
        plan_rows,
    })
}
