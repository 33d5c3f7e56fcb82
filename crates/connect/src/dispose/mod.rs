//! Carrying a step out: in bounded batches, each a transaction of its own that tests rule and exceptions again.
//!
//! | System | How the rows are walked | How a crash is told |
//! |---|---|---|
//! | PostgreSQL | by pages of the heap, each read once, with or without an index | transaction id |
//! | MariaDB | by ranges of the clustered key | the range |
//! | SQLite | by ranges of the row number (or the key of a table without one) | the range |
//!
//! Few rows of a large table are looked up instead. Rows that refer to each other go leaves first.

pub(crate) mod job;
mod keyed;
pub(crate) mod keys;
mod pace;
mod partition;
pub(crate) mod postgres;
mod unlink;

use std::time::{Duration, Instant};

use gallra_rules::plan::Step;

use crate::Database;
use crate::contract::{Disposed, Ended, Journal, Limits, Prepared, Probe};
use crate::db::Tx;
use crate::error::{ConnectError, DisposeError, ErrorKind};
use crate::sql::dialect::Dialect;
use job::Job;
use keys::KeyValue;
use pace::Pace;

/// How often a batch that met somebody else's lock is tried again, each time half as large.
const TRIES: u32 = 8;

/// Where a walk stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cursor {
    /// Page of a relation (PostgreSQL), by the relation's position.
    Page { relation: usize, page: u64 },
    /// After this key.
    After(Option<KeyValue>),
    /// At the end.
    End,
}

/// Which rows a walk takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// Every disposable row.
    All,
    /// Disposable rows to which no other row of the table refers.
    Leaves,
    /// Rows that refer to each other in a ring, after their references are set to NULL.
    Unlink,
    /// Rows that refer to each other in a ring, in one statement.
    Together,
}

/// What one transaction did, before its commit.
pub(crate) struct Batch {
    pub(crate) rows: u64,
    pub(crate) effects: Vec<u64>,
    pub(crate) probe: Option<Probe>,
    /// Where the next one starts.
    pub(crate) next: Cursor,
}

/// How large a batch may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// In the walk's own unit: pages, keys or rows.
    pub(crate) step: u64,
    /// Rows that may be disposed of at most.
    pub(crate) rows: u64,
    /// Whether the batch has to be cut to `rows`; otherwise it is only seen to afterwards.
    pub(crate) cut: bool,
}

impl Database {
    /// Disposes of the step's rows.
    ///
    /// Cancel-safe: a dropped call leaves at most one batch open, which the database rolls back. Repeatable: what is
    /// gone stays gone, and a second call finds nothing. Never more than `limits.rows` rows are touched.
    pub(crate) async fn dispose<J: Journal>(
        &self,
        step: &Step,
        limits: &Limits,
        journal: &mut J,
    ) -> Result<Disposed, DisposeError> {
        let mut tx = self.reading().await?;
        let job = self.job(&mut tx, step).await?;
        self.ok(tx.rollback().await)?;
        job.require_known_reach()?;
        self.require_rights(&job).await?;
        let mut run = Run {
            pace: Pace::new(self.dialect, &job, limits),
            job,
            limits,
            journal,
            snapshot: None,
            done: Disposed { effects: vec![0; step.expected.effects.len()], ..Disposed::default() },
        };
        let ended = run.run().await;
        if let Some((tx, _)) = run.snapshot.take() {
            drop(tx.rollback().await);
        }
        run.done.ended = match ended {
            Ok(ended) => ended,
            Err(DisposeError::System(error)) => {
                let rights = run.job.rights();
                return Err(self.explain(rights, error).await.into());
            }
            Err(error) => return Err(error),
        };
        Ok(run.done)
    }
}

struct Run<'a, J> {
    job: Job<'a>,
    limits: &'a Limits,
    journal: &'a mut J,
    done: Disposed,
    pace: Pace,
    /// See [`Run::put_off_purge`].
    snapshot: Option<(Tx, Instant)>,
}

impl<J: Journal> Run<'_, J> {
    async fn run(&mut self) -> Result<Ended, DisposeError> {
        if let Some(ended) = self.whole_partitions().await? {
            return Ok(ended);
        }
        let mut passes: &[Pass] = match (self.job.peels(), self.job.step.unlink.is_empty()) {
            (false, _) => &[Pass::All],
            (true, _) if self.job.softly => &[Pass::Leaves, Pass::All],
            (true, false) => &[Pass::Leaves, Pass::Unlink],
            (true, true) if self.job.may_go_together() => &[Pass::Leaves, Pass::Together],
            (true, true) => &[Pass::Leaves],
        };
        while let Some((pass, later)) = passes.split_first() {
            let before = self.done.rows;
            if let Some(ended) = self.walk(*pass).await? {
                return Ok(ended);
            }
            if !self.job.any_left().await? {
                break;
            }
            if self.done.rows == before {
                passes = later;
            }
        }
        Ok(Ended::Finished)
    }

    /// Walks once over the table. `Some` if there is a reason to end.
    async fn walk(&mut self, pass: Pass) -> Result<Option<Ended>, DisposeError> {
        let mut cursor = match self.job.dialect() {
            Dialect::Postgres if !self.job.few && pass != Pass::Unlink && pass != Pass::Together => {
                Cursor::Page { relation: 0, page: 0 }
            }
            _ => Cursor::After(None),
        };
        while cursor != Cursor::End {
            if self.limits.stop.is_stopped() {
                return Ok(Some(Ended::Stopped));
            }
            let left = self.limits.rows.saturating_sub(self.done.rows);
            if left == 0 {
                let more = self.job.any_left().await?;
                return Ok(Some(if more { Ended::BoundReached } else { Ended::Finished }));
            }
            let began = Instant::now();
            let before = self.done.rows;
            self.put_off_purge().await?;
            cursor = self.batch(pass, cursor, left).await?;
            self.pace.throttle(self.done.rows - before, began.elapsed()).await;
        }
        Ok(None)
    }

    /// MariaDB: what is deleted is only marked; its purge threads clear it away as soon as nobody can see it any more, and
    /// compete for the same pages with the batches that follow. A snapshot, held for some seconds and then taken anew,
    /// lets them wait their turn.
    async fn put_off_purge(&mut self) -> Result<(), ConnectError> {
        const HELD: Duration = Duration::from_secs(10);
        if !self.job.dialect().is_mysql() || self.job.few {
            return Ok(());
        }
        if self.snapshot.as_ref().is_none_or(|(_, since)| since.elapsed() > HELD) {
            if let Some((tx, _)) = self.snapshot.take() {
                self.job.ok(tx.rollback().await)?;
            }
            self.snapshot = Some((self.job.connector.reading().await?, Instant::now()));
        }
        Ok(())
    }

    /// One batch, tried again while somebody else's lock is in the way.
    async fn batch(&mut self, pass: Pass, cursor: Cursor, left: u64) -> Result<Cursor, DisposeError> {
        let mut tries = 0;
        let mut cut = false;
        loop {
            let size = Size { step: self.pace.size(), rows: left.min(self.pace.most_rows()), cut };
            match self.attempt(pass, &cursor, size).await {
                Ok(Some(next)) => return Ok(next),
                // More rows than may go: the same place again, cut to what may.
                Ok(None) => {
                    cut = true;
                    self.pace.shrink();
                }
                Err(DisposeError::System(error)) if error.is_transient() && tries < TRIES => {
                    tries += 1;
                    self.pace.shrink();
                    tracing::debug!(tries, "a lock is in the way; trying again with a smaller batch");
                    tokio::time::sleep(Duration::from_millis(20 << tries.min(6))).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// One transaction. `None` if it took more rows than it may and was rolled back.
    async fn attempt(
        &mut self,
        pass: Pass,
        cursor: &Cursor,
        size: Size,
    ) -> Result<Option<Cursor>, DisposeError> {
        let mut tx = self.job.connector.writing().await?;
        let began = Instant::now();
        let batch = match self.job.batch(&mut tx, pass, cursor, size).await {
            Ok(batch) => batch,
            // A row outside of the ring refers to one within: it stays, and the recount says so.
            Err(error)
                if matches!(pass, Pass::Together | Pass::Unlink) && error.kind() == ErrorKind::Blocked =>
            {
                drop(tx.rollback().await);
                return Ok(Some(Cursor::End));
            }
            Err(error) => {
                drop(tx.rollback().await);
                return Err(error.into());
            }
        };
        if batch.rows > size.rows {
            drop(tx.rollback().await);
            return Ok(None);
        }
        let Some(probe) = batch.probe.filter(|_| batch.rows > 0) else {
            drop(tx.rollback().await);
            self.pace.saw(0, began.elapsed());
            return Ok(Some(batch.next));
        };
        if let Probe::TransactionId(_) = probe {
            self.job.connector.flush().await;
        }
        let prepared = Prepared { rows: batch.rows, effects: batch.effects, probe };
        if self.job.connector.journal_here {
            drop(tx.rollback().await);
            self.anew(pass, cursor, size, &prepared).await?;
        } else {
            self.commit(tx, &prepared, began).await?;
        }
        Ok(Some(batch.next))
    }

    /// The journal is in the same file, which has one writer at a time: what was tried and taken back is written down, and
    /// then done, if it is still the same. To `settle` this is no other order than the usual one.
    async fn anew(
        &mut self,
        pass: Pass,
        cursor: &Cursor,
        size: Size,
        prepared: &Prepared,
    ) -> Result<(), DisposeError> {
        self.journal.prepared(prepared).await?;
        // If we crash here, the batch is in the journal and was never done: `settle` says so.
        let mut tx = self.job.connector.writing().await?;
        let began = Instant::now();
        let batch = self.job.batch(&mut tx, pass, cursor, size).await?;
        let same = batch.rows == prepared.rows
            && batch.effects == prepared.effects
            && batch.probe.as_ref() == Some(&prepared.probe);
        if !same {
            drop(tx.rollback().await);
            let place = self.job.connector.table_place(&self.job.step.table);
            let cause = "rows changed between two looks at them";
            return Err(
                ConnectError::new(ErrorKind::Locked, place, cause, "Run the same command again").into()
            );
        }
        self.committed(tx, prepared, began).await
    }

    /// Journal, commit, journal.
    async fn commit(&mut self, tx: Tx, prepared: &Prepared, began: Instant) -> Result<(), DisposeError> {
        if let Err(error) = self.journal.prepared(prepared).await {
            drop(tx.rollback().await);
            return Err(error.into());
        }
        self.committed(tx, prepared, began).await
    }

    /// Commit, journal.
    async fn committed(&mut self, tx: Tx, prepared: &Prepared, began: Instant) -> Result<(), DisposeError> {
        // If we crash here, the batch is in the journal and the database rolls it back: `settle` says so.
        self.job.ok(tx.commit().await)?;
        // If we crash here, the batch is committed and the journal does not know: `settle` says so.
        let took = began.elapsed();
        self.pace.saw(prepared.rows, took);
        self.done.rows += prepared.rows;
        for (sum, rows) in self.done.effects.iter_mut().zip(&prepared.effects) {
            *sum += rows;
        }
        self.journal.committed(prepared, took).await?;
        Ok(())
    }
}

impl Job<'_> {
    async fn batch(
        &self,
        tx: &mut Tx,
        pass: Pass,
        cursor: &Cursor,
        size: Size,
    ) -> Result<Batch, ConnectError> {
        match (pass, self.dialect()) {
            (Pass::Unlink, _) => self.unlink_batch(tx, size).await,
            (_, Dialect::Postgres) => self.postgres_batch(tx, pass, cursor, size).await,
            _ => self.keyed_batch(tx, pass, cursor, size).await,
        }
    }

    pub(crate) fn unsupported(&self, cause: &str) -> ConnectError {
        ConnectError::new(
            ErrorKind::Unsupported,
            self.connector.table_place(&self.step.table),
            cause,
            "Give the table a primary key, or let a person look after it (`then: {task: …}`)",
        )
    }
}
