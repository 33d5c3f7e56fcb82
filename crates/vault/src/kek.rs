//! The key-encryption key: one secret that wraps all others, and that is kept apart from what it wraps.

use std::fmt;

use zeroize::Zeroizing;

use crate::cipher::{self, Cipher, Secret};
use crate::passphrase::{self, Work};
use crate::{KekFault, VaultError};

/// First word of a key file: a name and the version of its form.
const NAME: &str = "gallra-kek-";
const MAGIC: &str = "gallra-kek-1";
const ID_INFO: &[u8] = b"gallra-vault 1 kek id";
const WRAP_INFO: &[u8] = b"gallra-vault 1 kek wrap";

/// Names a key-encryption key without telling anything about it, and checks it: HKDF of the key, cut to 16 bytes.
///
/// Two keys do not have one id, so a key that was cut, damaged or swapped is noticed before it is used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KekId([u8; KekId::LEN]);

impl KekId {
    /// Bytes of an id.
    pub const LEN: usize = 16;

    /// An id as a store keeps it.
    pub const fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// The id as bytes, for a store's column.
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

impl fmt::Display for KekId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KekId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KekId({self})")
    }
}

/// A key-encryption key (KEK). Wiped from memory when dropped; cannot be printed or cloned.
///
/// It comes from a file ([`Kek::create`], [`Kek::open`]), from the environment ([`Kek::from_env`]) or from a passphrase
/// ([`Kek::create_with_passphrase`], [`Kek::open_with_passphrase`]).
pub struct Kek {
    id: KekId,
    /// Where it was read or made: a file or a variable.
    pub(crate) place: String,
    pub(crate) cipher: Cipher,
}

impl Kek {
    /// Names this key.
    pub const fn id(&self) -> KekId {
        self.id
    }

    /// The key from an environment variable that holds the line of a key file.
    ///
    /// # Errors
    /// [`VaultError::Kek`], naming the variable and never its value.
    pub fn from_env(variable: &str) -> Result<Self, VaultError> {
        let told = |fault| VaultError::Kek { place: variable.to_owned(), fault };
        match std::env::var(variable) {
            Ok(text) => {
                let kek = Self::parse(&Zeroizing::new(text), None).map_err(|e| e.at(variable))?;
                Ok(kek.found_at(format!("${variable}")))
            }
            Err(std::env::VarError::NotPresent) => Err(told(KekFault::Missing)),
            Err(std::env::VarError::NotUnicode(_)) => Err(told(KekFault::NotAKek)),
        }
    }

    /// A key's root secret never wraps by itself: its id and its wrapping key are derived apart.
    fn from_root(root: &Secret) -> Result<Self, VaultError> {
        let derived = cipher::derive(root.as_slice(), ID_INFO)?;
        let mut id = [0; KekId::LEN];
        id.copy_from_slice(&derived[..KekId::LEN]);
        let cipher = Cipher::new(&cipher::derive(root.as_slice(), WRAP_INFO)?)?;
        Ok(Self { id: KekId(id), place: String::new(), cipher })
    }

    /// Remembers where it came from, so that an error can tell where was looked.
    pub(crate) fn found_at(mut self, place: String) -> Self {
        self.place = place;
        self
    }

    /// A new random key and the line that holds it: `gallra-kek-1 key ID SECRET`, in hexadecimal digits.
    pub(crate) fn generate() -> Result<(Self, Zeroizing<String>), VaultError> {
        let root = cipher::random_secret()?;
        let kek = Self::from_root(&root)?;
        let mut digits = Zeroizing::new([0; 64]);
        hex::encode_to_slice(root.as_slice(), digits.as_mut_slice()).map_err(|_| VaultError::Provider)?;
        // Room for all of it at once, so that no copy of the secret is left behind by growing.
        let mut line = Zeroizing::new(String::with_capacity(160));
        for part in [MAGIC, " key ", &kek.id.to_string(), " "] {
            line.push_str(part);
        }
        line.extend(digits.iter().map(|digit| char::from(*digit)));
        line.push('\n');
        Ok((kek, line))
    }

    /// A key from a passphrase and a new salt, and the line that holds what is needed beside the passphrase:
    /// `gallra-kek-1 argon2id ID m=KIB t=PASSES p=LANES SALT`.
    pub(crate) fn generate_from_passphrase(
        passphrase: &str,
        work: Work,
    ) -> Result<(Self, Zeroizing<String>), VaultError> {
        let random = cipher::random_secret()?;
        let mut salt = [0; passphrase::SALT];
        salt.copy_from_slice(&random[..passphrase::SALT]);
        let kek = Self::from_root(&passphrase::derive(passphrase, &salt, work)?)?;
        let line = format!("{MAGIC} argon2id {} {work} {}\n", kek.id, hex::encode(salt));
        Ok((kek, Zeroizing::new(line)))
    }

    /// Reads a key's line. Whether it asks for a passphrase and whether one is given must agree.
    pub(crate) fn parse(text: &str, passphrase: Option<&str>) -> Result<Self, ParseError> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        // The beginning of a key's line is a line that was cut; anything else is another file.
        if text.len() < MAGIC.len() {
            return Err(if MAGIC.starts_with(text) { KekFault::Short } else { KekFault::NotAKek }.into());
        }
        let mut words = text.split(' ');
        match words.next().and_then(|word| word.strip_prefix(NAME)) {
            Some("1") => {}
            Some(_) => return Err(KekFault::UnknownVersion.into()),
            None => return Err(KekFault::NotAKek.into()),
        }
        let (Some(kind), Some(id)) = (words.next(), words.next()) else {
            return Err(KekFault::Short.into());
        };
        let words: Vec<&str> = words.collect();
        let root = match (kind, words.as_slice(), passphrase) {
            ("key", [_], Some(_)) => return Err(KekFault::TakesNoPassphrase.into()),
            ("key", [secret], None) => digits::<32>(secret)?,
            ("argon2id", [_, _, _, _], None) => return Err(KekFault::NeedsPassphrase.into()),
            ("argon2id", [memory, passes, lanes, salt], Some(passphrase)) => {
                let work = Work::parse([memory, passes, lanes])?;
                passphrase::derive(passphrase, &*digits::<{ passphrase::SALT }>(salt)?, work)?
            }
            ("key", [], _) | ("argon2id", [] | [_] | [_, _] | [_, _, _], _) => {
                return Err(KekFault::Short.into());
            }
            _ => return Err(KekFault::NotAKek.into()),
        };
        let id = KekId(*digits::<{ KekId::LEN }>(id)?);
        let kek = Self::from_root(&root)?;
        match passphrase {
            _ if kek.id == id => Ok(kek),
            None => Err(KekFault::Damaged.into()),
            Some(_) => Err(KekFault::WrongPassphrase.into()),
        }
    }
}

impl fmt::Debug for Kek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kek({})", self.id)
    }
}

/// A fault of the text, or of the library; the place is added by whoever knows it.
pub(crate) enum ParseError {
    Fault(KekFault),
    Vault(VaultError),
}

impl ParseError {
    pub(crate) fn at(self, place: &str) -> VaultError {
        match self {
            Self::Fault(fault) => VaultError::Kek { place: place.to_owned(), fault },
            Self::Vault(error) => error,
        }
    }
}

impl From<KekFault> for ParseError {
    fn from(fault: KekFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<VaultError> for ParseError {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

/// Lower-case hexadecimal digits, exactly `N` bytes of them.
fn digits<const N: usize>(text: &str) -> Result<Zeroizing<[u8; N]>, KekFault> {
    let mut bytes = Zeroizing::new([0; N]);
    if text.len() < 2 * N {
        return Err(KekFault::Short);
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(KekFault::Damaged);
    }
    hex::decode_to_slice(text, bytes.as_mut_slice()).map_err(|_| KekFault::Damaged)?;
    Ok(bytes)
}
