//! How long a customer wants its data kept, below what the service promises.

use gallra_rules::names::{ActivityName, DatasetName};
use gallra_rules::period::Period;
use gallra_rules::policy::Role;
use gallra_store::register::{Acting, PartyId, PartyKind, Refusal, Register, Scope, Setting, TenantId};

use super::{Teller, refused};
use crate::{AppError, Context, evidence};

/// What a customer may choose for a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceiling {
    /// The dataset.
    pub dataset: DatasetName,
    /// The activity that promises.
    pub activity: ActivityName,
    /// How long at most.
    pub period: Period,
    /// What that counts from, as the policy names it.
    pub after: String,
}

/// The datasets for which customers choose, with what the service promises at most: the shortest, where several do.
pub fn ceilings(context: &Context) -> Vec<Ceiling> {
    let mut ceilings: Vec<Ceiling> = Vec::new();
    for (name, activity) in &context.policy.activities {
        // Settings that stand in the policy itself are not the register's to change.
        let own = activity.keep.per_customer.as_ref().and_then(|own| own.own.as_ref());
        let (Some(limit), Some(_), Role::Processor) = (&activity.keep.at_most, own, activity.role) else {
            continue;
        };
        for dataset in &activity.data {
            let ceiling = Ceiling {
                dataset: dataset.clone(),
                activity: name.clone(),
                period: limit.period,
                after: limit.anchor.to_string(),
            };
            match ceilings.iter_mut().find(|known| known.dataset == *dataset) {
                Some(known) if hours(ceiling.period) < hours(known.period) => *known = ceiling,
                Some(_) => {}
                None => ceilings.push(ceiling),
            }
        }
    }
    ceilings.sort_by(|one, other| one.dataset.cmp(&other.dataset));
    ceilings
}

/// Sets a customer's own period.
///
/// # Errors
/// [`Refusal::Ceiling`]; [`AppError::Register`] for a dataset that the policy lets no customer choose for.
pub async fn set(
    context: &Context,
    acting: &Acting,
    party: PartyId,
    (dataset, period): (&str, Period),
) -> Result<Ceiling, AppError> {
    let ceiling = ceiling(context, dataset)?;
    customer(context, acting, party).await?;
    let teller = Teller::of(context, Some(party));
    let register = theirs(context, party).await?.telling(&teller);
    let setting = Setting { dataset: dataset.to_owned(), period, agreed: context.today() };
    register.set_period(acting, &setting, ceiling.period).await?;
    evidence::publish(context).await?;
    Ok(ceiling)
}

/// Takes a customer's own period back. Tells whether there was one.
///
/// # Errors
/// [`Refusal::NoSuchParty`]; the state's.
pub async fn unset(
    context: &Context,
    acting: &Acting,
    party: PartyId,
    dataset: &str,
) -> Result<bool, AppError> {
    customer(context, acting, party).await?;
    let teller = Teller::of(context, Some(party));
    let register = theirs(context, party).await?.telling(&teller);
    let was = register.unset_period(acting, dataset).await?;
    evidence::publish(context).await?;
    Ok(was)
}

/// A customer's own periods, by dataset.
///
/// # Errors
/// [`Refusal::NoSuchParty`]; the state's.
pub async fn settings(context: &Context, acting: &Acting, party: PartyId) -> Result<Vec<Setting>, AppError> {
    customer(context, acting, party).await?;
    of(context, party).await
}

/// The same of a party that is there.
pub(super) async fn of(context: &Context, party: PartyId) -> Result<Vec<Setting>, AppError> {
    Ok(theirs(context, party).await?.settings().await?)
}

fn ceiling(context: &Context, dataset: &str) -> Result<Ceiling, AppError> {
    let known = ceilings(context);
    if let Some(ceiling) = known.iter().find(|ceiling| ceiling.dataset.as_str() == dataset) {
        return Ok(ceiling.clone());
    }
    let names: Vec<&str> = known.iter().map(|ceiling| ceiling.dataset.as_str()).collect();
    let which = match names.as_slice() {
        [] => "none; give a processor's activity `per_customer`".to_owned(),
        names => names.join(", "),
    };
    Err(refused(format!("customers choose no period for `{dataset}`; they do for: {which}")))
}

/// What the organisation keeps for a customer.
async fn theirs(context: &Context, party: PartyId) -> Result<Register<'_>, AppError> {
    let tenant = TenantId::new(party.0).ok_or_else(|| no_such(party))?;
    let ring = context.ring().await?;
    Ok(context.store.register(Scope::Customer(tenant), ring).await?)
}

/// There is such a customer.
async fn customer(context: &Context, acting: &Acting, party: PartyId) -> Result<(), AppError> {
    let found = context.register().await?.party(acting, party).await?;
    match found {
        Some(party) if party.kind == PartyKind::Customer && party.merged_into.is_none() => Ok(()),
        _ => Err(no_such(party)),
    }
}

fn no_such(party: PartyId) -> AppError {
    gallra_store::StoreError::from(Refusal::NoSuchParty(party)).into()
}

/// For telling which of two is shorter: a month is 30 days.
fn hours(period: Period) -> u64 {
    match period {
        Period::Calendar { months, days } => (u64::from(months) * 30 + u64::from(days)) * 24,
        Period::Hours(hours) => hours.into(),
    }
}
