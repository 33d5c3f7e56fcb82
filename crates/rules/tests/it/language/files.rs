//! Files and folders that are no policy: each with a clear error, and nothing else spoilt.

use std::fs;
use std::path::Path;

use gallra_rules::diagnostic::{Lang, Severity};
use gallra_rules::syntax::limits::{MAX_FILE_BYTES, MAX_FILES};
use gallra_rules::{Options, Outcome, check, check_folder};
use tempfile::TempDir;

const GOOD: &str = "organisation: {name: Hotellet AB, country: SE, time_zone: Europe/Stockholm}\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

fn checked(folder: &Path) -> Outcome {
    check_folder(folder, &Options::default())
}

fn codes(outcome: &Outcome) -> Vec<&'static str> {
    outcome.diagnostics.iter().map(|one| one.code.as_str()).collect()
}

#[test]
fn a_policy_may_be_divided_into_folders() {
    let folder = folder(&[
        ("a.yaml", GOOD.as_bytes()),
        ("more/b.yml", b"measures: {}\n"),
        (".hidden.yaml", b"this is: [not, read"),
        ("notes.txt", b"nor: [this"),
        ("more/.git/c.yaml", b"nor: [this"),
        ("comments.yaml", b"# nothing but words\n"),
        ("bom.yaml", b"\xef\xbb\xbfmeasures: {}\n"),
        ("crlf.yaml", b"measures:\r\n  # none\r\n"),
    ]);
    let outcome = checked(folder.path());
    assert!(outcome.is_ok(), "{}", outcome.render(Lang::En, false));
    let paths: Vec<_> = outcome.sources.files().map(|(_, file)| file.path.as_str()).collect();
    assert_eq!(paths, ["a.yaml", "bom.yaml", "comments.yaml", "crlf.yaml", "more/b.yml"]);
}

#[test]
fn a_missing_or_empty_folder_is_said_to_be_so() {
    let empty = folder(&[("notes.txt", b"x")]);
    assert_eq!(codes(&checked(empty.path())), ["G004"]);
    assert_eq!(codes(&checked(&empty.path().join("nowhere"))), ["G004"]);
    assert_eq!(codes(&checked(&empty.path().join("notes.txt"))), ["G004"]);
    let nothing: [(&str, &str); 0] = [];
    assert_eq!(codes(&check(nothing, &Options::default())), ["G004"]);
}

#[test]
fn a_file_of_ten_megabytes_is_refused_unread_and_the_others_are_checked() {
    let big = vec![b'#'; 10 * 1024 * 1024];
    let folder = folder(&[("big.yaml", &big), ("a.yaml", b"organisation: {nam: x}\n")]);
    let outcome = checked(folder.path());
    assert_eq!(codes(&outcome), ["G002", "G009", "G009", "G007"]);
    assert_eq!(outcome.sources.files().count(), 1);
    let text = String::from_utf8(big).expect("ASCII");
    assert_eq!(codes(&check([("big.yaml", text)], &Options::default())), ["G002"]);
}

#[test]
fn a_file_that_is_not_utf8_is_refused_with_its_line() {
    let folder = folder(&[("a.yaml", b"organisation:\n  name: \xe5\n")]);
    let outcome = checked(folder.path());
    assert_eq!(codes(&outcome), ["G003"]);
    assert!(outcome.render(Lang::En, false).contains("line 2"), "{}", outcome.render(Lang::En, false));
}

#[test]
fn a_syntax_error_stops_only_its_own_file() {
    let broken = "datasets:\n  customers: {in: billing\n";
    let typo = format!("{GOOD}measures: {{access: A}}\nactivities:\n  a: {{rol: controller}}\n");
    let outcome = check([("a.yaml", broken), ("b.yaml", &typo)], &Options::default());
    // `rol` is one fault, not also a missing `role`; what the broken file would have defined is not missed either.
    assert_eq!(codes(&outcome), ["G001", "G009", "G009", "G049", "G051", "G007"]);
    assert!(outcome.policy.is_none());
}

#[test]
fn colour_comes_only_when_asked_for() {
    let outcome = check([("a.yaml", "organisation: {nam: x}\n")], &Options::default());
    assert!(outcome.render(Lang::En, true).contains("\u{1b}["));
    assert!(!outcome.render(Lang::En, false).contains('\u{1b}'));
}

#[test]
fn control_characters_of_a_policy_do_not_reach_the_terminal() {
    let outcome = check([("a.yaml", "organisation: {\"a\\e[31mb\\n\": x}\n")], &Options::default());
    let text = outcome.render(Lang::En, false) + &outcome.to_json(Lang::En).to_string();
    assert!(!text.contains('\u{1b}'), "{text}");
    assert_eq!(outcome.count(Severity::Error), codes(&outcome).len());
}

#[cfg(unix)]
#[test]
fn links_are_followed_to_files_and_not_to_folders() {
    let folder = folder(&[("real/a.yaml", GOOD.as_bytes())]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("real/loop")).expect("a link");
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("zero.yaml")).expect("a link");
    let outcome = checked(folder.path());
    assert_eq!(codes(&outcome), ["G004"], "a device is no file");
    assert_eq!(outcome.sources.files().count(), 1);
}

/// One outcome for each way in which a folder cannot be read, for the test that every text is reached.
pub(crate) fn unreadable_folders() -> Vec<Outcome> {
    let empty = folder(&[("notes.txt", b"x")]);
    let odd = folder(&[("a.yaml", b"\xe5"), ("b.yaml", &vec![b'#'; 5 * 1024 * 1024])]);
    let megabytes = vec![b'#'; usize::try_from(MAX_FILE_BYTES).expect("small")];
    let names: Vec<String> = (0..17).map(|number| format!("{number}.yaml")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), megabytes.as_slice())).collect();
    let heavy = folder(&files);
    let deep = folder(&[(&format!("{}a.yaml", "d/".repeat(34)), b"#")]);
    let many = tempfile::tempdir().expect("a temporary folder");
    for number in 0..=MAX_FILES {
        fs::write(many.path().join(format!("{number}.yaml")), "").expect("a file");
    }
    let mut outcomes: Vec<_> =
        [&empty, &odd, &heavy, &deep, &many].iter().map(|folder| checked(folder.path())).collect();
    outcomes.push(checked(&empty.path().join("nowhere")));
    outcomes.push(checked(&empty.path().join("notes.txt")));
    // A folder where a file should be cannot be read as one.
    fs::create_dir(empty.path().join("real")).expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/dev/null", empty.path().join("device.yaml")).expect("a link");
    outcomes.push(checked(empty.path()));
    outcomes.push(check([("a.yaml", "gallra: 1\n")], &Options::default()));
    outcomes
}
