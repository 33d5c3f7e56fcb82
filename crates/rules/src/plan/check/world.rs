//! Making records up: what the policy says about a record, written the way its table writes it.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::Checker;
use crate::calculus::{Moment, Reading, zone};
use crate::inventory::ColumnClass;
use crate::keys::{KeysName, told};
use crate::names::{AnchorName, DatasetName};
use crate::policy::{AnchorSource, ColumnFormat, Disposal};
use crate::predicate::eval::{Value, Witness};
use crate::predicate::{Join, Replacement, Scalar};

/// What an anchor of a made-up record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stamp {
    Missing,
    Garbage,
    Day(Date),
    At(Timestamp),
}

impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => f.pad("missing"),
            Self::Garbage => f.pad("unreadable"),
            Self::Day(day) => day.fmt(f),
            Self::At(at) => at.fmt(f),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Hop {
    /// To the record of a dataset that this one belongs to.
    Up(Join, DatasetName),
    Latest(Join),
}

/// Where an anchor stands, as the policy says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) hops: Vec<Hop>,
    pub(super) column: String,
    class: ColumnClass,
    format: Option<ColumnFormat>,
    zone: TimeZone,
    /// Told by another system; garbage is a key that it does not know.
    pub(super) elsewhere: bool,
}

impl Spot {
    pub(super) fn is_of_children(&self) -> bool {
        self.hops.iter().any(|hop| matches!(hop, Hop::Latest(_)))
    }
}

impl Checker<'_> {
    /// The columns by which a child names its parent: (child's, parent's).
    pub(super) fn belonging(&self, child: &DatasetName, parent: &DatasetName) -> Option<Join> {
        let (below, above) = (self.policy.datasets.get(child)?, self.policy.datasets.get(parent)?);
        let shape = self.shapes.tables.get(parent)?;
        let key = if above.key.is_empty() { &shape.primary_key } else { &above.key };
        let ours = below.belongs_to.get(parent)?;
        let fits = below.system == above.system && !key.is_empty() && key.len() == ours.len();
        fits.then(|| Join {
            table: shape.table.clone(),
            on: ours.iter().cloned().zip(key.iter().cloned()).collect(),
        })
    }

    /// The same, seen from the parent.
    pub(super) fn offspring(&self, parent: &DatasetName, child: &DatasetName) -> Option<Join> {
        let up = self.belonging(child, parent)?;
        let table = self.shapes.tables.get(child)?.table.clone();
        Some(Join { table, on: up.on.into_iter().map(|(theirs, ours)| (ours, theirs)).collect() })
    }

    pub(super) fn spot(&self, dataset: &DatasetName, name: &AnchorName) -> Option<Spot> {
        let (mut place, mut name, mut hops) = (dataset, name, Vec::new());
        for _ in 0..=self.policy.datasets.len() {
            let described = self.policy.datasets.get(place)?;
            match &described.anchors.get(name)?.source {
                AnchorSource::Column { column, format, time_zone } => {
                    let system = self
                        .policy
                        .systems
                        .get(&described.system)
                        .and_then(|system| system.time_zone.as_ref());
                    let written =
                        time_zone.as_ref().or(system).unwrap_or(&self.policy.organisation.time_zone);
                    let class = self.shapes.tables.get(place)?.columns.get(column)?.class;
                    return Some(Spot {
                        hops,
                        column: column.clone(),
                        class,
                        format: format.clone(),
                        zone: zone(written).ok()?,
                        elsewhere: false,
                    });
                }
                AnchorSource::Parent { dataset, anchor } => {
                    let way = self.way_up(place, dataset)?;
                    hops.extend(way.into_iter().map(|(join, parent)| Hop::Up(join, parent.clone())));
                    (place, name) = (dataset, anchor);
                }
                AnchorSource::LatestChild { dataset, anchor } => {
                    hops.push(Hop::Latest(self.offspring(place, dataset)?));
                    (place, name) = (dataset, anchor);
                }
                AnchorSource::Keyed { dataset, anchor, by } => {
                    let there = self.policy.datasets.get(dataset)?;
                    let set = KeysName::of_anchor(dataset, anchor, there.key_name(by)?);
                    let end = self.spot(dataset, anchor)?;
                    let fits = there.system != described.system && !end.elsewhere;
                    let class =
                        if end.class == ColumnClass::Date { ColumnClass::Date } else { ColumnClass::Instant };
                    return fits.then_some(Spot {
                        hops,
                        column: told(by, &self.shapes.keys.get(&set)?.hash),
                        class,
                        format: None,
                        zone: TimeZone::UTC,
                        elsewhere: true,
                    });
                }
                AnchorSource::Builtin => {
                    let column = name.as_str().to_owned();
                    let class = self.shapes.tables.get(place)?.columns.get(&column)?.class;
                    let is_moment = matches!(class, ColumnClass::Instant | ColumnClass::Date);
                    return is_moment.then(|| Spot {
                        hops,
                        column,
                        class,
                        format: None,
                        zone: TimeZone::UTC,
                        elsewhere: false,
                    });
                }
            }
        }
        None
    }

    /// The shortest way to an ancestor, the first by name among several.
    fn way_up(&self, from: &DatasetName, to: &DatasetName) -> Option<Vec<(Join, &DatasetName)>> {
        let mut ways: Vec<(&DatasetName, Vec<(Join, &DatasetName)>)> =
            vec![(self.policy.datasets.get_key_value(from)?.0, Vec::new())];
        for _ in 0..self.policy.datasets.len() {
            let mut longer = Vec::new();
            for (place, way) in ways {
                for parent in self.policy.datasets.get(place)?.belongs_to.keys() {
                    let Some(join) = self.belonging(place, parent) else { continue };
                    let mut way = way.clone();
                    way.push((join, parent));
                    if parent == to {
                        return Some(way);
                    }
                    if !longer.iter().any(|(known, _)| *known == parent) && parent != from {
                        longer.push((parent, way));
                    }
                }
            }
            ways = longer;
        }
        None
    }

    /// A record that matches the dataset's filter, has something left to anonymise, and belongs to no customer with a
    /// setting of its own, as far as these can be had together.
    pub(super) fn ordinary(&self, dataset: &DatasetName) -> Witness {
        let mut record = Witness::default();
        if let Some(Disposal::Anonymise(columns)) = crate::calculus::forward::disposal(self.policy, dataset) {
            for (column, replacement) in columns {
                record.columns.insert(column.clone(), self.original(dataset, column, replacement));
            }
        }
        for (_, activity) in crate::calculus::forward::limiting(self.policy, dataset) {
            if let Some(own) = &activity.keep.per_customer {
                record.columns.insert(own.column.clone(), self.customer(dataset, &own.column, None));
            }
        }
        record.columns.extend(self.filtered(dataset).columns);
        record
    }

    /// A record of which nothing is known but that it matches the dataset's filter.
    pub(super) fn filtered(&self, dataset: &DatasetName) -> Witness {
        let mut record = Witness::default();
        for (column, values) in self.policy.datasets.get(dataset).into_iter().flat_map(|found| &found.filter)
        {
            let value = values.first().and_then(Option::as_ref).map_or(Value::Null, of_scalar);
            record.columns.insert(column.clone(), value);
        }
        record
    }

    /// Whether the records on the way to an anchor belong to the datasets that the policy names for it.
    pub(super) fn on_the_way(&self, record: &Witness, hops: &[Hop]) -> bool {
        let Some((Hop::Up(join, parent), rest)) = hops.split_first() else { return true };
        let parents = record.related.get(join).map(Vec::as_slice).unwrap_or_default();
        parents.iter().all(|above| self.matches(parent, above) && self.on_the_way(above, rest))
    }

    /// The same record, but for one column of one of its ancestors on the way to an anchor, once for each column that a
    /// filter there is about. With the column's name.
    pub(super) fn with_other_ancestors(&self, record: &Witness, hops: &[Hop]) -> Vec<(String, Witness)> {
        let Some((Hop::Up(join, parent), rest)) = hops.split_first() else { return Vec::new() };
        let Some(above) = record.related.get(join).and_then(|parents| parents.first()) else {
            return Vec::new();
        };
        let mut others = self.with_other_ancestors(above, rest);
        for column in self.policy.datasets.get(parent).into_iter().flat_map(|found| found.filter.keys()) {
            for value in [Value::Null, Value::Text("of no such kind".to_owned()), Value::Integer(i64::MAX)] {
                let mut other = above.clone();
                other.columns.insert(column.clone(), value);
                others.push((format!("{parent}.{column}"), other));
            }
        }
        let with = |other| {
            let mut record = record.clone();
            record.related.insert(join.clone(), vec![other]);
            record
        };
        others.into_iter().map(|(column, other)| (column, with(other))).collect()
    }

    /// Something that is not anonymised yet.
    pub(super) fn original(&self, dataset: &DatasetName, column: &str, replacement: &Replacement) -> Value {
        let class = self
            .shapes
            .tables
            .get(dataset)
            .and_then(|shape| shape.columns.get(column))
            .map(|column| column.class);
        let day = Date::constant(2001, 7, 9);
        match (replacement, class) {
            (Replacement::Year, Some(ColumnClass::Date)) => Value::Date(day),
            (Replacement::Year, Some(ColumnClass::Local)) => Value::Local(day.at(8, 15, 0, 0)),
            (Replacement::Year, Some(ColumnClass::Instant)) => {
                Value::Instant(Timestamp::constant(994_665_600, 0))
            }
            (Replacement::Year, _) => Value::Text(day.to_string()),
            (Replacement::Network, _) => Value::Text("192.0.2.77".to_owned()),
            _ => Value::Text("a made-up value".to_owned()),
        }
    }

    /// What a record's customer column holds for a customer, or for one whom nobody knows.
    pub(super) fn customer(&self, dataset: &DatasetName, column: &str, who: Option<&str>) -> Value {
        let class = self
            .shapes
            .tables
            .get(dataset)
            .and_then(|shape| shape.columns.get(column))
            .map(|column| column.class);
        match (class, who) {
            (Some(ColumnClass::Integer), None) => Value::Integer(i64::MIN),
            (Some(ColumnClass::Integer), Some(who)) => who.parse().map_or(Value::Null, Value::Integer),
            (_, who) => Value::Text(who.unwrap_or("nobody whom the policy names").to_owned()),
        }
    }

    /// Writes an anchor into a record, and tells how it has to be read.
    pub(super) fn write(&self, record: &mut Witness, spot: &Spot, stamp: Stamp, since: Date) -> Reading {
        let earlier = match stamp {
            Stamp::Missing | Stamp::Garbage => Stamp::Day(since.checked_add(5.days()).unwrap_or(since)),
            Stamp::Day(day) => Stamp::Day(day.checked_sub(400.days()).unwrap_or(day)),
            Stamp::At(at) => Stamp::At(at.checked_sub((400 * 24).hours()).unwrap_or(at)),
        };
        let (value, reading) = self.written(spot, stamp);
        let older = self.written(spot, earlier).0;
        self.put(record, &spot.hops, &spot.column, (&value, &older));
        match reading {
            Reading::At(moment) if before(&moment, since) => Reading::Implausible,
            reading => reading,
        }
    }

    /// Writes a value at the end of the hops. Where the latest of several counts, there is an older one beside it.
    fn put(&self, record: &mut Witness, hops: &[Hop], column: &str, (value, older): (&Value, &Value)) {
        match hops.split_first() {
            None => {
                record.columns.insert(column.to_owned(), value.clone());
            }
            Some((Hop::Up(join, parent), rest)) => {
                let parents =
                    record.related.entry(join.clone()).or_insert_with(|| vec![self.filtered(parent)]);
                for above in parents {
                    self.put(above, rest, column, (value, older));
                }
            }
            Some((Hop::Latest(join), rest)) => {
                let children =
                    record.related.entry(join.clone()).or_insert_with(|| vec![Witness::default(); 2]);
                for (position, child) in children.iter_mut().enumerate() {
                    self.put(child, rest, column, (if position == 1 { value } else { older }, older));
                }
            }
        }
    }

    pub(super) fn written(&self, spot: &Spot, stamp: Stamp) -> (Value, Reading) {
        let text = matches!(spot.class, ColumnClass::Text | ColumnClass::Other)
            && !matches!(spot.format, Some(ColumnFormat::EpochSeconds | ColumnFormat::EpochMillis))
            || spot.elsewhere;
        let at = match stamp {
            Stamp::Garbage if text => return (Value::Text("unknown".to_owned()), Reading::Implausible),
            Stamp::Missing | Stamp::Garbage => return (Value::Null, Reading::Missing),
            Stamp::At(at) => at,
            Stamp::Day(day) => match (spot.class, &spot.format) {
                (ColumnClass::Date, _) => return (Value::Date(day), Reading::At(Moment::Date(day))),
                (ColumnClass::Local, _) => return local_time(spot, day.to_datetime(Time::midnight())),
                (ColumnClass::Text | ColumnClass::Other, None | Some(ColumnFormat::Iso)) => {
                    return (Value::Text(day.to_string()), Reading::At(Moment::Date(day)));
                }
                (ColumnClass::Text | ColumnClass::Other, Some(ColumnFormat::Text(format))) => {
                    return formatted(spot, format, day.to_datetime(Time::midnight()));
                }
                _ => self.calendar.start_of(day).unwrap_or(Timestamp::UNIX_EPOCH),
            },
        };
        let local = spot.zone.to_datetime(at);
        match (spot.class, &spot.format) {
            (ColumnClass::Date, _) => {
                let day = self.calendar.day_of(at);
                (Value::Date(day), Reading::At(Moment::Date(day)))
            }
            (ColumnClass::Instant, _) => (Value::Instant(at), Reading::At(Moment::Instant(at))),
            (ColumnClass::Local, _) => local_time(spot, local),
            (_, Some(ColumnFormat::EpochSeconds)) => {
                let seconds = at.as_second();
                (Value::Integer(seconds), instant(Timestamp::from_second(seconds)))
            }
            (_, Some(ColumnFormat::EpochMillis)) => {
                let millis = at.as_millisecond();
                (Value::Integer(millis), instant(Timestamp::from_millisecond(millis)))
            }
            (_, Some(ColumnFormat::Text(format))) => formatted(spot, format, local),
            _ => (
                Value::Text(local.to_string()),
                Reading::At(Moment::Local { at: local, zone: spot.zone.clone() }),
            ),
        }
    }

    /// Whether a record matches a dataset's filter.
    pub(super) fn matches(&self, dataset: &DatasetName, record: &Witness) -> bool {
        let filter = self.policy.datasets.get(dataset).map(|dataset| &dataset.filter);
        filter.into_iter().flatten().all(|(column, wanted)| {
            let value = record.columns.get(column).unwrap_or(&Value::Null);
            wanted
                .iter()
                .any(|wanted| wanted.as_ref().map_or(*value == Value::Null, |wanted| value.is(wanted)))
        })
    }
}

fn local_time(spot: &Spot, at: DateTime) -> (Value, Reading) {
    (Value::Local(at), Reading::At(Moment::Local { at, zone: spot.zone.clone() }))
}

fn formatted(spot: &Spot, format: &str, at: DateTime) -> (Value, Reading) {
    let text = at.strftime(format).to_string();
    let value = Value::Text(text.clone());
    let reading = if format.contains("%H") {
        DateTime::strptime(format, &text).map(|at| Moment::Local { at, zone: spot.zone.clone() })
    } else {
        Date::strptime(format, &text).map(Moment::Date)
    };
    (value, reading.map_or(Reading::Implausible, Reading::At))
}

fn instant(at: Result<Timestamp, jiff::Error>) -> Reading {
    at.map_or(Reading::Implausible, |at| Reading::At(Moment::Instant(at)))
}

pub(super) fn before(moment: &Moment, since: Date) -> bool {
    match moment {
        Moment::Date(date) => *date < since,
        Moment::Instant(at) => TimeZone::UTC.to_datetime(*at).date() < since,
        Moment::Local { at, .. } => at.date() < since,
    }
}

pub(super) fn of_scalar(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Bool(value) => Value::Bool(*value),
        Scalar::Integer(value) => Value::Integer(*value),
        Scalar::Text(value) => Value::Text(value.clone()),
    }
}

/// The facts that the calculus wants to know of a record.
pub(super) type Readings = BTreeMap<AnchorName, Reading>;
