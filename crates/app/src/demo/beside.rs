//! What the company keeps beside its database: logs of its servers, customers' material in folders, binders.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{CUSTOMERS, Dice, days_before, people};

/// Log lines of this many days, so many a day.
const DAYS: u64 = 220;
const LINES: u64 = 60;
/// Files of customers' material.
const FILES: u64 = 600;
const BINDERS: u64 = 60;

/// Writes all of it, and tells how many records that is.
pub(super) fn write(folder: &Path, today: Date, dice: &mut Dice) -> io::Result<u64> {
    logs(&folder.join("weblogs"), today, dice)?;
    material(&folder.join("material"), today, dice)?;
    fs::write(folder.join("binders.csv"), binders(today, dice))?;
    Ok((DAYS - 1) * LINES + FILES + BINDERS)
}

/// A log that was rotated twice: yesterday and today, the half year before, and the oldest, packed.
fn logs(folder: &Path, today: Date, dice: &mut Dice) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut lines = |days: std::ops::Range<u64>| {
        let mut text = String::new();
        for ago in days.rev() {
            for line in 0..LINES {
                let _ = writeln!(text, "{}", request(days_before(today, ago), line * 86_399 / LINES, dice));
            }
        }
        text
    };
    gallra_connect::sample::write_gzip(&folder.join("access.log.2.gz"), &lines(190..DAYS))?;
    fs::write(folder.join("access.log.1"), lines(2..190))?;
    // Of today there is nothing yet: some of it would be of tonight.
    fs::write(folder.join("access.log"), lines(1..2))
}

fn request(day: Date, second: u64, dice: &mut Dice) -> String {
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let at = format!("{}:{hour:02}:{minute:02}:{second:02} +0000", day.strftime("%d/%b/%Y"));
    let (a, b, page) = (dice.roll(256), 1 + dice.roll(254), 1 + dice.roll(CUSTOMERS));
    format!("203.0.{a}.{b} - - [{at}] \"GET /sida{page} HTTP/1.1\" 200 5120 \"-\" \"Mozilla/5.0\"")
}

/// A folder for each customer, as the makers of web sites have them.
fn material(folder: &Path, today: Date, dice: &mut Dice) -> io::Result<()> {
    for number in 1..=FILES {
        let own = folder.join(format!("kund{}", 1 + dice.roll(90)));
        fs::create_dir_all(&own)?;
        let file = own.join(format!("text-{number}.txt"));
        fs::write(&file, format!("Om oss: {} {}\n", dice.pick(&people::FIRST), dice.pick(&people::LAST)))?;
        let changed = days_before(today, dice.roll(900)).to_zoned(TimeZone::UTC);
        let changed = changed.map_or(0, |day| u64::try_from(day.timestamp().as_second()).unwrap_or(0));
        File::options().write(true).open(&file)?.set_modified(UNIX_EPOCH + Duration::from_secs(changed))?;
    }
    Ok(())
}

/// What somebody in the office keeps: where each signed agreement is, and since when.
fn binders(today: Date, dice: &mut Dice) -> String {
    let mut text = "binder;tab;customer;filed\n".to_owned();
    for number in 0..BINDERS {
        let filed = days_before(today, 3_000 - number * 48);
        let _ =
            writeln!(text, "{};{};{};{filed}", 1 + number / 12, 1 + number % 12, 1 + dice.roll(CUSTOMERS));
    }
    text
}
