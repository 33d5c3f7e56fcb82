//! A made-up company with thirty tables that are linked in every way: for measuring what finding and erasing people costs.
//!
//! For each of [`Linked::people`] there are about 94 rows. Who a row belongs to follows from its number, so the same size is
//! always the same data. Free text stands in four tables; in every fiftieth text somebody else's address is mentioned.

use std::fmt::Write as _;

use crate::postgres::PgDatabase;

/// What links a row to another, as the policy writes it.
type Tie = (&'static str, &'static str, &'static str);

struct Table {
    name: &'static str,
    /// Rows for each row of the first link's table, or of `people` where there is no link.
    each: u64,
    /// Column, table, `as`. The first is filled in order, the others are spread.
    ties: &'static [Tie],
    /// Whether `words` is free text.
    free: bool,
}

const fn table(name: &'static str, each: u64, ties: &'static [Tie]) -> Table {
    Table { name, each, ties, free: false }
}

const fn text(name: &'static str, each: u64, ties: &'static [Tie]) -> Table {
    Table { name, each, ties, free: true }
}

const PERSON: Tie = ("person_id", "people", "owned");

/// All but `people`; what is named stands before what names it.
const TABLES: [Table; 29] = [
    table("addresses", 1, &[PERSON]),
    table("consents", 2, &[PERSON]),
    table("sessions", 5, &[PERSON]),
    table("logins", 6, &[PERSON]),
    table("devices", 2, &[PERSON]),
    table("device_events", 2, &[("device_id", "devices", "owned")]),
    table("orders", 4, &[PERSON]),
    table("order_lines", 2, &[("order_id", "orders", "owned")]),
    table("parcels", 1, &[("order_id", "orders", "owned")]),
    table("parcel_events", 1, &[("parcel_id", "parcels", "owned")]),
    table("returned", 1, &[("order_id", "orders", "owned")]),
    table("invoices", 1, &[("order_id", "orders", "owned")]),
    table("invoice_lines", 2, &[("invoice_id", "invoices", "owned")]),
    table("payments", 1, &[("invoice_id", "invoices", "owned")]),
    table("baskets", 1, &[PERSON]),
    table("basket_items", 3, &[("basket_id", "baskets", "owned")]),
    table("wishlists", 1, &[PERSON]),
    table("wishlist_items", 3, &[("wishlist_id", "wishlists", "owned")]),
    text("reviews", 2, &[PERSON]),
    table("review_votes", 2, &[PERSON, ("review_id", "reviews", "owned")]),
    table("tickets", 1, &[PERSON]),
    text("ticket_messages", 3, &[("ticket_id", "tickets", "owned")]),
    table("threads", 2, &[]),
    text("posts", 3, &[PERSON, ("thread_id", "threads", "shares")]),
    table("likes", 3, &[PERSON, ("post_id", "posts", "owned")]),
    text("letters", 2, &[("sender_id", "people", "shared"), ("receiver_id", "people", "shared")]),
    table("subscriptions", 1, &[PERSON]),
    table("mailings", 5, &[("subscription_id", "subscriptions", "owned")]),
    table("audit_notes", 1, &[("clerk_id", "people", "refers")]),
];

/// The whole company: how many rows there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linked {
    /// People.
    pub people: u64,
    /// Rows of all thirty tables.
    pub rows: u64,
}

impl Linked {
    /// The company of about so many rows; at least of one person.
    pub fn of_rows(rows: u64) -> Self {
        let one = Self::count(1);
        let people = (rows / one).max(1);
        Self { people, rows: Self::count(people) }
    }

    fn count(people: u64) -> u64 {
        people + TABLES.iter().map(|table| rows_of(table.name, people)).sum::<u64>()
    }

    /// The address that a person, counted from 1, is found by.
    pub fn email(person: u64) -> String {
        format!("person{person}@people.example")
    }

    /// The telephone number of a person.
    pub fn phone(person: u64) -> String {
        format!("+4670{person:07}")
    }

    /// The names of all tables, people first.
    pub fn tables() -> Vec<&'static str> {
        std::iter::once("people").chain(TABLES.iter().map(|table| table.name)).collect()
    }

    /// Makes the company in an empty database, with foreign keys and an index on each link and identifier.
    pub fn make(self, database: &PgDatabase) {
        let people = self.people;
        database.psql(&format!(
            "CREATE TABLE people (id bigint NOT NULL, email text NOT NULL, phone text NOT NULL, customer_no bigint NOT NULL,
               name text NOT NULL, made timestamptz NOT NULL);
             INSERT INTO people SELECT i, 'person' || i || '@people.example', '+4670' || lpad(i::text, 7, '0'), 100000 + i,
               'Namn' || i % 1000 || ' Provsson', timestamptz '2020-01-01' + i % 1800 * interval '1 day'
             FROM generate_series(1, {people}) AS i;
             ALTER TABLE people ADD PRIMARY KEY (id), ADD UNIQUE (email);
             CREATE INDEX ON people (phone); CREATE INDEX ON people (customer_no);"
        ));
        for table in &TABLES {
            database.psql(&make(table, people));
        }
        database.psql("VACUUM ANALYZE;");
    }

    /// What erases people, written by hand: one statement for each table that loses or changes rows. `who` is a query for their
    /// numbers.
    pub fn by_hand(who: &str) -> String {
        format!(
            "CREATE TEMP TABLE gone AS {who};\nALTER TABLE gone ADD PRIMARY KEY (id);\nANALYZE gone;\n{BY_HAND}"
        )
    }

    /// The policy of the company, without the section `systems`, for a system called `shop`. Nothing keeps anything: the
    /// people agreed to it. `activity` has to stand in a policy that has the subjects `people` and the measure `access`.
    pub fn policy() -> String {
        let mut yaml = "
datasets:
  people: {in: shop, table: people, about: [people], subject: {customer_no: customer_no, email: email}, fields: {name: person.name, phone: contact.phone}}
"
        .to_owned();
        for Table { name, ties, free, .. } in &TABLES {
            let mut links = String::new();
            for (n, (column, to, tied)) in ties.iter().enumerate() {
                let again = ties[..n].iter().any(|(_, other, _)| other == to);
                let first = if again {
                    ", "
                } else if n > 0 {
                    "], "
                } else {
                    ""
                };
                let open = if again { String::new() } else { format!("{to}: [") };
                let _ = write!(links, "{first}{open}{{by: {column}, as: {tied}}}");
            }
            let links = if links.is_empty() { links } else { format!(", belongs_to: {{{links}]}}") };
            let words = if *free { "communication.content" } else { "online.activity" };
            let _ = writeln!(
                yaml,
                "  {name}: {{in: shop, table: {name}, about: [people], fields: {{words: {words}}}{links}}}"
            );
        }
        let all: Vec<_> = Self::tables();
        let _ = writeln!(
            yaml,
            "activities:
  shop:
    role: controller
    purpose: {{sv: Butik, en: Shop}}
    basis: {{consent: {{source: the form on the first page}}}}
    data: [{}]
    keep: {{until_review: 2099-12-31}}
    then: delete
    measures: [access]",
            all.join(", ")
        );
        yaml
    }
}

const BY_HAND: &str = "
CREATE TEMP TABLE gone_orders AS SELECT o.id FROM orders o JOIN gone g ON o.person_id = g.id;
CREATE TEMP TABLE gone_invoices AS SELECT i.id FROM invoices i JOIN gone_orders o ON i.order_id = o.id;
CREATE TEMP TABLE gone_threads AS SELECT DISTINCT p.thread_id AS id FROM posts p JOIN gone g ON p.person_id = g.id
  WHERE NOT EXISTS (SELECT 1 FROM posts q WHERE q.thread_id = p.thread_id AND q.person_id NOT IN (SELECT id FROM gone));
ANALYZE gone_orders; ANALYZE gone_invoices; ANALYZE gone_threads;
DELETE FROM addresses WHERE person_id IN (SELECT id FROM gone);
DELETE FROM consents WHERE person_id IN (SELECT id FROM gone);
DELETE FROM sessions WHERE person_id IN (SELECT id FROM gone);
DELETE FROM logins WHERE person_id IN (SELECT id FROM gone);
DELETE FROM device_events WHERE device_id IN (SELECT id FROM devices WHERE person_id IN (SELECT id FROM gone));
DELETE FROM devices WHERE person_id IN (SELECT id FROM gone);
DELETE FROM payments WHERE invoice_id IN (SELECT id FROM gone_invoices);
DELETE FROM invoice_lines WHERE invoice_id IN (SELECT id FROM gone_invoices);
DELETE FROM invoices WHERE id IN (SELECT id FROM gone_invoices);
DELETE FROM returned WHERE order_id IN (SELECT id FROM gone_orders);
DELETE FROM parcel_events WHERE parcel_id IN (SELECT p.id FROM parcels p JOIN gone_orders o ON p.order_id = o.id);
DELETE FROM parcels WHERE order_id IN (SELECT id FROM gone_orders);
DELETE FROM order_lines WHERE order_id IN (SELECT id FROM gone_orders);
DELETE FROM orders WHERE id IN (SELECT id FROM gone_orders);
DELETE FROM basket_items WHERE basket_id IN (SELECT id FROM baskets WHERE person_id IN (SELECT id FROM gone));
DELETE FROM baskets WHERE person_id IN (SELECT id FROM gone);
DELETE FROM wishlist_items WHERE wishlist_id IN (SELECT id FROM wishlists WHERE person_id IN (SELECT id FROM gone));
DELETE FROM wishlists WHERE person_id IN (SELECT id FROM gone);
DELETE FROM review_votes WHERE review_id IN (SELECT id FROM reviews WHERE person_id IN (SELECT id FROM gone));
DELETE FROM review_votes WHERE person_id IN (SELECT id FROM gone);
DELETE FROM reviews WHERE person_id IN (SELECT id FROM gone);
DELETE FROM ticket_messages WHERE ticket_id IN (SELECT id FROM tickets WHERE person_id IN (SELECT id FROM gone));
DELETE FROM tickets WHERE person_id IN (SELECT id FROM gone);
DELETE FROM likes WHERE post_id IN (SELECT id FROM posts WHERE person_id IN (SELECT id FROM gone));
DELETE FROM likes WHERE person_id IN (SELECT id FROM gone);
DELETE FROM posts WHERE person_id IN (SELECT id FROM gone);
DELETE FROM threads WHERE id IN (SELECT id FROM gone_threads);
DELETE FROM letters WHERE sender_id IN (SELECT id FROM gone) AND receiver_id IN (SELECT id FROM gone);
UPDATE letters SET sender_id = NULL WHERE sender_id IN (SELECT id FROM gone);
UPDATE letters SET receiver_id = NULL WHERE receiver_id IN (SELECT id FROM gone);
DELETE FROM mailings WHERE subscription_id IN (SELECT id FROM subscriptions WHERE person_id IN (SELECT id FROM gone));
DELETE FROM subscriptions WHERE person_id IN (SELECT id FROM gone);
UPDATE audit_notes SET clerk_id = NULL WHERE clerk_id IN (SELECT id FROM gone);
DELETE FROM people WHERE id IN (SELECT id FROM gone);
DROP TABLE gone, gone_orders, gone_invoices, gone_threads;
";

/// Rows of a table where there are so many people.
fn rows_of(name: &str, people: u64) -> u64 {
    let Some(table) = TABLES.iter().find(|table| table.name == name) else { return people };
    table.each * table.ties.first().map_or(people, |(_, to, _)| rows_of(to, people))
}

fn make(Table { name, each, ties, free }: &Table, people: u64) -> String {
    let rows = rows_of(name, people);
    let mut script = format!("CREATE TABLE {name} (id bigint NOT NULL, ");
    let mut values = String::new();
    for (n, (column, to, tied)) in ties.iter().enumerate() {
        let null = if ["shared", "refers"].contains(tied) { "" } else { " NOT NULL" };
        let _ = write!(script, "{column} bigint{null}, ");
        let there = rows_of(to, people);
        // Spread: a prime apart, so that neighbours are no neighbours there.
        let value = if n == 0 { format!("(i - 1) / {each} + 1") } else { format!("i * 7919 % {there} + 1") };
        let _ = write!(values, "{value}, ");
    }
    let words = if *free {
        format!(
            "'Hej, det gäller ärende ' || i || CASE WHEN i % 50 = 0 THEN ', fråga person' || i * 31 % {people} + 1 || \
             '@people.example om det' ELSE '. Kan ni höra av er i veckan, tack på förhand' END"
        )
    } else {
        "'kod-' || i".to_owned()
    };
    let _ = write!(
        script,
        "words text NOT NULL, made timestamptz NOT NULL);
         INSERT INTO {name} SELECT i, {values}{words}, timestamptz '2020-01-01' + i % 1800 * interval '1 day'
         FROM generate_series(bigint '1', {rows}) AS i;
         ALTER TABLE {name} ADD PRIMARY KEY (id);"
    );
    for (column, to, _) in *ties {
        let _ = write!(
            script,
            "CREATE INDEX ON {name} ({column}); ALTER TABLE {name} ADD FOREIGN KEY ({column}) REFERENCES {to};"
        );
    }
    script
}
