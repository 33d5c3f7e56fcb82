//! The checker refuses what the planner would not have written.

use gallra_rules::hold::Holds;
use gallra_rules::inventory::{ColumnClass, OnDelete};
use gallra_rules::plan::{Action, NoteKind, Plan, PlanFault, Source};
use gallra_rules::policy::PolicySet;
use gallra_rules::predicate::eval::Value;
use gallra_rules::predicate::{Cutoff, Predicate, Replacement};
use gallra_rules::residue::ResidueWork;
use jiff::ToSpan as _;
use proptest::prelude::*;

use super::support::{Db, activity, day, hold, no_holds, policy, step, table};

const SHOP: &str = "datasets:
  customers: {in: db, table: customers, about: [people], fields: {name: person.name}, where: {kind: [1, 2]}, anchors: {ended: ended_on}}
  orders: {in: db, table: orders, about: [people], fields: {note: person.name}, belongs_to: {customers: customer_id}, anchors: {placed: placed_at, ended: {from: customers.ended}}}
  mails: {in: db, table: mails, about: [people], fields: {sender: contact.email}, anchors: {received: {column: received_at, format: epoch_seconds}}}
activities:
";

struct Shop {
    db: Db,
    policy: PolicySet,
    holds: Holds,
    plan: Plan,
}

fn shop() -> Shop {
    let all = activity("sales", "customers", "at_most: 2 years after ended", "delete")
        + &activity(
            "bookkeeping",
            "orders",
            "at_least: 7 years after financial_year(placed), at_most: 9 years after ended",
            "delete",
        )
        + &activity(
            "support",
            "mails",
            "at_most: 1 month after received, per_customer: {column: owner, settings: {\"7\": 14 days}}",
            "{anonymise: {sender: token}}",
        );
    let policy = policy(&format!("{SHOP}{all}"));
    let mut db = Db::default()
        .table(
            "customers",
            &[("name", ColumnClass::Text), ("kind", ColumnClass::Integer), ("ended_on", ColumnClass::Date)],
        )
        .table(
            "orders",
            &[
                ("note", ColumnClass::Text),
                ("customer_id", ColumnClass::Integer),
                ("placed_at", ColumnClass::Instant),
            ],
        )
        .table(
            "mails",
            &[
                ("sender", ColumnClass::Text),
                ("owner", ColumnClass::Integer),
                ("received_at", ColumnClass::Integer),
            ],
        )
        .refers("orders", "customer_id", "customers", OnDelete::Block);
    for id in 1..=3 {
        db.row(
            "customers",
            &[("id", Value::Integer(id)), ("kind", Value::Integer(1)), ("ended_on", day("2010-01-01"))],
        );
    }
    let holds =
        Holds(vec![hold("h1", "customers", Some(("id", &[2]))), hold("h2", "mails", Some(("owner", &[9])))]);
    let plan = db.plan(&policy, &holds);
    Shop { db, policy, holds, plan }
}

impl Shop {
    fn check(&self, plan: &Plan) -> Result<(), Vec<PlanFault>> {
        self.db.check(plan, &self.policy, &self.holds).map(drop)
    }

    /// Changes the plan and demands that it is refused.
    fn refuses(&self, what: &str, change: impl FnOnce(&mut Plan)) -> Vec<PlanFault> {
        let mut plan = self.plan.clone();
        change(&mut plan);
        assert_ne!(plan, self.plan, "{what} changes nothing");
        self.check(&plan).expect_err(what)
    }
}

fn position(plan: &Plan, dataset: &str) -> usize {
    plan.steps.iter().position(|step| step.dataset.as_str() == dataset).unwrap()
}

/// Every cutoff in a predicate.
fn cutoffs(predicate: &mut Predicate) -> Vec<&mut Cutoff> {
    match predicate {
        Predicate::Before { cutoff, .. } => vec![cutoff],
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter_mut().flat_map(cutoffs).collect(),
        Predicate::Not(inner) => cutoffs(inner),
        Predicate::Related { is, .. } => cutoffs(is),
        _ => Vec::new(),
    }
}

#[test]
fn what_the_planner_made_passes() {
    let shop = shop();
    assert_eq!(shop.plan.steps.len(), 3);
    shop.check(&shop.plan).unwrap();
}

#[test]
fn a_cutoff_a_day_later_would_dispose_of_what_is_kept() {
    let shop = shop();
    for dataset in ["customers", "orders", "mails"] {
        let number = position(&shop.plan, dataset);
        for which in 0..cutoffs(&mut shop.plan.clone().steps[number].due).len() {
            let faults = shop.refuses("a later cutoff", |plan| {
                let mut all = cutoffs(&mut plan.steps[number].due);
                all[which].date = all[which].date.tomorrow().unwrap();
                all[which].instant = all[which].instant.checked_add(24.hours()).unwrap();
            });
            assert!(
                faults.iter().any(|fault| matches!(fault, PlanFault::TooMuch { .. })),
                "{dataset} {which}: {faults:#?}"
            );
        }
    }
}

#[test]
fn a_cutoff_a_day_earlier_would_break_the_promise() {
    let shop = shop();
    for dataset in ["customers", "orders", "mails"] {
        let number = position(&shop.plan, dataset);
        for which in 0..cutoffs(&mut shop.plan.clone().steps[number].due).len() {
            let faults = shop.refuses("an earlier cutoff", |plan| {
                let mut all = cutoffs(&mut plan.steps[number].due);
                all[which].date = all[which].date.yesterday().unwrap();
                all[which].instant = all[which].instant.checked_sub(24.hours()).unwrap();
            });
            assert!(
                faults.iter().any(|fault| matches!(fault, PlanFault::TooLittle { .. })),
                "{dataset} {which}: {faults:#?}"
            );
        }
    }
}

#[test]
fn a_filter_that_is_dropped_or_widened_is_noticed() {
    let shop = shop();
    let number = position(&shop.plan, "customers");
    shop.refuses("without its filter", |plan| {
        let Predicate::All(parts) = &mut plan.steps[number].due else { panic!() };
        parts.retain(|part| !matches!(part, Predicate::In { .. }));
    });
    shop.refuses("with a narrower filter", |plan| {
        let Predicate::All(parts) = &mut plan.steps[number].due else { panic!() };
        parts.push(Predicate::In {
            column: "kind".to_owned(),
            values: vec![gallra_rules::predicate::Scalar::Integer(1)],
        });
    });
    shop.refuses("with NULL let in", |plan| {
        let Predicate::All(parts) = &mut plan.steps[number].due else { panic!() };
        for part in parts.iter_mut().filter(|part| matches!(part, Predicate::In { .. })) {
            *part = Predicate::Any(vec![part.clone(), Predicate::IsNull { column: "kind".to_owned() }]);
        }
    });
}

#[test]
fn a_parents_filter_that_is_dropped_is_noticed() {
    let shop = shop();
    let number = position(&shop.plan, "orders");
    let faults = shop.refuses("orders of any customer", |plan| {
        let Predicate::All(parts) = &mut plan.steps[number].due else { panic!() };
        parts.retain(|part| !matches!(part, Predicate::Related { .. }));
    });
    assert!(faults[0].to_string().contains("another `customers.kind`"), "{}", faults[0]);
}

#[test]
fn every_exception_is_needed_and_no_other_is_believed() {
    let shop = shop();
    let mut dropped = 0;
    for (number, step) in shop.plan.steps.iter().enumerate() {
        for which in 0..step.except.len() {
            shop.refuses("an exception less", |plan| {
                plan.steps[number].except.remove(which);
                plan.steps[number].expected.excepted.remove(which);
                let kept: u64 = plan.steps[number].expected.excepted.iter().sum();
                plan.steps[number].expected.disposable = plan.steps[number].expected.due - kept;
            });
            shop.refuses("an exception that excepts all", |plan| {
                plan.steps[number].except[which].when = Predicate::always();
            });
            shop.refuses("an exception that excepts nothing", |plan| {
                plan.steps[number].except[which].when = Predicate::never();
            });
            dropped += 1;
        }
    }
    // h1 on customers and through them on orders, h2 on mails, and orders that refer to customers.
    assert_eq!(dropped, 4);
}

#[test]
fn another_action_table_key_or_system_is_refused() {
    let shop = shop();
    let number = position(&shop.plan, "mails");
    shop.refuses("delete for anonymise", |plan| plan.steps[number].action = Action::Delete);
    shop.refuses("another replacement", |plan| {
        plan.steps[number].action = Action::Anonymise([("sender".to_owned(), Replacement::Null)].into());
    });
    shop.refuses("another table", |plan| plan.steps[number].table = table("orders"));
    shop.refuses("another system", |plan| plan.steps[number].system = "other".into());
    shop.refuses("another key", |plan| plan.steps[number].key = vec!["sender".to_owned()]);
    shop.refuses("another way with what is still kept", |plan| {
        plan.steps[number].residue.what = ResidueWork::Clear;
    });
    shop.refuses("another dataset", |plan| plan.steps[number].dataset = "orders".into());
    shop.refuses("an unknown dataset", |plan| plan.steps[number].dataset = "nothing".into());
    shop.refuses("an unlinked column", |plan| plan.steps[0].unlink = vec!["customer_id".to_owned()]);
}

#[test]
fn the_order_is_checked_and_nothing_is_left_out_or_done_twice() {
    let shop = shop();
    let customers = position(&shop.plan, "customers");
    assert!(!shop.plan.steps[customers].after.is_empty());
    shop.refuses("without waiting", |plan| plan.steps[customers].after.clear());
    shop.refuses("parents first", |plan| plan.steps.reverse());
    shop.refuses("twice", |plan| plan.steps.push(plan.steps[0].clone()));
    for number in 0..shop.plan.steps.len() {
        shop.refuses("a step less", |plan| drop(plan.steps.remove(number)));
    }
}

#[test]
fn numbers_that_do_not_add_up_or_hide_an_unusual_share_are_refused() {
    let shop = shop();
    let customers = position(&shop.plan, "customers");
    assert_eq!(shop.plan.steps[customers].expected.disposable, 2);
    shop.refuses("more disposable", |plan| plan.steps[customers].expected.disposable += 1);
    shop.refuses("more overdue than due", |plan| plan.steps[customers].expected.overdue = 9);
    shop.refuses("more due than there is", |plan| plan.steps[customers].expected.total = 1);
    shop.refuses("no guard", |plan| plan.steps[customers].guard = None);
    shop.refuses("an overflow", |plan| plan.steps[customers].expected.excepted[0] = u64::MAX);
    shop.refuses("another cutoff for people", |plan| {
        let cutoff = &mut plan.steps[customers].because[0].cutoff;
        cutoff.date = cutoff.date.yesterday().unwrap();
    });
}

#[test]
fn a_plan_is_stale_when_its_policy_tables_or_holds_have_changed() {
    let shop = shop();
    let other = super::support::policy(
        &format!(
            "{SHOP}{}",
            activity("sales", "customers, orders, mails", "at_most: 9 years after ended", "delete")
        )
        .replace(
            "received: {column: received_at, format: epoch_seconds}",
            "ended: {column: received_at, format: epoch_seconds}",
        ),
    );
    let stale = |found: Result<_, Vec<PlanFault>>| found.map(drop).unwrap_err();
    assert_eq!(stale(shop.db.check(&shop.plan, &other, &shop.holds)), [PlanFault::Stale(Source::Policy)]);
    assert_eq!(
        stale(shop.db.check(&shop.plan, &shop.policy, &no_holds())),
        [PlanFault::Stale(Source::Holds)]
    );
    let mut altered = shop.db.clone();
    altered.shapes.tables.get_mut("mails").unwrap().columns.get_mut("sender").unwrap().nullable = false;
    assert_eq!(
        stale(altered.check(&shop.plan, &shop.policy, &shop.holds)),
        [PlanFault::Stale(Source::Shapes)]
    );
    shop.refuses("another format", |plan| plan.format += 1);
    shop.refuses("another organisation", |plan| plan.organisation.push('X'));
    // The moment is what everything is counted from.
    shop.refuses("another moment", |plan| plan.made_at = plan.made_at.checked_sub(48.hours()).unwrap());
}

#[test]
fn a_note_that_says_why_stands_for_a_step_and_another_does_not() {
    let shop = shop();
    let mut plan = shop.plan.clone();
    let number = position(&plan, "mails");
    plan.steps.remove(number);
    let note = |what| gallra_rules::plan::Note { dataset: "mails".into(), what };
    plan.notes.push(note(NoteKind::NoRule));
    assert_eq!(shop.check(&plan).unwrap_err(), [PlanFault::Omitted("mails".into())]);
    plan.notes.push(note(NoteKind::NotChecked { reason: "the server does not answer".to_owned() }));
    shop.check(&plan).unwrap();
}

#[test]
fn a_fault_says_which_made_up_record_shows_it() {
    let shop = shop();
    let number = position(&shop.plan, "customers");
    let faults = shop.refuses("everything", |plan| plan.steps[number].due = Predicate::always());
    let told = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(
        told.contains("step `delete:customers` would dispose of a record that the policy keeps: ended: "),
        "{told}"
    );
    assert!(step(&shop.plan, "customers").unlink.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_cutoff_moved_by_any_distance_is_noticed(
        dataset in 0..3_usize, which in 0..4_usize, seconds in prop_oneof![-5..5_i64, -400_000_000..400_000_000_i64],
    ) {
        let shop = shop();
        let mut plan = shop.plan.clone();
        let class = ["customers", "orders", "mails"][dataset];
        let number = position(&plan, class);
        let mut all = cutoffs(&mut plan.steps[number].due);
        let count = all.len();
        let cutoff = &mut *all[which % count];
        cutoff.instant = cutoff.instant.checked_add(seconds.seconds()).unwrap();
        let whole_days = seconds / 86_400;
        cutoff.date = cutoff.date.checked_add(whole_days.days()).unwrap();
        // Each anchor looks at one half of its cutoff: dates at the date, moments at the instant.
        let by_date = class == "customers" || (class == "orders" && plan_is_by_date(&plan, number, which % count));
        if if by_date { whole_days != 0 } else { seconds != 0 } {
            prop_assert!(shop.check(&plan).is_err(), "{} {} {}", class, which % count, seconds);
        } else {
            prop_assert!(shop.check(&plan).is_ok());
        }
    }
}

/// Whether a cutoff of the orders is that of the customers' date.
fn plan_is_by_date(plan: &Plan, number: usize, which: usize) -> bool {
    fn befores(predicate: &Predicate) -> Vec<bool> {
        match predicate {
            Predicate::Before { anchor, .. } => {
                vec![matches!(anchor, gallra_rules::predicate::AnchorValue::Parent { .. })]
            }
            Predicate::All(parts) | Predicate::Any(parts) => parts.iter().flat_map(befores).collect(),
            _ => Vec::new(),
        }
    }
    befores(&plan.steps[number].due)[which]
}
