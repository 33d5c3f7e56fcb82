//! C2SP `tlog-proof`: one leaf's proof in one text file, to be verified offline.

use crate::checkpoint::Checkpoint;
use crate::error::{VerifyCode, VerifyError};
use crate::hash::Hash;
use crate::keys::VerifyingKey;
use crate::note::MAX_NOTE;
use crate::text;
use crate::tree::verify_inclusion;

const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// A tree of fewer than 2^64 leaves is at most this high.
const MAX_PATH: usize = 64;
/// Header, extra data and path in front of the checkpoint.
const MAX_PROOF: usize = 2 * MAX_NOTE;

/// A proof that some leaf stands in a log. Nothing in it is to be believed until it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlogProof {
    extra: Option<Vec<u8>>,
    index: u64,
    path: Vec<Hash>,
    checkpoint: String,
}

/// What a verified proof shows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedProof {
    /// The leaf's position in the log.
    pub index: u64,
    /// The signed checkpoint that covers it.
    pub checkpoint: Checkpoint,
}

impl TlogProof {
    /// Puts a proof together. `checkpoint` is the signed note, verbatim.
    pub fn new(index: u64, path: Vec<Hash>, checkpoint: &str) -> Self {
        Self { extra: None, index, path, checkpoint: checkpoint.to_owned() }
    }

    /// Adds opaque data, which no signature covers.
    #[must_use]
    pub fn with_extra(self, extra: Vec<u8>) -> Self {
        Self { extra: Some(extra), ..self }
    }

    /// Parses a proof's text; checks its form only.
    ///
    /// # Errors
    /// `V030` with the line that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, VerifyError> {
        if bytes.len() > MAX_PROOF {
            return Err(bad(1, format!("the proof is longer than {MAX_PROOF} bytes")));
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| bad(1, "the proof is not valid UTF-8"))?;
        let (head, checkpoint) = whole
            .split_once("\n\n")
            .ok_or_else(|| bad(1, "the blank line before the checkpoint is missing"))?;
        let mut lines = (1..).zip(head.split('\n')).peekable();
        if lines.next().map(|(_, line)| line) != Some(HEADER) {
            return Err(bad(1, format!("the first line must be {HEADER}")));
        }
        let mut extra = None;
        if let Some((number, encoded)) =
            lines.peek().and_then(|(number, line)| Some((*number, line.strip_prefix("extra ")?)))
        {
            let decoded = text::from_base64(encoded);
            extra = Some(decoded.ok_or_else(|| bad(number, "the extra data is not canonical base64"))?);
            lines.next();
        }
        let (number, line) = lines.next().unwrap_or((2, ""));
        let index = line
            .strip_prefix("index ")
            .and_then(text::from_decimal)
            .ok_or_else(|| bad(number, "expected “index” and a plain decimal number"))?;
        let mut path = Vec::new();
        for (number, line) in lines {
            if path.len() == MAX_PATH {
                return Err(bad(number, format!("a proof has at most {MAX_PATH} hashes")));
            }
            let hash = Hash::from_base64(line);
            path.push(hash.ok_or_else(|| bad(number, "expected a hash of 32 bytes in canonical base64"))?);
        }
        Ok(Self { extra, index, path, checkpoint: checkpoint.to_owned() })
    }

    /// The leaf's position in the log.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The inclusion proof, sibling of the leaf first.
    pub fn path(&self) -> &[Hash] {
        &self.path
    }

    /// The opaque data. Never trust it by itself: no signature covers it.
    pub fn extra(&self) -> Option<&[u8]> {
        self.extra.as_deref()
    }

    /// The checkpoint's signed note.
    pub fn checkpoint(&self) -> &str {
        &self.checkpoint
    }

    /// Checks that `leaf` is the hash of the leaf this proof speaks of, in the log named `origin` that `key` signs.
    ///
    /// # Errors
    /// Those of [`Checkpoint::open`], and `V031` or `V034` when the path does not lead to the root.
    pub fn verify(&self, leaf: Hash, key: &VerifyingKey, origin: &str) -> Result<VerifiedProof, VerifyError> {
        let checkpoint = Checkpoint::open_with_origin(self.checkpoint.as_bytes(), key, origin)?;
        verify_inclusion(leaf, self.index, checkpoint.size(), &self.path, checkpoint.root())?;
        Ok(VerifiedProof { index: self.index, checkpoint })
    }
}

/// The proof's text, to be stored as `.tlog-proof`.
impl std::fmt::Display for TlogProof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", text::to_base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", hash.to_base64())?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

/// Verifies a `tlog-proof` for the bytes of one leaf, with the public key alone.
///
/// # Errors
/// As [`TlogProof::parse`] and [`TlogProof::verify`].
pub fn verify_proof(proof: &[u8], leaf: &[u8], key: &VerifyingKey) -> Result<VerifiedProof, VerifyError> {
    TlogProof::parse(proof)?.verify(Hash::leaf(leaf), key, key.name())
}

fn bad(line: usize, cause: impl Into<String>) -> VerifyError {
    VerifyError::new(VerifyCode::BadProof, format!("tlog-proof, line {line}"), cause)
}
