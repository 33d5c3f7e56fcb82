//! Whether stores keep what they lock: tried on objects of Gallra's own, and only when asked for.

pub use gallra_connect::LockProbe;
use gallra_rules::names::SystemName;
use gallra_rules::policy::SystemKind;
use serde::Serialize;

use crate::progress::Progress;
use crate::{AppError, Context};

/// What a probe of one store found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Probed {
    /// The store.
    pub system: SystemName,
    /// What came of it.
    #[serde(flatten)]
    pub found: Found,
}

/// An answer, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// What the store does with a lock.
    Lock(LockProbe),
    /// Why nothing can be said.
    NotChecked(String),
}

/// Probes every store of the policy, one after the other. Writes one small object into each and removes it again; see
/// [`gallra_connect::Connector::probe_lock`].
pub async fn probe(context: &Context, progress: &dyn Progress) -> Vec<Probed> {
    let mut probed = Vec::new();
    for (name, _) in context.policy.systems.iter().filter(|(_, system)| system.kind == SystemKind::S3) {
        progress.looking_at(name);
        let found = match one(context, name).await {
            Ok(Some(lock)) => Found::Lock(lock),
            Ok(None) => continue,
            Err(fault) => Found::NotChecked(fault.to_string()),
        };
        probed.push(Probed { system: name.clone(), found });
    }
    probed
}

async fn one(context: &Context, name: &SystemName) -> Result<Option<LockProbe>, AppError> {
    let connector = context.connect(name).await?;
    let found = connector.probe_lock().await;
    connector.close().await;
    Ok(found?)
}
