//! What most situations begin with.

use std::sync::LazyLock;

use gallra_vault::{DataKey, Kek, Keyring, Owner, Place, WrappedKey};
use tempfile::TempDir;

pub(crate) const ANNA: Owner<'static> = Owner { tenant: "tenant-1", id: "person/17" };
pub(crate) const BO: Owner<'static> = Owner { tenant: "tenant-1", id: "person/18" };
pub(crate) const EMAIL: Place<'static> = Place { kind: "contact", record: "1007", field: "email" };
pub(crate) const ADDRESS: &[u8] = b"anna@example.se";

/// A new KEK in a folder of its own.
pub(crate) fn kek() -> Kek {
    Kek::create(&TempDir::new().unwrap().path().join("kek")).unwrap()
}

pub(crate) fn ring() -> Keyring {
    Keyring::new(kek())
}

/// One ring for all cases of a property: a KEK's file costs two waits for the disk.
pub(crate) static SHARED: LazyLock<Keyring> = LazyLock::new(ring);

/// A ring, and a key for Anna.
pub(crate) fn anna() -> (Keyring, DataKey, WrappedKey) {
    let ring = ring();
    let (key, wrapped) = ring.new_key(ANNA).unwrap();
    (ring, key, wrapped)
}

/// Each copy of `bytes` that differs in one bit, and which byte that is in.
pub(crate) fn flips(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    (0..bytes.len() * 8).map(|bit| {
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        (bit / 8, flipped)
    })
}

/// Each text that differs from `text` in one bit.
pub(crate) fn text_flips(text: &str) -> impl Iterator<Item = String> {
    flips(text.as_bytes()).filter_map(|(_, bytes)| String::from_utf8(bytes).ok())
}
