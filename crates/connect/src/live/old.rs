//! Whether TLS 1.0 or 1.1 is still offered beside the new ones (RFC 8996 forbids both). Our own TLS does not speak them,
//! so a hello is written by hand; nothing follows it.

use gallra_rules::live::{Finding, Target, TlsFault, Unanswered, Unseen};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::talk::{Reached, reach};
use super::{Limits, port_of};

/// TLS 1.1 (RFC 4346).
const VERSION: [u8; 2] = [3, 2];
/// Record types (RFC 4346 6.2.1) and the type of a server's hello.
const HANDSHAKE: u8 = 22;
const SERVER_HELLO: u8 = 2;

/// A finding if old TLS is offered, or if that cannot be told; nothing if it is refused.
pub(super) async fn look(target: &Target, limits: &Limits) -> Option<Finding> {
    let unanswered = |why| Some(Finding::Unseen(Unseen::Port { port: port_of(target), why }));
    let mut stream = match reach(&target.host, target.port, limits).await {
        Reached::Open(stream) => stream,
        // A moment ago it was open: what this one would have said, nobody knows.
        Reached::Closed => return unanswered(Unanswered::Refused),
        Reached::Not(why) => return unanswered(why),
    };
    let asked = async {
        stream.write_all(&hello(&target.host)).await.ok()?;
        // Record: type, version, length; handshake: type, length (3 bytes), version.
        let mut answer = [0_u8; 11];
        stream.read_exact(&mut answer).await.ok()?;
        Some(answer)
    };
    match tokio::time::timeout(limits.answer, asked).await {
        Err(_) => unanswered(Unanswered::Timeout),
        Ok(Some(answer))
            if answer[0] == HANDSHAKE && answer[5] == SERVER_HELLO && answer[9..11] <= VERSION[..] =>
        {
            Some(Finding::BadTls(TlsFault::AlsoOld))
        }
        // An alert, or a connection that is closed: it is not offered.
        Ok(_) => None,
    }
}

/// A client's hello of TLS 1.1 with the usual ciphers of that time and the name of the host (RFC 6066 3).
fn hello(host: &str) -> Vec<u8> {
    const CIPHERS: [u16; 7] = [0xC014, 0xC013, 0xC00A, 0xC009, 0x0035, 0x002F, 0x000A];
    // Groups P-256, P-384, P-521 and uncompressed points (RFC 8422 5.1).
    let mut extensions = vec![0, 10, 0, 8, 0, 6, 0, 23, 0, 24, 0, 25, 0, 11, 0, 2, 1, 0];
    if host.parse::<std::net::IpAddr>().is_err() {
        let entry = sized(&[&[0], sized(host.as_bytes()).as_slice()].concat());
        extensions.extend([&[0, 0], sized(&entry).as_slice()].concat());
    }
    let ciphers: Vec<u8> = CIPHERS.iter().flat_map(|cipher| cipher.to_be_bytes()).collect();
    let body = [
        &VERSION[..],
        // It would be random if anything came after it.
        &[0x47; 32],
        // No session.
        &[0],
        &sized(&ciphers),
        // No compression.
        &[1, 0],
        &sized(&extensions),
    ]
    .concat();
    let handshake = [&[1, 0][..], &sized(&body)].concat();
    [&[HANDSHAKE, 3, 1][..], &sized(&handshake)].concat()
}

/// Two bytes of length, and the bytes.
fn sized(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes();
    [&length[..], bytes].concat()
}
