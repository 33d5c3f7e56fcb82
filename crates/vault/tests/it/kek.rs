//! Key files, the environment, passphrases: each fault is told apart, and nothing is overwritten.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use gallra_vault::{Kek, KekFault, VaultError, Work, WorkFault};

const PASSPHRASE: &str = "fyra ord på rad";

/// The least work that is taken.
fn quick() -> Work {
    Work::new(19 * 1024, 2, 1).unwrap()
}

fn fault(result: Result<Kek, VaultError>) -> KekFault {
    match result.unwrap_err() {
        VaultError::Kek { fault, .. } => fault,
        other => panic!("{other}"),
    }
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn a_key_file_is_readable_by_its_owner_alone_and_opens_as_the_same_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    let made = Kek::create(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
    assert_eq!(Kek::open(&path).unwrap().id(), made.id());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left in the folder");
}

#[test]
fn two_keys_have_two_ids() {
    let folder = tempfile::tempdir().unwrap();
    let one = Kek::create(&folder.path().join("one")).unwrap();
    let two = Kek::create(&folder.path().join("two")).unwrap();
    assert_ne!(one.id(), two.id());
}

#[test]
fn what_is_there_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    let target = folder.path().join("nowhere");
    std::os::unix::fs::symlink(&target, folder.path().join("link")).unwrap();
    for (path, text) in [(&path, "something else\n"), (&folder.path().join("empty"), "")] {
        write(path, text);
        assert_eq!(fault(Kek::create(path)), KekFault::Exists);
        assert_eq!(fault(Kek::create_with_passphrase(path, PASSPHRASE, quick())), KekFault::Exists);
        assert_eq!(fs::read_to_string(path).unwrap(), text);
    }
    assert_eq!(fault(Kek::create(&folder.path().join("link"))), KekFault::Exists);
    assert!(!target.exists(), "a link was followed");
    assert_eq!(fault(Kek::create(&folder.path().join("no folder/kek"))), KekFault::Missing);
}

#[test]
fn a_key_file_that_group_or_others_can_touch_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    Kek::create(&path).unwrap();
    for mode in [0o640, 0o604, 0o620, 0o601, 0o666] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let error = Kek::open(&path).unwrap_err().to_string();
        assert_eq!(
            error,
            format!(
                "{}: others can read it; run `chmod 600` on it, and rotate to a new key if they may have",
                path.display()
            )
        );
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    assert!(Kek::open(&path).is_ok());
}

#[test]
fn a_missing_short_damaged_or_foreign_file_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    assert_eq!(fault(Kek::open(&path)), KekFault::Missing);
    assert_eq!(fault(Kek::open(folder.path())), KekFault::NotAFile);
    Kek::create(&path).unwrap();
    let line = fs::read_to_string(&path).unwrap();
    assert_eq!(line.len(), 115);
    for length in 0..line.len() - 1 {
        write(&path, &line[..length]);
        assert_eq!(fault(Kek::open(&path)), KekFault::Short, "{length} characters");
    }
    let other = Kek::create(&folder.path().join("other")).unwrap();
    let swapped = line.replace(&line[17..49], &other.id().to_string());
    for (text, expected) in [
        (swapped, KekFault::Damaged),
        (line.to_uppercase().replace("GALLRA-KEK-1 KEY", "gallra-kek-1 key"), KekFault::Damaged),
        (line.replace("kek-1", "kek-2"), KekFault::UnknownVersion),
        (line.replace("kek-1", "kek-10"), KekFault::UnknownVersion),
        (line.replace(" key ", " sleutel "), KekFault::NotAKek),
        (line.replace('\n', " more\n"), KekFault::NotAKek),
        (format!("\n{line}"), KekFault::NotAKek),
        ("-----BEGIN PRIVATE KEY-----\n".to_owned(), KekFault::NotAKek),
        ("PRIVATE+KEY+example.se\n".repeat(1000), KekFault::NotAKek),
    ] {
        write(&path, &text);
        assert_eq!(fault(Kek::open(&path)), expected, "{}", &text[..text.len().min(20)]);
    }
    fs::write(&path, [0xff; 100]).unwrap();
    assert_eq!(fault(Kek::open(&path)), KekFault::NotAKek);
}

#[test]
fn no_character_of_a_key_file_can_change() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    Kek::create(&path).unwrap();
    let line = fs::read_to_string(&path).unwrap();
    for (at, changed) in crate::support::flips(line.trim().as_bytes()) {
        fs::write(&path, changed).unwrap();
        assert!(Kek::open(&path).is_err(), "character {at}");
    }
}

#[test]
fn a_passphrase_gives_the_same_key_again_and_a_wrong_one_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    let made = Kek::create_with_passphrase(&path, PASSPHRASE, quick()).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
    assert_eq!(Kek::open_with_passphrase(&path, PASSPHRASE).unwrap().id(), made.id());
    let before = fs::read(&path).unwrap();
    for wrong in ["", "fyra ord på ra", "Fyra ord på rad", "fyra ord på rad "] {
        assert_eq!(fault(Kek::open_with_passphrase(&path, wrong)), KekFault::WrongPassphrase);
    }
    assert_eq!(fault(Kek::open(&path)), KekFault::NeedsPassphrase);
    assert_eq!(fs::read(&path).unwrap(), before);

    let key = folder.path().join("key");
    Kek::create(&key).unwrap();
    assert_eq!(fault(Kek::open_with_passphrase(&key, PASSPHRASE)), KekFault::TakesNoPassphrase);
}

#[test]
fn one_passphrase_gives_two_files_two_keys() {
    let folder = tempfile::tempdir().unwrap();
    let one = Kek::create_with_passphrase(&folder.path().join("one"), PASSPHRASE, quick()).unwrap();
    let two = Kek::create_with_passphrase(&folder.path().join("two"), PASSPHRASE, quick()).unwrap();
    assert_ne!(one.id(), two.id());
}

#[test]
fn a_passphrase_file_holds_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    let made = Kek::create_with_passphrase(&path, PASSPHRASE, quick()).unwrap();
    let line = fs::read_to_string(&path).unwrap();
    let words: Vec<&str> = line.trim_end().split(' ').collect();
    let id = made.id().to_string();
    assert_eq!(words[..6], ["gallra-kek-1", "argon2id", &id, "m=19456", "t=2", "p=1"]);
    assert_eq!((words.len(), words[6].len()), (7, 32), "besides, a salt of 16 bytes and nothing more");
}

#[test]
fn parameters_of_an_edited_file_are_refused_before_any_work_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    Kek::create_with_passphrase(&path, PASSPHRASE, quick()).unwrap();
    let line = fs::read_to_string(&path).unwrap();
    let heavy = KekFault::Work(WorkFault::TooHeavy);
    let weak = KekFault::Work(WorkFault::TooWeak);
    for (from, to, expected) in [
        ("m=19456", "m=4294967295", &heavy),
        ("m=19456", "m=99999999999999999999", &heavy),
        ("m=19456", "m=1048577", &heavy),
        ("t=2", "t=4294967295", &heavy),
        ("p=1", "p=16777215", &heavy),
        ("m=19456", "m=8", &weak),
        ("t=2", "t=0", &weak),
        ("p=1", "p=0", &weak),
        ("m=19456", "m=", &KekFault::NotAKek),
        ("m=19456", "m=-1", &KekFault::NotAKek),
        ("m=19456", "m=+19456", &KekFault::NotAKek),
        ("m=19456 t=2", "t=2 m=19456", &KekFault::NotAKek),
        // Within the bounds: then it is another key.
        ("t=2", "t=3", &KekFault::WrongPassphrase),
    ] {
        write(&path, &line.replace(from, to));
        assert_eq!(&fault(Kek::open_with_passphrase(&path, PASSPHRASE)), expected, "{to}");
    }
    let too_long = format!("{} {}\n", line.trim_end(), "0".repeat(600));
    write(&path, &too_long);
    assert_eq!(fault(Kek::open_with_passphrase(&path, PASSPHRASE)), KekFault::NotAKek);
    assert_eq!(Work::new(1, 1, 1), Err(VaultError::Work(WorkFault::TooWeak)));
}

#[test]
fn a_passphrase_file_that_was_cut_is_short() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    Kek::create_with_passphrase(&path, PASSPHRASE, quick()).unwrap();
    let line = fs::read_to_string(&path).unwrap();
    for length in 0..line.len() - 1 {
        write(&path, &line[..length]);
        assert_eq!(
            fault(Kek::open_with_passphrase(&path, PASSPHRASE)),
            KekFault::Short,
            "{length} characters"
        );
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "the one process tells the other")]
fn the_environment_gives_the_key_of_the_file_whose_line_it_holds() {
    const VARIABLE: &str = "GALLRA_VAULT_TEST_KEK";
    // The environment of this process cannot be changed safely, so the test calls itself with one of its own.
    if std::env::var_os(VARIABLE).is_some() {
        println!("id {}", Kek::from_env(VARIABLE).unwrap().id());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    let made = Kek::create(&path).unwrap();
    let name = "kek::the_environment_gives_the_key_of_the_file_whose_line_it_holds";
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(VARIABLE, fs::read_to_string(&path).unwrap())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains(&format!("id {}", made.id())), "{said}");
}

#[test]
fn an_environment_without_a_key_is_told_by_the_variables_name_alone() {
    assert_eq!(fault(Kek::from_env("GALLRA_VAULT_NOT_SET")), KekFault::Missing);
    let error = Kek::from_env("PATH").unwrap_err();
    assert_eq!(error, VaultError::Kek { place: "PATH".to_owned(), fault: KekFault::NotAKek });
}
