//! `gallra apply`: carry out an approved plan, or go on with it.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use gallra_app::apply::{Pace, apply};
use gallra_app::evidence::{self, CERTIFICATES};
use gallra_app::report::{Report, RunState};
use gallra_app::{AppError, approval, planning};
use gallra_ledger::verify_certificate;
use gallra_rules::plan::Plan;
use serde_json::json;

use super::not_read;
use crate::cli::args::{self, Global};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session, quoted};
use crate::cli::text::t;
use crate::cli::ui::Ui;
use crate::cli::{progress, stop, translate, view};

pub(super) async fn run(ui: &Ui, global: &Global, args: &args::Apply) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let plan = planning::read(&args.plan).map_err(|fault| translate::app(&fault, None, ui.texts))?;
    let told = |fault| translate::app(&fault, Some(&plan), ui.texts);
    let approved = match (&args.by, approval::find(&session.context, &plan).await) {
        // Approved before, perhaps begun: the first approval stands, and there is nothing to ask.
        (_, Ok(approved)) => approved,
        (Some(by), Err(_)) => {
            confirm(ui, &session, &plan, args.yes)?;
            approval::approve(&session.context, &plan, by, args.expect).await.map_err(told)?
        }
        (None, Err(fault)) => return Err(told(fault)),
    };
    let pace = Pace { lock_time: args.lock_time, rows_per_second: args.throttle, ..Pace::default() };
    let signal = pace.stop.clone();
    stop::finish_the_batch(ui.texts, move || signal.stop());
    let report = {
        let progress = progress::of(ui, Some(&plan));
        apply(&session.context, &approved, &pace, progress.as_ref()).await
    };
    match report.map_err(told) {
        Ok(report) => Ok(tell(ui, &session, args, &report)),
        Err(failure) if failure.code == "already_finished" => {
            certify_late(ui, &session, approved.hash().as_str()).await?.ok_or(failure)
        }
        Err(failure) => Err(failure),
    }
}

/// The run is over. If it was killed after its last step and before its certificate, the same command has that left to
/// do; if not, there is nothing, and `None` says so.
async fn certify_late(ui: &Ui, session: &Session, plan: &str) -> Result<Option<Exit>, Failure> {
    let texts = ui.texts;
    let told = |fault: &AppError| translate::app(fault, None, texts);
    let runs = session.context.store.runs().await.map_err(|fault| told(&fault.into()))?;
    let Some(run) = runs.into_iter().find(|run| run.plan == plan) else { return Ok(None) };
    if session.state_dir.join(CERTIFICATES).join(format!("{}.json", run.id.0)).exists() {
        return Ok(None);
    }
    let path = evidence::certify(&session.context, &run.id).await.map_err(|fault| told(&fault))?;
    let bytes = std::fs::read(&path).map_err(|fault| not_read(ui, &path, &fault))?;
    let shown = verify_certificate(&bytes, session.context.keys.signing.verifying_key())
        .map_err(|fault| translate::verify(&path, &fault, texts))?;
    let rows = shown.totals;
    let clean = rows.failed + rows.skipped + rows.not_checked == 0;
    let next = session.command(&format!("verify {}", quoted(&path)));
    ui.say(t!(texts, "run-finished-before", run = &shown.run, rows = view::run::sum(&rows, texts)));
    ui.say(t!(texts, "run-certificate", path = path.display().to_string()));
    ui.say(t!(texts, "word-next", command = &next));
    ui.document(&json!({
        "run": shown.run,
        "plan": plan,
        "state": "finished",
        "rows": rows,
        "certificate": path,
        "clean": clean,
        "next": next,
    }));
    Ok(Some(if clean { Exit::Done } else { Exit::No }))
}

/// Shows the plan and asks, where somebody is there to answer.
fn confirm(ui: &Ui, session: &Session, plan: &Plan, yes: bool) -> Result<(), Failure> {
    if yes || ui.json || !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Ok(());
    }
    let texts = ui.texts;
    ui.note(view::plan::text(ui, plan, &session.context.policy, &view::plan::Clearing::new()));
    ui.note("");
    let word = t!(texts, "apply-yes");
    let mut err = std::io::stderr().lock();
    let asked = write!(err, "{} ", t!(texts, "apply-ask", rows = plan.rows(), yes = &word))
        .and_then(|()| err.flush());
    let mut answer = String::new();
    let read = asked.and_then(|()| std::io::stdin().lock().read_line(&mut answer));
    if read.is_ok() && answer.trim().eq_ignore_ascii_case(&word) {
        return Ok(());
    }
    let help = t!(texts, "err-not-confirmed-help", yes = word);
    Err(Failure::new(Exit::Refused, "not_confirmed", t!(texts, "err-not-confirmed")).help(help))
}

fn tell(ui: &Ui, session: &Session, args: &args::Apply, report: &Report) -> Exit {
    let texts = ui.texts;
    let exit = match report.state {
        RunState::Interrupted => Exit::Stopped,
        RunState::Finished if report.is_clean() => Exit::Done,
        RunState::Finished => Exit::No,
    };
    ui.say(view::run::text(ui, report));
    ui.say(String::new());
    let next = match &report.certificate {
        Some(path) => {
            ui.say(t!(texts, "run-certificate", path = path.display().to_string()));
            session.command(&format!("verify {}", quoted(path)))
        }
        None => session.command(&format!("apply {}", quoted(&args.plan))),
    };
    let id = if report.certificate.is_some() { "word-next" } else { "run-goes-on" };
    ui.say(texts.with(id, vec![("command", next.clone().into())]));
    let mut document = serde_json::to_value(report).unwrap_or_default();
    document["clean"] = report.is_clean().into();
    document["next"] = next.into();
    ui.document(&document);
    exit
}
