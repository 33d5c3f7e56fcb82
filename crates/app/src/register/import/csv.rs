//! CSV (RFC 4180), as spreadsheets of different countries write it.

use std::collections::BTreeMap;

use csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::{BOM, Cell, Column, Raw, Read};
use crate::register::{Cause, DeskError, FileFault, Flaw};

/// What a spreadsheet takes for the beginning of a formula, and the mark that an export puts before it (OWASP, CSV injection).
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

/// A cell that no spreadsheet computes.
pub(in crate::register) fn guarded(cell: &str) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

/// What a guarded cell says.
pub(in crate::register) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

pub(super) fn read(bytes: &[u8]) -> Result<Read, DeskError> {
    let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
    if let Err(fault) = std::str::from_utf8(bytes) {
        return Err(DeskError::File(FileFault::NotUtf8 { line: line_of(bytes, fault.valid_up_to()) }));
    }
    let reader =
        ReaderBuilder::new().delimiter(delimiter(bytes)).has_headers(false).flexible(true).from_reader(bytes);
    let (mut columns, mut raws, mut flaws) = (None, Vec::new(), Vec::new());
    let mut lines = Lines { bytes, at: 0, line: 1 };
    for record in reader.into_records() {
        let record = match record {
            Ok(record) => record,
            Err(fault) => return Err(broken(&fault)),
        };
        let line = lines.of(record.position().map_or(0, csv::Position::byte));
        let Some(columns) = &columns else {
            columns = Some(header(&record)?);
            continue;
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() != columns.len() {
            let cause = Cause::Cells { expected: columns.len() as u64, found: record.len() as u64 };
            flaws.push(Flaw { line, card: None, column: None, cause });
            continue;
        }
        let cells = columns.iter().zip(&record).map(|((column, name), cell)| Cell {
            line,
            column: column.clone(),
            name: name.clone(),
            text: unguarded(cell).to_owned(),
        });
        raws.push(Raw { line, card: None, cells: cells.filter(|cell| !cell.text.is_empty()).collect() });
    }
    match (columns, flaws.is_empty()) {
        (None, _) => Err(DeskError::File(FileFault::Empty)),
        (_, false) => Err(DeskError::Rows(flaws)),
        (Some(columns), true) if !columns.iter().any(|(column, _)| *column == Column::Name) => {
            Err(DeskError::File(FileFault::NoColumn("name")))
        }
        (Some(_), true) => Ok(Read { raws, left_out: BTreeMap::new() }),
    }
}

/// What stands between the cells: whichever of the three is in the first line most often, outside quotation marks.
fn delimiter(bytes: &[u8]) -> u8 {
    let mut quoted = false;
    let first = bytes.iter().take_while(|byte| {
        quoted ^= **byte == b'"';
        quoted || **byte != b'\n'
    });
    let mut seen = BTreeMap::new();
    let mut inside = false;
    for byte in first {
        inside ^= *byte == b'"';
        if !inside && matches!(byte, b',' | b';' | b'\t') {
            *seen.entry(*byte).or_insert(0_u32) += 1;
        }
    }
    seen.into_iter().max_by_key(|(_, times)| *times).map_or(b',', |(byte, _)| byte)
}

/// The columns. A first line in which nothing is known is no header but somebody's data, and is not repeated.
fn header(record: &StringRecord) -> Result<Vec<(Column, String)>, DeskError> {
    let read: Vec<Option<Column>> = record.iter().map(Column::read).collect();
    if read.iter().all(Option::is_none) {
        return Err(DeskError::File(FileFault::NoColumns));
    }
    let mut columns: Vec<(Column, String)> = Vec::new();
    for ((number, name), column) in (1..).zip(record).zip(read) {
        let name = name.trim().to_owned();
        let Some(column) = column else {
            return Err(DeskError::File(FileFault::UnknownColumn { number, name }));
        };
        if !column.is_several() && columns.iter().any(|(known, _)| *known == column) {
            return Err(DeskError::File(FileFault::ColumnTwice { number, name }));
        }
        columns.push((column, name));
    }
    Ok(columns)
}

fn broken(fault: &csv::Error) -> DeskError {
    let line = match fault.kind() {
        ErrorKind::Utf8 { pos, .. } | ErrorKind::UnequalLengths { pos, .. } => pos.as_ref(),
        _ => None,
    };
    DeskError::File(FileFault::NotUtf8 { line: line.map_or(1, csv::Position::line) })
}

/// Counts lines from place to place. The reader's own count takes the second byte of a CRLF for the next record's.
struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of a record that begins at a byte, or after the end of a line there.
    fn of(&mut self, byte: u64) -> u64 {
        let mut to = usize::try_from(byte).unwrap_or(usize::MAX).min(self.bytes.len());
        while self.bytes.get(to).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            to += 1;
        }
        let between = self.bytes.get(self.at..to).unwrap_or_default();
        self.line += breaks(between);
        self.at = to.max(self.at);
        self.line
    }
}

pub(super) fn line_of(bytes: &[u8], at: usize) -> u64 {
    1 + breaks(bytes.get(..at).unwrap_or(bytes))
}

fn breaks(bytes: &[u8]) -> u64 {
    // One more piece than breaks.
    bytes.split(|byte| *byte == b'\n').count().saturating_sub(1) as u64
}
