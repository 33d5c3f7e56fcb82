//! One thing is changed in a good plan, and the checker refuses it.

use gallra_rules::hash::ContentHash;
use gallra_rules::hold::Holds;
use gallra_rules::inventory::ColumnClass::{Date, Integer, Text};
use gallra_rules::inventory::OnDelete;
use gallra_rules::plan::{Action, Plan, PlanFault, Step, check_plan};
use gallra_rules::policy::PolicySet;
use gallra_rules::predicate::eval::Value;
use gallra_rules::predicate::{Predicate, Replacement};

use super::Asking;
use crate::planning::support::{Db, day, hold, policy};

const SHOP: &str = "datasets:
  users: {in: db, table: users, subject: {email: email}, fields: {name: person.name}, anchors: {left: {column: left_on, missing: ongoing}}}
  orders: {in: db, table: orders, belongs_to: {users: user_id}, fields: {address: contact.address}, where: {kind: [1]}, anchors: {left: {from: users.left}}}
  invoices: {in: db, table: invoices, belongs_to: {orders: order_id}, fields: {name: person.name}, anchors: {issued: issued_on}}
  letters: {in: db, table: letters, belongs_to: {users: [{by: sender, as: shared}, {by: receiver, as: shared}]}, fields: {text: communication.content}}
  reviews: {in: db, table: reviews, belongs_to: {users: {by: user_id, as: refers}}, fields: {text: communication.content}}
  trees: {in: db, table: trees, belongs_to: {users: owner, trees: parent}, fields: {text: communication.note}}
activities:
  shop: {role: controller, purpose: Shop, basis: contract, data: [users, orders], keep: {at_most: 2 years after left}, measures: [access]}
  bookkeeping: {role: controller, purpose: Books, basis: {legal_obligation: \"BFL 7:2\"}, data: [invoices], keep: {at_least: 7 years after issued}, measures: [access]}
  rest: {role: controller, purpose: Rest, basis: {consent: {source: users}}, data: [letters, reviews, trees], keep: {until_review: 2099-12-31}, measures: [access]}
";

struct Shop {
    policy: PolicySet,
    holds: Holds,
    db: Db,
    plan: Plan,
}

fn shop() -> Shop {
    let policy = policy(SHOP);
    let mut db = Db::default()
        .table("users", &[("email!", Text), ("name", Text), ("left_on", Date)])
        .table("orders", &[("user_id", Integer), ("address", Text), ("kind", Integer)])
        .table("invoices", &[("order_id", Integer), ("name", Text), ("issued_on", Date)])
        .table("letters", &[("sender", Integer), ("receiver", Integer), ("text", Text)])
        .table("reviews", &[("user_id", Integer), ("text", Text)])
        .table("trees", &[("owner", Integer), ("parent", Integer), ("text", Text)])
        .refers("orders", "user_id", "users", OnDelete::Block)
        .refers("invoices", "order_id", "orders", OnDelete::Block)
        .refers("reviews", "user_id", "users", OnDelete::Block)
        .refers("audit", "user_id", "users", OnDelete::Block);
    let holds = Holds(vec![hold("h1", "orders", Some(("id", &[2])))]);
    let plan = Asking::new(&policy, &[("users", &[1])]).holds(holds.clone()).plan(&mut db);
    Shop { policy, holds, db, plan }
}

impl Shop {
    fn refuses(&self, what: &str, change: impl FnOnce(&mut Plan)) -> Vec<PlanFault> {
        let mut plan = self.plan.clone();
        change(&mut plan);
        assert_ne!(plan, self.plan, "{what} changes nothing");
        match check_plan(&plan, &self.policy, &self.db.shapes, &self.holds) {
            Ok(_) => panic!("{what} passes"),
            Err(faults) => faults,
        }
    }

    fn step<'p>(plan: &'p mut Plan, id: &str) -> &'p mut Step {
        plan.steps.iter_mut().find(|step| step.id.0 == id).unwrap_or_else(|| panic!("no step {id}"))
    }
}

fn ids(plan: &Plan) -> Vec<String> {
    plan.steps.iter().map(|step| step.id.0.clone()).collect()
}

/// Every place in a predicate where something can be left out or turned round, as a change.
fn places(predicate: &Predicate) -> Vec<Predicate> {
    let inside = |parts: &[Predicate], many: fn(Vec<Predicate>) -> Predicate| -> Vec<Predicate> {
        let mut all = Vec::new();
        for at in 0..parts.len() {
            let mut fewer = parts.to_vec();
            fewer.remove(at);
            all.push(many(fewer));
            for other in places(&parts[at]) {
                let mut changed = parts.to_vec();
                changed[at] = other;
                all.push(many(changed));
            }
        }
        all
    };
    match predicate {
        Predicate::All(parts) => inside(parts, Predicate::All),
        Predicate::Any(parts) => inside(parts, Predicate::Any),
        Predicate::Not(inner) => places(inner).into_iter().map(|it| Predicate::Not(Box::new(it))).collect(),
        Predicate::Related { join, is } => {
            let mut all: Vec<Predicate> = places(is)
                .into_iter()
                .map(|is| Predicate::Related { join: join.clone(), is: Box::new(is) })
                .collect();
            all.push(Predicate::Related { join: join.clone(), is: Box::new(Predicate::always()) });
            all
        }
        Predicate::KeyIn { column, .. } => {
            vec![Predicate::KeyIn { column: column.clone(), set: ContentHash::of_bytes(b"others") }]
        }
        _ => Vec::new(),
    }
}

#[test]
fn what_the_planner_made_passes() {
    let shop = shop();
    check_plan(&shop.plan, &shop.policy, &shop.db.shapes, &shop.holds).unwrap_or_else(|it| panic!("{it:#?}"));
    let ids = ids(&shop.plan);
    for id in ["cut:letters", "cut:reviews", "erase:invoices", "blank:orders", "erase:orders", "blank:users"]
    {
        assert!(ids.contains(&id.to_owned()), "{id} in {ids:?}");
    }
}

#[test]
fn a_wider_rule_takes_what_is_somebody_elses() {
    let shop = shop();
    for id in ids(&shop.plan) {
        let faults = shop.refuses(&id, |plan| Shop::step(plan, &id).due = Predicate::always());
        assert!(faults.iter().any(|it| matches!(it, PlanFault::TooMuch { .. })), "{id}: {faults:#?}");
    }
}

#[test]
fn a_narrower_rule_leaves_what_is_theirs() {
    let shop = shop();
    for id in ids(&shop.plan) {
        let faults = shop.refuses(&id, |plan| Shop::step(plan, &id).due = Predicate::never());
        assert!(faults.iter().any(|it| matches!(it, PlanFault::LeftOver { .. })), "{id}: {faults:#?}");
    }
}

/// A database with one of everything: people who ask and who do not, and what may hang on them.
fn one_of_everything(db: &mut Db) {
    let or_null = |it: Option<i64>| it.map_or(Value::Null, Value::Integer);
    let text = || Value::Text("something".to_owned());
    let dates = [None, Some("2010-01-01"), Some("2026-01-01")];
    let on = |date: Option<&str>| date.map_or(Value::Null, day);
    for id in 1..=2 {
        db.row("users", &[("id", Value::Integer(id)), ("name", text()), ("left_on", day("2010-01-01"))]);
    }
    db.row("users", &[("id", Value::Integer(3)), ("name", text())]);
    let (mut order, mut id) = (0, 0);
    for owner in [None, Some(1), Some(1), Some(2), Some(3)] {
        for kind in [1, 2] {
            for date in dates {
                order += 1;
                db.row(
                    "orders",
                    &[
                        ("id", Value::Integer(order)),
                        ("user_id", or_null(owner)),
                        ("kind", Value::Integer(kind)),
                        ("address", text()),
                    ],
                );
                id += 1;
                db.row(
                    "invoices",
                    &[
                        ("id", Value::Integer(id)),
                        ("order_id", Value::Integer(order)),
                        ("issued_on", on(date)),
                    ],
                );
            }
        }
        db.row("reviews", &[("id", Value::Integer(order)), ("user_id", or_null(owner))]);
        for receiver in [None, Some(1), Some(2)] {
            id += 1;
            db.row(
                "letters",
                &[("id", Value::Integer(id)), ("sender", or_null(owner)), ("receiver", or_null(receiver))],
            );
        }
    }
    for (id, owner, parent) in
        [(1, Some(1), None), (2, None, Some(1)), (3, None, None), (4, Some(2), Some(3))]
    {
        db.row(
            "trees",
            &[("id", Value::Integer(id)), ("owner", or_null(owner)), ("parent", or_null(parent))],
        );
    }
}

/// Whatever part of a rule is left out, or asks for another set of keys: if it makes a difference for any record, it is
/// refused.
#[test]
fn any_part_of_a_rule_is_missed() {
    let mut shop = shop();
    one_of_everything(&mut shop.db);
    shop.plan = Asking::new(&shop.policy, &[("users", &[1, 3])]).holds(shop.holds.clone()).plan(&mut shop.db);
    let mut tried = 0;
    for (at, step) in shop.plan.steps.iter().enumerate() {
        let rows = &shop.db.rows[&step.table];
        let covers =
            |due: &Predicate| -> Vec<bool> { rows.iter().map(|row| shop.db.holds_for(due, row)).collect() };
        let planned = covers(&step.due);
        let changes = places(&step.due).into_iter().filter(|due| covers(due) != planned);
        for due in changes.step_by(3) {
            tried += 1;
            shop.refuses(&format!("{} with {due:?}", step.id.0), |plan| plan.steps[at].due = due);
        }
    }
    assert!(tried > 20, "{tried} changes");
}

#[test]
fn a_dropped_exception_is_missed() {
    let shop = shop();
    for (at, step) in shop.plan.steps.iter().enumerate() {
        for which in 0..step.except.len() {
            shop.refuses(&format!("{} {which}", step.id.0), |plan| {
                plan.steps[at].except.remove(which);
                plan.steps[at].expected.excepted.remove(which);
            });
        }
    }
}

#[test]
fn a_wider_exception_leaves_what_is_theirs() {
    let shop = shop();
    for (at, step) in shop.plan.steps.iter().enumerate() {
        for which in 0..step.except.len() {
            shop.refuses(&format!("{} {which}", step.id.0), |plan| {
                plan.steps[at].except[which].when = Predicate::always();
            });
        }
    }
}

#[test]
fn another_action_is_refused() {
    let shop = shop();
    for id in ids(&shop.plan) {
        shop.refuses(&id, |plan| {
            let step = Shop::step(plan, &id);
            step.action = match &step.action {
                Action::Delete => Action::Anonymise([("text".to_owned(), Replacement::Null)].into()),
                Action::Anonymise(_) => Action::Delete,
            };
        });
    }
}

#[test]
fn a_dropped_step_is_missed() {
    let shop = shop();
    for id in ids(&shop.plan) {
        shop.refuses(&id, |plan| plan.steps.retain(|step| step.id.0 != id));
    }
}

#[test]
fn another_dataset_is_refused() {
    let shop = shop();
    for id in ids(&shop.plan) {
        shop.refuses(&id, |plan| {
            let step = Shop::step(plan, &id);
            step.dataset = if step.dataset.as_str() == "users" { "orders".into() } else { "users".into() };
        });
    }
}

#[test]
fn whom_it_is_about_cannot_be_changed() {
    let shop = shop();
    let other = ContentHash::of_bytes(b"somebody else");
    shop.refuses("another set", |plan| {
        let about = plan.about.as_mut().unwrap();
        let key = Predicate::KeyIn { column: "id".to_owned(), set: other.clone() };
        about.roots.insert("users".into(), Predicate::Any(vec![key]));
    });
    shop.refuses("everybody", |plan| {
        plan.about.as_mut().unwrap().roots.insert("users".into(), Predicate::always());
    });
    shop.refuses("nobody", |plan| plan.about.as_mut().unwrap().roots.clear());
    shop.refuses("another request", |plan| plan.about.as_mut().unwrap().requests = ["R-2".to_owned()].into());
    shop.refuses("no request", |plan| plan.about.as_mut().unwrap().requests.clear());
    shop.refuses("a retention plan", |plan| plan.about = None);
    shop.refuses("deeper", |plan| plan.about.as_mut().unwrap().depth += 1);
    shop.refuses("a contract in force", |plan| {
        plan.about.as_mut().unwrap().weighed.contracts.insert("shop".into(), true);
    });
    shop.refuses("an exemption", |plan| {
        let exemptions = &mut plan.about.as_mut().unwrap().weighed.exemptions;
        exemptions.insert("rest".into(), gallra_rules::request::Ground::LegalClaims);
    });
}

#[test]
fn a_plan_that_follows_further_than_it_says_is_refused() {
    let mut shop = shop();
    let mut db = shop.db.clone();
    // Found by predicates alone, two links deep.
    let (mut about, ..) =
        Asking::new(&shop.policy, &[("users", &[1])]).holds(shop.holds.clone()).draft(&mut db);
    about.depth = 2;
    let lost = std::collections::BTreeMap::new();
    let now = crate::planning::support::now();
    let draft = gallra_rules::plan::erase::draft(&shop.policy, &db.shapes, &shop.holds, now, &about, &lost);
    let answers: Vec<_> = draft.questions().map(|question| db.measure(question)).collect();
    shop.plan = gallra_rules::plan::erase::plan(
        &shop.policy,
        &db.shapes,
        &shop.holds,
        now,
        &about,
        (&draft, &answers),
    )
    .unwrap();
    shop.db = db;
    check_plan(&shop.plan, &shop.policy, &shop.db.shapes, &shop.holds).unwrap_or_else(|it| panic!("{it:#?}"));
    shop.refuses("less deep", |plan| plan.about.as_mut().unwrap().depth = 1);
    shop.refuses("deeper", |plan| plan.about.as_mut().unwrap().depth = 3);
}

#[test]
fn an_order_that_cannot_work_is_refused() {
    let shop = shop();
    shop.refuses("backwards", |plan| plan.steps.reverse());
    shop.refuses("no waiting", |plan| plan.steps.iter_mut().for_each(|step| step.after.clear()));
}
