//! A correction whose process is killed between its batches, again and again: the next call goes on, and in the end every row
//! of the database is what plain SQL by hand made of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use gallra_app::apply::Pace;
use gallra_app::progress::Silent;
use gallra_app::subject::rectify::{Correction, What, rectify};
use gallra_app::subject::{Identified, Person};
use gallra_app::{Clock, Context};
use gallra_testkit::{MariaDb, PgVersion, Postgres};

use crate::support::{Dump, House, assert_same, dump_mariadb, dump_postgres, policy};

const NOW: &str = "2026-06-01T03:00:00+02:00";
/// Where the process that is killed finds what it works on.
const FOLDER: &str = "GALLRA_TEST_KILLED_FOLDER";
/// Ada's orders, and so many of each batch.
const ORDERS: u64 = 20_000;
const BATCH: u64 = 200;
/// So often it is killed.
const KILLED: usize = 3;

/// Every third order is Beda's; Ada's address is spelt in two ways.
fn tables(series: &str) -> String {
    format!(
        "CREATE TABLE customers (id integer PRIMARY KEY, email varchar(40));
         CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer, ship_email varchar(40), amount integer);
         INSERT INTO customers VALUES (1, 'ada@prov.example'), (2, 'beda@prov.example');
         INSERT INTO orders SELECT i, CASE WHEN i % 3 = 0 THEN 2 ELSE 1 END,
           CASE WHEN i % 3 = 0 THEN 'beda@prov.example' WHEN i % 2 = 0 THEN 'ADA@prov.example' ELSE 'ada@prov.example' END, i
           FROM {series};"
    )
}

const BY_HAND: &str = "UPDATE customers SET email = 'adela@prov.example' WHERE id = 1;
     UPDATE orders SET ship_email = 'adela@prov.example' WHERE customer_id = 1;";
const DONE: &str = "SELECT count(*) FROM orders WHERE ship_email = 'adela@prov.example'";

fn body(shop: &str) -> String {
    format!(
        "
systems:
  shop: {shop}
datasets:
  customers: {{in: shop, table: customers, about: [people], subject: {{customer_no: id}}, fields: {{email: contact.email}}}}
  orders: {{in: shop, table: orders, about: [people], belongs_to: {{customers: customer_id}}, fields: {{ship_email: contact.email}}}}
activities:
  selling: {{role: controller, purpose: {{sv: Prov, en: Test}}, basis: contract, data: [customers, orders], keep: {{until_review: 2099-12-31}}, measures: [access]}}
"
    )
}

async fn context(folder: &Path) -> Context {
    let body = std::fs::read_to_string(folder.join("body")).unwrap();
    let clock = Clock::Fixed(NOW.parse().unwrap());
    Context::open(policy(&body), &folder.join("policy"), &folder.join("state"), clock).await.unwrap()
}

async fn correct(context: &Context, pace: &Pace) {
    let customers = Identified { column: "id".to_owned(), keys: BTreeSet::from(["1".to_owned()]) };
    let ada = Person {
        records: BTreeMap::from([("customers".into(), vec![customers])]),
        salt: "5f1d".to_owned(),
        ..Person::default()
    };
    let moved = Correction {
        what: What::Email,
        old: Some("ada@prov.example".to_owned()),
        new: "adela@prov.example".to_owned(),
    };
    let done = rectify(context, "R-1", &ada, &moved, pace, &Silent).await.unwrap();
    assert!(done.is_done(), "{:#?}", done.lines);
}

/// The process that is killed: the same correction, slowly. Run by itself it has nothing to do.
#[tokio::test]
async fn a_slow_correction() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let pace = Pace { rows_per_second: Some(BATCH), ..Pace::default() };
    correct(&context(&folder).await, &pace).await;
}

fn begin(folder: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "killed::a_slow_correction"]).env(FOLDER, folder);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

async fn ends_exactly(kind: &str, url: &str, done: impl Fn() -> u64, by_hand: impl Fn() -> [Dump; 2]) {
    let house = House::new();
    std::fs::write(house.path().join("body"), body(&house.system(kind, url))).unwrap();
    let mut so_far = 0;
    for _ in 0..KILLED {
        let mut work = begin(house.path());
        // A batch more than before is committed, and there is more to do.
        while done() <= so_far {
            assert!(work.try_wait().unwrap().is_none(), "it ended by itself");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        work.kill().unwrap();
        assert!(!work.wait().unwrap().success());
        so_far = done();
        assert!(so_far > 0 && so_far < ORDERS, "{so_far} were changed");
    }
    correct(&context(house.path()).await, &Pace::default()).await;
    let [ours, theirs] = by_hand();
    assert_same(&ours, &theirs);
    let rows = "SELECT group_concat(dataset || ' ' || rows || ' ' || state) FROM (SELECT * FROM changed ORDER BY dataset)";
    assert_eq!(house.state_says(rows), format!("customers 1 finished,orders {ORDERS} finished"));
    assert_eq!(house.state_says("SELECT count(*) FROM changed WHERE open IS NOT NULL"), "0");
    house.log_verifies();
}

#[tokio::test]
async fn a_correction_in_postgres_that_is_killed_three_times_leaves_every_row_as_by_hand() {
    let database = Postgres::shared(PgVersion::V15).await.database("killed");
    let series = format!("generate_series(1, {}) i", ORDERS * 3 / 2);
    database.psql(&tables(&series));
    let done = || database.psql(DONE).parse().unwrap();
    let by_hand = || {
        let ours = dump_postgres(&database);
        database.psql(&format!("DROP TABLE customers, orders; {} {BY_HAND}", tables(&series)));
        [ours, dump_postgres(&database)]
    };
    ends_exactly("postgres", &database.url(), done, by_hand).await;
}

#[tokio::test]
async fn a_correction_in_mariadb_that_is_killed_three_times_leaves_every_row_as_by_hand() {
    let database = MariaDb::shared().await.database("killed");
    let series = format!("(SELECT seq AS i FROM seq_1_to_{}) n", ORDERS * 3 / 2);
    database.mariadb(&tables(&series));
    let done = || database.mariadb(DONE).parse().unwrap();
    let by_hand = || {
        let ours = dump_mariadb(&database);
        database.mariadb(&format!("DROP TABLE customers, orders; {} {BY_HAND}", tables(&series)));
        [ours, dump_mariadb(&database)]
    };
    ends_exactly("mysql", &database.url(), done, by_hand).await;
}
