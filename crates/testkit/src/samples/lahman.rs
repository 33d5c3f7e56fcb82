//! The people table of the Lahman baseball database: about 20,000 real persons with birth and death dates.

use crate::client::run_with;
use crate::locate::lahman_people_csv;
use crate::mariadb::MariaDatabase;
use crate::postgres::PgDatabase;
use crate::sqlite;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

const COLUMNS: [(&str, &str); 24] = [
    ("playerID", "varchar(20)"),
    ("birthYear", "integer"),
    ("birthMonth", "integer"),
    ("birthDay", "integer"),
    ("birthCountry", "varchar(80)"),
    ("birthState", "varchar(80)"),
    ("birthCity", "varchar(80)"),
    ("deathYear", "integer"),
    ("deathMonth", "integer"),
    ("deathDay", "integer"),
    ("deathCountry", "varchar(80)"),
    ("deathState", "varchar(80)"),
    ("deathCity", "varchar(80)"),
    ("nameFirst", "varchar(80)"),
    ("nameLast", "varchar(80)"),
    ("nameGiven", "varchar(120)"),
    ("weight", "integer"),
    ("height", "integer"),
    ("bats", "varchar(5)"),
    ("throws", "varchar(5)"),
    ("debut", "date"),
    ("finalGame", "date"),
    ("retroID", "varchar(20)"),
    ("bbrefID", "varchar(20)"),
];

/// `People.csv` (UTF-8, a header line, RFC 4180 quotes), as published; checked against the columns expected here.
pub fn lahman_people() -> PathBuf {
    let path = lahman_people_csv();
    let text = fs::read_to_string(&path).expect("read People.csv");
    let head: Vec<&str> = text.lines().next().unwrap_or_default().split(',').collect();
    let expected: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    assert_eq!(head, expected, "{} has other columns than expected", path.display());
    path
}

fn create_table(quote: char, date: &str) -> String {
    let columns: Vec<String> = COLUMNS
        .iter()
        .map(|(name, kind)| format!("{quote}{name}{quote} {}", if *kind == "date" { date } else { kind }))
        .collect();
    format!("CREATE TABLE people ({}, PRIMARY KEY ({quote}playerID{quote}));", columns.join(", "))
}

fn copy_csv(pipe: &mut dyn io::Write) -> io::Result<()> {
    io::copy(&mut File::open(lahman_people())?, pipe).map(drop)
}

/// Makes and fills table `people` (column names in mixed case, so quoted) in a PostgreSQL database.
pub fn lahman_into_postgres(database: &PgDatabase) {
    database.psql(&create_table('"', "date"));
    database.copy_in("people", "FORMAT csv, HEADER true", copy_csv);
}

/// Makes and fills table `people` in a MariaDB database.
pub fn lahman_into_mariadb(database: &MariaDatabase) {
    database.mariadb(&create_table('`', "date"));
    let columns: Vec<String> = COLUMNS.iter().map(|(name, _)| format!("@{name}")).collect();
    let values: Vec<String> =
        COLUMNS.iter().map(|(name, _)| format!("`{name}` = NULLIF(@{name}, '')")).collect();
    let target = format!(
        "people CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' \
         LINES TERMINATED BY '\\n' IGNORE 1 LINES ({}) SET {}",
        columns.join(", "),
        values.join(", ")
    );
    database.load_in(&target, copy_csv);
}

/// Makes and fills table `people` in an SQLite file; dates are ISO text, as SQLite has no date type.
pub fn lahman_into_sqlite(path: &Path) {
    sqlite::sqlite_cli(path, &create_table('"', "text"));
    let mut import = sqlite::command(path);
    import.args(["-cmd", ".import --csv --skip 1 /dev/stdin people", "SELECT 1"]);
    run_with(&mut import, copy_csv).unwrap_or_else(|e| panic!("import People.csv: {e}"));
    let nulls: Vec<String> =
        COLUMNS.iter().map(|(name, _)| format!("\"{name}\" = NULLIF(\"{name}\", '')")).collect();
    sqlite::sqlite_cli(path, &format!("UPDATE people SET {};", nulls.join(", ")));
}
