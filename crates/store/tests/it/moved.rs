//! A state moves from one engine to the other, and back.

use std::fs;

use gallra_rules::hold::HoldKind;
use gallra_rules::names::{ActivityName, DatasetName, RecipientName};
use gallra_rules::plan::StepId;
use gallra_store::register::KEYS;
use gallra_store::{
    About, Attestation, AttestationKind, DATABASE, Engine, LeafBytes, Measured, MoveError, Opposed,
    OpposedKind, OpposedOutcome, Pending, PendingKind, StepOutcome, Store, StoreError, Suppressed,
    SuppressedKind, SuppressedSource, ToldOutcome, WriteTx, move_state,
};
use gallra_vault::Keyring;
use jiff::civil::date;

use crate::holds::claim;
use crate::notices;
use crate::register;
use crate::runs::{approve, plan};
use crate::{Place, Side, at};

/// A row in every table, in every column.
pub(crate) async fn fill(store: &Store, ring: &Keyring) {
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
        kind: AttestationKind::Duty,
        activity: "a".into(),
        dataset: "d".into(),
        rule: "every 1 year".into(),
        document: Some([7; 32]),
        role: "r".into(),
        by: "Åsa".into(),
        statement: "’; DROP TABLE hold; --".into(),
        at: now,
        until: "2027-01-01".parse().unwrap(),
    })
    .await
    .unwrap();
    notices::fill(&mut tx).await;
    of_a_request(&mut tx).await;
    tx.commit().await.unwrap();
    register::fill(store, ring).await;
}

/// What a person's requests leave behind.
async fn of_a_request(tx: &mut WriteTx<'_>) {
    let (number, now, day) = ("R-1", at("2026-11-22T03:00:00Z"), date(2026, 11, 22));
    let mut restriction = claim("h3", None);
    restriction.hold.kind = HoldKind::Restriction;
    restriction.request = Some(number.to_owned());
    restriction.restricted = vec![[0xf1; 16], [0xf2; 16]];
    tx.place_hold(&restriction).await.unwrap();
    assert!(tx.told_of_lifting(number, day).await.unwrap());
    let customers = DatasetName::new("customers");
    assert!(tx.intend_change(number, &customers, "email", now).await.unwrap());
    tx.open_change((number, &customers, "email"), 2, Some("{}")).await.unwrap();
    for (hash, erased_on, until) in [([0xf3; 16], Some(day), Some(day)), ([0xf4; 16], None, None)] {
        let (dataset, field) = (customers.clone(), "id".to_owned());
        let request = number.to_owned();
        let pending = Pending { dataset, field, kind: PendingKind::Erased, hash, request, erased_on, until };
        tx.remember_erased(&pending).await.unwrap();
    }
    let (kind, source) = (SuppressedKind::Email, SuppressedSource::Objection);
    let suppressed =
        Suppressed { kind, hash: [0xf5; 16], since: day, source, request: Some(number.to_owned()) };
    assert!(tx.suppress(&suppressed).await.unwrap());
    let activity = ActivityName::new("newsletter");
    let opposed = Opposed {
        request: number.to_owned(),
        activity: activity.clone(),
        kind: OpposedKind::Interest,
        made_on: day,
        outcome: None,
        decided_on: None,
        decided_by: None,
        reasons: None,
    };
    assert!(tx.oppose(&opposed).await.unwrap());
    let weighed = (number, &activity, OpposedKind::Interest);
    assert!(tx.decide_opposed(weighed, OpposedOutcome::Grounds, day, ("Åsa", "A claim")).await.unwrap());
    let recipient = RecipientName::new("printer");
    assert!(tx.has_to_be_told(number, &recipient, About::Erased, day).await.unwrap());
    assert!(tx.was_told((number, &recipient, About::Erased), day, day).await.unwrap());
    assert!(tx.has_answered((number, &recipient, About::Erased), day, ToldOutcome::Done).await.unwrap());
}

#[tokio::test]
async fn a_state_moves_to_postgres_and_back_without_losing_a_value() {
    let place = Place::postgres().await;
    let address = place.address();
    let ring = register::ring();
    let store = Store::open(&place.folder()).await.unwrap();
    fill(&store, &ring).await;
    store.close().await;
    let (tables, before) = (place.embedded_side().tables().await, place.embedded_side().dump().await);

    // An address alone moves nothing, and a state is not begun anew beside one that is there.
    let refused = place.try_open().await;
    assert!(matches!(refused, Err(StoreError::NotMoved { .. })), "{refused:?}");

    let moved = move_state(&place.folder(), &address, Engine::Postgres).await.unwrap();
    assert_eq!(moved.rows.len(), tables.len(), "every table of the catalog: {tables:?}");
    assert!(moved.rows.iter().all(|(_, rows)| *rows > 0), "each holds something: {moved:?}");
    assert_eq!(place.dump().await, before);
    let columns_without_a_value =
        before.iter().filter(|(_, _, values)| values.iter().all(|value| value == "NULL"));
    assert_eq!(columns_without_a_value.count(), 2, "an expected number, the end of a run that goes on");
    let left: Vec<_> =
        fs::read_dir(place.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    for file in [DATABASE, KEYS] {
        assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(file)), "{left:?}");
    }
    register::is_there(&place.open().await, &ring).await;
    let before = place.dump().await;
    let refused = Store::open(&place.folder()).await;
    assert!(
        matches!(refused, Err(StoreError::Elsewhere { .. })),
        "a forgotten setting begins no second state"
    );
    assert_eq!(place.open().await.attestations().await.unwrap().len(), 1);

    move_state(&place.folder(), &address, Engine::Embedded).await.unwrap();
    assert_eq!(place.embedded_side().dump().await, before);
    let store = Store::open(&place.folder()).await.unwrap();
    assert_eq!(store.attestations().await.unwrap().len(), 1);
    register::is_there(&store, &ring).await;
}

/// More than fits in a page, and on the way nothing of ours ends a long pause.
#[tokio::test]
async fn a_long_move_goes_page_by_page_and_without_our_timeouts() {
    let (place, ring) = (Place::postgres().await, register::ring());
    let store = Store::open(&place.folder()).await.unwrap();
    fill(&store, &ring).await;
    let mut tx = store.write().await.unwrap();
    for _ in 0..1234 {
        tx.append(&LeafBytes(vec![7]), at("2026-11-22T03:00:00Z"), None).await.unwrap();
    }
    tx.commit().await.unwrap();
    let numbers = "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)";
    for row in ["1, i", "i, 1"] {
        let sql = format!(
            "INSERT INTO data_key (tenant, owner, wrapped) {numbers}
             SELECT {row}, (SELECT wrapped FROM data_key LIMIT 1) FROM n"
        );
        place.embedded_side().told(Side::Keys, &sql).await;
    }
    store.close().await;
    let before = place.embedded_side().dump().await;

    // Somebody looked whether there is a register there; and the server is asked what holds for each row that comes.
    let elsewhere = place.folder().with_extension("elsewhere");
    let there = Store::open_postgres(&elsewhere, &place.address()).await.unwrap();
    assert!(!there.has_register().await.unwrap());
    there.close().await;
    let database = place.database.as_ref().unwrap();
    database.psql(
        "CREATE FUNCTION public.patient() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             IF current_setting('idle_in_transaction_session_timeout') || current_setting('statement_timeout') <> '00'
             THEN RAISE EXCEPTION 'a timeout'; END IF;
             RETURN NEW;
         END $$;
         CREATE TRIGGER patient BEFORE INSERT ON leaf FOR EACH ROW EXECUTE FUNCTION public.patient();
         CREATE TRIGGER patient BEFORE INSERT ON gallra_keys.token FOR EACH ROW EXECUTE FUNCTION public.patient()",
    );
    let moved = move_state(&place.folder(), &place.address(), Engine::Postgres).await.unwrap();
    let rows = |of: &str| moved.rows.iter().find(|(table, _)| *table == of).unwrap().1;
    assert_eq!((rows("leaf"), rows("data_key") > 2002), (1235, true), "{moved:?}");
    assert_eq!(place.dump().await, before);
    assert_eq!(database.psql("SELECT count(*) FROM leaf"), "1235");

    move_state(&place.folder(), &place.address(), Engine::Embedded).await.unwrap();
    assert_eq!(place.embedded_side().dump().await, before);
}

#[tokio::test]
async fn a_move_that_was_killed_after_the_copy_is_finished_by_the_next() {
    let place = Place::postgres().await;
    let ring = register::ring();
    let store = Store::open(&place.folder()).await.unwrap();
    fill(&store, &ring).await;
    store.close().await;
    let kept = place.folder().with_extension("kept");
    fs::create_dir(&kept).unwrap();
    for file in [DATABASE, KEYS] {
        fs::copy(place.folder().join(file), kept.join(file)).unwrap();
    }
    move_state(&place.folder(), &place.address(), Engine::Postgres).await.unwrap();
    // As if it had been killed before the old file went, and before the folder said so.
    for file in [DATABASE, KEYS] {
        fs::copy(kept.join(file), place.folder().join(file)).unwrap();
    }
    let marker = fs::read_dir(place.folder()).unwrap().map(|entry| entry.unwrap().path());
    let marker = marker.into_iter().find(|path| path.to_string_lossy().ends_with("postgresql")).unwrap();
    fs::remove_file(marker).unwrap();
    assert_eq!(
        Store::open(&place.folder()).await.unwrap().attestations().await.unwrap().len(),
        1,
        "it is where it was"
    );
    move_state(&place.folder(), &place.address(), Engine::Postgres).await.unwrap();
    assert!(Store::open(&place.folder()).await.is_err());
    assert_eq!(place.open().await.attestations().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_move_that_was_killed_while_it_tidied_is_finished_though_the_state_has_grown() {
    let (place, ring) = (Place::postgres().await, register::ring());
    let store = Store::open(&place.folder()).await.unwrap();
    fill(&store, &ring).await;
    // Somebody who opened the state before the move and writes after it is stopped, and nothing of theirs is lost.
    let kept = place.folder().with_extension("kept");
    fs::copy(place.folder().join(DATABASE), &kept).unwrap();
    move_state(&place.folder(), &place.address(), Engine::Postgres).await.unwrap();
    let late = store.write().await;
    assert!(matches!(late, Err(StoreError::Elsewhere { .. })), "{late:?}");
    let grown = place.open().await;
    let mut tx = grown.write().await.unwrap();
    tx.adopt_policy("later").await.unwrap();
    tx.commit().await.unwrap();
    fs::copy(&kept, place.folder().join(DATABASE)).unwrap();
    move_state(&place.folder(), &place.address(), Engine::Postgres).await.unwrap();
    assert!(!place.folder().join(DATABASE).exists(), "names are not left lying about");
    assert_eq!(place.open().await.adopted_policy().await.unwrap().as_deref(), Some("later"));
}

#[tokio::test]
async fn a_state_is_never_moved_onto_another() {
    let place = Place::postgres().await;
    let theirs = place.open().await;
    let mut tx = theirs.write().await.unwrap();
    tx.adopt_policy("theirs").await.unwrap();
    tx.commit().await.unwrap();
    let before = place.dump().await;
    let ours = Place::embedded();
    fill(&ours.open().await, &register::ring()).await;
    let refused = move_state(&ours.folder(), &place.address(), Engine::Postgres).await;
    assert!(matches!(refused, Err(MoveError::NotEmpty { table: "adopted" })), "{refused:?}");
    let mut after = place.dump().await;
    after.retain(|(table, ..)| table != "mark");
    assert_eq!(after, before, "and what had been copied before that was found is gone again");
    assert_eq!(ours.open().await.attestations().await.unwrap().len(), 1);
}
