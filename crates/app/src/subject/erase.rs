//! Erasure at a person's request (GDPR Art. 17): what is decided, and the plan, which is then approved and carried out as
//! every other.
//!
//! Reading comes first: which records follow from those that were identified is asked of the systems in sets. Where a
//! record could not be found again once others are gone (a thread whose posts go first, a chain of answers), its key is read
//! and put beside the identified ones. So what [`plan`] hands back is the [`Person`] to be sealed with the request:
//! approving, applying and going on after a crash need the same.

use std::collections::{BTreeMap, BTreeSet};

use gallra_connect::Connector;
use gallra_rules::decide::{Group, Question, Weighed};
use gallra_rules::hold::Holds;
use gallra_rules::inventory::{Inventory, Measure, Shapes};
use gallra_rules::keys::MOST_KEYS;
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::erase::{self, Draft};
use gallra_rules::plan::{self, About, Plan};
use gallra_store::ApprovedPlan;
use jiff::Timestamp;

use super::{Identified, Person};
use crate::apply::{Pace, apply_for};
use crate::planning::{self, Made};
use crate::progress::Progress;
use crate::report::Report;
use crate::{AppError, Context, approval};

/// No further than so many links is followed by predicates where keys cannot be read; what lies beyond is not checked.
const MOST_DEPTH: usize = 6;

/// What is decided about a person's records.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Groups of records with what becomes of them, and how many there are. A group may be empty.
    pub groups: Vec<(Group, u64)>,
    /// What has to be answered before the rest can be decided: see [`Weighed`].
    pub questions: BTreeSet<Question>,
    /// Datasets about which nothing can be decided, and why, in English.
    pub not_checked: BTreeMap<DatasetName, String>,
}

impl Decision {
    /// Whether anything is erased or anonymised, so that a second person has to approve.
    pub fn erases(&self) -> bool {
        self.groups.iter().any(|(group, rows)| *rows > 0 && group.verdict.changes())
    }
}

/// A plan that is about somebody.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The plan, and what was seen on the way.
    pub made: Made,
    /// What it rests on.
    pub decision: Decision,
    /// The person with every key that the plan needs: sealed with the request, and given to [`approve`] and [`apply`].
    pub person: Person,
}

/// Decides about a person's records, and counts them. Nothing is changed in any system.
///
/// # Errors
/// The state's. A system that cannot be reached is no error: its datasets are not checked.
pub async fn decide(
    context: &Context,
    request: &str,
    person: &Person,
    weighed: &Weighed,
    progress: &dyn Progress,
) -> Result<Decision, AppError> {
    let requests = BTreeSet::from([request.to_owned()]);
    Ok(Work::new(context, requests, person, weighed).await?.work_out(progress).await?.decision())
}

/// Plans the erasure of one person. Nothing is changed in any system. Groups about which a question is open stay as they
/// are, and the plan says so.
///
/// # Errors
/// As [`decide`].
pub async fn plan(
    context: &Context,
    request: &str,
    person: &Person,
    weighed: &Weighed,
    progress: &dyn Progress,
) -> Result<Planned, AppError> {
    plan_together(context, &BTreeMap::from([(request.to_owned(), person)]), weighed, progress).await
}

/// Plans the erasure of many people at once, with one set of keys for each dataset: whatever is shared among them alone goes
/// with them. What was weighed holds for all of them. Nothing is changed in any system.
///
/// # Errors
/// As [`decide`].
pub async fn plan_together(
    context: &Context,
    people: &BTreeMap<String, &Person>,
    weighed: &Weighed,
    progress: &dyn Progress,
) -> Result<Planned, AppError> {
    let requests = people.keys().cloned().collect();
    let person = Person::together(people.values().copied());
    let work = Work::new(context, requests, &person, weighed).await?;
    let now = work.now;
    let worked = work.work_out(progress).await?;
    let decision = worked.decision();
    let Worked { work, shapes, connectors, draft, answers, about } = worked;
    let plan = erase::plan(&context.policy, &shapes, &work.holds, now, &about, (&draft, &answers))?;
    let clearing = planning::clearing(&plan, &connectors).await;
    let inventory =
        Inventory { shapes, measures: BTreeMap::new(), not_measured: decision.not_checked.clone() };
    Ok(Planned { made: Made { plan, inventory, clearing }, decision, person: work.person })
}

/// Approves a plan that is about somebody: see [`approval::approve`].
///
/// # Errors
/// As there; [`crate::Stale::Person`] if other records are known to be the person's than the plan names.
pub async fn approve(
    context: &Context,
    plan: &Plan,
    person: &Person,
    by: &str,
    expected: Option<u64>,
) -> Result<ApprovedPlan, AppError> {
    let known = known(plan, person)?;
    approval::approve_for(context, plan, known.as_ref(), by, expected).await
}

/// Carries out an approved plan that is about somebody, or goes on with it: see [`crate::apply::apply`].
///
/// # Errors
/// As there; [`crate::Stale::Person`] if other records are known to be the person's than the plan names.
pub async fn apply(
    context: &Context,
    approved: &ApprovedPlan,
    person: &Person,
    pace: &Pace,
    progress: &dyn Progress,
) -> Result<Report, AppError> {
    let known = known(approved.plan(), person)?;
    apply_for(context, approved, known.as_ref(), pace, progress).await
}

fn known(plan: &Plan, person: &Person) -> Result<Option<super::Known>, AppError> {
    Ok(plan.about.as_ref().map(|about| person.known(&about.name())).transpose()?)
}

/// What is being worked out.
struct Work<'c> {
    context: &'c Context,
    requests: BTreeSet<String>,
    person: Person,
    weighed: Weighed,
    holds: Holds,
    now: Timestamp,
}

/// What came of it.
struct Worked<'c> {
    work: Work<'c>,
    shapes: Shapes,
    connectors: BTreeMap<SystemName, Connector>,
    draft: Draft,
    answers: Vec<Measure>,
    about: About,
}

impl Worked<'_> {
    fn decision(&self) -> Decision {
        Decision {
            groups: self.draft.groups(&self.answers).map(|(group, rows)| (group.clone(), rows)).collect(),
            questions: self.draft.decided.questions.clone(),
            not_checked: self.draft.decided.not_checked.clone(),
        }
    }
}

impl<'c> Work<'c> {
    async fn new(
        context: &'c Context,
        requests: BTreeSet<String>,
        person: &Person,
        weighed: &Weighed,
    ) -> Result<Self, AppError> {
        let holds = context.store.holds_in_force(context.today()).await?;
        let (person, weighed) = (person.clone(), weighed.clone());
        Ok(Self { context, requests, person, weighed, holds, now: context.now() })
    }

    /// Drafts until nothing new is found, nothing lies beyond, and everything is counted.
    async fn work_out(mut self, progress: &dyn Progress) -> Result<Worked<'c>, AppError> {
        let (mut shapes, mut connectors) = planning::look(self.context, progress).await?;
        let others = shapes.keys.clone();
        let (mut depth, mut lost) = (0, self.person.not_checked.clone());
        loop {
            let about = About {
                requests: self.requests.clone(),
                depth,
                weighed: self.weighed.clone(),
                ..About::default()
            };
            let known = self.person.known(&about.name())?;
            let about = About { roots: known.roots, ..about };
            shapes.keys = others.clone();
            shapes.keys.extend(known.seen);
            connectors.values_mut().for_each(|connector| connector.also_know(known.sets.clone()));
            let draft = erase::draft(&self.context.policy, &shapes, &self.holds, self.now, &about, &lost);
            if self.remember(&draft, &connectors, &mut lost).await? {
                continue;
            }
            if let Some(name) = beyond(&draft, &shapes, &connectors, &mut lost).await {
                if depth < MOST_DEPTH {
                    depth += 1;
                } else {
                    let why = format!("its records name each other over more than {MOST_DEPTH} links");
                    lost.insert(name, why);
                }
                continue;
            }
            let Some(answers) = count(&draft, &connectors, &mut lost, progress).await else { continue };
            return Ok(Worked { work: self, shapes, connectors, draft, answers, about });
        }
    }

    /// Reads the keys that have to count as identified. Tells whether there was something new.
    async fn remember(
        &mut self,
        draft: &Draft,
        connectors: &BTreeMap<SystemName, Connector>,
        lost: &mut BTreeMap<DatasetName, String>,
    ) -> Result<bool, AppError> {
        let mut new = false;
        for asked in &draft.remember {
            let read = match connectors.get(&asked.system) {
                Some(connector) => connector.keys(asked).await.map_err(|fault| fault.to_string()),
                None => Err(format!("`{}` does not answer", asked.system)),
            };
            match read {
                Err(why) => new |= lost.insert(asked.dataset.clone(), why).is_none(),
                Ok(set) => {
                    let keys = set.iter().map(|(key, _)| key.to_owned());
                    new |= self.person.add(&asked.dataset, &asked.column, keys);
                }
            }
        }
        if self.person.keys() > MOST_KEYS {
            return Err(AppError::TooMany { keys: self.person.keys() as u64, most: MOST_KEYS as u64 });
        }
        Ok(new)
    }
}

/// The first dataset in which something of the person's lies further than was followed, or could not be counted.
async fn beyond(
    draft: &Draft,
    shapes: &Shapes,
    connectors: &BTreeMap<SystemName, Connector>,
    lost: &mut BTreeMap<DatasetName, String>,
) -> Option<DatasetName> {
    for question in erase::beyond(draft, shapes).filter(|question| !lost.contains_key(&question.dataset)) {
        match measure(&question, connectors).await {
            Ok(Measure { due: 0, .. }) => {}
            Ok(_) => return Some(question.dataset),
            Err(why) => {
                lost.insert(question.dataset.clone(), why);
                return Some(question.dataset);
            }
        }
    }
    None
}

/// The answers to the draft's questions; none if one of them was none, and then it has to be drafted again.
async fn count(
    draft: &Draft,
    connectors: &BTreeMap<SystemName, Connector>,
    lost: &mut BTreeMap<DatasetName, String>,
    progress: &dyn Progress,
) -> Option<Vec<Measure>> {
    let mut answers = Vec::new();
    for question in draft.questions() {
        progress.counting(&question.dataset);
        match measure(question, connectors).await {
            Ok(answer) => answers.push(answer),
            Err(why) => {
                lost.insert(question.dataset.clone(), why);
                return None;
            }
        }
    }
    match draft.fault(&answers) {
        None => Some(answers),
        Some((name, why)) => {
            lost.insert(name, why);
            None
        }
    }
}

async fn measure(
    question: &plan::Question,
    connectors: &BTreeMap<SystemName, Connector>,
) -> Result<Measure, String> {
    let connector =
        connectors.get(&question.system).ok_or_else(|| format!("`{}` does not answer", question.system))?;
    connector.measure(question).await.map_err(|fault| fault.to_string())
}

impl Person {
    /// Several people as one: their keys together.
    pub fn together<'p>(people: impl IntoIterator<Item = &'p Self>) -> Self {
        let mut all = Self::default();
        for person in people {
            for (dataset, records) in &person.records {
                for Identified { column, keys } in records {
                    all.add(dataset, column, keys.iter().cloned());
                }
            }
            all.not_checked.extend(person.not_checked.clone());
            all.salt.push_str(&person.salt);
        }
        all
    }

    /// Adds records. Tells whether any was new.
    pub(crate) fn add(
        &mut self,
        dataset: &DatasetName,
        column: &str,
        keys: impl IntoIterator<Item = String>,
    ) -> bool {
        let mut keys = keys.into_iter().peekable();
        if keys.peek().is_none() {
            return false;
        }
        let records = self.records.entry(dataset.clone()).or_default();
        let at = records.iter().position(|known| known.column == column).unwrap_or_else(|| {
            records.push(Identified { column: column.to_owned(), keys: BTreeSet::new() });
            records.len() - 1
        });
        let Some(known) = records.get_mut(at) else { return false };
        let before = known.keys.len();
        known.keys.extend(keys);
        known.keys.len() > before
    }

    /// How many keys there are.
    fn keys(&self) -> usize {
        self.records.values().flatten().map(|identified| identified.keys.len()).sum()
    }
}
