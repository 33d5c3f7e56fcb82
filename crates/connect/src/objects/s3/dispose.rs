//! Taking versions away, up to a thousand with one request.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use gallra_rules::plan::{Action, Step};

use super::walk::{Stretch, Walk, sweep};
use super::{AT_ONCE, Bucket, S3};
use crate::contract::{Disposed, Ended, Journal, Limits, ObjectMark, Prepared, Probe};
use crate::error::{ConnectError, DisposeError};
use crate::objects::at_once;
use crate::records::{Fate, fate, unsupported};

/// Versions in a batch: as many as S3 takes in one request.
const MOST: u64 = 1000;

impl S3 {
    pub(crate) async fn dispose<J: Journal>(
        &self,
        step: &Step,
        limits: &Limits,
        journal: &mut J,
    ) -> Result<Disposed, DisposeError> {
        let place = self.0.api.place();
        if step.action != Action::Delete {
            return Err(unsupported(place, "objects are deleted; nothing in them can be anonymised").into());
        }
        let mut run = Run {
            bucket: &self.0,
            limits,
            journal,
            walk: self.0.walk(&step.table)?,
            done: Disposed { effects: vec![0; step.expected.effects.len()], ..Disposed::default() },
            touched: BTreeSet::new(),
        };
        while let Some(page) = run.walk.next(&self.0.api).await? {
            let (at, with_markers) = (page.at, page.with_markers);
            let rows = self.0.records(page.rows, |record| step.due.eval(record));
            let records = self.0.with_locks(rows).await?;
            let goes = records.into_iter().filter(|(_, record)| fate(step, record) == Fate::Goes);
            let rows: Vec<ObjectMark> = goes.map(|(mark, _)| mark).collect();
            if let Some(ended) = run.page(Stretch { at, rows, with_markers }).await? {
                run.done.ended = ended;
                return Ok(run.done);
            }
        }
        Ok(run.done)
    }
}

struct Run<'a, J> {
    bucket: &'a Bucket,
    limits: &'a Limits,
    journal: &'a mut J,
    walk: Walk,
    done: Disposed,
    /// Names of which versions went and others may follow.
    touched: BTreeSet<String>,
}

impl<J: Journal> Run<'_, J> {
    /// Disposes of a page's rows; tells if that was the end.
    async fn page(&mut self, page: Stretch) -> Result<Option<Ended>, DisposeError> {
        let rate = self.limits.rows_per_second.filter(|rate| *rate > 0);
        let mut rest = page.rows.as_slice();
        while !rest.is_empty() {
            if self.limits.stop.is_stopped() {
                return Ok(Some(Ended::Stopped));
            }
            let left = self.limits.rows.saturating_sub(self.done.rows);
            if left == 0 {
                return Ok(Some(Ended::BoundReached));
            }
            let most = left.min(MOST).min(rate.unwrap_or(MOST));
            let most = usize::try_from(most).unwrap_or(rest.len()).min(rest.len());
            let (batch, after) = rest.split_at(most);
            rest = after;
            let began = Instant::now();
            let rows = self.batch(&page, batch).await?;
            if let Some(rate) = rate {
                let due = Duration::from_millis(rows.saturating_mul(1000) / rate);
                tokio::time::sleep(due.saturating_sub(began.elapsed())).await;
            }
        }
        let names: Vec<String> =
            page.with_markers.into_iter().filter(|name| self.touched.remove(name)).collect();
        self.touched.retain(|name| self.walk.is_open(name));
        // If we crash here: markers without a version stay; they are rows of their own from now on.
        let bucket = self.bucket;
        at_once(AT_ONCE, names.iter().map(|name| sweep(&bucket.api, name).boxed()).collect()).await?;
        Ok(self.limits.stop.is_stopped().then_some(Ended::Stopped))
    }

    async fn batch(&mut self, page: &Stretch, batch: &[ObjectMark]) -> Result<u64, DisposeError> {
        let began = Instant::now();
        let mut prepared = Prepared {
            rows: batch.len() as u64,
            effects: vec![0; self.done.effects.len()],
            probe: Probe::Objects(batch.to_vec()),
        };
        self.journal.prepared(&prepared).await?;
        // If we crash in what follows, some of the versions are gone and the others are there: `settle` looks.
        let rows = self.remove(page, batch).await?;
        (prepared.rows, self.done.rows) = (rows, self.done.rows + rows);
        self.journal.committed(&prepared, began.elapsed()).await?;
        Ok(rows)
    }

    /// Takes those away that are still what they were. Tells how many went.
    async fn remove(&mut self, page: &Stretch, batch: &[ObjectMark]) -> Result<u64, ConnectError> {
        let api = &self.bucket.api;
        let there = self.walk.still(api, &page.at, batch).await?;
        let (markers, versions): (Vec<ObjectMark>, Vec<ObjectMark>) =
            there.into_iter().partition(|mark| mark.marker);
        let mut rows = 0;
        if !versions.is_empty() {
            api.delete(&versions.iter().collect::<Vec<_>>()).await?;
            // What the store says is gone is looked for again, and so is what it refused to delete.
            let left = self.walk.still(api, &page.at, &versions).await?.len();
            rows += (versions.len() - left) as u64;
        }
        let swept = markers.iter().map(|mark| sweep(api, &mark.key).boxed()).collect();
        let swept = at_once(AT_ONCE, swept).await?;
        self.touched.extend(versions.into_iter().map(|mark| mark.key));
        Ok(rows + swept.into_iter().sum::<u64>())
    }
}
