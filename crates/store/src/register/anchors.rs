//! What a policy counts from in the register: how other systems write its parties, and what customers have set.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::period::Period;

use super::scope::{Scope, Scoped};
use super::{Acting, Action, Held, PartyId, Person, Register, cell, sealed};
use crate::StoreError;
use crate::sql::args;

/// Parties that are opened in one transaction.
const PAGE: usize = 500;

impl Register<'_> {
    /// How another system writes these parties: the keys of one name of each. Who has none is not in it, nor who cannot be
    /// read any more. One line of the trail, whatever the number.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn keys_of(
        &self,
        acting: &Acting,
        name: &str,
        parties: &BTreeSet<PartyId>,
    ) -> Result<BTreeMap<PartyId, BTreeSet<String>>, StoreError> {
        let mut data = self.data().await?;
        data.trail(acting, Action::List, ("party", None), parties.len()).await?;
        data.commit().await?;
        let mut found = BTreeMap::new();
        let all: Vec<PartyId> = parties.iter().copied().collect();
        for page in all.chunks(PAGE) {
            let (Some(first), Some(last)) = (page.first(), page.last()) else { continue };
            let mut data = self.data().await?;
            let only = ("id >= $2 AND id <= $3 AND merged_into IS NULL", "ORDER BY id");
            let rows = data.select("id, sealed", "party", only, args![*first, *last]).await?;
            let mut keys = self.key_store().await?;
            for row in &rows {
                let id = PartyId(cell(self.store, row, "id")?);
                if !parties.contains(&id) {
                    continue;
                }
                let Some(key) = keys.key(id).await? else { continue };
                let sealed: Option<Vec<u8>> = cell(self.store, row, "sealed")?;
                let person =
                    sealed::open::<Person>(self.store, Some(&key), ("party", id.0), sealed.as_deref())?;
                if let Held::Open(person) = person
                    && let Some(keys) = person.expose().keys.get(name).filter(|keys| !keys.is_empty())
                {
                    found.insert(id, keys.clone());
                }
            }
            keys.commit().await?;
            data.commit().await?;
        }
        Ok(found)
    }

    /// What every customer has set for a dataset: whose party it is in the organisation's own register, and the period. No
    /// personal data. Empty in a customer's register, for a customer has none.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn settings_for(&self, dataset: &str) -> Result<Vec<(PartyId, Period)>, StoreError> {
        let mut found = Vec::new();
        if self.scope != Scope::Organisation {
            return Ok(found);
        }
        for row in Scoped::settings_of_all(self.store).await? {
            if cell::<String>(self.store, &row, "dataset")? != dataset {
                continue;
            }
            let period: String = cell(self.store, &row, "period")?;
            let period = period.parse().map_err(|_| self.store.damaged("a setting"))?;
            found.push((PartyId(cell(self.store, &row, "tenant")?), period));
        }
        Ok(found)
    }

    /// Removes the numbers of duplicates, which only tell where these went and would keep whom they lead to.
    ///
    /// # Errors
    /// The disk's.
    pub async fn drop_merged(&self, acting: &Acting) -> Result<u64, StoreError> {
        let mut data = self.data().await?;
        let gone = data.delete("party", "merged_into IS NOT NULL", args![]).await?;
        if gone > 0 {
            let rows = usize::try_from(gone).unwrap_or(usize::MAX);
            data.trail(acting, Action::Remove, ("party", None), rows).await?;
        }
        data.commit().await?;
        Ok(gone)
    }

    /// Whether there are more keys than parties and requests: rows were disposed of by other means, and [`Self::sweep`] has not followed.
    ///
    /// # Errors
    /// The disk's.
    pub async fn is_behind(&self) -> Result<bool, StoreError> {
        let mut data = self.data().await?;
        let parties = data.count("party", "merged_into IS NULL", args![]).await?
            + data.count("request", "true", args![]).await?;
        let mut keys = self.key_store().await?;
        let owners = keys.owners_there_are().await?;
        keys.commit().await?;
        data.commit().await?;
        Ok(owners > parties)
    }
}
