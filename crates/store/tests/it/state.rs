use gallra_store::{Attestation, AttestationKind, LeafBytes, Measured, StoreError};

use crate::{Place, at};

pub(crate) async fn a_change_and_its_leaf_happen_together_or_not_at_all(place: &Place) {
    let store = place.open().await;
    let moment = at("2026-11-22T03:00:00Z");
    let mut dropped = store.write().await.unwrap();
    dropped.append(&LeafBytes(b"{\"a\":1}".to_vec()), moment, None).await.unwrap();
    drop(dropped);
    assert_eq!(store.leaf_count().await.unwrap(), 0, "a change that was not committed left nothing behind");

    let mut kept = store.write().await.unwrap();
    assert_eq!(kept.append(&LeafBytes(b"{\"a\":1}".to_vec()), moment, None).await.unwrap(), 0);
    assert_eq!(kept.append(&LeafBytes(b"{\"b\":2}".to_vec()), moment, None).await.unwrap(), 1);
    kept.commit().await.unwrap();
    assert_eq!(store.leaves(1, 10).await.unwrap(), vec![LeafBytes(b"{\"b\":2}".to_vec())]);
    assert_eq!(store.latest_moment().await.unwrap(), Some(moment));
}

pub(crate) async fn state_written_by_a_newer_gallra_is_refused_and_left_alone(place: &Place) {
    place.open().await.close().await;
    place
        .sql(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'from the future', true, 'x', 0)",
        )
        .await;
    let refused = place.try_open().await;
    assert!(matches!(refused, Err(StoreError::Newer { .. })), "{refused:?}");
}

pub(crate) async fn only_one_apply_at_a_time(place: &Place) {
    let store = place.open().await;
    let lock = store.lock_apply().unwrap();
    let other = place.open().await;
    assert!(matches!(other.lock_apply(), Err(StoreError::Busy { .. })));
    drop(lock);
    assert!(other.lock_apply().is_ok());
}

pub(crate) async fn a_state_on_this_machine_is_on_no_network(place: &Place) {
    assert_eq!(place.open().await.on_network(), None);
}

pub(crate) async fn nobody_else_can_enter_the_state_folder(place: &Place) {
    use std::os::unix::fs::PermissionsExt as _;
    let store = place.open().await;
    let mode = std::fs::metadata(store.folder()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    // And where the folder was there before and is lax, the file is not.
    let lax = place.folder().join("lax");
    std::fs::create_dir(&lax).unwrap();
    std::fs::set_permissions(&lax, std::fs::Permissions::from_mode(0o755)).unwrap();
    let _store = gallra_store::Store::open(&lax).await.unwrap();
    let mode = std::fs::metadata(lax.join(gallra_store::DATABASE)).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
}

/// Two that write at once: the log has no gap and no leaf twice.
pub(crate) async fn several_write_at_once_and_the_log_has_no_gap(place: &Place) {
    let moment = at("2026-11-22T03:00:00Z");
    let stores = [place.open().await, place.open().await, place.open().await];
    let writers = stores.into_iter().map(|store| {
        tokio::spawn(async move {
            for _ in 0..20 {
                let mut tx = store.write().await.unwrap();
                let position = tx.append(&LeafBytes(b"{}".to_vec()), moment, None).await.unwrap();
                assert_eq!(tx.append(&LeafBytes(b"{}".to_vec()), moment, None).await.unwrap(), position + 1);
                tx.commit().await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    assert_eq!(place.open().await.leaf_count().await.unwrap(), 120);
}

pub(crate) async fn a_verdict_knows_since_when(place: &Place) {
    let store = place.open().await;
    for (day, verdict) in [(1, "broken"), (2, "kept"), (3, "broken"), (4, "broken")] {
        let mut tx = store.write().await.unwrap();
        let found = Measured {
            activity: "chat".into(),
            dataset: "chats".into(),
            rule: "at_most 1 month after ended".into(),
            at: at(&format!("2026-11-0{day}T03:00:00Z")),
            verdict: verdict.into(),
            overdue: day,
            oldest: (day % 2 == 0).then(|| "2026-01-01".parse().unwrap()),
        };
        tx.measured(&found).await.unwrap();
        tx.measured(&found).await.unwrap();
        tx.commit().await.unwrap();
    }
    let past = store.measured_before("chat", "chats", "at_most 1 month after ended").await.unwrap().unwrap();
    assert_eq!((past.verdict.as_str(), past.since, past.overdue), ("broken", at("2026-11-03T03:00:00Z"), 4));
    assert_eq!(store.measured_before("chat", "chats", "another").await.unwrap(), None);
}

pub(crate) async fn what_was_attested_and_adopted_is_read_back(place: &Place) {
    let store = place.open().await;
    let said = |until: &str| Attestation {
        kind: AttestationKind::Task,
        activity: "paper".into(),
        dataset: "binders".into(),
        rule: "at_most 1 year after filed".into(),
        document: None,
        role: "finance".into(),
        by: "Karin".into(),
        statement: "Gick igenom pärm 1".into(),
        at: at("2026-11-22T03:00:00Z"),
        until: until.parse().unwrap(),
    };
    let mut tx = store.write().await.unwrap();
    tx.attest(&said("2026-12-31")).await.unwrap();
    tx.attest(&said("2027-12-31")).await.unwrap();
    tx.adopt_policy("one").await.unwrap();
    tx.adopt_policy("two").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.attestations().await.unwrap(), [said("2027-12-31"), said("2026-12-31")]);
    assert_eq!(store.adopted_policy().await.unwrap().as_deref(), Some("two"));
}
