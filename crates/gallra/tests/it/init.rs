//! `gallra init`.

use super::support::{Place, assert_transcript, story};

const KINDS: [&str; 6] =
    ["web-agency", "chat-service", "hosting-company", "backup-provider", "web-host", "empty"];

#[test]
fn every_kind_of_company_compiles_as_it_is_written() {
    for kind in KINDS {
        let place = Place::empty();
        let written = place.run(&["init", "--kind", kind]);
        never_to_be_reviewed(&place);
        let checked = place.gallra("check");
        assert_eq!((written.code, checked.code), (Some(0), Some(0)), "{kind}: {checked:?}");
        assert_transcript!(format!("init_{kind}"), story(&[written, checked]));
    }
}

#[test]
fn every_kind_of_company_compiles_in_swedish_too() {
    for kind in KINDS {
        let place = Place::empty();
        let written = place.run(&["init", "--kind", kind, "--lang", "sv"]);
        never_to_be_reviewed(&place);
        let checked = place.gallra("check --lang sv");
        assert_transcript!(format!("init_{kind}_sv"), story(&[written, checked]));
    }
}

#[test]
fn nothing_is_ever_overwritten() {
    let place = Place::empty();
    place.write("policy/organisation.yaml", "mine");
    let refused = place.gallra("init --kind web-host");
    assert_eq!(place.read("policy/organisation.yaml"), "mine");
    assert!(!place.path("policy/data.yaml").exists(), "all files are written or none");
    let swedish = place.gallra("init --kind web-host --lang sv");
    let program = place.gallra("init --kind web-host --json");
    assert_transcript!("init_occupied", story(&[refused, swedish, program]));
}

#[test]
fn without_a_terminal_the_kind_has_to_be_given() {
    let place = Place::empty();
    let asked = place.gallra("init here");
    assert!(!place.path("here").exists());
    let elsewhere = place.gallra("init here/below --kind empty --json");
    assert_transcript!("init_no_kind", story(&[asked, elsewhere]));
}

/// A review date that has passed is a warning, and these snapshots are to outlive those dates.
fn never_to_be_reviewed(place: &Place) {
    for file in std::fs::read_dir(place.path("policy")).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let later: Vec<String> = text
            .lines()
            .map(|line| if line.contains("review:") { line.replace(": 20", ": 29") } else { line.to_owned() })
            .collect();
        std::fs::write(path, later.join("\n") + "\n").unwrap();
    }
}
