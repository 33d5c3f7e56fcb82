//! Texts, logs, folders and the register.

use gallra_app::subject::find::Search;
use gallra_store::register::{Identifier, NewParty, PartyKind, Person, Role};

use super::{Company, records, search, theirs};
use crate::hostile::NOW;
use crate::support::{APPROVER, House, resting};

fn told(search: &Search) -> Vec<String> {
    let mut told: Vec<String> = search
        .mentions
        .iter()
        .map(|one| {
            let key = one.record.as_ref().map_or(String::new(), |(_, key)| format!(" {key}"));
            format!("{}.{}{key} by {}", one.dataset, one.column, one.by)
        })
        .collect();
    told.sort();
    told
}

#[tokio::test]
async fn texts_that_speak_of_somebody_are_mentions_and_never_records() {
    let company = Company::new("mentions").await;
    let context = company.open().await;
    let found = search(&context, &[("email", "anna.berg@example.com")]).await;
    assert_eq!(
        told(&found),
        ["orders.note 12 by email", "tickets.body 80 by name", "tickets.body 80 by number"],
        "what stands in her own order is no mention"
    );
    assert!(found.mentions.iter().any(|one| one.snippet == "Skicka kopia till anna.berg@example.com."));
    assert!(!records(&found).contains("12"));
    assert_eq!(found.datasets["tickets"].theirs, Some(2), "not the one in which her husband names her");
    assert!(!format!("{found:?}").contains("Skicka"));
}

const CITY: &str = "
CREATE TABLE member (no INTEGER PRIMARY KEY, mail TEXT, ip TEXT);
INSERT INTO member VALUES (4711, 'eva@example.com', '192.0.2.7'), (4712, 'ove@example.com', '192.0.2.8');
";

const LOG: &str = "\
192.0.2.7 - - [20/Nov/2026:07:43:00 +0100] \"GET /a HTTP/1.1\" 200 5\n\
192.0.2.8 - - [20/Nov/2026:07:44:00 +0100] \"GET /reset?mail=eva@example.com HTTP/1.1\" 200 5\n\
192.0.2.7 - - [20/Nov/2026:07:45:00 +0100] \"GET /b HTTP/1.1\" 200 5\n";

/// A house with logs, a folder for each customer, and the register.
fn rules(house: &House) -> String {
    let root = house.path();
    gallra_testkit::sqlite_cli(&root.join("city.sqlite"), CITY);
    for (file, text) in [
        ("logs/access.log", LOG),
        ("papers/4711/offer.txt", "Offert"),
        ("papers/4711/more/second.txt", "Offert 2"),
        ("papers/4712/letter.txt", "Hälsa till EVA@example.com och Eva Modin, 070-123 45 67."),
        ("papers/4712/scan.bin", "\0\u{1}eva@example.com"),
    ] {
        let file = root.join(file);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    let at = |name: &str| root.join(name).display().to_string();
    format!(
        "
systems:
  city: {{kind: sqlite, path: \"{}\", country: SE}}
  weblogs: {{kind: logs, path: \"{}\", format: combined, country: SE}}
  archive: {{kind: files, path: \"{}\", country: SE}}
  register: {{kind: register, country: SE}}
datasets:
  members: {{in: city, table: member, subject: {{customer_no: no, email: mail, ip: ip}}, about: [people]}}
  visits: {{in: weblogs, part: access.log, subject: {{ip: ip}}, fields: {{line: communication.content}}, about: [people]}}
  papers: {{in: archive, part: ., subject: {{customer_no: folder}}, fields: {{content: hosted.content}}, about: [people]}}
  clients: {{in: register, table: customers, about: [people]}}
  notes: {{in: register, table: notes, about: [people], belongs_to: {{clients: party}}}}
activities:{}",
        at("city.sqlite"),
        at("logs"),
        at("papers"),
        resting("members, visits, papers, clients, notes"),
    )
}

#[tokio::test]
async fn logs_folders_and_the_register_are_searched_and_the_trail_knows() {
    let house = House::new();
    let rules = rules(&house).replace(", belongs_to: {clients: party}", "");
    let context = house.open(&rules, NOW).await;
    let acting = context.acting(APPROVER, "resting").unwrap();
    let register = context.register().await.unwrap();
    let party = NewParty {
        kind: PartyKind::Customer,
        role: Role::Controller,
        belongs_to: None,
        since: None,
        last_contact: None,
        person: Person {
            name: "Eva Modin".into(),
            identifiers: vec![Identifier::phone("070-123 45 67").unwrap()],
            keys: [("customer_no".to_owned(), ["4711".to_owned()].into())].into(),
            ..Person::default()
        },
    };
    let id = register.create_party(&acting, &party).await.unwrap();
    let before = house.state_says("SELECT count(*) FROM access WHERE action = 'find'");
    // Her telephone number is in the register alone, which knows the shop's number for her.
    let found = search(&context, &[("phone", "+46 70 123 45 67")]).await;
    let all = format!("clients {id}; members 4711; notes {id}; papers 4711; visits 192.0.2.7", id = id.0);
    assert_eq!(records(&found), all);
    assert_eq!(theirs(&found), "clients 1; members 1; notes 0; papers 2; visits 2");
    assert_ne!(house.state_says("SELECT count(*) FROM access WHERE action = 'find'"), before);
    assert_eq!(
        told(&found),
        [
            "papers.content 4712/letter.txt by email",
            "papers.content 4712/letter.txt by name",
            "papers.content 4712/letter.txt by phone",
            "visits.line by email",
        ]
    );
    let not_searched: Vec<&str> =
        found.not_searched.keys().map(gallra_rules::names::DatasetName::as_str).collect();
    assert_eq!(not_searched, ["notes", "papers"], "what is sealed, and a file that is no text");
    let by_mail = search(&context, &[("email", "eva@example.com")]).await;
    assert_eq!(records(&by_mail), all);
    house.evidence_never_says(&["eva", "modin", "4711"]);
}
