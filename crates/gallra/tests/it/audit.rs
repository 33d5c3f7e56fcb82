//! `gallra audit` and `gallra attest`, as typed.

use serde_json::json;

use super::support::{Place, Ran, assert_transcript, changed_policy, story};

/// Adds binders that only a person can look through.
fn with_binders(place: &Place) {
    changed_policy(
        place,
        "systems: {shop: {kind: sqlite, path: ../shop.db, country: SE}}",
        "systems:\n  shop: {kind: sqlite, path: ../shop.db, country: SE}\n  binders: {kind: manual, place: Arkivrummet, responsible: ekonomi, country: SE}",
    );
    changed_policy(
        place,
        "activities:\n",
        "  paper: {in: binders, about: [customers], fields: {name: person.name}}
activities:
  archive:
    role: controller
    purpose: {sv: Avtal på papper, en: Agreements on paper}
    basis: contract
    data: [paper]
    keep: {at_most: 2 years after filed}
    then: {task: {what: {sv: Strimla, en: Shred}, by: ekonomi}}
    measures: [access]
",
    );
}

fn attest(place: &Place, lang: &str) -> Ran {
    place.run(&[
        "attest",
        "archive",
        "paper",
        "--by",
        "Karin Ek",
        "--saying",
        "Gick igenom pärm 1 till 14",
        "--lang",
        lang,
    ])
}

#[test]
fn broken_promises_are_told_then_kept_and_paper_is_attested() {
    let place = Place::shop();
    with_binders(&place);
    let before = place.gallra("audit");
    let tasks = place.gallra("attest");
    let attested = attest(&place, "en");
    assert_eq!(place.gallra("plan --out plan.json").code, Some(0));
    assert_eq!(place.gallra("apply plan.json --by Karin").code, Some(0));
    let after = place.gallra("audit");
    assert_eq!((before.code, attested.code, after.code), (Some(1), Some(0), Some(0)));
    assert_transcript!("audit", story(&[before, tasks, attested, after]));
}

#[test]
fn the_audit_speaks_swedish() {
    let place = Place::shop();
    with_binders(&place);
    let all = [place.gallra("audit --lang sv"), place.gallra("attest --lang sv"), attest(&place, "sv")];
    assert_transcript!("audit_sv", story(&all));
}

#[test]
fn what_could_not_be_checked_has_an_exit_code_of_its_own() {
    let place = Place::shop();
    place.shop_says("DELETE FROM messages WHERE sent_on < '2020'; UPDATE customers SET left_on = NULL;");
    assert_eq!(place.gallra("audit").code, Some(0));
    place.shop_says("UPDATE messages SET sent_on = 'igår' WHERE id = 40;");
    let unreadable = place.gallra("audit --json");
    assert_eq!(unreadable.code, Some(2));
    assert_eq!(unreadable.json()["complete"], json!(false));
    place.shop_says("ALTER TABLE customers RENAME TO clients;");
    let gone = place.gallra("audit --json");
    assert_eq!(gone.code, Some(2));
    let verdicts = gone.json()["audit"]["promises"].clone();
    let unseen =
        verdicts.as_array().unwrap().iter().filter(|one| one["verdict"].get("not_checked").is_some());
    assert!(unseen.count() >= 1, "{verdicts}");
}

#[test]
fn the_page_stands_alone_and_the_figures_can_be_scraped() {
    let place = Place::shop();
    place.shop_says("UPDATE messages SET body = '<script>alert(1)</script>';");
    changed_policy(&place, "Provbutiken AB", "Provbutiken <b> & Söner");
    let ran = place.gallra("audit --html audit.html --prometheus gallra.prom --lang sv");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let page = place.read("audit.html");
    for needed in [
        "<html lang=\"sv\">",
        "Provbutiken &#60;b&#62; &#38; Söner",
        "<svg",
        "class=\"late\"",
        "class=\"line\"",
    ] {
        assert!(page.contains(needed), "{needed} is missing");
    }
    for outside in ["http://", "https://", "<script", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside} in a page that stands alone");
    }
    let figures = place.read("gallra.prom");
    let line = |metric: &str| {
        let wanted = format!("{metric}{{activity=\"support\",dataset=\"messages\"}} ");
        figures.lines().find_map(|line| line.strip_prefix(&wanted)).map(str::to_owned)
    };
    assert_eq!(line("gallra_promise_kept").as_deref(), Some("0"));
    assert_eq!(line("gallra_promise_overdue_records").as_deref(), Some("30"));
    assert!(line("gallra_promise_oldest_age_days").unwrap().parse::<u64>().unwrap() > 4000);
    // Each metric is declared once, before its values.
    for metric in figures.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
        let name = metric.split(' ').next().unwrap();
        assert_eq!(figures.matches(&format!("# TYPE {name} ")).count(), 1);
    }
    let unwritable = place.gallra("audit --html nowhere/audit.html");
    assert_eq!(unwritable.code, Some(5), "{unwritable:?}");
}

#[test]
fn an_attestation_that_makes_no_sense_is_refused() {
    let place = Place::shop();
    with_binders(&place);
    let wrong = place.run(&["attest", "archive", "messages", "--by", "Karin", "--saying", "x"]);
    let past =
        place.run(&["attest", "archive", "paper", "--by", "K", "--saying", "x", "--until", "2020-01-01"]);
    let half = place.gallra("attest archive");
    assert_eq!((wrong.code, past.code, half.code), (Some(2), Some(2), Some(2)));
    assert!(wrong.stderr.contains("archive paper"), "{wrong:?}");
    assert_eq!(place.gallra("attest --json").json()["tasks"][0]["open"], json!(true));
}
