//! What an earlier Gallra left behind is opened by today's.
//!
//! A migration that was released is never edited: its hash stands in `fixtures/released.txt`, and the folders beside it hold
//! what the state looked like after it, with data, as dumps of each engine. Whoever adds a migration runs
//!
//! ```text
//! GALLRA_WRITE_FIXTURE=1 cargo test -p gallra-store released
//! ```
//!
//! once, when it is ready, and commits what that writes. It never changes what is there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gallra_store::register::{Held, KEYS, Scope, Wanted};
use gallra_store::{DATABASE, Store};
use gallra_testkit::sqlite_cli;
use gallra_vault::{Kek, Keyring};
use sha2::{Digest as _, Sha256};

use crate::place::Dump;
use crate::{Place, at, moved, register};

const KINDS: [&str; 4] = ["sqlite", "postgres", "keys_sqlite", "keys_postgres"];
const CURE: &str = "run `GALLRA_WRITE_FIXTURE=1 cargo test -p gallra-store released` when the migration is ready, and \
                    commit what it writes under crates/store/tests/fixtures";

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The migrations there are, by `KIND/FILE`, with the SHA-256 of each.
fn migrations() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for kind in KINDS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(kind);
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let name = format!("{kind}/{}", path.file_name().unwrap().to_str().unwrap());
            let hash = Sha256::digest(fs::read(&path).unwrap());
            found.insert(name, hash.iter().map(|byte| format!("{byte:02x}")).collect());
        }
    }
    found
}

fn released() -> BTreeMap<String, String> {
    let text = fs::read_to_string(home().join("released.txt")).unwrap_or_default();
    text.lines().filter_map(|line| line.split_once(' ')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

/// The folder of what today's migrations leave: `state-0007-keys-0002`.
fn newest() -> String {
    let last = |kind: &str| {
        let names = migrations();
        let names = names.keys().filter_map(|name| name.strip_prefix(kind)?.strip_prefix('/'));
        names.map(|name| name[..4].to_owned()).max().unwrap()
    };
    assert_eq!(last("sqlite"), last("postgres"), "a migration for one engine only");
    assert_eq!(last("keys_sqlite"), last("keys_postgres"), "a migration for one engine only");
    format!("state-{}-keys-{}", last("sqlite"), last("keys_sqlite"))
}

/// The key that the fixtures were written with. It opens nothing else.
fn ring() -> Keyring {
    if writes() && !home().join("kek").exists() {
        drop(Kek::create(&home().join("kek")).unwrap());
    }
    let copy = tempfile::tempdir().unwrap();
    let file = copy.path().join("kek");
    fs::copy(home().join("kek"), &file).unwrap();
    fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    Keyring::new(Kek::open(&file).unwrap())
}

#[test]
fn a_migration_that_was_released_is_never_edited_and_a_new_one_brings_what_it_leaves() {
    let (there, known) = (migrations(), released());
    for (name, hash) in &known {
        let now = there.get(name).unwrap_or_else(|| panic!("{name} was released and is gone; put it back"));
        assert_eq!(now, hash, "{name} was released and is another now: put it back, and write the change as a new one");
    }
    if writes() {
        return;
    }
    let new: Vec<_> = there.keys().filter(|name| !known.contains_key(*name)).collect();
    assert!(new.is_empty(), "{new:?} are new: {CURE}");
    assert!(home().join(newest()).is_dir(), "there is no {}: {CURE}", newest());
}

fn writes() -> bool {
    std::env::var_os("GALLRA_WRITE_FIXTURE").is_some()
}

/// Writes what is missing, when asked to.
#[tokio::test]
async fn released_states_are_written_when_asked_for() {
    let folder = home().join(newest());
    if !writes() || folder.exists() {
        return;
    }
    let ring = ring();
    let (file, server) = (Place::embedded(), Place::postgres().await);
    for place in [&file, &server] {
        let store = place.open().await;
        moved::fill(&store, &ring).await;
        store.close().await;
    }
    fs::create_dir(&folder).unwrap();
    for (name, to) in [(DATABASE, "sqlite.sql"), (KEYS, "sqlite-keys.sql")] {
        fs::write(folder.join(to), sqlite_cli(&file.folder().join(name), ".dump")).unwrap();
    }
    let dump = server.database.as_ref().unwrap().dump();
    // What a dump guards itself with is for programs of its own age.
    let keep = dump.lines().filter(|line| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict"));
    let dump: String = keep.flat_map(|line| [line, "\n"]).collect();
    fs::write(folder.join("postgres.sql"), dump).unwrap();
    let mut list = released();
    for (name, hash) in migrations() {
        list.entry(name).or_insert(hash);
    }
    let list: String = list.iter().map(|(name, hash)| format!("{name} {hash}\n")).collect();
    fs::write(home().join("released.txt"), list).unwrap();
}
