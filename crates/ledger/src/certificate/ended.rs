//! The certificate that an agreement ended: what became of the customer's data, dataset by dataset, and the agreement's own
//! way there, from its draft to its end.

use serde::{Deserialize, Serialize};

use super::{Proven, WireLeaf, encode, leaves_of, open, proven};
use crate::body::{AgreementEnded, AgreementMoved, LeafBody};
use crate::checkpoint::Checkpoint;
use crate::error::{VerifyCode, VerifyError};
use crate::keys::VerifyingKey;
use crate::leaf::Leaf;
use crate::reader::LogReader;

/// The name of the format.
pub(super) const FORMAT: &str = "gallra-end-certificate/1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: String,
    key: String,
    agreement: u64,
    /// The signed note, line by line.
    checkpoint: Vec<String>,
    leaves: Vec<WireLeaf>,
}

/// An end-of-agreement certificate, built and already verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndCertificate {
    bytes: Vec<u8>,
    verified: VerifiedEnd,
}

/// What a verified end-of-agreement certificate shows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedEnd {
    /// What was found, dataset by dataset.
    pub ended: AgreementEnded,
    /// When it was counted, RFC 3339.
    pub at: String,
    /// How the agreement came to its end: what happened, and when it was written down (RFC 3339).
    pub moves: Vec<(String, AgreementMoved)>,
    /// The signed checkpoint the leaves were proven under.
    pub checkpoint: Checkpoint,
}

impl EndCertificate {
    /// Builds the certificate of an agreement from a published log. `indexes` are the positions of the leaves about it, in
    /// ascending order; the last tells what was found.
    ///
    /// # Errors
    /// Those of [`LogReader`], and those of [`super::verify_end_certificate`], which the result has passed.
    pub fn build(
        log: &mut LogReader,
        key: &VerifyingKey,
        agreement: u64,
        indexes: impl IntoIterator<Item = u64>,
    ) -> Result<Self, VerifyError> {
        let leaves = leaves_of(log, indexes)?;
        let checkpoint = log.checkpoint().note().trim_end_matches('\n').split('\n').map(str::to_owned);
        let wire = Wire {
            format: FORMAT.to_owned(),
            key: key.label(),
            agreement,
            checkpoint: checkpoint.collect(),
            leaves,
        };
        let bytes = encode(&wire)?;
        let verified = verify_end_certificate(&bytes, key)?;
        Ok(Self { bytes, verified })
    }

    /// The file's bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the certificate shows.
    pub fn verified(&self) -> &VerifiedEnd {
        &self.verified
    }
}

/// Verifies an end-of-agreement certificate with the public key alone.
///
/// Proves that each leaf stands in the signed log, that all are about one agreement with one customer, and that the last
/// tells what was found and adds up.
///
/// # Errors
/// A [`VerifyError`] with the place, the cause and the cure. Never panics, whatever the bytes.
pub fn verify_end_certificate(bytes: &[u8], key: &VerifyingKey) -> Result<VerifiedEnd, VerifyError> {
    let wire: Wire = open(bytes, FORMAT, |wire: &Wire| &wire.format)?;
    let Proven { leaves, checkpoint } = proven(&wire.key, &wire.checkpoint, &wire.leaves, key)?;
    let order = |index: u64, cause: &str| {
        VerifyError::new(VerifyCode::BadOrder, format!("certificate, leaf {index}"), cause)
    };
    let Some(((last, Leaf { at, body: LeafBody::AgreementEnded(ended) }), before)) = leaves.split_last()
    else {
        let cause = "the leaf that tells what was found is missing";
        return Err(VerifyError::new(VerifyCode::BadOrder, "certificate", cause));
    };
    if ended.agreement != wire.agreement {
        return Err(order(*last, "it is about another agreement"));
    }
    if let Some(wrong) = ended.datasets.iter().find(|dataset| !dataset.adds_up()) {
        let cause = format!("the records left of {} are not the sum of their reasons", wrong.dataset);
        return Err(VerifyError::new(VerifyCode::BadTotals, format!("certificate, leaf {last}"), cause));
    }
    let mut moves = Vec::new();
    for (index, leaf) in before {
        match &leaf.body {
            // Its number is never given out again, and its customer may have been merged into another since.
            LeafBody::AgreementMoved(moved) if moved.agreement == ended.agreement => {
                moves.push((leaf.at.clone(), moved.clone()));
            }
            LeafBody::AgreementMoved(_) => return Err(order(*index, "it is about another agreement")),
            // An earlier certificate of the same agreement: what was found then is not what was found now.
            LeafBody::AgreementEnded(earlier) if earlier.agreement == ended.agreement => {}
            _ => return Err(order(*index, "its kind has no place in the life of an agreement")),
        }
    }
    Ok(VerifiedEnd { ended: ended.clone(), at: at.clone(), moves, checkpoint })
}
