//! What can be typed after `gallra subject`.

use clap::{Args, Subcommand};
use gallra_app::subject::{Given, GivenKind};

use super::requests::Ask;

#[derive(Debug, Args)]
pub(crate) struct Subject {
    #[command(subcommand)]
    pub(crate) action: SubjectAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SubjectAction {
    Access(Plain),
    Export(Plain),
    Erase(Plain),
    Rectify(Rectify),
    Restrict(Plain),
    Object(Object),
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
    #[arg(long, value_name = "DATASET.FIELD=VALUE", required = true, value_parser = correction)]
    pub(crate) correct: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) ask: Ask,
}

#[derive(Debug, Args)]
pub(crate) struct Object {
    #[command(flatten)]
    pub(crate) given: Identifiers,
    #[arg(long, value_name = "marketing|automated|ACTIVITY", required = true, value_delimiter = ',')]
    pub(crate) to: Vec<String>,
    #[command(flatten)]
    pub(crate) ask: Ask,
}

#[derive(Debug, Args)]
pub(crate) struct Identifiers {
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) email: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(crate) phone: Vec<String>,
    #[arg(long, value_name = "NUMBER")]
    pub(crate) number: Vec<String>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = correction)]
    pub(crate) key: Vec<(String, String)>,
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Vec<String>,
}

impl Identifiers {
    pub(crate) fn given(&self) -> Vec<Given> {
        let mut all = Vec::new();
        let mut add = |kind: GivenKind, texts: &[String]| {
            all.extend(texts.iter().map(|text| Given { kind: kind.clone(), text: text.trim().to_owned() }));
        };
        add(GivenKind::Email, &self.email);
        add(GivenKind::Phone, &self.phone);
        add(GivenKind::Number, &self.number);
        add(GivenKind::Name, &self.name);
        for (name, value) in &self.key {
            add(GivenKind::Subject(name.clone()), std::slice::from_ref(value));
        }
        all
    }
}

fn correction(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "usage-name-value".to_owned())?;
    match (name.trim(), value.trim()) {
        ("", _) | (_, "") => Err("usage-name-value".to_owned()),
        (name, value) => Ok((name.to_owned(), value.to_owned())),
    }
}
