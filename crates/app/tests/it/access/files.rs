//! What is no database: folders here and elsewhere, buckets and logs.

use std::fs;
use std::path::Path;

use gallra_app::Context;
use gallra_app::subject::access::{Options, Reviewed};
use gallra_testkit::{S3Key, S3Store, ServedFolder};

use super::{files_of, made, nowhere, open, person, records, text};
use crate::support::{House, activity};

/// More than one piece, and not a whole number of pieces.
fn long() -> Vec<u8> {
    b"Annas film\0\xff".repeat(40_000)
}

fn fill(root: &Path) {
    for (name, bytes) in [
        ("anna/brev.txt", b"Till Anna".to_vec()),
        ("anna/film.bin", long()),
        ("anna/under/..hidden \u{202e}gpj.exe", b"odd".to_vec()),
        ("bo/brev.txt", b"BOMARK".to_vec()),
        ("BOMARK.txt", b"BOMARK".to_vec()),
    ] {
        let file = root.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

fn policy(system: &str) -> String {
    format!(
        "systems:\n  archive: {system}\ndatasets:\n  papers: {{in: archive, part: ., about: [people], \
         subject: {{folder: folder}}, fields: {{content: hosted.content}}}}\nactivities:{}",
        activity("archiving", "papers", "at_most: 1 year after modified", "delete")
    )
}

/// Every file of Anna's comes, byte by byte, once somebody has looked; before that only that it is there.
async fn check(context: &Context, out: &Path) {
    let anna = person(&[("papers", "folder", &["anna"])]);
    let package = made(context, &anna, &open(&out.join("unseen"))).await;
    let files = files_of(&package);
    assert_eq!(package.not_checked.len(), 0, "{:?}", package.not_checked);
    assert_eq!(package.records["papers"], 3);
    assert_eq!(package.to_review["papers"]["content"], 3);
    assert!(!files.keys().any(|name| name.starts_with("files/")));
    nowhere(&files, &["BOMARK", "Annas film", "Till Anna"]);

    let options = Options { reviewed: Reviewed::Everything, ..open(&out.join("seen")) };
    let package = made(context, &anna, &options).await;
    let files = files_of(&package);
    assert_eq!(package.to_review.len(), 0);
    nowhere(&files, &["BOMARK"]);
    for record in records(&files, "papers") {
        let (path, file) = (&record["values"]["path"], &record["values"]["content"]["file"]);
        let content = &files[file.as_str().unwrap()];
        match path.as_str().unwrap() {
            "anna/brev.txt" => assert_eq!(content, b"Till Anna"),
            "anna/film.bin" => assert_eq!(*content, long()),
            _ => assert_eq!(content, b"odd"),
        }
    }
    let names: Vec<&String> = files.keys().filter(|name| name.starts_with("files/")).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names.iter().all(|name| !name.contains('\u{202e}') && !name.contains("/.")), "{names:?}");
}

#[tokio::test]
async fn a_folder_on_this_disk() {
    let house = House::new();
    let root = house.path().join("papers");
    fill(&root);
    let system = format!("{{kind: files, path: \"{}\", country: SE}}", root.display());
    check(&house.open(&policy(&system), "2026-11-22T12:00:00Z").await, house.path()).await;
}

#[tokio::test]
async fn a_folder_over_sftp() {
    let house = House::new();
    let tree = ServedFolder::sftp().await;
    fill(&tree.path());
    check(
        &house.open(&policy(&house.system("sftp", &tree.url())), "2026-11-22T12:00:00Z").await,
        house.path(),
    )
    .await;
}

#[tokio::test]
async fn a_folder_over_webdav() {
    let house = House::new();
    let tree = ServedFolder::webdav().await;
    fill(&tree.path());
    check(
        &house.open(&policy(&house.system("webdav", &tree.url())), "2026-11-22T12:00:00Z").await,
        house.path(),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_version_of_an_object() {
    let store = S3Store::shared().await;
    let bucket = store.versioned("papers");
    bucket.put(&["anna/brev.txt"], "Till Anna, gammal");
    bucket.put(&["anna/brev.txt", "anna/bild.txt"], "Till Anna, ny");
    bucket.put(&["bo/brev.txt"], "BOMARK");
    bucket.delete("anna/bild.txt");
    let house = House::new();
    let context =
        house.open(&policy(&house.system("s3", &bucket.url(S3Key::Owner))), "2026-11-22T12:00:00Z").await;
    let options = Options { reviewed: Reviewed::Everything, ..open(house.path()) };
    let files = files_of(&made(&context, &person(&[("papers", "folder", &["anna"])]), &options).await);
    let mut told: Vec<String> = records(&files, "papers")
        .iter()
        .map(|it| {
            String::from_utf8(files[it["values"]["content"]["file"].as_str().unwrap()].clone()).unwrap()
        })
        .collect();
    told.sort();
    assert_eq!(told, ["Till Anna, gammal", "Till Anna, ny", "Till Anna, ny"]);
    nowhere(&files, &["BOMARK"]);
}

#[tokio::test]
async fn the_lines_of_a_log_with_the_persons_address() {
    let house = House::new();
    let log = house.path().join("access.log");
    let line = |ip: &str, what: &str| {
        format!("{ip} - - [20/Nov/2026:10:00:00 +0100] \"GET /{what} HTTP/1.1\" 200 1 \"-\" \"-\"\n")
    };
    let lines = line("203.0.113.7", "anna?q=%3Cscript%3E")
        + &line("198.51.100.9", "BOMARK")
        + "  BOMARK goes on\n"
        + &line("203.0.113.7", "two")
        + "  and goes on\n"
        + &line("198.51.100.9", "BOMARK");
    fs::write(&log, lines).unwrap();
    let body = format!(
        "systems:\n  web: {{kind: logs, path: \"{}\", country: SE}}\ndatasets:\n  visits: {{in: web, part: access.log, \
         about: [people], subject: {{ip: ip}}, fields: {{ip: online.ip, line: online.activity}}}}\nactivities:{}",
        house.path().display(),
        activity("logging", "visits", "at_most: 1 year after logged", "delete")
    );
    let context = house.open(&body, "2026-11-22T12:00:00Z").await;
    let files =
        files_of(&made(&context, &person(&[("visits", "ip", &["203.0.113.7"])]), &open(house.path())).await);
    let told = records(&files, "visits");
    assert_eq!(told.len(), 2);
    assert_eq!(told[0]["values"]["logged"], "2026-11-20T09:00:00Z");
    let line = told[1]["values"]["line"].as_str().unwrap();
    assert!(line.ends_with("\n  and goes on"), "{line}");
    nowhere(&files, &["BOMARK", "198.51"]);
    assert!(!text(&files, "answer.html").contains("<script>"));
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_nothing_less_is_made_of_it() {
    let house = House::new();
    let root = house.path().join("papers");
    fill(&root);
    let file = house.path().join("gone.sqlite");
    gallra_testkit::sqlite_cli(
        &file,
        "CREATE TABLE notes (id integer PRIMARY KEY, name text); INSERT INTO notes VALUES (1, 'x');",
    );
    let body = format!(
        "systems:\n  archive: {{kind: files, path: \"{}\", country: SE}}\n  desk: {{kind: sqlite, path: \"{}\", country: SE}}\n  \
         binders: {{kind: manual, place: Arkivrummet, responsible: finance, country: SE}}\n\
         datasets:\n  papers: {{in: archive, part: ., about: [people], subject: {{folder: folder}}, fields: {{content: hosted.content}}}}\n  \
         notes: {{in: desk, table: notes, about: [people], called: {{sv: Anteckningar, en: Notes}}, subject: {{customer_no: id}}, fields: {{name: person.name}}}}\n  \
         paper: {{in: binders, about: [people], called: {{sv: Pärmar, en: Binders}}, fields: {{name: person.name}}}}\nactivities:{}{}{}",
        root.display(),
        file.display(),
        activity("archiving", "papers", "at_most: 1 year after modified", "delete"),
        activity("noting", "notes", "until_review: 2099-12-31", "delete"),
        activity(
            "filing",
            "paper",
            "at_most: 1 year after filed",
            "{task: {what: {sv: Strimla, en: Shred}, by: finance}}"
        ),
    );
    let context = house.open(&body, "2026-11-22T12:00:00Z").await;
    fs::remove_file(&file).unwrap();
    let anna = person(&[("papers", "folder", &["anna"]), ("notes", "id", &["1"])]);
    let package = made(&context, &anna, &open(&house.path().join("out"))).await;
    let names: Vec<&str> = package.not_checked.keys().map(|name| name.as_str()).collect();
    assert_eq!(names, ["notes"], "{:?}", package.not_checked);
    assert!(package.by_hand.contains("paper"));
    let files = files_of(&package);
    let page = text(&files, "answer.html");
    for words in ["Kunde inte genomsökas", "Anteckningar", "Gås igenom för hand", "Pärmar"] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(records(&files, "papers").len(), 3, "what could be read is there");
    // Why it could not be read is told to whoever answers, and is nothing for the person.
    let why = package.not_checked["notes"].clone();
    assert!(!page.contains(&why) && !page.contains("gone.sqlite"), "{why}");
}
