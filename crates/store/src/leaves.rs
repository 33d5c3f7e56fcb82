//! Leaves of the log, staged here in the transaction of the change they tell of, and published from here.

use jiff::Timestamp;

use crate::sql::{Row, args};
use crate::{RunId, Store, StoreError, WriteTx};

/// One leaf as it is hashed and published: canonical JSON without personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafBytes(pub Vec<u8>);

/// Stages a leaf. `run` is the run that it tells of, or the agreement.
pub(crate) const APPEND: &str = "INSERT INTO leaf (position, bytes, at, run)
             SELECT coalesce(max(position) + 1, 0), $1, $2, $3 FROM leaf RETURNING position";

impl WriteTx<'_> {
    /// Stages a leaf at the end of the log and tells its index. `run` is the run that it tells of.
    ///
    /// # Errors
    /// The disk's.
    pub async fn append(
        &mut self,
        leaf: &LeafBytes,
        at: Timestamp,
        run: Option<&RunId>,
    ) -> Result<u64, StoreError> {
        let row = self.row(APPEND, args![leaf.0.as_slice(), at, run.map(|run| run.0.clone())]).await?;
        let position = row.and_then(|row| row.get::<i64>("position"));
        position.and_then(|at| u64::try_from(at).ok()).ok_or_else(|| self.store.damaged("the log"))
    }
}

impl Store {
    /// How many leaves are staged in all.
    ///
    /// # Errors
    /// The disk's.
    pub async fn leaf_count(&self) -> Result<u64, StoreError> {
        let count: Option<i64> =
            self.row("SELECT count(*) AS leaves FROM leaf", args![]).await?.and_then(|row| row.get("leaves"));
        count.and_then(|count| u64::try_from(count).ok()).ok_or_else(|| self.damaged("the log"))
    }

    /// Up to `limit` leaves from an index on, in order.
    ///
    /// # Errors
    /// The disk's.
    pub async fn leaves(&self, from: u64, limit: u32) -> Result<Vec<LeafBytes>, StoreError> {
        let from = i64::try_from(from).map_err(|_| self.damaged("the log"))?;
        let rows = self
            .rows(
                "SELECT bytes FROM leaf WHERE position >= $1 ORDER BY position LIMIT $2",
                args![from, i64::from(limit)],
            )
            .await?;
        rows.iter()
            .map(|row| row.get("bytes").map(LeafBytes).ok_or_else(|| self.damaged("the log")))
            .collect()
    }

    /// The positions of the leaves that tell of a run, in order.
    ///
    /// # Errors
    /// The disk's.
    pub async fn leaves_of(&self, run: &RunId) -> Result<Vec<u64>, StoreError> {
        let rows =
            self.rows("SELECT position FROM leaf WHERE run = $1 ORDER BY position", args![&run.0]).await?;
        let position = |row: &Row| u64::try_from(row.get::<i64>("position")?).ok();
        rows.iter().map(|row| position(row).ok_or_else(|| self.damaged("the log"))).collect()
    }

    /// The latest moment that the log knows of; a clock that says less has been set back.
    ///
    /// # Errors
    /// The disk's, or a damaged log.
    pub async fn latest_moment(&self) -> Result<Option<Timestamp>, StoreError> {
        let text: Option<String> = self
            .row("SELECT at FROM leaf ORDER BY position DESC LIMIT 1", args![])
            .await?
            .and_then(|row| row.get("at"));
        text.map(|text| text.parse().map_err(|_| self.damaged("a moment in the log"))).transpose()
    }
}
