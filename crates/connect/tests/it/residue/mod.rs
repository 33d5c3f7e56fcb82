//! What is left of disposed rows. The witness is the bytes: rows carry a mark, and every file of the server is searched
//! for it.

mod mysql;
mod postgres;
mod sqlite;

use std::path::{Path, PathBuf};
use std::process::Command;

use gallra_connect::contract::StopSignal;
use gallra_connect::residue::{Place, Reason, Trace, TraceState, Want};
use gallra_rules::plan::Step;
use gallra_testkit::PgDatabase;
use jiff::civil::date;

use crate::support::{Rule, World, before_date};

/// In every row that is due, in an indexed column, a large value and a short one.
const MARK: &str = "GALLRA-MARK";

/// Every second row is due and marked.
fn fill(w: &World) {
    let (large, more) = match w.pick("p", "m", "s") {
        // As it is: compressed, the mark would hide.
        "p" => (
            "text",
            "ALTER TABLE t ALTER big SET STORAGE EXTERNAL; ALTER TABLE t ALTER big SET STATISTICS 0;
                 ALTER TABLE t ALTER email SET STATISTICS 4; ALTER TABLE t ALTER note SET STATISTICS 4;",
        ),
        "m" => ("longtext", ""),
        _ => ("text", ""),
    };
    w.sql(&format!(
        "CREATE TABLE t (id integer PRIMARY KEY, at date, email varchar(60), note varchar(60), big {large}); {more}
         CREATE INDEX t_email ON t (email);"
    ));
    let numbers = w.pick("generate_series(1, 600) AS s (i)", "(SELECT seq AS i FROM seq_1_to_600) s", "s");
    let with =
        w.pick("", "", "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 600)");
    let join = |a: &str, b: &str| {
        w.pick("p", "m", "s").eq("m").then(|| format!("concat({a}, {b})")).unwrap_or(format!("{a} || {b}"))
    };
    let large = if w.is_sqlite() { "replace(hex(zeroblob(500)), '00', %)" } else { "repeat(%, 500)" };
    let row = |mark: &str, day: &str, rest: u8| {
        let (email, big) = (join(&format!("'{mark}'"), "i"), large.replace('%', &format!("'{mark}'")));
        let day = if w.is_postgres() { format!("date '{day}'") } else { format!("'{day}'") };
        format!(
            "{with} INSERT INTO t SELECT i, {day}, {email}, '{mark} note', {big} FROM {numbers} WHERE i % 2 = {rest};"
        )
    };
    let rows = [row("GALLRA-MARK", "2020-01-01", 0), row("someone", "2025-01-01", 1)].concat();
    // MariaDB wants its WITH elsewhere, and needs none.
    w.sql(&rows);
}

async fn step(w: &World) -> Step {
    w.plan(Rule::delete(w.table("t"), before_date("at", date(2024, 1, 1)))).await.1
}

async fn traces(w: &World, step: &Step, want: Want) -> Vec<Trace> {
    w.connector.residue(step, u64::MAX, want, &StopSignal::default()).await.unwrap()
}

fn at(traces: &[Trace], place: Place) -> Trace {
    let mut found = traces.iter().filter(|trace| trace.place == place);
    let trace = *found.next().unwrap_or_else(|| panic!("{place:?} is told of in {traces:?}"));
    assert!(found.next().is_none(), "{place:?} is told of once");
    trace
}

fn state(traces: &[Trace], place: Place) -> (TraceState, Option<Reason>) {
    let trace = at(traces, place);
    (trace.state, trace.reason)
}

const CLEARED: (TraceState, Option<Reason>) = (TraceState::Cleared, None);
const NOTHING: (TraceState, Option<Reason>) = (TraceState::NothingKept, None);

fn remains(reason: Reason) -> (TraceState, Option<Reason>) {
    (TraceState::Remains, Some(reason))
}

fn not_checked(reason: Reason) -> (TraceState, Option<Reason>) {
    (TraceState::NotChecked, Some(reason))
}

/// Files under a folder that hold the mark, relative to it, as `grep` finds them.
fn marked(folder: &Path) -> Vec<PathBuf> {
    let found = Command::new("grep").args(["-rlaF", MARK, "."]).current_dir(folder).output().unwrap();
    assert!(found.status.code().is_some_and(|code| code < 2), "grep could read every file");
    let lines = String::from_utf8(found.stdout).unwrap();
    let mut files: Vec<PathBuf> = lines.lines().map(|line| line.trim_start_matches("./").into()).collect();
    files.sort();
    files
}

/// A place, and which files are of it.
type FilesOf<'a> = (Place, &'a dyn Fn(&Path) -> bool);

/// What is said agrees with the bytes: nothing where a place is said to be clean, something where it is said to remain.
/// `of` are the files of each place; a marked file that is in none of them is a place that was forgotten.
fn agree(traces: &[Trace], marked: &[PathBuf], of: &[FilesOf<'_>]) {
    for (place, is_of) in of {
        let found = marked.iter().filter(|file| is_of(file)).collect::<Vec<_>>();
        match at(traces, *place).state {
            TraceState::Cleared | TraceState::NothingKept => {
                assert!(found.is_empty(), "{place:?}: {found:?}");
            }
            TraceState::Remains => {
                assert!(!found.is_empty(), "{place:?} is said to remain; found only {marked:?}");
            }
            TraceState::NotChecked => {}
        }
    }
    let forgotten = marked.iter().filter(|file| !of.iter().any(|(_, is_of)| is_of(file))).collect::<Vec<_>>();
    assert!(forgotten.is_empty(), "nothing is said of {forgotten:?}");
}

fn begins(path: &Path, with: &str) -> bool {
    path.to_string_lossy().starts_with(with)
}

/// The server's databases of one test.
fn postgres(w: &World) -> &PgDatabase {
    match &w.db {
        crate::support::Db::Postgres(db) => db,
        _ => panic!("it is PostgreSQL"),
    }
}
