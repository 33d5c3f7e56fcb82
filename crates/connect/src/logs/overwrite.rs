//! Files that somebody may be writing to: rows are overwritten with line ends where they stand. The file keeps its
//! identity and its length, so that every writer and every reader goes on as before; whoever appends does so behind
//! everything that is touched here. See `docs/decisions/` for what else was thought of.
//!
//! The rows of a batch go from the last to the first, and of each row first what is not needed to read its time. Whenever
//! we are killed, every row is either gone or still read as due, and the next run takes it.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};

use gallra_rules::predicate::Replacement;

use super::address;
use super::cut::Cut;
use super::scan::{Look, Part, Row, Scanner, Source, Visit};

/// Places in a batch: what is held in memory.
const MOST: usize = 50_000;

/// Bytes that are overwritten.
struct Mark {
    at: u64,
    length: u64,
    /// The bytes that go last, and by which the place is known again.
    enough: u64,
    check: u64,
    /// Whether a row is done with it.
    row: bool,
}

/// A file that is being overwritten, batch by batch.
pub(super) struct Overwriting {
    source: Source,
    scanner: Scanner,
    cut: Cut,
    marks: Vec<Mark>,
    finished: bool,
}

impl Overwriting {
    pub(super) fn new(source: Source, look: &Look, cut: Cut) -> io::Result<Self> {
        let scanner = source.rows(look)?;
        Ok(Self { source, scanner, cut, marks: Vec::new(), finished: false })
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    /// Whether more rows are due than may go.
    pub(super) fn beyond(&self) -> bool {
        self.cut.beyond
    }

    /// Finds the next batch: its rows, and the bytes from the first to behind the last. `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<(u64, u64, u64)>> {
        if self.finished {
            return Ok(None);
        }
        let before = self.cut.rows;
        let mut collect = Collect { cut: &mut self.cut, marks: Vec::new(), goes: false };
        self.finished = self.scanner.run(&mut collect)?;
        self.marks = collect.marks;
        let (Some(first), Some(last)) = (self.marks.first(), self.marks.last()) else { return Ok(None) };
        Ok(Some((self.cut.rows - before, first.at, last.at + last.length)))
    }

    /// Overwrites the batch. Tells how many rows are gone: fewer if the file was cut off meanwhile.
    pub(super) fn commit(&mut self) -> io::Result<u64> {
        let file = &self.source.file;
        let modified = file.metadata()?.modified()?;
        let size = file.metadata()?.size();
        let mut rows = 0;
        for mark in self.marks.drain(..).rev() {
            let mut head = vec![0; usize::try_from(mark.enough).unwrap_or(0)];
            let there = file.metadata()?.size() >= mark.at + mark.length
                && file.read_exact_at(&mut head, mark.at).is_ok()
                && check(&head) == mark.check;
            if !there {
                continue;
            }
            match self.cut.replacement() {
                None => {
                    blank(file, mark.at + mark.enough, mark.length - mark.enough)?;
                    blank(file, mark.at, mark.enough)?;
                }
                Some(replacement) => {
                    let new = renamed(&head, replacement);
                    file.write_all_at(new.as_bytes(), mark.at)?;
                }
            }
            rows += u64::from(mark.row);
        }
        if file.metadata()?.size() == size {
            // Nobody has written meanwhile: the file is as old as it was, if we may say so.
            drop(file.set_modified(modified));
        }
        file.sync_data()?;
        Ok(rows)
    }
}

fn renamed(old: &[u8], replacement: &Replacement) -> String {
    let old = String::from_utf8_lossy(old).into_owned();
    address::replaced(&old, replacement)
}

fn check(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

fn blank(file: &std::fs::File, mut at: u64, mut length: u64) -> io::Result<()> {
    const BLANK: [u8; 4096] = [b'\n'; 4096];
    while length > 0 {
        let piece = length.min(BLANK.len() as u64);
        file.write_all_at(&BLANK[..usize::try_from(piece).unwrap_or(0)], at)?;
        (at, length) = (at + piece, length - piece);
    }
    Ok(())
}

/// Collects the places of rows that go.
struct Collect<'a> {
    cut: &'a mut Cut,
    marks: Vec<Mark>,
    goes: bool,
}

impl Visit for Collect<'_> {
    fn row(&mut self, row: &Row<'_>) -> io::Result<bool> {
        if self.marks.len() >= MOST {
            return Ok(false);
        }
        self.goes = self.cut.takes(row.record);
        if !self.goes {
            return Ok(true);
        }
        let first = self.marks.len();
        match self.cut.replacement() {
            None => self.marks.push(Mark {
                at: row.at,
                length: 0,
                enough: row.enough as u64,
                check: check(&row.head[..row.enough]),
                row: true,
            }),
            Some(replacement) => {
                for place in row.addresses {
                    let old = &row.head[place.clone()];
                    let new = renamed(old, replacement);
                    if new.as_bytes() == old || new.len() != old.len() {
                        continue;
                    }
                    let length = place.len() as u64;
                    let at = row.at + place.start as u64;
                    self.marks.push(Mark { at, length, enough: length, check: check(old), row: false });
                }
                self.marks[first..].sort_by_key(|mark| mark.at);
                if let Some(mark) = self.marks.get_mut(first) {
                    mark.row = true;
                }
            }
        }
        Ok(true)
    }

    fn bytes(&mut self, at: u64, bytes: &[u8], part: Part) -> io::Result<()> {
        if !self.goes || part == Part::Blank || self.cut.replacement().is_some() {
            return Ok(());
        }
        let length = bytes.len() as u64;
        match self.marks.last_mut() {
            Some(mark) if mark.at + mark.length == at => mark.length += length,
            _ => {
                let enough = bytes.len().min(64);
                let check = check(&bytes[..enough]);
                self.marks.push(Mark { at, length, enough: enough as u64, check, row: false });
            }
        }
        Ok(())
    }
}
