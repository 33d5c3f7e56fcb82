//! Whether somebody has a file open to write to it.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::contract::FileId;

/// Whether a process has it open to write, or whether that cannot be told: what other users' processes have open, only
/// root sees, and only where there is a `/proc`.
pub(super) fn may_be(id: &FileId) -> bool {
    is(id).unwrap_or(true)
}

fn is(id: &FileId) -> Option<bool> {
    let own = std::process::id().to_string();
    for process in fs::read_dir("/proc").ok()?.flatten() {
        let name = process.file_name();
        let number = name.to_str().filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
        let Some(number) = number.filter(|number| *number != own) else { continue };
        let open = match fs::read_dir(process.path().join("fd")) {
            Ok(open) => open,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            // A process that ends while it is looked at has nothing open.
            Err(_) if !process.path().join("exe").try_exists().unwrap_or(true) => continue,
            Err(_) => return None,
        };
        for descriptor in open.flatten() {
            let Ok(found) = fs::metadata(descriptor.path()) else { continue };
            if (found.dev(), found.ino()) == (id.device, id.inode)
                && writes(&process.path(), &descriptor.file_name().to_string_lossy())
            {
                tracing::debug!(process = number, "a process has a log file open");
                return Some(true);
            }
        }
    }
    Some(false)
}

fn writes(process: &Path, descriptor: &str) -> bool {
    let Ok(told) = fs::read_to_string(process.join("fdinfo").join(descriptor)) else { return true };
    let flags = told.lines().find_map(|line| line.strip_prefix("flags:"));
    flags.and_then(|flags| u32::from_str_radix(flags.trim(), 8).ok()).is_none_or(|flags| flags & 3 != 0)
}
