//! Documents on paper, judged by programs that others wrote: `qpdf`, `pdfinfo`, `pdffonts`, `pdftotext`.

use std::fs;
use std::path::Path;
use std::process::Command;

use gallra_documents::pdf::{Cover, Logo, LogoForm, Look, Part, PdfFault, bind, render};
use gallra_documents::{Built, Controller, Customer, Kind, build, own_text};
use gallra_rules::scaffold;

use crate::support::{SMALL, edition, example, language, policy};

fn look() -> Look {
    Look { name: "Exempelhotellet AB".to_owned(), ..Look::default() }
}

/// What a program says of a PDF.
pub(crate) fn asked(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.pdf");
    fs::write(&path, pdf).unwrap();
    let at = arguments.iter().map(|one| if *one == "FILE" { path.as_os_str() } else { one.as_ref() });
    let output = Command::new(program).args(at).output();
    let output = output.unwrap_or_else(|_| panic!("{program} is missing: ./test installs it"));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program}: {told}{}", String::from_utf8_lossy(&output.stderr));
    told
}

pub(crate) fn text_of(pdf: &[u8]) -> String {
    asked("pdftotext", &["-enc", "UTF-8", "FILE", "-"], pdf).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Set `GALLRA_PDF_OUT` to look at the pages.
pub(crate) fn kept(name: &str, pdf: &[u8]) {
    if let Some(folder) = std::env::var_os("GALLRA_PDF_OUT") {
        fs::write(Path::new(&folder).join(format!("{name}.pdf")), pdf).unwrap();
    }
}

#[test]
fn every_document_of_the_five_companies_becomes_a_tagged_and_archivable_pdf_in_both_languages() {
    for (company, _, _) in scaffold::KINDS.iter().filter(|(kind, _, _)| *kind != "empty") {
        let policy = example(company);
        for kind in Kind::ALL.into_iter().filter(|kind| kind.applies(&policy)) {
            for code in ["sv", "en"] {
                let Built { document, .. } = build(&policy, kind, &language(code), &[]);
                let pdf = render(&document, &edition(), &[], &look()).unwrap();
                kept(&format!("{company}-{kind}-{code}"), &pdf.bytes);
                assert!(
                    pdf.archivable && pdf.unshown.is_empty(),
                    "{company} {kind} {code}: {:?}",
                    pdf.unshown
                );
            }
        }
    }
}

#[test]
fn a_pdf_says_what_it_is_and_has_all_that_it_needs_in_itself() {
    let Built { document, .. } = build(&example("web-host"), Kind::Notice, &language("sv"), &[]);
    let pdf = render(&document, &edition(), &[], &look()).unwrap().bytes;
    asked("qpdf", &["--check", "FILE"], &pdf);
    let info = asked("pdfinfo", &["FILE"], &pdf);
    for claim in [
        "Tagged:          yes",
        "Page size:       595.276 x 841.89 pts (A4)",
        &document.title,
        "JavaScript:      no",
    ] {
        assert!(info.contains(claim), "{claim}\n{info}");
    }
    let claims = asked("pdfinfo", &["-meta", "FILE"], &pdf);
    for claim in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<rdf:li>sv</rdf:li>"] {
        assert!(claims.contains(claim), "{claim}\n{claims}");
    }
    // emb, sub and uni: every font is in the file, and its characters have meanings.
    let fonts = asked("pdffonts", &["FILE"], &pdf);
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(rows.len() >= 2 && rows.iter().all(|row| row.contains("yes yes yes")), "{fonts}");
    let plain = asked("qpdf", &["--qdf", "--object-streams=disable", "FILE", "-"], &pdf);
    assert!(plain.contains("/Lang (sv)") && plain.contains("/DisplayDocTitle true"));
}

#[test]
fn a_reader_who_listens_gets_headings_tables_and_lists_in_order() {
    let Built { document, .. } = build(&example("web-host"), Kind::Notice, &language("en"), &[]);
    let pdf = render(&document, &edition(), &[], &look()).unwrap().bytes;
    let structure = asked("pdfinfo", &["-struct-text", "FILE"], &pdf);
    for tag in ["H1", "H2", "H3", "Table", "TH", "TD", "L", "LI", "Link"] {
        let tagged = |line: &str| line.trim().split(|c: char| !c.is_alphanumeric()).next() == Some(tag);
        assert!(structure.lines().any(tagged), "{tag}\n{structure}");
    }
    let headings: Vec<&str> = document.sections.iter().map(|section| section.heading.as_str()).collect();
    let text = structure.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut from = 0;
    for heading in headings {
        let at = text.get(from..).and_then(|rest| rest.find(heading));
        from += at.unwrap_or_else(|| panic!("{heading} does not follow"));
    }
}

/// Name, left, right, top and bottom of every word, page by page, as another program sees them.
fn boxes(pdf: &[u8]) -> Vec<Vec<(String, [f64; 4])>> {
    let told = asked("pdftotext", &["-bbox", "FILE", "-"], pdf);
    let of = |line: &str, name: &str| {
        let value = line.split_once(&format!("{name}=\""))?.1.split('"').next()?;
        value.parse::<f64>().ok()
    };
    let word = |line: &str| {
        let text = line.split_once("\">")?.1.strip_suffix("</word>")?.to_owned();
        Some((text, [of(line, "xMin")?, of(line, "xMax")?, of(line, "yMin")?, of(line, "yMax")?]))
    };
    told.split("<page ").skip(1).map(|page| page.lines().filter_map(word).collect()).collect()
}

/// Long words in narrow columns, names without end, and a table of twenty columns.
#[test]
fn nothing_in_a_table_is_printed_over_its_neighbour_or_past_the_margin() {
    let mut controllers = crate::valid::long_names();
    for number in 0..30 {
        controllers.push(Controller {
            name: format!("Bostadsrättsföreningen Sjöutsikten {number}"),
            number: format!("556000-{number:04}"),
            contact: format!("Storgatan {number}, 111 22 Stockholm, integritet@sjoutsikten{number}.example"),
            dpo: "Åsa Prov, dso@sjoutsikten.example".to_owned(),
            ..Controller::default()
        });
    }
    let terms = format!(
        "# Villkor\n\n|{}\n|{}\n|{}\n",
        "Kolumnrubrik|".repeat(20),
        "---|".repeat(20),
        "a.mycket.lång@adress.example|".repeat(20)
    );
    for (name, policy) in [("long", crate::valid::long()), ("web-host", example("web-host"))] {
        for code in ["sv", "en"] {
            let customer = Customer { who: controllers[0].clone(), ..Customer::default() };
            let mut documents =
                vec![build(&policy, Kind::ProcessorRecords, &language(code), &controllers).document];
            documents.push(own_text(&policy, &language(code), &customer, &terms));
            for (at, document) in documents.iter().enumerate() {
                let look = Look { name: policy.organisation.name.clone(), ..Look::default() };
                let pdf = render(document, &edition(), &[], &look).unwrap();
                kept(&format!("tables-{name}-{at}-{code}"), &pdf.bytes);
                for (page, words) in (1..).zip(boxes(&pdf.bytes)) {
                    for (at, (word, [left, right, top, bottom])) in words.iter().enumerate() {
                        assert!(*left > 64.0 && *right < 531.5, "page {page}: {word} from {left} to {right}");
                        assert!(*top > 20.0 && *bottom < 830.0, "page {page}: {word} at {top}");
                        let over = words.iter().skip(at + 1).find(|(_, [start, end, above, below])| {
                            let wide = right.min(*end) - left.max(*start);
                            wide > 0.5 && bottom.min(*below) - top.max(*above) > (bottom - top) / 2.0
                        });
                        assert!(over.is_none(), "{name} {code}, page {page}: {word} over {over:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_same_document_is_the_same_file() {
    let Built { document, .. } = build(&policy(SMALL), Kind::Notice, &language("sv"), &[]);
    let [one, other] = [(); 2].map(|()| render(&document, &edition(), &[], &look()).unwrap().bytes);
    assert!(one == other);
}

#[test]
fn markup_in_a_name_is_text() {
    let name = r#"#panic("x") $1/0$ [*AB*] <b>fet</b> \ `code` _u_ = H // c @ref {{customer.name}}"#;
    let hostile = SMALL.replace("Exempelhotellet AB", &format!("'{name}'"));
    let Built { document, .. } = build(&policy(&hostile), Kind::Notice, &language("sv"), &[]);
    let pdf = render(&document, &edition(), &[], &Look { name: name.to_owned(), ..Look::default() }).unwrap();
    assert!(text_of(&pdf.bytes).contains(name), "{}", text_of(&pdf.bytes));
    asked("qpdf", &["--check", "FILE"], &pdf.bytes);
}

#[test]
fn names_in_other_scripts_are_shown_and_what_no_font_has_is_told() {
    let foreign = SMALL.replace("Exempelhotellet AB", "Ελλάδα Київ Łódź מאפייה مخبز 東京 🍞");
    let Built { document, .. } = build(&policy(&foreign), Kind::Notice, &language("sv"), &[]);
    let pdf = render(&document, &edition(), &[], &look()).unwrap();
    kept("scripts", &pdf.bytes);
    assert_eq!(pdf.unshown, ['京', '東', '🍞']);
    assert!(pdf.archivable);
    let text = text_of(&pdf.bytes);
    for word in ["Ελλάδα", "Київ", "Łódź", "מאפייה"] {
        assert!(text.contains(word), "{word}\n{text}");
    }
}

#[test]
fn a_name_that_turns_the_text_around_it_does_not() {
    let hostile = SMALL.replace("Exempelhotellet AB", "\"Hotell\\u202eBA\"");
    let Built { document, .. } = build(&policy(&hostile), Kind::Notice, &language("sv"), &[]);
    let pdf = render(&document, &edition(), &[], &look()).unwrap();
    assert!(text_of(&pdf.bytes).contains("Hotell\u{fffd}BA"));
}

#[test]
fn a_draft_says_so_on_every_page() {
    let Built { document, .. } = build(&policy(SMALL), Kind::Notice, &language("sv"), &[]);
    let banner = ["Får inte publiceras".to_owned(), "något saknas".to_owned()];
    let pdf = render(&document, &edition(), &banner, &look()).unwrap().bytes;
    let pages = asked("pdftotext", &["FILE", "-"], &pdf);
    let pages: Vec<&str> = pages.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert!(pages.len() > 1 && pages.iter().all(|page| page.contains("UTKAST")), "{pages:?}");
    assert!(pages.iter().enumerate().all(|(at, page)| page.contains(&format!(
        "Sida {} av {}",
        at + 1,
        pages.len()
    ))));
}

const PICTURE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="40" height="40" rx="8" fill="#0b6e4f"/><circle cx="80" cy="20" r="18" fill="#08a045"/></svg>"##;

#[test]
fn a_logo_is_a_picture_with_words_and_one_that_is_none_is_refused() {
    let Built { document, .. } = build(&policy(SMALL), Kind::Notice, &language("sv"), &[]);
    let with = |form, bytes: &[u8]| {
        let look = Look {
            logo: Some(Logo { form, bytes: bytes.to_vec() }),
            accent: Some([0x0b, 0x6e, 0x4f]),
            ..look()
        };
        render(&document, &edition(), &[], &look)
    };
    let pdf = with(LogoForm::Svg, PICTURE.as_bytes()).unwrap();
    kept("logo", &pdf.bytes);
    let plain = asked("qpdf", &["--qdf", "--object-streams=disable", "FILE", "-"], &pdf.bytes);
    assert!(plain.contains("/Alt (Exempelhotellet AB)"));
    assert_eq!(with(LogoForm::Png, b"no picture").unwrap_err(), PdfFault::Logo);
    assert_eq!(with(LogoForm::Svg, b"<svg").unwrap_err(), PdfFault::Logo);
    // A picture cannot fetch anything: one that tries is refused.
    let elsewhere =
        PICTURE.replace("<circle", r#"<image href="/etc/hostname" width="9" height="9"/><circle"#);
    assert_eq!(with(LogoForm::Svg, elsewhere.as_bytes()).unwrap_err(), PdfFault::Logo);
}

#[test]
fn a_bundle_has_a_cover_with_contents_and_pages_that_somebody_else_made_take_its_claims_away() {
    let policy = example("hosting-company");
    let documents = [Kind::Agreement, Kind::Instruction, Kind::Notice]
        .map(|kind| build(&policy, kind, &language("sv"), &[]).document);
    let edition = edition();
    let mut parts: Vec<Part<'_>> = documents.iter().map(|it| Part::Document(it, &edition, &[])).collect();
    let cover =
        Cover { title: "Avtal".to_owned(), lines: vec![("Kund".to_owned(), "Bageriet AB".to_owned())] };
    let pdf = bind(Some(&cover), &parts, &edition, "sv", &look()).unwrap();
    kept("bundle", &pdf.bytes);
    assert!(pdf.archivable);
    let first = asked("pdftotext", &["-layout", "-l", "1", "FILE", "-"], &pdf.bytes);
    for title in documents.iter().map(|document| &document.title) {
        assert!(first.contains(title.as_str()), "{title}\n{first}");
    }
    let foreign = render(&documents[1], &edition, &[], &look()).unwrap().bytes;
    parts.insert(1, Part::Foreign { title: "Allmänna villkor", bytes: &foreign });
    let pdf = bind(Some(&cover), &parts, &edition, "sv", &look()).unwrap();
    kept("bundle-foreign", &pdf.bytes);
    assert!(!pdf.archivable);
    assert!(!asked("pdfinfo", &["-meta", "FILE"], &pdf.bytes).contains("pdfaid"));
    assert_eq!(asked("pdfinfo", &["FILE"], &pdf.bytes).matches("Tagged:          yes").count(), 1);
    let broken = Part::Foreign { title: "x", bytes: b"%PDF-1.7 nothing" };
    assert_eq!(bind(None, &[broken], &edition, "sv", &look()).unwrap_err(), PdfFault::Foreign);
}
