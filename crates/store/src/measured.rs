//! What audits found, so that a verdict can say since when.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row as _;

use crate::{Store, StoreError, WriteTx};

/// One verdict on one promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The activity that promises; empty where a system does.
    pub activity: String,
    /// The dataset; empty where the promise is about the activity itself. The system, where it promises.
    pub dataset: String,
    /// The promise as the policy stated it then, or the word of what systems promise.
    pub rule: String,
    /// When it was measured.
    pub at: Timestamp,
    /// `kept`, `broken` or `not_checked`.
    pub verdict: String,
    /// Records past the promise.
    pub overdue: u64,
    /// The oldest.
    pub oldest: Option<Date>,
}

/// What earlier audits found about a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The last verdict.
    pub verdict: String,
    /// Since when every audit has found that.
    pub since: Timestamp,
    /// Records past the promise at the last audit.
    pub overdue: u64,
    /// When that was.
    pub at: Timestamp,
}

impl WriteTx<'_> {
    /// Records a verdict. Of two in the same second the later one stands.
    ///
    /// # Errors
    /// The disk's.
    pub async fn measured(&mut self, found: &Measured) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO measured (activity, dataset, rule, at, verdict, overdue, oldest)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE
             SET verdict = excluded.verdict, overdue = excluded.overdue, oldest = excluded.oldest",
        )
        .bind(&found.activity)
        .bind(&found.dataset)
        .bind(&found.rule)
        .bind(found.at.to_string())
        .bind(&found.verdict)
        .bind(i64::try_from(found.overdue).unwrap_or(i64::MAX))
        .bind(found.oldest.map(|day| day.to_string()))
        .execute(&mut *self.tx)
        .await
        .map_err(|e| self.store.failed(e))?;
        Ok(())
    }
}

impl Store {
    /// What earlier audits found about a promise; `None` if there were none.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn measured_before(
        &self,
        activity: &str,
        dataset: &str,
        rule: &str,
    ) -> Result<Option<Past>, StoreError> {
        let last = sqlx::query(
            "SELECT last.verdict, last.at, last.overdue, (
                SELECT min(m.at) FROM measured AS m
                WHERE m.activity = ?1 AND m.dataset = ?2 AND m.rule = ?3 AND m.at > coalesce((
                    SELECT max(o.at) FROM measured AS o
                    WHERE o.activity = ?1 AND o.dataset = ?2 AND o.rule = ?3 AND o.verdict <> last.verdict), '')
             ) AS since
             FROM measured AS last
             WHERE last.activity = ?1 AND last.dataset = ?2 AND last.rule = ?3 ORDER BY last.at DESC LIMIT 1",
        )
        .bind(activity)
        .bind(dataset)
        .bind(rule)
        .fetch_optional(&self.pool)
        .await
        .map_err(|e| self.failed(e))?;
        let Some(row) = last else { return Ok(None) };
        let damaged = || self.damaged("a measurement");
        let moment = |name: &str| {
            let text: Option<String> = row.try_get(name).ok()?;
            text?.parse().ok()
        };
        Ok(Some(Past {
            verdict: row.try_get("verdict").map_err(|_| damaged())?,
            since: moment("since").ok_or_else(damaged)?,
            overdue: row
                .try_get::<i64, _>("overdue")
                .ok()
                .and_then(|n| n.try_into().ok())
                .ok_or_else(damaged)?,
            at: moment("at").ok_or_else(damaged)?,
        }))
    }
}
