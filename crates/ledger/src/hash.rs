//! Merkle tree hashing as RFC 6962 section 2.1 and RFC 9162 section 2.1.1 define it, over SHA-256.

use std::fmt;

use aws_lc_rs::digest;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text;

/// A SHA-256 hash: of a leaf, of a node, of a tree, or of some content such as a policy.
///
/// Printed, and written in leaves, as 64 lower-case hex digits; written in notes and proofs as base64.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Length in bytes.
    pub const LEN: usize = 32;

    /// SHA-256 of `content`, with no prefix: for policies, plans and inventories.
    pub fn of(content: &[u8]) -> Self {
        Self::from_digest(&digest::digest(&digest::SHA256, content))
    }

    /// The hash of a leaf: `SHA-256(0x00 || leaf)`, RFC 9162 section 2.1.1.
    pub fn leaf(leaf: &[u8]) -> Self {
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(&[0]);
        context.update(leaf);
        Self::from_digest(&context.finish())
    }

    /// The hash of an inner node: `SHA-256(0x01 || left || right)`, RFC 9162 section 2.1.1.
    pub fn node(left: &Self, right: &Self) -> Self {
        let mut joined = [1_u8; 1 + 2 * Self::LEN];
        joined[1..=Self::LEN].copy_from_slice(&left.0);
        joined[1 + Self::LEN..].copy_from_slice(&right.0);
        Self::of(&joined)
    }

    /// The root of the tree without leaves: SHA-256 of nothing, RFC 9162 section 2.1.1.
    pub fn empty_root() -> Self {
        Self::of(&[])
    }

    /// Wraps 32 bytes that already are a hash.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Parses 64 lower-case hex digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        let hash = Self(bytes);
        (hash.to_string() == text).then_some(hash)
    }

    /// Parses canonical, padded base64 (RFC 4648 section 4).
    pub fn from_base64(text: &str) -> Option<Self> {
        text::from_base64(text)?.try_into().ok().map(Self)
    }

    /// Canonical, padded base64.
    pub fn to_base64(self) -> String {
        text::to_base64(&self.0)
    }

    fn from_digest(digest: &digest::Digest) -> Self {
        let mut bytes = [0; 32];
        // SHA-256 always gives 32 bytes, so the lengths agree.
        bytes.copy_from_slice(digest.as_ref());
        Self(bytes)
    }
}

/// Gives `SHA-256(0x00 || leaf)` again and again through one buffer: a little faster than a context per leaf.
#[derive(Default)]
pub(crate) struct LeafHasher(Vec<u8>);

impl LeafHasher {
    pub(crate) fn hash(&mut self, leaf: &[u8]) -> Hash {
        self.0.clear();
        self.0.push(0);
        self.0.extend_from_slice(leaf);
        Hash::of(&self.0)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_hex(&text)
            .ok_or_else(|| serde::de::Error::custom("a hash is written as 64 lower-case hex digits"))
    }
}
