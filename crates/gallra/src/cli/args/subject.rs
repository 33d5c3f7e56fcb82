//! What can be typed after `gallra subject`.

use clap::{Args, Subcommand};

use super::name;
use super::register::key_value;

#[derive(Debug, Args)]
pub(crate) struct Subject {
    #[command(subcommand)]
    pub(crate) action: SubjectAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SubjectAction {
    Find(Find),
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
