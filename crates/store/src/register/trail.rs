//! The trail: who did what with whose records, when and why. It holds no personal data: the actor is a keyed commitment of
//! the caller's, the reason a name in the policy, the record a number.

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::scope::{OnConflict, Scoped};
use super::{Action, PartyId, Refusal, Register, cell, word};
use crate::StoreError;
use crate::sql::{Row, args};

/// Who acts: a keyed commitment (HMAC) to somebody, made by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor(pub [u8; 32]);

/// Why somebody acts: a name in the policy, such as that of an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why(String);

impl Why {
    /// A name of 1 to 64 letters, digits, `_` and `-`, as the policy's are: too narrow for a remark about a person.
    ///
    /// # Errors
    /// [`Refusal::Form`].
    pub fn new(name: &str) -> Result<Self, Refusal> {
        named(name)?;
        Ok(Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Refuses what is no name in a policy, where a plain column holds one.
pub(super) fn named(name: &str) -> Result<(), Refusal> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    if name.is_empty() || name.chars().count() > 64 || !name.chars().all(fits) {
        return Err(Refusal::Form { what: "name in the policy", cure: "1 to 64 letters, digits, _ and -" });
    }
    Ok(())
}

/// Who acts, when and why. Every call asks for it.
#[derive(Clone, Debug)]
pub struct Acting {
    /// The moment, from the caller's clock.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// Why.
    pub why: Why,
}

/// One line of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Its number, from 1.
    pub id: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What was done.
    pub action: Action,
    /// With which kind of record.
    pub kind: String,
    /// With which one, if it was one.
    pub record: Option<i64>,
    /// With how many.
    pub rows: u64,
    /// Why.
    pub why: Why,
}

/// A stretch of the trail under one hash, for a leaf of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrailSeal {
    /// First line.
    pub from: u64,
    /// Last line.
    pub to: u64,
    /// SHA-256 of `gallra access 1`, the tenant and each line as a JSON array, each ended by a line feed.
    pub hash: [u8; 32],
}

/// A line to be written.
pub(super) struct Line<'l> {
    pub(super) acting: &'l Acting,
    pub(super) action: Action,
    /// The kind of record, and which one.
    pub(super) about: (&'l str, Option<i64>),
    pub(super) rows: usize,
}

impl Scoped<'_> {
    /// Appends a line in the transaction of what it tells of.
    pub(super) async fn trail(
        &mut self,
        acting: &Acting,
        action: Action,
        about: (&str, Option<i64>),
        rows: usize,
    ) -> Result<(), StoreError> {
        let last = self.first("coalesce(max(id), 0) AS last", "access", "true", args![]).await?;
        let last = last.and_then(|row| row.get("last"));
        let last = last.ok_or_else(|| self.store().damaged("the access trail"))?;
        self.trail_all(last, &[Line { acting, action, about, rows }]).await
    }

    /// The same for several, in their order, after the last line.
    pub(super) async fn trail_all(&mut self, last: i64, lines: &[Line<'_>]) -> Result<(), StoreError> {
        let store = self.store();
        let damaged = || store.damaged("the access trail");
        let next = last + 1;
        let columns = ["id", "at", "actor", "action", "kind", "record", "rows", "why"];
        let mut rows = Vec::with_capacity(lines.len());
        for (id, Line { acting, action, about: (kind, record), rows: number }) in (next..).zip(lines) {
            let number = i64::try_from(*number).map_err(|_| damaged())?;
            let (actor, why) = (acting.actor.0.as_slice(), acting.why.as_str());
            rows.push(args![id, acting.at, actor, action.word(), *kind, *record, number, why].to_vec());
        }
        self.insert_all("access", &columns, OnConflict::Fail, &rows).await?;
        Ok(())
    }
}

/// The columns of a line.
const LINE: &str = "id, at, actor, action, kind, record, rows, why";

/// Lines that are read at a time.
const PAGE: u64 = 1000;

impl Register<'_> {
    /// Up to `limit` lines from a number on, in order.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn trail(&self, from: u64, limit: u32) -> Result<Vec<Access>, StoreError> {
        let mut data = self.looking().await?;
        let lines = self.lines(&mut data, from, u64::MAX, u64::from(limit)).await?;
        data.commit().await?;
        Ok(lines)
    }

    /// The same, of what tells of one party: of itself, its entries and its agreements. Lists and finds tell of many and
    /// name nobody; they are not among these.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn trail_of(&self, party: PartyId, from: u64, limit: u32) -> Result<Vec<Access>, StoreError> {
        let mut data = self.data().await?;
        let theirs =
            |table: &str| format!("(SELECT t.id FROM {table} t WHERE t.tenant = $1 AND t.party = $2)");
        let only = format!(
            "id >= $3 AND ((kind = 'party' AND record = $2) OR (kind = 'entry' AND record IN {}) \
             OR (kind = 'agreement' AND record IN {}))",
            theirs("entry"),
            theirs("agreement")
        );
        let from = i64::try_from(from).unwrap_or(i64::MAX);
        let values = args![party, from, i64::from(limit)];
        let rows = data.select(LINE, "access", (&only, "ORDER BY id LIMIT $4"), values).await?;
        let lines = rows.iter().map(|row| self.line(row)).collect();
        data.commit().await?;
        lines
    }

    /// The numbers of the first and the last line there is; `None` if there is none.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn trail_ends(&self) -> Result<Option<(u64, u64)>, StoreError> {
        let mut data = self.data().await?;
        let row = data.first("min(id) AS first, max(id) AS last", "access", "true", args![]).await?;
        data.commit().await?;
        let end = |column: &str| {
            let end: Option<i64> = row.as_ref().and_then(|row| row.get::<Option<i64>>(column)).flatten();
            end.and_then(|end| u64::try_from(end).ok())
        };
        Ok(end("first").zip(end("last")))
    }

    /// The hash over a range of lines, both ends included, so that a leaf can hold the trail to what it is now.
    ///
    /// # Errors
    /// [`Refusal::Trail`] if a line of the range is missing.
    pub async fn seal_trail(&self, from: u64, to: u64) -> Result<TrailSeal, StoreError> {
        let mut data = self.looking().await?;
        let mut hash = Sha256::new_with_prefix(format!("gallra access 1\n{}\n", self.scope.tenant()));
        let expected = (to + 1).saturating_sub(from);
        let (mut found, mut next) = (0, from);
        loop {
            let lines = self.lines(&mut data, next, to, PAGE).await?;
            let Some(last) = lines.last() else { break };
            (found, next) = (found + lines.len() as u64, last.id + 1);
            for line in &lines {
                let line = line.canonical().map_err(|_| self.store.damaged("the access trail"))?;
                hash.update(line);
            }
        }
        data.commit().await?;
        if found != expected || found == 0 {
            return Err(Refusal::Trail { from, to, found, expected }.into());
        }
        Ok(TrailSeal { from, to, hash: hash.finalize().into() })
    }

    async fn lines(
        &self,
        data: &mut Scoped<'_>,
        from: u64,
        to: u64,
        limit: u64,
    ) -> Result<Vec<Access>, StoreError> {
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let only = ("id >= $2 AND id <= $3", "ORDER BY id LIMIT $4");
        let values = args![number(from), number(to), number(limit)];
        let rows = data.select(LINE, "access", only, values).await?;
        rows.iter().map(|row| self.line(row)).collect()
    }

    fn line(&self, row: &Row) -> Result<Access, StoreError> {
        let store = self.store;
        let damaged = || store.damaged("the access trail");
        let number = |column: &str| {
            cell::<i64>(store, row, column).and_then(|number| u64::try_from(number).map_err(|_| damaged()))
        };
        Ok(Access {
            id: number("id")?,
            at: cell::<String>(store, row, "at")?.parse().map_err(|_| damaged())?,
            actor: Actor(cell::<Vec<u8>>(store, row, "actor")?.try_into().map_err(|_| damaged())?),
            action: word(store, row, "action", Action::read)?,
            kind: cell(store, row, "kind")?,
            record: cell(store, row, "record")?,
            rows: number("rows")?,
            why: Why(cell(store, row, "why")?),
        })
    }
}

impl Access {
    fn canonical(&self) -> serde_json::Result<Vec<u8>> {
        let line = (
            self.id,
            self.at.to_string(),
            self.actor.0,
            self.action.word(),
            &self.kind,
            self.record,
            self.rows,
            self.why.as_str(),
        );
        let mut bytes = serde_json::to_vec(&line)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
