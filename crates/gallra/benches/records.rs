//! Logs, folders and discovery against the system's own programs, in the same run.
//!
//! `cargo bench -p gallra --bench records [-- zst gz plain tree discover] [mb=1024] [files=1000000] [tables=250]`
//!
//! - A log across the limit is cut by `zstd -d | grep -v | zstd` and by `gallra apply`, each on the first core alone, with
//!   the same packer at its usual level. Both keep the same number of lines.
//! - A tree is looked through by `find -mtime` and by `gallra plan`, warm; the better of three.
//! - Tables are sampled by `psql` (the same columns and number of rows) and by `gallra discover`.
//!
//! Memory is the high-water mark of the `gallra` process.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measuring program"
)]

mod support;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use gallra_testkit::{PgVersion, Postgres};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use support::Gallra;

/// Days that a log spans; the limit lies in the middle.
const DAYS: i32 = 60;

#[tokio::main]
async fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let number = |name: &str, usual: u64| {
        let prefix = format!("{name}=");
        asked.iter().find_map(|word| word.strip_prefix(&prefix)).map_or(usual, |n| n.parse().unwrap())
    };
    let named: Vec<&str> = asked.iter().map(String::as_str).filter(|word| !word.contains('=')).collect();
    let wanted = |what: &str| named.is_empty() || named.contains(&what);
    for packing in ["zst", "gz", "plain"].into_iter().filter(|packing| wanted(packing)) {
        log(packing, number("mb", 1024));
    }
    if wanted("tree") {
        tree(number("files", 1_000_000));
    }
    if wanted("discover") {
        discover(number("tables", 250)).await;
    }
}

fn policy(system: &str, dataset: &str, keep: &str) -> String {
    format!(
        "organisation: {{name: Bench AB, country: SE, time_zone: UTC, financial_year_ends: 12-31}}
systems:
  main: {{{system}, country: SE}}
datasets:
  entries: {{in: main, part: \"{dataset}\", no_subject: Made up, fields: {{content: communication.content}}}}
measures: {{access: {{sv: Behörighet, en: Access}}}}
activities:
  bench:
    role: controller
    purpose: {{sv: Mätning, en: Measuring}}
    basis: contract
    data: [entries]
    keep: {{at_most: {keep}}}
    then: delete
    measures: [access]
"
    )
}

fn shell(command: &str) -> Duration {
    let start = Instant::now();
    assert!(Command::new("sh").args(["-c", command]).status().unwrap().success(), "{command}");
    start.elapsed()
}

fn told(command: &str) -> u64 {
    let out = Command::new("sh").args(["-c", command]).stderr(Stdio::inherit()).output().unwrap();
    String::from_utf8_lossy(&out.stdout).trim().parse().unwrap()
}

/// Lines of a busy server, in order, over [`DAYS`] days up to today. Returns how many lie before the limit, and the
/// pattern that tells them.
fn write_log(path: &Path, bytes: u64) -> (u64, String) {
    let today: Date = Timestamp::try_from(SystemTime::now()).unwrap().to_zoned(TimeZone::UTC).date();
    let mut out = BufWriter::new(File::create(path).unwrap());
    let (mut due, mut pattern, mut number) = (0, String::new(), 0_u64);
    for age in (0..DAYS).rev() {
        let day = today.checked_sub(age.days()).unwrap().strftime("%d/%b/%Y").to_string();
        // What falls due before the next day's run goes with this one.
        let old = age >= DAYS / 2;
        if old {
            write!(pattern, "{}{day}", if pattern.is_empty() { "" } else { "|" }).unwrap();
        }
        let (mut written, mut second) = (0, 0_u64);
        while written < bytes / u64::from(DAYS.unsigned_abs()) {
            // Numbers without order, so that the text packs as a log does.
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let some = number >> 33;
            second = (second + u64::from(some.is_multiple_of(3))).min(86_399);
            let line = format!(
                "198.51.{}.{} - - [{day}:{:02}:{:02}:{:02} +0000] \"GET /shop/article/{}?from={} HTTP/1.1\" {} {} \
                 \"https://www.example.org/list/{}\" \"Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/{}.0\"\n",
                some % 100,
                (some >> 8) % 250,
                second / 3600,
                second / 60 % 60,
                second % 60,
                some % 90_000,
                ["search", "list", "start", "mail"][usize::try_from(some % 4).unwrap()],
                [200, 200, 200, 304, 404][usize::try_from(some % 5).unwrap()],
                some % 50_000,
                some % 700,
                100 + some % 20,
            );
            written += line.len() as u64;
            due += u64::from(old);
            out.write_all(line.as_bytes()).unwrap();
        }
    }
    out.flush().unwrap();
    (due, pattern)
}

fn log(packing: &str, mebibytes: u64) {
    let folder = tempfile::Builder::new().prefix("gallra-bench-log-").tempdir().unwrap();
    let (plain, theirs) = (folder.path().join("plain"), folder.path().join("theirs"));
    let logs = folder.path().join("logs");
    std::fs::create_dir(&logs).unwrap();
    let (due, pattern) = write_log(&plain, mebibytes << 20);
    let (pack, unpack, ending) = match packing {
        "zst" => ("zstd -q -c -T1", "zstd -q -d -c", ".zst"),
        "gz" => ("gzip -c", "gzip -d -c", ".gz"),
        _ => ("cat", "cat", ""),
    };
    let ours = logs.join(format!("access.log.1{ending}"));
    let (plain, theirs, packed) = (plain.display(), theirs.display(), ours.display());
    shell(&format!("{pack} {plain} > {packed} && rm {plain} && sync"));
    let script = format!("{unpack} {packed} | LC_ALL=C grep -v -E '{pattern}' | {pack} > {theirs}");
    let raw = shell(&format!("taskset --cpu-list 0 sh -c \"{script}\""));
    let left = told(&format!("{unpack} {theirs} | wc -l"));
    let text = policy(
        &format!("kind: logs, path: {}, format: combined", logs.display()),
        "access.log*",
        "30 days after logged",
    );
    let gallra = Gallra::with("log", &text, "").on_one_core();
    let taken = gallra.run(due);
    assert_eq!(told(&format!("{unpack} {packed} | wc -l")), left);
    let both = taken.plan + taken.apply;
    println!(
        "log {packing}, {mebibytes} MiB, {due} lines go, {left} stay, one core: raw {:.2} s; apply {:.2} s, speed {:.2} of raw \
         (goal for zst ≥ 0.80); with plan ({:.2} s) {:.2}; peak {:.0} MiB",
        raw.as_secs_f64(),
        taken.apply.as_secs_f64(),
        raw.as_secs_f64() / taken.apply.as_secs_f64(),
        taken.plan.as_secs_f64(),
        raw.as_secs_f64() / both.as_secs_f64(),
        taken.peak_mib,
    );
}

fn tree(files: u64) {
    const IN_A_FOLDER: u64 = 1_000;
    let folder = tempfile::Builder::new().prefix("gallra-bench-tree-").tempdir().unwrap();
    let root = folder.path().join("root");
    let old = SystemTime::now() - Duration::from_hours(24 * 400);
    for number in 0..files {
        let folder = root.join(format!("{:04}", number / IN_A_FOLDER));
        if number % IN_A_FOLDER == 0 {
            std::fs::create_dir_all(&folder).unwrap();
        }
        let file = File::create(folder.join(format!("letter-{number:07}.pdf"))).unwrap();
        if number % 10 == 0 {
            file.set_modified(old).unwrap();
        }
    }
    let text = policy(&format!("kind: files, path: {}", root.display()), ".", "1 year after modified");
    let gallra = Gallra::with("tree", &text, "");
    let find = format!("find {} -type f -mtime +365", root.display());
    assert_eq!(told(&format!("{find} | wc -l")), files.div_ceil(10));
    let (mut raw, mut ours, mut peak) = (Duration::MAX, Duration::MAX, 0.0_f64);
    for _ in 0..3 {
        raw = raw.min(shell(&format!("{find} > /dev/null")));
        let (took, high) = gallra.plan();
        (ours, peak) = (ours.min(took), peak.max(high));
    }
    println!(
        "tree of {files} files: find -mtime {:.2} s; gallra plan {:.2} s; ratio {:.2} (goal ≤ 1.50); peak {peak:.0} MiB",
        raw.as_secs_f64(),
        ours.as_secs_f64(),
        ours.as_secs_f64() / raw.as_secs_f64(),
    );
}

async fn discover(tables: u64) {
    const ROWS: u64 = 5_000;
    /// As many as `discover` reads.
    const SAMPLE: u64 = 300;
    let server = Postgres::builder(PgVersion::V15).start().await;
    let database = server.database("bench_discover");
    let (mut make, mut read) = (String::new(), String::new());
    for table in 0..tables {
        let parent = table / 2;
        writeln!(
            make,
            "CREATE TABLE things_{table} (id bigint PRIMARY KEY, name text, email text, phone text, note text,
               things_{parent}_id bigint, amount numeric, made timestamptz, active boolean, code varchar(20));
             INSERT INTO things_{table} SELECT i, 'Name ' || i, 'someone' || i || '@example.org', '+4670' || (1740600 + i % 99),
               repeat('word ', 20), i % 50 + 1, i * 1.5, now() - i * interval '1 hour', i % 2 = 0, 'C' || i
             FROM generate_series(1, {ROWS}) AS i;"
        )
        .unwrap();
        writeln!(read, "SELECT * FROM things_{table} LIMIT {SAMPLE};").unwrap();
    }
    database.psql(&make);
    database.psql("VACUUM ANALYZE;");
    let text = policy("kind: postgres, url: \"env:BENCH_URL\"", ".", "1 year after made")
        .replace("part: \".\"", "table: things_0, anchors: {made: made}");
    let gallra = Gallra::with("discover", &text, &database.url());
    let (mut raw, mut ours, mut peak) = (Duration::MAX, Duration::MAX, 0.0_f64);
    for _ in 0..3 {
        let start = Instant::now();
        let rows = database.psql(&read).lines().count() as u64;
        raw = raw.min(start.elapsed());
        assert!(rows >= tables * SAMPLE);
        let (took, high) = gallra.call(&["discover", "main"]);
        (ours, peak) = (ours.min(took), peak.max(high));
    }
    println!(
        "discover of {tables} tables of {ROWS} rows: psql reads {SAMPLE} rows of each in {:.2} s; gallra discover {:.2} s \
         (goal ≤ 10 s); ratio {:.1}; peak {peak:.0} MiB",
        raw.as_secs_f64(),
        ours.as_secs_f64(),
        ours.as_secs_f64() / raw.as_secs_f64(),
    );
}
