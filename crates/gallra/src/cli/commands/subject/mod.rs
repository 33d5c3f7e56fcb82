//! `gallra subject`: what a person asks for.

mod find;

use gallra_app::requests::Asks;
use gallra_app::subject::rectify::Correction;
use gallra_rules::names::ActivityName;
use gallra_rules::request::Kind;

use super::requests::open;
use super::subject_more;
use crate::cli::args::Global;
use crate::cli::args::subject::{Plain, RestrictGround, Subject, SubjectAction as Action};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::ui::Ui;

pub(super) async fn run(ui: &Ui, global: &Global, args: &Subject) -> Result<Exit, Failure> {
    let plain = async |kind: Kind, args: &Plain| {
        open::run(ui, global, (kind, &args.given, &args.ask), Asks::default()).await
    };
    match &args.action {
        Action::Find(args) => find::run(ui, global, args).await,
        Action::Access(args) => plain(Kind::Access, args).await,
        Action::Export(args) => plain(Kind::Port, args).await,
        Action::Erase(args) => plain(Kind::Erase, args).await,
        Action::Restrict(args) => {
            let ground = match args.ground {
                RestrictGround::Accuracy => "accuracy",
                RestrictGround::Unlawful => "unlawful",
                RestrictGround::Claims => "claims",
                RestrictGround::Objection => "objection",
            };
            let asks = Asks { restrict: Some(ground.to_owned()), ..Asks::default() };
            open::run(ui, global, (Kind::Restrict, &args.given, &args.ask), asks).await
        }
        Action::Replay(args) => subject_more::replay(ui, global, args).await,
        Action::Suppressed(args) => subject_more::suppressed(ui, global, args).await,
        Action::Rectify(args) => {
            let (what, old, new) = (args.what.clone(), args.old.clone(), args.new.clone());
            let asks = Asks { correct: Some(Correction { what, old: Some(old), new }), ..Asks::default() };
            open::run(ui, global, (Kind::Rectify, &args.given, &args.ask), asks).await
        }
        Action::Review(args) => {
            let asks = Asks { decision: Some(args.decision.clone()), ..Asks::default() };
            open::run(ui, global, (Kind::Human, &args.given, &args.ask), asks).await
        }
        Action::Object(args) => {
            let objects_to = args.to.iter().map(ActivityName::new).collect();
            let asks = Asks { objects_to, marketing: args.marketing, ..Asks::default() };
            open::run(ui, global, (Kind::Object, &args.given, &args.ask), asks).await
        }
    }
}
