//! SQLite.

use std::path::Path;

use gallra_connect::residue::{Place, Reason, Want};
use gallra_rules::plan::Step;
use sqlx::{Connection as _, Executor as _};

use super::{CLEARED, NOTHING, agree, at, fill, marked, not_checked, remains, state, step, traces};
use crate::support::{Db, World};

fn file(w: &World) -> &Path {
    match &w.db {
        Db::Sqlite(_, file) => file,
        _ => panic!("it is SQLite"),
    }
}

fn bytes_agree(w: &World, traces: &[gallra_connect::residue::Trace]) {
    let is = |suffix: &'static str| move |path: &Path| path.to_string_lossy().ends_with(suffix);
    let (pages, wal, journal) = (is(".sqlite"), is("-wal"), is("-journal"));
    let files = marked(file(w).parent().unwrap());
    agree(
        traces,
        &files,
        &[(Place::Pages, &pages), (Place::WriteAheadLog, &wal), (Place::Journal, &journal)],
    );
}

/// A connection of the company's own program.
async fn other(w: &World) -> sqlx::SqliteConnection {
    let url = format!("sqlite:{}", file(w).display());
    sqlx::SqliteConnection::connect(&url).await.unwrap()
}

async fn disposed(w: &World) -> Step {
    let step = step(w).await;
    assert_eq!(w.dispose(&step).await.rows, 300);
    step
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deletion_overwrites_what_it_deletes() {
    let w = World::sqlite().await;
    fill(&w);
    assert!(!marked(file(&w).parent().unwrap()).is_empty());
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Report).await;
    assert_eq!(state(&said, Place::Pages), not_checked(Reason::OldCopiesNotSought));
    assert_eq!((state(&said, Place::WriteAheadLog), state(&said, Place::Journal)), (NOTHING, NOTHING));
    assert_eq!(state(&said, Place::Statistics), NOTHING);
    assert_eq!(marked(file(&w).parent().unwrap()), Vec::<std::path::PathBuf>::new(), "nothing is left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_from_an_earlier_change_is_cleared_with_the_file() {
    let w = World::sqlite().await;
    fill(&w);
    w.sql("PRAGMA secure_delete = off; UPDATE t SET big = 'short', email = email || 'x' WHERE id % 4 = 0;");
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Report).await;
    assert_eq!(state(&said, Place::Pages), not_checked(Reason::OldCopiesNotSought));
    assert_eq!(state(&said, Place::Freelist), not_checked(Reason::OldCopiesNotSought));
    assert!(!marked(file(&w).parent().unwrap()).is_empty(), "the older copy is still there");
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!((state(&said, Place::Pages), state(&said, Place::Freelist)), (CLEARED, CLEARED));
    bytes_agree(&w, &said);
    let again = traces(&w, &step, Want::Clear).await;
    assert_eq!(state(&again, Place::Pages), CLEARED, "it may be repeated");
    assert_eq!(w.count("t"), 300);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_write_ahead_log_remains_while_somebody_reads() {
    let w = World::sqlite().await;
    w.sql("PRAGMA journal_mode = wal;");
    fill(&w);
    let mut reader = other(&w).await;
    reader.execute("UPDATE t SET note = note || 'x'").await.unwrap();
    let mut open = reader.begin().await.unwrap();
    open.execute("SELECT count(*) FROM t").await.unwrap();
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Report).await;
    assert_eq!(state(&said, Place::WriteAheadLog), remains(Reason::NotOverwritten));
    assert_eq!(state(&said, Place::Pages), remains(Reason::NotCheckpointed));
    assert!(at(&said, Place::WriteAheadLog).until.is_some());
    bytes_agree(&w, &said);
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!(state(&said, Place::WriteAheadLog), remains(Reason::InUse));
    assert_eq!(state(&said, Place::Pages), remains(Reason::InUse), "the file is as it was");
    bytes_agree(&w, &said);
    open.rollback().await.unwrap();
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!((state(&said, Place::WriteAheadLog), state(&said, Place::Pages)), (CLEARED, CLEARED));
    bytes_agree(&w, &said);
    reader.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn samples_of_deleted_values_are_taken_anew() {
    let w = World::sqlite().await;
    fill(&w);
    let mut theirs = other(&w).await;
    theirs.execute("ANALYZE").await.unwrap();
    theirs.close().await.unwrap();
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Report).await;
    assert_eq!(state(&said, Place::Statistics), remains(Reason::Samples));
    assert!(!marked(file(&w).parent().unwrap()).is_empty(), "a sample holds the mark");
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!((state(&said, Place::Statistics), state(&said, Place::Pages)), (CLEARED, CLEARED));
    bytes_agree(&w, &said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_somebody_holds_is_not_rewritten() {
    let w = World::sqlite().await;
    fill(&w);
    w.sql("UPDATE t SET email = email || 'x' WHERE id % 4 = 0;");
    let step = disposed(&w).await;
    let mut reader = other(&w).await;
    let mut open = reader.begin().await.unwrap();
    open.execute("SELECT count(*) FROM t").await.unwrap();
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!(state(&said, Place::Pages), not_checked(Reason::Locked));
    open.rollback().await.unwrap();
    reader.close().await.unwrap();
}
