//! `gallra rights`: the least that the role must be allowed, as statements that grant it.

use gallra_app::rights;
use gallra_rules::policy::SystemKind;
use serde_json::json;

use crate::cli::args::{self, Global};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui};
use crate::cli::view::plan::kind_word;
use crate::cli::view::wrap;
use crate::cli::{progress, session, translate};

pub(super) async fn run(ui: &Ui, global: &Global, args: &args::Rights) -> Result<Exit, Failure> {
    let texts = ui.texts;
    let session = session::open(ui, global).await?;
    let role = args.role.as_deref().unwrap_or("gallra");
    let told = {
        let progress = progress::of(ui, None);
        rights::needed(&session.context, role, progress.as_ref()).await
    };
    let told = told.map_err(|fault| translate::app(&fault, None, texts))?;
    let mut exit = Exit::Done;
    for one in &told {
        ui.say(ui.paint(Style::Bold, format!("-- {}", one.system)));
        if let Some(reason) = &one.not_checked {
            if session::is_reached(one.kind) {
                exit = Exit::InPart;
                comment(ui, &t!(texts, "rights-not-reached", reason = reason));
            } else {
                // A kind of system that this version has no way into needs no rights, and is no failure.
                comment(ui, &t!(texts, "note-no-connector", kind = kind_word(one.kind)));
            }
        } else if one.kind == SystemKind::Sqlite {
            comment(ui, &t!(texts, "rights-sqlite"));
        } else if one.kind == SystemKind::Register {
            comment(ui, &t!(texts, "rights-register"));
        } else if matches!(
            one.kind,
            SystemKind::Logs | SystemKind::Files | SystemKind::Sftp | SystemKind::Webdav
        ) {
            comment(ui, &t!(texts, "rights-files"));
        } else if one.kind == SystemKind::S3 {
            comment(ui, &t!(texts, "rights-s3"));
        } else {
            ui.say(&one.statements);
        }
        if !one.revoke.is_empty() {
            // As comments: they are about the account in use, and nobody shall lock it out by piping this along.
            comment(ui, &t!(texts, "live-beyond"));
            // Names in it are the catalog's, and may hold anything: no line of it is ever anything but a comment.
            for line in one.revoke.iter().flat_map(|statement| statement.split(['\n', '\r'])) {
                ui.say(format!("--   {line}"));
            }
        }
    }
    if told.is_empty() {
        ui.say(t!(texts, "rights-none"));
    }
    ui.document(&json!({"role": role, "systems": told.iter().map(|one| json!({
        "system": one.system,
        "kind": one.kind,
        "statements": one.statements.lines().collect::<Vec<_>>(),
        "revoke": one.revoke,
        "not_checked": one.not_checked,
    })).collect::<Vec<_>>()}));
    Ok(exit)
}

/// Words between statements, so that the whole can be piped into `psql`.
fn comment(ui: &Ui, text: &str) {
    for line in wrap(text, 77) {
        ui.say(format!("-- {line}"));
    }
}
