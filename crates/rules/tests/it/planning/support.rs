//! A database in memory, which answers the planner's questions and carries plans out, by the meaning of predicates.

use std::collections::BTreeMap;

use gallra_rules::hold::{Hold, HoldId, HoldKind, HoldScope, Holds};
use gallra_rules::inventory::{
    ColumnClass, ColumnShape, Effect, Inventory, Link, Measure, OnDelete, Shapes, TableKind, TableShape,
};
use gallra_rules::names::DatasetName;
use gallra_rules::plan::{self, Action, CheckedPlan, LastRun, Plan, PlanFault, Question, Step, check_plan};
use gallra_rules::policy::PolicySet;
use gallra_rules::predicate::eval::{Value, Witness};
use gallra_rules::predicate::{AnchorValue, Join, Predicate, Replacement, Scalar, TableRef};
use jiff::Timestamp;
use jiff::civil::Date;

/// Noon in Stockholm on a Sunday.
pub(crate) const NOW: &str = "2026-11-22T11:00:00Z";

pub(crate) fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// A policy from the sections that matter; the rest is the same everywhere.
pub(crate) fn policy(sections: &str) -> PolicySet {
    try_policy(sections).unwrap_or_else(|found| panic!("{found}"))
}

pub(crate) fn try_policy(sections: &str) -> Result<PolicySet, String> {
    let head = "organisation: {name: Exempel AB, number: 559900-1236, country: SE, time_zone: Europe/Stockholm, \
                financial_year_ends: 12-31, contact: {email: dpo@exempel.example}}\n\
                requests: {unreached: warn}\n\
                subjects: {people: {en: People}}\n\
                measures: {access: {en: Access by role}}\n\
                systems:\n  db: {kind: sqlite, path: data.db, country: SE}\n  other: {kind: sqlite, path: other.db, country: SE}\n";
    let outcome = gallra_rules::check(
        [("policy.yaml", format!("{head}{sections}"))],
        &gallra_rules::Options::default(),
    );
    let text = outcome.render(gallra_rules::diagnostic::Lang::En, false);
    outcome.policy.ok_or(text)
}

/// A policy from its whole text.
pub(crate) fn try_whole(text: &str) -> Result<PolicySet, String> {
    let outcome = gallra_rules::check([("policy.yaml", text)], &gallra_rules::Options::default());
    let found = outcome.render(gallra_rules::diagnostic::Lang::En, false);
    outcome.policy.ok_or(found)
}

/// An activity in one line.
pub(crate) fn activity(name: &str, data: &str, keep: &str, then: &str) -> String {
    format!(
        "  {name}:\n    role: controller\n    purpose: {{en: Whatever}}\n    basis: {{legal_obligation: \"BFL 7:2\"}}\n    \
         data: [{data}]\n    keep: {{{keep}}}\n    then: {then}\n    measures: [access]\n"
    )
}

pub(crate) type Row = BTreeMap<String, Value>;

/// Tables in one system.
#[derive(Clone, Default)]
pub(crate) struct Db {
    pub(crate) shapes: Shapes,
    pub(crate) rows: BTreeMap<TableRef, Vec<Row>>,
    foreign_keys: Vec<(TableRef, Link)>,
}

pub(crate) fn table(name: &str) -> TableRef {
    TableRef { schema: None, name: name.to_owned() }
}

pub(crate) fn day(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

impl Db {
    /// Adds a table for a dataset, with an `id` as its primary key. A column whose name ends with `!` may not be NULL.
    pub(crate) fn table(mut self, dataset: &str, columns: &[(&str, ColumnClass)]) -> Self {
        let column = |class, nullable| ColumnShape {
            type_name: format!("{class:?}"),
            class,
            nullable,
            generated: false,
        };
        let mut shapes = BTreeMap::from([("id".to_owned(), column(ColumnClass::Integer, false))]);
        for (name, class) in columns {
            shapes.insert(name.trim_end_matches('!').to_owned(), column(*class, !name.ends_with('!')));
        }
        let shape = TableShape {
            system: "db".into(),
            table: table(dataset),
            kind: TableKind::Table,
            columns: shapes,
            primary_key: vec!["id".to_owned()],
            unique: Vec::new(),
            references: Vec::new(),
            referenced_by: Vec::new(),
            effects: Vec::new(),
            triggers: Vec::new(),
            rows_estimate: None,
            partitions: Vec::new(),
        };
        self.shapes.tables.insert(dataset.into(), shape);
        self.rows.entry(table(dataset)).or_default();
        self
    }

    /// Another dataset over a table that is here already.
    pub(crate) fn also(mut self, dataset: &str, over: &str) -> Self {
        let shape = self.shapes.tables[&DatasetName::from(over)].clone();
        self.shapes.tables.insert(dataset.into(), shape);
        self
    }

    /// A foreign key from a child's column to the parent's `id`. `child` need not be a dataset.
    pub(crate) fn refers(mut self, child: &str, column: &str, parent: &str, on_delete: OnDelete) -> Self {
        let nullable = match self.shapes.tables.get(&DatasetName::from(child)) {
            Some(shape) => shape.columns[column].nullable,
            None => true,
        };
        let link = Link {
            name: format!("{child}_{column}"),
            join: Join { table: table(child), on: vec![("id".to_owned(), column.to_owned())] },
            on_delete,
            nullable,
        };
        self.foreign_keys.push((table(parent), link));
        self.rows.entry(table(child)).or_default();
        let keys = self.foreign_keys.clone();
        for shape in self.shapes.tables.values_mut() {
            shape.referenced_by =
                keys.iter().filter(|(to, _)| *to == shape.table).map(|(_, link)| link.clone()).collect();
            shape.effects = effects(&keys, &shape.table, &mut Vec::new());
        }
        self
    }

    /// Adds a record.
    pub(crate) fn row(&mut self, into: &str, values: &[(&str, Value)]) {
        let row = values.iter().map(|(column, value)| ((*column).to_owned(), value.clone())).collect();
        self.rows.get_mut(&table(into)).unwrap().push(row);
    }

    pub(crate) fn ids(&self, of: &str) -> Vec<i64> {
        let id = |row: &Row| if let Some(Value::Integer(id)) = row.get("id") { *id } else { panic!("no id") };
        self.rows[&table(of)].iter().map(id).collect()
    }

    fn witness(&self, row: &Row, needs: &Needs) -> Witness {
        let related = needs.0.iter().map(|(join, deeper)| {
            let matches = |other: &&Row| {
                join.on.iter().all(|(ours, theirs)| {
                    let (ours, theirs) = (row.get(ours), other.get(theirs));
                    ours.is_some() && ours != Some(&Value::Null) && ours == theirs
                })
            };
            let others = self.rows.get(&join.table).into_iter().flatten().filter(matches);
            (join.clone(), others.map(|other| self.witness(other, deeper)).collect())
        });
        Witness { columns: row.clone(), related: related.collect() }
    }

    pub(crate) fn holds_for(&self, predicate: &Predicate, row: &Row) -> bool {
        predicate.eval(&self.witness(row, &Needs::of(predicate)))
    }

    pub(crate) fn measure(&self, question: &Question) -> Measure {
        let rows = &self.rows[&question.table];
        let count =
            |predicate: &Predicate| rows.iter().filter(|row| self.holds_for(predicate, row)).count() as u64;
        let due: Vec<&Row> = rows.iter().filter(|row| self.holds_for(&question.due, row)).collect();
        let mut measure = Measure {
            total: count(&question.within),
            due: due.len() as u64,
            overdue: question
                .overdue
                .as_ref()
                .map_or(0, |overdue| due.iter().filter(|row| self.holds_for(overdue, row)).count() as u64),
            counts: question.counts.iter().map(|(kind, predicate)| (*kind, count(predicate))).collect(),
            excepted: vec![0; question.except.len()],
            effects: vec![0; question.effects.len()],
            ..Measure::default()
        };
        for row in due {
            match question.except.iter().position(|exception| self.holds_for(exception, row)) {
                Some(first) => measure.excepted[first] += 1,
                None => measure.disposable += 1,
            }
        }
        measure
    }

    pub(crate) fn inventory(&self, policy: &PolicySet, holds: &Holds, now: Timestamp) -> Inventory {
        let draft = plan::draft(policy, &self.shapes, holds, now);
        let measures =
            draft.questions().iter().map(|question| (question.dataset.clone(), self.measure(question)));
        Inventory { shapes: self.shapes.clone(), measures: measures.collect(), not_measured: BTreeMap::new() }
    }

    pub(crate) fn plan(&self, policy: &PolicySet, holds: &Holds) -> Plan {
        self.plan_at(policy, holds, now())
    }

    pub(crate) fn plan_at(&self, policy: &PolicySet, holds: &Holds, now: Timestamp) -> Plan {
        plan::plan(policy, &self.inventory(policy, holds, now), holds, now, &LastRun::new()).unwrap()
    }

    pub(crate) fn check(
        &self,
        plan: &Plan,
        policy: &PolicySet,
        holds: &Holds,
    ) -> Result<CheckedPlan, Vec<PlanFault>> {
        check_plan(plan, policy, &self.shapes, holds)
    }

    /// Plans, has the plan checked, carries it out, and demands that it did what it foresaw.
    pub(crate) fn run(&mut self, policy: &PolicySet, holds: &Holds) -> Plan {
        let plan = self.plan(policy, holds);
        self.check(&plan, policy, holds).unwrap_or_else(|faults| panic!("{faults:#?}"));
        for step in &plan.steps {
            let done = self.carry_out(step);
            assert_eq!(done, step.expected.disposable, "what was foreseen of {}", step.dataset);
        }
        plan
    }

    pub(crate) fn carry_out(&mut self, step: &Step) -> u64 {
        let mut done = 0;
        loop {
            let next = self.rows[&step.table].iter().position(|row| {
                let goes = self.holds_for(&step.due, row)
                    && !step.except.iter().any(|exception| self.holds_for(&exception.when, row));
                goes && (step.action != Action::Delete || !self.is_needed_by_its_own(step, row))
            });
            let Some(position) = next else { return done };
            match &step.action {
                Action::Delete => {
                    let row = self.rows.get_mut(&step.table).unwrap().remove(position);
                    self.deleted(&step.table, &row);
                }
                Action::Anonymise(columns) => {
                    let row = &mut self.rows.get_mut(&step.table).unwrap()[position];
                    for (column, replacement) in columns {
                        row.insert(column.clone(), replaced(replacement, row.get(column)));
                    }
                }
            }
            done += 1;
        }
    }

    /// Records of the same table that refer to it go first, as a connector does it.
    fn is_needed_by_its_own(&self, step: &Step, row: &Row) -> bool {
        let own =
            self.foreign_keys.iter().filter(|(to, link)| *to == step.table && link.join.table == step.table);
        own.filter(|(_, link)| link.on_delete == OnDelete::Block).any(|(_, link)| {
            self.rows[&step.table].iter().any(|other| {
                other != row && link.join.on.iter().all(|(ours, theirs)| row.get(ours) == other.get(theirs))
            })
        })
    }

    /// What the database does when a row is deleted: it refuses, deletes or changes what refers to it.
    fn deleted(&mut self, from: &TableRef, row: &Row) {
        let keys: Vec<Link> =
            self.foreign_keys.iter().filter(|(to, _)| to == from).map(|(_, link)| link.clone()).collect();
        for link in keys {
            let refers =
                |other: &Row| link.join.on.iter().all(|(ours, theirs)| row.get(ours) == other.get(theirs));
            let rows = self.rows.get_mut(&link.join.table).unwrap();
            match link.on_delete {
                OnDelete::Block => assert!(
                    !rows.iter().any(refers),
                    "{} still refers to a deleted row of {from}",
                    link.join.table
                ),
                OnDelete::Cascade => {
                    let (gone, left): (Vec<Row>, Vec<Row>) = rows.drain(..).partition(refers);
                    *rows = left;
                    for row in &gone {
                        self.deleted(&link.join.table, row);
                    }
                }
                OnDelete::SetNull | OnDelete::SetDefault => {
                    for other in rows.iter_mut().filter(|other| refers(other)) {
                        for (_, theirs) in &link.join.on {
                            other.insert(theirs.clone(), Value::Null);
                        }
                    }
                }
            }
        }
    }
}

fn replaced(replacement: &Replacement, value: Option<&Value>) -> Value {
    match replacement {
        Replacement::Null => Value::Null,
        Replacement::Constant(Scalar::Text(constant)) => text(constant),
        Replacement::Constant(Scalar::Integer(constant)) => Value::Integer(*constant),
        Replacement::Constant(Scalar::Bool(constant)) => Value::Bool(*constant),
        Replacement::Token => text("anon-1"),
        Replacement::Year => match value {
            Some(Value::Date(date)) => Value::Date(date.first_of_year()),
            other => other.cloned().unwrap_or(Value::Null),
        },
        Replacement::Network => text("192.0.2.0"),
    }
}

fn effects(keys: &[(TableRef, Link)], from: &TableRef, seen: &mut Vec<TableRef>) -> Vec<Effect> {
    let mut found = Vec::new();
    seen.push(from.clone());
    for (_, link) in keys.iter().filter(|(to, link)| to == from && link.on_delete != OnDelete::Block) {
        found.push(Effect { path: vec![link.join.clone()], action: link.on_delete });
        if link.on_delete == OnDelete::Cascade && !seen.contains(&link.join.table) {
            for deeper in effects(keys, &link.join.table, seen) {
                let path = [link.join.clone()].into_iter().chain(deeper.path).collect();
                found.push(Effect { path, action: deeper.action });
            }
        }
    }
    seen.pop();
    found
}

/// Which joins a predicate looks along.
#[derive(Default)]
struct Needs(BTreeMap<Join, Needs>);

impl Needs {
    fn of(predicate: &Predicate) -> Self {
        let mut needs = Self::default();
        needs.add(predicate);
        needs
    }

    fn add(&mut self, predicate: &Predicate) {
        match predicate {
            Predicate::All(parts) | Predicate::Any(parts) => parts.iter().for_each(|part| self.add(part)),
            Predicate::Not(inner) => self.add(inner),
            Predicate::Before { anchor, .. } | Predicate::Unusable { anchor, .. } => self.anchor(anchor),
            Predicate::Related { join, is } => self.0.entry(join.clone()).or_default().add(is),
            Predicate::In { .. }
            | Predicate::KeyIn { .. }
            | Predicate::Among { .. }
            | Predicate::IsNull { .. }
            | Predicate::NotAnonymised { .. } => {}
        }
    }

    fn anchor(&mut self, anchor: &AnchorValue) {
        if let AnchorValue::Parent { join, of } | AnchorValue::LatestChild { join, of } = anchor {
            self.0.entry(join.clone()).or_default().anchor(of);
        }
    }
}

pub(crate) fn no_holds() -> Holds {
    Holds::default()
}

pub(crate) fn hold(id: &str, dataset: &str, only: Option<(&str, &[i64])>) -> Hold {
    let only = only.map(|(column, values)| HoldScope {
        column: column.to_owned(),
        values: values.iter().copied().map(Scalar::Integer).collect(),
    });
    Hold {
        id: HoldId(id.to_owned()),
        dataset: dataset.into(),
        only,
        reason: "a dispute".to_owned(),
        until: None::<Date>,
        kind: HoldKind::Claim,
    }
}

pub(crate) fn step<'p>(plan: &'p Plan, dataset: &str) -> &'p Step {
    plan.steps
        .iter()
        .find(|step| step.dataset.as_str() == dataset)
        .unwrap_or_else(|| panic!("no step: {:#?}", plan.notes))
}

/// Why a dataset is not checked.
pub(crate) fn not_checked<'p>(plan: &'p Plan, dataset: &str) -> &'p str {
    let reason = plan.notes.iter().find_map(|note| match &note.what {
        plan::NoteKind::NotChecked { reason } if note.dataset.as_str() == dataset => Some(reason.as_str()),
        _ => None,
    });
    reason.unwrap_or_else(|| panic!("`{dataset}` is planned"))
}
