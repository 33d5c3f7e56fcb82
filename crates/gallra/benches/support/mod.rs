//! What the measurements share: a policy, the program under test, and the table of results.

#![allow(dead_code, reason = "each program uses some of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Rows in a batch of the raw operation.
pub(crate) const BATCH: u64 = 5_000;

/// The statement as often as it takes to reach every due row.
pub(crate) fn repeat(statement: &str, due: u64) -> String {
    statement.repeat(usize::try_from(due.div_ceil(BATCH)).unwrap())
}

/// A policy folder, a state folder and the program.
pub(crate) struct Gallra {
    folder: tempfile::TempDir,
    url: String,
    /// Whether it has to do with the first core alone.
    one_core: bool,
}

/// What a run took.
pub(crate) struct Taken {
    pub(crate) plan: Duration,
    pub(crate) apply: Duration,
    pub(crate) peak_mib: f64,
}

impl Gallra {
    pub(crate) fn new(name: &str, system: &str, url: &str, table: &str) -> Self {
        Self::with(name, &policy_text(system, table), url)
    }

    /// With a whole policy.
    pub(crate) fn with(name: &str, policy_text: &str, url: &str) -> Self {
        let folder = tempfile::Builder::new().prefix(&format!("gallra-bench-{name}-")).tempdir().unwrap();
        let policy = folder.path().join("policy");
        std::fs::create_dir(&policy).unwrap();
        std::fs::write(policy.join("policy.yaml"), policy_text).unwrap();
        Self { folder, url: url.to_owned(), one_core: false }
    }

    /// On the first core alone.
    pub(crate) fn on_one_core(mut self) -> Self {
        self.one_core = true;
        self
    }

    /// Plans, approves and applies; the whole of it timed from outside.
    pub(crate) fn run(&self, due: u64) -> Taken {
        let (plan, file, first) = self.plan_to_file();
        let expect = due.to_string();
        let args = ["apply", file.to_str().unwrap(), "--by", "Bench", "--yes", "--expect", &expect];
        let (apply, second) = self.call(&args);
        Taken { plan, apply, peak_mib: first.max(second) }
    }

    /// Plans only.
    pub(crate) fn plan(&self) -> (Duration, f64) {
        let (took, _, peak) = self.plan_to_file();
        (took, peak)
    }

    fn plan_to_file(&self) -> (Duration, PathBuf, f64) {
        let file = self.folder.path().join("plan.json");
        let _ = std::fs::remove_file(&file);
        let (took, peak) = self.call(&["plan", "--out", file.to_str().unwrap()]);
        (took, file, peak)
    }

    /// A command: how long it took, and its peak memory in MiB.
    pub(crate) fn call(&self, args: &[&str]) -> (Duration, f64) {
        let at = |name: &str| self.folder.path().join(name);
        let program = env!("CARGO_BIN_EXE_gallra");
        let mut command = Command::new(if self.one_core { "taskset" } else { program });
        if self.one_core {
            command.args(["--cpu-list", "0", program]);
        }
        let start = Instant::now();
        let mut child = command
            .args(["--policy", at("policy").to_str().unwrap(), "--state", at("state").to_str().unwrap()])
            .args(args)
            .env("BENCH_URL", &self.url)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut peak = 0.0_f64;
        let status = loop {
            peak = peak.max(high_water_mib(child.id()));
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let took = start.elapsed();
        assert!(status.success(), "gallra {args:?} ended with {status}");
        (took, peak)
    }
}

/// The kernel's high-water mark of a process's resident memory.
fn high_water_mib(pid: u32) -> f64 {
    let status =
        std::fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("status")).unwrap_or_default();
    let kib = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    kib.and_then(|text| text.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

fn policy_text(system: &str, table: &str) -> String {
    format!(
        "organisation: {{name: Bench AB, country: SE, time_zone: Europe/Stockholm, financial_year_ends: 12-31}}
systems:
  main: {{{system}, country: SE, time_zone: UTC}}
datasets:
  events:
    in: main
    table: {table}
    subject: {{email: email}}
    fields: {{email: contact.email, body: communication.content}}
    anchors: {{at: at}}
measures: {{access: {{sv: Behörighet, en: Access}}}}
activities:
  log:
    role: controller
    purpose: {{sv: Logg, en: Log}}
    basis: contract
    data: [events]
    keep: {{at_most: 2 years after at}}
    then: delete
    measures: [access]
"
    )
}

/// One engine's result.
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) due: u64,
    pub(crate) raw: Duration,
    pub(crate) ours: Taken,
    pub(crate) goal: f64,
}

pub(crate) fn rows_per_second(rows: u64, took: Duration) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a rate for people")]
    let rows = rows as f64;
    rows / took.as_secs_f64()
}

pub(crate) fn print(lines: &[Line]) {
    println!(
        "| engine | due rows | raw rows/s | gallra rows/s (plan + apply) | of it plan | ratio | goal | peak memory |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for line in lines {
        let raw = rows_per_second(line.due, line.raw);
        let ours = rows_per_second(line.due, line.ours.plan + line.ours.apply);
        println!(
            "| {} | {} | {raw:.0} | {ours:.0} | {:.2} s | {:.2} | ≥ {:.2} | {:.0} MiB |",
            line.name,
            line.due,
            line.ours.plan.as_secs_f64(),
            ours / raw,
            line.goal,
            line.ours.peak_mib
        );
    }
}
