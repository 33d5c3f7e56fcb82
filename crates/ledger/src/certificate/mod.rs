//! The certificate of a run: one file that proves, offline and with the public key alone, what a run did.
//!
//! It is JSON that a person can read and `diff` can compare, yet its bytes are fixed by its content: two-space
//! indentation, members in one order, each leaf in its canonical bytes. Verifying writes it anew and compares,
//! so no byte of it can change unnoticed.

mod ended;
mod requested;
mod run;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use ended::{EndCertificate, VerifiedEnd, verify_end_certificate};
pub use requested::{RequestCertificate, VerifiedRequest, verify_request_certificate};
pub use run::{RunState, StepSummary};

use crate::body::PlanApproved;
use crate::checkpoint::Checkpoint;
use crate::counts::RowCounts;
use crate::error::{VerifyCode, VerifyError};
use crate::hash::Hash;
use crate::keys::VerifyingKey;
use crate::leaf::Leaf;
use crate::note::Note;
use crate::reader::LogReader;
use crate::tree::verify_inclusion;

const FORMAT: &str = "gallra-certificate/1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: String,
    key: String,
    run: String,
    /// The signed note, line by line.
    checkpoint: Vec<String>,
    leaves: Vec<WireLeaf>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireLeaf {
    index: u64,
    leaf: Box<RawValue>,
    /// Base64 hashes, sibling of the leaf first.
    proof: Vec<String>,
}

/// A run's certificate, built and already verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    bytes: Vec<u8>,
    verified: VerifiedCertificate,
}

/// What a verified certificate shows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedCertificate {
    /// The run's id.
    pub run: String,
    /// SHA-256 of the plan that was carried out.
    pub plan: Hash,
    /// The plan's approval, if the certificate holds it.
    pub approval: Option<PlanApproved>,
    /// When the run started, RFC 3339.
    pub started_at: String,
    /// Whether the run ended, and when.
    pub state: RunState,
    /// How often it broke off in between.
    pub interruptions: u64,
    /// Its steps in the order they were begun.
    pub steps: Vec<StepSummary>,
    /// The sum of the steps' rows.
    pub totals: RowCounts,
    /// Leaves of the run that this version does not understand. Nothing is claimed about what they say.
    pub unknown_leaves: u64,
    /// The positions of the run's leaves in the log.
    pub indexes: Vec<u64>,
    /// The signed checkpoint they were proven under.
    pub checkpoint: Checkpoint,
}

impl Certificate {
    /// Builds the certificate of `run` from a published log. `indexes` are the positions of the run's leaves in
    /// ascending order, optionally led by that of the plan's approval.
    ///
    /// # Errors
    /// Those of [`LogReader`], and those of [`verify_certificate`], which the result has passed.
    pub fn build(
        log: &mut LogReader,
        key: &VerifyingKey,
        run: &str,
        indexes: impl IntoIterator<Item = u64>,
    ) -> Result<Self, VerifyError> {
        let leaves = leaves_of(log, indexes)?;
        let wire = Wire {
            format: FORMAT.to_owned(),
            key: key.label(),
            run: run.to_owned(),
            checkpoint: log
                .checkpoint()
                .note()
                .trim_end_matches('\n')
                .split('\n')
                .map(str::to_owned)
                .collect(),
            leaves,
        };
        let bytes = encode(&wire)?;
        let verified = verify_certificate(&bytes, key)?;
        Ok(Self { bytes, verified })
    }

    /// The file's bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the certificate shows.
    pub fn verified(&self) -> &VerifiedCertificate {
        &self.verified
    }
}

/// Verifies the certificate of a run with the public key alone.
///
/// Proves that each leaf stands in the signed log, that all belong to one run, and that they tell it from its
/// start: every step begun before it ended, the totals the sum of the steps. A certificate without the run's end
/// is verified too, and says [`RunState::Unfinished`].
///
/// # Errors
/// A [`VerifyError`] with the place, the cause and the cure. Never panics, whatever the bytes.
pub fn verify_certificate(bytes: &[u8], key: &VerifyingKey) -> Result<VerifiedCertificate, VerifyError> {
    let wire: Wire = open(bytes, FORMAT, |wire: &Wire| &wire.format)?;
    let Proven { leaves, checkpoint } = proven(&wire.key, &wire.checkpoint, &wire.leaves, key)?;
    run::verify_run(wire.run, &leaves, checkpoint)
}

/// What a file that claims to be a certificate shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A run.
    Run(Box<VerifiedCertificate>),
    /// The end of an agreement.
    End(Box<VerifiedEnd>),
    /// A data subject's request.
    Request(Box<VerifiedRequest>),
}

/// Verifies a certificate of any kind, told by its format.
///
/// # Errors
/// As [`verify_certificate`], [`verify_end_certificate`] and [`verify_request_certificate`].
pub fn verify_any(bytes: &[u8], key: &VerifyingKey) -> Result<Shown, VerifyError> {
    #[derive(Deserialize)]
    struct Head {
        format: String,
    }
    match serde_json::from_slice::<Head>(bytes).map(|head| head.format).as_deref() {
        Ok(ended::FORMAT) => verify_end_certificate(bytes, key).map(|shown| Shown::End(Box::new(shown))),
        Ok(requested::FORMAT) => {
            verify_request_certificate(bytes, key).map(|shown| Shown::Request(Box::new(shown)))
        }
        _ => verify_certificate(bytes, key).map(|shown| Shown::Run(Box::new(shown))),
    }
}

/// Leaves with their proofs, as a certificate holds them.
fn leaves_of(
    log: &mut LogReader,
    indexes: impl IntoIterator<Item = u64>,
) -> Result<Vec<WireLeaf>, VerifyError> {
    let mut leaves = Vec::new();
    for index in indexes {
        let leaf = String::from_utf8(log.leaf(index)?)
            .ok()
            .and_then(|text| RawValue::from_string(text).ok())
            .ok_or_else(|| {
                VerifyError::new(VerifyCode::BadLeaf, format!("leaf {index}"), "it is not JSON")
            })?;
        let proof = log.prove_inclusion(index)?.into_iter().map(Hash::to_base64).collect();
        leaves.push(WireLeaf { index, leaf, proof });
    }
    Ok(leaves)
}

/// Reads a certificate of one format. Its bytes are those that its content gives, and no others.
fn open<W: Serialize + DeserializeOwned>(
    bytes: &[u8],
    format: &str,
    of: impl Fn(&W) -> &String,
) -> Result<W, VerifyError> {
    let wire: W = serde_json::from_slice(bytes).map_err(|error| {
        let place = format!("certificate, line {}, column {}", error.line(), error.column());
        let cause = match error.classify() {
            serde_json::error::Category::Data => {
                "a member is missing, unknown, repeated or of the wrong type"
            }
            serde_json::error::Category::Eof => "it is cut off",
            _ => "it is not JSON",
        };
        VerifyError::new(VerifyCode::BadCertificate, place, cause)
    })?;
    if of(&wire) != format {
        let cause = format!("its format is not “{format}”");
        return Err(VerifyError::new(VerifyCode::BadCertificate, "certificate, format", cause));
    }
    let canonical = encode(&wire)?;
    if canonical != bytes {
        let at = canonical.iter().zip(bytes).take_while(|(a, b)| a == b).count();
        let cause = "here it differs from how its content is written";
        return Err(VerifyError::new(VerifyCode::NotCanonical, format!("certificate, byte {at}"), cause));
    }
    Ok(wire)
}

/// Leaves that stand in a signed log, with their positions.
struct Proven {
    leaves: Vec<(u64, Leaf)>,
    checkpoint: Checkpoint,
}

/// Checks the signature, and that each leaf stands in what was signed.
fn proven(
    named: &str,
    note: &[String],
    leaves: &[WireLeaf],
    key: &VerifyingKey,
) -> Result<Proven, VerifyError> {
    if named != key.label() {
        let cause = format!("it names another key than {}", key.label());
        return Err(VerifyError::new(VerifyCode::NotSigned, "certificate, key", cause));
    }
    // The note was split at its newlines; a line that still holds one was not written by splitting.
    if note.iter().any(|line| line.contains('\n')) {
        let cause = "a line of the checkpoint contains a line break";
        return Err(VerifyError::new(VerifyCode::NotCanonical, "certificate, checkpoint", cause));
    }
    let note = note.join("\n") + "\n";
    if Note::parse(note.as_bytes()).is_ok_and(|note| note.signatures() != 1) {
        // Signatures by others are ignored in a note, so their bytes could change unnoticed.
        let cause = "its checkpoint carries more than the one signature";
        return Err(VerifyError::new(VerifyCode::NotCanonical, "certificate, checkpoint", cause));
    }
    let checkpoint = Checkpoint::open(note.as_bytes(), key).map_err(|fault| fault.within("certificate"))?;
    let leaves = proven_leaves(leaves, &checkpoint)?;
    Ok(Proven { leaves, checkpoint })
}

/// Checks each leaf's proof; gives the leaves with their positions.
fn proven_leaves(wire: &[WireLeaf], checkpoint: &Checkpoint) -> Result<Vec<(u64, Leaf)>, VerifyError> {
    let mut leaves: Vec<(u64, Leaf)> = Vec::with_capacity(wire.len());
    for WireLeaf { index, leaf, proof } in wire {
        let place = format!("certificate, leaf {index}");
        if leaves.last().is_some_and(|(before, _)| before >= index) {
            let cause = "the leaves do not stand in the order of the log";
            return Err(VerifyError::new(VerifyCode::BadOrder, place, cause));
        }
        let path: Option<Vec<Hash>> = proof.iter().map(|hash| Hash::from_base64(hash)).collect();
        let path = path.ok_or_else(|| {
            let cause = "a hash of its proof is not 32 bytes in canonical base64";
            VerifyError::new(VerifyCode::BadProof, place.clone(), cause)
        })?;
        let bytes = leaf.get().as_bytes();
        verify_inclusion(Hash::leaf(bytes), *index, checkpoint.size(), &path, checkpoint.root())
            .map_err(|fault| fault.within("certificate"))?;
        leaves.push((*index, Leaf::parse(bytes).map_err(|fault| fault.within(&place))?));
    }
    Ok(leaves)
}

fn encode(wire: &impl Serialize) -> Result<Vec<u8>, VerifyError> {
    let mut bytes = serde_json::to_vec_pretty(wire).map_err(|_| {
        VerifyError::new(VerifyCode::BadCertificate, "certificate", "it cannot be written as JSON")
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}
