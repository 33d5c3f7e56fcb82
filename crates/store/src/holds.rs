//! Legal holds in the state.

use std::collections::BTreeSet;

use gallra_rules::hold::{Hold, HoldId, HoldKind, HoldScope, Holds};
use gallra_rules::names::DatasetName;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::sql::{Row, args};
use crate::{Conflict, KeyedHash, Store, StoreError, WriteTx};

/// A hold to be placed.
#[derive(Clone, Debug)]
pub struct NewHold {
    /// The hold itself.
    pub hold: Hold,
    /// When.
    pub at: Timestamp,
    /// Who placed it: a name, which never leaves the state.
    pub by: String,
    /// The request that asked for a restriction.
    pub request: Option<String>,
    /// Keyed hashes of the keys that a restriction covers.
    pub restricted: Vec<KeyedHash>,
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
    /// The request that asked for a restriction.
    pub request: Option<String>,
    /// When the person was told that a restriction will be lifted (Art. 18(3)).
    pub told_on: Option<Date>,
}

impl WriteTx<'_> {
    /// Places a hold.
    ///
    /// # Errors
    /// The disk's.
    pub async fn place_hold(&mut self, new: &NewHold) -> Result<(), StoreError> {
        let scope = new.hold.only.as_ref().map(serde_json::to_string).transpose();
        let scope = scope.map_err(|_| self.store.damaged("a hold's scope"))?;
        self.execute("INSERT INTO hold (id, dataset, scope, reason, until, placed_at, placed_by, kind, request) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", args![&new.hold.id.0, new.hold.dataset.as_str(), scope, &new.hold.reason, new.hold.until, new.at, &new.by, word(new.hold.kind), new.request.clone()]).await?;
        for hash in &new.restricted {
            self.execute(
                "INSERT INTO restricted (hold, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                args![&new.hold.id.0, hash.as_slice()],
            )
            .await?;
        }
        Ok(())
    }

    /// Notes that the person was told that a restriction will be lifted. `false` if none is in force, or it was noted.
    ///
    /// # Errors
    /// The disk's.
    pub async fn told_of_lifting(&mut self, request: &str, on: Date) -> Result<bool, StoreError> {
        let noted = self
            .execute(
                "UPDATE hold SET told_on = $2 WHERE request = $1 AND kind = 'restriction' AND lifted_at IS NULL AND told_on IS NULL",
                args![request, on],
            )
            .await?;
        Ok(noted > 0)
    }

    /// Forgets what a restriction covered: it has been lifted.
    ///
    /// # Errors
    /// The disk's.
    pub async fn unrestrict(&mut self, id: &HoldId) -> Result<u64, StoreError> {
        self.execute("DELETE FROM restricted WHERE hold = $1", args![&id.0]).await
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
        let dataset: Option<String> = self.row("UPDATE hold SET lifted_at = $2, lifted_by = $3 WHERE id = $1 AND lifted_at IS NULL RETURNING dataset", args![&id.0, at, by])
        .await?
        .and_then(|row| row.get("dataset"));
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
        let rows = self.rows("SELECT id, dataset, scope, reason, until, placed_at, placed_by, lifted_at, lifted_by, kind, request, told_on FROM hold ORDER BY id", args![]).await?;
        rows.iter().map(|row| self.read_hold(row)).collect()
    }

    fn read_hold(&self, row: &Row) -> Result<HoldRecord, StoreError> {
        let damaged = || self.damaged("a hold");
        let text = |name: &str| row.get::<String>(name).ok_or_else(damaged);
        let scope: Option<String> = row.get("scope").ok_or_else(damaged)?;
        let only: Option<HoldScope> =
            scope.map(|text| serde_json::from_str(&text)).transpose().map_err(|_| damaged())?;
        let until: Option<String> = row.get("until").ok_or_else(damaged)?;
        let moment = |text: String| text.parse::<Timestamp>().map_err(|_| damaged());
        Ok(HoldRecord {
            hold: Hold {
                id: HoldId(text("id")?),
                dataset: DatasetName::new(text("dataset")?),
                only,
                reason: text("reason")?,
                until: until.map(|day| day.parse()).transpose().map_err(|_| damaged())?,
                kind: read_kind(&text("kind")?).ok_or_else(damaged)?,
            },
            placed_at: moment(text("placed_at")?)?,
            placed_by: text("placed_by")?,
            lifted_at: row.get::<Option<String>>("lifted_at").flatten().map(moment).transpose()?,
            lifted_by: row.get("lifted_by").ok_or_else(damaged)?,
            request: row.get("request").ok_or_else(damaged)?,
            told_on: (row.get::<Option<String>>("told_on").ok_or_else(damaged)?)
                .map(|day| day.parse())
                .transpose()
                .map_err(|_| damaged())?,
        })
    }

    /// The keyed hashes of the keys that a restriction covers.
    ///
    /// # Errors
    /// The disk's, or a damaged hash.
    pub async fn restricted(&self, id: &HoldId) -> Result<BTreeSet<KeyedHash>, StoreError> {
        let rows = self.rows("SELECT hash FROM restricted WHERE hold = $1", args![&id.0]).await?;
        let hash = |row: &Row| row.get::<Vec<u8>>("hash")?.try_into().ok();
        rows.iter().map(|row| hash(row).ok_or_else(|| self.damaged("a restriction"))).collect()
    }
}

const fn word(kind: HoldKind) -> &'static str {
    match kind {
        HoldKind::Claim => "claim",
        HoldKind::Restriction => "restriction",
    }
}

fn read_kind(word: &str) -> Option<HoldKind> {
    [HoldKind::Claim, HoldKind::Restriction].into_iter().find(|kind| self::word(*kind) == word)
}
