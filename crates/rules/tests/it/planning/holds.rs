//! Legal holds: nothing that they cover is touched, wherever it is.

use gallra_rules::hold::Holds;
use gallra_rules::inventory::{ColumnClass, OnDelete};
use gallra_rules::plan::Why;
use gallra_rules::policy::PolicySet;
use gallra_rules::predicate::eval::Value;
use jiff::civil::date;

use super::support::{Db, activity, day, hold, no_holds, not_checked, policy, step};

const SHOP: &str = "datasets:
  customers: {in: db, table: customers, about: [people], fields: {name: person.name}, anchors: {ended: ended_on}}
  orders: {in: db, table: orders, about: [people], fields: {note: person.name}, belongs_to: {customers: customer_id}, anchors: {ended: {from: customers.ended}}}
  lines: {in: db, table: lines, about: [people], fields: {note: person.name}, belongs_to: {orders: order_id}, anchors: {ended: {from: orders.ended}}}
activities:
";

fn shop_policy() -> PolicySet {
    let all = activity("sales", "customers, orders, lines", "at_most: 2 years after ended", "delete");
    policy(&format!("{SHOP}{all}"))
}

/// Three customers with an order each, and two lines for each order; all long over.
fn shop() -> Db {
    let mut db = Db::default()
        .table("customers", &[("name", ColumnClass::Text), ("ended_on", ColumnClass::Date)])
        .table("orders", &[("note", ColumnClass::Text), ("customer_id!", ColumnClass::Integer)])
        .table("lines", &[("note", ColumnClass::Text), ("order_id!", ColumnClass::Integer)])
        .refers("orders", "customer_id", "customers", OnDelete::Block)
        .refers("lines", "order_id", "orders", OnDelete::Block);
    for id in 1..=3 {
        db.row("customers", &[("id", Value::Integer(id)), ("ended_on", day("2020-01-01"))]);
        db.row("orders", &[("id", Value::Integer(10 + id)), ("customer_id", Value::Integer(id))]);
        for line in 0..2 {
            db.row(
                "lines",
                &[("id", Value::Integer(100 + 10 * id + line)), ("order_id", Value::Integer(10 + id))],
            );
        }
    }
    db
}

#[test]
fn children_go_first_and_then_their_parents() {
    let mut db = shop();
    let plan = db.run(&shop_policy(), &no_holds());
    let order: Vec<&str> = plan.steps.iter().map(|step| step.dataset.as_str()).collect();
    assert_eq!(order, ["lines", "orders", "customers"]);
    // The lines count from the customers' date, too.
    let both = [step(&plan, "lines").id.clone(), step(&plan, "orders").id.clone()];
    assert_eq!(step(&plan, "customers").after, both);
    assert_eq!(plan.rows(), 12);
    assert!(db.ids("customers").is_empty() && db.ids("lines").is_empty());
}

#[test]
fn a_hold_on_a_customer_keeps_all_that_belongs_to_it_two_links_away() {
    let mut db = shop();
    let holds = Holds(vec![hold("h1", "customers", Some(("id", &[2])))]);
    let plan = db.run(&shop_policy(), &holds);
    assert_eq!(db.ids("customers"), [2]);
    assert_eq!(db.ids("orders"), [12]);
    assert_eq!(db.ids("lines"), [120, 121]);
    assert_eq!(step(&plan, "lines").expected.excepted[0], 2);
    assert!(matches!(&step(&plan, "lines").except[0].why, Why::Held(id) if id.0 == "h1"));
}

#[test]
fn a_held_child_keeps_its_parents_because_it_still_refers_to_them() {
    let mut db = shop();
    let holds = Holds(vec![hold("h1", "lines", Some(("id", &[120])))]);
    db.run(&shop_policy(), &holds);
    assert_eq!(db.ids("lines"), [120]);
    assert_eq!(db.ids("orders"), [12]);
    assert_eq!(db.ids("customers"), [2]);
}

#[test]
fn a_hold_on_a_whole_dataset_keeps_it_whole() {
    let mut db = shop();
    let plan = db.run(&shop_policy(), &Holds(vec![hold("h1", "orders", None)]));
    assert_eq!(plan.rows(), 0);
}

#[test]
fn a_hold_counts_through_its_last_day_and_not_after() {
    let mut until = hold("h1", "customers", None);
    until.until = Some(date(2026, 11, 22));
    assert_eq!(shop().plan(&shop_policy(), &Holds(vec![until.clone()])).rows(), 0);
    until.until = Some(date(2026, 11, 21));
    assert_eq!(shop().plan(&shop_policy(), &Holds(vec![until])).rows(), 12);
}

#[test]
fn a_hold_reaches_other_datasets_over_the_same_table() {
    let sections = "datasets:
  old: {in: db, table: customers, about: [people], fields: {name: person.name}, anchors: {ended: ended_on}}
  fresh: {in: db, table: customers, about: [people], fields: {name: person.name}, anchors: {ended: ended_on}}
activities:
";
    let activities = activity("sales", "old", "at_most: 2 years after ended", "delete")
        + &activity("statistics", "fresh", "at_most: 1 year after ended", "{anonymise: {name: null}}");
    let policy = policy(&format!("{sections}{activities}"));
    let mut db =
        Db::default().table("customers", &[("name", ColumnClass::Text), ("ended_on", ColumnClass::Date)]);
    db = db.also("old", "customers").also("fresh", "customers");
    db.shapes.tables.remove("customers");
    for id in 1..=2 {
        db.row(
            "customers",
            &[
                ("id", Value::Integer(id)),
                ("name", super::support::text("N")),
                ("ended_on", day("2020-01-01")),
            ],
        );
    }
    let plan = db.plan(&policy, &Holds(vec![hold("h1", "fresh", Some(("id", &[2])))]));
    assert_eq!(step(&plan, "old").expected.excepted, [1]);
    assert_eq!(step(&plan, "fresh").expected.excepted, [1]);
}

#[test]
fn a_hold_that_nobody_can_place_stops_what_it_might_cover() {
    let db = shop();
    let plan = db.plan(&shop_policy(), &Holds(vec![hold("h1", "clients", None)]));
    assert!(plan.steps.is_empty());
    assert!(not_checked(&plan, "lines").contains("which the policy does not have"));
    let plan = db.plan(&shop_policy(), &Holds(vec![hold("h1", "customers", Some(("customer_no", &[2])))]));
    assert!(
        not_checked(&plan, "lines").contains("no column `customer_no`"),
        "{}",
        not_checked(&plan, "lines")
    );
    assert!(plan.steps.is_empty());
}

#[test]
fn a_hold_in_another_system_stops_what_belongs_to_it() {
    let sections = "datasets:
  customers: {in: other, table: customers, about: [people], fields: {name: person.name}, anchors: {ended: ended_on}}
  mails: {in: db, table: mails, about: [people], fields: {sender: contact.email}, belongs_to: {customers: customer_id}, anchors: {received: received_on}}
activities:
";
    let all = activity("sales", "customers", "at_most: 2 years after ended", "delete")
        + &activity("support", "mails", "at_most: 2 years after received", "delete");
    let policy = policy(&format!("{sections}{all}"));
    let mut db = Db::default()
        .table("customers", &[("name", ColumnClass::Text), ("ended_on", ColumnClass::Date)])
        .table(
            "mails",
            &[
                ("sender", ColumnClass::Text),
                ("customer_id", ColumnClass::Integer),
                ("received_on", ColumnClass::Date),
            ],
        );
    db.shapes.tables.get_mut("customers").unwrap().system = "other".into();
    let plan = db.plan(&policy, &Holds(vec![hold("h1", "customers", Some(("id", &[2])))]));
    assert!(not_checked(&plan, "mails").contains("records of two systems cannot be put together"));
    assert_eq!(db.plan(&policy, &no_holds()).steps.len(), 2);
}
