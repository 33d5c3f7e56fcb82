//! What the scanner finds in text, and what it leaves alone.
//!
//! The identity numbers are from Skatteverket's published test numbers (birth numbers 980 to 999), the card numbers from
//! the brands' published test cards, the IBANs from the register's examples.

use gallra_detect::value::Kind::{
    Bankgiro, CoordinationNumber, Email, Iban, Ipv4, Ipv6, Mac, OrganisationNumber, PaymentCard,
    PersonalNumber, Phone, Plusgiro, PostalAddress, Secret,
};
use gallra_detect::value::{Evidence, Kind, POSSIBLE, Scanner};

fn found(text: &str) -> Vec<(Kind, &str)> {
    Scanner::new().scan(text).map(|hit| (hit.kind, &text[hit.range()])).collect()
}

#[track_caller]
fn finds(text: &str, kind: Kind, part: &str) {
    assert_eq!(found(text), [(kind, part)], "in: {text}");
}

#[track_caller]
fn finds_nothing(text: &str) {
    assert_eq!(found(text), [], "in: {text}");
}

fn confidence(text: &str) -> u8 {
    Scanner::new().at_least(0).scan(text).next().map_or(0, |hit| hit.confidence)
}

#[test]
fn a_personal_identity_number_is_found_in_every_form_it_is_written_in() {
    for form in ["850709-9805", "850709+9805", "19850709-9805", "8507099805", "198507099805"] {
        finds(form, PersonalNumber, form);
        finds(&format!("Personnummer: {form}."), PersonalNumber, form);
        finds(&format!("{{\"pnr\":\"{form}\",\"x\":1}}"), PersonalNumber, form);
        finds(&format!("17,{form},Anna"), PersonalNumber, form);
    }
    assert!(confidence("850709-9805") > confidence("8507099805"));
    assert_eq!(confidence("personnummer 8507099805"), 95);
}

#[test]
fn a_coordination_number_has_60_added_to_its_day() {
    finds("850769-9802", CoordinationNumber, "850769-9802");
    finds("19850769-9802", CoordinationNumber, "19850769-9802");
}

#[test]
fn a_number_with_a_wrong_check_digit_or_an_impossible_date_is_no_person() {
    for text in [
        "850709-9806",
        "850732-9806",
        "851309-9807",
        "850209-0000",
        "851399-9809",
        "20850709-98051",
        "17850709-9805",
    ] {
        assert!(!found(text).iter().any(|(kind, _)| *kind == PersonalNumber), "{text}");
    }
}

#[test]
fn the_29th_of_february_is_believed_in_leap_years_only() {
    // Luhn holds in all of them.
    finds("20000229-9816", PersonalNumber, "20000229-9816");
    finds_nothing("19000229-9816");
    finds("000229-9816", PersonalNumber, "000229-9816");
    finds_nothing("000229+9816");
}

#[test]
fn an_organisation_number_needs_its_hyphen_or_a_word() {
    finds("556036-0793", OrganisationNumber, "556036-0793");
    finds("165560360793", OrganisationNumber, "165560360793");
    finds("Org.nr 5560360793", OrganisationNumber, "5560360793");
    finds("Momsreg.nr SE556036079301", OrganisationNumber, "SE556036079301");
    finds("VAT SE850709980501", PersonalNumber, "SE850709980501");
    finds_nothing("Order 5560360793");
    finds_nothing("5560360793");
}

#[test]
fn an_email_address_ends_where_the_sentence_does() {
    for (text, part) in [
        ("Skriv till anna.b+x@mail.example.se.", "anna.b+x@mail.example.se"),
        ("<anna@example.se>", "anna@example.se"),
        ("”anna@example.se”", "anna@example.se"),
        ("mailto:anna@example.se?subject=Hej", "anna@example.se"),
        ("\"email\":\"o_b-c@xn--smrgs-pra0j.se\"", "o_b-c@xn--smrgs-pra0j.se"),
        ("åsa@räksmörgås.se, bo", "åsa@räksmörgås.se"),
        ("email=bo@example.com&x=1", "bo@example.com"),
        ("anna@example.se-", "anna@example.se"),
    ] {
        finds(text, Email, part);
    }
}

#[test]
fn what_has_an_at_sign_and_is_no_mailbox_is_left_alone() {
    for text in [
        "logo@2x.png",
        "icon@3x.webp",
        "@scope/name",
        "name@1.2.3",
        "user@localhost",
        "a@b",
        "getty@tty1.service",
        "@",
        "a@",
        "@a.se",
        "x.@a.se",
        "a@.se",
        "a@b..se",
        "20261122074800.4711471147.12@mail.example.com",
    ] {
        finds_nothing(text);
    }
}

#[test]
fn an_office_s_address_is_worth_less_than_a_person_s() {
    assert!(confidence("info@example.se") < confidence("anna@example.se"));
    let hit = Scanner::new().scan("no-reply@example.se").next().unwrap();
    assert!(hit.evidence.has(Evidence::ROLE));
    assert_eq!(
        hit.evidence.reasons().collect::<Vec<_>>(),
        ["it belongs to an office rather than to a person"]
    );
}

#[test]
fn a_telephone_number_is_found_as_people_write_it() {
    for (text, part) in [
        ("070-174 06 05", "070-174 06 05"),
        ("0701-74 06 05", "0701-74 06 05"),
        ("070 174 06 05", "070 174 06 05"),
        ("0701740605", "0701740605"),
        ("08-465 004 00 (växel)", "08-465 004 00"),
        ("(08) 465 004 00", "(08) 465 004 00"),
        ("Tel. 031-390 06 00", "031-390 06 00"),
        ("Ring 08 - 465 004 00!", "08 - 465 004 00"),
        ("0980-319 55 12 st", "0980-319 55"),
        ("tel 0313900600", "0313900600"),
        ("+46 70 174 06 05", "+46 70 174 06 05"),
        ("+46 (0)70-174 06 05", "+46 (0)70-174 06 05"),
        ("+46701740605", "+46701740605"),
        ("0046701740605", "0046701740605"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
        ("+1 212-555-0123", "+1 212-555-0123"),
        ("070\u{a0}174\u{a0}06\u{a0}05", "070\u{a0}174\u{a0}06\u{a0}05"),
        ("070–174 06 05", "070–174 06 05"),
        ("\"phone\":\"0701740605\"", "0701740605"),
    ] {
        finds(text, Phone, part);
    }
}

#[test]
fn times_dates_prices_and_counts_are_no_telephone_numbers() {
    for text in [
        "2026-11-22T07:48:00+0100",
        "08:15-09:30",
        "08-12-2026",
        "08/12/2026",
        "01-02-2026",
        "07.11.2026",
        "0 kr",
        "0,50",
        "0.701740605",
        "00:00:00",
        "1 234 567 kr",
        "+500 000 kr",
        "+12 345 678",
        "-0701740605-1",
        "x0701740605",
        "0x08123456",
        "0101010101",
        "000000000000",
        "07-08",
        "01 02 03 04 05",
        "pages 010-020",
        "+0200",
        "1+46701740605",
    ] {
        finds_nothing(text);
    }
}

#[test]
fn network_addresses_are_found_in_logs_and_settings() {
    finds("203.0.113.7 - - [22/Nov/2026:07:48:00 +0100] \"GET / HTTP/1.1\" 200", Ipv4, "203.0.113.7");
    finds("from 10.20.30.40:51234", Ipv4, "10.20.30.40");
    finds("http://198.51.100.23/x", Ipv4, "198.51.100.23");
    finds("client 192.168.1.17/24", Ipv4, "192.168.1.17");
    for address in
        ["2001:db8::8a2e:370:7334", "2001:db8:0:0:1:0:0:1", "fe80::1b:44ff:fe11:3ab7", "::ffff:203.0.113.7"]
    {
        let all: Vec<_> = Scanner::new().at_least(POSSIBLE).scan(address).collect();
        assert_eq!((all.len(), all[0].kind, all[0].range()), (1, Ipv6, 0..address.len()), "{address}");
    }
    finds("[2001:db8:0:0:1:0:0:1]:443", Ipv6, "2001:db8:0:0:1:0:0:1");
    finds("ether 00:1b:44:11:3a:b7 brd ff:ff:ff:ff:ff:ff", Mac, "00:1b:44:11:3a:b7");
    finds("Physical Address: 00-1B-44-11-3A-B7", Mac, "00-1B-44-11-3A-B7");
    finds("AA-BB-CC-DD-EE-0F", Mac, "AA-BB-CC-DD-EE-0F");
}

#[test]
fn versions_times_and_code_are_no_network_addresses() {
    for text in [
        "1.2.3.4",
        "v10.20.30.40",
        "version 10.20.30.40",
        "Chrome/120.0.0.0 Safari/537.36",
        "1.2.3.4.5",
        "256.1.1.1",
        "127.0.0.1",
        "0.0.0.0",
        "255.255.255.0",
        "01.02.03.04",
        "10.0.19045.1",
        "12:34:56",
        "12:34:56.789",
        "std::vec::Vec",
        "a::b",
        "::",
        "::1",
        "dead::beef",
        "x::1",
        "00:00:00:00:00:00",
        "\"a\":1,\"b\":2",
        "1:2:3:4:5:6",
        "sha256:deadbeef",
    ] {
        finds_nothing(text);
    }
}

#[test]
fn accounts_and_cards_are_found_by_their_check_digits() {
    finds("IBAN: SE45 5000 0000 0583 9825 7466", Iban, "SE45 5000 0000 0583 9825 7466");
    finds("\"SE4550000000058398257466\"", Iban, "SE4550000000058398257466");
    finds("GB29NWBK60161331926819,x", Iban, "GB29NWBK60161331926819");
    finds("Visa 4111 1111 1111 1111", PaymentCard, "4111 1111 1111 1111");
    finds("4111111111111111", PaymentCard, "4111111111111111");
    finds("3782-822463-10005", PaymentCard, "3782-822463-10005");
    finds("5555-5555-5555-4444", PaymentCard, "5555-5555-5555-4444");
    finds("Bankgiro 5805-6201", Bankgiro, "5805-6201");
    finds("bg: 58056201", Bankgiro, "58056201");
    finds("Plusgiro 28 65 43-4", Plusgiro, "28 65 43-4");
    finds("plusgiro: 12-5", Plusgiro, "12-5");
}

#[test]
fn what_looks_like_an_account_or_a_card_is_left_alone() {
    for text in [
        "SE45 5000 0000 0583 9825 7467",
        "XX4550000000058398257466",
        "4111 1111 1111 1112",
        "1234567890123456",
        "order 4111111111111111",
        "5805-6201",
        "1-8",
        "20261122074800",
        "1795333680123",
        "7777 7777 7777 7777",
    ] {
        finds_nothing(text);
    }
}

#[test]
fn a_swedish_address_is_found_line_by_line() {
    assert_eq!(
        found("Anna Berg\nStorgatan 12B\n123 45 Ankeborg"),
        [(PostalAddress, "Storgatan 12B"), (PostalAddress, "123 45 Ankeborg")]
    );
    finds("bor på Östra vägen 3.", PostalAddress, "Östra vägen 3");
    finds("SE-123 45 Åmål", PostalAddress, "123 45 Åmål");
    finds_nothing("på gatan 12 meter");
    finds_nothing("100 00 SEK");
    finds_nothing("1 234 56 Items");
}

#[test]
fn a_secret_in_a_url_is_found_and_an_ordinary_parameter_is_not() {
    finds("postgres://app:hemligt1@db.example.se/x", Secret, "app:hemligt1");
    finds("https://x.example/cb?access_token=eyJhbGciOi.x-Y_z&state=1", Secret, "eyJhbGciOi.x-Y_z");
    finds_nothing("https://x.example/?page=12345678&sort=name");
    finds_nothing("token=12345678");
}

#[test]
fn identifiers_hashes_and_times_are_nobody() {
    for text in [
        "550e8400-e29b-41d4-a716-446655440000",
        "00000000-0000-0000-0000-850709980501",
        "3f786850e387550fdab836ed7e6dc881de23001b",
        "8507099805abcdef",
        "abc8507099805",
        "0.8507099805",
        "1700000000",
        "1763797680.123",
        "2026-11-22 07:48:00,123",
        "20261122",
        "INV-8507099805",
        "order_id=8507099805",
        "Ordernr 8507099805",
        "ISBN 9789113084206",
        "7310865004703",
        "SKU 850709-98051",
        "1.234.567,89",
        "99.90",
        "12345678901234567890",
        "v2.11.4-rc.1+build.5",
        "#1234",
        "10/12/2026",
        "ref 0701740605",
    ] {
        finds_nothing(text);
    }
}

#[test]
fn the_nearest_word_decides() {
    assert!(confidence("order 17, personnummer 8507099805") > 90);
    assert!(confidence("personnummer finns, order 8507099805") < 50);
}

#[test]
fn bytes_that_are_no_utf8_are_scanned_too() {
    let text = b"F\xf6delsenr \xe5\xe4\xf6 850709-9805, anna@example.se\xff\xfe 070-174 06 05";
    let kinds: Vec<_> = Scanner::new().scan_bytes(text).map(|hit| hit.kind).collect();
    assert_eq!(kinds, [PersonalNumber, Email, Phone]);
}
