//! How a step is carried out: its bounds, its journal, and what others do meanwhile.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use gallra_connect::contract::{Ended, Settled, StopSignal};
use gallra_connect::{DisposeError, ErrorKind};
use gallra_rules::plan::Step;
use gallra_rules::predicate::{Predicate, Scalar};
use jiff::civil::date;

use crate::support::{Db, Notes, Rule, World, before_date, kind_of, limits};

const DAY: jiff::civil::Date = date(2024, 1, 1);

async fn filled(w: &World, rows: u32) -> Step {
    w.sql("CREATE TABLE t (id integer PRIMARY KEY, at date, note varchar(20));");
    w.sql(&match w.pick("p", "m", "s") {
        "p" => format!("INSERT INTO t SELECT i, '2020-01-01', 'x' FROM generate_series(1, {rows}) i;"),
        "m" => format!("INSERT INTO t SELECT seq, '2020-01-01', 'x' FROM seq_1_to_{rows};"),
        _ => format!(
            "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {rows})
             INSERT INTO t SELECT i, '2020-01-01', 'x' FROM s;"
        ),
    });
    w.plan(Rule::delete(w.table("t"), before_date("at", DAY))).await.1
}

pub(super) async fn holds_are_kept(w: &World) {
    w.sql(
        "CREATE TABLE t (id integer PRIMARY KEY, customer varchar(20), at date);
         INSERT INTO t VALUES (1, 'A1', '2020-01-01'), (2, 'B2', '2020-01-01'), (3, NULL, '2020-01-01'), (4, 'A1', '2025-01-01');",
    );
    let held = Predicate::In { column: "customer".into(), values: vec![Scalar::Text("A1".into())] };
    let (measure, step) = w.plan(Rule::delete(w.table("t"), before_date("at", DAY)).except(held)).await;
    assert_eq!((measure.due, measure.excepted.clone(), measure.disposable), (3, vec![1], 2));
    assert_eq!(w.dispose(&step).await.rows, 2, "a row that nobody knows the customer of is not held");
    assert_eq!(w.sql("SELECT id FROM t ORDER BY id;"), "1\n4");
    let recount = w.recount(&step).await;
    assert_eq!((recount.still_due, recount.excepted), (1, vec![1]));
    w.repeat(&step).await;
}

pub(super) async fn changed_row_survives(w: &World) {
    let step = filled(w, 10).await;
    // Between plan and apply the rule ceases to cover one, and comes to cover nobody else.
    w.sql("UPDATE t SET at = '2025-01-01' WHERE id = 3; UPDATE t SET at = NULL WHERE id = 4;");
    assert_eq!(w.dispose(&step).await.rows, 8);
    assert_eq!(w.sql("SELECT id FROM t ORDER BY id;"), "3\n4");
    w.repeat(&step).await;
}

pub(super) async fn bound_is_kept(w: &World) {
    let step = filled(w, 9_000).await;
    let mut notes = Notes::default();
    let done = w.connector.dispose(&step, &limits(5_001), &mut notes).await.unwrap();
    assert_eq!((done.rows, notes.rows(), done.ended), (5_001, 5_001, Ended::BoundReached));
    assert_eq!(w.count("t"), 3_999, "not one more");
    let done = w.connector.dispose(&step, &limits(0), &mut notes).await.unwrap();
    assert_eq!((done.rows, done.ended), (0, Ended::BoundReached));
    let done = w.connector.dispose(&step, &limits(3_999), &mut notes).await.unwrap();
    assert_eq!((done.rows, done.ended), (3_999, Ended::Finished), "reached, but nothing is left");
    w.repeat(&step).await;
}

pub(super) async fn stop_is_heard(w: &World) {
    let step = filled(w, 40_000).await;
    let stop = StopSignal::default();
    let mut limits = limits(u64::MAX);
    limits.stop = stop.clone();
    let mut notes = Notes {
        meanwhile: Some(Mutex::new(Box::new(move |n| {
            if n == 2 {
                stop.stop();
            }
        }))),
        ..Notes::default()
    };
    let done = w.connector.dispose(&step, &limits, &mut notes).await.unwrap();
    assert_eq!(done.ended, Ended::Stopped);
    assert_eq!(notes.committed.len(), 2, "the batch at hand is finished");
    assert_eq!(w.count("t"), 40_000 - done.rows);
    assert_eq!(w.dispose(&step).await.rows, 40_000 - done.rows);
}

pub(super) async fn throttle_is_kept(w: &World) {
    let step = filled(w, 3_000).await;
    let mut limits = limits(u64::MAX);
    limits.rows_per_second = Some(2_000);
    let began = Instant::now();
    let done = w.connector.dispose(&step, &limits, &mut Notes::default()).await.unwrap();
    assert_eq!(done.rows, 3_000);
    assert!(began.elapsed() >= Duration::from_millis(1_400), "{:?}", began.elapsed());
}

pub(super) async fn journal_failure_undoes_the_batch(w: &World) {
    let step = filled(w, 40_000).await;
    let mut notes = Notes { fail_at: Some(3), ..Notes::default() };
    let error = w.connector.dispose(&step, &limits(u64::MAX), &mut notes).await.unwrap_err();
    assert!(matches!(error, DisposeError::Journal(_)), "{error}");
    assert_eq!(notes.committed.len(), 2);
    assert_eq!(w.count("t"), 40_000 - notes.rows(), "nothing of the third is gone");
    for (i, prepared) in notes.prepared.iter().enumerate() {
        let fate = w.connector.settle(&step, prepared).await.unwrap();
        assert_eq!(fate, if i < 2 { Settled::Committed } else { Settled::RolledBack }, "batch {i}");
    }
}

/// The harness: the step fails before every batch in turn, is settled and begun anew; in the end all is as if it had run
/// through once.
pub(super) async fn every_step_repeated_and_failed(w: &World) {
    let step = filled(w, 12_000).await;
    let mut counted = 0;
    for round in 1_usize.. {
        let mut notes = Notes { fail_at: Some(2), ..Notes::default() };
        let outcome = w.connector.dispose(&step, &limits(12_000 - counted), &mut notes).await;
        for prepared in &notes.prepared {
            match w.connector.settle(&step, prepared).await.unwrap() {
                Settled::Committed => counted += prepared.rows,
                Settled::RolledBack => {}
                Settled::Unknown | Settled::InPart { .. } => panic!("the fate of each batch is known"),
            }
        }
        assert_eq!(w.count("t"), 12_000 - counted, "counts are exact after failure {round}");
        if outcome.is_ok() {
            break;
        }
    }
    assert_eq!(counted, 12_000);
    w.repeat(&step).await;
}

pub(super) async fn altered_table_is_noticed(w: &World) {
    let step = filled(w, 10).await;
    w.sql("ALTER TABLE t RENAME COLUMN at TO on_day;");
    let error = w.connector.dispose(&step, &limits(u64::MAX), &mut Notes::default()).await.unwrap_err();
    assert_eq!(kind_of(&error), ErrorKind::Changed);
    assert!(error.to_string().contains("no column `at`"), "{error}");
    w.sql("ALTER TABLE t RENAME COLUMN on_day TO at; ALTER TABLE t RENAME TO u;");
    let error = w.connector.dispose(&step, &limits(u64::MAX), &mut Notes::default()).await.unwrap_err();
    assert_eq!(kind_of(&error), ErrorKind::Changed);
    assert_eq!(w.count("u"), 10, "nothing was touched");
    w.sql("CREATE VIEW t AS SELECT * FROM u;");
    let error = w.connector.dispose(&step, &limits(u64::MAX), &mut Notes::default()).await.unwrap_err();
    assert_eq!(kind_of(&error), ErrorKind::Changed, "{error}");
    assert_eq!(w.count("u"), 10);
}

/// Changes a row in a transaction of its own, which is committed half a second later.
macro_rules! held {
    ($connection:ty, $url:expr, $begin:literal) => {{
        use sqlx::{Connection as _, Executor as _};
        let mut connection = <$connection>::connect(&$url).await.unwrap();
        let change = concat!($begin, "; UPDATE t SET note = 'held', at = '2025-01-01' WHERE id = 50;");
        connection.execute(sqlx::raw_sql(change)).await.unwrap();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(500)).await;
            connection.execute(sqlx::raw_sql("COMMIT")).await.unwrap();
        })
    }};
}

pub(super) async fn locked_rows_are_waited_for(w: &World) {
    let step = filled(w, 100).await;
    // Somebody holds a row (SQLite: the database), and lets it go half a second later.
    let holder = match &w.db {
        Db::Postgres(db) => held!(sqlx::PgConnection, db.url(), "BEGIN"),
        Db::Maria(db) => held!(sqlx::MySqlConnection, db.url(), "BEGIN"),
        Db::Sqlite(_, file) => {
            held!(sqlx::SqliteConnection, format!("sqlite://{}", file.display()), "BEGIN IMMEDIATE")
        }
    };
    let done = w.dispose(&step).await;
    holder.await.unwrap();
    assert_eq!(done.rows, 99, "the row that changed meanwhile survives");
    assert_eq!(w.sql("SELECT id FROM t;"), "50");
}
