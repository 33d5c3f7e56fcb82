//! What can be typed after `gallra requests`, and the openers of `gallra subject`.

use clap::{Args, Subcommand, ValueEnum};
use gallra_app::requests::{RequestNumber, ToldOutcome};
use gallra_rules::request::Ground;
use jiff::civil::Date;

use super::{day, name};

#[derive(Debug, Args)]
pub(crate) struct Requests {
    #[command(subcommand)]
    pub(crate) action: RequestsAction,
    #[arg(long, global = true, value_enum, value_name = "pdf")]
    pub(crate) format: Option<LetterFormat>,
    #[command(flatten)]
    pub(crate) who: Who,
}

/// A form in which letters are written too, beside text and page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LetterFormat {
    Pdf,
}

/// Who acts, and for which activity.
#[derive(Clone, Debug, Args)]
pub(crate) struct Who {
    #[arg(long, global = true, value_name = "NAME", value_parser = name, env = "GALLRA_BY")]
    pub(crate) by: Option<String>,
    #[arg(long = "for", global = true, value_name = "ACTIVITY", env = "GALLRA_FOR")]
    pub(crate) activity: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RequestsAction {
    List(List),
    Show(Which),
    Next(Next),
    Verify(Verify),
    Decide(Decide),
    Approve(Approve),
    SendBack(WithReason),
    Extend(WithReason),
    Refuse(Refuse),
    Withdraw(Which),
    Forward(Which),
    Task(Task),
    Note(Note),
    Certificate(Which),
    Recipients(Recipients),
    Lift(Lift),
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[arg(long)]
    pub(crate) all: bool,
    #[arg(long, value_name = "PARTY", value_parser = party)]
    pub(crate) customer: Option<i64>,
    #[arg(long, value_name = "FILE")]
    pub(crate) calendar: Option<std::path::PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Which {
    #[arg(value_name = "REQUEST", value_parser = request)]
    pub(crate) request: RequestNumber,
}

#[derive(Debug, Args)]
pub(crate) struct Next {
    #[arg(value_name = "REQUEST", value_parser = request)]
    pub(crate) request: RequestNumber,
    #[arg(long)]
    pub(crate) name_gaps: bool,
}

/// How it is known who asks, or why it is not: one of them.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Way {
    #[arg(long, value_name = "CODE")]
    pub(crate) code: Option<String>,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) known: Option<String>,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) doubt: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[arg(value_name = "REQUEST", value_parser = request)]
    pub(crate) request: RequestNumber,
    #[command(flatten)]
    pub(crate) way: Way,
    #[arg(long, requires = "doubt")]
    pub(crate) by_post: bool,
    #[arg(long, value_name = "TEXT", value_parser = name, requires = "doubt", conflicts_with = "by_post")]
    pub(crate) asking: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Decide {
    #[arg(value_name = "REQUEST", value_parser = request)]
    pub(crate) request: RequestNumber,
    #[arg(long, value_name = "ACTIVITY", value_delimiter = ',')]
    pub(crate) in_force: Vec<String>,
    #[arg(long, value_name = "ACTIVITY", value_delimiter = ',')]
    pub(crate) ended: Vec<String>,
    #[arg(long, value_name = "ACTIVITY=GROUND", value_delimiter = ',', value_parser = exemption)]
    pub(crate) exempt: Vec<(String, Ground)>,
    #[arg(long, value_name = "ACTIVITY", value_delimiter = ',')]
    pub(crate) no_exemption: Vec<String>,
    #[arg(long, value_name = "ACTIVITY", value_delimiter = ',')]
    pub(crate) instructed: Vec<String>,
    #[arg(long, value_name = "MATCH", value_delimiter = ',')]
    pub(crate) theirs: Vec<String>,
    #[arg(long, value_name = "MATCH", value_delimiter = ',')]
    pub(crate) not_theirs: Vec<String>,
    #[arg(long, value_enum, value_name = "changed|stands")]
    pub(crate) decision: Option<Decision>,
    #[arg(long)]
    pub(crate) name_gaps: bool,
}

/// What became of an automated decision when somebody looked at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Decision {
    Changed,
    Stands,
}

/// Who has to hear of what was done: listed, or one of them told or answered.
#[derive(Debug, Args)]
pub(crate) struct Recipients {
    #[arg(value_name = "REQUEST", value_parser = request)]
    pub(crate) request: RequestNumber,
    #[arg(value_name = "RECIPIENT", value_parser = name, requires = "said")]
    pub(crate) recipient: Option<String>,
    #[arg(long, requires = "recipient", group = "said")]
    pub(crate) told: bool,
    #[arg(
        long,
        value_enum,
        value_name = "done|nothing-held|not-done|impossible",
        requires = "recipient",
        group = "said"
    )]
    pub(crate) answered: Option<Answer>,
    #[arg(long, value_name = "DATE", value_parser = day, requires = "recipient")]
    pub(crate) on: Option<Date>,
}

/// What a recipient answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "kebab-case")]
pub(crate) enum Answer {
    Done,
    NothingHeld,
    NotDone,
    Impossible,
}

impl From<Answer> for ToldOutcome {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Done => Self::Done,
            Answer::NothingHeld => Self::NothingHeld,
            Answer::NotDone => Self::NotDone,
            Answer::Impossible => Self::Impossible,
        }
    }
}

/// The end of a restriction: announced, told, lifted.
#[derive(Debug, Args)]
pub(crate) struct Lift {
    #[arg(value_name = "REQUEST", value_parser = request)]
    pub(crate) request: RequestNumber,
    #[arg(long, value_name = "TEXT", value_parser = name, conflicts_with = "told")]
    pub(crate) reason: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = day, requires = "reason")]
    pub(crate) ends: Option<Date>,
    #[arg(long)]
    pub(crate) told: bool,
    #[arg(long, value_name = "DATE", value_parser = day, requires = "told")]
    pub(crate) on: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct Approve {
    #[arg(value_name = "REQUEST", value_parser = request)]
    pub(crate) request: RequestNumber,
    #[arg(long, value_name = "N", value_parser = super::number)]
    pub(crate) expect: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct WithReason {
    #[arg(value_name = "REQUEST", value_parser = request)]
    pub(crate) request: RequestNumber,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct Refuse {
    #[arg(value_name = "REQUEST", value_parser = request)]
    pub(crate) request: RequestNumber,
    #[arg(long, value_enum, value_name = "GROUND")]
    pub(crate) ground: Grounds,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) reason: String,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) authority: Option<String>,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) court: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Grounds {
    Unfounded,
    Excessive,
    NotIdentifiable,
    RightsOfOthers,
    Expression,
    LegalObligation,
    PublicHealth,
    Archiving,
    LegalClaims,
    #[value(name = "compelling-grounds")]
    Compelling,
    ConditionsNotMet,
    RestrictedByLaw,
}

impl From<Grounds> for Ground {
    fn from(ground: Grounds) -> Self {
        match ground {
            Grounds::Unfounded => Self::Unfounded,
            Grounds::Excessive => Self::Excessive,
            Grounds::NotIdentifiable => Self::NotIdentifiable,
            Grounds::RightsOfOthers => Self::RightsOfOthers,
            Grounds::Expression => Self::Expression,
            Grounds::LegalObligation => Self::LegalObligation,
            Grounds::PublicHealth => Self::PublicHealth,
            Grounds::Archiving => Self::Archiving,
            Grounds::LegalClaims => Self::LegalClaims,
            Grounds::Compelling => Self::CompellingGrounds,
            Grounds::ConditionsNotMet => Self::ConditionsNotMet,
            Grounds::RestrictedByLaw => Self::RestrictedByLaw,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Task {
    #[arg(value_name = "REQUEST", value_parser = request)]
    pub(crate) request: RequestNumber,
    #[arg(id = "task", value_name = "TASK")]
    pub(crate) number: u32,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) saying: String,
}

#[derive(Debug, Args)]
pub(crate) struct Note {
    #[arg(value_name = "REQUEST", value_parser = request)]
    pub(crate) request: RequestNumber,
    #[arg(value_name = "TEXT", value_parser = name)]
    pub(crate) text: String,
}

/// What every request that comes in says.
#[derive(Debug, Args)]
pub(crate) struct Ask {
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) received: Option<Date>,
    #[arg(long, value_name = "PARTY", value_parser = party)]
    pub(crate) customer: Option<i64>,
    #[arg(long, value_enum, value_name = "person|customer", default_value = "person")]
    pub(crate) from: Sender,
    #[arg(long, value_name = "TAG")]
    pub(crate) language: Option<String>,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) words: Option<String>,
    #[arg(long)]
    pub(crate) again: bool,
    #[command(flatten)]
    pub(crate) who: OpenedBy,
}

/// As [`Who`], for a command that has none above it.
#[derive(Clone, Debug, Args)]
pub(crate) struct OpenedBy {
    #[arg(long, value_name = "NAME", value_parser = name, env = "GALLRA_BY")]
    pub(crate) by: Option<String>,
    #[arg(long = "for", value_name = "ACTIVITY", env = "GALLRA_FOR")]
    pub(crate) activity: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "kebab-case")]
pub(crate) enum Sender {
    Person,
    Customer,
}

/// `R-7`, `r-7` or `7`.
fn request(text: &str) -> Result<RequestNumber, String> {
    let digits = text.strip_prefix(['R', 'r']).map_or(text, |rest| rest.strip_prefix('-').unwrap_or(rest));
    let number = digits.parse::<i64>().ok().filter(|number| *number > 0);
    number.map(RequestNumber).ok_or_else(|| "usage-request".to_owned())
}

/// The number of a customer, from 1.
fn party(text: &str) -> Result<i64, String> {
    text.parse::<i64>().ok().filter(|id| *id > 0).ok_or_else(|| "usage-id".to_owned())
}

fn exemption(text: &str) -> Result<(String, Ground), String> {
    let fault = || "usage-exemption".to_owned();
    let (activity, ground) = text.split_once('=').ok_or_else(fault)?;
    let ground = Grounds::from_str(ground.trim(), true).map_err(|_| fault())?;
    Ok((activity.trim().to_owned(), ground.into()))
}
