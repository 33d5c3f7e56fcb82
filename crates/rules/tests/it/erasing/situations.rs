//! One situation at a time.

use gallra_rules::decide::{Because, Weighed};
use gallra_rules::hold::Holds;
use gallra_rules::inventory::OnDelete;
use gallra_rules::plan::{NoteKind, Plan};
use gallra_rules::predicate::eval::Value;

use super::{Asking, ids, notes, steps, value};
use crate::deciding::situations::{put, somebody};
use crate::planning::support::{Db, hold};

fn with_names(
    (policy, mut db): (gallra_rules::policy::PolicySet, Db),
) -> (gallra_rules::policy::PolicySet, Db) {
    let named = [("users", "name"), ("users", "email"), ("orders", "address"), ("quotes", "name")];
    for (of, column) in named {
        for row in db.rows.get_mut(&crate::planning::support::table(of)).unwrap() {
            row.insert(column.to_owned(), Value::Text("Somebody".to_owned()));
        }
    }
    (policy, db)
}

#[test]
fn one_person_goes_and_what_the_law_keeps_stays_without_them() {
    let (policy, mut db) = with_names(somebody());
    let plan = Asking::new(&policy, &[("users", &[1])]).run(&mut db);
    assert_eq!(
        (ids(&db, "users"), ids(&db, "orders"), ids(&db, "invoices")),
        (vec![1, 2], vec![1, 3], vec![1])
    );
    assert_eq!(value(&db, "users", 1, "name"), Value::Null);
    assert_eq!(value(&db, "users", 2, "name"), Value::Text("Somebody".to_owned()));
    assert_eq!(value(&db, "users", 1, "email"), Value::Text("anon-1".to_owned()), "it may not be NULL");
    assert_eq!(value(&db, "orders", 1, "address"), Value::Null);
    assert_eq!(value(&db, "reviews", 1, "user_id"), Value::Null, "somebody else's only loses the link");
    assert!(ids(&db, "letters").is_empty() && ids(&db, "notes").is_empty());
    let [NoteKind::Kept { rows: 1, because: Because::Duty { source }, article, .. }] =
        notes(&plan, "invoices").as_slice()
    else {
        panic!("{:#?}", plan.notes)
    };
    assert_eq!((source.short(), article.as_deref()), ("BFL 7:2", Some("17(3)(b)")));
    assert!(matches!(notes(&plan, "hosted").as_slice(), [NoteKind::NotOurs { rows: 1, .. }]));
    // Links of others are cut first, and nothing says who it is.
    assert_eq!(steps(&plan)[0], ("cut:reviews".to_owned(), 1));
    assert!(!serde_json::to_string(&plan).unwrap().contains("Somebody"));
}

#[test]
fn a_plan_that_is_about_nobody_looks_as_it_always_did() {
    let (policy, db) = somebody();
    let plan = db.plan(&policy, &Holds::default());
    let text = serde_json::to_string(&plan).unwrap();
    assert!(!text.contains("about"));
    assert_eq!(Plan::from_json(text.as_bytes()).unwrap(), plan);
}

#[test]
fn a_plan_about_somebody_survives_its_file() {
    let (policy, mut db) = somebody();
    let plan = Asking::new(&policy, &[("users", &[1])]).plan(&mut db);
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(Plan::from_json(text.as_bytes()).unwrap(), plan);
}

#[test]
fn a_hold_keeps_what_it_covers_and_says_so() {
    let (policy, mut db) = somebody();
    let holds = Holds(vec![hold("dispute", "orders", Some(("id", &[2])))]);
    let plan = Asking::new(&policy, &[("users", &[1])]).holds(holds).run(&mut db);
    assert_eq!(ids(&db, "orders"), [1, 2, 3]);
    assert!(ids(&db, "invoices").contains(&2), "it belongs to the held order");
    assert!(matches!(notes(&plan, "orders").as_slice(), [NoteKind::Held { rows: 1, .. }]));
}

#[test]
fn what_a_foreign_table_names_stays_and_is_told() {
    let (policy, db) = somebody();
    let mut db = db.refers("ledger", "note", "notes", OnDelete::Block);
    db.row("ledger", &[("id", Value::Integer(1)), ("note", Value::Integer(1))]);
    let plan = Asking::new(&policy, &[("users", &[1])]).plan(&mut db);
    let step = plan.steps.iter().find(|step| step.id.0 == "erase:notes").unwrap();
    assert_eq!((step.expected.due, step.expected.disposable), (1, 0));
    gallra_rules::plan::check_plan(&plan, &policy, &db.shapes, &Holds::default()).unwrap();
}

#[test]
fn an_open_question_leaves_its_records_alone() {
    let (policy, mut db) = somebody();
    // User 2 is under contract; the customer whose files we host has told us to erase.
    let weighed = Weighed { instructed: ["hosting".into()].into(), ..Weighed::default() };
    put(&mut db, "hosted", 2, "user_id", 2, "made_on", Some("2026-10-01"));
    let plan = Asking::new(&policy, &[("users", &[2])]).weighed(weighed).run(&mut db);
    assert_eq!(ids(&db, "hosted"), [1]);
    assert_eq!(ids(&db, "users"), [1, 2]);
    assert!(matches!(notes(&plan, "users").as_slice(), [NoteKind::Kept { because: Because::InForce, .. }]));
}

#[test]
fn two_people_in_one_plan_are_one_set_of_keys() {
    let (policy, mut db) = somebody();
    let weighed = Weighed { contracts: [("shop".into(), false)].into(), ..Weighed::default() };
    let plan = Asking::new(&policy, &[("users", &[1, 2])]).weighed(weighed).run(&mut db);
    assert_eq!((ids(&db, "users"), ids(&db, "orders")), (vec![1], vec![1]));
    assert_eq!(plan.keys.len(), 1);
}

/// The invoice that the law keeps becomes due by retention on its own day, and then what was kept for it.
#[test]
fn what_the_law_kept_goes_on_its_own_day_by_retention() {
    let (policy, mut db) = with_names(somebody());
    let mut asking = Asking::new(&policy, &[("users", &[1])]);
    asking.run(&mut db);
    db.shapes.keys.clear();
    let on = |day: &str| format!("{day}T11:00:00Z").parse().unwrap();
    let due = |db: &Db, day: &str| {
        let plan = db.plan_at(&policy, &Holds::default(), on(day));
        gallra_rules::plan::check_plan(&plan, &policy, &db.shapes, &Holds::default()).unwrap();
        plan.steps.iter().find(|step| step.dataset.as_str() == "invoices").unwrap().expected.disposable
    };
    // Issued on 1 May 2024, kept for seven years.
    assert_eq!((due(&db, "2031-05-01"), due(&db, "2031-05-02")), (0, 1));
    // It goes, and with the same run the order that stayed for it, whose own time is long over. The buyer, without a name,
    // stays for the quote that the policy keeps without one.
    let plan = db.plan_at(&policy, &Holds::default(), on("2031-05-02"));
    for step in &plan.steps {
        db.carry_out(step);
    }
    assert_eq!((ids(&db, "invoices"), ids(&db, "orders"), ids(&db, "users")), (vec![], vec![3], vec![1, 2]));
}
