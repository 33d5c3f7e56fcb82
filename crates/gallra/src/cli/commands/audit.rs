//! `gallra audit`: reality against each promise.

use gallra_app::register::trail;
use gallra_app::{AppError, audit, evidence};
use gallra_rules::audit::Verdict;
use serde_json::json;

use super::not_written;
use crate::cli::args::{self, Global};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session;
use crate::cli::text::t;
use crate::cli::ui::Ui;
use crate::cli::{progress, translate, view};

pub(super) async fn run(ui: &Ui, global: &Global, args: &args::Audit) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let report = {
        let progress = progress::of(ui, None);
        audit::run(&session.context, progress.as_ref()).await
    };
    let report = report.map_err(|fault| translate::app(&fault, None, ui.texts))?;
    seal_trail(ui, &session).await;
    let policy = &session.context.policy;
    ui.say(view::audit::text(ui, &report, policy));
    if let Some(file) = &args.html {
        let page = view::audit::html(&report, policy, ui.texts)
            .map_err(|fault| not_written(ui, file, &std::io::Error::other(fault)))?;
        evidence::write_whole(file, page.as_bytes()).map_err(|fault| not_written(ui, file, &fault))?;
        ui.say(t!(ui.texts, "audit-html", path = file.display().to_string()));
    }
    if let Some(file) = &args.prometheus {
        let figures = view::audit::prometheus(&report);
        evidence::write_whole(file, figures.as_bytes()).map_err(|fault| not_written(ui, file, &fault))?;
    }
    ui.document(&json!({"audit": report, "complete": report.is_complete()}));
    Ok(if report.count(|verdict| *verdict == Verdict::Broken) > 0 {
        Exit::No
    } else if report.is_complete() {
        Exit::Done
    } else {
        Exit::NOT_CHECKED
    })
}

/// Seals the register's access trail, if there is a register. The audit is done all the same if it cannot, and says so.
async fn seal_trail(ui: &Ui, session: &session::Session) {
    let context = &session.context;
    let sealed = async {
        if context.store.has_register().await? {
            trail::seal(context, &context.register().await?).await?;
        }
        Ok::<_, AppError>(())
    };
    if let Err(fault) = sealed.await {
        let failure = translate::app(&fault, None, ui.texts);
        ui.note(t!(ui.texts, "audit-trail-unsealed", cause = failure.message));
    }
}
