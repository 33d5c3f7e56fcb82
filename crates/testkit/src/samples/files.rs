//! Chinook and Northwind: SQLite files.

use super::{shared, unzstd};
use crate::sqlite::sqlite_cli;
use std::fs;
use std::path::{Path, PathBuf};

/// Chinook, a music shop (59 customers, 412 invoices), copied into `dir`.
pub fn chinook(dir: &Path) -> Option<PathBuf> {
    let source = shared("chinook")?.join("Chinook_Sqlite.sqlite");
    let target = dir.join("chinook.sqlite");
    // Read and written, not copied: the original may be read-only, and a test's copy must not be.
    fs::write(&target, fs::read(&source).expect("read Chinook")).expect("write Chinook");
    Some(target)
}

/// Northwind, a grocer's wholesaler (93 customers, 830 orders; names with accents, table names with spaces), made in
/// `dir` from its script.
pub fn northwind(dir: &Path) -> Option<PathBuf> {
    let script = unzstd(&shared("northwind")?.join("create.sql.zst"));
    let target = dir.join("northwind.sqlite");
    sqlite_cli(&target, &format!("PRAGMA synchronous = OFF;\nBEGIN;\n{script}\nCOMMIT;\n"));
    Some(target)
}
