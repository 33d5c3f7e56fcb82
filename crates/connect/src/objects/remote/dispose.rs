//! Taking files away, some hundreds at a time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use gallra_rules::plan::{Action, Step};

use super::{Folder, Kind, Remote, Tree, mark};
use crate::contract::{Disposed, Ended, Journal, Limits, ObjectMark, Prepared, Probe};
use crate::error::{ConnectError, DisposeError};
use crate::files::folders_named;
use crate::files::part::Part;
use crate::objects::at_once;
use crate::records::{Fate, fate, unsupported};
use crate::tree::{escaped, unescaped};

/// Files in a batch.
const MOST: u64 = 500;
/// Requests under way at once.
const AT_ONCE: usize = 8;

impl Remote {
    pub(crate) async fn dispose<J: Journal>(
        &self,
        step: &Step,
        limits: &Limits,
        journal: &mut J,
    ) -> Result<Disposed, DisposeError> {
        let tree = &self.0;
        if step.action != Action::Delete {
            return Err(
                unsupported(&tree.place, "files are deleted; nothing in them can be anonymised").into()
            );
        }
        let mut done = Disposed { effects: vec![0; step.expected.effects.len()], ..Disposed::default() };
        let rate = limits.rows_per_second.filter(|rate| *rate > 0);
        let mut walk = tree.walk(&step.table)?;
        let mut emptied = BTreeSet::new();
        'walk: while let Some(folder) = walk.next(&tree.server).await? {
            let Folder::Open(files) = folder else { continue };
            let goes = files.iter().filter(|file| {
                file.kind == Kind::File && fate(step, &tree.record(&file.path, Some(file))) == Fate::Goes
            });
            let marks: Vec<ObjectMark> = goes.map(mark).collect();
            let mut rest = marks.as_slice();
            while !rest.is_empty() {
                let left = limits.rows.saturating_sub(done.rows);
                if limits.stop.is_stopped() || left == 0 {
                    done.ended = if left == 0 { Ended::BoundReached } else { Ended::Stopped };
                    break 'walk;
                }
                let most = left.min(MOST).min(rate.unwrap_or(MOST));
                let (batch, after) =
                    rest.split_at(usize::try_from(most).map_or(rest.len(), |most| most.min(rest.len())));
                rest = after;
                let began = Instant::now();
                let mut prepared = Prepared {
                    rows: batch.len() as u64,
                    effects: vec![0; done.effects.len()],
                    probe: Probe::Objects(batch.to_vec()),
                };
                journal.prepared(&prepared).await?;
                // If we crash in what follows, some of the files are gone and the others are there: `settle` looks.
                let rows = tree.remove(batch).await?;
                (prepared.rows, done.rows) = (rows, done.rows + rows);
                journal.committed(&prepared, began.elapsed()).await?;
                emptied.extend(
                    batch.iter().filter_map(|mark| unescaped(&mark.key).parent().map(Path::to_owned)),
                );
                if let Some(rate) = rate {
                    let due = Duration::from_millis(rows.saturating_mul(1000) / rate);
                    tokio::time::sleep(due.saturating_sub(began.elapsed())).await;
                }
            }
        }
        tree.remove_empty(step, &Part::of(&step.table.name).unwrap_or(Part::All), emptied).await;
        Ok(done)
    }
}

impl Tree {
    /// Takes those away that are still what they were. Tells how many went.
    async fn remove(&self, batch: &[ObjectMark]) -> Result<u64, ConnectError> {
        let remove = |mark| {
            async move {
                match self.is_there(mark).await? {
                    Some(file) => self.server.remove(&file).await,
                    None => Ok(false),
                }
            }
            .boxed()
        };
        let gone = at_once(AT_ONCE, batch.iter().map(remove).collect()).await?;
        Ok(gone.into_iter().filter(|gone| *gone).count() as u64)
    }

    /// Folders that their last file left go too, and those above them: not the root, not the part, not a customer's that
    /// the policy names.
    async fn remove_empty(&self, step: &Step, part: &Part, folders: BTreeSet<PathBuf>) {
        let mut named = BTreeSet::new();
        for predicate in [&step.due].into_iter().chain(step.except.iter().map(|exception| &exception.when)) {
            folders_named(predicate, &mut named);
        }
        for mut folder in folders.into_iter().rev() {
            while !folder.as_os_str().is_empty() && !part.needs(&folder) {
                let is_named = folder.components().count() == 1 && named.contains(&escaped(&folder));
                if is_named || !self.server.remove_folder(&folder).await {
                    break;
                }
                folder.pop();
            }
        }
    }
}
