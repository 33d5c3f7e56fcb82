//! Finding a record by a value that is sealed in it.

use std::fmt;

use aws_lc_rs::{constant_time, hmac};

use crate::VaultError;
use crate::cipher::{self, Secret};

/// What is stored beside a row so that it can be found: HMAC-SHA-256 under a key of tenant and field, cut to 16 bytes.
///
/// 128 bits, because a shorter token gives false finds that must be opened and thrown away (with 64 bits the first at
/// about 2^32 values of a field), and a longer one only takes room. Compares in constant time. Not printed: whoever
/// holds the tenant's index key can try values against it.
#[derive(Clone, Copy)]
pub struct Token([u8; Token::LEN]);

impl Token {
    /// Bytes of a token.
    pub const LEN: usize = 16;

    /// A token as it was stored.
    ///
    /// # Errors
    /// `WrongLength`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        bytes.try_into().map(Self).map_err(|_| VaultError::WrongLength { what: "token" })
    }

    /// The bytes to store and to look for.
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        constant_time::verify_slices_are_equal(&self.0, &other.0).is_ok()
    }
}

impl Eq for Token {}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A tenant's blind index. Wiped from memory when dropped; cannot be printed or cloned.
///
/// # What it leaks
/// Whoever sees the tokens sees which rows of one tenant hold equal values of a field, and how often each occurs. Equal
/// values of two tenants or of two fields give unrelated tokens. Whoever has the tenant's index key besides can try
/// values: identity numbers and telephone numbers are few enough to try all. Index therefore only what must be found,
/// and keep the index rows where the wrapped keys are, not in the data and its backups.
pub struct BlindIndex {
    tenant: String,
    secret: Secret,
}

impl BlindIndex {
    pub(crate) fn new(tenant: &str, secret: Secret) -> Self {
        Self { tenant: tenant.to_owned(), secret }
    }

    /// The token of a value, which must be normalised: the same person must always give the same bytes.
    ///
    /// # Errors
    /// `Provider` only.
    pub fn token(&self, field: &str, normalised: &[u8]) -> Result<Token, VaultError> {
        let info = cipher::context("gallra-vault 1 index", &[&self.tenant, field]);
        let key = cipher::derive(self.secret.as_slice(), &info)?;
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()), normalised);
        let mut token = [0; Token::LEN];
        token.copy_from_slice(&tag.as_ref()[..Token::LEN]); // HMAC-SHA-256 gives 32 bytes
        Ok(Token(token))
    }
}

impl fmt::Debug for BlindIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlindIndex(…)")
    }
}
