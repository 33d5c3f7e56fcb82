//! Telephone numbers: E.164, and the ways in which Swedish ones are written.

use std::collections::BTreeSet;

/// Sweden's country code, which a number that begins with one 0 is taken to have.
const AT_HOME: &str = "46";

/// Digits with the country's in front.
pub(super) fn normal(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("tel:").unwrap_or(text);
    // The zero in +46 (0)70 is for callers at home.
    let text = text.replacen("(0)", "", usize::from(text.starts_with(['+', '0'])));
    let written = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '+' | ' ' | '-' | '(' | ')' | '/' | '.' | '\u{a0}' | '\u{2011}' | '\u{2013}')
    };
    if !text.chars().all(written) || text.chars().skip(1).any(|c| c == '+') {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let whole = if text.starts_with('+') {
        digits
    } else if let Some(abroad) = digits.strip_prefix("00") {
        abroad.to_owned()
    } else {
        format!("{AT_HOME}{}", digits.strip_prefix('0')?)
    };
    // E.164: 15 digits at most, no country begins with 0.
    ((7..=15).contains(&whole.len()) && !whole.starts_with('0')).then_some(whole)
}

/// The usual spellings of a normal form; doubtful is what a country or an area code could be missing from.
pub(super) fn spellings(normal: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut sure = BTreeSet::from([format!("+{normal}"), format!("00{normal}"), normal.to_owned()]);
    let Some(national) = normal.strip_prefix(AT_HOME) else { return (sure, BTreeSet::new()) };
    let doubtful = BTreeSet::from([national.to_owned()]);
    let prefixes = ["0", "+46 ", "+46", "+46-", "0046", "0046 ", "+46 (0)", "+46(0)", "(0"];
    // Area codes have one (8), two (31, 70) or three digits (303) after the zero: all are tried.
    for length in 1..=3_usize.min(national.len().saturating_sub(1)) {
        let (area, rest) = national.split_at(length);
        let spaced = grouped(rest, " ");
        for rest in [rest, spaced.as_str(), grouped(rest, "-").as_str()] {
            for between in ["-", " ", "", "/", " - "] {
                for prefix in prefixes {
                    let close = if prefix == "(0" { ")" } else { "" };
                    sure.insert(format!("{prefix}{area}{close}{between}{rest}"));
                }
            }
        }
    }
    (sure, doubtful)
}

/// The subscriber's number in groups, as Swedish numbers are written: 123 45 67, 12 34 56, 123 45.
fn grouped(rest: &str, by: &str) -> String {
    let first = match rest.len() {
        0..=4 => rest.len() % 2 + 2,
        length if length % 2 == 1 => 3,
        8 => 3,
        _ => 2,
    };
    let mut groups = Vec::new();
    let (mut from, mut size) = (0, first);
    while from < rest.len() {
        let to = (from + size).min(rest.len());
        groups.push(rest.get(from..to).unwrap_or_default());
        // 123 456 78
        size = if rest.len() == 8 && from == 0 { 3 } else { 2 };
        from = to;
    }
    groups.join(by)
}
