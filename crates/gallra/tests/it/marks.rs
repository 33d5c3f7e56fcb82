//! What is said of entries beside their content, and what has passed its last day.

use super::register::{desk, done, shop, with_a_customer};
use super::support::{assert_transcript, story};

/// A mark of Karin's.
fn mark<'w>(words: &[&'w str], lang: &'w str) -> Vec<&'w str> {
    [&["entries", "mark"], words, &["--lang", lang]].concat()
}

#[test]
fn what_is_said_of_entries_is_shown_with_its_level_and_what_is_due_goes() {
    const PAST: &str = "2021-12-31";
    for lang in ["en", "sv"] {
        let place = shop();
        with_a_customer(&place);
        done(&place, &["entries", "add", "1", "quote", "--title", "Website", "--text", "40 hours"]);
        let told = |words: &[&str]| desk(&place, &[words, &["--lang", lang]].concat());
        let marked = |words: &[&str]| desk(&place, &mark(words, lang));
        let all = [
            marked(&["--activity", "talks", "--objections", "talks,desk", "--until", "2031-01-31"]),
            marked(&["--party", "1", "--sharing", "Revisorn i Exempelstad", "--access", "processor"]),
            marked(&["--entry", "3", "--objections", "none", "--until", "none", "--category", "notes"]),
            told(&["entries", "list", "1", "--for", "talks"]),
            told(&["entries", "show", "3"]),
            told(&["register", "show", "1"]),
            marked(&["--entry", "3", "--until", PAST]),
            marked(&["--entry", "5", "--until", PAST]),
            told(&["entries", "show", "3"]),
            told(&["entries", "purge", "--for", "talks", "--dry-run"]),
            told(&["entries", "purge", "--for", "talks"]),
            told(&["entries", "purge", "--for", "talks"]),
            told(&["register", "trail"]),
        ];
        assert_transcript!(format!("register_marks_{lang}"), story(&all));
        let again = done(&place, &["entries", "purge", "--for", "talks", "--json"]).json();
        assert_eq!((&again["removed"], &again["left"]), (&0.into(), &0.into()), "{again}");
        assert_eq!(again["kept"], serde_json::json!([5]), "the law keeps the quote");
    }
}

#[test]
fn what_cannot_be_said_of_entries_is_refused() {
    let place = shop();
    with_a_customer(&place);
    for lang in ["en", "sv"] {
        let all = [
            &["--entry", "99", "--until", "none"][..],
            &["--party", "99", "--until", "none"],
            &["--activity", "talk", "--until", "none"],
            &["--entry", "3", "--until", "2026-02-30"],
            &["--entry", "3"],
            &["--entry", "3", "--party", "1", "--until", "none"],
            &["--until", "none"],
            &["--activity", "talks", "--sharing", "Revisorn"],
            &["--party", "1", "--objections", "talks,dask"],
        ]
        .map(|words| desk(&place, &mark(words, lang)));
        assert!(all.iter().all(|ran| ran.code == Some(2)), "{all:?}");
        assert_transcript!(format!("register_marks_refused_{lang}"), story(&all));
    }
    let shown = done(&place, &["entries", "show", "3", "--json"]).json();
    assert_eq!(shown["entry"]["said"], serde_json::json!({}), "nothing of it was written");
    let trail = done(&place, &["register", "trail", "--json"]).json();
    assert!(trail["lines"].as_array().unwrap().iter().all(|line| line["action"] != "mark"), "{trail}");
}

#[test]
fn words_about_a_party_are_sealed_and_names_are_plain() {
    let place = shop();
    with_a_customer(&place);
    done(&place, &mark(&["--party", "1", "--sharing", "Revisorn i Exempelstad"], "en"));
    done(&place, &mark(&["--party", "1", "--category", "logins"], "en"));
    let said = done(&place, &["entries", "show", "3", "--json"]).json()["entry"]["said"].clone();
    assert_eq!(said["sharing"], serde_json::json!({"from": "party", "words": "Revisorn i Exempelstad"}));
    assert_eq!(said["category"], serde_json::json!({"from": "party", "names": ["logins"]}));
    let files = std::fs::read_dir(place.path("policy-state")).unwrap().flatten();
    let state: Vec<Vec<u8>> = files.filter_map(|file| std::fs::read(file.path()).ok()).collect();
    let holds = |text: &str| {
        state.iter().any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
    };
    assert!(holds("logins") && !holds("Revisorn"));
}

#[test]
fn a_hold_keeps_an_entry_that_has_passed_its_last_day() {
    let place = shop();
    with_a_customer(&place);
    done(&place, &mark(&["--activity", "talks", "--until", "2021-12-31"], "en"));
    let held = place.run(&["hold", "add", "notes", "--only", "id=3", "--reason", "r", "--by", "Vera"]);
    assert_eq!(held.code, Some(0), "{held:?}");
    let purged = done(&place, &["entries", "purge", "--for", "talks", "--json"]).json();
    assert_eq!((&purged["due"], &purged["removed"]), (&1.into(), &1.into()), "{purged}");
    assert_eq!(purged["kept"], serde_json::json!([3]));
    let forget = desk(&place, &["register", "forget", "1", "--yes"]);
    assert_eq!(forget.code, Some(4), "what no list shows any more is asked for all the same: {forget:?}");
    done(&place, &mark(&["--entry", "3", "--until", "none"], "en"));
    assert_eq!(
        done(&place, &["entries", "show", "3", "--json"]).json()["entry"]["id"],
        3,
        "it was taken back"
    );
}
