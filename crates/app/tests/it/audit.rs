//! Reality against promise: broken before the run, kept after it, and remembered.

use gallra_app::Context;
use gallra_app::audit::{self, Found, Report};
use gallra_app::holds::{self, Wanted};
use gallra_app::progress::Silent;
use gallra_rules::audit::Verdict;
use gallra_testkit::{MariaDb, PgVersion, Postgres};

use crate::hostile::{CHATS, DUE, NOW, Shop, chats_for_a_year};
use crate::support::{APPROVER, House, activity, journey, resting};

const NEXT_DAY: &str = "2026-06-02T03:00:00+02:00";

pub(crate) async fn measured(context: &Context) -> Report {
    let report = audit::run(context, &Silent).await.unwrap();
    let sum = report.promises.len() + report.live.len() + report.duties.len() + report.sub_processors.len();
    let told = report.count(|verdict| *verdict == Verdict::Kept)
        + report.count(|verdict| *verdict == Verdict::Broken)
        + report.count(|verdict| matches!(verdict, Verdict::NotChecked { .. }));
    assert_eq!(told, sum as u64, "each promise has one verdict");
    report
}

pub(crate) fn about<'r>(report: &'r Report, dataset: &str) -> &'r Found {
    let found = report
        .promises
        .iter()
        .find(|one| one.promise.dataset.as_ref().is_some_and(|d| d.as_str() == dataset));
    found.unwrap_or_else(|| panic!("{dataset}: {report:#?}"))
}

#[tokio::test]
async fn a_promise_is_broken_before_the_run_and_kept_after_it() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let before = measured(&context).await;
    let found = about(&before, "chats");
    // The run also takes what falls due before the next one: those are no broken promise yet.
    let late = shop.count("chats WHERE ended < '2025-06-01'");
    assert!(late > 0 && late <= DUE);
    let counts = found.counts.clone().unwrap();
    assert_eq!((found.verdict.clone(), counts.overdue), (Verdict::Broken, late));
    assert_eq!(found.line.unwrap().to_string(), "2025-06-01");
    let by_hand = shop.count("chats WHERE ended IS NOT NULL");
    assert_eq!(counts.alive, by_hand);
    assert_eq!(found.ages.iter().map(|age| age.rows).sum::<u64>(), by_hand, "every record is in one bar");
    let beyond: u64 = found.ages.iter().filter(|age| age.to <= found.line.unwrap()).map(|age| age.rows).sum();
    assert_eq!(beyond, late, "a bar begins at the line");
    for age in &found.ages {
        let rows = shop.count(&format!("chats WHERE ended >= '{}' AND ended < '{}'", age.from, age.to));
        assert_eq!(age.rows, rows, "{} to {}", age.from, age.to);
    }

    journey(&shop.house, &context).await;
    let after = measured(&context).await;
    let found = about(&after, "chats");
    assert_eq!((found.verdict.clone(), found.counts.clone().unwrap().overdue), (Verdict::Kept, 0));
    assert_eq!(found.overdue_before, Some(late));
    assert_eq!(found.since, after.at, "kept since now, not since the audit before");
    shop.house.log_verifies();
    shop.house.evidence_never_says(&["Kund", "hej "]);
    drop(context);

    let context = shop.house.open(&shop.policy(), NEXT_DAY).await;
    let later = measured(&context).await;
    assert_eq!(about(&later, "chats").verdict, Verdict::Kept);
    assert_eq!(about(&later, "chats").since, after.at, "and so ever since");
}

#[tokio::test]
async fn the_engines_agree() {
    let shop = Shop::new();
    let rows: String = ["customers", "chats"].map(|table| shop.inserts(table)).concat();
    let postgres = Postgres::shared(PgVersion::V15).await.database("audited");
    postgres.psql(&CHATS.replace("DATETYPE", "date"));
    postgres.psql(&rows);
    let maria = MariaDb::shared().await.database("audited");
    maria.mariadb(&CHATS.replace("DATETYPE", "date"));
    maria.mariadb(&rows);
    let here = shop.house.open(&shop.policy(), NOW).await;
    let want = measured(&here).await;
    let want = about(&want, "chats");
    for (kind, url) in [("postgres", postgres.url()), ("mysql", maria.url())] {
        let other = House::new();
        let context = other.open(&chats_for_a_year(&other.system(kind, &url)), NOW).await;
        let report = measured(&context).await;
        let found = about(&report, "chats");
        assert_eq!(found.verdict, want.verdict, "{kind}");
        assert_eq!(found.counts, want.counts, "{kind}");
        assert_eq!(found.ages, want.ages, "{kind}");
    }
}

#[tokio::test]
async fn what_a_hold_keeps_is_told_apart_and_is_no_broken_promise() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let wanted = Wanted {
        dataset: "chats".into(),
        only: None,
        reason: "a dispute".into(),
        until: None,
        by: APPROVER.into(),
    };
    holds::add(&context, wanted).await.unwrap();
    let report = measured(&context).await;
    let found = about(&report, "chats");
    let counts = found.counts.clone().unwrap();
    assert_eq!((found.verdict.clone(), counts.overdue), (Verdict::Kept, 0));
    assert_eq!(counts.held, shop.count("chats WHERE ended < '2025-06-01'"));
}

#[tokio::test]
async fn a_system_that_does_not_answer_is_not_checked_and_unreadable_dates_are_counted() {
    let shop = Shop::new();
    shop.sql("UPDATE chats SET ended = 'igår' WHERE id IN (400, 401)");
    let context = shop.house.open(&shop.policy(), NOW).await;
    let report = measured(&context).await;
    assert_eq!(about(&report, "chats").counts.clone().unwrap().unreadable, 2);
    assert!(!report.is_complete());
    shop.sql("ALTER TABLE chats RENAME TO talks");
    let report = measured(&context).await;
    assert!(matches!(about(&report, "chats").verdict, Verdict::NotChecked { .. }));
    assert!(about(&report, "chats").counts.is_none(), "nothing is claimed");
}

#[tokio::test]
async fn a_review_day_that_has_passed_is_a_broken_promise() {
    let shop = Shop::new();
    let rule = activity("some_day", "customers", "until_review: 2026-06-30", "delete");
    let body = format!("{}{rule}", shop.policy().replace(&resting("customers"), ""));
    let context = shop.house.open(&body, NOW).await;
    let verdict = |report: &Report| {
        let found = report.promises.iter().find(|one| one.promise.activity.as_str() == "some_day").unwrap();
        found.verdict.clone()
    };
    assert_eq!(verdict(&measured(&context).await), Verdict::Kept);
    drop(context);
    let context = shop.house.open(&body, "2026-07-01T03:00:00+02:00").await;
    assert_eq!(verdict(&measured(&context).await), Verdict::Broken);
}
