//! `gallra init`: a policy folder to start from. Never overwrites anything.

use std::fs::{self, OpenOptions};
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use gallra_rules::diagnostic::Lang;
use gallra_rules::scaffold;
use serde_json::json;

use super::not_written;
use crate::cli::args::{Init, Kind};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::quoted;
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui};

pub(super) fn run(ui: &Ui, args: &Init) -> Result<Exit, Failure> {
    let folder = args.dir.clone().unwrap_or_else(|| PathBuf::from("policy"));
    let kind = match args.kind {
        Some(kind) => word(kind),
        None => ask(ui)?,
    };
    let files = scaffold::files(&kind);
    refuse_to_overwrite(ui, &folder, files)?;
    fs::create_dir_all(&folder).map_err(|fault| not_written(ui, &folder, &fault))?;
    for (name, text) in files {
        let path = folder.join(name);
        write_new(&path, text).map_err(|fault| not_written(ui, &path, &fault))?;
    }
    // `./policy` is where every command looks by itself.
    let next = if folder == Path::new("policy") {
        "gallra check".to_owned()
    } else {
        format!("gallra check --policy {}", quoted(&folder))
    };
    ui.say(ui.paint(
        Style::Good,
        t!(ui.texts, "init-written", files = files.len(), path = folder.display().to_string()),
    ));
    for (name, _) in files {
        ui.say(format!("  {name}"));
    }
    ui.say(t!(ui.texts, "init-next", command = &next));
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    ui.document(&json!({"policy": folder, "kind": kind, "files": names, "next": next}));
    Ok(Exit::Done)
}

fn word(kind: Kind) -> String {
    kind.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// Lists the kinds and reads a number, where somebody is there to answer.
fn ask(ui: &Ui) -> Result<String, Failure> {
    let texts = ui.texts;
    let kinds: Vec<&str> = scaffold::KINDS.iter().map(|(kind, _, _)| *kind).collect();
    let no_answer = || {
        let help = t!(texts, "err-init-no-kind-help", kinds = kinds.join(", "));
        Failure::new(Exit::Usage, "no_kind", t!(texts, "err-init-no-kind")).help(help)
    };
    if ui.json || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(no_answer());
    }
    ui.note(t!(texts, "init-ask"));
    for (number, (kind, english, swedish)) in (1..).zip(scaffold::KINDS) {
        let words = if texts.lang == Lang::Sv { swedish } else { english };
        ui.note(format!("  {number}  {kind:16} {words}"));
    }
    loop {
        let mut err = io::stderr().lock();
        let asked =
            write!(err, "{} ", t!(texts, "init-ask-number", last = kinds.len())).and_then(|()| err.flush());
        let mut answer = String::new();
        let read = asked.and_then(|()| io::stdin().lock().read_line(&mut answer));
        if !matches!(read, Ok(1..)) {
            return Err(no_answer());
        }
        let answer = answer.trim();
        let chosen = answer.parse::<usize>().ok().and_then(|number| kinds.get(number.checked_sub(1)?));
        if let Some(kind) = chosen.or_else(|| kinds.iter().find(|kind| **kind == answer)) {
            return Ok((*kind).to_owned());
        }
    }
}

/// Looks at every file first, so that either all are written or none.
fn refuse_to_overwrite(ui: &Ui, folder: &Path, files: &[(&str, &str)]) -> Result<(), Failure> {
    let there = files.iter().find(|(name, _)| folder.join(name).symlink_metadata().is_ok());
    let Some((file, _)) = there else { return Ok(()) };
    let message = t!(ui.texts, "err-init-occupied", path = folder.display().to_string(), file = *file);
    Err(Failure::new(Exit::Refused, "occupied", message).help(t!(ui.texts, "err-init-occupied-help")))
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}
