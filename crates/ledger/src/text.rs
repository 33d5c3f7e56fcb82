//! The strict text forms shared by notes, proofs and certificates: one text for each value, no other accepted.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Padded base64, RFC 4648 section 4.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The inverse; refuses missing padding and stray bits, so that no two texts give the same bytes.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let bytes = STANDARD.decode(text).ok()?;
    (STANDARD.encode(&bytes) == text).then_some(bytes)
}

/// ASCII decimal without sign or leading zeroes.
pub(crate) fn from_decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// An RFC 3339 time in UTC such as `2026-11-22T03:00:00Z`, with an optional fraction. Form and ranges only:
/// whether the day exists in that month is the clock's business, not the ledger's.
pub(crate) fn is_utc_time(text: &str) -> bool {
    let Some((whole, rest)) = text.split_at_checked(19) else { return false };
    let form = whole.bytes().zip(*b"dddd-dd-ddTdd:dd:dd").all(|(got, want)| match want {
        b'd' => got.is_ascii_digit(),
        other => got == other,
    });
    let number = |from: usize| whole.get(from..from + 2).and_then(|two| two.parse::<u8>().ok());
    let within = |from: usize, low: u8, high: u8| number(from).is_some_and(|n| (low..=high).contains(&n));
    let ranges =
        within(5, 1, 12) && within(8, 1, 31) && within(11, 0, 23) && within(14, 0, 59) && within(17, 0, 60);
    let fraction = match rest.strip_suffix('Z') {
        Some("") => true,
        Some(f) => f.strip_prefix('.').is_some_and(|digits| {
            (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
        }),
        None => false,
    };
    form && ranges && fraction
}
