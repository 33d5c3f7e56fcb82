//! The table of retention: how long what is kept, counted from what, and when it is gone from the backups too.

use gallra_rules::names::{ActivityName, DatasetName};
use gallra_rules::period::Period;
use gallra_rules::policy::{Activity, Dataset, Limit, Missing as NoDate, Role, Round, SystemKind};

use crate::compose::{Composer, Duty};
use crate::text::t;
use crate::tree::{Block, Line, Table, line};
use crate::words::{lower_first, upper_first};
use crate::{Kind, Lack};

/// How long one dataset of an activity is kept.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// Counted from an end that has to come first: an agreement's, an account's.
    pub(crate) after_end: Vec<String>,
    /// Counted from what every record has.
    pub(crate) ongoing: Vec<String>,
}

impl Kept {
    /// All of it, as sentences without a full stop.
    pub(crate) fn all(self) -> Vec<String> {
        self.after_end.into_iter().chain(self.ongoing).collect()
    }
}

impl<'p> Composer<'p> {
    /// How long a dataset is kept; if nothing says so, that is missing.
    pub(crate) fn kept(
        &mut self,
        activity_name: &ActivityName,
        activity: &Activity,
        name: &DatasetName,
        dataset: &Dataset,
    ) -> Kept {
        let mut kept = Kept::default();
        let mut put = |limit: &Limit, words: String| {
            let waits = dataset.anchors.get(&limit.anchor).is_some_and(|it| it.missing == NoDate::Ongoing);
            if waits { &mut kept.after_end } else { &mut kept.ongoing }.push(upper_first(&words));
        };
        let chosen = self.chosen.get(name).copied();
        let cap = activity.keep.at_most.as_ref().map(|cap| of_customer(cap, chosen));
        match (&activity.keep.at_least, &cap) {
            // With no cap the floor decides: that is the period, and not only its least.
            (Some(floor), None) => put(floor, self.limit("limit", floor, name, dataset)),
            (floor, cap) => {
                if let Some(cap) = cap {
                    put(cap, self.limit("limit-at-most", cap, name, dataset));
                }
                if let Some(floor) = floor {
                    put(floor, self.limit("limit-at-least", floor, name, dataset));
                    // Law goes before wish; where it asks for less, the wish decides.
                    if cap.is_some() {
                        put(floor, t!(self.texts, "limit-later"));
                    }
                }
            }
        }
        if customers_choose(activity) && chosen.is_none() {
            let told = t!(self.texts, "limit-per-customer");
            if kept.after_end.is_empty() { &mut kept.ongoing } else { &mut kept.after_end }.push(told);
        }
        if let (None, None) = (&activity.keep.at_least, &activity.keep.at_most) {
            match activity.review {
                Some(review) => {
                    let date = self.day(review);
                    kept.ongoing.push(t!(self.texts, "limit-review", date = date));
                }
                None => {
                    self.lacks(Duty::Period, format!("activities.{activity_name}.keep"), Lack::Period);
                }
            }
        }
        kept
    }

    /// The longest that a backup is kept after it was taken; `None` if the policy promises nothing about backups.
    pub(crate) fn backups(&self) -> Option<Period> {
        let policy = self.policy;
        let caps = policy.activities.values().filter(|activity| {
            let datasets = activity.data.iter().filter_map(|name| policy.datasets.get(name));
            datasets.into_iter().any(|dataset| self.system_kind(dataset) == Some(SystemKind::Backup))
        });
        caps.filter_map(|activity| Some(activity.keep.at_most.as_ref()?.period)).max_by_key(|it| roughly(*it))
    }

    fn system_kind(&self, dataset: &Dataset) -> Option<SystemKind> {
        self.policy.systems.get(&dataset.system).map(|system| system.kind)
    }

    /// When what is due in a live system is gone from the backups too (two dates, both told). Any backup may
    /// hold a copy of any live system; paper has none.
    fn gone_from_backups(
        &self,
        activity: &Activity,
        name: &DatasetName,
        dataset: &Dataset,
    ) -> Option<String> {
        let backup = self.backups()?;
        let kind = self.system_kind(dataset)?;
        if matches!(kind, SystemKind::Backup | SystemKind::Manual | SystemKind::Website) {
            return None;
        }
        // Where the law keeps a record, the cap is not when it goes.
        let policy = self.policy;
        let floored = policy
            .activities
            .values()
            .any(|other| other.data.contains(name) && other.keep.at_least.is_some());
        let cap = activity.keep.at_most.as_ref().filter(|cap| cap.round == Round::None && !floored);
        let sum = cap.and_then(|cap| sum(cap.period, backup));
        let backup = self.period(backup);
        Some(match sum {
            Some(sum) => t!(self.texts, "backup-sum", sum = self.period(sum)),
            // The row tells a day of review, and that is not when anything goes.
            None if activity.keep.at_most.is_none() && activity.keep.at_least.is_none() => {
                t!(self.texts, "backup-disposed", backup = backup)
            }
            None => t!(self.texts, "backup-later", backup = backup),
        })
    }

    /// The table: a row for each dataset of each activity that the document is about.
    pub(crate) fn retention_table(&mut self) -> Block {
        let with_backups = self.backups().is_some();
        let with_basis = self.activities().iter().any(|(_, activity)| activity.role != Role::Processor);
        let texts = &self.texts;
        let mut head = vec![t!(texts, "head-data"), t!(texts, "head-after-end"), t!(texts, "head-ongoing")];
        head.extend(with_backups.then(|| t!(texts, "head-backups")));
        head.extend(with_basis.then(|| t!(texts, "head-basis")));
        let mut rows = Vec::new();
        for (name, activity) in self.activities() {
            for (dataset_name, dataset) in self.datasets(activity) {
                let mut row = vec![vec![line(self.called(name, dataset_name, dataset))]];
                let kept = self.kept(name, activity, dataset_name, dataset);
                row.extend([cell(kept.after_end), cell(kept.ongoing)]);
                if with_backups {
                    row.push(cell(
                        self.gone_from_backups(activity, dataset_name, dataset).into_iter().collect(),
                    ));
                }
                if with_basis {
                    let basis = self.bases(name, activity);
                    row.push(cell(vec![basis]));
                }
                rows.push(row);
            }
        }
        let (head, rows) = without_empty_columns(head, rows);
        Block::Table(Table { caption: t!(self.texts, "caption-retention"), head, rows })
    }

    /// What the table means: how periods are counted, what goes before them, and when backups expire.
    pub(crate) fn retention_notes(&self) -> Vec<Block> {
        let mut notes = vec![Block::Paragraph(line(t!(self.texts, "retention-counted")))];
        // A processor keeps nothing for disputes of its own (Art. 28(3)(g)).
        let for_others = matches!(self.kind, Kind::Instruction | Kind::Agreement);
        let law = if for_others { "retention-law-processor" } else { "retention-law" };
        notes.push(Block::Paragraph(line(t!(self.texts, law))));
        notes.extend(self.backup_sentence().map(|sentence| Block::Paragraph(line(sentence))));
        notes
    }

    /// When backups expire, plainly.
    pub(crate) fn backup_sentence(&self) -> Option<String> {
        let period = self.period(self.backups()?);
        Some(t!(self.texts, "backup-sentence", period = period))
    }

    /// The periods of an activity: once if all its datasets have the same, otherwise each with its dataset's name.
    pub(crate) fn periods(
        &mut self,
        name: &ActivityName,
        activity: &Activity,
        datasets: &[(&'p DatasetName, &'p Dataset)],
    ) -> Vec<Line> {
        let mut told: Vec<(String, Vec<String>)> = Vec::new();
        for (dataset_name, dataset) in datasets {
            let called = self.called(name, dataset_name, dataset);
            told.push((called, self.kept(name, activity, dataset_name, dataset).all()));
        }
        match told.split_first() {
            None => Vec::new(),
            Some((first, rest)) if rest.iter().all(|(_, kept)| *kept == first.1) => {
                first.1.iter().map(|one| line(one.clone())).collect()
            }
            Some(_) => told
                .into_iter()
                .map(|(called, kept)| line(t!(self.texts, "kept-of", data = called, kept = in_a_row(&kept))))
                .collect(),
        }
    }
}

/// A limit with the period that a customer has chosen in place of the one for everybody.
pub(crate) fn of_customer(cap: &Limit, chosen: Option<Period>) -> Limit {
    Limit { period: chosen.unwrap_or(cap.period), ..cap.clone() }
}

/// Whether customers may choose a shorter period of their own.
pub(crate) fn customers_choose(activity: &Activity) -> bool {
    let own = activity.keep.per_customer.as_ref();
    let settings = own.is_some_and(|own| !own.settings.is_empty() || own.own.is_some());
    settings && activity.keep.at_most.is_some()
}

/// Several in one sentence.
fn in_a_row(kept: &[String]) -> String {
    kept.iter().map(|one| lower_first(one)).collect::<Vec<_>>().join("; ")
}

/// A column in which nothing applies to any row only takes room.
fn without_empty_columns(head: Vec<String>, rows: Vec<Row>) -> (Vec<String>, Vec<Row>) {
    let told =
        |column: usize| column == 0 || rows.iter().any(|row| row.get(column) != Some(&cell(Vec::new())));
    let kept: Vec<bool> = (0..head.len()).map(told).collect();
    let rows = rows.into_iter().map(|row| only(row, &kept)).collect();
    (only(head, &kept), rows)
}

fn only<T>(all: Vec<T>, kept: &[bool]) -> Vec<T> {
    all.into_iter().zip(kept).filter(|(_, kept)| **kept).map(|(one, _)| one).collect()
}

/// The cells of a row, each with its lines.
type Row = Vec<Vec<Line>>;

/// A cell with something in it: a dash is read where nothing applies.
fn cell(lines: Vec<String>) -> Vec<Line> {
    let lines: Vec<Line> = lines.into_iter().filter(|text| !text.is_empty()).map(line).collect();
    if lines.is_empty() { vec![line("–")] } else { lines }
}

/// Only for comparing periods with each other.
const fn roughly(period: Period) -> u64 {
    match period {
        Period::Hours(hours) => hours as u64,
        Period::Calendar { months, days } => (months as u64 * 31 + days as u64) * 24,
    }
}

/// Two periods, one after the other; none if one is on the calendar and the other on the clock.
fn sum(one: Period, other: Period) -> Option<Period> {
    match (one, other) {
        (Period::Calendar { months, days }, Period::Calendar { months: more, days: and }) => {
            Some(Period::Calendar { months: months.checked_add(more)?, days: days.checked_add(and)? })
        }
        (Period::Hours(one), Period::Hours(other)) => Some(Period::Hours(one.checked_add(other)?)),
        _ => None,
    }
}
