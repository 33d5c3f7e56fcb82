//! Gallra's own register as a system: what its tables mean, and what customers have set there.

use std::collections::BTreeMap;
use std::sync::Arc;

use gallra_rules::hold::Holds;
use gallra_rules::inventory::ColumnClass;
use gallra_rules::keys::{KeySet, KeySets, KeysName, When, told};
use gallra_rules::period::Period;
use gallra_rules::plan::{PlanFault, Source, keys_needed};
use gallra_rules::policy::{AnchorSource, Missing, PolicySet, REGISTER_TABLES};
use gallra_rules::predicate::Predicate;
use gallra_rules::predicate::eval::{Value, Witness};

use super::support::{Db, activity, now, policy, step, try_policy};

fn in_register(datasets: &str, activities: &str) -> String {
    format!("  register: {{kind: register, country: SE}}\ndatasets:\n{datasets}\nactivities:\n{activities}")
}

fn resting(data: &str) -> String {
    activity("rest", data, "until_review: 2099-12-31", "delete")
}

#[test]
fn every_table_has_its_rows_its_moments_and_what_it_belongs_to() {
    let names: Vec<&str> = REGISTER_TABLES.iter().map(|table| table.name).collect();
    let datasets = names.iter().fold(String::new(), |all, name| {
        all + &format!("  {name}: {{in: register, table: {name}, about: [people]}}\n")
    });
    let policy = policy(&in_register(&datasets, &resting(&names.join(", "))));
    let told = |name: &str| {
        let dataset = &policy.datasets[name];
        let anchors = dataset.anchors.iter().map(|(name, anchor)| match &anchor.source {
            AnchorSource::Column { column, .. } if anchor.missing == Missing::Ongoing => {
                format!("{name}={column}?")
            }
            AnchorSource::Column { column, .. } => format!("{name}={column}"),
            other => panic!("{other:?}"),
        });
        let table = dataset.table.as_ref().unwrap().to_string();
        (table, serde_json::to_string(&dataset.filter).unwrap(), anchors.collect::<Vec<_>>().join(" "))
    };
    let (table, filter, anchors) = told("service_agreements");
    assert_eq!(table, "agreement");
    assert_eq!(filter, r#"{"kind":["service"],"state":["accepted","ended","settled"],"tenant":[0]}"#);
    assert_eq!(anchors, "accepted=accepted_on ended=ended_on? settled=settled_on? started=started");
    let (table, filter, anchors) = told("contacts");
    assert_eq!((table.as_str(), filter.as_str()), ("party", r#"{"kind":["contact"],"tenant":[0]}"#));
    assert_eq!(anchors, "closed=left_on? last_contact=last_contact left=left_on? since=since");
    assert_eq!(told("trail").1, r#"{"tenant":[0]}"#);
    assert_eq!(told("notes").2, "due=due? made=at");
    let parents = |name: &str| -> Vec<String> {
        policy.datasets[name]
            .belongs_to
            .iter()
            .map(|(parent, on)| format!("{parent} by {}", on.join("+")))
            .collect()
    };
    assert_eq!(
        parents("contacts"),
        ["customers by tenant+belongs_to", "partners by tenant+belongs_to", "suppliers by tenant+belongs_to"]
    );
    assert_eq!(parents("notes").len(), 4);
    assert!(parents("instructions").contains(&"customers by tenant+of_instruction".to_owned()));
    assert_eq!(parents("drafts").len(), 3, "not to contacts, which could then not count from an agreement");
    assert!(parents("customers").is_empty() && parents("trail").is_empty());
    let again = gallra_rules::check(
        [("p.yaml", gallra_rules::syntax::print(&policy))],
        &gallra_rules::Options::default(),
    );
    assert_eq!(again.policy.expect("what is printed is read back").hash(), policy.hash());
}

#[test]
fn what_a_policy_may_not_say_of_the_register() {
    for (wrong, expected) in [
        ("n: {in: register, table: note}", "notes"),
        ("n: {in: register, table: party}", "customers, contacts"),
        ("n: {in: register, table: other.notes}", "customers, contacts"),
        ("n: {in: register, table: notes, key: [id]}", "`key`"),
        ("n: {in: register, table: notes, subject: {no: party}}", "`subject`"),
        ("n: {in: register, table: notes, where: {kind: call}}", "`where.kind`"),
        ("n: {in: register, table: notes, fields: {at: person.name}}", "`fields.at`"),
        ("n: {in: register, table: notes, anchors: {seen: at}}", "`anchors.seen`"),
        ("n: {in: register}", "`table`"),
    ] {
        let text = in_register(
            &format!("  {wrong}\n"),
            &activity("keep", "n", "until_review: 2099-12-31", "delete"),
        );
        let found = try_policy(&text).unwrap_err();
        assert!(found.contains(expected), "{wrong}: {found}");
    }
    let quotes = "  q: {in: register, table: quotes, about: [people], where: {state: lost}}\n";
    let policy = policy(&in_register(quotes, &resting("q")));
    assert_eq!(
        serde_json::to_string(&policy.datasets["q"].filter).unwrap(),
        r#"{"kind":["quote"],"state":["lost"],"tenant":[0]}"#
    );
    let notes = "  n: {in: register, table: notes, about: [people]}\n";
    let with = |keep: &str, then: &str| in_register(notes, &activity("keep", "n", keep, then));
    for (text, expected) in [
        (with("at_most: 1 year after settled", "delete"), "due, made"),
        (with("at_most: 1 year after made", "{anonymise: {sealed: null}}"), "sealed as a whole"),
        (
            format!(
                "  second: {{kind: register, country: SE}}\n{}",
                with("until_review: 2099-12-31", "delete")
            ),
            "there is one register",
        ),
        (in_register(notes, &resting("n")).replace("kind: register", "kind: register, url: env:X"), "`url`"),
        (
            with("at_most: 1 year after made, per_customer: {column: at, from: db, by: no}", "delete"),
            "no system of the kind register",
        ),
        (
            with("at_most: 1 year after made, per_customer: {column: at, from: register}", "delete"),
            "`by` is missing",
        ),
    ] {
        let found = try_policy(&text).unwrap_err();
        assert!(found.contains(expected), "{expected}: {found}");
    }
}

const ORDERS: &str = "  agreements: {in: register, table: service_agreements, about: [people]}
  orders: {in: db, table: orders, about: [people], fields: {note: person.name}, anchors: {settled: {from: agreements.settled, by: customer_no}}}";

fn sale(settings: &str) -> PolicySet {
    let keep = format!("at_most: 2 months after settled, per_customer: {{column: customer_no, {settings}}}");
    policy(&in_register(ORDERS, &(activity("sale", "orders", &keep, "delete") + &resting("agreements"))))
}

fn world() -> Db {
    let columns = ["tenant", "party", "of_service"].map(|name| (name, ColumnClass::Integer));
    let texts = ["kind", "state", "accepted_on", "started", "ended_on", "settled_on", "sealed"];
    let columns: Vec<_> = columns.into_iter().chain(texts.map(|name| (name, ColumnClass::Text))).collect();
    let mut db = Db::default()
        .table("agreements", &columns)
        .table("orders", &[("customer_no", ColumnClass::Text), ("note", ColumnClass::Text)]);
    db.shapes.tables.get_mut("agreements").unwrap().system = "register".into();
    db
}

fn set(of: &[(&str, When)]) -> KeySet {
    let mut set = KeySet::default();
    for (key, when) in of {
        set.add((*key).to_owned(), *when);
    }
    set
}

/// As the application brings them: the dates by key, and who has set what.
fn bring(db: &mut Db, policy: &PolicySet, own: &[(&str, &[&str])]) -> KeySets {
    let mut sets = KeySets::new();
    let mut keep = |db: &mut Db, name: KeysName, set: KeySet| {
        let seen = set.seen().unwrap();
        sets.insert(seen.hash.clone(), Arc::new(set));
        db.shapes.keys.insert(name, seen);
    };
    db.shapes.keys.clear();
    let settled = |day: &str| When::Day(day.parse().unwrap());
    for asked in keys_needed(policy, &db.shapes, &Holds::default(), now()) {
        assert_eq!((asked.column.as_str(), asked.of_party.as_deref()), ("party", Some("customer_no")));
        assert_eq!(asked.name.0, "agreements.settled by customer_no");
        let dates = [
            ("acme", settled("2026-10-15")),
            ("ACME", settled("2026-10-15")),
            ("old", settled("2026-01-01")),
        ];
        keep(db, asked.name, set(&dates));
    }
    let mut periods: Vec<Period> = Vec::new();
    for (period, customers) in own {
        let period = period.parse().unwrap();
        let customers: Vec<_> = customers.iter().map(|key| (*key, When::Missing)).collect();
        keep(db, KeysName::of_setting(&"orders".into(), period, "customer_no"), set(&customers));
        periods.push(period);
    }
    db.shapes.settings.insert(KeysName::of_settings(&"orders".into(), "customer_no"), periods);
    sets
}

fn order(customer: &str) -> Witness {
    let columns = BTreeMap::from([("customer_no".to_owned(), Value::Text(customer.to_owned()))]);
    Witness { columns, ..Witness::default() }
}

const OF_REGISTER: &str = "from: register, by: customer_no";

#[test]
fn a_customers_own_period_in_the_register_shortens_and_never_lengthens() {
    let (policy, mut db) = (sale(OF_REGISTER), world());
    let sets = bring(&mut db, &policy, &[("14 days", &["acme"]), ("5 years", &["old"])]);
    let plan = db.plan(&policy, &Holds::default());
    db.check(&plan, &policy, &Holds::default()).unwrap();
    let due = step(&plan, "orders").due.with_keys(&sets).unwrap();
    assert!(due.eval(&order("acme")), "fourteen days have passed");
    assert!(!due.eval(&order("ACME")), "two months have not, and it is another customer");
    assert!(due.eval(&order("old")), "five years are beyond the ceiling");
    assert!(!serde_json::to_string(&plan).unwrap().contains("acme"));

    // Somebody chooses anew.
    bring(&mut db, &policy, &[("14 days", &["acme", "ACME"])]);
    let faults = db.check(&plan, &policy, &Holds::default()).unwrap_err();
    assert_eq!(faults, [PlanFault::Stale(Source::Keys)]);
}

#[test]
fn the_checker_sees_a_plan_that_passes_a_setting_over_or_gives_it_to_others() {
    let (policy, mut db) = (sale(OF_REGISTER), world());
    bring(&mut db, &policy, &[("14 days", &["acme"]), ("7 days", &["acme"])]);
    let plan = db.plan(&policy, &Holds::default());
    db.check(&plan, &policy, &Holds::default()).expect("two who share a key, and the shorter period counts");
    bring(&mut db, &policy, &[("14 days", &["acme"])]);
    let plan = db.plan(&policy, &Holds::default());
    let own = KeysName::of_setting(&"orders".into(), "14 days".parse().unwrap(), "customer_no");
    let in_set =
        Predicate::KeyIn { column: "customer_no".to_owned(), set: db.shapes.keys[&own].hash.clone() };
    let text = serde_json::to_string(&in_set).unwrap();
    for instead in [Predicate::never(), Predicate::always()] {
        let mut other = plan.clone();
        let steps = serde_json::to_string(&plan.steps).unwrap();
        assert!(steps.contains(&text));
        other.steps =
            serde_json::from_str(&steps.replace(&text, &serde_json::to_string(&instead).unwrap())).unwrap();
        db.check(&other, &policy, &Holds::default()).unwrap_err();
    }
    let mut seen = order("x");
    seen.columns.insert(told("customer_no", &db.shapes.keys[&own].hash), Value::Bool(true));
    assert!(in_set.eval(&seen));
}

#[test]
fn settings_that_cannot_be_read_leave_everything_as_it_is() {
    let (policy, mut db) = (sale(OF_REGISTER), world());
    bring(&mut db, &policy, &[]);
    assert_eq!(db.plan(&policy, &Holds::default()).steps.len(), 1);
    db.shapes.settings.clear();
    let plan = db.plan(&policy, &Holds::default());
    assert!(plan.steps.is_empty() && format!("{:?}", plan.notes).contains("have set in the register"));
}

#[test]
fn a_customer_whom_the_policy_names_is_told_from_one_in_other_letters() {
    let (policy, mut db) = (sale("settings: {acme: 14 days}"), world());
    let sets = bring(&mut db, &policy, &[]);
    let plan = db.plan(&policy, &Holds::default());
    db.check(&plan, &policy, &Holds::default()).unwrap();
    let among = Predicate::Among { column: "customer_no".to_owned(), keys: vec!["acme".to_owned()] };
    assert!(serde_json::to_string(&plan.steps).unwrap().contains(&serde_json::to_string(&among).unwrap()));
    let due = step(&plan, "orders").due.with_keys(&sets).unwrap();
    assert!(due.eval(&order("acme")) && !due.eval(&order("ACME")));
}
