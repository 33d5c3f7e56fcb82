//! One commit for several.
//!
//! Each read and each change is durable in the trail before its caller goes on, and the trail's numbers have no gap, so that
//! of those who write for one tenant only one can be at work. To give each a commit of its own would make each wait for the
//! disk in turn. So what comes while a commit is under way waits, and shares the next: a change and its line are in one
//! transaction as before, and nobody is answered before that transaction is on the disk.
//!
//! If we crash here: before the commit none of those who share it has happened, and none was answered; after it all have.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use gallra_vault::DataKey;
use jiff::civil::Date;
use tokio::sync::oneshot;

use super::scope::{OnConflict, Scope, Scoped};
use super::trail::Line;
use super::{
    Acting, Action, EntryId, EntryState, Mark, NewEntry, Of, PartyId, Refusal, Register, cell, marks, sealed,
};
use crate::sql::{Arg, args};
use crate::{Store, StoreError};

/// What is to be done.
#[derive(Debug)]
pub(super) enum Work {
    /// Only its line.
    Tell { action: Action, record: Option<i64>, rows: usize },
    /// An entry, with what is said of it.
    Create { key: DataKey, new: Box<NewEntry>, marks: Vec<Mark> },
    /// An entry's columns, if it is still this party's.
    Change {
        id: EntryId,
        party: PartyId,
        due: Option<Date>,
        state: Option<EntryState>,
        sealed: Option<Vec<u8>>,
    },
    /// An entry goes, with its marks.
    Remove(EntryId),
    /// A mark, of an entry only if it is still this party's.
    Mark { of: Of, party: Option<PartyId>, field: &'static str, columns: marks::Columns },
}

#[derive(Debug)]
struct Waiting {
    work: Work,
    acting: Acting,
    answer: oneshot::Sender<Result<i64, StoreError>>,
}

/// Who waits for a commit, by tenant.
#[derive(Debug, Default)]
pub(crate) struct Together {
    tenants: Mutex<HashMap<i64, Queue>>,
}

#[derive(Debug, Default)]
struct Queue {
    at_work: bool,
    waiting: Vec<Waiting>,
}

/// How many share a commit at most, so that the lock is not held for long.
const MOST: usize = 64;

impl Together {
    /// Puts one into the queue. Tells whether somebody has to begin with it.
    fn join(&self, tenant: i64, one: Waiting) -> bool {
        let mut tenants = self.tenants.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let queue = tenants.entry(tenant).or_default();
        queue.waiting.push(one);
        !std::mem::replace(&mut queue.at_work, true)
    }

    /// Those whose turn it is; with none, the work is over.
    fn next(&self, tenant: i64) -> Vec<Waiting> {
        let mut tenants = self.tenants.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let Some(queue) = tenants.get_mut(&tenant) else { return Vec::new() };
        if queue.waiting.is_empty() {
            tenants.remove(&tenant);
            return Vec::new();
        }
        let number = queue.waiting.len().min(MOST);
        queue.waiting.drain(..number).collect()
    }
}

impl Register<'_> {
    /// Does it, and returns when it is on the disk. Gives the number of the record that it was about.
    pub(super) async fn share(&self, acting: &Acting, work: Work) -> Result<i64, StoreError> {
        let (answer, answered) = oneshot::channel();
        let one = Waiting { work, acting: acting.clone(), answer };
        if self.store.together.join(self.scope.tenant(), one) {
            // A task of its own: a caller that gives up does not leave the others waiting.
            tokio::spawn(at_work(self.store.clone(), self.scope));
        }
        answered.await.unwrap_or_else(|_| {
            let source = std::io::Error::new(std::io::ErrorKind::Interrupted, "a shared commit was given up");
            Err(StoreError::Io { path: self.store.folder().to_owned(), source })
        })
    }
}

/// Lets the next begin anew where the task ended without having done its work, by a panic or with its runtime: who waited is
/// told, for what it would be answered with is gone.
struct Unfinished<'q> {
    together: &'q Together,
    tenant: i64,
    is_over: bool,
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            let mut tenants = self.together.tenants.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            tenants.remove(&self.tenant);
        }
    }
}

async fn at_work(store: Store, scope: Scope) {
    let mut unfinished = Unfinished { together: &store.together, tenant: scope.tenant(), is_over: false };
    loop {
        let those = store.together.next(scope.tenant());
        if those.is_empty() {
            unfinished.is_over = true;
            return;
        }
        let (work, answers): (Vec<_>, Vec<_>) =
            those.into_iter().map(|one| ((one.work, one.acting), one.answer)).unzip();
        match commit(&store, scope, &work).await {
            Ok(outcomes) => {
                for (answer, outcome) in answers.into_iter().zip(outcomes) {
                    // Who has gone away needs no answer.
                    let _ = answer.send(outcome.map_err(StoreError::from));
                }
            }
            Err(failed) => {
                for answer in answers {
                    let _ = answer.send(Err(failed.again()));
                }
            }
        }
    }
}

/// Does all of it, in a few statements, however many there are. What each refuses, it refuses before anything is written.
async fn commit(
    store: &Store,
    scope: Scope,
    all: &[(Work, Acting)],
) -> Result<Vec<Result<i64, Refusal>>, StoreError> {
    let mut data = Scoped::data(store, scope).await?;
    let (last_line, known) = data.last_numbers().await?;
    let numbered = all.iter().filter(|(work, _)| work.wants_number()).count();
    let mut numbers = 0..;
    if numbered > 0 {
        let mut keys = Scoped::keys(store, store.keys().await?, scope).await?;
        let first = keys.ids(numbered, known).await?;
        keys.commit().await?;
        data.number_up_to(first, numbered).await?;
        numbers = first..;
    }
    let mut there = There::look(&mut data, all).await?;
    let mut batch = Batch::default();
    let (mut outcomes, mut lines) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    for (work, acting) in all {
        let number = if work.wants_number() { numbers.next() } else { None };
        if let Some(refusal) = there.refuses(work) {
            outcomes.push(Err(refusal));
            continue;
        }
        if let Work::Remove(id) = work {
            there.entries.remove(&id.0);
        }
        let (action, about, rows) = batch.take(store, work, number.unwrap_or_default())?;
        outcomes.push(Ok(about.1.unwrap_or_default()));
        lines.push(Line { acting, action, about, rows });
    }
    batch.write(&mut data).await?;
    data.trail_all(last_line, &lines).await?;
    data.commit().await?;
    Ok(outcomes)
}

/// What a line is about: the kind, and which one.
type About = (&'static str, Option<i64>);

impl Work {
    /// Whether it takes the next of the row of numbers, be it refused or not.
    const fn wants_number(&self) -> bool {
        matches!(self, Self::Create { .. } | Self::Mark { .. })
    }

    /// The party that has to be there, and neither gone nor merged.
    fn party(&self) -> Option<PartyId> {
        match self {
            Self::Create { new, .. } => Some(new.party),
            Self::Mark { of: Of::Party(id), .. } => Some(*id),
            _ => None,
        }
    }

    /// The entry that has to be there; of a certain party, where something was sealed with its key.
    fn entry(&self) -> Option<(EntryId, Option<PartyId>)> {
        match self {
            Self::Change { id, party, .. } => Some((*id, Some(*party))),
            Self::Remove(id) => Some((*id, None)),
            Self::Mark { of: Of::Entry(id), party, .. } => Some((*id, *party)),
            _ => None,
        }
    }
}

/// What is there of that which the work is about.
struct There {
    parties: HashSet<i64>,
    entries: HashMap<i64, i64>,
}

impl There {
    async fn look(data: &mut Scoped<'_>, all: &[(Work, Acting)]) -> Result<Self, StoreError> {
        let store = data.store();
        let parties: Vec<i64> = all.iter().filter_map(|(work, _)| Some(work.party()?.0)).collect();
        let parties = data.select_among("id", "party", ("merged_into IS NULL", "id"), &parties).await?;
        let entries: Vec<i64> = all.iter().filter_map(|(work, _)| Some(work.entry()?.0.0)).collect();
        let entries = data.select_among("id, party", "entry", ("true", "id"), &entries).await?;
        let entry = |row| Ok((cell(store, row, "id")?, cell(store, row, "party")?));
        Ok(Self {
            parties: parties.iter().map(|row| cell(store, row, "id")).collect::<Result<_, StoreError>>()?,
            entries: entries.iter().map(entry).collect::<Result<_, StoreError>>()?,
        })
    }

    fn refuses(&self, work: &Work) -> Option<Refusal> {
        if let Some(party) = work.party().filter(|party| !self.parties.contains(&party.0)) {
            return Some(Refusal::NoSuchParty(party));
        }
        let (id, party) = work.entry()?;
        let is_there = self.entries.get(&id.0).is_some_and(|of| party.is_none_or(|party| party.0 == *of));
        (!is_there).then_some(Refusal::NoSuchEntry(id.0))
    }
}

/// What is to be written. They came at once, so any order is right.
#[derive(Default)]
struct Batch {
    entries: Vec<Vec<Arg>>,
    marks: HashMap<(Of, String), Vec<Arg>>,
    words: Vec<Vec<Arg>>,
    changes: Vec<Vec<Arg>>,
    removals: Vec<i64>,
}

impl Batch {
    fn take(
        &mut self,
        store: &Store,
        work: &Work,
        number: i64,
    ) -> Result<(Action, About, usize), StoreError> {
        let one = |action, id| Ok((action, ("entry", Some(id)), 1));
        match work {
            Work::Tell { action, record, rows } => Ok((*action, ("entry", *record), *rows)),
            Work::Create { key, new, marks } => {
                self.entries.push(entry_row(store, key, number, new, marks)?);
                self.words.extend(said_in_words(store, key, number, marks)?);
                one(Action::Create, number)
            }
            Work::Change { id, due, state, sealed, .. } => {
                self.changes.push(args![*id, *due, *state, Arg::Bytes(sealed.clone())].to_vec());
                one(Action::Change, id.0)
            }
            Work::Remove(id) => {
                self.removals.push(id.0);
                one(Action::Remove, id.0)
            }
            Work::Mark { of, field, columns, .. } => {
                let (level, _, record) = of.columns();
                // Of two about the same the later stays.
                self.marks.insert(
                    (of.clone(), (*field).to_owned()),
                    marks::row(of, (field, number), columns.clone()),
                );
                Ok((Action::Mark, (level, (record > 0).then_some(record)), 1))
            }
        }
    }

    async fn write(mut self, data: &mut Scoped<'_>) -> Result<(), StoreError> {
        data.insert_all("entry", &ENTRY, OnConflict::Fail, &self.entries).await?;
        self.words.extend(self.marks.into_values());
        marks::write(data, &self.words).await?;
        for change in &self.changes {
            let set = "due = coalesce($3, due), state = coalesce($4, state), sealed = coalesce($5, sealed)";
            data.update("entry", set, "id = $2", change).await?;
        }
        let marks = ("level = 'entry' AND activity = ''", "record");
        data.delete_among("mark", marks, &self.removals).await?;
        data.delete_among("entry", ("true", "id"), &self.removals).await.map(drop)
    }
}

/// The columns of a new entry.
pub(super) const ENTRY: [&str; 11] =
    ["id", "party", "kind", "at", "activity", "source", "due", "state", "sealed", "until", "marks"];

/// Their values.
pub(super) fn entry_row(
    store: &Store,
    key: &DataKey,
    id: i64,
    new: &NewEntry,
    said: &[Mark],
) -> Result<Vec<Arg>, StoreError> {
    let content = sealed::seal(store, key, ("entry", id), &new.content)?;
    let (until, names) = marks::brought(said);
    let NewEntry { party, at, activity, source, due, state, content: about } = new;
    Ok(args![id, *party, about.kind(), *at, activity, *source, *due, *state, content, until, names].to_vec())
}

/// What a new entry brings along in words has rows of its own.
pub(super) fn said_in_words(
    store: &Store,
    key: &DataKey,
    id: i64,
    said: &[Mark],
) -> Result<Vec<Vec<Arg>>, StoreError> {
    let of = Of::Entry(EntryId(id));
    let words = said.iter().filter(|mark| matches!(mark, Mark::Words(..)));
    words.map(|mark| Ok(marks::row(&of, (mark.field(), id), mark.columns(store, &of, Some(key))?))).collect()
}
