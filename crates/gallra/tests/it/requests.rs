//! Requests as somebody who handles them meets them: from the day one comes in to the verified certificate, and everything that
//! may go wrong on the way.

use std::fmt::Write as _;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use gallra_app::register::{Identifier, NewParty, PartyKind, Person, Role};
use gallra_app::{Clock, Context};
use gallra_testkit::{PgVersion, Postgres, sqlite_cli};
use serde_json::Value;

use super::one_life::{FAKETIME, steady};
use super::support::{Place, Ran, changed_policy, ran, signal};

pub(super) const KARIN: &str = "Karin Ek";
pub(super) const BO: &str = "Bo Lind";
const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/one-request.md");

/// The shop, whose customers are found by number and address, and which keeps requests for three years.
pub(super) fn shop() -> Place {
    let place = Place::shop();
    changed_policy(
        &place,
        "subject: {customer_no: id}\n    fields: {name: person.name}",
        "subject: {customer_no: id, email: email}\n    fields: {name: person.name, email: contact.email}",
    );
    changed_policy(&place, "{name: \"removed\"}", "{name: \"removed\", email: \"removed\"}");
    changed_policy(
        &place,
        "country: SE}}\ndatasets:",
        "country: SE}, own: {kind: register, country: SE}}\ndatasets:\n  requests: {in: own, table: requests, about: [customers]}",
    );
    changed_policy(
        &place,
        "activities:\n",
        "activities:\n  answering:\n    role: controller\n    purpose: {sv: Svar på begäranden, en: Answering requests}\n    basis: {legal_obligation: \"GDPR 12\"}\n    data: [requests]\n    keep: {at_most: 3 years after answered}\n    then: delete\n    measures: [access]\n",
    );
    sqlite_cli(
        &place.path("shop.db"),
        "ALTER TABLE customers ADD COLUMN email TEXT;
         UPDATE customers SET name = 'Anna Prov', email = 'anna@marker.example' WHERE id = 2;",
    );
    place
}

/// A shop with a state, which may be in PostgreSQL.
pub(super) struct Desk {
    pub(super) place: Place,
    pub(super) database: Option<String>,
    pub(super) day: Option<&'static str>,
}

impl Desk {
    pub(super) fn embedded() -> Self {
        Self { place: shop(), database: None, day: None }
    }

    pub(super) fn command(&self, words: &[&str]) -> std::process::Command {
        let mut command = self.place.command(words);
        command.env_remove("GALLRA_BY").env_remove("GALLRA_FOR");
        if let Some(address) = &self.database {
            command.env("GALLRA_DATABASE", address);
        }
        if let Some(day) = self.day {
            command.env("LD_PRELOAD", FAKETIME).env("FAKETIME", format!("{day} 09:00:00"));
            command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("TZ", "UTC");
        }
        command
    }

    pub(super) fn by(&self, who: &str, words: &[&str]) -> Ran {
        let words: Vec<&str> = words.iter().chain(&["--by", who]).copied().collect();
        ran(&words, self.command(&words).output().unwrap())
    }

    pub(super) fn does(&self, words: &[&str]) -> Ran {
        let done = self.by(KARIN, words);
        assert_eq!(done.code, Some(0), "{done:?}");
        done
    }

    pub(super) fn ends(&self, code: i32, words: &[&str]) -> Ran {
        let done = self.by(KARIN, words);
        assert_eq!(done.code, Some(code), "{done:?}");
        done
    }

    pub(super) fn shown(&self, request: &str) -> Value {
        self.does(&["requests", "show", request, "--json"]).json()
    }

    pub(super) fn state(&self, request: &str) -> String {
        self.shown(request)["state"].as_str().unwrap().to_owned()
    }

    pub(super) fn erasure(&self) {
        self.does(&["subject", "erase", "--subject", "customer_no=2"]);
        self.does(&["requests", "verify", "R-1", "--known", "logged in"]);
    }
}

/// Ten messages and one customer are Anna's; everything else is others'.
pub(super) fn assert_only_anna_went(place: &Place) {
    let says = |sql| place.shop_counts(sql);
    assert_eq!(says("SELECT count(*) FROM messages WHERE customer_id = 2"), 0);
    assert_eq!(says("SELECT count(*) FROM messages"), 190);
    assert_eq!(says("SELECT count(*) FROM attachments"), 190);
    assert_eq!(says("SELECT count(*) FROM customers WHERE name LIKE 'Anna%' OR email LIKE 'anna%'"), 0);
    assert_eq!(says("SELECT count(*) FROM customers WHERE name LIKE 'Person %'"), 19);
}

/// The whole way, told in the order in which it is gone.
fn erasure(desk: &Desk) -> String {
    let mut told = String::new();
    let mut tell = |text: &str, done: &Ran| {
        let _ = write!(told, "\n{text}\n\n```\n{}```\n", done.transcript());
    };
    tell("A customer asks for erasure.", &desk.does(&["subject", "erase", "--subject", "customer_no=2"]));
    tell("Who asks is for a person to say.", &desk.ends(1, &["requests", "next", "R-1"]));
    let known = ["requests", "verify", "R-1", "--known", "logged in to the customer portal"];
    tell("She was logged in.", &desk.does(&known));
    tell("Every system is searched.", &desk.does(&["requests", "next", "R-1"]));
    tell("What cannot be known is asked, and never guessed.", &desk.ends(1, &["requests", "next", "R-1"]));
    let decide = ["requests", "decide", "R-1", "--ended", "register,support"];
    tell("Her contract has ended.", &desk.does(&decide));
    tell("Whoever decided does not approve.", &desk.ends(4, &["requests", "approve", "R-1"]));
    let approved = desk.by(BO, &["requests", "approve", "R-1"]);
    assert_eq!(approved.code, Some(0), "{approved:?}");
    tell("A second person does.", &approved);
    assert_eq!(desk.place.shop_counts("SELECT count(*) FROM messages WHERE customer_id = 2"), 10);
    tell("It is carried out.", &desk.does(&["requests", "next", "R-1"]));
    assert_only_anna_went(&desk.place);
    tell("It is answered.", &desk.does(&["requests", "next", "R-1"]));
    let certificate = "policy-state/certificates/R-1.json";
    let verify = ["verify", certificate, "--key", "policy-state/log.pub"];
    let verified = ran(&verify, desk.command(&verify).output().unwrap());
    assert_eq!(verified.code, Some(0), "{verified:?}");
    tell("Anyone verifies the certificate with the public key.", &verified);
    tell("And the list says how it ended.", &desk.does(&["requests", "list", "--all"]));
    let letter = desk.place.read("policy-state/outbox/R-1-answer.txt");
    assert!(letter.contains("R-1"), "{letter}");
    let _ = write!(told, "\nThe letter:\n\n```\n{letter}```\n");
    told
}

#[test]
fn an_erasure_from_the_first_day_to_the_certificate() {
    assert!(
        Path::new(FAKETIME).exists(),
        "libfaketime is missing; run ./test once, or apt-get install libfaketime"
    );
    let desk = Desk { day: Some("2026-11-20"), ..Desk::embedded() };
    let told = erasure(&desk);
    let steady = steady(&told, &desk.place.path(""));
    let head = "# One request\n\nAn erasure from the day it came in to the verified certificate, as the binary told it \
                (`crates/gallra/tests/it/requests.rs` writes this page with `INSTA_UPDATE=always`).\n";
    let text = head.to_owned() + &steady;
    if std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
        std::fs::write(DOCUMENT, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(DOCUMENT).unwrap(), text, "run it with INSTA_UPDATE=always");
    // Nothing in the log or beside it says who it was.
    let log = String::from_utf8_lossy(&std::fs::read(desk.place.path("policy-state/gallra.db")).unwrap())
        .into_owned();
    for word in ["anna@marker.example", "Anna Prov", "logged in to the customer"] {
        assert!(!log.contains(word), "{word} lies in plain text");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_with_the_state_in_postgres() {
    let database = Postgres::shared(PgVersion::V15).await.database("requests");
    let desk = Desk { database: Some(database.url()), ..Desk::embedded() };
    erasure(&desk);
}

#[test]
fn an_access_ends_with_a_package_whose_passphrase_is_shown_once() {
    let desk = Desk::embedded();
    desk.does(&["subject", "access", "--email", "anna@marker.example", "--lang", "sv"]);
    desk.does(&["requests", "verify", "R-1", "--known", "inloggad"]);
    desk.does(&["requests", "next", "R-1"]);
    desk.does(&["requests", "next", "R-1"]);
    let carried = desk.does(&["requests", "next", "R-1", "--json"]).json();
    assert!(Path::new(carried["package"].as_str().unwrap()).file_name().is_some());
    assert!(desk.place.path(carried["package"].as_str().unwrap()).exists());
    let passphrase = carried["passphrase"].as_str().unwrap().to_owned();
    assert!(passphrase.len() > 20);
    assert!(desk.shown("R-1")["passphrase"].is_null(), "it is kept nowhere");
    desk.does(&["requests", "next", "R-1"]);
    assert_eq!(desk.state("R-1"), "answered");
    assert_eq!(desk.place.shop_counts("SELECT count(*) FROM messages"), 200);
}

#[test]
fn letters_bear_the_companys_logo_and_a_broken_one_stops_no_answer() {
    let desk = Desk::embedded();
    let page = |letter: &str| desk.place.read(&format!("policy-state/outbox/R-1-{letter}.html"));
    let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 1\"><rect width=\"4\" height=\"1\"/></svg>";
    desk.place.write("policy/templates/logo.svg", logo);
    desk.does(&["subject", "access", "--email", "anna@marker.example"]);
    desk.does(&["requests", "verify", "R-1", "--known", "logged in"]);
    let extend = ["requests", "extend", "R-1", "--reason", "Many archives"];
    desk.does(&extend);
    // The first letter goes out when the request comes in, before anybody works at it.
    for letter in ["acknowledged", "extended"] {
        let page = page(letter);
        assert!(page.contains("<img alt=\"Provbutiken AB\" src=\"data:image/svg+xml;base64,"), "{page}");
    }
    desk.place.write("policy/templates/logo.svg", "no picture");
    let refuse = ["requests", "refuse", "R-1", "--ground", "excessive", "--reason", "The eleventh this year"];
    desk.ends(1, &[&refuse[..], &["--format", "pdf"]].concat());
    desk.does(&refuse);
    let answer = page("refused");
    assert!(!answer.contains("<img") && answer.contains("The eleventh this year"), "{answer}");
}

#[test]
fn the_same_twice_is_noticed_and_an_access_comes_before_an_erasure() {
    let desk = Desk::embedded();
    desk.erasure();
    let same = desk.ends(1, &["subject", "erase", "--subject", "customer_no=2"]);
    assert!(same.stderr.contains("R-1"), "{same:?}");
    desk.does(&["subject", "access", "--subject", "customer_no=2"]);
    desk.does(&["requests", "next", "R-1"]);
    desk.does(&["requests", "decide", "R-1", "--ended", "register,support"]);
    let waits = desk.by(BO, &["requests", "approve", "R-1"]);
    assert_eq!(waits.code, Some(4), "{waits:?}");
    assert!(waits.stderr.contains("R-2"), "{waits:?}");
    desk.does(&["requests", "withdraw", "R-2"]);
    assert_eq!(desk.by(BO, &["requests", "approve", "R-1"]).code, Some(0));
    desk.does(&["requests", "withdraw", "R-1"]);
    desk.ends(4, &["requests", "verify", "R-1", "--known", "x"]);
    assert_eq!(desk.place.shop_counts("SELECT count(*) FROM messages"), 200, "nothing was erased");
}

#[test]
fn a_request_does_not_jump() {
    let desk = Desk::embedded();
    desk.does(&["subject", "erase", "--subject", "customer_no=2"]);
    desk.ends(4, &["requests", "decide", "R-1", "--ended", "register,support"]);
    desk.ends(4, &["requests", "approve", "R-1"]);
    desk.ends(4, &["requests", "certificate", "R-1"]);
    desk.ends(2, &["requests", "show", "R-7"]);
    desk.ends(2, &["subject", "erase", "--name", "Anna Prov"]);
    desk.ends(2, &["subject", "erase", "--subject", "customer_no=2", "--received", "2099-01-01"]);
    assert_eq!(desk.state("R-1"), "received");
}

#[test]
fn a_system_that_is_down_keeps_it_open_until_it_answers() {
    let desk = Desk::embedded();
    desk.erasure();
    let (there, away) = (desk.place.path("shop.db"), desk.place.path("away.db"));
    std::fs::rename(&there, &away).unwrap();
    desk.does(&["requests", "next", "R-1"]);
    let waits = desk.ends(3, &["requests", "decide", "R-1", "--ended", "register,support"]);
    assert!(waits.stderr.contains("shop"), "{waits:?}");
    assert_eq!(desk.state("R-1"), "located");
    std::fs::rename(&away, &there).unwrap();
    // The same again: the search first, then the decision.
    desk.does(&["requests", "next", "R-1"]);
    desk.does(&["requests", "decide", "R-1", "--ended", "register,support"]);
    assert_eq!(desk.by(BO, &["requests", "approve", "R-1"]).code, Some(0));
    std::fs::rename(&there, &away).unwrap();
    desk.ends(3, &["requests", "next", "R-1"]);
    assert_eq!(desk.state("R-1"), "approved", "a silent system is not a done request");
    std::fs::rename(&away, &there).unwrap();
    desk.does(&["requests", "next", "R-1"]);
    assert_only_anna_went(&desk.place);
}

#[test]
fn of_two_who_move_it_at_once_one_has() {
    let desk = Desk::embedded();
    desk.erasure();
    let words = ["requests", "extend", "R-1", "--reason", "many systems", "--by", KARIN];
    let both: Vec<_> = (0..2).map(|_| desk.command(&words).spawn().unwrap()).collect();
    let ended: Vec<_> =
        both.into_iter().map(|child| child.wait_with_output().unwrap().status.code()).collect();
    assert!(ended.contains(&Some(0)) && ended.contains(&Some(4)), "{ended:?}");
    let moves = desk.shown("R-1")["moves"].to_string();
    assert_eq!(moves.matches("extended").count(), 1, "{moves}");
}

/// Anna is in the register with another address than the one that somebody writes from.
async fn known(place: &Place) {
    let folder = place.path("policy");
    let checked = gallra_rules::check_folder(&folder, &gallra_rules::Options::default());
    let state = place.path("policy-state");
    let context = Context::open(checked.policy.unwrap(), &folder, &state, Clock::System).await.unwrap();
    let acting = context.acting(KARIN, "answering").unwrap();
    let person = Person {
        name: "Anna Prov".to_owned(),
        identifiers: vec![
            Identifier::email("old@marker.example").unwrap(),
            Identifier::phone("070-1740605").unwrap(),
        ],
        ..Person::default()
    };
    let new = NewParty {
        kind: PartyKind::Customer,
        role: Role::Subject,
        belongs_to: None,
        since: None,
        last_contact: None,
        person,
    };
    context.register().await.unwrap().create_party(&acting, &new).await.unwrap();
    context.store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_goes_to_the_address_on_record_and_may_be_tried_five_times() {
    let desk = Desk::embedded();
    known(&desk.place).await;
    desk.does(&["subject", "erase", "--phone", "070-1740605", "--lang", "en"]);
    let asked = ["requests", "verify", "R-1", "--doubt", "another address than ours"];
    desk.does(&asked);
    let code = |desk: &Desk| {
        let letter = desk.place.read("policy-state/outbox/R-1-code.txt");
        assert!(letter.contains("old@marker.example"), "{letter}");
        let is_code = |word: &&str| {
            let plain = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
            word.split_once('-').is_some_and(|(one, two)| {
                one.len() == 4 && two.len() == 4 && (one.to_owned() + two).chars().all(plain)
            })
        };
        letter
            .split_whitespace()
            .map(|word| word.trim_matches(['*', '.', ':']))
            .find(is_code)
            .unwrap()
            .to_owned()
    };
    let first = code(&desk);
    for _ in 0..5 {
        desk.ends(1, &["requests", "verify", "R-1", "--code", "0000-0000"]);
    }
    desk.ends(1, &["requests", "verify", "R-1", "--code", &first]);
    assert_eq!(desk.state("R-1"), "identity_asked", "the right one comes too late");
    desk.does(&asked);
    let second = code(&desk);
    assert_ne!(first, second);
    desk.ends(1, &["requests", "verify", "R-1", "--code", &first]);
    desk.does(&["requests", "verify", "R-1", "--code", &second.replace('-', " ").to_lowercase()]);
    assert_eq!(desk.state("R-1"), "identity_verified");
}

/// The command that moves it on from where it is.
fn onward(kind: &str, state: &str) -> Option<Vec<&'static str>> {
    Some(match state {
        "received" => vec!["requests", "verify", "R-1", "--known", "logged in", "--by", KARIN],
        "located" => vec!["requests", "decide", "R-1", "--ended", "register,support", "--by", KARIN],
        "decided" if kind == "erase" => vec!["requests", "approve", "R-1", "--by", BO],
        "answered" => return None,
        _ => vec!["requests", "next", "R-1", "--by", KARIN],
    })
}

/// Moves it on, and kills each command sooner or later, until it is answered.
fn killed_again_and_again(desk: &Desk, kind: &str) {
    let (mut kills, mut tries, mut before) = (0, 0, String::new());
    for attempt in 0..400_u64 {
        let state = desk.state("R-1");
        let Some(words) = onward(kind, &state) else { break };
        tries = if state == before { tries + 1 } else { 0 };
        before = state;
        let mut child = desk.command(&words).spawn().unwrap();
        // Longer each time, so that it gets through in the end.
        sleep(Duration::from_millis(5 + (attempt * 37) % 120 + (1 << tries.min(13))));
        if child.try_wait().unwrap().is_none() {
            signal(&child, "KILL");
            kills += 1;
        }
        child.wait_with_output().unwrap();
    }
    assert!(kills >= 5, "only {kills} kills");
    assert_eq!(desk.state("R-1"), "answered");
    assert_eq!(desk.place.gallra("verify").code, Some(0), "the whole log");
}

#[test]
fn killed_at_every_state_it_ends_the_same() {
    let desk = Desk::embedded();
    desk.does(&["subject", "erase", "--subject", "customer_no=2"]);
    killed_again_and_again(&desk, "erase");
    assert_only_anna_went(&desk.place);
    let certified = desk.does(&["requests", "certificate", "R-1", "--json"]).json();
    let parts = certified["done"]["parts"].as_array().unwrap();
    let messages = parts.iter().find(|part| part["dataset"] == "messages").unwrap();
    assert_eq!((&messages["erased"], &messages["failed"]), (&10.into(), &0.into()), "{messages}");
}

#[test]
fn an_access_that_is_killed_at_every_state_leaves_one_package() {
    let desk = Desk::embedded();
    desk.does(&["subject", "access", "--subject", "customer_no=2"]);
    killed_again_and_again(&desk, "access");
    let left: Vec<_> = std::fs::read_dir(desk.place.path("policy-state/packages")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(desk.place.shop_counts("SELECT count(*) FROM messages"), 200);
}
