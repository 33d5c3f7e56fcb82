//! Letters: every outcome has words in both languages, and the words are read.

mod erasure;
mod samples;

use gallra_documents::pdf::{Logo, LogoForm, Look};

use gallra_documents::letters::{
    Addressee, Code, CustomerNotice, Head, Letter, RecipientNotice, Sender, write,
};
use gallra_documents::tree::words;
use jiff::civil::date;

use crate::pdf::{asked, kept, text_of};
use crate::support::{SMALL, language, policy};

fn head(code: &str) -> Head {
    Head {
        from: Sender::of(&policy(SMALL), &language(code)),
        to: Addressee {
            name: "Ada Exempel".to_owned(),
            lines: vec!["Exempelgatan 1".to_owned(), "123 45 Exempelstad".to_owned()],
        },
        day: date(2026, 11, 22),
        reference: Some("2026-14".to_owned()),
        signed: Some("Kim Exempel, dataskyddsombud".to_owned()),
    }
}

/// Every letter as a page, for those who look whether pages are well made.
pub(crate) fn pages() -> Vec<(String, String)> {
    let of = |code: &'static str| {
        let letters = samples::all(code).into_iter();
        letters.map(move |(name, letter)| {
            (
                format!("letter-{name}-{code}"),
                write(&letter, &head(code), &language(code)).html(&Look::default()),
            )
        })
    };
    of("sv").chain(of("en")).collect()
}

/// One letter as a page in a company's looks.
pub(crate) fn page(name: &str, code: &str, look: &Look) -> String {
    let found = samples::all(code).into_iter().find(|(known, _)| *known == name);
    write(&found.unwrap().1, &head(code), &language(code)).html(look)
}

#[test]
fn every_letter_reads_well_in_both_languages() {
    for code in ["sv", "en"] {
        for (name, letter) in samples::all(code) {
            let written = write(&letter, &head(code), &language(code));
            assert_eq!(written.missing, [], "{name} {code}");
            insta::assert_snapshot!(format!("{name}-{code}"), written.text());
        }
    }
}

#[test]
fn every_letter_on_paper_says_who_writes_to_whom_when_and_who_signs() {
    let logo = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#1d4e79"/></svg>"##;
    let logo = Some(Logo { form: LogoForm::Svg, bytes: logo.into() });
    let look = Look { name: "Exempelhotellet AB".to_owned(), logo, ..Look::default() };
    for code in ["sv", "en"] {
        for (name, letter) in samples::all(code) {
            let written = write(&letter, &head(code), &language(code));
            let pdf = written.pdf(&look).unwrap();
            kept(&format!("letter-{name}-{code}"), &pdf.bytes);
            assert!(pdf.archivable && pdf.unshown.is_empty(), "{name} {code}: {:?}", pdf.unshown);
            let text = text_of(&pdf.bytes).replace('\u{a0}', " ");
            let head = written.document.letterhead.unwrap();
            let all = head.from.iter().chain(&head.to).map(|line| words(line));
            let all = all.chain([head.day, words(&head.questions)]).chain(head.reference).chain(head.closing);
            for line in all {
                let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(text.contains(&line), "{name} {code}: `{line}` is missing in\n{text}");
            }
            let info = asked("pdfinfo", &["FILE"], &pdf.bytes);
            assert!(
                info.contains("Tagged:          yes") && info.contains(&written.document.title),
                "{info}"
            );
            let policy = format!("{}:", written.document.labels.policy);
            assert!(!text.contains(&policy), "a letter has no edition: {text}");
        }
    }
}

/// What is given to a Swedish letter is Swedish, so English words in it would be ours.
#[test]
fn no_swedish_letter_has_english_in_it() {
    let english = ["the", "and", "you", "your", "have", "with", "that", "not", "of", "for", "is"];
    for (name, letter) in samples::all("sv") {
        let text = write(&letter, &head("sv"), &language("sv")).text();
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            assert!(!english.contains(&word.to_lowercase().as_str()), "{name}: `{word}` in\n{text}");
        }
    }
}

#[test]
fn a_letter_is_a_page_without_contents_and_edition() {
    let (_, letter) = samples::all("sv").into_iter().find(|(name, _)| *name == "erasure").unwrap();
    let written = write(&letter, &head("sv"), &language("sv"));
    insta::assert_snapshot!("page-erasure-sv", written.html(&Look::default()));
    insta::assert_snapshot!("markdown-erasure-sv", written.markdown());
    assert!(!written.html(&Look::default()).contains("<nav"));
    assert!(written.text().lines().all(|line| line.chars().count() <= 76));
}

#[test]
fn whoever_does_not_get_all_they_asked_for_is_told_of_complaint_and_court() {
    let with = ["refused", "extended", "erasure", "objection-refused", "access", "reviewed", "unrestricted"];
    let without = ["acknowledged-access", "code", "erasure-all", "marketing-stopped", "rectified"];
    let letters = samples::all("en");
    let text = |name: &str| {
        let (_, letter) = letters.iter().find(|(one, _)| *one == name).unwrap_or_else(|| panic!("{name}"));
        write(letter, &head("en"), &language("en")).text().replace('\n', " ")
    };
    for name in with {
        assert!(text(name).contains("complain to the supervisory authority"), "{name}");
        assert!(text(name).contains("take the matter to court"), "{name}");
    }
    for name in without {
        assert!(!text(name).contains("complain to the supervisory authority"), "{name}");
    }
}

#[test]
fn what_a_letter_knows_of_a_person_is_not_printed() {
    let letters = [
        Letter::Code(Code { code: "hemligt-7".to_owned(), minutes: 10 }),
        Letter::CustomerNotice(CustomerNotice {
            kind: gallra_rules::request::Kind::Access,
            received: date(2026, 11, 2),
            last_day: date(2026, 12, 2),
            about: "hemligt-7".to_owned(),
            identity: None,
            held: Vec::new(),
        }),
        Letter::RecipientNotice(RecipientNotice {
            what: gallra_documents::letters::What::Erased,
            on: date(2026, 11, 20),
            about: "hemligt-7".to_owned(),
            data: vec!["hemligt-7".to_owned()],
            answer_by: date(2026, 12, 20),
        }),
    ];
    for letter in letters {
        let printed = format!("{letter:?}");
        assert!(!printed.contains("hemligt"), "{printed}");
        let text = write(&letter, &head("sv"), &language("sv")).text();
        assert!(text.contains("hemligt-7"), "{text}");
    }
    let printed = format!("{:?}", head("sv"));
    assert!(!printed.contains("Ada") && !printed.contains("Exempelgatan"), "{printed}");
}

#[test]
fn nothing_that_is_put_into_a_letter_becomes_markup() {
    let mut head = head("sv");
    head.to.name = "<script>alert(1)</script>\u{202e}".to_owned();
    head.signed = Some("<b>\u{202e}".to_owned());
    let (_, letter) = samples::all("sv").into_iter().find(|(name, _)| *name == "code").unwrap();
    let page = write(&letter, &head, &language("sv")).html(&Look::default());
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script") && !page.contains("<b>"), "{page}");
    assert!(!page.contains('\u{202e}'));
}
