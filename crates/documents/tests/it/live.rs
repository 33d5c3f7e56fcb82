//! The live promise page says what was measured, and where nothing was, that.

use gallra_documents::live::{Finding, Measured, Proof, Verdict, build};
use gallra_documents::markdown;
use jiff::civil::date;

use crate::support::{SMALL, edition, language, policy};

fn page(code: &str, finding: Option<Finding>) -> String {
    let policy = policy(SMALL);
    let mut measured = Measured::default();
    if let Some(finding) = finding {
        measured.proof = Some(Proof {
            at: finding.at,
            file: "live.tlog-proof".to_owned(),
            log: Some("https://log.example/exempel/".to_owned()),
            origin: "exempelhotellet.example".to_owned(),
            index: 7,
            size: 12,
            root: "VvmU".to_owned(),
        });
        measured.findings.insert(("stay".into(), "guests".into()), finding);
    }
    let built = build(&policy, &language(code), &measured);
    assert_eq!(built.missing, []);
    markdown::render(&built.document, &edition(), &[])
}

fn found(verdict: Verdict, oldest: Option<jiff::civil::Date>) -> Finding {
    Finding { at: date(2026, 11, 22).at(3, 0, 0, 0), verdict, oldest }
}

#[test]
fn a_promise_that_is_kept_tells_the_oldest_record() {
    let oldest = Some(date(2026, 6, 10));
    let text = page("sv", Some(found(Verdict::Kept, oldest)));
    for part in [
        "| Högst 6 månader efter att gästen har rest |",
        "Hålls. Den äldsta posten är 5 månader och 12 dagar gammal, räknat från den dag då tiden börjar löpa. Kontrollerat den 22 november 2026 kl. 03:00.",
        "[https://log.example/exempel/checkpoint](https://log.example/exempel/checkpoint)",
        "live.tlog-proof",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let english = page("en", Some(found(Verdict::Kept, oldest)));
    assert!(english.contains("Kept. The oldest record is 5 months and 12 days old"), "{english}");
    let nothing = page("sv", Some(found(Verdict::Kept, None)));
    assert!(nothing.contains("Hålls. Det finns inga poster som tiden gäller."));
    // A record from today, or one that counts from a day to come, is no days old.
    for day in [date(2026, 11, 22), date(2027, 1, 1)] {
        assert!(page("sv", Some(found(Verdict::Kept, Some(day)))).contains("är 0 dagar gammal"), "{day}");
    }
}

#[test]
fn what_is_not_kept_or_not_known_is_said() {
    let broken = page("sv", Some(found(Verdict::Broken(3), Some(date(2020, 1, 1)))));
    assert!(broken.contains("Hålls inte: 3 poster är äldre än vi har lovat."), "{broken}");
    let many = page("sv", Some(found(Verdict::Broken(1234), None)));
    assert!(many.contains("1\u{a0}234 poster är äldre"), "{many}");
    let failing = page("sv", Some(found(Verdict::NotChecked, None)));
    assert!(failing.contains("Kunde inte kontrolleras den 22 november 2026 kl. 03:00."), "{failing}");
    let never = page("sv", None);
    assert!(never.contains("| Inte kontrollerat än. |"), "{never}");
    assert!(never.contains("Till dess är tiderna bara vad vi lovar."), "{never}");
    for text in [broken, failing, never] {
        assert!(!text.contains("Hålls. "), "{text}");
    }
}
