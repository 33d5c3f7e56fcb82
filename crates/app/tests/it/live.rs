//! What systems promise besides age: looked at, judged, remembered and sealed, and never kept unseen.

use gallra_app::audit::{self, Live, Report};
use gallra_app::progress::Silent;
use gallra_app::{Context, rights};
use gallra_rules::audit::Verdict;
use gallra_rules::live::{Bearing, Check, ExtraRight, Finding, TooMuch, Unseen};
use gallra_rules::reason::Reason;
use gallra_testkit::{Authority, FtpServer, FtpTls, MariaDb, PgVersion, Postgres, TlsServer};

use crate::hostile::{CHATS, NOW, Shop, chats_for_a_year};
use crate::support::House;

const NEXT_DAY: &str = "2026-06-02T03:00:00+02:00";

async fn measured(context: &Context) -> Report {
    audit::run(context, &Silent).await.unwrap()
}

fn about<'r>(report: &'r Report, system: &str, check: Check) -> &'r Live {
    let is = |found: &&Live| found.promise.system.as_str() == system && found.promise.promise == check;
    report.live.iter().find(is).unwrap_or_else(|| panic!("{system}: {report:#?}"))
}

/// A policy of systems alone.
fn systems(lines: &str) -> String {
    format!("systems:\n{lines}")
}

#[tokio::test]
async fn a_port_that_opens_breaks_the_promise_from_then_on() {
    let house = House::new();
    let shut = FtpServer::start(FtpTls::Required).await;
    let open = FtpServer::start(FtpTls::None).await;
    let policy = |port: u16| {
        systems(&format!(
            "  files: {{kind: files, path: ., country: SE, hosts: [\"ftp://127.0.0.1:{port}\"]}}\n"
        ))
    };
    let context = house.open(&policy(shut.port), NOW).await;
    let first = measured(&context).await;
    let found = about(&first, "files", Check::NoPlainText);
    assert_eq!((found.verdict.clone(), found.since), (Verdict::Kept, first.at));
    assert!(first.is_complete());
    drop(context);

    let context = house.open(&policy(open.port), NEXT_DAY).await;
    let second = measured(&context).await;
    let found = about(&second, "files", Check::NoPlainText);
    assert_eq!((found.verdict.clone(), found.since), (Verdict::Broken, second.at));
    assert_eq!(second.count(|verdict| *verdict == Verdict::Broken), 1);
    house.log_verifies();
    house.evidence_never_says(&["pyftpdlib", "127.0.0.1"]);
    assert_eq!(
        house.state_says("SELECT activity, dataset, rule, verdict FROM measured ORDER BY at;"),
        "|files|no_plain_text|kept\n|files|no_plain_text|broken"
    );
    drop(context);

    let context = house.open(&policy(open.port), "2026-06-03T03:00:00+02:00").await;
    let third = measured(&context).await;
    assert_eq!(about(&third, "files", Check::NoPlainText).since, second.at, "and so ever since");
}

#[tokio::test]
async fn a_website_is_judged_by_the_clock_of_the_audit_and_the_authorities_of_the_policy() {
    let authority = Authority::new();
    let server = TlsServer::start(authority.vouch("localhost", (2026, 5, 1), (2026, 6, 2)));
    let house = House::new();
    std::fs::copy(authority.file(), house.path().join("policy/own.pem")).unwrap();
    let policy = systems(&format!(
        "  site: {{kind: website, url: \"https://localhost:{}/\", ca: own.pem, country: SE}}\n",
        server.port
    ));
    let context = house.open(&policy, NOW).await;
    let report = measured(&context).await;
    let first = &about(&report, "site", Check::Https).findings[0];
    assert!(matches!(first, Finding::Certificate { days: 0, .. }), "{first:?}");
    assert_eq!(first.bearing(), Bearing::Warning);
    drop(context);
    let context = house.open(&policy, NEXT_DAY).await;
    let report = measured(&context).await;
    assert_eq!(about(&report, "site", Check::Https).verdict, Verdict::Broken, "it has ended");
}

#[tokio::test]
async fn an_account_with_exactly_the_printed_rights_keeps_the_promise_and_an_owner_breaks_it() {
    let shop = Shop::new();
    let rows: String = ["customers", "chats"].map(|table| shop.inserts(table)).concat();
    let v15 = Postgres::shared(PgVersion::V15).await.database("least");
    let v18 = Postgres::shared(PgVersion::V18).await.database("least");
    for database in [&v15, &v18] {
        database.psql(&CHATS.replace("DATETYPE", "date"));
        database.psql(&rows);
    }
    let maria = MariaDb::shared().await.database("least");
    maria.mariadb(&CHATS.replace("DATETYPE", "date"));
    maria.mariadb(&rows);
    let roles = [v15.role("gallra"), v18.role("gallra"), maria.role("gallra")];
    for (i, (kind, owner)) in
        [("postgres", v15.url()), ("postgres", v18.url()), ("mysql", maria.url())].into_iter().enumerate()
    {
        let house = House::new();
        let system = house.system(kind, &owner);
        let context = house.open(&chats_for_a_year(&system), NOW).await;
        let name = context.policy.systems.keys().next().unwrap().to_string();
        let report = measured(&context).await;
        let found = about(&report, &name, Check::LeastRights);
        assert_eq!(found.verdict, Verdict::Broken, "{kind}: an owner");
        let role =
            if kind == "mysql" { format!("{}@127.0.0.1", roles[i].user) } else { roles[i].user.clone() };
        let printed = rights::needed(&context, &role, &Silent).await.unwrap();
        assert!(!printed[0].revoke.is_empty(), "{kind}");
        let statements = &printed[0].statements;
        match i {
            0 => drop(v15.psql(statements)),
            1 => drop(v18.psql(statements)),
            _ => drop(maria.mariadb(statements)),
        }
        drop(context);
        house.system(kind, &roles[i].url);
        let context = house.open(&chats_for_a_year(&system), NEXT_DAY).await;
        let report = measured(&context).await;
        let found = about(&report, &name, Check::LeastRights);
        assert_eq!(
            (found.verdict.clone(), found.findings.clone()),
            (Verdict::Kept, vec![Finding::Rights]),
            "{kind}: {:#?}",
            report.promises
        );
        assert!(
            report.promises.iter().all(|one| !matches!(one.verdict, Verdict::NotChecked { .. })),
            "{kind}: the rights are enough to measure with"
        );
    }
}

#[tokio::test]
async fn a_database_without_datasets_needs_no_right_at_all() {
    let database = Postgres::shared(PgVersion::V15).await.database("idle");
    database.psql("CREATE TABLE notes (id integer PRIMARY KEY, body text);");
    let login = database.role("gallra");
    let house = House::new();
    let policy = systems(&format!("  idle: {}\n", house.system("postgres", &login.url)));
    let context = house.open(&policy, NOW).await;
    assert_eq!(about(&measured(&context).await, "idle", Check::LeastRights).verdict, Verdict::Kept);
    database.psql(&format!("GRANT SELECT ON notes TO \"{}\";", login.user));
    let report = measured(&context).await;
    let found = about(&report, "idle", Check::LeastRights);
    let Finding::TooMuch(TooMuch { right: ExtraRight::Privilege { on, .. }, .. }) = &found.findings[1] else {
        panic!("{found:?}")
    };
    assert_eq!(on, "table public.notes");
}

#[tokio::test]
async fn where_a_table_is_missing_nobody_says_which_rights_are_too_many() {
    let database = Postgres::shared(PgVersion::V15).await.database("missing");
    database.psql(&CHATS.replace("DATETYPE", "date"));
    database.psql("ALTER TABLE chats RENAME TO talks;");
    let house = House::new();
    let context = house.open(&chats_for_a_year(&house.system("postgres", &database.url())), NOW).await;
    let report = measured(&context).await;
    let reason = Reason::Unseen(Unseen::Needs("chats".into()));
    assert_eq!(about(&report, "shop", Check::LeastRights).verdict, Verdict::NotChecked { reason });
    let printed = rights::needed(&context, "gallra", &Silent).await.unwrap();
    assert!(printed.iter().all(|one| one.revoke.is_empty()), "nobody is told to revoke what may be needed");
}

#[tokio::test]
async fn what_was_not_looked_at_is_never_kept() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let house = House::new();
    let gone = house.system("postgres", "postgres://gallra@127.0.0.1:1/gone?sslmode=disable");
    let policy = systems(&format!(
        "  site: {{kind: website, url: \"https://nobody.invalid/\", country: SE}}
  secret: {{kind: website, url: \"env:GALLRA_TEST_NOT_SET\", country: SE}}
  mail: {{kind: imap, url: \"env:GALLRA_TEST_NOT_SET\", country: SE}}
  dav: {{kind: webdav, url: \"https://nobody.invalid/\", country: SE}}
  files: {{kind: files, path: ., country: SE, hosts: [\"ftp://127.0.0.1:{port}\"]}}
  shop: {gone}
  nowhere: {{kind: sqlite, path: nowhere.db, country: SE}}
  photos: {{kind: s3, url: \"s3://photos\", country: SE, region: eu-north-1}}
"
    ));
    let context = house.open(&policy, NOW).await;
    let report = measured(&context).await;
    assert_eq!(report.live.len(), 8);
    for found in &report.live {
        assert!(matches!(found.verdict, Verdict::NotChecked { .. }), "{found:?}");
    }
    assert!(!report.is_complete());
    let photos = about(&report, "photos", Check::Region);
    let address =
        |reason: &Reason| matches!(reason, Reason::Unseen(Unseen::System(why)) if why.contains("bucket"));
    assert!(matches!(&photos.verdict, Verdict::NotChecked { reason } if address(reason)), "{photos:?}");
    house.evidence_never_says(&["nobody.invalid", "127.0.0.1"]);
}
