//! Files of the systemd journal, as far as their age goes: what stands in their header.
//!
//! A file goes as a whole, and its age is that of its oldest entry, as `journalctl --vacuum-time` has it. So no entry is
//! kept longer than promised, and younger ones of the same file go with it: whoever must keep them cannot use this.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use jiff::Timestamp;

/// What a file says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// Nothing is in it.
    Empty,
    /// When its oldest entry was written.
    Since(Timestamp),
    /// It is no journal, or a damaged one.
    Unreadable,
}

/// Whether the file has a name of the journal's: `system.journal`, `system@….journal`, `system@….journal~`.
pub(super) fn is_one(path: &Path) -> bool {
    let name = path.as_os_str().as_encoded_bytes();
    name.ends_with(b".journal") || name.ends_with(b".journal~")
}

/// Whether the journal writes to it: archived files have an `@` in their names, and those that it gave up a `~`.
pub(super) fn is_active(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    !name.contains(&b'@') && !name.ends_with(b"~")
}

/// Reads the header (systemd, "Journal File Format": little-endian, these places are the same in every version).
pub(super) fn header(file: &File) -> io::Result<Header> {
    const SIGNATURE: &[u8] = b"LPKSHHRH";
    const ENTRIES: usize = 152;
    const OLDEST: usize = 184;
    let mut bytes = [0; 208];
    match file.read_exact_at(&mut bytes, 0) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Header::Unreadable),
        read => read?,
    }
    let number = |at: usize| {
        let eight = bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok());
        eight.map_or(0, u64::from_le_bytes)
    };
    if !bytes.starts_with(SIGNATURE) {
        return Ok(Header::Unreadable);
    }
    if number(ENTRIES) == 0 {
        return Ok(Header::Empty);
    }
    let oldest =
        i64::try_from(number(OLDEST)).ok().and_then(|micros| Timestamp::from_microsecond(micros).ok());
    Ok(oldest.filter(|at| *at > Timestamp::UNIX_EPOCH).map_or(Header::Unreadable, Header::Since))
}
