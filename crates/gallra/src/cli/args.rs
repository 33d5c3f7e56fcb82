//! What can be typed. The words that explain it stand in `locales/*/cli.ftl`; see [`super::localise`].

pub(crate) mod agreements;
mod documents;
mod people;
pub(crate) mod register;
pub(crate) mod requests;
pub(crate) mod subject;
pub(crate) mod subject_more;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use gallra_rules::diagnostic::Lang;
use gallra_rules::hold::HoldScope;
use gallra_rules::predicate::Scalar;
use jiff::civil::Date;

use super::format::parse_number;

pub(crate) use documents::{
    DocumentFormat, Documents, DocumentsAction, DocumentsBuild, DocumentsBundle, DocumentsDiff,
    DocumentsExport, DocumentsLive, DocumentsPublish, OfRegister,
};
pub(crate) use people::{Announce, Attest, Objection, Recipients, RecipientsAction};

#[derive(Debug, Parser)]
#[command(
    name = "gallra",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "DIR", env = "GALLRA_POLICY")]
    pub(crate) policy: Option<PathBuf>,
    #[arg(long, global = true, value_name = "DIR", env = "GALLRA_STATE")]
    pub(crate) state: Option<PathBuf>,
    // Read before parsing, so that even a mistake on the command line is told in it.
    #[arg(long, global = true, value_name = "sv|en", value_parser = languages)]
    pub(crate) lang: Option<Languages>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, global = true, value_enum, value_name = "auto|always|never", default_value = "auto")]
    pub(crate) color: ColorChoice,
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(Init),
    Check(Check),
    Plan(Plan),
    Approve(Approve),
    Apply(Apply),
    Audit(Audit),
    Attest(Attest),
    Recipients(Recipients),
    Agreements(agreements::Agreements),
    Discover(Discover),
    Documents(Documents),
    Hold(Hold),
    Verify(Verify),
    Rights(Rights),
    Store(Store),
    Register(register::Register),
    Entries(register::Entries),
    Subject(subject::Subject),
    Requests(requests::Requests),
    Runs,
    Certificate(Certificate),
    Demo(Demo),
    Explain(Explain),
    Schema,
    Completions(Completions),
    Man(Man),
    Help(Help),
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    pub(crate) dir: Option<PathBuf>,
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) kind: Option<Kind>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    WebAgency,
    ChatService,
    HostingCompany,
    BackupProvider,
    WebHost,
    Empty,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[arg(long, value_enum, value_name = "text|json|sarif")]
    pub(crate) format: Option<CheckFormat>,
    #[arg(long, conflicts_with = "format")]
    pub(crate) live: bool,
    #[arg(long, requires = "live")]
    pub(crate) probe_locks: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Discover {
    #[arg(value_name = "SYSTEM")]
    pub(crate) system: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Text,
    Json,
    Sarif,
}

#[derive(Debug, Args)]
pub(crate) struct Plan {
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Approve {
    #[arg(value_name = "PLAN")]
    pub(crate) plan: PathBuf,
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) by: String,
    #[arg(long, value_name = "N", value_parser = number)]
    pub(crate) expect: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct Apply {
    #[arg(value_name = "PLAN")]
    pub(crate) plan: PathBuf,
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) by: Option<String>,
    #[arg(long, value_name = "N", value_parser = number, requires = "by")]
    pub(crate) expect: Option<u64>,
    #[arg(long, value_name = "ROWS/S", value_parser = throttle)]
    pub(crate) throttle: Option<u64>,
    #[arg(long, value_name = "TIME", value_parser = lock_time, default_value = "250ms")]
    pub(crate) lock_time: Duration,
    #[arg(long, short)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Audit {
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) prometheus: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Store {
    #[command(subcommand)]
    pub(crate) action: StoreAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StoreAction {
    Move(StoreMove),
}

#[derive(Debug, Args)]
pub(crate) struct StoreMove {
    #[arg(long, value_enum, value_name = "postgres|embedded")]
    pub(crate) to: StoreEngine,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StoreEngine {
    Postgres,
    Embedded,
}

/// What `--lang` names: the language to be spoken to in, and for `documents` those to write in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Languages(pub(crate) Vec<String>);

#[derive(Debug, Args)]
pub(crate) struct Hold {
    #[command(subcommand)]
    pub(crate) action: HoldAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum HoldAction {
    Add(HoldAdd),
    List(HoldList),
    Lift(HoldLift),
}

#[derive(Debug, Args)]
pub(crate) struct HoldAdd {
    #[arg(value_name = "DATASET")]
    pub(crate) dataset: String,
    #[arg(long, value_name = "COLUMN=VALUE", num_args = 1.., value_parser = column_value)]
    pub(crate) only: Vec<(String, Scalar)>,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) reason: String,
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) by: String,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) until: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct HoldList {
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct HoldLift {
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) by: String,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[arg(value_name = "CERT|LOG")]
    pub(crate) what: Option<PathBuf>,
    #[arg(long, value_name = "FILE|VKEY")]
    pub(crate) key: Option<String>,
    #[arg(long, value_name = "OLDER_CHECKPOINT")]
    pub(crate) since: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Rights {
    #[arg(long, value_name = "NAME")]
    pub(crate) role: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Certificate {
    #[arg(value_name = "RUN")]
    pub(crate) run: String,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Help {
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}

// The parsers' errors are message ids: `super::usage` words them in the reader's language.

/// One that Gallra speaks, or several that documents are written in: `sv,en`.
fn languages(text: &str) -> Result<Languages, String> {
    let all: Vec<String> = text.split(',').map(|one| one.trim().to_owned()).collect();
    let known =
        |one: &String| one.parse::<Lang>().is_ok() || one.parse::<gallra_app::documents::Language>().is_ok();
    if all.iter().all(known) { Ok(Languages(all)) } else { Err("usage-lang".to_owned()) }
}

fn kind(text: &str) -> Result<gallra_app::documents::Kind, String> {
    text.parse().map_err(|_| "usage-document".to_owned())
}

fn number(text: &str) -> Result<u64, String> {
    parse_number(text).map_err(|_| "usage-number".to_owned())
}

fn name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() || name.chars().any(char::is_control) {
        Err("usage-name".to_owned())
    } else {
        Ok(name.to_owned())
    }
}

/// Where something is served: `https://` and a host, so that a page may lead there.
fn address(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").unwrap_or_default().split(['/', '?', '#']).next();
    let sound = !text.chars().any(|c| c.is_whitespace() || c.is_control() || "\"<>\\".contains(c));
    let named = host.is_some_and(|host| host.starts_with(char::is_alphanumeric));
    if sound && named { Ok(text.to_owned()) } else { Err("usage-address".to_owned()) }
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "usage-day".to_owned())
}

/// `5000` or `5000/s`.
fn throttle(text: &str) -> Result<u64, String> {
    let rows = parse_number(text.strip_suffix("/s").unwrap_or(text));
    rows.ok().filter(|rows| *rows > 0).ok_or_else(|| "usage-throttle".to_owned())
}

/// `250ms`, `1s`; between one millisecond and one minute.
fn lock_time(text: &str) -> Result<Duration, String> {
    let time = text.parse::<jiff::SignedDuration>().ok().and_then(|time| Duration::try_from(time).ok());
    let sensible = Duration::from_millis(1)..=Duration::from_mins(1);
    time.filter(|time| sensible.contains(time)).ok_or_else(|| "usage-lock-time".to_owned())
}

/// `customer_id=42` is a number, `closed=true` a truth value, `no="042"` and everything else text.
fn column_value(text: &str) -> Result<(String, Scalar), String> {
    let (column, value) = text.split_once('=').ok_or_else(|| "usage-column-value".to_owned())?;
    if column.trim().is_empty() {
        return Err("usage-column-value".to_owned());
    }
    Ok((column.trim().to_owned(), scalar(value)))
}

fn scalar(text: &str) -> Scalar {
    if let Some(quoted) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return Scalar::Text(quoted.to_owned());
    }
    match text {
        "true" => Scalar::Bool(true),
        "false" => Scalar::Bool(false),
        // `007` is a text: as a number it would no longer be what was typed.
        _ => text
            .parse::<i64>()
            .ok()
            .filter(|number| number.to_string() == text)
            .map_or_else(|| Scalar::Text(text.to_owned()), Scalar::Integer),
    }
}

impl HoldAdd {
    /// The scope: one column, several values; `None` for the whole dataset.
    pub(crate) fn scope(&self) -> Option<HoldScope> {
        let (column, _) = self.only.first()?;
        let values = self.only.iter().map(|(_, value)| value.clone()).collect();
        Some(HoldScope { column: column.clone(), values })
    }

    /// Whether `--only` names more than one column, which no scope can say.
    pub(crate) fn names_several_columns(&self) -> bool {
        self.only.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one != other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_what_is_held() {
        assert_eq!(scalar("42"), Scalar::Integer(42));
        assert_eq!(scalar("-7"), Scalar::Integer(-7));
        assert_eq!(scalar("042"), Scalar::Text("042".to_owned()));
        assert_eq!(scalar("\"42\""), Scalar::Text("42".to_owned()));
        assert_eq!(scalar("true"), Scalar::Bool(true));
        assert_eq!(scalar("Åsa = 1"), Scalar::Text("Åsa = 1".to_owned()));
    }

    #[test]
    fn a_throttle_and_a_lock_time_are_positive_and_sane() {
        assert_eq!(throttle("5,000/s"), Ok(5000));
        assert!(throttle("0").is_err());
        assert_eq!(lock_time("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(lock_time("2s"), Ok(Duration::from_secs(2)));
        assert!(lock_time("0s").is_err());
        assert!(lock_time("1h").is_err());
        assert!(lock_time("-1s").is_err());
    }
}
