//! Gallra's vault: records about people are sealed under a key of each person's own, so that destroying one small key
//! forgets the person everywhere, in old backups too.
//!
//! ```text
//! KEK (a file, the environment, a passphrase)     kept by the administrator, apart from all below
//!  ├─ wraps → data key of each owner              the key store: wrapped keys, and index rows
//!  │           └─ seals → values                  the data: sealed values
//!  └─ wraps → index key of each tenant
//!              └─ derives → key of each field → tokens
//! ```
//!
//! A store needs these calls:
//!
//! | To | Call |
//! |---|---|
//! | begin | [`Kek::create`] once, then [`Kek::open`], [`Keyring::new`], [`Keyring::check`] |
//! | take in a person | [`Keyring::new_key`], later [`Keyring::open_key`] |
//! | write and read a value | [`DataKey::seal`], [`DataKey::open`] |
//! | find a person | [`BlindIndex::token`], from [`Keyring::new_index`] or [`Keyring::open_index`] |
//! | forget a person | [`Shred::of`], [`Shred::confirm`] |
//! | change the KEK | [`Keyring::with_old`], [`Keyring::rewrap_key`], [`Keyring::rewrap_index`] |
//!
//! ```
//! use gallra_vault::{Kek, Keyring, Owner, Place, Remains, Shred, WrappedKey};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! // Once, on the administrator's order. Nothing is ever overwritten.
//! let file = folder.path().join("vault.kek");
//! Kek::create(&file)?;
//!
//! // At every start. `check` asks whether this is the key that the store's rows name.
//! let ring = Keyring::new(Kek::open(&file)?);
//! let (index, stored_index_key) = ring.new_index("tenant-1")?;
//! ring.check([stored_index_key.kek()])?;
//!
//! // A new person: the wrapped key goes to the key store, durably, before the first value.
//! let anna = Owner { tenant: "tenant-1", id: "person/17" };
//! let (key, wrapped) = ring.new_key(anna)?;
//! let stored_key: [u8; 77] = *wrapped.as_bytes();
//!
//! // A value goes to the data; a token goes to the key store, so that the person can be found.
//! let place = Place { kind: "contact", record: "1007", field: "email" };
//! let stored_value = key.seal(place, b"anna@example.se")?;
//! let stored_token = index.token("email", b"anna@example.se")?;
//!
//! // Reading: find by token, unwrap, open. What comes out cannot be printed by accident.
//! assert_eq!(index.token("email", b"anna@example.se")?, stored_token);
//! let key = ring.open_key(anna, &WrappedKey::from_bytes(&stored_key)?)?;
//! let email = key.open(place, &stored_value)?;
//! assert_eq!(format!("{email:?}"), "Personal(…)");
//! assert_eq!(email.expose(), b"anna@example.se");
//!
//! // In another row it does not open.
//! assert!(key.open(Place { record: "1008", ..place }, &stored_value).is_err());
//!
//! // A new KEK: only the wrapped keys change.
//! let new = Kek::create(&folder.path().join("vault-2.kek"))?;
//! let ring = Keyring::new(new).with_old(Kek::open(&file)?);
//! let rewrapped = ring.rewrap_key(anna, &wrapped)?.expect("it was under the old one");
//! assert_eq!(ring.open_key(anna, &rewrapped)?.open(place, &stored_value)?, email);
//!
//! // Forgetting: the store deletes the person's key and index rows, clears what it keeps of them, counts again.
//! let shred = Shred::of(anna);
//! // DELETE FROM data_key WHERE tenant = … AND owner = …; DELETE FROM blind_index WHERE …
//! let shredded = shred.confirm(Remains { wrapped_keys: 0, index_rows: 0, copies: 0 })?;
//! assert_eq!(shredded.copies(), 0);
//! # Ok(())
//! # }
//! ```
//!
//! The crate knows no clock, no network and no database; [`Kek`] reads and writes its own file. It draws nonces and keys
//! from the crypto library itself, because a nonce that a caller hands in is one that can be handed in twice.
//! [`threat_model`] says who learns what, [`formats`] what each byte means.

mod cipher;
mod data_key;
mod error;
mod files;
mod index;
mod kek;
mod keyring;
pub mod parcel;
mod passphrase;
mod personal;
mod shred;
#[doc = include_str!("formats.md")]
pub mod formats {}
#[doc = include_str!("threat_model.md")]
pub mod threat_model {}

pub use data_key::{DataKey, MAX_PLAINTEXT, Place, SEALED_OVERHEAD};
pub use error::{KekFault, VaultError, WorkFault};
pub use index::{BlindIndex, Token};
pub use kek::{Kek, KekId};
pub use keyring::{Keyring, Owner, WrappedKey};
pub use passphrase::Work;
pub use personal::Personal;
pub use shred::{Remains, Shred, Shredded};
