//! What customers were told of sub-processors, who was told, and who objected.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::register::{EntryId, PartyId};
use crate::sql::{Row, args};
use crate::{Store, StoreError, WriteTx};

/// A list of sub-processors that customers were told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// 1, and one more for each that follows.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// The day that the letters bear.
    pub announced_on: Date,
    /// The last day for objections.
    pub window_ends: Date,
    /// Nobody was written to: the agreements name them.
    pub known: bool,
    /// How many customers were told.
    pub customers: u64,
    /// What the letters said, without who they were to.
    pub letter: String,
    /// What was new, other than before, or gone.
    pub changes: Vec<NoticeOf>,
}

/// What a notice said of one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeOf {
    /// Its name in the policy.
    pub recipient: String,
    /// `added`, `changed` or `removed`.
    pub change: String,
    /// The terms, as JSON.
    pub terms: String,
}

/// That a customer objected to a recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Where in the register what they said stands.
    pub entry: EntryId,
    /// To whom, by the name in the policy.
    pub recipient: String,
    /// Who.
    pub party: PartyId,
    /// When.
    pub made_on: Date,
    /// Whether the window had passed.
    pub late: bool,
    /// When it was withdrawn or agreed upon; `None` while it is open.
    pub settled_on: Option<Date>,
}

impl WriteTx<'_> {
    /// Records a notice and who was told, if no other came in between: `false` then, and nothing was recorded.
    ///
    /// # Errors
    /// The disk's.
    pub async fn notify(&mut self, notice: &Notice, told: &[PartyId]) -> Result<bool, StoreError> {
        let last = self.row("SELECT coalesce(max(id), 0) AS last FROM notice", args![]).await?;
        if last.and_then(|row| row.get::<i64>("last")).is_none_or(|last| last + 1 != notice.id) {
            return Ok(false);
        }
        self.execute(
            "INSERT INTO notice (id, at, announced_on, window_ends, known, customers, letter)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            args![
                notice.id,
                notice.at,
                notice.announced_on,
                notice.window_ends,
                i64::from(notice.known),
                i64::try_from(notice.customers).unwrap_or(i64::MAX),
                &notice.letter
            ],
        )
        .await?;
        for change in &notice.changes {
            self.execute(
                "INSERT INTO notice_of (notice, recipient, change, terms) VALUES ($1, $2, $3, $4)",
                args![notice.id, &change.recipient, &change.change, &change.terms],
            )
            .await?;
        }
        for party in told {
            self.execute("INSERT INTO informed (notice, party) VALUES ($1, $2)", args![notice.id, *party])
                .await?;
        }
        Ok(true)
    }

    /// Records an objection. `false` if the same is recorded already.
    ///
    /// # Errors
    /// The disk's.
    pub async fn object(&mut self, objection: &Objection) -> Result<bool, StoreError> {
        let rows = self
            .execute(
                "INSERT INTO objection (entry, recipient, party, made_on, late, settled_on)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                args![
                    objection.entry,
                    &objection.recipient,
                    objection.party,
                    objection.made_on,
                    i64::from(objection.late),
                    objection.settled_on
                ],
            )
            .await?;
        Ok(rows == 1)
    }

    /// Closes the open objections of a customer to a recipient, and tells how many there were.
    ///
    /// # Errors
    /// The disk's.
    pub async fn settle_objections(
        &mut self,
        party: PartyId,
        recipient: &str,
        on: Date,
    ) -> Result<u64, StoreError> {
        self.execute(
            "UPDATE objection SET settled_on = $3 WHERE party = $1 AND recipient = $2 AND settled_on IS NULL",
            args![party, recipient, on],
        )
        .await
    }
}

impl Store {
    /// Every notice, the first one first.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn notices(&self) -> Result<Vec<Notice>, StoreError> {
        let damaged = || self.damaged("a notice");
        let rows = self.rows("SELECT * FROM notice ORDER BY id", args![]).await?;
        let notices: Option<Vec<Notice>> = rows.iter().map(read).collect();
        let mut notices = notices.ok_or_else(damaged)?;
        let rows = self.rows("SELECT * FROM notice_of ORDER BY notice, recipient", args![]).await?;
        for row in &rows {
            let of: i64 = row.get("notice").ok_or_else(damaged)?;
            let notice = notices.iter_mut().find(|notice| notice.id == of).ok_or_else(damaged)?;
            let change = || {
                let (recipient, change) = (row.get("recipient")?, row.get("change")?);
                Some(NoticeOf { recipient, change, terms: row.get("terms")? })
            };
            notice.changes.push(change().ok_or_else(damaged)?);
        }
        Ok(notices)
    }

    /// Who was told by a notice.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn informed(&self, notice: i64) -> Result<Vec<PartyId>, StoreError> {
        let rows =
            self.rows("SELECT party FROM informed WHERE notice = $1 ORDER BY party", args![notice]).await?;
        let parties = rows.iter().map(|row| row.get("party").map(PartyId));
        parties.map(|party| party.ok_or_else(|| self.damaged("who was told"))).collect()
    }

    /// Every objection, by day.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn objections(&self) -> Result<Vec<Objection>, StoreError> {
        let rows = self.rows("SELECT * FROM objection ORDER BY made_on, entry", args![]).await?;
        rows.iter().map(|row| read_objection(row).ok_or_else(|| self.damaged("an objection"))).collect()
    }
}

fn read(row: &Row) -> Option<Notice> {
    let day = |name: &str| row.get::<String>(name)?.parse().ok();
    Some(Notice {
        id: row.get("id")?,
        at: row.get::<String>("at")?.parse().ok()?,
        announced_on: day("announced_on")?,
        window_ends: day("window_ends")?,
        known: row.get::<i64>("known")? == 1,
        customers: row.get::<i64>("customers")?.try_into().ok()?,
        letter: row.get("letter")?,
        changes: Vec::new(),
    })
}

fn read_objection(row: &Row) -> Option<Objection> {
    let settled_on = match row.get::<Option<String>>("settled_on")? {
        Some(day) => Some(day.parse().ok()?),
        None => None,
    };
    Some(Objection {
        entry: EntryId(row.get("entry")?),
        recipient: row.get("recipient")?,
        party: PartyId(row.get("party")?),
        made_on: row.get::<String>("made_on")?.parse().ok()?,
        late: row.get::<i64>("late")? == 1,
        settled_on,
    })
}
