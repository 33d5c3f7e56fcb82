//! Duties one by one, how far an attestation reaches, and who is a sub-processor.

use gallra_rules::duties::{after, each, holds_for, reaches};
use gallra_rules::names::RecipientName;
use gallra_rules::period::Period;
use gallra_rules::policy::{Again, Policy, Transfer};
use gallra_rules::recipients::{sub_processors, uses};
use jiff::civil::date;

use crate::stock::check_pieces;

fn policy(pieces: &[&str]) -> Policy {
    let outcome = check_pieces(pieces);
    let text = outcome.render(gallra_rules::diagnostic::Lang::En, false);
    (**outcome.policy.as_ref().unwrap_or_else(|| panic!("{text}"))).clone()
}

const PEOPLE: &str = "
recipients:
  cloud: {name: Molnet AB, role: sub_processor, country: US, transfer: standard_contractual_clauses, agreement: A}
  partner: {name: Driften AB, role: processor, country: SE, agreement: B, from: 2027-02-01}
  payroll: {name: Lönen AB, role: processor, country: SE, agreement: C}
  bank: {name: Banken AB, role: controller, country: SE}
systems:
  billing: {kind: postgres, url: \"env:BILLING_URL\", country: SE, operated_by: partner}
activities:
  hosting:
    {role: processor, purpose: Hosting, data: [customers], keep: {at_most: 1 year after ended}, measures: [access], recipients: [cloud]}
  wages:
    {role: controller, purpose: Wages, basis: contract, data: [customers], keep: {at_most: 1 year after ended}, measures: [access], recipients: [payroll, bank]}
";

#[test]
fn each_role_and_each_recipient_is_attested_by_itself() {
    let duties = "
duties:
  training: {what: x, by: office, every: year, for: [support, operations]}
  reviews: {what: x, by: office, every: year, of: recipients}
  counsel: {what: x, by: office, every: year, of: bank}
  iso: {what: x, by: office, certification: true}
  archive: {what: x, by: office, every: 6 months, in: binders}
";
    let policy = policy(&[PEOPLE, duties]);
    let told: Vec<String> =
        each(&policy).iter().map(|one| format!("{} {}", one.name, one.of.unwrap_or("-"))).collect();
    assert_eq!(
        told,
        [
            "archive -",
            "counsel bank",
            "iso -",
            "reviews cloud",
            "reviews partner",
            "reviews payroll",
            "training support",
            "training operations"
        ]
    );
}

#[test]
fn an_attestation_reaches_no_further_than_the_period_as_it_is_now() {
    let (given, year) = (date(2026, 1, 31), date(2027, 1, 31));
    assert_eq!(reaches(Again::Every(Period::months(12)), given, year), year);
    assert_eq!(
        reaches(Again::Every(Period::months(1)), given, year),
        date(2026, 2, 28),
        "the promise is shorter"
    );
    assert_eq!(
        reaches(Again::Every(Period::months(24)), given, year),
        year,
        "nobody said that it is good longer"
    );
    assert_eq!(reaches(Again::Certificate, given, date(2029, 6, 1)), date(2029, 6, 1));
    assert_eq!(after(date(9999, 1, 1), Period::months(12_000)), jiff::civil::Date::MAX);
}

#[test]
fn what_was_attested_for_a_longer_limit_says_nothing_about_a_shorter_one() {
    let year = "at_most 1 year after filed";
    assert!(holds_for(year, year));
    assert!(holds_for(year, "at_most 2 years after filed"), "what is gone by one year is gone by two");
    assert!(holds_for("at_most 12 months after filed", year));
    assert!(!holds_for("at_most 2 years after filed", year));
    assert!(!holds_for(year, "at_most 2 years after ended"), "counted from another day");
    assert!(
        !holds_for(year, "at_most 366 days after filed"),
        "which of the two is longer depends on the year"
    );
    assert!(!holds_for("at_least 1 year after filed", "at_least 2 years after filed"));
    assert!(!holds_for("", year), "nobody knows what it was made for");
}

#[test]
fn a_sub_processor_is_who_is_used_where_we_are_processor() {
    let policy = policy(&[PEOPLE]);
    let all = sub_processors(&policy);
    let names: Vec<&str> = all.keys().map(|name| name.as_str()).collect();
    assert_eq!(
        names,
        ["cloud", "partner"],
        "payroll is used for what is ours alone; a bank decides for itself"
    );
    let cloud = &all[&RecipientName::new("cloud")];
    assert_eq!((cloud.country.as_str(), cloud.transfer), ("US", Some(Transfer::StandardContractualClauses)));
    let of = |name: &str| {
        let uses = uses(&policy, &RecipientName::new(name));
        (uses.activities.len(), uses.datasets.len())
    };
    assert_eq!((of("cloud"), of("partner"), of("payroll"), of("bank")), ((1, 1), (2, 1), (1, 1), (1, 1)));
    assert_eq!(policy.recipients["partner"].from, Some(date(2027, 2, 1)));
}
