//! Servers that die and connections that break, between `prepared` and the commit and elsewhere.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use gallra_connect::contract::{Prepared, Probe, Settled};
use gallra_connect::{Connector, ErrorKind};
use gallra_rules::plan::Step;
use gallra_testkit::{MariaDb, PgVersion, Postgres};
use jiff::civil::date;

use crate::support::{Db, Notes, Rule, World, before_date, kind_of, limits, open};

const ROWS: u64 = 60_000;

async fn filled(w: &World) -> Step {
    w.sql("CREATE TABLE t (id integer PRIMARY KEY, at date, note varchar(20));");
    w.sql(&match w.pick("p", "m", "s") {
        "p" => format!("INSERT INTO t SELECT i, '2020-01-01', 'x' FROM generate_series(1, {ROWS}) i;"),
        "m" => format!("INSERT INTO t SELECT seq, '2020-01-01', 'x' FROM seq_1_to_{ROWS};"),
        _ => format!(
            "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {ROWS})
             INSERT INTO t SELECT i, '2020-01-01', 'x' FROM s;"
        ),
    });
    w.plan(Rule::delete(w.table("t"), before_date("at", date(2024, 1, 1)))).await.1
}

/// What a journal on disk would know: everything prepared; what was committed must be settled.
async fn settled(connector: &Connector, step: &Step, prepared: &[Prepared]) -> u64 {
    let mut rows = 0;
    for batch in prepared {
        match connector.settle(step, batch).await.unwrap() {
            Settled::Committed => rows += batch.rows,
            Settled::RolledBack => {}
            Settled::Unknown | Settled::InPart { .. } => panic!("its fate is known"),
        }
    }
    rows
}

/// The server is killed while the third batch is open; after a restart the counts are exact and the step ends.
async fn killed_while_a_batch_is_open(w: World, kill: Box<dyn FnMut(usize) + Send>, restart: impl FnOnce()) {
    let step = filled(&w).await;
    let mut notes = Notes { meanwhile: Some(Mutex::new(kill)), ..Notes::default() };
    let error = w.connector.dispose(&step, &limits(u64::MAX), &mut notes).await.unwrap_err();
    assert!(matches!(kind_of(&error), ErrorKind::Gone | ErrorKind::Unreachable), "{error:?}");
    assert_eq!((notes.prepared.len(), notes.committed.len()), (3, 2));
    restart();
    let connector = open(&w.db, None).await.unwrap();
    let known = settled(&connector, &step, &notes.prepared).await;
    assert_eq!(known, notes.rows(), "the third was not committed");
    assert_eq!(w.count("t"), ROWS - known, "and the server says the same");
    let mut later = Notes::default();
    let done = connector.dispose(&step, &limits(ROWS - known), &mut later).await.unwrap();
    assert_eq!(done.rows, ROWS - known);
    assert_eq!(w.count("t"), 0);
}

async fn postgres_killed(version: PgVersion) {
    let server = Postgres::start(version).await;
    let w = World::of(Db::Postgres(server.database("crash"))).await;
    let (killed, again) = (server.clone(), server.clone());
    let kill = Box::new(move |n| {
        if n == 3 {
            killed.kill9();
        }
    });
    killed_while_a_batch_is_open(w, kill, move || again.restart()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_15_killed_while_a_batch_is_open() {
    postgres_killed(PgVersion::V15).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_18_killed_while_a_batch_is_open() {
    postgres_killed(PgVersion::V18).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_killed_while_a_batch_is_open() {
    let server = MariaDb::start().await;
    let w = World::of(Db::Maria(server.database("crash"))).await;
    let (killed, again) = (server.clone(), server.clone());
    let kill = Box::new(move |n| {
        if n == 3 {
            killed.kill9();
        }
    });
    killed_while_a_batch_is_open(w, kill, move || again.restart()).await;
}

/// PostgreSQL crashed before the batch's transaction id reached the disk, and gave the same id to somebody else, who
/// committed. What the batch would have taken is still there: it was not committed, whatever the id says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_id_given_out_again() {
    let w = World::postgres(PgVersion::V15).await;
    let step = filled(&w).await;
    let mut notes = Notes { fail_at: Some(1), ..Notes::default() };
    w.connector.dispose(&step, &limits(u64::MAX), &mut notes).await.unwrap_err();
    let [Prepared { rows, effects, probe: Probe::Pages { relation, from, to, .. } }] = &notes.prepared[..]
    else {
        panic!("one batch of whole pages: {:?}", notes.prepared)
    };
    let sql = "BEGIN; UPDATE t SET note = 'y' WHERE id = 1; SELECT pg_current_xact_id(); COMMIT;";
    let id = w.sql(sql).lines().find_map(|line| line.trim().parse().ok()).unwrap();
    let (relation, from, to) = (relation.clone(), *from, *to);
    let probe = Probe::Pages { id, relation, from, to };
    let told = Prepared { rows: rows - 1, effects: effects.clone(), probe };
    assert_eq!(w.connector.settle(&step, &told).await.unwrap(), Settled::RolledBack);
}

/// Our own process dies: seen from the server, the connection is just gone. The call is dropped while a batch is open.
async fn dropped_while_a_batch_is_open(w: &World) {
    let step = filled(w).await;
    let mut stuck = StuckJournal::at(2);
    let reached = stuck.reached.clone();
    let bound = limits(u64::MAX);
    let hanging = w.connector.dispose(&step, &bound, &mut stuck);
    tokio::select! {
        ended = hanging => panic!("it hangs in the journal: {ended:?}"),
        () = reached.notified() => {}
    }
    let known = settled(&w.connector, &step, &stuck.prepared).await;
    assert_eq!(stuck.prepared.len(), 2);
    assert_eq!(w.count("t"), ROWS - known);
    assert_eq!(known, stuck.prepared[0].rows, "the first was committed, the second was not");
    let done = w.dispose(&step).await;
    assert_eq!(done.rows, ROWS - known);
}

/// Writes a batch down and never comes back.
pub(crate) struct StuckJournal {
    pub(crate) prepared: Vec<Prepared>,
    at: usize,
    /// Told when it has come there.
    pub(crate) reached: std::sync::Arc<tokio::sync::Notify>,
}

impl StuckJournal {
    /// At this batch, counted from 1.
    pub(crate) fn at(at: usize) -> Self {
        Self { prepared: Vec::new(), at, reached: std::sync::Arc::default() }
    }
}

impl gallra_connect::contract::Journal for StuckJournal {
    async fn prepared(&mut self, batch: &Prepared) -> Result<(), gallra_connect::contract::JournalError> {
        self.prepared.push(batch.clone());
        if self.prepared.len() == self.at {
            self.reached.notify_one();
            std::future::pending::<()>().await;
        }
        Ok(())
    }
    async fn committed(
        &mut self,
        _: &Prepared,
        _: std::time::Duration,
    ) -> Result<(), gallra_connect::contract::JournalError> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_call_dropped_while_a_batch_is_open() {
    dropped_while_a_batch_is_open(&World::postgres(PgVersion::V15).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_call_dropped_while_a_batch_is_open() {
    dropped_while_a_batch_is_open(&World::maria().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_call_dropped_while_a_batch_is_open() {
    let w = World::sqlite().await;
    w.sql("PRAGMA journal_mode = WAL;");
    dropped_while_a_batch_is_open(&w).await;
}

/// A writer killed in the middle of a commit, Gallra or the application: before anybody reads, the file is brought back to its
/// last commit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_left_half_written_by_a_writer_that_was_killed() {
    let w = World::sqlite().await;
    let step = filled(&w).await;
    let Db::Sqlite(_, file) = &w.db else { panic!("it is SQLite") };
    let mut writer =
        Command::new("sqlite3").arg(file).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // Two pages of memory: what is changed spills into the file before it is committed.
    let half = "PRAGMA cache_size = 2; BEGIN; UPDATE t SET note = 'half'; SELECT 'spilled';\n";
    writer.stdin.as_ref().unwrap().write_all(half.as_bytes()).unwrap();
    let mut line = String::new();
    BufReader::new(writer.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line.trim(), "spilled");
    writer.kill().unwrap();
    writer.wait().unwrap();
    let looked = || {
        Command::new("sqlite3")
            .arg("-readonly")
            .arg(file)
            .arg("SELECT DISTINCT note FROM t")
            .output()
            .unwrap()
    };
    assert!(!looked().status.success(), "who only reads cannot open it: {:?}", looked());
    let connector = open(&w.db, None).await.unwrap();
    assert_eq!(String::from_utf8(looked().stdout).unwrap(), "x\n", "rolled back to the last commit");
    let mut notes = Notes::default();
    assert_eq!(connector.dispose(&step, &limits(ROWS), &mut notes).await.unwrap().rows, ROWS);
    assert_eq!(w.count("t"), 0);
}

/// Somebody ends our session on the server in the middle of the work.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn session_ended_by_an_administrator() {
    let w = World::postgres(PgVersion::V15).await;
    let step = filled(&w).await;
    let Db::Postgres(db) = &w.db else { panic!("it is PostgreSQL") };
    let (server, name) = (db.server().clone(), db.name().to_owned());
    let end = move |n| {
        if n == 2 {
            server.psql(&format!(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE application_name = 'gallra' AND datname = '{name}';"
            ));
        }
    };
    let mut notes = Notes { meanwhile: Some(Mutex::new(Box::new(end))), ..Notes::default() };
    let error = w.connector.dispose(&step, &limits(u64::MAX), &mut notes).await.unwrap_err();
    assert_eq!(kind_of(&error), ErrorKind::Gone, "{error:?}");
    let known = settled(&w.connector, &step, &notes.prepared).await;
    assert_eq!((known, w.count("t")), (notes.rows(), ROWS - notes.rows()));
    assert_eq!(w.dispose(&step).await.rows, ROWS - known, "the same connector goes on");
}
