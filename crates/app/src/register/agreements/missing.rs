//! Customers whose data we process without an agreement on it (GDPR Art. 28(3)).

use gallra_rules::policy::Role as Capacity;
use gallra_store::register::{
    Acting, Agreement, AgreementKind, AgreementState, PartyId, PartyKind, Role, Wanted, WantedAgreements,
};
use jiff::civil::Date;

use super::{PAGE, every, in_force, person};
use crate::{AppError, Context};

/// A customer without a processor agreement in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its number.
    pub party: PartyId,
    /// What it is called.
    pub name: String,
    /// Where it is written to.
    pub address: Option<String>,
    /// Since when it is a customer.
    pub since: Option<Date>,
    /// How far it has come: the latest agreement of the kind.
    pub latest: Option<Agreement>,
}

/// What was looked at, and who is missing one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Customers for whom the organisation is a processor.
    pub customers: u64,
    /// Those without an agreement in force today.
    pub missing: Vec<Missing>,
}

/// The customers for whom the organisation is a processor, and which of them have no accepted agreement on it that is in
/// force today. None if the policy has no processing for others.
///
/// # Errors
/// The state's.
pub async fn missing(context: &Context, acting: &Acting) -> Result<Looked, AppError> {
    let mut looked = Looked { customers: 0, missing: Vec::new() };
    if !context.policy.activities.values().any(|activity| activity.role == Capacity::Processor) {
        return Ok(looked);
    }
    let today = context.today();
    let register = context.register().await?;
    let dpas = WantedAgreements { kind: Some(AgreementKind::Dpa), ..WantedAgreements::default() };
    let dpas = every(&register, acting, dpas).await?;
    let mut wanted = Wanted { kind: Some(PartyKind::Customer), ..Wanted::default() };
    loop {
        let page = register.parties(acting, wanted, PAGE).await?;
        let Some(last) = page.last() else { break };
        wanted.after = Some(last.id);
        for party in &page {
            let gone = party.left_on.is_some_and(|day| day < today) || party.merged_into.is_some();
            if gone || party.role != Role::Controller {
                continue;
            }
            looked.customers += 1;
            let mut theirs = dpas.iter().filter(|agreement| agreement.party == party.id);
            if theirs.clone().any(|agreement| in_force(agreement, today)) {
                continue;
            }
            let person = person(party);
            looked.missing.push(Missing {
                party: party.id,
                name: person.map(|person| person.name.clone()).unwrap_or_default(),
                address: person.and_then(|person| person.address.clone()),
                since: party.since,
                latest: theirs.rfind(|agreement| agreement.state != AgreementState::Superseded).cloned(),
            });
        }
    }
    Ok(looked)
}
