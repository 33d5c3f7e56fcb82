//! What follows from a request as somebody meets it who handles it: recipients that have to hear of it, a restriction that ends,
//! objections and automated decisions that somebody weighs, and the letters of all that.

use super::requests::{Desk, shop};
use super::support::{Place, changed_policy};

/// The shop, with a mailer that receives customers, and an interest to object to.
fn with_a_mailer() -> Place {
    let place = shop();
    changed_policy(
        &place,
        "activities:\n",
        "recipients:\n  mailer: {name: Utskick AB, role: processor, country: SE, agreement: DPA 1, contact: {email: dpo@utskick.example}}\nactivities:\n  selling:\n    role: controller\n    purpose: {sv: Erbjudanden, en: Offers}\n    basis: {legitimate_interest: {interest: {sv: Att sälja, en: To sell}, balancing_test: 2026-01-01}}\n    data: [customers]\n    recipients: [mailer]\n    keep: {at_most: 10 years after left}\n    then: {anonymise: {name: \"removed\", email: \"removed\"}}\n    measures: [access]\n",
    );
    place
}

fn desk(day: Option<&'static str>) -> Desk {
    Desk { place: with_a_mailer(), database: None, day }
}

impl Desk {
    /// Says that it is known who asks, and moves the first request on until it is answered.
    fn to_the_answer(&self, decide: &[&str]) {
        self.does(&["requests", "verify", "R-1", "--known", "logged in"]);
        self.onward(decide);
    }

    fn onward(&self, decide: &[&str]) {
        for _ in 0..8 {
            match self.state("R-1").as_str() {
                "answered" => return,
                "located" if !decide.is_empty() => {
                    self.does(&[&["requests", "decide", "R-1"], decide].concat());
                }
                "decided"
                    if self.by(super::requests::BO, &["requests", "approve", "R-1"]).code == Some(0) => {}
                _ => {
                    self.does(&["requests", "next", "R-1"]);
                }
            }
        }
        panic!("it comes to no answer: {}", self.state("R-1"));
    }

    fn letter(&self, name: &str) -> String {
        let text = self.place.read(&format!("policy-state/outbox/R-1-{name}.txt"));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn whoever_has_received_what_was_erased_is_written_to_and_what_it_answers_is_kept() {
    let desk = desk(None);
    desk.does(&["subject", "erase", "--subject", "customer_no=2", "--language", "sv"]);
    desk.to_the_answer(&["--ended", "register,support", "--no-exemption", "selling"]);
    let letter = desk.letter("to-mailer-erased");
    for words in ["Utskick AB dpo@utskick.example", "artikel 19", "customer_no 2"] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
    assert!(desk.letter("answer").contains("Inte underrättad än"), "the person reads how far it is");
    let open = desk.ends(1, &["requests", "recipients", "R-1"]);
    assert!(open.stdout.contains("not told yet"), "{open:?}");
    let early = desk.ends(2, &["requests", "recipients", "R-1", "mailer", "--answered", "done"]);
    assert!(early.stderr.contains("nothing open"), "nobody answers what they were not told: {early:?}");
    let told = desk.does(&["requests", "recipients", "R-1", "mailer", "--told"]);
    assert!(told.stdout.contains("told on "), "{told:?}");
    let done = desk.does(&["requests", "recipients", "R-1", "mailer", "--answered", "done", "--json"]);
    assert_eq!(done.json()["recipients"][0]["outcome"], "done", "{done:?}");
    desk.ends(2, &["requests", "recipients", "R-1", "mailer", "--told"]);
    desk.ends(2, &["requests", "recipients", "R-1", "nobody", "--told"]);
    assert_eq!(desk.place.gallra("verify").code, Some(0), "the log holds both, and verifies");
    let certificate = desk.letter("certificate");
    for words in ["Intyg om radering", "R-1.json"] {
        assert!(certificate.contains(words), "{words}: {certificate}");
    }
}

#[test]
fn a_restriction_ends_on_the_day_that_the_person_was_told_and_not_before() {
    let mut desk = desk(Some("2026-06-01"));
    desk.does(&["subject", "restrict", "--subject", "customer_no=2", "--language", "en"]);
    let none = desk.ends(4, &["requests", "lift", "R-1", "--reason", "Looked at"]);
    assert!(none.stderr.contains("no restriction"), "{none:?}");
    desk.to_the_answer(&[]);
    desk.does(&["requests", "recipients", "R-1", "mailer", "--told"]);
    desk.ends(4, &["requests", "lift", "R-1"]);
    desk.ends(2, &["requests", "lift", "R-1", "--reason", "Looked at", "--ends", "2026-06-01"]);
    desk.does(&["requests", "lift", "R-1", "--reason", "The address is right", "--ends", "2026-06-10"]);
    let letter = desk.letter("restriction-ends");
    for words in ["10 June 2026", "The address is right", "18(3)"] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
    desk.day = Some("2026-06-10");
    desk.ends(4, &["requests", "lift", "R-1"]);
    let before = desk.does(&["requests", "lift", "R-1", "--told", "--on", "2026-06-02"]);
    assert!(before.stdout.contains("10 Jun 2026"), "{before:?}");
    desk.day = Some("2026-06-11");
    let lifted = desk.does(&["requests", "lift", "R-1"]);
    assert!(lifted.stdout.contains("released again"), "recipients hear of it: {lifted:?}");
    assert!(desk.letter("to-mailer-lifted").contains("Utskick AB"));
    desk.ends(4, &["requests", "lift", "R-1"]);
}

#[test]
fn an_objection_that_nobody_weighed_is_not_granted() {
    let desk = desk(None);
    desk.does(&["subject", "object", "--to", "selling", "--subject", "customer_no=2", "--language", "sv"]);
    desk.does(&["requests", "verify", "R-1", "--known", "logged in"]);
    desk.does(&["requests", "next", "R-1"]);
    let open = desk.ends(1, &["requests", "next", "R-1"]);
    assert!(open.stderr.contains("not weighed yet: selling"), "{open:?}");
    let unfit = desk.ends(2, &["requests", "decide", "R-1", "--exempt", "selling=public-health"]);
    assert!(unfit.stderr.contains("ground"), "{unfit:?}");
    let grounds = ["requests", "decide", "R-1", "--exempt", "selling=compelling-grounds"];
    let silent = desk.ends(1, &grounds);
    assert!(silent.stderr.contains("reasons are not stated"), "{silent:?}");
    desk.does(&["requests", "note", "R-1", "Bedrägeri mot oss måste kunna utredas."]);
    desk.does(&grounds);
    desk.onward(&[]);
    let letter = desk.letter("answer");
    for words in ["Bedrägeri mot oss måste kunna utredas.", "Erbjudanden", "21.1"] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
}

#[test]
fn an_objection_that_is_granted_says_so() {
    let desk = desk(None);
    desk.does(&["subject", "object", "--to", "selling", "--subject", "customer_no=2", "--language", "en"]);
    desk.to_the_answer(&["--no-exemption", "selling"]);
    assert!(desk.letter("answer").contains("We accept your objection"), "{}", desk.letter("answer"));
}

#[test]
fn a_refusal_has_a_ground_that_the_law_knows_for_what_was_asked() {
    let desk = desk(None);
    desk.does(&["subject", "erase", "--subject", "customer_no=2", "--language", "sv"]);
    let refuse = |ground| ["requests", "refuse", "R-1", "--ground", ground, "--reason", "Avtalet löper."];
    let wrong = desk.ends(2, &refuse("rights-of-others"));
    assert!(wrong.stderr.contains("none for"), "Art. 15(4) is about copies, not about erasing: {wrong:?}");
    desk.does(&refuse("conditions-not-met"));
    let letter = desk.letter("refused");
    for words in ["artikel 17.1", "Avtalet löper.", "Integritetsskyddsmyndigheten (IMY), www.imy.se"] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
}

#[test]
fn a_human_looks_at_an_automated_decision_before_the_answer_says_so() {
    let desk = desk(None);
    let review =
        ["subject", "review", "--subject", "customer_no=2", "--decision", "No credit", "--language", "en"];
    desk.does(&review);
    desk.does(&["requests", "verify", "R-1", "--known", "logged in"]);
    desk.does(&["requests", "next", "R-1"]);
    let nobody = desk.ends(1, &["requests", "next", "R-1"]);
    assert!(nobody.stderr.contains("nobody has looked"), "{nobody:?}");
    desk.ends(1, &["requests", "decide", "R-1", "--decision", "changed"]);
    desk.does(&["requests", "note", "R-1", "The income was read wrongly; credit is given."]);
    desk.does(&["requests", "decide", "R-1", "--decision", "changed"]);
    desk.onward(&[]);
    let letter = desk.letter("answer");
    for words in ["No credit", "has been changed", "The income was read wrongly"] {
        assert!(letter.contains(words), "{words}: {letter}");
    }
}

#[test]
fn what_is_wrong_is_put_right_and_what_was_given_can_be_taken_along() {
    let desk = desk(None);
    let wrong = ["subject", "rectify", "--subject", "customer_no=2", "--what", "email", "--language", "en"];
    let values = ["--old", "anna@marker.example", "--new", "anna.ny@marker.example"];
    desk.does(&[&wrong[..], &values].concat());
    desk.to_the_answer(&[]);
    let says = |sql| desk.place.shop_counts(sql);
    assert_eq!(says("SELECT count(*) FROM customers WHERE email = 'anna.ny@marker.example'"), 1);
    assert_eq!(says("SELECT count(*) FROM customers WHERE email = 'anna@marker.example'"), 0);
    let told = desk.letter("to-mailer-rectified");
    assert!(told.contains("anna.ny@marker.example"), "the recipient reads what is right: {told}");
    let answer = desk.letter("answer");
    assert!(!answer.contains("anna.ny@marker.example"), "the person's own letter holds no value: {answer}");

    desk.does(&["subject", "export", "--subject", "customer_no=2"]);
    desk.does(&["requests", "verify", "R-2", "--known", "logged in"]);
    for _ in 0..4 {
        desk.does(&["requests", "next", "R-2"]);
    }
    assert_eq!(desk.state("R-2"), "answered");
}

#[test]
fn where_no_address_is_on_record_something_else_is_asked_for_and_the_clock_stands_still() {
    let desk = desk(None);
    desk.does(&["subject", "access", "--email", "anna@marker.example", "--language", "sv"]);
    assert!(desk.letter("acknowledged").contains("Vi har fått din begäran"));
    let doubt = ["requests", "verify", "R-1", "--doubt", "Adressen är ny för oss"];
    desk.ends(4, &doubt);
    let asked = desk.does(
        &[&doubt[..], &["--asking", "Ditt kundnummer", "--asking", "Datum för senaste köpet"]].concat(),
    );
    assert!(asked.stdout.contains("asks for more"), "{asked:?}");
    let letter = desk.letter("identity");
    for words in ["Adressen är ny för oss", "Ditt kundnummer", "Datum för senaste köpet", "står stilla"]
    {
        assert!(letter.contains(words), "{words}: {letter}");
    }
    assert_eq!(desk.state("R-1"), "identity_asked");
    desk.does(&["requests", "verify", "R-1", "--known", "customer number and purchase were right"]);
    assert_eq!(desk.state("R-1"), "identity_verified");
}
