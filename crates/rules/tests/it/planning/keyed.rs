//! Anchors that stand in another system, keyed by customer.

use std::collections::BTreeMap;
use std::sync::Arc;

use gallra_rules::hold::Holds;
use gallra_rules::inventory::{ColumnClass, CountKind};
use gallra_rules::keys::{KeyQuestion, KeySet, KeySets, When, told};
use gallra_rules::plan::{PlanFault, Source, keys_needed};
use gallra_rules::policy::PolicySet;
use gallra_rules::predicate::Predicate;
use gallra_rules::predicate::eval::{Value, Witness};
use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;

use super::support::{Db, activity, hold, now, policy, step, try_policy};

const CUSTOMERS: [&str; 6] = ["007", "7", "abc", "ABC", "O'Brien", "ö"];

fn sections(keep: &str, key: &str) -> String {
    format!(
        "datasets:
  parties: {{in: other, table: parties, about: [people], fields: {{name: person.name}}}}
  agreements: {{in: other, table: agreements, {key}, belongs_to: {{parties: party}}, anchors: {{ended: {{column: ended, missing: ongoing}}}}}}
  orders: {{in: db, table: orders, about: [people], fields: {{note: person.name}}, anchors: {{ended: {{from: agreements.ended, by: customer_no}}}}}}
  lines: {{in: db, table: lines, belongs_to: {{orders: order_id}}, anchors: {{ended: {{from: orders.ended}}}}}}
activities:
{}{}",
        activity("sale", "orders, lines", keep, "delete"),
        activity("rest", "parties, agreements", "until_review: 2099-12-31", "delete")
    )
}

fn a_month(key: &str) -> PolicySet {
    policy(&sections("at_most: 1 month after ended", key))
}

const SUBJECT: &str = "subject: {customer_no: customer}";

fn two_systems() -> Db {
    let mut db = Db::default()
        .table("parties", &[("name", ColumnClass::Text)])
        .table(
            "agreements",
            &[("party", ColumnClass::Integer), ("customer", ColumnClass::Text), ("ended", ColumnClass::Date)],
        )
        .table("orders", &[("customer_no", ColumnClass::Text), ("note", ColumnClass::Text)])
        .table("lines", &[("order_id!", ColumnClass::Integer)]);
    for name in ["parties", "agreements"] {
        db.shapes.tables.get_mut(&gallra_rules::names::DatasetName::from(name)).unwrap().system =
            "other".into();
    }
    db
}

/// What a reader of the other system would bring.
fn bring(db: &mut Db, policy: &PolicySet, holds: &Holds, read: impl Fn(&KeyQuestion) -> KeySet) -> KeySets {
    let mut sets = KeySets::new();
    for asked in keys_needed(policy, &db.shapes, holds, now()) {
        let set = read(&asked);
        let seen = set.seen().unwrap();
        sets.insert(seen.hash.clone(), Arc::new(set));
        db.shapes.keys.insert(asked.name, seen);
    }
    sets
}

fn agreements(of: &[(&str, Option<Date>)]) -> KeySet {
    let mut set = KeySet::default();
    for (customer, ended) in of {
        set.add((*customer).to_owned(), ended.map_or(When::Missing, When::Day));
    }
    set
}

fn order(customer: Option<&str>) -> Witness {
    let customer = customer.map_or(Value::Null, |name| Value::Text(name.to_owned()));
    Witness { columns: BTreeMap::from([("customer_no".to_owned(), customer)]), ..Witness::default() }
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn what_is_asked_of_the_other_system_and_what_the_plan_tells_of_it() {
    let (policy, mut db) = (a_month(SUBJECT), two_systems());
    let sets = bring(&mut db, &policy, &Holds::default(), |asked| {
        assert_eq!(
            (asked.name.0.as_str(), asked.column.as_str()),
            ("agreements.ended by customer", "customer")
        );
        assert_eq!(asked.system.as_str(), "other");
        agreements(&[("007", Some(day("2026-01-01"))), ("7", None), ("O'Brien", None)])
    });
    let plan = db.plan(&policy, &Holds::default());
    assert_eq!(plan.steps.len(), 2, "{:#?}", plan.notes);
    assert_eq!(plan.keys, db.shapes.keys);
    assert!(!serde_json::to_string(&plan).unwrap().contains("O'Brien"));
    db.check(&plan, &policy, &Holds::default()).unwrap();
    let due = step(&plan, "orders").due.with_keys(&sets).unwrap();
    assert!(due.eval(&order(Some("007"))));
    for other in [Some("7"), Some("ghost"), None] {
        assert!(!due.eval(&order(other)), "{other:?}");
    }
    assert!(step(&plan, "orders").due.with_keys(&KeySets::new()).is_err());
}

#[test]
fn printed_and_read_back() {
    let policy = a_month(SUBJECT);
    let text = gallra_rules::syntax::print(&policy);
    let again = gallra_rules::check([("p.yaml", text)], &gallra_rules::Options::default());
    assert_eq!(again.policy.unwrap().hash(), policy.hash());
}

#[test]
fn a_set_that_has_changed_makes_the_plan_stale() {
    let (policy, mut db) = (a_month(SUBJECT), two_systems());
    bring(&mut db, &policy, &Holds::default(), |_| agreements(&[("007", Some(day("2026-01-01")))]));
    let plan = db.plan(&policy, &Holds::default());
    bring(&mut db, &policy, &Holds::default(), |_| agreements(&[("007", None)]));
    let faults = db.check(&plan, &policy, &Holds::default()).unwrap_err();
    assert_eq!(faults, [PlanFault::Stale(Source::Keys)]);
}

#[test]
fn a_plan_that_asks_another_set_is_refused() {
    let (policy, mut db) = (a_month(SUBJECT), two_systems());
    bring(&mut db, &policy, &Holds::default(), |_| agreements(&[("007", Some(day("2026-01-01")))]));
    let mut plan = db.plan(&policy, &Holds::default());
    let other = agreements(&[("7", Some(day("2020-01-01")))]).seen().unwrap().hash;
    let ours = plan.keys.values().next().unwrap().hash.clone();
    let text = serde_json::to_string(&plan.steps).unwrap().replace(ours.as_str(), other.as_str());
    plan.steps = serde_json::from_str(&text).unwrap();
    assert!(db.check(&plan, &policy, &Holds::default()).is_err());
}

#[test]
fn without_the_keys_nothing_is_planned_and_the_reason_is_told() {
    let (policy, mut db) = (a_month(SUBJECT), two_systems());
    let name = keys_needed(&policy, &db.shapes, &Holds::default(), now()).remove(0).name;
    db.shapes.no_keys.insert(name, "the register is asleep".to_owned());
    let plan = db.plan(&policy, &Holds::default());
    assert!(plan.steps.is_empty());
    assert!(serde_json::to_string(&plan.notes).unwrap().contains("the register is asleep"));
}

#[test]
fn a_hold_in_the_other_system_covers_what_belongs_to_it_here() {
    let (policy, mut db) = (a_month(SUBJECT), two_systems());
    let holds = Holds(vec![hold("h1", "parties", Some(("id", &[2])))]);
    assert!(db.plan(&policy, &holds).steps.is_empty(), "what it covers was not read");
    let sets = bring(&mut db, &policy, &holds, |asked| match &asked.anchor {
        Some(_) => agreements(&[("007", Some(day("2026-01-01"))), ("abc", Some(day("2026-01-01")))]),
        None => agreements(&[("abc", None)]),
    });
    assert_eq!(sets.len(), 2);
    let plan = db.plan(&policy, &holds);
    db.check(&plan, &policy, &holds).unwrap();
    let held = step(&plan, "orders").except[0].when.with_keys(&sets).unwrap();
    assert!(held.eval(&order(Some("abc"))) && !held.eval(&order(Some("007"))));
    let mut loose = plan.clone();
    loose.steps[1].except.clear();
    loose.steps[1].expected.excepted.clear();
    assert!(db.check(&loose, &policy, &holds).is_err(), "a plan that forgets the hold");
    let name = db.shapes.keys.keys().find(|name| name.0.contains(" held by ")).unwrap().clone();
    db.shapes.keys.remove(&name);
    loose.keys.remove(&name);
    let faults = format!("{:?}", db.check(&loose, &policy, &holds).unwrap_err());
    assert!(faults.contains("the hold `h1` covers was not read"), "{faults}");
}

#[test]
fn agreements_go_after_the_orders_whose_time_they_tell() {
    let text = sections("at_most: 1 month after ended", SUBJECT)
        .replace("data: [orders, lines]", "data: [agreements, orders, lines]")
        .replace("data: [parties, agreements]", "data: [parties]");
    let (policy, mut db) = (policy(&text), two_systems());
    bring(&mut db, &policy, &Holds::default(), |_| agreements(&[("7", Some(day("2026-01-01")))]));
    let plan = db.plan(&policy, &Holds::default());
    let order: Vec<&str> = plan.steps.iter().map(|step| step.dataset.as_str()).collect();
    assert_eq!(order, ["lines", "orders", "agreements"]);
    assert_eq!(step(&plan, "agreements").after.len(), 2);
    db.check(&plan, &policy, &Holds::default()).unwrap();
    let mut turned = plan.clone();
    turned.steps.rotate_right(1);
    turned.steps.iter_mut().for_each(|step| step.after.clear());
    assert!(db.check(&turned, &policy, &Holds::default()).is_err());
}

#[test]
fn what_the_checker_of_policies_refuses() {
    for (key, code) in
        [("table_key: x", "G007"), ("key: [customer, party]", "G034"), ("where: {party: 1}", "G034")]
    {
        let found = try_policy(&sections("at_most: 1 month after ended", key)).unwrap_err();
        assert!(found.contains(code), "{key}: {found}");
    }
    assert!(try_policy(&sections("at_most: 1 month after ended", "key: [customer]")).is_ok());
    let same = sections("at_most: 1 month after ended", SUBJECT).replace("in: db", "in: other");
    assert!(try_policy(&same).unwrap_err().contains("G034"));
    let stray = sections("at_most: 1 month after ended", SUBJECT)
        .replace("{column: ended, missing: ongoing}", "{column: ended, by: customer, missing: ongoing}");
    assert!(try_policy(&stray).unwrap_err().contains("G082"));
}

/// A month from a day, and whether it has run out by the next daily run: counted on one's fingers.
fn over(ended: Date) -> bool {
    let (year, month) =
        if ended.month() == 12 { (ended.year() + 1, 1) } else { (ended.year(), ended.month() + 1) };
    let last = (1..=ended.day()).rev().find_map(|day| Date::new(year, month, day).ok()).unwrap();
    // The run of 22 November at noon takes what ends before the run of the 23rd at noon.
    last.tomorrow().unwrap() <= day("2026-11-23")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_plan_takes_exactly_the_customers_whose_last_agreement_is_over(
        drawn in prop::collection::vec((0..CUSTOMERS.len(), prop::option::weighted(0.8, -70..20_i64)), 0..12),
        others in prop::collection::vec((0..CUSTOMERS.len(), prop::option::of(-400..-40_i64)), 0..3),
    ) {
        let today = day("2026-11-22");
        let of_days = |days: i64| today.checked_add(jiff::Span::new().days(days)).unwrap();
        let known: Vec<(&str, Option<Date>)> = drawn.iter().chain(&others)
            .map(|(who, days)| (CUSTOMERS[*who], days.map(of_days))).collect();
        let (policy, mut db) = (a_month(SUBJECT), two_systems());
        let sets = bring(&mut db, &policy, &Holds::default(), |_| agreements(&known));
        let plan = db.plan(&policy, &Holds::default());
        prop_assert!(db.check(&plan, &policy, &Holds::default()).is_ok());
        let asked = gallra_rules::plan::draft(&policy, &db.shapes, &Holds::default(), now());
        let question = asked.questions().iter().find(|asked| asked.dataset.as_str() == "orders").unwrap().clone();
        let of_lines = asked.questions().iter().find(|asked| asked.dataset.as_str() == "lines").unwrap().clone();
        let ask = |predicate: &Predicate, record: &Witness| predicate.with_keys(&sets).unwrap().eval(record);
        let to_order = match &of_lines.oldest_of {
            Some(gallra_rules::predicate::AnchorValue::Parent { join, .. }) => join.clone(),
            other => panic!("{other:?}"),
        };
        let set = plan.keys.values().next().unwrap().hash.clone();
        for customer in CUSTOMERS.iter().copied().map(Some).chain([Some("ghost"), None]) {
            let theirs: Vec<Option<Date>> = known.iter().filter(|(who, _)| Some(*who) == customer).map(|(_, ended)| *ended).collect();
            let ongoing = theirs.contains(&None);
            let latest = theirs.iter().flatten().max().copied();
            let expected = !ongoing && latest.is_some_and(over);
            let record = order(customer);
            prop_assert_eq!(ask(&question.due, &record), expected, "{:?} {:?}", customer, theirs);
            prop_assert_eq!(ask(&question.counts[&CountKind::Ongoing], &record), ongoing);
            prop_assert_eq!(ask(&question.counts[&CountKind::NotKnown], &record), theirs.is_empty());
            let line = Witness { related: BTreeMap::from([(to_order.clone(), vec![record.clone()])]), ..Witness::default() };
            prop_assert_eq!(ask(&of_lines.due, &line), expected);
            // The set's name means the same as its keys.
            let mut named = record;
            if !theirs.is_empty() {
                let value = if ongoing { Value::Null } else { Value::Date(latest.unwrap()) };
                named.columns.insert(told("customer_no", &set), value);
            }
            prop_assert_eq!(question.due.eval(&named), expected);
        }
        prop_assert!(!ask(&of_lines.due, &Witness::default()), "a line without an order");
    }
}

#[test]
fn moments_and_days_of_one_key_and_what_is_no_date() {
    let mut set = KeySet::default();
    let at: Timestamp = "2026-01-02T00:00:00Z".parse().unwrap();
    for (key, when) in [
        ("later", When::Day(day("2026-01-01"))),
        ("later", When::At(at)),
        ("unread", When::Unreadable),
        ("unread", When::At(at)),
        ("open", When::Unreadable),
        ("open", When::Missing),
    ] {
        set.add(key.to_owned(), when);
    }
    let found: Vec<_> = set.iter().collect();
    assert_eq!(found, [("later", When::At(at)), ("open", When::Missing), ("unread", When::Unreadable)]);
    assert_eq!(format!("{set:?}"), "KeySet(3 keys)");
}
