//! Files that somebody may be writing to.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gallra_connect::contract::{Journal, JournalError, Prepared, Settled};
use jiff::civil::date;

use super::world::{Logs, around, line, text};
use crate::support::{Notes, limits};

#[tokio::test(flavor = "multi_thread")]
async fn the_active_file_keeps_its_identity_and_its_lines() {
    let logs = Logs::of("combined").await;
    // Out of order, with lines that go on, and an end without a line end.
    let (old, new) = (line(date(2026, 1, 2), 1), line(date(2026, 6, 2), 2));
    logs.write("access.log", format!("{old}\n\tat x\n{new}\n\tat y\n\n{old}\r\n{new}\n{old}"));
    let path = logs.path("access.log");
    let mut writer = fs::File::options().append(true).open(&path).unwrap();
    let before = fs::metadata(&path).unwrap();
    let (measure, step) = logs.delete().await;
    assert_eq!((measure.total, measure.due), (5, 3));
    assert_eq!(logs.dispose(&step).await.rows, 3);
    let after = fs::metadata(&path).unwrap();
    assert_eq!((after.ino(), after.len(), after.mtime()), (before.ino(), before.len(), before.mtime()));
    writeln!(writer, "{new}").unwrap();
    assert_eq!(logs.lines("access.log"), [&new, "\tat y", &new, &new]);
    assert!(!fs::read_to_string(&path).unwrap().contains("Jan"), "nothing of it is left");
    logs.repeat(&step).await;
}

/// A rotated file that its writer has not let go of is not exchanged under its hands.
#[tokio::test(flavor = "multi_thread")]
async fn a_rotated_file_that_is_still_open_is_not_exchanged() {
    let logs = Logs::of("combined").await;
    logs.write("access.log.1", text(&around(3, 1)));
    let path = logs.path("access.log.1");
    let mut writer = Command::new("sh")
        .args(["-c", "cat >> \"$0\"", path.to_str().unwrap()])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = writer.stdin.take().unwrap();
    writeln!(input, "{}", line(date(2026, 7, 1), 1)).unwrap();
    while !fs::read_to_string(&path).unwrap().contains("Jul") {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let before = fs::metadata(&path).unwrap().ino();
    let (_, step) = logs.delete().await;
    assert_eq!(logs.dispose(&step).await.rows, 3);
    writeln!(input, "{}", line(date(2026, 7, 2), 2)).unwrap();
    drop(input);
    writer.wait().unwrap();
    assert_eq!(fs::metadata(&path).unwrap().ino(), before);
    assert_eq!(logs.lines("access.log.1").len(), 3);
    logs.repeat(&step).await;
}

/// Others write while the file is cut, again and again: every new line is there once, no old one is left.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn written_to_while_it_is_cut() {
    let logs = Logs::of("combined").await;
    logs.write("access.log", text(&around(8_000, 0)));
    let stop = std::sync::Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..2_u32)
        .map(|writer| {
            let (path, stop) = (logs.path("access.log"), stop.clone());
            std::thread::spawn(move || {
                let mut file = fs::File::options().append(true).open(path).unwrap();
                let mut number = 0;
                while !stop.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_micros(300));
                    number += 1;
                    let new = line(date(2026, 6, 1), 0).replace("/0 ", &format!("/new-{writer}-{number} "));
                    file.write_all(format!("{new}\n").as_bytes()).unwrap();
                    if number % 4 == 0 {
                        let old = line(date(2026, 1, 1), number);
                        file.write_all(format!("{old}\n").as_bytes()).unwrap();
                    }
                }
                number
            })
        })
        .collect();
    let (_, step) = logs.delete().await;
    let mut rows = 0;
    for _ in 0..5 {
        rows += logs.dispose(&step).await.rows;
    }
    stop.store(true, Ordering::SeqCst);
    let numbers: Vec<u32> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
    rows += logs.dispose(&step).await.rows;
    let old: u32 = numbers.iter().map(|number| number / 4).sum();
    assert_eq!(rows, 8_000 + u64::from(old), "every old line is counted once");
    let left = logs.lines("access.log");
    assert_eq!(left.len(), usize::try_from(numbers.iter().sum::<u32>()).unwrap());
    for (writer, number) in numbers.iter().enumerate() {
        let own: Vec<&String> =
            left.iter().filter(|line| line.contains(&format!("/new-{writer}-"))).collect();
        for (line, number) in own.iter().zip(1..=*number) {
            assert!(line.contains(&format!("/new-{writer}-{number} ")), "{line}");
        }
    }
    logs.repeat(&step).await;
}

/// What is left when the process dies in the middle: rows from the end are gone, of one of them only the time is left.
#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_of_a_cut() {
    let logs = Logs::of("combined").await;
    let lines = around(6, 1);
    logs.write("access.log", text(&lines));
    let (_, step) = logs.delete().await;
    let mut notes = Notes { fail_at: Some(1), ..Notes::default() };
    logs.connector.dispose(&step, &limits(6), &mut notes).await.unwrap_err();
    assert_eq!(logs.settled(&step, &notes).await, 0);
    let mut bytes = fs::read(logs.path("access.log")).unwrap();
    let start = |n: usize| lines[..n].iter().map(|line| line.len() + 1).sum::<usize>();
    let time_ends = start(3) + lines[3].find(']').unwrap() + 1;
    bytes[time_ends..start(6)].fill(b'\n');
    fs::write(logs.path("access.log"), &bytes).unwrap();
    assert_eq!(logs.connector.settle(&step, &notes.prepared[0]).await.unwrap(), Settled::InPart { rows: 2 });
    assert_eq!(logs.dispose(&step).await.rows, 4);
    assert_eq!(logs.lines("access.log"), lines[6..]);
    logs.repeat(&step).await;
}

/// Killed for good, at many moments: the counts of the journal, of what settling says and of what is left agree.
#[tokio::test(flavor = "multi_thread")]
async fn killed_for_good_at_many_moments() {
    const OLD: u64 = 12_000;
    let helper = std::env::current_exe().unwrap();
    for pause in [1, 10, 25] {
        let logs = Logs::of("combined").await;
        logs.write("access.log", text(&around(0, 0)));
        let old: String =
            (0..OLD).map(|n| line(date(2026, 1, 2), u32::try_from(n).unwrap()) + "\n").collect();
        logs.write("access.log", old + &text(&around(0, 100)));
        let (_, step) = logs.delete().await;
        let journal = logs.folder.path().with_extension("journal");
        fs::write(&journal, "").unwrap();
        let plan = logs.folder.path().with_extension("step");
        fs::write(&plan, serde_json::to_vec(&step).unwrap()).unwrap();
        let mut child = Command::new(&helper)
            .args(["logs::active::helper_that_is_killed", "--exact", "--quiet"])
            .env("GALLRA_KILLED_FOLDER", logs.folder.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while fs::metadata(&journal).unwrap().len() == 0 && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(pause));
        child.kill().unwrap();
        child.wait().unwrap();
        let told = fs::read_to_string(&journal).unwrap();
        let prepared = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let notes = Notes { prepared, ..Notes::default() };
        let known = logs.settled(&step, &notes).await;
        let left = u64::try_from(logs.lines("access.log").len()).unwrap();
        assert_eq!(known, OLD + 100 - left, "after {pause} ms");
        let done = logs.dispose(&step).await;
        assert_eq!(known + done.rows, OLD);
        assert_eq!(logs.lines("access.log"), around(0, 100));
        fs::remove_file(journal).unwrap();
        fs::remove_file(plan).unwrap();
    }
}

/// Run by another test as a process of its own, to be killed: disposes, and writes its journal to a file. Without that
/// other test there is nothing to do.
#[tokio::test(flavor = "multi_thread")]
async fn helper_that_is_killed() {
    let Some(folder) = std::env::var_os("GALLRA_KILLED_FOLDER").map(std::path::PathBuf::from) else { return };
    let step = serde_json::from_slice(&fs::read(folder.with_extension("step")).unwrap()).unwrap();
    let connector = super::world::open(&folder, "combined").await;
    let file = fs::File::options().append(true).open(folder.with_extension("journal")).unwrap();
    if let Err(fault) = connector.dispose(&step, &limits(u64::MAX), &mut Written { file }).await {
        println!("refused: {fault:?}");
    }
}

struct Written {
    file: fs::File,
}

impl Journal for Written {
    async fn prepared(&mut self, batch: &Prepared) -> Result<(), JournalError> {
        writeln!(self.file, "{}", serde_json::to_string(batch).unwrap()).unwrap();
        Ok(())
    }
    async fn committed(&mut self, _: &Prepared, _: Duration) -> Result<(), JournalError> {
        Ok(())
    }
}
