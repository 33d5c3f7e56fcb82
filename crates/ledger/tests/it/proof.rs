//! C2SP tlog-proof files.

use gallra_ledger::{Hash, LogReader, TlogProof, VerifyCode, verify_proof};
use proptest::prelude::*;

use crate::support::{assert_code, key, plain_leaves, publish_quickly};

#[test]
fn a_proof_is_written_as_the_specification_shows() {
    // The layout of the C2SP specification and of the tests of transparency-dev/formats.
    let (one, two) = (Hash::of(b"hash1"), Hash::of(b"hash2"));
    let proof = TlogProof::new(5, vec![one, two], "test checkpoint\n");
    let expected = format!(
        "c2sp.org/tlog-proof@v1\nindex 5\n{}\n{}\n\ntest checkpoint\n",
        one.to_base64(),
        two.to_base64()
    );
    assert_eq!(proof.to_string(), expected);
    assert_eq!(TlogProof::parse(expected.as_bytes()).unwrap(), proof);

    let empty = TlogProof::new(0, vec![], "checkpoint\n").with_extra(b"extra information".to_vec());
    let expected = "c2sp.org/tlog-proof@v1\nextra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 0\n\ncheckpoint\n";
    assert_eq!(empty.to_string(), expected);
    let parsed = TlogProof::parse(expected.as_bytes()).unwrap();
    assert_eq!(
        (parsed.extra(), parsed.path(), parsed.index()),
        (Some(&b"extra information"[..]), &[][..], 0)
    );
}

#[test]
fn malformed_proofs_are_refused() {
    let hash = Hash::of(b"").to_base64();
    let bad = [
        String::new(),
        "c2sp.org/tlog-proof@v1\n".into(),
        "c2sp.org/tlog-proof@v1\n\ncheckpoint\n".into(),
        "c2sp.org/tlog-proof@v2\nindex 0\n\ncheckpoint\n".into(),
        "c2sp.org/tlog-proof@v1\nindex 00\n\ncheckpoint\n".into(),
        "c2sp.org/tlog-proof@v1\nindex -1\n\ncheckpoint\n".into(),
        "c2sp.org/tlog-proof@v1\nindex 18446744073709551616\n\ncheckpoint\n".into(),
        "c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\ncheckpoint\n".into(),
        "c2sp.org/tlog-proof@v1\nindex 0\nextra aa==\n\ncheckpoint\n".into(),
        "c2sp.org/tlog-proof@v1\nindex 0\nYWJj\n\ncheckpoint\n".into(),
        format!("c2sp.org/tlog-proof@v1\r\nindex 0\r\n{hash}\r\n\r\ncheckpoint\r\n"),
        format!("c2sp.org/tlog-proof@v1\nindex 0\n{}\ncheckpoint\n", format!("{hash}\n").repeat(65)),
    ];
    for text in &bad {
        assert_code(TlogProof::parse(text.as_bytes()), VerifyCode::BadProof);
    }
}

#[test]
fn each_leaf_of_a_log_has_a_proof_and_no_other_leaf_fits_it() {
    let dir = tempfile::tempdir().unwrap();
    let leaves = plain_leaves(300);
    let checkpoint = publish_quickly(dir.path(), &leaves);
    let key = key();
    let mut log = LogReader::open(dir.path(), key.verifying_key()).unwrap();
    for (index, leaf) in (0..).zip(&leaves) {
        assert_eq!(&log.leaf(index).unwrap(), leaf);
        let proof = log.prove(index).unwrap().to_string();
        let shown = verify_proof(proof.as_bytes(), leaf, key.verifying_key()).unwrap();
        assert_eq!((shown.index, &shown.checkpoint), (index, &checkpoint));
        let other = verify_proof(proof.as_bytes(), b"another leaf", key.verifying_key());
        assert_code(other, VerifyCode::NotIncluded);
    }
    assert_code(log.prove(300), VerifyCode::OutOfRange);
    assert_code(log.leaf(u64::MAX), VerifyCode::OutOfRange);
}

proptest! {
    #[test]
    fn garbage_proofs_never_panic(bytes: Vec<u8>, text in "(?s).{0,40}") {
        let key = key();
        let framed = format!("c2sp.org/tlog-proof@v1\n{text}\n\n{text}");
        prop_assert!(verify_proof(&bytes, b"", key.verifying_key()).is_err());
        prop_assert!(verify_proof(framed.as_bytes(), b"", key.verifying_key()).is_err());
    }
}
