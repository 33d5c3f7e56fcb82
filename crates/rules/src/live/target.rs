//! Which ports of which hosts are tried.

use url::{Host, Url};

use super::{Protocol, speaks};
use crate::policy::SystemKind;

/// A port to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The host.
    pub host: String,
    /// Whether the policy itself names it: an address behind `env:` is not told.
    pub named: bool,
    /// What is expected there.
    pub protocol: Protocol,
    /// The number.
    pub port: u16,
}

/// What is tried on every host that carries mail or files.
const USUAL: [Protocol; 5] =
    [Protocol::Ftp, Protocol::Telnet, Protocol::Pop3, Protocol::Imap, Protocol::Submission];

/// Schemes that stand for a protocol without TLS.
const SCHEMES: [(&str, Protocol); 8] = [
    ("http", Protocol::Http),
    ("dav", Protocol::Http),
    ("ftp", Protocol::Ftp),
    ("telnet", Protocol::Telnet),
    ("pop3", Protocol::Pop3),
    ("imap", Protocol::Imap),
    ("smtp", Protocol::Submission),
    ("submission", Protocol::Submission),
];

/// The ports that belong to a system: those of its own host, if its kind carries mail or files, and those of `hosts`.
pub fn targets(kind: SystemKind, url: Option<&str>, url_is_named: bool, hosts: &[String]) -> Vec<Target> {
    let mut all = Vec::new();
    if let Some(host) = url.filter(|_| speaks(kind)).and_then(host_of) {
        let web = matches!(kind, SystemKind::Caldav | SystemKind::Carddav | SystemKind::Webdav);
        let protocols = USUAL.into_iter().chain(web.then_some(Protocol::Http));
        all.extend(usual(&host, url_is_named, protocols));
        // An unencrypted address (of this machine: others are refused) is one more.
        all.extend(url.and_then(|url| own_port(url, url_is_named)));
    }
    for host in hosts {
        match parse_host(host) {
            Some((host, None)) => all.extend(usual(&host, true, USUAL.into_iter())),
            Some((host, Some((protocol, port)))) => {
                all.push(Target { host, named: true, protocol, port });
            }
            None => {}
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|target| seen.insert((target.host.clone(), target.protocol, target.port)));
    all
}

fn usual(host: &str, named: bool, protocols: impl Iterator<Item = Protocol>) -> impl Iterator<Item = Target> {
    protocols.map(move |protocol| Target { host: host.to_owned(), named, protocol, port: protocol.port() })
}

fn own_port(url: &str, named: bool) -> Option<Target> {
    let parsed = Url::parse(url).ok()?;
    let (_, protocol) = SCHEMES.iter().find(|(scheme, _)| *scheme == parsed.scheme())?;
    Some(Target { host: host_of(url)?, named, protocol: *protocol, port: parsed.port()? })
}

/// Where a website is: `None` if the address is no `http` or `https` one. The flag tells whether it is `https`.
pub fn web_target(url: &str, named: bool) -> Option<(Target, bool)> {
    let parsed = Url::parse(url).ok()?;
    let encrypted = match parsed.scheme() {
        "https" => true,
        "http" => false,
        _ => return None,
    };
    let port = parsed.port().filter(|_| encrypted).unwrap_or(Protocol::Https.port());
    Some((Target { host: host_of(url)?, named, protocol: Protocol::Https, port }, encrypted))
}

/// The host of an address, an IPv6 one without brackets.
pub fn host_of(url: &str) -> Option<String> {
    match Url::parse(url).ok()?.host()? {
        Host::Domain(name) => Some(name.to_owned()),
        Host::Ipv4(ip) => Some(ip.to_string()),
        Host::Ipv6(ip) => Some(ip.to_string()),
    }
    .filter(|host| !host.is_empty())
}

/// One of a policy's `hosts`: `mail.example.com`, on which the usual ports are tried, or `ftp://files.example.com:2121`,
/// one port. `None` if it is neither.
pub fn parse_host(text: &str) -> Option<(String, Option<(Protocol, u16)>)> {
    if let Some((scheme, rest)) = text.split_once("://") {
        let (_, protocol) = SCHEMES.iter().find(|(known, _)| *known == scheme)?;
        // An address without secrets, paths or anything else that a port does not need.
        if rest.contains(['/', '@', '?', '#']) {
            return None;
        }
        let port = Url::parse(text).ok()?.port().unwrap_or(protocol.port());
        return Some((host_of(text)?, Some((*protocol, port))));
    }
    let bare = text.parse::<std::net::Ipv6Addr>().map_or_else(|_| text.to_owned(), |ip| format!("[{ip}]"));
    match Host::parse(&bare).ok()? {
        Host::Domain(name) if name.contains('.') || name == "localhost" => Some((name, None)),
        Host::Domain(_) => None,
        Host::Ipv4(ip) => Some((ip.to_string(), None)),
        Host::Ipv6(ip) => Some((ip.to_string(), None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names_addresses_or_single_ports() {
        for (text, want) in [
            ("mail.example.com", Some(("mail.example.com", None))),
            ("MAIL.Example.com", Some(("mail.example.com", None))),
            ("192.0.2.7", Some(("192.0.2.7", None))),
            ("2001:db8::7", Some(("2001:db8::7", None))),
            ("ftp://files.example.com", Some(("files.example.com", Some((Protocol::Ftp, 21))))),
            ("smtp://[2001:db8::7]:2587", Some(("2001:db8::7", Some((Protocol::Submission, 2587))))),
            ("http://dav.example.com:8080", Some(("dav.example.com", Some((Protocol::Http, 8080))))),
            ("mail", None),
            ("mail.example.com:143", None),
            ("gopher://example.com", None),
            ("ftp://user:word@example.com", None),
            ("ftp://example.com/pub", None),
            ("two words", None),
            ("", None),
        ] {
            let want = want.map(|(host, port)| (host.to_owned(), port));
            assert_eq!(parse_host(text), want, "{text}");
        }
    }

    #[test]
    fn a_mail_server_is_asked_on_every_unencrypted_port_and_a_calendar_on_http_too() {
        let protocols = |kind, url: &str, hosts: &[String]| {
            let all = targets(kind, Some(url), true, hosts);
            all.into_iter().map(|target| (target.protocol, target.port)).collect::<Vec<_>>()
        };
        let mail = protocols(SystemKind::Imap, "imaps://mail.example.com", &[]);
        let usual: Vec<_> = USUAL.into_iter().map(|protocol| (protocol, protocol.port())).collect();
        assert_eq!(mail, usual);
        let dav = protocols(SystemKind::Caldav, "https://dav.example.com/", &[]);
        assert!(dav.contains(&(Protocol::Http, 80)));
        let local = protocols(SystemKind::Imap, "imap://127.0.0.1:1143", &[]);
        assert!(local.contains(&(Protocol::Imap, 1143)));
        // A database's own host is no mail server, but one that the policy lists is looked at.
        let listed = ["ftp://files.example.com:2121".to_owned()];
        assert_eq!(
            protocols(SystemKind::Postgres, "postgres://db.example.com/x", &listed),
            [(Protocol::Ftp, 2121)]
        );
        // The same host twice is asked once.
        let twice = ["mail.example.com".to_owned()];
        assert_eq!(protocols(SystemKind::Imap, "imaps://mail.example.com", &twice).len(), USUAL.len());
    }
}
