//! Sakila, a film rental in PostgreSQL 15 and MariaDB: addresses that customers share and that staff and stores need, payments that the law
//! keeps and that keep their rental and their customer, columns that may not be NULL and hold no token.

use gallra_testkit::samples::{sakila_mariadb, sakila_postgres};
use gallra_testkit::{MariaDb, PgVersion, Postgres};

use super::{Database, Golden, Somebody, agreed, bookkeeping};
use crate::support::House;

/// In 2013 the payments of 2005 may go; those of 14 February 2006 stay until the end of the year.
const NOW: &str = "2013-06-01T03:00:00+02:00";

const DATASETS: &str = "
datasets:
  customers:
    in: rental_shop
    table: customer
    about: [people]
    subject: {email: email}
    belongs_to: {addresses: {by: address_id, as: shares}}
    fields: {first_name: person.name, last_name: person.name}
  addresses:
    in: rental_shop
    table: address
    about: [people]
    fields: {address: contact.address, address2: contact.address, postal_code: contact.address, phone: contact.phone}
  rentals:
    in: rental_shop
    table: rental
    about: [people]
    belongs_to: {customers: customer_id}
  payments:
    in: rental_shop
    table: payment
    about: [people]
    belongs_to: {customers: customer_id, rentals: rental_id}
    anchors: {paid: payment_date}
";

/// Customers 1 and 2 live together; a clerk lives with customer 3; customer 4 lives over the shop; 600 never rented anything,
/// and has no address of electronic mail but is found by number.
const MORE: &str = "
UPDATE customer SET address_id = 5 WHERE customer_id = 2;
UPDATE staff SET address_id = 7 WHERE staff_id = 2;
UPDATE customer SET address_id = 2 WHERE customer_id = 4;
INSERT INTO address (address_id, address, district, city_id, phone) VALUES (700, 'Provgatan 7', 'Uppland', 1, '08-123');
INSERT INTO customer (customer_id, store_id, first_name, last_name, address_id, create_date) VALUES (600, 1, 'Prov', 'Provsson', 700, '2005-01-01');
";

/// What the copies stamp each at its own second.
const STAMPS: &str = "
UPDATE customer SET last_update = '2006-02-15 04:57:20' WHERE last_update > '2010-01-01';
UPDATE address SET last_update = '2006-02-15 04:57:20' WHERE last_update > '2010-01-01';
UPDATE staff SET last_update = '2006-02-15 04:57:20' WHERE last_update > '2010-01-01';
";

async fn customers_are_erased(name: &'static str, kind: &str, url: &str, ours: Database, hand: Database) {
    let house = House::new();
    let body = format!(
        "systems:\n  rental_shop: {}\n{DATASETS}activities:{}{}",
        house.system(kind, url),
        bookkeeping("payments", "paid"),
        agreed("customers, addresses, rentals"),
    );
    let context = house.open(&body, NOW).await;
    let mut golden = Golden::new(name, house, context, ours, hand);
    golden.level = STAMPS;
    for (who, id, by_hand, expect) in PEOPLE {
        let which = format!("SELECT customer_id FROM customer WHERE customer_id IN ({id})");
        let found: &[(&str, &str, &str)] = &[("customers", "customer_id", &which)];
        golden.erase(&Somebody { who, given: &[], found, by_hand, expect }).await;
    }
    golden.house.evidence_never_says(&["sakilacustomer", "Provgatan", "SMITH"]);
}

#[tokio::test]
async fn customers_of_a_film_rental_are_erased_in_postgres() {
    let server = Postgres::shared(PgVersion::V15).await;
    let (ours, hand) = (server.database("sakila_golden"), server.database("sakila_golden_by_hand"));
    for database in [&ours, &hand] {
        if sakila_postgres(database).is_none() {
            return;
        }
        database.psql("CREATE INDEX payments_of_rentals ON payment (rental_id)");
        for table in ["customer", "address", "staff"] {
            database.psql(&format!("ALTER TABLE {table} DISABLE TRIGGER last_updated"));
        }
        database.psql(&format!("{MORE}{STAMPS}"));
    }
    let url = ours.url();
    customers_are_erased(
        "Sakila, PostgreSQL",
        "postgres",
        &url,
        Database::Postgres(ours),
        Database::Postgres(hand),
    )
    .await;
}

#[tokio::test]
async fn customers_of_a_film_rental_are_erased_in_mariadb() {
    let server = MariaDb::shared().await;
    let (ours, hand) = (server.database("sakila_golden"), server.database("sakila_golden_by_hand"));
    for database in [&ours, &hand] {
        if sakila_mariadb(database).is_none() {
            return;
        }
        // Loading stamped what the data does not have.
        database.mariadb("UPDATE payment SET last_update = '2006-02-15 22:12:30'");
        database.mariadb(&format!("{MORE}{STAMPS}"));
    }
    let url = ours.url();
    customers_are_erased("Sakila, MariaDB", "mysql", &url, Database::MariaDb(ours), Database::MariaDb(hand))
        .await;
}

/// Who, number, SQL by hand, counts.
const PEOPLE: &[(&str, &str, &str, &str)] = &[
    (
        "a customer whose address is somebody else's too",
        "1",
        "DELETE FROM payment WHERE customer_id = 1;
         DELETE FROM rental WHERE customer_id = 1;
         DELETE FROM customer WHERE customer_id = 1;",
        "customer -1, payment -32, rental -32",
    ),
    (
        "the last one at that address",
        "2",
        "DELETE FROM payment WHERE customer_id = 2;
         DELETE FROM rental WHERE customer_id = 2;
         DELETE FROM customer WHERE customer_id = 2;
         DELETE FROM address WHERE address_id = 5;",
        "address -1, customer -1, payment -27, rental -27",
    ),
    (
        "a customer with whom a clerk lives, and one over the shop",
        "3, 4",
        "DELETE FROM payment WHERE customer_id IN (3, 4);
         DELETE FROM rental WHERE customer_id IN (3, 4);
         DELETE FROM customer WHERE customer_id IN (3, 4);",
        "customer -2, payment -48, rental -48",
    ),
    (
        "a customer with a payment that the law keeps",
        "5",
        "DELETE FROM payment WHERE customer_id = 5 AND payment_date < '2006-01-01';
         DELETE FROM rental WHERE customer_id = 5 AND rental_id <> 13209;
         UPDATE customer SET first_name = 'anon', last_name = 'anon', email = NULL WHERE customer_id = 5;
         UPDATE address SET address = 'anon', address2 = NULL, postal_code = NULL, phone = '' WHERE address_id = 9;",
        "address ~1, customer ~1, payment -37, rental -37",
    ),
    (
        "a customer who never rented anything",
        "600",
        "DELETE FROM customer WHERE customer_id = 600;
         DELETE FROM address WHERE address_id = 700;",
        "address -1, customer -1",
    ),
];
