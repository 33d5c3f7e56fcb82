//! Forgetting: what stays closed, and what does not.

use gallra_vault::{Keyring, Remains, Shred, VaultError};

use crate::support::{ADDRESS, ANNA, BO, EMAIL, kek};

const NOTHING: Remains = Remains { wrapped_keys: 0, index_rows: 0, copies: 0 };

#[test]
fn after_a_shred_the_data_stays_sealed_even_with_the_kek_and_all_other_keys() {
    let ring = Keyring::new(kek());
    let (key, annas_wrapped) = ring.new_key(ANNA).unwrap();
    let backup = key.seal(EMAIL, ADDRESS).unwrap();
    let (bo, bos_wrapped) = ring.new_key(BO).unwrap();
    let bos = bo.seal(EMAIL, b"bo@example.se").unwrap();

    let mut key_store = vec![(ANNA, annas_wrapped), (BO, bos_wrapped)];
    let shred = Shred::of(ANNA);
    drop(key);
    key_store.retain(|(owner, _)| *owner != shred.owner());
    let left = key_store.iter().filter(|(owner, _)| *owner == shred.owner()).count();
    let shredded = shred.confirm(Remains { wrapped_keys: left as u64, ..NOTHING }).unwrap();
    assert_eq!(shredded.copies(), 0);

    // Whoever holds the KEK, the key store and the old backup tries every key that there is, and a new one.
    for (_, wrapped) in &key_store {
        assert!(ring.open_key(ANNA, wrapped).is_err());
        let other = ring.open_key(BO, wrapped).unwrap();
        assert!(other.open(EMAIL, &backup).is_err());
    }
    let (again, _) = ring.new_key(ANNA).unwrap();
    assert!(again.open(EMAIL, &backup).is_err(), "a new key for the same owner is another key");
    assert!(bo.open(EMAIL, &bos).is_ok(), "nobody else is forgotten");
}

#[test]
fn an_old_copy_of_the_wrapped_key_opens_until_its_kek_is_destroyed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kek");
    let ring = Keyring::new(gallra_vault::Kek::create(&file).unwrap());
    let (key, copy) = ring.new_key(ANNA).unwrap();
    let backup = key.seal(EMAIL, ADDRESS).unwrap();
    let shredded = Shred::of(ANNA).confirm(Remains { copies: 1, ..NOTHING }).unwrap();
    assert_eq!(shredded.copies(), 1, "the store said that a copy is left, and so may a certificate");
    assert!(ring.open_key(ANNA, &copy).unwrap().open(EMAIL, &backup).is_ok());

    std::fs::remove_file(&file).unwrap();
    let rotated = Keyring::new(kek());
    let gone = rotated.open_key(ANNA, &copy).unwrap_err();
    assert!(matches!(gone, VaultError::KekNotOnRing { kek, .. } if kek == ring.current()), "{gone}");
}

#[test]
fn a_shred_is_not_confirmed_while_a_row_is_left() {
    for remains in [Remains { wrapped_keys: 1, ..NOTHING }, Remains { index_rows: 2, ..NOTHING }] {
        let error = Shred::of(ANNA).confirm(remains).unwrap_err();
        let Remains { wrapped_keys, index_rows, .. } = remains;
        assert_eq!(error, VaultError::NotShredded { wrapped_keys, index_rows });
    }
}
