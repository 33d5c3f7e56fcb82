//! Bringing the published folder up to the leaves of the database: stage, commit, act.
//!
//! The database is the truth: a leaf is committed there in the transaction of what it tells. Publishing only
//! copies, so it can be broken off anywhere and repeated: the same leaves give the same files, byte for byte.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::checkpoint::Checkpoint;
use crate::error::VerifyError;
use crate::files::{DiskFiles, Files};
use crate::hash::{Hash, LeafHasher};
use crate::keys::SigningKey;
use crate::leaf::MAX_LEAF;
use crate::reader::{read_checkpoint, read_hashes};
use crate::tile::{self, CHECKPOINT, Kind, LEVELS, TILE, TILE_HEIGHT, TILE_LEN, Tile};
use crate::tree::{Frontier, perfect_root};

/// Held by the one publisher at work.
pub(crate) const LOCK: &str = ".lock";
/// Every file is written here first; at most one is left behind by a crash, and the next publisher reuses it.
pub(crate) const STAGE: &str = ".stage";

/// Why publishing stopped. The checkpoint on disk is still the previous one, and still true.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// A file operation failed.
    #[error("{path}: {source}. Check the disk's space and permissions, then publish again (P001)")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process is publishing into the folder.
    #[error("{path}: another process is publishing this log. Wait for it to end, then publish again (P002)")]
    Busy {
        /// The lock file.
        path: PathBuf,
    },
    /// The published log cannot be read or was not signed by this key.
    #[error("the published log cannot be continued: {0} (P003)")]
    Damaged(#[from] VerifyError),
    /// The database and the published log tell different stories.
    #[error(
        "leaf {index}: the published log has another leaf here than the database. One of them was restored or \
         altered; compare both with a copy before publishing again (P004)"
    )]
    Forked {
        /// The first leaf known to differ.
        index: u64,
    },
    /// The published log has leaves that the database lacks.
    #[error(
        "the published log has {published} leaves, the database only {given}. The database was probably \
         restored from an older copy; restore the newer one before publishing again (P005)"
    )]
    Behind {
        /// Leaves in the published log.
        published: u64,
        /// Leaves the database has.
        given: u64,
    },
    /// The leaf is too long for the log's format.
    #[error(
        "leaf {index}: it has {length} bytes; a log entry holds at most 65535. Split it into several (P006)"
    )]
    LeafTooLong {
        /// Its position.
        index: u64,
        /// Its length in bytes.
        length: usize,
    },
    /// An earlier call failed, so what this publisher holds is not to be signed.
    #[error("an earlier error ended this publisher. Open the log again and start over (P008)")]
    Ended,
    /// The caller's leaves broke off.
    #[error("leaf {index}: it could not be read from the database: {source}. Publish again (P007)")]
    Source {
        /// The position that was wanted.
        index: u64,
        /// What the caller said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Appends leaves to a published log.
///
/// [`Publisher::open`], then [`Publisher::push`] every leaf from [`Publisher::resume_from`] to the database's
/// last, in order, then [`Publisher::finish`]. The overlap with what is already published is compared, never
/// written again. Memory: one bundle and one tile per level.
pub struct Publisher<'k, F: Files = DiskFiles> {
    dir: PathBuf,
    files: F,
    key: &'k SigningKey,
    published: Option<Checkpoint>,
    /// The published hashes of the overlap, from `resume_from` on.
    overlap: Vec<Hash>,
    resume_from: u64,
    frontier: Frontier,
    /// Per level, the hashes in the tile at the right edge.
    levels: Vec<Vec<Hash>>,
    bundle: Vec<u8>,
    hasher: LeafHasher,
    /// Folders whose names must be on disk before the checkpoint is.
    unsynced: BTreeSet<PathBuf>,
    /// Folders of partial files that a full tile now replaces.
    replaced: Vec<PathBuf>,
    /// A push failed: nothing may be signed any more, even by a caller who overlooks the error.
    ended: bool,
    _lock: File,
}

impl<'k> Publisher<'k> {
    /// Opens the log in `dir`, creating the folder if need be, and locks it against other publishers.
    /// The key's name is the log's origin.
    ///
    /// # Errors
    /// [`PublishError::Busy`]; [`PublishError::Damaged`] when the published right edge cannot be read or was
    /// signed by another key; [`PublishError::Io`].
    pub fn open(dir: &Path, key: &'k SigningKey) -> Result<Self, PublishError> {
        Self::open_with(DiskFiles, dir, key)
    }
}

impl<'k, F: Files> Publisher<'k, F> {
    /// As [`Publisher::open`], through other file operations.
    ///
    /// # Errors
    /// As [`Publisher::open`].
    pub fn open_with(files: F, dir: &Path, key: &'k SigningKey) -> Result<Self, PublishError> {
        files.create_dir_all(dir).map_err(io_error(dir))?;
        let lock = lock(&dir.join(LOCK))?;
        let published = read_checkpoint(dir, key.verifying_key())?;
        let size = published.as_ref().map_or(0, Checkpoint::size);
        // The last bundle is taken again whole: its leaves are the proof that both sides agree.
        let resume_from = size.saturating_sub(1) / TILE * TILE;
        let overlap =
            if size == 0 { Vec::new() } else { read_hashes(dir, Kind::Hashes(0), resume_from / TILE, size)? };
        let levels = read_edge(dir, resume_from, size)?;
        let mut frontier = Frontier::new();
        for (level, hashes) in (0..LEVELS).zip(&levels).rev() {
            for hash in hashes {
                frontier.append_subtree(level * TILE_HEIGHT, *hash);
            }
        }
        Ok(Self {
            dir: dir.to_path_buf(),
            files,
            key,
            published,
            overlap,
            resume_from,
            frontier,
            levels,
            bundle: Vec::new(),
            hasher: LeafHasher::default(),
            unsynced: BTreeSet::new(),
            replaced: Vec::new(),
            ended: false,
            _lock: lock,
        })
    }

    /// The published log's size in leaves.
    pub fn published(&self) -> u64 {
        self.published.as_ref().map_or(0, Checkpoint::size)
    }

    /// The position of the first leaf to push: at most 256 before the published log's end.
    pub fn resume_from(&self) -> u64 {
        self.resume_from
    }

    /// Takes the next leaf. Full tiles are written at once; no reader looks at them before the checkpoint says so.
    ///
    /// # Errors
    /// [`PublishError::Forked`], [`PublishError::LeafTooLong`], [`PublishError::Io`]; after any of them only
    /// [`PublishError::Ended`].
    pub fn push(&mut self, leaf: &[u8]) -> Result<(), PublishError> {
        if self.ended {
            return Err(PublishError::Ended);
        }
        let pushed = self.push_leaf(leaf);
        self.ended = pushed.is_err();
        pushed
    }

    fn push_leaf(&mut self, leaf: &[u8]) -> Result<(), PublishError> {
        let index = self.frontier.size();
        let too_long = PublishError::LeafTooLong { index, length: leaf.len() };
        let length = u16::try_from(leaf.len()).ok().filter(|_| leaf.len() <= MAX_LEAF).ok_or(too_long)?;
        let hash = self.hasher.hash(leaf);
        let known = usize::try_from(index - self.resume_from).ok().and_then(|at| self.overlap.get(at));
        if known.is_some_and(|known| *known != hash) {
            return Err(PublishError::Forked { index });
        }
        tile::push_entry(&mut self.bundle, leaf, length);
        self.frontier.append(hash);
        self.add_hash(0, hash)?;
        // Also compares everything before the overlap, through the right edge's hashes.
        match &self.published {
            Some(published)
                if published.size() == self.frontier.size() && published.root() != self.frontier.root() =>
            {
                Err(PublishError::Forked { index: self.resume_from })
            }
            _ => Ok(()),
        }
    }

    /// Writes the partial tiles of the right edge, then signs and writes the checkpoint.
    ///
    /// # Errors
    /// [`PublishError::Behind`] when fewer leaves were pushed than are published; [`PublishError::Io`].
    pub fn finish(mut self) -> Result<Checkpoint, PublishError> {
        if self.ended {
            return Err(PublishError::Ended);
        }
        let size = self.frontier.size();
        match &self.published {
            Some(published) if published.size() > size => {
                return Err(PublishError::Behind { published: published.size(), given: size });
            }
            Some(published) if published.size() == size => return Ok(published.clone()),
            _ => {}
        }
        self.write_partials(size)?;
        // If we crash before here, files may lack their names; the checkpoint does not call for them yet.
        self.sync_folders()?;
        for dir in std::mem::take(&mut self.replaced) {
            // If we crash here, the old checkpoint's partial file is gone; its full tile is there and is read instead.
            self.files.remove_dir_all(&dir).map_err(io_error(&dir))?;
        }
        let checkpoint = Checkpoint::sign(size, self.frontier.root(), self.key)?;
        // The commit point. If we crash before it, the log is as it was; after it, it has grown.
        self.write(CHECKPOINT, checkpoint.note().as_bytes())?;
        self.sync_folders()?;
        Ok(checkpoint)
    }

    /// Adds a hash to a level; a tile that is full is written and adds its root to the level above.
    fn add_hash(&mut self, level: u8, hash: Hash) -> Result<(), PublishError> {
        let (mut level, mut hash) = (level, hash);
        loop {
            let at = usize::from(level);
            if self.levels.len() <= at {
                self.levels.resize_with(at + 1, Vec::new);
            }
            self.levels[at].push(hash);
            if self.levels[at].len() < TILE_LEN {
                return Ok(());
            }
            let full = std::mem::take(&mut self.levels[at]);
            let size = self.frontier.size();
            let index = (Kind::Hashes(level).count(size) - 1) / TILE;
            // Tiles of the overlap are already published and never written again.
            if size > self.published() {
                self.write_full(Tile::full(Kind::Hashes(level), index), &tile::write_hashes(&full))?;
                if level == 0 {
                    let bundle = std::mem::take(&mut self.bundle);
                    self.write_full(Tile::full(Kind::Entries, index), &bundle)?;
                }
            }
            if level == 0 {
                self.bundle.clear();
            }
            hash = perfect_root(&full);
            level += 1;
        }
    }

    fn write_full(&mut self, tile: Tile, content: &[u8]) -> Result<(), PublishError> {
        self.write(&tile.path(), content)?;
        let partials = tile::inside(&self.dir, &tile.partials());
        if partials.exists() {
            self.replaced.push(partials);
        }
        Ok(())
    }

    fn write_partials(&mut self, size: u64) -> Result<(), PublishError> {
        for level in 0..LEVELS {
            let Some(hashes) = self.levels.get(usize::from(level)).filter(|hashes| !hashes.is_empty()) else {
                continue;
            };
            let kind = Kind::Hashes(level);
            let (index, width) = (kind.count(size) / TILE, hashes.len());
            let content = tile::write_hashes(hashes);
            self.write(&Tile { kind, index, width }.path(), &content)?;
            if level == 0 {
                let bundle = std::mem::take(&mut self.bundle);
                self.write(&Tile { kind: Kind::Entries, index, width }.path(), &bundle)?;
            }
        }
        Ok(())
    }

    /// Writes a file so that its name shows all of it or nothing.
    fn write(&mut self, relative: &str, content: &[u8]) -> Result<(), PublishError> {
        let path = tile::inside(&self.dir, relative);
        let parent = path.parent().unwrap_or(&self.dir).to_path_buf();
        // A new folder's own name must be on disk too, and so on up to the log's folder.
        for dir in parent.ancestors().take_while(|dir| dir.starts_with(&self.dir)) {
            if !self.unsynced.insert(dir.to_path_buf()) {
                break;
            }
        }
        if !parent.is_dir() {
            self.files.create_dir_all(&parent).map_err(io_error(&parent))?;
        }
        let stage = self.dir.join(STAGE);
        // If we crash here, a torn stage file is left; nobody reads it and the next write replaces it.
        self.files.write_synced(&stage, content).map_err(io_error(&path))?;
        self.files.rename(&stage, &path).map_err(io_error(&path))
    }

    fn sync_folders(&mut self) -> Result<(), PublishError> {
        for dir in std::mem::take(&mut self.unsynced) {
            self.files.sync_dir(&dir).map_err(io_error(&dir))?;
        }
        Ok(())
    }
}

/// Publishes the leaves that `leaves_from(first)` gives, `first` being the position of the first one wanted.
///
/// # Errors
/// As [`Publisher`]'s functions, and [`PublishError::Source`] when the leaves themselves cannot be had.
pub fn publish<I, E>(
    dir: &Path,
    key: &SigningKey,
    leaves_from: impl FnOnce(u64) -> I,
) -> Result<Checkpoint, PublishError>
where
    I: IntoIterator<Item = Result<Vec<u8>, E>>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let mut publisher = Publisher::open(dir, key)?;
    for (index, leaf) in (publisher.resume_from()..).zip(leaves_from(publisher.resume_from())) {
        let leaf = leaf.map_err(|source| PublishError::Source { index, source: source.into() })?;
        publisher.push(&leaf)?;
    }
    publisher.finish()
}

/// The hashes of each level's tile at the right edge of the tree of `at` leaves, from the tiles of the published
/// tree of `size` leaves. `at` is a multiple of 256, so level 0 has none.
fn read_edge(dir: &Path, at: u64, size: u64) -> Result<Vec<Vec<Hash>>, VerifyError> {
    let mut levels = Vec::new();
    for level in 0..LEVELS {
        let kind = Kind::Hashes(level);
        let (index, width) = (kind.count(at) / TILE, usize::try_from(kind.count(at) % TILE).unwrap_or(0));
        let mut hashes = Vec::new();
        if width > 0 {
            hashes = read_hashes(dir, kind, index, size)?;
            hashes.truncate(width);
        }
        levels.push(hashes);
    }
    Ok(levels)
}

fn lock(path: &Path) -> Result<File, PublishError> {
    let file = File::options().create(true).append(true).open(path).map_err(io_error(path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(PublishError::Busy { path: path.to_path_buf() }),
        Err(TryLockError::Error(source)) => Err(PublishError::Io { path: path.to_path_buf(), source }),
    }
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> PublishError {
    let path = path.to_path_buf();
    move |source| PublishError::Io { path, source }
}
