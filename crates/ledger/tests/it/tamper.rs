//! Every byte counts: whatever is changed, cut off or added to any file of a log or a certificate is noticed.

use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use gallra_ledger::{
    Certificate, LogReader, VerifyCode, VerifyError, verify_certificate, verify_log, verify_proof,
};

use crate::support::{files_below, key, plain_leaves, publish_quickly, run_leaves, to_bytes};

/// A bit that wanders, so that all eight are tried many times over.
fn flip(at: usize) -> u8 {
    1 << (at % 8)
}

/// Changes each byte of the file in turn; gives the codes of the refusals.
fn flip_every_byte(dir: &Path, name: &str) -> Vec<VerifyCode> {
    let key = key();
    let path = dir.join(name);
    let content = fs::read(&path).unwrap();
    let mut file = File::options().write(true).open(&path).unwrap();
    let mut codes = Vec::new();
    for (at, byte) in content.iter().enumerate() {
        let mut put = |byte: u8| {
            file.seek(SeekFrom::Start(at as u64)).unwrap();
            file.write_all(&[byte]).unwrap();
        };
        put(byte ^ flip(at));
        let error = verify_log(dir, key.verifying_key(), None)
            .expect_err(&format!("{name}: a change of byte {at} went unnoticed"));
        codes.push(error.code());
        put(*byte);
    }
    assert_eq!(fs::read(&path).unwrap(), content);
    verify_log(dir, key.verifying_key(), None).unwrap();
    codes
}

fn published() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    // A full tile, partial ones, and an older partial tile from before.
    publish_quickly(dir.path(), &plain_leaves(270));
    publish_quickly(dir.path(), &plain_leaves(300));
    dir
}

#[test]
fn the_tampered_log_has_files_of_every_sort() {
    let names: Vec<_> = files_below(published().path()).into_keys().collect();
    let expected = [
        "checkpoint",
        "tile/0/000",
        "tile/0/001.p/14",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/14",
        "tile/entries/001.p/44",
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_changed_byte_of_a_leaf_is_noticed() {
    let dir = published();
    for name in ["tile/entries/000", "tile/entries/001.p/44"] {
        let codes = flip_every_byte(dir.path(), name);
        assert!(codes.iter().all(|code| [VerifyCode::LeafMismatch, VerifyCode::BadBundle].contains(code)));
        assert!(codes.contains(&VerifyCode::LeafMismatch));
    }
}

#[test]
fn a_changed_byte_of_a_tile_is_noticed() {
    let dir = published();
    for (name, code) in [
        ("tile/0/000", VerifyCode::LeafMismatch),
        ("tile/0/001.p/44", VerifyCode::LeafMismatch),
        ("tile/1/000.p/1", VerifyCode::TileMismatch),
        ("tile/0/001.p/14", VerifyCode::StalePartial),
        ("tile/entries/001.p/14", VerifyCode::StalePartial),
    ] {
        assert!(flip_every_byte(dir.path(), name).iter().all(|found| *found == code), "{name}");
    }
}

#[test]
fn a_changed_byte_of_the_checkpoint_is_noticed() {
    let dir = published();
    flip_every_byte(dir.path(), "checkpoint");
}

#[test]
fn a_file_cut_off_extended_or_removed_is_noticed() {
    let dir = published();
    let key = key();
    let refused = |name: &str, what: &str| {
        verify_log(dir.path(), key.verifying_key(), None)
            .expect_err(&format!("{name} {what} went unnoticed"));
    };
    for (name, content) in files_below(dir.path()) {
        let path = dir.path().join(&name);
        for keep in [0, 1, content.len() / 2, content.len() - 1] {
            fs::write(&path, &content[..keep]).unwrap();
            refused(&name, &format!("cut to {keep} bytes"));
        }
        for extra in [&b"\0"[..], b"\n", &[0; 32], b"\0\0", content.as_slice()] {
            fs::write(&path, [&content, extra].concat()).unwrap();
            refused(&name, "extended");
        }
        fs::remove_file(&path).unwrap();
        // An older partial file may go once it is not needed; nothing else may.
        if !name.ends_with(".p/14") {
            refused(&name, "removed");
        }
        fs::write(&path, &content).unwrap();
    }
    verify_log(dir.path(), key.verifying_key(), None).unwrap();
}

#[test]
fn leaves_and_tiles_changed_together_do_not_give_the_signed_root() {
    // Someone rewrites the log and all its tiles, but has not the key.
    let (honest, forged) = (published(), tempfile::tempdir().unwrap());
    let key = key();
    let mut leaves = plain_leaves(300);
    for altered in [0, 255, 256, 299] {
        leaves[altered] = b"forged".to_vec();
        publish_quickly(forged.path(), &leaves);
        fs::copy(honest.path().join("checkpoint"), forged.path().join("checkpoint")).unwrap();
        let error = verify_log(forged.path(), key.verifying_key(), None).unwrap_err();
        assert_eq!(error.code(), VerifyCode::RootMismatch);
        fs::remove_dir_all(forged.path()).unwrap();
    }
}

fn every_edit_is_refused(content: &[u8], verify: impl Fn(&[u8]) -> Result<(), VerifyError>) {
    verify(content).unwrap();
    let mut edited = content.to_vec();
    for at in 0..content.len() {
        // A neighbouring digit, the other letter case, and beyond ASCII.
        for mask in [0x01, 0x20, 0x80] {
            if mask != 0 {
                edited[at] = content[at] ^ mask;
                verify(&edited).expect_err(&format!("a change of byte {at} by {mask:#x} went unnoticed"));
            }
        }
        edited[at] = content[at];
        verify(&content[..at]).expect_err(&format!("cutting after byte {at} went unnoticed"));
    }
    for extra in [" ", "\n", "\0", "}", "\n— other.example AAAAAAAA\n"] {
        verify(&[content, extra.as_bytes()].concat()).expect_err("an addition went unnoticed");
    }
    for at in 0..content.len() {
        let [before, after] = [&content[..at], &content[at..]];
        for inserted in [&b" "[..], b"\n"] {
            let longer = [before, inserted, after].concat();
            verify(&longer).expect_err(&format!("an insertion at byte {at} went unnoticed"));
        }
    }
}

#[test]
fn a_changed_byte_of_a_certificate_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    publish_quickly(dir.path(), &to_bytes(&run_leaves()));
    let key = key();
    let public = key.verifying_key();
    let mut log = LogReader::open(dir.path(), public).unwrap();
    let certificate = Certificate::build(&mut log, public, "run-7", 0..9).unwrap();
    every_edit_is_refused(certificate.as_bytes(), |bytes| verify_certificate(bytes, public).map(|_| ()));
}

#[test]
fn a_changed_byte_of_a_proof_is_noticed() {
    let dir = published();
    let key = key();
    let public = key.verifying_key();
    let proof = LogReader::open(dir.path(), public).unwrap().prove(269).unwrap().to_string();
    let leaf = plain_leaves(270).pop().unwrap();
    every_edit_is_refused(proof.as_bytes(), |bytes| verify_proof(bytes, &leaf, public).map(|_| ()));
}
