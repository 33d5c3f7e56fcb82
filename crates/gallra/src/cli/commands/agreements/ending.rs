//! `gallra agreements ending` and `certificate`: what becomes of a customer's data, before and after.

use gallra_app::evidence::write_private;
use gallra_app::keys::PUBLIC_KEY;
use gallra_app::progress::Silent;
use gallra_app::register::agreements::{self, Issued};
use gallra_rules::names::DatasetName;
use serde_json::json;

use super::Desk;
use crate::cli::args::agreements as args;
use crate::cli::commands::{not_written, paper_look, put_paper};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::quoted;
use crate::cli::text::t;
use crate::cli::ui::Style;
use crate::cli::view::ending as view;

pub(super) async fn ending(desk: &Desk<'_>, args: &args::Ending) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let ending = desk.told(agreements::ending(context, &desk.acting()?, args.number, &Silent).await)?;
    ui.say(view::text(ui, &ending));
    if let Some(path) = &args.letter {
        let (policy, today) = (&context.policy, context.today());
        let words = view::words(ui.texts, policy, &ending);
        let letter = view::letter(ui.texts, policy, today, (&ending.name, &words));
        write_private(path, letter.as_bytes()).map_err(|fault| not_written(ui, path, &fault))?;
        if let Some(look) = paper_look(ui, desk.global, args.format)? {
            let (pdf, to) = (path.with_extension("pdf"), [ending.name.clone()]);
            put_paper(ui, &pdf, (policy, &look), &to, (ui.texts.lang.as_str(), today), &words)?;
        }
        ui.say(t!(ui.texts, "ending-letter", path = path.display().to_string()));
    }
    ui.document(&view::json(&ending));
    Ok(Exit::Done)
}

pub(super) async fn certificate(desk: &Desk<'_>, args: &args::EndCertificate) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let look = paper_look(ui, desk.global, args.format)?;
    let returned: Vec<DatasetName> = args.returned.iter().map(DatasetName::new).collect();
    let done = agreements::certify(context, &desk.acting()?, args.number, &returned, &Silent).await;
    let Issued { path, shown, ending } = desk.told(done)?;
    let text = path.with_extension("md");
    let words = view::certificate(ui.texts, &context.policy, &shown);
    write_private(&text, view::readable(&words).as_bytes())
        .map_err(|fault| not_written(ui, &text, &fault))?;
    let pdf = path.with_extension("pdf");
    if let Some(look) = &look {
        let spoken = (ui.texts.lang.as_str(), context.today());
        put_paper(ui, &pdf, (&context.policy, look), &[], spoken, &words)?;
    }
    ui.say(ui.paint(Style::Good, t!(ui.texts, "ended-issued", path = path.display().to_string())));
    ui.say(view::found(ui, &shown.ended));
    ui.say(String::new());
    let key = quoted(&desk.session.state_dir.join(PUBLIC_KEY));
    let next = format!("gallra verify {} --key {key}", quoted(&path));
    ui.say(t!(ui.texts, "word-next", command = next));
    let mut document = view::certificate_json(&shown);
    document["path"] = path.display().to_string().into();
    document["text"] = text.display().to_string().into();
    document["paper"] = look.map(|_| pdf.display().to_string()).into();
    document["counted"] = json!(ending.parts.len());
    ui.document(&document);
    Ok(Exit::Done)
}
