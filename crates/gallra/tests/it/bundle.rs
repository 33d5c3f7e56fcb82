//! `gallra documents bundle` and what a company has of its own: on paper, by customer, and never one's in another's.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use super::support::{Place, Ran, assert_transcript, signal, story};

const BY: [&str; 4] = ["--by", "Karin Prov", "--for", "own_customers"];
const HOSTILE: &str = "Ondskan \u{202e}BA <script>x()</script> #panic(1) {{customer.name}} AB";

/// A chat service with three customers: the first has our clauses and less time, the second has agreed on something beside
/// them, the third has an instruction of its own.
pub(super) struct Service(pub(super) Place);

impl Service {
    pub(super) fn new() -> Self {
        let service = Self(Place::empty());
        service.0.gallra("init --kind chat-service");
        service.customer("Alfahuset AB", "556000-0001", "KUND-A");
        service.customer("Betakontoret AB", "556000-0019", "KUND-B");
        service.customer(HOSTILE, "556000-0027", "KUND-C");
        service.0.write("beta.md", "# Tillägg\n\nBetasekretess: loggar visas aldrig för andra.\n");
        service.0.write("gamma.txt", "Gammainstruktion: radera chattar samma dag. <b>Nu</b>\n");
        service.0.write("standard.md", "Standardavtal\n");
        service.agreed("1", "dpa", "standard.md", "standard");
        service.agreed("2", "dpa", "beta.md", "negotiated");
        service.agreed("3", "instruction", "gamma.txt", "own-instruction");
        service.does(&["agreements", "setting", "1", "chats", "14 days"]);
        service
    }

    pub(super) fn does(&self, words: &[&str]) -> Ran {
        let ran = self.tries(words);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran
    }

    pub(super) fn tries(&self, words: &[&str]) -> Ran {
        self.0.run(&words.iter().chain(&BY).copied().collect::<Vec<_>>())
    }

    pub(super) fn customer(&self, name: &str, number: &str, reference: &str) {
        let email = format!("post{}@kund.example", number.replace('-', ""));
        let words =
            ["register", "add", "customer", "--name", name, "--number", number, "--reference", reference];
        self.does(&[&words[..], &["--email", &email]].concat());
    }

    pub(super) fn agreed(&self, party: &str, kind: &str, text: &str, mode: &str) {
        self.does(&["agreements", "draft", party, kind, "--text", text, "--mode", mode]);
    }

    pub(super) fn bundles(&self, words: &[&str]) -> Ran {
        self.tries(&["documents", "bundle"].iter().chain(words).copied().collect::<Vec<_>>())
    }

    pub(super) fn text(&self, file: &str) -> String {
        text_of(&self.0.path(file))
    }
}

pub(super) fn text_of(pdf: &Path) -> String {
    let read = Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(pdf).arg("-").output();
    let read = read.expect("pdftotext is missing: ./test installs it");
    assert!(read.status.success(), "{read:?}");
    String::from_utf8(read.stdout)
        .unwrap()
        .replace('\u{a0}', " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Name → bytes of every file in a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect()
}

#[test]
fn each_customer_gets_its_own_bundle_and_nothing_of_another() {
    let service = Service::new();
    service.0.write("policy/templates/sv/terms.md", "# Villkor\n\nVillkoren gäller {{processor.name}}.\n");
    let ran = service.bundles(&["--all-customers", "--zip", "--lang", "sv", "--json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let all = files(&service.0.path("bundles"));
    let names: Vec<&str> = all.keys().map(String::as_str).collect();
    let expected = [
        "customer-1.sv.pdf",
        "customer-1.sv.zip",
        "customer-2.sv.pdf",
        "customer-2.sv.zip",
        "customer-3.sv.pdf",
        "customer-3.sv.zip",
    ];
    assert_eq!(names, expected);
    let own = [
        ["Alfahuset", "KUND-A", "14 dagar", "556000-0001"],
        ["Betakontoret", "Betasekretess", "Tillägg", "556000-0019"],
        ["Ondskan", "Gammainstruktion", "radera chattar samma dag", "556000-0027"],
    ];
    for customer in 1..=3_usize {
        let mut said = service.text(&format!("bundles/customer-{customer}.sv.pdf"));
        for common in
            ["Pratbubblan AB", "Villkoren gäller Pratbubblan AB", "Underbiträden", "Säkerhetsåtgärder"]
        {
            assert!(said.contains(common), "{customer}: {common}\n{said}");
        }
        // The zip says what the PDF says, document by document.
        let unpacked = service.0.path(&format!("unpacked-{customer}"));
        let zip = service.0.path(&format!("bundles/customer-{customer}.sv.zip"));
        let unzip = Command::new("unzip").arg("-q").arg(&zip).arg("-d").arg(&unpacked).status().unwrap();
        assert!(unzip.success());
        for name in files(&unpacked).keys() {
            said += &text_of(&unpacked.join(name));
        }
        for (whose, words) in (1..).zip(&own) {
            for word in words {
                // References are how the company finds a customer; no document shows them.
                let there = whose == customer && !word.starts_with("KUND");
                assert_eq!(said.contains(word), there, "customer {customer}: {word}\n{said}");
            }
        }
        let mode = fs::metadata(&zip).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "only the owner reads it");
    }
    // Alone, by its reference, a customer gets the same bytes: those before it have left nothing in it.
    for (number, reference) in [(1, "KUND-A"), (2, "KUND-B"), (3, "KUND-C")] {
        let out = format!("alone-{number}");
        let ran = service.bundles(&["--customer", reference, "--zip", "--lang", "sv", "--out", &out]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        for (name, bytes) in files(&service.0.path(&out)) {
            assert!(name.starts_with(&format!("customer-{number}.")), "{name}");
            assert!(all[&name] == bytes, "{name} alone is what it is among others");
        }
    }
    let third = service.text("bundles/customer-3.sv.pdf");
    for shown in ["Ondskan \u{fffd}BA <script>x()</script> #panic(1) {{customer.name}} AB", "<b>Nu</b>"] {
        assert!(third.contains(shown), "{shown} is text\n{third}");
    }
    let told = format!("{ran:?}");
    assert!(
        !told.contains("Alfahuset") && !told.contains("Ondskan"),
        "files and messages name nobody: {told}"
    );
}

/// What is agreed is agreed in the language that it is written in.
#[test]
fn general_terms_in_one_language_stand_in_every_bundle_and_that_is_told() {
    let service = Service::new();
    service.0.write("policy/templates/sv/terms.md", "# Villkor\n\nVillkoren gäller {{processor.name}}.\n");
    let ran = service.bundles(&["--customer", "KUND-A", "--lang", "en"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let told = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("The bundles in `en` have the general terms in `sv`"), "{ran:?}");
    let said = service.text("bundles/customer-1.en.pdf");
    for words in ["Villkoren gäller Pratbubblan AB", "Clause 1"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn what_one_customer_lacks_stops_nobody_else() {
    let service = Service::new();
    // The text of the second customer's agreement is gone, as after its key was destroyed.
    let state = service.0.path("policy-state/gallra.db");
    assert_eq!(gallra_testkit::sqlite_cli(&state, &GONE.replace("ID", "2")).trim(), "1");
    let ran = service.bundles(&["--all-customers", "--lang", "en"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("customer 2: "), "{ran:?}");
    let told = format!("{ran:?}");
    assert!(!told.contains("Beta"), "the reference, not the name: {told}");
    let names: Vec<String> = files(&service.0.path("bundles")).into_keys().collect();
    assert_eq!(names, ["customer-1.en.pdf", "customer-3.en.pdf"]);
    let json = service.bundles(&["--all-customers", "--lang", "en", "--json"]).json();
    assert_eq!(json["failed"][0]["customer"], 2, "{json}");
    assert_eq!(json["bundles"].as_array().unwrap().len(), 2, "{json}");
    let unknown = ["99", "KUND-X", "1,99"].map(|who| service.bundles(&["--customer", who, "--lang", "en"]));
    assert_transcript!(
        "bundle_mistakes",
        story(&[ran, unknown[0].clone(), unknown[1].clone(), unknown[2].clone()])
    );
}

/// The text of an agreement cannot be read any more.
const GONE: &str = "UPDATE agreement SET text = NULL WHERE party = ID; SELECT changes();";

#[test]
fn killed_in_the_middle_it_leaves_whole_files_and_a_second_run_completes() {
    let service = Service::new();
    let whole = service.bundles(&["--all-customers", "--zip", "--out", "whole"]);
    assert_eq!(whole.code, Some(0), "{whole:?}");
    let whole = files(&service.0.path("whole"));
    let mut interrupted = 0;
    for _ in 0..4 {
        let _ = fs::remove_dir_all(service.0.path("bundles"));
        let words: Vec<&str> =
            ["documents", "bundle", "--all-customers", "--zip"].iter().chain(&BY).copied().collect();
        let mut child = service.0.command(&words).spawn().unwrap();
        let first = service.0.path("bundles/customer-1.en.pdf");
        while !first.exists() && child.try_wait().unwrap().is_none() {
            sleep(Duration::from_millis(2));
        }
        signal(&child, "KILL");
        child.wait().unwrap();
        let left = files(&service.0.path("bundles"));
        for (name, bytes) in left.iter().filter(|(name, _)| extension(name) != "new") {
            assert!(whole[name] == *bytes, "{name} is whole");
        }
        interrupted += usize::from(left.len() < whole.len());
    }
    assert!(interrupted > 0, "at least one run was broken off in the middle");
    let again = service.bundles(&["--all-customers", "--zip"]);
    assert_eq!(again.code, Some(0), "{again:?}");
    assert!(
        files(&service.0.path("bundles")) == whole,
        "nothing is missing, nothing half-written lies about"
    );
}

#[test]
fn a_customers_agreement_and_record_are_built_for_it_alone() {
    let service = Service::new();
    let ran =
        service.tries(&["documents", "build", "--customer", "1", "--format", "html,md,pdf", "--lang", "en"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let names: Vec<String> = files(&service.0.path("documents")).into_keys().collect();
    let kinds = ["agreement-1.en", "processor-records-1.en"];
    let expected: Vec<String> =
        kinds.iter().flat_map(|kind| ["html", "md", "pdf"].map(|form| format!("{kind}.{form}"))).collect();
    assert_eq!(names, expected);
    for form in ["md", "html"] {
        for kind in kinds {
            let text = service.0.read(&format!("documents/{kind}.{form}"));
            assert!(text.contains("Alfahuset AB") && !text.contains("Betakontoret"), "{text}");
            assert!(
                text.replace('\u{a0}', " ").contains("14 days"),
                "{kind} has the time that it chose: {text}"
            );
        }
    }
    // Without a customer, every one of them stands in the record.
    let all = service.does(&[
        "documents",
        "build",
        "--only",
        "processor-records",
        "--format",
        "md",
        "--lang",
        "en",
    ]);
    let record = service.0.read("documents/processor-records.en.md");
    private(&service.0.path("documents/processor-records.en.md"));
    assert!(!record.contains("14 days"), "what one chose is not everybody's: {record}");
    let export = service.does(&["documents", "export", "--out", "export"]);
    for file in ["processor-records.en.xlsx", "processor-records.sv.xlsx", "records.jsonld"] {
        private(&service.0.path(&format!("export/{file}")));
    }
    let linked: serde_json::Value = serde_json::from_str(&service.0.read("export/records.jsonld")).unwrap();
    let of = |customer: usize| {
        let id = format!("-for-{customer}");
        let graph = linked["@graph"].as_array().unwrap().iter();
        let mut theirs = graph.filter(move |node| node["@id"].as_str().unwrap().ends_with(&id));
        theirs.any(|node| node["dpv:hasStorageCondition"].to_string().contains("\"P14D\""))
    };
    assert_eq!([of(0), of(1), of(2)], [true, false, false], "{export:?}");
    for name in ["Alfahuset AB", "Betakontoret AB", "Ondskan"] {
        assert!(record.contains(name), "{name}: {all:?}\n{record}");
    }
    assert!(!record.contains('\u{202e}') && !record.contains("<script>"), "{record}");
}

/// Only its owner can read a file.
fn private(path: &Path) {
    let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "{}", path.display());
}

/// Art. 30(2)(a): the record names each controller and how to reach it. The message names it by its number.
#[test]
fn a_record_with_a_customer_whom_nobody_can_reach_is_incomplete() {
    let service = Service::new();
    service.does(&["register", "add", "customer", "--name", "Deltadata AB"]);
    for words in [&["build", "--only", "processor-records", "--lang", "en"][..], &["export", "--lang", "en"]]
    {
        let ran = service.tries(&[&["documents"][..], words].concat());
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.stdout.contains("30(2)(a)") && ran.stdout.contains("(register 7)"), "{ran:?}");
        assert!(!format!("{ran:?}").contains("Deltadata"), "{ran:?}");
    }
    assert!(!service.0.path("documents/processor-records.en.html").exists());
}

#[test]
fn general_terms_that_name_the_customer_name_it_in_its_own_bundle_alone() {
    let service = Service::new();
    let terms = "# Villkor\n\nVillkoren gäller mellan {{processor.name}} och {{ customer.name }}.\n";
    service.0.write("policy/templates/sv/terms.md", terms);
    let ran = service.bundles(&["--customer", "1,2", "--lang", "sv"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for (customer, own) in [(1, "Alfahuset AB"), (2, "Betakontoret AB")] {
        let text = service.text(&format!("bundles/customer-{customer}.sv.pdf"));
        assert!(text.contains(&format!("Villkoren gäller mellan Pratbubblan AB och {own}.")), "{text}");
    }
}

#[test]
fn which_general_terms_apply_is_never_decided_silently() {
    let place = Place::empty();
    place.gallra("init --kind web-host");
    place.gallra("documents build --only notice --lang sv --format pdf --out made");
    place.write("policy/templates/sv/terms.md", "# Villkor\n\nDe här gäller.\n");
    assert_eq!(place.gallra("check").code, Some(0));
    fs::copy(place.path("made/notice.sv.pdf"), place.path("policy/templates/sv/terms.pdf")).unwrap();
    for (words, told) in
        [("check", "which of them apply"), ("check --lang sv", "vilka som gäller framgår inte")]
    {
        let ran = place.gallra(words);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let said = format!("{} {}", ran.stdout, ran.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("sv/terms.pdf") && said.contains(told), "{ran:?}");
    }
}

#[test]
fn where_the_log_is_served_is_an_address() {
    let place = Place::empty();
    place.gallra("init --kind web-host");
    for wrong in ["javascript:alert(1)", "foo bar", "", "http://log.example", "https://", "https:///x"] {
        let ran = place.run(&["documents", "live", "--log-url", wrong]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
    }
}

pub(super) fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}
