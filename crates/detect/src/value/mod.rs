//! Finds personal data in text.
//!
//! ```
//! use gallra_detect::value::{Kind, Scanner};
//!
//! let text = "Ring 070-174 06 05 eller skriv till anna@example.se";
//! let kinds: Vec<_> = Scanner::new().scan(text).map(|hit| hit.kind).collect();
//! assert_eq!(kinds, [Kind::Phone, Kind::Email]);
//! ```
//!
//! One pass: the scanner jumps to the next digit, `:`, `=` or `@`, eight bytes at a time, and verifies what stands
//! around it. No step looks back or ahead further than a small constant, or it is remembered and never repeated, so
//! time is linear in the text and memory is constant. Only what can be verified by its form is found: a person's name
//! in running text is not.

mod account;
mod address;
mod bytes;
mod check;
mod context;
mod kind;
mod mail;
mod national;
mod net;
mod number;
mod phone;
mod tally;

pub use kind::{Evidence, Hit, Kind};
pub use tally::{Count, Tally};

/// The confidence from which a hit is more likely right than wrong. What lies below lacks something: most often a word
/// nearby that says what the number is.
pub const LIKELY: u8 = 50;

/// What lies below this is not even a candidate.
pub const POSSIBLE: u8 = 30;

/// Finds personal data in text. Copying it is free.
#[derive(Clone, Copy, Debug)]
pub struct Scanner {
    floor: u8,
}

impl Default for Scanner {
    fn default() -> Self {
        Self::new()
    }
}

impl Scanner {
    /// Yields hits from [`LIKELY`] upwards.
    pub const fn new() -> Self {
        Self { floor: LIKELY }
    }

    /// Yields hits of at least this confidence (0 to 100).
    #[must_use]
    pub const fn at_least(self, floor: u8) -> Self {
        Self { floor }
    }

    /// The hits in a text, from left to right, none overlapping another. Ranges are bytes, on character boundaries.
    pub fn scan<'t>(&self, text: &'t str) -> Hits<'t> {
        self.scan_bytes(text.as_bytes())
    }

    /// The same in bytes of any encoding that keeps ASCII as it is (UTF-8, ISO 8859-1, Windows-1252).
    pub fn scan_bytes<'t>(&self, text: &'t [u8]) -> Hits<'t> {
        Hits { text, at: 0, taken: 0, street_end: 0, hex_until: 0, userinfo_from: 0, floor: self.floor }
    }
}

/// The hits in one text; see [`Scanner::scan`].
#[derive(Clone, Debug)]
pub struct Hits<'t> {
    text: &'t [u8],
    /// Where to look next.
    at: usize,
    /// The end of the last hit: nothing may begin before it.
    taken: usize,
    /// The end of the last street address, which makes a postal code behind it likelier.
    street_end: usize,
    /// The end of the run of hexadecimal digits, colons and dots last judged, so that it is judged once.
    hex_until: usize,
    /// The last `@`: what stands before it was looked at for user information, and is not looked at again.
    userinfo_from: usize,
    floor: u8,
}

impl Iterator for Hits<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        loop {
            let at = bytes::next_trigger(self.text, self.at)?;
            self.at = at + 1;
            let hit = match self.text[at] {
                b'0'..=b'9' => self.digits(at),
                b':' => self.colon(at),
                b'=' => self.equals(at),
                b'@' => self.at_sign(at),
                _ => None,
            };
            if let Some(hit) = hit
                && hit.confidence >= self.floor
                && hit.start >= self.taken
            {
                self.taken = hit.end;
                self.at = self.at.max(hit.end);
                return Some(hit);
            }
        }
    }
}
