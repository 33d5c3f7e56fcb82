//! What the store itself has locked is seen, held, and never tried.

use gallra_rules::plan::Why;
use gallra_testkit::S3Key;
use jiff::civil::Date;

use super::{World, before, later, locked, open, plan, store};
use crate::support::{Notes, limits};

#[tokio::test(flavor = "multi_thread")]
async fn locked_versions_are_held_until_their_day() {
    let world = World::of(store().await.lockable("locked")).await;
    assert_eq!(world.connector.product(), "S3 bucket with versions and object lock");
    let versions = world.bucket.put(&["free", "governed", "complied", "held", "released"], "x");
    let day = world.bucket.retain("governed", &versions[1], "GOVERNANCE", 86_400);
    let last = world.bucket.retain("complied", &versions[2], "COMPLIANCE", 10 * 86_400);
    world.bucket.hold("held", &versions[3], "ON");
    world.bucket.hold("released", &versions[4], "ON");
    world.bucket.hold("released", &versions[4], "OFF");
    assert!(day < last);
    let (measure, step) = world.plan(before(".", later()).except(locked())).await;
    assert_eq!((measure.due, measure.excepted.clone(), measure.disposable), (5, vec![3], 2));
    // The day is told in the organisation's zone, and the store's in UTC.
    let last: Date = last.parse().unwrap();
    let told = measure.held_until.unwrap();
    assert!(told == last || told == last.tomorrow().unwrap(), "{told} {last}");
    assert_eq!(step.except[0].why, Why::Locked);
    assert_eq!(world.rows(&step).await, 2);
    assert_eq!(world.left(), ["complied", "governed", "held"]);
    let recount = world.connector.recount(&step).await.unwrap();
    assert_eq!((recount.still_due, recount.excepted.clone(), recount.unexplained()), (3, vec![3], 0));
    assert_eq!(recount.held_until, Some(told));
    world.repeat(&step).await;
}

/// The store refuses what was locked after it was looked at: it is left, and the recount says so.
#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_comes_meanwhile_is_not_counted_as_gone() {
    let world = World::of(store().await.lockable("meanwhile")).await;
    let versions = world.bucket.put(&["a", "b"], "x");
    let (_, step) = world.plan(before(".", later()).except(locked())).await;
    let bucket = std::sync::Arc::new(world.bucket);
    let (other, version) = (bucket.clone(), versions[1].clone());
    let meanwhile = move |_| drop(other.retain("b", &version, "GOVERNANCE", 86_400));
    let mut notes = Notes { meanwhile: Some(std::sync::Mutex::new(Box::new(meanwhile))), ..Notes::default() };
    let done = world.connector.dispose(&step, &limits(9), &mut notes).await.unwrap();
    assert_eq!((done.rows, notes.rows()), (1, 1));
    let recount = world.connector.recount(&step).await.unwrap();
    assert_eq!((recount.excepted.clone(), recount.unexplained()), (vec![1], 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retention_that_has_ended_holds_nothing() {
    let world = World::of(store().await.lockable("ended")).await;
    let versions = world.bucket.put(&["a"], "x");
    world.bucket.retain("a", &versions[0], "GOVERNANCE", 2);
    // Until the store itself says that it is over.
    while world
        .connector
        .recount(&plan(&world.connector, before(".", later()).except(locked())).await.1)
        .await
        .unwrap()
        .excepted
        != [0]
    {}
    let (measure, step) = world.plan(before(".", later()).except(locked())).await;
    assert_eq!((measure.disposable, measure.held_until), (1, None));
    assert_eq!(world.rows(&step).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_ask_for_locks_checks_nothing() {
    let world = World::of(store().await.lockable("unasked")).await;
    world.bucket.put(&["anna andersson.pdf"], "x");
    let connector = open(&world.bucket.url(S3Key::Reader), None).await.unwrap();
    let table = before(".", later()).table;
    let shapes = connector.shapes(&[("d".into(), crate::support::dataset(table))]).await.unwrap();
    let reason = &shapes.not_checked[&gallra_rules::names::DatasetName::from("d")];
    assert!(reason.contains("s3:GetBucketObjectLockConfiguration"), "{reason}");
}
