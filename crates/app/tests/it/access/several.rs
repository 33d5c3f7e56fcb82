//! Several people in one schema, on every kind of database: all of one, nothing of another, and what is between them.

use std::collections::BTreeSet;

use gallra_app::subject::access::{Options, Reviewed};
use gallra_app::subject::restrict;
use gallra_testkit::{MariaDb, PgVersion, Postgres, sqlite_cli};
use serde_json::{Value, json};

use super::{Files, files_of, made, nowhere, open, person, records, text};
use crate::support::{APPROVER, House};

/// What differs: number, bytes, moment, JSON, boolean, text, and how bytes and a moment are written.
struct Types {
    number: &'static str,
    bytes: &'static str,
    moment: &'static str,
    json: &'static str,
    boolean: &'static str,
    photo: &'static str,
    at: &'static str,
}

const POSTGRES: Types = Types {
    number: "numeric(20,4)",
    bytes: "bytea",
    moment: "timestamptz",
    json: "jsonb",
    boolean: "boolean",
    photo: "decode(repeat('89504e47', 200), 'hex')",
    at: "'2026-03-01 10:00:00+01'",
};
const MARIADB: Types = Types {
    number: "decimal(20,4)",
    bytes: "longblob",
    moment: "timestamp NULL",
    json: "json",
    boolean: "tinyint(1)",
    photo: "unhex(repeat('89504e47', 200))",
    at: "'2026-03-01 09:00:00'",
};
const SQLITE: Types = Types {
    number: "numeric",
    bytes: "blob",
    moment: "datetime",
    json: "json",
    boolean: "boolean",
    photo: "CAST(replace(printf('%200s', ''), ' ', x'89504e47') AS BLOB)",
    at: "'2026-03-01T09:00:00Z'",
};

/// Whatever is Bo's says BOMARK, whatever is Cecilia's CEMARK.
fn schema(types: &Types) -> String {
    let Types { number, bytes, moment, json, boolean, photo, at } = types;
    format!(
        "
CREATE TABLE people (id integer PRIMARY KEY, email varchar(60), name varchar(60), phone varchar(30),
  password_hash varchar(60), note varchar(300), reminder varchar(300), photo {bytes}, prefs {json}, active {boolean},
  weight {number}, joined {moment}, born date);
CREATE TABLE letters (id integer PRIMARY KEY, sender integer, receiver integer, sender_name varchar(60),
  receiver_name varchar(60), subject varchar(200), body varchar(300), sent {moment});
CREATE TABLE threads (id integer PRIMARY KEY, title varchar(100), started_by varchar(60));
CREATE TABLE posts (id integer PRIMARY KEY, thread integer, author integer, words varchar(300));
CREATE TABLE orders (id integer PRIMARY KEY, buyer integer, clerk integer, total {number}, remark varchar(300), placed {moment});
INSERT INTO people VALUES (1, 'anna@example.se', 'Anna Åkesson', '070-174 06 05', 'ANNASECRET', 'Bo BOMARK klagade på Anna',
  'Ring Anna på +46701740605 eller bomark@example.se', {photo}, '{{\"colour\": \"blå\"}}', {true_}, 1234567.5678, {at}, '1970-10-06');
INSERT INTO people VALUES (2, 'bomark@example.se', 'Bo Bomark', '070-174 06 99', 'BOMARKSECRET', 'BOMARK note', NULL, NULL, NULL, {true_}, 1, {at}, '1971-01-01');
INSERT INTO people VALUES (3, 'cemark@example.se', 'Cecilia Cemark', '070-174 06 77', 'CEMARKSECRET', 'CEMARK note', NULL, NULL, NULL, {true_}, 1, {at}, '1972-01-01');
INSERT INTO letters VALUES (1, 1, 2, 'Anna Åkesson', 'Bo Bomark', 'Till Bo Bomark från Anna', 'Hej BOMARK', {at});
INSERT INTO letters VALUES (2, 3, 1, 'Cecilia Cemark', 'Anna Åkesson', 'Svar', 'Hej från CEMARK', {at});
INSERT INTO letters VALUES (3, 2, 3, 'Bo Bomark', 'Cecilia Cemark', 'BOMARK till CEMARK', 'BOMARK CEMARK', {at});
INSERT INTO threads VALUES (1, 'Hundar', 'Cecilia Cemark');
INSERT INTO threads VALUES (2, 'Bara BOMARK', 'Bo Bomark');
INSERT INTO posts VALUES (1, 1, 1, 'Min hund heter Rex');
INSERT INTO posts VALUES (2, 1, 3, 'CEMARK svarar');
INSERT INTO posts VALUES (3, 2, 2, 'BOMARK skriver');
INSERT INTO orders VALUES (1, 1, 3, 2.9900, 'Levereras till anna@example.se, kopia till cemark@example.se', {at});
INSERT INTO orders VALUES (2, 2, 1, 100, 'BOMARK vill ha gult', {at});
INSERT INTO orders VALUES (3, 2, 3, 5, 'BOMARK och CEMARK', {at});
",
        true_ = if types.boolean == "boolean" && types.bytes == "bytea" { "true" } else { "1" },
    )
}

fn policy(system: &str) -> String {
    format!(
        "
systems:
  desk: {system}
datasets:
  people:
    in: desk
    table: people
    about: [people]
    subject: {{customer_no: id, email: email}}
    fields: {{name: person.name, phone: contact.phone, password_hash: account.secret, note: communication.note, photo: person.image, born: person.birth_date}}
    anchors: {{joined: joined}}
  letters:
    in: desk
    table: letters
    about: [people]
    fields: {{subject: communication.metadata, body: communication.content, sender_name: person.name, receiver_name: person.name}}
    belongs_to:
      people: [{{by: sender, as: shared, anonymise: {{sender: null, sender_name: null}}}}, {{by: receiver, as: shared, anonymise: {{receiver: null, receiver_name: null}}}}]
  threads:
    in: desk
    table: threads
    about: [people]
    fields: {{started_by: person.name}}
  posts:
    in: desk
    table: posts
    about: [people]
    fields: {{words: hosted.content}}
    belongs_to: {{people: author, threads: {{by: thread, as: shares}}}}
  orders:
    in: desk
    table: orders
    about: [people]
    fields: {{remark: customer.purchases}}
    belongs_to:
      people: [{{by: buyer}}, {{by: clerk, as: refers}}]
activities:
  running:
    role: controller
    purpose: {{sv: Drift av forumet, en: Running the forum}}
    basis: contract
    data: [people, letters, threads, posts, orders]
    keep: {{until_review: 2099-12-31}}
    then: delete
    measures: [access]
    notice: {{source: person, automated_decisions: none}}
"
    )
}

#[tokio::test]
async fn postgres_tells_one_person_from_another() {
    let server = Postgres::shared(PgVersion::V15).await;
    let database = server.database("people");
    database.psql(&schema(&POSTGRES));
    let house = House::new();
    check(&house, &house.system("postgres", &database.url())).await;
}

#[tokio::test]
async fn mariadb_tells_one_person_from_another() {
    let server = MariaDb::shared().await;
    let database = server.database("people");
    database.mariadb(&schema(&MARIADB));
    let house = House::new();
    check(&house, &house.system("mysql", &database.url())).await;
}

#[tokio::test]
async fn sqlite_tells_one_person_from_another() {
    let house = House::new();
    let file = house.path().join("desk.sqlite");
    sqlite_cli(&file, &schema(&SQLITE));
    check(&house, &format!("{{kind: sqlite, path: \"{}\", country: SE, time_zone: UTC}}", file.display()))
        .await;
}

async fn check(house: &House, system: &str) {
    let context = house.open(&policy(system), "2026-11-22T12:00:00Z").await;
    let anna = person(&[("people", "id", &["1"])]);
    let package = made(&context, &anna, &open(&house.path().join("first"))).await;
    let files = files_of(&package);
    assert_eq!(package.not_checked.len(), 0, "{:?}", package.not_checked);
    nowhere(&files, &["BOMARK", "CEMARK", "174 06 99", "174 06 77", "ANNASECRET"]);
    all_of_hers(&files);
    what_is_between_them(&files);

    // What may speak of others waits for somebody to look.
    let waiting: Vec<(&str, Vec<&String>)> =
        package.to_review.iter().map(|(name, columns)| (name.as_str(), columns.keys().collect())).collect();
    assert_eq!(
        format!("{waiting:?}"),
        r#"[("letters", ["body"]), ("people", ["note"]), ("posts", ["words"])]"#
    );
    assert!(package.of_others > 0);

    // Somebody has looked at the posts, and at nothing else.
    let posts = BTreeSet::from([("posts".into(), "words".to_owned())]);
    let looked = Options { reviewed: Reviewed::These(posts), ..open(&house.path().join("second")) };
    let package = made(&context, &anna, &looked).await;
    let second = files_of(&package);
    assert_eq!(records(&second, "posts")[0]["values"]["words"], "Min hund heter Rex");
    assert_eq!(package.to_review.len(), 2);
    nowhere(&second, &["BOMARK", "CEMARK"]);

    // Even of what was looked at the other's name is taken out where it stands beside the text.
    let all = Options { reviewed: Reviewed::Everything, ..open(&house.path().join("third")) };
    let third = files_of(&made(&context, &anna, &all).await);
    assert_eq!(records(&third, "letters")[0]["values"]["body"], "Hej BOMARK");
    assert!(!text(&third, "answer.html").contains("Bo Bomark"));
    nowhere(&third, &["ANNASECRET", "Cecilia Cemark", "bomark@example.se"]);
}

fn all_of_hers(files: &Files) {
    let hers = records(files, "people");
    assert_eq!(hers.len(), 1);
    let values = &hers[0]["values"];
    assert_eq!(values["email"], "anna@example.se");
    assert_eq!(values["phone"], "070-174 06 05");
    assert_eq!(values["active"], json!(true));
    assert_eq!(values["joined"], json!("2026-03-01T09:00:00Z"), "{values}");
    assert_eq!(values["born"], "1970-10-06");
    assert_eq!(values["weight"].to_string(), "1234567.5678");
    let prefs = match &values["prefs"] {
        // MariaDB's JSON is a text with a check.
        Value::String(text) => serde_json::from_str(text).unwrap(),
        prefs => prefs.clone(),
    };
    assert_eq!(prefs, json!({"colour": "blå"}));
    assert_eq!(values["reminder"], "Ring Anna på +46701740605 eller █████");
    assert_eq!(
        hers[0]["left_out"],
        json!({"note": "to_be_reviewed", "password_hash": "secret", "reminder": "in_part"})
    );
    let photo = values["photo"]["file"].as_str().unwrap();
    assert!(photo.ends_with("photo.png"), "{photo}");
    assert_eq!(files[photo], [0x89, b'P', b'N', b'G'].repeat(200));
    assert_eq!(records(files, "posts").len(), 1);
    let orders = records(files, "orders");
    assert_eq!(orders.len(), 2, "her own, and the one that she took as a clerk");
    assert_eq!(orders[0]["values"]["total"].to_string().trim_end_matches('0'), "2.99");
    assert_eq!(orders[0]["values"]["remark"], "Levereras till anna@example.se, kopia till █████");
}

fn what_is_between_them(files: &Files) {
    let letters = records(files, "letters");
    let told: Vec<(&Value, &Value)> = letters.iter().map(|it| (&it["whose"], &it["values"]["id"])).collect();
    assert_eq!(told, [(&json!("shared"), &json!(1)), (&json!("shared"), &json!(2))]);
    assert_eq!(letters[0]["values"]["sender_name"], "Anna Åkesson");
    assert_eq!(letters[0]["values"]["sender"], 1);
    assert_eq!(letters[0]["values"]["receiver"], Value::Null);
    assert_eq!(letters[0]["left_out"]["receiver_name"], "other_person");
    assert_eq!(letters[0]["values"]["subject"], "Till █████ från Anna");
    assert_eq!(letters[1]["values"]["receiver_name"], "Anna Åkesson");
    let threads = records(files, "threads");
    assert_eq!(threads.len(), 1);
    assert_eq!((&threads[0]["whose"], &threads[0]["values"]["title"]), (&json!("shared"), &json!("Hundar")));
    assert_eq!(threads[0]["left_out"]["started_by"], "other_person");
    let taken = &records(files, "orders")[1];
    assert_eq!((&taken["whose"], &taken["values"]["clerk"]), (&json!("others"), &json!(1)));
    assert_eq!(
        taken["left_out"],
        json!({"buyer": "other_person", "remark": "other_person", "total": "other_person"})
    );
}

#[tokio::test]
async fn restricted_records_are_shown_as_such() {
    let house = House::new();
    let file = house.path().join("desk.sqlite");
    sqlite_cli(&file, &schema(&SQLITE));
    let system = format!("{{kind: sqlite, path: \"{}\", country: SE, time_zone: UTC}}", file.display());
    let context = house.open(&policy(&system), "2026-11-22T12:00:00Z").await;
    let anna = person(&[("people", "id", &["1"])]);
    restrict::restrict(&context, "R-2026-0007", &anna, restrict::Ground::Accuracy, APPROVER).await.unwrap();
    let files = files_of(&made(&context, &anna, &open(&house.path().join("out"))).await);
    assert_eq!(records(&files, "people")[0]["restricted"], true);
    // What belongs to it is restricted with it, what it is only named in is not.
    let orders: Vec<Value> = records(&files, "orders").iter().map(|it| it["restricted"].clone()).collect();
    assert_eq!(orders, [json!(true), Value::Null]);
    let (head, rows) = super::table(&files, "csv/people.csv");
    let at = head.iter().position(|name| name == "restricted").unwrap();
    assert_eq!(rows[0][at], "true");
    assert!(text(&files, "answer.html").contains("Begränsad"));
}
