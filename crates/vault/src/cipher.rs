//! The primitives, and nothing that knows what they are for: AES-256-GCM-SIV (RFC 8452), HKDF-SHA-256 (RFC 5869),
//! randomness. Decision 10 says why these.

use std::cell::RefCell;

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hkdf, rand};
use zeroize::Zeroizing;

use crate::VaultError;

/// 256 bits.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// Nonce and tag.
pub(crate) const OVERHEAD: usize = NONCE_LEN + TAG;
const TAG: usize = 16;

/// A secret from the crypto library's random generator, which the operating system seeds.
pub(crate) fn random_secret() -> Result<Secret, VaultError> {
    let mut secret = Zeroizing::new([0; 32]);
    rand::fill(secret.as_mut_slice())?;
    Ok(secret)
}

/// How many nonces are drawn at once: asking the generator for 12 bytes takes longer than sealing 1 KiB.
const NONCES: usize = 128;

thread_local! {
    /// Nonces to come, and how many of them are left.
    static DRAWN: RefCell<([[u8; NONCE_LEN]; NONCES], usize)> = const { RefCell::new(([[0; NONCE_LEN]; NONCES], 0)) };
}

/// 96 random bits. Drawn ahead, so a copy of the running machine may repeat some; that is why the cipher is one that
/// bears it (RFC 8452, 9).
fn random_nonce() -> Result<[u8; NONCE_LEN], VaultError> {
    DRAWN.with_borrow_mut(|(nonces, left)| {
        if *left == 0 {
            rand::fill(nonces.as_flattened_mut())?;
            *left = NONCES;
        }
        *left -= 1;
        Ok(nonces[*left])
    })
}

/// HKDF-SHA-256 without salt (the input is uniformly random already: RFC 5869, 3.1), 32 bytes.
pub(crate) fn derive(secret: &[u8], info: &[u8]) -> Result<Secret, VaultError> {
    let mut derived = Zeroizing::new([0; 32]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, &[])
        .extract(secret)
        .expand(&[info], hkdf::HKDF_SHA256)?
        .fill(derived.as_mut_slice())?;
    Ok(derived)
}

/// Hands on a context with more parts, which lies on the stack if it is short: two allocations would cost a tenth of
/// sealing and opening 1 KiB.
pub(crate) fn with_parts<R>(context: &[u8], parts: [&str; 3], then: impl FnOnce(&[u8]) -> R) -> R {
    let length = context.len() + parts.iter().map(|part| part.len() + 8).sum::<usize>();
    let (mut short, mut long) = ([0; 256], Vec::new());
    let whole = if length <= short.len() {
        &mut short[..length]
    } else {
        long.resize(length, 0);
        &mut long[..]
    };
    let (start, mut rest) = whole.split_at_mut(context.len());
    start.copy_from_slice(context);
    for part in parts {
        let (length, after) = rest.split_at_mut(8);
        length.copy_from_slice(&(part.len() as u64).to_be_bytes());
        let (text, after) = after.split_at_mut(part.len());
        text.copy_from_slice(part.as_bytes());
        rest = after;
    }
    then(whole)
}

/// `label 0x00`, then each part after its length in eight bytes: no two lists of parts give the same bytes.
pub(crate) fn context(label: &str, parts: &[&str]) -> Vec<u8> {
    let mut bytes =
        Vec::with_capacity(label.len() + 1 + parts.iter().map(|part| part.len() + 8).sum::<usize>());
    bytes.extend_from_slice(label.as_bytes());
    bytes.push(0);
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

/// A key made ready. The library keeps it outside Rust's memory and wipes it when it is dropped.
pub(crate) struct Cipher(LessSafeKey);

impl Cipher {
    pub(crate) fn new(secret: &Secret) -> Result<Self, VaultError> {
        Ok(Self(LessSafeKey::new(UnboundKey::new(&AES_256_GCM_SIV, secret.as_slice())?)))
    }

    /// `header || nonce || ciphertext || tag` under a new random nonce. The header itself is not bound: put into
    /// `context` what of it must not change.
    pub(crate) fn seal(&self, header: &[u8], context: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.seal_with(random_nonce()?, header, context, plain)
    }

    fn seal_with(
        &self,
        nonce: [u8; NONCE_LEN],
        header: &[u8],
        context: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let mut sealed = Vec::with_capacity(header.len() + OVERHEAD + plain.len());
        sealed.extend_from_slice(header);
        sealed.extend_from_slice(&nonce);
        let start = sealed.len();
        sealed.extend_from_slice(plain);
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self.0.seal_in_place_separate_tag(nonce, Aad::from(context), &mut sealed[start..])?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    /// Opens `nonce || ciphertext || tag`; `None` when it is not what was sealed with this key in this context.
    pub(crate) fn open(&self, context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut plain = rest.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let length = self.0.open_in_place(nonce, Aad::from(context), &mut plain).ok()?.len();
        plain.truncate(length);
        Some(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8452, appendix C.2: plaintext, associated data, result under one key and nonce.
    #[test]
    fn the_published_vectors_of_aes_256_gcm_siv() {
        let mut key = Zeroizing::new([0; 32]);
        key[0] = 1;
        let mut nonce = [0; NONCE_LEN];
        nonce[0] = 3;
        let cipher = Cipher::new(&key).unwrap();
        for (plain, context, result) in [
            ("", "", "07f5f4169bbf55a8400cd47ea6fd400f"),
            ("0100000000000000", "", "c2ef328e5c71c83b843122130f7364b761e0b97427e3df28"),
            ("010000000000000000000000", "", "9aab2aeb3faa0a34aea8e2b18ca50da9ae6559e48fd10f6e5c9ca17e"),
            (
                "01000000000000000000000000000000",
                "",
                "85a01b63025ba19b7fd3ddfc033b3e76c9eac6fa700942702e90862383c6c366",
            ),
            ("0200000000000000", "01", "1de22967237a813291213f267e3b452f02d01ae33e4ec854"),
        ] {
            let (plain, context) = (hex::decode(plain).unwrap(), hex::decode(context).unwrap());
            let sealed = cipher.seal_with(nonce, b"", &context, &plain).unwrap();
            assert_eq!(sealed[..NONCE_LEN], nonce);
            assert_eq!(hex::encode(&sealed[NONCE_LEN..]), result);
            assert_eq!(cipher.open(&context, &sealed).unwrap(), plain);
        }
    }

    /// RFC 5869, appendix A.3 (no salt, no info), the first 32 of 42 bytes.
    #[test]
    fn the_published_vector_of_hkdf_sha_256() {
        let derived = derive(&[0x0b; 22], b"").unwrap();
        assert_eq!(
            hex::encode(derived.as_slice()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
        );
    }

    #[test]
    fn parts_that_come_later_give_the_same_context_short_or_long() {
        for length in [0, 1, 100, 219, 220, 221, 1000] {
            let last = "x".repeat(length);
            let whole = context("l", &["tenant", "kind", "", &last]);
            with_parts(&context("l", &["tenant"]), ["kind", "", &last], |it| assert_eq!(it, whole));
        }
    }

    #[test]
    fn moving_a_letter_from_one_part_to_the_next_gives_another_context() {
        assert_ne!(context("l", &["ab", "c"]), context("l", &["a", "bc"]));
        assert_ne!(context("l", &["ab"]), context("l", &["ab", ""]));
        assert_ne!(context("l", &["a"]), context("m", &["a"]));
    }
}
