//! What is different when a person sits at a terminal: questions, bars, colours. The terminal is made by `script`.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::support::{Place, Ran, ran};

/// Runs a command on a terminal of 80 columns with this typed into it. Both outputs come as one.
fn on_a_terminal(place: &Place, line: &str, typed: &str, environment: &[(&str, &str)]) -> Ran {
    let command = format!("stty cols 80 rows 24; exec '{}' {line}", env!("CARGO_BIN_EXE_gallra"));
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .current_dir(place.path(""))
        .env_remove("LANG")
        .env_remove("LC_ALL")
        .env("TERM", "xterm-256color")
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("`script` is in Debian's package bsdutils");
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    ran(&[line], child.wait_with_output().unwrap())
}

#[test]
fn apply_asks_before_it_touches_anything() {
    let place = Place::shop();
    place.planned();
    let refused = on_a_terminal(&place, "apply plan.json --by Karin", "no\n", &[]);
    assert_eq!(refused.code, Some(4), "{refused:?}");
    assert!(refused.stdout.contains("Dispose of 33 records for good? Type yes:"), "{refused:?}");
    assert_eq!(place.shop_counts("SELECT count(*) FROM messages"), 200);
    let swedish = on_a_terminal(&place, "apply plan.json --by Karin --lang sv", "yes\n", &[]);
    assert_eq!(swedish.code, Some(4), "the word is `ja` in Swedish: {swedish:?}");
    let done = on_a_terminal(&place, "apply plan.json --by Karin", "yes\n", &[]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(place.shop_counts("SELECT count(*) FROM messages"), 170);
}

#[test]
fn yes_and_an_earlier_approval_ask_nothing() {
    let place = Place::shop();
    place.planned();
    let done = on_a_terminal(&place, "apply plan.json --by Karin --yes", "", &[]);
    assert_eq!((done.code, done.stdout.contains("Type yes")), (Some(0), false), "{done:?}");
    let place = Place::shop();
    let plan = place.planned();
    assert_eq!(place.run(&["approve", &plan, "--by", "Karin"]).code, Some(0));
    let done = on_a_terminal(&place, "apply plan.json", "", &[]);
    assert_eq!((done.code, done.stdout.contains("Type yes")), (Some(0), false), "{done:?}");
}

#[test]
fn init_asks_for_the_kind_of_company() {
    let place = Place::empty();
    let written = on_a_terminal(&place, "init", "9\nbank\n5\n", &[]);
    assert_eq!(written.code, Some(0), "{written:?}");
    assert_eq!(written.stdout.matches("Number [1-6]:").count(), 3, "{written:?}");
    assert_eq!(place.gallra("check").code, Some(0));
}

#[test]
fn bars_show_rows_and_rates_and_fit_the_line() {
    let place = Place::shop();
    place.shop_says(
        "WITH RECURSIVE n(i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 61000)
         INSERT INTO messages SELECT i, 1 + i % 20, 'Hej', CASE WHEN i < 9000 THEN '2015-03-04' ELSE date('now') END FROM n;",
    );
    place.planned();
    let done = on_a_terminal(&place, "apply plan.json --by Karin --yes --throttle 8000", "", &[]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.stdout.contains("8,029/8,029"), "{done:?}");
    assert!(done.stdout.contains("/s"), "{done:?}");
    let quiet = Place::shop();
    quiet.planned();
    let quiet = on_a_terminal(&quiet, "apply plan.json --by Karin --yes --quiet", "", &[]);
    assert!(!quiet.stdout.contains("/s"), "{quiet:?}");
}

#[test]
fn no_color_is_honoured() {
    let place = Place::shop();
    assert!(on_a_terminal(&place, "check", "", &[]).stdout.contains("\u{1b}[32m"));
    assert!(!on_a_terminal(&place, "check", "", &[("NO_COLOR", "1")]).stdout.contains('\u{1b}'));
    assert!(on_a_terminal(&place, "check", "", &[("NO_COLOR", "")]).stdout.contains('\u{1b}'));
}
