//! `gallra subject find`: who somebody is, in every system.

use std::io::Read as _;
use std::path::Path;

use gallra_app::register::Table;
use gallra_app::subject::find::{Answers, Asked, find_with};
use gallra_app::subject::{Given, GivenKind};

use crate::cli::args::Global;
use crate::cli::args::subject::Find;
use crate::cli::commands::not_read;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session};
use crate::cli::text::t;
use crate::cli::ui::Ui;
use crate::cli::view::subject as view;
use crate::cli::{progress, translate};

/// Ends with 1 where nobody is found, with 3 where something could not be checked or is left to answer.
pub(super) async fn run(ui: &Ui, global: &Global, args: &Find) -> Result<Exit, Failure> {
    let given = given(ui, args)?;
    let session = session::open(ui, global).await?;
    let told = |fault| translate::app(&fault, None, ui.texts);
    let context = &session.context;
    let acting = match &args.by {
        Some(by) => {
            let activity = context.activity(Table::Party(None), args.activity.as_deref()).map_err(told)?;
            Some(context.acting(by, &activity).map_err(told)?)
        }
        None => None,
    };
    let answers = Answers {
        accepted: args.accept.iter().cloned().collect(),
        rejected: args.reject.iter().cloned().collect(),
    };
    let asked = Asked { answers, acting, mentions: !args.no_texts, counts: true };
    let found = {
        let progress = progress::of(ui, None);
        find_with(context, &given, &asked, progress.as_ref()).await
    };
    let found = found.map_err(told)?;
    ui.document(&view::json(&found, context));
    ui.say(view::text(ui, &found, &given, context, args.mentions, &next(&session)));
    Ok(if !found.is_complete() {
        Exit::InPart
    } else if found.is_found() {
        Exit::Done
    } else {
        Exit::No
    })
}

/// How doubtful ones are answered.
fn next(session: &Session) -> String {
    session.command("subject find …")
}

/// What was given on the command line, in files, and on standard input.
fn given(ui: &Ui, args: &Find) -> Result<Vec<Given>, Failure> {
    let mut all = Vec::new();
    let mut piped = false;
    let kinds = [
        (GivenKind::Email, &args.email),
        (GivenKind::Phone, &args.phone),
        (GivenKind::Number, &args.number),
        (GivenKind::Name, &args.name),
    ];
    for (kind, texts) in kinds {
        for text in texts {
            for text in read(ui, text, &mut piped)? {
                all.push(Given { kind: kind.clone(), text });
            }
        }
    }
    for (name, text) in &args.subject {
        for text in read(ui, text, &mut piped)? {
            all.push(Given { kind: GivenKind::Subject(name.clone()), text });
        }
    }
    Ok(all)
}

/// A value as it stands; the lines of a file, or of standard input, which can be read once.
fn read(ui: &Ui, text: &str, piped: &mut bool) -> Result<Vec<String>, Failure> {
    let lines = match text.strip_prefix('@') {
        _ if text == "-" => {
            if std::mem::replace(piped, true) {
                let failure = Failure::new(Exit::Usage, "stdin_twice", t!(ui.texts, "err-find-stdin"));
                return Err(failure.help(t!(ui.texts, "err-find-stdin-help")));
            }
            let mut lines = String::new();
            let path = Path::new("-");
            std::io::stdin().read_to_string(&mut lines).map_err(|fault| not_read(ui, path, &fault))?;
            lines
        }
        Some(file) if !file.is_empty() => {
            let path = Path::new(file);
            std::fs::read_to_string(path).map_err(|fault| not_read(ui, path, &fault))?
        }
        _ => return Ok(vec![text.trim().to_owned()]),
    };
    Ok(lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}
