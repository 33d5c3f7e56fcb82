//! What is left on the disk of logs and files that went: looked at through the old file itself, held open by its inode.
//! (A process that only reads is no writer, so the connector goes on as if nobody held it.)

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::Command;

use gallra_connect::contract::StopSignal;
use gallra_connect::residue::{Place, Reason, TraceState, Want};
use gallra_rules::plan::Step;
use gallra_rules::residue::{Residue, ResidueWork};

use crate::files::{NEW, OLD, Tree, rule};
use crate::logs::world::{Logs, around, text};
use crate::support::{Notes, limits};

const CLEARS: Residue = Residue { what: ResidueWork::Clear, window: None };

/// Whether a write to a file here goes to the blocks that it has, by another program's word.
fn stands(folder: &Path) -> bool {
    let told = Command::new("stat").args(["-f", "-c", "%T"]).arg(folder).output().unwrap();
    String::from_utf8_lossy(&told.stdout).trim() == "ext2/ext3"
}

/// What an open file holds, whatever became of its name.
fn held(file: &File) -> Vec<u8> {
    let mut bytes = vec![0; usize::try_from(file.metadata().unwrap().len()).unwrap()];
    file.read_exact_at(&mut bytes, 0).unwrap();
    bytes
}

fn is_wiped(file: &File) -> bool {
    let bytes = held(file);
    !bytes.is_empty() && bytes.iter().all(|byte| *byte == 0)
}

async fn told(connector: &gallra_connect::Connector, step: &Step, rows: u64) -> (TraceState, Option<Reason>) {
    let traces = connector.residue(step, rows, Want::Clear, &StopSignal::default()).await.unwrap();
    assert_eq!(traces.len(), 1);
    assert_eq!(traces[0].place, Place::FileBlocks);
    (traces[0].state, traces[0].reason)
}

#[tokio::test(flavor = "multi_thread")]
async fn old_lines_are_overwritten_in_the_file_that_was_replaced_or_went() {
    let logs = Logs::of("combined").await;
    logs.write("access.log.1", text(&around(5, 5)));
    logs.write("access.log.2.gz", text(&around(5, 5)));
    logs.write("access.log.3", text(&around(4, 0)));
    let names = ["access.log.1", "access.log.2.gz", "access.log.3"];
    let open = names.map(|name| File::open(logs.path(name)).unwrap());
    let (_, mut step) = logs.delete().await;
    step.residue = CLEARS;
    let done = logs.dispose(&step).await;
    assert_eq!(done.rows, 14);
    assert_eq!(logs.lines("access.log.1"), around(5, 5)[5..], "what stays is whole");
    assert_eq!(logs.lines("access.log.2.gz"), around(5, 5)[5..]);
    let here = stands(logs.folder.path());
    for (name, file) in names.iter().zip(&open) {
        assert_eq!(is_wiped(file), here, "{name}");
    }
    let cleared = (TraceState::Cleared, None);
    let unknown = (TraceState::NotChecked, Some(Reason::FreedBlocks));
    assert_eq!(told(&logs.connector, &step, 14).await, if here { cleared } else { unknown });
    // Of rows that an earlier process took, this one does not know.
    assert_eq!(told(&logs.connector, &step, 15).await, unknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn unless_the_plan_says_so_nothing_is_overwritten_and_nothing_claimed() {
    let logs = Logs::of("combined").await;
    logs.write("access.log.1", text(&around(5, 5)));
    let open = File::open(logs.path("access.log.1")).unwrap();
    let (_, step) = logs.delete().await;
    assert_eq!(logs.dispose(&step).await.rows, 5);
    assert_eq!(held(&open), text(&around(5, 5)).as_bytes());
    assert_eq!(told(&logs.connector, &step, 5).await, (TraceState::NotChecked, Some(Reason::FreedBlocks)));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_go_are_overwritten_and_those_that_stay_are_not() {
    let tree = Tree::new().await;
    tree.file("acme/old.txt", OLD);
    tree.file("acme/new.txt", NEW);
    let (old, new) =
        (File::open(tree.path("acme/old.txt")).unwrap(), File::open(tree.path("acme/new.txt")).unwrap());
    let (_, mut step) = tree.plan(rule(".")).await;
    step.residue = CLEARS;
    let done = tree.connector.dispose(&step, &limits(10), &mut Notes::default()).await.unwrap();
    assert_eq!(done.rows, 1);
    let here = stands(tree.home.path());
    assert_eq!((is_wiped(&old), is_wiped(&new)), (here, false));
    assert_eq!(fs::read_to_string(tree.path("acme/new.txt")).unwrap(), "content");
    let state = told(&tree.connector, &step, 1).await.0;
    assert_eq!(state, if here { TraceState::Cleared } else { TraceState::NotChecked });
}
