//! One apply at a time: a lock of the operating system's on a file in the state folder.
//!
//! The lock belongs to the process, so a crash, `kill -9` included, releases it.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::{Store, StoreError};

/// Held for as long as a run works; released when dropped.
#[derive(Debug)]
pub struct ApplyLock {
    _file: File,
}

/// Waits until nobody else opens the state of a folder, whose tables are made or changed then.
pub(crate) async fn opening(folder: &Path) -> Result<ApplyLock, StoreError> {
    let path = folder.join("open.lock");
    let file = tokio::task::spawn_blocking({
        let path = path.clone();
        move || {
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
            file.lock().map(|()| file)
        }
    });
    let file = file.await.unwrap_or_else(|_| Err(std::io::ErrorKind::Interrupted.into()));
    file.map(|file| ApplyLock { _file: file }).map_err(|source| StoreError::Io { path, source })
}

impl Store {
    /// Takes the lock, or refuses at once if somebody has it.
    ///
    /// # Errors
    /// [`StoreError::Busy`].
    pub fn lock_apply(&self) -> Result<ApplyLock, StoreError> {
        let path = self.folder().join("apply.lock");
        let failed = |source| StoreError::Io { path: path.clone(), source };
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(ApplyLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Busy { path: self.folder().to_owned() }),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}
