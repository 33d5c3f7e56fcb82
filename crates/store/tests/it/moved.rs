//! A state moves from one engine to the other, and back.

use gallra_rules::names::DatasetName;
use gallra_rules::plan::StepId;
use gallra_store::{Attestation, LeafBytes, Measured, MoveError, StepOutcome, Store, copy};

use crate::holds::claim;
use crate::runs::{approve, plan};
use crate::{Place, at};

/// A row in every table, in every column.
async fn fill(store: &Store) {
    let now = at("2026-11-22T03:00:00.5Z");
    let checked = plan("2026-11-22T02:00:00Z");
    approve(store, &checked, "Anna").await;
    let hash = checked.plan().hash().unwrap();
    let mut tx = store.write().await.unwrap();
    let (run, _) = tx.begin_run(&hash, now).await.unwrap();
    for step in ["1-chats", "2-mails"] {
        tx.intend_step(&run, &StepId(step.into()), &DatasetName::new("chats"), now).await.unwrap();
    }
    tx.open_batch(&run, &StepId("2-mails".into()), "{}").await.unwrap();
    let outcome = StepOutcome { rows: 15, report: serde_json::Value::Null };
    tx.finish_step(&run, &StepId("1-chats".into()), &outcome, now).await.unwrap();
    tx.append(&LeafBytes(vec![0, 159, 146, 150]), now, Some(&run)).await.unwrap();
    tx.place_hold(&claim("h1", Some("2026-12-31".parse().unwrap()))).await.unwrap();
    tx.place_hold(&claim("h2", None)).await.unwrap();
    tx.lift_hold(&gallra_rules::hold::HoldId("h2".into()), now, "Åsa").await.unwrap();
    tx.adopt_policy("hash").await.unwrap();
    tx.measured(&Measured {
        activity: "a".into(),
        dataset: String::new(),
        rule: "r".into(),
        at: now,
        verdict: "kept".into(),
        overdue: 3,
        oldest: Some("2026-01-01".parse().unwrap()),
    })
    .await
    .unwrap();
    tx.attest(&Attestation {
        activity: "a".into(),
        dataset: "d".into(),
        role: "r".into(),
        by: "Åsa".into(),
        statement: "’; DROP TABLE hold; --".into(),
        at: now,
        until: "2027-01-01".parse().unwrap(),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_state_moves_to_another_engine_and_back_without_losing_a_value() {
    let (here, there, back) = (Place::embedded(), Place::postgres().await, Place::embedded());
    let (from, to, home) = (here.open().await, there.open().await, back.open().await);
    fill(&from).await;
    let moved = copy(&from, &to).await.unwrap();
    let (tables, before) = (here.tables().await, here.dump().await);
    assert_eq!(moved.rows.len(), tables.len(), "every table of the catalog: {tables:?}");
    assert!(moved.rows.iter().all(|(_, rows)| *rows > 0), "each holds something: {moved:?}");
    assert_eq!(there.dump().await, before);
    copy(&to, &home).await.unwrap();
    assert_eq!(back.dump().await, before);
    let columns_without_a_value =
        before.iter().filter(|(_, _, values)| values.iter().all(|value| value == "NULL"));
    assert_eq!(
        columns_without_a_value.count(),
        2,
        "of all but an expected number and the end of a run that goes on"
    );
    assert_eq!(home.attestations().await.unwrap(), from.attestations().await.unwrap());
}

#[tokio::test]
async fn a_state_is_never_moved_onto_another() {
    let (here, there) = (Place::embedded(), Place::postgres().await);
    let (from, to) = (here.open().await, there.open().await);
    fill(&from).await;
    let mut tx = to.write().await.unwrap();
    tx.adopt_policy("theirs").await.unwrap();
    tx.commit().await.unwrap();
    let before = there.dump().await;
    let refused = copy(&from, &to).await;
    assert!(matches!(refused, Err(MoveError::NotEmpty { table: "adopted" })), "{refused:?}");
    assert_eq!(there.dump().await, before, "and what had been copied before that was found is gone again");
}
