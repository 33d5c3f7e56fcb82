//! Random schemas, random records: the predicates cover exactly what the rules of `gallra_rules::links::theirs` say,
//! applied record by record until nothing changes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use gallra_rules::inventory::ColumnClass::{Integer, Text};
use gallra_rules::links::{Roots, theirs};
use gallra_rules::policy::Tied;
use gallra_rules::predicate::eval::Value;
use gallra_rules::predicate::{Predicate, Scalar};
use proptest::prelude::*;

use crate::planning::support::{Db, activity, policy, table};

const TIED: [(&str, Tied); 4] =
    [("owned", Tied::Owned), ("shared", Tied::Shared), ("refers", Tied::Refers), ("shares", Tied::Shares)];

/// A link from dataset `child` to `parent`, in the column `l{position}`.
#[derive(Clone, Debug)]
struct Link {
    child: usize,
    parent: usize,
    tied: Tied,
    column: String,
}

#[derive(Clone, Debug)]
struct World {
    tables: usize,
    links: Vec<Link>,
    /// For each table its records: what each link column holds.
    rows: Vec<Vec<Vec<Option<usize>>>>,
}

fn world() -> impl Strategy<Value = World> {
    let link = (1_usize..5, any::<prop::sample::Index>(), 0_usize..4);
    (2_usize..5, prop::collection::vec(link, 1..6)).prop_flat_map(|(tables, drawn)| {
        let links: Vec<Link> = drawn
            .into_iter()
            .enumerate()
            .map(|(position, (child, parent, tied))| {
                let child = child.min(tables - 1);
                let parent = parent.index(child + 1);
                // Nothing shares records of its own kind.
                let tied = if parent == child { tied / 2 * 2 } else { tied };
                Link { child, parent, tied: TIED[tied].1, column: format!("l{position}") }
            })
            .collect();
        let cells = prop::collection::vec(proptest::option::weighted(0.8, 1_usize..4), links.len());
        let rows = prop::collection::vec(prop::collection::vec(cells, 0..4), tables);
        rows.prop_map(move |rows| World { tables, links: links.clone(), rows })
    })
}

/// Yaml of the datasets `d0`, whose records are people, `d1`, `d2`, ….
fn datasets(world: &World) -> String {
    let mut text =
        "datasets:\n  d0: {in: db, table: d0, subject: {email: email}, anchors: {left: left_on}}\n"
            .to_owned();
    for child in 1..world.tables {
        let _ = write!(text, "  d{child}: {{in: db, table: d{child}, belongs_to: {{");
        for parent in 0..=child {
            let ties = world.links.iter().filter(|link| (link.child, link.parent) == (child, parent));
            let ties: Vec<String> = ties
                .map(|link| {
                    let word = TIED.iter().find(|(_, tied)| *tied == link.tied).unwrap().0;
                    format!("{{by: {}, as: {word}}}", link.column)
                })
                .collect();
            if !ties.is_empty() {
                let _ = write!(text, "d{parent}: [{}], ", ties.join(", "));
            }
        }
        text.push_str("}}\n");
    }
    text + "activities:\n" + &activity("all", "d0", "at_most: 1 year after left", "delete")
}

fn db(world: &World) -> Db {
    let mut db = Db::default();
    for table in 0..world.tables {
        let links = world.links.iter().filter(|link| link.child == table);
        let mut columns: Vec<(&str, _)> = links.map(|link| (link.column.as_str(), Integer)).collect();
        columns.push(("email", Text));
        db = db.table(&format!("d{table}"), &columns);
    }
    for (table, rows) in world.rows.iter().enumerate() {
        for (id, cells) in rows.iter().enumerate() {
            let mut row = vec![("id", Value::Integer(i64::try_from(id + 1).unwrap()))];
            for (link, cell) in world.links.iter().zip(cells).filter(|(link, _)| link.child == table) {
                let value = cell.map_or(Value::Null, |id| Value::Integer(i64::try_from(id).unwrap()));
                row.push((link.column.as_str(), value));
            }
            db.row(&format!("d{table}"), &row);
        }
    }
    db
}

type Record = (usize, usize);

impl World {
    fn records(&self) -> Vec<Record> {
        let all = self.rows.iter().enumerate();
        all.flat_map(|(table, rows)| (1..=rows.len()).map(move |id| (table, id))).collect()
    }

    /// The record that a link of a record names, if it names one that there is.
    fn named(&self, (table, id): Record, position: usize) -> Option<Record> {
        let link = &self.links[position];
        let named = self.rows[table][id - 1][position].filter(|_| link.child == table)?;
        (named <= self.rows[link.parent].len()).then_some((link.parent, named))
    }

    fn goes(&self, gone: &BTreeSet<Record>, record: Record) -> bool {
        let of = |wanted: &[Tied]| -> Vec<Record> {
            let ties = (0..self.links.len()).filter(|at| wanted.contains(&self.links[*at].tied));
            ties.filter_map(|at| self.named(record, at)).collect()
        };
        let owners = of(&[Tied::Owned, Tied::Shares]);
        let sharers = of(&[Tied::Shared]);
        let with_the_last =
            |several: &[Record]| !several.is_empty() && several.iter().all(|one| gone.contains(one));
        // All that share it, over whatever link: an address of customers and of staff lives as long as anybody.
        let shares = (0..self.links.len()).filter(|at| self.links[*at].tied == Tied::Shares);
        let parts: Vec<Record> = shares
            .flat_map(|at| {
                self.records().into_iter().filter(move |part| self.named(*part, at) == Some(record))
            })
            .collect();
        owners.iter().any(|owner| gone.contains(owner)) || with_the_last(&sharers) || with_the_last(&parts)
    }

    fn gone(&self, roots: &BTreeSet<Record>) -> BTreeSet<Record> {
        let mut gone = roots.clone();
        loop {
            let more: Vec<Record> = self
                .records()
                .into_iter()
                .filter(|record| !gone.contains(record) && self.goes(&gone, *record))
                .collect();
            if more.is_empty() {
                return gone;
            }
            gone.extend(more);
        }
    }
}

fn covered(world: &World, db: &Db, of: usize, predicate: &Predicate) -> BTreeSet<Record> {
    let rows = &db.rows[&table(&format!("d{of}"))];
    let ids = 1..=world.rows[of].len();
    ids.zip(rows).filter(|(_, row)| db.holds_for(predicate, row)).map(|(id, _)| (of, id)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_goes_is_what_the_rules_say(world in world(), people in prop::collection::btree_set(1_i64..4, 0..3)) {
        let (policy, db) = (policy(&datasets(&world)), db(&world));
        let values: Vec<Scalar> = people.iter().copied().map(Scalar::Integer).collect();
        let roots = Roots::from([("d0".into(), Predicate::In { column: "id".to_owned(), values })]);
        let identified: BTreeSet<Record> = world
            .records()
            .into_iter()
            .filter(|(table, id)| *table == 0 && people.contains(&i64::try_from(*id).unwrap()))
            .collect();
        let expected = world.gone(&identified);
        let found = theirs(&policy, &db.shapes, &roots, 1);
        prop_assert!(found.not_checked.is_empty(), "{:?}", found.not_checked);
        let found = found.theirs;
        let (mut gone, mut beyond) = (BTreeSet::new(), false);
        for (name, theirs) in &found {
            let of: usize = name.as_str()[1..].parse().unwrap();
            gone.extend(covered(&world, &db, of, &theirs.goes));
            beyond |= !covered(&world, &db, of, &theirs.beyond).is_empty();
        }
        prop_assert!(gone.is_subset(&expected), "{:?} is not all in {:?}", gone, expected);
        // Either all of it was found, or it is told that something lies beyond.
        prop_assert_eq!(gone != expected, beyond, "{:?} of {:?}", gone, expected);
        if !beyond {
            for (name, theirs) in &found {
                let of: usize = name.as_str()[1..].parse().unwrap();
                let cut: BTreeSet<Record> =
                    theirs.cut.iter().flat_map(|cut| covered(&world, &db, of, &cut.which)).collect();
                let loses = |record: &Record| {
                    (0..world.links.len()).any(|at| {
                        matches!(world.links[at].tied, Tied::Refers | Tied::Shared)
                            && world.named(*record, at).is_some_and(|named| expected.contains(&named))
                    })
                };
                let should: BTreeSet<Record> = world
                    .records()
                    .into_iter()
                    .filter(|record| record.0 == of && !expected.contains(record) && loses(record))
                    .collect();
                prop_assert_eq!(cut, should);
            }
        }
    }
}
