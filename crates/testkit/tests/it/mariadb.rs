use gallra_testkit::{Login, MariaDb};
use std::process::Command;

#[tokio::test]
async fn it_is_mariadb_and_each_test_has_a_database() {
    let server = MariaDb::shared().await;
    assert!(server.mariadb("SELECT version()").starts_with("10.11."));
    assert_eq!(server.port(), MariaDb::shared().await.port());
    let (a, b) = (server.database("same"), server.database("same"));
    a.mariadb("CREATE TABLE t (x int); INSERT INTO t VALUES (1)");
    assert_eq!(a.mariadb("SELECT count(*) FROM t"), "1");
    assert!(b.try_mariadb("SELECT count(*) FROM t").unwrap_err().contains("doesn't exist"));
}

#[tokio::test]
async fn the_owner_reaches_its_database_over_tcp_and_no_other() {
    let server = MariaDb::shared().await;
    let (mine, other) = (server.database("mine"), server.database("other"));
    other.mariadb("CREATE TABLE t (x int)");
    mine.mariadb("CREATE TABLE t (x int)");
    assert_eq!(through_tcp(&server, mine.owner(), mine.name(), "SELECT count(*) FROM t", &[]).unwrap(), "0");
    let refused = through_tcp(&server, mine.owner(), other.name(), "SELECT count(*) FROM t", &[]);
    assert!(refused.unwrap_err().contains("Access denied"));
    assert!(mine.url().starts_with(&format!("mysql://{}:gallra%20test", mine.owner().user)));
}

#[tokio::test]
async fn a_role_may_do_nothing_until_it_is_granted() {
    let server = MariaDb::shared().await;
    let database = server.database("roles");
    database.mariadb("CREATE TABLE secret (x int); INSERT INTO secret VALUES (7)");
    let role = database.role("scanner");
    let ask = |sql: &str| through_tcp(&server, &role, database.name(), sql, &[]);
    assert!(ask("SELECT x FROM secret").unwrap_err().contains("denied"));
    database.mariadb(&format!("GRANT SELECT ON secret TO {}@'127.0.0.1'", role.user));
    assert_eq!(ask("SELECT x FROM secret").unwrap(), "7");
    assert!(ask("DELETE FROM secret").unwrap_err().contains("denied"));
}

#[tokio::test]
async fn a_dropped_database_is_gone() {
    let server = MariaDb::shared().await;
    let database = server.database("dropped");
    let sql =
        format!("SELECT count(*) FROM information_schema.schemata WHERE schema_name = '{}'", database.name());
    assert_eq!(server.mariadb(&sql), "1");
    drop(database);
    assert_eq!(server.mariadb(&sql), "0");
}

#[tokio::test]
async fn a_killed_server_comes_back_with_what_was_committed() {
    let server = MariaDb::start().await;
    let database = server.database("crash");
    assert_eq!(server.mariadb("SELECT @@innodb_flush_log_at_trx_commit, @@innodb_doublewrite"), "2\t0");
    database.mariadb("CREATE TABLE t (x int); INSERT INTO t SELECT seq FROM seq_1_to_1000");
    let (pid, port) = (server.pid().unwrap(), server.port());
    server.kill9();
    assert_eq!(server.pid(), None);
    assert!(database.try_mariadb("SELECT 1").is_err());
    server.restart();
    assert_ne!(server.pid().unwrap(), pid);
    assert_eq!(server.port(), port);
    assert_eq!(database.mariadb("SELECT count(*) FROM t"), "1000");
}

#[tokio::test]
async fn a_server_with_tls_refuses_plain_tcp_and_leaves_nothing_when_dropped() {
    let server = MariaDb::builder().tls().durable().setting("max-allowed-packet", "32M").start().await;
    let database = server.database("tls");
    assert_eq!(server.mariadb("SELECT @@innodb_flush_log_at_trx_commit, @@innodb_doublewrite"), "1\t1");
    let ca = format!("--ssl-ca={}", server.ca_file().unwrap().display());
    let sql = "SELECT variable_value <> '' FROM information_schema.session_status WHERE variable_name = 'Ssl_cipher'";
    let trusted = [ca.as_str(), "--ssl-verify-server-cert"];
    assert_eq!(through_tcp(&server, database.owner(), database.name(), sql, &trusted).unwrap(), "1");
    let plain = through_tcp(&server, database.owner(), database.name(), sql, &["--skip-ssl"]).unwrap_err();
    // Which of the two words depends on the patch level; the same login was let in over TLS just above.
    assert!(plain.contains("require_secure_transport") || plain.contains("Access denied"), "{plain}");
    let other = ["--ssl-ca=/etc/ssl/certs/ca-certificates.crt", "--ssl-verify-server-cert"];
    assert!(through_tcp(&server, database.owner(), database.name(), sql, &other).is_err());
    assert!(database.url().contains("ssl-mode=VERIFY_IDENTITY"));

    let (pid, data) = (server.pid().unwrap(), server.data_dir());
    drop((database, server));
    assert!(!data.exists());
    assert!(!std::path::Path::new(&format!("/proc/{pid}/cmdline")).exists());
}

/// The `mariadb` program as a customer's would connect: over TCP with a password.
fn through_tcp(
    server: &MariaDb,
    login: &Login,
    database: &str,
    sql: &str,
    more: &[&str],
) -> Result<String, String> {
    let output = Command::new("mariadb")
        .args(["--no-defaults", "-BN", "--protocol=tcp", "--host=127.0.0.1", "--user", &login.user])
        .args(["--port", &server.port().to_string(), &format!("--password={}", login.password)])
        .args(more)
        .args(["-e", sql, database])
        .output()
        .unwrap();
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
