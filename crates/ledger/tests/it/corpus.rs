//! Replays the committed corpus that the fuzz targets start from. What begins with `good` verifies; the rest is refused.

use std::fs;
use std::path::PathBuf;

use gallra_ledger::{Note, VerifyError, parse_bundle, verify_certificate, verify_proof};

use crate::support::key;

fn replay(target: &str, verify: impl Fn(&[u8]) -> Result<(), VerifyError>) {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(target);
    let (mut good, mut bad) = (0, 0);
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue; // git's own
        }
        let result = verify(&fs::read(&path).unwrap());
        assert_eq!(result.is_ok(), name.starts_with("good"), "{target}/{name}: {result:?}");
        if result.is_ok() { good += 1 } else { bad += 1 }
    }
    assert!(good > 0 && bad > 0, "{target}: the corpus holds {good} good and {bad} bad files");
}

#[test]
fn certificates() {
    replay("verify_certificate", |bytes| verify_certificate(bytes, key().verifying_key()).map(|_| ()));
}

#[test]
fn notes() {
    replay("verify_note", |bytes| Note::parse(bytes)?.verify(key().verifying_key()).map(|_| ()));
}

#[test]
fn proofs() {
    replay("verify_proof", |bytes| {
        verify_proof(bytes, b"leaf number 269", key().verifying_key()).map(|_| ())
    });
}

#[test]
fn entries() {
    // The first byte is the width, as in the fuzz target.
    replay("verify_entries", |bytes| match bytes.split_first() {
        Some((width, bundle)) => parse_bundle(bundle, usize::from(*width)).map(|_| ()),
        None => parse_bundle(bytes, 1).map(|_| ()),
    });
}
