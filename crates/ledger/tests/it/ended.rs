//! The certificate that an agreement ended: what it shows, and what it does not let pass.

use gallra_ledger::{
    AgreementEnded, AgreementMoved, Commitment, CommitmentKey, Domain, EndCertificate, EndedDataset,
    EndedFound, EndedKept, Hash, Leaf, LeafBody, LogReader, Shown, VerifyCode, VerifyError, verify_any,
    verify_end_certificate,
};

use crate::support::{AT, assert_code, code, key, publish_quickly, run_leaves, to_bytes};

fn customer() -> Commitment {
    CommitmentKey::new(&[9; 32]).commit(Domain::Subject, b"party 7")
}

fn moved(agreement: u64, done: &str) -> Leaf {
    let moved = AgreementMoved {
        agreement,
        customer: customer(),
        about: code("dpa"),
        mode: code("standard"),
        version: 1,
        text: Hash::of(b"text"),
        done: code(done),
        state: code(done),
        day: Some("2026-01-05".into()),
        actor: customer(),
    };
    Leaf::new(AT, moved).unwrap()
}

fn dataset(name: &str, found: EndedFound) -> EndedDataset {
    EndedDataset {
        system: "shop".into(),
        dataset: name.into(),
        found,
        runs: vec!["run-1".into()],
        backups_until: Some("2027-01-01".into()),
        returned_by: None,
    }
}

fn left(left: u64, law: u64) -> EndedFound {
    let kept = |why: &str, rows| EndedKept { why: code(why), rows, basis: None, until: None };
    EndedFound::Left { left, kept: vec![kept("law", law), kept("not_due", 2)] }
}

fn ended(datasets: Vec<EndedDataset>) -> Leaf {
    let ended = AgreementEnded {
        agreement: 12,
        customer: customer(),
        last_day: "2026-03-31".into(),
        settled: Some("2026-04-30".into()),
        policy: Hash::of(b"policy"),
        datasets,
        actor: customer(),
    };
    Leaf::new(AT, ended).unwrap()
}

fn all() -> Vec<EndedDataset> {
    vec![
        dataset("chats", EndedFound::Deleted),
        dataset("orders", EndedFound::Anonymised),
        EndedDataset { returned_by: Some(customer()), ..dataset("invoices", left(5, 3)) },
        dataset("mail", EndedFound::NotChecked { reason: code("no_connector") }),
    ]
}

fn life() -> Vec<Leaf> {
    vec![moved(12, "drafted"), moved(12, "accepted"), moved(12, "ended"), ended(all())]
}

fn certify(leaves: &[Leaf]) -> Result<EndCertificate, VerifyError> {
    let dir = tempfile::tempdir().unwrap();
    let mut log = to_bytes(&run_leaves());
    let first = log.len() as u64;
    log.extend(to_bytes(leaves));
    publish_quickly(dir.path(), &log);
    let key = key();
    let mut reader = LogReader::open(dir.path(), key.verifying_key()).unwrap();
    EndCertificate::build(&mut reader, key.verifying_key(), 12, first..log.len() as u64)
}

#[test]
fn what_was_found_and_the_way_there_are_shown() {
    for leaf in life() {
        assert_eq!(Leaf::parse(&leaf.to_bytes().unwrap()).unwrap(), leaf, "no field is lost");
    }
    let certificate = certify(&life()).unwrap();
    let key = key();
    let shown = verify_end_certificate(certificate.as_bytes(), key.verifying_key()).unwrap();
    assert_eq!(&shown, certificate.verified());
    assert_eq!(shown.ended.datasets, all());
    let done: Vec<_> = shown.moves.iter().map(|(_, moved)| moved.done.as_str()).collect();
    assert_eq!(done, ["drafted", "accepted", "ended"]);
    let any = verify_any(certificate.as_bytes(), key.verifying_key()).unwrap();
    assert_eq!(any, Shown::End(Box::new(shown)));
}

#[test]
fn a_later_certificate_is_of_what_is_found_then() {
    let mut leaves = life();
    leaves.push(ended(vec![dataset("chats", EndedFound::Deleted)]));
    assert_eq!(certify(&leaves).unwrap().verified().ended.datasets.len(), 1);
}

#[test]
fn every_byte_of_it_counts() {
    let certificate = certify(&life()).unwrap();
    let key = key();
    for at in 0..certificate.as_bytes().len() {
        let mut changed = certificate.as_bytes().to_vec();
        changed[at] ^= 1 << (at % 8);
        assert!(verify_any(&changed, key.verifying_key()).is_err(), "byte {at}");
    }
}

#[test]
fn what_does_not_add_up_or_belong_is_refused() {
    let ends = |last: Leaf| certify(&[moved(12, "ended"), last]);
    assert_code(ends(ended(vec![dataset("invoices", left(6, 3))])), VerifyCode::BadTotals);
    assert_code(ends(ended(vec![dataset("invoices", left(1, u64::MAX >> 12))])), VerifyCode::BadTotals);
    let none = EndedFound::Left { left: 0, kept: vec![] };
    assert_code(ends(ended(vec![dataset("invoices", none)])), VerifyCode::BadTotals);
    assert_code(certify(&[moved(12, "drafted")]), VerifyCode::BadOrder);
    assert_code(certify(&[moved(13, "drafted"), ended(all())]), VerifyCode::BadOrder);
    assert_code(certify(&[run_leaves().remove(1), ended(all())]), VerifyCode::BadOrder);
    assert_code(certify(&[]), VerifyCode::BadOrder);
    let other = match ended(all()).body {
        LeafBody::AgreementEnded(ended) => AgreementEnded { agreement: 13, ..ended },
        other => panic!("{other:?}"),
    };
    assert_code(certify(&[Leaf::new(AT, other).unwrap()]), VerifyCode::BadOrder);
}
