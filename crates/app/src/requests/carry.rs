//! What is done in the systems, kind by kind, and what is known of it afterwards.

use std::collections::{BTreeMap, BTreeSet};

use gallra_ledger::{EndedKept, RequestedFound, RequestedPart, RowCounts};
use gallra_rules::inventory::Reach;
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::Plan;
use gallra_rules::plan::decide::{Because, Group, Verdict};
use gallra_rules::request::Kind;
use gallra_store::{About as Told, Conflict, OpposedKind, OpposedOutcome, RunId, StoreError};

use super::about::{Origin, Packed};
use super::after::notify;
use super::work::Going;
use super::{Handler, Loaded};
use crate::evidence::code;
use crate::progress::Progress;
use crate::report::StepReport;
use crate::subject::access::{Options, What, package};
use crate::subject::{erase, object, pending, rectify, restrict};
use crate::{AppError, Context, Stale, approval, planning};

/// The folder in the state folder in which packages lie until they expire.
const PACKAGES: &str = "packages";

/// Does it. Gives the systems that failed or did not answer.
pub(super) async fn carry(
    context: &Context,
    handler: &Handler,
    loaded: &mut Loaded,
    going: &Going,
    progress: &dyn Progress,
) -> Result<BTreeSet<SystemName>, AppError> {
    let mut failed = BTreeSet::new();
    match loaded.kind() {
        Kind::Erase => failed.extend(erased(context, handler, loaded, going, progress).await?),
        Kind::Access | Kind::Port => failed.extend(packed(context, loaded, progress).await?),
        Kind::Rectify => corrected(context, loaded, going, progress).await?,
        Kind::Restrict => restricted(context, handler, loaded).await?,
        Kind::Object => objected(context, handler, loaded).await?,
        // Somebody looks: the handler's notes say what came of it.
        Kind::Human => {}
    }
    Ok(failed)
}

/// The name under which other parts of the state know a request.
fn name(loaded: &Loaded) -> String {
    loaded.number.to_string()
}

/// The package of what we have about the person (Art. 15, 20).
async fn packed(
    context: &Context,
    loaded: &mut Loaded,
    progress: &dyn Progress,
) -> Result<BTreeSet<SystemName>, AppError> {
    let folder = context.store.folder().join(PACKAGES);
    let language = match super::letters::language(context, loaded).as_str() {
        "en" => "en",
        _ => "sv",
    };
    let mut options = Options::new(folder, language);
    if loaded.kind() == Kind::Port {
        options.what = What::Portable;
    }
    options.on_behalf = loaded.about.origin == Origin::Customer;
    let made = package(context, &name(loaded), &loaded.about.person, &options, progress).await?;
    let failed = silent_since(context, loaded, &made.not_checked, progress).await?;
    // If we crash here: a package lies there that nobody can open; the same call makes another in its place.
    let withheld = made.to_review.values().flat_map(BTreeMap::values).sum();
    let about = &mut loaded.about;
    about.parts.clear();
    for (dataset, rows) in &made.records {
        let Some(known) = context.policy.datasets.get(dataset) else { continue };
        about.parts.push(part(&known.system, dataset, *rows, |found| found.untouched = *rows));
    }
    let lasting = made.not_checked.into_iter().filter(|(name, _)| {
        context.policy.datasets.get(name).is_none_or(|dataset| !failed.contains(&dataset.system))
    });
    about.person.not_checked.extend(lasting);
    if let Some(before) = about.package.take().filter(|before| before.path != made.path) {
        // One that lacked something, and that nobody was given. If we crash before this: it goes when it expires.
        about.files.retain(|file| file.path != before.path);
        if let Err(fault) = std::fs::remove_file(&before.path)
            && fault.kind() != std::io::ErrorKind::NotFound
        {
            return Err(AppError::Evidence { path: before.path, cause: fault.to_string() });
        }
    }
    about.package =
        Some(Packed { path: made.path.clone(), of_others: made.of_others, withheld, expires: made.expires });
    about.wrote("package", made.path, made.made);
    loaded.passphrase = made.passphrase;
    Ok(failed)
}

/// Systems that answered when the person was looked for, and do not answer now: they may answer later.
async fn silent_since(
    context: &Context,
    loaded: &Loaded,
    not_checked: &BTreeMap<DatasetName, String>,
    progress: &dyn Progress,
) -> Result<BTreeSet<SystemName>, AppError> {
    let known = &loaded.about.person.not_checked;
    let new = not_checked.keys().filter(|name| !known.contains_key(*name));
    let systems: BTreeSet<SystemName> = new
        .filter_map(|name| context.policy.datasets.get(name))
        .map(|dataset| dataset.system.clone())
        .collect();
    if systems.is_empty() {
        return Ok(systems);
    }
    let (seen, _) = planning::look_into(context, progress, |system| systems.contains(system)).await?;
    let silent = |system: &SystemName| matches!(seen.systems.get(system), Some(Reach::NotReached { .. }));
    Ok(systems.into_iter().filter(silent).collect())
}

/// Rows of a dataset, before it is said what became of them.
#[derive(Default)]
struct Rows {
    changed: u64,
    held: u64,
    untouched: u64,
    failed: u64,
    kept: Vec<EndedKept>,
}

fn part(
    system: &SystemName,
    dataset: &DatasetName,
    matched: u64,
    say: impl FnOnce(&mut Rows),
) -> RequestedPart {
    let mut rows = Rows::default();
    say(&mut rows);
    let Rows { changed, held, untouched, failed, kept } = rows;
    RequestedPart {
        system: system.to_string(),
        dataset: dataset.to_string(),
        found: RequestedFound::Searched {
            matched,
            erased: 0,
            anonymised: 0,
            changed,
            held,
            kept,
            untouched,
            failed,
        },
    }
}

/// What is wrong is put right, in every system that has it (Art. 16).
async fn corrected(
    context: &Context,
    loaded: &mut Loaded,
    going: &Going,
    progress: &dyn Progress,
) -> Result<(), AppError> {
    let Some(correction) = loaded.about.asks.correct.clone() else { return Ok(()) };
    let request = name(loaded);
    let done =
        rectify::rectify(context, &request, &loaded.about.person, &correction, &going.pace, progress).await?;
    let mut rows: BTreeMap<(SystemName, DatasetName), (u64, Rows)> = BTreeMap::new();
    for line in &done.lines {
        let (matched, so_far) = rows.entry((line.system.clone(), line.dataset.clone())).or_default();
        *matched += line.rows;
        match &line.outcome {
            rectify::Outcome::Changed => so_far.changed += line.rows,
            rectify::Outcome::Held { .. } => so_far.held += line.rows,
            rectify::Outcome::Kept { source } => {
                let basis = Some(source.clone());
                so_far.kept.push(EndedKept { why: code("law")?, rows: line.rows, basis, until: None });
            }
            rectify::Outcome::WillChange | rectify::Outcome::Left => so_far.failed += line.rows,
            _ => so_far.untouched += line.rows,
        }
    }
    let about = &mut loaded.about;
    about.parts = rows
        .into_iter()
        .map(|((system, dataset), (matched, sum))| part(&system, &dataset, matched, |rows| *rows = sum))
        .collect();
    about.rectified = done.lines;
    about.person = done.person;
    told(context, loaded, Told::Rectified).await
}

/// The person's records are only stored from now on (Art. 18).
async fn restricted(context: &Context, handler: &Handler, loaded: &mut Loaded) -> Result<(), AppError> {
    let ground = match loaded.about.asks.restrict.as_deref() {
        Some("unlawful") => restrict::Ground::Unlawful,
        Some("claims") => restrict::Ground::Claims,
        Some("objection") => restrict::Ground::Objection,
        _ => restrict::Ground::Accuracy,
    };
    let request = name(loaded);
    let done = restrict::restrict(context, &request, &loaded.about.person, ground, &handler.by).await?;
    let about = &mut loaded.about;
    about.parts.clear();
    for (dataset, rows) in &done.records {
        let Some(known) = context.policy.datasets.get(dataset) else { continue };
        about.parts.push(part(&known.system, dataset, *rows, |found| found.changed = *rows));
    }
    about.person.not_checked.extend(done.not_restricted);
    told(context, loaded, Told::Restricted).await
}

/// An objection: to direct marketing it is done at once; to a legitimate interest what was weighed decides (Art. 21).
async fn objected(context: &Context, handler: &Handler, loaded: &mut Loaded) -> Result<(), AppError> {
    let request = name(loaded);
    let (on, about) = (loaded.request.received_on(), &loaded.about);
    let by = handler.by.as_str();
    if about.asks.marketing {
        let mut given = about.given.clone();
        given.extend(about.known.iter().cloned());
        object::to_marketing(context, &request, (&about.person, &given), &BTreeSet::new(), (on, by)).await?;
    }
    let said = about.notes.last().map(|note| note.text.as_str());
    for activity in &about.asks.objects_to {
        let known = object::list(context, Some(&request)).await?;
        let this = known.iter().find(|opposed| opposed.activity == *activity);
        if this.is_none() {
            let kind = OpposedKind::Interest;
            object::take(context, &request, &BTreeSet::from([activity.clone()]), kind, on).await?;
        }
        if this.is_some_and(|opposed| opposed.outcome.is_some()) {
            continue;
        }
        let outcome = match about.weighed.exemptions.get(activity) {
            Some(_) => OpposedOutcome::Grounds,
            None => OpposedOutcome::Stopped,
        };
        // Who refuses has said why; who grants may have said nothing more.
        let reasons = said.unwrap_or("no ground of ours outweighs it");
        let which = (request.as_str(), activity, OpposedKind::Interest);
        object::decide(context, which, outcome, &about.person, (by, reasons)).await?;
    }
    Ok(())
}

/// Which recipients have to be told of it (Art. 19).
async fn told(context: &Context, loaded: &mut Loaded, what: Told) -> Result<(), AppError> {
    let changed = loaded.about.parts.iter().filter(|part| match &part.found {
        RequestedFound::Searched { erased, anonymised, changed, .. } => erased + anonymised + changed > 0,
        _ => false,
    });
    let datasets = changed.map(|part| DatasetName::new(part.dataset.as_str())).collect();
    notify(context, loaded, (&datasets, what)).await
}

async fn erased(
    context: &Context,
    handler: &Handler,
    loaded: &mut Loaded,
    going: &Going,
    progress: &dyn Progress,
) -> Result<BTreeSet<SystemName>, AppError> {
    let Some(plan) = loaded.about.plan.clone() else { return Ok(BTreeSet::new()) };
    let systems = plan.steps.iter().map(|step| (step.dataset.clone(), step.system.clone())).collect();
    let (mut done, mut away) = (BTreeMap::new(), None);
    // A plan that finds nothing left to erase was approved by nobody, and there is nothing to carry out.
    let erases = loaded.about.groups.iter().any(|(group, rows)| *rows > 0 && group.verdict.changes());
    if erases {
        let approved = approval::find(context, &plan).await?;
        let applied = erase::apply(context, &approved, &loaded.about.person, &going.pace, progress).await;
        match applied {
            // The second: it was carried out, and we crashed before that was noted.
            Ok(_) | Err(AppError::Store(StoreError::Conflict(Conflict::AlreadyFinished(_)))) => {}
            Err(AppError::Unreachable { system, .. }) => away = Some(system),
            Err(fault @ AppError::Stale(Stale::Shapes | Stale::Holds | Stale::Policy | Stale::Keys)) => {
                let (on, by) = (context.today(), handler.actor(gallra_rules::request::Role::Gallra));
                let run = RunId::of(&plan.hash()?);
                if is_begun(context, &run).await? {
                    let done = steps(context, &plan, &run).await?;
                    loaded.about.parts = parts(&loaded.about.groups, &done, &systems)?;
                    loaded.about.runs.insert(run.0);
                }
                loaded.about.keep_what_was_done();
                loaded.moved(context, handler, |request| request.locate(on, by)).await?;
                return Err(fault);
            }
            Err(fault) => return Err(fault),
        }
        let run = RunId::of(&plan.hash()?);
        done = steps(context, &plan, &run).await?;
        if away.is_none() || is_begun(context, &run).await? {
            loaded.about.runs.insert(run.0);
        }
    }
    loaded.about.parts = parts(&loaded.about.groups, &done, &systems)?;
    if let Some(system) = away {
        return Ok(BTreeSet::from([system]));
    }
    let request = name(loaded);
    if erases {
        // From now on a restore that brings it back is known again, until no backup holds it.
        pending::erased(context, &request, context.today()).await?;
        told(context, loaded, Told::Erased).await?;
    }
    let broken = |part: &&RequestedPart| matches!(part.found, RequestedFound::Searched { failed: 1.., .. });
    Ok(loaded.about.parts.iter().filter(broken).map(|part| SystemName::new(part.system.as_str())).collect())
}

async fn is_begun(context: &Context, run: &RunId) -> Result<bool, AppError> {
    Ok(context.store.runs().await?.iter().any(|known| known.id == *run))
}

/// The rows of each dataset by what came of them, as the run has recorded them; failed, where a step has no outcome.
async fn steps(
    context: &Context,
    plan: &Plan,
    run: &RunId,
) -> Result<BTreeMap<DatasetName, RowCounts>, AppError> {
    let mut done: BTreeMap<DatasetName, RowCounts> = BTreeMap::new();
    for step in &plan.steps {
        let record = context.store.step(run, &step.id).await?;
        let report = record.and_then(|record| record.outcome).map(|outcome| outcome.report);
        let report: Option<StepReport> = report.map(serde_json::from_value).transpose()?;
        let rows = match report {
            Some(report) => report.rows,
            None => RowCounts { failed: step.expected.disposable, ..RowCounts::default() },
        };
        let sum = done.entry(step.dataset.clone()).or_default();
        *sum = sum.checked_add(rows).unwrap_or(*sum);
    }
    Ok(done)
}

/// What is told of each dataset: what the run did with those that go, and what was decided of those that stay.
fn parts(
    groups: &[(Group, u64)],
    done: &BTreeMap<DatasetName, RowCounts>,
    systems: &BTreeMap<DatasetName, SystemName>,
) -> Result<Vec<RequestedPart>, AppError> {
    let mut datasets: BTreeMap<&DatasetName, &SystemName> = systems.iter().collect();
    datasets.extend(groups.iter().map(|(group, _)| (&group.dataset, &group.system)));
    let mut parts = Vec::new();
    for (dataset, system) in datasets {
        let rows = done.get(dataset).copied().unwrap_or_default();
        let (mut held, mut untouched, mut kept) = (rows.held, 0, Vec::new());
        for (group, number) in groups.iter().filter(|(group, rows)| group.dataset == *dataset && *rows > 0) {
            match &group.verdict {
                Verdict::Erase | Verdict::Anonymise { .. } => {}
                Verdict::Held(_) => held += number,
                Verdict::Shared => untouched += number,
                other => kept.push(why(other, *number)?),
            }
        }
        if rows.kept > 0 {
            kept.push(EndedKept { why: code("law")?, rows: rows.kept, basis: None, until: None });
        }
        let failed = rows.failed + rows.skipped + rows.not_checked;
        let kept_rows: u64 = kept.iter().map(|kept| kept.rows).sum();
        let matched = rows.erased + rows.anonymised + held + kept_rows + untouched + failed;
        parts.push(RequestedPart {
            system: system.to_string(),
            dataset: dataset.to_string(),
            found: RequestedFound::Searched {
                matched,
                erased: rows.erased,
                anonymised: rows.anonymised,
                changed: 0,
                held,
                kept,
                untouched,
                failed,
            },
        });
    }
    Ok(parts)
}

/// Why records stay, in a word, with the law that keeps them.
fn why(verdict: &Verdict, rows: u64) -> Result<EndedKept, AppError> {
    let (word, basis) = match verdict {
        Verdict::Keep { because: Because::Duty { source }, .. } => ("law", Some(source.short().to_owned())),
        Verdict::Keep { because: Because::InForce, .. } => ("contract", None),
        Verdict::Keep { because: Because::Exempt(_), .. } => {
            ("exemption", verdict.article().map(str::to_owned))
        }
        Verdict::Keep { because: Because::Needed, .. } => ("needed", None),
        Verdict::Locked => ("locked", None),
        Verdict::Task { .. } => ("task", None),
        Verdict::NotOurs(_) => ("customer_decides", None),
        _ => ("undecided", None),
    };
    Ok(EndedKept { why: code(word)?, rows, basis, until: None })
}
