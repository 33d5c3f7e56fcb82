//! What an application's own programs made once, kept under the target folder: making it takes up to a minute. The
//! name changes with the scripts that made it and with what `./test` installs.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use crate::locate::{repo_root, target_dir};

/// Two tests that ask at once for the same thing shall make it once.
static MAKING: Mutex<()> = Mutex::new(());

/// A kept file.
pub(super) struct Kept {
    pub(super) path: PathBuf,
    /// Whether this call made it.
    pub(super) was_made: bool,
}

/// The kept file `name`, made by `make(path)` if it is not there; `scripts` are what makes it. It appears under its name
/// only when whole.
pub(super) fn kept(name: &str, scripts: &[&str], make: impl FnOnce(&Path)) -> Kept {
    let _only_one = MAKING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let folder = target_dir().join("testkit");
    fs::create_dir_all(&folder).expect("make target/testkit");
    let path = folder.join(format!("{}-{name}", fingerprint(scripts)));
    if path.exists() {
        return Kept { path, was_made: false };
    }
    let building = tempfile::Builder::new().prefix("making-").tempdir_in(&folder).expect("make a folder");
    let unfinished = building.path().join("made");
    make(&unfinished);
    fs::rename(&unfinished, &path).expect("keep what was made");
    Kept { path, was_made: true }
}

/// A copy of a kept file, in `dir`.
pub(super) fn copy(kept: &Kept, dir: &Path, name: &str) -> PathBuf {
    let target = dir.join(name);
    fs::copy(&kept.path, &target).expect("copy what was kept");
    target
}

fn fingerprint(scripts: &[&str]) -> String {
    let packages =
        fs::read(repo_root().join("scripts/test-requirements.txt")).expect("read the pinned packages");
    let hash = scripts.iter().fold(Sha256::new().chain_update(packages), Digest::chain_update);
    hex::encode(&hash.finalize()[..8])
}
