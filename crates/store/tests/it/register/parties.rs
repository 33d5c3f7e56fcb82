use super::*;
use gallra_store::StoreError;
use gallra_store::register::{Change, Refusal, Swept, Wanted};

pub(crate) async fn a_party_is_read_as_it_was_written(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    drop(register);
    store.close().await;

    let store = place.open().await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let party = read(&register, id).await;
    assert_eq!(party.person.clone().open().unwrap().expose(), &anna());
    assert_eq!((party.kind, party.role), (PartyKind::Customer, Role::Controller));
    assert_eq!((party.since, party.left_on), (Some(date(2020, 1, 2)), None));
    assert!(!format!("{party:?} {:?} {:?}", anna(), anna().identifiers).contains("xempel"));

    let change = Change { last_contact: Some(today()), role: Some(Role::Recipient), ..Change::default() };
    register.change_party(&acting(), id, &change).await.unwrap();
    let changed = read(&register, id).await;
    assert_eq!((changed.last_contact, changed.role), (Some(today()), Role::Recipient));
    assert_eq!(changed.person, party.person, "what was not named stays");
}

pub(crate) async fn a_party_is_found_by_whatever_is_known_of_it(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let contact = register.create_party(&acting(), &new_contact(id, anna())).await.unwrap();
    for known in [
        Identifier::email(" ANNA@exempel.SE ").unwrap(),
        Identifier::phone("+46 (0)70 174 06 05").unwrap(),
        Identifier::phone("0046701740605").unwrap(),
        Identifier::number("19811218-9876", today()).unwrap(),
        Identifier::number("8112189876", today()).unwrap(),
        Identifier::reference("k-1007").unwrap(),
    ] {
        let found = register.find(&acting(), &known).await.unwrap();
        assert_eq!(found.iter().map(|party| party.id).collect::<Vec<_>>(), [id, contact], "{known:?}");
    }
    for other in [
        Identifier::email("anna@exempel.example").unwrap(),
        Identifier::number("18811218-9876", today()).unwrap(),
        Identifier::reference("46701740605").unwrap(),
    ] {
        assert!(register.find(&acting(), &other).await.unwrap().is_empty(), "{other:?}");
    }
}

/// As other systems write it: exactly, but for case; a key of another name is another key.
pub(crate) async fn a_party_is_found_by_the_keys_of_other_systems(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let known = |key: &str| Person {
        keys: [("folder".to_owned(), [key.to_owned(), "both".to_owned()].into())].into(),
        ..anna()
    };
    let one = register.create_party(&acting(), &new_customer(known("acme"))).await.unwrap();
    let two = register.create_party(&acting(), &new_customer(known("beta"))).await.unwrap();
    let find = async |name: &str, key: &str| {
        let found = register.find_by_key(&acting(), name, key).await.unwrap();
        found.iter().map(|party| party.id).collect::<Vec<_>>()
    };
    assert_eq!((find("folder", "ACME").await, find("folder", "both").await), (vec![one], vec![one, two]));
    assert!(find("folder", "acm").await.is_empty() && find("customer_no", "acme").await.is_empty());

    // What an earlier version took in gets its tokens when somebody first looks, and nobody else's are touched.
    place.told(Side::Keys, "DELETE FROM token WHERE field = 'key'").await;
    assert!(find("folder", "acme").await.is_empty());
    place.told(Side::Keys, "UPDATE index_key SET by_key = 0").await;
    assert_eq!(find("folder", "acme").await, [one]);
    assert_eq!(place.number(Side::Keys, "SELECT count(*) FROM token WHERE field = 'key'").await, 4);
    assert_eq!(place.number(Side::Keys, "SELECT by_key FROM index_key").await, 1);

    // What it is no longer called finds nothing, and neither does who is forgotten.
    let change = Change { person: Some(known("gamma")), ..Change::default() };
    register.change_party(&acting(), one, &change).await.unwrap();
    assert!(find("folder", "acme").await.is_empty());
    assert_eq!(find("folder", "gamma").await, [one]);
    assert_eq!(place.number(Side::Keys, "SELECT count(*) FROM token WHERE field = 'key'").await, 4);
    register.forget(&acting(), two).await.unwrap();
    assert_eq!(find("folder", "both").await, [one]);
    assert_eq!(register.sweep().await.unwrap(), Swept::default());
    assert!(!format!("{:?}", place.dump().await).contains("gamma"), "it lies sealed");
}

pub(crate) async fn what_a_party_is_no_longer_called_finds_nothing(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let mut person = anna();
    person.identifiers[0] = Identifier::email("a.exempel@exempel.se").unwrap();
    let change = Change { person: Some(person), ..Change::default() };
    register.change_party(&acting(), id, &change).await.unwrap();
    assert!(register.find(&acting(), &anna().identifiers[0]).await.unwrap().is_empty());
    assert_eq!(register.find(&acting(), &anna().identifiers[1]).await.unwrap().len(), 1);
    let new = Identifier::email("A.Exempel@exempel.se").unwrap();
    assert_eq!(register.find(&acting(), &new).await.unwrap().len(), 1);
    assert_eq!(place.number(Side::Keys, "SELECT count(*) FROM token").await, 5, "the old token is gone");
}

pub(crate) async fn a_list_comes_in_pages(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let mut ids = Vec::new();
    for name in ["A", "B", "C"] {
        ids.push(register.create_party(&acting(), &new_customer(named(name))).await.unwrap());
    }
    let contact = register.create_party(&acting(), &new_contact(ids[1], named("D"))).await.unwrap();
    let page = |after| Wanted { after, ..Wanted::default() };
    let first = register.parties(&acting(), page(None), 2).await.unwrap();
    assert_eq!(first.iter().map(name_of).collect::<Vec<_>>(), ["A", "B"]);
    let second = register.parties(&acting(), page(Some(first[1].id)), 2).await.unwrap();
    assert_eq!(second.iter().map(name_of).collect::<Vec<_>>(), ["C", "D"]);
    let of = Wanted { belongs_to: Some(ids[1]), kind: Some(PartyKind::Contact), after: None };
    let contacts = register.parties(&acting(), of, 10).await.unwrap();
    assert_eq!(contacts.iter().map(|party| party.id).collect::<Vec<_>>(), [contact]);
}

pub(crate) async fn a_contact_needs_somebody_to_speak_for(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(named("A"))).await.unwrap();
    let contact = register.create_party(&acting(), &new_contact(id, named("B"))).await.unwrap();
    let alone = NewParty { belongs_to: None, ..new_contact(id, named("C")) };
    let of_a_contact = new_contact(contact, named("C"));
    let customer_of_another = NewParty { belongs_to: Some(id), ..new_customer(named("C")) };
    for wrong in [alone, of_a_contact, customer_of_another] {
        let refused = register.create_party(&acting(), &wrong).await;
        assert!(matches!(refused, Err(StoreError::Register(Refusal::Belonging))), "{refused:?}");
    }
    let of_nobody = register.create_party(&acting(), &new_contact(PartyId(99), named("C"))).await;
    assert!(matches!(of_nobody, Err(StoreError::Register(Refusal::NoSuchParty(PartyId(99))))));
    assert_eq!(place.number(Side::Data, "SELECT count(*) FROM party").await, 2, "nothing was changed");
}

pub(crate) async fn a_forgotten_customer_takes_its_contacts_along(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let contact = register.create_party(&acting(), &new_contact(id, anna())).await.unwrap();
    let other = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    register.create_entry(&acting(), &note(contact, "Ringde")).await.unwrap();
    agreed(&register, &contract(id, AgreementKind::Dpa, None), today()).await.unwrap();
    let gone = register.forget(&acting(), id).await.unwrap();
    assert_eq!((gone.parties, gone.entries, gone.agreements), (2, 1, 1));
    assert_eq!(gone.copies, if place.database.is_none() { 0 } else { 2 }, "what is left is told");

    assert_eq!(register.party(&acting(), id).await.unwrap(), None);
    let found = register.find(&acting(), &anna().identifiers[0]).await.unwrap();
    assert_eq!(found.iter().map(|party| party.id).collect::<Vec<_>>(), [other]);
    for (side, table, rows) in [
        (Side::Data, "party", 1),
        (Side::Data, "entry", 0),
        (Side::Data, "agreement", 0),
        (Side::Keys, "data_key", 1),
        (Side::Keys, "token", 5),
    ] {
        assert_eq!(place.number(side, &format!("SELECT count(*) FROM {table}")).await, rows, "{table}");
    }
    let again = register.forget(&acting(), id).await;
    assert!(matches!(again, Err(StoreError::Register(Refusal::NoSuchParty(_)))));
    let next = register.create_party(&acting(), &new_customer(named("Ny"))).await.unwrap();
    assert!(next > other, "a number is given out once");
}

pub(crate) async fn thousands_come_in_by_chunks(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let one = |number: usize| {
        let identifiers = vec![Identifier::reference(&format!("K-{number}")).unwrap()];
        new_customer(Person { identifiers, ..named(&format!("Kund {number}")) })
    };
    let (mut told, mut taken) = (Vec::new(), 0);
    let parties = (0..2200).map(|number| {
        taken += 1;
        one(number)
    });
    let rows = register.import(&acting(), parties, |so_far| told.push(so_far.rows)).await.unwrap();
    assert_eq!((rows, taken), (2200, 2200));
    assert_eq!(told, [500, 1000, 1500, 2000, 2200]);
    let found = register.find(&acting(), &Identifier::reference("K-1999").unwrap()).await.unwrap();
    assert_eq!(found.iter().map(name_of).collect::<Vec<_>>(), ["Kund 1999"]);

    // One that cannot be taken in stops its chunk, not those before it.
    let wrong =
        (0..700).map(|number| NewParty { belongs_to: (number == 650).then_some(PartyId(1)), ..one(number) });
    let mut kept = 0;
    let stopped = register.import(&acting(), wrong, |so_far| kept = so_far.rows).await;
    assert!(matches!(stopped, Err(StoreError::Register(Refusal::Belonging))), "{stopped:?}");
    assert_eq!(kept, 500);
    assert_eq!(place.number(Side::Data, "SELECT count(*) FROM party").await, 2700);
}
