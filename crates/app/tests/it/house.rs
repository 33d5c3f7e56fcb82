//! The walls of the house (ARCHITECTURE.md): crates on one floor do not know each other, nothing points up, and what a
//! room must not be able to do is missing from its manifest.

use std::collections::BTreeMap;
use std::path::Path;

const FLOORS: [(&str, u8); 9] = [
    ("gallra-rules", 0),
    ("gallra-ledger", 0),
    ("gallra-detect", 0),
    ("gallra-vault", 0),
    ("gallra-connect", 1),
    ("gallra-store", 1),
    ("gallra-documents", 1),
    ("gallra-app", 2),
    ("gallra", 3),
];

/// Room → what its manifest must not have, and why.
const ABSENCES: [(&str, &[&str], &str); 9] = [
    ("gallra-rules", &["tokio", "sqlx", "reqwest", "getrandom"], "rules reaches no I/O and rolls no dice"),
    ("gallra-ledger", &["tokio", "sqlx", "reqwest", "getrandom"], "verify needs only the key and the files"),
    (
        "gallra-detect",
        &["tokio", "sqlx", "reqwest", "getrandom"],
        "what is personal is judged from text alone",
    ),
    (
        "gallra-vault",
        &["tokio", "sqlx", "reqwest", "jiff", "serde"],
        "the vault does not know what a record means or when it is",
    ),
    (
        "gallra-connect",
        &["gallra-store", "gallra-ledger", "gallra-vault", "clap"],
        "a connector decides nothing and keeps nothing",
    ),
    ("gallra-store", &["gallra-connect", "clap"], "the state does not look into a customer's system"),
    (
        "gallra-documents",
        &["tokio", "sqlx", "reqwest", "getrandom", "gallra-store", "gallra-connect"],
        "what a document says follows from the policy, the day and the hashes that are handed in",
    ),
    ("gallra-app", &["sqlx", "clap", "axum", "indicatif"], "use cases hold no SQL and no user interface"),
    (
        "gallra",
        &["sqlx", "gallra-connect", "gallra-store", "gallra-documents"],
        "the interface goes through the use cases",
    ),
];

/// What encrypts, or makes a key of a passphrase. aws-lc-rs, which also signs and hashes, is in other rooms too.
const CIPHERS: [&str; 5] = ["age", "argon2", "aes-gcm-siv", "aes-gcm", "chacha20poly1305"];

fn dependencies() -> BTreeMap<String, Vec<String>> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(crates).unwrap() {
        let manifest = std::fs::read_to_string(entry.unwrap().path().join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let names = manifest.get("dependencies").and_then(toml::Value::as_table);
        let names = names.map(|table| table.keys().cloned().collect()).unwrap_or_default();
        found.insert(manifest["package"]["name"].as_str().unwrap().to_owned(), names);
    }
    found
}

#[test]
fn nothing_points_up_and_neighbours_do_not_know_each_other() {
    let dependencies = dependencies();
    let floor = |name: &str| FLOORS.iter().find(|(room, _)| *room == name).map(|(_, floor)| *floor);
    for (room, names) in &dependencies {
        if room == "gallra-testkit" {
            continue;
        }
        let ours =
            floor(room).unwrap_or_else(|| panic!("{room} has no floor in this test and in ARCHITECTURE.md"));
        for name in names {
            assert_ne!(name, "gallra-testkit", "{room} must know the testkit in its tests only");
            if let Some(theirs) = floor(name) {
                assert!(theirs < ours, "{room} (floor {ours}) must not know {name} (floor {theirs})");
            }
        }
    }
}

#[test]
fn what_a_room_must_not_do_is_missing_from_its_manifest() {
    let dependencies = dependencies();
    for (room, absent, why) in ABSENCES {
        for name in absent {
            assert!(!dependencies[room].iter().any(|has| has == name), "{room} has {name}, but {why}");
        }
    }
}

#[test]
fn only_the_vault_imports_ciphers() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for (room, names) in dependencies() {
        let folder = room.strip_prefix("gallra-").unwrap_or("gallra");
        let ciphers = names.iter().any(|name| CIPHERS.contains(&name.as_str()));
        let aead =
            sources(&crates.join(folder).join("src")).iter().any(|text| text.contains("aws_lc_rs::aead"));
        assert_eq!(ciphers || aead, room == "gallra-vault", "{room}");
    }
}

fn sources(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(std::fs::read_to_string(path).unwrap());
        }
    }
    found
}
