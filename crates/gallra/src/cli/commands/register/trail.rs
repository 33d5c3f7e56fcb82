//! `gallra register trail`: who did what, and whether that is still what was sealed.

use gallra_app::AppError;
use gallra_app::register::trail::{self, Checked};
use gallra_app::register::{Access, Action, Actor, PartyId};
use serde_json::json;

use crate::cli::args::register::{Trail, Who};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::Session;
use crate::cli::text::{Texts, t};
use crate::cli::translate;
use crate::cli::ui::{Style, Ui};
use crate::cli::view::register as view;

pub(super) async fn run(ui: &Ui, session: &Session, who: &Who, args: &Trail) -> Result<Exit, Failure> {
    let told = |fault: AppError| translate::app(&fault, None, ui.texts);
    if args.seal {
        return seal(ui, session).await.map_err(told);
    }
    if args.verify {
        return verify(ui, session).await.map_err(told);
    }
    lines(ui, session, who, args).await.map_err(told)
}

async fn lines(ui: &Ui, session: &Session, who: &Who, args: &Trail) -> Result<Exit, AppError> {
    let (texts, context) = (ui.texts, &session.context);
    let register = context.register().await?;
    let since = args.since.and_then(|day| day.to_zoned(context.zone()).ok()).map(|day| day.timestamp());
    let lines = trail::lines(&register, args.of.map(PartyId), since).await?;
    let named = who.by.as_ref().map(|name| (name, trail::actor(context, name)));
    let is_theirs = |line: &Access| named.as_ref().map(|(_, actor)| line.actor == *actor);
    let all: Vec<_> = lines.iter().map(|line| view::line_json(line, is_theirs(line))).collect();
    let theirs = lines.iter().filter(|line| is_theirs(line) == Some(true)).count();
    // What was listed or searched may have been about the party too.
    let unnamed = match args.of {
        Some(_) => trail::lines(&register, None, since).await?.iter().filter(|line| is_unnamed(line)).count(),
        None => 0,
    };
    ui.document(
        &json!({"lines": all, "of_that_name": named.as_ref().map(|_| theirs), "lists_and_finds": unnamed}),
    );
    if lines.is_empty() {
        ui.say(t!(texts, "trail-none"));
    }
    let nobody = (String::new(), Actor([0; 32]));
    let (name, actor) = named.as_ref().map_or((&nobody.0, &nobody.1), |(name, actor)| (*name, actor));
    for line in &lines {
        ui.say(self::line(texts, line, (name, actor), &context.policy.organisation.time_zone));
    }
    if !lines.is_empty() {
        ui.say(t!(texts, "trail-count", lines = lines.len()));
    }
    if named.is_some() {
        ui.say(t!(texts, "trail-theirs", lines = theirs, name = name));
    }
    if unnamed > 0 {
        ui.say(t!(texts, "trail-unnamed", lines = unnamed));
    }
    Ok(Exit::Done)
}

/// Whether a line tells of several parties and names none.
fn is_unnamed(line: &Access) -> bool {
    matches!(line.action, Action::List | Action::Find) && line.kind == "party" && line.rows > 0
}

/// When, who, what, why: a name where it is known to be behind the commitment, else the commitment's beginning.
pub(super) fn line(texts: Texts, line: &Access, (name, actor): (&str, &Actor), zone: &str) -> String {
    let who =
        if line.actor == *actor { name.to_owned() } else { view::actor(line).chars().take(8).collect() };
    let kind = view::table_word(&line.kind, texts);
    let what = line.record.map_or_else(
        || t!(texts, "trail-several", kind = &kind, rows = line.rows),
        |record| format!("{kind} {record}"),
    );
    let action = view::action_word(line.action, texts);
    let at = texts.moment(line.at, zone);
    t!(texts, "trail-line", at = at, who = who, action = action, what = what, why = line.why.as_str())
}

async fn seal(ui: &Ui, session: &Session) -> Result<Exit, AppError> {
    let register = session.context.register().await?;
    let sealed = trail::seal(&session.context, &register).await?;
    if let Some(seal) = sealed {
        ui.say(ui.paint(Style::Good, t!(ui.texts, "trail-sealed", from = seal.from, to = seal.to)));
        ui.document(&json!({"sealed": {"from": seal.from, "to": seal.to}}));
    } else {
        ui.say(t!(ui.texts, "trail-sealed-before"));
        ui.document(&json!({"sealed": null}));
    }
    Ok(Exit::Done)
}

/// Ends with 1 if a seal does not hold.
async fn verify(ui: &Ui, session: &Session) -> Result<Exit, AppError> {
    let (texts, context) = (ui.texts, &session.context);
    let register = context.register().await?;
    let checked = trail::verify(context, &register).await?;
    let end = register.trail_ends().await?.map_or(0, |(_, last)| last);
    let sealed = checked.iter().map(|(seal, _)| seal.sealed.to).max().unwrap_or(0);
    let word = |checked: &Checked| match checked {
        Checked::Holds => "holds",
        Checked::Gone => "gone",
        Checked::Broken => "broken",
    };
    ui.document(&json!({
        "seals": checked.iter().map(|(seal, checked)| json!({
            "at": seal.at, "from": seal.sealed.from, "to": seal.sealed.to, "result": word(checked),
        })).collect::<Vec<_>>(),
        "unsealed": end.saturating_sub(sealed),
    }));
    for (seal, checked) in &checked {
        let (id, style) = match checked {
            Checked::Holds => ("trail-holds", Style::Good),
            Checked::Gone => ("trail-gone", Style::Warn),
            Checked::Broken => ("trail-broken", Style::Bad),
        };
        let at = texts.told_moment(&seal.at, &context.policy.organisation.time_zone);
        let (from, to) = (texts.number(seal.sealed.from), texts.number(seal.sealed.to));
        let values = vec![("at", at.into()), ("from", from.into()), ("to", to.into())];
        ui.say(ui.paint(style, texts.with(id, values)));
    }
    ui.say(t!(texts, "trail-unsealed", lines = end.saturating_sub(sealed)));
    let broken = checked.iter().any(|(_, checked)| *checked == Checked::Broken);
    Ok(if broken { Exit::No } else { Exit::Done })
}
