//! Systems whose records are read one by one: the predicate is asked of each in memory.

use std::collections::BTreeSet;
use std::io;

use gallra_rules::inventory::Measure;
use gallra_rules::plan::{Action, Question, Step};
use gallra_rules::predicate::Predicate;
use gallra_rules::predicate::eval::Witness;
use jiff::tz::TimeZone;

use crate::contract::{Privilege, Recount, Right};
use crate::error::{ConnectError, ErrorKind};
use crate::rights::Work;

/// What a step does with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    NotDue,
    /// Kept by the exception at this position.
    Kept(usize),
    Goes,
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
    pub(crate) measure: Measure,
}

impl<'q> Tally<'q> {
    pub(crate) fn new(question: &'q Question, zone: &'q TimeZone) -> Self {
        let measure = Measure {
            excepted: vec![0; question.except.len()],
            effects: vec![0; question.effects.len()],
            counts: question.counts.keys().map(|kind| (*kind, 0)).collect(),
            ..Measure::default()
        };
        Self { question, zone, measure }
    }

    pub(crate) fn see(&mut self, record: &Witness) {
        let (asked, seen) = (self.question, &mut self.measure);
        if asked.within.eval(record) {
            seen.total += 1;
        }
        for (kind, predicate) in &asked.counts {
            if predicate.eval(record) {
                *seen.counts.entry(*kind).or_default() += 1;
            }
        }
        if !asked.due.eval(record) {
            return;
        }
        seen.due += 1;
        if asked.overdue.as_ref().is_some_and(|overdue| overdue.eval(record)) {
            seen.overdue += 1;
        }
        let oldest = asked.oldest_of.as_ref().and_then(|anchor| anchor.day(record, self.zone));
        seen.oldest = [seen.oldest, oldest].into_iter().flatten().min();
        match asked.except.iter().position(|exception| exception.eval(record)) {
            Some(position) => seen.excepted[position] += 1,
            None => seen.disposable += 1,
        }
    }

    /// Takes what another tally of the same question saw.
    pub(crate) fn add(&mut self, other: Measure) {
        let seen = &mut self.measure;
        seen.total += other.total;
        seen.due += other.due;
        seen.overdue += other.overdue;
        seen.disposable += other.disposable;
        seen.oldest = [seen.oldest, other.oldest].into_iter().flatten().min();
        for (kind, rows) in other.counts {
            *seen.counts.entry(kind).or_default() += rows;
        }
        for (sum, rows) in seen.excepted.iter_mut().zip(other.excepted) {
            *sum += rows;
        }
    }
}

/// Counts a record for the recount.
pub(crate) fn count_again(recount: &mut Recount, step: &Step, record: &Witness) {
    match fate(step, record) {
        Fate::NotDue => {}
        Fate::Goes => recount.still_due += 1,
        Fate::Kept(position) => {
            recount.still_due += 1;
            if let Some(kept) = recount.excepted.get_mut(position) {
                *kept += 1;
            }
        }
    }
}

/// Whether a predicate asks for a column.
pub(crate) fn asks_for(predicate: &Predicate, wanted: &str) -> bool {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter().any(|part| asks_for(part, wanted)),
        Predicate::Not(inner) => asks_for(inner, wanted),
        Predicate::In { column, .. }
        | Predicate::Among { column, .. }
        | Predicate::KeyIn { column, .. }
        | Predicate::IsNull { column } => column == wanted,
        Predicate::NotAnonymised { columns } => columns.contains_key(wanted),
        Predicate::Before { .. } | Predicate::Unusable { .. } | Predicate::Related { .. } => false,
    }
}

/// Reading for measuring; beside it deleting or changing for disposing.
pub(crate) fn rights(work: Work<'_>) -> Vec<Right> {
    let right = |table: &gallra_rules::predicate::TableRef, privilege| Right {
        table: table.clone(),
        privilege,
        columns: Vec::new(),
    };
    let rights: BTreeSet<Right> = match work {
        Work::Measure(question) => [right(&question.table, Privilege::Select)].into(),
        Work::Keys(asked) => [right(&asked.table, Privilege::Select)].into(),
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
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
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
