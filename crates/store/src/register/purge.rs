//! What has passed its last day goes.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Acting, Action, Entry, EntryId, Register};
use crate::StoreError;

/// Entries that are looked at together, with the tenant's lock held.
const PAGE: usize = 1000;

impl Register<'_> {
    /// The entries whose last day was before `today`, in order, without their content: what no other call hands out, for
    /// whoever has to ask what keeps them. What is said of them in words may be unreadable.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn passed_entries(&self, acting: &Acting, today: Date) -> Result<Vec<Entry>, StoreError> {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            // Each page is told before anything of it is handed out.
            let mut data = self.data().await?;
            let (passed, next) = self.passed(&mut data, (after, PAGE), today).await?;
            if !passed.is_empty() {
                data.trail(acting, Action::List, ("entry", None), passed.len()).await?;
            }
            data.commit().await?;
            found.extend(passed);
            after = next;
            if after.is_none() {
                return Ok(found);
            }
        }
    }

    /// Removes the entries whose last day was before `today`, with their marks, and tells how many. Each batch is a
    /// transaction with a line of its own; may be repeated, also after a crash. What law or a hold keeps is for the caller
    /// to ask first.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn purge_due(&self, acting: &Acting, today: Date) -> Result<u64, StoreError> {
        self.purge(acting, today, None).await
    }

    /// The same, but of these entries only. One that has a later last day by now stays.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn purge_these(
        &self,
        acting: &Acting,
        today: Date,
        these: &BTreeSet<EntryId>,
    ) -> Result<u64, StoreError> {
        self.purge(acting, today, Some(these)).await
    }

    async fn purge(
        &self,
        acting: &Acting,
        today: Date,
        only: Option<&BTreeSet<EntryId>>,
    ) -> Result<u64, StoreError> {
        let (mut gone, mut after) = (0, None);
        loop {
            // The lock keeps a mark from being changed between looking and removing.
            let mut data = self.data().await?;
            let (passed, next) = self.passed(&mut data, (after, PAGE), today).await?;
            let goes = |entry: &Entry| only.is_none_or(|only| only.contains(&entry.id));
            let passed: Vec<i64> = passed.into_iter().filter(goes).map(|entry| entry.id.0).collect();
            if passed.is_empty() {
                data.commit().await?;
            } else {
                data.delete_among("mark", ("level = 'entry' AND activity = ''", "record"), &passed).await?;
                gone += data.delete_among("entry", ("true", "id"), &passed).await?.len() as u64;
                data.trail(acting, Action::Remove, ("entry", None), passed.len()).await?;
                data.commit().await?;
                // If we crash here: this batch is gone and told, the rest is found by the next call.
            }
            after = next;
            if after.is_none() {
                return Ok(gone);
            }
        }
    }
}
