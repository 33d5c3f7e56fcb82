//! Which kinds a run of digits can be, by its length and its neighbours.

use super::bytes::{before, byte, digits_end, is_word, word_end};
use super::check::luhn;
use super::{Hit, Hits};

impl Hits<'_> {
    /// Looks at the neighbours of the run of digits that begins here and goes on behind it, or behind the word of which it
    /// is part. Most runs are judged here: times, counts, hashes, versions.
    #[inline]
    pub(super) fn digits(&mut self, start: usize) -> Option<Hit> {
        let text = self.text;
        let end = digits_end(text, start);
        self.at = end;
        let (previous, next, len) = (before(text, start), byte(text, end), end - start);
        if is_word(previous) || is_word(next) {
            self.at = word_end(text, end);
            // Letters first: an IBAN or a VAT number. A letter behind: a house number. One of each: part of a MAC address.
            let capitals =
                previous.is_ascii_uppercase() && start >= 2 && text[start - 2].is_ascii_uppercase();
            let house = previous == b' ' && len <= 3;
            let pair = len == 1 && (previous.is_ascii_hexdigit() || next.is_ascii_hexdigit());
            return if capitals || house || pair { self.number_in_word(start, end) } else { None };
        }
        let joined = matches!(next, b'.' | b' ' | b'-' | b'/' | b')' | 0x80..);
        if len >= 6 && !joined && next != b'+' && previous != b'+' && text[start] != b'0' {
            return if checked(&text[start..end]) { self.number(start, end) } else { None };
        }
        if len > 3 || joined || matches!(previous, b' ' | b'+') { self.number(start, end) } else { None }
    }

    #[inline(never)]
    fn number_in_word(&mut self, start: usize, end: usize) -> Option<Hit> {
        let (previous, next, len) = (before(self.text, start), byte(self.text, end), end - start);
        if previous.is_ascii_uppercase() && len >= 2 {
            return self.iban(start).or_else(|| self.vat_number(start, end));
        }
        let street = if previous == b' ' { self.street(start, end) } else { None };
        let pair = street.is_none() && len == 1 && (previous.is_ascii_hexdigit() || next.is_ascii_hexdigit());
        if pair { self.hyphened_mac(start) } else { street }
    }

    /// The likeliest reading of a run of digits that is no part of a word. Everything that costs more than a look at a
    /// neighbour happens only where such a look allows it.
    #[inline(never)]
    fn number(&mut self, start: usize, end: usize) -> Option<Hit> {
        let text = self.text;
        let (previous, next, len) = (before(text, start), byte(text, end), end - start);
        if previous == b' ' && len <= 3 {
            let street = self.street(start, end);
            if street.is_some() {
                return street;
            }
        }
        if len <= 3 && next == b'.' && previous != b'+' {
            return self.ipv4(start, end);
        }
        let phone = previous == b'+' || text[start] == b'0' && len <= 15;
        let grouped = matches!(next, b' ' | b'-') && byte(text, end + 1).is_ascii_digit();
        let mut best = if phone { self.phone(start, end) } else { None };
        let mut consider = |other: Option<Hit>| {
            if other.is_some_and(|other| best.is_none_or(|best| other.confidence > best.confidence)) {
                best = other;
            }
        };
        match len {
            2 if next == b'-' => {
                consider(self.hyphened_mac(start));
                consider(self.giro(start, end));
            }
            2 if grouped => consider(self.giro(start, end)),
            3 | 5 => {
                consider(self.postal_code(start, end));
                if grouped {
                    consider(self.giro(start, end));
                }
            }
            4 if grouped => {
                consider(self.card(start, end));
                consider(self.giro(start, end));
            }
            6 | 8 => {
                consider(self.national(start, end));
                consider(self.giro(start, end));
            }
            7 => consider(self.giro(start, end)),
            10 | 12 => consider(self.national(start, end)),
            13..=19 => consider(self.card(start, end)),
            _ => {}
        }
        best
    }
}

/// Whether digits that stand alone, and are no telephone number by their beginning, can be anything: whatever has no mark
/// and no groups has a check digit. A date of birth with its century has it over the ten behind that.
#[inline]
fn checked(digits: &[u8]) -> bool {
    match digits.len() {
        12 => luhn(&digits[2..]),
        6..=8 | 10 | 13..=19 => luhn(digits),
        _ => false,
    }
}
