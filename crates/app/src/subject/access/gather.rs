//! Reads what was asked for and writes it down, dataset by dataset.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};

use gallra_connect::read::{Datum, ReadError, Sink};
use gallra_documents::Language;
use gallra_documents::answer::{self, Cell, Mark, Whose};
use gallra_rules::names::DatasetName;
use gallra_rules::plan::decide::Shown;

use super::names::{ending, safe};
use super::own::Own;
use super::pack::failed_io;
use super::reach::{CONTENT, Reach, Wanted};
use super::spool::{Spool, Spooled, Stage};
use super::told::{self, Record, Told};
use super::write::{self, Written};
use super::{Options, What};
use crate::AppError;
use crate::progress::Progress;

const NOTHING: Datum = Datum::Null;

/// So many records of a dataset are shown on the page, each kind of them.
const FIRST: usize = 100;
/// Bytes that are no more than this stand in the tables, in hexadecimal digits; longer ones are files.
const SHORT: usize = 32;

/// What was read.
pub(super) struct Gathered {
    pub(super) stage_files: Spooled,
    pub(super) files: Vec<File>,
    pub(super) sets: Vec<Set>,
    pub(super) not_checked: BTreeMap<DatasetName, String>,
    pub(super) to_review: BTreeMap<DatasetName, BTreeMap<String, u64>>,
    pub(super) of_others: u64,
    pub(super) too_large: BTreeMap<DatasetName, BTreeMap<String, u64>>,
}

/// A file that lies among all files, in their order.
pub(super) struct File {
    pub(super) path: String,
    pub(super) bytes: u64,
    /// Whether it is part of what the person takes along.
    pub(super) portable: bool,
    /// Whether its dataset was read to the end.
    pub(super) counts: bool,
}

/// What was read of one dataset.
pub(super) struct Set {
    pub(super) found: answer::Found,
    /// JSON records with commas between them.
    pub(super) json: Spooled,
    pub(super) csv: Spooled,
    /// The same of what may be taken along, if that is anything.
    pub(super) portable: Option<(Spooled, Spooled)>,
}

/// Reads everything. A dataset that cannot be read to its end is left out, and said to be.
///
/// # Errors
/// The disk's.
pub(super) async fn gather(
    reach: &Reach,
    own: &Own,
    stage: &Stage,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Gathered, AppError> {
    let failed = |fault: io::Error| failed_io(&options.folder, &fault);
    let language = options.language.parse().map_err(|_| {
        super::pack::failed(&options.folder, "no answers are written in this language; there are sv and en")
    })?;
    let mut gather = Gather {
        own,
        stage,
        options,
        language,
        files: stage.spool().map_err(failed)?,
        index: Vec::new(),
        open: None,
        pending: None,
        sets: Vec::new(),
        not_checked: reach.not_checked.clone(),
        to_review: BTreeMap::new(),
        of_others: 0,
        too_large: BTreeMap::new(),
        wanted: &[],
    };
    for (system, wanted) in &reach.systems {
        let Some(connector) = reach.connector(system) else { continue };
        for one in wanted {
            progress.counting(&one.dataset);
        }
        let questions: Vec<_> = wanted.iter().map(|one| one.question.clone()).collect();
        let mut from = 0;
        while from < wanted.len() {
            gather.wanted = &wanted[from..];
            match connector.read(&questions[from..], &mut gather).await {
                Ok(()) => {
                    gather.finish_until(wanted.len() - from).map_err(failed)?;
                    break;
                }
                Err(ReadError::Sink(fault)) => return Err(failed(fault)),
                Err(ReadError::System(at, fault)) => {
                    gather.finish_until(at).map_err(failed)?;
                    gather.abandon(&wanted[from + at].dataset, fault.to_string());
                    from += at + 1;
                }
            }
        }
    }
    gather.wanted = &reach.sealed.wanted;
    for (position, records) in reach.sealed.records.iter().enumerate() {
        for record in records {
            gather.record(position, record.clone(), vec![true]).map_err(failed)?;
        }
    }
    gather.finish_until(reach.sealed.wanted.len()).map_err(failed)?;
    let Gather { files, index, sets, not_checked, to_review, of_others, too_large, .. } = gather;
    let stage_files = files.finish().map_err(failed)?;
    Ok(Gathered { stage_files, files: index, sets, not_checked, to_review, of_others, too_large })
}

struct Gather<'a> {
    own: &'a Own,
    stage: &'a Stage,
    options: &'a Options,
    language: Language,
    files: Spool,
    index: Vec<File>,
    open: Option<Open<'a>>,
    pending: Option<Pending>,
    sets: Vec<Set>,
    not_checked: BTreeMap<DatasetName, String>,
    to_review: BTreeMap<DatasetName, BTreeMap<String, u64>>,
    of_others: u64,
    too_large: BTreeMap<DatasetName, BTreeMap<String, u64>>,
    /// What the questions at hand are about.
    wanted: &'a [Wanted],
}

/// The dataset at hand.
struct Open<'a> {
    at: usize,
    wanted: &'a Wanted,
    found: answer::Found,
    /// Of the index of files, where its own begin.
    files_from: usize,
    json: Spool,
    csv: csv::Writer<Spool>,
    portable: Option<(Spool, csv::Writer<Spool>)>,
    to_review: BTreeMap<String, u64>,
    of_others: u64,
    unread_files: u64,
}

/// A record whose file is being read.
struct Pending {
    record: Record,
    path: String,
    bytes: u64,
}

impl Sink for Gather<'_> {
    fn record(&mut self, question: usize, values: Vec<Datum>, marks: Vec<bool>) -> io::Result<()> {
        self.open_until(question)?;
        let Some(open) = &self.open else { return Ok(()) };
        let wanted = open.wanted;
        let record = told::record(wanted, self.own, &self.options.reviewed, values, &marks);
        if !wanted.question.content {
            return self.write(&record, None);
        }
        let name = wanted.columns.iter().zip(&record.values).find_map(|(column, value)| match value {
            Told::Value(Datum::Text(text)) | Told::Partly(Datum::Text(text)) if column.name == "path" => {
                Some(safe(text))
            }
            _ => None,
        });
        let path = self.path_of(&wanted.dataset, &name.unwrap_or_else(|| "file".to_owned()));
        self.pending = Some(Pending { record, path, bytes: 0 });
        Ok(())
    }

    fn content(&mut self, piece: &[u8]) -> io::Result<()> {
        if let Some(pending) = &mut self.pending {
            pending.bytes += piece.len() as u64;
        }
        self.files.write_all(piece)
    }

    fn content_ends(&mut self, whole: bool) -> io::Result<()> {
        let Some(Pending { record, path, bytes }) = self.pending.take() else { return Ok(()) };
        let portable = self.open.as_ref().and_then(|open| open.wanted.content.as_ref());
        let portable = portable.is_some_and(|field| field.portable);
        // What is not whole lies among the files all the same, and is passed over.
        self.index.push(File { path: path.clone(), bytes, portable, counts: whole });
        if !whole && let Some(open) = &mut self.open {
            open.unread_files += 1;
        }
        self.write(&record, whole.then_some(&path))
    }
}

impl<'a> Gather<'a> {
    /// Where the next file of a dataset goes.
    fn path_of(&self, dataset: &DatasetName, name: &str) -> String {
        format!("files/{}/{:05}-{name}", safe(dataset.as_str()), self.index.len() + 1)
    }

    /// Makes the dataset of a question the one at hand; those before it are done.
    fn open_until(&mut self, question: usize) -> io::Result<()> {
        let at = self.open.as_ref().map(|open| open.at);
        if at == Some(question) {
            return Ok(());
        }
        self.finish_until(question)?;
        if let Some(wanted) = self.wanted.get(question) {
            self.open = Some(self.begin(question, wanted)?);
        }
        Ok(())
    }

    /// Those before this question are done.
    fn finish_until(&mut self, question: usize) -> io::Result<()> {
        if self.open.as_ref().is_some_and(|open| open.at < question)
            && let Some(open) = self.open.take()
        {
            self.finish(open)?;
        }
        Ok(())
    }

    fn begin(&self, at: usize, wanted: &'a Wanted) -> io::Result<Open<'a>> {
        let shown = wanted
            .columns
            .iter()
            .map(|column| answer::Column { name: column.name.clone(), category: column.category.clone() });
        let mut columns: Vec<answer::Column> = shown.collect();
        if let Some(content) = &wanted.content {
            columns
                .push(answer::Column { name: CONTENT.to_owned(), category: Some(content.category.clone()) });
        }
        let names = columns.iter().map(|column| column.name.as_str());
        let csv = self.csv(names.clone().chain(["whose", "restricted"]))?;
        let portable_columns: Vec<&str> = portable_columns(wanted).collect();
        let portable = match portable_columns.as_slice() {
            [] => None,
            columns => Some((self.stage.spool()?, self.csv(columns.iter().copied())?)),
        };
        Ok(Open {
            at,
            wanted,
            found: answer::Found {
                dataset: wanted.dataset.clone(),
                records: [(Whose::Own, 0), (Whose::Shared, 0), (Whose::Others, 0)],
                columns,
                first: Vec::new(),
                left_out: BTreeSet::new(),
                files: 0,
                file: format!("csv/{}.csv", safe(wanted.dataset.as_str())),
            },
            files_from: self.index.len(),
            json: self.stage.spool()?,
            csv,
            portable,
            to_review: BTreeMap::new(),
            of_others: 0,
            unread_files: 0,
        })
    }

    fn csv<'n>(&self, names: impl Iterator<Item = &'n str>) -> io::Result<csv::Writer<Spool>> {
        let mut csv =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(self.stage.spool()?);
        csv.write_record(names)?;
        Ok(csv)
    }

    /// Writes a record down; `file` is where its content is.
    fn write(&mut self, record: &Record, file: Option<&String>) -> io::Result<()> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        let wanted = open.wanted;
        // Bytes become files of their own.
        let mut paths: Vec<Option<String>> = Vec::new();
        for (column, value) in wanted.columns.iter().zip(&record.values) {
            let path = match value {
                Told::Value(Datum::Bytes(bytes)) if bytes.len() > SHORT => {
                    let path =
                        self.path_of(&wanted.dataset, &format!("{}.{}", safe(&column.name), ending(bytes)));
                    self.files.write_all(bytes)?;
                    let portable = column.portable && record.whose != Whose::Others;
                    let bytes = bytes.len() as u64;
                    self.index.push(File { path: path.clone(), bytes, portable, counts: true });
                    Some(path)
                }
                _ => None,
            };
            paths.push(path);
        }
        let mut values: Vec<(&str, Written<'_>)> = Vec::new();
        for ((column, value), path) in wanted.columns.iter().zip(&record.values).zip(&paths) {
            let written = match (value, path) {
                (_, Some(path)) => Written::File(path),
                (Told::Value(value), None) => Written::Value(value),
                (Told::Partly(value), None) => Written::Partly(value),
                (Told::Marked(mark), None) => Written::Marked(*mark),
            };
            values.push((&column.name, written));
        }
        if let Some(content) = &wanted.content {
            let written = match (file, content.shown) {
                (Some(path), _) => Written::File(path),
                (None, Shown::Withheld) => Written::Marked(Mark::Secret),
                (None, _) if wanted.question.content => Written::Value(&NOTHING),
                (None, _) if self.options.what == What::Portable && content.shown == Shown::Yes => {
                    Written::Value(&NOTHING)
                }
                (None, _) => Written::Marked(Mark::Review),
            };
            values.push((CONTENT, written));
        }
        for (name, value) in &values {
            if let Some(mark) = match value {
                Written::Marked(mark) => Some(*mark),
                Written::Partly(_) => Some(Mark::Other),
                Written::Value(_) | Written::File(_) => None,
            } {
                open.found.left_out.insert(mark);
            }
            match value {
                Written::Marked(Mark::Other) | Written::Partly(_) => open.of_others += 1,
                Written::Marked(Mark::Review) => *open.to_review.entry((*name).to_owned()).or_default() += 1,
                Written::Marked(Mark::Large(_)) => {
                    let of_set = self.too_large.entry(wanted.dataset.clone()).or_default();
                    *of_set.entry((*name).to_owned()).or_default() += 1;
                }
                Written::Marked(Mark::Secret) | Written::Value(_) | Written::File(_) => {}
            }
        }
        self.put(&mut open, (record.whose, record.restricted), &values)?;
        let files = paths.iter().flatten().count() + usize::from(file.is_some());
        open.found.files += files as u64;
        self.open = Some(open);
        Ok(())
    }

    fn put(
        &self,
        open: &mut Open<'_>,
        (whose, restricted): (Whose, bool),
        values: &[(&str, Written<'_>)],
    ) -> io::Result<()> {
        if open.json.bytes() > 0 {
            open.json.write_all(b",\n")?;
        }
        write::json(&mut open.json, (whose, restricted), values)?;
        let cell = |value: &Written<'_>| write::cell(value, |mark| mark.words(&self.language));
        let cells = values
            .iter()
            .map(|(_, value)| cell(value))
            .chain([write::word(whose).to_owned(), restricted.to_string()]);
        open.csv.write_record(cells)?;
        let names: Vec<&str> = portable_columns(open.wanted).collect();
        if let Some((json, csv)) = &mut open.portable
            && whose != Whose::Others
        {
            let theirs = values.iter().filter(|(name, _)| names.contains(name));
            let theirs: Vec<(&str, Written<'_>)> = theirs.map(|(name, value)| (*name, copy(value))).collect();
            if json.bytes() > 0 {
                json.write_all(b",\n")?;
            }
            write::json(json, (whose, restricted), &theirs)?;
            csv.write_record(theirs.iter().map(|(_, value)| cell(value)))?;
        }
        let mut so_far = 0;
        for (kind, count) in &mut open.found.records {
            if *kind == whose {
                *count += 1;
                so_far = *count;
            }
        }
        if so_far <= FIRST as u64 {
            let cells = values.iter().map(|(_, value)| match value {
                Written::Value(Datum::Null) => Cell::Empty,
                Written::Value(Datum::Bool(value)) => Cell::Bool(*value),
                Written::Value(value) | Written::Partly(value) => Cell::Text(write::shown(value)),
                Written::Marked(mark) => Cell::Marked(*mark),
                Written::File(path) => Cell::File((*path).to_owned()),
            });
            open.found.first.push(answer::Record { whose, restricted, cells: cells.collect() });
        }
        Ok(())
    }

    fn finish(&mut self, open: Open<'_>) -> io::Result<()> {
        let Open { wanted, found, json, csv, portable, to_review, of_others, unread_files, .. } = open;
        let whole = |csv: csv::Writer<Spool>| -> io::Result<Spooled> {
            csv.into_inner().map_err(csv::IntoInnerError::into_error)?.finish()
        };
        let portable = match portable {
            Some((json, csv)) if json.bytes() > 0 => Some((json.finish()?, whole(csv)?)),
            _ => None,
        };
        self.sets.push(Set { found, json: json.finish()?, csv: whole(csv)?, portable });
        if !to_review.is_empty() {
            self.to_review.insert(wanted.dataset.clone(), to_review);
        }
        if unread_files > 0 {
            let why = format!("{unread_files} of its files could not be read");
            self.not_checked.insert(wanted.dataset.clone(), why);
        }
        self.of_others += of_others;
        Ok(())
    }

    /// A dataset that could not be read to its end counts for nothing.
    fn abandon(&mut self, dataset: &DatasetName, why: String) {
        self.pending = None;
        if let Some(open) = self.open.take() {
            self.index[open.files_from..].iter_mut().for_each(|file| file.counts = false);
        }
        self.not_checked.insert(dataset.clone(), why);
    }
}

fn copy<'v>(value: &Written<'v>) -> Written<'v> {
    match value {
        Written::Value(value) => Written::Value(value),
        Written::Partly(value) => Written::Partly(value),
        Written::Marked(mark) => Written::Marked(*mark),
        Written::File(path) => Written::File(path),
    }
}

/// What of a dataset the person takes along.
fn portable_columns(wanted: &Wanted) -> impl Iterator<Item = &str> {
    let columns = wanted.columns.iter().filter(|column| column.portable).map(|column| column.name.as_str());
    let content = wanted.content.as_ref().filter(|field| field.portable).map(|_| CONTENT);
    columns.chain(content)
}
