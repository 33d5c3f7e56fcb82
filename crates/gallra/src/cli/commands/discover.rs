//! `gallra discover`: what a live system holds, as datasets to paste.

use gallra_app::discover::{Drift, beyond, discover, drift};
use gallra_app::locks::{self, Found, LockProbe, Probed};
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
pub(super) async fn live(ui: &Ui, global: &Global, args: &args::Check) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let (drifts, probed) = {
        let progress = progress::of(ui, None);
        let drifts = drift(&session.context, progress.as_ref()).await;
        let drifts = drifts.map_err(|fault| translate::app(&fault, None, ui.texts))?;
        let mut probed = None;
        if args.probe_locks {
            probed = Some(locks::probe(&session.context, progress.as_ref()).await);
        }
        (drifts, probed)
    };
    let beyond = beyond(&session.context);
    let mut document = json!({ "drift": drifts, "not_looked_at": beyond });
    if let Some(probed) = &probed {
        document["locks"] = json!(probed);
    }
    ui.document(&document);
    if !beyond.is_empty() {
        let named: Vec<String> = beyond.iter().map(ToString::to_string).collect();
        ui.say(t!(ui.texts, "drift-beyond", systems = named.join(", ")));
    }
    let exit = probed.map_or(Exit::Done, |probed| lock_lines(ui, &probed));
    if drifts.is_empty() {
        ui.say(ui.paint(Style::Good, t!(ui.texts, "drift-none")));
        return Ok(exit);
    }
    for one in &drifts {
        ui.say(view::labelled("-", &view::discover::drift(one, ui.texts), 0, 1));
    }
    let unseen = drifts.iter().filter(|one| matches!(one, Drift::NotChecked { .. })).count();
    match drifts.len() - unseen {
        0 => ui.say(ui.paint(Style::Bad, t!(ui.texts, "drift-unseen", systems = unseen))),
        differing => ui.say(ui.paint(Style::Bad, t!(ui.texts, "drift-sum", drifts = differing))),
    }
    // A lock that does not hold, or a difference, outweighs what could not be looked at.
    Ok(if unseen < drifts.len() || exit == Exit::No { Exit::No } else { Exit::InPart })
}

/// What the stores do with locks, a line each.
fn lock_lines(ui: &Ui, probed: &[Probed]) -> Exit {
    let texts = ui.texts;
    if probed.is_empty() {
        ui.say(t!(texts, "lock-nothing"));
    }
    let mut exit = Exit::Done;
    for one in probed {
        let system = one.system.as_str();
        let (style, line, is) = match &one.found {
            Found::Lock(LockProbe::Honoured) => {
                (Style::Good, t!(texts, "lock-honoured", system = system), Exit::Done)
            }
            Found::Lock(LockProbe::NotOffered) => {
                (Style::Bold, t!(texts, "lock-not-offered", system = system), Exit::Done)
            }
            Found::Lock(LockProbe::Ignored) => {
                (Style::Bad, t!(texts, "lock-ignored", system = system), Exit::No)
            }
            Found::NotChecked(reason) => {
                let line = t!(texts, "lock-not-checked", system = system, reason = reason);
                (Style::Bad, line, Exit::InPart)
            }
        };
        ui.say(ui.paint(style, view::labelled("-", &line, 0, 1)));
        // A lock that does not hold outweighs what could not be tried.
        if exit != Exit::No && is != Exit::Done {
            exit = is;
        }
    }
    exit
}
