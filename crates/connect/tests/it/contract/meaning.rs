//! Conditions drawn at random mean in every database what they mean, by the simplest reading, for rows in memory.
//!
//! Most begin at keys, as an erasure's do: those are looked for in ways of their own (`sql::sets`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gallra_rules::predicate::{Join, Predicate, Scalar};

use crate::support::{Rule, World, join, related};

const DRAWN: u64 = 60;

/// Column → value; none is NULL. Every value is a whole number.
type Row = BTreeMap<&'static str, Option<i64>>;

const COLUMNS: [(&str, &[&str]); 4] = [
    ("people", &["id", "boss_id", "town"]),
    ("orders", &["id", "person_id", "payer_id"]),
    ("order_lines", &["order_id", "no", "person_id"]),
    ("parts", &["id", "order_id", "no"]),
];

/// From, to, columns.
type Link = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const LINKS: [Link; 6] = [
    ("people", "people", &[("boss_id", "id")]),
    ("orders", "people", &[("person_id", "id")]),
    ("orders", "people", &[("payer_id", "id")]),
    ("order_lines", "orders", &[("order_id", "id")]),
    ("order_lines", "people", &[("person_id", "id")]),
    ("parts", "order_lines", &[("order_id", "order_id"), ("no", "no")]),
];

/// Numbers that look drawn and are the same each time (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }

    fn number(&mut self, most: u64) -> Option<i64> {
        (self.below(4) > 0).then(|| i64::try_from(self.below(most)).unwrap())
    }
}

struct House {
    rows: BTreeMap<&'static str, Vec<Row>>,
}

impl House {
    fn drawn(dice: &mut Dice) -> Self {
        let mut rows: BTreeMap<&'static str, Vec<Row>> = BTreeMap::new();
        for (table, columns) in COLUMNS {
            for n in 0..14_i64 {
                let mut row: Row = columns.iter().map(|column| (*column, dice.number(10))).collect();
                // A line's key is a column of its own that no condition knows.
                let key = if table == "order_lines" { ("no", n % 4) } else { ("id", n) };
                row.insert(key.0, Some(key.1));
                rows.entry(table).or_default().push(row);
            }
        }
        Self { rows }
    }

    fn script(&self) -> String {
        let mut script = String::new();
        for (table, columns) in COLUMNS {
            let key = if table == "order_lines" { "line integer PRIMARY KEY, " } else { "" };
            let of = |column: &str| match (table, column) {
                ("order_lines", _)
                | (_, "boss_id" | "town" | "person_id" | "payer_id" | "order_id" | "no") => "integer",
                _ => "integer PRIMARY KEY",
            };
            let made: Vec<String> = columns.iter().map(|column| format!("{column} {}", of(column))).collect();
            writeln!(script, "CREATE TABLE {table} ({key}{});", made.join(", ")).unwrap();
        }
        script + &self.fill()
    }

    fn fill(&self) -> String {
        let mut script = String::new();
        for (table, columns) in COLUMNS {
            writeln!(script, "DELETE FROM {table};").unwrap();
            for (n, row) in self.rows[table].iter().enumerate() {
                let value = |column: &&str| row[*column].map_or("NULL".to_owned(), |value| value.to_string());
                let mut values: Vec<String> = columns.iter().map(value).collect();
                if table == "order_lines" {
                    values.insert(0, n.to_string());
                }
                writeln!(script, "INSERT INTO {table} VALUES ({});", values.join(", ")).unwrap();
            }
        }
        script
    }

    fn holds(&self, predicate: &Predicate, row: &Row) -> bool {
        match predicate {
            Predicate::All(parts) => parts.iter().all(|part| self.holds(part, row)),
            Predicate::Any(parts) => parts.iter().any(|part| self.holds(part, row)),
            Predicate::Not(inner) => !self.holds(inner, row),
            Predicate::IsNull { column } => row[column.as_str()].is_none(),
            Predicate::In { column, values } => {
                row[column.as_str()].is_some_and(|value| values.contains(&Scalar::Integer(value)))
            }
            Predicate::Among { column, keys } => {
                row[column.as_str()].is_some_and(|value| keys.contains(&value.to_string()))
            }
            Predicate::Related { join, is } => self.rows[join.table.name.as_str()].iter().any(|other| {
                let equal = |(ours, theirs): &(String, String)| {
                    row[ours.as_str()].is_some() && row[ours.as_str()] == other[theirs.as_str()]
                };
                join.on.iter().all(equal) && self.holds(is, other)
            }),
            other => panic!("not drawn here: {other:?}"),
        }
    }
}

/// Every link of a table, there and back.
fn ways(w: &World, table: &str) -> Vec<Join> {
    let mut ways = Vec::new();
    for (from, to, on) in LINKS {
        if from == table {
            ways.push(join(w.table(to), on));
        }
        if to == table {
            let back: Vec<_> = on.iter().map(|(ours, theirs)| (*theirs, *ours)).collect();
            ways.push(join(w.table(from), &back));
        }
    }
    ways
}

fn columns(table: &str) -> &'static [&'static str] {
    COLUMNS.iter().find(|(name, _)| *name == table).unwrap().1
}

fn among(dice: &mut Dice, table: &str) -> Predicate {
    let mut keys: Vec<String> = (0..dice.below(6)).map(|_| dice.below(12).to_string()).collect();
    keys.sort();
    keys.dedup();
    Predicate::Among { column: (*dice.one(columns(table))).to_owned(), keys }
}

fn any(dice: &mut Dice, w: &World, table: &str, deep: u32) -> Predicate {
    let parts = |dice: &mut Dice| (0..=dice.below(2)).map(|_| any(dice, w, table, deep - 1)).collect();
    match dice.below(if deep == 0 { 3 } else { 7 }) {
        0 => among(dice, table),
        1 => Predicate::IsNull { column: (*dice.one(columns(table))).to_owned() },
        2 => {
            let values = vec![Scalar::Integer(3), Scalar::Integer(5)];
            Predicate::In { column: (*dice.one(columns(table))).to_owned(), values }
        }
        3 => Predicate::All(parts(dice)),
        4 => Predicate::Any(parts(dice)),
        5 => any(dice, w, table, deep - 1).negated(),
        _ => linked(dice, w, table, |dice, there| any(dice, w, there, deep - 1)),
    }
}

fn from_keys(dice: &mut Dice, w: &World, table: &str, deep: u32) -> Predicate {
    match dice.below(if deep == 0 { 1 } else { 4 }) {
        0 => among(dice, table),
        1 => Predicate::Any((0..=dice.below(2)).map(|_| from_keys(dice, w, table, deep - 1)).collect()),
        2 => Predicate::All(vec![any(dice, w, table, deep), from_keys(dice, w, table, deep - 1)]),
        _ => linked(dice, w, table, |dice, there| from_keys(dice, w, there, deep - 1)),
    }
}

fn linked(
    dice: &mut Dice,
    w: &World,
    table: &str,
    is: impl FnOnce(&mut Dice, &str) -> Predicate,
) -> Predicate {
    let way = dice.one(&ways(w, table)).clone();
    let there = way.table.name.clone();
    related(way, is(dice, &there))
}

/// Whether a condition looks at other rows of this table.
fn looks_at(predicate: &Predicate, table: &str) -> bool {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter().any(|part| looks_at(part, table)),
        Predicate::Not(inner) => looks_at(inner, table),
        Predicate::Related { join, is } => join.table.name == table || looks_at(is, table),
        _ => false,
    }
}

pub(super) async fn drawn_conditions_mean_the_same_everywhere(w: &World) {
    let mut dice = Dice(2026);
    let house = House::drawn(&mut dice);
    w.sql(&house.script());
    let (mut some, mut gone) = (0, 0);
    for n in 0..DRAWN {
        let table = dice.one(&COLUMNS).0;
        let due = from_keys(&mut dice, w, table, 3);
        let except: Vec<Predicate> = (0..dice.below(3)).map(|_| any(&mut dice, w, table, 3)).collect();
        let mut expected = vec![0_u64; except.len() + 1];
        for row in house.rows[table].iter().filter(|row| house.holds(&due, row)) {
            let keeps = except.iter().position(|exception| house.holds(exception, row));
            expected[keeps.unwrap_or(except.len())] += 1;
        }
        let rule = except.iter().fold(Rule::delete(w.table(table), due.clone()), |rule, exception| {
            rule.except(exception.clone())
        });
        let (measure, step) = w.plan(rule).await;
        let told: Vec<u64> = measure.excepted.iter().copied().chain([measure.disposable]).collect();
        assert_eq!(told, expected, "{n}: {table}: {due:#?} except {except:#?}");
        some += u64::from(measure.due > 0);
        // Where what goes changes nothing about what else goes, it goes in one sweep.
        if measure.disposable > 0 && !except.iter().chain([&due]).any(|part| looks_at(part, table)) {
            assert_eq!(w.dispose(&step).await.rows, measure.disposable, "{n}");
            let recount = w.recount(&step).await;
            assert_eq!((recount.excepted.clone(), recount.unexplained()), (measure.excepted, 0), "{n}");
            w.sql(&house.fill());
            gone += 1;
        }
    }
    assert!(some > DRAWN / 3 && gone > DRAWN / 10, "too few had rows: {some}, {gone}");
}
