//! The one error of everything that reads or verifies, with a stable machine code.

use std::fmt;

/// Declares the codes once, so that the list, the number, the rule and the cure cannot drift apart.
macro_rules! codes {
    ($( $(#[$doc:meta])* $name:ident = $code:literal, $meaning:literal, $cure:literal; )*) => {
        /// What exactly is wrong. The text of [`VerifyCode::as_str`] is stable: scripts may match on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum VerifyCode { $( $(#[$doc])* $name, )* }

        impl VerifyCode {
            /// Every code, in order, for `gallra explain` and for tests.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )* ];

            /// The stable machine code, such as `V022`.
            pub const fn as_str(self) -> &'static str { match self { $( Self::$name => $code, )* } }

            /// The rule that is broken, in one sentence.
            pub const fn meaning(self) -> &'static str { match self { $( Self::$name => $meaning, )* } }

            /// What a person can do about it.
            pub const fn cure(self) -> &'static str { match self { $( Self::$name => $cure, )* } }
        }
    };
}

codes! {
    /// The file exists but could not be read.
    Unreadable = "V001", "The file could not be read.",
        "Check its permissions and the disk, then verify again";
    /// A file the checkpoint calls for is absent.
    Missing = "V002", "The checkpoint calls for a file that is absent.",
        "Restore the file from a copy of the log, or publish the log again from the database";
    /// A file has a length its place does not allow.
    WrongLength = "V003", "The file is longer or shorter than its place in the log allows.",
        "Restore the file from a copy of the log; it was cut, extended or replaced";
    /// Not a C2SP signed note.
    BadNote = "V010", "The text is not a C2SP signed note.",
        "Fetch the checkpoint again from its source; it was damaged or edited";
    /// Not a usable key.
    BadKey = "V011", "The key is not a C2SP Ed25519 key.",
        "Copy the whole key text again, on one line and without spaces";
    /// The note carries no signature by the given key.
    NotSigned = "V012", "The note carries no signature by the given key.",
        "Verify with the public key of the organisation that issued it; if that is the key, the note was edited";
    /// The signature by the given key does not match the text.
    BadSignature = "V013", "The signature does not match the text.",
        "Treat the text as forged or damaged; ask the issuer for the original";
    /// A signed note that is not a C2SP checkpoint.
    BadCheckpoint = "V014", "The signed text is not a C2SP checkpoint.",
        "Check that the file is a log's checkpoint and not some other signed note";
    /// The checkpoint belongs to another log than the key.
    WrongOrigin = "V015", "The checkpoint names another log than the key does.",
        "Use the key and the checkpoint of the same log";
    /// An entry bundle is not a sequence of length-prefixed entries.
    BadBundle = "V020", "The entry bundle is not the expected sequence of length-prefixed entries.",
        "Restore the bundle from a copy of the log; it was cut, extended or edited";
    /// A leaf and its hash in the level 0 tile disagree.
    LeafMismatch = "V021", "A leaf does not have the hash the log recorded for it.",
        "Treat the leaf as altered; compare the bundle and the tile with a copy of the log";
    /// A tile disagrees with the level below.
    TileMismatch = "V022", "A tile does not hold the hashes that the leaves give.",
        "Restore the tile from a copy of the log; it was edited";
    /// The recomputed root is not the signed one.
    RootMismatch = "V023", "The leaves do not give the root that was signed.",
        "Treat the log as altered since it was signed; compare it with a copy";
    /// An older partial file disagrees with the log.
    StalePartial = "V024", "An older partial file does not agree with the log as it is now.",
        "Restore the file from a copy of the log, or publish the log again in an empty folder";
    /// Not a C2SP tlog-proof.
    BadProof = "V030", "The text is not a C2SP tlog-proof.",
        "Fetch the proof again from its source; it was damaged or edited";
    /// An inclusion proof does not lead to the root.
    NotIncluded = "V031", "The proof does not lead from the leaf to the signed root.",
        "Check that the proof belongs to this very leaf; if it does, one of them was altered";
    /// Two checkpoints of one log contradict each other.
    Forked = "V032", "The log was rewritten: it does not contain what the older checkpoint signed.",
        "Keep both checkpoints: together they prove that the operator signed two histories";
    /// The log is shorter than an older checkpoint.
    Shrunk = "V033", "The log is shorter than it was at the older checkpoint.",
        "Ask the operator for the whole log; leaves are missing at its end";
    /// The asked-for leaf or size lies outside the log.
    OutOfRange = "V034", "The position lies outside the log.",
        "Use a position below the size that the checkpoint states";
    /// Not a certificate.
    BadCertificate = "V040", "The file is not a certificate that this version knows.",
        "Fetch the certificate again, or verify it with a newer version";
    /// A certificate whose bytes are not exactly those that its content gives.
    NotCanonical = "V041", "The certificate's bytes are not exactly those that its content gives.",
        "Fetch the certificate again as a binary file; it was edited or re-saved by another program";
    /// A leaf is not canonical JSON with a kind and a time.
    BadLeaf = "V042", "The leaf is not canonical JSON with a kind and a time.",
        "Verify with a newer version; if that says the same, the leaf was not written by this program";
    /// A leaf of another run.
    WrongRun = "V043", "The certificate holds a leaf that belongs to another run.",
        "Ask the issuer for the certificate of the one run";
    /// The run's leaves contradict each other.
    BadOrder = "V044", "The run's leaves do not tell one run from start to end.",
        "Ask the issuer for a complete certificate; leaves are missing or out of order";
    /// The run's totals are not the sum of its steps.
    BadTotals = "V045", "The run's totals are not the sum of its steps.",
        "Ask the issuer for a complete certificate; a step was left out";
    /// A worker thread died; nothing was concluded.
    Internal = "V090", "The verification itself broke off; nothing can be concluded.",
        "Run it again; if it repeats, report it with the program's version";
}

/// Why a log, a proof, a note or a certificate was refused.
///
/// Names the place (file, leaf, bytes), the cause and the cure. Holds no leaf content, so it may be logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct VerifyError(Box<Fault>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    code: VerifyCode,
    place: String,
    cause: String,
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {} ({})", self.place, self.cause, self.code.cure(), self.code.as_str())
    }
}

impl VerifyError {
    pub(crate) fn new(code: VerifyCode, place: impl Into<String>, cause: impl Into<String>) -> Self {
        let mut cause = cause.into();
        if !cause.ends_with('.') {
            cause.push('.');
        }
        Self(Box::new(Fault { code, place: place.into(), cause }))
    }

    /// Puts the fault inside a larger place: `line 3` becomes `checkpoint, line 3`.
    pub(crate) fn within(mut self, outer: &str) -> Self {
        self.0.place =
            if self.0.place.is_empty() { outer.to_owned() } else { format!("{outer}, {}", self.0.place) };
        self
    }

    /// The stable code.
    pub fn code(&self) -> VerifyCode {
        self.0.code
    }

    /// Which file, leaf or bytes.
    pub fn place(&self) -> &str {
        &self.0.place
    }

    /// What is wrong there.
    pub fn cause(&self) -> &str {
        &self.0.cause
    }
}
