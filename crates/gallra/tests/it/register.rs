//! The register's desk: whom an organisation deals with, from the first day to the last.

use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::time::Duration;

use super::support::{Place, Ran, assert_transcript, changed_policy, ran, signal, story};

/// What must never be seen where nobody asked for it.
const MARKERS: [&str; 6] =
    ["Exempelkunden", "Bo Prov", "info@marker.example", "0701740605", "46701740605", "8111"];

/// The shop, with its own register declared as datasets.
pub(crate) fn shop() -> Place {
    let place = Place::shop();
    changed_policy(
        &place,
        "systems: {shop: {kind: sqlite, path: ../shop.db, country: SE}}",
        "systems:
  shop: {kind: sqlite, path: ../shop.db, country: SE}
  desk: {kind: register, country: SE}",
    );
    changed_policy(
        &place,
        "activities:\n",
        r#"  parties: {in: desk, table: customers, about: [customers]}
  contacts: {in: desk, table: contacts, about: [customers]}
  suppliers: {in: desk, table: suppliers, about: [customers]}
  notes: {in: desk, table: notes, about: [customers]}
  logins: {in: desk, table: credentials, about: [customers]}
  quotes: {in: desk, table: quotes, about: [customers]}
activities:
  desk: {role: controller, purpose: {sv: Registret, en: The register}, basis: contract, data: [parties, contacts, suppliers], keep: {at_most: 12 months after left}, then: delete, measures: [access]}
  talks: {role: controller, purpose: {sv: Samtal, en: Talks}, basis: contract, data: [notes, logins], keep: {at_most: 2 years after made}, then: delete, measures: [access]}
  bookkeeping: {role: controller, purpose: {sv: Bokföring, en: Bookkeeping}, basis: {legal_obligation: "BFL 7:2"}, data: [quotes], keep: {at_least: 7 years after financial_year(made)}, then: delete, measures: [access]}
"#,
    );
    place
}

/// A command of Karin's; with what is piped in.
fn desk_with(place: &Place, words: &[&str], piped: Option<&str>) -> Ran {
    let mut command = place.command(words);
    command.env("GALLRA_BY", "Karin Ek");
    if let Some(text) = piped {
        place.write("piped", text);
        command.stdin(Stdio::from(std::fs::File::open(place.path("piped")).unwrap()));
    }
    ran(words, command.output().unwrap())
}

pub(crate) fn desk(place: &Place, words: &[&str]) -> Ran {
    desk_with(place, words, None)
}

pub(crate) fn done(place: &Place, words: &[&str]) -> Ran {
    let ran = desk(place, words);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran
}

/// A customer (1), its contact (2), a note (3) and a credential (4).
pub(crate) fn with_a_customer(place: &Place) {
    done(
        place,
        &[
            "register",
            "add",
            "customer",
            "--name",
            "Exempelkunden AB",
            "--email",
            "info@marker.example",
            "--number",
            "556016-0680",
            "--key",
            "customer_no=8111",
            "--since",
            "2020-03-04",
        ],
    );
    done(place, &["register", "add", "contact", "--name", "Bo Prov", "--phone", "070-1740605", "--of", "1"]);
    done(place, &["entries", "add", "1", "note", "--text", "Wants an offer", "--at", "2021-05-06"]);
    let words = ["entries", "add", "1", "credential", "--place", "site.example", "--user", "admin"];
    let kept = desk_with(place, &words, Some("tyst-hemlighet\n"));
    assert_eq!(kept.code, Some(0), "{kept:?}");
}

#[test]
fn one_customers_life_at_the_desk() {
    for lang in ["en", "sv"] {
        let place = shop();
        with_a_customer(&place);
        let told = |words: &[&str]| {
            let mut all = words.to_vec();
            all.extend(["--lang", lang]);
            desk(&place, &all)
        };
        let all = [
            told(&["register", "list"]),
            told(&["register", "show", "1"]),
            told(&["register", "find", "070-174 06 05"]),
            told(&["register", "find", "customer_no=8111"]),
            told(&["register", "find", "nobody@marker.example"]),
            told(&["register", "change", "1", "--phone", "08-4650000", "--without", "info@marker.example"]),
            told(&["entries", "list", "1", "--kind", "credential"]),
            told(&["entries", "show", "4", "--for", "talks"]),
            told(&[
                "entries",
                "add",
                "1",
                "quote",
                "--title",
                "Website",
                "--text",
                "40 hours",
                "--due",
                "2031-01-31",
            ]),
            told(&["entries", "change", "5", "--outcome", "won", "--for", "bookkeeping"]),
            told(&["entries", "remove", "5", "--for", "bookkeeping"]),
            told(&["register", "forget", "1", "--yes"]),
            told(&["register", "leave", "2", "--on", "2026-01-31"]),
            told(&["register", "list"]),
            told(&["register", "trail", "--of", "1"]),
            told(&["register", "trail", "--seal"]),
            told(&["register", "trail", "--verify"]),
        ];
        assert_transcript!(format!("register_life_{lang}"), story(&all));
    }
}

#[test]
fn who_is_forgotten_is_gone_with_contacts_and_entries() {
    let place = shop();
    with_a_customer(&place);
    let unasked = desk(&place, &["register", "forget", "1"]);
    assert_eq!(unasked.code, Some(4), "{unasked:?}");
    let forgotten = done(&place, &["register", "forget", "1", "--yes", "--json"]).json();
    assert_eq!((&forgotten["parties"], &forgotten["entries"]), (&2.into(), &2.into()));
    assert_eq!(desk(&place, &["register", "find", "info@marker.example"]).code, Some(1));
    assert_eq!(desk(&place, &["register", "show", "1"]).code, Some(2));
}

#[test]
fn a_hold_on_a_party_keeps_all_that_hangs_on_it() {
    let place = shop();
    with_a_customer(&place);
    let held = place.run(&["hold", "add", "parties", "--only", "id=1", "--reason", "r", "--by", "Vera"]);
    assert_eq!(held.code, Some(0), "{held:?}");
    let refused = desk(&place, &["register", "forget", "1", "--yes", "--json"]);
    assert_eq!(refused.code, Some(4), "{refused:?}");
    assert_eq!(refused.json()["error"]["code"], "kept");
    assert_eq!(desk(&place, &["entries", "remove", "3", "--for", "talks"]).code, Some(4));
    // Its contact, and whoever it were merged into, would take something out from under the hold.
    for words in
        [&["register", "forget", "2", "--yes"][..], &["register", "leave", "2", "--on", "2026-01-02"]]
    {
        assert_eq!(desk(&place, words).code, Some(4), "{words:?}");
    }
    done(&place, &["register", "add", "customer", "--name", "Den andra AB"]);
    assert_eq!(desk(&place, &["register", "merge", "5", "1"]).code, Some(4));
    done(&place, &["register", "merge", "1", "5"]);
    assert_eq!(done(&place, &["register", "list", "--json"]).json()["parties"].as_array().unwrap().len(), 2);
}

#[test]
fn each_showing_of_a_credential_is_told_and_no_list_shows_it() {
    let place = shop();
    with_a_customer(&place);
    for words in [&["entries", "list", "1", "--for", "talks"][..], &["register", "show", "1", "--json"]] {
        assert!(!done(&place, words).stdout.contains("tyst-hemlighet"));
    }
    let shown = done(&place, &["entries", "show", "4", "--for", "talks", "--json"]);
    assert_eq!(shown.json()["entry"]["says"]["secret"], "tyst-hemlighet");
    done(&place, &["entries", "show", "4", "--for", "talks"]);
    let trail = done(&place, &["register", "trail", "--of", "1", "--json"]).json();
    let shows = trail["lines"].as_array().unwrap().iter().filter(|line| line["action"] == "show");
    assert_eq!(shows.count(), 2);
    let others =
        ran(&[], place.command(&["register", "trail", "--json", "--by", "Nils"]).output().unwrap()).json();
    assert_eq!(others["of_that_name"], 0);
}

#[test]
fn what_is_exported_is_imported_as_it_was() {
    for format in ["csv", "vcard"] {
        let (place, other) = (shop(), shop());
        with_a_customer(&place);
        done(
            &place,
            &[
                "register",
                "add",
                "supplier",
                "--name",
                "=2+5; \"Lur\", Åsa",
                "--reference",
                "A 7|b",
                "--address",
                "Gatan 1\n111 22 Staden; en trappa",
                "--about=-lång text, med \\ och komma: åäö, som ska vikas över flera rader",
                "--key",
                "folder=acme ",
                "--key",
                "folder=Acme",
                "--last-contact",
                "2026-02-03",
                "--role",
                "processor",
            ],
        );
        done(&place, &["register", "export", "--format", format, "--out", "all"]);
        let mode = std::fs::metadata(place.path("all")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let file = place.read("all");
        if format == "csv" {
            assert!(!file.contains("\"=2+5") && file.contains("'=2+5"), "no formula: {file}");
        } else {
            assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
        }
        let again = desk(&place, &["register", "export", "--format", format, "--out", "all"]);
        assert_eq!(again.code, Some(5), "what is there is not overwritten: {again:?}");
        other.write("all", &file);
        let imported = done(&other, &["register", "import", "all", "--json"]).json();
        assert_eq!(imported["new"], 3, "{imported}");
        let without_ids = |place: &Place| {
            let text = done(place, &["register", "export", "--format", "json"]).stdout;
            let mut all: serde_json::Value = serde_json::from_str(&text).unwrap();
            let mut all: Vec<_> = all["parties"].as_array_mut().unwrap().drain(..).collect();
            for party in &mut all {
                party["id"].take();
            }
            all.sort_by_key(|party| party["name"].to_string());
            all
        };
        assert_eq!(without_ids(&place), without_ids(&other), "{format}");
        let twice = done(&other, &["register", "import", "all", "--json"]).json();
        assert_eq!((&twice["new"], twice["known"].as_array().unwrap().len()), (&0.into(), 3), "{twice}");
    }
}

#[test]
fn a_spreadsheet_of_another_country_is_read_and_updated() {
    let place = shop();
    let csv = "\u{feff}Namn;E-post;Organisationsnummer;Nyckel:customer_no\r\n\
               Prov AB;a@prov.example | b@prov.example;556016-0680;1\r\n\
               Andra AB;c@prov.example;;2\r\n";
    place.write("kunder.csv", csv);
    let would = done(
        &place,
        &["register", "import", "kunder.csv", "--kind", "customer", "--dry-run", "--lang", "sv"],
    );
    assert_eq!(done(&place, &["register", "list", "--json"]).json()["parties"].as_array().unwrap().len(), 0);
    let new = done(&place, &["register", "import", "kunder.csv", "--kind", "customer"]);
    place.write("kunder.csv", &csv.replace("c@prov.example", "c@prov.example | d@prov.example"));
    let known = done(&place, &["register", "import", "kunder.csv", "--kind", "customer", "--lang", "sv"]);
    let updated = done(&place, &["register", "import", "kunder.csv", "--kind", "customer", "--update"]);
    assert_eq!(desk(&place, &["register", "find", "d@prov.example"]).code, Some(0));
    assert_transcript!("register_import", story(&[would, new, known, updated]));
}

#[test]
fn a_bad_file_is_told_place_by_place_and_nothing_of_it_is_repeated_or_written() {
    let place = shop();
    let file = |name: &str, text: &str| place.write(name, text);
    file("column.csv", "name,emial\nHemlig Person,hemlig@person.example\n");
    file("header.csv", "Hemlig Person,hemlig@person.example\n");
    file(
        "rows.csv",
        "name,kind,email,number,since,of\nHemlig Person,customer,hemlig,850101-0000,31/12 1999,\n\
        Hemlig Person,kund,hemlig@person.example,,,\nHemlig Person,okänd,,,,\n,contact,,,,77\n",
    );
    file("cells.csv", "name,kind\nHemlig Person,customer,hemlig\n");
    file("none.csv", "");
    file("kindless.csv", "name\nHemlig Person\n");
    file(
        "cards.vcf",
        "BEGIN:VCARD\nVERSION:4.0\nFN:Hemlig Person\nEMAIL:hemlig\nX-GALLRA-KIND:customer\nEND:VCARD\n",
    );
    file(
        "broken.vcf",
        "BEGIN:VCARD\nVERSION:2.1\nFN:Hemlig Person\nHemlig Person\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Hemlig Person\n",
    );
    std::fs::write(place.path("latin.csv"), b"name,kind\nHemlig \xc5sa,customer\n").unwrap();
    let names = [
        "column.csv",
        "header.csv",
        "rows.csv",
        "cells.csv",
        "none.csv",
        "kindless.csv",
        "cards.vcf",
        "broken.vcf",
        "latin.csv",
    ];
    for lang in ["en", "sv"] {
        let all = names.map(|name| desk(&place, &["register", "import", name, "--lang", lang, "-vv"]));
        for ran in &all {
            assert_eq!(ran.code, Some(1), "{ran:?}");
            assert!(!format!("{ran:?}").to_lowercase().contains("hemlig"), "{ran:?}");
        }
        let quiet = names.map(|name| desk(&place, &["register", "import", name, "--lang", lang]));
        assert_transcript!(format!("register_bad_files_{lang}"), story(&quiet));
    }
    assert!(done(&place, &["register", "list", "--json"]).json()["parties"].as_array().unwrap().is_empty());
}

#[test]
fn an_import_that_is_killed_is_repeated_without_doubling() {
    const ROWS: usize = 6_000;
    let place = shop();
    let mut csv = "name,kind,id,of,email\n".to_owned();
    for row in 0..ROWS {
        // Some have nothing that they are known by, and two share a name.
        let email = if row % 3 == 0 { String::new() } else { format!("p{row}@prov.example") };
        let (kind, of) =
            if row % 5 == 1 { ("contact", format!("r{}", row - 1)) } else { ("customer", String::new()) };
        writeln!(csv, "Person {},{kind},r{row},{of},{email}", row / 2).unwrap();
    }
    place.write("many.csv", &csv);
    let mut kills = 0;
    for attempt in 0..40_u64 {
        let mut command = place.command(&["register", "import", "many.csv"]);
        let mut child = command.env("GALLRA_BY", "Karin Ek").spawn().unwrap();
        std::thread::sleep(Duration::from_millis(150 + attempt * 90));
        if child.try_wait().unwrap().is_some() {
            break;
        }
        signal(&child, "KILL");
        child.wait().unwrap();
        kills += 1;
    }
    assert!(kills >= 2, "only {kills} kills");
    done(&place, &["register", "import", "many.csv"]);
    let all = done(&place, &["register", "list", "--json"]).json();
    let all = all["parties"].as_array().unwrap();
    assert_eq!(all.len(), ROWS);
    assert!(all.iter().all(|party| party["readable"] == true));
    let mut names = std::collections::BTreeMap::new();
    for party in all {
        *names.entry(party["name"].as_str().unwrap()).or_insert(0) += 1;
    }
    assert!(names.values().all(|times| *times == 2), "each name twice, as in the file");
}

#[test]
fn nothing_personal_is_in_logs_errors_or_files() {
    let place = shop();
    with_a_customer(&place);
    let quiet = [
        desk(
            &place,
            &["register", "add", "customer", "--name", "Exempelkunden", "--email", "0701740605", "-vv"],
        ),
        desk(&place, &["register", "add", "contact", "--name", "Bo Prov", "--of", "99", "-vv"]),
        desk(&place, &["register", "merge", "1", "2", "-vv"]),
        desk(&place, &["register", "find", "info@marker.example", "--as", "number", "-vv"]),
        desk(&place, &["register", "change", "1", "--without", "8111", "-vv"]),
        desk(&place, &["register", "export", "--out", "there/not", "-vv"]),
    ];
    for ran in &quiet {
        assert!(ran.code.is_some_and(|code| code > 0), "{ran:?}");
        for marker in MARKERS {
            assert!(!format!("{}{}", ran.stdout, ran.stderr).contains(marker), "{marker}: {ran:?}");
        }
    }
    let logged = done(&place, &["register", "show", "1", "-vv"]);
    assert!(MARKERS.iter().all(|marker| !logged.stderr.contains(marker)), "{logged:?}");
    done(&place, &["register", "trail", "--seal"]);
    for folder in ["policy-state", "policy-state/log", "policy-state/log/tile/entries"] {
        for file in std::fs::read_dir(place.path(folder)).unwrap().flatten() {
            let bytes = std::fs::read(file.path()).unwrap_or_default();
            for marker in MARKERS.iter().chain(&["tyst-hemlighet", "Karin Ek"]) {
                let found = bytes.windows(marker.len()).any(|window| window == marker.as_bytes());
                assert!(!found, "{marker} in {:?}", file.path());
            }
        }
    }
}

#[test]
fn who_and_why_have_to_be_said() {
    let place = shop();
    let all = [
        place.gallra("register list"),
        place.gallra("register list --by Karin --for desc"),
        place.gallra("entries add 1 sms --by Karin --text Hej --number 070-1740605"),
        place.gallra("entries show 1 --by Karin --for talks"),
        place.gallra("register show 1 --by Karin --lang sv"),
        place.gallra("register change 1 --by Karin"),
        place.gallra("entries add 1 note --by Karin"),
    ];
    assert!(all.iter().all(|ran| ran.code == Some(2)), "{all:?}");
    assert_transcript!("register_refusals", story(&all));
}

#[test]
fn a_line_that_was_changed_after_it_was_sealed_is_found() {
    let place = shop();
    with_a_customer(&place);
    assert!(place.gallra("audit").code.is_some(), "which seals");
    assert_eq!(place.gallra("register trail --verify").code, Some(0));
    gallra_testkit::sqlite_cli(
        &place.path("policy-state/gallra.db"),
        "UPDATE access SET why = 'else' WHERE id = 5",
    );
    assert_eq!(place.gallra("register trail --verify").code, Some(1));
    gallra_testkit::sqlite_cli(&place.path("policy-state/gallra.db"), "DELETE FROM access WHERE id <= 5");
    assert_eq!(
        place.gallra("register trail --verify").code,
        Some(0),
        "the first lines go when their time is over"
    );
    assert_eq!(place.gallra("verify").code, Some(0));
}

#[test]
fn a_rotation_of_the_key_that_is_killed_anywhere_loses_nothing() {
    let place = shop();
    with_a_customer(&place);
    let mut csv = "name,kind,reference\n".to_owned();
    for row in 0..4_000 {
        writeln!(csv, "Person {row},customer,R{row}").unwrap();
    }
    place.write("many.csv", &csv);
    done(&place, &["register", "import", "many.csv"]);
    let mut kills = 0;
    for attempt in 0..12_u64 {
        let mut child = place.spawn("register key rotate");
        std::thread::sleep(Duration::from_millis(20 + attempt * 35));
        if child.try_wait().unwrap().is_none() {
            kills += 1;
            signal(&child, "KILL");
        }
        child.wait().unwrap();
        assert_eq!(place.gallra("register key check").code, Some(0), "every key that is asked for is here");
        assert_eq!(desk(&place, &["register", "find", "r77"]).code, Some(0));
    }
    assert!(kills >= 2, "only {kills} kills");
    let rotated = place.gallra("register key rotate --json");
    assert_eq!(rotated.code, Some(0), "{rotated:?}");
    // The old keys can go now.
    for file in std::fs::read_dir(place.path("")).unwrap().flatten() {
        if file.file_name().to_string_lossy().contains(".old-") {
            std::fs::remove_file(file.path()).unwrap();
        }
    }
    let all = done(&place, &["register", "list", "--json"]).json();
    assert!(all["parties"].as_array().unwrap().iter().all(|party| party["readable"] == true));

    place.write("phrase", "en lång lösenfras för prov\n");
    assert_eq!(place.gallra("register key rotate --passphrase-file phrase").code, Some(0));
    let without = desk(&place, &["register", "list"]);
    assert_eq!(without.code, Some(5), "{without:?}");
    let with = place
        .command(&["register", "list", "--by", "Karin"])
        .env("GALLRA_KEK_PASSPHRASE_FILE", place.path("phrase"))
        .output()
        .unwrap();
    assert_eq!(with.status.code(), Some(0), "{with:?}");
    assert_eq!(place.gallra("register key new").code, Some(4));
}

#[test]
fn duplicates_are_candidates_until_somebody_merges_them() {
    let place = shop();
    with_a_customer(&place);
    let second = done(
        &place,
        &["register", "add", "customer", "--name", "exempelkunden  AB", "--email", "INFO@marker.example"],
    );
    let found = done(&place, &["register", "duplicates"]);
    let merged = done(&place, &["register", "merge", "1", "5"]);
    let none = done(&place, &["register", "duplicates", "--lang", "sv"]);
    let swept = done(&place, &["register", "sweep"]);
    assert_transcript!("register_duplicates", story(&[second, found, merged, none, swept]));
}
