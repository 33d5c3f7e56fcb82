//! What helps at the keyboard: help, completions, the schema for editors.

use clap_complete::Shell;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::localise;
use crate::cli::text::t;
use crate::cli::ui::Ui;

/// `gallra help plan` is `gallra plan --help`.
pub(super) fn run(ui: &Ui, topic: &[String]) -> Result<Exit, Failure> {
    let mut command = localise::command(ui.texts);
    command.build();
    let mut found = &mut command;
    for word in topic {
        let Some(below) = found.find_subcommand_mut(word) else {
            let message = t!(ui.texts, "err-help-topic", topic = topic.join(" "));
            let help = t!(ui.texts, "err-help-topic-help");
            return Err(Failure::new(Exit::Usage, "no_such_command", message).help(help));
        };
        found = below;
    }
    ui.write(&found.render_help().to_string());
    Ok(Exit::Done)
}

pub(super) fn completions(ui: &Ui, shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut localise::command(ui.texts), "gallra", &mut script);
    ui.write(&String::from_utf8_lossy(&script));
    Exit::Done
}

/// The schema of policy files: what an editor needs to complete and to underline.
pub(super) fn schema(ui: &Ui) -> Exit {
    ui.write(&format!("{:#}", gallra_rules::schema::schema()));
    Exit::Done
}
