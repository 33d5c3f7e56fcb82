//! From a policy to a plan: look at the systems, ask the planner's questions, put the answers together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gallra_connect::Connector;
use gallra_rules::hold::Holds;
use gallra_rules::inventory::{Inventory, Reach, Shapes};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::{self, Plan};
use gallra_rules::policy::Dataset;
use jiff::Timestamp;

use crate::progress::Progress;
use crate::{AppError, Context};

/// What planning yields.
#[derive(Clone, Debug)]
pub struct Made {
    /// The plan.
    pub plan: Plan,
    /// What was seen on the way.
    pub inventory: Inventory,
}

/// Makes a plan for this moment. Nothing is changed in any system; the connections are read-only.
///
/// # Errors
/// The state's. A system that cannot be reached is no error: its datasets are `not_checked` in the plan.
pub async fn make(context: &Context, progress: &dyn Progress) -> Result<Made, AppError> {
    let now = context.now();
    let holds = context.store.holds_in_force(context.today()).await?;
    let (shapes, mut connectors) = look(context, None, progress).await;
    let draft = plan::draft(&context.policy, &shapes, &holds, now);
    let mut inventory = Inventory { shapes, ..Inventory::default() };
    for question in draft.questions() {
        let Some(connector) = connectors.get_mut(&question.system) else { continue };
        progress.counting(&question.dataset);
        match connector.measure(question).await {
            Ok(measure) => drop(inventory.measures.insert(question.dataset.clone(), measure)),
            Err(fault) => drop(inventory.not_measured.insert(question.dataset.clone(), fault.to_string())),
        }
    }
    let last = context.store.last_run().await?;
    let plan = plan::plan(&context.policy, &inventory, &holds, now, &last)?;
    Ok(Made { plan, inventory })
}

/// Reads the shapes of the policy's tables; of `only` these datasets' systems, if given.
pub(crate) async fn look(
    context: &Context,
    only: Option<&BTreeSet<SystemName>>,
    progress: &dyn Progress,
) -> (Shapes, BTreeMap<SystemName, Connector>) {
    let mut shapes = Shapes::default();
    let mut connectors = BTreeMap::new();
    let mut by_system: BTreeMap<&SystemName, Vec<(&DatasetName, &Dataset)>> = BTreeMap::new();
    for (name, dataset) in &context.policy.datasets {
        by_system.entry(&dataset.system).or_default().push((name, dataset));
    }
    for (system, datasets) in by_system {
        if only.is_some_and(|only| !only.contains(system)) {
            continue;
        }
        progress.looking_at(system);
        let seen = async {
            let connector = context.connect(system).await.map_err(unwrap_place)?;
            let seen = connector.shapes(system, &datasets).await.map_err(|e| e.to_string())?;
            Ok::<_, String>((connector, seen))
        };
        match seen.await {
            Ok((connector, seen)) => {
                shapes.systems.extend(seen.systems);
                shapes.tables.extend(seen.tables);
                shapes.not_checked.extend(seen.not_checked);
                connectors.insert(system.clone(), connector);
            }
            Err(reason) => {
                for (dataset, _) in datasets {
                    shapes.not_checked.insert(dataset.clone(), reason.clone());
                }
                shapes.systems.insert(system.clone(), Reach::NotReached { reason });
            }
        }
    }
    (shapes, connectors)
}

/// The system's name stands beside the reason already.
fn unwrap_place(fault: AppError) -> String {
    match fault {
        AppError::Connect { source, .. } => source.to_string(),
        other => other.to_string(),
    }
}

/// Writes a plan to a file, whole or not at all, and tells where. The name is `plan-<hash>.json` in `folder` unless a
/// file is named.
///
/// # Errors
/// [`AppError::PlanFile`].
pub fn save(plan: &Plan, file: &Path) -> Result<PathBuf, AppError> {
    let failed = |cause: String| AppError::PlanFile { path: file.to_owned(), cause };
    let mut text = serde_json::to_string_pretty(plan)?;
    text.push('\n');
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|e| failed(e.to_string()))?;
    }
    crate::evidence::write_whole(file, text.as_bytes()).map_err(|e| failed(e.to_string()))?;
    Ok(file.to_owned())
}

/// Reads a plan from a file.
///
/// # Errors
/// [`AppError::PlanFile`], with what is wrong with it.
pub fn read(file: &Path) -> Result<Plan, AppError> {
    let failed = |cause: String| AppError::PlanFile { path: file.to_owned(), cause };
    let bytes = std::fs::read(file).map_err(|e| failed(e.to_string()))?;
    Plan::from_json(&bytes).map_err(|e| failed(e.to_string()))
}

/// The holds in force at the moment a plan was made for.
pub(crate) async fn holds_at(context: &Context, moment: Timestamp) -> Result<Holds, AppError> {
    let day = moment.to_zoned(context.zone()).date();
    Ok(context.store.holds_in_force(day).await?)
}
