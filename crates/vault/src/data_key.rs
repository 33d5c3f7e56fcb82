//! Sealed values.
//!
//! A sealed value is `0x01 || nonce (12) || ciphertext || tag (16)`: 29 bytes more than what is in it, AES-256-GCM-SIV
//! under the owner's data key. Its associated data binds scheme, tenant, owner, kind, record and field.

use std::fmt;

use crate::cipher::{self, Cipher, OVERHEAD, Secret};
use crate::{Owner, Personal, VaultError};

const SEALED_1: u8 = 0x01;
const WHAT: &str = "sealed value";

/// The most bytes that one value may have: 16 MiB. Larger things are files, to be sealed in parts.
pub const MAX_PLAINTEXT: usize = 16 << 20;

/// How much longer a sealed value is than what is in it.
pub const SEALED_OVERHEAD: usize = 1 + OVERHEAD;

/// Where a sealed value stands. It opens nowhere else.
///
/// Names of tables and columns do well, as long as they never change; a store that renames one seals anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The kind of record, such as `contact`.
    pub kind: &'a str,
    /// The record's id, which must not be personal itself.
    pub record: &'a str,
    /// The field, such as `email`.
    pub field: &'a str,
}

/// One owner's key. Wiped from memory when dropped; cannot be printed, cloned or stored.
///
/// A record costs one nonce of 96 random bits. Should one ever repeat, RFC 8452 gives away that two values of the same
/// place were equal, and nothing else; within 2^32 values of one owner the chance is below 2^-32.
pub struct DataKey {
    cipher: Cipher,
    /// The first part of every context: scheme, tenant, owner.
    whose: Vec<u8>,
}

impl DataKey {
    pub(crate) fn new(owner: Owner<'_>, secret: &Secret) -> Result<Self, VaultError> {
        let whose = cipher::context("gallra-vault 1 sealed", &[owner.tenant, owner.id]);
        Ok(Self { cipher: Cipher::new(secret)?, whose })
    }

    /// Seals a value for a place. Two seals of one value differ; their length is [`SEALED_OVERHEAD`] more than its.
    ///
    /// # Errors
    /// `TooLarge`; `Provider`.
    pub fn seal(&self, place: Place<'_>, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        if plain.len() > MAX_PLAINTEXT {
            return Err(VaultError::TooLarge { bytes: plain.len() });
        }
        self.at(place, |context| self.cipher.seal(&[SEALED_1], context, plain))
    }

    /// Opens what was sealed for this place with this key.
    ///
    /// # Errors
    /// `WrongLength` and `UnknownVersion` tell what cannot be a sealed value of this scheme; `DoesNotOpen` one that was
    /// changed or moved from another tenant, owner, record or field.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Personal<Vec<u8>>, VaultError> {
        let rest = match sealed.split_first() {
            None => return Err(VaultError::WrongLength { what: WHAT }),
            Some((&SEALED_1, rest)) => rest,
            Some((&version, _)) => return Err(VaultError::UnknownVersion { what: WHAT, version }),
        };
        if !(OVERHEAD..=OVERHEAD + MAX_PLAINTEXT).contains(&rest.len()) {
            return Err(VaultError::WrongLength { what: WHAT });
        }
        let opened = self.at(place, |context| self.cipher.open(context, rest));
        opened.map(Personal::new).ok_or(VaultError::DoesNotOpen { what: WHAT })
    }

    fn at<R>(&self, Place { kind, record, field }: Place<'_>, then: impl FnOnce(&[u8]) -> R) -> R {
        cipher::with_parts(&self.whose, [kind, record, field], then)
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}
