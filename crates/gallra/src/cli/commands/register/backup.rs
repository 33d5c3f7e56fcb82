//! `gallra register key backup`, `backups` and `restore`, and `register sweep`: a key store that is kept, lost or found.

use gallra_app::AppError;
use gallra_app::register::{Decision, backup_keys, key_backups, restore_keys, sweep as sweep_keys};
use serde_json::json;

use super::part::{confirm, tell_copies};
use crate::cli::args::register::{KeyBackup, KeyRestore, Sweep};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::Session;
use crate::cli::text::t;
use crate::cli::translate;
use crate::cli::ui::{Style, Ui};

pub(super) async fn write(ui: &Ui, session: &Session, args: &KeyBackup) -> Result<Exit, AppError> {
    let texts = ui.texts;
    let backup = backup_keys(&session.context, &args.to, args.keep).await?;
    // As the folder was given: the store tells it with every link resolved.
    let file = args.to.join(backup.file.file_name().unwrap_or_default()).display().to_string();
    ui.say(ui.paint(Style::Good, t!(texts, "backup-made", path = &file)));
    ui.say(t!(texts, "backup-until", until = texts.day(backup.until)));
    if backup.removed > 0 {
        ui.say(t!(texts, "backup-removed", backups = backup.removed));
    }
    ui.document(&json!({"file": file, "until": backup.until, "removed": backup.removed}));
    Ok(Exit::Done)
}

pub(super) async fn list(ui: &Ui, session: &Session) -> Result<Exit, AppError> {
    let texts = ui.texts;
    let (backups, today) = key_backups(&session.context).await?;
    ui.document(&json!({"backups": backups.iter().map(|one| json!({
        "name": one.name, "made": one.made, "until": one.until, "over": one.until < today,
    })).collect::<Vec<_>>()}));
    for one in &backups {
        let made = one.made.map_or_else(|| "–".to_owned(), |made| texts.day(made));
        let line = if one.until < today { "backup-line-over" } else { "backup-line" };
        let values = vec![("made", made.into()), ("until", texts.day(one.until).into())];
        ui.say(texts.with(line, values));
        ui.say(format!("  {}", one.name));
    }
    if backups.is_empty() {
        ui.say(t!(texts, "backup-none"));
    }
    Ok(Exit::Done)
}

pub(super) async fn restore(ui: &Ui, session: &Session, args: &KeyRestore) -> Result<Exit, AppError> {
    let texts = ui.texts;
    let restored = restore_keys(&session.context, &args.file).await?;
    ui.say(ui.paint(Style::Good, t!(texts, "restore-done", keys = restored.keys)));
    if restored.forgotten > 0 {
        ui.say(t!(texts, "restore-forgotten", keys = restored.forgotten));
    }
    ui.say(t!(texts, "restore-next", command = session.command("register sweep")));
    ui.document(&json!({"keys": restored.keys, "forgotten": restored.forgotten}));
    Ok(Exit::Done)
}

/// Finishes what a crash or a restore left between the data and the key store, and carries out what only a person decides.
pub(super) async fn sweep(ui: &Ui, session: &Session, args: &Sweep) -> Result<Exit, Failure> {
    let texts = ui.texts;
    let decided = match (args.data_counts, args.keys_are_lost) {
        (true, _) => Some((Decision::DataCounts, "sweep-data-counts", "sweep-ask-data")),
        (_, true) => Some((Decision::KeysAreLost, "sweep-keys-are-lost", "sweep-ask-keys")),
        _ => None,
    };
    if let Some((_, what, ask)) = decided {
        ui.note(texts.plain(what));
        confirm(ui, args.yes, ask, "err-sweep-yes-help")?;
    }
    let decision = decided.map(|(decision, ..)| decision);
    let swept = sweep_keys(&session.context, decision).await;
    let swept = swept.map_err(|fault| translate::app(&fault, None, texts))?;
    ui.say(ui.paint(Style::Good, t!(texts, "swept", keys = swept.keys, tokens = swept.tokens)));
    if swept.unreadable > 0 {
        let word = if args.keys_are_lost { "sweep-given-up" } else { "swept-unreadable" };
        let told = texts.with(word, vec![("parties", swept.unreadable.into())]);
        ui.say(ui.paint(Style::Warn, told));
    }
    tell_copies(ui, swept.copies, swept.backups, swept.last_copy);
    ui.document(&json!({
        "keys": swept.keys, "tokens": swept.tokens, "unreadable": swept.unreadable, "copies": swept.copies,
        "backups": swept.backups, "last_copy": swept.last_copy,
    }));
    Ok(Exit::Done)
}
