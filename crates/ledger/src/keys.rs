//! Ed25519 keys in their C2SP text forms (`signed-note`, sections "Signatures" and "Verifier keys").

use std::fmt;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, ParsedPublicKey};
use zeroize::Zeroizing;

use crate::error::{VerifyCode, VerifyError};
use crate::{Hash, text};

/// The C2SP signature type of plain Ed25519.
const ED25519_TYPE: u8 = 0x01;
const SECRET_PREFIX: &str = "PRIVATE+KEY+";

/// A public key that verifies a log's notes, with the name it signs under.
///
/// Its text (C2SP "vkey") is `name+hex(id)+base64(0x01 || public key)`. The name is also the log's origin.
#[derive(Clone)]
pub struct VerifyingKey {
    name: String,
    id: u32,
    public: [u8; 32],
    parsed: ParsedPublicKey,
}

impl VerifyingKey {
    /// Parses a vkey.
    ///
    /// # Errors
    /// `V011` when the name, the key id, the type or the key itself is not right.
    pub fn parse(vkey: &str) -> Result<Self, VerifyError> {
        let (name, id, key) = split_key(vkey)?;
        let decoded = text::from_base64(key).ok_or_else(|| bad("the key is not canonical base64"))?;
        let [ED25519_TYPE, public @ ..] = decoded.as_slice() else {
            return Err(bad("the signature type is not Ed25519 (0x01)"));
        };
        let public = public.try_into().map_err(|_| bad("an Ed25519 public key has 32 bytes"))?;
        let key = Self::new(name, public)?;
        if key.id == id { Ok(key) } else { Err(bad("the key id does not belong to this name and key")) }
    }

    fn new(name: &str, public: [u8; 32]) -> Result<Self, VerifyError> {
        if !is_key_name(name) {
            return Err(bad(
                "the name must not be empty or contain spaces, plus signs or control characters",
            ));
        }
        let parsed = ParsedPublicKey::new(&ED25519, public)
            .map_err(|_| bad("the bytes are not an Ed25519 public key"))?;
        Ok(Self { name: name.to_owned(), id: key_id(name, &public), public, parsed })
    }

    /// The name the key signs under: the log's origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The C2SP key id.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// `name+hex(id)`: names this key, and cannot verify anything by itself.
    pub fn label(&self) -> String {
        format!("{}+{:08x}", self.name, self.id)
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.parsed.verify_sig(message, signature).is_ok()
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}", self.label(), text::to_base64(&typed(&self.public)))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({self})")
    }
}

impl PartialEq for VerifyingKey {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.public == other.public
    }
}

impl Eq for VerifyingKey {}

/// The secret key a log signs its checkpoints with. Wiped from memory when dropped; cannot be printed.
pub struct SigningKey {
    seed: Zeroizing<[u8; 32]>,
    pair: Ed25519KeyPair,
    public: VerifyingKey,
}

impl SigningKey {
    /// A key from 32 secret random bytes (the RFC 8032 seed), which signs under `name`.
    ///
    /// # Errors
    /// `V011` when the name is not a C2SP key name.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, VerifyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| bad("the seed was refused"))?;
        let public: [u8; 32] =
            pair.public_key().as_ref().try_into().map_err(|_| bad("an Ed25519 public key has 32 bytes"))?;
        Ok(Self { seed: Zeroizing::new(*seed), pair, public: VerifyingKey::new(name, public)? })
    }

    /// Parses the text of [`SigningKey::expose`]. The error never repeats any of the text.
    ///
    /// # Errors
    /// `V011` when it is not such a text.
    pub fn parse(secret: &str) -> Result<Self, VerifyError> {
        let rest =
            secret.strip_prefix(SECRET_PREFIX).ok_or_else(|| bad("a secret key starts with PRIVATE+KEY+"))?;
        let (name, id, key) = split_key(rest)?;
        let decoded =
            Zeroizing::new(text::from_base64(key).ok_or_else(|| bad("the key is not canonical base64"))?);
        let [ED25519_TYPE, seed @ ..] = decoded.as_slice() else {
            return Err(bad("the signature type is not Ed25519 (0x01)"));
        };
        let seed = <&[u8; 32]>::try_from(seed).map_err(|_| bad("an Ed25519 seed has 32 bytes"))?;
        let key = Self::from_seed(name, seed)?;
        if key.public.id == id {
            Ok(key)
        } else {
            Err(bad("the key id does not belong to this name and key"))
        }
    }

    /// The secret as text, to be stored where only the organisation can read it:
    /// `PRIVATE+KEY+name+hex(id)+base64(0x01 || seed)`, the form of Go's `sumdb/note`.
    pub fn expose(&self) -> Zeroizing<String> {
        let secret = Zeroizing::new(typed(&self.seed));
        let encoded = Zeroizing::new(text::to_base64(secret.as_slice()));
        let label = self.public.label();
        // Room for all of it at once, so that no copy of the secret is left behind by growing.
        let mut text = String::with_capacity(SECRET_PREFIX.len() + label.len() + 1 + encoded.len());
        for part in [SECRET_PREFIX, &label, "+", &encoded] {
            text.push_str(part);
        }
        Zeroizing::new(text)
    }

    /// The public half.
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    /// The name the key signs under: the log's origin.
    pub fn name(&self) -> &str {
        &self.public.name
    }

    /// Signs deterministically (RFC 8032): the same message gives the same signature.
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }
}

/// Whether `name` can name a key: not empty, no Unicode spaces, no plus; control characters would break the note.
pub(crate) fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

/// `SHA-256(name || 0x0A || type || public key)[..4]`, big-endian.
fn key_id(name: &str, public: &[u8; 32]) -> u32 {
    let mut preimage = Vec::with_capacity(name.len() + 34);
    preimage.extend_from_slice(name.as_bytes());
    preimage.push(b'\n');
    preimage.extend_from_slice(&typed(public));
    let [a, b, c, d, ..] = *Hash::of(&preimage).as_bytes();
    u32::from_be_bytes([a, b, c, d])
}

fn typed(key: &[u8; 32]) -> [u8; 33] {
    let mut typed = [ED25519_TYPE; 33];
    typed[1..].copy_from_slice(key);
    typed
}

/// Splits `name+id+key`; the base64 part may itself contain plus signs.
fn split_key(text: &str) -> Result<(&str, u32, &str), VerifyError> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(bad("a key has three parts joined by plus signs: name, id, key"));
    };
    let id = u32::from_str_radix(id, 16)
        .ok()
        .filter(|number| format!("{number:08x}") == id)
        .ok_or_else(|| bad("the key id must be eight lower-case hex digits"))?;
    Ok((name, id, key))
}

fn bad(cause: &str) -> VerifyError {
    VerifyError::new(VerifyCode::BadKey, "key", cause)
}
