use super::*;
use gallra_store::StoreError;
use gallra_store::register::{Leaving, Refusal};

pub(crate) async fn a_duplicate_goes_into_the_one_that_stays(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let keep = register.create_party(&acting(), &new_customer(named("Anna Exempel"))).await.unwrap();
    let duplicate = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let contact = register.create_party(&acting(), &new_contact(duplicate, named("Bo"))).await.unwrap();
    let entry = register.create_entry(&acting(), &credential(duplicate)).await.unwrap();
    let agreement = agreed(&register, &contract(duplicate, AgreementKind::Dpa, None), today()).await.unwrap();
    let withdrawn =
        register.draft(&acting(), &contract(duplicate, AgreementKind::Service, None)).await.unwrap();

    assert_eq!(register.merge(&acting(), keep, duplicate).await.unwrap(), 3);
    for known in anna().identifiers {
        let found = register.find(&acting(), &known).await.unwrap();
        assert_eq!(found.iter().map(|party| party.id).collect::<Vec<_>>(), [keep]);
    }
    let kept = read(&register, keep).await.person.open().unwrap();
    assert_eq!(kept.expose().address, anna().address);
    let shown = register.show_credential(&acting(), entry).await.unwrap();
    assert_eq!((shown.party, shown.content.open().unwrap().expose()), (keep, &credential(keep).content));
    let kept = register.agreement(&acting(), agreement).await.unwrap().unwrap();
    assert_eq!((kept.party, kept.acceptance.open().unwrap().expose().address.as_str()), (keep, "192.0.2.7"));
    let text = register.agreement_text(&acting(), agreement).await.unwrap().unwrap();
    assert_eq!(text.open().unwrap().expose(), TEXT, "under the key of the one that stays");
    assert_eq!(register.agreement(&acting(), withdrawn).await.unwrap().unwrap().acceptance, Held::Nothing);
    assert_eq!(read(&register, contact).await.belongs_to, Some(keep));
    let tombstone = read(&register, duplicate).await;
    assert_eq!((tombstone.merged_into, tombstone.person), (Some(keep), Held::Nothing));
    let owner = format!("SELECT count(*) FROM data_key WHERE owner = {}", duplicate.0);
    assert_eq!(place.number(Side::Keys, &owner).await, 0, "its key is destroyed");
    let again = register.merge(&acting(), keep, duplicate).await;
    assert!(matches!(again, Err(StoreError::Register(Refusal::NoSuchParty(_)))), "{again:?}");

    assert_eq!(register.forget(&acting(), keep).await.unwrap().parties, 3, "the tombstone goes along");
}

pub(crate) async fn two_persons_are_not_merged(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let one = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let mut other = anna();
    other.identifiers[2] = Identifier::number("640823-3234", today()).unwrap();
    let other = register.create_party(&acting(), &new_customer(other)).await.unwrap();
    let contact = register.create_party(&acting(), &new_contact(one, anna())).await.unwrap();
    let refused = register.merge(&acting(), one, other).await;
    assert!(matches!(refused, Err(StoreError::Register(Refusal::TwoPersons { .. }))), "{refused:?}");
    for unlike in [contact, one] {
        let refused = register.merge(&acting(), one, unlike).await;
        assert!(matches!(refused, Err(StoreError::Register(Refusal::Unlike { .. }))), "{refused:?}");
    }
    assert_eq!(name_of(&read(&register, other).await), "Anna Exempel");
}

pub(crate) async fn a_contact_leaves_and_what_hung_on_it_is_taken_over_or_told(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let id = register.create_party(&acting(), &new_customer(named("A"))).await.unwrap();
    let contact = register.create_party(&acting(), &new_contact(id, anna())).await.unwrap();
    let entry = register.create_entry(&acting(), &note(contact, "Ringde")).await.unwrap();

    let told = register.leave(&acting(), contact, today(), None).await.unwrap();
    assert_eq!(told, Leaving::ToDispose { entries: vec![entry], agreements: vec![] });
    assert_eq!(read(&register, contact).await.left_on, Some(today()));

    let gone = register.leave(&acting(), contact, today(), Some(id)).await.unwrap();
    assert!(matches!(gone, Leaving::Gone { reassigned: 1, .. }), "{gone:?}");
    assert_eq!(register.party(&acting(), contact).await.unwrap(), None);
    assert!(register.find(&acting(), &anna().identifiers[0]).await.unwrap().is_empty());
    let taken_over = register.entry(&acting(), entry).await.unwrap().unwrap();
    assert_eq!(taken_over.party, id);
    assert_eq!(taken_over.content.open().unwrap().expose(), &Content::Note { text: "Ringde".into() });
    let no_contact = register.leave(&acting(), id, today(), None).await;
    assert!(matches!(no_contact, Err(StoreError::Register(Refusal::Belonging))));
}
