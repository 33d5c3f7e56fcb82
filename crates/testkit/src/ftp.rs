//! An FTP server from PyPI.

use crate::mail::script;
use crate::server::Server;

/// What an FTP server has of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FtpTls {
    /// Nothing.
    None,
    /// For those who ask for it.
    Offered,
    /// For everybody.
    Required,
}

/// A running FTP server.
pub struct FtpServer {
    _server: Server,
    /// Where it listens, on `127.0.0.1`.
    pub port: u16,
}

impl FtpServer {
    /// Starts one.
    pub async fn start(tls: FtpTls) -> Self {
        let mode = match tls {
            FtpTls::None => "none",
            FtpTls::Offered => "offered",
            FtpTls::Required => "required",
        };
        let (server, port) = script("gallra-ftp-", include_str!("../assets/ftp.py"), mode).await;
        Self { _server: server, port }
    }
}
