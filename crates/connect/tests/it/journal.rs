//! The systemd journal: real files, written and counted by systemd's own programs.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use gallra_connect::{Connector, DisposeError, ErrorKind, Settings};
use gallra_rules::inventory::CountKind;
use gallra_rules::plan::Step;
use gallra_rules::policy::{System, SystemKind};
use gallra_rules::predicate::{Cutoff, Encoding, Predicate, TableRef, Unusable};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::support::{Notes, Rule, SINCE, column, limits, plan_of, system};

const LIMIT: Date = date(2026, 5, 1);

struct Journal {
    home: tempfile::TempDir,
    connector: Connector,
}

impl Journal {
    async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("8a1b");
        fs::create_dir_all(&root).unwrap();
        let path = Some(home.path().to_owned());
        let system = System { format: Some("journal".to_owned()), ..system(SystemKind::Logs, None, path) };
        let settings = Settings {
            policy_dir: PathBuf::from("/"),
            time_zone: TimeZone::UTC,
            guard_share_percent: 20,
            own_state: None,
        };
        let none = |place: &_| gallra_connect::read_secret(Path::new("/"), place);
        let connector = Connector::open(&"journal".into(), &system, &settings, &none).await.unwrap();
        Self { home, connector }
    }

    /// Writes entries of these days into a file, by systemd's own hand.
    fn write(&self, name: &str, days: &[Date]) {
        let file = self.home.path().join("8a1b").join(name);
        // The program wants its usual ending; the journal renames what it gives up.
        let made = file.with_file_name("made.journal");
        let mut child = Command::new("/lib/systemd/systemd-journal-remote")
            .args(["--split-mode=none", "-o"])
            .arg(&made)
            .arg("-")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("systemd-journal-remote: run ./test once, it installs it");
        let mut entries = String::new();
        for (number, day) in days.iter().enumerate() {
            let at = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp().as_microsecond();
            let _ = write!(
                entries,
                "__REALTIME_TIMESTAMP={at}\n__MONOTONIC_TIMESTAMP={}\n_BOOT_ID=0123456789abcdef0123456789abcdef\n\
                 MESSAGE=kund {number} {day}\n\n",
                number + 1
            );
        }
        child.stdin.take().unwrap().write_all(entries.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
        fs::rename(made, file).unwrap();
    }

    /// The days of all entries, as `journalctl` reads them.
    fn days(&self) -> Vec<String> {
        let out = Command::new("journalctl")
            .args(["-o", "cat", "--output-fields=MESSAGE", "--quiet", "-D"])
            .arg(self.home.path().join("8a1b"))
            .output()
            .unwrap();
        let text = String::from_utf8(out.stdout).unwrap();
        let mut days: Vec<String> =
            text.lines().map(|line| line.rsplit(' ').next().unwrap().to_owned()).collect();
        // Of two files from one boot it goes by its own numbers.
        days.sort();
        days
    }

    async fn plan(&self) -> (gallra_rules::inventory::Measure, Step) {
        let cutoff = Cutoff { date: LIMIT, instant: LIMIT.to_zoned(TimeZone::UTC).unwrap().timestamp() };
        let logged = || column("logged", Encoding::Instant);
        let table = TableRef { schema: None, name: ".".to_owned() };
        let rule = Rule::delete(table.clone(), Predicate::Before { anchor: logged(), cutoff, since: SINCE });
        let unreadable = Predicate::Unusable { anchor: logged(), why: Unusable::Implausible, since: SINCE };
        plan_of(&self.connector, table, rule, [(CountKind::ImplausibleAnchor, unreadable)].into()).await
    }

    async fn dispose(&self, step: &Step) -> Result<u64, DisposeError> {
        Ok(self.connector.dispose(step, &limits(100), &mut Notes::default()).await?.rows)
    }
}

const OLD: &str = "system@0001.journal";
const ACROSS: &str = "system@0002.journal";
const YOUNG: &str = "system@0003.journal";

#[tokio::test(flavor = "multi_thread")]
async fn archived_files_go_by_their_oldest_entry_and_what_is_no_journal_stays() {
    let journal = Journal::new().await;
    journal.write(OLD, &[date(2026, 1, 2), date(2026, 2, 3)]);
    journal.write(ACROSS, &[date(2026, 4, 30), date(2026, 5, 2)]);
    journal.write(YOUNG, &[date(2026, 5, 3), date(2026, 6, 4)]);
    journal.write("user-1000@0001.journal~", &[date(2026, 1, 5)]);
    journal.write("system.journal", &[date(2026, 6, 5)]);
    let folder = journal.home.path().join("8a1b");
    fs::write(folder.join("notes.txt"), "not a journal").unwrap();
    fs::write(folder.join("broken@1.journal"), "LPKS").unwrap();
    let (measure, step) = journal.plan().await;
    assert_eq!((measure.total, measure.due, measure.oldest), (6, 3, Some(date(2026, 1, 2))));
    assert_eq!(
        measure.counts[&CountKind::ImplausibleAnchor],
        1,
        "the broken one, which is reported and stays"
    );
    assert_eq!(journal.dispose(&step).await.unwrap(), 3);
    assert_eq!(journal.days(), ["2026-05-03", "2026-06-04", "2026-06-05"], "by systemd's own account");
    let mut left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["broken@1.journal", "notes.txt", "system.journal", YOUNG]);
    assert_eq!(journal.connector.recount(&step).await.unwrap().unexplained(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_that_is_written_to_is_never_touched_and_its_due_entries_are_told() {
    let journal = Journal::new().await;
    journal.write("system.journal", &[date(2026, 1, 2), date(2026, 6, 5)]);
    journal.write(OLD, &[date(2025, 1, 2)]);
    let (measure, step) = journal.plan().await;
    assert_eq!((measure.due, measure.disposable), (2, 2));
    let refused = journal.dispose(&step).await.unwrap_err();
    assert_eq!(refused.kind(), Some(ErrorKind::Locked));
    assert!(refused.to_string().contains("journalctl --rotate"), "{refused}");
    assert_eq!(journal.days(), ["2026-01-02", "2026-06-05"], "the archived one is gone all the same");
    assert_eq!(
        journal.connector.recount(&step).await.unwrap().unexplained(),
        1,
        "and nothing is glossed over"
    );
    // What `journalctl --rotate` does: the file is archived, and the same command goes on.
    let folder = journal.home.path().join("8a1b");
    fs::rename(folder.join("system.journal"), folder.join(ACROSS)).unwrap();
    assert_eq!(journal.dispose(&step).await.unwrap(), 1);
    assert_eq!(journal.days(), Vec::<String>::new());
}
