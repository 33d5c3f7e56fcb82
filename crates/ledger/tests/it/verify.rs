//! Verifying a whole log: growth is consistent, rewriting is a fork, strangers are reported.

use std::fs;

use gallra_ledger::{Note, SigningKey, VerifyCode, VerifyError, verify_log};

use crate::support::{assert_code, key, plain_leaves, publish_quickly};

#[test]
fn a_log_contains_what_its_older_checkpoints_signed() {
    let dir = tempfile::tempdir().unwrap();
    let leaves = plain_leaves(1000);
    let key = key();
    let older: Vec<_> =
        [0, 1, 255, 256, 300, 1000].map(|n| publish_quickly(dir.path(), &leaves[..n])).to_vec();
    for older in &older {
        let shown = verify_log(dir.path(), key.verifying_key(), Some(older.note().as_bytes())).unwrap();
        assert_eq!(shown.consistent_with, Some(older.size()));
    }
}

#[test]
fn a_rewritten_log_is_caught_by_an_older_checkpoint() {
    let (honest, rewritten) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut leaves = plain_leaves(400);
    let key = key();
    let older: Vec<_> = [100, 256, 300, 400].map(|n| publish_quickly(honest.path(), &leaves[..n])).to_vec();
    leaves[7] = b"this never happened".to_vec();
    publish_quickly(rewritten.path(), &leaves);
    verify_log(rewritten.path(), key.verifying_key(), None).unwrap();
    for older in &older {
        let shown = verify_log(rewritten.path(), key.verifying_key(), Some(older.note().as_bytes()));
        assert_code(shown, VerifyCode::Forked);
    }
}

#[test]
fn a_shortened_log_is_caught_by_an_older_checkpoint() {
    let (long, short) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let leaves = plain_leaves(300);
    let older = publish_quickly(long.path(), &leaves);
    publish_quickly(short.path(), &leaves[..290]);
    let key = key();
    assert_code(
        verify_log(short.path(), key.verifying_key(), Some(older.note().as_bytes())),
        VerifyCode::Shrunk,
    );
    assert_code(verify_log(short.path(), key.verifying_key(), Some(b"no note")), VerifyCode::BadNote);
}

#[test]
fn a_checkpoint_that_promises_more_than_there_is_costs_no_memory() {
    let dir = tempfile::tempdir().unwrap();
    let key = key();
    publish_quickly(dir.path(), &plain_leaves(300));
    for size in [301, 512, 1 << 40, u64::MAX] {
        let root = gallra_ledger::Hash::of(b"").to_base64();
        let note = Note::sign(&format!("{}\n{size}\n{root}\n", key.name()), &key).unwrap();
        fs::write(dir.path().join("checkpoint"), note).unwrap();
        assert_code(verify_log(dir.path(), key.verifying_key(), None), VerifyCode::Missing);
    }
}

#[test]
fn the_wrong_key_and_the_empty_folder_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let key = key();
    assert_code(verify_log(dir.path(), key.verifying_key(), None), VerifyCode::Missing);
    publish_quickly(dir.path(), &plain_leaves(3));
    let other = SigningKey::from_seed(key.name(), &[1; 32]).unwrap();
    assert_code(verify_log(dir.path(), other.verifying_key(), None), VerifyCode::NotSigned);
}

#[test]
fn strangers_in_the_folder_are_reported_and_do_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let key = key();
    publish_quickly(dir.path(), &plain_leaves(300));
    let strangers = [
        "notes.txt",
        ".stage",
        "tile/0/002",
        "tile/0/001.p/45",
        "tile/0/x",
        "tile/9/000",
        "tile/entries/1",
        "deep/er/file",
    ];
    for name in strangers {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "?").unwrap();
    }
    let shown = verify_log(dir.path(), key.verifying_key(), None).unwrap();
    let named: Vec<_> = shown.strays.iter().map(|stray| (stray.path.as_str(), stray.unpublished)).collect();
    let expected = [
        (".stage", true),
        ("deep/er/file", false),
        ("notes.txt", false),
        ("tile/0/001.p/45", true),
        ("tile/0/002", true),
        ("tile/0/x", false),
        ("tile/9/000", true),
        ("tile/entries/1", false),
    ];
    assert_eq!(named, expected);
    assert_eq!(shown.stray_count, 8);
}

#[cfg(unix)]
#[test]
fn a_folder_or_a_device_in_a_file_s_place_is_refused_without_waiting() {
    let key = key();
    for name in ["checkpoint", "tile/entries/000", "tile/0/001.p/44"] {
        let dir = tempfile::tempdir().unwrap();
        publish_quickly(dir.path(), &plain_leaves(300));
        let path = dir.path().join(name);
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
        assert_code(verify_log(dir.path(), key.verifying_key(), None), VerifyCode::Unreadable);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_code(verify_log(dir.path(), key.verifying_key(), None), VerifyCode::Unreadable);
    }
}

#[test]
fn every_code_is_stable_unique_and_tells_a_cure() {
    let codes: Vec<_> = VerifyCode::ALL.iter().map(|code| code.as_str()).collect();
    let mut unique = codes.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(codes, unique);
    for code in VerifyCode::ALL {
        assert!(code.meaning().ends_with('.') && code.cure().len() > 20, "{code:?}");
    }
    let error: VerifyError = gallra_ledger::Note::parse(b"x").unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with("note: ") && text.ends_with("(V010)") && text.contains(error.cause()), "{text}");
}
