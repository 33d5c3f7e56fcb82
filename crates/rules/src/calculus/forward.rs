//! From a record to its due moments, and what they mean at a given time.
//!
//! What binds a dataset: the floors and caps of every activity that has it among its data. Its *cadence* is the
//! shortest `every` among the activities that limit it, because that is when the next run comes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan as _};

use super::{Calendar, Moment, Reading, Side, instant_of, month_end};
use crate::keys::KeysName;
use crate::names::{ActivityName, AnchorName, DatasetName};
use crate::period::Period;
use crate::policy::{Activity, Disposal, Limit, Missing, Policy, Round};

/// What the calculus needs to know about one record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Its anchors. One that is not named counts as missing.
    pub anchors: BTreeMap<AnchorName, Reading>,
    /// Column → customer, for the customers' own settings.
    pub customers: BTreeMap<String, String>,
    /// What its customer has set in the register, by [`KeysName::of_settings`]; more than one if customers share a key.
    pub own: BTreeMap<KeysName, Vec<Period>>,
    /// Whether a legal hold covers it.
    pub held: bool,
}

/// What becomes of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes now.
    Dispose {
        /// Whether its cap has passed already: the promise is broken.
        overdue: bool,
    },
    /// It stays for now.
    Keep {
        /// The moment from which a run may dispose of it, as far as it is known: the latest floor, or the earliest cap.
        until: Option<Timestamp>,
    },
    /// Its cap has passed, but a floor has not: the law wins over the promise.
    KeptBeyondCap {
        /// The activity with the latest floor.
        by: ActivityName,
        /// That floor.
        until: Timestamp,
    },
    /// A legal hold keeps it.
    Held,
    /// An anchor has not happened yet.
    Ongoing,
    /// An anchor is missing and nobody knows what that means.
    NoAnchor,
    /// An anchor is unreadable or implausibly early.
    ImplausibleAnchor,
    /// No activity limits the dataset.
    NoRule,
}

/// The last day of a period that begins at a date: rounded, months before days, clamped to the month's end.
///
/// `None` beyond the year 9999, which is never.
pub fn last_day(calendar: &Calendar, begins: Date, round: Round, months: u32, days: u32) -> Option<Date> {
    let from = match round {
        Round::None => begins,
        Round::CalendarMonth => begins.last_of_month(),
        Round::CalendarYear => begins.last_of_year(),
        Round::FinancialYear => financial_year_end(calendar, begins)?,
    };
    let months = Span::new().try_months(i64::from(months)).ok()?;
    let days = Span::new().try_days(i64::from(days)).ok()?;
    from.checked_add(months).ok()?.checked_add(days).ok()
}

/// The day that a period counted by financial years starts from: for a Swedish company 31 December of the calendar year
/// in which the financial year of that day ended (bokföringslagen 7:2), elsewhere that financial year's last day.
fn financial_year_end(calendar: &Calendar, day: Date) -> Option<Date> {
    let ends_in = |year: i16| {
        let last = month_end(year, calendar.year_end.month)?;
        if calendar.year_end.month == 2 && calendar.year_end.day >= 29 {
            return Some(last);
        }
        Date::new(year, calendar.year_end.month, calendar.year_end.day.min(last.day())).ok()
    };
    let this = ends_in(day.year())?;
    let end = if day <= this { this } else { ends_in(day.year().checked_add(1)?)? };
    if calendar.swedish { Date::new(end.year(), 12, 31).ok() } else { Some(end) }
}

/// The moment at which a period has run out: `None` if it never does.
pub fn due_moment(
    calendar: &Calendar,
    at: &Moment,
    round: Round,
    period: Period,
    side: Side,
) -> Option<Timestamp> {
    match (period, at) {
        (Period::Calendar { months, days }, at) => {
            let begins = match at {
                Moment::Date(date) => *date,
                Moment::Instant(instant) => calendar.day_of(*instant),
                Moment::Local { at, zone } => calendar.day_of(instant_of(*at, zone, side)?),
            };
            calendar.start_of(last_day(calendar, begins, round, months, days)?.tomorrow().ok()?)
        }
        (Period::Hours(hours), at) => {
            let begins = match (at, side) {
                (Moment::Date(date), Side::Floor) => calendar.start_of(date.tomorrow().ok()?)?,
                (Moment::Date(date), Side::Cap) => calendar.start_of(*date)?,
                (Moment::Instant(instant), _) => *instant,
                (Moment::Local { at, zone }, side) => instant_of(*at, zone, side)?,
            };
            begins.checked_add(i64::from(hours).hours()).ok()
        }
    }
}

/// The activities that limit a dataset.
pub fn limiting<'a>(
    policy: &'a Policy,
    dataset: &'a DatasetName,
) -> impl Iterator<Item = (&'a ActivityName, &'a Activity)> {
    policy.activities.iter().filter(move |(_, activity)| {
        activity.data.contains(dataset)
            && (activity.keep.at_least.is_some() || activity.keep.at_most.is_some())
    })
}

/// What is done with a dataset's records when their time is up: as the activities with an `at_most` say; if there are
/// none, as those with an `at_least` say. `None` if they do not agree, or nobody limits the dataset.
pub fn disposal<'a>(policy: &'a Policy, dataset: &'a DatasetName) -> Option<&'a Disposal> {
    let promising = limiting(policy, dataset).filter(|(_, activity)| activity.keep.at_most.is_some());
    let mut deciding: Vec<&Disposal> = promising.map(|(_, activity)| &activity.then).collect();
    if deciding.is_empty() {
        deciding.extend(limiting(policy, dataset).map(|(_, activity)| &activity.then));
    }
    let first = *deciding.first()?;
    deciding.iter().all(|other| *other == first).then_some(first)
}

/// When the next run comes after one at `now`.
pub fn next_run(policy: &Policy, calendar: &Calendar, dataset: &DatasetName, now: Timestamp) -> Timestamp {
    let after = |every: Period| match every {
        Period::Hours(hours) => now.checked_add(i64::from(hours).hours()).ok(),
        Period::Calendar { months, days } => {
            let span = Span::new().try_months(i64::from(months)).ok()?.try_days(i64::from(days)).ok()?;
            now.to_zoned(calendar.zone.clone()).checked_add(span).ok().map(|zoned| zoned.timestamp())
        }
    };
    limiting(policy, dataset).filter_map(|(_, activity)| after(activity.every)).min().unwrap_or(now)
}

/// One limit, applied to one record.
enum Applied {
    At(Timestamp),
    Never,
    Missing(Missing),
    Implausible,
}

fn apply(
    policy: &Policy,
    calendar: &Calendar,
    dataset: &DatasetName,
    facts: &Facts,
    limit: &Limit,
    side: Side,
) -> Applied {
    match facts.anchors.get(&limit.anchor).unwrap_or(&Reading::Missing) {
        Reading::Implausible => Applied::Implausible,
        Reading::At(moment) => {
            due_moment(calendar, moment, limit.round, limit.period, side).map_or(Applied::Never, Applied::At)
        }
        Reading::Missing => {
            let anchor = policy.datasets.get(dataset).and_then(|dataset| dataset.anchors.get(&limit.anchor));
            Applied::Missing(anchor.map_or(Missing::Unknown, |anchor| anchor.missing))
        }
    }
}

/// Judges one record of a dataset in a run at `now`.
///
/// A record goes when every floor is known and has passed (≤ `now`), and either no activity promises a longest time for
/// the dataset, or a known cap falls before the next run. A record with only floors goes once they have passed (data
/// minimisation, GDPR Art. 5(1)(c)) and is never overdue.
pub fn judge(
    policy: &Policy,
    calendar: &Calendar,
    dataset: &DatasetName,
    facts: &Facts,
    now: Timestamp,
) -> Verdict {
    judge_until(policy, calendar, dataset, facts, (now, next_run(policy, calendar, dataset, now)))
}

/// The same for many records of one run, whose time and that of the next one are known.
pub(crate) fn judge_until(
    policy: &Policy,
    calendar: &Calendar,
    dataset: &DatasetName,
    facts: &Facts,
    (now, next_run): (Timestamp, Timestamp),
) -> Verdict {
    let (mut floors, mut caps) = (Vec::new(), Vec::new());
    for (name, activity) in limiting(policy, dataset) {
        if let Some(limit) = &activity.keep.at_least {
            floors.push((name, apply(policy, calendar, dataset, facts, limit, Side::Floor)));
        }
        let Some(limit) = &activity.keep.at_most else { continue };
        caps.push(apply(policy, calendar, dataset, facts, limit, Side::Cap));
        let own = activity.keep.per_customer.as_ref().and_then(|settings| {
            let customer = facts.customers.get(&settings.column)?;
            settings.settings.get(customer.as_str()).copied()
        });
        let set = activity.keep.per_customer.as_ref().and_then(|settings| {
            let by = &settings.own.as_ref()?.by;
            facts.own.get(&KeysName::of_settings(dataset, by))
        });
        for period in own.into_iter().chain(set.into_iter().flatten().copied()) {
            let limit = Limit { period, ..limit.clone() };
            caps.push(apply(policy, calendar, dataset, facts, &limit, Side::Cap));
        }
    }
    if floors.is_empty() && caps.is_empty() {
        return Verdict::NoRule;
    }
    let verdict = weigh(&floors, &caps, now, next_run);
    if facts.held && matches!(verdict, Verdict::Dispose { .. }) { Verdict::Held } else { verdict }
}

fn weigh(
    floors: &[(&ActivityName, Applied)],
    caps: &[Applied],
    now: Timestamp,
    next_run: Timestamp,
) -> Verdict {
    let cap = caps.iter().filter_map(Applied::moment).min();
    let promised = caps.is_empty() || cap.is_some_and(|cap| cap < next_run);
    if promised && floors.iter().all(|(_, floor)| floor.moment().is_some_and(|floor| floor <= now)) {
        return Verdict::Dispose { overdue: cap.is_some_and(|cap| cap < now) };
    }
    let all = || floors.iter().map(|(_, floor)| floor).chain(caps);
    if all().any(|applied| matches!(applied, Applied::Implausible)) {
        return Verdict::ImplausibleAnchor;
    }
    if all().any(|applied| matches!(applied, Applied::Missing(Missing::Unknown))) {
        return Verdict::NoAnchor;
    }
    if all().any(|applied| matches!(applied, Applied::Missing(Missing::Ongoing))) {
        return Verdict::Ongoing;
    }
    let latest = floors
        .iter()
        .filter_map(|(by, floor)| Some((floor.moment_or_never()?, *by)))
        .max_by_key(|(at, _)| *at);
    match latest {
        Some((until, by)) if until > now && cap.is_some_and(|cap| cap < now) => {
            Verdict::KeptBeyondCap { by: by.clone(), until }
        }
        Some((until, _)) if until > now => {
            Verdict::Keep { until: Some(cap.map_or(until, |cap| cap.max(until))) }
        }
        _ => Verdict::Keep { until: cap },
    }
}

impl Applied {
    fn moment(&self) -> Option<Timestamp> {
        if let Self::At(moment) = self { Some(*moment) } else { None }
    }
    fn moment_or_never(&self) -> Option<Timestamp> {
        if let Self::Never = self { Some(Timestamp::MAX) } else { self.moment() }
    }
}
