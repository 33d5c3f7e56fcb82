//! Sakila, a film rental: PostgreSQL 15 and 18 (inherited and declared partitions, triggers, views) and MariaDB.

use gallra_app::Context;
use gallra_ledger::Outcome;
use gallra_rules::inventory::CountKind;
use gallra_rules::plan::Plan;
use gallra_testkit::samples::{sakila_mariadb, sakila_postgres};
use gallra_testkit::{MariaDb, PgDatabase, PgVersion, Postgres};

use crate::support::{
    House, activity, assert_same, dump_mariadb, dump_postgres, journey, not_checked, noted, step, told,
};

/// 2 August 2007, 03:00 in Stockholm. Sakila's clocks show UTC: a day in Stockholm ends at 22:00 there in summer.
const NOW: &str = "2007-08-02T03:00:00+02:00";

fn datasets(system: &str) -> String {
    format!(
        "
systems:
  rental_shop: {system}
datasets:
  payments:
    in: rental_shop
    table: payment
    belongs_to: {{rentals: rental_id}}
    about: [people]
    subject: {{customer_no: customer_id}}
    anchors: {{paid: payment_date}}
  rentals:
    in: rental_shop
    table: rental
    about: [people]
    subject: {{customer_no: customer_id}}
    anchors: {{returned: {{column: return_date, missing: ongoing}}}}
  closed_accounts:
    in: rental_shop
    table: customer
    where: {{CLOSED}}
    about: [people]
    fields: {{first_name: person.name, last_name: person.name, email: contact.email}}
    anchors: {{created: create_date}}
  open_accounts:
    in: rental_shop
    table: customer
    where: {{OPEN}}
    about: [people]
    fields: {{first_name: person.name, last_name: person.name, email: contact.email}}
    anchors: {{created: create_date}}
  customer_view:
    in: rental_shop
    table: customer_list
    about: [people]
    fields: {{name: person.name}}
    anchors: {{created: name}}
"
    )
}

/// `payments`: how long payments are kept.
fn policy(system: &str, flags: [&str; 2], payments: &str) -> String {
    let nobody = "{anonymise: {first_name: \"removed\", last_name: \"removed\", email: token}}";
    let (closed, open) = (format!("active: {}", flags[0]), format!("active: {}", flags[1]));
    let text = format!(
        "{}activities:{}{}{}{}{}",
        datasets(system),
        activity("payments", "payments", payments, "delete"),
        activity("rentals", "rentals", "at_most: 2 years after returned", "delete"),
        activity("closed", "closed_accounts", "at_most: 1 year after created", nobody),
        activity("open", "open_accounts", "at_most: 1 year after created", "delete"),
        activity("view", "customer_view", "at_most: 1 year after created", "delete"),
    );
    text.replace("CLOSED", &closed).replace("OPEN", &open)
}

const GONE_PAYMENTS: &str = "DELETE FROM payment WHERE payment_date < '2005-08-02 22:00:00'";
const GONE_RENTALS: &str = "DELETE FROM rental WHERE return_date < '2005-08-02 22:00:00'
    AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.rental_id = rental.rental_id)";
const COUNTS: &str = "SELECT (SELECT count(*) FROM payment), (SELECT count(*) FROM rental),
    (SELECT count(*) FROM customer), (SELECT count(*) FROM customer WHERE first_name = 'removed')";

/// What has an effect of its own on each run, made the same: random tokens and the trigger's time of day.
const LEVEL: &str = "ALTER TABLE customer DISABLE TRIGGER last_updated;
    UPDATE customer SET email = 'token', last_update = '2000-01-01' WHERE first_name = 'removed'";

async fn two_copies(version: PgVersion) -> Option<(PgDatabase, PgDatabase)> {
    let server = Postgres::shared(version).await;
    let (ours, hand) = (server.database("sakila"), server.database("sakila_by_hand"));
    for database in [&ours, &hand] {
        sakila_postgres(database)?;
        // Nobody deletes rentals there: without it the foreign key reads every payment for each of them.
        database.psql("CREATE INDEX payments_of_rentals ON payment (rental_id)");
    }
    Some((ours, hand))
}

async fn a_film_rental(version: PgVersion) {
    let Some((ours, hand)) = two_copies(version).await else { return };
    hand.psql(GONE_PAYMENTS);
    hand.psql(GONE_RENTALS);
    hand.psql("UPDATE customer SET first_name = 'removed', last_name = 'removed' WHERE active = 0");
    let untouched =
        "SELECT md5(string_agg(c::text, ',' ORDER BY customer_id)) FROM customer c WHERE active = 1";
    let (before, accounts) = (ours.psql(COUNTS), ours.psql(untouched));
    assert_eq!(before, "16049|16044|599|0");

    let house = House::new();
    let body = policy(&house.system("postgres", &ours.url()), ["0", "1"], "at_most: 2 years after paid");
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;

    assert_eq!(
        ours.psql(untouched),
        accounts,
        "the trigger's last_update moves only where a row was changed"
    );
    let changed = "SELECT count(*), count(DISTINCT email) FROM customer
                   WHERE last_update > now() - interval '1 hour' AND email ~ '^anon-[0-9a-f]{16}$'";
    assert_eq!(ours.psql(changed), "15|15");
    ours.psql(LEVEL);
    hand.psql(LEVEL);
    assert_same(&dump_postgres(&ours), &dump_postgres(&hand));

    let after = ours.psql(COUNTS);
    println!("PostgreSQL {version:?}, psql: {COUNTS}\nbefore {before}, after {after}");
    let left: Vec<u64> = after.split('|').map(|count| count.parse().unwrap()).collect();
    assert_eq!(told(&report, "payments").rows.erased, 16_049 - left[0]);
    assert_eq!(told(&report, "rentals").rows.erased, 16_044 - left[1]);
    assert_eq!(told(&report, "closed_accounts").rows.anonymised, 15);
    let open = told(&report, "open_accounts");
    assert_eq!((open.rows.erased, open.rows.kept), (0, 584), "everybody has rentals left");
    assert!(matches!(&open.outcome, Outcome::Kept { .. }));
    assert_eq!(noted(&plan, "rentals", CountKind::Ongoing), 183, "films that are not back");
    assert!(not_checked(&plan, "customer_view").contains("view"));
    house.evidence_never_says(&["sakilacustomer", "MARY"]);
}

#[tokio::test]
async fn a_film_rental_in_postgres_15() {
    a_film_rental(PgVersion::V15).await;
}

#[tokio::test]
async fn a_film_rental_in_postgres_18() {
    a_film_rental(PgVersion::V18).await;
}

/// The schema says `ON DELETE SET NULL` on a column that may not be NULL: the database would refuse the rental.
#[tokio::test]
async fn rentals_whose_payments_are_kept_stay_with_them() {
    let Some((ours, hand)) = two_copies(PgVersion::V15).await else { return };
    hand.psql("DELETE FROM payment WHERE payment_date < '2005-07-02 22:00:00'");
    hand.psql(GONE_RENTALS);
    hand.psql("UPDATE customer SET first_name = 'removed', last_name = 'removed' WHERE active = 0");
    let house = House::new();
    let body = policy(&house.system("postgres", &ours.url()), ["0", "1"], "at_most: 25 months after paid");
    let context = house.open(&body, NOW).await;
    let (_, report) = journey(&house, &context).await;
    ours.psql(LEVEL);
    hand.psql(LEVEL);
    assert_same(&dump_postgres(&ours), &dump_postgres(&hand));
    let rentals = told(&report, "rentals").rows;
    assert!(rentals.kept > 1000 && rentals.erased > 1000 && rentals.failed == 0, "{rentals:?}");
}

const BY_MONTH: &str = "
CREATE TABLE payment_log (LIKE payment INCLUDING DEFAULTS, PRIMARY KEY (payment_id, payment_date))
  PARTITION BY RANGE (payment_date);
CREATE TABLE payment_log_05 PARTITION OF payment_log FOR VALUES FROM ('2005-05-01') TO ('2005-06-01');
CREATE TABLE payment_log_06 PARTITION OF payment_log FOR VALUES FROM ('2005-06-01') TO ('2005-07-01');
CREATE TABLE payment_log_07 PARTITION OF payment_log FOR VALUES FROM ('2005-07-01') TO ('2005-08-01');
CREATE TABLE payment_log_08 PARTITION OF payment_log FOR VALUES FROM ('2005-08-01') TO ('2005-09-01');
CREATE TABLE payment_log_rest PARTITION OF payment_log DEFAULT;
INSERT INTO payment_log SELECT * FROM payment;
ANALYZE payment_log;
";

async fn a_log_by_month(version: PgVersion) {
    let Some((ours, hand)) = two_copies(version).await else { return };
    ours.psql(BY_MONTH);
    hand.psql(BY_MONTH);
    hand.psql("DELETE FROM payment_log WHERE payment_date < '2005-08-02 22:00:00'");
    hand.psql("DROP TABLE payment_log_05; DROP TABLE payment_log_06; DROP TABLE payment_log_07");
    let house = House::new();
    let body = format!(
        "
systems:
  rental_shop: {}
datasets:
  log:
    in: rental_shop
    table: payment_log
    about: [people]
    subject: {{customer_no: customer_id}}
    anchors: {{paid: payment_date}}
activities:{}",
        house.system("postgres", &ours.url()),
        activity("log", "log", "at_most: 2 years after paid", "delete")
    );
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;
    let whole: Vec<_> = step(&plan, "log")
        .expected
        .whole_partitions
        .iter()
        .map(|(table, rows)| (table.name.as_str(), *rows))
        .collect();
    assert_eq!(whole, [("payment_log_05", 1157), ("payment_log_06", 2312), ("payment_log_07", 6711)]);
    assert_same(&dump_postgres(&ours), &dump_postgres(&hand));
    let left: u64 = ours.psql("SELECT count(*) FROM payment_log").parse().unwrap();
    assert_eq!(told(&report, "log").rows.erased, 16_049 - left);
    assert!(told(&report, "log").rows.erased > 1157 + 2312 + 6711, "August went row by row");
}

#[tokio::test]
async fn whole_months_of_a_partitioned_log_are_dropped_in_postgres_15() {
    a_log_by_month(PgVersion::V15).await;
}

#[tokio::test]
async fn whole_months_of_a_partitioned_log_are_dropped_in_postgres_18() {
    a_log_by_month(PgVersion::V18).await;
}

#[tokio::test]
async fn a_film_rental_in_mariadb() {
    let server = MariaDb::shared().await;
    let (ours, hand) = (server.database("sakila"), server.database("sakila_by_hand"));
    if sakila_mariadb(&ours).is_none() {
        return;
    }
    sakila_mariadb(&hand).unwrap();
    for database in [&ours, &hand] {
        // Loading stamped last_update where the data has none: the copies must start out the same. And of the data's two
        // flags it took the one that is set for everybody; these fifteen are the inactive customers by the other.
        database.mariadb(
            "UPDATE payment SET last_update = '2006-02-15 22:12:30';
             UPDATE customer SET active = 0, last_update = '2006-02-15 04:57:20' WHERE customer_id IN
               (16, 64, 124, 169, 241, 271, 315, 368, 406, 446, 482, 510, 534, 558, 592)",
        );
    }
    // Here the foreign key cuts the link of payments that stay longer than their rental.
    hand.mariadb("DELETE FROM payment WHERE payment_date < '2005-07-02 22:00:00'");
    hand.mariadb("DELETE FROM rental WHERE return_date < '2005-08-02 22:00:00'");
    hand.mariadb("UPDATE customer SET first_name = 'removed', last_name = 'removed' WHERE NOT active");
    let links = "SELECT count(*) FROM payment WHERE rental_id IS NULL";
    let cut: u64 = hand.mariadb(links).parse::<u64>().unwrap() - ours.mariadb(links).parse::<u64>().unwrap();
    let before = ours.mariadb(COUNTS);
    assert_eq!(before, "16049\t16044\t599\t0");

    let house = House::new();
    let body =
        policy(&house.system("mysql", &ours.url()), ["false", "true"], "at_most: 25 months after paid");
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;

    let level =
        "UPDATE customer SET email = 'token', last_update = '2000-01-01' WHERE first_name = 'removed'";
    assert_eq!(ours.mariadb("SELECT count(DISTINCT email) FROM customer WHERE email LIKE 'anon-%'"), "15");
    ours.mariadb(level);
    hand.mariadb(level);
    assert_same(&dump_mariadb(&ours), &dump_mariadb(&hand));

    let after = ours.mariadb(COUNTS);
    println!("MariaDB, mariadb: {COUNTS}\nbefore {before}, after {after}");
    let left: Vec<u64> = after.split('\t').map(|count| count.parse().unwrap()).collect();
    assert_eq!(told(&report, "payments").rows.erased, 16_049 - left[0]);
    assert_eq!(told(&report, "rentals").rows.erased, 16_044 - left[1]);
    let cascaded: Vec<_> =
        told(&report, "rentals").cascaded.iter().map(|(table, rows)| (table.clone(), *rows)).collect();
    assert_eq!(
        cascaded,
        [(format!("{}.payment (link cut)", ours.name()), cut)],
        "what the key changed is told"
    );
    assert_eq!(told(&report, "closed_accounts").rows.anonymised, 15);
    assert_eq!(told(&report, "open_accounts").rows.kept, 584);
    assert!(not_checked(&plan, "customer_view").contains("view"));
    keys_hold(&context, &plan);
    let dangling = "SELECT count(*) FROM payment p LEFT JOIN rental r USING (rental_id)
                    WHERE p.rental_id IS NOT NULL AND r.rental_id IS NULL";
    assert_eq!(ours.mariadb(dangling), "0");
}

/// The plan is bound to the policy that is open.
fn keys_hold(context: &Context, plan: &Plan) {
    assert_eq!(&plan.policy, context.policy.hash());
}
