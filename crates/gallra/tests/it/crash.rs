//! `kill -9` anywhere, then the same command again: the same end, with exact counts.

use std::process::Output;
use std::thread::sleep;
use std::time::Duration;

use gallra_testkit::sqlite_cli;
use serde_json::Value;

use super::support::{Place, changed_policy, signal};

const OLD: u64 = 6_000;
const ALL: u64 = 40_000;

/// A shop with enough to do for a while: 6,000 of 40,000 messages are old, each second one has an attachment, and
/// 600 of 4,000 customers have left.
fn large_shop() -> Place {
    let place = Place::shop();
    sqlite_cli(
        &place.path("shop.db"),
        &format!(
            "DELETE FROM attachments; DELETE FROM messages; DELETE FROM customers;
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
             INSERT INTO customers SELECT i, 'Person ' || i, CASE WHEN i <= 600 THEN '2010-05-04' END FROM n;
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ALL})
             INSERT INTO messages SELECT i, 1 + i % 4000, 'Hej', CASE WHEN i % 20 < 3 THEN '2015-03-04' ELSE date('now') END FROM n;
             INSERT INTO attachments SELECT id, id, 'bild.jpg' FROM messages WHERE id % 2 = 0;
             PRAGMA journal_mode = WAL;"
        ),
    );
    assert_eq!(place.shop_counts("SELECT count(*) FROM messages WHERE sent_on = '2015-03-04'"), OLD);
    place
}

/// What the shop and the certificate say afterwards, whatever happened on the way.
fn assert_exact(place: &Place) -> Value {
    let says = |sql| place.shop_counts(sql);
    assert_eq!(says("SELECT count(*) FROM messages"), ALL - OLD);
    assert_eq!(says("SELECT count(*) FROM messages WHERE sent_on = '2015-03-04'"), 0);
    assert_eq!(
        says(
            "SELECT count(*) FROM attachments a LEFT JOIN messages m ON m.id = a.message_id WHERE m.id IS NULL"
        ),
        0
    );
    assert_eq!(says("SELECT count(*) FROM customers WHERE name = 'removed'"), 600);
    assert_eq!(says("SELECT count(*) FROM customers WHERE name = 'removed' AND left_on IS NULL"), 0);
    let proof = place.verified();
    assert_eq!(proof["rows"]["erased"], OLD, "the certificate counts the rows that vanished: {proof}");
    assert_eq!(proof["rows"]["anonymised"], 600, "{proof}");
    assert_eq!(proof["rows"]["failed"], 0);
    assert!(!proof["finished_at"].is_null());
    for step in proof["steps"].as_array().unwrap() {
        assert_eq!(step["recount"]["remaining"], 0, "{step}");
    }
    proof
}

/// Runs `apply` and kills it after a while, unless it ends before.
fn apply_killed_after(place: &Place, line: &str, wait: Duration) -> Option<Output> {
    let mut child = place.spawn(line);
    let until = std::time::Instant::now() + wait;
    while std::time::Instant::now() < until {
        if child.try_wait().unwrap().is_some() {
            return Some(child.wait_with_output().unwrap());
        }
        sleep(Duration::from_millis(1));
    }
    if child.try_wait().unwrap().is_none() {
        signal(&child, "KILL");
    }
    let output = child.wait_with_output().unwrap();
    output.status.code().is_some().then_some(output)
}

/// Killed again and again, at moments spread over everything that a run does, until one attempt gets through.
#[test]
fn killed_at_many_moments_the_counts_are_exact() {
    let mut kills = 0;
    for seed in 0..4_u64 {
        let place = large_shop();
        let plan = place.planned();
        assert_eq!(place.run(&["approve", &plan, "--by", "Karin"]).code, Some(0));
        let mut done = None;
        for attempt in 0..60_u64 {
            // 3 to 150 ms, differently each time; longer when it never gets anywhere.
            let wait = 3 + (seed * 37 + attempt * 53) % 148 + attempt * 2;
            done = apply_killed_after(
                &place,
                "apply plan.json --lock-time 2ms --throttle 40000",
                Duration::from_millis(wait),
            );
            if done.is_some() {
                break;
            }
            kills += 1;
        }
        let done = done.unwrap_or_else(|| place.command(&["apply", "plan.json"]).output().unwrap());
        // 4 only where the attempt before was killed between its certificate and its last word.
        assert!(matches!(done.status.code(), Some(0 | 4)), "{done:?}");
        assert_exact(&place);
        assert_eq!(place.gallra("verify").code, Some(0), "the whole log");
        assert_eq!(place.gallra("plan --json").json()["rows"], 0);
    }
    assert!(kills >= 12, "only {kills} kills: the run is too quick for this test to mean anything");
}

/// The same, where the date that the messages' time counts from is in another system.
#[test]
fn killed_at_many_moments_a_run_goes_on_with_the_same_dates_from_another_system() {
    let mut kills = 0;
    for seed in 0..2_u64 {
        let place = large_shop();
        sqlite_cli(
            &place.path("register.db"),
            "CREATE TABLE agreement (customer INTEGER, settled TEXT);
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
             INSERT INTO agreement SELECT i, CASE WHEN (i - 1) % 20 < 3 THEN '2015-03-04' END FROM n;",
        );
        changed_policy(
            &place,
            "systems: {shop: {kind: sqlite, path: ../shop.db, country: SE}}\ndatasets:\n",
            "systems: {shop: {kind: sqlite, path: ../shop.db, country: SE}, register: {kind: sqlite, path: ../register.db, country: SE}}
datasets:
  agreements: {in: register, table: agreement, key: [customer], anchors: {settled: {column: settled, missing: ongoing}}}
",
        );
        changed_policy(&place, "{sent: sent_on}", "{sent: {from: agreements.settled, by: customer_id}}");
        let plan = place.planned();
        assert_eq!(place.run(&["approve", &plan, "--by", "Karin"]).code, Some(0));
        let mut done = None;
        for attempt in 0..60_u64 {
            let wait = 3 + (seed * 37 + attempt * 53) % 148 + attempt * 2;
            let line = "apply plan.json --lock-time 2ms --throttle 40000";
            done = apply_killed_after(&place, line, Duration::from_millis(wait));
            if done.is_some() {
                break;
            }
            kills += 1;
        }
        let done = done.unwrap_or_else(|| place.command(&["apply", "plan.json"]).output().unwrap());
        assert!(matches!(done.status.code(), Some(0 | 4)), "{done:?}");
        assert_exact(&place);
        assert_eq!(place.gallra("verify").code, Some(0), "the whole log");
        assert_eq!(place.gallra("plan --json").json()["rows"], 0);
    }
    assert!(kills >= 6, "only {kills} kills: the run is too quick for this test to mean anything");
}

/// Killed at the points where what was done and what is known differ: right after a batch is written down, and right
/// after rows vanished.
#[test]
fn killed_between_a_batch_and_its_count_the_counts_are_exact() {
    let place = large_shop();
    let plan = place.planned();
    assert_eq!(place.run(&["approve", &plan, "--by", "Karin"]).code, Some(0));
    let (mut last, mut caught) = (ALL, 0);
    for _ in 0..25 {
        let mut child = place.spawn("apply plan.json --lock-time 1ms --throttle 20000");
        // As soon as rows are gone that were there before, it dies: mostly before they are counted.
        let ended = loop {
            if child.try_wait().unwrap().is_some() {
                break true;
            }
            let now = place.shop_counts("SELECT count(*) FROM messages");
            if now < last {
                last = now;
                break false;
            }
        };
        if ended {
            break;
        }
        signal(&child, "KILL");
        child.wait().unwrap();
        caught += 1;
    }
    assert!(caught >= 3, "only {caught}");
    let ended = place.run(&["apply", &plan]);
    assert!(matches!(ended.code, Some(0 | 4)), "done now, or by the last attempt: {ended:?}");
    assert_exact(&place);
}

#[test]
fn a_run_that_is_killed_before_it_publishes_is_published_by_whatever_comes_next() {
    let place = Place::shop();
    let plan = place.planned();
    assert_eq!(place.run(&["apply", &plan, "--by", "Karin"]).code, Some(0));
    let run = place.verified()["run"].as_str().unwrap().to_owned();
    for words in [
        vec!["certificate", run.as_str()],
        vec!["apply", plan.as_str()],
        vec!["apply", plan.as_str(), "--json"],
    ] {
        // As if the process had died before publishing: the state has the leaves, the folder has none.
        std::fs::remove_dir_all(place.path("policy-state/log")).unwrap();
        std::fs::remove_dir_all(place.path("policy-state/certificates")).unwrap();
        assert_eq!(place.run(&words).code, Some(0), "{words:?}");
        assert_eq!(place.gallra("verify").code, Some(0));
        assert_eq!(place.verified()["rows"]["erased"], 30);
    }
    assert_eq!(place.run(&["apply", &plan]).code, Some(4), "now there is nothing left to do");
}

#[test]
fn of_two_applies_at_once_one_refuses_or_waits_and_nothing_is_done_twice() {
    let place = large_shop();
    let plan = place.planned();
    assert_eq!(place.run(&["approve", &plan, "--by", "Karin"]).code, Some(0));
    let line = "apply plan.json --throttle 6000 --json";
    let first = place.spawn(line);
    sleep(Duration::from_millis(250));
    let second = place.gallra(line);
    let first = first.wait_with_output().unwrap();
    assert_eq!(first.status.code(), Some(0), "{first:?}");
    assert_eq!(second.code, Some(4), "{second:?}");
    assert_eq!(second.json()["error"]["code"], "state_busy", "{second:?}");
    assert_exact(&place);
}
