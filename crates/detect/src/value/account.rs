//! Bank accounts, giro numbers and payment cards.

use super::bytes::{Digits, byte, digits_end, is_word, letter_precedes, number_may_begin, number_may_end};
use super::check::{iban_length, is_card_range, luhn, mod_97};
use super::context::{Context, context, weigh};
use super::{Evidence, Hit, Hits, Kind};

/// The longest IBAN (ISO 13616).
const IBAN: usize = 34;

impl Hits<'_> {
    /// An IBAN whose check digits begin here, after two capital letters; in groups of four or without blanks.
    pub(super) fn iban(&self, digits: usize) -> Option<Hit> {
        let text = self.text;
        let start = digits - 2;
        let length = iban_length([text[start], text[start + 1]])?;
        if letter_precedes(text, start) {
            return None;
        }
        let mut compact = [0_u8; IBAN];
        let (mut at, mut count) = (start, 0);
        while count < length {
            match byte(text, at) {
                byte @ (b'0'..=b'9' | b'A'..=b'Z') => {
                    compact[count] = byte;
                    count += 1;
                }
                b' ' if count % 4 == 0 && byte(text, at - 1) != b' ' => {}
                _ => return None,
            }
            at += 1;
        }
        let evidence = Evidence::CHECK_DIGIT.and(Evidence::FORM).and(Evidence::RANGE);
        (!is_word(byte(text, at)) && mod_97(&compact[..length])).then_some(Hit {
            kind: Kind::Iban,
            start,
            end: at,
            confidence: 95,
            evidence,
        })
    }

    /// A payment card's number: 13 to 19 digits, or groups as printed on cards.
    pub(super) fn card(&self, start: usize, end: usize) -> Option<Hit> {
        let text = self.text;
        if !matches!(text[start], b'2'..=b'6') {
            return None;
        }
        if end - start != 4 {
            let base = if matches!(end - start, 15 | 16) { 60 } else { 40 };
            return self.verified_card((start, end), &text[start..end], base);
        }
        let mark = byte(text, end);
        let mut sizes = [4, 0, 0, 0, 0];
        let (mut at, mut ends) = (end, [end; 5]);
        for place in 1..5 {
            let stop = digits_end(text, at + 1);
            if byte(text, at) != mark || !matches!(stop - at, 4..=7) {
                break;
            }
            sizes[place] = stop - at - 1;
            ends[place] = stop;
            at = stop;
        }
        let as_printed = |last: usize| {
            let digits = Digits::<19>::of(&text[start..ends[last]])?;
            self.verified_card((start, ends[last]), digits.get(), 90)
        };
        match sizes {
            [4, 4, 4, 4, 3] => as_printed(4).or_else(|| as_printed(3)),
            [4, 4, 4, 4, _] => as_printed(3),
            [4, 6, 4 | 5, _, _] => as_printed(2),
            _ => None,
        }
    }

    fn verified_card(&self, range: (usize, usize), digits: &[u8], base: u8) -> Option<Hit> {
        let evidence = Evidence::CHECK_DIGIT.and(Evidence::RANGE);
        let evidence = if base == 90 { evidence.and(Evidence::FORM) } else { evidence };
        let found = is_card_range(digits)
            && luhn(digits)
            && number_may_begin(self.text, range.0)
            && number_may_end(self.text, range.1);
        found.then(|| weigh(self.text, Kind::PaymentCard, range, base, evidence, base != 90))
    }

    /// A bankgiro number (`NNN-NNNN`, `NNNN-NNNN`) or a plusgiro number (`NN NN NN-N`). Both are short and one number in
    /// ten has the check digit, so that a word before it must say so; the form alone makes a bare possibility.
    pub(super) fn giro(&self, start: usize, end: usize) -> Option<Hit> {
        let text = self.text;
        let len = end - start;
        if matches!(len, 3 | 4) && byte(text, end) == b'-' && digits_end(text, end + 1) == end + 5 {
            return self.verified_giro(Kind::Bankgiro, (start, end + 5), true);
        }
        if matches!(len, 6..=8) && number_may_end(text, end) {
            // Nine in ten have no check digit: that is asked once for both.
            if !luhn(&text[start..end]) {
                return None;
            }
            let bankgiro = self.verified_giro(Kind::Bankgiro, (start, end), false);
            return bankgiro.or_else(|| self.verified_giro(Kind::Plusgiro, (start, end), false));
        }
        let mut at = end;
        while byte(text, at) == b' ' && matches!(digits_end(text, at + 1) - at, 3 | 4) && at - start < 10 {
            at = digits_end(text, at + 1);
        }
        let formed = byte(text, at) == b'-' && digits_end(text, at + 1) == at + 2;
        if formed { self.verified_giro(Kind::Plusgiro, (start, at + 2), true) } else { None }
    }

    fn verified_giro(&self, kind: Kind, range: (usize, usize), formed: bool) -> Option<Hit> {
        let text = self.text;
        let digits = Digits::<8>::of(&text[range.0..range.1])?;
        let verified = luhn(digits.get()) && number_may_begin(text, range.0) && number_may_end(text, range.1);
        if !verified || digits.get().len() < 2 {
            return None;
        }
        let (confidence, evidence) = match (context(text, range.0, kind), formed) {
            (Context::For, true) => (90, Evidence::CONTEXT.and(Evidence::FORM)),
            (Context::For, false) => (80, Evidence::CONTEXT),
            (_, true) => (30, Evidence::FORM.and(Evidence::AMBIGUOUS)),
            (_, false) => return None,
        };
        let evidence = evidence.and(Evidence::CHECK_DIGIT);
        Some(Hit { kind, start: range.0, end: range.1, confidence, evidence })
    }
}
