//! Records that stand out: absurd dates, changes between plan and apply, holds, customers' own settings.

use gallra_app::holds::{self, Wanted};
use gallra_ledger::Outcome;
use gallra_rules::inventory::CountKind;
use gallra_testkit::{MariaDb, PgVersion, Postgres, sqlite_cli};

use super::{CHATS, DUE, NOW, Shop, chats_for_a_year, datasets};
use crate::support::{
    APPROVER, House, activity, approve, carry_out, dump_sqlite, journey, make_plan, noted, resting, step,
    told,
};

#[tokio::test]
async fn dates_in_the_future_and_in_year_one_are_kept_and_told() {
    let shop = Shop::new();
    shop.sql(
        "UPDATE chats SET ended = '0001-01-01' WHERE id = 400;
         UPDATE chats SET ended = '1899-12-31' WHERE id = 401;
         UPDATE chats SET ended = '2999-01-01' WHERE id = 402;
         UPDATE chats SET ended = NULL WHERE id = 403;
         UPDATE chats SET ended = '' WHERE id = 404;
         UPDATE chats SET ended = 'igår' WHERE id = 405;
         UPDATE chats SET ended = '2023-02-29' WHERE id = 406;
         UPDATE chats SET ended = '2024-02-29 25:00:00' WHERE id = 407;
         UPDATE chats SET ended = 20240101 WHERE id = 408;
         UPDATE chats SET ended = x'323032342d30312d3031' WHERE id = 409;",
    );
    let context = shop.house.open(&shop.policy(), NOW).await;
    let (plan, report) = journey(&shop.house, &context).await;
    assert_eq!(report.rows.erased, DUE - 10);
    assert_eq!(shop.count("chats WHERE id BETWEEN 400 AND 409"), 10);
    assert_eq!(noted(&plan, "chats", CountKind::InFuture), 1);
    assert_eq!(noted(&plan, "chats", CountKind::NoAnchor), 1);
    assert_eq!(noted(&plan, "chats", CountKind::ImplausibleAnchor), 8);
}

#[tokio::test]
async fn postgres_dates_beyond_the_calendar_are_kept() {
    let database = Postgres::shared(PgVersion::V15).await.database("absurd");
    database.psql(&CHATS.replace("DATETYPE", "timestamptz"));
    database.psql(
        "INSERT INTO customers VALUES (1, 'A', 'x');
         INSERT INTO chats VALUES (1, 1, '-infinity', ''), (2, 1, 'infinity', ''), (3, 1, '0044-03-15 BC', ''),
           (4, 1, '0001-01-01', ''), (5, 1, '2999-01-01', ''), (6, 1, NULL, ''),
           (7, 1, '2025-06-01 21:59:59.999999+00', ''), (8, 1, '2025-06-01 22:00:00+00', ''),
           (9, 1, '294276-12-31', '')",
    );
    let house = House::new();
    let context = house.open(&chats_for_a_year(&house.system("postgres", &database.url())), NOW).await;
    let (plan, report) = journey(&house, &context).await;
    // A day in Stockholm ends at 22:00 UTC in summer: 7 is the last of it, 8 the first of the next.
    assert_eq!(report.rows.erased, 1);
    assert_eq!(database.psql("SELECT string_agg(id::text, ' ' ORDER BY id) FROM chats"), "1 2 3 4 5 6 8 9");
    assert_eq!(noted(&plan, "chats", CountKind::ImplausibleAnchor), 3);
    assert_eq!(noted(&plan, "chats", CountKind::NoAnchor), 1);
    assert!(noted(&plan, "chats", CountKind::InFuture) >= 1);
}

#[tokio::test]
async fn mariadb_zero_dates_are_kept() {
    let database = MariaDb::shared().await.database("absurd");
    database.mariadb(&CHATS.replace("DATETYPE", "datetime"));
    database.mariadb(
        "SET sql_mode = ''; INSERT INTO customers VALUES (1, 'A', 'x');
         INSERT INTO chats VALUES (1, 1, '0000-00-00', ''), (2, 1, '0001-01-01', ''), (3, 1, '2025-00-00', ''),
           (4, 1, '9999-12-31 23:59:59', ''), (5, 1, NULL, ''), (6, 1, '2025-06-01 21:59:59', ''),
           (7, 1, '2025-06-01 22:00:00', '')",
    );
    let house = House::new();
    let context = house.open(&chats_for_a_year(&house.system("mysql", &database.url())), NOW).await;
    let (plan, report) = journey(&house, &context).await;
    assert_eq!(report.rows.erased, 1);
    assert_eq!(
        database.mariadb("SELECT GROUP_CONCAT(id ORDER BY id SEPARATOR ' ') FROM chats"),
        "1 2 3 4 5 7"
    );
    assert_eq!(noted(&plan, "chats", CountKind::ImplausibleAnchor), 3);
    assert_eq!(noted(&plan, "chats", CountKind::NoAnchor), 1);
}

#[tokio::test]
async fn a_row_that_changes_between_plan_and_apply_survives() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let plan = make_plan(&context).await;
    assert_eq!(plan.rows(), DUE);
    let approved = approve(&context, &plan).await;
    // One customer wrote again, one chat was removed by hand, one date was taken away.
    shop.sql(
        "UPDATE chats SET ended = '2026-06-01' WHERE id = 400; DELETE FROM chats WHERE id = 401;
         UPDATE chats SET ended = NULL WHERE id = 402",
    );
    let before = dump_sqlite(&shop.file);
    let report = carry_out(&context, &approved).await.unwrap();
    shop.house.verify(&report);
    assert_eq!((report.rows.erased, report.rows.failed, report.rows.skipped), (DUE - 3, 0, 0));
    assert!(report.is_clean());
    assert_eq!(shop.count("chats WHERE id IN (400, 402)"), 2);
    assert!(dump_sqlite(&shop.file)["chats"].iter().all(|row| before["chats"].contains(row)));
}

#[tokio::test]
async fn rows_that_become_due_after_the_plan_wait_for_the_next() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    shop.sql("UPDATE chats SET ended = '2025-01-01' WHERE id BETWEEN 1 AND 50");
    let report = carry_out(&context, &approved).await.unwrap();
    shop.house.verify(&report);
    assert_eq!((report.rows.erased, report.rows.skipped, report.rows.failed), (DUE, 50, 0));
    assert!(!report.is_clean());
    assert_eq!(shop.count("chats"), 1000 - DUE, "never more than was approved");
    let (plan, _) = journey(&shop.house, &context).await;
    assert_eq!(plan.rows(), 50);
}

#[tokio::test]
async fn a_hold_on_a_customer_protects_the_chats() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let scope = serde_json::from_str(r#"{"column": "id", "values": [3, 4]}"#).unwrap();
    let wanted = |only, until: Option<&str>, reason: &str| Wanted {
        dataset: "customers".into(),
        only,
        reason: reason.to_owned(),
        until: until.map(|day| day.parse().unwrap()),
        by: APPROVER.to_owned(),
    };
    holds::add(&context, wanted(Some(scope), Some("2026-06-30"), "a dispute about an invoice"))
        .await
        .unwrap();
    let held = shop.count("chats WHERE customer_id IN (3, 4) AND ended <= '2025-06-01'");
    assert!(held > 50);
    let (_, report) = journey(&shop.house, &context).await;
    assert_eq!((report.rows.erased, report.rows.held), (DUE - held, held));
    assert_eq!(shop.count("chats WHERE customer_id IN (3, 4) AND ended <= '2025-06-01'"), held);
    shop.house.evidence_never_says(&["dispute", "Kund"]);

    // After its last day it counts no longer.
    let later = shop.house.open(&shop.policy(), "2026-07-01T03:00:00+02:00").await;
    let (_, report) = journey(&shop.house, &later).await;
    assert_eq!(report.rows.held, 0);
    assert_eq!(shop.count("chats WHERE ended <= '2025-07-01'"), 0);
    for nonsense in [wanted(None, Some("2026-06-30"), "too late"), wanted(None, None, " ")] {
        assert!(holds::add(&later, nonsense).await.is_err());
    }
    let mut unknown = wanted(None, None, "a claim");
    unknown.dataset = "custommers".into();
    let fault = holds::add(&later, unknown).await.unwrap_err().to_string();
    assert!(fault.contains("custommers") && fault.contains("customers"), "{fault}");
}

#[tokio::test]
async fn a_hold_on_everything_leaves_everything() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let wanted = Wanted {
        dataset: "chats".into(),
        only: None,
        reason: "supervision".to_owned(),
        until: None,
        by: APPROVER.to_owned(),
    };
    let hold = holds::add(&context, wanted).await.unwrap();
    let (_, report) = journey(&shop.house, &context).await;
    assert_eq!((report.rows.erased, report.rows.held), (0, DUE));
    assert!(matches!(told(&report, "chats").outcome, Outcome::Held { .. }));
    assert_eq!(shop.count("chats"), 1000);
    holds::lift(&context, &hold, APPROVER).await.unwrap();
    assert!(holds::lift(&context, &hold, APPROVER).await.is_err());
    let (_, report) = journey(&shop.house, &context).await;
    assert_eq!(report.rows.erased, DUE);
}

#[tokio::test]
async fn customers_with_a_shorter_time_of_their_own_get_it() {
    let shop = Shop::new();
    let keep = "at_most: 12 months after ended, per_customer: {column: customer_id, settings: {\"2\": 14 days, \"5\": 6 months}}";
    let rule = activity("chat", "chats", keep, "delete");
    let context = shop
        .house
        .open(&format!("{}activities:{rule}{}", datasets(&shop.system()), resting("customers")), NOW)
        .await;
    let gone = shop.count(
        "chats WHERE ended <= '2025-06-01' OR (customer_id = 2 AND ended <= '2026-05-18')
         OR (customer_id = 5 AND ended <= '2025-12-01')",
    );
    assert!(gone > DUE + 50);
    let (plan, report) = journey(&shop.house, &context).await;
    assert_eq!(report.rows.erased, gone);
    assert_eq!(shop.count("chats"), 1000 - gone);
    assert_eq!(shop.count("chats WHERE customer_id = 2 AND ended <= '2026-05-18'"), 0);
    assert_eq!(shop.count("chats WHERE customer_id NOT IN (2, 5) AND ended > '2025-06-01'"), {
        1000 - gone - shop.count("chats WHERE customer_id IN (2, 5)")
    });
    assert!(step(&plan, "chats").because[0].rule.contains("2 customers have chosen less"));
}

#[tokio::test]
async fn a_number_that_means_something_else_in_another_kind_of_record_keeps_nothing() {
    let house = House::new();
    let file = house.path().join("desk.sqlite");
    sqlite_cli(
        &file,
        "CREATE TABLE ticket (id INTEGER PRIMARY KEY, made TEXT, subject TEXT);
         CREATE TABLE note (id INTEGER PRIMARY KEY, kind TEXT, object_id INTEGER, text TEXT);
         INSERT INTO ticket VALUES (1, '2020-01-01', 'a'), (2, '2020-01-01', 'b'), (3, '2020-01-01', 'c');
         INSERT INTO note VALUES (1, 'user', 1, 'of the user 1'), (2, 'ticket', 2, 'of the ticket 2'), (3, NULL, 3, 'of nothing');",
    );
    let body = format!(
        "systems:\n  desk: {{kind: sqlite, path: \"{}\", country: SE}}
datasets:
  tickets: {{in: desk, table: ticket, about: [people], fields: {{subject: communication.content}}, anchors: {{made: made}}}}
  notes: {{in: desk, table: note, where: {{kind: ticket}}, about: [people], belongs_to: {{tickets: object_id}}, fields: {{text: communication.note}}}}
activities:{}{}",
        file.display(),
        activity("service", "tickets", "at_most: 1 year after made", "delete"),
        resting("notes"),
    );
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;
    assert_eq!(step(&plan, "tickets").expected.due, 3);
    assert_eq!((report.rows.erased, report.rows.kept), (2, 1));
    assert_eq!(sqlite_cli(&file, "SELECT group_concat(id) FROM ticket").trim(), "2");
    assert_eq!(sqlite_cli(&file, "SELECT count(*) FROM note").trim(), "3");
}
