//! What may stand in a log file, as situations.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::Command;

use gallra_rules::inventory::CountKind;
use jiff::civil::date;

use super::world::{Logs, around, line, set_modified, text};

/// Writers whose clocks disagree: lines around the limit are in no order, and each goes by its own time.
#[tokio::test(flavor = "multi_thread")]
async fn lines_in_no_order_go_by_their_own_time() {
    let (old, new) = (|n| line(date(2026, 4, 30), n), |n| line(date(2026, 5, 1), n));
    for first in [true, false] {
        let lines: Vec<String> =
            (0..40).map(|n| if (n % 3 == 0) == first { old(n) } else { new(n) }).collect();
        let kept: Vec<String> = lines.iter().filter(|line| line.contains("May")).cloned().collect();
        let logs = Logs::of("combined").await;
        let names = ["access.log", "access.log.1", "access.log.2.gz", "access.log.3.zst"];
        for name in names {
            logs.write(name, text(&lines));
        }
        let (measure, step) = logs.delete().await;
        assert_eq!(measure.due, 4 * (lines.len() - kept.len()) as u64);
        assert_eq!(logs.dispose(&step).await.rows, measure.due);
        for name in names {
            assert_eq!(logs.lines(name), kept, "{name}");
        }
        logs.repeat(&step).await;
    }
}

/// The limit is midnight UTC. Offsets count; a time without one is the policy's zone's (Stockholm), also where summer time
/// has begun.
#[tokio::test(flavor = "multi_thread")]
async fn a_time_is_read_with_its_offset_or_in_the_zone() {
    let logs = Logs::of("combined").await;
    let at = |time: &str, name: &str| format!("192.0.2.9 - - [{time}] \"GET /{name} HTTP/1.1\" 200 5\n");
    let own = |time: &str, name: &str| format!("{time} [error] 7#7: *1 {name}, client: 192.0.2.9\n");
    let (gone, kept) = (
        at("01/May/2026:01:59:59 +0200", "a") + &own("2026/05/01 01:59:59", "b"),
        at("30/Apr/2026:19:00:00 -0500", "c")
            + &own("2026/05/01 02:00:00", "d")
            + &at("01/May/2026:02:00:00 +0200", "e"),
    );
    logs.write("access.log.1", format!("{gone}{kept}"));
    let (_, step) = logs.delete().await;
    assert_eq!(logs.dispose(&step).await.rows, 2);
    assert_eq!(fs::read_to_string(logs.path("access.log.1")).unwrap(), kept);
    logs.repeat(&step).await;
}

/// The hour that a clock shows twice is read as the later one: kept rather too long. The hour that it leaps over is none
/// that could have been written: the line is kept and reported.
#[tokio::test(flavor = "multi_thread")]
async fn the_hour_that_comes_twice_and_the_one_that_never_comes() {
    let logs = Logs::of("syslog").await;
    logs.write("app.log.1", "2026-10-25T02:30:00 host a: twice\n2026-03-29T02:30:00 host a: never\n");
    let asked = |at: &str| {
        let cutoff =
            gallra_rules::predicate::Cutoff { date: date(2026, 10, 25), instant: at.parse().unwrap() };
        let anchor = crate::support::column("logged", gallra_rules::predicate::Encoding::Instant);
        let due = gallra_rules::predicate::Predicate::Before { anchor, cutoff, since: crate::support::SINCE };
        super::world::question(super::world::table("."), due)
    };
    let before = logs.connector.measure(&asked("2026-10-25T01:30:00Z")).await.unwrap();
    let after = logs.connector.measure(&asked("2026-10-25T01:30:01Z")).await.unwrap();
    assert_eq!(after.due - before.due, 1, "01:30 UTC is the later of the two");
    assert_eq!(after.counts[&CountKind::ImplausibleAnchor] + after.due, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn line_ends_of_every_kind_stay_as_they_are() {
    let (old, new) = (line(date(2026, 1, 2), 1), line(date(2026, 6, 2), 2));
    for name in ["access.log.1", "access.log.1.gz", "access.log.1.zst"] {
        let logs = Logs::of("combined").await;
        // Carriage returns, a NUL in a line, no line end at the end, and a file of which nothing is left but NULs.
        logs.write(name, format!("{old}\r\n{new} a\0b\r\n{old}\n{new}"));
        logs.write(&name.replace(".1", ".2"), format!("\0\0\0\n{new}\n"));
        logs.write(&name.replace(".1", ".3"), "");
        let (measure, step) = logs.delete().await;
        assert_eq!((measure.total, measure.due), (5, 2), "{name}");
        assert_eq!(logs.dispose(&step).await.rows, 2);
        assert_eq!(logs.lines(name), [format!("{new} a\0b"), new.clone()], "{name}");
        let bytes = logs.bytes(name);
        assert!(bytes.ends_with(new.as_bytes()) && bytes.contains(&b'\r'), "{name}");
        logs.repeat(&step).await;
    }
}

/// A file that is cut off, of which more comes behind its end, or that was packed by a dictionary that nobody has: it is
/// reported and stays byte for byte, also where rows before the fault are due.
#[tokio::test(flavor = "multi_thread")]
async fn a_packed_file_that_cannot_be_read_to_its_end_stays_and_is_reported() {
    let logs = Logs::of("combined").await;
    let lines =
        text(&(0..4000).map(|n| line(date(2026, 1, 2), n)).collect::<Vec<_>>()) + &text(&around(3, 3));
    for (name, packed) in [("a.log.1.gz", "gz"), ("b.log.1.zst", "zst")] {
        logs.write(name, &lines);
        let whole = fs::read(logs.path(name)).unwrap();
        fs::write(logs.path(name), &whole[..whole.len() - 20]).unwrap();
        fs::write(logs.path(&format!("half.log.1.{packed}")), &whole[..whole.len() / 2]).unwrap();
        fs::write(logs.path(&format!("junk.log.1.{packed}")), [&whole[..], b"and then some junk"].concat())
            .unwrap();
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let (plain, dictionary) = (elsewhere.path().join("plain"), elsewhere.path().join("dictionary"));
    fs::write(&plain, &lines).unwrap();
    zstd(&["--train", "-B120", "--maxdict=4096", "-o"], &dictionary, &plain);
    let packed = logs.path("dictionary.log.1.zst");
    zstd(&["-D", dictionary.to_str().unwrap(), "-o"], &packed, &plain);
    let before: Vec<(std::path::PathBuf, Vec<u8>)> = all(&logs);
    assert_eq!(before.len(), 7);
    let (measure, step) = logs.delete().await;
    assert_eq!(
        (measure.due, measure.counts[&CountKind::NoAnchor]),
        (0, 7),
        "each is reported, none is counted"
    );
    assert_eq!(logs.dispose(&step).await.rows, 0);
    assert!(all(&logs) == before, "not a byte was changed");
    logs.repeat(&step).await;
}

fn zstd(args: &[&str], to: &Path, from: &Path) {
    let run = Command::new("zstd").arg("-q").args(args).args([to, from]).status();
    assert!(run.expect("zstd is missing: run ./test, which installs it").success());
}

fn all(logs: &Logs) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(logs.folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    files.sort();
    files
}

/// `cat a.gz b.gz > c.gz` is a file with two members; zstd has frames.
#[tokio::test(flavor = "multi_thread")]
async fn a_packed_file_of_several_members_is_one_file() {
    let logs = Logs::of("combined").await;
    for name in ["access.log.1.gz", "access.log.2.zst"] {
        logs.write(name, text(&around(4, 0)));
        let first = fs::read(logs.path(name)).unwrap();
        logs.write(name, text(&around(2, 3)));
        let second = fs::read(logs.path(name)).unwrap();
        fs::write(logs.path(name), [first, second].concat()).unwrap();
    }
    let (measure, step) = logs.delete().await;
    assert_eq!((measure.total, measure.due), (18, 12));
    assert_eq!(logs.dispose(&step).await.rows, 12);
    for name in ["access.log.1.gz", "access.log.2.zst"] {
        assert_eq!(logs.lines(name), around(2, 3)[2..], "{name}");
    }
    logs.repeat(&step).await;
}

/// A line of a gibibyte: the file is sparse, and no more of the line is held than its beginning.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_a_gibibyte_stays_and_is_reported() {
    const END: u64 = 1 << 30;
    let logs = Logs::of("combined").await;
    let (old, new) = (line(date(2026, 1, 2), 1), line(date(2026, 6, 2), 2));
    logs.write("access.log", format!("{old}\nno entry"));
    let file = fs::File::options().read(true).write(true).open(logs.path("access.log")).unwrap();
    file.write_all_at(format!("\n{old}\n{new}\n").as_bytes(), END).unwrap();
    let (measure, step) = logs.delete().await;
    assert_eq!((measure.due, measure.counts[&CountKind::NoAnchor]), (2, 1));
    assert_eq!(logs.dispose(&step).await.rows, 2);
    let mut left = vec![0; 4096];
    let read = file.read_at(&mut left, END).unwrap();
    let told = String::from_utf8_lossy(&left[..read]).into_owned();
    assert_eq!(told.trim_matches('\n'), new);
    let mut first = vec![0; old.len() + 9];
    file.read_exact_at(&mut first, 0).unwrap();
    assert_eq!(String::from_utf8_lossy(&first).trim_start_matches('\n'), "no entry");
    let memory = fs::read_to_string("/proc/self/status").unwrap();
    let peak = memory.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(peak < 1 << 19, "half a gibibyte would be too much for all tests together: {peak} kB");
}

/// Old lines without years, behind a name that is no UTF-8.
#[tokio::test(flavor = "multi_thread")]
async fn a_log_whose_name_is_no_text() {
    use std::os::unix::ffi::OsStrExt as _;
    let logs = Logs::of("syslog").await;
    let path = logs.folder.path().join(std::ffi::OsStr::from_bytes(b"h\xe5st\n%41.log.1"));
    let mut file = fs::File::create(&path).unwrap();
    writeln!(file, "Apr 30 12:00:00 host a: old\nMay  2 12:00:00 host a: new").unwrap();
    set_modified(&path, date(2026, 5, 3));
    let (_, step) = logs.delete().await;
    assert_eq!(logs.dispose(&step).await.rows, 1);
    assert_eq!(fs::read_to_string(&path).unwrap(), "May  2 12:00:00 host a: new\n");
    logs.repeat(&step).await;
}
