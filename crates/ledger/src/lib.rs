//! Gallra's evidence: a tamper-evident log of what was promised, planned and done, and proofs from it that
//! anyone can verify offline, with a public key alone.
//!
//! - A [`Leaf`] is canonical JSON (RFC 8785) with a typed kind. It holds no personal data: persons appear as
//!   [`Commitment`]s, reasons as [`Code`]s.
//! - Leaves form an RFC 6962/9162 Merkle tree, stored as C2SP `tlog-tiles`: [`Publisher`] writes the folder,
//!   [`LogReader`] reads it, [`verify_log`] checks all of it.
//! - A [`Checkpoint`] is a C2SP `signed-note` with Ed25519 over the log's size and root.
//! - [`TlogProof`] proves one leaf (C2SP `tlog-proof`); a [`Certificate`] proves a run.
//!
//! The crate is pure and synchronous: no clock, no randomness, no network. Times and secrets come from the caller.
//!
//! ```
//! use gallra_ledger::{
//!     Certificate, Hash, Leaf, LogReader, RowCounts, RunFinished, RunStarted, RunState, SigningKey,
//!     VerifyingKey, publish, verify_certificate, verify_log, verify_proof,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The caller's randomness makes the key; its name is the log's origin.
//! let key = SigningKey::from_seed("example.se/gallra", &[7; 32])?;
//!
//! // The database holds the leaves, each committed together with what it tells.
//! let started = RunStarted { run: "run-1".into(), plan: Hash::of(b"the plan") };
//! let finished = RunFinished { run: "run-1".into(), steps: 0, rows: RowCounts::default() };
//! let database = [
//!     Leaf::new("2026-11-22T03:00:00Z", started)?.to_bytes()?,
//!     Leaf::new("2026-11-22T03:00:01Z", finished)?.to_bytes()?,
//! ];
//!
//! // Publishing copies what the folder lacks. Doing it twice changes nothing.
//! let dir = tempfile::tempdir()?;
//! let from = |first: u64| database.iter().skip(first as usize).cloned().map(Ok::<_, std::io::Error>);
//! let checkpoint = publish(dir.path(), &key, from)?;
//! assert_eq!(checkpoint, publish(dir.path(), &key, from)?);
//!
//! // Anyone with the public key verifies the log, one leaf, or the run.
//! let public = VerifyingKey::parse(&key.verifying_key().to_string())?;
//! assert_eq!(verify_log(dir.path(), &public, None)?.checkpoint.size(), 2);
//!
//! let mut log = LogReader::open(dir.path(), &public)?;
//! let proof = log.prove(1)?.to_string();
//! assert_eq!(verify_proof(proof.as_bytes(), &database[1], &public)?.index, 1);
//!
//! let certificate = Certificate::build(&mut log, &public, "run-1", [0, 1])?;
//! let shown = verify_certificate(certificate.as_bytes(), &public)?;
//! assert_eq!(shown.state, RunState::Finished { at: "2026-11-22T03:00:01Z".into() });
//! # Ok(())
//! # }
//! ```

mod body;
mod certificate;
mod checkpoint;
mod commitment;
mod counts;
mod ended;
mod error;
mod files;
mod hash;
mod keys;
mod leaf;
mod note;
mod proof;
mod publish;
mod reader;
mod requested;
mod strays;
mod text;
mod tile;
mod tree;
mod verify;

pub use body::{
    AgreementEnded, AgreementMoved, Attested, Audited, Code, DocumentPublished, DutyAttested, HoldAdded,
    HoldLifted, IndexStruck, KeyCreated, LeafBody, ObjectionMade, ObjectionSettled, Opposed, OpposedDecided,
    Outcome, PlanApproved, PolicyAdopted, RecipientAnswered, RecipientTold, Rectified, RectifyIntended,
    Replayed, RequestDone, RequestMoved, RestrictionAdded, RestrictionLifted, RunFinished, RunInterrupted,
    RunStarted, SettingChanged, StepFinished, StepIntended, SubProcessorsAnnounced, TrailSealed,
};
pub use certificate::{
    Certificate, EndCertificate, RequestCertificate, RunState, Shown, StepSummary, VerifiedCertificate,
    VerifiedEnd, VerifiedRequest, verify_any, verify_certificate, verify_end_certificate,
    verify_request_certificate,
};
pub use checkpoint::Checkpoint;
pub use commitment::{Commitment, CommitmentKey, Domain};
pub use counts::{Recount, Residue, ResidueState, RowCounts};
pub use ended::{EndedDataset, EndedFound, EndedKept};
pub use error::{VerifyCode, VerifyError};
pub use files::{DiskFiles, Files};
pub use hash::Hash;
pub use keys::{SigningKey, VerifyingKey};
pub use leaf::{Leaf, LeafError, MAX_LEAF, MAX_NUMBER};
pub use note::Note;
pub use proof::{TlogProof, VerifiedProof, verify_proof};
pub use publish::{PublishError, Publisher, publish};
pub use reader::{LogReader, read_checkpoint};
pub use requested::{RequestedFound, RequestedPart};
pub use strays::Stray;
pub use tile::parse_bundle;
pub use tree::{
    Frontier, HashSource, prove_consistency, prove_inclusion, tree_root, verify_consistency, verify_inclusion,
};
pub use verify::{VerifiedLog, verify_log};
