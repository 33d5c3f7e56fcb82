use super::*;
use gallra_store::StoreError;
use gallra_store::register::Swept;
use gallra_vault::VaultError;

pub(crate) async fn a_wrong_kek_writes_nothing(place: &Place) {
    let store = place.open().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kek");
    let right = Keyring::new(Kek::create(&file).unwrap());
    let register = store.register(customer(1), &right).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let before = place.dump().await;

    let wrong = ring();
    for scope in [customer(1), customer(2), Scope::Organisation] {
        let refused = store.register(scope, &wrong).await.unwrap_err();
        assert!(matches!(refused, StoreError::Vault(VaultError::KekNotOnRing { .. })), "{refused}");
        assert!(refused.to_string().contains("nothing was changed"), "{refused}");
    }
    assert_eq!(place.dump().await, before);

    let both = Keyring::new(Kek::create(&folder.path().join("kek-2")).unwrap());
    let both = both.with_old(Kek::open(&file).unwrap());
    let register = store.register(customer(1), &both).await.unwrap();
    assert_eq!(name_of(&read(&register, id).await), "Anna Exempel");
}

pub(crate) async fn after_a_rotation_the_old_kek_is_needed_no_more(place: &Place) {
    let store = place.open().await;
    let folder = tempfile::tempdir().unwrap();
    let old = folder.path().join("kek");
    let ring = Keyring::new(Kek::create(&old).unwrap());
    let register = store.register(customer(1), &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let new = folder.path().join("kek-2");
    let both = Keyring::new(Kek::create(&new).unwrap()).with_old(Kek::open(&old).unwrap());
    let turning = store.register(customer(1), &both).await.unwrap();
    turning.create_party(&acting(), &new_customer(named("Ny"))).await.unwrap();
    let before = place.dump_of(1).await;
    assert_eq!(turning.rewrap().await.unwrap(), 2, "the index key and the first party's");
    assert_eq!(turning.rewrap().await.unwrap(), 0);
    let mut after = place.dump_of(1).await;
    assert_ne!(after, before);
    for ((_, column, now), (.., then)) in after.iter_mut().zip(&before) {
        if column == "wrapped" {
            now.clone_from(then);
        }
    }
    assert_eq!(after, before, "what is sealed stays as it is");

    let new = Keyring::new(Kek::open(&new).unwrap());
    let register = store.register(customer(1), &new).await.unwrap();
    assert_eq!(register.find(&acting(), &anna().identifiers[0]).await.unwrap()[0].id, id);
    assert!(store.register(customer(1), &ring).await.is_err(), "the old one opens nothing");
}

pub(crate) async fn a_newer_key_store_is_refused(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    store.register(Scope::Organisation, &ring).await.unwrap();
    store.close().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'from the future', true, 'x', 0)";
    place.told(Side::Keys, newer).await;
    let before = place.dump().await;
    let refused = place.open().await.register(Scope::Organisation, &ring).await.map(drop);
    assert!(matches!(refused, Err(StoreError::Newer { .. })), "{refused:?}");
    assert_eq!(place.dump().await, before);
}

pub(crate) async fn a_sweep_finishes_what_was_interrupted(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(register.create_party(&acting(), &new_customer(anna())).await.unwrap());
    }
    assert_eq!(register.sweep().await.unwrap(), Swept::default(), "nothing to do");

    // Killed between the rows and the keys; rows disposed of by a retention rule; a change half done; a key destroyed.
    place.told(Side::Data, &format!("DELETE FROM party WHERE id = {}", ids[0].0)).await;
    let stray = format!(
        "INSERT INTO token SELECT tenant, 'reference', token, owner FROM token WHERE owner = {} AND field = 'email'",
        ids[1].0
    );
    place.told(Side::Keys, &stray).await;
    for table in ["data_key", "token"] {
        place.told(Side::Keys, &format!("DELETE FROM {table} WHERE owner = {}", ids[2].0)).await;
    }
    let swept = register.sweep().await.unwrap();
    assert_eq!((swept.keys, swept.tokens, swept.unreadable), (1, 1, 1));
    assert_eq!(place.number(Side::Keys, "SELECT count(*) FROM data_key").await, 2);
    assert_eq!(place.number(Side::Keys, "SELECT count(*) FROM token").await, 10);
    assert_eq!(read(&register, ids[2]).await.person, Held::Unreadable);
    let found = register.find(&acting(), &anna().identifiers[0]).await.unwrap();
    assert_eq!(found.iter().map(|party| party.id).collect::<Vec<_>>(), [ids[1], ids[3]]);
    let again = register.sweep().await.unwrap();
    assert_eq!((again.keys, again.tokens, again.unreadable), (0, 0, 1));
}

pub(crate) async fn several_write_at_once(place: &Place) {
    let ring = std::sync::Arc::new(ring());
    let stores = [(place.open().await, 1), (place.open().await, 1), (place.open().await, 2)];
    stores[0].0.register(customer(1), &ring).await.unwrap();
    let writers = stores.into_iter().map(|(store, tenant)| {
        let ring = ring.clone();
        tokio::spawn(async move {
            let register = store.register(customer(tenant), &ring).await.unwrap();
            for _ in 0..10 {
                let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
                register.create_entry(&acting(), &note(id, "Ringde")).await.unwrap();
                let other = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
                register.forget(&acting(), other).await.unwrap();
                register.sweep().await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let store = place.open().await;
    for (tenant, parties) in [(1, 20), (2, 10)] {
        let register = store.register(customer(tenant), &ring).await.unwrap();
        let found = register.find(&acting(), &anna().identifiers[0]).await.unwrap();
        assert_eq!(found.len(), parties, "every one can be read");
        let trail = register.trail(1, 10_000).await.unwrap();
        assert!(trail.iter().zip(1..).all(|(line, id)| line.id == id), "without a gap");
    }
}
