//! `gallra subject`: what a person asks for.

use std::collections::{BTreeMap, BTreeSet};

use gallra_app::requests::Asks;
use gallra_rules::request::Kind;

use super::requests::open;
use super::subject_more;
use crate::cli::args::Global;
use crate::cli::args::subject::{Plain, Subject, SubjectAction as Action};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::ui::Ui;

pub(super) async fn run(ui: &Ui, global: &Global, args: &Subject) -> Result<Exit, Failure> {
    let plain = async |kind: Kind, args: &Plain| {
        open::run(ui, global, (kind, args.given.given(), &args.ask), Asks::default()).await
    };
    match &args.action {
        Action::Access(args) => plain(Kind::Access, args).await,
        Action::Export(args) => plain(Kind::Port, args).await,
        Action::Erase(args) => plain(Kind::Erase, args).await,
        Action::Restrict(args) => plain(Kind::Restrict, args).await,
        Action::Replay(args) => subject_more::replay(ui, global, args).await,
        Action::Suppressed(args) => subject_more::suppressed(ui, global, args).await,
        Action::Rectify(args) => {
            let correct: BTreeMap<String, String> = args.correct.iter().cloned().collect();
            let asks = Asks { correct, ..Asks::default() };
            open::run(ui, global, (Kind::Rectify, args.given.given(), &args.ask), asks).await
        }
        Action::Object(args) => {
            let objects_to: BTreeSet<String> = args.to.iter().cloned().collect();
            let asks = Asks { objects_to, ..Asks::default() };
            open::run(ui, global, (Kind::Object, args.given.given(), &args.ask), asks).await
        }
    }
}
