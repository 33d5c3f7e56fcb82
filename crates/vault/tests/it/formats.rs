//! What the first version wrote is read for ever. These bytes were also opened by a few lines of Python over
//! `cryptography` and `argon2-cffi`, which share no code with ours.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use gallra_vault::{Kek, Keyring, WrappedKey};
use tempfile::TempDir;

use crate::support::{ADDRESS, ANNA, EMAIL};

const KEY_FILE: &str = "gallra-kek-1 key f19061687830ba38df033518898c9919 \
    9a4980c0bef7105bc9b9bf8674d6c0ce0c57f1761a9da200f266906c002e6058\n";
const PASSPHRASE_FILE: &str = "gallra-kek-1 argon2id ae70a65b7a17ff4d215d28b87cdce1b6 m=19456 t=2 p=1 \
    d56df8d668b6af034f6b8fc3277545b2\n";
const DATA_KEY: &str = "81f19061687830ba38df033518898c99191fcbba78374f9184d482b6db4af6743693873563bf635ba2f2f\
    5577f9470cddfd11a1ac92fb4151085506e1c4e7a04d9e41554ab8d4860f7b8ca176f";
const SEALED: &str =
    "01218ce07bc51786729c78f013ecbb601f3b638a9d2f90cc016225ad9a8913a9fb1726d6cb0ba31fe8772aea";
const INDEX_KEY: &str = "81f19061687830ba38df033518898c9919062a8205ff8aec14fa398fdcf94c2052049bbfc789d73756fc54\
    8f00b40734acbf7ef456bee5d78baf9027124bdbf7d2a3a927fb483bd11022a0e1c3";
const TOKEN: &str = "3582bbeb9997178b33f711e4ac090d68";

fn file(folder: &TempDir, line: &str) -> PathBuf {
    let path = folder.path().join("kek");
    std::fs::write(&path, line).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    path
}

fn wrapped(digits: &str) -> WrappedKey {
    WrappedKey::from_bytes(&hex::decode(digits).unwrap()).unwrap()
}

#[test]
fn what_the_first_version_sealed_still_opens_and_is_still_found() {
    let folder = tempfile::tempdir().unwrap();
    let ring = Keyring::new(Kek::open(&file(&folder, KEY_FILE)).unwrap());
    let key = ring.open_key(ANNA, &wrapped(DATA_KEY)).unwrap();
    assert_eq!(key.open(EMAIL, &hex::decode(SEALED).unwrap()).unwrap().expose(), ADDRESS);
    let index = ring.open_index(ANNA.tenant, &wrapped(INDEX_KEY)).unwrap();
    assert_eq!(hex::encode(index.token("email", ADDRESS).unwrap().as_bytes()), TOKEN);
}

#[test]
fn the_first_versions_passphrase_file_still_opens() {
    let folder = tempfile::tempdir().unwrap();
    let kek = Kek::open_with_passphrase(&file(&folder, PASSPHRASE_FILE), "fyra ord på rad").unwrap();
    assert_eq!(kek.id().to_string(), "ae70a65b7a17ff4d215d28b87cdce1b6");
}
