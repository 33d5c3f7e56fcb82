//! `gallra subject`: what a person may ask for.

mod find;

use crate::cli::args::Global;
use crate::cli::args::subject::{Subject, SubjectAction};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::ui::Ui;

pub(super) async fn run(ui: &Ui, global: &Global, args: &Subject) -> Result<Exit, Failure> {
    match &args.action {
        SubjectAction::Find(args) => find::run(ui, global, args).await,
    }
}
