//! Forgetting: what has no key any more cannot be read, wherever its copies lie.

use std::fmt;

use crate::{Owner, VaultError};

/// What the store must do so that an owner's sealed values can never be read again.
///
/// 1. Drop every open [`crate::DataKey`] of the owner.
/// 2. In one transaction: delete **all** rows that hold the owner's wrapped key, and all index rows of the owner.
/// 3. Clear what the store keeps of those rows: free pages, write-ahead log, replicas.
/// 4. Count again, on another connection, and [`Shred::confirm`].
///
/// No KEK is needed: an owner whose wrapped key can no longer be opened can still be shredded. Doing it again is
/// harmless. The sealed values may be deleted before, after or never (in a backup).
#[must_use = "the owner's data can be read until the store has deleted the key and counted again"]
pub struct Shred {
    tenant: String,
    id: String,
}

/// What the store still finds of an owner, after it deleted and committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remains {
    /// Rows with a wrapped key of the owner.
    pub wrapped_keys: u64,
    /// Rows with a token of the owner.
    pub index_rows: u64,
    /// Places where bytes of the deleted rows may still lie: free pages or logs that were not cleared, replicas,
    /// backups of the key store.
    pub copies: u64,
}

impl Shred {
    /// The task of forgetting an owner.
    pub fn of(owner: Owner<'_>) -> Self {
        Self { tenant: owner.tenant.to_owned(), id: owner.id.to_owned() }
    }

    /// Whom to forget.
    pub fn owner(&self) -> Owner<'_> {
        Owner { tenant: &self.tenant, id: &self.id }
    }

    /// The store's word that it is done. Only this makes a [`Shredded`].
    ///
    /// # Errors
    /// `NotShredded` while any row is left.
    pub fn confirm(self, remains: Remains) -> Result<Shredded, VaultError> {
        let Remains { wrapped_keys, index_rows, copies } = remains;
        if wrapped_keys > 0 || index_rows > 0 {
            return Err(VaultError::NotShredded { wrapped_keys, index_rows });
        }
        Ok(Shredded { copies })
    }
}

impl fmt::Debug for Shred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shred(…)")
    }
}

/// An owner's key is gone from the store. What a certificate may say depends on [`Shredded::copies`].
#[derive(Debug, PartialEq, Eq)]
pub struct Shredded {
    copies: u64,
}

impl Shredded {
    /// Places where the wrapped key may still lie. With 0, nobody can read the owner's values. Otherwise whoever has such
    /// a copy and the KEK of that time can, until that KEK is destroyed: rotate to a new one, rewrap, destroy the old.
    pub const fn copies(&self) -> u64 {
        self.copies
    }
}
