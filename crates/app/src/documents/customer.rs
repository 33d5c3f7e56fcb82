//! A customer of the register as the plain data that documents are made of.

use std::collections::BTreeMap;

use gallra_documents::{Change, Controller, Customer, Mode as Wording, Told};
use gallra_rules::names::DatasetName;
use gallra_rules::period::Period;
use gallra_rules::recipients::Terms;

use crate::recipients::HowItChanged;
use crate::register::agreements::{self, text};
use crate::register::{
    Acting, Agreement, AgreementKind, AgreementState, Field, Identifier, Mode, Party, PartyId, PartyKind,
    Refusal, Register, Role, Wanted, desk,
};
use crate::{AppError, Context};

/// A customer, and the text that it brought itself.
#[derive(Clone, Debug)]
pub struct OfCustomer {
    /// The customer.
    pub customer: Customer,
    /// Its own text, to the byte; what is not the company's own.
    pub own_text: Option<Vec<u8>>,
}

/// What an agreement with a customer needs to know.
///
/// # Errors
/// [`Refusal::NoSuchParty`] for one that is no customer, too; [`crate::register::DeskError::Unreadable`]; the state's.
pub async fn customer(context: &Context, acting: &Acting, id: PartyId) -> Result<OfCustomer, AppError> {
    let register = context.register().await?;
    let party = desk::party(&register, acting, id).await?;
    if party.kind != PartyKind::Customer {
        return Err(desk::refused(Refusal::NoSuchParty(id)));
    }
    let mut who = who(&party)?;
    who.periods = chosen(context, acting, id).await?;
    let all = register.agreements(acting, id).await?;
    let agreement = in_force(&all);
    let own = agreement.filter(|one| one.mode != Mode::Standard);
    let own_text = match own {
        Some(one) => Some(text(context, acting, one.id).await?),
        None => None,
    };
    let customer = Customer {
        periods: who.periods.clone(),
        who,
        number: id.0.to_string(),
        mode: own.map_or(Wording::Company, |one| match one.mode {
            Mode::Standard => Wording::Company,
            Mode::Negotiated => Wording::Both,
            Mode::OwnInstruction => Wording::Own,
        }),
        own_text: own.map(|one| (one.drafted_on, hex::encode(one.text_hash))),
        agreement: agreement.map(|one| (one.drafted_on, one.version)),
        objected: objected(context, id).await?,
    };
    Ok(OfCustomer { customer, own_text })
}

/// How long a customer wants its data kept, by dataset, where it has chosen.
async fn chosen(
    context: &Context,
    acting: &Acting,
    id: PartyId,
) -> Result<BTreeMap<DatasetName, Period>, AppError> {
    let activities = context.policy.activities.values();
    let mut choices = activities.filter_map(|activity| activity.keep.per_customer.as_ref());
    // Where nobody can choose, nobody's record is opened for it.
    if !choices.any(|choice| choice.own.is_some()) {
        return Ok(BTreeMap::new());
    }
    let settings = agreements::settings(context, acting, id).await?;
    Ok(settings.into_iter().map(|one| (DatasetName::new(one.dataset.as_str()), one.period)).collect())
}

/// The processor agreement that counts: the one in force, else the latest that is on its way.
fn in_force(all: &[Agreement]) -> Option<&Agreement> {
    let processing =
        || all.iter().filter(|one| matches!(one.kind, AgreementKind::Dpa | AgreementKind::Instruction));
    let last = |state| processing().filter(|one| one.state == state).max_by_key(|one| one.id);
    last(AgreementState::Accepted)
        .or_else(|| last(AgreementState::Offered))
        .or_else(|| last(AgreementState::Drafted))
}

/// Sub-processors that this customer objected to, as long as that is not settled: their names in the policy's words.
async fn objected(context: &Context, id: PartyId) -> Result<Vec<String>, AppError> {
    let open = context
        .store
        .objections()
        .await?
        .into_iter()
        .filter(|one| one.party == id && one.settled_on.is_none());
    let mut names: Vec<String> = open
        .filter_map(|one| {
            let known = context.policy.recipients.iter().find(|(name, _)| name.as_str() == one.recipient);
            known.map(|(_, recipient)| recipient.name.clone())
        })
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// Who a party is, as documents name it.
fn who(party: &Party) -> Result<Controller, AppError> {
    let person = desk::person(party)?;
    let of = |field: Field| {
        let known = person.identifiers.iter().filter(move |known| known.field() == field);
        known.map(|known| known.expose().to_owned()).collect::<Vec<_>>()
    };
    let contact = person.address.iter().cloned().chain(of(Field::Email)).chain(of(Field::Phone));
    Ok(Controller {
        name: person.name.clone(),
        number: of(Field::Number).iter().map(|number| dashed(number)).collect::<Vec<_>>().join(", "),
        contact: contact.collect::<Vec<_>>().join(", "),
        party: party.id.0.to_string(),
        ..Controller::default()
    })
}

/// A Swedish number as it is written: the register has its digits alone.
fn dashed(number: &str) -> String {
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    match number.split_at_checked(number.len().saturating_sub(4)) {
        Some((before, last)) if digits && matches!(number.len(), 10 | 12) => format!("{before}-{last}"),
        _ => number.to_owned(),
    }
}

/// The customer that is meant: by its number in the register, or by its reference, as the company writes it.
///
/// # Errors
/// [`AppError::Register`] if a reference is nobody's or that of several; the state's.
pub async fn named(context: &Context, acting: &Acting, reference: &str) -> Result<PartyId, AppError> {
    if let Ok(number) = reference.parse::<i64>() {
        return Ok(PartyId(number));
    }
    let register = context.register().await?;
    let known = Identifier::reference(reference).map_err(desk::refused)?;
    let mut found = register.find(acting, &known).await?;
    found.retain(|party| party.kind == PartyKind::Customer && party.merged_into.is_none());
    match found.as_slice() {
        [only] => Ok(only.id),
        _ => Err(AppError::Register(format!("{} customers have the reference `{reference}`", found.len()))),
    }
}

/// The numbers of every customer that has not left. Nothing else of them is held.
///
/// # Errors
/// The state's.
pub async fn customers(context: &Context, acting: &Acting) -> Result<Vec<PartyId>, AppError> {
    let register = context.register().await?;
    let mut found = Vec::new();
    each(&register, acting, |party| {
        found.push(party.id);
        Ok(())
    })
    .await?;
    Ok(found)
}

/// On whose behalf data is processed (Art. 30(2)(a)): every customer of the register that decides about its data and has not
/// left.
///
/// # Errors
/// [`crate::register::DeskError::Unreadable`]; the state's.
pub async fn controllers(context: &Context, acting: &Acting) -> Result<Vec<Controller>, AppError> {
    // Asking who is in a register makes none.
    if !context.store.has_register().await? {
        return Ok(Vec::new());
    }
    let register = context.register().await?;
    let mut found = Vec::new();
    each(&register, acting, |party| {
        if party.role == Role::Controller {
            found.push((party.id, who(party)?));
        }
        Ok(())
    })
    .await?;
    let mut controllers = Vec::with_capacity(found.len());
    for (id, mut who) in found {
        who.periods = chosen(context, acting, id).await?;
        controllers.push(who);
    }
    Ok(controllers)
}

/// Customers that have not left, some at a time.
async fn each(
    register: &Register<'_>,
    acting: &Acting,
    mut seen: impl FnMut(&Party) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut wanted = Wanted { kind: Some(PartyKind::Customer), ..Wanted::default() };
    loop {
        let page = register.parties(acting, wanted, desk::PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        wanted.after = Some(last.id);
        for party in page.iter().filter(|party| party.merged_into.is_none() && party.left_on.is_none()) {
            seen(party)?;
        }
    }
}

/// What customers were told of sub-processors, the first first.
///
/// # Errors
/// The state's.
pub async fn notices(context: &Context) -> Result<Vec<Told>, AppError> {
    let mut told = Vec::new();
    // Where nobody was written to, nobody was told of a change.
    for notice in context.store.notices().await?.into_iter().filter(|notice| !notice.known) {
        for change in &notice.changes {
            let terms: Terms = serde_json::from_str(&change.terms)?;
            told.push(Told {
                on: notice.announced_on,
                until: notice.window_ends,
                name: terms.name,
                change: match change.change.as_str() {
                    word if word == HowItChanged::Removed.word() => Change::Removed,
                    word if word == HowItChanged::Added.word() => Change::Added,
                    _ => Change::Changed,
                },
            });
        }
    }
    Ok(told)
}
