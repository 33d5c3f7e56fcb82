//! Measuring promises, without a database: what is asked, and the verdict.

use gallra_rules::audit::{Asked, Draft, Verdict, draft};
use gallra_rules::hold::Holds;
use gallra_rules::inventory::ColumnClass;
use gallra_rules::policy::PolicySet;
use gallra_rules::predicate::eval::Value;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::support::{Db, activity, day, hold, no_holds, now, policy, text};

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

fn asked<'d>(draft: &'d Draft, activity: &str) -> &'d Asked {
    draft.asked.iter().find(|one| one.promise.activity.as_str() == activity).unwrap()
}

fn judged(db: &Db, policy: &PolicySet, activity: &str) -> (Verdict, u64, u64, u64) {
    let draft = draft(policy, &db.shapes, &no_holds(), now());
    let asked = asked(&draft, activity);
    let (verdict, counts) = asked.judge(&db.measure(&asked.overdue), &db.measure(&asked.alive));
    (verdict, counts.overdue, counts.kept_by_law, counts.alive)
}

/// Noon on 22 November 2026.
fn filled(days: &[&str]) -> Db {
    let mut db = mail();
    for (id, received) in (1..).zip(days) {
        db.row(
            "mail",
            &[("id", Value::Integer(id)), ("received_on", day(received)), ("sender", text("a@b.example"))],
        );
    }
    db
}

#[test]
fn only_what_is_past_the_promise_now_breaks_it_not_what_falls_due_tomorrow() {
    let policy = policy(&format!(
        "{MAIL}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    // The period of the 22nd ends with today: it is not overdue before midnight.
    let db = filled(&["2024-11-21", "2024-11-22", "2024-11-23"]);
    assert_eq!(judged(&db, &policy, "support"), (Verdict::Broken, 1, 0, 3));
    assert_eq!(judged(&filled(&["2024-11-22"]), &policy, "support"), (Verdict::Kept, 0, 0, 1));
    let draft = draft(&policy, &db.shapes, &no_holds(), now());
    assert_eq!(asked(&draft, "support").line, date(2024, 11, 22));
}

#[test]
fn each_promise_on_a_dataset_has_its_own_verdict_and_the_law_excuses() {
    let policy = policy(&format!(
        "{MAIL}{}{}{}",
        activity("short", "mail", "at_most: 1 year after received", "delete"),
        activity("long", "mail", "at_most: 3 years after received", "delete"),
        activity("law", "mail", "at_least: 2 years after received", "delete"),
    ));
    let db = filled(&["2022-01-01", "2024-01-01", "2025-06-01"]);
    // The oldest is past both and the law; the middle one is past one and past the law; the last is past one but not
    // past the law.
    assert_eq!(judged(&db, &policy, "short"), (Verdict::Broken, 2, 1, 3));
    assert_eq!(judged(&db, &policy, "long"), (Verdict::Broken, 1, 0, 3));
}

#[test]
fn what_is_anonymised_already_is_no_broken_promise() {
    let keep = "at_most: 1 year after received";
    let rule = activity("support", "mail", keep, "{anonymise: {sender: \"gone\"}}");
    let policy = policy(&format!("{MAIL}{rule}"));
    let mut db = filled(&["2020-01-01"]);
    db.row(
        "mail",
        &[("id", Value::Integer(9)), ("received_on", day("2019-01-01")), ("sender", text("gone"))],
    );
    assert_eq!(judged(&db, &policy, "support"), (Verdict::Broken, 1, 0, 1));
}

#[test]
fn what_a_hold_keeps_is_counted_apart() {
    let policy = policy(&format!(
        "{MAIL}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    let db = filled(&["2020-01-01", "2021-01-01"]);
    let holds = Holds(vec![hold("hold-1", "mail", Some(("id", &[1, 2])))]);
    let draft = draft(&policy, &db.shapes, &holds, now());
    let asked = asked(&draft, "support");
    let (verdict, counts) = asked.judge(&db.measure(&asked.overdue), &db.measure(&asked.alive));
    assert_eq!((verdict, counts.overdue, counts.held), (Verdict::Kept, 0, 2));
}

#[test]
fn bars_leave_no_day_out_and_one_begins_at_the_line() {
    let policy = policy(&format!(
        "{MAIL}{}",
        activity("support", "mail", "at_most: 2 years after received", "delete")
    ));
    let draft = draft(&policy, &mail().shapes, &no_holds(), now());
    let asked = asked(&draft, "support");
    let today = date(2026, 11, 22);
    let days = |n: i32| -> Date { today.checked_sub(n.days()).unwrap() };
    for oldest in [today, days(1), days(30), days(729), days(730), days(731), days(5_000), date(1900, 1, 1)] {
        let bars = asked.bars(oldest, today);
        assert!(bars.len() <= 30, "{oldest}: {} bars", bars.len());
        assert!(bars.first().unwrap().from <= oldest, "{oldest}");
        assert_eq!(bars.last().unwrap().to, date(2026, 11, 23), "today is in");
        assert!(bars.iter().any(|bar| bar.from == asked.line), "{oldest}: one begins at {}", asked.line);
        for pair in bars.windows(2) {
            assert_eq!(pair[0].to, pair[1].from, "{oldest}: no gap and no overlap");
        }
    }
}

#[test]
fn a_dataset_that_cannot_be_looked_at_is_not_checked_promise_by_promise() {
    let policy = policy(&format!(
        "{MAIL}{}{}",
        activity("short", "mail", "at_most: 1 year after received", "delete"),
        activity("long", "mail", "at_most: 3 years after received", "delete"),
    ));
    let draft = draft(&policy, &Db::default().shapes, &no_holds(), now());
    assert!(draft.asked.is_empty());
    assert_eq!(draft.unasked.len(), 2);
    assert!(draft.unasked.iter().all(|one| matches!(one.verdict, Verdict::NotChecked { .. })));
}
