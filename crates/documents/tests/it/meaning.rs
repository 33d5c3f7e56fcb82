//! What changed between two publications is told by what they promise.

use std::collections::BTreeSet;

use gallra_documents::meaning::{Audience, Meaning, compare};

use crate::support::{SMALL, language, policy};

/// The changes between two policies: words in Swedish and who is told.
fn between(before: &str, after: &str) -> Vec<(String, BTreeSet<Audience>)> {
    let meaning = |text: &str| {
        let meaning = Meaning::of(&policy(text));
        // As it is stored.
        let stored: Meaning = serde_json::from_str(&serde_json::to_string(&meaning).unwrap()).unwrap();
        assert_eq!(stored, meaning);
        stored
    };
    let changes = compare(&meaning(before), &meaning(after));
    changes.into_iter().map(|change| (change.words(&language("sv")), change.told)).collect()
}

/// Replaces something in the small policy, and looks what is told of it.
#[track_caller]
fn changed(part: &str, instead: &str, words: &str, told: &[Audience]) {
    assert!(SMALL.contains(part), "the policy says {part}");
    let after = SMALL.replace(part, instead);
    let found = between(SMALL, &after);
    assert_eq!(found, [(words.to_owned(), told.iter().copied().collect())]);
    let back = between(&after, SMALL);
    assert_eq!(back.len(), 1, "{back:?}");
    assert_ne!(back[0].0, words, "the other way round it reads otherwise");
}

#[test]
fn each_change_is_told_in_words_with_who_has_to_know() {
    use Audience::Public;
    changed(
        "at_most: 6 months",
        "at_most: 1 year",
        "Namn: sparas längre. Tidigare högst 6 månader efter att gästen har rest, nu högst 12 månader efter att gästen har rest.",
        &[Public],
    );
    changed(
        "at_most: 6 months",
        "at_most: 5 months",
        "Namn: sparas kortare tid. Tidigare högst 6 månader efter att gästen har rest, nu högst 5 månader efter att gästen har rest.",
        &[Public],
    );
    changed(
        "basis: contract",
        "basis: {legal_obligation: BFL 7:2}",
        "Den rättsliga grunden var Avtal (artikel 6.1 b) och är nu Rättslig förpliktelse (artikel 6.1 c): BFL 7:2.",
        &[Public],
    );
    changed("recipients: [cloud]", "recipients: []", "Får inte längre uppgifterna: Molnet Inc.", &[Public]);
    changed(
        "role: processor, country: SE,",
        "role: processor, country: US, transfer: standard_contractual_clauses,",
        "Ändrad mottagare: tidigare Molnet Inc. (personuppgiftsbiträde), Sverige, nu Molnet Inc. (personuppgiftsbiträde), USA, utanför EU/EES, med stöd av EU-kommissionens standardavtalsklausuler (artikel 46.2 c)",
        &[Public],
    );
}

#[test]
fn what_no_document_tells_is_no_change() {
    for (part, instead) in
        [("table: guests", "table: visitors"), ("env:URL", "env:OTHER"), ("column: left_on", "column: gone")]
    {
        assert!(SMALL.contains(part));
        assert_eq!(between(SMALL, &SMALL.replace(part, instead)), [], "{part}");
    }
}

#[test]
fn customers_are_told_of_sub_processors_and_longer_periods_in_time_to_object() {
    let processor = SMALL.replace("role: controller", "role: processor").replace("    basis: contract\n", "");
    let alone = processor.replace("recipients: [cloud]", "recipients: []");
    let found = between(&alone, &processor);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "Nytt underbiträde: Molnet Inc. (underbiträde), Sverige");
    assert!(found[0].1.contains(&Audience::CustomersMayObject));
    let longer = processor.replace("6 months", "7 months");
    let found = between(&processor, &longer);
    assert!(found[0].1.contains(&Audience::CustomersMayObject), "{found:?}");
    assert!(found[0].1.contains(&Audience::Staff), "who does the work is told: {found:?}");
    let found = between(&longer, &processor);
    assert!(
        !found[0].1.contains(&Audience::CustomersMayObject),
        "shorter is nothing to object to: {found:?}"
    );
}

/// A month is 28 to 31 days: where it depends on the calendar which is longer, nothing is claimed.
#[test]
fn months_and_days_are_compared_only_where_the_calendar_cannot_turn_it() {
    let words = |before: &str, after: &str| {
        let of = |period: &str| SMALL.replace("6 months", period);
        between(&of(before), &of(after)).remove(0).0
    };
    assert!(words("30 days", "1 month").contains("räknas på ett annat sätt"));
    assert!(words("27 days", "1 month").contains("sparas längre"));
    assert!(words("1 year", "13 months").contains("sparas längre"));
    assert!(words("14 months", "1 year").contains("sparas kortare tid"));
}

#[test]
fn a_new_purpose_and_one_that_is_gone_are_told() {
    let more = format!(
        "{SMALL}  survey:\n    role: controller\n    purpose: {{sv: Enkäter, en: Surveys}}\n    basis: {{consent: {{source: web}}}}\n    data: [guests]\n    keep: {{at_most: 1 month after left}}\n    measures: [access]\n    recipients: [cloud]\n    notice: {{source: person, automated_decisions: none}}\n"
    );
    let found: Vec<String> = between(SMALL, &more).into_iter().map(|(words, _)| words).collect();
    assert_eq!(
        found,
        [
            "Nu behandlar vi personuppgifter för det här ändamålet. Det gjorde vi inte tidigare.",
            "Ny mottagare: Molnet Inc. (personuppgiftsbiträde), Sverige"
        ]
    );
    let found: Vec<String> = between(&more, SMALL).into_iter().map(|(words, _)| words).collect();
    assert_eq!(found, ["Vi behandlar inte längre personuppgifter för det här ändamålet."]);
}
