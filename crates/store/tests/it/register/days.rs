use super::*;
use gallra_store::StoreError;
use gallra_store::register::{Change, EntryChange, Refusal};

/// What has to come first and what would come before it, or what has not come.
fn told<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> (&'static str, &'static str) {
    match outcome {
        Err(StoreError::Register(Refusal::Early { earlier, later, .. })) => (earlier, later),
        Err(StoreError::Register(Refusal::Ahead { what, .. })) => ("today", what),
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn days_that_cannot_be_are_refused_and_nothing_is_written(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    // It is 3 o'clock in the morning, UTC: nowhere is it the 24th yet.
    let ahead = date(2026, 11, 24);
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let contact = register.create_party(&acting(), &new_contact(id, named("Bo"))).await.unwrap();
    let entry = register.create_entry(&acting(), &note(contact, "Ringde")).await.unwrap();
    let service = contract(id, AgreementKind::Service, None);
    let drafted = register.draft(&acting(), &service).await.unwrap();
    let before = place.dump().await;

    let act = &acting();
    let party = NewParty { last_contact: Some(ahead), ..new_customer(named("C")) };
    assert_eq!(told(register.create_party(act, &party).await), ("today", "last_contact"));
    let imported = register.import(act, [new_customer(named("D")), party], |_| ()).await;
    assert_eq!(told(imported), ("today", "last_contact"));
    let change = Change { last_contact: Some(ahead), ..Change::default() };
    assert_eq!(told(register.change_party(act, id, &change).await), ("today", "last_contact"));
    let before_it_came = date(2020, 1, 1);
    let change = Change { left_on: Some(before_it_came), ..Change::default() };
    assert_eq!(told(register.change_party(act, id, &change).await), ("since", "left_on"));
    for heir in [None, Some(id)] {
        assert_eq!(told(register.leave(act, contact, before_it_came, heir).await), ("since", "left_on"));
    }
    let due = NewEntry { due: Some(date(2026, 10, 31)), ..note(contact, "") };
    assert_eq!(told(register.create_entry(act, &due).await), ("at", "due"));
    let imported = register.import_entries(act, &[(due, Vec::new())]).await;
    assert_eq!(told(imported), ("at", "due"));
    let until = [Mark::Until(Some(date(2026, 10, 31)))];
    assert_eq!(told(register.create_marked(act, &note(contact, ""), &until).await), ("at", "until"));
    let due = EntryChange { due: Some(date(2026, 10, 31)), ..EntryChange::default() };
    assert_eq!(told(register.change_entry(act, entry, &due).await), ("at", "due"));
    let draft = NewAgreement { drafted_on: ahead, ..service };
    assert_eq!(told(register.draft(act, &draft).await), ("today", "drafted_on"));
    assert_eq!(told(register.offer(act, drafted, ahead).await), ("today", "offered_on"));
    let setting = Setting { dataset: "chats".into(), period: "1 day".parse().unwrap(), agreed: ahead };
    assert_eq!(told(register.set_period(act, &setting, "1 day".parse().unwrap()).await), ("today", "agreed"));
    assert_eq!(place.dump().await, before, "nothing was changed");

    register.offer(act, drafted, date(2026, 1, 5)).await.unwrap();
    let late = Accepting { on: ahead, ..accepting(ahead) };
    assert_eq!(told(register.accept(act, drafted, &late).await), ("today", "accepted_on"));
    register.accept(act, drafted, &accepting(date(2026, 2, 1))).await.unwrap();
    assert_eq!(told(register.first_paid(act, drafted, ahead).await), ("today", "first_paid_on"));
    register.end(act, drafted, date(2026, 3, 1)).await.unwrap();
    assert_eq!(told(register.settle(act, drafted, ahead).await), ("today", "settled_on"));

    // What is known beforehand may lie ahead, and somebody's today is nobody's tomorrow.
    let to_come =
        NewParty { since: Some(ahead), last_contact: Some(date(2026, 11, 22)), ..new_customer(named("E")) };
    register.create_party(act, &to_come).await.unwrap();
    let leaves = Change { left_on: Some(ahead), ..Change::default() };
    register.change_party(act, id, &leaves).await.unwrap();
    register
        .create_entry(act, &NewEntry { at: ahead, due: Some(ahead), ..note(contact, "Möte") })
        .await
        .unwrap();
    let evening = Acting { at: super::at("2026-11-22T20:00:00Z"), ..acting() };
    let change = Change { last_contact: Some(date(2026, 11, 23)), ..Change::default() };
    register.change_party(&evening, id, &change).await.unwrap();
}
