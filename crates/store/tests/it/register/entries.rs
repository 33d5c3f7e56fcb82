use super::*;
use gallra_store::StoreError;
use gallra_store::register::{Action, EntryChange, EntryId, EntryKind, Refusal};

fn contents() -> Vec<Content> {
    let (number, text) = ("46701740605".to_owned(), "Vill ha en ny offert".to_owned());
    let (place, label) = ("Pärm 3, flik 7".to_owned(), "Avtal".to_owned());
    vec![
        Content::Note { text: text.clone() },
        Content::Call { number: number.clone(), text: text.clone() },
        Content::Sms { number, text: text.clone() },
        Content::Binder { place: place.clone(), label: label.clone() },
        Content::Printed { place: place.clone(), label: label.clone() },
        Content::Quote { title: label.clone(), text },
        Content::PhonePlace { place: place.clone(), label: label.clone() },
        Content::CalendarPlace { place, label },
    ]
}

pub(crate) async fn entries_of_every_kind_are_read_as_written(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    for content in contents() {
        let new = NewEntry { content, state: Some(EntryState::Open), ..note(id, "") };
        register.create_entry(&acting(), &new).await.unwrap();
    }
    let entries = register.entries(&acting(), id, None, 100).await.unwrap();
    let read: Vec<Content> =
        entries.iter().map(|entry| entry.content.clone().open().unwrap().into_exposed()).collect();
    assert_eq!(read, contents());
    assert_eq!(entries.len() + 1, EntryKind::ALL.len(), "every kind but the credential");
    assert_eq!(register.entries(&acting(), id, Some(entries[6].id), 100).await.unwrap().len(), 1);

    let quote = entries.iter().find(|entry| entry.kind == EntryKind::Quote).unwrap().id;
    let won = EntryChange { state: Some(EntryState::Won), ..EntryChange::default() };
    register.change_entry(&acting(), quote, &won).await.unwrap();
    let of_another_kind = EntryChange { content: Some(contents()[0].clone()), ..EntryChange::default() };
    let refused = register.change_entry(&acting(), quote, &of_another_kind).await;
    assert!(matches!(refused, Err(StoreError::Register(Refusal::NoSuchEntry(_)))));
    let quote = register.entry(&acting(), quote).await.unwrap().unwrap();
    assert_eq!((quote.state, quote.activity.as_str()), (Some(EntryState::Won), "support"));

    register.remove_entry(&acting(), quote.id).await.unwrap();
    assert_eq!(register.entry(&acting(), quote.id).await.unwrap(), None);
    let remark = NewEntry { activity: "Ringde Anna".into(), ..note(id, "") };
    let refused = register.create_entry(&acting(), &remark).await;
    assert!(
        matches!(refused, Err(StoreError::Register(Refusal::Form { .. }))),
        "a plain column holds a name"
    );
    let refused = register.create_entry(&acting(), &note(PartyId(99), "")).await;
    assert!(matches!(refused, Err(StoreError::Register(Refusal::NoSuchParty(_)))));
}

pub(crate) async fn each_showing_of_a_credential_is_told(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let other = register.create_entry(&acting(), &note(id, "Ringde")).await.unwrap();
    let secret = register.create_entry(&acting(), &credential(id)).await.unwrap();
    let listed = register.entries(&acting(), id, None, 10).await.unwrap();
    assert_eq!(listed[1].content, Held::Withheld);
    assert_eq!(register.entry(&acting(), secret).await.unwrap().unwrap().content, Held::Withheld);

    let shown = register.show_credential(&acting(), secret).await.unwrap();
    assert_eq!(shown.content.open().unwrap().expose(), &credential(id).content);
    register.show_credential(&acting(), secret).await.unwrap();
    for none in [other, EntryId(99)] {
        let refused = register.show_credential(&acting(), none).await;
        assert!(matches!(refused, Err(StoreError::Register(Refusal::NoSuchEntry(_)))), "{refused:?}");
    }
    let trail = register.trail(1, 100).await.unwrap();
    let showings: Vec<_> = trail.iter().filter(|line| line.action == Action::Show).collect();
    assert_eq!(showings.len(), 2);
    assert!(showings.iter().all(|line| line.record == Some(secret.0) && line.actor == acting().actor));
}
