//! What can be typed after `gallra subject` that is no request: what was erased and came back, and to whom nothing is
//! advertised.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

#[derive(Debug, Args)]
pub(crate) struct Replay {
    #[arg(long, value_name = "DAY")]
    pub(crate) since: Option<Date>,
    #[arg(long, value_name = "NAME")]
    pub(crate) system: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    #[arg(long, value_name = "NUMBER", requires = "by")]
    pub(crate) expect: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct Suppressed {
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["phone", "number"])]
    pub(crate) email: Option<String>,
    #[arg(long, value_name = "NUMBER", conflicts_with = "number")]
    pub(crate) phone: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(crate) number: Option<String>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["email", "phone", "number", "export"])]
    pub(crate) import: Option<PathBuf>,
    #[arg(long)]
    pub(crate) export: bool,
}
