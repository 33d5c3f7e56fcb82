//! django-oscar: a real shop, whose tables come from its own migrations and whose rows come from its own models,
//! factories and order placement (300 users, 500 orders from 2016 to 2024, 97 tables).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::kept::{copy, kept};
use crate::client::run;
use crate::locate::python;
use crate::postgres::PgDatabase;

const SETTINGS: &str = include_str!("../../assets/oscar/settings.py");
const MAKE_SHOP: &str = include_str!("../../assets/oscar/make_shop.py");

/// Loads the shop into an empty PostgreSQL database; everything belongs to the database's owner.
pub fn oscar(database: &PgDatabase) {
    let dump = kept("oscar.sql", &[SETTINGS, MAKE_SHOP], |target| {
        let login = database.owner();
        let port = database.server().port().to_string();
        make_shop(&[
            ("SHOP_ENGINE", "django.db.backends.postgresql"),
            ("SHOP_NAME", database.name()),
            ("SHOP_USER", &login.user),
            ("SHOP_PASSWORD", &login.password),
            ("SHOP_PORT", &port),
        ]);
        fs::write(target, database.dump()).expect("write");
    });
    if !dump.was_made {
        database.psql(&fs::read_to_string(&dump.path).expect("read the kept shop"));
    }
}

/// Puts the shop as an SQLite file into `dir`.
pub fn oscar_sqlite(dir: &Path) -> PathBuf {
    let shop = kept("oscar.sqlite", &[SETTINGS, MAKE_SHOP], |target| {
        let path = target.to_string_lossy();
        make_shop(&[("SHOP_ENGINE", "django.db.backends.sqlite3"), ("SHOP_NAME", &path)]);
    });
    copy(&shop, dir, "oscar.sqlite")
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
