//! From a person to a plan, in a database in memory: planned, checked by the independent checker, carried out, and compared.
#![allow(clippy::unwrap_used, reason = "helper functions of tests, where a panic is the report")]

mod mutations;
mod shapes;
mod situations;

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::decide::Weighed;
use gallra_rules::hash::ContentHash;
use gallra_rules::hold::Holds;
use gallra_rules::inventory::Measure;
use gallra_rules::keys::{KeySet, KeysName, When, told};
use gallra_rules::names::DatasetName;
use gallra_rules::plan::erase::{self, Draft};
use gallra_rules::plan::{About, NoteKind, Plan, check_plan};
use gallra_rules::policy::PolicySet;
use gallra_rules::predicate::Predicate;
use gallra_rules::predicate::eval::Value;
use jiff::Timestamp;

use crate::planning::support::{Db, now, table};

/// Somebody who asks: which records are known to be theirs.
pub(crate) struct Asking<'a> {
    pub(crate) policy: &'a PolicySet,
    pub(crate) holds: Holds,
    pub(crate) weighed: Weighed,
    pub(crate) known: BTreeMap<DatasetName, BTreeSet<i64>>,
    pub(crate) now: Timestamp,
    /// How often keys were read.
    pub(crate) rounds: usize,
}

impl<'a> Asking<'a> {
    pub(crate) fn new(policy: &'a PolicySet, known: &[(&str, &[i64])]) -> Self {
        let known = known.iter().map(|(name, ids)| ((*name).into(), ids.iter().copied().collect())).collect();
        Self { policy, holds: Holds::default(), weighed: Weighed::default(), known, now: now(), rounds: 0 }
    }

    pub(crate) fn holds(self, holds: Holds) -> Self {
        Self { holds, ..self }
    }

    pub(crate) fn weighed(self, weighed: Weighed) -> Self {
        Self { weighed, ..self }
    }

    /// Tells the database whose records are known, as a plan names them.
    fn about(&self, db: &mut Db, depth: usize) -> About {
        let mut about = About {
            requests: ["R-1".to_owned()].into(),
            depth,
            weighed: self.weighed.clone(),
            ..About::default()
        };
        db.shapes.keys.clear();
        for (name, ids) in &self.known {
            let mut set = KeySet::default();
            for key in ids.iter().map(i64::to_string).chain(["salt".to_owned()]) {
                set.add(key, When::Missing);
            }
            let seen = set.seen().unwrap();
            mark(db, name, ids, &seen.hash);
            about.roots.insert(
                name.clone(),
                Predicate::Any(vec![Predicate::KeyIn { column: "id".to_owned(), set: seen.hash.clone() }]),
            );
            db.shapes.keys.insert(KeysName::of_request(&about.name(), name, "id"), seen);
        }
        about
    }

    /// Drafts until nothing new comes and nothing lies beyond, as the use case does.
    pub(crate) fn draft(&mut self, db: &mut Db) -> (About, Draft, Vec<Measure>) {
        let mut depth = 0;
        loop {
            let about = self.about(db, depth);
            let draft =
                erase::draft(self.policy, &db.shapes, &self.holds, self.now, &about, &BTreeMap::new());
            let mut new = false;
            for asked in &draft.remember {
                assert_eq!(asked.column, "id");
                let rows = db.rows[&asked.table].clone();
                let found = rows.iter().filter(|row| db.holds_for(&asked.within, row));
                let ids =
                    found.map(|row| if let Value::Integer(id) = row["id"] { id } else { panic!("no id") });
                let known = self.known.entry(asked.dataset.clone()).or_default();
                let before = known.len();
                known.extend(ids);
                new |= known.len() > before;
                if known.is_empty() {
                    self.known.remove(&asked.dataset);
                }
            }
            if new {
                self.rounds += 1;
                continue;
            }
            if erase::beyond(&draft, &db.shapes).any(|question| db.measure(&question).due > 0) {
                depth += 1;
                continue;
            }
            let answers = draft.questions().map(|question| db.measure(question)).collect();
            return (about, draft, answers);
        }
    }

    pub(crate) fn plan(&mut self, db: &mut Db) -> Plan {
        let (about, draft, answers) = self.draft(db);
        assert_eq!(draft.fault(&answers), None);
        erase::plan(self.policy, &db.shapes, &self.holds, self.now, &about, (&draft, &answers)).unwrap()
    }

    /// Plans, has the plan checked, carries it out, and demands that it did what it foresaw, and that nothing is left to do.
    pub(crate) fn run(&mut self, db: &mut Db) -> Plan {
        let plan = self.plan(db);
        check_plan(&plan, self.policy, &db.shapes, &self.holds)
            .unwrap_or_else(|faults| panic!("{faults:#?}"));
        for step in &plan.steps {
            let done = db.carry_out(step);
            assert_eq!(done, step.expected.disposable, "what was foreseen of {}", step.id.0);
        }
        let again = self.plan(db);
        assert_eq!(again.rows(), 0, "a second plan finds {:#?}", again.steps);
        check_plan(&again, self.policy, &db.shapes, &self.holds)
            .unwrap_or_else(|faults| panic!("{faults:#?}"));
        plan
    }
}

/// A record that is known says so under the name of the set, which is what the key's membership means in memory.
fn mark(db: &mut Db, name: &DatasetName, ids: &BTreeSet<i64>, set: &ContentHash) {
    let of = db.shapes.tables[name].table.clone();
    for row in db.rows.get_mut(&of).unwrap() {
        row.retain(|column, _| !column.starts_with("id\u{1f}"));
        if matches!(row.get("id"), Some(Value::Integer(id)) if ids.contains(id)) {
            row.insert(told("id", set), Value::Bool(true));
        }
    }
}

pub(crate) fn ids(db: &Db, of: &str) -> Vec<i64> {
    db.ids(of)
}

pub(crate) fn value(db: &Db, of: &str, id: i64, column: &str) -> Value {
    let row = db.rows[&table(of)].iter().find(|row| row["id"] == Value::Integer(id)).unwrap();
    row.get(column).cloned().unwrap_or(Value::Null)
}

/// Steps by their ids, with the records that they take.
pub(crate) fn steps(plan: &Plan) -> Vec<(String, u64)> {
    plan.steps.iter().map(|step| (step.id.0.clone(), step.expected.disposable)).collect()
}

pub(crate) fn notes<'p>(plan: &'p Plan, of: &str) -> Vec<&'p NoteKind> {
    plan.notes.iter().filter(|note| note.dataset.as_str() == of).map(|note| &note.what).collect()
}
