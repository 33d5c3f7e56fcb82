//! Files below a folder, reached in a way that nobody can redirect: name by name from an open folder, no link followed,
//! no other file system entered.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Component, Path, PathBuf};

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat};

use crate::contract::FileId;

/// How the files begin and end that we write beside others. What is left of them after a crash is cleared away.
const OURS: (&str, &str) = (".gallra-", ".tmp");

/// An open folder.
#[derive(Debug)]
pub(crate) struct Folder {
    fd: OwnedFd,
    device: u64,
}

impl Folder {
    /// The root that a policy names: the one path in which links are followed.
    pub(crate) fn root(path: &Path) -> io::Result<Self> {
        let flags = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC;
        let fd = rustix::fs::openat(CWD, path, flags, Mode::empty())?;
        let device = device(&rustix::fs::fstat(&fd)?);
        Ok(Self { fd, device })
    }

    /// A folder in this one.
    pub(crate) fn folder(&self, name: &OsStr) -> io::Result<Self> {
        let flags = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let fd = self.enter(name, flags)?;
        let found = device(&rustix::fs::fstat(&fd)?);
        if found != self.device {
            return Err(io::Error::from(io::ErrorKind::CrossesDevices));
        }
        Ok(Self { fd, device: found })
    }

    /// Linux tells even a folder of the same file system that is mounted in another place.
    #[cfg(target_os = "linux")]
    fn enter(&self, name: &OsStr, flags: OFlags) -> io::Result<OwnedFd> {
        use rustix::fs::ResolveFlags;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_XDEV;
        match rustix::fs::openat2(&self.fd, name, flags, Mode::empty(), resolve) {
            Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => {
                Ok(rustix::fs::openat(&self.fd, name, flags, Mode::empty())?)
            }
            answer => Ok(answer?),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn enter(&self, name: &OsStr, flags: OFlags) -> io::Result<OwnedFd> {
        Ok(rustix::fs::openat(&self.fd, name, flags, Mode::empty())?)
    }

    /// The folder that holds a file, by its path from here.
    pub(crate) fn holding(&self, path: &Path) -> io::Result<(Self, OsString)> {
        let mut names: Vec<OsString> = Vec::new();
        for part in path.components() {
            match part {
                Component::Normal(name) => names.push(name.to_owned()),
                _ => return Err(io::Error::from(io::ErrorKind::InvalidFilename)),
            }
        }
        let Some(last) = names.pop() else { return Err(io::Error::from(io::ErrorKind::InvalidFilename)) };
        let mut here = Self { fd: self.fd.try_clone()?, device: self.device };
        for name in names {
            here = here.folder(&name)?;
        }
        Ok((here, last))
    }

    /// Opens a regular file, to read or to read and write. A pipe with such a name is not waited for.
    pub(crate) fn open(&self, name: &OsStr, write: bool) -> io::Result<File> {
        let access = if write { OFlags::RDWR } else { OFlags::RDONLY };
        let flags = access | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        let file = File::from(rustix::fs::openat(&self.fd, name, flags, Mode::empty())?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::from(io::ErrorKind::InvalidInput)) }
    }

    /// Makes a file of ours that only we can read, and tells its name.
    pub(crate) fn make(&self) -> io::Result<(File, OsString)> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let mut random = [0_u8; 8];
        getrandom::fill(&mut random).map_err(|_| io::Error::other("no randomness"))?;
        let name = OsString::from(format!("{}{:016x}{}", OURS.0, u64::from_ne_bytes(random), OURS.1));
        let file = File::from(rustix::fs::openat(&self.fd, &name, flags, Mode::RUSR | Mode::WUSR)?);
        Ok((file, name))
    }

    pub(crate) fn rename(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.fd, from, &self.fd, to)?)
    }
    pub(crate) fn remove(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.fd, name, AtFlags::empty())?)
    }
    /// Takes an empty folder away.
    pub(crate) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.fd, name, AtFlags::REMOVEDIR)?)
    }
    /// Makes renames and removals in this folder last.
    pub(crate) fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::fsync(&self.fd)?)
    }
    pub(crate) fn stat(&self, name: &OsStr) -> io::Result<Stat> {
        Ok(rustix::fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW)?)
    }
}

/// What a walk comes by, by its path from the root.
pub(crate) enum Seen<'w> {
    /// A regular file.
    File(&'w Path, Stat),
    /// A folder that cannot be looked into.
    Closed(&'w Path),
}

/// Walks over everything below a folder, in no order, with as much memory as the tree is deep. Links, devices and pipes
/// are passed over, and so are our own temporary files, which are cleared away if asked.
pub(crate) struct Walk {
    stack: Vec<Level>,
    /// Of what was seen last.
    path: Vec<u8>,
    clear: bool,
}

/// A folder that is being read.
struct Level {
    folder: Folder,
    entries: Dir,
    /// How much of the walk's path is its own.
    length: usize,
}

impl Walk {
    pub(crate) fn new(root: &Folder, clear: bool) -> io::Result<Self> {
        let folder = Folder { fd: root.fd.try_clone()?, device: root.device };
        let entries = Dir::read_from(folder.fd.as_fd())?;
        Ok(Self { stack: vec![Level { folder, entries, length: 0 }], path: Vec::new(), clear })
    }

    /// The next file or closed folder; `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Seen<'_>>> {
        while let Some(Level { folder, entries, length }) = self.stack.last_mut() {
            self.path.truncate(*length);
            let entry = match entries.read() {
                None => {
                    self.stack.pop();
                    continue;
                }
                Some(Err(_)) => {
                    self.stack.pop();
                    return Ok(Some(Seen::Closed(here(&self.path))));
                }
                Some(Ok(entry)) => entry,
            };
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name == "." || name == ".." || is_neither(entry.file_type()) {
                continue;
            }
            // Gone between listing and looking: not there.
            let Ok(stat) = folder.stat(name) else { continue };
            if !self.path.is_empty() {
                self.path.push(b'/');
            }
            self.path.extend_from_slice(name.as_bytes());
            match FileType::from_raw_mode(stat.st_mode) {
                FileType::RegularFile if is_ours(name) && self.clear => folder.remove(name)?,
                FileType::RegularFile if is_ours(name) => {}
                FileType::RegularFile => return Ok(Some(Seen::File(here(&self.path), stat))),
                FileType::Directory => {
                    let inner = folder.folder(name).and_then(|inner| {
                        let entries = Dir::read_from(inner.fd.as_fd())?;
                        Ok((inner, entries))
                    });
                    match inner.map_err(|error| (error.kind(), error)) {
                        Ok((folder, entries)) => {
                            self.stack.push(Level { folder, entries, length: self.path.len() });
                        }
                        // Another file system is another system: the policy names it, or nobody asked for it.
                        Err((io::ErrorKind::NotFound | io::ErrorKind::CrossesDevices, _)) => {}
                        Err(_) => return Ok(Some(Seen::Closed(here(&self.path)))),
                    }
                }
                _ => {}
            }
        }
        Ok(None)
    }
}

fn here(path: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(path))
}

/// Whether the listing alone tells that it is neither file nor folder.
fn is_neither(kind: FileType) -> bool {
    !matches!(kind, FileType::RegularFile | FileType::Directory | FileType::Unknown)
}

fn is_ours(name: &OsStr) -> bool {
    let bytes = name.as_bytes();
    bytes.starts_with(OURS.0.as_bytes()) && bytes.ends_with(OURS.1.as_bytes())
}

/// Which file an open file is.
pub(crate) fn identity(file: &File) -> io::Result<FileId> {
    use std::os::unix::fs::MetadataExt as _;
    let found = file.metadata()?;
    let since = |at: std::time::SystemTime| at.duration_since(std::time::UNIX_EPOCH).ok();
    let born = found.created().ok().and_then(since).and_then(|age| i64::try_from(age.as_nanos()).ok());
    Ok(FileId { device: found.dev(), inode: found.ino(), born })
}

#[allow(clippy::useless_conversion, reason = "the field's type differs between systems")]
fn device(stat: &Stat) -> u64 {
    u64::try_from(stat.st_dev).unwrap_or(u64::MAX)
}

/// A path as text: what is no UTF-8, and the escape sign itself, is written `%XX`.
pub(crate) fn escaped(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        text.push_str(&chunk.valid().replace('%', "%25"));
        for byte in chunk.invalid() {
            let _infallible = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// The path that was escaped.
pub(crate) fn unescaped(text: &str) -> PathBuf {
    let bytes = text.as_bytes();
    let (mut path, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let hex = (*byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        if let Some(plain) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            path.push(plain);
            at += 3;
        } else {
            path.push(*byte);
            at += 1;
        }
    }
    PathBuf::from(OsString::from_vec(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_no_text_comes_back() {
        for name in [&b"plain"[..], b"100%", b"a\xffb/c\xc3\xa5", b"%41", b"\xc3"] {
            let path = Path::new(OsStr::from_bytes(name));
            assert_eq!(unescaped(&escaped(path)), path);
        }
    }
}
