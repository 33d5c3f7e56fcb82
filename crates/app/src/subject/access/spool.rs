//! What a package is made of, until it is made: files without a name, sealed under a key that is nowhere but in memory. A
//! crash leaves nothing of them, and the disk's blocks nothing that can be read.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use gallra_vault::parcel::{Parcel, Passing};

use super::pack::failed_io;
use crate::AppError;

/// Where spools are made.
#[derive(Debug)]
pub(super) struct Stage {
    folder: PathBuf,
    key: Passing,
}

impl Stage {
    /// In the folder that the package goes into, which is made if it is not there, for its owner alone.
    pub(super) fn new(folder: &Path) -> Result<Self, AppError> {
        if !folder.is_dir() {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(folder).map_err(|fault| failed_io(folder, &fault))?;
        }
        Ok(Self { folder: folder.to_owned(), key: Passing::new() })
    }

    pub(super) fn spool(&self) -> io::Result<Spool> {
        let file = tempfile::tempfile_in(&self.folder)?;
        Ok(Spool { parcel: self.key.seal(BufWriter::new(file))?, bytes: 0 })
    }

    /// From its beginning, what was written.
    pub(super) fn read(&self, spooled: Spooled) -> io::Result<impl Read + use<>> {
        self.key.open(BufReader::new(spooled.file))
    }
}

/// It is written.
#[derive(Debug)]
pub(super) struct Spool {
    parcel: Parcel<BufWriter<File>>,
    bytes: u64,
}

impl Spool {
    /// How much was written.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn finish(self) -> io::Result<Spooled> {
        let mut file = self.parcel.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Spooled { file, bytes: self.bytes })
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.parcel.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// It is whole.
#[derive(Debug)]
pub(super) struct Spooled {
    file: File,
    /// How much was written into it.
    pub(super) bytes: u64,
}
