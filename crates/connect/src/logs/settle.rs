//! After a crash: what became of the batch at hand?

use std::io;
use std::ops::Range;
use std::path::Path;

use gallra_rules::plan::Step;
use gallra_rules::predicate::TableRef;

use super::scan::{Row, Source, Visit};
use super::{Logs, Open};
use crate::contract::{FileId, Prepared, Probe, Settled};
use crate::error::ConnectError;
use crate::records::{Columns, Fate, beside, fate};
use crate::tree::{Folder, unescaped};

impl Logs {
    pub(crate) async fn settle(&self, step: &Step, prepared: &Prepared) -> Result<Settled, ConnectError> {
        let (logs, step, prepared) = (self.0.clone(), step.clone(), prepared.clone());
        beside(&self.0.place, move || logs.settle(&step, &prepared)).await
    }
}

impl Open {
    fn settle(&self, step: &Step, prepared: &Prepared) -> Result<Settled, ConnectError> {
        let root = self.folder()?;
        match &prepared.probe {
            Probe::Replaced { path, before, after } => {
                if self.find(&root, &step.table, path, before)?.is_some() {
                    return Ok(Settled::RolledBack);
                }
                Ok(match after {
                    None => Settled::Committed,
                    Some(after) if self.find(&root, &step.table, path, after)?.is_some() => {
                        Settled::Committed
                    }
                    // Rotated and packed meanwhile: another file holds what was in it.
                    Some(_) => Settled::Unknown,
                })
            }
            Probe::Overwritten { path, file, from, to } => {
                let Some(source) = self.find(&root, &step.table, path, file)? else {
                    return Ok(Settled::Unknown);
                };
                if source.size < *to {
                    return Ok(Settled::Unknown);
                }
                let mut left = Left { step, within: *from..*to, rows: 0 };
                let read =
                    source.rows(&self.look(&Columns::of_step(step))).and_then(|mut rows| rows.run(&mut left));
                if read.is_err() {
                    return Ok(Settled::Unknown);
                }
                Ok(match prepared.rows.saturating_sub(left.rows) {
                    0 => Settled::RolledBack,
                    gone if gone == prepared.rows => Settled::Committed,
                    gone => Settled::InPart { rows: gone },
                })
            }
            _ => Ok(Settled::Unknown),
        }
    }

    /// A file by what it is: under its name, or under another that rotation gave it.
    fn find(
        &self,
        root: &Folder,
        table: &TableRef,
        path: &str,
        id: &FileId,
    ) -> Result<Option<Source>, ConnectError> {
        let open = |path: &Path| {
            let (folder, name) = root.holding(path).ok()?;
            Source::open(&folder, &name, false).ok().filter(|source| source.id == *id)
        };
        if let Some(source) = open(&unescaped(path)) {
            return Ok(Some(source));
        }
        Ok(self.paths(root, table, false)?.0.iter().find_map(|path| open(path)))
    }
}

/// Rows of a range that are still to go.
struct Left<'a> {
    step: &'a Step,
    within: Range<u64>,
    rows: u64,
}

impl Visit for Left<'_> {
    fn row(&mut self, row: &Row<'_>) -> io::Result<bool> {
        let here = row.at < self.within.end && row.at + row.head.len() as u64 > self.within.start;
        self.rows += u64::from(here && fate(self.step, row.record) == Fate::Goes);
        Ok(true)
    }
}
