//! Where a value stands in the person's records, and what may be done about it there.

use std::collections::{BTreeMap, BTreeSet};

use gallra_connect::{Columns, Connector};
use gallra_rules::decide::{Because, Group, Verdict};
use gallra_rules::inventory::{ColumnClass, ColumnShape};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::{Action, Expected, Question, Step, StepId};
use gallra_rules::policy::Dataset;
use gallra_rules::predicate::{Predicate, Replacement, Scalar};
use gallra_rules::residue::Residue;
use gallra_rules::spelling::{Compared, Kind, Looked};
use gallra_store::register::PartyId;

use super::{Correction, Line, Outcome, What};
use crate::subject::scene::{Scene, has_tables};
use crate::{AppError, Context};

/// So many spellings of one value in one column are more than anybody writes.
const MOST_SPELLINGS: usize = 10_000;

/// What was found.
pub(super) struct Found {
    /// Everything, for whoever reads it.
    pub(super) lines: Vec<Line>,
    /// What can be changed.
    pub(super) parts: Vec<Part>,
}

/// One column to be changed.
pub(super) struct Part {
    pub(super) system: SystemName,
    pub(super) dataset: DatasetName,
    pub(super) field: String,
    /// Each way in which the value was written, for evidence.
    pub(super) olds: Vec<String>,
    pub(super) target: Target,
}

pub(super) enum Target {
    /// By a step whose action gives the column its new value.
    Column(Box<Step>),
    /// In the register, where values lie sealed.
    Parties(BTreeSet<PartyId>),
}

impl Part {
    pub(super) fn line(&self, rows: u64, outcome: Outcome) -> Line {
        let (system, dataset) = (self.system.clone(), self.dataset.clone());
        Line { system, dataset, field: Some(self.field.clone()), rows, outcome }
    }
}

/// Knows the old value, however it is written.
pub(super) enum Matcher {
    Identifier(Box<Looked>),
    Text(String),
    Any,
}

impl Matcher {
    pub(super) fn of(
        context: &Context,
        what: &What,
        category: Option<&str>,
        text: Option<&str>,
    ) -> Result<Self, AppError> {
        let Some(text) = text else {
            return match what {
                What::Column { .. } => Ok(Self::Any),
                _ => Err(AppError::Subject(
                    "the old value has to be given, or the one column that it stands in".to_owned(),
                )),
            };
        };
        let kind = match (what, category) {
            (What::Email, _) | (_, Some("contact.email")) => Some(Kind::Email),
            (What::Phone, _) | (_, Some("contact.phone")) => Some(Kind::Phone),
            (_, Some("person.national_id" | "organisation.number")) => Some(Kind::Number),
            _ => None,
        };
        match kind {
            Some(kind) => Looked::read(kind, text, context.today())
                .map(|looked| Self::Identifier(Box::new(looked)))
                .map_err(|fault| AppError::Subject(format!("the value as it was given: {fault}"))),
            None if text.trim().is_empty() => Err(AppError::Subject("a value is empty".to_owned())),
            None => Ok(Self::Text(plain(text))),
        }
    }

    pub(super) fn compare(&self, cell: &str) -> Compared {
        match self {
            Self::Identifier(looked) => looked.compare(cell),
            Self::Text(text) if plain(cell) == *text => Compared::Same,
            Self::Text(_) => Compared::Other,
            Self::Any => Compared::Same,
        }
    }

    pub(super) fn is_it(&self, cell: &str) -> bool {
        self.compare(cell) == Compared::Same
    }
}

/// Case and spaces make no other name and no other address.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether a column holds what is to be put right.
pub(super) fn is_meant(what: &What, name: &DatasetName, dataset: &Dataset, column: &str) -> bool {
    let category = dataset.fields.get(column).map(|field| field.category.as_str());
    let subject = |kind: &str| dataset.subject.get(kind).is_some_and(|found| found == column);
    match what {
        What::Email => category == Some("contact.email") || subject("email"),
        What::Phone => category == Some("contact.phone") || subject("phone"),
        What::Name => category == Some("person.name"),
        What::Address => category == Some("contact.address"),
        What::Category(wanted) => category == Some(wanted),
        What::Column { dataset, column: wanted } => dataset == name && column == wanted,
    }
}

fn columns<'d>(what: &'d What, name: &DatasetName, dataset: &'d Dataset) -> BTreeSet<&'d String> {
    let all = dataset.fields.keys().chain(dataset.subject.values());
    let mut found: BTreeSet<&String> = all.filter(|column| is_meant(what, name, dataset, column)).collect();
    if let What::Column { dataset: wanted, column } = what
        && wanted == name
    {
        found.insert(column);
    }
    found
}

/// Looks for the value wherever the person has records, and tries out what would be changed.
///
/// # Errors
/// [`AppError::Subject`] with what a system refuses.
pub(super) async fn find(
    context: &Context,
    request: &str,
    scene: &Scene,
    correction: &Correction,
) -> Result<Found, AppError> {
    Matcher::of(context, &correction.what, None, correction.old.as_deref())?;
    Matcher::of(context, &correction.what, None, Some(&correction.new))?;
    if correction.old.as_deref().is_some_and(|old| old.trim() == correction.new.trim()) {
        return Err(AppError::Subject("the new value is the old one".to_owned()));
    }
    if let What::Column { dataset, .. } = &correction.what
        && !context.policy.datasets.contains_key(dataset)
    {
        return Err(AppError::Subject(format!("the policy has no dataset `{dataset}`")));
    }
    let mut found = Found { lines: Vec::new(), parts: Vec::new() };
    for (name, dataset) in &context.policy.datasets {
        let meant = columns(&correction.what, name, dataset);
        let sealed = dataset.in_register().is_some_and(gallra_rules::policy::RegisterTable::is_of_parties);
        if meant.is_empty() && !(sealed && super::register::knows(&correction.what)) {
            continue;
        }
        let here = Here { context, request, scene, correction, name, dataset };
        if let Some(outcome) = here.out_of_reach() {
            let system = dataset.system.clone();
            found.lines.push(Line { system, dataset: name.clone(), field: None, rows: 0, outcome });
            continue;
        }
        let groups = scene.decided.groups.iter().filter(|group| group.dataset == *name);
        for group in groups {
            if sealed {
                here.parties(group, &mut found).await?;
                continue;
            }
            for column in &meant {
                here.column(group, column, &mut found).await?;
            }
        }
    }
    merge(&mut found);
    Ok(found)
}

/// Several groups of one dataset that may all be changed are one step: the journal knows a column once.
fn merge(found: &mut Found) {
    let mut parts: Vec<Part> = Vec::new();
    for part in std::mem::take(&mut found.parts) {
        let same = parts.iter_mut().find(|it| it.dataset == part.dataset && it.field == part.field);
        let Some(known) = same else {
            parts.push(part);
            continue;
        };
        known.olds.extend(part.olds);
        match (&mut known.target, part.target) {
            (Target::Column(into), Target::Column(step)) => {
                let one = std::mem::replace(&mut into.due, Predicate::never());
                into.due = Predicate::Any(vec![one, step.due]);
                into.expected.disposable += step.expected.disposable;
                into.expected.due += step.expected.due;
            }
            (Target::Parties(into), Target::Parties(more)) => into.extend(more),
            // A dataset's values lie sealed or they do not.
            _ => {}
        }
    }
    found.parts = parts;
}

struct Here<'a> {
    context: &'a Context,
    request: &'a str,
    scene: &'a Scene,
    correction: &'a Correction,
    name: &'a DatasetName,
    dataset: &'a Dataset,
}

impl Here<'_> {
    /// Why nothing can be done here by us.
    fn out_of_reach(&self) -> Option<Outcome> {
        let kind = self.context.policy.systems.get(&self.dataset.system).map(|system| system.kind);
        if !kind.is_some_and(has_tables) {
            let why =
                "its system is none in which single values are changed; look there, and put it right by hand";
            return Some(Outcome::Task { why: why.to_owned() });
        }
        let why = self.scene.not_checked.get(self.name).or(self.scene.shapes.not_checked.get(self.name));
        why.map(|why| Outcome::NotChecked { why: why.clone() })
    }

    fn line(&self, field: &str, rows: u64, outcome: Outcome) -> Line {
        let (system, dataset) = (self.dataset.system.clone(), self.name.clone());
        Line { system, dataset, field: Some(field.to_owned()), rows, outcome }
    }

    /// One column of one group of records.
    async fn column(&self, group: &Group, column: &str, found: &mut Found) -> Result<(), AppError> {
        let Some(connector) = self.scene.connectors.get(&group.system) else { return Ok(()) };
        let Some(shape) = self.scene.shapes.tables.get(self.name) else { return Ok(()) };
        let Some(class) = shape.columns.get(column) else {
            let why = format!("the table has no column `{column}`");
            found.lines.push(self.line(column, 0, Outcome::NotChecked { why }));
            return Ok(());
        };
        let category = self.dataset.fields.get(column).map(|field| field.category.as_str());
        let matcher =
            Matcher::of(self.context, &self.correction.what, category, self.correction.old.as_deref())?;
        let (sure, doubtful) = match spellings(connector, group, column, &matcher).await {
            Ok(seen) => seen,
            Err(fault) => {
                let why = fault.to_string();
                found.lines.push(self.line(column, 0, Outcome::NotChecked { why }));
                return Ok(());
            }
        };
        if doubtful > 0 {
            found.lines.push(self.line(column, doubtful, Outcome::Doubtful));
        }
        let new = self.correction.new.trim();
        let rows: u64 = sure.iter().filter(|(text, _)| *text != new).map(|(_, rows)| rows).sum();
        if rows == 0 && !self.is_open(column).await? {
            return Ok(());
        }
        if rows == 0 {
            // An attempt before this one got that far: what it left open is settled, and it gets its outcome.
            let step = self.step(group, column, class, BTreeSet::new(), 0)?;
            found.parts.push(self.part(group, column, Vec::new(), Target::Column(Box::new(step))));
            return Ok(());
        }
        if let Some(outcome) = self.forbidden(group, column, class) {
            found.lines.push(self.line(column, rows, outcome));
            return Ok(());
        }
        let olds: BTreeSet<String> = sure.into_keys().filter(|text| text != new).collect();
        let step = self.step(group, column, class, olds.clone(), rows)?;
        let after = Predicate::All(vec![group.which.clone(), one_of(column, class, [new.to_owned()].into())]);
        if let Err(fault) = connector.rehearse(&step, &after).await {
            return Err(AppError::Subject(format!(
                "`{}.{column}` cannot take the new value: {fault}",
                self.name
            )));
        }
        found.lines.push(self.line(column, rows, Outcome::WillChange));
        self.tell_others(group, column, class, connector, found).await;
        let target = Target::Column(Box::new(step));
        found.parts.push(self.part(group, column, olds.into_iter().collect(), target));
        Ok(())
    }

    fn part(&self, group: &Group, column: &str, olds: Vec<String>, target: Target) -> Part {
        let (system, dataset) = (group.system.clone(), self.name.clone());
        Part { system, dataset, field: column.to_owned(), olds, target }
    }

    /// Whether an attempt before this one began with the column and did not end.
    async fn is_open(&self, column: &str) -> Result<bool, AppError> {
        let known = self.context.store.changed(self.request, self.name, column).await?;
        Ok(known.is_some_and(|known| !known.finished))
    }

    /// In the register: the parties of a group.
    async fn parties(&self, group: &Group, found: &mut Found) -> Result<(), AppError> {
        let Some(connector) = self.scene.connectors.get(&group.system) else { return Ok(()) };
        let mut parties = BTreeSet::new();
        let asked = Columns {
            table: group.table.clone(),
            columns: vec!["id".to_owned()],
            within: group.which.clone(),
        };
        let read = connector.stream(&asked, |row| {
            parties.extend(row.into_iter().flatten().filter_map(|id| id.parse().ok()).map(PartyId));
            true
        });
        read.await?;
        let holding = super::register::holding(self.context, &parties, self.correction).await?;
        if holding.is_empty() && !self.is_open(super::register::SEALED).await? {
            return Ok(());
        }
        let rows = holding.len() as u64;
        if let Some(outcome) = Self::protected(group) {
            found.lines.push(self.line(super::register::SEALED, rows, outcome));
            return Ok(());
        }
        if rows > 0 {
            found.lines.push(self.line(super::register::SEALED, rows, Outcome::WillChange));
        }
        let olds = self.correction.old.iter().map(|old| old.trim().to_owned()).collect();
        found.parts.push(self.part(group, super::register::SEALED, olds, Target::Parties(holding)));
        Ok(())
    }

    /// Why the column of these records is not changed.
    fn forbidden(&self, group: &Group, column: &str, shape: &ColumnShape) -> Option<Outcome> {
        if let Some(outcome) = Self::protected(group) {
            return Some(outcome);
        }
        let task = |why: &str| Some(Outcome::Task { why: why.to_owned() });
        if shape.generated {
            return task("the database computes this column; put right what it is computed from");
        }
        let key = self.scene.shapes.tables.get(self.name).map(|shape| &shape.primary_key);
        let is_key = key.is_some_and(|key| key.iter().any(|it| it == column))
            || self.dataset.key.iter().any(|it| it == column)
            || self.dataset.belongs_to.values().flatten().any(|it| it == column)
            || self.dataset.links.values().flatten().any(|tie| tie.by.iter().any(|it| it == column));
        if is_key {
            return task("it is a key by which records name each other; the application has to change it");
        }
        None
    }

    /// What binds the records.
    fn protected(group: &Group) -> Option<Outcome> {
        match &group.verdict {
            Verdict::Keep { because: Because::Duty { source }, .. } => {
                Some(Outcome::Kept { source: source.short().to_owned() })
            }
            Verdict::Keep { because: Because::Exempt(_), by, .. } => {
                let source = by.as_ref().map(ToString::to_string).unwrap_or_default();
                Some(Outcome::Kept { source })
            }
            Verdict::Held(id) => Some(Outcome::Held { hold: id.0.clone() }),
            Verdict::Locked => Some(Outcome::Locked),
            Verdict::NotOurs(activity) => Some(Outcome::NotOurs { activity: activity.clone() }),
            Verdict::Shared => Some(Outcome::Shared),
            Verdict::Erase
            | Verdict::Anonymise { .. }
            | Verdict::Keep { .. }
            | Verdict::Task { .. }
            | Verdict::Open(_) => None,
        }
    }

    fn step(
        &self,
        group: &Group,
        column: &str,
        shape: &ColumnShape,
        olds: BTreeSet<String>,
        rows: u64,
    ) -> Result<Step, AppError> {
        let new = self.correction.new.trim();
        let value = match shape.class {
            ColumnClass::Integer => {
                let digits: String = new.chars().filter(|c| !c.is_whitespace()).collect();
                Scalar::Integer(digits.parse().map_err(|_| {
                    AppError::Subject(format!(
                        "`{}.{column}` holds whole numbers, and the new value is none",
                        self.name
                    ))
                })?)
            }
            _ => Scalar::Text(new.to_owned()),
        };
        let columns = BTreeMap::from([(column.to_owned(), Replacement::Constant(value))]);
        Ok(Step {
            id: StepId(format!("{}.{column}", self.name)),
            system: group.system.clone(),
            dataset: self.name.clone(),
            table: group.table.clone(),
            key: group.key.clone(),
            action: Action::Anonymise(columns),
            due: if olds.is_empty() {
                Predicate::never()
            } else {
                Predicate::All(vec![group.which.clone(), one_of(column, shape, olds)])
            },
            except: Vec::new(),
            unlink: Vec::new(),
            // One person's records are few, however many the table has.
            expected: Expected {
                total: u64::MAX / 100,
                total_is_estimate: true,
                due: rows,
                disposable: rows,
                ..Expected::default()
            },
            because: Vec::new(),
            after: Vec::new(),
            guard: None,
            residue: Residue::default(),
        })
    }

    /// Tells when records of others have the new value already: an address of a household, or a mistake.
    async fn tell_others(
        &self,
        group: &Group,
        column: &str,
        shape: &ColumnShape,
        connector: &Connector,
        found: &mut Found,
    ) {
        let theirs = scene_of(self.scene, self.name);
        let new = one_of(column, shape, [self.correction.new.trim().to_owned()].into());
        let due = Predicate::All(vec![new, theirs.negated()]);
        let question = Question { within: due.clone(), due, ..group.question() };
        if let Ok(measure) = connector.measure(&question).await
            && measure.due > 0
        {
            found.lines.push(self.line(column, measure.due, Outcome::AlsoOthers));
        }
    }
}

fn scene_of(scene: &Scene, name: &DatasetName) -> Predicate {
    let groups = scene.decided.groups.iter().filter(|group| group.dataset == *name);
    Predicate::Any(groups.map(|group| group.which.clone()).collect())
}

/// Each way in which the value is written, with how many records write it so, and how many records are doubtful.
async fn spellings(
    connector: &Connector,
    group: &Group,
    column: &str,
    matcher: &Matcher,
) -> Result<(BTreeMap<String, u64>, u64), gallra_connect::ConnectError> {
    let asked =
        Columns { table: group.table.clone(), columns: vec![column.to_owned()], within: group.which.clone() };
    let (mut sure, mut doubtful) = (BTreeMap::new(), 0);
    let read = connector.stream(&asked, |row| {
        if let Some(cell) = row.into_iter().flatten().next() {
            match matcher.compare(&cell) {
                Compared::Same => *sure.entry(cell).or_insert(0) += 1,
                Compared::Doubtful => doubtful += 1,
                Compared::Other => {}
            }
        }
        sure.len() <= MOST_SPELLINGS
    });
    read.await?;
    Ok((sure, doubtful))
}

/// The column is exactly one of these texts, as the column writes them.
fn one_of(column: &str, shape: &ColumnShape, texts: BTreeSet<String>) -> Predicate {
    let column = column.to_owned();
    match shape.class {
        ColumnClass::Text | ColumnClass::Integer => {
            Predicate::Among { column, keys: texts.into_iter().collect() }
        }
        _ => Predicate::In { column, values: texts.into_iter().map(Scalar::Text).collect() },
    }
}
