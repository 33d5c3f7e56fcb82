//! `gallra discover`: what a live system holds, as datasets to paste.

use gallra_app::discover::{discover, drift};
use gallra_rules::names::SystemName;
use serde_json::json;

use crate::cli::args::{self, Global};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session;
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui};
use crate::cli::{progress, translate, view};

pub(super) async fn run(ui: &Ui, global: &Global, args: &args::Discover) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let system = SystemName::new(&args.system);
    let found = {
        let progress = progress::of(ui, None);
        discover(&session.context, &system, progress.as_ref()).await
    };
    let found = found.map_err(|fault| translate::app(&fault, None, ui.texts))?;
    ui.say(view::discover::yaml(&found, ui.texts));
    ui.document(&json!({ "discovery": found }));
    let unread = found.tables.iter().any(|table| table.unread.is_some())
        || found.parts.iter().any(|part| part.closed > 0);
    Ok(if unread { Exit::InPart } else { Exit::Done })
}

/// `gallra check --live`: the policy against the systems that it names.
pub(super) async fn live(ui: &Ui, global: &Global) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let drifts = {
        let progress = progress::of(ui, None);
        drift(&session.context, progress.as_ref()).await
    };
    let drifts = drifts.map_err(|fault| translate::app(&fault, None, ui.texts))?;
    ui.document(&json!({ "drift": drifts }));
    if drifts.is_empty() {
        ui.say(ui.paint(Style::Good, t!(ui.texts, "drift-none")));
        return Ok(Exit::Done);
    }
    for one in &drifts {
        ui.say(view::labelled("-", &view::discover::drift(one, ui.texts), 0, 1));
    }
    ui.say(ui.paint(Style::Bad, t!(ui.texts, "drift-sum", drifts = drifts.len())));
    Ok(Exit::No)
}
