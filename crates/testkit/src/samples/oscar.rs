//! django-oscar: a real shop, whose tables come from its own migrations and whose rows come from its own models,
//! factories and order placement (300 users, 500 orders from 2016 to 2024, 97 tables).
//!
//! Making it takes most of a minute, so the result is kept under the target folder, under a name that changes with
//! the scripts that made it and the packages that `./test` pins.

use crate::client::run;
use crate::locate::{python, repo_root, target_dir};
use crate::postgres::{PgDatabase, PgVersion};
use crate::server::Login;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

const SETTINGS: &str = include_str!("../../assets/oscar/settings.py");
const MAKE_SHOP: &str = include_str!("../../assets/oscar/make_shop.py");

/// Two tests that ask at once for the same kind shall make it once.
static MAKING_POSTGRES: Mutex<()> = Mutex::new(());
static MAKING_SQLITE: Mutex<()> = Mutex::new(());

/// Loads the shop into an empty PostgreSQL database; everything belongs to the database's owner.
pub fn oscar(database: &PgDatabase) {
    let dump = cached("postgres.sql", &MAKING_POSTGRES, |target| make_postgres(database, target));
    if dump.was_made {
        return;
    }
    let sql = fs::read_to_string(&dump.path).expect("read the kept shop");
    database.psql(&sql);
}

/// Puts the shop as an SQLite file into `dir`.
pub fn oscar_sqlite(dir: &Path) -> PathBuf {
    let kept = cached("sqlite", &MAKING_SQLITE, |target| {
        let path = target.to_string_lossy();
        make_shop(&[("SHOP_ENGINE", "django.db.backends.sqlite3"), ("SHOP_NAME", &path)]);
    });
    let target = dir.join("oscar.sqlite");
    fs::copy(&kept.path, &target).expect("copy the kept shop");
    target
}

struct Cached {
    path: PathBuf,
    was_made: bool,
}

/// The kept file of this kind, made by `make(path)` if it is not there. It appears under its name only when whole.
fn cached(kind: &str, making: &Mutex<()>, make: impl FnOnce(&Path)) -> Cached {
    let _only_one = making.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let folder = target_dir().join("testkit");
    fs::create_dir_all(&folder).expect("make target/testkit");
    let path = folder.join(format!("oscar-{}.{kind}", fingerprint()));
    if path.exists() {
        return Cached { path, was_made: false };
    }
    let building = tempfile::Builder::new().prefix("oscar-").tempdir_in(&folder).expect("make a folder");
    let unfinished = building.path().join("shop");
    make(&unfinished);
    fs::rename(&unfinished, &path).expect("keep the shop");
    Cached { path, was_made: true }
}

fn fingerprint() -> String {
    let packages =
        fs::read(repo_root().join("scripts/test-requirements.txt")).expect("read the pinned packages");
    let hash = Sha256::new().chain_update(SETTINGS).chain_update(MAKE_SHOP).chain_update(packages).finalize();
    hex::encode(&hash[..8])
}

fn make_postgres(database: &PgDatabase, target: &Path) {
    let Login { user, password, .. } = database.owner();
    let port = database.server().port().to_string();
    make_shop(&[
        ("SHOP_ENGINE", "django.db.backends.postgresql"),
        ("SHOP_NAME", database.name()),
        ("SHOP_USER", user),
        ("SHOP_PASSWORD", password),
        ("SHOP_PORT", &port),
    ]);
    let mut dump = database.admin_command("pg_dump");
    dump.args(["--no-owner", "--no-privileges", "--no-comments"]);
    let sql = run(&mut dump, "").unwrap_or_else(|e| panic!("{e}"));
    // A newer server's dump sets what an older one does not know.
    let keep = |line: &&str| {
        database.server().version() == PgVersion::V15 || !line.starts_with("SET transaction_timeout")
    };
    fs::write(target, sql.lines().filter(keep).flat_map(|line| [line, "\n"]).collect::<String>())
        .expect("write");
}

fn make_shop(database: &[(&str, &str)]) {
    let scripts = tempfile::tempdir().expect("make a folder");
    fs::write(scripts.path().join("settings.py"), SETTINGS).expect("write");
    fs::write(scripts.path().join("make_shop.py"), MAKE_SHOP).expect("write");
    let mut command = Command::new(python());
    command.arg("make_shop.py").current_dir(scripts.path()).envs(database.iter().copied());
    command.env("DJANGO_SETTINGS_MODULE", "settings").env("PYTHONDONTWRITEBYTECODE", "1");
    let counts = run(&mut command, "").unwrap_or_else(|e| panic!("the shop was not made: {e}"));
    assert!(counts.ends_with("300 500"), "the shop has other counts than expected: {counts}");
}
