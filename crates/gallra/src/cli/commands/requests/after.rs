//! `gallra requests recipients` and `lift`: who has to hear of what was done, and the end of a restriction.

use gallra_app::requests;
use gallra_app::subject::recipients::Standing;
use gallra_rules::names::RecipientName;
use serde_json::{Value, json};

use super::Desk;
use crate::cli::args::requests as args;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::{Texts, t};
use crate::cli::ui::Style;
use crate::cli::view::requests as view;

pub(super) async fn recipients(desk: &Desk<'_>, args: &args::Recipients) -> Result<Exit, Failure> {
    let (context, ui, number) = (&desk.session.context, desk.ui, args.request);
    if let Some(name) = &args.recipient {
        let outcome = args.answered.map(Into::into);
        let name = RecipientName::new(name.as_str());
        let done = requests::recipient(context, &desk.handler, number, &name, (outcome, args.on)).await;
        desk.told(done)?;
        let id = if outcome.is_some() { "recipient-noted" } else { "recipient-told" };
        let told = ui
            .texts
            .with(id, vec![("number", number.to_string().into()), ("recipient", name.to_string().into())]);
        ui.say(ui.paint(Style::Good, told));
    }
    let all = desk.told(requests::hears(context, &desk.handler, number).await)?;
    ui.say(view::recipients(ui, &all));
    let listed: Vec<Value> = all.iter().map(|one| listed(one, ui.texts)).collect();
    ui.document(&json!({"request": number.to_string(), "recipients": listed}));
    let open = all.iter().any(|one| one.told.told_on.is_none() && one.told.outcome.is_none());
    Ok(if open { Exit::No } else { Exit::Done })
}

fn listed(one: &Standing, texts: Texts) -> Value {
    let told = &one.told;
    json!({
        "recipient": told.recipient, "name": one.name, "about": told.about.word(), "told": told.told_on,
        "answer_by": told.answer_by, "answered": told.answered_on,
        "outcome": told.outcome.map(requests::ToldOutcome::word), "overdue": one.is_overdue,
        "stands": view::stands(one, texts),
    })
}

pub(super) async fn lift(desk: &Desk<'_>, args: &args::Lift) -> Result<Exit, Failure> {
    let (context, ui, number) = (&desk.session.context, desk.ui, args.request);
    let (shown, command) = (number.to_string(), desk.session.command(&format!("requests lift {number}")));
    if let Some(reason) = &args.reason {
        let announced = requests::announce_end(context, &desk.handler, number, (reason, args.ends)).await;
        let (letter, ends) = desk.told(announced)?;
        let (day, path) = (ui.texts.day(ends), letter.display().to_string());
        ui.say(
            ui.paint(Style::Good, t!(ui.texts, "lift-announced", number = &shown, day = day, path = &path)),
        );
        ui.say(t!(ui.texts, "word-next", command = format!("{command} --told")));
        ui.document(&json!({"request": shown, "ends": ends, "letter": path}));
    } else if args.told {
        let ends = desk.told(requests::end_told(context, &desk.handler, number, args.on).await)?;
        let day = ui.texts.day(ends);
        ui.say(ui.paint(Style::Good, t!(ui.texts, "lift-told", number = &shown, day = day)));
        ui.say(t!(ui.texts, "word-next", command = command));
        ui.document(&json!({"request": shown, "ends": ends, "told": true}));
    } else {
        desk.told(requests::end_restriction(context, &desk.handler, number).await)?;
        ui.say(ui.paint(Style::Good, t!(ui.texts, "lift-done", number = &shown)));
        let all = desk.told(requests::hears(context, &desk.handler, number).await)?;
        if !all.is_empty() {
            ui.say(view::recipients(ui, &all));
        }
        ui.document(&json!({"request": shown, "lifted": true}));
    }
    Ok(Exit::Done)
}
