//! Small logs and file systems that misbehave.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use gallra_ledger::{
    Checkpoint, Code, Files, Hash, Leaf, Outcome, PlanApproved, PublishError, Publisher, Recount, Residue,
    ResidueState, RowCounts, RunFinished, RunInterrupted, RunStarted, SigningKey, StepFinished, StepIntended,
    VerifyError,
};
use gallra_ledger::{CommitmentKey, Domain, VerifyCode};

pub(crate) const AT: &str = "2026-11-22T03:00:00Z";
pub(crate) const ORIGIN: &str = "exempelhotellet.example/gallra";

pub(crate) fn key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, &[42; 32]).unwrap()
}

/// Any leaves will do for the log itself: to it, they are bytes.
pub(crate) fn plain_leaves(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|n| format!("leaf number {n}").into_bytes()).collect()
}

pub(crate) fn assert_code<T: std::fmt::Debug>(result: Result<T, VerifyError>, code: VerifyCode) {
    let error = result.expect_err("this must be refused");
    assert_eq!(error.code(), code, "{error}");
}

/// Real files, without waiting for the disk.
#[derive(Clone, Copy)]
pub(crate) struct QuickFiles;

impl Files for QuickFiles {
    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)
    }
    fn write_synced(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        fs::write(path, content)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        if dir.is_dir() { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) }
    }
    fn remove_dir_all(&self, dir: &Path) -> io::Result<()> {
        fs::remove_dir_all(dir)
    }
}

/// How the power fails at a file operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Crash {
    Before,
    HalfWay,
    After,
}

/// Real files that stop working for good at one operation.
pub(crate) struct CrashingFiles<'c> {
    pub(crate) done: &'c Cell<usize>,
    pub(crate) at: usize,
    pub(crate) how: Crash,
}

impl CrashingFiles<'_> {
    fn step(
        &self,
        half: impl FnOnce() -> io::Result<()>,
        whole: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<()> {
        let number = self.done.get();
        self.done.set(number + 1);
        if number < self.at {
            return whole();
        }
        if number == self.at {
            match self.how {
                Crash::Before => {}
                Crash::HalfWay => half()?,
                Crash::After => whole()?,
            }
        }
        Err(io::Error::other("the power failed"))
    }
}

impl Files for CrashingFiles<'_> {
    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        self.step(|| Ok(()), || QuickFiles.create_dir_all(dir))
    }
    fn write_synced(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.step(
            || QuickFiles.write_synced(path, &content[..content.len() / 2]),
            || QuickFiles.write_synced(path, content),
        )
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| Ok(()), || QuickFiles.rename(from, to))
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.step(|| Ok(()), || QuickFiles.sync_dir(dir))
    }
    fn remove_dir_all(&self, dir: &Path) -> io::Result<()> {
        let one_file = || fs::remove_file(fs::read_dir(dir)?.next().ok_or(io::ErrorKind::NotFound)??.path());
        self.step(one_file, || QuickFiles.remove_dir_all(dir))
    }
}

pub(crate) fn publish_with<F: Files>(
    files: F,
    dir: &Path,
    leaves: &[Vec<u8>],
) -> Result<Checkpoint, PublishError> {
    let key = key();
    let mut publisher = Publisher::open_with(files, dir, &key)?;
    let from = usize::try_from(publisher.resume_from()).unwrap();
    for leaf in leaves.iter().skip(from) {
        publisher.push(leaf)?;
    }
    publisher.finish()
}

pub(crate) fn publish_quickly(dir: &Path, leaves: &[Vec<u8>]) -> Checkpoint {
    publish_with(QuickFiles, dir, leaves).unwrap()
}

/// Every file below `dir` by its path, the lock left out.
pub(crate) fn files_below(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, dir: &Path, into: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, into);
            } else if !path.ends_with(".lock") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                into.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(dir, dir, &mut files);
    files
}

pub(crate) fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub(crate) fn intended(step: u64) -> StepIntended {
    StepIntended {
        run: "run-7".into(),
        step,
        system: "billing".into(),
        dataset: "invoices".into(),
        action: code("delete"),
        cutoff: "2019-01-01".into(),
        rows_planned: 40,
    }
}

pub(crate) fn finished(step: u64) -> StepFinished {
    StepFinished {
        run: "run-7".into(),
        step,
        outcome: if step == 1 { Outcome::Erased } else { Outcome::Failed { reason: code("server_gone") } },
        rows: RowCounts { erased: 30 * step, failed: 10, ..RowCounts::default() },
        cascaded: BTreeMap::from([("invoice_lines".to_owned(), 90)]),
        recount: Recount { remaining: 10, explained: 0 },
        residue: vec![Residue {
            place: code("wal"),
            state: ResidueState::Remains,
            reason: None,
            until: Some("2026-12-01".into()),
            goes_with: None,
        }],
    }
}

/// A run of two steps with a break in between, as leaves. The first approves the plan.
pub(crate) fn run_leaves() -> Vec<Leaf> {
    let plan = Hash::of(b"plan");
    let hash = Hash::of(b"something");
    let actor = CommitmentKey::new(&[9; 32]).commit(Domain::Actor, b"anna@exempelhotellet.example");
    let rows = RowCounts { erased: 90, failed: 20, ..RowCounts::default() };
    let leaf = |body: gallra_ledger::LeafBody| Leaf::new(AT, body).unwrap();
    vec![
        leaf(
            PlanApproved { plan, policy: hash, inventory: hash, holds: hash, actor, steps: 2, rows: 80 }
                .into(),
        ),
        leaf(RunStarted { run: "run-7".into(), plan }.into()),
        leaf(intended(1).into()),
        leaf(RunInterrupted { run: "run-7".into(), reason_code: code("ctrl_c") }.into()),
        leaf(intended(1).into()),
        leaf(finished(1).into()),
        leaf(intended(2).into()),
        leaf(finished(2).into()),
        leaf(RunFinished { run: "run-7".into(), steps: 2, rows }.into()),
    ]
}

pub(crate) fn to_bytes(leaves: &[Leaf]) -> Vec<Vec<u8>> {
    leaves.iter().map(|leaf| leaf.to_bytes().unwrap()).collect()
}
