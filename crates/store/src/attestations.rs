//! What people attested about systems that only they can look into.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::{Store, StoreError, WriteTx};

/// That a promise was kept where only a person can look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// The activity that promises.
    pub activity: String,
    /// The dataset.
    pub dataset: String,
    /// The role in which the person speaks.
    pub role: String,
    /// The person.
    pub by: String,
    /// What they found and did, in their words.
    pub statement: String,
    /// When.
    pub at: Timestamp,
    /// The last day it is good for.
    pub until: Date,
}

impl WriteTx<'_> {
    /// Records an attestation.
    ///
    /// # Errors
    /// The disk's.
    pub async fn attest(&mut self, said: &Attestation) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO attestation (activity, dataset, role, by, statement, at, until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .bind(&said.activity)
        .bind(&said.dataset)
        .bind(&said.role)
        .bind(&said.by)
        .bind(&said.statement)
        .bind(said.at.to_string())
        .bind(said.until.to_string())
        .execute(&mut *self.tx)
        .await
        .map_err(|e| self.store.failed(e))?;
        Ok(())
    }
}

impl Store {
    /// Every attestation, the latest first.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn attestations(&self) -> Result<Vec<Attestation>, StoreError> {
        let rows = sqlx::query("SELECT * FROM attestation ORDER BY id DESC")
            .fetch_all(&self.pool)
            .await
            .map_err(|e| self.failed(e))?;
        rows.iter().map(|row| read(row).ok_or_else(|| self.damaged("an attestation"))).collect()
    }
}

fn read(row: &SqliteRow) -> Option<Attestation> {
    let text = |name: &str| row.try_get::<String, _>(name).ok();
    Some(Attestation {
        activity: text("activity")?,
        dataset: text("dataset")?,
        role: text("role")?,
        by: text("by")?,
        statement: text("statement")?,
        at: text("at")?.parse().ok()?,
        until: text("until")?.parse().ok()?,
    })
}
