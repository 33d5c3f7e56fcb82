//! What can be typed after `gallra subject`.

use clap::{Args, Subcommand, ValueEnum};
use gallra_app::subject::rectify::What;

use super::name;
use super::register::key_value;
use super::requests::Ask;

#[derive(Debug, Args)]
pub(crate) struct Subject {
    #[command(subcommand)]
    pub(crate) action: SubjectAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SubjectAction {
    Find(Find),
    Access(Plain),
    Export(Plain),
    Erase(Plain),
    Rectify(Rectify),
    Restrict(Restrict),
    Object(Object),
    Review(Review),
    Replay(super::subject_more::Replay),
    Suppressed(super::subject_more::Suppressed),
}

#[derive(Debug, Args)]
pub(crate) struct Plain {
    #[command(flatten)]
    pub(crate) given: Identifiers,
    #[command(flatten)]
    pub(crate) ask: Ask,
}

#[derive(Debug, Args)]
pub(crate) struct Rectify {
    #[command(flatten)]
    pub(crate) given: Identifiers,
    #[arg(long, value_name = "email|phone|name|address|DATASET.COLUMN|CATEGORY", value_parser = what)]
    pub(crate) what: What,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) old: String,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) new: String,
    #[command(flatten)]
    pub(crate) ask: Ask,
}

#[derive(Debug, Args)]
pub(crate) struct Restrict {
    #[command(flatten)]
    pub(crate) given: Identifiers,
    #[arg(long, value_enum, value_name = "accuracy|unlawful|claims|objection", default_value = "accuracy")]
    pub(crate) ground: RestrictGround,
    #[command(flatten)]
    pub(crate) ask: Ask,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RestrictGround {
    Accuracy,
    Unlawful,
    Claims,
    Objection,
}

#[derive(Debug, Args)]
pub(crate) struct Object {
    #[command(flatten)]
    pub(crate) given: Identifiers,
    #[arg(long, value_name = "ACTIVITY", value_delimiter = ',', required_unless_present = "marketing")]
    pub(crate) to: Vec<String>,
    #[arg(long)]
    pub(crate) marketing: bool,
    #[command(flatten)]
    pub(crate) ask: Ask,
}

#[derive(Debug, Args)]
pub(crate) struct Review {
    #[command(flatten)]
    pub(crate) given: Identifiers,
    #[arg(long, value_name = "TEXT", value_parser = name)]
    pub(crate) decision: String,
    #[command(flatten)]
    pub(crate) ask: Ask,
}

/// As for `subject find`: as they are, as `-` (a line each from standard input), or as `@FILE`: others see a command line.
#[derive(Debug, Args)]
pub(crate) struct Identifiers {
    #[arg(long, value_name = "ADDRESS|-|@FILE")]
    pub(crate) email: Vec<String>,
    #[arg(long, value_name = "NUMBER|-|@FILE")]
    pub(crate) phone: Vec<String>,
    #[arg(long, value_name = "NUMBER|-|@FILE")]
    pub(crate) number: Vec<String>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = key_value)]
    pub(crate) subject: Vec<(String, String)>,
    #[arg(long, value_name = "TEXT|-|@FILE")]
    pub(crate) name: Vec<String>,
}

/// One of the four words, a column (`customers.email`), or a category of the vocabulary: those have a dot too, and a dataset of
/// that name comes first.
#[allow(clippy::unnecessary_wraps, reason = "a parser of clap")]
fn what(text: &str) -> Result<What, String> {
    Ok(match text.trim() {
        "email" => What::Email,
        "phone" => What::Phone,
        "name" => What::Name,
        "address" => What::Address,
        other => What::Category(other.to_owned()),
    })
}

/// Identifiers are given as they are, as `-` (a line each from standard input), or as `@FILE`: others see a command line.
#[derive(Debug, Args)]
pub(crate) struct Find {
    #[arg(long, value_name = "ADDRESS|-|@FILE")]
    pub(crate) email: Vec<String>,
    #[arg(long, value_name = "NUMBER|-|@FILE")]
    pub(crate) phone: Vec<String>,
    #[arg(long, value_name = "NUMBER|-|@FILE")]
    pub(crate) number: Vec<String>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = key_value)]
    pub(crate) subject: Vec<(String, String)>,
    #[arg(long, value_name = "TEXT|-|@FILE")]
    pub(crate) name: Vec<String>,
    #[arg(long, value_name = "ID")]
    pub(crate) accept: Vec<String>,
    #[arg(long, value_name = "ID")]
    pub(crate) reject: Vec<String>,
    #[arg(long)]
    pub(crate) mentions: bool,
    #[arg(long)]
    pub(crate) no_texts: bool,
    #[arg(long, value_name = "NAME", value_parser = name, env = "GALLRA_BY")]
    pub(crate) by: Option<String>,
    #[arg(long = "for", id = "for", value_name = "ACTIVITY", env = "GALLRA_FOR")]
    pub(crate) activity: Option<String>,
}
