//! TPC-H: volume. Lines go before the orders they belong to, by the order's date.

use std::path::Path;

use gallra_rules::inventory::CountKind;
use gallra_testkit::samples::{TpchTable, tpch_into_mariadb, tpch_into_postgres, tpch_into_sqlite};
use gallra_testkit::{MariaDb, PgVersion, Postgres, sqlite_cli};

use crate::support::{
    Dump, House, activity, assert_same, dump_mariadb, dump_postgres, dump_sqlite, journey, noted, told,
};

const TABLES: [TpchTable; 3] = [TpchTable::Customer, TpchTable::Orders, TpchTable::Lineitem];
const SCALE: f64 = 0.02;
const NOW: &str = "2005-01-01T03:00:00+01:00";
/// Ten years before; customers whose last order is nine years ago.
const BY_HAND: &str = "
UPDATE customer SET c_name = 'removed', c_phone = '' WHERE
  (SELECT max(o_orderdate) FROM orders WHERE o_custkey = c_custkey) < '1996-01-02';
DELETE FROM lineitem WHERE l_orderkey IN (SELECT o_orderkey FROM orders WHERE o_orderdate < '1995-01-02');
DELETE FROM orders WHERE o_orderdate < '1995-01-02';";
const INDEXES: &str = "CREATE INDEX orders_by_date ON orders (o_orderdate);
CREATE INDEX orders_by_customer ON orders (o_custkey);";
const COUNTS: &str = "SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM lineitem),
  (SELECT count(*) FROM customer WHERE c_name = 'removed'),
  (SELECT count(*) FROM customer WHERE NOT EXISTS (SELECT 1 FROM orders WHERE o_custkey = c_custkey));";

fn policy(system: &str) -> String {
    format!(
        "
systems:
  warehouse: {system}
datasets:
  lines:
    in: warehouse
    table: lineitem
    belongs_to: {{orders: l_orderkey}}
    about: [people]
    fields: {{l_comment: communication.content}}
    anchors: {{placed: {{from: orders.placed}}}}
  orders:
    in: warehouse
    table: orders
    belongs_to: {{customers: o_custkey}}
    about: [people]
    fields: {{o_clerk: person.name}}
    anchors: {{placed: o_orderdate}}
  customers:
    in: warehouse
    table: customer
    about: [people]
    fields: {{c_name: person.name, c_phone: contact.phone}}
    anchors: {{last_order: {{latest: orders.placed}}}}
activities:{}{}",
        activity("orders", "orders, lines", "at_most: 10 years after placed", "delete"),
        activity(
            "register",
            "customers",
            "at_most: 9 years after last_order",
            "{anonymise: {c_name: \"removed\", c_phone: \"\"}}"
        ),
    )
}

fn numbers(text: &str) -> Vec<u64> {
    text.split(['|', '\t']).map(|number| number.parse().unwrap()).collect()
}

/// One run on one system; `count` asks ours, the two dumps are taken afterwards.
async fn volume(
    system: impl FnOnce(&House) -> String,
    count: impl Fn() -> String,
    dumps: impl FnOnce() -> (Dump, Dump),
) {
    let house = House::new();
    let body = policy(&system(&house));
    let before = numbers(&count());
    assert_eq!((before[0], before[2]), (30_000, 0));
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;
    let after = numbers(&count());
    assert_eq!(told(&report, "orders").rows.erased, before[0] - after[0]);
    assert_eq!(told(&report, "lines").rows.erased, before[1] - after[1]);
    assert_eq!(told(&report, "customers").rows.anonymised, after[2]);
    assert!(before[0] - after[0] > 10_000 && before[1] - after[1] > 40_000 && after[2] > 0);
    assert_eq!(noted(&plan, "customers", CountKind::NoAnchor), before[3], "customers who never ordered");
    let (ours, hand) = dumps();
    assert_same(&ours, &hand);
}

#[tokio::test]
async fn orders_and_their_lines_go_in_postgres() {
    let server = Postgres::shared(PgVersion::V18).await;
    let (ours, hand) = (server.database("tpch"), server.database("tpch_by_hand"));
    for database in [&ours, &hand] {
        tpch_into_postgres(database, &TABLES, SCALE);
        database.psql(INDEXES);
        database.psql("ALTER TABLE lineitem ADD FOREIGN KEY (l_orderkey) REFERENCES orders");
        database.psql("ALTER TABLE orders ADD FOREIGN KEY (o_custkey) REFERENCES customer");
    }
    hand.psql(BY_HAND);
    let url = ours.url();
    let dumps = || (dump_postgres(&ours), dump_postgres(&hand));
    volume(|house| house.system("postgres", &url), || ours.psql(COUNTS), dumps).await;
}

#[tokio::test]
async fn orders_and_their_lines_go_in_mariadb() {
    let server = MariaDb::shared().await;
    let (ours, hand) = (server.database("tpch"), server.database("tpch_by_hand"));
    for database in [&ours, &hand] {
        tpch_into_mariadb(database, &TABLES, SCALE);
        database.mariadb(INDEXES);
    }
    hand.mariadb(BY_HAND);
    let url = ours.url();
    let dumps = || (dump_mariadb(&ours), dump_mariadb(&hand));
    volume(|house| house.system("mysql", &url), || ours.mariadb(COUNTS), dumps).await;
}

#[tokio::test]
async fn orders_and_their_lines_go_in_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, hand) = (folder.path().join("tpch.sqlite"), folder.path().join("by-hand.sqlite"));
    tpch_into_sqlite(&ours, &TABLES, SCALE);
    sqlite_cli(&ours, INDEXES);
    std::fs::copy(&ours, &hand).unwrap();
    sqlite_cli(&hand, BY_HAND);
    let system = |path: &Path| format!("{{kind: sqlite, path: \"{}\", country: SE}}", path.display());
    let dumps = || (dump_sqlite(&ours), dump_sqlite(&hand));
    volume(|_| system(&ours), || sqlite_cli(&ours, COUNTS), dumps).await;
}
