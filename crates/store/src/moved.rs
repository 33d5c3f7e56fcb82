//! A state copied into another database, and proven equal.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::copied::{End, copy_tables};
use crate::register::{KEYS, key_store};
use crate::sql::{Sight, Tx, args};
use crate::{DATABASE, Store, StoreError};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Text,
    Int,
    Bytes,
}
use Holds::{Bytes, Int, Text};

pub(crate) type Tables = &'static [(&'static str, &'static [(&'static str, Holds)])];

/// The tables of the state with their columns, those that others refer to first.
const TABLES: Tables = &[
    ("leaf", &[("position", Int), ("bytes", Bytes), ("at", Text), ("run", Text)]),
    (
        "hold",
        &[
            ("id", Text),
            ("dataset", Text),
            ("scope", Text),
            ("reason", Text),
            ("until", Text),
            ("placed_at", Text),
            ("placed_by", Text),
            ("lifted_at", Text),
            ("lifted_by", Text),
            ("kind", Text),
            ("request", Text),
            ("told_on", Text),
        ],
    ),
    ("restricted", &[("hold", Text), ("hash", Bytes)]),
    (
        "changed",
        &[
            ("request", Text),
            ("dataset", Text),
            ("field", Text),
            ("state", Text),
            ("rows", Int),
            ("open", Text),
            ("at", Text),
        ],
    ),
    (
        "pending",
        &[
            ("dataset", Text),
            ("field", Text),
            ("kind", Text),
            ("hash", Bytes),
            ("request", Text),
            ("erased_on", Text),
            ("until", Text),
        ],
    ),
    ("suppressed", &[("kind", Text), ("hash", Bytes), ("since", Text), ("source", Text), ("request", Text)]),
    (
        "opposed",
        &[
            ("request", Text),
            ("activity", Text),
            ("kind", Text),
            ("made_on", Text),
            ("outcome", Text),
            ("decided_on", Text),
            ("decided_by", Text),
            ("reasons", Text),
        ],
    ),
    (
        "told",
        &[
            ("request", Text),
            ("recipient", Text),
            ("about", Text),
            ("known_on", Text),
            ("told_on", Text),
            ("answer_by", Text),
            ("answered_on", Text),
            ("outcome", Text),
        ],
    ),
    (
        "approval",
        &[("plan", Text), ("body", Text), ("approved_at", Text), ("approved_by", Text), ("expected", Int)],
    ),
    ("run", &[("id", Text), ("plan", Text), ("state", Text), ("started_at", Text), ("finished_at", Text)]),
    (
        "step",
        &[
            ("run", Text),
            ("step", Text),
            ("dataset", Text),
            ("state", Text),
            ("rows", Int),
            ("effects", Text),
            ("outcome", Text),
            ("intended_at", Text),
            ("finished_at", Text),
        ],
    ),
    ("open_batch", &[("run", Text), ("step", Text), ("body", Text)]),
    ("adopted", &[("only", Int), ("policy", Text)]),
    (
        "measured",
        &[
            ("activity", Text),
            ("dataset", Text),
            ("rule", Text),
            ("at", Text),
            ("verdict", Text),
            ("overdue", Int),
            ("oldest", Text),
        ],
    ),
    (
        "attestation",
        &[
            ("id", Int),
            ("activity", Text),
            ("dataset", Text),
            ("role", Text),
            ("by", Text),
            ("statement", Text),
            ("at", Text),
            ("until", Text),
            ("kind", Text),
            ("rule", Text),
            ("document", Bytes),
        ],
    ),
    (
        "striking",
        &[
            ("activity", Text),
            ("dataset", Text),
            ("at", Text),
            ("rows", Int),
            ("before", Bytes),
            ("after", Bytes),
        ],
    ),
    (
        "notice",
        &[
            ("id", Int),
            ("at", Text),
            ("announced_on", Text),
            ("window_ends", Text),
            ("known", Int),
            ("customers", Int),
            ("letter", Text),
        ],
    ),
    ("notice_of", &[("notice", Int), ("recipient", Text), ("change", Text), ("terms", Text)]),
    ("informed", &[("notice", Int), ("party", Int)]),
    (
        "publication",
        &[("id", Int), ("at", Text), ("published_on", Text), ("policy", Text), ("meaning", Text)],
    ),
    (
        "published",
        &[
            ("publication", Int),
            ("what", Text),
            ("language", Text),
            ("form", Text),
            ("version", Text),
            ("sha256", Text),
        ],
    ),
    (
        "objection",
        &[
            ("entry", Int),
            ("recipient", Text),
            ("party", Int),
            ("made_on", Text),
            ("late", Int),
            ("settled_on", Text),
        ],
    ),
    (
        "party",
        &[
            ("tenant", Int),
            ("id", Int),
            ("kind", Text),
            ("role", Text),
            ("belongs_to", Int),
            ("since", Text),
            ("left_on", Text),
            ("last_contact", Text),
            ("merged_into", Int),
            ("sealed", Bytes),
        ],
    ),
    (
        "entry",
        &[
            ("tenant", Int),
            ("id", Int),
            ("party", Int),
            ("kind", Text),
            ("at", Text),
            ("activity", Text),
            ("source", Text),
            ("due", Text),
            ("state", Text),
            ("sealed", Bytes),
            ("until", Text),
            ("marks", Text),
        ],
    ),
    (
        "mark",
        &[
            ("tenant", Int),
            ("level", Text),
            ("activity", Text),
            ("record", Int),
            ("field", Text),
            ("seq", Int),
            ("value", Text),
            ("sealed", Bytes),
        ],
    ),
    (
        "agreement",
        &[
            ("tenant", Int),
            ("id", Int),
            ("party", Int),
            ("kind", Text),
            ("mode", Text),
            ("version", Int),
            ("text_hash", Bytes),
            ("state", Text),
            ("drafted_on", Text),
            ("offered_on", Text),
            ("accepted_on", Text),
            ("starts_on", Text),
            ("first_paid_on", Text),
            ("ended_on", Text),
            ("settled_on", Text),
            ("supersedes", Int),
            ("sealed", Bytes),
            ("text", Bytes),
            ("review_on", Text),
            ("answer", Text),
        ],
    ),
    ("key_store", &[("id", Int), ("mark", Text)]),
    ("numbered", &[("tenant", Int), ("last_id", Int)]),
    (
        "request",
        &[
            ("tenant", Int),
            ("id", Int),
            ("number", Int),
            ("kind", Text),
            ("state", Text),
            ("received_on", Text),
            ("closed_on", Text),
            ("version", Int),
            ("sealed", Bytes),
        ],
    ),
    ("request_count", &[("id", Int), ("last", Int)]),
    ("setting", &[("tenant", Int), ("dataset", Text), ("period", Text), ("agreed", Text)]),
    (
        "access",
        &[
            ("tenant", Int),
            ("id", Int),
            ("at", Text),
            ("actor", Bytes),
            ("action", Text),
            ("kind", Text),
            ("record", Int),
            ("rows", Int),
            ("why", Text),
        ],
    ),
];

/// The tables of the key store, likewise.
pub(crate) const KEY_TABLES: Tables = &[
    ("mark", &[("id", Int), ("mark", Text)]),
    (
        "index_key",
        &[
            ("tenant", Int),
            ("wrapped", Bytes),
            ("last_id", Int),
            ("seen", Int),
            ("behind", Int),
            ("by_key", Int),
        ],
    ),
    ("backup", &[("tenant", Int), ("file", Text), ("until", Text), ("last_id", Int)]),
    ("data_key", &[("tenant", Int), ("owner", Int), ("wrapped", Bytes)]),
    ("token", &[("tenant", Int), ("field", Text), ("token", Bytes), ("owner", Int)]),
];

/// What was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Rows by table.
    pub rows: Vec<(&'static str, u64)>,
}

/// Why nothing was copied.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// One of the two.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The target is in use.
    #[error(
        "the target already holds another state (`{table}`); name an empty database, nothing was changed"
    )]
    NotEmpty {
        /// A table with rows.
        table: &'static str,
    },
    /// What arrived is not what was sent.
    #[error("`{table}` is not the same on both sides; the target was left as it was")]
    Differs {
        /// The table.
        table: &'static str,
    },
}

/// Where a state can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// In a file in the state folder.
    Embedded,
    /// In PostgreSQL.
    Postgres,
}

/// A file in the state folder that says that the state is in PostgreSQL: without it, a forgotten setting would begin a
/// second, empty state with the same keys.
const ELSEWHERE: &str = "state-is-in-postgresql";

pub(crate) fn is_elsewhere(folder: &Path) -> bool {
    folder.join(ELSEWHERE).exists()
}

pub(crate) fn say_elsewhere(folder: &Path) -> Result<(), StoreError> {
    let path = folder.join(ELSEWHERE);
    let made =
        File::create(&path).and_then(|file| file.sync_all()).and_then(|()| File::open(folder)?.sync_all());
    made.map_err(|source| StoreError::Io { path, source })
}

/// Moves the state of a folder to the other engine: copies it, reads it back, and only then lets go of the one it came
/// from. The file of an embedded state is removed, for it holds personal data; what a move away from PostgreSQL leaves there
/// is the caller's to tell.
///
/// May be repeated: if we crash anywhere, the same call finishes, and until then the state is where it was.
///
/// # Errors
/// [`MoveError`]; then the state is where it was.
pub async fn move_state(folder: &Path, address: &str, to: Engine) -> Result<Moved, MoveError> {
    if to == Engine::Postgres && is_elsewhere(folder) {
        // A move got that far before it was killed: all was copied and proven, and may have grown since.
        remove_embedded(folder)?;
        return Ok(Moved { rows: Vec::new() });
    }
    let (embedded, postgres) = (Store::embedded(folder).await?, Store::on_postgres(folder, address).await?);
    let _alone = embedded.lock_apply()?;
    let moved = match to {
        Engine::Postgres => {
            let (moved, quiet) = copy(&embedded, &postgres).await?;
            // Until the folder says so nobody may write here; whoever waited for it sees it then, and stops.
            say_elsewhere(folder)?;
            drop(quiet);
            // If we crash here: the folder says where the state is; the old files are removed by the next move.
            embedded.close().await;
            remove_embedded(folder)?;
            moved
        }
        Engine::Embedded => {
            let (moved, quiet) = copy(&postgres, &embedded).await?;
            remove(&folder.join(ELSEWHERE))?;
            drop(quiet);
            moved
        }
    };
    postgres.close().await;
    Ok(moved)
}

/// The files of an embedded state, the keys first: what they open is the last to matter.
fn remove_embedded(folder: &Path) -> Result<(), StoreError> {
    for file in [KEYS, DATABASE] {
        for end in ["", "-wal", "-shm"] {
            remove(&folder.join(format!("{file}{end}")))?;
        }
    }
    Ok(())
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::Io { path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}

/// Copies one state into an empty other one, in one transaction, and reads it back before that is committed: every row of
/// every table is the same, or nothing is kept. A target that already is the same is one that was copied before a crash.
///
/// The keys first: if we crash between the two, the target has keys without rows, and the next move finds them equal.
///
/// However long it takes, only a page of rows is in memory, and no timeout of ours ends it. Tells what was copied, and
/// keeps others from writing to the source for as long as the second is held.
async fn copy(from: &Store, to: &Store) -> Result<(Moved, Tx<'static>), MoveError> {
    let (from_keys, to_keys) = (from.keys().await?, key_store::alone(to).await?);
    // Held open, so that nobody appends to what is being read.
    let mut quiet = from.pool.write().await.map_err(|e| from.failed(e))?;
    let mut target = to.pool.write().await.map_err(|e| to.failed(e))?;
    let mut keys = from_keys.begin(Sight::Every).await.map_err(|e| from.failed_keys(e))?;
    let mut target_keys = to_keys.begin(Sight::Every).await.map_err(|e| to.failed_keys(e))?;
    for (store, tx) in [(from, &mut quiet), (to, &mut target), (from, &mut keys), (to, &mut target_keys)] {
        tx.see(Sight::Every).await.map_err(|e| store.failed(e))?;
        tx.be_patient().await.map_err(|e| store.failed(e))?;
    }
    // A key store that nobody has used yet takes the mark of the other, and its data forgets the old one.
    let used = target_keys.row("SELECT 1 AS one FROM index_key LIMIT 1", args![]).await;
    if used.map_err(|e| to.failed_keys(e))?.is_none() {
        target_keys.execute("DELETE FROM mark", args![]).await.map_err(|e| to.failed_keys(e))?;
        target.execute("DELETE FROM key_store", args![]).await.map_err(|e| to.failed(e))?;
    }
    let (here, there) = (from.database.as_path(), to.database.as_path());
    let mut rows = copy_tables(
        TABLES,
        &mut End { tx: &mut quiet, place: here },
        &mut End { tx: &mut target, place: there },
    )
    .await?;
    let (here, there) = (from.keys_place(), to.keys_place());
    let keys = copy_tables(
        KEY_TABLES,
        &mut End { tx: &mut keys, place: &here },
        &mut End { tx: &mut target_keys, place: &there },
    )
    .await?;
    rows.extend(keys);
    target_keys.commit().await.map_err(|e| to.failed_keys(e))?;
    target.commit().await.map_err(|e| to.failed(e))?;
    Ok((Moved { rows }, quiet))
}
