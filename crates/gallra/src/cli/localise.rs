//! The command line's own help, in the reader's language: every text of clap is replaced by one of ours.

use clap::{Arg, ArgAction, Command, CommandFactory as _};

use super::args::Cli;
use super::text::{Texts, t};
use super::ui::WIDTH;
use super::view::wrap;

/// The whole command line with its help in one language.
pub(crate) fn command(texts: Texts) -> Command {
    localise(Cli::command(), "gallra", texts, true)
}

/// Message id of a command's help: `cmd-plan`, `cmd-hold-add`; attributes `long` and `example`.
pub(crate) fn command_id(path: &str) -> String {
    format!("cmd-{path}")
}

/// Message id of an argument's help: `arg-apply-throttle`; those of every command are `arg-policy` and so on.
pub(crate) fn argument_id(path: &str, arg: &Arg) -> String {
    let name = arg.get_id().as_str().replace('_', "-");
    if path == "gallra" { format!("arg-{name}") } else { format!("arg-{path}-{name}") }
}

/// Message id of a placeholder: `value-dir` for `DIR`. None where the words themselves are typed (`text|json|sarif`).
pub(crate) fn value_id(arg: &Arg) -> Option<String> {
    let name = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string)?;
    let spoken = arg.get_action().takes_values() && name.chars().any(|c| c.is_ascii_uppercase());
    spoken.then(|| {
        format!("value-{}", name.to_ascii_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
    })
}

fn localise(command: Command, path: &str, texts: Texts, root: bool) -> Command {
    let id = command_id(path);
    let about = texts.plain(&id);
    let long = texts.find(&format!("{id}.long")).map(|long| long.replace('\n', " "));
    let example = texts.find(&format!("{id}.example"));
    let mut command = command
        .about(about.clone())
        // For the manual page; on the screen the template says it, so that `-h` and `--help` are the same.
        .long_about(long.as_ref().map_or(about.clone(), |long| format!("{about}\n\n{long}")))
        .max_term_width(WIDTH.into())
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_help_heading(t!(texts, "help-commands"))
        .subcommand_value_name(t!(texts, "help-command"))
        .help_template(template(texts, long.as_deref()))
        .mut_args(|arg| {
            let help = texts.plain(&argument_id(path, &arg));
            let heading = match (arg.is_positional(), root) {
                (true, _) => "help-arguments",
                (false, true) => "help-global",
                (false, false) => "help-options",
            };
            // Possible values, defaults and variables stand in our own words; clap would add them in English.
            let mut arg = arg.help(help).help_heading(texts.plain(heading)).hide_env(true);
            if let Some(id) = value_id(&arg) {
                arg = arg.value_name(texts.plain(&id));
            }
            match arg.get_action() {
                ArgAction::Set | ArgAction::Append => arg.hide_possible_values(true).hide_default_value(true),
                _ => arg,
            }
        });
    if let Some(example) = example {
        command = command.after_help(format!("{}:\n{}", t!(texts, "help-examples"), indent(&example)));
    }
    if root {
        command = command.arg(flag("help", 'h', ArgAction::HelpShort, texts)).arg(flag(
            "version",
            'V',
            ArgAction::Version,
            texts,
        ));
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let below = if root { name.clone() } else { format!("{path}-{name}") };
        command = command.mut_subcommand(&name, |sub| localise(sub, &below, texts, false));
    }
    let spoken = if root {
        "gallra".to_owned()
    } else {
        let below = [
            "hold-",
            "store-",
            "recipients-",
            "documents-",
            "agreements-",
            "register-key-",
            "register-",
            "entries-",
            "subject-",
        ];
        let spaced = |path: String, above: &&str| path.replace(above, &above.replace('-', " "));
        format!("gallra {}", below.iter().fold(path.to_owned(), spaced))
    };
    let usage = usage(&command, &spoken, texts);
    command.override_usage(usage)
}

fn flag(name: &'static str, short: char, action: ArgAction, texts: Texts) -> Arg {
    Arg::new(name)
        .long(name)
        .short(short)
        .action(action)
        .global(true)
        .help(texts.plain(&format!("arg-{name}")))
        .help_heading(t!(texts, "help-global"))
}

fn template(texts: Texts, long: Option<&str>) -> String {
    let long = long.map(|long| wrap(long, WIDTH.into()).join("\n") + "\n\n").unwrap_or_default();
    format!(
        "{{about-with-newline}}\n{long}{}: {{usage}}\n\n{{all-args}}{{after-help}}",
        t!(texts, "help-usage")
    )
}

/// clap's usage line, with its English placeholders translated and its own heading taken off.
fn usage(command: &Command, spoken: &str, texts: Texts) -> String {
    let usage = command.clone().render_usage().to_string();
    let line = usage.split_once(": ").map_or(usage.as_str(), |(_, line)| line).trim();
    let arguments = line.strip_prefix(command.get_name()).unwrap_or(line);
    let arguments = arguments.replace("[OPTIONS]", &format!("[{}]", t!(texts, "help-options-value")));
    // Behind its heading, and on as many lines as it needs.
    let indent = t!(texts, "help-usage").chars().count() + 2;
    let whole = format!("{spoken} {}", arguments.trim());
    wrap(&whole, usize::from(WIDTH) - indent).join(&format!("\n{}", " ".repeat(indent)))
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
