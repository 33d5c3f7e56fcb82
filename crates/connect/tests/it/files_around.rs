//! What may be in and around a directory tree besides files, as situations: things that are no files, other file systems,
//! folders that are closed.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use gallra_rules::inventory::CountKind;

use crate::files::{NEW, OLD, Tree, rule};

#[tokio::test(flavor = "multi_thread")]
async fn pipes_and_devices_are_passed_over() {
    let tree = Tree::new().await;
    tree.file("a/old.txt", OLD);
    fs::write(tree.path("a/empty.txt"), "").unwrap();
    let made = Command::new("mkfifo").arg(tree.path("a/pipe")).status().unwrap();
    assert!(made.success());
    let _socket = std::os::unix::net::UnixListener::bind(tree.path("a/socket")).unwrap();
    for name in ["a/pipe", "a/socket"] {
        let touched = Command::new("touch").args(["-d", "2020-01-01"]).arg(tree.path(name)).status().unwrap();
        assert!(touched.success());
    }
    let (measure, step) = tree.plan(rule(".")).await;
    assert_eq!((measure.total, measure.due), (2, 1));
    assert_eq!(tree.rows(&step).await, 1);
    assert!(tree.path("a/pipe").exists() && tree.path("a/socket").exists());
    tree.repeat(&step).await;
}

/// Runs the helper below behind a shell script; what it tells.
fn helper(tree: &Tree, around: &[&str], script: &str) -> String {
    let program = std::env::current_exe().unwrap();
    let script = format!(
        "{script} exec {} files_around::helper_that_measures_and_deletes --exact --nocapture",
        program.display()
    );
    let output = Command::new(around[0])
        .args(&around[1..])
        .args(["sh", "-c", &script])
        .env("GALLRA_TREE", tree.home.path())
        .current_dir(tree.home.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    told
}

/// Run by the other tests as a process of its own. Without them there is nothing to do.
#[tokio::test(flavor = "multi_thread")]
async fn helper_that_measures_and_deletes() {
    let Some(home) = std::env::var_os("GALLRA_TREE").map(PathBuf::from) else { return };
    let tree = Tree::open(&home.join("root")).await;
    let (measure, step) = Tree::plan_with(&tree, rule(".")).await;
    let unknown = measure.counts[&CountKind::NoAnchor];
    println!("total {} due {} unknown {unknown}", measure.total, measure.due);
    match tree.dispose(&step, &crate::support::limits(u64::MAX), &mut crate::support::Notes::default()).await
    {
        Ok(done) => println!("gone {}", done.rows),
        Err(fault) => println!("refused {fault:?}"),
    }
}

fn may_mount(at: &Path) -> Option<&'static [&'static str]> {
    const WAYS: [&[&str]; 2] =
        [&["unshare", "--mount"], &["unshare", "--user", "--map-root-user", "--mount"]];
    WAYS.into_iter().find(|way| {
        let mut command = Command::new(way[0]);
        command.args(&way[1..]).args(["sh", "-c", "mount -t tmpfs -o size=64k tmpfs \"$0\""]).arg(at);
        command.output().is_ok_and(|output| output.status.success())
    })
}

/// Another disk, and a folder of the same disk that is mounted a second time: neither is looked into.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_mounted_inside_the_tree_is_another_system() {
    let tree = Tree::new().await;
    for folder in ["disk", "again", "../outside"] {
        fs::create_dir_all(tree.path(folder)).unwrap();
    }
    let Some(way) = may_mount(&tree.path("disk")) else {
        eprintln!("SKIPPED: this system lets nobody mount a folder (unshare --mount is forbidden)");
        return;
    };
    tree.file("own/old.txt", OLD);
    tree.file("own/new.txt", NEW);
    tree.file("../outside/old.txt", OLD);
    let script = "mount -t tmpfs tmpfs root/disk && touch -d 2020-01-01 root/disk/old && \
                  mount --bind outside root/again && [ -e root/again/old.txt ] || exit 9;";
    let told = helper(&tree, way, script);
    assert!(told.contains("total 2 due 1 unknown 0") && told.contains("gone 1"), "{told}");
    assert!(tree.path("../outside/old.txt").exists() && !tree.path("own/old.txt").exists());
}

/// Root may look into everything: somebody else has to try.
const SOMEBODY: &str = "[ \"$(id -u)\" -ne 0 ] || exec setpriv --reuid=65534 --regid=65534 --clear-groups -- \
    \"$GALLRA_HELPER\" files_around::helper_that_measures_and_deletes --exact --nocapture;";

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_folder_is_reported_and_what_may_not_be_deleted_stays() {
    let tree = Tree::new().await;
    for name in ["open/old.txt", "closed/old.txt", "readonly/old.txt"] {
        tree.file(name, OLD);
    }
    let mode =
        |name: &str, mode| fs::set_permissions(tree.path(name), fs::Permissions::from_mode(mode)).unwrap();
    fs::set_permissions(tree.home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    mode("", 0o777);
    mode("open", 0o777);
    mode("closed", 0o000);
    let program = std::env::current_exe().unwrap();
    let script = SOMEBODY.replace("$GALLRA_HELPER", program.to_str().unwrap());
    // The folder that may only be read comes first or last: the other file may be gone already, and is counted then.
    mode("readonly", 0o555);
    let told = helper(&tree, &["env"], &script);
    assert!(told.contains("due 2 unknown 1"), "what is in the closed folder nobody knows: {told}");
    assert!(told.contains("NotPermitted"), "{told}");
    assert!(tree.path("readonly/old.txt").exists());
    mode("readonly", 0o777);
    let left = 1 + u64::from(tree.path("open/old.txt").exists());
    let told = helper(&tree, &["env"], &script);
    assert!(told.contains(&format!("gone {left}")), "{told}");
    mode("closed", 0o755);
    assert!(tree.path("closed/old.txt").exists());
}
