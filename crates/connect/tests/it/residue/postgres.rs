//! PostgreSQL 15 and 18.

use std::collections::BTreeMap;
use std::path::Path;

use gallra_connect::residue::{Event, Place, Reason, Trace, Until, Want};
use gallra_rules::plan::{Action, Step};
use gallra_rules::predicate::{Predicate, Replacement};
use gallra_testkit::{PgVersion, Postgres, PostgresBuilder};
use jiff::civil::date;
use sqlx::{Connection as _, Executor as _};

use super::{CLEARED, NOTHING, agree, at, fill, marked, not_checked, postgres, remains, state, step, traces};
use crate::support::{Db, Rule, World, before_date, open};

const VERSIONS: [PgVersion; 2] = [PgVersion::V15, PgVersion::V18];
const STORED: [Place; 4] = [Place::Heap, Place::Toast, Place::Indexes, Place::DeadRows];

async fn world(builder: PostgresBuilder) -> World {
    let w = World::of(Db::Postgres(builder.durable().start().await.database("residue"))).await;
    fill(&w);
    w.sql("ANALYZE t;");
    w
}

/// What an administrator grants who wants the log overwritten, too.
fn may_checkpoint(w: &World) {
    let owner = &postgres(w).owner().user;
    postgres(w).admin_psql(&format!(
        "GRANT pg_checkpoint TO {owner}; GRANT EXECUTE ON FUNCTION pg_switch_wal(), pg_ls_waldir() TO {owner};"
    ));
}

async fn disposed(w: &World) -> Step {
    let step = step(w).await;
    assert_eq!(w.dispose(&step).await.rows, 300);
    step
}

/// The bytes on the disk, once what is in memory is there.
fn bytes_agree(w: &World, said: &[Trace]) {
    let db = postgres(w);
    db.admin_psql("CHECKPOINT;");
    let files = |sql: &str| -> Vec<String> { db.admin_psql(sql).lines().map(str::to_owned).collect() };
    let tables =
        "SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'";
    let heap = files(&format!("SELECT pg_relation_filepath(t.oid) FROM ({tables}) t;"));
    let toast = files(&format!(
        "SELECT pg_relation_filepath(c.reltoastrelid) FROM pg_class c JOIN ({tables}) t ON t.oid = c.oid WHERE c.reltoastrelid <> 0;"
    ));
    let indexes = files(&format!(
        "SELECT pg_relation_filepath(i.indexrelid) FROM pg_index i JOIN ({tables}) t ON t.oid = i.indrelid;"
    ));
    let samples = files(
        "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relname IN ('pg_statistic', 'pg_statistic_ext_data') \
         UNION SELECT pg_relation_filepath(reltoastrelid) FROM pg_class WHERE relname = 'pg_statistic';",
    );
    let among = |files: Vec<String>| move |path: &Path| files.iter().any(|file| Path::new(file) == path);
    let (heap, toast, indexes, samples) = (among(heap), among(toast), among(indexes), among(samples));
    let wal = |path: &Path| super::begins(path, "pg_wal/");
    agree(
        said,
        &marked(&db.server().data_dir()),
        &[
            (Place::Heap, &heap),
            (Place::DeadRows, &heap),
            (Place::Toast, &toast),
            (Place::Indexes, &indexes),
            (Place::Statistics, &samples),
            (Place::Wal, &wal),
        ],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owner_clears_all_but_the_log() {
    for version in VERSIONS {
        let w = world(Postgres::builder(version)).await;
        let step = disposed(&w).await;
        let said = traces(&w, &step, Want::Report).await;
        for place in [Place::Heap, Place::Toast, Place::Indexes] {
            assert_eq!(state(&said, place), remains(Reason::NotRewritten));
            assert_eq!(at(&said, place).until, Some(Until::Event(Event::Rewrite)));
        }
        assert_eq!(state(&said, Place::Statistics), remains(Reason::Samples));
        assert_eq!(state(&said, Place::Wal), remains(Reason::NotOverwritten));
        bytes_agree(&w, &said);
        let said = traces(&w, &step, Want::Clear).await;
        for place in STORED.into_iter().chain([Place::Statistics]) {
            assert_eq!(state(&said, place), CLEARED, "{place:?}");
        }
        assert_eq!(state(&said, Place::Wal), remains(Reason::NeedsCheckpoint));
        assert_eq!((state(&said, Place::WalArchive), state(&said, Place::Replicas)), (NOTHING, NOTHING));
        bytes_agree(&w, &said);
        assert_eq!(w.count("t"), 300);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_right_to_make_checkpoints_nothing_is_left() {
    for version in VERSIONS {
        let w = world(Postgres::builder(version)).await;
        may_checkpoint(&w);
        let step = disposed(&w).await;
        let said = traces(&w, &step, Want::Clear).await;
        for place in STORED.into_iter().chain([Place::Statistics, Place::Wal]) {
            assert_eq!(state(&said, place), CLEARED, "{place:?}");
        }
        bytes_agree(&w, &said);
        assert!(marked(&postgres(&w).server().data_dir()).is_empty(), "in no file of the server");
        let again = traces(&w, &step, Want::Clear).await;
        assert_eq!(state(&again, Place::Wal), CLEARED, "it may be repeated");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_old_transaction_sees_is_not_rewritten() {
    for version in VERSIONS {
        let w = world(Postgres::builder(version)).await;
        may_checkpoint(&w);
        let mut other = sqlx::PgConnection::connect(&postgres(&w).admin_url()).await.unwrap();
        other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1").await.unwrap();
        let step = disposed(&w).await;
        let said = traces(&w, &step, Want::Report).await;
        assert_eq!(state(&said, Place::DeadRows), remains(Reason::OldTransaction));
        let said = traces(&w, &step, Want::Clear).await;
        for place in STORED.into_iter().chain([Place::Wal]) {
            assert_eq!(state(&said, place), remains(Reason::OldTransaction), "{place:?}");
        }
        bytes_agree(&w, &said);
        other.execute("ROLLBACK").await.unwrap();
        let said = traces(&w, &step, Want::Clear).await;
        assert_eq!((state(&said, Place::Heap), state(&said, Place::Wal)), (CLEARED, CLEARED));
        bytes_agree(&w, &said);
        other.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prepared_transaction_holds_back() {
    let w = world(Postgres::builder(PgVersion::V15).setting("max_prepared_transactions", "2")).await;
    w.sql(
        "CREATE TABLE other (id integer); BEGIN; INSERT INTO other VALUES (1); PREPARE TRANSACTION 'theirs';",
    );
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!(state(&said, Place::Heap), remains(Reason::PreparedTransaction));
    bytes_agree(&w, &said);
    w.sql("COMMIT PREPARED 'theirs';");
    assert_eq!(state(&traces(&w, &step, Want::Clear).await, Place::Heap), CLEARED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replication_slot_holds_back_the_log_and_the_samples() {
    for version in VERSIONS {
        let w = world(Postgres::builder(version).setting("wal_level", "logical")).await;
        may_checkpoint(&w);
        postgres(&w).admin_psql("SELECT pg_create_logical_replication_slot('theirs', 'pgoutput');");
        let step = disposed(&w).await;
        let said = traces(&w, &step, Want::Clear).await;
        assert_eq!(state(&said, Place::Heap), CLEARED);
        assert_eq!(state(&said, Place::Statistics), remains(Reason::ReplicationSlot));
        assert_eq!(state(&said, Place::Wal), remains(Reason::ReplicationSlot));
        assert_eq!(state(&said, Place::Replicas), not_checked(Reason::OtherServer));
        bytes_agree(&w, &said);
        postgres(&w).admin_psql("SELECT pg_drop_replication_slot('theirs');");
        let said = traces(&w, &step, Want::Clear).await;
        assert_eq!((state(&said, Place::Statistics), state(&said, Place::Wal)), (CLEARED, CLEARED));
        bytes_agree(&w, &said);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_that_somebody_holds_is_not_waited_for() {
    let w = world(Postgres::builder(PgVersion::V18)).await;
    let step = disposed(&w).await;
    let mut other = sqlx::PgConnection::connect(&postgres(&w).url()).await.unwrap();
    other.execute("BEGIN; SELECT count(*) FROM t").await.unwrap();
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!(state(&said, Place::Heap), not_checked(Reason::Locked));
    assert_eq!(state(&said, Place::Wal), remains(Reason::Locked));
    bytes_agree(&w, &said);
    other.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_does_not_own_the_table_is_told_so() {
    let w = world(Postgres::builder(PgVersion::V15)).await;
    let login = postgres(&w).role("gallra");
    w.sql(&format!("GRANT SELECT, DELETE ON t TO {};", login.user));
    let w = World { connector: open(&w.db, Some(login.url)).await.unwrap(), ..w };
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!(state(&said, Place::Heap), not_checked(Reason::NeedsTableOwner));
    assert_eq!(state(&said, Place::Indexes), not_checked(Reason::NeedsTableOwner));
    bytes_agree(&w, &said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_owns_only_the_table_leaves_the_old_samples() {
    let w = world(Postgres::builder(PgVersion::V18)).await;
    let login = postgres(&w).role("gallra");
    postgres(&w).admin_psql(&format!(
        "GRANT CREATE ON SCHEMA public TO {0}; ALTER TABLE t OWNER TO {0};",
        login.user
    ));
    let w = World { connector: open(&w.db, Some(login.url)).await.unwrap(), ..w };
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!(state(&said, Place::Heap), CLEARED);
    assert_eq!(state(&said, Place::Statistics), remains(Reason::NeedsDatabaseOwner));
    bytes_agree(&w, &said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_versions_of_anonymised_rows_are_cleared_too() {
    let w = world(Postgres::builder(PgVersion::V15)).await;
    may_checkpoint(&w);
    let columns =
        BTreeMap::from(["email", "note", "big"].map(|column| (column.to_owned(), Replacement::Null)));
    let left = Predicate::NotAnonymised { columns: columns.clone() };
    let due = Predicate::All(vec![before_date("at", date(2024, 1, 1)), left]);
    let rule = Rule { action: Action::Anonymise(columns), ..Rule::delete(w.table("t"), due) };
    let step = w.plan(rule).await.1;
    assert_eq!(w.dispose(&step).await.rows, 300);
    let said = traces(&w, &step, Want::Report).await;
    assert_eq!(state(&said, Place::Heap), remains(Reason::NotRewritten));
    bytes_agree(&w, &said);
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!((state(&said, Place::Heap), state(&said, Place::Wal)), (CLEARED, CLEARED));
    bytes_agree(&w, &said);
    assert_eq!(w.count("t"), 600);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn partitions_and_the_parents_own_samples_are_cleared() {
    let w = World::of(Db::Postgres(
        Postgres::builder(PgVersion::V18).durable().start().await.database("residue"),
    ))
    .await;
    w.sql(
        "CREATE TABLE t (id integer, at date, email text) PARTITION BY RANGE (at);
         ALTER TABLE t ALTER email SET STATISTICS 4;
         CREATE TABLE t_old PARTITION OF t FOR VALUES FROM ('2020-01-01') TO ('2023-01-01');
         CREATE TABLE t_new PARTITION OF t FOR VALUES FROM ('2023-01-01') TO ('2030-01-01');
         ALTER TABLE t_new ALTER email SET STATISTICS 4;
         CREATE INDEX t_email ON t (email);
         INSERT INTO t SELECT i, date '2020-01-01' + i, 'GALLRA-MARK' || i FROM generate_series(1, 1400) i;
         INSERT INTO t SELECT i, '2025-01-01', 'someone' || i FROM generate_series(2001, 3000) i; ANALYZE t;",
    );
    may_checkpoint(&w);
    let step = step(&w).await;
    let step = {
        let mut step = step;
        step.key = vec!["id".to_owned()];
        step
    };
    w.dispose(&step).await;
    assert_eq!(w.count("t"), 1000);
    let said = traces(&w, &step, Want::Report).await;
    bytes_agree(&w, &said);
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!((state(&said, Place::Heap), state(&said, Place::Toast)), (CLEARED, NOTHING));
    assert_eq!((state(&said, Place::Statistics), state(&said, Place::Wal)), (CLEARED, CLEARED));
    bytes_agree(&w, &said);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_that_foreign_keys_took_along_are_cleared_too() {
    let w = world(Postgres::builder(PgVersion::V15)).await;
    w.sql(
        "CREATE TABLE notes (id integer PRIMARY KEY, t_id integer REFERENCES t ON DELETE CASCADE, body text);
         INSERT INTO notes SELECT i, i * 2, 'GALLRA-MARK' || i FROM generate_series(1, 200) i;",
    );
    may_checkpoint(&w);
    let step = disposed(&w).await;
    let said = traces(&w, &step, Want::Clear).await;
    assert_eq!((state(&said, Place::Heap), state(&said, Place::Wal)), (CLEARED, CLEARED));
    bytes_agree(&w, &said);
}
