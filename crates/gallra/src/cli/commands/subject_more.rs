//! `gallra subject replay` and `gallra subject suppressed`.

use std::io::Read as _;

use gallra_app::apply::Pace;
use gallra_app::subject::erase;
use gallra_app::subject::replay::{self, Replayed};
use gallra_app::subject::suppressed::{self, SuppressedKind};
use gallra_app::{AppError, planning};
use gallra_rules::names::SystemName;
use serde_json::json;

use crate::cli::args::Global;
use crate::cli::args::subject_more::{Replay, Suppressed};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session};
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui};
use crate::cli::{progress, translate};

/// Looks for erased data that has come back; with somebody's name erases it again.
pub(super) async fn replay(ui: &Ui, global: &Global, args: &Replay) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let context = &session.context;
    let failed = |fault: AppError| translate::app(&fault, None, ui.texts);
    let asked = replay::Asked { since: args.since, system: args.system.as_deref().map(SystemName::new) };
    let found = {
        let progress = progress::of(ui, None);
        replay::replay(context, &asked, progress.as_ref()).await.map_err(failed)?
    };
    lines(ui, &found);
    let exit = if found.is_whole() { Exit::Done } else { Exit::InPart };
    if !found.has_returned() {
        ui.say(t!(ui.texts, "replay-nothing"));
        ui.document(&json!(found));
        return Ok(exit);
    }
    let Some(by) = &args.by else {
        ui.say(ui.paint(Style::Warn, t!(ui.texts, "replay-next")));
        ui.document(&json!(found));
        return Ok(Exit::No);
    };
    let report = again(ui, &session, &found, (by, args.expect)).await?;
    ui.document(&json!({"lines": found.lines, "expired": found.expired, "report": report}));
    Ok(if report.is_clean() { exit } else { Exit::No })
}

/// Plans, approves and carries out. If we crash here, the next plan of the same command finds what is left; a run that was
/// begun is ended by `gallra apply` with the plan's file, which no longer fits.
async fn again(
    ui: &Ui,
    session: &Session,
    found: &Replayed,
    (by, expect): (&str, Option<u64>),
) -> Result<gallra_app::report::Report, Failure> {
    let context = &session.context;
    let failed = |fault: AppError| translate::app(&fault, None, ui.texts);
    let progress = progress::of(ui, None);
    let planned = replay::plan(context, found, progress.as_ref()).await.map_err(failed)?;
    let plan = &planned.made.plan;
    let hash = plan.hash().map_err(|fault| failed(fault.into()))?;
    let file = session.state_dir.join("plans").join(format!("plan-{}.json", hash.short()));
    planning::save(plan, &file).map_err(failed)?;
    let person = &planned.person;
    let approved = erase::approve(context, plan, person, by, expect).await.map_err(failed)?;
    let report = erase::apply(context, &approved, person, &Pace::default(), progress.as_ref())
        .await
        .map_err(failed)?;
    ui.say(t!(ui.texts, "replay-erased", rows = report.rows.erased + report.rows.anonymised));
    Ok(report)
}

fn lines(ui: &Ui, found: &Replayed) {
    for line in &found.lines {
        let dataset = format!("{}.{}", line.system, line.dataset);
        ui.say(t!(
            ui.texts,
            "replay-line",
            dataset = dataset,
            records = line.records,
            returned = line.returned,
            reported = line.reported
        ));
        if let Some(why) = &line.not_checked {
            ui.say(ui.paint(Style::Warn, t!(ui.texts, "replay-not-checked", why = why.clone())));
        }
    }
    if found.expired > 0 {
        ui.say(t!(ui.texts, "replay-expired", number = found.expired));
    }
}

/// Asks the suppression list, fills it or hands it out. Like `grep`: 0 if somebody is on it, 1 if not.
pub(super) async fn suppressed(ui: &Ui, global: &Global, args: &Suppressed) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let context = &session.context;
    let failed = |fault: AppError| translate::app(&fault, None, ui.texts);
    if let Some(file) = &args.import {
        let text = std::fs::read_to_string(file)
            .map_err(|fault| failed(AppError::Subject(format!("`{}`: {fault}", file.display()))))?;
        let done = suppressed::import(context, SuppressedKind::Email, text.lines()).await.map_err(failed)?;
        ui.say(t!(
            ui.texts,
            "suppressed-imported",
            added = done.added,
            known = done.known,
            unreadable = done.unreadable
        ));
        ui.document(&json!(done));
        return Ok(if done.unreadable > 0 { Exit::InPart } else { Exit::Done });
    }
    if args.export {
        let list = suppressed::export(context).await.map_err(failed)?;
        for line in &list {
            ui.say(format!("{} {} {}", line.kind.word(), line.hash, line.since));
        }
        ui.document(&json!(list));
        return Ok(Exit::Done);
    }
    let given = [
        (SuppressedKind::Email, &args.email),
        (SuppressedKind::Phone, &args.phone),
        (SuppressedKind::Number, &args.number),
    ];
    let given = given.into_iter().find_map(|(kind, text)| Some((kind, text.as_deref()?)));
    let Some((kind, text)) = given else {
        return Err(failed(AppError::Subject(
            "nobody was named: give --email, --phone or --number".to_owned(),
        )));
    };
    let text = if text == "-" { read().map_err(failed)? } else { text.to_owned() };
    let answer = suppressed::ask(context, kind, &text).await.map_err(failed)?;
    let id = if answer.suppressed { "suppressed-yes" } else { "suppressed-no" };
    ui.say(ui.texts.plain(id));
    ui.document(&json!(answer));
    Ok(if answer.suppressed { Exit::Done } else { Exit::No })
}

/// One line from the standard input: what is typed as an argument stands in the list of processes.
fn read() -> Result<String, AppError> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(4096).read_to_string(&mut text);
    read.map_err(|fault| AppError::Subject(format!("the standard input: {fault}")))?;
    Ok(text.trim().to_owned())
}
