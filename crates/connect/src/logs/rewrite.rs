//! Files that nobody writes to any more: what stays is written beside the file and takes its place in one move; a file of
//! which nothing stays goes.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};

use super::cut::Cut;
use super::scan::{Look, Packing, Part, Row, Scanner, Source, Visit};
use super::{address, attributes};
use crate::contract::FileId;
use crate::tree::{Folder, identity};
use crate::wipe::wipe;

/// A file whose successor lies ready beside it.
pub(super) struct Replacing {
    folder: Folder,
    name: OsString,
    source: Source,
    /// Its name, the file, which it is; none if the file goes.
    successor: Option<(OsString, File, FileId)>,
    pub(super) rows: u64,
    /// Whether the old file's bytes are to be overwritten once it has no name.
    pub(super) wipes: bool,
}

/// What came of putting a successor in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// The file is not what it was; nothing was changed.
    Changed,
    /// It is in place. `wiped`: of the old file no byte is left on the disk.
    Done { wiped: bool },
}

/// What became of the rows that were looked at before anything was written.
pub(super) enum First {
    /// They go, perhaps all: the scanner stands behind them, and they are counted.
    Goes { all: bool, rows: Box<Scanner>, cut: Cut },
    /// They stay.
    Stays(Cut),
}

impl Replacing {
    /// Writes the successor. Nothing of the file itself is changed yet. Tells whether more rows are due than may go;
    /// `None` if the file cannot be read to its end.
    pub(super) fn prepare(
        folder: Folder,
        name: &OsStr,
        source: Source,
        look: &Look,
        first: First,
    ) -> io::Result<Option<(Self, bool)>> {
        let name = name.to_owned();
        let mut replacing = Self { folder, name, source, successor: None, rows: 0, wipes: false };
        let (mut rows, mut cut) = match first {
            First::Goes { all: true, cut, .. } if cut.replacement().is_none() => {
                replacing.rows = cut.rows;
                return Ok(Some((replacing, cut.beyond)));
            }
            First::Goes { rows, cut, .. } if cut.replacement().is_none() => (*rows, cut),
            First::Goes { cut, .. } => (replacing.source.rows(look)?, cut.afresh()),
            First::Stays(cut) => (replacing.source.rows(look)?, cut),
        };
        let (file, temporary) = replacing.folder.make()?;
        replacing.successor = Some((temporary, file.try_clone()?, identity(&file)?));
        let mut out = Packed::new(file, replacing.source.packing)?;
        let drop = cut.replacement().is_none();
        let mut copy = Copy { drop, cut: &mut cut, out: &mut out, changes: Vec::new(), full: None };
        if let Err(unread) = rows.run(&mut copy) {
            return copy.full.map_or_else(
                || {
                    tracing::debug!(kind = ?unread.kind(), "a log file cannot be read to its end");
                    Ok(None)
                },
                Err,
            );
        }
        let file = out.finish()?;
        attributes::copy(&replacing.source.file, &file)?;
        file.sync_all()?;
        replacing.rows = cut.rows;
        Ok(Some((replacing, cut.beyond)))
    }

    pub(super) fn ids(&self) -> (FileId, Option<FileId>) {
        (self.source.id, self.successor.as_ref().map(|(_, _, id)| *id))
    }

    /// Moves the successor into place, or takes the file away.
    pub(super) fn commit(mut self) -> io::Result<Put> {
        let found = match self.folder.open(&self.name, false) {
            Ok(file) => (identity(&file)?, file.metadata()?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Put::Changed),
            Err(error) => return Err(error),
        };
        let unchanged = found.0 == self.source.id
            && found.1.size() == self.source.size
            && (found.1.mtime(), found.1.mtime_nsec()) == self.source.modified;
        if !unchanged {
            return Ok(Put::Changed);
        }
        let old = self.wipes.then(|| self.folder.open(&self.name, true).ok()).flatten();
        match self.successor.take() {
            None => self.folder.remove(&self.name)?,
            Some((temporary, file, _)) => {
                if let Err(error) = self.folder.rename(&temporary, &self.name) {
                    drop(self.folder.remove(&temporary));
                    return Err(error);
                }
                self.take_along(&file)?;
            }
        }
        self.folder.sync()?;
        // If we crash here: the rows are gone, their bytes may not be, and the next process does not know. It says so.
        // What cannot be overwritten is no failure: the rows are gone all the same.
        let wiped = old.is_some_and(|old| wipe(&old).unwrap_or(false));
        Ok(Put::Done { wiped })
    }

    /// Lines that somebody wrote to the old file in the last moment, who had it open all the same.
    fn take_along(&self, successor: &File) -> io::Result<()> {
        if self.source.packing != Packing::Plain {
            return Ok(());
        }
        let (mut at, mut end) = (self.source.size, successor.metadata()?.size());
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = self.source.file.read_at(&mut buffer, at)?;
            if read == 0 {
                return if at > self.source.size { successor.sync_all() } else { Ok(()) };
            }
            successor.write_all_at(&buffer[..read], end)?;
            (at, end) = (at + read as u64, end + read as u64);
        }
    }
}

impl Drop for Replacing {
    fn drop(&mut self) {
        if let Some((temporary, ..)) = &self.successor {
            // What cannot be removed now is cleared away by the next run.
            drop(self.folder.remove(temporary));
        }
    }
}

/// Writes as the file was packed. Lines are short, and a packer is asked seldom.
enum Packed {
    Plain(BufWriter<File>),
    Gzip(BufWriter<flate2::write::GzEncoder<File>>),
    Zstd(BufWriter<zstd::stream::write::Encoder<'static, File>>),
}

impl Packed {
    fn new(file: File, packing: Packing) -> io::Result<Self> {
        const ROOM: usize = 128 * 1024;
        Ok(match packing {
            Packing::Gzip => {
                let encoder = flate2::write::GzEncoder::new(file, flate2::Compression::default());
                Self::Gzip(BufWriter::with_capacity(ROOM, encoder))
            }
            Packing::Zstd => {
                let mut encoder = zstd::stream::write::Encoder::new(file, 0)?;
                encoder.include_checksum(true)?;
                Self::Zstd(BufWriter::with_capacity(ROOM, encoder))
            }
            Packing::Plain | Packing::Other => Self::Plain(BufWriter::with_capacity(ROOM, file)),
        })
    }

    fn finish(self) -> io::Result<File> {
        match self {
            Self::Plain(out) => out.into_inner().map_err(io::IntoInnerError::into_error),
            Self::Gzip(out) => out.into_inner().map_err(io::IntoInnerError::into_error)?.finish(),
            Self::Zstd(out) => out.into_inner().map_err(io::IntoInnerError::into_error)?.finish(),
        }
    }
}

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Gzip(out) => out.write(bytes),
            Self::Zstd(out) => out.write(bytes),
        }
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Copies what stays.
struct Copy<'a> {
    cut: &'a mut Cut,
    out: &'a mut Packed,
    /// Whether the row at hand goes.
    drop: bool,
    /// What is changed in its head: place from its beginning, new text.
    changes: Vec<(Range<usize>, String)>,
    /// Why the successor cannot be written.
    full: Option<io::Error>,
}

impl Copy<'_> {
    /// Tells a failure to write from one to read.
    fn told(&mut self, written: io::Result<()>) -> io::Result<()> {
        written.map_err(|error| {
            let kind = error.kind();
            self.full = Some(error);
            io::Error::from(kind)
        })
    }
}

impl Visit for Copy<'_> {
    fn row(&mut self, row: &Row<'_>) -> io::Result<bool> {
        let goes = self.cut.takes(row.record);
        self.changes.clear();
        match self.cut.replacement() {
            None => self.drop = goes,
            Some(replacement) if goes => {
                for place in row.addresses {
                    let old = String::from_utf8_lossy(&row.head[place.clone()]).into_owned();
                    let new = address::replaced(&old, replacement);
                    if new.len() == place.len() {
                        self.changes.push((place.clone(), new));
                    }
                }
            }
            Some(_) => {}
        }
        Ok(true)
    }

    fn bytes(&mut self, _at: u64, bytes: &[u8], part: Part) -> io::Result<()> {
        if self.drop {
            return Ok(());
        }
        if part != Part::Head || self.changes.is_empty() {
            let written = self.out.write_all(bytes);
            return self.told(written);
        }
        let mut head = bytes.to_vec();
        for (place, new) in &self.changes {
            head[place.clone()].copy_from_slice(new.as_bytes());
        }
        let written = self.out.write_all(&head);
        self.told(written)
    }

    fn nuls(&mut self, count: u64) -> io::Result<()> {
        if self.drop {
            return Ok(());
        }
        let written = io::copy(&mut io::Read::take(io::repeat(0), count), self.out).map(drop);
        self.told(written)
    }
}
