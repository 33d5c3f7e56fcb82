//! Entries: notes, calls, credentials, quotes, and where paper, telephones and calendars hold something.

use jiff::civil::Date;

use super::looks::{Show, Whose};
use super::together::Work;
use super::trail::named;
use super::{
    Acting, Action, Content, EntryId, EntryKind, EntryState, Held, Mark, Marks, Of, PartyId, Refusal,
    Register, Source, days, sealed,
};
use crate::StoreError;

/// An entry to be made.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// About whom.
    pub party: PartyId,
    /// The day of what it tells of.
    pub at: Date,
    /// For which activity of the policy.
    pub activity: String,
    /// Where it came from.
    pub source: Source,
    /// By when something is to be done.
    pub due: Option<Date>,
    /// Where it stands.
    pub state: Option<EntryState>,
    /// What it says, and thereby its kind.
    pub content: Content,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: EntryId,
    /// About whom.
    pub party: PartyId,
    /// What it is.
    pub kind: EntryKind,
    /// The day of what it tells of.
    pub at: Date,
    /// For which activity of the policy.
    pub activity: String,
    /// Where it came from.
    pub source: Source,
    /// By when something is to be done.
    pub due: Option<Date>,
    /// Where it stands.
    pub state: Option<EntryState>,
    /// What is said of it.
    pub marks: Marks,
    /// What it says. A credential's is withheld.
    pub content: Held<Content>,
}

/// What is different from now on; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct EntryChange {
    /// By when something is to be done.
    pub due: Option<Date>,
    /// Where it stands.
    pub state: Option<EntryState>,
    /// What it says; of the same kind.
    pub content: Option<Content>,
}

/// Refuses an activity that is no name, and days that would come before what they follow.
pub(super) fn can_be(new: &NewEntry, marks: &[Mark]) -> Result<(), Refusal> {
    named(&new.activity)?;
    days::follows(("at", Some(new.at)), ("due", new.due))?;
    marks.iter().try_for_each(|mark| match mark {
        Mark::Until(until) => days::follows(("at", Some(new.at)), ("until", *until)),
        Mark::Names(..) | Mark::Words(..) => Ok(()),
    })
}

impl Register<'_> {
    /// Makes an entry.
    ///
    /// # Errors
    /// [`Refusal::NoSuchParty`], [`Refusal::Forgotten`]; [`Refusal::Form`] for an activity that is no name;
    /// [`Refusal::Early`] for a day before that of what it tells of.
    pub async fn create_entry(&self, acting: &Acting, new: &NewEntry) -> Result<EntryId, StoreError> {
        self.create_marked(acting, new, &[]).await
    }

    /// Makes an entry of which something is said from the beginning.
    ///
    /// # Errors
    /// As [`Self::create_entry`].
    pub async fn create_marked(
        &self,
        acting: &Acting,
        new: &NewEntry,
        marks: &[Mark],
    ) -> Result<EntryId, StoreError> {
        can_be(new, marks)?;
        // A party that is there has its key: rows go first, so whoever is forgotten meanwhile is seen behind the lock.
        let mut keys = self.looking_at_keys().await?;
        let key = keys.key(new.party).await?;
        keys.commit().await?;
        let Some(key) = key else { return Err(self.without_key(new.party).await?.into()) };
        let work = Work::Create { key, new: Box::new(new.clone()), marks: marks.to_vec() };
        self.share(acting, work).await.map(EntryId)
    }

    /// Why a party has no key.
    pub(super) async fn without_key(&self, id: PartyId) -> Result<Refusal, StoreError> {
        let mut data = self.data().await?;
        self.live(&mut data, id).await?;
        Ok(Refusal::Forgotten(id))
    }

    /// An entry, if there is one of this number in the scope whose last day has not passed. What a credential says is
    /// withheld. The trail tells of an empty answer too.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn entry(&self, acting: &Acting, id: EntryId) -> Result<Option<Entry>, StoreError> {
        let found = self.look(acting, &Of::Entry(id), (None, 1), Show::Content).await?.pop();
        let (action, record, rows) =
            if found.is_some() { (Action::Read, Some(id.0), 1) } else { (Action::Find, None, 0) };
        self.share(acting, Work::Tell { action, record, rows }).await?;
        Ok(found)
    }

    /// What an entry is, if it is there: a plain column, about which no line of the trail tells.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn entry_kind(&self, id: EntryId) -> Result<Option<EntryKind>, StoreError> {
        match self.whose(id).await {
            Ok(whose) => Ok(Some(whose.kind)),
            Err(StoreError::Register(Refusal::NoSuchEntry(_))) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Up to `limit` entries about a party with numbers after `after`, in order. What a credential says is withheld, and
    /// what has passed its last day is not there.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn entries(
        &self,
        acting: &Acting,
        party: PartyId,
        after: Option<EntryId>,
        limit: u32,
    ) -> Result<Vec<Entry>, StoreError> {
        self.entries_of(acting, &Of::Party(party), after, limit).await
    }

    /// Shows one credential. The trail tells of each showing.
    ///
    /// # Errors
    /// [`Refusal::NoSuchEntry`] for what is no credential; [`Refusal::Forgotten`].
    pub async fn show_credential(&self, acting: &Acting, id: EntryId) -> Result<Entry, StoreError> {
        let entry = self.look(acting, &Of::Entry(id), (None, 1), Show::Credential).await?.pop();
        let entry = entry.filter(|entry| entry.kind == EntryKind::Credential);
        let entry = entry.ok_or(Refusal::NoSuchEntry(id.0))?;
        if entry.content == Held::Unreadable {
            return Err(Refusal::Forgotten(entry.party).into());
        }
        self.share(acting, Work::Tell { action: Action::Show, record: Some(id.0), rows: 1 }).await?;
        Ok(entry)
    }

    /// Changes an entry.
    ///
    /// # Errors
    /// [`Refusal::NoSuchEntry`], also for content of another kind; [`Refusal::Forgotten`]; [`Refusal::Early`].
    pub async fn change_entry(
        &self,
        acting: &Acting,
        id: EntryId,
        change: &EntryChange,
    ) -> Result<(), StoreError> {
        loop {
            let Whose { party, kind, at } = self.whose(id).await?;
            days::follows(("at", Some(at)), ("due", change.due))?;
            let mut sealed = None;
            if let Some(content) = &change.content {
                if content.kind() != kind {
                    return Err(Refusal::NoSuchEntry(id.0).into());
                }
                let mut keys = self.looking_at_keys().await?;
                let key = keys.key(party).await?;
                keys.commit().await?;
                let Some(key) = key else { return Err(self.without_key(party).await?.into()) };
                sealed = Some(sealed::seal(self.store, &key, ("entry", id.0), content)?);
            }
            let work = Work::Change { id, party, due: change.due, state: change.state, sealed };
            match self.share(acting, work).await {
                // Gone, or another party's since it was looked at, under whose key it has to be sealed.
                Err(StoreError::Register(Refusal::NoSuchEntry(_)))
                    if self.whose(id).await?.party != party => {}
                done => return done.map(drop),
            }
        }
    }

    /// Removes an entry. Its bytes stay unreadable in old copies only once its party is forgotten.
    ///
    /// # Errors
    /// [`Refusal::NoSuchEntry`].
    pub async fn remove_entry(&self, acting: &Acting, id: EntryId) -> Result<(), StoreError> {
        self.share(acting, Work::Remove(id)).await.map(drop)
    }
}
