//! What is shown and what may be taken along.

use gallra_rules::decide::{Shown, access};

use super::shop;
use crate::planning::support::policy;

#[test]
fn an_answer_shows_what_is_reached_and_names_what_is_not() {
    let (policy, _) = shop();
    let (shown, unreached) = access(&policy);
    assert!(unreached.is_empty());
    let field = |dataset: &str, column: &str| shown[dataset].fields[column].clone();
    assert_eq!((field("users", "name").shown, field("users", "name").portable), (Shown::Yes, true));
    assert!(field("users", "email").portable, "an identifier is a field too");
    assert!(!field("invoices", "name").portable, "a duty is neither consent nor contract");
    assert_eq!((field("notes", "text").shown, field("notes", "text").portable), (Shown::AfterReview, false));
    assert!(shown["hosted"].forwarded && shown["hosted"].activities.is_empty());
    assert_eq!(shown["orders"].activities.iter().map(ToString::to_string).collect::<Vec<_>>(), ["shop"]);
}

#[test]
fn secrets_are_withheld_and_our_own_judgements_stay_here() {
    let policy = policy(
        "datasets:
  users: {in: db, table: users, subject: {email: email}, fields: {hash: account.secret, score: finance.credit, home: contact.address}, anchors: {left: left_on}}
  visits: {in: db, table: visits, fields: {ip: online.ip}, anchors: {left: left_on}}
activities:
  shop: {role: controller, purpose: Shop, basis: contract, data: [users, visits], keep: {at_most: 2 years after left}, measures: [access]}
",
    );
    let (shown, unreached) = access(&policy);
    let fields = &shown["users"].fields;
    assert_eq!((fields["hash"].shown, fields["hash"].portable), (Shown::Withheld, false));
    assert_eq!((fields["score"].shown, fields["score"].portable), (Shown::Yes, false));
    assert!(fields["home"].portable);
    assert_eq!(unreached.iter().map(ToString::to_string).collect::<Vec<_>>(), ["visits"]);
}
