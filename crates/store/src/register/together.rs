//! One commit for several.
//!
//! Each read and each change is durable in the trail before its caller goes on, and the trail's numbers have no gap, so that
//! of those who write for one tenant only one can be at work. To give each a commit of its own would make each wait for the
//! disk in turn. So what comes while a commit is under way waits, and shares the next: a change and its line are in one
//! transaction as before, and nobody is answered before that transaction is on the disk.
//!
//! If we crash here: before the commit none of those who share it has happened, and none was answered; after it all have.

use std::collections::HashMap;
use std::sync::Mutex;

use gallra_vault::DataKey;
use jiff::civil::Date;
use tokio::sync::oneshot;

use super::scope::{OnConflict, Scope, Scoped};
use super::trail::Line;
use super::{Acting, Action, EntryId, EntryState, Mark, NewEntry, Of, PartyId, Refusal, Register, marks, sealed};
use crate::sql::{Arg, args};
use crate::{Store, StoreError};

/// What is to be done. Whatever it is, it refuses before it writes, so that a refusal leaves nothing for the others to undo.
#[derive(Debug)]
pub(super) enum Work {
    /// Only its line.
    Tell { action: Action, record: Option<i64>, rows: usize },
    /// An entry, with what is said of it.
    Create { key: DataKey, new: Box<NewEntry>, marks: Vec<Mark> },
    /// An entry's columns, if it is still this party's.
    Change { id: EntryId, party: PartyId, due: Option<Date>, state: Option<EntryState>, sealed: Option<Vec<u8>> },
    /// An entry goes, with its marks.
    Remove(EntryId),
    /// A mark, of an entry only if it is still this party's.
    Mark { of: Of, party: Option<PartyId>, field: &'static str, columns: (Option<String>, Option<Vec<u8>>) },
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
        answered.await.unwrap_or_else(|_| Err(self.store.damaged("what a commit was shared for")))
    }
}

async fn at_work(store: Store, scope: Scope) {
    loop {
        let those = store.together.next(scope.tenant());
        if those.is_empty() {
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

async fn commit(
    store: &Store,
    scope: Scope,
    all: &[(Work, Acting)],
) -> Result<Vec<Result<i64, Refusal>>, StoreError> {
    let mut data = Scoped::data(store, scope).await?;
    let numbered = all.iter().filter(|(work, _)| matches!(work, Work::Create { .. } | Work::Mark { .. })).count();
    let mut numbers = 0..;
    if numbered > 0 {
        let known = data.last_id().await?;
        let mut keys = Scoped::keys(store, store.keys().await?, scope).await?;
        numbers = keys.ids(numbered, known).await?..;
        keys.commit().await?;
    }
    let (mut outcomes, mut lines) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    for (work, acting) in all {
        match work.apply(&mut data, &mut numbers).await {
            Ok((action, about, rows)) => {
                outcomes.push(Ok(about.1.unwrap_or_default()));
                lines.push(Line { acting, action, about, rows });
            }
            Err(StoreError::Register(refusal)) => outcomes.push(Err(refusal)),
            Err(failed) => return Err(failed),
        }
    }
    data.trail_all(&lines).await?;
    data.commit().await?;
    Ok(outcomes)
}

/// What a line is about: the kind, and which one.
type About = (&'static str, Option<i64>);

impl Work {
    async fn apply(
        &self,
        data: &mut Scoped<'_>,
        numbers: &mut std::ops::RangeFrom<i64>,
    ) -> Result<(Action, About, usize), StoreError> {
        let one = |action, id| Ok((action, ("entry", Some(id)), 1));
        match self {
            Self::Tell { action, record, rows } => Ok((*action, ("entry", *record), *rows)),
            Self::Create { key, new, marks } => {
                let id = numbers.next().unwrap_or_default();
                live(data, new.party).await?;
                create(data, key, id, new, marks).await?;
                one(Action::Create, id)
            }
            Self::Change { id, party, due, state, sealed } => {
                let set = "due = coalesce($4, due), state = coalesce($5, state), sealed = coalesce($6, sealed)";
                let values = args![*id, *party, *due, *state, Arg::Bytes(sealed.clone())];
                if data.update("entry", set, "id = $2 AND party = $3", values).await? == 0 {
                    return Err(Refusal::NoSuchEntry(id.0).into());
                }
                one(Action::Change, id.0)
            }
            Self::Remove(id) => {
                if data.delete("entry", "id = $2", args![*id]).await? == 0 {
                    return Err(Refusal::NoSuchEntry(id.0).into());
                }
                let marks = "level = 'entry' AND activity = '' AND record = $2";
                data.delete("mark", marks, args![*id]).await?;
                one(Action::Remove, id.0)
            }
            Self::Mark { of, party, field, columns } => {
                let seq = numbers.next().unwrap_or_default();
                let record = match of {
                    Of::Activity(_) => None,
                    Of::Party(id) => {
                        live(data, *id).await?;
                        Some(id.0)
                    }
                    Of::Entry(id) => {
                        let only = "id = $2 AND ($3 IS NULL OR party = $3)";
                        if data.first("id", "entry", only, args![*id, *party]).await?.is_none() {
                            return Err(Refusal::NoSuchEntry(id.0).into());
                        }
                        Some(id.0)
                    }
                };
                marks::write(data, of, (field, seq), columns.clone()).await?;
                Ok((Action::Mark, (of.columns().0, record), 1))
            }
        }
    }
}

async fn create(
    data: &mut Scoped<'_>,
    key: &DataKey,
    id: i64,
    new: &NewEntry,
    said: &[Mark],
) -> Result<(), StoreError> {
    let row = entry_row(data.store(), key, id, new, said)?;
    data.insert("entry", &ENTRY, OnConflict::Fail, &row).await?;
    said_in_words(data, key, id, said).await
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
pub(super) async fn said_in_words(
    data: &mut Scoped<'_>,
    key: &DataKey,
    id: i64,
    said: &[Mark],
) -> Result<(), StoreError> {
    let of = Of::Entry(EntryId(id));
    for mark in said.iter().filter(|mark| matches!(mark, Mark::Words(..))) {
        let columns = mark.columns(data.store(), &of, Some(key))?;
        marks::write(data, &of, (mark.field(), id), columns).await?;
    }
    Ok(())
}

/// Refuses a party that is gone or merged.
async fn live(data: &mut Scoped<'_>, id: PartyId) -> Result<(), StoreError> {
    let row = data.first("id", "party", "id = $2 AND merged_into IS NULL", args![id]).await?;
    row.map(drop).ok_or_else(|| Refusal::NoSuchParty(id).into())
}
