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

use gallra_store::register::{KEYS, Scope, Swept, Wanted};
use gallra_store::{DATABASE, LeafBytes};
use gallra_testkit::sqlite_cli;
use gallra_vault::{Kek, Keyring};
use sha2::{Digest as _, Sha256};

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
            let digits: Vec<String> = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            found.insert(name, digits.concat());
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
        assert_eq!(
            now, hash,
            "{name} was released and is another now: put it back, and write the change as a new one"
        );
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
    let keep =
        dump.lines().filter(|line| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict"));
    let dump: String = keep.flat_map(|line| [line, "\n"]).collect();
    fs::write(folder.join("postgres.sql"), dump).unwrap();
    let mut list = released();
    for (name, hash) in migrations() {
        list.entry(name).or_insert(hash);
    }
    let lines: Vec<String> = list.iter().map(|(name, hash)| format!("{name} {hash}\n")).collect();
    fs::write(home().join("released.txt"), lines.concat()).unwrap();
}

/// As a state stood in its place before today's Gallra came.
fn put_back(place: &Place, fixture: &Path) {
    let text = |name: &str| fs::read_to_string(fixture.join(name));
    fs::create_dir_all(place.folder()).unwrap();
    if let Some(database) = &place.database {
        database.psql(&text("postgres.sql").unwrap());
        return;
    }
    sqlite_cli(&place.folder().join(DATABASE), &text("sqlite.sql").unwrap());
    if let Ok(keys) = text("sqlite-keys.sql") {
        sqlite_cli(&place.folder().join(KEYS), &keys);
    }
}

async fn opens(place: &Place, fixture: &Path) {
    let (name, ring) = (fixture.display(), ring());
    put_back(place, fixture);
    let before = place.dump().await;
    assert!(before.len() > 20, "{name} holds something");
    let store = place.open().await;
    // The spine goes on: what was begun is known, and what comes now is taken in.
    assert_eq!(store.leaf_count().await.unwrap(), 1, "{name}");
    assert_eq!(store.adopted_policy().await.unwrap().as_deref(), Some("hash"), "{name}");
    let mut tx = store.write().await.unwrap();
    assert_eq!(tx.append(&LeafBytes(vec![1]), at("2026-11-23T03:00:00Z"), None).await.unwrap(), 1, "{name}");
    drop(tx);
    // The register: what was sealed opens and is found, and nothing is there to be put right.
    let opened = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(opened.sweep().await.unwrap(), Swept::default(), "{name}");
    let had_register = before.iter().any(|(table, ..)| table == "party");
    if had_register {
        register::is_there(&store, &ring).await;
    }
    let parties = opened.parties(&register::acting(), Wanted::default(), 100).await.unwrap();
    assert_eq!(parties.is_empty(), !had_register, "{name}");
    drop(opened);

    let after = place.dump().await;
    for (table, column, values) in &before {
        // Each reading above is a line of the trail, and what was seen of the data is noted when a register is opened.
        if table == "access" || column == "seen" {
            continue;
        }
        let now = after.iter().find(|(of, name, _)| (of, name) == (table, column)).map(|(.., now)| now);
        assert_eq!(now, Some(values), "{name}: {table}.{column}");
    }
    register::fill(&store, &ring).await;
    register::is_there(&store, &ring).await;
}

fn fixtures() -> Vec<PathBuf> {
    let entries = fs::read_dir(home()).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(folders.len() >= 3, "{folders:?}");
    folders
}

#[tokio::test]
async fn every_released_state_in_a_file_opens_with_its_data() {
    for fixture in fixtures() {
        opens(&Place::embedded(), &fixture).await;
    }
}

#[tokio::test]
async fn every_released_state_on_postgres_opens_with_its_data() {
    for fixture in fixtures() {
        opens(&Place::postgres().await, &fixture).await;
    }
}
