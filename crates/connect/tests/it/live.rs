//! Websites, mail and file servers, as a visitor finds them. The servers are real, and each does one thing wrong or right.

use std::net::TcpListener;
use std::time::Duration;

use gallra_connect::live::{Limits, plain_text, website};
use gallra_rules::audit::Verdict;
use gallra_rules::live::{
    Bearing, CertificateFault, Check, Finding, Opening, PortState, Protocol, Target, TlsFault, Unanswered,
    Unseen, judge,
};
use gallra_testkit::{
    Authority, Certified, Dovecot, FtpServer, FtpTls, Nginx, PlainText, SmtpServer, TlsServer,
};
use jiff::Timestamp;

/// The moment of these tests.
fn now() -> Timestamp {
    "2026-06-01T10:00:00Z".parse().unwrap()
}

fn limits() -> Limits {
    Limits { connect: Duration::from_secs(20), answer: Duration::from_secs(20), at_once: 8 }
}

/// For those who never answer: nobody wants to wait for them.
fn short() -> Limits {
    Limits { answer: Duration::from_millis(300), ..limits() }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What is seen of a site with this certificate, with nobody at its port for plain http.
async fn site(authority: &Authority, certified: Certified) -> (Verdict, Finding) {
    let server = TlsServer::start(certified);
    let address = format!("https://localhost:{}/", server.port);
    let findings = website(&address, true, Some(&authority.file()), free_port(), now(), &limits()).await;
    assert!(findings.iter().any(|one| matches!(one, Finding::Port { state: PortState::Closed, .. })));
    (judge(Check::Https, &findings), findings[0].clone())
}

#[tokio::test]
async fn a_valid_certificate_keeps_the_promise_and_one_that_ends_soon_is_a_warning_beside_it() {
    let authority = Authority::new();
    let good = authority.vouch("localhost", (2026, 1, 1), (2026, 12, 31));
    let (verdict, finding) = site(&authority, good).await;
    assert_eq!(verdict, Verdict::Kept);
    assert!(matches!(finding, Finding::Certificate { days: 212, .. }), "{finding:?}");
    let soon = authority.vouch("localhost", (2026, 1, 1), (2026, 6, 9));
    let (verdict, finding) = site(&authority, soon).await;
    assert_eq!((verdict, finding.bearing()), (Verdict::Kept, Bearing::Warning));
}

#[tokio::test]
async fn each_fault_of_a_certificate_breaks_the_promise_and_is_named() {
    let authority = Authority::new();
    let stranger = Authority::new();
    let year = ((2026, 1, 1), (2026, 12, 31));
    for (certified, want) in [
        (authority.vouch("localhost", (2025, 1, 1), (2026, 5, 31)), CertificateFault::Expired),
        (authority.vouch("localhost", (2026, 6, 2), (2026, 12, 31)), CertificateFault::NotYetValid),
        (authority.vouch("other.example", year.0, year.1), CertificateFault::OtherName),
        (stranger.vouch("localhost", year.0, year.1), CertificateFault::UnknownIssuer),
        (Certified::by_itself("localhost", year.0, year.1), CertificateFault::UnknownIssuer),
    ] {
        let (verdict, finding) = site(&authority, certified).await;
        assert_eq!((verdict, finding), (Verdict::Broken, Finding::BadCertificate(want)));
    }
}

#[tokio::test]
async fn the_systems_own_authorities_do_not_know_a_private_one() {
    let server = TlsServer::start(Authority::new().vouch("localhost", (2026, 1, 1), (2026, 12, 31)));
    let address = format!("https://localhost:{}/", server.port);
    let findings = website(&address, true, None, free_port(), now(), &limits()).await;
    assert_eq!(findings[0], Finding::BadCertificate(CertificateFault::UnknownIssuer));
}

#[tokio::test]
async fn what_is_no_tls_breaks_the_promise() {
    let plain = Nginx::start("return 200 'ok';").await;
    let address = format!("https://localhost:{}/", plain.port);
    let findings = website(&address, true, None, free_port(), now(), &limits()).await;
    assert_eq!(findings[0], Finding::BadTls(TlsFault::NoTls));
    let unencrypted = website("http://localhost/", true, None, free_port(), now(), &limits()).await;
    assert_eq!(unencrypted, [Finding::BadTls(TlsFault::Address)]);
}

/// What is seen of `openssl s_server` with these options.
async fn openssl(options: &[&str]) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let made = std::process::Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1"])
        .args(["-keyout", "old.key", "-out", "old.pem"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(made.status.success());
    let mut server = std::process::Command::new("openssl")
        .args(["s_server", "-quiet", "-cert", "old.pem", "-key", "old.key"])
        .args(["-accept", &format!("127.0.0.1:{port}")])
        .args(options)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .current_dir(folder.path())
        .spawn()
        .unwrap();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let address = format!("https://127.0.0.1:{port}/");
    let findings = website(&address, true, None, free_port(), now(), &limits()).await;
    server.kill().unwrap();
    server.wait().unwrap();
    findings
}

#[tokio::test]
async fn tls_1_1_breaks_the_promise_alone_and_beside_newer_ones() {
    let old = Finding::BadTls(TlsFault::AlsoOld);
    let alone = openssl(&["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"]).await;
    assert_eq!(alone[0], Finding::BadTls(TlsFault::TooOld));
    let beside = openssl(&["-min_protocol", "TLSv1", "-cipher", "DEFAULT@SECLEVEL=0"]).await;
    assert!(beside.contains(&old), "{beside:?}");
    let new = openssl(&["-no_tls1", "-no_tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"]).await;
    assert!(!new.contains(&old), "{new:?}");
    assert!(matches!(new[0], Finding::BadCertificate(_)), "{new:?}");
}

#[tokio::test]
async fn a_site_that_cannot_be_looked_at_is_never_kept() {
    let authority = Authority::new();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent_port = silent.local_addr().unwrap().port();
    let server = TlsServer::start(authority.vouch("localhost", (2026, 1, 1), (2026, 12, 31)));
    let good = format!("https://localhost:{}/", server.port);
    let empty = authority.folder().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let ca = authority.file();
    let (gone, silence) =
        (format!("https://localhost:{}/", free_port()), format!("https://localhost:{silent_port}/"));
    for (what, address, ca, http) in [
        ("closed", gone.as_str(), &ca, free_port()),
        ("silent", silence.as_str(), &ca, free_port()),
        ("no such name", "https://nobody.invalid/", &ca, free_port()),
        ("no address", "localhost", &ca, free_port()),
        ("no authorities", good.as_str(), &empty, free_port()),
        ("no file of authorities", good.as_str(), &authority.folder().join("none.pem"), free_port()),
        ("plain http is silent", good.as_str(), &ca, silent_port),
    ] {
        let findings = website(address, true, Some(ca), http, now(), &short()).await;
        let verdict = judge(Check::Https, &findings);
        assert!(matches!(verdict, Verdict::NotChecked { .. }), "{what}: {findings:?}");
    }
}

async fn http(block: &str) -> Result<PortState, Unanswered> {
    let nginx = Nginx::start(block).await;
    at("127.0.0.1", Protocol::Http, nginx.port, &limits()).await
}

async fn at(host: &str, protocol: Protocol, port: u16, limits: &Limits) -> Result<PortState, Unanswered> {
    let target = Target { host: host.to_owned(), named: true, protocol, port };
    match plain_text(&[target], limits).await.as_slice() {
        [Finding::Port { state, .. }] => Ok(*state),
        [Finding::Unseen(Unseen::Port { why, .. })] => Err(*why),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn plain_http_leads_to_https_at_the_same_site_or_breaks_the_promise() {
    let leads = |to: &str| format!("return 301 {to};");
    for (block, want) in [
        (leads("https://127.0.0.1/"), PortState::Redirects),
        (leads("https://www.127.0.0.1.example/"), PortState::Open(Opening::Elsewhere)),
        (leads("https://other.example/"), PortState::Open(Opening::Elsewhere)),
        (leads("http://$http_host/again"), PortState::Open(Opening::Elsewhere)),
        (
            "location = / { return 302 http://$http_host/in; } location /in { return 308 https://127.0.0.1:8443/; }".to_owned(),
            PortState::Redirects,
        ),
        ("return 200 'ok';".to_owned(), PortState::Open(Opening::Pages)),
        ("return 403;".to_owned(), PortState::Open(Opening::Pages)),
    ] {
        assert_eq!(http(&block).await, Ok(want), "{block}");
    }
}

#[tokio::test]
async fn imap_and_pop3_are_open_when_they_take_a_login_without_tls() {
    for (plain, want) in [
        (PlainText::Taken, PortState::Open(Opening::Login)),
        (PlainText::Refused, PortState::Encrypts),
        (PlainText::Only, PortState::Open(Opening::NoTls)),
    ] {
        let server = Dovecot::start(plain).await;
        let imap = at(Dovecot::HOST, Protocol::Imap, server.imap, &limits()).await;
        let pop3 = at(Dovecot::HOST, Protocol::Pop3, server.pop3, &limits()).await;
        assert_eq!((imap, pop3), (Ok(want), Ok(want)), "{plain:?}");
        assert!(server.is_running());
        // A port is judged by what it speaks, never by its number.
        let crossed = at(Dovecot::HOST, Protocol::Pop3, server.imap, &limits()).await;
        assert_eq!(crossed, Err(Unanswered::Unclear));
    }
}

#[tokio::test]
async fn submission_is_open_when_it_offers_auth_before_starttls() {
    for (plain, want) in
        [(PlainText::Taken, PortState::Open(Opening::Login)), (PlainText::Refused, PortState::Encrypts)]
    {
        let server = SmtpServer::start(plain).await;
        assert_eq!(
            at("127.0.0.1", Protocol::Submission, server.port, &limits()).await,
            Ok(want),
            "{plain:?}"
        );
    }
}

#[tokio::test]
async fn ftp_is_open_unless_it_wants_tls_of_everybody() {
    for (tls, want) in [
        (FtpTls::None, PortState::Open(Opening::NoTls)),
        (FtpTls::Offered, PortState::Open(Opening::Login)),
        (FtpTls::Required, PortState::Encrypts),
    ] {
        let server = FtpServer::start(tls).await;
        assert_eq!(at("127.0.0.1", Protocol::Ftp, server.port, &limits()).await, Ok(want), "{tls:?}");
    }
}

/// Answers every connection with these bytes.
fn says(bytes: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            drop(std::io::Write::write_all(&mut stream, bytes));
        }
    });
    port
}

#[tokio::test]
async fn telnet_is_open_and_ssh_in_its_place_is_not() {
    let telnet = says(b"\xff\xfd\x18\xff\xfd\x20\r\nlogin: ");
    let ssh = says(b"SSH-2.0-OpenSSH_9.2\r\n");
    assert_eq!(
        at("127.0.0.1", Protocol::Telnet, telnet, &limits()).await,
        Ok(PortState::Open(Opening::NoTls))
    );
    assert_eq!(at("127.0.0.1", Protocol::Telnet, ssh, &limits()).await, Ok(PortState::Encrypts));
}

#[tokio::test]
async fn a_port_is_closed_silent_or_unclear_and_only_closed_is_good() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = (silent.local_addr().unwrap().port(), silent);
    let garbage = says(&[b'x'; 10_000]);
    let endless = says(b"* OK hej\r\n* CAPABILITY IMAP4REV1\r\n");
    for protocol in [
        Protocol::Imap,
        Protocol::Pop3,
        Protocol::Submission,
        Protocol::Ftp,
        Protocol::Telnet,
        Protocol::Http,
    ] {
        let closed = at("127.0.0.1", protocol, free_port(), &limits()).await;
        assert_eq!(closed, Ok(PortState::Closed), "{protocol:?}");
        let quiet = at("127.0.0.1", protocol, silent.0, &short()).await;
        assert_eq!(quiet, Err(Unanswered::Timeout), "{protocol:?}");
        if protocol != Protocol::Telnet {
            let unclear = at("127.0.0.1", protocol, garbage, &limits()).await;
            assert!(
                matches!(unclear, Err(Unanswered::Unclear | Unanswered::Closed)),
                "{protocol:?}: {unclear:?}"
            );
            let cut_short = at("127.0.0.1", protocol, endless, &limits()).await;
            assert!(cut_short.is_err(), "{protocol:?}: {cut_short:?}");
        }
    }
    assert_eq!(at("nobody.invalid", Protocol::Imap, 143, &limits()).await, Err(Unanswered::NoName));
}

#[tokio::test]
async fn many_ports_are_told_in_their_order_and_one_that_is_open_breaks_the_promise() {
    let open = says(b"\xff\xfb\x01");
    let ports: Vec<u16> = (0..20).map(|i| if i == 13 { open } else { free_port() }).collect();
    let targets: Vec<Target> = ports
        .iter()
        .map(|port| Target {
            host: "127.0.0.1".to_owned(),
            named: false,
            protocol: Protocol::Telnet,
            port: *port,
        })
        .collect();
    let findings = plain_text(&targets, &limits()).await;
    let seen: Vec<u16> = findings
        .iter()
        .map(|finding| match finding {
            Finding::Port { port, .. } => {
                assert_eq!(port.host, None, "an address behind a secret is not told");
                port.number
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(seen, ports);
    assert_eq!(judge(Check::NoPlainText, &findings), Verdict::Broken);
    let rest: Vec<Finding> = findings.into_iter().filter(|one| one.bearing() == Bearing::Good).collect();
    assert_eq!(judge(Check::NoPlainText, &rest), Verdict::Kept);
    assert!(matches!(judge(Check::NoPlainText, &[]), Verdict::NotChecked { .. }), "nothing was looked at");
}
