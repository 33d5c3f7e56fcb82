//! A certificate authority and a server certificate that live as long as the test.

use crate::client::run;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files of a server that speaks TLS.
#[derive(Clone)]
pub(crate) struct Tls {
    pub(crate) ca: PathBuf,
    pub(crate) cert: PathBuf,
    pub(crate) key: PathBuf,
}

impl Tls {
    /// Makes the authority and a certificate for `localhost` and `127.0.0.1` in `folder`, with Debian's `openssl`.
    pub(crate) fn generate(folder: &Path) -> Self {
        fs::create_dir_all(folder).expect("make a folder");
        let extensions = "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n\
                          subjectAltName=DNS:localhost,IP:127.0.0.1\n";
        fs::write(folder.join("server.ext"), extensions).expect("write");
        let ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
        let openssl = |args: &[&[&str]]| {
            let mut command = Command::new("openssl");
            command.args(args.concat()).current_dir(folder);
            run(&mut command, "").unwrap_or_else(|e| panic!("{e}"));
        };
        openssl(&[
            &[
                "req",
                "-x509",
                "-days",
                "30",
                "-subj",
                "/CN=Gallra test authority",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
            ],
            &["-addext", "keyUsage=critical,keyCertSign,cRLSign"],
            &ec,
        ]);
        openssl(&[&["req", "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr"], &ec]);
        openssl(&[
            &["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"],
            &["-days", "30", "-extfile", "server.ext", "-out", "server.pem"],
        ]);
        Self { ca: folder.join("ca.pem"), cert: folder.join("server.pem"), key: folder.join("server.key") }
    }
}
