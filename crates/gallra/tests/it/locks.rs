//! `check --live --probe-locks`: whether stores keep what they lock, tried on an object of Gallra's own.

use std::fmt::Write as _;

use gallra_testkit::{Careless, S3Bucket, S3Key, S3Store};

use crate::support::Place;

/// A policy with these stores and nothing in them.
fn place(stores: &[(&str, &str)]) -> Place {
    let place = Place::empty();
    let head = "organisation: {name: Provbolaget AB, country: SE, time_zone: Europe/Stockholm}\nsystems:\n";
    let mut policy = head.to_owned();
    for (name, url) in stores {
        place.write(&format!("policy/{name}.secret"), url);
        writeln!(policy, "  {name}: {{kind: s3, url: \"file:{name}.secret\", country: SE}}").unwrap();
    }
    place.write("policy/a.yaml", &policy);
    place
}

fn assert_empty(bucket: &S3Bucket) {
    assert_eq!(bucket.listed(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_store_is_told_and_only_a_lock_that_does_not_hold_is_a_no() {
    let store = S3Store::shared().await;
    let (keeps, plain, ignores) = (store.lockable("keeps"), store.bucket("plain"), store.lockable("ignores"));
    let gone = store.url(S3Key::Owner, "gone");
    let keeps_url = keeps.url(S3Key::Owner);

    let good = place(&[("keeps", &keeps_url), ("plain", &plain.url(S3Key::Owner))]);
    let unasked = good.gallra("check --live --json");
    assert!(unasked.json().get("locks").is_none(), "{unasked:?}");
    assert_eq!(good.gallra("check --probe-locks").code, Some(2), "not without --live");
    let told = good.gallra("check --live --probe-locks");
    assert_eq!(told.code, Some(0), "{told:?}");
    assert!(told.stdout.contains("keeps: keeps what it locks"), "{told:?}");
    assert!(told.stdout.contains("plain: takes no locks"), "{told:?}");

    let unseen = place(&[("gone", &gone)]);
    let told = unseen.gallra("check --live --probe-locks --lang sv");
    assert_eq!(told.code, Some(3), "{told:?}");
    assert!(told.stdout.contains("gone: om den håller lås kontrollerades inte"), "{told:?}");

    // A real store behind a proxy that gets around governance with each deletion.
    let bad = place(&[("gone", &gone), ("ignores", &ignores.careless_url(Careless::ForcesDeletions))]);
    let told = bad.gallra("check --live --probe-locks");
    assert_eq!(told.code, Some(1), "{told:?}");
    assert!(told.stdout.contains("Turn object lock on"), "{told:?}");
    let told = bad.gallra("check --live --probe-locks --json");
    assert_eq!(told.code, Some(1), "{told:?}");
    let locks = &told.json()["locks"];
    assert!(locks[0]["not_checked"].is_string() && locks[0]["system"] == "gone", "{told:?}");
    assert_eq!(locks[1], serde_json::json!({"system": "ignores", "lock": "ignored"}));
    for bucket in [&keeps, &plain, &ignores] {
        assert_empty(bucket);
    }
}
