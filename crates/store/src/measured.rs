//! What audits found, so that a verdict can say since when.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::sql::{Row, args};
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
        self.execute(
            "INSERT INTO measured (activity, dataset, rule, at, verdict, overdue, oldest)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (activity, dataset, rule, at) DO UPDATE
             SET verdict = excluded.verdict, overdue = excluded.overdue, oldest = excluded.oldest",
            args![
                &found.activity,
                &found.dataset,
                &found.rule,
                found.at,
                &found.verdict,
                i64::try_from(found.overdue).unwrap_or(i64::MAX),
                found.oldest
            ],
        )
        .await?;
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
        let last = self.row("SELECT last.verdict, last.at, last.overdue, (
                SELECT min(m.at) FROM measured AS m
                WHERE m.activity = $1 AND m.dataset = $2 AND m.rule = $3 AND m.at > coalesce((
                    SELECT max(o.at) FROM measured AS o
                    WHERE o.activity = $1 AND o.dataset = $2 AND o.rule = $3 AND o.verdict <> last.verdict), '')
             ) AS since
             FROM measured AS last
             WHERE last.activity = $1 AND last.dataset = $2 AND last.rule = $3 ORDER BY last.at DESC LIMIT 1", args![activity, dataset, rule]).await?;
        let Some(row) = last else { return Ok(None) };
        let damaged = || self.damaged("a measurement");
        let moment = |name: &str| row.get::<Option<String>>(name).flatten()?.parse().ok();
        Ok(Some(Past {
            verdict: row.get("verdict").ok_or_else(damaged)?,
            since: moment("since").ok_or_else(damaged)?,
            overdue: row
                .get::<i64>("overdue")
                .and_then(|rows| u64::try_from(rows).ok())
                .ok_or_else(damaged)?,
            at: moment("at").ok_or_else(damaged)?,
        }))
    }

    /// The last that audits found about each promise that was ever measured.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn last_measured(&self) -> Result<Vec<Measured>, StoreError> {
        let rows = self
            .rows(
                "SELECT m.activity, m.dataset, m.rule, m.at, m.verdict, m.overdue, m.oldest FROM measured AS m
                 WHERE m.at = (SELECT max(o.at) FROM measured AS o
                     WHERE o.activity = m.activity AND o.dataset = m.dataset AND o.rule = m.rule)
                 ORDER BY m.activity, m.dataset, m.rule",
                args![],
            )
            .await?;
        let read = |row: &Row| {
            let oldest: Option<String> = row.get("oldest")?;
            Some(Measured {
                activity: row.get("activity")?,
                dataset: row.get("dataset")?,
                rule: row.get("rule")?,
                at: row.get::<String>("at")?.parse().ok()?,
                verdict: row.get("verdict")?,
                overdue: row.get::<i64>("overdue").and_then(|rows| u64::try_from(rows).ok())?,
                oldest: oldest.and_then(|day| day.parse().ok()),
            })
        };
        rows.iter().map(|row| read(row).ok_or_else(|| self.damaged("a measurement"))).collect()
    }
}
