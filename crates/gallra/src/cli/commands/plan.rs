//! `gallra plan`: what would be disposed of now.

use gallra_app::planning;
use gallra_rules::plan::{NoteKind, Plan};

use crate::cli::args::{self, Global};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session, quoted};
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui};
use crate::cli::{progress, translate, view};

pub(super) async fn run(ui: &Ui, global: &Global, args: &args::Plan) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let made = {
        let progress = progress::of(ui, None);
        planning::make(&session.context, progress.as_ref()).await
    };
    let planning::Made { plan, clearing, .. } =
        made.map_err(|fault| translate::app(&fault, None, ui.texts))?;
    let complete = is_complete(&session, &plan);
    let exit = if complete { Exit::Done } else { Exit::InPart };
    ui.say(view::plan::text(ui, &plan, &session.context.policy, &clearing));
    // A plan that touches nothing is written only where somebody wants it.
    let idle = plan.rows() == 0;
    if idle && args.out.is_none() {
        ui.document(&view::plan::json(&plan, None, complete, None));
        return Ok(exit);
    }
    let hash = plan.hash().map_err(|fault| translate::app(&fault.into(), None, ui.texts))?;
    let file = args
        .out
        .clone()
        .unwrap_or_else(|| session.state_dir.join("plans").join(format!("plan-{}.json", hash.short())));
    let file = planning::save(&plan, &file).map_err(|fault| translate::app(&fault, None, ui.texts))?;
    let next = next(&session, &plan, &quoted(&file), "NAME");
    ui.say(String::new());
    ui.say(t!(ui.texts, "plan-saved", path = file.display().to_string(), hash = hash.as_str()));
    if idle {
        ui.document(&view::plan::json(&plan, Some(&file), complete, None));
        return Ok(exit);
    }
    if plan.steps.iter().any(|step| step.guard.is_some()) {
        ui.say(ui.paint(Style::Warn, t!(ui.texts, "plan-guard", rows = plan.rows())));
    }
    ui.say(t!(ui.texts, "plan-next"));
    ui.say(format!("  {}", self::next(&session, &plan, &quoted(&file), &t!(ui.texts, "word-name"))));
    ui.document(&view::plan::json(&plan, Some(&file), complete, Some(&next)));
    Ok(exit)
}

/// Whether every dataset in a system that can be reached was looked at. Systems that this version has no way into (mail, paper) are
/// noted in the plan and change nothing here: they would make every plan incomplete, and nobody would look any more.
fn is_complete(session: &Session, plan: &Plan) -> bool {
    !plan.notes.iter().any(|note| {
        matches!(note.what, NoteKind::NotChecked { .. }) && session.is_reachable_kind(&note.dataset)
    })
}

/// The command that carries the plan out.
fn next(session: &Session, plan: &Plan, file: &str, name: &str) -> String {
    let unusual = plan.steps.iter().any(|step| step.guard.is_some());
    let expect = if unusual { format!(" --expect {}", plan.rows()) } else { String::new() };
    session.command(&format!("apply {file} --by {name}{expect}"))
}
