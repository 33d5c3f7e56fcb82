//! `gallra entries`: what has no system of its own.

use std::io::{IsTerminal as _, Read as _};

use gallra_app::register::desk;
use gallra_app::register::{
    Content, Entry, EntryChange, EntryId, EntryKind, EntryState, Field, Held, NewEntry, PartyId, Source,
    Table,
};
use serde_json::json;

use super::register::{About, Desk};
use super::{marks, not_read};
use crate::cli::args::Global;
use crate::cli::args::register::{Entries, EntriesAction, EntryAdd, EntryEdit, EntryList, Says};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session;
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui};
use crate::cli::view::{labelled, register as view};

pub(super) async fn run(ui: &Ui, global: &Global, args: &Entries) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let about = match &args.action {
        EntriesAction::Add(args) => About::Table(Table::Entry(Some(args.kind))),
        EntriesAction::List(args) if args.kind.is_some() => About::Table(Table::Entry(args.kind)),
        // Whoever may see a party may see what there is about it.
        EntriesAction::List(args) => About::Party(args.party),
        EntriesAction::Show(args) | EntriesAction::Remove(args) => About::Entry(args.id),
        EntriesAction::Change(args) => About::Entry(args.id),
        EntriesAction::Mark(mark) => return marks::mark(ui, &session, &args.who, mark).await,
        EntriesAction::Purge(_) => About::Table(Table::Entry(None)),
    };
    let desk = Desk::open(ui, &session, &args.who, about).await?;
    match &args.action {
        EntriesAction::Add(args) => add(&desk, args).await,
        EntriesAction::List(args) => list(&desk, args).await,
        EntriesAction::Show(args) => show(&desk, args.id).await,
        EntriesAction::Change(args) => change(&desk, args).await,
        EntriesAction::Remove(args) => remove(&desk, args.id).await,
        EntriesAction::Purge(args) => marks::purge(&desk, args).await,
        EntriesAction::Mark(_) => Ok(Exit::Done),
    }
}

async fn add(desk: &Desk<'_>, args: &EntryAdd) -> Result<Exit, Failure> {
    let texts = desk.ui.texts;
    let quote = args.kind == EntryKind::Quote;
    let new = NewEntry {
        party: PartyId(args.party),
        at: args.at.unwrap_or_else(|| desk.session.context.today()),
        activity: desk.acting.why.as_str().to_owned(),
        source: args.source.unwrap_or(Source::Staff),
        due: args.says.due,
        state: args.says.outcome.or_else(|| quote.then_some(EntryState::Open)),
        content: content(desk, args.kind, &args.says)?,
    };
    let id = desk.register.create_entry(&desk.acting, &new).await.map_err(|fault| desk.told(fault))?.0;
    let kind = view::entry_word(args.kind, texts);
    let told = t!(texts, "entry-added", kind = kind, id = id.to_string(), party = args.party.to_string());
    desk.ui.say(desk.ui.paint(Style::Good, told));
    desk.ui.document(&json!({"id": id, "party": args.party, "kind": args.kind.word()}));
    Ok(Exit::Done)
}

/// What a kind of entry needs to say, from the options; what was said before stands in `Says` already.
fn content(desk: &Desk<'_>, kind: EntryKind, says: &Says) -> Result<Content, Failure> {
    let need = |value: &Option<String>, option: &str| {
        value.clone().filter(|value| !value.trim().is_empty()).ok_or_else(|| lacks(desk, kind, option))
    };
    let number = || -> Result<String, Failure> {
        let number = need(&says.number, "--number")?;
        let today = desk.session.context.today();
        // Checked, and kept as it was written.
        desk::identifier(Field::Phone, &number, today)
            .map_err(|refusal| desk.told(desk::refused(refusal)))?;
        Ok(number)
    };
    let text = || match &says.text {
        Some(_) => need(&says.text, "--text"),
        None => piped().ok_or_else(|| lacks(desk, kind, "--text")),
    };
    let at_place = || Ok::<_, Failure>((need(&says.place, "--place")?, need(&says.label, "--label")?));
    Ok(match kind {
        EntryKind::Note => Content::Note { text: text()? },
        EntryKind::Call => Content::Call { number: number()?, text: text()? },
        EntryKind::Sms => Content::Sms { number: number()?, text: text()? },
        EntryKind::Credential => Content::Credential {
            place: need(&says.place, "--place")?,
            user: need(&says.user, "--user")?,
            secret: secret(desk, says)?,
        },
        EntryKind::Binder => at_place().map(|(place, label)| Content::Binder { place, label })?,
        EntryKind::Printed => at_place().map(|(place, label)| Content::Printed { place, label })?,
        EntryKind::Quote => Content::Quote { title: need(&says.title, "--title")?, text: text()? },
        EntryKind::PhonePlace => at_place().map(|(place, label)| Content::PhonePlace { place, label })?,
        EntryKind::CalendarPlace => {
            at_place().map(|(place, label)| Content::CalendarPlace { place, label })?
        }
    })
}

fn lacks(desk: &Desk<'_>, kind: EntryKind, option: &str) -> Failure {
    let texts = desk.ui.texts;
    let kind = view::entry_word(kind, texts);
    Failure::new(Exit::Usage, "entry_lacks", t!(texts, "err-entry-lacks", kind = kind, option = option))
        .help(t!(texts, "err-entry-lacks-help"))
}

/// What was piped in, if something was.
fn piped() -> Option<String> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        return None;
    }
    let mut text = String::new();
    input.read_to_string(&mut text).ok()?;
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    (!text.is_empty()).then_some(text)
}

/// A secret is never an argument, which other programs can read: from a file, what was piped in, or asked for without echo.
fn secret(desk: &Desk<'_>, says: &Says) -> Result<String, Failure> {
    let ui = desk.ui;
    let secret = match &says.secret_file {
        Some(file) => {
            let text = std::fs::read_to_string(file).map_err(|fault| not_read(ui, file, &fault))?;
            Some(text.trim_end_matches(['\r', '\n']).to_owned())
        }
        None if std::io::stdin().is_terminal() => {
            rpassword::prompt_password(format!("{} ", t!(ui.texts, "entry-ask-secret"))).ok()
        }
        None => piped(),
    };
    secret.filter(|secret| !secret.is_empty()).ok_or_else(|| {
        let failure = Failure::new(Exit::Usage, "no_secret", t!(ui.texts, "err-no-secret"));
        failure.help(t!(ui.texts, "err-no-secret-help"))
    })
}

async fn list(desk: &Desk<'_>, args: &EntryList) -> Result<Exit, Failure> {
    let ui = desk.ui;
    let id = PartyId(args.party);
    desk::party(&desk.register, &desk.acting, id).await.map_err(|fault| desk.told(fault))?;
    let mut all = desk::entries(&desk.register, &desk.acting, id).await.map_err(|fault| desk.told(fault))?;
    all.retain(|entry| args.kind.is_none_or(|kind| entry.kind == kind));
    ui.document(&json!({"entries": all.iter().map(view::entry_json).collect::<Vec<_>>()}));
    if all.is_empty() {
        ui.say(t!(ui.texts, "entry-none"));
        return Ok(Exit::Done);
    }
    ui.say(view::entries(ui, &all));
    ui.say(t!(ui.texts, "entry-count", entries = all.len()));
    Ok(Exit::Done)
}

/// The entry of a number. A credential is opened, and the trail tells of it.
async fn opened(desk: &Desk<'_>, id: i64) -> Result<Entry, Failure> {
    let entry = desk.register.entry(&desk.acting, EntryId(id)).await.map_err(|fault| desk.told(fault))?;
    let none = || desk.told(desk::refused(gallra_app::register::Refusal::NoSuchEntry(id)));
    let entry = entry.ok_or_else(none)?;
    if entry.kind == EntryKind::Credential {
        return desk.register.show_credential(&desk.acting, entry.id).await.map_err(|fault| desk.told(fault));
    }
    Ok(entry)
}

async fn show(desk: &Desk<'_>, id: i64) -> Result<Exit, Failure> {
    let (ui, texts) = (desk.ui, desk.ui.texts);
    let entry = opened(desk, id).await?;
    ui.document(&json!({"entry": view::entry_json(&entry)}));
    let tell = |id: &str, text: &str| ui.say(labelled(&texts.plain(id), &view::plain(text), 2, 14));
    let kind = view::entry_word(entry.kind, texts);
    let party = entry.party.0.to_string();
    ui.say(
        ui.paint(Style::Bold, t!(texts, "entry-title-line", id = id.to_string(), kind = kind, party = party)),
    );
    tell("col-day", &texts.day(entry.at));
    if let Held::Open(content) = &entry.content {
        for (id, text) in view::fields(content.expose()) {
            tell(id, text);
        }
    }
    if let Some(state) = entry.state {
        tell("col-state", &view::state_word(state, texts));
    }
    if let Some(due) = entry.due {
        tell("entry-due-day", &texts.day(due));
    }
    tell("entry-source", &view::source_word(entry.source, texts));
    tell("entry-activity", &entry.activity);
    for (label, text) in view::said(&entry.marks, texts) {
        tell(label, &text);
    }
    if entry.kind == EntryKind::Credential {
        ui.note(t!(texts, "entry-shown"));
    }
    Ok(Exit::Done)
}

async fn change(desk: &Desk<'_>, args: &EntryEdit) -> Result<Exit, Failure> {
    let texts = desk.ui.texts;
    let id = EntryId(args.id);
    let says = &args.says;
    let given = [&says.text, &says.number, &says.place, &says.label, &says.title, &says.user];
    let new_secret = args.new_secret || says.secret_file.is_some();
    let words = given.iter().any(|value| value.is_some()) || new_secret;
    if !words && says.due.is_none() && says.outcome.is_none() {
        let failure = Failure::new(Exit::Usage, "no_change", t!(texts, "err-no-change"));
        return Err(failure.help(t!(texts, "err-no-change-help")));
    }
    let content = if words { Some(changed(desk, args, new_secret).await?) } else { None };
    let change = EntryChange { due: says.due, state: says.outcome, content };
    desk.register.change_entry(&desk.acting, id, &change).await.map_err(|fault| desk.told(fault))?;
    desk.ui.say(desk.ui.paint(Style::Good, t!(texts, "entry-changed", id = args.id.to_string())));
    desk.ui.document(&json!({"changed": args.id}));
    Ok(Exit::Done)
}

/// What it says from now on: what it said, with what was given.
async fn changed(desk: &Desk<'_>, args: &EntryEdit, new_secret: bool) -> Result<Content, Failure> {
    let entry = opened(desk, args.id).await?;
    let says = &args.says;
    let Held::Open(content) = entry.content else {
        return Err(desk.told(gallra_app::register::DeskError::Unreadable(entry.party)));
    };
    let or = |given: &Option<String>, was: String| given.clone().unwrap_or(was);
    Ok(match content.into_exposed() {
        Content::Note { text } => Content::Note { text: or(&says.text, text) },
        Content::Call { number, text } => {
            Content::Call { number: or(&says.number, number), text: or(&says.text, text) }
        }
        Content::Sms { number, text } => {
            Content::Sms { number: or(&says.number, number), text: or(&says.text, text) }
        }
        Content::Credential { place, user, secret: was } => Content::Credential {
            place: or(&says.place, place),
            user: or(&says.user, user),
            secret: if new_secret { secret(desk, says)? } else { was },
        },
        Content::Binder { place, label } => {
            Content::Binder { place: or(&says.place, place), label: or(&says.label, label) }
        }
        Content::Printed { place, label } => {
            Content::Printed { place: or(&says.place, place), label: or(&says.label, label) }
        }
        Content::Quote { title, text } => {
            Content::Quote { title: or(&says.title, title), text: or(&says.text, text) }
        }
        Content::PhonePlace { place, label } => {
            Content::PhonePlace { place: or(&says.place, place), label: or(&says.label, label) }
        }
        Content::CalendarPlace { place, label } => {
            Content::CalendarPlace { place: or(&says.place, place), label: or(&says.label, label) }
        }
    })
}

async fn remove(desk: &Desk<'_>, id: i64) -> Result<Exit, Failure> {
    let texts = desk.ui.texts;
    let gone = desk::remove_entry(&desk.session.context, &desk.register, &desk.acting, EntryId(id)).await;
    gone.map_err(|fault| desk.told(fault))?;
    desk.ui.say(desk.ui.paint(Style::Good, t!(texts, "entry-removed", id = id.to_string())));
    desk.ui.say(t!(texts, "entry-removed-copies"));
    desk.ui.document(&json!({"removed": id}));
    Ok(Exit::Done)
}
