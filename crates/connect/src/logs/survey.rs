//! What log files hold, log by log, from the beginning and the end of a few of each one's files.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use gallra_detect::value::Tally;
use gallra_rules::predicate::TableRef;
use gallra_rules::predicate::eval::Value;
use jiff::Timestamp;

use super::find::{files, is_suffix};
use super::format::{Entry, Format, Parsed};
use super::lines::{Line, Lines};
use super::scan::{Packing, Source};
use super::stamp::Years;
use super::{Logs, Open};
use crate::ConnectError;
use crate::parts::SurveyedPart;
use crate::records::{beside, told};
use crate::tree::Folder;

/// Files of each log that are looked into: the newest names and the oldest.
const FILES: usize = 4;
/// Lines that are read at the beginning of a file.
const LINES: usize = 1_000;
/// Bytes that are read at its end.
const TAIL: u64 = 128 * 1024;
/// Logs that are told; a folder with more of them is no folder of logs.
const LOGS: usize = 1_000;
/// Fields of JSON entries that are counted.
const FIELDS: usize = 100;

/// In seconds.
const DAY: i64 = 86_400;

const FORMATS: [(&str, Format); 3] =
    [("combined", Format::Web), ("json", Format::Json), ("syslog", Format::Syslog)];

impl Logs {
    /// Groups the files by log and looks into each. Reads only.
    pub(crate) async fn survey(&self) -> Result<Vec<SurveyedPart>, ConnectError> {
        let logs = self.0.clone();
        beside(&self.0.place, move || logs.survey()).await
    }
}

impl Logs {
    /// Whether any file is of this part.
    pub(crate) async fn has_part(&self, part: &str) -> Result<bool, ConnectError> {
        let (logs, table) = (self.0.clone(), TableRef { schema: None, name: part.to_owned() });
        beside(&self.0.place, move || {
            let (paths, closed) = logs.paths(&logs.folder()?, &table, false)?;
            Ok(!paths.is_empty() || closed > 0)
        })
        .await
    }
}

impl Open {
    fn survey(&self) -> Result<Vec<SurveyedPart>, ConnectError> {
        let root = self.folder()?;
        let failed = |error| told(&self.place, "its files cannot be listed", &error);
        let (paths, closed) = files(&root, false, &[&self.only]).map_err(failed)?;
        let mut groups: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for path in paths {
            groups.entry(base(&path)).or_default().push(path);
        }
        let mut found: Vec<SurveyedPart> =
            groups.iter().take(LOGS).map(|(base, paths)| self.group(&root, base, paths)).collect();
        if closed > 0 {
            found.push(SurveyedPart { part: ".".to_owned(), closed, ..SurveyedPart::default() });
        }
        Ok(found)
    }

    fn group(&self, root: &Folder, base: &Path, paths: &[PathBuf]) -> SurveyedPart {
        let mut part = SurveyedPart { part: crate::tree::escaped(base), ..SurveyedPart::default() };
        let mut sources = Vec::new();
        for path in paths {
            let opened = root.holding(path).and_then(|(folder, name)| Source::open(&folder, &name, false));
            match opened {
                Ok(source) if source.packing != Packing::Other => {
                    part.files += 1;
                    part.bytes += source.size;
                    sources.push(source);
                }
                // Gone between listing and looking.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Ok(_) | Err(_) => part.closed += 1,
            }
        }
        // Names sort by age in one way or the other: both ends are looked at.
        let half = FILES / 2;
        let some: Vec<&Source> = if sources.len() <= FILES {
            sources.iter().collect()
        } else {
            sources.iter().take(half).chain(sources.iter().skip(sources.len() - half)).collect()
        };
        let Some((word, format)) = some.first().and_then(|source| recognised(source, self)) else {
            for source in some {
                drop(self.lines(source, &mut |line| unparsed(&mut part, line)));
            }
            return part;
        };
        part.format = Some(word.to_owned());
        for source in some {
            let mut years = Years::from(year(source));
            let read = self.lines(source, &mut |line| {
                if let Parsed::Entry(entry) = format.read(line, &self.zone, &mut years, true) {
                    parsed(&mut part, format, line, &entry, source.modified.0);
                }
            });
            part.closed += u64::from(read.is_err());
        }
        part
    }

    /// Lines at the beginning of a file, and at its end if it is not packed.
    #[allow(clippy::unused_self, reason = "reads beside `group`")]
    fn lines(&self, source: &Source, see: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        let mut line = Line::default();
        let mut lines = Lines::new(source.reader()?);
        let mut read = 0;
        while read < LINES && lines.next(&mut line)? {
            see(line.text());
            if !line.whole {
                lines.rest(&mut |_, _| Ok(()))?;
            }
            read += 1;
        }
        if read < LINES {
            return Ok(());
        }
        let left = source.size.saturating_sub(line.start + line.head.len() as u64);
        let Some(tail) = source.tail(left.min(TAIL)) else { return Ok(()) };
        let mut lines = Lines::new(tail);
        // The first is the end of one.
        lines.next(&mut line)?;
        while lines.next(&mut line)? {
            see(line.text());
            if !line.whole {
                lines.rest(&mut |_, _| Ok(()))?;
            }
        }
        Ok(())
    }
}

/// The log that a file belongs to: its name without what rotation put behind it.
fn base(path: &Path) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    let Some(name) = path.file_name() else { return path.to_owned() };
    let bytes = name.as_bytes();
    let cut = (1..bytes.len()).find(|at| is_suffix(&bytes[*at..]));
    match cut {
        Some(at) => path.with_file_name(std::ffi::OsStr::from_bytes(&bytes[..at])),
        None => path.to_owned(),
    }
}

/// The format in which most of the first lines have a time.
fn recognised(source: &Source, open: &Open) -> Option<(&'static str, Format)> {
    let mut timed = [0_usize; FORMATS.len()];
    let mut all = 0_usize;
    let mut lines = Lines::new(source.reader().ok()?);
    let mut line = Line::default();
    let mut years = Years::from(year(source));
    while all < 50 && lines.next(&mut line).ok()? {
        if !line.whole {
            lines.rest(&mut |_, _| Ok(())).ok()?;
        }
        let mut blank = false;
        for (count, (_, format)) in timed.iter_mut().zip(FORMATS) {
            match format.read(line.text(), &open.zone, &mut years, true) {
                Parsed::Entry(entry) => *count += usize::from(matches!(entry.logged, Value::Instant(_))),
                Parsed::Blank | Parsed::Continued => blank = true,
            }
        }
        all += usize::from(!blank);
    }
    let (most, found) = timed.into_iter().zip(FORMATS).max_by_key(|(count, _)| *count)?;
    (most * 2 > all && most > 0).then_some(found)
}

/// The year of the file's last change, for times without one.
fn year(source: &Source) -> i32 {
    let written = Timestamp::from_second(source.modified.0).unwrap_or(Timestamp::UNIX_EPOCH);
    i32::from(written.to_zoned(jiff::tz::TimeZone::UTC).year())
}

fn unparsed(part: &mut SurveyedPart, line: &[u8]) {
    part.sampled += 1;
    part.content.add_bytes(line);
}

fn parsed(part: &mut SurveyedPart, format: Format, line: &[u8], entry: &Entry, written: i64) {
    part.sampled += 1;
    if let Value::Instant(moment) = entry.logged {
        // A time without a year that would lie after the file's last change is of the year before.
        let ahead = format == Format::Syslog && moment.as_second() > written.saturating_add(DAY);
        let year = if ahead { 365 * DAY } else { 0 };
        part.at(Timestamp::from_second(moment.as_second() - year).unwrap_or(moment));
    }
    for place in &entry.addresses {
        let Some(address) = line.get(place.clone()) else { continue };
        part.named.entry("ip".to_owned()).or_default().add_bytes(address);
    }
    match format {
        Format::Json => fields(part, line),
        Format::Web => {
            if let Some(user) = user(line, entry) {
                part.named.entry("user".to_owned()).or_default().add_bytes(user);
            }
            // The client's address is told by itself.
            let rest = entry.addresses.iter().map(|place| place.end).max().unwrap_or(0);
            part.content.add_bytes(line.get(rest..).unwrap_or(line));
        }
        Format::Syslog => part.content.add_bytes(line.get(entry.enough..).unwrap_or(line)),
    }
}

/// Who was logged in: the third word of an access log's line.
fn user<'l>(line: &'l [u8], entry: &Entry) -> Option<&'l [u8]> {
    let client = entry.addresses.first().filter(|place| place.start < entry.enough)?;
    let rest = line.get(client.end..)?.strip_prefix(b" ")?;
    let name = rest.split(|byte| *byte == b' ').nth(1)?;
    (name != b"-" && !name.is_empty() && !name.starts_with(b"[")).then_some(name)
}

fn fields(part: &mut SurveyedPart, line: &[u8]) {
    let Ok(serde_json::Value::Object(entry)) = serde_json::from_slice(line) else {
        part.content.add_bytes(line);
        return;
    };
    for (name, value) in entry {
        if part.named.len() >= FIELDS && !part.named.contains_key(&name) {
            continue;
        }
        let tally: &mut Tally = part.named.entry(name).or_default();
        match value {
            serde_json::Value::Null => tally.add_empty(1),
            serde_json::Value::String(text) => tally.add(&text),
            other => tally.add(&other.to_string()),
        }
    }
}
