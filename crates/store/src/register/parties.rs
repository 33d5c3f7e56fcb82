//! Parties: customers, contacts, suppliers, partners.

use gallra_vault::DataKey;
use jiff::civil::Date;

use super::keys::Keys;
use super::scope::{OnConflict, Scoped};
use super::{
    Acting, Action, Held, Identifier, PartyId, PartyKind, Person, Refusal, Register, Role, cell, day, days,
    key_store, sealed, word,
};
use crate::StoreError;
use crate::sql::{Arg, Row, args};

/// Parties that are given their tokens together.
const PAGE: i64 = 500;

pub(super) const COLUMNS: &str =
    "id, kind, role, belongs_to, since, left_on, last_contact, merged_into, sealed";

/// A party to be taken in.
#[derive(Clone, Debug)]
pub struct NewParty {
    /// What it is.
    pub kind: PartyKind,
    /// In which role.
    pub role: Role,
    /// For a contact, the party that it speaks for.
    pub belongs_to: Option<PartyId>,
    /// Since when.
    pub since: Option<Date>,
    /// When it was last heard of.
    pub last_contact: Option<Date>,
    /// Who it is.
    pub person: Person,
}

/// A party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its number.
    pub id: PartyId,
    /// What it is.
    pub kind: PartyKind,
    /// In which role.
    pub role: Role,
    /// For a contact, the party that it speaks for.
    pub belongs_to: Option<PartyId>,
    /// Since when.
    pub since: Option<Date>,
    /// When it left.
    pub left_on: Option<Date>,
    /// When it was last heard of.
    pub last_contact: Option<Date>,
    /// Whose duplicate it was.
    pub merged_into: Option<PartyId>,
    /// Who it is.
    pub person: Held<Person>,
}

/// What is different from now on; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// In which role.
    pub role: Option<Role>,
    /// When it was last heard of.
    pub last_contact: Option<Date>,
    /// When it left.
    pub left_on: Option<Date>,
    /// Who it is, in whole.
    pub person: Option<Person>,
}

/// Which parties; `None` for any.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Of this kind.
    pub kind: Option<PartyKind>,
    /// Contacts of this party.
    pub belongs_to: Option<PartyId>,
    /// With a number after this one: the last of the page before.
    pub after: Option<PartyId>,
}

/// What was forgotten, counted again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// Parties: the one, its contacts, and what had been merged into them.
    pub parties: u64,
    /// Their entries.
    pub entries: u64,
    /// Their agreements.
    pub agreements: u64,
    /// Places where bytes of a wrapped key may still lie ([`gallra_vault::Shredded::copies`]): backups of the key store
    /// that hold it, and what its engine keeps of deleted rows.
    pub copies: u64,
    /// How many of them are such backups.
    pub backups: u64,
    /// The last day of the last such backup; `None` without one.
    pub last_copy: Option<Date>,
}

impl Register<'_> {
    /// Takes in a party.
    ///
    /// # Errors
    /// [`Refusal::Belonging`], [`Refusal::NoSuchParty`]; [`Refusal::Ahead`] for a contact that has not been yet.
    pub async fn create_party(&self, acting: &Acting, new: &NewParty) -> Result<PartyId, StoreError> {
        let ids = self.create_parties(acting, Action::Create, std::slice::from_ref(new)).await?;
        ids.first().copied().ok_or_else(|| self.store.damaged("a new party"))
    }

    /// Takes in several: all or none.
    pub(super) async fn create_parties(
        &self,
        acting: &Acting,
        action: Action,
        new: &[NewParty],
    ) -> Result<Vec<PartyId>, StoreError> {
        let mut data = self.data().await?;
        let mut known = None;
        for party in new {
            days::has_come(acting, "last_contact", party.last_contact)?;
            match (party.kind, party.belongs_to) {
                (_, None) if party.kind != PartyKind::Contact => {}
                // The contacts of one party often come together.
                (PartyKind::Contact, Some(of)) if known == Some(of) => {}
                (PartyKind::Contact, Some(of))
                    if self.live(&mut data, of).await?.kind != PartyKind::Contact =>
                {
                    known = Some(of);
                }
                _ => return Err(Refusal::Belonging.into()),
            }
        }
        let mut tx = self.key_store().await?;
        let first = self.ids(&mut data, &mut tx, new.len()).await?;
        let numbered = || (first..).map(PartyId).zip(new);
        let taken_in = numbered().map(|(id, party)| (id, Some(&party.person)));
        let keys = tx.take_in(&self.index, taken_in).await?;
        tx.commit().await?;
        // If we crash here: keys without rows, which the next sweep destroys.
        let columns = ["id", "kind", "role", "belongs_to", "since", "last_contact", "sealed"];
        let mut rows = Vec::with_capacity(new.len());
        for ((id, party), key) in numbered().zip(&keys) {
            let sealed = sealed::seal(self.store, key, ("party", id.0), &party.person)?;
            let (of, since, last) = (party.belongs_to, party.since, party.last_contact);
            rows.push(args![id, party.kind, party.role, of, since, last, sealed].to_vec());
        }
        data.insert_all("party", &columns, OnConflict::Fail, &rows).await?;
        let ids: Vec<PartyId> = numbered().map(|(id, _)| id).collect();
        let one = if let [id] = ids[..] { Some(id.0) } else { None };
        data.trail(acting, action, ("party", one), ids.len()).await?;
        data.commit().await?;
        Ok(ids)
    }

    /// A party, if there is one of this number in the scope.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn party(&self, acting: &Acting, id: PartyId) -> Result<Option<Party>, StoreError> {
        let mut data = self.data().await?;
        let Some(row) = data.first(COLUMNS, "party", "id = $2", args![id]).await? else { return Ok(None) };
        let mut keys = self.key_store().await?;
        let party = self.read_party(&mut keys, &row).await?;
        keys.commit().await?;
        data.trail(acting, Action::Read, ("party", Some(id.0)), 1).await?;
        data.commit().await?;
        Ok(Some(party))
    }

    /// What a party is, if it is there and was not merged: a plain column, about which no line of the trail tells.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn party_kind(&self, id: PartyId) -> Result<Option<PartyKind>, StoreError> {
        let mut data = self.data().await?;
        let row = data.first("kind", "party", "id = $2 AND merged_into IS NULL", args![id]).await?;
        data.commit().await?;
        row.map(|row| word(self.store, &row, "kind", PartyKind::read)).transpose()
    }

    /// Up to `limit` parties by number.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn parties(
        &self,
        acting: &Acting,
        wanted: Wanted,
        limit: u32,
    ) -> Result<Vec<Party>, StoreError> {
        let mut data = self.data().await?;
        let after = wanted.after.map_or(0, |id| id.0);
        let only = (
            "id > $2 AND ($3 IS NULL OR kind = $3) AND ($4 IS NULL OR belongs_to = $4)",
            "ORDER BY id LIMIT $5",
        );
        let values = args![after, wanted.kind, wanted.belongs_to, i64::from(limit)];
        let rows = data.select(COLUMNS, "party", only, values).await?;
        let mut keys = self.key_store().await?;
        let mut parties = Vec::with_capacity(rows.len());
        for row in &rows {
            parties.push(self.read_party(&mut keys, row).await?);
        }
        keys.commit().await?;
        data.trail(acting, Action::List, ("party", None), parties.len()).await?;
        data.commit().await?;
        Ok(parties)
    }

    /// The parties that have an identifier, by number.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn find(&self, acting: &Acting, known: &Identifier) -> Result<Vec<Party>, StoreError> {
        let mut data = self.data().await?;
        let mut keys = self.key_store().await?;
        let mut found = Vec::new();
        for id in keys.owners(&self.index, known).await? {
            if let Some(row) = data.first(COLUMNS, "party", "id = $2", args![id]).await? {
                let party = self.read_party(&mut keys, &row).await?;
                // A token may lead to what has been changed since.
                if let Held::Open(person) = &party.person
                    && person.expose().identifiers.contains(known)
                {
                    found.push(party);
                }
            }
        }
        keys.commit().await?;
        data.trail(acting, Action::Find, ("party", None), found.len()).await?;
        data.commit().await?;
        Ok(found)
    }

    /// The parties that another system knows by a key of that name, in any case, by number.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn find_by_key(
        &self,
        acting: &Acting,
        name: &str,
        key: &str,
    ) -> Result<Vec<Party>, StoreError> {
        self.make_findable().await?;
        let mut data = self.data().await?;
        let mut keys = self.key_store().await?;
        let (mut found, wanted) = (Vec::new(), key.to_uppercase());
        for id in keys.owners_by_key(&self.index, name, key).await? {
            let row = data.first(COLUMNS, "party", "id = $2 AND merged_into IS NULL", args![id]).await?;
            let Some(row) = row else { continue };
            let party = self.read_party(&mut keys, &row).await?;
            if let Held::Open(person) = &party.person
                && let Some(known) = person.expose().keys.get(name)
                && known.iter().any(|known| known.to_uppercase() == wanted)
            {
                found.push(party);
            }
        }
        keys.commit().await?;
        data.trail(acting, Action::Find, ("party", None), found.len()).await?;
        data.commit().await?;
        Ok(found)
    }

    /// Gives tokens to the keys of parties that an earlier version took in; once.
    async fn make_findable(&self) -> Result<(), StoreError> {
        let mut after = 0;
        loop {
            // The lock keeps a party from being forgotten between its row and its tokens.
            let mut data = self.data().await?;
            let mut keys = self.key_store().await?;
            if keys.finds_by_key().await? {
                return Ok(());
            }
            let only = ("id > $2 AND merged_into IS NULL", "ORDER BY id LIMIT $3");
            let rows = data.select(COLUMNS, "party", only, args![after, PAGE]).await?;
            for row in &rows {
                let party = self.read_party(&mut keys, row).await?;
                after = party.id.0;
                if let Held::Open(person) = &party.person {
                    keys.add_tokens(&self.index, party.id, person.expose()).await?;
                }
            }
            if rows.is_empty() {
                keys.found_by_key().await?;
            }
            keys.commit().await?;
            data.commit().await?;
            // If we crash here: some have their tokens, and the next who looks begins anew.
        }
    }

    /// Changes a party.
    ///
    /// # Errors
    /// [`Refusal::NoSuchParty`], [`Refusal::Forgotten`]; [`Refusal::Ahead`]; [`Refusal::Early`] for one that would leave
    /// before it came.
    pub async fn change_party(
        &self,
        acting: &Acting,
        id: PartyId,
        change: &Change,
    ) -> Result<(), StoreError> {
        let mut data = self.data().await?;
        let row = self.live(&mut data, id).await?.row;
        days::has_come(acting, "last_contact", change.last_contact)?;
        days::follows(("since", day(self.store, &row, "since")?), ("left_on", change.left_on))?;
        let mut sealed = None;
        if let Some(person) = &change.person {
            let mut keys = self.key_store().await?;
            let key = self.key(&mut keys, id).await?;
            keys.add_tokens(&self.index, id, person).await?;
            sealed = Some(sealed::seal(self.store, &key, ("party", id.0), person)?);
            keys.commit().await?;
        }
        // If we crash here: tokens that lead to what is not so, and find nothing; the next sweep takes them away.
        let set = "role = coalesce($3, role), last_contact = coalesce($4, last_contact),
                   left_on = coalesce($5, left_on), sealed = coalesce($6, sealed)";
        let values = args![id, change.role, change.last_contact, change.left_on, Arg::Bytes(sealed)];
        data.update("party", set, "id = $2", values).await?;
        data.trail(acting, Action::Change, ("party", Some(id.0)), 1).await?;
        data.commit().await?;
        // If we crash here: the old tokens lead to what is not so any more. The same.
        if change.person.is_some() {
            self.tidy(id).await?;
        }
        Ok(())
    }

    /// Forgets a party with its contacts, entries and agreements, wherever copies of the data lie. What law or a hold keeps
    /// is for the caller to ask first. May be repeated.
    ///
    /// # Errors
    /// [`Refusal::NoSuchParty`].
    pub async fn forget(&self, acting: &Acting, id: PartyId) -> Result<Forgotten, StoreError> {
        let mut data = self.data().await?;
        if data.first("id", "party", "id = $2", args![id]).await?.is_none() {
            return Err(Refusal::NoSuchParty(id).into());
        }
        let (all, mut gone) = self.remove(&mut data, acting, id).await?;
        data.commit().await?;
        // If we crash here: keys without rows, which the next sweep destroys.
        (gone.copies, gone.backups, gone.last_copy) = self.shred(&all).await?;
        Ok(gone)
    }

    /// Deletes the rows of a party and of all that hangs on it. The keys are left for [`Self::shred`].
    pub(super) async fn remove(
        &self,
        data: &mut Scoped<'_>,
        acting: &Acting,
        id: PartyId,
    ) -> Result<(Vec<PartyId>, Forgotten), StoreError> {
        let mut all = vec![id];
        let mut seen = 0;
        while let Some(next) = all.get(seen).copied() {
            let hanging = ("belongs_to = $2 OR merged_into = $2", "");
            for row in data.select("id", "party", hanging, args![next]).await? {
                let hanging = PartyId(cell(self.store, &row, "id")?);
                if !all.contains(&hanging) {
                    all.push(hanging);
                }
            }
            seen += 1;
        }
        let mut gone =
            Forgotten { parties: 0, entries: 0, agreements: 0, copies: 0, backups: 0, last_copy: None };
        for id in &all {
            let of_entries = "level = 'entry' AND activity = '' AND record IN (SELECT id FROM entry WHERE tenant = $1 AND party = $2)";
            data.delete("mark", of_entries, args![*id]).await?;
            data.delete("mark", "level = 'party' AND activity = '' AND record = $2", args![*id]).await?;
            gone.entries += data.delete("entry", "party = $2", args![*id]).await?;
            gone.agreements += data.delete("agreement", "party = $2", args![*id]).await?;
            gone.parties += data.delete("party", "id = $2", args![*id]).await?;
        }
        data.trail(acting, Action::Remove, ("party", Some(id.0)), all.len()).await?;
        Ok((all, gone))
    }

    /// Destroys the keys of parties whose rows are gone, clears what the key store keeps of them, and counts again. Tells in
    /// how many places bytes may be left, and the last day of the last backup that holds them.
    pub(super) async fn shred(&self, parties: &[PartyId]) -> Result<(u64, u64, Option<Date>), StoreError> {
        for id in parties {
            self.tidy(*id).await?;
        }
        let mut copies = key_store::clear(self.store, self.keys).await?;
        let mut keys = self.key_store().await?;
        let first = parties.iter().min().copied().unwrap_or(PartyId(i64::MAX));
        let (backups, last) = keys.backups(first).await?;
        copies += backups;
        for id in parties {
            copies = copies.max(keys.confirm(*id, copies).await?);
        }
        keys.commit().await?;
        Ok((copies, backups, last))
    }

    /// A party that is neither gone nor merged.
    pub(super) async fn live(&self, data: &mut Scoped<'_>, id: PartyId) -> Result<Live, StoreError> {
        let row = data.first(COLUMNS, "party", "id = $2 AND merged_into IS NULL", args![id]).await?;
        let row = row.ok_or(Refusal::NoSuchParty(id))?;
        Ok(Live { kind: word(self.store, &row, "kind", PartyKind::read)?, row })
    }

    /// The key of a party that is there.
    pub(super) async fn key(&self, keys: &mut Keys<'_>, id: PartyId) -> Result<DataKey, StoreError> {
        Ok(keys.key(id).await?.ok_or(Refusal::Forgotten(id))?)
    }

    pub(super) async fn read_party(&self, keys: &mut Keys<'_>, row: &Row) -> Result<Party, StoreError> {
        let store = self.store;
        let id = PartyId(cell(store, row, "id")?);
        let sealed: Option<Vec<u8>> = cell(store, row, "sealed")?;
        let key = if sealed.is_some() { keys.key(id).await? } else { None };
        Ok(Party {
            id,
            kind: word(store, row, "kind", PartyKind::read)?,
            role: word(store, row, "role", Role::read)?,
            belongs_to: cell::<Option<i64>>(store, row, "belongs_to")?.map(PartyId),
            since: day(store, row, "since")?,
            left_on: day(store, row, "left_on")?,
            last_contact: day(store, row, "last_contact")?,
            merged_into: cell::<Option<i64>>(store, row, "merged_into")?.map(PartyId),
            person: sealed::open(store, key.as_ref(), ("party", id.0), sealed.as_deref())?,
        })
    }
}

/// A party that is there, with its row.
pub(super) struct Live {
    pub(super) kind: PartyKind,
    pub(super) row: Row,
}
