//! What only a person can do: the tasks there are, when each has to be done, and the attestation that it was. Duties are
//! attested in [`crate::duties`].

mod strike;

use gallra_ledger::{Attested, Domain};
use gallra_rules::audit::{self, Promise};
use gallra_rules::duties::holds_for;
use gallra_rules::names::{ActivityName, DatasetName, SystemName};
use gallra_store::{Attestation, AttestationKind, LeafBytes};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::Serialize;

use crate::audit::is_manual;
use crate::planning::look_into;
use crate::progress::Silent;
use crate::{AppError, Context, evidence};

/// Something that a person has to look after, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Task {
    /// The activity that promises.
    pub activity: ActivityName,
    /// The dataset.
    pub dataset: DatasetName,
    /// The system it is in.
    pub system: SystemName,
    /// Where that is, as the policy says.
    pub place: Option<String>,
    /// The role that answers for it.
    pub responsible: Option<String>,
    /// The promise as the policy states it.
    pub rule: String,
    /// What its index says; `None` without one, or if it cannot be read.
    pub index: Option<Indexed>,
    /// When it was last attested; `None` if never.
    pub attested: Option<Timestamp>,
    /// The last day that is good for.
    pub until: Option<Date>,
    /// Whether it has to be done now.
    pub open: bool,
}

/// What an index of papers says about a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Indexed {
    /// Rows with a readable date.
    pub rows: u64,
    /// Rows whose time is up.
    pub overdue: u64,
    /// Rows without a readable date: not checked.
    pub unreadable: u64,
    /// The earliest date.
    pub oldest: Option<Date>,
    /// The day by which somebody has to take out the oldest.
    pub deadline: Option<Date>,
}

/// What a person says.
#[derive(Clone, Debug)]
pub struct Said {
    /// The activity that promises.
    pub activity: ActivityName,
    /// The dataset.
    pub dataset: DatasetName,
    /// The role in which they speak; the system's responsible role if none is given.
    pub role: Option<String>,
    /// Who.
    pub by: String,
    /// What they found and did.
    pub statement: String,
    /// The last day it is good for; a year from today if none is given.
    pub until: Option<Date>,
    /// Whether what was due is gone: its rows are struck off the index.
    pub gone: bool,
}

/// What came of an attestation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// The last day it is good for.
    pub until: Date,
    /// Rows that were struck off the index, if that was asked for.
    pub struck: Option<u64>,
}

/// Every task, the open ones first.
///
/// # Errors
/// The state's. An index that cannot be read is no error: nothing is known of it.
pub async fn tasks(context: &Context) -> Result<Vec<Task>, AppError> {
    strike::settle(context).await?;
    let known = context.store.attestations().await?;
    let holds = context.store.holds_in_force(context.today()).await?;
    let (shapes, connectors) = look_into(context, &Silent, |system| is_manual(context, Some(system))).await?;
    let draft = audit::draft(&context.policy, &shapes, &holds, context.now());
    let asked = draft.asked;
    let promises: Vec<Promise> = asked
        .iter()
        .map(|asked| &asked.promise)
        .chain(draft.unasked.iter().map(|one| &one.promise))
        .cloned()
        .collect();
    let today = context.today();
    let mut tasks = Vec::new();
    for (activity, promised) in &context.policy.activities {
        for name in &promised.data {
            let Some(dataset) = context.policy.datasets.get(name) else { continue };
            if !is_manual(context, Some(&dataset.system)) {
                continue;
            }
            let promise =
                promises.iter().find(|one| one.activity == *activity && one.dataset.as_ref() == Some(name));
            let system = context.policy.systems.get(&dataset.system);
            let limit = promised.keep.at_most.as_ref().map(|limit| ("at_most", limit));
            let limit = limit.or(promised.keep.at_least.as_ref().map(|limit| ("at_least", limit)));
            let rule = promise.map(|promise| promise.rule.clone()).or_else(|| {
                limit.map(|(word, limit)| format!("{word} {} after {}", limit.period, limit.anchor))
            });
            let rule = rule.unwrap_or_default();
            let last = latest(&known, activity.as_str(), name.as_str(), &rule).ok();
            let mine = asked.iter().find(|asked| {
                asked.promise.activity == *activity && asked.promise.dataset.as_ref() == Some(name)
            });
            let index = match (mine, connectors.get(&dataset.system)) {
                (Some(asked), Some(connector)) => {
                    let overdue = connector.measure(&asked.overdue).await?;
                    let alive = connector.measure(&asked.alive).await?;
                    let counts = asked.judge(&overdue, &alive).1;
                    Some(Indexed {
                        rows: counts.alive,
                        overdue: counts.overdue,
                        unreadable: counts.unreadable,
                        oldest: counts.oldest,
                        deadline: counts.oldest.and_then(|oldest| asked.last_day(oldest)),
                    })
                }
                _ => None,
            };
            let late = index.as_ref().is_some_and(|index| index.overdue > 0);
            tasks.push(Task {
                activity: activity.clone(),
                dataset: name.clone(),
                system: dataset.system.clone(),
                place: system.and_then(|system| system.place.clone()),
                responsible: system.and_then(|system| system.responsible.clone()),
                rule,
                index,
                attested: last.map(|said| said.at),
                until: last.map(|said| said.until),
                open: late || last.is_none_or(|said| said.until < today),
            });
        }
    }
    tasks.sort_by(|one, other| {
        (!one.open, one.until, &one.dataset).cmp(&(!other.open, other.until, &other.dataset))
    });
    Ok(tasks)
}

/// Records that a person looked, and seals it; with [`Said::gone`] the rows that were due are struck off the index.
///
/// # Errors
/// [`AppError::Attestation`] for what is no task of a person, a day that has passed or an empty statement; the index's.
pub async fn attest(context: &Context, said: Said) -> Result<Taken, AppError> {
    let refused = |cause: String| Err(AppError::Attestation(cause));
    let tasks = tasks(context).await?;
    let task = tasks.iter().find(|task| task.activity == said.activity && task.dataset == said.dataset);
    let Some(task) = task else {
        let known: Vec<String> =
            tasks.iter().map(|task| format!("{} {}", task.activity, task.dataset)).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        return refused(format!(
            "`{} {}` is nothing that a person looks after; the policy has: {known}",
            said.activity, said.dataset
        ));
    };
    let Some(role) = said.role.clone().or_else(|| task.responsible.clone()) else {
        return refused(format!("the policy names nobody responsible for `{}`; say which role", task.system));
    };
    if said.by.trim().is_empty() || said.statement.trim().is_empty() || role.trim().is_empty() {
        return refused("an attestation needs a name, a role and what was found".to_owned());
    }
    let today = context.today();
    let until = said.until.unwrap_or_else(|| today.saturating_add(1.year()));
    if until < today {
        return refused(format!("its last day {until} has already passed"));
    }
    let struck = if said.gone { Some(strike::prepare(context, task).await?) } else { None };
    let rows = struck.as_ref().map(|struck| struck.rows);
    let at = context.now();
    let attestation = Attestation {
        kind: AttestationKind::Task,
        activity: said.activity.to_string(),
        dataset: said.dataset.to_string(),
        rule: task.rule.clone(),
        role,
        by: said.by,
        statement: said.statement,
        at,
        until,
        document: None,
    };
    let leaf = leaf(context, &attestation)?;
    let mut tx = context.store.write().await?;
    tx.attest(&attestation).await?;
    tx.append(&leaf, at, None).await?;
    if let Some(struck) = &struck {
        tx.strike(&strike::intent(context, task, struck, at)).await?;
    }
    tx.commit().await?;
    // If we crash here: it is attested, and the rows are still in the index. The audit calls them overdue until somebody
    // attests again; the other way round they would be gone without anybody having said so.
    if let Some(struck) = struck {
        struck.commit().await?;
        // If we crash here: the next `tasks` sees that the index is without them, and seals it.
        strike::settle(context).await?;
    }
    // If we crash here: the next command publishes the leaf.
    evidence::publish(context).await?;
    Ok(Taken { until, struck: rows })
}

/// The attestation of a task that counts for a promise as it is stated now. The state tells the latest first: what somebody
/// says today counts, however long the one before was good for.
///
/// # Errors
/// Whether there is one that was made for another promise.
pub(crate) fn latest<'k>(
    known: &'k [Attestation],
    activity: &str,
    dataset: &str,
    rule: &str,
) -> Result<&'k Attestation, bool> {
    let about = |said: &&Attestation| {
        said.kind == AttestationKind::Task && said.activity == activity && said.dataset == dataset
    };
    let mut all = known.iter().filter(about).peekable();
    let any = all.peek().is_some();
    all.find(|said| holds_for(&said.rule, rule)).ok_or(any)
}

/// What the log may know of it: roles and days; the person and their words only as commitments.
fn leaf(context: &Context, said: &Attestation) -> Result<LeafBytes, AppError> {
    let commit = |domain, text: &str| context.keys.commitment.commit(domain, text.as_bytes());
    let attested = Attested {
        activity: said.activity.clone(),
        dataset: said.dataset.clone(),
        role: said.role.clone(),
        actor: commit(Domain::Actor, &said.by),
        statement: commit(Domain::Statement, &said.statement),
        until: said.until.to_string(),
        struck: None,
        rule: (!said.rule.is_empty()).then(|| said.rule.clone()),
    };
    evidence::leaf(said.at, attested)
}
