//! Swedish street addresses, and postal codes with their towns.

use super::bytes::{before, byte, digits_end, letter_follows, number_may_begin, number_may_end};
use super::context::{Context, context};
use super::{Evidence, Hit, Hits, Kind};

/// The longest name of a street or town that is looked at, in bytes.
const NAME: usize = 40;
/// How far behind a street address its postal code may stand.
const NEAR: usize = 40;

/// What the names of Swedish streets end in.
const STREETS: [&str; 24] = [
    "gatan",
    "vägen",
    "gata",
    "väg",
    "vagen",
    "gränd",
    "gränden",
    "torget",
    "torg",
    "allén",
    "allé",
    "stigen",
    "backen",
    "platsen",
    "kajen",
    "leden",
    "gången",
    "esplanaden",
    "stranden",
    "rondellen",
    "slingan",
    "kroken",
    "liden",
    "svängen",
];

impl Hits<'_> {
    /// The name of a street before a house number: `Storgatan 12 B`, `Östra vägen 3`.
    pub(super) fn street(&mut self, number: usize, digits: usize) -> Option<Hit> {
        let text = self.text;
        let name = &text[..number - 1];
        let last = before(text, number - 1);
        if !last.is_ascii_lowercase() && last != 0xa9
            || !STREETS.iter().any(|street| name.ends_with(street.as_bytes()))
        {
            return None;
        }
        let word = word_start(text, name.len());
        let start = if is_capital(text, word) {
            word
        } else {
            let first = (before(text, word) == b' ').then(|| word_start(text, word - 1))?;
            (first < word - 1 && is_capital(text, first)).then_some(first)?
        };
        let end = match byte(text, digits) {
            letter if letter.is_ascii_alphabetic() && !letter_follows(text, digits + 1) => digits + 1,
            _ if number_may_end(text, digits) => digits,
            _ => return None,
        };
        self.street_end = end;
        Some(Hit { kind: Kind::PostalAddress, start, end, confidence: 75, evidence: Evidence::FORM })
    }

    /// `123 45 Storstad`, or `12345 Storstad` behind a street.
    pub(super) fn postal_code(&self, start: usize, end: usize) -> Option<Hit> {
        let text = self.text;
        let blank = |at: usize| match (byte(text, at), byte(text, at + 1)) {
            (b' ', _) => 1,
            (0xc2, 0xa0) => 2,
            _ => 0,
        };
        let split = end - start == 3;
        let stop = if split {
            let second = end + blank(end);
            (second > end && digits_end(text, second) == second + 2).then_some(second + 2)?
        } else {
            end
        };
        let mut town = stop + blank(stop);
        town += blank(town);
        if text[start] == b'0' || town == stop || !is_capital(text, town) {
            return None;
        }
        let mut town_end = town;
        while town_end - town < NAME && is_letter(byte(text, town_end)) {
            town_end += 1;
        }
        // A currency or a unit is short or in capitals: `100 00 SEK`.
        let name = &text[town..town_end];
        if name.len() < 3
            || name.len() == 3 && name.iter().all(u8::is_ascii_uppercase)
            || town_end - town >= NAME
        {
            return None;
        }
        let country = text[..start].ends_with(b"SE-") || text[..start].ends_with(b" S-");
        let grouped = before(text, start) == b' ' && start > 1 && before(text, start - 1).is_ascii_digit();
        let behind_street = self.street_end > 0 && start - self.street_end.min(start) < NEAR;
        if !country && !number_may_begin(text, start) || grouped && !behind_street {
            return None;
        }
        let (confidence, evidence) = match context(text, start, Kind::PostalAddress) {
            _ if behind_street => (90, Evidence::FORM.and(Evidence::CONTEXT)),
            Context::For => (90, Evidence::FORM.and(Evidence::CONTEXT)),
            _ if country => (85, Evidence::FORM),
            _ if split => (60, Evidence::FORM),
            _ => return None,
        };
        Some(Hit { kind: Kind::PostalAddress, start, end: town_end, confidence, evidence })
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

fn word_start(text: &[u8], end: usize) -> usize {
    let mut start = end;
    while start > 0 && end - start < NAME && is_letter(text[start - 1]) {
        start -= 1;
    }
    start
}

/// Whether a capital letter stands here, É, Å, Ä and Ö among them.
fn is_capital(text: &[u8], at: usize) -> bool {
    byte(text, at).is_ascii_uppercase()
        || byte(text, at) == 0xc3 && matches!(byte(text, at + 1), 0x84 | 0x85 | 0x89 | 0x96)
}
