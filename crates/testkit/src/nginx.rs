//! A real nginx with a site of the test's own.

use std::fs;
use std::net::TcpStream;

use crate::locate::debian;
use crate::server::{Account, Server, free_port};

/// A running nginx.
pub struct Nginx {
    _server: Server,
    /// Where it listens, on `127.0.0.1`.
    pub port: u16,
}

impl Nginx {
    /// Starts one whose server block says this, such as `return 301 https://$host$request_uri;`.
    pub async fn start(block: &str) -> Self {
        let block = block.to_owned();
        tokio::task::spawn_blocking(move || Self::launch(&block)).await.expect("nginx starts")
    }

    fn launch(block: &str) -> Self {
        loop {
            let server = Server::prepare("gallra-nginx-", Account::own_user(), "QUIT");
            let port = free_port();
            let home = server.path("tmp");
            let home = home.display();
            let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
                .map(|kind| format!("{kind}_temp_path {home}/{kind};"))
                .concat();
            let config = server.path("nginx.conf");
            let text = format!(
                "daemon off; worker_processes 1; pid {home}/pid; error_log stderr; events {{ worker_connections 64; }}
                 http {{ {temporary} access_log off; server {{ listen 127.0.0.1:{port}; {block} }} }}"
            );
            fs::write(&config, text).expect("write");
            let args =
                ["-c".into(), config.into_os_string(), "-p".into(), server.path("tmp").into_os_string()];
            if server.start(&debian("nginx"), &args, |_| TcpStream::connect(("127.0.0.1", port)).is_ok()) {
                return Self { _server: server, port };
            }
            assert!(server.log().contains("in use"), "nginx does not start:\n{}", server.log());
        }
    }
}
