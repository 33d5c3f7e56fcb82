//! Private MariaDB servers.

use crate::client::{run, run_with, url_encode};
use crate::locate::mariadb_bin;
use crate::server::{Account, Login, Server, free_port, unique_name};
use crate::tls::Tls;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock};

const ADMIN: &str = "gallra_admin";
const PASSWORD: &str = "gallra test+/@:%";

/// How a MariaDB server shall be started; from [`MariaDb::builder`].
#[derive(Clone, Debug)]
pub struct MariaDbBuilder {
    tls: bool,
    settings: Vec<(String, String)>,
}

impl MariaDbBuilder {
    /// Writes through to the disk as a production server does.
    #[must_use]
    pub fn durable(mut self) -> Self {
        self.settings.retain(|(name, _)| !name.starts_with("innodb-flush") && name != "innodb-doublewrite");
        self
    }

    /// Accepts TCP connections over TLS only, with a certificate of a private authority.
    #[must_use]
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Sets a server option (as `--name=value`).
    #[must_use]
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Makes and starts the server.
    pub async fn start(self) -> MariaDb {
        tokio::task::spawn_blocking(|| MariaDb::launch(self)).await.expect("the server starts")
    }
}

/// A running private MariaDB server. Clones share it; it ends with the last of them, or with the process.
#[derive(Clone)]
pub struct MariaDb {
    inner: Arc<Inner>,
}

struct Inner {
    server: Server,
    bin: PathBuf,
    tls: Option<Tls>,
    settings: Vec<(String, String)>,
    port: Mutex<u16>,
}

impl MariaDb {
    /// A server with fast settings: nothing is synced to disk, which a killed process survives and a power cut
    /// would not.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// A server with other than the usual settings.
    pub fn builder() -> MariaDbBuilder {
        // 2, not 0: the log is written at each commit, only not synced, so that SIGKILL loses nothing.
        let fast = [("innodb-flush-log-at-trx-commit", "2"), ("innodb-doublewrite", "0")];
        let settings = fast.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        MariaDbBuilder { tls: false, settings }
    }

    /// The server that all tests of this process share, started by the first that asks. Take a
    /// [`database`](Self::database) of your own in it; do not kill it.
    pub async fn shared() -> Self {
        static SHARED: OnceLock<MariaDb> = OnceLock::new();
        tokio::task::spawn_blocking(|| SHARED.get_or_init(|| Self::launch(Self::builder())).clone())
            .await
            .expect("the shared server starts")
    }

    fn launch(builder: MariaDbBuilder) -> Self {
        let bin = mariadb_bin();
        let server = Server::prepare("gallra-my-", Account::for_server("mysql"), "TERM");
        let mut install = server.account().command(Path::new("mariadb-install-db"));
        install.arg("--no-defaults").arg(format!("--datadir={}", server.path("data").display()));
        install.arg(format!("--tmpdir={}", server.path("tmp").display()));
        install.args(["--skip-test-db", "--skip-name-resolve", "--auth-root-authentication-method=normal"]);
        install.args(["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0"]);
        run(&mut install, "").unwrap_or_else(|e| panic!("{e}"));
        let tls = builder.tls.then(|| Tls::generate(&server.path("tls")));
        if let Some(tls) = &tls {
            server.account().own(&server.path("tls"), 0o755);
            server.account().own(&tls.key, 0o600);
        }
        let inner = Inner { server, bin, tls, settings: builder.settings, port: 0.into() };
        inner.run(None);
        let sql = format!(
            "CREATE USER {ADMIN}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';
             GRANT ALL ON *.* TO {ADMIN}@'127.0.0.1' WITH GRANT OPTION;"
        );
        inner.root(&sql).unwrap_or_else(|e| panic!("{e}"));
        Self { inner: Arc::new(inner) }
    }

    /// A fresh database with a login of its own that has all rights in it and none elsewhere. `wish` becomes part of
    /// its name. It is dropped with the returned value.
    pub fn database(&self, wish: &str) -> MariaDatabase {
        let name = unique_name(wish);
        let owner = self.inner.create_login(&format!("{name}_owner"), &name);
        self.mariadb(&format!(
            "CREATE DATABASE {name} CHARACTER SET utf8mb4; GRANT ALL ON {name}.* TO {}@'127.0.0.1'",
            owner.user
        ));
        MariaDatabase { server: self.clone(), name, owner }
    }

    /// URL (of no particular database) for the administrator.
    pub fn admin_url(&self) -> String {
        self.inner.url(ADMIN, PASSWORD, "mysql")
    }

    /// The same as [`admin_url`](Self::admin_url); tests that want fewer rights take a
    /// [`database`](Self::database).
    pub fn url(&self) -> String {
        self.admin_url()
    }

    /// Runs SQL as root with the `mariadb` program; columns are separated by tabs.
    pub fn mariadb(&self, sql: &str) -> String {
        self.inner.root(sql).unwrap_or_else(|e| panic!("{e}\nin: {sql:.400}"))
    }

    /// The server's data folder.
    pub fn data_dir(&self) -> PathBuf {
        self.inner.server.path("data")
    }

    /// The certificate authority's file, for a server started with [`MariaDbBuilder::tls`].
    pub fn ca_file(&self) -> Option<PathBuf> {
        self.inner.tls.as_ref().map(|tls| tls.ca.clone())
    }

    /// The TCP port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        *self.inner.port.lock().expect("no panic while held")
    }

    /// Process id of the running server.
    pub fn pid(&self) -> Option<u32> {
        self.inner.server.pid()
    }

    /// What the server logged so far.
    pub fn log(&self) -> String {
        self.inner.server.log()
    }

    /// Kills the server at once with SIGKILL; returns when it is gone.
    pub fn kill9(&self) {
        self.inner.server.kill9();
    }

    /// Starts it again on the same port and data after [`kill9`](Self::kill9); stops it first if it runs.
    pub fn restart(&self) {
        self.inner.server.stop();
        self.inner.run(Some(self.port()));
    }
}

impl Inner {
    /// Starts the server on `port`, or on a free one; tries again where the port was taken meanwhile.
    fn run(&self, port: Option<u16>) {
        for _ in 0..10 {
            let port = port.unwrap_or_else(free_port);
            let ready = |_| self.root("SELECT 1").is_ok();
            if self.server.start(&self.bin.join("mariadbd"), &self.args(port), ready) {
                *self.port.lock().expect("no panic while held") = port;
                return;
            }
            let log = self.server.log();
            assert!(log.contains("Address already in use"), "MariaDB ended while starting:\n{log}");
        }
        panic!("no free port in ten tries:\n{}", self.server.log());
    }

    fn args(&self, port: u16) -> Vec<OsString> {
        let path = |name: &str| self.server.path(name).display().to_string();
        let mut args = vec![
            "--no-defaults".to_owned(),
            format!("--datadir={}", path("data")),
            format!("--tmpdir={}", path("tmp")),
            format!("--socket={}", path("run/s")),
            format!("--pid-file={}", path("run/pid")),
            format!("--port={port}"),
            "--bind-address=127.0.0.1".to_owned(),
            "--skip-name-resolve".to_owned(),
            "--character-set-server=utf8mb4".to_owned(),
            "--default-time-zone=+00:00".to_owned(),
            "--innodb-buffer-pool-size=256M".to_owned(),
            "--max-connections=200".to_owned(),
            "--local-infile=1".to_owned(),
        ];
        if let Some(tls) = &self.tls {
            args.push(format!("--ssl-ca={}", tls.ca.display()));
            args.push(format!("--ssl-cert={}", tls.cert.display()));
            args.push(format!("--ssl-key={}", tls.key.display()));
            args.push("--require-secure-transport=ON".to_owned());
        }
        args.extend(self.settings.iter().map(|(name, value)| format!("--{name}={value}")));
        args.into_iter().map(OsString::from).collect()
    }

    fn url(&self, user: &str, password: &str, database: &str) -> String {
        let port = *self.port.lock().expect("no panic while held");
        let (user, password, database) = (url_encode(user), url_encode(password), url_encode(database));
        let mut url = format!("mysql://{user}:{password}@127.0.0.1:{port}/{database}");
        if let Some(tls) = &self.tls {
            url.push_str("?ssl-mode=VERIFY_IDENTITY&ssl-ca=");
            url.push_str(&url_encode(&tls.ca.to_string_lossy()).replace("%2F", "/"));
        }
        url
    }

    /// Root through the Unix socket: works whatever a test did to TCP and passwords.
    fn root(&self, sql: &str) -> Result<String, String> {
        run(&mut self.client("root", None), sql)
    }

    fn client(&self, user: &str, database: Option<&str>) -> Command {
        let mut command = Command::new("mariadb");
        command.args(["--no-defaults", "--batch", "--skip-column-names", "--local-infile=1"]);
        command.args(["--default-character-set=utf8mb4", "--protocol=socket", "--user", user]);
        command.arg(format!("--socket={}", self.server.path("run/s").display()));
        command.args(database).env("MYSQL_PWD", if user == "root" { "" } else { PASSWORD });
        command
    }

    fn create_login(&self, user: &str, database: &str) -> Login {
        // Twice: from TCP, and from the socket for the command-line client.
        let sql = ["127.0.0.1", "localhost"]
            .map(|host| format!("CREATE USER {user}@'{host}' IDENTIFIED BY '{PASSWORD}';"))
            .concat();
        self.root(&sql).unwrap_or_else(|e| panic!("{e}"));
        Login {
            user: user.to_owned(),
            password: PASSWORD.to_owned(),
            url: self.url(user, PASSWORD, database),
        }
    }
}

/// One test's own database in a [`MariaDb`]; dropped with this value.
pub struct MariaDatabase {
    server: MariaDb,
    name: String,
    owner: Login,
}

impl MariaDatabase {
    /// The database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The server it lies in.
    pub fn server(&self) -> &MariaDb {
        &self.server
    }

    /// The login with all rights in this database.
    pub fn owner(&self) -> &Login {
        &self.owner
    }

    /// URL for the owner.
    pub fn url(&self) -> String {
        self.owner.url.clone()
    }

    /// URL of this database for the administrator.
    pub fn admin_url(&self) -> String {
        self.server.inner.url(ADMIN, PASSWORD, &self.name)
    }

    /// Creates a login with no rights at all; the test grants it some with [`mariadb`](Self::mariadb), to
    /// `user@'127.0.0.1'`. Its URL names this database.
    pub fn role(&self, wish: &str) -> Login {
        self.server.inner.create_login(&unique_name(wish), &self.name)
    }

    /// Runs SQL in this database as root with the `mariadb` program; columns are separated by tabs. Panics with the
    /// program's message on an error.
    pub fn mariadb(&self, sql: &str) -> String {
        self.try_mariadb(sql).unwrap_or_else(|e| panic!("{e}\nin: {sql:.400}"))
    }

    /// As [`mariadb`](Self::mariadb), with the message as the error.
    pub fn try_mariadb(&self, sql: &str) -> Result<String, String> {
        run(&mut self.server.inner.client("root", Some(&self.name)), sql)
    }

    /// `LOAD DATA LOCAL INFILE … INTO TABLE {target}` with rows written by `feed`; fast for volume. `target` may go
    /// on with formats, columns and `SET`. A warning (a value that did not fit) is an error here.
    pub fn load_in(&self, target: &str, feed: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send) {
        let mut command = self.server.inner.client("root", Some(&self.name));
        let sql = format!(
            "SET foreign_key_checks = 0; SET unique_checks = 0;
             LOAD DATA LOCAL INFILE '/dev/stdin' INTO TABLE {target}; SHOW WARNINGS LIMIT 3"
        );
        command.args(["-e", &sql]);
        let warnings = run_with(&mut command, feed).unwrap_or_else(|e| panic!("load into {target}: {e}"));
        assert!(warnings.is_empty(), "load into {target}: {warnings}");
    }
}

impl Drop for MariaDatabase {
    fn drop(&mut self) {
        // A test may have killed the server: then there is nothing to drop, the folder goes as a whole.
        if self.server.pid().is_some() {
            // A connection that a failed test left in a transaction would hold the tables, and with them this thread.
            let sessions = format!(
                "SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist WHERE db = '{}'",
                self.name
            );
            let kills = self.server.inner.root(&sessions).unwrap_or_default();
            for kill in kills.lines() {
                let _ = self.server.inner.root(kill);
            }
            let _ = self.server.inner.root(&format!("DROP DATABASE IF EXISTS {}", self.name));
        }
    }
}
