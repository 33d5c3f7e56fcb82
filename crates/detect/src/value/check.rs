//! Check digits, dates and registers of prefixes.

/// Whether the last digit is right by Luhn (ISO/IEC 7812-1, annex B). Digits are numbers or ASCII, whose low four bits are
/// the number.
pub(super) fn luhn(digits: &[u8]) -> bool {
    /// A digit doubled, and the digits of that added; as long as four bits count.
    const DOUBLED: [u8; 16] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9, 0, 0, 0, 0, 0, 0];
    let pairs = digits.rchunks_exact(2);
    let first = pairs.remainder().iter().map(|digit| u32::from(digit & 15));
    let sum: u32 = first.sum::<u32>()
        + pairs.map(|pair| u32::from(DOUBLED[usize::from(pair[0] & 15)] + (pair[1] & 15))).sum::<u32>();
    sum.is_multiple_of(10)
}

/// How many days a month has; 0 for a month that is none.
pub(super) fn days_in(month: u32, leap: bool) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// Whether a year of the Gregorian calendar has 29 February.
pub(super) fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}

/// The length of an IBAN of this country (ISO 13616 register), or `None`.
pub(super) fn iban_length(country: [u8; 2]) -> Option<usize> {
    Some(match &country {
        b"NO" => 15,
        b"BE" => 16,
        b"DK" | b"FI" | b"FO" | b"GL" | b"NL" | b"SD" => 18,
        b"MK" | b"SI" => 19,
        b"AT" | b"BA" | b"EE" | b"KZ" | b"LT" | b"LU" | b"MN" | b"XK" => 20,
        b"CH" | b"CR" | b"HR" | b"LI" | b"LV" => 21,
        b"BG" | b"BH" | b"DE" | b"GB" | b"GE" | b"IE" | b"ME" | b"RS" | b"VA" => 22,
        b"AE" | b"GI" | b"IL" | b"IQ" | b"OM" | b"SO" | b"TL" => 23,
        b"AD" | b"CZ" | b"ES" | b"MD" | b"PK" | b"RO" | b"SA" | b"SE" | b"SK" | b"TN" | b"VG" => 24,
        b"LY" | b"PT" | b"ST" => 25,
        b"IS" | b"TR" => 26,
        b"BI" | b"DJ" | b"FR" | b"GR" | b"IT" | b"MC" | b"MR" | b"SM" => 27,
        b"AL" | b"AZ" | b"BY" | b"CY" | b"DO" | b"GT" | b"HU" | b"LB" | b"NI" | b"PL" | b"SV" => 28,
        b"BR" | b"EG" | b"PS" | b"QA" | b"UA" => 29,
        b"JO" | b"KW" | b"MU" | b"YE" => 30,
        b"MT" | b"SC" => 31,
        b"LC" => 32,
        b"RU" => 33,
        _ => return None,
    })
}

/// Whether letters and digits of an IBAN give 1 modulo 97, the first four moved to the end (ISO 7064).
pub(super) fn mod_97(iban: &[u8]) -> bool {
    let Some((head, tail)) = iban.split_at_checked(4) else { return false };
    let rest = tail.iter().chain(head).fold(0_u32, |rest, &byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        b'A'..=b'Z' => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
        _ => rest,
    });
    rest == 1
}

/// Whether an issuer of payment cards gives out numbers of this beginning and length (ISO/IEC 7812-2 and the brands'
/// own rules). Digits as for [`luhn`].
pub(super) fn is_card_range(digits: &[u8]) -> bool {
    let number =
        |len: usize| digits.iter().take(len).fold(0_u32, |all, &digit| all * 10 + u32::from(digit & 15));
    let len = digits.len();
    match number(4) {
        4000..=4999 => matches!(len, 13 | 16 | 19),
        5100..=5599 | 2221..=2720 | 3528..=3589 => len == 16,
        3400..=3499 | 3700..=3799 => len == 15,
        3000..=3059 | 3600..=3699 | 3800..=3999 => matches!(len, 14 | 16),
        6011 | 6440..=6599 | 6200..=6299 | 5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763 => {
            (16..=19).contains(&len)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_digit_is_always_noticed() {
        let right = [8, 5, 0, 7, 0, 9, 9, 8, 0, 5];
        assert!(luhn(&right));
        for place in 0..right.len() {
            for digit in (0..10).filter(|digit| *digit != right[place]) {
                let mut wrong = right;
                wrong[place] = digit;
                assert!(!luhn(&wrong), "{wrong:?}");
            }
        }
    }

    #[test]
    fn the_registers_own_examples_of_iban_are_right() {
        for iban in [
            "SE4550000000058398257466",
            "NO9386011117947",
            "DE89370400440532013000",
            "GB29NWBK60161331926819",
        ] {
            assert_eq!(iban_length([iban.as_bytes()[0], iban.as_bytes()[1]]), Some(iban.len()));
            assert!(mod_97(iban.as_bytes()), "{iban}");
        }
        assert!(!mod_97(b"SE4550000000058398257467"));
        assert!(!mod_97(b"SE"));
    }
}
