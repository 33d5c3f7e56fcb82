//! A customer objects to a sub-processor, and what came of it.

use gallra_ledger::{Domain, ObjectionMade, ObjectionSettled};
use gallra_rules::names::RecipientName;
use gallra_rules::recipients::sub_processors;
use gallra_store::Objection;
use gallra_store::register::{
    Acting, Content, EntryId, EntryKind, EntryState, Held, NewEntry, PartyId, PartyKind, Register, Source,
};
use jiff::civil::Date;
use serde::Serialize;

use super::{acting, told};
use crate::{AppError, Context, evidence};

/// Entries to a page.
const PAGE: u32 = 500;

/// What a customer said, or what was agreed with it.
#[derive(Clone, Debug)]
pub struct Objecting {
    /// Which customer, by its number in the register.
    pub party: i64,
    /// The recipient's name in the policy.
    pub recipient: String,
    /// When.
    pub on: Date,
    /// What.
    pub statement: String,
    /// Who writes it down.
    pub by: String,
}

/// What came of an objection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Objected {
    /// It came after the window had passed. It is taken all the same.
    pub late: bool,
    /// The window's last day, if the recipient was announced.
    pub window_ends: Option<Date>,
    /// Whether this customer was told of the recipient.
    pub told: bool,
    /// Whether the policy has the recipient still.
    pub in_policy: bool,
}

/// Records an objection: what was said under the customer's own key, and a leaf without it.
///
/// # Errors
/// [`AppError::Register`] for a number that is no customer's, a recipient that nobody ever knew, a day that lies ahead, an
/// empty statement, and the same objection twice.
pub async fn object(context: &Context, said: &Objecting) -> Result<Objected, AppError> {
    let refused = |cause: String| Err(AppError::Register(cause));
    let recipient = RecipientName::new(said.recipient.as_str());
    let notices = context.store.notices().await?;
    let subs = sub_processors(&context.policy);
    let ever = notices.iter().flat_map(|notice| &notice.changes).any(|of| of.recipient == said.recipient);
    if !ever && !subs.contains_key(&recipient) {
        let known: Vec<&str> = subs.keys().map(|name| name.as_str()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        return refused(format!("`{}` is no sub-processor; the policy has: {known}", said.recipient));
    }
    if let Err(cause) = is_sound(context, said) {
        return refused(cause);
    }
    let party = PartyId(said.party);
    let objections = context.store.objections().await?;
    let mine = |one: &&Objection| one.party == party && one.recipient == said.recipient;
    if objections.iter().filter(mine).any(|one| one.made_on == said.on && one.settled_on.is_none()) {
        return refused(format!("an objection of customer {} on {} is open already", said.party, said.on));
    }
    let acting = acting(context, &said.by, Some(&said.recipient))?;
    let register = customers_register(context, &acting, party).await?;
    let last = told(&notices)?.remove(&said.recipient);
    let window_ends = last.as_ref().map(|told| told.window_ends);
    let told = match &last {
        Some(told) => context.store.informed(told.notice).await?.contains(&party),
        None => false,
    };
    let late = told && window_ends.is_some_and(|last_day| said.on > last_day);
    let entry = match unclaimed(&register, &acting, said, &objections).await? {
        Some(entry) => entry,
        None => register.create_entry(&acting, &note(said, &acting, EntryState::Open)).await?,
    };
    // If we crash here: the note is there, and the same command takes it up instead of writing a second one.
    let objection = Objection {
        entry,
        recipient: said.recipient.clone(),
        party,
        made_on: said.on,
        late,
        settled_on: None,
    };
    let commit = |domain, bytes: &[u8]| context.keys.commitment.commit(domain, bytes);
    let leaf = ObjectionMade {
        recipient: said.recipient.clone(),
        subject: commit(Domain::Subject, said.party.to_string().as_bytes()),
        statement: commit(Domain::Statement, said.statement.as_bytes()),
        on: said.on.to_string(),
        late,
        actor: commit(Domain::Actor, said.by.trim().as_bytes()),
    };
    let now = context.now();
    let mut tx = context.store.write().await?;
    tx.object(&objection).await?;
    tx.append(&evidence::leaf(now, leaf)?, now, None).await?;
    tx.commit().await?;
    evidence::publish(context).await?;
    Ok(Objected { late, window_ends, told, in_policy: subs.contains_key(&recipient) })
}

/// Closes a customer's open objections to a recipient, with what was agreed, and tells how many there were.
///
/// # Errors
/// [`AppError::Register`] if none is open, for a day that lies ahead or before the objection, and an empty statement.
pub async fn settle(context: &Context, said: &Objecting) -> Result<u64, AppError> {
    let refused = |cause: String| Err(AppError::Register(cause));
    if let Err(cause) = is_sound(context, said) {
        return refused(cause);
    }
    let party = PartyId(said.party);
    let objections = context.store.objections().await?;
    let open =
        |one: &&Objection| one.party == party && one.recipient == said.recipient && one.settled_on.is_none();
    let Some(latest) = objections.iter().filter(open).map(|one| one.made_on).max() else {
        return refused(format!("customer {} has no open objection to `{}`", said.party, said.recipient));
    };
    if said.on < latest {
        return refused(format!("the objection was made on {latest}, after {}", said.on));
    }
    let acting = acting(context, &said.by, Some(&said.recipient))?;
    // Of a customer who was forgotten nothing is written down any more.
    match customers_register(context, &acting, party).await {
        Ok(register) => {
            let claimed = unclaimed(&register, &acting, said, &objections).await?;
            if claimed.is_none() {
                register.create_entry(&acting, &note(said, &acting, EntryState::Done)).await?;
            }
        }
        Err(AppError::Register(_)) => {}
        Err(fault) => return Err(fault),
    }
    let commit = |domain, bytes: &[u8]| context.keys.commitment.commit(domain, bytes);
    let leaf = ObjectionSettled {
        recipient: said.recipient.clone(),
        subject: commit(Domain::Subject, said.party.to_string().as_bytes()),
        statement: commit(Domain::Statement, said.statement.as_bytes()),
        on: said.on.to_string(),
        actor: commit(Domain::Actor, said.by.trim().as_bytes()),
    };
    let now = context.now();
    let mut tx = context.store.write().await?;
    let settled = tx.settle_objections(party, &said.recipient, said.on).await?;
    tx.append(&evidence::leaf(now, leaf)?, now, None).await?;
    tx.commit().await?;
    evidence::publish(context).await?;
    Ok(settled)
}

fn is_sound(context: &Context, said: &Objecting) -> Result<(), String> {
    if said.statement.trim().is_empty() {
        return Err("an objection needs what was said".to_owned());
    }
    let today = context.today();
    if said.on > today {
        return Err(format!("{} lies ahead; today is {today}", said.on));
    }
    Ok(())
}

/// The register, if a number is a customer's in it.
async fn customers_register<'c>(
    context: &'c Context,
    acting: &Acting,
    party: PartyId,
) -> Result<Register<'c>, AppError> {
    let unknown = || AppError::Register(format!("the register has no customer {}", party.0));
    if !context.store.has_register().await? {
        return Err(unknown());
    }
    let register = context.register().await?;
    let found = register.party(acting, party).await?;
    let is_one =
        found.is_some_and(|found| found.kind == PartyKind::Customer && matches!(found.person, Held::Open(_)));
    if is_one { Ok(register) } else { Err(unknown()) }
}

fn note(said: &Objecting, acting: &Acting, state: EntryState) -> NewEntry {
    NewEntry {
        party: PartyId(said.party),
        at: said.on,
        activity: acting.why.as_str().to_owned(),
        source: Source::Customer,
        due: None,
        state: Some(state),
        content: Content::Note { text: said.statement.clone() },
    }
}

/// The same note from a call that was killed before it was recorded as an objection.
async fn unclaimed(
    register: &Register<'_>,
    acting: &Acting,
    said: &Objecting,
    objections: &[Objection],
) -> Result<Option<EntryId>, AppError> {
    let mut last = None;
    loop {
        let page = register.entries(acting, PartyId(said.party), last, PAGE).await?;
        let Some(end) = page.last().map(|entry| entry.id) else { return Ok(None) };
        last = Some(end);
        for entry in page {
            let same = entry.kind == EntryKind::Note
                && entry.at == said.on
                && entry.source == Source::Customer
                && !objections.iter().any(|one| one.entry == entry.id);
            let Some(content) = entry.content.open().filter(|_| same) else { continue };
            if matches!(content.expose(), Content::Note { text } if *text == said.statement) {
                return Ok(Some(entry.id));
            }
        }
    }
}
