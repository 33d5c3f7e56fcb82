//! The key store: kept, lost, found again, and what only a person decides about it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use gallra_testkit::sqlite_cli;

use super::register::{desk, done, shop, with_a_customer};
use super::support::{Place, Ran, assert_transcript, story};

/// Keeps the key store's files somewhere else, as a lost disk would.
fn lose_keys(place: &Place) {
    for name in ["keys.db", "keys.db-wal", "keys.db-shm"] {
        let _ = fs::rename(place.path("policy-state").join(name), place.path(name));
    }
}

/// The one backup in a folder, as a user would name it.
fn backup_in(place: &Place, folder: &str) -> String {
    let mut found: Vec<_> = fs::read_dir(place.path(folder)).unwrap().map(|one| one.unwrap()).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    format!("{folder}/{}", found.remove(0).file_name().to_string_lossy())
}

fn codes(all: &[Ran]) -> Vec<Option<i32>> {
    all.iter().map(|ran| ran.code).collect()
}

/// The name of a backup tells its moment and its last day.
fn without_moments(text: &str) -> String {
    let parts = text.split("keys-20").enumerate();
    let whole = parts.map(|(at, part)| match (at, part.split_once("Z-until-")) {
        (0, _) | (_, None) => part.to_owned(),
        (_, Some((_, rest))) => format!("keys-[moment]-until-{rest}"),
    });
    whole.collect()
}

#[test]
fn a_lost_key_store_comes_back_without_the_forgotten() {
    for lang in ["en", "sv"] {
        let place = shop();
        with_a_customer(&place);
        done(&place, &["register", "add", "customer", "--name", "Annan AB", "--email", "info@annan.example"]);
        let told = |words: &[&str]| {
            let mut all = words.to_vec();
            all.extend(["--lang", lang]);
            desk(&place, &all)
        };
        let mut all = vec![
            told(&["register", "key", "backups"]),
            told(&["register", "key", "backup", "--to", "copies"]),
            told(&["register", "key", "backups"]),
            told(&["register", "forget", "1", "--yes"]),
        ];
        let backup = backup_in(&place, "copies");
        all.push(told(&["register", "key", "restore", &backup]));
        lose_keys(&place);
        all.extend([
            told(&["register", "list"]),
            told(&["register", "key", "restore", &backup]),
            told(&["register", "sweep"]),
            told(&["register", "list"]),
            told(&["register", "show", "1"]),
            told(&["register", "show", "5"]),
        ]);
        let (yes, lost) = (Some(0), Some(5));
        assert_eq!(codes(&all), [yes, yes, yes, yes, Some(4), lost, yes, yes, yes, Some(2), yes], "{all:?}");
        let mode = fs::metadata(place.path(&backup)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "nobody else reads it");
        assert_transcript!(format!("keys_lost_and_found_{lang}"), without_moments(&story(&all)));
    }
}

#[test]
fn a_backup_lies_apart_from_the_state_and_is_closed_to_others() {
    let place = shop();
    with_a_customer(&place);
    fs::create_dir(place.path("open")).unwrap();
    fs::set_permissions(place.path("open"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut all = Vec::new();
    for lang in ["en", "sv"] {
        for folder in ["policy-state/copies", "open"] {
            all.push(desk(&place, &["register", "key", "backup", "--to", folder, "--lang", lang]));
        }
        all.push(desk(&place, &["register", "key", "backup", "--to", "new", "--keep", "0d", "--lang", lang]));
    }
    assert!(all.iter().all(|ran| ran.code == Some(2)), "{all:?}");
    assert!(!place.path("policy-state/copies").exists());
    assert!(fs::read_dir(place.path("open")).unwrap().next().is_none());
    assert_transcript!("keys_backup_places", story(&all));
}

#[test]
fn older_data_is_swept_only_when_somebody_says_that_it_counts() {
    let place = shop();
    with_a_customer(&place);
    let state = place.path("policy-state/gallra.db");
    // As a backup program does: with what still lies in the write-ahead log.
    sqlite_cli(&state, &format!("VACUUM INTO '{}';", place.path("older.db").display()));
    done(&place, &["register", "add", "customer", "--name", "Annan AB", "--email", "info@annan.example"]);
    // What was written is seen by the next that opens the key store for writing.
    done(&place, &["register", "add", "customer", "--name", "Tredje AB"]);
    for end in ["-wal", "-shm"] {
        let _ = fs::remove_file(place.path(&format!("policy-state/gallra.db{end}")));
    }
    fs::copy(place.path("older.db"), &state).unwrap();
    let all = [
        desk(&place, &["register", "sweep"]),
        desk(&place, &["register", "sweep", "--lang", "sv"]),
        desk(&place, &["register", "sweep", "--data-counts"]),
        desk(&place, &["register", "sweep", "--data-counts", "--yes"]),
        desk(&place, &["register", "sweep", "--lang", "sv"]),
        desk(&place, &["register", "list"]),
    ];
    assert_eq!(codes(&all), [Some(4), Some(4), Some(4), Some(0), Some(0), Some(0)], "{all:?}");
    assert_transcript!("keys_older_data", story(&all));
}

#[test]
fn keys_that_are_lost_for_good_are_given_up_in_so_many_words() {
    let place = shop();
    with_a_customer(&place);
    let there = desk(&place, &["register", "sweep", "--keys-are-lost", "--yes"]);
    lose_keys(&place);
    let all = [
        there,
        desk(&place, &["register", "sweep"]),
        desk(&place, &["register", "sweep", "--keys-are-lost", "--lang", "sv"]),
        desk(&place, &["register", "sweep", "--keys-are-lost", "--yes"]),
        desk(&place, &["register", "list"]),
    ];
    assert_eq!(codes(&all), [Some(4), Some(5), Some(4), Some(0), Some(0)], "{all:?}");
    assert_transcript!("keys_given_up", story(&all));
}
