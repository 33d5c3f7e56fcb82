//! Whatever the bytes: no panic, hits in order and within the text, and no more work than the text is long.

use gallra_detect::name::{guess, moment};
use gallra_detect::value::{Hit, Kind, Scanner, Tally};
use proptest::prelude::*;

/// Bytes that the recognisers look at, in any order.
fn telling() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        "[0-9@:=.+/ ()-]{0,12}".prop_map(String::into_bytes),
        "[a-fA-F0-9:.-]{0,40}".prop_map(String::into_bytes),
        Just("SE4550000000058398257466".as_bytes().to_vec()),
        Just("850709-9805".as_bytes().to_vec()),
        Just("070-174 06 05 ".as_bytes().to_vec()),
        Just("åÅ –\u{a0}".as_bytes().to_vec()),
        Just("Storgatan 12 ".as_bytes().to_vec()),
        Just("x://a:b@".as_bytes().to_vec()),
        Just("personnummer telefon bankgiro ".as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

fn check(text: &[u8]) -> Vec<Hit> {
    let hits: Vec<Hit> = Scanner::new().at_least(0).scan_bytes(text).collect();
    let mut end = 0;
    for hit in &hits {
        assert!(hit.start >= end && hit.start < hit.end && hit.end <= text.len(), "{hit:?}");
        assert!(hit.confidence <= 100);
        end = hit.end;
    }
    hits
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_bytes_can_be_scanned(text in proptest::collection::vec(any::<u8>(), 0..300)) {
        check(&text);
        Tally::default().add_bytes(&text);
    }

    #[test]
    fn bytes_that_look_like_something_can_be_scanned(text in telling()) {
        check(&text);
        Tally::default().add_bytes(&text);
    }

    #[test]
    fn hits_in_a_text_lie_on_its_characters(text in "[0-9@:=.+() a-zÅåäöé–€\u{a0}]{0,60}") {
        for hit in Scanner::new().at_least(0).scan(&text) {
            prop_assert!(text.get(hit.range()).is_some(), "{:?} in {:?}", hit, text);
        }
    }

    #[test]
    fn a_number_with_a_check_digit_is_found_wherever_it_stands(
        year in 0_u32..100, month in 1_u32..=12, day in 1_u32..=28, birth in 980_u32..=999, before in "[a-zåäö ,;\n\"]{0,20}[ ,;\n\"]",
    ) {
        let nine = format!("{year:02}{month:02}{day:02}{birth:03}");
        let sum: u32 = nine.bytes().enumerate().map(|(place, digit)| {
            let digit = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        }).sum();
        let number = format!("{}-{}{}", &nine[..6], &nine[6..], (10 - sum % 10) % 10);
        let text = format!("{before}{number} .");
        let hits = check(text.as_bytes());
        prop_assert!(
            hits.iter().any(|hit| hit.kind == Kind::PersonalNumber && text[hit.range()] == number),
            "{:?} in {:?}", hits, text
        );
    }

    #[test]
    fn any_name_can_be_judged(table in "\\PC{0,40}", column in "\\PC{0,40}") {
        guess(&table, &column);
        moment(&column);
    }
}

/// Each of these, a megabyte long, would take minutes if any step looked back or ahead without a bound.
#[test]
fn hostile_text_takes_no_longer_than_it_is_long() {
    const LENGTH: usize = 1 << 20;
    for piece in [
        "1",
        "a@",
        "@",
        "a@a@a@",
        "a.a.",
        "1 ",
        "12 ",
        "12-",
        "070-",
        "+46",
        "1.",
        "1.1.1.1.",
        ":",
        "::",
        "a:",
        "1:",
        "ab:",
        "ab-",
        "SE45",
        "SE45 5000 ",
        "x://a:",
        "x://a:b@",
        "a=",
        "token=",
        "?token=",
        "Storgatan ",
        "Storgatan 1",
        "850709-",
        "4111 ",
        "gatan 1",
        "0123 ",
        "00",
        "(08) ",
        "ä",
        "ä@",
        "x=1&",
        "aaaaaaaa@",
        ".@",
        "+",
        "1-1-",
        "tel 0",
        "personnummer 8507099805 ",
    ] {
        let text = piece.repeat(LENGTH / piece.len());
        check(text.as_bytes());
    }
    let long_name = "fornamnefternamn".repeat(100_000);
    assert!(guess(&long_name, &long_name).is_some());
}
