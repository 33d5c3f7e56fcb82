//! Reading entries in sets: of an activity, of a party, or one; with their content or only what is said of them.
//!
//! A page is read as of one moment, beside whoever writes: its rows, the marks that reach them and the keys of their parties
//! take a statement each, however many rows there are. What has passed its last day is left out. The line of the trail is
//! durable before anything is handed out.

use std::collections::HashMap;

use gallra_vault::DataKey;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::marks::{Described, Mark, Marks, Of, Reaching, Words};
use super::scope::Scoped;
use super::together::Work;
use super::trail::named;
use super::{
    Acting, Action, Content, Entry, EntryId, EntryKind, EntryState, Held, PartyId, Refusal, Register, Source,
    a_day, cell, day, sealed, word,
};
use crate::sql::{Arg, Row, args};
use crate::{Store, StoreError};

const COLUMNS: &str = "id, party, kind, at, activity, source, due, state, sealed, until, marks";
/// Without what is large.
const DESCRIBED: &str =
    "id, party, kind, at, activity, source, due, state, CAST(NULL AS TEXT) AS sealed, until, marks";

/// How much of an entry is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Show {
    /// What is said of it.
    Marks,
    /// What it says too, but for a credential.
    Content,
    /// And a credential.
    Credential,
}

/// What no change of an entry changes, but for a party that is merged or leaves.
pub(super) struct Whose {
    pub(super) party: PartyId,
    pub(super) kind: EntryKind,
    pub(super) at: Date,
}

/// Entries of a page, and what is left to do with the numbers after them.
pub(super) struct Page {
    pub(super) entries: Vec<Entry>,
    /// The last number that was looked at; none when there are no more.
    pub(super) next: Option<EntryId>,
    /// Whether something in it has no key.
    unreadable: bool,
}

impl Register<'_> {
    /// Up to `limit` entries with numbers after `after`, in order: of an activity, of a party, or one. A shorter answer is
    /// the last. What a credential says is withheld, and what has passed its last day is not there.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn entries_of(
        &self,
        acting: &Acting,
        of: &Of,
        after: Option<EntryId>,
        limit: u32,
    ) -> Result<Vec<Entry>, StoreError> {
        let found = self.look(acting, of, (after, limit), Show::Content).await?;
        self.share(acting, Work::Tell { action: Action::List, record: None, rows: found.len() }).await?;
        Ok(found)
    }

    /// The same without their content.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn described(
        &self,
        acting: &Acting,
        of: &Of,
        after: Option<EntryId>,
        limit: u32,
    ) -> Result<Vec<Described>, StoreError> {
        let found = self.look(acting, of, (after, limit), Show::Marks).await?;
        self.share(acting, Work::Tell { action: Action::List, record: None, rows: found.len() }).await?;
        let described = |entry: Entry| {
            let Entry { id, party, kind, activity, marks, .. } = entry;
            Described { id, party, kind, activity, marks }
        };
        Ok(found.into_iter().map(described).collect())
    }

    /// Says something of all that an activity has, of all that is about a party, or of one entry. One row, however many
    /// records it reaches; those that come later and say nothing themselves too.
    ///
    /// # Errors
    /// [`Refusal::NoSuchParty`], [`Refusal::NoSuchEntry`], [`Refusal::Forgotten`]; [`Refusal::Form`] for an activity that is
    /// no name, and for words about one.
    pub async fn mark(&self, acting: &Acting, of: &Of, mark: &Mark) -> Result<(), StoreError> {
        loop {
            let party = match (of, mark) {
                (Of::Activity(name), _) => {
                    named(name)?;
                    None
                }
                (_, Mark::Until(_) | Mark::Names(..)) => None,
                (Of::Party(party), Mark::Words(..)) => Some(*party),
                (Of::Entry(id), Mark::Words(..)) => Some(self.whose(*id).await?.party),
            };
            let mut key = None;
            if let Some(party) = party {
                let mut keys = self.looking_at_keys().await?;
                key = keys.key(party).await?;
                keys.commit().await?;
                if key.is_none() {
                    return Err(self.without_key(party).await?.into());
                }
            } else if matches!(mark, Mark::Words(..)) {
                let cure = "names of the policy, or what one party says of its own";
                return Err(Refusal::Form { what: "mark of an activity", cure }.into());
            }
            let columns = mark.columns(self.store, of, key.as_ref())?;
            match (
                self.share(acting, Work::Mark { of: of.clone(), party, field: mark.field(), columns }).await,
                of,
            ) {
                // As for a change of its content.
                (Err(StoreError::Register(Refusal::NoSuchEntry(_))), Of::Entry(id))
                    if Some(self.whose(*id).await?.party) != party && party.is_some() => {}
                (done, _) => return done.map(drop),
            }
        }
    }

    /// What of an entry has to be known before it is changed.
    pub(super) async fn whose(&self, id: EntryId) -> Result<Whose, StoreError> {
        let mut data = self.looking().await?;
        let row = data.first("party, kind, at", "entry", "id = $2", args![id]).await?;
        data.commit().await?;
        let row = row.ok_or(Refusal::NoSuchEntry(id.0))?;
        Ok(Whose {
            party: PartyId(cell(self.store, &row, "party")?),
            kind: word(self.store, &row, "kind", EntryKind::read)?,
            at: a_day(self.store, &row, "at")?,
        })
    }

    /// Reads, and tells nobody.
    pub(super) async fn look(
        &self,
        acting: &Acting,
        of: &Of,
        (mut after, limit): (Option<EntryId>, u32),
        show: Show,
    ) -> Result<Vec<Entry>, StoreError> {
        let today = acting.at.to_zoned(TimeZone::UTC).date();
        let limit = limit as usize;
        let mut entries: Vec<Entry> = Vec::new();
        while entries.len() < limit {
            let most = limit - entries.len();
            let mut page = self.page(self.looking().await?, Some(of), (after, most), show).await?;
            if page.unreadable {
                // Somebody may be on the way of being forgotten or merged, rows first. Behind the lock it has happened.
                page = self.page(self.data().await?, Some(of), (after, most), show).await?;
            }
            after = page.next;
            let passed = |entry: &Entry| entry.marks.until.is_some_and(|until| until < today);
            page.entries.retain(|entry| !passed(entry));
            if entries.is_empty() {
                entries = page.entries;
            } else {
                entries.append(&mut page.entries);
            }
            if after.is_none() {
                break;
            }
        }
        Ok(entries)
    }

    /// One page, those that have passed their last day too. Ends the transaction.
    async fn page(
        &self,
        mut data: Scoped<'_>,
        of: Option<&Of>,
        (after, most): (Option<EntryId>, usize),
        show: Show,
    ) -> Result<Page, StoreError> {
        let rows = self.rows(&mut data, of, (after, most), show).await?;
        let Some(rows) = rows else {
            data.commit().await?;
            return Ok(Page { entries: Vec::new(), next: None, unreadable: false });
        };
        let keys = self.keys_for(&mut data, &rows, show).await?;
        // Behind the lock only now, so that no key went since the rows were read.
        data.commit().await?;
        let mut page =
            Page { entries: Vec::with_capacity(rows.rows.len()), next: rows.next, unreadable: false };
        for row in &rows.rows {
            let (entry, readable) = self.read(row, &rows.reaching, &keys, show)?;
            page.unreadable |= !readable;
            page.entries.push(entry);
        }
        Ok(page)
    }

    /// The rows of a page with the marks that reach them; `None` for none.
    async fn rows(
        &self,
        data: &mut Scoped<'_>,
        of: Option<&Of>,
        (after, most): (Option<EntryId>, usize),
        show: Show,
    ) -> Result<Option<Found>, StoreError> {
        let after = after.map_or(0, |id| id.0);
        let (only, of) = match of {
            Some(Of::Activity(name)) => ("activity = $2", Arg::from(name)),
            Some(Of::Party(id)) => ("party = $2", Arg::from(*id)),
            Some(Of::Entry(id)) => ("id = $2", Arg::from(*id)),
            None => ("id <> $2", Arg::from(0)),
        };
        let columns = if show == Show::Marks { DESCRIBED } else { COLUMNS };
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let ordered = (format!("{only} AND id > $3"), "ORDER BY id LIMIT $4");
        let values = [of, Arg::from(after), Arg::from(most)];
        let rows = data.select(columns, "entry", (&ordered.0, ordered.1), &values).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        let last: i64 = cell(self.store, last, "id")?;
        let reaching = Reaching::load(data, &rows).await?;
        let is_full = i64::try_from(rows.len()).is_ok_and(|number| number == most);
        Ok(Some(Found { rows, reaching, next: is_full.then_some(EntryId(last)) }))
    }

    /// The keys to what will be opened.
    async fn keys_for(
        &self,
        data: &mut Scoped<'_>,
        found: &Found,
        show: Show,
    ) -> Result<HashMap<i64, DataKey>, StoreError> {
        if show == Show::Marks && !found.reaching.has_words() {
            return Ok(HashMap::new());
        }
        self.keys_beside(data, &numbers(self.store, &found.rows, "party")?).await
    }

    /// An entry, and whether all of it could be read.
    fn read(
        &self,
        row: &Row,
        reaching: &Reaching,
        keys: &HashMap<i64, DataKey>,
        show: Show,
    ) -> Result<(Entry, bool), StoreError> {
        let store = self.store;
        let (id, party): (i64, i64) = (cell(store, row, "id")?, cell(store, row, "party")?);
        let activity: String = cell(store, row, "activity")?;
        let own: Option<String> = cell(store, row, "marks")?;
        let own = (cell(store, row, "until")?, own.as_deref());
        let (mut marks, words): (Marks, Vec<Words<'_>>) = reaching.on(store, (id, party, &activity), own)?;
        let key = keys.get(&party);
        let mut readable = marks.open(store, key, &words)?;
        let kind = word(store, row, "kind", EntryKind::read)?;
        let content: Held<Content> = match show {
            Show::Marks => Held::Withheld,
            Show::Content if kind == EntryKind::Credential => Held::Withheld,
            Show::Content | Show::Credential => {
                let sealed: Vec<u8> = cell(store, row, "sealed")?;
                sealed::open(store, key, ("entry", id), Some(&sealed))?
            }
        };
        readable &= content != Held::Unreadable;
        let state: Option<String> = cell(store, row, "state")?;
        let state =
            state.map(|word| EntryState::read(&word).ok_or_else(|| store.damaged("an entry's state")));
        let entry = Entry {
            id: EntryId(id),
            party: PartyId(party),
            kind,
            at: a_day(store, row, "at")?,
            activity,
            source: word(store, row, "source", Source::read)?,
            due: day(store, row, "due")?,
            state: state.transpose()?,
            marks,
            content,
        };
        Ok((entry, readable))
    }

    /// Those of a page of all entries that have passed their last day before `today`, and where to go on.
    pub(super) async fn passed(
        &self,
        data: &mut Scoped<'_>,
        (after, most): (Option<EntryId>, usize),
        today: Date,
    ) -> Result<(Vec<Entry>, Option<EntryId>), StoreError> {
        let Some(rows) = self.rows(data, None, (after, most), Show::Marks).await? else {
            return Ok((Vec::new(), None));
        };
        let mut passed = Vec::new();
        for row in &rows.rows {
            let (entry, _) = self.read(row, &rows.reaching, &HashMap::new(), Show::Marks)?;
            if entry.marks.until.is_some_and(|until| until < today) {
                passed.push(entry);
            }
        }
        Ok((passed, rows.next))
    }
}

/// The numbers in a column of rows, each once, in order.
pub(super) fn numbers(store: &Store, rows: &[Row], column: &str) -> Result<Vec<i64>, StoreError> {
    let mut numbers = rows.iter().map(|row| cell(store, row, column)).collect::<Result<Vec<i64>, _>>()?;
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}

/// Rows of a page, the marks that reach them, and where the next begins.
struct Found {
    rows: Vec<Row>,
    reaching: Reaching,
    next: Option<EntryId>,
}
