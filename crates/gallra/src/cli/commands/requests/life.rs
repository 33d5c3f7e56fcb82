//! `gallra requests verify|extend|refuse|withdraw|send-back|forward|task|note`.

use gallra_app::requests::{self, Refusing, RequestNumber, Way};
use serde_json::json;

use super::Desk;
use crate::cli::args::requests as args;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::ui::Style;

pub(super) async fn verify(desk: &Desk<'_>, args: &args::Verify) -> Result<Exit, Failure> {
    let (context, ui, number) = (&desk.session.context, desk.ui, args.request);
    if let Some(doubt) = &args.way.doubt {
        let way = if args.by_post { Way::Post } else { Way::Mail };
        let asked = if args.asking.is_empty() {
            requests::ask(context, &desk.handler, number, (doubt, way)).await
        } else {
            requests::ask_for(context, &desk.handler, number, (doubt, &args.asking)).await
        };
        let path = desk.told(asked)?.display().to_string();
        let id = if args.asking.is_empty() { "request-asked" } else { "request-asked-for" };
        let told =
            ui.texts.with(id, vec![("number", number.to_string().into()), ("path", path.clone().into())]);
        ui.say(ui.paint(Style::Good, told));
        ui.document(&json!({"request": number.to_string(), "state": "identity_asked", "letter": path}));
        return Ok(Exit::Done);
    }
    let done = match (&args.way.code, &args.way.known) {
        (Some(code), _) => requests::check_code(context, &desk.handler, number, code).await,
        (None, known) => {
            requests::verified(context, &desk.handler, number, known.as_deref().unwrap_or_default()).await
        }
    };
    desk.told(done)?;
    Ok(said(desk, number, ("request-verified", "identity_verified"), true))
}

pub(super) async fn extend(desk: &Desk<'_>, args: &args::WithReason) -> Result<Exit, Failure> {
    let (context, ui, number) = (&desk.session.context, desk.ui, args.request);
    let extended = desk.told(requests::extend(context, &desk.handler, number, &args.reason).await)?;
    let path = extended.letter.display().to_string();
    let day = ui.texts.day(extended.last_day);
    let told = t!(ui.texts, "request-extended", number = number.to_string(), day = day, path = &path);
    ui.say(ui.paint(Style::Good, told));
    ui.document(&json!({"request": number.to_string(), "last_day": extended.last_day, "letter": path}));
    Ok(Exit::Done)
}

pub(super) async fn refuse(desk: &Desk<'_>, args: &args::Refuse) -> Result<Exit, Failure> {
    let (context, ui, number) = (&desk.session.context, desk.ui, args.request);
    let refusing = Refusing {
        ground: args.ground.into(),
        reasons: args.reason.clone(),
        authority: args.authority.clone(),
        court: args.court.clone(),
    };
    let (refusal, path) = desk.told(requests::refuse(context, &desk.handler, number, refusing).await)?;
    let path = path.display().to_string();
    let told = t!(
        ui.texts,
        "request-refused",
        number = number.to_string(),
        authority = &refusal.authority,
        court = &refusal.court,
        path = &path
    );
    ui.say(ui.paint(Style::Good, told));
    ui.document(
        &json!({"request": number.to_string(), "state": "refused", "refusal": refusal, "letter": path}),
    );
    Ok(Exit::Done)
}

pub(super) async fn withdraw(desk: &Desk<'_>, number: RequestNumber) -> Result<Exit, Failure> {
    desk.told(requests::withdraw(&desk.session.context, &desk.handler, number).await)?;
    Ok(said(desk, number, ("request-withdrawn", "withdrawn"), false))
}

pub(super) async fn send_back(desk: &Desk<'_>, args: &args::WithReason) -> Result<Exit, Failure> {
    let number = args.request;
    desk.told(requests::send_back(&desk.session.context, &desk.handler, number, &args.reason).await)?;
    Ok(said(desk, number, ("request-sent-back", "located"), true))
}

pub(super) async fn forward(desk: &Desk<'_>, number: RequestNumber) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let forwarded = desk.told(requests::forward(context, &desk.handler, number).await)?;
    let path = forwarded.letter.display().to_string();
    let told = t!(
        ui.texts,
        "request-forwarded",
        number = number.to_string(),
        customer = forwarded.customer.to_string(),
        path = &path
    );
    ui.say(ui.paint(Style::Good, told));
    ui.document(&json!({
        "request": number.to_string(), "state": "forwarded", "customer": forwarded.customer, "letter": path,
    }));
    Ok(Exit::Done)
}

pub(super) async fn task(desk: &Desk<'_>, args: &args::Task) -> Result<Exit, Failure> {
    let (context, ui, number) = (&desk.session.context, desk.ui, args.request);
    let done = requests::attest(context, &desk.handler, number, (args.number, &args.saying)).await;
    let left = desk.told(done)?;
    let task = args.number.to_string();
    let told = t!(ui.texts, "request-task-done", number = number.to_string(), task = task, left = left);
    ui.say(ui.paint(Style::Good, told));
    ui.document(&json!({"request": number.to_string(), "task": args.number, "open_tasks": left}));
    Ok(Exit::Done)
}

pub(super) async fn note(desk: &Desk<'_>, args: &args::Note) -> Result<Exit, Failure> {
    let number = args.request;
    desk.told(requests::note(&desk.session.context, &desk.handler, number, &args.text).await)?;
    desk.ui.say(t!(desk.ui.texts, "request-noted", number = number.to_string()));
    desk.ui.document(&json!({"request": number.to_string()}));
    Ok(Exit::Done)
}

fn said(desk: &Desk<'_>, number: RequestNumber, (id, state): (&str, &str), goes_on: bool) -> Exit {
    let ui = desk.ui;
    ui.say(ui.paint(Style::Good, ui.texts.with(id, vec![("number", number.to_string().into())])));
    if goes_on {
        ui.say(t!(ui.texts, "word-next", command = desk.onward(number)));
    }
    ui.document(&json!({"request": number.to_string(), "state": state}));
    Exit::Done
}
