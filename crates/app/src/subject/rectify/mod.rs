//! Rectification (GDPR Art. 16): a value is put right in every system that holds it.
//!
//! [`foresee`] shows what would change and what would not, and why; [`rectify`] does it. Each column is a step of its own with
//! batches, journal and recount as a disposal has; before the first is touched all of them are tried out, so that what a
//! system refuses is refused while nothing is changed. The same call goes on after a crash: what is right already is not found
//! any more.
//!
//! What the law keeps is not altered (bokföringslagen 5:5), nor what a claim or a customer's decision binds: that is told.

mod journal;
mod parts;
mod register;

use std::collections::BTreeSet;
use std::fmt;

use gallra_connect::contract::{Disposed, Limits, Prepared, Settled};
use gallra_connect::{Connector, DisposeError};
use gallra_ledger::{Commitment, Domain, Rectified as RectifiedLeaf, RectifyIntended};
use gallra_rules::decide::Weighed;
use gallra_rules::names::{ActivityName, DatasetName, SystemName};
use serde::{Deserialize, Serialize};

use super::scene::{self, Respects};
use super::{Identified, Person};
use crate::apply::Pace;
use crate::progress::Progress;
use crate::{AppError, Context, evidence};
use journal::ChangeJournal;
use parts::{Part, Target};

/// What is to be put right. Personal data: `Debug` does not show the values.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Which value.
    pub what: What,
    /// As it is, in any spelling; none for whatever stands in the one column of [`What::Column`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// As it is to be, as it is to be written.
    pub new: String,
}

impl fmt::Debug for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Correction({:?})", self.what)
    }
}

/// Which value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Name.
    Name,
    /// Postal address.
    Address,
    /// Another category of personal data, such as `contact.city`.
    Category(String),
    /// One column.
    Column {
        /// Of this dataset.
        dataset: DatasetName,
        /// This one.
        column: String,
    },
}

/// What becomes of the value in one place, or came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The system.
    pub system: SystemName,
    /// The dataset.
    pub dataset: DatasetName,
    /// The column; none where the whole dataset could not be looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// How many records.
    pub rows: u64,
    /// What.
    pub outcome: Outcome,
}

/// What becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It will be changed.
    WillChange,
    /// It has been.
    Changed,
    /// The law keeps the record as it is; a correction is a new record (bokföringslagen 5:5).
    Kept {
        /// The paragraph that the policy names, or the exemption that somebody weighed.
        source: String,
    },
    /// A legal hold.
    Held {
        /// Its id.
        hold: String,
    },
    /// The store itself does not let it be changed.
    Locked,
    /// The record is others' as well: a person decides.
    Shared,
    /// The customer decides, whose processor we are (Art. 28(3)(e)).
    NotOurs {
        /// For which activity.
        activity: ActivityName,
    },
    /// It may be the value, or another's: a person looks.
    Doubtful,
    /// Records of others have the new value already. Nothing is wrong with that where people share it.
    AlsoOthers,
    /// A person has to do it.
    Task {
        /// Why, in English.
        why: String,
    },
    /// Nobody could look.
    NotChecked {
        /// Why, in English.
        why: String,
    },
    /// Records that still have the old value, counted again afterwards.
    Left,
}

/// What came of a correction.
#[derive(Clone, Debug, Default)]
pub struct Rectified {
    /// Place by place.
    pub lines: Vec<Line>,
    /// The person as the systems know them now: to be sealed with the request.
    pub person: Person,
}

impl Rectified {
    /// Whether nothing is left that somebody has to look at or do.
    pub fn is_done(&self) -> bool {
        use Outcome::{Doubtful, Left, NotChecked, Shared, Task};
        let open =
            |line: &Line| matches!(line.outcome, Task { .. } | NotChecked { .. } | Left | Doubtful | Shared);
        !self.lines.iter().any(open)
    }

    /// Datasets in which something was changed.
    pub fn datasets(&self) -> BTreeSet<DatasetName> {
        let changed = |line: &&Line| line.outcome == Outcome::Changed && line.rows > 0;
        self.lines.iter().filter(changed).map(|line| line.dataset.clone()).collect()
    }
}

/// Shows what would change. Nothing is changed in any system, but what is to be changed is tried out and taken back.
///
/// # Errors
/// [`AppError::Subject`] where a value cannot be what it is said to be, or a system refuses it: with the place and the cause.
pub async fn foresee(
    context: &Context,
    request: &str,
    person: &Person,
    correction: &Correction,
    progress: &dyn Progress,
) -> Result<Vec<Line>, AppError> {
    let after = with_new(context, person, correction);
    let scene =
        scene::look(context, request, &after, (&Weighed::default(), Respects::Claims), progress).await?;
    Ok(parts::find(context, request, &scene, correction).await?.lines)
}

/// Puts the value right wherever nothing forbids it, or goes on with that.
///
/// # Errors
/// As [`foresee`], and then nothing was changed; [`AppError::Store`] with `Busy` while a plan is carried out. A system that
/// stops answering leaves the correction open, and the same call goes on with it.
pub async fn rectify(
    context: &Context,
    request: &str,
    person: &Person,
    correction: &Correction,
    pace: &Pace,
    progress: &dyn Progress,
) -> Result<Rectified, AppError> {
    let _lock = context.store.lock_apply()?;
    let after = with_new(context, person, correction);
    let scene =
        scene::look(context, request, &after, (&Weighed::default(), Respects::Claims), progress).await?;
    let found = parts::find(context, request, &scene, correction).await?;
    let mut lines: Vec<Line> =
        found.lines.into_iter().filter(|line| line.outcome != Outcome::WillChange).collect();
    for part in &found.parts {
        let work = Work { context, request, correction, part, pace };
        let rows = match &part.target {
            Target::Column(step) => match scene.connectors.get(&part.system) {
                Some(connector) => {
                    work.carry_out(step, connector, &scene.holds, &mut lines, progress).await?
                }
                None => continue,
            },
            Target::Parties(parties) => work.in_register(parties, &mut lines).await?,
        };
        lines.push(part.line(rows, Outcome::Changed));
    }
    evidence::publish(context).await?;
    Ok(Rectified { lines, person: after })
}

/// The person, also known by the new value: so that records stay theirs while one after the other is changed.
fn with_new(context: &Context, person: &Person, correction: &Correction) -> Person {
    let mut after = person.clone();
    let old = parts::Matcher::of(context, &correction.what, None, correction.old.as_deref());
    for (name, identified) in &mut after.records {
        let Some(dataset) = context.policy.datasets.get(name) else { continue };
        for Identified { column, keys } in identified {
            let is_meant = parts::is_meant(&correction.what, name, dataset, column);
            if is_meant && keys.iter().any(|key| old.as_ref().is_ok_and(|old| old.is_it(key))) {
                keys.insert(correction.new.trim().to_owned());
            }
        }
    }
    after
}

/// What is needed to change one column.
struct Work<'a> {
    context: &'a Context,
    request: &'a str,
    correction: &'a Correction,
    part: &'a Part,
    pace: &'a Pace,
}

impl Work<'_> {
    /// Changes it, or goes on with it, and tells how many records that were over all attempts.
    async fn carry_out(
        &self,
        step: &gallra_rules::plan::Step,
        connector: &Connector,
        holds: &gallra_rules::hold::Holds,
        lines: &mut Vec<Line>,
        progress: &dyn Progress,
    ) -> Result<u64, AppError> {
        self.intend().await?;
        let store = &self.context.store;
        let (dataset, field) = (&self.part.dataset, self.part.field.as_str());
        let place = (self.request, dataset, field);
        if let Some(open) = store.changed(self.request, dataset, field).await?.and_then(|known| known.open) {
            let batch: Prepared = serde_json::from_str(&open)?;
            let rows = match connector.settle(step, &batch).await? {
                Settled::Committed => batch.rows,
                Settled::InPart { rows } => rows,
                // Unknown counts as not done: the recount tells what is left.
                Settled::RolledBack | Settled::Unknown => 0,
            };
            let mut tx = store.write().await?;
            tx.open_change(place, rows, None).await?;
            tx.commit().await?;
        }
        progress.step_begins(step, 0);
        let known = holds.0.iter().map(|hold| hold.id.clone()).collect();
        let mut journal = ChangeJournal { store, place, holds: &known, uncounted: None, fault: None };
        let limits = Limits {
            lock_time: self.pace.lock_time,
            rows_per_second: self.pace.rows_per_second,
            rows: step.expected.disposable,
            stop: self.pace.stop.clone(),
        };
        let result = connector.dispose(step, &limits, &mut journal).await;
        // What is known to be committed counts, whatever came of the rest.
        journal.settle().await?;
        if let Some(fault) = journal.fault.take() {
            return Err(fault.into());
        }
        match result {
            Ok(Disposed { .. }) => {}
            Err(DisposeError::System(fault)) => return Err(fault.into()),
            Err(DisposeError::Journal(fault)) => return Err(AppError::Leaf(fault.to_string())),
        }
        let left = connector.recount(step).await?.still_due;
        if left > 0 {
            lines.push(self.part.line(left, Outcome::Left));
        }
        self.finish(left).await
    }

    fn values(&self) -> (Commitment, Commitment) {
        let commit = |value: &str| self.context.keys.commitment.commit(Domain::Value, value.as_bytes());
        (commit(&self.part.olds.join("\n")), commit(self.correction.new.trim()))
    }

    async fn intend(&self) -> Result<(), AppError> {
        let at = self.context.now();
        let (before, after) = self.values();
        let body = RectifyIntended {
            request: self.request.to_owned(),
            system: self.part.system.to_string(),
            dataset: self.part.dataset.to_string(),
            field: self.part.field.clone(),
            before,
            after,
        };
        let mut tx = self.context.store.write().await?;
        if tx.intend_change(self.request, &self.part.dataset, &self.part.field, at).await? {
            tx.append(&evidence::leaf(at, body)?, at, None).await?;
        }
        // If we crash here: the intent is known and nothing was touched; the same call goes on with the first batch.
        Ok(tx.commit().await?)
    }

    /// Records what came of it, in one transaction with the leaf.
    async fn finish(&self, left: u64) -> Result<u64, AppError> {
        let at = self.context.now();
        let (dataset, field) = (&self.part.dataset, &self.part.field);
        let rows = self.context.store.changed(self.request, dataset, field).await?.map_or(0, |it| it.rows);
        let body = RectifiedLeaf {
            request: self.request.to_owned(),
            system: self.part.system.to_string(),
            dataset: dataset.to_string(),
            field: field.clone(),
            rows,
            left,
        };
        let mut tx = self.context.store.write().await?;
        tx.finish_change(self.request, dataset, field).await?;
        tx.append(&evidence::leaf(at, body)?, at, None).await?;
        // If we crash here: the column is done; the same call goes on with the next.
        tx.commit().await?;
        Ok(rows)
    }
}
