//! Finding people, against the database's own statements, in the same run.
//!
//! `cargo bench -p gallra --bench people [-- rows=10000000 people=1000 sample=5]`
//!
//! Thirty linked tables in PostgreSQL: customers, with `lower(email)` indexed, and 29 tables that belong to them, ten of which
//! have a text. `rows` are divided among all.
//!
//! - One person: the time that the server spent on Gallra's statements (`pg_stat_statements` is not at hand: the time of the same
//!   search, less that of a search for nobody, is an upper bound), beside the bare statements by the same indexes.
//! - `people` in one pass with texts, beside `sample` of them one by one with LIKE.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a measuring program"
)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use gallra_app::progress::Silent;
use gallra_app::subject::find::{Asked, find_all_with};
use gallra_app::subject::{Given, GivenKind};
use gallra_app::{Clock, Context};
use gallra_testkit::{PgVersion, Postgres};

const TABLES: u64 = 30;
/// How many of them have a text.
const WITH_TEXT: u64 = 10;

#[tokio::main]
async fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, usual: u64| {
        let prefix = format!("{name}=");
        asked.iter().find_map(|word| word.strip_prefix(&prefix)).map_or(usual, |n| n.parse().unwrap())
    };
    let (rows, people, sample) = (number("rows", 10_000_000), number("people", 1_000), number("sample", 5));
    let customers = (rows / TABLES).max(people);
    let server = Postgres::start(PgVersion::V18).await;
    let database = server.database("people");
    database.psql(&tables(customers));
    let folder = tempfile::tempdir().unwrap();
    let policy_dir = folder.path().join("policy");
    std::fs::create_dir(&policy_dir).unwrap();
    std::fs::write(policy_dir.join("db.url"), database.url()).unwrap();
    let outcome = gallra_rules::check([("policy.yaml", policy())], &gallra_rules::Options::default());
    let text = outcome.render(gallra_rules::diagnostic::Lang::En, false);
    let policy = outcome.policy.unwrap_or_else(|| panic!("{text}"));
    let state = folder.path().join("state");
    let context = Context::open(policy, &policy_dir, &state, Clock::System).await.unwrap();

    println!("{TABLES} tables, {customers} rows each, {WITH_TEXT} with a text; {people} people");
    let step = customers / people;
    let given = |at: u64| {
        vec![Given { kind: GivenKind::Email, text: format!("Person{}@Example.com", at * step + 1) }]
    };
    let quick = Asked { mentions: false, counts: true, ..Asked::default() };
    let nobody = vec![Given { kind: GivenKind::Email, text: "nobody@example.com".to_owned() }];
    let mut best = [Duration::MAX; 2];
    for _ in 0..3 {
        for (at, who) in [given(people / 2), nobody.clone()].into_iter().enumerate() {
            let start = Instant::now();
            let found = find_all_with(&context, &[who], &quick, &Silent).await.unwrap();
            best[at] = best[at].min(start.elapsed());
            assert_eq!(found[0].is_found(), at == 0);
            assert!(at == 1 || found[0].datasets.len() as u64 == TABLES, "{:?}", found[0]);
        }
    }
    let id = people / 2 * step + 1;
    let mut bare = String::from("\\timing on\n");
    let _ = writeln!(bare, "SELECT * FROM t0 WHERE lower(email) = 'person{id}@example.com' \\g /dev/null");
    for table in 1..TABLES {
        let _ = writeln!(bare, "SELECT * FROM t{table} WHERE customer_id = {id} \\g /dev/null");
    }
    println!(
        "one person, indexed: {:?}; nobody: {:?}; bare statements: {:.1} ms",
        best[0],
        best[1],
        timed(&database.psql(&bare))
    );

    let all: Vec<Vec<Given>> = (0..people).map(given).collect();
    let texts = Asked { mentions: true, counts: false, ..Asked::default() };
    let start = Instant::now();
    let found = find_all_with(&context, &all, &texts, &Silent).await.unwrap();
    let took = start.elapsed();
    let mentions: usize = found.iter().map(|search| search.mentions.len()).sum();
    assert!(found.iter().all(gallra_app::subject::find::Search::is_found));
    println!("{people} people in one pass with texts: {took:?}, {mentions} mentions");

    let mut like = String::from("\\timing on\n");
    for at in 0..sample {
        let id = at * step + 1;
        let _ = writeln!(like, "SELECT * FROM t0 WHERE email ILIKE 'person{id}@example.com' \\g /dev/null");
        for table in 1..=WITH_TEXT {
            let _ = writeln!(
                like,
                "SELECT id FROM t{table} WHERE note ILIKE '%person{id}@example.com%' \\g /dev/null"
            );
        }
    }
    let each = timed(&database.psql(&like)) / sample as f64;
    let whole = each * people as f64 / 1e3;
    println!(
        "one by one with LIKE: {each:.1} ms each, {whole:.1} s for all ({:.0} times)",
        whole / took.as_secs_f64()
    );
}

/// The sum of what `\timing` told, in milliseconds.
fn timed(told: &str) -> f64 {
    let lines = told.lines().filter_map(|line| line.strip_prefix("Time: "));
    lines.filter_map(|line| line.split(' ').next()?.parse::<f64>().ok()).sum()
}

fn tables(customers: u64) -> String {
    let mut sql = format!(
        "CREATE TABLE t0 (id bigint PRIMARY KEY, email text, name text);
         INSERT INTO t0 SELECT g, 'person' || g || '@example.com', 'Person Nr' || g FROM generate_series(1, {customers}) g;
         CREATE INDEX ON t0 (lower(email));"
    );
    for table in 1..TABLES {
        let note = if table <= WITH_TEXT {
            "CASE WHEN g % 50 = 0 THEN 'Please copy person' || (g * 7 % 1000 + 1) || '@example.com on this.' \
             ELSE 'Delivered as agreed, nothing else to say about order ' || g END"
        } else {
            "NULL"
        };
        let _ = write!(
            sql,
            "CREATE TABLE t{table} (id bigint PRIMARY KEY, customer_id bigint, note text);
             INSERT INTO t{table} SELECT g, g, {note} FROM generate_series(1, {customers}) g;
             CREATE INDEX ON t{table} (customer_id);"
        );
    }
    sql.push_str("VACUUM ANALYZE;");
    sql
}

fn policy() -> String {
    let mut datasets = String::new();
    let mut names = String::from("t0");
    for table in 1..TABLES {
        let fields = if table <= WITH_TEXT { "fields: {note: communication.content}, " } else { "" };
        let _ = writeln!(
            datasets,
            "  t{table}: {{in: main, table: t{table}, {fields}belongs_to: {{t0: customer_id}}}}"
        );
        let _ = write!(names, ", t{table}");
    }
    format!(
        "organisation: {{name: Bench AB, country: SE, time_zone: UTC, financial_year_ends: 12-31}}
systems:
  main: {{kind: postgres, url: \"file:db.url\", country: SE}}
datasets:
  t0: {{in: main, table: t0, subject: {{email: email}}, fields: {{name: person.name}}}}
{datasets}measures: {{access: {{sv: Behörighet, en: Access}}}}
activities:
  bench:
    role: controller
    purpose: {{sv: Mätning, en: Measuring}}
    basis: contract
    data: [{names}]
    keep: {{until_review: 2099-12-31}}
    then: delete
    measures: [access]
"
    )
}
