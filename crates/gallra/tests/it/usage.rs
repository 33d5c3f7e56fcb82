//! Help, mistakes on the command line, and what helps at the keyboard.

use super::support::{Place, assert_transcript, is_empty, story};

const COMMANDS: [&str; 107] = [
    "discover",
    "documents",
    "documents build",
    "documents bundle",
    "audit",
    "attest",
    "recipients",
    "recipients announce",
    "recipients objection",
    "recipients status",
    "init",
    "check",
    "plan",
    "approve",
    "apply",
    "hold",
    "hold add",
    "hold list",
    "hold lift",
    "verify",
    "rights",
    "store",
    "store move",
    "register",
    "register add",
    "register list",
    "register show",
    "register find",
    "register change",
    "register merge",
    "register leave",
    "register forget",
    "register duplicates",
    "register import",
    "register export",
    "register trail",
    "register key",
    "register key new",
    "register key rotate",
    "register key check",
    "register key backup",
    "register key backups",
    "register key restore",
    "register sweep",
    "entries",
    "entries add",
    "entries list",
    "entries show",
    "entries change",
    "entries remove",
    "entries mark",
    "entries purge",
    "subject",
    "subject find",
    "runs",
    "certificate",
    "demo",
    "explain",
    "schema",
    "completions",
    "man",
    "help",
    "agreements",
    "agreements draft",
    "agreements offer",
    "agreements review",
    "agreements accept",
    "agreements withdraw",
    "agreements paid",
    "agreements end",
    "agreements settle",
    "agreements show",
    "agreements list",
    "agreements missing",
    "agreements setting",
    "agreements ending",
    "agreements certificate",
    "documents diff",
    "documents export",
    "documents live",
    "documents publish",
    "requests approve",
    "requests certificate",
    "requests lift",
    "requests recipients",
    "subject review",
    "requests decide",
    "requests extend",
    "requests forward",
    "requests list",
    "requests next",
    "requests note",
    "requests refuse",
    "requests send-back",
    "requests show",
    "requests task",
    "requests verify",
    "requests withdraw",
    "requests",
    "subject access",
    "subject erase",
    "subject export",
    "subject object",
    "subject rectify",
    "subject replay",
    "subject restrict",
    "subject suppressed",
];

#[test]
fn help_is_whole_in_both_languages_and_fits_the_screen() {
    let place = Place::empty();
    for lang in ["en", "sv"] {
        let mut all = vec![place.run(&["--help", "--lang", lang])];
        all.extend(COMMANDS.map(|name| {
            let mut words: Vec<&str> = name.split(' ').collect();
            words.extend(["--help", "--lang", lang]);
            place.run(&words)
        }));
        for ran in &all {
            assert_eq!(ran.code, Some(0), "{ran:?}");
            assert!(ran.stdout.lines().all(|line| line.chars().count() <= 80), "{ran:?}");
            assert!(!ran.stdout.contains("localization"), "{ran:?}");
        }
        assert_transcript!(format!("usage_help_{lang}"), story(&all));
    }
}

#[test]
fn help_and_h_and_dash_dash_help_are_the_same() {
    let place = Place::empty();
    let long = place.gallra("hold add --help").stdout;
    assert_eq!(place.gallra("hold add -h").stdout, long);
    assert_eq!(place.gallra("help hold add").stdout, long);
    assert_eq!(place.gallra("help nothing").code, Some(2));
}

#[test]
fn mistakes_are_told_in_one_shape() {
    let place = Place::empty();
    let mistakes = [
        "chek",
        "plan --aut x",
        "apply",
        "apply plan.json --expect 3",
        "apply plan.json --by K --expect 1.5",
        "apply plan.json --throttle 0",
        "apply plan.json --lock-time 2h",
        "check --format xml",
        "init --kind bank",
        "plan --lang no",
        "hold",
        "approve plan.json --by",
        "check --json --json --format sarf",
    ];
    for lang in ["en", "sv"] {
        let all = mistakes.map(|line| place.gallra(&format!("--lang {lang} {line}")));
        assert!(all.iter().all(|ran| ran.code == Some(2)), "{all:?}");
        assert_transcript!(format!("usage_mistakes_{lang}"), story(&all));
    }
    assert_transcript!("usage_mistake_json", place.gallra("plan --aut x --json").transcript());
    assert!(is_empty(&place.path("")), "nothing was made");
}

#[test]
fn the_language_comes_from_the_option_or_the_environment() {
    let place = Place::empty();
    let told = |name: &str, value: &str| {
        let output = place.command(&["chek"]).env(name, value).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(told("LANG", "sv_SE.UTF-8").starts_with("fel:"));
    assert!(told("LC_ALL", "sv").starts_with("fel:"));
    assert!(told("LANG", "de_DE").starts_with("error:"));
    assert!(told("LANG", "C.UTF-8").starts_with("error:"));
    assert!(place.gallra("chek --lang=sv").stderr.starts_with("fel:"));
}

#[test]
fn a_code_is_explained_and_an_unknown_one_is_not() {
    let place = Place::empty();
    let all = [
        place.gallra("explain V022"),
        place.gallra("explain v022 --lang sv"),
        place.gallra("explain G999"),
        place.gallra("explain G999 --lang sv"),
        place.gallra("explain V022 --json"),
    ];
    assert_transcript!("usage_explain", story(&all));
    assert!(place.gallra("explain g051").stdout.contains("G051"));
    let listed = place.gallra("explain").stdout;
    assert!(listed.contains("G051") && listed.contains("V045"));
    assert!(place.gallra("explain --json").json().as_array().unwrap().len() > 60);
}

#[test]
fn every_shell_gets_completions_and_every_command_a_manual_page() {
    let place = Place::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = place.run(&["completions", shell]);
        assert_eq!(ran.code, Some(0));
        assert!(ran.stdout.contains("throttle"), "{shell}");
    }
    let written = place.gallra("man --out man --json").json();
    assert_eq!(written["written"].as_array().unwrap().len(), COMMANDS.len() + 1);
    let page = place.read("man/gallra-hold-add.1");
    assert!(page.contains("gallra\\-hold\\-add") || page.contains("gallra-hold-add"), "{page}");
    for ending in ["EXIT STATUS", "Stopped by Ctrl-C", "FILES"] {
        assert!(page.contains(ending), "{ending}");
    }
    assert!(place.gallra("man --lang sv").stdout.contains("SLUTKODER"));
}

#[test]
fn the_schema_is_one_for_editors() {
    let schema = Place::empty().gallra("schema").json();
    assert!(schema["properties"]["activities"].is_object(), "{schema:#}");
}

#[test]
fn the_exit_codes_that_are_documented_are_those_that_there_are() {
    let documented = std::fs::read_to_string(gallra_testkit::repo_root().join("docs/errors.md")).unwrap();
    let page = Place::empty().gallra("man").stdout;
    for code in [0, 1, 2, 3, 4, 5, 70, 130] {
        assert!(documented.contains(&format!("| {code} |")), "docs/errors.md lacks {code}");
        assert!(page.contains(&format!("\\fB{code}\\fR")), "the manual page lacks {code}");
    }
}

#[test]
fn an_answer_that_cannot_be_written_is_an_error_and_a_reader_that_left_is_none() {
    let place = Place::empty();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = place.command(&["schema"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(5), "{output:?}");
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("error: the answer could not be written"));
    let mut child = place.spawn("explain");
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
