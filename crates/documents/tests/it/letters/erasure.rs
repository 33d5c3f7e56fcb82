//! The answer to a request for erasure says per kind of data exactly what became of it.

use std::collections::{BTreeMap, BTreeSet};

use gallra_documents::letters::{Erasure, Fate, Letter, Part, Undecided, Until, write};
use gallra_rules::hold::HoldId;
use gallra_rules::plan::decide::{
    Anonymised, Because, Group, LimitWords, Question, Until as DecidedUntil, Verdict,
};
use gallra_rules::policy::Localised;
use gallra_rules::predicate::{Predicate, TableRef};
use gallra_rules::request::Ground;
use jiff::civil::date;

use crate::letters::head;
use crate::support::{SMALL, language, policy};

fn text() -> String {
    SMALL.replace("at_most: 6 months after left", "at_least: 7 years after left")
}

fn group(verdict: Verdict) -> Group {
    Group {
        dataset: "guests".into(),
        system: "booking".into(),
        table: TableRef { schema: None, name: "guests".to_owned() },
        key: vec!["id".to_owned()],
        which: Predicate::always(),
        verdict,
    }
}

const GROUNDS: [Ground; 10] = [
    Ground::Unfounded,
    Ground::Excessive,
    Ground::NotIdentifiable,
    Ground::RightsOfOthers,
    Ground::Expression,
    Ground::LegalObligation,
    Ground::PublicHealth,
    Ground::Archiving,
    Ground::LegalClaims,
    Ground::CompellingGrounds,
];

/// Every verdict that a letter can tell.
fn verdicts() -> Vec<Verdict> {
    let stay = || Some("stay".into());
    let floor = || DecidedUntil::Floor(LimitWords("7 years after left".to_owned()));
    let keep = |because, until| Verdict::Keep { by: stay(), because, until };
    let exempt = |ground| keep(Because::Exempt(ground), floor());
    let anonymised = [Anonymised::Policy, Anonymised::Needed, Anonymised::Link];
    let mut all = vec![
        Verdict::Erase,
        keep(Because::Duty { source: "BFL 7:2".into() }, floor()),
        keep(Because::InForce, DecidedUntil::Ended),
        keep(Because::InForce, DecidedUntil::Happened(BTreeSet::from(["left".into()]))),
        keep(Because::Needed, DecidedUntil::NotNeeded),
        keep(Because::Exempt(Ground::LegalClaims), DecidedUntil::Review(date(2027, 1, 31))),
        keep(Because::Exempt(Ground::LegalClaims), DecidedUntil::NotStated),
        Verdict::Held(HoldId("dispute-1".to_owned())),
        Verdict::Locked,
        Verdict::Task {
            what: Localised(BTreeMap::from([
                ("sv".to_owned(), "Pärmen gås igenom".to_owned()),
                ("en".to_owned(), "The binder is gone through".to_owned()),
            ])),
            by: "reception".to_owned(),
        },
        Verdict::NotOurs("stay".into()),
        Verdict::Shared,
    ];
    all.extend(anonymised.map(|why| Verdict::Anonymise { columns: BTreeMap::new(), why }));
    all.extend(GROUNDS.map(exempt));
    all
}

#[test]
fn every_verdict_has_a_text_of_its_own_in_both_languages() {
    let policy = policy(&text());
    for code in ["sv", "en"] {
        let mut told = BTreeSet::new();
        for verdict in verdicts() {
            let part = Part::of(&policy, &language(code), &group(verdict.clone()), 3, None).unwrap();
            let erasure = Erasure {
                received: date(2026, 11, 2),
                parts: vec![part],
                backups: None,
                recipients: Vec::new(),
                certificate: false,
            };
            let written = write(&Letter::Erasure(erasure), &head(code), &language(code));
            assert_eq!(written.missing, [], "{verdict:?}");
            let text = written.text();
            assert!(told.insert(text.clone()), "{verdict:?} reads as another:\n{text}");
            // The article that `rules` names for it stands in the letter, as the language cites it.
            if let (Some(article), "en", Verdict::Keep { .. } | Verdict::Held(_)) =
                (verdict.article(), code, &verdict)
            {
                assert!(text.contains(article), "{verdict:?}: {article}\n{text}");
            }
        }
    }
}

#[test]
fn a_decision_with_an_open_question_cannot_be_told() {
    let open = Verdict::Open(Question::InForce("stay".into()));
    let refused = Part::of(&policy(&text()), &language("sv"), &group(open), 3, None).unwrap_err();
    assert!(matches!(refused, Undecided::Open(_)), "{refused}");
}

#[test]
fn a_word_that_the_policy_lacks_is_named_with_its_place() {
    let policy = policy(&text().replace("{sv: Logi, en: Lodging}", "{en: Lodging}"));
    let keep =
        Verdict::Keep { by: Some("stay".into()), because: Because::InForce, until: DecidedUntil::Ended };
    let refused = Part::of(&policy, &language("sv"), &group(keep), 3, None).unwrap_err();
    assert!(refused.to_string().contains("activities.stay.purpose"), "{refused}");
}

#[test]
fn a_known_day_goes_before_the_period_it_follows_from() {
    let policy = policy(&text());
    let keep = Verdict::Keep {
        by: Some("stay".into()),
        because: Because::Duty { source: "BFL 7:2".into() },
        until: DecidedUntil::Floor(LimitWords(String::new())),
    };
    let until = |days| match Part::of(&policy, &language("sv"), &group(keep.clone()), 3, days).unwrap().fate {
        Fate::Kept { until, .. } => until,
        other => panic!("{other:?}"),
    };
    let (first, last) = (date(2031, 12, 31), date(2032, 12, 31));
    assert_eq!(until(Some((last, last))), Until::Day(last));
    assert_eq!(until(Some((first, last))), Until::Between(first, last));
    assert_eq!(until(None), Until::Period("7 år efter att gästen har rest".to_owned()));
}

/// The sentence above the parts: whatever is open or stays, it is not called done.
#[test]
fn the_sentence_above_never_claims_more_than_the_parts() {
    let part = |fate| Part { what: "Gäster".to_owned(), records: Some(1), fate };
    let kept = || Fate::Kept { purpose: None, because: Because::Needed, until: Until::Needed };
    let task = |done| Fate::Task { what: "Pärm".to_owned(), due: None, done };
    let failed = || Fate::NotDone { reason: "Systemet svarar inte".to_owned() };
    let unchecked = || Fate::NotChecked { reason: "Systemet svarar inte".to_owned() };
    let told = |fates: Vec<Fate>| {
        let erasure = Erasure {
            received: date(2026, 11, 2),
            parts: fates.into_iter().map(part).collect(),
            backups: None,
            recipients: Vec::new(),
            certificate: false,
        };
        write(&Letter::Erasure(erasure), &head("sv"), &language("sv")).text().replace('\n', " ")
    };
    let all = "Allt vi hittade om dig är raderat eller anonymiserat.";
    assert!(told(vec![Fate::Erased, Fate::NothingFound]).contains(all));
    assert!(told(vec![task(Some(date(2026, 11, 20)))]).contains(all));
    for open in [kept(), Fate::Held, Fate::Locked, task(None), failed(), unchecked(), Fate::Shared] {
        assert!(!told(vec![Fate::Erased, open.clone()]).contains(all), "{open:?}");
        assert!(told(vec![Fate::Erased, open.clone()]).contains("Om du inte är nöjd"), "{open:?}");
    }
    assert!(told(vec![kept()]).contains("Ingenting har raderats."));
    assert!(told(vec![kept(), failed()]).contains("Din begäran är inte färdigbehandlad."));
    assert!(told(vec![Fate::NothingFound]).contains("Vi hittade inga uppgifter om dig"));
    assert!(told(Vec::new()).contains("Vi hittade inga uppgifter om dig"));
}
