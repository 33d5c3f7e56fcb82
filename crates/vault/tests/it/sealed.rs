//! Sealed values: what opens, and what does not.

use gallra_vault::{MAX_PLAINTEXT, Owner, Place, SEALED_OVERHEAD, VaultError};
use proptest::prelude::*;

use crate::support::{ADDRESS, ANNA, BO, EMAIL, SHARED, anna, flips, text_flips};

const MOVED: VaultError = VaultError::DoesNotOpen { what: "sealed value" };

#[test]
fn a_value_opens_where_it_was_sealed() {
    let (_, key, _) = anna();
    let sealed = key.seal(EMAIL, ADDRESS).unwrap();
    assert_eq!(key.open(EMAIL, &sealed).unwrap().expose(), ADDRESS);
}

#[test]
fn equal_values_look_different_each_time() {
    let (_, key, _) = anna();
    let sealed: std::collections::HashSet<_> = (0..1000).map(|_| key.seal(EMAIL, ADDRESS).unwrap()).collect();
    assert_eq!(sealed.len(), 1000);
    let nonces: std::collections::HashSet<_> = sealed.iter().map(|sealed| sealed[1..13].to_vec()).collect();
    assert_eq!(nonces.len(), 1000, "a nonce came twice");
}

#[test]
fn two_threads_draw_different_nonces() {
    let (_, key, _) = anna();
    let nonces = |key: &gallra_vault::DataKey| -> Vec<_> {
        (0..100).map(|_| key.seal(EMAIL, b"").unwrap()[1..13].to_vec()).collect()
    };
    let (mut one, two) = std::thread::scope(|scope| {
        let other = scope.spawn(|| nonces(&key));
        (nonces(&key), other.join().unwrap())
    });
    one.extend(two);
    one.sort();
    one.dedup();
    assert_eq!(one.len(), 200);
}

#[test]
fn a_value_does_not_open_in_another_record_field_or_kind() {
    let (_, key, _) = anna();
    let sealed = key.seal(EMAIL, ADDRESS).unwrap();
    for elsewhere in [
        Place { kind: "invoice", ..EMAIL },
        Place { record: "1008", ..EMAIL },
        Place { field: "phone", ..EMAIL },
        // The same letters, cut elsewhere.
        Place { kind: "contact1", record: "007", ..EMAIL },
        Place { record: "1007e", field: "mail", ..EMAIL },
    ] {
        assert_eq!(key.open(elsewhere, &sealed), Err(MOVED), "{elsewhere:?}");
    }
}

#[test]
fn a_value_does_not_open_with_another_owners_key() {
    let (ring, key, _) = anna();
    let sealed = key.seal(EMAIL, ADDRESS).unwrap();
    let (bo, _) = ring.new_key(BO).unwrap();
    assert_eq!(bo.open(EMAIL, &sealed), Err(MOVED));
}

#[test]
fn no_bit_of_the_tenant_owner_or_place_can_change() {
    let (ring, key, wrapped) = anna();
    let sealed = key.seal(EMAIL, ADDRESS).unwrap();
    for kind in text_flips(EMAIL.kind) {
        assert_eq!(key.open(Place { kind: &kind, ..EMAIL }, &sealed), Err(MOVED));
    }
    for record in text_flips(EMAIL.record) {
        assert_eq!(key.open(Place { record: &record, ..EMAIL }, &sealed), Err(MOVED));
    }
    for field in text_flips(EMAIL.field) {
        assert_eq!(key.open(Place { field: &field, ..EMAIL }, &sealed), Err(MOVED));
    }
    // Tenant and owner are bound in the wrapped key already: the key does not open for another.
    let not_theirs = VaultError::DoesNotOpen { what: "wrapped key" };
    for tenant in text_flips(ANNA.tenant) {
        assert_eq!(ring.open_key(Owner { tenant: &tenant, ..ANNA }, &wrapped).unwrap_err(), not_theirs);
    }
    for id in text_flips(ANNA.id) {
        assert_eq!(ring.open_key(Owner { id: &id, ..ANNA }, &wrapped).unwrap_err(), not_theirs);
    }
}

#[test]
fn no_bit_of_a_sealed_value_can_change() {
    let (_, key, _) = anna();
    let sealed = key.seal(EMAIL, ADDRESS).unwrap();
    for (byte, flipped) in flips(&sealed) {
        let expected = match byte {
            0 => VaultError::UnknownVersion { what: "sealed value", version: flipped[0] },
            _ => MOVED,
        };
        assert_eq!(key.open(EMAIL, &flipped), Err(expected), "byte {byte}");
    }
}

#[test]
fn a_value_that_was_cut_or_extended_does_not_open() {
    let (_, key, _) = anna();
    let sealed = key.seal(EMAIL, ADDRESS).unwrap();
    for length in 0..sealed.len() {
        let expected = match length {
            0..SEALED_OVERHEAD => VaultError::WrongLength { what: "sealed value" },
            _ => MOVED,
        };
        assert_eq!(key.open(EMAIL, &sealed[..length]), Err(expected), "{length} bytes");
    }
    let longer = [sealed.as_slice(), &[0]].concat();
    assert_eq!(key.open(EMAIL, &longer), Err(MOVED));
}

#[test]
fn the_largest_value_is_sealed_and_a_larger_one_is_refused() {
    let (_, key, _) = anna();
    let mut plain = vec![7; MAX_PLAINTEXT];
    let sealed = key.seal(EMAIL, &plain).unwrap();
    assert!(key.open(EMAIL, &sealed).unwrap().expose() == &plain);
    plain.push(7);
    assert_eq!(key.seal(EMAIL, &plain), Err(VaultError::TooLarge { bytes: MAX_PLAINTEXT + 1 }));
    let longer = [sealed.as_slice(), &[0]].concat();
    assert_eq!(key.open(EMAIL, &longer), Err(VaultError::WrongLength { what: "sealed value" }));
}

proptest! {
    #[test]
    fn whatever_is_sealed_opens_and_is_29_bytes_longer(
        tenant in ".{0,20}", id in ".{0,20}", kind in ".{0,20}", record in ".{0,20}", field in ".{0,20}",
        plain in proptest::collection::vec(any::<u8>(), 0..2000),
    ) {
        let owner = Owner { tenant: &tenant, id: &id };
        let place = Place { kind: &kind, record: &record, field: &field };

        let (key, wrapped) = SHARED.new_key(owner).unwrap();
        let sealed = key.seal(place, &plain).unwrap();
        prop_assert_eq!(sealed.len(), plain.len() + SEALED_OVERHEAD);
        let opened = SHARED.open_key(owner, &wrapped).unwrap().open(place, &sealed).unwrap();
        prop_assert_eq!(opened.into_exposed(), plain);
    }

    #[test]
    fn two_places_never_open_each_others_values(
        one in ("[ab]{0,3}", "[ab]{0,3}", "[ab]{0,3}"), two in ("[ab]{0,3}", "[ab]{0,3}", "[ab]{0,3}"),
    ) {
        let (key, _) = SHARED.new_key(ANNA).unwrap();
        let place = |(kind, record, field): &(String, String, String), plain: &[u8], open: bool| {
            let place = Place { kind, record, field };
            if open { key.open(place, plain).map(|_| Vec::new()) } else { key.seal(place, plain) }
        };
        let sealed = place(&one, ADDRESS, false).unwrap();
        prop_assert_eq!(place(&two, &sealed, true).is_ok(), one == two);
    }

    #[test]
    fn bytes_that_nobody_sealed_do_not_open(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        let (key, _) = SHARED.new_key(ANNA).unwrap();
        let ours = [&[1], bytes.as_slice()].concat();
        prop_assert!(key.open(EMAIL, &bytes).is_err());
        prop_assert!(key.open(EMAIL, &ours).is_err());
    }
}
