use std::collections::BTreeSet;

use super::*;
use gallra_store::register::Action;

pub(crate) async fn the_keys_of_parties_are_opened_with_one_line_of_the_trail(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let anna = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let nobody = register.create_party(&acting(), &new_customer(named("Utan"))).await.unwrap();
    let theirs = store.register(customer(anna.0), &ring).await.unwrap();
    theirs.create_party(&acting(), &new_customer(named("Deras"))).await.unwrap();
    let before = register.trail(1, 100).await.unwrap().len();
    let all = BTreeSet::from([anna, nobody, PartyId(77)]);
    let known = register.keys_of(&acting(), "customer_no", &all).await.unwrap();
    assert_eq!(known.into_iter().collect::<Vec<_>>(), [(anna, BTreeSet::from(["1007".to_owned()]))]);
    assert!(register.keys_of(&acting(), "folder", &all).await.unwrap().is_empty());
    let lines = register.trail(1, 100).await.unwrap();
    let new: Vec<_> = lines[before..].iter().map(|line| (line.action, line.rows, line.record)).collect();
    assert_eq!(new, [(Action::List, 3, None); 2]);
}

pub(crate) async fn what_customers_set_is_told_to_the_organisation(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    for (number, period) in [(1, "20 days"), (2, "1 week")] {
        let theirs = store.register(customer(number), &ring).await.unwrap();
        let setting = Setting { dataset: "chats".into(), period: period.parse().unwrap(), agreed: today() };
        theirs.set_period(&acting(), &setting, "30 days".parse().unwrap()).await.unwrap();
    }
    let own = Setting { dataset: "chats".into(), period: "3 days".parse().unwrap(), agreed: today() };
    register.set_period(&acting(), &own, "30 days".parse().unwrap()).await.unwrap();
    let expected = [(PartyId(1), "20 days".parse().unwrap()), (PartyId(2), "1 week".parse().unwrap())];
    assert_eq!(register.settings_for("chats").await.unwrap(), expected);
    assert!(register.settings_for("orders").await.unwrap().is_empty());
}

pub(crate) async fn rows_that_went_by_other_means_are_noticed_and_swept(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let keep = register.create_party(&acting(), &new_customer(named("Anna"))).await.unwrap();
    let duplicate = register.create_party(&acting(), &new_customer(named("Anna E."))).await.unwrap();
    let gone = register.create_party(&acting(), &new_customer(named("Bo"))).await.unwrap();
    register.merge(&acting(), keep, duplicate).await.unwrap();
    assert!(!register.is_behind().await.unwrap());
    assert_eq!(register.drop_merged(&acting()).await.unwrap(), 1);
    assert_eq!(register.drop_merged(&acting()).await.unwrap(), 0);
    assert!(register.party(&acting(), duplicate).await.unwrap().is_none());
    place.told(Side::Data, &format!("DELETE FROM party WHERE id = {}", gone.0)).await;
    assert!(register.is_behind().await.unwrap());
    assert_eq!(register.sweep().await.unwrap().keys, 1);
    assert!(!register.is_behind().await.unwrap());
    assert_eq!(name_of(&read(&register, keep).await), "Anna");
}

/// What a policy counts from is computed: only agreements in force are of somebody, and they begin with the earlier day.
pub(crate) async fn an_agreement_knows_when_it_began_and_whose_it_is_while_it_counts(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let party = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let first =
        agreed(&register, &contract(party, AgreementKind::Service, None), date(2026, 2, 1)).await.unwrap();
    register.draft(&acting(), &contract(party, AgreementKind::Dpa, None)).await.unwrap();
    let told = "SELECT coalesce(started, '-') || ' ' || coalesce(CAST(of_service AS text), '-') || ' ' || \
                coalesce(CAST(of_dpa AS text), '-') FROM agreement ORDER BY id";
    assert_eq!(place.told(Side::Data, told).await, ["2026-02-01 1 -", "- - -"]);
    register.first_paid(&acting(), first, date(2026, 1, 20)).await.unwrap();
    let second = contract(party, AgreementKind::Service, Some(first));
    agreed(&register, &second, date(2026, 3, 1)).await.unwrap();
    assert_eq!(
        place.told(Side::Data, told).await,
        ["2026-01-20 - -", "- - -", "2026-03-01 1 -"],
        "the first is superseded"
    );
}
