//! What one activity keeps, and on which ground.

use std::collections::BTreeSet;

use super::{Because, LimitWords, Question, Until, Verdict, Weighed};
use crate::calculus::Side;
use crate::names::ActivityName;
use crate::plan::anchors::Place;
use crate::plan::draft::Context;
use crate::plan::logic::any;
use crate::plan::rule::Bound;
use crate::policy::{Activity, Basis, Missing, Role};
use crate::predicate::{Predicate, Unusable};

/// An activity on a dataset.
pub(super) struct Keeper<'c, 'a> {
    pub(super) context: &'c Context<'a>,
    pub(super) place: &'c Place<'a>,
    pub(super) by: &'a ActivityName,
    pub(super) activity: &'a Activity,
    /// All limits on the dataset.
    pub(super) bounds: &'c [Bound<'a>],
    pub(super) weighed: &'c Weighed,
}

impl Keeper<'_, '_> {
    /// What it keeps, each with its verdict; the first that covers a record counts.
    pub(super) fn keeps(&self) -> Result<Vec<(Predicate, Verdict)>, String> {
        if self.activity.role == Role::Processor {
            let told = self.weighed.instructed.contains(self.by);
            let all_of_it = (Predicate::always(), Verdict::NotOurs(self.by.clone()));
            return Ok(if told { Vec::new() } else { vec![all_of_it] });
        }
        let mut kept = Vec::new();
        match &self.activity.basis {
            Some(Basis::LegalObligation { source } | Basis::PublicTask { source }) => {
                let because = Because::Duty { source: source.clone() };
                let (which, until) = match self.floor() {
                    Some(floor) => floor,
                    None => self.until_cap()?,
                };
                return Ok(vec![(which, self.keep(because, until))]);
            }
            Some(Basis::Contract) => kept.extend(self.in_force()),
            _ => {}
        }
        if let Some(ground) = self.weighed.exemptions.get(self.by) {
            let (which, until) = self.until_cap()?;
            kept.push((which, self.keep(Because::Exempt(*ground), until)));
        } else if let Some((which, _)) = self.floor()
            && !self.weighed.no_exemption.contains(self.by)
        {
            kept.push((which, Verdict::Open(Question::Floor(self.by.clone()))));
        }
        Ok(kept)
    }

    fn keep(&self, because: Because, until: Until) -> Verdict {
        Verdict::Keep { by: Some(self.by.clone()), because, until }
    }

    fn own(&self) -> impl Iterator<Item = &Bound<'_>> {
        self.bounds.iter().filter(|bound| bound.by == self.by)
    }

    /// Records whose floor has not passed, those whose anchor cannot be used among them.
    fn floor(&self) -> Option<(Predicate, Until)> {
        let bound = self.own().find(|bound| bound.side == Side::Floor)?;
        let passed = bound.by(self.context, self.context.now);
        Some((passed.negated(), Until::Floor(LimitWords(bound.words()))))
    }

    /// Records whose cap has not passed; all of them where there is none.
    fn until_cap(&self) -> Result<(Predicate, Until), String> {
        if let Some(bound) = self.own().find(|bound| bound.side == Side::Cap) {
            let passed = bound.cap(self.context, self.place, self.context.now)?;
            return Ok((passed.negated(), Until::Cap(LimitWords(bound.words()))));
        }
        Ok((Predicate::always(), self.activity.review.map_or(Until::NotStated, Until::Review)))
    }

    /// Records of a contract that is in force: the handler says so, or an anchor that has not happened yet does.
    fn in_force(&self) -> Option<(Predicate, Verdict)> {
        if let Some(in_force) = self.weighed.contracts.get(self.by) {
            return in_force.then(|| (Predicate::always(), self.keep(Because::InForce, Until::Ended)));
        }
        let ongoing: Vec<&Bound<'_>> =
            self.own().filter(|bound| bound.anchor.missing == Missing::Ongoing).collect();
        if ongoing.is_empty() {
            return Some((Predicate::always(), Verdict::Open(Question::InForce(self.by.clone()))));
        }
        let names: BTreeSet<_> = ongoing.iter().map(|bound| bound.limit.anchor.clone()).collect();
        let not_yet = any(ongoing.iter().map(|bound| bound.unusable(Unusable::Missing)));
        Some((not_yet, self.keep(Because::InForce, Until::Happened(names))))
    }
}
