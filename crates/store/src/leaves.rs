//! Leaves of the log, staged here in the transaction of the change they tell of, and published from here.

use jiff::Timestamp;
use sqlx::Row as _;

use crate::{RunId, Store, StoreError, WriteTx};

/// One leaf as it is hashed and published: canonical JSON without personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafBytes(pub Vec<u8>);

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
        let row = sqlx::query(
            "INSERT INTO leaf (position, bytes, at, run)
             SELECT coalesce(max(position) + 1, 0), ?1, ?2, ?3 FROM leaf RETURNING position",
        )
        .bind(&leaf.0)
        .bind(at.to_string())
        .bind(run.map(|run| &run.0))
        .fetch_one(&mut *self.tx)
        .await
        .map_err(|e| self.store.failed(e))?;
        u64::try_from(row.get::<i64, _>(0)).map_err(|_| self.store.damaged("the log"))
    }
}

impl Store {
    /// How many leaves are staged in all.
    ///
    /// # Errors
    /// The disk's.
    pub async fn leaf_count(&self) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM leaf")
            .fetch_one(&self.pool)
            .await
            .map_err(|e| self.failed(e))?;
        u64::try_from(count).map_err(|_| self.damaged("the log"))
    }

    /// Up to `limit` leaves from an index on, in order.
    ///
    /// # Errors
    /// The disk's.
    pub async fn leaves(&self, from: u64, limit: u32) -> Result<Vec<LeafBytes>, StoreError> {
        let from = i64::try_from(from).map_err(|_| self.damaged("the log"))?;
        sqlx::query_scalar::<_, Vec<u8>>(
            "SELECT bytes FROM leaf WHERE position >= ?1 ORDER BY position LIMIT ?2",
        )
        .bind(from)
        .bind(limit)
        .fetch_all(&self.pool)
        .await
        .map(|rows| rows.into_iter().map(LeafBytes).collect())
        .map_err(|e| self.failed(e))
    }

    /// The positions of the leaves that tell of a run, in order.
    ///
    /// # Errors
    /// The disk's.
    pub async fn leaves_of(&self, run: &RunId) -> Result<Vec<u64>, StoreError> {
        let positions: Vec<i64> =
            sqlx::query_scalar("SELECT position FROM leaf WHERE run = ?1 ORDER BY position")
                .bind(&run.0)
                .fetch_all(&self.pool)
                .await
                .map_err(|e| self.failed(e))?;
        positions.into_iter().map(|at| u64::try_from(at).map_err(|_| self.damaged("the log"))).collect()
    }

    /// The latest moment that the log knows of; a clock that says less has been set back.
    ///
    /// # Errors
    /// The disk's, or a damaged log.
    pub async fn latest_moment(&self) -> Result<Option<Timestamp>, StoreError> {
        let text: Option<String> = sqlx::query_scalar("SELECT at FROM leaf ORDER BY position DESC LIMIT 1")
            .fetch_optional(&self.pool)
            .await
            .map_err(|e| self.failed(e))?;
        text.map(|text| text.parse().map_err(|_| self.damaged("a moment in the log"))).transpose()
    }
}
