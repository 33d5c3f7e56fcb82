//! How large the next batch is and when it begins.

use std::time::Duration;

use crate::contract::Limits;
use crate::dispose::job::Job;
use crate::sql::dialect::Dialect;

/// Rows in the first batch, about.
const FIRST: u64 = 2_000;
/// The same where PostgreSQL looks them up: each batch looks for its rows anew.
const FIRST_LOOKED_UP: u64 = 5_000;
/// Rows in a batch, however fast they go: what a transaction may hold in a server's memory and log.
const MOST_ROWS: u64 = 200_000;
/// Rows in a batch that is listed by key.
pub(crate) const MOST_LISTED: u64 = 4_000;

/// Adapts the batch so that a transaction stays under the set time, and keeps to the set rate.
pub(crate) struct Pace {
    size: u64,
    largest: u64,
    lock_time: Duration,
    rows_per_second: Option<u64>,
    /// Size and time of the batch before.
    last: Option<(u64, Duration)>,
}

impl Pace {
    pub(crate) fn new(dialect: Dialect, job: &Job<'_>, limits: &Limits) -> Self {
        // PostgreSQL walks pages, which hold up to about two hundred rows.
        let (size, largest) = match (dialect, job.few) {
            (Dialect::Postgres, false) => (FIRST / 200, u64::from(u32::MAX)),
            (Dialect::Postgres, true) => (FIRST_LOOKED_UP, 1_000_000),
            _ => (FIRST, 1_000_000),
        };
        Self {
            size,
            largest,
            lock_time: limits.lock_time,
            rows_per_second: limits.rows_per_second,
            last: None,
        }
    }

    /// In the walk's unit.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Rows that a batch may touch.
    pub(crate) fn most_rows(&self) -> u64 {
        self.rows_per_second.map_or(MOST_ROWS, |rate| rate.clamp(1, MOST_ROWS))
    }

    pub(crate) fn shrink(&mut self) {
        self.size = (self.size / 2).max(1);
    }

    /// Learns from a batch: grows while there is ample time, at most twofold, and shrinks when it took too long. Where a
    /// smaller batch took as long as the larger one before, the time goes elsewhere (a slow network), and shrinking
    /// further would only make more of it.
    pub(crate) fn saw(&mut self, rows: u64, took: Duration) {
        let size = self.size;
        let target = self.lock_time.mul_f64(0.6);
        if took > self.lock_time.mul_f64(0.8) {
            match self.last {
                Some((larger, before)) if larger > size && took > before.mul_f64(0.8) => self.size = larger,
                _ => self.shrink(),
            }
        } else if took < target && rows * 2 <= self.most_rows() {
            let factor = (target.as_secs_f64() / took.as_secs_f64().max(0.000_1)).min(2.0);
            self.size = scaled(size, factor).clamp(size, self.largest);
        }
        self.last = Some((size, took));
    }

    /// Waits until the rate is kept.
    pub(crate) async fn throttle(&self, rows: u64, took: Duration) {
        let Some(rate) = self.rows_per_second.filter(|rate| *rate > 0) else { return };
        let due = Duration::from_secs_f64(precise(rows) / precise(rate));
        if let Some(wait) = due.checked_sub(took) {
            tokio::time::sleep(wait).await;
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "a rate needs no more digits than a float has")]
fn precise(number: u64) -> f64 {
    number as f64
}

#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are far below what a float tells apart, and factors are positive"
)]
fn scaled(size: u64, factor: f64) -> u64 {
    (size as f64 * factor) as u64
}
