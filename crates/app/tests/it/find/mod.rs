//! A person in several systems at once: a shop in PostgreSQL, a helpdesk in MariaDB, a newsletter in SQLite, access logs, a
//! folder for each customer, and the register.

mod doubt;
mod mentions;
mod systems;

use std::collections::BTreeMap;

use gallra_app::Context;
use gallra_app::progress::Silent;
use gallra_app::subject::find::{Answers, Asked, FindError, Search, find, find_with};
use gallra_app::subject::{Given, GivenKind};
use gallra_testkit::{MariaDatabase, MariaDb, PgDatabase, PgVersion, Postgres, sqlite_cli};

use crate::hostile::NOW;
use crate::support::{House, resting};

const SHOP: &str = "
CREATE TABLE customer (id integer PRIMARY KEY, first_name text, last_name text, email text, phone text, pnr text);
CREATE TABLE purchase (id integer PRIMARY KEY, customer_id integer REFERENCES customer (id), contact text, recipient text, note text);
CREATE TABLE line (id integer PRIMARY KEY, purchase_id integer NOT NULL REFERENCES purchase (id), article text);
CREATE TABLE login (customer_id integer, ip inet, at timestamptz);
INSERT INTO customer VALUES
  (1, 'Anna', 'Berg', 'Anna.Berg@Example.com', '070-123 45 67', '19850709-9805'),
  (2, 'Bo', 'Berg', 'familjen@example.com', '070-765 43 21', NULL),
  (3, 'Cilla', 'Dahl', 'familjen@example.com', '08-123 45 67', NULL),
  (4, 'Dan', 'Ek', 'dan@example.com', '070-123 45 67', NULL),
  (5, 'Eva', 'Falk', 'eva@example.com', NULL, '8507099805'),
  (6, 'Anna', 'Berg', 'annan.anna@example.com', '+46 31 12 34 56', NULL);
INSERT INTO purchase VALUES
  (10, 1, 'anna.berg@example.com', 'Anna Berg', 'Levereras hos Anna Berg, ring 0701234567'),
  (11, NULL, 'ANNA.BERG@EXAMPLE.COM', 'Anna Maria Berg', NULL),
  (12, 2, 'familjen@example.com', 'Bo Berg', 'Skicka kopia till anna.berg@example.com.'),
  (13, NULL, 'familjen@example.com', NULL, 'Annan person'),
  (14, 3, 'familjen@example.com', 'Cilla Dahl', NULL);
INSERT INTO line VALUES (100, 10, 'bok'), (101, 10, 'penna'), (102, 11, 'bok'), (103, 12, 'bok');
";

const DESK: &str = "
CREATE TABLE account (id int PRIMARY KEY, name varchar(80), mail varchar(120), customer_no varchar(20));
CREATE TABLE ticket (id int PRIMARY KEY, account_id int, body text);
INSERT INTO account VALUES (7, 'Berg, Anna', 'anna.privat@example.com', '1'), (8, 'Bo Berg', 'bo@example.com', '2');
INSERT INTO ticket VALUES (70, 7, 'Hej'), (71, 7, 'Tack'), (80, 8, 'Jag är gift med Anna Berg, 19850709-9805.');
";

const NEWS: &str = "
CREATE TABLE reader (address TEXT, phone TEXT);
INSERT INTO reader VALUES ('anna.privat@example.com', '+46 8 55 55 55'), ('bo@example.com', NULL);
";

pub(crate) struct Company {
    pub(crate) house: House,
    pub(crate) shop: PgDatabase,
    pub(crate) desk: MariaDatabase,
}

impl Company {
    pub(crate) async fn new(name: &str) -> Self {
        let house = House::new();
        let shop = Postgres::shared(PgVersion::V15).await.database(name);
        let desk = MariaDb::shared().await.database(name);
        shop.psql(SHOP);
        desk.mariadb(DESK);
        sqlite_cli(&house.path().join("news.sqlite"), NEWS);
        Self { house, shop, desk }
    }

    pub(crate) fn rules(&self) -> String {
        let file = self.house.path().join("news.sqlite");
        format!(
            "
systems:
  shop: {}
  desk: {}
  news: {{kind: sqlite, path: \"{}\", country: SE}}
  binders: {{kind: manual, place: Arkivet, responsible: finance, country: SE}}
datasets:
  customers:
    in: shop
    table: customer
    about: [people]
    subject: {{customer_no: id, email: email}}
    fields:
      first_name: person.name
      last_name: person.name
      phone: contact.phone
      pnr: {{is: person.national_id, because: Kreditprövning}}
  orders:
    in: shop
    table: purchase
    about: [people]
    subject: {{email: contact}}
    belongs_to: {{customers: customer_id}}
    fields: {{recipient: person.name, note: communication.note}}
  lines: {{in: shop, table: line, belongs_to: {{orders: purchase_id}}}}
  accounts:
    in: desk
    table: account
    about: [people]
    subject: {{email: mail, customer_no: customer_no}}
    fields: {{name: person.name}}
  tickets: {{in: desk, table: ticket, belongs_to: {{accounts: account_id}}, about: [people], fields: {{body: communication.content}}}}
  readers: {{in: news, table: reader, key: [address], subject: {{email: address, phone: phone}}, about: [people]}}
  papers: {{in: binders, about: [people], fields: {{name: person.name}}}}
activities:{}",
            self.house.system("postgres", &self.shop.url()),
            self.house.system("mysql", &self.desk.url()),
            file.display(),
            resting("customers, orders, lines, accounts, tickets, readers"),
        )
            + "  papers:
    role: controller
    purpose: {sv: Papper, en: Papers}
    basis: contract
    data: [papers]
    keep: {until_review: 2099-12-31}
    then: {task: {what: {sv: Gallra, en: Dispose}, by: finance}}
    measures: [access]
"
    }

    pub(crate) async fn open(&self) -> Context {
        self.house.open(&self.rules(), NOW).await
    }
}

pub(crate) fn given(all: &[(&str, &str)]) -> Vec<Given> {
    let one = |(kind, text): &(&str, &str)| {
        let kind = match *kind {
            "email" => GivenKind::Email,
            "phone" => GivenKind::Phone,
            "number" => GivenKind::Number,
            "name" => GivenKind::Name,
            other => GivenKind::Subject(other.to_owned()),
        };
        Given { kind, text: (*text).to_owned() }
    };
    all.iter().map(one).collect()
}

pub(crate) async fn search(context: &Context, all: &[(&str, &str)]) -> Search {
    find(context, &given(all), &Silent).await.unwrap_or_else(|fault| panic!("{fault}"))
}

pub(crate) async fn answered(context: &Context, all: &[(&str, &str)], yes: &[&str], no: &[&str]) -> Search {
    let set = |all: &[&str]| all.iter().map(|id| (*id).to_owned()).collect();
    let answers = Answers { accepted: set(yes), rejected: set(no) };
    let asked = Asked { answers, ..Asked::default() };
    find_with(context, &given(all), &asked, &Silent).await.unwrap_or_else(|fault| panic!("{fault}"))
}

/// `customers 1; orders 10 11`: what was identified, by dataset.
pub(crate) fn records(search: &Search) -> String {
    let mut told = BTreeMap::new();
    for (dataset, all) in &search.person.records {
        let keys: Vec<String> = all.iter().flat_map(|one| one.keys.iter().cloned()).collect();
        told.insert(dataset.to_string(), keys.join(" "));
    }
    told.iter().map(|(dataset, keys)| format!("{dataset} {keys}")).collect::<Vec<_>>().join("; ")
}

/// `customers 1; lines 3`: what goes with the person.
pub(crate) fn theirs(search: &Search) -> String {
    let told = search.datasets.iter().filter_map(|(name, here)| Some(format!("{name} {}", here.theirs?)));
    told.collect::<Vec<_>>().join("; ")
}

pub(crate) async fn refused(context: &Context, all: &[(&str, &str)]) -> FindError {
    match find(context, &given(all), &Silent).await {
        Err(gallra_app::AppError::Find(fault)) => fault,
        other => panic!("{other:?}"),
    }
}
