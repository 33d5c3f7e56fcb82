//! Legal holds.

use super::support::{Place, assert_transcript, story};

#[test]
fn a_hold_keeps_records_until_it_is_lifted() {
    let place = Place::shop();
    let before = place.planned();
    let added = place.run(&[
        "hold",
        "add",
        "customers",
        "--only",
        "id=2",
        "3",
        "--reason",
        "dispute 17-3",
        "--by",
        "Vera Palm",
    ]);
    let wrong = place.run(&["hold", "add", "customers", "--only", "id=2", "--reason", "r", "--by", "Vera"]);
    assert_eq!(added.code, Some(2), "each value names its column: {added:?}");
    let added = place.run(&[
        "hold",
        "add",
        "customers",
        "--only",
        "id=2",
        "id=3",
        "--reason",
        "dispute 17-3",
        "--by",
        "Vera Palm",
    ]);
    let stale = place.run(&["apply", &before, "--by", "Karin"]);
    assert_eq!(stale.code, Some(4), "a plan made before the hold is stale");
    let lifted_one = place.run(&["hold", "lift", "hold-2001-01-01-9", "--by", "Vera"]);
    let listed = place.gallra("hold list");
    let planned = place.gallra("plan --out plan.json");
    let applied = place.gallra("apply plan.json --by Karin");
    assert_eq!(place.shop_says("SELECT group_concat(id) FROM customers WHERE name = 'removed'"), "1");
    assert_eq!(
        place.shop_counts("SELECT count(*) FROM messages WHERE sent_on = '2015-03-04'"),
        4,
        "all that belongs to them stays"
    );
    assert_eq!(wrong.code, Some(0));
    assert_transcript!("hold_keeps", story(&[added, stale, lifted_one, listed, planned, applied]));
}

#[test]
fn lifted_holds_let_go_and_stay_on_record() {
    let place = Place::shop();
    let added = place.run(&[
        "hold",
        "add",
        "customers",
        "--reason",
        "tvist",
        "--by",
        "Vera Palm",
        "--until",
        "2099-12-31",
        "--lang",
        "sv",
    ]);
    let id = place.gallra("hold list --json").json()["holds"][0]["id"].as_str().unwrap().to_owned();
    let nothing = place.gallra("plan --lang sv");
    let lifted = place.run(&["hold", "lift", &id, "--by", "Vera Palm", "--lang", "sv"]);
    let twice = place.run(&["hold", "lift", &id, "--by", "Vera Palm", "--lang", "sv"]);
    let (none, all) = (place.gallra("hold list --lang sv"), place.gallra("hold list --all --lang sv"));
    assert_eq!(place.gallra("plan --json").json()["rows"], 33);
    assert_transcript!("hold_lifted_sv", story(&[added, nothing, lifted, twice, none, all]));
}

#[test]
fn nonsense_is_refused_with_its_cure() {
    let place = Place::shop();
    let add = |words: &[&str]| {
        let mut all = vec!["hold", "add"];
        all.extend(words);
        place.run(&all)
    };
    let all = [
        add(&["customer", "--reason", "r", "--by", "Vera"]),
        add(&["customers", "--reason", "r", "--by", "Vera", "--until", "2001-01-01"]),
        add(&["customers", "--reason", "r", "--by", "Vera", "--until", "soon"]),
        add(&["customers", "--reason", " ", "--by", "Vera"]),
        add(&["customers", "--only", "id=1", "--only", "name=x", "--reason", "r", "--by", "Vera"]),
        add(&["customers", "--only", "id", "--reason", "r", "--by", "Vera"]),
        add(&["customers"]),
    ];
    assert!(all.iter().all(|ran| ran.code == Some(2)), "{all:?}");
    assert_eq!(place.gallra("hold list --all --json").json()["holds"].as_array().unwrap().len(), 0);
    assert_transcript!("hold_nonsense", story(&all));
}
