//! Whether a store keeps what it has locked is tried on an object of our own, of which nothing stays.

use gallra_connect::{ErrorKind, LockProbe};
use gallra_testkit::{Careless, S3Bucket, S3Key};

use super::{World, open, store};

async fn probe(url: &str, path: Option<&str>) -> LockProbe {
    open(url, path).await.unwrap().probe_lock().await.unwrap().unwrap()
}

/// Nothing but what the test put there, markers neither.
fn assert_left(bucket: &S3Bucket, names: &[&str]) {
    let left: Vec<String> = bucket.listed().into_iter().map(super::told).collect();
    assert_eq!(left, names);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_keeps_its_locks_is_told_and_nothing_stays() {
    let bucket = store().await.lockable("keeps");
    bucket.put(&["anna andersson.pdf"], "x");
    assert_eq!(probe(&bucket.url(S3Key::Owner), Some("scans")).await, LockProbe::Honoured);
    assert_left(&bucket, &["anna andersson.pdf"]);
}

/// SeaweedFS refuses a lock where it keeps no versions.
#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_without_versions_promises_nothing() {
    let bucket = store().await.bucket("plain");
    assert_eq!(probe(&bucket.url(S3Key::Owner), None).await, LockProbe::NotOffered);
    assert_left(&bucket, &[]);
}

/// And where it keeps versions and was not made for locks.
#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_with_versions_and_without_locks_promises_nothing() {
    let bucket = store().await.versioned("versions");
    assert_eq!(probe(&bucket.url(S3Key::Owner), None).await, LockProbe::NotOffered);
    assert_left(&bucket, &[]);
}

/// As far as a client can see, these are stores that take locks and do not keep them: the real one, behind a proxy that drops
/// the lock of a new object, and one that gets around governance with each deletion while the lock is shown.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_takes_locks_and_does_not_keep_them_is_found_out() {
    for how in [Careless::DropsLocks, Careless::ForcesDeletions] {
        let bucket = store().await.lockable("ignores");
        assert_eq!(probe(&bucket.careless_url(how), None).await, LockProbe::Ignored, "{how:?}");
        assert_left(&bucket, &[]);
    }
}

/// What has a name that only begins as ours is somebody's.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_run_left_goes_and_what_looks_alike_stays() {
    let bucket = store().await.lockable("killed");
    let url = bucket.url(S3Key::Owner);
    // Killed after it had written: that is when something is listed.
    let connector = open(&url, Some("scans")).await.unwrap();
    let running = tokio::spawn(async move { connector.probe_lock().await });
    while bucket.listed().is_empty() {}
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    let left = bucket.listed();
    let name = left[0].key.clone();
    assert!(name.starts_with("scans/.gallra-lock-probe-") && left.len() == 1, "{left:?}");
    bucket.delete(&name);
    let alike = ["scans/.gallra-lock-probe-report.pdf", &format!("{name}.pdf"), &format!("{name}/a")];
    bucket.put(&alike, "x");
    let mut alike: Vec<&str> = alike.to_vec();
    alike.sort_unstable();
    assert_eq!(probe(&url, Some("scans")).await, LockProbe::Honoured);
    assert_left(&bucket, &alike);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_write_learns_nothing() {
    let world = World::of(store().await.bucket("reads")).await;
    let connector = open(&world.bucket.url(S3Key::Reader), None).await.unwrap();
    let error = connector.probe_lock().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotPermitted, "{error}");
    assert_eq!(world.left(), Vec::<String>::new());
}
