//! Documents and letters on paper, and what a company has of its own under `templates/`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use super::bundle::{Service, extension, text_of};
use super::support::{Place, assert_transcript, story};

#[test]
fn every_document_is_paper_too_and_what_was_published_is_told_in_words() {
    let place = Place::empty();
    place.gallra("init --kind web-host");
    place.write(
        "customers.csv",
        "name;number;contact\nBryggeriet i Dalen AB;556000-0001;info@bryggeriet.example\n",
    );
    place.write("policy/templates/brand.yaml", "colour: \"#7a1f2b\"\nlogo: logo.svg\n");
    place.write("policy/templates/logo.svg", LOGO);
    let ran = place.gallra("documents build --controllers customers.csv --format html,md,pdf --json");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let mut pdfs = 0;
    for document in ran.json()["documents"].as_array().unwrap() {
        assert_eq!(document["unshown"], 0, "{document}");
        let [html, md, pdf] = [0, 1, 2].map(|at| document["files"][at]["path"].as_str().unwrap().to_owned());
        assert_eq!([&html, &md, &pdf].map(|path| extension(path)), ["html", "md", "pdf"], "{document}");
        let claims = Command::new("pdfinfo").arg("-meta").arg(place.path(&pdf)).output().unwrap();
        let claims = String::from_utf8_lossy(&claims.stdout).into_owned();
        for claim in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
            assert!(claims.contains(claim), "{pdf}: {claim}\n{claims}");
        }
        let text = text_of(&place.path(&pdf));
        assert!(text.contains(document["version"].as_str().unwrap()), "{pdf} carries its version");
        pdfs += 1;
    }
    assert_eq!(pdfs, 16, "eight documents, two languages");
    let published = place.gallra("documents publish --only notice --lang sv,en --format html,pdf");
    assert_eq!(published.code, Some(0), "{published:?}");
    assert_transcript!(
        "verify_published",
        story(&[place.gallra("verify"), place.gallra("verify --lang sv")])
    );
    let json = place.gallra("verify --json").json();
    let sealed = json["published"].as_array().unwrap();
    assert_eq!(sealed.len(), 4, "{json}");
    for one in sealed {
        let name = format!(
            "published/current/{}.{}.{}",
            "notice",
            one["language"].as_str().unwrap(),
            one["form"].as_str().unwrap()
        );
        let summed = Command::new("sha256sum").arg(place.path(&name)).output().unwrap();
        assert!(
            String::from_utf8(summed.stdout).unwrap().starts_with(one["file"].as_str().unwrap()),
            "{name}"
        );
    }
}

const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="40" height="40" rx="8" fill="#7a1f2b"/><circle cx="80" cy="20" r="16" fill="#c9ced6"/></svg>"##;

#[test]
fn what_is_wrong_under_templates_is_told_as_the_policy_is() {
    let place = Place::empty();
    place.gallra("init --kind web-host");
    let sound = place.gallra("check");
    assert_eq!(sound.code, Some(0), "{sound:?}");
    place.write(
        "policy/templates/brand.yaml",
        "colour: \"#f5c542\"\ncolour_dark: \"#1d4e79\"\nlogo: crest.svg\n",
    );
    place.write(
        "policy/templates/sv/agreement.md",
        "# Avtal\n\nMellan {{processor.name}} och {{custmer.name}}.\n\n![bild](x.png)\n",
    );
    place.write("policy/templates/en/terms.md", "# Terms\n\nOpen {{customer.name\n");
    place.write("policy/templates/en/terms.txt", "Nobody reads this.\n");
    place.write("policy/templates/tlh/agreement.md", "# nuqneH\n");
    fs::write(place.path("policy/templates/logo.png"), b"no picture").unwrap();
    let lines = ["check", "check --lang sv", "documents build --only notice --format pdf"];
    let ran = lines.map(|line| place.gallra(line));
    assert!(ran.iter().all(|ran| ran.code == Some(1)), "{ran:?}");
    assert!(!place.path("documents").exists(), "nothing is written");
    let json = place.gallra("check --json").json();
    assert!(json["diagnostics"].to_string().contains("templates/sv/agreement.md"), "{json}");
    assert_transcript!("templates", story(&ran));
    // The policy itself is sound: what does not need documents goes on.
    assert_eq!(place.gallra("plan").code, place_without_templates(), "plans do not read templates");
}

/// What `plan` answers where there is no system to look at.
fn place_without_templates() -> Option<i32> {
    let place = Place::empty();
    place.gallra("init --kind web-host");
    place.gallra("plan").code
}

#[test]
fn a_clause_of_fifty_thousand_characters_is_set_whole() {
    let service = Service::new();
    let long = "Parterna är överens om allt som står här. ".repeat(1200);
    let clause = format!("# Klausul 1\n\n{long}SLUTORDET.\n");
    assert!(clause.chars().count() > 50_000);
    service.0.write("policy/templates/sv/agreement.md", &clause);
    let ran = service.bundles(&["--customer", "1", "--lang", "sv"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let text = service.text("bundles/customer-1.sv.pdf");
    assert!(text.contains("SLUTORDET.") && text.matches("Parterna är överens").count() == 1200, "{text}");
    service.0.write("policy/templates/sv/agreement.md", &"x".repeat((1 << 20) + 1));
    let ran = service.bundles(&["--customer", "1", "--lang", "sv"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("1\u{a0}024 kB"), "{ran:?}");
}

/// What the letter says on paper, if it claims what every letter of Gallra's claims.
fn letter_of(service: &Service, file: &str, language: &str) -> String {
    let meta = Command::new("pdfinfo").arg("-meta").arg(service.0.path(file)).output().unwrap();
    let meta = String::from_utf8_lossy(&meta.stdout).into_owned();
    let language = format!("<rdf:li>{language}</rdf:li>");
    for claim in ["<pdfaid:part>2<", "<pdfuaid:part>1<", language.as_str()] {
        assert!(meta.contains(claim), "{file}: {claim}\n{meta}");
    }
    let mode = fs::metadata(service.0.path(file)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "{file}");
    service.text(file)
}

#[test]
fn letters_about_agreements_come_on_paper_in_either_language() {
    let service = Service::new();
    let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 10\"><rect width=\"40\" height=\"10\"/></svg>";
    service.0.write("policy/templates/logo.svg", logo);
    for (language, title, sent, end) in [
        ("sv", "Ett avtal om de personuppgifter", "Med vänlig hälsning", "Vad som händer med era uppgifter"),
        ("en", "An agreement on the personal data", "Yours sincerely,", "What becomes of your data"),
    ] {
        let in_it = ["--format", "pdf", "--lang", language];
        let missing =
            service.tries(&[&["agreements", "missing", "--letters", language][..], &in_it].concat());
        assert_eq!(missing.code, Some(1), "{missing:?}");
        let letter = letter_of(&service, &format!("{language}/dpa-3.pdf"), language);
        for said in [title, sent, "<script>x()</script> #panic(1) {{customer.name}} AB", "Pratbubblan AB"] {
            assert!(letter.contains(said), "{said}: {letter}");
        }
        let file = format!("{language}-ending.md");
        service.does(&[&["agreements", "ending", "1", "--letter", &file][..], &in_it].concat());
        let letter = letter_of(&service, &file.replace(".md", ".pdf"), language);
        for said in [end, "Alfahuset AB", "chats"] {
            assert!(letter.contains(said), "{said}: {letter}");
        }
        assert!(!letter.contains("KUND-") && !letter.contains("Betakontoret"), "{letter}");
    }
    let alone = service.tries(&["agreements", "missing", "--format", "pdf"]);
    assert_eq!(alone.code, Some(2), "paper of what is not written: {alone:?}");

    // One that was agreed on and ended long ago.
    for line in [
        "draft 2 service --text standard.md --on 2025-01-10",
        "offer 7 --on 2025-01-10",
        "accept 7 --who Ada --from 192.0.2.7 --text standard.md --on 2025-01-15",
        "end 7 --last-day 2025-12-31",
    ] {
        let words = ["agreements"].into_iter().chain(line.split(' '));
        service.does(&words.collect::<Vec<_>>());
    }
    let issued = service.does(&["agreements", "certificate", "7", "--format", "pdf", "--json"]).json();
    let letter = letter_of(&service, issued["paper"].as_str().unwrap(), "en");
    assert!(letter.contains("Article 28(3)") || letter.contains("gallra verify"), "{letter}");
    assert!(!letter.contains("Betakontoret") && !letter.contains("Ada"), "{letter}");
}
