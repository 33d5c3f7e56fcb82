//! Bad input and bad luck, at the level of the use cases: each ends in a clear error, and nothing is changed that should
//! not be.

mod plans;
mod records;
mod systems;

use std::path::PathBuf;

use gallra_testkit::sqlite_cli;

use crate::support::{House, activity, resting};

pub(crate) const NOW: &str = "2026-06-01T03:00:00+02:00";
/// Of the shop's 1,000 chats, those that ended more than a year before [`NOW`].
pub(crate) const DUE: u64 = 335;

/// Chat number *n* ended *n* mod 700 days ago; customer number *c* has every tenth chat.
pub(crate) const CHATS: &str = "
CREATE TABLE customers (id integer PRIMARY KEY, name varchar(40) NOT NULL, tenant varchar(10));
CREATE TABLE chats (id integer PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id),
  ended DATETYPE, message text);
";

const SHOP_DATA: &str = "
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)
INSERT INTO customers SELECT i, 'Kund ' || i, 'hyra' || (i % 3) FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
INSERT INTO chats SELECT i, 1 + i % 10, date('2026-06-01', -(i % 700) || ' days'), 'hej ' || i FROM n;
";

/// A house with a small shop in SQLite.
pub(crate) struct Shop {
    pub(crate) house: House,
    pub(crate) file: PathBuf,
}

impl Shop {
    pub(crate) fn new() -> Self {
        let house = House::new();
        let file = house.path().join("shop.sqlite");
        sqlite_cli(&file, &CHATS.replace("DATETYPE", "text"));
        sqlite_cli(&file, SHOP_DATA);
        Self { house, file }
    }

    pub(crate) fn system(&self) -> String {
        format!("{{kind: sqlite, path: \"{}\", country: SE}}", self.file.display())
    }

    /// Chats for a year.
    pub(crate) fn policy(&self) -> String {
        chats_for_a_year(&self.system())
    }

    pub(crate) fn count(&self, what: &str) -> u64 {
        sqlite_cli(&self.file, &format!("SELECT count(*) FROM {what};")).parse().unwrap()
    }

    /// A table's rows as plain SQL.
    pub(crate) fn inserts(&self, table: &str) -> String {
        let dump = sqlite_cli(&self.file, &format!(".mode insert {table}\nSELECT * FROM {table};"));
        dump + "\n"
    }

    pub(crate) fn sql(&self, sql: &str) {
        sqlite_cli(&self.file, sql);
    }
}

pub(crate) fn datasets(system: &str) -> String {
    format!(
        "
systems:
  shop: {system}
datasets:
  customers:
    in: shop
    table: customers
    about: [people]
    fields: {{name: person.name}}
  chats:
    in: shop
    table: chats
    belongs_to: {{customers: customer_id}}
    about: [people]
    fields: {{message: communication.content}}
    anchors: {{ended: ended}}
"
    )
}

pub(crate) fn chats_for_a_year(system: &str) -> String {
    let rule = activity("chat", "chats", "at_most: 12 months after ended", "delete");
    format!("{}activities:{rule}{}", datasets(system), resting("customers"))
}
