//! From a policy to a plan: look at the systems, ask the planner's questions, put the answers together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gallra_connect::Connector;
use gallra_connect::residue::Cost;
use gallra_rules::inventory::{Inventory, Reach, Shapes};
use gallra_rules::keys::{KeySets, KeysName, Seen as Told};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::{self, Plan, Step, StepId};
use gallra_rules::policy::Dataset;
use gallra_rules::residue::ResidueWork;

use crate::progress::Progress;
use crate::register::SettingsWanted;
use crate::subject::Known;
use crate::{AppError, Context};

/// What planning yields.
#[derive(Clone, Debug)]
pub struct Made {
    /// The plan.
    pub plan: Plan,
    /// What was seen on the way.
    pub inventory: Inventory,
    /// What clearing residue would take, for the steps that ask for it; as far as it could be told.
    pub clearing: BTreeMap<StepId, Cost>,
}

/// Makes a plan for this moment. Nothing is changed in any system; the connections are read-only.
///
/// # Errors
/// The state's. A system that cannot be reached is no error: its datasets are `not_checked` in the plan.
pub async fn make(context: &Context, progress: &dyn Progress) -> Result<Made, AppError> {
    let now = context.now();
    let holds = context.store.holds_in_force(context.today()).await?;
    let (shapes, connectors) = look(context, progress).await?;
    let draft = plan::draft(&context.policy, &shapes, &holds, now);
    let mut inventory = Inventory { shapes, ..Inventory::default() };
    for question in draft.questions() {
        let Some(connector) = connectors.get(&question.system) else { continue };
        progress.counting(&question.dataset);
        match connector.measure(question).await {
            Ok(measure) => drop(inventory.measures.insert(question.dataset.clone(), measure)),
            Err(fault) => drop(inventory.not_measured.insert(question.dataset.clone(), fault.to_string())),
        }
    }
    let last = context.store.last_run().await?;
    let plan = plan::plan(&context.policy, &inventory, &holds, now, &last)?;
    let clearing = clearing(&plan, &connectors).await;
    Ok(Made { plan, inventory, clearing })
}

pub(crate) async fn clearing(
    plan: &Plan,
    connectors: &BTreeMap<SystemName, Connector>,
) -> BTreeMap<StepId, Cost> {
    let mut costs = BTreeMap::new();
    let clears = |step: &&Step| step.residue.what == ResidueWork::Clear && step.expected.disposable > 0;
    for step in plan.steps.iter().filter(clears) {
        let Some(connector) = connectors.get(&step.system) else { continue };
        match connector.residue_cost(step).await {
            Ok(cost) => costs.extend(cost.map(|cost| (step.id.clone(), cost))),
            Err(fault) => tracing::info!(kind = ?fault.kind(), "what clearing takes cannot be told"),
        }
    }
    costs
}

/// What was seen of the systems, and the connections to them.
pub(crate) type Seen = (Shapes, BTreeMap<SystemName, Connector>);

/// Reads the shapes of the policy's tables and the keys that one system tells another, and keeps the connections.
///
/// # Errors
/// The state's.
pub(crate) async fn look(context: &Context, progress: &dyn Progress) -> Result<Seen, AppError> {
    look_into(context, progress, |_| true).await
}

/// The same for a plan that may be about somebody: then the connections know the records that were identified, by the sets of
/// keys that the plan names.
///
/// # Errors
/// The state's.
pub(crate) async fn look_for(
    context: &Context,
    known: Option<&Known>,
    progress: &dyn Progress,
) -> Result<Seen, AppError> {
    let (mut shapes, mut connectors) = look(context, progress).await?;
    if let Some(known) = known {
        shapes.keys.extend(known.seen.clone());
        connectors.values_mut().for_each(|connector| connector.also_know(known.sets.clone()));
    }
    Ok((shapes, connectors))
}

/// The same for some systems only, and those that have the dates of their records.
///
/// # Errors
/// The state's.
pub(crate) async fn look_into(
    context: &Context,
    progress: &dyn Progress,
    wanted: impl Fn(&SystemName) -> bool,
) -> Result<Seen, AppError> {
    context.tidy_register().await?;
    let datasets = &context.policy.datasets;
    let keyed = datasets.values().filter(|dataset| wanted(&dataset.system)).flat_map(Dataset::keyed);
    let elsewhere: BTreeSet<&SystemName> =
        keyed.filter_map(|(name, ..)| datasets.get(name)).map(|dataset| &dataset.system).collect();
    let wanted = |system: &SystemName| wanted(system) || elsewhere.contains(system);
    let mut shapes = Shapes::default();
    let mut connectors = BTreeMap::new();
    let mut by_system: BTreeMap<&SystemName, Vec<(&DatasetName, &Dataset)>> = BTreeMap::new();
    for (name, dataset) in context.policy.datasets.iter().filter(|(_, dataset)| wanted(&dataset.system)) {
        by_system.entry(&dataset.system).or_default().push((name, dataset));
    }
    for (system, datasets) in by_system {
        progress.looking_at(system);
        let wanted: Vec<(DatasetName, Dataset)> =
            datasets.iter().map(|(name, dataset)| ((*name).clone(), (*dataset).clone())).collect();
        let seen = async {
            let connector = context.connect(system).await?;
            let seen = connector.shapes(&wanted).await?;
            Ok::<_, AppError>((connector, seen))
        };
        match seen.await {
            Ok((connector, seen)) => {
                shapes.systems.extend(seen.systems);
                shapes.tables.extend(seen.tables);
                shapes.not_checked.extend(seen.not_checked);
                connectors.insert(system.clone(), connector);
            }
            Err(fault) => {
                let reason = fault.to_string();
                for (dataset, _) in datasets {
                    shapes.not_checked.insert(dataset.clone(), reason.clone());
                }
                shapes.systems.insert(system.clone(), Reach::NotReached { reason });
            }
        }
    }
    let settings = context.settings_wanted(wanted);
    if !elsewhere.is_empty() || !settings.is_empty() {
        read_keys(context, &mut shapes, &mut connectors, &settings, progress).await?;
    }
    Ok((shapes, connectors))
}

/// Reads the keys that the policy wants of one system for the records of another, and makes every connection know them.
/// Memory only: they are gone with the connections.
async fn read_keys(
    context: &Context,
    shapes: &mut Shapes,
    connectors: &mut BTreeMap<SystemName, Connector>,
    settings: &[SettingsWanted<'_>],
    progress: &dyn Progress,
) -> Result<(), AppError> {
    let holds = context.store.holds_in_force(context.today()).await?;
    let mut sets = KeySets::new();
    for asked in plan::keys_needed(&context.policy, shapes, &holds, context.now()) {
        let Some(connector) = connectors.get(&asked.system) else { continue };
        progress.counting(&asked.dataset);
        let read = match (connector.keys(&asked).await, &asked.of_party) {
            (Err(fault), _) => Err(fault.to_string()),
            (Ok(set), None) => Ok((set, 0)),
            (Ok(set), Some(by)) => context.opened(&asked, by, &set).await.map_err(|fault| fault.to_string()),
        };
        match read {
            Ok((set, without)) => {
                let seen = Told { without, ..set.seen()? };
                sets.insert(seen.hash.clone(), Arc::new(set));
                shapes.keys.insert(asked.name, seen);
            }
            Err(fault) => drop(shapes.no_keys.insert(asked.name, fault)),
        }
    }
    for wanted in settings {
        match context.settings_of(wanted).await {
            Ok(own) => {
                let mut periods = Vec::new();
                for (period, set, without) in own {
                    let seen = Told { without, ..set.seen()? };
                    sets.insert(seen.hash.clone(), Arc::new(set));
                    let name = KeysName::of_setting(wanted.dataset, period, wanted.by);
                    shapes.keys.insert(name, seen);
                    periods.push(period);
                }
                shapes.settings.insert(KeysName::of_settings(wanted.dataset, wanted.by), periods);
            }
            Err(fault) => {
                let name = KeysName::of_settings(wanted.dataset, wanted.by);
                shapes.no_keys.insert(name, fault.to_string());
            }
        }
    }
    for connector in connectors.values_mut() {
        connector.know(sets.clone());
    }
    Ok(())
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
