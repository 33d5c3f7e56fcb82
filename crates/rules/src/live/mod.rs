//! Promises that are not about age: that a website encrypts (Art. 32(1)(a)), that nothing else is open beside it
//! unencrypted, that an account may do no more than its work needs (Art. 25(2), 32), that storage is where the policy says
//! (Art. 44). Each system makes them by its kind alone (`docs/decisions/0009-live-promises.md`).
//!
//! Here is what they are and how what was seen is judged; looking is the connectors' matter. Pure.

mod region;
mod target;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::region::{Place, located, region};
pub use self::target::{Target, host_of, parse_host, targets, web_target};
use crate::audit::Verdict;
use crate::names::{DatasetName, SystemName};
use crate::policy::{Policy, SystemKind};
use crate::reason::Reason;

/// A certificate that ends within so many days is worth a warning: those that renew by themselves have done so by then.
pub const SOON: i64 = 14;

/// What is promised. Its word never changes its meaning: it stands in the history and in monitoring systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// A website answers with TLS 1.2 or later and a valid certificate, and never without.
    Https,
    /// No protocol for mail, files, the web or remote login works without TLS.
    NoPlainText,
    /// The account that Gallra uses may do no more than the policy's work needs.
    LeastRights,
    /// A bucket lies where the policy says.
    Region,
}

impl Check {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Https => "https",
            Self::NoPlainText => "no_plain_text",
            Self::LeastRights => "least_rights",
            Self::Region => "region",
        }
    }
}

/// One promise of one system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Promise {
    /// The system.
    pub system: SystemName,
    /// What it promises.
    pub promise: Check,
}

/// What the systems of a policy promise, by system.
pub fn promises(policy: &Policy) -> Vec<Promise> {
    let mut promises = Vec::new();
    for (name, system) in &policy.systems {
        let own = match system.kind {
            SystemKind::Website => Some(Check::Https),
            SystemKind::Postgres | SystemKind::Mysql | SystemKind::Sqlite => Some(Check::LeastRights),
            SystemKind::S3 => Some(Check::Region),
            _ => None,
        };
        let plain = speaks(system.kind) || !system.hosts.is_empty();
        let all = own.into_iter().chain(plain.then_some(Check::NoPlainText));
        promises.extend(all.map(|promise| Promise { system: name.clone(), promise }));
    }
    promises
}

/// Whether servers of this kind carry mail or files, so that unencrypted ways beside the encrypted one are looked for.
pub fn speaks(kind: SystemKind) -> bool {
    use SystemKind::{Caldav, Carddav, Imap, Sftp, Webdav};
    matches!(kind, Imap | Caldav | Carddav | Webdav | Sftp)
}

/// A protocol that may work without TLS, or the one that must be there with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    /// The web, encrypted.
    Https,
    /// The web.
    Http,
    /// Files (RFC 959, with TLS by RFC 4217).
    Ftp,
    /// Remote login.
    Telnet,
    /// Mail that is fetched (RFC 1939, with TLS by RFC 2595).
    Pop3,
    /// Mail that is read (RFC 9051).
    Imap,
    /// Mail that is handed in (RFC 6409, with TLS by RFC 3207).
    Submission,
}

impl Protocol {
    /// Where it is expected.
    pub fn port(self) -> u16 {
        match self {
            Self::Https => 443,
            Self::Http => 80,
            Self::Ftp => 21,
            Self::Telnet => 23,
            Self::Pop3 => 110,
            Self::Imap => 143,
            Self::Submission => 587,
        }
    }
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Https => "HTTPS",
            Self::Http => "HTTP",
            Self::Ftp => "FTP",
            Self::Telnet => "Telnet",
            Self::Pop3 => "POP3",
            Self::Imap => "IMAP",
            Self::Submission => "SMTP",
        }
    }
}

/// A port that was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Port {
    /// The host, where the policy itself tells it.
    pub host: Option<String>,
    /// What was expected there.
    pub protocol: Protocol,
    /// The number.
    pub number: u16,
}

/// How a port was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortState {
    /// Nobody listens.
    Closed,
    /// It lets nobody in before TLS.
    Encrypts,
    /// It leads to https at the same site.
    Redirects,
    /// It can be used without TLS.
    Open(Opening),
}

/// How a port can be used without TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    /// It takes a login unencrypted.
    Login,
    /// It has no TLS at all.
    NoTls,
    /// It answers with pages, or with an error of its own, instead of leading to https.
    Pages,
    /// It leads somewhere else, or not to https.
    Elsewhere,
}

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateFault {
    /// It has ended.
    Expired,
    /// It has not begun.
    NotYetValid,
    /// It is for another name.
    OtherName,
    /// No authority that is trusted here vouches for it.
    UnknownIssuer,
    /// It was revoked.
    Revoked,
    /// It cannot be used for this.
    Unusable,
}

/// What is wrong with the encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsFault {
    /// It offers nothing as new as TLS 1.2.
    TooOld,
    /// It offers TLS 1.1 or older beside it.
    AlsoOld,
    /// What answers is no TLS.
    NoTls,
    /// The policy's own address is `http`.
    Address,
}

/// One thing that was seen of a promise, or could not be. Holds nothing of what a server said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// A valid certificate.
    Certificate {
        /// When it ends.
        until: Timestamp,
        /// Whole days until then.
        days: i64,
    },
    /// A certificate that is not to be trusted.
    BadCertificate(CertificateFault),
    /// Encryption that does not do.
    BadTls(TlsFault),
    /// A port that may be open.
    Port {
        /// Which.
        #[serde(flatten)]
        port: Port,
        /// How it was found.
        state: PortState,
    },
    /// The account was looked at: nothing, or what the other findings tell.
    Rights,
    /// The account may do more than is needed.
    TooMuch(TooMuch),
    /// Where a bucket is.
    Region {
        /// The provider's code.
        code: String,
        /// Where that is.
        place: Place,
        /// Whether that is what the policy says.
        as_declared: bool,
    },
    /// It could not be looked at.
    Unseen(Unseen),
}

/// A right that goes beyond what the work needs, and the statement that takes it away.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TooMuch {
    /// What.
    pub right: ExtraRight,
    /// What takes it away, for `psql`, `mariadb` or a shell.
    pub cure: String,
}

/// A right that goes beyond what the work needs. Names of tables and rights are not personal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtraRight {
    /// A power over the whole server, such as `SUPERUSER`.
    Power(String),
    /// Membership in a role.
    Member(String),
    /// Ownership of a table, schema or database.
    Owner(String),
    /// A privilege on something.
    Privilege {
        /// Such as `SELECT`.
        privilege: String,
        /// The columns, if it is about some only.
        columns: Vec<String>,
        /// On what, such as `table sales.customers`.
        on: String,
    },
    /// The account may sign in from any host.
    AnyHost,
    /// Everybody on the machine may do this with the file.
    File {
        /// `read`, `write` or both.
        may: String,
        /// The file's name.
        file: String,
    },
}

/// Why something could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unseen {
    /// A port gave no answer that tells anything.
    Port {
        /// Which.
        #[serde(flatten)]
        port: Port,
        /// Why.
        why: Unanswered,
    },
    /// The address cannot be had or understood.
    Address,
    /// The file that `ca` names cannot be read, or holds no certificate.
    Authorities,
    /// The operating system has no list of authorities.
    NoAuthorities,
    /// The system does not answer, in its connector's words.
    System(String),
    /// This dataset could not be looked at, so that nobody knows what it needs.
    Needs(DatasetName),
    /// Rights that come through roles were not followed.
    Roles,
    /// The store does not tell its region.
    RegionNotTold,
    /// It is not known where this region is.
    RegionUnknown(String),
    /// The policy does not say in which country the system is.
    NoCountry,
    /// The region spans several countries, and the policy names one.
    RegionTooWide(String),
    /// Nothing was looked at.
    Nothing,
}

/// Why a port gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unanswered {
    /// The name has no address.
    NoName,
    /// No way leads there.
    Unreachable,
    /// Nobody listens where somebody should.
    Refused,
    /// No answer in time.
    Timeout,
    /// The connection was closed without an answer.
    Closed,
    /// The answer is none of this protocol.
    Unclear,
}

/// How a finding bears on the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearing {
    /// The promise is broken.
    Broken,
    /// It cannot be said to be kept.
    Unseen,
    /// It is kept, but not for long.
    Warning,
    /// It is kept, so far.
    Good,
}

impl Finding {
    /// How it bears on the verdict.
    pub fn bearing(&self) -> Bearing {
        match self {
            Self::Certificate { days, .. } if *days <= SOON => Bearing::Warning,
            Self::BadCertificate(_)
            | Self::BadTls(_)
            | Self::TooMuch(_)
            | Self::Port { state: PortState::Open(_), .. }
            | Self::Region { as_declared: false, .. } => Bearing::Broken,
            Self::Unseen(_) => Bearing::Unseen,
            Self::Certificate { .. } | Self::Port { .. } | Self::Rights | Self::Region { .. } => {
                Bearing::Good
            }
        }
    }
}

/// The verdict. A promise is kept only if everything that belongs to it was seen and nothing speaks against it.
pub fn judge(check: Check, findings: &[Finding]) -> Verdict {
    if findings.iter().any(|finding| finding.bearing() == Bearing::Broken) {
        return Verdict::Broken;
    }
    let unseen = findings.iter().find_map(|finding| match finding {
        Finding::Unseen(why) => Some(why.clone()),
        _ => None,
    });
    let seen = |is: fn(&Finding) -> bool| findings.iter().any(is);
    let port = seen(|finding| matches!(finding, Finding::Port { .. }));
    let whole = match check {
        Check::Https => port && seen(|finding| matches!(finding, Finding::Certificate { .. })),
        Check::NoPlainText => port,
        Check::LeastRights => seen(|finding| matches!(finding, Finding::Rights)),
        Check::Region => seen(|finding| matches!(finding, Finding::Region { .. })),
    };
    match unseen {
        None if whole => Verdict::Kept,
        unseen => Verdict::NotChecked { reason: Reason::Unseen(unseen.unwrap_or(Unseen::Nothing)) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHECKS: [Check; 4] = [Check::Https, Check::NoPlainText, Check::LeastRights, Check::Region];

    fn port(state: PortState) -> Finding {
        Finding::Port { port: Port { host: None, protocol: Protocol::Http, number: 80 }, state }
    }

    /// Everything that keeps a promise, and nothing more.
    fn whole(check: Check) -> Vec<Finding> {
        let until = Timestamp::UNIX_EPOCH;
        match check {
            Check::Https => vec![Finding::Certificate { until, days: 60 }, port(PortState::Closed)],
            Check::NoPlainText => vec![port(PortState::Encrypts)],
            Check::LeastRights => vec![Finding::Rights],
            Check::Region => {
                let place = Place::Country("SE".to_owned());
                vec![Finding::Region { code: "eu-north-1".to_owned(), place, as_declared: true }]
            }
        }
    }

    #[test]
    fn nothing_is_kept_that_was_not_seen_whole() {
        for check in CHECKS {
            let all = whole(check);
            assert_eq!(judge(check, &all), Verdict::Kept, "{check:?}");
            for left_out in 0..all.len() {
                let mut part = all.clone();
                part.remove(left_out);
                let reason = Reason::Unseen(Unseen::Nothing);
                assert_eq!(
                    judge(check, &part),
                    Verdict::NotChecked { reason },
                    "{check:?} without {left_out}"
                );
            }
            let more = [all.clone(), vec![Finding::Unseen(Unseen::Address)]].concat();
            let reason = Reason::Unseen(Unseen::Address);
            assert_eq!(judge(check, &more), Verdict::NotChecked { reason }, "{check:?}");
            let broken = [more, vec![port(PortState::Open(Opening::Login))]].concat();
            assert_eq!(judge(check, &broken), Verdict::Broken, "{check:?}: what was seen broken is broken");
        }
        for (check, other) in CHECKS.iter().flat_map(|check| CHECKS.map(|other| (*check, other))) {
            if check != other && !(check == Check::NoPlainText && other == Check::Https) {
                let verdict = judge(check, &whole(other));
                assert!(matches!(verdict, Verdict::NotChecked { .. }), "{check:?} is not kept by {other:?}");
            }
        }
    }

    #[test]
    fn a_certificate_that_ends_soon_warns_and_keeps() {
        for (days, want) in [(SOON + 1, Bearing::Good), (SOON, Bearing::Warning), (0, Bearing::Warning)] {
            let certificate = Finding::Certificate { until: Timestamp::UNIX_EPOCH, days };
            assert_eq!(certificate.bearing(), want, "{days}");
            assert_eq!(judge(Check::Https, &[certificate, port(PortState::Redirects)]), Verdict::Kept);
        }
    }

    #[test]
    fn reasons_are_readable_and_read_back() {
        for (reason, text) in [
            (Reason::NeverAttested, "\"never_attested\""),
            (Reason::Told("no table".to_owned()), "\"no table\""),
            (Reason::Unseen(Unseen::RegionNotTold), "{\"unseen\":\"region_not_told\"}"),
        ] {
            assert_eq!(serde_json::to_string(&reason).unwrap(), text);
            assert_eq!(serde_json::from_str::<Reason>(text).unwrap(), reason);
        }
    }
}
