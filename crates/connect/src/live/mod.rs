//! Looking at systems from outside, as a visitor does: whether they encrypt, and what is open beside that.
//!
//! A probe opens a connection, reads the greeting, asks what the server can do, and leaves. It never sends a password,
//! and nothing that a server says leaves this module: findings are words of our own. Every probe is bounded in time, in
//! bytes and in how many run at once.

mod http;
mod old;
mod plain;
mod talk;
mod tls;

use std::path::Path;
use std::time::Duration;

use futures_util::StreamExt as _;
use gallra_rules::live::{
    Finding, Opening, Port, PortState, Protocol, Target, TlsFault, Unanswered, Unseen, web_target,
};
use jiff::Timestamp;

use self::talk::{Reached, reach};

/// How long and how much at once.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For a name and for each of its addresses.
    pub connect: Duration,
    /// For everything that is said over one connection.
    pub answer: Duration,
    /// Connections at a time.
    pub at_once: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), answer: Duration::from_secs(5), at_once: 8 }
    }
}

/// What tells apart what a port does: how it was found, or why nothing can be said.
type State = Result<PortState, Unanswered>;

/// Looks at a website: its certificate now, its TLS, and what its port for plain http does.
///
/// `address` is the site's, `named` whether the policy itself tells it, `ca` a file of authorities to be trusted instead of
/// the operating system's, `http` the port for plain http (80). Nothing is changed there.
pub async fn website(
    address: &str,
    named: bool,
    ca: Option<&Path>,
    http: u16,
    now: Timestamp,
    limits: &Limits,
) -> Vec<Finding> {
    let Some((target, encrypted)) = web_target(address, named) else {
        return vec![Finding::Unseen(Unseen::Address)];
    };
    if !encrypted {
        return vec![Finding::BadTls(TlsFault::Address)];
    }
    let plain = Target { protocol: Protocol::Http, port: http, ..target.clone() };
    let (secure, old, plain) =
        tokio::join!(tls::look(&target, ca, now, limits), old::look(&target, limits), look(&plain, limits));
    // What answers to new TLS in a way that is no TLS tells nothing about the old.
    let old = old.filter(|_| matches!(secure, Finding::Certificate { .. } | Finding::BadCertificate(_)));
    [secure, plain].into_iter().chain(old).collect()
}

/// Looks at ports where protocols without TLS may be open: one finding for each, in their order.
pub async fn plain_text(targets: &[Target], limits: &Limits) -> Vec<Finding> {
    futures_util::stream::iter(targets)
        .map(|target| look(target, limits))
        .buffered(limits.at_once.max(1))
        .collect()
        .await
}

/// One port.
async fn look(target: &Target, limits: &Limits) -> Finding {
    let state = match reach(&target.host, target.port, limits).await {
        Reached::Closed => Ok(PortState::Closed),
        Reached::Not(why) => Err(why),
        Reached::Open(stream) => {
            let asked = async {
                match target.protocol {
                    Protocol::Http => http::ask(stream, target, limits).await,
                    other => plain::ask(stream, other).await,
                }
            };
            tokio::time::timeout(limits.answer, asked).await.unwrap_or(Err(Unanswered::Timeout))
        }
    };
    // Which system and which port is in the report; here only that something was looked at, never what was said.
    tracing::debug!(protocol = target.protocol.name(), port = target.port, seen = state.is_ok(), "probed");
    let port = port_of(target);
    match state {
        Ok(state) => Finding::Port { port, state },
        Err(why) => Finding::Unseen(Unseen::Port { port, why }),
    }
}

fn port_of(target: &Target) -> Port {
    Port { host: target.named.then(|| target.host.clone()), protocol: target.protocol, number: target.port }
}

/// What a list of capabilities comes to: a login without TLS, no TLS at all, or TLS first.
fn weighed(takes_login: bool, offers_tls: bool) -> PortState {
    match (takes_login, offers_tls) {
        (_, false) => PortState::Open(Opening::NoTls),
        (true, true) => PortState::Open(Opening::Login),
        (false, true) => PortState::Encrypts,
    }
}
