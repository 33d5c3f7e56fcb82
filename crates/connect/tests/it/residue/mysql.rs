//! MariaDB.

use std::path::{Path, PathBuf};

use gallra_connect::residue::{Place, Reason, Trace, Until, Want};
use gallra_rules::plan::Step;
use gallra_testkit::{MariaDatabase, MariaDb, MariaDbBuilder};
use sqlx::{Connection as _, Executor as _};

use super::{CLEARED, NOTHING, agree, at, begins, fill, marked, not_checked, remains, state, step, traces};
use crate::support::{Db, World, open};

/// With row events in a binary log. Statistics and binary log want an administrator.
async fn world(builder: MariaDbBuilder) -> World {
    let builder = builder.setting("log-bin", "binlog").setting("binlog-expire-logs-seconds", "864000");
    let w = World::of(Db::Maria(builder.start().await.database("residue"))).await;
    as_administrator(w).await
}

async fn as_administrator(w: World) -> World {
    let url = maria(&w).admin_url();
    World { connector: open(&w.db, Some(url)).await.unwrap(), ..w }
}

fn maria(w: &World) -> &MariaDatabase {
    match &w.db {
        Db::Maria(db) => db,
        _ => panic!("it is MariaDB"),
    }
}

async fn disposed(w: &World) -> Step {
    let step = step(w).await;
    assert_eq!(w.dispose(&step).await.rows, 300);
    step
}

/// What is on the disk once the server was stopped, and so has written everything.
fn files(w: &World) -> Vec<PathBuf> {
    maria(w).server().restart();
    marked(&maria(w).server().data_dir())
}

fn bytes_agree(w: &World, said: &[Trace]) {
    let tables = format!("{}/", maria(w).name());
    let pages = |path: &Path| begins(path, &tables);
    let redo = |path: &Path| begins(path, "ib_logfile");
    let binary = |path: &Path| begins(path, "binlog.");
    let samples = |path: &Path| begins(path, "mysql/column_stats") || begins(path, "aria_log");
    let mut files = files(w);
    // Of these nothing more is said than that nothing rules them out: the bytes may or may not be there.
    files.retain(|path| !begins(path, "ibdata1") && !samples(path));
    agree(said, &files, &[(Place::Pages, &pages), (Place::RedoLog, &redo), (Place::BinaryLog, &binary)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_table_is_cleared_and_the_logs_are_not() {
    let w = world(MariaDb::builder().durable()).await;
    fill(&w);
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Report).await;
    assert_eq!(state(&said, Place::Pages), remains(Reason::NotRewritten));
    bytes_agree(&w, &said);
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!((state(&said, Place::Pages), state(&said, Place::DeadRows)), (CLEARED, CLEARED));
    assert_eq!(state(&said, Place::RedoLog), remains(Reason::NotOverwritten));
    assert_eq!(state(&said, Place::Undo), remains(Reason::ReusedLater));
    assert_eq!(state(&said, Place::Doublewrite), remains(Reason::NotOverwritten));
    assert_eq!(state(&said, Place::Statistics), NOTHING);
    assert_eq!((state(&said, Place::ChangeBuffer), state(&said, Place::Replicas)), (NOTHING, NOTHING));
    assert_eq!(state(&said, Place::BinaryLog), remains(Reason::KeptUntilExpiry));
    let expires = w.sql("SELECT DATE(UTC_TIMESTAMP() + INTERVAL 10 DAY);");
    assert_eq!(at(&said, Place::BinaryLog).until, Some(Until::Day(expires.parse().unwrap())));
    bytes_agree(&w, &said);
    assert_eq!(w.count("t"), 300);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_transaction_keeps_the_undo_log_but_not_the_table() {
    let w = world(MariaDb::builder()).await;
    fill(&w);
    let mut other = sqlx::MySqlConnection::connect(&maria(&w).admin_url()).await.unwrap();
    other.execute(sqlx::raw_sql("START TRANSACTION WITH CONSISTENT SNAPSHOT")).await.unwrap();
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Report).await;
    assert_eq!(state(&said, Place::DeadRows), remains(Reason::PurgeBehind));
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!((state(&said, Place::Pages), state(&said, Place::DeadRows)), (CLEARED, CLEARED));
    assert_eq!(state(&said, Place::Undo), remains(Reason::ReusedLater));
    let left = files(&w);
    assert!(left.iter().any(|file| begins(file, "ibdata1")), "the undo log is written: {left:?}");
    assert!(!left.iter().any(|file| begins(file, maria(&w).name())), "the table is clean: {left:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_that_somebody_uses_is_not_waited_for() {
    let w = world(MariaDb::builder()).await;
    fill(&w);
    let step = disposed(&w).await;
    let mut other = sqlx::MySqlConnection::connect(&maria(&w).admin_url()).await.unwrap();
    other.execute(sqlx::raw_sql("START TRANSACTION; SELECT count(*) FROM t")).await.unwrap();
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!(state(&said, Place::Pages), not_checked(Reason::Locked));
    other.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn missing_rights_are_told() {
    let w = World::of(Db::Maria(MariaDb::shared().await.database("residue"))).await;
    fill(&w);
    let step = disposed(&w).await;
    // The database's owner may rewrite the table, but not see in which file it lay.
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!(state(&said, Place::Pages), not_checked(Reason::NeedsProcess));
    assert_eq!(state(&said, Place::Statistics), not_checked(Reason::NeedsColumnStats));
    let login = maria(&w).role("gallra");
    maria(&w).mariadb(&format!("GRANT SELECT, DELETE ON t TO {}@'127.0.0.1';", login.user));
    let w = World { connector: open(&w.db, Some(login.url)).await.unwrap(), ..w };
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!(state(&said, Place::Pages), not_checked(Reason::NeedsAlter));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_lay_in_the_shared_file_remains_there() {
    let w = world(MariaDb::builder()).await;
    w.sql("SET GLOBAL innodb_file_per_table = OFF;");
    fill(&w);
    // Written to the disk, and the setting is the usual one again.
    maria(&w).server().restart();
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!(state(&said, Place::Pages), remains(Reason::SharedFile));
    assert!(files(&w).iter().any(|file| begins(file, "ibdata1")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn samples_of_deleted_values_are_taken_anew() {
    let w = world(MariaDb::builder()).await;
    fill(&w);
    w.sql("UPDATE t SET note = 'zz GALLRA-MARK' WHERE id % 2 = 0; ANALYZE TABLE t PERSISTENT FOR ALL;");
    let greatest =
        "SELECT max_value FROM mysql.column_stats WHERE db_name = DATABASE() AND column_name = 'note';";
    assert_eq!(w.sql(greatest), "zz GALLRA-MARK");
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Report).await;
    assert_eq!(state(&said, Place::Statistics), remains(Reason::Samples));
    let said = traces(&w, &step, Want::Clear).await;
    // Those that were may still lie in the free space of the table that holds them.
    assert_eq!(state(&said, Place::Statistics), remains(Reason::ReusedLater));
    assert_eq!(w.sql(greatest), "someone note");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_text_index_is_rewritten_under_a_lock() {
    let w = world(MariaDb::builder()).await;
    fill(&w);
    w.sql("CREATE FULLTEXT INDEX t_words ON t (note);");
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!(state(&said, Place::Pages), CLEARED);
    bytes_agree(&w, &said);
}
