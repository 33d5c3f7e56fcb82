//! Notice of a change of sub-processors: what is new since customers were last told, who has to be told, and that they were.

use std::collections::BTreeMap;

use gallra_ledger::{Domain, Hash, SubProcessorsAnnounced};
use gallra_rules::duties::after;
use gallra_rules::names::RecipientName;
use gallra_rules::period::Period;
use gallra_rules::recipients::{Terms, sub_processors};
use gallra_store::register::{
    Acting, Agreement, AgreementKind, AgreementState, Held, Party, PartyId, PartyKind, Register, Role, Wanted,
};
use gallra_store::{Notice, NoticeOf};
use gallra_vault::Personal;
use jiff::civil::Date;
use serde::Serialize;

use super::{USUAL_WINDOW, acting, json, told};
use crate::{AppError, Context, evidence};

/// Parties to a page.
const PAGE: u32 = 500;

/// What is different about a sub-processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HowItChanged {
    /// It was not there before.
    Added,
    /// Its name, country, transfer mechanism or work is another.
    Changed,
    /// It is used no more.
    Removed,
}

impl HowItChanged {
    /// Its word in the state and in the log.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The recipient's name in the policy.
    pub recipient: RecipientName,
    /// What is different.
    pub change: HowItChanged,
    /// How it is now; of a removed one, how it was.
    pub terms: Terms,
    /// How it was.
    pub before: Option<Terms>,
    /// From when, if the policy says.
    pub from: Option<Date>,
}

/// A customer to be told. Who it is cannot be printed by accident.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// Its number in the register.
    pub party: PartyId,
    /// Its name and its postal address.
    pub person: Personal<(String, Option<String>)>,
}

/// A notice that is not yet given.
#[derive(Clone, Debug)]
pub struct Draft {
    id: i64,
    /// The day that the letters bear.
    pub on: Date,
    /// The last day for objections.
    pub window_ends: Date,
    /// What is different since the last notice.
    pub changes: Vec<Change>,
    /// Whom to tell.
    pub customers: Vec<Addressee>,
}

impl Draft {
    /// The number that the notice will have.
    pub const fn number(&self) -> i64 {
        self.id
    }
}

/// What came of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// Its number.
    pub notice: i64,
    /// The day.
    pub on: Date,
    /// The last day for objections.
    pub window_ends: Date,
    /// How many customers were written to.
    pub customers: u64,
}

/// What customers would have to be told today, and whom: every customer for whom we are processor under an agreement in
/// force. The policy cannot tell which of them uses which activity, so all of them are affected.
///
/// # Errors
/// [`AppError::Register`] for a window that is shorter than the policy promises; the register's.
pub async fn draft(context: &Context, by: &str, window: Option<Period>) -> Result<Draft, AppError> {
    let notices = context.store.notices().await?;
    let changes = changes(context, &notices)?;
    let on = context.today();
    let promised = after(on, context.policy.organisation.objection_window.unwrap_or(USUAL_WINDOW));
    let window_ends = window.map_or(promised, |window| after(on, window));
    if window_ends < promised {
        return Err(AppError::Register(format!(
            "the policy gives customers until {promised} to object, which is later than {window_ends}"
        )));
    }
    let customers = if changes.is_empty() { Vec::new() } else { affected(context, by).await? };
    let id = notices.last().map_or(1, |last| last.id + 1);
    Ok(Draft { id, on, window_ends, changes, customers })
}

/// What is different in the policy from what customers were last told.
pub(super) fn changes(context: &Context, notices: &[Notice]) -> Result<Vec<Change>, AppError> {
    let known = told(notices)?;
    let now = sub_processors(&context.policy);
    let mut changes = Vec::new();
    for (name, terms) in &now {
        let before = known.get(name.as_str()).map(|told| told.terms.clone());
        let change = match &before {
            Some(before) if before == terms => continue,
            Some(_) => HowItChanged::Changed,
            None => HowItChanged::Added,
        };
        let from = context.policy.recipients.get(*name).and_then(|recipient| recipient.from);
        changes.push(Change { recipient: (*name).clone(), change, terms: terms.clone(), before, from });
    }
    for (name, told) in known {
        if !now.contains_key(&RecipientName::new(name.as_str())) {
            changes.push(Change {
                recipient: RecipientName::new(name),
                change: HowItChanged::Removed,
                terms: told.terms.clone(),
                before: Some(told.terms),
                from: None,
            });
        }
    }
    Ok(changes)
}

async fn affected(context: &Context, by: &str) -> Result<Vec<Addressee>, AppError> {
    let acting = acting(context, by, None)?;
    if !context.store.has_register().await? {
        return Ok(Vec::new());
    }
    let register = context.register().await?;
    let (mut affected, mut last) = (Vec::new(), None);
    loop {
        let wanted = Wanted { kind: Some(PartyKind::Customer), after: last, ..Wanted::default() };
        let page = register.parties(&acting, wanted, PAGE).await?;
        let Some(end) = page.last().map(|party| party.id) else { return Ok(affected) };
        last = Some(end);
        for party in page {
            if is_told(&register, &acting, &party, context.today()).await? {
                affected.extend(addressee(party));
            }
        }
    }
}

/// A controller whose processor we are under an agreement that is in force today.
async fn is_told(
    register: &Register<'_>,
    acting: &Acting,
    party: &Party,
    today: Date,
) -> Result<bool, AppError> {
    if party.role != Role::Controller || party.left_on.is_some_and(|left| left < today) {
        return Ok(false);
    }
    let in_force = |agreement: &Agreement| {
        agreement.kind == AgreementKind::Dpa
            && match agreement.state {
                AgreementState::Accepted => true,
                AgreementState::Ended => agreement.ended_on.is_some_and(|last| last >= today),
                _ => false,
            }
    };
    Ok(register.agreements(acting, party.id).await?.iter().any(in_force))
}

/// Nobody can write to a party that was forgotten or merged into another.
fn addressee(party: Party) -> Option<Addressee> {
    let Held::Open(person) = party.person else { return None };
    Some(Addressee { party: party.id, person: person.map(|person| (person.name, person.address)) })
}

/// Records that the customers of a draft were told by letters that said `letter`, and seals it: names from the policy, a
/// number and the letters' hash. With `known` nobody was written to, because their agreements name what is in the list.
///
/// # Errors
/// [`AppError::Register`] if there is nothing to tell, or somebody announced at the same time.
pub async fn record(
    context: &Context,
    draft: &Draft,
    by: &str,
    letter: &str,
    known: bool,
) -> Result<Recorded, AppError> {
    if draft.changes.is_empty() {
        return Err(AppError::Register("customers know the list as it is".to_owned()));
    }
    let told: Vec<PartyId> =
        if known { Vec::new() } else { draft.customers.iter().map(|customer| customer.party).collect() };
    // Where nobody can object, nothing is waited for.
    let window_ends =
        if told.is_empty() { draft.on.yesterday().unwrap_or(draft.on) } else { draft.window_ends };
    let now = context.now();
    let of = |change: &Change| -> Result<NoticeOf, AppError> {
        Ok(NoticeOf {
            recipient: change.recipient.to_string(),
            change: change.change.word().to_owned(),
            terms: json(&change.terms)?,
        })
    };
    let customers = told.len() as u64;
    let notice = Notice {
        id: draft.id,
        at: now,
        announced_on: draft.on,
        window_ends,
        known,
        customers,
        letter: letter.to_owned(),
        changes: draft.changes.iter().map(of).collect::<Result<_, _>>()?,
    };
    let mut recipients = BTreeMap::new();
    for change in &draft.changes {
        recipients.insert(change.recipient.to_string(), evidence::code(change.change.word())?);
    }
    let leaf = SubProcessorsAnnounced {
        recipients,
        customers,
        letter: Hash::of(letter.as_bytes()),
        on: draft.on.to_string(),
        window_ends: window_ends.to_string(),
        actor: context.keys.commitment.commit(Domain::Actor, by.trim().as_bytes()),
    };
    let leaf = evidence::leaf(now, leaf)?;
    let mut tx = context.store.write().await?;
    if !tx.notify(&notice, &told).await? {
        return Err(AppError::Register("somebody else announced at the same time; look again".to_owned()));
    }
    tx.append(&leaf, now, None).await?;
    tx.commit().await?;
    // If we crash before this: the letters lie there and nothing is recorded; the same call writes the same letters again
    // and records it once. If we crash here: the next command publishes the leaf.
    evidence::publish(context).await?;
    Ok(Recorded { notice: draft.id, on: draft.on, window_ends, customers })
}

/// The last notice and whom it told, so that its letters can be written again, to the letter.
///
/// # Errors
/// The register's.
pub async fn again(context: &Context, by: &str) -> Result<Option<(Notice, Vec<Addressee>)>, AppError> {
    let Some(last) = context.store.notices().await?.pop().filter(|last| !last.known) else { return Ok(None) };
    let informed = context.store.informed(last.id).await?;
    if informed.is_empty() {
        return Ok(Some((last, Vec::new())));
    }
    let (acting, register) = (acting(context, by, None)?, context.register().await?);
    let mut customers = Vec::new();
    for party in informed {
        customers.extend(register.party(&acting, party).await?.and_then(addressee));
    }
    Ok(Some((last, customers)))
}
