//! Ctrl-C: the first finishes the batch, the second ends at once, and the same command goes on.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Child;
use std::time::{Duration, Instant};

use super::support::{Place, assert_transcript, ran, signal};

/// A shop whose run takes some seconds.
fn slow() -> (Place, Child) {
    let place = Place::shop();
    place.shop_says(
        "WITH RECURSIVE n(i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 61000)
         INSERT INTO messages SELECT i, 1 + i % 20, 'Hej', CASE WHEN i < 9000 THEN '2015-03-04' ELSE date('now') END FROM n;",
    );
    let plan = place.planned();
    assert_eq!(place.run(&["approve", &plan, "--by", "Karin"]).code, Some(0));
    let child = place.spawn("apply plan.json --throttle 500 --lock-time 20ms");
    (place, child)
}

/// Waits until the step on messages has begun and some of its rows are gone.
fn wait_until_it_works(place: &Place) {
    let until = Instant::now() + Duration::from_mins(2);
    while place.shop_counts("SELECT count(*) FROM messages WHERE sent_on = '2015-03-04'") == 8_029 {
        assert!(Instant::now() < until, "nothing happens");
    }
}

#[test]
fn ctrl_c_finishes_the_batch_and_a_second_apply_completes() {
    let (place, child) = slow();
    wait_until_it_works(&place);
    signal(&child, "INT");
    let stopped = ran(&["apply plan.json --throttle 500"], child.wait_with_output().unwrap());
    assert_eq!(stopped.code, Some(130), "{stopped:?}");
    assert!(stopped.stderr.contains("stopping after the batch at hand"), "{stopped:?}");
    assert!(stopped.stdout.contains("goes on with: gallra apply plan.json"), "{stopped:?}");
    let left = place.shop_counts("SELECT count(*) FROM messages WHERE sent_on = '2015-03-04'");
    assert!(left > 0 && left < 8_029, "{left}");
    let runs = place.gallra("runs");
    let completed = place.gallra("apply plan.json");
    assert_eq!(completed.code, Some(0), "{completed:?}");
    let proof = place.verified();
    assert_eq!(proof["rows"]["erased"], 8_029);
    assert_eq!(proof["interruptions"], 1);
    assert_eq!(place.shop_counts("SELECT count(*) FROM messages WHERE sent_on = '2015-03-04'"), 0);
    assert_transcript!("stop_runs", runs.transcript());
}

#[test]
fn a_service_manager_s_sigterm_does_the_same() {
    let (place, child) = slow();
    wait_until_it_works(&place);
    signal(&child, "TERM");
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(130));
    assert_eq!(place.gallra("apply plan.json").code, Some(0));
    assert_eq!(place.verified()["rows"]["erased"], 8_029);
}

#[test]
fn a_second_ctrl_c_ends_at_once_and_loses_nothing() {
    let place = Place::shop();
    let plan = place.planned();
    assert_eq!(place.run(&["approve", &plan, "--by", "Karin"]).code, Some(0));
    // So slow that the batch at hand would take its time.
    let mut child = place.spawn("apply plan.json --throttle 1");
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    signal(&child, "INT");
    let mut said = String::new();
    lines.read_line(&mut said).unwrap();
    signal(&child, "INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    lines.read_to_string(&mut said).unwrap();
    let completed = place.gallra("apply plan.json");
    assert!(matches!(completed.code, Some(0 | 4)), "{completed:?}");
    assert_eq!(place.verified()["rows"]["erased"], 30);
}
