//! What people keep, as typed: duties and their reminders, sub-processors and notices to customers.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use gallra_app::{Clock, Context};
use gallra_store::register::{
    Acceptance, Accepting, AgreementKind, Mode, NewAgreement, NewParty, PartyKind, Person, Role,
};
use gallra_testkit::sqlite_cli;
use serde_json::json;

use super::support::{Place, Ran, assert_transcript, changed_policy, signal, story};

const DUTIES: &str = "
duties:
  training: {what: {sv: Utbildning i dataskydd, en: Training in data protection}, by: personal, every: year, for: [support, drift]}
  iso_27001: {what: {sv: Certifiering enligt ISO 27001, en: Certification to ISO 27001}, by: ledning, certification: true}
";

fn with_duties() -> Place {
    let place = Place::shop();
    place.shop_says("DELETE FROM messages WHERE sent_on < '2020'; UPDATE customers SET left_on = NULL;");
    place.write("policy/duties.yaml", DUTIES);
    place
}

fn attested(place: &Place, words: &[&str], lang: &str) -> Ran {
    let said = ["--by", "Karin Ek", "--saying", "Alla var med", "--lang", lang];
    place.run(&[&["attest"], words, &said].concat())
}

fn duties_from_first_to_last(lang: &str) -> Vec<Ran> {
    let place = with_duties();
    place.write("iso.pdf", "a certificate");
    let spoken = |line: &str| place.gallra(&format!("{line} --lang {lang}"));
    let before = spoken("attest");
    let broken = spoken("audit");
    let which = attested(&place, &["training"], lang);
    let support = attested(&place, &["training", "support"], lang);
    let drift = attested(&place, &["training", "drift"], lang);
    let without = attested(&place, &["iso_27001"], lang);
    let iso = ["iso_27001", "--until", "2099-03-31", "--document", "iso.pdf"];
    let iso = attested(&place, &iso, lang);
    let (after, due, audit) = (spoken("attest"), spoken("attest --due 30"), spoken("audit"));
    assert_eq!((before.code, broken.code, which.code, without.code), (Some(0), Some(1), Some(2), Some(2)));
    assert_eq!((support.code, drift.code, iso.code), (Some(0), Some(0), Some(0)));
    assert_eq!((after.code, due.code, audit.code), (Some(0), Some(0), Some(0)));
    vec![before, broken, which, support, drift, without, iso, after, due, audit]
}

#[test]
fn duties_are_broken_until_they_are_attested() {
    assert_transcript!("people_duties", story(&duties_from_first_to_last("en")));
    assert_transcript!("people_duties_sv", story(&duties_from_first_to_last("sv")));
}

#[test]
fn what_is_due_is_told_to_programs_with_an_exit_code_of_its_own() {
    let place = with_duties();
    let due = place.gallra("attest --due 0 --json");
    assert_eq!((due.code, due.json()["duties"].as_array().unwrap().len()), (Some(1), 3));
    for of in ["support", "drift"] {
        assert_eq!(attested(&place, &["training", of], "en").code, Some(0));
    }
    assert_eq!(attested(&place, &["iso_27001", "--until", "2099-01-01"], "en").code, Some(0));
    let none = place.gallra("attest --due 30 --json");
    assert_eq!((none.code, none.json()["duties"].as_array().unwrap().len()), (Some(0), 0));
    let in_a_year = place.gallra("attest --due 366 --json");
    assert_eq!((in_a_year.code, in_a_year.json()["duties"].as_array().unwrap().len()), (Some(1), 2));
    for wrong in
        ["attest --due soon", "attest --due -1", "attest training --due 3", "attest training support"]
    {
        assert_eq!(place.gallra(wrong).code, Some(2), "{wrong}");
    }
    let gone = attested(&place, &["training", "support", "--gone"], "en");
    let of_a_task = attested(&place, &["register", "customers", "--document", "policy/shop.yaml"], "en");
    let nothing = attested(&place, &["trainings"], "en");
    let unread = attested(&place, &["iso_27001", "--until", "2099-01-01", "--document", "nowhere.pdf"], "en");
    for refused in [&gone, &of_a_task, &nothing, &unread] {
        assert_eq!(refused.code, Some(2), "{refused:?}");
    }
    assert!(nothing.stderr.contains("is no duty"), "{nothing:?}");
}

#[test]
fn the_page_and_the_figures_tell_of_duties() {
    let place = with_duties();
    assert_eq!(attested(&place, &["training", "support"], "en").code, Some(0));
    assert_eq!(place.gallra("audit --html audit.html --prometheus gallra.prom --lang sv").code, Some(1));
    let (page, figures) = (place.read("audit.html"), place.read("gallra.prom"));
    assert!(page.contains("Utbildning i dataskydd") && !page.contains("Karin"));
    let says = |line: &str| figures.lines().any(|one| one == line);
    assert!(says("gallra_duty_kept{duty=\"training\",of=\"support\"} 1"), "{figures}");
    assert!(says("gallra_duty_kept{duty=\"training\",of=\"drift\"} 0"), "{figures}");
    assert!(!figures.contains("gallra_duty_days_left{duty=\"iso_27001\""), "it was never attested");
    let json = place.gallra("audit --json").json();
    let broken =
        json["audit"]["duties"].as_array().unwrap().iter().filter(|one| one["verdict"] == json!("broken"));
    assert_eq!(broken.count(), 2);
}

#[test]
fn the_calendar_has_an_event_and_an_alarm_for_each_and_nobodys_name() {
    let place = with_duties();
    assert_eq!(attested(&place, &["iso_27001", "--until", "2099-03-31"], "en").code, Some(0));
    let ran = place.gallra("attest --calendar duties.ics --lang sv");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let text = place.read("duties.ics");
    assert!(!text.contains("Karin") && !text.contains("Alla var med"));
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 3);
    assert_eq!(text.matches("BEGIN:VALARM").count(), 3);
    for needed in [
        "VERSION:2.0\r\n",
        "DTSTART;VALUE=DATE:20990331\r\n",
        "UID:duty-iso_27001-@gallra/provbutiken-ab\r\n",
        "TRIGGER;RELATED=START:-PT2592000S\r\n",
        "SUMMARY:Sista dag: Certifiering enligt ISO 27001\r\n",
    ] {
        assert!(text.contains(needed), "{needed:?} is missing: {text}");
    }
    assert!(!text.contains("DTEND"), "a day that ends when it begins is none (RFC 5545, 3.6.1)");
    assert!(text.lines().all(|line| line.len() <= 75), "lines are folded (RFC 5545, 3.1)");
    assert!(text.split("\r\n").all(|line| !line.contains('\n')), "lines end with CRLF");
}

const RECIPIENTS: &str = "
recipients:
  cloud: {name: Molnet Prov AB, role: sub_processor, country: SE, agreement: DPA 2026-1}
  bank: {name: Banken Prov AB, role: controller, country: SE}
";

/// A shop that is processor, with a cloud, two customers with an agreement and one without.
fn with_customers(policy: &str) -> Place {
    let place = Place::shop();
    place.shop_says("DELETE FROM messages WHERE sent_on < '2020'; UPDATE customers SET left_on = NULL;");
    let hosting = "
  hosting:
    role: processor
    purpose: {sv: Drift åt kunder, en: Hosting for customers}
    data: [messages]
    keep: {at_most: 1 year after sent}
    then: delete
    recipients: [cloud]
    measures: [access]
";
    changed_policy(&place, "activities:\n", &format!("activities:{hosting}"));
    changed_policy(
        &place,
        "basis: contract\n    data: [messages]",
        "basis: contract\n    data: [messages]\n    recipients: [bank]",
    );
    changed_policy(
        &place,
        "  authority:",
        "  contact: {email: dataskyddsombud@provbutiken.example}\n  authority:",
    );
    place.write("policy/recipients.yaml", policy);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let outcome = gallra_rules::check_folder(&place.path("policy"), &gallra_rules::Options::default());
        let (folder, state) = (place.path("policy"), place.path("policy-state"));
        let context = Context::open(outcome.policy.unwrap(), &folder, &state, Clock::System).await.unwrap();
        for (name, agreed) in [("Acme Prov AB", true), ("Utan Avtal AB", false), ("Beta Prov AB", true)] {
            customer(&context, name, agreed).await;
        }
        context.store.close().await;
    });
    place
}

async fn customer(context: &Context, name: &str, agreed: bool) {
    let acting = context.acting("Karin Ek", "hosting").unwrap();
    let register = context.register().await.unwrap();
    let person = Person { name: name.into(), address: Some("Provgatan 1".into()), ..Person::default() };
    let (kind, role) = (PartyKind::Customer, Role::Controller);
    let party = NewParty { kind, role, belongs_to: None, since: None, last_contact: None, person };
    let party = register.create_party(&acting, &party).await.unwrap();
    if !agreed {
        return;
    }
    let (day, text) = ("2026-01-15".parse().unwrap(), b"Avtal".to_vec());
    let text_hash = gallra_store::register::hash_of(&text);
    let (kind, mode) = (AgreementKind::Dpa, Mode::Standard);
    let new = NewAgreement { party, kind, mode, text, drafted_on: day, supersedes: None };
    let agreement = register.draft(&acting, &new).await.unwrap();
    register.offer(&acting, agreement, day).await.unwrap();
    let evidence = Acceptance { by: name.into(), address: "192.0.2.1".into(), by_payment: false };
    let how = Accepting { on: day, starts_on: day, text_hash, evidence };
    register.accept(&acting, agreement, &how).await.unwrap();
}

fn announce(place: &Place, more: &[&str]) -> Ran {
    place.run(&[&["recipients", "announce", "--by", "Karin Ek"], more].concat())
}

fn objection(place: &Place, words: &[&str]) -> Ran {
    let said = ["--saying", "Inte Molnet, tack", "--by", "Karin Ek"];
    place.run(&[&["recipients", "objection"], words, &said].concat())
}

fn today() -> String {
    Clock::System.now().to_zoned(jiff::tz::TimeZone::get("Europe/Stockholm").unwrap()).date().to_string()
}

fn notice_from_first_to_last(lang: &str) -> (Vec<Ran>, String) {
    let place = with_customers(RECIPIENTS);
    let (lang, today) = (["--lang", lang], today());
    let spoken = |line: &str| place.run(&[&line.split(' ').collect::<Vec<_>>()[..], &lang].concat());
    let listed = spoken("recipients");
    let broken = spoken("audit");
    let shown = announce(&place, &lang);
    let told = announce(&place, &[&["--letters", "letters"], &lang[..]].concat());
    let again = announce(&place, &[&["--letters", "again"], &lang[..]].concat());
    let window = spoken("audit");
    let objected = objection(&place, &[&["1", "cloud", "--on", &today], &lang[..]].concat());
    let twice = objection(&place, &[&["1", "cloud", "--on", &today], &lang[..]].concat());
    let status = spoken("recipients status");
    let settled = objection(&place, &[&["1", "cloud", "--settled", "--on", &today], &lang[..]].concat());
    let letter = place.read("letters/notice-1-customer-1.txt");
    assert_eq!(letter, place.read("again/notice-1-customer-1.txt"), "to the letter");
    assert_eq!((broken.code, told.code, window.code), (Some(1), Some(0), Some(1)));
    assert_eq!((objected.code, twice.code, settled.code), (Some(0), Some(2), Some(0)));
    (vec![listed, broken, shown, told, again, window, objected, twice, status, settled], letter)
}

#[test]
fn customers_are_told_and_object() {
    let (all, letter) = notice_from_first_to_last("en");
    assert_transcript!("people_notice", story(&all));
    assert_transcript!("people_letter", letter);
    let (all, same) = notice_from_first_to_last("sv");
    assert_transcript!("people_notice_sv", story(&all));
    assert_eq!(letter, same, "the letter is in both languages, whoever writes it");
}

#[test]
fn a_notice_on_paper_says_what_was_sealed_the_first_time_and_again() {
    let place = with_customers(RECIPIENTS);
    let told = announce(&place, &["--letters", "letters", "--format", "pdf"]);
    assert_eq!(told.code, Some(0), "{told:?}");
    // The policy says it in other words now; what was sealed stays.
    changed_policy(&place, "Hosting for customers", "Hosting for everybody");
    announce(&place, &["--letters", "again", "--format", "pdf"]);
    for (lang, words) in [
        (
            "sv",
            [
                "Acme Prov AB",
                "Ändring av underbiträden",
                "Nytt: Molnet Prov AB",
                "Drift åt kunder",
                "Art. 28.4",
            ],
        ),
        (
            "en",
            [
                "Provgatan 1",
                "Change of sub-processors",
                "New: Molnet Prov AB",
                "Hosting for customers",
                "28(4)",
            ],
        ),
    ] {
        let [first, second] = ["letters", "again"]
            .map(|folder| fs::read(place.path(&format!("{folder}/notice-1-customer-1.{lang}.pdf"))).unwrap());
        assert_eq!(first, second, "the same paper, {lang}");
        let file = place.path(&format!("letters/notice-1-customer-1.{lang}.pdf"));
        let text = super::bundle::text_of(&file).to_lowercase();
        for said in words {
            assert!(text.contains(&said.to_lowercase()), "{said}: {text}");
        }
        assert!(!text.contains("–––") && !text.contains("beta prov"), "{text}");
    }
    let alone = announce(&place, &["--format", "pdf"]);
    assert_eq!(alone.code, Some(2), "{alone:?}");
}

#[test]
fn a_notice_that_makes_no_sense_is_refused_and_nothing_is_recorded() {
    let place = with_customers(RECIPIENTS);
    let short = announce(&place, &["--letters", "letters", "--window", "29d"]);
    let hours = announce(&place, &["--window", "72 hours"]);
    let both = announce(&place, &["--known", "--letters", "letters"]);
    let nobody = place.gallra("recipients announce");
    let unknown = objection(&place, &["77", "cloud", "--on", &today()]);
    let ahead = objection(&place, &["1", "cloud", "--on", "2099-01-01"]);
    let stranger = objection(&place, &["1", "bank", "--on", &today()]);
    let open = objection(&place, &["1", "cloud", "--on", &today(), "--settled"]);
    for refused in [&short, &hours, &both, &nobody, &unknown, &ahead, &stranger, &open] {
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(!refused.stderr.contains("Acme"), "{refused:?}");
    }
    assert!(!place.path("letters").exists(), "no letter was written");
    let status = place.gallra("recipients status --json").json();
    assert_eq!((&status["notices"], &status["objections"]), (&json!([]), &json!([])));
    let known = announce(&place, &["--known"]);
    assert_eq!(known.code, Some(0), "{known:?}");
    let audit = place.gallra("audit").stdout;
    assert!(audit.contains("kept     cloud"), "what the agreements name needs no notice: {audit}");
}

/// Killed when the letters are written and their record is not committed: the next call writes the same letters and
/// records the notice once.
#[test]
fn kill_9_between_the_letters_and_the_record_leaves_one_notice() {
    let place = with_customers(RECIPIENTS);
    let state = place.path("policy-state/gallra.db");
    // The record does not come to its end while this counts.
    sqlite_cli(
        &state,
        "CREATE VIEW forever AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;
         CREATE TRIGGER hang BEFORE INSERT ON notice BEGIN SELECT max(i) FROM forever; END;",
    );
    let line = "recipients announce --by Karin --letters letters";
    let mut child = place.spawn(line);
    let last = place.path("letters/notice-1-customer-4.txt");
    let since = Instant::now();
    while !last.exists() {
        assert!(since.elapsed() < Duration::from_mins(1), "no letter came");
        assert!(child.try_wait().unwrap().is_none(), "it ended before it recorded anything");
        sleep(Duration::from_millis(20));
    }
    signal(&child, "KILL");
    child.wait().unwrap();
    let letters = ["1", "4"].map(|number| place.read(&format!("letters/notice-1-customer-{number}.txt")));
    sqlite_cli(&state, "DROP TRIGGER hang; DROP VIEW forever;");
    assert_eq!(sqlite_cli(&state, "SELECT count(*) FROM notice").trim(), "0");

    let ran = place.gallra(line);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(place.gallra(line).code, Some(0));
    let same = ["1", "4"].map(|number| place.read(&format!("letters/notice-1-customer-{number}.txt")));
    assert_eq!(same, letters);
    let says = "SELECT (SELECT count(*) FROM notice), (SELECT count(*) FROM informed),
        (SELECT count(*) FROM leaf WHERE json_extract(bytes, '$.kind') = 'sub_processors_announced')";
    assert_eq!(sqlite_cli(&state, says).trim(), "1|2|1");
    assert_eq!(place.gallra("verify").code, Some(0));
    let names = fs::read_dir(place.path("letters")).unwrap().map(|it| it.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().contains("Acme")));
}
