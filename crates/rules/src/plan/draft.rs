//! The draft of a plan: every step without its counts, and the questions whose answers are the counts.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::children::{self, Gone, Target, disposable, exceptions};
use super::order::{Order, Stuck, order};
use super::rule::{Rule, rule};
use super::{Action, Expected, Note, NoteKind, Question, Step, StepId};
use crate::calculus::Calendar;
use crate::hold::{Hold, Holds};
use crate::inventory::Shapes;
use crate::names::{DatasetName, SystemName};
use crate::policy::{Disposal, Policy, PolicySet};
use crate::predicate::TableRef;

/// A plan before anything was counted.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(super) items: Vec<Item>,
    pub(super) notes: Vec<Note>,
    questions: Vec<Question>,
}

impl Draft {
    /// What the connectors have to count. At most one question for a dataset.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }
    /// The steps in their order, with nothing counted yet.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.items.iter().filter(|item| item.task.is_none()).map(|item| &item.step)
    }
    /// What is known already without counting.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
}

/// One dataset of a draft.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) step: Step,
    /// What a person is to do and which role, instead of the step.
    pub(super) task: Option<(String, String)>,
    pub(super) kept_by: Option<String>,
    pub(super) effects: Vec<crate::inventory::Effect>,
}

/// What all of the planner looks at.
pub(super) struct Context<'a> {
    pub(super) policy: &'a Policy,
    pub(super) shapes: &'a Shapes,
    /// Those in force, by id.
    pub(super) holds: Vec<&'a Hold>,
    pub(super) now: Timestamp,
    pub(super) calendar: Calendar,
    /// Anchors' tables of the rules found so far.
    pub(super) anchors: BTreeMap<DatasetName, Vec<crate::predicate::AnchorValue>>,
}

impl<'a> Context<'a> {
    /// The datasets that describe a table, by name.
    pub(super) fn datasets_over(&self, system: &SystemName, table: &TableRef) -> Vec<&'a DatasetName> {
        let over = |name: &DatasetName, dataset: &crate::policy::Dataset| match (
            self.shapes.tables.get(name),
            &dataset.table,
        ) {
            (Some(shape), _) => shape.table == *table,
            // Without a shape only the policy tells; in doubt it is this table.
            (None, Some(named)) => {
                named.name == table.name && (named.schema.is_none() || named.schema == table.schema)
            }
            // The table of a part has its name; the whole system is the part `.`.
            (None, None) => dataset.part.as_deref().unwrap_or(".").trim_end_matches('/') == table.name,
        };
        let datasets = self.policy.datasets.iter();
        datasets
            .filter(|(name, dataset)| dataset.system == *system && over(name, dataset))
            .map(|(name, _)| name)
            .collect()
    }
}

/// Drafts a plan for a moment: which records every rule covers, in which order, and what keeps some of them. Pure.
///
/// `holds` are those in force. A dataset that cannot be checked gets a note that says why, and no step.
pub fn draft(policy: &PolicySet, shapes: &Shapes, holds: &Holds, now: Timestamp) -> Draft {
    draft_but(policy, shapes, holds, now, &BTreeMap::new())
}

/// The same, without datasets that could not be measured.
pub(super) fn draft_but(
    policy: &PolicySet,
    shapes: &Shapes,
    holds: &Holds,
    now: Timestamp,
    unmeasured: &BTreeMap<DatasetName, String>,
) -> Draft {
    let mut lost = unmeasured.clone();
    match Calendar::of(&policy.organisation) {
        Err(error) => {
            lost.extend(policy.datasets.keys().map(|name| (name.clone(), error.to_string())));
            Draft { items: Vec::new(), notes: not_checked(lost), questions: Vec::new() }
        }
        Ok(calendar) => {
            let today = calendar.day_of(now);
            let mut in_force: Vec<&Hold> =
                holds.0.iter().filter(|hold| hold.until.is_none_or(|last| last >= today)).collect();
            in_force.sort_by(|one, other| one.id.cmp(&other.id));
            let mut context =
                Context { policy, shapes, holds: in_force, now, calendar, anchors: BTreeMap::new() };
            // What turns out not to be plannable changes what the others may do: begin again without it.
            loop {
                match attempt(&mut context, &lost) {
                    Ok(draft) => return draft,
                    Err(more) => lost.extend(more),
                }
            }
        }
    }
}

fn attempt(
    context: &mut Context<'_>,
    lost: &BTreeMap<DatasetName, String>,
) -> Result<Draft, BTreeMap<DatasetName, String>> {
    let (mut rules, mut notes, mut more) = (BTreeMap::new(), not_checked(lost.clone()), BTreeMap::new());
    for name in context.policy.datasets.keys().filter(|name| !lost.contains_key(*name)) {
        match rule(context, name) {
            Ok(Some(rule)) => drop(rules.insert(name.clone(), rule)),
            Ok(None) => notes.push(Note { dataset: name.clone(), what: NoteKind::NoRule }),
            Err(reason) => drop(more.insert(name.clone(), reason)),
        }
    }
    if !more.is_empty() {
        return Err(more);
    }
    context.anchors = rules.iter().map(|(name, rule)| (name.clone(), rule.anchors.clone())).collect();
    let order = order(context, &rules).map_err(|Stuck(names)| names)?;
    let mut items = assemble(context, &rules, &order)?;
    notes.sort_by(|one, other| one.dataset.cmp(&other.dataset));
    let questions = items.iter_mut().filter_map(|item| question(&rules, item)).collect();
    Ok(Draft { items, notes, questions })
}

fn assemble(
    context: &Context<'_>,
    rules: &BTreeMap<DatasetName, Rule<'_>>,
    order: &Order,
) -> Result<Vec<Item>, BTreeMap<DatasetName, String>> {
    let (mut items, mut gone, mut more) = (Vec::new(), Gone::default(), BTreeMap::new());
    for name in &order.sorted {
        let Some(rule) = rules.get(name) else { continue };
        let target = Target { place: &rule.place, due: &rule.due, deletes: rule.deletes() };
        match exceptions(context, target, &gone) {
            Err(reason) => drop(more.insert(name.clone(), reason)),
            Ok(except) => {
                if rule.deletes() {
                    gone.rows.insert(name.clone(), disposable(&rule.due, &except));
                }
                items.push(item(context.policy, rules, order, rule, except));
            }
        }
    }
    if more.is_empty() { Ok(items) } else { Err(more) }
}

fn item(
    policy: &Policy,
    rules: &BTreeMap<DatasetName, Rule<'_>>,
    order: &Order,
    rule: &Rule<'_>,
    except: Vec<super::Exception>,
) -> Item {
    let place = &rule.place;
    let is_step = |name: &&DatasetName| {
        rules.get(*name).is_some_and(|rule| !matches!(rule.disposal, Disposal::Task { .. }))
    };
    let after = order
        .before
        .get(place.name)
        .into_iter()
        .flatten()
        .filter(is_step)
        .map(|name| id(rules, name))
        .collect();
    let (action, task) = match rule.disposal {
        Disposal::Delete => (Action::Delete, None),
        Disposal::Anonymise(columns) => (Action::Anonymise(columns.clone()), None),
        // Never carried out: it only carries the predicates to the count.
        Disposal::Task { what, by } => {
            (Action::Delete, Some((what.get("en").unwrap_or_default().to_owned(), by.clone())))
        }
    };
    let effects = if rule.deletes() { place.shape.effects.clone() } else { Vec::new() };
    Item {
        step: Step {
            id: id(rules, place.name),
            system: place.dataset.system.clone(),
            dataset: place.name.clone(),
            table: place.shape.table.clone(),
            key: place.key().to_vec(),
            action,
            due: rule.due.clone(),
            except,
            unlink: if rule.deletes() { children::unlink(&rule.place) } else { Vec::new() },
            expected: Expected::default(),
            because: rule.because.clone(),
            after,
            guard: None,
            residue: policy
                .systems
                .get(&place.dataset.system)
                .map(|system| system.residue)
                .unwrap_or_default(),
        },
        task,
        kept_by: rule.kept_by.clone(),
        effects,
    }
}

fn id(rules: &BTreeMap<DatasetName, Rule<'_>>, name: &DatasetName) -> StepId {
    let verb = match rules.get(name).map(|rule| rule.disposal) {
        Some(Disposal::Anonymise(_)) => "anonymise",
        _ => "delete",
    };
    StepId(format!("{verb}:{name}"))
}

fn question(rules: &BTreeMap<DatasetName, Rule<'_>>, item: &mut Item) -> Option<Question> {
    let rule = rules.get(&item.step.dataset)?;
    let step = &item.step;
    Some(Question {
        dataset: step.dataset.clone(),
        system: step.system.clone(),
        table: step.table.clone(),
        key: step.key.clone(),
        within: rule.within.clone(),
        due: rule.due.clone(),
        oldest_of: rule.oldest_of.clone(),
        overdue: rule.overdue.clone(),
        counts: rule.counts.clone(),
        except: step.except.iter().map(|exception| exception.foreseen.clone()).collect(),
        effects: item.effects.clone(),
        partitions: if rule.deletes() { rule.place.shape.partitions.clone() } else { Vec::new() },
    })
}

fn not_checked(lost: BTreeMap<DatasetName, String>) -> Vec<Note> {
    lost.into_iter()
        .map(|(dataset, reason)| Note { dataset, what: NoteKind::NotChecked { reason } })
        .collect()
}
