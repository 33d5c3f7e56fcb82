//! `gallra documents publish`, `diff` and `live`: old or new, never half, and told honestly.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use super::support::{Place, assert_transcript, signal, story};

pub(super) fn web_host() -> Place {
    let place = Place::empty();
    place.gallra("init --kind web-host");
    place
}

pub(super) fn changed(place: &Place, from: &str, to: &str) {
    let text = place.read("policy/activities.yaml");
    assert!(text.contains(from), "the policy has no {from:?}");
    place.write("policy/activities.yaml", &text.replace(from, to));
}

/// Name → SHA-256 of every file in a folder, as another program sums them up.
pub(super) fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.collect();
    paths.sort();
    let output = Command::new("sha256sum").args(&paths).output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    assert_eq!(lines.lines().count(), paths.len(), "{lines}");
    let line = |(line, path): (&str, &std::path::PathBuf)| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), line[..64].to_owned())
    };
    lines.lines().zip(&paths).map(line).collect()
}

#[test]
fn a_publication_replaces_the_one_before_and_leaves_it_where_it_was() {
    let place = web_host();
    let first = place.gallra("documents publish --lang sv,en");
    assert_eq!(first.code, Some(0), "{first:?}");
    let old = files(&place.path("published/archive/1"));
    assert_eq!(files(&place.path("published/current")), old);
    let again = place.gallra("documents publish --lang sv,en");
    changed(&place, "at_most: 1 month after settled", "at_most: 3 months after settled");
    let diff = place.gallra("documents diff");
    assert_eq!(files(&place.path("published/current")), old, "comparing changes nothing");
    let second = place.gallra("documents publish --lang sv,en");
    let back = place.gallra("documents diff --from 1");
    let none = place.gallra("documents diff");
    let unknown = place.gallra("documents diff --from 7");
    assert_eq!(files(&place.path("published/archive/1")), old, "what was published is never changed");
    let new = files(&place.path("published/archive/2"));
    assert_eq!(files(&place.path("published/current")), new);
    assert_ne!(new, old);
    let index = place.read("published/index.html");
    for path in ["archive/1/notice.sv.html", "archive/2/notice.sv.html", "archive/2/instruction.en.html"] {
        assert!(index.contains(&format!("href=\"{path}\"")), "{path}: {index}");
        assert!(place.path("published").join(path).is_file());
    }
    assert!(!new.keys().any(|name| name.contains("records")), "records are for the authority: {new:?}");
    assert_eq!(place.gallra("verify").code, Some(0), "the log verifies");
    let sealed = gallra_testkit::sqlite_cli(
        &place.path("policy-state/gallra.db"),
        "SELECT cast(bytes AS TEXT) FROM leaf WHERE json_extract(bytes, '$.kind') = 'document_published'",
    );
    for hash in old.values().chain(new.values()) {
        assert!(sealed.contains(hash.as_str()), "the log knows every file: {hash}");
    }
    assert_transcript!("publish", story(&[first, again, diff, second, back, none, unknown]));
}

#[test]
fn what_a_crash_left_is_put_right_by_the_next_call() {
    let place = web_host();
    assert_eq!(place.gallra("documents publish").code, Some(0));
    changed(&place, "at_most: 1 month after settled", "at_most: 3 months after settled");
    // Crashed before it was sealed: a half-written folder that nothing leads to.
    for folder in ["published/archive/.2.new", "published/archive/2"] {
        fs::create_dir_all(place.path(folder)).unwrap();
        place.write(&format!("{folder}/notice.sv.html"), "half");
        place.write(&format!("{folder}/stray.html"), "half");
    }
    let second = place.gallra("documents publish --json");
    assert_eq!(second.json()["published"], true, "{second:?}");
    assert!(!place.path("published/archive/.2.new").exists());
    assert!(!place.path("published/archive/2/stray.html").exists());
    let new = files(&place.path("published/archive/2"));
    // Crashed after it was sealed: the link still leads to the old one.
    fs::remove_file(place.path("published/current")).unwrap();
    std::os::unix::fs::symlink("archive/1", place.path("published/current")).unwrap();
    fs::remove_file(place.path("published/index.html")).unwrap();
    let third = place.gallra("documents publish --json");
    assert_eq!(third.json()["published"], false, "{third:?}");
    assert_eq!(files(&place.path("published/current")), new);
    assert!(place.read("published/index.html").contains("archive/2/"));
    assert!(!place.path("published/archive/3").exists());
}

#[test]
fn a_new_logo_colour_or_clause_is_a_new_publication_and_is_told_in_words() {
    let place = web_host();
    assert_eq!(place.gallra("documents publish").code, Some(0));
    let publishes = |number: u64, told: &[&str]| {
        let diff = place.gallra("documents diff");
        let ran = place.gallra("documents publish --json").json();
        assert_eq!(
            (ran["published"].as_bool(), ran["publication"].as_u64()),
            (Some(true), Some(number)),
            "{ran}"
        );
        for words in told {
            assert!(diff.stdout.contains(words), "{words}: {diff:?}");
        }
        assert_eq!(diff.stdout.contains("Customers with a data"), told.len() > 1, "who is told: {diff:?}");
        let again = place.gallra("documents publish --json").json();
        assert_eq!(again["published"], false, "{again}");
    };
    place.write("policy/templates/logo.svg", LOGO);
    publishes(2, &["The documents now bear our logo."]);
    place.write("policy/templates/logo.svg", &LOGO.replace("#333", "#334"));
    publishes(3, &["The documents bear another logo."]);
    place.write("policy/templates/brand.yaml", "colour: \"#7a1f2b\"\n");
    publishes(4, &["The documents are now in our colour."]);
    place.write("policy/templates/brand.yaml", "colour: \"#7a1f2b\"\ncolour_dark: \"#ffc0cb\"\n");
    publishes(5, &["The documents are in another colour."]);
    place.write("policy/templates/sv/agreement.md", "# Klausul 1\n\nVi gör som {{customer.name}} säger.\n");
    let refused = place.gallra("documents publish");
    assert_eq!(refused.code, Some(1), "our English clauses are not what was agreed: {refused:?}");
    assert!(refused.stdout.contains("templates/en/agreement.md"), "{refused:?}");
    place.write("policy/templates/en/agreement.md", "# Clause 1\n\nWe do as {{customer.name}} says.\n");
    publishes(6, &["data processing agreement now has clauses of our own", "before it applies"]);
    fs::remove_dir_all(place.path("policy/templates")).unwrap();
    let gone = place.gallra("documents diff --lang sv");
    for words in [
        "bär inte längre någon logotyp",
        "inte längre i en egen färg",
        "har inte längre våra egna villkor (engelska och svenska)",
    ] {
        let told = gone.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(words), "{words}: {gone:?}");
    }
    // Markdown shows neither logo nor colour: what says the same is the same.
    let text = place.gallra("documents publish --out text --format md --withdraw --json").json();
    assert_eq!(text["published"], true, "{text}");
    place.write("policy/templates/logo.svg", LOGO);
    let text = place.gallra("documents publish --out text --format md --withdraw --json").json();
    assert_eq!(text["published"], false, "{text}");
}

const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#333"/></svg>"##;

#[test]
fn general_terms_are_published_as_they_are_and_their_changes_are_told() {
    let place = web_host();
    place.gallra("documents build --only notice --lang sv --format pdf --out made");
    assert_eq!(place.gallra("documents publish").code, Some(0));
    place.write("policy/templates/sv/terms.md", "# Villkor\n\nVillkoren gäller {{processor.name}}.\n");
    fs::create_dir_all(place.path("policy/templates/en")).unwrap();
    fs::copy(place.path("made/notice.sv.pdf"), place.path("policy/templates/en/terms.pdf")).unwrap();
    let new = place.gallra("documents diff");
    assert_eq!(place.gallra("documents publish --format html,md").code, Some(0));
    let there = files(&place.path("published/current"));
    let terms: Vec<&str> =
        there.keys().map(String::as_str).filter(|name| name.starts_with("terms.")).collect();
    assert_eq!(terms, ["terms.en.pdf", "terms.sv.html", "terms.sv.md"], "what is a PDF stays one");
    let supplied = files(&place.path("policy/templates/en"));
    assert_eq!(there["terms.en.pdf"], supplied["terms.pdf"], "to the byte");
    assert!(place.read("published/current/terms.sv.html").contains("Villkoren gäller "));
    let index = place.read("published/index.html");
    for told in ["archive/2/terms.en.pdf", "General terms, PDF", "Allmänna villkor, HTML"] {
        assert!(index.contains(told), "{told}: {index}");
    }
    place.write("policy/templates/sv/terms.md", "# Villkor\n\nNya villkor gäller {{processor.name}}.\n");
    let other = place.gallra("documents diff");
    assert_eq!(place.gallra("documents publish --json --format html,md").json()["published"], true);
    fs::remove_dir_all(place.path("policy/templates")).unwrap();
    let gone = place.gallra("documents diff --lang sv");
    for (told, words) in [
        (&new, "We now have general terms (English and Swedish)."),
        (&other, "Our general terms have been reworded (Swedish)."),
        (&gone, "Vi har inte längre några allmänna villkor (engelska och svenska)."),
        (&gone, "Publiceras inte längre: allmänna villkor (engelska, svenska)"),
    ] {
        assert!(told.stdout.contains(words), "{words}: {told:?}");
    }
    assert!(other.stdout.contains("before it applies"), "customers are told: {other:?}");
    let none = place.gallra("documents build --only terms --out none");
    assert_eq!(none.code, Some(1), "{none:?}");
    assert!(none.stdout.contains("nothing for a document of this kind to tell: general terms"), "{none:?}");
    assert!(!place.path("none").exists(), "without terms there is nothing to write");
    assert_eq!(place.gallra("verify").code, Some(0), "the log verifies");
}

/// Killed at moments spread over all that a publication does: readers find the old documents or the new ones, whole.
#[test]
fn killed_at_many_moments_readers_find_old_or_new_never_half() {
    let place = web_host();
    assert_eq!(place.gallra("documents publish").code, Some(0));
    let (mut whole, mut kills) = (vec![files(&place.path("published/current"))], 0);
    for round in 0..12_u64 {
        let (from, to) = if round % 2 == 0 { (1, 3) } else { (3, 1) };
        let unit = |months: u64| if months == 1 { "month" } else { "months" };
        let limit = |months| format!("at_most: {months} {} after settled", unit(months));
        changed(&place, &limit(from), &limit(to));
        let mut child = place.spawn("documents publish");
        sleep(Duration::from_millis(5 + round * 29));
        if child.try_wait().unwrap().is_none() {
            signal(&child, "KILL");
            kills += 1;
        }
        child.wait().unwrap();
        let found = files(&place.path("published/current"));
        let target = fs::read_link(place.path("published/current")).unwrap();
        assert_eq!(found, files(&place.path("published").join(target)));
        assert_eq!(found.keys().collect::<Vec<_>>(), whole[0].keys().collect::<Vec<_>>(), "whole");
        let done = place.gallra("documents publish");
        assert_eq!(done.code, Some(0), "{done:?}");
        let new = files(&place.path("published/current"));
        assert!(whole.last() == Some(&found) || found == new, "the old or the new");
        whole.push(new);
    }
    assert!(kills >= 3, "only {kills} kills");
    assert_eq!(place.gallra("verify").code, Some(0), "the log verifies");
}

#[test]
fn an_incomplete_document_stops_all_of_it() {
    let place = web_host();
    assert_eq!(place.gallra("documents publish").code, Some(0));
    let old = files(&place.path("published/current"));
    changed(&place, "automated_decisions: none", "source: person");
    let refused = place.gallra("documents publish --lang sv");
    assert_ne!(refused.code, Some(0), "{refused:?}");
    assert_eq!(files(&place.path("published/current")), old);
    assert!(!place.path("published/archive/2").exists());
}

#[test]
fn the_live_page_says_what_was_measured_and_where_nothing_was() {
    let place = Place::empty();
    place.gallra("init --kind web-host");
    let never = place.gallra("documents live --lang sv");
    assert_eq!(never.code, Some(0), "{never:?}");
    let page = place.read("documents/live.sv.html");
    assert!(page.contains("Ingen kontroll har gjorts än."), "{page}");
    assert!(!place.path("documents/live.tlog-proof").exists());
    place.gallra("audit");
    let looked = place.gallra("documents live --lang sv --log-url https://log.example/x");
    assert_eq!(looked.code, Some(0), "{looked:?}");
    let page = place.read("documents/live.sv.html");
    assert!(page.contains("Kunde inte kontrolleras den"), "no system of the example is there: {page}");
    assert!(!page.contains("Hålls. "), "{page}");
    assert!(page.contains("https://log.example/x/checkpoint"));
    assert!(place.read("documents/live.tlog-proof").contains("tlog-proof"));
    assert!(place.read("documents/live.leaf.json").contains("\"kind\":\"audited\""));
    assert_transcript!("live", story(&[never, looked]));
}

#[test]
fn records_are_written_for_programs() {
    let place = web_host();
    let refused = place.gallra("documents export");
    assert_eq!(refused.code, Some(1), "a processor's record names its controllers: {refused:?}");
    place.write("customers.csv", "name;contact\nBryggeriet i Dalen AB;info@bryggeriet.example\n");
    let done = place.gallra("documents export --controllers customers.csv --out records");
    assert_eq!(done.code, Some(0), "{done:?}");
    let linked: serde_json::Value = serde_json::from_str(&place.read("records/records.jsonld")).unwrap();
    assert!(linked["@graph"].as_array().unwrap().len() > 10);
    assert_eq!(files(&place.path("records")).len(), 5, "two records, two languages, and linked data");
}
