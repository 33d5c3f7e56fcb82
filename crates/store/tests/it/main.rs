//! The state, tried as its users use it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod holds;
mod runs;
mod state;

use gallra_store::Store;
use jiff::Timestamp;

/// A fresh state in a folder that goes away with the test.
async fn fresh() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("state")).await.unwrap();
    (folder, store)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}
