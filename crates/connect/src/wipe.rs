//! Files that go, overwritten where they stand before the file system gives their blocks to somebody else.
//!
//! Only on ext2, ext3 and ext4 does a write to a file surely go to the blocks that it has: others write elsewhere, or may
//! (copies that share blocks, snapshots), and of them nothing is claimed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::sync::Mutex;

use gallra_rules::plan::{Step, StepId};
use gallra_rules::residue::ResidueWork;

use crate::residue::{Place, Reason, Trace, Want};

/// ext2, ext3 and ext4 share it (`linux/magic.h`).
const EXT: i64 = 0xEF53;

/// How many records of each step went with their bytes overwritten, as far as this process knows.
#[derive(Debug, Default)]
pub(crate) struct Wiped(Mutex<BTreeMap<StepId, u64>>);

impl Wiped {
    pub(crate) fn count(&self, step: &Step, rows: u64) {
        // A thread that panicked while it held this has at worst not counted.
        let mut known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *known.entry(step.id.clone()).or_default() += rows;
    }

    /// What the file system still keeps of what the step disposed of: `rows` over all attempts, of which an earlier process
    /// may have done some, and nobody knows whether it came to overwrite them.
    pub(crate) fn traces(&self, step: &Step, rows: u64, want: Want) -> Vec<Trace> {
        let known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let wiped = known.get(&step.id).copied().unwrap_or(0);
        vec![if want == Want::Clear && rows > 0 && wiped >= rows {
            Trace::cleared(Place::FileBlocks)
        } else {
            Trace::not_checked(Place::FileBlocks, Reason::FreedBlocks)
        }]
    }
}

/// Whether the plan says so.
pub(crate) fn is_wanted(step: &Step) -> bool {
    step.residue.what == ResidueWork::Clear
}

/// Whether what is written into this file goes where its bytes are.
#[allow(clippy::useless_conversion, reason = "the type differs by system")]
pub(crate) fn stands(file: &File) -> bool {
    rustix::fs::fstatfs(file).is_ok_and(|found| i64::from(found.f_type) == EXT)
}

/// Overwrites a file that has lost its name, and waits until that is on the disk. Tells whether its old bytes are gone.
pub(crate) fn wipe(file: &File) -> io::Result<bool> {
    static ZEROS: [u8; 64 * 1024] = [0; 64 * 1024];
    // A second name that was made at the last moment (a backup by hard links): the content is somebody else's now.
    if !stands(file) || file.metadata()?.nlink() > 0 {
        return Ok(false);
    }
    let (mut at, size) = (0, file.metadata()?.len());
    while at < size {
        let piece = (size - at).min(ZEROS.len() as u64);
        file.write_all_at(&ZEROS[..usize::try_from(piece).unwrap_or(0)], at)?;
        at += piece;
    }
    file.sync_all()?;
    Ok(true)
}
