//! Systems that do not answer, do not let Gallra in, or do not let it do its work.

use gallra_app::AppError;
use gallra_testkit::{MariaDb, PgVersion, Postgres, sqlite_cli};

use super::{CHATS, NOW, SHOP_DATA, Shop, chats_for_a_year};
use crate::support::{House, approve, carry_out, journey, make_plan, not_checked, told};

/// 1,000 chats as in the SQLite shop, as plain INSERTs that any system reads.
fn inserts() -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.sqlite");
    sqlite_cli(&file, &CHATS.replace("DATETYPE", "text"));
    sqlite_cli(&file, SHOP_DATA);
    sqlite_cli(
        &file,
        ".mode insert customers\nSELECT * FROM customers;\n.mode insert chats\nSELECT * FROM chats;",
    )
}

#[tokio::test]
async fn without_the_right_to_delete_the_error_names_the_grant_in_postgres() {
    let database = Postgres::shared(PgVersion::V15).await.database("rights");
    database.psql(&CHATS.replace("DATETYPE", "date"));
    database.psql(&inserts());
    let role = database.role("gallra");
    database.psql(&format!("GRANT SELECT ON customers, chats TO {}", role.user));
    let house = House::new();
    let context = house.open(&chats_for_a_year(&house.system("postgres", &role.url)), NOW).await;
    let plan = make_plan(&context).await;
    assert_eq!(plan.rows(), super::DUE);
    let approved = approve(&context, &plan).await;
    let fault = carry_out(&context, &approved).await.unwrap_err().to_string();
    assert!(fault.contains("GRANT") && fault.contains("DELETE") && fault.contains("chats"), "{fault}");
    assert!(!fault.contains(&role.password), "{fault}");
    assert_eq!(database.psql("SELECT count(*) FROM chats"), "1000");
    database.psql(&format!("GRANT DELETE ON chats TO {}", role.user));
    let report = carry_out(&context, &approved).await.unwrap();
    assert!(report.is_clean());
    house.verify(&report);
    assert_eq!(database.psql("SELECT count(*) FROM chats"), (1000 - super::DUE).to_string());
}

#[tokio::test]
async fn without_the_right_to_delete_the_error_names_the_grant_in_mariadb() {
    let database = MariaDb::shared().await.database("rights");
    database.mariadb(&CHATS.replace("DATETYPE", "date"));
    database.mariadb(&inserts());
    let role = database.role("gallra");
    let (name, user) = (database.name().to_owned(), format!("'{}'@'127.0.0.1'", role.user));
    database.mariadb(&format!("GRANT SELECT ON {name}.* TO {user}"));
    let house = House::new();
    let context = house.open(&chats_for_a_year(&house.system("mysql", &role.url)), NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    let fault = carry_out(&context, &approved).await.unwrap_err().to_string();
    assert!(fault.contains("GRANT") && fault.contains("DELETE") && fault.contains("chats"), "{fault}");
    assert!(!fault.contains(&role.password), "{fault}");
    assert_eq!(database.mariadb("SELECT count(*) FROM chats"), "1000");
    database.mariadb(&format!("GRANT DELETE ON {name}.chats TO {user}"));
    let report = carry_out(&context, &approved).await.unwrap();
    assert!(report.is_clean());
    assert_eq!(database.mariadb("SELECT count(*) FROM chats"), (1000 - super::DUE).to_string());
}

/// A good system beside a bad one: the good one is planned and carried out, the bad one is told as not checked.
fn two_systems(shop: &Shop, other: &str) -> String {
    let text = shop.policy();
    text.replacen("\nsystems:\n", &format!("\nsystems:\n  other: {other}\n"), 1)
        .replacen(
            "\ndatasets:\n",
            "\ndatasets:\n  letters:\n    in: other\n    table: letters\n    about: [people]\n    \
         fields: {message: communication.content}\n    anchors: {ended: ended}\n",
            1,
        )
        .replace("data: [chats]", "data: [chats, letters]")
}

#[tokio::test]
async fn wrong_credentials_disturb_nothing_else() {
    let database = Postgres::shared(PgVersion::V15).await.database("closed");
    let elsewhere = MariaDb::shared().await.database("closed");
    let cases = [
        ("postgres", database.url().replace(&database.owner().user, "nobody_we_know")),
        ("mysql", elsewhere.url().replace(&elsewhere.owner().user, "nobody_we_know")),
        ("postgres", "postgres://gallra:wrong-password-7@127.0.0.1:1/shop".to_owned()),
        ("mysql", "mysql://gallra:wrong-password-7@127.0.0.1:1/shop".to_owned()),
        ("postgres", format!("{}_that_is_not_there", database.url())),
    ];
    for (kind, url) in cases {
        let shop = Shop::new();
        let body = two_systems(&shop, &shop.house.system(kind, &url));
        let context = shop.house.open(&body, NOW).await;
        let (plan, report) = journey(&shop.house, &context).await;
        let reason = not_checked(&plan, "letters");
        assert!(!reason.is_empty() && !reason.contains("wrong-password-7"), "{reason}");
        assert!(!reason.contains(&database.owner().password), "{reason}");
        assert_eq!(told(&report, "chats").rows.erased, super::DUE);
        assert_eq!(shop.count("chats"), 1000 - super::DUE);
    }
    // A secret that is not there, and a file that is no database.
    let shop = Shop::new();
    std::fs::write(
        shop.house.path().join("letters.sqlite"),
        "Dear all, this is a letter and not a database.",
    )
    .unwrap();
    for other in [
        "{kind: postgres, url: \"env:GALLRA_TEST_NEVER_SET\", country: SE}",
        "{kind: mysql, url: \"file:no-such.url\", country: SE}",
        "{kind: sqlite, path: ../letters.sqlite, country: SE}",
        "{kind: sqlite, path: no-such.sqlite, country: SE}",
    ] {
        let context = shop.house.open(&two_systems(&shop, other), NOW).await;
        let plan = make_plan(&context).await;
        assert!(!not_checked(&plan, "letters").is_empty(), "{other}");
    }
    assert!(!shop.house.path().join("policy/no-such.sqlite").exists(), "looking makes no database");
}

#[tokio::test]
async fn a_role_that_may_not_read_is_told_and_the_rest_goes_on() {
    let database = Postgres::shared(PgVersion::V18).await.database("blind");
    database.psql("CREATE TABLE letters (id integer PRIMARY KEY, ended date, message text)");
    let role = database.role("gallra");
    let shop = Shop::new();
    let body = two_systems(&shop, &shop.house.system("postgres", &role.url));
    let context = shop.house.open(&body, NOW).await;
    let (plan, report) = journey(&shop.house, &context).await;
    let reason = not_checked(&plan, "letters");
    assert!(reason.contains("letters") && reason.contains("SELECT"), "{reason}");
    assert_eq!(report.rows.erased, super::DUE);
}

#[tokio::test]
async fn a_server_that_is_gone_when_the_plan_is_applied_changes_nothing() {
    let server = Postgres::start(PgVersion::V15).await;
    let database = server.database("gone");
    database.psql(&CHATS.replace("DATETYPE", "date"));
    database.psql(&inserts());
    let house = House::new();
    let context = house.open(&chats_for_a_year(&house.system("postgres", &database.url())), NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    server.kill9();
    let fault = carry_out(&context, &approved).await.unwrap_err();
    assert!(matches!(fault, AppError::Unreachable { .. }), "{fault}");
    assert!(!fault.to_string().contains(&database.owner().password), "{fault}");
    let blind = make_plan(&context).await;
    assert!(blind.steps.is_empty() && !not_checked(&blind, "chats").is_empty());
    server.restart();
    let report = carry_out(&context, &approved).await.unwrap();
    assert_eq!(report.rows.erased, super::DUE);
    house.verify(&report);
}
