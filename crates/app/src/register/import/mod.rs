//! Many parties from a file. Everything is read and checked before anything is written.
//!
//! ```text
//! text → csv or vcard → Raw (cells by column, with their place) → rows (checked) → matched with the register → written
//! ```

mod columns;
mod csv;
mod rows;
mod vcard;
mod write;

use gallra_store::register::{PartyId, PartyKind};

pub use columns::{Column, known_columns};
pub(super) use csv::guarded;
pub use write::{Imported, import};

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Cells with commas, semicolons or tabs between them (RFC 4180).
    Csv,
    /// Cards (RFC 2426, RFC 6350).
    Vcard,
}

impl Format {
    /// What a text is, by how it begins.
    pub fn of(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(BOM).unwrap_or(bytes).trim_ascii_start();
        let begins = text.get(.."BEGIN:VCARD".len()).unwrap_or_default();
        if begins.eq_ignore_ascii_case(b"BEGIN:VCARD") { Self::Vcard } else { Self::Csv }
    }
}

/// The mark that some programs put before UTF-8.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// How to import.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes {
    /// What the rows are that do not say it.
    pub kind: Option<PartyKind>,
    /// Whom contacts speak for that do not say it.
    pub of: Option<PartyId>,
    /// Whether what is there already takes in what the file knows besides.
    pub update: bool,
    /// Whether nothing is to be written.
    pub dry_run: bool,
}

/// A row as it stands in the file.
#[derive(Clone)]
struct Raw {
    line: u64,
    card: Option<u64>,
    cells: Vec<Cell>,
}

/// What stands in one place of a row.
#[derive(Clone)]
struct Cell {
    line: u64,
    column: Column,
    /// The column's name in the file.
    name: String,
    text: String,
}

/// What was read, and what no column takes.
struct Read {
    raws: Vec<Raw>,
    /// Names of properties that mean nothing here, with how often.
    left_out: std::collections::BTreeMap<String, u64>,
}
