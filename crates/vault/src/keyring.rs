//! Whose keys there are, and how they are wrapped.
//!
//! A wrapped key is 77 bytes: `0x81 || KEK id (16) || nonce (12) || key (32) || tag (16)`, AES-256-GCM-SIV under the KEK.
//! Its associated data binds scheme, purpose, tenant, owner and KEK id.

use std::fmt;

use zeroize::Zeroizing;

use crate::cipher::{self, OVERHEAD, Secret};
use crate::{BlindIndex, DataKey, Kek, KekId, VaultError};

const WRAPPED_1: u8 = 0x81;
const KEY: usize = 32;
const WHAT: &str = "wrapped key";

/// Whose data it is: a person or a customer of one tenant.
///
/// Both parts are the store's own ids, which must never change and must not be personal themselves. Within a tenant no
/// two owners may share an id: where persons and customers are numbered apart, write `person/17` and `customer/17`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Owner<'a> {
    /// Who is served.
    pub tenant: &'a str,
    /// Whose data key it is.
    pub id: &'a str,
}

impl fmt::Debug for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Owner(…)")
    }
}

/// A data key or an index key as a store keeps it. Tells nothing without its KEK but that KEK's id.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct WrappedKey([u8; WrappedKey::LEN]);

impl WrappedKey {
    /// Bytes of a wrapped key.
    pub const LEN: usize = 1 + KekId::LEN + OVERHEAD + KEY;

    /// A wrapped key as it was stored.
    ///
    /// # Errors
    /// `WrongLength` or `UnknownVersion`; whether it opens is seen when it is opened.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        match bytes.first() {
            None => Err(VaultError::WrongLength { what: WHAT }),
            Some(&WRAPPED_1) => {
                bytes.try_into().map(Self).map_err(|_| VaultError::WrongLength { what: WHAT })
            }
            Some(&version) => Err(VaultError::UnknownVersion { what: WHAT, version }),
        }
    }

    /// The bytes to store.
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }

    /// The KEK that wraps it.
    pub fn kek(&self) -> KekId {
        let mut id = [0; KekId::LEN];
        id.copy_from_slice(&self.0[1..=KekId::LEN]);
        KekId::from_bytes(id)
    }
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WrappedKey(under {})", self.kek())
    }
}

/// The KEKs at hand: one that wraps, and older ones that only unwrap.
pub struct Keyring {
    current: Kek,
    old: Vec<Kek>,
}

impl Keyring {
    /// A ring with the key that wraps.
    pub const fn new(current: Kek) -> Self {
        Self { current, old: Vec::new() }
    }

    /// Adds a key that only unwraps, while a rotation goes on.
    #[must_use]
    pub fn with_old(mut self, kek: Kek) -> Self {
        self.old.push(kek);
        self
    }

    /// The key that wraps.
    pub const fn current(&self) -> KekId {
        self.current.id()
    }

    /// Whether every KEK that a store's wrapped keys name is on the ring. To be asked when a store is opened, so that a
    /// swapped key is noticed before anything new is wrapped with it.
    ///
    /// # Errors
    /// `KekNotOnRing`, with the first that is not.
    pub fn check(&self, named: impl IntoIterator<Item = KekId>) -> Result<(), VaultError> {
        named.into_iter().try_for_each(|kek| self.find(kek).map(drop))
    }

    /// A new data key for an owner. Store the wrapped key durably before anything that is sealed with the data key.
    ///
    /// # Errors
    /// `Provider` only.
    pub fn new_key(&self, owner: Owner<'_>) -> Result<(DataKey, WrappedKey), VaultError> {
        let secret = cipher::random_secret()?;
        Ok((DataKey::new(owner, &secret)?, wrap(&self.current, Purpose::Data(owner), &secret)?))
    }

    /// The owner's data key.
    ///
    /// # Errors
    /// `KekNotOnRing` when it is the KEK that is wrong or missing, `DoesNotOpen` when the wrapped key is damaged or not
    /// this owner's.
    pub fn open_key(&self, owner: Owner<'_>, wrapped: &WrappedKey) -> Result<DataKey, VaultError> {
        DataKey::new(owner, &self.unwrap(Purpose::Data(owner), wrapped)?)
    }

    /// A new index key for a tenant.
    ///
    /// # Errors
    /// `Provider` only.
    pub fn new_index(&self, tenant: &str) -> Result<(BlindIndex, WrappedKey), VaultError> {
        let secret = cipher::random_secret()?;
        let wrapped = wrap(&self.current, Purpose::Index(tenant), &secret)?;
        Ok((BlindIndex::new(tenant, secret), wrapped))
    }

    /// The tenant's index.
    ///
    /// # Errors
    /// As [`Keyring::open_key`].
    pub fn open_index(&self, tenant: &str, wrapped: &WrappedKey) -> Result<BlindIndex, VaultError> {
        Ok(BlindIndex::new(tenant, self.unwrap(Purpose::Index(tenant), wrapped)?))
    }

    /// The same data key under the current KEK, or `None` when it is there already. Sealed values stay as they are.
    ///
    /// A rotation that stops half-way is fine: each wrapped key names its KEK. When the store names no old one any more
    /// (count them), and no backup of the key store that must still open does, the old KEK can be destroyed.
    ///
    /// # Errors
    /// As [`Keyring::open_key`]: what cannot be unwrapped is not replaced.
    pub fn rewrap_key(
        &self,
        owner: Owner<'_>,
        wrapped: &WrappedKey,
    ) -> Result<Option<WrappedKey>, VaultError> {
        self.rewrap(Purpose::Data(owner), wrapped)
    }

    /// As [`Keyring::rewrap_key`], for a tenant's index key.
    ///
    /// # Errors
    /// As [`Keyring::open_key`].
    pub fn rewrap_index(&self, tenant: &str, wrapped: &WrappedKey) -> Result<Option<WrappedKey>, VaultError> {
        self.rewrap(Purpose::Index(tenant), wrapped)
    }

    fn rewrap(&self, purpose: Purpose<'_>, wrapped: &WrappedKey) -> Result<Option<WrappedKey>, VaultError> {
        if wrapped.kek() == self.current.id() {
            return Ok(None);
        }
        wrap(&self.current, purpose, &self.unwrap(purpose, wrapped)?).map(Some)
    }

    fn find(&self, kek: KekId) -> Result<&Kek, VaultError> {
        let mut keks = std::iter::once(&self.current).chain(&self.old);
        keks.find(|has| has.id() == kek)
            .ok_or_else(|| VaultError::KekNotOnRing { kek, looked: self.looked() })
    }

    /// Where the keys of the ring came from, and which each is: `vault.kek (it holds 5d0c…)`.
    fn looked(&self) -> String {
        let told = |kek: &Kek| format!("`{}` (it holds {})", kek.place, kek.id());
        let places: Vec<_> = std::iter::once(&self.current).chain(&self.old).map(told).collect();
        places.join(" and ")
    }

    fn unwrap(&self, purpose: Purpose<'_>, wrapped: &WrappedKey) -> Result<Secret, VaultError> {
        let kek = self.find(wrapped.kek())?;
        let opened = kek.cipher.open(&purpose.context(kek.id()), &wrapped.0[1 + KekId::LEN..]);
        let opened = Zeroizing::new(opened.ok_or(VaultError::DoesNotOpen { what: WHAT })?);
        let mut secret = Zeroizing::new([0; KEY]);
        secret.copy_from_slice(&opened); // the wrapped key's length is checked, so this is 32 bytes
        Ok(secret)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("current", &self.current).field("old", &self.old).finish()
    }
}

/// What a wrapped key is for. A data key does not open as an index key.
#[derive(Clone, Copy)]
enum Purpose<'a> {
    Data(Owner<'a>),
    Index(&'a str),
}

impl Purpose<'_> {
    fn context(self, kek: KekId) -> Vec<u8> {
        let mut context = match self {
            Self::Data(owner) => cipher::context("gallra-vault 1 wrap data key", &[owner.tenant, owner.id]),
            Self::Index(tenant) => cipher::context("gallra-vault 1 wrap index key", &[tenant]),
        };
        context.extend_from_slice(kek.as_bytes());
        context
    }
}

fn wrap(kek: &Kek, purpose: Purpose<'_>, secret: &Secret) -> Result<WrappedKey, VaultError> {
    let mut header = [WRAPPED_1; 1 + KekId::LEN];
    header[1..].copy_from_slice(kek.id().as_bytes());
    WrappedKey::from_bytes(&kek.cipher.seal(&header, &purpose.context(kek.id()), secret.as_slice())?)
}
