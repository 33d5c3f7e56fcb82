//! GDPRbench (Shastri et al., PVLDB 13(7)): what it costs to hold to the rules, in a database and in Gallra's register.
//!
//! `cargo bench -p gallra-store --bench gdprbench [-- records=100000 operations=10000 flat=1000000 (a) (b) (c)]`
//!
//! (a) plain PostgreSQL with every metadata column indexed: no encryption, no TTL, no log. (b) the register on PostgreSQL and
//! (c) on SQLite: a key for each person, a durable line of the trail for each operation, TTL. The same operations, dice and
//! clients for each, servers with durable settings, a connection for each client. Before the clock runs a few hundred
//! operations of every mix are done one by one and every value of every record is compared; after each mix, how many
//! records each purpose has. `flat` measures reading by user at 100,000 and that many records, ten to a user; 0 for not.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measuring program"
)]

mod ours;
mod plain;
mod record;

use std::sync::Arc;
use std::time::{Duration, Instant};

use gallra_testkit::{PgDatabase, PgVersion, Postgres};
use ours::{Ours, acting};
use plain::Plain;
use record::{CLIENTS, Dice, MIXES, NAMES, Op, PURPOSES, RECORDS_OF_A_USER, Record, operations};

#[derive(Clone)]
enum System {
    Plain(Arc<Plain>),
    Ours(Arc<Ours>),
}

/// A system with what keeps it alive.
struct Under {
    system: System,
    database: Option<PgDatabase>,
    folder: tempfile::TempDir,
}

#[tokio::main]
async fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let number = |name: &str, usual: u64| {
        let prefix = format!("{name}=");
        asked.iter().find_map(|word| word.strip_prefix(&prefix)).map_or(usual, |n| n.parse().unwrap())
    };
    let (records, number_of_ops) = (number("records", 100_000), number("operations", 10_000));
    let flat = number("flat", 1_000_000);
    let names: Vec<&str> = asked.iter().map(String::as_str).filter(|word| !word.contains('=')).collect();
    let wanted = ["(a)", "(b)", "(c)"].into_iter().filter(|name| names.is_empty() || names.contains(name));
    let mut measured = Vec::new();
    for name in wanted {
        agree_before(name).await;
        measured.push(measure(name, records, number_of_ops).await);
    }
    compare(&measured);
    if flat > 0 {
        for name in ["(b)", "(c)"] {
            for records in [100_000, flat] {
                by_user(name, records).await;
            }
        }
    }
}

async fn load(name: &'static str, records: u64) -> Under {
    let users = (records / RECORDS_OF_A_USER).max(1);
    let folder = tempfile::tempdir().unwrap();
    let database = if name == "(c)" {
        None
    } else {
        let server = Postgres::builder(PgVersion::V15).durable().setting("max_wal_size", "4GB");
        Some(server.setting("shared_buffers", "512MB").start().await.database("gdprbench"))
    };
    let url = database.as_ref().map(PgDatabase::url);
    let system = match name {
        "(a)" => System::Plain(Arc::new(Plain::load(&url.unwrap(), records, users).await)),
        _ => System::Ours(Ours::load(folder.path(), url.as_deref(), records, users).await),
    };
    if let (Some(database), System::Ours(_)) = (&database, &system) {
        database.admin_psql("VACUUM ANALYZE");
    }
    Under { system, database, folder }
}

/// Every value of every record after operations of all mixes, done one by one, as arithmetic says it.
async fn agree_before(name: &'static str) {
    const RECORDS: u64 = 2_000;
    let under = load(name, RECORDS).await;
    let users = RECORDS / RECORDS_OF_A_USER;
    let mut expected: Vec<Record> = (0..RECORDS).map(|key| Record::new(key, users)).collect();
    let mut last = RECORDS;
    for mix in &MIXES {
        for op in operations(mix, RECORDS, 150, 1, &mut last).remove(0) {
            let reached = match &under.system {
                System::Plain(plain) => plain.act(&op).await,
                System::Ours(ours) => ours.act(&ours.register().await, &acting(), &op).await,
            };
            let model = apply(&mut expected, &op, users);
            let is_told = !matches!(op, Op::MarkPurpose(..) | Op::MarkUser(..));
            assert!(!is_told || reached == model, "{name}: {op:?} reached {reached} of {model}");
        }
    }
    for purpose in 0..PURPOSES {
        let mut found = under.of_purpose(purpose).await;
        let mut right: Vec<_> = expected.iter().filter(|record| record.purpose == purpose).cloned().collect();
        found.sort();
        right.sort();
        assert_eq!(found, right, "{name}: purpose {purpose}");
    }
    println!("{name}: {} records agree in every value after 600 operations", expected.len());
}

/// The simplest thing that could be right.
fn apply(records: &mut Vec<Record>, op: &Op, users: u64) -> u64 {
    let before = records.len();
    let number =
        |is: &dyn Fn(&Record) -> bool, records: &[Record]| records.iter().filter(|r| is(r)).count() as u64;
    match op {
        Op::Insert(key) => records.push(Record::new(*key, users)),
        Op::Delete(key) => records.retain(|record| record.key != *key),
        Op::Read(key) | Op::VerifyGone(key) => return number(&|record| record.key == *key, records),
        Op::Update(key, data) => {
            let mut these = records.iter_mut().filter(|record| record.key == *key);
            return these.next().map_or(0, |record| {
                record.data.clone_from(data);
                1
            });
        }
        Op::MarkPurpose(purpose, field, value) => {
            let these = records.iter_mut().filter(|record| record.purpose == *purpose);
            these.for_each(|record| record.meta[*field].clone_from(value));
        }
        Op::MarkUser(user, field, value) => {
            let these = records.iter_mut().filter(|record| record.user == *user);
            these.for_each(|record| record.meta[*field].clone_from(value));
        }
        Op::DescribePurpose(purpose) | Op::ReadPurpose(purpose) => {
            return number(&|record| record.purpose == *purpose, records);
        }
        Op::DescribeUser(user) | Op::ReadUser(user) => {
            return number(&|record| record.user == *user, records);
        }
        Op::Logs => {}
    }
    before.abs_diff(records.len()) as u64
}

impl Under {
    async fn of_purpose(&self, purpose: u64) -> Vec<Record> {
        match &self.system {
            System::Plain(plain) => plain.of_purpose(purpose).await,
            System::Ours(ours) => ours.of_purpose(purpose).await,
        }
    }

    /// What lies on the disk: tables with their indexes, or files.
    async fn bytes(&self) -> u64 {
        match (&self.system, &self.database) {
            (System::Plain(plain), _) => plain.bytes().await,
            (System::Ours(_), Some(database)) => {
                let sql = "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
                           WHERE relkind = 'r' AND nspname IN ('public', 'gallra_keys')";
                database.admin_psql(sql).trim().parse().unwrap()
            }
            (System::Ours(_), None) => {
                let files = std::fs::read_dir(self.folder.path().join("state")).unwrap().flatten();
                let kept = files.filter(|file| file.path().extension().is_some_and(|end| end == "db"));
                kept.map(|file| file.metadata().unwrap().len()).sum()
            }
        }
    }
}

/// A mix that was done.
struct Done {
    took: Duration,
    /// Records that operations on one key reached.
    reached: u64,
    /// Records by purpose afterwards.
    counts: Vec<usize>,
}

struct Measured {
    name: &'static str,
    mixes: Vec<Done>,
    kept: u64,
    bytes: [u64; 2],
}

async fn measure(name: &'static str, records: u64, number: u64) -> Measured {
    let start = Instant::now();
    let under = load(name, records).await;
    let users = records / RECORDS_OF_A_USER;
    let kept = (0..records).map(|key| Record::new(key, users).bytes()).sum();
    let loaded = under.bytes().await;
    println!(
        "{name}: {records} records loaded in {:.1} s, {:.1} MB",
        start.elapsed().as_secs_f64(),
        mb(loaded)
    );
    let (mut mixes, mut last) = (Vec::new(), records);
    for mix in &MIXES {
        let clients = operations(mix, records, number, CLIENTS, &mut last);
        let start = Instant::now();
        let clients: Vec<_> =
            clients.into_iter().map(|ops| tokio::spawn(client(under.system.clone(), ops))).collect();
        let (mut by_name, mut reached) = (vec![Vec::new(); NAMES.len()], 0);
        for client in clients {
            let (took, number) = client.await.unwrap();
            reached += number;
            for (name, took) in took {
                by_name[name].push(took);
            }
        }
        let took = start.elapsed();
        let mut counts = Vec::new();
        for purpose in 0..PURPOSES {
            counts.push(under.of_purpose(purpose).await.len());
        }
        print_mix(name, mix.name, took, &mut by_name);
        mixes.push(Done { took, reached, counts });
    }
    if let System::Ours(ours) = &under.system {
        // The trail is whole, with a line for each operation but taking from the trail itself.
        let register = ours.register().await;
        let mut lines = 0;
        loop {
            let page = register.trail(lines + 1, 10_000).await.unwrap();
            assert!(page.iter().zip(lines + 1..).all(|(line, number)| line.id == number), "a gap");
            lines += page.len() as u64;
            if page.len() < 10_000 {
                break;
            }
        }
        println!("{name}: {lines} lines in the trail, without a gap");
    }
    Measured { name, mixes, kept, bytes: [loaded, under.bytes().await] }
}

/// One client: what each operation took, and how many records those reached whose answer does not hang on the others.
async fn client(system: System, ops: Vec<Op>) -> (Vec<(usize, Duration)>, u64) {
    let mut taken = Vec::with_capacity(ops.len());
    let mut reached = 0;
    let register = match &system {
        System::Ours(ours) => Some(ours.register().await),
        System::Plain(_) => None,
    };
    let acting = acting();
    for op in &ops {
        let start = Instant::now();
        let number = match (&system, &register) {
            (System::Plain(plain), _) => plain.act(op).await,
            (System::Ours(ours), Some(register)) => ours.act(register, &acting, op).await,
            (System::Ours(_), None) => unreachable!(),
        };
        taken.push((op.name(), start.elapsed()));
        if matches!(op, Op::Insert(_) | Op::Delete(_) | Op::Read(_) | Op::Update(..) | Op::VerifyGone(_)) {
            reached += number;
        }
    }
    (taken, reached)
}

fn print_mix(name: &str, mix: &str, took: Duration, by_name: &mut [Vec<Duration>]) {
    let number: usize = by_name.iter().map(Vec::len).sum();
    println!(
        "{name} {mix}: {:.2} s, {:.0} operations/s",
        took.as_secs_f64(),
        number as f64 / took.as_secs_f64()
    );
    for (name, durations) in NAMES.iter().zip(by_name) {
        if !durations.is_empty() {
            println!(
                "    {name:<30} {:>6}  p50 {:>9.2} ms  p99 {:>9.2} ms",
                durations.len(),
                at(durations, 50),
                at(durations, 99)
            );
        }
    }
}

/// A percentile in milliseconds.
fn at(durations: &mut [Duration], percent: usize) -> f64 {
    durations.sort();
    durations[(durations.len() - 1) * percent / 100].as_secs_f64() * 1e3
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn compare(measured: &[Measured]) {
    let Some(first) = measured.first() else { return };
    for other in &measured[1..] {
        for ((mix, ours), theirs) in MIXES.iter().zip(&other.mixes).zip(&first.mixes) {
            assert_eq!(
                (ours.reached, &ours.counts),
                (theirs.reached, &theirs.counts),
                "{} and {} differ after {}",
                first.name,
                other.name,
                mix.name
            );
        }
    }
    println!(
        "\nthe systems agree in what single operations reached and in the records of each purpose after each mix\n"
    );
    let seconds = |measured: &Measured, mix: usize| measured.mixes[mix].took.as_secs_f64();
    for one in measured {
        let of_data = one.kept as f64;
        let space = one.bytes.map(|bytes| format!("{:.1} MB, {:.2} x", mb(bytes), bytes as f64 / of_data));
        println!(
            "{} space: loaded {}; after the mixes {} (data and metadata as text: {:.1} MB)",
            one.name,
            space[0],
            space[1],
            mb(one.kept)
        );
        let times: Vec<String> = (0..MIXES.len())
            .map(|mix| {
                format!(
                    "{} {:.2} s ({:.1})",
                    MIXES[mix].name,
                    seconds(one, mix),
                    seconds(first, mix) / seconds(one, mix)
                )
            })
            .collect();
        let all =
            |measured: &Measured, number: usize| (0..number).map(|mix| seconds(measured, mix)).sum::<f64>();
        println!(
            "{} time (times faster than {}): {}; first three {:.2} s ({:.1}); all four {:.2} s ({:.1})",
            one.name,
            first.name,
            times.join(", "),
            all(one, 3),
            all(first, 3) / all(one, 3),
            all(one, 4),
            all(first, 4) / all(one, 4)
        );
    }
}

/// Reading by user, one client, with ten records to each user.
async fn by_user(name: &'static str, records: u64) {
    let under = load(name, records).await;
    let System::Ours(ours) = &under.system else { unreachable!() };
    let (register, acting) = (ours.register().await, acting());
    let (mut dice, mut durations, mut rows) = (Dice(1), Vec::new(), 0);
    for round in 0..4_000 {
        let op = Op::ReadUser(dice.below(records / RECORDS_OF_A_USER));
        let start = Instant::now();
        let number = ours.act(&register, &acting, &op).await;
        if round >= 1_000 {
            durations.push(start.elapsed());
            rows += number;
        }
    }
    let mean = rows as f64 / durations.len() as f64;
    println!(
        "{name} by user, {records} records: p50 {:.3} ms, p99 {:.3} ms, {mean:.1} records each",
        at(&mut durations, 50),
        at(&mut durations, 99)
    );
}
