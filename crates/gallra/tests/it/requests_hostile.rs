//! Requests when everything goes wrong at once: hostile words in every field, systems that stay away, requests that meet, that are
//! taken back, or that come from somebody nobody knows.

use gallra_app::requests::{Asks, Handler, NewRequest, Origin, receive};
use gallra_app::subject::{Given, GivenKind};
use gallra_app::{Clock, Context};
use gallra_rules::request::Kind;
use gallra_testkit::sqlite_cli;
use serde_json::Value;

use super::one_life::FAKETIME;
use super::requests::{BO, Desk, KARIN, assert_only_anna_went};
use super::support::changed_policy;

/// What a careless program would run, render, follow or print backwards.
const HOSTILE: &str = "'); DROP TABLE request; -- \" OR \"\"=\" $(touch hacked) `touch hacked` <script>alert(1)</script> {{7*7}} \
                       #set text(red) ../../../etc/passwd %s%n \u{202e}live åäö";

/// A second system, which knows the same customer by number, with two tickets.
fn with_help_desk(day: Option<&'static str>) -> Desk {
    let desk = Desk { day, ..Desk::embedded() };
    changed_policy(&desk.place, "{shop: {", "{help: {kind: sqlite, path: ../help.db, country: SE}, shop: {");
    changed_policy(
        &desk.place,
        "datasets:\n",
        "datasets:\n  tickets: {in: help, table: tickets, about: [customers], subject: {customer_no: customer}, fields: {body: communication.content}, anchors: {sent: sent_on}}\n",
    );
    changed_policy(&desk.place, "data: [messages]", "data: [messages, tickets]");
    sqlite_cli(
        &desk.place.path("help.db"),
        "CREATE TABLE tickets (id INTEGER PRIMARY KEY, customer INTEGER, body TEXT, sent_on TEXT);
         INSERT INTO tickets VALUES (1, 2, 'Hej', '2026-11-01'), (2, 2, 'Tack', '2026-11-02');
         INSERT INTO tickets SELECT value, 4, 'Hej', '2026-11-03' FROM generate_series(3, 40);",
    );
    desk
}

fn goes_away(desk: &Desk, is_away: bool) {
    let (there, away) = (desk.place.path("help.db"), desk.place.path("away.db"));
    let (from, to) = if is_away { (there, away) } else { (away, there) };
    std::fs::rename(from, to).unwrap();
}

fn part<'v>(certified: &'v Value, dataset: &str) -> &'v Value {
    let parts = certified["done"]["parts"].as_array().unwrap();
    parts.iter().find(|part| part["dataset"] == dataset).unwrap_or_else(|| panic!("{dataset}: {certified}"))
}

fn not_checked(made: &Value) -> Vec<&str> {
    made["not_checked"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
}

fn decided_and_approved(desk: &Desk, request: &str) {
    desk.does(&["requests", "decide", request, "--ended", "register,support"]);
    let approved = desk.by(BO, &["requests", "approve", request]);
    assert_eq!(approved.code, Some(0), "{approved:?}");
}

#[test]
fn a_system_that_stays_away_is_tried_until_the_end_and_then_named() {
    let mut desk = with_help_desk(Some("2026-11-20"));
    assert!(std::path::Path::new(FAKETIME).exists(), "libfaketime is missing; run ./test once");
    desk.erasure();
    desk.does(&["requests", "next", "R-1"]);
    decided_and_approved(&desk, "R-1");
    goes_away(&desk, true);
    for day in ["2026-11-20", "2026-11-21", "2026-12-17"] {
        desk.day = Some(day);
        let waits = desk.ends(3, &["requests", "next", "R-1"]);
        assert!(waits.stderr.contains("help"), "{waits:?}");
        assert_eq!(desk.state("R-1"), "approved", "{day}: a silent system is not a done request");
    }
    // Three days before the last one nobody waits any longer: without it, what is left is decided anew.
    desk.day = Some("2026-12-18");
    desk.does(&["requests", "next", "R-1"]);
    assert_eq!(desk.state("R-1"), "located");
    assert_eq!(desk.shown("R-1")["silent"][0], "help");
    decided_and_approved(&desk, "R-1");
    desk.does(&["requests", "next", "R-1"]);
    assert_only_anna_went(&desk.place);
    desk.does(&["requests", "next", "R-1"]);
    let letter = desk.place.read("policy-state/outbox/R-1-answer.txt");
    assert!(letter.contains("Tickets\n  the system could not be searched"), "{letter}");
    let certified = desk.does(&["requests", "certificate", "R-1", "--json"]).json();
    assert_eq!(part(&certified, "tickets")["result"], "not_checked", "{certified}");
    assert_eq!(part(&certified, "messages")["erased"], 10, "{certified}");
    goes_away(&desk, false);
    let left = sqlite_cli(&desk.place.path("help.db"), "SELECT count(*) FROM tickets WHERE customer = 2");
    assert_eq!(left.trim(), "2", "and nobody said anything else");
}

/// An access is decided, and on the day on which its package should be made the help desk is away.
fn access_without_the_help_desk() -> Desk {
    let mut desk = with_help_desk(Some("2026-11-20"));
    desk.does(&["subject", "access", "--subject", "customer_no=2"]);
    desk.does(&["requests", "verify", "R-1", "--known", "logged in"]);
    desk.does(&["requests", "next", "R-1"]);
    desk.does(&["requests", "next", "R-1"]);
    goes_away(&desk, true);
    desk.day = Some("@2026-11-21");
    desk
}

/// While a package is made the clock goes on (`@`): how costly its passphrase is to guess is measured.
#[test]
fn an_access_waits_for_a_system_that_went_away_and_names_it_in_the_end() {
    let mut desk = access_without_the_help_desk();
    let waits = desk.ends(3, &["requests", "next", "R-1"]);
    assert!(waits.stderr.contains("help"), "{waits:?}");
    assert_eq!(desk.state("R-1"), "decided");
    desk.day = Some("@2026-12-18");
    let made = desk.does(&["requests", "next", "R-1", "--json"]).json();
    assert!(not_checked(&made).contains(&"tickets"), "{made}");
    assert!(made["passphrase"].is_string());
    desk.day = Some("2026-12-19");
    desk.does(&["requests", "next", "R-1"]);
    let letter = desk.place.read("policy-state/outbox/R-1-answer.txt");
    assert!(letter.to_lowercase().contains("tickets"), "{letter}");
    let certified = desk.does(&["requests", "certificate", "R-1", "--json"]).json();
    assert_eq!(part(&certified, "tickets")["result"], "not_checked", "{certified}");
    goes_away(&desk, false);
}

#[test]
fn a_system_that_is_back_the_next_day_is_in_the_package() {
    let mut desk = access_without_the_help_desk();
    desk.ends(3, &["requests", "next", "R-1"]);
    goes_away(&desk, false);
    desk.day = Some("@2026-11-22");
    let made = desk.does(&["requests", "next", "R-1", "--json"]).json();
    assert!(!not_checked(&made).contains(&"tickets"), "{made}");
    let packages = std::fs::read_dir(desk.place.path("policy-state/packages")).unwrap().count();
    assert_eq!(packages, 1, "the incomplete one of the day before is gone");
    desk.day = Some("2026-11-23");
    desk.does(&["requests", "next", "R-1"]);
    let certified = desk.does(&["requests", "certificate", "R-1", "--json"]).json();
    assert_eq!(part(&certified, "tickets")["matched"], 2, "{certified}");
}

#[test]
fn what_fails_is_tried_again_once_somebody_has_mended_it() {
    let desk = with_help_desk(None);
    let help = desk.place.path("help.db");
    desk.erasure();
    desk.does(&["requests", "next", "R-1"]);
    sqlite_cli(
        &help,
        "CREATE TRIGGER no BEFORE DELETE ON tickets BEGIN SELECT RAISE(ABORT, 'not today'); END",
    );
    decided_and_approved(&desk, "R-1");
    let failed = desk.ends(3, &["requests", "next", "R-1"]);
    assert!(failed.stderr.contains("help"), "{failed:?}");
    assert_eq!(desk.state("R-1"), "approved");
    desk.ends(4, &["requests", "withdraw", "R-1"]);
    sqlite_cli(&help, "DROP TRIGGER no");
    // What is left is located, decided and approved anew, because a plan is carried out once.
    desk.does(&["requests", "next", "R-1"]);
    assert_eq!(desk.state("R-1"), "located");
    decided_and_approved(&desk, "R-1");
    desk.does(&["requests", "next", "R-1"]);
    assert_eq!(desk.state("R-1"), "carried_out");
    assert_eq!(sqlite_cli(&help, "SELECT min(id), count(*) FROM tickets").trim(), "3|38");
    assert_only_anna_went(&desk.place);
    let certified = desk.does(&["requests", "certificate", "R-1", "--json"]).json();
    for (dataset, erased) in [("tickets", 2), ("messages", 10), ("customers", 1)] {
        assert_eq!(part(&certified, dataset)["erased"], erased, "{certified}");
        assert_eq!(part(&certified, dataset)["failed"], 0, "{certified}");
    }
}

#[test]
fn hostile_words_in_every_field_stay_words() {
    let desk = Desk::embedded();
    let number = format!("customer_no={HOSTILE}");
    let rows = "SELECT (SELECT count(*) FROM messages) || ' ' || (SELECT count(*) FROM customers)";
    let before = desk.place.shop_says(rows);
    // Looked for and not found, all the way to the answer.
    let named = ["--name", HOSTILE, "--words", HOSTILE, "--language", HOSTILE];
    desk.does(&[&["subject", "access", "--subject", &number][..], &named].concat());
    desk.does(&["requests", "verify", "R-1", "--known", HOSTILE]);
    desk.does(&["requests", "note", "R-1", HOSTILE]);
    desk.does(&["requests", "extend", "R-1", "--reason", HOSTILE]);
    for _ in 0..4 {
        desk.does(&["requests", "next", "R-1"]);
    }
    assert_eq!(desk.state("R-1"), "answered");
    // A real customer's, refused with such words.
    desk.does(&[&["subject", "erase", "--subject", "customer_no=2"][..], &named].concat());
    desk.does(&["requests", "verify", "R-2", "--known", "logged in"]);
    desk.does(&["requests", "next", "R-2"]);
    for words in [
        ["requests", "decide", "R-2", "--ended", HOSTILE],
        ["requests", "decide", "R-2", "--theirs", HOSTILE],
        ["requests", "verify", "R-2", "--code", HOSTILE],
    ] {
        let done = desk.by(KARIN, &words);
        assert_ne!(done.code, Some(0), "{done:?}");
        assert_eq!(desk.state("R-2"), "located", "{done:?}");
    }
    desk.does(&["requests", "decide", "R-2", "--ended", "register,support"]);
    assert_eq!(desk.by(BO, &["requests", "send-back", "R-2", "--reason", HOSTILE]).code, Some(0));
    let refuse = ["requests", "refuse", "R-2", "--ground", "excessive", "--reason", HOSTILE];
    desk.does(&[&refuse[..], &["--authority", HOSTILE, "--court", HOSTILE]].concat());
    assert_eq!(desk.state("R-2"), "refused");

    assert_eq!(desk.place.shop_says(rows), before);
    assert!(!desk.place.path("hacked").exists() && !desk.place.path("policy-state/hacked").exists());
    let mut letters = 0;
    for entry in std::fs::read_dir(desk.place.path("policy-state/outbox")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        letters += 1;
        assert!(!text.contains('\u{202e}'), "{text}");
        assert!(!text.contains("<script>") || !text.contains("<html"), "{text}");
    }
    assert!(letters >= 4, "{letters}");
    let kept = std::fs::read(desk.place.path("policy-state/gallra.db")).unwrap();
    assert!(!String::from_utf8_lossy(&kept).contains("touch hacked"), "it lies in plain text");
    assert_eq!(desk.place.gallra("verify").code, Some(0), "the whole log");
}

#[test]
fn what_is_no_request_is_refused_before_anything_is_done() {
    let desk = Desk::embedded();
    desk.does(&["subject", "erase", "--subject", "customer_no=2"]);
    for number in ["R-1; DROP", "R--1", "R-0", "R-99999999999999999999", "../R-1", "R-1\u{202e}", ""] {
        desk.ends(2, &["requests", "show", number]);
    }
    for words in [
        ["requests", "verify", "R-1", "--known", "a\u{1b}[31mb"],
        ["requests", "verify", "R-1", "--known", " "],
        ["requests", "extend", "R-1", "--reason", "one\nSubject: two"],
    ] {
        desk.ends(2, &words);
    }
    desk.ends(2, &["subject", "erase", "--subject", "customer_no=2", "--customer", "99"]);
    assert_eq!(desk.state("R-1"), "received");
}

#[test]
fn an_access_that_comes_while_an_erasure_is_under_way_is_answered_first() {
    let desk = Desk::embedded();
    desk.erasure();
    desk.does(&["requests", "next", "R-1"]);
    decided_and_approved(&desk, "R-1");
    let opened = desk.does(&["subject", "access", "--subject", "customer_no=2"]);
    assert!(opened.stdout.contains("R-1"), "{opened:?}");
    let waits = desk.ends(4, &["requests", "next", "R-1"]);
    assert!(waits.stderr.contains("R-2"), "{waits:?}");
    desk.does(&["requests", "verify", "R-2", "--known", "logged in"]);
    for _ in 0..4 {
        desk.does(&["requests", "next", "R-2"]);
    }
    let told = desk.does(&["requests", "certificate", "R-2", "--json"]).json();
    assert_eq!(part(&told, "messages")["matched"], 10, "{told}");
    // Both at once: one of them does it, and it is done once.
    let words = ["requests", "next", "R-1", "--by", KARIN];
    let both: Vec<_> = (0..2).map(|_| desk.command(&words).spawn().unwrap()).collect();
    for child in both {
        child.wait_with_output().unwrap();
    }
    while desk.state("R-1") != "answered" {
        desk.does(&["requests", "next", "R-1"]);
    }
    assert_only_anna_went(&desk.place);
    let told = desk.does(&["requests", "certificate", "R-1", "--json"]).json();
    assert_eq!(part(&told, "messages")["erased"], 10, "{told}");
}

#[test]
fn the_same_knowingly_asked_twice_is_done_once_and_told_twice() {
    let desk = Desk::embedded();
    desk.erasure();
    desk.does(&["subject", "erase", "--subject", "customer_no=2", "--again"]);
    desk.does(&["requests", "verify", "R-2", "--known", "logged in"]);
    for request in ["R-1", "R-2"] {
        desk.does(&["requests", "next", request]);
    }
    decided_and_approved(&desk, "R-1");
    desk.does(&["requests", "next", "R-1"]);
    assert_only_anna_went(&desk.place);
    desk.does(&["requests", "decide", "R-2", "--ended", "register,support"]);
    desk.does(&["requests", "next", "R-2"]);
    desk.does(&["requests", "next", "R-2"]);
    let told = desk.does(&["requests", "certificate", "R-2", "--json"]).json();
    let erased: u64 =
        told["done"]["parts"].as_array().unwrap().iter().filter_map(|part| part["erased"].as_u64()).sum();
    assert_eq!(erased, 0, "{told}");
    assert_only_anna_went(&desk.place);
}

#[test]
fn a_request_that_is_taken_back_goes_nowhere_from_any_state() {
    let desk = Desk::embedded();
    let ways: [&[&str]; 4] = [
        &["verify", "--known", "logged in"],
        &["next"],
        &["decide", "--ended", "register,support"],
        &["approve"],
    ];
    for steps in 0..=ways.len() {
        let number = format!("R-{}", steps + 1);
        desk.does(&["subject", "erase", "--subject", "customer_no=2"]);
        for way in &ways[..steps] {
            let words = [&["requests", way[0], &number][..], &way[1..]].concat();
            let who = if way[0] == "approve" { BO } else { KARIN };
            let done = desk.by(who, &words);
            assert_eq!(done.code, Some(0), "{done:?}");
        }
        desk.does(&["requests", "withdraw", &number]);
        assert_eq!(desk.state(&number), "withdrawn");
        for way in ways.iter().filter(|way| way[0] != "next") {
            let words = [&["requests", way[0], &number][..], &way[1..]].concat();
            let refused = desk.by(BO, &words);
            assert_eq!(refused.code, Some(4), "{refused:?}");
        }
        desk.does(&["requests", "next", &number]);
        assert_eq!(desk.state(&number), "withdrawn");
    }
    assert_eq!(desk.place.shop_counts("SELECT count(*) FROM messages"), 200);
    assert_eq!(desk.place.shop_counts("SELECT count(*) FROM customers WHERE name = 'Anna Prov'"), 1);
    // What is done cannot be taken back.
    desk.does(&["subject", "erase", "--subject", "customer_no=2"]);
    let number = format!("R-{}", ways.len() + 2);
    desk.does(&["requests", "verify", &number, "--known", "logged in"]);
    desk.does(&["requests", "next", &number]);
    decided_and_approved(&desk, &number);
    desk.does(&["requests", "next", &number]);
    desk.ends(4, &["requests", "withdraw", &number]);
    assert_only_anna_went(&desk.place);
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_a_stranger_sees_what_a_customer_sees() {
    let desk = Desk::embedded();
    let folder = desk.place.path("policy");
    let state = desk.place.path("policy-state");
    // Nothing can be looked up: the shop is not there.
    let (there, away) = (desk.place.path("shop.db"), desk.place.path("away.db"));
    std::fs::rename(&there, &away).unwrap();
    let policy = gallra_rules::check_folder(&folder, &gallra_rules::Options::default()).policy.unwrap();
    let context = Context::open(policy, &folder, &state, Clock::System).await.unwrap();
    let handler = Handler::new(&context, "the form", "answering").unwrap();
    let who =
        ["anna@marker.example", "nobody@marker.example", "no address at all'; --", "anna@marker.example"];
    for text in who {
        let given = vec![Given { kind: GivenKind::Email, text: text.to_owned() }];
        let new = NewRequest {
            kind: Kind::Erase,
            received: None,
            given,
            asks: Asks::default(),
            customer: None,
            origin: Origin::Outside,
            language: None,
            again: false,
        };
        // The answer outside is that it came, for each of them, also the one who asked before.
        receive(&context, &handler, new).await.unwrap();
    }
    context.store.close().await;
    std::fs::rename(&away, &there).unwrap();
    let told: Vec<String> = (1..=who.len())
        .map(|number| {
            let number = format!("R-{number}");
            desk.shown(&number).to_string().replace(&number, "R-N")
        })
        .collect();
    assert!(told.iter().all(|one| *one == told[0]), "{told:#?}");
    assert!(!state.join("outbox").exists(), "no letter is written");
    let log = std::fs::read(state.join("gallra.db")).unwrap();
    assert!(!String::from_utf8_lossy(&log).contains("marker.example"), "an address lies in plain text");
}
