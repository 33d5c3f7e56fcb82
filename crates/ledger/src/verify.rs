//! Verifying a whole published log, offline, with the public key alone.
//!
//! Everything is computed again from the entry bundles: each leaf's hash, each tile, the root. Memory stays
//! bounded whatever the log's size: a window of bundles, one tile per level.

use std::path::Path;
use std::thread;

use crate::body::{DocumentPublished, LeafBody};
use crate::checkpoint::Checkpoint;
use crate::error::{VerifyCode, VerifyError};
use crate::hash::{Hash, LeafHasher};
use crate::keys::VerifyingKey;
use crate::leaf::Leaf;
use crate::reader::{LogReader, missing, read_checkpoint, read_tile};
use crate::strays::{Stray, find_strays};
use crate::tile::{self, CHECKPOINT, Kind, TILE, TILE_HEIGHT, TILE_LEN, Tile};
use crate::tree::{Frontier, perfect_root, tree_root};

/// Bundles hashed between two looks at the levels above.
const WINDOW: u64 = 1024;
/// More threads than this wait for the disk.
const MAX_THREADS: usize = 4;

/// What a verified log shows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedLog {
    /// The signed size and root, which the leaves give again.
    pub checkpoint: Checkpoint,
    /// The size of the older checkpoint that the log was shown to contain unchanged.
    pub consistent_with: Option<u64>,
    /// Files that do not belong to the checkpoint's log; nothing is said about them. At most 100 are named.
    pub strays: Vec<Stray>,
    /// How many such files there are.
    pub stray_count: u64,
    /// What the last publication of documents sealed; empty if none was ever published.
    pub published: Vec<DocumentPublished>,
}

/// Verifies the log in `dir`: the checkpoint's signature by `key`, every leaf, every tile, full and partial, and
/// the root. With `older`, a signed note kept from before, also that the log contains what was signed then.
///
/// # Errors
/// A [`VerifyError`] with the first file, leaf and bytes found wrong. Never panics, whatever the files hold.
pub fn verify_log(dir: &Path, key: &VerifyingKey, older: Option<&[u8]>) -> Result<VerifiedLog, VerifyError> {
    let checkpoint = read_checkpoint(dir, key)?.ok_or_else(|| missing(CHECKPOINT))?;
    let older = older
        .map(|note| Checkpoint::open(note, key).map_err(|fault| fault.within("older checkpoint")))
        .transpose()?;
    let size = checkpoint.size();
    if let Some(older) = older.as_ref().filter(|older| older.size() > size) {
        let cause = format!("the log has {size} leaves, the older checkpoint {}", older.size());
        return Err(VerifyError::new(VerifyCode::Shrunk, CHECKPOINT, cause));
    }
    let published = verify_tree(dir, &checkpoint)?;
    if let Some(older) = &older {
        let mut reader = LogReader::at(dir, checkpoint.clone());
        let root =
            if older.size() == size { checkpoint.root() } else { tree_root(&mut reader, older.size())? };
        if root != older.root() {
            let cause = format!("its first {} leaves give another root than was signed then", older.size());
            return Err(VerifyError::new(VerifyCode::Forked, CHECKPOINT, cause));
        }
    }
    let found = find_strays(dir, size)?;
    Ok(VerifiedLog {
        checkpoint,
        consistent_with: older.map(|older| older.size()),
        strays: found.named,
        stray_count: found.count,
        published,
    })
}

/// Gives what the last publication sealed.
fn verify_tree(dir: &Path, checkpoint: &Checkpoint) -> Result<Vec<DocumentPublished>, VerifyError> {
    let size = checkpoint.size();
    let full = size / TILE;
    let mut above = Above { dir, size, levels: Vec::new() };
    let mut frontier = Frontier::new();
    let mut next = 0;
    let mut published = Vec::new();
    while next < full {
        // A forged size costs no memory: the first absent bundle ends it.
        let end = full.min(next + WINDOW);
        let (roots, found) = check_window(dir, next, end, size)?;
        keep_last(&mut published, found);
        for root in roots {
            frontier.append_subtree(TILE_HEIGHT, root);
            above.add(root, frontier.size())?;
        }
        next = end;
    }
    if !size.is_multiple_of(TILE) {
        let mut scratch = Scratch::default();
        for leaf in check_bundle(dir, full, size, &mut scratch)? {
            frontier.append(leaf);
        }
        keep_last(&mut published, scratch.published);
    }
    above.check_partials()?;
    if frontier.root() == checkpoint.root() {
        return Ok(published);
    }
    let cause = format!("the {size} leaves give root {}, signed is {}", frontier.root(), checkpoint.root());
    Err(VerifyError::new(VerifyCode::RootMismatch, CHECKPOINT, cause))
}

/// Of what was published, what the last publication sealed.
fn keep_last(known: &mut Vec<DocumentPublished>, found: Vec<DocumentPublished>) {
    known.extend(found);
    let last = known.iter().map(|one| one.publication).max();
    known.retain(|one| Some(one.publication) == last);
}

/// What the leaf says of a published document, if it does. The words are looked for first: reading every leaf takes long.
fn published(leaf: &[u8]) -> Option<DocumentPublished> {
    std::str::from_utf8(leaf).ok()?.contains("\"document_published\"").then_some(())?;
    match Leaf::parse(leaf).ok()?.body {
        LeafBody::DocumentPublished(published) => Some(published),
        _ => None,
    }
}

/// The subtree roots of the full bundles `[from, to)`, hashed on several threads, and what was published in them last.
fn check_window(
    dir: &Path,
    from: u64,
    to: u64,
    size: u64,
) -> Result<(Vec<Hash>, Vec<DocumentPublished>), VerifyError> {
    let threads = thread::available_parallelism().map_or(1, |n| n.get().min(MAX_THREADS)) as u64;
    let share = (to - from).div_ceil(threads).max(1);
    let check = |from: u64, to: u64| {
        let mut scratch = Scratch::default();
        let roots = (from..to)
            .map(|index| Ok(perfect_root(&check_bundle(dir, index, size, &mut scratch)?)))
            .collect::<Result<Vec<_>, VerifyError>>()?;
        Ok::<_, VerifyError>((roots, scratch.published))
    };
    thread::scope(|scope| {
        let shares = (0..threads).map(|n| (from + n * share, to.min(from + (n + 1) * share)));
        let workers: Vec<_> = shares
            .filter(|(from, to)| from < to)
            .map(|(from, to)| thread::Builder::new().spawn_scoped(scope, move || check(from, to)))
            .collect();
        let (mut roots, mut last) = (Vec::new(), Vec::new());
        for worker in workers {
            let worker = worker.map_err(|error| internal(&error.to_string()))?;
            let (share, found) = worker.join().map_err(|_| internal("a thread broke off"))??;
            roots.extend(share);
            keep_last(&mut last, found);
        }
        Ok((roots, last))
    })
}

#[derive(Default)]
struct Scratch {
    bundle: Vec<u8>,
    tile: Vec<u8>,
    hasher: LeafHasher,
    published: Vec<DocumentPublished>,
}

/// Hashes the leaves of one bundle and compares them with their level 0 tile; gives the hashes.
fn check_bundle(dir: &Path, index: u64, size: u64, scratch: &mut Scratch) -> Result<Vec<Hash>, VerifyError> {
    let Scratch { bundle, tile, hasher, published: last } = scratch;
    let width = Kind::Entries.width(index, size);
    let entries_file = read_tile(dir, Kind::Entries, index, size, bundle)?;
    let entries =
        tile::parse_bundle(bundle, entries_file.width).map_err(|fault| fault.within(&entries_file.path()))?;
    let hashes: Vec<Hash> = entries.iter().take(width).map(|leaf| hasher.hash(leaf)).collect();
    let found: Vec<_> = entries.iter().take(width).filter_map(|leaf| published(leaf)).collect();
    if !found.is_empty() {
        keep_last(last, found);
    }
    let tile_file = read_tile(dir, Kind::Hashes(0), index, size, tile)?;
    let recorded =
        tile::parse_hashes(tile, tile_file.width).map_err(|fault| fault.within(&tile_file.path()))?;
    let differs = hashes.iter().zip(&recorded).position(|(hash, recorded)| hash != recorded);
    let Some(at) = differs else { return Ok(hashes) };
    let start: usize = entries.iter().take(at).map(|leaf| leaf.len() + 2).sum::<usize>() + 2;
    let end = start + entries.get(at).map_or(0, |leaf| leaf.len());
    let leaf = index * TILE + at as u64;
    let place = format!("{}, leaf {leaf} (bytes {start} to {end})", entries_file.path());
    let cause = format!("its hash is not the one in {}", tile_file.path());
    Err(VerifyError::new(VerifyCode::LeafMismatch, place, cause))
}

/// The levels above the leaves' own tiles, checked as they fill.
struct Above<'d> {
    dir: &'d Path,
    size: u64,
    /// Hashes of the tile at the right edge, from level 1 up.
    levels: Vec<Vec<Hash>>,
}

impl Above<'_> {
    /// Adds the root of a full level 0 tile; `so_far` leaves are covered with it.
    fn add(&mut self, root: Hash, so_far: u64) -> Result<(), VerifyError> {
        let (mut level, mut hash) = (1_u8, root);
        loop {
            let at = usize::from(level) - 1;
            if self.levels.len() <= at {
                self.levels.resize_with(at + 1, Vec::new);
            }
            self.levels[at].push(hash);
            if self.levels[at].len() < TILE_LEN {
                return Ok(());
            }
            let full = std::mem::take(&mut self.levels[at]);
            let kind = Kind::Hashes(level);
            self.check(Tile::full(kind, (kind.count(so_far) - 1) / TILE), &full)?;
            hash = perfect_root(&full);
            level += 1;
        }
    }

    fn check_partials(&self) -> Result<(), VerifyError> {
        for (level, hashes) in (1..).zip(&self.levels).filter(|(_, hashes)| !hashes.is_empty()) {
            let kind = Kind::Hashes(level);
            self.check(Tile { kind, index: kind.count(self.size) / TILE, width: hashes.len() }, hashes)?;
        }
        Ok(())
    }

    fn check(&self, tile: Tile, expected: &[Hash]) -> Result<(), VerifyError> {
        let mut bytes = Vec::new();
        let found = read_tile(self.dir, tile.kind, tile.index, self.size, &mut bytes)?;
        let recorded =
            tile::parse_hashes(&bytes, found.width).map_err(|fault| fault.within(&found.path()))?;
        match expected.iter().zip(&recorded).position(|(expected, recorded)| expected != recorded) {
            None => Ok(()),
            Some(at) => {
                let place = format!("{}, hash {at} (bytes {} to {})", found.path(), at * 32, at * 32 + 32);
                Err(VerifyError::new(VerifyCode::TileMismatch, place, "it is not what the level below gives"))
            }
        }
    }
}

fn internal(cause: &str) -> VerifyError {
    VerifyError::new(VerifyCode::Internal, "verification", cause)
}
