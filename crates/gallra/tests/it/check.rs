//! `gallra check` and what it is told.

use super::support::{Place, assert_transcript, changed_policy, story};

fn faulty() -> Place {
    let place = Place::shop();
    changed_policy(&place, "keep: {at_most: 1 year after sent}", "kepe: {at_most: 1 year after sent}");
    changed_policy(&place, "data: [customers]", "data: [costumers]");
    place
}

#[test]
fn errors_are_shown_with_their_place_in_both_languages() {
    let place = faulty();
    assert_transcript!("check_errors", story(&[place.gallra("check"), place.gallra("check --lang sv")]));
}

#[test]
fn errors_are_one_document_for_programs() {
    let place = faulty();
    let ran = place.gallra("check --json");
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.json(), place.gallra("check --format json").json());
    assert_transcript!("check_errors_json", ran.transcript());
}

#[test]
fn errors_are_sarif_for_code_hosts() {
    let ran = faulty().gallra("check --format sarif");
    assert_eq!(ran.json()["version"], "2.1.0");
    assert_transcript!("check_errors_sarif", ran.transcript());
}

#[test]
fn a_clean_policy_says_so_and_what_comes_next() {
    let place = Place::shop();
    let all = ["check", "check --lang sv", "check --json"].map(|line| place.gallra(line));
    assert_transcript!("check_clean", story(&all));
}

#[test]
fn a_faulty_policy_is_not_planned() {
    let place = faulty();
    let (people, program) = (place.gallra("plan"), place.gallra("plan --json"));
    assert_eq!((people.code, program.code), (Some(1), Some(1)));
    assert_eq!(program.json()["error"]["code"], "policy_invalid");
    assert!(program.json()["diagnostics"].as_array().is_some_and(|all| !all.is_empty()));
    assert!(!place.path("policy-state").exists(), "no state is made for a policy that is none");
    assert_transcript!("check_plan_refused", people.transcript());
}

#[test]
fn a_missing_folder_and_an_empty_one_are_told_apart() {
    let place = Place::empty();
    let missing = place.gallra("check --policy nowhere");
    std::fs::create_dir(place.path("policy")).unwrap();
    let empty = place.gallra("check");
    assert_transcript!("check_nothing_there", story(&[missing, empty, place.gallra("check --lang sv")]));
}

#[test]
fn colours_come_only_when_asked_for() {
    let place = faulty();
    let plain = place.gallra("check");
    assert!(!plain.stdout.contains('\u{1b}'), "not on a pipe");
    assert!(place.gallra("check --color always").stdout.contains('\u{1b}'));
    assert!(!place.gallra("check --color never").stdout.contains('\u{1b}'));
}

#[test]
fn bad_files_are_told_and_nothing_breaks() {
    let bombs = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned()
        + &(0..12)
            .map(|n| {
                format!("b{n}: &b{n} [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n")
                    .replace("*a", if n == 0 { "*a".to_owned() } else { format!("*b{}", n - 1) }.as_str())
            })
            .collect::<String>();
    let big = "# ".to_owned() + &"x".repeat(10 << 20);
    for (name, text) in [
        ("tabs", "organisation:\n\tname: X\n".to_owned()),
        ("duplicate", "organisation: {name: A}\norganisation: {name: B}\n".to_owned()),
        ("bomb", bombs),
        ("big", big),
        ("not_yaml", "{{{".to_owned()),
    ] {
        let place = Place::empty();
        place.write("policy/bad.yaml", &text);
        let ran = place.gallra("check");
        assert_eq!(ran.code, Some(1), "{name}: {}", ran.transcript());
        assert!(ran.stdout.contains("error[G0"), "{name}: {}", ran.transcript());
    }
}

/// A table that nobody told the policy of.
const MEMBERS: &str = "
CREATE TABLE members (id INTEGER PRIMARY KEY, customer_id INTEGER, full_name TEXT, email TEXT, personnummer TEXT,
  comment TEXT, created_at TEXT, points INTEGER);
INSERT INTO members SELECT id, 1 + id % 20, 'Person ' || id, 'p' || id || '@post.example', '19121212-1212', 'ring mig', '2024-05-06', 7
  FROM messages LIMIT 40;
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, price INTEGER);
INSERT INTO products VALUES (1, 'Kaffekopp', 129), (2, 'Tefat', 49);";

#[test]
fn a_system_that_is_silent_is_no_difference_and_not_ok_either() {
    let place = Place::shop();
    place.shop_says("DROP TABLE attachments;");
    place.write(
        "policy/more.yaml",
        "systems:
  away: {kind: sqlite, path: ../nowhere.db, country: SE}
  binders: {kind: manual, place: Cellar, responsible: finance, country: SE}
",
    );
    let silent = place.gallra("check --live");
    assert_eq!(silent.code, Some(3), "{silent:?}");
    assert!(silent.stdout.contains("no difference was found, but one system"), "{silent:?}");
    assert!(silent.stdout.contains("not looked at") && silent.stdout.contains("binders"), "{silent:?}");
    place.shop_says(MEMBERS);
    assert_eq!(place.gallra("check --live").code, Some(1), "a difference outweighs it");
}

#[test]
fn what_the_policy_forgot_is_discovered_and_the_proposal_can_be_pasted() {
    let place = Place::shop();
    let forgotten = place.gallra("check --live");
    assert!(forgotten.stdout.contains("attachments"), "{forgotten:?}");
    place.shop_says("DROP TABLE attachments;");
    assert_eq!(place.gallra("check --live").code, Some(0), "nothing is forgotten now");
    place.shop_says(MEMBERS);
    let drift = place.gallra("check --live");
    assert_eq!(drift.code, Some(1), "{drift:?}");
    assert!(drift.stdout.contains("members") && !drift.stdout.contains("products"), "{drift:?}");
    let proposal = place.gallra("discover shop");
    assert_eq!(proposal.code, Some(0), "{proposal:?}");
    for needed in [
        "email: contact.email",
        "full_name: person.name",
        "is: person.national_id",
        "created: created_at",
        "customers: customer_id",
    ] {
        assert!(proposal.stdout.contains(needed), "{needed}: {}", proposal.stdout);
    }
    for secret in ["post.example", "19121212", "ring mig"] {
        assert!(!proposal.stdout.contains(secret), "a value was shown: {}", proposal.stdout);
    }
    place.write("policy/proposal.yaml", &proposal.stdout);
    place.write(
        "policy/members.yaml",
        "activities:
  club:
    role: controller
    purpose: {sv: Klubb, en: Club}
    basis: contract
    data: [members]
    keep: {at_most: 2 years after created}
    then: delete
    measures: [access]
",
    );
    let pasted = place.gallra("check --live");
    assert_eq!(pasted.code, Some(0), "{pasted:?}");
    place.shop_says("ALTER TABLE members RENAME COLUMN created_at TO since; ALTER TABLE messages ADD COLUMN phone_number TEXT;");
    let later = place.gallra("check --live --json").json();
    let kinds: Vec<&str> =
        later["drift"].as_array().unwrap().iter().filter_map(|one| one["kind"].as_str()).collect();
    assert!(kinds.contains(&"gone") && kinds.contains(&"unknown_column"), "{later}");
    let unknown = place.gallra("discover nowhere");
    assert_eq!(unknown.code, Some(4), "{unknown:?}");
}
