//! What is doubtful is asked, and never followed.

use gallra_app::subject::find::{Doubt, Search, Standing};

use super::{Company, answered, records, search};

fn open(search: &Search) -> Vec<(Doubt, String)> {
    search.open().map(|choice| (choice.why, choice.names.join(", "))).collect()
}

fn id<'s>(search: &'s Search, name: &str) -> &'s str {
    let found = search.doubtful.iter().find(|choice| choice.names.join(", ").contains(name));
    &found.unwrap_or_else(|| panic!("{name}: {:?}", search.doubtful)).id
}

#[tokio::test]
async fn an_address_that_a_household_shares_asks_who_is_meant() {
    let company = Company::new("shared").await;
    let context = company.open().await;
    let asked = [("email", "familjen@example.com")];
    let found = search(&context, &asked).await;
    assert_eq!(records(&found), "", "two people have it, and nothing says which of them asks");
    assert_eq!(
        open(&found).into_iter().collect::<std::collections::BTreeSet<_>>(),
        [
            (Doubt::OtherName, "Bo Berg".to_owned()),
            (Doubt::OtherName, "Cilla Dahl".to_owned()),
            (Doubt::Shared, String::new()),
        ]
        .into()
    );
    assert!(!found.is_complete());
    // The same question is asked in the same words.
    let bo = id(&found, "Bo Berg").to_owned();
    assert_eq!(id(&search(&context, &asked).await, "Bo Berg"), bo);
    // An answer is followed: to the helpdesk, by his customer number.
    let cilla = id(&found, "Cilla Dahl").to_owned();
    let found = answered(&context, &asked, &[&bo], &[&cilla]).await;
    assert_eq!(records(&found), "accounts 8; customers 2; orders 12; readers bo@example.com");
    assert_eq!(open(&found), [(Doubt::Shared, String::new())], "an order without a name is still anybody's");
    let rest = found.open().next().unwrap().id.clone();
    let found = answered(&context, &asked, &[&bo], &[&cilla, &rest]).await;
    assert!(found.is_complete(), "{:?}", found.person.not_checked);
}

#[tokio::test]
async fn a_second_fact_tells_those_apart_who_share_an_address() {
    let company = Company::new("second").await;
    let context = company.open().await;
    let found = search(&context, &[("email", "familjen@example.com"), ("name", "Cilla Dahl")]).await;
    assert_eq!(records(&found), "customers 3; orders 14");
    let bo = found.doubtful.iter().find(|choice| choice.names == ["Bo Berg"]).unwrap();
    assert_eq!(bo.standing, Standing::ToldApart);
    assert_eq!(open(&found), [(Doubt::Shared, String::new())]);
}

#[tokio::test]
async fn a_telephone_number_that_was_given_out_again_is_not_followed() {
    let company = Company::new("recycled").await;
    let context = company.open().await;
    let found = search(&context, &[("email", "anna.berg@example.com")]).await;
    assert_eq!(
        found.doubtful.iter().map(|choice| (choice.why, choice.names.clone())).collect::<Vec<_>>(),
        [(Doubt::OtherName, vec!["Dan Ek".to_owned()]), (Doubt::Spelling, vec!["Eva Falk".to_owned()]),],
        "Dan has her old number; Eva's ten digits are of one century or another"
    );
    assert!(!records(&found).contains("customers 1 4"));
    let alone = search(&context, &[("phone", "0701234567")]).await;
    assert_eq!(records(&alone), "");
    let named = search(&context, &[("phone", "0701234567"), ("name", "Dan Ek")]).await;
    assert_eq!(records(&named), "customers 4");
}

#[tokio::test]
async fn somebody_elses_identifier_is_told_and_never_merged() {
    let company = Company::new("elses").await;
    let context = company.open().await;
    let asked = [("customer_no", "1"), ("email", "dan@example.com")];
    let found = search(&context, &asked).await;
    assert_eq!(records(&found), "", "the two lead to two people");
    assert_eq!(
        found.open().map(|choice| choice.why).collect::<Vec<_>>(),
        [Doubt::Apart, Doubt::Apart],
        "{:?}",
        found.doubtful
    );
    let (anna, dan) = (id(&found, "Anna").to_owned(), id(&found, "Dan").to_owned());
    let found = answered(&context, &asked, &[&anna], &[&dan]).await;
    assert!(records(&found).starts_with("accounts 7; customers 1; orders 10 11"), "{}", records(&found));
    // Somebody of the same name is not the same either.
    let found = search(&context, &[("customer_no", "1"), ("customer_no", "6")]).await;
    assert_eq!(records(&found), "");
    assert_eq!(open(&found).len(), 2);
    // Nor are two who share an address.
    let found = search(&context, &[("customer_no", "2"), ("customer_no", "3")]).await;
    assert_eq!(records(&found), "");
    // What finds nobody contradicts nobody, and is told.
    let found = search(&context, &[("customer_no", "6"), ("email", "nobody@example.com")]).await;
    assert_eq!((records(&found).as_str(), found.given.as_slice()), ("customers 6", [true, false].as_slice()));
}

#[tokio::test]
async fn a_name_never_makes_two_people_one() {
    let company = Company::new("name").await;
    let context = company.open().await;
    let found = search(&context, &[("email", "annan.anna@example.com"), ("name", "Anna Berg")]).await;
    assert_eq!(records(&found), "customers 6");
    assert_eq!(found.given, [true, true]);
    let found = search(&context, &[("email", "annan.anna@example.com"), ("name", "Eva Falk")]).await;
    assert_eq!(found.given, [true, false], "{:?}", found.doubtful);
    assert_eq!(records(&found), "", "what was given contradicts itself");
}
