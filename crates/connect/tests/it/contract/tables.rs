//! Tables of every make.

use jiff::civil::date;

use gallra_connect::contract::Ended;

use crate::support::{Notes, Rule, World, before_date, limits};

const CUTOFF: jiff::civil::Date = date(2024, 1, 1);

pub(super) async fn plain(w: &World) {
    w.sql(
        "CREATE TABLE mail (id integer PRIMARY KEY, received date, body varchar(50));
         INSERT INTO mail VALUES (1, '2020-05-01', 'a'), (2, '2023-12-31', 'b'), (3, '2024-01-01', 'c'), (4, NULL, 'd'),
           (5, '0001-01-01', 'e');",
    );
    let (measure, step) = w.plan(Rule::delete(w.table("mail"), before_date("received", CUTOFF))).await;
    assert_eq!((measure.due, measure.disposable, measure.total), (2, 2, 5));
    assert_eq!(measure.oldest, Some(date(2020, 5, 1)));
    assert!(!measure.total_is_estimate, "few rows are counted");
    let done = w.dispose(&step).await;
    assert_eq!((done.rows, done.ended), (2, Ended::Finished));
    assert_eq!(w.sql("SELECT id FROM mail ORDER BY id;"), "3\n4\n5");
    w.repeat(&step).await;
}

pub(super) async fn composite_key(w: &World) {
    w.sql(
        "CREATE TABLE log (host varchar(20) NOT NULL, no integer NOT NULL, at date, PRIMARY KEY (host, no));
         INSERT INTO log VALUES ('a', 1, '2020-01-01'), ('a', 2, '2025-01-01'), ('b', 1, '2020-01-01'),
           ('b', 2, '2020-01-01'), ('ö', 1, '2021-01-01');",
    );
    let (measure, step) = w.plan(Rule::delete(w.table("log"), before_date("at", CUTOFF))).await;
    assert_eq!(measure.disposable, 4);
    assert_eq!(w.dispose(&step).await.rows, 4);
    assert_eq!(w.sql("SELECT host, no FROM log;"), "a|2");
    w.repeat(&step).await;
}

pub(super) async fn no_primary_key(w: &World) {
    w.sql("CREATE TABLE visits (ip varchar(40), at date);");
    for _ in 0..3 {
        w.sql("INSERT INTO visits VALUES ('10.0.0.1', '2020-01-01'), ('10.0.0.1', '2020-01-01'), ('10.0.0.2', '2025-01-01');");
    }
    let (_, step) = w.plan(Rule::delete(w.table("visits"), before_date("at", CUTOFF))).await;
    assert_eq!(w.dispose(&step).await.rows, 6, "rows that are equal in all are rows all the same");
    assert_eq!(w.count("visits"), 3);
    w.repeat(&step).await;
}

pub(super) async fn quoted_and_foreign_names(w: &World) {
    for (i, name) in ["Order Details", "beställningar", "select", "a\"b`c"].into_iter().enumerate() {
        let table = w.quote(name);
        let (key, day) = (w.quote("order"), w.quote("då \"var`"));
        w.sql(&format!(
            "CREATE TABLE {table} ({key} integer PRIMARY KEY, {day} date);
             INSERT INTO {table} VALUES (1, '2020-01-01'), (2, '2025-01-01');"
        ));
        let (_, step) = w.plan(Rule::delete(w.table(name), before_date("då \"var`", CUTOFF))).await;
        assert_eq!(w.dispose(&step).await.rows, 1, "name {i}");
        assert_eq!(w.sql(&format!("SELECT {key} FROM {table};")), "2");
        w.repeat(&step).await;
    }
}

pub(super) async fn partitioned(w: &World) {
    if w.is_sqlite() {
        return; // SQLite has no partitions.
    }
    w.sql(w.pick(
        "CREATE TABLE chat (id integer, day date NOT NULL, body varchar(20), PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
         CREATE TABLE chat_2021 PARTITION OF chat FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
         CREATE TABLE chat_2022 PARTITION OF chat FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');
         CREATE TABLE chat_2023 PARTITION OF chat FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
         CREATE TABLE chat_2024 PARTITION OF chat FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
        "CREATE TABLE chat (id integer, day date NOT NULL, body varchar(20), PRIMARY KEY (id, day))
         PARTITION BY RANGE COLUMNS (day) (
           PARTITION chat_2021 VALUES LESS THAN ('2022-01-01'), PARTITION chat_2022 VALUES LESS THAN ('2023-01-01'),
           PARTITION chat_2023 VALUES LESS THAN ('2024-01-01'), PARTITION chat_2024 VALUES LESS THAN (MAXVALUE));",
        "",
    ));
    w.sql(
        "INSERT INTO chat VALUES (1, '2021-05-01', 'a'), (2, '2021-06-01', 'b'), (3, '2022-02-01', 'c'),
           (4, '2023-01-01', 'd'), (5, '2023-12-01', 'e'), (6, '2024-05-01', 'f');",
    );
    let (measure, step) = w.plan(Rule::delete(w.table("chat"), before_date("day", date(2023, 7, 1)))).await;
    assert_eq!(measure.disposable, 4);
    let whole: Vec<_> =
        measure.whole_partitions.iter().map(|(table, rows)| (table.name.as_str(), *rows)).collect();
    assert_eq!(whole, [("chat_2021", 2), ("chat_2022", 1)], "2023 holds a row that stays");
    // One of them is no longer whole when the plan is carried out: a row came in that is held by nothing but its date.
    let mut notes = Notes::default();
    let done = w.connector.dispose(&step, &limits(u64::MAX), &mut notes).await.unwrap();
    assert_eq!(done.rows, 4);
    assert_eq!(notes.rows(), 4);
    assert_eq!(w.sql("SELECT id FROM chat ORDER BY id;"), "5\n6");
    let parts = w.sql(w.pick(
        "SELECT relname FROM pg_class WHERE relname LIKE 'chat_2%' AND relkind = 'r' ORDER BY 1;",
        "SELECT PARTITION_NAME FROM information_schema.PARTITIONS WHERE TABLE_NAME = 'chat' AND TABLE_SCHEMA = DATABASE()
         ORDER BY 1;",
        "",
    ));
    assert_eq!(parts, "chat_2023\nchat_2024", "whole partitions are gone, others stand");
    w.repeat(&step).await;
}

/// Ten thousand rows of every third day.
fn many(w: &World, rows: u32) {
    w.sql("CREATE TABLE visits (id integer PRIMARY KEY, at date, note varchar(20));");
    w.sql(&match w.pick("p", "m", "s") {
        "p" => format!(
            "INSERT INTO visits SELECT i, date '2022-01-01' + (i % 1000), 'n' || i FROM generate_series(1, {rows}) i;"
        ),
        "m" => format!(
            "INSERT INTO visits SELECT seq, date '2022-01-01' + INTERVAL (seq % 1000) DAY, CONCAT('n', seq)
             FROM seq_1_to_{rows};"
        ),
        _ => format!(
            "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {rows})
             INSERT INTO visits SELECT i, date('2022-01-01', '+' || (i % 1000) || ' days'), 'n' || i FROM s;"
        ),
    });
}

pub(super) async fn large_in_many_batches(w: &World) {
    many(w, 60_000);
    let due = w.count("visits WHERE at < '2023-01-01'");
    let rest = w.sql("SELECT sum(id) FROM visits WHERE at >= '2023-01-01';");
    let (measure, step) = w.plan(Rule::delete(w.table("visits"), before_date("at", date(2023, 1, 1)))).await;
    assert_eq!(measure.disposable, due);
    let mut notes = Notes::default();
    let done = w.connector.dispose(&step, &limits(u64::MAX), &mut notes).await.unwrap();
    assert_eq!((done.rows, notes.rows()), (due, due), "every row is in the journal");
    assert!(notes.committed.len() > 3, "in batches: {}", notes.committed.len());
    assert_eq!(w.sql("SELECT sum(id) FROM visits;"), rest, "just the others are left");
    w.repeat(&step).await;
}

pub(super) async fn few_of_many(w: &World) {
    many(w, 60_000);
    let (measure, step) = w.plan(Rule::delete(w.table("visits"), before_date("at", date(2022, 1, 20)))).await;
    assert!(measure.disposable * 20 < 60_000);
    assert_eq!(w.dispose(&step).await.rows, measure.disposable);
    assert_eq!(w.count("visits"), 60_000 - measure.disposable);
    assert_eq!(w.count("visits WHERE at < '2022-01-20'"), 0);
    w.repeat(&step).await;
}
