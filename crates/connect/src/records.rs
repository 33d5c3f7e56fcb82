//! Systems whose records are read one by one: the predicate is asked of each in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use gallra_rules::inventory::{
    ColumnClass, ColumnShape, CountKind, Measure, Reach, Shapes, TableKind, TableShape,
};
use gallra_rules::names::DatasetName;
use gallra_rules::plan::{Action, Question, Step};
use gallra_rules::policy::{AnchorSource, Dataset};
use gallra_rules::predicate::eval::{Value, Witness};
use gallra_rules::predicate::{AnchorValue, Predicate, TableRef};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::contract::{Privilege, Recount, Right};
use crate::error::{ConnectError, ErrorKind};
use crate::memo::Memo;
use crate::read::ReadQuestion;
use crate::rights::Work;

/// What such a system shows itself as: the same columns for each of its datasets.
pub(crate) struct Shown<'a> {
    pub(crate) product: &'a str,
    /// How its records are spoken of: `files have`, `they have`.
    pub(crate) words: [&'static str; 2],
    /// Name, class, whether it may be NULL.
    pub(crate) columns: Vec<(&'static str, ColumnClass, bool)>,
    /// Whether the system itself makes them, so that none can be changed.
    pub(crate) generated: bool,
    pub(crate) key: &'static [&'static str],
    /// What is wrong with a part, if anything is.
    pub(crate) fault: fn(&str) -> Option<String>,
    /// Whether two parts may have a record in common.
    pub(crate) overlap: fn(&str, &str) -> bool,
}

impl Shown<'_> {
    /// Nothing is read for this.
    pub(crate) fn shapes(&self, datasets: &[(DatasetName, Dataset)]) -> Shapes {
        let mut shapes = Shapes::default();
        for (name, dataset) in datasets {
            let reach = Reach::Reached { product: self.product.to_owned() };
            shapes.systems.insert(dataset.system.clone(), reach);
            match self.refusal(name, dataset, datasets) {
                Some(reason) => drop(shapes.not_checked.insert(name.clone(), reason)),
                None => drop(shapes.tables.insert(name.clone(), self.shape(dataset))),
            }
        }
        shapes
    }

    fn refusal(
        &self,
        name: &DatasetName,
        dataset: &Dataset,
        all: &[(DatasetName, Dataset)],
    ) -> Option<String> {
        let part = part_of(dataset);
        if let Some(cause) = (self.fault)(part) {
            return Some(cause);
        }
        let shared = all.iter().find(|(other, there)| {
            other != name && part_of(there) != part && (self.overlap)(part, part_of(there))
        });
        if let Some((other, _)) = shared {
            return Some(format!(
                "its files may be those of `{other}` too, and what holds for one would not hold for the other; \
                 give both the same `part`, or parts that have nothing in common"
            ));
        }
        let anchors = dataset.anchors.values().filter_map(|anchor| match &anchor.source {
            AnchorSource::Column { column, .. } => Some(column),
            _ => None,
        });
        // Whether a record is locked is asked of those that are due only.
        let mut known: Vec<&str> = (self.columns.iter())
            .filter(|(name, class, _)| *class != ColumnClass::Lock && *name != LOCKED_UNTIL)
            .map(|(name, ..)| *name)
            .collect();
        known.sort_unstable();
        let mut named = dataset.key.iter().chain(dataset.filter.keys()).chain(anchors);
        let missing = named.find(|column| !known.contains(&column.as_str()))?;
        let [has, it_has] = self.words;
        Some(format!("{has} no column `{missing}`; {it_has} {}", known.join(", ")))
    }

    fn shape(&self, dataset: &Dataset) -> TableShape {
        let shape = |(name, class, nullable): &(&str, ColumnClass, bool)| {
            let type_name = (*name).to_owned();
            let shape =
                ColumnShape { type_name, class: *class, nullable: *nullable, generated: self.generated };
            ((*name).to_owned(), shape)
        };
        TableShape {
            system: dataset.system.clone(),
            table: TableRef { schema: None, name: part_of(dataset).to_owned() },
            kind: TableKind::Table,
            columns: self.columns.iter().map(shape).collect::<BTreeMap<_, _>>(),
            primary_key: self.key.iter().map(|column| (*column).to_owned()).collect(),
            unique: Vec::new(),
            references: Vec::new(),
            referenced_by: Vec::new(),
            effects: Vec::new(),
            triggers: Vec::new(),
            rows_estimate: None,
            partitions: Vec::new(),
        }
    }
}

/// The part of the system that a dataset is.
pub(crate) fn part_of(dataset: &Dataset) -> &str {
    dataset.part.as_deref().filter(|part| !part.is_empty()).map_or(".", |part| part.trim_end_matches('/'))
}

/// Whether the store refuses to give a record up, and until when.
pub(crate) const LOCKED: &str = "locked";
pub(crate) const LOCKED_UNTIL: &str = "locked_until";

/// The day on which the lock of a record ends, if it is locked and the lock has an end.
fn lock_ends(record: &Witness, zone: &TimeZone) -> Option<Date> {
    match (record.columns.get(LOCKED)?, record.columns.get(LOCKED_UNTIL)?) {
        (Value::Bool(true), Value::Instant(at)) => Some(zone.to_datetime(*at).date()),
        _ => None,
    }
}

/// What a step does with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    NotDue,
    /// Kept by the exception at this position.
    Kept(usize),
    Goes,
}

/// What was last judged to become of a record of a step.
pub(crate) fn memo(step: &Step) -> Memo<Fate> {
    Memo::of([&step.due].into_iter().chain(step.except.iter().map(|exception| &exception.when)))
}

/// What becomes of a record, by the rule and the exceptions as they stand when the step is carried out.
pub(crate) fn fate(step: &Step, record: &Witness) -> Fate {
    if !step.due.eval(record) {
        return Fate::NotDue;
    }
    match step.except.iter().position(|exception| exception.when.eval(record)) {
        Some(position) => Fate::Kept(position),
        None => Fate::Goes,
    }
}

/// Answers to a question, record by record.
pub(crate) struct Tally<'q> {
    question: &'q Question,
    zone: &'q TimeZone,
    memo: Memo<Verdict>,
    /// The oldest of the due so far: a day is looked up in the zone only for one that is older.
    oldest: Option<Timestamp>,
    pub(crate) measure: Measure,
}

/// What a question's predicates say of a record.
struct Verdict {
    within: bool,
    counts: Vec<CountKind>,
    due: bool,
    overdue: bool,
    excepted: Option<usize>,
}

impl<'q> Tally<'q> {
    pub(crate) fn new(question: &'q Question, zone: &'q TimeZone) -> Self {
        let measure = Measure {
            excepted: vec![0; question.except.len()],
            effects: vec![0; question.effects.len()],
            counts: question.counts.keys().map(|kind| (*kind, 0)).collect(),
            ..Measure::default()
        };
        Self { question, zone, memo: Memo::of(asked(question)), oldest: None, measure }
    }

    pub(crate) fn see(&mut self, record: &Witness) {
        let (question, seen) = (self.question, &mut self.measure);
        let verdict = self.memo.get(record, || judge(question, record));
        seen.total += u64::from(verdict.within);
        for kind in &verdict.counts {
            *seen.counts.entry(*kind).or_default() += 1;
        }
        if !verdict.due {
            return;
        }
        seen.due += 1;
        seen.overdue += u64::from(verdict.overdue);
        match verdict.excepted {
            Some(position) => {
                seen.excepted[position] += 1;
                seen.held_until = seen.held_until.max(lock_ends(record, self.zone));
            }
            None => seen.disposable += 1,
        }
        let Some(anchor) = &question.oldest_of else { return };
        if let Some(Value::Instant(at)) = value_of(record, anchor) {
            if self.oldest.is_some_and(|oldest| oldest <= *at) {
                return;
            }
            self.oldest = Some(*at);
        }
        let day = anchor.day(record, self.zone);
        seen.oldest = [seen.oldest, day].into_iter().flatten().min();
    }

    /// Takes what another tally of the same question saw.
    pub(crate) fn add(&mut self, other: Measure) {
        let seen = &mut self.measure;
        seen.total += other.total;
        seen.due += other.due;
        seen.overdue += other.overdue;
        seen.disposable += other.disposable;
        seen.oldest = [seen.oldest, other.oldest].into_iter().flatten().min();
        seen.held_until = seen.held_until.max(other.held_until);
        for (kind, rows) in other.counts {
            *seen.counts.entry(kind).or_default() += rows;
        }
        for (sum, rows) in seen.excepted.iter_mut().zip(other.excepted) {
            *sum += rows;
        }
    }
}

fn asked(question: &Question) -> impl Iterator<Item = &Predicate> {
    [&question.within, &question.due]
        .into_iter()
        .chain(&question.overdue)
        .chain(question.counts.values())
        .chain(&question.except)
}

fn judge(question: &Question, record: &Witness) -> Verdict {
    let due = question.due.eval(record);
    let counts = question.counts.iter().filter(|(_, predicate)| predicate.eval(record));
    Verdict {
        within: question.within.eval(record),
        counts: counts.map(|(kind, _)| *kind).collect(),
        due,
        overdue: due && question.overdue.as_ref().is_some_and(|overdue| overdue.eval(record)),
        excepted: question.except.iter().position(|exception| due && exception.eval(record)),
    }
}

/// Counts a record for the recount.
pub(crate) fn count_again(recount: &mut Recount, fate: Fate, record: &Witness, zone: &TimeZone) {
    match fate {
        Fate::NotDue => {}
        Fate::Goes => recount.still_due += 1,
        Fate::Kept(position) => {
            recount.still_due += 1;
            if let Some(kept) = recount.excepted.get_mut(position) {
                *kept += 1;
            }
            recount.held_until = recount.held_until.max(lock_ends(record, zone));
        }
    }
}

fn value_of<'r>(record: &'r Witness, anchor: &AnchorValue) -> Option<&'r Value> {
    let AnchorValue::Column { column, .. } = anchor else { return None };
    record.columns.get(column)
}

/// The columns that predicates look at: others need not be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns(BTreeSet<String>);

impl Columns {
    pub(crate) fn of_question(question: &Question) -> Self {
        let mut columns = Self::default();
        asked(question).for_each(|predicate| columns.add(predicate));
        question.oldest_of.iter().for_each(|anchor| columns.add_anchor(anchor));
        columns
    }

    pub(crate) fn of_step(step: &Step) -> Self {
        let mut columns = Self::default();
        columns.add(&step.due);
        step.except.iter().for_each(|exception| columns.add(&exception.when));
        if let Action::Anonymise(replaced) = &step.action {
            columns.0.extend(replaced.keys().cloned());
        }
        columns
    }

    /// What is looked for and told, and what a record is asked besides.
    pub(crate) fn named(names: impl IntoIterator<Item = String>, within: &Predicate) -> Self {
        let mut columns = Self(names.into_iter().collect());
        columns.add(within);
        columns
    }

    /// What is asked, and what is told.
    pub(crate) fn of_read(question: &ReadQuestion) -> Self {
        let mut columns = Self::default();
        columns.add(&question.which);
        question.marks.iter().for_each(|mark| columns.add(mark));
        columns.0.extend(question.columns.iter().map(|(name, _)| name.clone()));
        columns.0.insert("path".to_owned());
        columns
    }

    pub(crate) fn has(&self, column: &str) -> bool {
        self.0.contains(column)
    }

    fn add(&mut self, predicate: &Predicate) {
        match predicate {
            Predicate::All(parts) | Predicate::Any(parts) => parts.iter().for_each(|part| self.add(part)),
            Predicate::Not(inner) => self.add(inner),
            Predicate::In { column, .. }
            | Predicate::Among { column, .. }
            | Predicate::KeyIn { column, .. }
            | Predicate::IsNull { column } => self.0.extend([column.clone()]),
            Predicate::NotAnonymised { columns } => self.0.extend(columns.keys().cloned()),
            Predicate::Before { anchor, .. } | Predicate::Unusable { anchor, .. } => self.add_anchor(anchor),
            // What other records say is not in this one.
            Predicate::Related { .. } => {}
        }
    }

    fn add_anchor(&mut self, anchor: &AnchorValue) {
        if let AnchorValue::Column { column, .. } = anchor {
            self.0.insert(column.clone());
        }
    }
}

/// Puts a value into a record that is used for one record after the other.
pub(crate) fn put(record: &mut Witness, column: &str, value: Value) {
    match record.columns.get_mut(column) {
        Some(old) => *old = value,
        None => drop(record.columns.insert(column.to_owned(), value)),
    }
}

/// Reading for measuring; beside it deleting or changing for disposing.
pub(crate) fn rights(work: Work<'_>) -> Vec<Right> {
    let right = |table: &TableRef, privilege| Right { table: table.clone(), privilege, columns: Vec::new() };
    let rights: BTreeSet<Right> = match work {
        Work::Measure(question) => [right(&question.table, Privilege::Select)].into(),
        Work::Keys(asked) => [right(&asked.table, Privilege::Select)].into(),
        Work::Read(asked) => [right(&asked.table, Privilege::Select)].into(),
        Work::Look(_) => BTreeSet::new(),
        Work::Dispose(step) => {
            let change = match step.action {
                Action::Delete => Privilege::Delete,
                Action::Anonymise(_) => Privilege::Update,
            };
            [right(&step.table, Privilege::Select), right(&step.table, change)].into()
        }
    };
    rights.into_iter().collect()
}

/// A step may only be carried out on what its connector knows how to do without a choice of its own.
pub(crate) fn unsupported(place: &str, cause: &str) -> ConnectError {
    ConnectError::new(
        ErrorKind::Unsupported,
        place,
        cause,
        "Correct `then` in the policy, or let a person do it (`then: {task: …}`)",
    )
}

/// What the operating system says, in our words; a path in it would be somebody's name.
pub(crate) fn told(place: &str, what: &str, error: &io::Error) -> ConnectError {
    let (kind, cure) = match error.kind() {
        io::ErrorKind::PermissionDenied => (
            ErrorKind::NotPermitted,
            "Give the user that runs Gallra read and write permission on the files and their folders",
        ),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => (
            ErrorKind::NoSuchFile,
            "Correct `path` in the policy (it is relative to the policy folder), or run the same command again",
        ),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            (ErrorKind::Full, "Make room, then run the same command again")
        }
        io::ErrorKind::ReadOnlyFilesystem => {
            (ErrorKind::NotPermitted, "Mount the file system so that it can be written to")
        }
        _ => (ErrorKind::Gone, "See that the disk answers, then run the same command again"),
    };
    ConnectError::new(kind, place, format!("{what} ({})", error.kind()), cure)
}

/// Runs what waits for the disk beside the runtime's own threads.
pub(crate) async fn beside<T: Send + 'static>(
    place: &str,
    work: impl FnOnce() -> Result<T, ConnectError> + Send + 'static,
) -> Result<T, ConnectError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => answer,
        Err(_) => Err(ConnectError::new(
            ErrorKind::Refused,
            place,
            "the work on its files broke off",
            "Report this as a fault of Gallra; the same command goes on",
        )),
    }
}
