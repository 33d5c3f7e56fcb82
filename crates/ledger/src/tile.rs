//! C2SP `tlog-tiles`: which files a log of a given size consists of, and what stands in them.

use std::path::{Path, PathBuf};

use crate::error::{VerifyCode, VerifyError};
use crate::hash::Hash;
use crate::leaf::MAX_LEAF;

/// Hashes, or entries, in a full tile.
pub(crate) const TILE: u64 = 256;
/// The same as a length.
pub(crate) const TILE_LEN: usize = 256;
/// The height of the subtree a tile stands for.
pub(crate) const TILE_HEIGHT: u8 = 8;
/// Levels a tree of fewer than 2^64 leaves can have.
pub(crate) const LEVELS: u8 = 8;
/// The longest a bundle of 256 leaves can be.
pub(crate) const MAX_BUNDLE: usize = TILE_LEN * (2 + MAX_LEAF);
/// The checkpoint's file name.
pub(crate) const CHECKPOINT: &str = "checkpoint";

/// What a tile file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// Merkle tree hashes of a level.
    Hashes(u8),
    /// Log entries.
    Entries,
}

impl Kind {
    fn level(self) -> u8 {
        match self {
            Self::Hashes(level) => level,
            Self::Entries => 0,
        }
    }

    fn dir(self) -> String {
        match self {
            Self::Hashes(level) => format!("tile/{level}"),
            Self::Entries => "tile/entries".to_owned(),
        }
    }

    /// How many hashes or entries of this kind a tree of `size` leaves has.
    pub(crate) fn count(self, size: u64) -> u64 {
        size.checked_shr(u32::from(TILE_HEIGHT) * u32::from(self.level())).unwrap_or(0)
    }

    /// The width of tile `index` in a tree of `size` leaves: 0 to 256.
    pub(crate) fn width(self, index: u64, size: u64) -> usize {
        let before = index.saturating_mul(TILE);
        usize::try_from(self.count(size).saturating_sub(before).min(TILE)).unwrap_or(TILE_LEN)
    }
}

/// One tile file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Tile {
    pub(crate) kind: Kind,
    pub(crate) index: u64,
    /// 1 to 256; 256 is a full tile.
    pub(crate) width: usize,
}

impl Tile {
    pub(crate) fn full(kind: Kind, index: u64) -> Self {
        Self { kind, index, width: TILE_LEN }
    }

    pub(crate) fn is_full(self) -> bool {
        self.width == TILE_LEN
    }

    /// The path below the log's folder, `/`-separated.
    pub(crate) fn path(self) -> String {
        let full = self.full_path();
        if self.is_full() { full } else { format!("{full}.p/{}", self.width) }
    }

    /// The folder of this tile's partial files.
    pub(crate) fn partials(self) -> String {
        format!("{}.p", self.full_path())
    }

    fn full_path(self) -> String {
        let mut path = format!("{:03}", self.index % 1000);
        let mut rest = self.index / 1000;
        while rest > 0 {
            path = format!("x{:03}/{path}", rest % 1000);
            rest /= 1000;
        }
        format!("{}/{path}", self.kind.dir())
    }

    /// The inverse of [`Tile::path`]: the one tile that has this path, if any.
    pub(crate) fn from_path(path: &str) -> Option<Self> {
        let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let kind = match kind {
            "entries" => Kind::Entries,
            level => Kind::Hashes(level.parse().ok()?),
        };
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, width.parse().ok()?),
            None => (rest, TILE_LEN),
        };
        let mut index: u64 = 0;
        for part in number.split('/') {
            let digits = part.strip_prefix('x').unwrap_or(part);
            index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
        }
        let tile = Self { kind, index, width };
        // Leading zeroes, signs, missing or extra x: whatever was not written in the one right way.
        (tile.path() == path && (1..=TILE_LEN).contains(&width)).then_some(tile)
    }
}

/// The path of `relative` inside `dir`.
pub(crate) fn inside(dir: &Path, relative: &str) -> PathBuf {
    relative.split('/').fold(dir.to_path_buf(), |path, part| path.join(part))
}

/// Reads the hashes of a tile file.
pub(crate) fn parse_hashes(bytes: &[u8], width: usize) -> Result<Vec<Hash>, VerifyError> {
    if bytes.len() != width * Hash::LEN {
        let cause = format!("it has {} bytes, expected {}", bytes.len(), width * Hash::LEN);
        return Err(VerifyError::new(VerifyCode::WrongLength, "", cause));
    }
    let (hashes, _) = bytes.as_chunks::<{ Hash::LEN }>();
    Ok(hashes.iter().map(|hash| Hash::from_bytes(*hash)).collect())
}

/// The bytes of a tile file.
pub(crate) fn write_hashes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

/// Reads an entry bundle of exactly `width` entries: each a big-endian 16-bit length, then as many bytes.
///
/// # Errors
/// `V020` with the entry and byte where it breaks off, or where bytes are left over.
pub fn parse_bundle(bytes: &[u8], width: usize) -> Result<Vec<&[u8]>, VerifyError> {
    let bad = |place: String, cause: &str| VerifyError::new(VerifyCode::BadBundle, place, cause);
    let mut entries = Vec::with_capacity(width.min(TILE_LEN));
    let mut rest = bytes;
    for number in 0..width {
        let at = bytes.len() - rest.len();
        let entry = rest.split_first_chunk::<2>().and_then(|(length, tail)| {
            let length = usize::from(u16::from_be_bytes(*length));
            tail.split_at_checked(length)
        });
        let Some((entry, tail)) = entry else {
            return Err(bad(format!("entry {number}, byte {at}"), "the entry is cut off"));
        };
        entries.push(entry);
        rest = tail;
    }
    if rest.is_empty() {
        return Ok(entries);
    }
    let at = bytes.len() - rest.len();
    Err(bad(format!("byte {at}"), &format!("{} bytes follow after the last entry", rest.len())))
}

/// Appends one entry to a bundle. The leaf's length was checked to fit.
pub(crate) fn push_entry(bundle: &mut Vec<u8>, leaf: &[u8], length: u16) {
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(leaf);
}
