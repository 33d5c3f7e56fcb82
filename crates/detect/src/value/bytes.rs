//! Walking over bytes: where the next candidate may begin, and where words end.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The next byte from `0` to `@` in ASCII: the digits, `:`, `=` and `@`, where every candidate is recognised, and four
/// punctuation marks that cost nothing. Eight bytes at a time: adding to the low seven bits of each byte carries into its
/// high bit, never into its neighbour, when the byte is large enough.
pub(super) fn next_trigger(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(eight) = text.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*eight);
        let low = word & !HIGHS;
        let at_least_0 = low + ONES * u64::from(0x80 - b'0');
        let above_at = low + ONES * u64::from(0x7f - b'@');
        let found = at_least_0 & !above_at & !word & HIGHS;
        if found != 0 {
            return Some(at + (found.trailing_zeros() / 8) as usize);
        }
        at += 8;
    }
    let rest = text.get(at..)?;
    rest.iter().position(|byte| (b'0'..=b'@').contains(byte)).map(|found| at + found)
}

/// The byte at a place, or 0 outside the text.
pub(super) fn byte(text: &[u8], at: usize) -> u8 {
    text.get(at).copied().unwrap_or(0)
}

/// The byte before a place, or 0 at the beginning.
pub(super) fn before(text: &[u8], at: usize) -> u8 {
    at.checked_sub(1).map_or(0, |at| byte(text, at))
}

/// Where a run of digits ends. Eight bytes at a time: a digit becomes 0 to 9, any other byte more than that.
#[inline]
pub(super) fn digits_end(text: &[u8], mut at: usize) -> usize {
    while let Some(eight) = text.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*eight) ^ (ONES * u64::from(b'0'));
        let others = (((word & !HIGHS) + ONES * (0x80 - 10)) | word) & HIGHS;
        if others != 0 {
            return at + (others.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while byte(text, at).is_ascii_digit() {
        at += 1;
    }
    at
}

/// Whether a byte belongs to an identifier.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Where a run of identifier bytes ends.
pub(super) fn word_end(text: &[u8], mut at: usize) -> usize {
    while is_word(byte(text, at)) {
        at += 1;
    }
    at
}

/// Whether a character that is a letter begins at this place (å in UTF-8, Cyrillic), as opposed to a dash or a quote.
pub(super) fn letter_follows(text: &[u8], at: usize) -> bool {
    let byte = byte(text, at);
    is_word(byte) || (0xc3..=0xdf).contains(&byte)
}

/// Whether a character that is a letter ends before this place, in UTF-8 or ISO 8859-1.
pub(super) fn letter_precedes(text: &[u8], at: usize) -> bool {
    let last = before(text, at);
    is_word(last)
        || (0xc0..=0xff).contains(&last)
        || (0x80..0xc0).contains(&last) && (0xc3..=0xdf).contains(&before(text, at - 1))
}

/// Whether a number may begin here: not within a word, a decimal or a chain such as a UUID's.
pub(super) fn number_may_begin(text: &[u8], at: usize) -> bool {
    if letter_precedes(text, at) {
        return false;
    }
    match before(text, at) {
        b'-' => !letter_precedes(text, at - 1),
        b'.' | b'+' => !before(text, at - 1).is_ascii_digit(),
        _ => true,
    }
}

/// Whether a number may end here.
pub(super) fn number_may_end(text: &[u8], at: usize) -> bool {
    if letter_follows(text, at) {
        return false;
    }
    match byte(text, at) {
        b'@' => false,
        b'-' | b'+' => !letter_follows(text, at + 1),
        b'.' | b':' => !byte(text, at + 1).is_ascii_digit(),
        _ => true,
    }
}

/// The length of a separator within a number (blank, hyphen, slash, no-break space, no-break hyphen, en dash), or 0.
pub(super) fn separator(text: &[u8], at: usize) -> usize {
    match byte(text, at) {
        b' ' | b'-' | b'/' => 1,
        0xc2 if byte(text, at + 1) == 0xa0 => 2,
        0xe2 if byte(text, at + 1) == 0x80 && matches!(byte(text, at + 2), 0x91 | 0x93) => 3,
        _ => 0,
    }
}

/// Digits as numbers, without their separators; never more than fit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digits<const N: usize> {
    all: [u8; N],
    len: usize,
}

impl<const N: usize> Digits<N> {
    pub(super) const fn new() -> Self {
        Self { all: [0; N], len: 0 }
    }

    /// The digits among these bytes, or `None` if there are more than fit.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let mut digits = Self::new();
        bytes.iter().filter(|byte| byte.is_ascii_digit()).all(|byte| digits.push(*byte)).then_some(digits)
    }

    pub(super) fn push(&mut self, ascii: u8) -> bool {
        if let Some(place) = self.all.get_mut(self.len) {
            *place = ascii - b'0';
            self.len += 1;
            return true;
        }
        false
    }

    pub(super) fn cut(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    pub(super) fn get(&self) -> &[u8] {
        &self.all[..self.len]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_a_trigger_or_not_at_every_place_of_a_word() {
        for byte in 0..=u8::MAX {
            for place in 0..20 {
                let mut text = [b' '; 20];
                text[place] = byte;
                let expected = (b'0'..=b'@').contains(&byte).then_some(place);
                assert_eq!(next_trigger(&text, 0), expected, "{byte:#x} at {place}");
            }
        }
    }

    #[test]
    fn a_run_of_digits_ends_before_every_byte_that_is_none() {
        for byte in 0..=u8::MAX {
            for place in 0..20 {
                let mut text = [b'7'; 20];
                text[place] = byte;
                let expected = if byte.is_ascii_digit() { 20 } else { place };
                assert_eq!(digits_end(&text, 0), expected, "{byte:#x} at {place}");
            }
        }
    }

    #[test]
    fn a_dash_and_a_quote_are_no_letters_but_an_accented_one_is() {
        assert!(!letter_precedes("–1".as_bytes(), 3));
        assert!(!letter_precedes("”1".as_bytes(), 3));
        assert!(letter_precedes("å1".as_bytes(), 2));
        assert!(letter_precedes(b"\xe51", 1));
        assert!(letter_follows("1ö".as_bytes(), 1));
        assert!(!letter_follows("1”".as_bytes(), 1));
    }
}
