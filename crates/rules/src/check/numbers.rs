//! Swedish organisation numbers: ten digits, the third at least 2, and a check digit by Luhn's formula. A sole trader's
//! number is a personnummer, and then the first six digits are a date.

/// Why a text is no Swedish organisation number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberFault {
    /// Not ten digits, with or without a hyphen before the last four.
    Shape,
    /// The check digit does not fit.
    CheckDigit,
    /// Neither an organisation's number nor a person's.
    Neither,
}

/// Checks a Swedish organisation number.
pub(crate) fn check_swedish(text: &str) -> Result<(), NumberFault> {
    let compact = match text.split_once('-') {
        Some((first, last)) if first.len() == 6 && last.len() == 4 => format!("{first}{last}"),
        Some(_) => return Err(NumberFault::Shape),
        None => text.to_owned(),
    };
    let digits: Vec<u32> = compact.chars().filter_map(|c| c.to_digit(10)).collect();
    let [_, _, third, fourth, day_tens, day_ones, ..] = digits[..] else { return Err(NumberFault::Shape) };
    if digits.len() != 10 || compact.len() != 10 {
        return Err(NumberFault::Shape);
    }
    if !luhn(&digits) {
        return Err(NumberFault::CheckDigit);
    }
    let (month, day) = (third * 10 + fourth, day_tens * 10 + day_ones);
    // A coordination number has 60 added to the day.
    let is_person = (1..=12).contains(&month) && (1..=31).contains(&(if day > 60 { day - 60 } else { day }));
    if third >= 2 || is_person { Ok(()) } else { Err(NumberFault::Neither) }
}

/// Luhn's formula over all digits, the last being the check digit.
fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { *digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organisations_and_sole_traders_pass() {
        for good in ["559999-0008", "5599990008", "121212-1212", "701063-2391"] {
            assert_eq!(check_swedish(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn slips_are_noticed() {
        assert_eq!(check_swedish("559999-0009"), Err(NumberFault::CheckDigit));
        assert_eq!(check_swedish("55999-90008"), Err(NumberFault::Shape));
        assert_eq!(check_swedish("559999 0008"), Err(NumberFault::Shape));
        assert_eq!(check_swedish("001799-0003"), Err(NumberFault::Neither));
        assert_eq!(check_swedish(""), Err(NumberFault::Shape));
        assert_eq!(check_swedish("åäö999-0008"), Err(NumberFault::Shape));
    }
}
