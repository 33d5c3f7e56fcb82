//! `gallra subject find`, as somebody who handles requests uses it.

use std::process::Stdio;

use gallra_testkit::sqlite_cli;

use super::support::{Place, Ran, assert_transcript, changed_policy, ran, story};

/// The shop, whose customers have addresses: two share one, and one wrote to another about a third.
fn shop() -> Place {
    let place = Place::shop();
    changed_policy(
        &place,
        "fields: {name: person.name}",
        "subject: {customer_no: id, email: email}\n    fields: {name: person.name}",
    );
    changed_policy(
        &place,
        "activities:\n",
        "  phones: {in: shelf, about: [customers], fields: {name: person.name}}\nactivities:\n  phones: {role: controller, purpose: {sv: Telefoner, en: Phones}, basis: contract, data: [phones], keep: {until_review: 2099-12-31}, then: {task: {what: {sv: Rensa, en: Clear}, by: office}}, measures: [access]}\n",
    );
    changed_policy(
        &place,
        "country: SE}}\ndatasets",
        "country: SE}, shelf: {kind: manual, place: Kontoret, responsible: office, country: SE}}\ndatasets",
    );
    sqlite_cli(
        &place.path("shop.db"),
        "ALTER TABLE customers ADD COLUMN email TEXT;
         UPDATE customers SET name = 'Anna Prov', email = 'Anna@marker.example' WHERE id = 5;
         UPDATE customers SET name = 'Bo Prov', email = 'hemma@marker.example' WHERE id = 6;
         UPDATE customers SET name = 'Cia Prov', email = 'hemma@marker.example' WHERE id = 7;
         UPDATE messages SET body = 'Hälsa anna@marker.example!' WHERE id = 39;",
    );
    place
}

fn with_input(place: &Place, words: &[&str], piped: &str) -> Ran {
    place.write("piped", piped);
    let mut command = place.command(words);
    command.stdin(Stdio::from(std::fs::File::open(place.path("piped")).unwrap()));
    ran(words, command.output().unwrap())
}

#[test]
fn somebody_is_found_by_what_they_are_known_by() {
    let place = shop();
    let find = ["subject", "find"];
    let found = with_input(&place, &[&find[..], &["--email", "-"]].concat(), "ANNA@marker.example\n");
    place.write("number.txt", "5\n");
    let by_number =
        place.run(&[&find[..], &["--subject", "customer_no=@number.txt", "--lang", "sv"]].concat());
    let nobody = place.run(&[&find[..], &["--email", "nobody@marker.example"]].concat());
    let name = place.run(&[&find[..], &["--name", "Anna Prov"]].concat());
    let wrong = place.run(&[&find[..], &["--phone", "hemligt", "--lang", "sv"]].concat());
    let unknown = place.run(&[&find[..], &["--subject", "membership=7"]].concat());
    let twice = place.run(&[&find[..], &["--email", "-", "--phone", "-"]].concat());
    assert_eq!((found.code, nobody.code), (Some(0), Some(1)));
    assert!(!wrong.stderr.contains("hemligt"), "what may be somebody's is not repeated");
    assert_transcript!("subject_find", story(&[found, by_number, nobody, name, wrong, unknown, twice]));
}

#[test]
fn what_is_doubtful_is_asked_and_answered_by_its_id() {
    let place = shop();
    let find = ["subject", "find", "--email", "hemma@marker.example"];
    let asked = place.run(&find);
    assert_eq!(asked.code, Some(3));
    let told = place.run(&[&find[..], &["--json"]].concat()).json();
    let id = |name: &str| {
        let all = told["doubtful"].as_array().unwrap();
        let one = all.iter().find(|one| one["names"][0] == name).unwrap();
        one["id"].as_str().unwrap().to_owned()
    };
    let (bo, cia) = (id("Bo Prov"), id("Cia Prov"));
    let answered = place.run(&[&find[..], &["--accept", &bo, "--reject", &cia]].concat());
    assert_eq!(answered.code, Some(0), "{answered:?}");
    let named = place.run(&[&find[..], &["--name", "Cia Prov", "--lang", "sv"]].concat());
    assert_transcript!("subject_doubt", story(&[asked, answered, named]));
}
