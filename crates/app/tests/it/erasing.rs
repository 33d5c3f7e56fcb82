//! Erasure at a person's request on real systems: planned, approved, carried out, and the whole database compared with one
//! that plain SQL by hand made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::pin::pin;

use gallra_app::apply::Pace;
use gallra_app::holds::{self, Wanted};
use gallra_app::progress::Silent;
use gallra_app::subject::erase::{self, Planned};
use gallra_app::subject::{Identified, Person};
use gallra_app::{AppError, Context, Stale, approval, evidence};
use gallra_ledger::Outcome;
use gallra_rules::decide::{Question, Verdict, Weighed};
use gallra_rules::hold::HoldScope;
use gallra_rules::names::DatasetName;
use gallra_rules::plan::NoteKind;
use gallra_rules::predicate::Scalar;
use gallra_store::{Conflict, RunId, StoreError};
use gallra_testkit::{MariaDb, PgVersion, Postgres, sqlite_cli};

use crate::resume::{Begun, Fuse};
use crate::support::{
    APPROVER, Dump, House, assert_same, dump_mariadb, dump_postgres, dump_sqlite, make_plan, step,
};

const NOW: &str = "2026-06-01T03:00:00+02:00";

/// Users with a home among their addresses (a circle), orders with invoices, threads that belong to their posts, letters
/// between two, a tree of notes, likes without a key of their own.
const TABLES: &str = "
CREATE TABLE users (id integer PRIMARY KEY, email varchar(60) NOT NULL UNIQUE, name varchar(40), left_on date, home integer);
CREATE TABLE addresses (id integer PRIMARY KEY, owner integer NOT NULL REFERENCES users (id), street varchar(60));
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id), address varchar(60));
CREATE TABLE invoices (id integer PRIMARY KEY, order_id integer NOT NULL REFERENCES orders (id), name varchar(40), issued_on date);
CREATE TABLE threads (id integer PRIMARY KEY, title varchar(40));
CREATE TABLE posts (id integer PRIMARY KEY, author integer REFERENCES users (id), thread integer NOT NULL REFERENCES threads (id),
  reply_to integer REFERENCES posts (id), body varchar(60));
CREATE TABLE tags (id integer PRIMARY KEY, thread integer NOT NULL REFERENCES threads (id), word varchar(40));
CREATE TABLE letters (id integer PRIMARY KEY, sender integer REFERENCES users (id), receiver integer REFERENCES users (id), body varchar(60));
CREATE TABLE reviews (id integer PRIMARY KEY, user_id integer REFERENCES users (id), body varchar(60));
CREATE TABLE likes (user_id integer NOT NULL REFERENCES users (id), post integer NOT NULL REFERENCES posts (id), at date);
CREATE TABLE notes (id integer PRIMARY KEY, owner integer REFERENCES users (id), parent integer REFERENCES notes (id), body varchar(60));
CREATE TABLE audit (id integer PRIMARY KEY, review integer REFERENCES reviews (id));
";

const ROWS: &str = "
INSERT INTO users (id, email, name, left_on) VALUES (1, 'ett@prov.example', 'Person Ett', '2015-01-01'),
  (2, 'tva@prov.example', 'Person Två', NULL), (3, 'tre@prov.example', 'Person Tre', '2016-01-01');
INSERT INTO addresses VALUES (11, 1, 'Provgatan 1'), (12, 1, 'Provgatan 2'), (21, 2, 'Provgatan 3');
UPDATE users SET home = 11 WHERE id = 1;
UPDATE users SET home = 21 WHERE id = 2;
INSERT INTO orders VALUES (1, 1, 'Provgatan 1'), (2, 1, 'Provgatan 2'), (3, 2, 'Provgatan 3'), (4, 1, 'Provgatan 1');
INSERT INTO invoices VALUES (1, 1, 'Person Ett', '2024-05-01'), (2, 2, 'Person Ett', '2010-05-01'), (3, 3, 'Person Två', '2010-05-01'),
  (4, 4, 'Person Ett', '2010-05-01');
INSERT INTO threads VALUES (1, 'ett'), (2, 'flera');
INSERT INTO posts VALUES (11, 1, 1, NULL, 'hej'), (12, 1, 1, 11, 'hej igen'), (21, 1, 2, NULL, 'hej'), (22, 2, 2, 21, 'svar');
INSERT INTO tags VALUES (1, 1, 'ett'), (2, 2, 'flera');
INSERT INTO letters VALUES (1, 1, 2, 'a'), (2, 2, 1, 'b'), (3, 1, NULL, 'c'), (4, 1, 1, 'd'), (5, 2, 3, 'e');
INSERT INTO reviews VALUES (1, 1, 'bra'), (2, 2, 'bra');
INSERT INTO likes VALUES (1, 22, '2026-01-01'), (2, 11, '2026-01-01'), (2, 22, '2026-01-01'), (2, 22, '2026-01-01');
INSERT INTO notes VALUES (1, 1, NULL, 'rot'), (2, NULL, 1, 'gren'), (3, NULL, 2, 'blad'), (4, 2, NULL, 'annan'), (5, NULL, 4, 'annan gren');
INSERT INTO audit VALUES (1, 2);
";

/// What should become of it when user 1 asks and order 4 is held. Written by hand.
const BY_HAND: &str = "
UPDATE reviews SET user_id = NULL WHERE id = 1;
UPDATE letters SET sender = NULL WHERE id = 1;
UPDATE letters SET receiver = NULL WHERE id = 2;
DELETE FROM letters WHERE id IN (3, 4);
DELETE FROM likes WHERE user_id = 1 OR post IN (11, 12, 21);
UPDATE posts SET reply_to = NULL WHERE id IN (22, 12);
DELETE FROM posts WHERE id IN (11, 12, 21);
DELETE FROM tags WHERE id = 1;
DELETE FROM threads WHERE id = 1;
DELETE FROM notes WHERE id = 3;
DELETE FROM notes WHERE id = 2;
DELETE FROM notes WHERE id = 1;
DELETE FROM invoices WHERE id = 2;
UPDATE orders SET address = NULL WHERE id = 1;
DELETE FROM orders WHERE id = 2;
UPDATE users SET home = NULL, name = NULL, email = 'anon' WHERE id = 1;
DELETE FROM addresses WHERE id IN (11, 12);
";

/// The random word that stands for the address is told apart from nothing: by hand it has a fixed one.
const LEVEL: &str = "UPDATE users SET email = 'anon' WHERE email LIKE 'anon-%'";

fn body(system: &str) -> String {
    let activity = |name: &str, basis: &str, data: &str, keep: &str| {
        format!(
            "
  {name}: {{role: controller, purpose: {{sv: Prov, en: Test}}, basis: {basis}, data: [{data}], keep: {{{keep}}}, measures: [access]}}"
        )
    };
    format!(
        "
systems:
  shop: {system}
datasets:
  users: {{in: shop, table: users, about: [people], subject: {{email: email}}, fields: {{name: person.name}}, anchors: {{left: {{column: left_on, missing: ongoing}}}}}}
  addresses: {{in: shop, table: addresses, about: [people], belongs_to: {{users: owner}}, fields: {{street: contact.address}}, anchors: {{left: {{from: users.left}}}}}}
  orders: {{in: shop, table: orders, about: [people], belongs_to: {{users: user_id}}, fields: {{address: contact.address}}, anchors: {{left: {{from: users.left}}}}}}
  invoices: {{in: shop, table: invoices, about: [people], belongs_to: {{orders: order_id}}, fields: {{name: person.name}}, anchors: {{issued: issued_on}}}}
  threads: {{in: shop, table: threads, about: [people], fields: {{title: communication.content}}}}
  posts: {{in: shop, table: posts, about: [people], belongs_to: {{users: author, threads: {{by: thread, as: shares}}, posts: {{by: reply_to, as: refers}}}}, fields: {{body: communication.content}}}}
  tags: {{in: shop, table: tags, about: [people], belongs_to: {{threads: thread}}, fields: {{word: communication.content}}}}
  letters: {{in: shop, table: letters, about: [people], belongs_to: {{users: [{{by: sender, as: shared}}, {{by: receiver, as: shared}}]}}, fields: {{body: communication.content}}}}
  reviews: {{in: shop, table: reviews, about: [people], belongs_to: {{users: {{by: user_id, as: refers}}}}, fields: {{body: communication.content}}}}
  likes: {{in: shop, table: likes, about: [people], belongs_to: {{users: user_id, posts: post}}, fields: {{at: online.activity}}}}
  notes: {{in: shop, table: notes, about: [people], belongs_to: {{users: owner, notes: parent}}, fields: {{body: communication.note}}}}
activities:{}{}{}
",
        activity("selling", "contract", "users, addresses, orders", "at_most: 2 years after left"),
        activity("bookkeeping", "{legal_obligation: \"BFL 7:2\"}", "invoices", "at_least: 7 years after issued"),
        activity(
            "talking",
            "{consent: {source: users}}",
            "threads, posts, tags, letters, reviews, likes, notes",
            "until_review: 2099-12-31"
        ),
    )
}

/// The tables with the circle that only some databases let be closed afterwards.
fn script(closes_later: bool) -> String {
    if closes_later {
        format!("{TABLES}ALTER TABLE users ADD FOREIGN KEY (home) REFERENCES addresses (id);\n{ROWS}")
    } else {
        format!("{}{ROWS}", TABLES.replace("home integer)", "home integer REFERENCES addresses (id))"))
    }
}

pub(crate) fn person(dataset: &str, column: &str, keys: &[&str]) -> Person {
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    Person {
        records: BTreeMap::from([(dataset.into(), vec![Identified { column: column.to_owned(), keys }])]),
        not_checked: BTreeMap::new(),
        salt: "6f1c0c5e".to_owned(),
    }
}

async fn hold_order(context: &Context, order: i64) {
    let wanted = Wanted {
        dataset: "orders".into(),
        only: Some(HoldScope { column: "id".to_owned(), values: vec![Scalar::Integer(order)] }),
        reason: "a dispute".to_owned(),
        until: None,
        by: APPROVER.to_owned(),
    };
    holds::add(context, wanted).await.unwrap();
}

async fn plan(context: &Context, person: &Person) -> Planned {
    erase::plan(context, "R-2026-1", person, &Weighed::default(), &Silent).await.unwrap()
}

async fn approve(context: &Context, planned: &Planned) -> gallra_store::ApprovedPlan {
    let plan = &planned.made.plan;
    erase::approve(context, plan, &planned.person, APPROVER, Some(plan.rows()))
        .await
        .unwrap_or_else(|fault| panic!("{fault}"))
}

/// User 1 asks, order 4 is held: the journey up to the certificate; then nothing is left to do.
async fn user_one_asks(house: &House, system: &str) -> Planned {
    let context = house.open(&body(system), NOW).await;
    hold_order(&context, 4).await;
    let planned = plan(&context, &person("users", "id", &["1"])).await;
    assert_eq!(planned.decision.not_checked, BTreeMap::new());
    let approved = approve(&context, &planned).await;
    let report = erase::apply(&context, &approved, &planned.person, &Pace::default(), &Silent).await.unwrap();
    assert!(report.is_clean(), "{report:#?}");
    let shown = house.verify(&report);
    assert_eq!(shown.totals.failed + shown.totals.skipped + shown.totals.not_checked, 0);
    house.evidence_never_says(&[APPROVER, "Person Ett", "ett@prov"]);
    let kept = planned
        .made
        .plan
        .notes
        .iter()
        .find(|note| note.dataset.as_str() == "invoices" && matches!(note.what, NoteKind::Kept { .. }));
    assert!(
        matches!(&kept.unwrap().what, NoteKind::Kept { rows: 1, article: Some(article), .. } if article == "17(3)(b)")
    );
    let again = plan(&context, &planned.person).await;
    assert_eq!(again.made.plan.rows(), 0, "{:#?}", again.made.plan.steps);
    assert!(!again.decision.erases());
    planned
}

fn sqlite(house: &House) -> (PathBuf, PathBuf, String) {
    let (ours, hand) = (house.path().join("shop.sqlite"), house.path().join("by-hand.sqlite"));
    for file in [&ours, &hand] {
        sqlite_cli(file, &script(false));
    }
    sqlite_cli(&hand, BY_HAND);
    let system = format!("{{kind: sqlite, path: \"{}\", country: SE}}", ours.display());
    (ours, hand, system)
}

fn same(ours: &Path, hand: &Path) {
    sqlite_cli(ours, LEVEL);
    assert_same(&dump_sqlite(ours), &dump_sqlite(hand));
}

#[tokio::test]
async fn one_person_goes_from_sqlite_and_every_other_row_is_as_it_was() {
    let house = House::new();
    let (ours, hand, system) = sqlite(&house);
    let planned = user_one_asks(&house, &system).await;
    same(&ours, &hand);
    // Threads go after their posts, and branches with what they hang on: these keys are remembered, sealed with the request.
    assert_eq!(
        planned.person.records[&DatasetName::from("threads")][0].keys,
        BTreeSet::from(["1".to_owned()])
    );
    let notes: BTreeSet<String> = ["1", "2", "3"].map(str::to_owned).into();
    assert_eq!(planned.person.records[&DatasetName::from("notes")][0].keys, notes);
}

#[tokio::test]
async fn one_person_goes_from_postgres_and_every_other_row_is_as_it_was() {
    let server = Postgres::shared(PgVersion::V15).await;
    let (ours, hand) = (server.database("erasing"), server.database("erasing_by_hand"));
    for database in [&ours, &hand] {
        database.psql(&script(true));
    }
    hand.psql(BY_HAND);
    let house = House::new();
    user_one_asks(&house, &house.system("postgres", &ours.url())).await;
    ours.psql(LEVEL);
    assert_same(&dump_postgres(&ours), &dump_postgres(&hand));
}

#[tokio::test]
async fn one_person_goes_from_mariadb_and_every_other_row_is_as_it_was() {
    let server = MariaDb::shared().await;
    let (ours, hand) = (server.database("erasing"), server.database("erasing_by_hand"));
    for database in [&ours, &hand] {
        database.mariadb(&script(true));
    }
    hand.mariadb(BY_HAND);
    let house = House::new();
    user_one_asks(&house, &house.system("mysql", &ours.url())).await;
    ours.mariadb(LEVEL);
    assert_same(&dump_mariadb(&ours), &dump_mariadb(&hand));
}

#[tokio::test]
async fn an_erasure_that_dies_at_every_turn() {
    let house = House::new();
    let (ours, hand, system) = sqlite(&house);
    let context = house.open(&body(&system), NOW).await;
    hold_order(&context, 4).await;
    let planned = plan(&context, &person("users", "id", &["1"])).await;
    let approved = approve(&context, &planned).await;
    drop(context);
    let begun = Begun::default();
    let (mut most, mut deaths) = (100, 0);
    let run = RunId::of(approved.hash());
    loop {
        let context = house.open(&body(&system), NOW).await;
        let pace = Pace::default();
        let work = pin!(erase::apply(&context, &approved, &planned.person, &pace, &begun));
        match (Fuse { work, awakenings: 0, most, begun: &begun }).await {
            None => deaths += 1,
            Some(Ok(report)) => {
                assert_eq!(report.run, run.0);
                break;
            }
            Some(Err(AppError::Store(StoreError::Conflict(Conflict::AlreadyFinished(_))))) => {
                evidence::certify(&context, &run).await.unwrap();
                break;
            }
            Some(Err(fault)) => panic!("after {deaths} deaths: {fault}"),
        }
        most += 5;
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(deaths > 10, "it died only {deaths} times");
    same(&ours, &hand);
    let shown = house.certificate(&run.0);
    assert_eq!((shown.totals.failed, shown.totals.skipped), (0, 0));
    assert_eq!(shown.totals.erased + shown.totals.anonymised, planned.made.plan.rows());
}

#[tokio::test]
async fn a_plan_about_somebody_needs_the_somebody() {
    let house = House::new();
    let (ours, _, system) = sqlite(&house);
    let before: Dump = dump_sqlite(&ours);
    let context = house.open(&body(&system), NOW).await;
    let planned = plan(&context, &person("users", "id", &["1"])).await;
    let made = &planned.made.plan;
    let without = approval::approve(&context, made, APPROVER, Some(made.rows())).await.unwrap_err();
    assert!(matches!(&without, AppError::AboutSomebody(requests) if requests == "R-2026-1"), "{without}");
    let other = person("users", "id", &["2"]);
    let fault = erase::approve(&context, made, &other, APPROVER, Some(made.rows())).await.unwrap_err();
    assert!(matches!(fault, AppError::Stale(Stale::Person)), "{fault}");
    let approved = approve(&context, &planned).await;
    let fault = gallra_app::apply::apply(&context, &approved, &Pace::default(), &Silent).await.unwrap_err();
    assert!(matches!(fault, AppError::AboutSomebody(_)), "{fault}");
    let fault = erase::apply(&context, &approved, &other, &Pace::default(), &Silent).await.unwrap_err();
    assert!(matches!(fault, AppError::Stale(Stale::Person)), "{fault}");
    assert_same(&dump_sqlite(&ours), &before);
    // It is carried out after all, so that nothing is left open.
    erase::apply(&context, &approved, &planned.person, &Pace::default(), &Silent).await.unwrap();
}

/// What the law kept goes on its own day, by the usual plan; until then the usual plan has nothing to do there.
#[tokio::test]
async fn what_was_kept_by_law_becomes_due_by_retention() {
    let house = House::new();
    let (ours, _, system) = sqlite(&house);
    let context = house.open(&body(&system), NOW).await;
    let planned = plan(&context, &person("users", "id", &["1"])).await;
    let approved = approve(&context, &planned).await;
    erase::apply(&context, &approved, &planned.person, &Pace::default(), &Silent).await.unwrap();
    drop(context);
    assert_eq!(sqlite_cli(&ours, "SELECT count(*) FROM invoices WHERE id = 1"), "1");
    for (now, due) in [("2031-05-01T03:00:00+02:00", 0), ("2031-05-02T03:00:00+02:00", 1)] {
        let context = house.open(&body(&system), now).await;
        let plan = make_plan(&context).await;
        // The other old invoice is due today already.
        assert_eq!(step(&plan, "invoices").expected.disposable, 1 + due, "{now}");
    }
}

#[tokio::test]
async fn what_is_decided_is_counted_and_questions_are_told() {
    let house = House::new();
    let (_, _, system) = sqlite(&house);
    let text = body(&system).replace("{column: left_on, missing: ongoing}", "left_on");
    let context = house.open(&text, NOW).await;
    let one = person("users", "id", &["1"]);
    let decision = erase::decide(&context, "R-2026-1", &one, &Weighed::default(), &Silent).await.unwrap();
    assert_eq!(decision.questions, BTreeSet::from([Question::InForce("selling".into())]));
    let open = decision.groups.iter().filter(|(group, _)| matches!(group.verdict, Verdict::Open(_)));
    let open: Vec<(String, u64)> = open.map(|(group, rows)| (group.dataset.to_string(), *rows)).collect();
    assert_eq!(open, [("addresses".to_owned(), 2), ("orders".to_owned(), 3), ("users".to_owned(), 1)]);
    let ended = Weighed { contracts: [("selling".into(), false)].into(), ..Weighed::default() };
    let decision = erase::decide(&context, "R-2026-1", &one, &ended, &Silent).await.unwrap();
    assert!(decision.questions.is_empty() && decision.erases());
    let erased: u64 = decision
        .groups
        .iter()
        .filter(|(group, _)| group.dataset.as_str() == "addresses" && group.verdict == Verdict::Erase)
        .map(|(_, rows)| rows)
        .sum();
    assert_eq!(erased, 2);
}

/// A thousand people in one plan: one set of keys for each dataset, one step for each group.
#[tokio::test]
async fn a_thousand_people_go_in_one_plan() {
    let server = Postgres::shared(PgVersion::V15).await;
    let database = server.database("many");
    database.psql(&script(true));
    database.psql(
        "INSERT INTO users (id, email, name, left_on) SELECT i, i || '@prov.example', 'Person ' || i, '2015-01-01' FROM generate_series(1001, 6000) i;
         INSERT INTO orders SELECT i, 1001 + i % 5000, 'Provgatan' FROM generate_series(10001, 30000) i;
         INSERT INTO addresses SELECT i, 1001 + i % 5000, 'Provgatan' FROM generate_series(10001, 30000) i;
         UPDATE users SET home = 10000 + (id - 1001) % 5000 + 5000 WHERE id > 1000;
         ANALYZE",
    );
    let house = House::new();
    let context = house.open(&body(&house.system("postgres", &database.url())), NOW).await;
    let people: Vec<(String, Person)> = (1001..=2000)
        .map(|id| (format!("R-{id}"), person("users", "id", &[id.to_string().as_str()])))
        .collect();
    let all = people.iter().map(|(request, person)| (request.clone(), person)).collect();
    let planned = erase::plan_together(&context, &all, &Weighed::default(), &Silent).await.unwrap();
    assert_eq!(planned.made.plan.about.as_ref().unwrap().requests.len(), 1000);
    assert_eq!(planned.made.plan.keys.iter().filter(|(name, _)| name.0.starts_with("users of")).count(), 1);
    let approved = approve(&context, &planned).await;
    let report = erase::apply(&context, &approved, &planned.person, &Pace::default(), &Silent).await.unwrap();
    assert!(report.is_clean(), "{report:#?}");
    house.verify(&report);
    assert_eq!(
        database.psql(
            "SELECT (SELECT count(*) FROM users WHERE id BETWEEN 1001 AND 2000), (SELECT count(*) FROM users WHERE id > 2000),
                    (SELECT count(*) FROM orders WHERE id > 10000), (SELECT count(*) FROM addresses WHERE id > 10000)"
        ),
        "0|4000|16000|16000"
    );
    assert!(report.steps.iter().any(|step| step.id.0 == "erase:users" && step.outcome == Outcome::Erased));
}
