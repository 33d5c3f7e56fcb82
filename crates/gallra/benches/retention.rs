//! What a promise costs: the whole pipeline (plan, check, guard, batches, evidence, recount) against the raw operation.
//!
//! `cargo bench -p gallra --bench retention [-- postgres mariadb sqlite plan] [rows=2000000] [plan-rows=10000000]`
//!
//! For each engine two equal tables are made on one server with durable settings; a quarter of the rows is due. One is
//! emptied of them by the engine's own client in batches of 5,000, the other by `gallra plan` and `gallra apply`, timed
//! from outside as whole processes. Both are counted by the engine's own client. Memory is the high-water mark of the
//! `gallra` process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a measuring program")]

mod support;

use std::time::{Duration, Instant};

use gallra_testkit::{MariaDb, PgVersion, Postgres, sqlite_cli};
use support::{BATCH, Gallra, Line, repeat, rows_per_second};

#[tokio::main]
async fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let number = |name: &str, usual: u64| {
        let prefix = format!("{name}=");
        asked.iter().find_map(|word| word.strip_prefix(&prefix)).map_or(usual, |n| n.parse().unwrap())
    };
    let (rows, plan_rows) = (number("rows", 2_000_000), number("plan-rows", 10_000_000));
    let engines: Vec<&str> = asked.iter().map(String::as_str).filter(|word| !word.contains('=')).collect();
    let wanted = |engine: &str| engines.is_empty() || engines.contains(&engine);
    let mut lines = Vec::new();
    if wanted("postgres") {
        lines.push(postgres(rows).await);
    }
    if wanted("mariadb") {
        lines.push(mariadb(rows).await);
    }
    if wanted("sqlite") {
        lines.push(sqlite(rows));
    }
    if wanted("plan") {
        plan_postgres(plan_rows).await;
    }
    support::print(&lines);
}

/// A quarter of the rows lies before this day; the policy keeps two years, and the clock of the bench is real, so the
/// rows are dated from the database's own today.
const DUE_SHARE: u64 = 4;

async fn postgres(rows: u64) -> Line {
    let server = Postgres::builder(PgVersion::V15).durable().setting("max_wal_size", "4GB").start().await;
    let database = server.database("bench");
    for table in ["raw_events", "our_events"] {
        database.psql(&format!(
            "CREATE TABLE {table} (id bigint PRIMARY KEY, email text NOT NULL, body text NOT NULL, at timestamptz NOT NULL);
             INSERT INTO {table} SELECT i, 'person' || i || '@example.org', repeat('x', 60),
               CASE WHEN i % {DUE_SHARE} = 0 THEN now() - interval '3 years' - (i % 300) * interval '1 day'
                    ELSE now() - (i % 600) * interval '1 day' END
             FROM generate_series(1, {rows}) AS i;
             CREATE INDEX {table}_at ON {table} (at);"
        ));
        database.psql(&format!("VACUUM ANALYZE {table};"));
        database.admin_psql("CHECKPOINT;");
    }
    let due = rows / DUE_SHARE;
    let batch = format!(
        "DELETE FROM raw_events WHERE ctid = ANY (ARRAY (SELECT ctid FROM raw_events
         WHERE at < now() - interval '2 years' LIMIT {BATCH}));\n"
    );
    let start = Instant::now();
    database.psql(&repeat(&batch, due));
    let raw = start.elapsed();
    assert_eq!(database.psql("SELECT count(*) FROM raw_events").trim(), (rows - due).to_string());
    database.admin_psql("CHECKPOINT;");
    let gallra =
        Gallra::new("postgres", "url: \"env:BENCH_URL\", kind: postgres", &database.url(), "our_events");
    let ours = gallra.run(due);
    assert_eq!(database.psql("SELECT count(*) FROM our_events").trim(), (rows - due).to_string());
    Line { name: "PostgreSQL 15", due, raw, ours, goal: 0.95 }
}

async fn mariadb(rows: u64) -> Line {
    let server = MariaDb::builder().durable().setting("innodb_buffer_pool_size", "512M").start().await;
    let database = server.database("bench");
    for table in ["raw_events", "our_events"] {
        database.mariadb(&format!(
            "CREATE TABLE {table} (id bigint PRIMARY KEY, email varchar(100) NOT NULL, body varchar(100) NOT NULL, at datetime NOT NULL);
             INSERT INTO {table} SELECT seq, concat('person', seq, '@example.org'), repeat('x', 60),
               IF(seq % {DUE_SHARE} = 0, utc_timestamp() - interval 3 year - interval (seq % 300) day,
                  utc_timestamp() - interval (seq % 600) day)
             FROM seq_1_to_{rows};
             CREATE INDEX {table}_at ON {table} (at);
             ANALYZE TABLE {table};"
        ));
    }
    let due = rows / DUE_SHARE;
    let batch =
        format!("DELETE FROM raw_events WHERE at < utc_timestamp() - interval 2 year LIMIT {BATCH};\n");
    let start = Instant::now();
    database.mariadb(&repeat(&batch, due));
    let raw = start.elapsed();
    assert_eq!(database.mariadb("SELECT count(*) FROM raw_events").trim(), (rows - due).to_string());
    let gallra = Gallra::new("mariadb", "url: \"env:BENCH_URL\", kind: mysql", &database.url(), "our_events");
    let ours = gallra.run(due);
    assert_eq!(database.mariadb("SELECT count(*) FROM our_events").trim(), (rows - due).to_string());
    Line { name: "MariaDB 10.11", due, raw, ours, goal: 1.5 }
}

fn sqlite(rows: u64) -> Line {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bench.db");
    sqlite_cli(&file, "PRAGMA journal_mode = WAL;");
    for table in ["raw_events", "our_events"] {
        sqlite_cli(
            &file,
            &format!(
                "CREATE TABLE {table} (id INTEGER PRIMARY KEY, email TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL);
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
                 INSERT INTO {table} SELECT i, 'person' || i || '@example.org', printf('%.60c', 'x'),
                   CASE WHEN i % {DUE_SHARE} = 0 THEN datetime('now', '-3 years', '-' || (i % 300) || ' days')
                        ELSE datetime('now', '-' || (i % 600) || ' days') END FROM n;
                 CREATE INDEX {table}_at ON {table} (at);"
            ),
        );
    }
    sqlite_cli(&file, "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);");
    let due = rows / DUE_SHARE;
    let batch = format!(
        "DELETE FROM raw_events WHERE rowid IN (SELECT rowid FROM raw_events
         WHERE at < datetime('now', '-2 years') LIMIT {BATCH});\n"
    );
    let start = Instant::now();
    sqlite_cli(
        &file,
        &format!("PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;\n{}", repeat(&batch, due)),
    );
    let raw = start.elapsed();
    assert_eq!(sqlite_cli(&file, "SELECT count(*) FROM raw_events").trim(), (rows - due).to_string());
    sqlite_cli(&file, "PRAGMA wal_checkpoint(TRUNCATE);");
    let system = format!("path: {}, kind: sqlite", file.display());
    let gallra = Gallra::new("sqlite", &system, "", "our_events");
    let ours = gallra.run(due);
    assert_eq!(sqlite_cli(&file, "SELECT count(*) FROM our_events").trim(), (rows - due).to_string());
    Line { name: "SQLite", due, raw, ours, goal: 0.95 }
}

/// `plan` over a large table against the bare query, each as its client runs it; the better of five.
async fn plan_postgres(rows: u64) {
    let server = Postgres::builder(PgVersion::V15).setting("max_wal_size", "8GB").start().await;
    let database = server.database("bench_plan");
    database.psql(&format!(
        "CREATE UNLOGGED TABLE our_events (id bigint PRIMARY KEY, email text NOT NULL, body text NOT NULL, at timestamptz NOT NULL);
         INSERT INTO our_events SELECT i, 'p' || i, 'x', now() - (i % 800) * interval '1 day'
         FROM generate_series(1, {rows}) AS i;
         CREATE INDEX our_events_at ON our_events (at);"
    ));
    database.psql("VACUUM ANALYZE our_events;");
    let gallra = Gallra::new("plan", "url: \"env:BENCH_URL\", kind: postgres", &database.url(), "our_events");
    let best = |run: &dyn Fn() -> Duration| (0..5).map(|_| run()).min().unwrap();
    let bare = best(&|| {
        let start = Instant::now();
        database.psql("SELECT count(*), min(at) FROM our_events WHERE at < now() - interval '2 years'");
        start.elapsed()
    });
    let ours = best(&|| gallra.plan().0);
    println!(
        "plan over {rows} rows: bare SELECT count, min by psql {:.0} ms; gallra plan {:.0} ms; ratio {:.2} (goal ≤ 1.20)",
        bare.as_secs_f64() * 1e3,
        ours.as_secs_f64() * 1e3,
        ours.as_secs_f64() / bare.as_secs_f64()
    );
    let _ = rows_per_second(rows, ours);
}
