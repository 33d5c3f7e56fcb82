//! Publishing: incremental, repeatable, crash-safe, and never over another history.

use std::cell::Cell;
use std::fs;

use gallra_ledger::{PublishError, Publisher, SigningKey, publish, read_checkpoint, verify_log};

use crate::support::{Crash, CrashingFiles, files_below, key, plain_leaves, publish_quickly, publish_with};

/// Grows across a full bundle, a full bundle exactly, several at once, and by nothing.
const SIZES: [usize; 7] = [3, 10, 256, 256, 300, 520, 1030];

#[test]
fn a_log_published_in_pieces_holds_the_tiles_of_one_published_at_once() {
    let leaves = plain_leaves(1030);
    let (pieces, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for size in SIZES {
        let checkpoint = publish_quickly(pieces.path(), &leaves[..size]);
        assert_eq!(checkpoint.size(), size as u64);
        let key = key();
        let shown = verify_log(pieces.path(), key.verifying_key(), None).unwrap();
        assert_eq!((shown.checkpoint, shown.stray_count), (checkpoint, 0));
    }
    publish_quickly(whole.path(), &leaves);
    let in_pieces = files_below(pieces.path());
    for (path, content) in files_below(whole.path()) {
        assert_eq!(in_pieces.get(&path), Some(&content), "{path}");
    }
    // What remains besides are the partial tiles of checkpoints that were signed and are still within a partial
    // tile: level 1 was 1, 1, 2 and 4 wide.
    let extra: Vec<_> = in_pieces.keys().filter(|path| !whole.path().join(path).exists()).collect();
    assert_eq!(extra, ["tile/1/000.p/1", "tile/1/000.p/2"]);
}

#[test]
fn the_specification_s_example_of_70_000_leaves_has_its_tiles() {
    let dir = tempfile::tempdir().unwrap();
    let checkpoint = publish_quickly(dir.path(), &plain_leaves(70_000));
    let files = files_below(dir.path());
    let count =
        |prefix: &str| files.keys().filter(|path| path.starts_with(prefix) && !path.contains(".p/")).count();
    assert_eq!(
        (count("tile/0/"), count("tile/1/"), count("tile/2/"), count("tile/entries/")),
        (273, 1, 0, 273)
    );
    let partial: Vec<_> = files.keys().filter(|path| path.contains(".p/")).collect();
    let expected = ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1", "tile/entries/273.p/112"];
    assert_eq!(partial, expected);
    assert_eq!(files.len(), 273 * 2 + 1 + 4 + 1);
    let key = key();
    assert_eq!(verify_log(dir.path(), key.verifying_key(), None).unwrap().checkpoint, checkpoint);
}

#[test]
fn publishing_again_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let leaves = plain_leaves(300);
    let first = publish_quickly(dir.path(), &leaves);
    let files = files_below(dir.path());
    assert_eq!(publish_quickly(dir.path(), &leaves), first);
    assert_eq!(files_below(dir.path()), files);
}

#[test]
fn an_empty_log_is_a_log() {
    let dir = tempfile::tempdir().unwrap();
    let key = key();
    let none = |_| std::iter::empty::<Result<Vec<u8>, std::io::Error>>();
    assert_eq!(publish(&dir.path().join("new/folder"), &key, none).unwrap().size(), 0);
    let shown = verify_log(&dir.path().join("new/folder"), key.verifying_key(), None).unwrap();
    assert_eq!(shown.checkpoint.size(), 0);
}

#[test]
fn a_crash_at_any_file_operation_leaves_a_true_log_and_the_next_call_completes_it() {
    let leaves = plain_leaves(1030);
    let key = key();
    let intact = tempfile::tempdir().unwrap();
    let operations = Cell::new(0);
    for size in SIZES {
        let files = CrashingFiles { done: &operations, at: usize::MAX, how: Crash::Before };
        publish_with(files, intact.path(), &leaves[..size]).unwrap();
    }
    let expected = files_below(intact.path());
    let total = operations.get();
    assert!(total > 60, "only {total} operations: the test has lost its grip");

    for how in [Crash::Before, Crash::HalfWay, Crash::After] {
        for at in 0..total {
            let dir = tempfile::tempdir().unwrap();
            let done = Cell::new(0);
            let mut before = None;
            for size in SIZES {
                let files = CrashingFiles { done: &done, at, how };
                if done.get() > at || publish_with(files, dir.path(), &leaves[..size]).is_ok() {
                    publish_quickly(dir.path(), &leaves[..size]);
                } else {
                    // What stands there is true: the old log or, past the commit point, the new one.
                    if let Some(checkpoint) = read_checkpoint(dir.path(), key.verifying_key()).unwrap() {
                        verify_log(dir.path(), key.verifying_key(), before.as_deref()).unwrap();
                        assert!(checkpoint.size() <= size as u64);
                    }
                    publish_quickly(dir.path(), &leaves[..size]);
                }
                before = Some(fs::read(dir.path().join("checkpoint")).unwrap());
                verify_log(dir.path(), key.verifying_key(), before.as_deref()).unwrap();
            }
            assert!(files_below(dir.path()) == expected, "crash {how:?} operation {at} left another state");
        }
    }
}

#[test]
fn a_crash_followed_by_more_leaves_ends_in_the_same_log() {
    let leaves = plain_leaves(600);
    let key = key();
    for at in 0..40 {
        let dir = tempfile::tempdir().unwrap();
        publish_quickly(dir.path(), &leaves[..200]);
        let done = Cell::new(0);
        let files = CrashingFiles { done: &done, at, how: Crash::After };
        let _ = publish_with(files, dir.path(), &leaves[..300]);
        let checkpoint = publish_quickly(dir.path(), &leaves);
        let shown = verify_log(dir.path(), key.verifying_key(), None).unwrap();
        assert_eq!((shown.checkpoint, shown.stray_count), (checkpoint, 0), "operation {at}");
    }
}

#[test]
fn a_database_with_fewer_leaves_than_the_log_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let leaves = plain_leaves(300);
    publish_quickly(dir.path(), &leaves);
    let files = files_below(dir.path());
    for given in [299, 257, 256] {
        let error = publish_with(gallra_ledger::DiskFiles, dir.path(), &leaves[..given]).unwrap_err();
        assert!(
            matches!(error, PublishError::Behind { published: 300, given: n } if n == given as u64),
            "{error}"
        );
    }
    assert_eq!(files_below(dir.path()), files);
}

#[test]
fn a_database_with_other_leaves_than_the_log_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut leaves = plain_leaves(400);
    publish_quickly(dir.path(), &leaves[..300]);
    let files = files_below(dir.path());
    leaves[270] = b"another history".to_vec();
    let error = publish_with(gallra_ledger::DiskFiles, dir.path(), &leaves).unwrap_err();
    assert!(matches!(error, PublishError::Forked { index: 270 }), "{error}");
    assert_eq!(files_below(dir.path()), files);
}

#[test]
fn a_caller_who_overlooks_an_error_gets_nothing_signed() {
    let dir = tempfile::tempdir().unwrap();
    // The last bundle agrees with the log; only the right edge tells that the history before it differs.
    let mut leaves = plain_leaves(700);
    publish_quickly(dir.path(), &leaves[..600]);
    let edge = dir.path().join("tile/1/000.p/2");
    let mut content = fs::read(&edge).unwrap();
    content[0] ^= 1;
    fs::write(&edge, content).unwrap();
    leaves.drain(..512);
    let before = fs::read(dir.path().join("checkpoint")).unwrap();
    let key = key();
    let mut publisher = Publisher::open(dir.path(), &key).unwrap();
    let errors = leaves.iter().filter(|leaf| publisher.push(leaf).is_err()).count();
    assert_eq!(errors, 101, "the leaf that completes the published tree, and all after it");
    assert!(matches!(publisher.finish(), Err(PublishError::Ended)));
    assert_eq!(fs::read(dir.path().join("checkpoint")).unwrap(), before);
}

#[test]
fn a_damaged_right_edge_is_not_built_upon() {
    let leaves = plain_leaves(1200);
    for damaged in ["tile/1/000.p/4", "tile/0/004.p/76", "checkpoint"] {
        let dir = tempfile::tempdir().unwrap();
        publish_quickly(dir.path(), &leaves[..1100]);
        let path = dir.path().join(damaged);
        let mut content = fs::read(&path).unwrap();
        content[33] ^= 1;
        fs::write(&path, &content).unwrap();
        let error = publish_with(gallra_ledger::DiskFiles, dir.path(), &leaves).unwrap_err();
        assert!(matches!(error, PublishError::Forked { .. } | PublishError::Damaged(_)), "{error}");
        assert_eq!(fs::read(&path).unwrap(), content);
    }
}

#[test]
fn a_log_of_another_key_is_not_continued() {
    let dir = tempfile::tempdir().unwrap();
    publish_quickly(dir.path(), &plain_leaves(3));
    let other = SigningKey::from_seed(key().name(), &[43; 32]).unwrap();
    assert!(matches!(Publisher::open(dir.path(), &other), Err(PublishError::Damaged(_))));
}

#[test]
fn two_publishers_do_not_write_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let key = key();
    let first = Publisher::open(dir.path(), &key).unwrap();
    assert!(matches!(Publisher::open(dir.path(), &key), Err(PublishError::Busy { .. })));
    drop(first);
    Publisher::open(dir.path(), &key).unwrap();
}

#[test]
fn the_longest_leaf_fits_and_a_longer_one_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let key = key();
    publish_quickly(dir.path(), &[vec![b'x'; 65_535]]);
    verify_log(dir.path(), key.verifying_key(), None).unwrap();
    let mut publisher = Publisher::open(dir.path(), &key).unwrap();
    publisher.push(&vec![b'x'; 65_535]).unwrap();
    let error = publisher.push(&vec![b'x'; 65_536]).unwrap_err();
    assert!(matches!(error, PublishError::LeafTooLong { index: 1, length: 65_536 }), "{error}");
}

#[test]
fn a_database_that_breaks_off_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let key = key();
    let broken = |_| [Ok(b"one".to_vec()), Err("the database is gone")];
    let error = publish(dir.path(), &key, broken).unwrap_err();
    assert!(matches!(error, PublishError::Source { index: 1, .. }), "{error}");
    assert!(read_checkpoint(dir.path(), key.verifying_key()).unwrap().is_none());
}
