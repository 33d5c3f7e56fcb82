//! Many parties, and many entries, at once.

use std::collections::HashSet;

use super::entries::can_be;
use super::scope::OnConflict;
use super::together::{self, ENTRY};
use super::{Acting, Action, EntryId, Mark, NewEntry, NewParty, PartyId, Refusal, Register, cell, marks};
use crate::StoreError;

/// Parties that are committed together.
const CHUNK: usize = 500;

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Parties that are durable.
    pub rows: u64,
    /// The last of them.
    pub last: PartyId,
}

impl Register<'_> {
    /// Takes in parties as they come, never more than a chunk of them in memory. After each chunk is durable `so_far` is
    /// told; what comes after the last telling was not taken in, so a caller who was interrupted knows where to go on.
    ///
    /// # Errors
    /// As [`Register::create_party`], for the whole chunk; the chunks before it stay.
    pub async fn import(
        &self,
        acting: &Acting,
        parties: impl IntoIterator<Item = NewParty>,
        mut so_far: impl FnMut(Imported),
    ) -> Result<u64, StoreError> {
        let mut parties = parties.into_iter();
        let mut rows = 0;
        loop {
            let chunk: Vec<NewParty> = parties.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                return Ok(rows);
            }
            let ids = self.create_parties(acting, Action::Import, &chunk).await?;
            rows += ids.len() as u64;
            if let Some(last) = ids.last() {
                so_far(Imported { rows, last: *last });
            }
        }
    }

    /// Makes several entries with what is said of each, all or none, in a few statements. Gives their numbers in order.
    ///
    /// # Errors
    /// As [`Register::create_entry`], for the first that cannot be made.
    pub async fn import_entries(
        &self,
        acting: &Acting,
        new: &[(NewEntry, Vec<Mark>)],
    ) -> Result<Vec<EntryId>, StoreError> {
        new.iter().try_for_each(|(entry, said)| can_be(entry, said))?;
        let mut parties: Vec<i64> = new.iter().map(|(entry, _)| entry.party.0).collect();
        parties.sort_unstable();
        parties.dedup();
        let mut data = self.data().await?;
        let rows = data.select_among("id", "party", ("merged_into IS NULL", "id"), &parties).await?;
        let live: HashSet<i64> =
            rows.iter().map(|row| cell(self.store, row, "id")).collect::<Result<_, _>>()?;
        if let Some(gone) = parties.iter().find(|id| !live.contains(id)) {
            return Err(Refusal::NoSuchParty(PartyId(*gone)).into());
        }
        let mut keys = self.key_store().await?;
        let opened = keys.keys_of(&parties).await?;
        let first = self.ids(&mut data, &mut keys, new.len()).await?;
        keys.commit().await?;
        let mut rows = Vec::with_capacity(new.len());
        let key = |party: PartyId| opened.get(&party.0).ok_or(Refusal::Forgotten(party));
        for (id, (entry, said)) in (first..).zip(new) {
            rows.push(together::entry_row(self.store, key(entry.party)?, id, entry, said)?);
        }
        data.insert_all("entry", &ENTRY, OnConflict::Fail, &rows).await?;
        let mut words = Vec::new();
        for (id, (entry, said)) in (first..).zip(new) {
            words.extend(together::said_in_words(self.store, key(entry.party)?, id, said)?);
        }
        marks::write(&mut data, &words).await?;
        data.trail(acting, Action::Import, ("entry", None), new.len()).await?;
        data.commit().await?;
        Ok((first..).take(new.len()).map(EntryId).collect())
    }
}
