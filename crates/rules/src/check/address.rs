//! Addresses of systems: encrypted, without a password in the policy, and of the right kind (Art. 32).

use std::net::IpAddr;

use url::{Host, Url};

use super::Checker;
use super::places::kind_word;
use crate::diagnostic::{Arg, Code, Finding};
use crate::policy::{Location, SystemKind};

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressFault {
    /// It is no URL.
    NotAUrl,
    /// Its scheme is none of those for this kind of system.
    WrongScheme,
    /// What it says travels unencrypted over a network.
    PlainText,
    /// It holds a password.
    Password,
}

/// Looks at an address. The checker does so for those that stand in the policy; whoever reads one from `env:` or
/// `file:` must do so too ([`AddressFault::Password`] is no fault there).
pub fn check_address(kind: SystemKind, address: &str) -> Vec<AddressFault> {
    // sqlx and libpq let the host be a folder: `postgres:///db?host=/run/postgresql`.
    let Ok(url) = Url::parse(address) else { return vec![AddressFault::NotAUrl] };
    let mut faults = Vec::new();
    let schemes = schemes(kind);
    let scheme = url.scheme();
    if !schemes.is_empty() && !schemes.contains(&scheme) {
        faults.push(AddressFault::WrongScheme);
    }
    if is_plain_text(scheme, &url) && !is_local(&url) {
        faults.push(AddressFault::PlainText);
    }
    let in_query = url.query_pairs().any(|(key, value)| {
        matches!(key.to_ascii_lowercase().as_str(), "password" | "passwd" | "pwd") && !value.is_empty()
    });
    if url.password().is_some_and(|password| !password.is_empty()) || in_query {
        faults.push(AddressFault::Password);
    }
    faults
}

/// The schemes that fit; none listed: any.
const fn schemes(kind: SystemKind) -> &'static [&'static str] {
    match kind {
        SystemKind::Postgres => &["postgres", "postgresql"],
        SystemKind::Mysql => &["mysql", "mariadb"],
        SystemKind::Imap => &["imaps", "imap"],
        SystemKind::Caldav | SystemKind::Carddav | SystemKind::Webdav => &["https", "http", "davs", "dav"],
        SystemKind::S3 => &["s3", "https", "http"],
        SystemKind::Sftp => &["sftp", "ssh", "ftp", "ftps"],
        SystemKind::Microsoft365 | SystemKind::Website => &["https", "http"],
        _ => &[],
    }
}

fn is_plain_text(scheme: &str, url: &Url) -> bool {
    let off = |keys: &[&str], words: &[&str]| {
        url.query_pairs().any(|(key, value)| {
            keys.contains(&key.to_ascii_lowercase().as_str())
                && words.contains(&value.to_ascii_lowercase().as_str())
        })
    };
    match scheme {
        "http" | "ftp" | "imap" | "pop3" | "smtp" | "ldap" | "ws" | "telnet" | "dav" => true,
        "postgres" | "postgresql" => off(&["sslmode", "ssl-mode"], &["disable", "allow"]),
        "mysql" | "mariadb" => {
            off(&["ssl-mode", "sslmode", "ssl_mode"], &["disabled", "disable", "none", "false"])
        }
        _ => false,
    }
}

/// Whether it never leaves this machine: loopback, or a socket in the file system.
fn is_local(url: &Url) -> bool {
    let is_path = |text: &str| text.starts_with('/') || text.to_ascii_lowercase().starts_with("%2f");
    let socket = url
        .query_pairs()
        .any(|(key, value)| matches!(&*key, "socket" | "unix_socket") || key == "host" && is_path(&value));
    socket
        || match url.host() {
            None => true,
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            // Schemes that the URL standard does not know keep their hosts as text.
            Some(Host::Domain(name)) => {
                name.is_empty()
                    || is_path(name)
                    || name.eq_ignore_ascii_case("localhost")
                    || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
            }
        }
}

impl Checker<'_> {
    pub(super) fn check_addresses(&mut self) {
        for (name, system) in &self.surface.systems {
            let system = &system.value;
            let (Some(url), Some(kind)) = (system.url.good(), system.kind.value().copied()) else { continue };
            let Location::Plain(address) = &url.value else { continue };
            for fault in check_address(kind, address) {
                let owner = Arg::Thing("term-system", name.clone());
                let scheme = address.split(':').next().unwrap_or("").to_ascii_lowercase();
                let finding = match fault {
                    AddressFault::NotAUrl => Finding::new(Code::DoesNotFit, "g082-url").help("help"),
                    AddressFault::WrongScheme => Finding::new(Code::DoesNotFit, "g082-scheme")
                        .arg("scheme", &scheme)
                        .arg("known", schemes(kind).join(", "))
                        .help("help"),
                    AddressFault::PlainText => {
                        Finding::new(Code::PlainText, "g080").arg("scheme", &scheme).help(match kind {
                            SystemKind::Postgres => "postgres",
                            SystemKind::Mysql => "mysql",
                            SystemKind::Imap => "imap",
                            SystemKind::Sftp => "sftp",
                            _ => "help",
                        })
                    }
                    AddressFault::Password => Finding::new(Code::SecretInPolicy, "g081").help("help"),
                };
                self.report(finding.arg("owner", owner).arg("kind", kind_word(kind)).at(url.span));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encrypted_and_local_addresses_pass() {
        for (kind, address) in [
            (SystemKind::Postgres, "postgres://gallra@db.example/billing"),
            (SystemKind::Postgres, "postgres://gallra@localhost/billing?sslmode=disable"),
            (SystemKind::Postgres, "postgresql:///billing?host=/run/postgresql&sslmode=disable"),
            (SystemKind::Postgres, "postgres://gallra@%2Frun%2Fpostgresql/billing?sslmode=disable"),
            (SystemKind::Mysql, "mysql://gallra@[::1]/shop?ssl-mode=DISABLED"),
            (SystemKind::Mysql, "mysql://gallra@127.0.0.1/shop?ssl-mode=DISABLED"),
            (SystemKind::Imap, "imaps://mail.example"),
            (SystemKind::Webdav, "http://127.0.0.1:8080/dav"),
        ] {
            assert_eq!(check_address(kind, address), [], "{address}");
        }
    }

    #[test]
    fn plain_text_over_a_network_is_refused() {
        for (kind, address) in [
            (SystemKind::Postgres, "postgres://gallra@db.example/billing?sslmode=disable"),
            (SystemKind::Mysql, "mysql://gallra@10.0.0.4/shop?ssl-mode=DISABLED"),
            (SystemKind::Imap, "imap://mail.example"),
            (SystemKind::Webdav, "http://files.example/dav"),
            (SystemKind::Sftp, "ftp://files.example"),
        ] {
            assert_eq!(check_address(kind, address), [AddressFault::PlainText], "{address}");
        }
    }

    #[test]
    fn passwords_and_strangers_are_noticed() {
        let address = "mysql://u:p@db.example/x";
        assert_eq!(
            check_address(SystemKind::Postgres, address),
            [AddressFault::WrongScheme, AddressFault::Password]
        );
        assert_eq!(
            check_address(SystemKind::Postgres, "postgres://u@db/x?password=p"),
            [AddressFault::Password]
        );
        assert_eq!(check_address(SystemKind::Imap, "mail.example"), [AddressFault::NotAUrl]);
    }
}
