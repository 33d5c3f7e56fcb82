//! Lines of the formats that logs are written in.

use std::ops::Range;

use gallra_rules::predicate::eval::Value;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::address;
use super::stamp::{self, Years};

/// How a log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Common and combined, with or without the virtual host before them; and the error logs of nginx and Apache, which
    /// lie beside them.
    Web,
    /// One JSON object a line.
    Json,
    /// RFC 3164 and RFC 5424, and what rsyslog writes by default.
    Syslog,
}

/// What a line is.
#[derive(Debug, PartialEq)]
pub(super) enum Parsed {
    /// Nothing is in it.
    Blank,
    /// It goes with the line before it.
    Continued,
    /// An entry.
    Entry(Entry),
}

/// An entry of a log.
#[derive(Debug, PartialEq)]
pub(super) struct Entry {
    /// Its time; NULL if none is seen.
    pub(super) logged: Value,
    /// The bytes of the line that suffice to read it.
    pub(super) enough: usize,
    /// Where addresses of people stand.
    pub(super) addresses: Vec<Range<usize>>,
}

impl Format {
    /// By the policy's word.
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "combined" | "common" => Some(Self::Web),
            "json" => Some(Self::Json),
            "syslog" => Some(Self::Syslog),
            _ => None,
        }
    }

    /// Reads a line (or its beginning). `years` is for times without a year. Addresses are looked for if asked.
    pub(super) fn read(self, text: &[u8], zone: &TimeZone, years: &mut Years, addresses: bool) -> Parsed {
        if text.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
            return Parsed::Blank;
        }
        let entry = match self {
            Self::Web => web(text, addresses).or_else(|| errors(text, zone)),
            Self::Json => json(text, zone, addresses),
            Self::Syslog => syslog(text, zone, years),
        };
        match entry {
            Some(entry) => Parsed::Entry(entry),
            None if text[0].is_ascii_whitespace() || text.starts_with(b"Caused by:") => Parsed::Continued,
            None => Parsed::Entry(Entry { logged: Value::Null, enough: text.len(), addresses: Vec::new() }),
        }
    }
}

/// `HOST - USER [22/Nov/2026:07:43:00 +0100] "…`, perhaps behind `VIRTUALHOST:PORT `.
fn web(text: &[u8], addresses: bool) -> Option<Entry> {
    let bracket = memchr::memchr(b'[', text)?;
    // `Sun Nov 22 …` and the like are another log's.
    let before = &text[..bracket];
    let inside = &text[bracket + 1..];
    if inside.get(2) != Some(&b'/') || inside.get(6) != Some(&b'/') || !before.ends_with(b" ") {
        return None;
    }
    let (logged, length) = match stamp::common(inside) {
        Some((moment, length)) => (Value::Instant(moment), length),
        None => (stamp::unreadable(), inside.iter().position(|byte| *byte == b']').unwrap_or(0)),
    };
    let client = || {
        let mut words = before.split(|byte| *byte == b' ');
        let (first, second) = (words.next()?, words.next()?);
        let looks = |word: &[u8]| std::str::from_utf8(word).is_ok_and(address::is_address);
        let behind = !looks(first) && looks(second);
        let (from, word) = if behind { (first.len() + 1, second) } else { (0, first) };
        Some(from..from + word.len())
    };
    let addresses = addresses.then(client).flatten().into_iter().collect();
    Some(Entry { logged, enough: bracket + 2 + length, addresses })
}

/// The error logs of nginx and Apache.
fn errors(text: &[u8], zone: &TimeZone) -> Option<Entry> {
    let (found, begin) = match text.strip_prefix(b"[") {
        Some(inside) => (stamp::spoken(inside, zone)?, 1),
        None => (stamp::slashed(text, zone)?, 0),
    };
    let mut addresses = Vec::new();
    for sign in [&b" client: "[..], b"[client "] {
        let Some(from) = memchr::memmem::find(text, sign) else { continue };
        let from = from + sign.len();
        let ends = |byte: &u8| matches!(byte, b',' | b']' | b' ' | b'"');
        let to = text[from..].iter().position(ends).map_or(text.len(), |end| from + end);
        let word = String::from_utf8_lossy(&text[from..to]).into_owned();
        // Apache writes the port behind the address.
        let bare =
            if address::is_address(&word) { &word } else { word.rsplit_once(':').map_or("", |it| it.0) };
        if address::is_address(bare) {
            addresses.push(from..from + bare.len());
        }
    }
    Some(Entry { logged: Value::Instant(found.0), enough: begin + found.1 + 1, addresses })
}

fn syslog(text: &[u8], zone: &TimeZone, years: &mut Years) -> Option<Entry> {
    let mut begin = 0;
    if text.first() == Some(&b'<') {
        begin = text.iter().take(6).position(|byte| *byte == b'>')? + 1;
        if text.get(begin..begin + 2) == Some(b"1 ") {
            begin += 2;
        }
    }
    let rest = &text[begin..];
    let entry = |logged, length| Entry { logged, enough: begin + length, addresses: Vec::new() };
    if let Some((moment, length)) = stamp::rfc3339(rest, zone) {
        return Some(entry(Value::Instant(moment), length));
    }
    let found = stamp::yearless(rest)?;
    let moment = years.at(found).and_then(|at| stamp::in_zone(at, zone));
    Some(entry(moment.map_or_else(stamp::unreadable, Value::Instant), 15))
}

/// Names under which JSON logs write the time, and those under which they write whose request it was.
const TIMES: [&str; 4] = ["time", "timestamp", "ts", "@timestamp"];
const CLIENTS: [&str; 6] = ["ip", "remote_addr", "remote_ip", "client_ip", "clientip", "addr"];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Names {
    time: Option<serde_json::Value>,
    timestamp: Option<serde_json::Value>,
    ts: Option<serde_json::Value>,
    #[serde(rename = "@timestamp")]
    at_timestamp: Option<serde_json::Value>,
}

fn json(text: &[u8], zone: &TimeZone, addresses: bool) -> Option<Entry> {
    if text.first() != Some(&b'{') {
        return None;
    }
    let (value, enough) = if let Ok(names) = serde_json::from_slice::<Names>(text) {
        let value = names.time.or(names.timestamp).or(names.ts).or(names.at_timestamp);
        let ends = TIMES.iter().filter_map(|name| Some(field(text, name).next()?.end));
        (value, ends.max().unwrap_or(text.len()))
    } else {
        // Longer than what is looked at, or cut off: the first time that stands in it.
        let place = TIMES.iter().find_map(|name| field(text, name).next())?;
        let value = serde_json::from_slice(&text[place.clone()]).ok();
        let quoted = std::str::from_utf8(&text[place.clone()]).ok().map(|it| it.to_owned().into());
        (value.or(quoted), place.end)
    };
    let logged = match &value {
        None | Some(serde_json::Value::Null) => Value::Null,
        Some(value) => moment(value, zone).map_or_else(stamp::unreadable, Value::Instant),
    };
    let quoted = |place: &Range<usize>| place.start > 0 && text[place.start - 1] == b'"';
    let clients = CLIENTS.iter().filter(|_| addresses);
    let addresses = clients.flat_map(|name| field(text, name)).filter(quoted).collect();
    Some(Entry { logged, enough: (enough + 1).min(text.len()), addresses })
}

fn moment(value: &serde_json::Value, zone: &TimeZone) -> Option<jiff::Timestamp> {
    match value {
        serde_json::Value::Number(number) => stamp::epoch(number.as_f64()?),
        serde_json::Value::String(text) => match text.parse::<f64>() {
            Ok(number) => stamp::epoch(number),
            Err(_) => stamp::rfc3339(text.as_bytes(), zone)
                .or_else(|| stamp::common(text.as_bytes()))
                .map(|(moment, _)| moment),
        },
        _ => None,
    }
}

/// Where the values of a field stand, without their quotes, at whatever depth.
fn field<'t>(text: &'t [u8], name: &str) -> impl Iterator<Item = Range<usize>> + use<'t> {
    let wanted = format!("\"{name}\"");
    let found = memchr::memmem::find_iter(text, wanted.as_bytes()).collect::<Vec<_>>();
    let (starts, length) = (found.into_iter(), name.len() + 2);
    starts.filter_map(move |at| {
        let blank =
            |from: usize| from + text[from..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let colon = blank(at + length);
        if text.get(colon) != Some(&b':') {
            return None;
        }
        let from = blank(colon + 1);
        if text.get(from) == Some(&b'"') {
            let to = text[from + 1..].iter().position(|byte| *byte == b'"')?;
            return Some(from + 1..from + 1 + to);
        }
        let to = text[from..].iter().position(|byte| matches!(byte, b',' | b'}' | b' '))?;
        Some(from..from + to)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(format: Format, text: &str) -> (String, Vec<String>, usize) {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        match format.read(text.as_bytes(), &zone, &mut Years::from(2026), true) {
            Parsed::Entry(entry) => {
                let logged = match entry.logged {
                    Value::Instant(at) => at.to_string(),
                    other => format!("{other:?}"),
                };
                let addresses = entry.addresses.into_iter().map(|at| text[at].to_owned()).collect();
                (logged, addresses, entry.enough)
            }
            other => (format!("{other:?}"), Vec::new(), 0),
        }
    }

    #[test]
    fn every_format_is_read_and_its_beginning_suffices() {
        let lines = [
            (
                Format::Web,
                "192.0.2.7 - - [22/Nov/2026:07:43:00 +0100] \"GET / HTTP/1.1\" 200 5",
                Some("192.0.2.7"),
            ),
            (
                Format::Web,
                "www.example:443 192.0.2.7 - ann o [22/Nov/2026:07:43:00 +0100] \"x\"",
                Some("192.0.2.7"),
            ),
            (Format::Web, "host.example - - [22/Nov/2026:06:43:00 +0000] \"x\"", Some("host.example")),
            (
                Format::Web,
                "2026/11/22 07:43:00 [error] 7#7: *1 open() failed, client: 192.0.2.7, server: x",
                Some("192.0.2.7"),
            ),
            (
                Format::Web,
                "[Sun Nov 22 07:43:00.123456 2026] [core:error] [pid 1] [client 192.0.2.7:5123] x",
                Some("192.0.2.7"),
            ),
            (
                Format::Json,
                "{\"time\":\"2026-11-22T07:43:00+01:00\", \"remote_addr\": \"192.0.2.7\"}",
                Some("192.0.2.7"),
            ),
            (Format::Json, "{\"msg\":\"x\",\"ts\":1795329780.25}", None),
            (Format::Json, "{\"@timestamp\":1795329780000,\"ip\":\"2001:db8::1\"}", Some("2001:db8::1")),
            (Format::Syslog, "<34>1 2026-11-22T06:43:00.000Z host su - ID47 - failed", None),
            (Format::Syslog, "<34>Nov 22 07:43:00 host su: failed", None),
            (Format::Syslog, "Nov 22 07:43:00 host su: failed", None),
            (Format::Syslog, "2026-11-22T07:43:00.0+01:00 host su: failed", None),
        ];
        for (format, line, address) in lines {
            let (logged, addresses, enough) = entry(format, line);
            assert!(logged.starts_with("2026-11-22T06:43:00"), "{line}: {logged}");
            assert_eq!(addresses.first().map(String::as_str), address, "{line}");
            let blanked = format!("{}{}", &line[..enough], "\n".repeat(line.len() - enough));
            assert_eq!(entry(format, blanked.trim_end_matches('\n')).0, logged, "{blanked}");
        }
    }

    #[test]
    fn what_is_no_entry_is_told_apart() {
        let zone = TimeZone::UTC;
        let read = |text: &[u8]| Format::Web.read(text, &zone, &mut Years::default(), true);
        assert_eq!(read(b""), Parsed::Blank);
        assert_eq!(read(b" \0 "), Parsed::Blank);
        assert_eq!(read(b"    at com.example.Main(Main.java:7)"), Parsed::Continued);
        let Parsed::Entry(junk) = read(b"\xff\xfe junk") else { panic!("it is a row") };
        assert_eq!(junk.logged, Value::Null);
        let line = b"192.0.2.7 - - [32/Nov/2026:07:43:00 +0100] \"x\"";
        let Parsed::Entry(wrong) = read(line) else { panic!("it is a row") };
        assert_eq!(wrong.logged, stamp::unreadable());
    }

    #[test]
    fn the_year_turns_with_the_months() {
        let mut years = Years::from(2025);
        let mut year = |text: &str| years.at(stamp::yearless(text.as_bytes()).unwrap()).unwrap().year();
        assert_eq!(year("Dec 31 23:59:59 host"), 2025);
        assert_eq!(year("Jan  1 00:00:01 host"), 2026);
        assert_eq!(year("Dec 31 23:59:58 late"), 2025);
        assert_eq!(year("Jan  1 00:00:02 host"), 2026);
        assert_eq!(year("Nov  1 00:00:02 host"), 2025, "half a year ahead is a late writer's");
    }
}
