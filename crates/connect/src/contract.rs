//! The contract that every connector keeps.
//!
//! | Call | Rights | May be repeated | On return |
//! |---|---|---|---|
//! | `shapes` | read the catalog | yes | nothing changed |
//! | `measure` | read | yes | nothing changed |
//! | `dispose` | read, delete or update | yes: what is gone stays gone | every counted row is committed |
//! | `settle` | read | yes | nothing changed |
//! | `recount` | read | yes | nothing changed |
//! | `residue` | to look: read; to clear: see [`crate::residue`] | yes | no row changed |
//!
//! `dispose` works in transactions of its own. Before each commit it calls [`Journal::prepared`], which is durable on
//! return; if we crash between that and the commit, `settle` tells from the [`Probe`] whether the commit happened, so
//! that the counts are exact whatever happens. A `prepared` that another `prepared` follows, without a `committed`
//! between them, was rolled back: a lock was in the way, and a smaller batch is tried.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gallra_rules::predicate::TableRef;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How hard a step may press on the system.
#[derive(Clone, Debug)]
pub struct Limits {
    /// A transaction should not take longer than this; the batch adapts to it.
    pub lock_time: Duration,
    /// At most this many rows a second.
    pub rows_per_second: Option<u64>,
    /// Rows that this step may still dispose of (the plan's bound, less what earlier attempts did).
    pub rows: u64,
    /// Set when the user asks to stop: the batch at hand is finished, no other is begun.
    pub stop: StopSignal,
}

/// Asks a running step to stop after the batch at hand.
#[derive(Clone, Debug, Default)]
pub struct StopSignal(Arc<AtomicBool>);

impl StopSignal {
    /// Asks.
    pub fn stop(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
    /// Whether somebody asked.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// A batch that is about to be committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// Rows of the step's own table in this batch.
    pub rows: u64,
    /// Rows of other tables that go or change with them, by the effect's position in the step.
    pub effects: Vec<u64>,
    /// How to tell afterwards whether it was committed.
    pub probe: Probe,
}

/// How to tell after a crash whether a batch was committed. May hold key values: it lives in Gallra's own state for as
/// long as the batch is open, and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Probe {
    /// PostgreSQL tells the fate of a transaction by its id.
    TransactionId(u64),
    /// The same for a batch that was all due rows of some pages. An id that was only in memory when the server crashed
    /// is given out again: if as many rows are due in those pages as the batch had, the fate was somebody else's.
    Pages {
        /// The transaction.
        id: u64,
        /// The relation that holds the pages.
        relation: TableRef,
        /// First page.
        from: u64,
        /// First page beyond; none for the relation's end.
        to: Option<u64>,
    },
    /// The batch was all due rows whose key lies in `(after, up_to]`: if any of them is left, it was not committed.
    KeyRange {
        /// Exclusive lower bound; `None` for the beginning.
        after: Option<Vec<serde_json::Value>>,
        /// Inclusive upper bound.
        up_to: Vec<serde_json::Value>,
    },
    /// Some of the batch's rows by their keys: if they are all still there, it was not committed; if none is, it was.
    Keys(Vec<Vec<serde_json::Value>>),
    /// This many rows of the step were disposable before the batch: if as many are left, it was not committed.
    Before {
        /// Rows before.
        rows: u64,
    },
    /// The batch dropped this partition: if it is still there, it was not committed.
    Partition(TableRef),
    /// The batch put another file in the place of this one, or took it away: whichever of them is found tells.
    Replaced {
        /// Where, relative to the system's path; bytes that are no text are escaped.
        path: String,
        /// The file before.
        before: FileId,
        /// The file after; none if it was taken away.
        after: Option<FileId>,
    },
    /// The batch was all due rows whose bytes lie in `from..to` of this file, overwritten where they stand: those that
    /// are left were not.
    Overwritten {
        /// Where, relative to the system's path.
        path: String,
        /// Which file.
        file: FileId,
        /// First byte.
        from: u64,
        /// First byte beyond.
        to: u64,
    },
    /// The batch took these files away: those that are still there were not.
    Removed(Vec<FileMark>),
    /// The batch took these objects away: those that are still there were not.
    Objects(Vec<ObjectMark>),
}

/// An object, or one version of it, as it was seen: one written over it is not it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObjectMark {
    /// Its whole name.
    pub key: String,
    /// Which version; none where the store keeps none.
    pub version: Option<String>,
    /// When it was written, as the store tells it.
    pub modified: String,
    /// Bytes.
    pub size: u64,
    /// What its content is told by, where the store does.
    pub etag: String,
    /// Whether it is a delete marker: a name without content.
    pub marker: bool,
}

/// A file as it was seen: another of its name, or a changed one, is not it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMark {
    /// Where, relative to the system's path; bytes that are no text are escaped.
    pub path: String,
    /// The number in its file system.
    pub inode: u64,
    /// When it was changed: seconds since 1970, and nanoseconds.
    pub modified: (i64, i64),
    /// Bytes.
    pub size: u64,
}

/// What makes a file this one and no other, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId {
    /// The file system.
    pub device: u64,
    /// The number in it. Given out again when the file is gone.
    pub inode: u64,
    /// When it was made, in nanoseconds since 1970, where the file system tells.
    pub born: Option<i64>,
}

/// What became of a prepared batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It happened.
    Committed,
    /// It did not.
    RolledBack,
    /// So many of its rows are gone, the others are not (systems without transactions only).
    InPart {
        /// Rows that are gone.
        rows: u64,
    },
    /// The system cannot tell any more; the recount will show the difference.
    Unknown,
}

/// Where a connector tells what it does. The implementation belongs to the caller.
pub trait Journal: Send {
    /// A batch is about to be committed. **Durable on return.** An error makes the connector roll back and stop.
    fn prepared(&mut self, batch: &Prepared) -> impl Future<Output = Result<(), JournalError>> + Send;
    /// The batch was committed, in this time. Need not be durable: the next `prepared` makes it so. A system without
    /// transactions may tell fewer rows than were prepared: those that were still there and really went.
    fn committed(
        &mut self,
        batch: &Prepared,
        took: Duration,
    ) -> impl Future<Output = Result<(), JournalError>> + Send;
}

/// The journal could not be written (a full disk, say). Nothing of the batch is committed then.
#[derive(Debug, thiserror::Error)]
#[error("the journal could not be written: {0}")]
pub struct JournalError(pub String);

/// What `dispose` did in this attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disposed {
    /// Rows deleted or anonymised.
    pub rows: u64,
    /// Rows of other tables, by the effect's position in the step.
    pub effects: Vec<u64>,
    /// Why it ended.
    pub ended: Ended,
}

/// Why a step ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ended {
    /// No disposable row is left.
    #[default]
    Finished,
    /// The step's bound was reached; more rows match now than when the plan was made.
    BoundReached,
    /// The user asked to stop.
    Stopped,
}

/// The independent count after a step, by other queries than the disposal's own, on a connection of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recount {
    /// Rows that the rule alone still covers.
    pub still_due: u64,
    /// Of those, rows that each exception keeps, in the step's order (first match counts).
    pub excepted: Vec<u64>,
    /// The last day of the locks of the store's own that hold some of them, where they have an end.
    pub held_until: Option<Date>,
}

impl Recount {
    /// Rows that should be gone and are not.
    pub fn unexplained(&self) -> u64 {
        self.still_due.saturating_sub(self.excepted.iter().sum())
    }
}

/// A right that a connector needs, and for what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Right {
    /// The table.
    pub table: TableRef,
    /// What.
    pub privilege: Privilege,
    /// The columns, where it can be narrowed to them; empty for the whole table.
    pub columns: Vec<String>,
}

/// A privilege in a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Privilege {
    /// For `shapes`, `measure`, `recount`.
    Select,
    /// For `dispose` that deletes.
    Delete,
    /// For `dispose` that anonymises or unlinks.
    Update,
    /// For dropping whole partitions.
    Owner,
    /// For `shapes` on MariaDB and MySQL, which hide a table and its columns from whom nothing of them is granted. No
    /// record can be read with it.
    See,
}
