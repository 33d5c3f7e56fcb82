//! Prosody, a chat server with its storage in SQLite: one table without a primary key for everything, told apart by `store`,
//! and an archive in which each of two has a copy of what they wrote to one another.
//!
//! People registered, made their lists of contacts and wrote to each other over XMPP; two more are added by `prosodyctl`.

use std::process::Command;

use gallra_testkit::repo_root;
use gallra_testkit::samples::prosody;

use super::{Database, Golden, Somebody, agreed};
use crate::support::House;

const NOW: &str = "2026-11-22T12:00:00+01:00";

const DATASETS: &str = "
datasets:
  accounts:
    in: chat
    table: prosody
    key: [host, user]
    where: {host: chat.example, store: accounts, key: stored_key}
    about: [people]
    subject: {account: user}
    fields: {value: account.secret}
  about_accounts:
    in: chat
    table: prosody
    where: {host: chat.example, store: [accounts, account_details, pep], key: [server_key, iteration_count, salt, registered, \"urn:xmpp:vcard4\", \"storage:bookmarks\"]}
    about: [people]
    subject: {account: user}
    fields: {value: account.secret}
  contacts:
    in: chat
    table: prosody
    where: {host: chat.example, store: roster}
    about: [people]
    subject: {account: user, jid: key}
    fields: {value: person.name}
  archive:
    in: chat
    table: prosodyarchive
    where: {host: chat.example}
    about: [people]
    subject: {account: user}
    fields: {value: communication.content}
";

#[tokio::test]
async fn people_of_a_chat_server_are_erased() {
    let house = House::new();
    let file = prosody(house.path());
    let home = tempfile::tempdir().unwrap();
    std::fs::copy(&file, home.path().join("prosody.sqlite")).unwrap();
    // Somebody with the same name at another host, and somebody who never wrote a word.
    register(home.path(), "agda", "kontor.example");
    register(home.path(), "tyst", "chat.example");
    std::fs::copy(home.path().join("prosody.sqlite"), &file).unwrap();
    let hand = house.path().join("by-hand.sqlite");
    std::fs::copy(&file, &hand).unwrap();
    let body = format!(
        "systems:\n  chat: {{kind: sqlite, path: \"{}\", country: SE}}\n{DATASETS}activities:{}",
        file.display(),
        agreed("accounts, about_accounts, contacts, archive"),
    );
    let context = house.open(&body, NOW).await;
    let (ours, hand) = (Database::Sqlite(file), Database::Sqlite(hand));
    let golden = Golden::new("Prosody", house, context, ours, hand);
    for (who, account, by_hand, expect) in PEOPLE {
        let (user, jid) = (format!("SELECT '{account}'"), format!("SELECT '{account}@chat.example'"));
        let found: &[(&str, &str, &str)] = &[
            ("accounts", "user", &user),
            ("about_accounts", "user", &user),
            ("contacts", "user", &user),
            ("contacts", "key", &jid),
            ("archive", "user", &user),
        ];
        golden.erase(&Somebody { who, given: &[], found, by_hand, expect }).await;
    }
    let left = "SELECT DISTINCT host || ' ' || user FROM prosody ORDER BY 1;";
    assert_eq!(
        golden.ours.sql(left).lines().collect::<Vec<_>>(),
        ["chat.example birger", "chat.example cilla", "chat.example disa", "kontor.example agda"]
    );
    golden.house.evidence_never_says(&["agda", "egil", "chat.example"]);
}

/// By the server's own program.
fn register(home: &std::path::Path, user: &str, host: &str) {
    let asset = repo_root().join("crates/testkit/assets/prosody/prosody.cfg.lua");
    let config = home.join("prosody.cfg.lua");
    let settings = std::fs::read_to_string(asset).unwrap();
    let path = home.display().to_string();
    std::fs::write(&config, format!("data_path = {path:?}\n{settings}\nVirtualHost \"kontor.example\"\n"))
        .unwrap();
    let done = Command::new("prosodyctl")
        .arg("--config")
        .arg(&config)
        .args(["register", user, host, "hemligt"])
        .current_dir(home)
        .env("CHAT_PORT", "5222")
        .output()
        .expect("start prosodyctl: run ./test once, it installs what the tests need");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Who, account, SQL by hand, counts. What others keep of a talk is theirs; what they noted of the person goes.
const PEOPLE: &[(&str, &str, &str, &str)] = &[
    (
        "who wrote with all, and has a namesake at another host",
        "agda",
        "DELETE FROM prosody WHERE host = 'chat.example' AND user = 'agda';
         DELETE FROM prosody WHERE host = 'chat.example' AND store = 'roster' AND key = 'agda@chat.example';
         DELETE FROM prosodyarchive WHERE host = 'chat.example' AND user = 'agda';",
        "prosody -16, prosodyarchive -19",
    ),
    (
        "for whom messages wait",
        "egil",
        "DELETE FROM prosody WHERE host = 'chat.example' AND user = 'egil';
         DELETE FROM prosody WHERE host = 'chat.example' AND store = 'roster' AND key = 'egil@chat.example';
         DELETE FROM prosodyarchive WHERE host = 'chat.example' AND user = 'egil';",
        "prosody -14, prosodyarchive -26",
    ),
    (
        "who never wrote a word",
        "tyst",
        "DELETE FROM prosody WHERE host = 'chat.example' AND user = 'tyst';",
        "prosody -4",
    ),
];
