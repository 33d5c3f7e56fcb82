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

/// Systems that promise something besides age: one breaks it, one keeps it, two cannot be looked at.
fn with_systems(place: &Place) {
    changed_policy(
        place,
        "systems: {shop: {kind: sqlite, path: ../shop.db, country: SE}}",
        "systems:
  shop: {kind: sqlite, path: ../shop.db, country: SE}
  intranet: {kind: website, url: \"http://localhost/\", country: SE}
  files: {kind: files, path: ., country: SE, hosts: [\"ftp://127.0.0.1:1\"]}
  mail: {kind: imap, url: \"env:GALLRA_TEST_NOT_SET\", country: SE}
  photos: {kind: s3, url: \"s3://photos\", country: SE, region: eu-north-1}",
    );
    place.shop_says("DELETE FROM messages WHERE sent_on < '2020'; UPDATE customers SET left_on = NULL;");
}

/// axe-core in Chromium, in the dark on a phone and in the light on a desk: as the documents' pages are looked at.
#[test]
fn the_page_shuts_nobody_out_in_either_language() {
    let place = Place::shop();
    with_systems(&place);
    place.shop_says("INSERT INTO messages (id, customer_id, sent_on, body) SELECT 9000, min(id), '2009-01-02', 'x' FROM customers;");
    for lang in ["sv", "en"] {
        std::fs::create_dir_all(place.path("pages")).unwrap();
        let ran = place.gallra(&format!("audit --lang {lang} --html pages/audit-{lang}.html"));
        assert_eq!(ran.code, Some(1), "{ran:?}");
    }
    let here = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var_os("GALLRA_TEST_PYTHON")
        .map_or_else(|| here.join("../../.tools/venv/bin/python"), std::path::PathBuf::from);
    let script = here.join("../documents/tests/axe.py");
    let output = std::process::Command::new(python).arg(script).arg(place.path("pages")).output();
    let output = output.expect("run scripts/install-test-tools.sh");
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(told, "looked at 4 pages\n");
    if let Some(kept) = std::env::var_os("GALLRA_PAGES_OUT").map(std::path::PathBuf::from) {
        for lang in ["sv", "en"] {
            let name = format!("audit-{lang}.html");
            std::fs::copy(place.path(&format!("pages/{name}")), kept.join(name)).unwrap();
        }
    }
}

#[test]
fn what_systems_promise_is_a_section_of_its_own_in_both_languages() {
    let place = Place::shop();
    with_systems(&place);
    let all = [place.gallra("audit"), place.gallra("audit --lang sv")];
    assert_eq!(all[0].code, Some(1), "a broken promise of a system counts like any other");
    assert_transcript!("audit_systems", story(&all));

    let told = place.gallra("audit --json --html audit.html --prometheus gallra.prom");
    let live = told.json()["audit"]["live"].clone();
    assert_eq!(live[0]["system"], json!("intranet"), "broken ones first");
    assert_eq!(live[0]["promise"], json!("https"));
    assert_eq!(live[0]["findings"], json!([{"bad_tls": "address"}]));
    let page = place.read("audit.html");
    for needed in ["What systems promise", "<h3>intranet</h3>", "FTP (1): closed", "class=\"not_checked\""] {
        assert!(page.contains(needed), "{needed} is missing");
    }
    let figures = place.read("gallra.prom");
    for line in [
        "gallra_system_promise_kept{system=\"intranet\",promise=\"https\"} 0",
        "gallra_system_promise_checked{system=\"intranet\",promise=\"https\"} 1",
        "gallra_system_promise_kept{system=\"files\",promise=\"no_plain_text\"} 1",
        "gallra_system_promise_checked{system=\"mail\",promise=\"no_plain_text\"} 0",
        "gallra_system_promise_kept{system=\"shop\",promise=\"least_rights\"} 1",
    ] {
        assert!(figures.lines().any(|told| told == line), "{line} is missing in\n{figures}");
    }
}

#[test]
fn a_database_that_everybody_may_read_breaks_a_promise_and_rights_tells_the_cure() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::shop();
    place.shop_says("DELETE FROM messages WHERE sent_on < '2020'; UPDATE customers SET left_on = NULL;");
    let mode = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&place.path("."), 0o755);
    mode(&place.path("shop.db"), 0o644);
    let broken = place.gallra("audit");
    assert_eq!(broken.code, Some(1));
    assert!(broken.stdout.contains("everybody on the machine may read the file shop.db"), "{broken:?}");
    let rights = place.gallra("rights");
    let cure = rights.stdout.lines().find_map(|line| line.strip_prefix("--   ")).unwrap();
    assert!(std::process::Command::new("sh").args(["-c", cure]).status().unwrap().success());
    assert_eq!(place.gallra("audit").code, Some(0), "after {cure}");
}
