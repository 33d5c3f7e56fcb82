//! The journal of one step's batches, kept in the state.

use std::collections::BTreeSet;
use std::time::Duration;

use gallra_connect::contract::{Journal, JournalError, Prepared};
use gallra_rules::hold::HoldId;
use gallra_rules::plan::Step;
use gallra_store::{Conflict, RunId, Store, StoreError};

use crate::progress::Progress;

/// Records each batch before it is committed elsewhere, and counts it when the next one begins.
pub(crate) struct StepJournal<'a> {
    pub(crate) store: &'a Store,
    pub(crate) run: &'a RunId,
    /// Those that the run knows.
    pub(crate) holds: &'a BTreeSet<HoldId>,
    pub(crate) step: &'a Step,
    pub(crate) progress: &'a dyn Progress,
    /// Committed in the other system, not yet counted here: counted together with the next batch's intent, so that a
    /// batch costs one write of ours.
    pub(crate) uncounted: Option<Prepared>,
    /// Why the journal could not be written, for the caller: the connector only hears that it could not.
    pub(crate) fault: Option<StoreError>,
}

impl StepJournal<'_> {
    /// Counts the last batch, when no other follows.
    pub(crate) async fn settle(&mut self) -> Result<(), StoreError> {
        let Some(batch) = self.uncounted.take() else { return Ok(()) };
        let mut tx = self.store.write().await?;
        tx.count_batch(self.run, &self.step.id, batch.rows, &batch.effects).await?;
        tx.commit().await
    }

    async fn record(&mut self, batch: &Prepared) -> Result<(), StoreError> {
        let body = serde_json::to_string(batch)
            .map_err(|_| StoreError::Damaged { path: self.store.folder().to_owned(), what: "a batch" })?;
        let mut tx = self.store.write().await?;
        // Behind the lock under which holds are placed: what is placed from now on finds this batch already under way.
        let placed = self.store.holds().await?.into_iter().filter(|record| record.lifted_at.is_none());
        if let Some(new) = placed.map(|record| record.hold.id).find(|id| !self.holds.contains(id)) {
            return Err(StoreError::Conflict(Conflict::HoldPlaced(new.0)));
        }
        match self.uncounted.take() {
            Some(last) => tx.count_batch(self.run, &self.step.id, last.rows, &last.effects).await?,
            // A batch that was prepared and then rolled back (a deadlock, a smaller second try) leaves its intent.
            None => tx.forget_batch(self.run, &self.step.id).await?,
        }
        tx.open_batch(self.run, &self.step.id, &body).await?;
        // If we crash here, before the commit: neither the count nor the intent is recorded, and the batch at hand is
        // rolled back with our connection. The batch before is still the open one, and is settled by its probe.
        tx.commit().await
        // If we crash here, after the commit: the intent is on disk, and its probe tells whether the batch happened.
    }
}

impl Journal for StepJournal<'_> {
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

    async fn committed(&mut self, batch: &Prepared, took: Duration) -> Result<(), JournalError> {
        self.uncounted = Some(batch.clone());
        self.progress.batch(self.step, batch.rows, took);
        Ok(())
    }
}
