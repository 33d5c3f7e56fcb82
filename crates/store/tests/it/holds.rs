use gallra_rules::hold::{Hold, HoldId, HoldKind, HoldScope};
use gallra_rules::names::DatasetName;
use gallra_rules::predicate::Scalar;
use gallra_store::{Conflict, NewHold, StoreError};
use jiff::civil::date;

use crate::{Place, at};

pub(crate) fn claim(id: &str, until: Option<jiff::civil::Date>) -> NewHold {
    NewHold {
        hold: Hold {
            id: HoldId(id.to_owned()),
            dataset: DatasetName::new("customers"),
            only: Some(HoldScope { column: "id".to_owned(), values: vec![Scalar::Integer(42)] }),
            reason: "Dispute about an invoice".to_owned(),
            until,
            kind: HoldKind::Claim,
        },
        at: at("2026-11-22T03:00:00Z"),
        by: "Legal counsel".to_owned(),
        request: None,
        restricted: Vec::new(),
    }
}

pub(crate) async fn a_hold_counts_until_it_is_lifted_or_its_last_day_has_passed(place: &Place) {
    let store = place.open().await;
    let mut tx = store.write().await.unwrap();
    tx.place_hold(&claim("h1", None)).await.unwrap();
    tx.place_hold(&claim("h2", Some(date(2026, 12, 31)))).await.unwrap();
    tx.commit().await.unwrap();
    let in_force = |day| {
        let store = store.clone();
        async move { store.holds_in_force(day).await.unwrap().0.into_iter().map(|h| h.id.0).collect::<Vec<_>>() }
    };
    assert_eq!(in_force(date(2026, 12, 31)).await, ["h1", "h2"]);
    assert_eq!(in_force(date(2027, 1, 1)).await, ["h1"]);

    let mut tx = store.write().await.unwrap();
    tx.lift_hold(&HoldId("h1".to_owned()), at("2027-01-02T08:00:00Z"), "Legal counsel").await.unwrap();
    tx.commit().await.unwrap();
    assert!(in_force(date(2027, 1, 2)).await.is_empty());
    let history = store.holds().await.unwrap();
    assert_eq!(history.len(), 2, "a lifted hold stays in the history");
    assert_eq!(history[0].lifted_by.as_deref(), Some("Legal counsel"));
}

pub(crate) async fn lifting_a_hold_twice_is_refused(place: &Place) {
    let store = place.open().await;
    let mut tx = store.write().await.unwrap();
    tx.place_hold(&claim("h1", None)).await.unwrap();
    tx.lift_hold(&HoldId("h1".to_owned()), at("2026-11-23T08:00:00Z"), "Legal counsel").await.unwrap();
    let again = tx.lift_hold(&HoldId("h1".to_owned()), at("2026-11-23T08:00:00Z"), "Somebody else").await;
    assert!(matches!(again, Err(StoreError::Conflict(Conflict::NoSuchHold(id))) if id == "h1"));
}
