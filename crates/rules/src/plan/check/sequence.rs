//! Whether the steps are in an order in which each of them can work.

use super::{Checker, PlanFault, fault};
use crate::names::DatasetName;
use crate::plan::{Action, Step, StepId};
use crate::policy::AnchorSource;

impl Checker<'_> {
    pub(super) fn sequence(&self) -> Vec<PlanFault> {
        let mut faults = Vec::new();
        for (position, step) in self.plan.steps.iter().enumerate() {
            let earlier = &self.plan.steps[..position];
            let known = |id: &&StepId| earlier.iter().any(|other| other.id == **id);
            if let Some(id) = step.after.iter().find(|id| !known(id)) {
                faults.push(fault(step, format!("it comes before `{}`, which must be finished first", id.0)));
            }
            // What a request leaves in place without the person goes on naming what it names: nothing has to wait for that.
            let matters = |other: &Step| {
                self.plan.about.is_none()
                    || other.action == Action::Delete
                    || earlier.iter().any(|known| known.id == other.id)
            };
            for other in self.plan.steps.iter().filter(|other| other.id != step.id && matters(other)) {
                if self.must_precede(other, step)
                    && !step.after.contains(&other.id)
                    && !self.in_a_circle(other, step)
                {
                    faults.push(fault(
                        step,
                        format!("it does not wait for `{}`, which refers to it", other.id.0),
                    ));
                }
            }
            // What a request takes does not go by its date; what is kept by one is asked of made-up records.
            if self.plan.about.is_none() {
                faults.extend(self.reads_what_is_gone(step, earlier));
            }
        }
        faults
    }

    /// Whether a step that deletes parents has to wait for another, because records there refer to them.
    fn must_precede(&self, child: &Step, parent: &Step) -> bool {
        self.links(child, parent).is_some()
    }

    /// The references from a child's table to a step that deletes: whether all of them may be NULL.
    fn links(&self, child: &Step, parent: &Step) -> Option<bool> {
        if parent.action != Action::Delete || child.system != parent.system || child.table == parent.table {
            return None;
        }
        let (ours, theirs) =
            (self.shapes.tables.get(&parent.dataset)?, self.shapes.tables.get(&child.dataset)?);
        let (above, below) =
            (self.policy.datasets.get(&parent.dataset)?, self.policy.datasets.get(&child.dataset)?);
        if above.register.is_some() {
            // The register says to which of its parties rows belong; whatever else refers to one only keeps it.
            return below.belongs_to.contains_key(&parent.dataset).then_some(false);
        }
        let declared =
            ours.referenced_by.iter().filter(|link| link.join.table == child.table).map(|link| link.nullable);
        let stated =
            self.policy.datasets.get(&child.dataset).into_iter().flat_map(|dataset| &dataset.belongs_to);
        let stated = stated
            .filter(|(name, _)| {
                self.shapes.tables.get(*name).is_some_and(|shape| shape.table == parent.table)
            })
            .map(|(_, columns)| {
                columns.iter().all(|name| theirs.columns.get(name).is_some_and(|column| column.nullable))
            });
        declared.chain(stated).reduce(|one, other| one && other)
    }

    /// A reference that may be NULL need not be waited for if waiting would never end.
    fn in_a_circle(&self, child: &Step, parent: &Step) -> bool {
        let mut seen: Vec<&StepId> = vec![&child.id];
        let mut next = vec![child];
        while let Some(step) = next.pop() {
            for before in self.plan.steps.iter().filter(|other| self.must_precede(other, step)) {
                if before.id == parent.id {
                    return self.links(child, parent) == Some(true);
                }
                if !seen.contains(&&before.id) {
                    seen.push(&before.id);
                    next.push(before);
                }
            }
        }
        false
    }

    /// An anchor that is read from records which an earlier step has deleted.
    fn reads_what_is_gone(&self, step: &Step, earlier: &[Step]) -> Option<PlanFault> {
        let anchors = crate::calculus::forward::limiting(self.policy, &step.dataset)
            .flat_map(|(_, activity)| activity.keep.at_least.iter().chain(&activity.keep.at_most));
        for limit in anchors {
            let (mut place, mut name) = (&step.dataset, &limit.anchor);
            for _ in 0..=self.policy.datasets.len() {
                let anchor = self.policy.datasets.get(place).and_then(|dataset| dataset.anchors.get(name));
                let (AnchorSource::Parent { dataset, anchor }
                | AnchorSource::Keyed { dataset, anchor, .. }
                | AnchorSource::LatestChild { dataset, anchor }) = &anchor?.source
                else {
                    break;
                };
                (place, name) = (dataset, anchor);
                if let Some(gone) =
                    earlier.iter().find(|other| other.action == Action::Delete && self.is_over(other, place))
                {
                    return Some(fault(
                        step,
                        format!("its period is counted from records that `{}` deletes first", gone.id.0),
                    ));
                }
            }
        }
        None
    }

    fn is_over(&self, step: &Step, dataset: &DatasetName) -> bool {
        let system = self.policy.datasets.get(dataset).map(|dataset| &dataset.system);
        let table = self.shapes.tables.get(dataset).map(|shape| &shape.table);
        system == Some(&step.system) && table == Some(&step.table)
    }
}
