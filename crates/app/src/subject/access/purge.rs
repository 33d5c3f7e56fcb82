//! Packages whose day has passed are removed. The day stands in a package's name, so nothing has to be opened for it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::pack::{PREFIX, failed_io};
use crate::AppError;

/// What was removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// These packages are gone.
    pub removed: Vec<PathBuf>,
    /// These should be and are not, and why.
    pub left: Vec<(PathBuf, String)>,
}

/// Removes the packages in a folder whose last day is before `today`, and what is left of those that a crash kept from being
/// written. Nothing else is touched. A folder that is not there has none.
///
/// # Errors
/// [`AppError::Package`] if the folder cannot be read.
pub fn purge(folder: &Path, today: Date) -> Result<Purged, AppError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Purged::default()),
        Err(fault) => return Err(failed_io(folder, &fault)),
    };
    let mut purged = Purged::default();
    for entry in entries {
        let entry = entry.map_err(|fault| failed_io(folder, &fault))?;
        let name = entry.file_name();
        let Some(last) = name.to_str().and_then(last_day) else { continue };
        if last >= today {
            continue;
        }
        let path = entry.path();
        let gone = match entry.file_type() {
            Ok(kind) if kind.is_dir() => fs::remove_dir_all(&path),
            _ => fs::remove_file(&path),
        };
        match gone {
            Ok(()) => purged.removed.push(path),
            Err(fault) => purged.left.push((path, fault.kind().to_string())),
        }
    }
    purged.removed.sort();
    Ok(purged)
}

/// The last day of a package, by its name: `gallra-REQUEST-2026-12-22.zip.age`.
fn last_day(name: &str) -> Option<Date> {
    let name = name.strip_prefix(PREFIX)?;
    let name = name.strip_suffix(".new").unwrap_or(name);
    let name = name.strip_suffix(".age").unwrap_or(name);
    let name = name.strip_suffix(".zip").unwrap_or(name);
    let at = name.len().checked_sub("2026-12-22".len())?;
    let day = name.get(at..)?;
    name[..at].ends_with('-').then(|| day.parse().ok())?
}
