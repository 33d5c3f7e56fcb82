//! Certificates of any kind, good and bad, and a server that shows them.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

/// A day: year, month, day.
type Day = (i32, u8, u8);

/// An authority of the test's own; its certificate lies in a file.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    folder: tempfile::TempDir,
}

/// A certificate with its key.
pub struct Certified {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

impl Authority {
    /// Makes one that is good from 2020 to 2040.
    pub fn new() -> Self {
        let mut params = params(&[], (2020, 1, 1), (2040, 1, 1));
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let own = params.self_signed(&key).expect("a certificate");
        let folder = tempfile::tempdir().expect("make a folder");
        std::fs::write(folder.path().join("ca.pem"), own.pem()).expect("write");
        Self { issuer: Issuer::new(params, key), folder }
    }

    /// The file with its certificate.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// The folder in which it lies; the test may put more there.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A certificate for a name, good from one day to another.
    pub fn vouch(&self, name: &str, from: Day, until: Day) -> Certified {
        let key = KeyPair::generate().expect("a key");
        let own = params(&[name], from, until).signed_by(&key, &self.issuer).expect("a certificate");
        Certified { chain: vec![own.der().clone()], key: der(&key) }
    }
}

impl Certified {
    /// A certificate that nobody but itself vouches for.
    pub fn by_itself(name: &str, from: Day, until: Day) -> Self {
        let key = KeyPair::generate().expect("a key");
        let own = params(&[name], from, until).self_signed(&key).expect("a certificate");
        Self { chain: vec![own.der().clone()], key: der(&key) }
    }
}

fn params(names: &[&str], from: Day, until: Day) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).expect("these are names");
    params.not_before = date_time_ymd(from.0, from.1, from.2);
    params.not_after = date_time_ymd(until.0, until.1, until.2);
    let name = params.subject_alt_names.first().map_or("Gallra test authority", |_| "Gallra test site");
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

fn der(key: &KeyPair) -> PrivateKeyDer<'static> {
    PrivateKeyDer::try_from(key.serialize_der()).expect("a key")
}

/// A server that speaks TLS, and nothing after it. It ends when it is dropped.
pub struct TlsServer {
    /// Where it listens, on `127.0.0.1`.
    pub port: u16,
    stop: Arc<AtomicBool>,
}

impl TlsServer {
    /// Starts one that shows this certificate.
    pub fn start(certified: Certified) -> Self {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("TLS 1.2 and 1.3")
            .with_no_client_auth()
            .with_single_cert(certified.chain, certified.key)
            .expect("key and certificate belong together");
        let config = Arc::new(config);
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("bind a loopback port");
        let port = listener.local_addr().expect("bound").port();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let config = config.clone();
                std::thread::spawn(move || {
                    let mut stream = stream;
                    let Ok(mut connection) = ServerConnection::new(config) else { return };
                    // A client that does not like the certificate leaves: that is its right.
                    drop(Stream::new(&mut connection, &mut stream).flush());
                });
            }
        });
        Self { port, stop }
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}
