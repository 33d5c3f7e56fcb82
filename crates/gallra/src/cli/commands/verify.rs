//! `gallra verify`: the proof, offline, with the public key alone. Needs no policy and opens no state.

use std::path::{Path, PathBuf};

use gallra_app::evidence::LOG;
use gallra_app::keys::PUBLIC_KEY;
use gallra_ledger::{Shown, VerifiedLog, VerifyError, VerifyingKey, verify_any, verify_log};

use super::not_read;
use crate::cli::args::{Global, Verify};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session;
use crate::cli::text::t;
use crate::cli::ui::Ui;
use crate::cli::{translate, view};

/// The signed head of a log, by its C2SP name.
const CHECKPOINT: &str = "checkpoint";

pub(super) async fn run(ui: &Ui, global: &Global, args: &Verify) -> Result<Exit, Failure> {
    let state = session::state_dir(global, &session::policy_dir(global));
    let what = args.what.clone().unwrap_or_else(|| state.join(LOG));
    if !what.exists() || (what.is_dir() && !what.join(CHECKPOINT).exists()) {
        let message = t!(ui.texts, "err-nothing-to-verify", path = what.display().to_string());
        let help = t!(ui.texts, "err-nothing-to-verify-help");
        return Err(Failure::new(Exit::Usage, "nothing_to_verify", message).help(help));
    }
    let key = key(ui, args.key.as_deref(), &what, &state)?;
    let own_key = args.key.is_none();
    if what.is_dir() {
        let older = args.since.as_deref().map(|path| read(ui, path)).transpose()?;
        let shown = checked_log(what.clone(), key.clone(), older)
            .await
            .map_err(|fault| translate::verify(&what, &fault, ui.texts))?;
        ui.say(view::verify::log(ui, &shown, &key, own_key));
        ui.document(&view::verify::log_json_document(&shown, &key));
        return Ok(Exit::Done);
    }
    if args.since.is_some() {
        let message = t!(ui.texts, "err-since-certificate");
        let help = t!(ui.texts, "err-since-certificate-help");
        return Err(Failure::new(Exit::Usage, "since_certificate", message).help(help));
    }
    let bytes = read(ui, &what)?;
    match verify_any(&bytes, &key).map_err(|fault| translate::verify(&what, &fault, ui.texts))? {
        Shown::Run(shown) => {
            ui.say(view::verify::certificate(ui, &shown, &key, own_key));
            ui.document(&view::verify::certificate_json(&shown, &key));
        }
        Shown::Request(shown) => {
            ui.say(view::requests::verified(ui, &shown, &key, own_key));
            let mut document = view::requests::certificate_json(&shown);
            document["verified"] = true.into();
            document["what"] = "request_certificate".into();
            document["key"] = key.label().into();
            document["log"] = view::verify::log_json(&shown.checkpoint);
            ui.document(&document);
        }
        Shown::End(shown) => {
            ui.say(view::ending::verified(ui, &shown, &key, own_key));
            let mut document = view::ending::certificate_json(&shown);
            document["verified"] = true.into();
            document["what"] = "end_certificate".into();
            document["key"] = key.label().into();
            document["log"] = view::verify::log_json(&shown.checkpoint);
            ui.document(&document);
        }
    }
    Ok(Exit::Done)
}

/// A log of a million leaves takes a while: on a thread of its own, so that Ctrl-C is heard.
async fn checked_log(
    folder: PathBuf,
    key: VerifyingKey,
    older: Option<Vec<u8>>,
) -> Result<VerifiedLog, VerifyError> {
    let work = tokio::task::spawn_blocking(move || verify_log(&folder, &key, older.as_deref()));
    match work.await {
        Ok(verified) => verified,
        // The thread panicked, which has ended the process already, or the runtime is going down with it.
        Err(_) => std::future::pending().await,
    }
}

/// The key: given as text, given as a file, or the one beside the log.
fn key(ui: &Ui, given: Option<&str>, what: &Path, state: &Path) -> Result<VerifyingKey, Failure> {
    let text = match given.map(|given| (given, std::fs::read_to_string(given))) {
        Some((_, Ok(text))) => text,
        Some((given, Err(_))) if given.contains('+') => given.to_owned(),
        Some((given, Err(fault))) => return Err(not_read(ui, Path::new(given), &fault)),
        None => key_beside(what, state).ok_or_else(|| {
            let failure = Failure::new(Exit::Usage, "no_key", t!(ui.texts, "err-no-key"));
            failure.help(t!(ui.texts, "err-no-key-help"))
        })?,
    };
    VerifyingKey::parse(text.trim()).map_err(|fault| {
        let (_, cure) = translate::verify_words(fault.code().as_str(), ui.texts);
        let message = t!(ui.texts, "err-key-file", path = given.unwrap_or(PUBLIC_KEY));
        Failure::new(Exit::Usage, fault.code().as_str(), message).detail(fault.cause()).help(cure)
    })
}

/// `log.pub` beside the log's folder, above the certificates' folder, or in the state folder.
fn key_beside(what: &Path, state: &Path) -> Option<String> {
    let near = what.ancestors().skip(1).take(2).map(|folder| folder.join(PUBLIC_KEY));
    near.chain([state.join(PUBLIC_KEY)]).find_map(|path| std::fs::read_to_string(path).ok())
}

fn read(ui: &Ui, path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|fault| not_read(ui, path, &fault))
}
