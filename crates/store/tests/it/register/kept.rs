//! The key store's own backup, and what a sweep does with data that is older than its key store.

use std::path::{Path, PathBuf};

use super::restore::{back_up, file, restore};
use super::*;
use gallra_store::register::{Decision, KEYS, Refusal};
use gallra_store::{Store, StoreError};

const DAY: &str = "2026-11-22T03:00:00Z";
const EIGHT_DAYS_LATER: &str = "2026-11-30T03:00:00Z";

fn folder(place: &Place) -> PathBuf {
    place.folder().with_file_name("key-backups")
}

/// As if a disk with the key store had been lost.
fn lose_keys(place: &Place) {
    match &place.database {
        None => {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(place.folder().join(format!("{KEYS}{end}")));
            }
        }
        Some(database) => drop(database.psql("DROP SCHEMA gallra_keys CASCADE")),
    }
}

fn listed(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

pub(crate) async fn a_backup_of_the_keys_brings_back_who_lives_and_nobody_else(place: &Place) {
    use std::os::unix::fs::PermissionsExt as _;
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let kept = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let forgotten = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let before = place.number(Side::Keys, "SELECT count(*) FROM data_key").await;
    let backup = store.backup_keys(&folder(place), at(DAY), 7).await.unwrap();
    assert_eq!(backup.until, date(2026, 11, 29));
    assert_eq!(std::fs::metadata(&backup.file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(listed(&folder(place)), ["keys-20261122T030000Z-until-2026-11-29.db"], "no log beside it");
    let told = gallra_testkit::sqlite_cli(&backup.file, "SELECT count(*) FROM data_key");
    assert_eq!(told, before.to_string());

    let later = register.create_party(&acting(), &new_customer(named("Efter kopian"))).await.unwrap();
    let gone = register.forget(&acting(), forgotten).await.unwrap();
    let own = if place.database.is_none() { 0 } else { 2 };
    assert_eq!((gone.copies, gone.last_copy), (own + 1, Some(date(2026, 11, 29))), "the backup is told");
    let gone = register.forget(&acting(), later).await.unwrap();
    assert_eq!((gone.copies, gone.last_copy), (own, None), "it came after the backup");

    let there = store.restore_keys(&backup.file).await.unwrap_err();
    assert!(matches!(there, StoreError::KeysThere { .. }), "{there}");
    drop(register);
    store.close().await;
    lose_keys(place);
    let store = place.open().await;
    let missing = store.register(Scope::Organisation, &ring).await.map(drop).unwrap_err();
    assert!(matches!(missing, StoreError::KeysMissing { .. }), "{missing}");
    let restored = store.restore_keys(&backup.file).await.unwrap();
    assert_eq!((restored.keys, restored.forgotten), (1, 1), "who was forgotten does not come back");
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(name_of(&read(&register, kept).await), "Anna Exempel");
    let found = register.find(&acting(), &anna().identifiers[0]).await.unwrap();
    assert_eq!(found.iter().map(|party| party.id).collect::<Vec<_>>(), [kept]);
    assert_eq!(register.sweep().await.unwrap(), gallra_store::register::Swept::default());
    let gone = register.forget(&acting(), kept).await.unwrap();
    assert_eq!(gone.last_copy, Some(date(2026, 11, 29)), "the restored key store knows its backup");
}

pub(crate) async fn after_the_last_backup_nobody_can_read_who_was_forgotten(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let dump = place.folder().with_extension("copy");
    back_up(place, Side::Data, &dump);
    let backup = store.backup_keys(&folder(place), at(DAY), 7).await.unwrap();
    register.forget(&acting(), id).await.unwrap();
    drop(register);
    store.close().await;

    // Whoever has both copies, and the KEK, can read: that is what `copies` said. A sweep sees nothing wrong.
    lose_keys(place);
    restore(place, Side::Data, &dump);
    let store = place.open().await;
    let restored = store.restore_keys(&backup.file).await.unwrap();
    assert_eq!((restored.keys, restored.forgotten), (1, 0));
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(register.sweep().await.unwrap(), gallra_store::register::Swept::default());
    assert_eq!(name_of(&read(&register, id).await), "Anna Exempel");
    register.forget(&acting(), id).await.unwrap();

    // The next backup overwrites and removes what is past its day, whichever the data is that comes back.
    let before = std::fs::read(&backup.file).unwrap();
    let open = std::fs::File::open(&backup.file).unwrap();
    let next = store.backup_keys(&folder(place), at(EIGHT_DAYS_LATER), 7).await.unwrap();
    assert_eq!((next.removed, listed(&folder(place)).len()), (1, 1));
    let mut left = Vec::new();
    std::io::Read::read_to_end(&mut &open, &mut left).unwrap();
    assert_eq!((left.len(), left.iter().all(|byte| *byte == 0)), (before.len(), true), "overwritten");
    drop(register);
    store.close().await;
    restore(place, Side::Data, &dump);
    let store = place.open().await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(read(&register, id).await.person, Held::Unreadable);
    assert_eq!(register.sweep().await.unwrap().unreadable, 1);
    drop(register);
    store.close().await;
    lose_keys(place);
    let store = place.open().await;
    store.restore_keys(&next.file).await.unwrap();
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(read(&register, id).await.person, Held::Unreadable, "and the keys that are left do not help");
}

pub(crate) async fn a_backup_lies_apart_and_what_a_crash_left_of_one_goes(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    store.register(Scope::Organisation, &ring).await.unwrap();
    let inside = store.backup_keys(&place.folder().join("keys"), at(DAY), 7).await.unwrap_err();
    assert!(matches!(inside, StoreError::BackupPlace { .. }), "{inside}");
    let folder = folder(place);
    let made = store.backup_keys(&folder, at(DAY), 7).await.unwrap().file;
    let part = folder.join("keys-20261121T030000Z-until-2026-11-28.db.part");
    for path in [&part, &folder.join("keys-20261101T030000Z-until-2026-11-08.db"), &folder.join("other.db")] {
        std::fs::write(path, b"x").unwrap();
    }
    assert_eq!(store.expire_key_backups(&folder, at(DAY)).await.unwrap(), 2);
    assert!(made.exists() && folder.join("other.db").exists() && !part.exists());

    // Another state's, and none at all.
    let theirs = Place::embedded();
    let other = theirs.open().await;
    let register = other.register(Scope::Organisation, &ring).await.unwrap();
    register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let foreign =
        other.backup_keys(&theirs.folder().with_file_name("key-backups"), at(DAY), 7).await.unwrap().file;
    store.close().await;
    lose_keys(place);
    let store = place.open().await;
    let refused = store.restore_keys(&foreign).await.unwrap_err();
    assert!(matches!(refused, StoreError::KeysForeign { .. }), "{refused}");
    let refused = store.restore_keys(&folder.join("other.db")).await.unwrap_err();
    assert!(matches!(refused, StoreError::KeysDamaged { .. }), "{refused}");
    assert!(!place.folder().join("keys.restoring").exists());
    store.restore_keys(&made).await.unwrap();
    store.register(Scope::Organisation, &ring).await.unwrap();
}

fn is_old(outcome: &Result<gallra_store::register::Swept, StoreError>) -> bool {
    matches!(outcome, Err(StoreError::Register(Refusal::OldData { .. })))
}

pub(crate) async fn a_sweep_over_an_older_copy_of_the_data_destroys_nothing(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let old = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let copies = [place.folder().with_extension("old"), place.folder().with_extension("new")];
    back_up(place, Side::Data, &copies[0]);
    let living = register.create_party(&acting(), &new_customer(named("Lever"))).await.unwrap();
    register.create_entry(&acting(), &note(living, "Ringde")).await.unwrap();
    back_up(place, Side::Data, &copies[1]);
    drop(register);
    store.close().await;
    let again = async |copy: &Path| {
        restore(place, Side::Data, copy);
        place.open().await
    };
    let keys = async || place.number(Side::Keys, "SELECT count(*) FROM data_key").await;

    let store = again(&copies[0]).await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert!(is_old(&register.sweep().await));
    // Work goes on, and with it the numbers; the sweep does not forget what it saw.
    register.create_party(&acting(), &new_customer(named("Ny"))).await.unwrap();
    register.create_entry(&acting(), &note(old, "Ringde")).await.unwrap();
    assert!(is_old(&register.sweep().await));
    assert_eq!(keys().await, 3, "who lives has its key still");
    drop(register);
    store.close().await;

    // The newer data comes back: who lives can be read.
    let store = again(&copies[1]).await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(name_of(&read(&register, living).await), "Lever");
    drop(register);
    store.close().await;

    // Or the old is what counts, and somebody says so.
    let store = again(&copies[0]).await;
    store.decide(Decision::DataCounts).await.unwrap();
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(register.sweep().await.unwrap().keys, 2);
    assert_eq!(keys().await, 1);
    assert_eq!(name_of(&read(&register, old).await), "Anna Exempel");
}

pub(crate) async fn a_copy_that_lacks_only_what_was_said_is_an_older_one_too(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let entry = register.create_entry(&acting(), &note(id, "Ringde")).await.unwrap();
    let copy = place.folder().with_extension("old");
    back_up(place, Side::Data, &copy);
    for of in [Of::Party(id), Of::Entry(entry)] {
        register.mark(&acting(), &of, &Mark::Until(None)).await.unwrap();
    }
    assert_eq!(register.sweep().await.unwrap(), gallra_store::register::Swept::default());
    drop(register);
    store.close().await;
    restore(place, Side::Data, &copy);
    let store = place.open().await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert!(is_old(&register.sweep().await));
    // What is said now comes after all that was said before, also after what this copy lacks; and it stays an old one.
    for _ in 0..3 {
        register.mark(&acting(), &Of::Entry(entry), &Mark::Until(None)).await.unwrap();
    }
    assert_eq!(place.number(Side::Data, "SELECT max(seq) FROM mark").await, 7);
    assert!(is_old(&register.sweep().await));
}

pub(crate) async fn an_empty_state_beside_a_full_key_store_is_refused(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let copy = place.folder().with_extension("copy");
    back_up(place, Side::Keys, &copy);
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let full = place.folder().with_extension("full");
    back_up(place, Side::Data, &full);
    drop(register);
    store.close().await;
    match &place.database {
        None => {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(place.folder().join(format!("{}{end}", file(Side::Data))));
            }
        }
        Some(database) => drop(database.psql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")),
    }
    let store = place.open().await;
    let refused = store.register(Scope::Organisation, &ring).await.map(drop).unwrap_err();
    assert!(matches!(refused, StoreError::DataMissing { .. }), "{refused}");
    assert!(matches!(store.has_register().await, Err(StoreError::DataMissing { .. })));
    assert_eq!(place.number(Side::Keys, "SELECT count(*) FROM data_key").await, 1);
    store.close().await;

    restore(place, Side::Data, &full);
    let store = place.open().await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(name_of(&read(&register, id).await), "Anna Exempel");
}

/// One tenant's KEK is lost: the others work on.
pub(crate) async fn a_lost_kek_locks_the_register_that_it_was_for(place: &Place) {
    let store = place.open().await;
    let folder = tempfile::tempdir().unwrap();
    let (old, kek) = (folder.path().join("old"), folder.path().join("kek"));
    let first = Keyring::new(Kek::create(&old).unwrap());
    let theirs = store.register(customer(1), &first).await.unwrap();
    theirs.create_party(&acting(), &new_customer(anna())).await.unwrap();
    // Customer 2 was taken in while both keys were there.
    let both = Keyring::new(Kek::create(&kek).unwrap()).with_old(Kek::open(&old).unwrap());
    let other = store.register(customer(2), &both).await.unwrap();
    let there = other.create_party(&acting(), &new_customer(anna())).await.unwrap();

    let left = Keyring::new(Kek::open(&kek).unwrap());
    let locked = store.register(customer(1), &left).await.map(drop);
    assert!(matches!(locked, Err(StoreError::Vault(_))), "{locked:?}");
    let open = store.register(customer(2), &left).await.unwrap();
    assert_eq!(name_of(&read(&open, there).await), "Anna Exempel");
    let new = store.register(customer(3), &left).await.unwrap();
    new.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let wrong = store.register(customer(4), &ring()).await.map(drop);
    assert!(matches!(wrong, Err(StoreError::Vault(_))), "a wrong key begins no tenant: {wrong:?}");
}

/// Writing in a place that the state has left.
#[tokio::test]
async fn a_register_that_was_open_while_the_state_moved_writes_nothing_more() {
    let (place, ring) = (Place::postgres().await, ring());
    let store = Store::open(&place.folder()).await.unwrap();
    crate::moved::fill(&store, &ring).await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let moved =
        gallra_store::move_state(&place.folder(), &place.address(), gallra_store::Engine::Postgres).await;
    moved.unwrap();
    let late = register.create_party(&acting(), &new_customer(anna())).await;
    assert!(matches!(late, Err(StoreError::Elsewhere { .. })), "{late:?}");
    let late = register.create_entry(&acting(), &note(PartyId(1), "Ringde")).await;
    assert!(matches!(late, Err(StoreError::Elsewhere { .. })), "{late:?}");
    let late = register.mark(&acting(), &Of::Party(PartyId(1)), &Mark::Until(None)).await;
    assert!(matches!(late, Err(StoreError::Elsewhere { .. })), "{late:?}");
    let late = register.sweep().await;
    assert!(matches!(late, Err(StoreError::Elsewhere { .. })), "{late:?}");
    assert!(!place.folder().join(KEYS).exists(), "nor is a key store made where none is");

    let there = place.open().await;
    let register = there.register(Scope::Organisation, &ring).await.unwrap();
    let moved =
        gallra_store::move_state(&place.folder(), &place.address(), gallra_store::Engine::Embedded).await;
    moved.unwrap();
    let late = register.create_party(&acting(), &new_customer(anna())).await;
    assert!(matches!(late, Err(StoreError::NotMoved { .. })), "{late:?}");
}
