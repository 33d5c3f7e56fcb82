//! What is the person's, right now: the systems, the person's keys in them, and what the policy says of each record.

use std::collections::BTreeMap;

use gallra_connect::Connector;
use gallra_rules::hold::{Hold, HoldKind, Holds};
use gallra_rules::inventory::Shapes;
use gallra_rules::links;
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::Question;
use gallra_rules::plan::decide::{Asked, Decided, Weighed, decide};
use gallra_rules::policy::SystemKind;
use gallra_rules::predicate::Predicate;

use super::Person;
use crate::progress::Progress;
use crate::{AppError, Context, planning};

/// How many links between records of one kind are followed; each is asked for if the one before did not reach all.
const DEPTHS: [usize; 3] = [1, 3, 6];

/// Whether a system hands out its records' columns one by one.
pub(crate) const fn has_tables(kind: SystemKind) -> bool {
    matches!(kind, SystemKind::Postgres | SystemKind::Mysql | SystemKind::Sqlite | SystemKind::Register)
}

/// Which holds bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Respects {
    /// All of them.
    Restrictions,
    /// What the person has restricted may be done, because they want it (Art. 18(2)); what the law says of the records counts.
    Claims,
}

/// The systems as they are, and a person in them.
pub(crate) struct Scene {
    pub(crate) shapes: Shapes,
    pub(crate) connectors: BTreeMap<SystemName, Connector>,
    pub(crate) holds: Holds,
    /// Groups of the person's records, each of which the systems can be asked about.
    pub(crate) decided: Decided,
    /// Where not all could be looked at.
    pub(crate) not_checked: BTreeMap<DatasetName, String>,
}

/// Looks at every system. Nothing is changed.
///
/// # Errors
/// The state's. A system that cannot be reached is no error: its datasets are not checked.
pub(crate) async fn look(
    context: &Context,
    request: &str,
    person: &Person,
    (weighed, respects): (&Weighed, Respects),
    progress: &dyn Progress,
) -> Result<Scene, AppError> {
    let holds = context.store.holds_in_force(context.today()).await?;
    let (mut shapes, mut connectors) = planning::look(context, progress).await?;
    let counts = |hold: &&Hold| respects == Respects::Restrictions || hold.kind == HoldKind::Claim;
    let respected = Holds(holds.0.iter().filter(counts).cloned().collect());
    let known = person.known(request)?;
    shapes.keys.extend(known.seen);
    for connector in connectors.values_mut() {
        connector.also_know(known.sets.clone());
    }
    let mut not_checked = person.not_checked.clone();
    let mut decided = Decided::default();
    for (last, depth) in DEPTHS.iter().enumerate().map(|(at, depth)| (at + 1 == DEPTHS.len(), *depth)) {
        let found = links::theirs(&context.policy, &shapes, &known.roots, depth);
        decided = decide(&Asked {
            policy: &context.policy,
            shapes: &shapes,
            holds: &respected,
            found: &found,
            weighed,
            now: context.now(),
        });
        let beyond = beyond(context, &shapes, &connectors, &decided).await;
        if beyond.is_empty() {
            break;
        }
        if last {
            not_checked.extend(beyond);
        }
    }
    not_checked.extend(decided.not_checked.clone());
    Ok(Scene { shapes, connectors, holds, decided, not_checked })
}

/// Datasets with records that lie further than links were followed, or of which that cannot be told.
async fn beyond(
    context: &Context,
    shapes: &Shapes,
    connectors: &BTreeMap<SystemName, Connector>,
    decided: &Decided,
) -> BTreeMap<DatasetName, String> {
    let mut found = BTreeMap::new();
    for (name, predicate) in &decided.beyond {
        let place = context.policy.datasets.get(name).zip(shapes.tables.get(name));
        let Some((dataset, shape)) = place else { continue };
        let Some(connector) = connectors.get(&dataset.system) else { continue };
        let question = Question {
            dataset: name.clone(),
            system: dataset.system.clone(),
            table: shape.table.clone(),
            key: shape.primary_key.clone(),
            within: predicate.clone(),
            due: Predicate::always(),
            oldest_of: None,
            overdue: None,
            counts: BTreeMap::new(),
            except: Vec::new(),
            effects: Vec::new(),
            partitions: Vec::new(),
        };
        let question = Question { due: predicate.clone(), ..question };
        match connector.measure(&question).await {
            Ok(measure) if measure.due == 0 => {}
            Ok(_) => {
                let why = "its records name each other over more links than are followed";
                found.insert(name.clone(), why.to_owned());
            }
            Err(fault) => drop(found.insert(name.clone(), fault.to_string())),
        }
    }
    found
}
