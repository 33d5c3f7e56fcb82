//! A connection and the lines that are exchanged on it.

use std::io::ErrorKind;
use std::net::SocketAddr;

use gallra_rules::live::Unanswered;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Limits;

/// Bytes of a line that are read; a longer one is none of these protocols'.
const LINE: u64 = 4096;
/// Lines of one answer.
const LINES: usize = 200;
/// Addresses of a name that are tried.
const ADDRESSES: usize = 4;

/// What came of connecting.
pub(super) enum Reached {
    Open(TcpStream),
    /// Every address that could be tried refused.
    Closed,
    Not(Unanswered),
}

/// Connects to the first address that answers. A port is closed only if none of the name's addresses has it open and
/// none leaves it undecided; a family of addresses that this machine has no way for does not count.
pub(super) async fn reach(host: &str, port: u16, limits: &Limits) -> Reached {
    let looked_up = timeout(limits.connect, tokio::net::lookup_host((host, port))).await;
    let Ok(Ok(addresses)) = looked_up else { return Reached::Not(Unanswered::NoName) };
    let addresses: Vec<SocketAddr> = addresses.take(ADDRESSES).collect();
    let (mut refused, mut undecided) = (false, None);
    for address in addresses {
        match timeout(limits.connect, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Reached::Open(stream),
            Ok(Err(fault)) => match fault.kind() {
                ErrorKind::ConnectionRefused => refused = true,
                ErrorKind::NetworkUnreachable | ErrorKind::AddrNotAvailable => {}
                _ => undecided = Some(Unanswered::Unreachable),
            },
            Err(_) => undecided = Some(Unanswered::Timeout),
        }
    }
    match undecided {
        Some(why) => Reached::Not(why),
        None if refused => Reached::Closed,
        None => Reached::Not(Unanswered::Unreachable),
    }
}

/// A conversation in lines.
pub(super) struct Talk(BufReader<TcpStream>);

impl Talk {
    pub(super) fn on(stream: TcpStream) -> Self {
        Self(BufReader::new(stream))
    }

    /// The next line without its end, in upper case: the protocols for mail and files do not tell upper from lower.
    pub(super) async fn line(&mut self) -> Result<String, Unanswered> {
        Ok(self.raw().await?.to_ascii_uppercase())
    }

    /// The next line without its end.
    pub(super) async fn raw(&mut self) -> Result<String, Unanswered> {
        let mut bytes = Vec::new();
        let read = (&mut self.0).take(LINE).read_until(b'\n', &mut bytes).await;
        match read {
            Ok(0) | Err(_) => Err(Unanswered::Closed),
            Ok(_) if !bytes.ends_with(b"\n") => Err(Unanswered::Unclear),
            Ok(_) => Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned()),
        }
    }

    /// Lines up to and with the first for which `last` holds.
    pub(super) async fn lines(&mut self, last: impl Fn(&str) -> bool) -> Result<Vec<String>, Unanswered> {
        let mut lines = Vec::new();
        while lines.len() < LINES {
            let line = self.line().await?;
            let done = last(&line);
            lines.push(line);
            if done {
                return Ok(lines);
            }
        }
        Err(Unanswered::Unclear)
    }

    /// A numbered answer as FTP and SMTP give them: its number, and all its lines without it (RFC 959 4.2, RFC 5321 4.2).
    pub(super) async fn reply(&mut self) -> Result<(u16, Vec<String>), Unanswered> {
        let number = |line: &str| line.get(..3).and_then(|digits| digits.parse::<u16>().ok());
        let last = |line: &str| number(line).is_some() && !line[3..].starts_with('-');
        let lines = self.lines(last).await?;
        let number = lines.last().and_then(|line| number(line)).ok_or(Unanswered::Unclear)?;
        let prefix = number.to_string();
        let words = lines.iter().map(|line| match line.strip_prefix(&prefix) {
            Some(rest) => rest.trim_start_matches(['-', ' ']).to_owned(),
            None => line.trim_start().to_owned(),
        });
        Ok((number, words.collect()))
    }

    /// The first byte, without taking it.
    pub(super) async fn first(&mut self) -> Result<u8, Unanswered> {
        let bytes = self.0.fill_buf().await.map_err(|_| Unanswered::Closed)?;
        bytes.first().copied().ok_or(Unanswered::Closed)
    }

    pub(super) async fn say(&mut self, line: &str) -> Result<(), Unanswered> {
        let line = format!("{line}\r\n");
        self.0.get_mut().write_all(line.as_bytes()).await.map_err(|_| Unanswered::Closed)
    }

    /// Takes leave as the protocol wants it. What comes of that does not matter any more.
    pub(super) async fn leave(&mut self, line: &str) {
        if self.say(line).await.is_ok() {
            drop(self.0.get_mut().shutdown().await);
        }
    }
}
