//! What somebody at the desk does with a party: look it up, look at all of it, forget it, have a contact leave.

use gallra_store::register::{
    Acting, Agreement, AgreementId, Entry, EntryId, Field, Forgotten, Held, Identifier, Leaving, Party,
    PartyId, PartyKind, Person, Refusal, Register, Wanted,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::promise::{Dossier, keeping};
use super::{DeskError, Keeping, Kept};
use crate::{AppError, Context};

/// Parties or entries that are read together.
pub(crate) const PAGE: u32 = 500;

/// All that is known of a party.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The party.
    pub party: Party,
    /// Whom it speaks for, if it is a contact.
    pub over: Option<Party>,
    /// Who speaks for it.
    pub contacts: Vec<Party>,
    /// What hangs on it. Credentials are withheld.
    pub entries: Vec<Entry>,
    /// What was agreed with it.
    pub agreements: Vec<Agreement>,
}

impl Whole {
    /// For the calculus.
    pub fn dossier(&self) -> Dossier<'_> {
        Dossier {
            party: &self.party,
            over: self.over.as_ref(),
            entries: &self.entries,
            agreements: &self.agreements,
        }
    }
}

/// What would go with a party, and what keeps it.
#[derive(Clone, Debug)]
pub struct Going {
    /// The party first, then its contacts.
    pub parties: Vec<Whole>,
    /// What has to stay; if there is any, nothing goes.
    pub keeps: Vec<Keeping>,
}

/// Who is at hand, by a number that is neither gone nor merged.
///
/// # Errors
/// [`Refusal::NoSuchParty`]; the state's.
pub async fn party(register: &Register<'_>, acting: &Acting, id: PartyId) -> Result<Party, AppError> {
    let party = register.party(acting, id).await?.filter(|party| party.merged_into.is_none());
    party.ok_or_else(|| refused(Refusal::NoSuchParty(id)))
}

/// The person behind a party.
///
/// # Errors
/// [`DeskError::Unreadable`] for one whose key is gone.
pub fn person(party: &Party) -> Result<&Person, DeskError> {
    match &party.person {
        Held::Open(person) => Ok(person.expose()),
        Held::Withheld | Held::Unreadable | Held::Nothing => Err(DeskError::Unreadable(party.id)),
    }
}

/// A party with its contacts, entries and agreements.
///
/// # Errors
/// [`Refusal::NoSuchParty`]; the state's.
pub async fn whole(register: &Register<'_>, acting: &Acting, id: PartyId) -> Result<Whole, AppError> {
    let party = party(register, acting, id).await?;
    let contacts = match party.kind {
        PartyKind::Contact => Vec::new(),
        _ => list(register, acting, Wanted { belongs_to: Some(id), ..Wanted::default() }).await?,
    };
    let over = over(register, acting, &party).await?;
    let entries = entries(register, acting, id).await?;
    let agreements = register.agreements(acting, id).await?;
    Ok(Whole { party, over, contacts, entries, agreements })
}

/// Whom a contact speaks for: what holds that party holds the contact too.
///
/// # Errors
/// The state's.
pub async fn over(
    register: &Register<'_>,
    acting: &Acting,
    party: &Party,
) -> Result<Option<Party>, AppError> {
    match party.belongs_to {
        Some(of) => Ok(Some(self::party(register, acting, of).await?)),
        None => Ok(None),
    }
}

/// Every party that is wanted, by number, without duplicates that were merged.
///
/// # Errors
/// The state's.
pub async fn list(
    register: &Register<'_>,
    acting: &Acting,
    mut wanted: Wanted,
) -> Result<Vec<Party>, AppError> {
    let mut found = Vec::new();
    loop {
        let page = register.parties(acting, wanted, PAGE).await?;
        let Some(last) = page.last() else { return Ok(found) };
        wanted.after = Some(last.id);
        found.extend(page.into_iter().filter(|party| party.merged_into.is_none()));
    }
}

/// Every entry about a party.
///
/// # Errors
/// The state's.
pub async fn entries(register: &Register<'_>, acting: &Acting, id: PartyId) -> Result<Vec<Entry>, AppError> {
    let (mut found, mut after): (Vec<Entry>, Option<EntryId>) = (Vec::new(), None);
    loop {
        let page = register.entries(acting, id, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(found) };
        after = Some(last.id);
        found.extend(page);
    }
}

/// What a party is looked for by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// One of its identifiers; several when the text can be read in several ways.
    Known(Vec<Identifier>),
    /// How another system writes it: name of the key, and its value.
    Key(String, String),
}

impl Sought {
    /// Reads what was typed: `name=value` is a key, what has an `@` an e-mail address; digits may be an identity number, a
    /// telephone number and a reference at once.
    pub fn read(text: &str, today: Date) -> Self {
        if let Some((name, value)) = text.split_once('=').filter(|(name, _)| is_key_name(name)) {
            return Self::Key(name.to_owned(), value.to_owned());
        }
        let ways = [
            Identifier::email(text).ok(),
            Identifier::number(text, today).ok(),
            Identifier::phone(text).ok(),
            Identifier::reference(text).ok(),
        ];
        Self::Known(ways.into_iter().flatten().collect())
    }

    /// Reads it as an identifier of one kind.
    ///
    /// # Errors
    /// [`Refusal::Form`].
    pub fn read_as(field: Field, text: &str, today: Date) -> Result<Self, AppError> {
        Ok(Self::Known(vec![identifier(field, text, today).map_err(refused)?]))
    }
}

/// An identifier of a kind.
///
/// # Errors
/// [`Refusal::Form`].
pub fn identifier(field: Field, text: &str, today: Date) -> Result<Identifier, Refusal> {
    match field {
        Field::Email => Identifier::email(text),
        Field::Phone => Identifier::phone(text),
        Field::Number => Identifier::number(text, today),
        Field::Reference => Identifier::reference(text),
    }
}

/// Whether a key can be called that: as the policy's names are.
pub fn is_key_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    !name.is_empty() && name.chars().count() <= 64 && name.chars().all(fits)
}

/// The parties that are meant. A key has no index: everybody is read for it.
///
/// # Errors
/// The state's.
pub async fn find(register: &Register<'_>, acting: &Acting, sought: &Sought) -> Result<Vec<Party>, AppError> {
    let mut found: Vec<Party> = Vec::new();
    match sought {
        Sought::Known(ways) => {
            for known in ways {
                for party in register.find(acting, known).await? {
                    if !found.iter().any(|had| had.id == party.id) {
                        found.push(party);
                    }
                }
            }
        }
        Sought::Key(name, value) => {
            let has = |party: &Party| {
                person(party).is_ok_and(|person| person.keys.get(name).is_some_and(|all| all.contains(value)))
            };
            found = list(register, acting, Wanted::default()).await?;
            found.retain(has);
        }
    }
    found.sort_by_key(|party| party.id);
    Ok(found)
}

/// What would go if a party were forgotten, and what keeps it.
///
/// # Errors
/// [`Refusal::NoSuchParty`]; the state's.
pub async fn going(
    context: &Context,
    register: &Register<'_>,
    acting: &Acting,
    id: PartyId,
) -> Result<Going, AppError> {
    let mut parties = vec![whole(register, acting, id).await?];
    let contacts: Vec<PartyId> = parties.iter().flat_map(|one| &one.contacts).map(|one| one.id).collect();
    for contact in contacts {
        parties.push(whole(register, acting, contact).await?);
    }
    // What has passed its last day is not handed out, and goes all the same: it is asked for too. The day is the store's own.
    let passed = register.passed_entries(acting, acting.at.to_zoned(TimeZone::UTC).date()).await?;
    for one in &mut parties {
        one.entries.extend(passed.iter().filter(|entry| entry.party == one.party.id).cloned());
    }
    let mut keeps = Vec::new();
    for one in &parties {
        keeps.extend(keeping(context, one.dossier()).await?);
    }
    Ok(Going { parties, keeps })
}

/// Forgets a party with all that hangs on it, unless law or a hold keeps something.
///
/// # Errors
/// [`DeskError::Kept`]; [`Refusal::NoSuchParty`]; the state's.
pub async fn forget(
    context: &Context,
    register: &Register<'_>,
    acting: &Acting,
    id: PartyId,
) -> Result<Forgotten, AppError> {
    let going = going(context, register, acting, id).await?;
    if !going.keeps.is_empty() {
        return Err(DeskError::Kept(going.keeps).into());
    }
    Ok(register.forget(acting, id).await?)
}

/// Removes one entry, unless law or a hold keeps it.
///
/// # Errors
/// [`DeskError::Kept`]; [`Refusal::NoSuchEntry`]; the state's.
pub async fn remove_entry(
    context: &Context,
    register: &Register<'_>,
    acting: &Acting,
    id: EntryId,
) -> Result<(), AppError> {
    let entry = register.entry(acting, id).await?.ok_or_else(|| refused(Refusal::NoSuchEntry(id.0)))?;
    let whole = whole(register, acting, entry.party).await?;
    let mut keeps = keeping(context, whole.dossier()).await?;
    keeps.retain(|keep| keep.table == "entry" && keep.id == id.0);
    if !keeps.is_empty() {
        return Err(DeskError::Kept(keeps).into());
    }
    Ok(register.remove_entry(acting, id).await?)
}

/// A contact leaves: what hangs on it goes to an heir, or is listed; it is forgotten if then nothing is left, unless law or a
/// hold keeps the contact itself.
///
/// # Errors
/// [`DeskError::Kept`]; [`Refusal::Belonging`], [`Refusal::NoSuchParty`]; the state's.
pub async fn leave(
    context: &Context,
    register: &Register<'_>,
    acting: &Acting,
    (contact, heir): (PartyId, Option<PartyId>),
    on: Date,
) -> Result<Leaving, AppError> {
    let whole = whole(register, acting, contact).await?;
    if heir.is_some() || (whole.entries.is_empty() && whole.agreements.is_empty()) {
        // Under another party a hold would no longer find what it was placed on.
        let mut keeps = keeping(context, whole.dossier()).await?;
        keeps.retain(|keep| keep.table == "party" || matches!(keep.why, Kept::Hold { .. }));
        if !keeps.is_empty() {
            return Err(DeskError::Kept(keeps).into());
        }
    }
    Ok(register.leave(acting, contact, on, heir).await?)
}

/// Merges a duplicate into the party that stays, unless a hold covers anything of the duplicate: under another party the hold
/// would no longer find it.
///
/// # Errors
/// [`DeskError::Kept`]; [`Refusal::Unlike`], [`Refusal::TwoPersons`], [`Refusal::NoSuchParty`]; the state's.
pub async fn merge(
    context: &Context,
    register: &Register<'_>,
    acting: &Acting,
    (keep, duplicate): (PartyId, PartyId),
) -> Result<u64, AppError> {
    let mut keeps = going(context, register, acting, duplicate).await?.keeps;
    keeps.retain(|keep| matches!(keep.why, Kept::Hold { .. }));
    if !keeps.is_empty() {
        return Err(DeskError::Kept(keeps).into());
    }
    Ok(register.merge(acting, keep, duplicate).await?)
}

/// The numbers of agreements, for a list.
pub fn numbers(agreements: &[AgreementId]) -> Vec<i64> {
    agreements.iter().map(|id| id.0).collect()
}

/// A refusal of the store as an error of a use case.
pub fn refused(refusal: Refusal) -> AppError {
    gallra_store::StoreError::from(refusal).into()
}
