//! The least rights that a policy needs in each system, ready to be granted.

use std::collections::{BTreeMap, BTreeSet};

use gallra_connect::contract::Right;
use gallra_connect::rights::{Work, grants};
use gallra_rules::names::SystemName;
use gallra_rules::plan;
use gallra_rules::policy::SystemKind;

use crate::planning::look;
use crate::progress::Progress;
use crate::{AppError, Context};

/// What one system has to grant.
#[derive(Clone, Debug)]
pub struct Needed {
    /// The system.
    pub system: SystemName,
    /// Its kind.
    pub kind: SystemKind,
    /// The statements, one a line; for SQLite a sentence about the file.
    pub statements: String,
    /// Why nothing can be told, if so.
    pub not_checked: Option<String>,
}

/// The rights that planning and carrying out this policy's rules take, by system. The systems are looked at, because
/// keys, partitions and links decide which columns are read.
///
/// # Errors
/// The state's, and a system that stops answering midway.
pub async fn needed(context: &Context, role: &str, progress: &dyn Progress) -> Result<Vec<Needed>, AppError> {
    let holds = context.store.holds_in_force(context.today()).await?;
    let (shapes, connectors) = look(context, progress).await?;
    let draft = plan::draft(&context.policy, &shapes, &holds, context.now());
    let mut rights: BTreeMap<&SystemName, BTreeSet<Right>> = BTreeMap::new();
    for asked in plan::keys_needed(&context.policy, &shapes, &holds, context.now()) {
        if let Some(connector) = connectors.get(&asked.system) {
            let more = connector.rights(Work::Keys(&asked)).await?;
            let system = context.policy.systems.get_key_value(&asked.system).map(|(name, _)| name);
            if let Some(system) = system {
                rights.entry(system).or_default().extend(more);
            }
        }
    }
    for question in draft.questions() {
        if let Some(connector) = connectors.get(&question.system) {
            let more = connector.rights(Work::Measure(question)).await?;
            rights.entry(&question.system).or_default().extend(more);
        }
    }
    for step in draft.steps() {
        if let Some(connector) = connectors.get(&step.system) {
            let more = connector.rights(Work::Dispose(step)).await?;
            rights.entry(&step.system).or_default().extend(more);
        }
    }
    let mut needed = Vec::new();
    for (name, system) in &context.policy.systems {
        let not_checked = match shapes.systems.get(name) {
            Some(gallra_rules::inventory::Reach::NotReached { reason }) => Some(reason.clone()),
            _ => None,
        };
        let rights: Vec<Right> = rights.remove(name).unwrap_or_default().into_iter().collect();
        if rights.is_empty() && not_checked.is_none() {
            continue;
        }
        let statements = grants(system.kind, role, &rights);
        needed.push(Needed { system: name.clone(), kind: system.kind, statements, not_checked });
    }
    Ok(needed)
}
