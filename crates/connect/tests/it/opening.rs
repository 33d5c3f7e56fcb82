//! Opening systems: what is wrong is said, and no secret with it.

use std::path::PathBuf;

use gallra_connect::{ConnectError, ErrorKind, SecretError, read_secret};
use gallra_rules::policy::{Location, SystemKind};
use gallra_testkit::{MariaDb, PgVersion, Postgres, sqlite_cli};

use crate::support::{Db, World, open_system, system};

async fn refused(kind: SystemKind, url: &str) -> ConnectError {
    let error = open_system(&system(kind, Some(url.to_owned()), None)).await.unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(!text.contains("s3cret") && !text.contains(url), "{text}");
    assert!(text.contains("system `s`"), "it names the system: {text}");
    error
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_says_what_is_wrong() {
    let server = Postgres::shared(PgVersion::V15).await;
    let db = server.database("opening");
    let port = server.port();
    let owner = db.owner();
    let wrong = format!("postgres://{}:s3cret@127.0.0.1:{port}/{}", owner.user, db.name());
    assert_eq!(refused(SystemKind::Postgres, &wrong).await.kind(), ErrorKind::WrongCredentials);
    let nowhere = format!("{}/nowhere", db.url().rsplit_once('/').unwrap().0);
    assert_eq!(refused(SystemKind::Postgres, &nowhere).await.kind(), ErrorKind::NoSuchDatabase);
    let silent = "postgres://u:s3cret@127.0.0.1:1/x";
    assert_eq!(refused(SystemKind::Postgres, silent).await.kind(), ErrorKind::Unreachable);
    let tls = format!("{}?sslmode=require", db.url());
    assert_eq!(refused(SystemKind::Postgres, &tls).await.kind(), ErrorKind::Tls);
    assert_eq!(refused(SystemKind::Postgres, "not an address: s3cret").await.kind(), ErrorKind::Secret);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_says_what_is_wrong() {
    let server = MariaDb::shared().await;
    let db = server.database("opening");
    let port = server.port();
    let wrong = format!("mysql://{}:s3cret@127.0.0.1:{port}/{}", db.owner().user, db.name());
    assert_eq!(refused(SystemKind::Mysql, &wrong).await.kind(), ErrorKind::WrongCredentials);
    let nowhere = format!("{}/nowhere", db.url().rsplit_once('/').unwrap().0);
    let kind = refused(SystemKind::Mysql, &nowhere).await.kind();
    // A login without rights on it is not even told that there is none.
    assert!(matches!(kind, ErrorKind::NoSuchDatabase | ErrorKind::NotPermitted), "{kind:?}");
    let silent = "mysql://u:s3cret@127.0.0.1:1/x";
    assert_eq!(refused(SystemKind::Mysql, silent).await.kind(), ErrorKind::Unreachable);
    let tls = format!("{}?ssl-mode=REQUIRED", db.url());
    assert_eq!(refused(SystemKind::Mysql, &tls).await.kind(), ErrorKind::Tls);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_files_are_never_created() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.sqlite");
    let at = |path: PathBuf| system(SystemKind::Sqlite, None, Some(path));
    let error = open_system(&at(missing.clone())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoSuchFile);
    assert!(error.to_string().contains("missing.sqlite"));
    assert!(!missing.exists());
    assert_eq!(open_system(&at(folder.path().into())).await.unwrap_err().kind(), ErrorKind::NoSuchFile);
    let text = folder.path().join("letter.txt");
    std::fs::write(&text, "this is a letter and no database, however long it may be".repeat(50)).unwrap();
    let error = open_system(&at(text)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoSuchFile);
    assert!(error.to_string().contains("not an SQLite database"), "{error}");
    let good = folder.path().join("good.sqlite");
    sqlite_cli(&good, "CREATE TABLE t (id integer);");
    assert!(open_system(&at(good.clone())).await.unwrap().product().starts_with("SQLite 3."));
    let url = system(SystemKind::Sqlite, Some(format!("sqlite://{}", good.display())), None);
    assert!(open_system(&url).await.is_ok(), "an address will do as well as a path");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_kinds_are_not_reached() {
    let error = open_system(&system(SystemKind::Imap, None, None)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    let error = open_system(&system(SystemKind::Postgres, None, None)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Secret);
}

#[test]
fn secrets_are_read_where_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("url"), "postgres://x\n").unwrap();
    assert_eq!(read_secret(folder.path(), &Location::File("url".into())).unwrap(), "postgres://x");
    let missing = read_secret(folder.path(), &Location::File("nothing".into())).unwrap_err();
    assert!(matches!(missing, SecretError::NotReadable { .. }));
    let unset = read_secret(folder.path(), &Location::Env("GALLRA_SURELY_NOT_SET".into())).unwrap_err();
    assert_eq!(unset.to_string(), "the environment variable GALLRA_SURELY_NOT_SET is not set");
    assert!(read_secret(folder.path(), &Location::Env("PATH".into())).unwrap().contains('/'));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_over_tls() {
    let server = Postgres::builder(PgVersion::V15).tls().start().await;
    let db = server.database("tls");
    let ca = server.ca_file().unwrap();
    let url = |extra: &str| format!("{}?{extra}", db.url().split('?').next().unwrap());
    let plain = refused(SystemKind::Postgres, &url("sslmode=disable")).await;
    assert_eq!(plain.kind(), ErrorKind::WrongCredentials, "the server takes nobody without TLS: {plain}");
    let required = system(SystemKind::Postgres, Some(url("sslmode=require")), None);
    assert!(open_system(&required).await.is_ok());
    let verified = url(&format!("sslmode=verify-full&sslrootcert={}", ca.display()));
    let opened = open_system(&system(SystemKind::Postgres, Some(verified), None)).await;
    assert!(opened.is_ok(), "{:?}", opened.err());
    let stranger = refused(SystemKind::Postgres, &url("sslmode=verify-full")).await;
    assert_eq!(stranger.kind(), ErrorKind::Tls, "signed by nobody whom we know");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_over_tls() {
    let server = MariaDb::builder().tls().start().await;
    let db = server.database("tls");
    let ca = server.ca_file().unwrap();
    let url = |extra: &str| format!("{}?{extra}", db.url().split('?').next().unwrap());
    let plain = open_system(&system(SystemKind::Mysql, Some(url("ssl-mode=DISABLED")), None)).await;
    assert!(plain.is_err(), "the server takes nobody without TLS");
    let required = system(SystemKind::Mysql, Some(url("ssl-mode=REQUIRED")), None);
    assert!(open_system(&required).await.is_ok());
    let verified = url(&format!("ssl-mode=VERIFY_CA&ssl-ca={}", ca.display()));
    let opened = open_system(&system(SystemKind::Mysql, Some(verified), None)).await;
    assert!(opened.is_ok(), "{:?}", opened.err());
    let stranger = refused(SystemKind::Mysql, &url("ssl-mode=VERIFY_CA")).await;
    assert_eq!(stranger.kind(), ErrorKind::Tls);
}

/// The connections for looking cannot write, whatever is asked of them: seen by the server's own settings.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_is_read_only() {
    let w = World::postgres(PgVersion::V15).await;
    w.sql("CREATE TABLE t (id integer PRIMARY KEY);");
    w.shape(w.table("t")).await;
    let Db::Postgres(db) = &w.db else { panic!("it is PostgreSQL") };
    let sessions = db.server().psql(&format!(
        "SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = '{}' AND backend_type = 'client backend';",
        db.name()
    ));
    assert_eq!(sessions, "gallra");
    assert!(w.connector.product().starts_with("PostgreSQL 15"));
}
