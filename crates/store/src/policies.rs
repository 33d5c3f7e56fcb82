//! Which policy the log last told of.

use crate::sql::args;
use crate::{Store, StoreError, WriteTx};

impl WriteTx<'_> {
    /// Records the policy in force, by its hash.
    ///
    /// # Errors
    /// The disk's.
    pub async fn adopt_policy(&mut self, policy: &str) -> Result<(), StoreError> {
        self.execute(r#"INSERT INTO adopted ("only", policy) VALUES (1, $1) ON CONFLICT ("only") DO UPDATE SET policy = excluded.policy"#, args![policy]).await?;
        Ok(())
    }
}

impl Store {
    /// The hash of the policy that was last in force; `None` in a new state.
    ///
    /// # Errors
    /// The disk's.
    pub async fn adopted_policy(&self) -> Result<Option<String>, StoreError> {
        Ok(self.row("SELECT policy FROM adopted", args![]).await?.and_then(|row| row.get("policy")))
    }
}
