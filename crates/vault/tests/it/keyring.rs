//! Wrapped keys, and the change from one KEK to the next.

use gallra_vault::{Keyring, Owner, VaultError, WrappedKey};

use crate::support::{ADDRESS, ANNA, BO, EMAIL, anna, flips, kek};

const DAMAGED: VaultError = VaultError::DoesNotOpen { what: "wrapped key" };

#[test]
fn a_wrapped_key_moved_to_another_owner_or_tenant_does_not_open() {
    let (ring, _, wrapped) = anna();
    for other in [
        BO,
        Owner { tenant: "tenant-2", ..ANNA },
        // The same letters, cut elsewhere.
        Owner { tenant: "tenant-1p", id: "erson/17" },
    ] {
        assert_eq!(ring.open_key(other, &wrapped).unwrap_err(), DAMAGED);
    }
    assert_eq!(ring.open_index("tenant-1", &wrapped).unwrap_err(), DAMAGED, "a data key is no index key");
    let (_, index_key) = ring.new_index("tenant-1").unwrap();
    assert_eq!(ring.open_index("tenant-2", &index_key).unwrap_err(), DAMAGED);
    assert_eq!(ring.open_key(Owner { tenant: "tenant-1", id: "" }, &index_key).unwrap_err(), DAMAGED);
}

#[test]
fn no_bit_of_a_wrapped_key_can_change_and_a_changed_kek_id_is_told_apart() {
    let (ring, _, wrapped) = anna();
    for (byte, flipped) in flips(wrapped.as_bytes()) {
        let error = WrappedKey::from_bytes(&flipped).and_then(|it| ring.open_key(ANNA, &it)).unwrap_err();
        match byte {
            0 => assert_eq!(error, VaultError::UnknownVersion { what: "wrapped key", version: flipped[0] }),
            1..17 => assert!(matches!(error, VaultError::KekNotOnRing { .. }), "byte {byte}: {error}"),
            _ => assert_eq!(error, DAMAGED, "byte {byte}"),
        }
    }
}

#[test]
fn a_wrapped_key_that_was_cut_or_extended_is_refused() {
    let (_, _, wrapped) = anna();
    let longer = [wrapped.as_bytes().as_slice(), &[0]].concat();
    for bytes in [&[], &wrapped.as_bytes()[..76], &longer] {
        assert_eq!(
            WrappedKey::from_bytes(bytes).unwrap_err(),
            VaultError::WrongLength { what: "wrapped key" }
        );
    }
}

#[test]
fn a_sealed_value_is_not_taken_for_a_wrapped_key_nor_a_wrapped_key_for_a_value() {
    let (_, key, wrapped) = anna();
    let sealed = key.seal(EMAIL, &[7; 48]).unwrap();
    assert_eq!(sealed.len(), WrappedKey::LEN);
    assert_eq!(
        WrappedKey::from_bytes(&sealed).unwrap_err(),
        VaultError::UnknownVersion { what: "wrapped key", version: 1 }
    );
    assert_eq!(
        key.open(EMAIL, wrapped.as_bytes()).unwrap_err(),
        VaultError::UnknownVersion { what: "sealed value", version: 0x81 }
    );
}

#[test]
fn a_swapped_kek_is_told_apart_from_damaged_data_and_changes_nothing() {
    let (right, key, wrapped) = anna();
    let sealed = key.seal(EMAIL, ADDRESS).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = |name| folder.path().join(name);
    let swapped = Keyring::new(gallra_vault::Kek::create(&file("new")).unwrap())
        .with_old(gallra_vault::Kek::create(&file("old")).unwrap());
    let missing = swapped.open_key(ANNA, &wrapped).unwrap_err();
    // Which key is asked for, where it was looked for, and what was there instead.
    let told = missing.to_string();
    assert!(matches!(&missing, VaultError::KekNotOnRing { kek, .. } if *kek == right.current()), "{told}");
    for part in
        [right.current().to_string(), swapped.current().to_string(), file("new").display().to_string()]
    {
        assert!(told.contains(&part), "{part} in {told}");
    }
    assert!(told.contains(&file("old").display().to_string()), "{told}");
    assert_eq!(swapped.check([wrapped.kek()]), Err(missing.clone()));
    assert_eq!(swapped.open_key(ANNA, &wrapped).unwrap_err(), missing);
    assert_eq!(swapped.rewrap_key(ANNA, &wrapped).unwrap_err(), missing);
    // With the right one all is as it was.
    assert_eq!(right.check([wrapped.kek()]), Ok(()));
    assert_eq!(right.open_key(ANNA, &wrapped).unwrap().open(EMAIL, &sealed).unwrap().expose(), ADDRESS);
}

#[test]
fn a_rotation_that_stopped_half_way_reads_everything_and_can_be_finished() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kek");
    let old = Keyring::new(gallra_vault::Kek::create(&file).unwrap());
    let (key, annas) = old.new_key(ANNA).unwrap();
    let sealed = key.seal(EMAIL, ADDRESS).unwrap();
    let (key, bos) = old.new_key(BO).unwrap();
    let sealed_too = key.seal(EMAIL, b"bo@example.se").unwrap();
    let (index, index_key) = old.new_index(ANNA.tenant).unwrap();
    let token = index.token("email", ADDRESS).unwrap();

    // Anna's key is under the new KEK, Bo's and the index key are not yet.
    let both = Keyring::new(kek()).with_old(gallra_vault::Kek::open(&file).unwrap());
    let annas_new = both.rewrap_key(ANNA, &annas).unwrap().unwrap();
    assert_eq!((annas_new.kek(), bos.kek()), (both.current(), old.current()));
    assert_eq!(both.check([annas_new.kek(), bos.kek(), index_key.kek()]), Ok(()));
    let open = |ring: &Keyring, owner, wrapped: &WrappedKey, sealed: &[u8]| {
        ring.open_key(owner, wrapped)?.open(EMAIL, sealed).map(gallra_vault::Personal::into_exposed)
    };
    assert_eq!(open(&both, ANNA, &annas_new, &sealed).unwrap(), ADDRESS);
    assert_eq!(open(&both, BO, &bos, &sealed_too).unwrap(), b"bo@example.se");
    assert_eq!(both.open_index(ANNA.tenant, &index_key).unwrap().token("email", ADDRESS).unwrap(), token);

    // A new person comes under the new one; what is there already stays as it is.
    let carl = Owner { id: "person/19", ..ANNA };
    assert_eq!(both.new_key(carl).unwrap().1.kek(), both.current());
    assert_eq!(both.rewrap_key(ANNA, &annas_new).unwrap(), None);

    // Finished: the old KEK opens what is new no more, and the new one suffices.
    let bos_new = both.rewrap_key(BO, &bos).unwrap().unwrap();
    let index_key_new = both.rewrap_index(ANNA.tenant, &index_key).unwrap().unwrap();
    assert!(old.open_key(BO, &bos_new).is_err());
    assert!(both.open_index("tenant-2", &index_key_new).is_err());
    assert_eq!(open(&both, BO, &bos_new, &sealed_too).unwrap(), b"bo@example.se");
    assert_eq!(both.open_index(ANNA.tenant, &index_key_new).unwrap().token("email", ADDRESS).unwrap(), token);
}

#[test]
fn what_is_damaged_or_not_the_owners_is_not_rewrapped() {
    let (_, _, wrapped) = anna();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kek");
    let old = Keyring::new(gallra_vault::Kek::create(&file).unwrap());
    let (_, annas) = old.new_key(ANNA).unwrap();
    let both = Keyring::new(kek()).with_old(gallra_vault::Kek::open(&file).unwrap());
    assert_eq!(both.rewrap_key(BO, &annas).unwrap_err(), DAMAGED);
    assert_eq!(both.rewrap_index(ANNA.tenant, &annas).unwrap_err(), DAMAGED);
    let mut damaged = *annas.as_bytes();
    damaged[40] ^= 1;
    assert_eq!(both.rewrap_key(ANNA, &WrappedKey::from_bytes(&damaged).unwrap()).unwrap_err(), DAMAGED);
    assert!(matches!(both.rewrap_key(ANNA, &wrapped), Err(VaultError::KekNotOnRing { .. })));
}
