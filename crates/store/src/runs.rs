//! Runs, their steps and the one open batch of a step: what makes a crash at any point harmless.

use std::collections::BTreeMap;

use gallra_rules::hash::ContentHash;
use gallra_rules::names::DatasetName;
use gallra_rules::plan::StepId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::sql::{Row, args};
use crate::{Conflict, Store, StoreError, WriteTx};

/// Identifies a run: derived from its plan, so that a second attempt at the same plan is the same run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(pub String);

impl RunId {
    /// The run of a plan.
    pub fn of(plan: &ContentHash) -> Self {
        Self(format!("run-{}", plan.short()))
    }
}

/// A run as the state knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRecord {
    /// Its id.
    pub id: RunId,
    /// Its plan.
    pub plan: String,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it was finished; `None` while it is not.
    pub finished_at: Option<Timestamp>,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Its intent is recorded; some of its batches may be committed.
    Intended,
    /// Its outcome is recorded.
    Finished,
}

/// A step as the state knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRecord {
    /// Where it stands.
    pub state: StepState,
    /// Rows of batches known to be committed.
    pub rows: u64,
    /// Rows of other tables, likewise.
    pub effects: Vec<u64>,
    /// A batch whose fate is not known: JSON written by [`Store::open_batch`].
    pub open_batch: Option<String>,
    /// The outcome, when finished.
    pub outcome: Option<StepOutcome>,
}

/// The recorded outcome of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepOutcome {
    /// Rows deleted or anonymised, all attempts together: what the next run's guard compares with.
    pub rows: u64,
    /// The report, as the caller words it. Holds counts and reasons, never a value from a record.
    pub report: serde_json::Value,
}

impl WriteTx<'_> {
    /// Starts the run of an approved plan, or finds the unfinished one. Tells whether it is new.
    ///
    /// # Errors
    /// [`Conflict::AlreadyFinished`], [`Conflict::OtherRunUnfinished`].
    pub async fn begin_run(
        &mut self,
        plan: &ContentHash,
        at: Timestamp,
    ) -> Result<(RunId, bool), StoreError> {
        let id = RunId::of(plan);
        let other: Option<String> = self
            .row("SELECT plan FROM run WHERE state = 'running' AND plan <> $1", args![plan.as_str()])
            .await?
            .and_then(|row| row.get("plan"));
        if let Some(other) = other {
            return Err(StoreError::Conflict(Conflict::OtherRunUnfinished(other)));
        }
        let state: Option<String> = self
            .row("SELECT state FROM run WHERE plan = $1", args![plan.as_str()])
            .await?
            .and_then(|row| row.get("state"));
        match state.as_deref() {
            Some("running") => return Ok((id, false)),
            Some(_) => return Err(StoreError::Conflict(Conflict::AlreadyFinished(plan.short().to_owned()))),
            None => {}
        }
        self.execute(
            "INSERT INTO run (id, plan, state, started_at) VALUES ($1, $2, 'running', $3)",
            args![&id.0, plan.as_str(), at],
        )
        .await?;
        Ok((id, true))
    }

    /// Records that a step is about to be carried out. Tells whether that is new.
    ///
    /// # Errors
    /// The disk's.
    pub async fn intend_step(
        &mut self,
        run: &RunId,
        step: &StepId,
        dataset: &DatasetName,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = self.execute("INSERT INTO step (run, step, dataset, state, intended_at) VALUES ($1, $2, $3, 'intended', $4)
             ON CONFLICT (run, step) DO NOTHING", args![&run.0, &step.0, dataset.as_str(), at]).await?;
        Ok(done == 1)
    }

    /// Adds rows of a batch that is known to be committed, and forgets the open batch.
    ///
    /// # Errors
    /// [`Conflict::StepNotOpen`].
    pub async fn count_batch(
        &mut self,
        run: &RunId,
        step: &StepId,
        rows: u64,
        effects: &[u64],
    ) -> Result<(), StoreError> {
        let known: Option<String> = self
            .row(
                "SELECT effects FROM step WHERE run = $1 AND step = $2 AND state = 'intended'",
                args![&run.0, &step.0],
            )
            .await?
            .and_then(|row| row.get("effects"));
        let known = known.ok_or_else(|| StoreError::Conflict(Conflict::StepNotOpen(step.0.clone())))?;
        let known: Vec<u64> =
            serde_json::from_str(&known).map_err(|_| self.store.damaged("a step's effects"))?;
        let effects = serde_json::to_string(&add(&known, effects))
            .map_err(|_| self.store.damaged("a step's effects"))?;
        let rows = i64::try_from(rows).map_err(|_| self.store.damaged("a step's rows"))?;
        self.execute("UPDATE step SET rows = rows + $3, effects = $4 WHERE run = $1 AND step = $2 AND state = 'intended'", args![&run.0, &step.0, rows, effects]).await?;
        self.forget_batch(run, step).await
    }

    /// Forgets the open batch: it is known not to have been committed.
    ///
    /// # Errors
    /// The disk's.
    pub async fn forget_batch(&mut self, run: &RunId, step: &StepId) -> Result<(), StoreError> {
        self.execute("DELETE FROM open_batch WHERE run = $1 AND step = $2", args![&run.0, &step.0]).await?;
        Ok(())
    }

    /// Records the batch that is about to be committed elsewhere.
    ///
    /// # Errors
    /// The disk's; a batch that is already open.
    pub async fn open_batch(&mut self, run: &RunId, step: &StepId, body: &str) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO open_batch (run, step, body) VALUES ($1, $2, $3)",
            args![&run.0, &step.0, body],
        )
        .await?;
        Ok(())
    }

    /// Records a step's outcome.
    ///
    /// # Errors
    /// [`Conflict::StepNotOpen`].
    pub async fn finish_step(
        &mut self,
        run: &RunId,
        step: &StepId,
        outcome: &StepOutcome,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let body = serde_json::to_string(outcome).map_err(|_| self.store.damaged("an outcome"))?;
        let done = self
            .execute(
                "UPDATE step SET state = 'finished', outcome = $3, finished_at = $4
             WHERE run = $1 AND step = $2 AND state = 'intended'",
                args![&run.0, &step.0, body, at],
            )
            .await?;
        if done == 1 { Ok(()) } else { Err(StoreError::Conflict(Conflict::StepNotOpen(step.0.clone()))) }
    }

    /// Records that a run is over.
    ///
    /// # Errors
    /// [`Conflict::AlreadyFinished`].
    pub async fn finish_run(&mut self, run: &RunId, at: Timestamp) -> Result<(), StoreError> {
        let done = self
            .execute(
                "UPDATE run SET state = 'finished', finished_at = $2 WHERE id = $1 AND state = 'running'",
                args![&run.0, at],
            )
            .await?;
        if done == 1 { Ok(()) } else { Err(StoreError::Conflict(Conflict::AlreadyFinished(run.0.clone()))) }
    }
}

impl Store {
    /// The runs there were, oldest first.
    ///
    /// # Errors
    /// The disk's, or a damaged run.
    pub async fn runs(&self) -> Result<Vec<RunRecord>, StoreError> {
        let rows = self
            .rows("SELECT id, plan, started_at, finished_at FROM run ORDER BY started_at, id", args![])
            .await?;
        let text = |row: &Row, name| row.get::<String>(name).ok_or_else(|| self.damaged("a run"));
        let moment = |text: String| text.parse::<Timestamp>().map_err(|_| self.damaged("a run"));
        rows.iter()
            .map(|row| {
                Ok(RunRecord {
                    id: RunId(text(row, "id")?),
                    plan: text(row, "plan")?,
                    started_at: moment(text(row, "started_at")?)?,
                    finished_at: row
                        .get::<Option<String>>("finished_at")
                        .flatten()
                        .map(moment)
                        .transpose()?,
                })
            })
            .collect()
    }

    /// The finished runs that took records of a dataset, and when they ended.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn runs_of(&self, dataset: &DatasetName) -> Result<Vec<(RunId, Timestamp)>, StoreError> {
        let sql = "SELECT DISTINCT r.id, r.finished_at FROM run r JOIN step s ON s.run = r.id
             WHERE s.dataset = $1 AND s.rows > 0 AND r.state = 'finished' ORDER BY r.finished_at, r.id";
        let rows = self.rows(sql, args![dataset.as_str()]).await?;
        let read = |row: &Row| {
            let at = row.get::<String>("finished_at")?.parse().ok()?;
            Some((RunId(row.get("id")?), at))
        };
        rows.iter().map(|row| read(row).ok_or_else(|| self.damaged("a run"))).collect()
    }

    /// A step of a run, if its intent was recorded.
    ///
    /// # Errors
    /// The disk's, or a damaged step.
    pub async fn step(&self, run: &RunId, step: &StepId) -> Result<Option<StepRecord>, StoreError> {
        let row = self
            .row(
                "SELECT s.state, s.rows, s.effects, s.outcome, b.body
             FROM step s LEFT JOIN open_batch b ON b.run = s.run AND b.step = s.step
             WHERE s.run = $1 AND s.step = $2",
                args![&run.0, &step.0],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let damaged = || self.damaged("a step");
        let outcome: Option<String> = row.get("outcome").flatten();
        let text = |name| row.get::<String>(name).ok_or_else(damaged);
        Ok(Some(StepRecord {
            state: if text("state")? == "finished" { StepState::Finished } else { StepState::Intended },
            rows: row.get::<i64>("rows").and_then(|rows| u64::try_from(rows).ok()).ok_or_else(damaged)?,
            effects: serde_json::from_str(&text("effects")?).map_err(|_| damaged())?,
            open_batch: row.get("body").ok_or_else(damaged)?,
            outcome: outcome.map(|text| serde_json::from_str(&text)).transpose().map_err(|_| damaged())?,
        }))
    }

    /// Rows that the last finished run disposed of, by dataset: what the guard compares with. What went at a person's request,
    /// whose steps have other names, says nothing of what is usual.
    ///
    /// # Errors
    /// The disk's, or a damaged outcome.
    pub async fn last_run(&self) -> Result<BTreeMap<DatasetName, u64>, StoreError> {
        let rows = self
            .rows(
                "SELECT s.dataset, s.outcome FROM step s
             JOIN run r ON r.id = s.run AND r.state = 'finished'
             WHERE s.step IN ('delete:' || s.dataset, 'anonymise:' || s.dataset)
               AND r.finished_at = (SELECT max(r2.finished_at) FROM step s2
                                    JOIN run r2 ON r2.id = s2.run AND r2.state = 'finished'
                                    WHERE s2.dataset = s.dataset
                                      AND s2.step IN ('delete:' || s2.dataset, 'anonymise:' || s2.dataset))",
                args![],
            )
            .await?;
        let mut last = BTreeMap::new();
        for row in rows {
            let outcome: StepOutcome = row
                .get::<Option<String>>("outcome")
                .flatten()
                .and_then(|text| serde_json::from_str(&text).ok())
                .ok_or_else(|| self.damaged("an outcome"))?;
            let dataset: String = row.get("dataset").ok_or_else(|| self.damaged("an outcome"))?;
            *last.entry(DatasetName::new(dataset)).or_insert(0) += outcome.rows;
        }
        Ok(last)
    }
}

fn add(known: &[u64], more: &[u64]) -> Vec<u64> {
    (0..known.len().max(more.len()))
        .map(|at| known.get(at).copied().unwrap_or(0) + more.get(at).copied().unwrap_or(0))
        .collect()
}
