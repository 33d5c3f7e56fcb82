//! Keyed commitments: how a person enters evidence without entering it.
//!
//! A log cannot forget, so no personal data may be in a leaf. An identifier goes in as
//! HMAC-SHA-256 under a key only the organisation holds: it can later show that a leaf speaks of a given
//! person, nobody else can guess who is meant, and destroying the key makes the leaf anonymous (GDPR recital 26).

use std::fmt;

use aws_lc_rs::hmac;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

/// What the committed value is. Equal values in different domains give unrelated commitments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Domain {
    /// A person who approved or ordered something.
    Actor,
    /// A person in the data.
    Subject,
    /// What a hold covers.
    Scope,
    /// What a person stated.
    Statement,
    /// A value in a record.
    Value,
    /// What records and persons are recognised by, under a key of its own.
    Match,
    /// A code that was sent to a person. It never enters the log.
    Code,
}

impl Domain {
    const fn name(self) -> &'static [u8] {
        match self {
            Self::Actor => b"actor",
            Self::Subject => b"subject",
            Self::Scope => b"scope",
            Self::Statement => b"statement",
            Self::Value => b"value",
            Self::Match => b"match",
            Self::Code => b"code",
        }
    }
}

/// The organisation's secret key for commitments. Wiped from memory when dropped; cannot be printed.
pub struct CommitmentKey(Zeroizing<[u8; 32]>);

impl CommitmentKey {
    /// A key from 32 secret random bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*secret))
    }

    /// Commits to `value` within `domain`.
    pub fn commit(&self, domain: Domain, value: &[u8]) -> Commitment {
        let tag = hmac::sign(&self.key(), &Self::message(domain, value));
        let mut bytes = [0; 32];
        bytes.copy_from_slice(tag.as_ref()); // HMAC-SHA-256 gives 32 bytes
        Commitment(bytes)
    }

    /// Whether `commitment` is to `value` within `domain`; compares in constant time.
    pub fn opens(&self, commitment: &Commitment, domain: Domain, value: &[u8]) -> bool {
        hmac::verify(&self.key(), &Self::message(domain, value), &commitment.0).is_ok()
    }

    fn key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.0.as_slice())
    }

    /// `label 0x00 domain 0x00 value`: no label or domain holds a zero byte, so no two inputs give one message.
    fn message(domain: Domain, value: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut message = Vec::with_capacity(40 + value.len());
        for part in [b"gallra-commitment-v1".as_slice(), domain.name()] {
            message.extend_from_slice(part);
            message.push(0);
        }
        message.extend_from_slice(value);
        Zeroizing::new(message)
    }
}

/// A commitment: tells nothing without the key. Written as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Commitment([u8; 32]);

impl Commitment {
    /// Wraps 32 bytes that already are a commitment, as read back from a database.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Commitment({self})")
    }
}

impl Serialize for Commitment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Commitment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::Hash::deserialize(deserializer).map(|hash| Self(*hash.as_bytes()))
    }
}
