//! More rights than needed: the printed grants are enough and no more; everything beyond them is told with its cure, and
//! the cure cures.

use gallra_connect::Connector;
use gallra_connect::contract::Right;
use gallra_connect::rights::Work;
use gallra_rules::audit::Verdict;
use gallra_rules::live::{Check, ExtraRight, Finding, TooMuch, judge};
use gallra_testkit::PgVersion;

use crate::rights::{login, question, rule, tables, with};
use crate::support::{Db, World, open};

/// What the policy's work takes: to measure, and to dispose.
async fn needed(w: &World) -> Vec<Right> {
    tables(w);
    w.sql("CREATE TABLE salaries (id integer PRIMARY KEY, amount integer);");
    let (_, step) = w.plan(rule(w)).await;
    let mut rights = w.connector.rights(Work::Measure(&question(&step))).await.unwrap();
    rights.extend(w.connector.rights(Work::Dispose(&step)).await.unwrap());
    rights
}

async fn seen(connector: &Connector, needed: &[Right]) -> (Verdict, Vec<TooMuch>) {
    let findings = connector.excess(needed, false).await.unwrap();
    let verdict = judge(Check::LeastRights, &findings);
    let too_much = findings.into_iter().filter_map(|finding| match finding {
        Finding::TooMuch(right) => Some(right),
        _ => None,
    });
    (verdict, too_much.collect())
}

fn admin(w: &World, sql: &str) {
    match &w.db {
        Db::Postgres(_) => drop(w.sql(sql)),
        Db::Maria(db) => drop(db.mariadb(sql)),
        Db::Sqlite(..) => panic!("SQLite has no grants"),
    }
}

/// Grants one thing too many, sees it told, runs the cure as it is printed, and sees it gone.
async fn told_and_cured(w: &World, needed: &[Right], grant: &str, told: &str) {
    let (login, name) = login(w);
    let quoted = if w.is_postgres() { name.clone() } else { format!("'{}'@'127.0.0.1'", login.user) };
    let kind = if w.is_postgres() {
        gallra_rules::policy::SystemKind::Postgres
    } else {
        gallra_rules::policy::SystemKind::Mysql
    };
    admin(w, &gallra_connect::rights::grants(kind, &name, needed));
    let connector = open(&w.db, Some(login.url)).await.unwrap();
    assert_eq!(seen(&connector, needed).await, (Verdict::Kept, Vec::new()), "before {grant}");
    admin(w, &grant.replace("ROLE", &quoted));
    let (verdict, found) = seen(&connector, needed).await;
    assert_eq!(verdict, Verdict::Broken, "{grant}");
    let [TooMuch { right, cure }] = found.as_slice() else { panic!("{grant}: {found:?}") };
    let shown = match right {
        ExtraRight::Privilege { privilege, columns, on } => format!("{privilege} {columns:?} {on}"),
        other => format!("{other:?}"),
    };
    assert!(shown.contains(told), "{grant}: {shown}");
    admin(w, cure);
    assert_eq!(seen(&connector, needed).await, (Verdict::Kept, Vec::new()), "after {cure}");
    if w.is_postgres() {
        let asked = format!("SELECT has_column_privilege('{name}', 'notes', 'customer_id', 'SELECT');");
        assert_eq!(w.sql(&asked), "t", "what is needed stays: {cure}");
    }
}

async fn postgres(version: PgVersion) {
    let w = World::postgres(version).await;
    let needed = needed(&w).await;
    for (grant, told) in [
        ("GRANT SELECT ON salaries TO ROLE;", "SELECT [] table public.salaries"),
        ("GRANT SELECT (amount) ON salaries TO ROLE;", "SELECT [\"amount\"] table public.salaries"),
        ("GRANT INSERT ON customers TO ROLE;", "INSERT [] table public.customers"),
        ("GRANT UPDATE (name) ON customers TO ROLE;", "UPDATE [\"name\"]"),
        ("GRANT SELECT (body) ON notes TO ROLE;", "SELECT [\"body\"] table public.notes"),
        ("GRANT SELECT ON notes TO ROLE;", "SELECT [] table public.notes"),
        ("GRANT DELETE ON customers TO ROLE WITH GRANT OPTION;", "DELETE WITH GRANT OPTION"),
        ("GRANT SELECT ON salaries TO PUBLIC;", "SELECT [] table public.salaries"),
        ("GRANT CREATE ON SCHEMA public TO ROLE;", "CREATE [] schema public"),
    ] {
        told_and_cured(&w, &needed, grant, told).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_15_tells_each_right_too_many_and_its_cure() {
    postgres(PgVersion::V15).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_18_tells_each_right_too_many_and_its_cure() {
    postgres(PgVersion::V18).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_may_too_much_and_a_superuser_everything() {
    let w = World::postgres(PgVersion::V15).await;
    let needed = needed(&w).await;
    let (verdict, found) = seen(&w.connector, &needed).await;
    assert_eq!(verdict, Verdict::Broken);
    let owned: Vec<&String> = found
        .iter()
        .filter_map(|one| match &one.right {
            ExtraRight::Owner(what) => Some(what),
            _ => None,
        })
        .collect();
    for table in ["customers", "invoices", "notes", "salaries"] {
        assert!(owned.contains(&&format!("table public.{table}")), "{owned:?}");
    }
    // Whoever clears residue rewrites the policy's tables, and no others.
    let findings = w.connector.excess(&needed, true).await.unwrap();
    let tables = findings.iter().filter(
        |one| matches!(one, Finding::TooMuch(TooMuch { right: ExtraRight::Owner(what), .. }) if what.starts_with("table")),
    );
    assert_eq!(tables.count(), 1, "{findings:?}");

    let server = gallra_testkit::Postgres::shared(PgVersion::V15).await;
    let connector = open(&w.db, Some(server.admin_url())).await.unwrap();
    let (verdict, found) = seen(&connector, &needed).await;
    assert_eq!(verdict, Verdict::Broken);
    assert!(found.iter().any(|one| one.right == ExtraRight::Power("SUPERUSER".to_owned())), "{found:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_tells_each_right_too_many_and_its_cure() {
    let w = World::maria().await;
    let needed = needed(&w).await;
    let Db::Maria(db) = &w.db else { panic!("it is MariaDB") };
    let name = db.name().to_owned();
    for (grant, told) in [
        ("GRANT SELECT ON DB.salaries TO ROLE;", "SELECT [] table"),
        ("GRANT SELECT (amount) ON DB.salaries TO ROLE;", "SELECT [\"amount\"] table"),
        ("GRANT INSERT ON DB.customers TO ROLE;", "INSERT [] table"),
        ("GRANT SELECT (body) ON DB.notes TO ROLE;", "SELECT [\"body\"] table"),
        ("GRANT SELECT ON DB.* TO ROLE;", "SELECT [] database"),
        ("GRANT ALL PRIVILEGES ON DB.* TO ROLE;", "ALL PRIVILEGES [] database"),
        ("GRANT FILE, PROCESS ON *.* TO ROLE;", "FILE, PROCESS [] all databases"),
        ("GRANT DELETE ON DB.customers TO ROLE WITH GRANT OPTION;", "GRANT OPTION [] table"),
    ] {
        told_and_cured(&w, &needed, &grant.replace("DB", &format!("`{name}`")), told).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mariadb_account_from_any_host_or_with_roles_is_told() {
    let w = World::maria().await;
    let needed = needed(&w).await;
    let Db::Maria(db) = &w.db else { panic!("it is MariaDB") };
    let (url, user) = {
        let (login, _) = login(&w);
        let anywhere = login.user.clone() + "_any";
        db.mariadb(&format!("RENAME USER '{}'@'127.0.0.1' TO '{anywhere}'@'%';", login.user));
        (login.url.replace(&login.user, &anywhere), anywhere)
    };
    let statements = gallra_connect::rights::grants(
        gallra_rules::policy::SystemKind::Mysql,
        &format!("{user}@%"),
        &needed,
    );
    db.mariadb(&statements);
    let connector = open(&w.db, Some(url)).await.unwrap();
    let (verdict, found) = seen(&connector, &needed).await;
    assert_eq!(verdict, Verdict::Broken);
    assert_eq!(found.iter().map(|one| one.right.clone()).collect::<Vec<_>>(), [ExtraRight::AnyHost]);

    let connector = with(&w, &needed).await;
    assert_eq!(seen(&connector, &needed).await.0, Verdict::Kept);
    let holder = db.mariadb("SELECT CONCAT(QUOTE(User), '@', QUOTE(Host)) FROM mysql.user WHERE Host = '127.0.0.1' AND User LIKE 'gallra%' ORDER BY User");
    let role = format!("r_{}", db.name());
    db.mariadb(&format!("CREATE ROLE {role};"));
    for holder in holder.lines() {
        db.mariadb(&format!("GRANT {role} TO {holder};"));
    }
    assert!(
        matches!(seen(&connector, &needed).await.0, Verdict::NotChecked { .. }),
        "roles are not followed"
    );
}

#[tokio::test]
async fn an_sqlite_file_that_strangers_may_not_open_is_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let w = World::sqlite().await;
    let Db::Sqlite(folder, file) = &w.db else { panic!("it is SQLite") };
    let mode = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(file, 0o644);
    mode(folder.path(), 0o700);
    assert_eq!(seen(&w.connector, &[]).await.0, Verdict::Kept, "its folder is closed to others");
    mode(folder.path(), 0o755);
    mode(file, 0o660);
    assert_eq!(seen(&w.connector, &[]).await.0, Verdict::Kept);
    mode(file, 0o664);
    let (verdict, found) = seen(&w.connector, &[]).await;
    assert_eq!(verdict, Verdict::Broken);
    let cured = std::process::Command::new("sh").args(["-c", &found[0].cure]).status().unwrap();
    assert!(cured.success());
    assert_eq!(seen(&w.connector, &[]).await.0, Verdict::Kept, "after {}", found[0].cure);
}
