//! From plan to proof on a small shop.

use serde_json::json;

use super::support::{MOSTLY_OLD, Place, assert_transcript, changed_policy, story};

#[test]
fn from_plan_to_proof() {
    let place = Place::shop();
    let planned = place.gallra("plan --out plan.json");
    let approved = place.run(&["approve", "plan.json", "--by", "Karin Ek"]);
    let applied = place.gallra("apply plan.json");
    let runs = place.gallra("runs");
    let log = place.gallra("verify");
    assert_eq!(
        place.shop_says("SELECT count(*) FROM messages; SELECT count(*) FROM attachments"),
        "170\n170"
    );
    assert_eq!(place.shop_says("SELECT group_concat(id) FROM customers WHERE name = 'removed'"), "1,2,3");
    let rows = &place.verified()["rows"];
    assert_eq!((&rows["erased"], &rows["anonymised"]), (&json!(30), &json!(3)));
    let certificate = place.certificate();
    let proof = place.run(&["verify", certificate.strip_prefix(place.path("")).unwrap().to_str().unwrap()]);
    let again = place.gallra("plan");
    assert_transcript!("plan_to_proof", story(&[planned, approved, applied, runs, log, proof, again]));
}

#[test]
fn from_plan_to_proof_in_swedish() {
    let place = Place::shop();
    let all = [
        place.gallra("plan --out plan.json --lang sv"),
        place.gallra("apply plan.json --by Karin --lang sv"),
        place.gallra("runs --lang sv"),
        place.gallra("verify --lang sv"),
        place.gallra("plan --lang sv"),
    ];
    assert!(all.iter().all(|ran| ran.code == Some(0)), "{all:?}");
    let certificate = place.certificate();
    let name = certificate.strip_prefix(place.path("")).unwrap().to_str().unwrap().to_owned();
    let proof = place.run(&["verify", &name, "--key", "policy-state/log.pub", "--lang", "sv"]);
    assert_transcript!("plan_to_proof_sv", story(&all) + "\n" + &proof.transcript());
}

#[test]
fn programs_get_one_document_for_each_command() {
    let place = Place::shop();
    let all = [
        place.gallra("plan --out plan.json --json"),
        place.gallra("approve plan.json --by Karin --json"),
        place.gallra("apply plan.json --json"),
        place.gallra("runs --json"),
        place.gallra("verify --json"),
        place.gallra("plan --json"),
    ];
    for ran in &all {
        assert_eq!(ran.code, Some(0), "{ran:?}");
        drop(ran.json());
    }
    let run = all[2].json()["run"].as_str().unwrap().to_owned();
    let certificate = place.run(&["certificate", &run, "--json"]);
    assert_eq!(place.verified()["rows"]["erased"], 30);
    assert_transcript!("plan_json", story(&all) + "\n" + &certificate.transcript());
}

#[test]
fn without_a_name_the_plan_stands_in_the_state_and_the_next_command_names_it() {
    let place = Place::shop();
    let planned = place.gallra("plan --json").json();
    let next = planned["next"].as_str().unwrap().replace("NAME", "Karin");
    assert!(planned["plan"].as_str().unwrap().starts_with("policy-state/plans/plan-"));
    let applied = place.gallra(next.strip_prefix("gallra ").unwrap());
    assert_eq!(applied.code, Some(0), "{applied:?}");
    assert_eq!(place.shop_counts("SELECT count(*) FROM messages"), 170);
}

#[test]
fn the_suggested_command_keeps_the_options_that_were_given() {
    let place = Place::shop();
    let planned = place.run(&["plan", "--policy", "policy", "--state", "my state", "--json"]).json();
    assert!(planned["next"].as_str().unwrap().ends_with("--policy policy --state 'my state'"), "{planned}");
    let quiet = place.command(&["plan", "--json"]).env("GALLRA_STATE", "my state").output().unwrap();
    let quiet: serde_json::Value = serde_json::from_slice(&quiet.stdout).unwrap();
    assert!(!quiet["next"].as_str().unwrap().contains("--state"), "{quiet}");
}

#[test]
fn the_guard_asks_for_the_number_of_records() {
    let place = Place::shop();
    place.shop_says(MOSTLY_OLD);
    let planned = place.gallra("plan --out plan.json");
    let refused = place.gallra("apply plan.json --by Karin");
    let wrong = place.gallra("apply plan.json --by Karin --expect 4");
    let swedish = place.gallra("approve plan.json --by Karin --lang sv");
    assert_eq!([&refused, &wrong, &swedish].map(|ran| ran.code), [Some(4); 3]);
    assert_eq!(place.shop_counts("SELECT count(*) FROM messages"), 200, "nothing was changed");
    let right = place.gallra("apply plan.json --by Karin --expect 153");
    assert_eq!(place.shop_counts("SELECT count(*) FROM messages"), 50);
    assert_transcript!("plan_guard", story(&[planned, refused, wrong, swedish, right]));
}

#[test]
fn a_database_that_is_not_there_is_not_checked_and_the_rest_is_planned() {
    let place = Place::shop();
    changed_policy(
        &place,
        "measures: {access",
        "systems: {gone: {kind: sqlite, path: ../gone.db, country: SE}}\nmeasures: {access",
    );
    let text = place
        .read("policy/shop.yaml")
        .replace("systems: {shop: {kind: sqlite, path: ../shop.db, country: SE}}\n", "");
    let text = text
        .replace("systems: {gone:", "systems: {shop: {kind: sqlite, path: ../shop.db, country: SE}, gone:");
    place
        .write("policy/shop.yaml", &text.replace("  customers:\n    in: shop", "  customers:\n    in: gone"));
    let text = place
        .read("policy/shop.yaml")
        .replace("    belongs_to: {customers: customer_id}\n", "    subject: {customer_no: customer_id}\n");
    place.write("policy/shop.yaml", &text);
    let (planned, swedish) =
        (place.gallra("plan --out plan.json"), place.gallra("plan --out plan.json --lang sv"));
    assert_eq!(planned.code, Some(3));
    assert_eq!(place.gallra("plan --json").json()["complete"], false);
    assert_transcript!("plan_in_part", story(&[planned, swedish]));
}
