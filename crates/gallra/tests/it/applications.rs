//! From a real application's database to a policy that holds for it: what `discover` proposes is pasted as it stands.

use gallra_testkit::samples::{helpdesk, request_tracker};
use gallra_testkit::{PgVersion, Postgres, sqlite_cli};

use crate::support::Place;

/// A policy with one system, and what `discover` proposes for it in one activity.
fn pasted(place: &Place, system: &str) {
    place.write(
        "policy/organisation.yaml",
        &format!(
            "organisation: {{name: Provbolaget AB, country: SE, time_zone: Europe/Stockholm}}
requests: {{unreached: warn}}
measures:
  access: {{sv: Behörighet, en: Access}}
systems:
  desk: {system}
"
        ),
    );
    let proposal = place.gallra("discover desk");
    assert_eq!(proposal.code, Some(0), "{proposal:?}");
    place.write("policy/proposal.yaml", &proposal.stdout);
    let names = proposal.stdout.lines().filter(|line| {
        line.starts_with("  ") && !line.starts_with("   ") && !line.trim_start().starts_with('#')
    });
    let names: Vec<&str> =
        names.filter_map(|line| line.trim().split_once(':')).map(|(name, _)| name).collect();
    assert!(!names.is_empty(), "{proposal:?}");
    place.write(
        "policy/desk.yaml",
        &format!(
            "activities:
  desk:
    role: controller
    purpose: {{sv: Kundtjänst, en: Customer service}}
    basis: contract
    data: [{}]
    keep: {{until_review: 2099-12-31}}
    then: delete
    measures: [access]
",
            names.join(", ")
        ),
    );
    let checked = place.gallra("check");
    assert_eq!(checked.code, Some(0), "{checked:?}\n{}", proposal.stdout);
    let live = place.gallra("check --live");
    assert_eq!(live.code, Some(0), "{live:?}");
}

/// A difference of this kind that names these things.
fn drifts(place: &Place, kind: &str, names: &[&str]) {
    let live = place.gallra("check --live --json");
    assert_eq!(live.code, Some(1), "{live:?}");
    let told = live.json()["drift"].as_array().unwrap().iter().any(|one| {
        let text = one.to_string();
        one["kind"] == kind && names.iter().all(|name| text.contains(name))
    });
    assert!(told, "{kind} {names:?}: {live:?}");
}

#[tokio::test]
async fn a_ticket_systems_proposal_is_a_policy_until_its_tables_change() {
    let database = Postgres::shared(PgVersion::V15).await.database("pasted_tickets");
    request_tracker(&database);
    let place = Place::empty();
    place.write("policy/desk.url", &database.url());
    pasted(&place, "{kind: postgres, url: \"file:desk.url\", country: SE, time_zone: UTC}");
    database.psql("ALTER TABLE users DROP COLUMN nickname");
    drifts(&place, "gone", &["users", "nickname"]);
    database.psql("ALTER TABLE users ADD COLUMN nickname text; CREATE TABLE newsletter (id int PRIMARY KEY, email text)");
    drifts(&place, "unknown_table", &["newsletter", "contact.email"]);
}

#[test]
fn a_help_desks_proposal_is_a_policy_and_false_alarms_can_be_silenced() {
    let place = Place::empty();
    let desk = helpdesk(&place.path(""));
    let says = |sql: &str| sqlite_cli(&desk, sql);
    pasted(&place, "{kind: sqlite, path: ../helpdesk.sqlite, country: SE, time_zone: UTC}");
    says("CREATE TABLE newsletter (id INTEGER PRIMARY KEY, email TEXT, title TEXT)");
    drifts(&place, "unknown_table", &["newsletter", "contact.email"]);
    let organisation = place.read("policy/organisation.yaml");
    let silent =
        "country: SE, not_personal: {tables: [newsletter], because: Only the addresses of our own lists}";
    place.write("policy/organisation.yaml", &organisation.replace("country: SE, time_zone: UTC", silent));
    let live = place.gallra("check --live");
    assert_eq!(live.code, Some(0), "{live:?}");
    let again = place.gallra("discover desk");
    assert!(!again.stdout.contains("newsletter"), "{again:?}");

    says("ALTER TABLE helpdesk_ticket ADD COLUMN reporter_name TEXT");
    drifts(&place, "unknown_column", &["helpdesk_ticket", "reporter_name"]);
    let proposal = place.read("policy/proposal.yaml");
    let (before, after) = proposal.split_once("    table: helpdesk_ticket\n    fields:\n").unwrap();
    let silent = "{is: not_personal, because: The name of the program that reports}";
    place.write(
        "policy/proposal.yaml",
        &format!("{before}    table: helpdesk_ticket\n    fields:\n      reporter_name: {silent}\n{after}"),
    );
    let live = place.gallra("check --live");
    assert_eq!(live.code, Some(0), "{live:?}");

    says("DROP TABLE newsletter");
    drifts(&place, "nothing_there", &["newsletter"]);
}
