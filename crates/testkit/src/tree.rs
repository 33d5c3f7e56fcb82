//! Private servers of one folder: OpenSSH for SFTP, wsgidav for WebDAV. Tests look at the folder itself.

use crate::client::{run, url_encode};
use crate::locate::python;
use crate::server::{Account, Server, free_port};
use std::ffi::OsString;
use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;

const PASSWORD: &str = "gallra dav+/@:%";

/// A running server of one folder; it ends with this value, or with the process.
pub struct ServedFolder {
    server: Server,
    url: String,
}

impl ServedFolder {
    /// Over SFTP, with a key file and the server's key in a file of known hosts.
    pub async fn sftp() -> Self {
        tokio::task::spawn_blocking(Self::launch_sftp).await.expect("the server starts")
    }

    /// Over WebDAV, with user and password.
    pub async fn webdav() -> Self {
        tokio::task::spawn_blocking(Self::launch_webdav).await.expect("the server starts")
    }

    fn launch_sftp() -> Self {
        let sshd = Path::new("/usr/sbin/sshd");
        assert!(sshd.exists(), "sshd is missing: run ./test once, it installs openssh-server");
        let server = Server::prepare("gallra-ssh-", Account::own_user(), "TERM");
        // As Debian's service does for a server of root's.
        let _may_be_there = fs::create_dir_all("/run/sshd");
        let path = |name: &str| server.path(name).display().to_string();
        for name in ["host", "key", "other"] {
            let mut keygen = Command::new("ssh-keygen");
            keygen.args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", &path(name)]);
            run(&mut keygen, "").unwrap_or_else(|e| panic!("{e}"));
        }
        fs::copy(server.path("key.pub"), server.path("authorized")).expect("copy");
        let user = run(Command::new("id").arg("-un"), "").unwrap_or_else(|e| panic!("{e}"));
        let port = start(&server, |port| {
            let settings = format!(
                "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\n\
                 PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nStrictModes no\n\
                 PermitRootLogin prohibit-password\nSubsystem sftp internal-sftp\nMaxStartups 100\n",
                path("host"),
                path("authorized")
            );
            fs::write(server.path("sshd.conf"), settings).expect("write");
            (sshd.to_path_buf(), vec!["-D".into(), "-e".into(), "-f".into(), server.path("sshd.conf").into()])
        });
        let host = fs::read_to_string(server.path("host.pub")).expect("read");
        fs::write(server.path("known"), format!("[127.0.0.1]:{port} {host}")).expect("write");
        let url = format!(
            "sftp://{user}@127.0.0.1:{port}{}?key={}&known_hosts={}",
            path("data"),
            path("key"),
            path("known")
        );
        Self { server, url }
    }

    fn launch_webdav() -> Self {
        let server = Server::prepare("gallra-dav-", Account::own_user(), "TERM");
        let port = start(&server, |port| {
            let settings = serde_json::json!({
                "host": "127.0.0.1",
                "port": port,
                "provider_mapping": {"/dav": server.path("data")},
                "simple_dc": {"user_mapping": {"*": {"owner": {"password": PASSWORD}}}},
                "http_authenticator": {"accept_basic": true, "accept_digest": false, "default_to_digest": false},
                "dir_browser": {"enable": false},
                "verbose": 1,
            });
            fs::write(server.path("dav.json"), settings.to_string()).expect("write");
            let args: [OsString; 4] = [
                "-m".into(),
                "wsgidav.server.server_cli".into(),
                "-c".into(),
                server.path("dav.json").into(),
            ];
            (python(), args.to_vec())
        });
        let url = format!("http://owner:{}@127.0.0.1:{port}/dav", url_encode(PASSWORD));
        Self { server, url }
    }

    /// The folder that is served.
    pub fn path(&self) -> PathBuf {
        self.server.path("data")
    }

    /// Its address, with all that is needed to enter.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Another file beside it, such as the key `other` that opens nothing.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.server.path(name)
    }

    /// Kills the server at once with SIGKILL; returns when it is gone.
    pub fn kill9(&self) {
        self.server.kill9();
    }
}

fn start(server: &Server, command: impl Fn(u16) -> (PathBuf, Vec<OsString>)) -> u16 {
    for _ in 0..10 {
        let port = free_port();
        let (program, args) = command(port);
        if server.start(&program, &args, |_| TcpStream::connect(("127.0.0.1", port)).is_ok()) {
            return port;
        }
        let log = server.log();
        assert!(log.contains("in use"), "the server ended while starting:\n{log}");
    }
    panic!("no free port in ten tries:\n{}", server.log());
}
