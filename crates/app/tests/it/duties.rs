//! Duties: what people promise again and again is attested, reaches as far as promised, and is broken when it has run out.

use gallra_app::audit::Report;
use gallra_app::duties::{self, Done, is_due};
use gallra_rules::audit::Verdict;
use gallra_store::{Engine, move_state};
use gallra_testkit::{PgVersion, Postgres};

use crate::audit::measured;
use crate::hostile::NOW;
use crate::support::{APPROVER, House, policy};

const DUTIES: &str = "
recipients:
  hoster: {name: Driften AB, role: processor, country: SE, agreement: A}
systems:
  binders: {kind: manual, place: Arkivrummet, responsible: finance, country: SE}
duties:
  archive: {what: {sv: Gå igenom, en: Go through}, by: finance, every: year, in: binders}
  iso: {what: {sv: Certifikat, en: Certificate}, by: security, certification: true, of: hoster}
  training: {what: {sv: Utbildning, en: Training}, by: office, every: year, for: [support, operations]}
";

fn done(duty: &str) -> Done {
    Done {
        duty: duty.into(),
        of: None,
        role: None,
        by: APPROVER.into(),
        statement: "Alla var med utom Beda Prövsten".into(),
        until: None,
        document: None,
    }
}

fn for_role(role: &str) -> Done {
    Done { of: Some(role.into()), ..done("training") }
}

fn verdict(report: &Report, label: &str) -> Verdict {
    let found = report.duties.iter().find(|duty| duty.standing.label() == label);
    found.unwrap_or_else(|| panic!("no duty {label}")).verdict.clone()
}

#[tokio::test]
async fn a_duty_is_broken_until_each_role_is_attested_and_again_when_that_runs_out() {
    let house = House::new();
    let context = house.open(DUTIES, NOW).await;
    let report = measured(&context).await;
    assert_eq!(report.count(|verdict| *verdict == Verdict::Broken), 4, "nobody has attested any");

    let until = duties::attest(&context, for_role("support")).await.unwrap();
    assert_eq!(until.to_string(), "2027-06-01", "a year from NOW");
    duties::attest(&context, done("archive")).await.unwrap();
    let report = measured(&context).await;
    assert_eq!(verdict(&report, "training support"), Verdict::Kept);
    assert_eq!(verdict(&report, "training operations"), Verdict::Broken);
    assert_eq!(verdict(&report, "archive"), Verdict::Kept);
    let broken = report.duties.iter().find(|duty| duty.standing.label() == "training operations").unwrap();
    assert!(broken.since <= report.at && broken.standing.attested.is_none());
    drop(context);

    let last_day = house.open(DUTIES, "2027-06-01T23:00:00+02:00").await;
    assert_eq!(verdict(&measured(&last_day).await, "archive"), Verdict::Kept);
    drop(last_day);
    let day_after = house.open(DUTIES, "2027-06-02T01:00:00+02:00").await;
    let first = measured(&day_after).await;
    assert_eq!(verdict(&first, "archive"), Verdict::Broken);
    drop(day_after);
    let later = house.open(DUTIES, "2027-06-09T01:00:00+02:00").await;
    let report = measured(&later).await;
    let found = report.duties.iter().find(|duty| duty.standing.label() == "archive").unwrap();
    assert_eq!(found.since, first.at, "it tells since when");
    house.log_verifies();
    house.evidence_never_says(&[APPROVER, "Prövsten"]);
}

#[tokio::test]
async fn a_shorter_promise_is_due_sooner_and_a_longer_one_no_later_than_was_said() {
    let house = House::new();
    let context = house.open(DUTIES, NOW).await;
    duties::attest(&context, done("archive")).await.unwrap();
    drop(context);
    let until = async |every: &str| {
        let changed = DUTIES.replace("every: year, in", &format!("every: {every}, in"));
        let context = house.open(&changed, NOW).await;
        let all = duties::standings(&context).await.unwrap();
        all.iter().find(|one| one.label() == "archive").unwrap().until.unwrap().to_string()
    };
    assert_eq!(until("6 months").await, "2026-12-01");
    assert_eq!(until("2 years").await, "2027-06-01");
}

#[tokio::test]
async fn a_certificate_is_good_until_its_own_day_with_its_file_as_evidence() {
    let house = House::new();
    let context = house.open(DUTIES, NOW).await;
    let without = duties::attest(&context, done("iso")).await.unwrap_err().to_string();
    assert!(without.contains("--until"), "{without}");
    let said = Done {
        until: Some("2029-03-31".parse().unwrap()),
        document: Some(b"%PDF certificate".to_vec()),
        ..done("iso")
    };
    duties::attest(&context, said).await.unwrap();
    let all = duties::standings(&context).await.unwrap();
    let iso = all.iter().find(|one| one.duty.as_str() == "iso").unwrap();
    assert_eq!(iso.until.unwrap().to_string(), "2029-03-31");
    let known_to_sha256sum = "d94316b75e538c4d934a7fccd6fa6e3580f40907597b6555fc95c4f9e0502e0c";
    assert_eq!(iso.document.unwrap().to_string(), known_to_sha256sum);
    house.evidence_never_says(&["pdf"]);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_nothing_is_recorded() {
    let house = House::new();
    let context = house.open(DUTIES, NOW).await;
    let day = |text: &str| Some(text.parse().unwrap());
    for (said, cause) in [
        (
            done("trainings"),
            "is no duty; the policy has: archive, iso hoster, training support, training operations",
        ),
        (done("training"), "say for which: training support, training operations"),
        (for_role("sales"), "is not done for `sales`"),
        (Done { of: Some("x".into()), ..done("archive") }, "is not done for `x`"),
        (Done { until: day("2026-05-31"), ..done("archive") }, "has already passed"),
        (Done { until: day("2027-06-02"), ..done("archive") }, "can be good until 2027-06-01"),
        (Done { statement: " ".into(), ..done("archive") }, "needs a name"),
        (Done { document: Some(Vec::new()), ..done("archive") }, "is empty"),
    ] {
        let fault = duties::attest(&context, said).await.unwrap_err().to_string();
        assert!(fault.contains(cause), "{fault}");
    }
    assert!(context.store.attestations().await.unwrap().is_empty());
}

#[test]
fn what_is_due_within_days_is_told_with_the_last_day_itself() {
    let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
    let today = day("2026-06-01");
    assert!(is_due(None, today, 0), "never attested");
    assert!(is_due(Some(day("2026-05-31")), today, 0) && is_due(Some(today), today, 0));
    assert!(!is_due(Some(day("2026-06-02")), today, 0));
    assert!(is_due(Some(day("2026-07-01")), today, 30) && !is_due(Some(day("2026-07-02")), today, 30));
}

#[tokio::test]
async fn duties_are_the_same_in_a_state_on_postgres() {
    let house = House::new();
    let context = house.open(DUTIES, NOW).await;
    duties::attest(&context, for_role("support")).await.unwrap();
    let before = duties::standings(&context).await.unwrap();
    context.store.close().await;
    let database = Postgres::shared(PgVersion::V18).await.database("duties");
    let url = database.url().to_owned();
    move_state(&house.state(), &url, Engine::Postgres).await.unwrap();

    let place = gallra_app::StatePlace {
        folder: &house.state(),
        database: Some(&url),
        key: gallra_app::register::KeyPlace::beside(&house.state()),
    };
    let clock = gallra_app::Clock::Fixed(NOW.parse().unwrap());
    let policy_dir = house.path().join("policy");
    let context = gallra_app::Context::open(policy(DUTIES), &policy_dir, place, clock).await.unwrap();
    assert_eq!(duties::standings(&context).await.unwrap(), before);
    duties::attest(&context, for_role("operations")).await.unwrap();
    let report = measured(&context).await;
    assert_eq!(verdict(&report, "training operations"), Verdict::Kept);
    context.store.close().await;
}
