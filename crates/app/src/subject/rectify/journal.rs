//! The journal of a correction's batches, kept in the state as that of a step is.

use std::collections::BTreeSet;
use std::time::Duration;

use gallra_connect::contract::{Journal, JournalError, Prepared};
use gallra_rules::hold::HoldId;
use gallra_rules::names::DatasetName;
use gallra_store::{Conflict, Store, StoreError};

pub(super) struct ChangeJournal<'a> {
    pub(super) store: &'a Store,
    pub(super) place: (&'a str, &'a DatasetName, &'a str),
    /// Those that were in force when the correction began.
    pub(super) holds: &'a BTreeSet<HoldId>,
    /// Committed in the other system, not yet counted here.
    pub(super) uncounted: Option<u64>,
    pub(super) fault: Option<StoreError>,
}

impl ChangeJournal<'_> {
    /// Counts the last batch, when no other follows.
    pub(super) async fn settle(&mut self) -> Result<(), StoreError> {
        let Some(rows) = self.uncounted.take() else { return Ok(()) };
        let mut tx = self.store.write().await?;
        tx.open_change(self.place, rows, None).await?;
        tx.commit().await
    }

    async fn record(&mut self, batch: &Prepared) -> Result<(), StoreError> {
        let body = serde_json::to_string(batch)
            .map_err(|_| StoreError::Damaged { path: self.store.folder().to_owned(), what: "a batch" })?;
        let mut tx = self.store.write().await?;
        let placed = self.store.holds().await?.into_iter().filter(|record| record.lifted_at.is_none());
        let today = |id: &HoldId| !self.holds.contains(id);
        if let Some(new) = placed.filter(|it| it.hold.until.is_none()).map(|it| it.hold.id).find(today) {
            return Err(StoreError::Conflict(Conflict::HoldPlaced(new.0)));
        }
        tx.open_change(self.place, self.uncounted.take().unwrap_or(0), Some(&body)).await?;
        // If we crash here: either nothing is recorded and the batch at hand is rolled back, or its probe tells what became
        // of it.
        tx.commit().await
    }
}

impl Journal for ChangeJournal<'_> {
    async fn prepared(&mut self, batch: &Prepared) -> Result<(), JournalError> {
        match self.record(batch).await {
            Ok(()) => Ok(()),
            Err(fault) => {
                let heard = JournalError(fault.to_string());
                self.fault = Some(fault);
                Err(heard)
            }
        }
    }

    async fn committed(&mut self, batch: &Prepared, _took: Duration) -> Result<(), JournalError> {
        self.uncounted = Some(batch.rows);
        Ok(())
    }
}
