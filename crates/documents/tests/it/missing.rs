//! What the law asks for and the policy does not say is told with its article and its cure, and nothing is published.

use gallra_documents::{Built, Kind, Lack, build};

use crate::support::{SMALL, language, policy};

fn notice(text: &str, code: &str) -> Built {
    build(&policy(text), Kind::Notice, &language(code), &[])
}

/// Takes something out of the policy, and looks what the notice then lacks.
#[track_caller]
fn without(part: &str, instead: &str, lacks: &[(&str, &str, Lack)]) {
    assert!(SMALL.contains(part), "the policy says {part}");
    let built = notice(&SMALL.replace(part, instead), "sv");
    let found: Vec<_> = built.missing.iter().map(|it| (it.article, it.place.as_str(), it.lack)).collect();
    assert_eq!(found, lacks);
    assert_eq!(built.is_complete(), lacks.is_empty());
    for missing in &built.missing {
        assert_eq!(missing.articles(&language("en")), missing.article);
        assert!(!missing.articles(&language("sv")).contains('('), "{missing:?}");
        for code in ["sv", "en"] {
            let (cause, cure) = (missing.cause(&language(code)), missing.cure(&language(code)));
            assert!(!cause.is_empty(), "{missing:?}");
            assert!(cure.contains(&missing.place), "{cure}");
        }
    }
}

#[test]
fn a_policy_that_says_it_all_lacks_nothing() {
    without("SE", "SE", &[]);
}

#[test]
fn each_thing_that_is_left_out_is_told_with_its_article() {
    let identity = [("13(1)(a), 14(1)(a)", "organisation.contact", Lack::Contact)];
    without("  contact: {email: hej@exempelhotellet.example}\n", "", &identity);
    let purpose = [("13(1)(c), 14(1)(c)", "activities.stay.purpose", Lack::Text)];
    without("purpose: {sv: Logi, en: Lodging}", "purpose: {en: Lodging}", &purpose);
    let source = [("14(2)(f)", "activities.stay.notice.source", Lack::Source)];
    without("{source: person, automated_decisions: none}", "{automated_decisions: none}", &source);
    let place = "activities.stay.notice.automated_decisions";
    let automated = [("13(2)(f), 14(2)(g)", place, Lack::AutomatedDecisions)];
    without("{source: person, automated_decisions: none}", "{source: person}", &automated);
    let means = [("13(2)(a), 14(2)(a)", "datasets.guests.anchors.left.means", Lack::Means)];
    without("{column: left_on, means: {sv: gästen har rest, en: the guest has left}}", "left_on", &means);
    let subjects = [("14(1)(d)", "datasets.guests.about", Lack::Subjects)];
    without("    about: [guests]\n", "", &subjects);
}

/// The essence of the arrangement has to be available to people (Art. 26(2)), and the record names who else is controller.
#[test]
fn who_shares_the_responsibility_tells_with_whom_and_how() {
    let joint = SMALL.replace("role: controller", "role: joint_controller");
    let silent = build(&policy(&joint), Kind::Notice, &language("sv"), &[]);
    let found: Vec<_> = silent.missing.iter().map(|it| (it.article, it.place.as_str(), it.lack)).collect();
    assert_eq!(found, [("26(2)", "activities.stay.notice.joint_controllers", Lack::JointControllers)]);
    let told = joint.replace(
        "{source: person,",
        "{joint_controllers: {sv: Vi och Turistbyrån. Fråga oss., en: We and the tourist office. Ask us.}, source: person,",
    );
    for (kind, code, words) in [
        (Kind::Notice, "sv", "**Gemensamt personuppgiftsansvar:** Vi och Turistbyrån. Fråga oss."),
        (Kind::Records, "en", "**Joint controllers:** We and the tourist office. Ask us."),
    ] {
        let built = build(&policy(&told), kind, &language(code), &[]);
        assert_eq!(built.missing, []);
        let text = gallra_documents::markdown::render(&built.document, &crate::support::edition(), &[]);
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn a_text_in_another_language_is_no_text() {
    let only_swedish = SMALL.replace("{sv: Gäster, en: Guests}", "{sv: Gäster}");
    assert!(notice(&only_swedish, "sv").is_complete());
    let english = notice(&only_swedish, "en");
    assert_eq!(english.missing.len(), 1);
    assert_eq!(english.missing[0].place, "subjects.guests");
    assert!(english.banner()[0].starts_with("Draft"), "{:?}", english.banner());
    // Which language it is stands in the reader's own.
    let missing = &english.missing[0];
    assert_eq!(missing.cause(&language("sv")), "ingen text på engelska");
    assert_eq!(missing.cure(&language("en")), "Add `en: …` to `subjects.guests`.");
    // A text that says no language is good in all of them.
    assert!(notice(&SMALL.replace("{sv: Gäster, en: Guests}", "Gäster"), "en").is_complete());
}

#[test]
fn a_processors_record_names_its_controllers_or_is_not_to_be_published() {
    let text = SMALL.replace("role: controller", "role: processor").replace("    basis: contract\n", "");
    let policy = policy(&text);
    assert!(!Kind::Notice.applies(&policy), "who only processes for others has no notice to give");
    let built = build(&policy, Kind::ProcessorRecords, &language("en"), &[]);
    let found: Vec<_> = built.missing.iter().map(|it| (it.article, it.lack)).collect();
    assert_eq!(found, [("30(2)(a)", Lack::Controllers)]);
}
