//! Directory trees on other machines. Every situation is the same over SFTP and over WebDAV, but where it says so.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, UNIX_EPOCH};

use gallra_connect::contract::{Ended, Probe, Settled};
use gallra_connect::{ConnectError, Connector, ErrorKind};
use gallra_rules::inventory::{CountKind, Measure};
use gallra_rules::plan::Step;
use gallra_rules::policy::{System, SystemKind};
use gallra_rules::predicate::{Predicate, Scalar};
use gallra_testkit::ServedFolder;
use jiff::Timestamp;

use super::{before, plan};
use crate::support::{Notes, Rule, before_date, kind_of, limits, open_system, system};

const OLD: u64 = 1_767_355_200;
const NEW: u64 = 1_780_401_600;

struct Tree {
    kind: SystemKind,
    served: ServedFolder,
    connector: Connector,
}

impl Tree {
    async fn both() -> [Self; 2] {
        let sftp = Self::of(SystemKind::Sftp, ServedFolder::sftp().await).await;
        [sftp, Self::of(SystemKind::Webdav, ServedFolder::webdav().await).await]
    }

    async fn of(kind: SystemKind, served: ServedFolder) -> Self {
        let connector = open(kind, served.url(), None).await.unwrap();
        Self { kind, served, connector }
    }

    fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.served.path().join(name)
    }

    fn file(&self, name: impl AsRef<Path>, modified: u64) {
        file(&self.path(name), modified);
    }

    async fn plan(&self, rule: Rule) -> (Measure, Step) {
        plan(&self.connector, rule).await
    }

    async fn rows(&self, step: &Step) -> u64 {
        self.connector.dispose(step, &limits(u64::MAX), &mut Notes::default()).await.unwrap().rows
    }

    async fn repeat(&self, step: &Step) {
        assert_eq!(self.rows(step).await, 0, "a second run finds nothing");
        assert_eq!(self.connector.recount(step).await.unwrap().unexplained(), 0);
    }
}

fn file(path: &Path, modified: u64) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "content").unwrap();
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(UNIX_EPOCH + Duration::from_secs(modified)).unwrap();
}

async fn open(kind: SystemKind, url: String, path: Option<&str>) -> Result<Connector, ConnectError> {
    let path = path.map(PathBuf::from);
    open_system(&System { format: Some("%Y-%m-%d".to_owned()), ..system(kind, Some(url), path) }).await
}

fn rule(part: &str) -> Rule {
    before(part, "2026-05-01T00:00:00Z".parse::<Timestamp>().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn old_files_go_whatever_they_are_called() {
    for tree in Tree::both().await {
        for name in
            ["top.txt", "acme/plus+%41 and space", "acme/åäö/😀.txt", " lead/trail ", "acme/a&b;c?d#e=f"]
        {
            tree.file(name, OLD);
        }
        tree.file("acme/new.txt", NEW);
        fs::create_dir(tree.path("empty")).unwrap();
        let (measure, step) = tree.plan(rule(".")).await;
        assert_eq!((measure.total, measure.due), (6, 5), "{:?}", tree.kind);
        assert_eq!(measure.oldest.unwrap().to_string(), "2026-01-02");
        assert_eq!(tree.rows(&step).await, 5);
        assert!(tree.path("acme/new.txt").exists() && tree.path("empty").exists());
        // Over WebDAV an empty folder cannot be taken away without the risk of taking what has come into it.
        assert_eq!(tree.path("acme/åäö").exists(), tree.kind == SystemKind::Webdav);
        assert!(!tree.path(" lead/trail ").exists());
        tree.repeat(&step).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_not_followed_and_second_names_stay() {
    let tree = Tree::of(SystemKind::Sftp, ServedFolder::sftp().await).await;
    let outside = tree.served.beside("outside");
    file(&outside.join("secret.txt"), OLD);
    tree.file("target.txt", OLD);
    symlink(&outside, tree.path("folder-link")).unwrap();
    symlink(outside.join("secret.txt"), tree.path("file-link")).unwrap();
    fs::hard_link(outside.join("secret.txt"), tree.path("second-name.txt")).unwrap();
    let (measure, step) = tree.plan(rule(".")).await;
    assert_eq!((measure.total, measure.due), (2, 1));
    assert_eq!(measure.counts[&CountKind::ImplausibleAnchor], 1, "a second name is reported");
    assert_eq!(tree.rows(&step).await, 1);
    assert!(outside.join("secret.txt").exists() && tree.path("second-name.txt").exists());
    assert!(tree.path("file-link").is_symlink() && tree.path("folder-link").is_symlink());
    tree.repeat(&step).await;
}

/// Between the list and the deletion a folder becomes a link, a file another one, and a file a folder.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_exchanged_meanwhile_survives() {
    for tree in Tree::both().await {
        let outside = tree.served.beside("outside");
        file(&outside.join("two.txt"), OLD);
        for name in ["a/one.txt", "a/three.txt", "a/four.txt", "b/two.txt"] {
            tree.file(name, OLD);
        }
        let links = tree.kind == SystemKind::Sftp;
        let (_, step) = tree.plan(rule(if links { "." } else { "a" })).await;
        let (root, elsewhere) = (tree.path(""), outside.clone());
        let meanwhile = move |n| {
            if n == 1 {
                fs::rename(root.join("b"), root.join("was-b")).unwrap();
                symlink(&elsewhere, root.join("b")).unwrap();
                fs::write(root.join("a/three.txt"), "something else").unwrap();
                fs::remove_file(root.join("a/four.txt")).unwrap();
                file(&root.join("a/four.txt/new.txt"), NEW);
            }
        };
        let mut notes = Notes { meanwhile: Some(Mutex::new(Box::new(meanwhile))), ..Notes::default() };
        let done = tree.connector.dispose(&step, &limits(9), &mut notes).await.unwrap();
        assert_eq!(done.rows, notes.rows(), "what really went is counted");
        assert!(outside.join("two.txt").exists(), "{:?}", tree.kind);
        assert_eq!(fs::read_to_string(tree.path("a/three.txt")).unwrap(), "something else");
        assert!(
            tree.path("a/four.txt/new.txt").exists() && tree.path("was-b/two.txt").exists() == links
                || !links
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn holds_bound_parts_and_dates_are_kept() {
    for tree in Tree::both().await {
        for customer in ["acme", "beta", "gamma"] {
            for number in 0..60 {
                tree.file(format!("in/{customer}/{number}.txt"), OLD);
            }
        }
        tree.file("in/beta/2026-01-02.pdf", NEW);
        let connector = open(tree.kind, tree.served.url(), Some("in")).await.unwrap();
        let held =
            Predicate::In { column: "folder".to_owned(), values: vec![Scalar::Text("acme".to_owned())] };
        let (measure, step) = plan(&connector, rule(".").except(held)).await;
        assert_eq!((measure.due, measure.excepted.clone(), measure.disposable), (180, vec![60], 120));
        let mut notes = Notes::default();
        let done = connector.dispose(&step, &limits(100), &mut notes).await.unwrap();
        assert_eq!((done.rows, done.ended, notes.rows()), (100, Ended::BoundReached, 100));
        let recount = connector.recount(&step).await.unwrap();
        assert_eq!((recount.still_due, recount.unexplained()), (80, 20));
        let done = connector.dispose(&step, &limits(100), &mut Notes::default()).await.unwrap();
        assert_eq!((done.rows, done.ended), (20, Ended::Finished));
        assert_eq!(fs::read_dir(tree.path("in/acme")).unwrap().count(), 60);
        let (measure, part) = plan(&connector, rule("acme")).await;
        assert_eq!(measure.due, 60);
        connector.dispose(&part, &limits(60), &mut Notes::default()).await.unwrap();
        assert!(tree.path("in/acme").exists(), "the part's own folder stays");
        let due = before_date("named", jiff::civil::date(2026, 5, 1));
        let (measure, _) = plan(&connector, Rule { due, ..rule("*/*.pdf") }).await;
        assert_eq!((measure.total, measure.due), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_batch_failed_and_killed_is_settled() {
    for tree in Tree::both().await {
        for number in 0..40 {
            tree.file(format!("a/{number}.txt"), OLD);
        }
        let (_, step) = tree.plan(rule(".")).await;
        let mut notes = Notes { fail_at: Some(1), ..Notes::default() };
        tree.connector.dispose(&step, &limits(30), &mut notes).await.unwrap_err();
        let batch = &notes.prepared[0];
        assert_eq!(tree.connector.settle(&step, batch).await.unwrap(), Settled::RolledBack);
        let Probe::Objects(marks) = &batch.probe else { panic!("they are files") };
        for mark in &marks[..7] {
            fs::remove_file(tree.path(&mark.key)).unwrap();
        }
        assert_eq!(tree.connector.settle(&step, batch).await.unwrap(), Settled::InPart { rows: 7 });
        assert_eq!(tree.rows(&step).await, 33);
        assert_eq!(tree.connector.settle(&step, batch).await.unwrap(), Settled::Committed);
        tree.repeat(&step).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_meanwhile_is_told_without_names() {
    for tree in Tree::both().await {
        tree.file("anna andersson/a.txt", OLD);
        let (_, step) = tree.plan(rule(".")).await;
        tree.served.kill9();
        let error = tree.connector.dispose(&step, &limits(9), &mut Notes::default()).await.unwrap_err();
        assert_eq!(kind_of(&error), ErrorKind::Gone, "{:?}", tree.kind);
        assert!(!format!("{error} {error:?}").contains("anna"));
    }
}

/// Nothing is touched then: what cannot be listed cannot be judged.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_no_text_is_told() {
    let [sftp, dav] = Tree::both().await;
    for tree in [&sftp, &dav] {
        tree.file("acme/anna", OLD);
    }
    let (_, step) = sftp.plan(rule(".")).await;
    for tree in [&sftp, &dav] {
        tree.file(OsStr::from_bytes(b"acme/anna \xff"), OLD);
    }
    let error = sftp.connector.recount(&step).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadValue, "{error}");
    assert!(!error.to_string().contains("anna"));
    // This server fails at such a name by itself.
    let error = dav.connector.recount(&step).await.unwrap_err();
    assert!(!error.to_string().contains("anna"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_enter_is_told_why() {
    let [sftp, dav] = Tree::both().await;
    let refusal = async |kind, url: String| open(kind, url, None).await.unwrap_err().kind();
    let url = sftp.served.url();
    let key = sftp.served.beside("key").display().to_string();
    let other = sftp.served.beside("other").display().to_string();
    assert_eq!(refusal(SystemKind::Sftp, url.replace(&key, &other)).await, ErrorKind::WrongCredentials);
    let nobody = url.replace("known_hosts=", "known_hosts=/nowhere");
    assert_eq!(refusal(SystemKind::Sftp, nobody).await, ErrorKind::Tls, "no host is taken on trust");
    let missing = url.replace("/data?", "/data/missing?");
    assert_eq!(refusal(SystemKind::Sftp, missing).await, ErrorKind::NoSuchFile);
    assert!(!sftp.path("missing").exists(), "nothing is made");
    let url = dav.served.url();
    let wrong = url.replacen("gallra", "hemlig", 1);
    assert_eq!(refusal(SystemKind::Webdav, wrong).await, ErrorKind::WrongCredentials);
    assert_eq!(refusal(SystemKind::Webdav, format!("{url}/missing")).await, ErrorKind::NoSuchFile);
    let unencrypted = "http://owner:hemlig@files.example/dav".to_owned();
    assert_eq!(refusal(SystemKind::Webdav, unencrypted).await, ErrorKind::Secret);
    let ftp = "ftp://owner@files.example/".to_owned();
    assert_eq!(refusal(SystemKind::Sftp, ftp).await, ErrorKind::Secret);
}
