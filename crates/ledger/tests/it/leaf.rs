//! Leaves: canonical, typed, open to the future, closed to personal data.

use gallra_ledger::{
    Code, HoldAdded, Leaf, LeafBody, LeafError, MAX_NUMBER, Outcome, PolicyAdopted, RowCounts, RunFinished,
    RunStarted, TrailSealed, VerifyCode, parse_bundle,
};
use gallra_ledger::{CommitmentKey, Domain, Hash};
use proptest::prelude::*;

use crate::support::{AT, assert_code, code, finished, run_leaves};

#[test]
fn a_leaf_is_written_in_one_way() {
    let policy = Hash::of(b"policy");
    let leaf = Leaf::new(AT, PolicyAdopted { policy }).unwrap();
    let expected = format!(r#"{{"at":"{AT}","kind":"policy_adopted","policy":"{policy}"}}"#);
    assert_eq!(String::from_utf8(leaf.to_bytes().unwrap()).unwrap(), expected);
    assert_eq!(leaf.hash().unwrap(), Hash::leaf(expected.as_bytes()));

    let step = Leaf::new(AT, finished(2)).unwrap().to_bytes().unwrap();
    let expected = concat!(
        r#"{"at":"2026-11-22T03:00:00Z","cascaded":{"invoice_lines":90},"kind":"step_finished","#,
        r#""outcome":{"reason":"server_gone","result":"failed"},"recount":{"explained":0,"remaining":10},"#,
        r#""residue":[{"state":"remains","until":"2026-12-01","where":"wal"}],"#,
        r#""rows":{"anonymised":0,"erased":60,"failed":10,"held":0,"kept":0,"not_checked":0,"nothing_found":0,"#,
        r#""skipped":0},"run":"run-7","step":2}"#
    );
    assert_eq!(String::from_utf8(step).unwrap(), expected);
}

#[test]
fn every_kind_is_read_back_as_it_was_written() {
    let scope = CommitmentKey::new(&[3; 32]).commit(Domain::Scope, b"customer 7");
    let hold = HoldAdded {
        hold: "h1".into(),
        dataset: "invoices".into(),
        scope,
        reason_code: code("dispute"),
        basis: Some("GDPR 17(3)(e)".into()),
        until: None,
    };
    let trail = TrailSealed { tenant: 0, from: 1, to: 60, lines: Hash::of(b"lines") };
    let more = [Leaf::new(AT, hold).unwrap(), Leaf::new(AT, trail).unwrap()];
    for leaf in run_leaves().iter().chain(&more) {
        let bytes = leaf.to_bytes().unwrap();
        assert_eq!(&Leaf::parse(&bytes).unwrap(), leaf);
        assert!(LeafBody::KINDS.contains(&leaf.body.kind()));
    }
}

#[test]
fn what_a_later_version_says_survives_reading_and_writing() {
    let later = [
        r#"{"at":"2030-01-01T00:00:00Z","kind":"key_shredded","run":"r","subject":{"a":[1,2.5,null]}}"#,
        // A known kind with a field this version does not know.
        r#"{"at":"2030-01-01T00:00:00Z","kind":"run_started","mood":"fine","plan":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","run":"r"}"#,
        // Written out where this version leaves it away.
        r#"{"at":"2030-01-01T00:00:00Z","basis":null,"dataset":"d","hold":"h","kind":"hold_added","reason_code":"x","scope":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}"#,
    ];
    for text in later {
        let leaf = Leaf::parse(text.as_bytes()).unwrap();
        assert!(matches!(leaf.body, LeafBody::Unknown { .. }), "{text}");
        assert_eq!(leaf.to_bytes().unwrap(), text.as_bytes());
    }
    let unknown = Leaf::parse(later[0].as_bytes()).unwrap();
    assert_eq!((unknown.body.kind(), unknown.body.run()), ("key_shredded", Some("r")));
}

#[test]
fn what_is_not_a_canonical_leaf_is_refused() {
    let bad = [
        "",
        "null",
        "[]",
        r#"{"at":"2026-11-22T03:00:00Z"}"#,
        r#"{"kind":"x"}"#,
        r#"{"at":"yesterday","kind":"x"}"#,
        r#"{"kind":"x","at":"2026-11-22T03:00:00Z"}"#,
        r#"{"at": "2026-11-22T03:00:00Z","kind":"x"}"#,
        r#"{"at":"2026-11-22T03:00:00Z","kind":"x","kind":"x"}"#,
        r#"{"at":"2026-11-22T03:00:00Z","kind":"x","n":1.0}"#,
        r#"{"at":"2026-11-22T03:00:00Z","kind":"x","n":18446744073709551615}"#,
    ];
    for text in bad {
        assert_code(Leaf::parse(text.as_bytes()), VerifyCode::BadLeaf);
    }
    assert_code(Leaf::parse("[".repeat(100_000).as_bytes()), VerifyCode::BadLeaf);
}

#[test]
fn a_leaf_that_could_not_be_read_back_is_not_written() {
    let started = |run: &str| RunStarted { run: run.into(), plan: Hash::of(b"") };
    for at in [
        "",
        "2026-11-22",
        "2026-11-22T03:00:00",
        "2026-11-22T03:00:00+01:00",
        "2026-13-22T03:00:00Z",
        "2026-11-22T03:00:00.Z",
        "2026-11-22T03:00:0åZ",
    ] {
        assert_eq!(Leaf::new(at, started("r")), Err(LeafError::NotATime), "{at}");
    }
    Leaf::new("2026-11-22T03:00:00.123456789Z", started("r")).unwrap();

    let rows = RowCounts { kept: MAX_NUMBER + 1, ..RowCounts::default() };
    let many = Leaf::new(AT, RunFinished { run: "r".into(), steps: 1, rows }).unwrap();
    assert_eq!(many.to_bytes(), Err(LeafError::Number { field: "kept".into() }));
    for run in ["x".repeat(513), "line\nbreak".into()] {
        let long = Leaf::new(AT, started(&run)).unwrap();
        assert_eq!(long.to_bytes(), Err(LeafError::Text { field: "run".into() }));
    }
    let cascaded = (0..9000).map(|n| (format!("table{n}"), n)).collect();
    let huge = Leaf::new(AT, gallra_ledger::StepFinished { cascaded, ..finished(1) }).unwrap();
    assert!(matches!(huge.to_bytes(), Err(LeafError::TooLong { .. })));
}

#[test]
fn a_reason_has_no_room_for_personal_data() {
    for text in ["", "Anna", "anna@example.se", "could not delete row 17", "å", &"x".repeat(65)] {
        assert_eq!(Code::new(text), Err(LeafError::NotACode), "{text}");
    }
    assert_eq!(Code::new("server_gone").unwrap().as_str(), "server_gone");
    let free_text = serde_json::json!({"result": "failed", "reason": "Anna's row"});
    assert!(serde_json::from_value::<Outcome>(free_text).is_err());
}

#[test]
fn a_bundle_is_read_exactly() {
    assert_eq!(parse_bundle(b"\0\x02ab\0\0\0\x01c", 3).unwrap(), [&b"ab"[..], b"", b"c"]);
    assert!(parse_bundle(b"", 0).unwrap().is_empty());
    for (bytes, width) in [(&b"\0"[..], 1), (b"", 1), (b"\0\x02a", 1), (b"\0\x01ab", 1), (b"\0\x01a", 2)] {
        assert_code(parse_bundle(bytes, width), VerifyCode::BadBundle);
    }
}

proptest! {
    #[test]
    fn garbage_leaves_and_bundles_never_panic(bytes: Vec<u8>, width in 0_usize..300) {
        let _ = Leaf::parse(&bytes);
        if let Ok(entries) = parse_bundle(&bytes, width) {
            prop_assert_eq!(entries.len(), width);
            prop_assert_eq!(entries.iter().map(|entry| entry.len() + 2).sum::<usize>(), bytes.len());
        }
    }
}
