//! What becomes of a person's records at their request.
#![allow(clippy::unwrap_used, reason = "helper functions of tests, where a panic is the report")]

mod access;
mod model;
pub(crate) mod situations;

use gallra_rules::decide::{Asked, Decided, Group, Verdict, Weighed, decide};
use gallra_rules::hold::Holds;
use gallra_rules::inventory::ColumnClass::{Date, Integer, Text};
use gallra_rules::links::{Roots, theirs};
use gallra_rules::policy::PolicySet;
use gallra_rules::predicate::eval::Value;
use gallra_rules::predicate::{Predicate, Scalar};

use crate::planning::support::{Db, now, policy, table};

/// A shop: contract, bookkeeping, newsletter by consent, notes by legitimate interest, quotes that survive anonymously, and
/// files hosted for a customer.
const SHOP: &str = "datasets:
  users:
    {in: db, table: users, subject: {email: email}, fields: {name: person.name}, anchors: {left: {column: left_on, missing: ongoing}}}
  orders:
    {in: db, table: orders, belongs_to: {users: user_id}, fields: {address: contact.address}, anchors: {left: {from: users.left}}}
  invoices: {in: db, table: invoices, belongs_to: {orders: order_id}, fields: {name: person.name}, anchors: {issued: issued_on}}
  letters: {in: db, table: letters, belongs_to: {users: user_id}, fields: {email: contact.email}, anchors: {sent: sent_on}}
  notes: {in: db, table: notes, belongs_to: {users: user_id}, fields: {text: communication.note}, anchors: {made: made_on}}
  quotes: {in: db, table: quotes, belongs_to: {users: user_id}, fields: {name: person.name}, anchors: {made: made_on}}
  hosted: {in: db, table: hosted, belongs_to: {users: user_id}, fields: {content: hosted.content}, anchors: {made: made_on}}
  reviews: {in: db, table: reviews, belongs_to: {users: {by: user_id, as: refers}}, fields: {text: communication.content}, anchors: {made: made_on}}
activities:
  shop:
    {role: controller, purpose: Shop, basis: contract, data: [users, orders], keep: {at_most: 2 years after left}, measures: [access]}
  bookkeeping:
    {role: controller, purpose: Books, basis: {legal_obligation: \"BFL 7:2\"}, data: [invoices], keep: {at_least: 7 years after issued}, measures: [access]}
  newsletter:
    {role: controller, purpose: News, basis: {consent: {source: letters}}, data: [letters], keep: {at_most: 1 year after sent}, measures: [access]}
  service:
    {role: controller, purpose: Service, basis: {legitimate_interest: {interest: Service, balancing_test: 2026-01-01}}, data: [notes, reviews], keep: {at_most: 3 years after made}, measures: [access]}
  sales:
    {role: controller, purpose: Sales, basis: {consent: {source: quotes}}, data: [quotes], keep: {at_most: 1 year after made}, then: {anonymise: {name: null}}, measures: [access]}
  hosting:
    {role: processor, purpose: Hosting, data: [hosted], keep: {at_most: 1 year after made}, measures: [access]}
";

pub(crate) fn shop() -> (PolicySet, Db) {
    let db = Db::default()
        .table("users", &[("email!", Text), ("name", Text), ("left_on", Date)])
        .table("orders", &[("user_id", Integer), ("address", Text)])
        .table("invoices", &[("order_id", Integer), ("name", Text), ("issued_on", Date)])
        .table("letters", &[("user_id", Integer), ("email", Text), ("sent_on", Date)])
        .table("notes", &[("user_id", Integer), ("text", Text), ("made_on", Date)])
        .table("quotes", &[("user_id", Integer), ("name", Text), ("made_on", Date)])
        .table("hosted", &[("user_id", Integer), ("content", Text), ("made_on", Date)])
        .table("reviews", &[("user_id", Integer), ("text", Text), ("made_on", Date)]);
    (policy(SHOP), db)
}

fn user(id: i64) -> Roots {
    let values = vec![Scalar::Integer(id)];
    Roots::from([("users".into(), Predicate::In { column: "id".to_owned(), values })])
}

fn decided(policy: &PolicySet, db: &Db, holds: &Holds, weighed: &Weighed, roots: &Roots) -> Decided {
    let found = theirs(policy, &db.shapes, roots, 0);
    decide(&Asked { policy, shapes: &db.shapes, holds, found: &found, weighed, now: now() })
}

/// The verdict on a record; it must have one or none.
fn verdict<'d>(decided: &'d Decided, db: &Db, of: &str, id: i64) -> Option<&'d Verdict> {
    let row = db.rows[&table(of)].iter().find(|row| row["id"] == Value::Integer(id)).unwrap();
    let covers = |group: &&Group| group.dataset.as_str() == of && db.holds_for(&group.which, row);
    let mut found = decided.groups.iter().filter(covers);
    let first = found.next();
    assert_eq!(found.next(), None, "{of} {id} has two verdicts: {first:?}");
    first.map(|group| &group.verdict)
}

/// A verdict in one word.
fn word(verdict: Option<&Verdict>) -> &'static str {
    match verdict {
        None => "-",
        Some(Verdict::Erase) => "erase",
        Some(Verdict::Anonymise { .. }) => "anonymise",
        Some(Verdict::Keep { .. }) => "keep",
        Some(Verdict::Held(_)) => "held",
        Some(Verdict::Locked) => "locked",
        Some(Verdict::Task { .. }) => "task",
        Some(Verdict::NotOurs(_)) => "not ours",
        Some(Verdict::Open(_)) => "open",
        Some(Verdict::Shared) => "shared",
    }
}
