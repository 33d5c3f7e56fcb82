//! Databases that no one here made up, and real applications.
//!
//! What lies in the folder of sample databases beside the checkout is `None`, with an announced skip, where that
//! folder is absent. Everything else comes from the package registries through `./test` and is always there.

mod desks;
mod files;
mod kept;
mod lahman;
mod oscar;
mod sakila;
mod tpch;

pub use desks::{helpdesk, mediawiki, prosody, request_tracker, request_tracker_says};
pub use files::{chinook, northwind};
pub use lahman::{lahman_into_mariadb, lahman_into_postgres, lahman_into_sqlite, lahman_people};
pub use oscar::{oscar, oscar_sqlite};
pub use sakila::{sakila_mariadb, sakila_postgres};
pub use tpch::{TpchTable, tpch_into_mariadb, tpch_into_postgres, tpch_into_sqlite};

use crate::client::run;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of the sample databases, or `None` after saying so past the test harness' capture, so that `./test` can
/// repeat it in its summary.
fn shared(folder: &str) -> Option<PathBuf> {
    let found = crate::locate::shared_data().map(|data| data.join(folder)).filter(|path| path.is_dir());
    if found.is_none() {
        let _ = writeln!(std::io::stderr(), "SKIP: tests on {folder}: ../shared/data is absent");
    }
    found
}

/// The text of a file compressed with zstd.
fn unzstd(path: &Path) -> String {
    run(Command::new("zstd").arg("-dcq").arg(path), "").unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
