//! Taking files away, some hundreds at a time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use gallra_rules::plan::{Action, Step};
use gallra_rules::predicate::eval::Witness;
use gallra_rules::predicate::{Predicate, Scalar};

use super::journal::is_active;
use super::part::Part;
use super::{Files, Tree, is_there, mark};
use crate::contract::{Disposed, Ended, FileMark, Journal, Limits, Prepared, Probe};
use crate::error::{ConnectError, DisposeError, ErrorKind};
use crate::memo::Memo;
use crate::records::{Columns, Fate, beside, fate, memo, told, unsupported};
use crate::tree::{Folder, Seen, Walk, unescaped};
use crate::wipe::{is_wanted, wipe};

/// Files in a batch.
const MOST: usize = 500;

impl Files {
    pub(crate) async fn dispose<J: Journal>(
        &self,
        step: &Step,
        limits: &Limits,
        journal: &mut J,
    ) -> Result<Disposed, DisposeError> {
        if step.action != Action::Delete {
            return Err(
                unsupported(&self.0.place, "files are deleted; nothing in them can be anonymised").into()
            );
        }
        let mut done = Disposed { effects: vec![0; step.expected.effects.len()], ..Disposed::default() };
        let mut work = self.begin(step).await?;
        loop {
            if limits.stop.is_stopped() {
                done.ended = Ended::Stopped;
                return Ok(done);
            }
            let left = limits.rows.saturating_sub(done.rows);
            // One more than may go tells that there are more.
            let most = usize::try_from(left).unwrap_or(MOST).clamp(1, MOST);
            let (back, files) = beside(&self.0.place, move || {
                let files = work.next(most)?;
                Ok((work, files))
            })
            .await?;
            work = back;
            if files.is_empty() && work.in_use {
                return Err(self.written_to().into());
            }
            if files.is_empty() || left == 0 {
                done.ended = if files.is_empty() { Ended::Finished } else { Ended::BoundReached };
                return Ok(done);
            }
            let began = Instant::now();
            let mut prepared = Prepared {
                rows: files.len() as u64,
                effects: vec![0; done.effects.len()],
                probe: Probe::Removed(files.clone()),
            };
            journal.prepared(&prepared).await?;
            // If we crash in what follows, some of the files are gone and the others are there: `settle` looks.
            let (back, rows) = beside(&self.0.place, move || {
                let rows = work.remove(&files)?;
                Ok((work, rows))
            })
            .await?;
            work = back;
            (prepared.rows, done.rows) = (rows, done.rows + rows);
            let took = began.elapsed();
            journal.committed(&prepared, took).await?;
            if let Some(rate) = limits.rows_per_second.filter(|rate| *rate > 0) {
                let due = Duration::from_millis(rows.saturating_mul(1000) / rate);
                tokio::time::sleep(due.saturating_sub(took)).await;
            }
        }
    }

    /// A file of the journal is due, and still written to.
    fn written_to(&self) -> ConnectError {
        ConnectError::new(
            ErrorKind::Locked,
            &self.0.place,
            "the file that the journal writes to holds entries whose time is up; all others are gone",
            "Run `journalctl --rotate` (and let journald.conf rotate more often, `MaxFileSec=`), then the same command \
             again",
        )
    }

    async fn begin(&self, step: &Step) -> Result<Work, ConnectError> {
        let (tree, step) = (self.0.clone(), step.clone());
        beside(&self.0.place, move || {
            let (root, part) = (tree.folder()?, tree.part(&step.table)?);
            let failed = |error| told(&tree.place, "its files cannot be listed", &error);
            let walk = Walk::new(&root, false).map_err(failed)?;
            let mut named = BTreeSet::new();
            for predicate in
                [&step.due].into_iter().chain(step.except.iter().map(|exception| &exception.when))
            {
                folders_named(predicate, &mut named);
            }
            let columns = Columns::of_step(&step);
            Ok(Work {
                root,
                part,
                walk,
                named,
                columns,
                record: Witness::default(),
                memo: memo(&step),
                in_use: false,
                step,
                tree,
            })
        })
        .await
    }
}

struct Work {
    root: Folder,
    part: Part,
    walk: Walk,
    /// Folders of customers that the policy names.
    named: BTreeSet<String>,
    columns: Columns,
    /// The file at hand.
    record: Witness,
    memo: Memo<Fate>,
    /// Whether a file that is due is one that the journal writes to.
    in_use: bool,
    step: Step,
    tree: Arc<Tree>,
}

impl Work {
    /// The next files that go.
    fn next(&mut self, most: usize) -> Result<Vec<FileMark>, ConnectError> {
        let mut files = Vec::new();
        while files.len() < most {
            let seen = self.walk.next();
            let seen = seen.map_err(|error| told(&self.tree.place, "its files cannot be listed", &error))?;
            match seen {
                None => break,
                Some(Seen::File(path, stat))
                    if self.part.has(path) && self.tree.is_ours(&self.root, path) =>
                {
                    self.tree.show(&self.root, &mut self.record, &self.columns, path, Some(&stat));
                    let record = &self.record;
                    if *self.memo.get(record, || fate(&self.step, record)) == Fate::Goes {
                        if self.tree.journal && is_active(path) {
                            self.in_use = true;
                        } else {
                            files.push(mark(path, &stat));
                        }
                    }
                }
                Some(_) => {}
            }
        }
        Ok(files)
    }

    /// Takes them away, those that are still what they were, and folders that are empty then.
    fn remove(&self, files: &[FileMark]) -> Result<u64, ConnectError> {
        let failed = |error| told(&self.tree.place, "a file cannot be deleted", &error);
        let (mut rows, mut folders) = (0, BTreeSet::new());
        for file in files {
            if !is_there(&self.root, file) {
                continue;
            }
            let path = unescaped(&file.path);
            let (folder, name) = self.root.holding(&path).map_err(failed)?;
            let old = is_wanted(&self.step).then(|| folder.open(&name, true).ok()).flatten();
            match folder.remove(&name) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                gone => gone.map_err(failed)?,
            }
            rows += 1;
            // If we crash here: the file is gone, its bytes may not be, and the next process says that it does not know.
            if old.is_some_and(|old| wipe(&old).unwrap_or(false)) {
                self.tree.wiped.count(&self.step, 1);
            }
            folders.insert(path.parent().map(Path::to_owned).unwrap_or_default());
        }
        for folder in &folders {
            // Where a name in it would be, is the folder itself.
            if let Ok((open, _)) = self.root.holding(&folder.join("x")) {
                open.sync().map_err(failed)?;
            }
        }
        for folder in folders.into_iter().rev() {
            self.remove_empty(folder);
        }
        Ok(rows)
    }

    /// A folder that its last file left goes too, and so do those above it: not the root, not the part, not a customer's
    /// that the policy names.
    fn remove_empty(&self, mut folder: PathBuf) {
        while !folder.as_os_str().is_empty() && !self.part.needs(&folder) {
            let is_named =
                folder.components().count() == 1 && self.named.contains(&crate::tree::escaped(&folder));
            let gone = !is_named
                && self.root.holding(&folder).and_then(|(above, name)| above.remove_folder(&name)).is_ok();
            if !gone {
                return;
            }
            folder.pop();
        }
    }
}

pub(crate) fn folders_named(predicate: &Predicate, named: &mut BTreeSet<String>) {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => {
            for part in parts {
                folders_named(part, named);
            }
        }
        Predicate::Not(inner) => folders_named(inner, named),
        Predicate::In { column, values } if column == "folder" => {
            named.extend(values.iter().map(Scalar::to_string));
        }
        _ => {}
    }
}
