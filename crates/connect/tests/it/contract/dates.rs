//! Every way in which a column writes a moment, one unit on each side of the cutoff.

use std::collections::BTreeMap;

use gallra_rules::inventory::CountKind;
use gallra_rules::plan::Question;
use gallra_rules::predicate::{Cutoff, Encoding, Predicate, Unusable};
use jiff::civil::{Date, date};

use crate::support::{Rule, SINCE, World, before, column, cutoff};

const DAY: Date = date(2024, 3, 31);

/// Puts values into a column of that type (as SQL literals), disposes of what is before the cutoff and tells which rows
/// (by their position) each of the four conditions met, as the native client sees it.
async fn sort_out(w: &World, kind: &str, values: &[&str], encoding: Encoding, cutoff: Cutoff) -> Sorted {
    w.sql(&format!("DROP TABLE IF EXISTS t; CREATE TABLE t (id integer PRIMARY KEY, at {kind});"));
    for (i, value) in values.iter().enumerate() {
        let zone = if w.is_maria() { "SET time_zone = '+00:00';" } else { "" };
        w.sql(&format!("{zone} INSERT INTO t VALUES ({i}, {value});"));
    }
    let anchor = column("at", encoding);
    let unusable = |why| Predicate::Unusable { anchor: anchor.clone(), why, since: SINCE };
    let due = Predicate::Before { anchor: anchor.clone(), cutoff, since: SINCE };
    let later = Predicate::All(vec![
        due.clone().negated(),
        unusable(Unusable::Missing).negated(),
        unusable(Unusable::Implausible).negated(),
    ]);
    let question = Question {
        dataset: "d".into(),
        system: "s".into(),
        table: w.table("t"),
        key: vec!["id".into()],
        within: Predicate::always(),
        due: due.clone(),
        oldest_of: Some(anchor.clone()),
        overdue: None,
        counts: BTreeMap::from([
            (CountKind::NoAnchor, unusable(Unusable::Missing)),
            (CountKind::ImplausibleAnchor, unusable(Unusable::Implausible)),
            (CountKind::InFuture, later),
        ]),
        except: Vec::new(),
        effects: Vec::new(),
        partitions: Vec::new(),
    };
    let measure = w.connector.measure(&question).await.unwrap();
    let all = |kind| measure.counts[&kind];
    let sum =
        measure.due + all(CountKind::NoAnchor) + all(CountKind::ImplausibleAnchor) + all(CountKind::InFuture);
    assert_eq!(sum, values.len() as u64, "each row is one of four: {measure:?}");

    let (_, step) = w.plan(Rule::delete(w.table("t"), due)).await;
    assert_eq!(w.recount(&step).await.still_due, measure.due, "the recount sees it the same way");
    let done = w.dispose(&step).await;
    assert_eq!(done.rows, measure.due);
    w.repeat(&step).await;
    let left = w.sql("SELECT id FROM t ORDER BY id;");
    let left: Vec<usize> = left.lines().map(|line| line.parse().unwrap()).collect();
    Sorted {
        gone: (0..values.len()).filter(|i| !left.contains(i)).collect(),
        missing: all(CountKind::NoAnchor),
        implausible: all(CountKind::ImplausibleAnchor),
        oldest: measure.oldest,
    }
}

#[derive(Debug, PartialEq)]
struct Sorted {
    gone: Vec<usize>,
    missing: u64,
    implausible: u64,
    oldest: Option<Date>,
}

pub(super) async fn date_columns(w: &World) {
    let values = [
        "'2024-03-30'",
        "'2024-03-31'",
        "'2024-04-01'",
        "NULL",
        "'0001-01-01'",
        "'1899-12-31'",
        "'1900-01-01'",
    ];
    let sorted = sort_out(w, "date", &values, Encoding::Date, cutoff(DAY, "UTC")).await;
    assert_eq!(
        sorted,
        Sorted { gone: vec![0, 6], missing: 1, implausible: 2, oldest: Some(date(1900, 1, 1)) }
    );
    if w.is_postgres() {
        let values = ["'-infinity'", "'infinity'", "'2024-03-30'"];
        let sorted = sort_out(w, "date", &values, Encoding::Date, cutoff(DAY, "UTC")).await;
        assert_eq!((sorted.gone, sorted.implausible), (vec![2], 1));
    }
    if w.is_maria() {
        // A month or a day of zero is no day: it may as well have been in December.
        let values = ["'0000-00-00'", "'2024-03-30'", "'2024-00-00'", "'2024-02-00'", "'2024-00-07'"];
        let sorted = sort_out(w, "date NOT NULL", &values, Encoding::Date, cutoff(DAY, "UTC")).await;
        assert_eq!((sorted.gone, sorted.missing, sorted.implausible), (vec![1], 0, 4));
        let zone = Encoding::Local("UTC".to_owned());
        let sorted = sort_out(w, "datetime", &values, zone, cutoff(DAY, "UTC")).await;
        assert_eq!((sorted.gone, sorted.missing, sorted.implausible), (vec![1], 0, 4));
    }
}

pub(super) async fn instants(w: &World) {
    // The first moment of the day in Stockholm, when summer time has just begun there.
    let kind = w.pick("timestamptz", "timestamp NULL", "text");
    let values = if w.is_maria() {
        [
            "'2024-03-30 22:59:59'",
            "'2024-03-30 23:00:00'",
            "'2024-03-30 23:00:01'",
            "NULL",
            "'1990-01-01 00:00:00'",
        ]
    } else if w.is_sqlite() {
        [
            "'2024-03-30T23:59:59+01:00'",
            "'2024-03-30 23:00:00Z'",
            "'2024-03-31T00:00:01+01:00'",
            "NULL",
            "'1990-01-01T00:00:00Z'",
        ]
    } else {
        [
            "'2024-03-30 23:59:59+01'",
            "'2024-03-30 23:00:00+00'",
            "'2024-03-31 00:00:01+01'",
            "NULL",
            "'1990-01-01 00:00:00Z'",
        ]
    };
    let sorted = sort_out(w, kind, &values, Encoding::Instant, cutoff(DAY, "Europe/Stockholm")).await;
    assert_eq!((sorted.gone, sorted.missing, sorted.implausible), (vec![0, 4], 1, 0));
    assert_eq!(sorted.oldest, Some(date(1990, 1, 1)));
}

pub(super) async fn local_times(w: &World) {
    let kind = w.pick("timestamp", "datetime(6)", "datetime");
    let values = [
        "'2024-03-31 00:59:59'",
        "'2024-03-31 01:00:00'",
        "'2024-03-31 01:00:00.001'",
        "NULL",
        "'2024-03-31 00:59:59.999'",
    ];
    // Midnight UTC is one o'clock in Stockholm.
    let zone = Encoding::Local("Europe/Stockholm".to_owned());
    let sorted = sort_out(w, kind, &values, zone, cutoff(DAY, "UTC")).await;
    assert_eq!((sorted.gone, sorted.missing, sorted.implausible), (vec![0, 4], 1, 0));
}

pub(super) async fn iso_text(w: &World) {
    let values = [
        "'2024-03-30'",          // 0 goes
        "'2024-03-31'",          // 1
        "'2024-03-31 00:59'",    // 2 goes: in Stockholm that is before midnight UTC
        "'2024-03-31T00:59:59'", // 3 goes
        "'2024-03-31T01:00:00'", // 4
        "''",
        "'n/a'",
        "'2023-02-30'",
        "'2023-13-01'",
        "'20230101'",
        "'2023-01-01x'",
        "'2023-01-01T25:00'",
        "'1899-12-31'",
        "NULL",
        "'2024-02-29'", // 14 goes: a leap day
        "'2023-02-29'",
        "' 2023-01-01'",
        "'1900-02-29'", // no leap year
        "'2000-02-29'", // 18 goes: one
    ];
    let zone = Encoding::IsoText("Europe/Stockholm".to_owned());
    let sorted = sort_out(w, "varchar(40)", &values, zone, cutoff(DAY, "UTC")).await;
    assert_eq!(sorted.gone, [0, 2, 3, 14, 18]);
    assert_eq!((sorted.missing, sorted.implausible), (1, 11));
    assert_eq!(sorted.oldest, Some(date(2000, 2, 29)));
}

pub(super) async fn iso_text_with_offsets(w: &World) {
    let values = [
        "'2024-03-30T23:59:59Z'",          // 0 goes
        "'2024-03-31T00:00:00Z'",          // 1
        "'2024-03-31T09:59:59+10:00'",     // 2 goes: still the 30th in UTC
        "'2024-03-31T10:00:00+10:00'",     // 3
        "'2024-03-30T19:00:00-05:00'",     // 4
        "'2024-03-30T18:59:59.999-05:00'", // 5 goes
        "'2024-03-30 12:00:00+02:00'",     // 6 goes
        "'2023-01-01T00:00:00Z and more'", // 7 no date
    ];
    let zone = Encoding::IsoText("Europe/Stockholm".to_owned());
    let sorted = sort_out(w, "varchar(40)", &values, zone, cutoff(DAY, "UTC")).await;
    assert_eq!(sorted.gone, [0, 2, 5, 6]);
    assert_eq!(sorted.implausible, 1);
}

pub(super) async fn formatted_text(w: &World) {
    let day = Encoding::FormattedText { format: "%d/%m/%Y".into(), zone: "Europe/Stockholm".into() };
    let values = [
        "'30/03/2024'",
        "'31/03/2024'",
        "'01/04/2024'",
        "''",
        "'31/02/2024'",
        "'3/3/2024'",
        "NULL",
        "'29/02/2024'",
        "'2024-01-01'",
        "'31/12/1899'",
    ];
    let sorted = sort_out(w, "varchar(40)", &values, day, cutoff(DAY, "UTC")).await;
    assert_eq!(sorted.gone, [0, 7]);
    assert_eq!((sorted.missing, sorted.implausible), (1, 5));
    assert_eq!(sorted.oldest, Some(date(2024, 2, 29)), "as dates, not as text");

    let time =
        Encoding::FormattedText { format: "[%Y.%m.%d] %H:%M:%S".into(), zone: "Europe/Stockholm".into() };
    let values = [
        "'[2024.03.31] 00:59:59'",
        "'[2024.03.31] 01:00:00'",
        "'[2024.03.31] 24:00:00'",
        "'2024.03.01 00:00:00'",
    ];
    let sorted = sort_out(w, "varchar(40)", &values, time, cutoff(DAY, "UTC")).await;
    assert_eq!((sorted.gone, sorted.implausible), (vec![0], 2));
}

pub(super) async fn epochs(w: &World) {
    let end = cutoff(DAY, "UTC");
    let seconds = end.instant.as_second();
    let values: Vec<String> = [seconds - 1, seconds, seconds + 1, 0, -3_000_000_000]
        .iter()
        .map(ToString::to_string)
        .chain(["NULL".to_owned()])
        .collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let sorted = sort_out(w, "bigint", &values, Encoding::EpochSeconds, end).await;
    assert_eq!((sorted.gone, sorted.missing, sorted.implausible), (vec![0, 3], 1, 1));
    assert_eq!(sorted.oldest, Some(date(1970, 1, 1)));

    let millis: Vec<String> = [-1, 0, 1].iter().map(|n| (seconds * 1000 + n).to_string()).collect();
    let millis: Vec<&str> = millis.iter().map(String::as_str).collect();
    assert_eq!(sort_out(w, "bigint", &millis, Encoding::EpochMillis, end).await.gone, [0]);

    let text: Vec<String> = [seconds - 1, seconds]
        .iter()
        .map(|n| format!("'{n}'"))
        .chain(["''".into(), "'soon'".into(), "'9'".into()])
        .collect();
    let text: Vec<&str> = text.iter().map(String::as_str).collect();
    let sorted = sort_out(w, "varchar(20)", &text, Encoding::EpochSeconds, end).await;
    assert_eq!((sorted.gone, sorted.implausible), (vec![0, 4], 2), "digits in text count as numbers");
}

pub(super) async fn counts_beside_the_due(w: &World) {
    w.sql(
        "CREATE TABLE t (id integer PRIMARY KEY, kind varchar(10), at date);
         INSERT INTO t VALUES (1, 'x', '2020-01-01'), (2, 'x', '2023-06-01'), (3, 'y', '2020-01-01'), (4, 'x', NULL),
           (5, 'x', '2999-01-01'), (6, NULL, '2020-01-01');",
    );
    let only = Predicate::In {
        column: "kind".into(),
        values: vec![gallra_rules::predicate::Scalar::Text("x".into())],
    };
    let at = || column("at", Encoding::Date);
    let within = |rule: Predicate| Predicate::All(vec![only.clone(), rule]);
    let question = Question {
        dataset: "d".into(),
        system: "s".into(),
        table: w.table("t"),
        key: vec!["id".into()],
        within: only.clone(),
        due: within(before(at(), date(2024, 1, 1))),
        oldest_of: Some(at()),
        overdue: Some(within(before(at(), date(2023, 1, 1)))),
        counts: BTreeMap::from([
            (
                CountKind::NoAnchor,
                within(Predicate::Unusable { anchor: at(), why: Unusable::Missing, since: SINCE }),
            ),
            (CountKind::InFuture, within(Predicate::Not(Box::new(before(at(), date(2026, 1, 1)))))),
        ]),
        except: vec![
            Predicate::In { column: "id".into(), values: vec![gallra_rules::predicate::Scalar::Integer(2)] },
            Predicate::In {
                column: "id".into(),
                values: [1, 2].map(gallra_rules::predicate::Scalar::Integer).into(),
            },
        ],
        effects: Vec::new(),
        partitions: Vec::new(),
    };
    let measure = w.connector.measure(&question).await.unwrap();
    assert_eq!((measure.total, measure.due, measure.overdue, measure.disposable), (4, 2, 1, 0));
    assert_eq!(measure.excepted, [1, 1], "what two exceptions keep is counted at the first");
    assert_eq!(measure.counts[&CountKind::NoAnchor], 1);
    assert_eq!(measure.counts[&CountKind::InFuture], 2, "NOT of something unknown is true");
    assert_eq!(measure.oldest, Some(date(2020, 1, 1)));
}

pub(super) async fn totals(w: &World) {
    w.sql("CREATE TABLE t (id integer PRIMARY KEY, at date);");
    w.sql(w.pick(
        "INSERT INTO t SELECT i, '2024-06-01' FROM generate_series(1, 120000) i; ANALYZE t;",
        "INSERT INTO t SELECT seq, '2024-06-01' FROM seq_1_to_120000; ANALYZE TABLE t;",
        "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 120000)
         INSERT INTO t SELECT i, '2024-06-01' FROM s;",
    ));
    let (measure, _) = w.plan(Rule::delete(w.table("t"), crate::support::before_date("at", DAY))).await;
    assert!(measure.total_is_estimate);
    assert!((90_000..150_000).contains(&measure.total), "{}", measure.total);
    // A fifth is due: now the guard would turn on the total, and the rows are counted.
    w.sql("UPDATE t SET at = '2020-01-01' WHERE id <= 24000;");
    let (measure, _) = w.plan(Rule::delete(w.table("t"), crate::support::before_date("at", DAY))).await;
    assert_eq!((measure.total, measure.total_is_estimate, measure.due), (120_000, false, 24_000));
}
