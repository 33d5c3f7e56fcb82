//! `gallra subject access|export|erase|rectify|restrict|object`: a request comes in.

use std::path::Path;

use gallra_app::requests::{Asks, NewRequest, Origin, open};
use gallra_app::subject::{Given, GivenKind};
use gallra_rules::request::Kind;
use serde_json::json;

use super::Desk;
use crate::cli::args::Global;
use crate::cli::args::requests::{Ask, Sender};
use crate::cli::args::subject::Identifiers;
use crate::cli::commands::not_read;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui};
use crate::cli::view::requests as view;

pub(in crate::cli::commands) async fn run(
    ui: &Ui,
    global: &Global,
    (kind, given, ask): (Kind, &Identifiers, &Ask),
    asks: Asks,
) -> Result<Exit, Failure> {
    let desk = Desk::open(ui, global, (ask.who.by.as_deref(), ask.who.activity.as_deref())).await?;
    let context = &desk.session.context;
    let origin = match ask.from {
        Sender::Person => Origin::Person,
        Sender::Customer => Origin::Customer,
    };
    let given = identifiers(ui, given)?;
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
    let letter = opened.letter.as_ref().map(|path| path.display().to_string());
    if let Some(path) = &letter {
        ui.say(t!(ui.texts, "request-acknowledged", path = path));
    }
    ui.say(t!(ui.texts, "word-next", command = desk.onward(opened.number)));
    ui.document(&json!({"letter": letter, "request": number, "kind": gallra_app::requests::kind_word(kind), "last_day": opened.last_day, "beside": beside}));
    Ok(Exit::Done)
}

/// What was given, read from standard input or a file where that was said.
fn identifiers(ui: &Ui, given: &Identifiers) -> Result<Vec<Given>, Failure> {
    let mut all = Vec::new();
    let kinds = [
        (GivenKind::Email, &given.email),
        (GivenKind::Phone, &given.phone),
        (GivenKind::Number, &given.number),
        (GivenKind::Name, &given.name),
    ];
    for (kind, texts) in kinds {
        for text in texts {
            for line in lines(ui, text)? {
                all.push(Given { kind: kind.clone(), text: line });
            }
        }
    }
    for (name, value) in &given.subject {
        all.push(Given { kind: GivenKind::Subject(name.clone()), text: value.clone() });
    }
    Ok(all)
}

fn lines(ui: &Ui, text: &str) -> Result<Vec<String>, Failure> {
    let read = match text.strip_prefix('@') {
        Some(file) => std::fs::read_to_string(file),
        None if text == "-" => std::io::read_to_string(std::io::stdin()),
        None => Ok(text.to_owned()),
    };
    let read = read.map_err(|fault| not_read(ui, Path::new(text.trim_start_matches('@')), &fault))?;
    Ok(read.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}
