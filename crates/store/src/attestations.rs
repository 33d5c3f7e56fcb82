//! What people attested about systems that only they can look into.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::sql::{Row, args};
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
        self.execute(
            "INSERT INTO attestation (id, activity, dataset, role, by, statement, at, until)
             SELECT coalesce(max(id) + 1, 1), $1, $2, $3, $4, $5, $6, $7 FROM attestation",
            args![&said.activity, &said.dataset, &said.role, &said.by, &said.statement, said.at, said.until],
        )
        .await?;
        Ok(())
    }
}

impl Store {
    /// Every attestation, the latest first.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn attestations(&self) -> Result<Vec<Attestation>, StoreError> {
        let rows = self.rows("SELECT * FROM attestation ORDER BY id DESC", args![]).await?;
        rows.iter().map(|row| read(row).ok_or_else(|| self.damaged("an attestation"))).collect()
    }
}

fn read(row: &Row) -> Option<Attestation> {
    let text = |name: &str| row.get::<String>(name);
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
