//! Least rights for what people ask: a login with exactly what `gallra rights` prints finds, hands out, puts right and erases.

use std::collections::BTreeMap;

use gallra_app::apply::Pace;
use gallra_app::progress::Silent;
use gallra_app::rights::needed;
use gallra_app::subject::access::Reviewed;
use gallra_app::subject::find::find;
use gallra_app::subject::rectify::{Correction, What, rectify};
use gallra_app::subject::{Given, GivenKind, erase, pending};
use gallra_rules::decide::Weighed;
use gallra_testkit::{MariaDb, PgVersion, Postgres};

use crate::access::{made, open};
use crate::support::{APPROVER, House};

const NOW: &str = "2026-06-01T03:00:00+02:00";

/// Two people; a line of an order and a note hang on them by keys; nobody's business is in `payroll`.
const TABLES: &str = "
CREATE TABLE customers (id integer PRIMARY KEY, email varchar(40) NOT NULL UNIQUE, name varchar(40), phone varchar(30), inner_code varchar(9), closed date);
CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id), ship_email varchar(40), ordered date);
CREATE TABLE order_lines (id integer PRIMARY KEY, order_id integer NOT NULL REFERENCES orders (id), what varchar(40));
CREATE TABLE notes (id integer PRIMARY KEY, body varchar(90));
CREATE TABLE payroll (id integer PRIMARY KEY, salary integer);
INSERT INTO customers VALUES (1, 'ada@prov.example', 'Ada Prov', '070-123 45 67', 'x', '2024-01-01'), (2, 'beda@prov.example', 'Beda Prov', NULL, 'y', '2026-05-01');
INSERT INTO orders VALUES (1, 1, 'ADA@PROV.EXAMPLE', '2020-01-01'), (2, 2, 'beda@prov.example', '2020-01-03');
INSERT INTO order_lines VALUES (11, 1, 'a'), (12, 1, 'b'), (21, 2, 'c');
INSERT INTO notes VALUES (1, 'Ring Ada Prov'), (2, 'Inget');
INSERT INTO payroll VALUES (1, 100);
";

fn policy(shop: &str) -> String {
    let activity = |name: &str, data: &str, keep: &str| {
        format!(
            "\n  {name}: {{role: controller, purpose: {{sv: Prov, en: Test}}, basis: contract, data: [{data}], keep: {{{keep}}}, measures: [access]}}"
        )
    };
    format!(
        "
systems:
  shop: {shop}
datasets:
  customers: {{in: shop, table: customers, about: [people], subject: {{customer_no: id, email: email}}, fields: {{name: person.name, email: contact.email, phone: contact.phone}}, anchors: {{closed: {{column: closed, missing: ongoing}}}}}}
  orders: {{in: shop, table: orders, about: [people], belongs_to: {{customers: customer_id}}, fields: {{ship_email: contact.email}}, anchors: {{closed: {{from: customers.closed}}}}}}
  order_lines: {{in: shop, table: order_lines, about: [people], belongs_to: {{orders: order_id}}, fields: {{what: customer.purchases}}, anchors: {{closed: {{from: orders.closed}}}}}}
  notes: {{in: shop, table: notes, about: [people], fields: {{body: communication.note}}}}
activities:{}{}
",
        activity("selling", "customers, orders, order_lines", "at_most: 20 years after closed"),
        activity("noting", "notes", "until_review: 2099-12-31"),
    )
}

/// `owner` made the tables; `grant` runs what is printed; `login` is a login that has been given nothing yet, as a grant and as
/// an address names it.
async fn exactly_enough(kind: &str, owner: &str, login: (&str, &str), grant: impl Fn(&str)) {
    let house = House::new();
    let printed = {
        let context = house.open(&policy(&house.system(kind, owner)), NOW).await;
        needed(&context, login.0, &Silent).await.unwrap().remove(0).statements
    };
    assert!(!printed.contains("payroll"), "{printed}");
    assert!(printed.contains("UPDATE") && !printed.contains("ALL"), "{printed}");
    let notes = printed.lines().filter(|line| line.contains("notes"));
    assert!(notes.clone().count() > 0 && notes.clone().all(|line| !line.contains("DELETE")), "{printed}");
    grant(&printed);

    let context = house.open(&policy(&house.system(kind, login.1)), NOW).await;
    let given = [Given { kind: GivenKind::Email, text: "ada@prov.example".to_owned() }];
    let search = find(&context, &given, &Silent).await.unwrap();
    assert!(search.is_found() && search.is_complete(), "{search:?}, {:?}", search.not_searched);
    assert_eq!(search.datasets["order_lines"].theirs, Some(2));
    assert_eq!(search.mentions.len(), 1);

    let folder = house.path().join("out");
    let options = gallra_app::subject::access::Options { reviewed: Reviewed::Everything, ..open(&folder) };
    let package = made(&context, &search.person, &options).await;
    assert_eq!(package.records["order_lines"], 2, "{package:?}");
    assert!(!package.not_checked.keys().any(|name| name.as_str() != "notes"), "{:?}", package.not_checked);

    let moved = Correction {
        what: What::Email,
        old: Some("ada@prov.example".to_owned()),
        new: "adela@prov.example".to_owned(),
    };
    let right = rectify(&context, "R-1", &search.person, &moved, &Pace::default(), &Silent).await.unwrap();
    assert!(right.is_done(), "{:#?}", right.lines);
    assert_eq!(right.datasets().len(), 2);

    let weighed = Weighed { contracts: BTreeMap::from([("selling".into(), false)]), ..Weighed::default() };
    pending::remember(&context, "R-2", &right.person, &weighed, &Silent).await.unwrap();
    let planned = erase::plan(&context, "R-2", &right.person, &weighed, &Silent).await.unwrap();
    let rows = planned.made.plan.rows();
    assert_eq!(rows, 4);
    let approved =
        erase::approve(&context, &planned.made.plan, &planned.person, APPROVER, Some(rows)).await.unwrap();
    erase::apply(&context, &approved, &planned.person, &Pace::default(), &Silent).await.unwrap();
}

#[tokio::test]
async fn postgres_needs_no_more_than_what_is_printed_to_answer_a_person() {
    let database = Postgres::shared(PgVersion::V15).await.database("people");
    database.psql(TABLES);
    let login = database.role("keeper");
    let grant = |statements: &str| drop(database.psql(statements));
    exactly_enough("postgres", &database.url(), (&login.user, &login.url), grant).await;
    assert_eq!(database.psql("SELECT string_agg(email, ',') FROM customers"), "beda@prov.example");
}

#[tokio::test]
async fn mariadb_needs_no_more_than_what_is_printed_to_answer_a_person() {
    let database = MariaDb::shared().await.database("people");
    database.mariadb(TABLES);
    let login = database.role("keeper");
    let name = format!("{}@127.0.0.1", login.user);
    let grant = |statements: &str| drop(database.mariadb(statements));
    exactly_enough("mysql", &database.url(), (&name, &login.url), grant).await;
    assert_eq!(database.mariadb("SELECT group_concat(email) FROM customers"), "beda@prov.example");
}
