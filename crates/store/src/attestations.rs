//! What people attested about systems that only they can look into, and about duties that only they can do.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::sql::{Row, args};
use crate::{Store, StoreError, WriteTx};

/// What an attestation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttestationKind {
    /// A dataset of an activity.
    Task,
    /// A duty.
    Duty,
}

impl AttestationKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Duty => "duty",
        }
    }
}

/// That a promise was kept where only a person can look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// A task or a duty.
    pub kind: AttestationKind,
    /// The activity that promises, or the duty.
    pub activity: String,
    /// The dataset; of a duty the role or recipient, or nothing.
    pub dataset: String,
    /// The promise as the policy stated it then; empty if it was not kept.
    pub rule: String,
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
    /// SHA-256 of a certificate's file.
    pub document: Option<[u8; 32]>,
}

/// Rows that are being struck off an index of papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Striking {
    /// The activity whose attestation said that they are gone.
    pub activity: String,
    /// The dataset.
    pub dataset: String,
    /// When.
    pub at: Timestamp,
    /// How many.
    pub rows: u64,
    /// A keyed hash of the index with them.
    pub before: [u8; 32],
    /// A keyed hash of the index without them.
    pub after: [u8; 32],
}

impl WriteTx<'_> {
    /// Records an attestation.
    ///
    /// # Errors
    /// The disk's.
    pub async fn attest(&mut self, said: &Attestation) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO attestation (id, activity, dataset, role, by, statement, at, until, kind, rule, document)
             SELECT coalesce(max(id) + 1, 1), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 FROM attestation",
            args![
                &said.activity,
                &said.dataset,
                &said.role,
                &said.by,
                &said.statement,
                said.at,
                said.until,
                said.kind.word(),
                &said.rule,
                said.document.map(|hash| hash.to_vec())
            ],
        )
        .await?;
        Ok(())
    }

    /// Records that rows are about to be struck off an index. What was left open about the same dataset is replaced.
    ///
    /// # Errors
    /// The disk's.
    pub async fn strike(&mut self, striking: &Striking) -> Result<(), StoreError> {
        self.struck(&striking.activity, &striking.dataset).await?;
        self.execute(
            "INSERT INTO striking (activity, dataset, at, rows, before, after) VALUES ($1, $2, $3, $4, $5, $6)",
            args![
                &striking.activity,
                &striking.dataset,
                striking.at,
                i64::try_from(striking.rows).unwrap_or(i64::MAX),
                striking.before.as_slice(),
                striking.after.as_slice()
            ],
        )
        .await?;
        Ok(())
    }

    /// Forgets that rows are about to be struck off: it is known what came of it.
    ///
    /// # Errors
    /// The disk's.
    pub async fn struck(&mut self, activity: &str, dataset: &str) -> Result<(), StoreError> {
        self.execute("DELETE FROM striking WHERE activity = $1 AND dataset = $2", args![activity, dataset])
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

    /// Strikings of which it is not known whether they happened.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn strikings(&self) -> Result<Vec<Striking>, StoreError> {
        let rows = self.rows("SELECT * FROM striking ORDER BY activity, dataset", args![]).await?;
        rows.iter().map(|row| read_striking(row).ok_or_else(|| self.damaged("a striking"))).collect()
    }
}

fn read(row: &Row) -> Option<Attestation> {
    let text = |name: &str| row.get::<String>(name);
    let document = match row.get::<Option<Vec<u8>>>("document")? {
        Some(hash) => Some(hash.try_into().ok()?),
        None => None,
    };
    Some(Attestation {
        kind: match text("kind")?.as_str() {
            "task" => AttestationKind::Task,
            "duty" => AttestationKind::Duty,
            _ => return None,
        },
        activity: text("activity")?,
        dataset: text("dataset")?,
        rule: text("rule")?,
        role: text("role")?,
        by: text("by")?,
        statement: text("statement")?,
        at: text("at")?.parse().ok()?,
        until: text("until")?.parse().ok()?,
        document,
    })
}

fn read_striking(row: &Row) -> Option<Striking> {
    let hash = |name: &str| row.get::<Vec<u8>>(name)?.try_into().ok();
    Some(Striking {
        activity: row.get("activity")?,
        dataset: row.get("dataset")?,
        at: row.get::<String>("at")?.parse().ok()?,
        rows: row.get::<i64>("rows")?.try_into().ok()?,
        before: hash("before")?,
        after: hash("after")?,
    })
}
