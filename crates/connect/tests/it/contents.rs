//! What files say of people, wherever they lie: on this disk, over SFTP and WebDAV, in a bucket.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::Arc;

use gallra_connect::Connector;
use gallra_connect::find::{Mentions, Pattern, Patterns, Texts};
use gallra_rules::policy::SystemKind;
use gallra_rules::predicate::{Predicate, Scalar, TableRef};
use gallra_testkit::{S3Key, S3Store, ServedFolder};
use zip::write::SimpleFileOptions;

use crate::support::{open_system, system};

const WHO: &str = "anna@marker.example";
const PHONE: &str = "0701234567";

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Each with whether it speaks of the person; none where nobody can tell.
fn files() -> Files {
    // The address lies across the end of a piece of a mebibyte.
    let mut long = "x".repeat((1 << 20) - 9);
    long.push_str(" anna@marker.example ");
    long.push_str(&"y ".repeat(3 << 20));
    let types = ("[Content_Types].xml", "<Types/>");
    // A word processor cuts a word where it likes.
    let letter = "<w:document xmlns:w=\"w\"><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Till anna&#64;mar</w:t></w:r>\
        <w:proofErr/><w:r><w:t>ker.example</w:t></w:r></w:p><w:p><w:r><w:t>Hej &amp; hå</w:t></w:r></w:p></w:document>";
    let strings = "<sst><si><t>Telefon</t></si><si><t>070-123 45 67</t></si></sst>";
    // Two cells whose digits are no number together.
    let cells = "<worksheet><row><c><v>070123</v></c><c><v>4567</v></c></row></worksheet>";
    let prose = "<office:text xmlns:office=\"o\" xmlns:text=\"t\"><text:p>Skriv<text:s/>till \
        <text:span>Anna@Marker.example</text:span></text:p></office:text>";
    let mimetype = ("mimetype", "application/vnd.oasis.opendocument.text");
    let utf16: Vec<u8> = WHO.encode_utf16().flat_map(u16::to_le_bytes).collect();
    BTreeMap::from([
        ("a/plain.txt", (format!("Hälsa {WHO}!").into_bytes(), Some(true))),
        ("a/long.txt", (long.into_bytes(), Some(true))),
        ("a/other.txt", (b"Nothing here".to_vec(), Some(false))),
        ("a/empty.txt", (Vec::new(), Some(false))),
        ("b/letter.docx", (packed(&[types, ("word/document.xml", letter)]), Some(true))),
        ("b/numbers.xlsx", (packed(&[types, ("xl/sharedStrings.xml", strings)]), Some(true))),
        ("b/cells.xlsx", (packed(&[types, ("xl/worksheets/sheet1.xml", cells)]), Some(false))),
        ("b/prose.odt", (packed(&[mimetype, ("content.xml", prose)]), Some(true))),
        ("c/archive.zip", (packed(&[("plain.txt", WHO)]), None)),
        ("c/broken.docx", (packed(&[types, ("word/document.xml", letter)])[..200].to_vec(), None)),
        ("c/form.pdf", (format!("%PDF-1.7\n{WHO}").into_bytes(), None)),
        ("c/wide.txt", (utf16, None)),
    ])
}

fn write(folder: &Path) {
    for (name, (bytes, _)) in files() {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

async fn search(connector: &Connector, within: Predicate) -> Mentions {
    let all = [(1, Pattern::Words(WHO.to_owned())), (2, Pattern::Digits(vec![PHONE.to_owned()]))];
    let texts = Texts {
        table: TableRef { schema: None, name: ".".to_owned() },
        within,
        columns: BTreeSet::from(["content".to_owned()]),
        key: Some("path".to_owned()),
        patterns: Arc::new(Patterns::of(&all).unwrap()),
        most: 100,
    };
    connector.mentions(&texts).await.unwrap()
}

type Files = BTreeMap<&'static str, (Vec<u8>, Option<bool>)>;

async fn all_are_found(connector: &Connector, files: &Files) -> Mentions {
    let told = search(connector, Predicate::always()).await;
    assert_eq!(told.refused, None);
    let found: Vec<&str> = told.found.iter().filter_map(|one| one.key.as_deref()).collect();
    let found_once: BTreeSet<&str> = found.iter().copied().collect();
    let with = |wanted| files.iter().filter(move |(_, (_, told))| *told == wanted).map(|(name, _)| *name);
    assert_eq!(found_once, with(Some(true)).collect(), "{told:?}");
    assert_eq!(found.len(), found_once.len(), "what stands in two pieces is told once");
    assert_eq!(told.unread, with(None).count() as u64);
    assert!(told.found.iter().all(|one| one.column == "content"));
    told
}

async fn all_are_found_in_the_folder(connector: &Connector) {
    let told = all_are_found(connector, &files()).await;
    let letter = told.found.iter().find(|one| one.key.as_deref() == Some("b/letter.docx")).unwrap();
    assert_eq!(letter.snippet, "Till anna@marker.example Hej & hå");
    // The policy's `where` holds here too.
    let within = Predicate::In { column: "folder".to_owned(), values: vec![Scalar::Text("b".to_owned())] };
    let of_one = search(connector, within).await;
    assert_eq!((of_one.found.len(), of_one.unread), (3, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_files_say_is_found_on_a_disk_and_over_sftp_and_webdav() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let local = system(SystemKind::Files, None, Some(folder.path().to_owned()));
    all_are_found_in_the_folder(&open_system(&local).await.unwrap()).await;
    let served =
        [(SystemKind::Sftp, ServedFolder::sftp().await), (SystemKind::Webdav, ServedFolder::webdav().await)];
    for (kind, served) in served {
        write(&served.path());
        let connector = open_system(&system(kind, Some(served.url()), None)).await.unwrap();
        all_are_found_in_the_folder(&connector).await;
        connector.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_objects_say_is_found_in_every_version() {
    let bucket = S3Store::shared().await.versioned("contents");
    let files: Files =
        files().into_iter().filter(|(_, (bytes, _))| String::from_utf8(bytes.clone()).is_ok()).collect();
    for (name, (bytes, _)) in &files {
        bucket.put(&[*name], std::str::from_utf8(bytes).unwrap());
    }
    // An old version that nobody sees any more, under a new one; and a name of which only a marker is left.
    bucket.put(&["old.txt", "gone.txt"], WHO);
    bucket.put(&["old.txt"], "Nothing here");
    bucket.delete("gone.txt");
    let connector = open_system(&system(SystemKind::S3, Some(bucket.url(S3Key::Owner)), None)).await.unwrap();
    let old = [("old.txt", (Vec::new(), Some(true))), ("gone.txt", (Vec::new(), Some(true)))];
    all_are_found(&connector, &files.into_iter().chain(old).collect()).await;
}
