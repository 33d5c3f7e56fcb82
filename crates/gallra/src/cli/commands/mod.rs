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
mod requests;
mod rights;
mod runs;
mod store;
mod subject;
mod subject_more;
mod verify;

use std::path::Path;

use gallra_app::evidence;
use gallra_app::letters::{self, Look, Words};
use gallra_rules::policy::Policy;
use jiff::civil::Date;

use super::args::requests::LetterFormat;
use super::args::{Cli, Command, Global};
use super::exit::Exit;
use super::failure::Failure;
use super::looks;
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
        Command::Documents(args) => documents::run(ui, global, &args.action).await,
        Command::Hold(args) => hold::run(ui, global, &args.action).await,
        Command::Verify(args) => verify::run(ui, global, args).await,
        Command::Rights(args) => rights::run(ui, global, args).await,
        Command::Store(args) => store::run(ui, global, &args.action).await,
        Command::Register(args) => register::run(ui, global, args).await,
        Command::Entries(args) => entries::run(ui, global, args).await,
        Command::Subject(args) => Box::pin(subject::run(ui, global, args)).await,
        Command::Requests(args) => Box::pin(requests::run(ui, global, args)).await,
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

/// How letters look, if they are wanted on paper.
fn paper_look(ui: &Ui, global: &Global, format: Option<LetterFormat>) -> Result<Option<Look>, Failure> {
    format.map(|LetterFormat::Pdf| Ok(looks::with_policy(ui, global)?.1.look)).transpose()
}

/// Writes a letter on paper, for its owner's eyes alone.
fn put_paper(
    ui: &Ui,
    path: &Path,
    policy_and_look: (&Policy, &Look),
    to: &[String],
    spoken: (&str, Date),
    words: &Words,
) -> Result<(), Failure> {
    let pdf = letters::paper(policy_and_look, to, spoken, words).map_err(|fault| {
        let failure = Failure::new(Exit::Failed, "pdf", t!(ui.texts, "err-pdf"));
        failure.detail(fault.to_string()).help(t!(ui.texts, "err-pdf-help"))
    })?;
    evidence::write_private(path, &pdf).map_err(|fault| not_written(ui, path, &fault))
}

/// A file that could not be read.
fn not_read(ui: &Ui, path: &Path, fault: &std::io::Error) -> Failure {
    let message = t!(ui.texts, "err-file-read", path = path.display().to_string());
    Failure::new(Exit::Usage, "file", message).detail(fault.to_string()).help(t!(ui.texts, "err-file-help"))
}
