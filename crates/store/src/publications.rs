//! Which documents were published, and what they promise.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::sql::{Row, args};
use crate::{Store, StoreError, WriteTx};

/// A publication: a set of documents that replaced the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// 1, and one more for each that follows.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// The day that the documents bear.
    pub published_on: Date,
    /// The hash of the policy.
    pub policy: String,
    /// What the documents promise, as JSON.
    pub meaning: String,
    /// Its documents, by document, language and form.
    pub documents: Vec<Published>,
}

/// One file of a publication.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Published {
    /// Which document, by its word.
    pub document: String,
    /// Its language.
    pub language: String,
    /// Its form.
    pub form: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
}

impl WriteTx<'_> {
    /// Records a publication, if no other came in between: `false` then, and nothing was recorded.
    ///
    /// # Errors
    /// The disk's.
    pub async fn publish(&mut self, publication: &Publication) -> Result<bool, StoreError> {
        let last = self.row("SELECT coalesce(max(id), 0) AS last FROM publication", args![]).await?;
        if last.and_then(|row| row.get::<i64>("last")).is_none_or(|last| last + 1 != publication.id) {
            return Ok(false);
        }
        self.execute(
            "INSERT INTO publication (id, at, published_on, policy, meaning) VALUES ($1, $2, $3, $4, $5)",
            args![
                publication.id,
                publication.at,
                publication.published_on,
                &publication.policy,
                &publication.meaning
            ],
        )
        .await?;
        for one in &publication.documents {
            self.execute(
                "INSERT INTO published (publication, what, language, form, version, sha256)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                args![publication.id, &one.document, &one.language, &one.form, &one.version, &one.sha256],
            )
            .await?;
        }
        Ok(true)
    }
}

impl Store {
    /// Every publication, the first one first.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn publications(&self) -> Result<Vec<Publication>, StoreError> {
        let damaged = || self.damaged("a publication");
        let rows = self
            .rows("SELECT id, at, published_on, policy, meaning FROM publication ORDER BY id", args![])
            .await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let read = || {
                Some(Publication {
                    id: row.get("id")?,
                    at: row.get::<String>("at")?.parse().ok()?,
                    published_on: row.get::<String>("published_on")?.parse().ok()?,
                    policy: row.get("policy")?,
                    meaning: row.get("meaning")?,
                    documents: Vec::new(),
                })
            };
            all.push(read().ok_or_else(damaged)?);
        }
        let rows = self
            .rows(
                "SELECT publication, what, language, form, version, sha256 FROM published
                 ORDER BY publication, what, language, form",
                args![],
            )
            .await?;
        for row in rows {
            let of: i64 = row.get("publication").ok_or_else(damaged)?;
            let publication = all.iter_mut().find(|one| one.id == of).ok_or_else(damaged)?;
            publication.documents.push(published(&row).ok_or_else(damaged)?);
        }
        Ok(all)
    }
}

fn published(row: &Row) -> Option<Published> {
    Some(Published {
        document: row.get("what")?,
        language: row.get("language")?,
        form: row.get("form")?,
        version: row.get("version")?,
        sha256: row.get("sha256")?,
    })
}
