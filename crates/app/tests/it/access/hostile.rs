//! Whatever stands in a record, the package does no harm to who opens it.

use std::fmt::Write as _;

use gallra_app::subject::access::{Options, Reviewed, What};
use gallra_testkit::sqlite_cli;
use serde_json::json;

use super::{files_of, made, open, person, records, table, text};
use crate::support::House;

fn policy(file: &std::path::Path) -> String {
    format!(
        r#"
systems:
  desk: {{kind: sqlite, path: "{}", country: SE}}
datasets:
  people:
    in: desk
    table: people
    about: [people]
    subject: {{customer_no: id}}
    fields: {{name: person.name, token: account.secret}}
  notes: {{in: desk, table: "odd \" table", about: [people], fields: {{text: customer.purchases}}, belongs_to: {{people: person}}}}
activities:
  running:
    role: controller
    purpose: {{sv: "<b>Drift</b>", en: "<b>Running</b>"}}
    basis: {{legal_obligation: "Lag 1:2"}}
    data: [people, notes]
    keep: {{until_review: 2099-12-31}}
    then: delete
    measures: [access]
    notice: {{source: person, automated_decisions: none}}
"#,
        file.display()
    )
}

const EVIL: &[&str] = &[
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</td></table><a href=\"javascript:alert(1)\">",
    "=HYPERLINK(\"https://evil.example\")",
    "@SUM(1+1)|cmd",
    "+46 70 123",
    "-1+1",
    "\t=1",
    "a\u{202e}gpj.exe",
    "two\nlines, \"quoted\"; and more",
    "[link](javascript:alert(1)) `code` | pipe",
    "../../etc/passwd",
    "]}},\"datasets\":{",
];

#[tokio::test]
async fn hostile_content_is_content() {
    let house = House::new();
    let file = house.path().join("desk.sqlite");
    let mut sql = String::from(
        "CREATE TABLE people (id integer PRIMARY KEY, name text, token text, api_key text, \"odd '\"\" <column>\" text);
         CREATE TABLE \"odd \"\" table\" (id integer PRIMARY KEY, person integer, text text, data);
         INSERT INTO people VALUES (1, '=cmd|'' /C calc''!A0', 'TOKENMARK', 'KEYMARK', '<i>x</i>');",
    );
    for (at, evil) in EVIL.iter().enumerate() {
        write!(sql, "INSERT INTO \"odd \"\" table\" VALUES ({at}, 1, '{}', {at});", evil.replace('\'', "''"))
            .unwrap();
    }
    // A NUL, and bytes that are no UTF-8, in a column of texts; a text among numbers; a number among texts.
    sql += "INSERT INTO \"odd \"\" table\" VALUES (100, 1, CAST(x'410042' AS TEXT), 'text');
            INSERT INTO \"odd \"\" table\" VALUES (101, 1, CAST(x'41ff42' AS TEXT), 1.5);
            INSERT INTO \"odd \"\" table\" VALUES (102, 1, 9e999, NULL);";
    sqlite_cli(&file, &sql);
    let context = house.open(&policy(&file), "2026-11-22T12:00:00Z").await;
    let files = files_of(
        &made(&context, &person(&[("people", "id", &["1"])]), &open(&house.path().join("out"))).await,
    );

    // JSON says exactly what stands there.
    let told = records(&files, "notes");
    assert_eq!(told.len(), EVIL.len() + 3);
    for (record, evil) in told.iter().zip(EVIL) {
        assert_eq!(record["values"]["text"], json!(evil));
    }
    assert_eq!(told[EVIL.len()]["values"]["text"], "A\0B");
    assert_eq!(told[EVIL.len()]["values"]["data"], "text");
    assert_eq!(told[EVIL.len() + 1]["values"]["text"], "A\u{fffd}B");
    assert_eq!(told[EVIL.len() + 1]["values"]["data"], json!(1.5));

    // No cell of a table is a formula, and quotes and line ends are none of the table's.
    let (head, rows) = table(&files, "csv/notes.csv");
    assert_eq!(rows.len(), told.len());
    assert!(rows.iter().all(|row| row.len() == head.len()));
    let begins = |cell: &String| cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
    assert!(!rows.iter().flatten().any(begins));
    assert!(rows.iter().flatten().any(|cell| cell == "two\nlines, \"quoted\"; and more"));
    let (_, people) = table(&files, "csv/people.csv");
    assert!(people[0].contains(&"'=cmd|' /C calc'!A0".to_owned()), "{people:?}");
    assert!(!text(&files, "csv/notes.csv").contains('\0'));

    // The page has no markup, no link and no mark of direction but its own.
    let page = text(&files, "answer.html");
    for words in
        ["<script", "<img", "href=\"javascript", "<i>x", "<b>Drift", "\u{202e}", "\0", "TOKENMARK", "KEYMARK"]
    {
        assert!(!page.contains(words), "{words:?}");
    }
    assert!(page.contains("&lt;script&gt;"));
    let written = text(&files, "answer.md");
    assert!(written.contains(r"\](javascript") && !written.contains("k](javascript"), "brackets are text");
    super::nowhere(&files, &["TOKENMARK", "KEYMARK"]);
    // Nothing rests on consent or a contract.
    assert_eq!(super::json(&files, "portable/data.json")["datasets"], json!({}));
}

#[tokio::test]
async fn a_table_of_large_files_passes_through() {
    let house = House::new();
    let file = house.path().join("desk.sqlite");
    sqlite_cli(
        &file,
        "CREATE TABLE people (id integer PRIMARY KEY, name text, token text);
         CREATE TABLE \"odd \"\" table\" (id integer PRIMARY KEY, person integer, text text, scan blob);
         INSERT INTO people VALUES (1, 'Anna', NULL);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6)
         INSERT INTO \"odd \"\" table\" SELECT i, 1, 'scan ' || i, randomblob(500000) FROM n;",
    );
    let context = house.open(&policy(&file), "2026-11-22T12:00:00Z").await;
    let options = Options { reviewed: Reviewed::Everything, ..open(&house.path().join("out")) };
    let package = made(&context, &person(&[("people", "id", &["1"])]), &options).await;
    assert!(package.bytes > 3_000_000);
    let files = files_of(&package);
    let scans: Vec<_> = files.iter().filter(|(name, _)| name.starts_with("files/notes/")).collect();
    assert_eq!(scans.len(), 6);
    let sums = sqlite_cli(&file, "SELECT hex(scan) FROM \"odd \"\" table\" WHERE id = 5;");
    let fifth = records(&files, "notes")[4]["values"]["scan"]["file"].as_str().unwrap().to_owned();
    assert_eq!(hex::encode_upper(&files[&fifth]), sums.trim());
}

#[tokio::test]
async fn what_is_taken_along_alone_has_no_more_than_that() {
    let house = House::new();
    let file = house.path().join("desk.sqlite");
    sqlite_cli(
        &file,
        "CREATE TABLE people (id integer PRIMARY KEY, name text, token text, inner_note text);
         CREATE TABLE \"odd \"\" table\" (id integer PRIMARY KEY, person integer, text text);
         INSERT INTO people VALUES (1, 'Anna', 'TOKENMARK', 'INNERMARK');
         INSERT INTO \"odd \"\" table\" VALUES (1, 1, 'tre hattar');",
    );
    let body = policy(&file).replace("{legal_obligation: \"Lag 1:2\"}", "contract");
    let context = house.open(&body, "2026-11-22T12:00:00Z").await;
    let options = Options { what: What::Portable, ..open(&house.path().join("out")) };
    let files = files_of(&made(&context, &person(&[("people", "id", &["1"])]), &options).await);
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(
        names,
        [
            "answer.html",
            "answer.md",
            "manifest.json",
            "portable/csv/notes.csv",
            "portable/csv/people.csv",
            "portable/data.json"
        ]
    );
    let data = super::json(&files, "portable/data.json");
    assert_eq!(data["datasets"]["people"]["records"][0]["values"], json!({"id": 1, "name": "Anna"}));
    assert_eq!(data["datasets"]["notes"]["records"][0]["values"], json!({"text": "tre hattar"}));
    super::nowhere(&files, &["TOKENMARK", "INNERMARK"]);
}
