//! A proxy before a store that changes some requests and signs them anew. As far as a client can see, the real store behind
//! it takes locks and does not keep them.

use http::HeaderValue;
use reqsign_aws_v4::{Credential, RequestSigner};
use reqsign_core::SignRequest as _;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// How a store may be careless with locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Careless {
    /// The lock of a new object is dropped, and nobody is told.
    DropsLocks,
    /// Locks are taken and shown, and every deletion gets around governance.
    ForcesDeletions,
}

/// Starts one before `host` (`127.0.0.1:PORT`), for as long as the process lives. Tells its own host and port.
pub(crate) fn before(host: String, how: Careless, key: (&'static str, &'static str)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let own = listener.local_addr().expect("bound").to_string();
    thread::spawn(move || {
        while let Ok((client, _)) = listener.accept() {
            let store = TcpStream::connect(&host).expect("the store runs");
            thread::spawn(move || forward(client, store, how, key).expect("a request that can be read"));
        }
    });
    own
}

fn forward(client: TcpStream, mut store: TcpStream, how: Careless, key: (&str, &str)) -> io::Result<()> {
    let (mut answers, mut to_client) = (store.try_clone()?, client.try_clone()?);
    thread::spawn(move || io::copy(&mut answers, &mut to_client));
    let mut client = BufReader::new(client);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            // A client that goes away has nothing more to ask.
            if client.read_line(&mut head).unwrap_or_default() == 0 {
                return Ok(());
            }
        }
        let mut parts = read(&head).ok_or(io::ErrorKind::InvalidData)?;
        let length =
            parts.headers.get("content-length").and_then(|length| length.to_str().ok()?.parse().ok());
        let mut body = vec![0; length.unwrap_or_default()];
        client.read_exact(&mut body)?;
        match how {
            Careless::DropsLocks => {
                parts.headers.remove("x-amz-object-lock-mode");
                parts.headers.remove("x-amz-object-lock-retain-until-date");
            }
            Careless::ForcesDeletions if parts.method == "DELETE" || parts.method == "POST" => {
                let yes = HeaderValue::from_static("true");
                parts.headers.insert("x-amz-bypass-governance-retention", yes);
            }
            Careless::ForcesDeletions => {}
        }
        sign(&mut parts, key)?;
        let mut text =
            format!("{} {} HTTP/1.1\r\n", parts.method, parts.uri.path_and_query().expect("a path"));
        for (name, value) in &parts.headers {
            text.extend([name.as_str(), ": ", value.to_str().map_err(io::Error::other)?, "\r\n"]);
        }
        text.push_str("\r\n");
        store.write_all(&[text.as_bytes(), &body].concat())?;
    }
}

/// A request's head, without its signature.
fn read(head: &str) -> Option<http::request::Parts> {
    let mut lines = head.trim_end().lines();
    let (method, rest) = lines.next()?.split_once(' ')?;
    let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(": ")).collect();
    let host = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"))?.1;
    let target = rest.strip_suffix(" HTTP/1.1")?;
    let mut request = http::Request::builder().method(method).uri(format!("http://{host}{target}"));
    for (name, value) in headers {
        let is_signature =
            ["authorization", "x-amz-date", "x-amz-content-sha256"].contains(&name.to_lowercase().as_str());
        if !is_signature {
            request = request.header(name, value);
        }
    }
    Some(request.body(()).ok()?.into_parts().0)
}

fn sign(parts: &mut http::request::Parts, (key, secret): (&str, &str)) -> io::Result<()> {
    let credential = Credential {
        access_key_id: key.to_owned(),
        secret_access_key: secret.to_owned(),
        session_token: None,
        expires_in: None,
    };
    let (signer, context) = (RequestSigner::new("s3", "us-east-1"), reqsign_core::Context::new());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(signer.sign_request(&context, parts, Some(&credential), None)).map_err(io::Error::other)
}
