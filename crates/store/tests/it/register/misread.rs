//! What is told of an identifier that cannot be read: which digit, and never the digits.

use super::*;
use gallra_store::register::{Fault, Field, Misread, Refusal, Span};
use jiff::ToSpan as _;
use proptest::prelude::*;

fn fault(outcome: Result<Identifier, Refusal>) -> Fault {
    match outcome {
        Err(Refusal::Misread(Misread { fault, .. })) => fault,
        other => panic!("{other:?}"),
    }
}

fn number(text: &str) -> Fault {
    fault(Identifier::number(text, today()))
}

fn at(from: usize, to: usize) -> Span {
    Span { from, to }
}

#[test]
fn an_identity_number_tells_which_digit_is_wrong() {
    for (text, expected) in [
        ("", Fault::Empty),
        ("  ", Fault::Empty),
        ("811218-98x6", Fault::Character(at(10, 10))),
        (" 8112/18-9876", Fault::Character(at(6, 6))),
        ("811218-987", Fault::Length { digits: 9 }),
        ("1811218-9876", Fault::Length { digits: 11 }),
        ("811218-98761", Fault::Length { digits: 11 }),
        ("81121-89876", Fault::Mark(at(6, 6))),
        ("811218--9876", Fault::Mark(at(8, 8))),
        ("556036+0793", Fault::Mark(at(7, 7))),
        ("17811218-9876", Fault::Century(at(1, 2))),
        ("16811218-9876", Fault::Century(at(1, 2))),
        ("811318-9876", Fault::Month(at(3, 4))),
        ("19811318-9876", Fault::Month(at(5, 6))),
        ("19556036-0793", Fault::Month(at(5, 6))),
        ("810018-9876", Fault::Month(at(3, 4))),
        ("811200-9876", Fault::Day(at(5, 6))),
        ("811232-9876", Fault::Day(at(5, 6))),
        ("811260-9876", Fault::Day(at(5, 6))),
        ("811292-9876", Fault::Day(at(5, 6))),
        ("19810229-9876", Fault::Date(at(1, 8))),
        ("810431-9876", Fault::Date(at(1, 6))),
        ("810491-9876", Fault::Date(at(1, 6))),
        ("261123-9876", Fault::Future(at(1, 6))),
        ("20261123-9876", Fault::Future(at(1, 8))),
        ("811218-9875", Fault::CheckDigit { span: at(11, 11), would_be: 6 }),
        ("556036-0790", Fault::CheckDigit { span: at(11, 11), would_be: 3 }),
        // A coordination number: 60 more in the day.
        ("701063-2390", Fault::CheckDigit { span: at(11, 11), would_be: 1 }),
    ] {
        assert_eq!(number(text), expected, "{text}");
    }
}

#[test]
fn other_identifiers_tell_their_place_too() {
    let phone = |text| fault(Identifier::phone(text));
    assert_eq!(phone(" "), Fault::Empty);
    assert_eq!(phone("ring mig"), Fault::Character(at(1, 1)));
    assert_eq!(phone("070-174 o6 05"), Fault::Character(at(9, 9)));
    assert_eq!(phone("070+1740605"), Fault::Character(at(4, 4)));
    assert_eq!(phone(" 174 06 05"), Fault::Beginning(at(2, 2)));
    assert_eq!(phone("+0 70 174 06 05"), Fault::Country(at(2, 2)));
    assert_eq!(phone("00 0 70 174 06 05"), Fault::Country(at(4, 4)));
    assert_eq!(phone("+46 70"), Fault::Length { digits: 4 });
    assert_eq!(phone("0123456789012345"), Fault::Length { digits: 17 });
    let email = |text| fault(Identifier::email(text));
    assert_eq!(email(""), Fault::Empty);
    assert_eq!(email(" anna @exempel.se"), Fault::Character(at(6, 6)));
    assert_eq!((email("anna"), email("@exempel.se")), (Fault::User, Fault::User));
    assert_eq!((email("anna@exempel"), email("anna@.se")), (Fault::Server, Fault::Server));
    assert_eq!(fault(Identifier::reference(" \t")), Fault::Empty);
}

#[test]
fn what_is_told_is_whole_and_shows_no_digit_of_the_number() {
    let told = Identifier::number("811218-9875", today()).unwrap_err();
    assert_eq!(
        told.to_string(),
        "identity number: the check digit (character 11) would be 6; one digit is wrong, or two have changed places; \
         write it as YYMMDD-NNNN or NNNNNN-NNNN"
    );
    let Refusal::Misread(misread) = &told else { panic!("{told}") };
    assert_eq!((misread.field, misread.fault.code()), (Field::Number, "check-digit"));
    for text in ["811318-9876", "19810229-9876", "261123-9876", "811218-98x6"] {
        let told = Identifier::number(text, today()).unwrap_err();
        let shown = format!("{told} {told:?}");
        assert!(!shown.contains(&text[..6]) && !shown.contains("1318") && !shown.contains("9876"), "{shown}");
    }
}

/// The check digit by another way than the product's: from a table, right to left, as a bank's clerk would.
fn reference_check_digit(nine: &[u8]) -> u8 {
    const DOUBLED: [u8; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let mut sum = 0;
    for (from_the_right, digit) in nine.iter().rev().enumerate() {
        sum += u32::from(if from_the_right % 2 == 0 { DOUBLED[usize::from(*digit)] } else { *digit });
    }
    u8::try_from((10 - sum % 10) % 10).unwrap()
}

fn with_check_digit(nine: &str) -> String {
    let digits: Vec<u8> = nine.bytes().map(|byte| byte - b'0').collect();
    format!("{nine}{}", reference_check_digit(&digits))
}

/// A person of today's or an earlier century, in twelve digits, or with 60 more in the day.
fn person() -> impl Strategy<Value = String> {
    (0..50_000_i64, 0..1000_u32, any::<bool>()).prop_map(|(ago, serial, coordination)| {
        let born = today().checked_sub(ago.days()).unwrap();
        let day = born.day() + if coordination { 60 } else { 0 };
        let (century, two) = (born.year() / 100, born.year() % 100);
        format!("{century}{}", with_check_digit(&format!("{two:02}{:02}{day:02}{serial:03}", born.month())))
    })
}

fn organisation() -> impl Strategy<Value = String> {
    (1..10_u32, 0..10_u32, 20..100_u32, 0..100_000_u32)
        .prop_map(|(a, b, c, rest)| with_check_digit(&format!("{a}{b}{c}{rest:05}")))
}

/// The digit at a place becomes another one.
fn broken(text: &str, place: usize, by: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[place - 1] = (bytes[place - 1] - b'0' + by) % 10 + b'0';
    String::from_utf8(bytes).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_person_with_one_digit_broken_is_told_where(text in person(), place in 1..=12_usize, by in 1..10_u8) {
        let right = Identifier::number(&text, today()).unwrap();
        prop_assert_eq!(right.expose(), &text);
        let wrong = broken(&text, place, by);
        // 16 is how an organisation is written in twelve digits, and Luhn's formula does not reach the century.
        let outcome = Identifier::number(&wrong, today());
        if place <= 2 {
            if let Err(Refusal::Misread(Misread { fault, .. })) = &outcome {
                let span = fault.span().unwrap();
                prop_assert!(span.from <= place && place <= span.to, "{:?}", fault);
            } else {
                prop_assert!(wrong.starts_with("18") || wrong.starts_with("19") || wrong.starts_with("20"));
            }
            return Ok(());
        }
        match fault(outcome) {
            Fault::CheckDigit { span, would_be } => {
                prop_assert_eq!(span, at(12, 12));
                let mut digits: Vec<u8> = wrong.bytes().map(|byte| byte - b'0').collect();
                prop_assert_eq!(would_be, reference_check_digit(&digits[2..11]));
                digits[11] = would_be;
                let mended: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
                prop_assert!(Identifier::number(&mended, today()).is_ok());
            }
            other => {
                let span = other.span().unwrap();
                prop_assert!(span.from <= place && place <= span.to, "{:?} for digit {}", other, place);
            }
        }
    }

    #[test]
    fn an_organisation_with_one_digit_broken_is_told_where(text in organisation(), place in 1..=10_usize, by in 1..10_u8) {
        let right = Identifier::number(&text, today()).unwrap();
        prop_assert_eq!(right.expose(), &text);
        let wrong = broken(&text, place, by);
        match fault(Identifier::number(&wrong, today())) {
            Fault::CheckDigit { span, .. } => prop_assert_eq!(span, at(10, 10)),
            // With another third digit it reads as a person, and is told as one.
            other => prop_assert!(place == 3 && other.span().unwrap().to <= 6, "{:?} for digit {}", other, place),
        }
    }

    #[test]
    fn any_text_is_read_or_refused_with_a_place_in_it(text in "[0-9 +\\-x]{0,16}") {
        if let Err(Refusal::Misread(misread)) = Identifier::number(&text, today())
            && let Some(span) = misread.fault.span()
        {
            prop_assert!(1 <= span.from && span.from <= span.to && span.to <= text.chars().count());
        }
        for outcome in [Identifier::phone(&text), Identifier::email(&text)] {
            if let Err(Refusal::Misread(misread)) = outcome {
                prop_assert!(misread.fault.span().is_none_or(|span| span.to <= text.chars().count()));
            }
        }
    }
}
