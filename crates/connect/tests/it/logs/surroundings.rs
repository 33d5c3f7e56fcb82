//! What may be wrong around a log file, as situations: a full disk, rights that are missing, things that are no files.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use gallra_rules::inventory::CountKind;
use jiff::civil::date;

use super::world::{Logs, around, line, text};

fn ran(program: &str, args: &[&str], at: &Path) -> String {
    let output = Command::new(program).args(args).arg(at).output();
    let output = output.unwrap_or_else(|_| panic!("{program} is missing: run ./test, which installs it"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A file that is rewritten keeps who may read it, and what is noted on it; what the folder gives to new files it gets not.
#[tokio::test(flavor = "multi_thread")]
async fn access_lists_and_attributes_are_kept() {
    for name in ["access.log.1", "access.log.2.zst"] {
        let logs = Logs::of("combined").await;
        logs.write(name, text(&around(3, 3)));
        let (path, bare) = (logs.path(name), logs.path("bare.log.1"));
        logs.write("bare.log.1", text(&around(3, 3)));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        fs::set_permissions(&bare, fs::Permissions::from_mode(0o640)).unwrap();
        ran("setfacl", &["-m", "u:daemon:r--,g:daemon:r--"], &path);
        ran("setfattr", &["-n", "user.origin", "-v", "web 1"], &path);
        // A folder's default list: every new file would be open to this user.
        ran("setfacl", &["-d", "-m", "u:nobody:rw-"], logs.folder.path());
        let told = |path: &Path| {
            let list = ran("getfacl", &["--omit-header", "--absolute-names"], path);
            (list, ran("getfattr", &["-d", "--absolute-names"], path), fs::metadata(path).unwrap().mode())
        };
        let (before, before_bare) = (told(&path), told(&bare));
        assert!(before.0.contains("user:daemon:r--") && before.1.contains("web 1"));
        let inode = fs::metadata(&path).unwrap().ino();
        let (_, step) = logs.delete().await;
        assert_eq!(logs.dispose(&step).await.rows, 6);
        assert_ne!(fs::metadata(&path).unwrap().ino(), inode, "it was rewritten");
        assert_eq!(told(&path), before, "{name}");
        assert_eq!(told(&bare), before_bare);
    }
}

/// Pipes, devices and links that lie among the logs are neither waited for nor followed.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_file_is_passed_over() {
    let logs = Logs::of("combined").await;
    logs.write("sub/access.log.1", text(&around(3, 2)));
    ran("mkfifo", &[], &logs.path("pipe.log"));
    symlink("..", logs.path("sub/up")).unwrap();
    symlink("loop.log", logs.path("loop.log")).unwrap();
    symlink("/dev/zero", logs.path("zero.log.1")).unwrap();
    let outside = tempfile::NamedTempFile::new().unwrap();
    fs::write(outside.path(), text(&around(3, 0))).unwrap();
    symlink(outside.path(), logs.path("other.log.1")).unwrap();
    let (measure, step) = logs.delete().await;
    assert_eq!((measure.total, measure.due), (5, 3));
    assert_eq!(logs.dispose(&step).await.rows, 3);
    assert_eq!(fs::read_to_string(outside.path()).unwrap(), text(&around(3, 0)));
    logs.repeat(&step).await;
}

/// Runs the disposal of a step in a process of its own, behind a shell that takes something away from it first.
fn dispose_behind(shell: &str, logs: &Logs, step: &gallra_rules::plan::Step) -> String {
    let (journal, plan) =
        (logs.folder.path().with_extension("journal"), logs.folder.path().with_extension("step"));
    fs::write(&journal, "").unwrap();
    fs::write(&plan, serde_json::to_vec(step).unwrap()).unwrap();
    for file in [&journal, &plan] {
        fs::set_permissions(file, fs::Permissions::from_mode(0o666)).unwrap();
    }
    let script = format!("{shell} exec {{}} logs::active::helper_that_is_killed --exact --nocapture");
    let program = std::env::current_exe().unwrap();
    let output = Command::new("sh")
        .args(["-c", &script.replace("{}", program.to_str().unwrap())])
        .env("GALLRA_KILLED_FOLDER", logs.folder.path())
        .output()
        .unwrap();
    fs::remove_file(journal).unwrap();
    fs::remove_file(plan).unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    told
}

fn nothing_of_ours(logs: &Logs) -> bool {
    let left = fs::read_dir(logs.folder.path()).unwrap().flatten();
    left.filter(|entry| entry.file_name().to_string_lossy().starts_with(".gallra")).count() == 0
}

/// A file may not grow beyond some kilobytes: the successor cannot be written, and the file stays as it is.
#[tokio::test(flavor = "multi_thread")]
async fn no_room_for_the_successor() {
    for name in ["access.log.1", "access.log.1.gz", "access.log.1.zst"] {
        let logs = Logs::of("combined").await;
        // Without order, so that it does not pack into nothing.
        let mut lines: Vec<String> =
            (0..12_000_u32).map(|n| line(date(2026, 6, 2), n.wrapping_mul(2_654_435_761) >> 3)).collect();
        lines[100] = line(date(2026, 1, 2), 7);
        logs.write(name, text(&lines));
        let before = fs::read(logs.path(name)).unwrap();
        assert!(before.len() > 60_000);
        let (_, step) = logs.delete().await;
        // Who ignores the signal is told by the write.
        let told = dispose_behind("trap '' XFSZ; ulimit -f 100;", &logs, &step);
        assert!(told.contains("refused") && told.contains("Full"), "{told}");
        assert!(fs::read(logs.path(name)).unwrap() == before, "{name} is what it was");
        assert!(nothing_of_ours(&logs), "what was begun is cleared away");
        assert_eq!(logs.dispose(&step).await.rows, 1, "with room it goes on");
        logs.repeat(&step).await;
    }
}

/// Between plan and disposal the rights are taken away, from the folder or from the file: nothing is lost, nothing is
/// called done.
#[tokio::test(flavor = "multi_thread")]
async fn rights_that_are_lost_in_the_middle() {
    // Root may do everything: somebody else has to try.
    let somebody = "if [ \"$(id -u)\" -eq 0 ]; then set -- setpriv --reuid=65534 --regid=65534 --clear-groups --; fi; [ $# -eq 0 ] ||";
    for (name, folder, file, refused) in [
        ("access.log.1.zst", 0o555, 0o666, true),
        ("access.log", 0o777, 0o444, true),
        ("access.log", 0o777, 0o000, false),
    ] {
        let logs = Logs::of("combined").await;
        logs.write(name, text(&around(3, 2)));
        let before = fs::read(logs.path(name)).unwrap();
        let (_, step) = logs.delete().await;
        fs::set_permissions(logs.path(name), fs::Permissions::from_mode(file)).unwrap();
        fs::set_permissions(logs.folder.path(), fs::Permissions::from_mode(folder)).unwrap();
        let shell =
            format!("{somebody} exec \"$@\" {{}} logs::active::helper_that_is_killed --exact --nocapture;");
        let told = dispose_behind(&shell, &logs, &step);
        assert_eq!(told.contains("refused") && told.contains("NotPermitted"), refused, "{told}");
        fs::set_permissions(logs.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(fs::read(logs.path(name)).unwrap(), before, "{name}");
        fs::set_permissions(logs.path(name), fs::Permissions::from_mode(0o644)).unwrap();
        let recount = logs.connector.recount(&step).await.unwrap();
        assert_eq!(recount.unexplained(), 3, "the recount says what is left");
        assert_eq!(logs.dispose(&step).await.rows, 3);
        logs.repeat(&step).await;
    }
}

/// A folder that is closed and a file that is: counted as what nobody knows.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_nobody_can_unpack_is_counted() {
    let logs = Logs::of("combined").await;
    logs.write("access.log.1", text(&around(2, 2)));
    fs::write(logs.path("access.log.2.xz"), b"\xfd7zXZ\0 whatever").unwrap();
    let (measure, step) = logs.delete().await;
    assert_eq!((measure.due, measure.counts[&CountKind::NoAnchor]), (2, 1));
    assert_eq!(logs.dispose(&step).await.rows, 2);
    logs.repeat(&step).await;
}
