//! Addresses of networks and network cards.

use super::bytes::{before, byte, digits_end, is_word, letter_follows, letter_precedes};
use super::context::{Context, context};
use super::{Evidence, Hit, Hits, Kind};

/// The longest IPv6 address in text, with an IPv4 address at its end (RFC 4291).
const IPV6: usize = 45;
/// `00:1b:44:11:3a:b7`.
const MAC: usize = 17;

impl Hits<'_> {
    /// An IPv4 address whose first number is this run of digits. This machine's own, masks and what a word calls a version
    /// are left out.
    pub(super) fn ipv4(&self, start: usize, first_end: usize) -> Option<Hit> {
        let text = self.text;
        let (mut octets, mut at) = ([0_u8; 4], first_end);
        octets[0] = octet(&text[start..first_end])?;
        for place in &mut octets[1..] {
            if byte(text, at) != b'.' {
                return None;
            }
            let end = digits_end(text, at + 1);
            *place = octet(&text[at + 1..end])?;
            at = end;
        }
        let ends = !letter_follows(text, at)
            && (!matches!(byte(text, at), b'.' | b'-') || !byte(text, at + 1).is_ascii_digit());
        let begins = !letter_precedes(text, start) && !matches!(before(text, start), b'.' | b'-');
        if !ends || !begins || matches!(octets, [0 | 127 | 255, ..]) {
            return None;
        }
        // `Chrome/120.0.0.0`: a product and its version.
        let product = before(text, start) == b'/' && letter_precedes(text, start - 1);
        let small = octets.iter().all(|octet| *octet < 20);
        let private =
            matches!(octets, [10 | 224..=255, ..] | [172, 16..=31, ..] | [192, 168, ..] | [169, 254, ..]);
        let first_on_line = matches!(before(text, start), 0 | b'\n');
        // What costs more than a look is asked last.
        let context =
            if product || first_on_line { Context::Silent } else { context(text, start, Kind::Ipv4) };
        let (base, evidence) = match context {
            _ if product => (35, Evidence::AMBIGUOUS),
            Context::Against => (20, Evidence::AGAINST),
            Context::For => (95, Evidence::CONTEXT.and(Evidence::FORM)),
            Context::Silent if small => (40, Evidence::AMBIGUOUS),
            Context::Silent if first_on_line => (90, Evidence::FORM),
            Context::Silent => (80, Evidence::FORM),
        };
        let (confidence, evidence) =
            if private { (base - base / 5, evidence.and(Evidence::ROLE)) } else { (base, evidence) };
        Some(Hit { kind: Kind::Ipv4, start, end: at, confidence, evidence })
    }

    /// An IPv6 or MAC address whose first colon this is.
    #[inline]
    pub(super) fn colon(&mut self, at: usize) -> Option<Hit> {
        let next = byte(self.text, at + 1);
        let possible = next == b':' || next.is_ascii_hexdigit() && before(self.text, at).is_ascii_hexdigit();
        if possible && at >= self.hex_until { self.hexadecimal(at) } else { None }
    }

    #[inline(never)]
    fn hexadecimal(&mut self, at: usize) -> Option<Hit> {
        let text = self.text;
        let next = byte(text, at + 1);
        let mut start = at;
        while at - start < 5 && before(text, start).is_ascii_hexdigit() {
            start -= 1;
        }
        if at - start > 4 || at == start && next != b':' || letter_precedes(text, start) {
            return None;
        }
        let mut end = at;
        let (mut colons, mut double, mut decimals) = (0_usize, false, false);
        loop {
            match byte(text, end) {
                b':' => {
                    colons += 1;
                    double |= byte(text, end + 1) == b':';
                }
                b'0'..=b'9' => decimals = true,
                b'a'..=b'f' | b'A'..=b'F' | b'.' => {}
                _ => break,
            }
            end += 1;
        }
        decimals |= text[start..at].iter().any(u8::is_ascii_digit);
        self.hex_until = end;
        if is_word(byte(text, end)) || matches!(before(text, start), b'.' | b':') {
            return None;
        }
        // The full stop or colon of a sentence.
        while end > at
            && (before(text, end) == b'.' || before(text, end) == b':' && before(text, end - 1) != b':')
        {
            end -= 1;
        }
        if end - start == MAC && is_mac(&text[start..end], b':') {
            return Some(mac(start));
        }
        if end - start > IPV6 || !decimals || !double && colons < 6 {
            return None;
        }
        let address: std::net::Ipv6Addr = std::str::from_utf8(&text[start..end]).ok()?.parse().ok()?;
        if address.is_loopback() || address.is_unspecified() {
            return None;
        }
        let segments = address.segments();
        let local = address.is_multicast() || matches!(segments[0], 0xfc00..=0xfdff | 0xfe80..=0xfebf);
        let given_out = local || matches!(segments[0], 0x2000..=0x3fff);
        let (base, evidence) = match (given_out, colons) {
            (true, 3..) => (95, Evidence::FORM.and(Evidence::RANGE)),
            (true, _) => (70, Evidence::RANGE),
            (false, 7..) => (60, Evidence::FORM),
            (false, _) => (30, Evidence::AMBIGUOUS),
        };
        let (confidence, evidence) =
            if local { (base - 20, evidence.and(Evidence::ROLE)) } else { (base, evidence) };
        Some(Hit { kind: Kind::Ipv6, start, end, confidence, evidence })
    }

    /// A MAC address with hyphens, of which these digits are the first or last pair.
    pub(super) fn hyphened_mac(&self, digits: usize) -> Option<Hit> {
        let text = self.text;
        let pair = if before(text, digits).is_ascii_hexdigit() { digits - 1 } else { digits };
        let forward = byte(text, pair + 2) == b'-' && byte(text, pair + 5) == b'-';
        let backward = before(text, pair) == b'-' && pair >= 4 && text[pair - 4] == b'-';
        if !forward && !backward {
            return None;
        }
        let starts = (0..6).filter_map(|pairs| pair.checked_sub(pairs * 3));
        let found = |start: usize| {
            let end = start + MAC;
            text.get(start..end).is_some_and(|six| is_mac(six, b'-'))
                && !letter_precedes(text, start)
                && before(text, start) != b'-'
                && !letter_follows(text, end)
                && byte(text, end) != b'-'
        };
        starts.into_iter().find(|start| found(*start)).map(mac)
    }
}

fn octet(digits: &[u8]) -> Option<u8> {
    match digits {
        [] | [b'0', _, ..] | [_, _, _, _, ..] => None,
        _ => digits.iter().try_fold(0_u8, |all, digit| all.checked_mul(10)?.checked_add(digit - b'0')),
    }
}

fn is_mac(text: &[u8], mark: u8) -> bool {
    let pairs = text.iter().enumerate().all(|(place, byte)| match place % 3 {
        2 => *byte == mark,
        _ => byte.is_ascii_hexdigit(),
    });
    // All zeros and all ones name no card.
    pairs
        && text.iter().any(|byte| !matches!(byte, b'0' | b':' | b'-'))
        && text.iter().any(|byte| !matches!(byte, b'f' | b'F' | b':' | b'-'))
}

fn mac(start: usize) -> Hit {
    Hit { kind: Kind::Mac, start, end: start + MAC, confidence: 85, evidence: Evidence::FORM }
}
