//! Discovery on live databases that nobody here made, against lists of their personal columns written by hand. The lists
//! belong to the recognisers' own tests (`crates/detect/tests/truth`); here the values are read as well.

use std::collections::BTreeSet;

use gallra_app::Context;
use gallra_app::discover::{Discovery, discover};
use gallra_app::progress::Silent;
use gallra_testkit::samples::{chinook, northwind, oscar, sakila_mariadb, sakila_postgres};
use gallra_testkit::{MariaDb, PgVersion, Postgres, repo_root};

use crate::support::House;

mod applications;

const NOW: &str = "2026-06-01T03:00:00+02:00";

async fn looked_at(house: &House, kind: &str, url: &str) -> Discovery {
    let system = if kind == "sqlite" {
        format!("{{kind: sqlite, path: \"{url}\", country: SE}}")
    } else {
        house.system(kind, url)
    };
    let context: Context = house.open(&format!("systems:\n  shop: {system}\n"), NOW).await;
    discover(&context, &"shop".into(), &Silent).await.unwrap_or_else(|fault| panic!("{fault}"))
}

/// Recall and precision in percent, and what was missed and wrongly called personal.
fn measured(discovery: &Discovery, truth: &str) -> (usize, usize) {
    let file = repo_root().join("crates/detect/tests/truth").join(format!("{truth}.txt"));
    let text = std::fs::read_to_string(file).unwrap();
    let (mut personal, mut known) = (BTreeSet::new(), BTreeSet::new());
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let column = words.next().unwrap().to_lowercase();
        if words.next() == Some("personal") {
            personal.insert(column.clone());
        }
        known.insert(column);
    }
    let mut called = BTreeSet::new();
    for table in &discovery.tables {
        for one in &table.personal {
            called.insert(format!("{}.{}", table.table.name, one.column).to_lowercase());
        }
    }
    // Tables that the list does not have (a framework's own of a later version) are judged by nobody.
    called.retain(|column| known.contains(column));
    let right = called.intersection(&personal).count();
    let percent = |part: usize, of: usize| (part * 100).checked_div(of).unwrap_or(0);
    let (recall, precision) = (percent(right, personal.len()), percent(right, called.len()));
    println!(
        "{truth} on {}: recall {recall} %, precision {precision} % ({} personal, {} called so)",
        discovery.product,
        personal.len(),
        called.len()
    );
    println!("  missed: {:?}", personal.difference(&called).collect::<Vec<_>>());
    for table in &discovery.tables {
        for one in &table.personal {
            let place = format!("{}.{}", table.table.name, one.column).to_lowercase();
            if called.contains(&place) && !personal.contains(&place) {
                println!("  wrongly: {place} {} {} % {:?}", one.category, one.confidence, one.reasons);
            }
        }
    }
    (recall, precision)
}

fn good((recall, precision): (usize, usize)) {
    assert!(recall >= 95 && precision >= 80, "recall {recall} %, precision {precision} %");
}

#[tokio::test]
async fn a_web_shop_of_ninety_tables() {
    let database = Postgres::shared(PgVersion::V15).await.database("discovered_oscar");
    oscar(&database);
    let house = House::new();
    let discovery = looked_at(&house, "postgres", &database.url()).await;
    assert!(discovery.tables.len() > 80);
    good(measured(&discovery, "django-oscar"));
    // Its foreign keys are found, and lead where the shop's own models say.
    let orders = discovery.tables.iter().find(|table| table.table.name == "order_order").unwrap();
    assert!(
        orders.belongs_to.iter().any(|(columns, to, declared)| {
            columns == &["user_id"] && to.name == "auth_user" && *declared
        })
    );
}

#[tokio::test]
async fn a_film_rental_on_two_servers() {
    let postgres = Postgres::shared(PgVersion::V15).await.database("discovered_sakila");
    let maria = MariaDb::shared().await.database("discovered_sakila");
    if sakila_postgres(&postgres).is_none() || sakila_mariadb(&maria).is_none() {
        return;
    }
    for (kind, url) in [("postgres", postgres.url()), ("mysql", maria.url())] {
        let house = House::new();
        good(measured(&looked_at(&house, kind, &url).await, "sakila"));
    }
}

#[tokio::test]
async fn a_music_shop_and_a_wholesaler_in_files() {
    let folder = tempfile::tempdir().unwrap();
    let files = [("chinook", chinook(folder.path())), ("northwind", northwind(folder.path()))];
    for (truth, file) in files {
        let Some(file) = file else { continue };
        let house = House::new();
        let discovery = looked_at(&house, "sqlite", &file.display().to_string()).await;
        good(measured(&discovery, truth));
    }
}

#[tokio::test]
async fn links_that_no_foreign_key_declares_are_told_by_their_values() {
    let house = House::new();
    let file = house.path().join("loose.sqlite");
    gallra_testkit::sqlite_cli(
        &file,
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT);
         CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, order_email TEXT);
         CREATE TABLE visits (id INTEGER PRIMARY KEY, customer_id INTEGER, ip TEXT);
         INSERT INTO customers VALUES (1, 'a@b.example'), (2, 'c@d.example');
         INSERT INTO orders VALUES (1, 1, 'a@b.example'), (2, 2, 'c@d.example');
         INSERT INTO visits VALUES (1, 99, '192.0.2.1');",
    );
    let discovery = looked_at(&house, "sqlite", &file.display().to_string()).await;
    let of = |name: &str| discovery.tables.iter().find(|table| table.table.name == name).unwrap();
    let (columns, to, declared) = &of("orders").belongs_to[0];
    assert_eq!((columns[0].as_str(), to.name.as_str(), *declared), ("customer_id", "customers", false));
    assert!(of("visits").belongs_to.is_empty(), "its values are keys of nobody");
}
