//! What all throw-away servers share: a folder, an account to run as, a free port, a watchdog.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a server may take to start or stop on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A login that a test may hand to what it tests.
#[derive(Clone, Debug)]
pub struct Login {
    /// User name on the server.
    pub user: String,
    /// Its password.
    pub password: String,
    /// The full connection URL.
    pub url: String,
}

/// The account that a server runs as: database servers refuse root, so root lends them Debian's own account.
pub(crate) struct Account {
    name: Option<&'static str>,
}

impl Account {
    /// `name` when the tests run as root, else the user who runs them.
    pub(crate) fn for_server(name: &'static str) -> Self {
        Self { name: (id("-u", None) == 0).then_some(name) }
    }

    /// Whoever runs the tests.
    pub(crate) fn of_tests() -> Self {
        Self { name: None }
    }

    /// A command that runs `program` as this account.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut words = self.words(program).into_iter();
        let mut command = Command::new(words.next().expect("there is a program"));
        command.args(words).current_dir("/");
        command
    }

    fn words(&self, program: &Path) -> Vec<OsString> {
        let mut words = Vec::new();
        if let Some(name) = self.name {
            words.extend([
                "setpriv".into(),
                format!("--reuid={name}").into(),
                format!("--regid={name}").into(),
            ]);
            words.extend(["--init-groups".into(), "--".into()]);
        }
        words.push(program.into());
        words
    }

    /// Gives a file or folder to this account, with the mode.
    pub(crate) fn own(&self, path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set mode");
        if let Some(name) = self.name {
            chown(path, Some(id("-u", Some(name))), Some(id("-g", Some(name)))).expect("change owner");
        }
    }
}

fn id(flag: &str, name: Option<&str>) -> u32 {
    let output = Command::new("id").arg(flag).args(name).output().expect("run id");
    assert!(output.status.success(), "no account {name:?}: run ./test once, it installs the servers");
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("id prints a number")
}

/// A server's folder and the watchdog that owns it.
pub(crate) struct Server {
    folder: PathBuf,
    account: Account,
    watchdog: Mutex<Watchdog>,
}

struct Watchdog {
    process: Child,
    commands: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    server_pid: Option<u32>,
}

impl Server {
    /// Makes the folder and starts its watchdog; no server yet. In it: `data/`, `run/` for sockets, and `tmp/`, as
    /// the tests' own temporary folder may be closed to the server's account.
    pub(crate) fn prepare(prefix: &str, account: Account, stop_signal: &str) -> Self {
        let folder = tempfile::Builder::new().prefix(prefix).tempdir().expect("make a folder").keep();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o711)).expect("set mode");
        for (name, mode) in [("data", 0o700), ("run", 0o755), ("tmp", 0o700)] {
            let path = folder.join(name);
            fs::create_dir(&path).expect("make a folder");
            account.own(&path, mode);
        }
        let mut process = Command::new("sh")
            .arg("-c")
            .arg(include_str!("../assets/watchdog.sh"))
            .args([OsStr::new("gallra-watchdog"), folder.as_os_str(), OsStr::new(stop_signal)])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .current_dir("/")
            // Ctrl-C in a terminal goes to the whole process group; the watchdog must outlive its owner.
            .process_group(0)
            .spawn()
            .expect("start sh");
        let commands = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().expect("stdout is piped"));
        let watchdog = Mutex::new(Watchdog { process, commands, answers, server_pid: None });
        Self { folder, account, watchdog }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn account(&self) -> &Account {
        &self.account
    }

    /// Everything that the server printed so far.
    pub(crate) fn log(&self) -> String {
        fs::read(self.path("server.log"))
            .map(|b| String::from_utf8_lossy(&b).into_owned())
            .unwrap_or_default()
    }

    /// Starts the server and waits until `ready(pid)`. False if it ended first (say, its port was taken).
    pub(crate) fn start(&self, program: &Path, args: &[OsString], ready: impl Fn(u32) -> bool) -> bool {
        let words = self.account.words(program).into_iter().chain(args.iter().cloned());
        let line: Vec<String> = words.map(|w| shell_quote(&w.to_string_lossy())).collect();
        fs::write(self.path("server.sh"), format!("exec {}\n", line.join(" "))).expect("write server.sh");
        let pid = {
            let mut watchdog = self.watchdog.lock().expect("no panic while held");
            let pid = watchdog.ask("start").parse().expect("the watchdog answers with a process id");
            watchdog.server_pid = Some(pid);
            pid
        };
        let deadline = Instant::now() + PATIENCE;
        while !ready(pid) {
            if !is_alive(pid) {
                return false;
            }
            assert!(Instant::now() < deadline, "{} is not ready in time:\n{}", program.display(), self.log());
            sleep(Duration::from_millis(20));
        }
        true
    }

    /// Kills the server and its children with SIGKILL, and returns when they are gone.
    pub(crate) fn kill9(&self) {
        self.end("kill");
    }

    /// Stops the server, and returns when it is gone.
    pub(crate) fn stop(&self) {
        self.end("stop");
    }

    fn end(&self, command: &str) {
        let mut watchdog = self.watchdog.lock().expect("no panic while held");
        assert_eq!(watchdog.ask(command), "gone");
        watchdog.server_pid = None;
    }

    /// The running server's process id.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.watchdog.lock().expect("no panic while held").server_pid.filter(|pid| is_alive(*pid))
    }
}

impl Watchdog {
    fn ask(&mut self, command: &str) -> String {
        let pipe = self.commands.as_mut().expect("open until drop");
        writeln!(pipe, "{command}").expect("the watchdog is alive");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("the watchdog answers");
        answer.trim().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(watchdog) = self.watchdog.get_mut() {
            // End of input is the watchdog's sign to stop the server and remove the folder; waiting for it lets a
            // test assert that nothing is left.
            drop(watchdog.commands.take());
            let _ = watchdog.process.wait();
        }
    }
}

/// Whether the process runs (a zombie does not).
fn is_alive(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat"))
        .ok()
        .and_then(|stat| stat.rsplit_once(") ").map(|(_, rest)| !rest.starts_with(['Z', 'X'])))
        .unwrap_or(false)
}

/// A port that is free now. Another process may take it before the server does: callers try again with the next.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("bind a loopback port");
    listener.local_addr().expect("bound").port()
}

fn shell_quote(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A database or user name out of a test's own words: lower-case ASCII, unique in this process, within 63 bytes.
pub(crate) fn unique_name(wish: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let clean: String = wish
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
        .take(40)
        .collect();
    format!("{clean}_{}", COUNT.fetch_add(1, Ordering::Relaxed))
}
