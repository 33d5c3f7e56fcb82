//! Key stores that are missing, cut, zeroed or another's, and states of a newer Gallra: told, and left as they are.

use std::fs;
use std::path::PathBuf;

use super::*;
use gallra_store::register::{Decision, KEYS, Wanted};
use gallra_store::{DATABASE, StoreError};

/// A register with somebody in it, closed; its key store's file; a backup of its keys.
async fn somebody(place: &Place, ring: &Keyring) -> (PartyId, PathBuf, PathBuf) {
    let store = place.open().await;
    let register = store.register(Scope::Organisation, ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let folder = place.folder().with_file_name("key-backups");
    let backup = store.backup_keys(&folder, acting().at, 7).await.unwrap().file;
    drop(register);
    store.close().await;
    (id, place.folder().join(KEYS), backup)
}

async fn refused(place: &Place, ring: &Keyring) -> StoreError {
    let store = place.open().await;
    let told = store.register(Scope::Organisation, ring).await.map(drop).unwrap_err();
    let asked = store.has_register().await.unwrap_err();
    assert_eq!(asked.to_string(), told.to_string(), "so that no new key-encryption key is made either");
    store.close().await;
    told
}

#[tokio::test]
async fn a_key_store_that_is_gone_or_broken_is_told_and_never_made_anew() {
    let (place, ring) = (Place::embedded(), ring());
    let (id, file, backup) = somebody(&place, &ring).await;
    let whole = fs::read(&file).unwrap();
    let data = fs::read(place.folder().join(DATABASE)).unwrap();
    let zeroed = vec![0; whole.len()];
    for (broken, what) in [
        (None, "missing"),
        (Some(&whole[..0]), "emptied"),
        (Some(&whole[..1]), "cut to a byte"),
        (Some(&whole[..100]), "cut to its header"),
        (Some(&whole[..4096]), "cut to a page"),
        (Some(&whole[..whole.len() / 2]), "cut in half"),
        (Some(&whole[..whole.len() - 1]), "cut by a byte"),
        (Some(zeroed.as_slice()), "zeroed"),
    ] {
        match broken {
            None => fs::remove_file(&file).unwrap(),
            Some(bytes) => fs::write(&file, bytes).unwrap(),
        }
        let told = refused(&place, &ring).await;
        let missing = matches!(what, "missing" | "emptied");
        let right = if missing {
            matches!(told, StoreError::KeysMissing { .. })
        } else {
            matches!(told, StoreError::KeysDamaged { .. })
        };
        assert!(right, "{what}: {told}");
        assert!(told.to_string().contains(KEYS), "{told}");
        assert_eq!(fs::read(&file).ok().as_deref(), broken, "{what}: it is left as it is");
    }
    assert_eq!(fs::read(place.folder().join(DATABASE)).unwrap(), data, "and so is the data");

    fs::remove_file(&file).unwrap();
    let store = place.open().await;
    store.restore_keys(&backup).await.unwrap();
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(name_of(&read(&register, id).await), "Anna Exempel");
}

/// A page that the disk lost: an error, or nothing that anybody notices; never somebody who seems forgotten.
#[tokio::test]
async fn a_damaged_page_makes_nobody_forgotten() {
    let (place, ring) = (Place::embedded(), ring());
    let (_, file, _) = somebody(&place, &ring).await;
    let whole = fs::read(&file).unwrap();
    let mut told = 0;
    for page in 1..whole.len() / 4096 {
        let mut broken = whole.clone();
        broken[page * 4096..(page + 1) * 4096].fill(0);
        fs::write(&file, &broken).unwrap();
        let store = place.open().await;
        let outcome = async {
            let register = store.register(Scope::Organisation, &ring).await?;
            let parties = register.parties(&acting(), Wanted::default(), 10).await?;
            assert_eq!(parties.iter().map(name_of).collect::<Vec<_>>(), ["Anna Exempel"], "page {page}");
            register.sweep().await
        };
        match outcome.await {
            Err(fault) => {
                assert!(matches!(fault, StoreError::KeysDamaged { .. }), "page {page}: {fault}");
                told += 1;
            }
            Ok(swept) => assert_eq!((swept.keys, swept.unreadable), (0, 0), "page {page}"),
        }
        store.close().await;
        let _ = fs::remove_file(place.folder().join(format!("{KEYS}-wal")));
    }
    assert!(told >= 5, "{told}");
}

pub(crate) async fn another_states_key_store_is_refused(place: &Place) {
    let ring = ring();
    let store = place.open().await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    drop(register);
    store.close().await;
    place.told(Side::Keys, "UPDATE mark SET mark = 'another'").await;
    let before = place.dump().await;
    let told = refused(place, &ring).await;
    assert!(matches!(told, StoreError::KeysForeign { .. }), "{told}");
    let meant = place.open().await.decide(Decision::DataCounts).await;
    assert!(matches!(meant, Err(StoreError::KeysForeign { .. })), "nor can that be meant: {meant:?}");
    assert_eq!(place.dump().await, before);
}

pub(crate) async fn keys_that_are_lost_for_good_are_made_anew_when_somebody_says_so(place: &Place) {
    let ring = ring();
    let store = place.open().await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let there = store.decide(Decision::KeysAreLost).await;
    assert!(matches!(there, Err(StoreError::KeysThere { .. })), "{there:?}");
    drop(register);
    store.close().await;
    match &place.database {
        None => fs::remove_file(place.folder().join(KEYS)).unwrap(),
        Some(database) => drop(database.psql("DROP SCHEMA gallra_keys CASCADE")),
    }
    let told = refused(place, &ring).await;
    assert!(matches!(told, StoreError::KeysMissing { .. }), "{told}");

    let store = place.open().await;
    store.decide(Decision::KeysAreLost).await.unwrap();
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(read(&register, id).await.person, Held::Unreadable);
    assert_eq!(register.sweep().await.unwrap().unreadable, 1);
    let new = register.create_party(&acting(), &new_customer(named("Ny"))).await.unwrap();
    assert!(new > id);
    register.forget(&acting(), id).await.unwrap();
    drop(register);
    store.close().await;
    let store = place.open().await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(name_of(&read(&register, new).await), "Ny");
}

pub(crate) async fn what_a_newer_gallra_wrote_is_left_to_the_byte(place: &Place) {
    let ring = ring();
    let store = place.open().await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    drop(register);
    store.close().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'from the future', true, 'x', 0)";
    let everything = async || {
        let applied = "SELECT CAST(version AS text) FROM _sqlx_migrations ORDER BY version";
        (place.dump().await, place.told(Side::Data, applied).await, place.told(Side::Keys, applied).await)
    };
    place.told(Side::Keys, newer).await;
    let before = everything().await;
    let refused = place.open().await.register(Scope::Organisation, &ring).await.map(drop);
    assert!(matches!(refused, Err(StoreError::Newer { .. })), "{refused:?}");
    assert_eq!(everything().await, before, "the key store");
    place.sql(newer).await;
    let before = everything().await;
    let refused = place.try_open().await.map(drop).unwrap_err();
    assert!(matches!(refused, StoreError::Newer { .. }), "{refused}");
    assert!(refused.to_string().contains("use that version"), "{refused}");
    assert_eq!(everything().await, before, "the state");
}
