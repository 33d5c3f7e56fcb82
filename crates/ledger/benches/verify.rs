//! `verify_log` of a million leaves against the raw operation: one pass of SHA-256 over the same files.
//!
//! Run with `cargo bench -p gallra-ledger`. Prints seconds and their ratio; both are measured in one process, the
//! files being in the page cache for both.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench speaks to a person and stops on any fault"
)]

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use aws_lc_rs::digest;
use gallra_ledger::{
    Code, Files, Leaf, Outcome, Publisher, Recount, RowCounts, SigningKey, StepFinished, verify_log,
};

const LEAVES: u64 = 1_000_000;
const ROUNDS: usize = 3;

/// Building the log is not what is measured, so it does not wait for the disk.
struct Unsynced;

impl Files for Unsynced {
    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)
    }
    fn write_synced(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        fs::write(path, content)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }
    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
    fn remove_dir_all(&self, dir: &Path) -> io::Result<()> {
        fs::remove_dir_all(dir)
    }
}

fn leaf(number: u64) -> Vec<u8> {
    let body = StepFinished {
        run: format!("run-{}", number / 100),
        step: number % 100,
        outcome: Outcome::Skipped { reason: Code::new("not_due").unwrap() },
        rows: RowCounts { skipped: number, ..RowCounts::default() },
        cascaded: std::iter::empty().collect(),
        recount: Recount::default(),
        residue: Vec::new(),
    };
    Leaf::new("2026-11-22T03:00:00Z", body).unwrap().to_bytes().unwrap()
}

/// SHA-256 over every file below `dir`, each read once; gives the bytes hashed.
fn hash_files(dir: &Path, context: &mut digest::Context) -> u64 {
    let mut total = 0;
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            total += hash_files(&path, context);
        } else {
            let content = fs::read(&path).unwrap();
            context.update(&content);
            total += content.len() as u64;
        }
    }
    total
}

fn best(mut run: impl FnMut()) -> Duration {
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    rounds.min().unwrap()
}

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let key = SigningKey::from_seed("bench.example/gallra", &[1; 32]).unwrap();
    let start = Instant::now();
    let mut publisher = Publisher::open_with(Unsynced, dir.path(), &key).unwrap();
    for number in 0..LEAVES {
        publisher.push(&leaf(number)).unwrap();
    }
    let checkpoint = publisher.finish().unwrap();
    let built = start.elapsed();

    let mut bytes = 0;
    let raw = best(|| {
        let mut context = digest::Context::new(&digest::SHA256);
        bytes = hash_files(dir.path(), &mut context);
        assert_eq!(context.finish().as_ref().len(), 32);
    });
    let verified = best(|| {
        let shown = verify_log(dir.path(), key.verifying_key(), None).unwrap();
        assert_eq!((shown.checkpoint.size(), shown.stray_count), (LEAVES, 0));
    });
    let (raw, verified) = (raw.as_secs_f64(), verified.as_secs_f64());
    println!(
        "verify_log: {} leaves, {} MB, built in {:.2} s; verify {verified:.3} s, raw SHA-256 {raw:.3} s, \
         ratio {:.2}",
        checkpoint.size(),
        bytes / 1_000_000,
        built.as_secs_f64(),
        verified / raw,
    );
}
