//! Whether an activity keeps a record: its basis, and its limits by the calculus forward from the record's dates.

use super::super::world::{Hop, before};
use super::judge::Judge;
use super::world::At;
use crate::calculus::forward::due_moment;
use crate::calculus::{Moment, Reading, Side};
use crate::names::{AnchorName, DatasetName};
use crate::policy::{Activity, Basis, Dataset, Limit, Missing, Role};

impl Judge<'_> {
    /// Whether an activity keeps it; or keeps it as it is, so that it is not altered for somebody else's request either.
    pub(super) fn is_kept(&self, name: &DatasetName, at: At, as_it_is: bool) -> bool {
        let weighed = &self.about.weighed;
        let activities = self.checker.policy.activities.iter();
        activities.filter(|(_, activity)| activity.data.contains(name)).any(|(by, activity)| {
            if activity.role == Role::Processor {
                return !weighed.instructed.contains(by);
            }
            let keep = &activity.keep;
            let floor = || keep.at_least.as_ref().map(|limit| !self.is_over(name, at, limit, Side::Floor));
            let cap = || keep.at_most.as_ref().is_none_or(|limit| !self.is_over(name, at, limit, Side::Cap));
            match &activity.basis {
                Some(Basis::LegalObligation { .. } | Basis::PublicTask { .. }) => {
                    return floor().unwrap_or_else(cap);
                }
                Some(Basis::Contract) if !as_it_is && self.is_in_force(name, at, by, activity) => {
                    return true;
                }
                _ => {}
            }
            if weighed.exemptions.contains_key(by) {
                return cap();
            }
            !as_it_is && !weighed.no_exemption.contains(by) && floor().unwrap_or_default()
        })
    }

    /// Whether a contract is in force, or nobody has said.
    fn is_in_force(
        &self,
        name: &DatasetName,
        at: At,
        by: &crate::names::ActivityName,
        activity: &Activity,
    ) -> bool {
        if let Some(said) = self.about.weighed.contracts.get(by) {
            return *said;
        }
        let limits = activity.keep.at_least.iter().chain(&activity.keep.at_most);
        let dataset = self.checker.policy.datasets.get(name);
        let mut ongoing = limits.filter(|limit| {
            let anchor = dataset.and_then(|dataset: &Dataset| dataset.anchors.get(&limit.anchor));
            anchor.is_some_and(|anchor| anchor.missing == Missing::Ongoing)
        });
        let mut any = false;
        let open = ongoing.any(|limit| {
            any = true;
            matches!(self.reading(name, at, &limit.anchor), Reading::Missing)
        });
        open || !any
    }

    fn is_over(&self, name: &DatasetName, at: At, limit: &Limit, side: Side) -> bool {
        let Reading::At(moment) = self.reading(name, at, &limit.anchor) else { return false };
        let due = due_moment(&self.checker.calendar, &moment, limit.round, limit.period, side);
        due.is_some_and(
            |due| if side == Side::Floor { due <= self.checker.now } else { due < self.checker.now },
        )
    }

    /// What an anchor of a record is.
    fn reading(&self, name: &DatasetName, at: At, anchor: &AnchorName) -> Reading {
        let described =
            self.checker.policy.datasets.get(name).and_then(|dataset| dataset.anchors.get(anchor));
        let (Some(spot), Some(described)) = (self.checker.spot(name, anchor), described) else {
            return Reading::Missing;
        };
        match self.read(at, &spot.hops, (&spot.column, spot.elsewhere)) {
            Reading::At(moment) if before(&moment, described.since) => Reading::Implausible,
            reading => reading,
        }
    }

    fn read(&self, at: At, hops: &[Hop], (column, elsewhere): (&str, bool)) -> Reading {
        match hops.split_first() {
            None => {
                let reading =
                    self.world.records.get(at).and_then(|record| record.readings.get(column)).cloned();
                // A key that the other system does not know has no date there.
                reading.unwrap_or(if elsewhere { Reading::Implausible } else { Reading::Missing })
            }
            Some((Hop::Up(join, parent), rest)) => match self.world.along(at, join).first() {
                Some(above) if self.is_in(parent, *above) => self.read(*above, rest, (column, elsewhere)),
                _ => Reading::Missing,
            },
            Some((Hop::Latest(join), rest)) => {
                let children = self.world.along(at, join);
                let read: Vec<Reading> =
                    children.into_iter().map(|child| self.read(child, rest, (column, elsewhere))).collect();
                if read.is_empty() || read.contains(&Reading::Missing) {
                    return Reading::Missing;
                }
                if read.contains(&Reading::Implausible) {
                    return Reading::Implausible;
                }
                read.into_iter().max_by_key(|reading| self.rank(reading)).unwrap_or(Reading::Missing)
            }
        }
    }

    fn rank(&self, reading: &Reading) -> Option<jiff::Timestamp> {
        match reading {
            Reading::At(Moment::Date(day)) => self.checker.calendar.start_of(*day),
            Reading::At(Moment::Instant(at)) => Some(*at),
            Reading::At(Moment::Local { at, zone }) => zone.to_timestamp(*at).ok(),
            Reading::Missing | Reading::Implausible => None,
        }
    }
}
