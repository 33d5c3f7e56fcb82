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
