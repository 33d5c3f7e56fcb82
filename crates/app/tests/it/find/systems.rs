//! What is found, and what is told of what was not looked at.

use gallra_app::progress::Silent;
use gallra_app::subject::find::FindError;
use gallra_app::subject::find::find_all;
use gallra_rules::names::{DatasetName, SystemName};
use gallra_testkit::MariaDb;

use super::{Company, given, records, refused, search, theirs};
use crate::support::House;

#[tokio::test]
async fn values_found_in_one_system_seed_the_next_whatever_was_given() {
    let company = Company::new("seeds").await;
    let context = company.open().await;
    // The shop knows her e-mail and number, the helpdesk her customer number and another address, the newsletter only that.
    let all = "accounts 7; customers 1; orders 10 11; readers anna.privat@example.com";
    for one in [
        [("email", "anna.berg@example.com")],
        [("email", "ANNA.PRIVAT@example.com")],
        [("customer_no", "1")],
        [("number", "198507099805")],
        [("phone", "08 55 55 55")],
    ] {
        let found = search(&context, &one).await;
        assert_eq!(records(&found), all, "{one:?}");
        assert_eq!(
            theirs(&found),
            "accounts 1; customers 1; lines 3; orders 2; readers 1; tickets 2",
            "{one:?}"
        );
        assert!(found.is_finished);
    }
    let found = search(&context, &[("email", "anna.privat@example.com")]).await;
    let hops: Vec<String> = found
        .hops
        .iter()
        .map(|hop| {
            let from =
                hop.from.as_ref().map_or("given".to_owned(), |(name, column)| format!("{name}.{column}"));
            format!("{from} → {}.{} by {}: {}", hop.to.0, hop.to.1, hop.by, hop.records)
        })
        .collect();
    assert_eq!(
        hops,
        [
            "given → accounts.mail by email: 1",
            "given → readers.address by email: 1",
            "accounts.customer_no → customers.id by customer_no: 1",
            "customers.email → orders.contact by email: 2",
        ]
    );
    assert_eq!(found.manual.len(), 1, "the binders are for a person to look through");
    company.house.evidence_never_says(&["berg", "anna.privat"]);
}

#[tokio::test]
async fn many_people_are_found_as_each_of_them_alone() {
    let company = Company::new("many").await;
    let context = company.open().await;
    let people = [
        given(&[("email", "anna.berg@example.com")]),
        given(&[("customer_no", "2")]),
        given(&[("email", "nobody@example.com")]),
        given(&[("customer_no", "6")]),
    ];
    let together = find_all(&context, &people, &Silent).await.unwrap();
    for (one, among) in people.iter().zip(&together) {
        let alone = find_all(&context, std::slice::from_ref(one), &Silent).await.unwrap().remove(0);
        assert_eq!(records(&alone), records(among));
        assert_eq!(theirs(&alone), theirs(among));
        assert_eq!(alone.hops, among.hops);
        assert_ne!(alone.person.salt, among.person.salt);
    }
    assert_eq!(records(&together[2]), "");
    assert_eq!(records(&together[3]), "customers 6", "another of the same name");
}

#[tokio::test]
async fn a_system_that_is_down_is_named_and_the_rest_is_found() {
    let company = Company::new("down").await;
    let server = MariaDb::start().await;
    let gone = server.url();
    let rules = company.rules();
    server.kill9();
    let address = company.house.path().join("policy/mysql.url");
    std::fs::write(address, format!("{gone}\n")).unwrap();
    let context = company.house.open(&rules, crate::hostile::NOW).await;
    let found = search(&context, &[("email", "anna.berg@example.com")]).await;
    assert_eq!(
        records(&found),
        "customers 1; orders 10 11",
        "nothing links her to the newsletter without the helpdesk"
    );
    assert!(found.silent.contains_key(&SystemName::new("desk")));
    for name in ["accounts", "tickets"] {
        assert!(found.person.not_checked.contains_key(&DatasetName::new(name)), "{name}");
    }
    assert!(!found.is_complete());
}

#[tokio::test]
async fn what_cannot_be_searched_for_is_refused_and_nothing_of_it_told() {
    let company = Company::new("refused").await;
    let context = company.open().await;
    assert_eq!(refused(&context, &[("name", "Anna Berg")]).await, FindError::NothingGiven);
    for wrong in [("email", "not an address' --"), ("phone", "hemligt"), ("number", "850709-9806")] {
        let fault = refused(&context, &[wrong]).await;
        assert!(matches!(fault, FindError::Misread { at: 0, .. }), "{fault}");
        assert!(!fault.to_string().contains(wrong.1), "{fault}");
    }
    let fault = refused(&context, &[("memeber_no", "1")]).await;
    assert!(
        matches!(&fault, FindError::NoSuchKind { known, .. } if known.contains(&"customer_no".to_owned()))
    );
}

#[tokio::test]
async fn whatever_is_typed_is_looked_for_and_never_run() {
    let company = Company::new("injection").await;
    let context = company.open().await;
    let before = company.shop.psql("SELECT count(*) FROM customer, purchase");
    for text in
        ["1' OR '1'='1", "1; DROP TABLE customer; --", "1\\' OR 1=1 #", "%", "1 OR 1=1", "$1", "\"; --"]
    {
        let found = search(&context, &[("customer_no", text), ("name", text)]).await;
        assert_eq!(records(&found), "", "{text}");
    }
    for text in ["a'--@example.com", "a\\'@example.com", "%@example.com", "_@example.com"] {
        assert_eq!(records(&search(&context, &[("email", text)]).await), "", "{text}");
    }
    assert_eq!(company.shop.psql("SELECT count(*) FROM customer, purchase"), before);
    assert_eq!(company.desk.mariadb("SELECT count(*) FROM account").trim(), "2");
}

#[tokio::test]
async fn more_than_anybody_can_have_is_refused() {
    let company = Company::new("guard").await;
    company.shop.psql(
        "INSERT INTO purchase SELECT g, NULL, 'info@example.com', NULL, NULL FROM generate_series(1000, 101000) g",
    );
    let context = company.open().await;
    let fault = refused(&context, &[("email", "info@example.com")]).await;
    assert!(matches!(&fault, FindError::TooMany { most: 100_000, .. }), "{fault}");
}

#[tokio::test]
async fn an_empty_house_says_so() {
    let house = House::new();
    let context = house.open("", crate::hostile::NOW).await;
    let found = search(&context, &[("email", "anna@example.com")]).await;
    assert!(!found.is_found() && found.is_complete());
}
