//! What a store keeps of disposed rows, below what its queries show.
//!
//! A deleted or changed row is gone for every query, and its bytes are still in pages, indexes, logs and samples. This
//! looks at each such place ([`Want::Report`]: reads catalogs and settings, changes nothing), or first clears what can be
//! cleared from inside ([`Want::Clear`]: rewrites the tables), and tells of each place what is known. What lies beyond the
//! store is beyond this: freed blocks of the disk, snapshots of it, backups.
//!
//! | System | `Clear` does | It takes |
//! |---|---|---|
//! | PostgreSQL | `VACUUM (FULL, ANALYZE)` of each table, `VACUUM FULL pg_statistic`, then overwrites the WAL | an exclusive lock on one table at a time |
//! | MariaDB | `ALTER TABLE … FORCE` | a short exclusive lock at its beginning and end |
//! | SQLite | `ANALYZE` where samples are kept, `VACUUM`, `wal_checkpoint(TRUNCATE)` | the whole file |

mod codes;
mod mysql;
mod postgres;
mod sqlite;

use std::collections::BTreeSet;

use gallra_rules::plan::Step;
use gallra_rules::predicate::TableRef;
use jiff::civil::Date;

pub use codes::{Event, Place, Reason};

use crate::Database;
use crate::contract::StopSignal;
use crate::db::Pool;
use crate::error::{ConnectError, ErrorKind};

/// How far to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Clear what can be cleared, then look.
    Clear,
    /// Only look, cheaply.
    Report,
}

/// What is known of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The place.
    pub place: Place,
    /// What is known of it.
    pub state: TraceState,
    /// Why it is not otherwise.
    pub reason: Option<Reason>,
    /// When it is gone by itself, if that is known.
    pub until: Option<Until>,
}

/// What is known of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceState {
    /// The bytes were there, or could have been, and are not any more.
    Cleared,
    /// The store has no such place here, or it is empty.
    NothingKept,
    /// The bytes are there, or nothing rules it out.
    Remains,
    /// It was not looked at, or could not be.
    NotChecked,
}

/// When a trace is gone by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// By the end of this day (UTC).
    Day(Date),
    /// When this happens.
    Event(Event),
}

impl Trace {
    pub(crate) fn cleared(place: Place) -> Self {
        Self { place, state: TraceState::Cleared, reason: None, until: None }
    }
    pub(crate) fn nothing(place: Place) -> Self {
        Self { place, state: TraceState::NothingKept, reason: None, until: None }
    }
    pub(crate) fn remains(place: Place, reason: Reason) -> Self {
        Self { place, state: TraceState::Remains, reason: Some(reason), until: None }
    }
    /// A place that was not looked at, and why.
    pub fn not_checked(place: Place, reason: Reason) -> Self {
        Self { place, state: TraceState::NotChecked, reason: Some(reason), until: None }
    }
    pub(crate) fn until(mut self, event: Event) -> Self {
        self.until = Some(Until::Event(event));
        self
    }
}

/// What clearing after a step takes, told before it is approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Bytes that are rewritten: the touched tables with their indexes (SQLite: the whole file). About as much room is
    /// needed on the disk meanwhile.
    pub bytes: u64,
    /// Who has to wait meanwhile.
    pub lock: CostLock,
}

/// Whom a clearing keeps waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostLock {
    /// Whoever reads or writes the table that is being rewritten (PostgreSQL).
    Table,
    /// Whoever writes the table, and only at the beginning and the end (MariaDB).
    Moments,
    /// Whoever writes anything in the file (SQLite).
    File,
}

impl Database {
    /// Tells what the store still keeps of what `step` disposed of, after clearing it if that is wanted.
    ///
    /// May be repeated. With [`Want::Report`] nothing is changed. A table that somebody else holds, a missing right, a
    /// full disk are no errors: the place is told with that reason. `stop` is seen to between tables.
    ///
    /// # Errors
    /// Only where nothing at all could be learned: the system does not answer.
    pub(crate) async fn residue(
        &self,
        step: &Step,
        want: Want,
        stop: &StopSignal,
    ) -> Result<Vec<Trace>, ConnectError> {
        let asked = Asked { connector: self, tables: touched(step), want, stop };
        match &self.work {
            Pool::Postgres(_) => postgres::residue(&asked).await,
            Pool::Mysql(_) => mysql::residue(&asked).await,
            Pool::Sqlite(_) => sqlite::residue(&asked).await,
        }
    }

    /// What [`Want::Clear`] would take. Read-only.
    ///
    /// # Errors
    /// The system's.
    pub(crate) async fn residue_cost(&self, step: &Step) -> Result<Cost, ConnectError> {
        let tables = touched(step);
        match &self.work {
            Pool::Postgres(_) => postgres::cost(self, &tables).await,
            Pool::Mysql(_) => mysql::cost(self, &tables).await,
            Pool::Sqlite(_) => sqlite::cost(self).await,
        }
    }
}

/// What all three are asked.
struct Asked<'a> {
    connector: &'a Database,
    tables: Vec<TableRef>,
    want: Want,
    stop: &'a StopSignal,
}

impl Asked<'_> {
    fn clears(&self) -> bool {
        self.want == Want::Clear
    }
}

/// Tables whose rows the step deletes or changes: its own, and those that foreign keys take along.
fn touched(step: &Step) -> Vec<TableRef> {
    let along = step.expected.effects.iter().filter(|(_, rows)| *rows > 0);
    let mut seen = BTreeSet::new();
    std::iter::once(&step.table)
        .chain(along.filter_map(|(effect, _)| effect.path.last()).map(|join| &join.table))
        .filter(|table| seen.insert((*table).clone()))
        .cloned()
        .collect()
}

/// Why a clearing statement failed, as a reason. `None` if nobody answers any more: then nothing can be told at all.
fn refused(error: &ConnectError) -> Option<Reason> {
    Some(match error.kind() {
        ErrorKind::Locked => Reason::Locked,
        ErrorKind::Timeout => Reason::TimedOut,
        ErrorKind::Full => Reason::DiskFull,
        ErrorKind::NotPermitted => Reason::NotPermitted,
        ErrorKind::Gone | ErrorKind::Unreachable => return None,
        _ => Reason::Refused,
    })
}
