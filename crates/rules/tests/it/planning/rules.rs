//! What is due, by situation.

use gallra_rules::inventory::{ColumnClass, CountKind};
use gallra_rules::plan::{self, Action, GuardHit, LastRun, NoteKind, Plan};
use gallra_rules::predicate::eval::Value;
use gallra_rules::predicate::{AnchorValue, Cutoff, Encoding, Predicate};
use jiff::civil::date;

use super::support::{Db, activity, day, no_holds, not_checked, now, policy, step, text};

const MAIL: &str = "datasets:\n  mail: {in: db, table: mail, about: [people], fields: {sender: contact.email}, \
                    anchors: {received: received_on}}\nactivities:\n";

fn mail() -> Db {
    Db::default().table(
        "mail",
        &[
            ("received_on", ColumnClass::Date),
            ("sender", ColumnClass::Text),
            ("customer", ColumnClass::Integer),
        ],
    )
}

fn counted(plan: &Plan, wanted: CountKind) -> u64 {
    let rows = plan.notes.iter().filter_map(|note| match note.what {
        NoteKind::Counted { kind, rows, .. } if kind == wanted => Some(rows),
        _ => None,
    });
    rows.sum()
}

#[test]
fn one_cap_on_one_column_is_a_plain_range_that_an_index_can_answer() {
    let policy = policy(&format!(
        "{MAIL}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    let draft = plan::draft(&policy, &mail().shapes, &no_holds(), now());
    let expected = Predicate::Before {
        anchor: AnchorValue::Column { column: "received_on".to_owned(), encoding: Encoding::Date },
        // The next run is tomorrow at noon; by then the period of 22 November 2024 has run out, that of the 23rd not.
        cutoff: Cutoff { date: date(2024, 11, 23), instant: "2024-11-22T23:00:00Z".parse().unwrap() },
        since: date(1970, 1, 2),
    };
    let question = &draft.questions()[0];
    assert_eq!(question.due, expected);
    assert_eq!(question.within, Predicate::always());
    assert_eq!(draft.steps().count(), 1);
}

#[test]
fn what_falls_due_before_the_next_run_goes_now_and_only_the_rest_is_overdue() {
    let policy = policy(&format!(
        "{MAIL}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    let mut db = mail();
    for (id, received) in [(1, "2024-11-21"), (2, "2024-11-22"), (3, "2024-11-23"), (4, "2026-01-01")] {
        db.row("mail", &[("id", Value::Integer(id)), ("received_on", day(received))]);
    }
    let plan = db.run(&policy, &no_holds());
    assert_eq!(db.ids("mail"), [3, 4]);
    assert_eq!(step(&plan, "mail").expected.due, 2);
    assert_eq!(step(&plan, "mail").expected.overdue, 1);
}

#[test]
fn a_missing_implausible_or_future_date_is_never_a_reason_to_dispose_and_is_told() {
    let policy = policy(&format!(
        "{MAIL}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    let mut db = mail();
    for (id, received) in
        [(1, Value::Null), (2, day("0001-01-01")), (3, day("2027-05-01")), (4, day("1899-12-31"))]
    {
        db.row("mail", &[("id", Value::Integer(id)), ("received_on", received)]);
    }
    let plan = db.run(&policy, &no_holds());
    assert_eq!(db.ids("mail").len(), 4);
    assert_eq!(counted(&plan, CountKind::NoAnchor), 1);
    assert_eq!(counted(&plan, CountKind::ImplausibleAnchor), 2);
    assert_eq!(counted(&plan, CountKind::InFuture), 1);
}

#[test]
fn the_law_keeps_what_the_promise_would_dispose_of_and_says_so() {
    let activities = activity("support", "mail", "at_most: 2 years after received", "delete")
        + &activity("bookkeeping", "mail", "at_least: 7 years after financial_year(received)", "delete");
    let policy = policy(&format!("{MAIL}{activities}"));
    let mut db = mail();
    for (id, received) in [(1, "2018-12-31"), (2, "2019-01-01"), (3, "2023-01-01")] {
        db.row("mail", &[("id", Value::Integer(id)), ("received_on", day(received))]);
    }
    let plan = db.run(&policy, &no_holds());
    assert_eq!(db.ids("mail"), [2, 3]);
    let kept = plan
        .notes
        .iter()
        .find(|note| matches!(note.what, NoteKind::Counted { kind: CountKind::KeptBeyondCap, .. }));
    let NoteKind::Counted { rows, basis, .. } = &kept.unwrap().what else { panic!() };
    assert_eq!((*rows, basis.as_deref()), (2, Some("bookkeeping (BFL 7:2)")));
}

#[test]
fn only_a_floor_disposes_when_it_has_passed_and_nothing_is_overdue() {
    let keep = "at_least: 7 years after financial_year(received)";
    let policy = policy(&format!("{MAIL}{}", activity("bookkeeping", "mail", keep, "delete")));
    let mut db = mail();
    for (id, received) in [(1, "2018-12-31"), (2, "2019-01-01")] {
        db.row("mail", &[("id", Value::Integer(id)), ("received_on", day(received))]);
    }
    let plan = db.run(&policy, &no_holds());
    assert_eq!(db.ids("mail"), [2]);
    assert_eq!(step(&plan, "mail").expected.overdue, 0);
}

#[test]
fn a_customers_own_setting_is_shorter_for_that_customer_only() {
    let keep = "at_most: 1 month after received, per_customer: {column: customer, settings: {\"7\": 14 days, \"9\": 14 days, \"12\": 3 days}}";
    let policy = policy(&format!("{MAIL}{}", activity("support", "mail", keep, "delete")));
    let mut db = mail();
    let rows = [
        (1, 7, "2026-11-08"),
        (2, 7, "2026-11-09"),
        (3, 12, "2026-11-19"),
        (4, 12, "2026-11-20"),
        (5, 1, "2026-11-08"),
        (6, 1, "2026-10-22"),
    ];
    for (id, customer, received) in rows {
        db.row(
            "mail",
            &[
                ("id", Value::Integer(id)),
                ("customer", Value::Integer(customer)),
                ("received_on", day(received)),
            ],
        );
    }
    db.row("mail", &[("id", Value::Integer(7)), ("received_on", day("2026-10-01"))]);
    db.run(&policy, &no_holds());
    assert_eq!(db.ids("mail"), [2, 4, 5]);
}

#[test]
fn only_the_records_of_the_filter_are_looked_at_null_among_them() {
    let datasets = "datasets:\n  mail: {in: db, table: mail, about: [people], fields: {sender: contact.email}, \
                    where: {customer: [1, null]}, anchors: {received: received_on}}\nactivities:\n";
    let policy = policy(&format!(
        "{datasets}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    let mut db = mail();
    for (id, customer) in [(1, Value::Integer(1)), (2, Value::Null), (3, Value::Integer(2))] {
        db.row(
            "mail",
            &[("id", Value::Integer(id)), ("customer", customer), ("received_on", day("2020-01-01"))],
        );
    }
    let plan = db.run(&policy, &no_holds());
    assert_eq!(db.ids("mail"), [3]);
    assert_eq!(step(&plan, "mail").expected.total, 2);
}

#[test]
fn what_belongs_to_a_record_outside_the_parents_filter_has_no_date_there() {
    let datasets = "datasets:\n  abandoned: {in: db, table: baskets, about: [people], fields: {owner: person.name}, \
                    where: {status: [open]}, anchors: {made: made_on}}\n  \
                    lines: {in: db, table: lines, about: [people], belongs_to: {abandoned: basket_id}, \
                    anchors: {made: {from: abandoned.made}}}\nactivities:\n";
    let keep = "at_most: 30 days after made";
    let policy = policy(&format!("{datasets}{}", activity("baskets", "abandoned, lines", keep, "delete")));
    let basket =
        [("owner", ColumnClass::Text), ("status", ColumnClass::Text), ("made_on", ColumnClass::Date)];
    let mut db =
        Db::default().table("baskets", &basket).table("lines", &[("basket_id", ColumnClass::Integer)]);
    let shape = db.shapes.tables.remove("baskets").unwrap();
    db.shapes.tables.insert("abandoned".into(), shape);
    for (id, status) in [(1, "open"), (2, "sold")] {
        let row = [("id", Value::Integer(id)), ("status", text(status)), ("made_on", day("2020-01-01"))];
        db.row("baskets", &row);
        for line in [10, 20] {
            db.row("lines", &[("id", Value::Integer(line + id)), ("basket_id", Value::Integer(id))]);
        }
    }
    let plan = db.run(&policy, &no_holds());
    assert_eq!(db.ids("baskets"), [2]);
    assert_eq!(db.ids("lines"), [12, 22], "lines of what was sold are no lines of an abandoned basket");
    assert!(plan.notes.iter().any(|note| {
        note.dataset.as_str() == "lines"
            && matches!(note.what, NoteKind::Counted { kind: CountKind::NoAnchor, rows: 2, .. })
    }));
}

#[test]
fn what_is_anonymised_already_is_not_due_again() {
    let policy = policy(&format!(
        "{MAIL}{}",
        activity("support", "mail", "at_most: 2 years after received", "{anonymise: {sender: token}}")
    ));
    let mut db = mail();
    db.row(
        "mail",
        &[("id", Value::Integer(1)), ("sender", text("a@b.example")), ("received_on", day("2020-01-01"))],
    );
    db.row(
        "mail",
        &[("id", Value::Integer(2)), ("sender", text("anon-9")), ("received_on", day("2020-01-01"))],
    );
    let plan = db.run(&policy, &no_holds());
    assert!(matches!(step(&plan, "mail").action, Action::Anonymise(_)));
    assert_eq!(step(&plan, "mail").expected.disposable, 1);
    assert_eq!(db.run(&policy, &no_holds()).rows(), 0);
}

#[test]
fn a_replacement_that_its_column_cannot_hold_is_refused_with_the_cure() {
    let constant =
        activity("support", "mail", "at_most: 2 years after received", "{anonymise: {sender: \"removed\"}}");
    let policy_of = |activity: &str| policy(&format!("{MAIL}{activity}"));
    let mut db = mail();
    db.shapes.tables.get_mut("mail").unwrap().unique.push(vec!["sender".to_owned()]);
    let plan = db.plan(&policy_of(&constant), &no_holds());
    assert!(not_checked(&plan, "mail").contains("use `token`"), "{}", not_checked(&plan, "mail"));
    let null = activity("support", "mail", "at_most: 2 years after received", "{anonymise: {sender: null}}");
    db.shapes.tables.get_mut("mail").unwrap().columns.get_mut("sender").unwrap().nullable = false;
    let plan = db.plan(&policy_of(&null), &no_holds());
    assert!(not_checked(&plan, "mail").contains("may not be NULL"));
    db.shapes.tables.get_mut("mail").unwrap().columns.get_mut("sender").unwrap().generated = true;
    let plan = db.plan(&policy_of(&null), &no_holds());
    assert!(not_checked(&plan, "mail").contains("the database computes it"));
}

#[test]
fn what_a_person_has_to_do_is_counted_and_is_no_step() {
    let task = "{task: {what: {en: Shred the binder}, by: finance}}";
    let policy =
        policy(&format!("{MAIL}{}", activity("support", "mail", "at_most: 2 years after received", task)));
    let mut db = mail();
    db.row("mail", &[("id", Value::Integer(1)), ("received_on", day("2020-01-01"))]);
    let plan = db.run(&policy, &no_holds());
    assert!(plan.steps.is_empty());
    let wanted = NoteKind::Task { rows: 1, what: "Shred the binder".to_owned(), by: "finance".to_owned() };
    assert!(plan.notes.iter().any(|note| note.what == wanted), "{:#?}", plan.notes);
}

#[test]
fn two_promises_with_different_disposals_are_not_guessed_at() {
    let activities = activity("support", "mail", "at_most: 2 years after received", "delete")
        + &activity("sales", "mail", "at_most: 1 year after received", "{anonymise: {sender: token}}");
    let plan = mail().plan(&policy(&format!("{MAIL}{activities}")), &no_holds());
    assert!(not_checked(&plan, "mail").contains("describe the table as two datasets"));
}

#[test]
fn a_dataset_that_cannot_be_read_is_not_checked_and_the_reason_is_told() {
    let policy = policy(&format!(
        "{MAIL}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    let mut db = mail();
    db.shapes.tables.get_mut("mail").unwrap().columns.remove("received_on");
    let plan = db.plan(&policy, &no_holds());
    assert_eq!(not_checked(&plan, "mail"), "the table `mail` has no column `received_on`");
    db.shapes.tables.clear();
    db.shapes.not_checked.insert("mail".into(), "the server does not answer".to_owned());
    let plan = db.plan(&policy, &no_holds());
    assert_eq!(not_checked(&plan, "mail"), "the server does not answer");
    assert!(db.check(&plan, &policy, &no_holds()).is_ok());
}

#[test]
fn a_whole_number_is_no_date_unless_the_policy_says_so() {
    let policy = policy(&format!(
        "{MAIL}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    let mut db = mail();
    db.shapes.tables.get_mut("mail").unwrap().columns.get_mut("received_on").unwrap().class =
        ColumnClass::Integer;
    let plan = db.plan(&policy, &no_holds());
    assert!(not_checked(&plan, "mail").contains("format: epoch_seconds"));
}

#[test]
fn the_guard_is_hit_by_more_than_the_share_and_by_more_than_the_times() {
    let policy = policy(&format!(
        "{MAIL}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    let db = mail();
    let guard = |disposable: u64, total: u64, last: Option<u64>| {
        let mut inventory = db.inventory(&policy, &no_holds(), now());
        let measure = inventory.measures.get_mut("mail").unwrap();
        (measure.total, measure.due, measure.disposable) = (total, disposable, disposable);
        let last: LastRun = last.into_iter().map(|rows| ("mail".into(), rows)).collect();
        plan::plan(&policy, &inventory, &no_holds(), now(), &last).unwrap().steps[0].guard.clone()
    };
    assert_eq!(guard(200, 1000, None), None);
    assert_eq!(guard(201, 1000, None), Some(GuardHit::Share { limit_percent: 20 }));
    assert_eq!(guard(1, 4, None), Some(GuardHit::Share { limit_percent: 20 }));
    assert_eq!(guard(0, 0, None), None);
    assert_eq!(guard(110, 100_000, Some(11)), None);
    assert_eq!(guard(111, 100_000, Some(11)), Some(GuardHit::Times { limit: 10, last: 11 }));
    assert_eq!(guard(100, 100_000, Some(0)), None);
    assert_eq!(guard(u64::MAX, u64::MAX, None), Some(GuardHit::Share { limit_percent: 20 }));
}

#[test]
fn counts_that_do_not_add_up_make_no_plan() {
    let policy = policy(&format!(
        "{MAIL}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    let mut inventory = mail().inventory(&policy, &no_holds(), now());
    inventory.measures.get_mut("mail").unwrap().due = 3;
    let plan = plan::plan(&policy, &inventory, &no_holds(), now(), &LastRun::new()).unwrap();
    assert!(not_checked(&plan, "mail").contains("do not add up"));
    inventory.measures.clear();
    inventory.not_measured.insert("mail".into(), "the right to read is missing".to_owned());
    let plan = plan::plan(&policy, &inventory, &no_holds(), now(), &LastRun::new()).unwrap();
    assert_eq!(not_checked(&plan, "mail"), "the right to read is missing");
}

#[test]
fn the_same_input_gives_the_same_plan_to_the_byte() {
    let policy = policy(&format!(
        "{MAIL}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    let db = mail();
    let (one, other) = (db.plan(&policy, &no_holds()), db.plan(&policy, &no_holds()));
    assert_eq!(serde_json::to_vec(&one).unwrap(), serde_json::to_vec(&other).unwrap());
    assert_eq!(one.hash().unwrap(), other.hash().unwrap());
}
