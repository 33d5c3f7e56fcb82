//! The register's desk: `gallra register …` and `gallra entries …`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use gallra_app::register::{EntryKind, EntryState, Field, PartyKind, Role, Source};
use jiff::civil::Date;

use super::{day, name};

#[derive(Debug, Args)]
pub(crate) struct Register {
    #[command(flatten)]
    pub(crate) who: Who,
    #[command(subcommand)]
    pub(crate) action: RegisterAction,
}

/// Who acts, and why: the trail holds both.
#[derive(Clone, Debug, Args)]
pub(crate) struct Who {
    #[arg(long, global = true, value_name = "NAME", value_parser = name, env = "GALLRA_BY", display_order = 900)]
    pub(crate) by: Option<String>,
    #[arg(
        long = "for",
        id = "for",
        global = true,
        value_name = "ACTIVITY",
        env = "GALLRA_FOR",
        display_order = 901
    )]
    pub(crate) activity: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RegisterAction {
    Add(PartyAdd),
    List(PartyList),
    Show(PartyShow),
    Find(PartyFind),
    Change(PartyChange),
    Merge(PartyMerge),
    Leave(PartyLeave),
    Forget(PartyForget),
    Duplicates,
    Import(PartyImport),
    Export(PartyExport),
    Trail(Trail),
    Key(Key),
    Sweep(Sweep),
}

#[derive(Debug, Args)]
pub(crate) struct PartyAdd {
    #[arg(value_name = "KIND", value_parser = party_kind)]
    pub(crate) kind: PartyKind,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) known: Known,
    #[arg(long, value_name = "ID")]
    pub(crate) of: Option<i64>,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) since: Option<Date>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Known {
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) email: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(crate) phone: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(crate) number: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) reference: Vec<String>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = key_value)]
    pub(crate) key: Vec<(String, String)>,
    #[arg(long, value_name = "ROLE", value_parser = role)]
    pub(crate) role: Option<Role>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) address: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) about: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) last_contact: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct PartyList {
    #[arg(value_name = "KIND", value_parser = party_kind)]
    pub(crate) kind: Option<PartyKind>,
    #[arg(long, value_name = "ID")]
    pub(crate) of: Option<i64>,
}

#[derive(Debug, Args)]
pub(crate) struct PartyShow {
    #[arg(value_name = "ID")]
    pub(crate) id: i64,
}

#[derive(Debug, Args)]
pub(crate) struct PartyFind {
    #[arg(value_name = "TEXT")]
    pub(crate) what: String,
    #[arg(long = "as", id = "as", value_name = "email|phone|number|reference", value_parser = field)]
    pub(crate) field: Option<Field>,
}

#[derive(Debug, Args)]
pub(crate) struct PartyChange {
    #[arg(value_name = "ID")]
    pub(crate) id: i64,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) known: Known,
    #[arg(long, value_name = "TEXT")]
    pub(crate) without: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PartyMerge {
    #[arg(value_name = "ID")]
    pub(crate) keep: i64,
    #[arg(value_name = "ID")]
    pub(crate) duplicate: i64,
}

#[derive(Debug, Args)]
pub(crate) struct PartyLeave {
    #[arg(value_name = "ID")]
    pub(crate) contact: i64,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) on: Date,
    #[arg(long, value_name = "ID")]
    pub(crate) heir: Option<i64>,
}

#[derive(Debug, Args)]
pub(crate) struct PartyForget {
    #[arg(value_name = "ID")]
    pub(crate) id: i64,
    #[arg(long, short)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PartyImport {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "KIND", value_parser = party_kind)]
    pub(crate) kind: Option<PartyKind>,
    #[arg(long, value_name = "ID")]
    pub(crate) of: Option<i64>,
    #[arg(long)]
    pub(crate) update: bool,
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PartyExport {
    #[arg(value_name = "KIND", value_parser = party_kind)]
    pub(crate) kind: Option<PartyKind>,
    #[arg(long, value_enum, value_name = "csv|vcard|json", default_value = "csv")]
    pub(crate) format: ExportFormat,
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    Csv,
    Vcard,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Trail {
    #[arg(long, value_name = "ID", conflicts_with_all = ["seal", "verify"])]
    pub(crate) of: Option<i64>,
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with_all = ["seal", "verify"])]
    pub(crate) since: Option<Date>,
    #[arg(long, conflicts_with = "verify")]
    pub(crate) seal: bool,
    #[arg(long)]
    pub(crate) verify: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Key {
    #[command(subcommand)]
    pub(crate) action: KeyAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyAction {
    New,
    Rotate(KeyRotate),
    Check,
    Backup(KeyBackup),
    Backups,
    Restore(KeyRestore),
}

#[derive(Debug, Args)]
pub(crate) struct KeyRotate {
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct KeyBackup {
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,
    #[arg(long, value_name = "DAYS", value_parser = days, default_value = "7d")]
    pub(crate) keep: u16,
}

#[derive(Debug, Args)]
pub(crate) struct KeyRestore {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Sweep {
    #[arg(long, conflicts_with = "keys_are_lost")]
    pub(crate) data_counts: bool,
    #[arg(long)]
    pub(crate) keys_are_lost: bool,
    #[arg(long, short)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Entries {
    #[command(flatten)]
    pub(crate) who: Who,
    #[command(subcommand)]
    pub(crate) action: EntriesAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EntriesAction {
    Add(EntryAdd),
    List(EntryList),
    Show(EntryShow),
    Change(EntryEdit),
    Remove(EntryShow),
    Mark(EntryMark),
    Purge(EntryPurge),
}

#[derive(Debug, Args)]
pub(crate) struct EntryMark {
    #[command(flatten)]
    pub(crate) of: MarkOf,
    #[arg(long, value_name = "NAMES|TEXT", value_parser = name)]
    pub(crate) objections: Option<String>,
    #[arg(long, value_name = "NAMES|TEXT", value_parser = name)]
    pub(crate) decisions: Option<String>,
    #[arg(long, value_name = "NAMES|TEXT", value_parser = name)]
    pub(crate) sharing: Option<String>,
    #[arg(long, value_name = "NAMES|TEXT", value_parser = name)]
    pub(crate) access: Option<String>,
    #[arg(long, value_name = "NAMES|TEXT", value_parser = name)]
    pub(crate) source: Option<String>,
    #[arg(long, value_name = "NAMES|TEXT", value_parser = name)]
    pub(crate) category: Option<String>,
    #[arg(long, value_name = "DATE|none", value_parser = last_day)]
    pub(crate) until: Option<LastDay>,
}

/// Of what something is said.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct MarkOf {
    #[arg(long, value_name = "ID")]
    pub(crate) entry: Option<i64>,
    #[arg(long, value_name = "ID")]
    pub(crate) party: Option<i64>,
    #[arg(long, value_name = "ACTIVITY")]
    pub(crate) activity: Option<String>,
}

/// A last day, or that there is none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LastDay(pub(crate) Option<Date>);

#[derive(Debug, Args)]
pub(crate) struct EntryPurge {
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EntryAdd {
    #[arg(value_name = "PARTY")]
    pub(crate) party: i64,
    #[arg(value_name = "KIND", value_parser = entry_kind)]
    pub(crate) kind: EntryKind,
    #[command(flatten)]
    pub(crate) says: Says,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) at: Option<Date>,
    #[arg(long, value_name = "SOURCE", value_parser = source)]
    pub(crate) source: Option<Source>,
}

/// What an entry says, by kind.
#[derive(Clone, Debug, Args)]
pub(crate) struct Says {
    #[arg(long, value_name = "TEXT")]
    pub(crate) text: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(crate) number: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) place: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) label: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) due: Option<Date>,
    #[arg(long, value_name = "open|won|lost|done", value_parser = entry_state)]
    pub(crate) outcome: Option<EntryState>,
}

#[derive(Debug, Args)]
pub(crate) struct EntryList {
    #[arg(value_name = "PARTY")]
    pub(crate) party: i64,
    #[arg(long, value_name = "KIND", value_parser = entry_kind)]
    pub(crate) kind: Option<EntryKind>,
}

#[derive(Debug, Args)]
pub(crate) struct EntryShow {
    #[arg(value_name = "ID")]
    pub(crate) id: i64,
}

#[derive(Debug, Args)]
pub(crate) struct EntryEdit {
    #[arg(value_name = "ID")]
    pub(crate) id: i64,
    #[command(flatten)]
    pub(crate) says: Says,
    #[arg(long)]
    pub(crate) new_secret: bool,
}

// As in `super`, a parser's error is the id of a message.

fn word<T: Copy>(text: &str, all: &[T], name: fn(T) -> &'static str, wrong: &str) -> Result<T, String> {
    let plain = text.trim().to_lowercase().replace('-', "_");
    all.iter().copied().find(|one| name(*one) == plain).ok_or_else(|| wrong.to_owned())
}

fn party_kind(text: &str) -> Result<PartyKind, String> {
    word(text, PartyKind::ALL, PartyKind::word, "usage-party-kind")
}

fn role(text: &str) -> Result<Role, String> {
    word(text, Role::ALL, Role::word, "usage-party-role")
}

fn field(text: &str) -> Result<Field, String> {
    word(text, Field::ALL, Field::word, "usage-field")
}

fn entry_kind(text: &str) -> Result<EntryKind, String> {
    word(text, EntryKind::ALL, EntryKind::word, "usage-entry-kind")
}

fn entry_state(text: &str) -> Result<EntryState, String> {
    word(text, EntryState::ALL, EntryState::word, "usage-entry-state")
}

fn source(text: &str) -> Result<Source, String> {
    word(text, Source::ALL, Source::word, "usage-source")
}

/// `7d`; between one day and a year, for a backup undoes forgetting as long as it lies there.
fn days(text: &str) -> Result<u16, String> {
    let days = text.trim().strip_suffix('d').and_then(|days| days.parse().ok());
    days.filter(|days| (1..=365).contains(days)).ok_or_else(|| "usage-days".to_owned())
}

/// `customer_no=1042`: a name as the policy's are, and a value to the byte.
pub(super) fn key_value(text: &str) -> Result<(String, String), String> {
    let read = text.split_once('=').filter(|(name, value)| {
        gallra_app::register::desk::is_key_name(name) && !value.is_empty() && !value.contains(['\n', '\r'])
    });
    read.map(|(name, value)| (name.to_owned(), value.to_owned())).ok_or_else(|| "usage-key-value".to_owned())
}

fn last_day(text: &str) -> Result<LastDay, String> {
    if text.trim() == gallra_app::register::marks::NONE {
        return Ok(LastDay(None));
    }
    day(text).map(|day| LastDay(Some(day))).map_err(|_| "usage-last-day".to_owned())
}
