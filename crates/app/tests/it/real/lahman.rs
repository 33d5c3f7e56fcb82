//! The Lahman people: about 20,000 real persons, with dates that are missing, empty or incomplete.

use gallra_rules::inventory::CountKind;
use gallra_testkit::samples::{lahman_into_postgres, lahman_into_sqlite};
use gallra_testkit::{PgVersion, Postgres, sqlite_cli};

use crate::support::{House, activity, assert_same, dump_postgres, dump_sqlite, journey, noted, step, told};

/// Fifty years before this day is 1 May 1976; a hundred years before it is 1 May 1926.
const NOW: &str = "2026-05-01T03:00:00+02:00";

fn policy(system: &str, died: &str) -> String {
    format!(
        "
systems:
  league: {system}
datasets:
  living:
    in: league
    table: people
    about: [people]
    fields: {{nameFirst: person.name, nameLast: person.name, nameGiven: person.name, birthCity: contact.city}}
    anchors:
      last_game: {{column: finalGame, since: 1900-01-01}}
      {died}
activities:{}",
        activity(
            "hall_of_fame",
            "living",
            "KEEP",
            "{anonymise: {nameFirst: \"removed\", nameLast: \"removed\", nameGiven: null, birthCity: null}}"
        )
    )
}

const NOBODY: &str =
    "UPDATE people SET \"nameFirst\" = 'removed', \"nameLast\" = 'removed', \"nameGiven\" = NULL,
    \"birthCity\" = NULL WHERE ";

#[tokio::test]
async fn names_of_players_who_left_long_ago_are_removed_in_postgres() {
    let server = Postgres::shared(PgVersion::V15).await;
    let (ours, hand) = (server.database("lahman"), server.database("lahman_by_hand"));
    lahman_into_postgres(&ours);
    lahman_into_postgres(&hand);
    hand.psql(&format!("{NOBODY} \"finalGame\" BETWEEN '1900-01-01' AND '1976-05-01'"));
    let house = House::new();
    let body = policy(&house.system("postgres", &ours.url()), "")
        .replace("KEEP", "at_most: 50 years after last_game");
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;

    let removed: u64 =
        hand.psql("SELECT count(*) FROM people WHERE \"nameFirst\" = 'removed'").parse().unwrap();
    assert!(removed > 8000);
    assert_eq!(told(&report, "living").rows.anonymised, removed);
    assert_same(&dump_postgres(&ours), &dump_postgres(&hand));
    assert_eq!(noted(&plan, "living", CountKind::NoAnchor), 201, "players without a last game");
    assert_eq!(noted(&plan, "living", CountKind::ImplausibleAnchor), 1912, "last games before 1900");
    house.evidence_never_says(&["Aardsma", "Aaron", "Ruth"]);
}

#[tokio::test]
async fn text_dates_that_are_empty_or_incomplete_are_not_checked_in_sqlite() {
    let house = House::new();
    let file = house.path().join("lahman.sqlite");
    lahman_into_sqlite(&file);
    // A column as people make them: NULL where nobody has died, a day or a month of zero where it is not known, empty
    // where the form was left empty, and one way to write it that no machine expects.
    sqlite_cli(
        &file,
        "ALTER TABLE people ADD COLUMN died text;
         UPDATE people SET died = printf('%04d-%02d-%02d', deathYear, ifnull(deathMonth, 0), ifnull(deathDay, 0))
         WHERE deathYear IS NOT NULL;
         UPDATE people SET died = '' WHERE deathYear IS NULL AND finalGame < '1950';
         UPDATE people SET died = '16 August 1948' WHERE playerID = 'ruthba01';",
    );
    let hand = house.path().join("by-hand.sqlite");
    std::fs::copy(&file, &hand).unwrap();
    // By hand: a real date, as SQLite itself reads it, in 1850 or later, at most thirty years ago.
    let real = "died GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(died, '+0 days') = died";
    let due = format!("{real} AND died BETWEEN '1850-01-01' AND '1996-05-01'");
    sqlite_cli(&hand, &format!("{NOBODY} {due};"));
    let system = format!("{{kind: sqlite, path: \"{}\", country: SE}}", file.display());
    let died = "died: {column: died, missing: ongoing, since: 1850-01-01}";
    let body = policy(&system, died).replace("KEEP", "at_most: 30 years after died");
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;

    let count = |what: &str| -> u64 {
        sqlite_cli(&hand, &format!("SELECT count(*) FROM people WHERE {what};")).parse().unwrap()
    };
    assert_same(&dump_sqlite(&file), &dump_sqlite(&hand));
    let removed = count("nameFirst = 'removed'");
    assert!(removed > 5000);
    assert_eq!(told(&report, "living").rows.anonymised, removed);
    assert_eq!(noted(&plan, "living", CountKind::Ongoing), count("died IS NULL"));
    let unreadable = count(&format!("died IS NOT NULL AND NOT ifnull({real} AND died >= '1850', FALSE)"));
    assert!(unreadable > 100 && count("died = ''") > 0);
    assert_eq!(noted(&plan, "living", CountKind::ImplausibleAnchor), unreadable);
    assert_eq!(step(&plan, "living").expected.total, 20_093);
    assert_eq!(sqlite_cli(&file, "SELECT nameLast FROM people WHERE playerID = 'ruthba01';"), "Ruth");
}
