//! Directory trees, as situations.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use gallra_connect::contract::{Ended, Settled};
use gallra_connect::{Connector, ErrorKind, Settings};
use gallra_rules::inventory::{CountKind, Measure};
use gallra_rules::plan::{Action, Step};
use gallra_rules::policy::{Dataset, System, SystemKind};
use gallra_rules::predicate::{Cutoff, Encoding, Predicate, Replacement, Scalar, TableRef, Unusable};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use tempfile::TempDir;

use crate::support::{Notes, Rule, SINCE, column, dataset, kind_of, limits, plan_of, system};

const LIMIT: Date = date(2026, 5, 1);
pub(crate) const OLD: Date = date(2026, 1, 2);
pub(crate) const NEW: Date = date(2026, 6, 2);

pub(crate) struct Tree {
    pub(crate) home: TempDir,
    pub(crate) connector: Connector,
}

impl Tree {
    pub(crate) async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("root");
        fs::create_dir_all(&root).unwrap();
        let connector = Self::open(&root).await;
        Self { home, connector }
    }

    pub(crate) async fn open(root: &Path) -> Connector {
        let path = Some(root.to_owned());
        let system = System { format: Some("%Y-%m-%d".to_owned()), ..system(SystemKind::Files, None, path) };
        let settings = Settings {
            policy_dir: PathBuf::from("/"),
            time_zone: TimeZone::get("Europe/Stockholm").unwrap(),
            guard_share_percent: 20,
            own_state: None,
        };
        let none = |place: &_| gallra_connect::read_secret(Path::new("/"), place);
        Connector::open(&"files".into(), &system, &settings, &none).await.unwrap()
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.home.path().join("root").join(name)
    }

    pub(crate) fn file(&self, name: impl AsRef<Path>, modified: Date) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "content").unwrap();
        let at = modified.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
        let since = std::time::Duration::from_secs(u64::try_from(at.as_second()).unwrap());
        let file = fs::File::options().append(true).open(&path).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + since).unwrap();
    }

    pub(crate) async fn plan(&self, rule: Rule) -> (Measure, Step) {
        Self::plan_with(&self.connector, rule).await
    }

    pub(crate) async fn plan_with(connector: &Connector, rule: Rule) -> (Measure, Step) {
        let unusable = |why| Predicate::Unusable { anchor: modified(), why, since: SINCE };
        let counts = BTreeMap::from([
            (CountKind::NoAnchor, unusable(Unusable::Missing)),
            (CountKind::ImplausibleAnchor, unusable(Unusable::Implausible)),
        ]);
        plan_of(connector, rule.table.clone(), rule, counts).await
    }

    pub(crate) async fn rows(&self, step: &Step) -> u64 {
        self.connector.dispose(step, &limits(u64::MAX), &mut Notes::default()).await.unwrap().rows
    }

    pub(crate) async fn repeat(&self, step: &Step) {
        assert_eq!(self.rows(step).await, 0, "a second run finds nothing");
        assert_eq!(self.connector.recount(step).await.unwrap().unexplained(), 0);
    }
}

fn modified() -> gallra_rules::predicate::AnchorValue {
    column("modified", Encoding::Instant)
}

pub(crate) fn rule(part: &str) -> Rule {
    let cutoff = Cutoff { date: LIMIT, instant: LIMIT.to_zoned(TimeZone::UTC).unwrap().timestamp() };
    let table = TableRef { schema: None, name: part.to_owned() };
    Rule::delete(table, Predicate::Before { anchor: modified(), cutoff, since: SINCE })
}

#[tokio::test(flavor = "multi_thread")]
async fn old_files_go_and_folders_that_they_leave_empty() {
    let tree = Tree::new().await;
    tree.file("top.txt", OLD);
    tree.file("acme/a.txt", OLD);
    tree.file("acme/deep/er/b.txt", OLD);
    tree.file("acme/deep/new.txt", NEW);
    tree.file("other/only.txt", OLD);
    fs::create_dir(tree.path("empty")).unwrap();
    let odd = OsStr::from_bytes(b"acme/odd \xff%\n name");
    tree.file(odd, OLD);
    let (measure, step) = tree.plan(rule(".")).await;
    assert_eq!((measure.total, measure.due, measure.oldest), (6, 5, Some(OLD)));
    assert_eq!(tree.rows(&step).await, 5);
    assert!(tree.path("acme/deep/new.txt").exists());
    assert!(!tree.path("acme/deep/er").exists() && !tree.path("other").exists());
    assert!(!tree.path(odd).exists());
    assert!(tree.path("empty").exists(), "nothing of ours was ever in it");
    tree.repeat(&step).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_outside_of_the_tree_is_touched() {
    let tree = Tree::new().await;
    let outside = tree.home.path().join("outside");
    fs::create_dir(&outside).unwrap();
    tree.file("../outside/secret.txt", OLD);
    tree.file("target.txt", OLD);
    symlink(&outside, tree.path("folder-link")).unwrap();
    symlink(outside.join("secret.txt"), tree.path("file-link")).unwrap();
    symlink(tree.path("."), tree.path("loop")).unwrap();
    fs::hard_link(outside.join("secret.txt"), tree.path("second-name.txt")).unwrap();
    let (measure, step) = tree.plan(rule(".")).await;
    assert_eq!((measure.total, measure.due), (2, 1));
    assert_eq!(measure.counts[&CountKind::ImplausibleAnchor], 1, "a second name is reported");
    assert_eq!(tree.rows(&step).await, 1);
    assert!(outside.join("secret.txt").exists() && tree.path("second-name.txt").exists());
    assert!(tree.path("file-link").is_symlink());
    tree.repeat(&step).await;
}

/// Between plan and deletion a folder becomes a link to another, and a file another of its name.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_exchanged_meanwhile_survives() {
    let tree = Tree::new().await;
    let outside = tree.home.path().join("outside");
    for name in ["a/one.txt", "b/two.txt", "c/three.txt", "../outside/two.txt"] {
        tree.file(name, OLD);
    }
    let (_, step) = tree.plan(rule(".")).await;
    let (root, elsewhere) = (tree.path(""), outside.clone());
    let meanwhile = move |n| {
        if n == 1 {
            fs::rename(root.join("b"), root.join("was-b")).unwrap();
            symlink(&elsewhere, root.join("b")).unwrap();
            fs::write(root.join("c/new"), "new").unwrap();
            fs::rename(root.join("c/new"), root.join("c/three.txt")).unwrap();
        }
    };
    let mut notes = Notes { meanwhile: Some(Mutex::new(Box::new(meanwhile))), ..Notes::default() };
    let done = tree.connector.dispose(&step, &limits(3), &mut notes).await.unwrap();
    assert_eq!((done.rows, notes.prepared[0].rows, notes.rows()), (1, 3, 1), "what really went is counted");
    assert!(outside.join("two.txt").exists());
    assert_eq!(fs::read_to_string(tree.path("c/three.txt")).unwrap(), "new");
    assert!(tree.path("was-b/two.txt").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn holds_bound_and_parts_are_kept() {
    let tree = Tree::new().await;
    for customer in ["acme", "beta", "gamma"] {
        for number in 0..400 {
            tree.file(format!("{customer}/{number}.txt"), OLD);
        }
    }
    let held = Predicate::In { column: "folder".to_owned(), values: vec![Scalar::Text("acme".to_owned())] };
    let (measure, step) = tree.plan(rule(".").except(held)).await;
    assert_eq!((measure.due, measure.excepted.clone(), measure.disposable), (1200, vec![400], 800));
    let mut notes = Notes::default();
    let done = tree.connector.dispose(&step, &limits(600), &mut notes).await.unwrap();
    assert_eq!((done.rows, done.ended, notes.committed.len()), (600, Ended::BoundReached, 2));
    let recount = tree.connector.recount(&step).await.unwrap();
    assert_eq!((recount.still_due, recount.unexplained()), (600, 200));
    assert_eq!(tree.rows(&step).await, 200);
    assert_eq!(fs::read_dir(tree.path("acme")).unwrap().count(), 400);
    tree.repeat(&step).await;

    let (measure, part) = tree.plan(rule("acme")).await;
    assert_eq!(measure.due, 400);
    assert_eq!(tree.rows(&part).await, 400);
    assert!(tree.path("acme").exists(), "the part's own folder stays");
    let (measure, _) = tree.plan(rule("*/*.txt")).await;
    assert_eq!(measure.total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_batch_failed_and_killed_is_settled() {
    let tree = Tree::new().await;
    for number in 0..1200 {
        tree.file(format!("a/{number}.txt"), OLD);
    }
    let (_, step) = tree.plan(rule(".")).await;
    let mut known = 0;
    for fail_at in 1..=2 {
        let mut notes = Notes { fail_at: Some(fail_at), ..Notes::default() };
        tree.connector.dispose(&step, &limits(1200 - known), &mut notes).await.unwrap_err();
        for batch in &notes.prepared {
            match tree.connector.settle(&step, batch).await.unwrap() {
                Settled::Committed => known += batch.rows,
                Settled::RolledBack => {}
                other => panic!("{other:?}"),
            }
        }
        let last = notes.prepared.last().unwrap();
        if fail_at == 2 {
            // Killed after some of the batch's files.
            let gallra_connect::contract::Probe::Removed(files) = &last.probe else {
                panic!("they are files")
            };
            for file in &files[..7] {
                fs::remove_file(tree.path(&file.path)).unwrap();
            }
            let settled = tree.connector.settle(&step, last).await.unwrap();
            assert_eq!(settled, Settled::InPart { rows: 7 });
            known += 7;
        }
    }
    assert_eq!(known, 507);
    assert_eq!(tree.rows(&step).await, 1200 - known);
    tree.repeat(&step).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_in_the_path_counts_where_the_policy_says_so() {
    let tree = Tree::new().await;
    for name in
        ["scan-2026-01-02.pdf", "2026-06-02/scan.pdf", "no date.pdf", "2026-13-45.pdf", "12026-01-02.pdf"]
    {
        tree.file(name, NEW);
    }
    let due = crate::support::before_date("named", LIMIT);
    let (measure, step) = tree.plan(Rule { due, ..rule(".") }).await;
    assert_eq!((measure.total, measure.due), (5, 1));
    assert_eq!(tree.rows(&step).await, 1);
    assert!(!tree.path("scan-2026-01-02.pdf").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_is_refused() {
    let tree = Tree::new().await;
    let of = |part: &str| Dataset {
        part: Some(part.to_owned()),
        ..dataset(TableRef { schema: None, name: String::new() })
    };
    let sets = [
        ("a".into(), of("acme")),
        ("b".into(), of("acme/letters/")),
        ("c".into(), of("acme-2")),
        ("d".into(), of("../x")),
    ];
    let shapes = tree.connector.shapes(&sets).await.unwrap();
    assert_eq!(shapes.not_checked.len(), 3, "{:?}", shapes.not_checked);
    assert!(shapes.tables.contains_key("c"));
    let (_, mut step) = tree.plan(rule(".")).await;
    step.action = Action::Anonymise(BTreeMap::from([("path".to_owned(), Replacement::Null)]));
    let error = tree.connector.dispose(&step, &limits(1), &mut Notes::default()).await.unwrap_err();
    assert_eq!(kind_of(&error), ErrorKind::Unsupported);
}
