//! `gallra approve`: a named person says yes to exactly one plan.

use gallra_app::{approval, planning};
use serde_json::json;

use crate::cli::args::{Approve, Global};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, quoted};
use crate::cli::text::t;
use crate::cli::translate;
use crate::cli::ui::{Style, Ui};

pub(super) async fn run(ui: &Ui, global: &Global, args: &Approve) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let plan = planning::read(&args.plan).map_err(|fault| translate::app(&fault, None, ui.texts))?;
    let approved = approval::approve(&session.context, &plan, &args.by, args.expect).await;
    let approved = approved.map_err(|fault| translate::app(&fault, Some(&plan), ui.texts))?;
    let at = ui.texts.moment(approved.approved_at(), &plan.time_zone);
    let (hash, next) =
        (approved.hash().to_string(), session.command(&format!("apply {}", quoted(&args.plan))));
    ui.say(ui.paint(
        Style::Good,
        t!(
            ui.texts,
            "approved",
            plan = approved.hash().short(),
            by = approved.approved_by(),
            at = at,
            rows = plan.rows()
        ),
    ));
    ui.say(t!(ui.texts, "word-next", command = &next));
    ui.document(&json!({
        "approved": hash,
        "by": approved.approved_by(),
        "at": approved.approved_at().to_string(),
        "rows": plan.rows(),
        "next": next,
    }));
    Ok(Exit::Done)
}
