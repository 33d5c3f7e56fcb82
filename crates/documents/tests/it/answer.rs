//! The page that answers a request for access or portability, read in both languages.

use std::collections::BTreeSet;

use gallra_documents::answer::{Answer, Cell, Column, Found, Mark, Part, Record, Whose, build};
use gallra_documents::pdf::Look;
use gallra_documents::{html, markdown};
use jiff::civil::date;

use crate::support::{edition, example, language};

fn column(name: &str, category: Option<&str>) -> Column {
    Column { name: name.to_owned(), category: category.map(str::to_owned) }
}

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

fn found(dataset: &str, records: [(Whose, u64); 3], columns: Vec<Column>, first: Vec<Record>) -> Found {
    let left_out = first.iter().flat_map(|record| &record.cells).filter_map(|cell| match cell {
        Cell::Marked(mark) => Some(*mark),
        _ => None,
    });
    Found {
        dataset: dataset.into(),
        records,
        columns,
        left_out: left_out.collect(),
        files: 0,
        file: format!("{dataset}.json"),
        first,
    }
}

fn record(whose: Whose, cells: Vec<Cell>) -> Record {
    Record { whose, restricted: false, cells }
}

fn counts(own: u64, shared: u64, others: u64) -> [(Whose, u64); 3] {
    [(Whose::Own, own), (Whose::Shared, shared), (Whose::Others, others)]
}

/// What somebody with an account, many logins and a few chats at the web host is told.
fn answer(part: Part) -> Answer {
    let customer = Record {
        restricted: true,
        ..record(
            Whose::Own,
            vec![text("Ada Exempel"), text("ada@exempel.example"), Cell::Marked(Mark::Secret), Cell::Empty],
        )
    };
    let columns = vec![
        column("name", Some("person.name")),
        column("email", Some("contact.email")),
        column("password", Some("account.secret")),
        column("other", Some("contact.other")),
    ];
    let logins = (1..=3).map(|day| {
        record(
            Whose::Own,
            vec![text(&format!("2026-11-0{day} 08:15:00")), text("192.0.2.0"), Cell::Bool(day != 2)],
        )
    });
    let chats = vec![
        record(Whose::Shared, vec![text("Hej, min server svarar inte."), Cell::Marked(Mark::Other)]),
        record(Whose::Others, vec![Cell::Marked(Mark::Review), Cell::File("files/1.png".to_owned())]),
    ];
    let mut chats =
        found("chat_messages", counts(0, 1, 1), vec![column("body", None), column("author", None)], chats);
    chats.files = 1;
    Answer {
        part,
        request: "2026-14".to_owned(),
        made: date(2026, 11, 22),
        expires: date(2026, 12, 22),
        found: vec![
            found("customers", counts(1, 0, 0), columns, vec![customer]),
            found(
                "logins",
                counts(12_345, 0, 0),
                vec![column("at", None), column("ip", Some("online.ip")), column("from_abroad", None)],
                logins.collect(),
            ),
            chats,
        ],
        not_checked: BTreeSet::from(["mail".into()]),
        by_hand: BTreeSet::new(),
        for_others: BTreeSet::from(["hosted_data".into()]),
        activities: ["customer_contacts", "login_protection", "internal_chat"].map(Into::into).into(),
    }
}

/// The pages, by name.
pub(crate) fn pages() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for code in ["sv", "en"] {
        for (part, name) in [(Part::Access, "access"), (Part::Portable, "portable")] {
            let built = build(&example("web-host"), &language(code), &answer(part));
            assert_eq!(built.missing, []);
            pages.push((
                format!("answer-{name}-{code}"),
                html::render(&built.document, &edition(), &[], &Look::default()),
            ));
        }
    }
    pages
}

#[test]
fn the_answer_reads_well_in_both_languages() {
    for code in ["sv", "en"] {
        let built = build(&example("web-host"), &language(code), &answer(Part::Access));
        let told = markdown::render(&built.document, &edition(), &[]);
        insta::assert_snapshot!(format!("access-{code}"), told);
    }
}

/// Who has received the data, and where to complain (Art. 15(1)(c), (f)).
#[test]
fn access_tells_recipients_and_the_authority_and_how_many_in_the_languages_way() {
    for (code, parts) in [
        (
            "sv",
            [
                "Juristbyrån Sjö AB (självständigt personuppgiftsansvarig), Sverige",
                "Integritetsskyddsmyndigheten",
                "12\u{a0}345 poster om dig",
            ],
        ),
        (
            "en",
            [
                "Juristbyrån Sjö AB (independent controller), Sweden",
                "Integritetsskyddsmyndigheten",
                "12,345 records about you",
            ],
        ),
    ] {
        let built = build(&example("web-host"), &language(code), &answer(Part::Access));
        let told = markdown::render(&built.document, &edition(), &[]);
        for part in parts {
            assert!(told.contains(part), "{part}\n{told}");
        }
    }
}
