//! What a file has besides its content: a successor is as its predecessor was, for whoever may read it.

use std::fs::{File, FileTimes};
use std::io;
use std::os::unix::fs::{MetadataExt as _, fchown};

/// Gives a file the owner, the access list, the extended attributes and the mode of another.
pub(crate) fn rights(old: &File, new: &File) -> io::Result<()> {
    let (from, to) = (old.metadata()?, new.metadata()?);
    if (from.uid(), from.gid()) != (to.uid(), to.gid()) {
        fchown(new, Some(from.uid()), Some(from.gid()))?;
    }
    extended::copy(old, new)?;
    new.set_permissions(from.permissions())
}

/// The same, and the times.
pub(super) fn copy(old: &File, new: &File) -> io::Result<()> {
    rights(old, new)?;
    let from = old.metadata()?;
    let times = FileTimes::new().set_modified(from.modified()?);
    new.set_times(match from.accessed() {
        Ok(at) => times.set_accessed(at),
        Err(_) => times,
    })
}

#[cfg(target_os = "linux")]
mod extended {
    use std::fs::File;
    use std::io;

    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr};
    use rustix::io::Errno;

    /// As large as Linux lets a list of names, and a value, be.
    const MOST: usize = 64 * 1024;
    /// The access list. A folder may give its own to every new file in it.
    const ACCESS: &str = "system.posix_acl_access";

    pub(super) fn copy(old: &File, new: &File) -> io::Result<()> {
        let mut value = vec![0; MOST];
        let (wanted, found) = (names(old)?, names(new)?);
        for name in found.iter().filter(|name| is_ours(name) && !wanted.contains(name)) {
            fremovexattr(new, name)?;
        }
        for name in &wanted {
            let length = fgetxattr(old, name, &mut value[..])?;
            match fsetxattr(new, name, &value[..length], XattrFlags::empty()) {
                // Labels of the system's own (SELinux and the like) are the system's to set.
                Err(_) if !is_ours(name) => {}
                set => set?,
            }
        }
        Ok(())
    }

    fn is_ours(name: &str) -> bool {
        name == ACCESS || name.starts_with("user.")
    }

    fn names(file: &File) -> io::Result<Vec<String>> {
        let mut list = vec![0; MOST];
        let length = match flistxattr(file, &mut list[..]) {
            Err(Errno::NOTSUP) => 0,
            length => length?,
        };
        let names = list[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty());
        Ok(names.map(|name| String::from_utf8_lossy(name).into_owned()).collect())
    }
}

#[cfg(not(target_os = "linux"))]
mod extended {
    pub(super) fn copy(_: &std::fs::File, _: &std::fs::File) -> std::io::Result<()> {
        Ok(())
    }
}
