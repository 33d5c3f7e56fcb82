//! Systems that are no databases: what they know of each record by itself is a column of their table.

use gallra_rules::hold::Holds;
use gallra_rules::inventory::ColumnClass;
use gallra_rules::plan::Action;
use gallra_rules::policy::PolicySet;
use gallra_rules::predicate::eval::Value;
use jiff::Timestamp;

use super::support::{Db, activity, hold, no_holds, not_checked, step, text};

fn policy(then: &str) -> PolicySet {
    let head =
        "organisation: {name: Exempel AB, number: 559900-1236, country: SE, time_zone: Europe/Stockholm}
requests: {unreached: warn}
subjects: {people: {en: People}}
measures: {access: {en: Access by role}}
systems:
  db: {kind: logs, path: /var/log/web, format: combined, country: SE}
datasets:
  access: {in: db, part: access, about: [people], fields: {ip: online.ip}}
  attacks: {in: db, part: access, where: {line: attack}, about: [people], fields: {ip: online.ip}}
activities:
";
    let all = [
        activity("serving", "access", "at_most: 6 months after logged", then),
        activity("defence", "attacks", "at_least: 1 day after logged", then),
    ];
    let outcome = gallra_rules::check(
        [("policy.yaml", format!("{head}{}", all.concat()))],
        &gallra_rules::Options::default(),
    );
    let found = outcome.render(gallra_rules::diagnostic::Lang::En, false);
    outcome.policy.unwrap_or_else(|| panic!("{found}"))
}

fn log() -> Db {
    let columns =
        [("logged", ColumnClass::Instant), ("ip", ColumnClass::Network), ("line!", ColumnClass::Text)];
    let mut db = Db::default().table("access", &columns).also("attacks", "access");
    for (id, at) in [(1, "2026-01-02T11:00:00Z"), (2, "2026-05-20T11:00:00Z"), (3, "2026-11-20T11:00:00Z")] {
        let at: Timestamp = at.parse().unwrap();
        let row = [
            ("id", Value::Integer(id)),
            ("logged", Value::Instant(at)),
            ("ip", text(&format!("192.0.2.{id}"))),
            ("line", text("GET /")),
        ];
        db.row("access", &row);
    }
    db.row("access", &[("id", Value::Integer(4)), ("line", text("no time"))]);
    db
}

#[test]
fn a_log_is_planned_and_checked_by_the_time_of_its_lines() {
    let mut db = log();
    let plan = db.run(&policy("delete"), &no_holds());
    assert_eq!(step(&plan, "access").expected.disposable, 2);
    assert_eq!(db.ids("access"), [3, 4]);
}

#[test]
fn addresses_of_a_log_become_networks() {
    let mut db = log();
    let plan = db.run(&policy("{anonymise: {ip: network}}"), &no_holds());
    assert!(matches!(step(&plan, "access").action, Action::Anonymise(_)));
    assert_eq!(step(&plan, "access").expected.disposable, 2);
}

#[test]
fn a_hold_on_one_dataset_of_a_part_holds_for_the_other() {
    let mut db = log();
    let plan = db.run(&policy("delete"), &Holds(vec![hold("h", "attacks", None)]));
    assert_eq!(plan.rows(), 2, "none of these lines is an attack");
    let mut db = log();
    db.row(
        "access",
        &[
            ("id", Value::Integer(5)),
            ("logged", Value::Instant("2026-01-02T11:00:00Z".parse().unwrap())),
            ("line", text("attack")),
        ],
    );
    let plan = db.run(&policy("delete"), &Holds(vec![hold("h", "attacks", None)]));
    assert_eq!(step(&plan, "access").expected.excepted, [1]);
    assert_eq!(db.ids("access"), [3, 4, 5]);
    // In doubt they are the same records: nothing is touched while a held dataset cannot be looked at.
    let mut db = log();
    db.shapes.tables.remove("attacks");
    let plan = db.run(&policy("delete"), &Holds(vec![hold("h", "attacks", None)]));
    assert!(not_checked(&plan, "access").contains("attacks"), "{:?}", plan.notes);
}
