//! The certificate of a data subject's request: what became of the person's data, dataset by dataset, and the request's own
//! way there. It names nobody.

use serde::{Deserialize, Serialize};

use super::{Proven, WireLeaf, encode, leaves_of, open, proven};
use crate::body::{LeafBody, RequestDone, RequestMoved};
use crate::checkpoint::Checkpoint;
use crate::error::{VerifyCode, VerifyError};
use crate::keys::VerifyingKey;
use crate::leaf::Leaf;
use crate::reader::LogReader;

/// The name of the format.
pub(super) const FORMAT: &str = "gallra-request-certificate/1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: String,
    key: String,
    request: u64,
    /// The signed note, line by line.
    checkpoint: Vec<String>,
    leaves: Vec<WireLeaf>,
}

/// A request's certificate, built and already verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestCertificate {
    bytes: Vec<u8>,
    verified: VerifiedRequest,
}

/// What a verified certificate of a request shows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedRequest {
    /// What was done, dataset by dataset.
    pub done: RequestDone,
    /// When that was written down, RFC 3339.
    pub at: String,
    /// How the request came there: what happened, and when it was written down (RFC 3339).
    pub moves: Vec<(String, RequestMoved)>,
    /// The signed checkpoint the leaves were proven under.
    pub checkpoint: Checkpoint,
}

impl RequestCertificate {
    /// Builds the certificate of a request from a published log. `indexes` are the positions of the leaves about it, in
    /// ascending order. What comes after the last that tells what was done is left out.
    ///
    /// # Errors
    /// Those of [`LogReader`], and those of [`super::verify_request_certificate`], which the result has passed.
    pub fn build(
        log: &mut LogReader,
        key: &VerifyingKey,
        request: u64,
        indexes: impl IntoIterator<Item = u64>,
    ) -> Result<Self, VerifyError> {
        let leaves = leaves_of(log, indexes)?;
        let checkpoint = log.checkpoint().note().trim_end_matches('\n').split('\n').map(str::to_owned);
        let wire = Wire {
            format: FORMAT.to_owned(),
            key: key.label(),
            request,
            checkpoint: checkpoint.collect(),
            leaves,
        };
        let bytes = encode(&wire)?;
        let verified = verify_request_certificate(&bytes, key)?;
        Ok(Self { bytes, verified })
    }

    /// The file's bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the certificate shows.
    pub fn verified(&self) -> &VerifiedRequest {
        &self.verified
    }
}

/// Verifies a request's certificate with the public key alone.
///
/// Proves that each leaf stands in the signed log, that all are about one request from the day it came in, and that one tells
/// what was done and adds up.
///
/// # Errors
/// A [`VerifyError`] with the place, the cause and the cure. Never panics, whatever the bytes.
pub fn verify_request_certificate(bytes: &[u8], key: &VerifyingKey) -> Result<VerifiedRequest, VerifyError> {
    let wire: Wire = open(bytes, FORMAT, |wire: &Wire| &wire.format)?;
    let Proven { leaves, checkpoint } = proven(&wire.key, &wire.checkpoint, &wire.leaves, key)?;
    let order = |index: u64, cause: &str| {
        VerifyError::new(VerifyCode::BadOrder, format!("certificate, leaf {index}"), cause)
    };
    let (mut done, mut moves) = (None, Vec::new());
    for (index, Leaf { at, body }) in &leaves {
        let about = match body {
            LeafBody::RequestMoved(moved) => {
                moves.push((at.clone(), moved.clone()));
                moved.request
            }
            // Of several the last counts: what was still open then is not open now.
            LeafBody::RequestDone(found) => {
                done = Some((*index, at.clone(), found.clone()));
                found.request
            }
            _ => return Err(order(*index, "its kind has no place in the life of a request")),
        };
        if about != wire.request {
            return Err(order(*index, "it is about another request"));
        }
    }
    if moves.first().is_none_or(|(_, first)| first.done.as_str() != "received") {
        let cause = "it does not begin with the day on which the request came in";
        return Err(VerifyError::new(VerifyCode::BadOrder, "certificate", cause));
    }
    let Some((index, at, done)) = done else {
        let cause = "the leaf that tells what was done is missing";
        return Err(VerifyError::new(VerifyCode::BadOrder, "certificate", cause));
    };
    if let Some(wrong) = done.parts.iter().find(|part| !part.adds_up()) {
        let cause = format!("the records of {} are not the sum of what became of them", wrong.dataset);
        return Err(VerifyError::new(VerifyCode::BadTotals, format!("certificate, leaf {index}"), cause));
    }
    Ok(VerifiedRequest { done, at, moves, checkpoint })
}
