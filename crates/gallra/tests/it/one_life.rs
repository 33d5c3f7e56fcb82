//! One customer's life, from the first day to the verified certificate, told in `docs/one-customers-life.md` as the binary
//! told it. The binary knows no clock but the machine's: each command is run under libfaketime, which the product never sees.

use std::fmt::Write as _;
use std::path::Path;

use gallra_app::register::{NewParty, PartyId, PartyKind, Person, Role};
use gallra_app::{Clock, Context};
use gallra_testkit::{PgDatabase, PgVersion, Postgres};
use serde_json::{Value, json};

use super::support::{Place, Ran, ran};

pub(super) const FAKETIME: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/one-customers-life.md");
const BY: &str = "Karin Ek";

const POLICY: &str = r#"
organisation:
  name: Provhotellet AB
  country: SE
  time_zone: Europe/Stockholm
  authority: Integritetsskyddsmyndigheten
  contact: {email: kontakt@provhotellet.example}
subjects: {users: {sv: Kundernas användare, en: Customers' users}}
measures: {access: {sv: Behörighet efter roll, en: Access by role}}
systems:
  shop: {kind: postgres, url: "env:SHOP_URL", country: SE}
  register: {kind: register, country: SE}
  copies: {kind: backup, path: /srv/copies, country: SE}
datasets:
  agreements: {in: register, table: processor_agreements, about: [users]}
  chats:
    in: shop
    table: chats
    about: [users]
    fields: {body: communication.content}
    anchors: {settled: {from: agreements.settled, by: customer_no}}
  logins:
    in: shop
    table: logins
    about: [users]
    fields: {email: contact.email}
    anchors: {settled: {from: agreements.settled, by: customer_no}}
  invoices:
    in: shop
    table: invoices
    about: [users]
    fields: {reference: person.name}
    anchors:
      issued: issued_on
      settled: {from: agreements.settled, by: customer_no}
  tickets:
    in: shop
    table: tickets
    about: [users]
    no_subject: Visitors write without a name
    fields: {body: communication.content}
    anchors: {received: received_on}
  backups:
    in: copies
    about: [users]
    fields: {content: hosted.content}
activities:
  contracts:
    role: controller
    purpose: {sv: Kunna visa vad som avtalats, en: Being able to show what was agreed}
    basis: contract
    data: [agreements]
    keep: {at_most: 10 years after settled}
    then: delete
    measures: [access]
  chat_service:
    role: processor
    purpose: {sv: Chatt på kundernas webbplatser, en: Chat on customers' web sites}
    data: [chats]
    keep:
      at_most: 60 days after settled
      per_customer: {column: customer_no, from: register, by: customer_no}
    then: delete
    measures: [access]
  accounts:
    role: processor
    purpose: {sv: Inloggning åt kundernas personal, en: Logins for customers' staff}
    data: [logins]
    keep: {at_most: 2 months after settled}
    then: {anonymise: {email: "removed"}}
    measures: [access]
  invoicing:
    role: processor
    purpose: {sv: Fakturor åt kunderna, en: Invoices on customers' behalf}
    data: [invoices]
    keep: {at_most: 2 months after settled}
    then: delete
    measures: [access]
  bookkeeping:
    role: controller
    purpose: {sv: Bokföring, en: Bookkeeping}
    basis: {legal_obligation: "BFL 7:2"}
    data: [invoices]
    keep: {at_least: 7 years after financial_year(issued)}
    then: delete
    measures: [access]
  support:
    role: processor
    purpose: {sv: Supportärenden, en: Support tickets}
    data: [tickets]
    keep: {at_most: 10 years after received}
    then: delete
    measures: [access]
  backup:
    role: processor
    purpose: {sv: Säkerhetskopiering, en: Backup}
    data: [backups]
    keep: {at_most: 6 months after taken}
    then: delete
    measures: [access]
"#;

/// Two customers, `K-1007` who leaves and `K-2042` who stays.
const SHOP: &str = "
    CREATE TABLE chats (id int PRIMARY KEY, customer_no text NOT NULL, body text NOT NULL);
    CREATE TABLE logins (id int PRIMARY KEY, customer_no text NOT NULL, email text NOT NULL);
    CREATE TABLE invoices (id int PRIMARY KEY, customer_no text NOT NULL, reference text, issued_on date NOT NULL);
    CREATE TABLE tickets (id int PRIMARY KEY, body text NOT NULL, received_on date NOT NULL);
    INSERT INTO chats SELECT i, CASE WHEN i % 4 = 0 THEN 'K-1007' ELSE 'K-2042' END, 'Hej' FROM generate_series(1, 200) i;
    INSERT INTO logins SELECT i, CASE WHEN i <= 3 THEN 'K-1007' ELSE 'K-2042' END, 'a' || i || '@prov.example' FROM generate_series(1, 40) i;
    INSERT INTO invoices SELECT i, CASE WHEN i <= 6 THEN 'K-1007' ELSE 'K-2042' END, 'Anna', date '2024-01-31' + 30 * i FROM generate_series(1, 20) i;
    INSERT INTO tickets SELECT i, 'Hjälp', date '2025-05-01' FROM generate_series(1, 5) i;";

/// A place, its shop, and the story so far.
struct Story {
    place: Place,
    shop: PgDatabase,
    told: String,
}

impl Story {
    /// On 2 January 2025, with these customers in the register and the shop as [`SHOP`] has it.
    async fn begin(name: &str, customers: &[(&str, Option<&str>)]) -> Self {
        assert!(
            Path::new(FAKETIME).exists(),
            "libfaketime is missing; run ./test once, or apt-get install libfaketime"
        );
        let shop = Postgres::shared(PgVersion::V15).await.database(name);
        shop.psql(SHOP);
        let place = Place::empty();
        place.write("policy/policy.yaml", POLICY);
        place.write("dpa-1.md", "Personuppgiftsbiträdesavtal, version 1\n");
        place.write("dpa-2.md", "Personuppgiftsbiträdesavtal, version 2\n");
        let ids = taken_in(&place, "2025-01-02", customers).await;
        assert_eq!(ids.first(), Some(&PartyId(1)));
        Self { place, shop, told: String::new() }
    }

    fn says(&mut self, text: &str) {
        let _ = writeln!(self.told, "\n{text}");
    }

    /// Runs a command on a day, and tells it.
    fn on(&mut self, day: &str, words: &[&str], code: i32) -> Ran {
        let mut command = self.place.command(words);
        command
            .env("SHOP_URL", self.shop.url())
            .env("LD_PRELOAD", FAKETIME)
            .env("FAKETIME", format!("{day} 09:00:00"))
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("TZ", "UTC");
        let done = ran(words, command.output().unwrap());
        assert_eq!(done.code, Some(code), "{done:?}");
        let line: Vec<String> = words
            .iter()
            .map(|word| if word.contains(' ') { format!("\"{word}\"") } else { (*word).to_owned() })
            .collect();
        let wrong = if code == 0 { "" } else { &done.stderr };
        let _ = write!(self.told, "\n```\n{day}$ gallra {}\n{}{wrong}```\n", line.join(" "), done.stdout);
        if code != 0 {
            let _ = writeln!(self.told, "\nIt ended with {code}.");
        }
        done
    }

    fn does(&mut self, day: &str, words: &[&str]) -> Ran {
        self.on(day, words, 0)
    }

    /// `gallra agreements …`, by Karin.
    fn agrees(&mut self, day: &str, words: &[&str]) -> Ran {
        let words: Vec<&str> = ["agreements"].iter().chain(words).chain(&["--by", BY]).copied().collect();
        self.does(day, &words)
    }

    fn counts(&mut self, title: &str, sql: &str) -> String {
        let found = self.shop.psql(sql);
        let _ = write!(self.told, "\n{title}, asked with `psql`:\n\n```\n{sql}\n{found}\n```\n");
        found
    }
}

/// The customers, taken in on the first day.
async fn taken_in(place: &Place, day: &str, customers: &[(&str, Option<&str>)]) -> Vec<PartyId> {
    let folder = place.path("policy");
    let checked = gallra_rules::check_folder(&folder, &gallra_rules::Options::default());
    assert!(checked.policy.is_some(), "{}", checked.render(gallra_rules::diagnostic::Lang::En, false));
    let clock = Clock::Fixed(format!("{day}T08:00:00Z").parse().unwrap());
    let state = place.path("policy-state");
    let context = Context::open(checked.policy.unwrap(), &folder, &state, clock).await.unwrap();
    let acting = context.acting(BY, "contracts").unwrap();
    let register = context.register().await.unwrap();
    let mut ids = Vec::new();
    for (name, key) in customers {
        let keys = key.map(|key| ("customer_no".to_owned(), [key.to_owned()].into()));
        let person = Person {
            name: (*name).to_owned(),
            address: Some("Provgatan 1, 123 45 Provstad".to_owned()),
            keys: keys.into_iter().collect(),
            ..Person::default()
        };
        let new = NewParty {
            kind: PartyKind::Customer,
            role: Role::Controller,
            belongs_to: None,
            since: Some("2025-01-02".parse().unwrap()),
            last_contact: None,
            person,
        };
        ids.push(register.create_party(&acting, &new).await.unwrap());
    }
    context.store.close().await;
    ids
}

/// Without what is another on every run: hashes, keys, ids of runs, folders, how long a step took.
pub(super) fn steady(told: &str, place: &Path) -> String {
    let mut text = told.replace(&place.display().to_string(), "/srv/provhotellet");
    let mut seen: Vec<(String, String)> = Vec::new();
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    for length in [64, 12, 8] {
        let mut words: Vec<String> = text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| {
                word.len() == length && word.chars().all(is_hex) && word.chars().any(|c| c.is_ascii_digit())
            })
            .map(str::to_owned)
            .collect();
        words.sort();
        words.dedup();
        seen.extend(words.into_iter().map(|word| (word, "…".to_owned())));
    }
    for (word, short) in &seen {
        text = text.replace(word, short);
    }
    let untimed = |line: &str| match line.split_once(" done, ") {
        Some((step, _)) if line.starts_with("step ") => format!("{step} done"),
        _ => line.trim_end().to_owned(),
    };
    text.lines().fold(String::new(), |steady, line| steady + &untimed(line) + "\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn one_customers_life() {
    let customers = [("Provbageriet AB", Some("K-1007")), ("Provskolan AB", Some("K-2042"))];
    let mut story = Story::begin("life", &customers).await;

    story.says("## A customer without an agreement\n\nTwo customers were taken into the register. With neither is there a processor agreement.");
    let missing = ["agreements", "missing", "--letters", "letters", "--by", BY];
    story.on("2025-01-03", &missing, 1);
    let letter = story.place.read("letters/dpa-1.md");
    assert!(letter.contains("Provbageriet AB") && letter.contains("GDPR Article 28(3)"), "{letter}");
    assert_eq!(mode(&story.place.path("letters/dpa-1.md")), 0o600);
    let _ = write!(story.told, "\nThe letter to the first:\n\n{}", quoted(&letter));

    story.says("## Offered, accepted, replaced by a new version");
    story.agrees("2025-01-10", &["draft", "1", "dpa", "--text", "dpa-1.md"]);
    story.agrees("2025-01-10", &["offer", "3"]);
    let another = [
        "agreements",
        "accept",
        "3",
        "--who",
        "Anna Berg",
        "--from",
        "192.0.2.7",
        "--text",
        "dpa-2.md",
        "--by",
        BY,
    ];
    let refused = story.on("2025-01-15", &another, 4);
    assert!(refused.stderr.contains("text of the agreement"), "{refused:?}");
    story.says("It was refused: what was shown was another text than the one that was offered.");
    story.agrees(
        "2025-01-15",
        &["accept", "3", "--who", "Anna Berg", "--from", "192.0.2.7", "--text", "dpa-1.md"],
    );
    story.agrees(
        "2025-08-01",
        &["draft", "1", "dpa", "--text", "dpa-2.md", "--supersedes", "3", "--mode", "negotiated"],
    );
    story.agrees("2025-08-01", &["offer", "4"]);
    story.agrees(
        "2025-08-20",
        &[
            "accept",
            "4",
            "--who",
            "Anna Berg",
            "--from",
            "192.0.2.7",
            "--text",
            "dpa-2.md",
            "--starts",
            "2025-09-01",
        ],
    );
    story.agrees("2025-09-02", &["show", "4", "--save", "agreed.md"]);
    assert_eq!(story.place.read("agreed.md"), "Personuppgiftsbiträdesavtal, version 2\n");
    story.on("2025-09-02", &["agreements", "missing", "--by", BY], 1);

    story.says("## The customer's own period");
    let too_long = ["agreements", "setting", "1", "chats", "90 days", "--by", BY];
    let refused = story.on("2025-09-10", &too_long, 4);
    assert!(refused.stderr.contains("60 days"), "{refused:?}");
    story.says("It was refused, for the service promises 60 days.");
    story.agrees("2025-09-10", &["setting", "1", "chats", "20 days"]);
    story.agrees("2025-09-10", &["setting", "1"]);

    story.says("## It ends, and is settled");
    story.agrees("2026-02-15", &["end", "4", "--last-day", "2026-02-28"]);
    story.agrees("2026-03-16", &["settle", "4"]);
    story.agrees("2026-03-17", &["ending", "4", "--letter", "ending.md"]);
    let letter = story.place.read("ending.md");
    assert!(letter.contains("Provbageriet AB"), "{letter}");
    let _ = write!(story.told, "\nThe letter for both parties:\n\n{}", quoted(&letter));

    let mine = "SELECT 'chats', count(*) FROM chats WHERE customer_no = 'K-1007' UNION ALL
SELECT 'logins', count(*) FROM logins WHERE customer_no = 'K-1007' AND email <> 'removed' UNION ALL
SELECT 'invoices', count(*) FROM invoices WHERE customer_no = 'K-1007'";
    let others = mine.replace("= 'K-1007'", "= 'K-2042'");
    let before = story.shop.psql(&others);
    story.says("## The clock moves on: the first part is due");
    story.does("2026-04-05", &["plan", "--out", "plan-1.json"]);
    story.does("2026-04-05", &["approve", "plan-1.json", "--by", BY, "--expect", "50"]);
    story.does("2026-04-05", &["apply", "plan-1.json", "--yes"]);
    assert_eq!(story.counts("What is left of this customer", mine), "chats|0\nlogins|3\ninvoices|6");
    story.agrees("2026-04-06", &["certificate", "4"]);

    story.says("## The rest is due");
    story.does("2026-05-18", &["plan", "--out", "plan-2.json"]);
    story.does("2026-05-18", &["approve", "plan-2.json", "--by", BY]);
    story.does("2026-05-18", &["apply", "plan-2.json", "--yes"]);
    assert_eq!(story.counts("What is left of this customer", mine), "chats|0\nlogins|0\ninvoices|6");
    assert_eq!(story.counts("The other customer", &others), before, "nobody else lost anything");

    story.says("## The certificate\n\nEverything is counted again, for this customer alone. The invoices stay, because the law says so.");
    story.agrees("2026-05-19", &["certificate", "1", "--returned", "invoices"]);
    let certificate = "policy-state/certificates/agreement-4-2026-05-19.json";
    let text = story.place.read(certificate.replace(".json", ".md").as_str());
    let _ = write!(story.told, "\nThe text beside it:\n\n{}", quoted(&text));
    let sealed = story.place.read(certificate);
    for personal in ["Provbageriet", "Anna", "K-1007", "Karin", "192.0.2.7"] {
        assert!(
            !sealed.contains(personal) && !text.contains(personal),
            "{personal} stands in the certificate"
        );
    }
    let shown = story.place.run(&["verify", certificate, "--key", "policy-state/log.pub", "--json"]).json();
    let found: Vec<String> = shown["datasets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{} {}", one["dataset"].as_str().unwrap(), one["result"].as_str().unwrap()))
        .collect();
    assert_eq!(found, ["chats deleted", "invoices left", "logins anonymised", "tickets not_checked"]);

    story.says("## Anyone verifies it, offline, with the public key alone");
    story.does("2030-01-01", &["verify", certificate, "--key", "policy-state/log.pub"]);
    let at = sealed.find("\\\"left\\\":6").or_else(|| sealed.find("\"left\":6")).expect("six are left");
    let mut changed = sealed.clone();
    changed.replace_range(at..at + 8, &sealed[at..at + 8].replace('6', "0"));
    assert_ne!(changed, sealed);
    story.place.write("changed.json", &changed);
    story.on("2030-01-01", &["verify", "changed.json", "--key", "policy-state/log.pub"], 1);
    story.says("One digit was another: six invoices became none.");
    story.does("2030-01-01", &["verify", "policy-state/log", "--key", "policy-state/log.pub"]);

    let head = "# One customer's life\n\nA processor agreement from its draft to the verified certificate, as `gallra` told it. Written by the test `one_customers_life`:\nevery command was run on the day before its `$`, against a real PostgreSQL. Hashes and keys, which differ from run to run, are `…`.\n";
    let told = head.to_owned() + &steady(&story.told, &story.place.path(""));
    eprintln!("{told}");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(DOCUMENT, &told).unwrap();
    }
    let kept = std::fs::read_to_string(DOCUMENT).unwrap();
    assert_eq!(
        kept, told,
        "the document tells another story; look at it, and write it with INSTA_UPDATE=always"
    );
}

fn quoted(text: &str) -> String {
    text.lines().fold(String::new(), |quoted, line| quoted + "> " + line + "\n")
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Draft, offer and acceptance on one day.
fn agreed(story: &mut Story, day: &str, party: &str, id: &str) {
    story.agrees(day, &["draft", party, "dpa", "--text", "dpa-1.md"]);
    story.agrees(day, &["offer", id]);
    story.agrees(day, &["accept", id, "--who", "Anna Berg", "--from", "192.0.2.7", "--text", "dpa-1.md"]);
}

/// What a JSON answer says of a dataset.
fn of(told: &Value, name: &str) -> Value {
    let parts = told["datasets"].as_array().unwrap();
    parts.iter().find(|one| one["dataset"] == name).cloned().unwrap_or_else(|| panic!("{name}: {told}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_keeps_records_is_told_apart() {
    let customers = [("Provbageriet AB", Some("K-1007")), ("Provskolan AB", None)];
    let mut story = Story::begin("kept", &customers).await;
    agreed(&mut story, "2025-01-10", "1", "3");
    agreed(&mut story, "2025-01-10", "2", "4");
    let ending =
        |story: &mut Story, day: &str, number: &str| story.agrees(day, &["ending", number, "--json"]).json();
    let chats = of(&ending(&mut story, "2025-02-01", "3"), "chats");
    assert_eq!((&chats["records"], &chats["first_gone"]), (&json!(50), &json!(null)), "nothing has begun");
    let early = story.on("2025-02-01", &["agreements", "certificate", "3", "--by", BY], 2);
    assert!(early.stderr.contains("has not ended"), "{early:?}");

    for id in ["3", "4"] {
        story.agrees("2025-03-01", &["end", id, "--last-day", "2025-03-31"]);
    }
    for id in ["3", "4"] {
        story.agrees("2025-04-10", &["settle", id]);
    }
    let hold = ["hold", "add", "chats", "--only", "customer_no=K-1007", "--reason", "Tvist", "--by", BY];
    story.does("2025-04-11", &hold);
    let told = ending(&mut story, "2025-12-01", "3");
    let [chats, logins, invoices] = ["chats", "logins", "invoices"].map(|name| of(&told, name));
    assert_eq!((&chats["held"], &chats["all_gone"]), (&json!(50), &json!(null)), "a hold has no last day");
    assert_eq!((&logins["overdue"], &logins["all_gone"]), (&json!(3), &json!("2025-06-11")));
    assert_eq!((&invoices["kept_by_law"], &invoices["basis"]), (&json!(6), &json!("BFL 7:2")));
    assert_eq!(told["not_checked"][0]["reason"], "no_link");
    let unknown = ending(&mut story, "2025-12-01", "2");
    assert_eq!(unknown["datasets"], json!([]), "nothing is claimed without the customer's key");
    let gaps = unknown["not_checked"].as_array().unwrap();
    let reasons: Vec<&Value> = gaps.iter().map(|gap| &gap["reason"]).collect();
    assert_eq!(reasons, ["no_key", "no_key", "no_key", "no_link"]);

    let certified = story.agrees("2025-12-01", &["certificate", "3", "--json"]).json();
    for (name, why, rows) in [("chats", "hold", 50), ("logins", "overdue", 3), ("invoices", "law", 6)] {
        let kept = &of(&certified, name)["kept"][0];
        assert_eq!((&kept["why"], &kept["rows"]), (&json!(why), &json!(rows)), "{name}");
    }
    let swedish = story.agrees("2025-12-01", &["ending", "3", "--lang", "sv"]).stdout;
    assert!(
        swedish.contains("slutreglerades 2025-04-10") && swedish.contains("bevaras enligt lag"),
        "{swedish}"
    );
    let audit = story.on("2025-12-01", &["audit", "--json"], 1).json();
    let promises = audit["audit"]["promises"].as_array().unwrap();
    let agreed = promises.iter().find(|one| one["rule"] == "every_customer_has_a_processor_agreement");
    assert_eq!(agreed.unwrap()["counts"]["overdue"], 2, "both agreements are over: {audit}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_begins_a_service_and_an_instruction_is_answered() {
    let mut story = Story::begin("answered", &[("Provbageriet AB", Some("K-1007"))]).await;
    let shown = |story: &mut Story, id: &str| story.agrees("2025-04-01", &["show", id, "--json"]).json();
    story.agrees("2025-01-10", &["draft", "1", "service", "--text", "dpa-1.md"]);
    story.agrees("2025-01-10", &["offer", "2"]);
    story.agrees("2025-02-01", &["paid", "2"]);
    story.agrees(
        "2025-02-01",
        &["draft", "1", "instruction", "--text", "dpa-2.md", "--mode", "own-instruction"],
    );
    story.agrees("2025-02-03", &["review", "3"]);
    let listed = story.agrees("2025-02-04", &["list"]).stdout;
    assert!(listed.contains("drafted (review"), "{listed}");
    story.agrees("2025-02-10", &["offer", "3", "--with", "price"]);
    let listed = story.agrees("2025-02-11", &["list", "--stands", "offered"]).stdout;
    assert!(listed.contains("offered (at a") && !listed.contains("accepted"), "{listed}");
    story.agrees("2025-02-12", &["withdraw", "3"]);
    let ahead = ["agreements", "draft", "1", "dpa", "--text", "dpa-1.md", "--on", "2025-02-13", "--by", BY];
    let ahead = story.on("2025-02-12", &ahead, 2);
    assert!(ahead.stderr.contains("lies ahead"), "{ahead:?}");
    let nobody = story.on("2025-02-12", &["agreements", "list"], 2);
    assert!(nobody.stderr.contains("who does it"), "{nobody:?}");
    let service = shown(&mut story, "2");
    assert_eq!((&service["state"], &service["starts_on"]), (&json!("accepted"), &json!("2025-02-01")));
    assert_eq!(service["evidence"]["by_payment"], true);
    let instruction = shown(&mut story, "3");
    assert_eq!((&instruction["state"], &instruction["answer"]), (&json!("withdrawn"), &json!("price")));
}
