//! The middle of a request's life: searched, decided, approved, carried out, answered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use gallra_rules::names::{ActivityName, SystemName};
use gallra_rules::plan::decide::{Question, Verdict};
use gallra_rules::policy::Role as Capacity;
use gallra_rules::request::{Ground, Kind, Left, NoMove, Request, Role};
use gallra_store::RunId;
use gallra_store::register::RequestNumber;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::about::{Answered, Origin};
use super::error::RequestError;
use super::same::nothing_waits;
use super::task::Task;
use super::teller::{kind_word, last_day};
use super::{Handler, Loaded, carry, certify, glue, letters, load, reply};
use crate::apply::Pace;
use crate::progress::{Progress, Silent};
use crate::subject::{erase, pending};
use crate::{AppError, Context};

/// So many days before the last one a system that does not answer is not waited for any more: the answer names it.
const NAMED_WITHIN: i64 = 3;
/// So many days before the last one a person's task is due.
const TASK_BEFORE: i64 = 7;

/// What the handler has weighed and told apart, on top of what was said before.
#[derive(Clone, Debug, Default)]
pub struct Weighing {
    /// Activities whose contract with the person is in force, or not.
    pub contracts: BTreeMap<ActivityName, bool>,
    /// Exemptions that apply.
    pub exemptions: BTreeMap<ActivityName, Ground>,
    /// That none applies.
    pub no_exemption: BTreeSet<ActivityName>,
    /// The customer has told us to erase.
    pub instructed: BTreeSet<ActivityName>,
    /// Doubtful matches that are the person's.
    pub theirs: BTreeSet<String>,
    /// Doubtful matches that are not.
    pub not_theirs: BTreeSet<String>,
    /// Whether an automated decision was changed when somebody looked at it (Art. 22(3)).
    pub changed: Option<bool>,
    /// Go on without the systems that do not answer, before that is due: the answer names them.
    pub name_gaps: bool,
}

/// How a request is carried out.
#[derive(Clone, Debug, Default)]
pub struct Going {
    /// How gently.
    pub pace: Pace,
    /// As [`Weighing::name_gaps`].
    pub name_gaps: bool,
}

/// Searches every system for the person. Again, whenever a system was silent or an identifier was added.
///
/// # Errors
/// [`RequestError::Move`]; those of the search.
pub async fn locate(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    progress: &dyn Progress,
) -> Result<Loaded, AppError> {
    let mut loaded = load(context, handler, number).await?;
    search(context, handler, &mut loaded, progress).await?;
    Ok(loaded)
}

async fn search(
    context: &Context,
    handler: &Handler,
    loaded: &mut Loaded,
    progress: &dyn Progress,
) -> Result<(), AppError> {
    let (on, by) = (context.today(), handler.actor(Role::Handler));
    possible(loaded, |request| request.locate(on, by.clone()))?;
    let found = glue::search(context, handler, &loaded.about, progress).await?;
    let about = &mut loaded.about;
    about.person = found.person;
    about.known = found.known;
    about.names = found.names;
    about.doubtful = found.doubtful;
    about.mentions = found.mentions;
    about.silent = found.silent;
    about.failing.clear();
    about.groups.clear();
    about.plan = None;
    for (dataset, (system, role)) in found.manual {
        let what = kind_word(loaded.request.kind()).to_owned();
        let due = due(loaded, on);
        add_task(loaded, Task { id: 0, system, dataset, what, role, due, done: None });
    }
    loaded.moved(context, handler, |request| request.locate(on, by)).await
}

/// When a task is due: some days before the answer is, and not before today.
fn due(loaded: &Loaded, today: Date) -> Date {
    last_day(loaded.request.clock(today)).saturating_sub(TASK_BEFORE.days()).max(today)
}

fn add_task(loaded: &mut Loaded, task: Task) {
    let tasks = &mut loaded.about.tasks;
    if tasks.iter().any(|known| known.dataset == task.dataset && known.what == task.what) {
        return;
    }
    let id = tasks.iter().map(|task| task.id).max().unwrap_or(0) + 1;
    tasks.push(Task { id, ..task });
}

/// Decides what becomes of the person's records; for an erasure with a plan that a second person approves.
///
/// # Errors
/// [`RequestError::Doubtful`], [`RequestError::Open`], [`RequestError::Failing`] where something has to be said, or waited for,
/// first; what was said is kept. [`RequestError::Move`].
pub async fn decide(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    weighing: &Weighing,
    progress: &dyn Progress,
) -> Result<Loaded, AppError> {
    let mut loaded = load(context, handler, number).await?;
    let (on, by) = (context.today(), handler.actor(Role::Handler));
    possible(&loaded, |request| request.decide(on, by.clone(), false))?;
    let unfit = weighing.exemptions.values().find(|ground| !ground.exempts(loaded.kind()));
    if let Some(ground) = unfit {
        return Err(RequestError::NoGround { number, kind: loaded.kind(), ground: *ground }.into());
    }
    if weigh(context, &mut loaded, weighing) {
        search(context, handler, &mut loaded, progress).await?;
    }
    let doubtful = loaded.about.doubtful.len() as u64;
    if doubtful > 0 {
        return Err(RequestError::Doubtful { number, doubtful }.into());
    }
    waited(context, &loaded, loaded.about.silent.iter(), weighing.name_gaps)?;
    if let Err(fault) = weighed(&loaded) {
        loaded.save(context, handler, None).await?;
        return Err(fault.into());
    }
    let mut erases = false;
    if loaded.kind() == Kind::Erase {
        let about = &loaded.about;
        let planned =
            erase::plan(context, &number.to_string(), &about.person, &about.weighed, progress).await?;
        if !planned.decision.questions.is_empty() {
            loaded.save(context, handler, None).await?;
            let open = planned.decision.questions.iter().map(question).collect();
            return Err(RequestError::Open { number, open }.into());
        }
        erases = planned.decision.erases();
        let due = due(&loaded, on);
        for (group, rows) in &planned.decision.groups {
            if let (Verdict::Task { what, by }, 1..) = (&group.verdict, rows) {
                let what =
                    what.get(loaded.about.language.as_deref().unwrap_or("sv")).unwrap_or_default().to_owned();
                let (system, dataset, role) = (group.system.clone(), group.dataset.clone(), by.clone());
                add_task(&mut loaded, Task { id: 0, system, dataset, what, role, due, done: None });
            }
        }
        let about = &mut loaded.about;
        about.person = planned.person;
        about.person.not_checked.extend(planned.decision.not_checked);
        about.groups = planned.decision.groups;
        about.plan = Some(planned.made.plan);
    }
    loaded.moved(context, handler, |request| request.decide(on, by, erases)).await?;
    Ok(loaded)
}

/// Takes in what was weighed. Whether something was told apart, so that it has to be searched again.
fn weigh(context: &Context, loaded: &mut Loaded, weighing: &Weighing) -> bool {
    let about = &mut loaded.about;
    let weighed = &mut about.weighed;
    weighed.contracts.extend(weighing.contracts.clone());
    for (activity, ground) in &weighing.exemptions {
        weighed.exemptions.insert(activity.clone(), *ground);
        weighed.no_exemption.remove(activity);
    }
    for activity in &weighing.no_exemption {
        weighed.no_exemption.insert(activity.clone());
        weighed.exemptions.remove(activity);
    }
    weighed.instructed.extend(weighing.instructed.iter().cloned());
    about.changed = weighing.changed.or(about.changed);
    if about.origin == Origin::Customer {
        // It is the customer's own instruction.
        let processed =
            context.policy.activities.iter().filter(|(_, activity)| activity.role == Capacity::Processor);
        weighed.instructed.extend(processed.map(|(name, _)| name.clone()));
    }
    let before = (about.accepted.len(), about.rejected.len());
    about.accepted.extend(weighing.theirs.iter().cloned());
    about.rejected.extend(weighing.not_theirs.iter().cloned());
    before != (about.accepted.len(), about.rejected.len())
}

/// What only a person can weigh is weighed, and the person will read why: an objection to a legitimate interest (Art. 21(1)), and
/// an automated decision (Art. 22(3)). To direct marketing nothing is weighed (Art. 21(3)).
fn weighed(loaded: &Loaded) -> Result<(), RequestError> {
    let (number, about) = (loaded.number, &loaded.about);
    let (open, needs_reasons) = match loaded.kind() {
        Kind::Object => {
            let weighed = &about.weighed;
            let is_open = |name: &&ActivityName| {
                !weighed.exemptions.contains_key(*name) && !weighed.no_exemption.contains(*name)
            };
            let open = about.asks.objects_to.iter().filter(is_open).map(ToString::to_string);
            (open.collect(), about.asks.objects_to.iter().any(|name| weighed.exemptions.contains_key(name)))
        }
        Kind::Human if about.changed.is_none() => {
            return Err(RequestError::NotWeighed { number, open: Vec::new() });
        }
        Kind::Human => (Vec::new(), true),
        _ => return Ok(()),
    };
    if !open.is_empty() {
        return Err(RequestError::NotWeighed { number, open });
    }
    if needs_reasons && about.notes.is_empty() {
        return Err(RequestError::NoReasons(number));
    }
    Ok(())
}

fn question(question: &Question) -> String {
    match question {
        Question::InForce(activity) | Question::Floor(activity) => activity.to_string(),
    }
}

/// A second person agrees.
///
/// # Errors
/// [`RequestError::Waits`] for another request of the same person; [`RequestError::Move`], also for whoever decided; those of
/// [`crate::approval::approve`].
pub async fn approve(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    expected: Option<u64>,
) -> Result<Loaded, AppError> {
    let mut loaded = load(context, handler, number).await?;
    let (on, by) = (context.today(), handler.actor(Role::Approver));
    possible(&loaded, |request| request.approve(on, by.clone()))?;
    nothing_waits(context, handler, &loaded).await?;
    if let Some(plan) = &loaded.about.plan {
        // Before anything is erased, what will be is remembered by keyed hashes, so that it is known if it comes back.
        pending::remember(context, &number.to_string(), &loaded.about.person, &loaded.about.weighed, &Silent)
            .await?;
        erase::approve(context, plan, &loaded.about.person, &handler.by, expected).await?;
        // If we crash here: the plan is approved, the request is not; the same call approves it.
    }
    loaded.moved(context, handler, |request| request.approve(on, by)).await?;
    Ok(loaded)
}

/// Carries it out, or goes on with it. A system that failed or did not answer keeps it open, and the same call tries again,
/// until a few days before the last one: then the answer names it. An erasure goes back to *located* for that, and is decided and
/// approved anew: without a system that does not answer, if nothing was begun; and for what a plan could not do, since a plan is
/// carried out once. Open tasks keep it open too.
///
/// # Errors
/// [`RequestError::Failing`], [`RequestError::Waits`], [`RequestError::Move`]; [`AppError::Stale`] if what was approved does not
/// hold any more: then it is located and decided again.
pub async fn carry_out(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    going: &Going,
    progress: &dyn Progress,
) -> Result<Loaded, AppError> {
    let mut loaded = load(context, handler, number).await?;
    let (on, by) = (context.today(), handler.actor(Role::Gallra));
    possible(&loaded, |request| request.carry_out(on, by.clone(), Left::default()))?;
    nothing_waits(context, handler, &loaded).await?;
    let tried_before = !loaded.about.failing.is_empty();
    let failed = carry::carry(context, handler, &mut loaded, going, progress).await?;
    let since = |system: &SystemName| loaded.about.failing.get(system).copied().unwrap_or(on);
    loaded.about.failing = failed.iter().map(|system| (system.clone(), since(system))).collect();
    // If we crash here: the systems know what was done, and the same call finds it done.
    loaded.save(context, handler, None).await?;
    let waits = waited(context, &loaded, failed.iter(), going.name_gaps);
    if loaded.kind() == Kind::Erase && !failed.is_empty() {
        match (run_of(context, &loaded).await?, &waits) {
            // Nothing is begun, and nobody waits any longer: what is elsewhere can be done without.
            (Begun::Not, Ok(())) => {
                loaded.about.parts.clear();
                search(context, handler, &mut loaded, progress).await?;
                return Ok(loaded);
            }
            // A plan is carried out once: what it could not do needs another.
            (Begun::Finished, Err(_)) if tried_before => {
                loaded.about.keep_what_was_done();
                loaded.about.failing.clear();
                loaded.moved(context, handler, |request| request.locate(on, by)).await?;
                return Ok(loaded);
            }
            _ => {}
        }
    }
    waits?;
    name_gaps(context, &mut loaded, &failed);
    let not_done = failed.union(&loaded.about.silent).cloned().collect();
    let left = Left { open_tasks: loaded.about.open_tasks(), not_done };
    loaded.moved(context, handler, |request| request.carry_out(on, by, left)).await?;
    Ok(loaded)
}

/// How far the run of a plan is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Begun {
    Not,
    Open,
    Finished,
}

pub(super) async fn run_of(context: &Context, loaded: &Loaded) -> Result<Begun, AppError> {
    let Some(plan) = &loaded.about.plan else { return Ok(Begun::Not) };
    let run = RunId::of(&plan.hash()?);
    let known = context.store.runs().await?.into_iter().find(|known| known.id == run);
    Ok(match known.map(|known| known.finished_at) {
        None => Begun::Not,
        Some(None) => Begun::Open,
        Some(Some(_)) => Begun::Finished,
    })
}

/// What lies in systems that are not waited for any more, and of which nothing is known otherwise, is not checked.
fn name_gaps(context: &Context, loaded: &mut Loaded, systems: &BTreeSet<SystemName>) {
    let about = &mut loaded.about;
    for (name, dataset) in &context.policy.datasets {
        if systems.contains(&dataset.system) && !about.parts.iter().any(|part| part.dataset == name.as_str())
        {
            let why = format!("`{}` does not answer", dataset.system);
            about.person.not_checked.entry(name.clone()).or_insert(why);
        }
    }
}

/// Refuses to go on without systems that may answer later.
fn waited<'s>(
    context: &Context,
    loaded: &Loaded,
    systems: impl Iterator<Item = &'s SystemName>,
    name_gaps: bool,
) -> Result<(), RequestError> {
    let systems: Vec<SystemName> = systems.cloned().collect();
    let today = context.today();
    let until = last_day(loaded.request.clock(today)).saturating_sub(NAMED_WITHIN.days());
    if systems.is_empty() || name_gaps || today >= until {
        return Ok(());
    }
    Err(RequestError::Failing { number: loaded.number, systems, until })
}

/// Writes the answer, notes that it went out, and issues the certificate. Gives the letter and the certificate.
///
/// # Errors
/// [`RequestError::Move`]; those of [`certify`].
pub async fn answer(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    how: &str,
) -> Result<(PathBuf, PathBuf), AppError> {
    let mut loaded = load(context, handler, number).await?;
    let (on, by) = (context.today(), handler.actor(Role::Handler));
    possible(&loaded, |request| request.answer(on, by.clone()))?;
    let letter = reply::letter(context, &loaded).await?;
    let path = letters::written(context, &loaded, ("answer", letters::person(&loaded)), &letter)?;
    // If we crash here: a letter lies there, and the same call writes it again.
    loaded.about.wrote("letter", path.clone(), on);
    loaded.about.answered = Some(Answered { how: how.to_owned(), on });
    loaded.moved(context, handler, |request| request.answer(on, by)).await?;
    let certified = certify(context, handler, number).await?;
    Ok((path, certified.path))
}

/// Whether a move is possible, before anything is done for it.
fn possible(
    loaded: &Loaded,
    make: impl FnOnce(&mut Request) -> Result<(), NoMove>,
) -> Result<(), RequestError> {
    let mut tried = loaded.request.clone();
    make(&mut tried).map_err(|fault| RequestError::Move { number: loaded.number, fault })
}
