//! A new key-encryption key.

use super::{PartyId, Register, key_store};
use crate::StoreError;

/// Keys that are wrapped anew together.
const PAGE: i64 = 500;

impl Register<'_> {
    /// Wraps the tenant's keys with the current KEK of the ring; nothing that is sealed changes. Gives the number of keys
    /// that were under an old one. May be repeated: a rotation that stopped half-way goes on. When every tenant, and every
    /// copy of the key store that must still open, is done, the old KEK can be destroyed.
    ///
    /// # Errors
    /// [`StoreError::Vault`] for a key that cannot be unwrapped; it stays as it is.
    pub async fn rewrap(&self) -> Result<u64, StoreError> {
        let mut keys = self.key_store().await?;
        let mut rewrapped = keys.rewrap_index().await?;
        keys.commit().await?;
        let mut after = PartyId(0);
        loop {
            // The lock keeps a key from being destroyed between reading and writing it.
            let data = self.data().await?;
            let mut keys = self.key_store().await?;
            let (last, number) = keys.rewrap_keys(after, PAGE).await?;
            keys.commit().await?;
            data.commit().await?;
            // If we crash here: some are under the new KEK and some under the old; each says which.
            rewrapped += number;
            let Some(last) = last else { break };
            after = last;
        }
        key_store::clear(self.store, self.keys).await?;
        Ok(rewrapped)
    }
}
