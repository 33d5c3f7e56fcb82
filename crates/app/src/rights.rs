//! The least rights that a policy needs in each system, ready to be granted.

use std::collections::{BTreeMap, BTreeSet};

use gallra_connect::contract::Right;
use gallra_connect::rights::{Work, grants};
use gallra_connect::{ConnectError, Connector};
use gallra_rules::audit as rules_audit;
use gallra_rules::hold::Holds;
use gallra_rules::inventory::Shapes;
use gallra_rules::live::{ExtraRight, Finding, TooMuch, Unseen};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::{self, NoteKind, Question, erase};
use gallra_rules::policy::{Dataset, SystemKind};
use gallra_rules::residue::ResidueWork;

use crate::planning::look;
use crate::progress::Progress;
use crate::subject::needs::needs;
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
    /// Statements that take away what the account in use may do beyond that, whatever role the others are for.
    pub revoke: Vec<String>,
    /// Why nothing can be told, if so.
    pub not_checked: Option<String>,
}

/// The rights that planning and carrying out this policy's rules take, and answering the requests of the people whom it
/// knows, by system. The systems are looked at, because
/// keys, partitions and links decide which columns are read.
///
/// # Errors
/// The state's, and a system that stops answering midway.
pub async fn needed(context: &Context, role: &str, progress: &dyn Progress) -> Result<Vec<Needed>, AppError> {
    let holds = context.store.holds_in_force(context.today()).await?;
    let (shapes, connectors) = look(context, progress).await?;
    let taken = taken(context, &shapes, &holds, &connectors).await;
    let mut revoked = BTreeMap::new();
    for (name, connector) in &connectors {
        // What cannot be seen is `audit`'s to tell: the grants are of use without it.
        let findings = excess(context, name, connector, &taken).await.unwrap_or_default();
        revoked.insert(name.clone(), revocations(&findings));
    }
    let mut rights: BTreeMap<SystemName, BTreeSet<Right>> = BTreeMap::new();
    for (system, taken) in taken.rights {
        rights.insert(system, taken?);
    }
    let mut needed = Vec::new();
    for (name, system) in &context.policy.systems {
        let not_checked = match shapes.systems.get(name) {
            Some(gallra_rules::inventory::Reach::NotReached { reason }) => Some(reason.clone()),
            _ => None,
        };
        let rights: Vec<Right> = rights.remove(name).unwrap_or_default().into_iter().collect();
        let revoke = revoked.remove(name).unwrap_or_default();
        if rights.is_empty() && revoke.is_empty() && not_checked.is_none() {
            continue;
        }
        let statements = grants(system.kind, role, &rights);
        needed.push(Needed { system: name.clone(), kind: system.kind, statements, revoke, not_checked });
    }
    Ok(needed)
}

/// What the policy's work takes.
#[derive(Default)]
pub(crate) struct Taken {
    /// In each system that answers; an error where one stopped answering.
    rights: BTreeMap<SystemName, Result<BTreeSet<Right>, ConnectError>>,
    /// Datasets for which nobody can tell.
    unplanned: Vec<DatasetName>,
}

/// What planning, measuring and carrying out the policy's rules takes, and answering people's requests.
pub(crate) async fn taken(
    context: &Context,
    shapes: &Shapes,
    holds: &Holds,
    connectors: &BTreeMap<SystemName, Connector>,
) -> Taken {
    let draft = plan::draft(&context.policy, shapes, holds, context.now());
    let measured = rules_audit::draft(&context.policy, shapes, holds, context.now());
    let questions =
        draft.questions().iter().chain(measured.asked.iter().flat_map(|one| [&one.overdue, &one.alive]));
    let measuring = questions.map(|question| (&question.system, Work::Measure(question)));
    let disposing = draft.steps().map(|step| (&step.system, Work::Dispose(step)));
    let mut taken = Taken::default();
    let unplanned = draft.notes().iter().filter(|note| matches!(note.what, NoteKind::NotChecked { .. }));
    taken.unplanned.extend(unplanned.map(|note| note.dataset.clone()));
    let mut datasets: BTreeMap<&SystemName, Vec<(DatasetName, Dataset)>> = BTreeMap::new();
    for (name, dataset) in &context.policy.datasets {
        datasets.entry(&dataset.system).or_default().push((name.clone(), dataset.clone()));
    }
    let looking = datasets.iter().map(|(system, all)| (*system, Work::Look(all)));
    let keyed = plan::keys_needed(&context.policy, shapes, holds, context.now());
    let reading = keyed.iter().map(|asked| (&asked.system, Work::Keys(asked)));
    // Nobody's values are in it that could make it fail.
    let answering = needs(context, shapes, holds).unwrap_or_default();
    let erasing = &answering.erasing;
    let beyond: Vec<Question> = erase::beyond(erasing, shapes).collect();
    let steps = erasing.steps().chain(&answering.corrections);
    let for_people = (answering.reads.iter())
        .filter_map(|(name, asked)| Some((&context.policy.datasets.get(name)?.system, Work::Read(asked))))
        .chain(erasing.remember.iter().map(|asked| (&asked.system, Work::Keys(asked))))
        .chain(erasing.questions().chain(&beyond).map(|asked| (&asked.system, Work::Measure(asked))))
        .chain(steps.map(|step| (&step.system, Work::Dispose(step))));
    for (system, work) in looking.chain(reading).chain(measuring).chain(disposing).chain(for_people) {
        let Some(connector) = connectors.get(system) else { continue };
        let all = taken.rights.entry(system.clone()).or_insert_with(|| Ok(BTreeSet::new()));
        let Ok(known) = all else { continue };
        match connector.rights(work).await {
            Ok(more) => known.extend(more),
            Err(fault) => *all = Err(fault),
        }
    }
    taken
}

/// What the account in use may do beyond the work. Where a dataset could not be looked at, nobody knows which rights on
/// tables are needed, and nothing is said about them.
///
/// # Errors
/// The system's, in its connector's words.
pub(crate) async fn excess(
    context: &Context,
    system: &SystemName,
    connector: &Connector,
    taken: &Taken,
) -> Result<Vec<Finding>, String> {
    // The account of our own state made its tables, and needs to: nothing of that is too much.
    if context.policy.systems.get(system).is_some_and(|system| system.kind == SystemKind::Register) {
        return Ok(Vec::new());
    }
    let rights: Vec<Right> = match taken.rights.get(system) {
        None => Vec::new(),
        Some(Ok(rights)) => rights.iter().cloned().collect(),
        Some(Err(fault)) => return Err(fault.to_string()),
    };
    let found = connector.excess(&rights, clears(context, system)).await;
    let mut findings = found.map_err(|fault| fault.to_string())?;
    let here = |name: &&DatasetName| {
        context.policy.datasets.get(*name).is_some_and(|dataset| dataset.system == *system)
    };
    if let Some(dataset) = taken.unplanned.iter().find(here) {
        findings.retain(|finding| !is_about_objects(finding));
        findings.push(Finding::Unseen(Unseen::Needs(dataset.clone())));
    }
    Ok(findings)
}

fn is_about_objects(finding: &Finding) -> bool {
    matches!(
        finding,
        Finding::TooMuch(TooMuch { right: ExtraRight::Owner(_) | ExtraRight::Privilege { .. }, .. })
    )
}

/// Whether the policy wants residue cleared there, which takes more rights.
fn clears(context: &Context, system: &SystemName) -> bool {
    context.policy.systems.get(system).is_some_and(|system| system.residue.what == ResidueWork::Clear)
}

fn revocations(findings: &[Finding]) -> Vec<String> {
    let cures = findings.iter().filter_map(|finding| match finding {
        Finding::TooMuch(right) => Some(right.cure.clone()),
        _ => None,
    });
    cures.collect()
}
