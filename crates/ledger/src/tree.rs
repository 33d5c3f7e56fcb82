//! The Merkle tree itself: appending, and proving and verifying inclusion and consistency (RFC 9162 section 2.1).

use crate::Hash;
use crate::error::{VerifyCode, VerifyError};

/// The right edge of a growing tree: the roots of its perfect subtrees, largest first.
///
/// Holds at most 64 hashes whatever the tree's size; appending costs amortised two hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// `(height, root)`, heights strictly falling.
    edge: Vec<(u8, Hash)>,
}

impl Frontier {
    /// The empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf by its hash.
    pub fn append(&mut self, leaf: Hash) {
        self.append_subtree(0, leaf);
    }

    /// Appends a perfect subtree of `2^height` leaves by its root. The tree's size must be a multiple of
    /// `2^height`, which callers inside the crate guarantee.
    pub(crate) fn append_subtree(&mut self, height: u8, root: Hash) {
        debug_assert!(self.size.trailing_zeros() >= u32::from(height) || self.size == 0);
        self.size = self.size.saturating_add(1_u64.checked_shl(height.into()).unwrap_or(0));
        let (mut height, mut root) = (height, root);
        while let Some(&(top, left)) = self.edge.last().filter(|(top, _)| *top == height) {
            self.edge.pop();
            root = Hash::node(&left, &root);
            height = top + 1;
        }
        self.edge.push((height, root));
    }

    /// The root of the tree as it is now.
    pub fn root(&self) -> Hash {
        let mut roots = self.edge.iter().rev().map(|(_, root)| *root);
        roots
            .next()
            .map_or_else(Hash::empty_root, |last| roots.fold(last, |right, left| Hash::node(&left, &right)))
    }
}

/// The root of a perfect subtree, given the hashes of its bottom row. `row` must be a power of two long.
pub(crate) fn perfect_root(row: &[Hash]) -> Hash {
    let mut row = row.to_vec();
    while row.len() > 1 {
        row = row.chunks_exact(2).map(|pair| Hash::node(&pair[0], &pair[1])).collect();
    }
    row.first().copied().unwrap_or_else(Hash::empty_root)
}

/// Where proofs take their hashes from: a log's tiles, or leaf hashes in memory.
pub trait HashSource {
    /// The root of leaves `[index · 2^height, (index + 1) · 2^height)`, all of which lie in the tree.
    ///
    /// # Errors
    /// When the hash cannot be had.
    fn subtree(&mut self, height: u8, index: u64) -> Result<Hash, VerifyError>;
}

/// Leaf hashes in memory.
impl HashSource for &[Hash] {
    fn subtree(&mut self, height: u8, index: u64) -> Result<Hash, VerifyError> {
        let leaves = 1_usize.checked_shl(height.into());
        let from = leaves.and_then(|n| usize::try_from(index).ok()?.checked_mul(n));
        from.zip(leaves)
            .and_then(|(from, n)| self.get(from..from.checked_add(n)?))
            .map(perfect_root)
            .ok_or_else(|| out_of_range(index, self.len() as u64))
    }
}

/// The root of the leaves `[from, to)`, where `from` is a multiple of the smallest power of two ≥ `to - from`,
/// as every range in RFC 9162's recursions is.
fn range_root<S: HashSource + ?Sized>(source: &mut S, from: u64, to: u64) -> Result<Hash, VerifyError> {
    let mut roots = Vec::new();
    let mut at = from;
    while at < to {
        let height = (to - at).ilog2();
        // At most 63, so it fits; the range's alignment makes `at` a multiple of 2^height.
        let height8 = u8::try_from(height).unwrap_or(63);
        roots.push(source.subtree(height8, at >> height)?);
        at += 1 << height;
    }
    let mut roots = roots.into_iter().rev();
    Ok(roots
        .next()
        .map_or_else(Hash::empty_root, |last| roots.fold(last, |right, left| Hash::node(&left, &right))))
}

/// The root of the first `size` leaves.
///
/// # Errors
/// Those of the source.
pub fn tree_root<S: HashSource + ?Sized>(source: &mut S, size: u64) -> Result<Hash, VerifyError> {
    range_root(source, 0, size)
}

/// The largest power of two below `n`, for `n` ≥ 2.
fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// The inclusion proof of leaf `index` in the tree of `size` leaves, sibling of the leaf first
/// (RFC 9162 section 2.1.3.1).
///
/// # Errors
/// `V034` when there is no such leaf; otherwise those of the source.
pub fn prove_inclusion<S: HashSource + ?Sized>(
    source: &mut S,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, VerifyError> {
    if index >= size {
        return Err(out_of_range(index, size));
    }
    let (mut from, mut to) = (0, size);
    let mut path = Vec::new();
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            path.push(range_root(source, middle, to)?);
            to = middle;
        } else {
            path.push(range_root(source, from, middle)?);
            from = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The consistency proof from the tree of `old` leaves to that of `new` (RFC 9162 section 2.1.4.1).
/// Empty when they are the same tree or the old one is empty.
///
/// # Errors
/// `V034` when `old` is larger than `new`; otherwise those of the source.
pub fn prove_consistency<S: HashSource + ?Sized>(
    source: &mut S,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, VerifyError> {
    if old > new {
        return Err(out_of_range(old, new));
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let (mut from, mut to) = (0, new);
    let mut proof = Vec::new();
    // Narrow down to the subtree that ends exactly where the old tree ends.
    while to != old {
        let middle = from + split(to - from);
        if old <= middle {
            proof.push(range_root(source, middle, to)?);
            to = middle;
        } else {
            proof.push(range_root(source, from, middle)?);
            from = middle;
        }
    }
    // The old root itself is known to the verifier; any other subtree is not.
    if from != 0 {
        proof.push(range_root(source, from, to)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that the leaf with hash `leaf` is leaf `index` of the tree (RFC 9162 section 2.1.3.2).
///
/// # Errors
/// `V034` for an index outside the tree, `V031` when the proof does not lead to `root`.
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: Hash,
) -> Result<(), VerifyError> {
    if index >= size {
        return Err(out_of_range(index, size));
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = leaf;
    for sibling in proof {
        if last == 0 {
            return Err(not_included(index, "the proof is too long"));
        }
        if node & 1 == 1 || node == last {
            hash = Hash::node(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = Hash::node(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(not_included(index, "the proof is too short"));
    }
    if hash == root { Ok(()) } else { Err(not_included(index, "the proof leads to another root")) }
}

/// Checks that the tree `(new, new_root)` contains the tree `(old, old_root)` unchanged
/// (RFC 9162 section 2.1.4.2).
///
/// # Errors
/// `V033` when the new tree is shorter, `V032` when it was rewritten or the proof is not one.
pub fn verify_consistency(
    (old, old_root): (u64, Hash),
    (new, new_root): (u64, Hash),
    proof: &[Hash],
) -> Result<(), VerifyError> {
    if old > new {
        let cause = format!("the log has {new} leaves, the older checkpoint {old}");
        return Err(VerifyError::new(VerifyCode::Shrunk, "consistency proof", cause));
    }
    if old == new || old == 0 {
        let same = if old == 0 { old_root == Hash::empty_root() } else { old_root == new_root };
        return match (same, proof) {
            (true, []) => Ok(()),
            (false, _) => Err(forked("the roots differ at the same size")),
            (true, _) => Err(forked("the proof is too long")),
        };
    }
    // A perfect old tree is itself the first node of the path.
    let (first, rest) = match proof {
        _ if old.is_power_of_two() => (old_root, proof),
        [first, rest @ ..] => (*first, rest),
        [] => return Err(forked("the proof is too short")),
    };
    let trim = (old - 1).trailing_ones();
    let (mut node, mut last) = ((old - 1) >> trim, (new - 1) >> trim);
    let (mut of_old, mut of_new) = (first, first);
    for sibling in rest {
        if last == 0 {
            return Err(forked("the proof is too long"));
        }
        if node & 1 == 1 || node == last {
            of_old = Hash::node(sibling, &of_old);
            of_new = Hash::node(sibling, &of_new);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            of_new = Hash::node(&of_new, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(forked("the proof is too short"));
    }
    if of_old != old_root {
        return Err(forked("the proof does not lead to the older root"));
    }
    if of_new != new_root {
        return Err(forked("the proof does not lead to the newer root"));
    }
    Ok(())
}

pub(crate) fn out_of_range(index: u64, size: u64) -> VerifyError {
    let cause = format!("position {index} lies outside a log of {size} leaves");
    VerifyError::new(VerifyCode::OutOfRange, format!("leaf {index}"), cause)
}

fn not_included(index: u64, cause: &str) -> VerifyError {
    VerifyError::new(VerifyCode::NotIncluded, format!("leaf {index}"), cause)
}

fn forked(cause: &str) -> VerifyError {
    VerifyError::new(VerifyCode::Forked, "consistency proof", cause)
}
