//! Swedish personal, coordination and organisation numbers.
//!
//! SKV 704 (personnummer), SKV 707 (samordningsnummer: 60 more in the day), SKV 709 (organisationsnummer: third digit 2 or
//! more); the check digit by Luhn's formula over the first nine. Folkbokföringslagen (1991:481) § 18: `+` instead of `-`
//! from the year somebody turns 100.

use jiff::civil::Date;

use super::fault::{Fault, Span};

/// A digit and its place in the text.
#[derive(Clone, Copy)]
struct Digit {
    value: u8,
    place: usize,
}

/// What was written: ten digits, the two before them if there are, and whether it has a `+`.
struct Written {
    century: Option<[Digit; 2]>,
    ten: Vec<Digit>,
    plus: Option<usize>,
}

/// The normal form: twelve digits for a person, ten for an organisation.
pub(super) fn normal(text: &str, today: Date) -> Result<String, Fault> {
    let Written { century, ten, plus } = read(text)?;
    let part =
        |from: usize, to: usize| ten[from..to].iter().fold(0, |sum, digit| sum * 10 + i16::from(digit.value));
    let span = |from: usize, to: usize| Span { from: ten[from].place, to: ten[to - 1].place };
    let prefix = century.map(|digits| i16::from(digits[0].value) * 10 + i16::from(digits[1].value));
    let written: String = ten.iter().map(|digit| char::from(b'0' + digit.value)).collect();
    let is_organisation = prefix == Some(16) || (prefix.is_none() && part(2, 4) >= 20);
    if is_organisation {
        if let Some(place) = plus {
            return Err(Fault::Mark(Span::at(place)));
        }
        if part(2, 4) < 20 {
            return Err(Fault::Century(century_span(century, &ten)));
        }
        return check_digit(&ten).map(|()| written);
    }
    if prefix.is_some_and(|prefix| !(18..=20).contains(&prefix)) {
        return Err(Fault::Century(century_span(century, &ten)));
    }
    let (month, day) = (part(2, 4), part(4, 6));
    if !(1..=12).contains(&month) {
        return Err(Fault::Month(span(2, 4)));
    }
    if !(1..=31).contains(&day) && !(61..=91).contains(&day) {
        return Err(Fault::Day(span(4, 6)));
    }
    let year =
        prefix.map_or_else(|| year(part(0, 2), plus.is_some(), today), |prefix| prefix * 100 + part(0, 2));
    let whole = Span { from: century.map_or(ten[0].place, |digits| digits[0].place), to: ten[5].place };
    let (small_month, small_day) = (i8::try_from(month).unwrap_or(0), i8::try_from(day % 60).unwrap_or(0));
    let born = Date::new(year, small_month, small_day).map_err(|_| Fault::Date(whole))?;
    if born > today {
        return Err(Fault::Future(whole));
    }
    check_digit(&ten).map(|()| format!("{:02}{written}", year / 100))
}

/// The year that two digits mean in the year of writing.
fn year(two: i16, plus: bool, today: Date) -> i16 {
    let this_century = today.year() / 100 * 100 + two;
    let born = if this_century > today.year() { this_century - 100 } else { this_century };
    if plus { born - 100 } else { born }
}

fn century_span(century: Option<[Digit; 2]>, ten: &[Digit]) -> Span {
    century.map_or(Span::at(ten[0].place), |[first, second]| Span { from: first.place, to: second.place })
}

/// Takes the text apart: digits, and one mark before the last four of them.
fn read(text: &str) -> Result<Written, Fault> {
    let (mut digits, mut mark) = (Vec::new(), None);
    for (at, c) in text.chars().enumerate() {
        let place = at + 1;
        match c {
            '-' | '+' if mark.is_none() => mark = Some((c == '+', place, digits.len())),
            '-' | '+' => return Err(Fault::Mark(Span::at(place))),
            _ if c.is_whitespace() => {}
            _ => {
                let value = c.to_digit(10).and_then(|value| u8::try_from(value).ok());
                digits.push(Digit { value: value.ok_or(Fault::Character(Span::at(place)))?, place });
            }
        }
    }
    if digits.is_empty() && mark.is_none() {
        return Err(Fault::Empty);
    }
    if !matches!(digits.len(), 10 | 12) {
        return Err(Fault::Length { digits: digits.len() });
    }
    if let Some((_, place, before)) = mark
        && before + 4 != digits.len()
    {
        return Err(Fault::Mark(Span::at(place)));
    }
    let ten = digits.split_off(digits.len() - 10);
    let century = if let [first, second] = digits[..] { Some([first, second]) } else { None };
    let plus = mark.and_then(|(plus, place, _)| plus.then_some(place));
    Ok(Written { century, ten, plus })
}

/// Luhn's formula.
fn check_digit(ten: &[Digit]) -> Result<(), Fault> {
    let sum: u8 = ten[..9]
        .iter()
        .enumerate()
        .map(
            |(at, digit)| if at % 2 == 0 { digit.value * 2 / 10 + digit.value * 2 % 10 } else { digit.value },
        )
        .sum();
    let would_be = (10 - sum % 10) % 10;
    if ten[9].value == would_be {
        return Ok(());
    }
    Err(Fault::CheckDigit { span: Span::at(ten[9].place), would_be })
}
