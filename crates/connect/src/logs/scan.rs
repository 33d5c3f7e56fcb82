//! Reading a log file row by row. A row is an entry with the lines that go with it.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::sync::Arc;

use gallra_rules::predicate::Replacement;
use gallra_rules::predicate::eval::{Value, Witness};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::address;
use super::format::{Entry, Format, Parsed};
use super::lines::{Line, Lines};
use super::stamp::Years;
use crate::contract::FileId;
use crate::records::put;
use crate::tree::{Folder, identity};

/// How rows are read.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub(super) format: Format,
    pub(super) zone: TimeZone,
    /// Whether the addresses are asked for.
    pub(super) ip: bool,
    /// Whether the line's text is asked for.
    pub(super) line: bool,
}

/// How a file is packed, told by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstd,
    /// Known, and not read.
    Other,
}

/// An open log file, as large as it was when it was opened.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) file: Arc<File>,
    pub(super) id: FileId,
    pub(super) size: u64,
    pub(super) modified: (i64, i64),
    pub(super) links: u64,
    pub(super) packing: Packing,
}

impl Source {
    pub(super) fn open(folder: &Folder, name: &OsStr, write: bool) -> io::Result<Self> {
        let file = folder.open(name, write)?;
        let id = identity(&file)?;
        let found = file.metadata()?;
        let mut first = [0; 6];
        let read = file.read_at(&mut first, 0)?;
        let packing = match &first[..read] {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41] | [0xfd, b'7', b'z', b'X', b'Z', 0] => Packing::Other,
            _ => Packing::Plain,
        };
        let modified = (found.mtime(), found.mtime_nsec());
        Ok(Self { file: Arc::new(file), id, size: found.size(), modified, links: found.nlink(), packing })
    }

    pub(super) fn rows(&self, look: &Look) -> io::Result<Scanner> {
        let years = if look.format == Format::Syslog { self.years(look)? } else { Years::default() };
        Ok(Scanner::new(self.reader()?, look, years))
    }

    /// Its last bytes, of a file that is not packed and longer than that.
    pub(super) fn tail(&self, bytes: u64) -> Option<Box<dyn BufRead + Send>> {
        let at = self.size.checked_sub(bytes).filter(|_| self.packing == Packing::Plain)?;
        Some(Box::new(BufReader::new(Span { file: self.file.clone(), at, end: self.size })))
    }

    pub(super) fn reader(&self) -> io::Result<Box<dyn BufRead + Send>> {
        let raw = Span { file: self.file.clone(), at: 0, end: self.size };
        let buffered = BufReader::with_capacity(256 * 1024, raw);
        Ok(match self.packing {
            Packing::Plain => Box::new(buffered),
            Packing::Gzip => {
                Box::new(BufReader::with_capacity(256 * 1024, flate2::bufread::MultiGzDecoder::new(buffered)))
            }
            Packing::Zstd => Box::new(BufReader::with_capacity(
                256 * 1024,
                zstd::stream::read::Decoder::with_buffer(buffered)?,
            )),
            Packing::Other => return Err(io::Error::from(io::ErrorKind::Unsupported)),
        })
    }

    /// The year of the first line that writes none: so that the last was written no later than the file.
    fn years(&self, look: &Look) -> io::Result<Years> {
        const SOME: i32 = 2000;
        let (mut lines, mut line, mut years) =
            (Lines::new(self.reader()?), Line::default(), Years::from(SOME));
        while lines.next(&mut line)? {
            look.format.read(line.text(), &look.zone, &mut years, false);
            if !line.whole {
                lines.rest(&mut |_, _| Ok(()))?;
            }
        }
        let Some(last) = years.last else { return Ok(Years::from(SOME)) };
        let written = Timestamp::from_second(self.modified.0).unwrap_or(Timestamp::UNIX_EPOCH);
        let latest = look.zone.to_datetime(written).checked_add(1.day()).unwrap_or(last);
        let not_later = |year: &i16| {
            let month_day = (last.month(), last.day(), last.time());
            (latest.month(), latest.day(), latest.time()) >= month_day || *year < latest.year()
        };
        let year = if not_later(&latest.year()) { latest.year() } else { latest.year() - 1 };
        Ok(Years::from(SOME + i32::from(year) - i32::from(last.year())))
    }
}

/// A stretch of a file, read by place: what others read or write meanwhile does not move it.
#[derive(Debug)]
struct Span {
    file: Arc<File>,
    at: u64,
    end: u64,
}

impl Read for Span {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.end - self.at).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.file.read_at(&mut buffer[..room], self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

/// A row that begins.
pub(super) struct Row<'a> {
    pub(super) record: &'a Witness,
    /// Where its first line begins, behind NUL bytes.
    pub(super) at: u64,
    /// The bytes from there that suffice to read its time.
    pub(super) enough: usize,
    /// Where addresses stand, from there.
    pub(super) addresses: &'a [Range<usize>],
    /// The beginning of its first line.
    pub(super) head: &'a [u8],
}

/// What bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Of the row's first line, its beginning.
    Head,
    /// Of the row.
    More,
    /// A blank line.
    Blank,
}

/// Somebody who looks at rows.
pub(super) trait Visit {
    /// A row begins. `false` stops before it.
    fn row(&mut self, row: &Row<'_>) -> io::Result<bool>;
    /// Bytes of the row at hand; of none before the first.
    fn bytes(&mut self, _at: u64, _bytes: &[u8], _part: Part) -> io::Result<()> {
        Ok(())
    }
    /// So many NUL bytes before the line that follows.
    fn nuls(&mut self, _count: u64) -> io::Result<()> {
        Ok(())
    }
}

/// Anything that only looks at the records.
impl<F: FnMut(&Witness)> Visit for F {
    fn row(&mut self, row: &Row<'_>) -> io::Result<bool> {
        self(row.record);
        Ok(true)
    }
}

/// Walks over the rows of a file; it may stop before one and go on.
pub(super) struct Scanner {
    lines: Lines<Box<dyn BufRead + Send>>,
    look: Look,
    years: Years,
    line: Line,
    pending: bool,
    begun: bool,
    record: Witness,
}

impl Scanner {
    fn new(reader: Box<dyn BufRead + Send>, look: &Look, years: Years) -> Self {
        Self {
            lines: Lines::new(reader),
            look: look.clone(),
            years,
            line: Line::default(),
            pending: false,
            begun: false,
            record: Witness::default(),
        }
    }

    /// Goes on to the end (`true`) or until it is stopped.
    pub(super) fn run(&mut self, visit: &mut dyn Visit) -> io::Result<bool> {
        loop {
            if !self.pending && !self.lines.next(&mut self.line)? {
                return Ok(true);
            }
            self.pending = false;
            let before = self.years;
            let Look { format, zone, ip, .. } = &self.look;
            let part = match format.read(self.line.text(), zone, &mut self.years, *ip) {
                Parsed::Blank if self.line.whole => Part::Blank,
                Parsed::Continued if self.begun => Part::More,
                Parsed::Entry(entry) => {
                    self.show(&entry);
                    if !self.row(&entry, visit)? {
                        (self.pending, self.years) = (true, before);
                        return Ok(false);
                    }
                    Part::Head
                }
                Parsed::Blank | Parsed::Continued => {
                    let entry =
                        Entry { logged: Value::Null, enough: self.line.head.len(), addresses: Vec::new() };
                    self.show(&entry);
                    if !self.row(&entry, visit)? {
                        (self.pending, self.years) = (true, before);
                        return Ok(false);
                    }
                    Part::Head
                }
            };
            self.begun |= part == Part::Head;
            if self.line.nuls > 0 {
                visit.nuls(self.line.nuls)?;
            }
            visit.bytes(self.line.start + self.line.nuls, &self.line.head, part)?;
            if !self.line.whole {
                self.lines.rest(&mut |at, bytes| visit.bytes(at, bytes, Part::More))?;
            }
        }
    }

    fn row(&self, entry: &Entry, visit: &mut dyn Visit) -> io::Result<bool> {
        visit.row(&Row {
            record: &self.record,
            at: self.line.start + self.line.nuls,
            enough: entry.enough.min(self.line.text().len()),
            addresses: &entry.addresses,
            head: &self.line.head,
        })
    }

    /// Puts the entry into the record.
    fn show(&mut self, entry: &Entry) {
        let text = self.line.text();
        put(&mut self.record, "logged", entry.logged.clone());
        if self.look.ip {
            let address = |place: &Range<usize>| {
                address::value(&String::from_utf8_lossy(text.get(place.clone()).unwrap_or_default()))
            };
            let addresses: Vec<Value> =
                entry.addresses.iter().map(address).filter(|value| *value != Value::Null).collect();
            // One that is not a network's yet, if there is any: until then there is something left to do.
            let shown = addresses.iter().find(|value| is_whole(value)).or(addresses.first()).cloned();
            put(&mut self.record, "ip", shown.unwrap_or(Value::Null));
        }
        if self.look.line {
            put(&mut self.record, "line", Value::Text(String::from_utf8_lossy(text).into_owned()));
        }
    }
}

fn is_whole(value: &Value) -> bool {
    matches!(value, Value::Text(text) if address::replaced(text, &Replacement::Network) != *text)
}
