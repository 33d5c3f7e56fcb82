//! What lies sealed in Gallra's own register is opened for the person it is about, and for nobody else.

use gallra_app::Context;
use gallra_store::register::{Content, NewEntry, NewParty, PartyId, PartyKind, Person as Who, Role, Source};
use gallra_vault::Kek;

use super::{files_of, json, made, nowhere, open, person, records};
use crate::support::{House, activity};

async fn customer(context: &Context, name: &str, note: &str) -> PartyId {
    let register = context.register().await.unwrap();
    let acting = context.acting("Astrid", "caring").unwrap();
    let new = NewParty {
        kind: PartyKind::Customer,
        role: Role::Controller,
        belongs_to: None,
        since: None,
        last_contact: None,
        person: Who { name: name.to_owned(), about: Some(note.to_owned()), ..Who::default() },
    };
    let id = register.create_party(&acting, &new).await.unwrap();
    let entry = |content| NewEntry {
        party: id,
        at: "2026-05-01".parse().unwrap(),
        activity: "caring".to_owned(),
        source: Source::Staff,
        due: None,
        state: None,
        content,
    };
    register.create_entry(&acting, &entry(Content::Note { text: note.to_owned() })).await.unwrap();
    let login = Content::Credential {
        place: "cms".to_owned(),
        user: name.to_owned(),
        secret: "LOGINMARK".to_owned(),
    };
    register.create_entry(&acting, &entry(login)).await.unwrap();
    id
}

#[tokio::test]
async fn a_customer_of_the_register_sees_what_is_kept_about_them() {
    let house = House::new();
    Kek::create(&house.path().join("state.kek")).unwrap();
    let body = format!(
        "systems:\n  register: {{kind: register, country: SE}}\ndatasets:\n  \
         customers: {{in: register, table: customers, about: [people], called: {{sv: Kunder, en: Customers}}}}\n  \
         notes: {{in: register, table: notes, about: [people]}}\nactivities:{}",
        activity("caring", "customers, notes", "until_review: 2099-12-31", "delete")
    );
    let context = house.open(&body, "2026-11-22T12:00:00Z").await;
    let anna = customer(&context, "Anna Prövsten", "Ringer ofta").await;
    customer(&context, "Bo BOMARK", "BOMARK").await;
    let key = anna.0.to_string();
    let package =
        made(&context, &person(&[("customers", "id", &[key.as_str()])]), &open(&house.path().join("out")))
            .await;
    assert_eq!(package.not_checked.len(), 0, "{:?}", package.not_checked);
    let files = files_of(&package);
    assert_eq!(records(&files, "customers")[0]["values"]["name"], "Anna Prövsten");
    assert_eq!(records(&files, "customers")[0]["left_out"]["about"], "to_be_reviewed");
    assert_eq!(records(&files, "notes").len(), 1);
    assert_eq!(records(&files, "credentials")[0]["values"]["made"], "2026-05-01");
    nowhere(&files, &["BOMARK", "LOGINMARK"]);
    let portable = json(&files, "portable/data.json");
    assert_eq!(portable["datasets"]["customers"]["records"][0]["values"]["name"], "Anna Prövsten");
}
