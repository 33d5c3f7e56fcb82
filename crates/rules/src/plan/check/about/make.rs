//! Which worlds are made up: for every way from somebody identified to a record, one in which everything is long past, and
//! from it those in which one thing is different.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::ToSpan as _;

use super::super::Checker;
use super::super::world::{Hop, Spot, Stamp, of_scalar};
use super::world::{At, Record, World};
use crate::hash::ContentHash;
use crate::inventory::ColumnClass;
use crate::keys::told;
use crate::names::{AnchorName, DatasetName};
use crate::plan::About;
use crate::policy::{Dataset, Tie, Tied};
use crate::predicate::Predicate;
use crate::predicate::eval::Value;

/// No chain of records of one kind is longer than this.
const LONGEST: usize = 4;

/// One link, followed from a record to one that it names, or that names it.
#[derive(Clone, Debug)]
pub(super) struct Edge<'a> {
    pub(super) from: &'a DatasetName,
    pub(super) to: &'a DatasetName,
    pub(super) tie: Tie,
    /// From the part to what is shared.
    pub(super) up: bool,
}

/// A way from somebody identified.
#[derive(Clone, Debug)]
pub(super) struct Way<'a> {
    /// The dataset in which they are identified, the column and the set.
    pub(super) root: (&'a DatasetName, String, ContentHash),
    pub(super) edges: Vec<Edge<'a>>,
}

impl<'a> Way<'a> {
    /// The dataset at its end.
    pub(super) fn end(&self) -> &'a DatasetName {
        self.edges.last().map_or(self.root.0, |edge| edge.to)
    }

    fn and(&self, edge: &Edge<'a>) -> Self {
        let mut longer = self.clone();
        longer.edges.push(edge.clone());
        longer
    }
}

/// A world with the record that it is about.
#[derive(Clone, Debug)]
pub(super) struct Scene<'a> {
    pub(super) world: World,
    /// The record at the end, and its dataset.
    pub(super) at: At,
    pub(super) name: &'a DatasetName,
    /// The records on the way, from the one identified.
    pub(super) way: Vec<At>,
}

impl Checker<'_> {
    /// The sets by which people are identified.
    pub(super) fn identified(&self, about: &About) -> Vec<(&DatasetName, String, ContentHash)> {
        let mut found = Vec::new();
        for (name, roots) in &about.roots {
            let Some((name, _)) = self.policy.datasets.get_key_value(name) else { continue };
            let Predicate::Any(ways) = roots else { continue };
            for way in ways {
                if let Predicate::KeyIn { column, set } = way {
                    found.push((name, column.clone(), set.clone()));
                }
            }
        }
        found
    }

    /// Every way: the shortest to each dataset for each set of keys, and from its end over each link once more; and chains
    /// over a link to a dataset's own records, one longer than the plan follows.
    pub(super) fn ways(&self, about: &About) -> Vec<Way<'_>> {
        let mut ways: Vec<Way<'_>> = Vec::new();
        let edges = self.tie_edges();
        for root in self.identified(about) {
            let mut shortest: BTreeMap<&DatasetName, Way<'_>> = BTreeMap::new();
            let start = Way { root: root.clone(), edges: Vec::new() };
            let mut next = VecDeque::from([start.clone()]);
            shortest.insert(root.0, start);
            while let Some(way) = next.pop_front() {
                for edge in
                    edges.iter().filter(|edge| edge.from == way.end() && edge.tie.tied != Tied::Refers)
                {
                    if !shortest.contains_key(edge.to) {
                        let longer = way.and(edge);
                        shortest.insert(edge.to, longer.clone());
                        next.push_back(longer);
                    }
                }
            }
            for way in shortest.values() {
                ways.push(way.clone());
                for edge in edges.iter().filter(|edge| edge.from == way.end()) {
                    let mut longer = way.and(edge);
                    let is_new =
                        shortest.get(edge.to).is_none_or(|known| known.edges.len() != longer.edges.len());
                    let chain = edge.from == edge.to && edge.tie.tied != Tied::Refers;
                    if is_new || chain || shortest.get(edge.to).is_some_and(|known| !same(known, &longer)) {
                        ways.push(longer.clone());
                    }
                    for _ in 1..(about.depth + 1).min(LONGEST) {
                        if chain {
                            longer = longer.and(edge);
                            ways.push(longer.clone());
                        }
                    }
                }
            }
        }
        ways
    }

    fn tie_edges(&self) -> Vec<Edge<'_>> {
        let mut edges = Vec::new();
        for (child, dataset) in &self.policy.datasets {
            for (parent, tie) in dataset.ties() {
                let Some((parent, there)) = self.policy.datasets.get_key_value(parent) else { continue };
                if there.system != dataset.system || self.tied(child, parent, &tie).is_none() {
                    continue;
                }
                let tie = tie.into_owned();
                if tie.tied == Tied::Shares {
                    edges.push(Edge { from: child, to: parent, tie: tie.clone(), up: true });
                }
                edges.push(Edge { from: parent, to: child, tie, up: false });
            }
        }
        edges
    }

    /// The world of a way, in which everything is long past; none if a table's shape is not known.
    pub(super) fn scene<'s>(&'s self, way: &Way<'s>) -> Option<Scene<'s>> {
        let mut world = World::default();
        let (root, column, set) = &way.root;
        let mut at = self.someone(&mut world, root)?;
        world.set(at, &told(column, set), Value::Bool(true));
        let mut records = vec![at];
        for edge in &way.edges {
            let next = self.someone(&mut world, edge.to)?;
            if edge.up {
                self.name(&mut world, (edge.from, at), (edge.to, next), &edge.tie)?;
            } else {
                self.name(&mut world, (edge.to, next), (edge.from, at), &edge.tie)?;
            }
            at = next;
            records.push(at);
        }
        let names = std::iter::once(*root).chain(way.edges.iter().map(|edge| edge.to));
        for (record, name) in records.iter().zip(names.collect::<Vec<_>>()) {
            self.age(&mut world, *record, name, None);
        }
        Some(Scene { world, at, name: way.end(), way: records })
    }

    /// Adds a record to a world: a member of its dataset, with something in every column that may be taken out.
    pub(super) fn someone(&self, world: &mut World, name: &DatasetName) -> Option<At> {
        let (dataset, shape) = (self.policy.datasets.get(name)?, self.shapes.tables.get(name)?);
        let number = i64::try_from(world.records.len()).ok()? + 100;
        let value = |column: &str| made_up(shape.columns.get(column).map(|it| it.class), number);
        let mut columns: BTreeMap<String, Value> = BTreeMap::new();
        for column in dataset.fields.keys().chain(dataset.subject.values()) {
            columns.insert(column.clone(), value(column));
        }
        let policy = crate::calculus::forward::disposal(self.policy, name);
        let policy = match policy {
            Some(crate::policy::Disposal::Anonymise(columns)) => Some(columns.clone()),
            _ => None,
        };
        for (column, with) in
            policy.into_iter().chain(dataset.ties().map(|(_, tie)| tie.anonymise.clone())).flatten()
        {
            columns.insert(column.clone(), self.original(name, &column, &with));
        }
        for column in dataset.ties().flat_map(|(_, tie)| tie.by.clone()) {
            columns.insert(column, Value::Null);
        }
        let key = if dataset.key.is_empty() { &shape.primary_key } else { &dataset.key };
        for (position, column) in key.iter().enumerate() {
            let class = shape.columns.get(column).map(|it| it.class);
            columns.insert(
                column.clone(),
                // Of several columns the first are often shared with what the record names.
                if position + 1 == key.len() { value(column) } else { made_up(class, 1) },
            );
        }
        for (column, wanted) in &dataset.filter {
            columns.insert(
                column.clone(),
                wanted.first().and_then(Option::as_ref).map_or(Value::Null, of_scalar),
            );
        }
        world.records.push(Record {
            system: dataset.system.clone(),
            table: shape.table.clone(),
            columns,
            readings: BTreeMap::new(),
        });
        Some(world.records.len() - 1)
    }

    /// Lets one record name another.
    pub(super) fn name(
        &self,
        world: &mut World,
        (child, record): (&DatasetName, At),
        (parent, named): (&DatasetName, At),
        tie: &Tie,
    ) -> Option<()> {
        let join = self.tied(child, parent, tie)?;
        world.link(record, named, join.on);
        Some(())
    }

    /// The anchors that the activities on a dataset count from.
    pub(super) fn counted<'s>(&'s self, name: &'s DatasetName) -> BTreeSet<&'s AnchorName> {
        let activities = self.policy.activities.values().filter(|activity| activity.data.contains(name));
        let limits =
            activities.flat_map(|activity| activity.keep.at_least.iter().chain(&activity.keep.at_most));
        limits.map(|limit| &limit.anchor).collect()
    }

    /// Sets every anchor of a record; long past if nothing is said. Makes up the records that they are read from.
    pub(super) fn age(&self, world: &mut World, at: At, name: &DatasetName, stamp: Option<Stamp>) {
        for anchor in self.counted(name) {
            let since = self.policy.datasets.get(name).and_then(|dataset| dataset.anchors.get(anchor));
            let Some(since) = since.map(|anchor| anchor.since) else { continue };
            let past = Stamp::Day(since.checked_add(3.days()).unwrap_or(since));
            self.stamp(world, at, name, anchor, stamp.unwrap_or(past));
        }
    }

    /// Sets one anchor of a record.
    pub(super) fn stamp(
        &self,
        world: &mut World,
        at: At,
        name: &DatasetName,
        anchor: &AnchorName,
        stamp: Stamp,
    ) {
        if let Some(spot) = self.spot(name, anchor) {
            self.write_at(world, (at, name), &spot.hops, &spot, stamp);
        }
    }

    fn write_at(
        &self,
        world: &mut World,
        (at, name): (At, &DatasetName),
        hops: &[Hop],
        spot: &Spot,
        stamp: Stamp,
    ) {
        let Some((hop, rest)) = hops.split_first() else {
            let (value, reading) = self.written(spot, stamp);
            world.set(at, &spot.column, value);
            if let Some(record) = world.records.get_mut(at) {
                record.readings.insert(spot.column.clone(), reading);
            }
            return;
        };
        let (join, there) = match hop {
            Hop::Up(join, parent) => (join, Some(parent)),
            Hop::Latest(join) => (join, self.over(name, &join.table).first().copied()),
        };
        let Some(there) = there else { return };
        if world.along(at, join).is_empty() {
            let Some(new) = self.someone(world, there) else { return };
            match hop {
                Hop::Up(join, _) => world.link(at, new, join.on.clone()),
                Hop::Latest(join) => {
                    let on = join.on.iter().map(|(ours, theirs)| (theirs.clone(), ours.clone())).collect();
                    world.link(new, at, on);
                }
            }
        }
        for other in world.along(at, join) {
            self.write_at(world, (other, there), rest, spot, stamp);
        }
    }

    /// A world with somebody's record above one of another: another's, made up with all that it belongs to, up to a
    /// dataset. Tells the record there.
    pub(super) fn above(
        &self,
        world: &mut World,
        (name, at): (&DatasetName, At),
        wanted: &DatasetName,
        hops: usize,
    ) -> Option<At> {
        if name == wanted {
            return Some(at);
        }
        let dataset: &Dataset = self.policy.datasets.get(name)?;
        if hops == 0 {
            return None;
        }
        for parent in
            dataset.belongs_to.keys().filter(|parent| **parent == *wanted || self.names(parent, wanted))
        {
            let Some(join) = self.belonging(name, parent) else { continue };
            let record = match world.along(at, &join).first() {
                Some(record) => *record,
                None => {
                    let new = self.someone(world, parent)?;
                    world.link(at, new, join.on.clone());
                    new
                }
            };
            if let Some(found) = self.above(world, (parent, record), wanted, hops - 1) {
                return Some(found);
            }
        }
        None
    }
}

fn same(one: &Way<'_>, other: &Way<'_>) -> bool {
    let told = |way: &Way<'_>| -> Vec<String> {
        way.edges.iter().map(|edge| format!("{} {} {:?} {}", edge.from, edge.to, edge.tie, edge.up)).collect()
    };
    told(one) == told(other)
}

/// Something that stands in a column of this kind, and in no other record's.
fn made_up(class: Option<ColumnClass>, number: i64) -> Value {
    match class {
        Some(ColumnClass::Integer) => Value::Integer(number),
        Some(ColumnClass::Bool | ColumnClass::Lock) => Value::Bool(false),
        Some(ColumnClass::Date) => Value::Date(jiff::civil::Date::constant(2001, 7, 9)),
        Some(ColumnClass::Local) => Value::Local(jiff::civil::Date::constant(2001, 7, 9).at(8, 15, 0, 0)),
        Some(ColumnClass::Instant) => Value::Instant(jiff::Timestamp::constant(994_665_600, 0)),
        _ => Value::Text(format!("made up {number}")),
    }
}
