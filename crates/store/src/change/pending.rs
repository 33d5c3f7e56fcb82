//! What was erased, as keyed hashes, until no backup can bring it back.

use gallra_rules::names::DatasetName;
use jiff::civil::Date;

use super::{KeyedHash, day, hash, words};
use crate::sql::{Row, args};
use crate::{Store, StoreError, WriteTx};

words! {
    /// What a hash is of.
    PendingKind {
        /// The key of a record that was erased, with what it belonged to.
        Erased = "erased",
        /// The same of one that was anonymised: it is still there, without the person.
        Altered = "altered",
        /// An identifier of the person, in its normal form.
        Identifier = "identifier",
    }
}

/// One hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The dataset.
    pub dataset: DatasetName,
    /// The column, or the columns of the key with commas between them.
    pub field: String,
    /// What it is of.
    pub kind: PendingKind,
    /// The hash.
    pub hash: KeyedHash,
    /// The request.
    pub request: String,
    /// When it was erased; `None` while that is still to be carried out.
    pub erased_on: Option<Date>,
    /// The last day on which a backup may hold it; `None` if nobody says.
    pub until: Option<Date>,
}

impl WriteTx<'_> {
    /// Puts a hash on the list. One that stands there already is this request's from now on.
    ///
    /// # Errors
    /// The disk's.
    pub async fn remember_erased(&mut self, new: &Pending) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO pending (dataset, field, kind, hash, request, erased_on, until) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (dataset, field, kind, hash) DO UPDATE
             SET request = excluded.request, erased_on = coalesce(excluded.erased_on, pending.erased_on),
                 until = coalesce(excluded.until, pending.until)",
            args![
                new.dataset.as_str(),
                &new.field,
                new.kind.word(),
                new.hash.as_slice(),
                &new.request,
                new.erased_on,
                new.until
            ],
        )
        .await?;
        Ok(())
    }

    /// Says that a request's erasure has been carried out, and until when backups may hold it. Tells how many hashes stand.
    ///
    /// # Errors
    /// The disk's.
    pub async fn erased(&mut self, request: &str, on: Date, until: Option<Date>) -> Result<u64, StoreError> {
        self.execute(
            "UPDATE pending SET erased_on = $2, until = $3 WHERE request = $1",
            args![request, on, until],
        )
        .await
    }

    /// Takes off the list what was never carried out of a request.
    ///
    /// # Errors
    /// The disk's.
    pub async fn forget_unerased(&mut self, request: &str) -> Result<u64, StoreError> {
        self.execute("DELETE FROM pending WHERE request = $1 AND erased_on IS NULL", args![request]).await
    }

    /// Takes off the list what no backup can hold any more.
    ///
    /// # Errors
    /// The disk's.
    pub async fn expire_pending(&mut self, today: Date) -> Result<u64, StoreError> {
        self.execute("DELETE FROM pending WHERE until < $1", args![today]).await
    }
}

impl Store {
    /// What was erased and may come back: all of it, or since a day.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn pending(&self, since: Option<Date>) -> Result<Vec<Pending>, StoreError> {
        let rows = self
            .rows(
                "SELECT * FROM pending WHERE erased_on IS NOT NULL AND erased_on >= $1 ORDER BY dataset, field, kind, hash",
                args![since.map_or_else(String::new, |day| day.to_string())],
            )
            .await?;
        rows.iter().map(|row| read(row).ok_or_else(|| self.damaged("the list of what was erased"))).collect()
    }
}

fn read(row: &Row) -> Option<Pending> {
    Some(Pending {
        dataset: DatasetName::new(row.get::<String>("dataset")?),
        field: row.get("field")?,
        kind: PendingKind::read(&row.get::<String>("kind")?)?,
        hash: hash(row)?,
        request: row.get("request")?,
        erased_on: day(row, "erased_on")?,
        until: day(row, "until")?,
    })
}
