//! `gallra man`: manual pages, one for each command.

use std::fmt::Write as _;
use std::path::Path;

use clap::Command;
use clap_mangen::Man;
use serde_json::json;

use super::not_written;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::localise;
use crate::cli::text::{Texts, t};
use crate::cli::ui::Ui;

pub(super) fn run(ui: &Ui, out: Option<&Path>) -> Result<Exit, Failure> {
    let mut command = localise::command(ui.texts);
    command.build();
    let Some(folder) = out else {
        ui.write(&page(&command, ui.texts));
        return Ok(Exit::Done);
    };
    std::fs::create_dir_all(folder).map_err(|fault| not_written(ui, folder, &fault))?;
    let mut pages = Vec::new();
    collect(&command, "gallra", ui.texts, &mut pages);
    let mut written = Vec::new();
    for (name, text) in pages {
        let path = folder.join(format!("{name}.1"));
        std::fs::write(&path, text).map_err(|fault| not_written(ui, &path, &fault))?;
        ui.say(path.display().to_string());
        written.push(path);
    }
    ui.document(&json!({"written": written}));
    Ok(Exit::Done)
}

fn collect(command: &Command, name: &str, texts: Texts, pages: &mut Vec<(String, String)>) {
    pages.push((name.to_owned(), page(&command.clone().display_name(name), texts)));
    for below in command.get_subcommands() {
        collect(below, &format!("{name}-{}", below.get_name()), texts, pages);
    }
}

/// One page in roff, with the exit codes that every command shares.
fn page(command: &Command, texts: Texts) -> String {
    let man = Man::new(command.clone().disable_help_subcommand(true)).manual("Gallra");
    let mut roff = Vec::new();
    // Writing into memory cannot fail.
    drop(man.render(&mut roff));
    let mut text = in_language(&String::from_utf8_lossy(&roff), texts);
    let _ = writeln!(text, ".SH \"{}\"", t!(texts, "man-exit"));
    for exit in Exit::ALL {
        let code = exit.code();
        let _ = writeln!(text, ".TP\n\\fB{code}\\fR\n{}", texts.plain(&format!("exit-{code}")));
    }
    let _ = writeln!(text, ".SH \"{}\"\n{}", t!(texts, "man-files"), t!(texts, "man-files-text"));
    text
}

/// The headings that the generator writes in English.
fn in_language(roff: &str, texts: Texts) -> String {
    let headings = [
        (".SH NAME", "man-name"),
        (".SH SYNOPSIS", "man-synopsis"),
        (".SH DESCRIPTION", "man-description"),
        (".SH EXTRA", "man-extra"),
        (".SH VERSION", "man-version"),
        (".SH AUTHORS", "man-authors"),
    ];
    let translated = |line: &str| {
        let known = headings.iter().find(|(heading, _)| *heading == line);
        known.map_or_else(|| line.to_owned(), |(_, id)| format!(".SH \"{}\"", texts.plain(id)))
    };
    roff.lines().map(translated).fold(String::new(), |text, line| text + &line + "\n")
}
