//! Whether a step names the right things, and its numbers add up.

use super::Checker;
use crate::calculus::{Moment, Side, forward};
use crate::inventory::OnDelete;
use crate::plan::{Action, GuardHit, Reason, Step};
use crate::policy::Disposal;
use crate::predicate::Cutoff;

impl Checker<'_> {
    /// What is wrong with a step before any record is looked at.
    pub(super) fn structure(&self, step: &Step) -> Result<(), String> {
        let dataset = self.policy.datasets.get(&step.dataset).ok_or("the policy has no such dataset")?;
        let shape = self.shapes.tables.get(&step.dataset).ok_or("the shape of its table is not known")?;
        let key = if dataset.key.is_empty() { &shape.primary_key } else { &dataset.key };
        let action = match forward::disposal(self.policy, &step.dataset) {
            Some(Disposal::Delete) => Action::Delete,
            Some(Disposal::Anonymise(columns)) => Action::Anonymise(columns.clone()),
            Some(Disposal::Task { .. }) => return Err("a person has to do it".to_owned()),
            None => return Err("the policy does not say what is to be done with it".to_owned()),
        };
        let same = |same: bool, what: &str| if same { Ok(()) } else { Err(format!("it has another {what}")) };
        same(step.system == dataset.system, "system than the policy")?;
        same(step.table == shape.table, "table than the policy")?;
        same(step.key == *key, "key than the table")?;
        same(step.action == action, "action than the policy")?;
        let residue = self.policy.systems.get(&dataset.system).map(|system| system.residue);
        same(Some(step.residue) == residue, "way with what the system still keeps than the policy")?;
        let twice = |other: &&Step| other.dataset == step.dataset || other.id == step.id;
        if self.plan.steps.iter().filter(twice).count() > 1 {
            return Err("the plan has it twice".to_owned());
        }
        let own = shape.referenced_by.iter().filter(|link| {
            link.join.table == shape.table && link.nullable && link.on_delete == OnDelete::Block
        });
        let loose: Vec<&String> =
            own.flat_map(|link| link.join.on.iter().map(|(_, theirs)| theirs)).collect();
        if step.unlink.iter().any(|column| action != Action::Delete || !loose.contains(&column)) {
            return Err("it would unlink a column that is no nullable reference to its own table".to_owned());
        }
        for reason in &step.because {
            self.reason(step, reason)?;
        }
        self.numbers(step)
    }

    /// That the numbers are possible, and that an unusual share is guarded.
    pub(super) fn numbers(&self, step: &Step) -> Result<(), String> {
        let seen = &step.expected;
        let excepted = seen.excepted.iter().try_fold(0_u64, |sum, rows| sum.checked_add(*rows));
        if seen.excepted.len() != step.except.len()
            || excepted.and_then(|rows| rows.checked_add(seen.disposable)) != Some(seen.due)
        {
            return Err("what is due is not what is disposable and what is excepted together".to_owned());
        }
        if seen.overdue > seen.due || (!seen.total_is_estimate && seen.due > seen.total) {
            return Err("more is overdue than due, or more due than there is".to_owned());
        }
        let effects =
            self.shapes.tables.get(&step.dataset).map(|shape| shape.effects.as_slice()).unwrap_or_default();
        if seen.effects.iter().any(|(effect, _)| !effects.contains(effect)) {
            return Err("it counts on an effect that the table does not have".to_owned());
        }
        let partitions: u128 = seen.whole_partitions.iter().map(|(_, rows)| u128::from(*rows)).sum();
        if partitions > u128::from(seen.disposable) {
            return Err("it would drop partitions with more rows than are disposable".to_owned());
        }
        let share = u128::from(seen.disposable) * 100
            > u128::from(seen.total) * u128::from(self.policy.guard.share_percent);
        let guarded = matches!(&step.guard, Some(GuardHit::Share { limit_percent }) if *limit_percent == self.policy.guard.share_percent);
        if share && !guarded {
            return Err("it disposes of an unusual share of its dataset without saying so".to_owned());
        }
        Ok(())
    }

    /// That the cutoff shown to people is that of the rule.
    fn reason(&self, step: &Step, reason: &Reason) -> Result<(), String> {
        let activity = self
            .policy
            .activities
            .get(&reason.activity)
            .filter(|activity| activity.data.contains(&step.dataset));
        let keep = &activity.ok_or("a reason names an activity that does not have this dataset")?.keep;
        let next_run = forward::next_run(self.policy, &self.calendar, &step.dataset, self.now);
        let (limit, side) = if reason.rule.starts_with("at_least ") {
            (&keep.at_least, Side::Floor)
        } else {
            (&keep.at_most, Side::Cap)
        };
        let limit = limit.as_ref().ok_or("a reason names a limit that its activity does not have")?;
        let Cutoff { date, .. } = reason.cutoff;
        let out = |day| {
            let due =
                forward::due_moment(&self.calendar, &Moment::Date(day), limit.round, limit.period, side);
            due.is_some_and(|due| if side == Side::Floor { due <= self.now } else { due < next_run })
        };
        let covered = date.year() <= 1 || date.yesterday().is_ok_and(out);
        if covered && !out(date) {
            Ok(())
        } else {
            Err(format!("the cutoff of `{}` is not {date}", reason.rule))
        }
    }
}
