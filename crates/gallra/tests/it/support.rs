//! A place to work in, the binary to run there, and a small company to run it on.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use gallra_testkit::sqlite_cli;
use serde_json::Value;
use tempfile::TempDir;

/// A folder of its own, with commands run in it as a user would: relative paths, no terminal.
pub(crate) struct Place {
    dir: TempDir,
}

/// What a command did.
#[derive(Clone, Debug)]
pub(crate) struct Ran {
    words: String,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Place {
    pub(crate) fn empty() -> Self {
        Self { dir: tempfile::Builder::new().prefix("gallra-it-").tempdir().unwrap() }
    }

    /// With the shop's policy and database: see [`POLICY`] and [`SCHEMA`].
    pub(crate) fn shop() -> Self {
        let place = Self::empty();
        place.write("policy/shop.yaml", POLICY);
        sqlite_cli(&place.path("shop.db"), SCHEMA);
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// What the `sqlite3` program says about the shop's database.
    pub(crate) fn shop_says(&self, sql: &str) -> String {
        sqlite_cli(&self.path("shop.db"), sql).trim().to_owned()
    }

    pub(crate) fn shop_counts(&self, sql: &str) -> u64 {
        self.shop_says(sql).parse().unwrap()
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gallra"));
        command.args(words).current_dir(self.dir.path());
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "GALLRA_POLICY", "GALLRA_STATE", "NO_COLOR"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end. Words with spaces are given as they are.
    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        ran(words, self.command(words).output().unwrap())
    }

    /// Runs a command written as one line, without quotes in it.
    pub(crate) fn gallra(&self, line: &str) -> Ran {
        self.run(&line.split(' ').collect::<Vec<_>>())
    }

    pub(crate) fn spawn(&self, line: &str) -> Child {
        self.command(&line.split(' ').collect::<Vec<_>>()).spawn().unwrap()
    }

    /// Plans, expects that to succeed, and tells the plan's file.
    pub(crate) fn planned(&self) -> String {
        let ran = self.gallra("plan --out plan.json --json");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        "plan.json".to_owned()
    }

    /// The one certificate in the state.
    pub(crate) fn certificate(&self) -> PathBuf {
        let mut found: Vec<PathBuf> = fs::read_dir(self.path("policy-state/certificates"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    }

    /// What the certificate, verified by a fresh process with the public key alone, says about the run.
    pub(crate) fn verified(&self) -> Value {
        let certificate = self.certificate();
        let ran =
            self.run(&["verify", certificate.to_str().unwrap(), "--key", "policy-state/log.pub", "--json"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran.json()
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    if word.contains(' ') { format!("\"{word}\"") } else { word.to_owned() }
}

pub(crate) fn ran(words: &[&str], output: Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).expect("everything that is said is UTF-8");
    Ran {
        words: words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "),
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

impl Ran {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("not one JSON document ({e}): {self:?}"))
    }

    /// Command, exit code, both outputs: what a snapshot holds.
    pub(crate) fn transcript(&self) -> String {
        let code = self.code.map_or_else(|| "killed".to_owned(), |code| code.to_string());
        let mut told = format!("$ gallra {}\n[exit {code}]\n", self.words);
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                let _ = writeln!(told, "----- {name}\n{}", text.trim_end());
            }
        }
        told
    }
}

/// Several commands in one transcript.
pub(crate) fn story(all: &[Ran]) -> String {
    all.iter().map(Ran::transcript).collect::<Vec<_>>().join("\n")
}

/// What differs from run to run: hashes, keys, times of day, dates of these years, folders.
const VOLATILE: [(&str, &str); 17] = [
    (r"(?:/[\w.-]+)*/gallra-it-\w+", "[place]"),
    (r"\b[0-9a-f]{64}\b", "[hash]"),
    (r"\bversion [0-9a-f]{12}\b", "version [hash]"),
    (r"(plan-|run-|plan |planen )[0-9a-f]{12}\b", "$1[short]"),
    (r"\+[0-9a-f]{8}\b", "+[key-id]"),
    (r"20[2-9]\d-\d\d-\d\dT[\d:.]+Z", "[moment]"),
    (r"\b\d{1,2} [A-Z][a-z]{2} 20[2-9]\d \d\d:\d\d", "[moment]"),
    (r"\b20[2-9]\d-\d\d-\d\d \d\d:\d\d", "[moment]"),
    (r"hold-20[2-9]\d-\d\d-\d\d", "hold-[day]"),
    (r"\b\d{1,2} [A-Z][a-z]{2} 20[2-9]\d\b", "[day]"),
    (r"\b20[2-9]\d-\d\d-\d\d\b", "[day]"),
    (r"\(\d+ (?:years?|months?|days?|år|månad(?:er)?|dag(?:ar)?)(?: \d+ \w+)?\)", "([age])"),
    (r"\b\d+[.,]\d s\b", "[time]"),
    // Moments in leaves have as many decimals as they need.
    (r"\bbytes? \d+(?: to \d+)?", "bytes [place]"),
    // A column is as wide as the day of the month.
    (r"\[(moment|day)\] {2,}", "[$1]  "),
    (r"– {2,}", "–  "),
    (r"(Started|Finished|Before|Limit|Began|Började|Klar|Före|Gräns) {2,}", "$1  "),
];

/// Compares a transcript with the kept one.
macro_rules! assert_transcript {
    ($name:expr, $text:expr) => {
        insta::with_settings!({filters => $crate::support::volatile(), omit_expression => true, prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!($name, $text);
        })
    };
}
pub(crate) use assert_transcript;

pub(crate) fn volatile() -> Vec<(&'static str, &'static str)> {
    VOLATILE.to_vec()
}

/// A line in the policy of [`Place::shop`], changed.
pub(crate) fn changed_policy(place: &Place, from: &str, to: &str) {
    let text = place.read("policy/shop.yaml");
    assert!(text.contains(from), "the policy has no {from:?}");
    place.write("policy/shop.yaml", &text.replace(from, to));
}

/// Sends a signal by name, as a user's shell would.
pub(crate) fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(child.id().to_string()).status().unwrap();
    assert!(sent.success(), "kill -{name}");
}

pub(crate) fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// A shop's promises: messages a year, customers two years after they left, orders seven years.
pub(crate) const POLICY: &str = r#"
organisation:
  name: Provbutiken AB
  country: SE
  time_zone: Europe/Stockholm
  authority: Integritetsskyddsmyndigheten
subjects: {customers: {sv: Kunder, en: Customers}}
measures: {access: {sv: Behörighet efter roll, en: Access by role}}
systems: {shop: {kind: sqlite, path: ../shop.db, country: SE}}
datasets:
  customers:
    in: shop
    table: customers
    about: [customers]
    subject: {customer_no: id}
    fields: {name: person.name}
    anchors: {left: {column: left_on, missing: ongoing}}
  messages:
    in: shop
    table: messages
    belongs_to: {customers: customer_id}
    about: [customers]
    fields: {body: communication.content}
    anchors: {sent: sent_on}
activities:
  register:
    role: controller
    purpose: {sv: Kundregister, en: Customer register}
    basis: contract
    data: [customers]
    keep: {at_most: 2 years after left}
    then: {anonymise: {name: "removed"}}
    measures: [access]
  support:
    role: controller
    purpose: {sv: Svar på frågor, en: Answering questions}
    basis: contract
    data: [messages]
    keep: {at_most: 1 year after sent}
    then: delete
    measures: [access]
"#;

/// 20 customers, of whom 3 left in 2010; 200 messages, of which 30 are from 2015, each with one attachment.
pub(crate) const SCHEMA: &str = r"
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, left_on TEXT);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), body TEXT NOT NULL, sent_on TEXT);
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE, file TEXT);
CREATE INDEX attachments_message ON attachments (message_id);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
INSERT INTO customers SELECT i, 'Person ' || i, CASE WHEN i <= 3 THEN '2010-05-0' || i END FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
INSERT INTO messages SELECT i, 1 + i % 20, 'Hej', CASE WHEN i <= 30 THEN '2015-03-04' ELSE date('now', '-10 days') END FROM n;
INSERT INTO attachments SELECT id, id, 'bild.jpg' FROM messages;
";

/// Makes most of the messages old: more than the guard takes without a question.
pub(crate) const MOSTLY_OLD: &str = "UPDATE messages SET sent_on = '2015-03-04' WHERE id <= 150;";
