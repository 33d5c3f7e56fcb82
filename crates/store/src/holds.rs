//! Legal holds in the state.

use gallra_rules::hold::{Hold, HoldId, HoldScope, Holds};
use gallra_rules::names::DatasetName;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::{Conflict, Store, StoreError, WriteTx};

/// A hold to be placed.
#[derive(Clone, Debug)]
pub struct NewHold {
    /// The hold itself.
    pub hold: Hold,
    /// When.
    pub at: Timestamp,
    /// Who placed it: a name, which never leaves the state.
    pub by: String,
}

/// A hold with its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldRecord {
    /// The hold itself.
    pub hold: Hold,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// Who placed it.
    pub placed_by: String,
    /// When it was lifted.
    pub lifted_at: Option<Timestamp>,
    /// Who lifted it.
    pub lifted_by: Option<String>,
}

impl WriteTx<'_> {
    /// Places a hold.
    ///
    /// # Errors
    /// The disk's.
    pub async fn place_hold(&mut self, new: &NewHold) -> Result<(), StoreError> {
        let scope = new.hold.only.as_ref().map(serde_json::to_string).transpose();
        let scope = scope.map_err(|_| self.store.damaged("a hold's scope"))?;
        sqlx::query(
            "INSERT INTO hold (id, dataset, scope, reason, until, placed_at, placed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .bind(&new.hold.id.0)
        .bind(new.hold.dataset.as_str())
        .bind(scope)
        .bind(&new.hold.reason)
        .bind(new.hold.until.map(|day| day.to_string()))
        .bind(new.at.to_string())
        .bind(&new.by)
        .execute(&mut *self.tx)
        .await
        .map_err(|e| self.store.failed(e))?;
        Ok(())
    }

    /// Lifts a hold that is in force.
    ///
    /// # Errors
    /// [`Conflict::NoSuchHold`].
    pub async fn lift_hold(
        &mut self,
        id: &HoldId,
        at: Timestamp,
        by: &str,
    ) -> Result<DatasetName, StoreError> {
        let dataset: Option<String> = sqlx::query_scalar(
            "UPDATE hold SET lifted_at = ?2, lifted_by = ?3 WHERE id = ?1 AND lifted_at IS NULL RETURNING dataset",
        )
        .bind(&id.0)
        .bind(at.to_string())
        .bind(by)
        .fetch_optional(&mut *self.tx)
        .await
        .map_err(|e| self.store.failed(e))?;
        dataset.map(DatasetName::new).ok_or_else(|| StoreError::Conflict(Conflict::NoSuchHold(id.0.clone())))
    }
}

impl Store {
    /// The holds in force on a day, by id.
    ///
    /// # Errors
    /// The disk's, or a damaged hold.
    pub async fn holds_in_force(&self, today: Date) -> Result<Holds, StoreError> {
        let records = self.holds().await?;
        let in_force = |record: &HoldRecord| {
            record.lifted_at.is_none() && record.hold.until.is_none_or(|last_day| last_day >= today)
        };
        Ok(Holds(records.into_iter().filter(in_force).map(|record| record.hold).collect()))
    }

    /// Every hold there ever was, by id.
    ///
    /// # Errors
    /// The disk's, or a damaged hold.
    pub async fn holds(&self) -> Result<Vec<HoldRecord>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, dataset, scope, reason, until, placed_at, placed_by, lifted_at, lifted_by FROM hold ORDER BY id",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(|e| self.failed(e))?;
        rows.iter().map(|row| self.read_hold(row)).collect()
    }

    fn read_hold(&self, row: &SqliteRow) -> Result<HoldRecord, StoreError> {
        let damaged = || self.damaged("a hold");
        let scope: Option<String> = row.get("scope");
        let only: Option<HoldScope> =
            scope.map(|text| serde_json::from_str(&text)).transpose().map_err(|_| damaged())?;
        let until: Option<String> = row.get("until");
        let moment = |text: String| text.parse::<Timestamp>().map_err(|_| damaged());
        Ok(HoldRecord {
            hold: Hold {
                id: HoldId(row.get("id")),
                dataset: DatasetName::new(row.get::<String, _>("dataset")),
                only,
                reason: row.get("reason"),
                until: until.map(|day| day.parse()).transpose().map_err(|_| damaged())?,
            },
            placed_at: moment(row.get("placed_at"))?,
            placed_by: row.get("placed_by"),
            lifted_at: row.get::<Option<String>, _>("lifted_at").map(moment).transpose()?,
            lifted_by: row.get("lifted_by"),
        })
    }
}
