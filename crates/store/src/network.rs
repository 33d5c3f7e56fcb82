//! File systems that several machines share.

use std::path::Path;

/// The name of the network file system that a folder lies on, if it does.
#[cfg(target_os = "linux")]
pub(crate) fn file_system(folder: &Path) -> Option<&'static str> {
    let about = rustix::fs::statfs(folder).ok()?;
    name(u32::try_from(about.f_type & 0xffff_ffff).ok()?)
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn file_system(_: &Path) -> Option<&'static str> {
    None
}

/// By the magic numbers of `linux/magic.h` and `statfs(2)`. FUSE is left out: it is mostly a disk.
#[cfg(target_os = "linux")]
fn name(magic: u32) -> Option<&'static str> {
    Some(match magic {
        0x6969 => "NFS",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "SMB",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x00c3_6400 => "Ceph",
        0x0bd0_0bd0 => "Lustre",
        0x0102_1997 => "9p",
        0x0116_1970 => "GFS2",
        0x7461_636f => "OCFS2",
        _ => return None,
    })
}
