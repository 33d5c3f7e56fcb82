//! Swedish personal, coordination and organisation numbers (folkbokföringslagen 1991:481, 18 §; lag 1974:174).

use std::collections::BTreeSet;

use jiff::civil::Date;

/// Twelve digits for a person, ten for an organisation. A person's century follows from the mark: `+` from the year in which
/// they turn 100.
pub(super) fn normal(text: &str, today: Date) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (front, mark, back) = match text.char_indices().find(|(_, c)| !c.is_ascii_digit()) {
        None => {
            let (front, back) = text.split_at_checked(text.len().checked_sub(4)?)?;
            (front, '-', back)
        }
        Some((at, mark @ ('-' | '+'))) => (text.get(..at)?, mark, text.get(at + 1..)?),
        Some(_) => return of_vat(&text),
    };
    let short = match front.len() {
        6 => front,
        8 => front.get(2..)?,
        _ => return None,
    };
    let ten = format!("{short}{back}");
    if back.len() != 4 || !ten.bytes().all(|byte| byte.is_ascii_digit()) || !has_check_digit(&ten) {
        return None;
    }
    let pair = |from: usize| ten.get(from..from + 2)?.parse::<i16>().ok();
    if pair(2)? >= 20 {
        let alone = front.len() == 6 || front.starts_with("16");
        return (alone && mark == '-').then_some(ten);
    }
    let year = if front.len() == 8 {
        front.get(..4)?.parse::<i16>().ok()?
    } else {
        let this_century = today.year() / 100 * 100 + pair(0)?;
        let born = if this_century > today.year() { this_century - 100 } else { this_century };
        if mark == '+' { born - 100 } else { born }
    };
    // A coordination number's day has 60 added.
    let day = pair(4)?;
    let born = Date::new(year, i8::try_from(pair(2)?).ok()?, i8::try_from(day % 60).ok()?).ok()?;
    (day <= 91 && born <= today && year >= 1800).then(|| format!("{:02}{ten}", year / 100))
}

/// `SE` and ten digits and `01`.
fn of_vat(text: &str) -> Option<String> {
    let ten = text.strip_prefix("SE")?.strip_suffix("01")?;
    let organisation = ten.get(2..4)?.parse::<u8>().is_ok_and(|pair| pair >= 20);
    let digits = ten.len() == 10 && ten.bytes().all(|byte| byte.is_ascii_digit());
    (organisation && digits && has_check_digit(ten)).then(|| ten.to_owned())
}

/// The spellings of a normal form. Ten digits without a mark do not tell the century, and a mark that was written before
/// somebody turned 100 tells the wrong one.
pub(super) fn spellings(normal: &str, today: Date) -> (BTreeSet<String>, BTreeSet<String>) {
    let Some((front, back)) = normal.split_at_checked(normal.len().saturating_sub(4)) else {
        return (BTreeSet::new(), BTreeSet::new());
    };
    let of = |texts: &[String]| texts.iter().cloned().collect::<BTreeSet<_>>();
    let Some(short) = front.get(2..).filter(|_| front.len() == 8) else {
        let sure = [
            normal.to_owned(),
            format!("{front}-{back}"),
            format!("{front} {back}"),
            format!("16{normal}"),
            format!("16{front}-{back}"),
            format!("SE{normal}01"),
        ];
        return (of(&sure), BTreeSet::new());
    };
    let born: i16 = front.get(..4).and_then(|year| year.parse().ok()).unwrap_or_default();
    let (mark, other) = if today.year() - born >= 100 { ('+', '-') } else { ('-', '+') };
    let mut sure = of(&[
        normal.to_owned(),
        format!("{front}-{back}"),
        format!("{front}{mark}{back}"),
        format!("{front} {back}"),
        format!("{short}{mark}{back}"),
    ]);
    let mut doubtful =
        of(&[format!("{short}{back}"), format!("{short} {back}"), format!("SE{short}{back}01")]);
    if other == '-' {
        doubtful.insert(format!("{short}{other}{back}"));
    }
    // As twelve digits these are a century apart; nothing is both.
    sure.retain(|text| !doubtful.contains(text));
    (sure, doubtful)
}

/// The Luhn sum of ten digits.
fn has_check_digit(ten: &str) -> bool {
    let digits = ten.bytes().map(|byte| u32::from(byte.wrapping_sub(b'0'))).enumerate();
    let doubled = |digit: u32| digit * 2 / 10 + digit * 2 % 10;
    let sum: u32 = digits.map(|(at, digit)| if at % 2 == 0 { doubled(digit) } else { digit }).sum();
    sum.is_multiple_of(10)
}
