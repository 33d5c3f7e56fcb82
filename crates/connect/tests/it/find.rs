//! Looking for people in a column: whatever the engine selects, it is what a comparison of every cell would have found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gallra_connect::find::{Found, Sought, Wanted, What};
use gallra_rules::predicate::{Predicate, Scalar, TableRef};
use gallra_rules::spelling::{Compared, Kind, Looked};
use gallra_testkit::PgVersion;
use jiff::civil::date;

use crate::support::World;

const EMAILS: [&str; 10] = [
    "anna.berg@example.com",
    "ANNA.BERG@EXAMPLE.COM",
    "Anna.Berg@Example.com",
    "aNNa.bErg@example.COM",
    "anna.berg@example.com.br",
    "xanna.berg@example.com",
    "anna_berg@example.com",
    "Anna Berg <anna.berg@example.com>",
    "mailto:Anna.Berg@example.com",
    "\tanna.berg@example.com ",
];
const PHONES: [&str; 12] = [
    "070-123 45 67",
    "+46701234567",
    "+46 (0)70-123 45 67",
    "0046701234567",
    "07 01 23 45 67",
    "070/1234567",
    "701234567",
    "070\u{a0}123\u{a0}45\u{a0}67",
    "070\u{2013}1234567",
    "08-123 45 67",
    "+47701234567",
    "0701234568",
];
const NUMBERS: [&str; 9] = [
    "8507099805",
    "850709-9805",
    "198507099805",
    "19850709-9805",
    "19850709 9805",
    "850709+9805",
    "SE850709980501",
    "8507099806",
    "850709",
];
const REFERENCES: [&str; 6] = ["ab-12", "AB-12", "Ab-12", "aB-12", "ab-123", " ab-12 "];
/// What somebody may write into any field of any form.
pub(crate) const HOSTILE: [&str; 9] = [
    "' OR 1=1 --",
    "'; DROP TABLE people; --",
    "\" OR \"\"=\"",
    "\\' OR 1=1 #",
    "%",
    "_______",
    "$1",
    "?",
    "\u{0}x'",
];

fn quoted(world: &World, text: &str) -> String {
    let text = text.replace('\0', "").replace('\'', "''");
    if world.is_maria() { format!("'{}'", text.replace('\\', "\\\\")) } else { format!("'{text}'") }
}

fn looked(kind: Kind, text: &str) -> Option<Arc<Looked>> {
    Looked::read(kind, text, date(2026, 11, 22)).ok().map(Arc::new)
}

/// A row for each spelling, each in its column, and one of each that is hostile.
fn fill(world: &World) -> BTreeMap<&'static str, Vec<String>> {
    let text = world.pick("text", "varchar(200) CHARACTER SET utf8mb4", "text");
    let exact = world.pick("text", "varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "text");
    world.sql(&format!(
        "CREATE TABLE people (id integer PRIMARY KEY, kept integer, email {exact}, folded {text}, phone {exact}, \
         number {exact}, ref {exact}, num bigint);"
    ));
    let mut columns: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let of = |all: &[&str]| all.iter().chain(&HOSTILE).map(|text| text.replace('\0', "")).collect::<Vec<_>>();
    columns.insert("email", of(&EMAILS));
    columns.insert("folded", of(&EMAILS));
    columns.insert("phone", of(&PHONES));
    columns.insert("number", of(&NUMBERS));
    columns.insert("ref", of(&REFERENCES));
    let rows = columns.values().map(Vec::len).max().unwrap();
    let nums = [8_507_099_805_i64, 198_507_099_805, 12, 701_234_567, 46_701_234_567];
    for row in 0..rows {
        let cell = |name: &str| columns[name].get(row).map_or("NULL".to_owned(), |text| quoted(world, text));
        let num = nums.get(row).map_or("NULL".to_owned(), ToString::to_string);
        world.sql(&format!(
            "INSERT INTO people VALUES ({row}, 1, {}, {}, {}, {}, {}, {num});",
            cell("email"),
            cell("folded"),
            cell("phone"),
            cell("number"),
            cell("ref")
        ));
    }
    // One that the policy's `where` leaves out.
    world.sql(&format!(
        "INSERT INTO people VALUES (999, 0, {}, NULL, NULL, NULL, NULL, NULL);",
        quoted(world, EMAILS[0])
    ));
    columns.insert("num", nums.iter().map(ToString::to_string).collect());
    columns
}

fn wanted(columns: BTreeMap<String, Vec<Sought>>, most: usize) -> Wanted {
    Wanted {
        table: TableRef { schema: None, name: "people".to_owned() },
        within: Predicate::In { column: "kept".to_owned(), values: vec![Scalar::Integer(1)] },
        columns,
        tell: BTreeSet::from(["id".to_owned(), "email".to_owned()]),
        most,
    }
}

/// Row, column, identifier, and what it is.
type Hits = BTreeSet<(String, String, usize, Compared)>;

fn hits(found: &Found) -> Hits {
    let of = |record: &gallra_connect::find::Record| {
        let id = record.cells["id"].clone();
        record
            .hits
            .iter()
            .map(move |hit| (id.clone(), hit.column.clone(), hit.id, hit.compared))
            .collect::<Vec<_>>()
    };
    found.records.iter().flat_map(of).collect()
}

async fn every_cell_is_judged(world: World) {
    let columns = fill(&world);
    let kinds = [
        ("email", Kind::Email),
        ("folded", Kind::Email),
        ("phone", Kind::Phone),
        ("number", Kind::Number),
        ("ref", Kind::Reference),
        ("num", Kind::Number),
    ];
    let mut all = Vec::new();
    let mut asked: BTreeMap<String, Vec<Sought>> = BTreeMap::new();
    for (column, kind) in kinds {
        let texts = EMAILS.iter().chain(&PHONES).chain(&NUMBERS).chain(&REFERENCES).chain(&HOSTILE);
        for text in texts {
            let Some(looked) = looked(kind, &text.replace('\0', "")) else { continue };
            let sought = Sought { id: all.len(), what: What::Spelt(looked.clone()) };
            asked.entry(column.to_owned()).or_default().push(sought);
            all.push((column, looked));
        }
    }
    let mut naive = Hits::new();
    for (id, (column, looked)) in all.iter().enumerate().filter(|(_, (column, _))| *column != "num") {
        for (row, cell) in columns[column].iter().enumerate() {
            let compared = looked.compare(cell);
            if compared != Compared::Other {
                naive.insert((row.to_string(), (*column).to_owned(), id, compared));
            }
        }
    }
    let found = world.connector.find(&wanted(asked, 100_000)).await.unwrap();
    let mut found = hits(&found);
    let numbers: Hits = found.iter().filter(|hit| hit.1 == "num").cloned().collect();
    found.retain(|hit| hit.1 != "num");
    assert!(naive.len() > 100, "{}", naive.len());
    let missed: Vec<_> = naive.difference(&found).collect();
    let more: Vec<_> = found.difference(&naive).collect();
    assert!(missed.is_empty() && more.is_empty(), "missed {missed:?}, more {more:?}");
    assert!(numbers.iter().any(|hit| hit.0 == "1" && hit.3 == Compared::Same), "twelve digits are sure");
    assert!(numbers.iter().any(|hit| hit.0 == "0" && hit.3 == Compared::Doubtful), "ten are two centuries'");
    assert!(world.count("people") > 20, "nothing that was looked for was read as SQL");
}

/// Where an index serves it is asked, and finds the same spellings.
async fn an_index_serves(world: World) {
    fill(&world);
    if world.is_maria() {
        world.sql("CREATE INDEX by_folded ON people (folded);");
    } else {
        world.sql("CREATE INDEX by_folded ON people (lower(folded));");
    }
    let sought = vec![Sought { id: 0, what: What::Spelt(looked(Kind::Email, EMAILS[0]).unwrap()) }];
    let found =
        world.connector.find(&wanted(BTreeMap::from([("folded".to_owned(), sought)]), 100)).await.unwrap();
    let rows: BTreeSet<&str> = found.records.iter().map(|record| record.cells["id"].as_str()).collect();
    assert_eq!(rows, BTreeSet::from(["0", "1", "2", "3"]));
}

async fn keys_are_to_the_letter(world: World) {
    fill(&world);
    for (text, rows) in [("ab-12", 1), ("AB-12", 1), ("ab-1", 0), ("' OR 1=1 --", 1), ("%", 1)] {
        let sought = vec![Sought { id: 7, what: What::Exact(text.into()) }];
        let found =
            world.connector.find(&wanted(BTreeMap::from([("ref".to_owned(), sought)]), 100)).await.unwrap();
        assert_eq!(found.records.len(), rows, "{text}");
    }
}

async fn more_than_the_limit_is_said(world: World) {
    world.sql("CREATE TABLE people (id integer PRIMARY KEY, kept integer, email varchar(80));");
    for row in 0..7 {
        world.sql(&format!("INSERT INTO people VALUES ({row}, 1, 'info@example.com');"));
    }
    let asked = |most| {
        let sought =
            vec![Sought { id: 0, what: What::Spelt(looked(Kind::Email, "info@example.com").unwrap()) }];
        wanted(BTreeMap::from([("email".to_owned(), sought)]), most)
    };
    assert!(world.connector.find(&asked(6)).await.unwrap().is_cut);
    let all = world.connector.find(&asked(7)).await.unwrap();
    assert!(!all.is_cut);
    assert_eq!(all.records.len(), 7);
}

macro_rules! on_every_engine {
    ($($name:ident)*) => { $(mod $name {
        use super::*;
        #[tokio::test] async fn postgres() { super::$name(World::postgres(PgVersion::V15).await).await; }
        #[tokio::test] async fn mariadb() { super::$name(World::maria().await).await; }
        #[tokio::test] async fn sqlite() { super::$name(World::sqlite().await).await; }
    })* };
}

on_every_engine!(every_cell_is_judged an_index_serves keys_are_to_the_letter more_than_the_limit_is_said);
