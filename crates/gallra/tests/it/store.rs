//! The state in PostgreSQL: moved there and back, with a whole journey in between.

use gallra_testkit::{PgVersion, Postgres};

use super::support::{Place, Ran, ran};

/// A command that is told where the state's database is.
fn with_database(place: &Place, address: &str, line: &str) -> Ran {
    let words: Vec<&str> = line.split(' ').collect();
    let output = place.command(&words).env("GALLRA_DATABASE", address).output().unwrap();
    ran(&words, output)
}

#[tokio::test]
async fn the_state_moves_to_postgres_works_there_and_moves_back() {
    let place = Place::shop();
    let database = Postgres::shared(PgVersion::V18).await.database("gallra");
    let there = |line: &str| with_database(&place, &database.url(), line);
    assert_eq!(place.gallra("audit").code, Some(1), "promises are broken, and a state is there");

    let unmoved = there("audit");
    assert_eq!(unmoved.code, Some(2), "{unmoved:?}");
    assert!(unmoved.stderr.contains("gallra store move"), "{unmoved:?}");
    let lost = place.gallra("store move --to postgres");
    assert_eq!(lost.code, Some(2), "{lost:?}");
    assert!(lost.stderr.contains("GALLRA_DATABASE"), "{lost:?}");

    let moved = there("store move --to postgres --json");
    assert_eq!(moved.code, Some(0), "{moved:?}");
    assert!(moved.json()["tables"]["leaf"].as_u64().unwrap() > 0);
    let forgotten = place.gallra("audit");
    assert_eq!(forgotten.code, Some(2), "{forgotten:?}");
    assert!(forgotten.stderr.contains("PostgreSQL"), "{forgotten:?}");

    assert_eq!(there("plan --out plan.json").code, Some(0));
    let applied = there("apply plan.json --by Karin");
    assert_eq!(applied.code, Some(0), "{applied:?}");
    assert_eq!(there("audit").code, Some(0));
    assert_eq!(database.psql("SELECT count(*) FROM run WHERE state = 'finished'").trim(), "1");

    assert_eq!(there("store move --to embedded").code, Some(0));
    assert_eq!(place.gallra("audit").code, Some(0));
    let runs = place.gallra("runs --json").json();
    assert_eq!(runs["runs"].as_array().unwrap().len(), 1);
    assert_eq!(place.gallra("verify").code, Some(0), "the log is the same, wherever its leaves were kept");
}

#[test]
fn a_password_in_the_address_is_never_told() {
    let place = Place::shop();
    for address in ["postgres://gallra:hemligt@127.0.0.1:1/gallra", "hemligt"] {
        let refused = with_database(&place, address, "audit");
        assert!(refused.code.is_some_and(|code| code > 1), "{refused:?}");
        assert!(!format!("{}{}", refused.stdout, refused.stderr).contains("hemligt"), "{refused:?}");
    }
}
