//! Reading keys with their dates, for the records of another system; see [`gallra_rules::keys`].
//!
//! These are the only values of records that leave a database: what the policy says that they are needed for, held in
//! memory, and gone with the run.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::inventory::Measure;
use gallra_rules::keys::{KeyQuestion, KeySet, KeySets, MOST_KEYS, When};
use gallra_rules::plan::{Question, Step};
use gallra_rules::predicate::{AnchorValue, Cutoff, Encoding, NoKeys, Predicate, TableRef};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::Database;
use crate::error::{ConnectError, ErrorKind};
use crate::sql::anchor::{leaf, zone_of};
use crate::sql::keys::not_filled_in;
use crate::sql::render::{anchor_columns, columns_read};

/// Nothing before it is a date that anybody meant; a rule's own `since` is later.
const LONG_AGO: Date = Date::constant(1000, 1, 1);

impl Database {
    /// Reads the keys and dates that are asked for, in one statement. Reads only.
    ///
    /// # Errors
    /// The database's; [`ErrorKind::Unsupported`] for more than [`MOST_KEYS`].
    pub(crate) async fn keys(&self, asked: &KeyQuestion) -> Result<KeySet, ConnectError> {
        let mut tx = self.reading().await?;
        let facts = self.facts(&mut tx, &needed(asked)).await?;
        let mut w = self.render(&facts);
        let at = w.outer(&asked.table);
        let column = w.column(&at, &asked.column);
        w.raw(&format!("SELECT {}, ", self.dialect.as_text(&column)));
        match &asked.anchor {
            None => w.raw("1, NULL"),
            Some(anchor) => {
                w.raw("CASE WHEN ");
                w.missing(&at, anchor)?;
                w.raw(" THEN 1 WHEN ");
                w.implausible(&at, anchor, asked.since.max(LONG_AGO))?;
                w.raw(" THEN 2 ELSE 0 END, ");
                let text = self.dialect.as_text("\u{0}");
                let (before, after) = text.split_once('\u{0}').unwrap_or((&text, ""));
                w.raw(before);
                w.anchor_value(&at, anchor)?;
                w.raw(after);
            }
        }
        w.raw(&format!(" FROM {} WHERE {column} IS NOT NULL AND ", self.dialect.outer(&asked.table)));
        w.predicate(&at, &asked.within)?;
        let encoding = asked.anchor.as_ref().map(leaf);
        if let Some(Encoding::FormattedText { format, .. }) = encoding
            && ["%H", "%M", "%S"].iter().any(|part| format.contains(part))
        {
            // Its date alone would be told, and a day too early is a year too early at a year's end.
            return Err(ConnectError::new(
                ErrorKind::Unsupported,
                self.table_place(&asked.table),
                "a time of day in a text of its own format is not read for another system",
                "Give the date a column of its own there, or write it as ISO 8601",
            ));
        }
        let zone = match encoding {
            Some(
                Encoding::Local(name) | Encoding::IsoText(name) | Encoding::FormattedText { zone: name, .. },
            ) => zone_of(name, &asked.table)?,
            _ => TimeZone::UTC,
        };
        let (sql, mut set) = (w.finish(), KeySet::default());
        let read = tx.each(&sql, |row| {
            let [key, state, value] = row.as_slice() else { return true };
            let Some(key) = key.text() else { return true };
            let when = match (state.int(), encoding, value.text()) {
                (Some(1), ..) => When::Missing,
                (Some(0), Some(encoding), Some(text)) => when(&text, encoding, &zone),
                _ => When::Unreadable,
            };
            set.add(key, when);
            set.len() <= MOST_KEYS
        });
        self.at(&asked.table, read.await)?;
        if set.len() > MOST_KEYS {
            return Err(ConnectError::new(
                ErrorKind::Unsupported,
                self.table_place(&asked.table),
                format!("it has more than {MOST_KEYS} keys"),
                "Limit the dataset with `where`",
            ));
        }
        self.ok(tx.rollback().await)?;
        Ok(set)
    }
}

/// Tables and columns that are read for keys.
pub(crate) fn needed(asked: &KeyQuestion) -> BTreeMap<TableRef, BTreeSet<String>> {
    let mut needed: BTreeMap<TableRef, BTreeSet<String>> = BTreeMap::new();
    needed.entry(asked.table.clone()).or_default().insert(asked.column.clone());
    columns_read(&asked.table, &asked.within, &mut needed);
    if let Some(anchor) = &asked.anchor {
        anchor_columns(&asked.table, anchor, &mut needed);
    }
    needed
}

/// What the database wrote, as a date or a moment.
fn when(text: &str, encoding: &Encoding, zone: &TimeZone) -> When {
    let day = || text.parse().ok().filter(|_| text.len() == 10).map(When::Day);
    let clock = |zone: &TimeZone| {
        let at: DateTime = text.split('+').next()?.replace(' ', "T").parse().ok()?;
        // Of a time that a clock showed twice the later one: nothing goes an hour too early.
        Some(When::At(zone.to_ambiguous_timestamp(at).later().ok()?))
    };
    let offset = || text.replace(' ', "T").parse::<Timestamp>().ok().map(When::At);
    let number = || text.split('.').next()?.parse::<i64>().ok();
    let read = match encoding {
        Encoding::Date => day(),
        Encoding::Instant => clock(&TimeZone::UTC),
        Encoding::Local(_) | Encoding::FormattedText { .. } => day().or_else(|| clock(zone)),
        Encoding::IsoText(_) => day().or_else(offset).or_else(|| clock(zone)),
        Encoding::EpochSeconds => number().and_then(|n| Timestamp::from_second(n).ok()).map(When::At),
        Encoding::EpochMillis => number().and_then(|n| Timestamp::from_millisecond(n).ok()).map(When::At),
    };
    read.unwrap_or(When::Unreadable)
}

/// A question with its keys in their places; `None` if it names none.
pub(crate) fn question(asked: &Question, sets: &KeySets) -> Result<Option<Question>, ConnectError> {
    let predicates = [&asked.within, &asked.due].into_iter().chain(&asked.overdue);
    let mut predicates = predicates.chain(asked.counts.values()).chain(&asked.except);
    let keyed = asked.oldest_of.as_ref().is_some_and(AnchorValue::is_keyed);
    if !keyed && !predicates.any(Predicate::needs_keys) {
        return Ok(None);
    }
    let fill = |predicate: &Predicate| predicate.with_keys(sets);
    let filled = || -> Result<Question, NoKeys> {
        Ok(Question {
            within: fill(&asked.within)?,
            due: fill(&asked.due)?,
            overdue: asked.overdue.as_ref().map(fill).transpose()?,
            counts: asked
                .counts
                .iter()
                .map(|(kind, predicate)| Ok((*kind, fill(predicate)?)))
                .collect::<Result<_, NoKeys>>()?,
            except: asked.except.iter().map(fill).collect::<Result<_, _>>()?,
            oldest_of: asked.oldest_of.clone().filter(|anchor| !anchor.is_keyed()),
            ..asked.clone()
        })
    };
    filled().map(Some).map_err(|NoKeys| not_filled_in(&asked.table))
}

/// A condition with its keys in their places.
pub(crate) fn predicate(
    table: &TableRef,
    asked: &Predicate,
    sets: &KeySets,
) -> Result<Predicate, ConnectError> {
    asked.with_keys(sets).map_err(|NoKeys| not_filled_in(table))
}

/// A step with its keys in their places; `None` if it names none.
pub(crate) fn step(step: &Step, sets: &KeySets) -> Result<Option<Step>, ConnectError> {
    let excepted = step.except.iter().flat_map(|exception| [&exception.when, &exception.foreseen]);
    if ![&step.due].into_iter().chain(excepted).any(Predicate::needs_keys) {
        return Ok(None);
    }
    let mut filled = step.clone();
    let fill = |predicate: &mut Predicate| -> Result<(), ConnectError> {
        *predicate = predicate.with_keys(sets).map_err(|NoKeys| not_filled_in(&step.table))?;
        Ok(())
    };
    fill(&mut filled.due)?;
    for exception in &mut filled.except {
        fill(&mut exception.when)?;
        fill(&mut exception.foreseen)?;
    }
    Ok(Some(filled))
}

/// Looks for the oldest date among records, asking how many there are up to a day. No connector has to put dates and
/// records together for this, and 15 days are asked about in one pass.
pub(crate) struct Oldest<'a> {
    anchor: &'a AnchorValue,
    sets: &'a KeySets,
    zone: &'a TimeZone,
    days: Vec<Date>,
}

/// Days that are asked about at once.
const AT_ONCE: usize = 15;

impl<'a> Oldest<'a> {
    /// Every day that a key has.
    pub(crate) fn new(anchor: &'a AnchorValue, sets: &'a KeySets, zone: &'a TimeZone) -> Self {
        let mut at = anchor;
        while let AnchorValue::Parent { of, .. } | AnchorValue::LatestChild { of, .. } = at {
            at = of;
        }
        let set = match at {
            AnchorValue::Keyed { set, .. } => sets.get(set),
            _ => None,
        };
        let dated = set.into_iter().flat_map(|set| set.iter()).filter_map(|(_, when)| match when {
            When::Day(day) => Some(day),
            When::At(at) => Some(zone.to_datetime(at).date()),
            When::Missing | When::Unreadable => None,
        });
        let days: BTreeSet<Date> = dated.filter(|day| *day >= LONG_AGO).collect();
        Self { anchor, sets, zone, days: days.into_iter().collect() }
    }

    /// The question to ask next; `None` when the day is known.
    pub(crate) fn next(&self, asked: &Question) -> Result<Option<Question>, ConnectError> {
        if self.days.len() <= 1 {
            return Ok(None);
        }
        let upto = self.ends().map(|end| {
            let next = self.days[end].checked_add(1.day()).unwrap_or(self.days[end]);
            let instant = next.to_zoned(self.zone.clone()).map_or(Timestamp::MAX, |start| start.timestamp());
            let cutoff = Cutoff { date: next, instant };
            let before = Predicate::Before { anchor: self.anchor.clone(), cutoff, since: LONG_AGO };
            before.with_keys(self.sets).map_err(|NoKeys| not_filled_in(&asked.table))
        });
        Ok(Some(Question {
            within: Predicate::always(),
            overdue: None,
            counts: BTreeMap::new(),
            except: upto.collect::<Result<_, _>>()?,
            effects: Vec::new(),
            partitions: Vec::new(),
            ..asked.clone()
        }))
    }

    /// Goes on with the days that the answer leaves.
    pub(crate) fn told(&mut self, answer: &Measure) {
        let mut from = 0;
        let mut left = Vec::new();
        for (end, rows) in self.ends().zip(&answer.excepted) {
            if *rows > 0 {
                left = self.days[from..=end].to_vec();
                break;
            }
            from = end + 1;
        }
        self.days = left;
    }

    /// Positions of the days that are asked about, the last always among them.
    fn ends(&self) -> impl Iterator<Item = usize> + use<> {
        let days = self.days.len();
        let parts = AT_ONCE.min(days);
        (1..=parts).map(move |part| days * part / parts - 1)
    }

    /// The day, if there is one.
    pub(crate) fn day(&self) -> Option<Date> {
        self.days.first().copied()
    }
}
