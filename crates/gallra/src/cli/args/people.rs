//! What can be typed about what people keep: attestations and duties, recipients and notices.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use gallra_rules::period::Period;
use jiff::civil::Date;

use super::requests::LetterFormat;
use super::{day, name};

#[derive(Debug, Args)]
pub(crate) struct Attest {
    #[arg(value_name = "ACTIVITY|DUTY", requires_all = ["by", "saying"])]
    pub(crate) activity: Option<String>,
    #[arg(value_name = "DATASET|OF")]
    pub(crate) dataset: Option<String>,
    #[arg(long, value_name = "NAME", value_parser = name, requires = "activity")]
    pub(crate) by: Option<String>,
    #[arg(long, value_name = "TEXT", value_parser = name, requires = "activity")]
    pub(crate) saying: Option<String>,
    #[arg(long, value_name = "ROLE", value_parser = name, requires = "activity")]
    pub(crate) role: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = day, requires = "activity")]
    pub(crate) until: Option<Date>,
    #[arg(long, requires = "activity")]
    pub(crate) gone: bool,
    #[arg(long, value_name = "FILE", requires = "activity")]
    pub(crate) document: Option<PathBuf>,
    #[arg(long, value_name = "DUE", value_parser = days, conflicts_with = "activity")]
    pub(crate) due: Option<u32>,
    #[arg(long, value_name = "FILE", conflicts_with = "activity")]
    pub(crate) calendar: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Recipients {
    #[command(subcommand)]
    pub(crate) action: Option<RecipientsAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RecipientsAction {
    Announce(Announce),
    Objection(Objection),
    Status,
}

#[derive(Debug, Args)]
pub(crate) struct Announce {
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) by: String,
    #[arg(long, value_name = "DIR")]
    pub(crate) letters: Option<PathBuf>,
    #[arg(long, value_name = "WINDOW", value_parser = period)]
    pub(crate) window: Option<Period>,
    #[arg(long, conflicts_with_all = ["letters", "window"])]
    pub(crate) known: bool,
    #[arg(long, value_enum, value_name = "pdf", requires = "letters")]
    pub(crate) format: Option<LetterFormat>,
}

#[derive(Debug, Args)]
pub(crate) struct Objection {
    #[arg(value_name = "N", value_parser = number)]
    pub(crate) party: i64,
    #[arg(value_name = "RECIPIENT")]
    pub(crate) recipient: String,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) on: Date,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) saying: String,
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) by: String,
    #[arg(long)]
    pub(crate) settled: bool,
}

fn number(text: &str) -> Result<i64, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "usage-number".to_owned())
}

fn days(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|days| *days <= 36_600).ok_or_else(|| "usage-number".to_owned())
}

/// `30 days`, `P30D`, `30d`, `6w`, `2 months`; in days, weeks, months or years.
fn period(text: &str) -> Result<Period, String> {
    let short = [("d", "days"), ("w", "weeks")].into_iter().find_map(|(letter, unit)| {
        text.strip_suffix(letter)
            .filter(|number| number.parse::<u32>().is_ok())
            .map(|n| format!("{n} {unit}"))
    });
    let period = short.as_deref().unwrap_or(text).parse::<Period>().ok();
    let period = period.filter(|period| matches!(period, Period::Calendar { .. }) && !period.is_zero());
    period.ok_or_else(|| "usage-window".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_written_short_or_long_and_never_in_hours() {
        assert_eq!(period("30d"), Ok(Period::days(30)));
        assert_eq!(period("6w"), Ok(Period::days(42)));
        assert_eq!(period("2 months"), Ok(Period::months(2)));
        for wrong in ["", "0d", "30", "72 hours", "-3d", "soon"] {
            assert_eq!(period(wrong), Err("usage-window".to_owned()), "{wrong}");
        }
    }
}
