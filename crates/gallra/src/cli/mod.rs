//! The command line: read what was typed, run the command, tell how it ended.

mod args;
mod commands;
mod exit;
mod failure;
mod format;
mod localise;
mod looks;
mod misread;
mod progress;
mod refusal;
mod request;
mod session;
mod stop;
mod text;
mod translate;
mod ui;
mod usage;
mod view;

#[cfg(test)]
mod texts_test;

use std::process::ExitCode;

use clap::FromArgMatches as _;
use clap::error::ErrorKind;
use gallra_rules::diagnostic::Lang;

use args::{Cli, Command};
use exit::Exit;
use failure::Failure;
use text::{Texts, t};
use ui::{Ui, complain};

/// Runs what the process was called with.
pub(crate) fn main() -> ExitCode {
    let typed: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let words: Vec<String> = typed.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let lang = text::choose(words.iter().map(String::as_str), |name| std::env::var(name).ok());
    say_little_in_a_panic(lang);
    let cli = localise::command(Texts { lang })
        .try_get_matches_from(typed)
        .and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    let exit = match cli {
        Ok(cli) => run(&cli, lang),
        Err(error) => not_understood(&error, lang, words.iter().any(|word| word == "--json")),
    };
    exit.into()
}

fn run(cli: &Cli, lang: Lang) -> Exit {
    let ui = Ui::new(lang, &cli.global);
    log_to_stderr(cli.global.verbose);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let ended = match runtime {
        Ok(runtime) => {
            let ended = runtime.block_on(commands_or_stop(&ui, cli));
            // Nothing that is left running matters: what counts has been committed.
            runtime.shutdown_background();
            ended
        }
        Err(fault) => {
            let failure = Failure::new(Exit::Failed, "runtime", t!(ui.texts, "err-runtime"));
            Err(failure.detail(fault.to_string()).help(t!(ui.texts, "err-runtime-help")))
        }
    };
    let exit = ended.unwrap_or_else(|failure| {
        ui.fail(&failure);
        failure.exit
    });
    match ui.take_broken() {
        Some(fault) => {
            let failure =
                Failure::new(Exit::Failed, "output", t!(ui.texts, "err-output")).detail(fault.to_string());
            complain(&failure.help(t!(ui.texts, "err-output-help")).to_text(&ui));
            exit.max(Exit::Failed)
        }
        None => exit,
    }
}

/// `apply` and `demo` look after signals themselves; everything else can be dropped anywhere.
async fn commands_or_stop(ui: &Ui, cli: &Cli) -> Result<Exit, Failure> {
    if matches!(cli.command, Command::Apply(_) | Command::Demo(_)) {
        return commands::run(ui, cli).await;
    }
    tokio::select! {
        ended = commands::run(ui, cli) => ended,
        () = stop::signal() => {
            complain(&t!(ui.texts, "stop-at-once"));
            Ok(Exit::Stopped)
        }
    }
}

/// Help and version are answers; everything else is a mistake, told in one shape.
fn not_understood(error: &clap::Error, lang: Lang, json: bool) -> Exit {
    let ui = Ui::plain(lang, json);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            ui.write(&error.render().to_string());
            Exit::Done
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if !json => {
            complain(&error.render().to_string());
            Exit::Usage
        }
        _ => {
            let failure = usage::failure(error, ui.texts);
            ui.fail(&failure);
            failure.exit
        }
    }
}

/// `-v` tells what is done, `-vv` more. Only our own rooms speak: a driver's log could hold values from records. What
/// is logged and what never is stands in `docs/LOGGING.md`.
fn log_to_stderr(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => "info",
        _ => "debug",
    };
    let filter = format!(
        "off,gallra={level},gallra_app={level},gallra_connect={level},gallra_store={level},gallra_ledger={level},gallra_rules={level}"
    );
    drop(
        tracing_subscriber::fmt()
            .with_env_filter(tracing_subscriber::EnvFilter::new(filter))
            .with_writer(std::io::stderr)
            .with_ansi(false)
            .try_init(),
    );
}

/// A panic is a fault of ours. Its text could hold anything, so only its place is told, and the process ends: what was
/// committed stays, and the same command goes on.
fn say_little_in_a_panic(lang: Lang) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        complain(&t!(Texts { lang }, "panic", place = place));
        std::process::exit(Exit::Fault.code().into());
    }));
}
