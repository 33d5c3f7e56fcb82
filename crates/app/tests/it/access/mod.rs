//! A person's package: all that is theirs, nothing that is another's, and nothing that can harm who opens it.

mod desk;
mod files;
mod hostile;
mod sakila;
mod sealed;
mod several;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};
use std::path::Path;

use age::secrecy::SecretString;
use gallra_app::Context;
use gallra_app::progress::Silent;
use gallra_app::subject::access::{Lock, Options, Package, package};
use gallra_app::subject::{Identified, Person};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The files of a package, by their paths.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Whom a request is about: records of datasets by one column.
pub(crate) fn person(records: &[(&str, &str, &[&str])]) -> Person {
    let mut person = Person { salt: "not random in a test".to_owned(), ..Person::default() };
    for (dataset, column, keys) in records {
        let keys: BTreeSet<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        let identified = Identified { column: (*column).to_owned(), keys };
        person.records.entry((*dataset).into()).or_default().push(identified);
    }
    person
}

pub(crate) async fn made(context: &Context, person: &Person, options: &Options) -> Package {
    package(context, "R-2026-0001", person, options, &Silent).await.unwrap_or_else(|fault| panic!("{fault}"))
}

/// An open archive: what is encrypted is tested by itself, and a passphrase takes its time.
pub(crate) fn open(folder: &Path) -> Options {
    Options { lock: Lock::Open, ..Options::new(folder, "sv") }
}

/// The plain text of a sealed file, by the reference implementation's own crate.
pub(crate) fn decrypted(file: &Path, identity: &dyn age::Identity) -> Result<Vec<u8>, age::DecryptError> {
    let sealed = std::fs::read(file).unwrap();
    let opened = age::Decryptor::new_buffered(sealed.as_slice())?;
    let mut plain = Vec::new();
    opened.decrypt(std::iter::once(identity))?.read_to_end(&mut plain)?;
    Ok(plain)
}

pub(crate) fn by_passphrase(words: &str) -> age::scrypt::Identity {
    let mut identity = age::scrypt::Identity::new(SecretString::from(words.to_owned()));
    // Else it measures this machine, which is busy, and calls the work too much.
    identity.set_max_work_factor(20);
    identity
}

/// Unpacks an archive, and sees that its manifest tells all of it and nothing else.
pub(crate) fn unpacked(archive: Vec<u8>) -> Files {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut files = Files::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        assert_eq!(file.enclosed_name().unwrap().to_str(), Some(name.as_str()), "it leads out of its folder");
        assert!(!name.starts_with('/') && !name.contains("..") && !name.contains('\\'), "{name}");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert!(files.insert(name, bytes).is_none());
    }
    assert_manifest(&files);
    files
}

pub(crate) fn assert_manifest(files: &Files) {
    let manifest = json(files, "manifest.json");
    let told: BTreeMap<String, (u64, String)> = manifest["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let (bytes, sum) = (it["bytes"].as_u64().unwrap(), it["sha256"].as_str().unwrap().to_owned());
            (it["path"].as_str().unwrap().to_owned(), (bytes, sum))
        })
        .collect();
    let there = files.iter().filter(|(name, _)| *name != "manifest.json");
    let there: BTreeMap<String, (u64, String)> = there
        .map(|(name, bytes)| (name.clone(), (bytes.len() as u64, hex::encode(Sha256::digest(bytes)))))
        .collect();
    assert_eq!(told, there);
}

/// The files of a package that is not sealed.
pub(crate) fn files_of(package: &Package) -> Files {
    let bytes = std::fs::read(&package.path).unwrap();
    assert_eq!(package.sha256, hex::encode(Sha256::digest(&bytes)));
    assert_eq!(package.bytes, bytes.len() as u64);
    let files = unpacked(bytes);
    assert_eq!(package.files, files.len() as u64);
    files
}

pub(crate) fn json(files: &Files, path: &str) -> Value {
    serde_json::from_slice(&files[path]).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

pub(crate) fn text<'f>(files: &'f Files, path: &str) -> &'f str {
    std::str::from_utf8(&files[path]).unwrap()
}

/// The records of a dataset in `data.json`.
pub(crate) fn records(files: &Files, dataset: &str) -> Vec<Value> {
    json(files, "data.json")["datasets"][dataset]["records"].as_array().cloned().unwrap_or_default()
}

/// A table of CSV: its head and rows.
pub(crate) fn table(files: &Files, path: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(files[path].as_slice());
    let head = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    (head, rows)
}

/// No file of the package has these words, in any spelling of case.
pub(crate) fn nowhere(files: &Files, words: &[&str]) {
    for (name, bytes) in files {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        for word in words {
            assert!(!text.contains(&word.to_lowercase()), "{name} tells {word}");
        }
        assert!(!words.iter().any(|word| name.to_lowercase().contains(&word.to_lowercase())), "{name}");
    }
}
