//! Carrying a step out: file by file, each a batch of its own (a file that is being written to, several).

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use gallra_rules::plan::{Action, Step};
use gallra_rules::predicate::Replacement;

use super::cut::{Alike, Cut};
use super::find::is_rotated;
use super::overwrite::Overwriting;
use super::rewrite::{First, Put, Replacing};
use super::scan::{Packing, Source};
use super::{Logs, Open, held};
use crate::contract::{Disposed, Ended, FileId, Journal, Limits, Prepared, Probe};
use crate::error::{ConnectError, DisposeError};
use crate::records::{Columns, beside, told, unsupported};
use crate::tree::escaped;
use crate::wipe::{is_wanted, stands};

/// How often the files are gone over again because they were rotated meanwhile, and a file because it was changed.
const TRIES: u32 = 3;

/// The work on one file.
enum Work {
    Nothing,
    /// More rows are due than may go.
    Beyond,
    /// With whether more rows are due than may go.
    Replace(Box<Replacing>, bool),
    Overwrite(Box<Overwriting>),
}

impl Logs {
    pub(crate) async fn dispose<J: Journal>(
        &self,
        step: &Step,
        limits: &Limits,
        journal: &mut J,
    ) -> Result<Disposed, DisposeError> {
        self.0.may(step)?;
        let mut run = Run {
            logs: self.0.clone(),
            step: Arc::new(step.clone()),
            limits,
            journal,
            done: Disposed { effects: vec![0; step.expected.effects.len()], ..Disposed::default() },
        };
        run.done.ended = run.run().await?;
        Ok(run.done)
    }
}

struct Run<'a, J> {
    logs: Arc<Open>,
    step: Arc<Step>,
    limits: &'a Limits,
    journal: &'a mut J,
    done: Disposed,
}

impl<J: Journal> Run<'_, J> {
    async fn run(&mut self) -> Result<Ended, DisposeError> {
        let mut known = Vec::new();
        for _ in 0..TRIES {
            let files = self.files().await?;
            if files == known {
                break;
            }
            for (path, _) in &files {
                if self.limits.stop.is_stopped() {
                    return Ok(Ended::Stopped);
                }
                if let Some(ended) = self.file(path).await? {
                    return Ok(ended);
                }
            }
            known = self.files().await?;
            // Only what rotation moves away from under us is worth another look: the inodes are the old ones then.
            let moved = known
                .iter()
                .any(|(path, id)| files.iter().any(|(before, same)| same == id && before != path));
            if !moved {
                break;
            }
            known.clear();
        }
        Ok(Ended::Finished)
    }

    async fn files(&self) -> Result<Vec<(PathBuf, Option<FileId>)>, ConnectError> {
        let (logs, step) = (self.logs.clone(), self.step.clone());
        beside(&self.logs.place, move || {
            let root = logs.folder()?;
            let paths = logs.paths(&root, &step.table, true)?.0;
            let id = |path: &Path| {
                let (folder, name) = root.holding(path).ok()?;
                Some(Source::open(&folder, &name, false).ok()?.id)
            };
            Ok(paths.into_iter().map(|path| (path.clone(), id(&path))).collect())
        })
        .await
    }

    /// One file. `Some` if there is a reason to end.
    async fn file(&mut self, path: &Path) -> Result<Option<Ended>, DisposeError> {
        for _ in 0..TRIES {
            let left = self.limits.rows.saturating_sub(self.done.rows);
            let (logs, step, at) = (self.logs.clone(), self.step.clone(), path.to_owned());
            match beside(&self.logs.place, move || logs.begin(&at, step, left)).await? {
                Work::Nothing => return Ok(None),
                Work::Beyond => return Ok(Some(Ended::BoundReached)),
                Work::Overwrite(work) => return self.overwrite(path, work).await,
                Work::Replace(work, beyond) => {
                    if self.replace(path, *work).await? {
                        return Ok(beyond.then_some(Ended::BoundReached));
                    }
                }
            }
        }
        Ok(None)
    }

    async fn replace(&mut self, path: &Path, mut work: Replacing) -> Result<bool, DisposeError> {
        let began = Instant::now();
        work.wipes = is_wanted(&self.step);
        let (before, after) = work.ids();
        let probe = Probe::Replaced { path: escaped(path), before, after };
        let prepared = self.prepared(work.rows, probe).await?;
        // If we crash here, the old file is in its place: `settle` finds it. Its successor is cleared away.
        let place = self.logs.place.clone();
        let rows = work.rows;
        let put = beside(&self.logs.place, move || {
            work.commit().map_err(|error| told(&place, "a file cannot be put in place", &error))
        })
        .await?;
        // If we crash here, the new file is in its place, or the file is gone: `settle` sees it.
        let Put::Done { wiped } = put else { return Ok(false) };
        if wiped {
            self.logs.wiped.count(&self.step, rows);
        }
        self.committed(prepared, began.elapsed()).await?;
        Ok(true)
    }

    async fn overwrite(
        &mut self,
        path: &Path,
        work: Box<Overwriting>,
    ) -> Result<Option<Ended>, DisposeError> {
        let mut work = work;
        loop {
            let place = self.logs.place.clone();
            let (back, batch) = beside(&self.logs.place, move || {
                let batch = work.next().map_err(|error| told(&place, "a file cannot be read", &error))?;
                Ok((work, batch))
            })
            .await?;
            work = back;
            let Some((rows, from, to)) = batch else {
                return Ok(work.beyond().then_some(Ended::BoundReached));
            };
            let began = Instant::now();
            let probe = Probe::Overwritten { path: escaped(path), file: work.source().id, from, to };
            let mut prepared = self.prepared(rows, probe).await?;
            // If we crash in what follows, each row is overwritten or still due: `settle` counts.
            let place = self.logs.place.clone();
            let (back, rows) = beside(&self.logs.place, move || {
                let rows =
                    work.commit().map_err(|error| told(&place, "a file cannot be written to", &error))?;
                Ok((work, rows))
            })
            .await?;
            work = back;
            prepared.rows = rows;
            if stands(&work.source().file) {
                self.logs.wiped.count(&self.step, rows);
            }
            self.committed(prepared, began.elapsed()).await?;
            if self.limits.stop.is_stopped() {
                return Ok(Some(Ended::Stopped));
            }
        }
    }

    async fn prepared(&mut self, rows: u64, probe: Probe) -> Result<Prepared, DisposeError> {
        let prepared = Prepared { rows, effects: vec![0; self.done.effects.len()], probe };
        self.journal.prepared(&prepared).await?;
        Ok(prepared)
    }

    async fn committed(&mut self, prepared: Prepared, took: Duration) -> Result<(), DisposeError> {
        self.done.rows += prepared.rows;
        self.journal.committed(&prepared, took).await?;
        let Some(rate) = self.limits.rows_per_second.filter(|rate| *rate > 0) else { return Ok(()) };
        let due = Duration::from_millis(prepared.rows.saturating_mul(1000) / rate);
        if let Some(wait) = due.checked_sub(took) {
            tokio::time::sleep(wait).await;
        }
        Ok(())
    }
}

impl Open {
    /// That the step is one that a log knows how to do.
    fn may(&self, step: &Step) -> Result<(), ConnectError> {
        let Action::Anonymise(columns) = &step.action else { return Ok(()) };
        let addresses = |(column, replacement): (&String, &Replacement)| {
            column == "ip" && matches!(replacement, Replacement::Network | Replacement::Null)
        };
        if columns.iter().all(addresses) {
            return Ok(());
        }
        Err(unsupported(&self.place, "of a log's columns only `ip` is anonymised, to `network` or null"))
    }

    /// Looks at a file, and makes ready what is to be done with it.
    fn begin(&self, path: &Path, step: Arc<Step>, left: u64) -> Result<Work, ConnectError> {
        let failed = |error| told(&self.place, "a file cannot be rewritten", &error);
        let look = self.look(&Columns::of_step(&step));
        let root = self.folder()?;
        // What cannot be read was reported when the plan was made, and is again at the next.
        let Ok((folder, name)) = root.holding(path) else { return Ok(Work::Nothing) };
        let Ok(source) = Source::open(&folder, &name, false) else { return Ok(Work::Nothing) };
        if source.packing == Packing::Other {
            return Ok(Work::Nothing);
        }
        let mut cut = Cut::new(step.clone(), left);
        let mut alike = Alike { cut: &mut cut, goes: None };
        let read = source.rows(&look).and_then(|mut rows| Ok((rows.run(&mut alike)?, rows)));
        let (Ok((all, rows)), goes) = (read, alike.goes) else { return Ok(Work::Nothing) };
        match goes {
            // Nothing in it goes.
            None => return Ok(Work::Nothing),
            Some(false) if all => return Ok(if cut.beyond { Work::Beyond } else { Work::Nothing }),
            _ => {}
        }
        let rewritten = source.packing != Packing::Plain
            || source.links == 1 && is_rotated(&name) && !held::may_be(&source.id);
        if rewritten {
            let first = match goes {
                Some(true) => First::Goes { all, rows: Box::new(rows), cut },
                _ => First::Stays(Cut::new(step, left)),
            };
            let work = Replacing::prepare(folder, &name, source, &look, first).map_err(failed)?;
            return Ok(work.map_or(Work::Nothing, |(work, beyond)| Work::Replace(Box::new(work), beyond)));
        }
        // The same file, to write to; if another has taken its name meanwhile, that one is looked at.
        let source = Source::open(&folder, &name, true)
            .map_err(|error| told(&self.place, "a file cannot be written to", &error))?;
        let work = Overwriting::new(source, &look, Cut::new(step, left)).map_err(failed)?;
        Ok(Work::Overwrite(Box::new(work)))
    }
}
