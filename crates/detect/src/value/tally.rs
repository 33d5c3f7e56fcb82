//! What the values of one column hold, counted.

use super::{Evidence, Hit, Kind, LIKELY, POSSIBLE, Scanner};

/// From this many words on a value is taken for prose.
const PROSE: usize = 5;

/// How many values hold a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Values that are such a thing and nothing else, at [`POSSIBLE`] or more: among many values of one column the share
    /// says more than any single one.
    pub whole: u64,
    /// Of these, the ones whose form alone makes them likely, at [`LIKELY`] or more.
    pub likely: u64,
    /// Values in which such a thing stands amid other text, at [`LIKELY`] or more.
    pub embedded: u64,
}

/// Counts over the values of one column; no value is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    values: u64,
    empty: u64,
    prose: u64,
    kinds: [Count; Kind::ALL.len()],
}

impl Tally {
    /// Counts one value.
    pub fn add(&mut self, value: &str) {
        self.add_bytes(value.as_bytes());
    }

    /// Counts one value of any encoding that keeps ASCII as it is.
    pub fn add_bytes(&mut self, value: &[u8]) {
        let value = value.trim_ascii();
        if value.is_empty() {
            self.empty += 1;
            return;
        }
        self.values += 1;
        self.prose += u64::from(is_prose(value));
        let (mut whole, mut likely, mut embedded) = (0_u32, 0_u32, 0_u32);
        for hit in Scanner::new().at_least(POSSIBLE).scan_bytes(value) {
            let bit = 1 << hit.kind.index();
            if is_all(&hit, value) {
                whole |= bit;
                likely |= if hit.confidence >= LIKELY { bit } else { 0 };
            } else if hit.confidence >= LIKELY && !hit.evidence.has(Evidence::AGAINST) {
                embedded |= bit;
            }
        }
        for (place, count) in self.kinds.iter_mut().enumerate() {
            count.whole += u64::from(whole >> place & 1);
            count.likely += u64::from(likely >> place & 1);
            count.embedded += u64::from(embedded >> place & 1);
        }
    }

    /// Counts values that are absent (`NULL`).
    pub fn add_empty(&mut self, count: u64) {
        self.empty += count;
    }

    /// Adds what another tally of the same column counted.
    pub fn merge(&mut self, other: &Self) {
        self.values += other.values;
        self.empty += other.empty;
        self.prose += other.prose;
        for (mine, theirs) in self.kinds.iter_mut().zip(other.kinds) {
            mine.whole += theirs.whole;
            mine.likely += theirs.likely;
            mine.embedded += theirs.embedded;
        }
    }

    /// How many values were not empty.
    pub const fn values(&self) -> u64 {
        self.values
    }

    /// How many were empty or absent.
    pub const fn empty(&self) -> u64 {
        self.empty
    }

    /// How many read as running text.
    pub const fn prose(&self) -> u64 {
        self.prose
    }

    /// How many values hold this kind.
    pub const fn count(&self, kind: Kind) -> Count {
        self.kinds[kind.index()]
    }
}

/// Whether nothing but quotes and brackets stands beside the hit.
fn is_all(hit: &Hit, value: &[u8]) -> bool {
    let beside = value[..hit.start].iter().chain(&value[hit.end..]);
    beside.clone().count() <= 4
        && beside.clone().all(|byte| matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'(' | b')' | b' '))
}

fn is_prose(value: &[u8]) -> bool {
    let words = value.split(u8::is_ascii_whitespace);
    words
        .filter(|word| word.len() > 1 && word.iter().all(|byte| !byte.is_ascii_digit()))
        .nth(PROSE - 1)
        .is_some()
}
