//! What a crash left between the data and the key store.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Held, PartyId, Person, Refusal, Register, cell, key_store, sealed};
use crate::StoreError;
use crate::sql::args;

/// Owners that are looked at together.
const PAGE: i64 = 500;

/// What was put right, and what cannot be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Keys whose rows are gone, destroyed.
    pub keys: u64,
    /// Tokens that led to what is not so, taken away.
    pub tokens: u64,
    /// Parties whose key is gone: they were forgotten, and came back from an old copy of the data. Left as they are, for
    /// with a lost key store all would be such.
    pub unreadable: u64,
    /// Marks of parties and entries whose rows are gone, removed.
    pub marks: u64,
    /// Places where bytes of a destroyed key may still lie, backups of the key store among them.
    pub copies: u64,
    /// How many of them are such backups.
    pub backups: u64,
    /// The last day of the last such backup.
    pub last_copy: Option<Date>,
}

impl Register<'_> {
    /// Finishes what was interrupted: to be called when a store has been opened after a crash, after a restore, and after
    /// rows were disposed of by other means. May be repeated, and others may be at work.
    ///
    /// # Errors
    /// [`Refusal::OldData`] where the data is an older copy than the key store has seen, for then rows may be absent whose
    /// persons live: [`crate::Store::decide`] says that it is meant. The disk's; [`StoreError::Damaged`].
    pub async fn sweep(&self) -> Result<Swept, StoreError> {
        self.is_current().await?;
        let mut swept = Swept::default();
        let (mut after, mut destroyed) = (0, None);
        loop {
            let mut keys = self.key_store().await?;
            let owners = keys.every_owner(after, PAGE).await?;
            keys.commit().await?;
            let Some(last) = owners.last() else { break };
            after = last.0;
            for id in owners {
                let (keys, tokens) = self.tidy(id).await?;
                swept.keys += keys;
                if keys > 0 {
                    destroyed = destroyed.or(Some(id));
                }
                swept.tokens += tokens;
            }
        }
        if let Some(first) = destroyed {
            let mut keys = self.key_store().await?;
            let (backups, last) = keys.backups(first).await?;
            keys.commit().await?;
            swept.copies = key_store::clear(self.store, self.keys).await? + backups;
            (swept.backups, swept.last_copy) = (backups, last);
        }
        swept.unreadable = self.unreadable().await?;
        swept.marks = self.stray_marks("entry").await? + self.stray_marks("party").await?;
        Ok(swept)
    }

    /// Destroys the keys whose rows are gone, and does nothing else of [`Self::sweep`]: for a register in which few rows went.
    /// Tells how many.
    ///
    /// # Errors
    /// As [`Self::sweep`].
    pub async fn sweep_gone(&self) -> Result<u64, StoreError> {
        self.is_current().await?;
        let (mut gone, mut after) = (0, 0);
        loop {
            // The key store first: a key is there before its row, and `tidy` asks again behind the lock.
            let mut keys = self.key_store().await?;
            let owners = keys.every_owner(after, PAGE).await?;
            keys.commit().await?;
            let (Some(first), Some(last)) = (owners.first(), owners.last()) else { break };
            let mut data = self.data().await?;
            let mut there = BTreeSet::new();
            for (table, only) in [("party", "merged_into IS NULL AND"), ("request", "")] {
                let only = format!("{only} id >= $2 AND id <= $3");
                let rows = data.select("id", table, (&only, ""), args![*first, *last]).await?;
                for row in &rows {
                    there.insert(PartyId(cell(self.store, row, "id")?));
                }
            }
            data.commit().await?;
            after = last.0;
            for id in owners.iter().filter(|id| !there.contains(id)) {
                gone += self.tidy(*id).await?.0;
            }
        }
        if gone > 0 {
            key_store::clear(self.store, self.keys).await?;
        }
        Ok(gone)
    }

    /// Refuses where the key store has seen later data than there is: then [`Self::sweep`] does nothing.
    ///
    /// # Errors
    /// [`Refusal::OldData`]; the disk's.
    pub async fn is_current(&self) -> Result<(), StoreError> {
        let mut data = self.data().await?;
        let known = data.numbered().await?;
        let mut keys = self.key_store().await?;
        let seen = keys.ahead_of(known).await?;
        keys.commit().await?;
        data.commit().await?;
        seen.map_or(Ok(()), |seen| Err(Refusal::OldData { known, seen }.into()))
    }

    /// Removes the marks of entries that are gone: to be called after entries were disposed of by other means.
    ///
    /// # Errors
    /// The disk's.
    pub async fn sweep_marks(&self) -> Result<u64, StoreError> {
        self.stray_marks("entry").await
    }

    /// Removes marks whose rows are gone, as when a retention rule disposed of them: the table and the level have one name.
    async fn stray_marks(&self, level: &str) -> Result<u64, StoreError> {
        let stray = format!(
            "SELECT m.record FROM mark m WHERE m.tenant = $1 AND m.level = '{level}' AND NOT EXISTS
             (SELECT 1 FROM {level} r WHERE r.tenant = $1 AND r.id = m.record) LIMIT $2"
        );
        let only = format!("level = '{level}' AND activity = '' AND record IN ({stray})");
        let mut gone = 0;
        loop {
            let mut data = self.data().await?;
            let number = data.delete("mark", &only, args![PAGE]).await?;
            data.commit().await?;
            gone += number;
            if number == 0 {
                return Ok(gone);
            }
        }
    }

    /// Brings the key store in line with one party: destroys the key of one that is gone, or takes away the tokens of what
    /// it is no longer found by. Tells how many keys and how many tokens.
    pub(super) async fn tidy(&self, id: PartyId) -> Result<(u64, u64), StoreError> {
        // The lock keeps the answer true until the key store is written.
        let mut data = self.data().await?;
        // Whoever is no party may be a request, which nothing but its number finds.
        let row = data.first("sealed", "party", "id = $2 AND merged_into IS NULL", args![id]).await?;
        let mut keys = self.key_store().await?;
        let mut done = (0, 0);
        if let Some(row) = row {
            if let Some(key) = keys.key(id).await? {
                let sealed: Vec<u8> = cell(self.store, &row, "sealed")?;
                let person = sealed::open::<Person>(self.store, Some(&key), ("party", id.0), Some(&sealed))?;
                if let Held::Open(person) = person {
                    done.1 = keys.keep_tokens(&self.index, id, person.expose()).await?;
                }
            }
        } else if data.first("id", "request", "id = $2", args![id]).await?.is_none() {
            done.0 = keys.destroy(id).await?;
        }
        keys.commit().await?;
        data.commit().await?;
        Ok(done)
    }

    async fn unreadable(&self) -> Result<u64, StoreError> {
        let parties = self.without_key_in("party", "id > $2 AND merged_into IS NULL").await?;
        Ok(parties + self.without_key_in("request", "id > $2").await?)
    }

    async fn without_key_in(&self, table: &str, only: &str) -> Result<u64, StoreError> {
        let (mut number, mut after) = (0, 0);
        loop {
            let mut data = self.data().await?;
            let rows = data.select("id", table, (only, "ORDER BY id LIMIT $3"), args![after, PAGE]).await?;
            let mut keys = self.key_store().await?;
            for row in &rows {
                after = cell(self.store, row, "id")?;
                number += u64::from(!keys.has_key(PartyId(after)).await?);
            }
            keys.commit().await?;
            data.commit().await?;
            if rows.is_empty() {
                return Ok(number);
            }
        }
    }
}
