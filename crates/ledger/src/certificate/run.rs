//! Whether leaves tell one run, and what they tell.

use std::collections::HashMap;

use super::VerifiedCertificate;
use crate::body::{LeafBody, Outcome, PlanApproved, RunFinished, RunStarted, StepFinished, StepIntended};
use crate::checkpoint::Checkpoint;
use crate::counts::{Recount, Residue, RowCounts};
use crate::error::{VerifyCode, VerifyError};
use crate::hash::Hash;
use crate::leaf::Leaf;

/// Whether a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RunState {
    /// The run ended, and every step of it is in the certificate.
    Finished {
        /// When, RFC 3339.
        at: String,
    },
    /// The run had not ended at the checkpoint, or its end was left out. Later steps may exist.
    Unfinished,
}

/// One step of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StepSummary {
    /// What was to be done.
    pub intended: StepIntended,
    /// What came of it; `None` while the step is open.
    pub finished: Option<StepFinished>,
    /// When it ended, RFC 3339.
    pub finished_at: Option<String>,
}

impl StepSummary {
    /// What came of the step, if it ended.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.finished.as_ref().map(|finished| &finished.outcome)
    }

    /// What came of its rows; all zero while the step is open.
    pub fn rows(&self) -> RowCounts {
        self.finished.as_ref().map(|finished| finished.rows).unwrap_or_default()
    }

    /// The independent count, if the step ended.
    pub fn recount(&self) -> Option<Recount> {
        self.finished.as_ref().map(|finished| finished.recount)
    }

    /// What the store still keeps.
    pub fn residue(&self) -> &[Residue] {
        self.finished.as_ref().map_or(&[], |finished| finished.residue.as_slice())
    }
}

pub(super) fn verify_run(
    run: String,
    leaves: &[(u64, Leaf)],
    checkpoint: Checkpoint,
) -> Result<VerifiedCertificate, VerifyError> {
    let (approval, leaves) = match leaves.split_first() {
        Some(((index, Leaf { body: LeafBody::PlanApproved(approval), .. }), rest)) => {
            (Some((*index, approval.clone())), rest)
        }
        _ => (None, leaves),
    };
    let Some(((first, Leaf { at, body: LeafBody::RunStarted(RunStarted { run: started, plan }) }), rest)) =
        leaves.split_first()
    else {
        return Err(VerifyError::new(VerifyCode::BadOrder, "certificate", "the run's start is missing"));
    };
    check_run(&run, *first, Some(started))?;
    let indexes = approval.iter().map(|(index, _)| *index).chain(leaves.iter().map(|(index, _)| *index));
    let mut story = Story {
        certificate: VerifiedCertificate {
            run,
            plan: *plan,
            approval: check_approval(approval.as_ref(), plan)?,
            started_at: at.clone(),
            state: RunState::Unfinished,
            interruptions: 0,
            steps: Vec::new(),
            totals: RowCounts::default(),
            unknown_leaves: 0,
            indexes: indexes.collect(),
            checkpoint,
        },
        ended: 0,
        numbers: HashMap::new(),
    };
    for (index, leaf) in rest {
        story.add(*index, leaf)?;
    }
    Ok(story.certificate)
}

struct Story {
    certificate: VerifiedCertificate,
    /// Steps that ended.
    ended: u64,
    /// Where in `certificate.steps` the step of a number is.
    numbers: HashMap<u64, usize>,
}

impl Story {
    fn add(&mut self, index: u64, leaf: &Leaf) -> Result<(), VerifyError> {
        check_run(&self.certificate.run, index, leaf.body.run())?;
        if self.certificate.state != RunState::Unfinished {
            return Err(order(index, "it follows after the run's end"));
        }
        match &leaf.body {
            LeafBody::StepIntended(intended) => self.intend(index, intended),
            LeafBody::StepFinished(finished) => self.finish_step(index, &leaf.at, finished),
            LeafBody::RunInterrupted(_) => {
                self.certificate.interruptions += 1;
                Ok(())
            }
            LeafBody::RunFinished(finished) => self.finish_run(index, &leaf.at, finished),
            LeafBody::Unknown { kind, .. } if LeafBody::KINDS.contains(&kind.as_str()) => {
                let cause = format!("this version does not know this shape of “{kind}”");
                Err(VerifyError::new(VerifyCode::BadLeaf, place(index), cause))
            }
            LeafBody::Unknown { .. } => {
                self.certificate.unknown_leaves += 1;
                Ok(())
            }
            _ => Err(order(index, "its kind has no place inside a run")),
        }
    }

    fn intend(&mut self, index: u64, intended: &StepIntended) -> Result<(), VerifyError> {
        match self.step(intended.step) {
            // A run that broke off may announce the same step again; another step under its number may not.
            Some(step) if step.finished.is_none() && step.intended == *intended => Ok(()),
            Some(_) => Err(order(index, "the step was announced before, differently or already ended")),
            None => {
                self.numbers.insert(intended.step, self.certificate.steps.len());
                let intended = intended.clone();
                self.certificate.steps.push(StepSummary { intended, finished: None, finished_at: None });
                Ok(())
            }
        }
    }

    fn step(&mut self, number: u64) -> Option<&mut StepSummary> {
        let at = self.numbers.get(&number)?;
        self.certificate.steps.get_mut(*at)
    }

    fn finish_step(&mut self, index: u64, at: &str, finished: &StepFinished) -> Result<(), VerifyError> {
        let open = self
            .step(finished.step)
            .filter(|step| step.finished.is_none())
            .ok_or_else(|| order(index, "the step ends without having been announced, or a second time"))?;
        open.finished = Some(finished.clone());
        open.finished_at = Some(at.to_owned());
        self.ended += 1;
        self.certificate.totals = self
            .certificate
            .totals
            .checked_add(finished.rows)
            .ok_or_else(|| totals(index, "the sum of the rows is beyond any count"))?;
        Ok(())
    }

    fn finish_run(&mut self, index: u64, at: &str, finished: &RunFinished) -> Result<(), VerifyError> {
        if self.certificate.steps.iter().any(|step| step.finished.is_none()) {
            return Err(order(index, "the run ends while a step is open"));
        }
        // Steps left out of the certificate show here.
        if finished.steps != self.ended {
            let cause = format!("the run had {} steps, the certificate has {}", finished.steps, self.ended);
            return Err(totals(index, &cause));
        }
        if finished.rows != self.certificate.totals {
            return Err(totals(index, "the rows it states are not the sum over the steps"));
        }
        self.certificate.state = RunState::Finished { at: at.to_owned() };
        Ok(())
    }
}

fn check_approval(
    approval: Option<&(u64, PlanApproved)>,
    plan: &Hash,
) -> Result<Option<PlanApproved>, VerifyError> {
    match approval {
        Some((index, approval)) if approval.plan != *plan => {
            let cause = "it approves another plan than the run carried out";
            Err(VerifyError::new(VerifyCode::WrongRun, place(*index), cause))
        }
        other => Ok(other.map(|(_, approval)| approval.clone())),
    }
}

fn check_run(expected: &str, index: u64, found: Option<&str>) -> Result<(), VerifyError> {
    if found == Some(expected) {
        return Ok(());
    }
    let cause = "it does not belong to the certificate's run";
    Err(VerifyError::new(VerifyCode::WrongRun, place(index), cause))
}

fn place(index: u64) -> String {
    format!("certificate, leaf {index}")
}

fn order(index: u64, cause: &str) -> VerifyError {
    VerifyError::new(VerifyCode::BadOrder, place(index), cause)
}

fn totals(index: u64, cause: &str) -> VerifyError {
    VerifyError::new(VerifyCode::BadTotals, place(index), cause)
}
