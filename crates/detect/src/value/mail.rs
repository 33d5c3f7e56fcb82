//! E-mail addresses, and secrets in URLs.

use super::bytes::{before, byte, is_word};
use super::{Evidence, Hit, Hits, Kind};

/// The longest local part (RFC 5321, 4.5.3.1.1).
const LOCAL: usize = 64;
/// The longest domain (RFC 5321, 4.5.3.1.2).
const DOMAIN: usize = 255;
/// The longest user information of a URL that is looked at.
const USERINFO: usize = 256;
/// The longest name of a query parameter.
const PARAMETER: usize = 24;

/// What follows the last dot in a file's name on the web and never in a domain: `logo@2x.png`, `getty@tty1.service`.
const NOT_DOMAINS: [&[u8]; 16] = [
    b"png", b"jpg", b"jpeg", b"gif", b"svg", b"webp", b"avif", b"ico", b"css", b"js", b"mjs", b"ts", b"map",
    b"service", b"socket", b"html",
];

/// Local parts that stand for an office.
const ROLES: [&[u8]; 34] = [
    b"noreply",
    b"no-reply",
    b"donotreply",
    b"do-not-reply",
    b"info",
    b"support",
    b"kontakt",
    b"contact",
    b"admin",
    b"administrator",
    b"postmaster",
    b"webmaster",
    b"hostmaster",
    b"abuse",
    b"sales",
    b"order",
    b"orders",
    b"faktura",
    b"invoice",
    b"billing",
    b"hello",
    b"hej",
    b"office",
    b"kundtjanst",
    b"kundservice",
    b"service",
    b"help",
    b"helpdesk",
    b"git",
    b"root",
    b"www-data",
    b"mailer-daemon",
    b"newsletter",
    b"dpo",
];

impl Hits<'_> {
    /// An e-mail address around this `@` (the part of RFC 5321 in use, with å, ä, ö), or what stands before it in a URL.
    #[inline(never)]
    pub(super) fn at_sign(&mut self, at: usize) -> Option<Hit> {
        let text = self.text;
        let previous = std::mem::replace(&mut self.userinfo_from, at + 1);
        let mut start = at;
        while start > 0 && at - start <= LOCAL {
            match text[start - 1] {
                byte if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-') => {
                    start -= 1;
                }
                0x80..=0xbf if before(text, start - 1) == 0xc3 => start -= 2,
                _ => break,
            }
        }
        if matches!(before(text, start), b':' | b'!' | b'$' | b'&' | b'*' | b'=' | b'~' | b',' | b';')
            && let Some(secret) = userinfo(text, at, previous.max(at.saturating_sub(USERINFO)))
        {
            return Some(secret);
        }
        while start < at && matches!(text[start], b'.' | b'-' | b'+' | b'%') {
            start += 1;
        }
        let (end, top) = domain(text, at + 1)?;
        let local = &text[start..at];
        if local.is_empty() || local.len() > LOCAL || before(text, at) == b'.' {
            return None;
        }
        let generated =
            local.len() >= 16 && local.iter().filter(|byte| byte.is_ascii_digit()).count() * 2 > local.len();
        let role = ROLES.iter().any(|role| local.eq_ignore_ascii_case(role));
        let (confidence, evidence) = match (generated, role) {
            (true, _) => (45, Evidence::AMBIGUOUS),
            (_, true) => (60, Evidence::ROLE),
            _ => (95, Evidence::FORM),
        };
        let known = !NOT_DOMAINS.iter().any(|not| top.eq_ignore_ascii_case(not));
        known.then_some(Hit { kind: Kind::Email, start, end, confidence, evidence })
    }

    /// The value of a query parameter whose name says that it is a secret: `?access_token=…`.
    #[inline]
    pub(super) fn equals(&self, at: usize) -> Option<Hit> {
        if matches!(before(self.text, at), b'n' | b'y' | b't' | b'd' | b's') {
            self.parameter(at)
        } else {
            None
        }
    }

    #[inline(never)]
    fn parameter(&self, at: usize) -> Option<Hit> {
        let text = self.text;
        let mut start = at;
        while at - start < PARAMETER && (is_word(before(text, start)) || before(text, start) == b'-') {
            start -= 1;
        }
        if !matches!(before(text, start), b'?' | b'&' | b';' | b'#') || !is_secret_name(&text[start..at]) {
            return None;
        }
        let mut end = at + 1;
        while end - at <= DOMAIN
            && (is_word(byte(text, end))
                || matches!(byte(text, end), b'.' | b'-' | b'~' | b'%' | b'+' | b'/'))
        {
            end += 1;
        }
        let hit = Hit { kind: Kind::Secret, start: at + 1, end, confidence: 85, evidence: Evidence::CONTEXT };
        (end - at > 8).then_some(hit)
    }
}

fn is_secret_name(name: &[u8]) -> bool {
    let mut lower = [0_u8; PARAMETER];
    let lower = &mut lower[..name.len()];
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    let ends: [&[u8]; 9] = [
        b"token",
        b"api_key",
        b"apikey",
        b"api-key",
        b"secret",
        b"password",
        b"passwd",
        b"access_key",
        b"authkey",
    ];
    ends.iter().any(|end| lower.ends_with(end))
}

/// The user name and password between `://` and this `@`; nothing before `from` is looked at.
fn userinfo(text: &[u8], at: usize, from: usize) -> Option<Hit> {
    let mut start = at;
    while start > from
        && !matches!(
            text[start - 1],
            b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>' | b'@' | b'\\' | 0..=b' '
        )
    {
        start -= 1;
    }
    let colon = text[start..at].iter().position(|byte| *byte == b':')?;
    let in_url = text[..start].ends_with(b"://") && colon + 1 < at - start;
    in_url.then_some(Hit { kind: Kind::Secret, start, end: at, confidence: 90, evidence: Evidence::FORM })
}

/// Where a domain that begins here ends, and its last label.
fn domain(text: &[u8], start: usize) -> Option<(usize, &[u8])> {
    let (mut at, mut dot) = (start, None);
    while at - start < DOMAIN {
        match byte(text, at) {
            byte if byte.is_ascii_alphanumeric() => at += 1,
            b'-' if at > start && before(text, at) != b'.' => at += 1,
            0xc3 if matches!(byte(text, at + 1), 0x80..=0xbf) => at += 2,
            b'.' if at > start && !matches!(before(text, at), b'.' | b'-') => {
                // A full stop at the end of a sentence is no dot.
                let next = byte(text, at + 1);
                if !next.is_ascii_alphanumeric() && next != 0xc3 {
                    break;
                }
                dot = Some(at);
                at += 1;
            }
            _ => break,
        }
    }
    while before(text, at) == b'-' {
        at -= 1;
    }
    let top = text.get(dot? + 1..at)?;
    let letters =
        matches!(top.len(), 2..=24) && top.iter().all(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    (letters || top.starts_with(b"xn--")).then_some((at, top))
}
