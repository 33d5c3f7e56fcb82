//! A bucket that keeps no versions.

use std::sync::Mutex;

use gallra_connect::contract::{Ended, Probe, Settled};
use gallra_rules::predicate::{Predicate, Scalar};
use gallra_testkit::S3Key;

use super::{World, before, later, open, plan, store};
use crate::support::{Notes, Rule, before_date, limits};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_goes_whatever_it_is_called() {
    let world = World::of(store().await.bucket("odd")).await;
    let names = [
        "top.txt",
        "acme/a.txt",
        "acme/plus+%41 and space",
        "acme/åäö/😀.pdf",
        " acme/ space ",
        "acme/a&b<c>\"'.txt",
        "acme/tab\tline\nend",
        "acme/../x".trim_start_matches("acme/../"),
        "100%",
    ];
    world.bucket.put(&names, "old");
    let moment = world.now();
    world.bucket.put(&["new.txt", "acme/new.txt"], "new");
    let (measure, step) = world.plan(before(".", moment)).await;
    assert_eq!((measure.total, measure.due), (names.len() as u64 + 2, names.len() as u64));
    assert_eq!(world.rows(&step).await, names.len() as u64);
    assert_eq!(world.left(), ["acme/new.txt", "new.txt"]);
    world.repeat(&step).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_prefixes_dates_and_holds_are_kept() {
    let world = World::of(store().await.bucket("parts")).await;
    world.bucket.put(
        &[
            "in/acme/letters/2026-01-02.pdf",
            "in/acme/letters/2026-06-02.pdf",
            "in/beta/letters/2026-01-02.pdf",
            "in/beta/letters/none.pdf",
            "inner/acme/letters/2026-01-02.pdf",
        ],
        "x",
    );
    let connector = open(&world.bucket.url(S3Key::Owner), Some("in")).await.unwrap();
    let due = before_date("named", jiff::civil::date(2026, 5, 1));
    let held = Predicate::In { column: "folder".to_owned(), values: vec![Scalar::Text("acme".to_owned())] };
    let rule = |part: &str| Rule { due: due.clone(), ..before(part, later()) };
    let (measure, step) = plan(&connector, rule(".").except(held)).await;
    assert_eq!(
        (measure.total, measure.due, measure.excepted.clone(), measure.disposable),
        (4, 2, vec![1], 1)
    );
    let done = connector.dispose(&step, &limits(9), &mut Notes::default()).await.unwrap();
    assert_eq!((done.rows, connector.recount(&step).await.unwrap().unexplained()), (1, 0));
    let (measure, step) = plan(&connector, rule("acme/letters")).await;
    assert_eq!((measure.total, measure.due), (2, 1));
    connector.dispose(&step, &limits(9), &mut Notes::default()).await.unwrap();
    let left =
        ["in/acme/letters/2026-06-02.pdf", "in/beta/letters/none.pdf", "inner/acme/letters/2026-01-02.pdf"];
    assert_eq!(world.left(), left);
    let (measure, _) = plan(&connector, rule("*/*.pdf")).await;
    assert_eq!(measure.total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_go_in_bounded_batches() {
    let world = World::of(store().await.bucket("many")).await;
    let names: Vec<String> = (0..2500).map(|number| format!("{}/{number:05}", number % 7)).collect();
    world.bucket.put(&names.iter().map(String::as_str).collect::<Vec<_>>(), "x");
    let (measure, step) = world.plan(before(".", later())).await;
    assert_eq!((measure.total, measure.due), (2500, 2500));
    let mut notes = Notes::default();
    let done = world.connector.dispose(&step, &limits(2100), &mut notes).await.unwrap();
    assert_eq!((done.rows, done.ended), (2100, Ended::BoundReached));
    assert!(notes.prepared.iter().all(|batch| batch.rows <= 1000));
    assert_eq!(world.bucket.listed().len(), 400);
    assert_eq!(world.connector.recount(&step).await.unwrap().unexplained(), 400);
    assert_eq!(world.rows(&step).await, 400);
    world.repeat(&step).await;
}

/// Between the list and the deletion an object is written anew.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_anew_meanwhile_survives() {
    let world = World::of(store().await.bucket("anew")).await;
    world.bucket.put(&["a", "b", "c"], "old");
    let moment = world.now();
    let (_, step) = world.plan(before(".", moment)).await;
    let bucket = std::sync::Arc::new(world.bucket);
    let other = bucket.clone();
    let meanwhile = move |_| drop(other.put(&["b"], "something else"));
    let mut notes = Notes { meanwhile: Some(Mutex::new(Box::new(meanwhile))), ..Notes::default() };
    let done = world.connector.dispose(&step, &limits(9), &mut notes).await.unwrap();
    assert_eq!((done.rows, notes.prepared[0].rows, notes.rows()), (2, 3, 2), "what really went is counted");
    assert_eq!(bucket.listed().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_batch_failed_and_killed_is_settled() {
    let world = World::of(store().await.versioned("settled")).await;
    let names: Vec<String> = (0..1200).map(|number| format!("a/{number:05}")).collect();
    world.bucket.put(&names.iter().map(String::as_str).collect::<Vec<_>>(), "x");
    let (_, step) = world.plan(before(".", later())).await;
    let mut known = 0;
    for fail_at in 1..=2 {
        let mut notes = Notes { fail_at: Some(fail_at), ..Notes::default() };
        world.connector.dispose(&step, &limits(1200 - known), &mut notes).await.unwrap_err();
        for batch in &notes.prepared {
            match world.connector.settle(&step, batch).await.unwrap() {
                Settled::Committed => known += batch.rows,
                Settled::RolledBack => {}
                other => panic!("{other:?}"),
            }
        }
        let last = notes.prepared.last().unwrap();
        if fail_at == 2 {
            // Killed after some of the batch's objects.
            let Probe::Objects(marks) = &last.probe else { panic!("they are objects") };
            for mark in &marks[..7] {
                world.bucket.delete_version(&mark.key, mark.version.as_deref().unwrap()).unwrap();
            }
            let settled = world.connector.settle(&step, last).await.unwrap();
            assert_eq!(settled, Settled::InPart { rows: 7 });
            known += 7;
        }
    }
    assert_eq!(known, 1007);
    assert_eq!(world.rows(&step).await, 1200 - known);
    world.repeat(&step).await;
}
