//! The commands, one module each.

mod agreements;
mod apply;
mod approve;
mod attest;
mod audit;
mod check;
mod demo;
mod discover;
mod documents;
mod entries;
mod explain;
mod help;
mod hold;
mod init;
mod man;
mod marks;
mod plan;
mod recipients;
mod register;
mod rights;
mod runs;
mod store;
mod verify;

use std::path::Path;

use super::args::{Cli, Command};
use super::exit::Exit;
use super::failure::Failure;
use super::text::t;
use super::ui::Ui;

/// Runs the command that was asked for.
pub(crate) async fn run(ui: &Ui, cli: &Cli) -> Result<Exit, Failure> {
    let global = &cli.global;
    let several = global.lang.as_ref().is_some_and(|languages| languages.0.len() > 1);
    if several && !matches!(cli.command, Command::Documents(_)) {
        let message = t!(ui.texts, "usage-one-lang");
        return Err(Failure::new(Exit::Usage, "usage", message).help(t!(ui.texts, "usage-help")));
    }
    match &cli.command {
        Command::Init(args) => init::run(ui, args),
        Command::Check(args) if args.live => discover::live(ui, global, args).await,
        Command::Check(args) => check::run(ui, global, args),
        Command::Plan(args) => plan::run(ui, global, args).await,
        Command::Approve(args) => approve::run(ui, global, args).await,
        Command::Apply(args) => apply::run(ui, global, args).await,
        Command::Audit(args) => audit::run(ui, global, args).await,
        Command::Attest(args) => attest::run(ui, global, args).await,
        Command::Recipients(args) => recipients::run(ui, global, args).await,
        Command::Agreements(args) => agreements::run(ui, global, args).await,
        Command::Discover(args) => discover::run(ui, global, args).await,
        Command::Documents(args) => documents::run(ui, global, &args.action),
        Command::Hold(args) => hold::run(ui, global, &args.action).await,
        Command::Verify(args) => verify::run(ui, global, args).await,
        Command::Rights(args) => rights::run(ui, global, args).await,
        Command::Store(args) => store::run(ui, global, &args.action).await,
        Command::Register(args) => register::run(ui, global, args).await,
        Command::Entries(args) => entries::run(ui, global, args).await,
        Command::Runs => runs::list(ui, global).await,
        Command::Certificate(args) => runs::certificate(ui, global, &args.run).await,
        Command::Demo(args) => demo::run(ui, args).await,
        Command::Explain(args) => explain::run(ui, args.code.as_deref()),
        Command::Schema => Ok(help::schema(ui)),
        Command::Completions(args) => Ok(help::completions(ui, args.shell)),
        Command::Man(args) => man::run(ui, args.out.as_deref()),
        Command::Help(args) => help::run(ui, &args.command),
    }
}

/// A file or folder that could not be written.
fn not_written(ui: &Ui, path: &Path, fault: &std::io::Error) -> Failure {
    let message = t!(ui.texts, "err-file", path = path.display().to_string());
    Failure::new(Exit::Failed, "file", message).detail(fault.to_string()).help(t!(ui.texts, "err-file-help"))
}

/// A file that could not be read.
fn not_read(ui: &Ui, path: &Path, fault: &std::io::Error) -> Failure {
    let message = t!(ui.texts, "err-file-read", path = path.display().to_string());
    Failure::new(Exit::Usage, "file", message).detail(fault.to_string()).help(t!(ui.texts, "err-file-help"))
}
