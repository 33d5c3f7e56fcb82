//! Duplicates, and contacts that leave.

use gallra_vault::DataKey;
use jiff::civil::Date;

use super::scope::Scoped;
use super::{
    Acting, Action, AgreementId, EntryId, Held, PartyId, PartyKind, Person, Refusal, Register, cell, day,
    days, sealed,
};
use crate::StoreError;
use crate::sql::{Arg, args};

/// What became of a contact that left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// It is forgotten.
    Gone {
        /// Entries and agreements that went to its heir.
        reassigned: u64,
        /// Places where bytes of its wrapped key may still lie.
        copies: u64,
    },
    /// It has left, but these hang on it and nobody took them over: to be disposed of, or reassigned, first.
    ToDispose {
        /// Entries.
        entries: Vec<EntryId>,
        /// Agreements.
        agreements: Vec<AgreementId>,
    },
}

impl Register<'_> {
    /// Merges a duplicate into the party that stays: what hangs on it follows, what it is found by too, and its key is
    /// destroyed. Its number stays, and tells where it went. Gives the number of entries and agreements that followed.
    ///
    /// # Errors
    /// [`Refusal::Unlike`], [`Refusal::TwoPersons`], [`Refusal::NoSuchParty`], [`Refusal::Forgotten`].
    pub async fn merge(&self, acting: &Acting, keep: PartyId, duplicate: PartyId) -> Result<u64, StoreError> {
        let mut data = self.data().await?;
        let (ours, theirs) = (self.live(&mut data, keep).await?, self.live(&mut data, duplicate).await?);
        if keep == duplicate || ours.kind != theirs.kind {
            return Err(Refusal::Unlike { keep, duplicate }.into());
        }
        let mut keys = self.key_store().await?;
        let (key, old_key) = (self.key(&mut keys, keep).await?, self.key(&mut keys, duplicate).await?);
        let open = |row, key: &DataKey, id: PartyId| -> Result<Person, StoreError> {
            let sealed: Vec<u8> = cell(self.store, row, "sealed")?;
            let person = sealed::open(self.store, Some(key), ("party", id.0), Some(&sealed))?;
            person
                .open()
                .map(gallra_vault::Personal::into_exposed)
                .ok_or_else(|| self.store.damaged("a party"))
        };
        let other = open(&theirs.row, &old_key, duplicate)?;
        let joined = open(&ours.row, &key, keep)?.joined(other);
        let joined = joined.ok_or(Refusal::TwoPersons { keep, duplicate })?;
        keys.add_tokens(&self.index, keep, &joined).await?;
        keys.commit().await?;
        // If we crash here: tokens that find nothing, for what is sealed decides.
        let followed = self.carry(&mut data, (duplicate, &old_key), (keep, &key)).await?;
        self.merge_marks(&mut data, (duplicate, &old_key), (keep, &key)).await?;
        data.update("party", "belongs_to = $3", "belongs_to = $2", args![duplicate, keep]).await?;
        data.update("party", "merged_into = $3", "merged_into = $2", args![duplicate, keep]).await?;
        let sealed = sealed::seal(self.store, &key, ("party", keep.0), &joined)?;
        data.update("party", "sealed = $3", "id = $2", args![keep, sealed]).await?;
        // Who was in touch last week was in touch last week, whichever of the two it was written with.
        let dates = "since = (SELECT min(p.since) FROM party p WHERE p.tenant = $1 AND p.id IN ($2, $3)), \
                     last_contact = (SELECT max(p.last_contact) FROM party p WHERE p.tenant = $1 AND p.id IN ($2, $3))";
        data.update("party", dates, "id = $2", args![keep, duplicate]).await?;
        let gone = "merged_into = $3, belongs_to = NULL, sealed = NULL";
        data.update("party", gone, "id = $2", args![duplicate, keep]).await?;
        data.trail(acting, Action::Merge, ("party", Some(duplicate.0)), 1).await?;
        data.commit().await?;
        // If we crash here: a key that opens nothing, which the next sweep destroys.
        self.shred(&[duplicate]).await?;
        Ok(followed)
    }

    /// A contact leaves: with an heir what hangs on it is reassigned and it is forgotten; without one it is forgotten only
    /// if nothing hangs on it.
    ///
    /// # Errors
    /// [`Refusal::NoSuchParty`], also for an heir that is the contact itself; [`Refusal::Belonging`] for what is no contact;
    /// [`Refusal::Early`] for a day before it came.
    pub async fn leave(
        &self,
        acting: &Acting,
        contact: PartyId,
        on: Date,
        heir: Option<PartyId>,
    ) -> Result<Leaving, StoreError> {
        let mut data = self.data().await?;
        let live = self.live(&mut data, contact).await?;
        if live.kind != PartyKind::Contact {
            return Err(Refusal::Belonging.into());
        }
        days::follows(("since", day(self.store, &live.row, "since")?), ("left_on", Some(on)))?;
        let mut reassigned = 0;
        if let Some(heir) = heir {
            if heir == contact {
                return Err(Refusal::NoSuchParty(heir).into());
            }
            self.live(&mut data, heir).await?;
            let mut keys = self.key_store().await?;
            let (key, old_key) = (self.key(&mut keys, heir).await?, self.key(&mut keys, contact).await?);
            keys.commit().await?;
            self.pin_marks(&mut data, (contact, &old_key)).await?;
            reassigned = self.carry(&mut data, (contact, &old_key), (heir, &key)).await?;
            let rows = usize::try_from(reassigned).unwrap_or(usize::MAX);
            data.trail(acting, Action::Reassign, ("party", Some(contact.0)), rows).await?;
        } else {
            let ids = async |data: &mut Scoped<'_>, table| -> Result<Vec<i64>, StoreError> {
                let rows = data.select("id", table, ("party = $2", "ORDER BY id"), args![contact]).await?;
                rows.iter().map(|row| cell(self.store, row, "id")).collect()
            };
            let (entries, agreements) = (ids(&mut data, "entry").await?, ids(&mut data, "agreement").await?);
            if !entries.is_empty() || !agreements.is_empty() {
                data.update("party", "left_on = $3", "id = $2", args![contact, on]).await?;
                data.trail(acting, Action::Change, ("party", Some(contact.0)), 1).await?;
                data.commit().await?;
                return Ok(Leaving::ToDispose {
                    entries: entries.into_iter().map(EntryId).collect(),
                    agreements: agreements.into_iter().map(AgreementId).collect(),
                });
            }
        }
        let (all, _) = self.remove(&mut data, acting, contact).await?;
        data.commit().await?;
        // If we crash here: a key without rows, which the next sweep destroys.
        Ok(Leaving::Gone { reassigned, copies: self.shred(&all).await?.0 })
    }

    /// Seals what hangs on one party anew under the key of another, and hangs it there.
    async fn carry(
        &self,
        data: &mut Scoped<'_>,
        (from, old_key): (PartyId, &DataKey),
        (to, key): (PartyId, &DataKey),
    ) -> Result<u64, StoreError> {
        let mut carried = 0;
        for table in ["entry", "agreement"] {
            loop {
                let page = ("party = $2", "ORDER BY id LIMIT 200");
                let columns = if table == "agreement" { "id, sealed, text" } else { "id, sealed" };
                let rows = data.select(columns, table, page, args![from]).await?;
                if rows.is_empty() {
                    break;
                }
                if table == "entry" {
                    let ids =
                        rows.iter().map(|row| cell(self.store, row, "id")).collect::<Result<Vec<_>, _>>()?;
                    self.reseal_marks(data, &ids, (old_key, key)).await?;
                }
                for row in &rows {
                    let id: i64 = cell(self.store, row, "id")?;
                    let sealed: Option<Vec<u8>> = cell(self.store, row, "sealed")?;
                    let value = sealed::open::<serde_json::Value>(
                        self.store,
                        Some(old_key),
                        (table, id),
                        sealed.as_deref(),
                    )?;
                    let sealed = match value {
                        Held::Open(value) => {
                            Some(sealed::seal(self.store, key, (table, id), value.expose())?)
                        }
                        Held::Withheld | Held::Unreadable | Held::Nothing => None,
                    };
                    if table == "agreement" {
                        let text: Option<Vec<u8>> = cell(self.store, row, "text")?;
                        if let Held::Open(text) = sealed::open_text(Some(old_key), id, text.as_deref())? {
                            let text = sealed::seal_text(key, id, text.expose())?;
                            data.update(table, "text = $3", "id = $2", args![id, text]).await?;
                        }
                    }
                    let values = args![id, to, Arg::Bytes(sealed)];
                    carried += data.update(table, "party = $3, sealed = $4", "id = $2", values).await?;
                }
            }
        }
        Ok(carried)
    }
}
