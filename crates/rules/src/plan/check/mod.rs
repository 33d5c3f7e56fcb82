//! The checker of plans. It shares no code with the planner: it knows only the policy, the shapes, the calculus forward
//! from a record, and what a predicate means. It makes up records ("witnesses") around every boundary and asks of each
//! whether the plan would dispose of it and whether the policy does.

mod about;
mod held;
mod points;
mod sequence;
mod step;
mod structure;
mod world;

use std::ops::Deref;

use jiff::Timestamp;

use super::{NoteKind, Plan, Step, StepId};
use crate::calculus::{Calendar, forward};
use crate::hash::ContentHash;
use crate::hold::{Hold, Holds};
use crate::inventory::Shapes;
use crate::names::DatasetName;
use crate::policy::{Disposal, Policy, PolicySet};

/// A plan in which the checker found no fault. Only such a plan can be approved.
#[derive(Clone, Debug)]
pub struct CheckedPlan {
    plan: Plan,
}

impl CheckedPlan {
    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
    /// Gives the plan back.
    pub fn into_plan(self) -> Plan {
        self.plan
    }
}

impl Deref for CheckedPlan {
    type Target = Plan;
    fn deref(&self) -> &Plan {
        &self.plan
    }
}

/// What a plan was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The policy.
    Policy,
    /// The tables.
    Shapes,
    /// The legal holds.
    Holds,
    /// What other systems say of the records' keys.
    Keys,
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Policy => "the policy has",
            Self::Shapes => "the tables have",
            Self::Holds => "the legal holds have",
            Self::Keys => "what another system says of the customers has",
        })
    }
}

/// Why a plan is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanFault {
    /// Another version wrote it.
    #[error("the plan has format {0}; make it again with this version")]
    Format(u32),
    /// It was made from something else.
    #[error("{0} changed since the plan was made; make it again")]
    Stale(Source),
    /// Its head says something else than the policy.
    #[error("the plan is not this organisation's: {0}")]
    Head(String),
    /// A step is not what the policy and the tables make of it.
    #[error("step `{}`: {cause}; make the plan again", step.0)]
    Step {
        /// The step.
        step: StepId,
        /// What is wrong.
        cause: String,
    },
    /// It would dispose of a record that the policy keeps.
    #[error("step `{}` would dispose of a record that the policy keeps: {record}; make the plan again", step.0)]
    TooMuch {
        /// The step.
        step: StepId,
        /// A made-up record that shows it; not a record of the system.
        record: String,
    },
    /// It would leave a record of the person's.
    #[error("step `{}` would leave a record that has to go: {record}; make the plan again", step.0)]
    LeftOver {
        /// The step, or the dataset's name where there is none.
        step: StepId,
        /// A made-up record that shows it; not a record of the system.
        record: String,
    },
    /// It would leave a record that the policy disposes of.
    #[error("step `{}` would leave a record whose time is up: {record}; make the plan again", step.0)]
    TooLittle {
        /// The step.
        step: StepId,
        /// A made-up record that shows it; not a record of the system.
        record: String,
    },
    /// A dataset has a rule, and the plan says nothing about it.
    #[error("the plan has neither a step for `{0}` nor a reason why not; make it again")]
    Omitted(DatasetName),
}

/// What all parts of the checker look at.
struct Checker<'a> {
    plan: &'a Plan,
    policy: &'a Policy,
    shapes: &'a Shapes,
    holds: Vec<&'a Hold>,
    calendar: Calendar,
    now: Timestamp,
}

/// Looks for faults in a plan. `holds` are those in force.
///
/// # Errors
/// Everything that was found. If the plan is stale, only that: the rest would be noise.
pub fn check_plan(
    plan: &Plan,
    policy: &PolicySet,
    shapes: &Shapes,
    holds: &Holds,
) -> Result<CheckedPlan, Vec<PlanFault>> {
    let faults = match head(plan, policy, shapes, holds) {
        Err(faults) => faults,
        Ok(calendar) => {
            let today = calendar.day_of(plan.made_at);
            let in_force =
                holds.0.iter().filter(|hold| hold.until.is_none_or(|last| last >= today)).collect();
            Checker { plan, policy, shapes, holds: in_force, calendar, now: plan.made_at }.faults()
        }
    };
    if faults.is_empty() { Ok(CheckedPlan { plan: plan.clone() }) } else { Err(faults) }
}

fn head(plan: &Plan, policy: &PolicySet, shapes: &Shapes, holds: &Holds) -> Result<Calendar, Vec<PlanFault>> {
    if plan.format != super::PLAN_FORMAT {
        return Err(vec![PlanFault::Format(plan.format)]);
    }
    let mut faults = Vec::new();
    let stale = |same: bool, source| (!same).then_some(PlanFault::Stale(source));
    faults.extend(stale(plan.policy == *policy.hash(), Source::Policy));
    faults.extend(stale(shapes.hash().is_ok_and(|hash| hash == plan.shapes), Source::Shapes));
    faults.extend(stale(ContentHash::of(holds).is_ok_and(|hash| hash == plan.holds), Source::Holds));
    faults.extend(stale(plan.keys == shapes.keys, Source::Keys));
    if plan.organisation != policy.organisation.name || plan.time_zone != policy.organisation.time_zone {
        faults.push(PlanFault::Head(format!("{} in {}", plan.organisation, plan.time_zone)));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Calendar::of(&policy.organisation).map_err(|error| vec![PlanFault::Head(error.to_string())])
}

impl Checker<'_> {
    fn faults(&self) -> Vec<PlanFault> {
        if let Some(about) = &self.plan.about {
            return self.about(about);
        }
        let mut faults = self.omitted();
        for step in &self.plan.steps {
            match self.structure(step) {
                // What a step with another table or action would do cannot be told by this policy.
                Err(cause) => faults.push(fault(step, cause)),
                Ok(()) => faults.extend(self.records(step)),
            }
        }
        faults.extend(self.sequence());
        faults
    }

    /// Datasets with a rule but neither a step nor a note.
    fn omitted(&self) -> Vec<PlanFault> {
        let noted = |name: &DatasetName, kind: fn(&NoteKind) -> bool| {
            self.plan.notes.iter().any(|note| note.dataset == *name && kind(&note.what))
        };
        let silent = self.policy.datasets.keys().filter(|name| {
            let ruled = forward::limiting(self.policy, name).next().is_some();
            let is_task = matches!(forward::disposal(self.policy, name), Some(Disposal::Task { .. }));
            let told = noted(name, |what| matches!(what, NoteKind::NotChecked { .. }))
                || is_task && noted(name, |what| matches!(what, NoteKind::Task { .. }));
            ruled && !told && !self.plan.steps.iter().any(|step| step.dataset == **name)
        });
        silent.cloned().map(PlanFault::Omitted).collect()
    }
}

fn fault(step: &Step, cause: String) -> PlanFault {
    PlanFault::Step { step: step.id.clone(), cause }
}
