//! What only a person can look after (paper, phones, binders), as far as an index of it is kept: a CSV file with a header,
//! a row for each binder or bundle. It shows itself as a table of texts; the column `filed` is a date.
//!
//! Gallra counts in the index and never throws a paper away. When a person says that what was due is gone, its rows are
//! [struck](Papers::strike) off.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gallra_rules::inventory::{ColumnClass, ColumnShape, Measure, Reach, Shapes, TableKind, TableShape};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::{Question, Step};
use gallra_rules::policy::{AnchorSource, Dataset, System};
use gallra_rules::predicate::TableRef;
use gallra_rules::predicate::eval::{Value, Witness};
use jiff::tz::TimeZone;

use crate::contract::Recount;
use crate::error::{ConnectError, ErrorKind};
use crate::find::{Finder, Found, Wanted};
use crate::logs::attributes;
use crate::open::Settings;
use crate::records::{Tally, beside, count_again, fate, told, unsupported};

/// The column that is a date: when the paper was put there.
const FILED: &str = "filed";
/// An index is written by people; one that is larger is something else.
const LARGEST: u64 = 64 << 20;

/// An open index.
#[derive(Clone, Debug)]
pub(crate) struct Papers(Arc<Index>);

#[derive(Debug)]
struct Index {
    place: String,
    path: PathBuf,
    zone: TimeZone,
}

/// An index without the rows that were struck off, written beside it and not yet in its place.
#[derive(Debug)]
pub struct Struck {
    /// Rows that go.
    pub rows: u64,
    place: String,
    path: PathBuf,
    before: Vec<u8>,
    after: Vec<u8>,
    successor: tempfile::NamedTempFile,
}

impl Papers {
    /// Sees that the index is there and can be read as one.
    pub(crate) fn open(
        name: &SystemName,
        system: &System,
        settings: &Settings,
    ) -> Result<Self, ConnectError> {
        let place = format!("system `{name}`");
        let Some(path) = &system.path else {
            return Err(unsupported(&place, "it has no index; only a person can look"));
        };
        let index = Index { place, path: settings.policy_dir.join(path), zone: settings.time_zone.clone() };
        index.read()?.columns()?;
        Ok(Self(Arc::new(index)))
    }

    #[allow(clippy::unused_self, reason = "the same call as of the other systems")]
    pub(crate) fn product(&self) -> &'static str {
        "index of papers"
    }

    pub(crate) fn shapes(&self, datasets: &[(DatasetName, Dataset)]) -> Result<Shapes, ConnectError> {
        let known = self.0.read()?.columns()?;
        let mut shapes = Shapes::default();
        for (name, dataset) in datasets {
            let reach = Reach::Reached { product: self.product().to_owned() };
            shapes.systems.insert(dataset.system.clone(), reach);
            let anchors = dataset.anchors.iter().map(|(name, anchor)| match &anchor.source {
                AnchorSource::Column { column, .. } => column.as_str(),
                _ => name.as_str(),
            });
            let named = dataset.filter.keys().map(String::as_str).chain(anchors);
            match named.into_iter().find(|column| !known.iter().any(|known| known == column)) {
                Some(missing) => {
                    // A file without a header would tell its first row here: what stands there is never told.
                    let reason = format!(
                        "its index has no column `{missing}` among its {} in the first line",
                        known.len()
                    );
                    shapes.not_checked.insert(name.clone(), reason);
                }
                None => drop(shapes.tables.insert(name.clone(), shape(dataset, &known))),
            }
        }
        Ok(shapes)
    }

    pub(crate) async fn find(&self, wanted: &Wanted) -> Result<Found, ConnectError> {
        let (index, wanted) = (self.0.clone(), wanted.clone());
        beside(&self.0.place, move || {
            let mut finder = Finder::new(&wanted);
            index.read()?.each(&mut |record, _| finder.see(record))?;
            Ok(finder.finish())
        })
        .await
    }

    pub(crate) async fn measure(&self, question: &Question) -> Result<Measure, ConnectError> {
        let (index, question) = (self.0.clone(), question.clone());
        beside(&self.0.place, move || {
            let mut tally = Tally::new(&question, &index.zone);
            index.read()?.each(&mut |record, _| tally.see(record))?;
            Ok(tally.measure)
        })
        .await
    }

    pub(crate) async fn recount(&self, step: &Step) -> Result<Recount, ConnectError> {
        let (index, step) = (self.0.clone(), step.clone());
        beside(&self.0.place, move || {
            let mut recount = Recount { excepted: vec![0; step.except.len()], ..Recount::default() };
            index.read()?.each(&mut |record, _| {
                count_again(&mut recount, fate(&step, record), record, &index.zone);
            })?;
            Ok(recount)
        })
        .await
    }

    /// Writes the index anew without the rows that are due and that nothing keeps. Nothing is changed before
    /// [`Struck::commit`].
    pub(crate) async fn strike(&self, question: &Question) -> Result<Struck, ConnectError> {
        let (index, question) = (self.0.clone(), question.clone());
        beside(&self.0.place, move || {
            let read = index.read()?;
            let (mut kept, mut rows) = (read.text[..read.header_ends()].to_vec(), 0);
            read.each(&mut |record, row| {
                let goes = question.due.eval(record)
                    && !question.except.iter().any(|exception| exception.eval(record));
                if goes {
                    rows += 1;
                } else {
                    kept.extend_from_slice(row);
                }
            })?;
            let failed = |error| told(&index.place, "its index cannot be written", &error);
            // A link stays one: what it leads to is replaced.
            let path = fs::canonicalize(&index.path).map_err(failed)?;
            if fs::metadata(&path).map_err(failed)?.nlink() > 1 {
                return Err(ConnectError::new(
                    ErrorKind::BadValue,
                    &index.place,
                    "its index has a second name (a hard link), which would go on showing the rows",
                    "Remove the second name, then attest again",
                ));
            }
            let successor = beside_it(&path, &kept).map_err(failed)?;
            let place = index.place.clone();
            Ok(Struck { rows, place, path, before: read.text, after: kept, successor })
        })
        .await
    }
}

impl Papers {
    /// The index as it is now.
    pub(crate) async fn content(&self) -> Result<Vec<u8>, ConnectError> {
        let index = self.0.clone();
        beside(&self.0.place, move || Ok(index.read()?.text)).await
    }
}

impl Struck {
    /// The index as it is, and as it will be.
    pub fn contents(&self) -> (&[u8], &[u8]) {
        (&self.before, &self.after)
    }

    /// Puts the new index into the old one's place, in one move.
    ///
    /// # Errors
    /// The disk's; [`ErrorKind::Changed`] if somebody wrote to the index meanwhile. Then it is as it was.
    pub async fn commit(self) -> Result<(), ConnectError> {
        let place = self.place.clone();
        beside(&place, move || {
            let failed = |error| told(&self.place, "its index cannot be written", &error);
            if fs::read(&self.path).map_err(failed)? != self.before {
                return Err(ConnectError::new(
                    ErrorKind::Changed,
                    &self.place,
                    "its index was changed at the same time",
                    "Attest again",
                ));
            }
            self.successor.persist(&self.path).map_err(|error| failed(error.error))?;
            let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = fs::File::open(folder.unwrap_or(Path::new(".")));
            folder.and_then(|folder| folder.sync_all()).map_err(failed)
        })
        .await
    }
}

/// A file with the owner, mode, access list and extended attributes of `path`, on the disk before it is named.
fn beside_it(path: &Path, content: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".gallra-").tempfile_in(folder)?;
    file.write_all(content)?;
    attributes::rights(&fs::File::open(path)?, file.as_file())?;
    file.as_file().sync_all()?;
    Ok(file)
}

impl Index {
    fn read(&self) -> Result<Read<'_>, ConnectError> {
        let failed = |error| told(&self.place, "its index cannot be read", &error);
        if fs::metadata(&self.path).map_err(failed)?.len() > LARGEST {
            return Err(self.wrong("it is larger than 64 MiB"));
        }
        let text = fs::read(&self.path).map_err(failed)?;
        if std::str::from_utf8(&text).is_err() {
            return Err(self.wrong("it is not UTF-8"));
        }
        Ok(Read { index: self, text })
    }

    fn wrong(&self, cause: &str) -> ConnectError {
        let cause = format!("its index cannot be used: {cause}");
        let cure = "Write a header line with the columns' names and the same number of fields in every line; \
                    a date is written 2026-11-22";
        ConnectError::new(ErrorKind::BadValue, &self.place, cause, cure)
    }
}

/// An index as it stood in one moment.
struct Read<'i> {
    index: &'i Index,
    text: Vec<u8>,
}

impl Read<'_> {
    /// A byte order mark, which spreadsheets like to write, is no part of the first column's name.
    fn begins(&self) -> usize {
        if self.text.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }
    }

    fn rows(&self) -> csv::Reader<&[u8]> {
        let text = &self.text[self.begins()..];
        let header = String::from_utf8_lossy(text.split(|byte| *byte == b'\n').next().unwrap_or_default());
        let many = |wanted: u8| header.matches(char::from(wanted)).count();
        let delimiter = [b'\t', b';'].into_iter().find(|other| many(*other) > many(b',')).unwrap_or(b',');
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(false).from_reader(text)
    }

    fn columns(&self) -> Result<Vec<String>, ConnectError> {
        let mut rows = self.rows();
        let header = rows.headers().map_err(|error| self.index.wrong(&fault(&error)))?;
        let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let twice = columns.iter().enumerate().find(|(at, name)| columns[..*at].contains(name));
        if columns.iter().any(String::is_empty) {
            return Err(self.index.wrong("a column has no name"));
        }
        match twice {
            Some((at, _)) => {
                Err(self.index.wrong(&format!("column {} is called as one before it is", at + 1)))
            }
            None => Ok(columns),
        }
    }

    /// Where the first row begins.
    fn header_ends(&self) -> usize {
        let mut rows = self.rows();
        // The reader has told about every fault by now.
        drop(rows.headers());
        self.begins() + usize::try_from(rows.position().byte()).unwrap_or(0)
    }

    /// Every row as a record and as it is written, with its line end.
    fn each(&self, see: &mut dyn FnMut(&Witness, &[u8])) -> Result<(), ConnectError> {
        let columns = self.columns()?;
        let mut rows = self.rows();
        let mut fields = csv::StringRecord::new();
        let mut from = self.header_ends();
        while rows.read_record(&mut fields).map_err(|error| self.index.wrong(&fault(&error)))? {
            let to = self.begins() + usize::try_from(rows.position().byte()).unwrap_or(usize::MAX);
            let written = self.text.get(from..to.min(self.text.len())).unwrap_or_default();
            let values = columns.iter().zip(&fields).map(|(name, text)| (name.clone(), value(name, text)));
            see(&Witness { columns: values.collect(), related: BTreeMap::new() }, written);
            from = to;
        }
        Ok(())
    }
}

fn value(column: &str, text: &str) -> Value {
    let text = text.trim();
    match text {
        "" => Value::Null,
        date if column == FILED => date.parse().map_or(Value::Text(date.to_owned()), Value::Date),
        text => Value::Text(text.to_owned()),
    }
}

/// Where a fault is; never what stands there.
fn fault(error: &csv::Error) -> String {
    let line = error.position().map_or(1, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("line {line} has {len} fields, the header has {expected_len}")
        }
        _ => format!("line {line} cannot be read"),
    }
}

fn shape(dataset: &Dataset, columns: &[String]) -> TableShape {
    let column = |name: &String| {
        let (type_name, class) =
            if name == FILED { ("date", ColumnClass::Date) } else { ("text", ColumnClass::Text) };
        let shape = ColumnShape { type_name: type_name.to_owned(), class, nullable: true, generated: false };
        (name.clone(), shape)
    };
    TableShape {
        system: dataset.system.clone(),
        table: TableRef { schema: None, name: "index".to_owned() },
        kind: TableKind::Table,
        columns: columns.iter().map(column).collect(),
        primary_key: Vec::new(),
        unique: Vec::new(),
        references: Vec::new(),
        referenced_by: Vec::new(),
        effects: Vec::new(),
        triggers: Vec::new(),
        rows_estimate: None,
        partitions: Vec::new(),
    }
}
