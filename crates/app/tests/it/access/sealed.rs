//! Only who shall can open a package; it is whole or not there; and it goes when its day has passed.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use gallra_app::progress::Silent;
use gallra_app::subject::access::{Form, Lock, Options, package, purge};
use gallra_app::{AppError, Context};
use gallra_testkit::sqlite_cli;
use jiff::civil::date;

use super::{assert_manifest, by_passphrase, decrypted, made, open, person, records, unpacked};
use crate::support::{House, activity, files_below};

async fn desk(house: &House) -> Context {
    let file = house.path().join("desk.sqlite");
    sqlite_cli(
        &file,
        "CREATE TABLE people (id integer PRIMARY KEY, name text); INSERT INTO people VALUES (1, 'ANNAMARK');",
    );
    let body = format!(
        "systems:\n  desk: {{kind: sqlite, path: \"{}\", country: SE}}\ndatasets:\n  people: {{in: desk, table: people, \
         about: [people], subject: {{customer_no: id}}, fields: {{name: person.name}}}}\nactivities:{}",
        file.display(),
        activity("running", "people", "until_review: 2099-12-31", "delete")
    );
    house.open(&body, "2026-11-22T12:00:00Z").await
}

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> =
        files_below(folder).iter().map(|it| it.strip_prefix(folder).unwrap().display().to_string()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_passphrase_that_was_made_opens_it_and_no_other_does() {
    let house = House::new();
    let context = desk(&house).await;
    let out = house.path().join("out");
    let package = made(&context, &person(&[("people", "id", &["1"])]), &Options::new(&out, "sv")).await;
    assert_eq!(names(&out), ["gallra-R-2026-0001-2026-12-22.zip.age"], "nothing is left beside it");
    assert_eq!((mode(&package.path), mode(&out)), (0o600, 0o700));
    let words = package.passphrase.as_ref().unwrap();
    assert_eq!(words.expose().len(), 29);
    assert!(!format!("{package:?}{}", serde_json::to_string(&package).unwrap()).contains(words.expose()));
    let sealed = fs::read(&package.path).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert!(!sealed.windows(8).any(|bytes| bytes == b"ANNAMARK"));
    let files = unpacked(decrypted(&package.path, &by_passphrase(words.expose())).unwrap());
    assert_eq!(records(&files, "people")[0]["values"]["name"], "ANNAMARK");
    assert_eq!(super::json(&files, "manifest.json")["expires"], "2026-12-22");

    assert!(decrypted(&package.path, &by_passphrase("another passphrase")).is_err());
    let mut broken = sealed.clone();
    let last = broken.len() - 1;
    broken[last] ^= 1;
    let file = house.path().join("broken.age");
    fs::write(&file, broken).unwrap();
    assert!(decrypted(&file, &by_passphrase(words.expose())).is_err(), "changed");
    fs::write(&file, &sealed[..last - 100]).unwrap();
    assert!(decrypted(&file, &by_passphrase(words.expose())).is_err(), "cut");
}

#[tokio::test]
async fn a_key_or_a_passphrase_of_ones_own_opens_it() {
    let house = House::new();
    let context = desk(&house).await;
    let anna = person(&[("people", "id", &["1"])]);
    let identity = age::x25519::Identity::generate();
    let key = Lock::Key(identity.to_public().to_string());
    let by_key = made(&context, &anna, &Options { lock: key, ..open(&house.path().join("key")) }).await;
    assert!(by_key.passphrase.is_none());
    unpacked(decrypted(&by_key.path, &identity).unwrap());
    assert!(decrypted(&by_key.path, &age::x25519::Identity::generate()).is_err());

    let file = house.path().join("words");
    fs::write(&file, "correct horse battery staple\nsecond line\n").unwrap();
    let words = Lock::PassphraseFile(file.clone());
    let by_words =
        made(&context, &anna, &Options { lock: words, ..open(&house.path().join("words.d")) }).await;
    assert!(by_words.passphrase.is_none());
    unpacked(decrypted(&by_words.path, &by_passphrase("correct horse battery staple")).unwrap());
}

#[tokio::test]
async fn what_cannot_be_made_is_not_there() {
    let house = House::new();
    let context = desk(&house).await;
    let anna = person(&[("people", "id", &["1"])]);
    let short = house.path().join("short");
    fs::write(&short, "hemligt\n").unwrap();
    let out = house.path().join("out");
    for bad in [
        Options { lock: Lock::PassphraseFile(short), ..open(&out) },
        Options { lock: Lock::PassphraseFile(PathBuf::from("/nowhere/words")), ..open(&out) },
        Options { lock: Lock::Key("age1notakey".to_owned()), ..open(&out) },
        Options { lock: Lock::Made, form: Form::Folder, ..open(&out) },
        Options { language: "xx".to_owned(), ..open(&out) },
        open(&house.path().join("desk.sqlite").join("below a file")),
    ] {
        let fault = package(&context, "r", &anna, &bad, &Silent).await.unwrap_err();
        assert!(matches!(fault, AppError::Package { .. }), "{fault}");
        assert!(!fault.to_string().contains("hemligt"));
    }
    assert_eq!(names(&out), [""; 0]);
}

#[tokio::test]
async fn a_folder_of_files_is_the_same_package() {
    let house = House::new();
    let context = desk(&house).await;
    let anna = person(&[("people", "id", &["1"])]);
    let out = house.path().join("out");
    let options = Options { form: Form::Folder, ..open(&out) };
    let package = package(&context, "../r/1\u{202e}", &anna, &options, &Silent).await.unwrap();
    assert_eq!(package.path, out.join("gallra-1_-2026-12-22"), "a request's name leads nowhere");
    let files = names(&package.path).into_iter().map(|name| {
        let file = package.path.join(&name);
        assert_eq!(mode(&file), 0o600);
        let bytes = fs::read(file).unwrap();
        (name, bytes)
    });
    assert_manifest(&files.collect());
    let again =
        gallra_app::subject::access::package(&context, "../r/1\u{202e}", &anna, &options, &Silent).await;
    assert!(again.unwrap_err().to_string().contains("it is there already"));
}

#[tokio::test]
async fn packages_go_when_their_day_has_passed_and_nothing_else_does() {
    let house = House::new();
    let context = desk(&house).await;
    let anna = person(&[("people", "id", &["1"])]);
    let out = house.path().join("out");
    let short = Options { kept_for_days: 3, ..open(&out) };
    let short = made(&context, &anna, &short).await;
    let folder = made(&context, &anna, &Options { form: Form::Folder, kept_for_days: 3, ..open(&out) }).await;
    let long = made(&context, &anna, &open(&out)).await;
    for kept in [
        "gallra-notes.txt",
        "notes-2026-01-01.zip",
        "gallra-r-2026-13-01.zip",
        "gallra-12026-01-01",
        "gallra-2026-01-01.tar",
    ] {
        fs::write(out.join(kept), "kept").unwrap();
    }
    fs::write(out.join("gallra-r-2026-11-25.zip.age.new"), "left by a crash").unwrap();
    assert_eq!(purge(&out, date(2026, 11, 25)).unwrap().removed, [""; 0].map(PathBuf::from), "its last day");
    let gone = purge(&out, date(2026, 11, 26)).unwrap();
    assert_eq!(gone.removed, [folder.path, short.path, out.join("gallra-r-2026-11-25.zip.age.new")]);
    assert!(gone.left.is_empty());
    assert!(long.path.exists());
    assert_eq!(fs::read_dir(&out).unwrap().count(), 6, "the package and five files that are none");
    assert_eq!(
        purge(&out.join("none"), date(2027, 1, 1)).unwrap(),
        gallra_app::subject::access::Purged::default()
    );
}
