//! One situation at a time.

use std::collections::BTreeSet;

use gallra_rules::calculus::forward::Facts;
use gallra_rules::calculus::{Calendar, Moment, Reading};
use gallra_rules::decide::{Anonymised, Because, Question, Until, Verdict, Weighed, until};
use gallra_rules::hold::Holds;
use gallra_rules::inventory::ColumnClass::{Date, Integer, Text};
use gallra_rules::predicate::Replacement;
use gallra_rules::predicate::eval::Value;
use gallra_rules::request::Ground;

use super::{decided, shop, user, verdict, word};
use crate::planning::support::{Db, day, hold, no_holds, policy};

pub(crate) fn put(db: &mut Db, into: &str, id: i64, of: &str, owner: i64, anchor: &str, on: Option<&str>) {
    let on = on.map_or(Value::Null, day);
    db.row(into, &[("id", Value::Integer(id)), (of, Value::Integer(owner)), (anchor, on)]);
}

/// User 1 has left long ago, with an order whose invoice is young and one whose invoice is old.
pub(crate) fn somebody() -> (gallra_rules::policy::PolicySet, Db) {
    let (policy, mut db) = shop();
    db.row("users", &[("id", Value::Integer(1)), ("left_on", day("2015-01-01"))]);
    db.row("users", &[("id", Value::Integer(2)), ("left_on", Value::Null)]);
    for (order, user) in [(1, 1), (2, 1), (3, 2)] {
        db.row("orders", &[("id", Value::Integer(order)), ("user_id", Value::Integer(user))]);
    }
    put(&mut db, "invoices", 1, "order_id", 1, "issued_on", Some("2024-05-01"));
    put(&mut db, "invoices", 2, "order_id", 2, "issued_on", Some("2010-05-01"));
    for table in ["notes", "quotes", "hosted", "reviews"] {
        put(&mut db, table, 1, "user_id", 1, "made_on", Some("2026-10-01"));
    }
    put(&mut db, "letters", 1, "user_id", 1, "sent_on", Some("2026-10-01"));
    (policy, db)
}

#[test]
fn the_law_keeps_the_young_invoice_and_nothing_else_of_the_person() {
    let (policy, db) = somebody();
    let decided = decided(&policy, &db, &no_holds(), &Weighed::default(), &user(1));
    let of = |table: &str, id| word(verdict(&decided, &db, table, id));
    assert_eq!([of("invoices", 1), of("invoices", 2)], ["keep", "erase"]);
    // The order that the kept invoice belongs to has to stay for it, without the address; so has its buyer.
    assert_eq!([of("orders", 1), of("orders", 2), of("orders", 3)], ["anonymise", "erase", "-"]);
    assert_eq!([of("users", 1), of("users", 2)], ["anonymise", "-"]);
    assert_eq!([of("letters", 1), of("notes", 1), of("quotes", 1)], ["erase", "erase", "anonymise"]);
    assert_eq!([of("hosted", 1), of("reviews", 1)], ["not ours", "anonymise"]);
    let Some(Verdict::Anonymise { columns, why: Anonymised::Needed }) = verdict(&decided, &db, "users", 1)
    else {
        panic!("the user stays for the order")
    };
    assert_eq!(columns["email"], Replacement::Token, "it may not be NULL");
    assert_eq!(columns["name"], Replacement::Null);
    assert!(decided.erases());
    assert!(decided.questions.is_empty() && decided.beyond.is_empty());
    // What names others comes before these.
    let position = |name: &str| decided.groups.iter().rposition(|group| group.dataset.as_str() == name);
    assert!(position("invoices") < position("orders") && position("orders") < position("users"));
}

#[test]
fn the_day_on_which_a_kept_record_goes_is_known() {
    let (policy, db) = somebody();
    let decided = decided(&policy, &db, &no_holds(), &Weighed::default(), &user(1));
    let Some(kept @ Verdict::Keep { by: Some(by), because, until: when }) =
        verdict(&decided, &db, "invoices", 1)
    else {
        panic!("the invoice is kept")
    };
    assert_eq!(*because, Because::Duty { source: "BFL 7:2".into() });
    assert_eq!(kept.article(), Some("17(3)(b)"));
    let issued = Reading::At(Moment::Date("2024-05-01".parse().unwrap()));
    let facts = Facts { anchors: [("issued".into(), issued)].into(), ..Facts::default() };
    let calendar = Calendar::of(&policy.organisation).unwrap();
    let until = until(&policy, &calendar, by, when, &facts).unwrap();
    assert_eq!(calendar.day_of(until).to_string(), "2031-05-02");
}

#[test]
fn a_contract_in_force_keeps_what_it_needs() {
    let (policy, db) = somebody();
    let decided = decided(&policy, &db, &no_holds(), &Weighed::default(), &user(2));
    assert_eq!(
        verdict(&decided, &db, "users", 2),
        Some(&Verdict::Keep {
            by: Some("shop".into()),
            because: Because::InForce,
            until: Until::Happened(["left".into()].into()),
        })
    );
    assert_eq!(word(verdict(&decided, &db, "orders", 3)), "keep");
    // The handler knows better.
    let ended = Weighed { contracts: [("shop".into(), false)].into(), ..Weighed::default() };
    let decided = super::decided(&policy, &db, &no_holds(), &ended, &user(2));
    assert_eq!(word(verdict(&decided, &db, "users", 2)), "erase");
}

#[test]
fn a_hold_comes_before_everything() {
    let (policy, db) = somebody();
    let holds = Holds(vec![hold("dispute", "users", Some(("id", &[1])))]);
    let decided = decided(&policy, &db, &holds, &Weighed::default(), &user(1));
    for table in ["users", "orders", "invoices", "letters", "notes", "quotes", "hosted"] {
        assert_eq!(word(verdict(&decided, &db, table, 1)), "held", "{table}");
    }
    assert!(decided.groups.iter().any(|group| group.verdict.article() == Some("17(3)(e)")));
}

#[test]
fn an_exemption_holds_until_the_promise_ends() {
    let (policy, mut db) = somebody();
    put(&mut db, "notes", 2, "user_id", 1, "made_on", Some("2020-01-01"));
    let weighed =
        Weighed { exemptions: [("service".into(), Ground::LegalClaims)].into(), ..Weighed::default() };
    let decided = decided(&policy, &db, &no_holds(), &weighed, &user(1));
    let kept = verdict(&decided, &db, "notes", 1).unwrap();
    assert_eq!((word(Some(kept)), kept.article()), ("keep", Some("17(3)(e)")));
    assert_eq!(word(verdict(&decided, &db, "notes", 2)), "erase");
}

#[test]
fn what_the_policy_does_not_say_is_asked() {
    let text = super::SHOP
        .replace(
            "basis: contract, data: [users, orders], keep: {at_most: 2 years after left}",
            "basis: contract, data: [users, orders], keep: {at_most: 2 years after left}, review: 2027-01-01",
        )
        .replace("{column: left_on, missing: ongoing}", "left_on")
        .replace(
            "data: [letters], keep: {at_most: 1 year after sent}",
            "data: [letters], keep: {at_least: 1 year after sent}",
        );
    let (_, db) = somebody();
    let policy = policy(&text);
    let none = decided(&policy, &db, &no_holds(), &Weighed::default(), &user(1));
    let asked = BTreeSet::from([Question::InForce("shop".into()), Question::Floor("newsletter".into())]);
    assert_eq!(none.questions, asked);
    let answered = Weighed {
        contracts: [("shop".into(), true)].into(),
        no_exemption: ["newsletter".into()].into(),
        instructed: ["hosting".into()].into(),
        ..Weighed::default()
    };
    let all = decided(&policy, &db, &no_holds(), &answered, &user(1));
    assert!(all.questions.is_empty());
    let of = |table: &str| word(verdict(&all, &db, table, 1));
    assert_eq!([of("users"), of("letters"), of("hosted")], ["keep", "erase", "erase"]);
}

#[test]
fn nothing_goes_that_undecided_records_name() {
    let (policy, mut db) = somebody();
    db.shapes.tables.remove(&gallra_rules::names::DatasetName::from("invoices"));
    let decided = decided(&policy, &db, &no_holds(), &Weighed::default(), &user(1));
    let lost: Vec<&str> = decided.not_checked.keys().map(gallra_rules::names::DatasetName::as_str).collect();
    assert_eq!(lost, ["invoices", "orders", "users"]);
    assert_eq!(word(verdict(&decided, &db, "letters", 1)), "erase");
}

/// A tree of notes: what is kept far down keeps its ancestors, without the person.
#[test]
fn a_kept_leaf_keeps_the_branch_that_it_hangs_on() {
    let policy = policy(
        "datasets:
  users: {in: db, table: users, subject: {email: email}, anchors: {left: left_on}}
  notes: {in: db, table: notes, belongs_to: {users: user_id, notes: parent}, fields: {text: communication.note}, anchors: {made: made_on}}
activities:
  shop: {role: controller, purpose: Shop, basis: {consent: {source: users}}, data: [users], keep: {at_most: 2 years after left}, measures: [access]}
  claims: {role: controller, purpose: Claims, basis: {legal_obligation: Law}, data: [notes], keep: {at_least: 1 year after made}, measures: [access]}
",
    );
    let mut db = Db::default()
        .table("users", &[("email", Text), ("left_on", Date)])
        .table("notes", &[("user_id", Integer), ("parent", Integer), ("text", Text), ("made_on", Date)]);
    db.row("users", &[("id", Value::Integer(1))]);
    for (id, parent, made) in [
        (1, None, "2020-01-01"),
        (2, Some(1), "2020-01-01"),
        (3, Some(2), "2026-01-01"),
        (4, Some(1), "2020-01-01"),
    ] {
        db.row(
            "notes",
            &[
                ("id", Value::Integer(id)),
                ("user_id", Value::Integer(1)),
                ("parent", parent.map_or(Value::Null, Value::Integer)),
                ("made_on", day(made)),
            ],
        );
    }
    let decided = decided(&policy, &db, &no_holds(), &Weighed::default(), &user(1));
    let of = |id| word(verdict(&decided, &db, "notes", id));
    assert_eq!([of(1), of(2), of(3), of(4)], ["anonymise", "anonymise", "keep", "erase"]);
    assert_eq!(word(verdict(&decided, &db, "users", 1)), "anonymise");
}
