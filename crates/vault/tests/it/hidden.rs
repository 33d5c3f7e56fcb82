//! Nothing secret or personal can be printed, copied or serialised by accident.

use std::fmt::{Debug, Display};

use gallra_vault::{
    BlindIndex, DataKey, Kek, KekFault, Keyring, Personal, Shred, Token, VaultError, WorkFault,
};
use serde::Serialize;

use crate::support::{ADDRESS, ANNA, EMAIL, anna};

/// Whether a type has a trait: the inherent constant wins over the trait's where its bound holds.
macro_rules! has {
    ($type:ty: $bound:path) => {{
        #[allow(dead_code, reason = "unused where the bound holds")]
        trait Otherwise {
            const YES: bool = false;
        }
        #[allow(dead_code, reason = "only its constant is asked for")]
        struct Ask<T>(std::marker::PhantomData<T>);
        impl<T> Otherwise for Ask<T> {}
        #[allow(dead_code, reason = "unused where the bound does not hold")]
        impl<T: $bound> Ask<T> {
            const YES: bool = true;
        }
        <Ask<$type>>::YES
    }};
}

#[test]
fn no_secret_has_a_trait_that_could_let_it_out() {
    // The question itself can be answered with yes.
    assert!(has!(String: Display) && has!(String: Serialize) && has!(String: Clone));
    assert!(!has!(Personal<String>: Display) && !has!(Personal<String>: Serialize));
    assert!(!has!(Personal<String>: AsRef<str>) && !has!(Personal<String>: std::ops::Deref));
    assert!(!has!(DataKey: Display) && !has!(DataKey: Serialize) && !has!(DataKey: Clone));
    assert!(!has!(Kek: Display) && !has!(Kek: Serialize) && !has!(Kek: Clone));
    assert!(!has!(Keyring: Display) && !has!(Keyring: Serialize) && !has!(Keyring: Clone));
    assert!(!has!(BlindIndex: Display) && !has!(BlindIndex: Serialize) && !has!(BlindIndex: Clone));
    assert!(!has!(Token: Display) && !has!(Token: Serialize));
}

#[test]
fn debug_prints_no_secret_no_value_and_no_id() {
    let (ring, key, wrapped) = anna();
    let (index, _) = ring.new_index(ANNA.tenant).unwrap();
    let kek = ring.current().to_string();
    let show = |it: &dyn Debug| format!("{it:?}");
    assert_eq!(show(&key.open(EMAIL, &key.seal(EMAIL, ADDRESS).unwrap()).unwrap()), "Personal(…)");
    assert_eq!(show(&Some(Personal::new(("Anna", 17)))), "Some(Personal(…))");
    assert_eq!(format!("{:#?}", Personal::new("Anna")), "Personal(…)");
    assert_eq!(show(&key), "DataKey(…)");
    assert_eq!(show(&index), "BlindIndex(…)");
    assert_eq!(show(&index.token("email", ADDRESS).unwrap()), "Token(…)");
    assert_eq!(show(&ANNA), "Owner(…)");
    assert_eq!(show(&Shred::of(ANNA)), "Shred(…)");
    assert_eq!(show(&wrapped), format!("WrappedKey(under {kek})"));
    assert_eq!(show(&ring), format!("Keyring {{ current: Kek({kek}), old: [] }}"));
}

#[test]
fn every_error_names_place_cause_and_cure_and_no_id() {
    let (ring, key, wrapped) = anna();
    let errors = [
        key.open(EMAIL, &key.seal(EMAIL, ADDRESS).unwrap()[..40]).unwrap_err(),
        key.open(EMAIL, b"").unwrap_err(),
        key.open(EMAIL, b"anna").unwrap_err(),
        crate::support::ring().open_key(ANNA, &wrapped).unwrap_err(),
        Shred::of(ANNA)
            .confirm(gallra_vault::Remains { wrapped_keys: 1, index_rows: 0, copies: 0 })
            .unwrap_err(),
        VaultError::TooLarge { bytes: 20_000_000 },
        VaultError::Provider,
        VaultError::Work(WorkFault::TooHeavy),
        VaultError::Kek { place: "vault.kek".to_owned(), fault: KekFault::Missing },
    ];
    for error in errors {
        let text = error.to_string();
        assert!(text.contains(": "), "{text}");
        for hidden in [ANNA.tenant, ANNA.id, EMAIL.record, "anna"] {
            assert!(!text.contains(hidden) && !format!("{error:?}").contains(hidden), "{text}");
        }
    }
    let missing = crate::support::ring().open_key(ANNA, &wrapped).unwrap_err();
    let missing = missing.to_string();
    let asked = format!(
        "the key ring: the key-encryption key {} is asked for, and was looked for in `",
        ring.current()
    );
    assert!(
        missing.starts_with(&asked) && missing.ends_with("; put that key's file there; nothing was changed"),
        "{missing}"
    );
}

#[test]
fn a_value_can_be_changed_without_being_shown() {
    let address = Personal::new(ADDRESS.to_vec());
    let text = address.try_map(String::from_utf8).unwrap();
    assert_eq!(text.map(|text| text.len()).into_exposed(), ADDRESS.len());
    assert_eq!(Personal::from(vec![0xff]).try_map(|bytes| String::from_utf8(bytes).map_err(drop)), Err(()));
}
