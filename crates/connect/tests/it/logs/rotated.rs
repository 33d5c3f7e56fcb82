//! Files that nobody writes to any more.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::sync::Mutex;

use gallra_connect::contract::{Ended, Probe};
use gallra_rules::inventory::CountKind;
use gallra_rules::predicate::{Predicate, Scalar};
use jiff::civil::date;

use super::world::{
    LIMIT, Logs, anonymisation, around, deletion, line, logged_before, open, question, set_modified, table,
    text,
};
use crate::support::{Notes, limits};

#[tokio::test(flavor = "multi_thread")]
async fn files_across_the_limit_are_cut_and_files_before_it_go() {
    let logs = Logs::of("combined").await;
    logs.write("access.log", text(&around(0, 3)));
    let across = around(5, 5);
    for name in ["access.log.1", "access.log.2.gz", "access.log.3.zst"] {
        logs.write(name, text(&across));
    }
    for name in ["access.log.4", "access.log.5.gz", "access.log.6.zst"] {
        logs.write(name, text(&around(4, 0)));
    }
    let cut = logs.path("access.log.1");
    fs::set_permissions(&cut, fs::Permissions::from_mode(0o640)).unwrap();
    set_modified(&cut, date(2026, 5, 6));
    let before = fs::metadata(&cut).unwrap();
    let (measure, step) = logs.delete().await;
    assert_eq!((measure.total, measure.due, measure.disposable), (45, 27, 27));
    assert_eq!(measure.oldest, Some(date(2026, 4, 26)));
    let done = logs.dispose(&step).await;
    assert_eq!((done.rows, done.ended), (27, Ended::Finished));
    for name in ["access.log.1", "access.log.2.gz", "access.log.3.zst"] {
        assert_eq!(logs.lines(name), across[5..], "{name}");
    }
    assert_eq!(logs.lines("access.log"), around(0, 3));
    for name in ["access.log.4", "access.log.5.gz", "access.log.6.zst"] {
        assert!(!logs.path(name).exists(), "{name}");
    }
    let after = fs::metadata(&cut).unwrap();
    assert_eq!((after.mode(), after.mtime(), after.uid()), (before.mode(), before.mtime(), before.uid()));
    logs.repeat(&step).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_without_a_time_stay_and_are_reported() {
    let logs = Logs::of("combined").await;
    let (old, new) = (line(date(2026, 1, 2), 1), line(date(2026, 6, 2), 2));
    let mut bytes =
        format!("junk first\n{old}\n\tat Main.java:7\n\tat Main.java:8\nkept: not an entry\n").into_bytes();
    bytes.extend(b"\xff\xfe\x00 binary\n");
    bytes.extend(format!("\0\0\0{old}\r\n{new}\n\tat Main.java:9\n").bytes());
    bytes.extend(b"192.0.2.1 - - [31/Feb/2026:12:00:00 +0000] \"x\"\n\n");
    bytes.extend(line(date(1890, 1, 1), 3).bytes());
    logs.write("access.log.1", &bytes);
    logs.write("empty.log.1", "");
    logs.write("broken.log.2.gz", b"");
    fs::write(logs.path("broken.log.2.gz"), b"\x1f\x8b\x08\x00 not a gzip file").unwrap();
    let (measure, step) = logs.delete().await;
    // Two old entries; of three lines and one file nobody knows, and two times cannot be.
    assert_eq!((measure.due, measure.counts[&CountKind::NoAnchor]), (2, 4));
    assert_eq!(measure.counts[&CountKind::ImplausibleAnchor], 2);
    assert_eq!(logs.dispose(&step).await.rows, 2);
    let left = fs::read(logs.path("access.log.1")).unwrap();
    let mut wanted = b"junk first\nkept: not an entry\n\xff\xfe\x00 binary\n".to_vec();
    wanted.extend(format!("{new}\n\tat Main.java:9\n").bytes());
    wanted.extend(b"192.0.2.1 - - [31/Feb/2026:12:00:00 +0000] \"x\"\n\n");
    wanted.extend(line(date(1890, 1, 1), 3).bytes());
    assert_eq!(String::from_utf8_lossy(&left), String::from_utf8_lossy(&wanted));
    assert!(logs.path("broken.log.2.gz").exists());
    logs.repeat(&step).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn holds_and_bound_are_kept() {
    let logs = Logs::of("combined").await;
    let lines = around(10, 2);
    logs.write("access.log.1", text(&lines));
    logs.write("access.log.2.gz", text(&around(4, 0)));
    let held = Predicate::In { column: "ip".to_owned(), values: vec![Scalar::Text("192.0.2.23".to_owned())] };
    let (measure, step) = logs.plan(deletion().except(held)).await;
    assert_eq!((measure.due, measure.excepted.clone(), measure.disposable), (14, vec![2], 12));
    let mut notes = Notes::default();
    let done = logs.connector.dispose(&step, &limits(5), &mut notes).await.unwrap();
    assert_eq!((done.rows, done.ended, notes.rows()), (5, Ended::BoundReached, 5));
    assert_eq!(logs.lines("access.log.1").len(), 7, "the file is cut to what may go");
    let recount = logs.connector.recount(&step).await.unwrap();
    assert_eq!((recount.still_due, recount.unexplained()), (9, 7));
    assert_eq!(logs.dispose(&step).await.rows, 7);
    assert_eq!(logs.lines("access.log.1"), [&lines[3..4], &lines[10..]].concat());
    assert_eq!(logs.lines("access.log.2.gz"), around(4, 0)[3..]);
    logs.repeat(&step).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_batch_repeated_and_failed() {
    for fail_at in 1..=4 {
        let logs = Logs::of("combined").await;
        logs.write("access.log", text(&around(3, 1)));
        logs.write("access.log.1", text(&around(3, 2)));
        logs.write("access.log.2.gz", text(&around(3, 2)));
        logs.write("access.log.3.zst", text(&around(3, 0)));
        let (_, step) = logs.delete().await;
        let mut notes = Notes { fail_at: Some(fail_at), ..Notes::default() };
        logs.connector.dispose(&step, &limits(12), &mut notes).await.unwrap_err();
        let known = logs.settled(&step, &notes).await;
        assert_eq!(known, 3 * (fail_at as u64 - 1), "the failed batch did not happen");
        let done = logs.connector.dispose(&step, &limits(12 - known), &mut Notes::default()).await.unwrap();
        assert_eq!(known + done.rows, 12);
        assert_eq!(
            logs.settled(&step, &Notes { prepared: notes.committed, ..Notes::default() }).await,
            known
        );
        logs.repeat(&step).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dropped_between_prepared_and_the_move() {
    let logs = Logs::of("combined").await;
    logs.write("access.log.1", text(&around(3, 2)));
    let (_, step) = logs.delete().await;
    let mut stuck = crate::crash::StuckJournal::at(1);
    let reached = stuck.reached.clone();
    let bound = limits(3);
    let hanging = logs.connector.dispose(&step, &bound, &mut stuck);
    tokio::select! {
        ended = hanging => panic!("it hangs in the journal: {ended:?}"),
        () = reached.notified() => {}
    }
    let notes = Notes { prepared: stuck.prepared, ..Notes::default() };
    assert_eq!(logs.settled(&step, &notes).await, 0);
    // A process that dies has no time to clear anything away.
    fs::write(logs.path(".gallra-0123456789abcdef.tmp"), "left behind").unwrap();
    assert_eq!(logs.dispose(&step).await.rows, 3);
    logs.repeat(&step).await;
}

/// The batch was committed and nobody wrote that down: the file that is there tells, also when it was rotated since.
#[tokio::test(flavor = "multi_thread")]
async fn settled_by_the_file_that_is_there() {
    let logs = Logs::of("combined").await;
    logs.write("access.log.1", text(&around(3, 2)));
    logs.write("access.log.2", text(&around(2, 0)));
    let (_, step) = logs.delete().await;
    let mut notes = Notes::default();
    logs.connector.dispose(&step, &limits(9), &mut notes).await.unwrap();
    assert_eq!(logs.settled(&step, &notes).await, 5);
    fs::rename(logs.path("access.log.1"), logs.path("access.log.2")).unwrap();
    assert_eq!(logs.settled(&step, &notes).await, 5);
    assert!(matches!(&notes.prepared[1].probe, Probe::Replaced { after: None, .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changes_meanwhile_keeps_its_new_lines() {
    let logs = Logs::of("combined").await;
    logs.write("access.log.1", text(&around(3, 2)));
    let (_, step) = logs.delete().await;
    let path = logs.path("access.log.1");
    let late = line(date(2026, 7, 1), 9);
    let mut wanted = around(3, 2)[3..].to_vec();
    wanted.push(late.clone());
    let meanwhile = move |n| {
        if n == 1 {
            use std::io::Write as _;
            let mut file = fs::File::options().append(true).open(&path).unwrap();
            file.write_all(format!("{late}\n").as_bytes()).unwrap();
        }
    };
    let mut notes = Notes { meanwhile: Some(Mutex::new(Box::new(meanwhile))), ..Notes::default() };
    let done = logs.connector.dispose(&step, &limits(3), &mut notes).await.unwrap();
    assert_eq!((done.rows, notes.prepared.len(), notes.committed.len()), (3, 2, 1));
    assert_eq!(logs.lines("access.log.1"), wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_become_networks_and_lines_keep_their_length() {
    let logs = Logs::of("combined").await;
    let six = "2001:db8:1:2::77 - - [02/Jan/2026:12:00:00 +0000] \"x\"";
    let named = "host.example - - [02/Jan/2026:12:00:00 +0000] \"x\"";
    let mut lines = around(2, 1);
    lines.extend([six.to_owned(), named.to_owned()]);
    for name in ["access.log", "access.log.1", "access.log.2.gz"] {
        logs.write(name, text(&lines));
    }
    let (measure, step) = logs.plan(anonymisation()).await;
    assert_eq!((measure.total, measure.due), (15, 12));
    assert_eq!(logs.dispose(&step).await.rows, 12);
    let wanted = [
        lines[0].replace("192.0.2.20 ", "192.0.2.00 "),
        lines[1].replace("192.0.2.21 ", "192.0.2.00 "),
        lines[2].clone(),
        six.replace("2001:db8:1:2::77", "2001:db8:1::0000"),
        named.replace("host.example", "------------"),
    ];
    for name in ["access.log", "access.log.1", "access.log.2.gz"] {
        assert_eq!(logs.lines(name), wanted, "{name}");
    }
    logs.repeat(&step).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn syslog_without_a_year_and_json() {
    let logs = Logs::of("syslog").await;
    let of = |day: &str| format!("{day} 12:00:00 mail postfix/smtpd[7]: connect");
    logs.write(
        "mail.log.1",
        [of("Nov 30"), of("Dec 31"), of("Jan  1"), of("Apr 30"), of("May  2")].join("\n"),
    );
    set_modified(&logs.path("mail.log.1"), date(2026, 5, 2));
    // Written in the same months, a year earlier.
    logs.write("mail.log.2", [of("Jun  1"), of("Nov  1")].join("\n"));
    set_modified(&logs.path("mail.log.2"), date(2025, 11, 1));
    let (measure, step) = logs.delete().await;
    assert_eq!((measure.due, measure.oldest), (6, Some(date(2025, 6, 1))));
    assert_eq!(logs.dispose(&step).await.rows, 6);
    assert_eq!(logs.lines("mail.log.1"), [of("May  2")]);
    logs.repeat(&step).await;

    let json = Logs::of("json").await;
    let (old, new) =
        ("{\"ts\":1767355200.5,\"ip\":\"192.0.2.7\"}", "{\"time\":\"2026-06-02T12:00:00+02:00\"}");
    json.write("app.log.1", format!("{old}\n{new}\n{{\"no\":\"time\"}}\n"));
    let (measure, step) = json.delete().await;
    assert_eq!((measure.due, measure.counts[&CountKind::NoAnchor]), (1, 1));
    assert_eq!(json.dispose(&step).await.rows, 1);
    assert_eq!(json.lines("app.log.1"), [new, "{\"no\":\"time\"}"]);
}

/// A file, a folder and a pattern name the same log; parts that share files are refused.
#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_named_by_file_folder_or_pattern() {
    let logs = Logs::of("combined").await;
    logs.write("access.log", text(&around(1, 1)));
    logs.write("access.log.1", text(&around(2, 0)));
    logs.write(
        "error.log",
        "2026/01/02 12:00:00 [error] 7#7: *1 open() failed, client: 192.0.2.7, server: x\n",
    );
    logs.write("acme/access.log", text(&around(4, 0)));
    std::os::unix::fs::symlink(logs.path("access.log"), logs.path("link.log")).unwrap();
    for (path, part, due) in [
        ("", ".", 8),
        ("", "access.log", 3),
        ("", "access.log*", 3),
        ("", "acme", 4),
        ("", "*/access.log*", 4),
        ("access.log", ".", 3),
        ("*/access.log*", ".", 4),
        ("error.log", ".", 1),
    ] {
        let connector = open(&logs.path(path), "combined").await;
        let asked = question(table(part), logged_before(LIMIT));
        assert_eq!(connector.measure(&asked).await.unwrap().due, due, "{path} {part}");
    }
    let of = |part: &str| gallra_rules::policy::Dataset {
        part: Some(part.to_owned()),
        ..crate::support::dataset(table(part))
    };
    let sets = [("a".into(), of("acme")), ("b".into(), of("acme/access.log")), ("c".into(), of("error.log"))];
    let shapes = logs.connector.shapes(&sets).await.unwrap();
    assert_eq!(shapes.not_checked.len(), 2);
    assert!(shapes.tables.contains_key("c"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_any_length_is_passed_on() {
    let logs = Logs::of("combined").await;
    let (old, new) = (line(date(2026, 1, 2), 1), line(date(2026, 6, 2), 2));
    let long = "x".repeat(3_000_000);
    logs.write("access.log.1", format!("{old}{long}\n{new}{long}\n{old}\n"));
    logs.write("access.log", format!("{old}{long}\n{new}{long}\n{old}\n"));
    let (_, step) = logs.delete().await;
    assert_eq!(logs.dispose(&step).await.rows, 4);
    for name in ["access.log", "access.log.1"] {
        assert_eq!(logs.lines(name), [format!("{new}{long}")], "{name}");
    }
    logs.repeat(&step).await;
}
