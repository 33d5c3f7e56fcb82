//! How identifiers are looked for where others wrote them. Numbers are the authorities' own examples.
#![allow(clippy::unwrap_used, reason = "helper functions of tests, where a panic is the report")]

use gallra_rules::inventory::ColumnClass;
use gallra_rules::predicate::Scalar;
use gallra_rules::spelling::{Compared, Kind, Looked, NotOne, Values};
use jiff::civil::date;
use proptest::prelude::*;

fn looked(kind: Kind, text: &str) -> Looked {
    Looked::read(kind, text, date(2026, 11, 22)).unwrap()
}

fn texts(values: &[Scalar]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

#[test]
fn one_identifier_however_it_is_written() {
    for (kind, normal, ways) in [
        (
            Kind::Email,
            "ada@example.se",
            &["Ada@Example.SE", " ada@example.se ", "Ada A <ADA@example.se>", "mailto:ada@example.se"][..],
        ),
        (
            Kind::Phone,
            "46701740605",
            &[
                "+46 70 174 06 05",
                "070-174 06 05",
                "0046701740605",
                "+46 (0)70-1740605",
                "070 1740605",
                "tel:+46701740605",
            ],
        ),
        (Kind::Phone, "468465004", &["08-465 004", "+46 8 46 50 04", "(08) 465004"]),
        (Kind::Phone, "358401234567", &["+358 40 123 4567", "00358401234567"]),
        (Kind::Number, "191212121212", &["19121212-1212", "121212+1212", "19121212 1212"]),
        (Kind::Number, "201212121212", &["20121212-1212", "121212-1212", "201212121212"]),
        (Kind::Number, "5599990008", &["559999-0008", "5599990008", "16559999-0008", "SE559999000801"]),
        (Kind::Number, "197010632391", &["701063-2391", "19701063-2391"]),
        (Kind::Reference, "AB 12", &["ab 12", "AB  12", " Ab 12"]),
    ] {
        for way in ways {
            let one = looked(kind, way);
            assert_eq!(one.expose(), normal, "{way}");
            for other in ways {
                assert_eq!(one.compare(other), Compared::Same, "{way} and {other}");
            }
        }
    }
}

#[test]
fn what_may_be_somebody_elses_is_doubtful() {
    let young = looked(Kind::Number, "20121212-1212");
    for cell in ["1212121212", "121212 1212", "121212  1212"] {
        assert_eq!(young.compare(cell), Compared::Doubtful, "{cell}");
    }
    assert_eq!(young.compare("121212+1212"), Compared::Other);
    // Written before they turned 100, or of somebody born in 2012.
    assert_eq!(looked(Kind::Number, "19121212-1212").compare("121212-1212"), Compared::Doubtful);
    assert_eq!(looked(Kind::Phone, "070-174 06 05").compare("701740605"), Compared::Doubtful);
}

#[test]
fn another_is_another() {
    for (kind, one, other) in [
        (Kind::Email, "ada@example.se", "ada+shop@example.se"),
        (Kind::Email, "ada@example.se", "ada@example.se.evil.example"),
        (Kind::Email, "ada@example.se", "ada@example.se, eva@example.se"),
        (Kind::Phone, "070-174 06 05", "+47 70 174 06 05"),
        (Kind::Phone, "070-174 06 05", "070-174 06 06"),
        (Kind::Number, "5599990008", "559999-0009"),
        (Kind::Reference, "0042", "42"),
    ] {
        assert_eq!(looked(kind, one).compare(other), Compared::Other, "{other}");
    }
}

#[test]
fn what_is_no_identifier_is_refused_without_being_repeated() {
    for (kind, text) in [
        (Kind::Email, "ada"),
        (Kind::Email, "ada@localhost"),
        (Kind::Phone, "174 06 05"),
        (Kind::Phone, "+46 70 174 06 0x"),
        (Kind::Phone, "+0701740605"),
        (Kind::Number, "121212-1213"),
        (Kind::Number, "20300101-0000"),
        (Kind::Number, ""),
        (Kind::Number, "é12"),
        (Kind::Reference, " "),
    ] {
        let refused = Looked::read(kind, text, date(2026, 11, 22)).unwrap_err();
        assert_eq!(refused, NotOne(kind), "{text}");
        assert!(text.trim().is_empty() || !refused.to_string().contains(text));
    }
    let shown = format!("{:?}", looked(Kind::Email, "ada@example.se"));
    assert!(!shown.contains("ada"), "{shown}");
}

#[test]
fn a_column_is_asked_for_what_it_can_hold() {
    let number = looked(Kind::Number, "701063-2391");
    let text = number.values(ColumnClass::Text);
    assert_eq!(texts(&text.sure), ["19701063 2391", "19701063-2391", "197010632391", "701063-2391"]);
    assert_eq!(texts(&text.doubtful), ["701063 2391", "7010632391", "SE701063239101"]);
    let whole = number.values(ColumnClass::Integer);
    assert_eq!(
        (texts(&whole.sure), texts(&whole.doubtful)),
        (vec!["197010632391".into()], vec!["7010632391".into()])
    );
    let phone = looked(Kind::Phone, "070-174 06 05").values(ColumnClass::Integer);
    assert_eq!(
        (texts(&phone.sure), texts(&phone.doubtful)),
        (vec!["46701740605".into()], vec!["701740605".into()])
    );
    let customer = looked(Kind::Reference, "0042").values(ColumnClass::Integer);
    assert_eq!((texts(&customer.sure), texts(&customer.doubtful)), (vec![], vec!["42".into()]));
    assert_eq!(number.values(ColumnClass::Date), Values::default());
}

fn digits(length: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(0_u8..10, length)
        .prop_map(|digits| digits.into_iter().map(|digit| char::from(b'0' + digit)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Every spelling that is searched for reads back as the same identifier, and is told so when it is found.
    #[test]
    fn every_spelling_is_the_same_telephone(area in digits(2), rest in digits(7)) {
        let written = format!("0{area}-{rest}");
        let Ok(phone) = Looked::read(Kind::Phone, &written, date(2026, 11, 22)) else { return Ok(()) };
        for spelling in texts(&phone.values(ColumnClass::Text).sure) {
            prop_assert_eq!(phone.compare(&spelling), Compared::Same);
            // Digits alone need a column that holds nothing but whole numbers with the country.
            if spelling != phone.expose() {
                let again = Looked::read(Kind::Phone, &spelling, date(2026, 11, 22)).unwrap();
                prop_assert_eq!(again.expose(), phone.expose(), "{}", spelling);
            }
        }
    }

    /// No spelling of one person's number is a spelling of another's, but for what is doubtful.
    #[test]
    fn two_people_share_no_sure_spelling(days in 0_i32..45_000, serial in digits(3)) {
        let check = |ten: &str| {
            let sum: u32 = ten.bytes().enumerate().map(|(at, byte)| {
                let digit = u32::from(byte - b'0') * if at % 2 == 0 { 2 } else { 1 };
                digit / 10 + digit % 10
            }).sum();
            (10 - sum % 10) % 10
        };
        let born = date(1900, 1, 1).checked_add(jiff::ToSpan::days(days)).unwrap();
        let nine = format!("{:02}{:02}{:02}{serial}", born.year() % 100, born.month(), born.day());
        let ten = format!("{nine}{}", check(&nine));
        let of = |century: i16| Looked::read(Kind::Number, &format!("{century}{ten}"), date(2026, 11, 22)).ok();
        let Some((one, other)) = of(19).zip(of(20)) else { return Ok(()) };
        for spelling in texts(&one.values(ColumnClass::Text).sure) {
            prop_assert!(!texts(&other.values(ColumnClass::Text).sure).contains(&spelling), "{}", spelling);
        }
    }
}
