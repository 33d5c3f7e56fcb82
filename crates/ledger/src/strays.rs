//! What else lies in a log's folder: older partial files, which must agree with the log, and strangers.

use std::fs;
use std::path::Path;

use crate::error::{VerifyCode, VerifyError};
use crate::files;
use crate::hash::Hash;
use crate::publish::{LOCK, STAGE};
use crate::reader::read_tile;
use crate::tile::{self, CHECKPOINT, Kind, MAX_BUNDLE, Tile};

/// Strays named one by one.
const NAMED: usize = 100;
/// `tile/entries/x…/x…` for 2^64 leaves is 10 deep; what lies deeper is no part of a log.
const MAX_DEPTH: usize = 12;

/// A file that does not belong to the log that the checkpoint signs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stray {
    /// Its path below the log's folder.
    pub path: String,
    /// Whether it has the name of a tile that a larger log would have: publishing was broken off, or is going on.
    pub unpublished: bool,
}

#[derive(Default)]
pub(crate) struct Found {
    pub(crate) named: Vec<Stray>,
    pub(crate) count: u64,
}

/// Looks at every file below `dir`. The files that the tree of `size` leaves calls for are already verified.
pub(crate) fn find_strays(dir: &Path, size: u64) -> Result<Found, VerifyError> {
    let mut found = Found::default();
    walk(dir, "", 0, size, &mut found)?;
    found.named.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn walk(root: &Path, below: &str, depth: usize, size: u64, found: &mut Found) -> Result<(), VerifyError> {
    let unreadable = |error: std::io::Error| {
        let place = if below.is_empty() { "the log's folder" } else { below };
        VerifyError::new(VerifyCode::Unreadable, place, error.to_string())
    };
    for entry in fs::read_dir(tile::inside(root, below)).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = if below.is_empty() { name.into_owned() } else { format!("{below}/{name}") };
        // Links are not followed: they could lead round in circles.
        if entry.file_type().map_err(unreadable)?.is_dir() && depth < MAX_DEPTH {
            walk(root, &path, depth + 1, size, found)?;
        } else {
            look_at(root, path, size, found)?;
        }
    }
    Ok(())
}

fn look_at(root: &Path, path: String, size: u64, found: &mut Found) -> Result<(), VerifyError> {
    if [CHECKPOINT, LOCK].contains(&path.as_str()) {
        return Ok(());
    }
    let tile = Tile::from_path(&path);
    if let Some(tile) = tile {
        let width = tile.kind.width(tile.index, size);
        if tile.width == width {
            return Ok(()); // verified with the tree
        }
        if tile.width < width {
            return check_older(root, tile, size);
        }
    }
    found.count += 1;
    if found.named.len() < NAMED {
        let unpublished = path == STAGE || tile.is_some();
        found.named.push(Stray { path, unpublished });
    }
    Ok(())
}

/// A partial file from a smaller log must be the beginning of what stands there now.
fn check_older(root: &Path, older: Tile, size: u64) -> Result<(), VerifyError> {
    let path = older.path();
    let limit = match older.kind {
        Kind::Hashes(_) => older.width * Hash::LEN,
        Kind::Entries => MAX_BUNDLE,
    };
    let then = files::read(&tile::inside(root, &path), limit).map_err(|fault| fault.within(&path))?;
    let mut now = Vec::new();
    read_tile(root, older.kind, older.index, size, &mut now)?;
    let whole = match (&then, older.kind) {
        (None, _) => return Ok(()), // removed by a publisher meanwhile
        (Some(then), Kind::Hashes(_)) => then.len() == limit,
        (Some(then), Kind::Entries) => tile::parse_bundle(then, older.width).is_ok(),
    };
    if whole && then.is_some_and(|then| now.starts_with(&then)) {
        return Ok(());
    }
    let cause = "it is not the beginning of what the log holds there now";
    Err(VerifyError::new(VerifyCode::StalePartial, path, cause))
}
