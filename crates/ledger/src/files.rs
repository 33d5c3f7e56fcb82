//! The few file operations that publishing needs, behind a trait, so that tests can stop after each of them.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use crate::error::{VerifyCode, VerifyError};

/// The file operations of the publisher.
///
/// A contract, because the log's safety rests on it: `write_synced` returns only when the content is on disk;
/// `rename` replaces the target in one instant; `sync_dir` returns only when the names in the folder are on disk.
/// Each may be repeated after a crash.
pub trait Files {
    /// Creates the folder and those above it; nothing happens if it is there.
    fn create_dir_all(&self, dir: &Path) -> io::Result<()>;
    /// Creates or replaces the file with `content` and waits until it is on disk.
    fn write_synced(&self, path: &Path, content: &[u8]) -> io::Result<()>;
    /// Gives the file its final name, replacing what stood there.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Waits until the folder's names are on disk.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Removes the folder with its files; nothing happens if it is not there.
    fn remove_dir_all(&self, dir: &Path) -> io::Result<()>;
}

/// The real file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct DiskFiles;

impl Files for DiskFiles {
    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)
    }

    fn write_synced(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(content)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        // A folder can be opened for syncing on Unix only; elsewhere renames are durable by themselves.
        if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
    }

    fn remove_dir_all(&self, dir: &Path) -> io::Result<()> {
        match fs::remove_dir_all(dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

/// Reads a regular file of at most `limit` bytes into `buffer`; `false` if it is absent.
///
/// Never blocks on a pipe or device that someone put in the file's place, and never reads more than `limit`.
pub(crate) fn read_into(path: &Path, limit: usize, buffer: &mut Vec<u8>) -> Result<bool, VerifyError> {
    buffer.clear();
    let unreadable = |cause: String| VerifyError::new(VerifyCode::Unreadable, "", cause);
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(false);
        }
        Err(error) => return Err(unreadable(error.to_string())),
    };
    if !about.is_file() {
        return Err(unreadable("it is not a regular file".into()));
    }
    let limit = limit as u64;
    let expected = usize::try_from(about.len().min(limit)).unwrap_or(0);
    buffer.reserve(expected.saturating_add(1));
    let file = File::open(path).map_err(|error| unreadable(error.to_string()))?;
    file.take(limit + 1).read_to_end(buffer).map_err(|error| unreadable(error.to_string()))?;
    if buffer.len() as u64 > limit {
        let cause = format!("it is longer than the {limit} bytes such a file can have");
        return Err(VerifyError::new(VerifyCode::WrongLength, "", cause));
    }
    Ok(true)
}

/// As [`read_into`], into a buffer of its own.
pub(crate) fn read(path: &Path, limit: usize) -> Result<Option<Vec<u8>>, VerifyError> {
    let mut buffer = Vec::new();
    Ok(read_into(path, limit, &mut buffer)?.then_some(buffer))
}
