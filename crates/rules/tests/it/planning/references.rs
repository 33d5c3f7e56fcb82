//! What still refers to a record.

use gallra_rules::hold::Holds;
use gallra_rules::inventory::{ColumnClass, OnDelete};
use gallra_rules::plan::Why;
use gallra_rules::predicate::eval::Value;

use super::support::{Db, activity, day, hold, no_holds, not_checked, policy, step, text};

/// Customers with their orders, each with an own date. `orders` have no rule unless one is given.
fn customers_and_orders(order_keep: Option<&str>) -> String {
    let sections = "datasets:
  customers: {in: db, table: customers, about: [people], fields: {name: person.name}, anchors: {ended: ended_on}}
  orders: {in: db, table: orders, about: [people], fields: {note: person.name}, anchors: {placed: placed_on}}
activities:
";
    let sales = activity("sales", "customers", "at_most: 2 years after ended", "delete");
    let orders =
        activity("orders", "orders", order_keep.unwrap_or("at_most: 90 years after placed"), "delete");
    format!("{sections}{sales}{orders}")
}

fn db(on_delete: OnDelete) -> Db {
    let mut db = Db::default()
        .table("customers", &[("name", ColumnClass::Text), ("ended_on", ColumnClass::Date)])
        .table(
            "orders",
            &[
                ("note", ColumnClass::Text),
                ("customer_id", ColumnClass::Integer),
                ("placed_on", ColumnClass::Date),
            ],
        )
        .refers("orders", "customer_id", "customers", on_delete);
    for id in 1..=3 {
        db.row("customers", &[("id", Value::Integer(id)), ("ended_on", day("2020-01-01"))]);
    }
    // Customer 1 has an old order, 2 an old and a new one, 3 none.
    for (id, customer, placed) in [(11, 1, "2019-01-01"), (12, 2, "2019-01-01"), (13, 2, "2026-01-01")] {
        db.row(
            "orders",
            &[
                ("id", Value::Integer(id)),
                ("customer_id", Value::Integer(customer)),
                ("placed_on", day(placed)),
            ],
        );
    }
    db
}

#[test]
fn a_parent_goes_in_the_same_run_as_its_last_child_and_stays_with_one_that_stays() {
    let mut db = db(OnDelete::Block);
    let plan = db.run(&policy(&customers_and_orders(Some("at_most: 2 years after placed"))), &no_holds());
    assert_eq!(db.ids("customers"), [2]);
    assert_eq!(db.ids("orders"), [13]);
    let customers = step(&plan, "customers");
    assert_eq!(customers.expected.excepted, [1]);
    assert!(
        matches!(&customers.except[0].why, Why::Referenced { dataset: Some(name), .. } if name.as_str() == "orders")
    );
}

#[test]
fn a_cascade_does_not_reach_what_the_policy_has_a_rule_for() {
    let mut db = db(OnDelete::Cascade);
    db.run(&policy(&customers_and_orders(None)), &no_holds());
    assert_eq!(db.ids("customers"), [1, 2]);
    assert_eq!(db.ids("orders"), [11, 12, 13]);
}

#[test]
fn a_cascade_may_reach_tables_outside_the_policy_but_not_through_them_into_it() {
    let sections = "datasets:
  customers: {in: db, table: customers, about: [people], fields: {name: person.name}, anchors: {ended: ended_on}}
  mails: {in: db, table: mails, about: [people], fields: {sender: contact.email}, anchors: {received: received_on}}
activities:
";
    let all = activity("sales", "customers", "at_most: 2 years after ended", "delete")
        + &activity("support", "mails", "at_most: 2 years after received", "delete");
    let mut db = Db::default()
        .table("customers", &[("name", ColumnClass::Text), ("ended_on", ColumnClass::Date)])
        .table(
            "mails",
            &[
                ("sender", ColumnClass::Text),
                ("box_id", ColumnClass::Integer),
                ("received_on", ColumnClass::Date),
            ],
        )
        .refers("boxes", "customer_id", "customers", OnDelete::Cascade)
        .refers("mails", "box_id", "boxes", OnDelete::Cascade);
    for (id, received) in [(1, "2026-01-01"), (2, "2020-01-01")] {
        db.row("customers", &[("id", Value::Integer(id)), ("ended_on", day("2020-01-01"))]);
        db.row("boxes", &[("id", Value::Integer(10 + id)), ("customer_id", Value::Integer(id))]);
        db.row(
            "mails",
            &[
                ("id", Value::Integer(20 + id)),
                ("box_id", Value::Integer(10 + id)),
                ("received_on", day(received)),
            ],
        );
    }
    let plan = db.run(&policy(&format!("{sections}{all}")), &no_holds());
    assert_eq!(db.ids("customers"), [1]);
    assert_eq!(db.ids("boxes"), [11]);
    assert_eq!(db.ids("mails"), [21]);
    assert_eq!(step(&plan, "customers").expected.effects.len(), 2);
}

#[test]
fn setting_a_reference_to_null_is_an_effect_unless_the_child_is_held() {
    let mut without = db(OnDelete::SetNull);
    without.run(&policy(&customers_and_orders(None)), &no_holds());
    assert!(without.ids("customers").is_empty());
    let mut with = db(OnDelete::SetNull);
    let holds = Holds(vec![hold("h1", "orders", Some(("id", &[11])))]);
    with.run(&policy(&customers_and_orders(None)), &holds);
    assert_eq!(with.ids("customers"), [1]);
}

#[test]
fn a_belonging_that_no_foreign_key_declares_keeps_the_parent_too() {
    let sections = "datasets:
  customers: {in: db, table: customers, about: [people], fields: {name: person.name}, anchors: {ended: ended_on}}
  orders: {in: db, table: orders, about: [people], fields: {note: person.name}, belongs_to: {customers: customer_id}, anchors: {placed: placed_on}}
activities:
";
    let all = activity("sales", "customers", "at_most: 2 years after ended", "delete")
        + &activity("orders", "orders", "at_most: 2 years after placed", "delete");
    let mut db = db(OnDelete::Block);
    for shape in db.shapes.tables.values_mut() {
        shape.referenced_by.clear();
    }
    let plan = db.run(&policy(&format!("{sections}{all}")), &no_holds());
    assert_eq!(db.ids("customers"), [2]);
    assert_eq!(step(&plan, "customers").after.len(), 1);
}

const STAFF: &str = "datasets:
  staff: {in: db, table: staff, about: [people], fields: {name: person.name}, anchors: {left: left_on}}
activities:
";

fn staff(rows: &[(i64, Option<i64>, &str)]) -> Db {
    let mut db = Db::default()
        .table(
            "staff",
            &[("name", ColumnClass::Text), ("boss", ColumnClass::Integer), ("left_on", ColumnClass::Date)],
        )
        .refers("staff", "boss", "staff", OnDelete::Block);
    for (id, boss, left) in rows {
        let boss = boss.map_or(Value::Null, Value::Integer);
        db.row("staff", &[("id", Value::Integer(*id)), ("boss", boss), ("left_on", day(left))]);
    }
    db
}

#[test]
fn somebody_to_whom_one_who_stays_reports_stays_three_levels_up() {
    let policy = policy(&format!(
        "{STAFF}{}",
        activity("employment", "staff", "at_most: 2 years after left", "delete")
    ));
    let old = "2020-01-01";
    // 4 stays, so 3, 2 and 1 above it stay; 5 goes, and so does 6, who reports to 5.
    let mut db = staff(&[
        (1, None, old),
        (2, Some(1), old),
        (3, Some(2), old),
        (4, Some(3), "2026-11-01"),
        (5, None, old),
        (6, Some(5), old),
    ]);
    let plan = db.run(&policy, &no_holds());
    assert_eq!(db.ids("staff"), [1, 2, 3, 4]);
    assert_eq!(step(&plan, "staff").unlink, ["boss"]);
}

#[test]
fn a_held_record_keeps_those_that_it_refers_to() {
    let policy = policy(&format!(
        "{STAFF}{}",
        activity("employment", "staff", "at_most: 2 years after left", "delete")
    ));
    let mut db = staff(&[(1, None, "2020-01-01"), (2, Some(1), "2020-01-01"), (3, None, "2020-01-01")]);
    db.run(&policy, &Holds(vec![hold("h1", "staff", Some(("id", &[2])))]));
    assert_eq!(db.ids("staff"), [1, 2]);
}

fn circle(nullable: bool) -> (String, Db) {
    let sections = "datasets:
  shops: {in: db, table: shops, about: [people], fields: {name: person.name}, anchors: {ended: ended_on}}
  staff: {in: db, table: staff, about: [people], fields: {name: person.name}, anchors: {ended: ended_on}}
activities:
";
    let all = activity("sales", "shops, staff", "at_most: 2 years after ended", "delete");
    let manager = if nullable { "manager" } else { "manager!" };
    let db = Db::default()
        .table(
            "shops",
            &[("name", ColumnClass::Text), (manager, ColumnClass::Integer), ("ended_on", ColumnClass::Date)],
        )
        .table(
            "staff",
            &[("name", ColumnClass::Text), ("shop!", ColumnClass::Integer), ("ended_on", ColumnClass::Date)],
        )
        .refers("shops", "manager", "staff", OnDelete::Block)
        .refers("staff", "shop", "shops", OnDelete::Block);
    (format!("{sections}{all}"), db)
}

#[test]
fn a_circle_of_tables_is_entered_at_a_link_that_may_be_null() {
    let (policy_text, mut db) = circle(true);
    let row = |id, column: &'static str, to: Option<i64>| {
        [
            ("id", Value::Integer(id)),
            (column, to.map_or(Value::Null, Value::Integer)),
            ("ended_on", day("2020-01-01")),
        ]
    };
    db.row("shops", &row(1, "manager", None));
    db.row("staff", &row(11, "shop", Some(1)));
    db.row("shops", &row(2, "manager", Some(12)));
    db.row("staff", &row(12, "shop", Some(2)));
    db.run(&policy(&policy_text), &no_holds());
    // Who refer to each other stay, and are reported as kept.
    assert_eq!((db.ids("shops"), db.ids("staff")), (vec![2], vec![12]));
}

#[test]
fn a_circle_without_such_a_link_is_not_planned() {
    let (policy_text, db) = circle(false);
    let plan = db.plan(&policy(&policy_text), &no_holds());
    assert!(plan.steps.is_empty());
    assert!(not_checked(&plan, "shops").contains("in a circle"));
}

const AGREEMENTS: &str = "datasets:
  customers: {in: db, table: customers, about: [people], fields: {name: person.name}, anchors: {settled: {latest: agreements.settled}}}
  agreements: {in: db, table: agreements, about: [people], fields: {signer: person.name}, belongs_to: {customers: customer_id}, anchors: {settled: {column: settled_on, missing: ongoing}}}
activities:
";

fn agreements() -> Db {
    let mut db = Db::default()
        .table("customers", &[("name", ColumnClass::Text)])
        .table(
            "agreements",
            &[
                ("signer", ColumnClass::Text),
                ("customer_id", ColumnClass::Integer),
                ("settled_on", ColumnClass::Date),
            ],
        )
        .refers("agreements", "customer_id", "customers", OnDelete::Block);
    for id in 1..=4 {
        db.row("customers", &[("id", Value::Integer(id)), ("name", text("N"))]);
    }
    // 1 is over; 2 has one in force; 3 has a later one; 4 has none.
    let settled = [
        (11, 1, day("2018-01-01")),
        (12, 2, day("2018-01-01")),
        (13, 2, Value::Null),
        (14, 3, day("2018-01-01")),
        (15, 3, day("2025-01-01")),
    ];
    for (id, customer, settled) in settled {
        db.row(
            "agreements",
            &[
                ("id", Value::Integer(id)),
                ("signer", text("S")),
                ("customer_id", Value::Integer(customer)),
                ("settled_on", settled),
            ],
        );
    }
    db
}

#[test]
fn a_customer_whose_last_agreement_is_settled_is_anonymised_and_no_other() {
    let all =
        activity("register", "customers", "at_most: 7 years after settled", "{anonymise: {name: null}}")
            + &activity("archive", "agreements", "at_most: 7 years after settled", "delete");
    let mut db = agreements();
    let plan = db.run(&policy(&format!("{AGREEMENTS}{all}")), &no_holds());
    assert_eq!(step(&plan, "customers").expected.disposable, 1);
    // The customers come first: with the agreements their date would be gone.
    assert_eq!(plan.steps[0].dataset.as_str(), "customers");
    assert_eq!(db.ids("agreements"), [13, 15]);
}

#[test]
fn a_period_counted_from_records_that_have_to_go_first_is_refused_with_the_cure() {
    let all = activity("register", "customers", "at_most: 7 years after settled", "delete")
        + &activity("archive", "agreements", "at_most: 7 years after settled", "delete");
    let plan = agreements().plan(&policy(&format!("{AGREEMENTS}{all}")), &no_holds());
    assert!(not_checked(&plan, "customers").contains("the date goes with them"));
    assert_eq!(plan.steps.len(), 1);
}
