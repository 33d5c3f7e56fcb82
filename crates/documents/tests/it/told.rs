//! Nothing that documents tell changes without a change that is told, and each in words of its own.

use std::collections::BTreeSet;

use gallra_documents::meaning::{Audience, Change, Looks, Meaning, compare};
use gallra_documents::{Kind, Language, build};
use gallra_rules::policy::PolicySet;

use crate::support::{language, policy};

/// A company that tells something wherever something can be told. Each `q…q` is a text that tests replace.
const RICH: &str = r#"
organisation:
  name: Firman q1q AB
  number: 556874-0731
  country: SE
  time_zone: Europe/Stockholm
  contact: {address: "Gatan q2q", email: q3q@firman.example, phone: 031-390 600 10}
  dpo: {name: "Åsa q4q", email: q5q@firman.example}
  representative: {name: "Ombud q6q", email: q7q@ombud.example}
  authority: "Myndigheten q8q"
  objection_window: 30 days
subjects: {guests: {sv: Gäster q9q, en: Guests q10q}}
measures: {access: {sv: Behörighet q11q, en: Access q12q}}
requests: {unreached: warn}
duties:
  training: {what: {sv: Utbildning q13q, en: Training q14q}, by: manager, every: year}
recipients:
  cloud: {name: Molnet q15q, role: processor, country: US, transfer: standard_contractual_clauses, agreement: "DPA q16q", purpose: {sv: Drift q17q, en: Operation q18q}}
  partner: {name: Byrån q19q, role: controller, country: SE, purpose: {sv: Revision q20q, en: Auditing q21q}}
systems: {booking: {kind: postgres, url: "env:URL", country: US, transfer: standard_contractual_clauses}}
datasets:
  guests:
    in: booking
    table: guests
    about: [guests]
    called: {sv: Gästböcker q22q, en: Guest books q23q}
    fields: {name: person.name}
    anchors:
      left: {column: left_on, means: {sv: gästen q24q har rest, en: the guest q25q has left}}
      paid: {column: paid_on, means: {sv: fakturan q26q är betald, en: the invoice q27q is paid}}
activities:
  stay:
    role: controller
    purpose: {sv: Logi q28q, en: Lodging q29q}
    basis: {legitimate_interest: {interest: {sv: Ordning q30q, en: Order q31q}, balancing_test: 2026-02-01}}
    special_basis: "9(2)(b)"
    data: [guests]
    keep: {at_most: 6 months after left, at_least: 1 month after paid}
    recipients: [cloud, partner]
    measures: [access]
    notice: {source: {sv: Byråer q32q, en: Agencies q33q}, automated_decisions: {sv: Poäng q34q, en: Scores q35q}}
  research:
    role: joint_controller
    purpose: {sv: Forskning q36q, en: Research q37q}
    basis: {legal_obligation: {sv: Lagen q38q, en: The act q39q}}
    data: [guests]
    keep: {until_review: 2027-01-31}
    then: {task: {what: {sv: Strimla q40q, en: Shred q41q}, by: manager}}
    measures: [access]
    notice: {source: person, automated_decisions: none, joint_controllers: {sv: Skolan q42q, en: The school q43q}}
  letters:
    role: controller
    purpose: {sv: Utskick q44q, en: Mailings q45q}
    basis: {consent: {source: web}}
    data: [guests]
    keep: {at_most: 2 months after left}
    measures: [access]
    notice: {source: person, automated_decisions: none}
  desk:
    role: processor
    purpose: {sv: Växel q46q, en: Switchboard q47q}
    data: [guests]
    keep: {at_most: 3 months after left}
    recipients: [cloud]
    measures: [access]
"#;

fn languages() -> [Language; 2] {
    ["sv", "en"].map(language)
}

/// Every document in both languages, as it reads.
fn documents(policy: &PolicySet) -> Vec<(Kind, Language, String)> {
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.applies(policy));
    let one = |kind, language: Language| {
        let document = build(policy, kind, &language, &[]).document;
        (kind, language, format!("{document:?}"))
    };
    kinds.flat_map(|kind| languages().map(|language| one(kind, language))).collect()
}

/// The changes, and the documents that read otherwise without one of them.
fn silent(before: &str, after: &str) -> (Vec<Change>, Vec<String>) {
    let (before, after) = (policy(before), policy(after));
    let changes = compare(&Meaning::of(&before), &Meaning::of(&after));
    let was = documents(&before);
    let others = documents(&after).into_iter().filter(|one| !was.contains(one));
    let told = |(kind, language, _): &(Kind, Language, String)| {
        changes.iter().any(|change| change.is_in(*kind, language.as_str()))
    };
    let silent = others.filter(|one| !told(one)).map(|(kind, language, _)| format!("{kind} {language}"));
    let silent = silent.collect();
    (changes, silent)
}

fn words(changes: &[Change], code: &str) -> Vec<String> {
    changes.iter().map(|change| change.words(&language(code))).collect()
}

#[test]
fn every_text_that_a_document_shows_is_told_when_it_changes() {
    for number in 1..=47 {
        let (old, new) = (format!("q{number}q"), format!("w{number}w"));
        assert_eq!(RICH.matches(&old).count(), 1, "{old}");
        let (changes, silent) = silent(RICH, &RICH.replace(&old, &new));
        assert_eq!(silent, [""; 0], "{old}: {:?}", words(&changes, "en"));
        assert!(!changes.is_empty(), "{old} is told");
        for code in ["sv", "en"] {
            let told = words(&changes, code).join("\n");
            assert!(told.contains(&new) || told.contains(&old), "{old} in {code}: {told}");
        }
    }
}

/// What is replaced, by what, and what is said of it.
const OTHERS: [(&str, &str, &str); 17] = [
    ("556874-0731", "550101-0010", "Our registration number: before, 556874-0731; now, 550101-0010"),
    ("  number: 556874-0731\n", "", "Our registration number: no longer stated. Before, 556874-0731"),
    (
        "country: SE\n  time",
        "country: NO\n  time",
        "The country we are established in: before, Sweden; now, Norway",
    ),
    (
        "9(2)(b)",
        "9(2)(a)",
        "Special categories of personal data and data on criminal convictions and offences: before, based on Article 9(2)(b); now, based on Article 9(2)(a)",
    ),
    (
        "2026-02-01",
        "2026-09-01",
        "When the legitimate interest was balanced: before, 1 February 2026; now, 1 September 2026",
    ),
    ("2027-01-31", "2027-06-30", "When the need is reviewed: before, 31 January 2027; now, 30 June 2027"),
    (
        "at_most: 3 months after left}",
        "at_most: 3 months after left, per_customer: {column: tenant, settings: {acme: 14 days}}}",
        "The customer may now choose a shorter period.",
    ),
    (
        "    recipients: [cloud]\n",
        "    recipients: [cloud]\n    every: week\n",
        "How often disposal runs: before, every day; now, every week",
    ),
    (
        "purpose: {sv: Drift",
        "from: 2027-02-01, purpose: {sv: Drift",
        "From when Molnet q15q is used: now, 1 February 2027. Nothing was stated before.",
    ),
    (
        "every: year",
        "every: 6 months",
        "What we do at regular intervals: “Training q14q (every year)” is now “Training q14q (at intervals of at most 6 months)”",
    ),
    (
        "{name: \"Åsa q4q\", email: q5q@firman.example}",
        "{name: q5q@firman.example, email: \"Åsa q4q\"}",
        "You now reach our data protection officer here: q5q@firman.example; Åsa q4q",
    ),
    (
        "  dpo: {name: \"Åsa q4q\", email: q5q@firman.example}\n",
        "",
        "We no longer have a data protection officer.",
    ),
    (
        "country: US, transfer: standard_contractual_clauses}}\ndatasets",
        "country: US, transfer: adequacy_decision}}\ndatasets",
        "Where the data is stored: before, United States, outside the EU/EEA, on the basis of the European Commission's standard contractual clauses (Article 46(2)(c)); now, United States, outside the EU/EEA, on the basis of an adequacy decision by the European Commission (Article 45)",
    ),
    (
        "transfer: standard_contractual_clauses, agreement",
        "transfer: adequacy_decision, agreement",
        "Changed sub-processor: before, Molnet q15q (sub-processor), United States, outside the EU/EEA, on the basis of the European Commission's standard contractual clauses (Article 46(2)(c)); now, Molnet q15q (sub-processor), United States, outside the EU/EEA, on the basis of an adequacy decision by the European Commission (Article 45)",
    ),
    (
        "role: joint_controller",
        "role: controller",
        "We alone are the controller now. Nobody is controller together with us any longer.",
    ),
    (
        "objection_window: 30 days",
        "objection_window: 14 days",
        "The time in which customers can object to a new sub-processor was 30 days, and is now 14 days.",
    ),
    (
        "name: person.name}",
        "name: person.name, mail: contact.email}",
        "Guest books q23q: now also e-mail address",
    ),
];

#[test]
fn what_is_no_text_of_the_company_is_told_too() {
    for (part, instead, sentence) in OTHERS {
        assert!(RICH.contains(part), "the policy says {part}");
        let (changes, silent) = silent(RICH, &RICH.replacen(part, instead, 1));
        let told = words(&changes, "en");
        assert_eq!(silent, [""; 0], "{part}: {told:?}");
        assert!(told.iter().any(|words| words == sentence), "{part}: {told:#?}");
    }
}

#[test]
fn what_was_published_before_more_was_kept_is_not_known_and_no_change() {
    fn old(value: &mut serde_json::Value) {
        if let Some(map) = value.as_object_mut() {
            for new in ["facts", "duties", "backups"] {
                map.remove(new);
            }
            map.values_mut().for_each(old);
        }
    }
    let now = Meaning::of(&policy(RICH));
    let mut stored = serde_json::to_value(&now).unwrap();
    old(&mut stored);
    assert!(!stored.to_string().contains("q8q"), "the authority was not kept");
    let before: Meaning = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!(compare(&before, &now), []);
    assert_eq!(serde_json::to_value(&before).unwrap(), stored, "as it was stored");
    // What was kept then is still compared.
    let later = Meaning::of(&policy(&RICH.replace("031-390 600 10", "031-390 600 20")));
    assert_eq!(compare(&before, &later).len(), 1);
}

#[test]
fn a_rewording_is_one_change_told_in_the_language_in_which_it_was_made() {
    let of = |old: &str, new: &str| silent(RICH, &RICH.replace(old, new)).0;
    let subject = of("Gäster q9q", "Alla gäster");
    let about_letters = |change: &&Change| change.heading(&language("en")) == "Mailings q45q";
    let one: Vec<&Change> = subject.iter().filter(about_letters).collect();
    assert_eq!(one.len(), 1, "{subject:?}");
    assert_eq!(one[0].words(&language("sv")), "Gästböcker q22q: ”Gäster q9q” beskrivs nu som ”Alla gäster”");
    assert_eq!(
        one[0].words(&language("en")),
        "Guest books q23q, whom it is about, reworded in Swedish: before, Gäster q9q; now, Alla gäster"
    );
    let purpose = of("Lodging q29q", "Rooms");
    assert_eq!(words(&purpose, "en"), ["The purpose was described like this before: Lodging q29q"]);
    assert_eq!(
        words(&purpose, "sv"),
        ["Ändamålet, annan lydelse på engelska: tidigare Lodging q29q, nu Rooms"]
    );
    let joint = of("Skolan q42q", "Universitetet");
    assert_eq!(words(&joint, "sv"), ["Gemensamt personuppgiftsansvar: Universitetet"]);
    assert_eq!(
        words(&joint, "en"),
        ["Joint controllers, reworded in Swedish: before, Skolan q42q; now, Universitetet"]
    );
    let measure = of("Access q12q", "Rights");
    let told: BTreeSet<String> = words(&measure, "en").into_iter().collect();
    assert_eq!(told, ["The security measure “Access q12q” is now described as “Rights”".to_owned()].into());
}

#[test]
fn who_is_told_follows_from_whose_data_it_is() {
    let told = |old: &str, new: &str| -> BTreeSet<Audience> {
        let changes = silent(RICH, &RICH.replacen(old, new, 1)).0;
        changes.into_iter().flat_map(|change| change.told).collect()
    };
    assert!(
        told("Drift q17q", "Träning").contains(&Audience::CustomersMayObject),
        "a sub-processor does else"
    );
    assert_eq!(told("9(2)(b)", "9(2)(a)"), [Audience::Public].into());
    assert_eq!(told("DPA q16q", "DPA 2"), BTreeSet::new(), "the record is for the authority");
    assert!(told("the guest q25q has left", "the guest has paid").contains(&Audience::CustomersMayObject));
}

#[test]
fn own_clauses_and_terms_are_new_others_or_gone_in_each_language() {
    let with = |clauses: &[(&str, &str)], terms: &[(&str, &str)]| {
        let texts = |all: &[(&str, &str)]| {
            all.iter().map(|(code, hash)| ((*code).to_owned(), (*hash).to_owned())).collect()
        };
        let looks = Looks { clauses: texts(clauses), terms: texts(terms), ..Looks::default() };
        Meaning { looks, ..Meaning::default() }
    };
    let told = |before: &Meaning, after: &Meaning| words(&compare(before, after), "en");
    let (none, own) = (with(&[], &[]), with(&[("sv", "1"), ("en", "2")], &[]));
    assert_eq!(
        told(&none, &own),
        ["The data processing agreement now has clauses of our own (English and Swedish)."]
    );
    assert_eq!(
        told(&own, &none),
        ["The data processing agreement no longer has clauses of our own (English and Swedish)."]
    );
    assert_eq!(
        told(&own, &with(&[("sv", "3"), ("en", "2")], &[])),
        ["Our own clauses in the data processing agreement have been reworded (Swedish)."]
    );
    assert_eq!(
        told(&with(&[], &[("sv", "1")]), &with(&[], &[("en", "2")])),
        ["We now have general terms (English).", "We no longer have general terms (Swedish)."]
    );
}

#[test]
fn a_processor_of_our_own_is_called_what_the_notice_calls_it() {
    let sub = RICH.replace("role: processor, country: US", "role: sub_processor, country: US");
    assert_eq!(silent(RICH, &sub).0, [], "the documents read the same");
    let alone = sub.replace("recipients: [cloud, partner]", "recipients: [partner]");
    let added = words(&silent(&alone, &sub).0, "en");
    assert!(added[0].starts_with("New recipient: Molnet q15q (processor), United States"), "{added:?}");
}
