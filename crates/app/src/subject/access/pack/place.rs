//! Where a package is written: one archive, sealed or not, or a folder.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use gallra_vault::parcel::{Parcel, Recipient};
use sha2::{Digest as _, Sha256};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Entry, Form, Frame};

/// From this size on a ZIP archive needs 64 bits for a file (APPNOTE 4.4.8); a little earlier, for what packing may add.
const LARGE: u64 = 0xF000_0000;

/// A package that is being written, under another name.
pub(super) struct Place {
    /// Where it will be.
    path: PathBuf,
    /// Where it is until then.
    staged: PathBuf,
    kind: Kind,
    done: bool,
}

enum Kind {
    Archive(Box<Archive>),
    Folder { bytes: u64 },
}

struct Archive {
    zip: ZipWriter<StreamWriter<Target>>,
    options: SimpleFileOptions,
}

enum Target {
    Plain(BufWriter<Counted>),
    Sealed(Parcel<BufWriter<Counted>>),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(it) => it.write(bytes),
            Self::Sealed(it) => it.write(bytes),
        }
    }
    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(it) => it.flush(),
            Self::Sealed(it) => it.flush(),
        }
    }
}

/// Counts and hashes what goes into a file.
struct Counted {
    file: File,
    bytes: u64,
    hash: Sha256,
}

impl Counted {
    fn create(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self { file: options.open(path)?, bytes: 0, hash: Sha256::new() })
    }

    fn finish(self) -> io::Result<(u64, String)> {
        self.file.sync_all()?;
        Ok((self.bytes, hex::encode(self.hash.finalize())))
    }
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Counts and hashes what goes through.
struct Through<'w> {
    out: &'w mut dyn Write,
    bytes: u64,
    hash: Sha256,
}

impl Write for Through<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Place {
    pub(super) fn begin(path: &Path, frame: &Frame<'_>, recipient: Option<&Recipient>) -> io::Result<Self> {
        let mut staged = path.as_os_str().to_owned();
        staged.push(".new");
        let staged = PathBuf::from(staged);
        let kind = if frame.options.form == Form::Folder {
            if path.exists() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            match fs::remove_dir_all(&staged) {
                Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault),
                _ => folder(&staged)?,
            }
            Kind::Folder { bytes: 0 }
        } else {
            let out = BufWriter::new(Counted::create(&staged)?);
            let target = match recipient {
                None => Target::Plain(out),
                Some(recipient) => Target::Sealed(Parcel::seal(recipient, out)?),
            };
            let day = frame.made;
            let part = |number: i8| u8::try_from(number).unwrap_or(1);
            let year = u16::try_from(day.year()).unwrap_or(1980);
            let at = DateTime::from_date_and_time(year, part(day.month()), part(day.day()), 0, 0, 0);
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(at.unwrap_or_default())
                .unix_permissions(0o600);
            Kind::Archive(Box::new(Archive { zip: ZipWriter::new_stream(target), options }))
        };
        Ok(Self { path: path.to_owned(), staged, kind, done: false })
    }

    /// Writes one file, of about so many bytes.
    pub(super) fn put(
        &mut self,
        path: &str,
        bytes: u64,
        content: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Entry> {
        let (bytes, hash) = match &mut self.kind {
            Kind::Archive(archive) => {
                archive.zip.start_file(path, archive.options.large_file(bytes >= LARGE))?;
                let mut through = Through { out: &mut archive.zip, bytes: 0, hash: Sha256::new() };
                content(&mut through)?;
                (through.bytes, hex::encode(through.hash.finalize()))
            }
            Kind::Folder { bytes } => {
                let file = self.staged.join(path);
                file.parent().map_or(Ok(()), folder)?;
                let mut out = BufWriter::new(Counted::create(&file)?);
                content(&mut out)?;
                let written = out.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?;
                *bytes += written.0;
                written
            }
        };
        Ok(Entry { path: path.to_owned(), bytes, sha256: hash })
    }

    /// Puts the package where it belongs. Before this there is none, after it is whole.
    pub(super) fn finish(mut self) -> io::Result<(u64, String)> {
        let kind = std::mem::replace(&mut self.kind, Kind::Folder { bytes: 0 });
        let told = match kind {
            Kind::Archive(archive) => {
                let out = match archive.zip.finish()?.into_inner() {
                    Target::Plain(out) => out,
                    Target::Sealed(parcel) => parcel.finish()?,
                };
                out.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?
            }
            Kind::Folder { bytes } => (bytes, String::new()),
        };
        fs::rename(&self.staged, &self.path)?;
        self.done = true;
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        Ok(told)
    }
}

impl Drop for Place {
    /// What was begun and not finished is nobody's.
    fn drop(&mut self) {
        if !self.done {
            drop(if self.staged.is_dir() {
                fs::remove_dir_all(&self.staged)
            } else {
                fs::remove_file(&self.staged)
            });
        }
    }
}

fn folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
