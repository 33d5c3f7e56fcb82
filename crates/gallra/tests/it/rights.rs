//! `gallra rights`: what is printed is enough, and nothing less is.

use gallra_testkit::{PgVersion, Postgres};

use super::support::{Place, changed_policy, ran};

#[test]
fn sqlite_has_no_roles() {
    let told = Place::shop().gallra("rights");
    assert_eq!(told.code, Some(0));
    assert!(told.stdout.contains("SQLite knows no roles"), "{told:?}");
}

#[tokio::test]
async fn a_role_with_exactly_these_rights_plans_and_applies() {
    let server = Postgres::shared(PgVersion::V15).await;
    let database = server.database("rights");
    database.psql(
        "CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, left_on date);
         CREATE TABLE messages (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, body text, sent_on date);
         INSERT INTO customers SELECT i, 'Person ' || i, CASE WHEN i <= 3 THEN date '2010-05-01' END FROM generate_series(1, 20) i;
         INSERT INTO messages SELECT i, 1 + i % 20, 'Hej', CASE WHEN i <= 30 THEN date '2015-03-04' ELSE current_date END
           FROM generate_series(1, 200) i;",
    );
    let place = Place::shop();
    changed_policy(&place, "kind: sqlite, path: ../shop.db", "kind: postgres, url: \"env:SHOP_URL\"");
    let run =
        |words: &[&str], url: &str| ran(words, place.command(words).env("SHOP_URL", url).output().unwrap());
    let login = database.role("keeper");
    let printed = run(&["rights", "--role", &login.user], &database.url());
    assert_eq!(printed.code, Some(0), "{printed:?}");
    assert!(!printed.stdout.contains("DELETE") || printed.stdout.contains("GRANT DELETE"), "{printed:?}");
    database.psql(&printed.stdout);
    let planned = run(&["plan", "--out", "plan.json"], &login.url);
    assert_eq!(planned.code, Some(0), "{planned:?}");
    // One right is taken away: the run says which, and goes on when it is given back.
    database.psql(&format!("REVOKE DELETE ON messages FROM \"{}\"", login.user));
    let lacking = run(&["apply", "plan.json", "--by", "Karin"], &login.url);
    assert_eq!(lacking.code, Some(5), "{lacking:?}");
    assert!(lacking.stderr.contains("GRANT DELETE"), "{lacking:?}");
    assert_eq!(database.psql("SELECT count(*) FROM messages"), "200");
    database.psql(&printed.stdout);
    let applied = run(&["apply", "plan.json", "--by", "Karin"], &login.url);
    assert_eq!(applied.code, Some(0), "{applied:?}");
    assert_eq!(database.psql("SELECT count(*) FROM messages"), "170");
    assert_eq!(database.psql("SELECT count(*) FROM customers WHERE name = 'removed'"), "3");
    assert_eq!(place.verified()["rows"]["erased"], 30);
}
