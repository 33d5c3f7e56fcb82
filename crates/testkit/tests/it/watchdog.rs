//! The server must not outlive a test process that is killed: this binary runs itself as the victim.

use gallra_testkit::{PgVersion, Postgres};
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

const VICTIM: &str = "GALLRA_TESTKIT_VICTIM";

#[tokio::test]
async fn a_server_dies_with_a_test_process_that_is_killed() {
    if env::var_os(VICTIM).is_some() {
        be_the_victim().await;
    }
    let mut victim = Command::new(env::current_exe().unwrap())
        .args(["--exact", "watchdog::a_server_dies_with_a_test_process_that_is_killed", "--nocapture"])
        .env(VICTIM, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let line = BufReader::new(victim.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .find_map(|line| line.split_once("VICTIM ").map(|(_, rest)| rest.to_owned()))
        .expect("the victim says which server it has");
    let (pid, folder) = line.split_once(' ').unwrap();
    let (process, folder) = (PathBuf::from(format!("/proc/{pid}")), Path::new(folder));
    assert!(process.exists() && folder.exists());

    victim.kill().unwrap();
    victim.wait().unwrap();

    for _ in 0..200 {
        if !process.exists() && !folder.exists() {
            return;
        }
        sleep(Duration::from_millis(50));
    }
    panic!(
        "ten seconds after the SIGKILL: server alive {}, folder there {}",
        process.exists(),
        folder.exists()
    );
}

/// Starts a server, tells of it, and waits to be killed.
async fn be_the_victim() -> ! {
    let server = Postgres::start(PgVersion::V15).await;
    let mut out = std::io::stdout();
    writeln!(out, "VICTIM {} {}", server.pid().unwrap(), server.data_dir().parent().unwrap().display())
        .unwrap();
    out.flush().unwrap();
    loop {
        sleep(Duration::from_mins(1));
    }
}
