//! What the store itself has locked stands as an exception in every plan, and the checker sees to it.

use gallra_rules::hold::Holds;
use gallra_rules::inventory::ColumnClass;
use gallra_rules::plan::{PlanFault, Why};
use gallra_rules::policy::PolicySet;
use gallra_rules::predicate::eval::Value;
use gallra_rules::predicate::{Predicate, Scalar};
use jiff::Timestamp;

use super::support::{Db, activity, no_holds, step, text};

fn policy() -> PolicySet {
    let head =
        "organisation: {name: Exempel AB, number: 559900-1236, country: SE, time_zone: Europe/Stockholm}
requests: {unreached: warn}
subjects: {people: {en: People}}
measures: {access: {en: Access by role}}
systems:
  db: {kind: s3, url: \"https://store.example/scans\", path: letters, country: SE}
datasets:
  scans: {in: db, part: scans, about: [people], fields: {content: communication.content}}
activities:
";
    let all = activity("archiving", "scans", "at_most: 6 months after modified", "delete");
    let outcome =
        gallra_rules::check([("policy.yaml", format!("{head}{all}"))], &gallra_rules::Options::default());
    let found = outcome.render(gallra_rules::diagnostic::Lang::En, false);
    outcome.policy.unwrap_or_else(|| panic!("{found}"))
}

fn bucket(with_locks: bool) -> Db {
    let mut columns = vec![("modified", ColumnClass::Instant), ("path", ColumnClass::Text)];
    columns.extend(with_locks.then_some(("locked", ColumnClass::Lock)));
    let mut db = Db::default().table("scans", &columns);
    let at: Timestamp = "2026-01-02T11:00:00Z".parse().unwrap();
    for (id, locked) in [(1, false), (2, true), (3, false)] {
        let row = [
            ("id", Value::Integer(id)),
            ("modified", Value::Instant(at)),
            ("path", text("x")),
            ("locked", Value::Bool(locked)),
        ];
        db.row("scans", &row);
    }
    db
}

#[test]
fn a_locked_record_is_held() {
    let mut db = bucket(true);
    let plan = db.run(&policy(), &no_holds());
    let scans = step(&plan, "scans");
    assert_eq!(scans.except[0].why, Why::Locked);
    assert_eq!((scans.expected.excepted.clone(), scans.expected.disposable), (vec![1], 2));
    assert_eq!(db.ids("scans"), [2]);
}

#[test]
fn a_plan_that_would_try_a_lock_is_refused() {
    let (db, policy, holds) = (bucket(true), policy(), Holds::default());
    let mut plan = db.plan(&policy, &holds);
    let step = &mut plan.steps[0];
    step.except.clear();
    step.expected.excepted.clear();
    step.expected.disposable = step.expected.due;
    let faults = db.check(&plan, &policy, &holds).unwrap_err();
    assert!(
        matches!(&faults[..], [PlanFault::TooMuch { record, .. }] if record.contains("locked")),
        "{faults:?}"
    );
}

/// A lock must not become a way to leave records.
#[test]
fn a_lock_that_the_store_does_not_have_keeps_nothing() {
    let (policy, holds) = (policy(), Holds::default());
    let locked = bucket(true).plan(&policy, &holds).steps[0].except.clone();
    let db = bucket(false);
    let mut plan = db.plan(&policy, &holds);
    plan.steps[0].except = locked;
    db.check(&plan, &policy, &holds).unwrap_err();
    let db = bucket(true);
    let mut plan = db.plan(&policy, &holds);
    let not = Predicate::In { column: "locked".to_owned(), values: vec![Scalar::Bool(true)] }.negated();
    (plan.steps[0].except[0].when, plan.steps[0].except[0].foreseen) = (not.clone(), not);
    db.check(&plan, &policy, &holds).unwrap_err();
}
