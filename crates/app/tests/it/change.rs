//! What changes a person's data without erasing it, and what keeps an erasure erased, on a PostgreSQL, a MariaDB and an SQLite
//! at once; what plain SQL by hand made is compared row by row.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::pin::pin;
use std::process::Stdio;
use std::time::Duration;

use gallra_app::apply::Pace;
use gallra_app::progress::Silent;
use gallra_app::subject::rectify::{Correction, Outcome, What, foresee, rectify};
use gallra_app::subject::restrict::{self, Ground};
use gallra_app::subject::{
    Given, GivenKind, Identified, Person, erase, object, pending, recipients, replay, suppressed,
};
use gallra_app::{AppError, Context, holds};
use gallra_rules::decide::Weighed;
use gallra_store::{About, OpposedKind, OpposedOutcome, SuppressedKind, ToldOutcome};
use gallra_testkit::{MariaDatabase, MariaDb, PgDatabase, PgVersion, Postgres, sqlite_cli};
use jiff::civil::date;

use crate::resume::{Begun, Fuse};
use crate::support::{
    APPROVER, Dump, House, assert_same, dump_mariadb, dump_postgres, dump_sqlite, files_below, make_plan,
    step,
};

const NOW: &str = "2026-06-01T03:00:00+02:00";
const LATER: &str = "2026-06-20T03:00:00+02:00";
const REQUEST: &str = "R-1";

/// Ada Prov has three spellings of her address; Beda Prov is everybody else.
const SHOP: &str = "
CREATE TABLE customers (id integer PRIMARY KEY, email varchar(40) NOT NULL UNIQUE, name varchar(40), phone varchar(30), created date, closed date);
CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id), ship_email varchar(40), ordered date);
CREATE TABLE order_lines (id integer PRIMARY KEY, order_id integer NOT NULL REFERENCES orders (id), what varchar(40));
CREATE TABLE invoices (id integer PRIMARY KEY, customer_id integer NOT NULL, email varchar(40), issued date);
INSERT INTO customers VALUES (1, 'ada@prov.example', 'Ada Prov', '070-123 45 67', '2019-01-01', '2024-01-01'), (2, 'beda@prov.example', 'Beda Prov', '+46 31 12 34 56', '2019-01-01', '2026-05-01');
INSERT INTO orders VALUES (1, 1, 'ADA@PROV.EXAMPLE', '2020-01-01'), (2, 1, 'aDa@prov.example', '2020-01-02'), (3, 2, 'beda@prov.example', '2020-01-03');
INSERT INTO order_lines VALUES (11, 1, 'a'), (12, 1, 'b'), (21, 2, 'c'), (31, 3, 'd');
INSERT INTO invoices VALUES (1, 1, 'ada@prov.example', '2024-05-01'), (2, 2, 'beda@prov.example', '2024-05-01');
";
const NEWS: &str = "
CREATE TABLE subscribers (id integer PRIMARY KEY, email varchar(60), since date);
INSERT INTO subscribers VALUES (1, 'Ada@prov.example', '2020-01-01'), (2, 'beda@prov.example', '2020-01-01');
";
const TILL: &str = "
CREATE TABLE visits (id INTEGER PRIMARY KEY, email TEXT, at TEXT);
INSERT INTO visits VALUES (1, 'ada@prov.example', '2021-01-01'), (2, 'beda@prov.example', '2021-01-01'), (3, 'ada@prov.example', '2021-02-01');
";

struct World {
    house: House,
    shop: PgDatabase,
    news: MariaDatabase,
    till: PathBuf,
    body: String,
}

impl World {
    async fn new(name: &str) -> Self {
        let house = House::new();
        let shop = Postgres::shared(PgVersion::V15).await.database(name);
        let news = MariaDb::shared().await.database(name);
        let till = house.path().join("till.sqlite");
        shop.psql(SHOP);
        news.mariadb(NEWS);
        sqlite_cli(&till, TILL);
        let body = body(&house.system("postgres", &shop.url()), &house.system("mysql", &news.url()), &till);
        Self { house, shop, news, till, body }
    }

    async fn open(&self, now: &str) -> Context {
        self.house.open(&self.body, now).await
    }

    fn dump(&self) -> [Dump; 3] {
        [dump_postgres(&self.shop), dump_mariadb(&self.news), dump_sqlite(&self.till)]
    }

    /// Nothing personal in the state, its keys, its log.
    fn says_nothing_of_ada(&self) {
        for file in files_below(&self.house.state()) {
            let bytes = std::fs::read(&file).unwrap();
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            for word in ["ada@prov", "adela@prov", "ada prov", "0701234567", "070-123", "46701234567"] {
                assert!(!text.contains(word), "{} tells {word}", file.display());
            }
        }
    }
}

fn body(shop: &str, news: &str, till: &std::path::Path) -> String {
    let activity = |name: &str, basis: &str, data: &str, keep: &str| {
        format!(
            "
  {name}: {{role: controller, purpose: {{sv: Prov, en: Test}}, basis: {basis}, data: [{data}], keep: {{{keep}}}, measures: [access], recipients: [mailer]}}"
        )
    };
    format!(
        "
systems:
  shop: {shop}
  news: {news}
  till: {{kind: sqlite, path: \"{}\", country: SE}}
  copies: {{kind: backup, path: /backup, country: SE}}
recipients:
  mailer: {{name: Brevbolaget AB, country: SE, role: processor, agreement: \"DPA 2026-01\"}}
datasets:
  customers: {{in: shop, table: customers, about: [people], subject: {{customer_no: id, email: email}}, fields: {{name: person.name, email: contact.email, phone: contact.phone}}, anchors: {{created: created, closed: {{column: closed, missing: ongoing}}}}}}
  orders: {{in: shop, table: orders, about: [people], belongs_to: {{customers: customer_id}}, fields: {{ship_email: contact.email}}, anchors: {{ordered: ordered, closed: {{from: customers.closed}}}}}}
  order_lines: {{in: shop, table: order_lines, about: [people], belongs_to: {{orders: order_id}}, fields: {{what: customer.purchases}}, anchors: {{closed: {{from: orders.closed}}}}}}
  invoices: {{in: shop, table: invoices, about: [people], subject: {{email: email}}, fields: {{email: contact.email}}, anchors: {{issued: issued}}}}
  subscribers: {{in: news, table: subscribers, about: [people], subject: {{email: email}}, fields: {{email: contact.email}}, anchors: {{since: since}}}}
  visits: {{in: till, table: visits, about: [people], subject: {{email: email}}, fields: {{email: contact.email}}, anchors: {{at: {{column: at, format: iso}}}}}}
  dumps: {{in: copies, about: [people], fields: {{dump: hosted.content}}}}
activities:{}{}{}{}
",
        till.display(),
        activity("selling", "contract", "customers, orders, order_lines", "at_most: 2 years after closed"),
        activity("bookkeeping", "{legal_obligation: \"BFL 7:2\"}", "invoices", "at_least: 7 years after issued"),
        activity("advertising", "{consent: {source: subscribers}}", "subscribers, visits", "until_review: 2099-12-31"),
        activity("backing", "contract", "dumps", "at_most: 30 days after taken"),

    )
}

fn keys(column: &str, keys: &[&str]) -> Vec<Identified> {
    vec![Identified { column: column.to_owned(), keys: keys.iter().map(|key| (*key).to_owned()).collect() }]
}

fn ada() -> Person {
    Person {
        records: BTreeMap::from([
            ("customers".into(), keys("id", &["1"])),
            ("subscribers".into(), keys("id", &["1"])),
            ("invoices".into(), keys("email", &["ada@prov.example"])),
            ("visits".into(), keys("email", &["ada@prov.example"])),
        ]),
        not_checked: BTreeMap::new(),
        salt: "5f1d".to_owned(),
    }
}

fn moved() -> Correction {
    Correction {
        what: What::Email,
        old: Some("Ada@Prov.example".to_owned()),
        new: "adela@prov.example".to_owned(),
    }
}

fn tiny() -> Pace {
    Pace { lock_time: Duration::ZERO, ..Pace::default() }
}

#[tokio::test]
async fn an_address_is_put_right_in_three_databases_in_every_spelling_and_a_kept_invoice_is_told() {
    let world = World::new("rectify").await;
    let context = world.open(NOW).await;
    let before = world.dump();
    let lines = foresee(&context, REQUEST, &ada(), &moved(), &Silent).await.unwrap();
    for (ours, untouched) in world.dump().iter().zip(&before) {
        assert_same(ours, untouched);
    }
    let will: BTreeMap<&str, u64> = (lines.iter())
        .filter(|line| line.outcome == Outcome::WillChange)
        .map(|line| (line.dataset.as_str(), line.rows))
        .collect();
    assert_eq!(will, BTreeMap::from([("customers", 1), ("orders", 2), ("subscribers", 1), ("visits", 2)]));

    let done = rectify(&context, REQUEST, &ada(), &moved(), &Pace::default(), &Silent).await.unwrap();
    let kept = done.lines.iter().find(|line| line.dataset.as_str() == "invoices").unwrap();
    assert_eq!((kept.rows, &kept.outcome), (1, &Outcome::Kept { source: "BFL 7:2".to_owned() }));
    assert!(done.is_done(), "{:#?}", done.lines);
    world.says_nothing_of_ada();
    let ours = world.dump();
    world.shop.psql(&format!(
        "DROP TABLE order_lines, orders, customers, invoices; {SHOP}
         UPDATE customers SET email = 'adela@prov.example' WHERE id = 1;
         UPDATE orders SET ship_email = 'adela@prov.example' WHERE id IN (1, 2);"
    ));
    world.news.mariadb(&format!(
        "DROP TABLE subscribers; {NEWS} UPDATE subscribers SET email = 'adela@prov.example' WHERE id = 1;"
    ));
    sqlite_cli(
        &world.till,
        &format!(
            "DROP TABLE visits; {TILL} UPDATE visits SET email = 'adela@prov.example' WHERE id IN (1, 3);"
        ),
    );
    for (ours, by_hand) in ours.iter().zip(&world.dump()) {
        assert_same(ours, by_hand);
    }
    // The same again finds nothing more to do.
    let again = rectify(&context, REQUEST, &done.person, &moved(), &Pace::default(), &Silent).await.unwrap();
    assert!(again.lines.iter().all(|line| line.outcome != Outcome::Changed), "{:#?}", again.lines);
    world.house.log_verifies();
}

#[tokio::test]
async fn what_a_system_would_refuse_is_refused_before_anything_is_changed() {
    let world = World::new("refuse").await;
    let context = world.open(NOW).await;
    let before = world.dump();
    let long = format!("{}@prov.example", "a".repeat(60));
    for new in ["beda@prov.example", long.as_str(), "no address"] {
        let wrong = Correction { new: new.to_owned(), ..moved() };
        let fault = rectify(&context, REQUEST, &ada(), &wrong, &Pace::default(), &Silent).await.unwrap_err();
        let AppError::Subject(cause) = fault else { panic!("{fault}") };
        assert!(!cause.contains("ada@"), "{cause}");
    }
    // The last system of all has too little room: the others stay as they are.
    world.news.mariadb("ALTER TABLE subscribers MODIFY email varchar(17)");
    let changed = world.dump();
    let fault = rectify(&context, REQUEST, &ada(), &moved(), &Pace::default(), &Silent).await.unwrap_err();
    assert!(fault.to_string().contains("subscribers.email"), "{fault}");
    for (ours, untouched) in world.dump().iter().zip(&changed) {
        assert_same(ours, untouched);
    }
    world.news.mariadb("ALTER TABLE subscribers MODIFY email varchar(60)");
    for (ours, untouched) in world.dump().iter().zip(&before) {
        assert_same(ours, untouched);
    }
}

#[tokio::test]
async fn a_correction_that_dies_ever_later_ends_with_exact_counts() {
    let world = World::new("rectify_dies").await;
    drop(world.open(NOW).await);
    let begun = Begun::default();
    let mut most = 0;
    for deaths in 0.. {
        let context = world.open(NOW).await;
        let (ada, moved, pace) = (ada(), moved(), tiny());
        let work = pin!(rectify(&context, REQUEST, &ada, &moved, &pace, &begun));
        most += 23;
        if let Some(ended) = (Fuse { work, awakenings: 0, most, begun: &begun }).await {
            ended.unwrap();
            println!("died {deaths} times");
            assert!(deaths > 5);
            break;
        }
    }
    let rows = "SELECT group_concat(dataset || ' ' || rows || ' ' || state) FROM (SELECT * FROM changed ORDER BY dataset)";
    assert_eq!(
        world.house.state_says(rows),
        "customers 1 finished,orders 2 finished,subscribers 1 finished,visits 2 finished"
    );
    assert_eq!(world.house.state_says("SELECT count(*) FROM changed WHERE open IS NOT NULL"), "0");
    assert_eq!(world.shop.psql("SELECT count(*) FROM orders WHERE ship_email = 'adela@prov.example'"), "2");
    world.says_nothing_of_ada();
}

#[tokio::test]
async fn a_system_that_is_down_is_named_and_nothing_is_called_done() {
    let mut world = World::new("rectify_down").await;
    world.body = world.body.replace("till.sqlite", "not-there.sqlite");
    let context = world.open(NOW).await;
    let done = rectify(&context, REQUEST, &ada(), &moved(), &Pace::default(), &Silent).await.unwrap();
    assert!(!done.is_done());
    let down = done.lines.iter().find(|line| line.dataset.as_str() == "visits").unwrap();
    assert!(matches!(&down.outcome, Outcome::NotChecked { .. }), "{down:?}");
    assert!(done.datasets().contains("customers"));
}

#[tokio::test]
async fn restricted_records_stand_still_until_the_person_was_told() {
    let world = World::new("restrict").await;
    let context = world.open(NOW).await;
    let free = make_plan(&context).await;
    assert_eq!(step(&free, "orders").expected.disposable, 2);
    let done = restrict::restrict(&context, REQUEST, &ada(), Ground::Accuracy, APPROVER).await.unwrap();
    assert_eq!(done.holds.len(), 4);
    let again = restrict::restrict(&context, REQUEST, &ada(), Ground::Accuracy, APPROVER).await.unwrap();
    assert_eq!(again.holds, done.holds);
    world.says_nothing_of_ada();

    let plan = make_plan(&context).await;
    for dataset in ["customers", "orders", "order_lines"] {
        let step = step(&plan, dataset);
        assert_eq!(step.expected.disposable, 0, "{dataset}");
        assert!(step.expected.excepted.iter().sum::<u64>() > 0, "{dataset}");
    }
    assert_eq!(plan.rows(), 0);
    gallra_app::approval::approve(&context, &plan, APPROVER, Some(0)).await.unwrap();
    let text = serde_json::to_string(&plan).unwrap();
    assert!(!text.contains("ada@"));

    // What other software asks.
    assert_eq!(restrict::list(&context).await.unwrap().len(), 4);
    assert!(restrict::is_restricted(&context, &"customers".into(), "id", "1").await.unwrap());
    assert!(!restrict::is_restricted(&context, &"customers".into(), "id", "2").await.unwrap());
    // It is put right all the same: with the person's consent (Art. 18(2)).
    let right = rectify(&context, REQUEST, &ada(), &moved(), &Pace::default(), &Silent).await.unwrap();
    assert!(right.datasets().contains("orders"), "{:#?}", right.lines);
    assert_eq!(
        world.shop.psql("SELECT email FROM invoices WHERE id = 1"),
        "ada@prov.example",
        "kept as it is"
    );

    let early = restrict::lift(&context, REQUEST, &ada(), APPROVER).await.unwrap_err();
    assert!(early.to_string().contains("18(3)"), "{early}");
    holds::lift(&context, &done.holds[0], APPROVER).await.unwrap_err();
    restrict::told(&context, REQUEST, date(2026, 6, 1)).await.unwrap();
    assert_eq!(restrict::lift(&context, REQUEST, &ada(), APPROVER).await.unwrap().len(), 4);
    assert_eq!(make_plan(&context).await.rows(), free.rows());
    assert_eq!(world.house.state_says("SELECT count(*) FROM restricted"), "0");
}

/// Erases Ada, as a request does it.
async fn erase_ada(context: &Context) {
    let weighed = Weighed { contracts: BTreeMap::from([("selling".into(), false)]), ..Weighed::default() };
    let ada = ada();
    let remembered = pending::remember(context, REQUEST, &ada, &weighed, &Silent).await.unwrap();
    assert!(remembered.hashes > 8, "{remembered:?}");
    let planned = erase::plan(context, REQUEST, &ada, &weighed, &Silent).await.unwrap();
    let rows = planned.made.plan.rows();
    carry_out(context, planned, rows).await;
    let until = pending::erased(context, REQUEST, context.today()).await.unwrap();
    println!("remembered {} hashes, until {until:?}", remembered.hashes);
    assert_eq!(until, Some(date(2026, 7, 1)), "30 days of backups after 1 June");
}

async fn carry_out(context: &Context, planned: erase::Planned, rows: u64) {
    let person = planned.person;
    let approved = erase::approve(context, &planned.made.plan, &person, APPROVER, Some(rows)).await.unwrap();
    let report = erase::apply(context, &approved, &person, &Pace::default(), &Silent).await.unwrap();
    assert!(report.is_clean(), "{report:#?}");
}

fn restore(database: &PgDatabase, dump: &str) {
    database.psql("DROP TABLE order_lines, orders, customers, invoices");
    let mut psql = database.admin_command("psql");
    psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", dump]).stdout(Stdio::null());
    assert!(psql.status().unwrap().success());
    let owner = &database.owner().user;
    for table in ["customers", "orders", "order_lines", "invoices"] {
        database.admin_psql(&format!("ALTER TABLE {table} OWNER TO {owner}"));
    }
}

#[tokio::test]
async fn a_restored_dump_is_replayed_until_it_is_row_by_row_what_the_erasure_left() {
    let world = World::new("replay").await;
    let (dump, copy) = (world.house.path().join("shop.sql"), world.house.path().join("till.copy"));
    std::fs::write(&dump, world.shop.dump()).unwrap();
    std::fs::copy(&world.till, &copy).unwrap();

    let context = world.open(NOW).await;
    erase_ada(&context).await;
    world.says_nothing_of_ada();
    let erased = world.dump();
    let clean = replay::replay(&context, &replay::Asked::default(), &Silent).await.unwrap();
    assert!(!clean.has_returned() && clean.is_whole(), "{:#?}", clean.lines);
    drop(context);

    // 19 days later: a disk is lost, and the dump from before comes back; the till's file is copied back too.
    restore(&world.shop, dump.to_str().unwrap());
    std::fs::copy(&copy, &world.till).unwrap();
    let context = world.open(LATER).await;
    let found = replay::replay(&context, &replay::Asked::default(), &Silent).await.unwrap();
    for line in &found.lines {
        println!(
            "{}.{}: {} looked at, {} came back, {} reported",
            line.system, line.dataset, line.records, line.returned, line.reported
        );
    }
    let returned: BTreeMap<&str, u64> =
        found.lines.iter().map(|line| (line.dataset.as_str(), line.returned)).collect();
    let expected = [("customers", 1), ("orders", 2), ("order_lines", 3), ("subscribers", 0), ("visits", 2)];
    assert_eq!(returned, BTreeMap::from(expected));
    world.says_nothing_of_ada();
    let planned = replay::plan(&context, &found, &Silent).await.unwrap();
    println!("planned: {} records", planned.made.plan.rows());
    assert_eq!(planned.made.plan.rows(), 8);
    carry_out(&context, planned, 8).await;
    for (ours, left) in world.dump().iter().zip(&erased) {
        assert_same(ours, left);
    }
    let again = replay::replay(&context, &replay::Asked::default(), &Silent).await.unwrap();
    assert!(!again.has_returned());
    println!("after it: row by row what the erasure had left; a second look finds nothing");
    drop(context);

    // When the last backup is gone so is the list.
    let context = world.open("2026-07-03T03:00:00+02:00").await;
    let over = replay::replay(&context, &replay::Asked::default(), &Silent).await.unwrap();
    assert!(over.expired > 8 && over.lines.is_empty());
    assert_eq!(world.house.state_says("SELECT count(*) FROM pending"), "0");
}

#[tokio::test]
async fn who_is_a_customer_again_and_who_got_the_number_are_told_and_left_alone() {
    let world = World::new("again").await;
    let context = world.open(NOW).await;
    erase_ada(&context).await;
    drop(context);
    // Ada buys again, under a new number; Beda gets Ada's telephone number; SQLite gives row 3 out again.
    world.shop.psql(
        "INSERT INTO customers VALUES (7, 'Ada@prov.example', 'Ada Prov', NULL, '2026-06-10', NULL), (1, 'cilla@prov.example', 'Cilla', NULL, '2026-06-11', NULL);
         UPDATE customers SET phone = '+46701234567' WHERE id = 2;",
    );
    sqlite_cli(&world.till, "INSERT INTO visits VALUES (3, 'cilla@prov.example', '2026-06-12');");
    let before = world.dump();
    let context = world.open(LATER).await;
    let found = replay::replay(&context, &replay::Asked::default(), &Silent).await.unwrap();
    let told: BTreeMap<&str, (u64, u64)> =
        found.lines.iter().map(|line| (line.dataset.as_str(), (line.returned, line.reported))).collect();
    assert_eq!(told["customers"], (0, 3), "{:#?}", found.lines);
    assert_eq!(told["visits"], (0, 1));
    assert!(!found.has_returned());
    for (ours, untouched) in world.dump().iter().zip(&before) {
        assert_same(ours, untouched);
    }
}

#[tokio::test]
async fn to_direct_marketing_it_stops_at_once_and_the_list_knows_her_after_she_is_erased() {
    let world = World::new("object").await;
    let context = world.open(NOW).await;
    let given = [Given { kind: GivenKind::Phone, text: "070 1234567".to_owned() }];
    let advertising = BTreeSet::from(["advertising".into()]);
    let on = (date(2026, 6, 1), APPROVER);
    let done = object::to_marketing(&context, REQUEST, (&ada(), &given), &advertising, on).await.unwrap();
    assert_eq!((done.suppressed, done.new), (2, 2), "her address in the till, and the number that she gave");
    erase_ada(&context).await;
    for (kind, text) in
        [(SuppressedKind::Email, " ADA@prov.EXAMPLE"), (SuppressedKind::Phone, "+46 70 123 45 67")]
    {
        assert!(suppressed::ask(&context, kind, text).await.unwrap().suppressed, "{text}");
    }
    let other = suppressed::ask(&context, SuppressedKind::Email, "beda@prov.example").await.unwrap();
    assert!(!other.suppressed);
    let texts = ["beda@prov.example", "", "nobody", "BEDA@prov.example"];
    let imported = suppressed::import(&context, SuppressedKind::Email, texts).await.unwrap();
    assert_eq!((imported.added, imported.known, imported.unreadable), (1, 1, 1));
    assert_eq!(suppressed::export(&context).await.unwrap().len(), 3);
    world.says_nothing_of_ada();
    assert_eq!(
        object::list(&context, Some(REQUEST)).await.unwrap()[0].outcome,
        Some(OpposedOutcome::Stopped)
    );
}

#[tokio::test]
async fn an_objection_is_weighed_with_reasons_and_recipients_are_told_and_answer() {
    let world = World::new("weigh").await;
    let context = world.open(NOW).await;
    let selling = BTreeSet::from(["selling".into()]);
    object::take(&context, REQUEST, &selling, OpposedKind::Interest, date(2026, 6, 1)).await.unwrap();
    let which = (REQUEST, &"selling".into(), OpposedKind::Interest);
    let none = object::decide(&context, which, OpposedOutcome::Grounds, &ada(), (APPROVER, " ")).await;
    none.unwrap_err();
    let why = (APPROVER, "Bedrägeri måste kunna utredas");
    object::decide(&context, which, OpposedOutcome::Grounds, &ada(), why).await.unwrap();
    object::decide(&context, which, OpposedOutcome::Stopped, &ada(), why).await.unwrap_err();

    let datasets = BTreeSet::from(["customers".into()]);
    let all = recipients::foresee(&context, REQUEST, &datasets, About::Erased).await.unwrap();
    assert_eq!(all.len(), 1);
    let mailer = (REQUEST, &"mailer".into(), About::Erased);
    recipients::answered(&context, mailer, date(2026, 6, 1), ToldOutcome::Done, APPROVER).await.unwrap_err();
    recipients::tell(&context, mailer, date(2026, 6, 1), APPROVER).await.unwrap();
    recipients::tell(&context, mailer, date(2026, 6, 1), APPROVER).await.unwrap_err();
    drop(context);
    let context = world.open(LATER).await;
    assert!(recipients::list(&context, None).await.unwrap()[0].is_overdue);
    recipients::answered(&context, mailer, date(2026, 6, 19), ToldOutcome::Done, APPROVER).await.unwrap();
    assert!(!recipients::list(&context, None).await.unwrap()[0].is_overdue);
    world.house.evidence_never_says(&[APPROVER, "Bedrägeri", "ada@"]);
}
