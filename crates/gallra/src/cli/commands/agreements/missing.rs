//! `gallra agreements missing`: customers without a processor agreement, and the letter to each.

use std::path::Path;

use gallra_app::evidence::write_private;
use gallra_app::register::agreements::{self, Missing};
use serde_json::json;

use super::Desk;
use crate::cli::args::agreements as args;
use crate::cli::args::requests::LetterFormat;
use crate::cli::commands::{not_written, paper_look, put_paper};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::ui::Style;
use crate::cli::view::agreements as view;

pub(super) async fn run(desk: &Desk<'_>, args: &args::Missing) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let looked = desk.told(agreements::missing(context, &desk.acting()?).await)?;
    let letters = match &args.letters {
        Some(folder) => write(desk, (folder, args.format), &looked.missing)?,
        None => Vec::new(),
    };
    let (customers, missing) = (looked.customers, looked.missing.len());
    if !looked.missing.is_empty() {
        ui.say(view::missing(ui, &looked.missing));
        ui.say(String::new());
    }
    let style = if missing == 0 { Style::Good } else { Style::Bad };
    ui.say(ui.paint(style, t!(ui.texts, "missing-sum", customers = customers, missing = missing)));
    if let Some(folder) = args.letters.as_ref().filter(|_| missing > 0) {
        let folder = folder.display().to_string();
        ui.say(t!(ui.texts, "missing-letters", letters = letters.len(), folder = folder));
    }
    let rows: Vec<_> = looked.missing.iter().map(view::missing_json).collect();
    ui.document(&json!({"customers": customers, "missing": rows, "letters": letters}));
    Ok(if missing == 0 { Exit::Done } else { Exit::No })
}

/// One file for each in each form, called after the customer's number and nothing else.
fn write(
    desk: &Desk<'_>,
    (folder, format): (&Path, Option<LetterFormat>),
    missing: &[Missing],
) -> Result<Vec<String>, Failure> {
    let ui = desk.ui;
    let look = paper_look(ui, desk.global, format)?;
    std::fs::create_dir_all(folder).map_err(|fault| not_written(ui, folder, &fault))?;
    let context = &desk.session.context;
    let (policy, today) = (&context.policy, context.today());
    let mut letters = Vec::with_capacity(missing.len());
    for one in missing {
        let path = folder.join(format!("dpa-{}.md", one.party.0));
        let words = view::words(ui.texts, policy, one);
        let letter = view::letter(ui.texts, policy, today, one, &words);
        write_private(&path, letter.as_bytes()).map_err(|fault| not_written(ui, &path, &fault))?;
        if let Some(look) = &look {
            let spoken = (ui.texts.lang.as_str(), today);
            let pdf = path.with_extension("pdf");
            put_paper(ui, &pdf, (policy, look), &view::addressee(one), spoken, &words)?;
        }
        letters.push(path.display().to_string());
    }
    Ok(letters)
}
