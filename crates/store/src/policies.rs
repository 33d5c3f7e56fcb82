//! Which policy the log last told of.

use crate::{Store, StoreError, WriteTx};

impl WriteTx<'_> {
    /// Records the policy in force, by its hash.
    ///
    /// # Errors
    /// The disk's.
    pub async fn adopt_policy(&mut self, policy: &str) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO adopted (only, policy) VALUES (1, ?1) ON CONFLICT (only) DO UPDATE SET policy = excluded.policy",
        )
        .bind(policy)
        .execute(&mut *self.tx)
        .await
        .map_err(|e| self.store.failed(e))?;
        Ok(())
    }
}

impl Store {
    /// The hash of the policy that was last in force; `None` in a new state.
    ///
    /// # Errors
    /// The disk's.
    pub async fn adopted_policy(&self) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar("SELECT policy FROM adopted")
            .fetch_optional(&self.pool)
            .await
            .map_err(|e| self.failed(e))
    }
}
