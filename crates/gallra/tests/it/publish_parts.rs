//! `gallra documents publish` of a part, of less than before, and into another folder: nothing in force disappears silently.

use std::fs;

use super::publish::{changed, files, web_host};
use super::support::Place;

const LONGER: (&str, &str) = ("at_most: 1 month after settled", "at_most: 3 months after settled");

/// What of the folder's files begins like this, with their hashes.
fn of(place: &Place, folder: &str, begins: &str) -> Vec<(String, String)> {
    let all = files(&place.path(folder));
    all.into_iter().filter(|(name, _)| name.starts_with(begins)).collect()
}

#[test]
fn what_is_not_named_stays_in_force_to_the_byte_and_is_told_until_it_says_so_itself() {
    let place = web_host();
    assert_eq!(place.gallra("documents publish").code, Some(0));
    let before = files(&place.path("published/current"));
    changed(&place, LONGER.0, LONGER.1);
    let part = place.gallra("documents publish --only instruction");
    assert_eq!(part.code, Some(0), "{part:?}");
    assert!(part.stdout.contains("In force as before: processor agreement (English, Swedish)"), "{part:?}");
    let after = files(&place.path("published/current"));
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "nothing is gone");
    for (name, hash) in &after {
        assert_eq!(name.starts_with("instruction."), before[name] != *hash, "{name}");
    }
    let diff = place.gallra("documents diff --json").json();
    assert_eq!(diff["earlier"][0]["publication"], 1, "{diff}");
    let told = diff["changes"].as_array().unwrap();
    assert_eq!(told.len(), 1, "the agreement does not say it yet: {diff}");
    assert!(told[0]["words"].as_str().unwrap().contains("kept longer"), "{diff}");
    let whole = place.gallra("documents publish --json").json();
    assert_eq!(whole["published"], true, "{whole}");
    assert_eq!(
        whole["changes"].as_array().unwrap().len(),
        1,
        "told when it goes into the agreement: {whole}"
    );
    let none = place.gallra("documents diff");
    assert!(none.stdout.contains("The documents promise the same."), "{none:?}");
    let index = place.read("published/index.html");
    assert!(index.contains("archive/2/agreement.sv.html"), "{index}");
    assert!(index.contains("unchanged since"), "{index}");
    let verified = place.gallra("verify");
    assert_eq!(verified.code, Some(0), "{verified:?}");
}

#[test]
fn a_language_or_a_form_that_is_not_named_stays_and_forms_never_say_different_things() {
    let place = web_host();
    assert_eq!(place.gallra("documents publish --format html,md").code, Some(0));
    let before = files(&place.path("published/current"));
    changed(&place, LONGER.0, LONGER.1);
    assert_eq!(place.gallra("documents publish --lang sv").code, Some(0));
    let after = files(&place.path("published/current"));
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    for name in ["agreement.sv.html", "agreement.sv.md"] {
        assert_ne!(after[name], before[name], "both forms are new: {name}");
    }
    for name in ["agreement.en.html", "agreement.en.md"] {
        assert_eq!(after[name], before[name], "{name}");
    }
    let diff = place.gallra("documents diff");
    assert!(diff.stdout.contains("kept longer"), "the English ones do not say it yet: {diff:?}");
    let alone = place.gallra("documents publish --only notice --lang sv --withdraw --json").json();
    assert_eq!(files(&place.path("published/current")).len(), 1, "{alone}");
    let withdrawn = alone["withdrawn"].as_array().unwrap();
    assert!(withdrawn.iter().any(|one| one["document"] == "agreement" && one["language"] == "en"), "{alone}");
    assert!(withdrawn.iter().any(|one| one["document"] == "notice" && one["form"] == "md"), "{alone}");
}

#[test]
fn what_the_policy_is_no_longer_about_is_withdrawn_and_told() {
    let place = web_host();
    fs::create_dir_all(place.path("policy/templates/sv")).unwrap();
    place.write("policy/templates/sv/terms.md", "# Villkor\n\nVillkoren gäller {{processor.name}}.\n");
    assert_eq!(place.gallra("documents publish").code, Some(0));
    fs::remove_dir_all(place.path("policy/templates")).unwrap();
    let diff = place.gallra("documents diff");
    assert!(diff.stdout.contains("No longer published: general terms (Swedish)"), "{diff:?}");
    let kept = place.gallra("documents publish --only notice");
    assert!(!kept.stdout.contains("No longer published"), "not named: {kept:?}");
    let gone = place.gallra("documents publish");
    assert!(gone.stdout.contains("No longer published: general terms (Swedish)"), "{gone:?}");
    assert_eq!(of(&place, "published/current", "terms."), []);
    assert_eq!(of(&place, "published/archive/1", "terms.").len(), 1, "what was published is never changed");
}

#[test]
fn words_that_no_change_explains_are_told_by_the_document() {
    let place = web_host();
    assert_eq!(place.gallra("documents publish").code, Some(0));
    // As if the last publication's agreement had had other words of ours.
    gallra_testkit::sqlite_cli(
        &place.path("policy-state/gallra.db"),
        "UPDATE published SET version = '000000000000' WHERE what = 'agreement' AND language = 'en'",
    );
    let diff = place.gallra("documents diff");
    assert!(diff.stdout.contains("Other words in: processor agreement (English)."), "{diff:?}");
    assert!(!diff.stdout.contains("promise the same"), "{diff:?}");
    let published = place.gallra("documents publish");
    assert!(published.stdout.contains("Other words in: processor agreement (English)."), "{published:?}");
}

#[test]
fn another_folder_gets_what_can_be_made_again_and_never_a_link_that_leads_nowhere() {
    let place = web_host();
    assert_eq!(place.gallra("documents publish").code, Some(0));
    let sealed = files(&place.path("published/archive/1"));
    // The same day and the same policy: the same bytes.
    let again = place.gallra("documents publish --out other --json").json();
    assert_eq!(again["published"], false, "{again}");
    assert_eq!(files(&place.path("other/current")), sealed);
    // Only the notice could be made again: the rest of what is in force is not here.
    changed(&place, LONGER.0, LONGER.1);
    assert_eq!(place.gallra("documents publish").code, Some(0));
    let part = place.gallra("documents publish --only notice --out empty");
    assert_eq!(part.code, Some(4), "{part:?}");
    assert!(!place.path("empty").exists());
    changed(&place, LONGER.1, LONGER.0);
    let new = place.gallra("documents publish --out third --json").json();
    assert_eq!(new["published"], true, "{new}");
    assert_eq!(new["absent"].as_array().unwrap().len(), 2, "{new}");
    let index = place.read("third/index.html");
    assert!(!index.contains("archive/1/") && !index.contains("archive/2/"), "{index}");
    assert!(place.path("third/current/notice.sv.html").is_file());
}

#[test]
fn a_folder_without_what_stays_in_force_is_refused_and_left_as_it_was() {
    let place = web_host();
    assert_eq!(place.gallra("documents publish").code, Some(0));
    changed(&place, LONGER.0, LONGER.1);
    let refused = place.gallra("documents publish --only instruction --out other");
    assert_eq!(refused.code, Some(4), "{refused:?}");
    assert!(refused.stderr.contains("copy the folder `archive`"), "{refused:?}");
    assert!(!place.path("other").exists(), "nothing was left there");
    // What was tampered with is not carried over either.
    place.write("published/archive/1/notice.sv.html", "other words");
    let refused = place.gallra("documents publish --only instruction");
    assert_eq!(refused.code, Some(4), "{refused:?}");
    assert!(!place.path("published/archive/2").exists());
    let anew = place.gallra("documents publish --anew --withdraw --out other --json").json();
    assert_eq!((anew["published"].as_bool(), anew["publication"].as_u64()), (Some(true), Some(2)), "{anew}");
}
