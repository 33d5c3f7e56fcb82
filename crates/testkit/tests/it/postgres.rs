use gallra_testkit::{PgVersion, Postgres};
use std::process::Command;

#[tokio::test]
async fn both_versions_start_and_say_who_they_are() {
    for (version, major) in [(PgVersion::V15, "15."), (PgVersion::V18, "18.")] {
        let server = Postgres::shared(version).await;
        assert!(server.psql("SHOW server_version").starts_with(major));
    }
}

#[tokio::test]
async fn tests_share_one_server_and_have_a_database_each() {
    let one = Postgres::shared(PgVersion::V15).await;
    let two = Postgres::shared(PgVersion::V15).await;
    assert_eq!(one.port(), two.port());
    let (a, b) = (one.database("same name"), two.database("same name"));
    a.psql("CREATE TABLE t (x int); INSERT INTO t VALUES (1)");
    assert_eq!(a.psql("SELECT count(*) FROM t"), "1");
    assert!(b.try_psql("SELECT count(*) FROM t").unwrap_err().contains("does not exist"));
}

#[tokio::test]
async fn a_dropped_database_is_gone() {
    let server = Postgres::shared(PgVersion::V15).await;
    let database = server.database("dropped");
    let sql = format!("SELECT count(*) FROM pg_database WHERE datname = '{}'", database.name());
    assert_eq!(server.psql(&sql), "1");
    drop(database);
    assert_eq!(server.psql(&sql), "0");
}

#[tokio::test]
async fn a_role_may_do_nothing_until_it_is_granted() {
    let server = Postgres::shared(PgVersion::V15).await;
    let database = server.database("roles");
    database.psql("CREATE TABLE secret (x int); INSERT INTO secret VALUES (7)");
    let role = database.role("scanner");
    let psql = |sql: &str| through_tcp(&server, &role.url, sql);
    assert!(psql("SELECT x FROM secret").unwrap_err().contains("permission denied"));
    database.psql(&format!("GRANT SELECT ON secret TO {}", role.user));
    assert_eq!(psql("SELECT x FROM secret").unwrap(), "7");
    assert!(psql("DELETE FROM secret").unwrap_err().contains("permission denied"));
    assert_eq!(database.psql("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"), "f");
}

#[tokio::test]
async fn the_urls_work_over_tcp_with_their_password() {
    let server = Postgres::shared(PgVersion::V18).await;
    let database = server.database("tcp");
    assert_eq!(through_tcp(&server, &database.url(), "SELECT current_user").unwrap(), database.owner().user);
    assert_eq!(through_tcp(&server, &database.admin_url(), "SELECT current_user").unwrap(), "postgres");
    let wrong = database.url().replace("gallra%20test", "wrong");
    assert!(through_tcp(&server, &wrong, "SELECT 1").unwrap_err().contains("password authentication failed"));
}

#[tokio::test]
async fn a_killed_server_comes_back_with_what_was_committed() {
    let server = Postgres::start(PgVersion::V15).await;
    let database = server.database("crash");
    database.psql("CREATE TABLE t (x int); INSERT INTO t SELECT generate_series(1, 1000)");
    let (pid, port) = (server.pid().unwrap(), server.port());
    server.kill9();
    assert_eq!(server.pid(), None);
    assert!(database.try_psql("SELECT 1").is_err());
    server.restart();
    assert_ne!(server.pid().unwrap(), pid);
    assert_eq!(server.port(), port);
    assert_eq!(database.psql("SELECT count(*) FROM t"), "1000");
    assert!(server.log().contains("was not properly shut down"));
}

#[tokio::test]
async fn a_server_with_tls_refuses_plain_tcp_and_an_unknown_authority() {
    let server = Postgres::builder(PgVersion::V15).tls().durable().setting("work_mem", "7MB").start().await;
    let database = server.database("tls");
    let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    assert_eq!(through_tcp(&server, &database.url(), sql).unwrap(), "t");
    let (base, _) = database.url().split_once('?').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let plain = through_tcp(&server, &format!("{base}?sslmode=disable"), "SELECT 1").unwrap_err();
    assert!(plain.contains("pg_hba.conf rejects connection") || plain.contains("no encryption"), "{plain}");
    let untrusted = format!("{base}?sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt");
    assert!(through_tcp(&server, &untrusted, "SELECT 1").unwrap_err().contains("certificate verify failed"));
    assert!(server.ca_file().unwrap().exists());
    assert_eq!(database.psql("SHOW fsync; SHOW work_mem"), "on\n7MB");
}

#[tokio::test]
async fn a_server_that_is_dropped_leaves_nothing() {
    let server = Postgres::start(PgVersion::V18).await;
    let (pid, data) = (server.pid().unwrap(), server.data_dir());
    assert!(data.join("PG_VERSION").exists());
    drop(server);
    assert!(!data.exists());
    assert!(!std::path::Path::new(&format!("/proc/{pid}/cmdline")).exists());
}

/// `psql` as a customer's program would connect: by URL, not through the socket.
fn through_tcp(server: &Postgres, url: &str, sql: &str) -> Result<String, String> {
    let output =
        Command::new(server.bin_dir().join("psql")).args(["-XAtq", "-c", sql, url]).output().unwrap();
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
