//! What can be typed after `gallra agreements`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::requests::LetterFormat;
use super::{day, name};

#[derive(Debug, Args)]
pub(crate) struct Agreements {
    #[command(subcommand)]
    pub(crate) action: AgreementsAction,
    #[arg(long, global = true, value_name = "NAME", value_parser = name, env = "GALLRA_BY")]
    pub(crate) by: Option<String>,
    #[arg(long = "for", global = true, value_name = "ACTIVITY", env = "GALLRA_FOR")]
    pub(crate) activity: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AgreementsAction {
    Draft(Draft),
    Offer(Offer),
    Review(OnDay),
    Accept(Accept),
    Withdraw(Which),
    Paid(OnDay),
    End(End),
    Settle(OnDay),
    Show(Show),
    List(List),
    Missing(Missing),
    Setting(Setting),
    Ending(Ending),
    Certificate(EndCertificate),
}

#[derive(Debug, Args)]
pub(crate) struct Draft {
    #[arg(value_name = "PARTY", value_parser = id)]
    pub(crate) party: i64,
    #[arg(value_enum, value_name = "KIND")]
    pub(crate) kind: Kind,
    #[arg(long, value_name = "FILE")]
    pub(crate) text: PathBuf,
    #[arg(long, value_enum, value_name = "standard|negotiated|own-instruction", default_value = "standard")]
    pub(crate) mode: Mode,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) on: Option<Date>,
    #[arg(long, value_name = "ID", value_parser = id)]
    pub(crate) supersedes: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Service,
    Dpa,
    Instruction,
    Publication,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
    Standard,
    Negotiated,
    OwnInstruction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum State {
    Drafted,
    Offered,
    Accepted,
    Ended,
    Settled,
    Superseded,
    Withdrawn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Answer {
    Price,
    OtherService,
}

#[derive(Debug, Args)]
pub(crate) struct Which {
    #[arg(value_name = "ID", value_parser = id)]
    pub(crate) id: i64,
}

#[derive(Debug, Args)]
pub(crate) struct OnDay {
    #[arg(value_name = "ID", value_parser = id)]
    pub(crate) id: i64,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) on: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct Offer {
    #[arg(value_name = "ID", value_parser = id)]
    pub(crate) id: i64,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) on: Option<Date>,
    #[arg(long = "with", value_enum, value_name = "price|other-service")]
    pub(crate) answer: Option<Answer>,
}

#[derive(Debug, Args)]
pub(crate) struct Accept {
    #[arg(value_name = "ID", value_parser = id)]
    pub(crate) id: i64,
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) who: String,
    #[arg(long, value_name = "ADDRESS", value_parser = name)]
    pub(crate) from: String,
    #[arg(long, value_name = "FILE", conflicts_with = "hash")]
    pub(crate) text: Option<PathBuf>,
    #[arg(long, value_name = "HASH", value_parser = hash)]
    pub(crate) hash: Option<[u8; 32]>,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) on: Option<Date>,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) starts: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct End {
    #[arg(value_name = "ID", value_parser = id)]
    pub(crate) id: i64,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) last_day: Date,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    #[arg(value_name = "ID", value_parser = id)]
    pub(crate) id: i64,
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    // `--state` is the state folder, for every command.
    #[arg(long, value_enum, value_name = "STATE")]
    pub(crate) stands: Option<State>,
    #[arg(long, value_name = "PARTY", value_parser = id)]
    pub(crate) party: Option<i64>,
}

#[derive(Debug, Args)]
pub(crate) struct Missing {
    #[arg(long, value_name = "DIR")]
    pub(crate) letters: Option<PathBuf>,
    #[arg(long, value_enum, value_name = "pdf", requires = "letters")]
    pub(crate) format: Option<LetterFormat>,
}

#[derive(Debug, Args)]
pub(crate) struct Setting {
    #[arg(value_name = "PARTY", value_parser = id)]
    pub(crate) party: i64,
    #[arg(value_name = "DATASET")]
    pub(crate) dataset: Option<String>,
    #[arg(value_name = "PERIOD", conflicts_with = "unset", value_parser = period)]
    pub(crate) period: Option<gallra_rules::period::Period>,
    #[arg(long, requires = "dataset")]
    pub(crate) unset: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Ending {
    #[arg(value_name = "PARTY|ID", value_parser = id)]
    pub(crate) number: i64,
    #[arg(long, value_name = "FILE")]
    pub(crate) letter: Option<PathBuf>,
    #[arg(long, value_enum, value_name = "pdf", requires = "letter")]
    pub(crate) format: Option<LetterFormat>,
}

#[derive(Debug, Args)]
pub(crate) struct EndCertificate {
    #[arg(value_name = "PARTY|ID", value_parser = id)]
    pub(crate) number: i64,
    #[arg(long, value_name = "DATASET", num_args = 1..)]
    pub(crate) returned: Vec<String>,
    #[arg(long, value_enum, value_name = "pdf")]
    pub(crate) format: Option<LetterFormat>,
}

/// The number of a record, from 1.
fn id(text: &str) -> Result<i64, String> {
    text.parse::<i64>().ok().filter(|id| *id > 0).ok_or_else(|| "usage-id".to_owned())
}

fn period(text: &str) -> Result<gallra_rules::period::Period, String> {
    text.parse().map_err(|_| "usage-period".to_owned())
}

/// SHA-256 in 64 hexadecimal digits.
fn hash(text: &str) -> Result<[u8; 32], String> {
    let fault = || "usage-hash".to_owned();
    let hash = gallra_ledger::Hash::from_hex(&text.to_ascii_lowercase()).ok_or_else(fault)?;
    Ok(*hash.as_bytes())
}
