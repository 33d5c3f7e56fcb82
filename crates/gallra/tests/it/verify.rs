//! `gallra verify`, offline, by somebody else.

use std::fs;

use super::support::{Place, assert_transcript, story};

/// A shop after a run, and somewhere else: only the certificate, the log and the public key.
fn elsewhere() -> Place {
    let shop = Place::shop();
    let plan = shop.planned();
    assert_eq!(shop.run(&["apply", &plan, "--by", "Karin"]).code, Some(0));
    let place = Place::empty();
    fs::copy(shop.certificate(), place.path("run.json")).unwrap();
    fs::copy(shop.path("policy-state/log.pub"), place.path("their.pub")).unwrap();
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .arg(shop.path("policy-state/log"))
        .arg(place.path("log"))
        .status();
    assert!(copied.unwrap().success());
    place
}

#[test]
fn certificate_log_and_public_key_are_enough() {
    let place = elsewhere();
    let key = place.read("their.pub").trim().to_owned();
    for line in ["verify run.json --key their.pub", "verify log --key their.pub"] {
        assert_eq!(place.gallra(line).code, Some(0), "{line}");
    }
    assert_eq!(place.run(&["verify", "run.json", "--key", &key]).code, Some(0), "the key as text");
    let older = place.read("log/checkpoint");
    place.write("older", &older);
    let since = place.gallra("verify log --key their.pub --since older");
    assert_eq!(since.code, Some(0));
    assert_transcript!("verify_since", since.transcript());
}

#[test]
fn a_flipped_byte_is_noticed_with_its_place() {
    let place = elsewhere();
    let original = fs::read(place.path("run.json")).unwrap();
    let step = (original.len() / 97).max(1);
    for at in (0..original.len()).step_by(step) {
        let mut altered = original.clone();
        altered[at] ^= 1;
        fs::write(place.path("altered.json"), &altered).unwrap();
        let ran = place.gallra("verify altered.json --key their.pub");
        assert_eq!(ran.code, Some(1), "byte {at}: {ran:?}");
        assert!(
            ran.stderr.starts_with("error: altered.json: ") && ran.stderr.contains("(V0"),
            "byte {at}: {ran:?}"
        );
    }
    let text = String::from_utf8(original).unwrap();
    place.write("fewer.json", &text.replacen("\"erased\":30", "\"erased\":31", 1));
    let all = ["", " --lang sv", " --json"]
        .map(|more| place.gallra(&format!("verify fewer.json --key their.pub{more}")));
    assert_eq!(all[2].json()["error"]["code"].as_str().map(|code| code.starts_with('V')), Some(true));
    assert_transcript!("verify_tampered", story(&all));
}

#[test]
fn a_log_with_an_altered_leaf_is_refused() {
    let place = elsewhere();
    let bundle = walk(&place.path("log/tile/entries")).pop().unwrap();
    let mut bytes = fs::read(&bundle).unwrap();
    let told = b"\"rows_planned\":30";
    let at = bytes.windows(told.len()).position(|window| window == told).unwrap();
    bytes[at + told.len() - 1] = b'1';
    fs::write(&bundle, bytes).unwrap();
    let ran = place.gallra("verify log --key their.pub");
    assert_eq!(ran.code, Some(1));
    assert_transcript!("verify_altered_log", ran.transcript());
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn another_organisations_key_proves_nothing() {
    let (place, other) = (elsewhere(), elsewhere());
    fs::copy(other.path("their.pub"), place.path("other.pub")).unwrap();
    let all = [
        place.gallra("verify run.json --key other.pub"),
        place.gallra("verify log --key other.pub --lang sv"),
    ];
    assert!(all.iter().all(|ran| ran.code == Some(1)), "{all:?}");
    assert_transcript!("verify_other_key", story(&all));
}

#[test]
fn what_cannot_be_verified_at_all_is_told_with_its_cure() {
    let place = elsewhere();
    place.write("empty.pub", "");
    fs::create_dir(place.path("nothing")).unwrap();
    let all = [
        place.gallra("verify run.json"),
        place.gallra("verify gone.json --key their.pub"),
        place.gallra("verify run.json --key gone.pub"),
        place.gallra("verify run.json --key empty.pub"),
        place.gallra("verify run.json --key their.pub --since log/checkpoint"),
        place.gallra("verify nothing --key their.pub"),
        place.gallra("verify their.pub --key their.pub"),
        place.gallra("verify"),
        place.gallra("verify --lang sv"),
    ];
    assert_transcript!("verify_cannot", story(&all));
}
