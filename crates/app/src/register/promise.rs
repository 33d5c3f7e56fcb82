//! What the policy promises about the register's own records: which datasets they are of, when each goes, and what keeps it.
//!
//! A record is judged by the calculus that judges any other ([`gallra_rules::calculus::forward`]); only reading its anchors
//! is done here, because the record is at hand.

use std::collections::BTreeMap;

use gallra_rules::calculus::forward::{self, Facts, Verdict, due_moment, judge};
use gallra_rules::calculus::{Calendar, Moment, Reading, Side};
use gallra_rules::hold::Hold;
use gallra_rules::names::{ActivityName, AnchorName, DatasetName};
use gallra_rules::policy::{AnchorSource, Dataset, Limit, Round, SystemKind};
use gallra_rules::predicate::Scalar;
use gallra_store::register::{Agreement, Entry, EntryKind, Party, PartyKind};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Keeping, Kept};
use crate::{AppError, Context};

/// A table of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Parties, or those of one kind.
    Party(Option<PartyKind>),
    /// Entries, or those of one kind.
    Entry(Option<EntryKind>),
    /// Agreements.
    Agreement,
}

impl Table {
    const fn name(self) -> &'static str {
        match self {
            Self::Party(_) => "party",
            Self::Entry(_) => "entry",
            Self::Agreement => "agreement",
        }
    }
}

/// A party with what hangs on it.
#[derive(Clone, Copy, Debug)]
pub struct Dossier<'a> {
    /// The party.
    pub party: &'a Party,
    /// Whom it speaks for, if it is a contact.
    pub over: Option<&'a Party>,
    /// Its entries.
    pub entries: &'a [Entry],
    /// Its agreements.
    pub agreements: &'a [Agreement],
}

/// When a record goes, by which promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// `party`, `entry` or `agreement`.
    pub table: &'static str,
    /// Its number.
    pub id: i64,
    /// The dataset that it is of.
    pub dataset: DatasetName,
    /// The activity that limits it; `None` if none does.
    pub activity: Option<ActivityName>,
    /// The promise as the policy states it.
    pub rule: String,
    /// When.
    pub when: When,
}

/// When a record goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Its time is up.
    Now,
    /// On this day, or by the first run after it.
    On(Date),
    /// A legal hold keeps it.
    Held,
    /// What the time counts from has not happened yet.
    Ongoing,
    /// Nobody can tell: what the time counts from is not known, or nothing limits it.
    Unknown,
}

/// One record, in the columns that a policy can name.
#[derive(Clone, Copy)]
enum Record<'a> {
    Party(&'a Party),
    Entry(&'a Entry),
    Agreement(&'a Agreement),
}

impl Record<'_> {
    fn table(self) -> Table {
        match self {
            Self::Party(party) => Table::Party(Some(party.kind)),
            Self::Entry(entry) => Table::Entry(Some(entry.kind)),
            Self::Agreement(_) => Table::Agreement,
        }
    }

    fn id(self) -> i64 {
        match self {
            Self::Party(party) => party.id.0,
            Self::Entry(entry) => entry.id.0,
            Self::Agreement(agreement) => agreement.id.0,
        }
    }

    /// The value of a plain column; `None` for NULL and for what is no plain column.
    fn value(self, column: &str) -> Option<Scalar> {
        let word = |word: &str| Some(Scalar::Text(word.to_owned()));
        let day = |day: Option<Date>| day.map(|day| Scalar::Text(day.to_string()));
        match (self, column) {
            (_, "id") => Some(Scalar::Integer(self.id())),
            (_, "tenant") => Some(Scalar::Integer(0)),
            (Self::Party(party), "kind") => word(party.kind.word()),
            (Self::Party(party), "role") => word(party.role.word()),
            (Self::Party(party), "belongs_to") => party.belongs_to.map(|id| Scalar::Integer(id.0)),
            (Self::Party(party), "since") => day(party.since),
            (Self::Party(party), "left_on") => day(party.left_on),
            (Self::Party(party), "last_contact") => day(party.last_contact),
            (Self::Entry(entry), "party") => Some(Scalar::Integer(entry.party.0)),
            (Self::Entry(entry), "kind") => word(entry.kind.word()),
            (Self::Entry(entry), "at") => day(Some(entry.at)),
            (Self::Entry(entry), "activity") => word(&entry.activity),
            (Self::Entry(entry), "source") => word(entry.source.word()),
            (Self::Entry(entry), "due") => day(entry.due),
            (Self::Entry(entry), "state") => entry.state.and_then(|state| word(state.word())),
            (Self::Agreement(agreement), "party") => Some(Scalar::Integer(agreement.party.0)),
            (Self::Agreement(agreement), "kind") => word(agreement.kind.word()),
            (Self::Agreement(agreement), "mode") => word(agreement.mode.word()),
            (Self::Agreement(agreement), "state") => word(agreement.state.word()),
            (Self::Agreement(agreement), "drafted_on") => day(Some(agreement.drafted_on)),
            (Self::Agreement(agreement), "offered_on") => day(agreement.offered_on),
            (Self::Agreement(agreement), "accepted_on") => day(agreement.accepted_on),
            (Self::Agreement(agreement), "starts_on") => day(agreement.starts_on),
            (Self::Agreement(agreement), "first_paid_on") => day(agreement.first_paid_on),
            // Generated in the state: whichever was earlier.
            (Self::Agreement(agreement), "started") => {
                day([agreement.starts_on, agreement.first_paid_on].into_iter().flatten().min())
            }
            (Self::Agreement(agreement), "ended_on") => day(agreement.ended_on),
            (Self::Agreement(agreement), "settled_on") => day(agreement.settled_on),
            _ => None,
        }
    }

    fn is_in(self, dataset: &Dataset) -> bool {
        dataset.filter.iter().all(|(column, values)| values.contains(&self.value(column)))
    }
}

/// The datasets of the policy that are a table of this register.
pub(super) fn datasets_of(context: &Context, table: Table) -> impl Iterator<Item = (&DatasetName, &Dataset)> {
    context.policy.datasets.iter().filter(move |(_, dataset)| {
        let named = dataset.table.as_ref().is_some_and(|has| has.name == table.name());
        let kind = match table {
            Table::Entry(Some(kind)) => Some(Scalar::Text(kind.word().to_owned())),
            Table::Party(Some(kind)) => Some(Scalar::Text(kind.word().to_owned())),
            _ => None,
        };
        let of_kind =
            kind.is_none() || dataset.filter.get("kind").is_none_or(|values| values.contains(&kind));
        named && of_kind && is_this_register(context, dataset)
    })
}

/// Whether a dataset's system is the state that this register lies in: by its kind, or by its file.
fn is_this_register(context: &Context, dataset: &Dataset) -> bool {
    let Some(system) = context.policy.systems.get(&dataset.system) else { return false };
    if system.kind == SystemKind::Register {
        return true;
    }
    let ours = context.store.folder().join(gallra_store::DATABASE);
    let theirs = system.path.as_ref().filter(|_| system.kind == SystemKind::Sqlite);
    let real = |path: std::path::PathBuf| std::fs::canonicalize(path).ok();
    theirs.is_some_and(|path| {
        let theirs = real(context.policy_dir.join(path));
        theirs.is_some() && theirs == real(ours)
    })
}

/// What judges: the policy, its calendar, the holds and the moment, for one party.
struct Bench<'a> {
    context: &'a Context,
    dossier: Dossier<'a>,
    holds: Vec<Hold>,
    calendar: Calendar,
    now: Timestamp,
}

impl<'a> Bench<'a> {
    async fn new(context: &'a Context, dossier: Dossier<'a>) -> Result<Self, AppError> {
        let holds = context.store.holds_in_force(context.today()).await?.0;
        let calendar = Calendar::of(&context.policy.organisation)
            .map_err(|zone| AppError::Register(zone.to_string()))?;
        Ok(Self { context, dossier, holds, calendar, now: context.now() })
    }

    fn records(&self) -> Vec<Record<'a>> {
        let Dossier { party, entries, agreements, .. } = self.dossier;
        let hanging = entries.iter().map(Record::Entry).chain(agreements.iter().map(Record::Agreement));
        std::iter::once(Record::Party(party)).chain(hanging).collect()
    }

    fn datasets(&self, record: Record<'a>) -> impl Iterator<Item = (&'a DatasetName, &'a Dataset)> {
        datasets_of(self.context, record.table()).filter(move |(_, dataset)| record.is_in(dataset))
    }

    fn reading(&self, record: Record<'a>, dataset: &Dataset, anchor: &AnchorName) -> Reading {
        let Some(anchor) = dataset.anchors.get(anchor) else { return Reading::Missing };
        let there = |name: &DatasetName| self.context.policy.datasets.get(name);
        match &anchor.source {
            AnchorSource::Column { column, .. } => match record.value(column) {
                Some(Scalar::Text(day)) => match day.parse::<Date>() {
                    Ok(day) if day >= anchor.since => Reading::At(Moment::Date(day)),
                    _ => Reading::Implausible,
                },
                _ => Reading::Missing,
            },
            AnchorSource::Parent { dataset, anchor } => {
                let party = Record::Party(self.dossier.party);
                let over = self.datasets(party).find(|(name, _)| *name == dataset);
                over.map_or(Reading::Missing, |(_, over)| self.reading(party, over, anchor))
            }
            AnchorSource::LatestChild { dataset: name, anchor } => {
                let Some(below) = there(name) else { return Reading::Missing };
                let children = self
                    .records()
                    .into_iter()
                    .filter(|child| self.datasets(*child).any(|(found, _)| found == name));
                let readings: Vec<Reading> =
                    children.map(|child| self.reading(child, below, anchor)).collect();
                latest(&readings)
            }
            AnchorSource::Keyed { .. } | AnchorSource::Builtin => Reading::Missing,
        }
    }

    fn facts(&self, record: Record<'a>, dataset: &Dataset) -> Facts {
        let anchors: BTreeMap<_, _> =
            dataset.anchors.keys().map(|name| (name.clone(), self.reading(record, dataset, name))).collect();
        Facts { anchors, customers: BTreeMap::new(), own: BTreeMap::new(), held: self.hold(record).is_some() }
    }

    /// A hold that covers a record: placed on its dataset, or on that of its party, or of whom that party speaks for.
    fn hold(&self, record: Record<'a>) -> Option<&Hold> {
        let covers = |record: Record<'a>, hold: &Hold| {
            self.datasets(record).any(|(name, _)| *name == hold.dataset)
                && hold.only.as_ref().is_none_or(|only| {
                    record.value(&only.column).is_some_and(|value| only.values.contains(&value))
                })
        };
        let party = Record::Party(self.dossier.party);
        let over = self.dossier.over.map(Record::Party);
        self.holds.iter().find(|hold| {
            covers(record, hold) || covers(party, hold) || over.is_some_and(|over| covers(over, hold))
        })
    }

    fn due(&self, record: Record<'a>) -> Vec<Due> {
        let policy = &self.context.policy;
        let of = |(name, dataset): (&'a DatasetName, &'a Dataset)| {
            let verdict = judge(policy, &self.calendar, name, &self.facts(record, dataset), self.now);
            let day = |at: Timestamp| self.calendar.day_of(at);
            let when = match verdict {
                Verdict::Dispose { .. } => When::Now,
                Verdict::Keep { until: Some(at) } | Verdict::KeptBeyondCap { until: at, .. } => {
                    When::On(day(at))
                }
                Verdict::Held => When::Held,
                Verdict::Ongoing => When::Ongoing,
                Verdict::Keep { until: None }
                | Verdict::NoAnchor
                | Verdict::ImplausibleAnchor
                | Verdict::NoRule => When::Unknown,
            };
            let limits = |activity: &'a gallra_rules::policy::Activity| {
                let most = activity.keep.at_most.as_ref().map(|limit| ("at_most", limit));
                most.or(activity.keep.at_least.as_ref().map(|limit| ("at_least", limit)))
            };
            let mut limiting: Vec<_> = forward::limiting(policy, name).collect();
            limiting.sort_by_key(|(_, activity)| activity.keep.at_most.is_none());
            let limit = limiting.first().and_then(|(by, activity)| Some((*by, limits(activity)?)));
            Due {
                table: record.table().name(),
                id: record.id(),
                dataset: name.clone(),
                activity: limit.map(|(by, _)| by.clone()),
                rule: limit
                    .map(|(_, (word, limit))| format!("{word} {} after {}", limit.period, from(limit)))
                    .unwrap_or_default(),
                when,
            }
        };
        self.datasets(record).map(of).collect()
    }

    fn keeping(&self, record: Record<'a>) -> Vec<Keeping> {
        let told = |why| Keeping { table: record.table().name(), id: record.id(), why };
        let mut found = Vec::new();
        if let Some(hold) = self.hold(record) {
            found.push(told(Kept::Hold { hold: hold.id.clone(), until: hold.until }));
        }
        for (name, dataset) in self.datasets(record) {
            for (by, activity) in forward::limiting(&self.context.policy, name) {
                let Some(floor) = &activity.keep.at_least else { continue };
                let law =
                    |until| told(Kept::Law { activity: by.clone(), basis: activity.basis.clone(), until });
                match self.reading(record, dataset, &floor.anchor) {
                    Reading::At(moment) => {
                        let end = due_moment(&self.calendar, &moment, floor.round, floor.period, Side::Floor);
                        if end.is_none_or(|end| end > self.now) {
                            found.push(law(end.map(|end| self.calendar.day_of(end))));
                        }
                    }
                    // Whether it has not happened or nobody knows: the time is not over.
                    Reading::Missing | Reading::Implausible => found.push(law(None)),
                }
            }
        }
        found
    }
}

/// What a limit counts from, as the policy writes it.
fn from(limit: &Limit) -> String {
    match limit.round {
        Round::None => limit.anchor.to_string(),
        Round::FinancialYear => format!("financial_year({})", limit.anchor),
        Round::CalendarYear => format!("calendar_year({})", limit.anchor),
        Round::CalendarMonth => format!("calendar_month({})", limit.anchor),
    }
}

/// The latest of several; one that has not happened yet is later than all.
fn latest(readings: &[Reading]) -> Reading {
    if readings.iter().any(|reading| !matches!(reading, Reading::At(_))) {
        return Reading::Missing;
    }
    let day = |reading: &Reading| match reading {
        Reading::At(Moment::Date(day)) => Some(*day),
        _ => None,
    };
    readings.iter().filter_map(day).max().map_or(Reading::Missing, |day| Reading::At(Moment::Date(day)))
}

/// When a party and what hangs on it goes; nothing of what the policy does not declare.
///
/// # Errors
/// The state's.
pub async fn due(context: &Context, dossier: Dossier<'_>) -> Result<Vec<Due>, AppError> {
    let bench = Bench::new(context, dossier).await?;
    Ok(bench.records().into_iter().flat_map(|record| bench.due(record)).collect())
}

/// What keeps a party and what hangs on it (GDPR Art. 17(3)).
///
/// # Errors
/// The state's.
pub async fn keeping(context: &Context, dossier: Dossier<'_>) -> Result<Vec<Keeping>, AppError> {
    let bench = Bench::new(context, dossier).await?;
    Ok(bench.records().into_iter().flat_map(|record| bench.keeping(record)).collect())
}
