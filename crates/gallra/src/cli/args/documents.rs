//! `gallra documents`: what is built, bundled, published, compared and exported.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{address, kind, name};

#[derive(Debug, Args)]
pub(crate) struct Documents {
    #[command(subcommand)]
    pub(crate) action: DocumentsAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DocumentsAction {
    Build(DocumentsBuild),
    Bundle(DocumentsBundle),
    Publish(DocumentsPublish),
    Diff(DocumentsDiff),
    Live(DocumentsLive),
    Export(DocumentsExport),
}

#[derive(Debug, Args)]
pub(crate) struct DocumentsPublish {
    #[arg(long, value_name = "DIR", default_value = "published")]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "DOCUMENT", value_delimiter = ',', value_parser = kind)]
    pub(crate) only: Vec<gallra_app::documents::Kind>,
    #[arg(long, value_enum, value_name = "html|md|pdf", value_delimiter = ',', default_value = "html")]
    pub(crate) format: Vec<DocumentFormat>,
    #[arg(long, value_name = "FILE")]
    pub(crate) controllers: Option<PathBuf>,
    #[arg(long)]
    pub(crate) withdraw: bool,
    #[arg(long)]
    pub(crate) anew: bool,
    #[command(flatten)]
    pub(crate) who: OfRegister,
}

#[derive(Debug, Args)]
pub(crate) struct DocumentsDiff {
    #[arg(long, value_name = "VERSION")]
    pub(crate) from: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DocumentsLive {
    #[arg(long, value_name = "DIR", default_value = "documents")]
    pub(crate) out: PathBuf,
    #[arg(long, value_enum, value_name = "html|md|pdf", value_delimiter = ',', default_value = "html")]
    pub(crate) format: Vec<DocumentFormat>,
    #[arg(long, value_name = "URL", value_parser = address)]
    pub(crate) log_url: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DocumentsExport {
    #[arg(long, value_name = "DIR", default_value = "documents")]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) controllers: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) who: OfRegister,
}

#[derive(Debug, Args)]
pub(crate) struct DocumentsBuild {
    #[arg(long, value_name = "DIR", default_value = "documents")]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "DOCUMENT", value_delimiter = ',', value_parser = kind)]
    pub(crate) only: Vec<gallra_app::documents::Kind>,
    #[arg(long, value_enum, value_name = "html|md|pdf", value_delimiter = ',', default_value = "html")]
    pub(crate) format: Vec<DocumentFormat>,
    #[arg(long, value_name = "FILE")]
    pub(crate) controllers: Option<PathBuf>,
    #[arg(long, value_name = "REF", value_parser = name, conflicts_with = "controllers")]
    pub(crate) customer: Option<String>,
    #[arg(long)]
    pub(crate) draft: bool,
    #[command(flatten)]
    pub(crate) who: OfRegister,
}

/// Everything that customers sign.
#[derive(Debug, Args)]
pub(crate) struct DocumentsBundle {
    #[arg(long, value_name = "REF", value_parser = name, value_delimiter = ',', required_unless_present = "all_customers")]
    pub(crate) customer: Vec<String>,
    #[arg(long, conflicts_with = "customer")]
    pub(crate) all_customers: bool,
    #[arg(long, value_name = "DIR", default_value = "bundles")]
    pub(crate) out: PathBuf,
    #[arg(long)]
    pub(crate) zip: bool,
    #[command(flatten)]
    pub(crate) who: OfRegister,
}

/// Who reads customers' records in the register, and for which activity.
#[derive(Clone, Debug, Args)]
pub(crate) struct OfRegister {
    #[arg(long, value_name = "NAME", value_parser = name, env = "GALLRA_BY", display_order = 900)]
    pub(crate) by: Option<String>,
    #[arg(long = "for", id = "for", value_name = "ACTIVITY", env = "GALLRA_FOR", display_order = 901)]
    pub(crate) activity: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DocumentFormat {
    Html,
    Md,
    Pdf,
}
