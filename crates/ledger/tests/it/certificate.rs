//! Certificates: what a run's leaves prove, and which leaves prove nothing.

use gallra_ledger::{
    Certificate, Leaf, LeafBody, LogReader, Outcome, RowCounts, RunFinished, RunStarted, RunState,
    SigningKey, StepIntended, VerifiedCertificate, VerifyCode, VerifyError, verify_certificate,
};
use gallra_ledger::{Hash, PolicyAdopted};
use proptest::prelude::*;

use crate::support::{
    AT, ORIGIN, assert_code, finished, intended, key, publish_quickly, run_leaves, to_bytes,
};

/// Publishes other leaves, the run's leaves in between, and certifies the run.
fn certify(leaves: &[Leaf]) -> Result<Certificate, VerifyError> {
    certify_bytes(&to_bytes(leaves))
}

fn certify_bytes(leaves: &[Vec<u8>]) -> Result<Certificate, VerifyError> {
    let dir = tempfile::tempdir().unwrap();
    let other = Leaf::new(AT, PolicyAdopted { policy: Hash::of(b"") }).unwrap().to_bytes().unwrap();
    let mut log = vec![other; 254];
    log.extend_from_slice(leaves);
    publish_quickly(dir.path(), &log);
    let key = key();
    let mut reader = LogReader::open(dir.path(), key.verifying_key()).unwrap();
    Certificate::build(&mut reader, key.verifying_key(), "run-7", 254..log.len() as u64)
}

fn leaf(body: impl Into<LeafBody>) -> Leaf {
    Leaf::new(AT, body).unwrap()
}

#[test]
fn a_finished_run_is_summed_up() {
    let certificate = certify(&run_leaves()).unwrap();
    let shown = verify_certificate(certificate.as_bytes(), key().verifying_key()).unwrap();
    assert_eq!(&shown, certificate.verified());
    let VerifiedCertificate { run, state, interruptions, steps, totals, indexes, .. } = shown;
    assert_eq!((run.as_str(), interruptions, steps.len()), ("run-7", 1, 2));
    assert_eq!(state, RunState::Finished { at: AT.into() });
    assert_eq!(totals, RowCounts { erased: 90, failed: 20, ..RowCounts::default() });
    assert_eq!(indexes, (254..263).collect::<Vec<_>>());
    assert_eq!(steps[0].outcome(), Some(&Outcome::Erased));
    assert!(
        matches!(steps[1].outcome(), Some(Outcome::Failed { reason }) if reason.as_str() == "server_gone")
    );
    assert_eq!((steps[1].rows().erased, steps[1].recount().unwrap().remaining), (60, 10));
    assert_eq!(steps[1].residue()[0].place.as_str(), "wal");
    assert_eq!(shown.approval.unwrap().plan, shown.plan);
    let text = std::str::from_utf8(certificate.as_bytes()).unwrap();
    assert!(
        text.contains("\n  \"run\": \"run-7\",\n") && text.ends_with("}\n"),
        "people can read it: {text}"
    );
}

#[test]
fn a_certificate_without_approval_says_so() {
    let shown = certify(&run_leaves()[1..]).unwrap();
    assert_eq!(shown.verified().approval, None);
}

#[test]
fn a_run_that_has_not_ended_is_verified_and_unfinished() {
    for length in 2..9 {
        let certificate = certify(&run_leaves()[..length]).unwrap();
        assert_eq!(certificate.verified().state, RunState::Unfinished, "{length} leaves");
    }
    let certificate = certify(&run_leaves()[..7]).unwrap();
    let open = &certificate.verified().steps[1];
    assert_eq!((open.outcome(), open.rows(), open.residue().len()), (None, RowCounts::default(), 0));
}

#[test]
fn a_step_left_out_is_noticed() {
    let all = run_leaves();
    let without = |left_out: &[usize]| {
        let kept = all.iter().enumerate().filter(|(at, _)| !left_out.contains(at));
        certify(&kept.map(|(_, leaf)| leaf.clone()).collect::<Vec<_>>())
    };
    assert_code(without(&[1]), VerifyCode::BadOrder); // the start
    assert_code(without(&[2, 4]), VerifyCode::BadOrder); // an announcement
    assert_code(without(&[7]), VerifyCode::BadOrder); // an outcome: the step stays open
    assert_code(without(&[6, 7]), VerifyCode::BadTotals); // the whole failed step
    without(&[3, 4]).unwrap(); // a break and the second announcement change nothing of what was done
}

#[test]
fn leaves_that_do_not_tell_one_run_are_refused() {
    let change = |at: usize, body: LeafBody| {
        let mut leaves = run_leaves();
        leaves[at] = leaf(body);
        certify(&leaves)
    };
    let rows = RowCounts { erased: 90, failed: 20, ..RowCounts::default() };
    let other_run = |step| StepIntended { run: "run-8".into(), ..intended(step) };
    assert_code(change(2, other_run(1).into()), VerifyCode::WrongRun);
    assert_code(
        change(1, RunStarted { run: "run-8".into(), plan: Hash::of(b"plan") }.into()),
        VerifyCode::WrongRun,
    );
    assert_code(
        change(1, RunStarted { run: "run-7".into(), plan: Hash::of(b"else") }.into()),
        VerifyCode::WrongRun,
    );
    assert_code(change(3, PolicyAdopted { policy: Hash::of(b"") }.into()), VerifyCode::WrongRun);
    assert_code(
        change(3, RunStarted { run: "run-7".into(), plan: Hash::of(b"plan") }.into()),
        VerifyCode::BadOrder,
    );
    assert_code(
        change(4, StepIntended { dataset: "else".into(), ..intended(1) }.into()),
        VerifyCode::BadOrder,
    );
    assert_code(change(6, intended(1).into()), VerifyCode::BadOrder); // announced again after it ended
    assert_code(change(7, finished(1).into()), VerifyCode::BadOrder); // ended twice
    assert_code(change(7, RunFinished { run: "run-7".into(), steps: 2, rows }.into()), VerifyCode::BadOrder);
    assert_code(change(8, RunFinished { run: "run-7".into(), steps: 3, rows }.into()), VerifyCode::BadTotals);
    let rows = RowCounts { erased: 91, ..rows };
    assert_code(change(8, RunFinished { run: "run-7".into(), steps: 2, rows }.into()), VerifyCode::BadTotals);
    let mut after_the_end = run_leaves();
    after_the_end.push(leaf(intended(3)));
    assert_code(certify(&after_the_end), VerifyCode::BadOrder);
    assert_code(certify(&[]), VerifyCode::BadOrder);
    assert_code(certify(&run_leaves()[..1]), VerifyCode::BadOrder);
}

#[test]
fn what_a_later_version_says_is_counted_not_believed() {
    let mut leaves = to_bytes(&run_leaves());
    leaves.insert(3, br#"{"at":"2026-11-22T03:00:00Z","kind":"step_rested","run":"run-7"}"#.to_vec());
    assert_eq!(certify_bytes(&leaves).unwrap().verified().unknown_leaves, 1);
    // A kind that this version knows, in a shape it does not: its counts cannot be summed.
    leaves[3] = br#"{"at":"2026-11-22T03:00:00Z","kind":"step_finished","run":"run-7"}"#.to_vec();
    assert_code(certify_bytes(&leaves), VerifyCode::BadLeaf);
    leaves[3] = br#"{"kind":"step_rested","at":"2026-11-22T03:00:00Z","run":"run-7"}"#.to_vec();
    assert_code(certify_bytes(&leaves), VerifyCode::BadLeaf);
    leaves[3] = b"not JSON".to_vec();
    assert_code(certify_bytes(&leaves), VerifyCode::BadLeaf);
}

#[test]
fn the_same_content_written_otherwise_is_refused() {
    let certificate = certify(&run_leaves()).unwrap();
    let text = std::str::from_utf8(certificate.as_bytes()).unwrap();
    let key = key();
    let refuse =
        |text: String, code| assert_code(verify_certificate(text.as_bytes(), key.verifying_key()), code);
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    refuse(value.to_string(), VerifyCode::NotCanonical); // compact
    refuse(text.replace('\n', "\r\n"), VerifyCode::NotCanonical);
    refuse(text.replace("\"run-7\",", "\"run\\u002d7\","), VerifyCode::NotCanonical);
    refuse(text.replacen("  \"run\"", "  \"mood\": 1,\n  \"run\"", 1), VerifyCode::BadCertificate);
    refuse(text.replacen("  \"run\"", "  \"run\": \"run-7\",\n  \"run\"", 1), VerifyCode::BadCertificate);
    refuse(text.replacen("certificate/1", "certificate/2", 1), VerifyCode::BadCertificate);
    refuse(text.replacen("\"index\": 254", "\"index\": 255", 1), VerifyCode::NotIncluded);
    refuse(text.replacen("\"index\": 254", "\"index\": 253", 1), VerifyCode::NotIncluded);
    refuse(text.replacen("\"index\": 254", "\"index\": -1", 1), VerifyCode::BadCertificate);
    // Another's signature, which no key of ours could vouch for.
    let lines = text.replacen(
        "=\"\n  ],\n  \"leaves\"",
        "=\",\n    \"— other.example AAAAAAAA\"\n  ],\n  \"leaves\"",
        1,
    );
    assert_ne!(lines, text);
    refuse(lines, VerifyCode::NotCanonical);
    // Two lines of the note joined into one: the same note, another file.
    let joined = text.replacen("gallra\",\n    \"263\"", "gallra\\n263\"", 1);
    assert_ne!(joined, text);
    refuse(joined, VerifyCode::NotCanonical);
}

#[test]
fn leaves_stand_in_the_order_of_the_log_and_once() {
    let dir = tempfile::tempdir().unwrap();
    publish_quickly(dir.path(), &to_bytes(&run_leaves()));
    let key = key();
    let mut log = LogReader::open(dir.path(), key.verifying_key()).unwrap();
    for indexes in [vec![1, 2, 2], vec![1, 4, 2], vec![2, 1]] {
        let built = Certificate::build(&mut log, key.verifying_key(), "run-7", indexes);
        assert_code(built, VerifyCode::BadOrder);
    }
    let beyond = Certificate::build(&mut log, key.verifying_key(), "run-7", [1, 9]);
    assert_code(beyond, VerifyCode::OutOfRange);
}

#[test]
fn another_key_does_not_verify_a_certificate() {
    let certificate = certify(&run_leaves()).unwrap();
    let other = SigningKey::from_seed(ORIGIN, &[1; 32]).unwrap();
    assert_code(verify_certificate(certificate.as_bytes(), other.verifying_key()), VerifyCode::NotSigned);
    // Not even when it is named inside.
    let text = std::str::from_utf8(certificate.as_bytes()).unwrap();
    let renamed = text.replace(&key().verifying_key().label(), &other.verifying_key().label());
    assert_code(verify_certificate(renamed.as_bytes(), other.verifying_key()), VerifyCode::NotSigned);
}

proptest! {
    #[test]
    fn garbage_certificates_never_panic(bytes: Vec<u8>, text in "(?s)[\\[\\]{}\",:a-z0-9\\n ]{0,60}") {
        let key = key();
        prop_assert!(verify_certificate(&bytes, key.verifying_key()).is_err());
        prop_assert!(verify_certificate(text.as_bytes(), key.verifying_key()).is_err());
    }
}
