//! Which records a package is about, and what is asked of each system for it.

use std::collections::{BTreeMap, BTreeSet};

use gallra_connect::Connector;
use gallra_connect::read::ReadQuestion;
use gallra_detect::name::guess;
use gallra_documents::answer::Part;
use gallra_rules::hold::HoldKind;
use gallra_rules::inventory::{ColumnClass, Shapes, TableShape};
use gallra_rules::links::{self, MENTIONING, Theirs};
use gallra_rules::names::{ActivityName, DatasetName, SystemName};
use gallra_rules::plan::Question;
use gallra_rules::plan::decide::{Access, Asked, Field, Shown, Verdict, Weighed, access, decide};
use gallra_rules::policy::{Dataset, Role, SystemKind, Tied};
use gallra_rules::predicate::{Join, Predicate};

use super::Options;
use super::sealed::{self, Sealed};
use crate::progress::Progress;
use crate::subject::Person;
use crate::{AppError, Context, planning};

/// How many records of one kind that belong to each other are followed, one to the next. See decision 20.
const DEEPEST: usize = 8;
/// The column under which the content of files is reviewed and shown.
pub(super) const CONTENT: &str = "content";

/// What of a record each mark of a [`ReadQuestion`] tells.
pub(super) mod marks {
    /// It is the person's.
    pub(crate) const OWN: usize = 0;
    /// It is the person's and somebody else's.
    pub(crate) const SHARED: usize = 1;
}

/// Everything that is asked.
pub(super) struct Reach {
    pub(super) systems: BTreeMap<SystemName, Vec<Wanted>>,
    connectors: BTreeMap<SystemName, Connector>,
    pub(super) not_checked: BTreeMap<DatasetName, String>,
    pub(super) by_hand: BTreeSet<DatasetName>,
    pub(super) for_others: BTreeSet<ActivityName>,
    /// Those that process something that was asked for.
    pub(super) activities: BTreeSet<ActivityName>,
    /// What the register has.
    pub(super) sealed: Sealed,
}

/// What is asked of one dataset.
pub(super) struct Wanted {
    pub(super) dataset: DatasetName,
    pub(super) question: ReadQuestion,
    pub(super) columns: Vec<Column>,
    pub(super) links: Vec<Link>,
    /// How the content of files is shown; none where there are no files.
    pub(super) content: Option<Field>,
    /// Which mark says that the record's processing is restricted.
    pub(super) restricted: Option<usize>,
}

/// A column that is read.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) category: Option<String>,
    pub(super) shown: Shown,
    pub(super) portable: bool,
    /// Whether it tells one person from others: in a record of several it is shown only if it is the person's own.
    pub(super) identifies: bool,
    /// Whether it says which record it is, or when something was: told of other people's records too.
    pub(super) tells_when: bool,
}

/// A link to somebody.
pub(super) struct Link {
    /// The columns that say who, by position.
    pub(super) columns: BTreeSet<usize>,
    /// Which mark says that it is the person.
    pub(super) mark: usize,
}

impl Reach {
    pub(super) fn connector(&self, system: &SystemName) -> Option<&Connector> {
        self.connectors.get(system)
    }

    pub(super) async fn close(&self) {
        for connector in self.connectors.values() {
            connector.close().await;
        }
    }
}

/// Looks which records there are to be asked for.
///
/// # Errors
/// The state's.
pub(super) async fn reach(
    context: &Context,
    request: &str,
    person: &Person,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Reach, AppError> {
    let known = person.known(request)?;
    let (shapes, connectors) = planning::look_for(context, Some(&known), progress).await?;
    let policy = &context.policy;
    let (fields, unreached) = access(policy);
    let mut not_checked = person.not_checked.clone();
    let found = follow(context, &shapes, &known.roots, &connectors, &mut not_checked).await;
    let restricted = restricted(context, &shapes, &found).await?;
    let found = found.theirs;
    let mut sealed = sealed::open(context, person).await?;
    not_checked.append(&mut sealed.not_checked);
    let mut reach = Reach {
        systems: BTreeMap::new(),
        connectors,
        not_checked,
        by_hand: BTreeSet::new(),
        for_others: BTreeSet::new(),
        activities: BTreeSet::new(),
        sealed,
    };
    for name in unreached {
        let why = "nothing in the policy leads from a person to it".to_owned();
        reach.not_checked.entry(name).or_insert(why);
    }
    for (name, dataset) in &policy.datasets {
        let kind = policy.systems.get(&dataset.system).map(|system| system.kind);
        if kind == Some(SystemKind::Manual) && dataset.is_personal() {
            reach.by_hand.insert(name.clone());
        } else if dataset.is_personal()
            && kind != Some(SystemKind::Backup)
            && shapes.not_checked.contains_key(name)
        {
            let why = shapes.not_checked[name].clone();
            reach.not_checked.entry(name.clone()).or_insert(why);
        }
    }
    reach.not_checked.retain(|name, _| !reach.by_hand.contains(name));
    for one in &reach.sealed.wanted {
        let of_it = policy.activities.iter().filter(|(_, activity)| activity.data.contains(&one.dataset));
        let ours = of_it.filter(|(_, activity)| activity.role != Role::Processor);
        reach.activities.extend(ours.map(|(name, _)| name.clone()));
    }
    for (name, theirs) in &found {
        let Some(dataset) = policy.datasets.get(name) else { continue };
        let Some(shape) = shapes.tables.get(name) else { continue };
        let sealed = dataset.in_register().is_some();
        if sealed || reach.by_hand.contains(name) {
            continue;
        }
        let of = |role: fn(Role) -> bool| -> BTreeSet<ActivityName> {
            let all = policy.activities.iter().filter(|(_, it)| it.data.contains(name) && role(it.role));
            all.map(|(name, _)| name.clone()).collect()
        };
        let (ours, others) = (of(|role| role != Role::Processor), of(|role| role == Role::Processor));
        reach.for_others.extend(others.iter().cloned());
        if ours.is_empty() && !others.is_empty() && !options.on_behalf {
            continue;
        }
        reach.activities.extend(ours);
        let wanted = Ask { context, shapes: &shapes, found: &found, restricted: &restricted, options };
        let wanted = wanted.of((name, dataset), shape, theirs, fields.get(name));
        reach.systems.entry(dataset.system.clone()).or_default().push(wanted);
    }
    Ok(reach)
}

type Found = BTreeMap<DatasetName, Theirs>;

/// The records whose processing is restricted (Art. 18), by dataset.
async fn restricted(
    context: &Context,
    shapes: &Shapes,
    found: &links::Found,
) -> Result<BTreeMap<DatasetName, Predicate>, AppError> {
    let mut holds = context.store.holds_in_force(context.today()).await?;
    holds.0.retain(|hold| hold.kind == HoldKind::Restriction);
    if holds.0.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (policy, weighed, now) = (&context.policy, &Weighed::default(), context.now());
    let decided = decide(&Asked { policy, shapes, holds: &holds, found, weighed, now });
    let mut by_dataset: BTreeMap<DatasetName, Vec<Predicate>> = BTreeMap::new();
    for group in decided.groups.into_iter().filter(|group| matches!(group.verdict, Verdict::Held(_))) {
        by_dataset.entry(group.dataset).or_default().push(group.which);
    }
    Ok(by_dataset.into_iter().map(|(name, which)| (name, Predicate::Any(which))).collect())
}

/// Follows records that belong to records of their own kind until there are no more.
async fn follow(
    context: &Context,
    shapes: &Shapes,
    roots: &links::Roots,
    connectors: &BTreeMap<SystemName, Connector>,
    not_checked: &mut BTreeMap<DatasetName, String>,
) -> links::Found {
    for depth in 0..=DEEPEST {
        let found = links::theirs(&context.policy, shapes, roots, depth);
        let mut further = BTreeMap::new();
        for (name, theirs) in found.theirs.iter().filter(|(_, it)| it.beyond != Predicate::never()) {
            let Some(shape) = shapes.tables.get(name) else { continue };
            let Some(connector) = connectors.get(&shape.system) else { continue };
            match connector.measure(&counted(name, shape, &theirs.beyond)).await {
                Ok(measure) if measure.due == 0 => {}
                Ok(_) => drop(further.insert(
                    name.clone(),
                    format!("its records belong to each other more than {DEEPEST} links deep"),
                )),
                Err(fault) => drop(not_checked.insert(name.clone(), fault.to_string())),
            }
        }
        if further.is_empty() || depth == DEEPEST {
            not_checked.extend(further);
            not_checked.extend(found.not_checked.clone());
            return found;
        }
    }
    links::Found::default()
}

fn counted(name: &DatasetName, shape: &TableShape, which: &Predicate) -> Question {
    Question {
        dataset: name.clone(),
        system: shape.system.clone(),
        table: shape.table.clone(),
        key: shape.primary_key.clone(),
        within: which.clone(),
        due: which.clone(),
        oldest_of: None,
        overdue: None,
        counts: BTreeMap::new(),
        except: Vec::new(),
        effects: Vec::new(),
        partitions: Vec::new(),
    }
}

struct Ask<'a> {
    context: &'a Context,
    shapes: &'a Shapes,
    found: &'a Found,
    restricted: &'a BTreeMap<DatasetName, Predicate>,
    options: &'a Options,
}

impl Ask<'_> {
    fn of(
        &self,
        (name, dataset): (&DatasetName, &Dataset),
        shape: &TableShape,
        theirs: &Theirs,
        access: Option<&Access>,
    ) -> Wanted {
        let columns = Self::columns(dataset, shape, access);
        let position = |column: &String| columns.iter().position(|one| one.name == *column);
        let shared = dataset.ties().filter(|(_, tie)| tie.tied == Tied::Shared).map(|(_, tie)| tie.cut());
        let shared: Vec<_> = shared.collect();
        let cut = theirs.cut.iter();
        let of_several = cut.clone().filter(|cut| shared.contains(&cut.columns)).map(|cut| cut.which.clone());
        let of_several = Predicate::Any(of_several.chain([theirs.stays.clone()]).collect());
        let all = cut.map(|cut| cut.which.clone()).chain([theirs.goes.clone(), theirs.stays.clone()]);
        let which = Predicate::Any(all.filter(|which| *which != Predicate::never()).collect());
        let mut asked = vec![theirs.goes.clone(), of_several];
        let mut links = Vec::new();
        for (parent, tie) in dataset.ties() {
            if !self.is_somebody(parent, dataset) {
                continue;
            }
            let Some(leads) = self.leads(parent, &tie.by) else { continue };
            let named: BTreeSet<usize> = tie.by.iter().chain(tie.cut().keys()).filter_map(position).collect();
            links.push(Link { columns: named, mark: asked.len() });
            asked.push(leads);
        }
        let restricted = self.restricted.get(name).map(|which| {
            asked.push(which.clone());
            asked.len() - 1
        });
        let content = self.content(dataset, access);
        let is_read = |field: &Field| {
            field.shown == Shown::Yes
                || field.shown == Shown::AfterReview && self.options.reviewed.has(name, CONTENT)
        };
        let wanted_content =
            self.options.what == Part::Access || content.as_ref().is_some_and(|field| field.portable);
        let question = ReadQuestion {
            dataset: name.clone(),
            table: shape.table.clone(),
            which,
            marks: asked,
            columns: columns
                .iter()
                .map(|column| (column.name.clone(), shape.columns[&column.name].class))
                .collect(),
            order: shape.primary_key.iter().filter(|key| position(key).is_some()).cloned().collect(),
            content: wanted_content && content.as_ref().is_some_and(is_read),
        };
        Wanted { dataset: name.clone(), question, columns, links, content, restricted }
    }

    /// What is read of a record: everything that is there, but for what is said to be nothing personal and what the store
    /// computes for itself. Keys first, then what the policy names, then the rest.
    fn columns(dataset: &Dataset, shape: &TableShape, access: Option<&Access>) -> Vec<Column> {
        let rank = |name: &String| {
            let key = shape.primary_key.iter().position(|key| key == name);
            let named = dataset.subject.values().any(|column| column == name);
            (key.unwrap_or(usize::MAX), !named, !dataset.fields.contains_key(name))
        };
        let mut names: Vec<&String> = told(dataset, shape).collect();
        names.sort_by_key(|name| rank(name));
        let column = |name: &String| {
            let class = shape.columns[name].class;
            let field = access.and_then(|access| access.fields.get(name));
            let subject = dataset.subject.values().any(|column| column == name);
            let guessed = guess(&shape.table.name, name).map(|guess| guess.category);
            let shown = match (field, guessed) {
                (Some(field), _) => field.shown,
                (None, Some("account.secret")) => Shown::Withheld,
                (None, Some(category)) if MENTIONING.contains(&category) => Shown::AfterReview,
                (None, _) if is_bytes(&shape.columns[name].type_name) => Shown::AfterReview,
                (None, _) => Shown::Yes,
            };
            let told = dataset.fields.get(name).map(|field| field.category.clone());
            let known = told.as_deref().or(guessed);
            Column {
                name: name.clone(),
                shown,
                portable: field.is_some_and(|field| field.portable),
                identifies: subject || known.is_some_and(identifies),
                tells_when: field.is_none()
                    && (shape.primary_key.contains(name)
                        || matches!(class, ColumnClass::Date | ColumnClass::Instant | ColumnClass::Local)),
                category: told,
            }
        };
        names.into_iter().map(column).collect()
    }

    /// How the content of the files of a dataset is shown; unless the policy says, somebody has to look first.
    fn content(&self, dataset: &Dataset, access: Option<&Access>) -> Option<Field> {
        let kind = self.context.policy.systems.get(&dataset.system)?.kind;
        let has_files =
            matches!(kind, SystemKind::Files | SystemKind::S3 | SystemKind::Sftp | SystemKind::Webdav);
        let told = access.and_then(|access| access.fields.get(CONTENT).cloned());
        let untold =
            Field { category: "hosted.content".to_owned(), shown: Shown::AfterReview, portable: false };
        has_files.then(|| told.unwrap_or(untold))
    }

    /// Whether the records that a link names are people, or tell who somebody is.
    fn is_somebody(&self, parent: &DatasetName, dataset: &Dataset) -> bool {
        let there = self.context.policy.datasets.get(parent);
        there.is_some_and(|there| there.system == dataset.system && !links::entries(there).is_empty())
    }

    /// That the record which a link names is the person's, or also the person's.
    fn leads(&self, parent: &DatasetName, by: &[String]) -> Option<Predicate> {
        let shape = self.shapes.tables.get(parent)?;
        let there = self.context.policy.datasets.get(parent)?;
        let key = if there.key.is_empty() { &shape.primary_key } else { &there.key };
        if key.len() != by.len() {
            return None;
        }
        let on = by.iter().cloned().zip(key.iter().cloned()).collect();
        let is = match self.found.get(parent) {
            None => Predicate::never(),
            Some(theirs) => Predicate::Any(vec![theirs.goes.clone(), theirs.stays.clone()]),
        };
        let join = Join { table: shape.table.clone(), on };
        Some(Predicate::Related { join, is: Box::new(is) })
    }
}

/// The columns that are read of a record.
pub(in crate::subject) fn told<'s>(
    dataset: &'s Dataset,
    shape: &'s TableShape,
) -> impl Iterator<Item = &'s String> + use<'s> {
    let told = shape.columns.iter().filter(|(name, column)| {
        let computed = column.type_name == "tsvector";
        !dataset.not_personal.contains_key(*name) && column.class != ColumnClass::Lock && !computed
    });
    told.map(|(name, _)| name)
}

/// Categories that say who somebody is, or how to reach them.
pub(super) fn identifies(category: &str) -> bool {
    ["person.", "contact.", "online."].iter().any(|begin| category.starts_with(begin))
        || [
            "account.login",
            "customer.number",
            "finance.bank_account",
            "finance.card",
            "organisation.number",
            "vehicle.registration",
        ]
        .contains(&category)
}

fn is_bytes(type_name: &str) -> bool {
    let kind = type_name.to_ascii_lowercase();
    kind.starts_with("bytea") || kind.contains("blob") || kind.contains("binary")
}
