//! Key files: made once, never overwritten, readable by their owner alone.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

use zeroize::Zeroizing;

use crate::passphrase::Work;
use crate::{Kek, KekFault, VaultError};

/// No key's line is longer; what is longer is another file, and is not read.
const MAX_FILE: usize = 512;

impl Kek {
    /// Makes a new random key and writes it to a new file with mode 0600, durably.
    ///
    /// Keep the file, and a copy of it, apart from the databases and their backups: whoever has both can read all.
    ///
    /// # Errors
    /// [`VaultError::Kek`]; `Exists` when there is anything at `path`.
    pub fn create(path: &Path) -> Result<Self, VaultError> {
        let (kek, line) = Self::generate()?;
        write_new(path, &line)?;
        Ok(kek.found_at(path.display().to_string()))
    }

    /// As [`Kek::create`], with a key that is derived from a passphrase. The file holds the salt and `work`, no secret;
    /// it is needed all the same, and lets whoever has it try passphrases.
    ///
    /// # Errors
    /// As [`Kek::create`].
    pub fn create_with_passphrase(path: &Path, passphrase: &str, work: Work) -> Result<Self, VaultError> {
        let (kek, line) = Self::generate_from_passphrase(passphrase, work)?;
        write_new(path, &line)?;
        Ok(kek.found_at(path.display().to_string()))
    }

    /// Reads a file that [`Kek::create`] made.
    ///
    /// # Errors
    /// [`VaultError::Kek`], which tells a missing, short, damaged or foreign file apart, and one that others can read.
    pub fn open(path: &Path) -> Result<Self, VaultError> {
        read(path, None)
    }

    /// Reads a file that [`Kek::create_with_passphrase`] made.
    ///
    /// # Errors
    /// As [`Kek::open`]; `WrongPassphrase` when the passphrase does not give the key that the file was made with.
    pub fn open_with_passphrase(path: &Path, passphrase: &str) -> Result<Self, VaultError> {
        read(path, Some(passphrase))
    }
}

fn read(path: &Path, passphrase: Option<&str>) -> Result<Kek, VaultError> {
    let place = path.display().to_string();
    let kek = Kek::parse(&read_private(path)?, passphrase).map_err(|e| e.at(&place))?;
    Ok(kek.found_at(place))
}

/// Writes a file that was not there (`O_EXCL`), and makes sure of it and of its name in the folder.
fn write_new(path: &Path, line: &str) -> Result<(), VaultError> {
    let fault = |e: std::io::Error| VaultError::kek(path, told(&e));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(fault)?;
    // If we crash here, the file is short, and opening it says so. Nothing was sealed with its key, for we have not
    // returned it.
    let written =
        file.write_all(line.as_bytes()).and_then(|()| file.sync_all()).and_then(|()| sync_folder(path));
    if let Err(e) = written {
        // Ours: it was not there before.
        drop(fs::remove_file(path));
        return Err(fault(e));
    }
    Ok(())
}

fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

/// The file that is judged is the file that is read: everything is asked of the open handle.
fn read_private(path: &Path) -> Result<Zeroizing<String>, VaultError> {
    let fault = |fault: KekFault| VaultError::kek(path, fault);
    // Opening a pipe would wait for its writer, so the kind is asked first, and again below.
    if !fs::metadata(path).map_err(|e| fault(told(&e)))?.is_file() {
        return Err(fault(KekFault::NotAFile));
    }
    let file = File::open(path).map_err(|e| fault(told(&e)))?;
    let about = file.metadata().map_err(|e| fault(told(&e)))?;
    if !about.is_file() {
        return Err(fault(KekFault::NotAFile));
    }
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0 {
        return Err(fault(KekFault::ReadableByOthers));
    }
    // Room for all of it at once, so that no copy of the secret is left behind by growing.
    let mut text = Zeroizing::new(String::with_capacity(2 * MAX_FILE));
    file.take(MAX_FILE as u64 + 1).read_to_string(&mut text).map_err(|e| match e.kind() {
        ErrorKind::InvalidData => fault(KekFault::NotAKek),
        _ => fault(told(&e)),
    })?;
    if text.len() > MAX_FILE {
        return Err(fault(KekFault::NotAKek));
    }
    Ok(text)
}

fn told(error: &std::io::Error) -> KekFault {
    match error.kind() {
        ErrorKind::NotFound => KekFault::Missing,
        ErrorKind::AlreadyExists => KekFault::Exists,
        kind => KekFault::Io(kind),
    }
}
