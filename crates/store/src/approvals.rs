//! Approved plans. An [`ApprovedPlan`] comes only from here, and only it can be carried out.

use gallra_rules::hash::ContentHash;
use gallra_rules::plan::{CheckedPlan, Plan};
use jiff::Timestamp;

use crate::sql::args;
use crate::{Store, StoreError, WriteTx};

/// An approval to be recorded, of a plan that has been checked.
#[derive(Clone, Debug)]
pub struct Approval {
    /// When.
    pub at: Timestamp,
    /// Who: a name, which never leaves the state.
    pub by: String,
    /// The number of records that the approver expects, where the guard asked for one.
    pub expected: Option<u64>,
}

/// A plan that a named person approved, as it was approved.
#[derive(Clone, Debug)]
pub struct ApprovedPlan {
    plan: Plan,
    hash: ContentHash,
    approved_at: Timestamp,
    approved_by: String,
}

impl ApprovedPlan {
    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
    /// Its content hash.
    pub fn hash(&self) -> &ContentHash {
        &self.hash
    }
    /// When it was approved.
    pub fn approved_at(&self) -> Timestamp {
        self.approved_at
    }
    /// By whom.
    pub fn approved_by(&self) -> &str {
        &self.approved_by
    }
}

impl WriteTx<'_> {
    /// Records an approval. Approving the same plan again changes nothing: the first approval stands. Tells whether
    /// this one was the first.
    ///
    /// # Errors
    /// The disk's.
    pub async fn approve(&mut self, checked: &CheckedPlan, approval: &Approval) -> Result<bool, StoreError> {
        let unreadable = |_| self.store.damaged("the plan");
        let plan = checked.plan();
        let hash = plan.hash().map_err(unreadable)?;
        let body = serde_json::to_string(plan).map_err(unreadable)?;
        let expected = approval.expected.map(i64::try_from).transpose();
        let done = self.execute("INSERT INTO approval (plan, body, approved_at, approved_by, expected) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (plan) DO NOTHING", args![hash.as_str(), body, approval.at, &approval.by, expected.map_err(|_| self.store.damaged("the expected number"))?]).await?;
        Ok(done == 1)
    }
}

impl Store {
    /// The approved plan with this hash, if there is one.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`] if what is stored no longer has the hash that was approved.
    pub async fn approved(&self, hash: &ContentHash) -> Result<Option<ApprovedPlan>, StoreError> {
        let row = self
            .row("SELECT body, approved_at, approved_by FROM approval WHERE plan = $1", args![hash.as_str()])
            .await?;
        let Some(row) = row else { return Ok(None) };
        let damaged = || self.damaged("an approved plan");
        let text = |name| row.get::<String>(name).ok_or_else(damaged);
        let plan: Plan = serde_json::from_str(&text("body")?).map_err(|_| damaged())?;
        if plan.hash().map_err(|_| damaged())? != *hash {
            return Err(damaged());
        }
        let approved_at = text("approved_at")?.parse().map_err(|_| damaged())?;
        Ok(Some(ApprovedPlan { plan, hash: hash.clone(), approved_at, approved_by: text("approved_by")? }))
    }
}
