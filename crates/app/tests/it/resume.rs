//! Crashes at every point: whatever breaks off, the same call again ends in the same state, with exact counts.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context as Wakeup, Poll};
use std::time::Duration;

use gallra_app::apply::{Pace, apply};
use gallra_app::progress::Progress;
use gallra_app::report::{Report, RunState};
use gallra_app::{AppError, Context, StopSignal, evidence};
use gallra_rules::plan::Step;
use gallra_store::{ApprovedPlan, Conflict, RunId, StoreError};
use gallra_testkit::{MariaDb, PgVersion, Postgres, sqlite_cli};

use crate::hostile::{NOW, Shop, chats_for_a_year};
use crate::support::{
    Dump, House, approve, assert_same, carry_out, dump_mariadb, dump_postgres, dump_sqlite, make_plan,
};

const ROWS: u64 = 12_000;
/// A few dozen pages of PostgreSQL, which are walked one by one in the end.
const FEW: u64 = 1_500;
/// Enough for several batches of the usual size.
const MANY: u64 = 60_000;

/// Seven of ten chats are due; told as SQL that the system itself expands.
fn rows(series: &str, message: &str) -> String {
    format!(
        "CREATE TABLE customers (id integer PRIMARY KEY, name varchar(40));
         CREATE TABLE chats (id integer PRIMARY KEY, customer_id integer, ended date, message text);
         INSERT INTO chats SELECT i, i, CASE WHEN i % 10 < 7 THEN DATE '2024-01-01' ELSE DATE '2026-05-01' END, {message}
         FROM {series};"
    )
}

/// PostgreSQL walks pages: wide rows, so that there are many.
fn in_postgres(number: u64) -> String {
    rows(&format!("generate_series(1, {number}) i"), "repeat('hej ', 100)")
}

fn in_mariadb(number: u64) -> String {
    rows(&format!("(SELECT seq AS i FROM seq_1_to_{number}) n"), "'hej'")
}

const BY_HAND: &str = "DELETE FROM chats WHERE id % 10 < 7";

/// The smallest batches there are: every transaction takes longer than no time at all.
fn tiny() -> Pace {
    Pace { lock_time: Duration::ZERO, ..Pace::default() }
}

/// Drops the work after so many awakenings: a crash at that point. Notes at which awakening the first step began.
pub(crate) struct Fuse<'a, F> {
    pub(crate) work: F,
    pub(crate) awakenings: u64,
    pub(crate) most: u64,
    pub(crate) begun: &'a Begun,
}

#[derive(Default)]
pub(crate) struct Begun {
    now: AtomicBool,
    at: AtomicU64,
}

impl Progress for Begun {
    fn step_begins(&self, _: &Step, _: u64) {
        self.now.store(true, Ordering::SeqCst);
    }
}

impl<F: Future + Unpin> Future for Fuse<'_, F> {
    type Output = Option<F::Output>;
    fn poll(mut self: Pin<&mut Self>, wakeup: &mut Wakeup<'_>) -> Poll<Self::Output> {
        if self.awakenings == self.most {
            return Poll::Ready(None);
        }
        self.awakenings += 1;
        let polled = Pin::new(&mut self.work).poll(wakeup).map(Some);
        if self.begun.now.swap(false, Ordering::SeqCst) {
            self.begun.at.store(self.awakenings, Ordering::SeqCst);
        }
        polled
    }
}

/// Lets the run die ever later, each attempt with a state opened anew, until one comes through. Looking at the tables
/// takes many awakenings in which nothing can go wrong: the first attempt tells how many, the others die after that.
/// Tells the run and how often it died.
async fn die_again_and_again(house: &House, body: &str, of: u64, stride: u64) -> (String, u64) {
    let context = house.open(body, NOW).await;
    let plan = make_plan(&context).await;
    assert_eq!(plan.rows(), of / 10 * 7);
    let approved = approve(&context, &plan).await;
    drop(context);
    let begun = Begun::default();
    let mut most = 0;
    for deaths in 0.. {
        let context = house.open(body, NOW).await;
        let pace = tiny();
        let work = pin!(apply(&context, &approved, &pace, &begun));
        most = match begun.at.load(Ordering::SeqCst) {
            0 => most + 5 * stride,
            at if most < at.saturating_sub(5 * stride) => at.saturating_sub(5 * stride),
            _ => most + stride,
        };
        if let Some(ended) = (Fuse { work, awakenings: 0, most, begun: &begun }).await {
            let run = RunId::of(approved.hash());
            match ended {
                Ok(report) => assert_eq!(report.run, run.0),
                // It died between its end and the certificate: all that is left is to write it.
                Err(AppError::Store(StoreError::Conflict(Conflict::AlreadyFinished(_)))) => {
                    evidence::certify(&context, &run).await.unwrap();
                }
                Err(fault) => panic!("after {deaths} deaths: {fault}"),
            }
            return (run.0, deaths);
        }
        // A dropped future leaves a statement on its way, which a dead process's server would also still carry out.
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    unreachable!("it comes through some time");
}

fn whole_story(house: &House, run: &str, of: u64, ours: &Dump, hand: &Dump) {
    assert_same(ours, hand);
    let due = of / 10 * 7;
    let shown = house.certificate(run);
    assert_eq!((shown.totals.erased, shown.totals.failed, shown.totals.skipped), (due, 0, 0), "{shown:#?}");
    assert_eq!(shown.steps.len(), 1);
}

fn sqlite_with_rows(house: &House, number: u64) -> (std::path::PathBuf, std::path::PathBuf, String) {
    let (ours, hand) = (house.path().join("shop.sqlite"), house.path().join("by-hand.sqlite"));
    let series = format!(
        "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number}) SELECT i FROM n)"
    );
    sqlite_cli(&ours, &rows(&series, "'hej'").replace("DATE '", "'"));
    std::fs::copy(&ours, &hand).unwrap();
    sqlite_cli(&hand, BY_HAND);
    let body = chats_for_a_year(&format!("{{kind: sqlite, path: \"{}\", country: SE}}", ours.display()));
    (ours, hand, body)
}

#[tokio::test]
async fn a_run_on_sqlite_that_dies_at_every_turn() {
    let house = House::new();
    let (ours, hand, body) = sqlite_with_rows(&house, ROWS);
    let (run, deaths) = die_again_and_again(&house, &body, ROWS, 1).await;
    assert!(deaths > 20, "it died only {deaths} times");
    whole_story(&house, &run, ROWS, &dump_sqlite(&ours), &dump_sqlite(&hand));
}

#[tokio::test]
async fn a_run_on_postgres_that_dies_at_every_turn() {
    let server = Postgres::shared(PgVersion::V18).await;
    let (ours, hand) = (server.database("resume"), server.database("resume_by_hand"));
    for database in [&ours, &hand] {
        database.psql(&in_postgres(FEW));
    }
    hand.psql(BY_HAND);
    let house = House::new();
    let body = chats_for_a_year(&house.system("postgres", &ours.url()));
    let (run, deaths) = die_again_and_again(&house, &body, FEW, 17).await;
    assert!(deaths > 20, "it died only {deaths} times");
    whole_story(&house, &run, FEW, &dump_postgres(&ours), &dump_postgres(&hand));
}

#[tokio::test]
async fn a_run_on_mariadb_that_dies_at_every_turn() {
    let server = MariaDb::shared().await;
    let (ours, hand) = (server.database("resume"), server.database("resume_by_hand"));
    for database in [&ours, &hand] {
        database.mariadb(&in_mariadb(ROWS));
    }
    hand.mariadb(BY_HAND);
    let house = House::new();
    let body = chats_for_a_year(&house.system("mysql", &ours.url()));
    let (run, deaths) = die_again_and_again(&house, &body, ROWS, 1).await;
    assert!(deaths > 20, "it died only {deaths} times");
    whole_story(&house, &run, ROWS, &dump_mariadb(&ours), &dump_mariadb(&hand));
}

/// Real faults of the state's database, by triggers in it: of the writes to a table, the one after `passes` fails.
fn let_writes_fail(house: &House, table: &str, passes: u64) {
    house.state_says(&format!(
        "CREATE TABLE IF NOT EXISTS passes (n INTEGER); DELETE FROM passes; INSERT INTO passes VALUES ({passes});
         DROP TRIGGER IF EXISTS fails;
         CREATE TRIGGER fails BEFORE INSERT ON {table} BEGIN
           SELECT CASE WHEN n <= 0 THEN RAISE(ABORT, 'disk I/O error, made for a test') END FROM passes;
           UPDATE passes SET n = n - 1;
         END;"
    ));
}

fn let_writes_pass(house: &House) {
    house.state_says("DROP TRIGGER IF EXISTS fails; DROP TABLE IF EXISTS passes");
}

#[tokio::test]
async fn a_journal_that_fails_at_every_write_in_turn() {
    for table in ["open_batch", "leaf", "step", "run"] {
        let house = House::new();
        let (ours, hand, body) = sqlite_with_rows(&house, MANY);
        let context = house.open(&body, NOW).await;
        let plan = make_plan(&context).await;
        let approved = approve(&context, &plan).await;
        let mut failures = 0;
        let report = loop {
            // One batch an attempt, or one write more than the attempt before: each write fails once.
            let_writes_fail(&house, table, if table == "open_batch" { 1 } else { failures });
            let attempt = carry_out(&context, &approved).await;
            let_writes_pass(&house);
            match attempt {
                Ok(report) => break report,
                Err(fault) => assert!(matches!(fault, AppError::Store(_)), "{table}: {fault}"),
            }
            failures += 1;
            assert!(failures < 1000, "{table}: no progress");
        };
        assert!(failures >= if table == "open_batch" { 4 } else { 1 }, "{table}: {failures} failures");
        whole_story(&house, &report.run, MANY, &dump_sqlite(&ours), &dump_sqlite(&hand));
    }
}

#[tokio::test]
async fn a_log_that_cannot_be_written_is_published_later() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    // Where the log should be there is a file: what a folder on a full or broken disk amounts to.
    let log = shop.house.state().join(evidence::LOG);
    assert!(!log.exists());
    std::fs::write(&log, "in the way").unwrap();
    let fault = carry_out(&context, &approved).await.unwrap_err();
    assert!(matches!(&fault, AppError::Evidence { path, .. } if path.starts_with(&log)), "{fault}");
    assert_eq!(shop.count("chats"), 1000 - crate::hostile::DUE);
    std::fs::remove_file(&log).unwrap();
    let run = RunId::of(approved.hash());
    let certificate = evidence::certify(&context, &run).await.unwrap();
    assert!(certificate.exists());
    assert_eq!(shop.house.certificate(&run.0).totals.erased, crate::hostile::DUE);
}

/// Stops the run after some batches, as Ctrl-C does.
struct StopAfter {
    batches: AtomicU64,
    signal: StopSignal,
}

impl Progress for StopAfter {
    fn batch(&self, _: &Step, _: u64, _: Duration) {
        if self.batches.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.signal.stop();
        }
    }
}

#[tokio::test]
async fn a_run_that_is_stopped_goes_on_where_it_stopped() {
    let house = House::new();
    let (ours, hand, body) = sqlite_with_rows(&house, ROWS);
    let context = house.open(&body, NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    let mut stops = 0;
    let report = loop {
        let pace = tiny();
        let progress = StopAfter { batches: AtomicU64::new(1), signal: pace.stop.clone() };
        let report = apply(&context, &approved, &pace, &progress).await.unwrap();
        house.log_verifies();
        if report.state == RunState::Finished {
            break report;
        }
        assert!(report.certificate.is_none());
        assert_eq!(
            house.state_says("SELECT count(*) FROM open_batch"),
            "0",
            "the batch at hand was finished"
        );
        stops += 1;
    };
    assert!(stops > 3);
    whole_story(&house, &report.run, ROWS, &dump_sqlite(&ours), &dump_sqlite(&hand));
    assert_eq!(house.verify(&report).interruptions, stops);
}

/// Places a hold after the first batch, as somebody at another desk does.
struct HoldPlaced<'h> {
    house: &'h House,
    first: AtomicBool,
}

impl Progress for HoldPlaced<'_> {
    fn batch(&self, _: &Step, _: u64, _: Duration) {
        if !self.first.swap(true, Ordering::SeqCst) {
            self.house.state_says(
                "INSERT INTO hold (id, dataset, reason, placed_at, placed_by)
                 VALUES ('hold-now', 'chats', 'a dispute', '2026-06-01T00:00:00Z', 'counsel')",
            );
        }
    }
}

#[tokio::test]
async fn a_hold_that_is_placed_while_a_run_is_at_work_stops_it_at_the_next_batch() {
    let house = House::new();
    let (ours, _, body) = sqlite_with_rows(&house, ROWS);
    let context = house.open(&body, NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    let progress = HoldPlaced { house: &house, first: AtomicBool::new(false) };
    let stopped = apply(&context, &approved, &tiny(), &progress).await.unwrap_err();
    assert!(
        matches!(&stopped, AppError::Store(StoreError::Conflict(Conflict::HoldPlaced(id))) if id == "hold-now"),
        "{stopped}"
    );
    let left: u64 = sqlite_cli(&ours, "SELECT count(*) FROM chats WHERE id % 10 < 7").trim().parse().unwrap();
    assert!(left > 0 && left < ROWS * 7 / 10, "{left}: some were gone before it, none after");
    let ended = carry_out(&context, &approved).await;
    assert!(matches!(ended, Err(AppError::Stale(_))), "{ended:?}");
    let now: u64 = sqlite_cli(&ours, "SELECT count(*) FROM chats WHERE id % 10 < 7").trim().parse().unwrap();
    assert_eq!(now, left);
    house.log_verifies();
}

/// Kills the server from another thread, shortly after a batch: in the middle of the next, or of its commit.
struct KillAfter<K: Fn() + Send + Sync> {
    batches: AtomicU64,
    kill: K,
}

impl<K: Fn() + Send + Sync> Progress for KillAfter<K> {
    fn batch(&self, _: &Step, _: u64, _: Duration) {
        if self.batches.fetch_sub(1, Ordering::SeqCst) == 1 {
            (self.kill)();
        }
    }
}

async fn until_it_survives(
    context: &Context,
    approved: &ApprovedPlan,
    kill: impl Fn(Duration) + Send + Sync + Clone + 'static,
    restart: impl Fn(),
) -> Report {
    for death in 0..6_u64 {
        let kill = kill.clone();
        let progress = KillAfter {
            batches: AtomicU64::new(1 + death % 2),
            kill: move || {
                let kill = kill.clone();
                std::thread::spawn(move || kill(Duration::from_micros(300 * death)));
            },
        };
        match apply(context, approved, &tiny(), &progress).await {
            Ok(_) => panic!("it survived the death of its server"),
            Err(fault) => assert!(!matches!(fault, AppError::Leaf(_)), "{fault}"),
        }
        restart();
    }
    carry_out(context, approved).await.unwrap_or_else(|fault| panic!("{fault}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_server_that_is_killed_in_the_middle() {
    let server = Postgres::start(PgVersion::V15).await;
    let (ours, hand) = (server.database("killed"), server.database("killed_by_hand"));
    for database in [&ours, &hand] {
        database.psql(&in_postgres(ROWS));
    }
    hand.psql(BY_HAND);
    let house = House::new();
    let context = house.open(&chats_for_a_year(&house.system("postgres", &ours.url())), NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    let killed = server.clone();
    let kill = move |after| {
        std::thread::sleep(after);
        killed.kill9();
    };
    let report = until_it_survives(&context, &approved, kill, || server.restart()).await;
    whole_story(&house, &report.run, ROWS, &dump_postgres(&ours), &dump_postgres(&hand));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mariadb_server_that_is_killed_in_the_middle() {
    let server = MariaDb::start().await;
    let (ours, hand) = (server.database("killed"), server.database("killed_by_hand"));
    for database in [&ours, &hand] {
        database.mariadb(&in_mariadb(MANY));
    }
    hand.mariadb(BY_HAND);
    let house = House::new();
    let context = house.open(&chats_for_a_year(&house.system("mysql", &ours.url())), NOW).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    let killed = server.clone();
    let kill = move |after| {
        std::thread::sleep(after);
        killed.kill9();
    };
    let report = until_it_survives(&context, &approved, kill, || server.restart()).await;
    whole_story(&house, &report.run, MANY, &dump_mariadb(&ours), &dump_mariadb(&hand));
}

#[tokio::test]
async fn a_run_whose_dates_are_in_another_system_that_dies_at_every_turn() {
    let server = MariaDb::shared().await;
    let (ours, hand) = (server.database("resume_keyed"), server.database("resume_keyed_by_hand"));
    for database in [&ours, &hand] {
        database.mariadb(&in_mariadb(ROWS));
    }
    hand.mariadb(BY_HAND);
    let house = House::new();
    let register = house.path().join("register.sqlite");
    sqlite_cli(
        &register,
        &format!(
            "CREATE TABLE agreement (customer INTEGER, settled TEXT);
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
             INSERT INTO agreement SELECT i, CASE WHEN i % 10 < 7 THEN '2024-01-01' END FROM n;"
        ),
    );
    let body = chats_for_a_year(&house.system("mysql", &ours.url()))
        .replace(
            "datasets:\n",
            &format!(
                "  register: {{kind: sqlite, path: \"{}\", country: SE}}
datasets:
  agreements:
    in: register
    table: agreement
    key: [customer]
    anchors: {{settled: {{column: settled, missing: ongoing}}}}
",
                register.display()
            ),
        )
        .replace("anchors: {ended: ended}", "anchors: {ended: {from: agreements.settled, by: customer_id}}");
    let (run, deaths) = die_again_and_again(&house, &body, ROWS, 1).await;
    assert!(deaths > 20, "it died only {deaths} times");
    whole_story(&house, &run, ROWS, &dump_mariadb(&ours), &dump_mariadb(&hand));
}
