//! Papers: only a person can look, an index is counted in, and what was taken out is struck off it.

use std::fs;

use gallra_app::attest::{self, Said, Taken};
use gallra_app::holds::{self, Wanted};
use gallra_rules::audit::Verdict;
use gallra_rules::hold::HoldScope;
use gallra_rules::plan::NoteKind;
use gallra_rules::predicate::Scalar;

use crate::audit::{about, measured};
use crate::hostile::NOW;
use crate::support::{APPROVER, House, activity, make_plan};

const PAPER: &str = "
systems:
  binders: {kind: manual, place: Arkivrummet, responsible: finance, country: SE}
datasets:
  agreements:
    in: binders
    about: [people]
    fields: {name: person.name}
activities:
";

#[tokio::test]
async fn paper_is_attested_and_what_has_run_out_is_broken() {
    let rule = activity(
        "paper",
        "agreements",
        "at_most: 12 months after filed",
        "{task: {what: {sv: Strimla, en: Shred}, by: finance}}",
    );
    let body = format!("{PAPER}{rule}");
    let house = House::new();
    let context = house.open(&body, NOW).await;
    let tasks = attest::tasks(&context).await.unwrap();
    assert_eq!((tasks.len(), tasks[0].open, tasks[0].place.as_deref()), (1, true, Some("Arkivrummet")));
    assert!(matches!(about(&measured(&context).await, "agreements").verdict, Verdict::NotChecked { .. }));

    let said = Said {
        activity: "paper".into(),
        dataset: "agreements".into(),
        role: None,
        by: APPROVER.into(),
        statement: "Gick igenom pärm 1 till 14".into(),
        until: Some("2026-12-31".parse().unwrap()),
        gone: false,
    };
    for nonsense in [
        Said { dataset: "customers".into(), ..said.clone() },
        Said { statement: " ".into(), ..said.clone() },
        Said { until: Some("2026-05-31".parse().unwrap()), ..said.clone() },
    ] {
        assert!(attest::attest(&context, nonsense).await.is_err());
    }
    attest::attest(&context, said).await.unwrap();
    let report = measured(&context).await;
    let found = about(&report, "agreements");
    assert_eq!(found.verdict, Verdict::Kept);
    assert_eq!(found.attested.as_ref().unwrap().role, "finance");
    assert!(!attest::tasks(&context).await.unwrap()[0].open);
    house.log_verifies();
    house.evidence_never_says(&[APPROVER, "pärm"]);
    drop(context);

    let later = house.open(&body, "2027-01-01T12:00:00+01:00").await;
    assert_eq!(about(&measured(&later).await, "agreements").verdict, Verdict::Broken);
    assert!(attest::tasks(&later).await.unwrap()[0].open);
}

/// Written by a spreadsheet in Sweden: a byte order mark, semicolons, quotes, CRLF.
const INDEX: &str = "\u{feff}pärm;customer;filed;kind\r
\"Pärm; 1\";7;2019-03-01;agreement\r
Pärm 2;8;2025-05-31;agreement\r
Pärm 3;9;2025-06-01;agreement\r
Pärm 4;10;;agreement\r
Pärm 5;11;i våras;agreement\r
\"Pärm ″6″\";12;2001-01-01;receipt\r
Pärm 7;13;2018-01-01;agreement";

fn indexed() -> String {
    let rule = activity(
        "paper",
        "agreements",
        "at_most: 12 months after filed",
        "{task: {what: {sv: Strimla, en: Shred}, by: finance}}",
    );
    PAPER
        .replace("responsible: finance", "responsible: finance, index: ../papers.csv")
        .replace("    about: [people]", "    where: {kind: agreement}\n    about: [people]")
        + &rule
}

fn gone() -> Said {
    Said {
        activity: "paper".into(),
        dataset: "agreements".into(),
        role: None,
        by: APPROVER.into(),
        statement: "Tog ut och strimlade".into(),
        until: None,
        gone: true,
    }
}

#[tokio::test]
async fn an_index_is_counted_in_and_what_was_taken_out_is_struck_off() {
    let house = House::new();
    let index = house.path().join("papers.csv");
    fs::write(&index, INDEX).unwrap();
    let context = house.open(&indexed(), NOW).await;
    let wanted = Wanted {
        dataset: "agreements".into(),
        only: Some(HoldScope { column: "customer".into(), values: vec![Scalar::Integer(13)] }),
        reason: "a dispute".into(),
        until: None,
        by: APPROVER.into(),
    };
    holds::add(&context, wanted).await.unwrap();

    let tasks = attest::tasks(&context).await.unwrap();
    let told = tasks[0].index.clone().unwrap();
    // NOW is 1 June 2026: what was filed on 31 May 2025 was to go by 31 May 2026.
    assert_eq!((told.rows, told.overdue, told.unreadable), (4, 2, 2), "the receipt is another dataset's");
    assert_eq!(told.oldest.unwrap().to_string(), "2018-01-01");
    assert_eq!(told.deadline.unwrap().to_string(), "2019-01-01");
    let plan = make_plan(&context).await;
    assert!(plan.steps.is_empty(), "Gallra throws no paper away");
    let task = plan.notes.iter().find_map(|note| match &note.what {
        NoteKind::Task { rows, by, .. } => Some((*rows, by.clone())),
        _ => None,
    });
    assert_eq!(task, Some((3, "finance".to_owned())), "with the one that is due before the next run");

    let found = measured(&context).await;
    let found = about(&found, "agreements");
    assert_eq!((found.verdict.clone(), found.counts.clone().unwrap().held), (Verdict::Broken, 1));

    let taken = attest::attest(&context, gone()).await.unwrap();
    assert_eq!(taken, Taken { until: "2027-06-01".parse().unwrap(), struck: Some(3) });
    let left: Vec<&str> = INDEX.split_inclusive('\n').collect();
    let want = [left[0], left[4], left[5], left[6], left[7]].concat();
    assert_eq!(fs::read_to_string(&index).unwrap(), want, "what stays, stays to the byte");
    let report = measured(&context).await;
    let found = about(&report, "agreements");
    assert_eq!((found.verdict.clone(), found.counts.clone().unwrap().unreadable), (Verdict::Kept, 2));
    assert!(!report.is_complete(), "two binders without a date nobody can judge");
    assert!(!attest::tasks(&context).await.unwrap()[0].open);
    house.log_verifies();
    house.evidence_never_says(&[APPROVER, "strimlade", "Pärm"]);
}

#[tokio::test]
async fn what_was_attested_for_a_longer_promise_does_not_count_for_a_shorter_one() {
    let house = House::new();
    let rule = |limit: &str| {
        let task = "{task: {what: {sv: Strimla, en: Shred}, by: finance}}";
        format!("{PAPER}{}", activity("paper", "agreements", &format!("at_most: {limit} after filed"), task))
    };
    let context = house.open(&rule("2 years"), NOW).await;
    attest::attest(&context, Said { gone: false, ..gone() }).await.unwrap();
    assert_eq!(about(&measured(&context).await, "agreements").verdict, Verdict::Kept);
    drop(context);
    let shorter = house.open(&rule("12 months"), NOW).await;
    let found = measured(&shorter).await;
    let other = Verdict::NotChecked { reason: gallra_rules::reason::Reason::OtherPromise };
    assert_eq!(about(&found, "agreements").verdict, other);
    assert!(attest::tasks(&shorter).await.unwrap()[0].open);
    drop(shorter);
    let longer = house.open(&rule("3 years"), NOW).await;
    assert_eq!(about(&measured(&longer).await, "agreements").verdict, Verdict::Kept);
}

/// How many rows the log says were struck off.
fn struck(house: &House) -> String {
    let leaves = "SELECT coalesce(sum(json_extract(bytes, '$.rows')), 0) FROM leaf WHERE json_extract(bytes, '$.kind') = 'index_struck'";
    house.state_says(leaves).trim().to_owned()
}

#[tokio::test]
async fn what_is_sealed_of_a_struck_index_is_what_happened_also_after_a_crash() {
    let house = House::new();
    let index = house.path().join("papers.csv");
    fs::write(&index, INDEX).unwrap();
    let context = house.open(&indexed(), NOW).await;
    attest::attest(&context, gone()).await.unwrap();
    let after = fs::read_to_string(&index).unwrap();
    assert_eq!(
        (struck(&house).as_str(), house.state_says("SELECT count(*) FROM striking").trim()),
        ("4", "0")
    );

    // As if it had been killed before the index was put in place, or right after: the state knows what was meant.
    let open = "INSERT INTO striking SELECT 'paper', 'agreements', '2026-06-01T00:00:00Z', 4, x'00', x'00'";
    let hash = |text: &str| {
        let commitment = context.keys.commitment.commit(gallra_ledger::Domain::Statement, text.as_bytes());
        commitment.to_string()
    };
    let meant = |before: &str, after: &str| {
        let open = open.replacen("x'00'", &format!("x'{}'", hash(before)), 1);
        house.state_says(&open.replace("x'00'", &format!("x'{}'", hash(after))));
    };
    meant(INDEX, &after);
    fs::write(&index, INDEX).unwrap();
    attest::tasks(&context).await.unwrap();
    assert_eq!(
        (struck(&house).as_str(), house.state_says("SELECT count(*) FROM striking").trim()),
        ("4", "0")
    );
    meant(INDEX, &after);
    fs::write(&index, &after).unwrap();
    attest::tasks(&context).await.unwrap();
    attest::tasks(&context).await.unwrap();
    assert_eq!(struck(&house), "8", "it had happened, and is sealed once");
}

#[tokio::test]
async fn an_index_keeps_its_owner_its_rights_and_its_link() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
    let house = House::new();
    let (index, elsewhere) = (house.path().join("papers.csv"), house.path().join("share.csv"));
    fs::write(&elsewhere, INDEX).unwrap();
    fs::set_permissions(&elsewhere, fs::Permissions::from_mode(0o640)).unwrap();
    // Only root can give a file away.
    let given = chown(&elsewhere, Some(1234), Some(1234)).is_ok();
    symlink(&elsewhere, &index).unwrap();
    let context = house.open(&indexed(), NOW).await;
    attest::attest(&context, gone()).await.unwrap();
    assert!(fs::symlink_metadata(&index).unwrap().is_symlink());
    let is = fs::metadata(&elsewhere).unwrap();
    assert_eq!(is.permissions().mode() & 0o777, 0o640);
    if given {
        assert_eq!((is.uid(), is.gid()), (1234, 1234));
    }
    assert!(fs::read_to_string(&elsewhere).unwrap().len() < INDEX.len());

    // A second name would go on showing what is gone.
    fs::write(&elsewhere, INDEX).unwrap();
    fs::hard_link(&elsewhere, house.path().join("copy.csv")).unwrap();
    let refused = attest::attest(&context, gone()).await.unwrap_err().to_string();
    assert!(refused.contains("second name"), "{refused}");
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), INDEX);
}

#[tokio::test]
async fn an_index_alone_is_no_promise_kept() {
    let house = House::new();
    fs::write(house.path().join("papers.csv"), "filed,kind\n2026-05-01,agreement\n").unwrap();
    let context = house.open(&indexed(), NOW).await;
    let report = measured(&context).await;
    let found = about(&report, "agreements");
    assert!(matches!(found.verdict, Verdict::NotChecked { .. }), "nobody has said that it is true");
    assert_eq!(found.counts.clone().unwrap().alive, 1);
}

#[tokio::test]
async fn an_index_that_cannot_be_used_says_where_and_stays_as_it_is() {
    let house = House::new();
    let index = house.path().join("papers.csv");
    let context = house.open(&indexed(), NOW).await;
    for (text, cause) in [
        ("filed,kind\n2019-01-01,agreement\nKund AB\n", "line 3 has 1 fields, the header has 2"),
        ("filed,filed\n", "column 2 is called as one before it is"),
        ("Pärm 1,Kund AB\n", "no column `kind` among its 2"),
        ("filed,\n", "a column has no name"),
        ("filed\n2019-01-01\n", "no column `kind`"),
        ("kind\nagreement\n", "no column `filed`"),
    ] {
        fs::write(&index, text).unwrap();
        let reason = not_counted(&context).await;
        assert!(reason.contains(cause) && !reason.contains("Kund"), "{reason}");
        assert!(attest::attest(&context, gone()).await.is_err());
        assert_eq!(fs::read_to_string(&index).unwrap(), text);
    }
    fs::write(&index, b"filed,kind\n\xff,agreement\n").unwrap();
    assert!(not_counted(&context).await.contains("not UTF-8"));
    fs::remove_file(&index).unwrap();
    assert!(not_counted(&context).await.contains("index cannot be read"));
}

async fn not_counted(context: &gallra_app::Context) -> String {
    let plan = make_plan(context).await;
    crate::support::not_checked(&plan, "agreements")
}
