//! The same person, however it is written.

use super::today;
use gallra_store::register::Identifier;
use jiff::civil::date;

#[test]
fn one_number_however_it_is_written() {
    let number = |text| Identifier::number(text, today()).map(|known| known.expose().to_owned());
    for text in ["811218-9876", "8112189876", "198112189876", "19811218-9876", " 811218 - 9876 "] {
        assert_eq!(number(text).unwrap(), "198112189876", "{text}");
    }
    assert_eq!(number("811218+9876").unwrap(), "188112189876");
    assert_eq!(number("20110203-2389").ok(), None, "the check digit is wrong");
    // A coordination number: 60 more in the day.
    assert_eq!(number("701063-2391").unwrap(), "197010632391");
    for text in ["556036-0793", "5560360793", "16556036-0793", "165560360793"] {
        assert_eq!(number(text).unwrap(), "5560360793", "{text}");
    }
    for none in
        ["", "811218-987", "811218/9876", "811318-9876", "811218-9875", "åäö", "19556036-0793", "556036+0793"]
    {
        assert!(number(none).is_err(), "{none}");
    }
}

#[test]
fn ten_digits_change_their_century_with_the_year_that_they_are_written_in() {
    let number = |text, today| Identifier::number(text, today).unwrap().expose()[..4].to_owned();
    assert_eq!(number("811218-9876", date(2080, 1, 1)), "1981");
    assert_eq!(number("811218+9876", date(2081, 1, 1)), "1981");
    assert_eq!(number("811218-9876", date(2081, 12, 31)), "2081");
}

#[test]
fn one_telephone_however_it_is_written() {
    let phone = |text| Identifier::phone(text).map(|known| known.expose().to_owned());
    for text in [
        "070-174 06 05",
        "0701740605",
        "+46 70 174 06 05",
        "+46 (0)70-174 06 05",
        "0046701740605",
        "(070) 174.06.05",
    ] {
        assert_eq!(phone(text).unwrap(), "46701740605", "{text}");
    }
    assert_eq!(phone("+47 22 22 55 55").unwrap(), "4722225555");
    for none in ["", "174 06 05", "ring mig", "+46 70 174 06 05 eller så", "070+1740605", "0123456789012345"]
    {
        assert!(phone(none).is_err(), "{none}");
    }
}

#[test]
fn what_is_no_address_is_refused_without_being_told() {
    for text in ["anna", "@exempel.se", "anna@exempel", "anna @exempel.se", "anna@exempel.se\n.x"] {
        let refused = Identifier::email(text).unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("anna"), "{refused}");
    }
    assert_eq!(Identifier::email("Åsa@Exempel.SE").unwrap().expose(), "åsa@exempel.se");
    assert_eq!(Identifier::reference(" k-1007 \t b ").unwrap().expose(), "K-1007 B");
    assert!(Identifier::reference(" ").is_err());
}
