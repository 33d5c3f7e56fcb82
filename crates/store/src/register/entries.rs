//! Entries: notes, calls, credentials, quotes, and where paper, telephones and calendars hold something.

use jiff::civil::Date;

use super::keys::Keys;
use super::scope::OnConflict;
use super::trail::named;
use super::{
    Acting, Action, Content, EntryId, EntryKind, EntryState, Held, PartyId, Refusal, Register, Source, a_day,
    cell, day, days, sealed, word,
};
use crate::StoreError;
use crate::sql::{Arg, Row, args};

const COLUMNS: &str = "id, party, kind, at, activity, source, due, state, sealed";

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

impl Register<'_> {
    /// Makes an entry.
    ///
    /// # Errors
    /// [`Refusal::NoSuchParty`], [`Refusal::Forgotten`]; [`Refusal::Form`] for an activity that is no name.
    pub async fn create_entry(&self, acting: &Acting, new: &NewEntry) -> Result<EntryId, StoreError> {
        named(&new.activity)?;
        days::follows(("at", Some(new.at)), ("due", new.due))?;
        let mut data = self.data().await?;
        self.live(&mut data, new.party).await?;
        let mut keys = self.key_store().await?;
        let key = self.key(&mut keys, new.party).await?;
        let id = self.ids(&mut data, &mut keys, 1).await?;
        keys.commit().await?;
        let sealed = sealed::seal(self.store, &key, ("entry", id), &new.content)?;
        let columns = ["id", "party", "kind", "at", "activity", "source", "due", "state", "sealed"];
        let values = args![
            id,
            new.party,
            new.content.kind(),
            new.at,
            &new.activity,
            new.source,
            new.due,
            new.state,
            sealed
        ];
        data.insert("entry", &columns, OnConflict::Fail, values).await?;
        data.trail(acting, Action::Create, ("entry", Some(id)), 1).await?;
        data.commit().await?;
        Ok(EntryId(id))
    }

    /// An entry, if there is one of this number in the scope. What a credential says is withheld.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn entry(&self, acting: &Acting, id: EntryId) -> Result<Option<Entry>, StoreError> {
        let mut data = self.data().await?;
        let Some(row) = data.first(COLUMNS, "entry", "id = $2", args![id]).await? else { return Ok(None) };
        let mut keys = self.key_store().await?;
        let entry = self.read_entry(&mut keys, &row, false).await?;
        keys.commit().await?;
        data.trail(acting, Action::Read, ("entry", Some(id.0)), 1).await?;
        data.commit().await?;
        Ok(Some(entry))
    }

    /// What an entry is, if it is there: a plain column, about which no line of the trail tells.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn entry_kind(&self, id: EntryId) -> Result<Option<EntryKind>, StoreError> {
        let mut data = self.data().await?;
        let row = data.first("kind", "entry", "id = $2", args![id]).await?;
        data.commit().await?;
        row.map(|row| word(self.store, &row, "kind", EntryKind::read)).transpose()
    }

    /// Up to `limit` entries about a party with numbers after `after`, in order. What a credential says is withheld.
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
        let mut data = self.data().await?;
        let only = ("party = $2 AND id > $3", "ORDER BY id LIMIT $4");
        let values = args![party, after.map_or(0, |id| id.0), i64::from(limit)];
        let rows = data.select(COLUMNS, "entry", only, values).await?;
        let mut keys = self.key_store().await?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in &rows {
            entries.push(self.read_entry(&mut keys, row, false).await?);
        }
        keys.commit().await?;
        data.trail(acting, Action::List, ("entry", None), entries.len()).await?;
        data.commit().await?;
        Ok(entries)
    }

    /// Shows one credential. The trail tells of each showing.
    ///
    /// # Errors
    /// [`Refusal::NoSuchEntry`] for what is no credential; [`Refusal::Forgotten`].
    pub async fn show_credential(&self, acting: &Acting, id: EntryId) -> Result<Entry, StoreError> {
        let mut data = self.data().await?;
        let row =
            data.first(COLUMNS, "entry", "id = $2 AND kind = $3", args![id, EntryKind::Credential]).await?;
        let row = row.ok_or(Refusal::NoSuchEntry(id.0))?;
        let mut keys = self.key_store().await?;
        let entry = self.read_entry(&mut keys, &row, true).await?;
        keys.commit().await?;
        if entry.content == Held::Unreadable {
            return Err(Refusal::Forgotten(entry.party).into());
        }
        data.trail(acting, Action::Show, ("entry", Some(id.0)), 1).await?;
        data.commit().await?;
        Ok(entry)
    }

    /// Changes an entry.
    ///
    /// # Errors
    /// [`Refusal::NoSuchEntry`], also for content of another kind; [`Refusal::Forgotten`].
    pub async fn change_entry(
        &self,
        acting: &Acting,
        id: EntryId,
        change: &EntryChange,
    ) -> Result<(), StoreError> {
        let mut data = self.data().await?;
        let row = data.first(COLUMNS, "entry", "id = $2", args![id]).await?;
        let row = row.ok_or(Refusal::NoSuchEntry(id.0))?;
        days::follows(("at", day(self.store, &row, "at")?), ("due", change.due))?;
        let mut sealed = None;
        if let Some(content) = &change.content {
            if content.kind() != word(self.store, &row, "kind", EntryKind::read)? {
                return Err(Refusal::NoSuchEntry(id.0).into());
            }
            let mut keys = self.key_store().await?;
            let key = self.key(&mut keys, PartyId(cell(self.store, &row, "party")?)).await?;
            keys.commit().await?;
            sealed = Some(sealed::seal(self.store, &key, ("entry", id.0), content)?);
        }
        let set = "due = coalesce($3, due), state = coalesce($4, state), sealed = coalesce($5, sealed)";
        let values = args![id, change.due, change.state, Arg::Bytes(sealed)];
        data.update("entry", set, "id = $2", values).await?;
        data.trail(acting, Action::Change, ("entry", Some(id.0)), 1).await?;
        data.commit().await
    }

    /// Removes an entry. Its bytes stay unreadable in old copies only once its party is forgotten.
    ///
    /// # Errors
    /// [`Refusal::NoSuchEntry`].
    pub async fn remove_entry(&self, acting: &Acting, id: EntryId) -> Result<(), StoreError> {
        let mut data = self.data().await?;
        if data.delete("entry", "id = $2", args![id]).await? == 0 {
            return Err(Refusal::NoSuchEntry(id.0).into());
        }
        data.trail(acting, Action::Remove, ("entry", Some(id.0)), 1).await?;
        data.commit().await
    }

    async fn read_entry(&self, keys: &mut Keys<'_>, row: &Row, show: bool) -> Result<Entry, StoreError> {
        let store = self.store;
        let (id, party) = (cell(store, row, "id")?, PartyId(cell(store, row, "party")?));
        let kind = word(store, row, "kind", EntryKind::read)?;
        let content = if kind == EntryKind::Credential && !show {
            Held::Withheld
        } else {
            let sealed: Vec<u8> = cell(store, row, "sealed")?;
            sealed::open(store, keys.key(party).await?.as_ref(), ("entry", id), Some(&sealed))?
        };
        let state: Option<String> = cell(store, row, "state")?;
        let state =
            state.map(|word| EntryState::read(&word).ok_or_else(|| store.damaged("an entry's state")));
        Ok(Entry {
            id: EntryId(id),
            party,
            kind,
            at: a_day(store, row, "at")?,
            activity: cell(store, row, "activity")?,
            source: word(store, row, "source", Source::read)?,
            due: day(store, row, "due")?,
            state: state.transpose()?,
            content,
        })
    }
}
