//! Plans that no longer hold, were tampered with, or ask for too much.

use gallra_app::apply::{Pace, apply};
use gallra_app::holds::{self, Wanted};
use gallra_app::progress::Silent;
use gallra_app::report::RunState;
use gallra_app::{AppError, Context, Stale, approval, planning};
use gallra_rules::plan::{GuardHit, Plan};
use gallra_store::{Conflict, StoreError};

use super::{DUE, NOW, Shop, datasets};
use crate::support::{
    APPROVER, activity, approve, carry_out, dump_sqlite, journey, make_plan, resting, step,
};

fn on_customer_three() -> Wanted {
    Wanted {
        dataset: "customers".into(),
        only: Some(serde_json::from_str(r#"{"column": "id", "values": [3]}"#).unwrap()),
        reason: "a dispute".to_owned(),
        until: None,
        by: APPROVER.to_owned(),
    }
}

async fn refused(context: &Context, plan: &Plan) -> AppError {
    approval::approve(context, plan, APPROVER, Some(plan.rows())).await.expect_err("the plan was approved")
}

#[tokio::test]
async fn a_plan_outlived_by_its_policy_is_stale() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let (plan, other) = (make_plan(&context).await, shop.policy().replace("12 months", "13 months"));
    let approved = approve(&context, &plan).await;
    let before = dump_sqlite(&shop.file);
    drop(context);
    let context = shop.house.open(&other, NOW).await;
    assert!(matches!(refused(&context, &plan).await, AppError::Stale(Stale::Policy)));
    let fault = carry_out(&context, &approved).await.unwrap_err();
    assert!(matches!(fault, AppError::Stale(Stale::Policy)), "{fault}");
    assert!(fault.to_string().contains("nothing was changed"), "{fault}");
    assert_eq!(dump_sqlite(&shop.file), before);
    // The same policy in other words (a comment, an order, a file more) is the same policy.
    let context = shop.house.open(&format!("# kept short\n{}", shop.policy()), NOW).await;
    carry_out(&context, &approved).await.unwrap();
    assert_eq!(shop.count("chats"), 1000 - DUE);
}

#[tokio::test]
async fn a_hold_placed_after_approval_stops_the_plan() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    let hold = holds::add(&context, on_customer_three()).await.unwrap();
    let fault = carry_out(&context, &approved).await.unwrap_err();
    assert!(matches!(fault, AppError::Stale(Stale::Holds)), "{fault}");
    assert_eq!(shop.count("chats"), 1000);
    // Lifted again, the plan holds as it did.
    holds::lift(&context, &hold, APPROVER).await.unwrap();
    assert_eq!(carry_out(&context, &approved).await.unwrap().rows.erased, DUE);
}

#[tokio::test]
async fn a_hold_that_comes_in_the_middle_of_a_run_ends_it() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    let stopped = Pace::default();
    stopped.stop.stop();
    assert_eq!(apply(&context, &approved, &stopped, &Silent).await.unwrap().state, RunState::Interrupted);
    holds::add(&context, on_customer_three()).await.unwrap();
    let fault = carry_out(&context, &approved).await.unwrap_err();
    assert!(matches!(fault, AppError::Stale(Stale::Holds)), "{fault}");
    assert_eq!(shop.count("chats"), 1000);
    let ended = "SELECT state || ' ' || (SELECT json_extract(outcome, '$.rows') FROM step) FROM run";
    assert_eq!(shop.house.state_says(ended), "finished 0");
    // A new plan knows the hold, and is free to run.
    let (_, report) = journey(&shop.house, &context).await;
    assert_eq!(report.rows.erased + report.rows.held, DUE);
    assert!(report.rows.held > 0);
}

#[tokio::test]
async fn a_table_that_is_altered_or_dropped_makes_the_plan_stale() {
    for change in [
        "ALTER TABLE chats ADD COLUMN mood text",
        "ALTER TABLE chats RENAME COLUMN ended TO finished",
        "CREATE TABLE ratings (chat_id integer REFERENCES chats)",
        "DROP TABLE chats",
        "DROP TABLE chats; CREATE VIEW chats AS SELECT 1 AS id, 1 AS customer_id, '2020-01-01' AS ended, '' AS message",
    ] {
        let shop = Shop::new();
        let context = shop.house.open(&shop.policy(), NOW).await;
        let plan = make_plan(&context).await;
        let approved = approve(&context, &plan).await;
        shop.sql(change);
        let before = dump_sqlite(&shop.file);
        let fault = carry_out(&context, &approved).await.unwrap_err();
        assert!(matches!(fault, AppError::Stale(Stale::Shapes)), "{change}: {fault}");
        assert_eq!(dump_sqlite(&shop.file), before, "{change}");
        assert_eq!(shop.house.state_says("SELECT count(*) FROM run"), "0");
    }
    // What changes from hour to hour does not.
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    shop.sql("ANALYZE");
    assert_eq!(carry_out(&context, &approved).await.unwrap().rows.erased, DUE);
}

#[tokio::test]
async fn an_edited_plan_is_refused() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let hold = holds::add(&context, on_customer_three()).await.unwrap();
    let plan = make_plan(&context).await;
    let text = serde_json::to_string(&plan).unwrap();
    let cutoff = step(&plan, "chats").because[0].cutoff.date.to_string();
    for (what, edited) in [
        ("a later cutoff", text.replace(&cutoff, "2026-05-01")),
        ("another table", text.replace("\"name\":\"chats\"", "\"name\":\"customers\"")),
        ("no hold", text.replace(&hold.0, "hold-1999-01-01-1")),
        (
            "another action",
            text.replace("\"action\":\"delete\"", "\"action\":{\"anonymise\":{\"message\":\"null\"}}"),
        ),
    ] {
        assert_ne!(edited, text, "{what}");
        let file = shop.house.path().join("edited.json");
        std::fs::write(&file, &edited).unwrap();
        let edited = planning::read(&file).unwrap();
        let fault = refused(&context, &edited).await;
        assert!(matches!(fault, AppError::Refused(_)), "{what}: {fault}");
        assert!(matches!(approval::find(&context, &edited).await, Err(AppError::NotApproved { .. })));
    }
    for (what, broken) in [
        ("cut off", text[..text.len() / 2].to_owned()),
        ("another format", text.replace("\"format\":1", "\"format\":2")),
        ("a member more", text.replacen('{', "{\"force\":true,", 1)),
        ("no JSON", "plan: yes".to_owned()),
        ("nothing", String::new()),
    ] {
        let file = shop.house.path().join("broken.json");
        std::fs::write(&file, broken).unwrap();
        let fault = planning::read(&file).expect_err(what);
        assert!(matches!(&fault, AppError::PlanFile { path, .. } if *path == file), "{what}: {fault}");
    }
    assert!(planning::read(&shop.house.path().join("nowhere.json")).is_err());
    // One approved plan says nothing about its neighbour.
    let approved = approve(&context, &plan).await;
    let mut richer = plan.clone();
    richer.steps[0].expected.disposable += 1;
    assert!(matches!(approval::find(&context, &richer).await, Err(AppError::NotApproved { .. })));
    assert_eq!(shop.count("chats"), 1000);
    carry_out(&context, &approved).await.unwrap();
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_noticed() {
    let shop = Shop::new();
    drop(shop.house.open(&shop.policy(), NOW).await);
    let fault = shop.house.try_open(&shop.policy(), "2026-05-31T03:00:00+02:00").await.unwrap_err();
    assert!(matches!(fault, AppError::ClockSetBack { .. }), "{fault}");
    assert!(fault.to_string().contains("nothing was changed"));
    drop(shop.house.open(&shop.policy(), NOW).await);
}

#[tokio::test]
async fn of_two_applies_at_once_the_second_is_refused() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let other = shop.house.open(&shop.policy(), NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    let (first, second) = tokio::join!(carry_out(&context, &approved), carry_out(&other, &approved));
    assert_eq!(first.unwrap().rows.erased, DUE);
    assert!(matches!(second, Err(AppError::Store(StoreError::Busy { .. }))));
    assert_eq!(shop.count("chats"), 1000 - DUE);
    // Carried out is carried out.
    let again = carry_out(&context, &approved).await.unwrap_err();
    assert!(matches!(again, AppError::Store(StoreError::Conflict(Conflict::AlreadyFinished(_)))), "{again}");
    assert_eq!(shop.count("chats"), 1000 - DUE);
}

#[tokio::test]
async fn a_policy_that_would_delete_everything_needs_the_number() {
    let shop = Shop::new();
    let rule = activity("chat", "chats", "at_most: 1 day after ended", "delete");
    let context = shop
        .house
        .open(&format!("{}activities:{rule}{}", datasets(&shop.system()), resting("customers")), NOW)
        .await;
    let plan = make_plan(&context).await;
    assert_eq!(step(&plan, "chats").guard, Some(GuardHit::Share { limit_percent: 20 }));
    let all = plan.rows();
    assert!(all > 990);
    let fault = approval::approve(&context, &plan, APPROVER, None).await.unwrap_err();
    let AppError::Guard { rows, total, plan_rows, .. } = &fault else { panic!("{fault}") };
    assert_eq!((*rows, *total, *plan_rows), (all, 1000, all));
    assert!(fault.to_string().contains(&format!("--expect {all}")), "{fault}");
    let fault = approval::approve(&context, &plan, APPROVER, Some(all - 1)).await.unwrap_err();
    assert!(matches!(fault, AppError::Unexpected { .. }), "{fault}");
    assert!(matches!(approval::find(&context, &plan).await, Err(AppError::NotApproved { .. })));
    assert_eq!(shop.count("chats"), 1000);
    let approved = approve(&context, &plan).await;
    assert_eq!(carry_out(&context, &approved).await.unwrap().rows.erased, all);
    assert_eq!(shop.count("chats"), 1000 - all);
}

#[tokio::test]
async fn ten_times_the_last_run_is_unusual_too() {
    let shop = Shop::new();
    shop.sql("UPDATE chats SET ended = '2026-05-01'; UPDATE chats SET ended = '2025-01-01' WHERE id <= 15");
    let context = shop.house.open(&shop.policy(), NOW).await;
    let (_, report) = journey(&shop.house, &context).await;
    assert_eq!(report.rows.erased, 15);
    shop.sql("UPDATE chats SET ended = '2025-01-01' WHERE id <= 165");
    let plan = make_plan(&context).await;
    assert_eq!((plan.rows(), step(&plan, "chats").guard.clone()), (150, None));
    shop.sql("UPDATE chats SET ended = '2025-01-01' WHERE id <= 166");
    let plan = make_plan(&context).await;
    assert_eq!(step(&plan, "chats").guard, Some(GuardHit::Times { limit: 10, last: 15 }));
    assert!(matches!(approval::approve(&context, &plan, APPROVER, None).await, Err(AppError::Guard { .. })));
}
