//! `gallra register key`: the key that opens the register.

use gallra_app::AppError;
use gallra_app::register::{KekId, key_state, new_key, rotate as rotate_key};
use serde_json::json;

use super::backup;
use crate::cli::args::register::{Key, KeyAction, KeyRotate};
use crate::cli::commands::not_read;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::progress;
use crate::cli::session::Session;
use crate::cli::text::t;
use crate::cli::translate;
use crate::cli::ui::{Style, Ui};
use crate::cli::view::labelled;

pub(super) async fn run(ui: &Ui, session: &Session, args: &Key) -> Result<Exit, Failure> {
    let told = |fault: AppError| translate::app(&fault, None, ui.texts);
    match &args.action {
        KeyAction::New => {
            let key = new_key(&session.context).await.map_err(told)?;
            let state = key_state(&session.context).await.map_err(told)?;
            ui.say(ui.paint(Style::Good, t!(ui.texts, "key-made", path = &state.place)));
            ui.say(t!(ui.texts, "key-copy"));
            ui.document(&json!({"place": state.place, "key": key.to_string()}));
            Ok(Exit::Done)
        }
        KeyAction::Rotate(args) => rotate(ui, session, args).await,
        KeyAction::Check => check(ui, session).await.map_err(told),
        KeyAction::Backup(args) => backup::write(ui, session, args).await.map_err(told),
        KeyAction::Backups => backup::list(ui, session).await.map_err(told),
        KeyAction::Restore(args) => backup::restore(ui, session, args).await.map_err(told),
    }
}

async fn rotate(ui: &Ui, session: &Session, args: &KeyRotate) -> Result<Exit, Failure> {
    let texts = ui.texts;
    let passphrase = match &args.passphrase_file {
        None => None,
        Some(file) => {
            let secret = std::fs::read_to_string(file).map_err(|fault| not_read(ui, file, &fault))?;
            Some(secret.trim().to_owned())
        }
    };
    let bar = progress::rows(ui, &t!(texts, "key-bar"));
    let working = |done: u64, of: u64| {
        bar.set_length(of);
        bar.set_position(done);
    };
    let rotated = rotate_key(&session.context, passphrase.as_deref(), working).await;
    bar.finish_and_clear();
    let rotated = rotated.map_err(|fault| translate::app(&fault, None, texts))?;
    let old = rotated.old.1.display().to_string();
    ui.say(ui.paint(Style::Good, t!(texts, "key-rotated", keys = rotated.keys)));
    ui.say(t!(texts, "key-old", path = &old));
    ui.document(&json!({
        "keys": rotated.keys, "new": rotated.new.to_string(), "old": rotated.old.0.to_string(), "old_file": old,
    }));
    Ok(Exit::Done)
}

/// Ends with 1 if a key is asked for that is nowhere to be found.
async fn check(ui: &Ui, session: &Session) -> Result<Exit, AppError> {
    let texts = ui.texts;
    let state = key_state(&session.context).await?;
    let missing = state.missing();
    let names = |keys: &[KekId]| keys.iter().map(ToString::to_string).collect::<Vec<_>>();
    ui.document(&json!({
        "place": state.place,
        "key": state.current.map(|key| key.to_string()),
        "others": state.others.iter().map(|(key, path)| json!({"key": key.to_string(), "file": path})).collect::<Vec<_>>(),
        "asked_for": names(&state.asked),
        "missing": names(&missing),
    }));
    let here = state.current.map_or_else(|| t!(texts, "key-none"), |key| key.to_string());
    ui.say(labelled(&t!(texts, "key-place"), &state.place, 2, 14));
    ui.say(labelled(&t!(texts, "key-here"), &here, 2, 14));
    for (key, path) in &state.others {
        ui.say(labelled(&t!(texts, "key-other"), &format!("{key} {}", path.display()), 2, 14));
    }
    let asked =
        if state.asked.is_empty() { t!(texts, "key-asked-none") } else { names(&state.asked).join(", ") };
    ui.say(labelled(&t!(texts, "key-asked"), &asked, 2, 14));
    if missing.is_empty() {
        let old = state.others.iter().any(|(key, _)| state.asked.contains(key));
        ui.say(ui.paint(Style::Good, t!(texts, if old { "key-in-between" } else { "key-fits" })));
        return Ok(Exit::Done);
    }
    ui.say(ui.paint(Style::Bad, t!(texts, "key-missing", keys = names(&missing).join(", "))));
    Ok(Exit::No)
}
