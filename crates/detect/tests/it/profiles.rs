//! Names, types and values of a column together.

use gallra_detect::profile::{Column, Finding, Reason, TypeClass, judge};
use gallra_detect::value::{Kind, Tally};

fn tally(values: impl IntoIterator<Item = impl AsRef<str>>) -> Tally {
    let mut tally = Tally::default();
    for value in values {
        tally.add(value.as_ref());
    }
    tally
}

fn judged(table: &str, name: &str, class: TypeClass, tally: Option<&Tally>) -> Option<Finding> {
    judge(table, &[Column { name, class, tally }]).remove(0)
}

#[track_caller]
fn looks(table: &str, name: &str, tally: &Tally, category: &str) -> Finding {
    let finding = judged(table, name, TypeClass::Text, Some(tally)).unwrap();
    assert!(finding.looks_personal(), "{finding:?}");
    assert_eq!(finding.category, category, "{finding:?}");
    finding
}

#[test]
fn a_tally_tells_whole_values_from_those_within_text() {
    let tally = tally([
        "anna@example.se",
        " <bo@example.se> ",
        "Skriv till mig på cia@example.se i morgon",
        "",
        "inget",
    ]);
    let count = tally.count(Kind::Email);
    assert_eq!((count.whole, count.likely, count.embedded), (2, 2, 1));
    assert_eq!((tally.values(), tally.empty(), tally.prose()), (4, 1, 1));
}

#[test]
fn tallies_of_parts_add_up_to_the_tally_of_all() {
    let (all, first, second) =
        (tally(["a@b.se", "x", "850709-9805"]), tally(["a@b.se"]), tally(["x", "850709-9805"]));
    let mut sum = first;
    sum.merge(&second);
    assert_eq!(sum, all);
}

#[test]
fn values_tell_what_a_name_hides() {
    let numbers = ["198507099805", "850769-9802", "850709-9805"];
    looks("kund", "falt_17", &tally(numbers), "person.national_id");
    looks("x", "c", &tally(["anna@example.se", "bo@example.se", "cia@example.se"]), "contact.email");
    looks("x", "c", &tally(["203.0.113.7", "198.51.100.23", "2001:db8::1:2:3"]), "online.ip");
    looks(
        "x",
        "c",
        &tally(["SE4550000000058398257466", "DE89370400440532013000", "NO9386011117947"]),
        "finance.bank_account",
    );
}

#[test]
fn name_and_values_together_are_surer_than_either() {
    let tally = tally(["anna@example.se", "bo@example.se", "cia@example.se"]);
    let both = looks("users", "email", &tally, "contact.email");
    let name = judged("users", "email", TypeClass::Text, None).unwrap();
    assert!(both.confidence > name.confidence);
    let reasons: Vec<_> = both.reasons.iter().map(ToString::to_string).collect();
    assert_eq!(reasons, ["its name says “email”", "100 % of its values have the form: e-mail address"]);
}

#[test]
fn a_name_that_its_many_values_belie_is_not_believed() {
    let tally = tally((0..50).map(|n| format!("template-{n}")));
    let finding = judged("shop", "email", TypeClass::Text, Some(&tally)).unwrap();
    assert!(!finding.looks_personal());
    assert_eq!(finding.reasons, [Reason::Name("email"), Reason::NoSuchValues]);
}

#[test]
fn running_numbers_do_not_become_people_because_some_have_a_check_digit() {
    for first in
        [1_000_000_000_u64, 5_560_000_000, 8_507_000_000, 197_001_010_000, 4_111_111_111_110_000, 58_056_200]
    {
        let tally = tally((first..first + 1000).map(|n| n.to_string()));
        let finding = judged("orders", "order_ref", TypeClass::Text, Some(&tally));
        assert!(finding.as_ref().is_none_or(|finding| !finding.looks_personal()), "{first}: {finding:?}");
    }
}

#[test]
fn times_versions_hashes_and_prices_are_not_personal() {
    let columns: [Vec<String>; 5] = [
        (0..200).map(|n| (1_763_797_680_u64 + n * 977).to_string()).collect(),
        (0..200).map(|n| format!("2026112207{:02}", n % 60)).collect(),
        (0..200).map(|n| format!("{}.{}.{}", n % 9, n % 40, n)).collect(),
        (0..200)
            .map(|n| format!("{:032x}", (n + 7_u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)))
            .collect(),
        (0..200).map(|n| format!("{} {:03},50 kr", n, n * 7 % 1000)).collect(),
    ];
    for values in columns {
        let tally = tally(&values);
        let finding = judged("x", "c", TypeClass::Text, Some(&tally));
        assert!(
            finding.as_ref().is_none_or(|finding| !finding.looks_personal()),
            "{}: {finding:?}",
            values[0]
        );
    }
}

#[test]
fn prose_in_which_people_leave_their_numbers_is_communication() {
    let tally = tally([
        "Hej, jag vill gärna bli uppringd på 070-174 06 05 efter lunch",
        "Det fungerar inte alls när jag loggar in på sidan",
        "Skicka svaret till anna@example.se så fort som möjligt tack",
    ]);
    looks("x", "field_9", &tally, "communication.content");
}

#[test]
fn a_type_made_for_addresses_is_enough() {
    let finding = judged("hits", "c", TypeClass::of("inet"), None).unwrap();
    assert_eq!((finding.category, finding.looks_personal()), ("online.ip", true));
}

#[test]
fn a_flag_and_a_key_to_another_table_are_not_personal() {
    assert_eq!(judged("users", "email", TypeClass::Boolean, None), None);
    assert_eq!(judged("orders", "customer", TypeClass::Number, None), None);
    assert_eq!(judged("users", "name", TypeClass::Number, None), None);
}

#[test]
fn a_store_by_user_holds_what_users_store() {
    let names = ["user", "key", "value"];
    let columns = names.map(|name| Column { name, class: TypeClass::Text, tally: None });
    let found: Vec<_> =
        judge("store", &columns).iter().map(|one| one.as_ref().map(|one| one.category)).collect();
    assert_eq!(found[2], None, "a table of things");
    let found: Vec<_> =
        judge("kv", &columns).iter().map(|one| one.as_ref().map(|one| one.category)).collect();
    assert_eq!(found, [Some("account.login"), None, Some("hosted.content")]);
}

#[test]
fn declared_types_are_classed_as_databases_write_them() {
    for (declared, class) in [
        ("character varying(40)", TypeClass::Text),
        ("NVARCHAR(10)", TypeClass::Text),
        ("jsonb", TypeClass::Text),
        ("int(11) unsigned", TypeClass::Number),
        ("numeric(5,2)", TypeClass::Number),
        ("tinyint(1)", TypeClass::Boolean),
        ("bool", TypeClass::Boolean),
        ("timestamp with time zone", TypeClass::Moment),
        ("date", TypeClass::Moment),
        ("bytea", TypeClass::Binary),
        ("varbinary(255)", TypeClass::Binary),
        ("uuid", TypeClass::Identifier),
        ("inet", TypeClass::Network),
        ("macaddr8", TypeClass::Hardware),
        ("", TypeClass::Other),
        ("tsvector", TypeClass::Other),
    ] {
        assert_eq!(TypeClass::of(declared), class, "{declared}");
    }
}
