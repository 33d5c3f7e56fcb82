//! The register: whom an organisation deals with, what was agreed, and what has no system of its own.
//!
//! ```text
//! data       party, entry, mark, agreement, setting, request, access  gallra.db, or the state's database in PostgreSQL
//! key store  data_key, index_key, token                   keys.db, or the schema gallra_keys
//! KEK        the caller's                                 in neither
//! ```
//!
//! Every personal value lies sealed under a key of its party's own, so that destroying the key forgets the party in old
//! copies of the data too ([`gallra_vault`], decisions 10 and 11). Everything happens within a [`Scope`], which no call can
//! leave, and everything is told to the trail, reading too, before a value is handed out ([`Acting`]).

mod agreements;
mod anchors;
mod carried;
mod days;
mod entries;
mod fault;
mod identifier;
mod import;
pub(crate) mod key_store;
mod keys;
mod looks;
mod marks;
mod merge;
mod number;
mod parties;
mod purge;
mod refusal;
mod requests;
mod rotate;
mod scope;
mod sealed;
mod settings;
mod sweep;
mod telling;
mod terms;
mod texts;
mod together;
mod trail;
mod words;

use std::collections::BTreeSet;

use gallra_vault::{BlindIndex, KekId, Keyring};
use jiff::civil::Date;

pub use agreements::{Agreement, NewAgreement, WantedAgreements};
pub use entries::{Entry, EntryChange, NewEntry};
pub use fault::{Fault, Misread, Span};
pub use identifier::Identifier;
pub use import::Imported;
pub use key_store::Decision;
pub use keys::KEYS;
pub use marks::{Described, Mark, Marks, Names, Of, Said};
pub use merge::Leaving;
pub use parties::{Change, Forgotten, NewParty, Party, Wanted};
pub use refusal::Refusal;
pub use requests::{RequestChange, RequestNumber, SealedRequest, StoredRequest, ToldRequest};
pub use scope::{Scope, TenantId};
pub use sealed::{Acceptance, Content, Held, Person};
pub use settings::Setting;
pub use sweep::Swept;
pub use telling::{Tells, Told, ToldAgreement};
pub use terms::Accepting;
pub use texts::hash_of;
pub use trail::{Access, Acting, Actor, TrailSeal, Why};
pub use words::{
    Action, AgreementId, AgreementKind, AgreementState, Answer, EntryId, EntryKind, EntryState, Field, Level,
    Mode, PartyId, PartyKind, Role, Source, Topic,
};

pub(crate) use together::Together;

use crate::sql::{Pool, Row, args};
use crate::{Store, StoreError};
use keys::Keys;
use scope::Scoped;

/// The register of one tenant, opened with the keys to it.
#[derive(Debug)]
pub struct Register<'a> {
    store: &'a Store,
    keys: &'a Pool,
    ring: &'a Keyring,
    scope: Scope,
    index: BlindIndex,
    tells: Option<&'a dyn Tells>,
}

impl Store {
    /// Whether there is anything that a key-encryption key opens. Makes no key store.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Newer`].
    pub async fn has_register(&self) -> Result<bool, StoreError> {
        key_store::any(self).await
    }

    /// The key-encryption keys that the store's keys are wrapped with, and whose registers they are of; none without a key
    /// store.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Newer`].
    pub async fn register_keys(&self) -> Result<(BTreeSet<KekId>, Vec<Scope>), StoreError> {
        if !self.has_register().await? {
            return Ok((BTreeSet::new(), Vec::new()));
        }
        let keys = self.keys().await?;
        Ok((key_store::named(self, keys).await?, key_store::scopes(self, keys).await?))
    }

    /// Opens a register. Makes the key store if there is none, and the tenant's index key.
    ///
    /// # Errors
    /// [`StoreError::Vault`] if the store's keys are wrapped with a KEK that is not on the ring: then nothing was written.
    /// [`StoreError::Newer`] if a newer Gallra wrote the key store.
    pub async fn register<'a>(&'a self, scope: Scope, ring: &'a Keyring) -> Result<Register<'a>, StoreError> {
        let keys = self.keys().await?;
        let mut alone = Scoped::data(self, scope).await?;
        let known = alone.numbered().await?;
        let mut tx = Keys::begin(self, keys, scope, ring).await?;
        let own = tx.keks().await?;
        if own.is_empty() {
            tx.commit().await?;
            key_store::check_new(self, keys, ring).await?;
            tx = Keys::begin(self, keys, scope, ring).await?;
        }
        ring.check(own)?;
        let index = tx.index().await?;
        tx.saw(known).await?;
        tx.commit().await?;
        alone.commit().await?;
        Ok(Register { store: self, keys, ring, scope, index, tells: None })
    }
}

impl<'a> Register<'a> {
    async fn data(&self) -> Result<Scoped<'a>, StoreError> {
        Scoped::data(self.store, self.scope).await
    }

    /// To read as of one moment, beside whoever writes.
    async fn looking(&self) -> Result<Scoped<'a>, StoreError> {
        Scoped::looking(self.store, self.scope).await
    }

    /// The keys, to read only.
    async fn looking_at_keys(&self) -> Result<Keys<'a>, StoreError> {
        Keys::looking(self.store, self.keys, self.scope, self.ring).await
    }

    /// To be taken after [`Self::data`], never before: so no two wait for each other.
    async fn key_store(&self) -> Result<Keys<'a>, StoreError> {
        Keys::begin(self.store, self.keys, self.scope, self.ring).await
    }

    /// The first of `number` new ids. Ids of all tables come from one row of numbers.
    async fn ids(
        &self,
        data: &mut Scoped<'_>,
        keys: &mut Keys<'_>,
        number: usize,
    ) -> Result<i64, StoreError> {
        let known = data.numbered().await?;
        let first = keys.ids(number, known).await?;
        data.number_up_to(first, number).await?;
        Ok(first)
    }
}

impl Scoped<'_> {
    /// The last line of the trail, and the last number that a record has had.
    async fn last_numbers(&mut self) -> Result<(i64, i64), StoreError> {
        let others = "UNION ALL SELECT 2, last_id FROM numbered WHERE tenant = $1";
        let columns = "CAST(1 AS BIGINT) AS what, coalesce(max(id), 0) AS last";
        let (mut line, mut known) = (0, 0);
        for row in &self.select(columns, "access", ("true", others), args![]).await? {
            let last = cell(self.store(), row, "last")?;
            if cell::<i64>(self.store(), row, "what")? == 1 {
                line = last;
            } else {
                known = last;
            }
        }
        Ok((line, known))
    }
}

/// Reads a cell that must be there.
fn cell<T: crate::sql::Cell>(store: &Store, row: &Row, column: &str) -> Result<T, StoreError> {
    row.get(column).ok_or_else(|| store.damaged("a record of the register"))
}

/// Reads a word.
fn word<T>(store: &Store, row: &Row, column: &str, read: fn(&str) -> Option<T>) -> Result<T, StoreError> {
    let text: String = cell(store, row, column)?;
    read(&text).ok_or_else(|| store.damaged("a word in the register"))
}

/// Reads a day that may be missing.
fn day(store: &Store, row: &Row, column: &str) -> Result<Option<Date>, StoreError> {
    let text: Option<String> = cell(store, row, column)?;
    text.map(|text| text.parse().map_err(|_| store.damaged("a day in the register"))).transpose()
}

/// Reads a day.
fn a_day(store: &Store, row: &Row, column: &str) -> Result<Date, StoreError> {
    day(store, row, column)?.ok_or_else(|| store.damaged("a day in the register"))
}
