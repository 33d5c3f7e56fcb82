//! A directory tree as a table: a row is a file, its columns are `path` (from the root), `folder` (the first part of the
//! path, NULL for a file in the root), `modified`, `size` and, where the system has a `format`, `named` (the date in the
//! path).
//!
//! Of the systemd journal a row is a file too, with `logged` instead of `modified`: see [`journal`].
//!
//! A file with a second name (a hard link) and a folder that cannot be looked into are counted and never touched: taking
//! the name away would not take the content away.

mod dispose;
mod journal;
pub(crate) mod part;
mod survey;

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use gallra_rules::inventory::{ColumnClass, Measure, Shapes};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::{Question, Step};
use gallra_rules::policy::{Dataset, System, SystemKind};
use gallra_rules::predicate::TableRef;
use gallra_rules::predicate::eval::{Value, Witness};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rustix::fs::Stat;

use crate::contract::{FileMark, Prepared, Probe, Recount, Settled};
use crate::error::{ConnectError, ErrorKind};
use crate::find::{Finder, Found, Wanted};
use crate::open::Settings;
use crate::records::{Columns, Shown, Tally, beside, count_again, fate, memo, put, told};
use crate::residue::{Trace, Want};
use crate::tree::{Folder, Seen, Walk, escaped, unescaped};
use crate::wipe::Wiped;
pub(crate) use dispose::folders_named;
use journal::Header;
use part::Part;

pub(crate) use part::overlap;

/// An open directory tree.
#[derive(Clone, Debug)]
pub(crate) struct Files(Arc<Tree>);

#[derive(Debug)]
struct Tree {
    place: String,
    root: PathBuf,
    /// How a date is written in a path.
    pattern: Option<String>,
    /// Whether its files are the systemd journal's.
    journal: bool,
    zone: TimeZone,
    wiped: Wiped,
}

impl Files {
    /// Sees that the folder is there.
    pub(crate) fn open(
        name: &SystemName,
        system: &System,
        settings: &Settings,
    ) -> Result<Self, ConnectError> {
        let root = settings.policy_dir.join(system.path.as_deref().unwrap_or(Path::new("")));
        let tree = Tree {
            place: format!("system `{name}`"),
            root,
            pattern: system.format.clone().filter(|_| system.kind == SystemKind::Files),
            journal: system.kind == SystemKind::Logs,
            zone: settings.time_zone.clone(),
            wiped: Wiped::default(),
        };
        tree.folder()?;
        Ok(Self(Arc::new(tree)))
    }

    pub(crate) fn product(&self) -> &'static str {
        if self.0.journal { "systemd journal" } else { "directory tree" }
    }

    /// Whether it is the systemd journal, in whose files nobody looks for anything but their age.
    pub(crate) fn is_journal(&self) -> bool {
        self.0.journal
    }

    /// Nothing is read for this.
    pub(crate) fn shapes(&self, datasets: &[(DatasetName, Dataset)]) -> Shapes {
        shown(self.product(), self.0.age(), self.0.pattern.is_some()).shapes(datasets)
    }

    /// See [`Wiped::traces`].
    pub(crate) fn residue(&self, step: &Step, rows: u64, want: Want) -> Vec<Trace> {
        self.0.wiped.traces(step, rows, want)
    }

    /// Looks for people in the names of files and folders, in one walk.
    pub(crate) async fn find(&self, wanted: &Wanted) -> Result<Found, ConnectError> {
        let (tree, wanted) = (self.0.clone(), wanted.clone());
        beside(&self.0.place, move || {
            let mut finder = Finder::new(&wanted);
            tree.each(&wanted.table, &wanted.read(), &mut |record| finder.see(record))?;
            Ok(finder.finish())
        })
        .await
    }

    /// Counts what a question asks, in one walk.
    pub(crate) async fn measure(&self, question: &Question) -> Result<Measure, ConnectError> {
        let (tree, question) = (self.0.clone(), question.clone());
        beside(&self.0.place, move || {
            let mut tally = Tally::new(&question, &tree.zone);
            let columns = Columns::of_question(&question);
            tree.each(&question.table, &columns, &mut |record| tally.see(record))?;
            Ok(tally.measure)
        })
        .await
    }

    /// Walks again, and asks the step's own predicates.
    pub(crate) async fn recount(&self, step: &Step) -> Result<Recount, ConnectError> {
        let (tree, step) = (self.0.clone(), step.clone());
        beside(&self.0.place, move || {
            let mut recount = Recount { excepted: vec![0; step.except.len()], ..Recount::default() };
            let columns = Columns::of_step(&step);
            let mut memo = memo(&step);
            tree.each(&step.table, &columns, &mut |record| {
                let fate = *memo.get(record, || fate(&step, record));
                count_again(&mut recount, fate, record, &tree.zone);
            })?;
            Ok(recount)
        })
        .await
    }

    /// Looks which of a batch's files are still there.
    pub(crate) async fn settle(&self, _: &Step, prepared: &Prepared) -> Result<Settled, ConnectError> {
        let Probe::Removed(files) = prepared.probe.clone() else { return Ok(Settled::Unknown) };
        let (tree, rows) = (self.0.clone(), prepared.rows);
        beside(&self.0.place, move || {
            let root = tree.folder()?;
            let left = files.iter().filter(|mark| is_there(&root, mark)).count() as u64;
            Ok(match rows.saturating_sub(left) {
                0 => Settled::RolledBack,
                gone if gone == rows => Settled::Committed,
                gone => Settled::InPart { rows: gone },
            })
        })
        .await
    }
}

/// What a tree of files shows itself as. `age` is the column that tells how old a file is; with a pattern there is the day
/// in its path too.
pub(crate) fn shown<'a>(product: &'a str, age: &'static str, has_pattern: bool) -> Shown<'a> {
    let mut columns = vec![
        ("path", ColumnClass::Text, false),
        ("folder", ColumnClass::Text, true),
        (age, ColumnClass::Instant, true),
        ("size", ColumnClass::Integer, false),
    ];
    columns.extend(has_pattern.then_some(("named", ColumnClass::Date, true)));
    Shown {
        product,
        words: ["files have", "they have"],
        columns,
        generated: true,
        key: &["path"],
        fault: part::fault,
        overlap,
    }
}

impl Tree {
    fn folder(&self) -> Result<Folder, ConnectError> {
        Folder::root(&self.root).map_err(|error| told(&self.place, "its folder cannot be opened", &error))
    }

    fn part(&self, table: &TableRef) -> Result<Part, ConnectError> {
        Part::of(&table.name).map_err(|cause| {
            ConnectError::new(
                ErrorKind::Changed,
                &self.place,
                cause,
                "Correct `part` in the policy, then plan again",
            )
        })
    }

    fn each(
        &self,
        table: &TableRef,
        columns: &Columns,
        see: &mut dyn FnMut(&Witness),
    ) -> Result<(), ConnectError> {
        let (root, part) = (self.folder()?, self.part(table)?);
        let failed = |error| told(&self.place, "its files cannot be listed", &error);
        let mut walk = Walk::new(&root, false).map_err(failed)?;
        let mut record = Witness::default();
        while let Some(seen) = walk.next().map_err(failed)? {
            let (path, stat) = match &seen {
                Seen::File(path, stat) if part.has(path) && self.is_ours(&root, path) => (path, Some(stat)),
                // What is in there nobody knows: a record without a time.
                Seen::Closed(path) if part.may_be_in(path) => (path, None),
                Seen::File(..) | Seen::Closed(_) => continue,
            };
            self.show(&root, &mut record, columns, path, stat);
            see(&record);
        }
        Ok(())
    }

    /// The column that tells the age of a file.
    fn age(&self) -> &'static str {
        if self.journal { "logged" } else { "modified" }
    }

    /// A journal's file is one with entries; of any other tree each is.
    fn is_ours(&self, root: &Folder, path: &Path) -> bool {
        !self.journal || journal::is_one(path) && header(root, path) != Header::Empty
    }

    /// Puts a file into the record that is used for all of them: those columns that are asked for.
    fn show(&self, root: &Folder, record: &mut Witness, columns: &Columns, path: &Path, stat: Option<&Stat>) {
        if columns.has("path") {
            put(record, "path", Value::Text(escaped(path)));
        }
        if columns.has("folder") {
            let mut parts = path.components();
            let (first, second) = (parts.next(), parts.next());
            let first = first.filter(|_| second.is_some() || stat.is_none());
            let text = |first: Component<'_>| Value::Text(escaped(Path::new(first.as_os_str())));
            put(record, "folder", first.map_or(Value::Null, text));
        }
        let linked = || Value::Text("linked".to_owned());
        let value = stat.map_or(Value::Null, |stat| {
            let at = modified(stat);
            let moment = match self.journal.then(|| header(root, path)) {
                Some(Header::Since(oldest)) => Some(oldest),
                Some(_) => None,
                None => i32::try_from(at.1).ok().and_then(|nanos| Timestamp::new(at.0, nanos).ok()),
            };
            // With a second name its content would live on: not ours to call erased.
            moment.filter(|_| stat.st_nlink == 1).map_or_else(linked, Value::Instant)
        });
        put(record, self.age(), value);
        put(record, "size", stat.map_or(Value::Null, |stat| Value::Integer(size(stat))));
        if let Some(pattern) = self.pattern.as_ref().filter(|_| columns.has("named")) {
            let day = |stat: &Stat| match stat.st_nlink {
                1 => named(&escaped(path), pattern).map_or(Value::Null, Value::Date),
                _ => linked(),
            };
            put(record, "named", stat.map_or(Value::Null, day));
        }
    }
}

/// What a file of the journal says of itself; unreadable if it cannot be opened.
fn header(root: &Folder, path: &Path) -> Header {
    let open = root.holding(path).and_then(|(folder, name)| folder.open(&name, false));
    open.and_then(|file| journal::header(&file)).unwrap_or(Header::Unreadable)
}

/// When a file was changed: seconds and nanoseconds.
#[allow(
    clippy::useless_conversion,
    clippy::unnecessary_fallible_conversions,
    reason = "types differ by system"
)]
fn modified(stat: &Stat) -> (i64, i64) {
    (i64::try_from(stat.st_mtime).unwrap_or(0), i64::try_from(stat.st_mtime_nsec).unwrap_or(0))
}

#[allow(
    clippy::useless_conversion,
    clippy::unnecessary_fallible_conversions,
    reason = "the type differs by system"
)]
fn size(stat: &Stat) -> i64 {
    i64::try_from(stat.st_size).unwrap_or(i64::MAX)
}

fn mark(path: &Path, stat: &Stat) -> FileMark {
    FileMark {
        path: escaped(path),
        inode: stat.st_ino,
        modified: modified(stat),
        size: u64::try_from(size(stat)).unwrap_or(0),
    }
}

/// Whether the very file is there, unchanged and with one name only.
fn is_there(root: &Folder, wanted: &FileMark) -> bool {
    let path = unescaped(&wanted.path);
    let found = root.holding(&path).and_then(|(folder, name)| folder.stat(&name));
    found.is_ok_and(|stat| stat.st_nlink == 1 && mark(&path, &stat) == *wanted)
}

/// The last date in a path that is written as the pattern says.
pub(crate) fn named(path: &str, pattern: &str) -> Option<Date> {
    let starts = path.char_indices().map(|(at, _)| at);
    starts.rev().find_map(|at| dated(path, at, pattern))
}

fn dated(path: &str, at: usize, pattern: &str) -> Option<Date> {
    let bytes = path.as_bytes();
    if at > 0 && bytes[at - 1].is_ascii_digit() {
        return None;
    }
    let (mut here, mut letters) = (at, pattern.bytes());
    let (mut year, mut month, mut day) = (None, None, None);
    while let Some(letter) = letters.next() {
        if letter != b'%' {
            if bytes.get(here) != Some(&letter) {
                return None;
            }
            here += 1;
            continue;
        }
        let kind = letters.next()?;
        let width = if kind == b'Y' { 4 } else { 2 };
        let digits = path.get(here..here + width)?;
        let number =
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i16>().ok())??;
        match kind {
            b'Y' => year = Some(number),
            b'm' => month = i8::try_from(number).ok(),
            b'd' => day = i8::try_from(number).ok(),
            _ => {}
        }
        here += width;
    }
    if bytes.get(here).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Date::new(year?, month?, day?).ok()
}
