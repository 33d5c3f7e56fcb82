//! SQLite through its own program: the independent witness for SQLite files.

use crate::client::run;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::Command;

/// Runs SQL (or dot commands) on a database file with the `sqlite3` program; columns are separated by `|`.
///
/// Panics with the program's message if it reports an error.
pub fn sqlite_cli(path: &Path, sql: &str) -> String {
    try_sqlite_cli(path, sql).unwrap_or_else(|e| panic!("{e}\nin: {sql:.400}"))
}

/// As [`sqlite_cli`], with the program's message as the error.
pub fn try_sqlite_cli(path: &Path, sql: &str) -> Result<String, String> {
    run(&mut command(path), sql)
}

pub(crate) fn command(path: &Path) -> Command {
    // A file of personal data is its owner's alone, as any company should keep it. One that is there stays as it is.
    drop(std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path));
    let mut command = Command::new("sqlite3");
    // -bail: stop at the first error and end non-zero, instead of going on with the rest of the script.
    command.args(["-batch", "-bail", "-init", "/dev/null", "-cmd", ".timeout 10000"]).arg(path);
    command
}
