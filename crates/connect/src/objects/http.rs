//! What everything over HTTP shares: one way to encrypt, no redirects, and errors without anybody's name.

use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};
use url::{Host, Url};

use crate::error::{ConnectError, ErrorKind};
use crate::read::Sink;

/// What stays as it is in a path or a query (RFC 3986, 2.3); everything else is `%XX`.
pub(super) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// How long a server may take to begin an answer.
const PATIENCE: Duration = Duration::from_mins(1);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A client for one server. `is_local`: it is this machine, to which no proxy leads.
pub(super) fn client(place: &str, is_local: bool) -> Result<reqwest::Client, ConnectError> {
    // A redirect would carry the signature or the password elsewhere, and names with it.
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(PATIENCE)
        .user_agent("gallra");
    let builder = if is_local { builder.no_proxy() } else { builder };
    builder.build().map_err(|_| {
        ConnectError::new(
            ErrorKind::Tls,
            place,
            "the certificates of this machine cannot be read",
            "Install the package of certificate authorities (`ca-certificates`)",
        )
    })
}

/// Whether an address is this machine's own.
pub(super) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// A request that got no answer.
pub(super) fn lost(place: &str, error: &reqwest::Error) -> ConnectError {
    if !error.is_connect() {
        return ConnectError::new(
            ErrorKind::Gone,
            place,
            "the connection broke or the server took too long",
            "See that the server runs, then run the same command again",
        );
    }
    if std::error::Error::source(error).is_some_and(mentions_certificate) {
        return ConnectError::new(
            ErrorKind::Tls,
            place,
            "the server's certificate is not trusted, or is another server's",
            "See that the host in the address is right and that its authority is known here (`SSL_CERT_FILE`)",
        );
    }
    ConnectError::new(
        ErrorKind::Gone,
        place,
        "nobody answers at its address",
        "See that the server runs, that host and port in the address are right, and that no firewall is between, then \
         run the same command again",
    )
}

fn mentions_certificate(error: &(dyn std::error::Error + 'static)) -> bool {
    error.to_string().contains("certificate") || error.source().is_some_and(mentions_certificate)
}

/// Hands a body on as it comes. One that breaks off, or that there is none of, is not whole.
pub(super) async fn copy(answer: Option<reqwest::Response>, sink: &mut dyn Sink) -> std::io::Result<()> {
    let Some(mut answer) = answer else { return sink.content_ends(false) };
    loop {
        match answer.chunk().await {
            Ok(Some(piece)) => sink.content(&piece)?,
            Ok(None) => return sink.content_ends(true),
            Err(_) => return sink.content_ends(false),
        }
    }
}
