//! A company to try Gallra on: its policy, and a database, logs, folders and binders that behave like real ones.
//!
//! Nobody in it exists. The data is the same on every machine for the same day: some of it is older than promised, as
//! such data is.

mod beside;
mod people;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};

use crate::AppError;

/// The policy's files, as `gallra demo` writes them.
pub const POLICY: [(&str, &str); 3] = [
    ("organisation.yaml", include_str!("demo/policy/organisation.yaml")),
    ("data.yaml", include_str!("demo/policy/data.yaml")),
    ("activities.yaml", include_str!("demo/policy/activities.yaml")),
];

const SCHEMA: &str = include_str!("demo/schema.sql");

/// Where the demonstration stands.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The folder of everything.
    pub folder: PathBuf,
    /// The policy.
    pub policy_dir: PathBuf,
    /// Gallra's state.
    pub state_dir: PathBuf,
    /// The company's database.
    pub database: PathBuf,
    /// Records: in it, in logs, folders and binders.
    pub records: u64,
}

/// Writes the demonstration's policy and data into an empty or absent folder.
///
/// # Errors
/// A folder that already holds something, or that cannot be written.
pub async fn prepare(folder: &Path, now: Timestamp) -> Result<Prepared, AppError> {
    let failed = |cause: String| AppError::Demo { path: folder.to_owned(), cause };
    let occupied = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied {
        return Err(failed("it is not empty; name a folder that does not exist yet".to_owned()));
    }
    let policy_dir = folder.join("policy");
    fs::create_dir_all(&policy_dir).map_err(|e| failed(e.to_string()))?;
    for (name, text) in POLICY {
        fs::write(policy_dir.join(name), text).map_err(|e| failed(e.to_string()))?;
    }
    let database = folder.join("hosting.db");
    let zone = TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC);
    let today = now.to_zoned(zone).date();
    let (script, records) = script(today);
    gallra_connect::sample::create_sqlite(&database, &script).await.map_err(failed)?;
    let beside =
        beside::write(folder, today, &mut Dice(20_261_123)).map_err(|e| failed(e.kind().to_string()))?;
    let records = records + beside;
    Ok(Prepared { folder: folder.to_owned(), policy_dir, state_dir: folder.join("state"), database, records })
}

/// A small generator of the same numbers everywhere (SplitMix64, Steele et al. 2014): a demonstration must not differ
/// between machines.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides.max(1)
    }
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(usize::try_from(self.roll(from.len() as u64)).unwrap_or(0)).copied().unwrap_or("")
    }
}

const CUSTOMERS: u64 = 1_200;

/// The database as one SQL script, and its number of records.
fn script(today: Date) -> (String, u64) {
    let mut dice = Dice(20_261_122);
    let mut sql = String::with_capacity(16 << 20);
    sql.push_str(SCHEMA);
    let mut records = 0;
    for (table, rows) in [
        ("customers", customers(&mut dice)),
        ("agreements", agreements(&mut dice, today)),
        ("invoices", invoices(&mut dice, today)),
        ("sites", sites(&mut dice)),
        ("site_files", site_files(&mut dice)),
        ("mail_log", mail_log(&mut dice, today)),
        ("chat_log", chat_log(&mut dice, today)),
        ("logins", logins(&mut dice, today)),
    ] {
        records += rows.len() as u64;
        for chunk in rows.chunks(500) {
            let _ = writeln!(sql, "INSERT INTO {table} VALUES {};", chunk.join(",\n"));
        }
    }
    (sql, records)
}

fn days_before(today: Date, days: u64) -> Date {
    today.checked_sub(i64::try_from(days).unwrap_or(0).days()).unwrap_or(today)
}

fn customers(dice: &mut Dice) -> Vec<String> {
    (1..=CUSTOMERS)
        .map(|id| {
            let (first, last) = (dice.pick(&people::FIRST), dice.pick(&people::LAST));
            let phone = 1_740_600 + dice.roll(300);
            format!("({id}, '{first} {last}', 'kund{id}@exempel{}.example', '+46 70 {phone}')", id % 97)
        })
        .collect()
}

/// One agreement a customer: most are in force, some ended, a few so long ago that they should be forgotten.
fn agreements(dice: &mut Dice, today: Date) -> Vec<String> {
    (1..=CUSTOMERS)
        .map(|id| {
            let (first, last) = (dice.pick(&people::FIRST), dice.pick(&people::LAST));
            let started = days_before(today, 3_700 + dice.roll(2_500));
            let settled = match dice.roll(100) {
                0..=5 => format!("'{}'", days_before(today, 2_560 + dice.roll(900))),
                6..=25 => format!("'{}'", days_before(today, dice.roll(2_500))),
                _ => "NULL".to_owned(),
            };
            format!("({id}, {id}, '{first} {last}', '{started}', {settled})")
        })
        .collect()
}

fn invoices(dice: &mut Dice, today: Date) -> Vec<String> {
    (1..=18_000_u64)
        .map(|id| {
            let issued = days_before(today, dice.roll(3_650));
            let (customer, amount) = (1 + dice.roll(CUSTOMERS), 199 + dice.roll(9_000));
            format!("({id}, {customer}, 'Ref {}', '{issued}', {amount})", dice.pick(&people::LAST))
        })
        .collect()
}

fn sites(dice: &mut Dice) -> Vec<String> {
    (1..=CUSTOMERS)
        .map(|id| {
            format!("({id}, {id}, 'sida{id}.example', 'Gästbok: {} var här')", dice.pick(&people::FIRST))
        })
        .collect()
}

fn site_files(dice: &mut Dice) -> Vec<String> {
    (1..=6_000_u64)
        .map(|id| format!("({id}, {}, '/upload/bild{id}.jpg')", 1 + dice.roll(CUSTOMERS)))
        .collect()
}

/// Mail goes back three years although two are promised: the guard will ask.
fn mail_log(dice: &mut Dice, today: Date) -> Vec<String> {
    (1..=40_000_u64)
        .map(|id| {
            let day = days_before(today, dice.roll(1_100));
            let (hour, minute) = (dice.roll(24), dice.roll(60));
            let sender = format!("kund{}@exempel.example", 1 + dice.roll(CUSTOMERS));
            format!(
                "({id}, '{sender}', '{}', '{day} {hour:02}:{minute:02}:00')",
                dice.pick(&people::SUBJECTS)
            )
        })
        .collect()
}

fn chat_log(dice: &mut Dice, today: Date) -> Vec<String> {
    (1..=30_000_u64)
        .map(|id| {
            let ended = match dice.roll(400) {
                0 => "NULL".to_owned(),
                _ => format!("'{} {:02}:15:00'", days_before(today, dice.roll(430)), dice.roll(24)),
            };
            let (customer, name) = (1 + dice.roll(CUSTOMERS), dice.pick(&people::FIRST));
            format!("({id}, {customer}, '{name}', '{}', {ended})", dice.pick(&people::SUBJECTS))
        })
        .collect()
}

fn logins(dice: &mut Dice, today: Date) -> Vec<String> {
    let midnight = today.to_zoned(TimeZone::UTC).map_or(0, |day| day.timestamp().as_second());
    (1..=25_000_u64)
        .map(|id| {
            let at = midnight - i64::try_from(dice.roll(200 * 86_400)).unwrap_or(0);
            let (customer, a, b) = (1 + dice.roll(CUSTOMERS), dice.roll(256), 1 + dice.roll(254));
            format!("({id}, {customer}, '198.51.{a}.{b}', {at})")
        })
        .collect()
}
