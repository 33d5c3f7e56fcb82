//! A bucket that keeps versions.

use super::{World, before, later, store};
use crate::support::Notes;
use crate::support::limits;

#[tokio::test(flavor = "multi_thread")]
async fn every_version_has_its_own_time() {
    let world = World::of(store().await.versioned("own-time")).await;
    world.bucket.put(&["a", "b", "deleted", "both"], "first");
    world.bucket.delete("both");
    let moment = world.now();
    world.bucket.put(&["a", "c"], "second");
    world.bucket.delete("deleted");
    world.bucket.put(&["both"], "second");
    let (measure, step) = world.plan(before(".", moment)).await;
    assert_eq!((measure.total, measure.due), (7, 4), "markers beside versions are no rows");
    assert_eq!(world.rows(&step).await, 4);
    assert_eq!(world.left(), ["a", "both", "both!", "c"], "a marker goes with the last version of its name");
    world.repeat(&step).await;
}

/// A marker that goes while a version is there would bring the version back.
#[tokio::test(flavor = "multi_thread")]
async fn a_marker_stays_for_as_long_as_it_hides_something() {
    let world = World::of(store().await.versioned("hides")).await;
    world.bucket.put(&["x"], "first");
    let moment = world.now();
    world.bucket.put(&["x"], "second");
    world.bucket.delete("x");
    let (_, step) = world.plan(before(".", moment)).await;
    assert_eq!(world.rows(&step).await, 1);
    assert_eq!(world.left(), ["x", "x!"]);
    let (measure, step) = world.plan(before(".", later())).await;
    assert_eq!((measure.total, measure.due), (1, 1));
    assert_eq!(world.rows(&step).await, 1);
    assert_eq!(world.left(), Vec::<String>::new());
    world.repeat(&step).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn markers_without_a_version_are_a_row() {
    let world = World::of(store().await.versioned("alone")).await;
    world.bucket.delete("never there");
    world.bucket.delete("never there");
    let moment = world.now();
    world.bucket.delete("later");
    let (measure, step) = world.plan(before(".", moment)).await;
    assert_eq!((measure.total, measure.due), (2, 1));
    assert_eq!(world.rows(&step).await, 1);
    assert_eq!(world.left(), ["later!"]);
    world.repeat(&step).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_bucket_keeps_what_it_kept() {
    let world = World::of(store().await.versioned("suspended")).await;
    world.bucket.put(&["a", "b"], "first");
    world.bucket.versioning("Suspended");
    world.bucket.put(&["a", "c"], "without a version");
    let world = World::of(world.bucket).await;
    let (measure, step) = world.plan(before(".", later())).await;
    assert_eq!((measure.total, measure.due), (4, 4));
    assert_eq!(world.rows(&step).await, 4);
    assert_eq!(world.left(), Vec::<String>::new());
    world.repeat(&step).await;
}

/// This store says that such a marker is gone, and it is not: the count goes by what is seen.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_store_claims_to_have_deleted_is_looked_for() {
    let world = World::of(store().await.versioned("claims")).await;
    world.bucket.put(&["b"], "first");
    world.bucket.versioning("Suspended");
    world.bucket.delete("b");
    let (_, step) = world.plan(before(".", later())).await;
    assert_eq!(world.rows(&step).await, 1);
    assert_eq!(world.left(), ["b!"]);
    assert_eq!(world.rows(&step).await, 0);
    assert_eq!(world.connector.recount(&step).await.unwrap().unexplained(), 1);
}

/// More versions of one name than a page holds, with markers between them.
#[tokio::test(flavor = "multi_thread")]
async fn one_name_of_many_pages_goes_with_its_markers() {
    let world = World::of(store().await.versioned("pages")).await;
    for _ in 0..3 {
        world.bucket.put(&["one"; 700], "x");
        world.bucket.delete("one");
    }
    world.bucket.put(&["two"], "x");
    let (measure, step) = world.plan(before("one", later())).await;
    assert_eq!((measure.total, measure.due), (2100, 2100));
    let mut notes = Notes::default();
    let done = world.connector.dispose(&step, &limits(2000), &mut notes).await.unwrap();
    assert_eq!(done.rows, 2000);
    assert_eq!(world.bucket.listed().len(), 104, "100 versions, their 3 markers, and the other name");
    assert_eq!(world.rows(&step).await, 100);
    assert_eq!(world.left(), ["two"]);
    world.repeat(&step).await;
}
