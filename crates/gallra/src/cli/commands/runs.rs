//! `gallra runs` and `gallra certificate`: what was done, and the proof of it once more.

use gallra_app::{AppError, evidence};
use serde_json::json;

use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, quoted};
use crate::cli::text::t;
use crate::cli::translate;
use crate::cli::ui::{Style, Ui};
use crate::cli::view::{Column, table};

const COLUMNS: [Column; 3] = [("col-run", false), ("col-started", false), ("col-finished", false)];

pub(super) async fn list(ui: &Ui, global: &Global) -> Result<Exit, Failure> {
    let texts = ui.texts;
    let session = session::open(ui, global).await?;
    let runs = session.context.store.runs().await;
    let runs = runs.map_err(|fault| translate::app(&AppError::from(fault), None, texts))?;
    ui.document(&json!({"runs": runs.iter().map(|run| json!({
        "run": run.id,
        "plan": run.plan,
        "started_at": run.started_at.to_string(),
        "finished_at": run.finished_at.map(|at| at.to_string()),
    })).collect::<Vec<_>>()}));
    if runs.is_empty() {
        ui.say(t!(texts, "runs-none"));
        return Ok(Exit::Done);
    }
    let zone = session.context.policy.organisation.time_zone.as_str();
    let rows = runs
        .iter()
        .map(|run| {
            let finished =
                run.finished_at.map_or_else(|| t!(texts, "runs-unfinished"), |at| texts.moment(at, zone));
            vec![run.id.0.clone(), texts.moment(run.started_at, zone), finished]
        })
        .collect();
    ui.say(table(ui, &COLUMNS, rows));
    Ok(Exit::Done)
}

pub(super) async fn certificate(ui: &Ui, global: &Global, wanted: &str) -> Result<Exit, Failure> {
    let texts = ui.texts;
    let session = session::open(ui, global).await?;
    let runs = session.context.store.runs().await;
    let runs = runs.map_err(|fault| translate::app(&AppError::from(fault), None, texts))?;
    let Some(run) = runs.into_iter().find(|run| run.id.0 == wanted) else {
        let message = t!(texts, "err-no-run", run = wanted);
        return Err(Failure::new(Exit::Usage, "no_such_run", message).help(t!(texts, "err-no-run-help")));
    };
    let path = evidence::certify(&session.context, &run.id).await;
    let path = path.map_err(|fault| translate::app(&fault, None, texts))?;
    let next = session.command(&format!("verify {}", quoted(&path)));
    ui.say(ui.paint(Style::Good, t!(texts, "run-certificate", path = path.display().to_string())));
    ui.say(t!(texts, "word-next", command = &next));
    ui.document(&json!({"run": run.id, "certificate": path, "next": next}));
    Ok(Exit::Done)
}
