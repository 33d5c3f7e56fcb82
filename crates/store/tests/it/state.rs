use gallra_store::{LeafBytes, Store, StoreError};

use crate::{at, fresh};

#[tokio::test]
async fn a_change_and_its_leaf_happen_together_or_not_at_all() {
    let (_folder, store) = fresh().await;
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

#[tokio::test]
async fn state_written_by_a_newer_gallra_is_refused_and_left_alone() {
    let (folder, store) = fresh().await;
    store.close().await;
    let database = folder.path().join("state").join(gallra_store::DATABASE);
    let pool = sqlx::SqlitePool::connect(database.to_str().unwrap()).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', 1, x'00', 0)",
    )
    .execute(&pool)
    .await
    .unwrap();
    pool.close().await;
    let refused = Store::open(&folder.path().join("state")).await;
    assert!(matches!(refused, Err(StoreError::Newer { .. })), "{refused:?}");
}

#[tokio::test]
async fn only_one_apply_at_a_time() {
    let (folder, store) = fresh().await;
    let lock = store.lock_apply().unwrap();
    let other = Store::open(&folder.path().join("state")).await.unwrap();
    assert!(matches!(other.lock_apply(), Err(StoreError::Busy { .. })));
    drop(lock);
    assert!(other.lock_apply().is_ok());
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_can_enter_the_state_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, _store) = fresh().await;
    let mode = std::fs::metadata(folder.path().join("state")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}
