//! Policies to make documents from.

use gallra_documents::{Edition, Language};
use gallra_rules::policy::PolicySet;
use gallra_rules::{Options, check, scaffold};
use jiff::civil::date;

/// One of the example companies.
pub(crate) fn example(kind: &str) -> PolicySet {
    let outcome = check(scaffold::files(kind).iter().copied(), &Options::default());
    outcome.policy.unwrap_or_else(|| panic!("the example {kind} is valid"))
}

/// A policy from text.
pub(crate) fn policy(text: &str) -> PolicySet {
    let outcome = check([("policy.yaml", text)], &Options::default());
    let told = outcome.render(gallra_rules::diagnostic::Lang::En, false);
    outcome.policy.unwrap_or_else(|| panic!("the policy is valid:\n{told}"))
}

/// A company with one activity that lacks nothing; `$…` of tests is replaced in it.
pub(crate) const SMALL: &str = r#"
organisation:
  name: Exempelhotellet AB
  country: SE
  time_zone: Europe/Stockholm
  contact: {email: hej@exempelhotellet.example}
subjects: {guests: {sv: Gäster, en: Guests}}
measures: {access: {sv: Behörighet efter behov, en: Access by need}}
requests: {unreached: warn}
recipients:
  cloud: {name: Molnet Inc., role: processor, country: SE, agreement: DPA 1, purpose: {sv: Drift, en: Operation}}
systems: {booking: {kind: postgres, url: "env:URL", country: SE}}
datasets:
  guests:
    in: booking
    table: guests
    about: [guests]
    fields: {name: person.name}
    anchors: {left: {column: left_on, means: {sv: gästen har rest, en: the guest has left}}}
activities:
  stay:
    role: controller
    purpose: {sv: Logi, en: Lodging}
    basis: contract
    data: [guests]
    keep: {at_most: 6 months after left}
    recipients: [cloud]
    measures: [access]
    notice: {source: person, automated_decisions: none}
"#;

pub(crate) fn language(code: &str) -> Language {
    code.parse().expect("a language of ours")
}

pub(crate) fn edition() -> Edition {
    Edition { version: "1".to_owned(), date: date(2026, 11, 22), policy: "0".repeat(64) }
}
