//! Reading a published log: leaves, and proofs made from its tiles.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::checkpoint::Checkpoint;
use crate::error::{VerifyCode, VerifyError};
use crate::files;
use crate::hash::Hash;
use crate::keys::VerifyingKey;
use crate::note::MAX_NOTE;
use crate::proof::TlogProof;
use crate::tile::{self, CHECKPOINT, Kind, MAX_BUNDLE, TILE, TILE_HEIGHT, TILE_LEN, Tile};
use crate::tree::{HashSource, out_of_range, perfect_root, prove_consistency, prove_inclusion};

/// Tiles kept in memory: 256 of 8 KiB.
const CACHED_TILES: usize = 256;

/// A published log, opened at its checkpoint.
///
/// It trusts the tiles enough to make proofs from them; whoever verifies a proof trusts only the signed root.
pub struct LogReader {
    dir: PathBuf,
    checkpoint: Checkpoint,
    tiles: HashMap<(u8, u64), Rc<[Hash]>>,
    /// The bundle read last: a run's leaves stand close together.
    bundle: Option<(Tile, Vec<u8>)>,
}

impl LogReader {
    /// Opens the log in `dir` and checks its checkpoint's signature.
    ///
    /// # Errors
    /// `V002` when there is no checkpoint, or those of [`Checkpoint::open`].
    pub fn open(dir: &Path, key: &VerifyingKey) -> Result<Self, VerifyError> {
        let checkpoint = read_checkpoint(dir, key)?.ok_or_else(|| missing(CHECKPOINT))?;
        Ok(Self::at(dir, checkpoint))
    }

    pub(crate) fn at(dir: &Path, checkpoint: Checkpoint) -> Self {
        Self { dir: dir.to_path_buf(), checkpoint, tiles: HashMap::new(), bundle: None }
    }

    /// The checkpoint the log was opened at.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The bytes of leaf `index`.
    ///
    /// # Errors
    /// `V034` outside the log; `V002` or `V020` when its bundle is absent or damaged.
    pub fn leaf(&mut self, index: u64) -> Result<Vec<u8>, VerifyError> {
        let size = self.checkpoint.size();
        if index >= size {
            return Err(out_of_range(index, size));
        }
        let (tile, bytes) = match self.bundle.take() {
            Some(cached) if cached.0.index == index / TILE => cached,
            _ => {
                let mut bytes = Vec::new();
                (read_tile(&self.dir, Kind::Entries, index / TILE, size, &mut bytes)?, bytes)
            }
        };
        let entries = tile::parse_bundle(&bytes, tile.width).map_err(|fault| fault.within(&tile.path()))?;
        let within = usize::try_from(index % TILE).unwrap_or(TILE_LEN);
        let leaf = entries.get(within).map(|leaf| leaf.to_vec());
        self.bundle = Some((tile, bytes));
        leaf.ok_or_else(|| out_of_range(index, size))
    }

    /// The inclusion proof of leaf `index` under the checkpoint.
    ///
    /// # Errors
    /// `V034` outside the log; `V002` or `V003` when a tile is absent or damaged.
    pub fn prove_inclusion(&mut self, index: u64) -> Result<Vec<Hash>, VerifyError> {
        let size = self.checkpoint.size();
        prove_inclusion(self, index, size)
    }

    /// The consistency proof from the tree of `old` leaves to the checkpoint.
    ///
    /// # Errors
    /// As [`LogReader::prove_inclusion`].
    pub fn prove_consistency(&mut self, old: u64) -> Result<Vec<Hash>, VerifyError> {
        let size = self.checkpoint.size();
        prove_consistency(self, old, size)
    }

    /// The self-contained C2SP `tlog-proof` of leaf `index`.
    ///
    /// # Errors
    /// As [`LogReader::prove_inclusion`].
    pub fn prove(&mut self, index: u64) -> Result<TlogProof, VerifyError> {
        Ok(TlogProof::new(index, self.prove_inclusion(index)?, self.checkpoint.note()))
    }

    fn tile(&mut self, level: u8, index: u64) -> Result<Rc<[Hash]>, VerifyError> {
        if let Some(tile) = self.tiles.get(&(level, index)) {
            return Ok(Rc::clone(tile));
        }
        let hashes: Rc<[Hash]> =
            read_hashes(&self.dir, Kind::Hashes(level), index, self.checkpoint.size())?.into();
        if self.tiles.len() >= CACHED_TILES {
            self.tiles.clear();
        }
        self.tiles.insert((level, index), Rc::clone(&hashes));
        Ok(hashes)
    }
}

impl HashSource for LogReader {
    fn subtree(&mut self, height: u8, index: u64) -> Result<Hash, VerifyError> {
        // Below a tile's row of hashes lie whole tiles; within the row, `2^above` hashes make this subtree.
        let (level, above) = (height / TILE_HEIGHT, height % TILE_HEIGHT);
        let first = index << above;
        let hashes = self.tile(level, first / TILE)?;
        let from = usize::try_from(first % TILE).unwrap_or(TILE_LEN);
        hashes
            .get(from..from + (1_usize << above))
            .map(perfect_root)
            .ok_or_else(|| out_of_range(index, self.checkpoint.size()))
    }
}

/// The checkpoint in `dir`, verified; `None` if there is no such file.
///
/// # Errors
/// Those of [`Checkpoint::open`], or `V001` and `V003`.
pub fn read_checkpoint(dir: &Path, key: &VerifyingKey) -> Result<Option<Checkpoint>, VerifyError> {
    let read = files::read(&dir.join(CHECKPOINT), MAX_NOTE).map_err(|fault| fault.within(CHECKPOINT))?;
    read.map(|note| Checkpoint::open(&note, key)).transpose()
}

/// Reads the file of tile `index` that a tree of `size` leaves calls for; if it is a partial one that is gone,
/// the full tile that replaced it (`tlog-tiles`, "Partial Tiles"). Gives the tile whose file was read.
pub(crate) fn read_tile(
    dir: &Path,
    kind: Kind,
    index: u64,
    size: u64,
    buffer: &mut Vec<u8>,
) -> Result<Tile, VerifyError> {
    let wanted = Tile { kind, index, width: kind.width(index, size) };
    for tile in [wanted, Tile::full(kind, index)] {
        let limit = match kind {
            Kind::Hashes(_) => tile.width * Hash::LEN,
            Kind::Entries => MAX_BUNDLE,
        };
        let path = tile.path();
        if files::read_into(&tile::inside(dir, &path), limit, buffer).map_err(|fault| fault.within(&path))? {
            return Ok(tile);
        }
    }
    Err(missing(&wanted.path()))
}

/// The hashes of tile `index` at a level that a tree of `size` leaves has.
pub(crate) fn read_hashes(dir: &Path, kind: Kind, index: u64, size: u64) -> Result<Vec<Hash>, VerifyError> {
    let mut bytes = Vec::new();
    let found = read_tile(dir, kind, index, size, &mut bytes)?;
    let mut hashes = tile::parse_hashes(&bytes, found.width).map_err(|fault| fault.within(&found.path()))?;
    hashes.truncate(kind.width(index, size));
    Ok(hashes)
}

pub(crate) fn missing(path: &str) -> VerifyError {
    VerifyError::new(VerifyCode::Missing, path, "the file is absent")
}
