//! Notices of sub-processors, objections to them, and rows that are being struck off an index.

use gallra_store::register::{EntryId, PartyId};
use gallra_store::{Notice, NoticeOf, Objection, Publication, Published, Striking, WriteTx};

use crate::{Place, at};

fn notice(id: i64) -> Notice {
    Notice {
        id,
        at: at("2026-11-22T03:00:00Z"),
        announced_on: "2026-11-22".parse().unwrap(),
        window_ends: "2026-12-22".parse().unwrap(),
        known: false,
        customers: 2,
        letter: "Hej, hello".into(),
        changes: vec![NoticeOf {
            recipient: "cloud".into(),
            change: "added".into(),
            terms: "{\"country\":\"SE\"}".into(),
        }],
    }
}

fn objection(entry: i64) -> Objection {
    Objection {
        entry: EntryId(entry),
        recipient: "cloud".into(),
        party: PartyId(7),
        made_on: "2026-11-30".parse().unwrap(),
        late: true,
        settled_on: None,
    }
}

fn striking(rows: u64) -> Striking {
    Striking {
        activity: "archive".into(),
        dataset: "paper".into(),
        at: at("2026-11-22T03:00:00Z"),
        rows,
        before: [1; 32],
        after: [2; 32],
    }
}

/// A row in each of these tables.
pub(crate) async fn fill(tx: &mut WriteTx<'_>) {
    assert!(tx.notify(&notice(1), &[PartyId(7)]).await.unwrap());
    assert!(tx.object(&objection(3)).await.unwrap());
    tx.settle_objections(PartyId(7), "cloud", "2026-12-01".parse().unwrap()).await.unwrap();
    tx.strike(&striking(3)).await.unwrap();
    assert!(tx.publish(&publication(1)).await.unwrap());
}

fn publication(id: i64) -> Publication {
    let document = |language: &str| Published {
        document: "notice".into(),
        language: language.into(),
        form: "html".into(),
        version: format!("v{id}"),
        sha256: "ab".repeat(32),
    };
    Publication {
        id,
        at: at("2026-11-22T03:00:00Z"),
        published_on: "2026-11-22".parse().unwrap(),
        policy: "hash".into(),
        meaning: "{}".into(),
        documents: vec![document("en"), document("sv")],
    }
}

pub(crate) async fn a_publication_follows_the_one_before_or_is_not_recorded(place: &Place) {
    let store = place.open().await;
    for (id, recorded) in [(2, false), (1, true), (1, false), (2, true)] {
        let mut tx = store.write().await.unwrap();
        assert_eq!(tx.publish(&publication(id)).await.unwrap(), recorded, "{id}");
        tx.commit().await.unwrap();
    }
    assert_eq!(store.publications().await.unwrap(), [publication(1), publication(2)]);
}

pub(crate) async fn a_notice_is_recorded_once_with_whom_it_told(place: &Place) {
    let store = place.open().await;
    let mut tx = store.write().await.unwrap();
    assert!(tx.notify(&notice(1), &[PartyId(9), PartyId(7)]).await.unwrap());
    tx.commit().await.unwrap();
    // Two drafts were made from the same list: the second one is too late.
    let mut tx = store.write().await.unwrap();
    assert!(!tx.notify(&notice(1), &[PartyId(9)]).await.unwrap());
    drop(tx);
    let mut tx = store.write().await.unwrap();
    assert!(tx.notify(&notice(2), &[]).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(store.notices().await.unwrap(), [notice(1), notice(2)]);
    assert_eq!(store.informed(1).await.unwrap(), [PartyId(7), PartyId(9)]);
    assert_eq!(store.informed(2).await.unwrap(), []);
}

pub(crate) async fn an_objection_is_open_until_it_is_settled(place: &Place) {
    let store = place.open().await;
    let mut tx = store.write().await.unwrap();
    assert!(tx.object(&objection(3)).await.unwrap());
    assert!(!tx.object(&objection(3)).await.unwrap(), "the same entry");
    tx.commit().await.unwrap();
    assert_eq!(store.objections().await.unwrap(), [objection(3)]);
    let day = "2026-12-01".parse().unwrap();
    let mut tx = store.write().await.unwrap();
    assert_eq!(tx.settle_objections(PartyId(8), "cloud", day).await.unwrap(), 0);
    assert_eq!(tx.settle_objections(PartyId(7), "cloud", day).await.unwrap(), 1);
    assert_eq!(tx.settle_objections(PartyId(7), "cloud", day).await.unwrap(), 0, "it is settled once");
    tx.commit().await.unwrap();
    assert_eq!(store.objections().await.unwrap()[0].settled_on, Some(day));
}

pub(crate) async fn what_is_struck_is_open_until_it_is_known_what_came_of_it(place: &Place) {
    let store = place.open().await;
    let mut tx = store.write().await.unwrap();
    tx.strike(&striking(3)).await.unwrap();
    tx.strike(&striking(4)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.strikings().await.unwrap(), [striking(4)]);
    let mut tx = store.write().await.unwrap();
    tx.struck("archive", "paper").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.strikings().await.unwrap(), []);
}
