//! Telephone numbers: Swedish national ones by PTS's numbering plan, and international ones (ITU-T E.164).
//!
//! Written by hand: the crates that know every country's plan parse with regular expressions and take microseconds for
//! each candidate, where most candidates here are times, prices and dates.

use super::bytes::{
    Digits, before, byte, digits_end, letter_precedes, number_may_begin, number_may_end, separator,
};
use super::context::{Context, context, weigh};
use super::{Evidence, Hit, Hits, Kind};

/// The most digits of an international number, with the country code (E.164).
const E164: usize = 15;
/// The most digits of a Swedish number with its leading zero.
const NATIONAL: usize = 10;
const GROUPS: usize = 8;

/// Digits in groups.
struct Parts {
    digits: Digits<E164>,
    groups: usize,
    /// How many digits there are up to the end of each group, and where it ends.
    ends: [(usize, usize); GROUPS],
}

impl Parts {
    /// Groups of two or more digits from here, as long as no more than `max` digits come together.
    fn gather(text: &[u8], from: usize, max: usize) -> Self {
        let mut parts = Self { digits: Digits::new(), groups: 0, ends: [(0, from); GROUPS] };
        let mut at = from;
        while parts.groups < GROUPS {
            let stop = digits_end(text, at);
            let size = stop - at;
            if parts.digits.get().len() + size > max || parts.groups > 0 && size < 2 {
                break;
            }
            for digit in &text[at..stop] {
                parts.digits.push(*digit);
            }
            parts.ends[parts.groups] = (parts.digits.get().len(), stop);
            parts.groups += 1;
            at = stop;
            if parts.groups == 1 && byte(text, at) == b')' {
                at += 1;
            }
            at += separator(text, at);
            if matches!(text.get(at..at + 3), Some(b"(0)")) {
                at += 3;
                at += separator(text, at);
            } else if byte(text, at) == b'-' && before(text, at) == b' ' && byte(text, at + 1) == b' ' {
                at += 2;
            }
            if at == stop || !byte(text, at).is_ascii_digit() {
                break;
            }
        }
        parts
    }

    fn first(&self) -> usize {
        self.ends[0].0
    }

    fn end(&self) -> usize {
        self.ends[self.groups.saturating_sub(1)].1
    }

    /// Leaves groups off the end until the number of digits is right.
    fn fit(&mut self, right: impl Fn(usize) -> bool) -> bool {
        while self.groups > 0 {
            let len = self.ends[self.groups - 1].0;
            if right(len) {
                self.digits.cut(len);
                return true;
            }
            self.groups -= 1;
        }
        false
    }

    /// Whether the groups are those of a date, `08-12-2026`.
    fn is_date(&self) -> bool {
        self.groups == 3 && self.ends[0].0 == 2 && self.ends[1].0 == 4 && matches!(self.ends[2].0, 6 | 8)
    }
}

impl Hits<'_> {
    /// A telephone number that begins with this run of digits: after `+`, with `00`, or with an area code.
    pub(super) fn phone(&self, start: usize, end: usize) -> Option<Hit> {
        if before(self.text, start) == b'+' {
            return self.international(start - 1, start);
        }
        if self.text[start] != b'0' || end - start < 2 {
            return None;
        }
        if self.text[start + 1] == b'0' {
            self.international(start, start + 2)
        } else {
            self.national_phone(start)
        }
    }

    fn national_phone(&self, start: usize) -> Option<Hit> {
        let text = self.text;
        let mut parts = Parts::gather(text, start, NATIONAL);
        let &[_, one, two, ..] = parts.digits.get() else { return None };
        let area = area_length(one, two)?;
        let mobile = is_mobile(one, two);
        let whole = parts.groups == 1;
        let split_right = parts.first() == area || mobile && parts.first() == 4;
        if !whole && !split_right || parts.is_date() {
            return None;
        }
        let right = |len: usize| match (mobile || (one, two) == (1, 0), area) {
            (true, _) => len == 10,
            (false, 4) => matches!(len, 9 | 10),
            _ => matches!(len, 8..=10),
        };
        if !parts.fit(right) || parts.digits.get().get(area) == Some(&0) && !mobile {
            return None;
        }
        let in_brackets = before(text, start) == b'(' && byte(text, parts.ends[0].1) == b')';
        let begin = if in_brackets { start - 1 } else { start };
        if !number_may_begin(text, begin) || !number_may_end(text, parts.end()) {
            return None;
        }
        let hyphen =
            in_brackets || separator(text, parts.ends[0].1) > 0 && byte(text, parts.ends[0].1) != b' ';
        let (base, evidence) = match (parts.groups == 1, mobile, hyphen) {
            (true, true, _) => (60, Evidence::RANGE),
            (true, false, _) => (35, Evidence::RANGE),
            (false, true, true) => (80, Evidence::RANGE.and(Evidence::FORM)),
            (false, true, false) | (false, false, true) => (70, Evidence::RANGE.and(Evidence::FORM)),
            (false, false, false) => (55, Evidence::RANGE),
        };
        Some(weigh(text, Kind::Phone, (begin, parts.end()), base, evidence, base < 70))
    }

    fn international(&self, start: usize, digits: usize) -> Option<Hit> {
        let text = self.text;
        let plus = text[start] == b'+';
        let mut parts = Parts::gather(text, digits, E164);
        let (code, shortest, longest) = country(parts.digits.get())?;
        if !parts.fit(|len| (code + shortest..=code + longest).contains(&len)) {
            return None;
        }
        let number = &parts.digits.get()[code..];
        // North America: neither area nor exchange begins with 0 or 1. Elsewhere no number begins with 0, except in Italy.
        let plausible = match parts.digits.get() {
            [1, ..] => number[0] >= 2 && number[3] >= 2,
            [3, 9, ..] | [4, 6, ..] => true,
            _ => number[0] != 0,
        };
        let begins = if plus {
            !letter_precedes(text, start) && !before(text, start).is_ascii_digit()
        } else {
            number_may_begin(text, start)
        };
        if !plausible || !begins || !number_may_end(text, parts.end()) {
            return None;
        }
        let swedish = matches!(parts.digits.get(), [4, 6, ..]);
        let base = match (plus, swedish, parts.groups > 1) {
            (true, true, _) => 85,
            (true, false, _) => 75,
            (false, true, true) => 65,
            (false, true, false) => 55,
            (false, false, _) if context(text, start, Kind::Phone) == Context::For => 90,
            (false, false, _) => return None,
        };
        let evidence = if plus { Evidence::RANGE.and(Evidence::FORM) } else { Evidence::RANGE };
        Some(weigh(text, Kind::Phone, (start, parts.end()), base, evidence, !plus))
    }
}

/// The length of a Swedish area code with its zero, by the two digits after it (PTS's numbering plan).
fn area_length(one: u8, two: u8) -> Option<usize> {
    match (one, two) {
        (8, _) => Some(2),
        (1, 0 | 1 | 3 | 6 | 8 | 9)
        | (2, 0 | 1 | 3 | 6)
        | (3, 1 | 3 | 5 | 6)
        | (4, 0 | 2 | 4 | 6)
        | (5, 4)
        | (6, 0 | 3)
        | (7, 0 | 2 | 3 | 6 | 9)
        | (9, 0) => Some(3),
        (1, 2 | 4 | 5 | 7)
        | (2, 2 | 4 | 5 | 7..=9)
        | (3, 0 | 2 | 4 | 7..=9)
        | (4, 1 | 3 | 5 | 7..=9)
        | (5, 0..=3 | 5..=9)
        | (6, 1 | 2 | 4..=9)
        | (7, 7)
        | (9, 1..=8) => Some(4),
        _ => None,
    }
}

fn is_mobile(one: u8, two: u8) -> bool {
    one == 7 && matches!(two, 0 | 2 | 3 | 6 | 9)
}

/// The length of the country code (ITU list of assigned codes) and the fewest and most digits after it.
fn country(digits: &[u8]) -> Option<(usize, usize, usize)> {
    let &[one, two, three, ..] = digits else { return None };
    Some(match (one, two, three) {
        (1 | 7, ..) => (1, 10, 10),
        (4, 6, _) => (2, 7, 10),
        (4, 5 | 7, _) => (2, 8, 8),
        (3, 1 | 3 | 4, _) | (4, 1 | 8, _) => (2, 9, 9),
        (4, 4, _) => (2, 9, 10),
        (4, 9, _) => (2, 7, 11),
        (3, 2, _) => (2, 8, 9),
        (3, 0 | 6 | 9, _)
        | (2, 0 | 7, _)
        | (4, 0 | 3, _)
        | (5, 1..=8, _)
        | (6, 0..=6, _)
        | (8, 1 | 2 | 4 | 6, _)
        | (9, 0..=5 | 8, _) => (2, 8, 11),
        (3, 5, 8) => (3, 6, 10),
        (3, 5, 4) => (3, 7, 7),
        (3, 5, 1) | (4, 2, 0 | 1) => (3, 9, 9),
        (3, 7, 0..=2) => (3, 7, 8),
        (2, 1..=6 | 9, _)
        | (3, 5 | 7 | 8, _)
        | (4, 2, 3)
        | (5, 0 | 9, _)
        | (6, 7..=9, _)
        | (8, 0 | 5 | 7 | 8, _)
        | (9, 6 | 7 | 9, _) => (3, 7, 10),
        _ => return None,
    })
}
