//! Reality against promise: each promise is measured where the data is, and the verdict is kept, so that the next one can
//! say since when.

mod live;
mod people;

use std::collections::BTreeMap;

use gallra_connect::Connector;
use gallra_ledger::Audited;
use gallra_rules::audit::{Asked, Counts, Promise, Verdict, draft};
use gallra_rules::hash::ContentHash;
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::policy::{Role, SystemKind};
use gallra_rules::reason::Reason;
use gallra_store::{Attestation, Measured};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::attest;
use crate::planning::look;
use crate::progress::Progress;
use crate::recipients::Sub;
use crate::register::agreements::missing;
use crate::{AppError, Context, evidence};

pub use live::Live;
pub use people::Duty;

/// What an audit found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The organisation.
    pub organisation: String,
    /// When, to the second.
    pub at: Timestamp,
    /// That day in the organisation's zone.
    pub today: Date,
    /// The policy's content hash.
    pub policy: String,
    /// Every promise about age and every task of a person, broken ones first.
    pub promises: Vec<Found>,
    /// What systems promise besides, broken ones first.
    pub live: Vec<Live>,
    /// What only people can keep, broken ones first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
    /// Whether customers were told of sub-processors before they are used, broken ones first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sub_processors: Vec<Sub>,
}

impl Report {
    /// How many promises have a verdict of this kind.
    pub fn count(&self, is: impl Fn(&Verdict) -> bool) -> u64 {
        self.verdicts().filter(|verdict| is(verdict)).count() as u64
    }

    /// Every verdict.
    fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        let (aged, live) = (self.promises.iter().map(|found| &found.verdict), self.live.iter());
        let of_people = self.duties.iter().map(|found| &found.verdict);
        let told = self.sub_processors.iter().map(|found| &found.verdict);
        aged.chain(live.map(|found| &found.verdict)).chain(of_people).chain(told)
    }

    /// Whether everything could be looked at, and every record could be read.
    pub fn is_complete(&self) -> bool {
        let unread = |found: &Found| found.counts.as_ref().is_some_and(|counts| counts.unreadable > 0);
        self.count(|verdict| matches!(verdict, Verdict::NotChecked { .. })) == 0
            && !self.promises.iter().any(unread)
    }
}

/// What was found about one promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The promise.
    #[serde(flatten)]
    pub promise: Promise,
    /// Kept, broken or not checked.
    pub verdict: Verdict,
    /// Since when audits have found that; the moment of this one if it is the first to.
    pub since: Timestamp,
    /// Records that were overdue at the audit before this one.
    pub overdue_before: Option<u64>,
    /// Records with an anchor before this day have been kept too long.
    pub line: Option<Date>,
    /// What was counted; `None` where nothing could be.
    pub counts: Option<Counts>,
    /// Records by age, the oldest first.
    pub ages: Vec<Age>,
    /// The attestation that the verdict rests on, where only a person can look.
    pub attested: Option<Attested>,
}

/// One bar of the ages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Age {
    /// First day.
    pub from: Date,
    /// First day no longer in it.
    pub to: Date,
    /// Records.
    pub rows: u64,
}

/// An attestation, without the person's name: reports are passed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attested {
    /// The role in which it was given.
    pub role: String,
    /// When.
    pub at: Timestamp,
    /// The last day it is good for.
    pub until: Date,
}

/// Measures every promise of the policy. Nothing is changed in any system; the verdicts are kept in the state and sealed
/// in the log.
///
/// # Errors
/// The state's. A system that does not answer is a verdict.
pub async fn run(context: &Context, progress: &dyn Progress) -> Result<Report, AppError> {
    // Whole seconds, never later than now: moments in the state are compared as text.
    let at = Timestamp::from_second(context.now().as_second()).unwrap_or_else(|_| context.now());
    let holds = context.store.holds_in_force(context.today()).await?;
    let (shapes, connectors) = look(context, progress).await?;
    let draft = draft(&context.policy, &shapes, &holds, at);
    let attestations = context.store.attestations().await?;
    let mut promises = Vec::new();
    for asked in &draft.asked {
        let mut found = measure(context, &connectors, asked, progress).await;
        if is_manual(context, found.promise.system.as_ref()) {
            // An index says what somebody wrote into it; that it is true, only a person can say.
            let said = by_attestation(found.promise.clone(), &attestations, context.today(), at);
            found.attested = said.attested;
            if found.verdict == Verdict::Kept {
                found.verdict = said.verdict;
            }
        }
        promises.push(found);
    }
    for unasked in draft.unasked {
        let manual = is_manual(context, unasked.promise.system.as_ref());
        promises.push(if manual {
            by_attestation(unasked.promise, &attestations, context.today(), at)
        } else {
            Found::new(unasked.promise, unasked.verdict, at)
        });
    }
    promises.extend(everybody_agreed(context, at).await?);
    let mut live = live::look(context, &shapes, &holds, &connectors, progress).await;
    for found in &mut promises {
        remember(context, found, at).await?;
    }
    for found in &mut live {
        let [activity, dataset, rule] = key_of(&found.promise);
        let past = context.store.measured_before(&activity, &dataset, &rule).await?;
        found.since = past.filter(|past| past.verdict == word(&found.verdict)).map_or(at, |past| past.since);
    }
    live.sort_by(|one, other| {
        (rank(&one.verdict), &one.promise).cmp(&(rank(&other.verdict), &other.promise))
    });
    promises.sort_by(|one, other| {
        (rank(&one.verdict), &one.promise).cmp(&(rank(&other.verdict), &other.promise))
    });
    let report = Report {
        organisation: context.policy.organisation.name.clone(),
        at,
        today: context.today(),
        policy: context.policy.hash().as_str().to_owned(),
        promises,
        live,
        duties: people::duties(context, at).await?,
        sub_processors: people::sub_processors(context, at).await?,
    };
    keep(context, &report).await?;
    for connector in connectors.values() {
        connector.close().await;
    }
    Ok(report)
}

/// How an audit calls the promise that whoever's data we process has agreed on it (GDPR Art. 28(3)). It counts customers:
/// `alive` those for whom we are a processor, `overdue` those without an agreement in force.
pub const EVERY_CUSTOMER_AGREED: &str = "every_customer_has_a_processor_agreement";

/// That promise, where there is a register with such customers.
async fn everybody_agreed(context: &Context, at: Timestamp) -> Result<Option<Found>, AppError> {
    let processors =
        context.policy.activities.iter().filter(|(_, activity)| activity.role == Role::Processor);
    let Some((activity, _)) = processors.into_iter().next() else { return Ok(None) };
    if !context.store.has_register().await? {
        return Ok(None);
    }
    let acting = context.acting("gallra", activity.as_str())?;
    let looked = missing(context, &acting).await?;
    if looked.customers == 0 {
        return Ok(None);
    }
    let without = looked.missing.len() as u64;
    let promise = Promise {
        activity: activity.clone(),
        dataset: None,
        system: None,
        rule: EVERY_CUSTOMER_AGREED.to_owned(),
    };
    let verdict = if without > 0 { Verdict::Broken } else { Verdict::Kept };
    let counts = Counts { alive: looked.customers, overdue: without, ..Counts::default() };
    Ok(Some(Found { counts: Some(counts), ..Found::new(promise, verdict, at) }))
}

/// Broken ones first.
fn rank(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Broken => 0,
        Verdict::NotChecked { .. } => 1,
        Verdict::Kept => 2,
    }
}

impl Found {
    fn new(promise: Promise, verdict: Verdict, at: Timestamp) -> Self {
        Self {
            promise,
            verdict,
            since: at,
            overdue_before: None,
            line: None,
            counts: None,
            ages: Vec::new(),
            attested: None,
        }
    }
}

async fn measure(
    context: &Context,
    connectors: &BTreeMap<SystemName, Connector>,
    asked: &Asked,
    progress: &dyn Progress,
) -> Found {
    let mut found = Found::new(asked.promise.clone(), Verdict::Kept, context.now());
    found.line = Some(asked.line);
    progress.counting(&asked.overdue.dataset);
    let counted = async {
        let Some(connector) = connectors.get(&asked.overdue.system) else {
            return Err(format!("system `{}` does not answer", asked.overdue.system));
        };
        let told = |fault: gallra_connect::ConnectError| fault.to_string();
        let overdue = connector.measure(&asked.overdue).await.map_err(told)?;
        let alive = connector.measure(&asked.alive).await.map_err(told)?;
        let Some(oldest) = alive.oldest else { return Ok((overdue, alive, Vec::new())) };
        let bars = asked.bars(oldest, context.today());
        let classes: Vec<_> = bars.iter().map(|bar| bar.before.clone()).collect();
        let rows = connector.classify(&asked.alive, &classes).await.map_err(told)?;
        let ages = bars.iter().zip(rows).map(|(bar, rows)| Age { from: bar.from, to: bar.to, rows });
        Ok((overdue, alive, ages.collect()))
    };
    match counted.await {
        Ok((overdue, alive, ages)) => {
            let (verdict, counts) = asked.judge(&overdue, &alive);
            (found.verdict, found.counts, found.ages) = (verdict, Some(counts), ages);
        }
        Err(reason) => found.verdict = Verdict::NotChecked { reason: Reason::Told(reason) },
    }
    found
}

/// Where only a person can look, the latest attestation that is still good decides; one that has run out is a broken
/// promise, for it was promised that somebody looks.
fn by_attestation(promise: Promise, known: &[Attestation], today: Date, at: Timestamp) -> Found {
    let dataset = promise.dataset.as_ref().map_or("", DatasetName::as_str);
    let latest = attest::latest(known, promise.activity.as_str(), dataset, &promise.rule);
    let verdict = match latest {
        Ok(said) if said.until >= today => Verdict::Kept,
        Ok(_) => Verdict::Broken,
        Err(true) => Verdict::NotChecked { reason: Reason::OtherPromise },
        Err(false) => Verdict::NotChecked { reason: Reason::NeverAttested },
    };
    let attested =
        latest.ok().map(|said| Attested { role: said.role.clone(), at: said.at, until: said.until });
    Found { attested, ..Found::new(promise, verdict, at) }
}

pub(crate) fn is_manual(context: &Context, system: Option<&SystemName>) -> bool {
    let system = system.and_then(|name| context.policy.systems.get(name));
    system.is_some_and(|system| system.kind == SystemKind::Manual)
}

/// By what a promise is known in the history: activity, dataset, rule. One that a system makes has no activity: the
/// system's name stands where a dataset's does.
type Key = [String; 3];

fn key(promise: &Promise) -> Key {
    let dataset = promise.dataset.as_ref().map(ToString::to_string).unwrap_or_default();
    [promise.activity.to_string(), dataset, promise.rule.clone()]
}

fn key_of(promise: &gallra_rules::live::Promise) -> Key {
    [String::new(), promise.system.to_string(), promise.promise.as_str().to_owned()]
}

/// Since when it has been so, from the audits before.
async fn remember(context: &Context, found: &mut Found, at: Timestamp) -> Result<(), AppError> {
    let [activity, dataset, rule] = key(&found.promise);
    found.since = at;
    if let Some(past) = context.store.measured_before(&activity, &dataset, &rule).await? {
        found.overdue_before = Some(past.overdue);
        if past.verdict == word(&found.verdict) {
            found.since = past.since;
        }
    }
    Ok(())
}

/// Verdicts and leaf in one transaction.
async fn keep(context: &Context, report: &Report) -> Result<(), AppError> {
    let mut tx = context.store.write().await?;
    let aged =
        report.promises.iter().map(|found| (key(&found.promise), &found.verdict, found.counts.clone()));
    let live = report.live.iter().map(|found| (key_of(&found.promise), &found.verdict, None));
    let people = people::verdicts(report).map(|(key, verdict)| (key, verdict, None));
    for ([activity, dataset, rule], verdict, counts) in aged.chain(live).chain(people) {
        let counts = counts.unwrap_or_default();
        let measured = Measured {
            activity,
            dataset,
            rule,
            at: report.at,
            verdict: word(verdict).to_owned(),
            overdue: counts.overdue,
            oldest: counts.oldest,
        };
        tx.measured(&measured).await?;
    }
    let audited = Audited {
        report: evidence::hash(&ContentHash::of(report)?)?,
        policy: evidence::hash(context.policy.hash())?,
        kept: report.count(|verdict| *verdict == Verdict::Kept),
        broken: report.count(|verdict| *verdict == Verdict::Broken),
        not_checked: report.count(|verdict| matches!(verdict, Verdict::NotChecked { .. })),
    };
    let now = context.now();
    tx.append(&evidence::leaf(now, audited)?, now, None).await?;
    tx.commit().await?;
    // If we crash here: the verdicts are kept, and the next command publishes the leaf.
    evidence::publish(context).await
}

/// The verdict as the state and programs name it.
pub fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Kept => "kept",
        Verdict::Broken => "broken",
        Verdict::NotChecked { .. } => "not_checked",
    }
}
