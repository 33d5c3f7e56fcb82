//! The journal of a correction (Art. 16): one line for each column in which a value is put right.

use gallra_rules::names::DatasetName;
use jiff::Timestamp;

use crate::sql::args;
use crate::{Store, StoreError, WriteTx};

/// Where a correction of one column stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Whether all of it is done.
    pub finished: bool,
    /// Records changed so far.
    pub rows: u64,
    /// The batch whose fate is not known, as JSON.
    pub open: Option<String>,
}

impl WriteTx<'_> {
    /// Records that a column is about to be changed, once. Tells whether it was new.
    ///
    /// # Errors
    /// The disk's.
    pub async fn intend_change(
        &mut self,
        request: &str,
        dataset: &DatasetName,
        field: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let new = self
            .execute(
                "INSERT INTO changed (request, dataset, field, state, rows, at) VALUES ($1, $2, $3, 'intended', 0, $4)
                 ON CONFLICT DO NOTHING",
                args![request, dataset.as_str(), field, at],
            )
            .await?;
        Ok(new > 0)
    }

    /// Opens a batch; one that was open is forgotten, for it was rolled back. `counted` are rows of the one before, which was
    /// committed.
    ///
    /// # Errors
    /// The disk's.
    pub async fn open_change(
        &mut self,
        (request, dataset, field): (&str, &DatasetName, &str),
        counted: u64,
        body: Option<&str>,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE changed SET rows = rows + $4, open = $5
             WHERE request = $1 AND dataset = $2 AND field = $3 AND state = 'intended'",
            args![request, dataset.as_str(), field, i64::try_from(counted).unwrap_or(i64::MAX), body],
        )
        .await?;
        Ok(())
    }

    /// Ends it.
    ///
    /// # Errors
    /// The disk's.
    pub async fn finish_change(
        &mut self,
        request: &str,
        dataset: &DatasetName,
        field: &str,
    ) -> Result<bool, StoreError> {
        let moved = self
            .execute(
                "UPDATE changed SET state = 'finished', open = NULL
                 WHERE request = $1 AND dataset = $2 AND field = $3 AND state = 'intended'",
                args![request, dataset.as_str(), field],
            )
            .await?;
        Ok(moved > 0)
    }
}

impl Store {
    /// Where a correction stands; `None` if it has not begun.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn changed(
        &self,
        request: &str,
        dataset: &DatasetName,
        field: &str,
    ) -> Result<Option<Changed>, StoreError> {
        let found = self
            .row(
                "SELECT state, rows, open FROM changed WHERE request = $1 AND dataset = $2 AND field = $3",
                args![request, dataset.as_str(), field],
            )
            .await?;
        let read = |row: crate::sql::Row| {
            Some(Changed {
                finished: row.get::<String>("state")? == "finished",
                rows: row.get::<i64>("rows").and_then(|rows| u64::try_from(rows).ok())?,
                open: row.get("open")?,
            })
        };
        found.map(|row| read(row).ok_or_else(|| self.damaged("a correction"))).transpose()
    }
}
