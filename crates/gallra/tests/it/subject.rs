//! `gallra subject find`, as somebody who handles requests uses it.

use std::process::Stdio;

use gallra_testkit::sqlite_cli;

use super::support::{Place, Ran, changed_policy, ran};

/// The shop, whose customers have addresses: two share one, and one wrote to another about a third.
fn shop() -> Place {
    let place = Place::shop();
    changed_policy(
        &place,
        "subject: {customer_no: id}\n    fields: {name: person.name}",
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
    assert!(found.stdout.contains("given → customers.email by e-mail address: one record"), "{found:?}");
    assert!(found.stdout.contains("Hälsa anna@marker.example!"), "a mention, with its words: {found:?}");
    assert!(found.stdout.contains("To be looked through by office: Kontoret"), "{found:?}");
    assert!(
        by_number.stdout.contains("angivet → customers.id genom `customer_no`: en post"),
        "{by_number:?}"
    );
    assert!(!by_number.stdout.contains("Anna Prov"), "names stand only where somebody has to decide");
    for (refused, says) in [
        (&name, "A name alone finds nobody"),
        (&unknown, "known are: customer_no"),
        (&twice, "Standard input can be read only once"),
    ] {
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.stderr.contains(says), "{refused:?}");
    }
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
    assert!(asked.stdout.contains("Nobody was found for sure"), "{asked:?}");
    assert!(asked.stdout.contains("--accept ID --reject ID"), "{asked:?}");
    assert!(asked.stdout.contains(&bo) && asked.stdout.contains("Bo Prov"), "{asked:?}");
    assert!(answered.stdout.contains("Accepted") && answered.stdout.contains("Rejected"), "{answered:?}");
    assert_eq!(named.code, Some(0), "{named:?}");
    assert!(named.stdout.contains("Utelämnat på grund av det angivna namnet"), "{named:?}");
}
