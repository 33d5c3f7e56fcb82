//! Log files as tables: a row is an entry, its columns are `logged` (its time), `ip` (whose request it was; not in
//! syslog) and `line`.
//!
//! | File | How rows go | How a crash is told |
//! |---|---|---|
//! | rotated, and nobody has it open | a successor takes its place in one move; a file without rows goes | which of the two is there |
//! | any other (the active log) | they are overwritten with line ends where they stand | what of the range is left |
//!
//! A line without a time that can be read is never touched: it is counted and reported. A line that only goes on with the
//! one before (a stack trace) goes and stays with it.

mod address;
pub(crate) mod attributes;
mod cut;
mod dispose;
mod find;
mod format;
mod held;
mod lines;
mod overwrite;
mod rewrite;
mod scan;
mod settle;
mod stamp;
mod survey;

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gallra_rules::inventory::{ColumnClass, Measure, Shapes};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::{Question, Step};
use gallra_rules::policy::{Dataset, System};
use gallra_rules::predicate::TableRef;
use gallra_rules::predicate::eval::{Value, Witness};
use jiff::tz::TimeZone;

use crate::contract::Recount;
use crate::error::{ConnectError, ErrorKind};
use crate::find::{Finder, Found, Wanted};
use crate::open::Settings;
use crate::records::{Columns, Shown, Tally, beside, count_again, fate, memo, told};
use crate::residue::{Trace, Want};
use crate::tree::Folder;
use crate::wipe::Wiped;
use find::{Matcher, files, is_glob};

pub(crate) use find::overlap;
use format::Format;
use scan::{Look, Packing, Source};

/// An open log.
#[derive(Clone, Debug)]
pub(crate) struct Logs(Arc<Open>);

#[derive(Debug)]
struct Open {
    place: String,
    product: String,
    root: PathBuf,
    only: Matcher,
    format: Format,
    /// Of times without an offset.
    zone: TimeZone,
    /// In which the oldest is told.
    day_zone: TimeZone,
    wiped: Wiped,
}

impl Logs {
    /// Sees that the files can be looked at.
    pub(crate) fn open(
        name: &SystemName,
        system: &System,
        settings: &Settings,
    ) -> Result<Self, ConnectError> {
        let place = format!("system `{name}`");
        let word = system.format.as_deref().unwrap_or("combined");
        let Some(format) = Format::of(word) else {
            return Err(ConnectError::new(
                ErrorKind::Unsupported,
                place,
                format!("logs of the format `{word}` are not read"),
                "Use `combined`, `common`, `json` or `syslog`",
            ));
        };
        let zone = match &system.time_zone {
            None => settings.time_zone.clone(),
            Some(zone) => TimeZone::get(zone).unwrap_or(settings.time_zone.clone()),
        };
        let path = settings.policy_dir.join(system.path.as_deref().unwrap_or(Path::new("")));
        let (root, only) = base(&path).map_err(|cause| {
            ConnectError::new(ErrorKind::NoSuchFile, &place, cause, "Correct `path` in the policy")
        })?;
        Folder::root(&root)
            .map_err(|error| told(&place, "the folder of its files cannot be opened", &error))?;
        let product = format!("log files ({word})");
        Ok(Self(Arc::new(Open {
            place,
            product,
            root,
            only,
            format,
            zone,
            day_zone: settings.time_zone.clone(),
            wiped: Wiped::default(),
        })))
    }

    pub(crate) fn product(&self) -> &str {
        &self.0.product
    }

    /// Nothing is read for this: what a log's columns are stands in its format.
    pub(crate) fn shapes(&self, datasets: &[(DatasetName, Dataset)]) -> Shapes {
        let mut columns = vec![("logged", ColumnClass::Instant, true), ("line", ColumnClass::Text, false)];
        let has_ip = self.0.format != Format::Syslog;
        columns.extend(has_ip.then_some(("ip", ColumnClass::Network, true)));
        let columns = Shown {
            product: &self.0.product,
            words: ["a log has", "it has"],
            columns,
            generated: false,
            key: &[],
            fault: |part| Matcher::of(part).err(),
            overlap,
        };
        columns.shapes(datasets)
    }

    /// See [`Wiped::traces`].
    pub(crate) fn residue(&self, step: &Step, rows: u64, want: Want) -> Vec<Trace> {
        self.0.wiped.traces(step, rows, want)
    }

    /// Looks for people, in one pass over every file.
    pub(crate) async fn find(&self, wanted: &Wanted) -> Result<Found, ConnectError> {
        let (logs, wanted) = (self.0.clone(), wanted.clone());
        beside(&self.0.place, move || {
            let mut finder = Finder::new(&wanted);
            let look = logs.look(&wanted.read());
            let closed = logs.each_file(&wanted.table, &look, &mut |source, look| {
                source.rows(look)?.run(&mut |record: &Witness| finder.see(record))?;
                Ok(())
            })?;
            Ok(Found { closed, ..finder.finish() })
        })
        .await
    }

    /// Counts what a question asks, in one pass over every file.
    pub(crate) async fn measure(&self, question: &Question) -> Result<Measure, ConnectError> {
        let (logs, question) = (self.0.clone(), question.clone());
        beside(&self.0.place, move || logs.measure(&question)).await
    }

    /// Reads every file again, from the disk, and asks the step's own predicates.
    pub(crate) async fn recount(&self, step: &Step) -> Result<Recount, ConnectError> {
        let (logs, step) = (self.0.clone(), step.clone());
        beside(&self.0.place, move || {
            let mut recount = Recount { excepted: vec![0; step.except.len()], ..Recount::default() };
            logs.each_file(&step.table, &logs.look(&Columns::of_step(&step)), &mut |source, look| {
                let mut own = Recount { excepted: vec![0; step.except.len()], ..Recount::default() };
                let mut memo = memo(&step);
                let mut see = |record: &Witness| {
                    let fate = *memo.get(record, || fate(&step, record));
                    count_again(&mut own, fate, record, &logs.day_zone);
                };
                source.rows(look)?.run(&mut see)?;
                recount.still_due += own.still_due;
                for (sum, rows) in recount.excepted.iter_mut().zip(own.excepted) {
                    *sum += rows;
                }
                Ok(())
            })?;
            Ok(recount)
        })
        .await
    }
}

impl Open {
    fn measure(&self, question: &Question) -> Result<Measure, ConnectError> {
        let mut tally = Tally::new(question, &self.day_zone);
        let closed = self.each_file(
            &question.table,
            &self.look(&Columns::of_question(question)),
            &mut |source, look| {
                let mut own = Tally::new(question, &self.day_zone);
                source.rows(look)?.run(&mut |record: &Witness| own.see(record))?;
                tally.add(own.measure);
                Ok(())
            },
        )?;
        // What could not be looked at is reported as a record whose time nobody knows.
        for _ in 0..closed {
            let unread = Witness {
                columns: BTreeMap::from([("line".to_owned(), Value::Text(String::new()))]),
                related: BTreeMap::new(),
            };
            tally.see(&unread);
        }
        Ok(tally.measure)
    }

    fn look(&self, asked: &Columns) -> Look {
        let (ip, line) = (asked.has("ip"), asked.has("line"));
        Look { format: self.format, zone: self.zone.clone(), ip, line }
    }

    fn folder(&self) -> Result<Folder, ConnectError> {
        let failed = |error| told(&self.place, "the folder of its files cannot be opened", &error);
        Folder::root(&self.root).map_err(failed)
    }

    /// The paths of a table's files, and how many folders are closed to us.
    fn paths(
        &self,
        root: &Folder,
        table: &TableRef,
        clear: bool,
    ) -> Result<(Vec<PathBuf>, u64), ConnectError> {
        let part = Matcher::of(&table.name).map_err(|cause| {
            ConnectError::new(
                ErrorKind::Changed,
                &self.place,
                cause,
                "Correct `part` in the policy, then plan again",
            )
        })?;
        let failed = |error| told(&self.place, "its files cannot be listed", &error);
        files(root, clear, &[&self.only, &part]).map_err(failed)
    }

    /// Reads every file of a table once. Tells how many folders and files could not be read.
    fn each_file(
        &self,
        table: &TableRef,
        look: &Look,
        read: &mut dyn FnMut(&Source, &Look) -> io::Result<()>,
    ) -> Result<u64, ConnectError> {
        let root = self.folder()?;
        let (paths, mut closed) = self.paths(&root, table, false)?;
        let mut seen = HashSet::new();
        for path in paths {
            let source =
                match root.holding(&path).and_then(|(folder, name)| Source::open(&folder, &name, false)) {
                    Ok(source) => source,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    Err(_) => {
                        closed += 1;
                        continue;
                    }
                };
            // A file that is rotated meanwhile, or has two names, is read once.
            if !seen.insert(source.id) {
                continue;
            }
            if source.packing == Packing::Other || read(&source, look).is_err() {
                closed += 1;
            }
        }
        Ok(closed)
    }
}

/// The folder that everything lies in, and which of its files are meant: for a file itself and what rotation made of it,
/// for a folder all, for a pattern those that match.
fn base(path: &Path) -> Result<(PathBuf, Matcher), String> {
    let text = path.to_string_lossy();
    if is_glob(&text) {
        let parts: Vec<&str> = text.split('/').collect();
        let plain = parts.iter().position(|part| is_glob(part)).unwrap_or(0);
        let root = parts[..plain].join("/");
        let root = if root.is_empty() { PathBuf::from("/") } else { PathBuf::from(root) };
        return Ok((root, Matcher::of(&parts[plain..].join("/"))?));
    }
    if path.is_dir() {
        return Ok((path.to_owned(), Matcher::All));
    }
    match (path.parent(), path.file_name()) {
        (Some(root), Some(name)) if path.is_file() => {
            Ok((root.to_owned(), Matcher::Literal(PathBuf::from(name))))
        }
        _ => Err(format!("{} is neither a file nor a folder", path.display())),
    }
}
