//! A folder of logs, and a connector to it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;

use gallra_connect::contract::{Disposed, Settled};
use gallra_connect::{Connector, Settings};
use gallra_rules::inventory::{CountKind, Measure};
use gallra_rules::plan::{Action, Question, Step};
use gallra_rules::policy::{System, SystemKind};
use gallra_rules::predicate::{Cutoff, Encoding, Predicate, Replacement, TableRef, Unusable};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use tempfile::TempDir;

use crate::support::{Notes, Rule, SINCE, column, limits, plan_of, system};

/// What is logged before this day goes.
pub(crate) const LIMIT: Date = date(2026, 5, 1);

pub(crate) struct Logs {
    pub(crate) folder: TempDir,
    pub(crate) connector: Connector,
}

impl Logs {
    pub(crate) async fn of(format: &str) -> Self {
        Self::at(format, "").await
    }

    /// With a path below the folder.
    pub(crate) async fn at(format: &str, path: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        if !path.is_empty() && !path.contains('*') {
            fs::write(folder.path().join(path), "").unwrap();
        }
        let connector = open(&folder.path().join(path), format).await;
        Self { folder, connector }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file; `.gz` and `.zst` are packed by the systems' own programs' formats.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let file = fs::File::create(&path).unwrap();
        if is(name, "gz") {
            let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
            out.write_all(text.as_ref()).unwrap();
            out.finish().unwrap();
        } else if is(name, "zst") {
            let mut out = zstd::stream::write::Encoder::new(file, 1).unwrap();
            out.write_all(text.as_ref()).unwrap();
            out.finish().unwrap();
        } else {
            (&file).write_all(text.as_ref()).unwrap();
        }
    }

    /// What is in a file, unpacked. Blank lines are left out.
    pub(crate) fn lines(&self, name: &str) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.bytes(name)).into_owned();
        text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// What is in a file, unpacked.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        let bytes = fs::read(self.path(name)).unwrap();
        let mut text = Vec::new();
        if is(name, "gz") {
            flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut text).unwrap();
        } else if is(name, "zst") {
            text = zstd::stream::decode_all(&bytes[..]).unwrap();
        } else {
            text = bytes;
        }
        text
    }

    /// Measures `delete what was logged before the limit` and makes the step.
    pub(crate) async fn plan(&self, rule: Rule) -> (Measure, Step) {
        plan_of(&self.connector, table("."), rule, counts()).await
    }

    pub(crate) async fn delete(&self) -> (Measure, Step) {
        self.plan(deletion()).await
    }

    pub(crate) async fn dispose(&self, step: &Step) -> Disposed {
        self.connector.dispose(step, &limits(u64::MAX), &mut Notes::default()).await.unwrap()
    }

    /// A second run finds nothing, and nothing is left unexplained.
    pub(crate) async fn repeat(&self, step: &Step) {
        assert_eq!(self.dispose(step).await.rows, 0, "a second run finds nothing");
        assert_eq!(self.connector.recount(step).await.unwrap().unexplained(), 0);
        let left = fs::read_dir(self.folder.path()).unwrap().flatten();
        let ours = left.filter(|entry| entry.file_name().to_string_lossy().starts_with(".gallra")).count();
        assert_eq!(ours, 0, "nothing of ours is left behind");
    }

    /// What the batches that a journal knows of came to.
    pub(crate) async fn settled(&self, step: &Step, notes: &Notes) -> u64 {
        let mut rows = 0;
        for batch in &notes.prepared {
            rows += match self.connector.settle(step, batch).await.unwrap() {
                Settled::Committed => batch.rows,
                Settled::InPart { rows } => rows,
                Settled::RolledBack => 0,
                Settled::Unknown => panic!("its fate is known"),
            };
        }
        rows
    }
}

fn is(name: &str, extension: &str) -> bool {
    PathBuf::from(name).extension().is_some_and(|end| end == extension)
}

pub(crate) async fn open(path: &std::path::Path, format: &str) -> Connector {
    let system =
        System { format: Some(format.to_owned()), ..system(SystemKind::Logs, None, Some(path.to_owned())) };
    let settings = Settings {
        policy_dir: PathBuf::from("/"),
        time_zone: TimeZone::get("Europe/Stockholm").unwrap(),
        guard_share_percent: 20,
        own_state: None,
    };
    let none = |place: &_| gallra_connect::read_secret(std::path::Path::new("/"), place);
    Connector::open(&"logs".into(), &system, &settings, &none).await.unwrap()
}

pub(crate) fn table(part: &str) -> TableRef {
    TableRef { schema: None, name: part.to_owned() }
}

pub(crate) fn logged_before(day: Date) -> Predicate {
    let cutoff = Cutoff { date: day, instant: day.to_zoned(TimeZone::UTC).unwrap().timestamp() };
    Predicate::Before { anchor: column("logged", Encoding::Instant), cutoff, since: SINCE }
}

pub(crate) fn deletion() -> Rule {
    Rule::delete(table("."), logged_before(LIMIT))
}

pub(crate) fn anonymisation() -> Rule {
    let columns = BTreeMap::from([("ip".to_owned(), Replacement::Network)]);
    let left = Predicate::NotAnonymised { columns: columns.clone() };
    let mut rule = Rule::delete(table("."), Predicate::All(vec![logged_before(LIMIT), left]));
    rule.action = Action::Anonymise(columns);
    rule
}

fn counts() -> BTreeMap<CountKind, Predicate> {
    let unusable =
        |why| Predicate::Unusable { anchor: column("logged", Encoding::Instant), why, since: SINCE };
    BTreeMap::from([
        (CountKind::NoAnchor, unusable(Unusable::Missing)),
        (CountKind::ImplausibleAnchor, unusable(Unusable::Implausible)),
    ])
}

pub(crate) fn question(table: TableRef, due: Predicate) -> Question {
    Question {
        dataset: "d".into(),
        system: "s".into(),
        table,
        key: Vec::new(),
        within: Predicate::always(),
        due,
        oldest_of: Some(column("logged", Encoding::Instant)),
        overdue: None,
        counts: counts(),
        except: Vec::new(),
        effects: Vec::new(),
        partitions: Vec::new(),
    }
}

/// A line of an access log, of a day at noon.
pub(crate) fn line(day: Date, number: u32) -> String {
    format!(
        "192.0.2.{} - - [{:02}/{}/{}:12:00:00 +0000] \"GET /{number} HTTP/1.1\" 200 5 \"-\" \"agent\"",
        number % 200 + 20,
        day.day(),
        day.strftime("%b"),
        day.year(),
    )
}

/// Lines of successive days around the limit: so many before it, so many from it on.
pub(crate) fn around(before: i32, after: i32) -> Vec<String> {
    let day = |by: i32| LIMIT.checked_add(jiff::Span::new().days(by)).unwrap();
    (-before..after).map(|by| line(day(by), u32::try_from(by + before).unwrap())).collect()
}

pub(crate) fn text(lines: &[String]) -> String {
    lines.join("\n") + if lines.is_empty() { "" } else { "\n" }
}

pub(crate) fn set_modified(path: &std::path::Path, day: Date) {
    let at: Timestamp = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
    let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(u64::try_from(at.as_second()).unwrap());
    fs::File::options().append(true).open(path).unwrap().set_modified(at).unwrap();
}
