//! Every page of every example company is HTML that a strict parser accepts.

use std::process::Command;

use gallra_documents::live::{Measured, build as live};
use gallra_documents::pdf::{Logo, LogoForm, Look};
use gallra_documents::{Controller, Kind, archive, build, html};
use gallra_rules::policy::PolicySet;
use gallra_rules::scaffold;
use jiff::civil::date;

use crate::support::{SMALL, edition, example, language, policy};
use crate::{answer, letters};

/// Every page there is: name and HTML.
pub(crate) fn all() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (company, _, _) in scaffold::KINDS.iter().filter(|(kind, _, _)| *kind != "empty") {
        let policy = example(company);
        for code in ["sv", "en"] {
            for kind in Kind::ALL.into_iter().filter(|kind| kind.applies(&policy)) {
                let built = build(&policy, kind, &language(code), &[]);
                let page = html::render(&built.document, &edition(), &built.banner(), &Look::default());
                all.push((format!("{company}-{kind}-{code}"), page));
            }
            let built = live(&policy, &language(code), &Measured::default());
            all.push((
                format!("{company}-live-{code}"),
                html::render(&built.document, &edition(), &[], &Look::default()),
            ));
        }
    }
    // Long words side by side, and a letter's worth of them in every place that is no cell.
    for code in ["sv", "en"] {
        let built = build(&long(), Kind::ProcessorRecords, &language(code), &long_names());
        let page = html::render(&built.document, &edition(), &built.banner(), &Look::default());
        all.push((format!("long-{code}"), page));
    }
    // One company's looks: a colour that has to be lit up for the dark, a logo, and both on a letter and on the list.
    let look = company();
    let policy = example("web-host");
    for (name, code) in [("looks-sv", "sv"), ("looks-en", "en")] {
        let built = build(&policy, Kind::Notice, &language(code), &[]);
        let page = html::render(&built.document, &edition(), &["Utkast".to_owned()], &look);
        all.push((name.to_owned(), page));
    }
    // The lightest grey that a heading may have is too light for a link in a note: links are darker then.
    let pale = Look { accent: Some([0x76; 3]), dark: Some([0x82; 3]), ..look.clone() };
    let built = live(&policy, &language("sv"), &Measured::default());
    all.push(("looks-pale-sv".to_owned(), html::render(&built.document, &edition(), &[], &pale)));
    all.push(("looks-letter-sv".to_owned(), letters::page("erasure", "sv", &look)));
    all.extend(letters::pages());
    all.extend(answer::pages());
    let file = |language: &str| archive::ListedFile {
        document: "notice".to_owned(),
        language: language.to_owned(),
        form: "html".to_owned(),
        version: "3f9a12".to_owned(),
        since: (language == "en").then(|| date(2026, 11, 20)),
        path: format!("archive/1/notice.{language}.html"),
    };
    let listed =
        |number| archive::Listed { number, date: date(2026, 11, 22), files: vec![file("sv"), file("en")] };
    all.push(("index".to_owned(), archive::page(&[listed(1), listed(2)], &Look::default())));
    all.push(("looks-index".to_owned(), archive::page(&[listed(1), listed(2)], &look)));
    all
}

/// A company whose name has no place to break a line.
pub(crate) fn long() -> PolicySet {
    policy(&SMALL.replace("Exempelhotellet AB", &"Personuppgiftsbiträdesfilialsamordning".repeat(3)))
}

/// Customers whose names and addresses have none either.
pub(crate) fn long_names() -> Vec<Controller> {
    let of = |name: &str, contact: &str| Controller {
        name: name.to_owned(),
        number: "556000-0001".to_owned(),
        contact: contact.to_owned(),
        representative: "representative.in.the.union@folktandvardskliniken-solberga.example".to_owned(),
        dpo: "dataskyddsombud.personuppgifter@folktandvardskliniken-solberga.example".to_owned(),
        ..Controller::default()
    };
    vec![
        of(
            "Folktandvårdskliniken Solberga AB",
            "integritet.personuppgifter@folktandvardskliniken-solberga.example, Gatan 1",
        ),
        of(&"Ändlös".repeat(40), &"x".repeat(300)),
        of("Bageriet AB", "info@bageriet.example"),
    ]
}

/// What a company has of its own.
pub(crate) fn company() -> Look {
    let logo = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 190 40"><rect width="40" height="40" rx="8" fill="#7a1f2b"/><text x="52" y="29" font-size="26" font-family="sans-serif" fill="#333">Webb&amp;Co</text></svg>"##;
    Look {
        name: "Webbvärden \"Exempel\" <AB>".to_owned(),
        accent: Some([0x7a, 0x1f, 0x2b]),
        logo: Some(Logo { form: LogoForm::Svg, bytes: logo.into() }),
        ..Look::default()
    }
}

fn python() -> std::path::PathBuf {
    let given = std::env::var_os("GALLRA_TEST_PYTHON").map(std::path::PathBuf::from);
    given.unwrap_or_else(|| {
        std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../.tools/venv/bin/python")
    })
}

/// Set `GALLRA_PAGES_OUT` to look at the pages.
fn written() -> (tempfile::TempDir, usize) {
    let folder = tempfile::tempdir().unwrap();
    let all = all();
    if let Some(kept) = std::env::var_os("GALLRA_PAGES_OUT").map(std::path::PathBuf::from) {
        for (name, page) in &all {
            std::fs::write(kept.join(format!("{name}.html")), page).unwrap();
        }
    }
    for (name, page) in &all {
        std::fs::write(folder.path().join(format!("{name}.html")), page).unwrap();
    }
    (folder, all.len())
}

#[test]
fn every_page_is_accepted_by_a_strict_parser() {
    let (folder, count) = written();
    let script = "import sys, pathlib, html5lib
for file in sorted(pathlib.Path(sys.argv[1]).glob('*.html')):
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(file.read_text())
    for place, fault, _ in parser.errors: print(file.name, place, fault)
print('read', len(list(pathlib.Path(sys.argv[1]).glob('*.html'))))";
    let output = Command::new(python()).args(["-c", script]).arg(folder.path()).output();
    let output = output.expect("run scripts/install-test-tools.sh");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("read {count}\n"));
}

/// axe-core in Chromium, in the dark on a phone and in the light on a desk: no violation of any rule that it has switched on,
/// and nothing to scroll sideways.
#[test]
fn no_page_shuts_anybody_out() {
    let (folder, count) = written();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/axe.py");
    let output = Command::new(python()).arg(script).arg(folder.path()).output();
    let output = output.expect("run scripts/install-test-tools.sh");
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(told, format!("looked at {} pages\n", 2 * count));
}

/// A page that says its language wrongly is read out wrongly.
#[test]
fn every_page_says_its_language() {
    for (name, page) in all() {
        let code = if name.ends_with("-sv") { "sv" } else { "en" };
        assert!(page.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{code}\">")), "{name}");
    }
}
