//! Real applications whose tables come from their own installers and whose rows come from their own interfaces: a ticket
//! system, a help desk, a wiki and a chat server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::kept::{copy, kept};
use crate::client::run;
use crate::locate::python;
use crate::postgres::PgDatabase;
use crate::server::free_port;

const RT_CONFIG: &str = include_str!("../../assets/request_tracker/RT_SiteConfig.pm");
const RT_MAKE: &str = include_str!("../../assets/request_tracker/make_desk.pl");
const HELPDESK: [(&str, &str); 3] = [
    ("settings.py", include_str!("../../assets/helpdesk/settings.py")),
    ("urls.py", include_str!("../../assets/helpdesk/urls.py")),
    ("make_desk.py", include_str!("../../assets/helpdesk/make_desk.py")),
];
const WIKI_MAKE: &str = include_str!("../../assets/mediawiki/make_wiki.sh");
const CHAT_CONFIG: &str = include_str!("../../assets/prosody/prosody.cfg.lua");
const CHAT_MAKE: &str = include_str!("../../assets/prosody/make_chat.py");

/// Request Tracker 5 (Debian's package) in an empty PostgreSQL database: 20 tickets by mail from 18 to 37 months before
/// September 2026, answered and commented on, 14 of them resolved.
pub fn request_tracker(database: &PgDatabase) {
    let dump = kept("request-tracker.sql", &[RT_CONFIG, RT_MAKE], |target| {
        let login = database.owner();
        let owner = ["--dba", &login.user, "--dba-password", &login.password];
        with_settings(
            database,
            "rt-setup-database-5",
            &[&["--action", "init", "--skip-create"][..], &owner].concat(),
            "",
        );
        let said = request_tracker_says(database, RT_MAKE);
        assert!(said.ends_with("made"), "{said}");
        fs::write(target, database.dump()).expect("write");
    });
    if !dump.was_made {
        database.psql(&fs::read_to_string(&dump.path).expect("read the kept desk"));
    }
}

/// What a Perl script prints that runs inside of this Request Tracker, with its own models.
pub fn request_tracker_says(database: &PgDatabase, script: &str) -> String {
    let begin = if script.contains("use RT ") { "" } else { "use strict; use warnings; use RT -init;\n" };
    with_settings(database, "perl", &["-I/usr/share/request-tracker5/lib", "-"], &format!("{begin}{script}"))
}

fn with_settings(database: &PgDatabase, program: &str, args: &[&str], input: &str) -> String {
    let home = tempfile::tempdir().expect("make a folder");
    let config = home.path().join("RT_SiteConfig.pm");
    fs::write(&config, RT_CONFIG).expect("write");
    fs::create_dir(home.path().join("none")).expect("make a folder");
    let login = database.owner();
    let mut command = Command::new(program);
    command.args(args).current_dir(home.path());
    command.env("RT_SITE_CONFIG", config).env("RT_SITE_CONFIG_DIR", home.path().join("none"));
    command.env("DESK_PORT", database.server().port().to_string()).env("DESK_NAME", database.name());
    command.env("DESK_USER", &login.user).env("DESK_PASSWORD", &login.password);
    run(&mut command, input).unwrap_or_else(|e| panic!("Request Tracker did not do it: {e}"))
}

/// django-helpdesk 2.6 (PyPI) as an SQLite file in `dir`: 35 tickets by form and by mail, each answered.
pub fn helpdesk(dir: &Path) -> PathBuf {
    let desk = kept("helpdesk.sqlite", &HELPDESK.map(|(_, text)| text), |target| {
        let home = tempfile::tempdir().expect("make a folder");
        for (name, text) in HELPDESK {
            fs::write(home.path().join(name), text).expect("write");
        }
        let mut command = Command::new(python());
        command.arg("make_desk.py").current_dir(home.path()).env("PYTHONDONTWRITEBYTECODE", "1");
        command.env("DJANGO_SETTINGS_MODULE", "settings").env("DESK_FILE", target);
        let tickets = run(&mut command, "").unwrap_or_else(|e| panic!("the desk was not made: {e}"));
        assert!(tickets.ends_with("35"), "{tickets}");
    });
    copy(&desk, dir, "helpdesk.sqlite")
}

/// MediaWiki 1.39 (Debian's package) as an SQLite file in `dir`: 7 people, 12 pages, a block, a deleted page.
pub fn mediawiki(dir: &Path) -> PathBuf {
    let wiki = kept("mediawiki.sqlite", &[WIKI_MAKE], |target| {
        let home = tempfile::tempdir().expect("make a folder");
        let script = home.path().join("make_wiki.sh");
        fs::write(&script, WIKI_MAKE).expect("write");
        run(Command::new("sh").arg(&script).arg(home.path()), "")
            .unwrap_or_else(|e| panic!("the wiki was not made: {e}"));
        fs::copy(home.path().join("wiki.sqlite"), target).expect("keep the wiki");
    });
    copy(&wiki, dir, "mediawiki.sqlite")
}

/// Prosody 0.12 (Debian's package) with its archive in an SQLite file in `dir`: 5 people, their cards, their contacts and
/// what they wrote.
pub fn prosody(dir: &Path) -> PathBuf {
    let chat = kept("prosody.sqlite", &[CHAT_CONFIG, CHAT_MAKE], |target| {
        let home = tempfile::tempdir().expect("make a folder");
        let port = free_port();
        let script = home.path().join("make_chat.py");
        fs::write(&script, CHAT_MAKE).expect("write");
        let server = ChatServer::start(home.path(), port);
        let mut client = Command::new(python());
        client.arg(&script).arg(port.to_string());
        let said = run(&mut client, "").unwrap_or_else(|e| panic!("nobody talked: {e}"));
        assert!(said.ends_with("made"), "{said}");
        drop(server);
        fs::copy(home.path().join("prosody.sqlite"), target).expect("keep the chat");
    });
    copy(&chat, dir, "prosody.sqlite")
}

/// A running server; ended when dropped.
struct ChatServer(Child);

impl ChatServer {
    fn start(home: &Path, port: u16) -> Self {
        let config = home.join("prosody.cfg.lua");
        fs::write(&config, format!("data_path = {:?}\n{CHAT_CONFIG}", home.display().to_string()))
            .expect("write");
        let child = Command::new("prosody")
            .arg("--config")
            .arg(&config)
            .current_dir(home)
            .env("CHAT_PORT", port.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("start prosody: run ./test once, it installs what the tests need");
        let server = Self(child);
        for _ in 0..200 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return server;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("prosody does not answer");
    }
}

impl Drop for ChatServer {
    fn drop(&mut self) {
        // Asked to end, it writes down what it holds.
        drop(Command::new("kill").arg(self.0.id().to_string()).status());
        drop(self.0.wait());
    }
}
