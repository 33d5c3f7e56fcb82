use gallra_rules::Options;
use gallra_rules::hash::ContentHash;
use gallra_rules::hold::Holds;
use gallra_rules::inventory::Inventory;
use gallra_rules::names::DatasetName;
use gallra_rules::plan::{self, CheckedPlan, StepId, check_plan};
use gallra_store::{Approval, Conflict, StepOutcome, StepState, Store, StoreError};

use crate::{Place, at};

const POLICY: &str = "
organisation: {name: Exempelhotellet AB, country: SE, time_zone: Europe/Stockholm, financial_year_ends: 12-31}
";

/// A plan without steps, which the checker has nothing against.
pub(crate) fn plan(made_at: &str) -> CheckedPlan {
    let policy = gallra_rules::check([("policy.yaml", POLICY)], &Options::default()).policy.unwrap();
    let (inventory, holds) = (Inventory::default(), Holds::default());
    let plan = plan::plan(&policy, &inventory, &holds, at(made_at), &plan::LastRun::new()).unwrap();
    check_plan(&plan, &policy, &inventory.shapes, &holds).unwrap()
}

pub(crate) async fn approve(store: &Store, plan: &CheckedPlan, by: &str) -> bool {
    let mut tx = store.write().await.unwrap();
    let approval = Approval { at: at("2026-11-22T03:00:00Z"), by: by.to_owned(), expected: None };
    let first = tx.approve(plan, &approval).await.unwrap();
    tx.commit().await.unwrap();
    first
}

pub(crate) async fn what_was_approved_is_what_is_read_back_and_the_first_approval_stands(place: &Place) {
    let store = place.open().await;
    let plan = plan("2026-11-22T02:00:00Z");
    assert!(approve(&store, &plan, "Anna").await);
    assert!(!approve(&store, &plan, "Bo").await);
    let approved = store.approved(&plan.plan().hash().unwrap()).await.unwrap().unwrap();
    assert_eq!(approved.plan(), plan.plan());
    assert_eq!(approved.approved_by(), "Anna");
    assert!(store.approved(&ContentHash::of_bytes(b"another")).await.unwrap().is_none());
}

pub(crate) async fn an_approved_plan_that_was_edited_in_the_database_is_refused(place: &Place) {
    let store = place.open().await;
    let plan = plan("2026-11-22T02:00:00Z");
    approve(&store, &plan, "Anna").await;
    place.sql("UPDATE approval SET body = replace(body, 'Exempelhotellet', 'Exempelmotellet')").await;
    let read = store.approved(&plan.plan().hash().unwrap()).await;
    assert!(matches!(read, Err(StoreError::Damaged { .. })), "{read:?}");
}

pub(crate) async fn an_interrupted_run_goes_on_and_a_finished_one_does_not_start_again(place: &Place) {
    let store = place.open().await;
    let (first, second) = (plan("2026-11-22T02:00:00Z"), plan("2026-11-23T02:00:00Z"));
    approve(&store, &first, "Anna").await;
    approve(&store, &second, "Anna").await;
    let (first, second) = (first.plan().hash().unwrap(), second.plan().hash().unwrap());
    let now = at("2026-11-22T03:00:00Z");
    let mut tx = store.write().await.unwrap();
    let (run, new) = tx.begin_run(&first, now).await.unwrap();
    assert!(new);
    let (again, new) = tx.begin_run(&first, now).await.unwrap();
    assert_eq!((again, new), (run.clone(), false));
    let refused = tx.begin_run(&second, now).await;
    assert!(matches!(refused, Err(StoreError::Conflict(Conflict::OtherRunUnfinished(_)))));
    tx.finish_run(&run, now).await.unwrap();
    let refused = tx.begin_run(&first, now).await;
    assert!(matches!(refused, Err(StoreError::Conflict(Conflict::AlreadyFinished(_)))));
    tx.commit().await.unwrap();
}

pub(crate) async fn rows_are_counted_once_whether_the_crash_came_before_or_after_the_commit(place: &Place) {
    let store = place.open().await;
    let plan = plan("2026-11-22T02:00:00Z");
    approve(&store, &plan, "Anna").await;
    let hash = plan.plan().hash().unwrap();
    let (step, now) = (StepId("delete:chats".to_owned()), at("2026-11-22T03:00:00Z"));
    let mut tx = store.write().await.unwrap();
    let (run, _) = tx.begin_run(&hash, now).await.unwrap();
    assert!(tx.intend_step(&run, &step, &DatasetName::new("chats"), now).await.unwrap());
    assert!(!tx.intend_step(&run, &step, &DatasetName::new("chats"), now).await.unwrap());
    tx.open_batch(&run, &step, "{\"rows\":10}").await.unwrap();
    tx.commit().await.unwrap();

    let seen = store.step(&run, &step).await.unwrap().unwrap();
    assert_eq!((seen.rows, seen.open_batch.as_deref()), (0, Some("{\"rows\":10}")));

    let mut tx = store.write().await.unwrap();
    tx.count_batch(&run, &step, 10, &[3]).await.unwrap();
    tx.open_batch(&run, &step, "{\"rows\":7}").await.unwrap();
    tx.forget_batch(&run, &step).await.unwrap();
    tx.count_batch(&run, &step, 5, &[1]).await.unwrap();
    tx.finish_step(&run, &step, &StepOutcome { rows: 15, report: serde_json::Value::Null }, now)
        .await
        .unwrap();
    let late = tx.count_batch(&run, &step, 5, &[]).await;
    assert!(
        matches!(late, Err(StoreError::Conflict(Conflict::StepNotOpen(_)))),
        "a finished step takes no more rows"
    );
    tx.finish_run(&run, now).await.unwrap();
    tx.commit().await.unwrap();

    let seen = store.step(&run, &step).await.unwrap().unwrap();
    assert_eq!(
        (seen.state, seen.rows, seen.effects, seen.open_batch),
        (StepState::Finished, 15, vec![4], None)
    );
    assert_eq!(store.last_run().await.unwrap().get("chats"), Some(&15));
}

/// The guard compares a night with the night before, not with the day on which somebody asked to be erased.
pub(crate) async fn what_went_at_a_persons_request_is_no_measure_of_what_is_usual(place: &Place) {
    let store = place.open().await;
    for (made_at, step, rows) in
        [("2026-11-20T02:00:00Z", "delete:chats", 15), ("2026-11-21T02:00:00Z", "delete:chats:2", 900)]
    {
        let plan = plan(made_at);
        approve(&store, &plan, "Anna").await;
        let (step, now) = (StepId(step.to_owned()), at(made_at));
        let mut tx = store.write().await.unwrap();
        let (run, _) = tx.begin_run(&plan.plan().hash().unwrap(), now).await.unwrap();
        assert!(tx.intend_step(&run, &step, &DatasetName::new("chats"), now).await.unwrap());
        tx.finish_step(&run, &step, &StepOutcome { rows, report: serde_json::Value::Null }, now)
            .await
            .unwrap();
        tx.finish_run(&run, now).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(store.last_run().await.unwrap().get("chats"), Some(&15));
}
