//! `gallra subject access|export|erase|rectify|restrict|object`: a request comes in.

use gallra_app::requests::{Asks, NewRequest, Origin, open};
use gallra_app::subject::Given;
use gallra_rules::request::Kind;
use serde_json::json;

use super::Desk;
use crate::cli::args::Global;
use crate::cli::args::requests::{Ask, Sender};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui};
use crate::cli::view::requests as view;

pub(in crate::cli::commands) async fn run(
    ui: &Ui,
    global: &Global,
    (kind, given, ask): (Kind, Vec<Given>, &Ask),
    asks: Asks,
) -> Result<Exit, Failure> {
    let desk = Desk::open(ui, global, (ask.who.by.as_deref(), ask.who.activity.as_deref())).await?;
    let context = &desk.session.context;
    let origin = match ask.from {
        Sender::Person => Origin::Person,
        Sender::Customer => Origin::Customer,
    };
    let new = NewRequest {
        kind,
        received: ask.received,
        given,
        asks: Asks { words: ask.words.clone(), ..asks },
        customer: ask.customer,
        origin,
        language: ask.language.clone().or_else(|| Some(ui.texts.lang.as_str().to_owned())),
        again: ask.again,
    };
    let opened = desk.told(open(context, &desk.handler, new).await)?;
    let number = opened.number.to_string();
    let told = t!(
        ui.texts,
        "request-opened",
        number = &number,
        kind = view::kind(kind, ui.texts),
        day = ui.texts.day(opened.last_day)
    );
    ui.say(ui.paint(Style::Good, told));
    let beside: Vec<String> = opened.beside.iter().map(ToString::to_string).collect();
    if !beside.is_empty() {
        let id = if kind == Kind::Erase { "request-opened-waits" } else { "request-opened-first" };
        ui.say(ui.paint(Style::Warn, ui.texts.with(id, vec![("others", beside.join(", ").into())])));
    }
    ui.say(t!(ui.texts, "word-next", command = desk.onward(opened.number)));
    ui.document(&json!({"request": number, "kind": gallra_app::requests::kind_word(kind), "last_day": opened.last_day, "beside": beside}));
    Ok(Exit::Done)
}
