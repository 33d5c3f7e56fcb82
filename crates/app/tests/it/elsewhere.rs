//! The data is in one system, and what its time counts from in another: a shop, and the register of its agreements.

use std::path::PathBuf;

use gallra_app::{AppError, Stale, approval, holds};
use gallra_rules::hold::HoldScope;
use gallra_rules::inventory::CountKind;
use gallra_rules::predicate::Scalar;
use gallra_testkit::{MariaDb, PgDatabase, PgVersion, Postgres, sqlite_cli};

use crate::hostile::NOW;
use crate::support::{
    APPROVER, House, activity, approve, carry_out, journey, make_plan, not_checked, noted, resting, step,
    told,
};

/// Seen from [`NOW`], a month back: four customers whose agreements are over and settled, some whose are not, and one
/// whose date is no date. `007` and `7`, `abc` and `ABC` are different customers.
const REGISTER: &str = "
CREATE TABLE party (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE agreement (id INTEGER PRIMARY KEY, party INTEGER NOT NULL, customer TEXT, settled TEXT);
INSERT INTO party VALUES (1, 'Bolaget'), (2, 'Firman');
INSERT INTO agreement (party, customer, settled) VALUES
  (1, '007', '2026-01-10'), (1, '7', NULL), (2, 'O''Brien \"\\', '2026-02-01'), (1, 'Åsa Ö 🦊', '2025-12-31'),
  (1, 'abc', '2026-01-01'), (1, 'ABC', NULL), (1, 'two', '2024-01-01'), (1, 'two', '2026-05-20'),
  (1, 'reopened', '2025-01-01'), (1, 'reopened', NULL), (1, 'garbage', 'soon'), (1, NULL, '2020-01-01');
";

const OVER: [&str; 4] = ["007", "O'Brien \"\\", "Åsa Ö 🦊", "abc"];
const NOT_OVER: [&str; 5] = ["7", "ABC", "two", "reopened", "garbage"];

fn register(house: &House) -> PathBuf {
    let file = house.path().join("register.sqlite");
    sqlite_cli(&file, REGISTER);
    file
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Three orders with two lines each for every customer, and as many of one whom the register does not know, and of none.
fn orders() -> String {
    let mut sql = String::new();
    let customers = OVER.iter().chain(&NOT_OVER).map(|name| quoted(name));
    for (number, customer) in customers.chain(["'ghost'".to_owned(), "NULL".to_owned()]).enumerate() {
        for order in 0..3 {
            let id = number * 10 + order;
            sql.push_str(&format!("INSERT INTO orders VALUES ({id}, {customer}, 'hej');"));
            sql.push_str(&format!("INSERT INTO order_lines VALUES ({id}1, {id}), ({id}2, {id});"));
        }
    }
    sql
}

const TABLES: &str = "
CREATE TABLE orders (id integer PRIMARY KEY, customer_no varchar(40), note varchar(40));
CREATE INDEX by_customer ON orders (customer_no);
CREATE TABLE order_lines (id integer PRIMARY KEY, order_id integer NOT NULL REFERENCES orders (id));
";

fn rules(shop: &str, register: &std::path::Path) -> String {
    format!(
        "
systems:
  shop: {shop}
  register: {{kind: sqlite, path: \"{}\", country: SE}}
datasets:
  parties: {{in: register, table: party, about: [people], fields: {{name: person.name}}}}
  agreements:
    in: register
    table: agreement
    subject: {{customer_no: customer}}
    belongs_to: {{parties: party}}
    anchors: {{settled: {{column: settled, missing: ongoing}}}}
  orders:
    in: shop
    table: orders
    about: [people]
    fields: {{note: communication.content}}
    anchors: {{settled: {{from: agreements.settled, by: customer_no}}}}
  lines: {{in: shop, table: order_lines, belongs_to: {{orders: order_id}}, anchors: {{settled: {{from: orders.settled}}}}}}
activities:{}{}",
        register.display(),
        activity("sale", "orders, lines", "at_most: 1 month after settled", "delete"),
        resting("parties, agreements"),
    )
}

struct Shop {
    house: House,
    register: PathBuf,
    database: PgDatabase,
    body: String,
}

impl Shop {
    async fn new(name: &str) -> Self {
        let server = Postgres::shared(PgVersion::V15).await;
        let (house, database) = (House::new(), server.database(name));
        database.psql(&format!("{TABLES}{}", orders()));
        let register = register(&house);
        let body = rules(&house.system("postgres", &database.url()), &register);
        Self { house, register, database, body }
    }

    fn left(&self) -> Vec<String> {
        let left =
            self.database.psql("SELECT DISTINCT customer_no FROM orders WHERE customer_no IS NOT NULL");
        let mut left: Vec<String> = left.lines().map(str::to_owned).collect();
        left.sort();
        left
    }

    fn count(&self, table: &str) -> String {
        self.database.psql(&format!("SELECT count(*) FROM {table}")).trim().to_owned()
    }
}

fn all_but_those_that_are_over() -> Vec<String> {
    let mut left: Vec<String> = NOT_OVER.iter().chain(&["ghost"]).map(|name| (*name).to_owned()).collect();
    left.sort();
    left
}

#[tokio::test]
async fn orders_in_postgres_go_a_month_after_the_agreement_in_the_register_was_settled() {
    let shop = Shop::new("elsewhere").await;
    let context = shop.house.open(&shop.body, NOW).await;
    let (plan, report) = journey(&shop.house, &context).await;
    assert_eq!(plan.keys.len(), 1);
    assert_eq!(plan.keys.values().next().unwrap().keys, 9, "NULL is no key");
    let orders = step(&plan, "orders");
    assert_eq!(orders.expected.disposable, 12);
    assert_eq!(orders.expected.oldest.unwrap().to_string(), "2025-12-31");
    assert_eq!(noted(&plan, "orders", CountKind::Ongoing), 9, "7, ABC and reopened");
    assert_eq!(noted(&plan, "orders", CountKind::NotKnown), 9, "ghost, NULL and garbage");
    assert_eq!((told(&report, "orders").rows.erased, told(&report, "lines").rows.erased), (12, 24));
    assert_eq!(shop.left(), all_but_those_that_are_over());
    assert_eq!((shop.count("orders").as_str(), shop.count("order_lines").as_str()), ("21", "42"));
    // Neither the plan nor the evidence holds anybody's key.
    let text = serde_json::to_string(&plan).unwrap();
    assert!(OVER[1..3].iter().all(|name| !text.contains(name)));
    shop.house.evidence_never_says(&["O'Brien", "Åsa"]);
    let audit = gallra_app::audit::run(&context, &gallra_app::progress::Silent).await.unwrap();
    let found = audit
        .promises
        .iter()
        .find(|found| found.promise.dataset.as_ref().is_some_and(|dataset| dataset.as_str() == "orders"));
    let counts = found.unwrap().counts.clone().unwrap();
    assert_eq!((counts.overdue, counts.ongoing, counts.unreadable, counts.alive), (0, 9, 9, 3));
}

/// `1970-01-01` in a running agreement is a default that nobody meant. It is not older than the one that ended.
#[tokio::test]
async fn a_date_that_cannot_be_meant_keeps_everything_of_its_customer() {
    let shop = Shop::new("elsewhere_default").await;
    sqlite_cli(
        &shop.register,
        "INSERT INTO agreement (party, customer, settled) VALUES (1, '007', '1970-01-01'), (1, 'abc', '1899-12-30')",
    );
    let context = shop.house.open(&shop.body, NOW).await;
    let (plan, _) = journey(&shop.house, &context).await;
    assert_eq!(step(&plan, "orders").expected.disposable, 6);
    assert_eq!(noted(&plan, "orders", CountKind::NotKnown), 15);
    let left = shop.left();
    assert!(left.contains(&"007".to_owned()) && left.contains(&"abc".to_owned()), "{left:?}");
}

#[tokio::test]
async fn an_agreement_that_is_reopened_makes_the_plan_stale() {
    let shop = Shop::new("elsewhere_stale").await;
    let context = shop.house.open(&shop.body, NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    sqlite_cli(&shop.register, "INSERT INTO agreement (party, customer, settled) VALUES (1, '007', NULL)");
    let fault = carry_out(&context, &approved).await.unwrap_err();
    assert!(matches!(fault, AppError::Stale(Stale::Keys)), "{fault}");
    let fault = approval::approve(&context, &plan, APPROVER, Some(plan.rows())).await.unwrap_err();
    assert!(matches!(fault, AppError::Stale(Stale::Keys)), "{fault}");
    assert_eq!(shop.count("orders"), "33");
    let (plan, _) = journey(&shop.house, &context).await;
    assert_eq!(step(&plan, "orders").expected.disposable, 9);
    assert!(shop.left().contains(&"007".to_owned()));
}

#[tokio::test]
async fn a_register_that_does_not_answer_leaves_everything_as_it_is() {
    let shop = Shop::new("elsewhere_silent").await;
    let context = shop.house.open(&shop.body, NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    let aside = shop.register.with_extension("aside");
    std::fs::rename(&shop.register, &aside).unwrap();
    let fault = carry_out(&context, &approved).await.unwrap_err();
    assert!(
        matches!(&fault, AppError::Unreachable { system, .. } if system.as_str() == "register"),
        "{fault}"
    );
    let blind = make_plan(&context).await;
    assert!(!not_checked(&blind, "orders").is_empty());
    assert_eq!(blind.rows(), 0);
    std::fs::rename(&aside, &shop.register).unwrap();
    // It was no reason to end the run: the same plan is carried out now.
    let report = carry_out(&context, &approved).await.unwrap();
    assert_eq!(told(&report, "orders").rows.erased, 12);
}

#[tokio::test]
async fn a_hold_on_a_party_of_the_register_covers_its_orders_in_the_shop() {
    let shop = Shop::new("elsewhere_held").await;
    let context = shop.house.open(&shop.body, NOW).await;
    let stale = make_plan(&context).await;
    let firman = HoldScope { column: "id".to_owned(), values: vec![Scalar::Integer(2)] };
    let wanted = holds::Wanted {
        dataset: "parties".into(),
        only: Some(firman),
        reason: "tvist".to_owned(),
        until: None,
        by: APPROVER.to_owned(),
    };
    holds::add(&context, wanted).await.unwrap();
    let fault = approval::approve(&context, &stale, APPROVER, Some(stale.rows())).await.unwrap_err();
    assert!(matches!(fault, AppError::Stale(Stale::Holds)), "{fault}");
    let plan = make_plan(&context).await;
    assert_eq!(step(&plan, "orders").expected.excepted.iter().sum::<u64>(), 3);
    let approved = approve(&context, &plan).await;
    let report = carry_out(&context, &approved).await.unwrap();
    assert_eq!((told(&report, "orders").rows.erased, told(&report, "orders").rows.held), (9, 3));
    assert_eq!((told(&report, "lines").rows.erased, told(&report, "lines").rows.held), (18, 6));
    assert!(shop.left().contains(&OVER[1].to_owned()));
    assert_eq!(shop.count("orders"), "24");
}

#[tokio::test]
async fn orders_in_mariadb_by_the_register_and_notes_in_sqlite_by_contracts_in_mariadb() {
    let server = MariaDb::shared().await;
    let (house, database) = (House::new(), server.database("elsewhere"));
    let tables = TABLES.replace(
        "customer_no varchar(40)",
        "customer_no varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
    );
    database.mariadb(&format!(
        "{tables}{}
         CREATE TABLE contract (number integer PRIMARY KEY, ended datetime);
         INSERT INTO contract VALUES (7, '2026-01-01 12:00:00'), (8, NULL), (9, '2026-05-30 00:00:00');",
        orders().replace('\\', "\\\\")
    ));
    let notes = house.path().join("notes.sqlite");
    sqlite_cli(
        &notes,
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, contract INTEGER, text TEXT);
         INSERT INTO notes (contract, text) VALUES (7, 'a'), (7, 'b'), (8, 'c'), (9, 'd'), (10, 'e'), (NULL, 'f');",
    );
    let register = register(&house);
    let body = rules(&house.system("mysql", &database.url()), &register)
        .replace("datasets:\n", &format!(
            "  notebook: {{kind: sqlite, path: \"{}\", country: SE}}
datasets:
  contracts: {{in: shop, table: contract, key: [number], anchors: {{ended: {{column: ended, missing: ongoing}}}}}}
  notes:
    in: notebook
    table: notes
    about: [people]
    fields: {{text: communication.content}}
    anchors: {{ended: {{from: contracts.ended, by: contract}}}}
",
            notes.display()
        ))
        + &activity("note", "notes", "at_most: 1 month after ended", "delete");
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;
    assert_eq!(plan.keys.len(), 2);
    assert_eq!(noted(&plan, "orders", CountKind::Ongoing), 9);
    assert_eq!(noted(&plan, "orders", CountKind::NotKnown), 9);
    assert_eq!((told(&report, "orders").rows.erased, told(&report, "lines").rows.erased), (12, 24));
    let left = database
        .mariadb("SELECT customer_no FROM orders WHERE customer_no IS NOT NULL GROUP BY BINARY customer_no");
    let mut left: Vec<String> = left.lines().map(str::to_owned).collect();
    left.sort();
    assert_eq!(left, all_but_those_that_are_over());
    assert_eq!(noted(&plan, "notes", CountKind::NotKnown), 2);
    assert_eq!(noted(&plan, "notes", CountKind::Ongoing), 1);
    assert_eq!(sqlite_cli(&notes, "SELECT group_concat(text, '') FROM notes"), "cdef");
}

#[tokio::test]
async fn a_folder_for_each_customer_goes_a_month_after_that_customers_agreement_was_settled() {
    let house = House::new();
    let register = register(&house);
    let archive = house.path().join("archive");
    for folder in ["007", "7", "abc", "ghost", "two", "Åsa Ö 🦊"] {
        std::fs::create_dir_all(archive.join(folder).join("deep")).unwrap();
        std::fs::write(archive.join(folder).join("deep/letter.txt"), "hej").unwrap();
    }
    std::fs::write(archive.join("nobody's.txt"), "hej").unwrap();
    let body = format!(
        "
systems:
  archive: {{kind: files, path: \"{}\", country: SE}}
  register: {{kind: sqlite, path: \"{}\", country: SE}}
datasets:
  agreements:
    in: register
    table: agreement
    subject: {{folder: customer}}
    anchors: {{settled: {{column: settled, missing: ongoing}}}}
  papers:
    in: archive
    part: .
    about: [people]
    fields: {{content: communication.content}}
    anchors: {{settled: {{from: agreements.settled, by: folder}}}}
activities:{}",
        archive.display(),
        register.display(),
        activity("archive", "papers", "at_most: 1 month after settled", "delete") + &resting("agreements"),
    );
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;
    assert_eq!(told(&report, "papers").rows.erased, 3);
    assert_eq!(noted(&plan, "papers", CountKind::NotKnown), 2, "the ghost, and a file in no folder");
    assert_eq!(noted(&plan, "papers", CountKind::Ongoing), 1);
    let mut left: Vec<String> = std::fs::read_dir(&archive)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file() || entry.path().join("deep/letter.txt").exists())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["7", "ghost", "nobody's.txt", "two"]);
}

/// Two databases of one server with nothing in common but the keys: accounts as UUIDs, contracts as whole numbers.
#[tokio::test]
async fn thousands_of_keys_that_are_numbers_and_uuids_by_roles_with_the_least_rights() {
    let server = Postgres::shared(PgVersion::V15).await;
    let (house, data, billing) =
        (House::new(), server.database("elsewhere_data"), server.database("elsewhere_billing"));
    data.psql(
        "CREATE TABLE event (id serial PRIMARY KEY, account uuid, name text, secret text);
         CREATE TABLE visit (id serial PRIMARY KEY, contract integer, name text, secret text);
         CREATE TABLE payroll (account uuid, price numeric);
         INSERT INTO event (account) SELECT md5((i % 20000)::text)::uuid FROM generate_series(1, 40000) i;
         INSERT INTO visit (contract) SELECT i % 20000 FROM generate_series(1, 40000) i;
         INSERT INTO visit (contract) SELECT NULL FROM generate_series(1, 10);
         INSERT INTO visit (contract) VALUES (77777), (-1);",
    );
    billing.psql(
        "CREATE TABLE contract (account uuid, number bigint, ended timestamptz, price numeric);
         CREATE TABLE payroll (account uuid, price numeric);
         INSERT INTO contract SELECT md5(i::text)::uuid, i,
           CASE i % 4 WHEN 0 THEN timestamptz '2025-03-01 12:00+01' WHEN 1 THEN timestamptz '2026-05-20 12:00+01' END
         FROM generate_series(0, 19999) i;",
    );
    let roles = [data.role("gallra"), billing.role("gallra")];
    let body = format!(
        "
systems:
  data: {{kind: postgres, url: \"file:data.url\", country: SE}}
  billing: {{kind: postgres, url: \"file:billing.url\", country: SE}}
datasets:
  contracts:
    in: billing
    table: contract
    subject: {{account: account, contract: number}}
    anchors: {{ended: {{column: ended, missing: ongoing}}}}
  events: {{in: data, table: event, about: [people], fields: {{name: person.name}}, anchors: {{ended: {{from: contracts.ended, by: account}}}}}}
  visits: {{in: data, table: visit, about: [people], fields: {{name: person.name}}, anchors: {{ended: {{from: contracts.ended, by: contract}}}}}}
activities:{}{}",
        activity("use", "events, visits", "at_most: 1 month after ended", "delete"),
        resting("contracts"),
    );
    // A first look as the owner tells what the role needs.
    for (name, database) in [("data", &data), ("billing", &billing)] {
        std::fs::write(house.path().join("policy").join(format!("{name}.url")), database.url()).unwrap();
    }
    let context = house.open(&body, NOW).await;
    for (needed, (database, role)) in
        gallra_app::rights::needed(&context, "THE_ROLE", &gallra_app::progress::Silent)
            .await
            .unwrap()
            .iter()
            .zip([(&billing, &roles[1]), (&data, &roles[0])])
    {
        assert_eq!(needed.system.as_str() == "billing", database.name() == billing.name());
        // All of these are somebody's, who may ask for every column; what nobody's promise names is not granted.
        assert!(!needed.statements.contains("payroll"), "{}", needed.statements);
        database.psql(&needed.statements.replace("THE_ROLE", &role.user));
    }
    for (name, role) in ["data", "billing"].iter().zip(&roles) {
        std::fs::write(house.path().join("policy").join(format!("{name}.url")), &role.url).unwrap();
    }
    let (plan, _) = journey(&house, &context).await;
    assert_eq!(plan.keys.values().map(|seen| seen.keys).collect::<Vec<_>>(), [20_000, 20_000]);
    for (dataset, table) in [("events", "event"), ("visits", "visit")] {
        let step = step(&plan, dataset);
        assert_eq!(
            (step.expected.disposable, step.expected.oldest.unwrap().to_string().as_str()),
            (10_000, "2025-03-01")
        );
        assert_eq!(noted(&plan, dataset, CountKind::Ongoing), 20_000);
        let left = data.psql(&format!("SELECT count(*) FROM {table}"));
        assert_eq!(left.trim(), if table == "event" { "30000" } else { "30012" });
    }
    assert_eq!(noted(&plan, "visits", CountKind::NotKnown), 12);
    assert_eq!(data.psql("SELECT count(*) FROM visit WHERE contract % 4 = 0").trim(), "0");
    assert_eq!(
        data.psql("SELECT count(*) FROM event WHERE account IN (SELECT md5((4 * i)::text)::uuid FROM generate_series(0, 4999) i)").trim(),
        "0"
    );
}
