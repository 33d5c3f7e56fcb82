//! Personal identity numbers, coordination numbers and organisation numbers.

use super::bytes::{Digits, before, byte, digits_end, letter_precedes, number_may_begin, number_may_end};
use super::check::{days_in, is_leap, luhn};
use super::context::weigh;
use super::{Evidence, Hit, Hits, Kind};

const CHECKED: Evidence = Evidence::CHECK_DIGIT.and(Evidence::RANGE);

impl Hits<'_> {
    /// A number of the state's from a run of 6, 8, 10 or 12 digits: `YYMMDD-NNNN`, `YYYYMMDD-NNNN` and the same without
    /// the hyphen. `+` stands for it from the year in which a person turns 100 (SKV 704; folkbokföringslagen 18 §).
    pub(super) fn national(&self, start: usize, end: usize) -> Option<Hit> {
        let text = self.text;
        let (mark, stop) = match end - start {
            6 | 8 => {
                let mark = byte(text, end);
                if !matches!(mark, b'-' | b'+' | b' ') || digits_end(text, end + 1) != end + 5 {
                    return None;
                }
                (mark, end + 5)
            }
            // Nine in ten have no check digit.
            _ if !luhn(&text[end - 10..end]) => return None,
            _ => (0, end),
        };
        let all = Digits::<12>::of(&text[start..stop])?;
        let (century, ten) = all.get().split_at_checked(all.get().len().checked_sub(10)?)?;
        let century = match century {
            [first, second] => Some(u32::from(*first) * 10 + u32::from(*second)),
            _ => None,
        };
        let kind = match century {
            Some(16) => organisation(ten),
            _ => {
                person(ten, century, mark == b'+').or_else(|| organisation(ten).filter(|_| century.is_none()))
            }
        }?;
        if !luhn(ten) || !number_may_begin(text, start) || !number_may_end(text, stop) {
            return None;
        }
        let weak = mark == 0 || mark == b' ';
        let evidence = if weak { CHECKED } else { CHECKED.and(Evidence::FORM) };
        let (base, evidence) = if kind == Kind::OrganisationNumber {
            let base = match (mark, century.is_some()) {
                (b'-', true) => 80,
                (b'-', false) => 70,
                (0, true) => 55,
                (0, false) => 35,
                _ => return None,
            };
            (base, evidence)
        } else {
            let base = match (mark, century.is_some()) {
                (b'-' | b'+', true) => 95,
                (b'-', false) => 85,
                (b'+', false) | (0, true) => 80,
                (0, false) => 55,
                (_, true) => 70,
                (_, false) => 50,
            };
            if is_ambiguous(ten, century, mark) {
                (base - if weak { 35.min(base - 45) } else { 30 }, evidence.and(Evidence::AMBIGUOUS))
            } else {
                (base, evidence)
            }
        };
        Some(weigh(text, kind, (start, stop), base, evidence, weak))
    }

    /// A VAT number: `SE`, the ten digits, `01` (mervärdesskattelagen 2023:200; a sole trader's ten digits are personal).
    pub(super) fn vat_number(&self, start: usize, end: usize) -> Option<Hit> {
        let text = self.text;
        let begin = start - 2;
        if end - start != 12 || &text[begin..start] != b"SE" || letter_precedes(text, begin) {
            return None;
        }
        let all = Digits::<12>::of(&text[start..end])?;
        let (ten, rest) = all.get().split_at(10);
        let kind = person(ten, None, false).or_else(|| organisation(ten))?;
        let evidence = CHECKED.and(Evidence::FORM);
        (rest == [0, 1] && luhn(ten) && number_may_end(text, end) && before(text, begin) != b'-')
            .then_some(Hit { kind, start: begin, end, confidence: 90, evidence })
    }
}

/// Whether ten digits hold a birth date, with 60 added to the day for a coordination number. Without a century either may
/// be meant, so 29 February is believed if one of them has it; `+` rules out the later one.
fn person(ten: &[u8], century: Option<u32>, plus: bool) -> Option<Kind> {
    let pair = |at: usize| u32::from(ten[at]) * 10 + u32::from(ten[at + 1]);
    let (year, month, day) = (pair(0), pair(2), pair(4));
    let leap = match century {
        Some(century @ 18..=20) => is_leap(century * 100 + year),
        Some(_) => return None,
        None if plus => is_leap(1800 + year) || is_leap(1900 + year),
        None => is_leap(1900 + year) || is_leap(2000 + year),
    };
    let (day, kind) = match day {
        61.. => (day - 60, Kind::CoordinationNumber),
        _ => (day, Kind::PersonalNumber),
    };
    let given_out = ten[6..9] != [0, 0, 0];
    (day >= 1 && day <= days_in(month, leap) && given_out).then_some(kind)
}

/// Whether ten digits can be an organisation number: the third is at least 2, so that none is a date, and the first tells
/// the kind of organisation (1 to 3 and 5 to 9).
fn organisation(ten: &[u8]) -> Option<Kind> {
    (ten[2] >= 2 && !matches!(ten[0], 0 | 4)).then_some(Kind::OrganisationNumber)
}

/// Whether the digits are as likely a mobile number (070…), seconds since 1970 (of 2020 to 2030), or a date with a time of
/// day.
fn is_ambiguous(ten: &[u8], century: Option<u32>, mark: u8) -> bool {
    match century {
        None => mark == 0 && matches!(ten, [0, 7, 0 | 2 | 3 | 6 | 9, ..] | [1, 6..=8, ..]),
        Some(century) => {
            let (hours, minutes) = (ten[6] * 10 + ten[7], ten[8] * 10 + ten[9]);
            century == 20 && mark != b'+' && hours < 24 && minutes < 60
        }
    }
}
