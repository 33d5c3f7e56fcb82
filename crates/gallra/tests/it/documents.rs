//! `gallra documents build`: what is published follows from the policy, and what the policy lacks is told.

use std::process::Command;

use super::support::{Place, assert_transcript, story};

fn web_host() -> Place {
    let place = Place::empty();
    place.gallra("init --kind web-host");
    place.write(
        "customers.csv",
        "name;number;contact\nBryggeriet i Dalen AB;556000-0001;info@bryggeriet.example\n",
    );
    place
}

#[test]
fn all_documents_are_written_in_both_languages_and_nothing_else_is_touched() {
    let place = web_host();
    let line = "documents build --controllers customers.csv --format html,md --json";
    let (first, again) = (place.gallra(line), place.gallra(line));
    assert_eq!(first.code, Some(0), "{first:?}");
    assert_eq!(first.json(), again.json(), "the same policy on the same day makes the same bytes");
    let mut files = Vec::new();
    for document in first.json()["documents"].as_array().unwrap() {
        assert_eq!(document["complete"], true, "{document}");
        for file in document["files"].as_array().unwrap() {
            let path = file["path"].as_str().unwrap();
            let summed = Command::new("sha256sum").arg(place.path(path)).output().unwrap();
            let summed = String::from_utf8(summed.stdout).unwrap();
            assert!(summed.starts_with(file["sha256"].as_str().unwrap()), "{path}: {summed}");
            let text = place.read(path);
            assert!(text.contains(document["version"].as_str().unwrap()), "{path} carries its version");
            assert!(
                text.contains(first.json()["policy"].as_str().unwrap()),
                "{path} carries the policy's hash"
            );
            files.push(path.to_owned());
        }
    }
    assert_eq!(files.len(), 32, "eight documents, two languages, two forms: {files:?}");
    let mut there: Vec<String> = std::fs::read_dir(place.path("documents"))
        .unwrap()
        .map(|entry| format!("documents/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    there.sort();
    files.sort();
    assert_eq!(there, files, "nothing half-written lies about");
    assert!(!place.path("policy-state").exists(), "documents need no state");
    let records = place.read("documents/processor-records.sv.html");
    assert!(records.contains("Bryggeriet i Dalen AB"), "{records}");
}

#[test]
fn only_what_is_asked_for_is_written() {
    let place = web_host();
    let ran = place.gallra("documents build --only notice,instruction --lang en,sv --out public");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let swedish = place.gallra("documents build --only notice --lang sv --out public");
    let mut there: Vec<_> =
        std::fs::read_dir(place.path("public")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    there.sort();
    let all = ["instruction.en.html", "instruction.sv.html", "notice.en.html", "notice.sv.html"];
    assert_eq!(there, all);
    assert_transcript!("documents_build", story(&[ran, swedish]));
}

#[test]
fn what_the_policy_lacks_is_told_with_its_cure_and_nothing_is_written() {
    let place = Place::shop();
    let lines = ["documents build --only notice --lang en,sv", "documents build --only notice --lang sv"];
    let ran = lines.map(|line| place.gallra(line));
    assert!(ran.iter().all(|ran| ran.code == Some(1)), "{ran:?}");
    assert!(!place.path("documents").exists());
    assert_transcript!("documents_incomplete", story(&ran));
    let draft = place.gallra("documents build --only notice --lang sv --draft --json");
    assert_eq!(draft.code, Some(1), "a draft is no notice: {draft:?}");
    assert!(place.read("documents/notice.sv.draft.html").contains("Utkast, får inte publiceras"));
    assert!(!place.path("documents/notice.sv.html").exists());
}

#[test]
fn a_list_of_controllers_that_is_none_is_refused_without_telling_what_stands_in_it() {
    let place = web_host();
    place.write("empty.csv", "name;number;contact\nHemliga Kunden AB;;\n");
    place.write("headless.csv", "Hemliga Kunden AB,x\n");
    let lines = [
        "documents build --controllers empty.csv",
        "documents build --controllers headless.csv --lang sv",
        "documents build --controllers nowhere.csv",
        "documents build --only letter",
        "documents build --lang sv,tlh",
        "check --lang sv,en",
    ];
    let ran = lines.map(|line| place.gallra(line));
    for one in &ran {
        assert_eq!(one.code, Some(2), "{one:?}");
        assert!(!format!("{one:?}").contains("Hemliga"), "{one:?}");
    }
    assert!(!place.path("documents").exists());
    assert_transcript!("documents_mistakes", story(&ran));
}
