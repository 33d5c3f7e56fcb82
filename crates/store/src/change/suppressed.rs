//! To whom nothing is advertised (Art. 21(3)), as keyed hashes of what they are reached by.

use jiff::civil::Date;

use super::{KeyedHash, day, hash, words};
use crate::sql::{Row, args};
use crate::{Store, StoreError, WriteTx};

words! {
    /// What a person is reached by.
    SuppressedKind {
        /// An e-mail address.
        Email = "email",
        /// A telephone number.
        Phone = "phone",
        /// A personal, coordination or organisation number.
        Number = "number",
    }

    /// Where it came from.
    SuppressedSource {
        /// The person objected.
        Objection = "objection",
        /// A list that was there before.
        Import = "import",
    }
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// What the hash is of.
    pub kind: SuppressedKind,
    /// The hash.
    pub hash: KeyedHash,
    /// Since when.
    pub since: Date,
    /// Where it came from.
    pub source: SuppressedSource,
    /// The request, if there was one.
    pub request: Option<String>,
}

impl WriteTx<'_> {
    /// Puts somebody on the list; whoever is there stays. Tells whether it was new.
    ///
    /// # Errors
    /// The disk's.
    pub async fn suppress(&mut self, new: &Suppressed) -> Result<bool, StoreError> {
        let added = self
            .execute(
                "INSERT INTO suppressed (kind, hash, since, source, request) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT DO NOTHING",
                args![
                    new.kind.word(),
                    new.hash.as_slice(),
                    new.since,
                    new.source.word(),
                    new.request.clone()
                ],
            )
            .await?;
        Ok(added > 0)
    }

    /// Takes somebody off the list, because they asked for it. Tells whether they were on it.
    ///
    /// # Errors
    /// The disk's.
    pub async fn unsuppress(&mut self, kind: SuppressedKind, hash: &KeyedHash) -> Result<bool, StoreError> {
        let gone = self
            .execute(
                "DELETE FROM suppressed WHERE kind = $1 AND hash = $2",
                args![kind.word(), hash.as_slice()],
            )
            .await?;
        Ok(gone > 0)
    }
}

impl Store {
    /// Whether somebody is on the list.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn suppressed(
        &self,
        kind: SuppressedKind,
        hash: &KeyedHash,
    ) -> Result<Option<Suppressed>, StoreError> {
        let found = self
            .row(
                "SELECT * FROM suppressed WHERE kind = $1 AND hash = $2",
                args![kind.word(), hash.as_slice()],
            )
            .await?;
        found.map(|row| read(&row).ok_or_else(|| self.damaged("the suppression list"))).transpose()
    }

    /// The list.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn suppression_list(&self) -> Result<Vec<Suppressed>, StoreError> {
        let rows = self.rows("SELECT * FROM suppressed ORDER BY kind, hash", args![]).await?;
        rows.iter().map(|row| read(row).ok_or_else(|| self.damaged("the suppression list"))).collect()
    }
}

fn read(row: &Row) -> Option<Suppressed> {
    Some(Suppressed {
        kind: SuppressedKind::read(&row.get::<String>("kind")?)?,
        hash: hash(row)?,
        since: day(row, "since")??,
        source: SuppressedSource::read(&row.get::<String>("source")?)?,
        request: row.get("request")?,
    })
}
