//! Mail servers: a real Dovecot for IMAP and POP3, a submission server from PyPI.

use std::ffi::OsString;
use std::fs;
use std::net::TcpStream;

use crate::locate::{debian, python};
use crate::server::{Account, Server, free_port};
use crate::tls::Tls;

/// Whether a server takes a login before TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainText {
    /// It does.
    Taken,
    /// It wants TLS first.
    Refused,
    /// It does, and has no TLS.
    Only,
}

/// A running Dovecot. It listens on `127.0.0.2`: a client from the server's own address counts as encrypted there.
pub struct Dovecot {
    server: Server,
    /// IMAP without TLS from the start.
    pub imap: u16,
    /// POP3 likewise.
    pub pop3: u16,
}

impl Dovecot {
    /// Where it listens.
    pub const HOST: &'static str = "127.0.0.2";

    /// Makes and starts a server.
    pub async fn start(plain: PlainText) -> Self {
        tokio::task::spawn_blocking(move || Self::launch(plain)).await.expect("the server starts")
    }

    fn launch(plain: PlainText) -> Self {
        loop {
            let server = Server::prepare("gallra-mail-", Account::own_user(), "TERM");
            let (imap, pop3) = (free_port(), free_port());
            let tls = Tls::generate(&server.path("tls"));
            let config = server.path("dovecot.conf");
            fs::write(&config, configuration(&server, plain, &tls, imap, pop3)).expect("write");
            let args = ["-F".into(), "-c".into(), config.into_os_string()];
            let ready = |_| [imap, pop3].iter().all(|port| TcpStream::connect((Self::HOST, *port)).is_ok());
            if server.start(&debian("dovecot"), &args, ready) {
                return Self { server, imap, pop3 };
            }
            assert!(server.log().contains("in use"), "dovecot does not start:\n{}", server.log());
        }
    }

    /// Whether it runs.
    pub fn is_running(&self) -> bool {
        self.server.pid().is_some()
    }
}

fn configuration(server: &Server, plain: PlainText, tls: &Tls, imap: u16, pop3: u16) -> String {
    let (run, data) = (server.path("run"), server.path("data"));
    let (disable, ssl) = match plain {
        PlainText::Taken => ("no", "yes"),
        PlainText::Refused => ("yes", "yes"),
        PlainText::Only => ("no", "no"),
    };
    let login = |name: &str, port: u16| {
        format!(
            "service {name}-login {{\n chroot =\n inet_listener {name} {{\n port = {port}\n }}\n \
             inet_listener {name}s {{\n port = 0\n }}\n}}\n"
        )
    };
    // Whoever is not root cannot lend the accounts that Debian made for it.
    let user = if Account::for_server("root").is_lent() {
        String::new()
    } else {
        let name = std::env::var("USER").expect("USER names whoever runs the tests");
        format!("default_internal_user = {name}\ndefault_login_user = {name}\n")
    };
    format!(
        "base_dir = {run}/dovecot\nstate_dir = {run}/state\nlog_path = /dev/stderr\nprotocols = imap pop3\n\
         listen = {host}\nssl = {ssl}\nssl_cert = <{cert}\nssl_key = <{key}\ndisable_plaintext_auth = {disable}\n\
         mail_location = maildir:{data}/%u\npassdb {{\n driver = static\n args = password=test\n}}\n\
         userdb {{\n driver = static\n args = uid=mail gid=mail home={data}/%u\n}}\n{user}\
         service anvil {{\n chroot =\n}}\nservice stats {{\n chroot =\n}}\n{imap}{pop3}",
        run = run.display(),
        data = data.display(),
        host = Dovecot::HOST,
        cert = tls.cert.display(),
        key = tls.key.display(),
        imap = login("imap", imap),
        pop3 = login("pop3", pop3),
    )
}

/// A running submission server.
pub struct SmtpServer {
    _server: Server,
    /// Where it listens, on `127.0.0.1`.
    pub port: u16,
}

impl SmtpServer {
    /// Starts one that has TLS, and takes logins before it or does not.
    pub async fn start(plain: PlainText) -> Self {
        let mode = if plain == PlainText::Refused { "tls" } else { "clear" };
        let (server, port) = script("gallra-smtp-", include_str!("../assets/smtp.py"), mode).await;
        Self { _server: server, port }
    }
}

/// Starts a Python script with a port, a certificate, its key and one more word; waits until it listens.
pub(crate) async fn script(prefix: &'static str, source: &'static str, mode: &'static str) -> (Server, u16) {
    let launch = move || {
        loop {
            let server = Server::prepare(prefix, Account::own_user(), "TERM");
            let tls = Tls::generate(&server.path("tls"));
            let port = free_port();
            let file = server.path("server.py");
            fs::write(&file, source).expect("write");
            let args: Vec<OsString> = vec![
                file.into_os_string(),
                port.to_string().into(),
                tls.cert.into_os_string(),
                tls.key.into_os_string(),
                mode.into(),
            ];
            if server.start(&python(), &args, |_| TcpStream::connect(("127.0.0.1", port)).is_ok()) {
                return (server, port);
            }
            assert!(server.log().contains("in use"), "the server does not start:\n{}", server.log());
        }
    };
    tokio::task::spawn_blocking(launch).await.expect("the server starts")
}
